"""Bodies on a page: which media share one, and whose they are."""

from __future__ import annotations

from pathlib import Path

import pytest

import wadl2rst
from tests.small_wadls import NAMESPACE, PARAM, Pages, get, lines, post


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


@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_a_dangling_reference_to_a_body(pages: Pages, verb: str) -> None:
    """A body with a dangling reference is shown with what the reference says, and never denied."""
    for body, shown in (
        ('<representation mediaType="a/b" href="#Nope"/>', "Media type: ``a/b``"),
        ('<representation href="#Nope"><doc>Some text.</doc></representation>', "Some text."),
        (f'<representation href="#Nope">{PARAM}</representation>', "|n "),
        ('<representation href="#Nope"/>', "Request"),
    ):
        page = pages(
            f'<resources base="http://x/"><resource path="a"><method name="{verb}"><request>{body}</request>'
            f'<response status="200">{body}</response></method></resource></resources>'
        )[f"{verb.lower()}-a"]
        assert page.count(shown) == (1 if shown == "Request" else 2)
        assert not lines(page, "This operation does not")


def test_a_body_in_an_unknown_element(pages: Pages) -> None:
    """An element that WADL does not have may be a body, or describe one, so that nothing is denied."""
    unknown = '<representatation mediaType="a/b"/>'
    page = pages(
        '<resources base="http://x/"><resource path="a"><method name="GET"><request>'
        f'{unknown}</request><response status="200">{unknown}</response></method>'
        '<method name="POST"><requst/></method></resource></resources>'
    )
    for name in ("get-a", "post-a"):
        assert not lines(page[name], "This operation does not")
        assert not lines(page[name], "The WADL does not")
    bodiless = pages(get(f'<response status="204">{unknown}</response>'))["get-a"]
    assert "This operation does not return a response body." in bodiless


def test_a_request_that_the_wadl_does_not_describe(pages: Pages) -> None:
    """Without a request element, HTTP says that a GET has no body, and nothing says it of a POST."""
    found = pages(
        '<resources base="http://x/"><resource path="a"><method name="GET"/><method name="POST"/><method name="PUT"><request/></method>'
        "</resource></resources>"
    )
    denied = "This operation does not accept a request body."
    unknown = "The WADL does not describe a request body."
    assert [(denied in found[name], unknown in found[name]) for name in ("get-a", "post-a", "put-a")] == [
        (True, False),
        (False, True),
        (True, False),
    ]


def test_a_body_of_errors_alone(pages: Pages) -> None:
    """The page does not deny the body that it lists below: only what succeeds has none, if anything succeeds."""
    error = '<response status="404"><representation mediaType="a/b"/></response>'
    none, some = "This operation does not return a response body.", "A successful response has no body."
    for responses, shown in (
        ('<response status="204"/>', none),
        (f'<response status="204"/>{error}', some),
        (f'<response status="204"/><response status="400"/>{error}', some),
        (f'<response status="400"/>{error}', ""),
        (error, ""),
    ):
        page = pages(get(responses))["get-a"]
        assert [text for text in (none, some) if text in page] == ([shown] if shown else []), responses


def test_responses_of_one_status(pages: Pages) -> None:
    """Two response elements of one status are one response: one table of headers, and its status is named once."""
    header = '<param name="ETag" style="header"/>'
    bodies = [f'<representation mediaType="a/{name}"><doc>Of {name}.</doc></representation>' for name in "xyz"]
    two = "".join(f'<response status="200">{header}{body}</response>' for body in bodies[:2])
    page = pages(get(two))["get-a"]
    assert len(lines(page, "This table shows the header parameters for the response:")) == 1
    assert len(lines(page, "|ETag")) == len(lines(page, "|200")) == 1
    assert "**Response" not in page
    assert lines(page, "Media type:") == ["Media type: ``a/x``", "Media type: ``a/y``"]
    page = pages(get(f'{two}<response status="201">{bodies[2]}</response>'))["get-a"]
    assert lines(page, "**Response") == ["**Response 200**", "**Response 201**"]
    assert lines(page, "Media type:") == ["Media type: ``a/x``", "Media type: ``a/y``", "Media type: ``a/z``"]


def test_titles_of_responses_of_one_status(pages: Pages) -> None:
    """Each title of a status keeps its row in the table of response codes."""
    page = pages(get('<response status="503"><doc title="Busy"/></response><response status="503"><doc title="Down"/></response>'))["get-a"]
    assert len(lines(page, "|503")) == 2


@pytest.mark.parametrize("doctype", ["", "<!DOCTYPE application>"])
def test_generated_prefixes(tmp_path: Path, doctype: str) -> None:
    """A prefix that a generator invented is not shown, and another one changes no page; the namespace is shown instead."""

    def pages(first: str, second: str) -> dict[str, str]:
        path = tmp_path / "api.wadl"
        path.write_text(
            f'{doctype}<application xmlns="{NAMESPACE}" xmlns:{first}="urn:garden" xmlns:g="urn:hand"><resources base="http://x/">'
            f'<resource path="a"><method name="PUT"><request><representation mediaType="application/xml" element="{first}:plants">'
            f'<param name="id" style="plain" type="{first}:id" path="/{first}:plant/@{first}:number"/></representation>'
            f'<representation mediaType="text/xml" xmlns:{first}="urn:inner" element="{first}:plants"/>'
            f'<representation mediaType="a/b" element="{first}:outer"/><representation mediaType="a/c" element="g:tree"/>'
            f'<representation mediaType="a/d" element="unbound1:x"/><representation mediaType="a/e" element="ns99:y"/>'
            f'</request></method></resource></resources><representation element="{second}:alone" xmlns:{second}="urn:garden" '
            f'mediaType="a/f"><doc>Text.</doc></representation></application>',
            encoding="utf-8",
        )
        return {page.path: page.text for page in wadl2rst.render(wadl2rst.load(path))}

    found = pages("ns2", "ns3")
    page = found["put-a.rst"]
    for shown in (
        "``application/xml`` (element ``plants``, namespace ``urn:garden``)",
        "``text/xml`` (element ``plants``, namespace ``urn:inner``)",
        "``a/b`` (element ``outer``, namespace ``urn:garden``)",
        "``a/c`` (element ``g:tree``)",
        "``a/d`` (element ``unbound1:x``)",
        "``a/e`` (element ``y``)",
        "Path: ``/plant/@number``.",
    ):
        assert shown in " ".join(page.replace("|", " ").split()), shown
    assert "representation-alone.rst" in found
    assert pages("ns17", "prefix1") == found
