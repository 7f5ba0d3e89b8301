"""The restrictions that a JSON Schema puts on a simple value, its enumeration, and its samples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation

from wadl2rst.diagnostics import Location
from wadl2rst.grammar.json_schema_merge import Merged
from wadl2rst.grammar.json_schema_text import Number, json_text, scalar_text
from wadl2rst.prose import CodeBlock
from wadl2rst.wadl.components import Facets, Value
from wadl2rst.wadl.model import Doc

MAX_SAMPLES = 5
"""The number of samples of a schema that are shown."""
MAX_SAMPLE = 16 << 10
"""Limit for the length of a sample, in characters."""

_KEYWORDS = (
    ("object", ("properties", "additionalProperties", "patternProperties")),
    ("array", ("items", "prefixItems", "minItems", "maxItems")),
    ("string", ("pattern", "minLength", "maxLength")),
    ("number", ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "divisibleBy")),
)
_TEXTS = ("x-enum-descriptions", "x-enumDescriptions", "enumDescriptions")


def inferred(merged: Merged) -> list[str]:
    """The type that a schema without ``type`` means, by the keywords that restrict one type only; empty if it means none."""
    return next(([name] for name, keywords in _KEYWORDS if merged.has(*keywords)), [])


def facets(merged: Merged, kind: str) -> Facets:
    """The restrictions on the values of a simple type (validation, sections 6.2 and 6.3)."""
    if kind == "string":
        patterns = dict.fromkeys(value for _place, value in merged.every("pattern") if isinstance(value, str) and value)
        return Facets(patterns=tuple(patterns), min_length=merged.integer("minLength", max), max_length=merged.integer("maxLength", min))
    if kind not in ("integer", "number"):
        return Facets()
    minimum, above = _limits(merged, "minimum", "exclusiveMinimum", max)
    maximum, below = _limits(merged, "maximum", "exclusiveMaximum", min)
    steps = [value.text for _place, value in merged.every("multipleOf", "divisibleBy") if isinstance(value, Number)]
    return Facets(minimum=minimum, above=above, maximum=maximum, below=below, multiple_of=steps[0] if steps else None)


def _limits(merged: Merged, keyword: str, exclusive: str, among: Callable[[Sequence[Decimal]], Decimal]) -> tuple[str | None, str | None]:
    """The limit that is a value itself, and the one that is not: a number of its own since draft 6, before that ``true`` beside it."""
    inclusive: list[Number] = []
    exclusives: list[Number] = []
    for place in merged.own:
        node = place.node if isinstance(place.node, dict) else {}
        limit, other = node.get(keyword), node.get(exclusive)
        if isinstance(limit, Number):
            (exclusives if other is True else inclusive).append(limit)
        if isinstance(other, Number):
            exclusives.append(other)
    return _picked(inclusive, among), _picked(exclusives, among)


def _picked(numbers: Sequence[Number], among: Callable[[Sequence[Decimal]], Decimal]) -> str | None:
    if len(numbers) < 2:
        return numbers[0].text if numbers else None
    try:
        by_size = {Decimal(number.text): number.text for number in reversed(numbers)}
        return by_size[among(list(by_size))]
    except InvalidOperation:  # an exponent that no computer uses
        return numbers[0].text


def builtin_of(values: Sequence[object], types: Sequence[str]) -> str:
    """The type of the values of an enumeration: the one that the schema names, else the one that they all have."""
    if len(types) == 1:
        return types[0]
    kinds = {_kind(value) for value in values}
    if kinds == {"integer", "number"}:
        return "number"
    return kinds.pop() if len(kinds) == 1 else ""


def _kind(value: object) -> str:
    if isinstance(value, Number):
        return "integer" if value.text.lstrip("-").isdigit() else "number"
    if isinstance(value, str):
        return "string"
    if isinstance(value, bool):
        return "boolean"
    return "null" if value is None else "object" if isinstance(value, dict) else "array"


def listed_values(merged: Merged, values: Sequence[object], to_docs: Callable[[str, Location], tuple[Doc, ...]]) -> tuple[Value, ...]:
    """The values of an enumeration, with the texts that generators write beside it: a list in the same order, or an object."""
    texts: dict[str, str] = {}
    for place, found in merged.every(*_TEXTS):
        listed = place.node.get("enum") if isinstance(place.node, dict) else None
        if isinstance(found, list) and isinstance(listed, list):
            found = {scalar_text(value): text for value, text in zip(listed, found, strict=False)}
        if isinstance(found, dict):
            texts.update((key, text) for key, text in found.items() if isinstance(text, str))
    location = merged.own[0].location
    made = []
    for value in values:
        text = scalar_text(value)
        made.append(Value(value=text, docs=to_docs(texts[text], location) if texts.get(text, "").strip() else (), location=location))
    return tuple(made)


def samples_of(merged: Merged) -> tuple[CodeBlock, ...]:
    """The samples that a schema has: ``examples``, and the ``example`` of OpenAPI."""
    found: list[str] = []
    for _place, value in merged.every("examples"):
        if isinstance(value, list):
            found += map(json_text, value[:MAX_SAMPLES])
    found += (json_text(value) for _place, value in merged.every("example"))
    kept = [text for text in dict.fromkeys(found) if len(text) <= MAX_SAMPLE]
    return tuple(CodeBlock(text, "json") for text in kept[:MAX_SAMPLES])
