"""Generates the pages for ``wadl2rst_sources`` before the build (``builder-inited``).

The pages are written into the source directory by the same ``build`` as on the command line: only changed pages are
written, and only pages that wadl2rst wrote are removed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

from wadl2rst.config.options import Config, is_same, is_url
from wadl2rst.messages import counted
from wadl2rst.run.build import build
from wadl2rst.sphinx import front_end
from wadl2rst.sphinx.additions import check_markdown
from wadl2rst.sphinx.markdown import MarkdownBuild
from wadl2rst.sphinx.reading import with_root
from wadl2rst.sphinx.stale_pages import remove_stale_pages
from wadl2rst.sphinx.translation import PagePlaces
from wadl2rst.sphinx.values import own_settings, project_path, warn

logger = logging.getLogger(__name__)


def generate_pages(app: Sphinx, markdown: MarkdownBuild | None = None) -> None:
    """Writes the pages of each entry of ``wadl2rst_sources``, and removes the pages of WADLs that are no longer listed.

    The pages are written as Markdown, too, to ``markdown``.
    """
    messages = front_end.sphinx_messages()
    places = PagePlaces(app)
    provided = front_end.front_end_of(app.config, app.events, Path(app.srcdir), tabs=front_end.TABS in app.extensions)
    provided = replace(provided, needs_origins=places.wanted)
    jobs = list(_jobs(app))
    # None is Sphinx's default, the parser of RST.
    if jobs and app.config.source_suffix.get(".rst", "") not in ("restructuredtext", None):
        text = 'wadl2rst_sources: Sphinx does not read the pages as RST; add ".rst": "restructuredtext" to source_suffix in conf.py'
        warn(text, "config")
    remove_stale_pages(app, jobs, messages.report)
    for config in jobs:
        check_markdown(app, config.additions)
        site = None if markdown is None else markdown.site(config, Path(app.srcdir))
        note = partial(places.note, config.output)
        result = build(config, messages.report, front_end=provided, note=note, markdown=site)
        folder = os.path.relpath(config.output or ".", app.srcdir).replace(os.sep, "/")
        changes = [f"{number} {what}" for number, what in ((result.written, "written"), (result.removed, "removed")) if number]
        operations = counted(result.operations, "operation")
        logger.info("wadl2rst: %s in %s/: %s", operations, folder, ", ".join(changes) or "no changes")
    front_end.report_held_back(messages)


def _jobs(app: Sphinx) -> Iterator[Config]:
    """The settings of each run."""
    destinations: dict[str, int] = {}
    for number, entry in enumerate(app.config.wadl2rst_sources, start=1):
        where = f"wadl2rst_sources, entry {number}"
        if not isinstance(entry, Mapping):
            warn(f"{where}: must be a dictionary with 'path' and 'destination'", "config")
            continue
        options = dict(entry)
        sources = _entry_sources(app, options.pop("path", None))
        destination = options.pop("destination", None)
        if not sources:
            warn(f"{where}: 'path' must name a WADL", "config")
        elif not isinstance(destination, str) or not _is_below(destination):
            warn(f"{where}: 'destination' must be a folder below the source directory", "config")
        elif destinations.setdefault(os.path.normpath(destination), number) != number:
            warn(f"{where}: 'destination' is already used by entry {destinations[os.path.normpath(destination)]}", "config")
        else:
            config = own_settings(app.config, options, lambda text, where=where: warn(f"{where}: {text}", "config"), app)  # type: ignore[misc]
            if config.root is None and len(sources) == 1 and not is_url(sources[0]) and not Path(sources[0]).is_dir():
                config = with_root(config, Path(sources[0]), Path(app.srcdir))
            output = Path(app.srcdir, destination)
            if config.additions is not None and is_same(config.additions, output):
                warn(f"{where}: 'additions': is also the folder of the pages; additions require their own", "config")
                config = replace(config, additions=None)
            yield replace(config, sources=sources, output=output)


def _entry_sources(app: Sphinx, path: Any) -> tuple[str, ...]:
    """The WADLs of an entry, with their paths resolved; empty if ``path`` is invalid."""
    named = [path] if isinstance(path, (str, os.PathLike)) else path
    if not isinstance(named, (list, tuple)) or not all(isinstance(item, (str, os.PathLike)) and str(item) for item in named):
        return ()
    return tuple(str(item) if is_url(str(item)) else os.path.normpath(project_path(app, item)) for item in named)


def _is_below(destination: str) -> bool:
    path = Path(os.path.normpath(destination))
    return not path.is_absolute() and ".." not in path.parts
