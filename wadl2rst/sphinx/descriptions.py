"""The description of a page for search engines: ``<meta name="description">`` of pages of operations and of indexes.

It is the first sentence of the description, taken from the page when it is written, so it is in the language of the page even if
Sphinx translates it.  A page that has a description of its own keeps that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from wadl2rst.page.options import Say
from wadl2rst.page.summaries import sentence
from wadl2rst.sphinx import front_end
from wadl2rst.sphinx.layout import columns, text_column
from wadl2rst.sphinx.navigation import ShownOperation, shown_operations
from wadl2rst.sphinx.registry import registry_of

_HAS_DESCRIPTION = re.compile(r"""<meta\s[^>]*\bname=["']?description\b""", re.IGNORECASE)


class Descriptions:
    """Describes the pages of a build."""

    def __init__(self) -> None:
        self._operations: dict[str, ShownOperation] = {}
        self._applications: dict[str, str] = {}
        self._generated: tuple[str, ...] = ()

    def connect(self, app: Sphinx) -> None:
        """Connects the handlers to the events of Sphinx."""
        app.connect("env-updated", self.find)
        # After extensions that describe all pages, of which the page would otherwise have two descriptions.
        app.connect("html-page-context", self.show, priority=900)

    def find(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Finds the pages that show one operation, and the indexes."""
        self._operations, self._applications = {}, {}
        if app.builder.format == "html":
            self._operations = shown_operations(env)
            self._applications = {named.entry.docname: named.entry.title for named in registry_of(env).of_kind("application")}
            say = front_end.front_end_of(app.config, app.events, Path(app.srcdir), tabs=False).say or str
            self._generated = tuple(filter(None, dict.fromkeys((*_beginnings(say), *_beginnings(str)))))
        return []

    def show(self, _app: Sphinx, pagename: str, _templatename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
        """Adds the description to the head of a page."""
        operation = self._operations.get(pagename)
        if doctree is None or (operation is None and pagename not in self._applications):
            return
        tags = context.get("metatags", "")
        if _HAS_DESCRIPTION.search(tags):
            return
        text = self._described(doctree)
        if not text:
            text = f"{operation.verb} {operation.path}" if operation is not None else self._applications[pagename]
        if text:
            context["metatags"] = f'{tags}\n<meta name="description" content="{escape(text, quote=True)}" />'

    def _described(self, doctree: nodes.document) -> str:
        """The first sentence of the description; empty if there is none."""
        for paragraph in _paragraphs(doctree):
            words = " ".join(paragraph.astext().split())
            if words and not words.startswith(self._generated):
                return sentence(words)
        return ""


def _beginnings(say: Say) -> Iterator[str]:
    """How paragraphs begin that are not of the WADL."""
    yield say("Method ID:")
    yield say("Base address:")
    yield say("The WADL was written by:")
    for line in (say("Other versions: %(versions)s."), say("Not in %(versions)s.")):
        yield line.partition("%(versions)s")[0]
    for word in (
        *(say("Base address"), say("Name"), say("Tags"), say("Roles"), say("Authentication"), say("Added by"), say("Query type")),
        *(say("Example address"), say("Resource type")),
    ):
        yield f"{word}:"
    yield (say("Declared for %(path)s") % {"path": "\0"}).partition("\0")[0]
    yield say("This table shows the possible response codes for this operation:")


def _paragraphs(doctree: nodes.document) -> Iterator[nodes.paragraph]:
    """The paragraphs of the outermost section, before the first section in it; bold titles are skipped."""
    section = next((child for child in doctree.children if isinstance(child, nodes.section)), None)
    for child in _content(section) if section is not None else ():
        if isinstance(child, nodes.section):
            return
        if isinstance(child, addnodes.desc):
            content = child.next_node(addnodes.desc_content)
            yield from (one for one in content.children if isinstance(one, nodes.paragraph)) if content is not None else ()
        elif isinstance(child, nodes.paragraph) and not (len(child.children) == 1 and isinstance(child.children[0], nodes.strong)):
            yield child


def _content(element: nodes.Element) -> Iterator[nodes.Node]:
    """The content of a section, whether or not it stands in columns."""
    for child in element.children:
        if isinstance(child, columns | text_column):
            yield from _content(child)
        else:
            yield child
