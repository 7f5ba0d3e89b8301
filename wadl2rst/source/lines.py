"""The line on which each element starts: lxml knows the line on which a start tag ends, and loses count above 65,535."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import chain, count, repeat
from operator import sub

# What may hold a "<" that begins no tag.  What is not closed goes on to the end, so that nothing is looked for twice.
_NO_TAGS = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_NO_BRACKET = bytes(byte for byte in range(256) if byte not in b"\n<")


def start_lines(text: bytes) -> Iterator[int]:
    """The lines, from 1, of all start tags of a document, in order.

    ``text`` is well-formed XML without a DOCTYPE, in UTF-8.  Lines end with a newline, a carriage return, or both, as for XML.
    """
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    text = _NO_TAGS.sub(lambda match: b"\n" * match[0].count(b"\n"), text)
    # Elsewhere, each "<" begins a tag.  Nothing here runs for each of them but what is written in C: there are a million.
    brackets = text.replace(b"</", b"").translate(None, _NO_BRACKET) + b"\n"
    tags = map(sub, map(len, BytesIO(brackets)), repeat(1))  # each line is its brackets and its end
    return chain.from_iterable(map(repeat, count(1), tags))


def may_exceed(text: bytes, longest: int) -> bool:
    """Whether a tag, a text, a comment or another part of ``text`` may be longer than ``longest`` bytes; False is certain."""
    half = max(longest // 2, 1)
    # What is longer has no "<" in one of these pieces, except within a comment and the like.
    if any(text.find(b"<", begin, begin + half) < 0 for begin in range(0, len(text) - half, half)):
        return True
    return any(match.end() - match.start() > longest for match in _NO_TAGS.finditer(text))
