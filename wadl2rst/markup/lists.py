"""Ordered and unordered lists."""

from __future__ import annotations

from wadl2rst.markup.converter import Converter
from wadl2rst.markup.flow import list_items
from wadl2rst.markup.inline import fold
from wadl2rst.markup.parts import SPACE, Part
from wadl2rst.prose import Block, BulletList, Inline, NumberedList, Text
from wadl2rst.source.tree import Element

# The values of DocBook's numeration and of HTML's type.
_NUMBERINGS = {
    "arabic": "arabic", "1": "arabic", "loweralpha": "loweralpha", "a": "loweralpha", "upperalpha": "upperalpha", "A": "upperalpha",
    "lowerroman": "lowerroman", "i": "lowerroman", "upperroman": "upperroman", "I": "upperroman",
}  # fmt: skip
_LAST = {"arabic": 9999, "loweralpha": 26, "upperalpha": 26, "lowerroman": 3999, "upperroman": 3999}


def bullets(converter: Converter, element: Element, out: list[Part]) -> None:
    """A bullet list."""
    before, found = list_items(converter.flow(element))
    out.extend(before)
    contents = tuple(item.children for item in found if item.children)
    if contents:
        out.append(BulletList(contents))


def numbers(converter: Converter, element: Element, out: list[Part]) -> None:
    """A numbered list, with numbers or letters."""
    _numbered(converter, element, out, "arabic")


def substeps(converter: Converter, element: Element, out: list[Part]) -> None:
    """The substeps of a step, with letters by default."""
    _numbered(converter, element, out, "loweralpha")


def _numbered(converter: Converter, element: Element, out: list[Part], numbering: str) -> None:
    attributes = element.attributes
    start = 1
    given = attributes.get("startingnumber") or attributes.get("start") or ""
    if given.strip().isdecimal():
        start = int(given.strip()[:5])
    elif attributes.get("continuation") == "continues":
        start = converter.numbered + 1
    numbering = _NUMBERINGS.get(attributes.get("numeration") or attributes.get("type") or "", numbering)
    before, found = list_items(converter.flow(element))
    out.extend(before)
    if not any(item.children for item in found):
        return
    contents: list[tuple[Block, ...]] = []
    for item in found:  # empty items count: they may be intended, and the text may refer to later items by number
        if item.number is not None and item.number != start + len(contents):
            if contents:  # a jump in the numbers requires a new list
                _append(contents, numbering, start, out)
                contents = []
            start = item.number
        contents.append(item.children)
    _append(contents, numbering, start, out)
    converter.numbered = start + len(contents) - 1


def _append(contents: list[tuple[Block, ...]], numbering: str, start: int, out: list[Part]) -> None:
    if start < 1 or start + len(contents) - 1 > _LAST[numbering]:  # out of the range of the letters or roman numerals
        numbering = "arabic"
    out.append(NumberedList(tuple(contents), numbering, start))


def simple(converter: Converter, element: Element, out: list[Part]) -> None:
    """DocBook's ``simplelist``: a bullet list, or inline text separated by commas."""
    if element.get("type") != "inline":
        bullets(converter, element, out)
        return
    first = True
    for child in converter.content(element):
        if isinstance(child, str):
            out.extend([Text(fold(child))] if child.strip() else [])
            continue
        if child.name == "member":
            line: tuple[Inline, ...] = converter.inlines(child)
            if line and not first:
                out.append(Text(", "))
            out.extend(line)
            first = first and not line
        else:
            converter.handle(child, out)
    out.append(SPACE)
