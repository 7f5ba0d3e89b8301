"""Writes files into the folder of an HTML site, next to what Sphinx writes: only changed ones, and never over files of others.

A record of the files, with their hashes, is kept outside the published part of the site.  A file that is not as recorded is
someone else's, such as one that the site copies from ``html_extra_path``; it is left as it is.  Before a file is written, its hash
is added to a journal, so that a killed run leaves no file that the next one takes for someone else's.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Container
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Report, reason
from wadl2rst.output.files import (
    CannotCreateFile,
    FileReplacer,
    NotRegularFile,
    StoredFile,
    open_to_append,
    read_regular,
    remove_temporaries,
    write_all,
)
from wadl2rst.output.manifest import is_page_path

MARKDOWN_EXTENSION = ".md"
"""The extension of the files."""

OTHER_FILES = frozenset({"llms.txt"})
"""The files without this extension."""


class SiteFiles:
    """Updates the files of a site; :meth:`finish` must be called in the end."""

    def __init__(self, folder: Path, record: Path, report: Report) -> None:
        """Reads the ``record`` of the files in ``folder``; a damaged one counts as empty.  The first error is passed to ``report``."""
        self._folder = folder
        self._record = record
        self._journal = record.with_suffix(".journal")
        self._report = report
        self._failed = False
        self._replacer = FileReplacer()
        self._journal_file: int | None = None
        self._known, self.notes = _read_record(record)
        """The notes are kept with the record: a JSON-compatible value for the caller."""
        self._saved = (dict(self._known), json.dumps(self.notes, sort_keys=True))
        self._pending = _read_journal(self._journal)
        self._current: dict[str, str] = {}
        self.written = 0
        """The number of files that were written."""
        self.left: list[str] = []
        """The files that were left as they are, because someone else wrote them."""

    @property
    def is_empty(self) -> bool:
        """Whether no file of an earlier run is recorded."""
        return not self._known and not self._pending

    @property
    def paths(self) -> Container[str]:
        """The paths of the files of this run."""
        return self._current

    def write(self, path: str, text: str) -> None:
        """Writes the file ``path``, relative to the folder and with slashes, if its content differs."""
        if self._failed or not _is_own_path(path):
            return
        data = text.encode("utf-8", "replace")
        digest = sha256(data).hexdigest()
        target = f"{self._folder}/{path}"
        try:
            old = self._read(path)
            if old is None or old.data != data:
                if old is not None and not self._is_own(path, sha256(old.data).hexdigest()):
                    self.left.append(path)
                    return
                self._log(path, digest)
                self._replacer.put(target, data, None if old is None else old.status)
                self.written += 1
        except NotRegularFile:
            self.left.append(path)
            return
        except (OSError, CannotCreateFile) as error:
            self._fail(target, error.error if isinstance(error, CannotCreateFile) else error)
            return
        self._current[path] = digest

    def keep(self, paths: list[str]) -> bool:
        """Keeps files of an earlier run if all of them are as they were written then; returns whether they are."""
        found: dict[str, str] = {}
        for path in paths:
            digest = self._known.get(path)
            try:
                old = self._read(path) if digest is not None else None
            except (OSError, NotRegularFile):
                return False
            if digest is None or old is None or sha256(old.data).hexdigest() != digest:
                return False
            found[path] = digest
        self._current.update(found)
        return True

    def finish(self, is_wanted: Callable[[str], bool] = lambda _path: False) -> None:
        """Removes the files of earlier runs that were not written by this one, unless ``is_wanted``, and saves the record."""
        for path, digest in self._known.items():
            if path in self._current:
                continue
            if is_wanted(path) or not self._removed(path, digest):
                self._current[path] = digest
        if self._journal_file is not None:
            os.close(self._journal_file)
            self._journal_file = None
        if self._pending:
            for parent in {f"{self._folder}/{path}".rpartition("/")[0] for path in self._pending}:
                remove_temporaries(Path(parent))
        if (self._current, json.dumps(self.notes, sort_keys=True)) != self._saved:
            self._save()
        with suppress(OSError):
            self._journal.unlink()

    # --- files ----------------------------------------------------------------------------------

    def _read(self, path: str) -> StoredFile | None:
        return read_regular(f"{self._folder}/{path}")

    def _is_own(self, path: str, digest: str) -> bool:
        return digest == self._known.get(path) or digest in self._pending.get(path, ())

    def _removed(self, path: str, digest: str) -> bool:
        """Removes a file unless it was changed; returns whether it is no longer ours."""
        try:
            old = self._read(path)
            if old is not None and sha256(old.data).hexdigest() == digest:
                Path(self._folder, path).unlink()
        except NotRegularFile:
            return True
        except OSError as error:
            self._fail(f"{self._folder}/{path}", error)
            return False
        return True

    def _log(self, path: str, digest: str) -> None:
        """Adds a file to the journal before it is written."""
        if self._journal_file is None:
            self._journal.parent.mkdir(parents=True, exist_ok=True)
            self._journal_file = open_to_append(self._journal)
        write_all(self._journal_file, f"{digest} {path}\n".encode())

    def _fail(self, file: str, error: OSError) -> None:
        if not self._failed:
            self._report(Diagnostic(MessageCode.NOT_WRITTEN, f"cannot be written: {reason(error)}", Location(file)))
        self._failed = True

    def _save(self) -> None:
        content = {"version": 1, "files": self._current, "notes": self.notes}
        try:
            self._replacer.put(str(self._record), json.dumps(content, indent=1, sort_keys=True).encode("ascii") + b"\n", None)
        except (OSError, CannotCreateFile) as error:
            self._fail(str(self._record), error.error if isinstance(error, CannotCreateFile) else error)


def recorded_paths(record: Path) -> list[str]:
    """The paths of the files in a record; empty if there is none."""
    return list(_read_record(record)[0])


def _is_own_path(path: str) -> bool:
    """Whether ``path`` may be one of the files: a portable relative path.  The record may come from someone else."""
    return path in OTHER_FILES or (path.endswith(MARKDOWN_EXTENSION) and is_page_path(f"{path.removesuffix(MARKDOWN_EXTENSION)}.rst"))


def _read_record(record: Path) -> tuple[dict[str, str], dict[str, Any]]:
    try:
        content = json.loads(record.read_bytes())
        files, notes = content["files"], content["notes"]
        if content["version"] != 1 or not isinstance(notes, dict):
            return {}, {}
        return {path: str(digest) for path, digest in files.items() if _is_own_path(path)}, notes
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}, {}


def _read_journal(journal: Path) -> dict[str, set[str]]:
    """The hashes of the files that a killed run wrote or was about to write."""
    found: dict[str, set[str]] = {}
    with suppress(OSError):
        for line in journal.read_text(encoding="utf-8", errors="replace").splitlines():
            digest, _blank, path = line.partition(" ")
            if _is_own_path(path):
                found.setdefault(path, set()).add(digest)
    return found
