"""A comparison of two versions of an API: reads the WADLs of both, and writes or prints the page about the changes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from wadl2rst.changes.compare import compare
from wadl2rst.changes.values import ApiOperation, Change, ComparedApi, Comparison, api_of
from wadl2rst.config.options import Config, is_url
from wadl2rst.diagnostics import Diagnostic, LoadError, Location, MessageCode, RenderError, Report, WriteError
from wadl2rst.names import slug
from wadl2rst.output.manifest import is_page_path, source_key
from wadl2rst.output.writer import Outcome, PageWriter, RenderedPage, records_in
from wadl2rst.page.changes import ChangesPage, OperationName, changes_page, first_label, links_of
from wadl2rst.page.plan import SitePlan
from wadl2rst.run import inputs
from wadl2rst.run.inputs import Input
from wadl2rst.run.pipeline import (
    COMMAND,
    FrontEnd,
    load_wadl,
    make_filters,
    make_renderer,
    plan_pages,
    report_unmatched,
    say_of,
)
from wadl2rst.source.shared import SharedSchemas
from wadl2rst.wadl import operations
from wadl2rst.wadl.filters import Filters
from wadl2rst.wadl.model import Application
from wadl2rst.wadl.operations import Group

_FIRST_LINES = 40
"""In how many lines of a page its label must be: it is before the title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiWadl:
    """A WADL of an API."""

    input: Input
    """Its source, name and title."""
    application: Application
    """The model."""
    groups: tuple[Group, ...]
    """All groups of its operations."""
    shown: tuple[Group, ...]
    """The groups without the operations that are filtered out."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an API."""

    name: str
    """Its name: its sources as the user has written them."""
    wadls: tuple[ApiWadl, ...]
    """Its WADLs."""
    is_several: bool = False
    """Whether each of its WADLs has pages in a folder of its own."""

    @property
    def prefix(self) -> str:
        """What the label of the page begins with: the name of its WADL, or of its folder."""
        first = self.wadls[0].input.name
        return first if len(self.wadls) == 1 else slug(self.name.rstrip("/").rpartition("/")[2]) or first

    @property
    def api(self) -> ComparedApi:
        """The API that they describe."""
        return api_of([(wadl.application, wadl.shown) for wadl in self.wadls])


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesResult:
    """The result of a comparison."""

    comparison: Comparison | None = None
    """The changes; None if a WADL could not be read: what it lacks would look as if it was removed."""
    text: str = ""
    """The page."""
    outcome: Outcome | None = None
    """What was written; None if the page is to be printed, or nothing could be written."""


def make_changes(config: Config, report: Report, pages: Sequence[Path] = ()) -> ChangesResult:
    """Compares the sources of ``config`` with the older ones in ``changes_since``, and writes the page to ``output``, if that is set.

    Problems are passed to ``report``.  Operations are linked where their pages are: in one of the folders ``pages``, or around the
    file that is written.
    """
    filters = make_filters(config)
    shared = SharedSchemas()
    versions = [read_version(sources, config, report, filters, shared) for sources in (config.changes_since, config.sources)]
    report_unmatched(filters, report)
    old, new = versions
    if old is None or new is None:
        return ChangesResult()
    try:
        comparison = compare(old.api, new.api)
        folders = [*pages, *_folders_around(config.output)] if config.output is not None else [*pages]
        labels = _WrittenLabels(folders)
        page = page_of(comparison, old, new, config, label_of=labels.label)
        rendered = make_renderer(config, origins=False).changes(page, links_of(page, new.wadls[0].input.name))
    except (LoadError, RenderError) as error:
        report(error.diagnostic)
        return ChangesResult()
    if config.output is None:
        return ChangesResult(comparison=comparison, text=rendered.text)
    return ChangesResult(comparison=comparison, text=rendered.text, outcome=_write(config, config.output, rendered.text, report))


def read_version(
    sources: Sequence[str], config: Config, report: Report, filters: Filters, shared: SharedSchemas | None = None
) -> Version | None:
    """Reads the WADLs of one version; None if one of them cannot be read, which is reported."""
    found, folders = inputs.find_inputs(sources, None, report)
    wadls: list[ApiWadl] = []
    for wadl in found:
        if wadl.fault is not None:
            report(wadl.fault)
            continue
        application = load_wadl(wadl.source, config, report, shared=shared).application
        if application is None:
            continue
        try:
            groups = operations.groups(application)
        except LoadError as error:
            report(error.diagnostic)
            continue
        wadls.append(ApiWadl(input=wadl, application=application, groups=groups, shown=filters.apply(groups)))
    if not wadls or len(wadls) < len(found):
        return None
    return Version(" ".join(map(shown_source, sources)), tuple(wadls), len(found) > 1 or bool(folders))


def shown_source(source: str) -> str:
    """A source as the page names it: without the password of a URL, and with slashes."""
    return source_key(source, Path()) if is_url(source) else source.replace(os.sep, "/")


def page_of(
    comparison: Comparison,
    old: Version,
    new: Version,
    config: Config,
    *,
    label_of: Callable[[ApiWadl, SitePlan, int], str],
    front_end: FrontEnd = COMMAND,
) -> ChangesPage:
    """The page about the changes.

    ``label_of`` gives the label of an operation that has a page, by its WADL, the plan of that and its number there, and an empty
    string for one without.
    """
    names = _Names(new, config, front_end, label_of)
    first = new.wadls[0]
    location = first.application.location if len(new.wadls) == 1 else Location(first.input.source)
    return changes_page(
        comparison,
        title=config.title,
        prefix=config.prefix or new.prefix,
        old=_apart(old.name, new.name),
        new=_apart(new.name, old.name),
        name_of=names.name_of,
        location=location,
        say=say_of(config, front_end),
    )


def _apart(name: str, other: str) -> str:
    """The name of a version without the folders that it has in common with the other one, which say nothing to readers."""
    steps, others = (one.rstrip("/").split("/") for one in (name, other))
    common = 0
    while common < min(len(steps), len(others)) - 1 and steps[common] == others[common]:
        common += 1
    return name if is_url(name) else "/".join(steps[common:])


class _Names:
    """The titles and labels of the operations of a version, which are computed only for WADLs with changes."""

    def __init__(self, version: Version, config: Config, front_end: FrontEnd, label_of: Callable[[ApiWadl, SitePlan, int], str]) -> None:
        self._version, self._config, self._front_end, self._label_of = version, config, front_end, label_of
        self._wadls = {id(operation): wadl for wadl in version.wadls for group in wadl.groups for operation in group.operations}
        self._plans: dict[str, tuple[SitePlan, dict[int, int]]] = {}

    def name_of(self, item: ApiOperation) -> OperationName:
        """The title and label of an operation."""
        wadl = self._wadls[id(item.operation)]
        plan, positions = self._plan(wadl)
        position = positions[id(item.operation)]
        return OperationName(plan.operations[position].title, self._label_of(wadl, plan, position))

    def _plan(self, wadl: ApiWadl) -> tuple[SitePlan, dict[int, int]]:
        found = self._plans.get(wadl.input.key)
        if found is None:
            several = self._version.is_several
            plan = plan_pages(wadl.application, wadl.input, self._config, several, wadl.groups, self._front_end)
            positions = {id(named.operation): number for number, named in enumerate(plan.operations)}
            found = self._plans[wadl.input.key] = plan, positions
        return found


class _WrittenLabels:
    """The labels of the pages that were written from a WADL into some folders."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._pages: dict[str, list[Path]] = {}
        self._all: dict[str, frozenset[str]] = {}

    def label(self, wadl: ApiWadl, plan: SitePlan, position: int) -> str:
        """The label of an operation, if there is a page with it."""
        pages = self._pages_of(wadl)
        if not pages:
            return ""
        named = plan.operations[position]
        own = next((page for page in pages if page.stem == named.page), None)
        if own is not None and (label := _label_in(own)):
            return label
        return named.label if named.label in self._labels_of(wadl, pages) else ""

    def _pages_of(self, wadl: ApiWadl) -> list[Path]:
        source = wadl.input.source
        found = self._pages.get(source)
        if found is None:
            found = self._pages[source] = [page for folder in self._folders for page in _pages_in(folder, source)]
        return found

    def _labels_of(self, wadl: ApiWadl, pages: list[Path]) -> frozenset[str]:
        """The labels of all its pages: several operations can share one."""
        found = self._all.get(wadl.input.source)
        if found is None:
            lines = (line for page in pages for line in _lines(page))
            found = self._all[wadl.input.source] = frozenset(filter(None, (first_label((line,)) for line in lines)))
        return found


def _pages_in(folder: Path, source: str) -> Iterator[Path]:
    """The pages in a folder that were written from a WADL."""
    key = source_key(source if is_url(source) else Path(source), folder)
    for path, record in records_in(folder).items():
        if key in record.sources:
            yield folder / path


def _folders_around(file: Path) -> list[Path]:
    """The folders in which the pages are looked for: that of the file, those directly in it, and those above it up to the current one."""
    folder = file.absolute().parent
    found = [folder]
    with suppress(OSError):
        found += sorted(entry for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    current = Path.cwd()
    if folder.is_relative_to(current):
        found += [above for above in folder.parents if above.is_relative_to(current)]
    return found


def _label_in(page: Path) -> str:
    """The first label of a page, before its title; empty for none."""
    lines = _lines(page)
    return first_label(line for _number, line in zip(range(_FIRST_LINES), lines, strict=False))


def _lines(page: Path) -> Iterator[str]:
    try:
        with page.open(encoding="utf-8", errors="replace") as file:
            yield from file
    except OSError:
        return


def _write(config: Config, file: Path, text: str, report: Report) -> Outcome | None:
    """Writes the page, as pages of WADLs are written; the folder's manifest records it apart from those."""
    if not is_page_path(file.name):
        text = "is not a portable name for a page; choose another one with -o"
        report(Diagnostic(MessageCode.NOT_WRITTEN, text, Location(str(file))))
        return None
    # The key must be one that no other run has, and none of a file: a run over the WADLs must not take the page for one of its own.
    key = f"changes://{file.name}"
    writer = PageWriter(file.parent, sources=[key], force=config.force, check=config.check, report=report)
    try:
        with writer:
            writer.page(RenderedPage(path=file.name, sources=(key,), text=text))
            writer.finish()
    except WriteError as error:
        report(error.diagnostic)
    return writer.outcome


def change_as_json(change: Change) -> str:
    """A change as a JSON object in one line."""
    content = {
        "change": change.change,
        "kind": change.kind,
        "operation": change.operation,
        "name": change.name,
        "in": change.place,
        "old": change.old,
        "new": change.new,
        "breaking": change.breaking,
        "rule": change.rule,
    }
    return json.dumps(content)
