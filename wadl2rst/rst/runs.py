"""Runs: inline prose as a sequence of texts of one style each, for markup that cannot be nested, of RST and of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wadl2rst.prose import Emphasis, Strong, Subscript, Superscript
from wadl2rst.rst.text import clean

TEXT, CODE, EMPHASIS, STRONG, SUB, SUP, LINK, REFERENCE, NOTE, BREAK = range(10)

RUN_STYLES: Mapping[type, int] = {Emphasis: EMPHASIS, Strong: STRONG, Subscript: SUB, Superscript: SUP}

Run = tuple[int, str, str]
"""Style, plain text, and the target address or label."""

_JOINED = frozenset({TEXT, EMPHASIS, STRONG, SUB, SUP, LINK, REFERENCE})
_WHOLE = frozenset({CODE, NOTE, BREAK})
_SHOWN_WITHOUT_TEXT = frozenset({NOTE, BREAK, REFERENCE})


def merged(runs: Iterable[Run], *, joins_code: bool = False) -> list[Run]:
    """Joins adjacent runs of the same style, and moves spaces at the ends of styled runs out of them, where they would break the markup.

    ``joins_code`` says whether adjacent code is joined, too.
    """
    joined: list[Run] = []
    for style, text, target in runs:
        is_joined = style in _JOINED or (joins_code and style == CODE)
        if joined and is_joined and joined[-1][0] == style and joined[-1][2] == target:
            joined[-1] = (style, joined[-1][1] + text, target)
        else:
            joined.append((style, text, target))
    moved: list[Run] = []

    def add(text: str) -> None:
        if moved and moved[-1][0] == TEXT:
            moved[-1] = (TEXT, moved[-1][1] + text, "")
        elif text:
            moved.append((TEXT, text, ""))

    for style, text, target in joined:
        if style == TEXT:
            add(text)
        elif style in _WHOLE or not text and style == REFERENCE:
            if text or style in _SHOWN_WITHOUT_TEXT:
                moved.append((style, text, target))
        elif stripped := text.strip():
            add(" " if text[0].isspace() else "")
            moved.append((style, stripped, target))
            add(" " if text[-1].isspace() else "")
        else:
            add(" " if text else "")
    return moved


def unbroken(runs: Iterable[Run]) -> Iterator[Run]:
    """The runs with spaces instead of line breaks."""
    for run in runs:
        yield (TEXT, " ", "") if run[0] == BREAK else run


def image_text(source: str, alt: str) -> str:
    """What stands for an image: its alternative text, else the name of its file."""
    return f"[picture: {clean(alt).strip() or clean(source).rstrip('/').rpartition('/')[2]}]"
