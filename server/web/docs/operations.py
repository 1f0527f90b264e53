"""Operations of the specification, and their examples as lines for a shell."""

from urllib.parse import quote

from markup import code, element, escape, is_matrix, matrix, slug, title
from specification import Fault, compact, known, number

PROBLEM = "application/problem+json"
METHODS = "get put post delete patch"
TALLEST_PICTURE, WIDEST_PICTURE = 8, 16  # rows, and characters of a row: they fit on a phone
ORIGIN = "{{origin}}"  # the server puts its own address here


def quoted(text):
    """A text as one word of a shell."""
    return "'" + text.replace("'", "'\\''") + "'"


def line(command, address=""):
    """A line to paste."""
    return element("pre", element("code", escape(command) + address), class_="paste") + "\n"


def answered(text):
    return element("pre", element("samp", escape(text.removesuffix("\n")))) + "\n"


def rows_of(value):
    """The rows of a matrix that is written with them or by shape and data; else None."""
    if isinstance(value, dict) and set(value) == {"shape", "data"}:
        data, columns = value["data"], value["shape"][1]
        value = [data[i : i + columns] for i in range(0, len(data), columns)]
    if not is_matrix(value) or len(value) > TALLEST_PICTURE:
        return None
    widths = [sum(len(number(entry)) + 2 for entry in row) for row in value]
    return value if max(widths) <= WIDEST_PICTURE else None


class Answer:
    """One example of an answer: of which status, in which form, and what it is."""

    def __init__(self, status, media_type, schema, example):
        self.status, self.media_type, self.schema = status, media_type, schema
        self.summary, self.value = example.get("summary", ""), example["value"]
        self.curl = example.get("x-curl")
        self.text = compact(self.value) if media_type.endswith("json") else self.value

    def value_of(self, member):
        return self.value.get(member) if isinstance(self.value, dict) else None


class Operation:
    """An operation of the specification, with its references resolved as far as they are needed."""

    def __init__(self, specification, path, method, node):
        keys = "operationId! tags! summary! description! parameters requestBody responses!"
        self.where = f"{method} {path}"
        self.node = known(node, self.where, keys)
        self.path, self.method, self.id = path, method, node["operationId"]
        self.specification = specification
        self.parameters = [
            known(specification.resolve(each), f"{self.where}, parameters",
                  "name! in! required description! schema! example examples")
            for each in node.get("parameters", [])
        ]
        self.also = []  # other methods that do the same
        self.read_body()
        self.read_answers()

    def read_body(self):
        where = f"{self.where}, body"
        body = known(self.specification.resolve(self.node.get("requestBody", {})), where,
                     "description required content")
        self.bodies = {
            media_type: known(content, where, "schema! examples")
            for media_type, content in body.get("content", {}).items()
        }
        self.schema = next(iter(self.bodies.values()), {"schema": {}})["schema"]
        self.body_description = body.get("description", "")

    def read_answers(self):
        where, keys = f"{self.where}, answers", "description! headers content"
        self.responses = {
            status: known(self.specification.resolve(response), where, keys)
            for status, response in self.node["responses"].items()
        }
        self.answers = {}
        for status, response in self.responses.items():
            for media_type, content in response.get("content", {}).items():
                known(content, where, "schema! examples")
                for name, example in content.get("examples", {}).items():
                    example = known(self.specification.resolve(example), where, "summary! value!")
                    answer = Answer(status, media_type, content["schema"], example)
                    self.answers.setdefault(name, []).append(answer)

    # Examples.

    def requests(self):
        """Every example that has a line: its name, its summary, its body (None: it has none)."""
        if self.bodies:
            for content in self.bodies.values():
                for name, example in content.get("examples", {}).items():
                    example = known(self.specification.resolve(example), name, "summary! value!")
                    yield name, example["summary"], example["value"]
            return
        asked = {name for each in self.parameters for name in each.get("examples", {})}
        for name, answers in self.answers.items():
            if name in asked or answers[0].status.startswith("2"):
                yield name, answers[0].summary, None

    def target(self, name):
        """The path and query of an example: those parameters that have an example of its name. What
        stands in the path may have one example for all."""
        path, query = self.path, []
        for each in self.parameters:
            examples = each.get("examples", {})
            value = each.get("example")
            if name in examples:
                value = self.specification.resolve(examples[name])["value"]
            text = value if isinstance(value, str) else compact(value)
            if each["in"] == "path":
                path = path.replace("{" + each["name"] + "}", text)
            elif each["in"] == "query" and name in examples:
                query.append(f"{each['name']}={quote(text, safe='')}")
        return path + ("?" + "&".join(query) if query else "")

    def accept(self, answer):
        """What a line must say to get this form. Without a 406 no form can be asked for."""
        forms = list(self.responses[answer.status]["content"])
        if "406" not in self.responses or answer.media_type in (forms[0], PROBLEM):
            return ""
        return f" -H {quoted('Accept: ' + answer.media_type)}"

    def command(self, name, body, answer):
        """The line that asks for an answer. Of what is fetched, an example is the beginning."""
        accept = self.accept(answer)
        address = " '" + ORIGIN + escape(self.target(name)) + "'"
        if body is not None:
            return line(f"curl --json {quoted(compact(body))}{accept}", address)
        if answer.media_type.endswith("json"):
            return line(f"curl{accept}", address)
        count = answer.text.count("\n")
        return line(f"curl -s{accept}", f"{address} | head -n {count}")

    def is_matrix_schema(self, schema):
        """Whether this is rows of numbers, or may be."""
        schema = self.specification.resolve(schema)
        rows = self.specification.resolve(schema.get("items", {}))
        if self.specification.resolve(rows.get("items", {})).get("type") == "number":
            return True
        return any(map(self.is_matrix_schema, schema.get("oneOf", [])))

    def picture(self, *bodies):
        """The matrices among the members of bodies, drawn; nothing where one of them can't be."""
        drawn = []
        for value, schema in bodies:
            members = self.specification.resolve(schema).get("properties", {})
            for name in members if isinstance(value, dict) else ():
                if name in value and self.is_matrix_schema(members[name]):
                    drawn.append((name, rows_of(value[name])))
        if not drawn or any(rows is None for _, rows in drawn):
            return ""
        return element("div", "\n".join(
            element("math", f"<mi>{escape(name)}</mi><mo>=</mo>{matrix(rows, number)}")
            for name, rows in drawn
        ), class_="picture") + "\n"

    def example(self, name, summary, body, opened):
        where = f"{self.where}, example {name}"
        if name not in self.answers:
            raise Fault(f"{where}: there is no answer of this name")
        answers = self.answers[name]
        told = self.picture((body, self.schema), (answers[0].value, answers[0].schema))
        for answer in answers:
            told += self.command(name, body, answer)
            words = f"{answer.status}, {code(answer.media_type)}"
            words += ": " + title(answer.summary, where) if answer.summary != summary else ""
            told += element("p", words, class_="faint") + "\n" + answered(answer.text)
        # A link to what is inside opens it.
        inside = element("div", "\n" + told, id=f"{self.id}-{slug(name)}")
        start = "<details open>" if opened else "<details>"
        return f"{start}{element('summary', title(summary, where))}\n{inside}</details>\n"


def operations_of(specification):
    """The operations in their order. One that does the same as another stands with it."""
    for path, item in specification.root["paths"].items():
        known(item, path, METHODS)
        found = [
            Operation(specification, path, method.upper(), node)
            for method, node in item.items()
            if method in METHODS.split()
        ]
        for method, node in item.get("x-oai-additionalOperations", {}).items():
            other = Operation(specification, path, method, node)
            found[0].also.append(other)
            for what in "tags", "summary", "parameters", "requestBody", "responses":
                if node.get(what) != found[0].node.get(what):
                    raise Fault(f"{other.where}: its {what} should be those of {found[0].where}")
        yield from found
