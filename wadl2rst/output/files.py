"""Reads and replaces single files, without following links.  Replacement is atomic: readers see the old file or the new one."""

from __future__ import annotations

import os
import re
import secrets
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_TEMPORARY = re.compile(r"\.wadl2rst-[0-9a-f]{16}-[0-9]+\.tmp")
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


class NotRegularFile(Exception):
    """A folder, link or device exists where a file is expected; the text says which."""


class CannotCreateFile(Exception):
    """No file can be created in a folder."""

    def __init__(self, error: OSError) -> None:
        """``error`` is the error of the operating system."""
        super().__init__(str(error))
        self.error = error


class StoredFile(NamedTuple):
    """The content and status of a file when it was read."""

    data: bytes
    status: os.stat_result


def read_regular(path: str | Path) -> StoredFile | None:
    """The bytes and the status of a regular file, or None if it does not exist; links are not followed.

    Raises :class:`NotRegularFile` for anything but a regular file, and OSError if the file cannot be read.
    """
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a link" if stat.S_ISLNK(status.st_mode) else "a device or a pipe"
        raise NotRegularFile(f"is {kind}")
    with open(path, "rb") as file:  # noqa: PTH123 (there are many pages, and Path is slow)
        return StoredFile(file.read(), status)


def has_changed(path: Path, before: StoredFile | None) -> bool:
    """Whether the file was replaced or modified since ``before`` was read; None means that it did not exist."""
    try:
        now = _identity(path.lstat())
    except FileNotFoundError:
        return before is not None
    return before is None or now != _identity(before.status)


def open_to_append(path: Path) -> int:
    """Opens a file for appending with :func:`write_all`, creating it if it is missing; returns the descriptor.

    Raises OSError, also for a link.
    """
    return os.open(path, _APPEND, 0o666)


def write_all(file: int, data: bytes) -> None:
    """Writes all of ``data``, repeating partial writes."""
    written = os.write(file, data)
    while written < len(data):
        written += os.write(file, data[written:])


class FileReplacer:
    """Replaces files, each by a single rename of a temporary file whose name is unique to this run."""

    def __init__(self) -> None:
        """Chooses a unique prefix for the temporary files of this run."""
        self._prefix = f".wadl2rst-{secrets.token_hex(8)}-"
        self._count = 0

    def put(self, target: str, data: bytes, old: os.stat_result | None) -> None:
        """Creates or replaces the file ``target`` atomically; the mode of a replaced file is kept, and a missing folder is created.

        Raises :class:`CannotCreateFile` if no file can be created in its folder, and OSError for any other error; in
        both cases nothing has changed.
        """
        parent = target.rpartition("/")[0]
        for last in (False, False, True):
            self._count += 1
            temporary = f"{parent}/{self._prefix}{self._count}.tmp"
            try:
                try:
                    file = os.open(temporary, _NEW_FILE, 0o666)
                except FileNotFoundError:
                    Path(parent).mkdir(parents=True, exist_ok=True)
                    file = os.open(temporary, _NEW_FILE, 0o666)
            except OSError as error:
                raise CannotCreateFile(error) from error
            try:
                try:
                    write_all(file, data)
                    if sys.platform != "win32" and old is not None and os.fstat(file).st_mode != old.st_mode:
                        os.fchmod(file, old.st_mode & 0o777)
                finally:
                    os.close(file)
                os.replace(temporary, target)  # noqa: PTH105 (there are many pages, and Path is slow)
            except BaseException as error:
                with suppress(OSError):
                    Path(temporary).unlink()
                # Another run that writes into this folder may have removed the temporary file as a leftover.
                if last or not isinstance(error, FileNotFoundError):
                    raise
            else:
                return


def remove_temporaries(folder: Path) -> None:
    """Removes the temporary files that killed runs left in a folder."""
    with suppress(OSError), os.scandir(folder) as directory:
        for entry in directory:
            if _TEMPORARY.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                Path(entry.path).unlink()


def _identity(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_mtime_ns, status.st_size
