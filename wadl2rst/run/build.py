"""The whole run: every WADL read, its pages made, and written or compared.  The front ends and the Python API call this."""

from __future__ import annotations

import gc
import logging
import os
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from wadl2rst.config.options import Config, is_url
from wadl2rst.diagnostics import Diagnostic, LoadError, Location, MessageCode, RenderError, Report, WriteError, recording, why_unreadable
from wadl2rst.output.writer import Outcome, PageWriter, RenderedPage, text_on_disk
from wadl2rst.page.values import Page, SiteLinks, SourcesPage
from wadl2rst.run import inputs
from wadl2rst.run.cache import Cache, CacheEntry, default_folder
from wadl2rst.run.inputs import Input
from wadl2rst.run.pipeline import COMMAND, FrontEnd, filters_of, library_of, load, planned, renderer, say_unmatched, texts
from wadl2rst.source.files import folded
from wadl2rst.source.trace import Trace
from wadl2rst.templating import environment as templates
from wadl2rst.wadl.model import Application

_log = logging.getLogger(__name__)

MOST_UNCOLLECTED = 200_000
"""How many objects that sources left may lie in memory, where the collector does not come by itself, before the next is read."""

SEVERAL_TITLE = "APIs"
"""Title of the index above several WADLs."""

Progress = Callable[[int, int, str], None]
"""Is told how many of how many sources are done, and which one is being worked on."""

Write = Callable[[RenderedPage], None]
"""Is handed each page as soon as it is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a run did."""

    operations: int = 0
    """Operations that are documented."""
    written: int = 0
    """Pages that were new or had changed (with ``check``: that would be written)."""
    unchanged: int = 0
    """Pages that are as they were."""
    removed: int = 0
    """Pages whose operation is gone (with ``check``: that would be removed)."""
    kept: int = 0
    """Pages left as they are: edited, occupied, not writable, or of a source that could not be read."""
    changes: tuple[str, ...] = ()
    """With ``check``, the diff of each page that is out of date."""
    title: str = ""
    """What the pages are about: the title of the WADL, or of the index above several."""
    sources: int = 0
    """WADLs that were found."""
    failed: int = 0
    """Sources that could not be read."""
    files: tuple[str, ...] = ()
    """All files that were read."""
    missing: tuple[str, ...] = ()
    """Absolute paths of files that were looked for in vain."""
    errors: int = 0
    """Errors that were reported, each of which cost a part of the pages.  :func:`wadl2rst.generate` counts them."""
    warnings: int = 0
    """Warnings that were reported, counted in the same way."""


@dataclass(slots=True)
class _SourceResult:
    """What became of one source."""

    title: str = ""
    operations: int = 0
    unreadable: bool = False
    """Whether it could not be read, or not to its end."""
    files: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    matched: set[tuple[str, str]] = field(default_factory=set)
    """The filters that matched an operation of it."""
    said: list[Diagnostic] = field(default_factory=list)
    """What was said of it."""
    trace: Trace | None = None
    """What was asked of the disk, where that was to be kept."""
    templates: dict[str, str | None] = field(default_factory=dict)
    """The templates that were looked for in the user's folder, and their SHA-256."""
    pages: list[str] | None = None
    """The paths of its pages; None where not all could be made."""


@dataclass(frozen=True, slots=True)
class _Recalled:
    """What is remembered of a source, and its files."""

    entry: CacheEntry
    files: tuple[str, ...]
    missing: tuple[str, ...]


def build(config: Config, report: Report, progress: Progress | None = None, host: FrontEnd = COMMAND) -> Result:
    """Reads the sources of ``config``, and writes their pages into its output folder (or, without one, only lints).

    What is wrong goes to ``report``; the rest is still done.  ``progress`` is told how far the run is, and ``host``
    is what the front end brings along.
    """
    found, folders = inputs.find(config.sources, config.output, report)
    several = len(found) > 1 or bool(folders)
    run = _Build(config, report, progress, several, host)
    if config.output is None:
        run.make_pages(found, None)
        return run.result(Outcome())
    keys = [known.key for known in found]
    writer = PageWriter(config.output, sources=keys, folders=folders, force=config.force, check=config.check, report=report)
    try:
        with writer:
            run.make_pages(found, writer.page)
            for key in run.incomplete:
                writer.failed(key)
            writer.finish()
    except WriteError as error:
        report(error.diagnostic)
    run.remember(writer.outcome.made)
    return run.result(writer.outcome)


class _Build:
    """One run over all sources."""

    def __init__(self, config: Config, report: Report, progress: Progress | None, several: bool, host: FrontEnd) -> None:
        self._config = config
        self._report = report
        self._progress = progress or (lambda _done, _total, _what: None)
        self._several = several
        self._host = host
        self._results: dict[Input, _SourceResult] = {}
        self._cache = _cache(config, several) if _remembers(config, host) else None

    def result(self, outcome: Outcome) -> Result:
        """What the run did; ``outcome`` is what became of its pages."""
        results = self._results.values()
        return Result(
            operations=sum(result.operations for result in results),
            written=outcome.written,
            unchanged=outcome.unchanged,
            removed=outcome.removed,
            kept=outcome.kept,
            changes=tuple(change.diff for change in outcome.changes),
            title=next(iter(results)).title if results and not self._several else self._title_above,
            sources=len(results),
            failed=sum(result.unreadable for result in results),
            files=tuple(dict.fromkeys(file for result in results for file in result.files)),
            missing=tuple(dict.fromkeys(file for result in results for file in result.missing)),
        )

    @property
    def incomplete(self) -> list[str]:
        """The keys of the sources of which not all pages could be made."""
        return [known.key for known, result in self._results.items() if result.pages is None]

    @property
    def _title_above(self) -> str:
        """The title of the index above several WADLs."""
        return self._config.title or SEVERAL_TITLE

    def make_pages(self, found: list[Input], write: Write | None) -> None:
        """Hands the pages of all sources to ``write``, then the index above them; None where only messages are wanted."""
        recalled = {known.key: self._recall(known) for known in found}
        new = [known for known in found if recalled[known.key] is None]
        if self._config.jobs > 1 and len(new) > 1:
            self._make_side_by_side(found, recalled, new, write)
        else:
            for done, known in enumerate(found):
                self._progress(done, len(found), known.source)
                self._make_source(known, recalled[known.key], write)
        self._progress(len(found), len(found), "")
        self._say_unmatched()
        if self._several and write is not None:
            self._make_index_above([known for known in found if self._results[known].pages is not None or self._was_written(known)], write)

    def _make_side_by_side(
        self, found: list[Input], recalled: Mapping[str, _Recalled | None], new: list[Input], write: Write | None
    ) -> None:
        """The same with several processes for those that are ``new``: pages and messages in the order of the sources."""
        from concurrent.futures import ProcessPoolExecutor  # only where it is asked for: it would make every start slower

        renderer(self._config, self._host).prepare()  # so that not each process has to
        with ProcessPoolExecutor(min(self._config.jobs, len(new))) as pool:
            # The largest first: begun last, it would keep one process busy when all others are done.
            order = sorted(new, key=_size, reverse=True)
            futures = {known.key: pool.submit(_collect, known, self._config, self._several) for known in order}
            for number, known in enumerate(found):
                self._progress(number, len(found), known.source)
                if known.key not in futures:
                    self._make_source(known, recalled[known.key], write)
                    continue
                pages, result = futures.pop(known.key).result()
                for diagnostic in result.said:
                    self._report(diagnostic)
                for page in pages:
                    if write is not None:
                        write(page)
                self._results[known] = result

    def _make_source(self, known: Input, recalled: _Recalled | None, write: Write | None) -> None:
        """The pages of one source: those of the last run as long as they lie on the disk as it made them, and the rest anew."""
        there = self._write_what_is_there(known, recalled.entry, write) if recalled is not None and write is not None else set()
        if recalled is not None and len(there) == len(recalled.entry.pages):
            self._results[known] = self._repeated(recalled)
            return

        def write_others(page: RenderedPage) -> None:
            if write is not None and page.path not in there:
                write(page)

        source = _Source(known, self._config, self._several, self._host)
        self._results[known] = source.make_pages(self._report, write_others if there else write)

    def _repeated(self, recalled: _Recalled) -> _SourceResult:
        """What became of a source whose pages are all as the last run left them, and says what was said of it."""
        entry = recalled.entry
        for diagnostic in entry.said:
            self._report(diagnostic)
        return _SourceResult(
            title=entry.title,
            operations=entry.operations,
            files=recalled.files,
            missing=recalled.missing,
            matched=set(entry.matched),
            pages=list(entry.pages),
        )

    def _write_what_is_there(self, known: Input, entry: CacheEntry, write: Write) -> set[str]:
        """Writes the pages that the last run made, up to one that is not on the disk as that run made it; gives their paths."""
        assert self._config.output is not None, "without an output folder, nothing is remembered"
        there: set[str] = set()
        for path, digest in entry.pages.items():
            text = text_on_disk(self._config.output, path, digest)
            if text is None:
                break
            there.add(path)
            write(RenderedPage(path=path, sources=(known.key,), text=text))
        return there

    def _recall(self, known: Input) -> _Recalled | None:
        """What is remembered of a source, if all that was read for it is as it was; else None."""
        entry = None if self._cache is None or known.fault is not None or is_url(known.source) else self._cache.get(known)
        if entry is None or not templates.lookups_match(self._config.templates, entry.templates):
            return None
        library = library_of(self._config, self._report, traced=True)
        try:
            return _Recalled(entry, library.files, library.missing) if library.repeats(known.source, entry.trace) else None
        except Exception as error:  # mostly a damaged entry; whatever it is, the WADL can still be read
            _log.debug("%s: what is remembered of it cannot be used: %r", known.source, error)
            return None

    def remember(self, digests: Mapping[str, str]) -> None:
        """Keeps what was read for the next run; what is remembered has no trace of its own.  ``digests`` has the SHA-256 of the pages."""
        if self._cache is None:
            return
        for known, result in self._results.items():
            if result.trace is not None and result.pages is not None and all(path in digests for path in result.pages):
                entry = CacheEntry(
                    trace=result.trace,
                    templates=result.templates,
                    said=tuple(result.said),
                    pages={path: digests[path] for path in result.pages},
                    title=result.title,
                    operations=result.operations,
                    matched=tuple(sorted(result.matched)),
                )
                self._cache.put(known, entry)

    def _was_written(self, known: Input) -> bool:
        """Whether a WADL that cannot be read now has pages from an earlier run: they stay, and stay on the index."""
        return self._config.output is not None and (self._config.output / known.name / f"{self._config.index}.rst").is_file()

    def _say_unmatched(self) -> None:
        matched = {pair for result in self._results.values() for pair in result.matched}
        filters = filters_of(self._config)
        filters.matched = matched
        say_unmatched(filters, self._report, self._host.format_setting)

    def _make_index_above(self, found: list[Input], write: Write) -> None:
        """The index above several WADLs, where there are any to list."""
        config = self._config
        if not found:
            return
        try:
            indexes = tuple(f"{known.name}/{config.index}" for known in found)
            value = SourcesPage(title=self._title_above, children=indexes)
            page = Page(name=config.index, template="sources", value=value, links=SiteLinks())
            rendered = renderer(config, self._host).render(page)
        except RenderError as fault:
            self._report(fault.diagnostic)
            return
        write(RenderedPage(path=f"{config.index}.rst", sources=tuple(known.key for known in found), text=rendered.text))


def _size(known: Input) -> int:
    """The bytes of a source, 0 where that cannot be told."""
    try:
        return os.stat(known.source).st_size  # noqa: PTH116 (it may be an address)
    except (OSError, ValueError):
        return 0


def _remembers(config: Config, host: FrontEnd) -> bool:
    """Whether a run goes by what an earlier one remembers.  ``--check`` is there to find out, and Sphinx has a memory of its own."""
    return config.output is not None and not config.check and not config.no_cache and host is COMMAND


def _cache(config: Config, several: bool) -> Cache | None:
    """What earlier runs remember; None where there is no place for it, or where that cannot be told."""
    try:
        folder = default_folder()
        return None if folder is None else Cache(folder, config, several=several, program=templates.library_folders())
    except OSError:  # the current folder or a part of the program is gone, which shows itself where it is needed
        return None


def _collect(known: Input, config: Config, several: bool) -> tuple[list[RenderedPage], _SourceResult]:
    """What a worker process makes of a source."""
    gc.disable()  # as in the process of the command
    pages: list[RenderedPage] = []
    write = None if config.output is None else pages.append
    return pages, _Source(known, config, several, COMMAND).make_pages(None, write)


class _Source:
    """One source on its way to pages."""

    def __init__(self, known: Input, config: Config, several: bool, host: FrontEnd) -> None:
        self._known = known
        self._config = config
        self._several = several
        self._host = host
        self._result = _SourceResult()

    def make_pages(self, report: Report | None, write: Write | None) -> _SourceResult:
        """Hands the pages to ``write``, unless that is None, and tells what became of the source; what is said goes to ``report``, too.

        Whatever goes wrong costs this source alone, also where the fault is ours.  (Sphinx has its own way to tell of faults,
        which may be those of its extensions.)  Raises WriteError as ``write`` does.
        """
        if not gc.isenabled() and gc.get_count()[0] > MOST_UNCOLLECTED:
            gc.collect()  # templates of the sources before hold each other
        tell = recording(self._result.said, report)
        try:
            if self._known.fault is not None:
                tell(self._known.fault)
                self._result.unreadable = True
            else:
                self._read(tell, write)
        except WriteError:
            raise
        except Exception as error:
            if self._host is not COMMAND:
                raise
            self._result.unreadable = True
            tell(_unexpected(error, self._known.source))
        return self._result

    def _read(self, report: Report, write: Write | None) -> None:
        """Reads the source, and goes on with what it says."""
        known, config, host, result = self._known, self._config, self._host, self._result
        loaded = load(known.source, config, report, host.format_setting, traced=_remembers(config, host))
        result.files, result.missing, result.trace = loaded.files, loaded.missing, loaded.trace
        if loaded.application is None:
            result.unreadable = True
            return
        self._render(loaded.application, report, write)

    def _render(self, application: Application, report: Report, write: Write | None) -> None:
        """Plans the pages, renders each and hands it on."""
        known, config, several, host, result = self._known, self._config, self._several, self._host, self._result
        try:
            site, filters = planned(application, known, config, report, several, host)
        except LoadError as broken:
            report(broken.diagnostic)
            result.unreadable = True
            return
        result.matched = filters.matched
        result.operations = len(site.operations)
        result.title = site.title
        if write is None:
            return
        folder = f"{known.name}/" if several else ""
        pages = []
        try:
            for name, rendered in texts(site, config, host, looked_for=result.templates):
                pages.append(f"{folder}{name}.rst")
                write(RenderedPage(path=pages[-1], sources=(known.key,), text=rendered.text, origins=rendered.origins))
            result.pages = pages
        except RenderError as fault:
            report(fault.diagnostic)  # The WADL was read: it does not count as one that could not be.


def _unexpected(error: Exception, source: str) -> Diagnostic:
    """What to say of an exception that nothing foresaw."""
    if isinstance(error, MemoryError):
        return Diagnostic(MessageCode.TOO_LARGE, "there is not enough memory for this WADL", Location(source))
    if isinstance(error, OSError):
        return Diagnostic(MessageCode.UNREADABLE, why_unreadable(error), Location(source))
    _log.debug("%s", source, exc_info=error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    what = folded(f"{type(error).__name__}: {error}")
    text = f"internal error: {what} ({PurePath(last.filename).name}:{last.lineno}); please report it with the WADL"
    return Diagnostic(MessageCode.INTERNAL, text, Location(source))
