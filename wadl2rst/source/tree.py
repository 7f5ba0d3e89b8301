"""The XML tree of a WADL: elements with their namespace and location.

A lightweight tree instead of lxml's: it records the location of every element, whatever file or entity the element
comes from, and walking it from Python is faster than walking lxml's proxies.  ``source`` builds it.
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
"""The namespace of the specification, the older ones, and none, because hand-written files often omit it."""

WITHOUT_TEXT = frozenset(
    {
        "application", "grammars", "include", "resources", "resource", "resource_type", "method", "request", "response",
        "representation", "fault", "param", "option", "link",
    }
)  # fmt: skip
"""The WADL elements that contain no text of their own, only white space between elements (section 2)."""

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
XML_LANG = XML_NAMESPACE + "}lang"
XML_ID = XML_NAMESPACE + "}id"
XINCLUDE = "http://www.w3.org/2001/XInclude"
XLINK_HREF = "http://www.w3.org/1999/xlink}href"


class Namespaces:
    """The namespace declarations in scope at a place of a document: a link to those of the enclosing elements, and its own.

    Copies of all would take quadratic time for a document with many.
    """

    __slots__ = ("_declared", "_outer")

    def __init__(self, outer: Namespaces | None = None) -> None:
        """Creates an empty set of declarations in addition to ``outer``."""
        self._outer = outer
        self._declared: dict[str, str] = {}

    def declare(self, prefix: str, namespace: str) -> None:
        """Adds a declaration; for the default namespace, ``prefix`` is empty."""
        self._declared[prefix] = namespace

    @property
    def declared(self) -> dict[str, str]:
        """A copy of the declarations here, without those of the enclosing elements: namespaces by prefix."""
        return dict(self._declared)

    def get(self, prefix: str) -> str | None:
        """The namespace of a prefix; None if it is not declared, but an empty string for the default namespace."""
        scope: Namespaces | None = self
        while scope is not None:
            if prefix in scope._declared:
                return scope._declared[prefix]
            scope = scope._outer
        return XML_NAMESPACE if prefix == "xml" else None if prefix else ""


_NO_NAMESPACES = Namespaces()


class QName(NamedTuple):
    """An expanded name: a namespace and a local name."""

    namespace: str | None
    """The namespace; empty for none, None if the prefix is not declared."""
    name: str
    """The local name."""


class ElementOrigin(Protocol):
    """Where elements come from: a file, or an entity reference."""

    def locate(self, line: int) -> Location:
        """The location of the element on ``line`` (for an entity reference: its ordinal in the expansion)."""


class Element:
    """An element.  Treat it as read-only once ``source`` has built it."""

    __slots__ = ("attributes", "children", "line", "name", "namespace", "namespaces", "origin")

    def __init__(self, namespace: str, name: str, attributes: dict[str, str], line: int, origin: ElementOrigin) -> None:
        """Creates an element without children; ``name`` is the local name, ``line`` the argument for ``origin.locate``."""
        self.namespace = namespace
        """The namespace; empty for none."""
        self.name = name
        """The local name."""
        self.attributes = attributes
        """The attribute values by name: ``name``, or ``namespace}name`` for attributes in a namespace."""
        self.children: list[Element | str] = []
        """Text and elements, in order; never two adjacent texts."""
        self.line = line
        """What :attr:`origin` needs to locate the element: a line, or an ordinal in the expansion of an entity."""
        self.origin = origin
        """Where the element comes from."""
        self.namespaces = _NO_NAMESPACES
        """The namespace declarations in scope."""

    def __repr__(self) -> str:
        """The name and the location, for debugging."""
        return f"<{self.name} at {self.location}>"

    @property
    def location(self) -> Location:
        """The location of the start tag."""
        return self.origin.locate(self.line)

    @property
    def is_wadl(self) -> bool:
        """Whether the element is in one of :data:`WADL_NAMESPACES`."""
        return self.namespace in WADL_NAMESPACES

    def get(self, name: str, default: str = "") -> str:
        """The value of the attribute ``name``, or ``default``."""
        return self.attributes.get(name, default)

    def qualified(self, name: str) -> QName:
        """The expanded name for a qualified name in an attribute of this element, such as ``ns2:order``.

        Without a prefix, the default namespace applies, as in XML Schema (part 2, section 3.2.18).
        """
        prefix, _, local = name.strip().rpartition(":")
        return QName(self.namespaces.get(prefix), local)

    def elements(self) -> list[Element]:
        """The child elements, in order."""
        return [child for child in self.children if not isinstance(child, str)]

    def text(self) -> str:
        """All text in the element and its descendants, unchanged."""
        return "".join(_texts(self))

    def walk(self) -> Iterator[Element]:
        """Yields the element itself and all its descendants, in document order."""
        pending = [self]
        while pending:
            element = pending.pop()
            yield element
            pending.extend(child for child in reversed(element.children) if not isinstance(child, str))


class Tree(NamedTuple):
    """A parsed document."""

    root: Element
    includes: bool
    """Whether it contains XInclude elements."""


def _texts(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _texts(child)
