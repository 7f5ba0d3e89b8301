"""The order of operations set by ``order``: that of the WADL, by path, by title or by HTTP method."""

from __future__ import annotations

from collections.abc import Callable

from wadl2rst.wadl.operations import Operation

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
"""The order of methods; others follow, by name."""

Key = tuple[object, ...]


def order_key(order: str) -> Callable[[Operation, str], Key] | None:
    """The key to sort operations by, from an operation and its title; None for the order of the WADL."""
    return {"path": _by_path, "title": _by_title, "method": _by_method}.get(order)


def _by_path(operation: Operation, title: str) -> Key:
    """Segment by segment, those with template parameters after the others; of one path, by method."""
    return (*_path(operation), *_verb(operation), title)


def _by_title(operation: Operation, title: str) -> Key:
    return (title.casefold(), title, *_path(operation), *_verb(operation))


def _by_method(operation: Operation, title: str) -> Key:
    return (*_verb(operation), *_path(operation), title)


def _path(operation: Operation) -> Key:
    segments = operation.path.strip("/").split("/") if operation.path.strip("/") else []
    return (tuple([("{" in segment, segment.casefold(), segment) for segment in segments]),)


def _verb(operation: Operation) -> Key:
    verb = operation.verb
    return (_METHODS.index(verb) if verb in _METHODS else len(_METHODS), verb)
