"""The lines of keys in a settings file."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wadl2rst.config.key_lines import key_lines


def lines(text: str) -> dict[str, int]:
    """The lines, by paths with dots."""
    return {".".join(map(str, path)): line for path, line in key_lines(text).items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1\n\nb.c = 1.5 # x = 2\n", {"a": 1, "b": 3, "b.c": 3}),
        ("[t.u]\na = 1\n[t]\nb = 2", {"t": 1, "t.u": 1, "t.u.a": 2, "t.b": 4}),
        ("[[t.a]]\nx = 1\n[t.a.y]\nz = 1\n[[t.a]]\nx = 1", {
            "t": 1, "t.a": 1, "t.a.0": 1, "t.a.0.x": 2, "t.a.0.y": 3, "t.a.0.y.z": 4, "t.a.1": 5, "t.a.1.x": 6,
        }),
        ("[[a]]\n[[a.b]]\nc = 1\n[[a.b]]\n[[a]]\n[[a.b]]\nc = 1", {
            "a": 1, "a.0": 1, "a.0.b": 2, "a.0.b.0": 2, "a.0.b.0.c": 3, "a.0.b.1": 4, "a.1": 5, "a.1.b": 6, "a.1.b.0": 6, "a.1.b.0.c": 7,
        }),
        ("a = [\n  {x = 1.5, y.z = [\n1,\n2]},\n # {x = 3}\n  {x = 'k = {,'},\n]\nb = 1", {
            "a": 1, "a.0": 2, "a.0.x": 2, "a.0.y": 2, "a.0.y.z": 2, "a.0.y.z.0": 3, "a.0.y.z.1": 4, "a.1": 6, "a.1.x": 6, "b": 8,
        }),
        ('a = """\nb = 1\n\\""" """"\nc = \'\'\'\nd = 1\'\'\'\'\n"e.f" = 1', {"a": 1, "c": 4, "e.f": 6}),
        ("'a' . \"\\u0062\" = 2020-01-01 10:00:00\r\nc = 1", {"a": 1, "a.b": 1, "c": 2}),
    ],
)  # fmt: skip
def test_each_key_has_its_line(text: str, expected: dict[str, int]) -> None:
    """Keys, tables, items of arrays and keys of inline tables have the line where they begin; text in strings and comments has none."""
    assert tomllib.loads(text) is not None
    assert lines(text) == expected


_SIMPLE = st.one_of(
    st.integers(), st.booleans(), st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x7f"), max_size=8)
)
_VALUES = st.recursive(_SIMPLE, lambda inner: st.lists(inner, max_size=3), max_leaves=6)


@given(st.lists(st.lists(_VALUES, max_size=3), min_size=1, max_size=4))
def test_lines_do_not_depend_on_what_values_hold(entries: list[list[object]]) -> None:
    """Whatever the values of a list of tables are, each key has the line on which it was written."""
    text, expected = "# [x]\n", {}
    for number, values in enumerate(entries):
        text += "[[apis]]\n"
        for name, value in enumerate(values):
            expected["apis", number, f"k{name}"] = text.count("\n") + 1
            text += f"k{name} = {json.dumps(value, ensure_ascii=False)}  # k9 = [\n\n"
    assert tomllib.loads(text)["apis"] == [{f"k{name}": value for name, value in enumerate(values)} for values in entries]
    found = key_lines(text)
    assert {path: line for path, line in found.items() if len(path) == 3} == expected
