"""What types mean: the built-in type behind a name, and the restrictions on it.  Prefixes and the names of types do not count."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from wadl2rst.grammar.names import builtin, expanded
from wadl2rst.grammar.xsd_names import BUILT_IN
from wadl2rst.wadl.components import ComplexType, Facets, Grammar, SimpleType, TypeName, TypeUse
from wadl2rst.wadl.model import Param

_MAX_DEPTH = 20
"""How deep lists and unions are followed; real ones are not a fifth as deep."""

_WORDS = {name.lower(): name for name in BUILT_IN}
"""The built-in types by name in lower case: generators write the names of their own language, such as ``String``."""

_WIDER: dict[str, tuple[str, ...]] = {
    "byte": ("short",),
    "short": ("int",),
    "int": ("long",),
    "long": ("integer",),
    "unsignedByte": ("unsignedShort", "short"),
    "unsignedShort": ("unsignedInt", "int"),
    "unsignedInt": ("unsignedLong", "long"),
    "unsignedLong": ("nonNegativeInteger",),
    "positiveInteger": ("nonNegativeInteger",),
    "nonNegativeInteger": ("integer",),
    "negativeInteger": ("nonPositiveInteger",),
    "nonPositiveInteger": ("integer",),
    "integer": ("decimal", "number"),
    "float": ("double",),
    "normalizedString": ("string",),
    "token": ("normalizedString",),
    "language": ("token",),
    "Name": ("token",),
    "NMTOKEN": ("token",),
    "NCName": ("Name",),
    "ID": ("NCName",),
    "IDREF": ("NCName",),
    "ENTITY": ("NCName",),
    "anyURI": ("string",),
    "dateTimeStamp": ("dateTime",),
}
"""The built-in types whose values another one includes (XML Schema, part 2, section 3), with those."""

_ANYTHING = frozenset({"anyType", "anySimpleType", "anyAtomicType"})


class Limit(NamedTuple):
    """A restriction on values."""

    facet: str
    """The name that XML Schema and JSON Schema have for it: ``maxLength``."""
    value: str
    """Its value."""


class TypeMeaning(NamedTuple):
    """What a type means."""

    base: str
    """The built-in type; ``{namespace}name`` for a type that no schema declares, ``*`` for one with elements; ``list of int``."""
    shown: str
    """How a reader knows the type: its own name, or that of the built-in type."""
    values: tuple[str, ...] | None = None
    """The allowed values, sorted; None for no restriction."""
    limits: tuple[Limit, ...] = ()
    """The other restrictions."""
    is_known: bool = True
    """Whether it is more than a name that no schema declares."""


ARRAY = "[] "
"""What precedes the base of the items of a JSON array."""
COMPLEX = "*"
"""The base of a type with elements, attributes or properties."""
_ANY = TypeMeaning("anyType", "anything")


def meaning_of_param(param: Param, grammar: Grammar) -> TypeMeaning:
    """What the type of a parameter means; without one, ``xs:string`` (section 2.12 of the WADL specification)."""
    name = param.type_name
    if name is None:
        local = param.type.rpartition(":")[2] or "string"
        return TypeMeaning(_WORDS.get(local.lower(), local), local)
    use = grammar.params.get(name)
    if use is not None:
        return meaning(use, grammar)
    known = builtin(name, param.type)
    if known:
        return TypeMeaning(known, known)
    namespace = expanded(name, param.type).namespace
    word = _WORDS.get(name.name.lower())
    if word is not None and not namespace:
        return TypeMeaning(word, name.name)
    return TypeMeaning(f"{{{namespace or ''}}}{name.name}", name.name, is_known=False)


def meaning(use: TypeUse | None, grammar: Grammar, depth: int = 0) -> TypeMeaning:
    """What a type of the grammar means; None for ``use`` is anything."""
    if use is None or depth > _MAX_DEPTH:
        return _ANY
    known = grammar.type(use)
    name = use.name.rpartition("/")[2] if isinstance(use, TypeName) else ""
    if not isinstance(known, SimpleType):
        return TypeMeaning(COMPLEX, name or ("object" if isinstance(known, ComplexType) else "array"))
    base = _base(known, grammar, depth)
    if not base:
        return TypeMeaning(f"{{{known.name.namespace if known.name else ''}}}{name}", name, is_known=False)
    facets = known.facets
    values = tuple(sorted({value.value for value in facets.values})) if facets.values else None
    return TypeMeaning(base, name or base, values, tuple(_limits(facets, known.format)))


def _base(known: SimpleType, grammar: Grammar, depth: int) -> str:
    if known.item is not None:
        return f"list of {_inner(known.item, grammar, depth)}"
    if known.members:
        return " or ".join(sorted({_inner(member, grammar, depth) for member in known.members}))
    return known.builtin


def _inner(use: TypeUse, grammar: Grammar, depth: int) -> str:
    """A type within a list or union: with all that it means, so that a difference counts."""
    inner = meaning(use, grammar, depth + 1)
    parts = [inner.base]
    if inner.values is not None:
        parts.append("|".join(inner.values))
    parts += [f"{limit.facet} {limit.value}" for limit in inner.limits]
    return parts[0] if len(parts) == 1 else f"{parts[0]} ({', '.join(parts[1:])})"


def _limits(facets: Facets, json_format: str) -> list[Limit]:
    found = [
        Limit(name, str(value))
        for name, value in (
            ("length", facets.length),
            ("minLength", facets.min_length),
            ("maxLength", facets.max_length),
            ("minInclusive", facets.minimum),
            ("maxInclusive", facets.maximum),
            ("minExclusive", facets.above),
            ("maxExclusive", facets.below),
            ("totalDigits", facets.total_digits),
            ("fractionDigits", facets.fraction_digits),
            ("multipleOf", facets.multiple_of),
        )
        if value is not None
    ]
    if facets.patterns:
        found.append(Limit("pattern", " and ".join(sorted(facets.patterns))))
    if json_format:
        found.append(Limit("format", json_format))
    return found


def is_same_kind(one: TypeMeaning, other: TypeMeaning) -> bool:
    """Whether two types are of the same kind; their values and limits may differ.

    Types that no schema declares are known by their name alone: a namespace often has the version of the API in it.  And such a type
    is the same as one with that name: whether the schema is there says nothing about the API.
    """
    if one.base == other.base:
        return True
    return not (one.is_known and other.is_known) and _local(one) == _local(other)


def _local(one: TypeMeaning) -> str:
    return one.shown if one.is_known else one.base.rpartition("}")[2]


def includes(wide: TypeMeaning, narrow: TypeMeaning, *, as_text: bool) -> bool:
    """Whether every value of ``narrow`` is one of ``wide``, as far as their built-in types go.

    ``as_text`` says that values are sent as text alone, where a string can be anything.
    """
    if wide.base in _ANYTHING:
        return True
    if as_text and wide.base == "string" and narrow.base != COMPLEX:
        return True
    if wide.base.startswith(ARRAY) and narrow.base.startswith(ARRAY):
        wide, narrow = (kind._replace(base=kind.base.removeprefix(ARRAY)) for kind in (wide, narrow))
    pending, seen = [narrow.base], set()
    while pending:
        base = pending.pop()
        if base == wide.base:
            return True
        if base not in seen:
            seen.add(base)
            pending += _WIDER.get(base, ())
    return False


_LOWER = frozenset({"minLength", "minInclusive", "minExclusive", "minItems"})
_UPPER = frozenset({"maxLength", "maxInclusive", "maxExclusive", "totalDigits", "fractionDigits", "maxItems"})


def tightens(facet: str, old: str | None, new: str | None) -> bool | None:
    """Whether a limit excludes more values than before; False if it excludes fewer, None if that cannot be told or it does both."""
    if old is None or new is None:
        return old is None
    try:
        before, after = Decimal(old), Decimal(new)
    except InvalidOperation:
        return None
    if not (before.is_finite() and after.is_finite()):
        return None
    if facet in _LOWER:
        return after > before
    if facet in _UPPER:
        return after < before
    return None
