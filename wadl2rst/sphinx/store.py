"""What the pages of a project noted of their WADLs, kept from one build to the next: a record for each page."""

from __future__ import annotations

import os
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from wadl2rst.diagnostics import Diagnostic

VERSION = 1
"""To be raised when what is kept here changes: environments that were written before are then built anew."""


@dataclass(frozen=True, slots=True)
class LabelTarget:
    """Where the label of an operation leads to."""

    docname: str
    node_id: str
    title: str
    """The title of the section; empty where there is none."""


@dataclass(slots=True)
class PageNotes:
    """What one page noted while it was read."""

    messages: list[Diagnostic] = field(default_factory=list)
    """What is wrong with its WADLs, until all pages are read: many pages, and processes, can show the same WADL."""
    missing_files: set[str] = field(default_factory=set)
    """Absolute paths of files that were looked for in vain: if one appears, the page is outdated."""
    templates: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The names of the templates in each folder of the user's: a new one may replace a built-in one."""
    label_titles: dict[str, str] = field(default_factory=dict)
    """The titles of labels, in lower case, that texts of its WADLs can refer to, whether or not a page has them."""
    targets: dict[str, LabelTarget] = field(default_factory=dict)
    """The labels of operations that the page shows."""
    application_titles: dict[str, str] = field(default_factory=dict)
    """The titles of the WADLs of which the page shows a part, by the names of the WADLs."""

    def note_label_titles(self, titles: Mapping[str, str]) -> None:
        """Adds labels with their titles, in any case of letters."""
        self.label_titles.update((label.lower(), title) for label, title in titles.items())

    def note_templates(self, folder: Path) -> None:
        """Keeps which templates the folder has now."""
        self.templates[str(folder)] = template_names(str(folder))


@dataclass(slots=True)
class PageStore:
    """The notes of all pages."""

    pages: dict[str, PageNotes] = field(default_factory=dict)
    """By docname; a page that shows no WADL has none."""
    tabs: bool = False
    """Whether an extension is loaded that shows tabs.  Each build sets it: what reads a page has no application to ask."""

    def page(self, docname: str) -> PageNotes:
        """The notes of a page, to be added to."""
        return self.pages.setdefault(docname, PageNotes())

    def forget(self, docname: str) -> None:
        """Drops the notes of a page."""
        self.pages.pop(docname, None)

    def merge(self, docnames: Set[str], other: PageStore) -> None:
        """Takes over the notes of the pages ``docnames``, which another process read, and of no other page."""
        self.pages.update((docname, notes) for docname, notes in other.pages.items() if docname in docnames)

    def outdated(self) -> list[str]:
        """The pages for which a file is there now that was looked for in vain, or of which a folder of templates has others."""
        is_there = cache(os.path.isfile)
        names = cache(template_names)
        return [
            docname
            for docname, notes in self.pages.items()
            if any(map(is_there, notes.missing_files)) or any(names(folder) != known for folder, known in notes.templates.items())
        ]

    def take_messages(self) -> list[Diagnostic]:
        """The messages of the pages, in the order of their names; they are not kept any longer."""
        found = [diagnostic for _docname, notes in sorted(self.pages.items()) for diagnostic in notes.messages]
        for notes in self.pages.values():
            notes.messages.clear()
        return found

    def targets(self) -> dict[str, LabelTarget]:
        """Where the label of each operation that is shown leads to: to the first page by name, whichever was read first."""
        found: dict[str, LabelTarget] = {}
        for _docname, notes in self._in_order():
            for label, target in notes.targets.items():
                found.setdefault(label, target)
        return found

    def title_of_label(self, label: str) -> str | None:
        """The title of what texts of a WADL can refer to by the label; None for any other label."""
        return next((notes.label_titles[label] for _docname, notes in self._in_order() if label in notes.label_titles), None)

    def title_of_application(self, name: str) -> str:
        """The title of a WADL; empty where no page shows it, or it has none."""
        titles = (notes.application_titles.get(name, "") for _docname, notes in self._in_order())
        return next(filter(None, titles), "")

    def _in_order(self) -> list[tuple[str, PageNotes]]:
        """The pages by name: that of reading depends on the number of processes, and on what changed."""
        return sorted(self.pages.items(), key=lambda item: item[0])


def template_names(folder: str) -> tuple[str, ...]:
    """The names of the templates in a folder."""
    return tuple(sorted(file.name for file in Path(folder).glob("*.jinja")))
