"""Parameters and rows in one form, and the changes between two of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wadl2rst.changes.types import ARRAY, Limit, TypeMeaning, includes, is_same_kind, meaning, tightens
from wadl2rst.frozen import dataclass
from wadl2rst.grammar.rows import Row
from wadl2rst.wadl.components import Attribute, ElementUse, Grammar
from wadl2rst.wadl.model import Param


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A parameter, or a row of a body."""

    name: str
    """Its name, as changes have it."""
    required: bool = False
    """Whether it must be there."""
    type: TypeMeaning
    """What its type means."""
    is_typed: bool = True
    """Whether the WADL or schema states the type."""
    default: str | None = None
    fixed: str | None = None
    values: tuple[str, ...] | None = None
    """The allowed values, sorted; None for no restriction."""
    limits: tuple[Limit, ...] = ()
    """The restrictions of its type, and those on how often it occurs."""
    repeats: bool = False
    """Whether it may occur more than once."""
    is_null: bool = False
    """Whether it may be null, or empty with ``xsi:nil``."""
    is_deprecated: bool = False
    as_text: bool = False
    """Whether its value is sent as text alone, so that a string can be anything."""


class FieldChange(NamedTuple):
    """A change of a parameter or row, without the operation."""

    change: str
    """``added``, ``removed`` or ``changed``."""
    name: str
    """Its name."""
    old: str | None
    new: str | None
    rule: str
    """The rule, without ``input-`` or ``output-``."""


def field_of_param(param: Param, style: str, known: TypeMeaning, *, name: str = "", pattern: str = "", as_text: bool = True) -> Field:
    """A parameter; ``style`` is its effective style, ``known`` what its type means, ``pattern`` that of the path for it.

    ``name`` is its name, if that is not its own; ``as_text`` says whether its value is sent as text alone.
    """
    values = tuple(sorted({option.value for option in param.options})) if param.options else known.values
    limits = (*known.limits, Limit("pattern", pattern)) if pattern else known.limits
    return Field(
        name=name or param.name,
        required=style == "template" or bool(param.required),
        type=known,
        is_typed=param.typed,
        default=param.default,
        fixed=param.fixed,
        values=values,
        limits=limits,
        repeats=bool(param.repeating),
        as_text=as_text,
    )


def field_of_row(row: Row, name: str, grammar: Grammar) -> Field:
    """A row of a body with the name ``name``."""
    known = meaning(row.type, grammar)
    use = row.use
    default = fixed = None
    is_null = is_deprecated = False
    if isinstance(use, Attribute | ElementUse):
        default, fixed = use.default, use.fixed
    if isinstance(use, ElementUse):
        is_null, is_deprecated = use.is_nillable, use.is_deprecated
    repeats = row.name.endswith("[]")
    limits = known.limits
    if row.is_array:
        known = known._replace(base=f"{ARRAY}{known.base}", shown=f"{known.shown}[]")
    if repeats:
        least, most = row.occurrences
        limits = (*limits, *([Limit("minItems", str(least))] if least > 1 else []))
        limits = (*limits, *([Limit("maxItems", str(most))] if most is not None else []))
    return Field(
        name=name,
        required=bool(row.required),
        type=known,
        default=default,
        fixed=fixed,
        values=known.values,
        limits=limits,
        repeats=repeats and not row.is_array,
        is_null=is_null,
        is_deprecated=is_deprecated,
    )


def added(field: Field, *, is_input: bool) -> FieldChange:
    """The change that a parameter or row is new."""
    return FieldChange("added", field.name, None, field.type.shown or None, "added-required" if is_input and field.required else "added")


def removed(field: Field) -> FieldChange:
    """The change that a parameter or row is gone."""
    return FieldChange("removed", field.name, field.type.shown or None, None, "removed")


def field_changes(old: Field, new: Field, *, is_input: bool) -> Iterator[FieldChange]:
    """The changes between two versions of a parameter or row; ``is_input`` says whether clients send it."""

    def changed(rule: str, before: str | None = None, after: str | None = None, change: str = "changed") -> FieldChange:
        return FieldChange(change, new.name, before, after, rule)

    if old.required != new.required:
        yield changed("required" if new.required else "optional", _required(old), _required(new))
    same_type = is_same_kind(old.type, new.type)
    if old.is_typed != new.is_typed:
        if old.type.shown != new.type.shown:
            yield changed("type-stated", old.type.shown if old.is_typed else None, new.type.shown if new.is_typed else None)
    elif not same_type:
        yield changed(_type_rule(old, new, is_input=is_input), old.type.shown, new.type.shown)
    yield from _default_changes(old, new, is_input=is_input)
    if (same_type or old.values != old.type.values or new.values != new.type.values) and _values_known(old, new):
        yield from _value_changes(old, new)
    if same_type and old.type.is_known and new.type.is_known and old.limits != new.limits:
        yield from _limit_changes(old, new, is_input=is_input)
    if old.repeats != new.repeats:
        yield changed("repeating" if new.repeats else "single", _repeats(old), _repeats(new))
    if old.is_null != new.is_null:
        yield changed("null" if new.is_null else "not-null")
    if old.is_deprecated != new.is_deprecated:
        yield changed("deprecated" if new.is_deprecated else "reinstated", change="added" if new.is_deprecated else "removed")


def _required(field: Field) -> str:
    return "required" if field.required else "optional"


def _repeats(field: Field) -> str:
    return "repeating" if field.repeats else "single"


def _values_known(old: Field, new: Field) -> bool:
    """Whether the values of both are known: those of a type that no schema declares are not, unless the WADL lists them itself."""
    return all(field.type.is_known or field.values is not None for field in (old, new))


def _type_rule(old: Field, new: Field, *, is_input: bool) -> str:
    as_text = old.as_text and new.as_text
    if is_input and includes(new.type, old.type, as_text=as_text):
        return "type-widened"
    if not is_input and includes(old.type, new.type, as_text=as_text):
        return "type-narrowed"
    return "type-changed"


def _default_changes(old: Field, new: Field, *, is_input: bool) -> Iterator[FieldChange]:
    if old.default != new.default:
        rule = "default-stated" if old.default is None and is_input else "default-changed"
        yield FieldChange("changed", new.name, old.default, new.default, rule)
    if old.fixed != new.fixed:
        sent, received = "not-fixed" if new.fixed is None else "fixed", "fixed" if old.fixed is None else "fixed-changed"
        rule = sent if is_input else received
        yield FieldChange("changed", new.name, old.fixed, new.fixed, rule)


def _value_changes(old: Field, new: Field) -> Iterator[FieldChange]:
    before, after = old.values, new.values
    if before == after:
        return
    if before is None and after is not None:
        yield FieldChange("changed", new.name, None, ", ".join(after), "values-limited")
    elif after is None and before is not None:
        yield FieldChange("changed", new.name, ", ".join(before), None, "values-unlimited")
    elif before is not None and after is not None:
        kept = set(before) & set(after)
        gone, come = [value for value in before if value not in kept], [value for value in after if value not in kept]
        if gone:
            yield FieldChange("changed", new.name, ", ".join(gone), None, "value-removed")
        if come:
            yield FieldChange("changed", new.name, None, ", ".join(come), "value-added")


def _limit_changes(old: Field, new: Field, *, is_input: bool) -> Iterator[FieldChange]:
    before, after = dict(old.limits), dict(new.limits)
    for facet in sorted(before.keys() | after.keys()):
        was, now = before.get(facet), after.get(facet)
        if was == now:
            continue
        is_tighter = tightens(facet, was, now)
        if is_tighter is None:
            is_tighter = is_input  # it may exclude what was allowed, and allow what was excluded: the worse of both counts
        texts = [None if value is None else f"{facet} {value}" for value in (was, now)]
        yield FieldChange("changed", new.name, texts[0], texts[1], "limit-tightened" if is_tighter else "limit-relaxed")
