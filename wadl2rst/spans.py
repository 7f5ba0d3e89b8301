"""Places the cells of a table in a grid when some span rows or columns, as in HTML."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, NamedTuple, TypeVar

MAX_SPAN: Final = 100
"""Maximum number of columns that a cell can span; larger values are reduced to it."""

MAX_PLACES: Final = 200_000
"""If the cells of a table cover more places in total, spans are ignored; more holes than this are not filled.

Without a limit, a short input could claim billions of places.
"""

Content = TypeVar("Content")


class Span(NamedTuple, Generic[Content]):
    """A cell of the input: its content, and the rows and columns that it is to span."""

    content: Content
    rows: int = 1
    columns: int = 1
    column: int = -1
    """The requested column, from 0; -1 for the next free one."""


@dataclass(frozen=True, slots=True)
class PlacedCell(Generic[Content]):
    """A cell with its position, and the numbers of rows and columns that it covers."""

    content: Content
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid(Generic[Content]):
    """The placed cells of a table, row by row, without overlaps."""

    cells: tuple[PlacedCell[Content], ...]
    height: int
    """The number of rows."""
    width: int
    """The number of columns."""
    header: int
    """The number of rows of the first section."""
    is_full: bool
    """Whether every place is covered by a cell."""


def place_cells(sections: Sequence[Sequence[Sequence[Span[Content]]]], empty: Content) -> Grid[Content]:
    """Places the cells of a table in a grid, as HTML does.

    Takes the sections of the table (head and body), each a sequence of rows of the cells that start in them.  A span ends at
    another cell or at the end of the section; rows and columns in which no cell starts are merged into the preceding ones.
    Holes are filled with cells that contain ``empty``, unless there are more than MAX_PLACES.
    """
    claimed = sum(
        max(1, min(span.rows, len(section))) * max(1, min(span.columns, MAX_SPAN))
        for section in sections
        for row in section
        for span in row
    )
    cells: list[PlacedCell[Content]] = []
    top = first = 0
    for number, section in enumerate(sections):
        cells += _section(section, top, claimed <= MAX_PLACES)
        top += len(section)
        first = top if number == 0 else first
    tops, lefts = sorted({cell.row for cell in cells}), sorted({0} | {cell.column for cell in cells})
    if len(tops) < top or len(lefts) < max((cell.column + cell.columns for cell in cells), default=0):
        cells = [_compacted(cell, tops, lefts) for cell in cells]
    height, width = len(tops), len(lefts)
    holes = height * width - sum(cell.rows * cell.columns for cell in cells)
    if 0 < holes <= MAX_PLACES:
        cells += [PlacedCell(empty, row, column) for row, column in _holes(cells, height, width)]
        cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(tuple(cells), height, width, bisect_left(tops, first), holes <= MAX_PLACES)


def _section(rows: Sequence[Sequence[Span[Content]]], top: int, spans: bool) -> Iterable[PlacedCell[Content]]:
    """Yields the placed cells of a section whose first row is ``top``; unless ``spans``, each covers one place."""
    free: list[int] = []  # for each column, the first row that no cell placed so far covers
    for row, spans_of_row in enumerate(rows):
        column = 0
        for span in spans_of_row:
            column = max(column, span.column)
            while column < len(free) and free[column] > row:
                column += 1
            height = max(1, min(span.rows, len(rows) - row)) if spans else 1
            max_width = max(1, min(span.columns, MAX_SPAN)) if spans else 1
            width = next((size for size in range(1, max_width) if column + size < len(free) and free[column + size] > row), max_width)
            free += [0] * (column + width - len(free))
            free[column : column + width] = [row + height] * width
            yield PlacedCell(span.content, top + row, column, height, width)
            column += width


def _compacted(cell: PlacedCell[Content], tops: Sequence[int], lefts: Sequence[int]) -> PlacedCell[Content]:
    """The cell in a grid reduced to the rows ``tops`` and the columns ``lefts``, in which cells start."""
    row, column = bisect_left(tops, cell.row), bisect_left(lefts, cell.column)
    height = bisect_left(tops, cell.row + cell.rows) - row
    width = bisect_left(lefts, cell.column + cell.columns) - column
    return PlacedCell(cell.content, row, column, height, width)


def _holes(cells: Iterable[PlacedCell[Content]], height: int, width: int) -> Iterable[tuple[int, int]]:
    """The row and column of each place that no cell covers."""
    covered = [bytearray(width) for _ in range(height)]
    for cell in cells:
        for row in covered[cell.row : cell.row + cell.rows]:
            row[cell.column : cell.column + cell.columns] = b"\1" * cell.columns
    return [(row, column) for row, places in enumerate(covered) for column, taken in enumerate(places) if not taken]
