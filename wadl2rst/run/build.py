"""A complete run: reads every WADL, renders its pages, and writes or compares them.  Called by all front ends and the Python API."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from wadl2rst.config.options import Config
from wadl2rst.diagnostics import RenderError, Report, WriteError, drop_message
from wadl2rst.output.manifest import Record
from wadl2rst.output.writer import Outcome, PageWriter, RenderedPage
from wadl2rst.page.additions import PlacedAdditions
from wadl2rst.page.values import NO_PLACES, SourceSummary
from wadl2rst.run import inputs
from wadl2rst.run.adoption import Adopted, find_edits, write_additions
from wadl2rst.run.inputs import Input
from wadl2rst.run.one_source import OneSource, collect_pages, unexpected_error
from wadl2rst.run.pipeline import COMMAND, FrontEnd, make_filters, make_renderer, report_groups, report_unmatched, say_of
from wadl2rst.run.result import Built, Result, SourceProgress
from wadl2rst.run.reuse import MERGED, CachedSource, LastRun, uses_cache
from wadl2rst.run.source_result import Recorded, SourceResult, Write
from wadl2rst.run.top_index import outer_additions, top_index
from wadl2rst.run.versions import NO_VERSIONS, ApiVersions
from wadl2rst.source.shared import SharedSchemas

if TYPE_CHECKING:
    from wadl2rst.run.markdown import MarkdownSite

SEVERAL_TITLE = "APIs"
"""The default title of the top-level index of several WADLs."""

ADVICE = "--adopt moves what was added into files of its own"
"""What to do about a page that was edited."""


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
        self._last = LastRun(
            config,
            front_end,
            report,
            markdown,
            several=several,
            has_summary=self._has_summary,
            versions=versions.versions,
            together=together,
        )

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
        cached = {wadl.key: self._last.find(wadl) for wadl in found}
        new = [wadl for wadl in found if cached[wadl.key] is None]
        if self._config.jobs > 1 and len(new) > 1:
            self._make_in_parallel(found, cached, new, write)
        else:
            for done, wadl in enumerate(found):
                self._progress(done, len(found), wadl.source)
                self._make_source(wadl, cached[wadl.key], write)
        self._progress(len(found), len(found), "")
        self._report_unmatched()
        self._additions = PlacedAdditions(outer_additions(self._config, found, self._several, self._report)).of_index()
        listed = {wadl: self._results[wadl] for wadl in found if self._results[wadl].pages is not None or self._was_written(wadl)}
        if self._several and write is not None and listed:
            try:
                write(top_index(self._config, self._front_end, self._top_title, listed, self._versions, self._additions))
            except RenderError as fault:
                self._report(fault.diagnostic)

    def _make_merged(self, found: list[Input], write: Write | None, recorded: Recorded) -> None:
        """Makes the pages of all sources as those of one API, unless nothing has changed since the last run."""
        cached = self._last.find_all(found) if write is not None else None
        if cached is not None and write is not None and self._last.write_all(cached, write):
            self._results.update((wadl, self._last.result(known)) for wadl, known in cached.items())
            return
        from wadl2rst.run.merging import ApiMerger  # only needed with --merge

        merger = ApiMerger(
            self._config,
            self._front_end,
            self._report,
            self._shared,
            traced=uses_cache(self._config, self._front_end),
            versions=self._versions,
            name=self._listing.name if self._listing is not None else "",
            with_summary=self._has_summary,
            unexpected=unexpected_error if self._front_end is COMMAND else lambda _error, _source: None,
        )
        self._results = merger.results
        merger.make_pages(found, self._progress, write, None if self._markdown is None else self._markdown.write, recorded)

    def _make_in_parallel(
        self, found: list[Input], cached: Mapping[str, CachedSource | None], new: list[Input], write: Write | None
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
                    collect_pages, wadl, self._config, self._several, with_markdown, self._has_summary, replace(self._versions, loaded={})
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

    def _make_source(self, wadl: Input, cached: CachedSource | None, write: Write | None) -> None:
        """Makes the pages of one wadl, reusing those of the last run that are unchanged on disk and rendering the others."""
        up_to_date = self._last.write_up_to_date(wadl, cached.entry, write) if cached is not None and write is not None else set()
        if cached is not None and len(up_to_date) == len(cached.entry.pages):
            self._results[wadl] = self._last.result(cached)
            return

        def write_others(page: RenderedPage) -> None:
            if write is not None and page.path not in up_to_date:
                write(page)

        run = OneSource(wadl, self._config, self._several, self._front_end, self._shared, self._has_summary, self._versions)
        write_text = None if self._markdown is None else self._markdown.write
        self._results[wadl] = run.make_pages(self._report, write_others if up_to_date else write, write_text)

    def update_cache(self, digests: Mapping[str, str]) -> None:
        """Caches the sources that were read; ``digests`` has the SHA-256 of the pages by path."""
        self._last.update(self._results, digests)

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


def _size(wadl: Input) -> int:
    """The size of a wadl in bytes, or 0 if unknown."""
    try:
        return os.stat(wadl.source).st_size  # noqa: PTH116 (it may be a URL)
    except (OSError, ValueError):
        return 0
