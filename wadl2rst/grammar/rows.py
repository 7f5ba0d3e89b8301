"""Opens a body or a type into rows: its elements, attributes and properties, by dotted names.

A named type is opened once in a table; where it comes again, below itself or elsewhere, the row says so.  So a table ends whatever
a schema does, and has at most as many rows as the schema has declarations.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wadl2rst.source.tree import XML_NAMESPACE, QName
from wadl2rst.wadl.components import (
    Alternatives,
    ArrayType,
    Attribute,
    ComplexType,
    ElementUse,
    Grammar,
    ModelGroup,
    Particle,
    SchemaBody,
    Type,
    TypeName,
    TypeUse,
    Wildcard,
)

MAX_ROWS = 10_000
"""Rows are counted up to this number."""

_OTHER = "##other"

_Key = tuple[str, str | None, str]
"""A named type or a global element; the names of both can be the same."""


class Choice(NamedTuple):
    """A choice that begins at a row."""

    alternatives: tuple[tuple[str, ...], ...]
    """The names of the elements of each alternative."""
    most: int | None = 1
    """How many times it may be made, so that the elements stand in any order; None for no limit."""
    needed: bool = True
    """Whether an element of it must be there, if its parent is: it is not optional itself, and no alternative may be empty."""


class Row(NamedTuple):
    """An element, attribute, text or property in a body."""

    name: str
    """The names from the root down, joined with dots: ``@`` precedes the name of an attribute, ``[]`` follows one that repeats,
    ``text`` stands for the text of an element with attributes, ``*`` for any name."""
    use: ElementUse | Attribute | Wildcard | None
    """The declaration; None for a text, and for the items of an array."""
    type: TypeUse | None
    """The type; for an array, that of its items.  None if anything is allowed."""
    required: bool | None
    """Whether its parent must have it; None for a wildcard."""
    occurrences: tuple[int, int | None] = (0, None)
    """How often it can occur, if it repeats."""
    choices: tuple[Choice, ...] = ()
    """The choices of which it is the first element, the outer first."""
    is_again: bool = False
    """Whether an earlier row has the same type, and the rows below that one show what is inside."""
    namespace: str = ""
    """Its namespace, if that is not the one of the element that it is in; of an attribute, if it has one."""
    is_array: bool = False
    """Whether it is an array of JSON; ``occurrences`` then says how many items it has."""


class Rows(NamedTuple):
    """The rows of a body or type."""

    rows: tuple[Row, ...]
    more: int = 0
    """The number of rows that are left out because of the limit."""
    is_open: bool = False
    """Whether elements or attributes of other kinds may stand in it, too."""
    closed: bool = False
    """Whether the content of some rows is not shown, because of the limit on depth or rows."""


def body_rows(body: SchemaBody, grammar: Grammar, *, depth: int, most: int) -> Rows:
    """The rows of a body, with at most ``depth`` levels below its root.

    If they are more than ``most``, the deepest levels are left out; if the first level alone has more, it is cut.
    """
    deepest: _Opening | None = None
    for levels in range(max(depth, 1), 0, -1):
        opening = _Opening(grammar, levels, is_json=body.is_json)
        opening.root(body.root)
        deepest = opening
        if len(opening.rows) <= most:
            break
    assert deepest is not None
    return deepest.result(most)


def type_rows(known: Type, grammar: Grammar, *, most: int, is_json: bool = False) -> Rows:
    """The rows of the content of a type; the content of other named types in it is left out."""
    opening = _Opening(grammar, None, is_json=is_json)
    opening.of_type(known)
    return opening.result(most)


class _Opening:
    """A table that is being built."""

    def __init__(self, grammar: Grammar, levels: int | None, *, is_json: bool) -> None:
        """``levels`` is how many levels below the root to open; with None, those that are not of a named type."""
        self.rows: list[Row] = []
        self._grammar = grammar
        self._levels = levels
        self._is_json = is_json
        self._opened: set[_Key] = set()
        self._is_open = self._is_closed = False
        self._choices: list[Choice] = []
        self._namespaces: dict[str, str] = {}
        """The namespace of the innermost qualified element, by the prefix of the names inside."""

    def result(self, most: int) -> Rows:
        """The rows so far, cut after ``most``."""
        rows = tuple(self.rows[:most])
        return Rows(rows, len(self.rows) - len(rows), self._is_open, self._is_closed or len(rows) < len(self.rows))

    def root(self, use: ElementUse) -> None:
        """Opens the root of a body."""
        if not self._is_json:
            self._namespaces[""] = use.namespace
            self._element(use, "", 0, optional=False, times=_ONCE)
            return
        name, item, occurrences, array = self._items("", use.type, (0, None))
        if name or not self._has_inside(item):
            self._row(Row(name, use, item, True, occurrences, is_array=item is not use.type))
        self._open(item, None, f"{name}." if name else "", 0, array=array)

    def of_type(self, known: Type) -> None:
        """Opens the content of a type."""
        if isinstance(known, ComplexType) and known.name is not None:
            self._namespaces[""] = known.name.namespace
        if isinstance(known, ArrayType) and known.name is not None:
            self._opened.add(("type", *known.name))
        self._inside(known, "", 0)

    def _inside(self, known: Type, prefix: str, depth: int, *, optional: bool = False) -> None:
        """Opens the content of a type; ``depth`` is that of the element with it, which may have another type if ``optional``."""
        if len(self.rows) >= MAX_ROWS:
            return
        if isinstance(known, Alternatives):
            for alternative in known.types:
                self._open(alternative, None, prefix, depth, optional=True)
            return
        if isinstance(known, ArrayType):
            name, item, occurrences, array = self._items(prefix.removesuffix("."), known, (0, None))
            self._row(Row(name, None, item, None, occurrences, is_array=True))
            self._open(item, None, f"{name}.", depth, array=array)
            return
        if not isinstance(known, ComplexType):
            return
        if known.text is not None:
            self._row(Row(f"{prefix}text", None, known.text, None))
        for attribute in known.attributes:
            namespace = "" if attribute.namespace == XML_NAMESPACE else attribute.namespace
            required = attribute.is_required and not optional
            self._row(Row(f"{prefix}@{attribute.name}", attribute, attribute.type, required, namespace=namespace))
        if known.any_attribute is not None:
            self._is_open = True
        if known.content is not None:
            self._particle(known.content, prefix, depth, optional=optional, times=_ONCE)

    def _row(self, row: Row) -> None:
        if self._choices:
            row = row._replace(choices=tuple(self._choices))
            self._choices.clear()
        if len(self.rows) < MAX_ROWS:
            self.rows.append(row)

    def _particle(
        self, particle: Particle, prefix: str, depth: int, *, optional: bool, times: tuple[int, int | None], in_choice: bool = False
    ) -> None:
        """Opens a part of the content of an element at ``depth``.

        ``times`` is how often the groups around it occur; ``in_choice`` says that its names are those of a choice around it.
        """
        if particle.maximum == 0 or len(self.rows) >= MAX_ROWS:
            return
        if isinstance(particle, ElementUse):
            self._element(particle, prefix, depth + 1, optional=optional, times=times)
        elif isinstance(particle, Wildcard):
            self._wildcard(particle, prefix, depth + 1, optional=optional)
        else:
            optional = optional or particle.minimum == 0
            times = _product(times, particle)
            is_choice = particle.kind == "choice" and sum(child.maximum != 0 for child in particle.children) > 1
            if is_choice:
                optional = True
                times = 0, times[1]
                alternatives = list(_alternatives(particle))
                named = [names for child in alternatives if (names := tuple(_names(child)))]
                if len(named) > 1 and not in_choice:
                    needed = not _may_be_empty(particle) and len(named) == len(alternatives)
                    self._choices.append(Choice(tuple(named), particle.maximum, needed))
            for child in particle.children:
                self._particle(child, prefix, depth, optional=optional, times=times, in_choice=is_choice and _is_inner_choice(child))

    def _wildcard(self, wildcard: Wildcard, prefix: str, depth: int, *, optional: bool) -> None:
        if wildcard.type is None and (wildcard.namespaces == _OTHER or wildcard.minimum == 0 or optional):
            self._is_open = True
            return
        repeats = "" if wildcard.maximum == 1 or self._is_json else "[]"
        name = f"{prefix}*{repeats}"
        if wildcard.type is None:
            self._row(Row(name, wildcard, None, None))
            return
        name, item, occurrences, array = self._items(name, wildcard.type, (0, None))
        is_again = _key(array or item, None) in self._opened and self._has_inside(item)
        self._row(Row(name, wildcard, item, None, occurrences, is_again=is_again, is_array=item is not wildcard.type))
        self._open(item, None, f"{name}.", depth, array=array)

    def _element(self, use: ElementUse, prefix: str, depth: int, *, optional: bool, times: tuple[int, int | None]) -> None:
        name = prefix + use.name
        occurrences = _product(times, use)
        if occurrences[1] != 1:
            name += "[]"
        name, item, occurrences, array = self._items(name, use.type, occurrences)
        key = _key(array or item, use.reference)
        known = self._grammar.type(item)
        is_again = key in self._opened and self._has_inside(known)
        around = self._namespaces.get(prefix, "")
        own = self._namespaces[f"{name}."] = use.namespace or around
        self._row(
            Row(
                name,
                use,
                item,
                use.minimum > 0 and not optional,
                occurrences,
                is_again=is_again,
                namespace=own if own != around else "",
                is_array=item is not use.type,
            )
        )
        if not is_again:
            self._open(item, use.reference, f"{name}.", depth, array=array)

    def _items(
        self, name: str, use: TypeUse, occurrences: tuple[int, int | None]
    ) -> tuple[str, TypeUse, tuple[int, int | None], TypeName | None]:
        """For an array, its name with brackets, the type of its items, and how many it has; anything else as it is.

        If the type of the items has no name, but the array has, that is the last of the result: it can contain itself.
        """
        seen: dict[TypeName, None] = {}
        while isinstance(known := self._grammar.type(use), ArrayType):
            if isinstance(use, TypeName):
                if use in seen:
                    break  # an array of itself
                seen[use] = None
            name, use, occurrences = f"{name}[]", known.item, (known.minimum, known.maximum)
        return name, use, occurrences, None if isinstance(use, TypeName) else next(reversed(seen), None)

    def _open(
        self,
        use: TypeUse,
        reference: QName | None,
        prefix: str,
        depth: int,
        *,
        optional: bool = False,
        array: TypeName | None = None,
    ) -> None:
        """Opens the type of an element at ``depth``, which refers to the global element ``reference``, or is an item of ``array``."""
        known = self._grammar.type(use)
        if not self._has_inside(known):
            return
        key = _key(array or use, reference)
        if key in self._opened:
            return
        if depth == self._levels or (self._levels is None and key is not None and array is None):
            self._is_closed = True
            return
        if key is not None:
            self._opened.add(key)
        self._inside(known, prefix, depth, optional=optional)

    def _has_inside(self, use: TypeUse) -> bool:
        """Whether a type has rows of its own."""
        known = self._grammar.type(use)
        if isinstance(known, ComplexType):
            return bool(known.attributes or known.content is not None or known.text is not None or known.any_attribute is not None)
        return isinstance(known, Alternatives | ArrayType)


_ONCE = (1, 1)
_MANY = 10**9


def _product(times: tuple[int, int | None], particle: Particle) -> tuple[int, int | None]:
    """How often a particle occurs in groups that occur so often; numbers without sense for a reader are no limit."""
    least, most = times
    most = None if most is None or particle.maximum is None else most * particle.maximum
    return min(least * particle.minimum, _MANY), None if most is None or most > _MANY else most


def _is_inner_choice(particle: Particle) -> bool:
    """Whether a particle in a choice just adds alternatives to it."""
    return isinstance(particle, ModelGroup) and particle.kind == "choice" and particle.maximum == 1


def _alternatives(choice: ModelGroup) -> Iterator[Particle]:
    """The alternatives of a choice, with those of choices that are one of them."""
    for child in choice.children:
        if isinstance(child, ModelGroup) and _is_inner_choice(child):
            yield from _alternatives(child)
        elif child.maximum != 0:
            yield child


def _key(use: TypeUse, reference: QName | None) -> _Key | None:
    """What identifies the content of an element: the named type, or the global element that has an anonymous type."""
    if isinstance(use, TypeName):
        return ("type", *use)
    return ("element", *reference) if reference is not None else None


def _may_be_empty(particle: Particle) -> bool:
    """Whether nothing need be there of a part of a content."""
    if particle.minimum == 0 or particle.maximum == 0:
        return True
    if not isinstance(particle, ModelGroup):
        return False
    children = [_may_be_empty(child) for child in particle.children]
    return any(children) if particle.kind == "choice" else all(children)


def _names(particle: Particle) -> Iterator[str]:
    """The names of the elements of an alternative."""
    if isinstance(particle, ElementUse):
        yield particle.name
    elif isinstance(particle, ModelGroup):
        for child in particle.children:
            if child.maximum != 0:
                yield from _names(child)
