"""Reads the folder of additions: prose of the user's own, which pages include.

A file is named after what it belongs to, and after its place there: ``showImage.before.rst``.  A file without a place in its name can
hold several, each below a comment with the name of the place (``.. before`` in reStructuredText, ``<!-- before -->`` in Markdown); what
precedes the first comment belongs at the end, like a file without comments.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from wadl2rst.config.suggestions import similar
from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Report, why_unreadable
from wadl2rst.frozen import dataclass

PLACES = ("before", "description", "request", "response", "after")
"""The places of an operation, in their order on a page."""
OUTER_PLACES = ("before", "description", "after")
"""The places of an index and of a group on it."""

INDEX = "index"
"""The name of the additions to an index, whatever its page is called."""
GROUP = "group-"
"""What the name of the additions to a group begins with; the slug of its title follows."""

ADDITION_EXTENSIONS = (".rst", ".md")
"""The extensions of additions; other files in the folder, such as pictures, are left alone."""

MAX_ADDITION = 10 * 1024 * 1024
"""The size in bytes of the largest addition that is read."""

_COMMENT = {
    False: re.compile(r"\.\. +(?P<word>[A-Za-z-]+)\s*"),
    True: re.compile(r"<!-- *(?P<word>[A-Za-z-]+) *-->\s*"),
}
"""A comment of one word, by whether it is one of Markdown."""
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})")
_UNDERLINE = re.compile(r"([!-/:-@\[-`{-~])\1*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A file, or the part of it that belongs to one place."""

    file: str
    """The path of the file, as messages show it."""
    target: str
    """The absolute path of the file; links are resolved in that of the folder."""
    place: str
    """``before``, ``description``, ``request``, ``response`` or ``after``."""
    start: int = 0
    """Its first line, from 0."""
    end: int = 0
    """The line after its last, from 0; 0 for the end of the file."""
    is_markdown: bool = False
    """Whether it is Markdown rather than reStructuredText."""
    heading: str = ""
    """The character that underlines the heading that it begins with; empty if it begins with something else."""
    text: str = ""
    """Its text, without blank lines around it."""

    @property
    def location(self) -> Location:
        """Where it begins."""
        return Location(self.file, self.start + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditionFile:
    """A file of the folder."""

    stem: str
    """Its name without the extension."""
    file: str
    """Its path, as messages show it."""
    target: str
    """Its absolute path; links are resolved in that of the folder."""
    parts: tuple[Addition, ...]
    """What it holds for each place, in order."""

    @property
    def name(self) -> str:
        """What it belongs to: its stem without the place."""
        return split_stem(self.stem)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditionFolder:
    """What the folder holds."""

    files: tuple[AdditionFile, ...] = ()
    """Its files, sorted by name."""


NO_ADDITIONS = AdditionFolder()


def has_places(text: str) -> bool:
    """Whether reStructuredText has a comment that begins a part for a place, where it is in a file without a place in its name."""
    found = map(_COMMENT[False].fullmatch, text.split("\n"))
    return any(comment is not None and comment["word"] in PLACES for comment in found)


def split_stem(stem: str) -> tuple[str, str]:
    """What a file of this name belongs to, and its place, which is empty if the name has none."""
    name, dot, place = stem.rpartition(".")
    return (name, place) if dot and name and place in PLACES else (stem, "")


def _default_place(stem: str) -> str:
    """The place of a file without one: of an operation its end; the index and a group are introduced by what is said of them."""
    return "description" if stem == INDEX or stem.startswith(GROUP) else "after"


def addition_names(folder: Path) -> tuple[str, ...]:
    """The names of the files of a folder that are additions, sorted; empty if there is no such folder."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if _is_addition(entry.name) and not entry.is_dir()]
    except OSError:
        return ()
    return tuple(sorted(names))


def _is_addition(name: str) -> bool:
    stem, extension = os.path.splitext(name)  # noqa: PTH122 (a plain name)
    return extension.lower() in ADDITION_EXTENSIONS and not stem.startswith(".") and stem.casefold() != "readme"


def read_additions(folder: Path, report: Report) -> AdditionFolder:
    """Reads the additions in a folder; what cannot be used is passed to ``report`` and left out.

    A link is followed only to files in the folder itself: additions may come with a checkout that nobody has looked at.
    """
    root = Path(os.path.realpath(folder))
    files = []
    for name in addition_names(folder):
        shown = (folder / name).as_posix()
        target, real = root / name, Path(os.path.realpath(folder / name))
        if not real.is_relative_to(root) or any(part.startswith(".") for part in real.relative_to(root).parts):
            where = "to a hidden file" if real.is_relative_to(root) else f"to a file outside the folder {folder}"
            report(Diagnostic(MessageCode.REFUSED, f"is a symbolic link {where}; it is not shown", Location(shown)))
            continue
        lines = _lines(target, shown, report)
        if lines is None:
            continue
        stem, extension = os.path.splitext(name)  # noqa: PTH122 (a plain name)
        place = split_stem(stem)[1]
        found = _Parts(lines, shown, target.as_posix(), is_markdown=extension.lower() == ".md", report=report)
        files.append(
            AdditionFile(
                stem=stem, file=shown, target=target.as_posix(), parts=found.whole(place) if place else found.split(_default_place(stem))
            )
        )
    return AdditionFolder(files=tuple(files))


def markdown_additions(folder: Path) -> list[Path]:
    """The additions in Markdown, also those in folders of their own."""
    folders = [folder, *(folder / name for name in subfolders(folder))]
    return [parent / name for parent in folders for name in addition_names(parent) if name.lower().endswith(".md")]


def folder_digest(folder: Path | None) -> str:
    """A digest of all that :func:`read_additions` depends on; empty without a folder."""
    if folder is None:
        return ""
    total = sha256()
    for name in addition_names(folder):
        total.update(f"{os.path.realpath(folder / name)}\0{name}\0".encode("utf-8", "surrogateescape"))
        try:
            total.update(sha256((folder / name).read_bytes()).digest())
        except OSError as error:
            total.update(str(error.errno).encode())
    return total.hexdigest()


def subfolders(folder: Path) -> list[str]:
    """The names of the folders in a folder, sorted; empty if it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in entries if entry.is_dir() and not entry.name.startswith("."))
    except OSError:
        return []


def _lines(file: Path, shown: str, report: Report) -> list[str] | None:
    """The lines of a file; None, after a message, if it cannot be read."""
    try:
        if not file.is_file():
            report(Diagnostic(MessageCode.ADDITION, "is not a file; it is not shown", Location(shown)))
            return None
        if file.stat().st_size > MAX_ADDITION:
            report(
                Diagnostic(MessageCode.TOO_LARGE, f"is larger than {MAX_ADDITION // 1024 // 1024} MiB; it is not shown", Location(shown))
            )
            return None
        data = file.read_bytes()
    except OSError as error:
        report(Diagnostic(MessageCode.ADDITION, f"{why_unreadable(error)}; it is not shown", Location(shown)))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        report(Diagnostic(MessageCode.ADDITION, "is not UTF-8; it is not shown; save it as UTF-8", Location(shown, line)))
        return None
    # As docutils counts them for the options start-line and end-line.
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")


class _Parts:
    """The parts of a file."""

    def __init__(self, lines: Sequence[str], file: str, target: str, *, is_markdown: bool, report: Report) -> None:
        self._lines = lines
        self._file = file
        self._target = target
        self._is_markdown = is_markdown
        self._report = report

    def whole(self, place: str) -> tuple[Addition, ...]:
        """The file as an addition for one place; empty if there is nothing in it."""
        return tuple(self._made(place, 0, len(self._lines)))

    def split(self, default: str) -> tuple[Addition, ...]:
        """The parts between comments; what comes before the first is for the place ``default``."""
        starts = [(default, 0, 0), *((place, number, number + 1) for number, place in self._comments())]
        ends = [number for _place, number, _start in starts[1:]] + [len(self._lines)]
        first: dict[str, int] = {}
        for place, number, _start in starts[1:]:
            if first.setdefault(place, number) != number:
                text = f"a second part '{place}'; the first is on line {first[place] + 1}; both are shown"
                self._report(Diagnostic(MessageCode.ADDITION_TWICE, text, Location(self._file, number + 1)))
        return tuple(part for (place, _number, start), end in zip(starts, ends, strict=True) for part in self._made(place, start, end))

    def _comments(self) -> Iterator[tuple[int, str]]:
        """The comments that begin a part: line, from 0, and place."""
        fence = ""
        pattern = _COMMENT[self._is_markdown]
        for number, line in enumerate(self._lines):
            if self._is_markdown and (mark := _FENCE.match(line)):
                if not fence:
                    fence = mark["fence"]
                elif mark["fence"].startswith(fence) and not line.strip().strip(fence[0]):
                    fence = ""
                continue
            found = None if fence else pattern.fullmatch(line)
            if found is None:
                continue
            if found["word"] in PLACES:
                yield number, found["word"]
            elif advice := similar(found["word"], PLACES):
                text = f"the comment '{found['word']}' is not the name of a place, so no part begins here{advice}"
                self._report(Diagnostic(MessageCode.ADDITION_PLACE, text, Location(self._file, number + 1)))

    def _made(self, place: str, start: int, end: int) -> Iterator[Addition]:
        """The addition in a range of lines, without the blank lines around it; none if all are blank."""
        is_all = start == 0 and end == len(self._lines)
        while start < end and not self._lines[start].strip():
            start += 1
        last = end
        while start < last and not self._lines[last - 1].strip():
            last -= 1
        if start == last:
            return
        own = self._lines[start:last]
        yield Addition(
            file=self._file,
            target=self._target,
            place=place,
            start=0 if is_all else start,
            end=0 if end == len(self._lines) else last,
            is_markdown=self._is_markdown,
            heading="" if self._is_markdown else _heading(own),
            text="\n".join(own),
        )


def _heading(lines: Sequence[str]) -> str:
    """The character that underlines the heading which the lines begin with, or an empty string."""
    if len(lines) < 2 or not lines[0].strip() or lines[0][0].isspace():
        return ""
    underline = lines[1].rstrip()
    return underline[0] if _UNDERLINE.fullmatch(underline) and len(underline) >= min(len(lines[0].rstrip()), 4) else ""
