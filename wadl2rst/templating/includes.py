"""The directives that include additions: pages never hold the words themselves, so that nothing is lost when they are generated anew."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from wadl2rst.source.additions import Addition

MARKDOWN_PARSER = "myst_parser.sphinx_"
"""The parser of Markdown, which Sphinx has with the extension myst-parser."""


class Includes:
    """Writes the directives for the pages of one folder."""

    def __init__(self, folder: Path, directive: str) -> None:
        """``folder`` is that of the pages, ``directive`` the name of the directive.

        (The one of docutils counts the lines of a part from its first one; that of the extension counts them from that of the file.)
        """
        self._given = folder
        self._directive = directive
        self._folder: str | None = None

    def lines(self, additions: Sequence[Addition]) -> list[str]:
        """The lines of the directives, with a blank line between them."""
        found: list[str] = []
        for addition in additions:
            found += [*([""] if found else []), f".. {self._directive}:: {self._path(addition.target)}"]
            if addition.start:
                found.append(f"   :start-line: {addition.start}")
            if addition.end:
                found.append(f"   :end-line: {addition.end}")
            if addition.is_markdown and self._directive == "include":
                found.append(f"   :parser: {MARKDOWN_PARSER}")
        return found

    def _path(self, target: str) -> str:
        """The path of a file from the folder of the pages, both with links resolved."""
        if self._folder is None:
            self._folder = os.path.realpath(self._given)
        try:
            return os.path.relpath(target, self._folder).replace(os.sep, "/")
        except ValueError:  # on another Windows drive
            return target
