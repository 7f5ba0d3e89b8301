"""The Python API: read a WADL, render its pages, or do a complete run.  All of it is available from ``import wadl2rst``.

The names in :data:`__all__` are stable, including their parameters, fields and exceptions: they
follow semantic versioning.  Everything else in the package may change in any version.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from pathlib import Path

from wadl2rst import names
from wadl2rst.config.groups import GroupRule
from wadl2rst.config.options import Config, make, problems
from wadl2rst.diagnostics import (
    Diagnostic,
    Error,
    LoadError,
    Location,
    MessageCode,
    Origin,
    RenderError,
    Report,
    Severity,
    WriteError,
    recording,
)
from wadl2rst.messages import Messages
from wadl2rst.output.writer import RenderedPage
from wadl2rst.run import build, pipeline
from wadl2rst.run.inputs import Input
from wadl2rst.run.result import Result
from wadl2rst.wadl.model import Application

__all__ = [
    "Application",
    "Config",
    "Diagnostic",
    "Error",
    "GroupRule",
    "LoadError",
    "Location",
    "Origin",
    "RenderError",
    "RenderedPage",
    "Report",
    "Result",
    "Severity",
    "WriteError",
    "generate",
    "load",
    "render",
]

Source = str | os.PathLike[str]
"""A WADL: the path of its file, or its http(s) URL."""


def load(source: Source, config: Config | None = None, *, report: Report | None = None) -> Application:
    """Reads a WADL, including the entities, samples and other WADLs that it refers to.

    Files that are missing or refused, such as an entity file outside the root, are only reported to ``report``; the part of
    the WADL that depends on them is missing from the result.

    Args:
        source: The path of the file, or its http(s) URL.
        config: The settings, of which ``root``, ``entity_map``, ``grammar_map``, ``max_size`` and ``profile`` are used.
        report: Called with each message, for example the ``append`` method of a list; by default, all messages, even
            errors, are dropped.

    Returns:
        The WADL as immutable values, with references resolved.

    Raises:
        LoadError: The WADL cannot be read at all, so that there is nothing to return.
        ValueError: A setting has an invalid value.
    """
    settings = _checked(config)
    messages: list[Diagnostic] = []
    loaded = pipeline.load_wadl(os.fspath(source), settings, recording(messages, report))
    if loaded.application is None:
        raise LoadError(messages)
    return loaded.application


def render(
    application: Application, config: Config | None = None, *, name: str = "api", report: Report | None = None
) -> Iterator[RenderedPage]:
    """Renders the pages of an application, one at a time, the index last; writes no files.

    Args:
        application: The result of :func:`load`.
        config: The settings, of which those for pages and filters are used.
        name: The prefix of labels, and the title of the index if the WADL has none.  The command line and
            :func:`generate` use the name of the WADL's file.
        report: Called with each message about the WADL's content, such as a filter that matches nothing.

    Yields:
        A page, with its ``path`` (``get-images.rst``) and ``text``.

    Raises:
        LoadError: Resource types expand to more operations than the limit.
        RenderError: A template has an error.
        ValueError: A setting has an invalid value.
    """
    settings = _checked(config)
    return _pages(application, settings, name, report)


def _pages(application: Application, config: Config, name: str, report: Report | None) -> Iterator[RenderedPage]:
    messages: list[Diagnostic] = []
    tell = recording(messages, report)
    wadl = Input(source=name, key=name, name=names.portable(names.slug(name), ("index",)), title=name)
    try:
        site, filters = pipeline.plan_filtered(application, wadl, config, tell)
    except LoadError as error:
        tell(error.diagnostic)
        raise LoadError(messages) from error
    pipeline.report_unmatched(filters, tell)
    pipeline.report_groups(config.groups, [site.grouping()], tell)
    try:
        for page, rendered in pipeline.render_pages(site, config):
            yield RenderedPage(path=f"{page.name}.rst", sources=(), text=rendered.text, origins=rendered.origins)
    except RenderError as error:
        tell(error.diagnostic)
        raise RenderError(messages) from error


def generate(
    sources: Source | Iterable[Source],
    output: str | os.PathLike[str],
    config: Config | None = None,
    *,
    report: Report | None = None,
) -> Result:
    """Does the same as ``wadl2rst SOURCES -o OUTPUT``: reads WADLs and writes their pages.

    Args:
        sources: A WADL file, a folder of them, an http(s) URL, or an iterable of these.
        output: The folder for the pages; created if it is missing.
        config: The settings; ``sources`` and ``output`` are overridden, and the settings for the command line alone
            (``html`` and those of the group *Messages*) are ignored.
        report: Called once with each message; by default, only exceptions and the result indicate errors.

    Returns:
        The numbers of pages written, left and removed, of WADLs that failed, and of errors and warnings, and
        all files that were read.  After an error, the pages that do not depend on it are still written, so check
        ``errors``.  With ``Config(check=True)``, nothing is written, and ``changes`` has the diffs.

    Raises:
        LoadError: No WADL could be read, or resource types expand to more operations than the limit.
        RenderError: A template has an error.
        WriteError: The output folder or a page in it cannot be written.
        ValueError: No source was passed, or a setting has an invalid value.
    """
    source_list = [sources] if isinstance(sources, str | os.PathLike) else list(sources)
    paths = tuple(os.fspath(source) for source in source_list)
    if not paths:
        raise ValueError("sources: pass at least one WADL file, folder or http(s) URL")
    settings = _checked(replace(config or Config(), sources=paths, output=Path(output)))
    messages: list[Diagnostic] = []
    collector = Messages(recording(messages, report), limit=None, verbose=True)
    result = build.build(settings, collector.report)
    codes = {message.code for message in messages}
    if MessageCode.TEMPLATE in codes:
        raise RenderError(messages)
    if codes & {MessageCode.NOT_WRITTEN, MessageCode.MANIFEST}:
        raise WriteError(messages)
    if result.failed == result.sources:
        raise LoadError(messages)
    return replace(result, errors=collector.errors, warnings=collector.warnings)


def _checked(config: Config | None) -> Config:
    """The configuration, or the default one for None.  Raises ValueError for its first invalid setting."""
    settings = config or Config()
    if settings.also:
        raise ValueError("also: only the APIs of one run can be versions of each other: list them in a configuration file")
    for problem in problems(settings):
        raise ValueError(f"{problem.name}: {problem.text}")
    return make({item.name: getattr(settings, item.name) for item in fields(settings)})
