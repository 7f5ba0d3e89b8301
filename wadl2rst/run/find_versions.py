"""Versions of an API that are built in one run: where each operation of one is in the others.

The labels of an operation and its place come from the plan of its API, so all APIs that others link to are read and planned first.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from wadl2rst import names
from wadl2rst.changes.matching import match, only_version_differs, stand_ins
from wadl2rst.changes.values import ApiOperation, ComparedApi, api_of
from wadl2rst.config.apis import default_prefix
from wadl2rst.config.options import Config, pair_of
from wadl2rst.diagnostics import Diagnostic, LoadError, drop_message
from wadl2rst.output.writer import records_in
from wadl2rst.page.merged import MergedPlan
from wadl2rst.page.options import OtherVersion
from wadl2rst.page.plan import NamedOperation, SitePlan
from wadl2rst.run import inputs
from wadl2rst.run.inputs import Input
from wadl2rst.run.merging import ApiMerger
from wadl2rst.run.pipeline import FrontEnd, LoadedWadl, load_wadl, plan_filtered
from wadl2rst.run.versions import NO_VERSIONS, ApiVersions
from wadl2rst.source.shared import SharedSchemas


@dataclass(frozen=True, slots=True, eq=False)
class _Operation:
    """An operation that is shown."""

    named: NamedOperation
    page: str
    section: str


@dataclass(slots=True)
class _Planned:
    """An API, planned."""

    api: ComparedApi
    """All its operations, whether or not filters leave them out."""
    shown: dict[int, _Operation]
    """Those that are shown, by the ``id()`` of their operation."""
    is_complete: bool
    """Whether all its WADLs could be read; otherwise it is not known what it lacks."""
    label: str
    """The label of its index."""
    index: str
    """The page of its index."""
    loaded: dict[str, tuple[LoadedWadl, tuple[Diagnostic, ...]]]


def find_versions(apis: Sequence[tuple[str, Config]], front_end: FrontEnd, *, traced: bool) -> list[ApiVersions]:
    """The other versions of each of ``apis``, which are given by their folders and settings.

    Problems are not reported here, but by the run of each API.  ``traced`` says whether its run needs the file system queries.
    """
    wanted = {folder for folder, config in apis if config.also}
    wanted.update(posixpath.normpath(pair_of(entry)[1]) for _folder, config in apis for entry in config.also)
    shared = SharedSchemas()
    planned = {folder: _plan(folder, config, front_end, shared, traced=traced) for folder, config in apis if folder in wanted}
    matched: dict[tuple[str, str], dict[int, ApiOperation]] = {}
    found = []
    for folder, config in apis:
        mine = planned.get(folder)
        if mine is None:
            found.append(NO_VERSIONS)
            continue
        versions: dict[str, tuple[OtherVersion, ...]] = {}
        for title, target in map(pair_of, config.also):
            other = planned.get(posixpath.normpath(target))
            if other is None:
                continue
            key = (folder, posixpath.normpath(target))
            if key not in matched:
                matched[key], matched[key[::-1]] = _pairs(mine.api, other.api)
            _add_versions(versions, title, mine, other, matched[key])
        found.append(ApiVersions(versions=versions, label=mine.label, folder=folder, loaded=mine.loaded))
    return found


def _plan(folder: str, config: Config, front_end: FrontEnd, shared: SharedSchemas, *, traced: bool) -> _Planned:
    """Reads and plans an API."""
    wadls, folders = inputs.find_inputs(config.sources, config.output, drop_message)
    several = len(wadls) > 1 or bool(folders)
    prefix = config.prefix or default_prefix(folder, None)
    planned = _Planned(ComparedApi(()), {}, True, f"{prefix}-{names.slug(config.index) or 'index'}", f"{folder}/{config.index}", {})
    if config.merge:
        _plan_merged(wadls, folder, config, front_end, shared, planned, traced=traced)
        return planned
    operations: list[ApiOperation] = []
    for wadl in wadls:
        site = _plan_wadl(wadl, config, several, front_end, shared, planned, traced=traced)
        if site is None:
            planned.is_complete = False
            continue
        if not several:
            planned.label = site.label
        operations += api_of([(site.application, site.unfiltered or site.groups)]).operations
        _note_shown(site, posixpath.join(folder, wadl.name) if several else folder, config, planned)
    planned.is_complete = planned.is_complete and bool(wadls)
    planned.api = ComparedApi(tuple(operations))
    return planned


def _note_shown(site: SitePlan | MergedPlan, folder: str, config: Config, planned: _Planned) -> None:
    """Notes the operations that the pages in ``folder`` show."""
    targets = {} if config.split == "method" else site.targets
    for named in site.operations:
        target = targets.get(named.label)
        page, section = (named.page, "") if target is None else (target.page, "" if target.is_page else target.title)
        planned.shown[id(named.operation)] = _Operation(named, posixpath.join(folder, page), section)


def _plan_merged(
    wadls: Sequence[Input], folder: str, config: Config, front_end: FrontEnd, shared: SharedSchemas, planned: _Planned, *, traced: bool
) -> None:
    """Reads and plans the WADLs of an API together."""
    merger = ApiMerger(config, front_end, drop_message, shared, traced=traced, unexpected=lambda _error, _source: None)
    site = merger.plan(wadls, partial(_recorded, config.output))
    planned.is_complete = bool(wadls) and not any(result.unreadable for result in merger.results.values())
    planned.loaded.update(merger.loaded)
    if site is not None:
        planned.label = site.label
        planned.api = api_of([(part.application, part.unfiltered or part.groups) for part in site.parts])
        _note_shown(site, folder, config, planned)


def _recorded(output: Path | None, sources: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The pages in ``output`` that an earlier run made from any of ``sources``, with all their sources; none if the record is unusable."""
    records = records_in(output) if output is not None else {}
    return {path: record.sources for path, record in records.items() if not set(sources).isdisjoint(record.sources)}


def _plan_wadl(
    wadl: Input, config: Config, several: bool, front_end: FrontEnd, shared: SharedSchemas, planned: _Planned, *, traced: bool
) -> SitePlan | None:
    """Reads and plans a WADL of an API; None if it cannot be read."""
    if wadl.fault is not None:
        return None
    messages: list[Diagnostic] = []
    loaded = load_wadl(wadl.source, config, messages.append, front_end.format_setting, traced=traced, shared=shared)
    planned.loaded[wadl.source] = (loaded, tuple(messages))
    if loaded.application is None:
        return None
    try:
        return plan_filtered(loaded.application, wadl, config, drop_message, several, front_end)[0]
    except LoadError:
        return None


def _pairs(one: ComparedApi, other: ComparedApi) -> tuple[dict[int, ApiOperation], dict[int, ApiOperation]]:
    """The same operations in the other API, for each of two, by the ``id()`` of the operation."""
    pairs = match(one, other).pairs
    found = ({id(pair.old.operation): pair.new for pair in pairs}, {id(pair.new.operation): pair.old for pair in pairs})
    for api, others in zip((one, other), found, strict=True):
        for key, stand_in in stand_ins(api.operations).items():
            if id(stand_in.operation) in others:
                others[key] = others[id(stand_in.operation)]
    return found


def _add_versions(
    versions: dict[str, tuple[OtherVersion, ...]], title: str, mine: _Planned, other: _Planned, pairs: Mapping[int, ApiOperation]
) -> None:
    """Adds another version of each operation of an API, and of its index."""
    for item in mine.api.operations:
        own = mine.shown.get(id(item.operation))
        if own is None:
            continue
        found = pairs.get(id(item.operation))
        if found is None:
            version = OtherVersion(title=title) if other.is_complete else None
        else:
            # One that is there but not shown is neither linked nor said to be missing.
            there = other.shown.get(id(found.operation))
            line = "" if there is None or only_version_differs(item, found) else found.operation.request_line
            version = None if there is None else _version(title, there, line)
        if version is not None:
            versions[own.named.label] = (*versions.get(own.named.label, ()), version)
    if other.shown:
        index = OtherVersion(title=title, label=other.label, page=other.index)
        versions[mine.label] = (*versions.get(mine.label, ()), index)


def _version(title: str, there: _Operation, request_line: str) -> OtherVersion:
    return OtherVersion(title=title, label=there.named.label, request_line=request_line, page=there.page, section=there.section)
