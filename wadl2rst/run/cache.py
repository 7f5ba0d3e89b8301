"""What a run remembers of each WADL for the next one: where all that its pages come from is as it was, it is not read again.

An entry has what was asked of the disk with the answers (:mod:`wadl2rst.source.trace`), the user's templates that were looked
for, what was said, and the SHA-256 of the pages, whose text stays on the disk alone.  It counts for the same settings, the
same current folder and the same program, which is compared byte for byte.  Entries lie in a folder of the user's, not
beside the pages: who sends a checkout cannot send one with it.  They can be deleted at any time, and one that is damaged,
or cannot be written, is one that is not there.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.parsers.expat import EXPAT_VERSION

from wadl2rst.config.options import Config
from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Severity
from wadl2rst.run.inputs import Input
from wadl2rst.source.files import SourceFile
from wadl2rst.source.trace import Trace
from wadl2rst.templating.environment import builtin_templates

VARIABLE = "WADL2RST_CACHE_DIR"
"""The environment variable that names another folder for the entries."""

NO_INPUT = frozenset(
    {
        *("sources", "output", "html", "jobs", "force", "check", "no_cache"),
        *("fail_on_warning", "ignore", "format", "color", "quiet", "verbose"),
    }
)
"""Settings that change neither a page nor what is said of a WADL, but what is done with them.  An entry is of one output folder."""

_FORM = 1
_OWN = re.compile(r"[0-9a-f]{64}\.json(\.[0-9]+\.tmp)?")
_DAY = 24 * 60 * 60
_KEPT = 30 * _DAY
"""Seconds after which an entry that no run asked for is removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheEntry:
    """What is remembered of one WADL."""

    trace: Trace
    """What was asked of the disk to read it."""
    templates: Mapping[str, str | None]
    """The templates that were looked for in the user's folder, and the SHA-256 of each; None for one that is not there."""
    said: tuple[Diagnostic, ...]
    """What was said of it."""
    pages: Mapping[str, str]
    """The SHA-256 of each page, by its path in the output folder, in order."""
    title: str
    operations: int
    matched: tuple[tuple[str, str], ...]
    """The filters that matched an operation of it."""

    @property
    def lasts(self) -> bool:
        """Whether the next run may go by it.  After an error, nothing is relied on: it is looked for, and said, again."""
        return all(diagnostic.severity is not Severity.ERROR for diagnostic in self.said)


class Cache:
    """The entries of one output folder and one set of settings."""

    def __init__(self, folder: Path, config: Config, *, several: bool, program: Iterable[Path]) -> None:
        """``folder`` has the entries (see :func:`default_folder`); ``several`` tells whether the run is of more than one WADL.

        ``program`` are folders of code that makes pages, besides this package.  Raises OSError where the program cannot be read.
        """
        self._folder = folder
        self._output = os.path.realpath(config.output or "")
        shown = [(item.name, repr(getattr(config, item.name))) for item in fields(Config) if item.name not in NO_INPUT]
        code = _digest((Path(__file__).parent.parent, builtin_templates(), *program))
        self._run = repr((_FORM, sys.version, EXPAT_VERSION, code, os.path.realpath(os.curdir), shown, several))
        self._is_pruned = False

    def get(self, known: Input) -> CacheEntry | None:
        """The entry of a WADL; None where there is none for this run.  Whether it still holds is not looked at."""
        file = self._file(known)
        try:
            content = json.loads(file.read_bytes())
            if content["run"] != self._stamp(known):
                return None
            entry = _read(content["entry"])
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None
        with suppress(OSError):
            if time.time() - file.stat().st_mtime > _DAY:
                os.utime(file)
        return entry

    def put(self, known: Input, entry: CacheEntry) -> None:
        """Keeps an entry, if it :attr:`~Entry.lasts`, for the next run."""
        if not entry.lasts:
            return
        file = self._file(known)
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._prune()
            temporary = file.with_suffix(f".json.{os.getpid()}.tmp")
            temporary.write_text(json.dumps({"run": self._stamp(known), "entry": _written(entry)}), encoding="ascii")
            temporary.replace(file)

    def _file(self, known: Input) -> Path:
        return self._folder / f"{_sha256(repr((self._output, known.key)))}.json"

    def _stamp(self, known: Input) -> str:
        return _sha256(repr((self._run, known)))

    def _prune(self) -> None:
        """Removes the entries that no run has asked for in a long time."""
        if self._is_pruned:
            return
        self._is_pruned = True
        with suppress(OSError), os.scandir(self._folder) as directory:
            for item in directory:
                if _OWN.fullmatch(item.name) and time.time() - item.stat(follow_symlinks=False).st_mtime > _KEPT:
                    Path(item.path).unlink(missing_ok=True)


def default_folder() -> Path | None:
    """The folder of the entries: what :data:`VARIABLE` names, else where the system keeps such things; None where that cannot be told."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).absolute()
    import platformdirs  # only for a run that remembers

    folder = platformdirs.user_cache_path("wadl2rst", appauthor=False)
    # Where the home folder is not known, it is not absolute; and one that is not there (builds have such) is not made.
    return folder if folder.is_absolute() and folder.parent.parent.is_dir() else None


def _digest(folders: Iterable[Path]) -> str:
    """What the files in the folders come to, without bytecode."""
    total = sha256()
    for folder in folders:
        for path in _files(folder):
            total.update(f"{path.relative_to(folder).as_posix()}\0".encode("utf-8", "surrogateescape"))
            total.update(sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (Path(parent, name) for name in sorted(names))


def _sha256(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


_CODES = {code.value: code for code in MessageCode}


def _written(entry: CacheEntry) -> dict[str, Any]:
    """As JSON has it."""
    return {
        "trace": entry.trace,
        "templates": dict(entry.templates),
        "said": [[diagnostic.code.value, diagnostic.text, diagnostic.location, diagnostic.cause] for diagnostic in entry.said],
        "pages": dict(entry.pages),
        "title": entry.title,
        "operations": entry.operations,
        "matched": entry.matched,
    }


def _read(entry: Mapping[str, Any]) -> CacheEntry:
    """From JSON; raises KeyError, TypeError, ValueError or AttributeError where it is not what :func:`_written` gave."""
    places, found, existing, read, mapped = entry["trace"]
    return CacheEntry(
        trace=Trace(
            places=tuple(SourceFile(*place) for place in places),
            found=tuple((href, tuple(bases), limit, answer) for href, bases, limit, answer in found),
            existing=tuple((href, tuple(bases), answer) for href, bases, answer in existing),
            read=tuple((place, limit, answer) for place, limit, answer in read),
            mapped=tuple((path, place, answer) for path, place, answer in mapped),
        ),
        templates=dict(entry["templates"]),
        said=tuple(
            Diagnostic(_CODES[code], text, Location(*place) if place else None, cause) for code, text, place, cause in entry["said"]
        ),
        pages=dict(entry["pages"]),
        title=entry["title"],
        operations=entry["operations"],
        matched=tuple((option, value) for option, value in entry["matched"]),
    )
