"""Writes inline nodes of prose as lines of Markdown.

Markup is recognised only next to certain characters ("Emphasis and strong emphasis" of CommonMark), so the tree is flattened to runs
of one style each, and a run of emphasised text that would not be recognised is written as plain text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from wadl2rst.markdown.text import at_start, code_span, escape, link
from wadl2rst.prose import (
    Code,
    Emphasis,
    Footnote,
    Hyperlink,
    Inline,
    InlineImage,
    LineBreak,
    Reference,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from wadl2rst.rst.inline import words_of
from wadl2rst.rst.runs import BREAK, CODE, EMPHASIS, LINK, RUN_STYLES, STRONG, SUB, SUP, TEXT, Run, image_text, merged, unbroken
from wadl2rst.rst.text import address, clean


class LinkTarget(NamedTuple):
    """Where a reference leads to."""

    address: str
    """The address, relative to the page; empty if the target is on the same page."""
    title: str = ""
    """The title of the target, shown by references without a text."""


Links = Callable[[str], LinkTarget | None]
"""Takes an id or a label; returns the link to its target, or None if the site has none."""


def no_links(_target: str) -> None:
    """The :data:`Links` of a site without labels."""
    return None


_MARKS = {EMPHASIS: ("*", "*"), STRONG: ("**", "**"), SUB: ("<sub>", "</sub>"), SUP: ("<sup>", "</sup>")}

_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def line(children: Sequence[Inline], links: Links = no_links) -> str:
    """Inline nodes as one line of Markdown.  Line breaks become spaces, and footnotes are put in brackets in place."""
    return at_start(_line(children, links))


def text_line(children: Sequence[Inline], links: Links = no_links) -> str:
    """Like :func:`line`, for text that follows other text on its line."""
    return _line(children, links)


def cell(children: Sequence[Inline], links: Links = no_links) -> str:
    """Like :func:`line`, for the cell of a table."""
    runs = unbroken(_runs(children, links, TEXT, ""))
    # Parsers differ in how they read a bar after a backslash in code.
    plain = ((TEXT, text, target) if style == CODE and "\\|" in text else (style, text, target) for style, text, target in runs)
    return _write(merged(plain, joins_code=True)).replace("|", "\\|")


def lines(children: Sequence[Inline], links: Links = no_links) -> list[str]:
    """Inline nodes as a paragraph: a line of Markdown for each of their lines; empty if there is no text."""
    simple = _simple(children)
    if simple is not None:
        return [at_start(simple)] if simple else []
    parts: list[list[Run]] = [[]]
    for run in merged(_runs(children, links, TEXT, ""), joins_code=True):
        if run[0] == BREAK:
            parts.append([])
        else:
            parts[-1].append(run)
    found = [at_start(_write(part)) for part in parts]
    while found and not found[-1]:
        del found[-1]
    while found and not found[0]:
        del found[0]
    return [f"{text}\\" for text in found[:-1]] + found[-1:]


def _line(children: Sequence[Inline], links: Links) -> str:
    simple = _simple(children)
    if simple is not None:
        return simple
    return _write(merged(unbroken(_runs(children, links, TEXT, "")), joins_code=True))


def _simple(children: Sequence[Inline]) -> str | None:
    """Fast path for most lines: the Markdown of plain text and code; None for anything else."""
    if len(children) == 1 and type(only := children[0]) is Text:
        return escape(only.text.strip())
    found = ""
    after_code = False
    for node in children:
        kind = type(node)
        if kind is Text:
            text = node.text  # type: ignore[union-attr]
            if not text.isprintable():
                return None
            found += escape(text)
            after_code = after_code and not text
        elif kind is Code and not after_code:
            found += code_span(node.text)  # type: ignore[union-attr]
            after_code = True
        else:
            return None
    return found.strip()


def _runs(children: Iterable[Inline], links: Links, style: int, target: str) -> Iterator[Run]:
    """Flattens the inline tree; the outermost style counts, but code keeps its own except in links."""
    previous: Inline | None = None
    for node in children:
        if isinstance(node, Text):
            yield style, clean(node.text), target
        elif isinstance(node, Code):
            yield (style if style == LINK else CODE), clean(node.text), target
        elif isinstance(node, (Emphasis, Strong, Subscript, Superscript)):  # noqa: UP038 (runs for every node)
            yield from _runs(node.children, links, style or RUN_STYLES[type(node)], target)
        elif isinstance(node, LineBreak):
            yield (BREAK, "", "") if style == TEXT else (style, " ", target)
        elif isinstance(node, Footnote):
            content = list(words_of(node.children))
            if _has_text(_runs(content, links, TEXT, "")):
                spaced = type(previous) is Text and previous.text[-1:].isspace()
                yield style, "[" if spaced else " [", target
                yield from _runs(content, links, style or TEXT, target)
                yield style, "]", target
        elif isinstance(node, InlineImage):
            yield from _image(node, style, target)
        else:
            yield from _links(node, links, style, target)
        previous = node


def _image(node: InlineImage, style: int, target: str) -> Iterator[Run]:
    """A link to the image: a program that reads the page need not load it."""
    text = image_text(node.source, node.alt)
    url = address(node.source)
    if style == LINK or not url.lower().startswith(("http://", "https://")):
        yield style, text, target
    else:
        yield LINK, text, url


def _links(node: Hyperlink | Reference, links: Links, style: int, target: str) -> Iterator[Run]:
    found = links(node.target) if isinstance(node, Reference) else None
    url = found.address if found is not None else address(node.address if isinstance(node, Reference) else node.target)
    if style == LINK:
        url = target  # a link within a link is reduced to its text
    form = LINK if url else style
    inner = list(_runs(node.children, links, form, url))
    if _has_text(inner):
        yield from inner
    elif found is not None:
        yield form, clean(found.title) or "\N{HORIZONTAL ELLIPSIS}", url
    elif isinstance(node, Reference) and not node.address:
        # The author gave no text, and the id of another document would read as a word of the sentence.
        yield style, "\N{HORIZONTAL ELLIPSIS}", target
    else:
        yield form, clean(node.target), url


def _has_text(runs: Iterable[Run]) -> bool:
    return any(text.strip() for _style, text, _target in runs)


def _write(runs: Sequence[Run]) -> str:
    """Writes runs as one line."""
    parts: list[str] = []
    last = ""
    emphasised = False
    for index, (style, text, target) in enumerate(runs):
        if style == TEXT:
            raw = escape(text if parts else text.lstrip())
        elif style == CODE:
            raw = code_span(text)
        elif style == LINK:
            raw = link("" if text == target else escape(text), target)
        else:
            raw = escape(text)
            following = runs[index + 1 : index + 2]
            marks = _MARKS[style]
            if style in (SUB, SUP) or (not emphasised and _is_recognised(last, text, _first(following))):
                raw = f"{marks[0]}{raw}{marks[1]}"
                emphasised = True
                parts.append(raw)
                last = raw[-1]
                continue
        if raw:
            emphasised = False
            parts.append(raw)
            last = raw[-1]
    return "".join(parts).strip()


def _first(following: Sequence[Run]) -> str:
    """The first character of what follows: of markup, its mark."""
    if not following:
        return ""
    style, text, _target = following[0]
    return text[:1] if style == TEXT else "`"


def _is_recognised(before: str, text: str, after: str) -> bool:
    """Whether a parser takes asterisks around ``text`` for emphasis, between the characters ``before`` and ``after``."""
    return (text[0].isalnum() or _is_boundary(before)) and (text[-1].isalnum() or _is_boundary(after))


def _is_boundary(char: str) -> bool:
    return not char or char.isspace() or char in _PUNCTUATION
