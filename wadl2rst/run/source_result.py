"""The result of one source of a run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wadl2rst.diagnostics import Diagnostic
from wadl2rst.output.writer import RenderedPage
from wadl2rst.page.values import SourceSummary
from wadl2rst.source.trace import Trace
from wadl2rst.wadl.grouping import NO_GROUPING, GroupingReport

if TYPE_CHECKING:
    from wadl2rst.markdown.llms import ApiSummary

Write = Callable[[RenderedPage], None]
"""Called with each page as soon as it is rendered."""

Recorded = Callable[[Collection[str]], Mapping[str, tuple[str, ...]]]
"""Takes the keys of sources; returns the pages that earlier runs made from any of them and that still exist, with all sources of each."""


@dataclass(slots=True)
class SourceResult:
    """The result of one source."""

    title: str = ""
    operations: int = 0
    unreadable: bool = False
    """Whether reading it failed, at the start or partway through."""
    files: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    matched: set[tuple[str, str]] = field(default_factory=set)
    """The filters that matched one of its operations."""
    grouping: GroupingReport = NO_GROUPING
    """What to report about the setting ``groups``."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    """The diagnostics reported for it."""
    trace: Trace | None = None
    """The file system queries, if the run uses the cache."""
    templates: dict[str, str | None] = field(default_factory=dict)
    """The names of the templates looked up in the user's folder, mapped to their SHA-256; None for templates that do not exist."""
    summary: SourceSummary | None = None
    """What the index above says about it; None in the style ``classic``, or if there is no such index."""
    pages: list[str] | None = None
    """The paths of its pages; None if not all could be rendered."""
    additions: str = ""
    """The digest of its additions."""
    markdown: ApiSummary | None = None
    """The summary for the list of the pages in Markdown; None if those are not written, or were not written anew."""
