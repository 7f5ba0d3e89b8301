"""Samples in tabs, for builders whose readers cannot switch tabs: there, they stand one below the other.

sphinx-design makes tabs for every builder whose format is HTML, among them EPUB, which is XHTML and in which its ``input``
elements, that are not closed, make a page unreadable.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

SYNC_GROUP = "wadl-"
"""The beginning of the names of the groups in which tabs of our pages are synchronised, by which these tabs are recognised."""

STACKED = "wadl-stacked"
"""The class of samples that stand one below the other instead of in tabs."""


def stack_tabs(app: Sphinx) -> None:
    """Adds the transform to builds of anything but HTML sites.  Called when the builder is known."""
    if app.builder.format != "html" or getattr(app.builder, "embedded", False):
        app.add_post_transform(StackTabs)


class StackTabs(SphinxPostTransform):
    """Replaces the tabs of our pages by samples one below the other."""

    default_priority = 190  # before sphinx-design replaces them by elements of HTML, which is at 200

    def run(self, **kwargs: Any) -> None:
        """Replaces the tabs of the document."""
        for tabs in list(self.document.findall(_is_ours)):
            assert isinstance(tabs, nodes.container)
            stacked = nodes.container("", *_samples(tabs), classes=[STACKED], ids=tabs["ids"])
            assert tabs.parent is not None
            tabs.parent.replace(tabs, stacked)  # replace_self() would keep the classes


def _is_ours(node: nodes.Node) -> bool:
    """Whether a node is a set of tabs of our pages."""
    if not isinstance(node, nodes.container) or node.get("design_component") != "tab-set":
        return False
    labels = (label for item in _items(node) for label in item.children[:1] if isinstance(label, nodes.Element))
    return any(str(label.get("sync_group", "")).startswith(SYNC_GROUP) for label in labels)


def _items(tabs: nodes.container) -> Iterator[nodes.Element]:
    return (item for item in tabs.children if isinstance(item, nodes.Element) and item.get("design_component") == "tab-item")


def _samples(tabs: nodes.container) -> Iterator[nodes.Node]:
    """What the tabs hold, each with the label of its tab if it has no caption of its own."""
    for child in tabs.children:
        if not (isinstance(child, nodes.Element) and child.get("design_component") == "tab-item" and len(child.children) == 2):
            yield child
            continue
        label, content = child.children
        assert isinstance(label, nodes.Element) and isinstance(content, nodes.Element)
        # Links lead to these ids, whose elements go.
        ids = [*child["ids"], *label["ids"], *content["ids"]]
        if ids:
            yield nodes.target("", "", ids=ids)
        if not _has_caption(content):
            yield nodes.paragraph("", "", nodes.strong("", "", *label.children))
        yield from content.children


def _has_caption(content: nodes.Element) -> bool:
    """Whether the content of a tab begins with a caption: a bold paragraph or a rubric, or that of a literal block."""
    first = content.children[0] if content.children else None
    if isinstance(first, nodes.paragraph):
        return len(first.children) == 1 and isinstance(first.children[0], nodes.strong)
    return isinstance(first, nodes.rubric) or (isinstance(first, nodes.container) and isinstance(first.next_node(), nodes.caption))
