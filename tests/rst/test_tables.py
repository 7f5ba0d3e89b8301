"""Tables, with spans and without: docutils reads them back, without a message."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.prose_strategies import PROFILE, expected, inlines, label_of, outline_of, p, several, tables, written
from tests.rst_reading import outline, read, words
from wadl2rst import prose, rst
from wadl2rst.prose import Block, Cell, Paragraph, Table


def test_a_table_without_a_body_has_no_head() -> None:
    """Docutils wants a row below the double line; words of the head stay."""
    lines = rst.RstWriter().table([[(p("a"),), (p("b"),)]])
    assert outline(read(lines)) == [("table", [], [[(1, 1, [("paragraph", [("text", "a")])]), (1, 1, [("paragraph", [("text", "b")])])]])]


@pytest.mark.parametrize("rows", [[], [[]], [[], []]])
def test_a_table_without_cells_is_nothing(rows: list[list[tuple[prose.Block, ...]]]) -> None:
    """No cells, no lines."""
    assert rst.RstWriter().table(rows) == []


def test_cells_may_be_empty() -> None:
    """A table of empty cells alone is still a table."""
    assert outline(read(rst.RstWriter().table([[(), ()], [(), ()]]))) == [("table", [[(1, 1, []), (1, 1, [])]], [[(1, 1, []), (1, 1, [])]])]


def test_a_wide_table_is_a_list_table() -> None:
    """A word that would make lines too long for docutils is kept in a table without columns to count."""
    lines = rst.RstWriter().table([[(p("Head"),)], [(p("x" * 20_000),)]])
    assert lines[:2] == [".. list-table::", "   :header-rows: 1"]
    assert "x" * 20_000 in words(read(lines))


@pytest.mark.parametrize("before", ["", "Text \\* in front of it "])
def test_a_role_is_not_broken_in_a_cell(before: str) -> None:
    """A link to an operation stays on one line of its cell: converters such as pandoc would keep a line break within it."""
    role = ":ref:`Show the details of an image <image-service-showImage>`"
    for table in (
        rst.tables.grid([["a", f"{before}{role}."], ["b " * 40, "c"]], 0),
        rst.tables.grid([["a", (f"{before}{role}.", "d")]], 0),
    ):
        assert sum(role in line for line in table) == 1


def test_a_very_long_role_is_broken() -> None:
    """A link with a text of many words does not make a column of hundreds of characters."""
    role = f":ref:`{'word ' * 50}<label>`"
    assert max(map(len, rst.tables.grid([["a", role]], 0))) == rst.tables.TABLE_WIDTH


def test_a_huge_span_costs_nothing() -> None:
    """A cell that claims millions of columns or rows spans what there is."""
    table = Table((), ((Cell((p("a"),), 10**9, 10**9),), (Cell((p("b"),)),)))
    assert words(read(rst.RstWriter().blocks((table,)))) == "a b"


def test_a_narrow_cell_beside_spans_keeps_its_text() -> None:
    """A column of one character has that character, also where the words of others leave it no more room."""
    rows = ((Cell((p("word"),), 2), Cell((p("a"),), 1, 2)), (Cell((p("b" * 40),)), Cell((p("c" * 40),))))
    assert words(read(rst.RstWriter().blocks((Table((), rows),)))) == f"word a {'b' * 40} {'c' * 40}"


def test_text_in_a_spanning_cell_is_no_border() -> None:
    """Bars that stand where a column of other rows ends make a list of the table, not another table."""
    spanning = Cell((p(*"| " * 38),), 2)
    table = Table((), ((Cell((p("a"),)), Cell((p("b"),))), (spanning,)))
    assert words(read(rst.RstWriter().blocks((table,)))).count("|") == 38


@settings(PROFILE, max_examples=PROFILE.max_examples // 2)
@given(tables(inlines.map(lambda children: (Paragraph(children),))))
def test_a_table_of_paragraphs_is_read_back(table: Table) -> None:
    """A table keeps its head, its rows and the text of its cells."""
    assert written(table) == expected([table])


@settings(PROFILE, max_examples=PROFILE.max_examples // 4)
@given(tables(several))
def test_a_table_of_blocks_is_read_back(table: Table) -> None:
    """Cells hold whatever blocks there are."""
    assert written(table) == expected([table])


Shape = list[list[tuple[int, int]]]
"""The cells of each row: how many columns and rows each covers."""


def tiling(draw: st.DrawFn, height: int, width: int) -> Shape:
    """Rows of cells that cover each of the places once."""
    taken: set[tuple[int, int]] = set()
    rows = []
    for y in range(height):
        row = []
        for x in range(width):
            if (y, x) in taken:
                continue
            free = next((size for size in range(1, width - x) if (y, x + size) in taken), width - x)
            columns, high = draw(st.integers(1, free)), draw(st.integers(1, height - y))
            taken.update((y + down, x + right) for down in range(high) for right in range(columns))
            row.append((columns, high))
        rows.append(row)
    return rows


@st.composite
def spanned_tables(draw: st.DrawFn, cells: st.SearchStrategy[tuple[Block, ...]]) -> Table:
    """Tables whose cells span rows and columns, in each of which a cell starts."""
    width = draw(st.integers(1, 4))
    header, body = tiling(draw, draw(st.integers(0, 2)), width), tiling(draw, draw(st.integers(1, 4)), width)
    starts = set()
    for rows in (header, body):
        taken = [0] * width
        for row in rows:
            column = 0
            for columns, high in row:
                while taken[column]:
                    column += 1
                starts.add(column)
                taken[column : column + columns] = [high] * columns
            taken = [max(0, count - 1) for count in taken]
    assume(all((*header, *body)) and len(starts) == width)
    # Only now what takes long: most shapes are none that is asked for.
    return Table(*(tuple(tuple(Cell(draw(cells), *shape) for shape in row) for row in rows) for rows in (header, body)))


@settings(PROFILE, max_examples=PROFILE.max_examples // 2)
@given(spanned_tables(inlines.map(lambda children: (Paragraph(children),)) | several | st.just(())))
def test_spans_are_read_back(table: Table) -> None:
    """Cells that span rows and columns keep their places and what is in them."""
    lines = rst.RstWriter(label_of).blocks((table,))
    assume(not lines[0].startswith(".. list-table"))  # where a grid would be misread
    assert outline_of(lines) == expected([table])
