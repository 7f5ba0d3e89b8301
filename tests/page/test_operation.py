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


def test_cookies_of_one_operation(pages: Pages) -> None:
    """Cookies share a name, and the path tells them apart: each is a row; so are two parameters that are read from different places."""
    cookies = "".join(f'<param name="Cookie" style="header" path="{name}"/>' for name in ("user", "seen", "user"))
    other = '<param name="q" style="query" path="/a"/><param name="q" style="query" path="/b"/><param name="q" style="query"/>'
    found = pages(params('<param name="Cookie" style="header" path="theme"/>', cookies + other, "a"))["get-a"]
    assert [name for name in ("theme", "user", "seen") if f"Cookie ``{name}``." in found] == ["theme", "user", "seen"]
    assert len(lines(found, "|Cookie ")) == 3
    assert len(lines(found, "|q ")) == 2


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


def test_reason_phrases(pages: Pages) -> None:
    """A status without a title has the name of RFC 9110 or of the IANA registry, whatever the version of Python."""
    statuses = "413 414 416 422 207 308 425 431 451 511"
    page = pages(get("".join(f'<response status="{status}"/>' for status in statuses.split()) + '<response status="418 599"/>'))["get-a"]
    rows = [[cell.strip() for cell in line.split("|")[1:3]] for line in lines(page, "|")]
    assert rows[1:] == [
        ["413", "Content Too Large"],
        ["414", "URI Too Long"],
        ["416", "Range Not Satisfiable"],
        ["422", "Unprocessable Content"],
        ["207", "Multi-Status"],
        ["308", "Permanent Redirect"],
        ["425", "Too Early"],
        ["431", "Request Header Fields"],
        ["", "Too Large"],
        ["451", "Unavailable For Legal"],
        ["", "Reasons"],
        ["511", "Network Authentication"],
        ["", "Required"],
        ["418 599", ""],
    ]


def test_a_row_for_every_variable_of_the_path(pages: Pages) -> None:
    """Each variable of a path has a row, in the order of the path; one that is not declared has its name and pattern alone."""
    page = pages(
        '<resources base="http://x/{ver}"><param name="ver" style="template"/><resource path="{first}/{ id : \\d+ }/{last}">'
        '<param name="last" style="template"><doc>The last.</doc></param><param name="odd" style="template"/>'
        '<param name="id" style="template" type="xsd:int"><doc>The number.</doc></param>'
        '<method name="GET"><request><param name="q" style="query"/></request></method>'
        '<resource path="{sub:[a-z]+}"><method name="PUT"/></resource></resource></resources>'
    )
    rows = [[cell.strip() for cell in line.split("|")[1:4]] for line in lines(page["get-first-id-last"], "|{")]
    assert rows == [
        ["{ver}", "String", ""],
        ["{first}", "", ""],
        ["{id}", "Int", r"The number. Pattern:"],
        ["{last}", "String", "The last."],
        ["{odd}", "String", ""],
    ]
    assert "``\\d+``." in page["get-first-id-last"]
    assert [line.split("|")[1].strip() for line in lines(page["put-first-id-last-sub"], "|{")][-2:] == ["{sub}", "{odd}"]
    assert "Pattern: ``[a-z]+``." in page["put-first-id-last-sub"]
    assert "Muster: ``[a-z]+``." in pages(_path("{sub:[a-z]+}"), lang="de")["get-sub"]
    assert "This table shows the URI parameters" not in pages('<resource_type id="t"><method name="GET" id="g"/></resource_type>')["get-t"]


def test_the_name_of_a_cookie(pages: Pages) -> None:
    """Whatever a path names other than the parameter is said: a cookie, as Jersey writes it, by its name."""
    header = '<param name="Cookie" style="header" path="{}"/>'
    request = "<request>{}</request>".format(
        header.format("session") + header.format("Cookie") + '<param name="q" style="query" path="other"/>'
        '<param name="q2" style="query" path=".q2"/><param name="h" style="header" path="$.h"/>'
        '<representation mediaType="a/b"><param name="n" style="plain" path="m"/><param name="t" style="plain" path="."/></representation>'
    )
    method = f'<method name="POST">{request}<response><param name="Set-Cookie" style="header" path="id"/></response></method>'
    found = pages(_path("a", method))["post-a"]
    rows = {line.split("|")[1].strip() + " " + line.split("|")[3].strip() for line in lines(found, "|") if "``" in line or "h " in line}
    assert {"Cookie Cookie ``session``.", "q Path: ``other``.", "n Path: ``m``.", "Set-Cookie Cookie ``id``.", "h"} <= {
        row.strip() for row in rows
    }
    assert found.count("``session``") == 1
    assert found.count("Path:") == 2
    leaf = pages(_path("a", method), param_names="leaf")["post-a"]
    assert "Cookie ``session``." in leaf
    assert "Path: ``m``." not in leaf


def test_facts_follow_a_full_stop(pages: Pages) -> None:
    """A description that does not end as a sentence is ended before the facts; one that does, or stands alone, is left as it is."""
    texts = {"a": "The size", "b": "The size.", "c": "How many?", "d": "See <code>x</code>", "e": "大きさ", "f": "Size (MB)"}
    params = (
        "".join(
            f'<param name="{name}" style="query" default="1"><doc xmlns:h="http://www.w3.org/1999/xhtml">{text}</doc></param>'
            for name, text in texts.items()
        )
        .replace("<code>", "<h:code>")
        .replace("</code>", "</h:code>")
    )
    alone = '<param name="z" style="query"><doc>Alone</doc></param>'
    page = pages(_path("a", f'<method name="GET"><request>{params}{alone}</request></method>'))["get-a"]
    text = " ".join(" ".join(line.split("|")[3].strip() for line in lines(page, "|")).split())
    for shown in ("The size. Default", "How many? Default", "See ``x``. Default", "大きさ Default", "Size (MB). Default", "Alone"):
        assert shown in text, shown
    assert "size.. " not in text
    assert "Alone." not in text


def test_titles_that_only_repeat(pages: Pages) -> None:
    """A title that is the name of its parameter is left out, and so is one that is the status: the phrase stands there."""
    param = '<param name="x" style="query"><doc title="x">The x.</doc></param><param name="y" style="query"><doc title="The Y"/></param>'
    responses = "".join(
        f'<response status="{status}"><doc title="{title}">Text.</doc></response>'
        for status, title in (("413", "413"), ("404 410", "404, 410"), ("400", "404"))
    )
    page = pages(_path("a", f'<method name="GET"><request>{param}</request>{responses}</method>'))["get-a"]
    rows = [[cell.strip() for cell in line.split("|")[1:4]] for line in lines(page, "|")]
    assert ["413", "Content Too Large", "Text."] in rows
    assert ["404 410", "Not Found, Gone", "Text."] in rows
    assert ["400", "404", "Text."] in rows
    assert ["x", "String", "The x."] in rows
    assert ["y", "String", "**The Y**"] in rows


def test_a_path_above_the_base_address(pages: Pages) -> None:
    """A path that leads above the base address is resolved, and the page states what it is relative to."""
    found = pages(
        '<resources base="http://x/api/v1/"><resource path="../cities"><method name="GET"/>'
        '<resource path="{id}"><method name="PUT"/></resource></resource>'
        '<resource path="a"><method name="GET"/><resource path="../b"><method name="GET"/></resource></resource></resources>'
    )
    assert set(found) == {"get-cities", "put-cities-id", "get-a", "get-b", "index"}
    for name in ("get-cities", "put-cities-id"):
        assert "Base address: ``http://x/api/``" in found[name]
    assert "GET /cities" in found["get-cities"].splitlines()
    assert "Base address" not in found["get-a"] + found["get-b"]
    assert "Base address: ``http://x/api/``" in found["index"]


def _path(path: str, method: str = '<method name="GET"/>') -> str:
    return f'<resources base="http://x/"><resource path="{path}">{method}</resource></resources>'
