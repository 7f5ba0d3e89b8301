"""Bodies made from parameters, on pages of the style sphinx."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest

from tests.small_wadls import Pages, get, post

CAPTION = "**Request example, made from the parameters: {}**"
NAMES = 'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:api="https://api.example/types"'


def body(params: str, media_type: str = "application/json") -> str:
    """A WADL whose request has a body with these parameters."""
    return post(f'<representation mediaType="{media_type}">{params}</representation>')


def made(pages: Pages, params: str, media_type: str = "application/json", kind: str = "JSON") -> str:
    """The body that is made; empty for none."""
    page = pages(body(params, media_type), attributes=NAMES, style="sphinx", request_samples=("none",))["post-a"]
    _before, caption, after = page.partition(CAPTION.format(kind))
    lines = after.partition("::")[2].split("\n")[2:] if caption else []
    text = []
    for line in lines:
        if line and not line.startswith("    "):
            break
        text.append(line[4:])
    return "\n".join(text).strip()


def param(path: str, type_: str = "xsd:string", more: str = "", name: str = "") -> str:
    """A plain parameter at a path."""
    name = name or path.rstrip("]").rstrip("'\"").replace("[*", "").split(".")[-1].split("'")[-1].split("/")[-1].lstrip("@")
    return f'<param name="{name}" style="plain" path="{path}" type="{type_}" {more}/>'


@pytest.mark.parametrize(
    ("params", "value"),
    [
        (param("$.plant") + param("$.plant.name"), {"plant": {"name": "string"}}),
        (param("$.plant.names[*]"), {"plant": {"names": ["string"]}}),
        (
            param("$.plants[*].name") + param("$.plants[*].links[0].href"),
            {"plants": [{"name": "string", "links": [{"href": "https://example.org/"}]}]},
        ),
        (param("$['plant']['a-b']", name="a-b"), {"plant": {"a-b": "string"}}),
        (param("$.parameters.plant.name"), {"plant": {"name": "string"}}),
        (param("$[*].name"), [{"name": "string"}]),
        (param("$.plants.[*].name") + param("$.plants.*.kind"), {"plants": [{"name": "string", "kind": "string"}]}),
        ('<param name="next" style="plain" path="$.next_link"><link/></param>', {"next_link": "https://example.org/"}),
        (param("$.a", "xsd:int") + param("$.b", "xsd:boolean") + param("$.c", "xsd:double"), {"a": 1, "b": True, "c": 1.5}),
        (param("$.a", "xsd:dict") + param("$.b", "xsd:list"), {"a": {}, "b": []}),
        (param("$.a", "xsd:int", 'default="7"') + param("$.b", more='fixed="x" default="y"'), {"a": 7, "b": "x"}),
        (param("$.tags", more='repeating="true"'), {"tags": ["string"]}),
        (
            param("$.email") + param("$.limit", "xsd:int") + param("$.adminPass", more='default="s3cret"'),
            {"email": "user@example.org", "limit": 10, "adminPass": "$ADMIN_PASS"},
        ),
        (param("$.id", "api:UUID"), {"id": "1"}),
        (param("$.ref", "api:UUID"), {"ref": "123e4567-e89b-12d3-a456-426614174000"}),
    ],
)
def test_json_from_paths(pages: Pages, params: str, value: object) -> None:
    """JSONPaths give nested objects and arrays, with values by what the WADL says, by type and by name."""
    assert json.loads(made(pages, params)) == value


@pytest.mark.parametrize(
    "params",
    [
        param("$.a") + '<param name="b" style="plain"/>',
        param("$..a"),
        param("$.a[?(@.b)].c"),
        param("$.a[*][*]"),
        param("$.a", "api:Plant"),
        param("$.a", name="other"),
        param("/a/b"),
        param("$.a." + ".".join("x" * 30)),
        param("a.b"),
    ],
)
def test_json_that_is_not_made(pages: Pages, params: str) -> None:
    """No body is made where a parameter has no path, or a path or a type does not say what stands there."""
    assert made(pages, params) == ""


def test_xml_from_paths(pages: Pages) -> None:
    """XPaths give elements and attributes of one root."""
    params = param("/plant/@code", more='default="&lt;&quot;"') + param("/plant/name") + param("/plant/size/text()", "xsd:int", name="size")
    root = ET.fromstring(made(pages, params, "application/xml", "XML"))
    assert (root.tag, root.attrib, [(child.tag, child.text) for child in root]) == (
        "plant",
        {"code": '<"'},
        [("name", "string"), ("size", "1")],
    )


@pytest.mark.parametrize("params", [param("/p:plant/name"), param("/a/b") + param("/c/d"), param("/a/b[1]/c"), param("$.a")])
def test_xml_that_is_not_made(pages: Pages, params: str) -> None:
    """No XML is made of paths with prefixes, whose namespaces are unknown, with conditions, or from several roots."""
    assert made(pages, params, "application/xml", "XML") == ""


def test_responses_and_styles(pages: Pages) -> None:
    """Bodies of responses are made, too; the classic style has none, and no page without examples."""
    wadl = get(f'<response status="200"><representation mediaType="application/json">{param("$.name")}</representation></response>')
    caption = "**Response example (200), made from the parameters: JSON**"
    assert caption in pages(wadl, style="sphinx")["get-a"]
    assert caption not in pages(wadl)["get-a"]
    assert caption not in pages(wadl, style="sphinx", without_examples=True)["get-a"]


def test_a_body_with_a_sample_is_not_made(pages: Pages) -> None:
    """A body that has a sample of the WADL's needs no other."""
    sample = '<doc><pre xmlns="http://www.w3.org/1999/xhtml">{"name": "oak"}</pre></doc>'
    assert made(pages, sample + param("$.name")) == ""


def test_a_schema_precedes_parameters(pages: Pages) -> None:
    """If a schema declares the body, nothing is made from parameters, even where no example of the schema can be made."""
    schema = '<grammars><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="plant"/></xs:schema></grammars>'
    representation = f'<representation mediaType="application/xml" element="plant">{param("/plant/name")}</representation>'
    page = pages(schema + post(representation), attributes=NAMES, style="sphinx")["post-a"]
    assert "made from" not in page.replace("made from the WADL", "")
    assert "--data-binary @body.xml" in page
