"""What is compared, and what comes out of it, as frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from wadl2rst.frozen import dataclass
from wadl2rst.wadl.components import Grammar
from wadl2rst.wadl.model import Application
from wadl2rst.wadl.operations import Group, Operation


@dataclass(frozen=True, slots=True)
class ApiOperation:
    """An operation of an API, with the schemas of the WADL that it is in."""

    operation: Operation
    """The operation."""
    grammar: Grammar
    """The schemas of its WADL."""

    @property
    def base(self) -> str:
        """Its base address as written, without white space around it; empty if there is none."""
        return self.operation.resources.base.strip() if self.operation.resources else ""


@dataclass(frozen=True, slots=True)
class ComparedApi:
    """One version of an API, which one or several WADLs describe."""

    operations: tuple[ApiOperation, ...]
    """The operations of all its WADLs."""
    bases: tuple[str, ...] = ()
    """The base addresses of all its WADLs, as written, without white space around them; none that is empty."""


def api_of(wadls: Sequence[tuple[Application, Sequence[Group]]]) -> ComparedApi:
    """The API that the WADLs describe, each with the groups of the operations to compare.

    Methods that no resource refers to and types that no resource has are left out: no client can call them.
    """
    operations = tuple(
        ApiOperation(operation, application.schemas)
        for application, groups in wadls
        for group in groups
        for operation in group.operations
        if operation.resources is not None
    )
    bases = (resources.base.strip() for application, _groups in wadls for resources in application.resources if resources.resources)
    return ComparedApi(operations, tuple(dict.fromkeys(base for base in bases if base)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change between two versions of an API."""

    change: str
    """``added``, ``removed``, ``changed`` or ``moved``."""
    kind: str
    """What was changed: ``operation``, ``parameter``, ``status``, ``media-type``, ``row`` (a part of a body that a schema
    describes), ``deprecation`` or ``base``."""
    operation: str
    """HTTP method and path of the operation in the new version, in the old one if it was removed; empty for a base address."""
    name: str = ""
    """The name of the parameter or row, the status or the media type; empty for an operation and a base address."""
    place: str = ""
    """Where that is: ``query``, ``header``, ``template``, ``matrix`` or another style, or ``body``; for a response, this with
    ``response`` and the statuses before it: ``response 200 body``."""
    old: str | None = None
    """What it was before; None for nothing."""
    new: str | None = None
    """What it is now; None for nothing."""
    breaking: bool
    """Whether it can break a client."""
    rule: str
    """The id of the rule that says so, see :mod:`wadl2rst.changes.rules`."""
    subject: ApiOperation | None = field(default=None, compare=False, repr=False)
    """The operation in the new version, in the old one if it was removed; None for a base address."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes between two versions of an API."""

    changes: tuple[Change, ...]
    """All changes, by path and HTTP method of their operation; those of base addresses first."""

    @property
    def is_breaking(self) -> bool:
        """Whether one of them can break a client."""
        return any(change.breaking for change in self.changes)
