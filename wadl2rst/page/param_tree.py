"""Parameters as a tree: those inside another one below it, so that a list can show them there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from wadl2rst.page.values import ParamNode, ParamRow, ParamTable

MAX_TREE_DEPTH = 4
"""The largest number of levels of a tree; the names of deeper parameters include those of their parents.

LaTeX supports six levels of lists, and descriptions can contain lists, too.
"""

_NESTING = ("body", "schema")
"""The kinds of tables whose names are paths: ``image.links.href``.  A dot in the name of a query parameter or header means nothing."""


def param_tree(table: ParamTable) -> tuple[ParamNode, ...]:
    """The parameters of a table in their order, each with those inside it.

    A parent is a row of the table, or a name that at least two rows have in their path.
    """
    if table.kind not in _NESTING or not any("." in row.name for row in table.rows):
        return tuple([ParamNode(row.name, row) for row in table.rows])
    top = _Node("", None, 0)
    known: dict[str, _Node] = {}
    for row in table.rows:
        known.setdefault(row.name, _Node(row.name, row, 1))
    for row in table.rows:
        node = known[row.name]
        if node.row is not row:
            node = _Node(row.name, row, 1)  # a name that the table has twice
        parent, name = _parent(row.name, known, top)
        node.name, node.depth = name, parent.depth + 1
        parent.children.append(node)
    _group(top)
    return _frozen(top)


@dataclass(slots=True)
class _Node:
    """A node that is being built."""

    name: str
    row: ParamRow | None
    depth: int
    children: list[_Node] = field(default_factory=list)


def _parent(name: str, known: dict[str, _Node], top: _Node) -> tuple[_Node, str]:
    """The innermost row that the path ``name`` leads through, and the rest of the path."""
    end = name.rfind(".")
    while end > 0:
        parent = known.get(name[:end])
        # A path never leads through a longer one, so there are no circles.
        if parent is not None and parent.depth < MAX_TREE_DEPTH and name[end + 1 :]:
            return parent, name[end + 1 :]
        end = name.rfind(".", 0, end)
    return top, name


def _group(top: _Node) -> None:
    """Puts those of the children of each node below a common parent whose names have it, if it is no row itself."""
    waiting = [top]
    while waiting:
        node = waiting.pop()
        if node.depth < MAX_TREE_DEPTH - 1:
            _group_children(node)
        waiting += node.children


def _group_children(node: _Node) -> None:
    by_first: dict[str, list[_Node]] = {}
    for child in node.children:
        first, dot, rest = child.name.partition(".")
        if dot and first and rest:
            by_first.setdefault(first, []).append(child)
    common = {first: children for first, children in by_first.items() if len(children) > 1}
    if not common or (node.row is None and node.depth and len(common) == 1 and len(node.children) == len(by_first[next(iter(common))])):
        return
    kept: list[_Node] = []
    made: set[str] = set()
    # Their names before those below a common parent lose it.
    for child, (first, dot, rest) in [(child, child.name.partition(".")) for child in node.children]:
        if not (dot and rest and first in common):
            kept.append(child)
        elif first not in made:
            made.add(first)
            kept.append(_common_parent(common[first], node.depth + 1))
    node.children = kept


def _common_parent(children: Sequence[_Node], depth: int) -> _Node:
    """A parent of nodes whose names begin alike, named by the names that all of them have."""
    paths = [child.name.split(".") for child in children]
    shortest = min(map(len, paths)) - 1
    same = 1
    while same < shortest and len({path[same] for path in paths}) == 1 and all(paths[0][: same + 1]):
        same += 1
    for child, path in zip(children, paths, strict=True):
        child.name, child.depth = ".".join(path[same:]), depth + 1
    return _Node(".".join(paths[0][:same]), None, depth, list(children))


def _frozen(top: _Node) -> tuple[ParamNode, ...]:
    """The children of a node as values; their depth is bounded."""
    return tuple([ParamNode(child.name, child.row, _frozen(child)) for child in top.children])
