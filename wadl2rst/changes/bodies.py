"""The changes between the rows of two bodies, as their schemas describe them.

The types of both are gone through side by side, each pair once in a body, so that a type that contains itself ends, and the order
of the elements does not matter for what is found.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from wadl2rst.changes.fields import Field, FieldChange, added, field_changes, field_of_row, removed
from wadl2rst.grammar.rows import MAX_ROWS, Row, type_rows
from wadl2rst.wadl.components import Alternatives, ElementUse, Grammar, SchemaBody, SimpleType, TypeName, TypeUse

MAX_PAIRS = 2_000
"""How many pairs of types of one body are compared; real bodies have not a tenth as many."""
MAX_BODY_CHANGES = 1_000
"""How many changes of one body are listed; one that changes as much is another body."""
_MAX_ALTERNATIVES = 20
"""How deep alternatives within alternatives are followed."""

_Key = TypeName | int
"""A named type, or the ``id()`` of an anonymous one."""


class _Part(NamedTuple):
    """A row of a type."""

    field: Field
    """What is compared of it."""
    inside: TypeUse | None
    """Its type, if that has elements, attributes or properties."""
    is_sent: bool
    """Whether it can be in what clients send."""
    is_received: bool
    """Whether it can be in what clients receive."""


_Parts = Mapping[tuple[str, int], _Part]
"""The rows of a type by name; where a name comes again, with its number."""


class _TypeChanges(NamedTuple):
    """The changes between two types, and the pairs of types in them, each with the name of the row that has it."""

    changes: tuple[FieldChange, ...]
    pairs: tuple[tuple[str, TypeUse, TypeUse], ...]


class BodyComparer:
    """Compares bodies of two grammars; remembers what it has compared, because operations share types."""

    def __init__(self, old: Grammar, new: Grammar) -> None:
        """``old`` and ``new`` are the grammars of the two versions."""
        self._grammars = old, new
        self._bodies: dict[tuple[int, int, bool], tuple[FieldChange, ...]] = {}
        self._types: dict[tuple[_Key, _Key, bool, bool], _TypeChanges] = {}
        self._parts: dict[tuple[int, _Key, bool], _Parts] = {}

    def changes(self, old: SchemaBody, new: SchemaBody, *, is_input: bool) -> tuple[FieldChange, ...]:
        """The changes of the rows of a body; ``is_input`` says whether clients send it."""
        key = (id(old), id(new), is_input)
        found = self._bodies.get(key)
        if found is None:
            found = self._bodies[key] = tuple(self._body(old, new, is_input=is_input))
        return found

    def _body(self, old: SchemaBody, new: SchemaBody, *, is_input: bool) -> list[FieldChange]:
        before, after = (
            _part(Row(body.root.name, body.root, body.root.type, True), body.root.name, grammar)
            for body, grammar in zip((old, new), self._grammars, strict=True)
        )
        found = list(field_changes(before.field, after.field, is_input=is_input))
        if before.inside is None or after.inside is None:
            return found
        pending = deque([(new.root.name, before.inside, after.inside)])
        seen: set[tuple[_Key, _Key]] = set()
        while pending and len(found) < MAX_BODY_CHANGES and len(seen) < MAX_PAIRS:
            path, one, other = pending.popleft()
            pair = (_key(one), _key(other))
            if pair in seen:
                continue
            seen.add(pair)
            inner = self._type(one, other, is_json=new.is_json, is_input=is_input)
            found += [change._replace(name=_joined(path, change.name)) for change in inner.changes]
            pending += [(_joined(path, name), first, second) for name, first, second in inner.pairs]
        return found[:MAX_BODY_CHANGES]

    def _type(self, old: TypeUse, new: TypeUse, *, is_json: bool, is_input: bool) -> _TypeChanges:
        """The changes between two types, without those of the types in them."""
        key = (_key(old), _key(new), is_json, is_input)
        found = self._types.get(key)
        if found is None:
            sides = (self._rows(old, 0, is_json=is_json), self._rows(new, 1, is_json=is_json))
            found = self._types[key] = _type_changes(*sides, is_input=is_input)
        return found

    def _rows(self, use: TypeUse, side: int, *, is_json: bool) -> _Parts:
        key = (side, _key(use), is_json)
        found = self._parts.get(key)
        if found is None:
            grammar = self._grammars[side]
            numbered: dict[tuple[str, int], _Part] = {}
            numbers: dict[str, int] = {}
            for row in _own_rows(use, grammar, is_json=is_json):
                name = row.name.replace("[]", "")
                number = numbers[name] = numbers.get(name, -1) + 1
                numbered[name, number] = _part(row, name, grammar)
            found = self._parts[key] = numbered
        return found


def _type_changes(before: _Parts, after: _Parts, *, is_input: bool) -> _TypeChanges:
    changes: list[FieldChange] = []
    pairs: list[tuple[str, TypeUse, TypeUse]] = []
    for name in sorted(before.keys() | after.keys()):
        one, other = (_shown(parts.get(name), is_input=is_input) for parts in (before, after))
        if one is None or other is None:
            if other is not None:
                changes.append(added(other.field, is_input=is_input))
            elif one is not None:
                changes.append(removed(one.field))
            continue
        changes += field_changes(one.field, other.field, is_input=is_input)
        if one.inside is not None and other.inside is not None:
            pairs.append((name[0], one.inside, other.inside))
    return _TypeChanges(tuple(changes), tuple(pairs))


def _shown(part: _Part | None, *, is_input: bool) -> _Part | None:
    """A row, if it can be in what clients send or receive."""
    return part if part is not None and (part.is_sent if is_input else part.is_received) else None


def _own_rows(use: TypeUse, grammar: Grammar, *, is_json: bool, depth: int = 0) -> Iterator[Row]:
    """The rows of a type, without those of the types in it; of alternatives, the rows of all, none of which must be there."""
    known = grammar.type(use)
    if isinstance(known, Alternatives):
        for alternative in known.types if depth < _MAX_ALTERNATIVES else ():
            for row in _own_rows(alternative, grammar, is_json=is_json, depth=depth + 1):
                yield row._replace(required=False)
        return
    inside = ""
    for row in type_rows(known, grammar, most=MAX_ROWS, is_json=is_json).rows:
        if inside and row.name.startswith(inside):
            continue  # of an anonymous type, which is compared apart like a named one
        inside = f"{row.name}." if row.type is not None and not isinstance(grammar.type(row.type), SimpleType) else ""
        yield row


def _part(row: Row, name: str, grammar: Grammar) -> _Part:
    use = row.use
    is_complex = row.type is not None and not isinstance(grammar.type(row.type), SimpleType)
    return _Part(
        field=field_of_row(row, name, grammar),
        inside=row.type if is_complex else None,
        is_sent=not (isinstance(use, ElementUse) and use.is_read_only),
        is_received=not (isinstance(use, ElementUse) and use.is_write_only),
    )


def _key(use: TypeUse) -> _Key:
    return use if isinstance(use, TypeName) else id(use)


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path and name else path or name
