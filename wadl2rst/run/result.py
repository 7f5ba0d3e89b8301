"""The result and the progress of a run, for the front ends and the Python API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wadl2rst.page.values import SourceSummary

SourceProgress = Callable[[int, int, str], None]
"""Called with the number of finished sources, the number of all sources, and the current source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The result of a run."""

    operations: int = 0
    """Documented operations."""
    written: int = 0
    """Pages written, because they were new or had changed (with ``check``: that would be written)."""
    unchanged: int = 0
    """Pages that were already up to date."""
    removed: int = 0
    """Pages removed, because they are no longer generated (with ``check``: that would be removed)."""
    kept: int = 0
    """Pages left unchanged: edited, occupied, not writable, or of a source that could not be read."""
    changes: tuple[str, ...] = ()
    """With ``check``, the unified diff of each outdated page."""
    adopted: tuple[str, ...] = ()
    """With ``adopt``, what was moved from pages into additions (with ``check``: that would be moved), in words."""
    title: str = ""
    """The title of the WADL, or of the top-level index of several WADLs."""
    sources: int = 0
    """WADLs that were found."""
    failed: int = 0
    """Sources that could not be read."""
    files: tuple[str, ...] = ()
    """The files that were read."""
    missing: tuple[str, ...] = ()
    """Absolute paths of files that were not found."""
    errors: int = 0
    """Reported errors, each of which means that a part of the pages is missing.  Only set by :func:`wadl2rst.generate`."""
    warnings: int = 0
    """Reported warnings.  Only set by :func:`wadl2rst.generate`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The pages of an API, as the index above several APIs needs them."""

    result: Result
    """The result of its run."""
    has_index: bool = False
    """Whether it has an index page, of this run or of an earlier one."""
    summary: SourceSummary | None = None
    """What the index above says about it; its page is relative to its folder.  None if it was not asked for, or is not known."""
    incomplete: tuple[str, ...] = ()
    """The keys of the sources of which not all pages could be rendered, relative to its folder."""
    was_written: bool = False
    """Whether its folder could be used."""
