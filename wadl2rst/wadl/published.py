"""The base address that pages show instead of what the WADL says; names and labels still depend on the latter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from wadl2rst.wadl import paths
from wadl2rst.wadl.model import Application, Param, Resources

_HOST = re.compile(r"(?:[A-Za-z][\w+.-]*:)?//[^/]*")


def with_published_base(application: Application, base: str) -> Application:
    """The application with ``base`` as its published address; unchanged if that is empty.

    The segments that the paths of all its base addresses begin with are replaced, whatever their hosts, and the others follow ``base``.
    """
    if not base:
        return application
    known = [steps for resources in application.resources if (steps := _steps(resources.base)) is not None]
    common = 0
    while known and all(len(steps) > common and steps[common] == known[0][common] for steps in known):
        common += 1
    shown = (replace(resources, published=_published(resources.base, base, common)) for resources in application.resources)
    return replace(application, resources=tuple(shown))


def is_published(param: Param, resources: Resources | None, path: str = "") -> bool:
    """Whether a parameter of a base address, or of the ``path`` below it, is in the address that pages show."""
    if resources is None or not resources.published:
        return True
    name = param.name
    return name not in paths.template_names(resources.base) or name in paths.template_names(resources.address) + paths.template_names(path)


def unpublished_names(resources: Resources) -> Iterator[str]:
    """The template parameters of the base address of a WADL that its published one does not have."""
    if resources.published:
        shown = paths.template_names(resources.published)
        yield from (name for name in dict.fromkeys(paths.template_names(resources.base)) if name not in shown)


def _steps(base: str) -> Sequence[str] | None:
    """The segments of the path of a base address; None if the WADL has none."""
    base = base.strip()
    return tuple(filter(None, _HOST.sub("", base, count=1).partition("?")[0].split("/"))) if base else None


def _published(own: str, base: str, common: int) -> str:
    rest = (_steps(own) or ())[common:]
    if not rest:
        return base
    return "/".join((base.rstrip("/"), *rest)) + ("/" if own.rstrip().endswith("/") else "")
