"""Names in WADLs with their schemas: what the bodies become, and what a run and lint say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.grammar.xsd_reading import SHOP, Folder, schema, wadl
from wadl2rst.config.options import Config
from wadl2rst.diagnostics import Diagnostic
from wadl2rst.run.pipeline import load_wadl
from wadl2rst.source.tree import QName
from wadl2rst.wadl.components import SimpleType, TypeName

WADL = "http://wadl.dev.java.net/2009/02"
ORDER = '<xs:element name="order" type="xs:int"/><xs:complexType name="Item"><xs:sequence/></xs:complexType>'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.chdir(tmp_path)
    return Folder(tmp_path)


def lint() -> list[str]:
    """What lint says of the WADL."""
    said: list[Diagnostic] = []
    load_wadl("api.wadl", Config(lint=True), said.append)
    return [diagnostic.text for diagnostic in said]


@pytest.mark.parametrize(
    ("case", "name", "key"),
    [
        ("1, another version", "v2:order", QName("urn:example:shop2", "order")),
        ("2, no prefix", "order", QName(WADL, "order")),
        ("5, a prefix that is not declared", "p:order", QName(None, "order")),
    ],
)
def test_a_name_that_misses_gets_its_body(case: str, name: str, key: QName, folder: Folder) -> None:
    """Hard cases 1, 2 and 5: the body is that of the only element that can be meant, and one message says so."""
    document = wadl(bodies=(name, name)).replace("<application ", '<application xmlns:v2="urn:example:shop2" ', 1)
    read = folder.read(ORDER, document=document)
    body = read.grammar.bodies[key]
    assert (body.root.name, body.root.namespace, body.root.type, body.is_of_type) == ("order", SHOP, SimpleType(builtin="int"), False)
    (line,) = read.lines
    assert line.startswith("api.wadl:3: ") and f"the element order in {SHOP}" in line and "taken from there" in line


def test_case_3_a_type_becomes_a_body(folder: Folder) -> None:
    """Hard case 3: the root has the name and the type of the type, and is marked as such."""
    read = folder.read(ORDER, document=wadl(bodies=("s:Item",)))
    body = read.grammar.bodies[QName(SHOP, "Item")]
    assert (body.root.name, body.root.type, body.is_of_type) == ("Item", TypeName(SHOP, "Item"), True)
    assert TypeName(SHOP, "Item") in read.grammar.types
    (line,) = read.lines
    assert line.endswith(
        "the grammars declare the element Item of the WADL as a type; the type is shown as the element; name an element instead"
    )


def test_case_4_another_case_is_no_body(folder: Folder) -> None:
    """Hard case 4: nothing is taken, and the message names what is near."""
    read = folder.read(ORDER, document=wadl(bodies=("s:Order",)))
    assert read.grammar.bodies == {}
    assert read.lines == ["api.wadl:3: the grammars do not declare the element Order (did you mean order?); upper and lower case differ"]


def test_case_7_a_schema_saved_beside_the_wadl(folder: Folder) -> None:
    """Hard case 7: a schema that declares all elements is read instead of the missing one; another one is not."""
    document = wadl('<include href="application.wadl/shop.xsd"/>')
    read = folder.read(ORDER, document=document)
    assert QName(SHOP, "order") in read.grammar.bodies
    assert read.lines == [
        "api.wadl:2: grammar application.wadl/shop.xsd not found; shop.xsd, which declares the elements named in the WADL, is read instead"
    ]
    read = folder.read('<xs:element name="other"/>', document=document)
    assert read.grammar.bodies == {}
    assert read.lines == ["api.wadl:2: grammar application.wadl/shop.xsd not found"]


def test_while_a_grammar_is_missing_nothing_is_guessed(folder: Folder) -> None:
    """A name that misses may be in the missing grammar."""
    read = folder.read(ORDER, document=wadl('<include href="shop.xsd"/><include href="gone.xsd"/>', bodies=("order", "s:order")))
    assert set(read.grammar.bodies) == {QName(SHOP, "order")}
    assert read.lines == ["api.wadl:2: grammar gone.xsd not found"]


def test_case_8_lint_tells_how_to_map_what_is_not_fetched(folder: Folder) -> None:
    """Hard case 8: a grammar on the network costs no build a message; lint says how to serve a copy."""
    assert folder.read(document=wadl('<include href="http://127.0.0.1:9/shop.xsd"/>')).lines == []
    assert [text for text in lint() if "grammar" in text] == [
        "grammar http://127.0.0.1:9/shop.xsd is on the network and is not fetched; save a copy and use "
        "--grammar-map http://127.0.0.1:9/shop.xsd=FILE"
    ]


def test_lint_finds_grammars_and_prefixes(folder: Folder) -> None:
    """Only lint says that nothing of a grammar is used, that a prefix is of another version, and that a name is not defined."""
    grammars = '<include href="shop.xsd"/><include href="all.xsd"/>\n<include href="unused.xsd"/>'
    files = {
        "all.xsd": schema('<xs:include schemaLocation="shop.xsd"/>'),
        "unused.xsd": schema('<xs:element name="unused"/>', 'targetNamespace="urn:example:v1"'),
    }
    document = wadl(grammars, bodies=("s:order", "s:ordr")).replace("<application ", '<application xmlns:n="urn:example:v2" ', 1)
    assert folder.read(ORDER, document=document, files=files).lines == []
    assert [text for text in lint() if "grammar" in text] == [
        "nothing refers to an element or a type of grammar unused.xsd",
        "the prefix n stands for urn:example:v2, but the grammars declare elements and types in urn:example:v1, another version",
        f"the grammars do not declare the element ordr (did you mean order?) in {SHOP}",
    ]
