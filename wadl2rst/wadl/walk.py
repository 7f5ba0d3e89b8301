"""A generic walk over the values of the model and the prose in it, in the order of their fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from wadl2rst.wadl.model import Doc


def contents_of(value: object) -> Iterator[object]:
    """Yields the values of the fields of a dataclass, with the items of (nested) tuples one by one.

    Fields that are not compared, such as locations, are omitted.
    """
    kind: Any = type(value)
    for name in _names(kind):
        content = getattr(value, name)
        if isinstance(content, tuple):
            yield from _items(content)
        else:
            yield content


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.compare)


def _items(contents: Iterable[object]) -> Iterator[object]:
    for content in contents:
        if isinstance(content, tuple):
            yield from _items(content)
        else:
            yield content


def values_in(value: object) -> Iterator[object]:
    """Yields the dataclass instances directly in the fields of a dataclass."""
    return filter(is_dataclass, contents_of(value))


def walk(*values: object, closed: tuple[type, ...] = ()) -> Iterator[object]:
    """Yields the values and all their descendants in preorder, but not those of values of the types ``closed``.

    Each shared value is yielded only once.
    """
    return _walk(values, closed)


def docs_of(*values: object) -> Iterator[Doc]:
    """Yields all documentation in the values, each once."""
    return (value for value in _walk(values, (Doc,)) if isinstance(value, Doc))


def _walk(values: Iterable[object], closed: tuple[type, ...]) -> Iterator[object]:
    """Like :func:`walk`, but does not descend into values of the types ``closed``."""
    seen: set[int] = set()
    pending = [*reversed(tuple(values))]
    while pending:
        value = pending.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        yield value
        if not isinstance(value, closed):
            pending += reversed(tuple(values_in(value)))
