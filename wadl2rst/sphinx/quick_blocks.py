"""Reads paragraphs and definition lists of generated pages faster than docutils, with the same result.

docutils runs two state machines for each item of a definition list, and parameters are such lists.  What is read here is only text
whose structure can be seen from the beginnings of its lines; whatever else there is, is left to docutils.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from docutils import nodes
from docutils.parsers.rst import states
from docutils.statemachine import StringList

BlockPart = tuple[int, StringList | None]
"""The offset of the first line of a paragraph, or of the term of a definition list with the lines of the definition."""

BeginsText = Callable[[str], bool]
"""Says whether a line, flush left, begins neither a list nor any other markup."""

ReadInline = Callable[[str, int], tuple[list[nodes.Node], list[nodes.system_message]]]
"""Reads the inline markup of a text that begins at a line: its nodes, and messages."""

CLASSIFIER = re.compile(" +: +")
"""What separates the classifiers of a term."""
UNDERLINE = re.compile(states.Text.patterns["underline"])
"""What would make the line before it a title."""
_MARKUP = re.compile(r"[`*_|\\:@\[\x00]|PEP|RFC")
"""What any inline markup has, or an address that becomes a link."""
WORDS = r"[^`*_|\\:@\[\x00\s](?:[^`*_|\\:@\[\x00]*[^`*_|\\:@\[\x00\s])?"
"""Text without any markup, as a pattern."""
NAME = r"``([^`\\\s](?:[^`\\]*[^`\\\s])?)``"
"""The name in a term, as literal text, as a pattern with a group."""
_HEAD = re.compile(rf"({NAME})((?: : (?:{WORDS}|\*\w+\*))*)")
"""A term of which all is known: a name as literal text, and classifiers that are text or one emphasised word."""


def is_text(text: str) -> bool:
    """Whether a text has no inline markup at all."""
    return _MARKUP.search(text) is None


def parts_of(block: StringList, begins_text: BeginsText) -> list[BlockPart]:
    """The paragraphs and items that the lines consist of; empty if they have anything else or there are none.

    ``begins_text`` says whether a line, flush left, begins neither a list nor any other markup.
    """
    lines: Sequence[str] = block.data
    found: list[BlockPart] = []
    number, end = 0, len(lines)
    while number < end:
        line = lines[number]
        if not line:
            number += 1
            continue
        following = lines[number + 1] if number + 1 < end else ""
        if line[0] == " " or line.endswith("::") or not begins_text(line):
            return []
        if following and following[0] == " ":
            if not following.strip():
                return []
            definition, _indent, is_finished = block.get_indented(number + 1)
            if not is_finished:
                return []
            found.append((number, definition))
            number += 1 + len(definition)
            continue
        if following and UNDERLINE.match(following):
            return []
        found.append((number, None))
        while number < end and lines[number]:
            if lines[number][0] == " ":
                return []
            number += 1
        if lines[number - 1].endswith("::"):
            return []
    return found


def paragraph(lines: Sequence[str], lineno: int, place: tuple[Any, Any], read_inline: ReadInline) -> list[nodes.Node]:
    """A paragraph, and messages about it."""
    text = "\n".join(lines).rstrip()
    inline, messages = read_inline(text, lineno)
    found = nodes.paragraph(text, "", *inline)
    found.source, found.line = place_of(place)
    return [found, *messages]


def definition_item(
    line: str, lines: StringList, lineno: int, places: Sequence[tuple[Any, Any]], read_inline: ReadInline
) -> nodes.definition_list_item:
    """The item of a definition list whose term is a line, with an empty definition for the ``lines`` at its end.

    ``places`` are those of the term and of the definition.
    """
    item = nodes.definition_list_item("\n".join([line, *lines.data]))
    source, number = item.source, item.line = place_of(places[0])
    term, messages = _term(line, lineno, read_inline)
    term[0].source, term[0].line = source, number
    definition = nodes.definition("", *messages)
    definition.source, definition.line = place_of(places[1])
    item += [*term, definition]
    return item


def place_of(info: tuple[Any, Any]) -> tuple[Any, int]:
    """File and line of a line of which docutils has this information."""
    source, offset = info
    return source, (offset or 0) + 1


def _term(line: str, lineno: int, read_inline: ReadInline) -> tuple[list[nodes.TextElement], list[nodes.system_message]]:
    """The term and the classifiers of a line, and messages."""
    head = _HEAD.fullmatch(line)
    if head is None or "PEP" in line or "RFC" in line:
        return _any_term(line, *read_inline(line, lineno))
    current: nodes.TextElement = nodes.term(line, "", nodes.literal(head[1], head[2]))
    found = [current]
    is_after_inline = True
    for part in head[3].split(" : ")[1:]:
        if is_after_inline:
            current += nodes.Text("")  # what is before the colon
        is_after_inline = part[0] == "*"
        current = nodes.classifier("", "", nodes.emphasis(part, part[1:-1])) if is_after_inline else nodes.classifier(part, part)
        found.append(current)
    return found, []


def _any_term(
    line: str, inline: list[nodes.Node], messages: list[nodes.system_message]
) -> tuple[list[nodes.TextElement], list[nodes.system_message]]:
    """The term and the classifiers of inline nodes, in whose text colons separate them."""
    found: list[nodes.TextElement] = [nodes.term(line)]
    for node in inline:
        before, *others = CLASSIFIER.split(node) if isinstance(node, nodes.Text) else ("",)
        if not others:
            found[-1] += node
            continue
        found[-1] += nodes.Text(before.rstrip())
        found += [nodes.classifier(nodes.unescape(part, True), part) for part in others]
    return found, messages
