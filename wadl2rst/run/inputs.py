"""Finds the WADLs of a run from the files, folders and URLs that the user specified, and names each of them."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from wadl2rst import names
from wadl2rst.config.options import is_url
from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Report
from wadl2rst.frozen import dataclass
from wadl2rst.output.manifest import source_key
from wadl2rst.source.files import folded

WADL_EXTENSIONS = (".wadl", ".wadl.xml")
"""The extensions of the files that are read from a folder."""

_STANDARD_INPUT = ("/dev/stdin", "/dev/fd/0", "/proc/self/fd/0")
_EXTENSION = re.compile(r"(\.wadl)?\.xml$|\.wadl$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A WADL of the run."""

    source: str
    """Path or URL as the user typed it; for a file found in a folder, its path starting with the folder as typed."""
    key: str
    """Its key in the manifest."""
    name: str
    """The slug of its path below the common folder, without extension; unique in the run."""
    title: str
    """The title of its index if the WADL has no title."""
    fault: Diagnostic | None = None
    """Why it must not be read, if its name or link target is invalid."""


def find_inputs(sources: Sequence[str], output: Path | None, report: Report) -> tuple[list[Input], list[str]]:
    """The WADLs that ``sources`` name, and the manifest keys of the folders among them.

    Keys are relative to the folder ``output``, or to the current one.  Folders are searched recursively for files with one of the
    :data:`WADL_EXTENSIONS`, except hidden ones; a folder without any is reported (UNREADABLE).  A file found in a folder is
    read only if it is still below that folder after links are resolved.
    """
    folder = output or Path()
    files: list[tuple[str, str, Diagnostic | None]] = []  # path as typed, path below the common folder, fault
    folders: list[str] = []
    faults = {source: _name_fault(source) for source in sources}
    common = _common([source for source, fault in faults.items() if fault is None and not is_url(source)])
    for source in sources:
        fault = faults[source]
        if fault is not None:
            files.append((source, folded(source), fault))
        elif is_url(source):
            files.append((source, _url_path(source, alone=len(sources) == 1), None))
        elif os.path.isdir(source):  # noqa: PTH112 (Path.is_dir raises for a name that is too long)
            folders.append(source_key(Path(source), folder))
            found = [str(path) for path in _below(Path(source))]
            if not found:
                report(
                    Diagnostic(
                        MessageCode.UNREADABLE, f"no WADL in this folder (no file name ends in {WADL_EXTENSIONS[0]})", Location(source)
                    )
                )
            files += [(path, os.path.relpath(path, common), _link_fault(path, source)) for path in found]
        else:
            files.append((source, os.path.relpath(source, common), None))
    inputs = []
    stems: dict[str, str] = {}
    seen: set[str] = set()
    for source, below, fault in files:
        if fault is not None and fault.code is not MessageCode.REFUSED:
            key = source  # it names no file or URL
        else:
            key = source_key(source if is_url(source) else Path(source), folder)
        if key in seen:
            continue
        seen.add(key)
        stem = _EXTENSION.sub("", below.replace(os.sep, "/"))
        name = names.portable(names.slug(stem), ("index",))
        if stems.setdefault(name, stem) != stem or names.cut(name) != names.slug(stem):
            name = names.cut_with(name, hashlib.sha256(stem.encode("utf-8", "surrogateescape")).hexdigest()[:6])
        inputs.append(Input(source=source, key=key, name=name, title=stem.rpartition("/")[2] or name, fault=fault))
    return inputs, folders


def _name_fault(source: str) -> Diagnostic | None:
    """The error in the name of a source, independent of what it refers to, or None."""
    if source == "-" and not Path(source).exists() or source in _STANDARD_INPUT and not Path(source).is_file():
        return Diagnostic(MessageCode.UNREADABLE, "standard input is not supported; save it to a file and pass that", Location(source))
    if is_url(source):
        try:
            urlsplit(source)
        except ValueError:
            return Diagnostic(MessageCode.FETCH, "cannot be fetched: malformed URL", Location(folded(source)))
    return None


def _link_fault(path: str, folder: str) -> Diagnostic | None:
    """Why a file found in a folder is not read: an untrusted folder may contain links to files outside it or to hidden files."""
    real, root = Path(os.path.realpath(path)), Path(os.path.realpath(folder))
    if not real.is_relative_to(root):
        text = f"is a symbolic link to a file outside the folder {folder}; to read it, pass it explicitly"
    elif any(part.startswith(".") for part in real.relative_to(root).parts):
        text = "is a symbolic link to a hidden file or folder; to read it, pass it explicitly"
    else:
        return None
    return Diagnostic(MessageCode.REFUSED, text, Location(path))


def _common(sources: Sequence[str]) -> str:
    """The common parent folder of all sources, where a folder counts as its own parent."""
    # Not resolved: names are based on the paths that the user sees, not on the targets of links.
    parents = [Path.cwd() / (source if os.path.isdir(source) else Path(source).parent) for source in sources]  # noqa: PTH112
    try:
        return os.path.commonpath([os.path.normpath(parent) for parent in parents]) if parents else os.curdir
    except ValueError:  # on several Windows drives
        return os.curdir


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.lower().endswith(WADL_EXTENSIONS) and not name.startswith("."):
                yield Path(parent, name)


def _url_path(url: str, *, alone: bool) -> str:
    """A path that represents a URL: its last segment if it is the only source, else host and path."""
    parts = urlsplit(url)
    path = parts.path.strip("/")
    if alone:
        return path.rpartition("/")[2] or parts.hostname or "api"
    return f"{parts.netloc.rpartition('@')[2]}/{path}"
