"""Elements that were found in text: escaped HTML, Javadoc's tags in braces."""

from __future__ import annotations

from collections.abc import Sequence

from wadl2rst.source.tree import Element

XHTML = "http://www.w3.org/1999/xhtml"


class Parsed(Element):
    """An element that was found in text.  The text in it is final: it is not looked through a second time."""

    __slots__ = ()


def parsed(name: str, near: Element, children: Sequence[Element | str] = (), attributes: dict[str, str] | None = None) -> Parsed:
    """An XHTML element ``name`` with these ``children`` and ``attributes``, which stands where ``near`` does."""
    element = Parsed(XHTML, name, attributes or {}, near.line, near.origin)
    element.children.extend(children)
    return element
