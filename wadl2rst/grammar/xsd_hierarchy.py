"""Which elements stand for others (substitution groups), and which types are derived from others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from wadl2rst.grammar.xsd_parts import raw_children
from wadl2rst.grammar.xsd_set import Declaration, SchemaSet
from wadl2rst.source.tree import Element, QName

MAX_DESCENDANTS = 100_000
"""The number of descendants that are followed in all: in a long chain, each link has all others.  Beyond it, only direct ones count."""

_Parents = Callable[[Element], Iterator[str]]
"""Gives the names, as written, of what a component stands for, or is derived from."""


class Hierarchy:
    """The descendants of global elements and types in all schemas, found out when they are first asked for."""

    def __init__(self, schemas: SchemaSet) -> None:
        """``schemas`` is complete."""
        self._schemas = schemas
        self._left = MAX_DESCENDANTS

    def substitutes(self, head: QName) -> list[Declaration]:
        """The elements that may stand for a global element, directly or not (part 1, section 3.3.6), in document order."""
        return self._descendants("element", self._members, head)

    def derived(self, base: QName) -> list[Declaration]:
        """The complex types derived from a global type, directly or not, in document order."""
        return self._descendants("type", self._derivations, base)

    @cached_property
    def _members(self) -> Mapping[QName, list[QName]]:
        return self._children("element", lambda element: iter(element.get("substitutionGroup").split()))

    @cached_property
    def _derivations(self) -> Mapping[QName, list[QName]]:
        return self._children("type", lambda element: (written for written, _step in derivations(element)))

    @cached_property
    def _positions(self) -> Mapping[QName, int]:
        """The position of each global element in document order."""
        return {name: position for position, name in enumerate(self._schemas.elements)}

    @cached_property
    def _type_positions(self) -> Mapping[QName, int]:
        return {name: position for position, name in enumerate(self._schemas.types)}

    def _children(self, kind: str, parents: _Parents) -> Mapping[QName, list[QName]]:
        """The names of the direct descendants of each component."""
        children: dict[QName, list[QName]] = {}
        table = self._schemas.elements if kind == "element" else self._schemas.types
        for name in table:
            declaration = self._schemas.component(kind, name)
            if declaration is not None:
                for written in parents(declaration.element):
                    children.setdefault(self._schemas.expanded(kind, written, declaration), []).append(name)
        return children

    def _descendants(self, kind: str, children: Mapping[QName, list[QName]], start: QName) -> list[Declaration]:
        if start not in children:
            return []
        found: set[QName] = set()
        pending = [start]
        while pending:
            for name in children.get(pending.pop(), ()):
                if name not in found and name != start:
                    found.add(name)
                    if self._left > 0:
                        self._left -= 1
                        pending.append(name)
        positions = self._positions if kind == "element" else self._type_positions
        components = (self._schemas.component(kind, name) for name in sorted(found, key=positions.__getitem__))
        return [declaration for declaration in components if declaration is not None]


def derivations(element: Element) -> Iterator[tuple[str, Element]]:
    """The ``base`` of each derivation of a complex type, as written, and its ``extension`` or ``restriction`` element."""
    for content in raw_children(element):
        if content.name in ("complexContent", "simpleContent"):
            for step in raw_children(content):
                if step.name in ("extension", "restriction"):
                    yield step.get("base").strip(), step
