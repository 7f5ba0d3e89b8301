"""The sidebar ``wadl-sidebar.html``: the pages of the project by group, with the verb of each operation, made once per build.

Sphinx resolves its table of contents for each page, and each page then contains all pages.  Both grow with the square of
their number.  This sidebar holds the same pages, but only the group of the current page is open.  The others
link to their section of the index.  In a group or list of groups of more than :data:`WINDOW` entries, a page shows those around its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translation

from wadl2rst.page.translations import TEXT_DOMAIN
from wadl2rst.sphinx.collectors import store_of
from wadl2rst.sphinx.navigation import Entry, NavigationPart, read_navigation
from wadl2rst.sphinx.objects import verb_classes

_ = get_translation(TEXT_DOMAIN)

SIDEBAR_TEMPLATE = "wadl-sidebar.html"
"""The template, to be listed in ``html_sidebars``."""

SIDEBAR_SCRIPT = "wadl2rst-sidebar.js"
"""Scrolls the sidebar to the current page; without JavaScript, the reader does."""

WINDOW = 60
"""The most operations of a group, and the most groups of a page, that a sidebar shows."""

FURO_NAVIGATION = "sidebar/navigation.html"
"""The template of the theme furo that shows the navigation tree, which furo computes whether or not it is shown."""

_FOLDER = Path(__file__).resolve().parent
_ROOT = "\0"
"""Stands for the path from a page to the root of the site."""


class Sidebar:
    """The sidebar of a site."""

    def __init__(self, parts: Sequence[NavigationPart]) -> None:
        """Renders what is the same on all pages."""
        self._parts = parts
        self._above: dict[str, tuple[Entry, ...]] = {}
        self._links: dict[int, str] = {}
        self._closed: dict[int, str] = {}
        for part in parts:
            self._render_links(part.entries, ())

    def _render_links(self, entries: Sequence[Entry], above: tuple[Entry, ...]) -> None:
        for entry in entries:
            path = (*above, entry)
            if entry.docname:
                self._above.setdefault(entry.docname, path)
            self._links[id(entry)] = _link(entry)
            self._render_links(entry.children, path)

    @property
    def docnames(self) -> Iterator[str]:
        """The names of the pages in it."""
        return iter(self._above)

    def html(self, docname: str, root: str) -> str:
        """Its content on the page ``docname``; ``root`` is the relative path from there to the root of the site, such as ``../``."""
        path = self._above.get(docname, ())
        return "\n".join(self._lines(path)).replace(_ROOT, root).replace('href=""', 'href="./"')

    def _lines(self, path: tuple[Entry, ...]) -> Iterator[str]:
        number = 0
        while number < len(self._parts):
            first = self._parts[number]
            entries = list(first.entries)
            number += 1
            # Sections of the root document have a toctree each, but they are one list.
            while number < len(self._parts) and not self._parts[number].caption:
                entries += self._parts[number].entries
                number += 1
            if first.caption:
                yield f'<p class="caption" role="heading" aria-level="2"><span class="caption-text">{first.caption}</span></p>'
            yield "<ul>"
            yield from self._items(entries, 1, path, None)
            yield "</ul>"

    def _items(self, entries: Sequence[Entry], level: int, path: tuple[Entry, ...], parent: Entry | None) -> Iterator[str]:
        """The items of a list; ``path`` leads from it to the current page, if that is in it."""
        current = path[0] if path else None
        before, shown, after = _window(entries, current)
        if before:
            yield _more(entries[0], parent, before)
        for entry in shown:
            is_current = entry is current
            classes = f"toctree-l{level}" + (" current" if is_current else "") + (" current-page" if is_current and len(path) == 1 else "")
            if is_current:
                yield f'<li class="{classes}">{self._open(entry, level, path[1:])}</li>'
            else:
                yield f'<li class="{classes}">{self._elsewhere(entry, level)}</li>'
        if after:
            yield _more(entries[-1], parent, after)

    def _open(self, entry: Entry, level: int, path: tuple[Entry, ...]) -> str:
        """The entry of the current page, or one above it, with the list below."""
        link = _link(entry, is_current=not path)
        if not entry.children:
            return link
        items = "\n".join(self._items(entry.children, level + 1, path, entry))
        return _folded(entry, link, items, is_open=True)

    def _elsewhere(self, entry: Entry, level: int) -> str:
        """An entry that does not contain the current page: a link, and below it, folded, its pages unless they are operations."""
        if not entry.children or entry.has_operations:
            return self._links[id(entry)]
        known = self._closed.get(id(entry))
        if known is None:
            items = "\n".join(self._items(entry.children, level + 1, (), entry))
            known = self._closed[id(entry)] = _folded(entry, self._links[id(entry)], items, is_open=False)
        return known


class SidebarMaker:
    """Makes the sidebar of a build, and shows it on the pages that list its template in ``html_sidebars``."""

    def __init__(self) -> None:
        self._sidebar: Sidebar | None = None

    def connect(self, app: Sphinx) -> None:
        """Connects the handlers to the events of Sphinx."""
        app.connect("config-inited", _add_template)
        app.connect("builder-inited", _leave_out_template)
        app.connect("env-updated", self.make, priority=900)
        # Furo computes its navigation tree in its own handler, which has the default priority of 500.
        app.connect("html-page-context", self.show, priority=100)
        app.connect("html-page-context", _restore_toctree, priority=900)

    def make(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Makes the sidebar; returns the pages to be written again because their sidebar has changed."""
        self._sidebar = None
        if app.builder.format != "html" or app.builder.name not in ("html", "dirhtml") or not _is_listed(app.config):
            return []
        self._sidebar = Sidebar(read_navigation(app, env))
        known = store_of(env).sidebars.get(app.builder.name, {})
        digests = {docname: _digest(self._sidebar.html(docname, "")) for docname in sorted(env.found_docs)}
        store_of(env).sidebars[app.builder.name] = digests
        return [docname for docname, digest in digests.items() if known.get(docname, digest) != digest]

    def show(self, app: Sphinx, pagename: str, _templatename: str, context: dict[str, Any], _doctree: nodes.document | None) -> None:
        """Gives the sidebar of a page to its template, and spares furo the navigation tree that the page does not show."""
        sidebars = context.get("sidebars") or ()
        if self._sidebar is None or SIDEBAR_TEMPLATE not in sidebars:
            return
        root = "../" * app.builder.get_target_uri(pagename).count("/")
        context["wadl_sidebar"] = self._sidebar.html(pagename, root)
        app.add_js_file(SIDEBAR_SCRIPT, loading_method="defer")
        if FURO_NAVIGATION not in sidebars and "toctree" in context:
            context["wadl_toctree"] = context["toctree"]
            context["toctree"] = _no_toctree


def _add_template(_app: Sphinx, config: Config) -> None:
    """Adds the folder of the template to those that Sphinx searches."""
    config.templates_path = [*config.templates_path, str(_FOLDER / "templates")]


def _leave_out_template(app: Sphinx) -> None:
    """Removes the folder again for the builder ``gettext``, which would extract its words into the catalogues of the project."""
    if app.builder.name == "gettext":
        app.config.templates_path = [path for path in app.config.templates_path if path != str(_FOLDER / "templates")]


def _restore_toctree(_app: Sphinx, _pagename: str, _templatename: str, context: dict[str, Any], _doctree: nodes.document | None) -> None:
    """Gives the templates the function of Sphinx, for those that do call it."""
    if "wadl_toctree" in context:
        context["toctree"] = context.pop("wadl_toctree")


def _no_toctree(**_options: object) -> str:
    return ""


def _is_listed(config: Config) -> bool:
    return any(SIDEBAR_TEMPLATE in templates for templates in config.html_sidebars.values())


def _window(entries: Sequence[Entry], current: Entry | None) -> tuple[int, Sequence[Entry], int]:
    """The entries to show: all, or :data:`WINDOW` of a long list with operations; and how many are left out before and after."""
    if len(entries) <= WINDOW or not any(entry.has_operations for entry in entries):
        return 0, entries, 0
    position = next((number for number, entry in enumerate(entries) if entry is current), 0)
    start = min(max(position - WINDOW // 2, 0), len(entries) - WINDOW)
    return start, entries[start : start + WINDOW], len(entries) - start - WINDOW


def _more(neighbour: Entry, parent: Entry | None, number: int) -> str:
    """A link to where the entries are listed that are left out."""
    uri = parent.uri if parent is not None else neighbour.uri.partition("#")[0]
    title = parent.title if parent is not None else escape(str(_("Operations")))
    return f'<li class="wadl-more"><a class="reference internal" href="{_href(uri)}">… {title} ({number})</a></li>'


def _link(entry: Entry, *, is_current: bool = False) -> str:
    title = entry.title
    if entry.operation is not None:
        verb, path = escape(entry.operation.verb), escape(entry.operation.path)
        if title == f"{verb} {path}":
            title = path  # an operation without a title has its request line, and the verb is there already
        badge = f'<span class="{" ".join(verb_classes(entry.operation.verb))}">{verb}</span>'
        title = f'{badge} <span class="wadl-title" title="{path}">{title}</span>'
        if entry.operation.is_deprecated:
            title += f' <span class="wadl-deprecated">({escape(str(_("Deprecated")))})</span>'
    kind = "external" if not entry.docname and "://" in entry.uri else "internal"
    state = ' aria-current="page"' if is_current else ""
    return f'<a class="reference {kind}" href="{_href(entry.uri)}"{state}>{title}</a>'


def _folded(entry: Entry, link: str, items: str, *, is_open: bool) -> str:
    """A list that can be folded; the name of a group folds it, that of a page is a link."""
    state = " open" if is_open else ""
    if entry.is_group:
        return f"<details{state}><summary>{entry.title}</summary>\n<ul>\n{items}\n</ul></details>"
    summary = f'<summary aria-label="{escape(_text(entry.title))}"></summary>'
    return f'{link}<details class="wadl-below"{state}>{summary}\n<ul>\n{items}\n</ul></details>'


def _href(uri: str) -> str:
    return escape(uri) if "://" in uri or uri.startswith("mailto:") else f"{_ROOT}{escape(uri)}"


def _text(title: str) -> str:
    """The text of a title in HTML, whose tags are only those of :mod:`wadl2rst.sphinx.navigation`."""
    for tag in ("code", "em", "strong"):
        title = title.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    return title


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:8]
