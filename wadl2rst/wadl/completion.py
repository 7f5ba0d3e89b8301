"""Completes an element with what another one says of the same thing: the first takes precedence, the other fills the gaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from wadl2rst.wadl.model import Method, Param, Representation

StyledParam = tuple[Param, str]
"""A parameter and its effective style."""

COOKIE_HEADERS = frozenset({"cookie", "set-cookie"})
"""Headers that carry cookies (RFC 6265), in lower case; Jersey writes the name of the cookie as the path of the parameter."""

MAX_COMPARED = 50
"""At most this many parameters of one name and style in one operation are compared; real operations have fewer than a tenth as many."""

Differing = Callable[[Param, Param, bool], None]
"""Called with two contradicting parameters: the one that takes precedence, the other, and whether both are shown."""


def completed_method(own: Method, other: Method) -> Method:
    """``own``, with the documentation, parameters, request and responses of ``other`` where it has none."""
    return replace(
        own,
        id=own.id or other.id,
        docs=own.docs or other.docs,
        params=own.params or other.params,
        request=own.request or other.request,
        responses=own.responses or other.responses,
        incomplete=own.incomplete or other.incomplete,
        display_name=own.display_name or other.display_name,
        tags=own.tags or other.tags,
        roles=own.roles or other.roles,
        authentication=own.authentication or other.authentication,
        examples=own.examples or other.examples,
        extended=own.extended or other.extended,
        deprecated=own.deprecated or other.deprecated,
        experimental=own.experimental or other.experimental,
    )


def completed_representation(own: Representation, other: Representation) -> Representation:
    """``own``, with the attributes and contents of ``other`` where it has none."""
    return replace(
        own,
        id=own.id or other.id,
        media_type=own.media_type or other.media_type,
        element=own.element or other.element,
        element_name=own.element_name or other.element_name,
        profiles=own.profiles or other.profiles,
        schema=own.schema or other.schema,
        params=own.params or other.params,
        docs=own.docs or other.docs,
    )


def completed_param(own: Param, other: Param) -> Param:
    """``own``, with the attributes and contents of ``other`` where it has none."""
    return replace(
        own,
        name=own.name or other.name,
        style=own.style or other.style,
        id=own.id or other.id,
        type=own.type if own.typed else other.type,
        type_name=own.type_name or other.type_name,
        typed=own.typed or other.typed,
        path=own.path or other.path,
        required=other.required if own.required is None else own.required,
        repeating=other.repeating if own.repeating is None else own.repeating,
        default=other.default if own.default is None else own.default,
        fixed=other.fixed if own.fixed is None else own.fixed,
        options=own.options or other.options,
        links=own.links or other.links,
        docs=own.docs or other.docs,
    )


def united(levels: Sequence[Sequence[StyledParam]], differing: Differing | None = None) -> list[StyledParam]:
    """The parameters of ``levels``, which begin with the farthest from the request, with each parameter once.

    Of parameters with the same name and style, the nearer takes precedence, and the other fills its gaps; in one level, only those
    that do not contradict each other are united, and the first takes precedence.  Each has the documentation of all.
    Those with different paths are kept apart.
    Body parameters without a path are united only if they are equal, because the objects in a body often have parameters of the
    same name.
    """
    everything = [styled for params in levels for styled in params]
    if len({(style, param.name) for param, style in everything}) == len(everything):
        return everything  # nothing to unite, as in nearly every request
    found: list[StyledParam] = []
    positions: dict[tuple[str, str, str], list[int]] = {}
    levels_of: list[int] = []
    for level, params in enumerate(levels):
        for param, style in params:
            key = (style, param.name, param.path if style == "plain" else "")
            listed = positions.get(key)
            if listed is None:
                listed = positions[key] = []
            before = [position for position in listed[:MAX_COMPARED] if _may_be_same(found[position][0], param)] if listed else []
            if not before:
                pass
            elif any(found[position][0] == param for position in before):
                continue
            elif param.name and (style != "plain" or param.path):
                farther = [position for position in before if levels_of[position] < level]
                if farther:
                    position = farther[0]
                    if differing and _contradict(found[position][0], param):
                        differing(param, found[position][0], False)
                    found[position] = _with_docs(completed_param(param, found[position][0]), found[position][0]), style
                    levels_of[position] = level
                    continue
                position = next((position for position in before if not _contradict(found[position][0], param)), -1)
                if position >= 0:
                    found[position] = _with_docs(completed_param(found[position][0], param), param), style
                    continue
                if differing:
                    differing(found[before[0]][0], param, True)
            listed.append(len(found))
            found.append((param, style))
            levels_of.append(level)
    return found


def _with_docs(param: Param, other: Param) -> Param:
    """``param``, with the documentation of ``other`` after its own."""
    return replace(param, docs=(*param.docs, *(doc for doc in other.docs if doc not in param.docs)))


def _may_be_same(one: Param, other: Param) -> bool:
    """Whether two parameters of one name and style can be the same: those with different paths are read from different places.

    A cookie is a header whose path is its name, as Jersey writes it.
    """
    if one.name.lower() in COOKIE_HEADERS:
        return one.path == other.path
    return not one.path or not other.path or one.path == other.path


def _contradict(one: Param, other: Param) -> bool:
    """Whether two parameters differ in something that both state, besides documentation."""
    if one.typed and other.typed and one.type.rpartition(":")[2] != other.type.rpartition(":")[2]:
        return True
    stated = ((one.required, other.required), (one.default, other.default), (one.fixed, other.fixed))
    if any(first is not None and second is not None and first != second for first, second in stated):
        return True
    values, others = ({option.value for option in param.options} for param in (one, other))
    return bool(values and others) and values != others
