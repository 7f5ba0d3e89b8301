"""The cache: a WADL is not read again if nothing that its pages depend on has changed since an earlier run.

An entry contains the file system queries with their results (:mod:`wadl2rst.source.trace`), the lookups of user
templates, the diagnostics, and the SHA-256 of the pages, whose text is stored only in the output folder.  It is valid for the
same settings, the same current folder and the same program, which is compared by the hash of its code.  Entries are stored in a
folder of the user, not next to the pages, so that an untrusted checkout cannot contain cache entries.  They can be deleted at any
time; entries that are damaged or cannot be written are treated as missing.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.parsers.expat import EXPAT_VERSION

from wadl2rst.config.options import Config
from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Severity
from wadl2rst.frozen import dataclass
from wadl2rst.page.values import OperationLink, SourceSummary
from wadl2rst.run.inputs import Input
from wadl2rst.source.files import SourceFile
from wadl2rst.source.trace import Trace
from wadl2rst.templating.environment import builtin_templates
from wadl2rst.wadl.grouping import NO_GROUPING, GroupEntry, GroupingReport

VARIABLE = "WADL2RST_CACHE_DIR"
"""The environment variable that overrides the folder of the entries."""

NO_INPUT = frozenset(
    {
        *("sources", "output", "html", "markdown", "jobs", "force", "check", "adopt", "no_cache"),
        *("fail_on_warning", "ignore", "format", "color", "quiet", "verbose"),
        *("changes_since", "fail_on_breaking", "also"),
    }
)
"""Settings that affect neither pages nor diagnostics, only their use.

And ``output``, which the name of an entry depends on, and ``also``: of other versions, the cache knows what the pages show.
"""

_VALIDATORS = ("xmlschema", "elementpath", "jsonschema", "referencing")
"""The distributions that check samples with ``--lint``, where they are installed."""

_FORMAT_VERSION = 1
_ENTRY_NAME = re.compile(r"[0-9a-f]{64}\.json(\.[0-9]+\.tmp)?")
_DAY = 24 * 60 * 60
_MAX_AGE = 30 * _DAY
"""Seconds after which unused entries are removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheEntry:
    """The cached results of one WADL."""

    trace: Trace
    """The file system queries made while reading it."""
    templates: Mapping[str, str | None]
    """The names of the templates looked up in the user's folder, mapped to their SHA-256; None for templates that do not exist."""
    diagnostics: tuple[Diagnostic, ...]
    """The diagnostics reported for it."""
    pages: Mapping[str, str]
    """The SHA-256 of each page, by its path in the output folder, in order."""
    title: str
    operations: int
    matched: tuple[tuple[str, str], ...]
    """The filters that matched one of its operations."""
    grouping: GroupingReport = NO_GROUPING
    """What to report about the setting ``groups``."""
    summary: SourceSummary | None = None
    """What the index above several WADLs says about it."""
    additions: str = ""
    """The digest of its additions."""

    @property
    def is_reusable(self) -> bool:
        """Whether later runs may use it.  After an error, the WADL is always read again, so that the error is reported again."""
        return all(diagnostic.severity is not Severity.ERROR for diagnostic in self.diagnostics)


class Cache:
    """The entries of one output folder and one set of settings."""

    def __init__(
        self,
        folder: Path,
        config: Config,
        *,
        several: bool,
        has_summary: bool,
        versions: object = None,
        together: Sequence[Input] = (),
        program: Iterable[Path],
    ) -> None:
        """Opens the cache in ``folder`` (see :func:`default_folder`); ``several`` says whether the run has several WADLs.

        ``has_summary`` says whether an index above needs to know what they are about, and ``versions`` is what pages show of other versions
        of the API.  ``together`` are the WADLs that are one API, so that the pages of one depend on all.  ``program`` are the folders of
        libraries that affect pages, in addition to this package.  Raises OSError if their files cannot be read.
        """
        self._folder = folder
        self._output = os.path.realpath(config.output or "")
        shown = [(item.name, repr(getattr(config, item.name))) for item in fields(Config) if item.name not in NO_INPUT]
        code = _folder_digest((Path(__file__).parent.parent, builtin_templates(), *program))
        validators = tuple(map(_version, _VALIDATORS)) if config.lint else ()
        flags = (several, has_summary, versions or None, tuple(together))
        self._run = repr((_FORMAT_VERSION, sys.version, EXPAT_VERSION, code, validators, os.path.realpath(os.curdir), shown, flags))
        self._is_pruned = False

    def get(self, wadl: Input) -> CacheEntry | None:
        """The entry of a WADL for this run, or None.  Does not check whether it is still up to date."""
        file = self._file(wadl)
        try:
            content = json.loads(file.read_bytes())
            if content["run"] != self._stamp(wadl):
                return None
            entry = _from_json(content["entry"])
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None
        with suppress(OSError):
            if time.time() - file.stat().st_mtime > _DAY:
                os.utime(file)
        return entry

    def put(self, wadl: Input, entry: CacheEntry) -> None:
        """Stores an entry for later runs, if it :attr:`~CacheEntry.is_reusable`."""
        if not entry.is_reusable:
            return
        file = self._file(wadl)
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._prune()
            temporary = file.with_suffix(f".json.{os.getpid()}.tmp")
            temporary.write_text(json.dumps({"run": self._stamp(wadl), "entry": _to_json(entry)}), encoding="ascii")
            temporary.replace(file)

    def _file(self, wadl: Input) -> Path:
        return self._folder / f"{_sha256(repr((self._output, wadl.key)))}.json"

    def _stamp(self, wadl: Input) -> str:
        return _sha256(repr((self._run, wadl)))

    def _prune(self) -> None:
        """Removes the entries that have not been used for :data:`_MAX_AGE`."""
        if self._is_pruned:
            return
        self._is_pruned = True
        with suppress(OSError), os.scandir(self._folder) as directory:
            for item in directory:
                if _ENTRY_NAME.fullmatch(item.name) and time.time() - item.stat(follow_symlinks=False).st_mtime > _MAX_AGE:
                    Path(item.path).unlink(missing_ok=True)


def default_folder() -> Path | None:
    """The folder of the entries: from the variable :data:`VARIABLE`, else the user's cache folder; None if that is unknown."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).absolute()
    import platformdirs  # only needed for runs with a cache

    folder = platformdirs.user_cache_path("wadl2rst", appauthor=False)
    # Without a home folder, the path is not absolute; a home folder that does not exist (as on build servers) is not created.
    return folder if folder.is_absolute() and folder.parent.parent.is_dir() else None


def _version(distribution: str) -> str | None:
    """The version of a distribution; None if it is not installed."""
    from importlib import metadata  # only needed for --lint

    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _folder_digest(folders: Iterable[Path]) -> str:
    """The SHA-256 over the names and contents of all files in the folders, except bytecode."""
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


def _to_json(entry: CacheEntry) -> dict[str, Any]:
    """The entry as a JSON-compatible value."""
    return {
        "trace": entry.trace,
        "templates": dict(entry.templates),
        "diagnostics": [
            [diagnostic.code.value, diagnostic.text, diagnostic.location, diagnostic.cause] for diagnostic in entry.diagnostics
        ],
        "pages": dict(entry.pages),
        "title": entry.title,
        "operations": entry.operations,
        "matched": entry.matched,
        "grouping": entry.grouping,
        "summary": None if entry.summary is None else _summary_to_json(entry.summary),
        "additions": entry.additions,
    }


def _from_json(entry: Mapping[str, Any]) -> CacheEntry:
    """The entry from JSON; raises KeyError, TypeError, ValueError or AttributeError if it was not made by :func:`_to_json`."""
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
        diagnostics=tuple(
            Diagnostic(_CODES[code], text, Location(*place) if place else None, cause) for code, text, place, cause in entry["diagnostics"]
        ),
        pages=dict(entry["pages"]),
        title=entry["title"],
        operations=entry["operations"],
        matched=tuple((option, value) for option, value in entry["matched"]),
        grouping=_grouping_from_json(entry["grouping"]),
        summary=None if entry["summary"] is None else _summary_from_json(entry["summary"]),
        additions=str(entry["additions"]),
    )


def _grouping_from_json(grouping: Sequence[Any]) -> GroupingReport:
    matched, nearest, ungrouped, number = grouping
    return GroupingReport(
        matched=tuple(GroupEntry(int(rule), str(kind), str(value)) for rule, kind, value in matched),
        nearest=tuple((GroupEntry(int(rule), str(kind), str(value)), str(question)) for (rule, kind, value), question in nearest),
        ungrouped=tuple(map(str, ungrouped)),
        number=int(number),
    )


def _summary_to_json(summary: SourceSummary) -> list[Any]:
    links = [[link.verb, link.path, link.title, link.label, link.page, link.summary, link.is_deprecated] for link in summary.operations]
    return [summary.title, summary.page, summary.summary, links]


def _summary_from_json(summary: Sequence[Any]) -> SourceSummary:
    title, page, text, links = summary
    operations = []
    for *texts, is_deprecated in links:
        verb, path, name, label, own_page, sentence = map(str, texts)
        operations.append(
            OperationLink(verb=verb, path=path, title=name, label=label, page=own_page, summary=sentence, is_deprecated=bool(is_deprecated))
        )
    return SourceSummary(title=str(title), page=str(page), summary=str(text), operations=tuple(operations))
