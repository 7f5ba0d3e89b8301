"""JSON Schemas as components: types, properties, alternatives, references and what is wrong with them."""

from __future__ import annotations

import http.server
import json
import threading
from functools import partial
from pathlib import Path

import pytest

from tests.grammar.json_reading import WADL, Schemas, schema, to_docs, words
from wadl2rst.diagnostics import Diagnostic, Location, Severity
from wadl2rst.grammar import json_schema_merge
from wadl2rst.grammar.json_schema import documentation, read_json_schemas
from wadl2rst.markup.document import Markup
from wadl2rst.prose import BulletList
from wadl2rst.source.library import Library
from wadl2rst.wadl.components import ComplexType, ElementUse, Grammar, ModelGroup, TypeName


def _types(folder: Path, value: object) -> list[str]:
    """The lines of the types of a schema, without the root."""
    found = schema(folder, value)
    assert not found.said, found.lines
    return found.outline[1:]


def _property(folder: Path, value: object, **others: object) -> str:
    """The line of the only property of an object."""
    return _types(folder, {"properties": {"a": value}, **others})[1].strip()


def _write(folder: Path, **files: object) -> None:
    for name, value in files.items():
        (folder / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")


# --- types ----------------------------------------------------------------------------------------


def test_the_properties_of_an_object_are_in_order_with_those_required(tmp_path: Path) -> None:
    """An object has its properties in the order of the schema; ``required`` says which must be there."""
    found = schema(
        tmp_path,
        {
            "type": "object",
            "description": "A plant.",
            "properties": {
                "name": {"type": "string", "description": "Its name.", "minLength": 1, "maxLength": 80},
                "height": {"type": "number", "exclusiveMinimum": 0, "maximum": 100.50, "multipleOf": 0.5},
                "bed": {"type": "integer", "default": 3},
                "tags": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 5},
                "planted": {"type": "string", "format": "date"},
                "alive": {"type": "boolean", "default": True},
            },
            "required": ["name", "height"],
        },
    )
    assert found.outline == [
        "root: plant",
        "type plant: object # A plant.",
        "  name required: string min_length=1 max_length=80 # Its name.",
        "  height required: number maximum=100.5 above=0 multiple_of=0.5",
        "  bed default=3: integer",
        "  tags: array 1..5 of string",
        "  planted: string date",
        "  alive default=true: boolean",
    ]
    assert found.body.is_json and found.body.root.name == ""


def test_case_30_draft_3_has_required_in_the_property(tmp_path: Path) -> None:
    """Hard case 30: ``required: true`` of draft 3 stands in the property; ``extends``, ``divisibleBy`` and schemas as types too."""
    lines = _types(
        tmp_path,
        {
            "$schema": "http://json-schema.org/draft-03/schema#",
            "extends": {"properties": {"id": {"type": "string", "required": True}}},
            "properties": {
                "size": {"type": "integer", "required": True, "divisibleBy": 2, "minimum": 0, "exclusiveMinimum": True},
                "any": {"type": "any", "required": False},
                "mixed": {"type": ["string", {"properties": {"x": {"type": "integer"}}}]},
            },
        },
    )
    assert lines == [
        "type plant: object",
        "  id required: string",
        "  size required: integer above=0 multiple_of=2",
        "  any: anyType",
        "  mixed: one of string, object",
        "    -: object",
        "      x: integer",
    ]


def test_a_property_without_a_schema_is_anything(tmp_path: Path) -> None:
    """A property whose schema says nothing is of any type; one that is ``false`` may not be there."""
    assert _types(tmp_path, {"properties": {"a": {}, "b": True, "c": False, "d": {"description": "What you like."}}}) == [
        "type plant: object",
        "  a: anyType",
        "  b: anyType",
        "  d: anyType # What you like.",
    ]


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ({"pattern": "^a"}, "a: string patterns=('^a',)"),
        ({"minimum": 1}, "a: number minimum=1"),
        ({"items": {"type": "integer"}}, "a: array of integer"),
        ({"enum": ["x", "y"]}, "a: string [x, y]"),
        ({"enum": [1, 2.5]}, "a: number [1, 2.5]"),
        ({"enum": [1, "1", True]}, "a: ? [1, 1, true]"),
        ({"enum": ["x", None]}, "a nillable: string [x]"),
        ({"const": "x"}, "a fixed=x: string"),
        ({"const": 4}, "a fixed=4: integer"),
        ({"type": "uri"}, "a: string uri"),
        ({"format": "date"}, "a: anyType date"),
        ({"type": ["string", "integer"], "maxLength": 3, "maximum": 9}, "a: string max_length=3 or integer maximum=9"),
        ({"type": ["string", "null"], "maxLength": 3}, "a nillable: string max_length=3"),
        ({"type": "null"}, "a: null"),
        ({"type": "string", "nullable": True}, "a nillable: string"),
        ({"type": ["array", "null"], "items": {"type": ["string", "null"]}}, "a nillable: array of one of string, null"),
        ({"items": {"const": "x"}}, "a: array of string [x]"),
        ({"maximum": 5, "exclusiveMaximum": True}, "a: number below=5"),
        ({"maximum": 5, "exclusiveMaximum": False}, "a: number maximum=5"),
        ({"prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False}, "a: array 0..2 of string or integer"),
        ({"items": [{"type": "string"}, {"type": "object"}]}, "a: array of one of string, object"),
        ({"items": [{"type": "string"}], "additionalItems": {"type": "boolean"}}, "a: array of string or boolean"),
        ({"type": "array"}, "a: array of anyType"),
        ({"type": "string", "readOnly": True, "deprecated": True}, "a read-only deprecated: string"),
        ({"type": "string", "writeOnly": True, "default": None}, "a write-only default=null: string"),
        ({"type": "object", "default": {"x": [1, "y"]}}, 'a default={"x": [1, "y"]}: object'),
    ],
)
def test_the_type_of_a_property(tmp_path: Path, value: object, line: str) -> None:
    """The keywords of a schema give the type, which they may leave to be inferred, and its restrictions."""
    assert _property(tmp_path, value) == line


def test_values_have_texts(tmp_path: Path) -> None:
    """An enumeration has a text for each value if it is written as alternatives, or with the texts beside it."""
    assert _property(
        tmp_path, {"oneOf": [{"const": "sun", "description": "All day."}, {"const": "shade", "title": "No sun"}, {"enum": ["any"]}]}
    ) == ("a: string [sun (All day.), shade (No sun), any]")
    assert _property(tmp_path, {"enum": ["a", "b"], "x-enum-descriptions": ["First.", "Second."]}) == "a: string [a (First.), b (Second.)]"
    assert _property(tmp_path, {"enum": [1, 2], "x-enumDescriptions": {"2": "Two."}}) == "a: integer [1, 2 (Two.)]"


def test_further_properties(tmp_path: Path) -> None:
    """Further properties are named if the schema speaks of them: by the pattern of their names, of a type, or any."""
    assert _types(
        tmp_path,
        {
            "properties": {
                "closed": {"properties": {"x": {"type": "string"}}, "additionalProperties": False},
                "open": {"properties": {"x": {"type": "string"}}, "additionalProperties": True},
                "map": {"type": "object", "additionalProperties": {"properties": {"n": {"type": "integer"}}}},
                "patterns": {"patternProperties": {"^x-": {"type": "string"}, "^y-": {}}, "additionalProperties": False},
                "free": {"type": "object"},
            }
        },
    ) == [
        "type plant: object",
        "  closed: object",
        "    x: string",
        "  open: object",
        "    x: string",
        "    *: anything",
        "  map: object",
        "    *: object",
        "      n: integer",
        "  patterns: object",
        "    *^x-: string",
        "    *^y-: anything",
        "  free: object",
        "    *: anything",
    ]


def test_titles_descriptions_and_samples(tmp_path: Path) -> None:
    """A description has its title, unless that repeats the name; samples are JSON with the numbers as written."""
    found = schema(
        tmp_path,
        '{"title": "Plant", "examples": [{"size": 1.50}], "properties": {'
        '"size": {"title": "Size", "description": "In metres.", "example": 2.0},'
        '"bed": {"title": "Garden bed", "description": "Where it grows."}, "x": {"title": "Exposure"}}}',
    )
    plant = found.read.types[TypeName(str(tmp_path / "plant.json"), "Plant")]
    assert isinstance(plant, ComplexType) and not plant.docs
    assert [sample.text for sample in plant.samples] == ['{\n  "size": 1.50\n}']
    assert isinstance(plant.content, ModelGroup)
    size, bed, exposure = (child for child in plant.content.children if isinstance(child, ElementUse))
    assert [words(child.docs) for child in (size, bed, exposure)] == ["In metres.", "Garden bed: Where it grows.", "Exposure"]
    assert [sample.text for sample in size.samples] == ["2.0"]


def test_a_description_may_be_markdown() -> None:
    """A description goes through the converter of the WADL's documentation."""
    made = documentation(Markup(lambda said: None, sample=lambda href, element: None))(
        "Kinds:\n\n* tree\n* herb", Location("plant.json", 3)
    )
    assert isinstance(made[0].blocks[-1], BulletList)
    assert made[0].location == Location("plant.json", 3)


def test_a_component_knows_its_line(tmp_path: Path) -> None:
    """The location of a property is the line on which its schema begins, also after strings with brackets and line ends."""
    found = schema(tmp_path, '{"title": "{[",\n "description": "a\nb \\"}",\n "properties": {\n  "a": {},\n\n  "b": {"type": "string"}}}')
    (plant,) = found.read.types.values()
    assert isinstance(plant, ComplexType) and isinstance(plant.content, ModelGroup)
    assert [child.location.line for child in plant.content.children] == [5, 7]


# --- alternatives and parts -----------------------------------------------------------------------


def test_alternatives(tmp_path: Path) -> None:
    """``oneOf`` and ``anyOf`` give one of several types; null among them says that the property may be null."""
    defs = {"tree": {"properties": {"h": {"type": "number"}}}, "herb": {"type": "object", "properties": {}}}
    lines = _types(
        tmp_path,
        {
            "properties": {
                "objects": {"oneOf": [{"$ref": "#/$defs/tree"}, {"$ref": "#/$defs/herb"}]},
                "scalars": {"anyOf": [{"type": "string"}, {"type": "integer", "minimum": 0}]},
                "mix": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/tree"}]},
                "maybe": {"anyOf": [{"$ref": "#/$defs/tree"}, {"type": "null"}], "description": "Perhaps."},
                "beside": {"type": "string", "oneOf": [{"format": "uuid"}, {"pattern": "^u"}]},
                "sets": {"properties": {"x": {}, "y": {}}, "anyOf": [{"required": ["x"]}, {"required": ["y"]}]},
            },
            "$defs": defs,
        },
    )
    assert lines[:9] == [
        "type plant: object",
        "  objects: one of tree, herb",
        "  scalars: string or integer minimum=0",
        "  mix: one of string, tree",
        "  maybe nillable: tree # Perhaps.",
        "  beside: string uuid or string patterns=('^u',)",
        "  sets: object",
        "    x: anyType",
        "    y: anyType",
    ]


def test_alternatives_beside_properties_are_a_choice(tmp_path: Path) -> None:
    """Where an object has properties of its own, those of its alternatives are a choice after them."""
    assert _types(
        tmp_path,
        {
            "properties": {"kind": {"type": "string"}},
            "oneOf": [
                {"properties": {"kind": {"const": "tree"}, "height": {"type": "number"}}, "required": ["height"]},
                {"properties": {"a": {"type": "string"}, "b": {"type": "string"}}},
            ],
        },
    ) == [
        "type plant: object",
        "  kind: string",
        "  choice 1",
        "  | height required: number",
        "  | all",
        "  | a: string",
        "  | b: string",
    ]


def test_all_of_is_one_object(tmp_path: Path) -> None:
    """``allOf`` is merged: the properties of what is included first, required ones of all, the narrower limits."""
    assert _types(
        tmp_path,
        {
            "allOf": [
                {"$ref": "#/definitions/base"},
                {"properties": {"own": {"type": "string"}, "size": {"maximum": 5, "description": "Small."}}, "required": ["id"]},
            ],
            "discriminator": {"propertyName": "id"},
            "definitions": {
                "base": {"description": "A base.", "properties": {"id": {"type": "string"}, "size": {"type": "integer", "maximum": 9}}}
            },
        },
    ) == [
        "type plant: object # A base.",
        "  id required: string",
        "  size: integer maximum=5 # Small.",
        "  own: string",
    ]


def test_what_a_table_cannot_show_is_passed_over(tmp_path: Path) -> None:
    """Conditions, ``not`` and dependencies change nothing."""
    rules = {
        "not": {"required": ["b"]},
        "if": {"properties": {"a": {"const": 1}}},
        "then": {"required": ["c"]},
        "else": {"properties": {"d": {}}},
        "dependencies": {"a": ["b"]},
        "dependentRequired": {"a": ["b"]},
    }
    assert _types(tmp_path, {"properties": {"a": {"type": "integer"}}, **rules}) == ["type plant: object", "  a: integer"]


# --- references -----------------------------------------------------------------------------------


def test_references_within_the_file(tmp_path: Path) -> None:
    """A reference is by JSON pointer, with escapes, or by the anchor of any draft; the name is that of the definition."""
    lines = _types(
        tmp_path,
        {
            "properties": {
                "pointer": {"$ref": "#/definitions/a~1b%20c"},
                "anchor": {"$ref": "#here"},
                "old": {"$ref": "#there"},
                "id": {"$ref": "item.json"},
                "property": {"$ref": "#/properties/plain"},
                "plain": {"type": "boolean"},
            },
            "definitions": {
                "a/b c": {"type": "string"},
                "x": {"$anchor": "here", "type": "integer"},
                "y": {"id": "#there", "type": "number"},
                "z": {"$id": "item.json", "type": "string", "format": "uuid"},
            },
        },
    )
    assert [line.strip() for line in lines[1:6]] == ["pointer: a/b c", "anchor: x", "old: y", "id: z", "property: plain"]
    assert sorted(lines[7:]) == ["type a/b c: string", "type plain: boolean", "type x: integer", "type y: number", "type z: string uuid"]


def test_case_30_a_reference_to_a_sibling_file(tmp_path: Path) -> None:
    """Hard case 30: a reference leads to a file beside the schema, whole or a part of it; a type has the name of its file."""
    (tmp_path / "parts").mkdir()
    _write(
        tmp_path,
        bed={"properties": {"plants": {"items": {"$ref": "parts/plant.json"}}, "size": {"$ref": "parts/units.json#/definitions/metre"}}},
    )
    _write(tmp_path / "parts", plant={"properties": {"bed": {"$ref": "../bed.json#"}, "size": {"$ref": "units.json#/definitions/metre"}}})
    _write(tmp_path / "parts", units={"definitions": {"metre": {"type": "number"}}})
    found = Schemas(tmp_path, "bed.json")
    assert not found.said
    assert [line for line in found.outline if line.startswith(("root", "type"))] == [
        "root: bed",
        "type bed: object",
        "type metre: number",
        "type plant: object",
    ]
    assert {Path(name.namespace).name for name in found.read.types} == {"bed.json", "plant.json", "units.json"}
    assert {Path(file).name for file in found.library.files} == {"api.wadl", "bed.json", "plant.json", "units.json"}


def test_the_identifier_of_a_file_is_the_base_of_its_references(tmp_path: Path) -> None:
    """A relative identifier is the base of references; an address as identifier stands for where the file lies."""
    (tmp_path / "v1").mkdir()
    _write(tmp_path, plant={"$id": "v1/plant.json", "properties": {"a": {"$ref": "name.json"}}})
    _write(tmp_path / "v1", name={"type": "string"})
    assert Schemas(tmp_path, "plant.json").body
    _write(
        tmp_path,
        bed={
            "$id": "https://garden.example/schemas/bed.json",
            "properties": {
                "a": {"$ref": "https://garden.example/schemas/v1/name.json"},
                "b": {"$ref": "v1/name.json"},
                "c": {"$ref": "#/properties/b"},
            },
        },
    )
    found = Schemas(tmp_path, "bed.json")
    assert not found.said
    assert [line.strip() for line in found.outline[2:5]] == ["a: name", "b: name", "c: name"]


def test_what_stands_beside_a_reference(tmp_path: Path) -> None:
    """Beside a reference, a description counts in each draft, and what restricts it since 2019-09."""
    value = {
        "properties": {"a": {"$ref": "#/definitions/n", "description": "Mine.", "maxLength": 3, "default": "x"}},
        "definitions": {"n": {"type": "string", "description": "A name."}},
    }
    old = _types(tmp_path, {"$schema": "http://json-schema.org/draft-07/schema#", **value})
    assert old == ["type plant: object", "  a default=x: n # Mine.", "type n: string # A name."]
    new = _types(tmp_path, {"$schema": "https://json-schema.org/draft/2020-12/schema", **value})
    assert new == ["type plant: object", "  a default=x: string max_length=3 # Mine."]


def test_a_fragment_of_the_address(tmp_path: Path) -> None:
    """The address in the WADL may name a part of a file; one file serves several."""
    _write(tmp_path, all={"definitions": {"bed": {"type": "object"}, "plant": {"$anchor": "p", "type": "string"}}})
    found = Schemas(tmp_path, "all.json#/definitions/bed", "all.json#p")
    assert not found.said
    assert found.outline[:2] == ["root: bed", "root: plant"]


def test_case_30_a_schema_without_extension(tmp_path: Path) -> None:
    """Hard case 30: Jersey's ``describedby`` names a file without extension, which is read all the same."""
    (tmp_path / "requestMessage").write_text('{"type": "object", "properties": {"text": {"type": "string"}}}', encoding="utf-8")
    assert Schemas(tmp_path, "requestMessage").outline == ["root: requestMessage", "type requestMessage: object", "  text: string"]


@pytest.mark.parametrize("address", ["http://garden.example/schema#plant", "HTTPS://garden.example/schema"])
def test_case_30_an_address_on_the_network_is_a_link_only(tmp_path: Path, address: str) -> None:
    """Hard case 30: a schema on the network is not fetched for a WADL that is a file, and nothing is said."""
    found = Schemas(tmp_path, address)
    assert not found.said and not found.read.bodies


def test_a_schema_of_a_service_is_fetched(tmp_path: Path) -> None:
    """For a WADL that is fetched, a schema beside it is fetched as well, with what it refers to; one of another origin is a link only."""
    _write(tmp_path, plant={"properties": {"bed": {"$ref": "bed.json#"}}}, bed={"type": "object"})
    (tmp_path / "api.wadl").write_text(WADL, encoding="utf-8")
    handler = partial(_Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        site = f"http://127.0.0.1:{server.server_port}"
        said: list[Diagnostic] = []
        library = Library(said.append)
        assert library.document(f"{site}/api.wadl") is not None
        addresses = ["plant.json", f"{site}/bed.json", "http://garden.example/bed.json"]
        read = read_json_schemas(dict.fromkeys(addresses, Location(f"{site}/api.wadl", 2)), library, said.append, to_docs)
        server.shutdown()
    assert not said
    assert list(read.bodies) == addresses[:2]
    assert set(read.types) == {TypeName(f"{site}/plant.json", "plant"), TypeName(f"{site}/bed.json", "bed")}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files, and says nothing."""

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 (its name in the library)
        pass


def test_names_do_not_collide(tmp_path: Path) -> None:
    """Two definitions with one name in a file are two types; the second has its pointer as name."""
    value = {"properties": {"a": {"$ref": "#/$defs/n"}, "b": {"$ref": "#/definitions/n"}}, "$defs": {"n": {"type": "string"}}}
    lines = _types(tmp_path, {**value, "definitions": {"n": {"type": "integer"}}})
    assert lines[1:3] == ["  a: n", "  b: #/definitions/n"]
    assert sorted(lines[3:]) == ["type #/definitions/n: integer", "type n: string"]


# --- recursion and limits -------------------------------------------------------------------------


def test_recursion_ends(tmp_path: Path) -> None:
    """A schema that contains itself refers to itself by name: directly, through others, through alternatives and through parts."""
    lines = _types(
        tmp_path,
        {
            "properties": {
                "self": {"$ref": "#"},
                "list": {"items": {"$ref": "#"}},
                "either": {"oneOf": [{"type": "string"}, {"$ref": "#"}]},
                "other": {"$ref": "#/definitions/other"},
                "child": {"allOf": [{"$ref": "#"}], "properties": {"more": {"type": "string"}}},
            },
            "definitions": {"other": {"properties": {"back": {"$ref": "#"}}}},
        },
    )
    assert lines[:5] == [
        "type plant: object",
        "  self: plant",
        "  list: array of plant",
        "  either: one of string, plant",
        "  other: other",
    ]
    assert "  child: child" in lines and "type child: object" in lines


@pytest.mark.parametrize(
    "value",
    [
        {"$ref": "#"},
        {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}},
        {"properties": {"x": {}}, "allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"type": "object", "allOf": [{"$ref": "#"}]}}},
    ],
)
def test_a_schema_that_is_part_of_itself(tmp_path: Path, value: object) -> None:
    """References in a circle are told once, with the file and the line."""
    found = schema(tmp_path, value)
    assert [line.partition(": ")[2] for line in found.lines] == [
        "warning: this schema includes itself ($ref, allOf); it is read once [cycle]"
    ]
    assert found.lines[0].startswith("plant.json:")


def test_doubling_parts_cost_no_more_than_they_are(tmp_path: Path) -> None:
    """A schema that includes another twice, and so on a hundred times, is merged once for each."""
    defs: dict[str, object] = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(100)}
    lines = _types(tmp_path, {"$ref": "#/$defs/d0", "$defs": {**defs, "d100": {"properties": {"a": {"type": "string"}}}}})
    assert lines == ["type d0: object", "  a: string"]


def test_parts_that_open_without_end_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where schemas repeat each other more often than the limit, the rest is of unknown type, and that is told once."""
    monkeypatch.setattr(json_schema_merge, "MAX_COMPONENTS", 1000)
    base = {"properties": {f"p{n}": {"type": "string"} for n in range(100)}}
    defs = {f"d{n}": {"allOf": [{"$ref": "#/$defs/base"}], "properties": {"q": {}}} for n in range(50)}
    found = schema(tmp_path, {"properties": {name: {"$ref": f"#/$defs/{name}"} for name in defs}, "$defs": {"base": base, **defs}})
    assert [line.partition(": ")[2] for line in found.lines] == [
        "error: the JSON Schemas expand to more than 1,000 parts; the rest is not shown [too-large]"
    ]
    assert len(found.read.types) == 51


@pytest.mark.parametrize("text", ['{"properties":{"a":' * 120 + "{}" + "}}" * 120, '{"items":' * 280 + "{}" + "}" * 280])
def test_deep_schemas_are_types_of_their_own(tmp_path: Path, text: str) -> None:
    """What is nested deep in other schemas becomes a named type."""
    found = schema(tmp_path, text)
    assert not found.said and len(found.read.types) > 1


# --- what is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            '{\n "a": 1,\n "b": 2 "c": 3}',
            "plant.json:3:9: warning: not valid JSON: Expecting ',' delimiter; this schema is not shown [bad-schema]",
        ),
        ("", "plant.json:1:1: warning: not valid JSON: Expecting value; this schema is not shown [bad-schema]"),
        ("[" * 400, "plant.json: warning: not valid JSON: nested too deeply; this schema is not shown [bad-schema]"),
        (
            '{"properties": {\n "a": {"$ref": "#/definitions/plnat"}}, "definitions": {"plant": {}}}',
            "plant.json:2: warning: the $ref #/definitions/plnat does not resolve: plant.json has no #/definitions/plnat; "
            "did you mean 'plant'? [dangling]",
        ),
        ('{"items":\n {"$ref": "no.json"}}', "plant.json:2: warning: grammar no.json not found [missing-grammar]"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, text: str, line: str) -> None:
    """A schema that is not JSON, and a dangling reference, get a message with file and line."""
    found = schema(tmp_path, text)
    assert found.lines == [line]
    assert found.said[0].severity is Severity.WARNING


def test_a_broken_part_costs_that_part(tmp_path: Path) -> None:
    """Next to a dangling reference, the other properties are shown."""
    found = schema(tmp_path, {"properties": {"a": {"$ref": "#/x"}, "b": {"type": "string"}}})
    assert len(found.said) == 1
    assert found.outline[2:] == ["  a: ?", "  b: string"]


def test_the_address_leads_nowhere(tmp_path: Path) -> None:
    """A file or a part of it that is missing is told with the line of the WADL."""
    _write(tmp_path, plant={"definitions": {}})
    assert Schemas(tmp_path, "no.json", "plant.json#/definitions/x").lines == [
        "api.wadl:7: warning: grammar no.json not found [missing-grammar]",
        "api.wadl:7: warning: the schema plant.json#/definitions/x does not resolve: plant.json has no #/definitions/x [dangling]",
    ]


def test_a_schema_outside_the_root_is_not_read(tmp_path: Path) -> None:
    """A reference out of the root is not followed; a build says nothing of it."""
    (tmp_path / "in").mkdir()
    _write(tmp_path, secret={"type": "string"})
    found = schema(tmp_path / "in", {"properties": {"a": {"$ref": "../secret.json"}}})
    assert found.said == []
    assert not any("secret" in file for file in found.library.files)


def test_xml_and_yaml_are_not_json(tmp_path: Path) -> None:
    """A schema in XML is left to others without a word; YAML is told what to do."""
    (tmp_path / "a.xsd").write_text("<schema/>", encoding="utf-8")
    (tmp_path / "a.yaml").write_text("type: object", encoding="utf-8")
    found = Schemas(tmp_path, "a.xsd", "a.yaml")
    assert found.lines == ["a.yaml:1:1: warning: YAML is not read; save the schema as JSON; this schema is not shown [bad-schema]"]
    assert not found.read.bodies


def test_a_large_schema_is_not_read(tmp_path: Path) -> None:
    """A schema of more than 10 MiB is told, and not read."""
    found = schema(tmp_path, '{"description": "' + "x" * (10 << 20) + '"}')
    assert found.lines == ["plant.json: error: this schema is larger than 10 MiB; it is not read [too-large]"]


@pytest.mark.parametrize("value", ["true", "null", '"x"', "[]", '[{"type": "string"}]'])
def test_a_schema_that_is_no_object_allows_anything(tmp_path: Path, value: str) -> None:
    """A file with another value says nothing about the body."""
    assert schema(tmp_path, value).outline == ["root: anyType"]


def test_keywords_with_values_of_other_kinds_say_nothing(tmp_path: Path) -> None:
    """A keyword whose value is not of its kind is ignored."""
    value = {
        "type": [], "enum": [], "required": 5, "properties": [1], "items": 3, "oneOf": 7, "allOf": [4], "anyOf": [[]], "$id": 4, "id": {},
        "$anchor": [], "$ref": 9, "title": 7, "description": [], "format": 2, "pattern": 4, "patternProperties": [], "minimum": "a",
        "additionalProperties": "x", "examples": "x", "maxLength": -1, "maxItems": 1.5, "definitions": 0, "extends": "x",
    }  # fmt: skip
    assert schema(tmp_path, value).outline[:2] == ["root: plant", "type plant: object"]


def test_characters_that_text_cannot_have(tmp_path: Path) -> None:
    """Escapes of surrogates and control characters are replaced, pairs of surrogates are one character, huge numbers stay text."""
    text = r'{"properties": {"a\ud800": {"default": "\u0000\ud83c\udf31\\u0000"}, "b": {"minimum": ' + "9" * 5000 + "}}}"
    lines = schema(tmp_path, text).outline
    assert lines[2] == "  a\ufffd default=\ufffd\U0001f331\\u0000: anyType"
    assert lines[3] == "  b: number minimum=" + "9" * 5000


def test_every_name_leads_to_a_type(tmp_path: Path) -> None:
    """Each name that a type uses is that of a type that was read."""
    _write(
        tmp_path,
        a={"items": {"$ref": "b.json"}},
        b={"properties": {"x": {"$ref": "a.json"}, "y": {"oneOf": [{"$ref": "#"}, {"$ref": "#/q"}]}}, "q": {}},
    )
    read = Schemas(tmp_path, "a.json").read
    grammar = Grammar(bodies={}, json_bodies=read.bodies, params={}, elements={}, types=read.types)
    assert grammar.type(read.bodies["a.json"].root.type) in read.types.values()
    assert len(read.types) == 3
