"""The tree of the pages of a project as its toctrees define it, read once per build.

Sphinx resolves the same tree anew for each page.  Its rules apply here: the toctrees of the root document, hidden or not, with
the titles that they set, the numbers of ``:numbered:``, and only pages below pages (``titles_only``).  In addition, a section
whose toctree lists operations is a group of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlsplit

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from wadl2rst.sphinx.collectors import store_of
from wadl2rst.sphinx.labels import title_of_object
from wadl2rst.sphinx.registry import registry_of

_TAGS: tuple[tuple[type[nodes.Node], str], ...] = ((nodes.literal, "code"), (nodes.emphasis, "em"), (nodes.strong, "strong"))
"""The markup that is kept in titles."""


@dataclass(frozen=True, slots=True)
class ShownOperation:
    """What a page that shows one operation is marked with."""

    verb: str
    path: str
    is_deprecated: bool = False


@dataclass(slots=True)
class Entry:
    """A page, a link, or a group of operations."""

    title: str
    """The title as HTML."""
    uri: str
    """The address: relative to the root of the site, or absolute for a link to another site."""
    docname: str = ""
    """The name of the page; empty for a link or a group."""
    operation: ShownOperation | None = None
    """The operation that the page shows, if it shows just one."""
    children: list[Entry] = field(default_factory=list)
    """The pages and groups below it."""

    @property
    def is_group(self) -> bool:
        """Whether it is a section of the page above, with the operations that the section lists."""
        return not self.docname and bool(self.children)

    @property
    def has_operations(self) -> bool:
        """Whether it is an operation, or a page or group with operations directly below."""
        return self.operation is not None or self.is_group or any(child.operation or child.is_group for child in self.children)


@dataclass(slots=True)
class NavigationPart:
    """The entries of a toctree of the root document, with its caption."""

    caption: str
    """The caption as HTML; empty if it has none."""
    entries: list[Entry]


def read_navigation(app: Sphinx, env: BuildEnvironment) -> list[NavigationPart]:
    """The tree of the pages below the root document; empty if there are none.  Requires an HTML builder."""
    return list(_Reader(app, env).parts())


def shown_operations(env: BuildEnvironment) -> dict[str, ShownOperation]:
    """The operation of each page that shows just one, under its title."""
    found = {
        docname: ShownOperation(verb, path)
        for docname, notes in store_of(env).pages.items()
        for verb, _blank, path in (notes.request_line.partition(" "),)
        if verb
    }
    several: set[str] = set()
    seen: set[str] = set()
    for named in registry_of(env).of_kind("method"):
        docname = named.entry.docname
        if docname in seen:
            several.add(docname)
        seen.add(docname)
        if docname in env.titles and env.titles[docname].astext() in (title_of_object(env, named), named.entry.title, named.entry.shown):
            verb, _blank, path = named.entry.shown.partition(" ")
            found[docname] = ShownOperation(verb, path, named.entry.deprecated)
    return {docname: operation for docname, operation in found.items() if docname not in several}


class _Reader:
    def __init__(self, app: Sphinx, env: BuildEnvironment) -> None:
        self._app = app
        self._env = env
        self._operations: Mapping[str, ShownOperation] = shown_operations(env)

    def parts(self) -> Iterator[NavigationPart]:
        root = self._app.config.root_doc
        for section, toctree in self._toctrees(root):
            entries = self._entries(toctree, root, (root,))
            if entries:
                caption = escape(str(toctree.get("caption") or ""))
                yield NavigationPart(caption, self._grouped(section, root, entries))

    def _toctrees(self, docname: str) -> list[tuple[nodes.reference | None, addnodes.toctree]]:
        """The toctrees of a page in order, each with the link to the innermost section that it stands in; None for that of the page."""
        contents = self._env.tocs.get(docname)
        return [] if contents is None else list(self._toctrees_in(contents, None))

    def _toctrees_in(
        self, element: nodes.Element, section: nodes.reference | None
    ) -> Iterator[tuple[nodes.reference | None, addnodes.toctree]]:
        for child in element.children:
            if isinstance(child, addnodes.toctree):
                yield section, child
            elif isinstance(child, addnodes.only) and not self._app.tags.eval_condition(child["expr"]):
                continue
            elif isinstance(child, nodes.list_item):
                link = child.next_node(nodes.reference)
                yield from self._toctrees_in(child, link if link is not None and link["anchorname"] else section)
            elif isinstance(child, nodes.Element) and not isinstance(child, addnodes.compact_paragraph):
                yield from self._toctrees_in(child, section)

    def _grouped(self, section: nodes.reference | None, docname: str, entries: list[Entry]) -> list[Entry]:
        """The entries as a group, if they include an operation and are listed in a section."""
        if section is None or not any(entry.operation for entry in entries):
            return entries
        return [Entry(_html(section), self._uri(docname) + section["anchorname"], children=entries)]

    def _entries(self, toctree: addnodes.toctree, docname: str, above: tuple[str, ...]) -> list[Entry]:
        return [entry for title, ref in toctree["entries"] if (entry := self._entry(title, ref, docname, above)) is not None]

    def _entry(self, title: str | None, ref: str, docname: str, above: tuple[str, ...]) -> Entry | None:
        """The entry for ``ref`` in a toctree of the page ``docname``; None if there is no such page or it is one of those ``above``."""
        if ref == "self":
            return Entry(escape(title or self._env.titles[docname].astext()), self._uri(docname), docname)
        if ref not in self._env.tocs:
            return self._other_entry(title, ref)
        if ref in above:
            return None
        link = self._env.tocs[ref].next_node(nodes.reference)
        if link is None:
            return None  # a page without a title, about which Sphinx warns
        number = link.get("secnumber")
        numbered = ".".join(map(str, number)) + self._app.config.html_secnumber_suffix if number else ""
        children = [
            entry
            for section, toctree in self._toctrees(ref)
            for entry in self._grouped(section, ref, self._entries(toctree, ref, (*above, ref)))
        ]
        return Entry(numbered + (escape(title) if title else _html(link)), self._uri(ref), ref, self._operations.get(ref), children)

    def _other_entry(self, title: str | None, ref: str) -> Entry | None:
        """An entry that is no document: an address, or a page that Sphinx makes, such as the general index."""
        if urlsplit(ref).scheme:
            return Entry(escape(title or ref), ref)
        made = self._env.domains.standard_domain.labels.get(ref)
        if made is None or made[1]:
            return None
        return Entry(escape(title or str(made[2])), self._uri(made[0]), made[0])

    def _uri(self, docname: str) -> str:
        return self._app.builder.get_target_uri(docname)


def _html(element: nodes.Element) -> str:
    """The text of an element as HTML, with the markup that is kept in titles."""
    parts = []
    for child in element.children:
        tag = next((tag for kind, tag in _TAGS if isinstance(child, kind)), "")
        text = _html(child) if isinstance(child, nodes.Element) else escape(child.astext())
        parts.append(f"<{tag}>{text}</{tag}>" if tag else text)
    return "".join(parts)
