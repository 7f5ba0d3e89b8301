"""Which types and elements of the grammar have a section, how their labels are named, and who uses them."""

from __future__ import annotations

import hashlib
import posixpath
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from wadl2rst import names
from wadl2rst.config.options import is_url
from wadl2rst.frozen import dataclass
from wadl2rst.grammar.rows import body_rows
from wadl2rst.page.facets import FEW_VALUES
from wadl2rst.page.options import PageOptions, SchemaLinks
from wadl2rst.source.tree import QName
from wadl2rst.wadl.components import (
    Alternatives,
    ArrayType,
    ComplexType,
    ElementUse,
    Grammar,
    ModelGroup,
    Particle,
    SchemaBody,
    SimpleType,
    Type,
    TypeName,
    TypeUse,
    Wildcard,
)
from wadl2rst.wadl.facts import is_success
from wadl2rst.wadl.model import Param, Representation, Response
from wadl2rst.wadl.operations import Operation, united_responses

FEWEST_ERRORS = 2
"""From this number of operations on whose error responses have an element, only its own section shows it."""


MAX_AGAIN = 100_000
"""The number of times that global elements are followed again, to find all types and bodies that what is in them is part of."""


@dataclass(frozen=True, slots=True)
class SchemaPlan:
    """The sections about the grammar of a WADL."""

    links: SchemaLinks = field(default_factory=SchemaLinks)
    users: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """The positions of the operations that have a body, by the ``id()`` of the body."""
    elements: tuple[SchemaBody, ...] = ()
    """The elements with a section, in order."""
    types: tuple[TypeName, ...] = ()
    """The types with a section, in order."""
    containers: Mapping[TypeName, tuple[TypeName, ...]] = field(default_factory=dict)
    """The types whose content has a type, by that type."""
    type_users: Mapping[TypeName, tuple[int, ...]] = field(default_factory=dict)
    """The positions of the operations with a parameter of a type, or a body that has it without a named type between them."""
    json_types: frozenset[TypeName] = frozenset()
    """The types of JSON Schemas."""


def schema_plan(
    grammar: Grammar,
    operations: Sequence[Operation],
    others: Sequence[Representation],
    options: PageOptions,
    taken: Container[str],
    *,
    source: str = "",
) -> SchemaPlan:
    """The plan of the sections for what ``operations`` and the representations ``others`` use.

    ``taken`` are labels of other things, in lower case, ``source`` is the file of the WADL.
    """
    if not options.schema_depth or not (grammar.bodies or grammar.json_bodies or grammar.params):
        return SchemaPlan()
    users: dict[int, dict[int, None]] = {}
    errors: dict[int, set[int]] = {}
    successes: set[int] = set()
    bodies: dict[int, SchemaBody] = {}
    used_params: dict[TypeName, dict[int, None]] = {}
    for position, operation in enumerate(operations):
        for representation, is_error in _representations(operation):
            body = grammar.body(representation.element_name, representation.schema)
            if body is None:
                continue
            bodies[id(body)] = body
            users.setdefault(id(body), {})[position] = None
            if is_error:
                errors.setdefault(id(body), set()).add(position)
            else:
                successes.add(id(body))
        if grammar.params:
            for param in params_of(operation):
                use = grammar.params.get(param.type_name) if param.type_name is not None else None
                if isinstance(use, TypeName):
                    used_params.setdefault(use, {})[position] = None
    for representation in others:
        if (body := grammar.body(representation.element_name, representation.schema)) is not None:
            bodies.setdefault(id(body), body)
    reached = _Reached(grammar)
    for body in bodies.values():
        reached.body(body)
    for name in used_params:
        reached.type(name)
    reached.run()
    sections: dict[QName, SchemaBody] = {}
    shared: set[QName] = set()
    for body in bodies.values():
        reference = body.root.reference
        if reference is None or reference in sections:
            continue
        if id(body) not in successes and len(errors.get(id(body), ())) >= FEWEST_ERRORS:
            shared.add(reference)
            sections[reference] = body
        elif not isinstance(body.root.type, TypeName) and _is_cut(body, grammar, options):
            sections[reference] = body
    for reference in reached.substitutes:
        element = grammar.elements.get(reference)
        if element is not None and reference not in sections and isinstance(element.type, ComplexType):
            sections[reference] = SchemaBody(root=element)
    alone = _alone([sections[reference].root for reference in shared], bodies.values(), shared, grammar, reached) - used_params.keys()
    types = [name for name in reached.types if name not in alone and (known := grammar.types.get(name)) is not None and _has_section(known)]
    labels = _labels(
        [("element", *reference) for reference in sections]
        + [("type", near(name.namespace, source) if name in reached.json else name.namespace, name.name) for name in types],
        options.prefix,
        taken,
    )
    return SchemaPlan(
        links=SchemaLinks(
            types=dict(zip(types, labels[len(sections) :], strict=True)),
            elements=dict(zip(sections, labels, strict=False)),
            shared=frozenset(shared),
        ),
        users={key: tuple(found) for key, found in users.items()},
        elements=tuple(sections.values()),
        types=tuple(types),
        containers={name: tuple(found) for name, found in reached.containers.items()},
        type_users=_type_users(types, reached.roots, users, used_params),
        json_types=frozenset(reached.json),
    )


def near(file: str, source: str) -> str:
    """The path of a file from the folder of ``source``, or its address: where they are on this machine is of no interest."""
    folder = posixpath.dirname(source)
    if is_url(file):
        return file.removeprefix(folder + "/")
    if is_url(source) or posixpath.isabs(file) != posixpath.isabs(source):
        return posixpath.basename(file)
    return posixpath.relpath(file, folder or ".")


def _type_users(
    types: Iterable[TypeName],
    roots: Mapping[TypeName, Iterable[int]],
    users: Mapping[int, Iterable[int]],
    params: Mapping[TypeName, Iterable[int]],
) -> dict[TypeName, tuple[int, ...]]:
    """The users of each type: those of the bodies in ``roots``, and those who have it as that of a parameter."""
    united: dict[tuple[int, ...], dict[int, None]] = {}  # a body can have many types in it, and many users
    found: dict[TypeName, tuple[int, ...]] = {}
    for name in types:
        key = tuple(roots.get(name, ()))
        if key not in united:
            united[key] = dict.fromkeys(position for body in key for position in users.get(body, ()))
        of_params = params.get(name)
        found[name] = tuple(sorted({*united[key], *of_params} if of_params else united[key]))
    return found


def _representations(operation: Operation) -> Iterator[tuple[Representation, bool]]:
    """The representations of an operation, and whether each is that of an error response."""
    method = operation.method
    if method.request is not None:
        for representation in method.request.representations:
            yield representation, False
    for response in united_responses(method):
        for representation in response.representations:
            yield representation, not is_success(response)


def params_of(operation: Operation) -> Iterator[Param]:
    """All parameters of an operation, those of its bodies and responses too."""
    method = operation.method
    yield from operation.params
    yield from method.params
    parts: list[Response | Representation] = [*method.responses]
    if method.request is not None:
        yield from method.request.params
        parts += method.request.representations
    for part in parts:
        yield from part.params
        if isinstance(part, Response):
            for representation in part.representations:
                yield from representation.params


def _is_cut(body: SchemaBody, grammar: Grammar, options: PageOptions) -> bool:
    return body_rows(body, grammar, depth=options.schema_depth, most=options.schema_rows).more > 0


def _alone(
    roots: Iterable[ElementUse], bodies: Iterable[SchemaBody], shared: Container[QName], grammar: Grammar, reached: _Reached
) -> set[TypeName]:
    """The types that only one of the elements ``roots`` has, all ``shared``: its section says what one of the type would."""
    counted = Counter(root.type for root in roots if isinstance(root.type, TypeName))
    alone = {name for name, number in counted.items() if number == 1} - reached.containers.keys()
    alone -= {body.root.type for body in bodies if isinstance(body.root.type, TypeName) and body.root.reference not in shared}
    if alone:
        for name in reached.types:
            known = grammar.types.get(name)
            if isinstance(known, ComplexType):
                alone -= {known.base, *known.derived}
    return alone


def _has_section(known: Type) -> bool:
    """Whether a named type has a section: it has content, documentation, or a long list of values."""
    if isinstance(known, SimpleType):
        return bool(known.docs) or len(known.facets.values) > FEW_VALUES
    return True


class _Reached:
    """The types and substitutes that bodies lead to, in the order in which they are met."""

    def __init__(self, grammar: Grammar) -> None:
        self.types: dict[TypeName, None] = {}
        self.substitutes: dict[QName, None] = {}
        self.containers: dict[TypeName, dict[TypeName, None]] = {}
        self.roots: dict[TypeName, dict[int, None]] = {}
        """The bodies that have a type, or have it in them without another named type around it, by their ``id()``."""
        self.json: set[TypeName] = set()
        """The types of JSON Schemas."""
        self._grammar = grammar
        self._elements: set[QName] = set()
        """The global elements that were met inside the current type or body."""
        self._met: set[QName] = set()
        """All global elements that were met."""
        self._left = MAX_AGAIN
        self._pending: list[TypeName | ElementUse] = []
        self._inside: TypeName | None = None
        self._root: int | None = None
        self._is_json = False

    def body(self, body: SchemaBody) -> None:
        """A body that is used."""
        self._root, self._is_json = id(body), body.is_json
        self._elements.clear()
        self.element(body.root)
        self._root, self._is_json = None, False

    def run(self) -> None:
        """Follows the types to the end."""
        for item in self._pending:  # grows meanwhile
            self._inside = item if isinstance(item, TypeName) else None
            self._is_json = item in self.json
            self._elements.clear()
            if isinstance(item, ElementUse):
                self.element(item)
            elif (known := self._grammar.types.get(item)) is not None:
                self._content(known)
        self._inside = None

    def type(self, use: TypeUse | None) -> None:
        """A type that is used."""
        if use is None:
            return
        if isinstance(use, TypeName):
            if self._inside is not None and self._inside != use:
                self.containers.setdefault(use, {})[self._inside] = None
            if self._root is not None:
                self.roots.setdefault(use, {})[self._root] = None
            self._asked(use)
        else:
            self._content(use)

    def _asked(self, name: TypeName) -> None:
        if name not in self.types:
            self.types[name] = None
            self._pending.append(name)
            if self._is_json:
                self.json.add(name)

    def element(self, use: ElementUse) -> None:
        """An element that is used."""
        if use.reference is not None:
            if use.reference in self._elements:
                return
            self._elements.add(use.reference)
            if use.reference in self._met:  # again, in another type
                if not isinstance(use.type, TypeName):
                    self._left -= 1
                    if self._left < 0:
                        return
                self.type(use.type)
                return
            self._met.add(use.reference)
        self.type(use.type)
        for name in use.substitutes:
            if name not in self.substitutes:
                self.substitutes[name] = None
                element = self._grammar.elements.get(name)
                if element is not None:
                    self._pending.append(element)

    def _content(self, known: Type) -> None:
        match known:
            case SimpleType():
                self.type(known.item)
                for member in known.members:
                    self.type(member)
            case ArrayType():
                self.type(known.item)
            case Alternatives():
                for alternative in known.types:
                    self.type(alternative)
            case ComplexType():
                self.type(known.text)
                for attribute in known.attributes:
                    self.type(attribute.type)
                for derived in known.derived:
                    self._asked(derived)
                if known.content is not None:
                    self._particle(known.content)

    def _particle(self, particle: Particle) -> None:
        match particle:
            case ElementUse():
                self.element(particle)
            case Wildcard():
                self.type(particle.type)
            case ModelGroup():
                for child in particle.children:
                    self._particle(child)


def plain_label(prefix: str, kind: str, name: str) -> str:
    """The label of a type or element where that is unambiguous."""
    return f"{prefix}-{kind}-{names.label_part(name.rpartition('/')[2])}"


def _labels(things: Iterable[tuple[str, str | None, str]], prefix: str, taken: Container[str]) -> list[str]:
    """The label of each thing, given by kind, namespace and name: of kind and name, and of all three where that is ambiguous."""
    listed = list(things)
    plain = [plain_label(prefix, kind, name) for kind, _namespace, name in listed]
    counted: dict[str, int] = {}
    for label in plain:
        counted[label.lower()] = counted.get(label.lower(), 0) + 1
    found = []
    for label, thing in zip(plain, listed, strict=True):
        if counted[label.lower()] > 1 or label.lower() in taken:
            digest = hashlib.sha256("\0".join(map(str, thing)).encode("utf-8", "surrogatepass")).hexdigest()
            label = f"{label}{names.SEPARATOR}{digest[:6]}"
        found.append(label)
    return found
