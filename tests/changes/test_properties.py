"""What holds for any two versions of an API."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.changes_reading import Versions, application, shown
from wadl2rst.changes.compare import compare
from wadl2rst.changes.values import Change, ComparedApi

_NAMES = st.sampled_from(["a", "b", "limit", "X-Id"])
_STATED = st.sampled_from(['required="true"', 'default="1"', 'fixed="2"', 'repeating="true"', 'type="xs:int"', 'type="xs:string"'])


@st.composite
def params(draw: st.DrawFn, *styles: str) -> str:
    """A parameter."""
    attributes = " ".join(draw(st.lists(_STATED, max_size=3, unique_by=lambda text: text.partition("=")[0])))
    values = "".join(f'<option value="{value}"/>' for value in draw(st.lists(st.sampled_from("xyz"), max_size=2, unique=True)))
    return f'<param name="{draw(_NAMES)}" style="{draw(st.sampled_from(styles))}" {attributes}>{values}</param>'


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """A body."""
    media = draw(st.sampled_from(["application/json", "application/xml", "text/plain;charset=utf-8", "text/plain", ""]))
    element = draw(st.sampled_from(["", 'element="g:plant"', 'element="g:tree"']))
    return f'<representation mediaType="{media}" {element}>{"".join(draw(st.lists(params("plain"), max_size=2)))}</representation>'


@st.composite
def methods(draw: st.DrawFn) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """A method: its start tag, its path, and the parts of its request and its responses."""
    verb = draw(st.sampled_from(["GET", "PUT"]))
    identifier = draw(st.sampled_from(["", "", "one", "two"]))
    path = draw(st.sampled_from(["plants", "plants/{id}", "v1/plants", "v2/plants", "api/plants", "trees/{tree}/tags"]))
    head = f'<method name="{verb}" id="{identifier}" deprecated="{draw(st.sampled_from(["true", "false"]))}">'
    request = tuple(draw(st.lists(params("query", "header") | bodies(), max_size=4)))
    responses = tuple(
        f'<response status="{status}">{"".join(draw(st.lists(params("header") | bodies(), max_size=2)))}</response>'
        for status in draw(st.lists(st.sampled_from(["200", "201", "404", "200 404"]), max_size=2, unique=True))
    )
    return head, path, request, responses


_APIS = st.lists(methods(), max_size=5, unique_by=lambda method: (method[0].partition("id")[0], method[1]))


def written(methods: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]], files: int, seed: int | None) -> list[str]:
    """The methods as WADLs, shuffled if there is a seed."""
    chance = random.Random(seed)
    documents: list[list[str]] = [[] for _ in range(files)]
    listed = list(methods)
    if seed is not None:
        chance.shuffle(listed)
    for head, path, request, responses in listed:
        parts = [list(request), list(responses)]
        if seed is not None:
            for part in parts:
                chance.shuffle(part)
        inside = f"<request>{''.join(parts[0])}</request>{''.join(parts[1])}"
        documents[chance.randrange(files)].append(f'<resource path="{path}">{head}{inside}</method></resource>')
    return [application("".join(document)) for document in documents]


def read(*documents: str) -> ComparedApi:
    """The API of these WADLs."""
    with tempfile.TemporaryDirectory() as folder:
        return Versions(Path(folder)).api(*documents)


_FEW = settings(max_examples=20)
"""Each case reads several files."""


@_FEW
@given(_APIS, st.integers(1, 3), st.integers(0, 1000))
def test_order_and_files_make_no_change(methods: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]], files: int, seed: int) -> None:
    """An API is the same as itself, in whatever order its operations, parameters and bodies stand, and in whatever files."""
    old, new = read(*written(methods, 1, None)), read(*written(methods, files, seed))
    assert [shown(change) for change in compare(old, new).changes] == []


_REVERSE = {"added": "removed", "removed": "added", "changed": "changed", "moved": "moved"}


def _content(change: Change) -> tuple[str, str, str | None, str | None]:
    return change.change, change.kind, change.old, change.new


@_FEW
@given(_APIS, _APIS)
def test_the_way_back_is_the_reverse(
    one: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]], other: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]
) -> None:
    """From the new version to the old one, what was added is removed, and what was changed is changed back."""
    old, new = read(*written(one, 1, None)), read(*written(other, 1, None))
    there = compare(old, new).changes
    back = compare(new, old).changes
    mirrored = Counter((_REVERSE[change.change], change.kind, change.new, change.old) for change in back)
    assert Counter(map(_content, there)) == mirrored
    assert {change.operation for change in there if change.change == "added" and change.kind == "operation"} == {
        change.operation for change in back if change.change == "removed" and change.kind == "operation"
    }
