"""A run with the setting ``merge``: reads all WADLs, plans their pages as those of one API, and renders them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from wadl2rst import names
from wadl2rst.config.options import Config
from wadl2rst.diagnostics import Diagnostic, LoadError, MessageCode, RenderError, Report, WriteError, recording
from wadl2rst.output.writer import RenderedPage
from wadl2rst.page.merged import MergedPlan
from wadl2rst.page.plan import SitePlan
from wadl2rst.page.repeats import Pair
from wadl2rst.run.adoption import Spots, SpottedPage
from wadl2rst.run.inputs import Input
from wadl2rst.run.pipeline import FrontEnd, LoadedWadl, check, load_wadl, make_filters, make_renderer, not_skipped, plan_pages, say_of
from wadl2rst.run.source_result import Recorded, SourceResult
from wadl2rst.run.versions import NO_VERSIONS, ApiVersions
from wadl2rst.source.additions import NO_ADDITIONS, folder_digest, read_additions
from wadl2rst.source.shared import SharedSchemas
from wadl2rst.wadl import lint, operations
from wadl2rst.wadl.model import Application
from wadl2rst.wadl.together import used_by_others, with_shared_bases, without

if TYPE_CHECKING:
    from wadl2rst.run.markdown import WriteText

_Made = TypeVar("_Made")

API = "api"
"""The name of an API whose output folder has none, such as ``.``."""


def api_name(output: Path | None) -> str:
    """The name of the API, with which its labels begin: the name of the output folder, which does not depend on any WADL."""
    last = Path(os.path.normpath(output)).name if output is not None else ""
    slug = names.slug(last)
    return names.portable(slug, ("index",)) if slug else API


def _title(output: Path | None) -> str:
    """The title of the API if neither the settings nor the WADLs have one."""
    last = Path(os.path.normpath(output)).name if output is not None else ""
    return last if names.slug(last) else "API"


@dataclass(slots=True)
class _Read:
    """A WADL that was read."""

    wadl: Input
    application: Application
    result: SourceResult
    tell: Report
    held_back: list[Diagnostic]
    """Messages about methods without a resource: another WADL may refer to them."""


class ApiMerger:
    """Makes the pages of the WADLs of a run as those of one API."""

    def __init__(
        self,
        config: Config,
        front_end: FrontEnd,
        report: Report,
        shared: SharedSchemas,
        *,
        traced: bool,
        unexpected: Callable[[Exception, str], Diagnostic | None],
        versions: ApiVersions = NO_VERSIONS,
        name: str = "",
        with_summary: bool = False,
    ) -> None:
        """``shared`` has the schemas that the WADLs have in common.

        ``traced`` says whether the results have the file system queries.  ``unexpected`` makes a message of an
        unexpected exception; None raises it.  ``versions`` are the other versions of the API, ``name`` is its title if it has no
        other, and ``with_summary`` says whether an index above needs to know what it is about.
        """
        self._config = config
        self._front_end = front_end
        self._report = report
        self._shared = shared
        self._traced = traced
        self._unexpected = unexpected
        self._versions = versions
        self._name = name or _title(config.output)
        self._with_summary = with_summary
        self._shown: list[_Read] = []
        """The WADLs whose pages are made: the parts of the plan."""
        self.results: dict[Input, SourceResult] = {}
        """The results of the WADLs, in order."""
        self.loaded: dict[str, tuple[LoadedWadl, tuple[Diagnostic, ...]]] = {}
        """The WADLs that were read, with the messages about them, by their source."""

    def make_pages(
        self,
        found: Sequence[Input],
        progress: Callable[[int, int, str], None],
        write: Callable[[RenderedPage], None] | None,
        write_text: WriteText | None,
        recorded: Recorded,
    ) -> None:
        """Passes the pages to ``write``, unless that is None, and those in Markdown to ``write_text``, if there is one.

        ``recorded`` has the pages that an earlier run made from sources, with all sources of each.  An error in a WADL affects only that
        one.  Raises WriteError as ``write`` does.
        """
        site = self.plan(found, recorded, progress)
        if site is None or write is None:
            return
        first = self._shown[0]

        def render(_wadl: Input, _result: SourceResult) -> None:
            try:
                self._render(site, write, write_text, recorded)
            except RenderError as fault:
                first.tell(fault.diagnostic)  # the WADLs themselves were read, so they are not counted as unreadable

        self._guarded(first.wadl, first.result, render)

    def plan(
        self, found: Sequence[Input], recorded: Recorded, progress: Callable[[int, int, str], None] = lambda _done, _total, _what: None
    ) -> MergedPlan | None:
        """Reads the WADLs, and plans the pages; None if none of them can be read.

        ``recorded`` has the pages that an earlier run made from sources, with all sources of each.
        """
        read: list[_Read] = []
        for done, wadl in enumerate(found):
            progress(done, len(found), wadl.source)
            self.results[wadl] = result = SourceResult()
            one = self._guarded(wadl, result, self._read)
            if one is not None:
                read.append(one)
        if not read:
            return None
        return self._guarded(read[0].wadl, read[0].result, lambda _wadl, _result: self._planned(read, recorded))

    def _guarded(self, wadl: Input, result: SourceResult, step: Callable[[Input, SourceResult], _Made]) -> _Made | None:
        """The result of a step; None after an unexpected exception, which is reported."""
        try:
            return step(wadl, result)
        except WriteError:
            raise
        except Exception as error:
            diagnostic = self._unexpected(error, wadl.source)
            if diagnostic is None:
                raise
            result.unreadable = True
            recording(result.diagnostics, self._report)(diagnostic)
            return None

    @property
    def _failed(self) -> list[str]:
        """The keys of the WADLs that cannot be read."""
        return [wadl.key for wadl, result in self.results.items() if result.unreadable]

    # --- reading --------------------------------------------------------------------------------

    def _read(self, wadl: Input, result: SourceResult) -> _Read | None:
        tell = recording(result.diagnostics, self._report)
        if wadl.fault is not None:
            tell(wadl.fault)
            result.unreadable = True
            return None
        loaded, messages = self._versions.loaded.get(wadl.source, (None, ()))
        if loaded is None:
            found: list[Diagnostic] = []
            spelled = self._front_end.format_setting
            loaded = load_wadl(wadl.source, self._config, found.append, spelled, traced=self._traced, shared=self._shared)
            messages = tuple(found)
        self.loaded[wadl.source] = loaded, messages
        held_back = [message for message in messages if message.code is MessageCode.UNATTACHED]
        for message in messages:
            if message.code is not MessageCode.UNATTACHED:
                tell(message)
        result.files, result.missing, result.trace = loaded.files, loaded.missing, loaded.trace
        if loaded.application is None:
            result.unreadable = True
            return None
        return _Read(wadl, loaded.application, result, tell, held_back)

    def _plans(self, read: Sequence[_Read]) -> dict[Input, SitePlan]:
        """The plan of each WADL as if it were alone, without those whose resource types expand to too many operations."""
        used = used_by_others([one.application for one in read])
        api = api_name(self._config.output)
        additions = NO_ADDITIONS
        if self._config.additions is not None:
            additions = read_additions(self._config.additions, read[0].tell)
            for one in read:
                one.result.additions = folder_digest(self._config.additions)
        plans: dict[Input, SitePlan] = {}
        known: list[tuple[_Read, Application, tuple[operations.Group, ...], Report]] = []
        ids: set[str] = set()
        for one, based in zip(read, with_shared_bases([one.application for one in read], self._config.base), strict=True):
            for diagnostic in one.held_back:
                if diagnostic.location not in used:
                    one.tell(diagnostic)
            application = without(based, used)
            try:
                groups = operations.groups(application)
            except LoadError as error:
                one.tell(error.diagnostic)
                one.result.unreadable = True
                continue
            if self._config.lint:
                ids |= lint.ids_of(application, groups)
            known.append((one, application, groups, one.tell if application is based else _but_no_operation(one.tell)))
        for one, application, groups, tell in known:
            check(application, groups, self._config, tell, self._front_end.format_setting, ids)
            filters = make_filters(self._config)
            shown = not_skipped(filters.apply(groups), self._config, self._front_end)
            one.result.matched = filters.matched
            wadl = Input(source=one.wadl.source, key=one.wadl.key, name=api, title=self._name)
            plans[one.wadl] = plan_pages(
                application,
                wadl,
                self._config,
                False,
                shown,
                self._front_end,
                unfiltered=groups,
                versions=self._versions.seen_from(""),
                additions=additions,
            )
        return plans

    def _earlier(self, recorded: Recorded) -> names.Earlier:
        """The pages of the last run, if some are of WADLs that cannot be read now."""
        failed = set(self._failed)
        if not failed:
            return names.NO_PAGES
        sources = {path.removesuffix(".rst"): keys for path, keys in recorded([wadl.key for wadl in self.results]).items()}
        kept = frozenset(page for page, keys in sources.items() if failed.issuperset(keys))
        return names.Earlier(kept, frozenset(sources) - kept)

    # --- pages ----------------------------------------------------------------------------------

    def _planned(self, read: Sequence[_Read], recorded: Recorded) -> MergedPlan | None:
        """The plan of the pages of all WADLs, with the messages about all of them; None if each has too many operations."""
        plans = self._plans(read)
        self._shown = [one for one in read if one.wadl in plans]
        if not plans:
            return None
        site = MergedPlan(list(plans.values()), self._earlier(recorded))
        for diagnostic in site.addition_problems():
            self._shown[0].tell(diagnostic)
        for repeated in site.repeats.same:
            self._shown[repeated.other.part].tell(_message(MessageCode.REPEATED, repeated, "with the same content; one page shows both"))
        if self._config.lint:
            for pair in site.repeats.different:
                if pair.first.part == pair.other.part:
                    continue  # the author sees both
                self._shown[pair.other.part].tell(_message(MessageCode.AMBIGUOUS, pair, "with other content; each has a page"))
        for one, part in zip(self._shown, site.parts, strict=True):
            one.result.operations = len(part.operations)
            one.result.grouping = part.grouping()
        for result in self.results.values():
            result.title = site.title
        if self._with_summary:
            self._shown[0].result.summary = site.summary(self._config.index)
        return site

    def _render(
        self,
        site: MergedPlan,
        write: Callable[[RenderedPage], None],
        write_text: WriteText | None,
        recorded: Recorded,
    ) -> None:
        config, front_end, read = self._config, self._front_end, self._shown
        markdown = None
        if write_text is not None:
            from wadl2rst.run.markdown import MarkdownSource  # only needed for sites

            markdown = MarkdownSource(site, say_of(config, front_end), "", write_text)
        failed = self._failed
        kept = recorded(failed) if failed else {}
        made: dict[str, tuple[int, ...]] = {}

        def left() -> list[str]:
            """The pages of WADLs that cannot be read now: they stay, and the index still leads to them."""
            return [path.removesuffix(".rst") for path in kept if path not in made and path != f"{config.index}.rst"]

        templates = read[0].result.templates
        renderer = make_renderer(config, front_end, looked_for=templates, origins=front_end.needs_origins, pages=config.output)
        spots = None
        if config.adopt and config.additions is not None:
            spots = Spots(make_renderer(config, front_end, origins=False, pages=config.output), config.additions, site)
        for merged in site.merged_pages(more=left):
            page = merged.page
            path = f"{page.name}.rst"
            if merged.is_shared and path in kept:
                continue  # it has content of a WADL that cannot be read now
            made[path] = merged.parts
            rendered = renderer.render(page)
            shown = rendered.origins if front_end.needs_origins else ()
            keys = tuple([read[part].wadl.key for part in merged.parts])
            if spots is None:
                write(RenderedPage(path=path, sources=keys, text=rendered.text, origins=shown))
            else:
                write(SpottedPage(path=path, sources=keys, text=rendered.text, spots=spots.of(page, rendered.text)))
            if markdown is not None:
                markdown.page(page)
        for number, one in enumerate(read):
            one.result.pages = [path for path, parts in made.items() if number in parts]
        read[0].result.markdown = None if markdown is None else markdown.summary


def _but_no_operation(report: Report) -> Report:
    """The function without messages about WADLs that have no operations: others use their definitions."""

    def tell(diagnostic: Diagnostic) -> None:
        if diagnostic.code is not MessageCode.NO_OPERATION:
            report(diagnostic)

    return tell


def _message(code: MessageCode, pair: Pair, what: str) -> Diagnostic:
    first, other = pair.first.operation, pair.other.operation
    return Diagnostic(code, f"{other.request_line} is also at {first.method.location}, {what}", other.method.location)
