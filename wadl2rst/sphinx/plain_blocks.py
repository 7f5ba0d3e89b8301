"""Sets plain paragraphs, captions and lists of an operation aside while Sphinx transforms its page, with the parameters between them.

What :mod:`wadl2rst.sphinx.set_aside` does for parameters, this does for what stands between them: one node stands for all that follows each
other.  When HTML is written, the nodes are back in their places, for the search index and the visitor of Sphinx.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from wadl2rst.sphinx import set_aside
from wadl2rst.sphinx.set_aside import Packed, pack

_BLOCKS = (nodes.paragraph, nodes.rubric, nodes.bullet_list, nodes.enumerated_list)


class plain_blocks(nodes.General, nodes.Element):  # noqa: N801 (so docutils names nodes)
    """Stands for blocks that follow each other."""

    blocks: tuple[Packed | set_aside.set_aside, ...]

    def nodes(self) -> list[nodes.Element]:
        """The blocks."""
        return [block.copy() if isinstance(block, set_aside.set_aside) else block.node() for block in self.blocks]

    def astext(self) -> str:
        """The text of the blocks."""
        return self.child_text_separator.join(node.astext() for node in self.nodes())

    def copy(self) -> plain_blocks:
        """A copy."""
        found = plain_blocks()
        found.blocks = self.blocks
        return found


class SetBlocksAside(SphinxTransform):
    """Sets the plain blocks of operations aside."""

    default_priority = 2  # after SetAside, so that lists of parameters are one node

    def apply(self, **_kwargs: object) -> None:
        """Sets them aside, unless the settings ask for a change of all nodes."""
        if set_aside.is_active(self.config, self.document.settings):
            for operation in list(_operations(self.document)):
                _set_aside(operation)


def _operations(element: nodes.Element) -> Iterator[nodes.section]:
    """The sections below an element that describe an operation."""
    for child in element.children:
        if isinstance(child, nodes.section):
            if any(isinstance(part, addnodes.desc) and part.get("domain") == "wadl" for part in child.children):
                yield child
            else:
                yield from _operations(child)


def _set_aside(section: nodes.section) -> None:
    """Sets the plain blocks of a section aside, and those of the sections in it."""
    children: list[nodes.Node] = []
    blocks: list[Packed | set_aside.set_aside] = []

    def end() -> None:
        if blocks:
            holder = plain_blocks()
            holder.blocks = tuple(blocks)
            children.append(holder)
            blocks.clear()

    for number, child in enumerate(section.children):
        packed = _packed(section.children, number)
        if packed is not None:
            blocks.append(packed)
        else:
            end()
            children.append(child)
            if isinstance(child, nodes.section):
                _set_aside(child)
    end()
    if len(children) < len(section.children) or any(isinstance(child, plain_blocks) for child in children):
        section.children = children
        for child in children:
            child.parent = section


def _packed(siblings: list[nodes.Node], place: int) -> Packed | set_aside.set_aside | None:
    """A block as it is set aside; None if it is to stay, such as a sentence before a table, of which it may become the caption."""
    node = siblings[place]
    if isinstance(node, set_aside.set_aside):
        return node
    if not isinstance(node, _BLOCKS) or node["ids"] or not set_aside.is_free(siblings, place):
        return None
    return None if any(isinstance(one, nodes.table) for one in siblings[place + 1 : place + 2]) else pack(node)


class _RevealBlocks(SphinxPostTransform):
    """Puts back what was set aside."""

    def run(self, **_kwargs: Any) -> None:
        """Puts it back."""
        for holder in list(self.document.findall(plain_blocks)):
            assert holder.parent is not None
            holder.parent.replace(holder, holder.nodes())


class RevealBlocks(_RevealBlocks):
    """Puts back what was set aside, before anything else, for all formats but HTML."""

    default_priority = 0


class RevealBlocksForHtml(_RevealBlocks):
    """Puts back what was set aside, after anything else, for HTML."""

    default_priority = 899  # before CompleteParams


def add_plain_blocks(app: Sphinx) -> None:
    """Adds the transforms; that which puts the blocks back when the builder is known."""
    app.add_transform(SetBlocksAside)
    app.connect("builder-inited", _add_reveal)


def _add_reveal(app: Sphinx) -> None:
    app.add_post_transform(RevealBlocksForHtml if app.builder.format == "html" else RevealBlocks)
