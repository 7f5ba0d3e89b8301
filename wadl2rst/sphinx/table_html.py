"""Tables in HTML for those who do not see them: the scope of header cells, and captions on generated pages."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from wadl2rst.sphinx.collectors import GENERATED


class table_caption(nodes.General, nodes.TextElement):  # noqa: N801 (so docutils names nodes)
    """A sentence about a table, as its caption.  A title would get a number."""


class CaptionTables(SphinxPostTransform):
    """Makes the sentence before each table of a generated page its caption."""

    formats = ("html",)
    default_priority = 400  # before Furo wraps tables

    def run(self, **_kwargs: Any) -> None:
        """Moves the sentences that end with a colon into their tables."""
        first = self.document.children[0] if self.document.children else None
        if not isinstance(first, nodes.comment) or first.astext() != GENERATED:
            return
        for table in list(self.document.findall(nodes.table)):
            place = table.parent.index(table)
            sentence = table.parent.children[place - 1] if place else None
            if isinstance(sentence, nodes.paragraph) and sentence.astext().endswith((":", "：")) and not sentence["ids"]:
                table.insert(0, table_caption("", "", *sentence.children))
                table.parent.remove(sentence)


def add_tables(app: Sphinx) -> None:
    """Adds the captions and the scope to Sphinx; only HTML builders meet them."""
    app.add_node(table_caption, html=(_visit_caption, _depart_caption))
    # The methods of the class do what they did: these are set on the object that writes a page.
    app.add_node(nodes.thead, override=True, html=(_visit_head, _depart_head))
    app.add_post_transform(CaptionTables)


def _visit_caption(translator: Any, _node: table_caption) -> None:
    translator.body.append('<caption class="wadl-caption">')


def _depart_caption(translator: Any, _node: table_caption) -> None:
    translator.body.append("</caption>\n")


def _visit_head(translator: Any, node: nodes.thead) -> None:
    type(translator).visit_thead(translator, node)
    node["wadl_start"] = len(translator.body)


def _depart_head(translator: Any, node: nodes.thead) -> None:
    type(translator).depart_thead(translator, node)
    body: list[str] = translator.body
    for number in range(node["wadl_start"], len(body)):
        if body[number].startswith("<th ") and " scope=" not in body[number]:
            body[number] = f'<th scope="col" {body[number][4:]}'
