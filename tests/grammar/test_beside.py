"""Schemas that are missing where the WADL names them, and lie beside it: hard case 7."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from wadl2rst.diagnostics import Diagnostic, MessageCode
from wadl2rst.grammar.beside import declared_names, fitting, read_beside
from wadl2rst.grammar.xsd_parts import Parts
from wadl2rst.grammar.xsd_set import SchemaSet
from wadl2rst.source import Library
from wadl2rst.source.tree import QName

XS = "http://www.w3.org/2001/XMLSchema"
ORDER, ITEM, OTHER = QName("urn:a", "order"), QName("urn:a", "item"), QName("urn:c", "other")
WANTED = frozenset({ORDER, ITEM})


def test_a_schema_beside_counts_only_if_all_names_are_in_it() -> None:
    """A file of the right name may be that of another WADL, so it must declare every element that is missing, by its exact name."""
    nothing: frozenset[QName] = frozenset()
    assert fitting(WANTED, nothing, [{ORDER, ITEM, OTHER}]) == (0,)
    assert fitting(WANTED, nothing, [{ORDER}]) == ()
    assert fitting(WANTED, nothing, [{QName("urn:b", "order"), QName("urn:b", "item")}]) == ()
    assert fitting(WANTED, nothing, []) == ()


def test_several_schemas_beside_count_together() -> None:
    """The names may be in several of them, and in grammars that are there; a schema with none of the names is not taken."""
    assert fitting(WANTED, frozenset(), [{ITEM}, {OTHER}, {ORDER}]) == (0, 2)
    assert fitting(WANTED, frozenset({ORDER}), [{ITEM}]) == (0,)
    assert fitting(WANTED, WANTED, [{ITEM}]) == ()


Read = Callable[..., tuple[bool, SchemaSet, list[Diagnostic]]]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Reads what lies beside a WADL for its missing grammars, which are below its address; ``beside`` are elements by file."""
    monkeypatch.chdir(tmp_path)

    def read_files(*missing: str, wanted: frozenset[QName] = WANTED, **beside: str) -> tuple[bool, SchemaSet, list[Diagnostic]]:
        includes = "".join(f'\n<include href="application.wadl/{name}.xsd#x"/>' for name in missing)
        text = f'<application xmlns="http://wadl.dev.java.net/2009/02"><grammars>{includes}</grammars></application>'
        Path("api.wadl").write_text(text)
        for name, elements in beside.items():
            declared = "".join(f'<xs:element name="{element}"/>' for element in elements.split())
            Path(f"{name}.xsd").write_text(f'<xs:schema xmlns:xs="{XS}" targetNamespace="urn:a">{declared}</xs:schema>')
        said: list[Diagnostic] = []
        library = Library(said.append)
        document = library.document("api.wadl")
        assert document is not None
        elements = [element for element in document.root.walk() if element.name == "include"]
        schemas = SchemaSet(library, Parts(said.append), said.append)
        return read_beside(elements, wanted, schemas, library, said.append), schemas, said

    return read_files


def test_a_schema_that_fits_is_read(read: Read) -> None:
    """Its elements are known after that, and one message, of the code of a missing grammar, names the file."""
    is_complete, schemas, said = read("xsd0", xsd0="order item")
    assert is_complete and set(schemas.elements) == WANTED
    assert [(item.code, str(item.location), item.text) for item in said] == [
        (
            MessageCode.MISSING_GRAMMAR,
            "api.wadl:2",
            "grammar application.wadl/xsd0.xsd not found; xsd0.xsd, which declares the elements named in the WADL, is read instead",
        )
    ]


def test_a_schema_that_does_not_fit_is_not_read(read: Read) -> None:
    """The grammar is missing as ever; so it is if nothing lies beside, or the WADL names no element of it."""
    for options in ({"xsd0": "order"}, {}, {"xsd0": "order item", "wanted": frozenset()}):
        is_complete, schemas, said = read("xsd0", **options)
        assert not is_complete and not schemas.elements
        assert [item.text for item in said] == ["grammar application.wadl/xsd0.xsd not found"]
        Path("xsd0.xsd").unlink(missing_ok=True)


def test_one_of_several_is_still_missing(read: Read) -> None:
    """What fits is read, and the others are missing, so that the names are not known completely."""
    is_complete, schemas, said = read("xsd0", "xsd1", xsd0="order item")
    assert not is_complete and set(schemas.elements) == WANTED
    assert [item.text[:46] for item in said] == [
        "grammar application.wadl/xsd0.xsd not found; x",
        "grammar application.wadl/xsd1.xsd not found",
    ]
    names = declared_names(schemas, is_complete=is_complete)
    assert (set(names.elements), set(names.types), names.is_complete) == (WANTED, set(), False)
