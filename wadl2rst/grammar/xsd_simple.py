"""Simple types of XML Schema -> effective simple types (part 1, section 3.14)."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from wadl2rst.diagnostics import Diagnostic, MessageCode, Report
from wadl2rst.grammar.xsd_docs import Annotations
from wadl2rst.grammar.xsd_names import ANY_SIMPLE_TYPE
from wadl2rst.grammar.xsd_parts import Parts
from wadl2rst.grammar.xsd_pending import MAX_DERIVATION, MAX_NESTED, Pending
from wadl2rst.grammar.xsd_set import Declaration, SchemaSet
from wadl2rst.grammar.xsd_values import facets
from wadl2rst.source.files import folded
from wadl2rst.source.tree import Element, QName
from wadl2rst.wadl.components import SimpleType, Type, TypeName, TypeUse


@lru_cache(maxsize=256)
def built_in(name: str) -> SimpleType:
    """The built-in type of this local name."""
    return SimpleType(builtin=name)


class _Expanded(NamedTuple):
    """A type that was expanded."""

    type: SimpleType
    steps: int
    """The number of its steps of derivation."""
    height: int
    """The number of anonymous types within each other that it is made of."""


_UNKNOWN = _Expanded(SimpleType(), 0, 0)


class _Step(NamedTuple):
    """A step of derivation: a simple type, and the global component that contains it."""

    element: Element
    owner: Declaration

    @property
    def key(self) -> tuple[int, int]:
        """The identity of the type: a document may be read for several namespaces."""
        return id(self.element), id(self.owner.schema)


class SimpleTypes:
    """Expands simple types: each has the facets of all types that it is derived from."""

    def __init__(self, schemas: SchemaSet, parts: Parts, annotations: Annotations, pending: Pending, report: Report) -> None:
        """Types that are referred to by name are asked of ``pending``; faults are passed to ``report``."""
        self._schemas = schemas
        self._parts = parts
        self._annotations = annotations
        self._pending = pending
        self._report = report
        self._expanded: dict[tuple[int, int], _Expanded] = {}
        self._open: set[tuple[int, int]] = set()
        """The types that are being expanded."""

    def use(self, written: str, element: Element, owner: Declaration) -> TypeUse:
        """The type that an attribute of ``element`` names; the name of one that nothing declares is kept."""
        found = self._schemas.find("type", written, element, owner)
        if found.is_built_in:
            return built_in(found.name.name)
        if found.declaration is None:
            return TypeName(found.name.namespace or "", found.name.name)
        return self._pending.type(found.name)

    def simple_use(self, written: str, element: Element, owner: Declaration) -> TypeUse:
        """As :meth:`use`, where only a simple type may stand; a complex one is reported, and read as any value."""
        found = self._schemas.find("type", written, element, owner)
        if found.declaration is not None and found.declaration.is_complex:
            self._parts.fault(element, f"{folded(written)} is a complex type, but '{element.name}' needs a simple one")
            return ANY_SIMPLE_TYPE
        return self.use(written, element, owner)

    def declared(self, declaration: Declaration) -> SimpleType:
        """The effective type of a global simple type."""
        return self._expand(_Step(declaration.element, declaration), 0).type

    def anonymous(self, element: Element, owner: Declaration, hint: str, depth: int = 0) -> TypeUse:
        """The effective type of a ``simpleType`` element without a name; ``hint`` is the name of what has it.

        ``depth`` is the number of types around it: from some depth on, it is expanded on its own.
        """
        if depth > MAX_NESTED:
            return self._pending.later(element, owner, hint)
        made, _steps, height = self._expand(_Step(element, owner), depth)
        if height <= MAX_NESTED:
            return made
        name = self._pending.name(owner, hint)
        self._pending.types[name] = replace(made, name=name)
        return name

    def later(self, element: Element, owner: Declaration, name: TypeName) -> SimpleType:
        """The effective type of an anonymous type that got a name."""
        return replace(self._expand(_Step(element, owner), 0).type, name=name)

    def restricted(self, base: TypeUse, restriction: Element, owner: Declaration, hint: str) -> TypeUse:
        """The type of the text of a ``simpleContent`` whose base has text of the type ``base`` (part 1, section 3.4.2)."""
        children = self._parts.of(restriction)
        inner = next((child for child in children if child.name == "simpleType"), None)
        if inner is not None:
            base = self.anonymous(inner, owner, hint)
        start = self._effective(base)
        limits = facets(children, start.facets, owner, self._parts, self._annotations)
        return base if limits is start.facets else replace(start, name=None, facets=limits, docs=(), location=restriction.location)

    def _effective(self, use: TypeUse) -> SimpleType:
        """The effective type for a use of a simple type."""
        if isinstance(use, TypeName):
            named = self._pending.types.get(use)
            if isinstance(named, SimpleType):
                return named
            declaration = self._schemas.component("type", QName(use.namespace, use.name))
            if declaration is None or declaration.is_complex:
                return SimpleType()
            return self.declared(declaration)
        return use if isinstance(use, SimpleType) else SimpleType()

    def _expand(self, start: _Step, depth: int) -> _Expanded:
        """Expands a type, and before it, in a loop, those that it is derived from."""
        steps: list[_Step] = []
        current = _UNKNOWN
        step: _Step | None = start
        while step is not None:
            if step.key in self._expanded:
                current = self._expanded[step.key]
                break
            if step.key in self._open:
                name = folded(step.owner.name.name)
                text = f"simple type {name} is derived from itself or contains itself; any value is accepted"
                self._report(Diagnostic(MessageCode.CYCLE, text, step.owner.location))
                break
            self._open.add(step.key)
            steps.append(step)
            step, end = self._base(step)
            if end is not None:
                current = _Expanded(end, 0, 0)
        for step in reversed(steps):
            if current.steps >= MAX_DERIVATION:
                text = f"a simple type is derived in more than {MAX_DERIVATION} steps; what it inherits is ignored"
                self._parts.fault(step.element, text)
                current = _Expanded(SimpleType(builtin=current.type.builtin), 0, 0)
            current = self._expanded[step.key] = self._derive(current, step, depth)
            self._open.discard(step.key)
        return current

    def _base(self, step: _Step) -> tuple[_Step | None, SimpleType | None]:
        """What a type is derived from: the next step, or a built-in type or one without a declaration; for a list or a union, neither."""
        variety = self._variety(step)
        if variety is None or variety.name != "restriction":
            return None, None
        written = variety.get("base").strip()
        if written:
            found = self._schemas.find("type", written, variety, step.owner)
            if found.is_built_in:
                return None, built_in(found.name.name)
            if found.declaration is None or found.declaration.is_complex:
                return None, None
            return _Step(found.declaration.element, found.declaration), None
        inner = next((child for child in self._parts.of(variety) if child.name == "simpleType"), None)
        return (_Step(inner, step.owner), None) if inner is not None else (None, ANY_SIMPLE_TYPE)

    def _variety(self, step: _Step) -> Element | None:
        return next((child for child in self._parts.of(step.element) if child.name in ("restriction", "list", "union")), None)

    def _derive(self, base: _Expanded, step: _Step, depth: int) -> _Expanded:
        """A step of derivation from its base."""
        element, owner = step
        inherited = base.type
        made = SimpleType(
            name=TypeName(owner.schema.target, owner.name.name) if element is owner.element else None,
            builtin=inherited.builtin,
            item=inherited.item,
            members=inherited.members,
            facets=inherited.facets,
            docs=self._annotations.docs(element, owner),
            location=element.location,
        )
        variety = self._variety(step)
        if variety is None:
            return _Expanded(made, base.steps + 1, base.height)
        children = self._parts.of(variety)
        if variety.name == "restriction":
            made = replace(made, facets=facets(children, inherited.facets, owner, self._parts, self._annotations))
            return _Expanded(made, base.steps + 1, base.height)
        hint = owner.name.name
        inner = [child for child in children if child.name == "simpleType"]
        types = [self.anonymous(child, owner, hint, depth + 1) for child in inner]
        known = (self._expanded.get(_Step(child, owner).key) for child in inner)
        height = 1 + max((child.height for child in known if child is not None and child.height <= MAX_NESTED), default=0)
        if variety.name == "list":
            written = variety.get("itemType").strip()
            item = self.simple_use(written, variety, owner) if written else next(iter(types), ANY_SIMPLE_TYPE)
            return _Expanded(replace(made, item=item), 1, height)
        named = [self.simple_use(written, variety, owner) for written in variety.get("memberTypes").split()]
        return _Expanded(replace(made, members=(*named, *types)), 1, height)


def without_circles(types: dict[TypeName, Type], report: Report) -> None:
    """Takes members and items out of the simple types in ``types`` that lead back to the type itself, and reports them.

    Part 2, section 4.1.2 (no list of lists) and part 1, section 3.14.6 (no circular unions) rule them out.
    """
    done: set[TypeName] = set()
    for start in list(types):
        path: dict[TypeName, list[TypeName]] = {}
        if start not in done:
            path[start] = _simple_parts(types, start)
        while path:
            name, left = next(reversed(path.items()))
            if not left:
                done.add(name)
                del path[name]
                continue
            part = left.pop()
            if part in path:
                made = types[name]
                assert isinstance(made, SimpleType), "only simple types have parts"
                text = f"simple type {folded(name.name)} contains itself; that part is ignored"
                report(Diagnostic(MessageCode.CYCLE, text, made.location, f"circles of simple types in {made.location.file}"))
                types[name] = _without(made, part)
            elif part not in done:
                path[part] = _simple_parts(types, part)


def _without(made: SimpleType, part: TypeName) -> SimpleType:
    """A simple type without a named type that it, or an anonymous member of it, is made of."""
    item = made.item
    if item == part:
        item = ANY_SIMPLE_TYPE
    elif isinstance(item, SimpleType):
        item = _without(item, part)
    members = tuple(_without(use, part) if isinstance(use, SimpleType) else use for use in made.members if use != part)
    return replace(made, item=item, members=members)


def _simple_parts(types: dict[TypeName, Type], name: TypeName) -> list[TypeName]:
    """The named types that a simple type is made of, also within anonymous members."""
    found: dict[TypeName, None] = {}
    pending: list[TypeUse | None] = [types.get(name)]
    while pending:
        use = pending.pop()
        if isinstance(use, SimpleType):
            for part in (use.item, *use.members):
                if isinstance(part, TypeName):
                    found[part] = None
                else:
                    pending.append(part)
    return list(found)
