"""Tables: HTML tables, and CALS tables, which DocBook also has (OASIS TM 9502).

The result is a grid: cells do not overlap, no cell extends beyond the last row, columns
and rows in which no cell starts are removed, and all rows have the same width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from wadl2rst.markup.converter import Converter
from wadl2rst.markup.flow import nest, split, strong
from wadl2rst.markup.parts import Part
from wadl2rst.prose import Block, Cell, Inline, Paragraph, Strong, Table
from wadl2rst.source.tree import Element
from wadl2rst.spans import MAX_SPAN, Span, place_cells

_MAX_ROWS = 10_000
_CELLS = frozenset({"td", "th", "entry"})
_ROW = frozenset({"tr", "row"})
_SPECIFICATIONS = frozenset({"col", "colgroup", "colspec", "spanspec"})
_TITLES = frozenset({"caption", "title"})


@dataclass(slots=True)
class _Box:
    """A cell of the input."""

    children: tuple[Block, ...]
    columns: int = 1
    rows: int = 1
    column: int = -1
    """The column that the input specifies, from 0; -1 for none."""
    head: bool = False


@dataclass(slots=True)
class _Rows:
    """The content of a table read so far."""

    head: list[list[_Box]] = field(default_factory=list)
    body: list[list[_Box]] = field(default_factory=list)
    foot: list[list[_Box]] = field(default_factory=list)
    title: tuple[Inline, ...] = ()
    after: list[Block] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    """Columns by name."""
    spans: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Spans by name: the names of their first and last column."""


def table(converter: Converter, element: Element, out: list[Part]) -> None:
    """A table."""
    rows = _Rows()
    _read(converter, converter.content(element), rows, rows.body)
    result = build_table(rows.head, rows.body + rows.foot, rows.title)
    if result is not None:
        out.append(result)
    elif rows.title:
        out.append(strong(rows.title))
    out.extend(rows.after)


def _read(converter: Converter, children: Sequence[Element | str], rows: _Rows, into: list[list[_Box]]) -> None:
    """Reads the rows of a part of a table into ``into``; children may be table parts themselves."""
    # The remaining children, with the next one last: table parts may be nested (deeply, in invalid input).
    pending: list[tuple[Element | str, list[list[_Box]]]] = [(child, into) for child in reversed(children)]
    loose: list[_Box] = []
    while pending:
        child, into = pending.pop()
        name = "" if isinstance(child, str) else child.name
        if name in _CELLS and not isinstance(child, str):
            loose.append(_cell(converter, child, rows))
            if not pending or isinstance(pending[-1][0], str) or pending[-1][0].name not in _CELLS:
                into.append(loose)
                loose = []
            continue
        if isinstance(child, str):
            if child.strip():
                _stray(converter, [child], into)
        elif name in _ROW:
            into.append(_row(converter, child, rows))
        elif name == "thead":
            pending.extend((inner, rows.head) for inner in reversed(converter.content(child)))
        elif name == "tfoot":
            pending.extend((inner, rows.foot) for inner in reversed(converter.content(child)))
        elif name in ("tbody", "tgroup"):
            pending.extend((inner, rows.body) for inner in reversed(converter.content(child)))
        elif name in _SPECIFICATIONS:
            _specify(child, rows)
            _stray(converter, converter.content(child), into)
        elif name in _TITLES:
            if rows.title:
                rows.after.extend(converter.blocks(child))
            else:
                rows.title = converter.inlines(child)
        else:
            _stray(converter, [child], into)


def _stray(converter: Converter, children: Sequence[Element | str], into: list[list[_Box]]) -> None:
    """Content that is not allowed directly in a table: becomes a row of its own."""
    blocks = nest(split(converter.parts(children)))
    if blocks:
        into.append([_Box(blocks, MAX_SPAN)])


def _row(converter: Converter, element: Element, rows: _Rows) -> list[_Box]:
    boxes: list[_Box] = []
    for child in converter.content(element):
        if isinstance(child, str):
            if child.strip():
                boxes.append(_Box(nest(split(converter.parts([child])))))
        elif child.name in _CELLS:
            boxes.append(_cell(converter, child, rows))
        else:
            blocks = nest(split(converter.parts([child])))
            if blocks:
                boxes.append(_Box(blocks))
    return boxes


def _cell(converter: Converter, element: Element, rows: _Rows) -> _Box:
    box = _Box(converter.blocks(element), head=element.name == "th")
    attributes = element.attributes
    if attributes:
        if element.name == "entry":
            first, last = rows.spans.get(attributes.get("spanname", ""), ("", ""))
            start = rows.names.get(attributes.get("namest") or first or attributes.get("colname", ""), -1)
            end = rows.names.get(attributes.get("nameend") or last, -1)
            box.column = start
            if start >= 0 and end > start:
                box.columns = end - start + 1
            box.rows = _number(attributes.get("morerows", ""), 0, _MAX_ROWS) + 1
        else:
            box.columns = _number(attributes.get("colspan", ""), 1, MAX_SPAN)
            box.rows = _number(attributes.get("rowspan", ""), 1, _MAX_ROWS)
    return box


def _number(text: str, least: int, most: int) -> int:
    text = text.strip()
    return max(least, min(int(text[:9]), most)) if text.isascii() and text.isdecimal() else least


def _specify(element: Element, rows: _Rows) -> None:
    name = element.get("colname")
    if element.name == "colspec":
        column = _number(element.get("colnum"), 0, MAX_SPAN) - 1
        if column < 0:
            column = max(rows.names.values(), default=-1) + 1
        rows.names[name or f"\0{column}"] = min(column, MAX_SPAN)
    elif element.name == "spanspec":
        rows.spans[element.get("spanname")] = (element.get("namest"), element.get("nameend"))


def build_table(head: list[list[_Box]], body: list[list[_Box]], title: tuple[Inline, ...]) -> Table | None:
    """The table with the rows ``head`` and ``body``, and a ``title``; None if all cells are empty."""
    if not head:
        leading = next((index for index, row in enumerate(body) if not row or not all(box.head for box in row)), 0)
        head, body = body[:leading], body[leading:]
    if not any(body):
        head, body = [], head  # a table cannot consist of header rows only
    if not any(box.children for row in (*head, *body) for box in row):
        return None
    for boxes in body:
        for box in takewhile(lambda box: box.head, boxes):
            box.children = tuple(map(_strong, box.children))
    if _is_simple(head, body):
        return Table(_cells(head), _cells(body), title)
    sections = [[[Span(box.children, box.rows, box.columns, box.column) for box in row] for row in part] for part in (head, body)]
    grid = place_cells(sections, ())
    rows: list[list[Cell]] = [[] for _ in range(grid.height)]
    for cell in grid.cells:
        rows[cell.row].append(Cell(cell.content, cell.columns, cell.rows))
    return Table(tuple(map(tuple, rows[: grid.header])), tuple(map(tuple, rows[grid.header :])), title)


def _strong(block: Block) -> Block:
    """The block in bold, for the header cell of a row."""
    if type(block) is not Paragraph or (len(block.children) == 1 and type(block.children[0]) is Strong):
        return block
    return strong(block.children)


def _is_simple(head: list[list[_Box]], body: list[list[_Box]]) -> bool:
    """Whether all rows have the same length and no cell spans others or specifies its column, as in most tables."""
    length = len(body[0])
    return all(
        len(row) == length and all(box.columns == 1 and box.rows == 1 and box.column < 0 for box in row)
        for rows in (head, body)
        for row in rows
    )


def _cells(rows: list[list[_Box]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(Cell(box.children) for box in row) for row in rows)
