"""From WADL to the model: one test per construct and per form that real files have."""

from __future__ import annotations

import pytest

from tests.small_wadls import Read, codes, operations
from wadl2rst.prose import Paragraph, Text
from wadl2rst.wadl import model


def test_responses(read: Read) -> None:
    """Several statuses of one response, by blank or comma, none, empty, and the same twice are kept in order."""
    application, _ = read(
        '<resources><resource path="a"><method name="GET">'
        '<response status="200 203"/><response status="400,401"/><response/><response status=""/><response status="400"/>'
        "</method></resource></resources>"
    )
    responses = operations(application)[0].method.responses
    assert [response.statuses for response in responses] == [("200", "203"), ("400", "401"), (), (), ("400",)]


@pytest.mark.parametrize(
    "namespace", ["http://research.sun.com/wadl/2006/10", "http://research.sun.com/wadl/2006/07", "http://research.sun.com/wadl", ""]
)
def test_older_forms(read: Read, namespace: str) -> None:
    """In the older namespaces, and in none: a status on a representation, faults, and query variables."""
    application, diagnostics = read(
        '<resources><resource path="a"><method name="GET"><request><query_variable name="q"/></request><response>'
        '<representation status="200" mediaType="a/b"/><fault status="404" mediaType="c/d"/></response></method></resource></resources>',
        namespace=namespace,
    )
    method = operations(application)[0].method
    assert [(response.statuses, response.fault) for response in method.responses] == [(("200",), False), (("404",), True)]
    assert method.request is not None
    assert [(param.name, param.style) for param in method.request.params] == [("q", "query")]
    assert not diagnostics


def test_a_representation_with_the_status_of_its_response(read: Read) -> None:
    """A representation that repeats the status of the response around it is a body of that; those of another status share a response."""
    application, _ = read(
        '<resources><resource path="a"><method name="GET"><response status="200"><representation status="200" mediaType="a/b"/>'
        '<representation mediaType="c/d"/><representation status="201" mediaType="e/f"/><representation status="201" mediaType="g/h"/>'
        "</response></method></resource></resources>",
        namespace="http://research.sun.com/wadl/2006/10",
    )
    assert [
        (known.statuses, [body.media_type for body in known.representations]) for known in operations(application)[0].method.responses
    ] == [(("200",), ["a/b", "c/d"]), (("201",), ["e/f", "g/h"])]


def test_fault_in_a_response_with_a_status(read: Read) -> None:
    """A fault without a status of its own is a body of the response that it stands in, with the status and text of that."""
    application, _ = read(
        '<resources><resource path="a"><method name="GET"><response status="404"><doc>Not found.</doc><fault mediaType="a/b"/></response>'
        '<response status="400"><representation mediaType="a/b"/><fault mediaType="c/d"/></response>'
        '<response><fault mediaType="e/f"/></response></method></resource></resources>'
    )
    responses = operations(application)[0].method.responses
    assert [(known.statuses, known.fault, len(known.docs), len(known.representations)) for known in responses] == [
        (("404",), True, 1, 1),
        (("400",), False, 0, 2),
        ((), True, 0, 1),
    ]


def test_older_representation_that_documents_a_status(read: Read) -> None:
    """What an older WADL says on a representation that has a status, and nothing of a body, is documentation of the status."""
    application, _ = read(
        '<resources><resource path="a"><method name="GET"><response><representation status="200" mediaType="a/b"/>'
        '<fault status="404"><doc title="Lost">Not there.</doc></fault></response></method></resource></resources>',
        namespace="http://research.sun.com/wadl/2006/10",
    )
    found, lost = operations(application)[0].method.responses
    assert (found.statuses, len(found.representations)) == (("200",), 1)
    assert (lost.statuses, lost.fault, lost.docs[0].title, lost.representations) == (("404",), True, "Lost", ())


def test_parameter(read: Read) -> None:
    """Every attribute and child of a parameter is read."""
    application, _ = read(
        '<resources><resource path="a"><method name="GET"><request>'
        '<param id="i" name="n" style="query" type="xsd:int" path="$.n" required="true" repeating="0" default="1" fixed="">'
        '<doc xml:lang="de" title=" A  b ">T</doc><option value="v" mediaType="a/b"><doc>O</doc></option>'
        '<link resource_type="#t" rel="next" rev="prev"><doc>L</doc></link></param></request></method></resource></resources>'
        '<resource_type id="t"/>'
    )
    request = operations(application)[0].method.request
    assert request is not None
    text = lambda words: (model.Doc(blocks=(Paragraph((Text(words),)),)),)  # noqa: E731
    assert request.params == (
        model.Param(
            name="n",
            style="query",
            id="i",
            type="xsd:int",
            typed=True,
            path="$.n",
            required=True,
            repeating=False,
            default="1",
            fixed="",
            options=(model.Option(value="v", media_type="a/b", docs=text("O")),),
            links=(model.Link(resource_type="#t", target="t", relation="next", reverse="prev", docs=text("L")),),
            docs=(model.Doc(title="A b", language="de", blocks=(Paragraph((Text("T"),)),)),),
        ),
    )


def test_what_generators_add(read: Read) -> None:
    """Jersey's and Apigee's extensions and the roles of the normaliser are read."""
    application, diagnostics = read(
        '<doc j:generatedBy="Jersey: 2.0  x"/><resources><resource path="a" r:roles="admin user">'
        '<method name="GET" ap:displayName="Show it" deprecated="true"><ap:tags><ap:tag>b</ap:tag>'
        '<ap:tag primary="true">a</ap:tag></ap:tags>'
        '<ap:authentication required="true"/><ap:example url="/a?b"/></method>'
        '<method name="OPTIONS"><j:extended>true</j:extended></method></resource></resources>',
        attributes='xmlns:j="http://jersey.java.net/" xmlns:r="http://docs.rackspace.com/api" xmlns:ap="http://api.apigee.com/wadl/2010/07/"',
    )
    get, options = operations(application)
    assert application.generator == "Jersey: 2.0 x"
    assert get.roles == ("admin", "user")
    assert (get.method.display_name, get.method.tags, get.method.authentication, get.method.deprecated) == (
        "Show it",
        ("a", "b"),
        "true",
        True,
    )
    assert get.method.examples == (model.Example(url="/a?b"),)
    assert (get.extended, options.extended) == (False, True)
    assert not diagnostics


@pytest.mark.parametrize("jersey", ["http://jersey.java.net/", "http://jersey.dev.java.net/"])
def test_what_jersey_adds_without_a_mark(read: Read, jersey: str) -> None:
    """The OPTIONS that Jersey adds, and all of its application.wadl, are extended in its WADLs; what people wrote is not."""

    def options(about: str, media: str, inside: str = "") -> str:
        return f'<method name="OPTIONS" {about}>{inside}<response><representation mediaType="{media}"/></response></method>'

    inside = (
        '<resources><resource path="a">'
        + options('id="apply"', "application/json")
        + options("", "*/*")
        + options('id="any"', "application/vnd.sun.wadl+xml")
        + options('id="mine"', "text/plain")
        + options("", "text/plain", "<doc>Mine.</doc>")
        + '<method name="GET" id="apply"/></resource><resource path="/application.wadl"><method name="GET" id="getWadl"/>'
        '<resource path="{path}"><method name="GET" id="getExternalGrammar"/></resource></resource></resources>'
    )
    application, _ = read(f'<doc j:generatedBy="Jersey: 1.0.2 02/11/2009"/>{inside}', attributes=f'xmlns:j="{jersey}"')
    assert application.generator == "Jersey: 1.0.2 02/11/2009"
    assert [known.extended for known in operations(application)] == [True, True, True, False, False, False, True, True]
    application, _ = read(inside)
    assert not any(known.extended for known in operations(application))


def test_odd_children(read: Read) -> None:
    """Unknown elements are reported once for each name and parent; docs count wherever they stand; nothing else is lost."""
    application, diagnostics = read(
        '<resources><resource path="a"><method name="GET"><wrong/><wrong/><response status="200"/>'
        '<doc title="Late"/></method></resource></resources>'
    )
    method = operations(application)[0].method
    assert method.docs[0].title == "Late"
    assert len(method.responses) == 1
    assert codes(diagnostics) == ["unknown-element"]


@pytest.mark.parametrize("namespace", ["http://www.w3.org/1999/xhtml", "http://docbook.org/ns/docbook"])
def test_docs_in_another_namespace(read: Read, namespace: str) -> None:
    """A doc that is in the namespace of its text is documentation of any element; it is reported once for each file."""
    doc = f'<doc xmlns="{namespace}" title="T"><p>x</p></doc>'
    application, diagnostics = read(
        f'{doc}<grammars>{doc}<include href="http://x/a.xsd">{doc}</include></grammars>'
        f'<resources>{doc}<resource path="a">{doc}<method name="GET">{doc}<request>{doc}<representation>{doc}</representation>'
        f'<param name="a" style="query">{doc}<option value="1">{doc}</option><link rel="x">{doc}</link></param></request>'
        f'<response status="200">{doc}</response></method></resource></resources>'
    )
    (resources,), (grammars,) = application.resources, application.grammars
    resource = resources.resources[0]
    method = resource.methods[0]
    assert method.request is not None
    param = method.request.params[0]
    documented = (
        application, grammars, grammars.includes[0], resources, resource, method, method.request, method.request.representations[0],
        param, param.options[0], param.links[0], method.responses[0],
    )  # fmt: skip
    for each in documented:
        assert [(known.title, known.blocks) for known in each.docs] == [("T", (Paragraph((Text("x"),)),))]
    assert grammars.schemas == ()
    assert [each.text for each in diagnostics] == [f"this doc is in the namespace {namespace}; it is read as a WADL doc"]


def test_docs_that_the_profile_hides(read: Read) -> None:
    """A doc that the profile hides is left out, with its title, wherever it stands."""
    docs = '<doc security="internal" title="T">x</doc><doc title="U" security="public"/>'
    application, _ = read(
        f'{docs}<resources><resource path="a"><method name="GET">{docs}<request><representation>{docs}</representation>'
        f'<param name="a" style="query">{docs}</param></request></method></resource></resources>',
        profile=("security=public",),
    )
    (operation,) = operations(application)
    request = operation.method.request
    assert request is not None
    for each in (application, operation.method, request.representations[0], request.params[0]):
        assert [doc.title for doc in each.docs] == ["U"]


def test_method_without_name_and_parameter_without_name(read: Read) -> None:
    """Both are kept and reported."""
    application, diagnostics = read(
        '<resources><resource path="a"><method><request><param style="form"/></request></method></resource></resources>'
    )
    assert operations(application)[0].verb == "GET"
    assert codes(diagnostics) == ["bad-value", "no-name", "no-name"]


@pytest.mark.parametrize(
    ("inside", "suggestion"),
    [
        ('<response status="200"><representatation/></response>', "; did you mean 'representation'?"),
        ("<request><Param/></request>", "; did you mean 'param'?"),
        ("<requst/>", "; did you mean 'request'?"),
        ("<request><query/></request>", ""),
        ('<response status="200"><response/></response>', ""),
    ],
)
def test_names_close_to_an_unknown_element(read: Read, inside: str, suggestion: str) -> None:
    """The message about an unknown element names the known one whose name is the closest, if one is close."""
    _, diagnostics = read(f'<resources><resource path="a"><method name="GET">{inside}</method></resource></resources>')
    (message,) = diagnostics
    assert message.text.partition("it is not shown")[2] == suggestion


def test_request_and_response_of_a_resource(read: Read) -> None:
    """A request or a response beside the methods of a resource is one of each of them; the definition that one refers to is unchanged."""
    application, diagnostics = read(
        '<resources><resource path="a"><request><param name="q" style="query"/></request><method name="GET"><request>'
        '<param name="own" style="query"/></request></method><method href="#m"/><response status="404"/></resource>'
        '<resource path="b"><method href="#m"/></resource></resources><method id="m" name="PUT"><response status="200"/></method>'
    )
    found = [
        (
            operation.request_line,
            [param.name for param in operation.method.request.params] if operation.method.request else [],
            [response.statuses for response in operation.method.responses],
        )
        for operation in operations(application)
    ]
    assert found == [("GET /a", ["own", "q"], [("404",)]), ("PUT /a", ["q"], [("200",), ("404",)]), ("PUT /b", [], [("200",)])]
    assert [message.text for message in diagnostics] == [
        "WADL has no 'request' in 'resource'; it is read as the request of each method there",
        "WADL has no 'response' in 'resource'; it is read as a response of each method there",
    ]


def test_request_of_a_resource_without_methods(read: Read) -> None:
    """Nothing of a request is lost where no method stands beside it: its parameters and texts are those of the resource."""
    application, diagnostics = read(
        '<resources><resource path="a"><request><doc title="T"/><param name="q" style="query"/></request></resource></resources>'
    )
    resource = application.resources[0].resources[0]
    assert ([param.name for param in resource.params], [doc.title for doc in resource.docs]) == (["q"], ["T"])
    assert "misplaced" in codes(diagnostics)


@pytest.mark.parametrize(
    ("verb", "inside", "requested", "responded"),
    [
        ("POST", '<representation mediaType="a/b"/>', ["a/b"], []),
        ("POST", '<representation href="#r"/><request/><response status="201"/>', ["c/d"], [()]),
        ("GET", '<representation mediaType="a/b"/>', [], [("a/b",)]),
        ("POST", '<representation status="201" mediaType="a/b"/>', [], [("a/b",)]),
        ("POST", '<fault mediaType="a/b"/>', [], [("a/b",)]),
    ],
)
def test_representation_in_a_method(read: Read, verb: str, inside: str, requested: list[str], responded: list[tuple[str, ...]]) -> None:
    """It is a body of the request, if that can have one, and it is no fault and has no status; it is reported in any case."""
    application, diagnostics = read(
        f'<resources><resource path="a"><method name="{verb}">{inside}</method></resource></resources>'
        '<representation id="r" mediaType="c/d"/>'
    )
    method = operations(application)[0].method
    assert [body.media_type for body in method.request.representations] == requested if method.request else not requested
    assert [tuple(body.media_type for body in response.representations) for response in method.responses] == responded
    assert codes(diagnostics) == ["misplaced"]


def test_parameter_in_a_method(read: Read) -> None:
    """A parameter directly in a method is kept, and reported once."""
    application, diagnostics = read(
        '<resources><resource path="a"><method name="GET"><param name="p" style="query"/><param name="q" style="query"/></method>'
        "</resource></resources>"
    )
    assert [param.name for param in operations(application)[0].method.params] == ["p", "q"]
    assert [message.text for message in diagnostics] == ["WADL has no 'param' in 'method'; it is read as part of the request"]


BEHIND = '<param name="start"/><doc>ISO form.</doc><param name="net"/><doc>Codes.</doc>'


@pytest.mark.parametrize(
    "inside", ["<request>{}</request>", '<response status="200">{}</response>', "<request><representation>{}</representation></request>"]
)
def test_docs_behind_parameters(read: Read, inside: str) -> None:
    """A doc behind each parameter is that of the parameter, wherever parameters stand; it is reported once for each file."""
    own = f"<doc>Own.</doc>{BEHIND}"
    application, diagnostics = read(
        f'<resources><resource path="a">{own}<method name="GET">{inside.format(own)}</method></resource></resources>'
    )
    (operation,) = operations(application)
    method = operation.method
    around: model.Request | model.Response | model.Representation
    if method.responses:
        around = method.responses[0]
    else:
        assert method.request is not None
        around = method.request.representations[0] if method.request.representations else method.request
    text = lambda words: (model.Doc(blocks=(Paragraph((Text(words),)),)),)  # noqa: E731
    for each in (around, application.resources[0].resources[0]):
        assert each.docs == text("Own.")
        assert [(param.name, param.docs) for param in each.params] == [("start", text("ISO form.")), ("net", text("Codes."))]
    assert [message.text for message in diagnostics] == [
        "this doc is after parameter start, not inside it; it is read as the doc of the parameter"
    ]


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        ('<param name="a"/><doc>One.</doc><doc>Two.</doc><param name="b"/><doc>Three.</doc>', 3),
        ('<param name="a"/><doc>One.</doc><param name="b"/>', 1),
        ('<param name="a"><doc>In it.</doc></param><doc>One.</doc><param name="b"/><doc>Two.</doc>', 2),
        ('<param name="a"/><representation/><doc>One.</doc>', 1),
        ('<param name="a"/><doc>One.</doc>', 0),
    ],
)
def test_docs_that_need_not_be_those_of_parameters(read: Read, inside: str, kept: int) -> None:
    """A doc stays that of the element around it unless each parameter is followed by one, and has none of its own."""
    application, diagnostics = read(
        f'<resources><resource path="a"><method name="PUT"><request>{inside}</request></method></resource></resources>'
    )
    request = operations(application)[0].method.request
    assert request is not None
    assert len(request.docs) == kept
    assert codes(diagnostics) == ([] if kept else ["misplaced"])


def test_a_doc_behind_the_parameter_of_a_resource(read: Read) -> None:
    """The doc behind the only parameter of a resource is that of the resource."""
    application, diagnostics = read('<resources><resource path="{a}"><param name="a"/><doc>One.</doc></resource></resources>')
    assert len(application.resources[0].resources[0].docs) == 1
    assert not diagnostics
