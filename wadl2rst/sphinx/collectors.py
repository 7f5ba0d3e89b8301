"""Stores page notes in Sphinx's environment, and lets Sphinx clear and merge them and ask for outdated pages."""

from __future__ import annotations

import re
from collections.abc import Set

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector

from wadl2rst.sphinx.store import PageNotes, PageStore

_ATTRIBUTE = "wadl2rst_pages"
"""The attribute of the environment; it is pickled with the environment."""

GENERATED = "THIS OUTPUT IS GENERATED FROM THE WADL. DO NOT EDIT."
"""The comment that generated pages begin with (block ``comment`` of the templates)."""

_REQUEST_LINE = re.compile(r"[!#$%&'*+.^_`|~0-9A-Z-]+ /\S*")


def store_of(env: BuildEnvironment) -> PageStore:
    """The store of an environment."""
    store: PageStore | None = getattr(env, _ATTRIBUTE, None)
    if store is None:
        store = PageStore()
        setattr(env, _ATTRIBUTE, store)
    return store


def page_notes(env: BuildEnvironment) -> PageNotes:
    """The notes of the page being read, to be updated by the caller."""
    return store_of(env).page(env.docname)


def request_line_of(doctree: nodes.document) -> str:
    """The verb and path that a generated page of an operation begins with, or an empty string for any other page."""
    first = doctree.children[0] if doctree.children else None
    if not isinstance(first, nodes.comment) or first.astext() != GENERATED:
        return ""
    section = next((child for child in doctree.children if isinstance(child, nodes.section)), None)
    blocks = (child.astext() for child in section.children if isinstance(child, nodes.literal_block)) if section is not None else iter(())
    text = next(blocks, "")
    return text if _REQUEST_LINE.fullmatch(text) else ""


class PageNotesCollector(EnvironmentCollector):
    """Clears, merges and checks page notes when Sphinx does so for pages."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Removes the notes of a page that was removed or will be read again."""
        store_of(env).forget(docname)

    def merge_other(self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment) -> None:
        """Merges the notes of the pages ``docnames`` from another process."""
        store_of(env).merge(docnames, store_of(other))

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Notes the operation of a generated page; directives record all else while the page is read, because the doctree lacks it."""
        request_line = request_line_of(doctree)
        if request_line:
            page_notes(app.env).request_line = request_line

    def get_outdated_docs(self, app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
        """The pages for which missing files were created; Sphinx itself only detects changes of files that were read."""
        return store_of(env).outdated()
