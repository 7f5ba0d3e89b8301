"""Samples of generated pages that no nodes are made for while their page is read and transformed.

An operation has half a dozen of samples, and docutils and sphinx-design need a dozen of state machines for the tabs they stand in.  What
is known of samples is their *layout* (captions, code, tabs), which is the same on most pages, and their texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from docutils import nodes

from wadl2rst.sphinx.request_samples import CSS_CLASS


# Layouts are keys, and tuples of different classes are equal, so each class of parts has a kind.
class Caption(NamedTuple):
    """A paragraph of bold text."""

    kind: str = "caption"


class Plain(NamedTuple):
    """A paragraph of text without markup."""

    kind: str = "plain"


class SampleCode(NamedTuple):
    """A block of code, and the language that it is highlighted as."""

    language: str
    kind: str = "code"


class Tab(NamedTuple):
    """A sample, or more, in a tab of sphinx-design."""

    label: str
    sync: str
    is_selected: bool
    parts: tuple[SamplePart, ...]


class Tabs(NamedTuple):
    """Tabs, and the group in which they are synchronised."""

    group: str
    tabs: tuple[Tab, ...]
    kind: str = "tabs"


class Requests(NamedTuple):
    """The container of the requests that are made for a WADL."""

    parts: tuple[SamplePart, ...]
    kind: str = "requests"


SamplePart = Caption | Plain | SampleCode | Tabs | Requests
SamplesLayout = tuple[SamplePart, ...]
"""What a container of samples consists of, without the texts."""

SamplePlace = tuple[str, int]
"""A source and a line, counted from 1."""


class Samples(NamedTuple):
    """Samples: their layout, the texts of captions, paragraphs and code in the order of the page, and the places of all parts."""

    layout: SamplesLayout
    texts: tuple[str, ...]
    places: tuple[SamplePlace, ...]
    is_request: bool = False
    """Whether they stand in a container of requests."""

    def searched(self) -> Iterator[str]:
        """The texts to be found by a search: not those of requests, which are the same words on each page."""
        found = zip(self.texts, slots(self.layout), strict=True)
        return (text for text, (_part, _number, is_request) in found if not (is_request or self.is_request))

    def nodes(self) -> list[nodes.Node]:
        """The nodes, as docutils, Sphinx and sphinx-design make them of the page, and as they are marked for translators."""
        return _Maker(iter(self.texts), iter(self.places)).parts(self.layout, is_request=self.is_request)


@lru_cache(maxsize=512)
def slots(layout: SamplesLayout) -> tuple[tuple[SamplePart, int, bool], ...]:
    """The parts that have a text: each with its number among all parts, and whether it is of a request."""
    return tuple(
        (part, number, is_request)
        for number, (part, is_request) in enumerate(_all_parts(layout, is_request=False))
        if not isinstance(part, Tabs | Requests)
    )


@lru_cache(maxsize=512)
def count_parts(layout: SamplesLayout) -> int:
    """How many parts there are."""
    return sum(1 for _part in _all_parts(layout, is_request=False))


@lru_cache(maxsize=512)
def count_tabs(layout: SamplesLayout) -> tuple[int, int]:
    """How many sets of tabs there are, and how many tabs in all of them."""
    found = [part for part, _is_request in _all_parts(layout, is_request=False) if isinstance(part, Tabs)]
    return len(found), sum(len(part.tabs) for part in found)


def _all_parts(layout: SamplesLayout, *, is_request: bool) -> Iterator[tuple[SamplePart, bool]]:
    """The parts in the order of the page, each with whether it is of a request."""
    for part in layout:
        yield part, is_request
        if isinstance(part, Tabs):
            for tab in part.tabs:
                yield from _all_parts(tab.parts, is_request=is_request)
        elif isinstance(part, Requests):
            yield from _all_parts(part.parts, is_request=True)


class _Maker:
    """Makes the nodes of a layout."""

    def __init__(self, texts: Iterator[str], places: Iterator[SamplePlace]) -> None:
        self._texts, self._places = texts, places

    def parts(self, layout: SamplesLayout, *, is_request: bool) -> list[nodes.Node]:
        """The nodes of the parts."""
        return [self._part(part, is_request=is_request) for part in layout]

    def _part(self, part: SamplePart, *, is_request: bool) -> nodes.Element:
        found: nodes.Element
        place = next(self._places)
        if isinstance(part, Tabs):
            found = _component("tab-set", ["sd-tab-set"])
            found.extend(self._tab(tab, part.group, is_request=is_request) for tab in part.tabs)
        elif isinstance(part, Requests):
            found = nodes.container(classes=[CSS_CLASS])
            found.extend(self.parts(part.parts, is_request=True))
        else:
            text = next(self._texts)
            if isinstance(part, SampleCode):
                found = nodes.literal_block(text, text, classes=[], force=False, highlight_args={})
                found["language"] = part.language
            elif isinstance(part, Plain):
                found = nodes.paragraph(text, "", nodes.Text(text))
            else:
                markup = f"**{text}**"
                found = nodes.paragraph(markup, "", nodes.strong(markup, text))
                _mark(found.children[0], is_request=is_request)
            _mark(found, is_request=is_request)
        found.source, found.line = place
        return found

    def _tab(self, tab: Tab, group: str, *, is_request: bool) -> nodes.Element:
        label = nodes.rubric(tab.label, "", nodes.Text(tab.label), classes=["sd-tab-label"])
        label["sync_id"], label["sync_group"] = tab.sync, group
        _mark(label, is_request=is_request)
        content = _component("tab-content", ["sd-tab-content"])
        content.extend(self.parts(tab.parts, is_request=is_request))
        found = _component("tab-item", ["sd-tab-item"], selected=tab.is_selected)
        found.extend([label, content])
        return found


def _mark(node: nodes.Node, *, is_request: bool) -> None:
    """Marks what need not be translated, as :class:`wadl2rst.sphinx.request_samples.ExcludeRequestSamples` does."""
    if is_request and isinstance(node, nodes.Element):
        node["translatable"] = False


def _component(name: str, classes: Sequence[str], **attributes: Any) -> nodes.container:
    """A container as sphinx-design makes them."""
    return nodes.container("", is_div=True, design_component=name, classes=list(classes), **attributes)


class samples(nodes.General, nodes.Element):  # noqa: N801 (so docutils names nodes)
    """Stands for samples."""

    held: Samples
    sets_before: int = 0
    """How many sets of tabs precede on the page; set before HTML is written."""
    tabs_before: int = 0
    """How many tabs precede."""

    @classmethod
    def of(cls, held: Samples) -> samples:
        """The node for samples."""
        found = cls()
        found.held = held
        return found

    def astext(self) -> str:
        """The text of the samples."""
        return "\n\n".join(node.astext() for node in self.held.nodes())

    def copy(self) -> samples:
        """A copy without the texts for the search."""
        found = samples.of(self.held)
        found.sets_before, found.tabs_before = self.sets_before, self.tabs_before
        return found

    def reveal(self) -> None:
        """Puts the nodes of the samples in its place."""
        assert self.parent is not None
        place = self.parent.index(self)
        self.parent[place : place + 1] = self.held.nodes()
