"""The program that makes the reference: what it says of a specification, and what it refuses."""

import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "server/web/docs"))

import yaml  # noqa: E402
from make_docs import page  # noqa: E402
from markup import inline, markdown  # noqa: E402
from schemas import Schemas  # noqa: E402
from specification import Fault, Loader, Specification, compact  # noqa: E402

TINY = """
openapi: 3.1.1
info: { title: tiny, version: 1.0.0, summary: Little, description: Hello. }
tags: [{ name: sums, description: Adding up. }]
paths:
  /sum/{kind}:
    get:
      operationId: sum
      tags: [sums]
      summary: Add up
      description: Adds `a` and `b`.
      parameters:
        - name: kind
          in: path
          required: true
          description: How.
          schema: { type: string }
          example: fast
        - name: a
          in: query
          description: One of them.
          schema: { type: [integer, 'null'], minimum: 1, default: 2 }
          examples: { small: { value: 3 }, wordy: { value: a b } }
      responses:
        '200':
          description: The sum.
          content:
            application/json:
              schema: { type: object, properties: { sum: { type: number, description: It. } } }
              examples:
                small: { summary: Three, value: { sum: 3.0 } }
            text/plain:
              schema: { type: string }
              examples:
                wordy: { summary: In words, value: "three\\n" }
        '406': { description: Not in that form. }
components:
  schemas:
    Problem: { description: What goes wrong., properties: { type: { type: string } } }
  headers: {}
"""


def tiny(**changes):
    """The page of the tiny specification, with texts replaced."""
    text = TINY
    for old, new in changes.get("replace", []):
        assert old in text, old
        text = text.replace(old, new)
    return page(Specification(yaml.load(text, Loader)), "{{title}} {{contents}} {{main}}")


class Page(unittest.TestCase):
    def test_an_operation_has_its_lines_with_query_and_accept(self):
        made = tiny()
        self.assertIn("curl '{{origin}}/sum/fast?a=3'</code>", made)
        self.assertIn("curl -s -H 'Accept: text/plain' '{{origin}}/sum/fast?a=a%20b' | head -n 1<",
                      made)
        self.assertIn('<samp>{&quot;sum&quot;:3}</samp>', made)

    def test_a_parameter_has_its_type_bounds_and_default(self):
        self.assertIn('<span class="type">whole number from 1 or null</span>', tiny())
        self.assertIn("default <code>2</code>", tiny())

    def test_it_is_the_same_each_time(self):
        self.assertEqual(tiny(), tiny())

    def test_text_of_the_specification_fills_no_place_of_the_server(self):
        self.assertNotIn("{{style", tiny(replace=[("Adding up.", "'{{style}} it.'")]))

    def assert_refused(self, old, new, message):
        with self.assertRaisesRegex(Fault, message):
            tiny(replace=[(old, new)])

    def test_what_it_does_not_know_is_refused_with_its_place(self):
        self.assert_refused("summary: Add up", "sumary: Add up", "GET /sum/.kind.: .*'sumary'")
        self.assert_refused("minimum: 1", "minimun: 1", "parameter a: .*'minimun'")
        self.assert_refused("in: query", "in: cookie", "parameter a: .*cookie")
        self.assert_refused("operationId: sum\n", "\n", "there is no 'operationId'")
        self.assert_refused("type: number", "type: nummer", "no type nummer")
        self.assert_refused("tags: [sums]", "tags: [products]", "tag")
        self.assert_refused("Adds `a` and `b`.", "'# Adds'", "Markdown: '# Adds'")
        self.assert_refused("summary: Three", "summary: 1e3", "needs quotes")

    def test_a_reference_must_lead_somewhere(self):
        self.assert_refused("{ type: string }\n", "{ $ref: '#/components/schemas/No' }\n",
                            "leads nowhere")


class Words(unittest.TestCase):
    def phrase(self, schema):
        return Schemas(Specification(yaml.load(TINY, Loader))).phrase(schema, "here")

    def test_schemas_are_told_in_words(self):
        for schema, words in (
            ({"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 2,
              "maxItems": 2}, "list of 2 whole numbers, each from 1"),
            ({"type": "array", "items": {"type": "array", "items": {"type": "number"}}},
             "list of lists of numbers"),
            ({"type": "array", "items": {"$ref": "#/components/schemas/Problem"}, "minItems": 2},
             'list of 2 or more <a href="#type-problem">problems</a>'),
            ({"enum": ["lu", 2, None]},
             '<code>"lu"</code>, <code>2</code> or <code>null</code>'),
            ({"const": True}, "always <code>true</code>"),
            ({"type": "number", "multipleOf": 1, "maximum": 9}, "whole number to 9"),
            ({"oneOf": [{"type": "boolean"}, {"type": "string", "maxLength": 4}]},
             "true or false or text of up to 4 characters"),
        ):
            with self.subTest(schema=schema):
                self.assertEqual(self.phrase(schema).replace("&quot;", '"'), words)


class Markup(unittest.TestCase):
    def test_markdown_becomes_html(self):
        self.assertEqual(markdown("- one\n- two\n  lines\n", ""),
                         "<ul><li>one</li>\n<li>two lines</li></ul>\n")
        self.assertEqual(markdown("| a | b |\n| --- | --- |\n| 1 | `x` |\n", ""),
                         '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr>'
                         "</thead>\n<tbody><tr><td>1</td><td><code>x</code></td></tr></tbody>"
                         "</table>\n")
        self.assertEqual(inline(r"**b** [w](/x) 2\*3 <", ""),
                         '<b>b</b> <a href="/x">w</a> 2*3 &lt;')

    def test_markdown_that_is_not_known_is_refused(self):
        for text in "2*3", "_so_", "<b>", "# head", "    code", "`open", "* item", "> said":
            with self.subTest(text=text), self.assertRaises(Fault):
                markdown(text, "here")


class Values(unittest.TestCase):
    def test_numbers_are_written_as_the_server_does(self):
        values = [1.0, -0.0, 1e200, 1e-7, 0.000001, 1e20, 1e21, 0.1, 12345678901234567.0, -3]
        self.assertEqual(compact(values), "[1,-0,1e+200,1e-7,0.000001,100000000000000000000,"
                         "1e+21,0.1,12345678901234568,-3]")

    def test_yaml_is_read_as_its_version_1_2_has_it(self):
        read = yaml.load("[no, on, 1e3, 12, 010, 2026-11-24, ~, null, true, 1:30, '1']", Loader)
        self.assertEqual(read, ["no", "on", 1e3, 12, 10, "2026-11-24", None, None, True, "1:30",
                                "1"])


if __name__ == "__main__":
    unittest.main()
