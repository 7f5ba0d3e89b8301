"""Writes pages into a folder: only what changed, each in one step, and nothing that is not ours.

Whose a file is, the manifest tells (see ``manifest``).  A page is written beside its place under a temporary name and
put in place with one rename, so whoever looks finds the old page or the new one.  Before that its hash goes into
the journal.  A run that is killed leaves the journal; the next run knows by it which of the pages that the
manifest does not describe are ours, and which folders to look through for temporary files.

There is no lock.  Two runs at a time into one folder take nothing from each other where their sources differ: temporary
names are unique, and the manifest is read anew before it is replaced.  Two runs at a time of the *same* source leave
whole pages, but one may report a page that the other has just written as edited.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Origin, Report
from wadl2rst.output.manifest import (
    JOURNAL,
    MANIFEST,
    ManifestError,
    Record,
    Scope,
    is_page_path,
    journal_line,
    manifest_bytes,
    read_journal,
    read_manifest,
)

_TEMPORARY = re.compile(r"\.wadl2rst-[0-9a-f]{16}-[0-9]+\.tmp")
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)

_EVERY_PAGE = frozenset(getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EROFS", "EIO", "EMFILE", "ENFILE") if hasattr(errno, name))
"""Faults that the next page would meet as well, wherever it goes."""


_LONG = 5_000
"""Lines of a page above which its diff is made in a simpler way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedPage:
    """A page, ready to be written."""

    path: str
    """Where, relative to the output folder, with slashes: ``images/get-images.rst``."""
    sources: tuple[str, ...]
    """Keys of the WADLs that it was made from, as ``manifest.source_key`` makes them.  A page without belongs to every run."""
    text: str
    """The text, lines ended by ``\\n``."""
    origins: tuple[Origin, ...] = field(default=(), compare=False, repr=False)
    """Where its lines come from in the WADL, in order; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a run would do to one page (``check``)."""

    path: str
    """The page, relative to the output folder."""
    diff: str
    """Unified diff from the page on disk to the new one; ``/dev/null`` stands for no page.  Ends with a line end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run did; with ``check``, what it would do."""

    written: int
    """Pages added or replaced."""
    unchanged: int
    """Pages that were as they should be."""
    removed: int
    """Pages that are no longer made, and were deleted."""
    kept: int
    """Pages left as they are: edited, occupied, not writable, or of a source that could not be read."""
    changes: tuple[Change, ...] = ()
    """With ``check``: the added and changed pages in the order given, then the removed ones sorted."""
    made: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """The SHA-256 of every page that was taken, by its path, whatever became of it."""

    @property
    def up_to_date(self) -> bool:
        """Whether there was nothing to write and nothing to remove."""
        return not self.written and not self.removed


def write(
    folder: Path,
    pages: Iterable[RenderedPage],
    *,
    sources: Collection[str],
    folders: Collection[str] = (),
    failed: Collection[str] = (),
    force: bool = False,
    check: bool = False,
    report: Report,
    on_change: Callable[[Change], None] | None = None,
) -> Outcome:
    """Brings ``folder`` up to date with ``pages``, which are taken one at a time.

    ``sources`` are the keys of the run's WADLs, ``folders`` those of the folders it was given: what was made from a WADL
    below one belongs to the run, also when the WADL is gone.  ``failed`` are the sources that could not be read: pages
    made from them are left alone.  ``force`` replaces and removes pages that someone edited; it never touches files that are
    not ours.  ``check`` writes nothing and gives diffs, to ``on_change`` one at a time if that is given (for a run with
    very many pages), else in the outcome.

    ``failed`` is looked at when all pages are taken: a caller that renders while it is written to may still add to it.

    Reports ``edited``, ``occupied``, ``not-written`` and ``manifest``.  Raises ValueError for a page whose path
    steps outside the folder, is not portable or was given before (a fault of the caller; that page is not written), and what
    ``pages`` raises; what was written until then stays, and is recorded.
    """
    run = _Run(folder, Scope(folder, sources, folders), force=force, check=check, report=report, on_change=on_change)
    if not run.start():
        return run.outcome()
    stopped = False
    try:
        for page in pages:
            run.page(page)
        run.prune(frozenset(failed))
    except _Stop:
        stopped = True
    finally:
        if not check:
            run.save(quiet=stopped)
    return run.outcome()


def text_on_disk(folder: Path, path: str, digest: str) -> str | None:
    """The text of the page ``path`` in the output folder, if it is a file whose bytes have this SHA-256; else None."""
    try:
        found = _read(folder / path) if is_page_path(path) else None
        return found.data.decode("utf-8") if found is not None and sha256(found.data).hexdigest() == digest else None
    except (OSError, ValueError, _NotRegular):
        return None


class _Stop(Exception):
    """It was reported that no page can be written any more."""


class _FolderFault(Exception):
    """No file can be made in the page's folder; the cause is the OSError."""


class _NotRegular(Exception):
    """A folder, a link or a device is where a file should be; the text says which."""


class _File(NamedTuple):
    data: bytes
    status: os.stat_result


class _Run:
    """One call of :func:`write`."""

    def __init__(
        self, folder: Path, scope: Scope, *, force: bool, check: bool, report: Report, on_change: Callable[[Change], None] | None
    ) -> None:
        self.folder = folder
        self.root = f"{folder}/"
        self.scope = scope
        self.force = force
        self.check = check
        self.report = report
        self.changes: list[Change] = []
        self.on_change = on_change or self.changes.append
        self.written = self.unchanged = self.removed = self.kept = 0

        self.manifest: _File | None = None
        self.records: dict[str, Record] = {}
        """What was recorded when the run began."""
        self.updates: dict[str, Record | None] = {}
        """What this run changes in the records; None takes one out."""
        self.produced: dict[str, str] = {}
        """The SHA-256 of the pages that this run was given."""

        self.journal: int | None = None
        self.journal_found = False
        self.temporary = f".wadl2rst-{secrets.token_hex(8)}-"
        self.temporaries = 0
        self.obstacles: dict[str, Path | None] = {"": None}
        """For each folder below the output folder, what in its place or above it is no plain folder."""
        self.said: set[Path] = set()
        """Folders whose fault was reported."""
        self.sorted_sources: dict[tuple[str, ...], tuple[str, ...]] = {}

    def outcome(self) -> Outcome:
        """What was done so far."""
        return Outcome(
            written=self.written,
            unchanged=self.unchanged,
            removed=self.removed,
            kept=self.kept,
            changes=tuple(self.changes),
            made=self.produced,
        )

    # --- before the pages ---------------------------------------------------------------

    def start(self) -> bool:
        """Reads manifest and journal; False (and a report) where the folder can not be worked on."""
        fault = _folder_fault(self.folder)
        if fault:
            self.say(MessageCode.NOT_WRITTEN, self.folder, fault)
            return False
        name = MANIFEST
        try:
            self.manifest = _read(self.folder / MANIFEST)
            if self.manifest is not None:
                self.records = read_manifest(self.manifest.data)
            name = JOURNAL
            journal = _read(self.folder / JOURNAL)
        except ManifestError as error:
            self.say(MessageCode.MANIFEST, self.folder / name, str(error), error.line)
        except _NotRegular as error:
            self.say(MessageCode.MANIFEST, self.folder / name, f"{error}, not a file of wadl2rst; move it, or give another folder with -o")
        except OSError as error:
            self.say(MessageCode.MANIFEST, self.folder / name, f"can not be read: {_reason(error)}; make it readable")
        else:
            if journal is not None:
                self.journal_found = True
                self.recover(read_journal(journal.data))
            return True
        return False

    def recover(self, entries: list[tuple[str, Record]]) -> None:
        """Takes in what a run did that did not get to its end, and clears away its temporary files."""
        parents = {""}
        for path, record in entries:
            parents.add(path.rpartition("/")[0])
            if self.obstacle(path) is None:
                with suppress(OSError, _NotRegular):
                    found = _read(self.folder / path)
                    if found is not None and sha256(found.data).hexdigest() == record.sha256:
                        self.records[path] = self.updates[path] = record
        if self.check:
            return
        for parent in parents:
            if self.obstacle(f"{parent}/") is None:
                with suppress(OSError), os.scandir(self.folder / parent) as directory:
                    for entry in directory:
                        if _TEMPORARY.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                            Path(entry.path).unlink()

    # --- a page -------------------------------------------------------------------------

    def page(self, page: RenderedPage) -> None:
        """Writes one page, if it has to be written and may be."""
        path = page.path
        if not is_page_path(path):
            raise ValueError(f"not a path for a page: {path!r}")
        if path in self.produced:
            raise ValueError(f"two pages have the path {path!r}")
        # A file name that is not UTF-8 can reach a page as a lone surrogate, which UTF-8 has no form for.
        data = page.text.encode("utf-8", "replace")
        record = Record(self.normal(page.sources), sha256(data).hexdigest())
        self.produced[path] = record.sha256

        if self.is_blocked(path):
            return
        try:
            found = _read(self.root + path)
        except _NotRegular as error:
            self.keep(MessageCode.OCCUPIED, self.folder / path, f"{error}; no page is written there")
            return
        except OSError as error:
            self.fault(self.folder / path, error)
            return

        old = self.records.get(path)
        if old is not None and not self.scope.has_any(old):
            other = self.scope.existing(old)
            if other is not None:
                way_out = "name this run's index otherwise with --index, or give another folder with -o"
                self.keep(MessageCode.OCCUPIED, self.folder / path, f"was written from {_shown(other)}; {way_out}")
                return
        if found is None:
            self.replace(path, record, data, None)
        elif found.data == data:
            self.unchanged += 1
            self.updates[path] = record
        elif old is None:
            self.keep(MessageCode.OCCUPIED, self.folder / path, "is not a page that wadl2rst wrote; not replaced")
        elif not self.force and sha256(found.data).hexdigest() != old.sha256:
            self.keep(MessageCode.EDITED, self.folder / path, "edited since it was written; not replaced")
        else:
            self.replace(path, record, data, found)

    def replace(self, path: str, record: Record, data: bytes, old: _File | None) -> None:
        """Puts the page in place, or tells what that would change."""
        if self.check:
            self.written += 1
            self.on_change(Change(path, _diff(self.folder / path, old.data if old else None, data)))
            return
        if self.said and (self.folder / path).parent in self.said:
            self.kept += 1
            return
        self.log(path, record)
        try:
            self.put(path, data, old.status if old else None)
        except _FolderFault as error:
            assert isinstance(error.__cause__, OSError)
            self.fault(self.folder / path, error.__cause__, (self.folder / path).parent)
        except OSError as error:
            self.fault(self.folder / path, error)
        else:
            self.written += 1
            self.updates[path] = record

    def log(self, path: str, record: Record) -> None:
        """Says in the journal what is about to be put in place.

        The line is with the operating system when this returns, which outlives a killed process.  Without a journal
        nothing may be written, so a fault ends the run.
        """
        try:
            if self.journal is None:
                self.folder.mkdir(parents=True, exist_ok=True)
                self.journal = os.open(self.folder / JOURNAL, _APPEND, 0o666)
            _write_all(self.journal, journal_line(path, record))
        except OSError as error:
            text = f"{_reason(error)}; no page can be written into {self.folder}; give another folder with -o"
            self.keep(MessageCode.NOT_WRITTEN, self.folder / path, text)
            raise _Stop from None

    def put(self, path: str, data: bytes, old: os.stat_result | None) -> None:
        """Puts a file in place, below the output folder, in one step; the mode of the one that it replaces is kept.

        Raises :class:`_FolderFault` where its folder takes no file, and OSError for every other fault; then all is as before.
        """
        target = self.root + path
        parent = target.rpartition("/")[0]
        for last in (False, False, True):
            self.temporaries += 1
            temporary = f"{parent}/{self.temporary}{self.temporaries}.tmp"
            try:
                try:
                    file = os.open(temporary, _NEW_FILE, 0o666)
                except FileNotFoundError:
                    Path(parent).mkdir(parents=True, exist_ok=True)
                    file = os.open(temporary, _NEW_FILE, 0o666)
            except OSError as error:
                raise _FolderFault from error
            try:
                try:
                    _write_all(file, data)
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

    # --- after the pages ----------------------------------------------------------------

    def prune(self, failed: frozenset[str]) -> None:
        """Removes the pages of this run's sources that were not produced, and the folders that this empties."""
        emptied: set[PurePosixPath] = set()
        for path in sorted(self.records.keys() - self.produced.keys()):
            record = self.records[path]
            if not self.scope.has_all(record):
                continue
            if not failed.isdisjoint(record.sources):
                self.kept += 1
            elif not self.is_blocked(path) and self.remove(path, record):
                emptied.update(PurePosixPath(path).parents)
        emptied.discard(PurePosixPath("."))
        for parent in sorted(emptied, key=lambda parent: len(parent.parts), reverse=True):
            with suppress(OSError):  # It holds something else.
                (self.folder / parent).rmdir()

    def remove(self, path: str, record: Record) -> bool:
        """Removes a page, or tells what that would change; True where a file was removed."""
        target = self.folder / path
        try:
            found = _read(target)
            if found is None:
                self.updates[path] = None
                return False
            if not self.force and sha256(found.data).hexdigest() != record.sha256:
                self.keep(MessageCode.EDITED, target, "edited since it was written; no longer made from the WADL, but not removed")
                return False
            if self.check:
                self.removed += 1
                self.on_change(Change(path, _diff(target, found.data, None)))
                return False
            if target.parent in self.said:
                self.kept += 1
                return False
            target.unlink()
        except _NotRegular as error:
            self.keep(MessageCode.OCCUPIED, target, f"{error}, no longer the page that was written; not removed")
            return False
        except OSError as error:
            self.fault(target, error, None if os.access(target.parent, os.W_OK) else target.parent)
            return False
        self.removed += 1
        self.updates[path] = None
        return True

    def save(self, *, quiet: bool) -> None:
        """Records what was done, and ends the journal.  ``quiet`` where it was already said that nothing can be written."""
        if self.journal is not None:
            os.close(self.journal)
        target = self.folder / MANIFEST
        records = self.records
        try:
            manifest = self.manifest
            if self.updates and _signature(target) != (manifest and _identity(manifest.status)):
                # Another run ended meanwhile: what it recorded stays.
                manifest = _read(target)
                records = read_manifest(manifest.data) if manifest is not None else {}
            merged = {path: record for path, record in {**records, **self.updates}.items() if record is not None}
            data = manifest_bytes(merged)
            if (data != manifest.data) if manifest is not None else merged:
                self.folder.mkdir(parents=True, exist_ok=True)
                self.put(MANIFEST, data, manifest.status if manifest is not None else None)
        except (OSError, _FolderFault, _NotRegular, ManifestError) as error:
            # The journal stays: with it, the next run can make up for this.
            if not quiet:
                cause = error.__cause__ if isinstance(error, _FolderFault) else error
                self.say(MessageCode.NOT_WRITTEN, target, _reason(cause) if isinstance(cause, OSError) else str(cause))
            return
        if self.journal is not None or self.journal_found:
            with suppress(OSError):
                (self.folder / JOURNAL).unlink()

    # --- helpers ------------------------------------------------------------------------

    def normal(self, sources: tuple[str, ...]) -> tuple[str, ...]:
        """Sources in the order in which they are recorded."""
        known = self.sorted_sources.get(sources)
        if known is None:
            known = self.sorted_sources[sources] = tuple(sorted(set(sources)))
        return known

    def obstacle(self, path: str) -> Path | None:
        """What stands between the output folder and the page and is not a plain folder, if anything."""
        parent = path.rpartition("/")[0]
        if parent in self.obstacles:
            return self.obstacles[parent]
        found = None
        above = self.folder
        for part in parent.split("/"):
            above /= part
            try:
                if not stat.S_ISDIR(above.lstat().st_mode):
                    found = above
                    break
            except OSError:
                break  # Not there yet; any other fault shows itself when the page is read.
        self.obstacles[parent] = found
        return found

    def is_blocked(self, path: str) -> bool:
        """Whether something stands between the output folder and the page; that is reported once."""
        obstacle = self.obstacle(path)
        if obstacle is None:
            return False
        self.kept += 1
        if obstacle not in self.said:
            self.said.add(obstacle)
            kind = "a link" if obstacle.is_symlink() else "a file"
            self.say(MessageCode.OCCUPIED, obstacle, f"is {kind}, not a folder; the pages below it are neither written nor removed")
        return True

    def fault(self, target: Path, error: OSError, folder: Path | None = None) -> None:
        """Reports that a page could not be written; ``folder`` where no page of that folder can be.  May end the run."""
        text = _reason(error)
        if error.errno in _EVERY_PAGE:
            self.keep(MessageCode.NOT_WRITTEN, target, f"{text}; the pages after it are not written either")
            raise _Stop
        if folder is not None:
            self.said.add(folder)
            text = f"{text}; nothing can be written into {folder}"
        self.keep(MessageCode.NOT_WRITTEN, target, text)

    def keep(self, code: MessageCode, target: Path, text: str) -> None:
        """Reports why a page is left as it is."""
        self.kept += 1
        self.say(code, target, text)

    def say(self, code: MessageCode, target: Path, text: str, line: int = 0) -> None:
        """Reports something of a file."""
        self.report(Diagnostic(code, text, Location(str(target), line)))


def _folder_fault(folder: Path) -> str:
    """Why pages can not be written into ``folder``; empty where it is a folder or can become one."""
    way_out = "give another folder with -o"
    try:
        return "" if stat.S_ISDIR(folder.stat().st_mode) else f"is a file, not a folder; {way_out}"
    except FileNotFoundError:
        for above in (folder, *folder.parents):
            if above.is_symlink() and not above.exists():
                where = "is" if above == folder else f"lies below {above},"
                return f"{where} a link that leads nowhere; mend the link, or {way_out}"
        return ""
    except NotADirectoryError:
        return f"lies below a file, not a folder; {way_out}"
    except OSError as error:
        return f"{_reason(error)}; {way_out}"


def _read(path: str | Path) -> _File | None:
    """The bytes and the status of a regular file, None where there is nothing; links are not followed.

    Raises :class:`_NotRegular` for all else that can be there, OSError where it can not be read.
    """
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a link" if stat.S_ISLNK(status.st_mode) else "a device or a pipe"
        raise _NotRegular(f"is {kind}")
    with open(path, "rb") as file:  # noqa: PTH123 (pages are many, and Path takes its time)
        return _File(file.read(), status)


def _write_all(file: int, data: bytes) -> None:
    """Writes all of ``data``; the system may take it in parts."""
    written = os.write(file, data)
    while written < len(data):
        written += os.write(file, data[written:])


def _identity(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_mtime_ns, status.st_size


def _signature(path: Path) -> tuple[int, int, int] | None:
    """What tells one state of a file from the next; None where there is no file."""
    try:
        return _identity(path.lstat())
    except FileNotFoundError:
        return None


def _reason(error: OSError) -> str:
    """What went wrong, as it reads within a message."""
    text = error.strerror or str(error) or type(error).__name__
    return text[:1].lower() + text[1:]


def _shown(key: str) -> str:
    """A key from the manifest, fit for a line of a message."""
    return key if key.isprintable() else ascii(key)


def _diff(target: Path, old: bytes | None, new: bytes | None) -> str:
    """The unified diff of a page, None for no page."""
    name = target.as_posix()
    old_name = "/dev/null" if old is None else name
    new_name = "/dev/null" if new is None else name
    old_lines, new_lines = _lines(old or b""), _lines(new or b"")
    lines: Iterable[str]
    if min(len(old_lines), len(new_lines)) > _LONG:
        lines = [f"--- {old_name}\n", f"+++ {new_name}\n", *_one_hunk(old_lines, new_lines)]
    else:
        import difflib  # only where something differs: it would make every start slower

        lines = difflib.unified_diff(old_lines, new_lines, old_name, new_name)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _one_hunk(old: list[str], new: list[str]) -> Iterator[str]:
    """All from the first line that differs to the last one as one hunk, with three lines around it.

    For pages so long that difflib, which takes the square of the number of lines at worst, would take minutes.
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
    # Not splitlines(), which also breaks at form feeds and the like, where neither diff nor patch does.
    return re.findall(r"[^\n]*\n|[^\n]+", data.decode("utf-8", "backslashreplace"))
