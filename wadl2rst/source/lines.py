"""The lines of start tags: lxml gives only the line on which a start tag ends, and loses count above 65,535."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

# Constructs that may contain a "<" that does not begin a tag.  An unclosed one extends to the end, which avoids quadratic searches.
_NO_TAGS = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_NO_BRACKET = bytes(byte for byte in range(256) if byte not in b"\n<")


def tag_outline(text: bytes) -> bytes:
    """The line ends of a document, as LF, and a "<" for each start tag, in order; everything else is left out.

    ``text`` is well-formed XML without a DOCTYPE, in UTF-8.  Lines end with LF, CR or CRLF, as in XML (section 2.11).
    """
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    parts: list[bytes] = []
    after = 0
    for match in _no_tags(text):
        parts += text[after : match.start()], b"\n" * match[0].count(b"\n")
        after = match.end()
    text = b"".join([*parts, text[after:]])
    # Everywhere else, each "<" begins a tag.  There may be a million of them, so only functions implemented in C run for each.
    # Splitting and joining searches the text once, replace() twice.
    return b"".join(text.split(b"</")).translate(None, _NO_BRACKET)


def start_lines(outline: bytes) -> Iterator[int]:
    """Yields the lines, from 1, of all start tags of a document, in order; ``outline`` is its :func:`tag_outline`."""
    breaks = outline.split(b"<")
    breaks.pop()  # those after the last start tag
    lines = accumulate(map(len, breaks), initial=1)
    next(lines)  # the first line of the document, where no tag has begun yet
    return lines


def may_exceed(text: bytes, longest: int) -> bool:
    """Whether a tag, text, comment or other token of ``text`` may be longer than ``longest`` bytes; False is certain, True is not."""
    if len(text) <= longest:
        return False
    half = max(longest // 2, 1)
    # A longer token spans at least one of these chunks, which then contains no "<", unless the token is a comment or the like.
    if any(text.find(b"<", begin, begin + half) < 0 for begin in range(0, len(text) - half, half)):
        return True
    return any(match.end() - match.start() > longest for match in _no_tags(text))


def _no_tags(text: bytes) -> Iterator[re.Match[bytes]]:
    """Yields the matches of ``_NO_TAGS``.  Most documents have an XML declaration alone; finding that out is faster than matching."""
    declaration = _NO_TAGS.match(text)
    begin = 0
    if declaration is not None:
        yield declaration
        begin = declaration.end()
    # A search for one byte takes a fraction of the time of a search for two, and many documents have neither byte.
    if any(text.find(mark[1:], begin) >= 0 and text.find(mark, begin) >= 0 for mark in (b"<!", b"<?")):
        yield from _NO_TAGS.finditer(text, begin)
