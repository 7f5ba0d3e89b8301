"""The store of notes about the WADLs on each page, which is kept between builds."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from wadl2rst.diagnostics import Diagnostic
from wadl2rst.run.inputs import find_inputs
from wadl2rst.source.additions import addition_names, split_stem

STORE_VERSION = 4
"""The version of the store format; increment it on changes, so that older environments are rebuilt."""


@dataclass(frozen=True, slots=True)
class LabelTarget:
    """The target of an operation's label."""

    docname: str
    node_id: str
    title: str
    """The title of the section, or an empty string."""


@dataclass(slots=True)
class PageNotes:
    """The notes recorded while one page was read."""

    messages: list[Sequence[Diagnostic]] = field(default_factory=list)
    """Messages about each of its WADLs, kept until all pages are read, because several pages and processes can show the same WADL.

    Pages of one WADL share one sequence.
    """
    missing_files: set[str] = field(default_factory=set)
    """Absolute paths of files that were not found; if one is created, the page is outdated."""
    templates: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The names of the templates in each user folder; a new one may override a built-in one."""
    wadls: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The WADLs in each folder of which the page shows all."""
    additions: dict[str, list[tuple[Set[str], tuple[str, ...]]]] = field(default_factory=dict)
    """For each folder of additions: the names that those to operations of the page can have, and the files that have them."""
    addition_names: dict[str, list[Mapping[str, Sequence[str]]]] = field(default_factory=dict)
    """For each folder of additions, the names that those to operations of its WADLs can have.

    Pages of one WADL share one mapping.
    """
    label_titles: list[Mapping[str, str]] = field(default_factory=list)
    """For each of its WADLs, the titles of all labels that it can refer to, whether or not a page has them.

    Pages of one WADL share one mapping, also in the pickled environment.
    """
    targets: dict[str, LabelTarget] = field(default_factory=dict)
    """The targets of the labels of operations on the page."""
    application_titles: dict[str, str] = field(default_factory=dict)
    """The titles of the WADLs that the page shows in whole or in part, by name."""
    request_line: str = ""
    """The verb and path of the operation, if the page is the generated page of one."""
    markdown: list[str] = field(default_factory=list)
    """What each directive shows as Markdown, if it is written; links are left open, see :mod:`wadl2rst.sphinx.markdown`."""
    listed: list[tuple[str, str, str]] = field(default_factory=list)
    """The operations shown by directives, if Markdown is written: verb, path and title, the label, and the first sentence."""
    listed_count: int = 0
    """The number of operations in its lists of operations."""

    def note_label_titles(self, titles: Mapping[str, str]) -> None:
        """Adds the titles of labels, which are in lower case: labels are case-insensitive."""
        if not any(titles is known for known in self.label_titles):
            self.label_titles.append(titles)

    def note_additions(self, folder: Path, names: Set[str], known: Mapping[str, Sequence[str]]) -> list[str]:
        """Records the additions that the folder contains now for these ``names``; returns their files.

        ``known`` are the names of all operations of the WADL.
        """
        files = folder_additions(str(folder), names)
        self.additions.setdefault(str(folder), []).append((names, files))
        self.addition_names.setdefault(str(folder), []).append(known)
        return [str(folder / file) for file in files]

    def note_templates(self, folder: Path) -> None:
        """Records the templates that the folder contains now."""
        self.templates[str(folder)] = folder_templates(str(folder))

    def note_wadls(self, folder: Path) -> None:
        """Records the WADLs that the folder contains now."""
        self.wadls[str(folder)] = folder_wadls(str(folder))


@dataclass(slots=True)
class PageStore:
    """The notes of all pages."""

    pages: dict[str, PageNotes] = field(default_factory=dict)
    """The notes by docname; pages without WADLs have none."""
    tabs: bool = False
    """Whether an extension for tabs is loaded; set by each build, because directives cannot access the application."""
    sidebars: dict[str, dict[str, bytes]] = field(default_factory=dict)
    """Digests of the sidebars that the pages were last built with, by builder and docname."""

    def page(self, docname: str) -> PageNotes:
        """The notes of a page, to be updated by the caller."""
        return self.pages.setdefault(docname, PageNotes())

    def forget(self, docname: str) -> None:
        """Removes the notes of a page."""
        self.pages.pop(docname, None)

    def merge(self, docnames: Set[str], other: PageStore) -> None:
        """Merges the notes of the pages ``docnames`` from the store of another process."""
        self.pages.update((docname, notes) for docname, notes in other.pages.items() if docname in docnames)

    def outdated(self) -> list[str]:
        """The pages for which a missing file now exists, or whose folders have other templates, WADLs or additions."""
        is_file = cache(os.path.isfile)
        names = cache(folder_templates)
        wadls = cache(folder_wadls)
        return [
            docname
            for docname, notes in self.pages.items()
            if any(map(is_file, notes.missing_files))
            or any(names(folder) != recorded for folder, recorded in notes.templates.items())
            or any(wadls(folder) != recorded for folder, recorded in notes.wadls.items())
            or any(folder_additions(folder, own) != files for folder, shown in notes.additions.items() for own, files in shown)
        ]

    def take_messages(self) -> list[Diagnostic]:
        """Returns the messages of all pages, sorted by page, and removes them from the store."""
        found: dict[int, Sequence[Diagnostic]] = {}
        for _docname, notes in self._in_order():
            found.update((id(messages), messages) for messages in notes.messages if id(messages) not in found)
        for notes in self.pages.values():
            notes.messages.clear()
        return [diagnostic for messages in found.values() for diagnostic in messages]

    def addition_names(self) -> dict[str, list[Mapping[str, Sequence[str]]]]:
        """For each folder of additions, the names that they can have in the WADLs that use it."""
        found: dict[str, list[Mapping[str, Sequence[str]]]] = {}
        for _docname, notes in self._in_order():
            for folder, known in notes.addition_names.items():
                listed = found.setdefault(folder, [])
                listed += (names for names in known if not any(names is other for other in listed))
        return found

    def targets(self) -> dict[str, LabelTarget]:
        """The target of each operation's label: on the first page by name, whatever the reading order."""
        found: dict[str, LabelTarget] = {}
        for _docname, notes in self._in_order():
            for label, target in notes.targets.items():
                found.setdefault(label, target)
        return found

    def title_of_label(self, label: str) -> str | None:
        """The title of a label that a WADL can refer to; None for any other label."""
        titles = (titles for _docname, notes in self._in_order() for titles in notes.label_titles)
        return next((known[label] for known in titles if label in known), None)

    def title_of_application(self, name: str) -> str:
        """The title of a WADL; empty if no page shows it or it has no title."""
        titles = (notes.application_titles.get(name, "") for _docname, notes in self._in_order())
        return next(filter(None, titles), "")

    def _in_order(self) -> list[tuple[str, PageNotes]]:
        """The pages sorted by name; the reading order depends on the number of processes and on what changed."""
        return sorted(self.pages.items(), key=lambda item: item[0])


def folder_templates(folder: str) -> tuple[str, ...]:
    """The names of the templates in a folder."""
    return tuple(sorted(file.name for file in Path(folder).glob("*.jinja")))


def folder_additions(folder: str, names: Set[str]) -> tuple[str, ...]:
    """The files in a folder that are additions of one of these names."""
    return tuple(file for file in addition_names(Path(folder)) if split_stem(Path(file).stem)[0] in names)


def folder_wadls(folder: str) -> tuple[str, ...]:
    """The paths of the WADLs in a folder."""
    found, _folders = find_inputs([folder], None, lambda _problem: None)
    return tuple(wadl.source for wadl in found)
