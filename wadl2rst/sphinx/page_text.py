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
from wadl2rst.sphinx.set_aside import CHILDREN, PARAMS

IsPage = Callable[[nodes.Node], bool]
"""Whether a node is on lines that were generated for the page, rather than taken from the WADL."""

_VALUE = "\0"
"""What stands for code and links, which are values, in the text of a node."""

_PLACE = re.compile(r"%(?:\((\w+)\))?s")
_PLACED = r"[\w\0.,/+{}-]{1,200}(?: [\d\0]{1,20}){0,20}"
"""What a sentence can have in place of ``%(name)s``: a number, a word, a value, or several status codes."""
_WORDLESS = r"(?:[\W_]|\d)+"
_ADDRESS = re.compile(r"(?:[!#$%&'*+.^_`|~0-9A-Z-]+ )?/\S*|https?://\S+|\{[^{}\s]+\}")
"""A path, a request line, a URL, or a name in braces."""
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
        terms = sorted({*map(say, catalogued_words()), *more, f"Cookie {_VALUE}."} - {""}, key=len, reverse=True)
        self._terms = re.compile("|".join(filter(None, map(_pattern, terms))))
        self._wordless = re.compile(_WORDLESS)
        self._captions = [term for term in terms if "%(title)s" in term]
        self._link = say("Link")
        self._unattached = say("Not attached to a resource")
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

    def is_cell_fact(self, text: str) -> bool:
        """Whether a text in a cell of a table is made of facts or describes a link."""
        return (self.is_fact(text) or text.startswith(f"{self._link} ")) and self.covers(text)

    def is_title(self, text: str) -> bool:
        """Whether a text is a title of a section that pages make."""
        return text == self._unattached

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
def catalogued_words() -> tuple[str, ...]:
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
        for block in _blocks(top):
            if isinstance(block, nodes.table):
                _exclude_cells(block, terms, is_page)
            elif _is_page_text(block, terms, is_page) or (isinstance(block, nodes.title) and _is_name(block.astext(), terms, names)):
                block["translatable"] = False


def _is_name(title: str, terms: PageTerms, names: Collection[str]) -> bool:
    return title in names or terms.is_title(title)


def _blocks(top: nodes.Node) -> Iterator[nodes.Element]:
    """The texts in a node that can be translated, and the tables, each after what is in it."""
    if isinstance(top, nodes.TextElement):
        if not isinstance(top, (nodes.Inline, nodes.FixedTextElement)):
            yield top
    elif isinstance(top, nodes.Element):
        for child in top.children:
            yield from _blocks(child)
        if isinstance(top, nodes.table):
            yield top


def _is_page_text(node: nodes.Element, terms: PageTerms, is_page: IsPage) -> bool:
    text = text_with_values(node)
    if not any(map(str.isalpha, text)) or _ADDRESS.fullmatch(text):
        return True
    if _is_of_parameter(node) and terms.is_cell_fact(text):
        return True
    if not is_page(node):
        return False
    return terms.covers(text) or terms.is_fact(text) or terms.is_caption(text) or "sd-tab-label" in node["classes"]


def _is_of_parameter(node: nodes.Element) -> bool:
    """Whether a node stands directly in the definition of a parameter."""
    definition = node.parent
    listed = definition.parent.parent if isinstance(definition, nodes.definition) and definition.parent is not None else None
    return isinstance(listed, nodes.definition_list) and not {PARAMS, CHILDREN}.isdisjoint(listed["classes"])


def _exclude_cells(table: nodes.table, terms: PageTerms, is_page: IsPage) -> None:
    group = table.children[-1] if table.children else None
    parts = group.children if isinstance(group, nodes.tgroup) else []
    head = next((part for part in parts if isinstance(part, nodes.thead)), None)
    body = next((part for part in parts if isinstance(part, nodes.tbody)), None)
    if head is None or body is None or not all(map(is_page, _blocks(head))):
        return
    columns = terms.value_columns([cell.astext() for row in _elements(head) for cell in _elements(row)])
    for row in _elements(body) if columns else ():
        for number, cell in enumerate(_elements(row)):
            for block in _blocks(cell):
                if number < columns or terms.is_cell_fact(text_with_values(block)):
                    block["translatable"] = False


def _elements(node: nodes.Element) -> Iterator[nodes.Element]:
    return (child for child in node.children if isinstance(child, nodes.Element))


def text_with_values(node: nodes.Element) -> str:
    """The text of a node, with a control character for code and for links within the project, which are values."""
    return " ".join("".join(_texts(node)).split())


def _texts(node: nodes.Element) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield str(child).replace("\0", "")  # with which docutils marks escaped characters
        elif isinstance(child, (nodes.literal, addnodes.pending_xref)) or _is_internal(child):
            yield _VALUE
        elif isinstance(child, nodes.Element):
            yield from _texts(child)


def _is_internal(node: nodes.Node) -> bool:
    """Whether a node is a link within the project."""
    return isinstance(node, nodes.reference) and bool(node.get("internal") or "refuri" not in node)
