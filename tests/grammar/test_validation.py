"""Samples against the schemas of their bodies, as ``--lint`` checks them."""

from __future__ import annotations

import builtins
import http.server
import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.grammar.json_reading import to_docs
from wadl2rst.diagnostics import Diagnostic, Location
from wadl2rst.grammar.json_schema import read_json_schemas
from wadl2rst.grammar.validation import check_samples
from wadl2rst.grammar.validation_xml import is_safe, schema_texts
from wadl2rst.markup.document import Markup
from wadl2rst.source.library import Library
from wadl2rst.source.tree import Element, QName
from wadl2rst.wadl import operations
from wadl2rst.wadl.components import ElementUse, Grammar, SchemaBody, SimpleType
from wadl2rst.wadl.parse import parse_application
from wadl2rst.wadl.references import Resolver

HEAD = (
    '<application xmlns="http://wadl.dev.java.net/2009/02" xmlns:g="urn:garden" xmlns:j="http://wadl.dev.java.net/2009/02/json-schema" '
    'xmlns:xsdxt="http://docs.rackspacecloud.com/xsd-ext/v1.0">\n'
)
PLANT = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:garden" targetNamespace="urn:garden"
  elementFormDefault="qualified">
<xs:import namespace="urn:beds"/>
<xs:element name="plant"><xs:complexType><xs:sequence>
<xs:element name="name" type="Name"/><xs:element ref="b:bed" xmlns:b="urn:beds" minOccurs="0"/>
</xs:sequence><xs:attribute name="id" type="xs:int" use="required"/></xs:complexType></xs:element>
<xs:simpleType name="Name"><xs:restriction base="xs:string"><xs:maxLength value="8"/></xs:restriction></xs:simpleType>
%s
</xs:schema>"""
BEDS = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:beds"><xs:element name="bed"><xs:complexType>
<xs:sequence><xs:element name="size" type="xs:int"/></xs:sequence></xs:complexType></xs:element></xs:schema>"""
PLANT_JSON: dict[str, object] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "properties": {"name": {"type": "string", "maxLength": 8}, "beds": {"items": {"$ref": "bed.json#/definitions/bed"}}},
    "required": ["name"],
}
BED_JSON: dict[str, object] = {"definitions": {"bed": {"properties": {"size": {"type": "integer"}}, "additionalProperties": False}}}


class Document(NamedTuple):
    """A schema document for a namespace."""

    root: Element
    target: str


class Garden:
    """A WADL in a folder whose only operation has samples, and its schemas."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.schemas = {"plant.xsd": (PLANT % "", "urn:garden"), "beds.xsd": (BEDS, "urn:beds")}
        self.json: dict[str, object] = {"plant.json": PLANT_JSON, "bed.json": BED_JSON}

    def found(self, sample: str, media: str = "xml", *, file: bool = True) -> list[str]:
        """What is found in a sample, in a file of its own or in the WADL."""
        folder = self.folder
        name = f"sample.{media}"
        doc = sample.replace("&", "&amp;").replace("<", "&lt;")
        content = f'<doc><xsdxt:code href="{name}"/></doc>' if file else f'<doc xml:space="preserve"><xsdxt:code>{doc}</xsdxt:code></doc>'
        attribute = 'element="g:plant"' if media == "xml" else 'j:describedby="plant.json"'
        (folder / name).write_text(sample, encoding="utf-8")
        (folder / "api.wadl").write_text(
            f'{HEAD}<resources base="https://a.example/"><resource path="plants"><method name="PUT"><request>\n'
            f'<representation mediaType="application/{media}" {attribute}>\n{content}</representation>\n'
            f'<representation mediaType="application/{media}" {attribute}>\n{content}</representation>\n'
            "</request></method></resource></resources></application>",
            encoding="utf-8",
        )
        for path, (text, _target) in self.schemas.items():
            (folder / path).write_text(text, encoding="utf-8")
        for path, value in self.json.items():
            (folder / path).write_text(value if isinstance(value, str) else json.dumps(value, indent=1), encoding="utf-8")
        said: list[Diagnostic] = []
        library = Library(said.append)
        document = library.document(str(folder / "api.wadl"))
        assert document is not None, said
        xml = [
            Document(opened.root, target) for path, (_, target) in self.schemas.items() if (opened := library.schema(path, document.root))
        ]
        markup = Markup(said.append, sample=library.sample, shown_path=library.shown_path)
        groups = operations.groups(parse_application(document, Resolver(library, said.append), markup, said.append))
        read = read_json_schemas({"plant.json": Location(str(folder / "api.wadl"), 3)}, library, said.append, to_docs)
        plant = SchemaBody(
            root=ElementUse(name="plant", namespace="urn:garden", type=SimpleType(), substitutes=(QName("urn:garden", "herb"),))
        )
        grammar = Grammar(bodies={QName("urn:garden", "plant"): plant}, json_bodies=read.bodies, params={}, elements={}, types=read.types)
        assert not said, said
        check_samples(groups, grammar, said.append, xml_schemas=xml, json_schemas=read)
        return [str(diagnostic).replace(f"{folder}/", "") for diagnostic in said]


@pytest.fixture
def garden(tmp_path: Path) -> Garden:
    return Garden(tmp_path)


# --- XML ------------------------------------------------------------------------------------------


def test_a_valid_xml_sample_is_not_mentioned(garden: Garden) -> None:
    """A sample that is valid gives no message; the head of an HTTP message does not belong to it."""
    valid = '<plant xmlns="urn:garden" id="4"><name>Rose</name><bed xmlns="urn:beds"><size xmlns="">3</size></bed></plant>'
    assert garden.found(valid) == []
    assert garden.found(f"HTTP/1.1 200 OK\nContent-Type: application/xml\n\n{valid}") == []


def test_what_is_wrong_in_an_xml_sample_has_its_line(garden: Garden) -> None:
    """Each fault is told once, with the file and the line of the element, however many bodies show the sample."""
    sample = '<plant xmlns="urn:garden" id="x">\n<name>Very long name</name>\n<colour/>\n</plant>'
    found = garden.found(f"PUT /plants HTTP/1.1\nHost: a.example\n\n{sample}")
    beginnings = [
        "sample.xml:4: warning: not valid against its schema: in plant: attribute id='x': ",
        "sample.xml:5: warning: not valid against its schema: in name: value length ",
        "sample.xml:4: warning: not valid against its schema: in plant: unexpected child with tag 'colour' ",
    ]
    assert [line.startswith(beginning) for line, beginning in zip(found, beginnings, strict=True)] == [True] * 3, found


def test_a_sample_in_the_wadl_has_the_line_of_the_wadl(garden: Garden) -> None:
    """What is wrong in a sample that stands in the WADL is told with the line there."""
    (line,) = garden.found('<plant xmlns="urn:garden" id="4">\n<name>Very long name</name></plant>', file=False)
    assert line.startswith("api.wadl:5: warning: this sample is not valid against its schema: in name: value length ")
    assert line.endswith(" [invalid-sample]")


def test_another_root_element(garden: Garden) -> None:
    """A sample with another root than the WADL names is told; an element of its substitution group is as good."""
    assert garden.found("<flower/>") == [
        "sample.xml:1: warning: the root element is flower without a namespace, but the WADL says plant in urn:garden [invalid-sample]"
    ]
    herb = '<xs:element name="herb" substitutionGroup="plant"/>'
    garden.schemas["plant.xsd"] = (PLANT % herb, "urn:garden")
    assert garden.found('<herb xmlns="urn:garden" id="4"><name>Sage</name></herb>') == []


def test_a_sample_that_is_not_well_formed_is_left_to_another_rule(garden: Garden) -> None:
    """A sample that is not XML, or has a DOCTYPE, is not checked; an undeclared prefix is told."""
    assert garden.found("<plant") == []
    assert garden.found("<!DOCTYPE plant><plant/>") == []
    assert garden.found("\n<g:plant/>") == ["sample.xml:2: warning: not valid XML: unbound prefix [invalid-sample]"]


def test_documents_of_a_namespace_are_one(garden: Garden) -> None:
    """Several documents of a namespace count together; each keeps its own rule whether local elements are qualified.

    One without a target namespace takes that of the one that includes it.
    """
    garden.schemas["more.xsd"] = (
        '<schema xmlns="http://www.w3.org/2001/XMLSchema"><element name="leaf"/></schema>',
        "urn:garden",
    )
    garden.schemas["local.xsd"] = (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:complexType name="Herb"><xs:sequence>'
        '<xs:element name="use" type="Use"/></xs:sequence></xs:complexType>'
        '<xs:simpleType name="Use"><xs:restriction base="xs:string"><xs:enumeration value="tea"/></xs:restriction></xs:simpleType>'
        "</xs:schema>",
        "urn:garden",
    )
    garden.schemas["plant.xsd"] = (PLANT % '<xs:element name="herb" type="Herb"/>', "urn:garden")
    assert garden.found('<h:herb xmlns:h="urn:garden"><use>tea</use></h:herb>') == []
    (line,) = garden.found('<h:herb xmlns:h="urn:garden"><use>soup</use></h:herb>')
    assert line.startswith("sample.xml:1: warning: not valid against its schema: in use: ") and "tea" in line


def test_components_for_versions_and_doubles(garden: Garden) -> None:
    """Of twins for versions of XML Schema, that for 1.1 counts; of a component declared twice, the first; assertions are not checked."""
    twins = (
        '<xs:element name="herb" vc:minVersion="1.1" xmlns:vc="http://www.w3.org/2007/XMLSchema-versioning"><xs:complexType>'
        '<xs:attribute name="a" type="xs:int"/><xs:assert test="@a gt 1"/></xs:complexType></xs:element>'
        '<xs:element name="herb" vc:maxVersion="1.1" xmlns:vc="http://www.w3.org/2007/XMLSchema-versioning" type="xs:string"/>'
        '<xs:element name="plant" type="xs:string"/>'
    )
    garden.schemas["plant.xsd"] = (PLANT % twins, "urn:garden")
    assert garden.found('<herb xmlns="urn:garden" a="2"/>') == []
    assert garden.found('<herb xmlns="urn:garden" a="1"/>') == []
    (line,) = garden.found('<herb xmlns="urn:garden" b="1"/>')
    assert "in herb: " in line


def test_a_broken_schema_still_checks(garden: Garden) -> None:
    """A schema with a fault checks what does not need the broken part."""
    broken = '<xs:element name="other" type="Nowhere"/><xs:complexTyp name="x"/><xs:element name="ref" type="zz:Gone"/>'
    garden.schemas["plant.xsd"] = (PLANT % broken, "urn:garden")
    assert garden.found('<plant xmlns="urn:garden" id="4"><name>Rose</name></plant>') == []
    assert len(garden.found('<plant xmlns="urn:garden"><name>Rose</name></plant>')) == 1


def test_a_schema_that_is_redefined_is_not_checked(garden: Garden) -> None:
    """``redefine`` is told once as what the check does not know."""
    garden.schemas["plant.xsd"] = ((PLANT % "").replace("<xs:import", '<xs:redefine schemaLocation="x.xsd"/><xs:import'), "urn:garden")
    assert garden.found("<plant/>") == [
        "plant.xsd:1: warning: samples are not checked against the schemas: a schema contains redefine, which cannot be checked "
        "[not-checked]"
    ]


def test_a_schema_that_would_take_long_is_not_checked(garden: Garden) -> None:
    """A group of more elements than the library compares in a short time is told once."""
    names = "".join(f'<xs:element name="e{number}"/>' for number in range(501))
    garden.schemas["plant.xsd"] = (PLANT % f'<xs:complexType name="Many"><xs:choice>{names}</xs:choice></xs:complexType>', "urn:garden")
    assert garden.found("<plant/>") == [
        "plant.xsd:1: warning: samples are not checked against the schemas: a choice has more than 500 elements [not-checked]"
    ]


# --- JSON -----------------------------------------------------------------------------------------


def test_a_json_sample(garden: Garden) -> None:
    """A JSON sample is checked against its schema and the files that this refers to; each fault has the line of its object."""
    assert garden.found('{"name": "Rose", "beds": [{"size": 3}]}', "json") == []
    assert garden.found('{\n "beds": [\n  {"size": 3},\n  {"size": "x", "y": 1}]}', "json") == [
        "sample.json:1: warning: not valid against its schema: 'name' is a required property [invalid-sample]",
        "sample.json:4: warning: not valid against its schema: in beds[1]: Additional properties are not allowed ('y' was unexpected) "
        "[invalid-sample]",
        "sample.json:4: warning: not valid against its schema: in beds[1].size: 'x' is not of type 'integer' [invalid-sample]",
    ]
    assert garden.found("{", "json") == []


@pytest.mark.parametrize(
    ("schema", "sample", "count"),
    [
        ({"$schema": "http://json-schema.org/draft-03/schema", "properties": {"a": {"required": True}}}, "{}", 1),
        ({"properties": {"a": {"required": True}}}, "{}", 1),
        ({"properties": {"a": {"minimum": 3, "exclusiveMinimum": True}}}, '{"a": 3}', 1),
        ({"$id": "https://a.example/x.json", "$ref": "#/$defs/a", "$defs": {"a": {"$id": "y.json", "type": "string"}}}, "4", 1),
        ({"properties": {"a": {"$ref": "#here"}}, "$defs": {"x": {"$anchor": "here", "type": "string"}}}, '{"a": 1}', 1),
        ({"properties": {"$ref": {"type": "string"}, "id": {"type": "integer"}}}, '{"$ref": 1, "id": "x"}', 2),
        ({"properties": {"child": {"$ref": "#"}, "n": {"type": "integer"}}}, '{"child": {"child": {"n": "x"}}}', 1),
        ({"properties": {"a": {"pattern": "^(?<x>a)$"}, "b": {"pattern": "(a+)+$"}}}, '{"a": "b", "b": "c"}', 0),
        ({"patternProperties": {"(x+)+y": {"type": "string"}}, "additionalProperties": False}, '{"xxy": 1}', 0),
        ({"definitions": {"a/b~c d": {"type": "string"}}, "$ref": "#/definitions/a~1b~0c%20d"}, "1", 1),
    ],
)
def test_drafts_and_references_in_json(garden: Garden, schema: object, sample: str, count: int) -> None:
    """Each draft is checked by its own rules, the fitting one where none is named; expressions that could take long are not tried."""
    garden.json = {"plant.json": schema}
    assert len(garden.found(sample, "json")) == count


def test_a_faulty_json_schema_is_told_once(garden: Garden) -> None:
    """A schema that its own rules do not allow checks nothing, which is told with the file."""
    garden.json = {"plant.json": {"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"a": {"type": "strin"}}}}
    (line,) = garden.found('{"a": 1}', "json")
    assert line.startswith("plant.json:1: warning: samples are not checked against this schema: not a valid JSON Schema: 'strin' is not")
    assert line.endswith("[not-checked]")


# --- access ---------------------------------------------------------------------------------------


class _Asked(http.server.BaseHTTPRequestHandler):
    """Counts what is asked for."""

    count = 0

    def do_GET(self) -> None:
        type(self).count += 1
        self.send_response(404)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 (its name in the library)
        pass


@pytest.fixture
def served() -> Iterator[str]:
    """The address of a server on this computer."""
    _Asked.count = 0
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Asked)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_libraries_open_nothing(garden: Garden, served: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever addresses schemas and samples have, no server is asked and no file is opened beside those of the product."""
    outside = tmp_path.parent / f"{tmp_path.name}-outside.xsd"
    outside.write_text(BEDS, encoding="utf-8")
    places = [f"{served}/a.xsd", f"../{outside.name}", outside.as_uri()]
    imports = "".join(f'<xs:import namespace="urn:i{number}" schemaLocation="{place}"/>' for number, place in enumerate(places))
    includes = "".join(f'<xs:include schemaLocation="{place}"/>' for place in places)
    garden.schemas["plant.xsd"] = ((PLANT % "").replace('<xs:import namespace="urn:beds"/>', imports + includes), "urn:garden")
    references = {f"p{number}": {"not": {"$ref": place}} for number, place in enumerate(places)}
    garden.json["plant.json"] = {"$schema": f"{served}/meta", "$id": f"{served}/plant.json", "properties": references}
    opened: list[str] = []
    is_own = {"active": True}

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if is_own["active"] and event == "open" and "outside" in str(arguments[0]):
            opened.append(str(arguments[0]))

    sys.addaudithook(watch)
    location = (
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:garden {served}/a.xsd urn:x {outside.as_uri()}"'
    )
    found = garden.found(f'<plant xmlns="urn:garden" id="x" {location}><name>Rose</name></plant>')
    found += garden.found('{"p0": 1, "p1": 2, "p2": 3}', "json")
    is_own["active"] = False
    assert [line for line in found if "attribute id" in line]
    assert _Asked.count == 0 and opened == []


def test_without_the_libraries_one_message_says_how_to_get_them(garden: Garden, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, it is told once how to install it; not where there is nothing to check."""
    original = builtins.__import__

    def refusing(name: str, *arguments: Any, **named: Any) -> Any:
        if name.partition(".")[0] in ("xmlschema", "jsonschema"):
            raise ImportError(name)
        return original(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", refusing)
    expected = [
        'wadl2rst: warning: samples are not checked against their schemas: install the libraries with: pip install "wadl2rst[schemas]" '
        "[not-checked]"
    ]
    assert garden.found("<plant/>") == expected
    assert garden.found("{}", "json") == expected
    assert garden.found("no sample", "text") == []


def test_schemas_are_written_without_addresses(garden: Garden) -> None:
    """What the library for XML Schema gets has no address of another document, and no documentation."""
    garden.schemas["plant.xsd"] = (PLANT % "<xs:annotation><xs:documentation>Text</xs:documentation></xs:annotation>", "urn:garden")
    garden.found("<plant/>")
    library = Library(lambda said: None)
    document = library.document(str(garden.folder / "api.wadl"))
    assert document is not None
    opened = library.schema("plant.xsd", document.root)
    assert opened is not None
    (text,) = schema_texts([Document(opened.root, "urn:garden")])
    assert "schemaLocation" not in text and "Text" not in text and 'name="plant"' in text


@pytest.mark.parametrize(
    ("pattern", "safe"),
    [
        ("[a-z]+", True), ("(ab)+", True), (r"\d{3}(-\d{4})?", True), ("(a|b)", True), (r"\(a+\)+", True), ("[(]a+[)]+", True),
        ("(a+)+", False), ("(a|aa)*", False), ("((a)+)+", False), ("(a*){2,}", False), ("x" * 3000, False),
    ],
)  # fmt: skip
def test_expressions_that_could_take_long(pattern: str, safe: bool) -> None:
    """A regular expression that repeats what repeats itself is not tried on samples."""
    assert is_safe(pattern) == safe
