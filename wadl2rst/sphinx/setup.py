"""Puts the extension together: what Sphinx calls first, and the handlers of its events."""

from __future__ import annotations

import zlib
from pathlib import Path

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from wadl2rst.page.translations import LOCALES, TEXT_DOMAIN
from wadl2rst.sphinx import front_end, store
from wadl2rst.sphinx.collectors import PageNotesCollector, store_of
from wadl2rst.sphinx.directives import Wadl
from wadl2rst.sphinx.domain import WadlDomain
from wadl2rst.sphinx.generate import generate
from wadl2rst.sphinx.intersphinx import name_choices
from wadl2rst.sphinx.labels import KeepTargets, give_labels, take_labels
from wadl2rst.sphinx.values import add_values, check
from wadl2rst.version import __version__


def setup(app: Sphinx) -> ExtensionMetadata:
    """Adds directives, domain, configuration values and events to Sphinx."""
    app.require_sphinx("8.1")
    app.add_message_catalog(TEXT_DOMAIN, str(LOCALES))
    add_values(app)
    front_end.add_events(app)
    app.add_domain(WadlDomain)
    app.add_directive("wadl", Wadl)
    app.connect("config-inited", check)
    app.connect("builder-inited", _see_tabs)
    app.connect("builder-inited", generate)
    app.connect("builder-inited", _add_style)
    app.add_env_collector(PageNotesCollector)
    app.add_transform(KeepTargets)
    app.connect("env-before-read-docs", take_labels)
    app.connect("env-updated", give_labels)
    app.connect("env-updated", _say_messages)
    app.connect("missing-reference", _unshown)
    app.connect("warn-missing-reference", name_choices)
    return {
        "version": __version__,
        # What another version wrote into the pages is read anew.
        "env_version": zlib.crc32(f"{__version__} {store.VERSION}".encode()),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _see_tabs(app: Sphinx) -> None:
    """Tells the directives whether tabs are shown: what reads a page has no application."""
    store_of(app.env).tabs = front_end.TABS in app.extensions


def _add_style(app: Sphinx) -> None:
    """Adds the style sheet of the operations index."""
    if app.builder.format == "html":
        app.config.html_static_path.append(str(Path(__file__).resolve().parent / "static"))
        app.add_css_file("wadl2rst.css")


def _say_messages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Says what is wrong with the WADLs of the pages that were read: once, whichever processes read them."""
    said = front_end.messages()
    for diagnostic in store_of(env).take_messages():
        said.report(diagnostic)
    front_end.say_held_back(said)
    return []


def _unshown(app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.TextElement) -> nodes.Node | None:
    """A reference within a WADL to an operation that no page of the project shows is its text alone."""
    if node.get("refdomain") != "std" or node.get("reftype") != "ref":
        return None
    title = store_of(env).title_of_label(node["reftarget"])
    if title is None:
        return None
    return contnode if node.get("refexplicit") else nodes.inline("", title)
