"""Titles that tell operations apart: what distinguishes operations with the same title is added in parentheses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wadl2rst.wadl import paths
from wadl2rst.wadl.model import Representation
from wadl2rst.wadl.operations import Operation


def distinct_titles(operations: Sequence[Operation], titles: Sequence[str]) -> list[str]:
    """The title of each operation, with an addition to each of ``titles`` that others have too.

    The addition is the first of these in which they differ: the verb, the path, both, the id, the base address, the media types or
    elements of the request, those of the responses.  Operations whose verb and path differ in the patterns of template parameters
    alone look alike on the index, so their titles state the patterns.
    """
    found = list(titles)
    for same in _groups(range(len(operations)), lambda place: (_base(operations[place]), operations[place].request_line)):
        full_paths = {place: paths.with_uniform_patterns(operations[place].raw_path) for place in same}
        if len(set(full_paths.values())) > 1:
            for place, path in full_paths.items():
                operation, title = operations[place], titles[place]
                found[place] = f"{operation.verb} {path}" if title == operation.request_line else f"{title} ({path})"
    for same in _groups(range(len(operations)), found.__getitem__):
        additions = max((tuple(map(difference, [operations[place] for place in same])) for difference in _DIFFERENCES), key=_number)
        if _number(additions) > 1:
            for place, addition in zip(same, additions, strict=True):
                found[place] += f" ({addition})" if addition else ""
    return found


def _base(operation: Operation) -> str:
    return operation.resources.address if operation.resources else ""


_DIFFERENCES: tuple[Callable[[Operation], str], ...] = (
    lambda operation: operation.verb,
    lambda operation: operation.path,
    lambda operation: operation.request_line,
    lambda operation: operation.method.id,
    _base,
    lambda operation: f"{operation.request_line}, {_base(operation)}",
    lambda operation: f"{operation.request_line}, {operation.method.id}",
    lambda operation: _stated(_request(operation), lambda body: body.media_type),
    lambda operation: _stated(_request(operation), lambda body: _local(body.element)),
    lambda operation: _stated(_responses(operation), lambda body: body.media_type),
    lambda operation: _stated(_responses(operation), lambda body: _local(body.element)),
)
"""What can tell operations apart, in order of preference."""


def _request(operation: Operation) -> Sequence[Representation]:
    return operation.method.request.representations if operation.method.request else ()


def _responses(operation: Operation) -> Sequence[Representation]:
    return [body for response in operation.method.responses for body in response.representations]


def _stated(bodies: Sequence[Representation], what: Callable[[Representation], str]) -> str:
    """What bodies state, each once."""
    return ", ".join(dict.fromkeys(filter(None, map(what, bodies))))


def _local(element: str) -> str:
    """The local name of an element, which is ``prefix:name`` or ``{namespace}name``."""
    return element.rpartition("}")[2].rpartition(":")[2]


def _number(additions: tuple[str, ...]) -> int:
    """The number of operations that additions tell apart."""
    return len(set(additions))


def _groups(places: Sequence[int], key: Callable[[int], object]) -> list[list[int]]:
    """The places with the same key, where there are several."""
    found: dict[object, list[int]] = {}
    for place in places:
        found.setdefault(key(place), []).append(place)
    return [same for same in found.values() if len(same) > 1]
