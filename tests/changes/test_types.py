"""What types mean: their prefixes and names do not count."""

from __future__ import annotations

import pytest

from tests.changes_reading import XS, Versions, application, operation

SHOP = '<xs:simpleType name="{}"><xs:restriction base="xs:{}">{}</xs:restriction></xs:simpleType>'


def of(kind: str, *, is_input: bool = True, namespaces: str = "", types: str = "") -> str:
    """An operation with a parameter of this type, sent or received."""
    param = f'<param name="p" style="{"query" if is_input else "header"}" type="{kind}"/>'
    inside = f"<request>{param}</request>" if is_input else f'<response status="200">{param}</response>'
    schema = f'<grammars><xs:schema xmlns:xs="{XS}" targetNamespace="urn:garden">{types}</xs:schema></grammars>' if types else ""
    return application(operation(inside), grammars=schema).replace("<application", f"<application {namespaces}", 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (of("xs:int"), of("y:int", namespaces=f'xmlns:y="{XS}"')),
        (of("xs:int"), of("xsd:int")),  # a prefix that is not declared
        (of("xs:string"), of("String")),
        (of("xs:dateTime"), of("datetime")),
        (of("v:Id", namespaces='xmlns:v="urn:v1"'), of("v:Id", namespaces='xmlns:v="urn:v2"')),
        (of("g:Id"), of("Id")),
        # with a schema and without
        (of("g:Id", types=SHOP.format("Id", "int", "")), of("g:Id")),
        # another name for the same
        (of("g:Id", types=SHOP.format("Id", "int", "")), of("xs:int")),
        (
            of("g:Id", types=SHOP.format("Id", "string", '<xs:length value="3"/>')),
            of("g:No", types=SHOP.format("No", "string", '<xs:length value="3"/>')),
        ),
    ],
)
def test_types_that_mean_the_same_make_no_change(old: str, new: str, versions: Versions) -> None:
    """A type with another prefix or name is the same, if it means the same."""
    assert versions.shown(old, new) == versions.shown(new, old) == []


def test_a_prefix_for_something_else_is_another_type(versions: Versions) -> None:
    """The same text means another type, if the prefix or the schema says so."""
    old, new = (of("g:Id", types=SHOP.format("Id", base, "")) for base in ("int", "boolean"))
    assert versions.shown(old, new) == ["! changed parameter query p: Id -> Id [input-type-changed]"]
    assert versions.shown(of("g:Id"), of("g:No")) == ["! changed parameter query p: Id -> No [input-type-changed]"]


@pytest.mark.parametrize(
    ("narrow", "wide", "is_text"),
    [
        ("byte", "long", False),
        ("unsignedShort", "int", False),
        ("positiveInteger", "decimal", False),
        ("NCName", "string", False),
        ("float", "double", False),
        ("boolean", "string", True),
        ("int", "anySimpleType", False),
    ],
)
def test_a_type_that_includes_the_old_one_is_wider(narrow: str, wide: str, is_text: bool, versions: Versions) -> None:
    """A request may take more than before, and a response may give less; in a body, a string does not include a number."""
    small, large = f"xs:{narrow}", f"xs:{wide}"
    assert [change.rule for change in versions.changes(of(small), of(large))] == ["input-type-widened"]
    assert [change.rule for change in versions.changes(of(large), of(small))] == ["input-type-changed"]
    assert [change.rule for change in versions.changes(of(large, is_input=False), of(small, is_input=False))] == ["output-type-narrowed"]
    body = '<request><representation mediaType="application/json"><param name="p" style="plain" type="{}"/></representation></request>'
    old, new = (application(operation(body.format(kind), verb="PUT")) for kind in (small, large))
    assert [change.rule for change in versions.changes(old, new)] == ["input-type-changed" if is_text else "input-type-widened"]


def facet(name: str, value: str) -> str:
    """A parameter whose type has this restriction."""
    base = "string" if "ength" in name or name == "pattern" else "int"
    return of("g:T", types=SHOP.format("T", base, f'<xs:{name} value="{value}"/>' if name else ""))


@pytest.mark.parametrize(
    ("name", "tight", "loose"),
    [
        ("minLength", "5", "4"),
        ("maxLength", "9", "10"),
        ("minInclusive", "2", "1"),
        ("minInclusive", "-1", "-2"),
        ("maxExclusive", "9", "10"),
    ],
)
def test_limits_are_compared_by_their_value(name: str, tight: str, loose: str, versions: Versions) -> None:
    """A limit that excludes more than before breaks clients; numbers are compared as numbers."""
    assert [change.rule for change in versions.changes(facet(name, loose), facet(name, tight))] == ["input-limit-tightened"]
    assert [change.rule for change in versions.changes(facet(name, tight), facet(name, loose))] == ["input-limit-relaxed"]


def test_a_limit_of_which_nothing_can_be_said_breaks_clients(versions: Versions) -> None:
    """Another pattern may exclude what clients send."""
    assert versions.shown(facet("pattern", "a+"), facet("pattern", "b+")) == [
        "! changed parameter query p: pattern a+ -> pattern b+ [input-limit-tightened]"
    ]


def test_values_of_a_type_are_compared_with_those_in_the_wadl(versions: Versions) -> None:
    """Values that the schema lists are the same as those that the WADL lists."""
    listed = of("xs:string").replace('type="xs:string"/>', 'type="xs:string"><option value="b"/><option value="a"/></param>')
    values = '<xs:enumeration value="a"/><xs:enumeration value="b"/>'
    assert versions.shown(of("g:T", types=SHOP.format("T", "string", values)), listed) == []
