"""The directive ``wadl:methods``: a list of operations, each a link to where it is described."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from wadl2rst.sphinx.collectors import page_notes
from wadl2rst.sphinx.objects import verb_classes
from wadl2rst.sphinx.values import warn

METHODS = "wadl-methods"
"""The class of a list of operations."""


class WadlMethods(SphinxDirective):
    """A list of operations, written as a definition list: verb and path, the link, the first sentence."""

    has_content = True
    option_spec: ClassVar[OptionSpec] = {"class": directives.class_option, "name": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """The list, with its verbs and remarks marked."""
        found = self.parse_content_to_nodes()
        lists = [node for node in found if isinstance(node, nodes.definition_list)]
        if not lists:
            warn(f"{self.name}: a definition list with an operation in each item is missing", "config", self.get_location())
        for node in lists:
            node["classes"] += [METHODS, *self.options.get("class", ())]
            for item in node.findall(nodes.definition_list_item):
                if item.parent is node:
                    _mark(item)
                    page_notes(self.env).listed_count += 1
        if lists:
            self.add_name(lists[0])
        return found


def _mark(item: nodes.definition_list_item) -> None:
    """Gives the verb of an operation and the remark that it is deprecated their classes."""
    term = item.children[0]
    assert isinstance(term, nodes.term), "a term begins each item"
    term["translatable"] = False  # verbs and paths are no prose
    first = term.children[0] if term.children else None
    if isinstance(first, nodes.Text):
        verb, blank, rest = first.astext().partition(" ")
        term.children[:1] = [nodes.inline(verb, verb, classes=verb_classes(verb)), *([nodes.Text(blank + rest)] if blank else [])]
        for child in term.children[:2]:
            child.parent = term
    for child in item.children[1:]:
        if isinstance(child, nodes.classifier):
            child["translatable"] = False  # the title, which is translated with its section, or a fixed word
            if isinstance(child.children[0] if child.children else None, nodes.emphasis):
                child["classes"].append("wadl-deprecated")


class MethodList(SphinxPostTransform):
    """Completes lists of operations for browsers: each operation is an item of a list, whose link CSS extends over the item."""

    formats = ("html",)
    default_priority = 400

    def run(self, **_kwargs: Any) -> None:
        """Replaces the definition lists."""
        for listed in list(self.document.findall(nodes.definition_list)):
            if METHODS in listed["classes"]:
                attributes = {name: listed[name] for name in ("ids", "names", "classes")}
                listed.replace_self(nodes.bullet_list("", *map(_row, listed.children), **attributes))


def _row(item: nodes.Node) -> nodes.list_item:
    """An operation as an item of a list."""
    assert isinstance(item, nodes.definition_list_item)
    term, definition = item.children[0], item.children[-1]
    assert isinstance(term, nodes.term)
    line = nodes.paragraph("", "", *_with_badge(term), classes=["wadl-method-line"])
    for child in item.children[1:-1]:
        if isinstance(child, nodes.classifier):
            part = child.children if "wadl-deprecated" not in child["classes"] else [nodes.inline("", "", *child.children)]
            if part and part[0] is not child.children[0]:
                part[0]["classes"].append("wadl-deprecated")  # type: ignore[index]
            line += [nodes.Text(" "), *part]
    text = definition.children if isinstance(definition, nodes.definition) else []
    return nodes.list_item("", line, *text, classes=["wadl-method"])


def _with_badge(term: nodes.term) -> list[nodes.Node]:
    """The content of a term; where it is a link with verb and path, with the badge in the link."""
    link = term.children[0] if len(term.children) == 1 else None
    verb, blank, path = term.astext().partition(" ")
    if not isinstance(link, nodes.reference):
        return list(term.children)
    parts: list[nodes.Node] = [nodes.inline(verb, verb, classes=verb_classes(verb))]
    if blank:
        parts += [nodes.Text(" "), nodes.literal(path, path)]
    link.clear()
    link += parts
    return [link]


def add_lists(app: Sphinx) -> None:
    """Adds the transform to Sphinx."""
    app.add_post_transform(MethodList)
