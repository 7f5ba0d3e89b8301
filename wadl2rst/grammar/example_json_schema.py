"""Examples for JSON Schemas: values that a schema names itself, and documents as values of JSON."""

from __future__ import annotations

import json
from typing import NoReturn

from wadl2rst.grammar.example_instance import Node
from wadl2rst.grammar.example_sizes import NamedValue, is_any
from wadl2rst.grammar.example_values import Values
from wadl2rst.grammar.plain_values import NUMBERS
from wadl2rst.wadl.components import Alternatives, ArrayType, ComplexType, ElementUse, Grammar, ModelGroup, Particle, SimpleType, TypeUse

_DEEPEST = 20
_MOST_STEPS = 2_000
"""How many parts of a named value are checked before it is given up."""


class NamedValues:
    """The values that a schema names itself: samples and defaults, if they are valid."""

    def __init__(self, grammar: Grammar, values: Values) -> None:
        """``values`` checks the simple ones."""
        self._grammar = grammar
        self._values = values
        self._steps = 0

    def of(self, element: ElementUse) -> NamedValue | None:
        """What is fixed, else the first sample or default that is valid; None if there is none."""
        type_ = self._grammar.type(element.type)
        is_text = isinstance(type_, SimpleType) and type_.builtin == "string"
        texts = [] if element.fixed is None else [(element.fixed, True)]
        if not texts:
            texts += [(sample.text, False) for sample in element.samples]
            texts += [] if element.default is None else [(element.default, True)]
            texts += [(sample.text, False) for sample in type_.samples] if isinstance(type_, ComplexType) else []
        for text, may_be_bare in texts:
            parsed = _parsed(text)
            found = [] if parsed is None else [parsed.value]
            if may_be_bare:  # a string has no quotes
                found = [text, *found] if is_text else [*found, text]
            for value in found:
                if (value is None and element.is_nillable) or self._is_valid(value, element.type):
                    return NamedValue(value)
        return None

    def _is_valid(self, value: object, use: TypeUse) -> bool:
        self._steps = _MOST_STEPS
        return self._fits(value, use, 0)

    def _fits(self, value: object, use: TypeUse, depth: int) -> bool:
        self._steps -= 1
        if self._steps < 0 or depth > _DEEPEST:
            return False
        type_ = self._grammar.type(use)
        if isinstance(type_, SimpleType):
            return self._fits_simple(value, type_, depth)
        if isinstance(type_, Alternatives):
            return any(self._fits(value, one, depth + 1) for one in type_.types)
        if isinstance(type_, ArrayType):
            return (
                isinstance(value, list)
                and len(value) >= type_.minimum
                and (type_.maximum is None or len(value) <= type_.maximum)
                and all(self._fits(item, type_.item, depth + 1) for item in value)
            )
        if not isinstance(value, dict):
            return False
        return type_.content is None or self._fits_content(value, type_.content, depth)

    def _fits_simple(self, value: object, type_: SimpleType, depth: int) -> bool:
        if type_.facets.values:
            return any(json_value(one.value, type_.builtin) == value for one in type_.facets.values)
        if type_.members:
            return any(self._fits(value, member, depth + 1) for member in type_.members)
        match type_.builtin:
            case "string":
                return isinstance(value, str) and self._values.fits(type_, value)
            case "boolean":
                return isinstance(value, bool)
            case "null":
                return value is None
            case "integer":
                return isinstance(value, int) and not isinstance(value, bool) and self._values.fits(type_, json.dumps(value))
            case "number":
                is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
                return is_number and self._values.fits(type_, json.dumps(value))
            case _:
                return type_.builtin in ("", "anyType")

    def _fits_content(self, value: dict[str, object], particle: Particle, depth: int) -> bool:
        """Whether an object has the properties that are required, and valid values for those that it has."""
        self._steps -= 1
        if self._steps < 0 or depth > _DEEPEST:
            return False
        if isinstance(particle, ModelGroup):
            if particle.kind != "choice":
                return all(self._fits_content(value, child, depth + 1) for child in particle.children)
            return particle.minimum <= 0 or any(self._fits_content(value, child, depth + 1) for child in particle.children)
        if not isinstance(particle, ElementUse):
            return True
        if particle.name not in value:
            return particle.minimum <= 0
        one = value[particle.name]
        return (one is None and particle.is_nillable) or self._fits(one, particle.type, depth + 1)


def value_of(node: Node, values: Values) -> object:
    """A made document as a value of JSON."""
    if node.named is not None:
        return node.named.value
    if node.is_nil:
        return None
    if isinstance(node.type, SimpleType):
        return {} if is_any(node.type) or node.text is None else json_value(node.text, values.builtin(node.type))
    if isinstance(node.type, ArrayType):
        return [value_of(child, values) for child in node.children]
    return {child.element.name: value_of(child, values) for child in node.children}


def json_value(text: str, builtin: str) -> object:
    """The value of JSON for the text of a simple value: for a type that is not known, a string only if it is nothing else."""
    if builtin in NUMBERS or builtin in ("boolean", "null", "", "anyType", "object", "array"):
        parsed = _parsed(text)
        return text if parsed is None else parsed.value
    return text


def _parsed(text: str) -> NamedValue | None:
    try:
        return NamedValue(json.loads(text, parse_constant=_refuse))
    except (ValueError, RecursionError):
        return None


def _refuse(_constant: str) -> NoReturn:
    """``NaN`` and the like are not JSON."""
    raise ValueError
