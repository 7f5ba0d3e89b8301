"""XML Schema: the content of complex types, and elements."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.grammar.xsd_reading import SHOP, XS, Folder, Read, below, elements, schema, shape, wadl
from wadl2rst.source.tree import QName
from wadl2rst.wadl.components import ComplexType, ElementUse, ModelGroup, SimpleType, TypeName, Wildcard


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.chdir(tmp_path)
    return Folder(tmp_path)


def order(content: str, other: str = "") -> str:
    """A global element ``order`` of an anonymous type with this content, and other components."""
    return f'<xs:element name="order"><xs:complexType>{content}</xs:complexType></xs:element>\n{other}'


def model(read: Read) -> str:
    """The content model of the element ``order``."""
    kind = read.grammar.type(read.root().type)
    assert isinstance(kind, ComplexType)
    return shape(kind.content)


def test_occurrences_and_groups_are_as_written(folder: Folder) -> None:
    """A content model has the groups of the schema, each with its occurrences; what may not occur is left out."""
    read = folder.read(
        order(
            '<xs:sequence><xs:element name="a"/><xs:element name="b" minOccurs="0"/><xs:element name="c" maxOccurs="unbounded"/>'
            '<xs:element name="gone" minOccurs="0" maxOccurs="0"/><xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="d"/>'
            '<xs:element name="e" minOccurs="2" maxOccurs="1000"/></xs:choice></xs:sequence>'
        )
    )
    assert model(read) == "(a, b?, c+, (d | e{2,1000})*)"
    assert read.lines == []


def test_all_allows_any_order(folder: Folder) -> None:
    """An ``all`` is kept as such."""
    assert model(folder.read(order('<xs:all><xs:element name="a"/><xs:element name="b" minOccurs="0"/></xs:all>'))) == "(a & b?)"


def test_an_empty_branch_makes_a_choice_optional(folder: Folder) -> None:
    """A choice with a branch without elements may be empty."""
    assert model(folder.read(order('<xs:choice><xs:sequence/><xs:element name="a"/></xs:choice>'))) == "(a)?"


def test_case_17_repeated_choice_with_mixed_content(folder: Folder) -> None:
    """A mixed type has a mark, and its repeated choice stays one."""
    content = '<xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="b"/><xs:element name="i"/></xs:choice>'
    read = folder.read(f'<xs:element name="order"><xs:complexType mixed="true">{content}</xs:complexType></xs:element>')
    kind = read.root().type
    assert isinstance(kind, ComplexType)
    assert (kind.is_mixed, shape(kind.content)) == (True, "(b | i)*")


def test_a_group_takes_the_occurrences_of_its_reference(folder: Folder) -> None:
    """A reference to a group stands for the content of the group, as a group of its own with the occurrences of the reference."""
    groups = '<xs:group name="g"><xs:sequence><xs:element name="a"/><xs:element name="b"/></xs:sequence></xs:group>'
    content = '<xs:sequence><xs:group ref="g" minOccurs="0"/><xs:group ref="g"/><xs:element name="c"/></xs:sequence>'
    assert model(folder.read(order(content, groups))) == "((a, b)?, (a, b), c)"


def test_extension_has_the_content_and_attributes_of_its_base_first(folder: Folder) -> None:
    """An extended type has what its base has, before what it adds; it knows its base."""
    read = folder.read(
        '<xs:element name="order" type="Special"/>'
        '<xs:complexType name="Base"><xs:sequence><xs:element name="a"/></xs:sequence><xs:attribute name="x"/>'
        "<xs:anyAttribute/></xs:complexType>"
        '<xs:complexType name="Special"><xs:complexContent><xs:extension base="Base"><xs:sequence><xs:element name="b"/></xs:sequence>'
        '<xs:attribute name="y"/></xs:extension></xs:complexContent></xs:complexType>'
    )
    assert read.below() == ["a", "b", "@x", "@y"]
    assert read.complex("Special").base == TypeName(SHOP, "Base")
    assert read.complex("Special").any_attribute is not None
    assert TypeName(SHOP, "Base") in read.grammar.types


def test_case_16_prohibited_attributes_are_removed(folder: Folder) -> None:
    """A restriction has its own content, and the attributes of its base without those that it prohibits."""
    read = folder.read(
        '<xs:element name="order" type="Short"/>'
        '<xs:complexType name="Full"><xs:sequence><xs:element name="a"/><xs:element name="b" minOccurs="0"/></xs:sequence>'
        '<xs:attribute name="id" type="xs:int"/><xs:attribute name="note"/><xs:attribute name="date"/></xs:complexType>'
        '<xs:complexType name="Short"><xs:complexContent><xs:restriction base="Full"><xs:sequence><xs:element name="a"/></xs:sequence>'
        '<xs:attribute name="note" use="prohibited"/><xs:attribute name="id" type="xs:int" use="required"/></xs:restriction>'
        "</xs:complexContent></xs:complexType>"
    )
    assert read.below() == ["a", "@id", "@date"]
    assert [use.is_required for use in read.complex("Short").attributes] == [True, False]


def test_case_27_simple_content_has_text_and_attributes(folder: Folder) -> None:
    """An element with text and attributes has the type of the text; a restriction of it has narrower text."""
    read = folder.read(
        order('<xs:sequence><xs:element name="price" type="Price"/><xs:element name="small" type="Small"/></xs:sequence>')
        + '<xs:complexType name="Price"><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="currency" use="required"/>'
        "</xs:extension></xs:simpleContent></xs:complexType>"
        '<xs:complexType name="Small"><xs:simpleContent><xs:restriction base="Price"><xs:maxInclusive value="9.50"/></xs:restriction>'
        "</xs:simpleContent></xs:complexType>"
    )
    price, small = read.complex("Price"), read.complex("Small")
    assert (price.text, price.content) == (SimpleType(builtin="decimal"), None)
    assert isinstance(small.text, SimpleType)
    assert (small.text.builtin, small.text.facets.maximum) == ("decimal", "9.50")
    assert [use.name for use in small.attributes] == ["currency"]


def test_case_13_twins_for_two_versions_of_xml_schema_are_one(folder: Folder) -> None:
    """Of two parts for processors of different versions, that for version 1.1 counts."""
    versions = 'xmlns:vc="http://www.w3.org/2007/XMLSchema-versioning"'
    read = folder.read(
        order(
            f'<xs:sequence {versions}><xs:element name="a" type="xs:int" vc:minVersion="1.1"/>'
            '<xs:element name="a" type="xs:string" vc:maxVersion="1.1"/><xs:element name="later" vc:minVersion="1.2"/>'
            '<xs:any namespace="##other" vc:minVersion="1.1"/></xs:sequence><xs:assert test="a" vc:minVersion="1.1" '
            f"{versions}/>"
        )
    )
    assert model(read) == "(a, any)"
    assert read.child("a").type == SimpleType(builtin="int")
    assert read.lines == []


def test_case_14_direct_recursion_is_a_reference_by_name(folder: Folder) -> None:
    """Types that contain each other refer to each other by name, each expanded once."""
    read = folder.read(
        '<xs:element name="order" type="Image"/>'
        '<xs:complexType name="Image"><xs:sequence><xs:element name="server" type="Server"/></xs:sequence></xs:complexType>'
        '<xs:complexType name="Server"><xs:sequence><xs:element name="image" type="Image"/></xs:sequence></xs:complexType>'
    )
    image, server = TypeName(SHOP, "Image"), TypeName(SHOP, "Server")
    assert set(read.grammar.types) == {image, server}
    assert [use.type for use in elements(read.complex("Server").content)] == [image]


def test_case_14_recursion_of_anonymous_types(folder: Folder) -> None:
    """An anonymous type that contains itself gets the name of its element; if a type has that name, one of its own."""
    content = '<xs:sequence><xs:element ref="order" minOccurs="0"/></xs:sequence>'
    read = folder.read(order(content, '<xs:complexType name="other"/>'))
    assert read.root().type == TypeName(SHOP, "order")
    assert read.below() == ["order"]
    assert read.child("order").type == TypeName(SHOP, "order")
    read = folder.read(order(content, '<xs:complexType name="order"/>'))
    assert read.root().type == TypeName(SHOP, "order (2)")
    assert read.below() == ["order"]


def test_case_14_recursion_through_groups(folder: Folder) -> None:
    """A group may hold an element that has the group again; a group that is directly in itself is a fault."""
    group = (
        '<xs:group name="parts"><xs:sequence><xs:element name="part"><xs:complexType><xs:group ref="parts" minOccurs="0"/></xs:complexType>'
        "</xs:element></xs:sequence></xs:group>"
    )
    read = folder.read(order('<xs:group ref="parts"/>', group))
    assert read.below() == ["part"]
    assert read.child("part").type == TypeName(SHOP, "part")
    assert below(read.grammar, read.child("part").type) == ["part"]
    assert read.lines == []
    circle = '<xs:group name="parts"><xs:sequence><xs:element name="a"/><xs:group ref="parts"/></xs:sequence></xs:group>'
    read = folder.read(order('<xs:group ref="parts"/>', circle))
    assert read.below() == ["a"]
    assert read.lines == ["shop.xsd:3: group parts refers back to itself; that reference is ignored"]


def test_case_14_recursion_through_substitution_groups(folder: Folder) -> None:
    """An element that may stand for its parent ends the expansion."""
    read = folder.read(
        '<xs:element name="order" type="Node"/><xs:element name="leaf" type="Node" substitutionGroup="order"/>'
        '<xs:complexType name="Node"><xs:sequence><xs:element ref="order" maxOccurs="unbounded"/></xs:sequence></xs:complexType>'
    )
    assert read.child("order").substitutes == (QName(SHOP, "leaf"),)
    assert set(read.grammar.types) == {TypeName(SHOP, "Node")}


def test_case_14_an_anonymous_type_may_extend_the_type_around_it(folder: Folder) -> None:
    """A type that contains an anonymous extension of itself is expanded: the extension gets a name."""
    read = folder.read(
        '<xs:element name="order" type="Node"/><xs:complexType name="Node"><xs:sequence>'
        '<xs:element name="child" minOccurs="0"><xs:complexType>'
        '<xs:complexContent><xs:extension base="Node"><xs:sequence><xs:element name="extra"/></xs:sequence></xs:extension>'
        "</xs:complexContent>"
        "</xs:complexType></xs:element></xs:sequence></xs:complexType>"
    )
    assert read.below() == ["child"]
    assert below(read.grammar, read.child("child").type) == ["child", "extra"]
    assert read.lines == []


def test_circular_derivation_ends_with_a_warning(folder: Folder) -> None:
    """A type that is derived from itself loses its base, with a message."""
    step = (
        '<xs:complexType name="%s"><xs:complexContent><xs:extension base="%s"><xs:sequence><xs:element name="%s"/></xs:sequence>'
        "</xs:extension></xs:complexContent></xs:complexType>\n"
    )
    read = folder.read('<xs:element name="order" type="A"/>\n' + step % ("A", "B", "a") + step % ("B", "A", "b"))
    assert read.below() == ["b", "a"]
    assert read.lines == ["shop.xsd:4: complex type B is derived from itself; its base is ignored"]
    assert (read.complex("A").base, read.complex("B").base) == (TypeName(SHOP, "B"), None)


def test_case_15_an_element_of_20_000_rows_is_expanded_at_once(folder: Folder) -> None:
    """Types that hold each other in every combination are expanded once each, not once for each path to them."""
    types = "".join(
        f'<xs:complexType name="T{level}"><xs:sequence>'
        + "".join(f'<xs:element name="e{number}" type="T{level + 1}"/>' for number in range(12))
        + "</xs:sequence></xs:complexType>\n"
        for level in range(6)
    )
    start = time.process_time()
    read = folder.read('<xs:element name="order" type="T0"/>' + types + '<xs:complexType name="T6"/>')
    assert len(read.grammar.types) == 7
    assert len(read.below()) == 12
    assert time.process_time() - start < 5  # a row for each path would be three million


def test_long_chains_of_references_end(folder: Folder) -> None:
    """Chains of anonymous types, of derivations and of groups that are longer than Python's stack are read."""
    numbers = range(3000)
    element = '<xs:element name="e%d"><xs:complexType><xs:sequence><xs:element ref="e%d"/></xs:sequence></xs:complexType></xs:element>'
    derived = '<xs:complexType name="T%d"><xs:complexContent><xs:extension base="T%d"/></xs:complexContent></xs:complexType>'
    group = '<xs:group name="g%d"><xs:sequence><xs:element name="x%d"/><xs:group ref="g%d"/></xs:sequence></xs:group>'
    read = folder.read(
        order('<xs:sequence><xs:element ref="e0"/><xs:element name="t" type="T0"/><xs:group ref="g0"/></xs:sequence>')
        + "".join(element % (number, number + 1) for number in numbers)
        + "".join(derived % (number, number + 1) for number in numbers)
        + "".join(group % (number, number, number + 1) for number in numbers)
        + '<xs:element name="e3000"/><xs:complexType name="T3000"/><xs:group name="g3000"/>'
    )
    assert len(read.grammar.elements) == 3002
    assert sum(name.name.startswith("T") for name in read.grammar.types) == 3001
    assert [line.partition(": ")[2] for line in read.lines] == [
        "more than 48 groups are nested in each other; their content is ignored",
        "a complex type is derived in more than 32 steps; what it inherits is ignored",
    ]


def test_case_18_substitution_group_with_an_abstract_head(folder: Folder) -> None:
    """A head knows the elements that may stand for it, also those of other namespaces and those further down."""
    read = folder.read(
        order('<xs:sequence><xs:element ref="item" maxOccurs="unbounded"/></xs:sequence>')
        + '<xs:element name="item" type="xs:string" abstract="true"/><xs:element name="book" substitutionGroup="item"/>'
        '<xs:element name="media" abstract="true" substitutionGroup="item"/>'
        '<xs:import namespace="urn:example:music" schemaLocation="music.xsd"/>',
        files={
            "music.xsd": schema(
                '<xs:element name="disc" type="xs:token" substitutionGroup="s:media"/>',
                f'targetNamespace="urn:example:music" xmlns:s="{SHOP}"',
            )
        },
    )
    item = read.child("item")
    disc = QName("urn:example:music", "disc")
    assert (item.is_abstract, item.maximum) == (True, None)
    assert item.substitutes == (QName(SHOP, "book"), disc)
    assert read.grammar.elements[disc].type == SimpleType(builtin="token")
    assert read.grammar.elements[QName(SHOP, "book")].type == SimpleType(builtin="string")  # that of its head


def test_abstract_types_know_what_is_derived_from_them(folder: Folder) -> None:
    """An abstract type names the types that documents use instead."""
    extension = '<xs:complexType name="%s"><xs:complexContent><xs:extension base="%s"/></xs:complexContent></xs:complexType>'
    abstract = extension.replace("<xs:complexType", '<xs:complexType abstract="true"')
    read = folder.read(
        '<xs:element name="order" type="Pet"/><xs:complexType name="Pet" abstract="true"/>'
        + abstract % ("Furry", "Pet")
        + extension % ("Cat", "Furry")
        + extension % ("Fish", "Pet")
    )
    assert read.complex("Pet").derived == (TypeName(SHOP, "Cat"), TypeName(SHOP, "Fish"))
    assert read.complex("Cat").base == TypeName(SHOP, "Furry")


@pytest.mark.parametrize(
    ("form", "local", "expected"),
    [("qualified", "", SHOP), ("unqualified", "", ""), ("unqualified", 'form="qualified"', SHOP), ("qualified", 'form="unqualified"', "")],
)
def test_case_19_qualified_and_unqualified_local_elements(folder: Folder, form: str, local: str, expected: str) -> None:
    """A local element is in the target namespace only if the schema or it says so; a global one always is."""
    content = f'<xs:sequence><xs:element name="a" {local}/><xs:element ref="b"/></xs:sequence><xs:attribute name="c" {local}/>'
    text = schema(order(content, '<xs:element name="b"/>'), f'targetNamespace="{SHOP}" xmlns="{SHOP}" elementFormDefault="{form}"')
    read = folder.read(files={"shop.xsd": text})
    assert (read.root().namespace, read.child("a").namespace, read.child("b").namespace) == (SHOP, expected, SHOP)
    kind = read.root().type
    assert isinstance(kind, ComplexType)
    assert kind.attributes[0].namespace == (SHOP if local == 'form="qualified"' else "")


def test_case_20_wildcards(folder: Folder) -> None:
    """``any`` and ``anyAttribute`` keep their namespaces, how they are processed and how often they occur."""
    read = folder.read(
        order(
            '<xs:sequence><xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/><xs:any/></xs:sequence>'
            '<xs:anyAttribute namespace=" urn:a\n urn:b "/>'
        )
    )
    kind = read.root().type
    assert isinstance(kind, ComplexType)
    assert isinstance(kind.content, ModelGroup)
    assert kind.content.children == (Wildcard(namespaces="##other", process="lax", minimum=0, maximum=None), Wildcard())
    assert kind.any_attribute == Wildcard(namespaces="urn:a urn:b")


def test_case_22_attributes_of_the_namespace_xml_are_built_in(folder: Folder) -> None:
    """``xml:lang`` and the like need no schema: neither their import nor a reference to them gives a message."""
    content = '<xs:attribute ref="xml:lang" use="required"/><xs:attribute ref="xml:base"/>'
    xml = '<xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="xml.xsd"/>'
    read = folder.read(xml + order(content))
    kind = read.root().type
    assert isinstance(kind, ComplexType)
    assert [(use.name, use.type, use.is_required) for use in kind.attributes] == [
        ("xml:lang", SimpleType(builtin="language"), True),
        ("xml:base", SimpleType(builtin="anyURI"), False),
    ]
    assert read.lines == []


def test_case_23_an_element_without_a_type_is_anything(folder: Folder) -> None:
    """An element that names no type is of the type ``anyType``, an attribute of the type ``anySimpleType``."""
    read = folder.read(order('<xs:sequence><xs:element name="a"/></xs:sequence><xs:attribute name="b"/>'))
    assert read.child("a").type == SimpleType(builtin="anyType")
    assert read.attribute_type("b") == SimpleType(builtin="anySimpleType")


def test_case_26_a_built_in_type_under_the_prefix_of_another_namespace(folder: Folder) -> None:
    """A name of XML Schema under the prefix ``xs`` or ``xsd`` is built in, whatever namespace the prefix has, or if it has none."""
    bound = '<xs:element name="a" type="xsd:dateTime" xmlns:xsd="urn:example:other"/>'
    read = folder.read(
        order(f'<xs:sequence>{bound}<xs:element name="b" type="xsd:int"/><xs:element name="c" type="xsd:Int"/></xs:sequence>')
    )
    assert read.child("a").type == SimpleType(builtin="dateTime")
    assert read.child("b").type == SimpleType(builtin="int")
    assert read.lines == ["shop.xsd:2: the prefix of type xsd:Int is not declared"]


@pytest.mark.parametrize("namespace", ["http://www.w3.org/1999/XMLSchema", "http://www.w3.org/2000/10/XMLSchema"])
def test_types_of_drafts_of_xml_schema_are_built_in(folder: Folder, namespace: str) -> None:
    """The namespaces that XML Schema had before are known too."""
    read = folder.read(order(f'<xs:sequence><xs:element name="a" type="d:timeInstant" xmlns:d="{namespace}"/></xs:sequence>'))
    assert read.child("a").type == SimpleType(builtin="timeInstant")


def test_attribute_groups_are_replaced_by_their_attributes(folder: Folder) -> None:
    """The attributes of a group, and of groups in it, are those of the type; a group in itself is a fault."""
    groups = (
        '<xs:attributeGroup name="g"><xs:attribute name="a"/><xs:attributeGroup ref="h"/></xs:attributeGroup>\n'
        '<xs:attributeGroup name="h"><xs:attribute name="b"/><xs:attributeGroup ref="g"/><xs:anyAttribute/></xs:attributeGroup>'
    )
    read = folder.read(order('<xs:attribute name="c"/><xs:attributeGroup ref="g"/>', groups))
    assert read.below() == ["@c", "@a", "@b"]
    assert read.lines == ["shop.xsd:4: attribute group g refers back to itself; that reference is ignored"]


def test_values_of_elements_and_attributes(folder: Folder) -> None:
    """Default and fixed values, nillable, and the documentation of a global attribute reach the use."""
    read = folder.read(
        order('<xs:sequence><xs:element name="a" default="1" nillable="true"/></xs:sequence><xs:attribute ref="b" fixed="2"/>')
        + '<xs:attribute name="b" type="xs:int" default="3"/>'
    )
    kind = read.root().type
    assert isinstance(kind, ComplexType)
    assert (read.child("a").default, read.child("a").is_nillable) == ("1", True)
    assert (kind.attributes[0].fixed, kind.attributes[0].namespace, kind.attributes[0].type) == ("2", SHOP, SimpleType(builtin="int"))


def test_only_what_the_wadl_needs_is_expanded(folder: Folder) -> None:
    """Types that nothing refers to are not in the grammar, and their faults are not reported."""
    read = folder.read(
        order('<xs:sequence><xs:element name="a" type="A"/></xs:sequence>')
        + '<xs:simpleType name="A"/><xs:complexType name="Unused"><xs:sequense/></xs:complexType><xs:element name="unused"/>'
    )
    assert set(read.grammar.types) == {TypeName(SHOP, "A")}
    assert set(read.grammar.elements) == {QName(SHOP, "order")}
    assert read.lines == []


def test_every_reference_leads_to_an_element_of_the_grammar(folder: Folder) -> None:
    """What an element refers to, and what may stand for it, is in the grammar; an element that nothing declares has no reference."""
    read = folder.read(
        order('<xs:sequence><xs:element ref="a"/><xs:element ref="b"/></xs:sequence>')
        + '<xs:element name="a"/><xs:element name="c" substitutionGroup="a"/>'
    )
    assert set(read.grammar.elements) == {QName(SHOP, "order"), QName(SHOP, "a"), QName(SHOP, "c")}
    assert read.child("b") == ElementUse(name="b", namespace=SHOP, type=SimpleType(builtin="anyType"))
    assert read.lines == [f"shop.xsd:2: no element has the name b in namespace {SHOP}"]


def test_an_unknown_type_keeps_its_name(folder: Folder) -> None:
    """A type that nothing declares is named; of a namespace that is not at hand, nothing is said."""
    other = 'xmlns:o="urn:example:other"'
    read = folder.read(order(f'<xs:sequence {other}><xs:element name="a" type="Gone"/><xs:element name="b" type="o:Far"/></xs:sequence>'))
    assert read.grammar.type(read.child("a").type) == SimpleType(name=TypeName(SHOP, "Gone"))
    assert read.child("b").type == TypeName("urn:example:other", "Far")
    assert read.lines == [f"shop.xsd:2: no type has the name Gone in namespace {SHOP}"]


def test_a_body_of_a_simple_type(folder: Folder) -> None:
    """A global element may be a value only."""
    read = folder.read('<xs:element name="order" type="xs:dateTime"/>', document=wadl(bodies=("s:order", "s:other", "xs:order")))
    assert {name.name: body.root.type for name, body in read.grammar.bodies.items()} == {"order": SimpleType(builtin="dateTime")}
    assert XS not in {name.namespace for name in read.grammar.elements}


def test_attributes_beside_the_content_are_those_of_the_type(folder: Folder) -> None:
    """An attribute that stands after the content of a derived type, and not in it, belongs to the type."""
    content = '<xs:complexContent><xs:extension base="Base"/></xs:complexContent><xs:attribute name="b"/>'
    read = folder.read(order(content, '<xs:complexType name="Base"><xs:attribute name="a"/></xs:complexType>'))
    assert read.below() == ["@a", "@b"]


def test_a_complex_type_where_a_simple_one_must_stand(folder: Folder) -> None:
    """An attribute of a complex type has any value, with a message."""
    read = folder.read(order('<xs:attribute name="a" type="Base"/>', '<xs:complexType name="Base"/>'))
    assert read.attribute_type("a") == SimpleType(builtin="anySimpleType")
    assert read.lines == ["shop.xsd:2: Base is a complex type, but 'attribute' needs a simple one"]
