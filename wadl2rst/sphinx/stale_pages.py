"""Pages of earlier builds that ``wadl2rst_sources`` asked for, and no longer does.

Which folders a build wrote pages into, and from which WADLs, is kept in a file beside the doctrees.  What is
taken from it is only where to look: the manifest of a folder says which of the pages there are ours.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from sphinx.application import Sphinx

from wadl2rst.config.options import Config
from wadl2rst.diagnostics import Diagnostic, Report, WriteError
from wadl2rst.output.manifest import MANIFEST, ManifestError, Scope, manifest_bytes, read_manifest
from wadl2rst.output.writer import PageWriter
from wadl2rst.run import inputs

RECORD = "wadl2rst-sources.json"
"""Name of the file beside the doctrees."""

SourceKeys = tuple[tuple[str, ...], tuple[str, ...]]
"""The keys of WADLs and of folders, as the manifest has them."""


def remove_stale_pages(app: Sphinx, jobs: Sequence[Config], report: Report) -> None:
    """Removes the pages of WADLs that a former build was told of, and this one is not; then keeps what this one is told of.

    Pages that someone edited stay, and are reported.
    """
    record = Path(app.doctreedir, RECORD)
    known = {_destination(app, config): _sources(config) for config in jobs}
    former = _read(record)
    for destination, sources in sorted(former.items()):
        if sources != known.get(destination):
            _prune(Path(app.srcdir, destination), sources, known.get(destination, ((), ())), report)
    if known != former:
        record.parent.mkdir(parents=True, exist_ok=True)
        record.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _prune(folder: Path, former: SourceKeys, present: SourceKeys, report: Report) -> None:
    """Removes the pages of those former sources that are not present ones; and the folder, where that empties it."""
    manifest = folder / MANIFEST
    try:
        records = read_manifest(manifest.read_bytes())
    except (OSError, ManifestError):
        return  # There are no pages; or the build reports the manifest itself.
    mine, wanted = Scope(folder, *former), Scope(folder, *present)
    gone = {source for page in records.values() for source in page.sources if mine.has(source) and not wanted.has(source)}
    try:
        with PageWriter(folder, sources=gone, report=report) as writer:
            writer.finish()
    except WriteError as error:
        report(error.diagnostic)
    with suppress(OSError):
        if not any(present) and manifest.read_bytes() == manifest_bytes({}):
            manifest.unlink()
            folder.rmdir()


def _destination(app: Sphinx, config: Config) -> str:
    return os.path.relpath(config.output or ".", app.srcdir).replace(os.sep, "/")


def _sources(config: Config) -> SourceKeys:
    found, folders = inputs.find_inputs(config.sources, config.output, _unheard)
    return tuple(known.key for known in found), tuple(folders)


def _unheard(_diagnostic: Diagnostic) -> None:
    """The build itself reports what is wrong with the sources."""


def _read(record: Path) -> Mapping[str, SourceKeys]:
    """What is recorded; nothing where there is no such file, or it is none of ours."""
    try:
        content = json.loads(record.read_bytes())
        return {
            destination: (tuple(map(str, sources)), tuple(map(str, folders)))
            for destination, (sources, folders) in content.items()
            if not os.path.isabs(destination) and ".." not in destination.split("/")  # noqa: PTH117 (a plain text)
        }
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}
