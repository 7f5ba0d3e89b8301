"""Pages that are written before the build (``builder-inited``): what ``wadl2rst_sources`` asks for.

They are those of the command line, by the same ``build``: written into the folder of the sources, only what changed, and
only pages of our own are removed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

from wadl2rst.config.options import Config, is_url
from wadl2rst.messages import counted
from wadl2rst.run.build import build
from wadl2rst.sphinx import front_end
from wadl2rst.sphinx.reading import with_root
from wadl2rst.sphinx.stale_pages import remove_stale_pages
from wadl2rst.sphinx.values import own_settings, warn

logger = logging.getLogger(__name__)


def generate(app: Sphinx) -> None:
    """Writes the pages of each entry of ``wadl2rst_sources``, and removes those of WADLs that no entry names any more."""
    said = front_end.messages()
    provided = front_end.of(app.config, app.events, Path(app.srcdir), tabs=front_end.TABS in app.extensions)
    jobs = list(_jobs(app))
    remove_stale_pages(app, jobs, said.report)
    for config in jobs:
        result = build(config, said.report, front_end=provided)
        folder = os.path.relpath(config.output or ".", app.srcdir).replace(os.sep, "/")
        changes = [f"{number} {what}" for number, what in ((result.written, "written"), (result.removed, "removed")) if number]
        operations = counted(result.operations, "operation")
        logger.info("wadl2rst: %s in %s/: %s", operations, folder, ", ".join(changes) or "no changes")
    front_end.say_held_back(said)


def _jobs(app: Sphinx) -> Iterator[Config]:
    """The settings of each run."""
    destinations: dict[str, int] = {}
    for number, entry in enumerate(app.config.wadl2rst_sources, start=1):
        where = f"wadl2rst_sources, entry {number}"
        if not isinstance(entry, Mapping):
            warn(f"{where}: must be a dictionary with 'path' and 'destination'", "config")
            continue
        given = dict(entry)
        sources = _sources(app, given.pop("path", None))
        destination = given.pop("destination", None)
        if not sources:
            warn(f"{where}: 'path' must name a WADL", "config")
        elif not isinstance(destination, str) or not _is_below(destination):
            warn(f"{where}: 'destination' must be a folder below the source directory", "config")
        elif destinations.setdefault(os.path.normpath(destination), number) != number:
            warn(f"{where}: 'destination' is already used by entry {destinations[os.path.normpath(destination)]}", "config")
        else:
            config = own_settings(app.config, given, lambda text, where=where: warn(f"{where}: {text}", "config"), Path(app.confdir))  # type: ignore[misc]
            if config.root is None and len(sources) == 1 and not is_url(sources[0]) and not Path(sources[0]).is_dir():
                config = with_root(config, Path(sources[0]), Path(app.srcdir))
            yield replace(config, sources=sources, output=Path(app.srcdir, destination))


def _sources(app: Sphinx, given: Any) -> tuple[str, ...]:
    """The WADLs of an entry, paths taken from the folder of ``conf.py``."""
    named = [given] if isinstance(given, (str, os.PathLike)) else given
    if not isinstance(named, (list, tuple)) or not all(isinstance(path, (str, os.PathLike)) and str(path) for path in named):
        return ()
    return tuple(str(path) if is_url(str(path)) else os.path.normpath(Path(app.confdir, path)) for path in named)


def _is_below(destination: str) -> bool:
    path = Path(os.path.normpath(destination))
    return not path.is_absolute() and ".." not in path.parts
