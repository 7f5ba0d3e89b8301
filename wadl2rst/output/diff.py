"""Unified diffs of pages, as ``diff -u`` writes them and ``patch`` reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_MAX_LINES = 5_000
"""The number of lines above which a simpler diff algorithm is used."""


def unified_diff(target: Path, old: bytes | None, new: bytes | None) -> str:
    """The unified diff of the file ``target`` from its ``old`` to its ``new`` bytes; None means no file.  Ends with a newline."""
    name = target.as_posix()
    old_name = "/dev/null" if old is None else name
    new_name = "/dev/null" if new is None else name
    old_lines, new_lines = _lines(old or b""), _lines(new or b"")
    lines: Iterable[str]
    if min(len(old_lines), len(new_lines)) > _MAX_LINES:
        lines = [f"--- {old_name}\n", f"+++ {new_name}\n", *_one_hunk(old_lines, new_lines)]
    else:
        import difflib  # only needed when something differs; importing it slows down every start

        lines = difflib.unified_diff(old_lines, new_lines, old_name, new_name)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _one_hunk(old: list[str], new: list[str]) -> Iterator[str]:
    """A single hunk from the first to the last differing line, with three lines of context.

    Used for pages so long that difflib, whose worst case is quadratic in the number of lines, would take minutes.
    """
    shorter = min(len(old), len(new))
    before = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    after = next((i for i in range(shorter - before) if old[-1 - i] != new[-1 - i]), shorter - before)
    start, rest = max(before - 3, 0), max(after - 3, 0)
    yield f"@@ -{start + 1},{len(old) - rest - start} +{start + 1},{len(new) - rest - start} @@\n"
    yield from (f" {line}" for line in old[start:before])
    yield from (f"-{line}" for line in old[before : len(old) - after])
    yield from (f"+{line}" for line in new[before : len(new) - after])
    yield from (f" {line}" for line in old[len(old) - after : len(old) - rest])


def _lines(data: bytes) -> list[str]:
    # Not splitlines(), which also splits at form feeds and the like; diff and patch do not.
    return re.findall(r"[^\n]*\n|[^\n]+", data.decode("utf-8", "backslashreplace"))
