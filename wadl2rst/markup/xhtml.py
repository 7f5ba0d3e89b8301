"""XHTML and HTML: a handler for each tag."""

from __future__ import annotations

from wadl2rst.markup import links, lists, media, tables
from wadl2rst.markup.common import (
    block_quote,
    code,
    container,
    definition_list,
    description,
    drop,
    emphasis,
    example,
    heading,
    inline,
    item,
    line_break,
    paragraph,
    quotation,
    rule,
    strong_text,
    subscript,
    superscript,
    term,
    title,
)
from wadl2rst.markup.converter import Converter, Handler
from wadl2rst.markup.listings import listing
from wadl2rst.markup.parts import Part
from wadl2rst.source.tree import Element


def _anchor(converter: Converter, element: Element, out: list[Part]) -> None:
    parts = converter.flow(element)
    links.add(element.get("href"), parts, out)


def _each(names: str, handler: Handler) -> dict[str, Handler]:
    return dict.fromkeys(names.split(), handler)


HANDLERS: dict[str, Handler] = {
    # Inline.
    **_each("code tt kbd samp var", code),
    **_each("em i cite dfn u", emphasis),
    **_each("strong b", strong_text),
    **_each(
        "small big span font abbr acronym del ins s strike mark bdo bdi time data label nobr noscript ruby rb rt rp rtc wbr basefont"
        " button output meter progress meta base col colgroup",
        inline,
    ),
    "sub": subscript,
    "sup": superscript,
    "q": quotation,
    "a": _anchor,
    "br": line_break,
    "img": media.image,
    **_each("script style", drop),
    # Blocks.
    "p": paragraph,
    **_each(
        "div center address html body head header footer main nav article section aside fieldset form details hgroup noframes template"
        " thead tbody tfoot tr td th",
        container,
    ),
    "hr": rule,
    **{f"h{level}": heading(level) for level in range(1, 7)},
    **_each("title caption legend summary figcaption", title),
    **_each("ul dir menu", lists.bullets),
    "ol": lists.numbers,
    "li": item,
    "dl": definition_list,
    "dt": term,
    "dd": description,
    **_each("pre xmp listing plaintext", listing),
    "blockquote": block_quote,
    "table": tables.table,
    "figure": example,
}
"""The handlers by tag."""
