"""Lint rules about grammars: those that nothing uses, prefixes of another version, names that are not defined."""

from __future__ import annotations

from wadl2rst.diagnostics import Location, MessageCode
from wadl2rst.grammar.lint import GrammarSource, other_versions, undefined_names, unused_grammars, used_files
from wadl2rst.grammar.references import DeclaredNames, References
from wadl2rst.source.tree import QName
from wadl2rst.wadl.components import (
    NO_SCHEMAS,
    ComplexType,
    ElementUse,
    Facets,
    Grammar,
    ModelGroup,
    SchemaBody,
    SimpleType,
    TypeName,
    Value,
)
from wadl2rst.wadl.model import Doc

HERE = Location("api.wadl", 3)
ORDER = QName("urn:a", "order")
TYPE = TypeName("urn:a", "Order")


def _grammar() -> Grammar:
    """A body whose element, type, child, and enumeration are in a file each; the type contains itself."""
    status = SimpleType(facets=Facets(values=(Value(value="new", location=Location("values.xsd", 1)),)), location=Location("status.xsd", 1))
    children = (
        ElementUse(name="status", type=status, location=Location("group.xsd", 4)),
        ElementUse(name="part", type=TYPE, location=Location("type.xsd", 5)),
    )
    docs = (Doc(location=Location("doc.xsd", 1)),)
    order = ComplexType(name=TYPE, content=ModelGroup(kind="sequence", children=children), docs=docs, location=Location("type.xsd", 2))
    root = ElementUse(name="order", namespace="urn:a", type=TYPE, location=Location("order.xsd", 1))
    state = TypeName("urn:a", "State")
    return Grammar(
        bodies={ORDER: SchemaBody(root=root)},
        json_bodies={"s.json": SchemaBody(root=ElementUse(name="", type=SimpleType(), location=Location("s.json", 1)), is_json=True)},
        params={QName("urn:a", "State"): state},
        elements={ORDER: root},
        types={TYPE: order, state: SimpleType(name=state, location=Location("state.xsd", 1))},
    )


def test_a_used_grammar_has_a_component_that_is_used() -> None:
    """Bodies, parameters, and whatever these contain or refer to are used; documentation is not a component."""
    used = {"order.xsd", "type.xsd", "group.xsd", "status.xsd", "values.xsd", "s.json", "state.xsd"}
    assert used <= used_files(_grammar())
    assert "doc.xsd" not in used_files(_grammar())
    assert used_files(NO_SCHEMAS) == frozenset()


def test_an_unused_grammar_is_found() -> None:
    """An include is unused if neither its file nor one that it includes has a component that is used."""
    sources = [
        GrammarSource("order.xsd", HERE, frozenset({"order.xsd"})),
        GrammarSource("all.xsd", HERE, frozenset({"all.xsd", "group.xsd"})),
        GrammarSource("old.xsd", Location("api.wadl", 9), frozenset({"old.xsd", "older.xsd"})),
    ]
    (said,) = unused_grammars(sources, used_files(_grammar()))
    assert (said.code, said.location) == (MessageCode.UNUSED, Location("api.wadl", 9))
    assert said.text == "nothing refers to an element or a type of grammar old.xsd"


def _versions(prefixes: dict[str, str], namespace: str = "http://example.org/api/v1.1", missed: str = "") -> list[str]:
    declared = DeclaredNames(elements=frozenset({QName(namespace, "order")}), types=frozenset({QName("urn:t", "T")}))
    references = References(declared)
    if missed:
        references.element(QName(missed, "order"), "p:order", HERE)
    return [said.text for said in other_versions(prefixes, HERE, references)]


def test_a_prefix_of_another_version_is_found() -> None:
    """The namespace differs from one of the grammars only in a version, the scheme or a slash, and no name of it has a message."""
    found = _versions({"v2": "http://example.org/api/v2", "": "https://example.org/api/v1.1/"})
    assert found == [
        "the prefix v2 stands for http://example.org/api/v2, but the grammars declare elements and types in http://example.org/api/v1.1, "
        "another version",
        "the default namespace is https://example.org/api/v1.1/, but the grammars declare elements and types in "
        "http://example.org/api/v1.1, another version",
    ]
    assert _versions({"v2": "http://example.org/api/v2"}, missed="http://example.org/api/v2") == []


def test_prefixes_of_other_things_are_no_finding() -> None:
    """Neither is that of a grammar, nor one that has nothing to do with it."""
    prefixes = {
        "a": "http://example.org/api/v1.1",
        "b": "http://example.org/other/v1.1",
        "xs": "http://www.w3.org/2001/XMLSchema",
        "t": "urn:t",
    }
    assert _versions(prefixes) == []
    both = DeclaredNames(elements=frozenset({QName("urn:x:v1", "a"), QName("urn:x:v2", "a")}))
    assert list(other_versions({"p": "urn:x:v2"}, HERE, References(both))) == []


def test_undefined_names_are_found() -> None:
    """Lint has what the references found; a build does not."""
    references = References(DeclaredNames(elements=frozenset({ORDER})))
    references.element(QName("urn:a", "ordr"), "a:ordr", HERE)
    assert [said.text for said in undefined_names(references)] == [
        "the grammars do not declare the element ordr (did you mean order?) in urn:a"
    ]
    assert references.warnings() == ()
