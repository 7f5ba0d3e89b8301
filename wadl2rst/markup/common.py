"""Handlers shared by DocBook and XHTML.

Each takes the converter, the element and a list, and appends the parts of the element to the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from wadl2rst.markup import links
from wadl2rst.markup.converter import Converter, Handler
from wadl2rst.markup.flow import definitions, line_block, nest, split, strong
from wadl2rst.markup.inline import fold, fold_line, literal, tidy, wrap
from wadl2rst.markup.parts import BREAK, Description, Heading, Item, Part, Term, is_blank, is_inline
from wadl2rst.prose import (
    Admonition,
    Block,
    Code,
    CodeBlock,
    Emphasis,
    Footnote,
    Image,
    Inline,
    LineBreak,
    Paragraph,
    Quote,
    Section,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Transition,
)
from wadl2rst.source.tree import XLINK_HREF, XML_ID, Element

_TITLES = frozenset({"title", "caption", "figcaption", "legend"})
_INFO = frozenset({"info", "blockinfo", "sectioninfo", "objectinfo"})


def drop(_converter: Converter, _element: Element, _out: list[Part]) -> None:
    """Drops the element."""


def inline(converter: Converter, element: Element, out: list[Part]) -> None:
    """Inline content, as if the tag were not there."""
    out.extend(converter.flow(element))


def container(converter: Converter, element: Element, out: list[Part]) -> None:
    """Block content, separated from the text around it."""
    out.extend(split(converter.flow(element)) or (BREAK,))


def paragraph(converter: Converter, element: Element, out: list[Part]) -> None:
    """A paragraph; several, with blocks between them, if it contains blocks."""
    children = element.children
    if len(children) == 1 and type(text := children[0]) is str and "<" not in text and "{@" not in text:
        folded = fold_line(text)
        out.append(Paragraph((Text(folded),)) if folded else BREAK)
        return
    out.extend(split(converter.flow(element)) or (BREAK,))


def wrapper(node: Callable[[tuple[Inline, ...]], Inline]) -> Handler:
    """Returns a handler that wraps inline content in a node."""

    def make(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return (node(children),)

    def handle(converter: Converter, element: Element, out: list[Part]) -> None:
        parts = converter.flow(element)
        address = element.attributes.get(XLINK_HREF)
        if address is not None:  # DocBook 5 lets any inline element be a link
            linked: list[Part] = []
            wrap(make, parts, linked)
            links.add(address, linked, out)
        else:
            wrap(make, parts, out)

    return handle


emphasis = wrapper(Emphasis)
strong_text = wrapper(Strong)
subscript = wrapper(Subscript)
superscript = wrapper(Superscript)


def code(converter: Converter, element: Element, out: list[Part]) -> None:
    """Inline literal text.  White space is collapsed, as in XML and HTML."""
    children = element.children
    address = element.attributes.get(XLINK_HREF)
    if len(children) == 1 and type(text := children[0]) is str and address is None:
        folded = fold(text)
        core = folded.strip(" ")
        if core == folded and core:
            out.append(Code(core))
            return
    converter.verbatim += 1
    parts = converter.flow(element)
    converter.verbatim -= 1
    if address is None:
        wrap(literal, parts, out)
    else:
        linked: list[Part] = []
        wrap(literal, parts, linked)
        links.add(address, linked, out)


def quotation(converter: Converter, element: Element, out: list[Part]) -> None:
    """Inline content in quotation marks: single ones within double ones."""
    left, right = ("\u2018", "\u2019") if converter.quotes % 2 else ("\u201c", "\u201d")
    converter.quotes += 1
    parts = converter.flow(element)
    converter.quotes -= 1
    wrap(lambda children: (Text(left), *children, Text(right)), parts, out)


def block_quote(converter: Converter, element: Element, out: list[Part]) -> None:
    """A block quotation."""
    blocks = converter.blocks(element)
    if blocks:
        out.append(Quote(blocks))


def footnote(converter: Converter, element: Element, out: list[Part]) -> None:
    """A footnote."""
    blocks = converter.blocks(element)
    if blocks:
        out.append(Footnote(blocks))


def line_break(converter: Converter, element: Element, out: list[Part]) -> None:
    """A line break."""
    out.append(LineBreak())
    out.extend(converter.flow(element))


def rule(converter: Converter, element: Element, out: list[Part]) -> None:
    """A horizontal rule."""
    out.append(Transition())
    out.extend(converter.flow(element))


def title(converter: Converter, element: Element, out: list[Part]) -> None:
    """A title that the enclosing element does not handle: a paragraph in bold."""
    inlines = converter.inlines(element)
    if inlines:
        out.append(strong(inlines))


def heading(level: int) -> Handler:
    """Returns a handler for a heading that is a sibling of its text."""

    def handle(converter: Converter, element: Element, out: list[Part]) -> None:
        inlines = converter.inlines(element)
        if inlines:
            out.append(Heading(level, inlines))

    return handle


def item(converter: Converter, element: Element, out: list[Part]) -> None:
    """A list item."""
    value = element.attributes.get("value", "").strip()
    out.append(Item(converter.blocks(element), int(value[:5]) if value.isdecimal() else None))


def term(converter: Converter, element: Element, out: list[Part]) -> None:
    """A term of a definition list."""
    out.append(Term(converter.inlines(element)))


def description(converter: Converter, element: Element, out: list[Part]) -> None:
    """The description of a term in a definition list."""
    out.append(Description(converter.blocks(element)))


def definition_list(converter: Converter, element: Element, out: list[Part]) -> None:
    """A definition list."""
    out.extend(definitions(converter.flow(element)))


def lines(converter: Converter, element: Element, out: list[Part]) -> None:
    """A block whose line breaks are kept."""
    collected: list[list[Inline]] = [[]]
    margins = [0]

    def add(text: str) -> None:
        if not collected[-1]:
            expanded = text.expandtabs()
            margins[-1] = len(expanded) - len(expanded.lstrip(" "))
        collected[-1].append(Text(fold(text)))

    def end_line() -> None:
        collected.append([])
        margins.append(0)

    def close() -> None:
        tidied = [tidy(line) for line in collected]
        kept = [index for index, line in enumerate(tidied) if line]
        if kept:
            out.append(line_block(tidied[kept[0] : kept[-1] + 1], margins[kept[0] : kept[-1] + 1]))
        collected[:] = [[]]
        margins[:] = [0]

    for child in converter.content(element):
        if isinstance(child, str):
            for number, text in enumerate(child.splitlines()):
                if number:
                    end_line()
                add(text)
            if child.endswith("\n"):
                end_line()
            continue
        parts: list[Part] = []
        converter.handle(child, parts)
        for part in parts:
            if type(part) is LineBreak:
                end_line()
            elif is_inline(part):
                collected[-1].append(part)
            else:
                close()
                out.append(part)
    close()


def take_title(converter: Converter, element: Element) -> tuple[tuple[Inline, ...], list[Part]]:
    """Returns the title of an element (the first one, also within an ``info``), and the parts of its remaining content."""
    found: tuple[Inline, ...] = ()
    rest: list[Element | str] = []
    for child in converter.content(element):
        if isinstance(child, str) or found:
            rest.append(child)
        elif child.name in _TITLES:
            found = converter.inlines(child)
        elif child.name in _INFO:
            found, parts = take_title(converter, child)
            if any(not is_blank(part) for part in parts):
                rest.append(child)
                found = ()
        else:
            rest.append(child)
    return found, converter.parts(rest)


def title_of(converter: Converter, identifier: str) -> str:
    """The title of the element with this id in the same text; empty if there is no such element, or it has no title."""
    if converter.titles is None:
        converter.titles = dict(_titles(converter))
    return converter.titles.get(identifier, "")


def _titles(converter: Converter) -> Iterator[tuple[str, str]]:
    pending = [converter.doc] if converter.doc else []
    while pending:
        element = pending.pop()
        children = [child for child in converter.children(element) if not isinstance(child, str)]
        pending.extend(reversed(children))
        identifier = element.get(XML_ID) or element.get("id")
        if identifier:
            inner = (
                title for child in children if child.name in _INFO for title in converter.children(child) if not isinstance(title, str)
            )
            titles = (converter.text(child) for child in (*children, *inner) if child.name in _TITLES)
            title = " ".join((element.get("xreflabel") or next(titles, "")).split())
            if title:
                yield identifier, title


def section(converter: Converter, element: Element, out: list[Part]) -> None:
    """A section with a title; its content alone if it has none."""
    found, parts = take_title(converter, element)
    if found:
        out.append(Section(found, nest(split(parts))))
    else:
        out.extend(split(parts))


def admonition(kind: str) -> Handler:
    """Returns a handler for an admonition, such as a note or a warning."""

    def handle(converter: Converter, element: Element, out: list[Part]) -> None:
        found, parts = take_title(converter, element)
        blocks = nest(split(parts))
        if blocks:
            out.append(Admonition(kind, blocks, found))
        elif found:
            out.append(strong(found))

    return handle


def titled(found: tuple[Inline, ...], blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Adds a title to blocks: to a single untitled listing, image or table as its title, otherwise in bold before the blocks."""
    if not found:
        return blocks
    if len(blocks) == 1:
        only = blocks[0]
        if isinstance(only, CodeBlock | Image | Table) and not only.title:
            return (replace(only, title=found),)
    return (strong(found), *blocks)


def example(converter: Converter, element: Element, out: list[Part]) -> None:
    """Blocks with an optional title: an example, a figure."""
    found, parts = take_title(converter, element)
    out.extend(titled(found, nest(split(parts))))
