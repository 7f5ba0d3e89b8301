"""The whole run: every WADL read, its pages made, and written or compared.  The front ends and the Python API call this."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from wadl2rst import collector
from wadl2rst.config.options import Config, is_address
from wadl2rst.diagnostics import Diagnostic, LoadError, Location, MessageCode, RenderError, Report, recording
from wadl2rst.output.writer import RenderedPage, text_on_disk, write
from wadl2rst.page.values import Page, SiteLinks, SourcesPage
from wadl2rst.run import inputs
from wadl2rst.run.cache import Cache, CacheEntry, default_folder
from wadl2rst.run.inputs import Input
from wadl2rst.run.pipeline import COMMAND, FrontEnd, filters_of, library_of, load, planned, renderer, say_unmatched, texts
from wadl2rst.source.files import folded, reason
from wadl2rst.source.trace import Trace
from wadl2rst.templating import environment as templates
from wadl2rst.wadl.model import Application

_log = logging.getLogger(__name__)

SEVERAL_TITLE = "APIs"
"""Title of the index above several WADLs."""

Progress = Callable[[int, int, str], None]
"""Is told how many of how many sources are done, and which one is being worked on."""


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
class _Made:
    """What became of one source."""

    title: str = ""
    operations: int = 0
    failed: bool = False
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
    run = _Run(config, report, progress, several, host)
    if config.output is None:
        for _page in run.pages(found):
            pass
        return run.result()
    outcome = write(
        config.output,
        run.pages(found),
        sources=[known.key for known in found],
        folders=folders,
        failed=run.failed,
        force=config.force,
        check=config.check,
        report=report,
    )
    run.remember(outcome.made)
    return run.result(
        written=outcome.written,
        unchanged=outcome.unchanged,
        removed=outcome.removed,
        kept=outcome.kept,
        changes=tuple(change.diff for change in outcome.changes),
    )


class _Run:
    """One run over all sources."""

    def __init__(self, config: Config, report: Report, progress: Progress | None, several: bool, host: FrontEnd) -> None:
        self._config = config
        self._report = report
        self._progress = progress or (lambda _done, _total, _what: None)
        self._several = several
        self._host = host
        self.failed: set[str] = set()
        self._made: dict[Input, _Made] = {}
        self._cache = _cache(config, several) if _remembers(config, host) else None

    def result(self, *, written: int = 0, unchanged: int = 0, removed: int = 0, kept: int = 0, changes: tuple[str, ...] = ()) -> Result:
        return Result(
            operations=sum(made.operations for made in self._made.values()),
            written=written,
            unchanged=unchanged,
            removed=removed,
            kept=kept,
            changes=changes,
            title=next(iter(self._made.values())).title if self._made and not self._several else self._title_above,
            sources=len(self._made),
            failed=sum(made.failed for made in self._made.values()),
            files=tuple(dict.fromkeys(file for made in self._made.values() for file in made.files)),
            missing=tuple(dict.fromkeys(file for made in self._made.values() for file in made.missing)),
        )

    @property
    def _title_above(self) -> str:
        """The title of the index above several WADLs."""
        return self._config.title or SEVERAL_TITLE

    def pages(self, found: list[Input]) -> Iterator[RenderedPage]:
        """The pages of all sources, one at a time; then the index above them."""
        recalled = {known.key: self._recall(known) for known in found}
        new = [known for known in found if recalled[known.key] is None]
        if self._config.jobs > 1 and len(new) > 1:
            yield from self._side_by_side(found, recalled, new)
        else:
            for done, known in enumerate(found):
                self._progress(done, len(found), known.source)
                yield from self._pages_of(known, recalled[known.key])
        self._progress(len(found), len(found), "")
        self._say_unmatched()
        if self._several and self._config.output is not None:
            yield from self._index_above([known for known in found if known.key not in self.failed or self._was_written(known)])

    def _side_by_side(self, found: list[Input], recalled: Mapping[str, _Recalled | None], new: list[Input]) -> Iterator[RenderedPage]:
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
                    yield from self._pages_of(known, recalled[known.key])
                    continue
                pages, made = futures.pop(known.key).result()
                for diagnostic in made.said:
                    self._report(diagnostic)
                yield from pages
                self._finish(known, made)

    def _pages_of(self, known: Input, recalled: _Recalled | None) -> Iterator[RenderedPage]:
        """The pages of one source: those of the last run as long as they lie on the disk as it made them, and the rest anew."""
        done: set[str] = set()
        if recalled is not None and (yield from self._pages_on_disk(known, recalled, done)):
            return
        made = _Made()
        for page in _source_pages(known, self._config, recording(made.said, self._report), made, self._several, self._host):
            if page.path not in done:
                yield page
        self._finish(known, made)

    def _pages_on_disk(self, known: Input, recalled: _Recalled, done: set[str]) -> Generator[RenderedPage, None, bool]:
        """The pages that the last run made, up to one that is not on the disk as that run made it; True if all are.

        Their paths are put into ``done``.
        """
        assert self._config.output is not None, "without an output folder, nothing is remembered"
        entry = recalled.entry
        for path, digest in entry.pages.items():
            text = text_on_disk(self._config.output, path, digest)
            if text is None:
                return False
            done.add(path)
            yield RenderedPage(path=path, sources=(known.key,), text=text)
        for diagnostic in entry.said:
            self._report(diagnostic)
        self._made[known] = _Made(
            title=entry.title, operations=entry.operations, files=recalled.files, missing=recalled.missing, matched=set(entry.matched)
        )
        return True

    def _recall(self, known: Input) -> _Recalled | None:
        """What is remembered of a source, if all that was read for it is as it was; else None."""
        entry = None if self._cache is None or known.fault is not None or is_address(known.source) else self._cache.get(known)
        if entry is None or not templates.finds(self._config.templates, entry.templates):
            return None
        library = library_of(self._config, self._report, traced=True)
        try:
            return _Recalled(entry, library.files, library.missing) if library.repeats(known.source, entry.trace) else None
        except Exception as error:  # mostly a damaged entry; whatever it is, the WADL can still be read
            _log.debug("%s: what is remembered of it can not be used: %r", known.source, error)
            return None

    def remember(self, digests: Mapping[str, str]) -> None:
        """Keeps what was read for the next run; what is remembered has no trace of its own.  ``digests`` has the SHA-256 of the pages."""
        if self._cache is None:
            return
        for known, made in self._made.items():
            if made.trace is not None and made.pages is not None and all(path in digests for path in made.pages):
                entry = CacheEntry(
                    trace=made.trace,
                    templates=made.templates,
                    said=tuple(made.said),
                    pages={path: digests[path] for path in made.pages},
                    title=made.title,
                    operations=made.operations,
                    matched=tuple(sorted(made.matched)),
                )
                self._cache.put(known, entry)

    def _finish(self, known: Input, made: _Made) -> None:
        self._made[known] = made
        if made.failed:
            self.failed.add(known.key)

    def _was_written(self, known: Input) -> bool:
        """Whether a WADL that can not be read now has pages from an earlier run: they stay, and stay on the index."""
        return self._config.output is not None and (self._config.output / known.name / f"{self._config.index}.rst").is_file()

    def _say_unmatched(self) -> None:
        matched = {pair for made in self._made.values() for pair in made.matched}
        filters = filters_of(self._config)
        filters.matched = matched
        say_unmatched(filters, self._report, self._host.format_setting)

    def _index_above(self, found: list[Input]) -> Iterator[RenderedPage]:
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
        yield RenderedPage(path=f"{config.index}.rst", sources=tuple(known.key for known in found), text=rendered.text)


def _size(known: Input) -> int:
    """The bytes of a source, 0 where that can not be told."""
    try:
        return os.stat(known.source).st_size  # noqa: PTH116 (it may be an address)
    except (OSError, ValueError):
        return 0


def _remembers(config: Config, host: FrontEnd) -> bool:
    """Whether a run goes by what an earlier one remembers.  ``--check`` is there to find out, and Sphinx has a memory of its own."""
    return config.output is not None and not config.check and not config.no_cache and host is COMMAND


def _cache(config: Config, several: bool) -> Cache | None:
    """What earlier runs remember; None where there is no place for it, or where that can not be told."""
    try:
        folder = default_folder()
        return None if folder is None else Cache(folder, config, several=several, program=templates.program())
    except OSError:  # the current folder or a part of the program is gone, which shows itself where it is needed
        return None


def _collect(known: Input, config: Config, several: bool) -> tuple[list[RenderedPage], _Made]:
    """What a worker process makes of a source."""
    made = _Made()
    return list(_source_pages(known, config, made.said.append, made, several, COMMAND)), made


def _source_pages(known: Input, config: Config, report: Report, made: _Made, several: bool, host: FrontEnd) -> Iterator[RenderedPage]:
    """The pages of one source; what became of it is written into ``made``.

    Whatever goes wrong costs this source alone, also where the fault is ours.  (Sphinx has its own way to tell of faults,
    which may be those of its extensions.)
    """
    try:
        if known.fault is not None:
            report(known.fault)
            made.failed = True
        else:
            yield from _read_pages(known, config, report, made, several, host)
    except Exception as error:
        if host is not COMMAND:
            raise
        made.failed = True
        report(_unexpected(error, known.source))


def _unexpected(error: Exception, source: str) -> Diagnostic:
    """What to say of an exception that nothing foresaw."""
    if isinstance(error, MemoryError):
        return Diagnostic(MessageCode.TOO_LARGE, "there is not enough memory for this WADL", Location(source))
    if isinstance(error, OSError):
        return Diagnostic(MessageCode.UNREADABLE, reason(error), Location(source))
    _log.debug("%s", source, exc_info=error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    what = folded(f"{type(error).__name__}: {error}")
    text = f"internal error: {what} ({PurePath(last.filename).name}:{last.lineno}); please report it with the WADL"
    return Diagnostic(MessageCode.INTERNAL, text, Location(source))


def _read_pages(known: Input, config: Config, report: Report, made: _Made, several: bool, host: FrontEnd) -> Iterator[RenderedPage]:
    loaded = load(known.source, config, report, host.format_setting, traced=_remembers(config, host))
    made.files, made.missing, made.trace = loaded.files, loaded.missing, loaded.trace
    if loaded.application is None:
        made.failed = True
        return
    with collector.set_aside():
        yield from _planned_pages(loaded.application, known, config, report, made, several, host)


def _planned_pages(
    application: Application, known: Input, config: Config, report: Report, made: _Made, several: bool, host: FrontEnd
) -> Iterator[RenderedPage]:
    try:
        site, filters = planned(application, known, config, report, several, host)
    except LoadError as broken:
        report(broken.diagnostic)
        made.failed = True
        return
    made.matched = filters.matched
    made.operations = len(site.operations)
    made.title = site.title
    if config.output is None:
        return
    folder = f"{known.name}/" if several else ""
    pages = []
    try:
        for name, rendered in texts(site, config, host, looked_for=made.templates):
            pages.append(f"{folder}{name}.rst")
            yield RenderedPage(path=pages[-1], sources=(known.key,), text=rendered.text, origins=rendered.origins)
        made.pages = pages
    except RenderError as fault:
        report(fault.diagnostic)
        made.failed = True
