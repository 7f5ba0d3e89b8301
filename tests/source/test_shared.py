"""Schemas that several WADLs include: parsed once, and still asked for, read and recorded for each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from wadl2rst.diagnostics import Diagnostic
from wadl2rst.source import Document, Library
from wadl2rst.source.entities import FileOrigin
from wadl2rst.source.files import SourceFile
from wadl2rst.source.shared import SharedSchemas
from wadl2rst.source.trace import Trace
from wadl2rst.source.tree import Element

SCHEMA = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="%s"/></xs:schema>'
WADL = '<application xmlns="http://wadl.dev.java.net/2009/02"><grammars><include href="%s"/></grammars></application>'


class Read:
    """The schema that a WADL includes, read by a library of its own."""

    def __init__(self, source: str, shared: SharedSchemas | None, *, limit: int = 1 << 20) -> None:
        self.said: list[Diagnostic] = []
        self.library = Library(self.said.append, root=Path(), shared=shared, max_size=limit, traced=True)
        document = self.library.document(source)
        assert document is not None, self.said
        include = next(element for element in document.root.walk() if element.name == "include")
        self.document: Document | None = self.library.schema(include.get("href"), include)

    @property
    def root(self) -> Element:
        assert self.document is not None, self.said
        return self.document.root

    @property
    def trace(self) -> Trace:
        assert self.library.trace is not None
        return self.library.trace


Write = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes a file into the current folder, which is a new one and has two WADLs that include ``api.xsd``."""
    monkeypatch.chdir(tmp_path)

    def write_file(name: str, text: str, encoding: str = "utf-8") -> None:
        (tmp_path / name).write_text(text, encoding=encoding)

    for name in ("a.wadl", "b.wadl"):
        write_file(name, WADL % "api.xsd")
    return write_file


def test_a_schema_of_two_wadls_is_parsed_once(write: Write) -> None:
    """The second WADL gets the tree of the first, and its files and its trace are those of a library that shares nothing."""
    write("api.xsd", SCHEMA % "item")
    shared = SharedSchemas()
    first, second, alone = Read("a.wadl", shared), Read("b.wadl", shared), Read("b.wadl", None)
    assert first.root is second.root and first.root is not alone.root
    assert second.trace == alone.trace and second.library.files == alone.library.files
    assert str(Path("api.xsd").absolute()) in second.library.files


@pytest.mark.parametrize("kind", ["other bytes", "another name for messages"])
def test_only_the_same_bytes_of_the_same_place_are_shared(kind: str, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A schema that changed between two WADLs of a run is read anew, and locations name files as they are named for each WADL."""
    write("api.xsd", SCHEMA % "item")
    shared = SharedSchemas()
    Read("a.wadl", shared)
    if kind == "other bytes":
        write("api.xsd", SCHEMA % "other")
        assert Read("b.wadl", shared).root.elements()[0].get("name") == "other"
    else:
        source = str(Path("b.wadl").absolute())
        assert Read(source, shared).root.location.file == str(Path("api.xsd").absolute())


def test_the_gate_is_asked_for_each_wadl(write: Write) -> None:
    """A schema that one library may read is no schema for another whose limit it exceeds."""
    write("api.xsd", SCHEMA % "item" + " " * 1000)
    shared = SharedSchemas()
    assert Read("a.wadl", shared).document is not None
    refused = Read("b.wadl", shared, limit=500)
    assert refused.document is None and "is larger than 500 bytes" in refused.said[0].text


NOT_SHARED = {
    "a DOCTYPE": '<!DOCTYPE schema [<!ENTITY e "">]>' + SCHEMA % "item",
    "a DTD elsewhere": '<!DOCTYPE schema SYSTEM "gone.dtd">' + SCHEMA % "item",
    "a fault": SCHEMA.replace("/></", "></") % "item",
}


@pytest.mark.parametrize("kind", NOT_SHARED)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_depends_on_more_is_read_for_each_wadl(kind: str, encoding: str, write: Write) -> None:
    """A schema with a DOCTYPE, which may name other files, or with a fault is parsed for each WADL, and each is told of faults."""
    write("api.xsd", NOT_SHARED[kind], encoding)
    shared = SharedSchemas()
    first, second = Read("a.wadl", shared), Read("b.wadl", shared)
    assert first.root is not second.root
    assert first.said == second.said and bool(first.said) == (kind != "a DOCTYPE")


def test_the_size_of_what_is_kept_is_limited() -> None:
    """The schema that was not asked for for the longest time goes; one that is larger than the limit is never kept."""
    shared = SharedSchemas(limit=25)
    places = [SourceFile(name, name, name) for name in "abcd"]
    roots = [Element("", place.key, {}, 1, FileOrigin(place)) for place in places]
    for place, root in zip(places[:2], roots[:2], strict=True):
        shared.put(place, b"0123456789", root)
        shared.put(place, b"0123456789", root)  # which takes no more
    assert shared.get(places[0], b"0123456789") is roots[0]
    shared.put(places[2], b"0123456789", roots[2])
    shared.put(places[3], b"0" * 26, roots[3])
    assert [shared.get(place, b"0123456789") for place in places] == [roots[0], None, roots[2], None]
    assert shared.get(places[3], b"0" * 26) is None
