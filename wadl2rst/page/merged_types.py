"""The sections about the grammars of several WADLs of one API: a definition that several have is shown once, others are kept apart."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from wadl2rst import names
from wadl2rst.page.options import PageContext, SchemaLinks
from wadl2rst.page.schema_plan import SchemaPlan, near, plain_label
from wadl2rst.page.schema_sections import schema_sections
from wadl2rst.page.values import OperationLink, SchemaSection
from wadl2rst.source.tree import QName
from wadl2rst.wadl.components import Grammar, SchemaBody, TypeName


class ComponentName(NamedTuple):
    """The name of a type or of a global element: a type can have the name of an element."""

    kind: str
    """``type`` or ``element``."""
    namespace: str | None
    name: str


@dataclass(frozen=True, slots=True)
class _Definition:
    """A type or element that has a section: the same in each of the WADLs that have it."""

    name: ComponentName
    members: list[int]
    """The numbers of the WADLs; the section is that of the first."""


class MergedTypes:
    """The sections about the grammars of several WADLs."""

    def __init__(
        self, grammars: MergedGrammars, plans: Sequence[SchemaPlan], sources: Sequence[str], prefix: str, taken: Container[str]
    ) -> None:
        """``plans`` are those of each WADL alone, ``sources`` their files, ``taken`` the labels of other things in lower case."""
        self._grammars = grammars
        self._alone = plans
        self._sources = sources
        self._elements = self._definitions([[ComponentName("element", *name) for name in plan.links.elements] for plan in plans])
        self._types = self._definitions([[ComponentName("type", *name) for name in plan.types] for plan in plans])
        labels = self._labels(prefix, taken)
        self._label_of = {
            (part, definition.name): label
            for definition, label in zip((*self._elements, *self._types), labels, strict=True)
            for part in definition.members
        }
        self.plans = tuple([self._with_labels(part, plan) for part, plan in enumerate(plans)])
        """The plan of each WADL, with labels that no other section of the API has."""

    @property
    def parts(self) -> tuple[int, ...]:
        """The numbers of the WADLs that have sections."""
        return tuple([part for part, plan in enumerate(self.plans) if plan.elements or plan.types])

    def sections(
        self, contexts: Sequence[PageContext], operations: Sequence[OperationLink], starts: Sequence[int]
    ) -> tuple[SchemaSection, ...]:
        """The sections, those of elements first.

        ``contexts`` are those of the WADLs, ``operations`` all operations of the API, ``starts`` the position of the first of each WADL.
        """
        found: list[SchemaSection] = []
        links: dict[TypeName, str] = {}
        for plan in self.plans:
            for name, label in plan.links.types.items():
                links.setdefault(name, label)
        for part, plan in enumerate(self.plans):
            own = self._shown_by(part, plan, starts)
            if own.elements or own.types:
                context = contexts[part]
                known = replace(context.schema_links, types={**links, **context.schema_links.types})
                made = schema_sections(own, operations, replace(context, schema_links=known, tables={}), source=self._sources[part])
                found += made
        found.sort(key=lambda section: section.kind != "element")
        return tuple(_named_apart(found))

    # --- definitions ----------------------------------------------------------------------------

    def _definitions(self, listed: Sequence[Sequence[ComponentName]]) -> list[_Definition]:
        """The definitions of the names that each WADL has, in order."""
        found: list[_Definition] = []
        by_name: dict[ComponentName, list[_Definition]] = {}
        for part, own in enumerate(listed):
            for name in own:
                known = by_name.setdefault(name, [])
                same = next((definition for definition in known if self._grammars.agree(definition.members[0], part, (name,))), None)
                if same is None:
                    same = _Definition(name, [])
                    known.append(same)
                    found.append(same)
                same.members.append(part)
        return found

    # --- labels ---------------------------------------------------------------------------------

    def _labels(self, prefix: str, taken: Container[str]) -> list[str]:
        """A label for each definition: of its kind and name, with what tells it apart only where others have the same.

        That is the namespace, then the content, so that it does not depend on the other WADLs; the same content with other types in it
        is numbered.
        """
        things = (*self._elements, *self._types)
        found = [plain_label(prefix, thing.name.kind, thing.name.name) for thing in things]
        for describe in (self._place, self._place_and_content):
            counted = Counter(label.lower() for label in found)
            found = [
                label
                if counted[label.lower()] == 1 and label.lower() not in taken
                else f"{plain_label(prefix, thing.name.kind, thing.name.name)}{names.SEPARATOR}{describe(thing)}"
                for label, thing in zip(found, things, strict=True)
            ]
        numbers: dict[str, int] = {}
        for position, label in enumerate(found):
            numbers[label.lower()] = number = numbers.get(label.lower(), 0) + 1
            if number > 1:
                found[position] = f"{label}-{number}"
        return found

    def _place(self, definition: _Definition, *more: str) -> str:
        part, (kind, namespace, name) = definition.members[0], definition.name
        is_json = kind == "type" and (namespace, name) in self._alone[part].json_types
        place = near(namespace or "", self._sources[part]) if is_json else namespace
        text = "\0".join((kind, str(place), name, *more))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]

    def _place_and_content(self, definition: _Definition) -> str:
        return self._place(definition, repr(self._grammars.component(definition.members[0], definition.name)))

    def _with_labels(self, part: int, plan: SchemaPlan) -> SchemaPlan:
        links = SchemaLinks(
            types={name: self._label_of[part, ComponentName("type", *name)] for name in plan.types},
            elements={name: self._label_of[part, ComponentName("element", *name)] for name in plan.links.elements},
            shared=plan.links.shared,
        )
        return replace(plan, links=links)

    # --- sections -------------------------------------------------------------------------------

    def _shown_by(self, part: int, plan: SchemaPlan, starts: Sequence[int]) -> SchemaPlan:
        """The plan of the sections that the WADL ``part`` shows, with their users in all of them."""
        members = {one.name: one.members for one in (*self._elements, *self._types) if one.members[0] == part}
        elements: list[SchemaBody] = []
        users: dict[int, tuple[int, ...]] = {}
        for reference, body in _bodies(plan).items():
            own = members.get(ComponentName("element", *reference))
            if own is None:
                continue
            elements.append(body)
            users[id(body)] = _positions(
                (starts[member], self._alone[member].users.get(id(_bodies(self._alone[member])[reference]), ())) for member in own
            )
        types = [name for name in plan.types if ComponentName("type", *name) in members]
        type_users: dict[TypeName, tuple[int, ...]] = {}
        containers: dict[TypeName, tuple[TypeName, ...]] = {}
        for name in types:
            own = members[ComponentName("type", *name)]
            type_users[name] = _positions((starts[member], self._alone[member].type_users.get(name, ())) for member in own)
            containers[name] = tuple(dict.fromkeys(one for member in own for one in self._alone[member].containers.get(name, ())))
        return replace(plan, elements=tuple(elements), types=tuple(types), users=users, type_users=type_users, containers=containers)


def _bodies(plan: SchemaPlan) -> dict[QName, SchemaBody]:
    """The elements with a section, by name."""
    return {body.root.reference: body for body in plan.elements if body.root.reference is not None}


def _positions(found: Iterable[tuple[int, Sequence[int]]]) -> tuple[int, ...]:
    """The positions of operations in all WADLs; given are those in each, with the position of its first."""
    return tuple(sorted({start + position for start, positions in found for position in positions}))


def _named_apart(sections: Sequence[SchemaSection]) -> Iterator[SchemaSection]:
    """The sections with names that no two have: with the place of what they define where that is needed, else with a number."""
    counted = Counter(section.name for section in sections)
    taken: Counter[str] = Counter()
    for section in sections:
        name = section.name
        if counted[name] > 1:
            place = next((child.text for fact in section.facts[:1] for child in fact.line if hasattr(child, "text")), "")
            name = f"{name} ({place})" if place and not name.endswith(f"({place})") else name
        taken[name] += 1
        name = name if taken[name] == 1 else f"{name} ({taken[name]})"
        yield section if name == section.name else replace(section, name=name)


# --- comparison -----------------------------------------------------------------------------------


class MergedGrammars:
    """The grammars of several WADLs, which are compared by content, not by location."""

    def __init__(self, grammars: Sequence[Grammar]) -> None:
        """The WADLs are numbered in the order of their ``grammars``."""
        self._grammars = grammars
        self._components: dict[int, dict[ComponentName, Any]] = {}
        self._differing: dict[tuple[int, int], frozenset[ComponentName]] = {}

    def component(self, part: int, name: ComponentName) -> object:
        """A type or element of the WADL ``part``; None if it has none of this name."""
        return self._all(part).get(name)

    def agree(self, part: int, other: int, defined: Iterable[ComponentName]) -> bool:
        """Whether two WADLs define the names in the same way, with all that they lead to."""
        apart = self._apart(part, other)
        return not apart or apart.isdisjoint(defined)

    def agree_on_bodies(self, part: int, other: int, bodies: Iterable[tuple[QName | None, str]]) -> bool:
        """Whether two WADLs say the same of bodies, each named by its element or the address of its JSON Schema."""
        for element, schema in bodies:
            first, second = self._grammars[part].body(element, schema), self._grammars[other].body(element, schema)
            if first != second or (first is not None and not self.agree(part, other, names_in(first))):
                return False
        return True

    def agree_on_params(self, part: int, other: int, types: Iterable[QName]) -> bool:
        """Whether two WADLs say the same of types of parameters."""
        for name in types:
            first, second = self._grammars[part].params.get(name), self._grammars[other].params.get(name)
            if first != second or (first is not None and not self.agree(part, other, names_in(first))):
                return False
        return True

    def _all(self, part: int) -> dict[ComponentName, Any]:
        if part not in self._components:
            self._components[part] = _components(self._grammars[part])
        return self._components[part]

    def _apart(self, part: int, other: int) -> frozenset[ComponentName]:
        """The names that two grammars do not define in the same way, or that lead to such a one."""
        if self._grammars[part] is self._grammars[other]:
            return frozenset()
        if (part, other) not in self._differing:
            self._differing[part, other] = _differing(self._all(part), self._all(other))
        return self._differing[part, other]


def _differing(first: dict[ComponentName, Any], second: dict[ComponentName, Any]) -> frozenset[ComponentName]:
    found: set[ComponentName] = set()
    for name in first.keys() | second.keys():
        one, other = first.get(name), second.get(name)
        if one is not other and one != other:
            found.add(name)
    if not found:
        return frozenset()
    users: dict[ComponentName, set[ComponentName]] = {}
    for known in (first, second):
        for name, value in known.items():
            for used in names_in(value):
                users.setdefault(used, set()).add(name)
    pending = list(found)
    while pending:
        for user in users.get(pending.pop(), ()):
            if user not in found:
                found.add(user)
                pending.append(user)
    return frozenset(found)


def _components(grammar: Grammar) -> dict[ComponentName, Any]:
    """The types and global elements of a grammar."""
    found: dict[ComponentName, Any] = {ComponentName("type", *name): known for name, known in grammar.types.items()}
    for body in grammar.bodies.values():
        if body.root.reference is not None:
            found[ComponentName("element", *body.root.reference)] = body.root
    found.update((ComponentName("element", *name), known) for name, known in grammar.elements.items())
    return found


def names_in(value: object) -> Iterator[ComponentName]:
    """The names of types, and of elements that can stand in place of others, in a component."""
    pending: list[Any] = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, TypeName):
            yield ComponentName("type", *item)
        elif isinstance(item, QName):
            yield ComponentName("element", *item)
        elif isinstance(item, tuple):
            pending += item
        elif is_dataclass(item):
            kind: Any = type(item)
            pending += [getattr(item, name) for name in _compared(kind)]


@cache
def _compared(kind: Any) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind) if item.compare and item.name not in ("docs", "samples"))
