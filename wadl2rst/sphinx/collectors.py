"""Keeps the store of page notes in Sphinx's environment: Sphinx itself then clears it, merges it, and asks it what is outdated."""

from __future__ import annotations

from collections.abc import Set

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector

from wadl2rst.sphinx.store import PageNotes, PageStore

_ATTRIBUTE = "wadl2rst_pages"
"""The attribute of the environment; what an environment holds is pickled with it."""


def store_of(env: BuildEnvironment) -> PageStore:
    """The store of an environment."""
    found: PageStore | None = getattr(env, _ATTRIBUTE, None)
    if found is None:
        found = PageStore()
        setattr(env, _ATTRIBUTE, found)
    return found


def page_notes(env: BuildEnvironment) -> PageNotes:
    """The notes of the page that is being read, to be added to."""
    return store_of(env).page(env.docname)


class PageNotesCollector(EnvironmentCollector):
    """Does with the notes what Sphinx does with pages."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forgets a page that is gone or to be read again."""
        store_of(env).forget(docname)

    def merge_other(self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment) -> None:
        """Takes over what another process noted of the pages ``docnames``."""
        store_of(env).merge(docnames, store_of(other))

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Does nothing: directives note what they see while the page is read; its nodes do not tell it."""

    def get_outdated_docs(self, app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
        """The pages for which files appeared: Sphinx itself sees changes only of files that were read."""
        return store_of(env).outdated()
