"""The XML tree of a WADL: elements that know their namespace and their place.

A light tree of our own, not lxml's: it has room for the place of every element in whatever file or entity the element
came from, and walking it from Python costs less than walking lxml's proxies.  ``source`` builds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from wadl2rst.diagnostics import Location

WADL_NAMESPACES = frozenset(
    {
        "http://wadl.dev.java.net/2009/02",
        "http://research.sun.com/wadl/2006/10",
        "http://research.sun.com/wadl/2006/07",
        "http://research.sun.com/wadl",
        "",
    }
)
"""The specification's namespace, the older ones, and none: hand-written files forget it."""

WITHOUT_TEXT = frozenset(
    {
        "application", "grammars", "include", "resources", "resource", "resource_type", "method", "request", "response",
        "representation", "fault", "param", "option", "link",
    }
)  # fmt: skip
"""The elements of WADL that hold no text of their own, only white space between elements (section 2)."""

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
XML_LANG = XML_NAMESPACE + "}lang"
XML_ID = XML_NAMESPACE + "}id"
XINCLUDE = "http://www.w3.org/2001/XInclude"
XLINK_HREF = "http://www.w3.org/1999/xlink}href"


class Origin(Protocol):
    """Where elements come from: a file, or one reference to an entity."""

    def locate(self, line: int) -> Location:
        """The place of the element whose ``line`` is given (for an entity: its ordinal)."""


class Element:
    """An element.  Treat it as read-only once ``source`` has built it."""

    __slots__ = ("attributes", "children", "line", "name", "namespace", "origin")

    def __init__(self, namespace: str, name: str, attributes: dict[str, str], line: int, origin: Origin) -> None:
        """An element without children: its ``namespace``, local ``name``, ``attributes``, and the ``line`` in its ``origin``."""
        self.namespace = namespace
        """Namespace; empty for none."""
        self.name = name
        """Local name."""
        self.attributes = attributes
        """Attributes: ``name``, or ``namespace}name`` for those in a namespace, to their values."""
        self.children: list[Element | str] = []
        """Text and elements, in order.  Two texts never follow each other."""
        self.line = line
        """What :attr:`origin` needs to tell the place."""
        self.origin = origin
        """Where the element comes from."""

    def __repr__(self) -> str:
        """The start tag and the place, for debugging."""
        return f"<{self.name} at {self.location}>"

    @property
    def location(self) -> Location:
        """The place of the start tag."""
        return self.origin.locate(self.line)

    @property
    def is_wadl(self) -> bool:
        """Whether the element is in a namespace of WADL."""
        return self.namespace in WADL_NAMESPACES

    def get(self, name: str, default: str = "") -> str:
        """The value of an attribute."""
        return self.attributes.get(name, default)

    def elements(self) -> list[Element]:
        """The child elements, in order."""
        return [child for child in self.children if not isinstance(child, str)]

    def text(self) -> str:
        """All text below the element, as it stands."""
        return "".join(_texts(self))

    def walk(self) -> Iterator[Element]:
        """The element itself and all elements below it, in document order."""
        pending = [self]
        while pending:
            element = pending.pop()
            yield element
            pending.extend(child for child in reversed(element.children) if not isinstance(child, str))


class Tree(NamedTuple):
    """A document that was read."""

    root: Element
    includes: bool
    """Whether it has elements of XInclude."""


def _texts(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _texts(child)
