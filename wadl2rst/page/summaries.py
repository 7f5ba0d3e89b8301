"""The first sentence of documentation, for lists of operations and for search engines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wadl2rst.page.values import Docs
from wadl2rst.prose import Block, Code, Footnote, Inline, InlineImage, LineBreak, Paragraph, Section, Strong, Text

LONGEST = 200
"""A longer sentence is cut at a word."""

# A full stop ends a sentence if a blank follows, and then no lower-case letter; not if an abbreviation precedes.
_END = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bNo)(?<!\bz\. B)(?<!\bd\. h)[.!?][)\"'”’]*(?=\s+[^\sa-zß-ÿ])|[。！？]")


def first_sentence(docs: Docs) -> str:
    """The first sentence of documentation as plain text; empty if there is no paragraph.  Titles in bold are passed over."""
    for text in docs:
        for paragraph in _paragraphs(text.blocks):
            words = " ".join("".join(_texts(paragraph.children)).split())
            if words:
                return sentence(words)
    return ""


def sentence(words: str) -> str:
    """The first sentence of a text without line ends; of a long one, its beginning."""
    end = _END.search(words)
    found = words[: end.end()] if end is not None else words
    if len(found) <= LONGEST:
        return found
    cut = found[: LONGEST - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:") + "…"


def _paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Section):
            yield from _paragraphs(block.children)
        elif isinstance(block, Paragraph) and not (len(block.children) == 1 and isinstance(block.children[0], Strong)):
            yield block


def _texts(children: Sequence[Inline]) -> Iterator[str]:
    for node in children:
        match node:
            case Text(text) | Code(text):
                yield text
            case LineBreak():
                yield " "
            case InlineImage() | Footnote():
                pass
            case _:
                yield from _texts(node.children)
