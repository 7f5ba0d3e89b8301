"""Lines and columns of RST: the width of text, and line breaks.  Independent of the meaning of the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

_RUN = re.compile(r"([!-/:-@\[-`{-~])\1*\Z")
_RUN_INSIDE = re.compile(r" (([!-/:-@\[-`{-~])\2*)(?= )")
_LITERAL = re.compile(r"(?<!\\)``[^`]+``")
_BREAK = re.compile(r"(?<![\\\s]) +(?!\s)")
_ROLE = re.compile(r":[a-z][a-z:]{0,30}:`(?=[^`\n]* )(?:[^`\\\n]|\\.){1,200}`")
"""A role with a space in it.  Its lines are not broken, because other readers of RST than docutils do not join them again; unless it is so
long that its column would be far too wide."""


class TooNarrow(Exception):
    """A word is wider than its column."""


def columns(text: str) -> int:
    """The width of ``text`` in columns, as docutils counts them: two for East Asian wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return len(text) + sum((unicodedata.east_asian_width(char) in "WF") - (unicodedata.combining(char) != 0) for char in text)


def split_words(text: str) -> list[str]:
    """Splits text at possible line breaks: at spaces, except escaped ones, those next to other white space, and those within roles."""
    has_role = ":`" in text
    if has_role:
        text = _ROLE.sub(lambda match: match[0].replace(" ", "\0"), text)
    if has_role or ("``" in text and _RUN_INSIDE.search(text)):
        # Nothing can be escaped within a literal, so punctuation there must not be alone on a line (see fill).
        text = _LITERAL.sub(lambda match: _RUN_INSIDE.sub(r"\0\1", match[0]), text)
        return [word.replace("\0", " ") for word in _BREAK.split(text)]
    return text.split() if "\\" not in text and text.isascii() else _BREAK.split(text)


def is_plain(text: str) -> bool:
    """Whether every character is one column wide, and lines can be broken at every space, with no two spaces in a row."""
    return text.isascii() and "\\" not in text and "  " not in text and not _has_unbroken(text)


def _has_unbroken(text: str) -> bool:
    """Whether there is a space at which :func:`split_words` does not split."""
    return bool(("``" in text and _RUN_INSIDE.search(text)) or (":`" in text and _ROLE.search(text)))


def min_width(text: str) -> int:
    """The minimum width in columns of a cell with this text: every word but the last needs a space after it."""
    words = split_words(text)
    width = len if text.isascii() else columns
    last = words.pop()
    if not words:
        return width(last)
    return max(max(map(width, words)) + 1, width(last) + 2 if _RUN.match(last) else width(last))


def fill(text: str, width: int) -> list[str]:
    """Wraps a paragraph to lines of ``width`` columns, including a space after each word except the last of the paragraph.

    Punctuation alone on the second line, such as ``--``, is escaped: docutils would read it as the underline of a title.
    """
    return fill_plain(text, width) if is_plain(text) else fill_words(split_words(text), width)


def fill_plain(text: str, width: int, overlong: bool = True) -> list[str]:
    """Like :func:`fill`, for text that :func:`is_plain`; unless ``overlong``, a word that is too long raises :class:`TooNarrow`."""
    lines: list[str] = []
    begin, size = 0, len(text)
    while size - begin > width:
        end = text.rfind(" ", begin, begin + width)
        if end < 0:  # a word that is too long is put on its own line
            if not overlong:
                raise TooNarrow
            end = text.find(" ", begin + width)
            if end < 0:
                break
        lines.append(text[begin:end])
        begin = end + 1
    lines.append(text[begin:])
    return lines if len(lines) < 2 or lines[1][:1].isalnum() else _no_underline(lines)


def fill_words(words: Sequence[str], width: int) -> list[str]:
    """Like :func:`fill`, for the words of any text."""
    lines: list[str] = []
    line, used, last = words[0], columns(words[0]), len(words) - 1
    for index in range(1, len(words)):
        word = words[index]
        size = len(word) if word.isascii() else columns(word)
        if used + 1 + size + (index != last) <= width:
            line += " " + word
            used += 1 + size
        else:
            lines.append(line)
            line, used = word, size
    lines.append(line)
    return _no_underline(lines)


def _no_underline(lines: list[str]) -> list[str]:
    if len(lines) > 1 and _RUN.match(lines[1]):
        lines[1] = ("\\ " if lines[1][0] == "\\" else "\\") + lines[1]
    return lines


def wrap(text: str, width: int, limit: int) -> list[str]:
    """Wraps the paragraph ``text`` to ``width`` columns; 0 for a single line, broken only if it is longer than ``limit``."""
    if len(text) <= limit:
        return fill(text, width) if width and columns(text) > width else [text]
    lines: list[str] = []
    words: list[str] = []
    for word in split_words(text):
        *pieces, rest = _split_word(word, limit)
        if pieces:
            lines += fill_words(words, width or limit) if words else []
            lines += pieces
            words = []
        words.append(rest)
    return _no_underline(lines + fill_words(words, width or limit))


def _split_word(word: str, limit: int) -> list[str]:
    """Splits a word into pieces of at most ``limit`` characters, all but the last with a backslash that escapes the line end."""
    pieces = []
    begin = 0
    while len(word) - begin > limit:
        head = word[begin : begin + limit]
        end = next((end for end in range(limit - 1, limit // 2, -1) if head[end - 1].isalnum() and head[end].isalnum()), 0)
        if not end:  # otherwise anywhere except within an escape
            end = limit - 1 - (len(head[: limit - 1]) - len(head[: limit - 1].rstrip("\\"))) % 2
        pieces.append(head[:end] + "\\")
        begin += end
    return [*pieces, word[begin:]]


def pad(text: str, width: int) -> str:
    """``text`` padded with spaces to ``width`` columns."""
    return text.ljust(width) if text.isascii() else text + " " * (width - columns(text))


def paragraphs(texts: Sequence[str], width: int) -> list[str]:
    """Wraps paragraphs to ``width`` columns (0 for one line each), with an empty line between them."""
    return joined([fill(text, width) if width else [text] for text in texts], True)


def joined(parts: Sequence[Sequence[str]], apart: bool) -> list[str]:
    """The lines of all parts; with ``apart``, separated by blank lines."""
    lines: list[str] = []
    for part in parts:
        if lines and apart:
            lines.append("")
        lines += part
    return lines


def indented(lines: Iterable[str], width: int) -> list[str]:
    """The lines indented by ``width`` columns; empty ones stay empty."""
    margin = " " * width
    return [margin + line if line else "" for line in lines]


def char_at(line: str, position: int) -> str:
    """The character that starts in the column ``position`` of a line; empty if none does."""
    if line.isascii():
        return line[position : position + 1]
    used = 0
    for char in line:
        if used >= position:
            return char if used == position else ""
        used += columns(char)
    return ""
