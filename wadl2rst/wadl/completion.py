"""Completes an element with what another one says of the same thing: the first takes precedence, the other fills the gaps."""

from __future__ import annotations

from dataclasses import replace

from wadl2rst.wadl.model import Method, Param, Representation


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
