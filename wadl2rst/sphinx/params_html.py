"""Writes lists of parameters in HTML faster than the visitor of Sphinx, with the same result.

A page of an operation is mostly parameters, and Sphinx looks up two methods for each node.  Here, one function writes what nearly all
parameters consist of; whatever else they have is left to the visitor, and so is everything if an extension changes how nodes are written.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from wadl2rst.sphinx.params import PARAMS
from wadl2rst.sphinx.reference import depart_details, details, permalink, visit_details, visit_permalink

_Write = Callable[[Any, Any], None]
"""Writes a node with a translator."""

_WRITTEN = ("definition_list_item", "term", "classifier", "definition", "paragraph", "Text", "literal", "emphasis", "strong")
_METHODS = frozenset(f"{what}_{name}" for name in _WRITTEN for what in ("visit", "depart"))


def add_params(app: Sphinx) -> None:
    """Adds the function to Sphinx."""
    app.add_node(nodes.definition_list, override=True, html=(_visit_list, _depart_list))
    app.connect("builder-inited", lambda _app: _TAGS.clear())


def _visit_list(translator: Any, node: nodes.definition_list) -> None:
    # docutils writes lists of the class "details" in another way.
    if PARAMS not in node["classes"] or "details" in node["classes"] or not is_usual(translator):
        type(translator).visit_definition_list(translator, node)
        return
    _write_list(translator, node)
    raise nodes.SkipNode


def _depart_list(translator: Any, node: nodes.definition_list) -> None:
    type(translator).depart_definition_list(translator, node)


def is_usual(translator: Any) -> bool:
    """Whether parameters are written as Sphinx does: by its translator, without methods of others, and not for a book."""
    return (
        type(translator) is HTML5Translator
        and translator.builder.name != "epub"
        and not translator.messages
        and _METHODS.isdisjoint(vars(translator))
    )


def _write_list(translator: Any, listed: nodes.definition_list) -> None:
    if "details" in listed["classes"]:
        listed.walkabout(translator)
        return
    type(translator).visit_definition_list(translator, listed)
    for item in listed.children:
        _write_item(translator, item)
    translator.body.append("</dl>\n")


def _write_item(translator: Any, item: nodes.Node) -> None:
    term, *classifiers, definition = item.children if len(item.children) > 1 else (None, None)
    known = [one for one in classifiers if isinstance(one, nodes.classifier)]
    if not isinstance(term, nodes.term) or not isinstance(definition, nodes.definition) or len(known) < len(classifiers):
        item.walkabout(translator)
        return
    body: list[str] = translator.body
    body.append(_start(translator, term, "dt"))
    _write_all(translator, term)
    for classifier in known:
        body.append(_start(translator, classifier, "span", CLASS="classifier"))
        _write_all(translator, classifier)
        body.append("</span>")
    body.append("</dt>")
    body.append(_start(translator, definition, "dd"))
    _write_all(translator, definition)
    body.append("</dd>\n")


def _write_all(translator: Any, holder: nodes.Element) -> None:
    for child in holder.children:
        write = _WRITE.get(type(child))
        if write is None:
            child.walkabout(translator)
        else:
            write(translator, child)


def _write_text(translator: Any, node: nodes.Text) -> None:
    translator.body.append(translator.encode(node.astext()))


def _write_literal(translator: Any, node: nodes.literal) -> None:
    text = node.astext()
    if not text or " " in text or "\n" in text or node["classes"] or len(node.children) != 1:
        node.walkabout(translator)  # which lets lines break at blanks
        return
    start = _start(translator, node, "code", CLASS="docutils literal notranslate")
    translator.body.append(f'{start}<span class="pre">{translator.encode(text)}</span></code>')


def _write_paragraph(translator: Any, node: nodes.paragraph) -> None:
    if not isinstance(node.parent, nodes.definition):
        node.walkabout(translator)
        return
    translator.body.append(_start(translator, node, "p"))
    _write_all(translator, node)
    translator.body.append("</p>\n")


def _inline(tag: str) -> _Write:
    def write(translator: Any, node: nodes.Element) -> None:
        translator.body.append(_start(translator, node, tag))
        _write_all(translator, node)
        translator.body.append(f"</{tag}>")

    return write


def _write_permalink(translator: Any, node: permalink) -> None:
    with suppress(nodes.SkipNode):
        visit_permalink(translator, node)


def _write_details(translator: Any, node: details) -> None:
    visit_details(translator, node)
    _write_all(translator, node)
    depart_details(translator, node)


_WRITE: dict[type[nodes.Node], _Write] = {
    nodes.Text: _write_text,
    nodes.literal: _write_literal,
    nodes.emphasis: _inline("em"),
    nodes.strong: _inline("strong"),
    nodes.paragraph: _write_paragraph,
    nodes.definition_list: _write_list,
    permalink: _write_permalink,
    details: _write_details,
}

_TAGS: dict[tuple[str, tuple[str, ...]], str] = {}
"""The start tags of elements without an id, by tag and classes."""


def _start(translator: Any, node: nodes.Element, tag: str, **attributes: str) -> str:
    """The start tag of an element, as the translator makes it."""
    if node["ids"]:
        return str(translator.starttag(node, tag, "", **attributes))
    key = tag, tuple(node["classes"])
    known = _TAGS.get(key)
    if known is None:
        known = _TAGS[key] = str(translator.starttag(node, tag, "", **attributes))
    return known
