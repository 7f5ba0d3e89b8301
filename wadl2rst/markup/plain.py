"""Plain text: paragraphs, lists and indented code that a person would see as such; nothing else is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from wadl2rst.markup.listings import trim
from wadl2rst.prose import Block, BulletList, CodeBlock, NumberedList

Make = Callable[[str], Sequence[Block]]
"""Makes blocks of the text of a paragraph.  It is called once for each, in order."""

_LAYOUT = re.compile(r"\n[ \t\r]*(?:\n|(?:[-*+\u2022]|\d{1,4}[.)])[ \t])")
_MARKER = re.compile(r"( *)(?:([-*+\u2022])|(\d{1,4})([.)]))( +)(?=\S)")
_SENTENCE = re.compile(r"[A-Z][^{}<>=;|\\/$]*[.!?:]")
_CODE_INDENT = 4
_LAZY = 5  # lines of an item that are not set in, at most
_DEEPEST = 6


def has_layout(text: str) -> bool:
    """Whether the text may be more than one paragraph."""
    return _LAYOUT.search(text.strip()) is not None


def blocks(text: str, make: Make, *, code: bool) -> list[Block]:
    """The blocks of a text.  ``make`` makes those of a paragraph; ``code`` tells whether lines that are set in may be code.

    The first line often starts right after the tag, and the others are set in as the XML is: so
    the indentation that they share counts for nothing, and what the first line has is not known.
    """
    lines = [line.rstrip() for line in text.expandtabs().splitlines()]
    common = min((_indent(line) for line in lines[1:] if line), default=0)
    known = common == 0 or not lines[0]
    lines = [lines[0].lstrip(), *(line[common:] for line in lines[1:])]
    return _blocks(lines, make, code, known, 0)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _blocks(lines: list[str], make: Make, code: bool, known: bool, depth: int) -> list[Block]:
    out: list[Block] = []
    paragraph: list[str] = []

    def close() -> None:
        if paragraph:
            out.extend(make("\n".join(paragraph)))
            paragraph.clear()

    index = 0
    anchored = False  # whether a line without indentation came before: one that others can be set in from
    while index < len(lines):
        line = lines[index]
        if not line:
            close()
            index += 1
            continue
        if depth < _DEEPEST and (marker := _MARKER.match(line)):
            items, after = _items(lines, index, marker)
            if len(items) > 1:
                close()
                contents = tuple(tuple(_blocks(item, make, False, True, depth + 1)) for item in items)
                out.append(BulletList(contents) if marker[2] else NumberedList(contents, start=int(marker[3])))
                index = after
                continue
        if code and anchored and not paragraph and _indent(line) >= _CODE_INDENT:
            after = _code_end(lines, index)
            listing = lines[index:after]
            if not _SENTENCE.fullmatch(" ".join(" ".join(listing).split())):
                out.append(CodeBlock(trim("\n".join(listing), dedent=True)))
                index = after
                continue
        paragraph.append(line)
        anchored = anchored or ((known or index > 0) and _indent(line) == 0)
        index += 1
    close()
    return out


def _code_end(lines: list[str], index: int) -> int:
    end = index
    while index < len(lines) and (not lines[index] or _indent(lines[index]) >= _CODE_INDENT):
        index += 1
        if lines[index - 1]:
            end = index
    return end


def _items(lines: list[str], index: int, first: re.Match[str]) -> tuple[list[list[str]], int]:
    """The items of the list that starts at ``index``, each a list of lines, and where it ends."""
    indent = len(first[1])
    items: list[list[str]] = []
    number = int(first[3]) if first[3] else 0

    def starts(line: str) -> re.Match[str] | None:
        """Whether the line starts the next item."""
        match = _MARKER.match(line)
        if match is None or len(match[1]) != indent or match[2] != first[2] or match[4] != first[4]:
            return None
        return match if not match[3] or int(match[3]) == number + len(items) else None

    def ahead_of(index: int) -> list[str]:
        """The next few lines, up to a blank one."""
        following = lines[index + 1 : index + 1 + _LAZY]
        return following[: following.index("")] if "" in following else following

    while index < len(lines):
        line = lines[index]
        if not line:
            ahead = index + 1
            while ahead < len(lines) and not lines[ahead]:
                ahead += 1
            if ahead == len(lines) or not (_indent(lines[ahead]) > indent or starts(lines[ahead])):
                break
            items[-1].extend([""] * (ahead - index))
            index = ahead
            continue
        if match := starts(line):
            items.append([line[match.end() :]])
        elif _indent(line) > indent or (_MARKER.match(line) is None and any(map(starts, ahead_of(index)))):
            items[-1].append(line)
        else:
            break
        index += 1
    return [_without_indent(item) for item in items], index


def _without_indent(item: list[str]) -> list[str]:
    common = min((_indent(line) for line in item[1:] if line), default=0)
    return [item[0], *(line[common:] for line in item[1:])]
