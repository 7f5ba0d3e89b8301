"""The operations of an application: each method on each resource, with its path and all its parameters.

This module resolves inheritance: what a resource inherits from its types (section 2.7) and from its ancestors
(section 2.6: template and matrix parameters are inherited, query and header parameters are not, nor
do they apply between a resource and its types).  Parameters of a base URI apply to all resources below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, is_dataclass, replace
from typing import NamedTuple

from wadl2rst.diagnostics import Diagnostic, LoadError, MessageCode
from wadl2rst.frozen import dataclass
from wadl2rst.wadl import paths
from wadl2rst.wadl.completion import Differing, StyledParam, united
from wadl2rst.wadl.model import Application, Method, Param, Representation, Resource, Resources, ResourceType, Response
from wadl2rst.wadl.walk import contents_of

MAX_REPEATED = 50_000
"""Maximum number of additional resources and operations through resource types and references."""
MAX_REPEATED_TEXT = 64 << 20
"""Maximum number of characters that pages may repeat from content shared by operations; each operation adds to the limit."""
REPEATED_TEXT_EACH = 4 << 10
"""Number of characters that each operation adds to MAX_REPEATED_TEXT."""
MAX_NESTING = 300
"""Maximum nesting depth of resources, including those of resource types."""
MAX_FULL_PATH = 4_000
"""Maximum length of a full path, in characters; longer ones are truncated, because every resource below repeats them."""

BODY_STYLES = frozenset({"plain", "query", "form", ""})
"""Styles of the parameters in a body; ``query`` parameters are form fields (section 2.12.1 of the WADL specification)."""

KNOWN_STYLES = BODY_STYLES | {"template", "matrix", "header"}
"""All styles with a table of their own or in a body; any other style is non-standard."""

REQUEST_STYLES = frozenset({"template", "matrix", "header"})
"""The styles that the parameters of a representation may have without being part of the request body."""

RESPONSE_STYLES = frozenset({"header"})
"""The styles that the parameters of a representation may have without being part of the response body."""

# The styles that :func:`is_apart` is False for: there are too many parameters in bodies to call it for each.
_IN_REQUEST_BODIES, _IN_RESPONSE_BODIES = KNOWN_STYLES - REQUEST_STYLES, KNOWN_STYLES - RESPONSE_STYLES

INHERITED_STYLES = frozenset({"template", "matrix"})
"""Styles of parameters that sub-resources inherit (section 2.6)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Group:
    """A resource, or a resource type that no resource uses, with its own operations and parameters."""

    path: str
    """Full path from ``resources`` down, as written; for a type, its id in braces."""
    resource: Resource | ResourceType | None
    """The resource or resource type; None for the methods that nothing refers to."""
    params: tuple[Param, ...] = ()
    """Parameters of the resource: inherited, its own, and those of its types; see :attr:`Operation.params` for those of an operation."""
    operations: tuple[Operation, ...] = ()
    """Its operations, in document order."""
    top: int = 0
    """The number of the top-level resource (directly in ``resources``) that it belongs to, from 0."""
    is_top: bool = False
    """Whether it is directly in ``resources``."""
    resources: Resources | None = None
    """The enclosing ``resources``; None for those of a resource type."""


class Declared(NamedTuple):
    """The query and header parameters of a resource without methods, which have no effect (section 2.6)."""

    path: str
    """The full path of the resource, for display."""
    params: tuple[Param, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Operation:
    """A method on a resource."""

    verb: str
    """The HTTP method."""
    raw_path: str
    """Full path as written, with the regular expressions of its template parameters."""
    method: Method
    """The method in the model."""
    params: tuple[Param, ...]
    """The applicable parameters of the resource, its ancestors and its types; those of the method itself are in its request."""
    declared: tuple[Declared, ...] = ()
    """The parameters of ancestors that apply to nothing by section 2.6, from the farthest down; the author may have meant them for all."""
    resources: Resources | None = None
    """The enclosing ``resources``; None for those of a resource type."""
    roles: tuple[str, ...] = ()
    """Roles that may call it: those of the method, otherwise those of the resource."""
    query_type: str = ""
    """Media type of its query, if the resource or one of its types specifies it."""
    extended: bool = False
    """Whether Jersey added it or its resource."""
    path: str = field(init=False)
    """Full path for display, without regular expressions."""

    def __post_init__(self) -> None:
        """Computes :attr:`path`."""
        object.__setattr__(self, "path", paths.without_patterns(self.raw_path))

    def __repr__(self) -> str:
        """A short text: Sphinx makes one of each argument of an event, and the fields lead to the whole WADL."""
        return f"<{type(self).__name__} {self.request_line}>"

    @property
    def request_line(self) -> str:
        """HTTP method and path; the HTTP method alone for a method that nothing refers to."""
        return f"{self.verb} {self.path}" if self.path else self.verb


def groups(application: Application) -> tuple[Group, ...]:
    """The groups of an application in document order: its resources, then unused types, then unattached methods.

    Groups without operations are included, because they may have documentation.  Raises :class:`LoadError` if resource
    types and references expand beyond a limit: ten nested types of ten resources each are ten billion operations.
    """
    found: list[Group] = []
    budget = _Budget()
    top = 0
    for resources in application.resources:
        inherited = _base_params(resources) if resources.params else ()
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
    declared: tuple[Declared, ...] = (),
) -> Iterator[Group]:
    """Yields the group of a resource, then those of its sub-resources, and of the sub-resources of its types.

    ``base`` is the path of the parent, ``inherited`` the inherited parameters (section 2.6), ``resources`` the enclosing
    element with the base URI, and ``top`` the number of the top-level resource.  ``extended`` is that of the parent, ``depth``
    the nesting depth, ``declared`` what ancestors declare without effect.  Raises :class:`LoadError` if types nest resources too deeply.
    """
    if depth > MAX_NESTING:
        raise LoadError(Diagnostic(MessageCode.TOO_DEEP, f"resource types nest resources more than {MAX_NESTING} deep", resource.location))
    path = paths.join(base, resource.path)[:MAX_FULL_PATH] or "/"
    if resources is not None and (steps := paths.climb(base, resource.path)):
        published = paths.above(resources.published, steps) if resources.published else ""
        resources = replace(resources, base=paths.above(resources.base, steps), published=published)
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
            declared=declared,
            resources=resources,
            roles=method.roles or resource.roles,
            query_type=resource.query_type or next((kind.query_type for kind in resource.types if kind.query_type), ""),
            extended=extended or method.extended,
        )
        for method, applying in methods
    )
    is_top = not base and resources is not None
    yield Group(path=path, resource=resource, params=params, operations=operations, top=top, is_top=is_top, resources=resources)
    passed_down = tuple(param for param in params if param.style in INHERITED_STYLES or not param.style)
    without_effect = () if operations else tuple(param for param in resource.params if param.style in ("query", "header"))
    if without_effect:
        declared = (*declared, Declared(paths.without_patterns(path), without_effect))
    for child in resource.resources:
        yield from _resource_groups(child, path, passed_down, resources, top, extended, depth + 1, declared)
    for kind in resource.types:
        for child in kind.resources:
            yield from _resource_groups(child, path, passed_down, resources, top, extended, depth + 1, declared)


def _methods(
    resource: Resource, path: str, inherited: tuple[Param, ...], params: tuple[Param, ...]
) -> Sequence[tuple[Method, tuple[Param, ...]]]:
    """The methods of a resource and of its types, each with the parameters that apply to it.

    Query and header parameters of the resource apply to its own methods, those of a type to the methods of that type
    (sections 2.6 and 2.7).  A method that the resource and a type, or two types, refer to occurs once, with the parameters of both.
    """
    address_params = tuple(param for param in params if _is_address_param(param, path))
    own = distinct((*inherited, *resource.params, *address_params))
    found = [(method, own) for method in resource.methods]
    positions = {_definition(method): position for position, method in enumerate(resource.methods)}
    for kind in resource.types:
        applying = distinct((*address_params, *kind.params))
        for method in kind.methods:
            position = positions.setdefault(_definition(method), len(found))
            if position == len(found):
                found.append((method, applying))
            else:
                same, params_before = found[position]
                found[position] = same, distinct((*params_before, *kind.params))
    return found


def _definition(method: Method) -> object:
    """A key that is equal for all references to the same definition, whatever they add to it."""
    return (method.id, method.name, method.location) if method.id else id(method)


def _is_address_param(param: Param, path: str) -> bool:
    """Whether a parameter is part of the URI of a resource: a template parameter of the path, or a matrix parameter."""
    return param.style in INHERITED_STYLES or (not param.style and param.name in paths.template_names(path))


def _base_params(resources: Resources) -> tuple[Param, ...]:
    """The parameters of the base URI, which apply to all operations below it; one without a style is a template parameter."""
    return tuple(
        param if param.style else replace(param, style="template") for param in resources.params if _is_address_param(param, resources.base)
    )


def _type_groups(kind: ResourceType, top: int) -> Iterator[Group]:
    """Yields the groups of a resource type that no resource uses (section 2.7), with its id in braces as the path."""
    path = "{" + (kind.id or "resource_type") + "}"
    operations = tuple(
        Operation(verb=method.name, raw_path=path, method=method, params=kind.params, query_type=kind.query_type) for method in kind.methods
    )
    yield Group(path=path, resource=kind, params=kind.params, operations=operations, top=top)
    passed_down = tuple(param for param in kind.params if param.style in INHERITED_STYLES or not param.style)
    for child in kind.resources:
        yield from _resource_groups(child, path, passed_down, None, top)


def effective_style(param: Param, path: str, default: str) -> str:
    """The effective style of a parameter; without a style, it is a template parameter if ``path`` contains its name, else ``default``."""
    if param.style:
        return param.style
    return "template" if param.name in paths.template_names(path) else default


def is_apart(style: str, own: frozenset[str]) -> bool:
    """Whether a body parameter has a table of its own: its style is in ``own``, or is non-standard, such as ``cookie``."""
    return style in own or style not in KNOWN_STYLES


def request_params(operation: Operation, differing: Differing | None = None) -> list[StyledParam]:
    """The parameters of a request besides those in the bodies, each once (see :func:`wadl2rst.wadl.completion.united`).

    The farthest are those of the ancestors, the nearest those of the request.
    """
    method = operation.method
    request = method.request
    near = [*method.params, *request.params] if request else [*method.params]
    styled = [(param, effective_style(param, operation.raw_path, "query")) for param in near]
    for representation in request.representations if request else ():
        styled += [(param, param.style) for param in representation.params if param.style not in _IN_REQUEST_BODIES]
    far = [[(param, effective_style(param, operation.raw_path, "query"))] for param in operation.params]
    return united((*far, styled), differing)


def united_responses(method: Method) -> tuple[Response, ...]:
    """The responses of a method, those with the same statuses as one: generators write one for each representation."""
    found: dict[object, Response] = {}
    for response in method.responses:
        key = response.statuses or response.fault
        same = found.get(key)
        found[key] = response if same is None else _united_response(same, response)
    return tuple(found.values()) if len(found) < len(method.responses) else method.responses


def _united_response(one: Response, other: Response) -> Response:
    return replace(
        one,
        fault=one.fault and other.fault,
        docs=one.docs + other.docs,
        params=one.params + other.params,
        representations=one.representations + other.representations,
        incomplete=one.incomplete or other.incomplete,
    )


def response_params(response: Response, differing: Differing | None = None) -> list[StyledParam]:
    """The headers of a response and its parameters of non-standard styles, including those of its representations, each once."""
    styled = [(param, param.style or "header") for param in response.params if not param.style or is_apart(param.style, RESPONSE_STYLES)]
    for representation in response.representations:
        styled += [(param, param.style) for param in representation.params if param.style not in _IN_RESPONSE_BODIES]
    return united((styled,), differing) if styled else styled


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
                same = seen[key] = {same}  # hashes, which visit all fields of a parameter, are needed only from here on
            if param in same:
                continue
            same.add(param)
        kept.append(param)
    return tuple(kept)


class _Budget:
    """Limits the content that resource types, references and inheritance may repeat."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._weights: dict[int, int] = {}
        self._repeated = 0
        self._text = 0
        self._limit = MAX_REPEATED_TEXT

    def spend(self, group: Group) -> Group:
        """Returns the group after counting what it repeats; raises :class:`LoadError` if a limit is exceeded."""
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
            for path, declared in operation.declared:
                self._text += len(path) + sum(len(param.name) for param in declared)
            method = operation.method
            if id(method) in seen:
                self._repeated += 1
                self._text += self._weight(method)
            else:
                seen.add(id(method))
                # A method with additions of a reference is a different object that shares everything else with the definition.
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
        return f"content that operations share expands to more than {self._limit >> 20} million characters"

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
        """The approximate number of characters of a part of the model on a page."""
        key = id(value)
        weight = self._weights.get(key)
        if weight is None:
            weight = 20
            for content in contents_of(value):
                weight += len(content) if isinstance(content, str) else self._weight(content) if is_dataclass(content) else 0
            self._weights[key] = weight
        return weight
