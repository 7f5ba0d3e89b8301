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
from wadl2rst.config.options import is_url
from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Report
from wadl2rst.output.manifest import source_key
from wadl2rst.source.files import folded

ENDINGS = (".wadl", ".wadl.xml")
"""Endings of the files that are looked for in a folder."""

_STANDARD_INPUT = ("/dev/stdin", "/dev/fd/0", "/proc/self/fd/0")
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
    fault: Diagnostic | None = None
    """Why it is not read, where its name tells."""


def find(sources: Sequence[str], output: Path | None, report: Report) -> tuple[list[Input], list[str]]:
    """The WADLs that ``sources`` name, and the manifest keys of the folders among them.

    Keys are relative to the folder ``output``, or to the current one.  A folder is looked through for files that end as
    :data:`ENDINGS` say, those that begin with a dot left out; one without any goes to ``report`` (UNREADABLE).  A file that is
    found there, and not named, is read only if it lies below the folder when links are followed.
    """
    folder = output or Path()
    files: list[tuple[str, str, Diagnostic | None]] = []  # as typed, below the common folder, and why it is not read
    folders: list[str] = []
    faults = {source: _name_fault(source) for source in sources}
    common = _common([source for source, fault in faults.items() if fault is None and not is_url(source)])
    for source in sources:
        fault = faults[source]
        if fault is not None:
            files.append((source, folded(source), fault))
        elif is_url(source):
            files.append((source, _address_path(source, alone=len(sources) == 1), None))
        elif os.path.isdir(source):  # noqa: PTH112 (Path.is_dir raises for a name that is too long)
            folders.append(source_key(Path(source), folder))
            found = [str(path) for path in _below(Path(source))]
            if not found:
                report(Diagnostic(MessageCode.UNREADABLE, f"no WADL in this folder (no file name ends in {ENDINGS[0]})", Location(source)))
            files += [(path, os.path.relpath(path, common), _link_fault(path, source)) for path in found]
        else:
            files.append((source, os.path.relpath(source, common), None))
    inputs = []
    known: dict[str, str] = {}
    seen: set[str] = set()
    for source, below, fault in files:
        if fault is not None and fault.code is not MessageCode.REFUSED:
            key = source  # it names nothing
        else:
            key = source_key(source if is_url(source) else Path(source), folder)
        if key in seen:
            continue
        seen.add(key)
        stem = _ENDING.sub("", below.replace(os.sep, "/"))
        name = names.portable(names.slug(stem), ("index",))
        if known.setdefault(name, stem) != stem or names.cut(name) != names.slug(stem):
            name = names.cut_with(name, hashlib.sha256(stem.encode("utf-8", "surrogateescape")).hexdigest()[:6])
        inputs.append(Input(source=source, key=key, name=name, title=stem.rpartition("/")[2] or name, fault=fault))
    return inputs, folders


def _name_fault(source: str) -> Diagnostic | None:
    """What is wrong with the name of a source, whatever it may name."""
    if source == "-" and not Path(source).exists() or source in _STANDARD_INPUT and not Path(source).is_file():
        return Diagnostic(MessageCode.UNREADABLE, "standard input is not supported; save it to a file and pass that", Location(source))
    if is_url(source):
        try:
            urlsplit(source)
        except ValueError:
            return Diagnostic(MessageCode.FETCH, "cannot be fetched: malformed URL", Location(folded(source)))
    return None


def _link_fault(path: str, folder: str) -> Diagnostic | None:
    """Why a file that was found in a folder is not read: a folder may come from a stranger, with links to what is none of his."""
    real, root = Path(os.path.realpath(path)), Path(os.path.realpath(folder))
    if not real.is_relative_to(root):
        text = f"is a symbolic link to a file outside the folder {folder}; to read it, pass it explicitly"
    elif any(part.startswith(".") for part in real.relative_to(root).parts):
        text = "is a symbolic link to a hidden file or folder; to read it, pass it explicitly"
    else:
        return None
    return Diagnostic(MessageCode.REFUSED, text, Location(path))


def _common(sources: Sequence[str]) -> str:
    """The folder that all sources lie in: a folder counts itself, a file's is the one it is in."""
    # Not resolved: the folders as the user sees them count, not where their links lead.
    parents = [Path.cwd() / (source if os.path.isdir(source) else Path(source).parent) for source in sources]  # noqa: PTH112
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
