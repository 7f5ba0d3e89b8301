"""How the tests read whole pages: with docutils, raw and the reading of files on, and spies in the place of what could do harm."""

from __future__ import annotations

import copy
import io
import re
from pathlib import Path
from typing import Any
from unittest.mock import patch

from docutils import nodes, utils
from docutils.parsers.rst import Directive, directives

from tests import rst_reading

LINKED = {"http", "https", "mailto", "ftp", ""}
REMARK = "THIS OUTPUT IS GENERATED FROM THE WADL. DO NOT EDIT."
# Remarks below a warning: of a list's start, of the page's own label, and of two parts with one title.
_HARMLESS = ("Enumerated list start value not ordinal-1", "is not referenced.", "(INFO/1) Duplicate implicit target name")


class _Spy(Directive):
    """Stands for every directive that reads or runs something."""

    has_content = True
    optional_arguments = 100
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        raise AssertionError(f"{self.name} was called: {self.block_text[:200]}")


class _Toctree(_Spy):
    option_spec = {"hidden": directives.flag, "maxdepth": directives.nonnegative_int}

    def run(self) -> list[nodes.Node]:
        for line in self.content:
            assert re.fullmatch(r"[a-z0-9-]+(/index)?", line), f"an entry of the toctree: {line!r}"
        return []


_SPIED = ("raw", "include", "csv-table", "figure", "image", "literalinclude", "role", "default-role", "replace", "date", "math", "meta")
_SPIES: dict[str, Any] = {**dict.fromkeys(_SPIED, _Spy), "toctree": _Toctree}


def labels_of(text: str) -> list[str]:
    """The labels of a page, as docutils knows them."""
    return [match.strip("`").replace("\\", "").lower() for match in re.findall(r"^\.\. _(.+):$", text, re.MULTILINE)]


def read_page(text: str) -> nodes.document:
    """The document that docutils makes of a page, without a message."""
    settings = copy.copy(rst_reading.SETTINGS)
    settings.raw_enabled = settings.file_insertion_enabled = True
    document = utils.new_document("page.rst", settings)
    messages = io.StringIO()
    document.reporter.stream.destination = messages
    with patch.dict(directives._directives, _SPIES):  # type: ignore[attr-defined]
        rst_reading.parse(text, document)
    complaints = [line for line in messages.getvalue().splitlines() if not any(text in line for text in _HARMLESS)]
    assert not complaints, complaints[:5]
    return document


def check(document: nodes.document, own_labels: set[str]) -> None:
    """Fails for a node that text of a WADL may not become."""
    for kind in (nodes.raw, nodes.problematic, nodes.substitution_definition, nodes.citation, nodes.image, nodes.math, nodes.pending):
        found = list(document.findall(kind))
        assert not found, f"{kind.__name__}: {found[:3]}"
    for comment in document.findall(nodes.comment):
        assert comment.astext() in (REMARK, "")  # the empty one keeps lists apart
    for target in document.findall(nodes.target):
        assert "refuri" not in target or target["refuri"].partition(":")[0].lower() in LINKED, target
        for name in target["names"]:
            assert name in own_labels, f"a target that the page did not make: {name}"
    for reference in document.findall(nodes.reference):
        address = reference.get("refuri", "")
        match = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", re.sub(r"[\x00-\x20]", "", address))
        assert (match[1].lower() if match else "") in LINKED, address


def check_folder(folder: Path) -> str:
    """Reads and checks every page below ``folder``; their names are portable and their labels unique.  Returns all their text."""
    pages = {page: page.read_text(encoding="utf-8") for page in sorted(folder.rglob("*.rst"))}
    labels = [label for text in pages.values() for label in labels_of(text)]
    assert all(re.fullmatch(r"[a-z0-9_.-]+", label) for label in labels), labels
    assert len(labels) == len(set(labels)), sorted(label for label in set(labels) if labels.count(label) > 1)
    shown = []
    for page, text in pages.items():
        assert all(re.fullmatch(r"[a-z0-9-]{1,100}(\.rst)?", part) for part in page.relative_to(folder).parts), page
        document = read_page(text)
        check(document, set(labels))
        shown.append(document.astext())
    return "\n".join(shown)
