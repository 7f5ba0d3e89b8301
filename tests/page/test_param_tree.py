"""Trees of parameters hold what their tables do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from tests.small_wadls import Pages, post
from wadl2rst.page.param_tree import param_tree
from wadl2rst.page.values import ParamNode, ParamRow, ParamTable


def _table(names: Sequence[str]) -> ParamTable:
    rows = [ParamRow(name=name, type="String", required=None, type_cell=(), blocks=(), facts=(), description=()) for name in names]
    return ParamTable(kind="body", rows=tuple(rows))


def _paths(tree: Sequence[ParamNode], above: str = "") -> Iterator[tuple[str, ParamRow]]:
    """The rows of a tree, each with the names that lead to it."""
    for node in tree:
        path = f"{above}.{node.name}" if above else node.name
        if node.row is not None:
            yield path, node.row
        yield from _paths(node.children, path)


_NAMES = st.lists(st.lists(st.sampled_from(["a", "b", "c", "", "id"]), min_size=1, max_size=6).map(".".join), max_size=8)


@given(names=_NAMES)
def test_each_row_stands_in_the_tree_once_below_the_names_of_its_path(names: list[str]) -> None:
    """Whatever the names, a tree has each row of the table once, at its full name."""
    table = _table(names)
    shown = list(_paths(param_tree(table)))
    assert sorted(id(row) for _path, row in shown) == sorted(map(id, table.rows))
    assert all(path == row.name for path, row in shown)


def test_parameters_below_a_common_parent_are_shown_there_only(pages: Pages) -> None:
    """Parameters below a common parent are shown there, and not again in the list around it."""
    paths = ("item.request.id", "item.name", "item.size")
    params = "".join(f'<param name="{path.rpartition(".")[2]}" style="plain" path="$.{path}"/>' for path in paths)
    text = pages(post(f'<representation mediaType="application/json">{params}</representation>'), style="sphinx")["post-a"]
    listed = text[text.index("wadl:params:: body") :].partition("\n.. ")[0]
    assert re.findall("^ +``.*``", listed, re.MULTILINE) == ["   ``item``", "      ``request.id``", "      ``name``", "      ``size``"]
