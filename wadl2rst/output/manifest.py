"""What is recorded of the pages written into a folder, and which run a page belongs to.

Two files lie beside the pages.  The *manifest* says, for each page, which WADLs it was made from and
the SHA-256 of its bytes; that is how a later run tells its own pages from a person's.  The *journal*
says what a run is about to put in place; it is there only while a run writes, or after one that was killed.

Both may come from a stranger (a cloned repository), so what they name is checked as if it were input:
nothing outside the output folder and nothing below a name with a leading dot is ever taken from them.
This module turns bytes into records and back; ``output`` does the reading and writing.
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

from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, WriteError

MANIFEST = ".wadl2rst.json"
"""Name of the manifest, in the output folder."""
JOURNAL = ".wadl2rst.journal"
"""Name of the journal, in the output folder."""
VERSION = 1
"""Version of the manifest's form."""

_COMPONENT = r'(?!\.)[^/\\:*?"<>|\x00-\x1f\x7f\ud800-\udfff]+(?<![. ])'
_PATH = re.compile(rf"{_COMPONENT}(?:/{_COMPONENT})*(?<=[^/]\.rst)")
_DEVICE = re.compile(r"(?:^|/)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\.[^/]*)?(?:/|$)", re.IGNORECASE)
_SHA256 = re.compile("[0-9a-f]{64}")


class Record(NamedTuple):
    """What is recorded of a page."""

    sources: tuple[str, ...]
    """Keys of the WADLs that it was made from (see :func:`source_key`), sorted."""
    sha256: str
    """SHA-256 of its bytes, in lower-case hexadecimal."""


class ManifestError(WriteError):
    """The manifest is not one that this version can use; the message says what is wrong and what to do."""

    def __init__(self, file: Path | str, text: str, line: int = 0) -> None:
        """Takes the manifest, what is wrong with it, and the line where there is one."""
        super().__init__(Diagnostic(MessageCode.MANIFEST, text, Location(str(file), line)))


def is_page_path(path: object) -> bool:
    """Whether ``path`` may be a page: relative, below the folder, called ``.rst``, and a name on every system.

    All pages are called so; a manifest that lists ``conf.py``, even with its right hash, must not have it removed.  No
    ``..``, leading dot, drive, backslash, control character or character that Windows forbids, and no component that
    is the name of a device there.
    """
    return isinstance(path, str) and _PATH.fullmatch(path) is not None and _DEVICE.search(path) is None


def read_manifest(data: bytes, file: Path | str = MANIFEST) -> dict[str, Record]:
    """The records of a manifest, by path; an entry that is not one of ours is left out.

    ``file`` is where the bytes are from, for messages.  Raises :class:`ManifestError` for a file that is damaged, is something
    else or comes from a newer version.
    """
    remedy = "restore it, or delete it together with the pages it lists: they are written again"
    try:
        content = json.loads(data)
    except json.JSONDecodeError as error:
        raise ManifestError(file, f"is damaged ({error.msg}); {remedy}", error.lineno) from None
    except (ValueError, RecursionError):
        raise ManifestError(file, f"is damaged; {remedy}") from None
    version = content.get("wadl2rst") if isinstance(content, dict) else None
    if type(version) is not int or version < 1:
        raise ManifestError(file, "is not a manifest of wadl2rst; move it, or give another folder with -o")
    if version > VERSION:
        raise ManifestError(file, "was written by a newer wadl2rst; use that version, or give another folder with -o")
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
    """The manifest: JSON in ASCII, sorted, a page a line, so that version control shows and merges it well."""
    if not records:
        return b'{"wadl2rst": %d, "pages": {}}\n' % VERSION
    lines = ",\n".join(f"{quoted(path)}: {_entry(record)}" for path, record in sorted(records.items()))
    return f'{{"wadl2rst": {VERSION}, "pages": {{\n{lines}\n}}}}\n'.encode("ascii")


def read_journal(data: bytes) -> list[tuple[str, Record]]:
    """What the runs that left the journal were about to put in place, in order; a line that was cut short is left out."""
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
    """A line of the journal.  It starts with a line end too, for the line before it may have been cut short."""
    return f"\n[{quoted(path)}, {_entry(record)}]\n".encode("ascii")


def _entry(record: Record) -> str:
    return f'{{"sha256": "{record.sha256}", "sources": [{", ".join(map(quoted, record.sources))}]}}'


def _record(entry: object) -> Record | None:
    """The record that an entry of the manifest or the journal holds; None where it holds none."""
    if not isinstance(entry, dict):
        return None
    sha256, sources = entry.get("sha256"), entry.get("sources")
    if not isinstance(sha256, str) or _SHA256.fullmatch(sha256) is None or not isinstance(sources, list):
        return None
    return Record(tuple(sources), sha256) if all(isinstance(source, str) for source in sources) else None


def source_key(source: Path | str, folder: Path) -> str:
    """The key under which ``source`` is recorded in the manifest of ``folder``.

    A path gives the path relative to the output folder, with slashes, so that a checkout may be moved; links on the
    way to it are followed, a WADL that is a link itself is not.  An address (a ``str`` with ``://``) gives itself
    without user name, password and fragment: manifests are committed.
    """
    if isinstance(source, str) and "://" in source:
        parts = urlsplit(source)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()
    source = Path(source)
    is_folder = os.path.isdir(source)  # noqa: PTH112 (Path.is_dir raises for a name that is too long)
    real = os.path.realpath(source) if is_folder else str(Path(os.path.realpath(source.parent), source.name))
    try:
        key = os.path.relpath(real, os.path.realpath(folder))
    except ValueError:  # Windows: on another drive.
        key = real
    return key.replace(os.sep, "/")


class Scope:
    """Which sources belong to a run: those it was given, and all below the folders it was given."""

    def __init__(self, output: Path, sources: Collection[str], folders: Collection[str] = ()) -> None:
        """Takes the output folder, which keys are relative to, and the keys of the run's WADLs and of its folders."""
        self._output = os.path.realpath(output)
        self._sources = frozenset(sources)
        self._folders = tuple(self._absolute(folder).rstrip(os.sep) + os.sep for folder in folders)
        self._known: dict[str, bool] = {}

    def has(self, source: str) -> bool:
        """Whether the source belongs to the run, also where the file is gone."""
        known = self._known.get(source)
        if known is None:
            known = source in self._sources or (
                bool(self._folders) and not _is_remote(source) and self._absolute(source).startswith(self._folders)
            )
            self._known[source] = known
        return known

    def has_any(self, record: Record) -> bool:
        """Whether the run may replace the page."""
        return any(map(self.has, record.sources))

    def has_all(self, record: Record) -> bool:
        """Whether the run may remove the page."""
        return all(map(self.has, record.sources))

    def existing(self, record: Record) -> str | None:
        """The first source of the page that still exists, as far as can be told; None if all are gone."""
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
        # Not resolved: the file may be gone, and links on the way were followed when the key was made.
        return os.path.normpath(os.path.join(self._output, key))  # noqa: PTH118 (Path has no normpath)


def _is_remote(key: str) -> bool:
    """Whether the key is an address, or a network share, which is not gone to on a manifest's word."""
    return "://" in key or key.startswith(("//", "\\\\"))
