"""A WADL with schemas for the tests of the extension: types of one name in two namespaces, one error of all operations, recursion."""

from __future__ import annotations

from tests.sphinx_projects import wadl

XS = "http://www.w3.org/2001/XMLSchema"

RECORDS_XSD = f"""\
<xs:schema xmlns:xs="{XS}" xmlns="urn:records" xmlns:o="urn:other" targetNamespace="urn:records" elementFormDefault="qualified">
  <xs:import namespace="urn:other" schemaLocation="other.xsd"/>
  <xs:include schemaLocation="kinds.xsd"/>
  <xs:element name="record" type="Record"/>
  <xs:element name="error"><xs:complexType><xs:sequence><xs:element name="code" type="xs:int"/></xs:sequence></xs:complexType></xs:element>
  <xs:complexType name="Record">
    <xs:annotation><xs:documentation>What is known of a person.</xs:documentation></xs:annotation>
    <xs:sequence>
      <xs:element name="kind" type="Kind"/>
      <xs:element name="parent" type="Record" minOccurs="0"/>
      <xs:element name="copy" type="o:Record" minOccurs="0"/>
    </xs:sequence>
    <xs:attribute name="id" type="xs:ID" use="required"/>
  </xs:complexType>
</xs:schema>
"""
OTHER_XSD = f"""\
<xs:schema xmlns:xs="{XS}" targetNamespace="urn:other" elementFormDefault="qualified">
  <xs:complexType name="Record"><xs:sequence><xs:element name="of" type="xs:string"/></xs:sequence></xs:complexType>
</xs:schema>
"""
KINDS_XSD = f"""\
<xs:schema xmlns:xs="{XS}">
  <xs:simpleType name="Kind">
    <xs:annotation><xs:documentation>The sort of a person.</xs:documentation></xs:annotation>
    <xs:restriction base="xs:string"><xs:enumeration value="guest"/><xs:enumeration value="member"/></xs:restriction>
  </xs:simpleType>
</xs:schema>
"""
SCHEMAS = {"records.xsd": RECORDS_XSD, "other.xsd": OTHER_XSD, "kinds.xsd": KINDS_XSD}


def body(element: str) -> str:
    """A representation with an element of ``records.xsd``."""
    return f'<representation mediaType="application/xml" xmlns:r="urn:records" element="r:{element}"/>'


def operation(identifier: str, verb: str) -> str:
    """A method that takes a record, and fails with the error that all methods have."""
    return (
        f'<method id="{identifier}" name="{verb}"><request>{body("record")}</request>'
        f'<response status="200"/><response status="400">{body("error")}</response></method>'
    )


def records(*, path: str = "records", grammar: str = "records.xsd") -> str:
    """The WADL: two operations with the same body and the same error."""
    before = f'<grammars><include href="{grammar}"/></grammars>'
    return wadl(operation("add", "POST"), operation("change", "PUT"), path=path, before=before)
