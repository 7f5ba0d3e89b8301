"""Examples for bodies of JSON Schemas."""

import json
from dataclasses import replace

import pytest

from wadl2rst.grammar.examples import json_example, xml_example
from wadl2rst.prose import CodeBlock
from wadl2rst.wadl.components import (
    NO_SCHEMAS,
    Alternatives,
    ArrayType,
    ComplexType,
    ElementUse,
    Facets,
    Grammar,
    ModelGroup,
    Particle,
    SchemaBody,
    SimpleType,
    Type,
    TypeName,
    TypeUse,
    Value,
    Wildcard,
)

FILE = "order.json"
STRING = SimpleType(builtin="string")
INTEGER = SimpleType(builtin="integer")
NULL = SimpleType(builtin="null")
ANY = SimpleType(builtin="anyType")


def body(use: TypeUse, **more: object) -> SchemaBody:
    return SchemaBody(root=ElementUse(name="", type=use, **more), is_json=True)  # type: ignore[arg-type]


def required(name: str, use: TypeUse = STRING, **more: object) -> ElementUse:
    return ElementUse(name=name, type=use, **more)  # type: ignore[arg-type]


def optional(name: str, use: TypeUse = STRING, **more: object) -> ElementUse:
    return ElementUse(name=name, type=use, minimum=0, **more)  # type: ignore[arg-type]


def obj(*children: Particle) -> ComplexType:
    return ComplexType(content=ModelGroup(kind="all", children=children))


def grammar(**types: Type) -> Grammar:
    return replace(NO_SCHEMAS, types={TypeName(FILE, name): replace(one, name=TypeName(FILE, name)) for name, one in types.items()})


def made(use: TypeUse, schema: Grammar = NO_SCHEMAS, *, is_request: bool = False, **more: object) -> object:
    text = json_example(body(use, **more), schema, is_request=is_request)
    return json.loads(text) if text is not None else "nothing"


def sample(text: str) -> tuple[CodeBlock, ...]:
    return (CodeBlock(text, "json"),)


def test_object_has_required_and_optional_properties() -> None:
    """An object has all its properties in order, and no deprecated one that is optional."""
    use = obj(required("b c"), optional("a", INTEGER), optional("old", is_deprecated=True), Wildcard(minimum=0, maximum=None))
    assert json_example(body(use), NO_SCHEMAS) == '{\n  "b c": "string",\n  "a": 1\n}'


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        (STRING, "string"),
        (INTEGER, 1),
        (SimpleType(builtin="number"), 1.5),
        (SimpleType(builtin="boolean"), True),
        (NULL, None),
        (SimpleType(builtin="string", format="date-time"), "2026-01-31T12:00:00Z"),
        (SimpleType(builtin="string", format="email"), "user@example.org"),
        (SimpleType(builtin="string", format="uuid"), "123e4567-e89b-12d3-a456-426614174000"),
        (SimpleType(builtin="string", format="x-own"), "string"),
        (SimpleType(builtin="string", facets=Facets(patterns=("^[a-z]{3}$",))), "abc"),
        (SimpleType(builtin="string", facets=Facets(patterns=("-",))), "2026-01-31"),
        (SimpleType(builtin="string", facets=Facets(min_length=9)), "stringstr"),
        (SimpleType(builtin="integer", facets=Facets(multiple_of="5", above="10")), 15),
        (SimpleType(builtin="number", facets=Facets(minimum="0", maximum="1")), 1),
        (SimpleType(builtin="integer", facets=Facets(values=(Value(value="4"), Value(value="5")))), 4),
        (SimpleType(builtin="string", facets=Facets(values=(Value(value="4"),))), "4"),
        (SimpleType(facets=Facets(values=(Value(value="red"), Value(value="4")))), "red"),
        (SimpleType(builtin="object", facets=Facets(values=(Value(value='{"a": 1}'),))), {"a": 1}),
        (SimpleType(members=(INTEGER, STRING)), 1),
        (SimpleType(builtin="string", format="date", facets=Facets(min_length=50)), "nothing"),
    ],
)
def test_values_are_those_of_json(use: SimpleType, expected: object) -> None:
    """A simple type has a value of JSON of its kind, format and range."""
    assert made(use) == expected


def test_arrays_have_one_item_or_as_many_as_they_must() -> None:
    """An array has one item, or as many as are required, or none if none may be."""
    assert made(ArrayType(item=INTEGER)) == [1]
    assert made(ArrayType(item=INTEGER, minimum=3)) == [1, 1, 1]
    assert made(ArrayType(item=INTEGER, maximum=0)) == []
    assert made(ArrayType(item=TypeName(FILE, "missing"))) == []
    assert made(ArrayType(item=TypeName(FILE, "missing"), minimum=1)) == "nothing"
    assert made(ArrayType(item=obj(required("a")))) == [{"a": "string"}]
    assert made(ArrayType(item=ArrayType(item=INTEGER))) == [[1]]


def test_alternatives_have_the_first_that_can_be_made() -> None:
    """``oneOf`` and ``anyOf`` have their first alternative that is possible."""
    assert made(Alternatives(types=(obj(required("a")), STRING))) == {"a": "string"}
    assert made(Alternatives(types=(TypeName(FILE, "missing"), Alternatives(types=(INTEGER,)), NULL))) == 1


def test_properties_of_a_choice_are_those_of_the_first_alternative() -> None:
    """Properties that belong to one alternative only stand together."""
    one = ModelGroup(kind="all", children=(required("a"), required("b")))
    assert made(obj(required("x"), ModelGroup(kind="choice", children=(one, required("c"))))) == {
        "x": "string",
        "a": "string",
        "b": "string",
    }


def test_samples_of_the_schema_come_first() -> None:
    """A sample stands for a made value, then a default; what is fixed stands before both."""
    assert made(obj(required("a", samples=sample('"from the schema"'), default="d"))) == {"a": "from the schema"}
    assert made(obj(required("a", default="d"))) == {"a": "d"}
    assert made(obj(required("a", default="5"))) == {"a": "5"}
    assert made(obj(required("a", INTEGER, default="5"))) == {"a": 5}
    assert made(obj(required("a", fixed="x", default="d"))) == {"a": "x"}
    assert made(obj(required("a", SimpleType(), fixed="2"))) == {"a": 2}
    assert made(obj(required("a")), samples=sample('{"a": "whole", "b": [1]}')) == {"a": "whole", "b": [1]}
    assert made(replace(obj(required("a")), samples=sample('{"a": "type"}'))) == {"a": "type"}
    assert made(obj(optional("a", ArrayType(item=STRING), default='["x"]'))) == {"a": ["x"]}


@pytest.mark.parametrize("text", ["{}", '{"a": 1}', "[]", "nonsense", '{"a": "b", "n": "c"}', "NaN"])
def test_samples_that_are_not_valid_are_passed_over(text: str) -> None:
    """A sample that is no JSON, or does not fit its schema, is not shown as an example."""
    assert made(obj(required("a"), optional("n", INTEGER)), samples=sample(text)) == {"a": "string", "n": 1}


def test_read_only_and_write_only_properties_stand_on_their_side() -> None:
    """An optional property that is read-only is not in a request, and one that is write-only not in a response."""
    use = obj(optional("id", is_read_only=True), optional("password", is_write_only=True), required("name"))
    assert made(use, is_request=True) == {"password": "string", "name": "string"}
    assert made(use) == {"id": "1", "name": "string"}
    assert made(obj(required("id", is_read_only=True)), is_request=True) == {"id": "1"}


def test_null_stands_only_where_nothing_else_can_be_made() -> None:
    """A property that may be null has a value if it can."""
    assert made(obj(required("a", is_nillable=True))) == {"a": "string"}
    assert made(obj(required("a", SimpleType(facets=Facets(values=())), is_nillable=True))) == {"a": None}


def test_hard_case_14_recursion_in_json_schemas_ends() -> None:
    """References that lead back are left out, or end in the smallest way."""
    node = TypeName(FILE, "node")
    children = ArrayType(item=node)
    tree = grammar(node=obj(required("id"), optional("next", node), optional("children", children)))
    assert made(node, tree) == {"id": "1", "children": []}
    assert made(node, grammar(node=obj(required("children", children)))) == {"children": []}
    assert made(node, grammar(node=obj(required("next", node)))) == "nothing"
    assert made(node, grammar(node=Alternatives(types=(node, ArrayType(item=node, minimum=1), INTEGER)))) == [1]
    assert made(node, grammar(node=Alternatives(types=(node,)))) == "nothing"
    assert made(node, grammar(node=ArrayType(item=node))) == []


def test_anything_has_no_example_alone() -> None:
    """A document that may be anything has no example, but a property that may be has an empty object."""
    assert made(ANY) == "nothing"
    assert made(obj(required("a", ANY))) == {"a": {}}


def test_json_schema_has_no_xml() -> None:
    """A JSON Schema has no example in XML."""
    assert xml_example(body(obj(required("a"))), NO_SCHEMAS) is None
