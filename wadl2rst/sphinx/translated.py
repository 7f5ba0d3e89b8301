"""Translates what the directives show on a page that is not RST.

Sphinx parses the translations of a page with the parser of the page.  On a page in Markdown, that is wrong for the texts that the
directives show: they are RST, and so are their translations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.transforms.i18n import Locale
from sphinx.util.nodes import extract_messages

_SHOWN_KEY = "wadl:shown-on-other-page"
_HIDDEN_KEY = "wadl:hidden-from-translation"

_Hidden = list[tuple[nodes.Element, object]]
"""Nodes, each with what it said about its translation before."""


def note_shown(env: BuildEnvironment, found: Sequence[nodes.Node]) -> None:
    """Notes that the nodes ``found`` come from RST, although the page being read does not."""
    env.ref_context.setdefault(_SHOWN_KEY, []).extend(found)


class TranslateShown(Locale):
    """Translates the noted nodes with the parser of RST, and hides them from Sphinx, which would use that of the page."""

    default_priority = Locale.default_priority - 1

    def apply(self, **options: object) -> None:
        """Translates them, and no other text of the page."""
        noted = self.env.ref_context.pop(_SHOWN_KEY, ())
        if not noted:
            return
        own = {id(node) for top in noted for node in top.findall()}
        texts = [node for node, _message in extract_messages(self.document) if isinstance(node, nodes.TextElement)]
        others = _hide(node for node in texts if id(node) not in own)
        suffixes = self.config.source_suffix
        # Sphinx chooses the parser by the suffix of the page.
        self.config.source_suffix = {"": "restructuredtext"}
        try:
            super().apply(**options)
        finally:
            self.config.source_suffix = suffixes
            _reveal(others)
        self.env.ref_context[_HIDDEN_KEY] = _hide(node for node in texts if id(node) in own)


class RevealShown(SphinxTransform):
    """Lets the gettext builder find the noted nodes again."""

    default_priority = Locale.default_priority + 1

    def apply(self, **_options: object) -> None:
        """Takes back what hid them."""
        _reveal(self.env.ref_context.pop(_HIDDEN_KEY, ()))


def _hide(texts: Iterable[nodes.Element]) -> _Hidden:
    hidden = [(node, node.get("translatable")) for node in texts]
    for node, _before in hidden:
        node["translatable"] = False
    return hidden


def _reveal(hidden: Iterable[tuple[nodes.Element, object]]) -> None:
    for node, before in hidden:
        if before is None:
            del node["translatable"]
        else:
            node["translatable"] = before
