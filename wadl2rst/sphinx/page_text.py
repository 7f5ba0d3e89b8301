"""Text that pages add, as it is found again in a doctree: captions, facts, names, types and codes, which nobody is to translate.

A catalogue for translators (builder ``gettext``) should have the text of the WADL, and nothing else: text of the page has
catalogues of its own, and a build in another language would ask for it in that language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache

from babel.messages.mofile import read_mo
from docutils import nodes
from sphinx import addnodes

from wadl2rst.page.translations import LOCALES, TEXT_DOMAIN

IsPage = Callable[[nodes.Node], bool]
"""Whether a node is on lines that were generated for the page, rather than taken from the WADL."""

_VALUE = "\0"
"""What stands for code and links, which are values, in the text of a node."""

_PLACE = re.compile(r"%(?:\((\w+)\))?s")
_PLACED = r"[\w\0.,/+{}-]{1,200}(?: [\d\0]{1,20}){0,20}"
"""What a sentence can have in place of ``%(name)s``: a number, a word, a value, or several status codes."""
_WORDLESS = r"(?:[\W_]|\d)+"
_ADDRESS = re.compile(r"(?:[!#$%&'*+.^_`|~0-9A-Z-]+ )?/\S*")
_TABLES: dict[tuple[str, ...], int] = {
    ("Name", "Type", "Description"): 2,
    ("Response Code", "Name", "Description"): 1,
    ("Method", "Path", "Operation"): 3,
}
"""The tables of pages by their header, each with the number of first columns that have no text to translate."""


class PageTerms:
    """The words and sentences of pages in one language."""

    def __init__(self, say: Callable[[str], str], more: Iterable[str] = ()) -> None:
        """``say`` translates words and sentences; ``more`` are some that the included catalogues lack, translated."""
        terms = sorted({*map(say, page_words()), *more, f"Cookie {_VALUE}."} - {""}, key=len, reverse=True)
        self._terms = re.compile("|".join(filter(None, map(_pattern, terms))))
        self._wordless = re.compile(_WORDLESS)
        self._captions = [term for term in terms if "%(title)s" in term]
        self._tables = {tuple(map(say, header)): columns for header, columns in _TABLES.items()}

    def covers(self, text: str) -> bool:
        """Whether a text consists of terms and values only."""
        position = 0
        while position < len(text):
            found = self._terms.match(text, position) or self._wordless.match(text, position)
            if found is None or not found[0]:
                return False
            position = found.end()
        return True

    def is_fact(self, text: str) -> bool:
        """Whether a text begins with a term that is a sentence or precedes a value."""
        found = self._terms.match(text)
        return found is not None and (found[0][-1] in _ENDS or text[found.end() : found.end() + 1] == ":")

    def is_caption(self, text: str, title: str = "") -> bool:
        """Whether a text is the caption of a sample of an operation, whose ``title`` may be unknown."""
        return self.split_caption(text, title) is not None

    def split_caption(self, text: str, title: str = "") -> tuple[str, str] | None:
        """What precedes and what follows the ``title`` in the caption of a sample; None if the text is no such caption."""
        for term in self._captions:
            before, _place, after = term.partition("%(title)s")
            if not text.startswith(before + title):
                continue
            rest = text[len(before) + len(title) :]
            pattern = "".join(_PLACED if number % 2 else re.escape(part) for number, part in enumerate(_split(after)))
            found = re.search(rf"{pattern}\Z", rest) if not title else re.fullmatch(pattern, rest)
            if found is not None:
                return before, rest
        return None

    def value_columns(self, header: Sequence[str]) -> int:
        """The number of first columns of a table of the page that have no text to translate; 0 for any other table."""
        return self._tables.get(tuple(header), 0)


_ENDS = frozenset(".:。：")  # noqa: RUF001 (so do Japanese sentences end)


@cache
def page_words() -> tuple[str, ...]:
    """All words and sentences of pages, in English: those that the included catalogues translate."""
    words: dict[str, None] = {}
    for file in sorted(LOCALES.glob(f"*/LC_MESSAGES/{TEXT_DOMAIN}.mo")):
        with file.open("rb") as stream:
            words.update((str(message.id), None) for message in read_mo(stream) if message.id)
    return tuple(words)


def _split(term: str) -> list[str]:
    """The parts of a term, in turn text and the name of a place."""
    return [part or "" for part in _PLACE.split(term)]


def _pattern(term: str) -> str:
    """The regular expression of a term; empty if it has a place for any text, or is a place."""
    parts = _split(term)
    if "title" in parts[1::2] or not "".join(parts[::2]).strip():
        return ""
    end = r"(?!\w)" if term[-1].isalnum() and term[-1].isascii() else ""
    return "".join(_PLACED if number % 2 else re.escape(part) for number, part in enumerate(parts)) + end


def exclude(found: Iterable[nodes.Node], terms: PageTerms, is_page: IsPage, names: Collection[str] = ()) -> None:
    """Marks the nodes in ``found`` that have no text to translate, so that Sphinx does not extract them.

    ``names`` are titles of sections that are names.
    """
    for top in found:
        if not isinstance(top, nodes.Element):
            continue
        for node in top.findall(nodes.TextElement):
            if isinstance(node, (nodes.Inline, nodes.FixedTextElement)):
                continue
            if _is_page_text(node, terms, is_page) or (isinstance(node, nodes.title) and node.astext() in names):
                node["translatable"] = False
        for table in top.findall(nodes.table):
            _exclude_cells(table, terms, is_page)


def _is_page_text(node: nodes.TextElement, terms: PageTerms, is_page: IsPage) -> bool:
    text = text_with_values(node)
    if not any(map(str.isalpha, text)) or _ADDRESS.fullmatch(text):
        return True
    if not is_page(node):
        return False
    return terms.covers(text) or terms.is_fact(text) or terms.is_caption(text) or "sd-tab-label" in node["classes"]


def _exclude_cells(table: nodes.table, terms: PageTerms, is_page: IsPage) -> None:
    head, body = next(table.findall(nodes.thead), None), next(table.findall(nodes.tbody), None)
    if head is None or body is None or not all(is_page(node) for node in head.findall(nodes.paragraph)):
        return
    columns = terms.value_columns([cell.astext() for cell in head.findall(nodes.entry)])
    for row in body.findall(nodes.row) if columns else ():
        for number, cell in enumerate(row.children):
            assert isinstance(cell, nodes.entry)
            for node in cell.findall(nodes.TextElement):
                if isinstance(node, (nodes.Inline, nodes.FixedTextElement)):
                    continue
                text = text_with_values(node)
                if number < columns or (terms.is_fact(text) and terms.covers(text)):
                    node["translatable"] = False


def text_with_values(node: nodes.Element) -> str:
    """The text of a node, with a control character for code and for links within the project, which are values."""
    return "".join(_texts(node)).strip()


def _texts(node: nodes.Element) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif isinstance(child, (nodes.literal, addnodes.pending_xref)) or (isinstance(child, nodes.reference) and "refuri" not in child):
            yield _VALUE
        elif isinstance(child, nodes.Element):
            yield from _texts(child)
