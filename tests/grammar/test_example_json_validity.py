"""Made JSON examples are valid: schemas of many kinds are read, and jsonschema checks the example that is made from them."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wadl2rst.config.options import Config
from wadl2rst.grammar.examples import Examples
from wadl2rst.run.pipeline import load_wadl

jsonschema = pytest.importorskip("jsonschema")

_ADDRESS = "schema.json"
_WADL = """<application xmlns="http://wadl.dev.java.net/2009/02" xmlns:j="http://wadl.dev.java.net/2009/02/json-schema">
  <resources base="https://example.org/">
    <resource path="a"><method name="PUT"><request>
      <representation mediaType="application/json" j:describedby="schema.json"/>
    </request></method></resource>
  </resources>
</application>
"""
_simple = st.sampled_from(
    [
        {"type": "string"},
        {"type": "integer"},
        {"type": "number", "exclusiveMinimum": 0, "maximum": 0.5},
        {"type": "boolean"},
        {"type": "string", "format": "date-time"},
        {"type": "string", "pattern": "^[A-Z]{2}-\\d+$", "maxLength": 6},
        {"type": "string", "minLength": 9, "maxLength": 12},
        {"type": "integer", "minimum": 10, "multipleOf": 7},
        {"type": "integer", "exclusiveMinimum": 5, "exclusiveMaximum": 7},
        {"type": ["string", "null"]},
        {"type": ["integer", "string"], "default": "five"},
        {"enum": ["red", "blue"]},
        {"enum": [4, 5]},
        {"enum": [None, "x"]},
        {"const": {"a": [1]}},
        {"const": "4"},
        {"type": "string", "default": "4"},
        {"type": "integer", "default": "four"},
        {"type": "integer", "examples": ["four", 4]},
        {"type": "array"},
        {"type": "object"},
        {"$ref": "#/$defs/node"},
        {"$ref": "#/$defs/leaf"},
    ]
)


def _with_declared_names(schema: dict[str, Any]) -> dict[str, Any]:
    if "required" in schema:
        schema = schema | {"required": [name for name in schema["required"] if name in schema["properties"]]}
    return schema


def _larger(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    names = st.sampled_from("abcdefg")
    return st.one_of(
        st.fixed_dictionaries(
            {"type": st.just("object"), "properties": st.dictionaries(names, inner, max_size=5)},
            optional={"required": st.lists(names, max_size=2, unique=True), "additionalProperties": st.booleans()},
        ).map(_with_declared_names),
        st.fixed_dictionaries(
            {"type": st.just("array"), "items": inner}, optional={"minItems": st.integers(0, 2), "maxItems": st.integers(2, 3)}
        ),
        st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=3)}),
    )


_schemas = st.recursive(_simple, _larger, max_leaves=12)


@given(_schemas)
def test_json_examples_are_valid(schema: Any) -> None:
    """The example made from a JSON Schema is valid, for requests and responses."""
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {"it": schema, "id": {"type": "string", "readOnly": True}},
        "required": ["it"],
        "$defs": {
            "node": {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}, "leaf": {"$ref": "#/$defs/leaf"}}},
            "leaf": {"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/leaf"}, {"type": "integer"}]}, "minItems": 1},
        },
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / _ADDRESS).write_text(json.dumps(whole), encoding="utf-8")
        (folder / "api.wadl").write_text(_WADL, encoding="utf-8")
        application = load_wadl(str(folder / "api.wadl"), Config(), lambda _diagnostic: None).application
        assert application is not None
        examples = Examples(application.schemas)
        (body,) = application.schemas.json_bodies.values()
        for is_request in (False, True):
            made = examples.json(body, is_request=is_request)
            assert made is not None
            errors = [error.message for error in jsonschema.Draft202012Validator(whole).iter_errors(json.loads(made))]
            assert errors == [], made
