"""Sets the plain parts of lists of parameters aside while Sphinx transforms a page.

A page of an operation is mostly parameters, and each of the transforms of docutils, Sphinx and extensions, about sixty a page, visits all
of their nodes.  Names, types and plain text hold nothing that a transform changes, so they are taken out of the tree before the
transforms, and put back before the page is written.  That is done only in projects whose extensions are known to ask for nothing there.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from wadl2rst.sphinx.params import PARAMS

_PLAIN = frozenset(
    {
        *(nodes.definition_list, nodes.definition_list_item, nodes.term, nodes.classifier, nodes.definition),
        *(nodes.paragraph, nodes.bullet_list, nodes.enumerated_list, nodes.list_item),
        *(nodes.Text, nodes.literal, nodes.emphasis, nodes.strong),
    }
)
"""The nodes that no known transform changes."""

KNOWN_EXTENSIONS = re.compile(
    r"sphinx\..+|sphinxcontrib\.(?:applehelp|devhelp|htmlhelp|jquery|jsmath|qthelp|serializinghtml)"
    r"|alabaster|furo|sphinx_basic_ng|sphinx_copybutton|sphinx_design|sphinx_rtd_theme|wadl2rst\.sphinx"
)
"""The extensions whose transforms and event handlers change nothing in plain text."""


class set_aside(nodes.General, nodes.Element):  # noqa: N801 (so docutils names nodes)
    """Stands for a node that is out of the tree."""

    kept: nodes.Element

    @classmethod
    def of(cls, node: nodes.Element) -> set_aside:
        """What to put in the place of a node."""
        found = cls()
        found.kept = node
        return found

    def copy(self) -> set_aside:
        """A copy, which keeps a copy."""
        return self.of(self.kept.deepcopy())

    def astext(self) -> str:
        """The text of the node."""
        return self.kept.astext()


class SetAside(SphinxTransform):
    """Sets the plain parts of the page aside."""

    default_priority = 1

    def apply(self, **_kwargs: object) -> None:
        """Sets them aside, unless the settings ask for a change of all nodes."""
        chosen = self.document.settings
        if any(getattr(chosen, name, None) for name in ("strip_classes", "strip_elements_with_classes", "expose_internals")):
            return
        for listed in list(self.document.findall(nodes.definition_list)):
            if PARAMS in listed["classes"]:
                _set_aside(listed)


def _set_aside(node: nodes.Element) -> None:
    """Sets a list of parameters aside, or what is plain in it."""
    if _is_plain(node):
        parent = node.parent
        assert parent is not None
        holder = set_aside.of(node)
        parent.replace(node, holder)
        node.parent = holder
        return
    inside = nodes.definition_list_item if isinstance(node, nodes.definition_list) else nodes.definition_list
    parts = [child for child in node.children if isinstance(child, nodes.definition)] if inside is nodes.definition_list else [node]
    for part in parts:
        for child in list(part.children):
            if isinstance(child, inside):
                _set_aside(child)


def _is_plain(node: nodes.Node) -> bool:
    return type(node) in _PLAIN and all(map(_is_plain, node.children))


def reveal(document: nodes.document) -> list[nodes.Element]:
    """Puts back what was set aside; returns it."""
    found = []
    for holder in list(document.findall(set_aside)):
        parent = holder.parent
        assert parent is not None
        parent.replace(holder, holder.kept)
        found.append(holder.kept)
    return found


class Reveal(SphinxPostTransform):
    """Puts back what was set aside, before anything else, for all formats but HTML."""

    default_priority = 1

    def run(self, **_kwargs: Any) -> None:
        """Puts it back."""
        reveal(self.document)


def add_set_aside(app: Sphinx) -> None:
    """Connects the transforms to the event after which all extensions are known."""
    app.connect("builder-inited", _add_transforms)


def _add_transforms(app: Sphinx) -> None:
    if app.builder.name != "gettext" and is_possible(app):
        app.add_transform(SetAside)
    if app.builder.format != "html":  # for which it is done at the end
        app.add_post_transform(Reveal)


def is_possible(app: Sphinx) -> bool:
    """Whether no extension and no setting of the project has to do with plain text while a page is transformed."""
    config = app.config
    if config.setup is not None or config.smartquotes or config.translation_progress_classes:
        return False
    if any(Path(app.srcdir, folder, config.language).is_dir() for folder in config.locale_dirs):
        return False
    return all(map(KNOWN_EXTENSIONS.fullmatch, app.extensions))
