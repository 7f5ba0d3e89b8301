"""From what the user named (files, folders, addresses) to the WADLs of a run and what each is called."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from wadl2rst import names
from wadl2rst.diagnostics import Code, Diagnostic, Location, Report
from wadl2rst.manifest import source_key

ENDINGS = (".wadl", ".wadl.xml")
"""Endings of the files that are looked for in a folder."""

_ENDING = re.compile(r"(\.wadl)?\.xml$|\.wadl$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A WADL of the run."""

    source: str
    """Path or address as the user typed it; below a folder, that folder's path with the rest."""
    key: str
    """What the manifest calls it."""
    name: str
    """Its path below the common folder without ending, slugged; unique in the run."""
    title: str
    """What its index is called if the WADL has no title."""


def is_address(source: str) -> bool:
    """Whether a source is an http or https address."""
    return source.lower().startswith(("http://", "https://"))


def find(sources: Sequence[str], output: Path | None, report: Report) -> tuple[list[Input], list[str]]:
    """The WADLs that ``sources`` name, and the manifest keys of the folders among them.

    Keys are relative to the folder ``output``, or to the current one.  A folder is looked through for files that end as
    :data:`ENDINGS` say, those that begin with a dot left out; one without any goes to ``report`` (UNREADABLE).
    """
    folder = output or Path()
    files: list[tuple[str, str]] = []  # as typed, and below the common folder
    folders: list[str] = []
    plain = [Path(source) for source in sources if not is_address(source)]
    common = _common(plain)
    for source in sources:
        if is_address(source):
            files.append((source, _address_path(source, alone=len(sources) == 1)))
        elif Path(source).is_dir():
            folders.append(source_key(Path(source), folder))
            found = [str(path) for path in _below(Path(source))]
            if not found:
                report(Diagnostic(Code.UNREADABLE, f"there is no WADL in this folder (no file ends in {ENDINGS[0]})", Location(source)))
            files += [(path, os.path.relpath(path, common)) for path in found]
        else:
            files.append((source, os.path.relpath(source, common)))
    inputs = []
    known: dict[str, str] = {}
    seen: set[str] = set()
    for source, below in files:
        key = source_key(source if is_address(source) else Path(source), folder)
        if key in seen:
            continue
        seen.add(key)
        stem = _ENDING.sub("", below.replace(os.sep, "/"))
        name = names.portable(names.slug(stem), ("index",))
        if known.setdefault(name, stem) != stem or names.cut(name) != names.slug(stem):
            name = names.cut_with(name, hashlib.sha256(stem.encode("utf-8", "surrogateescape")).hexdigest()[:6])
        inputs.append(Input(source=source, key=key, name=name, title=stem.rpartition("/")[2] or name))
    return inputs, folders


def _common(paths: Sequence[Path]) -> str:
    """The folder that all sources lie in: a folder counts itself, a file's is the one it is in."""
    # Not resolved: the folders as the user sees them count, not where their links lead.
    parents = [Path.cwd() / (path if path.is_dir() else path.parent) for path in paths]
    try:
        return os.path.commonpath([os.path.normpath(parent) for parent in parents]) if parents else os.curdir
    except ValueError:  # Windows: on several drives
        return os.curdir


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.lower().endswith(ENDINGS) and not name.startswith("."):
                yield Path(parent, name)


def _address_path(address: str, *, alone: bool) -> str:
    """What stands for the path of an address: its last part where it is the only source, else host and path."""
    parts = urlsplit(address)
    path = parts.path.strip("/")
    if alone:
        return path.rpartition("/")[2] or parts.hostname or "api"
    return f"{parts.netloc.rpartition('@')[2]}/{path}"
