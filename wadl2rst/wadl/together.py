"""Several WADLs of one API: their base addresses, and what one of them defines and only others use."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from wadl2rst.diagnostics import Location
from wadl2rst.wadl.model import Application, Method, Param, Representation, ResourceType
from wadl2rst.wadl.published import with_published_base
from wadl2rst.wadl.walk import walk

_DEFINITIONS = (Method, Param, Representation, ResourceType)
_Definition = TypeVar("_Definition", Method, Param, Representation, ResourceType)


def with_shared_bases(applications: Sequence[Application], base: str) -> list[Application]:
    """The applications with ``base`` as their published address, unless that is empty.

    Addresses that differ in nothing but a slash at the end are the same: each gets the form of the first.
    """
    forms: dict[str, str] = {}
    changed = []
    for application in applications:
        resources = []
        for one in application.resources:
            form = forms.setdefault(one.base.strip().rstrip("/"), one.base)
            resources.append(one if one.base == form else replace(one, base=form))
        changed.append(tuple(resources))
    if base:
        # All together, because the paths that they begin with are replaced.
        whole = with_published_base(Application(resources=tuple([one for resources in changed for one in resources])), base)
        shown = iter(whole.resources)
        changed = [tuple([next(shown) for _one in resources]) for resources in changed]
    return [
        application if application.resources == resources else replace(application, resources=resources)
        for application, resources in zip(applications, changed, strict=True)
    ]


def used_by_others(applications: Sequence[Application]) -> frozenset[Location]:
    """The locations of the definitions that the WADL with them does not use, but another one does."""
    unused = {item.location for application in applications for item in _unused(application)}
    if not unused:
        return frozenset()
    used = (item.location for application in applications for item in walk(*application.resources) if isinstance(item, _DEFINITIONS))
    return frozenset(unused.intersection(used))


def without(application: Application, used: Collection[Location]) -> Application:
    """The application, in which the definitions with a location in ``used`` do not count as unused."""
    if not used or not any(item.location in used for item in _unused(application)):
        return application

    def left(items: Sequence[_Definition]) -> tuple[_Definition, ...]:
        return tuple([item for item in items if item.location not in used])

    return replace(
        application,
        unused_types=left(application.unused_types),
        unattached=left(application.unattached),
        unused_representations=left(application.unused_representations),
        unused_params=left(application.unused_params),
    )


def _unused(application: Application) -> Iterator[Method | Param | Representation | ResourceType]:
    yield from application.unused_types
    yield from application.unattached
    yield from application.unused_representations
    yield from application.unused_params
