"""Stores page notes in Sphinx's environment, and lets Sphinx clear and merge them and ask for outdated pages."""

from __future__ import annotations

from collections.abc import Set

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector

from wadl2rst.sphinx.store import PageNotes, PageStore

_ATTRIBUTE = "wadl2rst_pages"
"""The attribute of the environment; it is pickled with the environment."""


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


class PageNotesCollector(EnvironmentCollector):
    """Clears, merges and checks page notes when Sphinx does so for pages."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Removes the notes of a page that was removed or will be read again."""
        store_of(env).forget(docname)

    def merge_other(self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment) -> None:
        """Merges the notes of the pages ``docnames`` from another process."""
        store_of(env).merge(docnames, store_of(other))

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Does nothing: directives record notes while the page is read, because the doctree does not contain them."""

    def get_outdated_docs(self, app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
        """The pages for which missing files were created; Sphinx itself only detects changes of files that were read."""
        return store_of(env).outdated()
