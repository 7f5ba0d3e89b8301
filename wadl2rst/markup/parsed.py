"""Elements created from text: escaped HTML, Javadoc inline tags."""

from __future__ import annotations

from collections.abc import Sequence

from wadl2rst.source.tree import Element

XHTML = "http://www.w3.org/1999/xhtml"


class Parsed(Element):
    """An element created from text.  Its text is not parsed again."""

    __slots__ = ()


def parsed(name: str, near: Element, children: Sequence[Element | str] = (), attributes: dict[str, str] | None = None) -> Parsed:
    """An XHTML element ``name`` with ``children`` and ``attributes``, at the location of ``near``."""
    element = Parsed(XHTML, name, attributes or {}, near.line, near.origin)
    element.children.extend(children)
    return element
