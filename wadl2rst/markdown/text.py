"""Escaping for Markdown: text, code and addresses that a parser reads as the same characters, never as markup or HTML.

The rules are those of CommonMark 0.31, sections "Backslash escapes", "Code spans", "Links" and "Fenced code blocks", and those of
GitHub Flavored Markdown for tables and strikethrough.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from wadl2rst.formats import highlight_language
from wadl2rst.rst.text import clean

# An underscore within a word is no markup, and names of parameters are full of them.
_SPECIAL = re.compile(r"[\\`*\[\]<~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w)")
_IS_PLAIN = re.compile(r"[A-Za-z0-9 .,;!?'\"(){}>/=+#%@^$|:-]*+\Z")
# What starts a block, continues a table or underlines a heading at the start of a line.
_START = re.compile(r"[-+=#>|:]|[0-9]{1,9}(?=[.)](?:\s|\Z))")
_LANGUAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9+#_.-]{0,39}")
_BACKQUOTES = re.compile("`+")
_ENTITY = re.compile(r"&(?=#?\w)")
_AUTOLINK = re.compile(r"(?:https?|ftp)://[A-Za-z0-9][-A-Za-z0-9._~:/?#@!$'*+,;=%]*", re.IGNORECASE)


def escape(text: str) -> str:
    """Escapes plain text within a line.  Line ends become spaces."""
    if _IS_PLAIN.match(text):
        return text
    return _SPECIAL.sub(r"\\\g<0>", clean(text))


def at_start(line: str) -> str:
    """An escaped line, changed so that it starts no block where it is the start of a line."""
    line = line.lstrip()  # forbidden characters may have stood before a space
    start = _START.match(line)
    if start is None:
        return line
    # In a number, the mark after it is escaped: digits cannot be.
    place = start.end() if start[0][-1].isdigit() else 0
    return f"{line[:place]}\\{line[place:]}"


def code_span(text: str) -> str:
    """Literal text within a line; empty for empty text.  Line ends become spaces."""
    if not text.isprintable():
        text = clean(text)
    if not text:
        return ""
    if "`" not in text:
        # One space is removed on both sides if the text does not only consist of spaces.
        padded = text[0] == text[-1] == " " and text.strip(" ")
        return f"` {text} `" if padded else f"`{text}`"
    lengths = set(map(len, _BACKQUOTES.findall(text)))
    marks = "`" * next(length for length in range(1, len(lengths) + 2) if length not in lengths)
    padding = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{marks}{padding}{text}{padding}{marks}"


def code_block(text: str, language: str = "") -> list[str]:
    """Literal text as the lines of a fenced code block; empty for blank text.

    ``language`` is the declared language; the block names the one that the text is in, if that is known.  As on the pages, tabs are
    expanded to eight columns, and blank lines at the ends and common indentation are removed.
    """
    lines = text.expandtabs(8).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not "".join(lines).isprintable():
        lines = list(map(clean, lines))
    lines = list(map(str.rstrip, lines))
    while lines and not lines[-1]:
        del lines[-1]
    while lines and not lines[0]:
        del lines[0]
    if not lines:
        return []
    margin = min(len(line) - len(line.lstrip()) for line in lines if line) if lines[0][0].isspace() else 0
    named = highlight_language("\n".join(lines), language)
    return fenced([line[margin:] for line in lines], named if named != "text" else "")


def fenced(lines: Sequence[str], language: str = "") -> list[str]:
    """Lines between fences that are longer than any in them; a ``language`` that is no single word is left out."""
    marks = "```"
    if any(marks in line for line in lines):
        marks = "`" * (1 + max(len(found) for line in lines for found in _BACKQUOTES.findall(line)))
    return [marks + (language if _LANGUAGE.fullmatch(language) else ""), *lines, marks]


def link(text: str, address: str) -> str:
    """A link with an escaped ``text``; ``address`` is one that :func:`wadl2rst.rst.text.address` allows."""
    if not text:
        return f"<{address}>" if _AUTOLINK.fullmatch(address) else f"[{escape(address)}]({destination(address)})"
    return f"[{text}]({destination(address)})"


def destination(address: str) -> str:
    """An address as the destination of a link."""
    address = _ENTITY.sub("&amp;", address)
    return f"<{address}>" if not address or "(" in address or ")" in address else address


def heading(text: str, level: int) -> str:
    """A heading with an escaped ``text``; ``level`` 0 is the outermost, and the sixth is the deepest there is."""
    # A last run of hash signs would be taken for the closing sequence.
    text = f"{text[:-1]}\\#" if text.endswith("#") else text
    return f"{'#' * min(level + 1, 6)} {text}".rstrip()
