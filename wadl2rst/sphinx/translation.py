"""Titles of operations in a translated project: in the index, and in links whose text is the title in the WADL.

Sphinx translates the title of a section, but not text that is made of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from wadl2rst.diagnostics import Location, Origin
from wadl2rst.output.writer import RenderedPage
from wadl2rst.sphinx.front_end import page_words_of
from wadl2rst.sphinx.page_text import exclude
from wadl2rst.sphinx.registry import ObjectEntry, registry_of


class TranslateTitles(SphinxTransform):
    """Replaces the titles of operations in index entries by those of their sections, which are translated."""

    default_priority = 30  # after Locale, which translates the titles

    def apply(self, **_kwargs: object) -> None:
        """Replaces the titles of the page."""
        for label, entry in list(registry_of(self.env).titled_on(self.env.docname)):
            section = self._section(label)
            heading = section.next_node(nodes.title) if section is not None else None
            if section is not None and heading is not None and heading.astext() != entry.title:
                self._translate_index(entry, heading.astext())

    def _section(self, label: str) -> nodes.section | None:
        """The section below a label."""
        node: nodes.Node | None = self.document.ids.get(self.document.nameids.get(label.lower()) or "")
        while isinstance(node, nodes.target):
            node = node.next_node(ascend=True)  # the target of a section is at the end of the section before it
        return node if isinstance(node, nodes.section) else None

    def _translate_index(self, entry: ObjectEntry, title: str) -> None:
        before, after = (f"{text.replace(';', ',').replace('!', '')} (" for text in (entry.title, title))
        for index in self.document.findall(addnodes.index):
            index["entries"] = [
                (
                    kind,
                    after + value.removeprefix(before) if node_id == entry.node_id and value.startswith(before) else value,
                    node_id,
                    *rest,
                )
                for kind, value, node_id, *rest in index["entries"]
            ]


class LinkByTitle(SphinxPostTransform):
    """Gives links whose text is the title that an operation has in the WADL the title of its section."""

    default_priority = 5  # before ReferencesResolver

    def run(self, **_kwargs: Any) -> None:
        """Changes the links of the page."""
        labels, registry = self.env.domains.standard_domain.labels, registry_of(self.env)
        for link in self.document.findall(addnodes.pending_xref):
            if link["refdomain"] != "std" or link["reftype"] != "ref" or not link["refexplicit"]:
                continue
            docname, _node_id, title = labels.get(link["reftarget"], ("", "", ""))
            if title and link.astext() != title and link.astext() == registry.title_on(docname, link["reftarget"]):
                link["refexplicit"] = False


class PagePlaces:
    """For the builder ``gettext``: where the text of generated pages is in the WADL, and what of it is text of the page."""

    def __init__(self, app: Sphinx) -> None:
        """Collects nothing unless the builder extracts text."""
        self._app = app
        self._origins: dict[str, tuple[Origin, ...]] = {}
        if app.builder.name == "gettext":
            app.connect("doctree-resolved", self._place)

    @property
    def wanted(self) -> bool:
        """Whether the builder needs the origins of pages."""
        return self._app.builder.name == "gettext"

    def note(self, folder: Path | None, page: RenderedPage) -> None:
        """Records the origins of the lines of a page in a folder."""
        docname = self._app.project.path2doc(str(Path(folder or "", page.path)))
        if docname is not None and page.origins:
            self._origins[docname] = page.origins

    def _place(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Gives the text of a generated page its place in the WADL, and excludes the text of the page."""
        origins = self._origins.get(docname)
        if origins is None:
            return
        found: dict[int, Origin] = {}
        page = str(app.env.doc2path(docname))

        def is_included(node: nodes.Node) -> bool:
            """Whether a node is of an addition, which has its own file and lines."""
            holder: nodes.Node | None = node
            while holder is not None and not holder.source:
                holder = holder.parent
            return holder is not None and str(holder.source) != page

        def origin_of(node: nodes.Node) -> Origin:
            holder: nodes.Node | None = node
            while holder is not None and not holder.line:
                holder = holder.parent
            line = holder.line if holder is not None and holder.line else 1
            if line not in found:
                found[line] = next((origin for origin in reversed(origins) if origin.line < line), origins[0])
            return found[line]

        placed = [(node, origin_of(node)) for node in doctree.findall(nodes.TextElement) if not is_included(node)]
        names = registry_of(app.env).type_names_on(docname)
        terms = page_words_of(app.config, Path(app.srcdir)).terms()
        exclude(doctree.children, terms, lambda node: not is_included(node) and origin_of(node).of_page, names)
        for node, origin in placed:
            location: Location = origin.location
            node.source, node.line = location.file, location.line
