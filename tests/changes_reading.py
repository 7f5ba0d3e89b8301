"""Reads small WADLs as versions of an API, and shows the changes between two of them in a short form."""

from __future__ import annotations

import itertools
from pathlib import Path

from wadl2rst.changes.compare import compare
from wadl2rst.changes.values import Change, ComparedApi, api_of
from wadl2rst.config.options import Config
from wadl2rst.run.pipeline import load_wadl
from wadl2rst.wadl.operations import groups

BASE = "https://garden.example/"
XS = "http://www.w3.org/2001/XMLSchema"
_HEAD = (
    f'<application xmlns="http://wadl.dev.java.net/2009/02" xmlns:xs="{XS}" xmlns:g="urn:garden" '
    'xmlns:rax="http://docs.rackspace.com/api" xmlns:apigee="http://api.apigee.com/wadl/2010/07/">'
)


def application(inside: str, *, base: str = BASE, grammars: str = "") -> str:
    """A WADL with these resources."""
    return f'{_HEAD}{grammars}<resources base="{base}">{inside}</resources></application>'


def operation(inside: str = "", *, path: str = "plants", verb: str = "GET", attributes: str = "") -> str:
    """A resource with one operation."""
    return f'<resource path="{path}"><method name="{verb}" {attributes}>{inside}</method></resource>'


class Versions:
    """Versions of an API in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count()

    def api(self, *documents: str) -> ComparedApi:
        """The API of these WADLs."""
        return api_of([self._read(document) for document in documents])

    def _read(self, document: str) -> tuple:  # type: ignore[type-arg]
        file = self._folder / f"{next(self._numbers)}.wadl"
        file.write_text(document, encoding="utf-8")
        found = load_wadl(str(file), Config(root=self._folder), lambda _message: None).application
        assert found is not None, document
        return found, groups(found)

    def changes(self, old: str, new: str) -> tuple[Change, ...]:
        """The changes between two WADLs."""
        return compare(self.api(old), self.api(new)).changes

    def shown(self, old: str, new: str) -> list[str]:
        """The changes in a short form: ``! removed parameter query limit: string -> None [input-removed]``; ``!`` is for breaking."""
        return [shown(change) for change in self.changes(old, new)]


def shown(change: Change) -> str:
    """A change of an operation in a short form."""
    where = " ".join(part for part in (change.place, change.name) if part)
    mark = "! " if change.breaking else ""
    return f"{mark}{change.change} {change.kind}{where and ' '}{where}: {change.old} -> {change.new} [{change.rule}]"
