"""JSON Schemas -> the types of :mod:`wadl2rst.wadl.components`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from wadl2rst.diagnostics import Location, Report
from wadl2rst.grammar.json_schema_facets import builtin_of, facets, inferred, listed_values, samples_of
from wadl2rst.grammar.json_schema_files import Place, SchemaFiles
from wadl2rst.grammar.json_schema_merge import Merged, SchemaMerger, TooMany, is_meaningful, reference_of
from wadl2rst.grammar.json_schema_names import FreeNames, is_alike
from wadl2rst.grammar.json_schema_text import scalar_text
from wadl2rst.wadl.components import (
    Alternatives,
    ArrayType,
    ComplexType,
    ElementUse,
    Facets,
    ModelGroup,
    Particle,
    SimpleType,
    Type,
    TypeName,
    TypeUse,
    Value,
    Wildcard,
)
from wadl2rst.wadl.model import Doc

ToDocs = Callable[[str, Location], tuple[Doc, ...]]
"""Turns a description, which is plain text or Markdown, into documentation."""

MAX_NESTING = 40
"""How deep schemas may be nested in each other before the inner ones are types of their own."""

ANYTHING = SimpleType(builtin="anyType")
_NULL = SimpleType(builtin="null")
_UNKNOWN = SimpleType()
_ANY_PROPERTY = Wildcard(process="lax", minimum=0, maximum=None)


_TYPED: dict[str, dict[str, object]] = {
    name: {"type": name} for name in ("string", "number", "integer", "boolean", "object", "array", "null", "any")
}
"""A schema of each type; each is one object, because schemas are told apart by their identity."""
_FORMATS = frozenset({"uri", "date", "time", "date-time", "datetime", "email", "uuid", "hostname", "ip-address", "ipv4", "ipv6", "regex"})


class Use(NamedTuple):
    """A schema where it is used."""

    type: TypeUse
    is_nillable: bool = False
    fixed: str | None = None


class SchemaConverter:
    """Converts schemas, each named one once.  Nothing raises because of what a schema holds."""

    def __init__(self, files: SchemaFiles, report: Report, to_docs: ToDocs) -> None:
        """Creates a converter without types."""
        self.types: dict[TypeName, Type] = {}
        """The named types, once :meth:`finish` was called."""
        self._files = files
        self._merger = SchemaMerger(files, report)
        self._to_docs = to_docs
        self._names: dict[tuple[int, ...], TypeName] = {}
        self._free_names = FreeNames()
        self._pending: list[tuple[TypeName, tuple[Place, ...]]] = []
        self._active: set[tuple[int, ...]] = set()
        self._nillable: dict[int, bool] = {}
        self._docs: dict[tuple[int, bool], tuple[Doc, ...]] = {}

    def root(self, place: Place) -> ElementUse:
        """The root of a document for a schema; its type is a named one."""
        use = self._named(place)
        return ElementUse(name="", type=use.type, is_nillable=use.is_nillable, location=place.location)

    def finish(self) -> None:
        """Converts the named types that others refer to."""
        while self._pending:
            name, places = self._pending.pop()
            try:
                self.types[name] = self._definition(name, places)
            except TooMany:
                self.types[name] = SimpleType(name=name, location=places[0].location)

    # --- names -------------------------------------------------------------------------------------

    def _named(self, place: Place) -> Use:
        """A schema that a reference leads to, as a named type."""
        target = self._merger.final(place)
        if target is None:
            return Use(_UNKNOWN)
        if not isinstance(target.node, dict):
            return Use(ANYTHING)
        return Use(self._name((target,), ""), self._is_nillable(target))

    def _name(self, places: tuple[Place, ...], hint: str) -> TypeName:
        key = _key(places)
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = self._free_names.of(places[0], hint)
            self._pending.append((name, places))
        return name

    def _is_nillable(self, place: Place) -> bool:
        """Whether a schema allows null among others."""
        found = self._nillable.get(id(place.node))
        if found is None:
            try:
                found = self._allows_null(self._merger.merged([place]))
            except TooMany:
                found = False
            self._nillable[id(place.node)] = found
        return found

    def _allows_null(self, merged: Merged) -> bool:
        types = merged.types()
        if types is not None and "null" in types:
            return len(types) > 1
        if merged.is_set("nullable") or (types is None and None in (merged.values() or ())):
            return True
        return any(_is_null(branch.node) for branches in self._branches(merged) for branch in branches)

    # --- types -------------------------------------------------------------------------------------

    def _definition(self, name: TypeName, places: tuple[Place, ...]) -> Type:
        key = _key(places)
        self._active.add(key)
        try:
            merged = self._merger.merged(places)
            made = self._type(merged, 0, name.name).type
        finally:
            self._active.discard(key)
        docs = self._docs_of(merged, name.name)
        if isinstance(made, TypeName):
            return Alternatives(name=name, types=(made,), docs=docs, location=places[0].location)
        made = replace(made, name=name, docs=docs or made.docs, location=places[0].location)
        return replace(made, samples=samples_of(merged)) if isinstance(made, ComplexType) else made

    def _use(self, places: tuple[Place, ...], depth: int, hint: str) -> Use:
        """A schema, or several that hold together, where it is used."""
        if len(places) == 1:
            place = places[0]
            if not isinstance(place.node, dict):
                return Use(ANYTHING)
            if reference := self._merger.alias(place):
                target = self._files.referred(reference, place)
                use = self._named(target) if target is not None else Use(_UNKNOWN)
                return use._replace(is_nillable=use.is_nillable or place.node.get("nullable") is True)
        merged = self._merger.merged(places)
        key = _key(places)
        if key in self._names or key in self._active or depth > MAX_NESTING:
            return Use(self._name(places, hint), self._allows_null(merged))
        self._active.add(key)
        try:
            return self._type(merged, depth, hint, is_use=True)
        finally:
            self._active.discard(key)

    def _item(self, places: tuple[Place, ...], depth: int, hint: str) -> TypeUse:
        """The type of something that cannot be nillable itself."""
        use = self._use(places, depth, hint)
        made = use.type
        if use.fixed is not None and isinstance(made, SimpleType):
            made = replace(made, facets=replace(made.facets, values=(Value(value=use.fixed),)))
        return Alternatives(types=(made, _NULL)) if use.is_nillable else made

    def _type(self, merged: Merged, depth: int, hint: str, *, is_use: bool = False) -> Use:
        """The type of a schema, without name and documentation."""
        nillable = self._allows_null(merged)
        types = [name for name in merged.types() or () if not (nillable and name == "null")]
        values = merged.values()
        if values is not None:
            values = [value for value in values if value is not None] or values
            kind = builtin_of(values, types)
            if is_use and len(values) == 1 and merged.has("const"):
                return Use(SimpleType(builtin=kind), nillable, scalar_text(values[0]))
            return Use(SimpleType(builtin=kind, facets=Facets(values=listed_values(merged, values, self._to_docs))), nillable)
        branches = [[branch for branch in group if not _is_null(branch.node)] for group in self._branches(merged)]
        branches = [group for group in branches if group]
        types = types or inferred(merged)
        if branches and (not types or types == ["object"]) and merged.properties():
            return Use(self._object(merged, depth, branches), nillable)
        if branches:
            return Use(self._alternatives(merged, branches[0], types, depth, hint), nillable)
        made = [self._of_type(name, merged, depth, hint) for name in types]
        return Use(_united(made) if made else self._formatted(merged), nillable)

    def _of_type(self, name: str, merged: Merged, depth: int, hint: str) -> TypeUse:
        if name == "object":
            return self._object(merged, depth, [])
        if name == "array":
            return self._array(merged, depth, hint)
        text = merged.text("format")
        if name not in _TYPED:
            # Authors write formats as types: "type": "uri".
            return SimpleType(builtin="string" if name in _FORMATS else "", format=name, facets=facets(merged, "string"))
        return SimpleType(builtin=name, format=text[1] if text and name != "boolean" else "", facets=facets(merged, name))

    def _formatted(self, merged: Merged) -> TypeUse:
        text = merged.text("format")
        return SimpleType(builtin="anyType", format=text[1]) if text else ANYTHING

    def _array(self, merged: Merged, depth: int, hint: str) -> ArrayType:
        minimum = merged.integer("minItems", max) or 0
        maximum = merged.integer("maxItems", min)
        tuples = next((place for place, value in merged.every("prefixItems", "items") if isinstance(value, list)), None)
        hint = f"{hint}-item" if hint else ""
        if tuples is None:
            parts = merged.parts("items")
            return ArrayType(item=self._item(tuple(parts), depth + 1, hint) if parts else ANYTHING, minimum=minimum, maximum=maximum)
        node = tuples.node if isinstance(tuples.node, dict) else {}
        is_new = isinstance(node.get("prefixItems"), list)
        listed = node["prefixItems" if is_new else "items"]
        items = [self._item((tuples.inner(item),), depth + 1, hint) for item in listed]
        rest = node.get("items" if is_new else "additionalItems")
        if rest is False:
            maximum = len(items) if maximum is None else min(maximum, len(items))
        elif isinstance(rest, dict):
            items.append(self._item((tuples.inner(rest),), depth + 1, hint))
        return ArrayType(item=_united(items) if items else ANYTHING, minimum=minimum, maximum=maximum)

    # --- objects -----------------------------------------------------------------------------------

    def _object(self, merged: Merged, depth: int, branches: Sequence[Sequence[Place]]) -> ComplexType:
        """An object, with what ``oneOf`` and ``anyOf`` add to its own properties."""
        properties = merged.properties()
        children: list[Particle] = self._properties(merged, depth)
        for group in branches:
            choices: list[Particle] = []
            for branch in group:
                part = self._merger.merged([branch])
                added = self._properties(part, depth, properties)
                if added:
                    choices.append(added[0] if len(added) == 1 else ModelGroup(kind="all", children=tuple(added), location=branch.location))
            if len(choices) > 1:
                children.append(ModelGroup(kind="choice", children=tuple(choices), minimum=int(len(choices) == len(group))))
            elif choices:
                children.append(ModelGroup(kind="choice", children=tuple(choices), minimum=0))
        children += self._wildcards(merged, depth, has_properties=bool(children))
        content: Particle | None = children[0] if len(children) == 1 and isinstance(children[0], Wildcard) else None
        if children and content is None:
            content = ModelGroup(kind="all", children=tuple(children))
        return ComplexType(content=content, location=merged.own[0].location)

    def _properties(self, merged: Merged, depth: int, known: Sequence[str] | dict[str, list[Place]] = ()) -> list[Particle]:
        """The properties of an object, without those in ``known``."""
        properties = merged.properties()
        self._merger.budget.spend(len(properties), merged.own[0].location if merged.own else Location(""))
        required = merged.required()
        return [self._property(name, tuple(places), name in required, depth) for name, places in properties.items() if name not in known]

    def _property(self, name: str, places: tuple[Place, ...], is_required: bool, depth: int) -> ElementUse:
        use = self._use(places, depth + 1, name)
        # What the target of a reference says is about the type, not about the property.
        merged = Merged(places, places) if isinstance(use.type, TypeName) else self._merger.merged(places)
        default = merged.first("default")
        return ElementUse(
            name=name,
            type=use.type,
            minimum=int(is_required),
            is_nillable=use.is_nillable,
            default=scalar_text(default[1]) if default else None,
            fixed=use.fixed,
            is_read_only=merged.is_set("readOnly", "readonly"),
            is_write_only=merged.is_set("writeOnly"),
            is_deprecated=merged.is_set("deprecated"),
            samples=samples_of(merged),
            docs=self._docs_of(merged, name),
            location=places[0].location,
        )

    def _wildcards(self, merged: Merged, depth: int, *, has_properties: bool) -> list[Particle]:
        """Further properties: by the pattern of their names, and any others that the schema speaks of."""
        found: list[Particle] = []
        for place, value in merged.every("patternProperties"):
            if isinstance(value, dict):
                self._merger.budget.spend(len(value), place.location)
                for pattern, node in value.items():
                    found.append(self._wildcard(place.inner(node), depth, pattern))
        others = [(place, value) for place, value in merged.every("additionalProperties", "unevaluatedProperties")]
        if any(value is False for _place, value in others):
            return found
        typed = next(((place, value) for place, value in others if isinstance(value, dict) and is_meaningful(value)), None)
        if typed is not None:
            found.append(self._wildcard(typed[0].inner(typed[1]), depth, ""))
        elif others or not (has_properties or found):
            found.append(_ANY_PROPERTY)
        return found

    def _wildcard(self, place: Place, depth: int, pattern: str) -> Wildcard:
        made = self._item((place,), depth + 1, "")
        docs = self._docs_of(Merged((place,), (place,)), "") if isinstance(place.node, dict) else ()
        return replace(_ANY_PROPERTY, type=None if made is ANYTHING else made, pattern=pattern, docs=docs, location=place.location)

    # --- alternatives ------------------------------------------------------------------------------

    def _branches(self, merged: Merged) -> list[list[Place]]:
        """The alternatives of each ``oneOf`` and ``anyOf``, and of a ``type`` that has schemas in it (draft 3, section 5.1)."""
        found = []
        for place, value in merged.every("oneOf", "anyOf", "type"):
            if not isinstance(value, list) or all(isinstance(item, str) for item in value):
                continue
            nodes = [_TYPED.get(item, _TYPED["any"]) if isinstance(item, str) else item for item in value]
            group = [place.inner(node) for node in nodes if is_meaningful(node)]
            if group:
                self._merger.budget.spend(len(group), place.location)
                found.append(group)
        return found

    def _alternatives(self, merged: Merged, branches: Sequence[Place], types: Sequence[str], depth: int, hint: str) -> TypeUse:
        values = self._values(branches)
        if values is not None:
            kinds = [name for name in types if name not in ("object", "array")]
            return SimpleType(builtin=builtin_of([value for value, _ in values], kinds), facets=Facets(values=tuple(v for _, v in values)))
        made: list[TypeUse] = []
        for number, branch in enumerate(branches, 1):
            places: tuple[Place, ...] = (branch,)
            if (
                len(types) == 1
                and types[0] in _TYPED
                and not reference_of(branch.node)
                and not (isinstance(branch.node, dict) and "type" in branch.node)
            ):
                # The type stands beside the alternatives.
                places = (branch, merged.own[0]._replace(node=_TYPED[types[0]]))
            use = self._item(places, depth + 1, f"{hint}-{number}" if hint else "")
            if not isinstance(use, TypeName) and not use.docs and isinstance(branch.node, dict):
                use = replace(use, docs=self._docs_of(Merged((branch,), (branch,)), ""))
            made.append(use)
        return _united(made)

    def _values(self, branches: Sequence[Place]) -> list[tuple[object, Value]] | None:
        """The values of an enumeration that is written as alternatives, each with its text; None if it is none."""
        found: list[tuple[object, Value]] = []
        for branch in branches:
            node = branch.node
            if not isinstance(node, dict) or reference_of(node):
                return None
            listed = [node["const"]] if "const" in node else node.get("enum")
            if not isinstance(listed, list) or len(listed) != 1:
                return None
            docs = self._docs_of(Merged((branch,), (branch,)), scalar_text(listed[0]))
            found.append((listed[0], Value(value=scalar_text(listed[0]), docs=docs, location=branch.location)))
        return found

    # --- documentation -----------------------------------------------------------------------------

    def _docs_of(self, merged: Merged, name: str) -> tuple[Doc, ...]:
        """The description, with the title; the title alone, if it says more than the name does."""
        description, title = merged.text("description"), merged.text("title")
        found = description or title
        if found is None:
            return ()
        words = " ".join(title[1].split()) if title else ""
        is_told = is_alike(words, name)
        if description is None and is_told:
            return ()
        key = (id(found[0].node), is_told)
        if key not in self._docs:
            docs = self._to_docs(found[1], found[0].location)
            if description and words and not is_told and docs:
                docs = (replace(docs[0], title=words), *docs[1:])
            self._docs[key] = docs
        return self._docs[key]


def _key(places: Sequence[Place]) -> tuple[int, ...]:
    return tuple(id(place.node) for place in places)


def _is_null(node: object) -> bool:
    return isinstance(node, dict) and (node.get("type") in ("null", ["null"]) or ("const" in node and node["const"] is None))


def _united(types: Sequence[TypeUse]) -> TypeUse:
    """One of several types: a union if all are simple."""
    distinct = list(dict.fromkeys(types))
    if len(distinct) == 1:
        return distinct[0]
    if all(isinstance(item, SimpleType) for item in distinct):
        return SimpleType(members=tuple(distinct))
    return Alternatives(types=tuple(distinct))
