"""Two directives that write what the code knows: its messages and its settings."""

from __future__ import annotations

import re
from dataclasses import Field, fields
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from wadl2rst.config import Config, key
from wadl2rst.diagnostics import Code, Severity

HEADINGS = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.INFO: "Information"}


class _Written(SphinxDirective):
    """A directive whose content is written by :meth:`lines`."""

    def lines(self) -> list[str]:
        """The RST that stands in place of the directive."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Parses the lines where the directive stands."""
        source, line = self.get_source_info()
        text = self.lines()
        return self.parse_text_to_nodes(StringList(text, items=[(source, line)] * len(text)), allow_section_headings=True)


class Messages(_Written):
    """Every message, by severity: what it means, an example, and what to do."""

    def lines(self) -> list[str]:
        """A section for each severity, and in it a definition for each code."""
        lines: list[str] = []
        for severity, heading in HEADINGS.items():
            codes = [code for code in Code if code.severity is severity]
            if not codes:
                continue
            lines += [heading, "-" * len(heading), ""]
            for code in codes:
                lines += [f".. _message-{code.value}:", "", f"``{code.value}``"]
                lines += [f"   {escaped(code.meaning)}", "", "   .. code-block:: text", "", f"      {code.example}", ""]
                lines += [f"   {escaped(code.mend)}", ""]
        return lines


class Settings(_Written):
    """Every setting that the command line has, by group: its option, its default and what it does."""

    def lines(self) -> list[str]:
        """A heading and a list table for each group."""
        groups: dict[str, list[Field[Any]]] = {}
        for item in fields(Config):
            if item.metadata["group"]:
                groups.setdefault(item.metadata["group"], []).append(item)
        lines: list[str] = []
        for group, items in groups.items():
            lines += [group, "~" * len(group), "", ".. list-table::", "   :header-rows: 1", "   :widths: 40 15 45", ""]
            lines += ["   * - Option", "     - Default", "     - What it does"]
            for item in items:
                about = item.metadata
                flags = about["flags"] or (f"--{key(item.name)}",)
                value = about["metavar"] or "|".join(about["choices"])
                default = "" if item.default in (None, "", (), False) else f"``{item.default}``"
                lines.append(f"   * - {', '.join(f'``{flag}``' for flag in flags)}{f' ``{value}``' if value else ''}")
                lines += [f"     - {default}", f"     - {escaped(about['help'])}"]
            lines.append("")
        return lines


def escaped(text: str) -> str:
    """The text with what RST would take for markup escaped."""
    return re.sub(r"([*`|_\\])", r"\\\1", text)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Adds the directives."""
    app.add_directive("messages", Messages)
    app.add_directive("settings", Settings)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
