"""Made examples are valid: schemas of many kinds are read, and xmlschema checks the example that is made from them."""

import tempfile
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wadl2rst.config.options import Config
from wadl2rst.grammar.examples import Examples
from wadl2rst.run.pipeline import load_wadl

xmlschema = pytest.importorskip("xmlschema")

NAMESPACE = "urn:made"
_WADL = """<application xmlns="http://wadl.dev.java.net/2009/02" xmlns:m="urn:made">
  <grammars>{grammar}</grammars>
  <resources base="https://example.org/">
    <resource path="a"><method name="PUT"><request>
      <representation mediaType="application/xml" element="m:root"/>
    </request></method></resource>
  </resources>
</application>
"""
_SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:m="urn:made" targetNamespace="urn:made"{form}>
{content}
</xs:schema>
"""


def assert_valid(schema: str, folder: Path, *, is_inline: bool = True) -> str:
    """Makes the example for the element ``root`` of the schema in a WADL, and checks it."""
    (folder / "made.xsd").write_text(schema, encoding="utf-8")
    wadl = folder / "made.wadl"
    wadl.write_text(_WADL.format(grammar=schema if is_inline else '<include href="made.xsd"/>'), encoding="utf-8")
    said: list[Any] = []
    grammar = load_wadl(str(wadl), Config(), said.append).application.schemas  # type: ignore[union-attr]
    assert not said
    (body,) = grammar.bodies.values()
    made = Examples(grammar).xml(body)
    assert made is not None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        checker = xmlschema.XMLSchema11(schema)
    assert [str(error.reason) for error in checker.iter_errors(made)] == [], made
    return made


@pytest.mark.parametrize("form", ["", ' elementFormDefault="qualified"', ' attributeFormDefault="qualified"'])
@pytest.mark.parametrize("is_inline", [True, False])
def test_hard_case_19_example_is_valid_however_names_are_qualified(form: str, is_inline: bool, tmp_path: Path) -> None:
    """Elements and attributes are qualified as the schema says, whether it is inline or included."""
    content = """
      <xs:element name="root"><xs:complexType>
        <xs:sequence><xs:element name="a" type="xs:int"/><xs:element ref="m:b"/></xs:sequence>
        <xs:attribute name="c" type="xs:boolean"/>
      </xs:complexType></xs:element>
      <xs:element name="b" type="xs:date"/>"""
    assert_valid(_SCHEMA.format(form=form, content=content), tmp_path, is_inline=is_inline)


def test_hard_case_18_example_with_substitutes_and_abstract_types_is_valid(tmp_path: Path) -> None:
    """Abstract elements and types are replaced by ones that documents may have."""
    content = """
      <xs:element name="root"><xs:complexType><xs:sequence>
        <xs:element ref="m:head"/><xs:element name="shape" type="m:Shape" minOccurs="0"/>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="head" abstract="true"/>
      <xs:element name="middle" abstract="true" substitutionGroup="m:head"/>
      <xs:element name="member" type="m:Circle" substitutionGroup="m:middle"/>
      <xs:complexType name="Shape" abstract="true"><xs:attribute name="id" type="xs:ID" use="required"/></xs:complexType>
      <xs:complexType name="Circle"><xs:complexContent><xs:extension base="m:Shape">
        <xs:sequence><xs:element name="radius" type="xs:decimal"/></xs:sequence>
      </xs:extension></xs:complexContent></xs:complexType>"""
    made = assert_valid(_SCHEMA.format(form="", content=content), tmp_path)
    assert '<shape xsi:type="ns:Circle" id="id2">' in made


def test_hard_case_14_example_of_a_recursive_schema_is_valid(tmp_path: Path) -> None:
    """Recursion through types, groups, elements and substitution groups ends."""
    content = """
      <xs:element name="root" type="m:Node"/>
      <xs:complexType name="Node"><xs:sequence>
        <xs:group ref="m:parts"/>
        <xs:choice><xs:element ref="m:root"/><xs:element name="leaf" type="xs:NMTOKEN"/></xs:choice>
        <xs:element ref="m:any" minOccurs="2" maxOccurs="5"/>
      </xs:sequence></xs:complexType>
      <xs:group name="parts"><xs:sequence>
        <xs:element name="part" minOccurs="0"><xs:complexType><xs:group ref="m:parts"/></xs:complexType></xs:element>
      </xs:sequence></xs:group>
      <xs:element name="any" abstract="true"/>
      <xs:element name="deep" substitutionGroup="m:any" type="m:Deep"/>
      <xs:complexType name="Deep"><xs:sequence><xs:element ref="m:any"/></xs:sequence></xs:complexType>
      <xs:element name="flat" type="xs:hexBinary" substitutionGroup="m:any"/>"""
    assert_valid(_SCHEMA.format(form="", content=content), tmp_path)


# --- schemas of many kinds ------------------------------------------------------------------------

_BUILTINS = (
    "string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN", "NMTOKENS", "anyURI", "QName", "boolean", "decimal",
    "float", "double", "integer", "nonPositiveInteger", "negativeInteger", "nonNegativeInteger", "positiveInteger", "long", "int", "short",
    "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte", "dateTime", "date", "time", "duration", "gYear", "gYearMonth",
    "gMonth", "gMonthDay", "gDay", "hexBinary", "base64Binary", "anySimpleType",
)  # fmt: skip
_FACETS = (
    ("string", '<xs:enumeration value="red"/><xs:enumeration value="blue"/>'),
    ("token", '<xs:length value="12"/>'),
    ("string", '<xs:minLength value="30"/><xs:maxLength value="40"/>'),
    ("NMTOKEN", '<xs:maxLength value="2"/>'),
    ("string", r'<xs:pattern value="[A-Z]{2}\d{3,5}(-[a-f-[ae]]+)?"/>'),
    ("string", r'<xs:pattern value="\p{Lu}\i\c{4}"/><xs:maxLength value="6"/>'),
    ("anyURI", '<xs:pattern value="https?://.*"/>'),
    ("int", '<xs:minInclusive value="100"/><xs:maxExclusive value="200"/>'),
    ("decimal", '<xs:minExclusive value="0"/><xs:maxInclusive value="0.3"/><xs:fractionDigits value="1"/>'),
    ("decimal", '<xs:totalDigits value="2"/><xs:minInclusive value="-9.9"/><xs:maxInclusive value="-5"/>'),
    ("double", '<xs:maxInclusive value="-1E3"/>'),
    ("date", '<xs:minInclusive value="2030-05-05"/>'),
    ("dateTime", '<xs:pattern value=".*Z"/><xs:maxExclusive value="2020-01-01T00:00:00Z"/>'),
    ("time", '<xs:pattern value="[^Z]*"/>'),
    ("hexBinary", '<xs:length value="3"/>'),
    ("base64Binary", '<xs:minLength value="10"/>'),
    ("NMTOKENS", '<xs:minLength value="3"/>'),
    ("gYear", '<xs:minExclusive value="2030"/>'),
)


class _Writer:
    """Writes a schema; each local element has its own name, so that no content model is ambiguous."""

    def __init__(self, draw: Any, types: int) -> None:
        self.draw = draw
        self.types = types
        self.names = 0

    def pick(self, *options: Any) -> Any:
        return self.draw(st.sampled_from(options))

    def flag(self) -> bool:
        return self.draw(st.booleans())  # type: ignore[no-any-return]

    def name(self) -> str:
        self.names += 1
        return f"n{self.names}"

    def simple(self, depth: int = 0) -> tuple[str, str]:
        """A simple type as the attribute ``type``, or as a type within the element."""
        kind = self.pick("builtin", "facets", "list", "union", "named") if depth < 2 else "builtin"
        if kind == "builtin":
            return f' type="xs:{self.pick(*_BUILTINS)}"', ""
        if kind == "named":
            return ' type="m:Simple"', ""
        if kind == "facets":
            base, facets = self.pick(*_FACETS)
            inner = f'<xs:restriction base="xs:{base}">{facets}</xs:restriction>'
        elif kind == "list":
            base, facets = self.pick(*[facets for facets in _FACETS if facets[0] != "NMTOKENS"])
            item = f'<xs:simpleType><xs:restriction base="xs:{base}">{facets}</xs:restriction></xs:simpleType>'
            inner = f"<xs:list>{item}</xs:list>" if self.flag() else f'<xs:list itemType="xs:{self.pick("int", "date", "NCName")}"/>'
        else:
            members = [self.simple(2)[0].removeprefix(' type="').removesuffix('"') for _ in range(2)]
            inner = f'<xs:union memberTypes="{" ".join(member for member in members if member != "xs:anySimpleType") or "xs:int"}"/>'
        return "", f"<xs:simpleType>{inner}</xs:simpleType>"

    def attributes(self) -> str:
        made = []
        for _ in range(self.pick(0, 0, 1, 3)):
            attribute, inner = self.simple()
            use = self.pick("optional", "required")
            made.append(f'<xs:attribute name="{self.name()}"{attribute} use="{use}">{inner}</xs:attribute>')
        return "".join(made)

    def element(self, number: int, depth: int, occurs: str) -> str:
        kind = self.pick("simple", "simple", "named", "anonymous", "ref", "empty")
        nillable = self.pick("", "", ' nillable="true"')
        if kind == "named":
            index = self.pick(*range(self.types))
            if index <= number and "minOccurs" not in occurs:  # a type may contain itself only if it need not
                occurs = ' minOccurs="0"'
            return f'<xs:element name="{self.name()}" type="m:T{index}"{occurs}{nillable}/>'
        if kind == "anonymous" and depth < 2:
            return f'<xs:element name="{self.name()}"{occurs}{nillable}>{self.complex(number, depth + 1)}</xs:element>'
        if kind == "ref" and depth == 0:
            return f'<xs:element ref="m:{self.pick("global", "head")}" minOccurs="0"/>'
        attribute, inner = self.simple()
        if kind == "empty":
            return f'<xs:element name="{self.name()}"{occurs}/>'
        return f'<xs:element name="{self.name()}"{attribute}{occurs}{nillable}>{inner}</xs:element>'

    def group(self, number: int, depth: int, level: int = 0) -> str:
        kind = self.pick("sequence", "choice") if level else self.pick("sequence", "sequence", "choice", "all")
        occurs = "" if kind == "all" else self.pick("", "", ' minOccurs="0"', ' maxOccurs="unbounded"')
        children = []
        has_reference = False
        for _ in range(self.pick(1, 3, 5)):
            if kind != "all" and level < 2 and self.pick(False, False, True):
                children.append(self.group(number, depth, level + 1))
                continue
            choices = ("", "", ' minOccurs="0"', ' minOccurs="0" maxOccurs="unbounded"', ' maxOccurs="3"')
            child = self.element(number, depth, self.pick(*(choices[:3] if kind == "all" else choices)))
            if " ref=" in child:
                if has_reference or level or occurs:
                    continue  # two in a row could be ambiguous
                has_reference = True
            children.append(child)
        if not children:
            children.append(f'<xs:element name="{self.name()}" type="xs:int"/>')
        return f"<xs:{kind}{occurs}>{''.join(children)}</xs:{kind}>"

    def complex(self, number: int, depth: int, name: str = "") -> str:
        named = f' name="{name}"' if name else ""
        kind = "content" if name == "T0" else self.pick("content", "content", "content", "text", "empty", "extension")
        if kind == "text":
            base = self.pick("xs:string", "xs:int", "xs:dateTime", "m:Simple")
            inner = f'<xs:simpleContent><xs:extension base="{base}">{self.attributes()}</xs:extension></xs:simpleContent>'
            return f"<xs:complexType{named}>{inner}</xs:complexType>"
        if kind == "extension":
            part = self.group(number, max(depth, 1), 1)
            inner = f'<xs:complexContent><xs:extension base="m:Base">{part}{self.attributes()}</xs:extension></xs:complexContent>'
            return f"<xs:complexType{named}>{inner}</xs:complexType>"
        mixed = self.pick("", "", ' mixed="true"')
        content = self.group(number, depth) if kind == "content" else ""
        return f"<xs:complexType{named}{mixed}>{content}{self.attributes()}</xs:complexType>"

    def schema(self) -> str:
        base, facets = self.pick(*_FACETS)
        parts = [
            '<xs:element name="root" type="m:T0"/>',
            '<xs:element name="global" type="xs:string"/>',
            '<xs:element name="head" abstract="true"/>',
            '<xs:element name="member" type="m:Base" substitutionGroup="m:head"/>',
            f'<xs:simpleType name="Simple"><xs:restriction base="xs:{base}">{facets}</xs:restriction></xs:simpleType>',
            '<xs:complexType name="Base"><xs:sequence><xs:element name="first" type="xs:int"/></xs:sequence>'
            '<xs:attribute name="base" type="xs:string"/></xs:complexType>',
            *(self.complex(number, 0, f"T{number}") for number in range(self.types)),
        ]
        form = self.pick("", ' elementFormDefault="qualified"', ' elementFormDefault="qualified" attributeFormDefault="qualified"')
        return _SCHEMA.format(form=form, content="\n".join(parts))


@st.composite
def _schemas(draw: Any) -> str:
    return _Writer(draw, draw(st.integers(1, 4))).schema()


@given(_schemas(), st.booleans())
def test_examples_are_valid(schema: str, is_inline: bool) -> None:
    """The example made from a schema is valid: content, nesting, recursion, facets, attributes, extension, substitution."""
    with tempfile.TemporaryDirectory() as folder:
        assert_valid(schema, Path(folder), is_inline=is_inline)
