"""The operations of an application: each method on each resource, with its path and all its parameters.

Here inheritance is settled: what a resource has from its types (section 2.7) and from the resources
above it (section 2.6: template and matrix parameters go down, query and header parameters do not, nor
do they pass between a resource and its types).  Those of a base address go down to all below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, is_dataclass, replace

from wadl2rst.diagnostics import Diagnostic, LoadError, MessageCode
from wadl2rst.wadl import paths
from wadl2rst.wadl.model import Application, Method, Param, Representation, Resource, Resources, ResourceType
from wadl2rst.wadl.walk import contents_of

MAX_REPEATED = 50_000
"""How many resources and operations resource types and references may add to those that are written out."""
MAX_REPEATED_TEXT = 64 << 20
"""How many characters the pages may repeat of what several operations share; each operation adds to it."""
REPEATED_TEXT_EACH = 4 << 10
"""How many characters more for each operation."""
MAX_NESTING = 300
"""How deep resources may be nested, with what their types bring."""
MAX_FULL_PATH = 4_000
"""Characters of a path with those above it: longer ones are cut, for each resource below repeats them."""

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
    """Parameters of the resource: inherited, its own, and its types'; which apply to an operation, that says itself."""
    operations: tuple[Operation, ...] = ()
    """Its operations, in document order."""
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
    """The method, as the model has it."""
    params: tuple[Param, ...]
    """Those of the resource, the ones above it and its types that apply to it; the method's own are in its request."""
    resources: Resources | None = None
    """The ``resources`` that it stands in; None for a type's."""
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

    A group without operations is there too: it may have documentation.  Raises :class:`LoadError` where resource
    types and references come to more than could be written: ten types of ten resources each are ten billion operations.
    """
    found: list[Group] = []
    budget = _Budget()
    top = 0
    for resources in application.resources:
        inherited = _of_base(resources) if resources.params else ()
        for resource in resources.resources:
            found.extend(map(budget.spend, _resource_groups(resource, "", inherited, resources, top)))
            top += 1
    for kind in application.unused_types:
        found.extend(map(budget.spend, _type_groups(kind, top)))
        top += 1
    if application.unattached:
        operations = tuple(Operation(verb=method.name, raw_path="", method=method, params=()) for method in application.unattached)
        found.append(Group(path="", resource=None, operations=operations, top=top))
    return tuple(found)


def _resource_groups(
    resource: Resource,
    base: str,
    inherited: tuple[Param, ...],
    resources: Resources | None,
    top: int,
    extended: bool = False,
    depth: int = 1,
) -> Iterator[Group]:
    """The group of a resource, then those of its sub-resources, and of the sub-resources that its types bring.

    ``base`` is the path above it, ``inherited`` the parameters that come down to it (section 2.6), ``resources`` what the
    address is based on, and ``top`` counts the resources at the top.  ``extended`` and ``depth`` come from the resource
    above.  Raises :class:`LoadError` where types nest resources beyond all bounds.
    """
    if depth > MAX_NESTING:
        raise LoadError(Diagnostic(MessageCode.TOO_DEEP, f"resource types nest resources more than {MAX_NESTING} deep", resource.location))
    path = paths.join(base, resource.path)[:MAX_FULL_PATH] or "/"
    extended = extended or resource.extended
    type_params = tuple(param for kind in resource.types for param in kind.params)
    params = distinct((*inherited, *resource.params, *type_params)) if inherited or type_params else resource.params
    methods = _methods(resource, path, inherited, params) if resource.types else [(method, params) for method in resource.methods]
    operations = tuple(
        Operation(
            verb=method.name,
            raw_path=path,
            method=method,
            params=applying,
            resources=resources,
            roles=method.roles or resource.roles,
            query_type=resource.query_type or next((kind.query_type for kind in resource.types if kind.query_type), ""),
            extended=extended or method.extended,
        )
        for method, applying in methods
    )
    is_top = not base and resources is not None
    yield Group(path=path, resource=resource, params=params, operations=operations, top=top, is_top=is_top, resources=resources)
    below = tuple(param for param in params if param.style in INHERITED_STYLES or not param.style)
    for child in resource.resources:
        yield from _resource_groups(child, path, below, resources, top, extended, depth + 1)
    for kind in resource.types:
        for child in kind.resources:
            yield from _resource_groups(child, path, below, resources, top, extended, depth + 1)


def _methods(
    resource: Resource, path: str, inherited: tuple[Param, ...], params: tuple[Param, ...]
) -> Sequence[tuple[Method, tuple[Param, ...]]]:
    """The methods of a resource and of its types, each with the parameters that apply to it.

    Query and header parameters of the resource apply to its own methods, those of a type to the methods of that type
    (sections 2.6 and 2.7).  A method that the resource and a type, or two types, refer to is one, to which both apply.
    """
    of_address = tuple(param for param in params if _is_of_address(param, path))
    own = distinct((*inherited, *resource.params, *of_address))
    found = [(method, own) for method in resource.methods]
    places = {_definition(method): place for place, method in enumerate(resource.methods)}
    for kind in resource.types:
        applying = distinct((*of_address, *kind.params))
        for method in kind.methods:
            place = places.setdefault(_definition(method), len(found))
            if place == len(found):
                found.append((method, applying))
            else:
                known, before = found[place]
                found[place] = known, distinct((*before, *kind.params))
    return found


def _definition(method: Method) -> object:
    """What is equal for references to one definition, whatever they add to it."""
    return (method.id, method.name, method.location) if method.id else id(method)


def _is_of_address(param: Param, path: str) -> bool:
    """Whether a parameter is a part of the address of a resource: of the path, or a matrix parameter."""
    return param.style in INHERITED_STYLES or (not param.style and param.name in paths.template_names(path))


def _of_base(resources: Resources) -> tuple[Param, ...]:
    """The parameters of the base address, which all operations below it have; one without a style is of the template there."""
    return tuple(
        param if param.style else replace(param, style="template") for param in resources.params if _is_of_address(param, resources.base)
    )


def _type_groups(kind: ResourceType, top: int) -> Iterator[Group]:
    """The groups of a resource type that no resource is of (section 2.7): its id in braces stands for the path."""
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
    seen: dict[tuple[str, str], set[Param] | Param] = {}
    kept = []
    for param in params:
        key = (param.style, param.name)
        same = seen.get(key)
        if same is None:
            seen[key] = param
        elif same is param:
            continue
        else:
            if not isinstance(same, set):
                same = seen[key] = {same}  # only now hashes are needed, which look at all of a parameter
            if param in same:
                continue
            same.add(param)
        kept.append(param)
    return tuple(kept)


class _Budget:
    """What resource types, references and inheritance may repeat."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._weights: dict[int, int] = {}
        self._repeated = 0
        self._text = 0
        self._limit = MAX_REPEATED_TEXT

    def spend(self, group: Group) -> Group:
        """The group, when what it repeats was paid for; raises :class:`LoadError` where too much is repeated."""
        seen = self._seen
        if id(group.resource) in seen:
            self._repeated += 1
        seen.add(id(group.resource))
        for operation in group.operations:
            self._limit += REPEATED_TEXT_EACH
            for param in operation.params:
                if id(param) in seen:
                    self._text += self._weight(param)
                seen.add(id(param))
            method = operation.method
            if id(method) in seen:
                self._repeated += 1
                self._text += self._weight(method)
            else:
                seen.add(id(method))
                # A method that adds something to the one that it refers to is another, and shares all the rest with it.
                self._share(method.docs)
                for response in method.responses:
                    if id(response) in seen:
                        self._text += self._weight(response)
                    else:
                        seen.add(id(response))
                        self._share_bodies(response.representations)
                request = method.request
                if request is not None:
                    if id(request) in seen:
                        self._text += self._weight(request)
                    else:
                        seen.add(id(request))
                        self._share(request.docs)
                        self._share_bodies(request.representations)
            if self._repeated > MAX_REPEATED or self._text > self._limit:
                break
        if self._repeated > MAX_REPEATED or self._text > self._limit:
            raise LoadError(Diagnostic(MessageCode.TOO_LARGE, self._reason(), group.resource.location if group.resource else None))
        return group

    def _reason(self) -> str:
        if self._repeated > MAX_REPEATED:
            return f"resource types and references expand to more than {MAX_REPEATED:,} resources and operations"
        return f"what operations share expands to more than {self._limit >> 20} million characters"

    def _share_bodies(self, representations: Sequence[Representation]) -> None:
        for representation in representations:
            if id(representation) not in self._seen:
                self._share(representation.docs)
        self._share(representations)

    def _share(self, values: Sequence[object]) -> None:
        for value in values:
            if id(value) in self._seen:
                self._text += self._weight(value)
            self._seen.add(id(value))

    def _weight(self, value: object) -> int:
        """About how many characters a part of the model takes on a page."""
        key = id(value)
        weight = self._weights.get(key)
        if weight is None:
            weight = 20
            for content in contents_of(value):
                weight += len(content) if isinstance(content, str) else self._weight(content) if is_dataclass(content) else 0
            self._weights[key] = weight
        return weight
