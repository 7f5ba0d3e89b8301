"""Reads lists of parameters of generated pages straight into packed values, which are the same as those of their nodes.

Each parameter takes docutils a dozen nodes, and packing takes them apart again.  What is read here is the form that templates give nearly
all parameters: a name as literal text with its classifiers, paragraphs of plain words, code and emphasis, and lists of such parameters.
Any other parameter is read as any other text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from docutils import nodes
from docutils.statemachine import StringList

from wadl2rst.sphinx.quick_blocks import CLASSIFIER, NAME, UNDERLINE, WORDS, BeginsText, BlockPart, place_of
from wadl2rst.sphinx.set_aside import NUMBERS, Packed, set_aside

_RUN = r"(?:[^`*_|\\:@\[\x00]+|:(?=\s|\Z)|_(?=[^\W_]))+"
"""Text that is neither markup nor an address: colons end a word, and underscores are in one."""
_INLINE = re.compile(
    r"(?:(?<![^\s(])(?:``(?P<literal>[^`)\s](?:[^`]*[^`\\\s])?)(?<!\\)``"
    r"|\*\*(?P<strong>[^`)*_|\\:@\[\x00\s](?:[^`*\\\x00]*[^`*\\\x00\s])?)\*\*"
    r"|\*(?P<emphasis>[^`)*_|\\:@\[\x00\s](?:[^`*\\\x00]*[^`*\\\x00\s])?)\*)(?=[\s.,;:!?)]|\Z))"
    rf"|(?P<text>{_RUN})"
)
"""Inline markup that cannot be anything else: between blanks, or before a punctuation mark."""
_KINDS = {"literal": nodes.literal, "strong": nodes.strong, "emphasis": nodes.emphasis}
_REFERENCE = re.compile("PEP|RFC|pep-")
_TERM = re.compile(rf"{NAME}((?: : .*)?)")
_OPEN = re.compile(rf"{NAME}(?: : (?:{WORDS}|:ref:`[^`\\]+`))*(?: : \*\w+\*)(?: : .*)?")
"""A term that has an emphasised word as a classifier, whatever else is in it."""
_UNTRANSLATED = {"translatable": False}

PackedInline = tuple[Packed | str, ...]


class _OtherText(Exception):
    """Raised for text that is read by docutils."""


@dataclass(slots=True)
class ReadParam:
    """A parameter that was read."""

    line: int
    """The offset of its first line."""
    name: str
    after: PackedInline
    """What follows the name in the term."""
    classifiers: tuple[Packed, ...]
    blocks: list[Packed | list[ReadParam]]
    """The paragraphs, and the lists of the parameters in it."""
    node_id: str = ""
    place: str = ""
    """Its file and line."""

    def packed(self, children: str) -> Packed:
        """The item of the parameter; lists in it get the class ``children``."""
        name = _packed(nodes.literal, (self.name,))
        term = _packed(nodes.term, (name, *self.after), ids=(self.node_id,), others=_UNTRANSLATED)
        blocks = tuple(packed_list(block, (children,), children) if isinstance(block, list) else block for block in self.blocks)
        return _packed(nodes.definition_list_item, (term, *self.classifiers, _packed(nodes.definition, blocks)))


def packed_list(params: Iterable[ReadParam], classes: tuple[str, ...], children: str) -> Packed:
    """A list of parameters, with its classes and the class of the lists in it."""
    return _packed(nodes.definition_list, tuple(param.packed(children) for param in params), classes)


def read_params(lines: Sequence[str], begins_text: BeginsText, optional: Iterable[str]) -> list[ReadParam] | None:
    """The parameters of a list that the lines consist of; None if they are to be read by docutils.

    ``begins_text`` says whether a line, flush left, begins neither a list nor any other markup; ``optional`` are the words for that.
    """
    if any(line[-1:].isspace() for line in lines):
        return None
    try:
        found = _Reader(lines, begins_text, tuple(optional)).blocks(0, len(lines), 0)
    except _OtherText:
        return None
    listed = found[0] if len(found) == 1 else None
    return listed if isinstance(listed, list) else None


class ItemReader:
    """Reads the items of lists that hold other items, too, and sets them aside."""

    def __init__(self, optional: tuple[str, ...]) -> None:
        """``optional`` are the words for that."""
        self._optional = optional
        self.found: dict[set_aside, ReadParam] = {}
        """The parameters that were read as items, to be packed when their ids are known."""

    def whole(self, block: StringList, begins_text: BeginsText) -> list[ReadParam] | None:
        """The parameters of the list that a block consists of; None if it has anything else."""
        found = read_params(block.data, begins_text, self._optional)
        if found is not None:
            _set_places(found, block, 0)
        return found

    def items(self, block: StringList, parts: Sequence[BlockPart], begins_text: BeginsText) -> dict[int, set_aside] | None:
        """The items in place of those at some offsets of a block; None if it and what is in it are to be read as any other text.

        A list that docutils may write as a compact one is set aside as a whole or not at all.
        """
        read = {
            start: read_params(block.data[start : start + 1 + len(definition)], begins_text, self._optional)
            for start, definition in parts
            if definition is not None
        }
        if None in read.values() and not any(_OPEN.fullmatch(block.data[start]) for start in read):
            return None
        items: dict[int, set_aside] = {}
        for start, params in read.items():
            if params is not None and len(params) == 1:
                _set_places(params, block, start)
                items[start] = holder = set_aside()
                self.found[holder] = params[0]
        return items


def _set_places(params: Sequence[ReadParam], block: StringList, start: int) -> None:
    for param in params:
        source, line = place_of(block.info(start + param.line))
        param.place = f"{source}:{line}"
        for inner in param.blocks:
            if isinstance(inner, list):
                _set_places(inner, block, start)


class _Reader:
    """Reads lines of which those between two numbers have at least an indent, or are empty."""

    def __init__(self, lines: Sequence[str], begins_text: BeginsText, optional: tuple[str, ...]) -> None:
        self._lines = lines
        self._begins_text = begins_text
        self._optional = optional

    def blocks(self, start: int, end: int, indent: int) -> list[Packed | list[ReadParam]]:
        """The paragraphs and lists."""
        lines = self._lines
        found: list[Packed | list[ReadParam]] = []
        number = start
        while number < end:
            line = lines[number]
            if not line:
                number += 1
                continue
            if line[indent].isspace():
                raise _OtherText
            following = lines[number + 1] if number + 1 < end else ""
            inner = len(following) - len(following.lstrip())
            if inner > indent:
                stop = self._end_of_definition(number + 1, end, indent, inner)
                if not found or not isinstance(found[-1], list):
                    found.append([])
                listed = found[-1]
                assert isinstance(listed, list)
                listed.append(self._param(number, stop, indent, inner))
            else:
                stop = next((place for place in range(number, end) if not lines[place]), end)
                found.append(self._paragraph([text[indent:] for text in lines[number:stop]]))
            number = stop
        return found

    def _end_of_definition(self, start: int, end: int, indent: int, inner: int) -> int:
        """The number of the line after a definition that begins at a line, and after the blank line at its end."""
        lines, blank = self._lines, " " * inner
        for number in range(start, end):
            line = lines[number]
            if line and not line.startswith(blank):
                if line[indent].isspace() or lines[number - 1]:
                    raise _OtherText
                return number
        return end

    def _param(self, number: int, stop: int, indent: int, inner: int) -> ReadParam:
        term = _TERM.fullmatch(self._lines[number], indent)
        if term is None or term[0].endswith("::"):
            raise _OtherText
        after, classifiers = _after_name(term[2], self._optional)
        definition = [line for line in self._lines[number + 1 : stop] if line]
        if definition == [" " * inner + ".."]:
            return ReadParam(number, term[1], after, classifiers, [_COMMENT])
        return ReadParam(number, term[1], after, classifiers, self.blocks(number + 1, stop, inner))

    def _paragraph(self, lines: list[str]) -> Packed:
        if any(line[:1].isspace() for line in lines) or not self._begins_text(lines[0]):
            raise _OtherText
        if lines[0].endswith("::") or lines[-1].endswith("::") or (len(lines) > 1 and UNDERLINE.match(lines[1])):
            raise _OtherText
        return _packed(nodes.paragraph, tuple(_inline("\n".join(lines).rstrip())))


def _inline(text: str) -> Iterator[Packed | str]:
    """The text and the inline elements of a text."""
    if _REFERENCE.search(text) is not None:
        raise _OtherText
    position = 0
    while position < len(text):
        found = _INLINE.match(text, position)
        if found is None:
            raise _OtherText
        kind = found.lastgroup
        assert kind is not None
        yield found[kind] if kind == "text" else _packed(_KINDS[kind], (found[kind],))
        position = found.end()


@lru_cache(4096)
def _after_name(text: str, optional: tuple[str, ...]) -> tuple[PackedInline, tuple[Packed, ...]]:
    """What follows the name in a term up to its first classifier, and the classifiers.

    Most of the parameters of an API have one of a few types, so this is kept.
    """
    parts: list[list[Packed | str]] = [[]]
    for part in _inline(text):
        before, *others = CLASSIFIER.split(part) if isinstance(part, str) else ("",)
        if not others:
            parts[-1].append(part)
            continue
        parts[-1].append(before.rstrip())
        parts += [[other] if other else [] for other in others]
    return tuple(parts[0]), tuple(_classifier(tuple(part), optional) for part in parts[1:])


def _classifier(children: PackedInline, optional: tuple[str, ...]) -> Packed:
    first = children[0] if children else ""
    is_word = isinstance(first, Packed) and first.kind is nodes.emphasis
    text = "".join(child if isinstance(child, str) else child.astext() for child in children)
    return _packed(nodes.classifier, children, (classifier_class(text, optional, is_word=is_word),), others=_UNTRANSLATED)


def classifier_class(text: str, optional: Iterable[str], *, is_word: bool) -> str:
    """The class of a classifier: an emphasised word says whether the parameter is optional, anything else is its type."""
    return "wadl-type" if not is_word else "wadl-optional" if text in optional else "wadl-required"


def _packed(
    kind: type[nodes.Element],
    children: PackedInline,
    classes: tuple[str, ...] = (),
    ids: tuple[str, ...] = (),
    others: dict[str, bool] | None = None,
) -> Packed:
    return Packed(NUMBERS[kind], classes, ids, others, children)


_COMMENT = _packed(nodes.comment, ())
"""The definition of a parameter without a text."""
