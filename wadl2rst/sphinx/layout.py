"""What the style sheet needs in HTML to show samples beside the text: two boxes in each operation and in each response."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from wadl2rst.page.translations import TEXT_DOMAIN

_ = get_translation(TEXT_DOMAIN)

SAMPLES = "wadl-samples"
"""The class of the container of samples in a request or a response."""
WIDEST_LINE = 36
"""The characters of a line of code that fit on a phone."""

_TAG = re.compile(r"<[^>]*>")
_ENTITY = re.compile(r"&[^;\s]*;")


class text_box(nodes.General, nodes.Element):  # noqa: N801 (so docutils names nodes)
    """The text of an operation or of a response: the first column of wide windows."""


class samples_box(nodes.General, nodes.Element):  # noqa: N801
    """The samples of an operation's request, or of a response: the second column."""


class Boxes(SphinxPostTransform):
    """Divides operations and responses into text and samples."""

    formats = ("html",)
    default_priority = 410  # after ReferencePage, which marks the sections

    def run(self, **_kwargs: Any) -> None:
        """Divides each operation and response of the page."""
        if self.app.builder.name == "epub":  # has one column
            return
        for section in list(self.document.findall(nodes.section)):
            if "wadl-operation" in section["classes"]:
                # Beside the title and the description there is most room, so those of the request leave its section.
                requests = [part for part in section.children if _has_class(part, "wadl-request")]
                _divide(section, [sample for part in requests for sample in part.children if _has_class(sample, SAMPLES)])
            elif "wadl-response" in section["classes"]:
                _divide(section, [part for part in section.children if _has_class(part, SAMPLES)])


def _has_class(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Element) and name in node["classes"]


def _divide(section: nodes.section, samples: list[nodes.Node]) -> None:
    """Puts what precedes the responses into the text box, but for the title and the samples, which follow in their own box."""
    box = samples_box()
    for sample in samples:
        assert isinstance(sample, nodes.Element)
        assert sample.parent is not None
        sample.parent.remove(sample)
        box += sample.children
    children = section.children
    start = 1 if children and isinstance(children[0], nodes.title) else 0
    end = next((number for number, part in enumerate(children) if _has_class(part, "wadl-responses")), len(children))
    text = text_box()
    text += children[start:end]
    section[start:end] = [text, *([box] if samples else [])]


def add_boxes(app: Sphinx) -> None:
    """Adds the boxes to Sphinx; only HTML builders meet them."""
    app.add_node(text_box, html=(_visit_text, _depart_box))
    app.add_node(samples_box, html=(_visit_samples, _depart_box))
    app.add_post_transform(Boxes)


def _visit_text(translator: Any, node: text_box) -> None:
    translator.body.append('<div class="wadl-text">\n')
    node["start"] = len(translator.body)


def _visit_samples(translator: Any, node: samples_box) -> None:
    # It scrolls in wide windows, so keys have to reach it.
    translator.body.append(f'<div class="{SAMPLES}" tabindex="0" role="group" aria-label="{escape(str(_("Examples")))}">\n')
    node["start"] = len(translator.body)


def _depart_box(translator: Any, node: text_box | samples_box) -> None:
    """Ends the box, and lets keys reach the code that may have to be scrolled."""
    body: list[str] = translator.body
    for number in range(node["start"], len(body)):
        if "<pre>" in body[number] and _is_wide(body[number]):
            body[number] = body[number].replace("<pre>", '<pre tabindex="0">')
    body.append("</div>\n")


def _is_wide(code: str) -> bool:
    return any(len(line) > WIDEST_LINE for line in _ENTITY.sub("&", _TAG.sub("", code)).splitlines())
