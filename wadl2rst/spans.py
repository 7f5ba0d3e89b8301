"""Where the cells of a table stand when some span rows or columns: they are placed as HTML places them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, NamedTuple, TypeVar

MOST_SPANNED: Final = 100
"""A cell that claims to span more columns spans as many."""

MOST_PLACES: Final = 200_000
"""Where cells claim to cover more places in all, none spans; more holes are not filled.  A few words could claim billions."""

Content = TypeVar("Content")


class Span(NamedTuple, Generic[Content]):
    """A cell as it was written: its content, and the rows and columns that it claims."""

    content: Content
    rows: int = 1
    columns: int = 1
    column: int = -1
    """The column that it asks for, from 0; -1 for the next that is free."""


@dataclass(frozen=True, slots=True)
class PlacedCell(Generic[Content]):
    """A cell, its place and the rows and columns that it covers."""

    content: Content
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid(Generic[Content]):
    """The cells of a table in their places, row by row; none covers the place of another."""

    cells: tuple[PlacedCell[Content], ...]
    height: int
    """How many rows there are."""
    width: int
    """How many columns there are."""
    header: int
    """How many of the rows are of the first section."""
    is_full: bool
    """Whether each place is covered."""


def place_cells(sections: Sequence[Sequence[Sequence[Span[Content]]]], empty: Content) -> Grid[Content]:
    """Gives each cell of a table its place, as HTML does.

    Takes the sections of the table (head and body), each of rows of the cells that start there.  A span ends where another
    cell stands or the section ends; rows and columns in which no cell starts are joined to those before.  Holes are filled
    with cells that hold ``empty``, unless there are more than MOST_PLACES.
    """
    claimed = sum(
        max(1, min(span.rows, len(section))) * max(1, min(span.columns, MOST_SPANNED))
        for section in sections
        for row in section
        for span in row
    )
    cells: list[PlacedCell[Content]] = []
    top = first = 0
    for number, section in enumerate(sections):
        cells += _section(section, top, claimed <= MOST_PLACES)
        top += len(section)
        first = top if number == 0 else first
    tops, lefts = sorted({cell.row for cell in cells}), sorted({0} | {cell.column for cell in cells})
    if len(tops) < top or len(lefts) < max((cell.column + cell.columns for cell in cells), default=0):
        cells = [_closed_up(cell, tops, lefts) for cell in cells]
    height, width = len(tops), len(lefts)
    holes = height * width - sum(cell.rows * cell.columns for cell in cells)
    if 0 < holes <= MOST_PLACES:
        cells += [PlacedCell(empty, row, column) for row, column in _holes(cells, height, width)]
        cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(tuple(cells), height, width, bisect_left(tops, first), holes <= MOST_PLACES)


def _section(rows: Sequence[Sequence[Span[Content]]], top: int, spans: bool) -> Iterable[PlacedCell[Content]]:
    """The cells of a section whose first row is ``top``, each in its column; without ``spans``, each covers one place."""
    free: list[int] = []  # for each column, the first row in which nothing reaches into it from above or from the left
    for row, written in enumerate(rows):
        column = 0
        for span in written:
            column = max(column, span.column)
            while column < len(free) and free[column] > row:
                column += 1
            height = max(1, min(span.rows, len(rows) - row)) if spans else 1
            most = max(1, min(span.columns, MOST_SPANNED)) if spans else 1
            width = next((size for size in range(1, most) if column + size < len(free) and free[column + size] > row), most)
            free += [0] * (column + width - len(free))
            free[column : column + width] = [row + height] * width
            yield PlacedCell(span.content, top + row, column, height, width)
            column += width


def _closed_up(cell: PlacedCell[Content], tops: Sequence[int], lefts: Sequence[int]) -> PlacedCell[Content]:
    """The cell where there are no rows and columns but those in which one starts, ``tops`` and ``lefts``."""
    row, column = bisect_left(tops, cell.row), bisect_left(lefts, cell.column)
    height = bisect_left(tops, cell.row + cell.rows) - row
    width = bisect_left(lefts, cell.column + cell.columns) - column
    return PlacedCell(cell.content, row, column, height, width)


def _holes(cells: Iterable[PlacedCell[Content]], height: int, width: int) -> Iterable[tuple[int, int]]:
    """Row and column of each place that no cell covers."""
    covered = [bytearray(width) for _ in range(height)]
    for cell in cells:
        for row in covered[cell.row : cell.row + cell.rows]:
            row[cell.column : cell.column + cell.columns] = b"\1" * cell.columns
    return [(row, column) for row, places in enumerate(covered) for column, taken in enumerate(places) if not taken]
