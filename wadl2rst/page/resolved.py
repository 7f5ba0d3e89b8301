"""References of a text by label instead of by id: where texts of several WADLs are shown together, an id can mean two things."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

from wadl2rst.diagnostics import Location
from wadl2rst.prose import Reference
from wadl2rst.wadl.model import Method

_Value = TypeVar("_Value")

_CLOSED = (str, int, float, Location, Method, type(None))
"""Values without references, or whose references are not printed."""


def resolved(value: _Value, references: Mapping[str, str]) -> _Value:
    """The value, a page value or prose, in which each reference to an id of ``references`` is one to its label.

    References to anything else are not resolved: another WADL can have the id.
    """
    return _resolved(value, references)  # type: ignore[no-any-return]


def _resolved(value: Any, references: Mapping[str, str]) -> Any:
    if isinstance(value, _CLOSED):
        return value
    if isinstance(value, tuple):
        items = [_resolved(item, references) for item in value]
        if all(new is old for new, old in zip(items, value, strict=True)):
            return value
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    if isinstance(value, Reference):
        label = references.get(value.target)
        children = _resolved(value.children, references)
        return replace(value, target=label or "", children=children)
    if is_dataclass(value) and not isinstance(value, type):
        changed: dict[str, Any] = {}
        for name in _names(type(value)):
            old = getattr(value, name)
            new = _later(old, references) if name == "answers" else _resolved(old, references)
            if new is not old:
                changed[name] = new
        return replace(value, **changed) if changed else value
    return value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind))


def _later(make: Callable[[], Any], references: Mapping[str, str]) -> Callable[[], Any]:
    """The function, with its result resolved when it is called."""
    return lambda: _resolved(make(), references)
