"""Schemas in words: what a value is, which members an object has, and what they may be."""

import re

from markup import code, definitions, element, escape, is_matrix, link, markdown, matrix, slug
from specification import Fault, compact, known, number

KEYWORDS = """$ref title description type format enum const default examples pattern
    minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength
    properties required additionalProperties unevaluatedProperties
    items prefixItems minItems maxItems uniqueItems oneOf anyOf allOf"""

KINDS = {
    "number": "number",
    "integer": "whole number",
    "string": "text",
    "boolean": "true or false",
    "null": "null",
    "object": "object",
}

BOUNDS = {
    "minimum": "from",
    "maximum": "to",
    "exclusiveMinimum": "above",
    "exclusiveMaximum": "below",
    "multipleOf": "a multiple of",
}


def label(name):
    """InnerNumbers: inner numbers."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()


def plural(words):
    """Of the last word, which may be a link."""
    if words.startswith("list of "):
        return "lists" + words.removeprefix("list")
    stem, end = re.fullmatch(r"(.*?)((?:</\w+>)?)", words).groups()
    if stem.endswith(("s", "ll", "true or false")):
        return words
    return (stem.removesuffix("ix") + "ices" if stem.endswith("ix") else stem + "s") + end


def extent(least, most):
    """How many there may be; nothing where that is any number but none."""
    if most is None:
        return f"{least} or more " if (least or 0) > 1 else ""
    if least == most:
        return f"{least} "
    return f"{least} to {most} " if least else f"up to {most} "


def listed(words):
    """One, another or a third."""
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def limits(schema):
    """The bounds of a number or a text."""
    told = [
        f"{word} {number(schema[key])}"
        for key, word in BOUNDS.items()
        if key in schema and (key, schema[key]) != ("multipleOf", 1)
    ]
    letters = extent(schema.get("minLength"), schema.get("maxLength"))
    told += [f"of {letters}characters"] if letters else []
    told += [f"in the format {escape(schema['format'])}"] if "format" in schema else []
    told += [f"like {code(schema['pattern'])}"] if "pattern" in schema else []
    return " ".join(told)


def choices(schema):
    return schema.get("oneOf", schema.get("anyOf", []))


def has_members(schema):
    return "properties" in schema or any("properties" in choice for choice in choices(schema))


class Schemas:
    """`wanted` collects the names that were linked to, so that each is told somewhere."""

    def __init__(self, specification):
        self.specification = specification
        self.wanted = []

    def reference(self, schema):
        name = schema["$ref"].removeprefix("#/components/schemas/")
        if name not in self.wanted:
            self.wanted.append(name)
        return link("#" + self.address(name), escape(label(name)))

    def address(self, name):
        return f"type-{slug(label(name))}"

    def phrase(self, schema, where):
        """What a value is, in a few words; a named schema is linked to."""
        known(schema, where, KEYWORDS)
        if "$ref" in schema:
            return self.reference(schema)
        if "const" in schema:
            return "always " + code(compact(schema["const"]))
        if "enum" in schema:
            return listed([code(compact(value)) for value in schema["enum"]])
        if choices(schema) and "properties" not in schema:
            return listed([self.phrase(choice, where) for choice in choices(schema)])
        kinds = schema.get("type", "object" if {"properties", "allOf"} & set(schema) else [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        return listed([self.kind(schema, kind, where) for kind in kinds] or ["any value"])

    def kind(self, schema, kind, where):
        if kind == "array":
            return self.array(schema, where)
        if kind not in KINDS:
            raise Fault(f"{where}: there is no type {kind}")
        name = "whole number" if schema.get("multipleOf") == 1 and kind == "number" else KINDS[kind]
        return f"{name} {limits(schema) if kind != 'null' else ''}".rstrip()

    def array(self, schema, where):
        if "prefixItems" in schema:
            parts = [self.phrase(item, where) for item in schema["prefixItems"]]
            return "list of " + ", then ".join(parts)
        item = schema.get("items", {})
        words = self.phrase(item, where)
        bounds = limits(item) if "$ref" not in item else ""
        words = plural(words.removesuffix(bounds).rstrip()) + (f", each {bounds}" if bounds else "")
        words += ", no two the same" if schema.get("uniqueItems") else ""
        return f"list of {extent(schema.get('minItems'), schema.get('maxItems'))}{words}"

    def gathered(self, schema):
        """The members of an object with those that it takes over, and the names of the required."""
        members, required = {}, list(schema.get("required", []))
        for part in schema.get("allOf", []):
            others, needed = self.gathered(self.specification.resolve(part))
            members |= others
            required += needed
        return members | schema.get("properties", {}), required

    def members(self, schema, where, without=()):
        """The members of an object, as a list; nothing where it has none."""
        members, required = self.gathered(known(schema, where, KEYWORDS))
        pairs = [
            (self.term(name, member, name in required, f"{where}, {name}"),
             self.meaning(member, f"{where}, {name}"))
            for name, member in members.items()
            if name not in without
        ]
        others = schema.get("additionalProperties", False)
        if isinstance(others, dict):
            pairs.append(("any other name", self.phrase(others, where)))
        return definitions("members", pairs)

    def term(self, name, schema, required, where):
        """A member's name, its type, and whether it must be there."""
        notes = ["required"] if required else []
        if "default" in schema:
            notes.append("default " + code(compact(schema["default"])))
        words = [code(name), element("span", self.phrase(schema, where), class_="type")]
        return " ".join(words + [element("span", note, class_="faint") for note in notes])

    def meaning(self, schema, where):
        """The description of a member, and the members within it."""
        meant = schema if "description" in schema else self.specification.resolve(schema)
        within = schema.get("items", {}) if schema.get("type") == "array" else schema
        told = self.inside(within, where) if has_members(within) else ""
        return markdown(meant.get("description", ""), where) + told

    def inside(self, schema, where):
        """What an object or one of several alternatives has in it."""
        told = self.members(schema, where)
        alternatives = choices(schema)
        if alternatives and all(set(choice) == {"required"} for choice in alternatives):
            sets = [" and ".join(map(code, choice["required"])) for choice in alternatives]
            return told + element("p", f"It has {listed(sets)}.") + "\n"
        if any({"properties", "$ref"} & set(choice) for choice in alternatives):
            told += definitions("members", [self.choice(each, where) for each in alternatives])
        return told

    def choice(self, schema, where):
        """An alternative as a term and its meaning; an example shows how it is written."""
        meant = self.specification.resolve(schema)
        shown = "".join(" " + code(compact(value)) for value in meant.get("examples", [])[:1])
        return self.phrase(schema, where) + shown, self.meaning(schema, where)

    def examples(self, schema):
        """Each as it is written, and a matrix as it is drawn."""
        told = ""
        for value in schema.get("examples", []):
            told += element("pre", element("samp", escape(compact(value)))) + "\n"
            told += element("math", matrix(value, number)) + "\n" if is_matrix(value) else ""
        return told

    def everything(self, name):
        """All that there is to know of a named schema."""
        schema, where = self.specification.schemas[name], f"schema {name}"
        phrase = self.phrase(schema, where)
        told = markdown(schema.get("description", ""), where)
        if phrase != "object" and not choices(schema):
            told += element("p", phrase, class_="faint") + "\n"
        return told + self.inside(schema, where) + self.examples(schema)
