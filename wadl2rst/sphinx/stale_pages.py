"""Removes pages of earlier builds whose WADLs are no longer listed in ``wadl2rst_sources``.

The folders that a build wrote pages into, and their WADLs, are recorded in a file next to the doctrees.  It only
says where to look: which pages may be removed is determined by the manifest of each folder.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from sphinx.application import Sphinx

from wadl2rst.config.options import Config
from wadl2rst.diagnostics import Report, drop_message
from wadl2rst.output.manifest import Scope
from wadl2rst.run import inputs
from wadl2rst.run.stale import remove_pages

RECORD_FILE = "wadl2rst-sources.json"
"""Name of the record file, next to the doctrees."""

SourceKeys = tuple[tuple[str, ...], tuple[str, ...]]
"""The manifest keys of WADLs and of folders."""


def remove_stale_pages(app: Sphinx, jobs: Sequence[Config], report: Report) -> None:
    """Removes the pages of WADLs that an earlier build had and this build does not have, then records those of this build.

    Edited pages are kept and reported.
    """
    record = Path(app.doctreedir, RECORD_FILE)
    current = {_destination(app, config): _source_keys(config) for config in jobs}
    former = _read_record(record)
    for destination, sources in sorted(former.items()):
        if sources != current.get(destination):
            _prune(Path(app.srcdir, destination), sources, current.get(destination, ((), ())), report)
    if current != former:
        record.parent.mkdir(parents=True, exist_ok=True)
        record.write_text(json.dumps(current, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _prune(folder: Path, former: SourceKeys, present: SourceKeys, report: Report) -> None:
    """Removes the pages of former sources that are not present ones, and the folder if it becomes empty."""
    mine, wanted = Scope(folder, *former), Scope(folder, *present)
    remove_pages(folder, lambda source: mine.has(source) and not wanted.has(source), report, is_last=not any(present))


def _destination(app: Sphinx, config: Config) -> str:
    return os.path.relpath(config.output or ".", app.srcdir).replace(os.sep, "/")


def _source_keys(config: Config) -> SourceKeys:
    found, folders = inputs.find_inputs(config.sources, config.output, drop_message)
    return tuple(wadl.key for wadl in found), tuple(folders)


def _read_record(record: Path) -> Mapping[str, SourceKeys]:
    """The recorded sources by destination; empty if the file is missing or invalid."""
    try:
        content = json.loads(record.read_bytes())
        return {
            destination: (tuple(map(str, sources)), tuple(map(str, folders)))
            for destination, (sources, folders) in content.items()
            if not os.path.isabs(destination) and ".." not in destination.split("/")  # noqa: PTH117 (a plain text)
        }
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}
