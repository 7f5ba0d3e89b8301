"""Whatever components a schema gives: an example is well-formed, or there is none, and making it ends."""

import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from wadl2rst.grammar.examples import Examples
from wadl2rst.prose import CodeBlock
from wadl2rst.source.tree import XML_NAMESPACE, QName
from wadl2rst.wadl.components import (
    NO_SCHEMAS,
    Alternatives,
    ArrayType,
    Attribute,
    ComplexType,
    ElementUse,
    Facets,
    ModelGroup,
    SchemaBody,
    SimpleType,
    TypeName,
    Value,
    Wildcard,
)

_words = st.one_of(
    st.sampled_from(
        [
            "",
            "a",
            "1",
            "-1",
            "1E9999999",
            "NaN",
            "INF",
            "2026-01-31",
            "0000-00-00",
            "9999-12-31T24:00:00",
            "[",
            "null",
            "{}",
            "##other",
            "xml:a",
        ]
    ),
    st.text(max_size=4),
)
_names = st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "xml:lang", "x:y", "", "a b", "xmlns"]) | st.sampled_from("abcdefgh")
_namespaces = st.sampled_from(["", "urn:a", "urn:b"] * 8 + [XML_NAMESPACE, "http://www.w3.org/2000/xmlns/", "a b", "\x01"])
_type_names = st.sampled_from([TypeName("urn:a", name) for name in ("A", "B", "C", "missing")])
_BUILTINS = (
    "", "string", "token", "int", "decimal", "double", "date", "dateTime", "time", "gYear", "ID", "IDREF", "IDREFS", "QName", "ENTITY",
    "hexBinary", "base64Binary", "language", "anyURI", "boolean", "duration", "anyType", "anySimpleType", "number", "null", "object",
    "nonsense",
)  # fmt: skip
_builtins = st.sampled_from(_BUILTINS)
_lengths = st.none() | st.sampled_from([-1, 0, 1, 3, 10**12])
_facets = st.just(Facets()) | st.builds(
    Facets,
    values=st.lists(st.builds(Value, value=_words), max_size=2).map(tuple),
    patterns=st.lists(_words, max_size=2).map(tuple),
    length=_lengths,
    min_length=_lengths,
    max_length=_lengths,
    minimum=st.none() | _words,
    maximum=st.none() | _words,
    above=st.none() | _words,
    below=st.none() | _words,
    total_digits=_lengths,
    fraction_digits=_lengths,
    multiple_of=st.none() | _words,
)
_least = st.sampled_from([0, 0, 0, 1, 1, 1, 1, 2, -1, 10**9])
_most = st.none() | st.sampled_from([1, 1, 2, 0, 10**9])
_texts = st.none() | st.none() | st.none() | _words


def _complex(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    uses = st.one_of(_type_names, inner)
    elements = st.builds(
        ElementUse,
        name=_names,
        namespace=_namespaces,
        type=uses,
        minimum=_least,
        maximum=_most,
        is_nillable=st.booleans(),
        is_abstract=st.sampled_from([False, False, False, True]),
        default=_texts,
        fixed=_texts,
        substitutes=st.lists(st.sampled_from([QName("urn:a", "a"), QName("urn:a", "b"), QName("", "missing")]), max_size=2).map(tuple),
        is_read_only=st.booleans(),
        samples=st.lists(st.builds(CodeBlock, _words), max_size=1).map(tuple),
    )
    wildcards = st.builds(
        Wildcard,
        namespaces=st.sampled_from(["##any", "##other", "##local", "urn:a", ""]),
        process=st.sampled_from(["strict", "lax"]),
        minimum=_least,
        maximum=_most,
    )
    plain = st.builds(ElementUse, name=st.sampled_from("abcde"), namespace=_namespaces, type=uses, minimum=st.sampled_from([0, 1]))
    particles = st.recursive(
        plain | elements | wildcards,
        lambda children: st.builds(
            ModelGroup,
            kind=st.sampled_from(["sequence", "choice", "all"]),
            children=st.lists(children, max_size=3).map(tuple),
            minimum=_least,
            maximum=_most,
        ),
        max_leaves=4,
    )
    attributes = st.builds(
        Attribute,
        name=_names,
        namespace=_namespaces,
        type=uses,
        is_required=st.sampled_from([False, False, True]),
        default=_texts,
        fixed=_texts,
    )
    return st.builds(
        ComplexType,
        is_abstract=st.sampled_from([False, False, False, False, True]),
        derived=st.lists(_type_names, max_size=2).map(tuple),
        is_mixed=st.booleans(),
        attributes=st.lists(attributes, max_size=3).map(tuple),
        content=st.builds(ModelGroup, kind=st.just("sequence"), children=st.lists(particles, min_size=1, max_size=4).map(tuple)),
        text=st.sampled_from([None, None, None, SimpleType(builtin="int"), TypeName("urn:a", "B")]),
    )


def _larger(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    uses = st.one_of(_type_names, inner)
    return st.one_of(
        _complex(inner),
        st.builds(ArrayType, item=uses, minimum=_least, maximum=_most),
        st.builds(Alternatives, types=st.lists(uses, max_size=3).map(tuple)),
        st.builds(SimpleType, item=uses),
        st.builds(SimpleType, members=st.lists(uses, max_size=2).map(tuple), facets=_facets),
    )


_types = st.recursive(st.builds(SimpleType, builtin=_builtins, format=_words, facets=_facets), _larger, max_leaves=3)


@given(st.tuples(_complex(_types), _types, _complex(_types)), st.booleans(), _namespaces)
def test_examples_are_well_formed_whatever_the_components_are(types: Any, is_json: bool, namespace: str) -> None:
    """From any components, even contradictory ones, comes a well-formed example or none."""
    named = {TypeName("urn:a", name): replace(made, name=TypeName("urn:a", name)) for name, made in zip("ABC", types, strict=True)}
    elements = {
        QName("urn:a", name): ElementUse(name=name, namespace="urn:a", type=TypeName("urn:a", name.upper()), is_abstract=name == "b")
        for name in "ab"
    }
    examples = Examples(replace(NO_SCHEMAS, types=named, elements=elements))
    body = SchemaBody(root=ElementUse(name="a", namespace=namespace, type=TypeName("urn:a", "A")), is_json=is_json)
    made = examples.xml(body)
    if made is not None:
        ElementTree.fromstring(made)
    for shape in ("natural", "mapped", "badgerfish"):
        made = examples.json(body, shape=shape, is_request=True)
        if made is not None:
            json.loads(made)
