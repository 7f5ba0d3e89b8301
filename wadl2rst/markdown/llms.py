"""The file ``llms.txt``: a list of the operations of a site for programs, in the form of https://llmstxt.org.

It consists of the title of the site, a sentence about it, and a list for each group of operations: verb, path and title as a link
to the operation in Markdown, and the first sentence of its description.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from wadl2rst.frozen import dataclass
from wadl2rst.markdown.inline import Links
from wadl2rst.markdown.text import at_start, escape, heading, link
from wadl2rst.markdown.writer import joined
from wadl2rst.page.options import Say
from wadl2rst.page.summaries import first_sentence
from wadl2rst.page.values import IndexPage, OperationLink, OperationPage, Page, ResourcePage
from wadl2rst.rst.text import clean


class PageEntry(NamedTuple):
    """An operation, or another page."""

    name: str
    """Verb, path and title, or the title of the page."""
    address: str
    """Its address, relative to the index of the API."""
    sentence: str
    """The first sentence of its description; may be empty."""


class EntryGroup(NamedTuple):
    """The operations of a section of the index."""

    title: str
    """The title of the section; empty if the operations are on the page of the API itself."""
    entries: tuple[PageEntry, ...]
    """The operations, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiSummary:
    """What ``llms.txt`` says about an API."""

    title: str
    """Its title."""
    sentence: str
    """The first sentence of its description; may be empty."""
    address: str
    """The address of its index."""
    groups: tuple[EntryGroup, ...]
    """Its operations."""
    others: tuple[PageEntry, ...] = ()
    """Other pages, such as those of types and representations."""


class Sentences:
    """Collects the first sentences of the operations while their pages are written."""

    def __init__(self) -> None:
        """Knows no operation yet."""
        self._by_label: dict[str, str] = {}

    def note(self, page: Page) -> None:
        """Notes the operations of a page."""
        value = page.value
        if isinstance(value, OperationPage):
            self._by_label[value.label] = first_sentence(value.docs)
        elif isinstance(value, ResourcePage | IndexPage):
            self._by_label.update((op.label, first_sentence(op.docs)) for op in value.pages)

    def of(self, label: str) -> str:
        """The first sentence of an operation; empty if it has none."""
        return self._by_label.get(label, "")


def operation_name(verb: str, path: str, title: str) -> str:
    """The name of an operation in the list: verb, path, and the title if that is another."""
    line = f"{verb} {path}".strip()
    return line if title == line else f"{line}: {title}"


def _entry(operation: OperationLink, address: str, sentence: str) -> PageEntry:
    return PageEntry(operation_name(operation.verb, operation.path, operation.title), address, sentence)


def summary_of(index: IndexPage, page: str, sentences: Sentences, links: Links) -> ApiSummary:
    """The summary of the API with this ``index``, whose page is called ``page``; ``links`` finds the addresses of labels."""

    def address(label: str) -> str:
        found = links(label)
        return found.address if found is not None else f"{page}.md"

    groups = (
        EntryGroup(section.title, tuple(_entry(link, address(link.label), sentences.of(link.label)) for link in section.operations))
        for section in index.groups or index.sections
    )
    others = [PageEntry(one.title, address(one.label), first_sentence(one.docs)) for one in index.representations]
    if index.schemas is not None:
        others.append(PageEntry(index.schemas.title, address(index.schemas.label), ""))
    return ApiSummary(
        title=index.title,
        sentence=first_sentence(index.docs),
        address=f"{page}.md",
        groups=tuple(group for group in groups if group.entries),
        others=tuple(others),
    )


def llms_txt(title: str, apis: Sequence[tuple[str, ApiSummary]], say: Say = str, *, base: str = "") -> str:
    """The text of ``llms.txt`` for a site with this ``title``.

    ``apis`` are the APIs, each with the path of its folder on the site, which is empty or ends with a slash.  ``base`` is the address
    of the site, if links must be absolute.  ``say`` translates added words.
    """
    several = len(apis) > 1
    shown = title if several or not apis else apis[0][1].title
    parts: list[list[str]] = [[heading(_escaped(shown), 0)]]
    if not several and apis and apis[0][1].sentence:
        parts.append([f"> {at_start(_escaped(apis[0][1].sentence))}"])
    for folder, api in apis:
        parts += _api(folder if not base else base.rstrip("/") + "/" + folder, api, say, several)
    return "\n".join(joined(parts)) + "\n"


def _api(folder: str, api: ApiSummary, say: Say, several: bool) -> Iterator[list[str]]:
    own = [one for group in api.groups if not group.title for one in group.entries]
    first = PageEntry(api.title if several else say("Overview"), api.address, api.sentence if several else "")
    yield [heading(_escaped(first.name), 1), "", *(_line(folder, one) for one in (first, *api.others, *own))]
    for group in api.groups:
        if not group.title:
            continue
        title = f"{api.title}: {group.title}" if several else group.title
        yield [heading(_escaped(title), 1), "", *(_line(folder, one) for one in group.entries)]


def _line(folder: str, one: PageEntry) -> str:
    text = link(_escaped(one.name), folder + one.address)
    return f"- {text}: {_escaped(one.sentence)}" if one.sentence else f"- {text}"


def _escaped(text: str) -> str:
    """Text on one line, escaped."""
    return escape(" ".join(clean(text).split()))


def to_json(api: ApiSummary) -> dict[str, Any]:
    """The summary as a JSON-compatible value."""
    groups = [[group.title, [list(one) for one in group.entries]] for group in api.groups]
    others = [list(one) for one in api.others]
    return {"title": api.title, "sentence": api.sentence, "address": api.address, "groups": groups, "others": others}


def from_json(value: Mapping[str, Any]) -> ApiSummary:
    """The summary from a value of :func:`to_json`; raises KeyError, TypeError or ValueError for any other."""
    texts = {name: value[name] for name in ("title", "sentence", "address")}
    groups = tuple(EntryGroup(title, tuple(PageEntry(*one) for one in entries)) for title, entries in value["groups"])
    others = tuple(PageEntry(*one) for one in value["others"])
    found = ApiSummary(**texts, groups=groups, others=others)
    listed = [one for group in groups for one in group.entries] + list(others)
    shown = [*texts.values(), *(group.title for group in groups), *(text for one in listed for text in one)]
    if not all(isinstance(text, str) for text in shown):
        raise TypeError("not a summary")
    return found
