"""Writes the samples that no nodes were made for in HTML, as Sphinx and sphinx-design write those of their nodes.

The HTML of a layout is made once, of its nodes, with the visitor of Sphinx and the transform of sphinx-design.  What differs from page to
page is put into it: the texts, and the numbers of the tabs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from wadl2rst.sphinx import set_aside
from wadl2rst.sphinx.layout import SAMPLES, SCROLLED, WIDEST_LINE, samples_column
from wadl2rst.sphinx.request_samples import CSS_CLASS
from wadl2rst.sphinx.samples import SampleCode, Samples, SamplesLayout, count_parts, count_tabs, samples, slots
from wadl2rst.sphinx.search_text import index_texts

_BUILDERS = ("html", "dirhtml")
"""The builders that write each page to a file of its own, with tabs."""
_NUMBER = re.compile(r"(?<=\bsd-tab-)(item|set)-(\d+)")
_DESIGN = "sphinx_design.tabs"
_MOST_LAYOUTS = 500
_TEXT = "\0"


class slot(nodes.Inline, nodes.Element):  # noqa: N801 (so docutils names nodes)
    """Stands for a text while the HTML of a layout is made."""


class not_searched(nodes.comment):
    """Holds what a search does not find, as Sphinx leaves comments out; there is no trace of it in HTML."""


class _Mark(str):
    """The place of a text in HTML."""

    __slots__ = ()


class RevealSamples(SphinxPostTransform):
    """Puts the nodes of samples back, before anything else."""

    default_priority = 1

    def run(self, **_kwargs: Any) -> None:
        """Puts them back."""
        for holder in list(self.document.findall(samples)):
            holder.reveal()


class PrepareSamples(SphinxPostTransform):
    """Numbers the tabs of the page, and puts back the nodes of samples whose HTML depends on what else there is."""

    default_priority = 1

    def run(self, **_kwargs: Any) -> None:
        """Prepares the samples of the page."""
        found: list[samples] = []
        is_alone = True
        for node in self.document.findall(nodes.Element):
            if isinstance(node, samples):
                found.append(node)
            elif isinstance(node, addnodes.highlightlang) or "design_component" in node.attributes:
                is_alone = False
        sets = tabs = 0
        is_alone = is_alone and all(map(_stands_free, found))
        for holder in found:
            if is_alone:
                holder.sets_before, holder.tabs_before = sets, tabs
                more_sets, more_tabs = count_tabs(holder.held.layout)
                sets, tabs = sets + more_sets, tabs + more_tabs
            else:
                holder.reveal()


class SearchSamples(SphinxPostTransform):
    """Lets a search find the samples of a WADL, and not the requests that are made for it, whose words are the same on each page."""

    formats = ("html",)
    default_priority = 900  # last, because nobody else need visit the texts

    def run(self, **_kwargs: Any) -> None:
        """Adds the texts of samples to what stands for them, and hides the requests."""
        for holder in list(self.document.findall(samples)):
            holder += index_texts(self.config, holder.held.searched())
        for requests in list(self.document.findall(nodes.container)):
            if CSS_CLASS in requests["classes"]:
                assert requests.parent is not None
                hidden = not_searched()
                requests.parent.replace(requests, hidden)
                hidden += requests


def _stands_free(holder: samples) -> bool:
    """Whether samples stand in a section, or in a container of samples in one: in lists, paragraphs may be written differently."""
    parent = holder.parent
    if isinstance(parent, nodes.container) and SAMPLES in parent["classes"]:
        parent = parent.parent
    return isinstance(parent, nodes.section)


class _Frame:
    """The HTML of a layout, without its texts and with tabs that are counted from 0."""

    def __init__(self, written: list[str]) -> None:
        pieces = [""]
        for part in written:
            if isinstance(part, _Mark):
                pieces.append("")
            else:
                pieces[-1] += part
        self._pieces = [_NUMBER.split(piece) for piece in pieces]

    def pieces(self, sets_before: int, tabs_before: int) -> Iterator[str]:
        """What stands before, between and after the texts."""
        before = {"set": sets_before, "item": tabs_before}
        for piece, *others in self._pieces:
            for kind, number, text in zip(others[::3], others[1::3], others[2::3], strict=True):
                piece += f"{kind}-{int(number) + before[kind]}{text}"
            yield piece


class SamplesWriter:
    """Writes samples, and keeps the HTML of layouts during a build."""

    def __init__(self, app: Sphinx) -> None:
        """``app`` has the transform of sphinx-design."""
        self._app = app
        self._frames: dict[SamplesLayout, _Frame] = {}

    def visit(self, translator: Any, holder: samples) -> None:
        """Writes samples."""
        held = holder.held
        frame = self._frames.get(held.layout)
        if frame is None:
            if len(self._frames) >= _MOST_LAYOUTS:
                self._frames.clear()
            frame = self._frames[held.layout] = _Frame(self._written(translator, held.layout))
        body: list[str] = translator.body
        # Otherwise, the visitor of the column looks at what was written.
        is_simple = isinstance(holder.parent, samples_column) and not translator.config.highlight_options
        pieces = frame.pieces(holder.sets_before, holder.tabs_before)
        body.append(next(pieces))
        for (part, number, _is_request), text, piece in zip(slots(held.layout), held.texts, pieces, strict=True):
            if isinstance(part, SampleCode):
                block = nodes.literal_block(text, text, language=part.language)
                block.source, block.line = held.places[number]
                with suppress(nodes.SkipNode):
                    translator.visit_literal_block(block)
                if is_simple and any(len(line) > WIDEST_LINE for line in text.splitlines()):
                    body[-1] = body[-1].replace("<pre>", SCROLLED, 1)
            else:
                body.append(translator.encode(text))
            body.append(piece)
        raise nodes.SkipNode

    def _written(self, translator: Any, layout: SamplesLayout) -> list[str]:
        """The HTML of a layout, with marks for the texts."""
        held = Samples(layout, (_TEXT,) * len(slots(layout)), (("", 0),) * count_parts(layout))
        document = nodes.document(translator.document.settings, translator.document.reporter)
        column = samples_column("", *held.nodes())
        document += column
        for text in list(document.findall(nodes.Text)):
            if text == _TEXT:
                replaced = text.parent if isinstance(text.parent, nodes.literal_block) else text
                assert replaced.parent is not None
                replaced.parent.replace(replaced, slot())
        for transform in self._app.registry.get_post_transforms():
            if transform.__module__ == _DESIGN:
                transform(document).run()
        start = len(translator.body)
        for child in column.children:
            child.walkabout(translator)
        written: list[str] = translator.body[start:]
        del translator.body[start:]
        return written


def _visit_slot(translator: Any, _node: slot) -> None:
    translator.body.append(_Mark())
    raise nodes.SkipNode


def _leave_out(_translator: Any, _node: not_searched) -> None:
    """Writes nothing of the node itself."""


def add_samples(app: Sphinx) -> None:
    """Adds the nodes and transforms to Sphinx."""
    app.add_node(slot, html=(_visit_slot, None))
    app.add_node(samples, html=(SamplesWriter(app).visit, None))
    app.add_node(not_searched, html=(_leave_out, _leave_out))
    app.add_post_transform(SearchSamples)
    app.connect("builder-inited", _add_transform)


def _add_transform(app: Sphinx) -> None:
    app.add_post_transform(PrepareSamples if app.builder.name in _BUILDERS and set_aside.is_possible(app) else RevealSamples)
