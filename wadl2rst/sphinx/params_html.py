"""Writes the parameters in HTML that are set aside, as the visitor of Sphinx would write their nodes.

Sphinx looks up two methods for each node.  Here, no nodes are made for what nearly all parameters consist of.  They are made for whatever
else there is, and for everything if an extension changes how nodes are written.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from wadl2rst.sphinx.reference import (
    OPEN_LEVELS,
    around_permalink,
    complete_item,
    complete_list,
    depart_details,
    details,
    summary,
    visit_details,
)
from wadl2rst.sphinx.set_aside import CHILDREN, Packed, set_aside

_WRITTEN = ("definition_list", "definition_list_item", "term", "classifier", "definition", "paragraph", "Text", "literal", "comment")
_INLINE: dict[type[nodes.Node], str] = {nodes.emphasis: "em", nodes.strong: "strong"}
_BARE_LISTS = (nodes.bullet_list, nodes.enumerated_list)
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


def _is_item(packed: Packed | str) -> bool:
    """Whether an item of a list has a term, classifiers and a definition."""
    if isinstance(packed, str):
        return False
    kinds = [child.kind for child in packed.children if isinstance(child, Packed)]
    is_whole = len(kinds) > 1 and kinds[0] is nodes.term and kinds[-1] is nodes.definition
    return is_whole and all(kind is nodes.classifier for kind in kinds[1:-1])


def _is_compact(packed: Packed, level: int, parent: nodes.Element, settings: Any) -> bool:
    """Whether docutils writes a list of a level as a compact one: its ``is_compactable``, without nodes."""
    if "compact" in packed.classes:
        return True
    if "open" in packed.classes or not settings.compact_field_lists:
        return False
    return "contents" in parent["classes"] or _is_simple(packed, level)


def _is_simple(packed: Packed, level: int) -> bool:
    """Whether a block of a list of a level has only what a compact list may have: the ``SimpleListChecker`` of docutils, without nodes."""
    kind = packed.kind
    if kind is nodes.paragraph or kind is nodes.term or kind is nodes.comment:
        return True
    if kind is nodes.classifier:
        return all(isinstance(child, str) for child in packed.children)
    children = [child for child in packed.children if isinstance(child, Packed) and child.kind is not nodes.comment]
    if kind is nodes.definition or kind is nodes.list_item:
        if len(children) > 2 or (len(children) == 2 and not (children[0].kind is nodes.paragraph and children[1].kind in _BARE_LISTS)):
            return False
        if kind is nodes.definition:
            if level >= OPEN_LEVELS and any(CHILDREN in child.classes for child in children):
                return False  # it is folded
            level += 1
    return all(_is_simple(child, level) for child in children)


class _Writer:
    """Writes into the body of a translator."""

    def __init__(self, translator: Any) -> None:
        self._translator = translator
        self._body: list[str] = translator.body
        self.has_permalinks = bool(translator.config.html_permalinks)
        self._before_link, self._after_link = around_permalink(translator)

    def listed(self, packed: Packed, level: int, parent: nodes.Element) -> None:
        """Writes a list that stands in ``parent``."""
        if not is_usual(self._translator) or "details" in packed.classes or not all(map(_is_item, packed.children)):
            listed = packed.node()
            assert isinstance(listed, nodes.definition_list)
            complete_list(listed, level, has_permalinks=self.has_permalinks)
            listed.parent = parent
            listed.walkabout(self._translator)
            return
        is_compact = _is_compact(packed, level, parent, self._translator.settings)
        self._body.append(self._start(packed, "dl", "\n", *(("simple",) if is_compact else ())))
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
            body.append(f"{self._before_link}{term.ids[0]}{self._after_link}")
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
        if packed.kind is nodes.comment:
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
                body.append(self._start(child, "code", CLASS="docutils literal notranslate"))
                if " " in text or "\n" in text:  # where lines may break
                    self._translator.protect_literal_text += 1
                    self._translator.visit_Text(nodes.Text(text))
                    self._translator.protect_literal_text -= 1
                    body.append("</code>")
                else:
                    body.append(f'<span class="pre">{encode(text)}</span></code>')
            else:
                child.node().walkabout(self._translator)

    def _start(self, packed: Packed, tag: str, suffix: str = "", *first: str, **attributes: str) -> str:
        """The start tag of an element, as the translator makes it; its first classes are those given."""
        classes, ids = first + packed.classes, packed.ids
        if len(ids) > 1:
            return str(self._translator.starttag(nodes.Element(classes=list(classes), ids=list(ids)), tag, suffix, **attributes))
        known = _TAGS.get((tag, classes, len(ids)))
        if known is None:
            node = nodes.Element(classes=list(classes), ids=[_ID] * len(ids))
            before, _id, after = str(self._translator.starttag(node, tag, suffix, **attributes)).partition(_ID)
            known = _TAGS[tag, classes, len(ids)] = before, after
        return f"{known[0]}{ids[0]}{known[1]}" if ids else known[0]


_ID = "wadl-id-of-an-element"
_TAGS: dict[tuple[str, tuple[str, ...], int], tuple[str, str]] = {}
"""The start tags of elements with one id or none, before and after the id, by tag, classes, and number of ids."""
