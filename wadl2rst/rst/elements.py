"""Single elements of RST: titles, labels, directives and literal blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from wadl2rst.formats import highlight_language
from wadl2rst.rst.layout import columns, indented
from wadl2rst.rst.text import LONGEST_LINE, clean, escape

LONGEST_TITLE: Final = 1000
"""A longer title within documentation is written as a paragraph; a heading of more than nine times as many columns is truncated."""


def heading(text: str, char: str) -> list[str]:
    """The lines of the title ``text`` (plain text), underlined with ``char``; empty if it has no visible characters.

    ``char`` is an ASCII punctuation character.
    """
    title = escape(" ".join(clean(text).split()))
    if columns(title) > 9 * LONGEST_TITLE:
        title = escape(" ".join(clean(text).split())[: 4 * LONGEST_TITLE].rstrip() + " ...")
    return [title, char * max(1, columns(title))] if title else []


def label(name: str) -> str:
    """The line of a label (explicit hyperlink target), for use before a title."""
    if re.fullmatch(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*", name):
        return f".. _{name}:"
    return f".. _`{escape(clean(name), False)}`:"


def directive(name: str, argument: str = "", options: Mapping[str, str] | None = None, content: Sequence[str] = ()) -> list[str]:
    """The lines of the directive ``name``; ``argument``, ``options`` and ``content`` must be RST."""
    lines = [f".. {name}:: {argument}".rstrip()]
    lines += [f"   :{key}: {value}".rstrip() for key, value in (options or {}).items()]
    return [*lines, "", *indented(content, 3)] if content else lines


def role(name: str, text: str) -> str:
    """The plain ``text`` in the role ``name``; empty for blank text."""
    content = escape(" ".join(clean(text).split()), False)
    return f":{name}:`{content}`" if content else ""


def code_lines(text: str) -> list[str]:
    """The lines of a literal ``text`` as a page shows them; empty for blank text.

    Tabs are expanded to eight columns, common indentation and blank lines at the ends are removed, and lines of more than
    LONGEST_LINE characters are broken.
    """
    lines = text.expandtabs(8).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not "".join(lines).isprintable():
        lines = list(map(clean, lines))
    lines = list(map(str.rstrip, lines))
    while lines and not lines[-1]:
        del lines[-1]
    if not lines:
        return []
    if not lines[0]:
        lines = lines[next(index for index, line in enumerate(lines) if line) :]
    if lines[0][0].isspace():
        margin = min(len(line) - len(line.lstrip()) for line in lines if line)
        lines = [line[margin:] for line in lines]
    if max(map(len, lines)) > LONGEST_LINE:
        lines = [line[at : at + LONGEST_LINE].rstrip() for line in lines for at in range(0, len(line) or 1, LONGEST_LINE)]
    return lines


def code_block(text: str, language: str = "") -> list[str]:
    """The lines of a ``code`` directive with the literal ``text``, as :func:`code_lines` gives it; empty for blank text.

    ``language`` is the declared language; the directive names the one that :func:`highlight_language` detects.
    """
    lines = code_lines(text)
    return [".. code:: " + highlight_language("\n".join(lines), language), "", *indented(lines, 4)] if lines else []


def listing(text: str, language: str) -> list[str]:
    """The lines of a ``code`` directive with a program; ``language`` is the name of its lexer."""
    return [f".. code:: {language}", "", *indented(text.split("\n"), 4)]
