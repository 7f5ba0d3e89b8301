"""What the pages show of a WADL, read as text: one test for each rule that a golden would not explain."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wadl2rst
from wadl2rst import prose
from wadl2rst.names import slug
from wadl2rst.page.fingerprint import fingerprint
from wadl2rst.page.options import PageOptions
from wadl2rst.page.plan import SitePlan
from wadl2rst.wadl.operations import groups
from wadl2rst.wadl.paths import without_patterns

NAMESPACE = "http://wadl.dev.java.net/2009/02"

Pages = Callable[..., dict[str, str]]


@pytest.fixture(name="pages")
def _pages(tmp_path: Path) -> Pages:
    """Writes the inside of an application into a file, and gives the text of each page by its name."""

    def pages(inside: str, *, attributes: str = "", **settings: object) -> dict[str, str]:
        path = tmp_path / "api.wadl"
        path.write_text(f'<application xmlns="{NAMESPACE}" {attributes}>{inside}</application>', encoding="utf-8")
        config = wadl2rst.Config(root=tmp_path, **settings)  # type: ignore[arg-type]
        return {page.path.removesuffix(".rst"): page.text for page in wadl2rst.render(wadl2rst.load(path, config), config)}

    return pages


def post(request: str) -> str:
    """A WADL with one operation, of this request, on the page ``post-a``."""
    method = f'<method name="POST" id="p"><request>{request}</request></method>'
    return f'<resources base="http://x/"><resource path="a">{method}</resource></resources>'


def get(responses: str) -> str:
    """A WADL with one operation, of these responses, on the page ``get-a``."""
    return f'<resources base="http://x/"><resource path="a"><method name="GET" id="g">{responses}</method></resource></resources>'


def lines(text: str, start: str) -> list[str]:
    """The lines of a page that begin so."""
    return [line for line in text.splitlines() if line.startswith(start)]


PARAM = '<param name="n" style="plain"/>'


@pytest.mark.parametrize(
    ("representations", "shown"),
    [
        (f'<representation mediaType="a/x"/><representation mediaType="a/y">{PARAM}</representation>', ["``a/x``, ``a/y``"]),
        (f'<representation mediaType="a/y">{PARAM}</representation><representation mediaType="a/x"/>', ["``a/y``, ``a/x``"]),
        (
            f'<representation mediaType="a/x" element="item"/><representation mediaType="a/y">{PARAM}</representation>',
            ["``a/x`` (element ``item``)", "``a/y``"],
        ),
        (
            '<representation mediaType="a/y"><doc>Only of y.</doc></representation><representation mediaType="a/x"/>',
            ["``a/y``", "``a/x``"],
        ),
        (
            f'<representation mediaType="a/x"/><representation mediaType="multipart/form-data">{PARAM}</representation>'
            '<representation mediaType="a/z"/>',
            ["``a/x``", "``multipart/form-data``", "``a/z``"],
        ),
        (
            f'<representation mediaType="application/x-www-form-urlencoded"/><representation mediaType="a/y">{PARAM}</representation>',
            ["``application/x-www-form-urlencoded``", "``a/y``"],
        ),
    ],
)
def test_media_that_share_a_body(pages: Pages, representations: str, shown: list[str]) -> None:
    """A media type joins the one body that is described where that can be of it too; else it has a line of its own, in order."""
    for page in (pages(post(representations))["post-a"], pages(get(f'<response status="200">{representations}</response>'))["get-a"]):
        assert [line.removeprefix("Media type: ") for line in lines(page, "Media type:")] == shown


def test_a_media_type_with_a_text(pages: Pages) -> None:
    """A body of which a media type and a text are known is one, as it is without the text."""
    body = '<representation mediaType="text/html"><doc>A page.</doc></representation>'
    page = pages(post(body))["post-a"]
    assert "Media type: ``text/html``" in page
    assert "does not accept a request body" not in page
    page = pages(get(f'<response status="200">{body}</response>'))["get-a"]
    assert "Media type: ``text/html``" in page
    assert "does not return a response body" not in page


@pytest.mark.parametrize("number", [2, 15, 16, 17, 40])
def test_many_media_of_one_body(pages: Pages, number: int) -> None:
    """However many media types a body comes in, it is described once; a body that differs in a parameter or a text has its own."""
    same = "".join(f'<representation mediaType="a/m{n}"><doc>Of all.</doc>{PARAM}</representation>' for n in range(number))
    other = f'<representation mediaType="a/x"><doc>Of x.</doc>{PARAM}</representation>'
    page = pages(post(same + other))["post-a"]
    media = ", ".join(f"``a/m{n}``" for n in range(number))
    assert lines(page, "Media type") == [f"Media type: {media}", "Media type: ``a/x``"]
    assert (page.count("Of all."), page.count("Of x.")) == (1, 1)
    assert len(lines(page, "This table shows the body parameters")) == 2


@pytest.mark.parametrize("status", ["204", "205", "304", "204 205"])
def test_statuses_without_a_body(pages: Pages, status: str) -> None:
    """A media type does not make a body where HTTP lets the status have none; among others, it does."""
    body = '<representation mediaType="a/b"/>'
    none = "This operation does not return a response body."
    assert none in pages(get(f'<response status="{status}">{body}</response>'))["get-a"]
    for other in ("200", "206", f"{status} 200"):
        assert none not in pages(get(f'<response status="{other}">{body}</response>'))["get-a"]


def test_made_up_styles(pages: Pages) -> None:
    """A style that WADL does not have gets a table that names it; letters may be small or capital."""
    cookie = '<param name="sid" style="cookie"/>'
    page = pages(
        '<resources base="http://x/"><resource path="a"><param name="r" style="Cookie"/><method name="POST" id="p"><request>'
        f'<param name="q" style="QUERY"/><representation mediaType="a/b">{cookie}{PARAM}</representation></request>'
        f'<response status="200">{cookie}</response><response status="404">{cookie}</response></method></resource></resources>'
    )
    assert "This table shows the cookie parameters:" in page["index"]
    assert lines(page["post-a"], "This table shows the")[1:] == [
        "This table shows the query parameters for the request:",
        "This table shows the cookie parameters for the request:",
        "This table shows the body parameters for the request:",
        "This table shows the cookie parameters for the 200 response:",
        "This table shows the cookie parameters for the 404 response:",
    ]
    assert "This operation does not return a response body." in page["post-a"]
    german = pages(get(f'<response status="200">{cookie}</response>'), lang="de")["get-a"]
    assert "Diese Tabelle zeigt die cookie-Parameter der Antwort:" in german


def test_several_responses_of_success(pages: Pages) -> None:
    """With more than one response of success, each table and each body says the status that it is of."""
    body = f'<representation mediaType="a/b"><doc><x:code>{{"a": 1}}</x:code></doc>{PARAM}</representation>'
    extension = 'xmlns:x="http://docs.rackspace.com/api/v1.0/xsd-ext"'
    location = '<param name="Location" style="header"/>'
    page = pages(get(f'<response status="200">{body}</response><response status="201">{location}</response>'), attributes=extension)[
        "get-a"
    ]
    assert "This table shows the header parameters for the 201 response:" in page
    assert "This table shows the body parameters for the 200 response:" in page
    assert "**Response 200**" in page
    assert "JSON response (200)**" in page
    page = pages(get(f'<response status="200">{location}{body}</response><response status="404"/>'), attributes=extension)["get-a"]
    assert "This table shows the header parameters for the response:" in page
    assert "Response 200" not in page
    assert "(200)" not in page


def test_the_body_of_success_after_that_of_an_error(pages: Pages) -> None:
    """A body below the one of another response names its own, or readers would take it for more of that."""
    error = '<response status="404"><representation mediaType="a/b"><doc>No such thing.</doc></representation></response>'
    success = '<response status="200"><representation mediaType="a/c"><doc>The thing.</doc></representation></response>'
    after = pages(get(error + success))["get-a"]
    assert after.index("**Response 404**") < after.index("No such thing.") < after.index("**Response 200**") < after.index("The thing.")
    assert "**Response 200**" not in pages(get(success + error))["get-a"]


def test_responses_of_which_only_the_media_is_known(pages: Pages) -> None:
    """They are listed with their statuses, each once, as further ones only where a body stands before."""
    bare = '<representation mediaType="a/b"/>'
    page = pages(
        get(f'<response status="200">{bare}</response><response status="201">{bare}</response><response status="201">{bare}</response>')
    )
    assert "These responses carry a body:\n\n* 200, 201: ``a/b``" in page["get-a"]
    page = pages(get(f'<response status="200">{bare}</response><response status="404">{bare}</response>'))
    assert "These responses carry a body, too:\n\n* 404: ``a/b``" in page["get-a"]


def test_equal_response_codes(pages: Pages) -> None:
    """Responses that are equal in status, name and description are one row; others of the same status are rows of their own."""
    page = pages(get('<response status="404"/><response status="404"/><response status="404"><doc>Gone.</doc></response>'))["get-a"]
    assert len(lines(page, "|404")) == 2


def test_the_documentation_of_an_example_address(pages: Pages) -> None:
    """All of Apigee's documentation of an example address is shown: lists and code, too."""
    page = pages(
        '<resources base="http://x/"><resource path="a"><method name="GET" id="g"><ap:example url="/a?b=1"><doc>Try <h:b>it</h:b>.'
        "<h:ul><h:li>once</h:li></h:ul><h:pre>GET /a</h:pre></doc></ap:example></method></resource></resources>",
        attributes='xmlns:ap="http://api.apigee.com/wadl/2010/07/" xmlns:h="http://www.w3.org/1999/xhtml"',
    )["get-a"]
    assert "Example address: ``/a?b=1`` Try **it**." in page
    assert "* once" in page
    assert "    GET /a" in page.split("* once")[1]


def test_a_top_resource_without_a_path(pages: Pages) -> None:
    """The operation of a resource without a path is shown with the slash, on its page and on the index."""
    found = pages('<resources base="http://x/"><resource><method name="GET"/></resource></resources>')
    assert "GET /" in found["get"].splitlines()
    assert headings(found["index"])[1:] == ["/"]


def test_one_path_at_two_bases(pages: Pages) -> None:
    """The page of an operation names its base address where verb and path are the same at another base."""
    found = pages(
        '<resources base="http://x/"><resource path="a"><method name="GET" id="one"/><method name="PUT" id="two"/></resource></resources>'
        '<resources base="http://y/"><resource path="a"><method name="GET" id="three"/></resource></resources>'
    )
    assert "Base address: ``http://x/``" in found["get-a--one"]
    assert "Base address: ``http://y/``" in found["get-a--three"]
    assert "Base address" not in found["put-a"]


# --- names ------------------------------------------------------------------------------------------------


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


# --- the index --------------------------------------------------------------------------------------------


def headings(text: str) -> list[str]:
    """The headings of a page."""
    found = text.splitlines()
    return [
        line.lstrip("\\")
        for line, below in zip(found, found[1:], strict=False)
        if below and set(below) <= set('^"~') and len(below) >= len(line)
    ]


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
