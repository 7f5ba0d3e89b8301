"""Grid tables of RST, with and without spans.  Independent of the content of cells, apart from its layout."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Final

from wadl2rst.rst.layout import TooNarrow, char_at, columns, fill, fill_plain, is_plain, joined, min_width, pad, paragraphs
from wadl2rst.spans import Grid, PlacedCell

Layout = Callable[[int], list[str]]
"""Lays out the content of a cell that is not only paragraphs: takes a width in columns, returns lines as narrow as possible."""

CellText = str | tuple[str, ...] | Layout
"""The content of a cell: the RST of a paragraph, of several paragraphs, or a function that lays it out for a width."""

TABLE_WIDTH: Final = 80
"""Width in columns of a table, unless its words need more."""

LONGEST_REPEATED: Final = 200
"""A longer header of several columns is not repeated in each of them if cells cannot span."""

WIDEST_TABLE: Final = 2000
"""A wider table is not written as a grid: nobody could read it, and docutils rejects lines of more than 10,000 characters."""

_RUN_LAST = re.compile(r" ([!-/:-@\[-`{-~])\1*$", re.MULTILINE)


@lru_cache(maxsize=1024)
def column_widths(needs: tuple[int, ...]) -> tuple[int, ...]:
    """The widths of columns: what they need; then the narrowest, leftmost first, are widened until the table is TABLE_WIDTH wide."""
    spare = TABLE_WIDTH - 1 - len(needs) - sum(needs)
    if spare <= 0:
        return needs
    smallest = sorted(needs)
    while (level := (spare + sum(smallest)) // len(smallest)) < smallest[-1]:
        smallest.pop()  # already wide enough
    widths = [max(need, level) for need in needs]
    for column in [column for column, width in enumerate(widths) if width == level][: spare + sum(needs) - sum(widths)]:
        widths[column] += 1
    return tuple(widths)


def has_reliable_widths(lines: Iterable[str]) -> bool:
    """Whether every parser of grid tables counts the same columns in these lines.

    Combining and invisible characters are counted differently, and from U+1F000 each release of Unicode makes more characters wide.
    """
    return not any(
        char >= "\U0001f000" or unicodedata.category(char) in ("Mn", "Me", "Cf")
        for line in lines
        if not line.isascii()
        for char in line
        if char > "\x7f"
    )


def _need(content: CellText) -> int:
    """The minimum width of a cell in columns."""
    if isinstance(content, str):
        return min_width(content) if content else 1
    return max(1, *map(columns, _lines(content, 1)))


def _lines(content: CellText, width: int) -> list[str]:
    """The content of a cell as lines of ``width`` columns, at least one."""
    if isinstance(content, str):
        return fill(content, width) if len(content) > width or not content.isascii() else [content]
    return (paragraphs(content, width) if isinstance(content, tuple) else content(width)) or [""]


def grid(rows: Sequence[Sequence[CellText]], header: int) -> list[str]:
    """The lines of a grid table without spans; empty if it is too wide, or docutils might not parse it correctly.

    All rows have the same number of cells; the first ``header`` rows are the header.
    """
    table = list(zip(*rows, strict=True))
    texts = _plain_texts(table)
    plain = texts is not None
    widths, cells = _measured_layout(table) if texts is None else _estimated_layout(table, texts) or _plain_layout(table)
    if sum(widths) > WIDEST_TABLE:
        return []
    rule, double_rule, form = _frame(widths)
    lines = [rule]
    for number, row in enumerate(zip(*cells, strict=True), 1):
        parts = zip_longest(*row, fillvalue="")
        if plain:
            lines.extend(map(form.__mod__, parts))
        else:
            lines += [form % part if "".join(part).isascii() else "|" + "|".join(map(pad, part, widths)) + "|" for part in parts]
        lines.append(double_rule if number == header else rule)
    return lines if plain or has_reliable_widths(lines) else []


@lru_cache(maxsize=256)
def _frame(widths: tuple[int, ...]) -> tuple[str, str, str]:
    """The border between rows, the one below the header, and the format of plain rows.  Cached: most tables have the same widths."""
    rule = "+" + "+".join(["-" * width for width in widths]) + "+"
    return rule, rule.replace("-", "="), "|" + "|".join([f"%-{width}s" for width in widths]) + "|"


def _plain_texts(table: Sequence[Sequence[CellText]]) -> list[str] | None:
    """The text of each column, with one line per paragraph; None unless all of it :func:`is_plain`."""
    try:
        texts = ["\n".join(contents) for contents in table]  # type: ignore[arg-type]
    except TypeError:  # a cell is more than a paragraph
        if any(callable(content) for contents in table for content in contents):
            return None
        texts = ["\n".join([content if isinstance(content, str) else "\n".join(content) for content in contents]) for contents in table]  # type: ignore[arg-type]
    together = "\n".join(texts)
    return texts if is_plain(together) and not _RUN_LAST.search(together) else None


_Layout = tuple[tuple[int, ...], list[list[list[str]]]]
"""The widths of columns, and the lines of each cell by column."""


def _estimated_layout(table: Sequence[Sequence[CellText]], texts: Sequence[str]) -> _Layout | None:
    """The result of :func:`_measured_layout` for a plain table, without measuring each word; None if that is required.

    Words are nearly always narrower than their column, so only columns of single words are measured.
    ``texts`` is the result of :func:`_plain_texts`.
    """
    widths = column_widths(tuple([1 if " " in text else max(1, *map(len, text.split("\n"))) for text in texts]))
    try:
        return widths, _filled(table, widths, overlong=False)
    except TooNarrow:
        return None


def _plain_layout(table: Sequence[Sequence[CellText]]) -> _Layout:
    """The result of :func:`_measured_layout` for a plain table, with all words of a column measured at once."""
    needs = []
    for contents in table:
        # A mark after each word except the last of its cell stands for the space, as in min_width(); several paragraphs need none.
        words = "\n".join([content for content in contents if isinstance(content, str)]).replace(" ", "_ ").split()
        words += [word for content in contents if isinstance(content, tuple) for text in content for word in text.split()]
        needs.append(max(map(len, words), default=1))
    widths = column_widths(tuple(needs))
    return widths, _filled(table, widths, overlong=True)


def _filled(table: Sequence[Sequence[CellText]], widths: Sequence[int], *, overlong: bool) -> list[list[list[str]]]:
    """The lines of each cell of a plain table, by column; unless ``overlong``, a word that is too long raises :class:`TooNarrow`."""
    return [
        [
            ([content] if len(content) <= width else fill_plain(content, width, overlong))
            if isinstance(content, str)
            else joined([fill_plain(text, width, overlong) for text in content], True)  # type: ignore[union-attr]
            for content in contents
        ]
        for contents, width in zip(table, widths, strict=True)
    ]


def _measured_layout(table: Sequence[Sequence[CellText]]) -> _Layout:
    """The layout of any table."""
    widths = column_widths(tuple([max(map(_need, contents)) for contents in table]))
    return widths, [[_lines(content, width) for content in contents] for contents, width in zip(table, widths, strict=True)]


# --- spans --------------------------------------------------------------------------------------


def without_spans(table: Grid[CellText], header: int) -> list[list[CellText]]:
    """The contents of the cells as rows of equal length, with empty contents for spanned places.

    A text in one of the first ``header`` rows is repeated in each column that it spans.
    """
    rows: list[list[CellText]] = [[""] * table.width for _ in range(table.height)]
    for cell in table.cells:
        content = cell.content
        repeated = cell.row < header and isinstance(content, str) and len(content) <= LONGEST_REPEATED
        for column in range(cell.column, cell.column + (cell.columns if repeated else 1)):
            rows[cell.row][column] = content
    return rows


def spanned_grid(table: Grid[CellText], header: int) -> list[str]:
    """The lines of a grid table whose cells cover all places; the first ``header`` rows are the header.

    Empty if it is too wide, or docutils might not parse it correctly.
    """
    cells, rows, width = table.cells, table.height, table.width
    owner = [[0] * width for _ in range(rows)]
    for number, cell in enumerate(cells):
        for row in range(cell.row, cell.row + cell.rows):
            owner[row][cell.column : cell.column + cell.columns] = [number] * cell.columns
    needs = [1] * width
    for cell in sorted(cells, key=lambda cell: cell.columns):
        span = range(cell.column, cell.column + cell.columns)
        missing = _need(cell.content) - sum(needs[column] for column in span) - (cell.columns - 1)
        for _ in range(missing):
            needs[min(span, key=needs.__getitem__)] += 1
    widths = column_widths(tuple(needs))
    if sum(widths) > WIDEST_TABLE:
        return []
    texts = [_lines(cell.content, sum(widths[cell.column : cell.column + cell.columns]) + cell.columns - 1) for cell in cells]
    heights = [1] * rows
    for number, cell in sorted(enumerate(cells), key=lambda item: item[1].rows):
        heights[cell.row + cell.rows - 1] += max(0, len(texts[number]) - sum(heights[cell.row : cell.row + cell.rows]) - (cell.rows - 1))
    lefts = [sum(widths[:column]) + column for column in range(width + 1)]
    tops = [sum(heights[:row]) + row for row in range(rows + 1)]
    if any(_is_misread(cell, text, lefts, tops) for cell, text in zip(cells, texts, strict=True)):
        return []

    def at(row: int, column: int) -> int:
        return owner[row][column] if 0 <= row < rows and 0 <= column < width else -1

    def text_at(number: int, line: int) -> str:
        cell = cells[number]
        index = line - tops[cell.row] - 1
        room = lefts[cell.column + cell.columns] - lefts[cell.column] - 1
        return pad(texts[number][index] if index < len(texts[number]) else "", room)

    lines = []
    for row in range(rows + 1):
        dash = "=" if row == header and row else "-"
        line, column = "", 0
        while column < width:  # the border above the row, or the text of cells that span it
            line += _corner(at(row - 1, column - 1), at(row - 1, column), at(row, column - 1), at(row, column), dash)
            number = at(row, column)
            if number == at(row - 1, column):
                line += text_at(number, tops[row])
                column += cells[number].columns
            else:
                line += dash * widths[column]
                column += 1
        lines.append(line + _corner(at(row - 1, width - 1), -1, at(row, width - 1), -1, dash))
        for index in range(heights[row] if row < rows else 0):
            numbers = dict.fromkeys(owner[row])
            lines.append("|" + "|".join(text_at(number, tops[row] + 1 + index) for number in numbers) + "|")
    return lines if has_reliable_widths(lines) else []


def _corner(above_left: int, above_right: int, below_left: int, below_right: int, dash: str) -> str:
    """The character where four cells meet, given their numbers; -1 is outside the table."""
    across = above_left != below_left, above_right != below_right
    along = above_left != above_right, below_left != below_right
    if not any(across):
        return "|"
    return "+" if any(along) else dash


def _is_misread(cell: PlacedCell[CellText], text: Sequence[str], lefts: Sequence[int], tops: Sequence[int]) -> bool:
    """Whether docutils would read a part of the text of a spanning cell as a border.

    That is a ``|`` or ``+`` at a column boundary of other rows, or a line of dashes at a row boundary of other columns.
    """
    for boundary in lefts[cell.column + 1 : cell.column + cell.columns]:
        position = boundary - lefts[cell.column] - 1
        if any(char_at(line, position) in ("|", "+") for line in text):
            return True
    inner = [top - tops[cell.row] - 1 for top in tops[cell.row + 1 : cell.row + cell.rows]]
    return any(index < len(text) and text[index] and set(text[index]) <= {"-", "+"} for index in inner)
