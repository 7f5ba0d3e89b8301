"""What the style sheet needs in HTML to show samples beside the text: columns in each operation and in each response."""

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
SCROLLED = '<pre tabindex="0">'
"""The start of code that may have to be scrolled."""

_TAG = re.compile(r"<[^>]*>")
_ENTITY = re.compile(r"&[^;\s]*;")


class columns(nodes.General, nodes.Element):  # noqa: N801 (so docutils names nodes)
    """The text and the samples of an operation's request, or of a response."""


class text_column(nodes.General, nodes.Element):  # noqa: N801
    """The text."""


class samples_column(nodes.General, nodes.Element):  # noqa: N801
    """The samples, which follow the text, or stand beside it in wide windows."""


class scroll_box(nodes.General, nodes.Element):  # noqa: N801
    """A table, which scrolls in this box if it is wider than the page."""


class Columns(SphinxPostTransform):
    """Divides operations and responses into text and samples."""

    formats = ("html",)
    default_priority = 410  # after ReferencePage, which marks the sections

    def run(self, **_kwargs: Any) -> None:
        """Divides each operation and response of the page."""
        for section in list(self.document.findall(nodes.section)):
            if "wadl-operation" in section["classes"]:
                # Those of the request leave its section, to begin beside the description.
                requests = [part for part in section.children if _has_class(part, "wadl-request")]
                _divide(section, [sample for part in requests for sample in part.children if _has_class(sample, SAMPLES)])
            elif "wadl-response" in section["classes"]:
                _divide(section, [part for part in section.children if _has_class(part, SAMPLES)])


def _has_class(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Element) and name in node["classes"]


def _divide(section: nodes.section, samples: list[nodes.Node]) -> None:
    """Puts what stands between the title and the responses into columns: the samples into their own."""
    beside = samples_column()
    for sample in samples:
        assert isinstance(sample, nodes.Element)
        assert sample.parent is not None
        sample.parent.remove(sample)
        beside += sample.children
    children = section.children
    start = 1 if children and isinstance(children[0], nodes.title) else 0
    end = next((number for number, part in enumerate(children) if _has_class(part, "wadl-responses")), len(children))
    if start == end and not samples:
        return
    text = text_column()
    text += children[start:end]
    for table in list(text.findall(nodes.table)):
        box = scroll_box()
        table.replace_self(box)  # before it has the table, whose parent it then is
        box += table
    section[start:end] = [columns("", text, *([beside] if samples else []))]


def add_columns(app: Sphinx) -> None:
    """Adds the columns to Sphinx; only HTML builders meet them."""
    app.add_node(columns, html=(_visit_columns, _depart_columns))
    app.add_node(text_column, html=(_visit_text, _depart))
    app.add_node(scroll_box, html=(_visit_scroll, _depart))
    app.add_node(samples_column, html=(_visit_samples, _depart))
    app.connect("builder-inited", _add_transform)


def _add_transform(app: Sphinx) -> None:
    if app.builder.name != "epub":  # has one column
        app.add_post_transform(Columns)


def _visit_columns(translator: Any, node: columns) -> None:
    translator.body.append('<div class="wadl-columns">\n')
    node["start"] = len(translator.body)


def _depart_columns(translator: Any, node: columns) -> None:
    """Ends the columns, and lets keys reach the code that may have to be scrolled."""
    body: list[str] = translator.body
    for number in range(node["start"], len(body)):
        if "<pre>" in body[number] and _is_wide(body[number]):
            body[number] = body[number].replace("<pre>", SCROLLED)
    body.append("</div>\n")


def _visit_text(translator: Any, _node: text_column) -> None:
    translator.body.append('<div class="wadl-text">\n')


def _visit_samples(translator: Any, _node: samples_column) -> None:
    # It scrolls in wide windows, so keys have to reach it.
    label = escape(str(_("Examples")))
    translator.body.append(f'<div class="{SAMPLES}" tabindex="0" role="group" aria-label="{label}">\n')


def _visit_scroll(translator: Any, _node: scroll_box) -> None:
    translator.body.append('<div class="wadl-scroll" tabindex="0">\n')


def _depart(translator: Any, _node: text_column | samples_column | scroll_box) -> None:
    translator.body.append("</div>\n")


def _is_wide(code: str) -> bool:
    return any(len(line) > WIDEST_LINE for line in _ENTITY.sub("&", _TAG.sub("", code)).splitlines())
