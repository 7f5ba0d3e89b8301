"""Reads the WADLs of a project, each once per process, however many directives use it.

A WADL is reused until one of its files changes, so that long-running processes (an editor, a server that
rebuilds on each change) show the current content.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from wadl2rst.config.options import Config
from wadl2rst.diagnostics import Diagnostic, LoadError
from wadl2rst.page.plan import NamedOperation, SitePlan
from wadl2rst.run import pipeline
from wadl2rst.run.inputs import Input, find_inputs
from wadl2rst.source.additions import NO_ADDITIONS, AdditionFolder
from wadl2rst.source.shared import SharedSchemas
from wadl2rst.sphinx.front_end import as_value
from wadl2rst.wadl.facts import code_blocks
from wadl2rst.wadl.model import Application, Doc
from wadl2rst.wadl.operations import Group
from wadl2rst.wadl.published import with_published_base
from wadl2rst.wadl.walk import docs_of

Stamp = tuple[tuple[str, int, int], ...]
"""Each file with its modification time and size, which identify its state."""


@dataclass(slots=True)
class ReadWadl:
    """A WADL with its groups of operations, files and diagnostics, and the page plans made from it."""

    application: Application | None
    """The model; None if the WADL could not be read."""
    groups: tuple[Group, ...]
    files: tuple[str, ...]
    """All files that were read."""
    missing: tuple[str, ...]
    """The paths of files that were not found."""
    diagnostics: tuple[Diagnostic, ...]
    stamp: Stamp
    input: Input
    sites: dict[tuple[Config, str, int], SitePlan] = field(default_factory=dict)
    _label_titles: dict[int, dict[str, str]] = field(default_factory=dict)
    """The titles of the labels of each plan, by its ``id()``."""
    _samples: _SampleFiles | None = None

    def site(self, config: Config, provided: pipeline.FrontEnd, language: str, additions: AdditionFolder = NO_ADDITIONS) -> SitePlan:
        """The plan of its pages for ``config``, ``provided`` and ``additions``, with all its operations.

        ``language`` is the language of the project, by which plans are cached.
        """
        unfiltered = replace(config, include=(), exclude=(), methods=(), ids=(), skip_extended=False)
        # Directives choose the operations and their order themselves.
        unfiltered = replace(unfiltered, groups="auto", order="wadl", deprecated="show")
        key = (unfiltered, language, id(additions))  # the plan keeps them, so no others get this id
        site = self.sites.get(key)
        if site is None:
            assert self.application is not None, "a WADL that could not be read has no pages"
            site = pipeline.plan_pages(
                self.application, self.input, unfiltered, False, self.groups, provided, has_index=False, additions=additions
            )
            self.sites[key] = site
        return site

    def files_of(self, operations: Sequence[NamedOperation]) -> tuple[str, ...]:
        """The files that the text of these operations depends on: all files except samples of other operations."""
        assert self.application is not None, "a WADL that could not be read has no operations"
        if self._samples is None:
            self._samples = _SampleFiles(self.application, self.groups, self.files)
        return self._samples.files_of(operations)

    def label_titles(self, site: SitePlan) -> Mapping[str, str]:
        """The text to show for each label, in lower case, that the WADL can refer to, if no page has the label."""
        titles = self._label_titles.get(id(site))
        if titles is None:
            titles = {label.lower(): name for name, label in site.references.items() if name != label}
            titles.update((named.label.lower(), named.title) for named in site.operations)
            if site.schemas is not None:
                titles.update((section.label.lower(), section.title) for section in site.schemas.sections)
            self._label_titles[id(site)] = titles
        return titles


class _SampleFiles:
    """Which files belong to which operations, so that a page with one operation need not go through all others."""

    def __init__(self, application: Application, groups: Sequence[Group], files: tuple[str, ...]) -> None:
        elsewhere = set(_samples(_shared_docs(application, groups)))
        of_operations = set(_samples(docs_of(*(operation.method for group in groups for operation in group.operations))))
        self._files = files
        self._shared: list[int] = []
        self._by_reference: dict[str, list[int]] = {}
        for position, file in enumerate(files):
            names = _endings(file)
            of_operation = [name for name in names if name in of_operations]
            if not of_operation or any(name in elsewhere for name in names):
                self._shared.append(position)
            for name in of_operation:
                self._by_reference.setdefault(name, []).append(position)

    def files_of(self, operations: Sequence[NamedOperation]) -> tuple[str, ...]:
        """The files that do not belong to other operations alone, in order."""
        shown = set(_samples(docs_of(*(named.operation.method for named in operations))))
        own = (position for name in shown for position in self._by_reference.get(name, ()))
        return tuple(self._files[position] for position in sorted({*self._shared, *own}))


class WadlReader:
    """Reads WADLs and caches them by file and by the settings that affect reading."""

    def __init__(self) -> None:
        """Starts with an empty cache."""
        self._cache: dict[tuple[object, ...], ReadWadl] = {}
        self._shared = SharedSchemas()

    def read(self, path: Path, config: Config) -> ReadWadl:
        """The WADL in the file ``path``, read again only if one of its files changed."""
        key = (
            str(path),
            config.root,
            config.entity_map,
            config.grammar_map,
            config.max_size,
            config.profile,
            config.doc_format,
            config.lint,
            config.base,
        )
        wadl = self._cache.get(key)
        if wadl is not None and wadl.stamp == _stamp((*wadl.files, *wadl.missing)):
            return wadl
        diagnostics: list[Diagnostic] = []
        loaded = pipeline.load_wadl(str(path), config, diagnostics.append, as_value, shared=self._shared)
        groups: tuple[Group, ...] = ()
        application = loaded.application
        if application is not None:
            application = with_published_base(application, config.base)
            try:
                groups = pipeline.check_groups(application, config, diagnostics.append, as_value)
            except LoadError as error:
                diagnostics.append(error.diagnostic)
        files = loaded.files or (str(path),)
        inputs, _folders = find_inputs([str(path)], None, diagnostics.append)
        wadl = self._cache[key] = ReadWadl(
            application=application,
            groups=groups,
            files=files,
            missing=loaded.missing,
            diagnostics=tuple(diagnostics),
            stamp=_stamp((*files, *loaded.missing)),
            input=inputs[0],
        )
        return wadl


READER = WadlReader()
"""The reader of this process."""


def with_root(config: Config, path: Path, srcdir: Path) -> Config:
    """``config`` with a ``root``, the folder outside of which no files are read for the WADL at ``path``.

    The default is the source directory ``srcdir`` if it contains the WADL, else the folder of the WADL, so that it does
    not depend on the folder in which Sphinx was started.
    """
    if config.root is not None:
        return config
    folder = Path(os.path.realpath(path)).parent
    source = Path(os.path.realpath(srcdir))
    return replace(config, root=source if folder.is_relative_to(source) else folder)


def _stamp(files: Sequence[str]) -> Stamp:
    return tuple(_state(file) for file in files)


def _state(file: str) -> tuple[str, int, int]:
    try:
        status = Path(file).stat()
    except OSError:
        return file, 0, -1
    return file, status.st_mtime_ns, status.st_size


def _endings(file: str) -> list[str]:
    """The ways in which a WADL can refer to a file: the parts of its path from each slash on."""
    name = file.replace(os.sep, "/")
    return [name[position:] for position, character in enumerate(name) if character == "/"]


def _samples(docs: Iterator[Doc]) -> Iterator[str]:
    """The files of the samples in the docs, as the WADL refers to them, without leading ``./`` and ``../``."""
    for doc in docs:
        for block in code_blocks(doc.blocks):
            if block.file:
                yield "/" + posixpath.normpath(block.file).lstrip("./")


def _shared_docs(application: Application, groups: Sequence[Group]) -> Iterator[Doc]:
    """The docs shared by operations, whose samples can appear on any of their pages."""
    yield from docs_of(*application.docs, *application.representations)
    for group in groups:
        yield from docs_of(*group.params, *(group.resource.docs if group.resource is not None else ()))
