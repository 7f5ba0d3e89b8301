"""The setup function of the extension, and its event handlers."""

from __future__ import annotations

import zlib
from functools import partial
from pathlib import Path

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from wadl2rst.page.translations import LOCALES, TEXT_DOMAIN
from wadl2rst.sphinx import front_end, store
from wadl2rst.sphinx.addition_folders import FOLDERS
from wadl2rst.sphinx.additions import UNMATCHED, UnmatchedAdditions, exclude_folders
from wadl2rst.sphinx.code_html import keep_formatters
from wadl2rst.sphinx.collectors import PageNotesCollector, store_of
from wadl2rst.sphinx.descriptions import Descriptions
from wadl2rst.sphinx.directives import Wadl
from wadl2rst.sphinx.domain import WadlDomain, suggest_name
from wadl2rst.sphinx.filter_box import add_filter
from wadl2rst.sphinx.generate import generate_pages
from wadl2rst.sphinx.grid_tables import PageParser
from wadl2rst.sphinx.intersphinx import warn_ambiguous
from wadl2rst.sphinx.labels import CollectTargets, KeepTargetsOutOfTables, add_labels, remove_labels
from wadl2rst.sphinx.layout import add_columns
from wadl2rst.sphinx.link_places import name_wadls
from wadl2rst.sphinx.listing import add_lists
from wadl2rst.sphinx.markdown import MarkdownBuild
from wadl2rst.sphinx.params import MarkSections
from wadl2rst.sphinx.params_html import add_params
from wadl2rst.sphinx.plain_blocks import add_plain_blocks
from wadl2rst.sphinx.reference import add_nodes
from wadl2rst.sphinx.request_samples import ExcludeRequestSamples
from wadl2rst.sphinx.samples_html import add_samples
from wadl2rst.sphinx.set_aside import add_set_aside
from wadl2rst.sphinx.sidebar import SidebarMaker
from wadl2rst.sphinx.table_html import add_tables
from wadl2rst.sphinx.tabs import stack_tabs
from wadl2rst.sphinx.translated import RevealShown, TranslateShown
from wadl2rst.sphinx.translation import LinkByTitle, TranslateTitles
from wadl2rst.sphinx.values import add_values, check_values
from wadl2rst.version import __version__


def setup(app: Sphinx) -> ExtensionMetadata:
    """Adds directives, domain, configuration values and events to Sphinx."""
    app.require_sphinx("8.1")
    app.add_message_catalog(TEXT_DOMAIN, str(LOCALES))
    add_values(app)
    front_end.add_events(app)
    app.add_domain(WadlDomain)
    app.add_directive("wadl", Wadl)
    app.connect("config-inited", check_values)
    app.connect("config-inited", exclude_folders)
    app.connect("config-inited", _add_static_files)
    app.connect("builder-inited", _detect_tabs)
    app.connect("builder-inited", stack_tabs)
    app.connect("builder-inited", keep_formatters)
    app.connect("builder-inited", name_wadls)
    markdown = MarkdownBuild()
    markdown.connect(app)
    app.connect("builder-inited", partial(generate_pages, markdown=markdown))
    app.add_source_parser(PageParser, override=True)
    app.add_css_file("wadl2rst.css")
    app.connect("html-page-context", add_filter)
    SidebarMaker().connect(app)
    Descriptions().connect(app)
    app.add_env_collector(PageNotesCollector)
    app.add_transform(TranslateTitles)
    app.add_post_transform(LinkByTitle)
    app.add_transform(KeepTargetsOutOfTables)
    app.add_transform(CollectTargets)
    app.add_transform(MarkSections)
    add_nodes(app)
    add_set_aside(app)
    add_plain_blocks(app)
    add_params(app)
    add_samples(app)
    app.add_transform(TranslateShown)
    app.add_transform(RevealShown)
    add_columns(app)
    add_tables(app)
    add_lists(app)
    app.add_transform(ExcludeRequestSamples)
    app.connect("env-before-read-docs", remove_labels)
    app.connect("env-updated", add_labels)
    app.connect("env-updated", _report_messages)
    app.connect("missing-reference", _resolve_hidden)
    app.connect("warn-missing-reference", warn_ambiguous)
    app.connect("warn-missing-reference", suggest_name)
    return {
        "version": __version__,
        # Reread pages written by another version.
        "env_version": zlib.crc32(f"{__version__} {store.STORE_VERSION}".encode()),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _detect_tabs(app: Sphinx) -> None:
    """Stores whether tabs are available for the directives, which cannot access the application."""
    store_of(app.env).tabs = front_end.TABS in app.extensions


def _add_static_files(_app: Sphinx, config: Config) -> None:
    """Adds the style sheet and the ranks of search results, before Sphinx compares the settings with those of the last build."""
    static = Path(__file__).resolve().parent / "static"
    config.html_static_path = [*config.html_static_path, str(static)]
    if not config.html_search_scorer:
        config.html_search_scorer = str(static / "wadl2rst-scorer.js")


def _report_messages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Reports the messages about the WADLs of the pages that were read, once, whichever process read them."""
    messages = front_end.sphinx_messages()
    for diagnostic in store_of(env).take_messages():
        messages.report(diagnostic)
    shown = {folder: FOLDERS.problems(Path(folder), known) for folder, known in sorted(store_of(env).addition_names().items())}
    for diagnostic in UNMATCHED.get(app, UnmatchedAdditions()).together(shown):
        messages.report(diagnostic)
    front_end.report_held_back(messages)
    return []


def _resolve_hidden(app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.TextElement) -> nodes.Node | None:
    """Resolves a reference within a WADL to an operation that no page shows as plain text; None for any other reference."""
    if node.get("refdomain") != "std" or node.get("reftype") != "ref":
        return None
    title = store_of(env).title_of_label(node["reftarget"])
    if title is None:
        return None
    return contnode if node.get("refexplicit") else nodes.inline("", title)
