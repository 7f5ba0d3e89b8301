"""Names, labels and titles of pages: they depend on nothing but the operation and those of the same slug."""

from __future__ import annotations

import dataclasses
import re
import tempfile
from pathlib import Path
from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wadl2rst
from tests.small_wadls import NAMESPACE, Pages, headings, lines
from wadl2rst import prose
from wadl2rst.names import slug
from wadl2rst.page.fingerprint import fingerprint
from wadl2rst.page.options import PageOptions
from wadl2rst.page.plan import SitePlan
from wadl2rst.wadl.operations import groups
from wadl2rst.wadl.paths import without_patterns


def test_filters_change_no_name(pages: Pages) -> None:
    """A page that a filter leaves has the name, the label and the title that it has without the filter."""
    wadl = (
        '<resources base="http://x/"><resource path="a"><method name="GET" id="list"/><method name="GET" id="other"/></resource>'
        '<resource path="b"><method name="GET" id="list"/></resource></resources>'
    )
    for split in ("method", "resource"):
        whole = pages(wadl, split=split)
        for settings in ({"include": ("/a",)}, {"ids": ("list",)}, {"ids": ("other",)}, {"exclude": ("/a",)}):
            some = pages(wadl, split=split, **settings)
            assert set(some) < set(whole) or split == "resource"
            assert {name: text for name, text in some.items() if split == "method" and name != "index"}.items() <= whole.items()
            assert set(some) <= set(whole)


def test_names_do_not_depend_on_the_language(pages: Pages) -> None:
    """With --lang the titles change, and the names do not."""
    wadl = (
        '<resources base="http://x/"><resource path="a">'
        '<method name="GET"><doc xml:lang="en" title="One"/><doc xml:lang="de" title="Eins"/></method>'
        '<method name="GET"><doc xml:lang="en" title="Two"/><doc xml:lang="de" title="Zwei"/></method></resource></resources>'
    )
    assert set(pages(wadl, lang="de")) == set(pages(wadl))


WADL_OPERATIONS = st.fixed_dictionaries(
    {
        "path": st.sampled_from(["a", "/a/{b}", "a/{b: x+}", "A/b", "a/b", "c"]),
        "base": st.sampled_from(["http://x/", "http://y/"]),
        "on_resource": st.sampled_from(["", '<param name="q" style="query"/>', '<param name="h" style="header"><doc>H.</doc></param>']),
        "verb": st.sampled_from(["GET", "POST"]),
        "id": st.sampled_from(["", "list", "List", "show"]),
        "docs": st.sampled_from(["", "<doc>One.</doc>", '<doc title="One"/>', '<doc title="Two">More.</doc>']),
        "request": st.sampled_from(["", "<request/>", '<request><param name="p" style="query"/></request>']),
        "response": st.sampled_from(["", '<response status="200"/>', '<response><representation mediaType="a/b"/></response>']),
    }
)


Known = dict[str, str]


def names_of(operations: list[Known], folder: Path) -> list[tuple[str, str]]:
    """Name and label of each operation of a WADL, in order."""
    inside = "".join(
        f'<resources base="{known["base"]}"><resource path="{known["path"]}">{known["on_resource"]}'
        f'<method name="{known["verb"]}" id="{known["id"]}">{known["docs"]}{known["request"]}{known["response"]}</method>'
        "</resource></resources>"
        for known in operations
    )
    path = folder / "api.wadl"
    path.write_text(f'<application xmlns="{NAMESPACE}">{inside}</application>', encoding="utf-8")
    application = wadl2rst.load(path)
    site = SitePlan(application=application, groups=groups(application), options=PageOptions(prefix="api", fallback_title="API"))
    return [(named.page, named.label) for named in site.operations]


def slug_of(known: Known) -> str:
    """The slug of verb and path."""
    return slug(f"{known['verb']} /{without_patterns(known['path'])}")


@given(
    st.lists(WADL_OPERATIONS, min_size=1, max_size=8, unique_by=lambda known: tuple(known.values())),
    st.lists(WADL_OPERATIONS, max_size=5),
    st.randoms(use_true_random=False),
)
def test_other_operations_of_a_wadl_change_no_name(operations: list[Known], others: list[Known], random: Random) -> None:
    """Shuffling the operations of a WADL, and adding ones of other slugs, changes neither the names nor, without their ids, the labels."""
    slugs = set(map(slug_of, operations))
    others = [known for known in others if slug_of(known) not in slugs]
    ids = {slug(known["id"]) for known in others}
    together = [*((known, True) for known in operations), *((known, False) for known in others)]
    random.shuffle(together)
    with tempfile.TemporaryDirectory() as folder:
        before = names_of(operations, Path(folder))
        after = names_of([known for known, _is_old in together], Path(folder))
    expected = {tuple(known.values()): found for known, found in zip(operations, before, strict=True)}
    for (known, is_old), (name, label) in zip(together, after, strict=True):
        if is_old:
            old_name, old_label = expected[tuple(known.values())]
            assert name == old_name
            assert label == old_label or slug(known["id"]) in ids


def test_a_fingerprint_has_every_kind_of_value() -> None:
    """Whatever of the documentation or of an operation the model has, names can be made from it."""
    kinds = [*get_args(prose.Inline), *get_args(prose.Block), prose.Definition, prose.Cell]
    for kind in kinds:
        assert fingerprint(kind(*("" for _field in dataclasses.fields(kind))))
    assert fingerprint(("ab", "c")) != fingerprint(("a", "bc"))
    assert fingerprint((("a",), "b")) != fingerprint((("a", "b"),))


def test_the_names_of_an_inlined_method(pages: Pages) -> None:
    """The page of a method that a normaliser copied to its resource is named and labelled as that of the reference, and the only one."""
    found = pages(
        '<resources base="http://x/"><resource path="v2"><method name="GET" rax:id="list"><doc title="List all">All.</doc></method>'
        '</resource></resources><method name="GET" id="list"><doc title="List all">All.</doc></method>',
        attributes='xmlns:rax="http://docs.rackspace.com/api"',
    )
    assert set(found) == {"get-v2", "index"}
    assert ".. _api-list:" in found["get-v2"]
    assert lines(found["get-v2"], "Method ID:") == ["Method ID: ``list``"]
    assert not lines(found["get-v2"], "Name:")


def _body(media_type: str, element: str = "") -> str:
    return f'<representation mediaType="{media_type}" element="{element}"/>'


TITLED = '<doc title="Query"/>'


@pytest.mark.parametrize(
    ("resources", "titles"),
    [
        (
            f'<resource path="a"><method name="GET" id="x">{TITLED}</method><method name="POST" id="y">{TITLED}</method></resource>',
            ["Query (GET)", "Query (POST)"],
        ),
        (
            f'<resource path="a"><method name="GET" id="x">{TITLED}</method></resource>'
            f'<resource path="b"><method name="GET" id="y">{TITLED}</method></resource>',
            ["Query (/a)", "Query (/b)"],
        ),
        (
            f'<resource path="a"><method name="GET" id="x">{TITLED}</method><method name="PUT" id="y">{TITLED}</method></resource>'
            f'<resource path="b"><method name="GET" id="z">{TITLED}</method></resource>',
            ["Query (GET /a)", "Query (PUT /a)", "Query (GET /b)"],
        ),
        (
            f'<resource path="a"><method name="GET" id="x">{TITLED}</method><method name="GET" id="y">{TITLED}</method></resource>',
            ["Query (x)", "Query (y)"],
        ),
        (
            '<resource path="a"><method name="GET"/><method name="GET" id="one"/><method name="GET" id="two"/></resource>',
            ["GET /a", "one", "two"],
        ),
        (
            r'<resource path="a/{id: \d+}"><method name="GET"/></resource><resource path="a/{id:[a-z]+}"><method name="GET"/></resource>',
            [r"GET /a/{id: \d+}", "GET /a/{id: [a-z]+}"],
        ),
        (
            rf'<resource path="{{id: \d+}}"><method name="GET" id="x">{TITLED}</method></resource>'
            f'<resource path="{{id: .+}}"><method name="GET" id="y">{TITLED}</method></resource>',
            [r"Query (/{id: \d+})", "Query (/{id: .+})"],
        ),
        (
            r'<resource path="{id: \d+}"><method name="GET" id="x"/></resource>'
            r'<resource path="{id:\d+}"><method name="GET" id="y"/></resource>',
            ["x", "y"],
        ),
        (
            f'<resource path="a"><method name="PUT"><request>{_body("a/b")}</request></method>'
            f'<method name="PUT"><request>{_body("a/c")}{_body("a/d")}</request></method></resource>',
            ["PUT /a (a/b)", "PUT /a (a/c, a/d)"],
        ),
        (
            f'<resource path="a"><method name="PUT"><request>{_body("a/b", "x:tree")}</request></method>'
            f'<method name="PUT"><request>{_body("a/b", "x:plant")}</request></method></resource>',
            ["PUT /a (tree)", "PUT /a (plant)"],
        ),
        (
            f'<resource path="a"><method name="GET"><response>{_body("a/b")}</response></method>'
            f'<method name="GET"><response>{_body("a/c")}</response></method></resource>',
            ["GET /a (a/b)", "GET /a (a/c)"],
        ),
    ],
)
def test_titles_tell_operations_apart(pages: Pages, resources: str, titles: list[str]) -> None:
    """Operations with one title say in what they differ, in heading and index; patterns are said where nothing else shows them."""
    found = pages(f'<resources base="http://x/">{resources}</resources>')
    index = re.sub(r"\s*\|\n\|\s*\|\s*\|", " ", found["index"])
    assert [" ".join(title.replace("\\", "").split()) for title in re.findall(r":ref:`(.*?)\s<", index)] == [
        title.replace("\\", "") for title in titles
    ]
    assert sorted(headings(text)[0].replace("\\\\", "\\") for name, text in found.items() if name != "index") == sorted(titles)
    assert not any("**Query**" in text for text in found.values())
