"""References: what they lead to, in this WADL and in others, and what they add."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_wadls import NAMESPACE, Read, codes, operations
from wadl2rst.prose import Paragraph, Text
from wadl2rst.wadl import model


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
    """A dangling reference is left out, and reported with the kind of element that it needs."""
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


@pytest.mark.parametrize(
    ("definition", "reference", "is_reported"),
    [
        ('<method id="a b" name="GET"/>', "", False),
        ('<method id="a b" name="GET"/>', '<method href="#a%20b"/>', True),
        ('<method id="a b" name="GET"/>', '<method href="http://example.com/api.wadl#a%20b"/>', True),
        ('<method id="p" name="GET"/>', '<param href="#p"/>', False),
        ('<resource_type id="t"/>', "", False),
        ('<resource_type id="t"/>', '<resource path="x" type="#s #t"/>', True),
        ('<resource_type id="t"/>', '<param name="l" style="query"><link resource_type="#t"/></param>', True),
        ('<representation id="r" mediaType="a/b"/>', '<method name="GET"><response><representation href="#r"/></response></method>', True),
        ('<representation id="r" mediaType="a/b"/>', '<method name="GET"><response><fault href="#r"/></response></method>', True),
    ],
)
def test_duplicate_ids_are_reported_if_something_refers_to_them(read: Read, definition: str, reference: str, is_reported: bool) -> None:
    """Ids that generators repeat, and nothing refers to, cause no message."""
    _, diagnostics = read(f'{definition}{definition}<resources><resource path="a">{reference}</resource></resources>')
    assert ("duplicate-id" in codes(diagnostics)) is is_reported


def test_a_tie_of_duplicate_ids_goes_to_the_first(read: Read) -> None:
    """Where two definitions are equally near, one before and one after the reference, it takes the one before."""
    application, _ = read(
        '<method id="m" name="GET"/><resources><resource path="a"><method href="#m"/><method id="x" name="HEAD"/>'
        '<method id="y" name="HEAD"/></resource></resources><method id="m" name="PUT"/>'
    )
    assert operations(application)[0].verb == "GET"


@pytest.mark.parametrize("href", ["#get%20%C3%A9t%C3%A9", "get%20%C3%A9t%C3%A9", "other.wadl#get%20%C3%A9t%C3%A9", "#get été"])
def test_references_are_percent_decoded(read: Read, tmp_path: Path, href: str) -> None:
    """What is escaped in a reference, as addresses must be, is found under the id as it is written there."""
    method = '<method id="get été" name="GET"/>'
    (tmp_path / "other.wadl").write_text(f'<application xmlns="{NAMESPACE}">{method}</application>', encoding="utf-8")
    application, diagnostics = read(f'<resources><resource path="a"><method href="{href}"/></resource></resources>{method}')
    assert [operation.method.id for operation in operations(application)] == ["get été"] * (2 if "other" in href else 1)
    assert "dangling" not in codes(diagnostics)


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


def test_what_stands_in_a_doc_is_no_definition(read: Read) -> None:
    """References lead to elements of the WADL, not to examples in documentation, whatever the namespace of the doc."""
    example = '<w:method xmlns:w="http://wadl.dev.java.net/2009/02" id="m" name="PUT"/>'
    _, diagnostics = read(
        f'<doc xmlns="http://www.w3.org/1999/xhtml">{example}</doc><doc>{example}</doc>'
        '<resources><resource path="a"><method href="#m"/></resource></resources>'
    )
    assert "dangling" in codes(diagnostics)


RAX = 'xmlns:rax="http://docs.rackspace.com/api"'


def test_inlined_method(read: Read) -> None:
    """A method that a normaliser copied to its resource is the reference that it was; the copy has the id, and what it says counts."""
    application, diagnostics = read(
        '<resources><resource path="v2"><method name="GET" rax:id="list"><doc>Copied.</doc><request>'
        '<param name="q" style="query"/></request></method></resource></resources>'
        '<method name="GET" id="list"><doc>Defined.</doc><request><param href="#q"/></request>'
        '<response status="200"><representation href="#r"/></response></method>'
        '<param id="q" name="q" style="query"/><representation id="r" mediaType="a/b"/>',
        attributes=RAX,
    )
    (operation,) = operations(application)
    method = operation.method
    assert (operation.request_line, method.id) == ("GET /v2", "list")
    assert [doc.blocks for doc in method.docs] == [(Paragraph((Text("Copied."),)),)]
    assert method.request is not None
    assert [param.name for param in method.request.params] == ["q"]
    assert [response.statuses for response in method.responses] == [("200",)]  # what the copy lacks comes from the definition
    assert not (application.unattached or application.unused_params or application.unused_representations)
    assert not diagnostics


def test_inlined_method_on_several_resources(read: Read) -> None:
    """Each copy is an operation of its resource; a method with an id of its own keeps that."""
    application, diagnostics = read(
        '<resources><resource path="a"><method name="GET" rax:id="list"/></resource><resource path="b"><method name="GET" rax:id="list"/>'
        '<method name="PUT" id="own" rax:id="list"/></resource></resources><method name="GET" id="list"/>',
        attributes=RAX,
    )
    assert [(known.request_line, known.method.id) for known in operations(application)] == [
        ("GET /a", "list"),
        ("GET /b", "list"),
        ("PUT /b", "own"),
    ]
    assert not diagnostics


def test_a_normalisers_id_without_a_definition(read: Read) -> None:
    """The id that a normaliser leaves is a name where nothing has that id; one of a reference leads on to the definition."""
    application, _ = read(
        '<resources><resource path="a"><method name="GET" rax:id="gone"/><method name="PUT" rax:id="on"/></resource></resources>'
        '<method id="on" href="#there"/><method id="there" name="PUT"/>',
        attributes=RAX,
    )
    assert [(known.method.id, known.method.display_name) for known in operations(application)] == [("", "gone"), ("there", "on")]


def test_inlined_parameters_representations_and_types(read: Read) -> None:
    """Parameters, representations and types that a normaliser copied are used; what a copy lacks comes from the definition."""
    application, diagnostics = read(
        '<resources><resource path="a"><method name="PUT" rax:id="m"><request><param name="q" style="query" rax:id="p"/>'
        '<representation mediaType="a/b" rax:id="r"/></request></method></resource></resources>'
        '<param id="p" name="q" style="query" type="xs:int"><doc>Of p.</doc></param>'
        '<representation id="r" mediaType="a/b" element="e"/><resource_type id="t"><method id="m" name="PUT"/></resource_type>',
        attributes=RAX,
    )
    (operation,) = operations(application)
    request = operation.method.request
    assert request is not None
    assert [(param.id, param.type, len(param.docs)) for param in request.params] == [("p", "xs:int", 1)]
    assert [(body.id, body.element) for body in request.representations] == [("r", "e")]
    assert not (application.unused_types or application.unused_params or application.unused_representations)
    assert not diagnostics


def test_what_stands_on_a_dangling_reference(read: Read) -> None:
    """What a dangling reference of any kind says itself is kept."""
    application, diagnostics = read(
        '<resources><resource path="a"><method href="#no" name="PUT"><request><param href="#no" name="q" style="query"/>'
        '<representation href="#no" mediaType="a/b"/></request></method></resource></resources>'
    )
    (operation,) = operations(application)
    request = operation.method.request
    assert request is not None
    assert (operation.request_line, request.params[0].name) == ("PUT /a", "q")
    assert [(body.media_type, body.unresolved) for body in request.representations] == [("a/b", True)]
    assert codes(diagnostics) == ["dangling"]
