"""The directive ``.. wadl:addition:: FILE``, which includes an addition or a part of it, and what Sphinx must know of additions."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from docutils import nodes
from docutils.parsers import get_parser_class
from docutils.parsers.rst import directives
from docutils.statemachine import StringList, string2lines
from sphinx.application import Sphinx
from sphinx.config import Config as SphinxConfig
from sphinx.directives.other import Include
from sphinx.util.typing import OptionSpec

from wadl2rst.diagnostics import Diagnostic, MessageCode, Report, why_unreadable
from wadl2rst.source.additions import markdown_additions
from wadl2rst.sphinx.values import project_path, warn

MARKDOWN = "myst_parser"
"""The extension that reads Markdown."""
NO_MARKDOWN = (
    'this addition is Markdown, which Sphinx reads with myst-parser: install that and add "myst_parser" to extensions in conf.py, '
    "or write reStructuredText (.rst)"
)
"""What is said of Markdown without a parser for it."""


class WadlAddition(Include):
    """The directive; as ``include``, whose lines docutils counts from the first of a part, not from that of the file.

    What the file contains is read with the page: its headings are those of the page, and what it links to may be anywhere.
    """

    option_spec: ClassVar[OptionSpec] = {"start-line": directives.nonnegative_int, "end-line": directives.nonnegative_int}

    def run(self) -> list[nodes.Node]:
        """The nodes of Markdown; of reStructuredText none: its lines are read next."""
        _relative, absolute = self.env.relfn2path(self.arguments[0])
        file = str(absolute)
        self.env.note_dependency(file)
        self.env.note_included(file)
        try:
            with open(file, encoding="utf-8-sig") as stream:  # noqa: PTH123 (as docutils names it in messages)
                lines = stream.read().split("\n")
        except (OSError, UnicodeDecodeError) as error:
            self.env.note_reread()
            fault = why_unreadable(error) if isinstance(error, OSError) else "is not UTF-8; save it as UTF-8"
            warn(f"the addition {self.arguments[0]} {fault}", MessageCode.ADDITION.value, self.get_location())
            return []
        start = self.options.get("start-line", 0)
        lines = lines[: self.options.get("end-line", len(lines))]
        if file.lower().endswith(".md"):
            # Blank lines stand for the parts above, so that the lines of messages are right.
            return self._markdown(file, start, "\n".join([""] * start + lines[start:]))
        self._insert(file, lines, start)
        return []

    def _insert(self, file: str, lines: list[str], start: int) -> None:
        """Lets the lines from ``start`` be read next."""
        tab_width = self.state.document.settings.tab_width
        # Line by line: some characters end a line for string2lines, but not in the file.
        cleaned = [
            (text, (file, number))
            for number, line in enumerate(lines[start:], start=start)
            for text in string2lines(line, tab_width, convert_whitespace=True) or [""]
        ]
        content = StringList([text for text, _place in cleaned], items=[place for _text, place in cleaned])
        self.state_machine.insert_input(content, file)

    def _markdown(self, file: str, start: int, text: str) -> list[nodes.Node]:
        """The nodes of Markdown, which the extension myst-parser reads; ``start`` is the first line, from 0."""
        if "myst_enable_extensions" not in self.env.config:
            self.env.note_reread()
            warn(NO_MARKDOWN, MessageCode.ADDITION.value, f"{file}:{start + 1}")
            return []
        self.settings = self.state.document.settings
        self.options = {"source": file, "parser": get_parser_class("myst_parser.sphinx_")}
        reporter = logging.getLogger("sphinx.myst_parser.warnings_")
        naming = _NameFile(file)
        reporter.addFilter(naming)
        try:
            return self.custom_parse(text)
        finally:
            reporter.removeFilter(naming)


class _NameFile(logging.Filter):
    """Names the addition in messages of myst-parser, which name the page, with the line of the addition."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self._file = file

    def filter(self, record: logging.LogRecord) -> bool:
        place = getattr(record, "location", None)
        if isinstance(place, tuple):
            record.location = f"{self._file}:{place[1]}" if place[1] else f"{self._file}:1"
        return True


class UnmatchedAdditions:
    """The additions that an entry of ``wadl2rst_sources`` does not use, with the message about each.

    Entries and directives can share a folder: an addition is reported only if none of them uses it.
    """

    def __init__(self) -> None:
        """Knows no entry yet."""
        self._found: dict[str, list[dict[str, Diagnostic]]] = {}

    def receiver(self, folder: Path, report: Report) -> Report:
        """Receives the messages about an entry whose additions are in ``folder``; passes those about anything else to ``report``."""
        found: dict[str, Diagnostic] = {}
        self._found.setdefault(os.path.realpath(folder), []).append(found)

        def receive(diagnostic: Diagnostic) -> None:
            if diagnostic.code is MessageCode.ADDITION_UNMATCHED and diagnostic.location is not None:
                found[diagnostic.location.file] = diagnostic
            else:
                report(diagnostic)

        return receive

    def together(self, shown: Mapping[str, Sequence[Diagnostic]]) -> list[Diagnostic]:
        """All messages; ``shown`` has those about each folder that directives use."""
        told: list[Diagnostic] = []
        directives = {os.path.realpath(folder): diagnostics for folder, diagnostics in shown.items()}
        for folder in sorted({*self._found, *directives}):
            entries = list(self._found.get(folder, ()))
            if folder in directives:
                unmatched = [one for one in directives[folder] if one.code is MessageCode.ADDITION_UNMATCHED]
                told += [one for one in directives[folder] if one.code is not MessageCode.ADDITION_UNMATCHED]
                entries.append({one.location.file: one for one in unmatched if one.location is not None})
            # Those in folders of WADLs are known only to entries with several.
            every = {file: one for found in entries for file, one in found.items()}
            told += [
                one
                for file, one in every.items()
                if all(file in found for found in entries) or os.path.realpath(os.path.dirname(file)) != folder  # noqa: PTH120
            ]
        return told


UNMATCHED: WeakKeyDictionary[Sphinx, UnmatchedAdditions] = WeakKeyDictionary()
"""What was found when the pages of a build were generated."""


def check_markdown(app: Sphinx, folder: Path | None) -> None:
    """Warns if there are additions in Markdown, and Sphinx cannot read them."""
    if folder is not None and MARKDOWN not in app.extensions:
        for file in markdown_additions(folder)[:1]:
            warn(NO_MARKDOWN, MessageCode.ADDITION.value, f"{file}:1")


def exclude_folders(app: Sphinx, config: SphinxConfig) -> None:
    """Keeps additions below the source directory from becoming pages of their own."""
    for folder in _folders(config):
        try:
            path = os.path.relpath(os.path.realpath(project_path(app, folder)), os.path.realpath(app.srcdir)).replace(os.sep, "/")
        except ValueError:  # on another Windows drive
            continue
        # A folder of pages is told as a mistake later, and must not vanish now.
        has_pages = any(
            os.path.normpath(str(entry.get(name))) == os.path.normpath(path)
            for entry in _entries(config)
            for name in ("output", "destination")
        )
        if path not in (".", "..") and not path.startswith("../") and not has_pages:
            config.exclude_patterns = [*config.exclude_patterns, f"{path}/**"]


def _folders(config: SphinxConfig) -> Iterable[str]:
    """The folders of additions in ``conf.py``."""
    named = [config.wadl2rst_additions, *(entry.get("additions") for entry in _entries(config))]
    return dict.fromkeys(str(folder) for folder in named if isinstance(folder, str | Path) and str(folder))


def _entries(config: SphinxConfig) -> list[dict[str, Any]]:
    return [entry for entry in config.wadl2rst_sources if isinstance(entry, dict)]
