"""Writes the parameters in HTML that are set aside, as the visitor of Sphinx would write their nodes.

Sphinx looks up two methods for each node.  Here, no nodes are made for what nearly all parameters consist of.  They are made for whatever
else there is, and for everything if an extension changes how nodes are written.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from wadl2rst.sphinx.params import CHILDREN
from wadl2rst.sphinx.reference import (
    OPEN_LEVELS,
    complete_item,
    complete_list,
    depart_details,
    details,
    permalink,
    summary,
    visit_details,
    visit_permalink,
)
from wadl2rst.sphinx.set_aside import Packed, set_aside

_WRITTEN = ("definition_list", "definition_list_item", "term", "classifier", "definition", "paragraph", "Text", "literal")
_INLINE: dict[type[nodes.Node], str] = {nodes.emphasis: "em", nodes.strong: "strong"}
_METHODS = frozenset(f"{what}_{name}" for name in (*_WRITTEN, *(kind.__name__ for kind in _INLINE)) for what in ("visit", "depart"))


def add_params(app: Sphinx) -> None:
    """Adds the function to Sphinx."""
    app.add_node(set_aside, html=(_visit, None))
    app.connect("builder-inited", lambda _app: _TAGS.clear())


def _visit(translator: Any, holder: set_aside) -> None:
    packed = holder.packed
    parent = holder.parent
    assert isinstance(parent, nodes.Element)
    write = _Writer(translator)
    if packed.kind is nodes.definition_list:
        write.listed(packed, holder.level, parent)
    elif is_usual(translator) and _is_item(packed):
        write.item(packed, holder.level)
    else:
        item = packed.node()
        assert isinstance(item, nodes.definition_list_item)
        complete_item(item, holder.level, has_permalinks=write.has_permalinks)
        item.parent = parent
        item.walkabout(translator)
    raise nodes.SkipNode


def is_usual(translator: Any) -> bool:
    """Whether parameters are written as Sphinx does: by its translator, without methods of others, and not for a book."""
    return (
        type(translator) is HTML5Translator
        and translator.builder.name != "epub"
        and not translator.messages
        and _METHODS.isdisjoint(vars(translator))
    )


def _is_item(packed: Packed) -> bool:
    """Whether an item has a term, classifiers and a definition."""
    kinds = [child.kind for child in packed.children if isinstance(child, Packed)]
    is_whole = len(kinds) > 1 and kinds[0] is nodes.term and kinds[-1] is nodes.definition
    return is_whole and all(kind is nodes.classifier for kind in kinds[1:-1])


def _is_open(packed: Packed, parent_classes: Any) -> bool:
    """Whether docutils cannot but see a list as one that is not compact: a classifier has an emphasised word, and no class says so."""
    if not {"compact", "details"}.isdisjoint(packed.classes) or "contents" in parent_classes:
        return False
    return all(isinstance(item, Packed) and _is_item(item) for item in packed.children) and any(
        isinstance(part, Packed) and part.kind is nodes.classifier and any(isinstance(word, Packed) for word in part.children)
        for item in packed.children
        if isinstance(item, Packed)
        for part in item.children
    )


class _Writer:
    """Writes into the body of a translator."""

    def __init__(self, translator: Any) -> None:
        self._translator = translator
        self._body: list[str] = translator.body
        self.has_permalinks = bool(translator.config.html_permalinks)

    def listed(self, packed: Packed, level: int, parent: nodes.Element) -> None:
        """Writes a list that stands in ``parent``."""
        if not is_usual(self._translator) or not _is_open(packed, parent["classes"]):
            listed = packed.node()
            assert isinstance(listed, nodes.definition_list)
            complete_list(listed, level, has_permalinks=self.has_permalinks)
            listed.parent = parent
            listed.walkabout(self._translator)
            return
        self._body.append(self._start(packed, "dl", "\n"))
        for item in packed.children:
            assert isinstance(item, Packed)
            self.item(item, level)
        self._body.append("</dl>\n")

    def item(self, packed: Packed, level: int) -> None:
        """Writes an item of a list of a level."""
        body = self._body
        term, *classifiers, definition = (child for child in packed.children if isinstance(child, Packed))
        body.append(self._start(term, "dt"))
        self._inline(term)
        if self.has_permalinks and term.ids:
            with suppress(nodes.SkipNode):
                visit_permalink(self._translator, permalink(refid=term.ids[0]))
        for classifier in classifiers:
            body.append(self._start(classifier, "span", CLASS="classifier"))
            self._inline(classifier)
            body.append("</span>")
        body.append("</dt>")
        body.append(self._start(definition, "dd"))
        for child in definition.children:
            if isinstance(child, Packed):
                self._block(child, level)
        body.append("</dd>\n")

    def _block(self, packed: Packed, level: int) -> None:
        """Writes what stands in a definition."""
        if packed.kind is nodes.paragraph:
            self._body.append(self._start(packed, "p"))
            self._inline(packed)
            self._body.append("</p>\n")
            return
        parent = nodes.definition()
        if packed.kind is not nodes.definition_list or CHILDREN not in packed.classes:
            node = packed.node()
            node.parent = parent
            node.walkabout(self._translator)
        elif level < OPEN_LEVELS:
            self.listed(packed, level + 1, parent)
        else:
            folded = details(summary=summary(packed))
            visit_details(self._translator, folded)
            self.listed(packed, level + 1, folded)
            depart_details(self._translator, folded)

    def _inline(self, packed: Packed) -> None:
        """Writes the text and the inline elements in an element."""
        body, encode = self._body, self._translator.encode
        for child in packed.children:
            if isinstance(child, str):
                body.append(encode(child))
                continue
            tag = _INLINE.get(child.kind)
            text = child.children[0] if len(child.children) == 1 else None
            if tag is not None:
                body.append(self._start(child, tag))
                self._inline(child)
                body.append(f"</{tag}>")
            elif child.kind is nodes.literal and isinstance(text, str) and text and not child.classes and not child.others:
                if " " in text or "\n" in text:  # where lines may break
                    child.node().walkabout(self._translator)
                    continue
                start = self._start(child, "code", CLASS="docutils literal notranslate")
                body.append(f'{start}<span class="pre">{encode(text)}</span></code>')
            else:
                child.node().walkabout(self._translator)

    def _start(self, packed: Packed, tag: str, suffix: str = "", **attributes: str) -> str:
        """The start tag of an element, as the translator makes it."""
        key = tag, packed.classes
        known = None if packed.ids else _TAGS.get(key)
        if known is None:
            node = nodes.Element(classes=list(packed.classes), ids=list(packed.ids))
            known = str(self._translator.starttag(node, tag, suffix, **attributes))
            if not packed.ids:
                _TAGS[key] = known
        return known


_TAGS: dict[tuple[str, tuple[str, ...]], str] = {}
"""The start tags of elements without an id, by tag and classes."""
