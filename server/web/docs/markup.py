"""HTML, and the Markdown that descriptions are written in."""

import re

from specification import Fault


def escape(text):
    """A text as HTML. The server fills in what stands between double braces: nothing here may."""
    for character, entity in ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"):
        text = text.replace(character, entity)
    return text.replace("{{", "{&#123;")


def element(name, content, **attributes):
    """An element; `class_` is its class. What it contains is HTML already."""
    told = "".join(f' {key.rstrip("_")}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{told}>{content}</{name}>"


def code(text):
    return element("code", escape(text))


def link(target, content):
    return element("a", content, href=target)


def definitions(kind, pairs):
    """A list of terms, each with what it means."""
    rows = "".join(
        element("div", element("dt", term) + element("dd", meaning)) + "\n"
        for term, meaning in pairs
    )
    return element("dl", "\n" + rows, class_=kind) + "\n" if rows else ""


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


# Matrices.


def is_matrix(value):
    return (
        isinstance(value, list)
        and all(isinstance(row, list) and row for row in value)
        and len({len(row) for row in value}) == 1
        and all(type(entry) in (int, float) for row in value for entry in row)
    )


def matrix(rows, write):
    """A matrix as MathML."""
    cells = "".join(
        element("mtr", "".join(element("mtd", element("mn", write(entry))) for entry in row))
        for row in rows
    )
    cells = cells.replace("<mn>-", "<mn>\u2212")
    return f"<mrow><mo>[</mo><mtable>{cells}</mtable><mo>]</mo></mrow>"


# Markdown: paragraphs, lists, tables and fenced code; in them code, bold and links.

INLINE = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|\*\*(?P<bold>.+?)\*\*"
    r"|\[(?P<words>[^\]]+)\]\((?P<target>[^)\s]+)\)"
    r"|\\(?P<plain>[!-/:-@\[-`{-~])"
)


def plain(text, where):
    if re.search(r"[*`]|(?<!\w)_\w|https?:|&\w+;", text):
        raise Fault(f"{where}: the reference does not know this Markdown: {text.strip()!r}")
    # A shape, 3 x 4, stays on one line.
    return re.sub(r"\b(\w{1,2}) x (\w{1,2})\b", "\\1\u00a0x\u00a0\\2", escape(text))


def inline(text, where):
    """A line of Markdown."""
    made, end = "", 0
    for found in INLINE.finditer(text):
        made += plain(text[end : found.start()], where)
        end = found.end()
        if found["code"]:
            made += code(found["code"])
        elif found["bold"]:
            made += element("b", inline(found["bold"], where))
        elif found["words"]:
            made += link(found["target"], inline(found["words"], where))
        else:
            made += escape(found["plain"])
    return made + plain(text[end:], where)


def title(text, where):
    """A summary: plain text but for `code`."""
    if not isinstance(text, str):
        raise Fault(f"{where}: {text!r} should be a text; in YAML it needs quotes")
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        raise Fault(f"{where}: a backtick without its pair: {text}")
    return "".join(code(piece) if i % 2 else escape(piece) for i, piece in enumerate(pieces))


def table(lines, where):
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    if len(rows) < 3 or not all(re.fullmatch(r":?-+:?", cell) for cell in rows[1]):
        raise Fault(f"{where}: a table has a head, a line of dashes, and rows")

    def row(cells, name, **attributes):
        return element("tr", "".join(element(name, inline(c, where), **attributes) for c in cells))

    head = element("thead", row(rows[0], "th", scope="col"))
    body = element("tbody", "\n".join(row(cells, "td") for cells in rows[2:]))
    return element("table", head + "\n" + body)


def items(lines, mark, name, where):
    """A list: every line that starts with the mark begins an item, others go on with it."""
    texts = []
    for line in lines:
        found = re.match(mark, line)
        if found:
            texts.append(line[found.end() :])
        else:
            texts[-1] += " " + line.strip()
    return element(name, "\n".join(element("li", inline(text, where)) for text in texts))


def block(text, where):
    lines = text.split("\n")
    if lines[0].startswith("```"):
        if len(lines) < 2 or lines[-1] != "```":
            raise Fault(f"{where}: code within fences has no empty line in it, and an end")
        return element("pre", code("\n".join(lines[1:-1])))
    if lines[0].startswith("|"):
        return table(lines, where)
    if lines[0].startswith("- "):
        return items(lines, r"- +", "ul", where)
    if re.match(r"\d+\. ", lines[0]):
        return items(lines, r"\d+\. +", "ol", where)
    if re.match(r"[#>+=<]|\* |    |---", lines[0]):
        raise Fault(f"{where}: the reference does not know this Markdown: {lines[0]!r}")
    return element("p", inline(" ".join(map(str.strip, lines)), where))


def markdown(text, where):
    """A description."""
    if not isinstance(text, str):
        raise Fault(f"{where}: {text!r} should be a text; in YAML it needs quotes")
    blocks = re.split(r"\n{2,}", text.strip("\n")) if text.strip() else []
    return "".join(block(each, where) + "\n" for each in blocks)
