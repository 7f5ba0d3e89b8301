"""How the tests read RST back: with docutils, as outlines that can be compared."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from docutils import nodes, utils
from docutils.frontend import get_default_settings
from docutils.parsers import rst
from docutils.parsers.rst import roles
from docutils.readers import standalone

FORBIDDEN = {*map(chr, range(0x20)), "\ufffe", "\uffff"}
BLANK = set("\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")


def _ref(_name: str, rawtext: str, text: str, *_rest: object, **_options: object) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """Sphinx's role, as far as docutils alone can tell."""
    match = re.match(r"(?s)(.+?)\s*(?<!\0)<(.*?)>$", text)
    title, label = match.groups() if match else (text, text)
    return [nodes.inline(rawtext, title, classes=["ref"], target=label)], []


SETTINGS = get_default_settings(rst.Parser, standalone.Reader)
SETTINGS.report_level = 1
SETTINGS.halt_level = 5
SETTINGS.doctitle_xform = SETTINGS.docinfo_xform = False


REMARKS = ("(INFO/1) Enumerated list start value not ordinal-1", "(INFO/1) Hyperlink target")
"""What docutils remarks on numbers that start late and on labels of other pages; Sphinx shows neither."""


def parse(text: str, document: nodes.document) -> None:
    """Has docutils read ``text`` into ``document``, and apply its transforms."""
    roles.register_local_role("ref", _ref)  # each time: a build with Sphinx in this process takes its roles away in the end
    parser = rst.Parser()
    parser.parse(text, document)
    document.transformer.populate_from_components((standalone.Reader(parser), parser))
    document.transformer.apply_transforms()


def read(lines: Sequence[str]) -> nodes.document:
    """The document that docutils makes of the lines; any message at all is an error."""
    text = "\n".join(lines)
    messages = io.StringIO()
    document = utils.new_document("page.rst", copy.copy(SETTINGS))
    document.reporter.stream.destination = messages
    parse(text, document)
    complaints = [line for line in messages.getvalue().splitlines() if not any(remark in line for remark in REMARKS)]
    assert not complaints, messages.getvalue() + text
    assert not list(document.findall(nodes.problematic)), text
    for message in list(document.findall(nodes.system_message)):
        message.parent.remove(message)
    for comment in list(document.findall(nodes.comment)):
        comment.parent.remove(comment)
    return document


def fold(text: str) -> str:
    """What is to be left of a text: no forbidden characters, white space folded."""
    kept = (" " if char in BLANK else "\ufffd" if "\ud800" <= char <= "\udfff" else "" if char in FORBIDDEN else char for char in text)
    return " ".join("".join(kept).split())


def words(node: nodes.Node) -> str:
    """The text of a node, white space folded."""
    return " ".join(node.astext().split())


def targets(document: nodes.document) -> Iterator[str]:
    """The addresses of all links."""
    for link in document.findall(nodes.reference):
        if "refuri" in link:
            yield link["refuri"]


Outline = tuple[Any, ...]

INLINE = {"literal": "code", "emphasis": "em", "strong": "strong", "subscript": "sub", "superscript": "sup"}


def inline_outline(node: nodes.Element) -> list[tuple[str, str]]:
    """Form and text of each part of a line; text and the addresses that docutils links by itself are one."""
    parts: list[tuple[str, str]] = []
    for child in node.children:
        form = INLINE.get(child.tagname, "text") if isinstance(child, nodes.Element) else "text"
        text = child.astext()
        if isinstance(child, nodes.footnote_reference):
            form, text = "note", ""
        elif isinstance(child, nodes.reference) and child["refuri"] not in (text, f"mailto:{text}"):
            form = f"link {child['refuri']}"
        elif isinstance(child, nodes.inline) and "ref" in child["classes"]:
            form = f"ref {child['target']}"
        if parts and parts[-1][0] == form == "text":
            parts[-1] = ("text", parts[-1][1] + text)
        else:
            parts.append((form, text))
    return tidy(parts)


def tidy(parts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Parts with white space folded: what stands between marked parts keeps one blank at most at its ends."""
    out = []
    for index, (form, text) in enumerate(parts):
        folded = " ".join(text.split())
        if form == "text":
            before = " " if text[:1].isspace() and index else ""
            after = " " if text[-1:].isspace() and index < len(parts) - 1 else ""
            folded = before + folded + after if folded else " " if text and 0 < index < len(parts) - 1 else ""
            if not folded:
                continue
        out.append((form, folded))
    return out


def outline(node: nodes.Element, start: int = 0) -> list[Outline]:
    """The blocks in a node, from one on, as plain tuples."""
    return [block_outline(child) for child in node.children[start:] if isinstance(child, nodes.Element)]


def block_outline(node: nodes.Element) -> Outline:
    """One block as a plain tuple: what it is, then what it holds."""
    match node:
        case nodes.paragraph() | nodes.rubric():
            return (node.tagname, inline_outline(node))
        case nodes.bullet_list():
            return ("bullets", [outline(item) for item in node.children])
        case nodes.enumerated_list():
            return ("numbers", node["enumtype"], node.get("start", 1), [outline(item) for item in node.children])
        case nodes.definition_list():
            for item in node.children:
                assert [child.tagname for child in item.children] == ["term", "definition"], item
            return ("terms", [(inline_outline(item.children[0]), outline(item.children[1])) for item in node.children])
        case nodes.block_quote():
            return ("quote", outline(node))
        case nodes.literal_block():
            return ("code", node.astext())
        case nodes.line_block():
            return ("lines", [inline_outline(line) if isinstance(line, nodes.line) else block_outline(line) for line in node.children])
        case nodes.admonition():
            return ("admonition", node["classes"][0], inline_outline(node.children[0]), outline(node, 1))
        case nodes.Admonition():
            return ("admonition", node.tagname, [], outline(node))
        case nodes.table():
            return table_outline(node)
        case nodes.footnote():
            return ("footnote", outline(node, 1))
    raise AssertionError(f"what is this? {node.pformat()}")


def table_outline(node: nodes.table) -> Outline:
    """A table: rows of its head, then of its body, each cell with the rows and columns that it spans."""
    parts: dict[str, list[list[Outline]]] = {"thead": [], "tbody": []}
    for row in node.findall(nodes.row):
        cells = [(cell.get("morerows", 0) + 1, cell.get("morecols", 0) + 1, outline(cell)) for cell in row.children]
        parts[row.parent.tagname].append(cells)
    return ("table", parts["thead"], parts["tbody"])
