"""What a run reuses of the last one: the cache entries of sources that have not changed, and the pages that are unchanged on disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wadl2rst.config.options import Config, is_url
from wadl2rst.diagnostics import Report
from wadl2rst.output.writer import RenderedPage, text_on_disk
from wadl2rst.run.cache import Cache, CacheEntry, default_folder
from wadl2rst.run.inputs import Input
from wadl2rst.run.pipeline import COMMAND, FrontEnd, additions_folder, make_library
from wadl2rst.run.source_result import SourceResult, Write
from wadl2rst.run.versions import Versions
from wadl2rst.source.additions import folder_digest
from wadl2rst.templating import environment as templates

if TYPE_CHECKING:
    from wadl2rst.run.markdown import MarkdownSite


MERGED = "."
"""The key of all sources together in the record of the Markdown, if they are one API; no source has it."""


@dataclass(frozen=True, slots=True)
class CachedSource:
    """The valid cache entry of a wadl, and its files."""

    entry: CacheEntry
    files: tuple[str, ...]
    missing: tuple[str, ...]


def uses_cache(config: Config, front_end: FrontEnd) -> bool:
    """Whether a run uses the cache.  ``--check`` must verify everything, and Sphinx has its own environment."""
    uses = config.output is not None and not config.check and not config.no_cache and not config.adopt
    return uses and front_end is COMMAND


class LastRun:
    """What the last run over the same sources left; without a cache, nothing can be reused."""

    def __init__(
        self,
        config: Config,
        front_end: FrontEnd,
        report: Report,
        markdown: MarkdownSite | None,
        *,
        several: bool,
        has_summary: bool,
        versions: Versions,
        together: Sequence[Input],
    ) -> None:
        """Opens the cache for the settings of the run.  The messages of sources that are reused are passed to ``report``."""
        self._config = config
        self._report = report
        self._markdown = markdown
        self._several = several
        self._cache = _open_cache(config, several, has_summary, versions, together) if uses_cache(config, front_end) else None

    def find(self, wadl: Input, *, with_markdown: bool = True) -> CachedSource | None:
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
            return CachedSource(entry, library.files, library.missing)
        except Exception as error:  # usually a damaged entry; in any case, the WADL can still be read
            import logging  # only needed here; importing it slows down every start

            logging.getLogger(__name__).debug("%s: the cache entry cannot be used: %r", wadl.source, error)
            return None

    def find_all(self, found: list[Input]) -> dict[Input, CachedSource] | None:
        """The cache entries of all sources; None if anything that was read for one of them has changed."""
        entries: dict[Input, CachedSource] = {}
        for wadl in found:
            known = self.find(wadl, with_markdown=False)
            if known is None:
                return None
            entries[wadl] = known
        pages = _pages_of(entries)
        if self._markdown is not None and not self._markdown.is_current(MERGED, {path: digest for path, (digest, _keys) in pages.items()}):
            return None
        return entries

    def write_up_to_date(self, wadl: Input, entry: CacheEntry, write: Write) -> set[str]:
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

    def write_all(self, cached: Mapping[Input, CachedSource], write: Write) -> bool:
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

    def result(self, cached: CachedSource) -> SourceResult:
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

    def update(self, results: Mapping[Input, SourceResult], digests: Mapping[str, str]) -> None:
        """Caches the sources that were read (cached ones have no new trace).  ``digests`` has the SHA-256 of the pages by path."""
        if self._cache is None:
            return
        for wadl, result in results.items():
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


def _pages_of(entries: Mapping[Input, CachedSource]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The SHA-256 and the sources of each page of several WADLs that are one API, by its path."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for wadl, known in entries.items():
        for path, digest in known.entry.pages.items():
            found[path] = digest, (*found.get(path, ("", ()))[1], wadl.key)
    return found


def _open_cache(config: Config, several: bool, has_summary: bool, versions: Versions, together: Sequence[Input]) -> Cache | None:
    """The cache of earlier runs, or None if there is no folder for it or its key cannot be computed."""
    try:
        folder = default_folder()
        if folder is None:
            return None
        program = templates.library_folders()
        return Cache(folder, config, several=several, has_summary=has_summary, versions=versions, together=together, program=program)
    except OSError:  # the current folder or a part of the program is gone; the error is reported when it is needed
        return None
