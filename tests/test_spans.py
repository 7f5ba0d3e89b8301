"""Where the cells of a table stand."""

from __future__ import annotations

import pytest

from wadl2rst import spans
from wadl2rst.spans import Grid, Span, place_cells

Rows = list[list[Span[str]]]


def drawn(grid: Grid[str]) -> list[str]:
    """The rows of the grid, a letter for each place, ``.`` where no cell is."""
    places = [["."] * grid.width for _ in range(grid.height)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                assert places[row][column] == ".", "cells overlap"
                places[row][column] = cell.content
    return ["".join(row) for row in places]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([[Span("a"), Span("b")], [Span("c"), Span("d")]], ["ab", "cd"], id="no spans"),
        pytest.param([[Span("a", 2), Span("b")], [Span("c")]], ["ab", "ac"], id="a row span pushes to the right"),
        pytest.param([[Span("a", 1, 2)], [Span("b"), Span("c")]], ["aa", "bc"], id="a column span"),
        pytest.param([[Span("a"), Span("b", 2)], [Span("c", 1, 9)], [Span("d"), Span("e")]], ["ab", "cb", "de"], id="cut by a cell"),
        pytest.param([[Span("a", 9), Span("b")]], ["ab"], id="cut by the end"),
        pytest.param([[Span("a", 0, 0), Span("b", -1, -1)]], ["ab"], id="less than one"),
        pytest.param([[Span("a", 3), Span("b")], [], [Span("c")]], ["ab", "ac"], id="an empty row"),
        pytest.param([[Span("a"), Span("b", 1, 5)], [Span("c"), Span("d")]], ["ab", "cd"], id="columns in which nothing starts"),
        pytest.param([[Span("a"), Span("b")], [Span("c")]], ["ab", "c-"], id="a hole"),
        pytest.param([[Span("a"), Span("b"), Span("c")], [Span("d"), Span("e", column=2)]], ["abc", "d-e"], id="a column asked for"),
        pytest.param([[Span("a", column=2)], [Span("b", column=4)]], ["-a-", "--b"], id="a first column without cells"),
        pytest.param([[Span("a", 2), Span("b")], [Span("c", column=0)]], ["ab", "ac"], id="a column that is taken"),
        pytest.param([], [], id="nothing"),
        pytest.param([[]], [], id="no cells"),
    ],
)
def test_cells_are_placed_as_in_html(rows: Rows, expected: list[str]) -> None:
    """Each cell gets the next free place, spans end where others stand, and holes are filled."""
    grid = place_cells([rows], "-")
    assert drawn(grid) == expected
    assert grid.is_full


def test_spans_end_with_their_section() -> None:
    """A cell of the head does not reach into the body, and the head counts only rows in which a cell starts."""
    grid = place_cells([[[Span("a", 5), Span("b")], []], [[Span("c"), Span("d")]]], "-")
    assert (drawn(grid), grid.header) == (["ab", "cd"], 1)


def test_cells_that_claim_too_many_places_cover_one_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the cells of a table claim more places than there may be, none spans anything."""
    rows: Rows = [[Span("a", 2, 2), Span("b")], [Span("c"), Span("d"), Span("e")]]
    assert drawn(place_cells([rows[:1], rows[1:]], "-")) == ["aab", "cde"]
    monkeypatch.setattr(spans, "MAX_PLACES", 6)
    assert drawn(place_cells([rows], "-")) == ["ab-", "cde"]


def test_more_holes_than_there_may_be_are_not_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    """One long row and many short ones make no table of holes."""
    monkeypatch.setattr(spans, "MAX_PLACES", 3)
    rows: Rows = [[Span("a"), Span("b"), Span("c")], [Span("d")], [Span("e")]]
    grid = place_cells([rows], "-")
    assert (drawn(grid), grid.is_full) == (["abc", "d..", "e.."], False)
