"""The types that are still to be expanded, and the names of those that the schema does not name."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from wadl2rst.grammar.xsd_set import Declaration, SchemaSet
from wadl2rst.source.tree import Element, QName
from wadl2rst.wadl.components import Type, TypeName

MAX_DERIVATION = 32
"""The number of steps of derivation that are followed; real schemas have fewer than ten."""
MAX_NESTED = 24
"""The number of anonymous types within each other; those further inside get a name, and are expanded on their own."""


class Anonymous(NamedTuple):
    """A type that has to be expanded on its own, although it has no name in the schema."""

    element: Element
    owner: Declaration
    """The global component that contains it."""
    name: TypeName
    """The name that it gets."""


class Pending:
    """What has been asked for: each named type is expanded once, in the order in which it is first referred to."""

    def __init__(self, schemas: SchemaSet) -> None:
        """``schemas`` has the declarations."""
        self._schemas = schemas
        self._queue: deque[Declaration | Anonymous] = deque()
        self._requested: set[tuple[str, QName]] = set()
        self._used: dict[tuple[str, str], int] = {}
        self.types: dict[TypeName, Type] = {}
        """The types that were expanded."""

    def type(self, name: QName) -> TypeName:
        """The name of a global type, which is expanded later."""
        self._request("type", name)
        return TypeName(name.namespace or "", name.name)

    def element(self, name: QName) -> None:
        """Asks for a global element."""
        self._request("element", name)

    def _request(self, kind: str, name: QName) -> None:
        if (kind, name) not in self._requested:
            self._requested.add((kind, name))
            declaration = self._schemas.component(kind, name)
            assert declaration is not None, "only what is declared is asked for"
            self._queue.append(declaration)

    def later(self, element: Element, owner: Declaration, hint: str) -> TypeName:
        """The name of an anonymous type, which is expanded later; ``hint`` as in :meth:`name`."""
        name = self.name(owner, hint)
        self._queue.append(Anonymous(element, owner, name))
        return name

    def name(self, owner: Declaration, hint: str) -> TypeName:
        """A name for an anonymous type that contains itself: ``hint``, the name of the element that has it, if no type is called so."""
        namespace = owner.schema.target
        while True:
            number = self._used[namespace, hint] = self._used.get((namespace, hint), 0) + 1
            name = hint if number == 1 else f"{hint} ({number})"
            if QName(namespace, name) not in self._schemas.types:
                return TypeName(namespace, name)

    def next(self) -> Declaration | Anonymous | None:
        """What to expand next; None if nothing is left."""
        return self._queue.popleft() if self._queue else None
