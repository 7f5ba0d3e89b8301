"""The WADLs of a project: each is read once per process, however many directives name it.

What was read is used again as long as none of its files changed, so that a process that lives long (an editor, a
server that builds at each change) shows what is on the disk.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from wadl2rst.config.options import Config
from wadl2rst.diagnostics import Diagnostic, LoadError
from wadl2rst.page.plan import NamedOperation, SitePlan
from wadl2rst.run import pipeline
from wadl2rst.run.inputs import Input, find_inputs
from wadl2rst.sphinx.front_end import as_value
from wadl2rst.wadl.facts import code_blocks
from wadl2rst.wadl.model import Application, Doc
from wadl2rst.wadl.operations import Group
from wadl2rst.wadl.walk import docs_of

Stamp = tuple[tuple[str, int, int], ...]
"""Each file with the time and the size that tell its states apart."""


@dataclass(slots=True)
class ReadWadl:
    """A WADL that was read."""

    application: Application | None
    """None where it could not be read."""
    groups: tuple[Group, ...]
    files: tuple[str, ...]
    """All files that were read."""
    missing: tuple[str, ...]
    """All paths that were looked for in vain."""
    diagnostics: tuple[Diagnostic, ...]
    stamp: Stamp
    input: Input
    sites: dict[tuple[Config, str], SitePlan] = field(default_factory=dict)

    def site(self, config: Config, provided: pipeline.FrontEnd, language: str) -> SitePlan:
        """The plan of its pages as ``config`` and ``provided`` want them, with all its operations.

        ``language`` is that of the words of the page.
        """
        unfiltered = replace(config, include=(), exclude=(), methods=(), ids=(), skip_extended=False)
        site = self.sites.get((unfiltered, language))
        if site is None:
            assert self.application is not None, "what could not be read has no pages"
            site = pipeline.plan_pages(self.application, self.input, unfiltered, False, self.groups, provided)
            self.sites[unfiltered, language] = site
        return site

    def files_of(self, operations: Sequence[NamedOperation]) -> tuple[str, ...]:
        """The files that a text of these operations depends on: all that were read but samples of other operations."""
        assert self.application is not None, "what could not be read shows no operation"
        shown = set(_samples(docs_of(*(named.operation.method for named in operations))))
        others = set(_samples(docs_of(*(operation.method for group in self.groups for operation in group.operations)))) - shown
        elsewhere = set(_samples(_shared_docs(self.application, self.groups)))
        return tuple(file for file in self.files if not _is_named(file, others) or _is_named(file, shown) or _is_named(file, elsewhere))


class WadlReader:
    """What was read, by file and by the settings that change what is read."""

    def __init__(self) -> None:
        """An empty catalogue."""
        self._known: dict[tuple[object, ...], ReadWadl] = {}

    def read(self, path: Path, config: Config) -> ReadWadl:
        """The WADL in the file ``path``, read anew only if one of its files changed."""
        key = (str(path), config.root, config.entity_map, config.max_size, config.profile, config.lint)
        known = self._known.get(key)
        if known is not None and known.stamp == _stamp((*known.files, *known.missing)):
            return known
        diagnostics: list[Diagnostic] = []
        loaded = pipeline.load_wadl(str(path), config, diagnostics.append, as_value)
        groups: tuple[Group, ...] = ()
        if loaded.application is not None:
            try:
                groups = pipeline.check_groups(loaded.application, config, diagnostics.append)
            except LoadError as broken:
                diagnostics.append(broken.diagnostic)
        files = loaded.files or (str(path),)
        inputs, _folders = find_inputs([str(path)], None, diagnostics.append)
        known = self._known[key] = ReadWadl(
            application=loaded.application,
            groups=groups,
            files=files,
            missing=loaded.missing,
            diagnostics=tuple(diagnostics),
            stamp=_stamp((*files, *loaded.missing)),
            input=inputs[0],
        )
        return known


READER = WadlReader()
"""That of this process."""


def with_root(config: Config, path: Path, srcdir: Path) -> Config:
    """``config`` with the folder that the reading of the WADL at ``path`` is fenced by.

    Where none is set, that is ``srcdir``, the folder of the sources, if the WADL lies in it, else the WADL's own: it must
    not depend on where Sphinx was started.
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


def _is_named(file: str, references: set[str]) -> bool:
    """Whether one of the references, as the WADL spells them, ends as the file does."""
    name = file.replace(os.sep, "/")
    return any(name.endswith(reference) for reference in references)


def _samples(docs: Iterator[Doc]) -> Iterator[str]:
    """The files of the samples in the docs, as the WADL spells them, without what leads up and down."""
    for doc in docs:
        for block in code_blocks(doc.blocks):
            if block.file:
                yield "/" + posixpath.normpath(block.file).lstrip("./")


def _shared_docs(application: Application, groups: Sequence[Group]) -> Iterator[Doc]:
    """The docs that operations share: a sample there can be on any of their pages."""
    yield from docs_of(*application.docs, *application.representations)
    for group in groups:
        yield from docs_of(*group.params, *(group.resource.docs if group.resource is not None else ()))
