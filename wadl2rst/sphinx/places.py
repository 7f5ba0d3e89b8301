"""The lines of the WADL that lines of a page come from, so that messages of docutils and translators' files name them.

A page is made by templates, which users can change, so no line of it knows its element.  The text of an operation
is searched, in order, for what its elements begin with: the first words of each doc, the row of each
parameter and of each response.  What is between two of these belongs to the first.  The objects of parameters stand
before their rows: each has the place of the row to come.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from wadl2rst.diagnostics import Location
from wadl2rst.prose import Block, Code, Paragraph, Strong, Text
from wadl2rst.prose import Emphasis as Emphasised
from wadl2rst.wadl import paths
from wadl2rst.wadl.model import Doc, Param, Representation
from wadl2rst.wadl.operations import Operation

WORDS = 3
"""So many words at the start of a doc are looked for."""

OBJECT = ".. wadl:param:: "
"""What begins the objects of the parameters of a table: the first name follows, and each other is on a line of its own."""

Place = tuple[str, int]
"""A file, and a line in it, from 1."""


def places(lines: Sequence[str], operation: Operation) -> list[Place]:
    """For each line of the text of an operation, the place in the WADL."""
    location = operation.method.location
    here = (location.file, location.line or 1)
    marks = list(_marks(operation))
    found: list[Place] = []
    is_object = False
    row = 0
    for line in lines:
        if line.startswith(OBJECT):
            is_object, row = True, 0
        elif not line.startswith("   ") or line.startswith("   :"):
            is_object = False
        if is_object:
            row = _row_of(line.removeprefix(OBJECT).strip().removeprefix("\\"), marks, row)
            where = marks[row][1] if row < len(marks) else location
            found.append((where.file, where.line or here[1]))
            continue
        if line[:1] not in ("", " ", "+"):
            plain = line.replace("\\", "")
            for position, (begins, where) in enumerate(marks):
                if begins(plain):
                    here = (where.file, where.line or here[1])
                    del marks[position]
                    break
        found.append(here)
    return found


def _row_of(name: str, marks: Sequence[_Mark], start: int) -> int:
    """The position of the row of an object: the first from ``start`` on, for objects and rows have one order; else the first."""
    for position in chain(range(start, len(marks)), range(start)):
        begins = marks[position][0]
        if isinstance(begins, _Row) and begins.is_of(name):
            return position
    return len(marks)


class _Row:
    """The first line of a row whose first cell begins with one of the names."""

    def __init__(self, *names: str) -> None:
        self._names = names

    def __call__(self, line: str) -> bool:
        if line[:1] != "|":
            return False
        return any(line.startswith(name, 1) and line[len(name) + 1 :][:1] in (" ", "|") for name in self._names)

    def is_of(self, name: str) -> bool:
        """Whether the row is that of an object; a template parameter stands in braces in the row alone."""
        return name in self._names or f"{{{name}}}" in self._names


class _Words:
    """A line that begins with the words."""

    def __init__(self, words: str) -> None:
        self._words = words

    def __call__(self, line: str) -> bool:
        return line[:1] != "|" and line.lstrip("*`- ").startswith(self._words)


_Mark = tuple[_Row | _Words, Location]


def _marks(operation: Operation) -> Iterator[_Mark]:
    method = operation.method
    yield from _doc_marks(method.docs)
    for response in method.responses:
        if response.statuses:
            yield _Row(" ".join(response.statuses)), response.location
    for param in (*operation.params, *method.params):
        yield from _param_marks(param)
    if method.request is not None:
        yield from _doc_marks(method.request.docs)
        for param in method.request.params:
            yield from _param_marks(param)
        for representation in method.request.representations:
            yield from _representation_marks(representation)
    for response in method.responses:
        for param in response.params:
            yield from _param_marks(param)
        for representation in response.representations:
            yield from _representation_marks(representation)


def _representation_marks(representation: Representation) -> Iterator[_Mark]:
    for param in representation.params:
        yield from _param_marks(param)
    yield from _doc_marks(representation.docs)


def _param_marks(param: Param) -> Iterator[_Mark]:
    if param.name:
        nested = (paths.nested_name(param.name, param.path)[0],) if param.path else ()
        yield _Row(param.name, f"{{{param.name}}}", *nested), param.location


def _doc_marks(docs: Sequence[Doc]) -> Iterator[_Mark]:
    for doc in docs:
        words = _first_words(doc.blocks)
        if words:
            yield _Words(words), doc.location


def _first_words(blocks: Sequence[Block]) -> str:
    """The first words of a doc that begins with a paragraph."""
    if not blocks or not isinstance(blocks[0], Paragraph):
        return ""
    text = ""
    for child in blocks[0].children:
        if not isinstance(child, (Text, Code, Strong, Emphasised)):
            break
        text += child.text if isinstance(child, (Text, Code)) else ""
        if isinstance(child, (Strong, Emphasised)) or len(text.split()) > WORDS:
            break
    return " ".join(text.split()[:WORDS])
