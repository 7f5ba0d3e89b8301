"""Text and inline parts: collapsing white space, wrapping in markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from wadl2rst.markup.parts import SPACE, Part, WrapInline, is_blank, is_inline
from wadl2rst.prose import (
    Code,
    Emphasis,
    Hyperlink,
    Inline,
    LineBreak,
    Paragraph,
    Reference,
    Strong,
    Subscript,
    Superscript,
    Text,
)

# White space of XML, and the other line boundaries of str.splitlines, at which docutils splits lines.
# A no-break space is not white space.
_RUN = re.compile("[ \t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
_EDGE = frozenset(" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")


def fold(text: str) -> str:
    """The text with each run of white space collapsed to one space, also at the ends; no-break spaces are kept."""
    if not text.isascii():
        return _RUN.sub(" ", text)
    folded = " ".join(text.split())
    if not folded:
        return " " if text else ""
    if text[0] in _EDGE:
        folded = " " + folded
    if text[-1] in _EDGE:
        folded += " "
    return folded


def fold_line(text: str) -> str:
    """Like :func:`fold`, without spaces at the ends; empty if the text has no visible characters."""
    if text.isascii():
        return " ".join(text.split())
    folded = fold(text).strip(" ")
    return "" if folded.isspace() else folded


def tidy(parts: Sequence[Inline]) -> tuple[Inline, ...]:
    """Normalises inline parts: adjacent texts joined, one space between words, none at the ends; empty if nothing is visible."""
    if len(parts) == 1 and type(parts[0]) is Text:
        text = parts[0].text
        return (Text(text.strip(" ")),) if text.strip() else ()
    out: list[Inline] = []
    texts: list[str] = []
    blank = True  # whether the line so far ends in a space, so that another one is dropped
    for part in parts:
        if type(part) is Text:
            text = part.text
            if blank and text.startswith(" "):
                text = text[1:]
            if text:
                texts.append(text)
                blank = text[-1] == " "
            continue
        broken = type(part) is LineBreak
        if texts:
            text = "".join(texts)
            texts.clear()
            if broken:
                text = text.rstrip(" ")
            if text:
                out.append(Text(text))
        out.append(part)
        blank = broken
    if texts:
        text = "".join(texts).rstrip(" ")
        if text:
            out.append(Text(text))
    while out and type(out[-1]) is LineBreak:
        out.pop()
        if out:
            before = out[-1]
            if isinstance(before, Text):
                out[-1] = Text(before.text.rstrip(" "))
    start = 0
    while start < len(out) and type(out[start]) is LineBreak:
        start += 1
    if start:
        del out[:start]
    if len(out) == 1 and is_blank(out[0]):
        return ()
    return tuple(out)


def wrap(make: WrapInline, parts: Iterable[Part], out: list[Part]) -> None:
    """Appends the parts to ``out``, with each run of inline parts replaced by the result of ``make``; blocks are unchanged.

    Spaces and line breaks at the ends of a run stay outside.
    """
    run: list[Inline] = []
    for part in parts:
        if is_inline(part):
            run.append(part)
            continue
        _close(make, run, out)
        run = []
        if type(part) is Paragraph:
            inner: list[Part] = []
            _close(make, list(part.children), inner)
            part = Paragraph(tidy([piece for piece in inner if is_inline(piece)]))
        out.append(part)
    _close(make, run, out)


def _close(make: WrapInline, run: list[Inline], out: list[Part]) -> None:
    if not run:
        return
    first, last = 0, len(run)
    while first < last and (type(run[first]) is LineBreak or is_blank(run[first])):
        first += 1
    while last > first and (type(run[last - 1]) is LineBreak or is_blank(run[last - 1])):
        last -= 1
    out.extend(run[:first])
    inner = run[first:last]
    if inner:
        start, end = inner[0], inner[-1]
        if type(start) is Text and start.text[0] == " ":
            out.append(SPACE)
        out.extend(make(tidy(inner)))
        if type(end) is Text and end.text[-1] == " ":
            out.append(SPACE)
    out.extend(run[last:])


def literal(inlines: Iterable[Inline]) -> list[Inline]:
    """Converts inline nodes to literal text: texts become :class:`Code`; links and line breaks are kept."""
    out: list[Inline] = []

    def add(text: str) -> None:
        if out and type(last := out[-1]) is Code:
            text = last.text + text
            out.pop()
        if text:
            out.append(Code(text))

    for part in inlines:
        match part:
            case Text(text) | Code(text):
                add(text)
            case Emphasis(children) | Strong(children) | Subscript(children) | Superscript(children):
                for inner in literal(children):
                    if type(inner) is Code:
                        add(inner.text)
                    else:
                        out.append(inner)
            case Hyperlink(target, children):
                out.append(Hyperlink(target, tuple(literal(children))))
            case Reference(target, children, address):
                out.append(Reference(target, tuple(literal(children)), address))
            case _:
                out.append(part)
    # Spaces next to a link move out of the literal text: RST does not allow them at its ends.
    spaced: list[Inline] = []
    for part in out:
        if type(part) is Code and part.text != (core := part.text.strip(" ")):
            if part.text[0] == " ":
                spaced.append(SPACE)
            if core:
                spaced.append(Code(core))
                if part.text[-1] == " ":
                    spaced.append(SPACE)
        else:
            spaced.append(part)
    return spaced
