"""The page of an operation, read as text: one test for each rule that a golden would not explain."""

from __future__ import annotations

from tests.small_wadls import PARAM, Pages, get, headings, lines


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


def params(on_resource: str, in_request: str, path: str = "{id}") -> str:
    """A WADL with one operation, with parameters on its resource and in its request."""
    method = f'<method name="GET" id="g"><request>{in_request}</request></method>'
    return f'<resources base="http://x/"><resource path="{path}">{on_resource}{method}</resource></resources>'


def test_a_parameter_of_the_resource_and_of_the_request(pages: Pages) -> None:
    """A parameter that both declare is one row: the request counts, and what it does not say comes from the resource."""
    found = pages(
        params(
            '<param name="id" style="template" type="xs:int" required="true"><doc>Its id.</doc></param>',
            '<param name="id" style="template" type="xs:string"/>',
        )
    )["get-id"]
    assert len(lines(found, "|{id}")) == 1
    assert "|String" in found
    assert "*(Required)*" in found
    assert "Its id." in found


def test_a_parameter_of_two_resources(pages: Pages) -> None:
    """A parameter that an ancestor declares, too, is one row, with the texts of both, the nearer first."""
    found = pages(
        '<resources base="http://x/"><resource path="{id}"><param name="id" style="template"><doc>Above.</doc></param><resource path="b">'
        '<param name="id" style="template"><doc>Below.</doc></param><method name="GET"/></resource></resource></resources>'
    )["get-id-b"]
    assert len(lines(found, "|{id}")) == 1
    assert "Below. Above." in found


def test_a_parameter_twice_in_one_request(pages: Pages) -> None:
    """It is one row if the two agree; if not, both are shown."""
    same = '<param name="q" style="query" required="true"/><param name="q" style="query" default="1"><doc>Text.</doc></param>'
    found = pages(params("", same, "a"))["get-a"]
    assert len(lines(found, "|q ")) == 1
    assert "Text. Default: ``1``." in found
    different = '<param name="q" style="query" fixed="1"/><param name="q" style="query" fixed="2"/><param name="q" style="header"/>'
    found = pages(params("", different, "a"))["get-a"]
    assert len(lines(found, "|q ")) == 3


def test_a_header_twice_in_one_response(pages: Pages) -> None:
    """A header of a response that its representation declares, too, is one row."""
    found = pages(
        get(
            '<response status="200"><param name="ETag" style="header"/><representation mediaType="a/b"><param name="ETag" style="header">'
            "<doc>Text.</doc></param></representation></response>"
        )
    )["get-a"]
    assert len(lines(found, "|ETag ")) == 1
    assert "Text." in found


def test_misplaced_elements_are_shown(pages: Pages) -> None:
    """A request beside the methods, and a body and a parameter in a method, are on the pages that they are about, in the request."""
    found = pages(
        '<resources base="http://x/"><resource path="a"><request><param name="q" style="query"/></request>'
        '<method name="PUT"><param name="own" style="query"/><representation mediaType="a/b"/><response status="204"/></method>'
        '<method name="GET"><response status="200"><representation mediaType="a/c"/></response></method></resource></resources>'
    )
    request, response = found["put-a"].split("\nResponse\n")
    assert len(lines(request, "|own")) == len(lines(request, "|q")) == len(lines(found["get-a"], "|q")) == 1
    assert "Media type: ``a/b``" in request
    assert "This operation does not return a response body." in response


def test_headers_of_a_parent_resource(pages: Pages) -> None:
    """The operations below a resource without methods name its headers, unless they have them themselves."""
    token = '<param name="X-Auth-Token" style="header" required="true"/>'
    inside = (
        f'<resources base="http://x/"><resource path="{{id: [0-9]+}}">{token}<param name="limit" style="query"/><resource path="b">'
        f'<method name="GET"/><method name="PUT"><request>{token}</request></method></resource></resource>'
        f'<resource path="c">{token}<method name="GET"/><resource path="d"><method name="GET"/></resource></resource></resources>'
    )
    found = pages(inside)
    assert lines(found["get-id-b"], "Declared") == ["Declared for /{id}: ``X-Auth-Token``, ``limit`` (query)"]
    assert lines(found["put-id-b"], "Declared") == ["Declared for /{id}: ``limit`` (query)"]
    assert not lines(found["get-c"], "Declared") + lines(found["get-c-d"], "Declared")
    assert lines(pages(inside, lang="de")["put-id-b"], "Deklariert") == ["Deklariert für /{id}: ``limit`` (query)"]
