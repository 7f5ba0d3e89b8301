"""Reads the values of attributes in schemas."""

from __future__ import annotations

from wadl2rst.grammar.xsd_docs import Annotations
from wadl2rst.grammar.xsd_parts import Parts
from wadl2rst.grammar.xsd_set import Declaration
from wadl2rst.source.files import folded
from wadl2rst.source.tree import Element
from wadl2rst.wadl.components import Facets, Value
from wadl2rst.wadl.model import Doc

_NUMBERS = {
    "length": "length",
    "minLength": "min_length",
    "maxLength": "max_length",
    "totalDigits": "total_digits",
    "fractionDigits": "fraction_digits",
}
_BOUNDS = {"minInclusive": "minimum", "maxInclusive": "maximum", "minExclusive": "above", "maxExclusive": "below"}
_OPPOSITES = {"minimum": "above", "above": "minimum", "maximum": "below", "below": "maximum"}
"""The two forms of a bound: a type that restricts a bound may use the other one."""


def is_true(element: Element, name: str) -> bool:
    """Whether an attribute of the type ``boolean`` is true."""
    return element.get(name).strip() in ("true", "1")


def count(element: Element, name: str, default: int | None, parts: Parts) -> int | None:
    """A number of occurrences, or the length of a value; None for ``unbounded``, ``default`` if there is none, or it is wrong."""
    written = element.attributes.get(name)
    if written is None:
        return default
    written = written.strip()
    if written == "unbounded" and name == "maxOccurs":
        return None
    try:
        value = int(written)
    except ValueError:
        value = -1
    if value < 0:
        parts.fault(element, f'{name}="{folded(written)}" is not a non-negative integer; it is ignored', "number", name)
        return default
    return value


def occurrences(element: Element, parts: Parts) -> tuple[int, int | None]:
    """``minOccurs`` and ``maxOccurs`` of a particle (part 1, section 3.9.2)."""
    if "minOccurs" not in element.attributes and "maxOccurs" not in element.attributes:
        return 1, 1
    return count(element, "minOccurs", 1, parts) or 0, count(element, "maxOccurs", 1, parts)


def facets(elements: list[Element], base: Facets, owner: Declaration, parts: Parts, annotations: Annotations) -> Facets:
    """The facets of a restriction with these children, a step of derivation from a type with the facets ``base`` (part 2, section 4.3)."""
    values: list[Value] = []
    patterns: list[str] = []
    changes: dict[str, int | str | None] = {}
    inherited: dict[str, tuple[Doc, ...]] = {}
    for element in elements:
        name = element.name
        value = element.get("value")
        if name == "enumeration":
            if "value" not in element.attributes:
                parts.fault(element, "this 'enumeration' has no value; it is ignored", "value", name)
                continue
            docs = annotations.docs(element, owner)
            if not docs and base.values:
                inherited = inherited or {known.value: known.docs for known in base.values}
                docs = inherited.get(value, ())
            values.append(Value(value=value, docs=docs, location=element.location))
        elif name == "pattern":
            patterns.append(value)
        elif name in _NUMBERS:
            number = count(element, "value", None, parts)
            if number is not None:
                changes[_NUMBERS[name]] = number
        elif name in _BOUNDS:
            changes[_BOUNDS[name]] = value.strip()
            changes.setdefault(_OPPOSITES[_BOUNDS[name]], None)
    if not (values or patterns or changes):
        return base
    pattern = "|".join(dict.fromkeys(patterns))
    return Facets(
        values=tuple(values) or base.values,
        patterns=(*base.patterns, pattern) if patterns and pattern not in base.patterns else base.patterns,
        **{name: changes.get(name, getattr(base, name)) for name in (*_NUMBERS.values(), *_BOUNDS.values())},
    )
