"""openapi.yaml, read so strictly that what the reference can't tell stops the build."""

import json
import re
from decimal import Decimal
from pathlib import Path

import yaml


class Fault(Exception):
    """Something in the specification that the reference does not know how to tell."""


class Loader(yaml.SafeLoader):
    """YAML 1.2's core schema, as other readers have it: `no` is a text, 1e3 a number."""

    yaml_implicit_resolvers = {}


for kind, pattern, first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", list("tf")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(f"^(?:{pattern})$"), first)
Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))


def load(path):
    return yaml.load(Path(path).read_text("utf-8"), Loader)


def known(node, where, keys):
    """The node itself, if it is an object that has none but these keys and those that start with
    x-, and all those of them that end in an exclamation mark."""
    if not isinstance(node, dict):
        raise Fault(f"{where}: {node!r} should be an object")
    for key in node:
        if key not in keys.replace("!", "").split() and not str(key).startswith("x-"):
            raise Fault(f"{where}: the reference does not know how to tell '{key}'")
    for key in keys.split():
        if key.endswith("!") and key[:-1] not in node:
            raise Fault(f"{where}: there is no '{key[:-1]}'")
    return node


def number(value):
    """A number as the server writes it, which is as ECMAScript does."""
    if isinstance(value, int):
        return str(value)
    if value == 0 or 1e-6 <= abs(value) < 1e21:
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return re.sub(r"e([-+])0", r"e\1", repr(value))


def compact(value):
    """A value as the server's compact JSON."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{compact(k)}:{compact(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(compact, value)) + "]"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number(value)
    return json.dumps(value, ensure_ascii=False)


class Specification:
    def __init__(self, root):
        keys = "openapi! info! servers security tags! paths! components!"
        self.root = known(root, "the top", keys)
        self.schemas = root["components"]["schemas"]

    def resolve(self, node):
        """What a reference stands for; anything else stands for itself."""
        while "$ref" in node:
            place = self.root
            for key in node["$ref"].removeprefix("#/").split("/"):
                if key not in place:
                    raise Fault(f"{node['$ref']} leads nowhere")
                place = place[key]
            node = place
        return node

    def alternatives(self, schema):
        """The schemas of which a value fits one, those of a group among them each by itself."""
        meant = self.resolve(schema)
        if "oneOf" not in meant or "properties" in meant:
            return [schema]
        return [each for choice in meant["oneOf"] for each in self.alternatives(choice)]

    def problem_of(self, schema):
        """The name of the problem that a schema describes; None if it is none."""
        kind = self.resolve(schema).get("properties", {}).get("type", {})
        address = str(kind.get("const", ""))
        return address.removeprefix("/problems/") if address.startswith("/problems/") else None
