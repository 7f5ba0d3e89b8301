"""Writes pages into a folder: only what changed, each in one step, and nothing that is not ours.

Whose a file is, the manifest tells (see ``manifest``).  A page is written beside its place under a temporary name and
put in place with one rename (see ``files``), so whoever looks finds the old page or the new one.  Before that its hash
goes into the journal.  A run that is killed leaves the journal; the next run knows by it which of the pages that the
manifest does not describe are ours, and which folders to look through for temporary files.

There is no lock.  Two runs at a time into one folder take nothing from each other where their sources differ: temporary
names are unique, and the manifest is read anew before it is replaced.  Two runs at a time of the *same* source leave
whole pages, but one may report a page that the other has just written as edited.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Origin, Report, WriteError, reason, why_unreadable
from wadl2rst.output.diff import unified_diff
from wadl2rst.output.files import (
    FileReplacer,
    FolderTakesNoFile,
    NotRegularFile,
    StoredFile,
    has_changed,
    open_to_append,
    read_regular,
    remove_temporaries,
    write_all,
)
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

_EVERY_PAGE = frozenset(getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EROFS", "EIO", "EMFILE", "ENFILE") if hasattr(errno, name))
"""Faults that the next page would meet as well, wherever it goes."""


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

    written: int = 0
    """Pages added or replaced."""
    unchanged: int = 0
    """Pages that were as they should be."""
    removed: int = 0
    """Pages that are no longer made, and were deleted."""
    kept: int = 0
    """Pages left as they are: edited, occupied, not writable, or of a source that could not be read."""
    changes: tuple[Change, ...] = ()
    """With ``check``: the added and changed pages in the order given, then the removed ones sorted."""
    made: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """The SHA-256 of every page that was taken, by its path, whatever became of it."""


def text_on_disk(folder: Path, path: str, digest: str) -> str | None:
    """The text of the page ``path`` in the output folder, if it is a file whose bytes have this SHA-256; else None."""
    try:
        found = read_regular(folder / path) if is_page_path(path) else None
        return found.data.decode("utf-8") if found is not None and sha256(found.data).hexdigest() == digest else None
    except (OSError, ValueError, NotRegularFile):
        return None


class PageWriter:
    """Brings a folder up to date with the pages of a run, which it is given one at a time.

    ::

        with PageWriter(folder, sources=keys, report=report) as writer:
            for page in pages:
                writer.page(page)
            outcome = writer.finish()

    What was written is recorded when the block is left, whatever was raised in it; pages that are no longer made are removed
    by :meth:`finish` alone.  Reports ``edited``, ``occupied``, ``not-written`` and ``manifest`` as far as they concern a
    page; where no page can be written at all, or none any more, the methods raise
    :class:`~wadl2rst.diagnostics.WriteError`, whose message was not reported, and :attr:`outcome` has what was done until then.
    """

    def __init__(
        self,
        folder: Path,
        *,
        sources: Collection[str],
        folders: Collection[str] = (),
        force: bool = False,
        check: bool = False,
        report: Report,
    ) -> None:
        """Looks at nothing yet.

        ``sources`` are the keys of the run's WADLs, ``folders`` those of the folders it was given: what was made from a
        WADL below one belongs to the run, also when the WADL is gone.  ``force`` replaces and removes pages that someone edited;
        it never touches files that are not ours.  ``check`` writes nothing, and gives diffs in the outcome.
        """
        self._folder = folder
        self._root = f"{folder}/"
        self._scope = Scope(folder, sources, folders)
        self._force = force
        self._check = check
        self._report = report
        self._changes: list[Change] = []
        self._written = self._unchanged = self._removed = self._kept = 0
        self._failed: set[str] = set()

        self._manifest: StoredFile | None = None
        self._records: dict[str, Record] = {}
        """What was recorded when the run began."""
        self._updates: dict[str, Record | None] = {}
        """What this run changes in the records; None takes one out."""
        self._made: dict[str, str] = {}
        """The SHA-256 of the pages that this run was given."""

        self._journal: int | None = None
        self._journal_found = False
        self._recorded = False
        self._replacer = FileReplacer()
        self._obstacles: dict[str, Path | None] = {"": None}
        """For each folder below the output folder, what in its place or above it is no plain folder."""
        self._told: set[Path] = set()
        """Folders whose fault was reported."""
        self._sorted_sources: dict[tuple[str, ...], tuple[str, ...]] = {}

    @property
    def outcome(self) -> Outcome:
        """What was done so far."""
        return Outcome(
            written=self._written,
            unchanged=self._unchanged,
            removed=self._removed,
            kept=self._kept,
            changes=tuple(self._changes),
            made=self._made,
        )

    # --- before the pages ---------------------------------------------------------------

    def __enter__(self) -> Self:
        """Reads manifest and journal.  Raises WriteError where the folder cannot be worked on; nothing is changed then."""
        fault = _folder_fault(self._folder)
        if fault:
            raise WriteError(_diagnostic(MessageCode.NOT_WRITTEN, self._folder, fault))
        file = self._folder / MANIFEST
        try:
            self._manifest = read_regular(file)
            if self._manifest is not None:
                self._records = read_manifest(self._manifest.data, file)
            file = self._folder / JOURNAL
            journal = read_regular(file)
        except NotRegularFile as error:
            raise ManifestError(file, f"{error}, not a file of wadl2rst; move it, or give another folder with -o") from None
        except OSError as error:
            raise ManifestError(file, f"{why_unreadable(error)}; make it readable") from None
        if journal is not None:
            self._journal_found = True
            self._recover(read_journal(journal.data))
        return self

    def _recover(self, entries: list[tuple[str, Record]]) -> None:
        """Takes in what a run did that did not get to its end, and clears away its temporary files."""
        parents = {""}
        for path, record in entries:
            parents.add(path.rpartition("/")[0])
            if self._obstacle(path) is None:
                with suppress(OSError, NotRegularFile):
                    found = read_regular(self._folder / path)
                    if found is not None and sha256(found.data).hexdigest() == record.sha256:
                        self._records[path] = self._updates[path] = record
        if self._check:
            return
        for parent in parents:
            if self._obstacle(f"{parent}/") is None:
                remove_temporaries(self._folder / parent)

    # --- a page -------------------------------------------------------------------------

    def page(self, page: RenderedPage) -> None:
        """Writes one page, if it has to be written and may be; it is on the disk when this returns.

        Raises ValueError for a page whose path steps outside the folder, is not portable or was given before (a fault of the
        caller; that page is not written), and WriteError where this page and those after it cannot be written.
        """
        path = page.path
        if not is_page_path(path):
            raise ValueError(f"not a path for a page: {path!r}")
        if path in self._made:
            raise ValueError(f"two pages have the path {path!r}")
        # A file name that is not UTF-8 can reach a page as a lone surrogate, which UTF-8 has no form for.
        data = page.text.encode("utf-8", "replace")
        record = Record(self._in_order(page.sources), sha256(data).hexdigest())
        self._made[path] = record.sha256

        if self._is_blocked(path):
            return
        try:
            found = read_regular(self._root + path)
        except NotRegularFile as error:
            self._keep(MessageCode.OCCUPIED, self._folder / path, f"{error}; no page is written there")
            return
        except OSError as error:
            self._fault(self._folder / path, error)
            return

        old = self._records.get(path)
        if old is not None and not self._scope.has_any(old):
            other = self._scope.existing(old)
            if other is not None:
                way_out = "name this run's index otherwise with --index, or give another folder with -o"
                self._keep(MessageCode.OCCUPIED, self._folder / path, f"was written from {_shown(other)}; {way_out}")
                return
        if found is None:
            self._replace(path, record, data, None)
        elif found.data == data:
            self._unchanged += 1
            self._updates[path] = record
        elif old is None:
            self._keep(MessageCode.OCCUPIED, self._folder / path, "is not a page that wadl2rst wrote; not replaced")
        elif not self._force and sha256(found.data).hexdigest() != old.sha256:
            self._keep(MessageCode.EDITED, self._folder / path, "edited since it was written; not replaced")
        else:
            self._replace(path, record, data, found)

    def failed(self, source: str) -> None:
        """Tells that not all pages of a source could be made: those that an earlier run made of it are left alone."""
        self._failed.add(source)

    def _replace(self, path: str, record: Record, data: bytes, old: StoredFile | None) -> None:
        """Puts the page in place, or tells what that would change."""
        if self._check:
            self._written += 1
            self._changes.append(Change(path, unified_diff(self._folder / path, old.data if old else None, data)))
            return
        if self._told and (self._folder / path).parent in self._told:
            self._kept += 1
            return
        self._log(path, record)
        try:
            self._replacer.put(self._root + path, data, old.status if old else None)
        except FolderTakesNoFile as refused:
            self._fault(self._folder / path, refused.error, (self._folder / path).parent)
        except OSError as error:
            self._fault(self._folder / path, error)
        else:
            self._written += 1
            self._updates[path] = record

    def _log(self, path: str, record: Record) -> None:
        """Says in the journal what is about to be put in place.

        The line is with the operating system when this returns, which outlives a killed process.  Without a journal
        nothing may be written: WriteError.
        """
        try:
            if self._journal is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._journal = open_to_append(self._folder / JOURNAL)
            write_all(self._journal, journal_line(path, record))
        except OSError as error:
            text = f"{reason(error)}; no page can be written into {self._folder}; give another folder with -o"
            self._kept += 1
            raise WriteError(_diagnostic(MessageCode.NOT_WRITTEN, self._folder / path, text)) from None

    # --- after the pages ----------------------------------------------------------------

    def finish(self) -> Outcome:
        """Removes the pages of this run's sources that are no longer made, records what was done, and tells what that was.

        Pages made from a source that :meth:`failed` stay.  Raises WriteError as :meth:`page` does.
        """
        self._prune()
        self._record(quiet=False)
        return self.outcome

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Records what was written, where :meth:`finish` did not get to it."""
        self._record(quiet=isinstance(error, WriteError))

    def _prune(self) -> None:
        """Removes the pages of this run's sources that were not made, and the folders that this empties."""
        emptied: set[PurePosixPath] = set()
        for path in sorted(self._records.keys() - self._made.keys()):
            record = self._records[path]
            if not self._scope.has_all(record):
                continue
            if not self._failed.isdisjoint(record.sources):
                self._kept += 1
            elif not self._is_blocked(path) and self._remove(path, record):
                emptied.update(PurePosixPath(path).parents)
        emptied.discard(PurePosixPath("."))
        for parent in sorted(emptied, key=lambda parent: len(parent.parts), reverse=True):
            with suppress(OSError):  # It holds something else.
                (self._folder / parent).rmdir()

    def _remove(self, path: str, record: Record) -> bool:
        """Removes a page, or tells what that would change; True where a file was removed."""
        target = self._folder / path
        try:
            found = read_regular(target)
            if found is None:
                self._updates[path] = None
                return False
            if not self._force and sha256(found.data).hexdigest() != record.sha256:
                self._keep(MessageCode.EDITED, target, "edited since it was written; no longer made from the WADL, but not removed")
                return False
            if self._check:
                self._removed += 1
                self._changes.append(Change(path, unified_diff(target, found.data, None)))
                return False
            if target.parent in self._told:
                self._kept += 1
                return False
            target.unlink()
        except NotRegularFile as error:
            self._keep(MessageCode.OCCUPIED, target, f"{error}, no longer the page that was written; not removed")
            return False
        except OSError as error:
            self._fault(target, error, None if os.access(target.parent, os.W_OK) else target.parent)
            return False
        self._removed += 1
        self._updates[path] = None
        return True

    def _record(self, *, quiet: bool) -> None:
        """Records once what was done, and ends the journal.  ``quiet`` where it was already said that nothing can be written."""
        if self._check or self._recorded:
            return
        self._recorded = True
        if self._journal is not None:
            os.close(self._journal)
        target = self._folder / MANIFEST
        records = self._records
        try:
            manifest = self._manifest
            if self._updates and has_changed(target, manifest):
                # Another run ended meanwhile: what it recorded stays.
                manifest = read_regular(target)
                records = read_manifest(manifest.data, target) if manifest is not None else {}
            merged = {path: record for path, record in {**records, **self._updates}.items() if record is not None}
            data = manifest_bytes(merged)
            if (data != manifest.data) if manifest is not None else merged:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._replacer.put(self._root + MANIFEST, data, manifest.status if manifest is not None else None)
        except (OSError, FolderTakesNoFile, NotRegularFile, ManifestError) as error:
            # The journal stays: with it, the next run can make up for this.
            if not quiet:
                self._say(MessageCode.NOT_WRITTEN, target, _why_not_recorded(error))
            return
        if self._journal is not None or self._journal_found:
            with suppress(OSError):
                (self._folder / JOURNAL).unlink()

    # --- helpers ------------------------------------------------------------------------

    def _in_order(self, sources: tuple[str, ...]) -> tuple[str, ...]:
        """Sources in the order in which they are recorded."""
        known = self._sorted_sources.get(sources)
        if known is None:
            known = self._sorted_sources[sources] = tuple(sorted(set(sources)))
        return known

    def _obstacle(self, path: str) -> Path | None:
        """What stands between the output folder and the page and is not a plain folder, if anything."""
        parent = path.rpartition("/")[0]
        if parent in self._obstacles:
            return self._obstacles[parent]
        found = None
        above = self._folder
        for part in parent.split("/"):
            above /= part
            try:
                if not stat.S_ISDIR(above.lstat().st_mode):
                    found = above
                    break
            except OSError:
                break  # Not there yet; any other fault shows itself when the page is read.
        self._obstacles[parent] = found
        return found

    def _is_blocked(self, path: str) -> bool:
        """Whether something stands between the output folder and the page; that is reported once."""
        obstacle = self._obstacle(path)
        if obstacle is None:
            return False
        self._kept += 1
        if obstacle not in self._told:
            self._told.add(obstacle)
            kind = "a link" if obstacle.is_symlink() else "a file"
            self._say(MessageCode.OCCUPIED, obstacle, f"is {kind}, not a folder; the pages below it are neither written nor removed")
        return True

    def _fault(self, target: Path, error: OSError, folder: Path | None = None) -> None:
        """Reports that a page could not be written; ``folder`` where no page of that folder can be.

        Raises WriteError where no page after it can be written either.
        """
        self._kept += 1
        text = reason(error)
        if error.errno in _EVERY_PAGE:
            raise WriteError(_diagnostic(MessageCode.NOT_WRITTEN, target, f"{text}; the pages after it are not written either"))
        if folder is not None:
            self._told.add(folder)
            text = f"{text}; nothing can be written into {folder}"
        self._say(MessageCode.NOT_WRITTEN, target, text)

    def _keep(self, code: MessageCode, target: Path, text: str) -> None:
        """Reports why a page is left as it is."""
        self._kept += 1
        self._say(code, target, text)

    def _say(self, code: MessageCode, target: Path, text: str) -> None:
        """Reports something of a file."""
        self._report(_diagnostic(code, target, text))


def _diagnostic(code: MessageCode, target: Path, text: str) -> Diagnostic:
    return Diagnostic(code, text, Location(str(target)))


def _why_not_recorded(error: OSError | FolderTakesNoFile | NotRegularFile | ManifestError) -> str:
    match error:
        case ManifestError():
            return error.diagnostic.text
        case FolderTakesNoFile():
            return reason(error.error)
        case OSError():
            return reason(error)
        case _:
            return str(error)


def _folder_fault(folder: Path) -> str:
    """Why pages cannot be written into ``folder``; empty where it is a folder or can become one."""
    way_out = "give another folder with -o"
    try:
        return "" if stat.S_ISDIR(folder.stat().st_mode) else f"is a file, not a folder; {way_out}"
    except FileNotFoundError:
        for above in (folder, *folder.parents):
            if above.is_symlink() and not above.exists():
                where = "is" if above == folder else f"lies below {above},"
                return f"{where} a broken symbolic link; fix the link, or {way_out}"
        return ""
    except NotADirectoryError:
        return f"lies below a file, not a folder; {way_out}"
    except OSError as error:
        return f"{reason(error)}; {way_out}"


def _shown(key: str) -> str:
    """A key from the manifest, fit for a line of a message."""
    return key if key.isprintable() else ascii(key)
