"""The Python API: read a WADL, make its pages, or do the whole run.  ``import wadl2rst`` has all of it.

What :data:`__all__` names is stable, with its parameters, fields and exceptions: versions of wadl2rst
follow semantic versioning on it.  All else in the package may change with any version.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from pathlib import Path

from wadl2rst import names
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
from wadl2rst.run.build import Result
from wadl2rst.run.inputs import Input
from wadl2rst.wadl.model import Application

__all__ = [
    "Application",
    "Config",
    "Diagnostic",
    "Error",
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
"""A WADL: the path of its file, or its http(s) address."""


def load(source: Source, config: Config | None = None, *, report: Report | None = None) -> Application:
    """Reads a WADL, with the entities, samples and other WADLs that it names.

    It returns what it can: what is missing or refused, such as an entity file outside of the root, is an error that
    only ``report`` hears of, and its part of the WADL is not in what is returned.

    Args:
        source: the path of the file, or its http(s) address.
        config: of its settings, ``root``, ``entity_map``, ``max_size`` and ``profile`` count.
        report: is called with each message, such as ``messages.append`` of a list; without it they are dropped,
            errors too.

    Returns:
        The WADL as frozen values, references resolved.

    Raises:
        LoadError: the WADL cannot be read at all: there is no application to return.
        ValueError: a setting has a value that cannot be used.
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
    """Makes the pages of an application, one at a time, the index last; writes nothing.

    Args:
        application: what :func:`load` returned.
        config: of its settings, those on pages and on the choice of operations count.
        name: what labels start with, and the title of the index where the WADL has none.  The command line and
            :func:`generate` take the name of the WADL's file.
        report: is called with each message on the WADL's content, such as a filter that matches nothing.

    Yields:
        A page: its ``path`` (``get-images.rst``) and its ``text``.

    Raises:
        LoadError: resource types bring more operations than could be written.
        RenderError: a template has a fault.
        ValueError: a setting has a value that cannot be used.
    """
    settings = _checked(config)
    return _pages(application, settings, name, report)


def _pages(application: Application, config: Config, name: str, report: Report | None) -> Iterator[RenderedPage]:
    messages: list[Diagnostic] = []
    tell = recording(messages, report)
    known = Input(source=name, key=name, name=names.portable(names.slug(name), ("index",)), title=name)
    try:
        site, filters = pipeline.plan_filtered(application, known, config, tell)
    except LoadError as broken:
        tell(broken.diagnostic)
        raise LoadError(messages) from broken
    pipeline.report_unmatched(filters, tell)
    try:
        for page, rendered in pipeline.render_pages(site, config):
            yield RenderedPage(path=f"{page}.rst", sources=(), text=rendered.text, origins=rendered.origins)
    except RenderError as fault:
        tell(fault.diagnostic)
        raise RenderError(messages) from fault


def generate(
    sources: Source | Iterable[Source],
    output: str | os.PathLike[str],
    config: Config | None = None,
    *,
    report: Report | None = None,
) -> Result:
    """Does what ``wadl2rst SOURCES -o OUTPUT`` does: reads the WADLs and writes their pages.

    Args:
        sources: a WADL, a folder of them, an http(s) address, or several of these.
        output: the folder of the pages; made where it is missing.
        config: all settings but ``sources``, ``output`` and those that only the command line knows: ``html`` and
            those of the group *Messages*.
        report: is called with each message, once; without it only the exceptions and the result tell how it went.

    Returns:
        How many pages were written, left and removed, how many WADLs failed, how many errors and warnings there
        were, and all files that were read.  An error costs a part of the pages, and the rest is written: look at
        ``errors``.  With ``Config(check=True)`` nothing is written, and ``changes`` has the diffs.

    Raises:
        LoadError: no WADL could be read, or resource types bring more operations than could be written.
        RenderError: a template has a fault.
        WriteError: the output folder or a page in it cannot be written.
        ValueError: no source is given, or a setting has a value that cannot be used.
    """
    several = [sources] if isinstance(sources, str | os.PathLike) else list(sources)
    named = tuple(os.fspath(source) for source in several)
    if not named:
        raise ValueError("sources: name a WADL, a folder of them or an http(s) address")
    settings = _checked(replace(config or Config(), sources=named, output=Path(output)))
    messages: list[Diagnostic] = []
    said = Messages(recording(messages, report), limit=None, verbose=True)
    result = build.build(settings, said.report)
    codes = {message.code for message in messages}
    if MessageCode.TEMPLATE in codes:
        raise RenderError(messages)
    if codes & {MessageCode.NOT_WRITTEN, MessageCode.MANIFEST}:
        raise WriteError(messages)
    if result.failed == result.sources:
        raise LoadError(messages)
    return replace(result, errors=said.errors, warnings=said.warnings)


def _checked(config: Config | None) -> Config:
    """The configuration, the default one for None.  Raises ValueError for the first thing that is wrong with it."""
    settings = config or Config()
    for problem in problems(settings):
        raise ValueError(f"{problem.name}: {problem.text}")
    return make({item.name: getattr(settings, item.name) for item in fields(settings)})
