"""XML Schema: the documentation of components, and their samples."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.grammar.xsd_reading import SHOP, Folder, schema
from wadl2rst.prose import CodeBlock, Paragraph, Reference, Strong, Text
from wadl2rst.source.tree import QName
from wadl2rst.wadl.components import ComplexType
from wadl2rst.wadl.model import Doc

XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
XSD_EXT = 'xmlns:ext="http://docs.rackspacecloud.com/xsd-ext/v1.0"'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.chdir(tmp_path)
    return Folder(tmp_path)


def note(text: str, attributes: str = "") -> str:
    return f"<xs:annotation><xs:documentation {attributes}>{text}</xs:documentation></xs:annotation>"


def said(docs: tuple[Doc, ...]) -> list[tuple[str, str]]:
    """Language and text of documentation of one paragraph of plain text."""
    found = []
    for doc in docs:
        (paragraph,) = doc.blocks
        assert isinstance(paragraph, Paragraph)
        (text,) = paragraph.children
        assert isinstance(text, Text)
        found.append((doc.language, text.text))
    return found


def test_every_component_has_its_documentation(folder: Folder) -> None:
    """Elements, attributes, types and wildcards have the documentation that stands in them."""
    read = folder.read(
        f'<xs:element name="order" type="Order">{note("An order.")}</xs:element><xs:complexType name="Order">{note("Its type.")}'
        f"<xs:sequence>"
        f'<xs:element name="a">{note("A part.")}</xs:element><xs:any>{note("Anything.")}</xs:any></xs:sequence>'
        f'<xs:attribute name="b" type="Code">{note("A mark.")}</xs:attribute></xs:complexType>'
        f'<xs:simpleType name="Code">{note("A code.")}<xs:restriction base="xs:string"/></xs:simpleType>'
    )
    order = read.complex("Order")
    docs = [
        read.root().docs,
        order.docs,
        *(child.docs for child in order.content.children),
        order.attributes[0].docs,
        read.simple("Code").docs,
    ]  # type: ignore[union-attr]
    assert [text for each in docs for _language, text in said(each)] == [
        "An order.", "Its type.", "A part.", "Anything.", "A mark.", "A code."
    ]  # fmt: skip


def test_documentation_in_several_languages(folder: Folder) -> None:
    """The language is that of the documentation, else of its component, else of the schema; empty documentation does not count."""
    text = schema(
        f'<xs:element name="order" xml:lang="fr"><xs:annotation><xs:documentation xml:lang="de">Bestellung</xs:documentation>'
        f"<xs:documentation>Commande</xs:documentation><xs:documentation> </xs:documentation></xs:annotation><xs:complexType><xs:sequence>"
        f'<xs:element ref="a"/></xs:sequence></xs:complexType></xs:element><xs:element name="a">{note("Part")}</xs:element>',
        f'targetNamespace="{SHOP}" xmlns="{SHOP}" xml:lang="en"',
    )
    read = folder.read(files={"shop.xsd": text})
    assert said(read.root().docs) == [("de", "Bestellung"), ("fr", "Commande")]
    assert said(read.child("a").docs) == [("en", "Part")]


def test_the_documentation_of_a_reference_comes_before_that_of_the_declaration(folder: Folder) -> None:
    """A reference has its own documentation, or else that of the element that it refers to."""
    read = folder.read(
        f'<xs:element name="order"><xs:complexType><xs:sequence><xs:element ref="a">{note("The first.")}</xs:element><xs:element ref="b"/>'
        f'</xs:sequence></xs:complexType></xs:element><xs:element name="a">{note("An a.")}</xs:element>'
        f'<xs:element name="b">{note("A b.")}</xs:element>'
    )
    assert said(read.child("a").docs) == [("", "The first.")]
    assert said(read.child("b").docs) == [("", "A b.")]
    assert said(read.grammar.elements[QName(SHOP, "a")].docs) == [("", "An a.")]


def test_case_25_documentation_in_xhtml_with_links_to_types(folder: Folder) -> None:
    """XHTML is converted as in a WADL; a link to an anchor of another viewer refers to what the pages have under that name."""
    text = f'<p {XHTML}>See <a href="#type_Part">Part</a>, <b>now</b>.</p>'
    read = folder.read(f'<xs:element name="order">{note(text)}</xs:element>')
    (doc,) = read.root().docs
    assert doc.blocks == (
        Paragraph((Text("See "), Reference("type_Part", (Text("Part"),), ""), Text(", "), Strong((Text("now"),)), Text("."))),
    )
    assert read.lines == []


def test_tags_in_the_namespace_of_xml_schema(folder: Folder) -> None:
    """Where the namespace of XML Schema is the default one, tags without a prefix are XHTML."""
    text = (
        f'<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="{SHOP}"><element name="order"><annotation><documentation>'
        "<p>So <b>it</b> is.</p></documentation></annotation></element></schema>"
    )
    read = folder.read(files={"shop.xsd": text})
    assert read.root().docs[0].blocks == (Paragraph((Text("So "), Strong((Text("it"),)), Text(" is."))),)
    assert read.lines == []


def test_documentation_elsewhere_is_linked(folder: Folder) -> None:
    """The address in ``source`` is that of further documentation."""
    elsewhere = note("", 'source="https://example.org/order"')
    read = folder.read(f'<xs:element name="order">{elsewhere}</xs:element>')
    assert [(doc.url, doc.blocks) for doc in read.root().docs] == [("https://example.org/order", ())]


def test_samples_that_the_schema_names(folder: Folder) -> None:
    """Samples in ``appinfo`` are read relative to the schema; other application data is ignored."""
    (folder.path / "schemas").mkdir()
    (folder.path / "schemas" / "order.xml").write_text("<order/>\n")
    appinfo = (
        f'<xs:annotation><xs:appinfo {XSD_EXT}><binding xmlns="urn:example:tool">x</binding><ext:samples><ext:sample>'
        '<ext:code type="application/xml" href="order.xml"/></ext:sample><ext:sample><ext:code language="json">{}</ext:code></ext:sample>'
        "</ext:samples></xs:appinfo></xs:annotation>"
    )
    missing = '<xs:annotation><xs:appinfo><ext:code href="gone.xml" xmlns:ext="urn:xsd-ext"/></xs:appinfo></xs:annotation>'
    (folder.path / "schemas" / "order.xsd").write_text(
        schema(f'<xs:element name="order">{appinfo}<xs:complexType>\n{missing}</xs:complexType></xs:element>')
    )
    read = folder.read('<xs:include schemaLocation="schemas/order.xsd"/>')
    assert [(sample.text, sample.language) for sample in read.root().samples] == [("<order/>", "xml"), ("{}", "json")]
    assert all(isinstance(sample, CodeBlock) for sample in read.root().samples)
    kind = read.root().type
    assert isinstance(kind, ComplexType)
    assert kind.samples == ()
    assert read.lines == ["order.xsd:3: sample gone.xml not found"]
