"""The operations of an application: each method on each resource, with its path and all its parameters.

Here inheritance is settled: what a resource has from its types (section 2.7) and from the resources
above it (section 2.6: template and matrix parameters go down, query and header parameters do not).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wadl2rst import paths
from wadl2rst.model import Application, Method, Param, Resource, Resources, ResourceType

INHERITED_STYLES = frozenset({"template", "matrix"})
"""Styles of the parameters that sub-resources inherit (section 2.6)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Group:
    """A resource, or a resource type that no resource is of, and what stands on it itself."""

    path: str
    """Full path from ``resources`` down, as written; for a type, its id in braces."""
    resource: Resource | ResourceType | None
    """None for the methods that nothing refers to."""
    params: tuple[Param, ...] = ()
    """Parameters that apply to each operation of the group: inherited, its types', and its own."""
    operations: tuple[Operation, ...] = ()
    top: int = 0
    """The number of the resource directly below ``resources`` that it belongs to, from 0."""
    is_top: bool = False
    """Whether it stands directly below ``resources``."""
    resources: Resources | None = None
    """The ``resources`` that it stands in; None for a type's."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Operation:
    """A method on a resource."""

    verb: str
    """The HTTP method."""
    raw_path: str
    """Full path as written, with the regular expressions of its template parameters."""
    method: Method
    params: tuple[Param, ...]
    """Parameters from the resource, those above it and its types; the method's own are in its request."""
    resources: Resources | None = None
    roles: tuple[str, ...] = ()
    """Roles that may call it: the method's, else the resource's."""
    query_type: str = ""
    """Media type of its query, where the resource says so."""
    extended: bool = False
    """Whether Jersey added it, or the resource, by itself."""
    path: str = field(init=False)
    """Full path for people: regular expressions taken out."""

    def __post_init__(self) -> None:
        """Works out :attr:`path`."""
        object.__setattr__(self, "path", paths.without_patterns(self.raw_path))

    @property
    def request_line(self) -> str:
        """Verb and path; the verb alone for a method that nothing refers to."""
        return f"{self.verb} {self.path}" if self.path else self.verb


def groups(application: Application) -> tuple[Group, ...]:
    """The groups of an application in document order: of its resources, then of unused types, then of the rest.

    A group without operations is there too: it may have documentation.
    """
    found: list[Group] = []
    top = 0
    for resources in application.resources:
        for resource in resources.resources:
            found.extend(_resource_groups(resource, "", (), resources, top))
            top += 1
    for kind in application.unused_types:
        found.extend(_type_groups(kind, top))
        top += 1
    if application.unattached:
        operations = tuple(Operation(verb=method.name, raw_path="", method=method, params=()) for method in application.unattached)
        found.append(Group(path="", resource=None, operations=operations, top=top))
    return tuple(found)


def _resource_groups(
    resource: Resource, base: str, inherited: tuple[Param, ...], resources: Resources | None, top: int, extended: bool = False
) -> Iterator[Group]:
    path = paths.join(base, resource.path) or "/"
    extended = extended or resource.extended
    type_params = tuple(param for kind in resource.types for param in kind.params)
    params = distinct((*inherited, *resource.params, *type_params)) if inherited or type_params else resource.params
    methods = (*resource.methods, *(method for kind in resource.types for method in kind.methods))
    operations = tuple(
        Operation(
            verb=method.name,
            raw_path=path,
            method=method,
            params=params,
            resources=resources,
            roles=method.roles or resource.roles,
            query_type=resource.query_type or next((kind.query_type for kind in resource.types if kind.query_type), ""),
            extended=extended or method.extended,
        )
        for method in methods
    )
    is_top = not base and resources is not None
    yield Group(path=path, resource=resource, params=params, operations=operations, top=top, is_top=is_top, resources=resources)
    below = tuple(param for param in params if param.style in INHERITED_STYLES or not param.style)
    for child in resource.resources:
        yield from _resource_groups(child, path, below, resources, top, extended)
    for kind in resource.types:
        for child in kind.resources:
            yield from _resource_groups(child, path, below, resources, top, extended)


def _type_groups(kind: ResourceType, top: int) -> Iterator[Group]:
    path = "{" + (kind.id or "resource_type") + "}"
    operations = tuple(
        Operation(verb=method.name, raw_path=path, method=method, params=kind.params, query_type=kind.query_type) for method in kind.methods
    )
    yield Group(path=path, resource=kind, params=kind.params, operations=operations, top=top)
    below = tuple(param for param in kind.params if param.style in INHERITED_STYLES or not param.style)
    for child in kind.resources:
        yield from _resource_groups(child, path, below, None, top)


def distinct(params: Sequence[Param]) -> tuple[Param, ...]:
    """The parameters without those that are equal to an earlier one."""
    seen: dict[tuple[str, str], list[Param]] = {}
    kept = []
    for param in params:
        same = seen.setdefault((param.style, param.name), [])
        if not any(param is other or param == other for other in same):
            same.append(param)
            kept.append(param)
    return tuple(kept)
