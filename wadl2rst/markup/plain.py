"""Plain text: recognises paragraphs, lists and indented code that a reader would recognise as such, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from wadl2rst.markup.flow import flatten, line_block
from wadl2rst.markup.listings import trim
from wadl2rst.prose import Block, BulletList, CodeBlock, NumberedList

MakeBlocks = Callable[[str], Sequence[Block]]
"""Converts the text of a paragraph to blocks; called once for each paragraph, in order."""

_LAYOUT = re.compile(r"\n[ \t\r]*(?:\n|[{\[<]|(?:[-*+\u2022]|(?:\d{1,4}|[a-z])[.)])[ \t])|:[ \t\r]*\n")
_MARKER = re.compile(r"( *)(?:([-*+\u2022])|(\d{1,4}|[a-z])([.)]))( +)(?=\S)")
_SENTENCE_ENDS = (".", "!", "?")
_SENTENCE = re.compile(r"[A-Z][^{}<>=;|\\/$]*[.!?:]")
# What a sentence does not contain: characters of code, a path, a request or a response.
_CODE_SIGN = re.compile(r"[{}=|\\$]|;$|</|/>|(?:^|\s)/\w|HTTP/\d|://", re.MULTILINE)
_COLUMNS = re.compile(r"[^\s.!?] {2,}(?=\S)")
_BRACKETS = re.compile(r"""[{}\[\]]|"(?:[^"\\\n]|\\.)*+\"""")
_ELEMENT = re.compile(r"\s*(?:<\?xml [^<>]*\?>\s*)?<([A-Za-z_][\w:.-]*)")
_CLOSERS = {"{": "}", "[": "]", "<": ">"}
_CODE_INDENT = 4
_MAX_ATTEMPTS = 50  # limit on searches for a closing bracket, each of which may scan a long text
_MAX_SHORT = 50  # maximum length of lines that are kept as lines; longer ones are a wrapped paragraph
_MAX_LAZY = 5  # maximum number of unindented continuation lines of an item
_MAX_DEPTH = 6


def has_layout(text: str) -> bool:
    """Whether the text may be more than one paragraph."""
    return _LAYOUT.search(text.strip()) is not None


def blocks(text: str, make: MakeBlocks, *, code: bool) -> list[Block]:
    """The blocks of a text.  ``make`` converts the text of a paragraph; ``code`` tells whether indented lines may be code.

    The first line often starts right after the tag, and the others are indented like the XML: so
    their common indentation is ignored, and that of the first line is unknown.
    """
    lines = [line.rstrip() for line in text.expandtabs().splitlines()]
    common = min((_indent(line) for line in lines[1:] if line), default=0)
    known = common == 0 or not lines[0]
    lines = [lines[0].lstrip(), *(line[common:] for line in lines[1:])]
    return _blocks(lines, make, code, known, 0)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _blocks(lines: list[str], make: MakeBlocks, code: bool, known: bool, depth: int) -> list[Block]:
    out: list[Block] = []
    paragraph: list[str] = []

    def close() -> None:
        if paragraph:
            out.extend(make("\n".join(paragraph)))
            paragraph.clear()

    index = 0
    anchored = False  # whether there was a line without indentation, relative to which others are indented
    before = ""  # the preceding non-blank line
    measured = False  # whether its indentation is known
    attempts = _MAX_ATTEMPTS
    while index < len(lines):
        line = lines[index]
        if not line:
            close()
            index += 1
            continue
        if depth < _MAX_DEPTH and (marker := _MARKER.match(line)) and _may_be_first(marker):
            items, after = _items(lines, index, marker)
            if len(items) > 1:
                close()
                contents = tuple(tuple(_blocks(item, make, False, True, depth + 1)) for item in items)
                out.append(_list(marker, contents))
                index, before = after, ""
                continue
        indent = _indent(line)
        deeper = bool(paragraph) and measured and indent > _indent(before)
        after = 0  # end of the code that starts at this line; 0 if none does
        if code and attempts and (deeper or before.endswith(":")) and line.lstrip()[0] in _CLOSERS:
            attempts -= 1
            after = _bracketed(lines, index)
        if not after and deeper and before.endswith(":"):
            end = next((end for end in range(index, len(lines)) if _indent(lines[end]) < indent), len(lines))
            if code and _is_code(lines[index:end]):
                after = end
            elif _are_lines(lines[index:end]):
                close()
                out.append(line_block([flatten(make(each)) for each in lines[index:end]], list(map(_indent, lines[index:end]))))
                index, before = end, ""
                continue
        if not after and code and anchored and not paragraph and indent >= _CODE_INDENT:
            end = _code_end(lines, index)
            if not _SENTENCE.fullmatch(" ".join(" ".join(lines[index:end]).split())):
                after = end
        if after:
            close()
            out.append(CodeBlock(trim("\n".join(lines[index:after]), dedent=True)))
            index, before = after, ""
            continue
        paragraph.append(line)
        before, measured = line, known or index > 0
        anchored = anchored or (measured and indent == 0)
        index += 1
    close()
    return out


def _may_be_first(marker: re.Match[str]) -> bool:
    """Whether a list may start with this marker: a bullet, any number, or the letter a."""
    return not marker[3] or marker[3].isdecimal() or marker[3] == "a"


def _list(marker: re.Match[str], contents: tuple[tuple[Block, ...], ...]) -> Block:
    if marker[2]:
        return BulletList(contents)
    return NumberedList(contents, start=int(marker[3])) if marker[3].isdecimal() else NumberedList(contents, "loweralpha")


def _bracketed(lines: list[str], index: int) -> int:
    """The end of the listing that starts at line ``index`` with a bracket or a tag, such as JSON or XML; 0 if it is not a listing."""
    closer = _CLOSERS[lines[index].lstrip()[0]]
    if closer == ">":
        name = _ELEMENT.match("\n".join(lines[index : index + 2]))
        last = f"</{name[1]}>" if name else ""
        if name and lines[index].endswith("/>"):
            return index + 1
        return next((end + 1 for end in range(index, len(lines)) if lines[end].endswith(last)), 0) if last else 0
    pending = 0
    for end in range(index, len(lines)):
        pending += sum((bracket[0] in "{[") - (bracket[0] in "}]") for bracket in _BRACKETS.finditer(lines[end]))
        if pending <= 0:
            return end + 1 if lines[end].endswith(closer) else 0
    return 0


def _is_code(lines: Sequence[str]) -> bool:
    text = "\n".join(line.strip() for line in lines)
    return not _is_sentence(lines) and (
        _CODE_SIGN.search(text) is not None or (len(lines) > 1 and any(_COLUMNS.search(line.strip()) for line in lines))
    )


def _are_lines(lines: Sequence[str]) -> bool:
    """Whether indented lines after a line that ends in a colon are kept as lines: they are short, and not a sentence."""
    return len(lines) > 1 and max(map(len, lines)) <= _MAX_SHORT and not _is_sentence(lines)


def _is_sentence(lines: Sequence[str]) -> bool:
    if _SENTENCE.fullmatch(" ".join(" ".join(lines).split())):
        return True
    return lines[-1].endswith(_SENTENCE_ENDS) and not any(line.endswith(_SENTENCE_ENDS) for line in lines[:-1])


def _code_end(lines: list[str], index: int) -> int:
    end = index
    while index < len(lines) and (not lines[index] or _indent(lines[index]) >= _CODE_INDENT):
        index += 1
        if lines[index - 1]:
            end = index
    return end


def _items(lines: list[str], index: int, first: re.Match[str]) -> tuple[list[list[str]], int]:
    """The items of the list that starts at line ``index``, each a list of lines, and the index of the line after the list."""
    indent = len(first[1])
    items: list[list[str]] = []
    number = _number(first[3])

    def starts(line: str) -> re.Match[str] | None:
        """The marker of the line if it starts the next item, otherwise None."""
        match = _MARKER.match(line)
        if match is None or len(match[1]) != indent or match[2] != first[2] or match[4] != first[4]:
            return None
        if bool(match[3]) and (match[3].isdecimal() != first[3].isdecimal() or _number(match[3]) != number + len(items)):
            return None
        return match

    def ahead_of(index: int) -> list[str]:
        """The next few lines, up to the first blank one."""
        following = lines[index + 1 : index + 1 + _MAX_LAZY]
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


def _number(text: str | None) -> int:
    """The number of an item marker; letters count from 1, a bullet is 0."""
    return 0 if not text else int(text) if text.isdecimal() else ord(text) - ord("a") + 1


def _without_indent(item: list[str]) -> list[str]:
    common = min((_indent(line) for line in item[1:] if line), default=0)
    return [item[0], *(line[common:] for line in item[1:])]
