"""Whether parts of two versions say the same in all that is compared, in the same order: most do, and need no closer look."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from wadl2rst.wadl.model import Method, Option, Param, Representation, Response
from wadl2rst.wadl.operations import Operation


def same_request(one: Operation, other: Operation) -> bool:
    """Whether two requests are the same, and have the same path."""
    before, after = one.method, other.method
    if one.raw_path != other.raw_path or not _same_params(one.params, other.params) or not _same_params(before.params, after.params):
        return False
    if before.request is None or after.request is None:
        return before.request is after.request and before.incomplete == after.incomplete
    return (
        before.request.incomplete == after.request.incomplete
        and before.incomplete == after.incomplete
        and _same_params(before.request.params, after.request.params)
        and same_bodies(before.request.representations, after.request.representations)
    )


def same_responses(one: Method, other: Method) -> bool:
    """Whether two methods have the same responses."""
    return (
        len(one.responses) == len(other.responses)
        and one.incomplete == other.incomplete
        and all(map(_same_response, one.responses, other.responses))
    )


def same_bodies(one: Sequence[Representation], other: Sequence[Representation]) -> bool:
    """Whether two sequences of bodies are the same."""
    return one is other or (len(one) == len(other) and all(map(_same_body, one, other)))


def _same_response(one: Response, other: Response) -> bool:
    return (
        one.statuses == other.statuses
        and one.fault == other.fault
        and one.incomplete == other.incomplete
        and _same_params(one.params, other.params)
        and same_bodies(one.representations, other.representations)
    )


def _same_body(one: Representation, other: Representation) -> bool:
    return (
        one.media_type == other.media_type
        and one.element == other.element
        and one.element_name == other.element_name
        and one.schema == other.schema
        and one.unresolved == other.unresolved
        and _same_params(one.params, other.params)
    )


def _same_params(one: Sequence[Param], other: Sequence[Param]) -> bool:
    return one is other or (len(one) == len(other) and all(map(_same_param, one, other)))


_STATED = attrgetter("name", "style", "type", "type_name", "typed", "path", "required", "repeating", "default", "fixed")


def _same_param(one: Param, other: Param) -> bool:
    if one is other:
        return True
    options, others = one.options, other.options
    return _STATED(one) == _STATED(other) and len(options) == len(others) and all(map(_same_option, options, others))


def _same_option(one: Option, other: Option) -> bool:
    return one.value == other.value
