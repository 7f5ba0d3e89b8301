"""Documentation as pages show it: filtered by language, with titles, and with short paragraphs of a table cell joined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from wadl2rst.page.options import Say
from wadl2rst.page.values import Docs, DocText
from wadl2rst.prose import Block, Code, Emphasis, Hyperlink, Inline, Paragraph, Strong, Text
from wadl2rst.wadl.facts import shown_docs
from wadl2rst.wadl.model import Doc

COMPACT = 120
"""Paragraphs of a cell are joined if they have at most this many characters in total."""


def doc_texts(docs: Sequence[Doc], language: str = "", *, first_title: bool = True) -> Docs:
    """The text of each of ``docs`` in ``language``, in order; an empty ``language`` means all languages.

    Titles become bold paragraphs; ``first_title`` says whether the first title is included.
    """
    return tuple(DocText(blocks, doc.location) for doc, blocks in _shown(docs, language, first_title) if blocks)


def in_one_language(docs: Sequence[Doc], language: str) -> Sequence[Doc]:
    """The docs of a schema to show: if no ``language`` is asked for, those without a language, else those in that of the first.

    A schema says the same in each language; docs of a WADL in several languages are often different texts.
    """
    if language or len({doc.language.lower() for doc in docs}) < 2:
        return docs
    shown = "" if any(not doc.language for doc in docs) else docs[0].language.lower()
    return [doc for doc in docs if doc.language.lower() == shown]


def doc_blocks(docs: Sequence[Doc], language: str = "", *, first_title: bool = True) -> tuple[Block, ...]:
    """The blocks of :func:`doc_texts` in one tuple, for example for a table cell."""
    if len(docs) == 1 and not docs[0].url and not (docs[0].title and first_title):
        return docs[0].blocks  # the common case
    return tuple([block for _doc, blocks in _shown(docs, language, first_title) for block in blocks])


def _shown(docs: Sequence[Doc], language: str, first_title: bool) -> Iterator[tuple[Doc, tuple[Block, ...]]]:
    """Each doc to show, with its blocks, its title as a bold paragraph and its URL as a link."""
    untitled = True
    for doc in shown_docs(docs, language):
        blocks = doc.blocks
        if doc.title and (first_title or not untitled):
            blocks = (Paragraph((Strong((Text(doc.title),)),)), *blocks)
        untitled = untitled and not doc.title
        if doc.url:
            blocks = (*blocks, Paragraph((Hyperlink(doc.url, ()),)))
        yield doc, blocks


def compact(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks of a table cell, with short paragraphs joined: blank lines between sentences make tables hard to read."""
    if len(blocks) < 2:
        return blocks
    length = 0
    for block in blocks:
        if type(block) is not Paragraph:
            return blocks
        for child in block.children:
            if type(child) is Text or type(child) is Code:
                length += len(child.text)
            else:
                return blocks
    if length > COMPACT:
        return blocks
    children: list[Inline] = []
    for block in blocks:
        assert isinstance(block, Paragraph)
        for child in (Text(" "), *block.children) if children else block.children:
            if type(child) is Text and children and type(before := children[-1]) is Text:
                children[-1] = Text(before.text + child.text)
            else:
                children.append(child)
    return (Paragraph(tuple(children)),)


def series(items: Sequence[Sequence[Inline]], separator: str = ", ") -> tuple[Inline, ...]:
    """The items as one line, separated by commas."""
    line: list[Inline] = []
    for item in items:
        if line:
            line.append(Text(separator))
        line += item
    return tuple(line)


def filled_sentence(sentence: str, **values: Inline) -> tuple[Inline, ...]:
    """A sentence with ``values`` in place of its ``%(name)s``, in the order that its language has them."""
    parts = _PLACE.split(sentence)
    return tuple([values.get(part, Text(part)) if number % 2 else Text(part) for number, part in enumerate(parts) if part])


_PLACE = re.compile(r"%\((\w+)\)s")


def value_inline(value: str, say: Say) -> Inline:
    """A value, such as a default; a word for one that nothing would be seen of."""
    return Code(value) if value.strip() else Emphasis((Text(say("empty")),))


def one_paragraph(sentences: Sequence[Sequence[Inline]]) -> tuple[Block, ...]:
    """Sentences as one paragraph; nothing if there are none."""
    line: list[Inline] = []
    for sentence in sentences:
        if line:
            line.append(Text(" "))
        line += sentence
    return (Paragraph(tuple(line)),) if line else ()


def cell_text(blocks: tuple[Block, ...], facts: tuple[Block, ...], *, apart: bool) -> tuple[Block, ...]:
    """The cell of a description: the documentation ``blocks``, and generated text, in a paragraph of its own if ``apart``."""
    return (*compact(blocks), *facts) if apart else compact(ended(blocks, facts) + facts)


def ended(blocks: tuple[Block, ...], facts: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks of a description; if ``facts`` continue its last paragraph, that ends with a full stop."""
    if not blocks or not facts or not isinstance(blocks[-1], Paragraph) or not isinstance(facts[0], Paragraph):
        return blocks
    children = blocks[-1].children
    last = children[-1] if children else None
    if isinstance(last, Text):
        text = last.text.rstrip()
        if not text or not (text[-1].isalnum() or text[-1] in _UNENDED) or east_asian_width(text[-1]) in "WF":
            return blocks
        children = (*children[:-1], Text(text + "."))
    elif isinstance(last, Code):
        children = (*children, Text("."))
    else:
        return blocks
    return (*blocks[:-1], Paragraph(children))


_UNENDED = frozenset(")]\"'%")
"""Characters that end a word or number, but no sentence."""
