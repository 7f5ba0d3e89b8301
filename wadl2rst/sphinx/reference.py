"""What reference pages have in one kind of output only: in HTML permalinks of parameters, folded lists, and classes for the layout."""

from __future__ import annotations

from html import escape
from itertools import chain
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _ as sphinx_word
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from wadl2rst.page.translations import TEXT_DOMAIN
from wadl2rst.sphinx.search_text import index_texts
from wadl2rst.sphinx.set_aside import CHILDREN, PARAMS, Packed, set_aside

_ = get_translation(TEXT_DOMAIN)

FOLDED = "wadl-folded"
"""The class of a container whose content is folded below the rubric that it begins with."""
OPEN_LEVELS = 2
"""The levels of parameters that are not folded."""
_MOST_NAMES = 4


class permalink(nodes.General, nodes.Inline, nodes.Element):  # noqa: N801 (so docutils names nodes)
    """A link to ``refid`` on its own page."""


class details(nodes.General, nodes.Element):  # noqa: N801
    """Content that is folded below its ``summary``."""


class ReferencePage(SphinxPostTransform):
    """Completes reference pages for browsers."""

    formats = ("html",)
    default_priority = 400

    def run(self, **_kwargs: Any) -> None:
        """Folds lists, and gives sections their classes."""
        for section in self.document.findall(nodes.section):
            if "wadl-operation" in section["classes"]:
                _mark_parts(section)
        for folded in list(self.document.findall(nodes.container)):
            if FOLDED in folded["classes"]:
                _fold(folded)


class CompleteParams(SphinxPostTransform):
    """Completes lists of parameters for browsers."""

    formats = ("html",)
    default_priority = 900  # last, because nobody else need visit the texts

    def run(self, **_kwargs: Any) -> None:
        """Adds permalinks, and folds lists."""
        has_permalinks = bool(self.config.html_permalinks)
        holders: dict[int, list[set_aside]] = {}
        for node in list(self.document.findall(_is_list)):
            if isinstance(node, set_aside):
                holders.setdefault(id(node.parent), []).append(node)
            elif isinstance(node, nodes.definition_list) and PARAMS in node["classes"]:
                complete_list(node, 1, has_permalinks=has_permalinks)
        for first, *others in holders.values():  # one for each parent, which may have the class ``no-search``
            first += index_texts(self.config, chain.from_iterable(one.packed.texts() for one in (first, *others)))


def _is_list(node: nodes.Node) -> bool:
    return isinstance(node, (set_aside, nodes.definition_list))


def _fold(folded: nodes.container) -> None:
    """Folds a container below its caption."""
    caption = folded.children[0] if folded.children else None
    if isinstance(caption, nodes.rubric):
        folded.replace_self(details("", *folded.children[1:], summary=caption.astext()))


def _mark_parts(operation: nodes.section) -> None:
    """Gives the sections of the request and of the responses their classes; what follows them is an addition of the user's."""
    for part in operation.children:
        if isinstance(part, nodes.section):
            has_response = any(isinstance(child, nodes.section) and "wadl-response" in child["classes"] for child in part.children)
            has_status = any("wadl-status" in node["classes"] for node in part.findall(nodes.inline))
            part["classes"].append("wadl-responses" if has_response or has_status else "wadl-request")
            if has_response or has_status:
                return


def complete_list(listed: nodes.definition_list, level: int, *, has_permalinks: bool) -> None:
    """Adds permalinks to the parameters of a list, and folds the lists in it; ``level`` is 1 if it is in no parameter."""
    for item in listed.children:
        if isinstance(item, set_aside):
            item.level = level
        elif isinstance(item, nodes.definition_list_item):
            complete_item(item, level, has_permalinks=has_permalinks)


def complete_item(item: nodes.definition_list_item, level: int, *, has_permalinks: bool) -> None:
    """Adds the permalink of a parameter in a list of a level, and completes the lists in it."""
    term, definition = item.children[0], item.children[-1]
    assert isinstance(term, nodes.term)
    assert isinstance(definition, nodes.definition)
    if has_permalinks and term["ids"]:
        term += permalink(refid=term["ids"][0])
    for number, child in enumerate(definition.children):
        if isinstance(child, set_aside) and CHILDREN in child.packed.classes:
            child.level = level + 1
            found: nodes.definition_list | Packed = child.packed
        elif isinstance(child, nodes.definition_list) and CHILDREN in child["classes"]:
            complete_list(child, level + 1, has_permalinks=has_permalinks)
            found = child
        else:
            continue
        if level >= OPEN_LEVELS:
            definition.children[number] = folded = details("", child, summary=summary(found))
            folded.parent = definition


def summary(listed: nodes.definition_list | Packed) -> str:
    """What is shown of a list of parameters that is folded."""
    items = (item.packed if isinstance(item, set_aside) else item for item in listed.children)
    names = [item.children[0].astext() for item in items if isinstance(item, nodes.Element | Packed)]  # type: ignore[union-attr]
    shown = ", ".join(names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "")
    return str(_("Contains %(names)s")) % {"names": shown}


class ReferenceText(SphinxPostTransform):
    """Puts the classifiers of parameters into their terms for plain text.

    The text builder of Sphinx (8.1 to 9.0) counts the classifiers of nested lists as those of the item around them, and then writes an
    empty file.
    """

    formats = ("text",)
    default_priority = 400

    def run(self, **_kwargs: Any) -> None:
        """Moves the classifiers."""
        for listed in self.document.findall(nodes.definition_list):
            if {PARAMS, CHILDREN}.isdisjoint(listed["classes"]):
                continue
            for item in listed.children:
                assert isinstance(item, nodes.definition_list_item)
                term = item.children[0]
                assert isinstance(term, nodes.term)
                for classifier in [child for child in item.children if isinstance(child, nodes.classifier)]:
                    item.remove(classifier)
                    term += [nodes.Text(" : "), *classifier.children]


def add_nodes(app: Sphinx) -> None:
    """Adds the nodes and the transforms to Sphinx; only HTML builders meet the nodes."""
    app.add_post_transform(ReferenceText)
    app.add_node(permalink, html=(visit_permalink, None))
    app.add_node(details, html=(visit_details, depart_details))
    app.add_post_transform(ReferencePage)
    app.add_post_transform(CompleteParams)


def _is_book(translator: Any) -> bool:
    """Whether pages are for EPUB, where nothing can be unfolded."""
    return translator.builder.name == "epub"  # type: ignore[no-any-return]


def visit_permalink(translator: Any, node: permalink) -> None:
    """Writes a permalink, and skips the rest of the node."""
    if _is_book(translator):
        raise nodes.SkipNode
    before, after = around_permalink(translator)
    translator.body.append(f"{before}{node['refid']}{after}")
    raise nodes.SkipNode


def around_permalink(translator: Any) -> tuple[str, str]:
    """What is before and what is after the id in the HTML of a permalink."""
    title = escape(sphinx_word("Link to this definition"))
    return '<a class="headerlink" href="#', f'" title="{title}">{translator.config.html_permalinks_icon}</a>'


def visit_details(translator: Any, node: details) -> None:
    """Begins what is folded."""
    if not _is_book(translator):
        translator.body.append(f'<details class="wadl-fold"><summary>{escape(node["summary"])}</summary>\n')


def depart_details(translator: Any, _node: details) -> None:
    """Ends it."""
    if not _is_book(translator):
        translator.body.append("</details>\n")
