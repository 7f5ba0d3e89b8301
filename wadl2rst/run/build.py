"""A complete run: reads every WADL, renders its pages, and writes or compares them.  Called by all front ends and the Python API."""

from __future__ import annotations

import gc
import logging
import os
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from wadl2rst.config.options import Config, is_url
from wadl2rst.diagnostics import (
    Diagnostic,
    LoadError,
    Location,
    MessageCode,
    RenderError,
    Report,
    WriteError,
    drop_message,
    recording,
    why_unreadable,
)
from wadl2rst.output.manifest import Record
from wadl2rst.output.writer import Outcome, PageWriter, RenderedPage, text_on_disk
from wadl2rst.page.additions import PlacedAdditions, outer_problems, unmatched_folders
from wadl2rst.page.plan import SitePlan
from wadl2rst.page.values import NO_PLACES, Page, SiteLinks, SourcesPage, SourceSummary
from wadl2rst.page.versions import version_targets, versions_line
from wadl2rst.run import inputs
from wadl2rst.run.adoption import Adopted, Spots, SpottedPage, find_edits, outer_page, write_additions
from wadl2rst.run.cache import Cache, CacheEntry, default_folder
from wadl2rst.run.inputs import Input
from wadl2rst.run.pipeline import (
    COMMAND,
    FrontEnd,
    additions_folder,
    load_wadl,
    make_filters,
    make_library,
    make_renderer,
    plan_filtered,
    render_pages,
    report_groups,
    report_unmatched,
    say_of,
)
from wadl2rst.run.source_result import Recorded, SourceResult
from wadl2rst.run.versions import NO_VERSIONS, ApiVersions, Versions
from wadl2rst.source.additions import NO_ADDITIONS, AdditionFolder, folder_digest, read_additions
from wadl2rst.source.files import folded
from wadl2rst.source.shared import SharedSchemas
from wadl2rst.templating import environment as templates
from wadl2rst.wadl.model import Application

if TYPE_CHECKING:
    from wadl2rst.run.markdown import MarkdownSite, WriteText

_log = logging.getLogger(__name__)

MAX_UNCOLLECTED = 200_000
"""If automatic garbage collection is off: the number of uncollected objects above which it is run before the next source."""

SEVERAL_TITLE = "APIs"
"""The default title of the top-level index of several WADLs."""

SourceProgress = Callable[[int, int, str], None]
"""Called with the number of finished sources, the number of all sources, and the current source."""

Write = Callable[[RenderedPage], None]
"""Called with each page as soon as it is rendered."""

MERGED = "."
"""The key of all sources together in the record of the Markdown, if they are one API; no source has it."""

ADVICE = "--adopt moves what was added into files of its own"
"""What to do about a page that was edited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The result of a run."""

    operations: int = 0
    """Documented operations."""
    written: int = 0
    """Pages written, because they were new or had changed (with ``check``: that would be written)."""
    unchanged: int = 0
    """Pages that were already up to date."""
    removed: int = 0
    """Pages removed, because they are no longer generated (with ``check``: that would be removed)."""
    kept: int = 0
    """Pages left unchanged: edited, occupied, not writable, or of a source that could not be read."""
    changes: tuple[str, ...] = ()
    """With ``check``, the unified diff of each outdated page."""
    adopted: tuple[str, ...] = ()
    """With ``adopt``, what was moved from pages into additions (with ``check``: that would be moved), in words."""
    title: str = ""
    """The title of the WADL, or of the top-level index of several WADLs."""
    sources: int = 0
    """WADLs that were found."""
    failed: int = 0
    """Sources that could not be read."""
    files: tuple[str, ...] = ()
    """The files that were read."""
    missing: tuple[str, ...] = ()
    """Absolute paths of files that were not found."""
    errors: int = 0
    """Reported errors, each of which means that a part of the pages is missing.  Only set by :func:`wadl2rst.generate`."""
    warnings: int = 0
    """Reported warnings.  Only set by :func:`wadl2rst.generate`."""


@dataclass(frozen=True, slots=True)
class _CachedSource:
    """The valid cache entry of a wadl, and its files."""

    entry: CacheEntry
    files: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The pages of an API, as the index above several APIs needs them."""

    result: Result
    """The result of its run."""
    has_index: bool = False
    """Whether it has an index page, of this run or of an earlier one."""
    summary: SourceSummary | None = None
    """What the index above says about it; its page is relative to its folder.  None if it was not asked for, or is not known."""
    incomplete: tuple[str, ...] = ()
    """The keys of the sources of which not all pages could be rendered, relative to its folder."""
    was_written: bool = False
    """Whether its folder could be used."""


def build(
    config: Config,
    report: Report,
    progress: SourceProgress | None = None,
    front_end: FrontEnd = COMMAND,
    note: Write | None = None,
    markdown: MarkdownSite | None = None,
) -> Result:
    """Reads the sources of ``config``, and writes their pages into its output folder (or, without one, only lints).

    Errors are passed to ``report``, and the run continues with the other sources and pages.  ``progress`` is called for
    each source; ``front_end`` has the customisations of the front end; ``note`` is called with each page.  The pages are written as
    Markdown, too, to ``markdown``.
    """
    return build_api(config, report, progress, front_end, note, markdown).result


def build_api(
    config: Config,
    report: Report,
    progress: SourceProgress | None = None,
    front_end: FrontEnd = COMMAND,
    note: Write | None = None,
    markdown: MarkdownSite | None = None,
    *,
    listing: Listing | None = None,
    versions: ApiVersions = NO_VERSIONS,
) -> Built:
    """Does what :func:`build` does, for an API of a run over several if ``listing`` is set; ``versions`` are its other versions."""
    if front_end is COMMAND:
        config = with_tabs(config, config)
    found, folders = inputs.find_inputs(config.sources, config.output, report)
    several = (len(found) > 1 or bool(folders)) and not config.merge
    together = found if config.merge else ()
    adopted = Adopted()
    wants_edits = config.adopt
    if wants_edits and config.output is not None and config.additions is not None:
        looking = _Build(replace(config, jobs=1), drop_message, None, several, front_end, None, listing, versions, together)
        adopted = find_edits(config, lambda compare: looking.make_pages(found, compare))
        write_additions(config, adopted, report)
    config = replace(config, adopt=False)
    run = _Build(config, report, progress, several, front_end, markdown, listing, versions, together)
    if config.output is None:
        run.make_pages(found, None)
        return Built(result=run.result(Outcome()))
    keys = [wadl.key for wadl in found]
    writer = PageWriter(
        config.output,
        sources=keys if listing is None else [*keys, *listing.elsewhere],
        folders=folders,
        force=config.force,
        check=config.check,
        report=report,
        known=listing.known if listing is not None else {},
        edits=adopted.edits,
        moved=adopted.files,
        advice="" if front_end is not COMMAND or wants_edits else ADVICE,
    )

    def write(page: RenderedPage) -> None:
        if note is not None:
            note(page)
        writer.page(page)

    was_written = False
    try:
        with writer:
            was_written = True
            run.make_pages(found, write, writer.recorded)
            for key in run.incomplete:
                writer.failed(key)
            writer.finish()
    except WriteError as error:
        report(error.diagnostic)
    made = writer.outcome.made
    run.update_cache(made)
    run.note_markdown(made)
    index = f"{config.index}.rst"
    return Built(
        result=replace(run.result(writer.outcome), adopted=tuple(adopted.lines)),
        has_index=index in made or (config.output / index).is_file(),
        summary=run.summary,
        incomplete=tuple(run.incomplete),
        was_written=was_written,
    )


def with_tabs(config: Config, run: Config) -> Config:
    """The settings with the tabs that the ``conf.py`` of a ``run`` of the command loads, which may be written after the pages.

    They are a setting of their own, because the cache compares the settings.
    """
    if config.tabs != "auto" or run.output is None or config.style == "classic":
        return config
    from wadl2rst.run.html import loads_tabs

    return replace(config, tabs="always" if loads_tabs(run.output, makes_conf=run.html is not None) else "never")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What the run of an API knows of the index above several APIs."""

    name: str
    """The title of the API if it has several WADLs, and none was set."""
    with_summary: bool = False
    """Whether the index above shows the operations."""
    elsewhere: tuple[str, ...] = ()
    """The keys of the WADLs of the other APIs: pages that an earlier run made from them here are stale."""
    known: Mapping[str, Record] = field(default_factory=dict)
    """The records of its pages that an earlier run left in the manifest of the folder above."""


class _Build:
    """A run over all sources."""

    def __init__(
        self,
        config: Config,
        report: Report,
        progress: SourceProgress | None,
        several: bool,
        front_end: FrontEnd,
        markdown: MarkdownSite | None = None,
        listing: Listing | None = None,
        versions: ApiVersions = NO_VERSIONS,
        together: Sequence[Input] = (),
    ) -> None:
        self._config = config
        self._versions = versions
        self._listing = listing
        self._report = report
        self._markdown = markdown
        self._progress = progress or (lambda _done, _total, _what: None)
        self._several = several
        self._front_end = front_end
        self._results: dict[Input, SourceResult] = {}
        self._shared = SharedSchemas()
        self._additions = NO_PLACES
        """The additions to the index above several WADLs."""
        is_listed = listing is not None and listing.with_summary
        self._has_summary = is_listed or (several and config.style == "sphinx")
        uses_cache = _uses_cache(config, front_end)
        self._cache = _cache(config, several, self._has_summary, versions.versions, together) if uses_cache else None

    def result(self, outcome: Outcome) -> Result:
        """The result of the run; ``outcome`` is that of its page writer."""
        results = self._results.values()
        return Result(
            operations=sum(result.operations for result in results),
            written=outcome.written,
            unchanged=outcome.unchanged,
            removed=outcome.removed,
            kept=outcome.kept,
            changes=tuple(change.diff for change in outcome.changes),
            title=next(iter(results)).title if results and not self._several else self._top_title,
            sources=len(results),
            failed=sum(result.unreadable for result in results),
            files=tuple(dict.fromkeys(file for result in results for file in result.files)),
            missing=tuple(dict.fromkeys(file for result in results for file in result.missing)),
        )

    @property
    def incomplete(self) -> list[str]:
        """The keys of the sources of which not all pages could be rendered."""
        return [wadl.key for wadl, result in self._results.items() if result.pages is None]

    @property
    def _top_title(self) -> str:
        """The title of the top-level index of several WADLs."""
        return self._config.title or (self._listing.name if self._listing is not None else SEVERAL_TITLE)

    @property
    def summary(self) -> SourceSummary | None:
        """What the index above several APIs says about this one; None if that is not asked for."""
        if self._listing is None or not self._listing.with_summary:
            return None
        summaries = [result.summary for result in self._results.values() if result.summary is not None]
        if not self._several:
            return summaries[0] if summaries else None
        operations = tuple(link for summary in summaries for link in summary.operations)
        return SourceSummary(title=self._top_title, page=self._config.index, operations=operations)

    def make_pages(self, found: list[Input], write: Write | None, recorded: Recorded | None = None) -> None:
        """Passes the pages of all sources to ``write``, then the top-level index; None for ``write`` to only report messages.

        ``recorded`` is needed with ``merge``: the pages that earlier runs made.
        """
        if self._config.merge:
            self._make_merged(found, write, recorded or (lambda _sources: {}))
            self._progress(len(found), len(found), "")
            self._report_unmatched()
            return
        cached = {wadl.key: self._lookup(wadl) for wadl in found}
        new = [wadl for wadl in found if cached[wadl.key] is None]
        if self._config.jobs > 1 and len(new) > 1:
            self._make_in_parallel(found, cached, new, write)
        else:
            for done, wadl in enumerate(found):
                self._progress(done, len(found), wadl.source)
                self._make_source(wadl, cached[wadl.key], write)
        self._progress(len(found), len(found), "")
        self._report_unmatched()
        self._additions = PlacedAdditions(self._outer_additions(found)).of_index()
        if self._several and write is not None:
            self._make_top_index([wadl for wadl in found if self._results[wadl].pages is not None or self._was_written(wadl)], write)

    def _make_merged(self, found: list[Input], write: Write | None, recorded: Recorded) -> None:
        """Makes the pages of all sources as those of one API, unless nothing has changed since the last run."""
        cached = self._lookup_merged(found) if write is not None else None
        if cached is not None and write is not None and self._write_merged(cached, write):
            self._results.update((wadl, self._repeated(known)) for wadl, known in cached.items())
            return
        from wadl2rst.run.merging import ApiMerger  # only needed with --merge

        merger = ApiMerger(
            self._config,
            self._front_end,
            self._report,
            self._shared,
            traced=_uses_cache(self._config, self._front_end),
            versions=self._versions,
            name=self._listing.name if self._listing is not None else "",
            with_summary=self._has_summary,
            unexpected=_unexpected if self._front_end is COMMAND else lambda _error, _source: None,
        )
        self._results = merger.results
        merger.make_pages(found, self._progress, write, None if self._markdown is None else self._markdown.write, recorded)

    def _lookup_merged(self, found: list[Input]) -> dict[Input, _CachedSource] | None:
        """The cache entries of all sources; None if anything that was read for one of them has changed."""
        entries: dict[Input, _CachedSource] = {}
        for wadl in found:
            known = self._lookup(wadl, with_markdown=False)
            if known is None:
                return None
            entries[wadl] = known
        pages = _pages_of(entries)
        if self._markdown is not None and not self._markdown.is_current(MERGED, {path: digest for path, (digest, _keys) in pages.items()}):
            return None
        return entries

    def _write_merged(self, cached: Mapping[Input, _CachedSource], write: Write) -> bool:
        """Writes the pages of the last run, if all are unchanged on disk; returns whether they are."""
        assert self._config.output is not None, "without an output folder, there is no cache"
        pages = []
        for path, (digest, keys) in _pages_of(cached).items():
            text = text_on_disk(self._config.output, path, digest)
            if text is None:
                return False
            pages.append(RenderedPage(path=path, sources=keys, text=text))
        for page in pages:
            write(page)
        return True

    def _make_in_parallel(
        self, found: list[Input], cached: Mapping[str, _CachedSource | None], new: list[Input], write: Write | None
    ) -> None:
        """Does the same with several processes for the ``new`` sources; pages and messages keep the order of the sources."""
        from concurrent.futures import ProcessPoolExecutor  # only needed with --jobs; importing it slows down every start

        make_renderer(self._config, self._front_end).prepare()  # so that the worker processes need not compile them
        with ProcessPoolExecutor(min(self._config.jobs, len(new))) as pool:
            # Start with the largest source: started last, it would keep one process busy after all others have finished.
            order = sorted(new, key=_size, reverse=True)
            with_markdown = self._markdown is not None
            futures = {
                wadl.key: pool.submit(
                    _collect, wadl, self._config, self._several, with_markdown, self._has_summary, replace(self._versions, loaded={})
                )
                for wadl in order
            }
            for number, wadl in enumerate(found):
                self._progress(number, len(found), wadl.source)
                if wadl.key not in futures:
                    self._make_source(wadl, cached[wadl.key], write)
                    continue
                pages, texts, result = futures.pop(wadl.key).result()
                for diagnostic in result.diagnostics:
                    self._report(diagnostic)
                for page in pages:
                    if write is not None:
                        write(page)
                for path, text in texts:
                    if self._markdown is not None:
                        self._markdown.write(path, text)
                self._results[wadl] = result

    def _make_source(self, wadl: Input, cached: _CachedSource | None, write: Write | None) -> None:
        """Makes the pages of one wadl, reusing those of the last run that are unchanged on disk and rendering the others."""
        up_to_date = self._write_up_to_date(wadl, cached.entry, write) if cached is not None and write is not None else set()
        if cached is not None and len(up_to_date) == len(cached.entry.pages):
            self._results[wadl] = self._repeated(cached)
            return

        def write_others(page: RenderedPage) -> None:
            if write is not None and page.path not in up_to_date:
                write(page)

        run = _Source(wadl, self._config, self._several, self._front_end, self._shared, self._has_summary, self._versions)
        write_text = None if self._markdown is None else self._markdown.write
        self._results[wadl] = run.make_pages(self._report, write_others if up_to_date else write, write_text)

    def _repeated(self, cached: _CachedSource) -> SourceResult:
        """The result of a source whose pages are all up to date; reports its cached diagnostics."""
        entry = cached.entry
        for diagnostic in entry.diagnostics:
            self._report(diagnostic)
        return SourceResult(
            title=entry.title,
            operations=entry.operations,
            files=cached.files,
            missing=cached.missing,
            matched=set(entry.matched),
            grouping=entry.grouping,
            summary=entry.summary,
            pages=list(entry.pages),
        )

    def _write_up_to_date(self, wadl: Input, entry: CacheEntry, write: Write) -> set[str]:
        """Writes the pages of the last run up to the first that changed on disk since then; returns their paths."""
        assert self._config.output is not None, "without an output folder, there is no cache"
        up_to_date: set[str] = set()
        for path, digest in entry.pages.items():
            text = text_on_disk(self._config.output, path, digest)
            if text is None:
                break
            up_to_date.add(path)
            write(RenderedPage(path=path, sources=(wadl.key,), text=text))
        return up_to_date

    def _lookup(self, wadl: Input, *, with_markdown: bool = True) -> _CachedSource | None:
        """The cache entry of a wadl, if nothing that was read for it has changed, else None.

        ``with_markdown`` says whether its Markdown must be unchanged, too.
        """
        entry = None if self._cache is None or wadl.fault is not None or is_url(wadl.source) else self._cache.get(wadl)
        if entry is None or not templates.lookups_match(self._config.templates, entry.templates):
            return None
        if entry.additions != folder_digest(additions_folder(self._config, wadl, self._several)):
            return None
        library = make_library(self._config, self._report, traced=True)
        try:
            if not library.repeats(wadl.source, entry.trace):
                return None
            if with_markdown and self._markdown is not None and not self._markdown.is_current(wadl.key, entry.pages):
                return None
            return _CachedSource(entry, library.files, library.missing)
        except Exception as error:  # usually a damaged entry; in any case, the WADL can still be read
            _log.debug("%s: the cache entry cannot be used: %r", wadl.source, error)
            return None

    def update_cache(self, digests: Mapping[str, str]) -> None:
        """Caches the sources that were read (cached ones have no new trace).  ``digests`` has the SHA-256 of the pages by path."""
        if self._cache is None:
            return
        for wadl, result in self._results.items():
            if result.trace is not None and result.pages is not None and all(path in digests for path in result.pages):
                entry = CacheEntry(
                    trace=result.trace,
                    templates=result.templates,
                    diagnostics=tuple(result.diagnostics),
                    pages={path: digests[path] for path in result.pages},
                    title=result.title,
                    operations=result.operations,
                    matched=tuple(sorted(result.matched)),
                    grouping=result.grouping,
                    summary=result.summary,
                    additions=result.additions,
                )
                self._cache.put(wadl, entry)

    def note_markdown(self, digests: Mapping[str, str]) -> None:
        """Records the summaries of the WADLs whose pages were written as Markdown, and writes the index of several.

        ``digests`` has the SHA-256 of the pages by path.
        """
        if self._markdown is None:
            return
        if self._config.merge:
            self._markdown.expect([MERGED])
            for result in self._results.values():
                if result.markdown is not None:
                    self._markdown.note(MERGED, "", result.markdown, digests)
            return
        self._markdown.expect([wadl.key for wadl in self._results])
        for wadl, result in self._results.items():
            if result.markdown is not None and result.pages is not None:
                pages = {path: digests[path] for path in result.pages if path in digests}
                self._markdown.note(wadl.key, self._folder(wadl), result.markdown, pages)
        if self._several:
            keys = [wadl.key for wadl, result in self._results.items() if result.pages is not None or self._was_written(wadl)]
            say = say_of(self._config, self._front_end)
            self._markdown.sources(f"{self._config.index}.md", self._top_title, keys, say, self._additions)

    def _folder(self, wadl: Input) -> str:
        """The path of the pages of a WADL, which is empty or ends with a slash."""
        return f"{wadl.name}/" if self._several else ""

    def _was_written(self, wadl: Input) -> bool:
        """Whether a WADL that cannot be read has pages from an earlier run, which are kept and stay on the index."""
        return self._config.output is not None and (self._config.output / wadl.name / f"{self._config.index}.rst").is_file()

    def _report_unmatched(self) -> None:
        matched = {pair for result in self._results.values() for pair in result.matched}
        filters = make_filters(self._config)
        filters.matched = matched
        report_unmatched(filters, self._report, self._front_end.format_setting)
        found = [result.grouping for result in self._results.values() if not result.unreadable]
        report_groups(self._config.groups, found, self._report, self._front_end.format_setting)

    def _outer_additions(self, found: list[Input]) -> AdditionFolder:
        """The additions to the index above several WADLs; those that belong to nothing are reported."""
        folder = self._config.additions
        if folder is None:
            return NO_ADDITIONS
        names = [wadl.name for wadl in found] if self._several else []
        text = "the additions of a single WADL are not in a folder of their own; those in it are not shown"
        if self._several:
            text = "no WADL has a folder of this name, so the additions in it are not shown"
        for diagnostic in unmatched_folders(folder, names.__contains__, text, names):
            self._report(diagnostic)
        if not self._several:
            return NO_ADDITIONS
        additions = read_additions(folder, self._report)
        for diagnostic in outer_problems(additions, (folder / (names[0] if names else "api")).as_posix() + "/"):
            self._report(diagnostic)
        return additions

    def _make_top_index(self, found: list[Input], write: Write) -> None:
        """Makes the top-level index of several WADLs, unless there are none to list."""
        config = self._config
        if not found:
            return
        try:
            indexes = tuple(f"{wadl.name}/{config.index}" for wadl in found)
            summaries = self._summaries(found) if config.style == "sphinx" else ()
            say, label = say_of(config, self._front_end), self._versions.label
            line = versions_line(self._versions.versions.get(label, ()), say)
            value = SourcesPage(
                title=self._top_title, children=indexes, sources=summaries, label=label, versions=line, additions=self._additions
            )
            links = SiteLinks(references={target: target for target in version_targets(self._versions.versions)})
            page = Page(name=config.index, template="sources", value=value, links=links)
            made = outer_page(page, tuple(wadl.key for wadl in found), config, self._front_end)
        except RenderError as fault:
            self._report(fault.diagnostic)
            return
        write(made)

    def _summaries(self, found: list[Input]) -> tuple[SourceSummary, ...]:
        """What the top-level index says about each WADL; of one that cannot be read now, only where its pages are."""
        return tuple(
            [self._results[wadl].summary or SourceSummary(title=wadl.title, page=f"{wadl.name}/{self._config.index}") for wadl in found]
        )


def _size(wadl: Input) -> int:
    """The size of a wadl in bytes, or 0 if unknown."""
    try:
        return os.stat(wadl.source).st_size  # noqa: PTH116 (it may be a URL)
    except (OSError, ValueError):
        return 0


def _uses_cache(config: Config, front_end: FrontEnd) -> bool:
    """Whether a run uses the cache.  ``--check`` must verify everything, and Sphinx has its own environment."""
    uses = config.output is not None and not config.check and not config.no_cache and not config.adopt
    return uses and front_end is COMMAND


def _pages_of(entries: Mapping[Input, _CachedSource]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The SHA-256 and the sources of each page of several WADLs that are one API, by its path."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for wadl, known in entries.items():
        for path, digest in known.entry.pages.items():
            found[path] = digest, (*found.get(path, ("", ()))[1], wadl.key)
    return found


def _cache(config: Config, several: bool, has_summary: bool, versions: Versions, together: Sequence[Input]) -> Cache | None:
    """The cache of earlier runs, or None if there is no folder for it or its key cannot be computed."""
    try:
        folder = default_folder()
        if folder is None:
            return None
        program = templates.library_folders()
        return Cache(folder, config, several=several, has_summary=has_summary, versions=versions, together=together, program=program)
    except OSError:  # the current folder or a part of the program is gone; the error is reported when it is needed
        return None


_SHARED = SharedSchemas()
"""The schemas that the sources of a worker process have in common."""


def _collect(
    wadl: Input, config: Config, several: bool, with_markdown: bool, has_summary: bool, versions: ApiVersions
) -> tuple[list[RenderedPage], list[tuple[str, str]], SourceResult]:
    """Makes the pages of a wadl in a worker process; returns the pages, those in Markdown with their paths, and the result."""
    gc.disable()  # as in the process of the command
    pages: list[RenderedPage] = []
    texts: list[tuple[str, str]] = []

    def write_text(path: str, text: str) -> None:
        texts.append((path, text))

    write = None if config.output is None else pages.append
    source = _Source(wadl, config, several, COMMAND, _SHARED, has_summary, versions)
    return pages, texts, source.make_pages(None, write, write_text if with_markdown else None)


class _Source:
    """Processes one source."""

    def __init__(
        self,
        wadl: Input,
        config: Config,
        several: bool,
        front_end: FrontEnd,
        shared: SharedSchemas,
        has_summary: bool,
        versions: ApiVersions,
    ) -> None:
        self._wadl = wadl
        self._config = config
        self._several = several
        self._front_end = front_end
        self._shared = shared
        self._has_summary = has_summary
        self._versions = versions
        self._result = SourceResult()

    def make_pages(self, report: Report | None, write: Write | None, write_text: WriteText | None = None) -> SourceResult:
        """Passes the pages to ``write``, unless that is None, and diagnostics to ``report``; returns the result.

        Pages in Markdown are passed to ``write_text``, if there is one.

        Any error, even a bug in wadl2rst, affects only this source.  (Under Sphinx, unexpected exceptions are raised, because
        they may come from event handlers and Sphinx reports them itself.)  Raises WriteError as ``write`` does.
        """
        if not gc.isenabled() and gc.get_count()[0] > MAX_UNCOLLECTED:
            gc.collect()  # the templates of earlier sources contain reference cycles
        tell = recording(self._result.diagnostics, report)
        try:
            if self._wadl.fault is not None:
                tell(self._wadl.fault)
                self._result.unreadable = True
            else:
                self._read(tell, write, write_text)
        except WriteError:
            raise
        except Exception as error:
            if self._front_end is not COMMAND:
                raise
            self._result.unreadable = True
            tell(_unexpected(error, self._wadl.source))
        return self._result

    def _read(self, report: Report, write: Write | None, write_text: WriteText | None) -> None:
        """Reads the source and renders its pages."""
        wadl, config, front_end, result = self._wadl, self._config, self._front_end, self._result
        is_traced = _uses_cache(config, front_end)
        loaded, messages = self._versions.loaded.get(wadl.source, (None, ()))
        for message in messages:
            report(message)
        if loaded is None:
            loaded = load_wadl(wadl.source, config, report, front_end.format_setting, traced=is_traced, shared=self._shared)
        result.files, result.missing, result.trace = loaded.files, loaded.missing, loaded.trace
        if loaded.application is None:
            result.unreadable = True
            return
        self._render(loaded.application, report, write, write_text)

    def _render(self, application: Application, report: Report, write: Write | None, write_text: WriteText | None) -> None:
        """Plans the pages, and renders and writes each."""
        wadl, config, several, front_end, result = self._wadl, self._config, self._several, self._front_end, self._result
        folder = f"{wadl.name}/" if several else ""
        versions = self._versions.seen_from(folder)
        result.additions = folder_digest(additions_folder(config, wadl, several))
        try:
            site, filters = plan_filtered(application, wadl, config, report, several, front_end, versions=versions)
        except LoadError as broken:
            report(broken.diagnostic)
            result.unreadable = True
            return
        result.matched = filters.matched
        result.grouping = site.grouping()
        result.operations = len(site.operations)
        result.title = site.title
        if write is None:
            return
        if self._has_summary:
            result.summary = site.summary(f"{folder}{config.index}")
        pages = []
        markdown = None
        if write_text is not None:
            from wadl2rst.run.markdown import MarkdownSource  # only needed for sites

            markdown = MarkdownSource(site, say_of(config, front_end), folder, write_text)
        spots = self._spots(site, folder) if config.adopt else None
        try:
            origins = front_end.needs_origins
            rendering = render_pages(site, config, front_end, looked_for=result.templates, origins=origins, folder=folder)
            for page, rendered in rendering:
                pages.append(f"{folder}{page.name}.rst")
                shown = rendered.origins if origins else ()
                if spots is None:
                    write(RenderedPage(path=pages[-1], sources=(wadl.key,), text=rendered.text, origins=shown))
                else:
                    write(SpottedPage(path=pages[-1], sources=(wadl.key,), text=rendered.text, spots=spots.of(page, rendered.text)))
                if markdown is not None:
                    markdown.page(page)
            result.pages = pages
            result.markdown = None if markdown is None else markdown.summary
        except RenderError as fault:
            report(fault.diagnostic)  # the WADL itself was read, so it is not counted as unreadable

    def _spots(self, site: SitePlan, folder: str) -> Spots:
        """Finds the places for additions on the pages, which are in ``folder`` below the output folder."""
        config = self._config
        additions = additions_folder(config, self._wadl, self._several)
        assert additions is not None, "--adopt is not without --additions"
        renderer = make_renderer(config, self._front_end, origins=False, pages=Path(config.output or "", folder))
        return Spots(renderer, additions, site)


def _unexpected(error: Exception, source: str) -> Diagnostic:
    """The diagnostic for an unexpected exception."""
    if isinstance(error, MemoryError):
        return Diagnostic(MessageCode.TOO_LARGE, "there is not enough memory for this WADL", Location(source))
    if isinstance(error, OSError):
        return Diagnostic(MessageCode.UNREADABLE, why_unreadable(error), Location(source))
    _log.debug("%s", source, exc_info=error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    what = folded(f"{type(error).__name__}: {error}")
    text = f"internal error: {what} ({PurePath(last.filename).name}:{last.lineno}); please report it with the WADL"
    return Diagnostic(MessageCode.INTERNAL, text, Location(source))
