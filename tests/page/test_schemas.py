"""Bodies that a schema describes, as pages show them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from docutils import nodes

import wadl2rst
from tests.page_reading import read_page
from tests.small_wadls import NAMESPACE, Pages, get, lines, post

XS = "http://www.w3.org/2001/XMLSchema"


def schema(inside: str, *, target: str = "urn:g", more: str = "", qualified: bool = True) -> str:
    """An inline schema in a ``grammars`` element."""
    form = ' elementFormDefault="qualified"' if qualified else ""
    return (
        f'<grammars><xs:schema xmlns:xs="{XS}" targetNamespace="{target}" xmlns="{target}" xmlns:g="{target}"{form}>'
        f"{inside}</xs:schema>{more}</grammars>"
    )


def body(element: str = "g:a", media: str = "application/xml", inside: str = "") -> str:
    """A representation with an element."""
    return f'<representation mediaType="{media}" element="{element}" xmlns:g="urn:g">{inside}</representation>'


def of_type(inside: str, name: str = "A", attributes: str = "") -> str:
    """An element ``a`` of a complex type."""
    return f'<xs:element name="a" type="{name}"/><xs:complexType name="{name}"{attributes}>{inside}</xs:complexType>'


def tables(page: str) -> list[list[list[str]]]:
    """The tables of a page: rows of cells, as text."""
    found = []
    for table in read_page(page).findall(nodes.table):
        body = next(iter(table.findall(nodes.tbody)))
        found.append([[" ".join(cell.astext().split()) for cell in row.findall(nodes.entry)] for row in body.findall(nodes.row)])
    return found


def rows(page: str) -> dict[str, list[str]]:
    """The rows of all tables of parameters on a page by name: type and description."""
    return {row[0]: row[1:] for table in tables(page) for row in table if len(row) == 3}


ANY = '<xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>'


def test_an_element_of_a_body_is_opened(pages: Pages) -> None:
    """The table names what is below the root by dotted names, with types, and whether each must be there."""
    inside = of_type(
        '<xs:sequence><xs:element name="b" type="xs:int"/><xs:element name="c" minOccurs="0" maxOccurs="unbounded" type="xs:string"/>'
        '</xs:sequence><xs:attribute name="id" use="required" type="xs:dateTime"/><xs:attribute name="d"/>'
    )
    page = pages(schema(inside) + post(body()))["post-a"]
    assert lines(page, "Media type:") == [
        "Media type: ``application/xml``. Body: element ``a``, namespace ``urn:g``, see :ref:`A <api-type-A>`."
    ]
    assert list(rows(page)) == ["a", "a.@id", "a.@d", "a.b", "a.c[]"]
    assert [cells[0] for cells in rows(page).values()] == [
        "A (Required)", "Datetime (Required)", "(Optional)", "Int (Required)", "String (Optional)",
    ]  # fmt: skip
    assert "This table shows the body of the request:" in page


def test_case_6_generated_prefixes_are_never_shown(pages: Pages) -> None:
    """Two generated prefixes of one namespace are one element, and neither is on the page."""
    inside = of_type('<xs:sequence><xs:element name="b" type="xs:int"/></xs:sequence>')
    two = "".join(
        f'<representation mediaType="application/{kind}" element="{prefix}:a" xmlns:{prefix}="urn:g"/>'
        for prefix, kind in (("ns8", "xml"), ("ns9", "json"))
    )
    page = pages(schema(inside) + post(two))["post-a"]
    assert len(lines(page, "Media type: ``application/xml``, ``application/json``. Body: element ``a``, namespace ``urn:g``")) == 1
    assert "ns8" not in page
    assert "ns9" not in page
    assert len(tables(page)) == 1


def test_case_14_recursion_ends_in_a_row_that_says_so(pages: Pages) -> None:
    """A type within itself, directly and through another, is opened once; where it comes again, the row says that it is above."""
    inside = (
        of_type('<xs:sequence><xs:element name="b" type="B" minOccurs="0"/><xs:element name="a" type="A" minOccurs="0"/></xs:sequence>')
        + '<xs:complexType name="B"><xs:sequence><xs:element name="a" type="A" minOccurs="0"/></xs:sequence></xs:complexType>'
    )
    found = rows(pages(schema(inside) + post(body()))["post-a"])
    assert list(found) == ["a", "a.b", "a.b.a", "a.a"]
    assert found["a.b.a"] == ["A (Optional)", "As above."]
    assert found["a.a"] == ["A (Optional)", "As above."]


def test_case_14_recursion_through_an_anonymous_type_ends(pages: Pages) -> None:
    """A global element with an anonymous type that contains the element itself ends, too."""
    inside = (
        '<xs:element name="a"><xs:complexType><xs:sequence><xs:element ref="g:a" minOccurs="0"/><xs:element name="b" type="xs:int"/>'
        "</xs:sequence></xs:complexType></xs:element>"
    )
    found = rows(pages(schema(inside) + post(body()))["post-a"])
    assert list(found) == ["a", "a.a", "a.b"]
    assert "As above." in found["a.a"][1]


def test_case_15_a_large_element_is_cut(pages: Pages) -> None:
    """A table has as many rows as the settings allow; the rest is counted, and the section of the type has it."""
    inside = of_type("<xs:sequence>" + "".join(f'<xs:element name="e{n}" type="xs:int"/>' for n in range(150)) + "</xs:sequence>")
    found = pages(schema(inside) + post(body()))
    assert len(rows(found["post-a"])) == 100
    assert "51 more rows are not shown here. See :ref:`a <api-type-A>`." in found["post-a"]
    assert len(rows(found["types"])) == 150
    few = pages(schema(inside) + post(body()), schema_rows=3)["post-a"]
    assert list(rows(few)) == ["a", "a.e0", "a.e1"]


def test_levels_are_closed_before_rows_are_cut(pages: Pages) -> None:
    """Where a table gets too long, the deepest level goes first, so that the names next to the root are all there."""
    inner = "".join(f'<xs:element name="e{n}" type="xs:int"/>' for n in range(9))
    inside = of_type("<xs:sequence>" + "".join(f'<xs:element name="t{n}" type="T{n}"/>' for n in range(3)) + "</xs:sequence>") + "".join(
        f'<xs:complexType name="T{n}"><xs:sequence>{inner}</xs:sequence></xs:complexType>' for n in range(3)
    )
    page = pages(schema(inside) + post(body()), schema_rows=20)["post-a"]
    assert list(rows(page)) == ["a", "a.t0", "a.t1", "a.t2"]
    assert "more rows" not in page


@pytest.mark.parametrize(("depth", "deepest"), [(1, "a.b"), (2, "a.b.c"), (4, "a.b.c.d.e"), (9, "a.b.c.d.e.f")])
def test_the_depth_of_a_table(pages: Pages, depth: int, deepest: str) -> None:
    """A table shows as many levels as the settings say, and the type of the last has a link to its section."""
    names = "BCDEF"
    inside = of_type('<xs:sequence><xs:element name="b" type="B"/></xs:sequence>') + "".join(
        f'<xs:complexType name="{name}"><xs:sequence><xs:element name="{after.lower()}" type="{after}"/></xs:sequence></xs:complexType>'
        for name, after in zip(names, names[1:], strict=False)
    )
    inside += '<xs:complexType name="F"/>'
    found = rows(pages(schema(inside) + post(body()), schema_depth=depth)["post-a"])
    assert list(found)[-1] == deepest


def test_no_tables_of_schemas(pages: Pages) -> None:
    """With depth 0, a page says what the WADL says: the element."""
    inside = of_type('<xs:sequence><xs:element name="b" type="xs:int"/></xs:sequence>')
    found = pages(schema(inside) + post(body()), schema_depth=0)
    assert set(found) == {"index", "post-a"}
    assert not tables(found["post-a"])
    assert "element ``a``" in found["post-a"]


def test_case_17_a_repeated_choice(pages: Pages) -> None:
    """A choice that repeats is one sentence, and its elements bear no mark that says they must be there."""
    inside = of_type(
        '<xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="b" type="xs:int"/>'
        '<xs:element name="c" type="xs:int"/></xs:choice>',
        attributes=' mixed="true"',
    )
    found = rows(pages(schema(inside) + post(body()))["post-a"])
    assert found["a.b[]"] == ["Int (Optional)", "Any number of these, in any order: b, c."]
    assert found["a.c[]"] == ["Int (Optional)", ""]
    assert found["a"][1] == "Text is allowed between its elements."


def test_a_choice(pages: Pages) -> None:
    """The first element of a choice names them all; alternatives of several elements are named together."""
    inside = of_type(
        '<xs:choice><xs:element name="b" type="xs:int"/><xs:sequence><xs:element name="c" type="xs:int"/>'
        '<xs:element name="d" type="xs:int"/></xs:sequence></xs:choice>'
    )
    found = rows(pages(schema(inside) + post(body()))["post-a"])
    assert found["a.b"] == ["Int (Optional)", "One of: b; c and d."]
    assert found["a.d"] == ["Int (Optional)", ""]


@pytest.mark.parametrize(
    ("choice", "least", "shown"),
    [
        ("", "1", "One of: b, c."),
        ("minOccurs='0'", "1", "At most one of: b, c."),
        ("", "0", "At most one of: b, c."),
        ("maxOccurs='9'", "1", "1 to 9 of these, in any order: b, c. At most 9 times."),
        ("maxOccurs='9'", "0", "At most 9 of these, in any order: b, c. At most 9 times."),
        ("maxOccurs='unbounded'", "1", "One or more of these, in any order: b, c."),
        ("maxOccurs='unbounded'", "0", "Any number of these, in any order: b, c."),
    ],
)
def test_whether_a_choice_needs_an_element(pages: Pages, choice: str, least: str, shown: str) -> None:
    """The words for a choice say whether none of its elements may be there: it is optional itself, or an alternative of it is."""
    inside = of_type(
        f'<xs:choice {choice}><xs:element name="b" type="xs:int"/><xs:element name="c" type="xs:int" minOccurs="{least}"/></xs:choice>'
    )
    found = rows(pages(schema(inside) + post(body()))["post-a"])
    assert next(cells[1] for name, cells in found.items() if name.startswith("a.b")) == shown


def test_an_alternative_of_a_wildcard_is_none_of_the_names(pages: Pages) -> None:
    """Where an alternative is any element, none of the named ones need be there."""
    inside = of_type(
        '<xs:choice><xs:element name="b" type="xs:int"/><xs:element name="c" type="xs:int"/><xs:any namespace="##other"/></xs:choice>'
    )
    assert rows(pages(schema(inside) + post(body()))["post-a"])["a.b"][1] == "At most one of: b, c."


def test_case_18_an_abstract_head_of_a_substitution_group(pages: Pages) -> None:
    """The row of an abstract element names those that stand for it, with links; they are nowhere rows themselves."""
    other = (
        f'<xs:schema xmlns:xs="{XS}" targetNamespace="urn:h" xmlns:g="urn:g"><xs:import namespace="urn:g"/>'
        '<xs:element name="c" substitutionGroup="g:head" type="xs:string"/></xs:schema>'
    )
    inside = (
        of_type('<xs:sequence><xs:element ref="g:head"/></xs:sequence>')
        + '<xs:element name="head" abstract="true"/><xs:element name="b" substitutionGroup="g:head" type="B"/>'
        + '<xs:complexType name="B"><xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence></xs:complexType>'
    )
    found = pages(schema(inside, more=other) + post(body()))
    row = rows(found["post-a"])["a.head"]
    assert row[1] == "One of these elements is used instead: b, c."
    assert "<api-type-B>`" in found["post-a"]
    assert list(rows(found["post-a"])) == ["a", "a.head"]


def test_abstract_types(pages: Pages) -> None:
    """An element of an abstract type names the types that documents have instead."""
    inside = of_type('<xs:sequence><xs:element name="b" type="Base"/></xs:sequence>') + (
        '<xs:complexType name="Base" abstract="true"/><xs:complexType name="One"><xs:complexContent><xs:extension base="Base"/>'
        "</xs:complexContent></xs:complexType>"
    )
    assert "One of these types (xsi:type): One." in rows(pages(schema(inside) + post(body()))["post-a"])["a.b"][1]


def test_types_derived_from_that_of_an_abstract_element(pages: Pages) -> None:
    """Where elements stand for an abstract one, no types do, and a derived type is no part of its base."""
    extension = '<xs:complexContent><xs:extension base="Base"/></xs:complexContent>'
    inside = of_type('<xs:sequence><xs:element ref="head"/></xs:sequence>') + (
        '<xs:element name="head" type="Base" abstract="true"/><xs:element name="b" type="B" substitutionGroup="head"/>'
        f'<xs:element name="c" substitutionGroup="head"><xs:complexType>{extension}</xs:complexType></xs:element>'
        f'<xs:complexType name="Base" abstract="true"/><xs:complexType name="B">{extension}</xs:complexType>'
    )
    found = pages(schema(inside) + post(body()))
    assert rows(found["post-a"])["a.head"][1] == "One of these elements is used instead: b, c."
    types = found["types"]
    assert "It is abstract. Types derived from it: :ref:`B <api-type-B>`." in types
    assert lines(types, "Derived from:") == ["Derived from: :ref:`Base <api-type-Base>`"] * 2
    assert lines(types, "Part of:") == ["Part of: :ref:`A <api-type-A>`"]


def test_case_20_wildcards(pages: Pages) -> None:
    """The usual extension points are one line below the table; an element that must be there is a row, whatever it is."""
    usual = pages(schema(of_type(f"<xs:sequence>{ANY}</xs:sequence><xs:anyAttribute/>")) + post(body()))["post-a"]
    assert list(rows(usual)) == ["a"]
    assert lines(usual, "Other elements and attributes") == ["Other elements and attributes are allowed."]
    required = pages(schema(of_type("<xs:sequence><xs:any/></xs:sequence>")) + post(body()))["post-a"]
    assert rows(required)["a.*"] == ["anything", "Any element."]


def test_case_21_unions_and_lists(pages: Pages) -> None:
    """A union of values and strings says that others are allowed; a list says of what; a fixed length is a length."""
    inside = of_type(
        '<xs:attribute name="u"><xs:simpleType><xs:union memberTypes="V xs:string"/></xs:simpleType></xs:attribute>'
        '<xs:attribute name="l"><xs:simpleType><xs:list itemType="xs:int"/></xs:simpleType></xs:attribute>'
        '<xs:attribute name="f"><xs:simpleType><xs:restriction base="xs:string"><xs:length value="5" fixed="true"/></xs:restriction>'
        "</xs:simpleType></xs:attribute>"
    ) + (
        '<xs:simpleType name="V"><xs:restriction base="xs:string"><xs:enumeration value="x"/><xs:enumeration value="y"/></xs:restriction>'
        "</xs:simpleType>"
    )
    found = rows(pages(schema(inside) + post(body()))["post-a"])
    assert found["a.@u"][1] == "Allowed values: x, y, or another value."
    assert found["a.@l"][1] == "A space-separated list: Int."
    assert found["a.@f"] == ["String (Optional)", "Exactly 5 characters."]


@pytest.mark.parametrize(
    ("members", "shown"),
    [
        ("V xs:int", "Allowed values: x, y, or another value (Int)."),
        ("xs:date V P", "Allowed values: x, y, or another value (Date, P (Pattern: [a-z]))."),
        ("xs:int P", "One of: Int, P (Pattern: [a-z])."),
        ("V xs:int xs:string", "Allowed values: x, y, or another value."),
        ("V U", "Allowed values: x, y."),
    ],
)
def test_the_members_of_a_union(pages: Pages, members: str, shown: str) -> None:
    """The types of a union are named with what they say about values; a union that contains itself ends."""
    inside = of_type('<xs:attribute name="u" type="U"/>') + (
        f'<xs:simpleType name="U"><xs:union memberTypes="{members}"/></xs:simpleType>'
        '<xs:simpleType name="V"><xs:restriction base="xs:string"><xs:enumeration value="x"/><xs:enumeration value="y"/></xs:restriction>'
        '</xs:simpleType><xs:simpleType name="P"><xs:restriction base="xs:string"><xs:pattern value="[a-z]"/></xs:restriction>'
        "</xs:simpleType>"
    )
    assert rows(pages(schema(inside) + post(body()))["post-a"])["a.@u"][1] == shown


@pytest.mark.parametrize(
    ("facets", "shown"),
    [
        ('<xs:maxLength value="255"/>', "At most 255 characters."),
        ('<xs:minLength value="2"/>', "At least 2 characters."),
        ('<xs:minLength value="1"/><xs:maxLength value="100"/>', "1 to 100 characters."),
        ('<xs:minLength value="3"/><xs:maxLength value="3"/>', "Exactly 3 characters."),
        ('<xs:pattern value="[a-z]+"/>', "Pattern: [a-z]+."),
        ('<xs:enumeration value="x"/><xs:enumeration value=""/>', "Allowed values: x, empty."),
    ],
)
def test_facets_in_words(pages: Pages, facets: str, shown: str) -> None:
    """Each restriction is a sentence."""
    inside = of_type('<xs:attribute name="v" type="V"/>') + (
        f'<xs:simpleType name="V"><xs:restriction base="xs:string">{facets}</xs:restriction></xs:simpleType>'
    )
    assert rows(pages(schema(inside) + post(body()))["post-a"])["a.@v"] == ["V (Optional)", shown]


@pytest.mark.parametrize(
    ("facets", "shown"),
    [
        ('<xs:minInclusive value="1"/><xs:maxInclusive value="9"/>', "1 to 9."),
        ('<xs:minExclusive value="0"/>', "More than 0."),
        ('<xs:maxExclusive value="10"/>', "Less than 10."),
        ('<xs:totalDigits value="5"/><xs:fractionDigits value="2"/>', "At most 5 digits. At most 2 decimal places."),
    ],
)
def test_limits_of_numbers(pages: Pages, facets: str, shown: str) -> None:
    """So is each limit of a number."""
    inside = of_type('<xs:attribute name="v" type="V"/>') + (
        f'<xs:simpleType name="V"><xs:restriction base="xs:decimal">{facets}</xs:restriction></xs:simpleType>'
    )
    assert rows(pages(schema(inside) + post(body()))["post-a"])["a.@v"][1] == shown


def test_defaults_occurrences_and_nil(pages: Pages) -> None:
    """Defaults, fixed values, numbers of occurrences and nil are said."""
    inside = of_type(
        '<xs:sequence><xs:element name="b" type="xs:int" default="5"/><xs:element name="c" type="xs:int" fixed="7"/>'
        '<xs:element name="d" type="xs:int" nillable="true"/><xs:element name="e" type="xs:int" maxOccurs="9" minOccurs="2"/>'
        '<xs:element name="f" type="xs:int" maxOccurs="3" minOccurs="0"/></xs:sequence>'
    )
    found = {name: cells[1] for name, cells in rows(pages(schema(inside) + post(body()))["post-a"]).items()}
    assert found == {
        "a": "", "a.b": "Default: 5.", "a.c": "Always: 7.", "a.d": "May be nil.", "a.e[]": "2 to 9 times.", "a.f[]": "At most 3 times.",
    }  # fmt: skip


def test_case_23_an_element_without_a_type(pages: Pages) -> None:
    """An element without a type may be anything."""
    assert rows(pages(schema(of_type('<xs:sequence><xs:element name="b"/></xs:sequence>')) + post(body()))["post-a"])["a.b"] == [
        "anything (Required)",
        "",
    ]


def test_case_27_simple_content_with_attributes(pages: Pages) -> None:
    """The text of an element with attributes is a row of its own."""
    inside = of_type(
        '<xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="currency" use="required" type="xs:string"/>'
        "</xs:extension></xs:simpleContent>"
    )
    found = rows(pages(schema(inside) + post(body()))["post-a"])
    assert found["a.text"] == ["Decimal", ""]
    assert found["a.@currency"] == ["String (Required)", ""]


def test_case_28_parameters_of_the_wadl_win(pages: Pages) -> None:
    """Where the WADL has a parameter for a name, its words are shown; the schema adds type and necessity, and the names that lack."""
    inside = of_type(
        '<xs:sequence><xs:element name="b" type="xs:int"><xs:annotation><xs:documentation>Of the schema.</xs:documentation>'
        '</xs:annotation></xs:element><xs:element name="c" type="xs:int"/></xs:sequence>'
    )
    param = '<param name="b" style="plain" path="/g:a/g:b"><doc>Of the WADL.</doc></param>'
    page = pages(schema(inside) + post(body(inside=param)))["post-a"]
    assert list(rows(page).items()) == [
        ("a", ["A (Required)", ""]), ("a.b", ["Int (Required)", "Of the WADL."]), ("a.c", ["Int (Required)", ""]),
    ]  # fmt: skip
    assert "This table shows the body parameters for the request:" in page


def test_case_29_json_without_an_element(pages: Pages) -> None:
    """A media type that names no element does not get the table of the one that does."""
    inside = of_type('<xs:sequence><xs:element name="b" type="xs:int"/></xs:sequence>')
    page = pages(schema(inside) + post(body() + '<representation mediaType="application/json"/>'))["post-a"]
    assert lines(page, "Media type:")[1:] == ["Media type: ``application/json``"]
    assert "``application/xml``, ``application/json``" not in page


def test_bodies_of_one_element_with_samples(pages: Pages) -> None:
    """Media types of one element share the table, and all their samples are there."""
    inside = of_type('<xs:sequence><xs:element name="b" type="xs:int"/></xs:sequence>')
    xml = body(inside="<doc><code>&lt;a/&gt;</code></doc>".replace("code", "pre"))
    json = body(media="application/json", inside='<doc><pre>{"a": 1}</pre></doc>')
    page = pages(schema(inside) + post(xml + json))["post-a"]
    assert len(tables(page)) == 1
    assert "made from the schema" not in page
    assert "<a/>" in page
    assert '{"a": 1}' in page


def test_case_32_types_of_one_name(pages: Pages) -> None:
    """Types of one name in two namespaces have sections with labels of their own, and links lead to the right one."""
    other = (
        f'<xs:schema xmlns:xs="{XS}" targetNamespace="urn:h" xmlns="urn:h"><xs:element name="z" type="A"/>'
        '<xs:complexType name="A"><xs:sequence><xs:element name="of-h" type="xs:int"/></xs:sequence></xs:complexType></xs:schema>'
    )
    inside = of_type('<xs:sequence><xs:element name="of-g" type="xs:int"/></xs:sequence>')
    of_h = '<representation mediaType="text/xml" element="h:z" xmlns:h="urn:h"/>'
    found = pages(schema(inside, more=other) + post(body() + of_h))
    labels = re.findall(r"^\.\. _`?(api-type-A[^`:]*)`?:", found["types"], re.MULTILINE)
    assert len(set(labels)) == 2
    first, second = found["types"].split("\nA\n")[1:]
    assert "``urn:g``" in first
    assert "of-g" in first
    assert "``urn:h``" in second
    assert "of-h" in second
    assert all(f"<{label}>" in found["post-a"] for label in labels)


FAULT = of_type('<xs:sequence><xs:element name="message" type="xs:string"/></xs:sequence>', name="Fault")


def test_case_32_types_of_one_name_in_two_wadls(tmp_path: Path) -> None:
    """WADLs that are converted together have labels of their own for types of one name, whether or not in one namespace."""
    inside = of_type('<xs:sequence><xs:element name="b" type="xs:int"/></xs:sequence>')
    for name, target in (("one", "urn:g"), ("two", "urn:g"), ("six", "urn:six")):
        element = body().replace("urn:g", target)
        (tmp_path / f"{name}.wadl").write_text(
            f'<application xmlns="{NAMESPACE}">{schema(inside, target=target)}{post(element)}</application>', encoding="utf-8"
        )
    wadl2rst.generate(tmp_path, tmp_path / "out")
    text = "\n".join(path.read_text("utf-8") for path in sorted((tmp_path / "out").rglob("*.rst")))
    labels = re.findall(r"^\.\. _`?([^`:]+)`?:$", text, re.MULTILINE)
    assert len(set(labels)) == len(labels)
    assert [label for label in labels if "-type-" in label] == ["one-type-A", "six-type-A", "two-type-A"]


def test_case_25_links_of_documentation_to_types_are_text(pages: Pages) -> None:
    """A link to the anchor of a type in the pages of another tool is its text, in the row and in the section."""
    docs = (
        '<xs:annotation><xs:documentation><p xmlns="http://www.w3.org/1999/xhtml">Like <a href="#type_B">a B</a>, but large.</p>'
        "</xs:documentation></xs:annotation>"
    )
    inside = f'<xs:element name="a" type="A">{docs}</xs:element><xs:complexType name="A">{docs}<xs:attribute name="b"/></xs:complexType>'
    found = pages(schema(inside) + post(body()))
    assert rows(found["post-a"])["a"][1] == "Like a B, but large."
    assert lines(found["types"], "Like") == ["Like a B, but large."]


def test_case_15_long_enumerations_are_folded(pages: Pages) -> None:
    """A table leaves out an enumeration of many values; the section of its type has them all."""
    values = "".join(f'<xs:enumeration value="v{n}"/>' for n in range(270))
    inside = of_type('<xs:attribute name="v" type="V"/>') + (
        f'<xs:simpleType name="V"><xs:restriction base="xs:string">{values}</xs:restriction></xs:simpleType>'
    )
    found = pages(schema(inside) + post(body()))
    assert rows(found["post-a"])["a.@v"] == ["V (Optional)", ""]
    assert "<api-type-V>`" in found["post-a"]
    assert len(re.findall(r"``v\d+``", found["types"])) == 270


def _operation(path: str, responses: str) -> str:
    return f'<resources base="http://x/"><resource path="{path}"><method name="GET">{responses}</method></resource></resources>'


def _get_with(params: str) -> str:
    request = f"<request>{params}</request>"
    return f'<resources base="/"><resource path="a"><method name="GET">{request}</method></resource></resources>'


def _response(status: str, inside: str) -> str:
    return f'<response status="{status}">{inside}</response>'


def test_faults_of_many_operations_have_one_place(pages: Pages) -> None:
    """An element that the errors of several operations have is shown in its section, with its users, and linked from them."""
    fault = _response("400", body())
    found = pages(schema(FAULT) + _operation("one", fault) + _operation("two", fault + _response("200", "")))
    assert not tables(found["get-two"])[1:]
    assert ":ref:`a <api-element-a>`" in found["get-one"] + found["get-two"]
    assert "Used by: :ref:`GET /one <api-get-one>`, :ref:`GET /two <api-get-two>`" in found["types"]
    assert rows(found["types"])["a.message"] == ["String (Required)", ""]


def test_a_fault_and_its_type_have_one_section(pages: Pages) -> None:
    """The type that nothing but a shared fault has, has no section that would say the same; what it says is in that of the fault."""
    documented = FAULT.replace("<xs:sequence>", "<xs:annotation><xs:documentation>Bad.</xs:documentation></xs:annotation><xs:sequence>", 1)
    fault = _response("400", body())
    found = pages(schema(documented) + _operation("one", fault) + _operation("two", fault))
    assert "api-type-Fault" not in "".join(found.values())
    assert lines(found["types"], "Type:") == ["Type: Fault"]
    assert lines(found["types"], "Bad.") == ["Bad."]
    other = documented + '<xs:element name="b" type="Fault"/>'
    found = pages(schema(other) + _operation("one", fault) + _operation("two", fault + _response("200", body("g:b"))))
    assert lines(found["types"], "Type:") == ["Type: :ref:`Fault <api-type-Fault>`"]
    assert lines(found["types"], "Bad.") == ["Bad."]


def test_who_uses_a_type(pages: Pages) -> None:
    """A type is used by the operations with a parameter of it, and with a body in which no named type is around it."""
    inside = (
        '<xs:element name="a"><xs:complexType><xs:sequence><xs:element name="c" type="C"/></xs:sequence></xs:complexType></xs:element>'
        '<xs:complexType name="C"><xs:sequence><xs:element name="d" type="D"/></xs:sequence></xs:complexType>'
        '<xs:simpleType name="D"><xs:annotation><xs:documentation>D.</xs:documentation></xs:annotation>'
        '<xs:restriction base="xs:string"/></xs:simpleType>'
    )
    param = '<request><param name="p" style="query" type="g:D" xmlns:g="urn:g"/></request>'
    found = pages(schema(inside) + _operation("one", param) + _operation("two", _response("200", body())))["types"]
    section_c, section_d = found[found.index(".. _api-type-C:") :], found[found.index(".. _api-type-D:") :]
    assert lines(section_c, "Used by:")[0] == "Used by: :ref:`GET /two <api-get-two>`"
    assert (lines(section_d, "Used by:")[0], lines(section_d, "Part of:")[0]) == (
        "Used by: :ref:`GET /one <api-get-one>`",
        "Part of: :ref:`C <api-type-C>`",
    )


def test_a_fault_of_one_operation_stays_there(pages: Pages) -> None:
    """An element that the errors of one operation have alone is shown by it."""
    found = pages(schema(FAULT) + _operation("one", _response("400", body()) + _response("200", "")))
    assert "a.message" in rows(found["get-one"])


def test_a_body_of_success_is_always_there(pages: Pages) -> None:
    """A body is on the page of each operation that succeeds with it, however many there are."""
    found = pages(schema(FAULT) + "".join(_operation(path, _response("200", body())) for path in ("one", "two", "six")))
    assert all("a.message" in rows(found[page]) for page in ("get-one", "get-two", "get-six"))


def test_types_are_in_the_index_and_the_toctree(pages: Pages) -> None:
    """The index leads to the page of types, and has it in a table of contents of its own, in the section about types."""
    index = pages(schema(FAULT) + _operation("one", _response("200", body())))["index"]
    assert ":ref:`the types of the bodies <api-types--schema>`" in index
    section = index.partition('Types\n"""""\n')[2].partition("Grammars")[0]
    assert section.rstrip().endswith(".. toctree::\n   :hidden:\n   :maxdepth: 1\n\n   types")


@pytest.mark.parametrize("split", ["method", "resource", "single"])
def test_sections_of_types_in_each_split(pages: Pages, split: str) -> None:
    """However pages are split, the types are there once, and links to them lead somewhere."""
    found = pages(schema(FAULT) + _operation("one", _response("200", body())), split=split)
    everything = "\n".join(found.values())
    labels = set(re.findall(r"^\.\. _`?([^`:]+)`?:$", everything, re.MULTILINE))
    assert everything.count(".. _api-type-Fault:") == 1
    assert set(re.findall(r":ref:`[^`<]*<([^>]+)>`", everything)) <= labels


def test_a_page_called_types(pages: Pages) -> None:
    """A resource page of that name keeps it, and the page of types has another."""
    found = pages(schema(FAULT) + _operation("types", _response("200", body())), split="resource")
    assert "Fault" in found["types--schema"]
    assert "GET /types" in found["types"]


def test_types_of_parameters(pages: Pages) -> None:
    """Values and limits that a grammar declares for the type of a parameter are in its description, linked where there is more."""
    values = "".join(f'<xs:enumeration value="v{n}"/>' for n in range(12))
    inside = (
        f'<xs:simpleType name="Long"><xs:restriction base="xs:string">{values}</xs:restriction></xs:simpleType>'
        '<xs:simpleType name="Few"><xs:restriction base="xs:string"><xs:enumeration value="x"/><xs:enumeration value="y"/>'
        "</xs:restriction></xs:simpleType>"
        '<xs:simpleType name="Size"><xs:restriction base="xs:int"><xs:minInclusive value="1"/></xs:restriction></xs:simpleType>'
    )
    params = "".join(f'<param name="{name.lower()}" style="query" type="g:{name}" xmlns:g="urn:g"/>' for name in ("Long", "Few", "Size"))
    found = pages(
        schema(inside)
        + f'<resources base="/"><resource path="a"><method name="GET"><request>{params}</request></method></resource></resources>'
    )
    assert rows(found["get-a"]) == {"long": ["Long", ""], "few": ["Few", "Allowed values: x, y."], "size": ["Size", "At least 1."]}
    assert "<api-type-Long>`" in found["get-a"]
    assert "``v11``" in found["types"]


def test_options_of_the_wadl_win(pages: Pages) -> None:
    """The values that the WADL lists for a parameter are shown, and not those of its type."""
    inside = '<xs:simpleType name="V"><xs:restriction base="xs:string"><xs:enumeration value="x"/></xs:restriction></xs:simpleType>'
    param = '<param name="v" style="query" type="g:V" xmlns:g="urn:g"><option value="o"/></param>'
    found = pages(
        schema(inside)
        + f'<resources base="/"><resource path="a"><method name="GET"><request>{param}</request></method></resource></resources>'
    )
    assert rows(found["get-a"]) == {"v": ["V", "Allowed values: o."]}


def test_made_samples_say_that_they_are_made(pages: Pages) -> None:
    """A sample that is made from the schema is captioned as such, for the request and for each response."""
    inside = of_type('<xs:sequence><xs:element name="b" type="xs:int"/></xs:sequence>')
    page = pages(schema(inside) + post(body()))["post-a"]
    assert "**Example request, made from the schema: XML**" in page
    assert '<a xmlns="urn:g">' in page
    responses = _response("200", body()) + _response("404", body())
    page = pages(schema(inside) + _operation("a", responses))["get-a"]
    assert "**Example response, made from the schema: XML**" in page
    assert "**Example response (404), made from the schema: XML**" in page
    assert "made from the schema" not in pages(schema(inside) + post(body()), without_examples=True)["post-a"]


def test_no_sample_is_made_of_a_type_with_assertions(pages: Pages) -> None:
    """Expressions are not evaluated, so a made sample could break them: an element of such a type is left out, or there is none."""
    asserted = '<xs:complexType name="B"><xs:attribute name="n" type="xs:int"/><xs:assert test="@n > 5"/></xs:complexType>'
    inside = (
        of_type('<xs:sequence><xs:element name="b" type="B" minOccurs="0"/><xs:element name="c" type="xs:int"/></xs:sequence>') + asserted
    )
    page = pages(schema(inside) + post(body()))["post-a"]
    assert '<a xmlns="urn:g">\n      <c>1</c>\n    </a>' in page
    assert "a.b.@n" in rows(page)
    required = of_type('<xs:sequence><xs:element name="b" type="B"/></xs:sequence>') + asserted
    assert "made from the schema" not in pages(schema(required) + post(body()))["post-a"]


@pytest.mark.parametrize(
    ("shape", "jersey", "text"),
    [
        ("auto", False, None),
        ("auto", True, '{\n      "b": 1\n    }'),
        ("none", True, None),
        ("natural", False, '{\n      "a": {\n        "b": 1\n      }\n    }'),
        ("mapped", False, '"ns1.b": "1"'),
        ("badgerfish", False, '"$": "1"'),
    ],
)
def test_json_of_an_xml_schema(pages: Pages, shape: str, jersey: bool, text: str | None) -> None:
    """JSON is made where it is known what writes it, or where a setting asks for a shape."""
    inside = of_type('<xs:sequence><xs:element name="b" type="xs:int"/></xs:sequence>')
    mark = '<doc xmlns:jersey="http://jersey.java.net/" jersey:generatedBy="Jersey: 3"/>' if jersey else ""
    page = pages(mark + schema(inside) + post(body(media="application/json")), json_from_xsd=shape)["post-a"]
    assert ("made from the schema: JSON" in page) == (text is not None)
    assert text is None or text in page


def test_a_table_says_what_the_language_of_the_build_says(pages: Pages) -> None:
    """Documentation of a schema is that of the language asked for."""
    docs = "".join(f'<xs:documentation xml:lang="{lang}">{text}</xs:documentation>' for lang, text in (("en", "Ten"), ("de", "Zehn")))
    inside = of_type(f'<xs:sequence><xs:element name="b" type="xs:int"><xs:annotation>{docs}</xs:annotation></xs:element></xs:sequence>')
    assert rows(pages(schema(inside) + post(body()), lang="de")["post-a"])["a.b"][1] == "Zehn"


def test_one_language_of_a_schema_where_none_is_asked_for(pages: Pages) -> None:
    """Without a language, documentation of a schema is that without a language, else that of the first, and not all."""
    en, de = (f'<xs:documentation xml:lang="{lang}">{text}</xs:documentation>' for lang, text in (("en", "Ten"), ("de", "Zehn")))
    elements = "".join(
        f'<xs:element name="{name}" type="xs:int"><xs:annotation>{docs}</xs:annotation></xs:element>'
        for name, docs in (("b", en + de), ("c", en + "<xs:documentation>10</xs:documentation>" + de))
    )
    found = rows(pages(schema(of_type(f"<xs:sequence>{elements}</xs:sequence>")) + post(body()))["post-a"])
    assert [found[name][1] for name in ("a.b", "a.c")] == ["Ten", "10"]


def test_a_parameter_of_the_wadl_gets_the_restrictions_of_the_schema(pages: Pages) -> None:
    """Where the WADL has a text for a name and says nothing of its values, what the schema says of them follows."""
    values = '<xs:enumeration value="x"/><xs:enumeration value="y"/>'
    kind = f'<xs:simpleType><xs:restriction base="xs:string">{values}</xs:restriction></xs:simpleType>'
    inside = of_type(f'<xs:sequence><xs:element name="b">{kind}</xs:element><xs:element name="c">{kind}</xs:element></xs:sequence>')
    params = (
        '<param name="b" style="plain" path="/g:a/g:b"><doc>One letter</doc></param>'
        '<param name="c" style="plain" path="/g:a/g:c" default="x"><doc>Another</doc></param>'
    )
    found = rows(pages(schema(inside) + post(body(inside=params)))["post-a"])
    assert found["a.b"] == ["String (Required)", "One letter. Allowed values: x, y."]
    assert found["a.c"] == ["String (Required)", "Another. Default: x."]


def test_a_representation_with_a_page(pages: Pages) -> None:
    """A top-level representation shows the table of its element, too."""
    inside = of_type('<xs:sequence><xs:element name="b" type="xs:int"/></xs:sequence>')
    known = '<representation id="r" mediaType="application/xml" element="g:a" xmlns:g="urn:g"><doc>The thing.</doc></representation>'
    found = pages(schema(inside) + known + post('<representation href="#r"/>'))
    assert "a.b" in rows(found["representation-r"])


def test_schemas_in_files(tmp_path: Path) -> None:
    """A schema beside the WADL is read, and with it what it includes."""
    (tmp_path / "s.xsd").write_text(
        f'<xs:schema xmlns:xs="{XS}" targetNamespace="urn:g" xmlns="urn:g"><xs:include schemaLocation="more.xsd"/>'
        '<xs:element name="a" type="A"/></xs:schema>'
    )
    (tmp_path / "more.xsd").write_text(
        f'<xs:schema xmlns:xs="{XS}"><xs:complexType name="A"><xs:attribute name="b" type="xs:int"/></xs:complexType></xs:schema>'
    )
    (tmp_path / "api.wadl").write_text(
        f'<application xmlns="{NAMESPACE}"><grammars><include href="s.xsd"/></grammars>{post(body())}</application>'
    )
    config = wadl2rst.Config(root=tmp_path)
    found = {page.path: page.text for page in wadl2rst.render(wadl2rst.load(tmp_path / "api.wadl", config), config)}
    assert list(rows(found["post-a.rst"])) == ["a", "a.@b"]


def test_an_operation_without_a_schema_stays_as_it_is(pages: Pages) -> None:
    """Where the grammar declares nothing of the name, the body is named as ever."""
    inside = of_type('<xs:sequence><xs:element name="b" type="xs:int"/></xs:sequence>')
    page = pages(schema(inside) + get(_response("200", '<representation mediaType="a/b" element="q"/>')))["get-a"]
    assert lines(page, "Media type") == ["Media type: ``a/b`` (element ``q``)"]


JSON_SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "list": {"type": "array", "items": {"$ref": "inner/item.json"}, "minItems": 1},
        "pair": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2},
        "few": {"type": "array", "items": {"type": "string"}, "maxItems": 3},
        "some": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 5},
        "many": {"type": "array", "items": {"type": "string"}, "minItems": 2},
        "one": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 1},
        "none": {"type": "array", "items": {"type": "string"}, "maxItems": 1},
        "either": {"oneOf": [{"type": "string", "format": "uri"}, {"type": "integer", "minimum": 1}]},
        "words": {"type": "object", "additionalProperties": {"type": "string"}},
        "marks": {"type": "object", "patternProperties": {"^m": {"type": "integer"}}},
    },
}


def test_json_schemas_in_words(tmp_path: Path) -> None:
    """A JSON Schema says how many items arrays have, what alternatives are, and which names are allowed; files are named from the WADL."""
    inside = post('<representation mediaType="application/json" json:describedby="schemas/all.json"/>')
    namespaces = f'xmlns="{NAMESPACE}" xmlns:json="http://wadl.dev.java.net/2009/02/json-schema"'
    (tmp_path / "schemas" / "inner").mkdir(parents=True)
    (tmp_path / "a.wadl").write_text(f"<application {namespaces}>{inside}</application>", encoding="utf-8")
    (tmp_path / "schemas" / "all.json").write_text(json.dumps(JSON_SCHEMA), encoding="utf-8")
    (tmp_path / "schemas" / "inner" / "item.json").write_text('{"properties": {"x": {"type": "string"}}}', encoding="utf-8")
    found = {page.path: page.text for page in wadl2rst.render(wadl2rst.load(tmp_path / "a.wadl"))}
    assert {name: cells[1] for name, cells in rows(found["post-a.rst"]).items()} == {
        "list[]": "At least one item.", "list[].x": "", "pair[]": "Exactly 2 items.", "few[]": "At most 3 items.",
        "some[]": "2 to 5 items.", "many[]": "At least 2 items.", "one[]": "Exactly one item.", "none[]": "At most one item.",
        "either": "One of: String (Format: uri), Integer (At least 1).",
        "words": "", "words.*": "Any name.", "marks": "", "marks.*": "Names match ^m.",
    }  # fmt: skip
    assert lines(found["types.rst"], "File:") == ["File: ``schemas/all.json``", "File: ``schemas/inner/item.json``"]
    assert str(tmp_path) not in "".join(found.values())


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", ["Eines von: b und c; d. 1 bis 5.", "Höchstens 9.", "Ein Vielfaches von 2."]),
        ("ja", ["次のいずれか: b と c; d. 1~5。", "9 以下。", "2 の倍数。"]),
    ],
)
def test_sentences_about_values_are_in_the_language_of_the_page(pages: Pages, tmp_path: Path, language: str, expected: list[str]) -> None:
    """Limits and choices are said in the language of the page, and in its order of words."""
    few, most = (
        f'<xs:simpleType><xs:restriction base="xs:int">{facets}</xs:restriction></xs:simpleType>'
        for facets in ('<xs:minInclusive value="1"/><xs:maxInclusive value="5"/>', '<xs:maxInclusive value="9"/>')
    )
    both = f'<xs:sequence><xs:element name="b">{few}</xs:element><xs:element name="c">{most}</xs:element></xs:sequence>'
    inside = of_type(f'<xs:choice>{both}<xs:element name="d" type="xs:int"/></xs:choice>')
    (tmp_path / "even.json").write_text('{"type": "object", "properties": {"n": {"type": "integer", "multipleOf": 2}}}')
    described = (
        '<representation mediaType="application/json" d:describedby="even.json" xmlns:d="http://wadl.dev.java.net/2009/02/json-schema"/>'
    )
    found = pages(schema(inside) + post(body() + described), lang=language)["post-a"]
    shown = rows(found)
    assert [shown[name][1] for name in ("a.b", "a.c", "n")] == expected


def test_the_text_of_a_body_precedes_its_table(pages: Pages) -> None:
    """What the WADL says about a body precedes the table and the sample of its schema."""
    inside = of_type('<xs:sequence><xs:element name="b" type="xs:int"/></xs:sequence>')
    page = pages(schema(inside) + post(body(inside="<doc>A thing.</doc>")))["post-a"]
    assert page.index("A thing.") < page.index("This table shows the body") < page.index("made from the schema")


def test_a_pattern_of_names_of_properties_is_shown(pages: Pages, tmp_path: Path) -> None:
    """A row for properties of any name says what their names must match."""
    text = '{"type": "object", "patternProperties": {"^x-": {"type": "integer"}}, "additionalProperties": false}'
    (tmp_path / "more.json").write_text(text)
    described = (
        '<representation mediaType="application/json" d:describedby="more.json" xmlns:d="http://wadl.dev.java.net/2009/02/json-schema"/>'
    )
    assert rows(pages(post(described))["post-a"])["*"] == ["Integer", "Names match ^x-."]


@pytest.mark.parametrize(
    ("base", "facets", "shown"),
    [
        ("<xs:list itemType='xs:double'/>", '<xs:minLength value="2"/><xs:maxLength value="3"/>', "2 to 3 items."),
        ("<xs:list itemType='xs:double'/>", '<xs:length value="1"/>', "Exactly one item."),
        ("<xs:restriction base='xs:hexBinary'/>", '<xs:length value="16"/>', "Exactly 16 bytes."),
        ("<xs:restriction base='xs:base64Binary'/>", '<xs:maxLength value="100"/>', "At most 100 bytes."),
        ("<xs:restriction base='xs:string'/>", '<xs:minLength value="1"/>', "At least one character."),
    ],
)
def test_lengths_have_the_unit_of_the_type(pages: Pages, base: str, facets: str, shown: str) -> None:
    """The length of a list is its number of items, and that of binary data its number of bytes."""
    inside = of_type('<xs:attribute name="v" type="V"/>') + (
        f'<xs:simpleType name="V"><xs:restriction><xs:simpleType>{base}</xs:simpleType>{facets}</xs:restriction></xs:simpleType>'
    )
    assert rows(pages(schema(inside) + post(body()))["post-a"])["a.@v"][1].endswith(shown)


def test_which_elements_a_wildcard_allows(pages: Pages) -> None:
    """The namespaces of a wildcard are named."""
    inside = of_type(
        '<xs:sequence><xs:element name="b"><xs:complexType><xs:sequence><xs:any namespace="urn:h ##local"/></xs:sequence>'
        '</xs:complexType></xs:element><xs:element name="c"><xs:complexType><xs:sequence><xs:any namespace="##targetNamespace"/>'
        "</xs:sequence></xs:complexType></xs:element></xs:sequence>"
    )
    found = rows(pages(schema(inside) + post(body()))["post-a"])
    assert found["a.b.*"][1] == "Any element of: urn:h, no namespace."
    assert found["a.c.*"][1] == "Any element of: the same namespace."


def test_names_of_other_namespaces(pages: Pages) -> None:
    """Elements of another namespace than the one around them, and qualified attributes, have their namespace in the description."""
    other = (
        f'<xs:schema xmlns:xs="{XS}" targetNamespace="urn:h" elementFormDefault="qualified"><xs:element name="b"><xs:complexType>'
        '<xs:sequence><xs:element name="c" type="xs:int"/></xs:sequence></xs:complexType></xs:element>'
        '<xs:attribute name="d" type="xs:int"/></xs:schema>'
    )
    inside = '<xs:import namespace="urn:h"/>' + of_type(
        '<xs:sequence><xs:element ref="h:b" xmlns:h="urn:h"/><xs:element name="e" form="unqualified"/></xs:sequence>'
        '<xs:attribute ref="h:d" xmlns:h="urn:h"/><xs:attribute name="f"/><xs:attribute ref="xml:lang"/>'
    )
    made = pages(schema(inside, more=other) + post(body()))
    expected = {
        "a": "", "a.@d": "Namespace: urn:h.", "a.@f": "", "a.@xml:lang": "", "a.b": "Namespace: urn:h.", "a.b.c": "", "a.e": "",
    }  # fmt: skip
    assert {name: row[1] for name, row in rows(made["post-a"]).items()} == expected
    assert rows(made["types"])["b"][1] == "Namespace: urn:h."


def test_users_of_a_type_inside_a_body_without_a_named_type(pages: Pages) -> None:
    """A type is used by operations whose bodies have it inside an anonymous type, too, and by those with a parameter of it."""
    inside = (
        '<xs:element name="a" type="A"/><xs:complexType name="A"><xs:sequence><xs:element name="k" type="xs:int"/></xs:sequence>'
        '</xs:complexType><xs:element name="b"><xs:complexType><xs:sequence><xs:element ref="a"/></xs:sequence></xs:complexType>'
        "</xs:element>"
        '<xs:element name="c"><xs:complexType><xs:sequence><xs:element ref="b"/></xs:sequence></xs:complexType></xs:element>'
        '<xs:simpleType name="P"><xs:annotation><xs:documentation>Said.</xs:documentation></xs:annotation>'
        '<xs:restriction base="xs:int"/></xs:simpleType>'
    )
    methods = "".join(
        f'<method name="{verb}" id="{verb.lower()}"><request><param name="p" style="query" type="g:P" xmlns:g="urn:g"/>{body(name)}'
        "</request></method>"
        for verb, name in (("POST", "g:b"), ("PUT", "g:c"), ("PATCH", "g:a"))
    )
    page = pages(schema(inside) + f'<resources base="http://x/"><resource path="a">{methods}</resource></resources>')["types"]
    users = [" ".join(line.split()) for line in lines(page, "Used by:")]
    assert users == ["Used by: :ref:`post <api-post>`, :ref:`put <api-put>`, :ref:`patch <api-patch>`"] * 2


def test_derived_types_are_no_part_of_their_base(pages: Pages) -> None:
    """A type that may stand for an abstract one is not called a part of it."""
    inside = of_type('<xs:sequence><xs:element name="b" type="B"/></xs:sequence>') + (
        '<xs:complexType name="B" abstract="true"/><xs:complexType name="C"><xs:complexContent><xs:extension base="B"/>'
        "</xs:complexContent></xs:complexType>"
    )
    page = pages(schema(inside) + post(body()))["types"]
    assert lines(page, "Derived from:") == ["Derived from: :ref:`B <api-type-B>`"]
    assert lines(page, "Part of:") == ["Part of: :ref:`A <api-type-A>`"]


def test_types_behind_an_element_in_several_types(pages: Pages) -> None:
    """A type in a global element without a named type is a part of all types that refer to this element."""
    inside = (
        of_type('<xs:sequence><xs:element ref="e"/><xs:element name="b" type="B"/></xs:sequence>')
        + '<xs:complexType name="B"><xs:sequence><xs:element ref="e"/></xs:sequence></xs:complexType>'
        '<xs:element name="e"><xs:complexType><xs:sequence><xs:element name="c" type="C"/></xs:sequence></xs:complexType></xs:element>'
        '<xs:complexType name="C"><xs:sequence><xs:element name="d" type="xs:int"/></xs:sequence></xs:complexType>'
    )
    page = pages(schema(inside) + post(body()))["types"]
    both = ":ref:`A <api-type-A>`, :ref:`B <api-type-B>`"
    assert lines(page, "Part of:") == [f"Part of: {both}", "Part of: :ref:`A <api-type-A>`"]


def test_a_head_that_blocks_substitution(pages: Pages) -> None:
    """An element that blocks substitution stands for itself alone."""
    inside = of_type('<xs:sequence><xs:element ref="h"/></xs:sequence>') + (
        '<xs:element name="h" type="xs:int" block="substitution"/><xs:element name="s" substitutionGroup="h"/>'
    )
    assert rows(pages(schema(inside) + post(body()))["post-a"])["a.h"] == ["Int (Required)", ""]


def test_special_attributes_of_xml(pages: Pages) -> None:
    """The attribute group of the namespace ``xml`` is known without its schema."""
    inside = '<xs:import namespace="http://www.w3.org/XML/1998/namespace"/>' + of_type('<xs:attributeGroup ref="xml:specialAttrs"/>')
    found = rows(pages(schema(inside) + post(body()))["post-a"])
    assert sorted(found) == ["a", "a.@xml:base", "a.@xml:id", "a.@xml:lang", "a.@xml:space"]


def test_parameters_named_by_their_last_part_are_matched_by_their_path(tmp_path: Path) -> None:
    """With ``param_names = "leaf"``, a parameter is still matched with the element at its path, not with one of the same name."""
    inside = of_type(
        '<xs:sequence><xs:element name="id" type="xs:int"/><xs:element name="b"><xs:complexType><xs:sequence>'
        '<xs:element name="id" type="xs:date"/></xs:sequence></xs:complexType></xs:element></xs:sequence>'
    )
    param = '<param name="id" style="plain" path="/g:a/b/id" xmlns:g="urn:g"><doc>Of b.</doc></param>'
    (tmp_path / "api.wadl").write_text(f'<application xmlns="{NAMESPACE}">{schema(inside)}{post(body(inside=param))}</application>')
    config = wadl2rst.Config(root=tmp_path, param_names="leaf")
    pages = {page.path: page.text for page in wadl2rst.render(wadl2rst.load(tmp_path / "api.wadl", config), config)}
    found = rows(pages["post-a.rst"])
    assert {name: row for name, row in found.items() if name.endswith("id")} == {
        "id": ["Date (Required)", "Of b."],
        "a.id": ["Int (Required)", ""],
    }


def test_values_that_a_type_keeps_have_their_documentation(pages: Pages) -> None:
    """A type that leaves only some values says about them what the type that it restricts says."""
    inside = of_type('<xs:attribute name="v" type="N"/>') + (
        '<xs:simpleType name="W"><xs:restriction base="xs:string"><xs:enumeration value="x"><xs:annotation><xs:documentation>The x.'
        '</xs:documentation></xs:annotation></xs:enumeration><xs:enumeration value="y"/></xs:restriction></xs:simpleType>'
        '<xs:simpleType name="N"><xs:restriction base="W"><xs:enumeration value="x"/></xs:restriction></xs:simpleType>'
    )
    assert rows(pages(schema(inside) + post(body()))["post-a"])["a.@v"][1] == "Allowed values: x: The x."


def test_a_type_without_content(pages: Pages) -> None:
    """The section of a type without elements, attributes and text says that it is empty."""
    assert "It is empty." in pages(schema(of_type("")) + post(body()))["types"].splitlines()


def test_choices_in_choices_are_one(pages: Pages) -> None:
    """A choice that is an alternative of another adds its own alternatives to that."""
    inside = of_type('<xs:choice><xs:choice><xs:element name="b"/><xs:element name="c"/></xs:choice><xs:element name="d"/></xs:choice>')
    found = rows(pages(schema(inside) + post(body()))["post-a"])
    assert [row[1] for row in found.values()] == ["", "One of: b, c, d.", "", ""]


def test_how_often_groups_occur(pages: Pages) -> None:
    """Limits on how often a group occurs are limits for what is in it."""
    inside = of_type(
        '<xs:sequence><xs:sequence maxOccurs="4"><xs:element name="b"/><xs:element name="c" maxOccurs="2"/></xs:sequence>'
        '<xs:sequence minOccurs="2" maxOccurs="2"><xs:element name="d"/></xs:sequence>'
        '<xs:choice minOccurs="0" maxOccurs="3"><xs:element name="e"/><xs:element name="f"/></xs:choice>'
        '<xs:sequence minOccurs="0" maxOccurs="unbounded"><xs:element name="g" maxOccurs="5"/></xs:sequence></xs:sequence>'
    )
    found = rows(pages(schema(inside) + post(body()))["post-a"])
    assert {name: row[1] for name, row in found.items()} == {
        "a": "",
        "a.b[]": "At most 4 times.",
        "a.c[]": "At most 8 times.",
        "a.d[]": "Exactly 2 times.",
        "a.e[]": "At most 3 of these, in any order: e, f. At most 3 times.",
        "a.f[]": "At most 3 times.",
        "a.g[]": "",
    }


def test_restrictions_of_the_members_of_a_union(pages: Pages) -> None:
    """What restricts the members of a union is shown, where these have no section of their own."""
    inside = of_type('<xs:attribute name="v" type="U"/>') + (
        '<xs:simpleType name="U"><xs:union memberTypes="P xs:int D"><xs:simpleType><xs:restriction base="xs:decimal">'
        '<xs:minInclusive value="3"/><xs:maxInclusive value="4"/></xs:restriction></xs:simpleType></xs:union></xs:simpleType>'
        '<xs:simpleType name="P"><xs:restriction base="xs:string"><xs:pattern value="[0-9]+%"/></xs:restriction></xs:simpleType>'
        '<xs:simpleType name="D"><xs:annotation><xs:documentation>Said.</xs:documentation></xs:annotation>'
        '<xs:restriction base="xs:string"><xs:maxLength value="9"/></xs:restriction></xs:simpleType>'
    )
    found = rows(pages(schema(inside) + post(body()))["post-a"])
    assert found["a.@v"][1] == "One of: P (Pattern: [0-9]+%), Int, D, Decimal (3 to 4)."
