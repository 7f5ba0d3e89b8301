"""Generates the pages for ``wadl2rst_sources`` before the build (``builder-inited``).

The pages are written into the source directory by the same ``build`` as on the command line: only changed pages are
written, and only pages that wadl2rst wrote are removed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

from wadl2rst.config.apis import EntryPlace, faults
from wadl2rst.config.options import Config, is_same_folder, is_url, pair_of
from wadl2rst.diagnostics import Diagnostic, MessageCode, Report, drop_message
from wadl2rst.messages import counted
from wadl2rst.run import inputs
from wadl2rst.run.build import build_api
from wadl2rst.run.pipeline import FrontEnd
from wadl2rst.run.versions import NO_VERSIONS, ApiVersions
from wadl2rst.sphinx import front_end
from wadl2rst.sphinx.additions import MARKDOWN, UNMATCHED, UnmatchedAdditions, check_markdown
from wadl2rst.sphinx.markdown import MarkdownBuild
from wadl2rst.sphinx.reading import with_root
from wadl2rst.sphinx.stale_pages import remove_stale_pages
from wadl2rst.sphinx.translation import PagePlaces
from wadl2rst.sphinx.values import own_settings, project_path, warn

logger = logging.getLogger(__name__)

OTHER_NAMES = {"sources": "path", "output": "destination"}
"""Other names of the settings of entries."""


def generate_pages(app: Sphinx, markdown: MarkdownBuild | None = None) -> None:
    """Writes the pages of each entry of ``wadl2rst_sources``, and removes the pages of WADLs that are no longer listed.

    The pages are written as Markdown, too, to ``markdown``.
    """
    messages = front_end.sphinx_messages()
    places = PagePlaces(app)
    provided = front_end.front_end_of(app.config, app.events, Path(app.srcdir), tabs=front_end.TABS in app.extensions)
    provided = replace(provided, needs_origins=places.wanted, markdown=MARKDOWN in app.extensions)
    jobs = list(_jobs(app))
    # None is Sphinx's default, the parser of RST.
    if jobs and app.config.source_suffix.get(".rst", "") not in ("restructuredtext", None):
        text = 'wadl2rst_sources: Sphinx does not read the pages as RST; add ".rst": "restructuredtext" to source_suffix in conf.py'
        warn(text, "config")
    remove_stale_pages(app, jobs, messages.report)
    versions = _versions(jobs, app, provided)
    unmatched = UNMATCHED[app] = UnmatchedAdditions()
    for config, own_versions in zip(jobs, versions, strict=True):
        check_markdown(app, config.additions)
        folder = os.path.relpath(config.output or ".", app.srcdir).replace(os.sep, "/")
        site = None if markdown is None else markdown.site(config, Path(app.srcdir))
        note = partial(places.note, config.output)
        report = messages.report if config.additions is None else unmatched.receiver(config.additions, messages.report)
        told = partial(_report, report, folder)
        built = build_api(config, told, front_end=provided, note=note, markdown=site, versions=own_versions)
        result = built.result
        changes = [f"{number} {what}" for number, what in ((result.written, "written"), (result.removed, "removed")) if number]
        operations = counted(result.operations, "operation")
        logger.info("wadl2rst: %s in %s/: %s", operations, folder, ", ".join(changes) or "no changes")
    front_end.report_held_back(messages)


def _report(report: Report, folder: str, diagnostic: Diagnostic) -> None:
    """Passes on a message; if it is about all operations of an API, and so about no file, with the folder of the API."""
    if diagnostic.code is MessageCode.UNGROUPED:
        diagnostic = replace(diagnostic, text=f"{folder}/: {diagnostic.text}")
    report(diagnostic)


def _versions(jobs: Sequence[Config], app: Sphinx, provided: FrontEnd) -> list[ApiVersions]:
    """The other versions of the API of each run."""
    if not any(config.also for config in jobs):
        return [NO_VERSIONS] * len(jobs)
    from wadl2rst.run.find_versions import find_versions  # only needed for versions

    folders = [os.path.relpath(config.output or ".", app.srcdir).replace(os.sep, "/") for config in jobs]
    return find_versions(list(zip(folders, jobs, strict=True)), provided, traced=False)


def _jobs(app: Sphinx) -> Iterator[Config]:
    """The settings of each run."""
    jobs: list[tuple[int, Config]] = []
    places: list[EntryPlace] = []
    for number, entry in enumerate(app.config.wadl2rst_sources, start=1):
        where = f"wadl2rst_sources, entry {number}"
        place = EntryPlace(None, None)
        if not isinstance(entry, Mapping):
            warn(f"{where}: must be a dictionary with 'sources' and 'output'", "config")
        else:
            job = _job(app, entry, where)
            if job is not None:
                jobs.append((number - 1, job))
                folder = os.path.relpath(job.output or "", app.srcdir)
                place = EntryPlace(folder, entry.get("prefix") if _is_one(job) else None, _name_of(entry, "output"), job.also)
        places.append(place)
    if any(job.also for _number, job in jobs):
        # Labels that are not unique would lead from one version to the wrong one.
        for number, job in jobs:
            places[number] = places[number]._replace(prefix=job.prefix or _default_prefix(job))
    unusable = set()
    wrong: dict[int, set[str]] = {}
    for number, name, text, part in faults(places, nested=True):
        warn(f"wadl2rst_sources, entry {number + 1}: {text}", "config")
        if name == "output":
            unusable.add(number)
        elif name == "also":
            wrong.setdefault(number, set()).add(part)
    for number, job in jobs:
        if number not in unusable:
            left = tuple(pair for pair in job.also if pair_of(pair)[0] not in wrong.get(number, ()))
            yield job if left == job.also else replace(job, also=left)


def _job(app: Sphinx, entry: Mapping[str, Any], where: str) -> Config | None:
    """The settings of the run for an entry; None if it has no valid sources or output, which is reported."""
    for name, other in OTHER_NAMES.items():
        if name in entry and other in entry:
            warn(f"{where}: '{other}' is another name of '{name}': use one of them", "config")
            return None
    named, placed = _name_of(entry, "sources"), _name_of(entry, "output")
    options = {name: value for name, value in entry.items() if name not in (named, placed)}
    sources = _entry_sources(app, entry.get(named))
    output = entry.get(placed)
    if not sources:
        warn(f"{where}: '{named}' must name a WADL", "config")
        return None
    if not isinstance(output, str) or not _is_below(output):
        warn(f"{where}: '{placed}' must be a folder below the source directory", "config")
        return None
    config = own_settings(app.config, options, lambda text: warn(f"{where}: {text}", "config"), app)
    if config.root is None and len(sources) == 1 and not is_url(sources[0]) and not Path(sources[0]).is_dir():
        config = with_root(config, Path(sources[0]), Path(app.srcdir))
    folder = Path(app.srcdir, output)
    if config.additions is not None and is_same_folder(config.additions, folder):
        warn(f"{where}: 'additions': is also the folder of the pages; additions require their own", "config")
        config = replace(config, additions=None)
    return replace(config, sources=sources, output=folder)


def _is_one(job: Config) -> bool:
    """Whether an entry has one WADL, or several that are one, so that its labels begin with nothing but the prefix."""
    return job.merge or (len(job.sources) == 1 and not Path(job.sources[0]).is_dir())


def _default_prefix(job: Config) -> str | None:
    """What labels of an entry without a prefix begin with; None if its WADLs differ in that."""
    if job.merge:
        from wadl2rst.run.merging import api_name  # only needed with merge

        return api_name(job.output)
    found, _folders = inputs.find_inputs(job.sources, job.output, drop_message)
    return found[0].name if _is_one(job) and found else None


def _name_of(entry: Mapping[str, Any], name: str) -> str:
    """The name that an entry uses for ``sources`` or ``output``; one that it lacks has the name that goes with the other one."""
    uses_other = any(other in entry for other in OTHER_NAMES.values())
    return OTHER_NAMES[name] if uses_other and name not in entry else name


def _entry_sources(app: Sphinx, path: Any) -> tuple[str, ...]:
    """The WADLs of an entry, with their paths resolved; empty if ``path`` is invalid."""
    named = [path] if isinstance(path, (str, os.PathLike)) else path
    if not isinstance(named, (list, tuple)) or not all(isinstance(item, (str, os.PathLike)) and str(item) for item in named):
        return ()
    return tuple(str(item) if is_url(str(item)) else os.path.normpath(project_path(app, item)) for item in named)


def _is_below(destination: str) -> bool:
    path = Path(os.path.normpath(destination))
    return not path.is_absolute() and ".." not in path.parts
