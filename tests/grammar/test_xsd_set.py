"""XML Schema: several schema documents, and faults in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.grammar.xsd_reading import SHOP, Folder, elements, schema, wadl
from wadl2rst.diagnostics import MessageCode
from wadl2rst.wadl.components import SimpleType, TypeName

PLAIN = ""
"""The attributes of a schema without a target namespace."""
PART = "urn:example:part"
IN_PART = f'targetNamespace="{PART}" xmlns="{PART}" elementFormDefault="qualified"'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.chdir(tmp_path)
    return Folder(tmp_path)


def order(*names: str) -> str:
    """A global element ``order`` with an element of each of these types, named after it."""
    children = "".join(f'<xs:element name="{name.rpartition(":")[2].lower()}" type="{name}"/>' for name in names)
    return f'<xs:element name="order"><xs:complexType><xs:sequence>{children}</xs:sequence></xs:complexType></xs:element>\n'


def test_case_9_chameleon_include_takes_the_namespace(folder: Folder) -> None:
    """A schema without a namespace has that of the schema that includes it, also in its own references and includes."""
    read = folder.read(
        '<xs:include schemaLocation="common.xsd"/>' + order("Address"),
        files={
            "common.xsd": schema(
                '<xs:include schemaLocation="more.xsd"/><xs:complexType name="Address"><xs:sequence><xs:element name="zip" type="Zip"/>'
                '<xs:element ref="note"/></xs:sequence></xs:complexType>',
                'elementFormDefault="qualified"',
            ),
            "more.xsd": schema(
                '<xs:simpleType name="Zip"><xs:restriction base="xs:token"/></xs:simpleType><xs:element name="note"/>', PLAIN
            ),
        },
    )
    assert read.below() == ["address"]
    assert read.simple("Zip").builtin == "token"
    assert [child.namespace for child in elements(read.complex("Address").content)] == [SHOP, SHOP]
    assert read.lines == []


def test_case_9_one_chameleon_serves_several_namespaces(folder: Folder) -> None:
    """The same file may be included into several namespaces, and has components in each of them."""
    include = '<xs:include schemaLocation="common.xsd"/>'
    common = '<xs:complexType name="Money"><xs:sequence><xs:element name="amount" type="Amount"/></xs:sequence></xs:complexType>'
    amount = '<xs:simpleType name="Amount"><xs:restriction base="xs:decimal"/></xs:simpleType>'
    read = folder.read(
        f'<xs:import namespace="{PART}" schemaLocation="part.xsd"/>' + include + order("Money", "p:Money"),
        files={"part.xsd": schema(include, IN_PART), "common.xsd": schema(common + amount, PLAIN)},
        document=wadl(),
    )
    assert read.lines == ["shop.xsd:2: the prefix of type p:Money is not declared"]
    text = schema(
        f'<xs:import namespace="{PART}" schemaLocation="part.xsd"/>' + include + order("Money", "p:Money"),
        f'targetNamespace="{SHOP}" xmlns="{SHOP}" xmlns:p="{PART}"',
    )
    read = folder.read(files={"shop.xsd": text})
    assert {name for name in read.grammar.types if name.name == "Amount"} == {TypeName(SHOP, "Amount"), TypeName(PART, "Amount")}
    assert read.lines == []


def test_case_10_include_of_another_namespace(folder: Folder) -> None:
    """A schema of another namespace that is included is read under its own, with a warning."""
    text = schema('<xs:include schemaLocation="part.xsd"/>' + order("p:Part"), f'targetNamespace="{SHOP}" xmlns:p="{PART}"')
    read = folder.read(files={"shop.xsd": text, "part.xsd": schema('<xs:complexType name="Part"/>', IN_PART)})
    assert read.complex("Part", PART).content is None
    assert read.lines == [f"shop.xsd:2: the included schema part.xsd has the target namespace {PART}, which is kept; import it instead"]


def test_case_11_import_without_a_location(folder: Folder) -> None:
    """An import without a location means another schema of the same grammars."""
    text = schema(f'<xs:import namespace="{PART}"/>' + order("p:Part"), f'targetNamespace="{SHOP}" xmlns:p="{PART}"')
    part = schema('<xs:complexType name="Part"><xs:attribute name="id"/></xs:complexType>', IN_PART)
    read = folder.read(document=wadl(text + part))
    assert [use.name for use in read.complex("Part", PART).attributes] == ["id"]
    assert read.lines == []


def test_case_11_an_import_that_is_missing_but_not_needed(folder: Folder) -> None:
    """The location of an import does not matter if the grammars have its namespace anyway; else it is reported where it stands."""
    text = schema(
        f'<xs:import namespace="{PART}" schemaLocation="gone.xsd"/>\n' + order("p:Part"), f'targetNamespace="{SHOP}" xmlns:p="{PART}"'
    )
    part = schema('<xs:complexType name="Part"/>', IN_PART)
    assert folder.read(document=wadl(text + part)).lines == []
    read = folder.read(document=wadl(), files={"shop.xsd": text})
    assert read.lines == ["shop.xsd:2: grammar gone.xsd not found"]
    assert read.below() == ["part"]


def test_case_11_two_schemas_of_one_namespace(folder: Folder) -> None:
    """Schemas of one namespace in one WADL count as one."""
    read = folder.read(
        document=wadl(schema(order("Part")) + schema('<xs:simpleType name="Part"><xs:list itemType="xs:int"/></xs:simpleType>'))
    )
    assert read.simple("Part").item == SimpleType(builtin="int")
    assert read.lines == []


def test_case_12_the_same_component_twice(folder: Folder) -> None:
    """The same declaration in two files is silent, whatever its prefixes and its documentation."""
    again = (
        f'<p:simpleType name="Id" xmlns:p="http://www.w3.org/2001/XMLSchema"><p:annotation><p:documentation>Again.</p:documentation>'
        f'</p:annotation><p:restriction base="q:Key" xmlns:q="{SHOP}"/></p:simpleType>'
    )
    read = folder.read(
        '<xs:include schemaLocation="other.xsd"/>' + order("Id") + '<xs:simpleType name="Key"/>'
        '<xs:simpleType name="Id"><xs:restriction base="Key"/></xs:simpleType>',
        files={"other.xsd": schema(again)},
    )
    assert read.lines == []


def test_case_12_different_components_of_one_name(folder: Folder) -> None:
    """Of two declarations that differ, the first counts, with a warning that has a common cause for a pair of files."""
    kind = '<xs:simpleType name="%s"><xs:restriction base="xs:%s"/></xs:simpleType>'
    read = folder.read(
        order("Id", "Key") + kind % ("Id", "int") + kind % ("Key", "int") + '\n<xs:include schemaLocation="other.xsd"/>',
        files={"other.xsd": schema(kind % ("Id", "date") + kind % ("Key", "date"))},
    )
    assert (read.simple("Id").builtin, read.simple("Key").builtin) == ("int", "int")
    assert [item.code for item in read.said] == [MessageCode.BAD_SCHEMA] * 2
    assert read.lines[0] == (
        f"other.xsd:2: type Id of namespace {SHOP} is declared twice, in different ways; the first declaration counts (shop.xsd:3)"
    )
    assert read.said[0].cause == read.said[1].cause != ""


def test_cyclic_includes_end(folder: Folder) -> None:
    """Schemas that include and import each other are read once each."""
    read = folder.read(
        '<xs:include schemaLocation="a.xsd"/>' + order("A"),
        files={
            "a.xsd": schema(
                f'<xs:include schemaLocation="shop.xsd"/><xs:import namespace="{PART}" schemaLocation="b.xsd"/><xs:simpleType name="A"/>'
            ),
            "b.xsd": schema(f'<xs:import namespace="{SHOP}" schemaLocation="a.xsd"/><xs:include schemaLocation="b.xsd"/>', IN_PART),
        },
    )
    assert read.below() == ["a"]
    assert sorted(read.files) == ["a.xsd", "api.wadl", "b.xsd", "shop.xsd"]
    assert read.lines == []


def test_redefine_replaces_types_and_groups(folder: Folder) -> None:
    """A redefined type is derived from the original of the same name; a redefined group contains the original."""
    read = folder.read(
        '<xs:redefine schemaLocation="base.xsd"><xs:complexType name="Person"><xs:complexContent><xs:extension base="Person"><xs:sequence>'
        '<xs:element name="age"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>'
        '<xs:group name="g"><xs:sequence><xs:group ref="g"/><xs:element name="y"/></xs:sequence></xs:group></xs:redefine>'
        '<xs:element name="order"><xs:complexType><xs:sequence><xs:element ref="person"/><xs:group ref="g"/></xs:sequence></xs:complexType>'
        "</xs:element>",
        files={
            "base.xsd": schema(
                '<xs:complexType name="Person"><xs:sequence><xs:element name="name"/></xs:sequence></xs:complexType>'
                '<xs:element name="person" type="Person"/><xs:group name="g"><xs:sequence><xs:element name="x"/></xs:sequence></xs:group>'
            )
        },
    )
    assert read.below() == ["person", "x", "y"]
    person = read.complex("Person")
    assert [use.name for use in elements(person.content)] == ["name", "age"]
    assert person.base is None
    assert read.lines == []


def test_case_24_misspelt_and_misplaced_elements(folder: Folder) -> None:
    """What XML Schema does not have at a place is ignored, with one message for each file and kind; the rest is read."""
    read = folder.read(
        '<xs:element name="order"><xs:complexType>\n<xs:sequence><xs:element name="a"/>stray\n<xs:atribute name="x"/></xs:sequence>\n'
        '<xs:atrribute name="b"/>\n<xs:atrribute name="c"/>\n<xs:attribute name="d"/>\n'
        '<o:note xmlns:o="urn:o"/></xs:complexType></xs:element>'
    )
    assert read.below() == ["a", "@d"]
    assert {item.code for item in read.said} == {MessageCode.BAD_SCHEMA}
    assert sorted(read.lines) == [
        "shop.xsd:3: text between the elements of 'sequence' is ignored",
        "shop.xsd:4: XML Schema has no element 'atribute' in 'sequence'; it is ignored",
        "shop.xsd:5: XML Schema has no element 'atrribute' in 'complexType'; did you mean 'attribute'?",
        "shop.xsd:8: 'note' in 'complexType' is not in the namespace of XML Schema; it is ignored",
    ]


def test_case_24_parts_without_a_name(folder: Folder) -> None:
    """A component, an element or an attribute without a name is ignored."""
    read = folder.read(
        '<xs:complexType/>\n<xs:element name="order"><xs:complexType><xs:sequence>\n<xs:element type="xs:int"/><xs:group/></xs:sequence>\n'
        "<xs:attribute/></xs:complexType></xs:element>"
    )
    assert read.below() == []
    assert sorted(read.lines) == [
        "shop.xsd:2: this 'complexType' has no name; it is ignored",
        "shop.xsd:4: this 'element' has neither 'name' nor 'ref'; it is ignored",
        "shop.xsd:4: this 'group' has no 'ref'; it is ignored",
        "shop.xsd:5: this 'attribute' has neither 'name' nor 'ref'; it is ignored",
    ]


def test_what_version_1_1_has_more_is_passed_over_silently(folder: Folder) -> None:
    """Alternatives, assertions and open content need no message."""
    read = folder.read(
        '<xs:defaultOpenContent><xs:any/></xs:defaultOpenContent><xs:element name="order"><xs:complexType><xs:openContent><xs:any/>'
        '</xs:openContent><xs:sequence><xs:element name="a"><xs:alternative test="@x" type="xs:int"/><xs:key name="k"/></xs:element>'
        '</xs:sequence><xs:assert test="a"/></xs:complexType></xs:element><xs:notation name="n"/>'
    )
    assert read.below() == ["a"]
    assert read.lines == []


def test_a_name_without_a_prefix_is_looked_for_in_the_target_namespace(folder: Folder) -> None:
    """Where the namespace of XML Schema is the default one, a type without a prefix can only be one of the schema."""
    text = (
        f'<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="{SHOP}"><element name="order" type="Part"/>'
        '<complexType name="Part"><attribute name="id" type="string"/></complexType></schema>'
    )
    read = folder.read(files={"shop.xsd": text})
    assert read.below() == ["@id"]
    assert read.lines == []


def test_a_file_that_is_not_a_schema(folder: Folder) -> None:
    """An include of a document that is no XML Schema is ignored."""
    read = folder.read('<xs:include schemaLocation="page.xsd"/>' + order("Part"), files={"page.xsd": "<html/>"})
    assert read.lines[0] == "shop.xsd:2: page.xsd is not an XML Schema: its root is 'html'; it is ignored"
