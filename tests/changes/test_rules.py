"""Each rule: the changes that it is about, in both directions, and whether they break clients."""

from __future__ import annotations

import pytest

from tests.changes_reading import Versions, application, operation
from wadl2rst.changes.rules import RULES

TEXT = '<grammars><xs:schema targetNamespace="urn:garden" xmlns="urn:garden" elementFormDefault="qualified">{}</xs:schema></grammars>'


def with_param(attributes: str, inside: str = "") -> str:
    """An operation with a query parameter of these attributes."""
    return application(operation(f'<request><param name="p" style="query" {attributes}>{inside}</param></request>'))


def with_header(attributes: str, inside: str = "") -> str:
    """An operation whose response has a header of these attributes."""
    return application(operation(f'<response status="200"><param name="P" style="header" {attributes}>{inside}</param></response>'))


def options(*values: str) -> str:
    """These allowed values."""
    return "".join(f'<option value="{value}"/>' for value in values)


def of_type(facets: str, name: str = "Name") -> str:
    """A grammar with a simple type with these facets."""
    simple = f'<xs:simpleType name="{name}"><xs:restriction base="xs:string">{facets}</xs:restriction></xs:simpleType>'
    return TEXT.format(simple)


def limited(facets: str, *, is_input: bool) -> str:
    """An operation with a parameter or header of a type with these facets."""
    param = f'<param name="p" style="{"query" if is_input else "header"}" type="g:Name"/>'
    inside = f"<request>{param}</request>" if is_input else f'<response status="200">{param}</response>'
    return application(operation(inside), grammars=of_type(facets))


def plant(fields: str, *, is_input: bool) -> str:
    """An operation whose body is an element with these elements."""
    body = '<representation mediaType="application/xml" element="g:plant"/>'
    inside = f"<request>{body}</request>" if is_input else f'<response status="200">{body}</response>'
    element = f'<xs:element name="plant"><xs:complexType><xs:sequence>{fields}</xs:sequence></xs:complexType></xs:element>'
    return application(operation(inside, verb="POST"), grammars=TEXT.format(element))


def media(*types: str, is_input: bool) -> str:
    """An operation whose body has these media types."""
    bodies = "".join(f'<representation mediaType="{media}"/>' for media in types)
    return application(operation(f"<request>{bodies}</request>" if is_input else f'<response status="200">{bodies}</response>', verb="PUT"))


def responses(*statuses: str) -> str:
    """An operation with these responses."""
    return application(operation("".join(f'<response status="{status}"/>' if status else "<response/>" for status in statuses)))


NOTHING = application(operation())
PINK = options("blue", "pink")
RED = options("blue", "red")
FIELD = '<xs:element name="a" type="xs:int" {}/>'

CASES = [
    # old, new, the changes, the changes the other way round
    (
        application(operation(verb="PUT")),
        application(operation(verb="PUT") + operation(path="other")),
        ["added operation: None -> GET /other [operation-added]"],
        ["! removed operation: GET /other -> None [operation-removed]"],
    ),
    (
        application(operation(path="v1/plants")),
        application(operation(path="v2/plants")),
        ["! moved operation: GET /v1/plants -> GET /v2/plants [operation-moved]"],
        ["! moved operation: GET /v2/plants -> GET /v1/plants [operation-moved]"],
    ),
    (
        application(operation(path="v1/plants")),
        application(operation(path="plants"), base="https://garden.example/v1/"),
        [
            "changed base: https://garden.example/ -> https://garden.example/v1/ [base-restated]",
            "moved operation: GET /v1/plants -> GET /plants [operation-rewritten]",
        ],
        [
            "changed base: https://garden.example/v1/ -> https://garden.example/ [base-restated]",
            "moved operation: GET /plants -> GET /v1/plants [operation-rewritten]",
        ],
    ),
    (
        NOTHING,
        application(operation(attributes='deprecated="true"')),
        ["added deprecation: None -> None [operation-deprecated]"],
        ["removed deprecation: None -> None [operation-reinstated]"],
    ),
    (
        NOTHING,
        application(operation('<apigee:authentication required="true"/>')),
        ["! changed operation: None -> true [authentication-required]"],
        ["changed operation: true -> None [authentication-dropped]"],
    ),
    (
        application(operation(attributes='rax:roles="a b"')),
        application(operation(attributes='rax:roles="b c"')),
        ["! changed operation: a b -> b c [role-removed]"],
        ["! changed operation: b c -> a b [role-removed]"],
    ),
    (
        NOTHING,
        application(operation(attributes='rax:roles="a"')),
        ["! changed operation: None -> a [role-removed]"],
        ["changed operation: a -> None [role-added]"],
    ),
    (
        NOTHING,
        application(operation(), base="https://api.garden.example/"),
        ["! changed base: https://garden.example/ -> https://api.garden.example/ [base-changed]"],
        ["! changed base: https://api.garden.example/ -> https://garden.example/ [base-changed]"],
    ),
    (
        application(operation(), base="http://localhost:8080/"),
        NOTHING,
        ["changed base: http://localhost:8080/ -> https://garden.example/ [base-restated]"],
        ["! changed base: https://garden.example/ -> http://localhost:8080/ [base-changed]"],
    ),
    (
        NOTHING,
        NOTHING.replace("</application>", f'<resources base="https://eu.example/">{operation()}</resources></application>'),
        ["added base: None -> https://eu.example/ [base-added]"],
        ["! removed base: https://eu.example/ -> None [base-removed]"],
    ),
    (
        responses("200"),
        responses("200", "409"),
        ["added status response 409: None -> 409 [status-added]"],
        ["removed status response 409: 409 -> None [error-removed]"],
    ),
    (
        responses("200"),
        responses("200", "201"),
        ["added status response 201: None -> 201 [status-added]"],
        ["! removed status response 201: 201 -> None [success-removed]"],
    ),
    (
        responses("200"),
        responses("201"),
        ["! changed status response 201: 200 -> 201 [success-changed]"],
        ["! changed status response 200: 201 -> 200 [success-changed]"],
    ),
    (
        responses(""),
        responses("200"),
        ["changed status response 200: default -> 200 [status-stated]"],
        ["changed status response default: 200 -> default [status-stated]"],
    ),
    (
        responses("200", "404"),
        responses(),
        [
            "removed status response 200: 200 -> None [status-stated]",
            "removed status response 404: 404 -> None [status-stated]",
        ],
        ["added status response 200: None -> 200 [status-added]", "added status response 404: None -> 404 [status-added]"],
    ),
    (responses(""), responses(), [], []),
    (
        media("application/xml", is_input=True),
        media("application/xml", "application/json", is_input=True),
        ["added media-type body application/json: None -> application/json [request-media-type-added]"],
        ["! removed media-type body application/json: application/json -> None [request-media-type-removed]"],
    ),
    (
        media("application/xml", is_input=False),
        media("application/xml", "application/json", is_input=False),
        ["added media-type response 200 body application/json: None -> application/json [response-media-type-added]"],
        ["! removed media-type response 200 body application/json: application/json -> None [response-media-type-removed]"],
    ),
    (
        media(is_input=True),
        media("application/xml", is_input=True),
        ["! added media-type body application/xml: None -> application/xml [request-body-added]"],
        ["! removed media-type body application/xml: application/xml -> None [request-media-type-removed]"],
    ),
    (
        application(operation(verb="PUT")),
        media("application/xml", is_input=True),
        ["added media-type body application/xml: None -> application/xml [request-body-described]"],
        ["! removed media-type body application/xml: application/xml -> None [request-media-type-removed]"],
    ),
    (
        media("application/xml", is_input=True),
        media("*/*", is_input=True),
        [
            "removed media-type body application/xml: application/xml -> None [media-type-covered]",
            "added media-type body */*: None -> */* [request-media-type-added]",
        ],
        [
            "! removed media-type body */*: */* -> None [request-media-type-removed]",
            "added media-type body application/xml: None -> application/xml [request-media-type-added]",
        ],
    ),
    (
        media("", is_input=False),
        media("application/xml", is_input=False),
        ["changed media-type response 200 body application/xml: None -> application/xml [media-type-stated]"],
        ["changed media-type response 200 body: application/xml -> None [media-type-stated]"],
    ),
    (
        media("application/json", is_input=False),
        media("application/JSON; charset=utf-8", is_input=False),
        [
            "changed media-type response 200 body application/JSON; charset=utf-8: "
            "application/json -> application/JSON; charset=utf-8 [media-type-parameters-changed]"
        ],
        [
            "changed media-type response 200 body application/json: "
            "application/JSON; charset=utf-8 -> application/json [media-type-parameters-changed]"
        ],
    ),
    (
        media("application/json", is_input=True),
        media("application/json", is_input=True).replace(
            'json"/>', 'json"><param name="a" style="plain" required="true"/></representation>'
        ),
        ["changed media-type body application/json: None -> described [body-described]"],
        ["changed media-type body application/json: described -> None [body-described]"],
    ),
    (
        plant("", is_input=True),
        plant("", is_input=True).replace('"plant"', '"tree"').replace("g:plant", "g:tree"),
        ["! changed row body tree: plant -> tree [body-element-changed]"],
        ["! changed row body plant: tree -> plant [body-element-changed]"],
    ),
    # What clients send.
    (
        NOTHING,
        with_param(""),
        ["added parameter query p: None -> string [input-added]"],
        ["! removed parameter query p: string -> None [input-removed]"],
    ),
    (
        NOTHING,
        with_param('required="true"'),
        ["! added parameter query p: None -> string [input-added-required]"],
        ["! removed parameter query p: string -> None [input-removed]"],
    ),
    (
        application(operation(path="plants/{id}")),
        application(operation(path="plants/{plant}")),
        ["changed parameter template plant: id -> plant [input-renamed]"],
        ["changed parameter template id: plant -> id [input-renamed]"],
    ),
    (
        with_param(""),
        with_param('required="true"'),
        ["! changed parameter query p: optional -> required [input-required]"],
        ["changed parameter query p: required -> optional [input-optional]"],
    ),
    (
        with_param('type="xs:int"'),
        with_param('type="xs:boolean"'),
        ["! changed parameter query p: int -> boolean [input-type-changed]"],
        ["! changed parameter query p: boolean -> int [input-type-changed]"],
    ),
    (
        with_param('type="xs:int"'),
        with_param('type="xs:integer"'),
        ["changed parameter query p: int -> integer [input-type-widened]"],
        ["! changed parameter query p: integer -> int [input-type-changed]"],
    ),
    (
        with_param(""),
        with_param('type="xs:int"'),
        ["changed parameter query p: None -> int [input-type-stated]"],
        ["changed parameter query p: int -> None [input-type-stated]"],
    ),
    (
        with_param('default="1"'),
        with_param('default="2"'),
        ["! changed parameter query p: 1 -> 2 [input-default-changed]"],
        ["! changed parameter query p: 2 -> 1 [input-default-changed]"],
    ),
    (
        with_param(""),
        with_param('default=""'),
        ["changed parameter query p: None ->  [input-default-stated]"],
        ["! changed parameter query p:  -> None [input-default-changed]"],
    ),
    (
        with_param(""),
        with_param('fixed="2"'),
        ["! changed parameter query p: None -> 2 [input-fixed]"],
        ["changed parameter query p: 2 -> None [input-not-fixed]"],
    ),
    (
        with_param("", RED),
        with_param("", PINK),
        [
            "! changed parameter query p: red -> None [input-value-removed]",
            "changed parameter query p: None -> pink [input-value-added]",
        ],
        [
            "! changed parameter query p: pink -> None [input-value-removed]",
            "changed parameter query p: None -> red [input-value-added]",
        ],
    ),
    (
        with_param(""),
        with_param("", RED),
        ["! changed parameter query p: None -> blue, red [input-values-limited]"],
        ["changed parameter query p: blue, red -> None [input-values-unlimited]"],
    ),
    (
        with_param('repeating="true"'),
        with_param(""),
        ["! changed parameter query p: repeating -> single [input-single]"],
        ["changed parameter query p: single -> repeating [input-repeating]"],
    ),
    (
        limited('<xs:maxLength value="40"/>', is_input=True),
        limited('<xs:maxLength value="20"/>', is_input=True),
        ["! changed parameter query p: maxLength 40 -> maxLength 20 [input-limit-tightened]"],
        ["changed parameter query p: maxLength 20 -> maxLength 40 [input-limit-relaxed]"],
    ),
    (
        plant(FIELD.format('nillable="true"'), is_input=True),
        plant(FIELD.format(""), is_input=True),
        ["! changed row body plant.a: None -> None [input-not-null]"],
        ["changed row body plant.a: None -> None [input-null]"],
    ),
    # What clients receive.
    (
        responses("200"),
        with_header(""),
        ["added parameter response 200 header P: None -> string [output-added]"],
        ["! removed parameter response 200 header P: string -> None [output-removed]"],
    ),
    (
        with_header(""),
        with_header('required="true"'),
        ["changed parameter response 200 header P: optional -> required [output-required]"],
        ["! changed parameter response 200 header P: required -> optional [output-optional]"],
    ),
    (
        with_header('type="xs:date"'),
        with_header('type="xs:int"'),
        ["! changed parameter response 200 header P: date -> int [output-type-changed]"],
        ["! changed parameter response 200 header P: int -> date [output-type-changed]"],
    ),
    (
        with_header('type="xs:long"'),
        with_header('type="xs:int"'),
        ["changed parameter response 200 header P: long -> int [output-type-narrowed]"],
        ["! changed parameter response 200 header P: int -> long [output-type-changed]"],
    ),
    (
        with_header(""),
        with_header('type="xs:int"'),
        ["changed parameter response 200 header P: None -> int [output-type-stated]"],
        ["changed parameter response 200 header P: int -> None [output-type-stated]"],
    ),
    (
        with_header(""),
        with_header('default="1"'),
        ["changed parameter response 200 header P: None -> 1 [output-default-changed]"],
        ["changed parameter response 200 header P: 1 -> None [output-default-changed]"],
    ),
    (
        with_header(""),
        with_header('fixed="1"'),
        ["changed parameter response 200 header P: None -> 1 [output-fixed]"],
        ["! changed parameter response 200 header P: 1 -> None [output-fixed-changed]"],
    ),
    (
        with_header("", RED),
        with_header("", PINK),
        [
            "changed parameter response 200 header P: red -> None [output-value-removed]",
            "! changed parameter response 200 header P: None -> pink [output-value-added]",
        ],
        [
            "changed parameter response 200 header P: pink -> None [output-value-removed]",
            "! changed parameter response 200 header P: None -> red [output-value-added]",
        ],
    ),
    (
        with_header(""),
        with_header("", RED),
        ["changed parameter response 200 header P: None -> blue, red [output-values-limited]"],
        ["! changed parameter response 200 header P: blue, red -> None [output-values-unlimited]"],
    ),
    (
        with_header('repeating="true"'),
        with_header(""),
        ["changed parameter response 200 header P: repeating -> single [output-single]"],
        ["! changed parameter response 200 header P: single -> repeating [output-repeating]"],
    ),
    (
        limited('<xs:maxLength value="40"/>', is_input=False),
        limited('<xs:maxLength value="20"/>', is_input=False),
        ["changed parameter response 200 header p: maxLength 40 -> maxLength 20 [output-limit-tightened]"],
        ["! changed parameter response 200 header p: maxLength 20 -> maxLength 40 [output-limit-relaxed]"],
    ),
    (
        plant(FIELD.format('nillable="true"'), is_input=False),
        plant(FIELD.format(""), is_input=False),
        ["changed row response 200 body plant.a: None -> None [output-not-null]"],
        ["! changed row response 200 body plant.a: None -> None [output-null]"],
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "there", "back"), CASES, ids=["".join(case[2][-1:]).rpartition("[")[2][:-1] or "none" for case in CASES]
)
def test_a_change_has_its_rule_in_both_directions(old: str, new: str, there: list[str], back: list[str], versions: Versions) -> None:
    """Each change is found, with the rule that says whether it breaks clients; the way back is the reverse change."""
    assert versions.shown(old, new) == there
    assert versions.shown(new, old) == back


DEPRECATED = {f"{side}-{what}" for side in ("input", "output") for what in ("deprecated", "reinstated")}
"""The rules of JSON schemas, in the tests of bodies."""


def test_every_rule_has_a_case() -> None:
    """No rule is only written down."""
    used = {line.rpartition("[")[2][:-1] for case in CASES for line in (*case[2], *case[3])}
    assert used | DEPRECATED == set(RULES)
