"""The folders of additions that directives name: each is read once per process, and again when one of its files changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from wadl2rst.diagnostics import Diagnostic
from wadl2rst.page.additions import addition_problems
from wadl2rst.source.additions import AdditionFolder, addition_names, read_additions


class AdditionFolders:
    """Reads folders, and keeps what was read."""

    def __init__(self) -> None:
        """Knows no folder yet."""
        self._read: dict[str, tuple[object, AdditionFolder, tuple[Diagnostic, ...]]] = {}

    def read(self, folder: Path) -> AdditionFolder:
        """The additions in a folder."""
        return self._current(folder)[0]

    def problems(self, folder: Path, known: Iterable[Mapping[str, Sequence[str]]]) -> list[Diagnostic]:
        """What is wrong with the additions in a folder, with the names that they can have in each of the WADLs of the project."""
        found, diagnostics = self._current(folder)
        return [*diagnostics, *addition_problems(found, {name: places for names in known for name, places in names.items()})]

    def _current(self, folder: Path) -> tuple[AdditionFolder, tuple[Diagnostic, ...]]:
        stamp = tuple(_state(folder / name) for name in addition_names(folder))
        known = self._read.get(str(folder))
        if known is None or known[0] != stamp:
            diagnostics: list[Diagnostic] = []
            found = read_additions(folder, diagnostics.append)
            known = self._read[str(folder)] = (stamp, found, tuple(diagnostics))
        return known[1:]


FOLDERS = AdditionFolders()
"""The folders of this process."""


def _state(file: Path) -> tuple[str, int, int]:
    try:
        status = file.stat()
    except OSError:
        return file.name, 0, -1
    return file.name, status.st_mtime_ns, status.st_size
