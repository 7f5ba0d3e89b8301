"""Writes pages into a folder: only changed ones, each atomically, and never over files that wadl2rst did not write.

The manifest records which files wadl2rst wrote (see ``manifest``).  A page is written to a temporary file in its folder and
then renamed (see ``files``), so that readers see either the old page or the new one.  Before that, its hash is added to the
journal.  A killed run leaves the journal behind; from it, the next run learns which pages that are missing in the
manifest were generated, and which folders to search for temporary files.

There is no lock.  Concurrent runs into one folder do not interfere if their sources differ: temporary
names are unique, and the manifest is reread before it is replaced.  Concurrent runs of the *same* source leave
complete pages, but one run may report a page that the other has just written as edited.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Origin, Report, WriteError, reason, why_unreadable
from wadl2rst.frozen import dataclass
from wadl2rst.output.diff import unified_diff
from wadl2rst.output.edits import NO_EDITS, NO_FILES, Edits
from wadl2rst.output.files import (
    CannotCreateFile,
    FileReplacer,
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

_PERSISTENT_ERRORS = frozenset(
    getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EROFS", "EIO", "EMFILE", "ENFILE") if hasattr(errno, name)
)
"""Errors that would also affect every following page, in any folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedPage:
    """A rendered page, ready to be written."""

    path: str
    """The path relative to the output folder, with slashes: ``images/get-images.rst``."""
    sources: tuple[str, ...]
    """Keys of the WADLs it was made from, from ``manifest.source_key``.  A page without sources belongs to every run."""
    text: str
    """The text, with ``\\n`` as line separator."""
    origins: tuple[Origin, ...] = field(default=(), compare=False, repr=False)
    """The origins of its lines in the WADL, in order; empty if unknown."""


@dataclass(frozen=True, slots=True)
class PageDiff:
    """A change that a run with ``check`` would make to a page."""

    path: str
    """The page, relative to the output folder."""
    diff: str
    """Unified diff from the page on disk to the new one; ``/dev/null`` stands for a missing page.  Ends with a newline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run wrote and removed; with ``check``, what it would write and remove."""

    written: int = 0
    """Pages added or replaced."""
    unchanged: int = 0
    """Pages that were already up to date."""
    removed: int = 0
    """Pages that are no longer generated, and were deleted."""
    kept: int = 0
    """Pages left unchanged: edited, occupied, not writable, or of a source that could not be read."""
    changes: tuple[PageDiff, ...] = ()
    """With ``check``, the added and changed pages in the order of writing, then the removed pages, sorted."""
    made: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """The SHA-256 of every page passed to the writer, by its path, whether or not it was written."""


def text_on_disk(folder: Path, path: str, digest: str) -> str | None:
    """The text of the page ``path`` in the output folder, or None if it is not a regular file with this SHA-256."""
    try:
        found = read_regular(folder / path) if is_page_path(path) else None
        return found.data.decode("utf-8") if found is not None and sha256(found.data).hexdigest() == digest else None
    except (OSError, ValueError, NotRegularFile):
        return None


def records_in(folder: Path) -> Mapping[str, Record]:
    """The records of the pages in a folder; empty without a usable manifest, whose faults a run into the folder reports."""
    try:
        manifest = read_regular(folder / MANIFEST)
        return {} if manifest is None else read_manifest(manifest.data)
    except (OSError, NotRegularFile, ManifestError):
        return {}


class PageWriter:
    """Updates a folder with the pages of a run, which are passed one at a time.

    ::

        with PageWriter(folder, sources=keys, report=report) as writer:
            for page in pages:
                writer.page(page)
            outcome = writer.finish()

    Written pages are recorded in the manifest when the ``with`` block is left, even by an exception; pages that are no longer
    generated are removed only by :meth:`finish`.  The messages ``edited``, ``occupied``, ``not-written`` and ``manifest`` that
    concern a single page are reported.  If no page, or no further page, can be written, the methods raise
    :class:`~wadl2rst.diagnostics.WriteError`, whose message has not been reported; :attr:`outcome` then has what was done so far.
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
        edits: Mapping[str, Edits] = NO_EDITS,
        moved: Mapping[str, tuple[str, ...]] = NO_FILES,
        advice: str = "",
        known: Mapping[str, Record] | None = None,
    ) -> None:
        """Does not access the disk yet.

        ``sources`` are the keys of the run's WADLs, and ``folders`` those of the folders passed to it: pages made from a
        WADL below such a folder belong to the run, even if the WADL is gone.  ``force`` replaces and removes edited pages,
        but never files that wadl2rst did not write.  ``check`` writes nothing, and collects diffs in the outcome.

        ``edits`` has what is known of edited pages, by their paths.  For those in ``moved``, all that was added is in the additions
        of these names: the pages are replaced, if they include them.  ``advice`` is what to do about an edited page.
        ``known`` are records of pages in this folder that the manifest of a folder above has from earlier runs.
        """
        self._advice = advice
        self._edits = edits
        self._moved = moved
        self._folder = folder
        self._root = f"{folder}/"
        self._scope = Scope(folder, sources, folders)
        self._force = force
        self._check = check
        self._report = report
        self._changes: list[PageDiff] = []
        self._written = self._unchanged = self._removed = self._kept = 0
        self._failed: set[str] = set()

        self._known = known or {}
        self._manifest: StoredFile | None = None
        self._records: dict[str, Record] = {}
        """The records at the start of the run."""
        self._updates: dict[str, Record | None] = {}
        """The changes of this run to the records; None removes a record."""
        self._made: dict[str, str] = {}
        """The SHA-256 of the pages passed to this run, by path."""

        self._journal: int | None = None
        self._journal_found = False
        self._recorded = False
        self._replacer = FileReplacer()
        self._obstacles: dict[str, Path | None] = {"": None}
        """For each folder below the output folder, the path at or above it that is not a regular folder, or None."""
        self._reported_folders: set[Path] = set()
        """Folders whose error has been reported."""
        self._sorted_sources: dict[tuple[str, ...], tuple[str, ...]] = {}

    @property
    def outcome(self) -> Outcome:
        """The outcome so far."""
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
        """Reads manifest and journal.  Raises WriteError, without changing anything, if the folder cannot be used."""
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
            raise ManifestError(file, f"{error}, not a file written by wadl2rst; move it, or specify another folder with -o") from None
        except OSError as error:
            raise ManifestError(file, f"{why_unreadable(error)}; make it readable") from None
        for path, record in self._known.items():
            if path not in self._records:
                self._records[path] = self._updates[path] = record
        if journal is not None:
            self._journal_found = True
            self._recover(read_journal(journal.data))
        return self

    def _recover(self, entries: list[tuple[str, Record]]) -> None:
        """Adopts the pages written by an interrupted run, and removes its temporary files."""
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
        """Writes a page if it changed and may be replaced; it is on disk when this returns.

        Raises ValueError, without writing the page, if its path is outside the folder, is not portable or was passed before (a bug
        in the caller), and WriteError if neither this page nor the following ones can be written.
        """
        path = page.path
        if not is_page_path(path):
            raise ValueError(f"not a path for a page: {path!r}")
        if path in self._made:
            raise ValueError(f"two pages have the path {path!r}")
        # A file name that is not UTF-8 can appear in a page as a lone surrogate, which UTF-8 cannot encode.
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
                remedy = "choose another index name with --index, or another folder with -o"
                self._keep(MessageCode.OCCUPIED, self._folder / path, f"was written from {_shown(other)}; {remedy}")
                return
        if found is None:
            self._replace(path, record, data, None)
        elif found.data == data:
            self._unchanged += 1
            self._updates[path] = record
        elif old is None:
            self._keep(MessageCode.OCCUPIED, self._folder / path, "was not written by wadl2rst; not replaced")
        elif not self._force and (digest := sha256(found.data).hexdigest()) != old.sha256 and not self._is_moved(page, digest):
            self._edited(path)
        elif self._check and path in self._moved:
            self._written += 1
        else:
            self._replace(path, record, data, found)

    def _is_moved(self, page: RenderedPage, digest: str) -> bool:
        """Whether all that was added to the page on disk, which has this SHA-256, is in additions that the new one includes."""
        names = self._moved.get(page.path)
        if names is None or self._edits[page.path].sha256 != digest:
            return False
        return self._check or all(f"/{name}\n" in page.text for name in names)

    def _edited(self, path: str) -> None:
        """Reports that a page was edited, and why it is not replaced."""
        edits = self._edits.get(path)
        text = "edited since it was written; not replaced"
        if edits is None or not edits.refusal:
            self._keep(MessageCode.EDITED, self._folder / path, f"{text}; {self._advice}" if self._advice else text)
            return
        self._kept += 1
        self._report(Diagnostic(MessageCode.EDITED, f"{text}: {edits.refusal}", Location(str(self._folder / path), edits.line)))

    def recorded(self, sources: Collection[str]) -> dict[str, tuple[str, ...]]:
        """The pages on disk that earlier runs made from any of ``sources``, by path, each with all its sources."""
        wanted = frozenset(sources)
        return {
            path: record.sources
            for path, record in sorted(self._records.items())
            if not wanted.isdisjoint(record.sources) and (self._folder / path).is_file()
        }

    def failed(self, source: str) -> None:
        """Marks a source as incomplete: pages that an earlier run made from it are kept."""
        self._failed.add(source)

    def hand_over(self, folder: str) -> None:
        """Forgets the records of pages in a folder below, whose own manifest now has them."""
        for path in [path for path in self._records if path.startswith(f"{folder}/")]:
            del self._records[path]
            self._updates[path] = None

    def _replace(self, path: str, record: Record, data: bytes, old: StoredFile | None) -> None:
        """Writes the page, or with ``check`` records the diff."""
        if self._check:
            self._written += 1
            self._changes.append(PageDiff(path, unified_diff(self._folder / path, old.data if old else None, data)))
            return
        if self._reported_folders and (self._folder / path).parent in self._reported_folders:
            self._kept += 1
            return
        self._log(path, record)
        try:
            self._replacer.put(self._root + path, data, old.status if old else None)
        except CannotCreateFile as refused:
            self._fault(self._folder / path, refused.error, (self._folder / path).parent)
        except OSError as error:
            self._fault(self._folder / path, error)
        else:
            self._written += 1
            self._updates[path] = record

    def _log(self, path: str, record: Record) -> None:
        """Records in the journal that a page is about to be written.

        When this returns, the line has been passed to the operating system, and survives if the process is killed.
        Raises WriteError if the journal cannot be written, because then no page may be written either.
        """
        try:
            if self._journal is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._journal = open_to_append(self._folder / JOURNAL)
            write_all(self._journal, journal_line(path, record))
        except OSError as error:
            text = f"{reason(error)}; no page can be written to {self._folder}; specify another folder with -o"
            self._kept += 1
            raise WriteError(_diagnostic(MessageCode.NOT_WRITTEN, self._folder / path, text)) from None

    # --- after the pages ----------------------------------------------------------------

    def finish(self) -> Outcome:
        """Removes the pages of this run's sources that are no longer generated, updates the manifest, and returns the outcome.

        Pages of sources passed to :meth:`failed` are kept.  Raises WriteError as :meth:`page` does.
        """
        self._prune()
        self._record(quiet=False)
        return self.outcome

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Updates the manifest, unless :meth:`finish` already did."""
        self._record(quiet=isinstance(error, WriteError))

    def _prune(self) -> None:
        """Removes the pages of this run's sources that were not generated, and folders that become empty."""
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
            with suppress(OSError):  # the folder is not empty
                (self._folder / parent).rmdir()

    def _remove(self, path: str, record: Record) -> bool:
        """Removes a page, or with ``check`` records the diff; returns whether a file was removed."""
        target = self._folder / path
        try:
            found = read_regular(target)
            if found is None:
                self._updates[path] = None
                return False
            if not self._force and sha256(found.data).hexdigest() != record.sha256:
                self._keep(MessageCode.EDITED, target, "edited since it was written; no longer generated from the WADL, but not removed")
                return False
            if self._check:
                self._removed += 1
                self._changes.append(PageDiff(path, unified_diff(target, found.data, None)))
                return False
            if target.parent in self._reported_folders:
                self._kept += 1
                return False
            target.unlink()
        except NotRegularFile as error:
            self._keep(MessageCode.OCCUPIED, target, f"{error}, not the page that wadl2rst wrote; not removed")
            return False
        except OSError as error:
            self._fault(target, error, None if os.access(target.parent, os.W_OK) else target.parent)
            return False
        self._removed += 1
        self._updates[path] = None
        return True

    def _record(self, *, quiet: bool) -> None:
        """Updates the manifest once, and removes the journal.  ``quiet`` suppresses the error if an earlier one said that writing fails."""
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
                # Another run ended in the meantime: keep its records.
                manifest = read_regular(target)
                records = read_manifest(manifest.data, target) if manifest is not None else {}
            merged = {path: record for path, record in {**records, **self._updates}.items() if record is not None}
            data = manifest_bytes(merged)
            if (data != manifest.data) if manifest is not None else merged:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._replacer.put(self._root + MANIFEST, data, manifest.status if manifest is not None else None)
        except (OSError, CannotCreateFile, NotRegularFile, ManifestError) as error:
            # The journal is kept, so that the next run can recover.
            if not quiet:
                self._say(MessageCode.NOT_WRITTEN, target, _why_not_recorded(error))
            return
        if self._journal is not None or self._journal_found:
            with suppress(OSError):
                (self._folder / JOURNAL).unlink()

    # --- helpers ------------------------------------------------------------------------

    def _in_order(self, sources: tuple[str, ...]) -> tuple[str, ...]:
        """The sources, sorted and without duplicates, as they are recorded."""
        ordered = self._sorted_sources.get(sources)
        if ordered is None:
            ordered = self._sorted_sources[sources] = tuple(sorted(set(sources)))
        return ordered

    def _obstacle(self, path: str) -> Path | None:
        """The first path between the output folder and the page that is not a regular folder, or None."""
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
                break  # Does not exist yet; any other error occurs again when the page is read.
        self._obstacles[parent] = found
        return found

    def _is_blocked(self, path: str) -> bool:
        """Whether a file or link is in the way of the page's folder; reports each obstacle once."""
        obstacle = self._obstacle(path)
        if obstacle is None:
            return False
        self._kept += 1
        if obstacle not in self._reported_folders:
            self._reported_folders.add(obstacle)
            kind = "a link" if obstacle.is_symlink() else "a file"
            self._say(MessageCode.OCCUPIED, obstacle, f"is {kind}, not a folder; the pages below it are neither written nor removed")
        return True

    def _fault(self, target: Path, error: OSError, folder: Path | None = None) -> None:
        """Reports that a page could not be written; ``folder`` is set if no page in that folder can be written.

        Raises WriteError if no following page can be written either.
        """
        self._kept += 1
        text = reason(error)
        if error.errno in _PERSISTENT_ERRORS:
            raise WriteError(_diagnostic(MessageCode.NOT_WRITTEN, target, f"{text}; the remaining pages are not written either"))
        if folder is not None:
            self._reported_folders.add(folder)
            text = f"{text}; nothing can be written to {folder}"
        self._say(MessageCode.NOT_WRITTEN, target, text)

    def _keep(self, code: MessageCode, target: Path, text: str) -> None:
        """Counts a page as kept, and reports why."""
        self._kept += 1
        self._say(code, target, text)

    def _say(self, code: MessageCode, target: Path, text: str) -> None:
        """Reports a message about a file."""
        self._report(_diagnostic(code, target, text))


def _diagnostic(code: MessageCode, target: Path, text: str) -> Diagnostic:
    return Diagnostic(code, text, Location(str(target)))


def _why_not_recorded(error: OSError | CannotCreateFile | NotRegularFile | ManifestError) -> str:
    match error:
        case ManifestError():
            return error.diagnostic.text
        case CannotCreateFile():
            return reason(error.error)
        case OSError():
            return reason(error)
        case _:
            return str(error)


def _folder_fault(folder: Path) -> str:
    """Why pages cannot be written into ``folder``; empty if it is a folder or can be created."""
    remedy = "specify another folder with -o"
    try:
        return "" if stat.S_ISDIR(folder.stat().st_mode) else f"is a file, not a folder; {remedy}"
    except FileNotFoundError:
        for above in (folder, *folder.parents):
            if above.is_symlink() and not above.exists():
                where = "is" if above == folder else f"lies below {above},"
                return f"{where} a broken symbolic link; fix the link, or {remedy}"
        return ""
    except NotADirectoryError:
        return f"lies below a file, not a folder; {remedy}"
    except OSError as error:
        return f"{reason(error)}; {remedy}"


def _shown(key: str) -> str:
    """A key from the manifest, safe to show in a one-line message."""
    return key if key.isprintable() else ascii(key)
