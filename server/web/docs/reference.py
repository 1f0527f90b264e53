"""The reference's sections: operations by tag, types, problems and headers, and their contents."""

from collections import Counter

from markup import code, definitions, element, escape, link, markdown, slug, title
from operations import ORIGIN, PROBLEM, answered, line, operations_of
from schemas import KEYWORDS, Schemas, label, listed
from specification import Fault, compact, known

PLACES = {"path": "in the path", "query": "in the query", "header": "header"}


def part(heading, told):
    return element("h4", heading) + "\n" + told if told else ""


def method(operation):
    return element("span", operation.method, class_="method")


def listing(entries):
    return element("ul", "\n".join(element("li", each) for each in entries))


def section(address, name, heading, told):
    """A section whose heading is a link to it."""
    head = element(name, link(f"#{address}", heading))
    return element("section", f"\n{head}\n{told}", id=address) + "\n"


def shared(references):
    """Those that stand there several times, in their order."""
    return sorted(each for each, count in Counter(references).items() if count > 1)


class Reference:
    def __init__(self, specification):
        self.specification = specification
        self.schemas = Schemas(specification)
        self.operations = list(operations_of(specification))
        self.tags = [known(tag, "tags", "name! description!") for tag in specification.root["tags"]]
        told = {tag["name"] for tag in self.tags}
        for operation in self.operations:
            if not set(operation.node["tags"]) <= told:
                raise Fault(f"{operation.where}: a tag of it is not in the list of tags")
        self.shared = self.shared_answers()
        self.shared_parameters = shared(
            each["$ref"] for operation in self.operations
            for each in operation.node.get("parameters", []) if "$ref" in each)
        self.common = self.headers_of_all()

    def shared_answers(self):
        """Answers that several operations refer to are told once: status and reference."""
        return shared(
            (status, response["$ref"]) for operation in self.operations
            for status, response in operation.node["responses"].items() if "$ref" in response)

    def headers_of_all(self):
        """Headers that every answer has."""
        answers = [
            response.get("headers", {})
            for operation in self.operations for response in operation.responses.values()
        ]
        return [name for name in answers[0] if all(name in each for each in answers)]

    # Operations.

    def of_tag(self, tag):
        return [each for each in self.operations if each.node["tags"][0] == tag["name"]]

    def tag(self, tag):
        told = markdown(tag["description"], f"tag {tag['name']}")
        told += "".join(map(self.operation, self.of_tag(tag)))
        return section(f"tag-{slug(tag['name'])}", "h2", escape(tag["name"].capitalize()), told)

    def operation(self, operation):
        node, where = operation.node, operation.where
        told = [
            element("p", title(node["summary"], where), class_="summary") + "\n",
            markdown(node.get("description", ""), where),
            self.also(operation),
            part("Parameters", self.parameters(operation)),
            part("Body", self.body(operation)),
            part("Examples", self.examples(operation)),
            part("Answers", self.answers(operation)),
        ]
        heading = method(operation) + " " + code(operation.path)
        return section(operation.id, "h3", heading, "".join(told))

    def also(self, operation):
        """The other methods of the path, in a sentence each."""
        return "".join(
            element("div", code(f"{other.method} {other.path}")
                    + markdown(other.node["description"], other.where), id=other.id, class_="also")
            for other in operation.also
        )

    def parameters(self, operation):
        """Its own; those that operations share are told once."""
        own = [
            resolved
            for each, resolved in zip(operation.node.get("parameters", []), operation.parameters)
            if each.get("$ref") not in self.shared_parameters
        ]
        return definitions("members", map(self.parameter, own))

    def parameter(self, node):
        where = f"parameter {node['name']}"
        if node["in"] not in PLACES:
            raise Fault(f"{where}: the reference does not know parameters in {node['in']}")
        term = self.schemas.term(node["name"], node["schema"], node.get("required"), where)
        examples = map(self.specification.resolve, node.get("examples", {}).values())
        values = [node["example"]] if "example" in node else [each["value"] for each in examples]
        shown = dict.fromkeys(each if isinstance(each, str) else compact(each) for each in values)
        told = markdown(node["description"], where)
        if shown:
            told += element("p", "Such as " + ", ".join(map(code, shown)), class_="faint")
        return term + " " + element("span", PLACES[node["in"]], class_="faint"), told

    def body(self, operation):
        where = f"{operation.where}, body"
        return markdown(operation.body_description, where) + self.forms(operation.bodies, where)

    def forms(self, contents, where):
        """What stands in a body, by media type. Forms without an example say the same as the first:
        what they are like is told among the types."""
        told, others = "", []
        for media_type, content in contents.items():
            if "examples" not in content and "$ref" in content["schema"]:
                words = self.schemas.phrase(content["schema"], where)
                others.append(f"{code(media_type)} ({words})")
            else:
                told += self.content(media_type, content["schema"], where)
        also = element("p", f"Also {listed(others)}.", class_="media") + "\n" if others else ""
        return told + also

    def content(self, media_type, schema, where):
        """What stands in a body of a media type."""
        meant = known(self.specification.resolve(schema), where, KEYWORDS)
        told = markdown(meant.get("description", ""), where) + self.schemas.inside(meant, where)
        words = code(media_type)
        if not told or meant.get("type") == "array":
            words += " " + self.schemas.phrase(schema, where)
        return element("p", words, class_="media") + "\n" + told

    def examples(self, operation):
        return "".join(
            operation.example(*each, opened=i == 0) for i, each in enumerate(operation.requests())
        )

    # Answers.

    def answers(self, operation):
        """Its own answers, and links to those that it shares with others."""
        rows, links = [], []
        for status, response in operation.responses.items():
            reference = operation.node["responses"][status].get("$ref")
            if (status, reference) in self.shared:
                links.append(link(f"#{self.address(reference)}", code(status)))
            else:
                rows.append((code(status), self.answer(status, response, operation.where)))
        also = element("p", "Any request may also be answered " + ", ".join(links) + ".",
                       class_="faint") + "\n" if links else ""
        return definitions("answers", rows) + also

    def address(self, reference):
        return "answer-" + slug(label(reference.rsplit("/", 1)[1]))

    def shared_section(self):
        rows = []
        for status, reference in self.shared:
            response = self.specification.resolve({"$ref": reference})
            term = element("span", code(status), id=self.address(reference))
            rows.append((term, self.answer(status, response, reference)))
        told = element("p", "What may come from several paths, whatever was asked.") + "\n"
        return section("answers", "h2", "Answers that operations share",
                       told + definitions("answers", rows))

    def answer(self, status, response, where):
        where = f"{where}, {status}"
        told = markdown(response["description"], where)
        contents = response.get("content", {})
        if PROBLEM in contents:
            told += self.problems_of(contents[PROBLEM]["schema"], where)
        others = {name: each for name, each in contents.items() if name != PROBLEM}
        told += self.forms(others, where)
        own = [name for name in response.get("headers", {}) if name not in self.common]
        return told + self.headers("With", own)

    def headers(self, words, names):
        links = [link(f"#header-{slug(name)}", code(name)) for name in names]
        return element("p", f"{words} {', '.join(links)}.", class_="faint") + "\n" if links else ""

    def problems_of(self, schema, where):
        """Its own problems, and then those of a group that several answers have."""
        own, group = [], []
        choices = self.specification.resolve(schema).get("oneOf", [schema])
        for choice in choices:
            within = self.specification.alternatives(choice)
            for each in within:
                name = self.specification.problem_of(each)
                if name is None:
                    raise Fault(f"{where}: a problem's schema has a type that is /problems/NAME")
                (own if len(within) == 1 else group).append(link(f"#problem-{name}", code(name)))
        told = element("p", ", ".join(own), class_="problems") + "\n" if own else ""
        if group:
            words = "as for any body: " if own else ""
            told += element("p", words + ", ".join(group), class_="problems faint") + "\n"
        return told

    # Problems.

    def problems(self):
        shared = self.specification.schemas["Problem"]
        told = self.schemas.inside(shared, "schema Problem")
        told = markdown(shared["description"], "schema Problem") + told
        told += "".join(
            self.problem(name, schema, shared)
            for schema in self.specification.schemas.values()
            if (name := self.specification.problem_of(schema))
        )
        return section("problems", "h2", "Problems", told)

    def problem(self, name, schema, shared):
        where = f"problem {name}"
        facts = schema["properties"]
        address = element("p", f"{facts['status']['const']}, "
                          + link(f"/problems/{name}", code(f"/problems/{name}")), class_="faint")
        without = set(shared["properties"]) - set(schema.get("required", []))
        told = [
            address + "\n",
            markdown(schema["description"], where),
            self.schemas.members(schema, where, without),
            self.problem_examples(name),
        ]
        return section(f"problem-{name}", "h3", escape(facts["title"]["const"]), "".join(told))

    def problem_examples(self, problem):
        """Those that an operation shows are linked to; of others the line stands here, if any."""
        links, others = {}, {}
        for operation in self.operations:
            shown = {name: summary for name, summary, _ in operation.requests()}
            for name, answers in operation.answers.items():
                if answers[0].value_of("type") != f"/problems/{problem}":
                    continue
                if name in shown:
                    words = title(shown[name], name)
                    there = link(f"#{operation.id}-{slug(name)}", words)
                    links.setdefault(name, element("p", there) + "\n")
                else:
                    others.setdefault(name, self.problem_example(name, answers[0]))
        return "".join((others | links).values())

    def problem_example(self, name, answer):
        head = element("summary", title(answer.summary, name))
        before, *after = (answer.curl or "").split("{origin}")
        command = line(before, ORIGIN + escape(ORIGIN.join(after))) if answer.curl else ""
        inside = element("div", "\n" + command + answered(answer.text))
        return element("details", f"{head}\n{inside}") + "\n"

    # Types and headers.

    def types(self):
        """The schemas that are linked to, in the specification's order, and what those link to."""
        told = {}
        while missing := [name for name in self.schemas.wanted if name not in told]:
            told |= {name: self.type(name) for name in missing}
        order = [name for name in self.specification.schemas if name in told]
        return section("types", "h2", "Types", "".join(told[name] for name in order))

    def type(self, name):
        heading = escape(label(name).capitalize())
        return section(self.schemas.address(name), "h3", heading, self.schemas.everything(name))

    def all_headers(self):
        rows = []
        for name, node in self.specification.root["components"]["headers"].items():
            where = f"header {name}"
            known(node, where, "description! required schema! example")
            term = self.schemas.term(name, node["schema"], False, where)
            told = markdown(node["description"], where)
            if "example" in node:
                told += element("p", "Such as " + code(str(node["example"])), class_="faint")
            rows.append((element("span", term, id=f"header-{slug(name)}"), told))
        asked = [self.specification.resolve({"$ref": each}) for each in self.shared_parameters]
        told = section("request-headers", "h3", "Of requests",
                       definitions("members", map(self.parameter, asked)))
        told += section("answer-headers", "h3", "Of answers",
                        self.headers("Every answer has", self.common)
                        + definitions("members", rows))
        return section("headers", "h2", "Headers", told)

    # The whole.

    def introduction(self):
        info = known(self.specification.root["info"], "info",
                     "title! version! summary! description! license")
        return markdown(info["description"], "info")

    def overview(self):
        """All operations, a line each."""
        rows = "".join(
            element("tr", element("th", link(f"#tag-{slug(tag['name'])}",
                                             escape(tag["name"].capitalize())),
                                  colspan="2", scope="rowgroup")) + "\n"
            + "".join(
                element("tr", element("td", link(f"#{each.id}", code(each.path)))
                        + element("td", title(each.node["summary"], each.where))) + "\n"
                for each in self.of_tag(tag)
            )
            for tag in self.tags
        )
        return section("operations", "h2", "Operations", element("table", rows, class_="overview"))

    def main(self):
        told = section("introduction", "h2", "Introduction", self.introduction()) + self.overview()
        told += "".join(map(self.tag, self.tags)) + self.shared_section() + self.problems()
        return told + self.all_headers() + self.types()

    def contents(self):
        """Links to every section and operation."""
        entries = [link("#introduction", "Introduction"), link("#operations", "Operations")]
        for tag in self.tags:
            within = listing(
                link(f"#{each.id}", method(each) + " " + escape(each.path))
                for each in self.of_tag(tag)
            )
            address = f"#tag-{slug(tag['name'])}"
            entries.append(link(address, escape(tag["name"].capitalize())) + within)
        entries += [link(f"#{name.lower()}", name) for name in
                    ("Answers", "Problems", "Headers", "Types")]
        return listing(entries)
