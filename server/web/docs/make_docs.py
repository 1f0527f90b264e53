#!/usr/bin/env python3
"""Makes the page of the reference from openapi.yaml, and from docs.html, the template around it.

usage: make_docs.py openapi.yaml page.html
"""

import sys
from pathlib import Path

import yaml

from markup import escape, title
from reference import Reference
from specification import Fault, Specification, load


def page(specification, template):
    """The template with all in place but {{origin}}, which the server fills in."""
    reference = Reference(specification)
    info = specification.root["info"]
    for name, text in {
        "title": escape(info["title"]),
        "version": escape(info["version"]),
        "summary": title(info["summary"], "info"),
        "contents": reference.contents(),
        "main": reference.main(),
    }.items():
        template = template.replace("{{" + name + "}}", text)
    return template


def main(source, target):
    template = Path(__file__).with_name("docs.html").read_text("utf-8")
    try:
        made = page(Specification(load(source)), template)
    except (Fault, yaml.YAMLError) as fault:
        sys.exit(f"{source}: {fault}")
    Path(target).write_text(made, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
