"""The first sentence of documentation as plain text, for lists and for search engines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wadl2rst.page.values import Docs
from wadl2rst.prose import Block, Code, Footnote, Inline, InlineImage, LineBreak, Paragraph, Section, Strong, Text

MAX_SENTENCE = 240
"""Longer sentences are cut after a word."""

_ENDS = ".!?。！？"
# XML contains none of these characters, so no text does.
_HIDDEN = dict(zip(map(ord, _ENDS), "\x0e\x0f\x10\x11\x12\x13", strict=True))
_SHOWN = {ord(hidden): chr(end) for end, hidden in _HIDDEN.items()}

_END = re.compile(r"""(?P<word>[^\s(\["'„“]*)[.!?]+(?P<closing>["')\]»”’]*)(?=\s+(?P<next>\S)|$)|[。！？]+[」』）”’]*""")
_ABBREVIATION = re.compile(
    r"(?:[^\W\d_](?:\.[^\W\d_])+|approx|cf|ca|corp|dept|dr|ed|eq|est|etc|fig|figs|inc|jr|ltd|max|min|mr|mrs|ms|no|nos|pp|"
    r"prof|resp|sec|st|tel|vol|vs|bzw|bspw|evtl|ggf|inkl|nr|sog|str|usw|vgl|zzgl)",
    re.IGNORECASE,
)
_LETTER, _LETTER_BEFORE = re.compile(r"[^\W\d_]\."), re.compile(r"(?<!\w)[^\W\d_]\.\Z")
_ENDING = frozenset({"etc", "usw", "inc", "ltd", "corp", "jr"})
"""Abbreviations that often end a sentence."""


def first_sentence(docs: Docs) -> str:
    """The first sentence of documentation as plain text; empty if there is no paragraph.  Titles in bold are skipped."""
    for text in docs:
        for paragraph in _paragraphs(text.blocks):
            words = " ".join("".join(_texts(paragraph.children)).split())
            if words:
                return _first(words)
    return ""


def sentence(words: str) -> str:
    """The first sentence of plain text; of a long one, its beginning."""
    return _first(" ".join(words.split()))


def _first(words: str) -> str:
    """The first sentence of a line, in which the characters that do not end a sentence are hidden."""
    end = next((match.end() for match in _END.finditer(words[: 4 * MAX_SENTENCE]) if _is_end(match)), len(words))
    found = words[:end].translate(_SHOWN)
    if len(found) <= MAX_SENTENCE:
        return found
    cut = found[: MAX_SENTENCE - 1]
    return (cut.rpartition(" ")[0].rstrip(" ,;:") or cut) + "…"


def _is_end(match: re.Match[str]) -> bool:
    """Whether a full stop, or what is like one, ends the sentence."""
    word, closing, after = match["word"], match["closing"], match["next"]
    if after is None:
        return True
    if after.islower():
        return False
    if closing or match[0][-1] in "!?":
        return True
    if not word.strip(".") or (word.isdecimal() and match.start() == 0):
        return False  # an ellipsis, or the number of a list
    if len(word) == 1 and word.isalpha():
        return not _is_initial(match)
    return _ABBREVIATION.fullmatch(word) is None or (word.lower() in _ENDING and after.isupper())


def _is_initial(match: re.Match[str]) -> bool:
    """Whether a letter with a full stop is part of a name or of an abbreviation: at the beginning, or one of several."""
    before, after = match.string[: match.start()].rstrip(), match.string[match.end() :].lstrip()
    return not before or _LETTER_BEFORE.search(before) is not None or _LETTER.match(after) is not None


def _paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph) and not (len(block.children) == 1 and isinstance(block.children[0], Strong)):
            yield block
        elif isinstance(block, Section):
            yield from _paragraphs(block.children)


def _texts(children: Sequence[Inline]) -> Iterator[str]:
    for node in children:
        if isinstance(node, Text):
            yield node.text
        elif isinstance(node, Code):
            yield node.text.translate(_HIDDEN)
        elif isinstance(node, LineBreak):
            yield " "
        elif isinstance(node, InlineImage):
            yield node.alt
        elif not isinstance(node, Footnote):
            yield from _texts(node.children or (Code(getattr(node, "target", "")),))
