"""XML Schema: simple types."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.grammar.xsd_reading import SHOP, Folder
from wadl2rst.wadl.components import Facets, SimpleType, TypeName, Value


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.chdir(tmp_path)
    return Folder(tmp_path)


def of_type(name: str, types: str) -> str:
    """A global element ``order`` of this type, and types, each on a line."""
    return f'<xs:element name="order" type="{name}"/>\n{types}'


def simple(name: str, content: str) -> str:
    return f'<xs:simpleType name="{name}">{content}</xs:simpleType>\n'


def test_facets_are_inherited_along_the_derivation(folder: Folder) -> None:
    """A type has the facets of all types that it is derived from; its own replace them, but patterns must all match."""
    read = folder.read(
        of_type("Code", "")
        + simple(
            "Code",
            '<xs:restriction base="Word"><xs:maxLength value=" 8 "/><xs:pattern value="A.*"/><xs:pattern value="B.*"/></xs:restriction>',
        )
        + simple(
            "Word",
            '<xs:restriction base="xs:token"><xs:minLength value="2"/><xs:maxLength value="9"/>'
            '<xs:pattern value="[A-Z]+"/></xs:restriction>',
        )
    )
    code = read.simple("Code")
    assert code.builtin == "token"
    assert code.facets == Facets(min_length=2, max_length=8, patterns=("[A-Z]+", "A.*|B.*"))


def test_numbers_are_as_written(folder: Folder) -> None:
    """Bounds keep their notation; an exclusive bound replaces an inherited inclusive one."""
    read = folder.read(
        of_type("Small", "")
        + simple("Small", '<xs:restriction base="Part"><xs:maxExclusive value="0.50"/></xs:restriction>')
        + simple(
            "Part",
            '<xs:restriction base="xs:decimal"><xs:minInclusive value="0.00"/><xs:maxInclusive value="1.0"/><xs:fractionDigits value="2"/>'
            '<xs:totalDigits value="3"/></xs:restriction>',
        )
    )
    assert read.simple("Small").facets == Facets(minimum="0.00", below="0.50", fraction_digits=2, total_digits=3)


def test_enumerations_have_the_documentation_of_their_values(folder: Folder) -> None:
    """An enumeration keeps the order and the texts of its values, also where it is inherited."""
    documented = "<xs:annotation><xs:documentation>In use.</xs:documentation></xs:annotation>"
    read = folder.read(
        of_type("Same", simple("Same", '<xs:restriction base="Status"/>'))
        + simple(
            "Status",
            f'<xs:restriction base="xs:string"><xs:enumeration value="ON">{documented}</xs:enumeration>'
            '<xs:enumeration value=""/></xs:restriction>',
        )
    )
    on, empty = read.simple("Same").facets.values
    assert (on.value, len(on.docs), empty) == ("ON", 1, Value(value=""))


def test_case_21_union_of_an_enumeration_and_a_string(folder: Folder) -> None:
    """A union has its members: named ones by name, then those that it contains."""
    read = folder.read(
        of_type("Status", "")
        + simple(
            "Status",
            '<xs:union memberTypes="Known xs:string"><xs:simpleType><xs:restriction base="xs:int"/></xs:simpleType></xs:union>',
        )
        + simple("Known", '<xs:restriction base="xs:string"><xs:enumeration value="ON"/></xs:restriction>')
    )
    status = read.simple("Status")
    assert status.members == (TypeName(SHOP, "Known"), SimpleType(builtin="string"), SimpleType(builtin="int"))
    assert status.builtin == ""
    assert [value.value for value in read.simple("Known").facets.values] == ["ON"]


def test_case_21_list_type(folder: Folder) -> None:
    """A list has the type of its items; a restriction of it limits their number."""
    read = folder.read(
        of_type("Pair", "")
        + simple("Pair", '<xs:restriction base="Numbers"><xs:length value="2"/></xs:restriction>')
        + simple("Numbers", '<xs:list itemType="xs:int"/>')
    )
    assert read.simple("Pair").item == SimpleType(builtin="int")
    assert read.simple("Pair").facets.length == 2


def test_case_21_attribute_of_a_fixed_length(folder: Folder) -> None:
    """An attribute may have an anonymous type with facets."""
    kind = '<xs:simpleType><xs:restriction base="xs:string"><xs:length value="5"/></xs:restriction></xs:simpleType>'
    read = folder.read(
        f'<xs:element name="order"><xs:complexType><xs:attribute name="zip">{kind}</xs:attribute></xs:complexType></xs:element>'
    )
    assert read.attribute_type("zip") == SimpleType(builtin="string", facets=Facets(length=5))


def test_wrong_numbers_are_passed_over(folder: Folder) -> None:
    """A length that is not a number is left out, with a message for each kind."""
    limits = (
        '<xs:restriction base="xs:string"><xs:length value="many"/><xs:maxLength value="-1"/><xs:minLength value="1"/></xs:restriction>'
    )
    read = folder.read(of_type("A", simple("A", limits)))
    assert read.simple("A").facets == Facets(min_length=1)
    assert read.lines == ['shop.xsd:3: value="many" is not a non-negative integer; it is ignored']


@pytest.mark.parametrize(
    ("types", "text"),
    [
        (simple("A", '<xs:restriction base="A"/>'), "simple type A is derived from itself or contains itself; any value is accepted"),
        (
            simple("A", '<xs:union><xs:simpleType><xs:restriction base="A"/></xs:simpleType></xs:union>'),
            "simple type A is derived from itself or contains itself; any value is accepted",
        ),
        (simple("A", '<xs:union memberTypes="A xs:int"/>'), "simple type A contains itself; that part is ignored"),
        (simple("A", '<xs:list itemType="A"/>'), "simple type A contains itself; that part is ignored"),
    ],
)
def test_circular_simple_types_end_with_a_warning(folder: Folder, types: str, text: str) -> None:
    """A simple type that is derived from itself, or contains itself, is cut there."""
    read = folder.read(of_type("A", types))
    assert read.lines == [f"shop.xsd:3: {text}"]
    assert TypeName(SHOP, "A") not in (*read.simple("A").members, read.simple("A").item)


def test_circles_of_several_types_are_cut_once(folder: Folder) -> None:
    """In a circle of unions, only the reference that closes it is left out."""
    read = folder.read(of_type("A", simple("A", '<xs:union memberTypes="B xs:int"/>') + simple("B", '<xs:union memberTypes="A xs:date"/>')))
    assert read.simple("A").members == (TypeName(SHOP, "B"), SimpleType(builtin="int"))
    assert read.simple("B").members == (SimpleType(builtin="date"),)


def test_long_chains_of_simple_types_end(folder: Folder) -> None:
    """Simple types derived from, or made of, each other in long chains are read; only the last steps of derivation count."""
    numbers = range(3000)
    chain = "".join(simple(f"S{number}", f'<xs:restriction base="S{number + 1}"/>') for number in numbers)
    union = '<xs:union><xs:simpleType><xs:restriction base="U%d"/></xs:simpleType></xs:union>'
    unions = "".join(simple(f"U{number}", union % (number + 1)) for number in numbers)
    ends = simple("S3000", '<xs:restriction base="xs:int"/>') + simple("U3000", '<xs:union memberTypes="xs:int S0"/>')
    read = folder.read(of_type("U0", chain + unions + ends))
    assert len(read.simple("U0").members) == 1
    assert read.simple("S0").builtin == "int"
    assert [line.partition(": ")[2] for line in read.lines] == [
        "a simple type is derived in more than 32 steps; what it inherits is ignored"
    ]
