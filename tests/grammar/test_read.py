"""The grammars of a WADL: which are read, and what of them the WADL needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.grammar.xsd_reading import SHOP, Folder, schema, wadl
from wadl2rst.diagnostics import MessageCode
from wadl2rst.source.tree import QName
from wadl2rst.wadl.components import NO_SCHEMAS, SimpleType, TypeName

ORDER = '<xs:element name="order" type="xs:int"/>'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    return Folder(tmp_path / "in")


def test_a_wadl_without_grammars_needs_nothing(folder: Folder) -> None:
    """Without schemas there is nothing, and nothing is said."""
    read = folder.read(document=wadl("", params='<param name="n" style="query" type="xs:int"/>'))
    assert read.grammar == NO_SCHEMAS
    assert read.lines == []


def test_bodies_of_requests_responses_and_definitions(folder: Folder) -> None:
    """The bodies of all requests, responses, faults, resource types and definitions are looked up."""
    names = ("request", "response", "fault", "typed", "defined", "unused")
    body = '<representation mediaType="a/b" element="s:%s"/>'
    document = (
        f'<application xmlns="http://wadl.dev.java.net/2009/02" xmlns:s="{SHOP}"><grammars><include href="shop.xsd"/></grammars>'
        f'<resources base="http://x/"><resource path="a" type="#t"><method name="POST"><request>{body % "request"}</request><response>'
        f'{body % "response"}<fault element="s:fault"/><representation href="#d"/></response></method></resource></resources>'
        f'<resource_type id="t"><method name="GET"><response>{body % "typed"}</response></method></resource_type>'
        f'<representation id="d" mediaType="a/b" element="s:defined"/>'
        '<representation id="u" mediaType="a/b" element="s:unused"/></application>'
    )
    read = folder.read("".join(f'<xs:element name="{name}"/>' for name in (*names, "other")), document=document)
    assert {name.name for name in read.grammar.bodies} == set(names)


def test_the_types_of_parameters(folder: Folder) -> None:
    """A parameter's type that a schema declares is there by name; built-in types are not."""
    params = '<param name="a" style="query" type="s:Color"/><param name="b" style="query" type="xs:int"/><param name="c" type="s:Gone"/>'
    read = folder.read(
        '<xs:simpleType name="Color"><xs:restriction base="xs:string"><xs:enumeration value="red"/></xs:restriction></xs:simpleType>',
        document=wadl(params=params, bodies=()),
    )
    assert read.grammar.params == {QName(SHOP, "Color"): TypeName(SHOP, "Color")}
    assert [value.value for value in read.simple("Color").facets.values] == ["red"]
    assert read.lines == []


def test_case_7_a_missing_grammar_is_reported_once(folder: Folder) -> None:
    """A grammar that is not there is reported once, at the first element that includes it; a fragment does not count."""
    read = folder.read(document=wadl('\n<include href="gone.xsd"/>\n<include href="gone.xsd#order"/><include href=""/>'))
    assert read.lines == ["api.wadl:3: grammar gone.xsd not found"]
    assert [item.code for item in read.said] == [MessageCode.MISSING_GRAMMAR]
    assert read.grammar == NO_SCHEMAS


def test_case_8_a_grammar_on_the_network_is_passed_over(folder: Folder) -> None:
    """A grammar, or an import, at a web address is not fetched, and nothing is said of it."""
    read = folder.read(
        '<xs:import namespace="urn:a" schemaLocation="http://example.invalid/a.xsd"/>' + ORDER,
        document=wadl('<include href="http://example.invalid/shop.xsd"/><include href="shop.xsd"/>'),
    )
    assert read.root().type == SimpleType(builtin="int")
    assert read.lines == []


def test_case_31_a_grammar_outside_the_root_is_passed_over(folder: Folder) -> None:
    """A schema outside the folder, by a path or by a link, is not read."""
    (folder.path.parent / "shop.xsd").write_text(schema(ORDER))
    (folder.path / "link.xsd").symlink_to("../shop.xsd")
    read = folder.read(document=wadl('<include href="../shop.xsd"/><include href="link.xsd"/>'))
    assert read.grammar == NO_SCHEMAS
    assert read.files == ["api.wadl"]
    assert read.lines == []


def test_grammars_in_other_languages_are_passed_over(folder: Folder) -> None:
    """RELAX NG and JSON grammars are not read as XML Schema; only one that is missing is reported."""
    relax_ng = '<grammar xmlns="http://relaxng.org/ns/structure/1.0"/>'
    included = '<include href="a.rng"/><include href="a.rnc"/><include href="a.json"/>\n<include href="b.rnc"/>'
    read = folder.read(document=wadl(included), files={"a.rng": relax_ng, "a.rnc": "start = empty", "a.json": "{}"})
    assert read.grammar == NO_SCHEMAS
    assert read.lines == ["api.wadl:3: grammar b.rnc not found"]


def test_schemas_in_the_wadl_and_beside_it(folder: Folder) -> None:
    """Included schemas and those inside the WADL are one set; all files that were read are known."""
    kind = '<xs:simpleType name="Size"><xs:restriction base="xs:short"/></xs:simpleType>'
    read = folder.read(kind, document=wadl(schema('<xs:element name="order" type="Size"/>') + '<include href="shop.xsd"/>'))
    assert read.simple("Size").builtin == "short"
    assert sorted(read.files) == ["api.wadl", "shop.xsd"]


def test_grammars_of_another_wadl(folder: Folder) -> None:
    """A body of another WADL that this one refers to is looked up in the grammars of that one, too."""
    other = wadl().replace("</application>", '<representation id="r" mediaType="a/b" element="s:order"/></application>')
    document = (
        '<application xmlns="http://wadl.dev.java.net/2009/02"><resources base="http://x/"><resource path="a"><method name="GET"><response>'
        '<representation href="other.wadl#r"/></response></method></resource></resources></application>'
    )
    read = folder.read(ORDER, document=document, files={"other.wadl": other})
    assert read.root().type == SimpleType(builtin="int")


def test_a_body_that_no_schema_declares(folder: Folder) -> None:
    """A body whose element is declared nowhere is not there, whatever its prefix."""
    read = folder.read(ORDER, document=wadl(bodies=("gone", "xs:gone", "undeclared:gone", "s:gone")))
    assert read.grammar.bodies == {}
