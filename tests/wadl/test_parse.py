"""From WADL to the model: one test per construct and per form that real files have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from wadl2rst.config.options import Config
from wadl2rst.diagnostics import Diagnostic
from wadl2rst.prose import Paragraph, Text
from wadl2rst.run.pipeline import load
from wadl2rst.wadl import model
from wadl2rst.wadl.operations import Operation, groups

NAMESPACE = "http://wadl.dev.java.net/2009/02"

Read = Callable[..., tuple[model.Application, list[Diagnostic]]]


@pytest.fixture(name="read")
def _read(tmp_path: Path) -> Read:
    """Writes the inside of an application into a file and loads it."""

    def read(
        inside: str, *, attributes: str = "", namespace: str = NAMESPACE, profile: tuple[str, ...] = ()
    ) -> tuple[model.Application, list[Diagnostic]]:
        path = tmp_path / "api.wadl"
        path.write_text(f'<application xmlns="{namespace}" {attributes}>{inside}</application>', encoding="utf-8")
        diagnostics: list[Diagnostic] = []
        application = load(str(path), Config(root=tmp_path, profile=profile), diagnostics.append).application
        assert application is not None
        return application, diagnostics

    return read


def operations(application: model.Application) -> list[Operation]:
    """All operations of an application."""
    return [operation for group in groups(application) for operation in group.operations]


def codes(diagnostics: list[Diagnostic]) -> list[str]:
    """The codes of messages, sorted."""
    return sorted(diagnostic.code.value for diagnostic in diagnostics)


def test_nested_resources(read: Read) -> None:
    """The path of an operation is that of all resources around it."""
    application, _ = read(
        '<resources base="http://x/"><resource path="/a/"><resource path="//b"><resource>'
        '<method name="GET"/></resource></resource></resource></resources>'
    )
    assert [operation.request_line for operation in operations(application)] == ["GET /a/b"]


def test_inherited_parameters(read: Read) -> None:
    """Template and matrix parameters go down to sub-resources; query and header parameters do not (section 2.6)."""
    application, _ = read(
        '<resources><resource path="{a}">'
        '<param name="a" style="template"/><param name="m" style="matrix"/><param name="q" style="query"/><param name="h" style="header"/>'
        '<method name="GET"/><resource path="b"><method name="PUT"/></resource></resource></resources>'
    )
    get, put = operations(application)
    assert [param.name for param in get.params] == ["a", "m", "q", "h"]
    assert [param.name for param in put.params] == ["a", "m"]


def test_resource_types(read: Read) -> None:
    """A resource has the methods, parameters and sub-resources of its types, after its own."""
    application, diagnostics = read(
        '<resources><resource path="a" type="#one #two"><method name="GET"/></resource></resources>'
        '<resource_type id="one"><param name="q" style="query"/><method name="PUT"/></resource_type>'
        '<resource_type id="two"><method name="POST"/><resource path="b"><method name="HEAD"/></resource></resource_type>'
    )
    assert [operation.request_line for operation in operations(application)] == ["GET /a", "PUT /a", "POST /a", "HEAD /a/b"]
    assert not application.unused_types
    assert not diagnostics


def test_parameters_of_resource_types(read: Read) -> None:
    """Query and header parameters of a type apply to its methods alone, those of the resource to its own; the others to all."""
    application, _ = read(
        '<resources><resource path="a/{t}" type="#one #two"><param name="own" style="query"/><param name="m" style="matrix"/>'
        '<method name="GET"/></resource></resources>'
        '<resource_type id="one"><param name="t"/><param name="q" style="query"/><method name="PUT"/></resource_type>'
        '<resource_type id="two"><param name="h" style="header"/><param name="loose"/><method name="POST"/>'
        '<resource path="b"><method name="HEAD"/></resource></resource_type>'
    )
    assert [{param.name for param in known.params if param.name != "loose"} for known in operations(application)] == [
        {"own", "m", "t"},
        {"m", "t", "q"},
        {"m", "t", "h"},
        {"m", "t"},
    ]
    assert ["loose" in {param.name for param in known.params} for known in operations(application)[:3]] == [False, False, True]


def test_a_method_of_a_resource_and_its_type(read: Read) -> None:
    """A method that a resource and its types refer to is one operation, with the parameters of all of them."""
    application, _ = read(
        '<resources><resource path="a" type="#one #two"><param name="own" style="query"/><method href="#m"/></resource></resources>'
        '<resource_type id="one"><param name="q" style="query"/><method href="#m"/></resource_type>'
        '<resource_type id="two"><param name="h" style="header"/><method href="#m"/></resource_type><method id="m" name="GET"/>'
    )
    (operation,) = operations(application)
    assert [param.name for param in operation.params] == ["own", "q", "h"]


def test_parameters_of_the_base(read: Read) -> None:
    """Template and matrix parameters of the base address are those of all operations below it; query and header parameters are not."""
    application, _ = read(
        '<resources base="http://x/{ver}"><param name="ver"/><param name="m" style="matrix"/><param name="q" style="query"/>'
        '<param name="h" style="header"/><param name="other"/><resource path="a"><method name="GET"/>'
        '<resource path="b"><method name="PUT"/></resource></resource></resources>'
    )
    for operation in operations(application):
        assert [(param.name, param.style) for param in operation.params] == [("ver", "template"), ("m", "matrix")]


def test_unused_resource_type(read: Read) -> None:
    """A resource type that no resource is of has operations under its id in braces."""
    application, _ = read('<resource_type id="list"><method name="GET"/><resource path="b"><method name="PUT"/></resource></resource_type>')
    assert [operation.request_line for operation in operations(application)] == ["GET {list}", "PUT {list}/b"]


def test_resource_type_that_leads_back_to_itself(read: Read) -> None:
    """A cycle of resource types ends, and is reported once."""
    application, diagnostics = read(
        '<resources><resource path="a" type="#t"/></resources>'
        '<resource_type id="t"><method name="GET"/><resource path="b" type="#t"/></resource_type>'
    )
    assert [operation.request_line for operation in operations(application)] == ["GET /a"]
    assert codes(diagnostics) == ["cycle"]


@pytest.mark.parametrize("href", ["#m", "m", "https://example.org/1.0/#m"])
def test_method_reference(read: Read, href: str) -> None:
    """A method is found by #id, by the bare id that people write, and by an address that names the document itself."""
    application, diagnostics = read(
        f'<resources><resource path="a"><method href="{href}"/></resource><resource path="b"><method href="{href}"/></resource></resources>'
        '<method id="m" name="get"/>'
    )
    first, second = operations(application)
    assert [first.request_line, second.request_line] == ["GET /a", "GET /b"]
    assert first.method is second.method
    assert not diagnostics


def test_references_that_lead_on(read: Read) -> None:
    """A reference to a reference, of each kind, leads to the definition; what only refers on is no definition of its own."""
    application, diagnostics = read(
        '<resources><resource path="a"><method href="#m3"/></resource></resources>'
        '<method id="m3" href="#m2"/><method id="m2" href="#m1"/><method id="m1" name="GET"><request><param href="#p2"/></request>'
        '<response status="200"><representation href="#r2"/><fault href="#r1"/><representation href="#f1"/></response></method>'
        '<param id="p2" href="#p1"/><param id="p1" name="q" style="query"/>'
        '<representation id="r2" href="#r1"/><representation id="r1" mediaType="a/b"/><fault id="f1" mediaType="c/d"/>'
    )
    (operation,) = operations(application)
    assert operation.method.request is not None
    assert [param.name for param in operation.method.request.params] == ["q"]
    assert [known.id for known in operation.method.responses[0].representations] == ["r1", "r1", "f1"]
    assert [known.id for known in application.representations] == ["r1", "f1"]
    assert not application.unattached
    assert not application.unused_params
    assert not application.unused_representations
    assert not diagnostics


def test_references_that_lead_back(read: Read) -> None:
    """Only a real cycle is reported; a reference with the id that it refers to means the definition."""
    application, diagnostics = read(
        '<resources><resource path="a"><method id="m" href="#m"/><method href="#one"/></resource></resources>'
        '<method id="m" name="GET"/><method id="one" href="#two"/><method id="two" href="#one"/>'
    )
    assert [known.verb for known in operations(application)] == ["GET"]
    assert {known.code.value for known in diagnostics} == {"cycle"}
    assert diagnostics[0].text == "method #one refers back to itself; it is not shown"


def test_what_a_reference_adds(read: Read) -> None:
    """What stands on a reference is shown with the definition: its text first, its attributes in place of those there."""
    application, diagnostics = read(
        '<resources><resource path="a"><method href="#m" r:roles="admin"><doc>Here.</doc><request><param name="n" style="query"/></request>'
        '</method><method href="#m"/></resource></resources>'
        '<method id="m" name="PUT"><doc>There.</doc><request><param href="#p" required="true" default="9" type="xsd:int">'
        '<doc>Here.</doc></param><param href="#p"/></request><response status="200"><representation href="#r" element="e">'
        '<doc>Here.</doc><param name="b" style="plain"/></representation><representation href="#r"/></response></method>'
        '<param id="p" name="q" style="query" required="false"><doc>There.</doc></param>'
        '<representation id="r" mediaType="a/b"><doc>There.</doc><param name="a" style="plain"/></representation>',
        attributes='xmlns:r="http://docs.rackspace.com/api"',
    )
    first, second = operations(application)
    text = lambda *words: tuple(model.Doc(blocks=(Paragraph((Text(word),)),)) for word in words)  # noqa: E731
    assert (first.verb, first.roles, first.method.docs) == ("PUT", ("admin",), text("Here.", "There."))
    assert (second.verb, second.roles, second.method.docs) == ("PUT", (), text("There."))
    assert first.method.request is not None
    assert second.method.request is not None
    assert [param.name for param in first.method.request.params] == ["n", "q", "q"]
    changed, plain = second.method.request.params
    assert (changed.required, changed.default, changed.type, changed.docs) == (True, "9", "xsd:int", text("Here.", "There."))
    assert (plain.required, plain.default, plain.type, plain.docs) == (False, None, "xsd:string", text("There."))
    body, same = second.method.responses[0].representations
    assert (body.media_type, body.element, body.docs) == ("a/b", "e", text("Here.", "There."))
    assert [param.name for param in body.params] == ["b", "a"]
    assert same is application.representations[0]
    assert not diagnostics


def test_dangling_reference(read: Read) -> None:
    """What leads nowhere is left out and reported with what it was looked for as."""
    application, diagnostics = read('<resources><resource path="a"><method href="#r"/></resource></resources><representation id="r"/>')
    assert not operations(application)
    assert "dangling" in codes(diagnostics)
    assert any(diagnostic.text == "r is the id of a representation, not of a method" for diagnostic in diagnostics)


def test_nearest_of_duplicate_ids(read: Read) -> None:
    """A reference takes the definition with the fewest elements between, and the duplicate is reported once."""
    application, diagnostics = read(
        '<method id="m" name="GET"/><method id="x" name="HEAD"/><method id="y" name="HEAD"/>'
        '<resources><resource path="a"><method href="#m"/></resource></resources><method id="m" name="PUT"/>'
    )
    assert operations(application)[0].verb == "PUT"
    assert codes(diagnostics).count("duplicate-id") == 1


def test_reference_into_another_file(read: Read, tmp_path: Path) -> None:
    """References follow into another WADL, and from there within it."""
    (tmp_path / "other.wadl").write_text(
        f'<application xmlns="{NAMESPACE}"><method id="m" name="GET"><request><param href="#p"/></request></method>'
        '<param id="p" name="q" style="query"/></application>',
        encoding="utf-8",
    )
    application, diagnostics = read('<resources><resource path="a"><method href="other.wadl#m"/></resource></resources>')
    request = operations(application)[0].method.request
    assert request is not None
    assert [param.name for param in request.params] == ["q"]
    assert not diagnostics


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


def test_what_stands_in_a_doc_is_no_definition(read: Read) -> None:
    """References lead to elements of the WADL, not to examples in documentation, whatever the namespace of the doc."""
    example = '<w:method xmlns:w="http://wadl.dev.java.net/2009/02" id="m" name="PUT"/>'
    _, diagnostics = read(
        f'<doc xmlns="http://www.w3.org/1999/xhtml">{example}</doc><doc>{example}</doc>'
        '<resources><resource path="a"><method href="#m"/></resource></resources>'
    )
    assert "dangling" in codes(diagnostics)


def test_method_without_name_and_parameter_without_name(read: Read) -> None:
    """Both are kept and reported."""
    application, diagnostics = read(
        '<resources><resource path="a"><method><request><param style="form"/></request></method></resource></resources>'
    )
    assert operations(application)[0].verb == "GET"
    assert codes(diagnostics) == ["bad-value", "no-name", "no-name"]


def test_unattached_method(read: Read) -> None:
    """A method that nothing refers to is an operation without a path, and reported."""
    application, diagnostics = read('<method id="m" name="GET"/>')
    assert [operation.request_line for operation in operations(application)] == ["GET"]
    assert codes(diagnostics) == ["unattached"]
