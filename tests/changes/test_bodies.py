"""The changes of what is in bodies: parameters, elements, and what schemas say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.changes_reading import Versions, application, operation

SCHEMA = '<xs:schema targetNamespace="{ns}" xmlns="{ns}" elementFormDefault="qualified">{inside}</xs:schema>'
TYPE = '<xs:complexType name="{name}"><xs:sequence>{fields}</xs:sequence></xs:complexType>'
FIELD = '<xs:element name="{}" type="{}"/>'


def field(name: str, kind: str = "xs:string") -> str:
    """An element of a type."""
    return FIELD.format(name, kind)


def named(name: str, *fields: str) -> str:
    """A complex type with these elements."""
    return TYPE.format(name=name, fields="".join(fields))


def xml(*parts: str, root: str = "g:plant", namespace: str = "urn:garden", schema: bool = True, is_input: bool = False) -> str:
    """An operation with an XML body, and the schema for it."""
    body = f'<representation mediaType="application/xml" element="{root}"/>'
    inside = f"<request>{body}</request>" if is_input else f'<response status="200">{body}</response>'
    grammars = f"<grammars>{SCHEMA.format(ns=namespace, inside=''.join(parts))}</grammars>" if schema else ""
    return application(operation(inside, verb="POST"), grammars=grammars).replace('xmlns:g="urn:garden"', f'xmlns:g="{namespace}"')


PLANT = field("plant", "Plant")


def test_rows_of_a_schema_are_compared(versions: Versions) -> None:
    """Elements and attributes that are new, gone or of another type are told with their dotted name."""
    leaf = named("Leaf", field("length", "xs:int"))
    old = xml(PLANT, named("Plant", field("name"), field("leaf", "Leaf")), leaf)
    new = xml(PLANT, named("Plant", field("leaf", "Leaf"), field("height", "xs:int")), leaf.replace("xs:int", "xs:string"))
    assert versions.shown(old, new) == [
        "added row response 200 body plant.height: None -> int [output-added]",
        "! removed row response 200 body plant.name: string -> None [output-removed]",
        "! changed row response 200 body plant.leaf.length: int -> string [output-type-changed]",
    ]


def test_the_order_of_elements_and_types_makes_no_change(versions: Versions) -> None:
    """A type that two elements have is compared once, whichever of them comes first."""
    types = [named("Plant", field("a", "Part"), field("b", "Part")), named("Part", field("x"), field("part", "Part"))]
    other = [named("Part", field("part", "Part"), field("x")), named("Plant", field("b", "Part"), field("a", "Part"))]
    assert versions.shown(xml(PLANT, *types), xml(*other, PLANT)) == []


def test_names_of_types_make_no_change(versions: Versions) -> None:
    """A type with another name, or without one, is the same if its content is."""
    inside = field("length", "xs:int")
    old = xml(PLANT, named("Plant", field("leaf", "Leaf")), named("Leaf", inside))
    renamed = xml(PLANT, named("Plant", field("leaf", "Blade")), named("Blade", inside))
    anonymous = f'<xs:element name="leaf"><xs:complexType><xs:sequence>{inside}</xs:sequence></xs:complexType></xs:element>'
    assert versions.shown(old, renamed) == versions.shown(old, xml(PLANT, named("Plant", anonymous))) == []
    changed = xml(PLANT, named("Plant", anonymous.replace("xs:int", "xs:long")))
    assert versions.shown(old, changed) == ["! changed row response 200 body plant.leaf.length: int -> long [output-type-changed]"]


def test_a_schema_that_is_missing_makes_no_change(versions: Versions) -> None:
    """Where only one version has its schema at hand, nothing can be said of its rows."""
    known = xml(PLANT, named("Plant", field("name")))
    assert versions.shown(known, xml(schema=False)) == versions.shown(xml(schema=False), known) == []


def test_another_namespace_of_the_root_breaks_clients(versions: Versions) -> None:
    """A root element with the same name in another namespace is another document."""
    old, new = (xml(schema=False, namespace=namespace) for namespace in ("urn:garden:1", "urn:garden:2"))
    assert versions.shown(old, new) == [
        "! changed row response 200 body plant: {urn:garden:1}plant -> {urn:garden:2}plant [body-element-changed]"
    ]


@pytest.mark.parametrize(
    ("before", "after", "rules"),
    [
        ('type="xs:int" maxOccurs="unbounded"', 'type="xs:int" maxOccurs="5"', ["input-limit-tightened"]),
        ('type="xs:int" maxOccurs="unbounded"', 'type="xs:int"', ["input-single"]),
        ('type="xs:int" minOccurs="0"', 'type="xs:int"', ["input-required"]),
        ('type="xs:int" default="1"', 'type="xs:int" default="2"', ["input-default-changed"]),
        ('type="xs:string"', 'type="xs:token"', ["input-type-changed"]),
        ('type="xs:string"', "", ["input-type-widened"]),
        ('type="xs:int"', 'type="Leaf"', ["input-type-changed"]),
    ],
)
def test_what_an_element_allows_is_compared(before: str, after: str, rules: list[str], versions: Versions) -> None:
    """Occurrence, default and type of an element count like those of a parameter."""
    leaf = named("Leaf", field("x"))
    old, new = (xml(PLANT, named("Plant", f'<xs:element name="a" {text}/>'), leaf, is_input=True) for text in (before, after))
    assert [change.rule for change in versions.changes(old, new)] == rules


# --- JSON schemas ---------------------------------------------------------------------------------------


class Json:
    """Compares JSON schemas as the body of a request, or of a response."""

    def __init__(self, versions: Versions, folder: Path) -> None:
        self._versions, self._folder = versions, folder

    def shown(self, old: dict[str, Any], new: dict[str, Any], *, is_input: bool = False) -> list[str]:
        """The changes between two schemas."""
        wadls = []
        for name, schema in (("old", old), ("new", new)):
            (self._folder / f"{name}.json").write_text(json.dumps(schema), encoding="utf-8")
            body = f'<representation mediaType="application/json" j:describedby="{name}.json" xmlns:j="{JSON_SCHEMA}"/>'
            inside = f"<request>{body}</request>" if is_input else f'<response status="200">{body}</response>'
            wadls.append(application(operation(inside, verb="POST")))
        return [line.replace("response 200 body ", "") for line in self._versions.shown(*wadls)]


JSON_SCHEMA = "http://wadl.dev.java.net/2009/02/json-schema"


@pytest.fixture
def schemas(versions: Versions, tmp_path: Path) -> Json:
    """Compares JSON schemas."""
    return Json(versions, tmp_path)


def of(**properties: Any) -> dict[str, Any]:
    """A schema of an object with these properties."""
    return {"type": "object", "properties": properties}


TEXT, NUMBER = {"type": "string"}, {"type": "integer"}


def test_properties_of_json_are_compared(schemas: Json) -> None:
    """Properties, also of objects in arrays, are rows like elements."""
    old = of(name=TEXT, leaves={"type": "array", "items": of(length=NUMBER)})
    new = of(leaves={"type": "array", "items": of(length={"type": "number"}, color=TEXT)}, height=NUMBER)
    assert schemas.shown(old, new) == [
        "added row height: None -> integer [output-added]",
        "! removed row name: string -> None [output-removed]",
        "added row leaves.color: None -> string [output-added]",
        "! changed row leaves.length: integer -> number [output-type-changed]",
    ]


def test_an_array_in_place_of_a_value_is_another_type(schemas: Json) -> None:
    """A client cannot read an array as the value that was there before, nor send one."""
    old, new = of(tag=TEXT), of(tag={"type": "array", "items": TEXT})
    assert schemas.shown(old, new) == ["! changed row tag: string -> string[] [output-type-changed]"]
    assert schemas.shown(old, new, is_input=True) == ["! changed row body tag: string -> string[] [input-type-changed]"]


def test_properties_that_are_only_read_are_not_sent(schemas: Json) -> None:
    """What is readOnly makes no change in a request, and what is writeOnly none in a response."""
    new = of(id={**TEXT, "readOnly": True}, secret={**TEXT, "writeOnly": True})
    assert schemas.shown(of(), new, is_input=True) == ["added row body secret: None -> string [input-added]"]
    assert schemas.shown(of(), new) == ["added row id: None -> string [output-added]"]


@pytest.mark.parametrize("is_input", [True, False])
def test_deprecated_properties_are_told(is_input: bool, schemas: Json) -> None:
    """A property that becomes deprecated is a deprecation, and so is its return."""
    old, new = of(a=TEXT), of(a={**TEXT, "deprecated": True})
    side, place = ("input", "body ") if is_input else ("output", "")
    assert schemas.shown(old, new, is_input=is_input) == [f"added deprecation {place}a: None -> None [{side}-deprecated]"]
    assert schemas.shown(new, old, is_input=is_input) == [f"removed deprecation {place}a: None -> None [{side}-reinstated]"]


def test_alternatives_are_compared_by_their_properties(schemas: Json) -> None:
    """Properties of alternatives are compared as if they stood side by side; the order of the alternatives does not matter."""
    one, two = of(a=TEXT), of(b=NUMBER)
    assert schemas.shown({"oneOf": [one, two]}, {"oneOf": [two, one]}) == []
    assert schemas.shown({"oneOf": [one, two]}, {"oneOf": [one, of(b=TEXT)]}) == [
        "! changed row b: integer -> string [output-type-changed]"
    ]


def test_an_object_that_contains_itself_ends(schemas: Json) -> None:
    """A recursive schema is compared to its end, with each change once."""
    tree = {"$ref": "#", **of(children={"type": "array", "items": {"$ref": "#"}})}
    old = of(name=TEXT, children={"type": "array", "items": {"$ref": "#"}}, parent={"$ref": "#"})
    new = of(name=NUMBER, children={"type": "array", "items": {"$ref": "#"}}, parent={"$ref": "#"})
    assert schemas.shown(old, new) == ["! changed row name: string -> integer [output-type-changed]"]
    assert schemas.shown(tree, tree) == []


# --- parameters of bodies -------------------------------------------------------------------------------


def bodies(*pairs: tuple[str, str]) -> str:
    """An operation whose request has bodies of these media types, each with the names of its parameters."""
    found = []
    for media, names in pairs:
        params = "".join(f'<param name="{name}" style="plain" path="$.{name}"/>' for name in names.split())
        found.append(f'<representation mediaType="{media}">{params}</representation>')
    return application(operation(f"<request>{''.join(found)}</request>", verb="PUT"))


JSON, XML = "application/json", "application/xml"


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ([(JSON, "a"), (XML, "a")], [(XML, "a b"), (JSON, "a b")], ["added parameter body b: None -> string [input-added]"]),
        # listed once, for the one or the other media type
        ([(JSON, "a b"), (XML, "")], [(JSON, ""), (XML, "b a")], []),
        ([(JSON, "a"), (XML, "")], [(JSON, "a"), (XML, "a")], []),
        ([(JSON, "a"), (XML, "")], [(JSON, ""), (XML, "a b")], ["added parameter body b: None -> string [input-added]"]),
        # a media type with all that is in it
        ([(JSON, "a")], [(JSON, "a"), (XML, "x y")], [f"added media-type body {XML}: None -> {XML} [request-media-type-added]"]),
    ],
)
def test_parameters_listed_for_another_media_type_make_no_change(
    old: list[tuple[str, str]], new: list[tuple[str, str]], lines: list[str], versions: Versions
) -> None:
    """Parameters are compared by media type only if both versions list them so."""
    assert versions.shown(bodies(*old), bodies(*new)) == lines


def test_a_reference_that_leads_nowhere_makes_no_change(versions: Versions) -> None:
    """What a dangling reference stands for is unknown, so nothing of it was removed."""
    old = bodies((JSON, "a"))
    new = application(operation('<request><representation href="#gone"/></request>', verb="PUT"))
    assert versions.shown(old, new) == versions.shown(new, old) == []


def test_a_media_type_of_a_get_that_says_nothing_makes_no_body(versions: Versions) -> None:
    """Many WADLs name a media type for the request of a GET; that is no body."""
    new = application(operation(f'<request><representation mediaType="{JSON}"/></request>'))
    assert versions.shown(application(operation()), new) == []


def test_what_is_not_understood_makes_no_change(versions: Versions) -> None:
    """If a request or response has an element that WADL does not have, that may be its body, so none was removed or added."""
    body = f'<representation mediaType="{JSON}"/>'
    for inside in ("<request>{}</request>", '<response status="200">{}</response>'):
        old, new = (application(operation(inside.format(text), verb="PUT")) for text in (body, "<representaton/>"))
        assert versions.shown(old, new) == versions.shown(new, old) == []
