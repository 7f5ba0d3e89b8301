"""Makes the pages of one source: reads it, plans its pages and renders each."""

from __future__ import annotations

import gc
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from wadl2rst.config.options import Config
from wadl2rst.diagnostics import Diagnostic, LoadError, Location, MessageCode, RenderError, Report, WriteError, recording, why_unreadable
from wadl2rst.output.writer import RenderedPage
from wadl2rst.page.plan import SitePlan
from wadl2rst.run.adoption import Spots, SpottedPage
from wadl2rst.run.inputs import Input
from wadl2rst.run.pipeline import COMMAND, FrontEnd, additions_folder, load_wadl, make_renderer, plan_filtered, render_pages, say_of
from wadl2rst.run.reuse import uses_cache
from wadl2rst.run.source_result import SourceResult, Write
from wadl2rst.run.versions import ApiVersions
from wadl2rst.source.additions import folder_digest
from wadl2rst.source.files import folded
from wadl2rst.source.shared import SharedSchemas
from wadl2rst.wadl.model import Application

if TYPE_CHECKING:
    from wadl2rst.run.markdown import WriteText

MAX_UNCOLLECTED = 200_000
"""If automatic garbage collection is off: the number of uncollected objects above which it is run before the next source."""


class OneSource:
    """Makes the pages of one source."""

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
            tell(unexpected_error(error, self._wadl.source))
        return self._result

    def _read(self, report: Report, write: Write | None, write_text: WriteText | None) -> None:
        """Reads the source and renders its pages."""
        wadl, config, front_end, result = self._wadl, self._config, self._front_end, self._result
        is_traced = uses_cache(config, front_end)
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


_SHARED = SharedSchemas()
"""The schemas that the sources of a worker process have in common."""


def collect_pages(
    wadl: Input, config: Config, several: bool, with_markdown: bool, has_summary: bool, versions: ApiVersions
) -> tuple[list[RenderedPage], list[tuple[str, str]], SourceResult]:
    """Makes the pages of a wadl in a worker process; returns the pages, those in Markdown with their paths, and the result."""
    gc.disable()  # as in the process of the command
    pages: list[RenderedPage] = []
    texts: list[tuple[str, str]] = []

    def write_text(path: str, text: str) -> None:
        texts.append((path, text))

    write = None if config.output is None else pages.append
    source = OneSource(wadl, config, several, COMMAND, _SHARED, has_summary, versions)
    return pages, texts, source.make_pages(None, write, write_text if with_markdown else None)


def unexpected_error(error: Exception, source: str) -> Diagnostic:
    """The diagnostic for an unexpected exception."""
    if isinstance(error, MemoryError):
        return Diagnostic(MessageCode.TOO_LARGE, "there is not enough memory for this WADL", Location(source))
    if isinstance(error, OSError):
        return Diagnostic(MessageCode.UNREADABLE, why_unreadable(error), Location(source))
    import logging  # only needed here; importing them slows down every start
    import traceback

    logging.getLogger(__name__).debug("%s", source, exc_info=error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    what = folded(f"{type(error).__name__}: {error}")
    text = f"internal error: {what} ({PurePath(last.filename).name}:{last.lineno}); please report it with the WADL"
    return Diagnostic(MessageCode.INTERNAL, text, Location(source))
