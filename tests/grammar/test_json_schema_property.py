"""Whatever a JSON Schema holds, reading it ends, raises nothing, and gives types that refer to each other."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.grammar.json_reading import schema
from wadl2rst.grammar import json_schema_merge
from wadl2rst.wadl.components import TypeName
from wadl2rst.wadl.walk import walk

_TYPES = st.sampled_from(["string", "number", "integer", "object", "array", "boolean", "null", "any", "uri"])
_REFERENCES = st.sampled_from(
    [
        "#",
        "#/$defs/a",
        "#/$defs/b",
        "#/properties/p",
        "#/$defs/a/items",
        "#x",
        "i.json",
        "plant.json",
        "no.json#/a",
        "http://a.example/b",
        "%",
    ]
)
_SCALARS = st.none() | st.booleans() | st.integers(-3, 3) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=3)
_VALUES = {
    "type": _TYPES | st.lists(_TYPES, max_size=3),
    "$ref": _REFERENCES,
    "enum": st.lists(_SCALARS, max_size=3),
    "const": _SCALARS,
    "required": st.lists(st.sampled_from("pq"), max_size=2) | st.booleans(),
    "minimum": _SCALARS,
    "exclusiveMinimum": _SCALARS,
    "maxLength": _SCALARS,
    "maxItems": _SCALARS,
    "pattern": st.text(max_size=4),
    "title": st.text(max_size=4),
    "description": st.text(max_size=9),
    "default": _SCALARS,
    "examples": st.lists(_SCALARS, max_size=2),
    "nullable": st.booleans(),
    "$id": st.sampled_from(["i.json", "https://a.example/s.json", "#x", "d/"]),
    "id": st.sampled_from(["#x", "plant.json"]),
    "$anchor": st.just("x"),
    "$schema": st.sampled_from([f"http://json-schema.org/draft-0{draft}/schema#" for draft in (3, 4, 7)]),
}
"""Keywords whose values are not schemas."""


def _schemas(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    named = st.dictionaries(st.sampled_from("pqab"), inner, max_size=2)
    listed = st.lists(inner, max_size=3)
    keywords = {
        **_VALUES,
        "properties": named, "$defs": named, "definitions": named, "patternProperties": named,
        "items": inner | listed, "prefixItems": listed, "additionalProperties": inner, "additionalItems": inner,
        "allOf": listed, "oneOf": listed, "anyOf": listed, "extends": inner, "not": inner, "if": inner,
    }  # fmt: skip
    optional = {keyword: value | _SCALARS for keyword, value in keywords.items()}
    return st.sets(st.sampled_from(sorted(optional)), max_size=5).flatmap(
        lambda names: st.fixed_dictionaries({n: optional[n] for n in names})
    )


_SCHEMAS = st.recursive(st.booleans() | st.just({}) | _schemas(st.just(True)), _schemas, max_leaves=12)


def _names(*values: object) -> Iterator[TypeName]:
    for value in walk(*values):
        for field in getattr(value, "__slots__", ()):
            found = getattr(value, field)
            for item in found if type(found) is tuple else (found,):
                if isinstance(item, TypeName) and field != "name":
                    yield item


@given(_SCHEMAS, st.dictionaries(st.sampled_from("ab"), _SCHEMAS))
def test_any_schema_can_be_read(value: object, defs: object) -> None:
    """Reading a schema ends and raises nothing; each name leads to a type, and nothing costs more than the limit."""
    whole = {**value, "$defs": defs} if isinstance(value, dict) else value
    with tempfile.TemporaryDirectory() as folder:
        found = schema(Path(folder), json.dumps(whole))
        (body,) = found.read.bodies.values()
        assert set(_names(body, *found.read.types.values())) <= set(found.read.types)
        assert found.outline
        assert len(found.read.types) < json_schema_merge.MAX_COMPONENTS // 100
