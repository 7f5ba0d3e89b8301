"""The records of the pages written into a folder, and the check which run a page belongs to.

There are two files next to the pages.  The *manifest* records, for each page, the WADLs it was made from and
the SHA-256 of its bytes, so that a later run can tell generated pages from edited ones.  The *journal*
records the pages that a run is about to write; it exists only during a run, or after a killed one.

Both may come from an untrusted source (a cloned repository), so their paths are validated like any input: entries
outside the output folder or with a component that starts with a dot are ignored.
This module converts between bytes and records; :mod:`wadl2rst.output.writer` reads and writes the files.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Mapping
from json.encoder import encode_basestring_ascii as quoted
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from wadl2rst import formats
from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, WriteError

MANIFEST = ".wadl2rst.json"
"""Name of the manifest, in the output folder."""
JOURNAL = ".wadl2rst.journal"
"""Name of the journal, in the output folder."""
MANIFEST_VERSION = 1
"""Version of the manifest format."""

_COMPONENT = r'(?!\.)[^/\\:*?"<>|\x00-\x1f\x7f\ud800-\udfff]+(?<![. ])'
_PATH = re.compile(rf"{_COMPONENT}(?:/{_COMPONENT})*(?<=[^/]\.rst)")
_DEVICE = re.compile(r"(?:^|/)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\.[^/]*)?(?:/|$)", re.IGNORECASE)
_SHA256 = re.compile("[0-9a-f]{64}")


class Record(NamedTuple):
    """The manifest's record of a page."""

    sources: tuple[str, ...]
    """The sorted keys of the WADLs that it was made from (see :func:`source_key`)."""
    sha256: str
    """SHA-256 of its bytes, in lower-case hexadecimal."""


class ManifestError(WriteError):
    """The manifest cannot be used by this version; the message says why and what to do."""

    def __init__(self, file: Path | str, text: str, line: int = 0) -> None:
        """``file`` is the manifest, ``text`` the error, and ``line`` its line, if known."""
        super().__init__(Diagnostic(MessageCode.MANIFEST, text, Location(str(file), line)))


def is_page_path(path: object) -> bool:
    """Whether ``path`` may be the path of a page: a relative path below the folder, ending in ``.rst``, and portable.

    The extension is required so that a manifest that lists ``conf.py``, even with its correct hash, cannot cause its removal.
    Rejected are ``..``, leading dots, drives, backslashes, control characters, characters that Windows forbids, and
    components that are device names on Windows.
    """
    return isinstance(path, str) and _PATH.fullmatch(path) is not None and _DEVICE.search(path) is None


def read_manifest(data: bytes, file: Path | str = MANIFEST) -> dict[str, Record]:
    """The records of a manifest, by path; invalid entries are skipped.

    ``file`` is the name of the file in messages.  Raises :class:`ManifestError` for a file that is damaged, is not a manifest,
    or was written by a newer version.
    """
    remedy = "restore it, or delete it together with the pages it lists; they will be regenerated"
    try:
        content = json.loads(data)
    except json.JSONDecodeError as error:
        fault = formats.json_fault(error.doc)
        if fault is None:
            raise ManifestError(file, f"is damaged; {remedy}", error.lineno) from None
        raise ManifestError(file, f"is damaged ({fault.text}); {remedy}", fault.line) from None
    except (ValueError, RecursionError):
        raise ManifestError(file, f"is damaged; {remedy}") from None
    version = content.get("wadl2rst") if isinstance(content, dict) else None
    if type(version) is not int or version < 1:
        raise ManifestError(file, "is not a wadl2rst manifest; move it, or specify another folder with -o")
    if version > MANIFEST_VERSION:
        raise ManifestError(file, "was written by a newer version of wadl2rst; use that version, or specify another folder with -o")
    pages = content.get("pages")
    if not isinstance(pages, dict):
        raise ManifestError(file, f"is damaged (it lists no pages); {remedy}")
    records = {}
    for path, entry in pages.items():
        record = _record(entry)
        if record is not None and is_page_path(path):
            records[path] = record
    return records


def manifest_bytes(records: Mapping[str, Record]) -> bytes:
    """The manifest as ASCII JSON, sorted, with one page per line, so that version control can show and merge it."""
    if not records:
        return b'{"wadl2rst": %d, "pages": {}}\n' % MANIFEST_VERSION
    lines = ",\n".join(f"{quoted(path)}: {_entry(record)}" for path, record in sorted(records.items()))
    return f'{{"wadl2rst": {MANIFEST_VERSION}, "pages": {{\n{lines}\n}}}}\n'.encode("ascii")


def read_journal(data: bytes) -> list[tuple[str, Record]]:
    """The pages that interrupted runs were about to write, in order; truncated lines are skipped."""
    entries = []
    for line in data.split(b"\n"):
        try:
            path, entry = json.loads(line)
        except (ValueError, TypeError, RecursionError):
            continue
        record = _record(entry)
        if record is not None and is_page_path(path):
            entries.append((path, record))
    return entries


def journal_line(path: str, record: Record) -> bytes:
    """A line of the journal.  It also starts with a newline, because the previous line may be truncated."""
    return f"\n[{quoted(path)}, {_entry(record)}]\n".encode("ascii")


def _entry(record: Record) -> str:
    return f'{{"sha256": "{record.sha256}", "sources": [{", ".join(map(quoted, record.sources))}]}}'


def _record(entry: object) -> Record | None:
    """The record in an entry of the manifest or the journal, or None if the entry is invalid."""
    if not isinstance(entry, dict):
        return None
    sha256, sources = entry.get("sha256"), entry.get("sources")
    if not isinstance(sha256, str) or _SHA256.fullmatch(sha256) is None or not isinstance(sources, list):
        return None
    return Record(tuple(sources), sha256) if all(isinstance(source, str) for source in sources) else None


def source_key(source: Path | str, folder: Path) -> str:
    """The key under which ``source`` is recorded in the manifest of ``folder``.

    For a path, the key is the path relative to the output folder, with slashes, so that a checkout can be moved; links in
    parent folders are resolved, but a WADL that is itself a link is not.  For a URL (a ``str`` with ``://``), the key is the
    URL without user name, password and fragment, because manifests are committed to version control.
    """
    if isinstance(source, str) and "://" in source:
        parts = urlsplit(source)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()
    source = Path(source)
    is_folder = os.path.isdir(source)  # noqa: PTH112 (Path.is_dir raises for a name that is too long)
    real = os.path.realpath(source) if is_folder else str(Path(os.path.realpath(source.parent), source.name))
    return _relative(real, folder)


def _relative(path: str, folder: Path) -> str:
    """A resolved path relative to ``folder``, with slashes."""
    try:
        key = os.path.relpath(path, os.path.realpath(folder))
    except ValueError:  # on another Windows drive
        key = path
    return key.replace(os.sep, "/")


def moved_key(key: str, folder: Path, other: Path) -> str:
    """The key in the manifest of ``other`` of the source that has ``key`` in that of ``folder``."""
    if _is_remote(key) or os.path.isabs(key):  # noqa: PTH117 (a key is a text)
        return key
    return _relative(os.path.normpath(os.path.join(os.path.realpath(folder), key)), other)  # noqa: PTH118 (Path has no normpath)


class Scope:
    """The sources that belong to a run: those passed to it, and all below the folders passed to it."""

    def __init__(self, output: Path, sources: Collection[str], folders: Collection[str] = ()) -> None:
        """``output`` is the folder that keys are relative to; ``sources`` and ``folders`` are the keys of the run's WADLs and folders."""
        self._output = os.path.realpath(output)
        self._sources = frozenset(sources)
        self._folders = tuple(self._absolute(folder).rstrip(os.sep) + os.sep for folder in folders)
        self._cached: dict[str, bool] = {}

    def has(self, source: str) -> bool:
        """Whether the source belongs to the run, even if its file no longer exists."""
        belongs = self._cached.get(source)
        if belongs is None:
            belongs = source in self._sources or (
                bool(self._folders) and not _is_remote(source) and self._absolute(source).startswith(self._folders)
            )
            self._cached[source] = belongs
        return belongs

    def has_any(self, record: Record) -> bool:
        """Whether the run may replace the page."""
        return any(map(self.has, record.sources))

    def has_all(self, record: Record) -> bool:
        """Whether the run may remove the page."""
        return all(map(self.has, record.sources))

    def existing(self, record: Record) -> str | None:
        """The first source of the page that still exists, or cannot be proven missing; None if all are gone."""
        return next((source for source in record.sources if self._exists(source)), None)

    def _exists(self, source: str) -> bool:
        if _is_remote(source):
            return True
        try:
            os.lstat(self._absolute(source))
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return False
        except OSError:
            return True
        return True

    def _absolute(self, key: str) -> str:
        # Not resolved: the file may be gone, and links in parent folders were resolved when the key was made.
        return os.path.normpath(os.path.join(self._output, key))  # noqa: PTH118 (Path has no normpath)


def _is_remote(key: str) -> bool:
    """Whether the key is a URL or a network share, which an untrusted manifest must not cause to be accessed."""
    return "://" in key or key.startswith(("//", "\\\\"))
