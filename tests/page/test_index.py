"""The index, and the pages of representations."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_wadls import NAMESPACE, PARAM, Pages, get, headings


@pytest.mark.parametrize("settings", [{}, {"include": ("/items/*",)}, {"ids": ("find",)}])
def test_the_heading_of_a_resource_is_its_own_path(pages: Pages, settings: dict[str, object]) -> None:
    """On the index, a resource below the base has its own path as its heading, whatever says something, and whatever is left out."""
    wadl = (
        '<resources base="http://x/"><resource path="items"><resource path="{id}"><param name="id" style="template"/>'
        '<method name="GET" id="one"/></resource><resource path="search"><method name="GET" id="find"/></resource></resource></resources>'
    )
    index = pages(wadl, **settings)["index"]
    assert headings(index)[1:] == ["/items"]
    if "ids" not in settings:
        assert index.index("**/items/{id}**") < index.index("This table shows the URI parameters:")


def test_a_resource_type_of_another_wadl(pages: Pages, tmp_path: Path) -> None:
    """A type that a resource uses from another WADL is on the index with its text and parameters, and links lead to it."""
    (tmp_path / "other.wadl").write_text(
        f'<application xmlns="{NAMESPACE}"><resource_type id="paged"><doc>In pages.</doc><param name="offset" style="query">'
        '<doc>Where to start.</doc></param></resource_type><resource_type id="idle"/></application>',
        encoding="utf-8",
    )
    index = pages(
        '<resources base="http://x/"><resource path="a" type="other.wadl#paged"><method name="GET" id="g"><response status="200">'
        '<representation mediaType="a/b"><param name="next" style="plain"><link resource_type="other.wadl#paged"/></param></representation>'
        "</response></method></resource></resources>"
    )
    assert headings(index["index"])[1:] == ["/a", "Resource types", "paged"]
    for text in ("In pages.", "Where to start.", "Resource type: :ref:`paged <api-type--paged>`", ".. _`api-type--paged`:"):
        assert text in index["index"]
    assert "<api-type--paged>" in index["get-a"]


@pytest.mark.parametrize("about", ['element="e"', 'profile="urn:p"', 'mediaType="a/b"'])
def test_a_representation_that_nothing_refers_to(pages: Pages, about: str) -> None:
    """A top-level representation that nothing refers to has a page if it says more than a media type, documented or not."""
    found = pages(f'<resources base="http://x/"/><representation id="lost" {about}/>')
    assert ("representation-lost" in found) is ("mediaType" not in about)
    assert "representation-lost" in pages(f'<resources base="http://x/"/><representation id="lost" {about}>{PARAM}</representation>')
    assert "representation-lost" not in pages(
        get('<response status="200"><representation href="#lost"/></response>') + f'<representation id="lost" {about}/>'
    )


def test_no_title_of_a_resource_is_lost(pages: Pages) -> None:
    """In the style sphinx, the title of a resource below another, and of a resource type that nothing uses, is on the index, too."""
    wadl = (
        '<resources base="http://x/"><resource path="a"><doc title="Alpha"/><method name="GET"/>'
        '<resource path="b"><doc title="Beta"/><method name="GET"/></resource></resource></resources>'
        '<resource_type id="idle"><doc title="Gamma"/><method name="GET"/></resource_type>'
    )
    index = pages(wadl, style="sphinx")["index"]
    assert headings(index)[1:] == ["Alpha", "idle"]
    assert "``/a/b`` : **Beta**" in index and "**Gamma**" in index
