"""Reads and replaces single files: no link is followed, and whoever looks finds the old file or the new one, never half of one."""

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
    """A folder, a link or a device is where a file should be; the text says which."""


class FolderTakesNoFile(Exception):
    """No file can be made in a folder."""

    def __init__(self, error: OSError) -> None:
        """Carries what the system says."""
        super().__init__(str(error))
        self.error = error


class StoredFile(NamedTuple):
    """A file as it was read."""

    data: bytes
    status: os.stat_result


def read_regular(path: str | Path) -> StoredFile | None:
    """The bytes and the status of a regular file, None where there is nothing; links are not followed.

    Raises :class:`NotRegularFile` for all else that can be there, OSError where it cannot be read.
    """
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a link" if stat.S_ISLNK(status.st_mode) else "a device or a pipe"
        raise NotRegularFile(f"is {kind}")
    with open(path, "rb") as file:  # noqa: PTH123 (pages are many, and Path takes its time)
        return StoredFile(file.read(), status)


def has_changed(path: Path, before: StoredFile | None) -> bool:
    """Whether the file is another one than ``before``, or was written since; None stands for no file."""
    try:
        now = _identity(path.lstat())
    except FileNotFoundError:
        return before is not None
    return before is None or now != _identity(before.status)


def open_to_append(path: Path) -> int:
    """A descriptor of the file, which is made where it is missing, for :func:`write_all` at its end.  Raises OSError, for a link too."""
    return os.open(path, _APPEND, 0o666)


def write_all(file: int, data: bytes) -> None:
    """Writes all of ``data``; the system may take it in parts."""
    written = os.write(file, data)
    while written < len(data):
        written += os.write(file, data[written:])


class FileReplacer:
    """Puts files in place, each with one rename of a temporary file whose name no other run has."""

    def __init__(self) -> None:
        """For one run."""
        self._prefix = f".wadl2rst-{secrets.token_hex(8)}-"
        self._count = 0

    def put(self, target: str, data: bytes, old: os.stat_result | None) -> None:
        """Puts a file in place in one step; the mode of the one that it replaces is kept.  Its folder is made where it is missing.

        Raises :class:`FolderTakesNoFile` where no file can be made beside it, and OSError for every other fault; then all
        is as before.
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
                raise FolderTakesNoFile(error) from error
            try:
                try:
                    write_all(file, data)
                    if sys.platform != "win32" and old is not None and os.fstat(file).st_mode != old.st_mode:
                        os.fchmod(file, old.st_mode & 0o777)
                finally:
                    os.close(file)
                os.replace(temporary, target)  # noqa: PTH105 (pages are many, and Path takes its time)
            except BaseException as error:
                with suppress(OSError):
                    Path(temporary).unlink()
                # Another run into this folder can take the temporary file for one that was left behind.
                if last or not isinstance(error, FileNotFoundError):
                    raise
            else:
                return


def remove_temporaries(folder: Path) -> None:
    """Removes the temporary files that runs left in a folder when they were killed."""
    with suppress(OSError), os.scandir(folder) as directory:
        for entry in directory:
            if _TEMPORARY.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                Path(entry.path).unlink()


def _identity(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_mtime_ns, status.st_size
