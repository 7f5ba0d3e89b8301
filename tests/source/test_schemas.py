"""Schemas: how they are found, mapped, recovered and recorded; what is said of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from wadl2rst.diagnostics import Diagnostic, MessageCode, Severity
from wadl2rst.source import Document, Library, limits
from wadl2rst.source.tree import Element, QName

XS = "http://www.w3.org/2001/XMLSchema"
NS = "http://wadl.dev.java.net/2009/02"
SCHEMA = f'<xs:schema xmlns:xs="{XS}" targetNamespace="urn:a">%s</xs:schema>'
ITEM = SCHEMA % '<xs:element name="item"/>'


class Reading:
    """A WADL whose grammars are asked for, with what was said."""

    def __init__(self, source: str = "api.wadl", **options: object) -> None:
        self.said: list[Diagnostic] = []
        self.library = Library(self.said.append, **options)  # type: ignore[arg-type]
        document = self.library.document(source)
        assert document is not None, self.said
        self.includes = [element for element in document.root.walk() if element.name == "include"]

    def schema(self, number: int = 0) -> Document | None:
        """The schema of an include."""
        element = self.includes[number]
        return self.library.schema(element.get("href"), element)

    def beside(self, number: int = 0) -> Document | None:
        """The schema beside the WADL for an include."""
        element = self.includes[number]
        return self.library.schema_beside(element.get("href"), element)

    @property
    def text(self) -> str:
        return "\n".join(f"{item.location}: {item.code.severity.value}: {item.text} [{item.code.value}]" for item in self.said)


def names(document: Document | None) -> list[str]:
    """The names of the elements that a schema declares."""
    assert document is not None
    return [element.get("name") for element in document.root.walk() if element.name == "element"]


Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes a file into the current folder, which is a new one."""
    monkeypatch.chdir(tmp_path)

    def write_file(name: str, data: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return write_file


def wadl(*hrefs: str) -> str:
    includes = "".join(f'<include href="{href}"/>\n' for href in hrefs)
    return f'<application xmlns="{NS}"><grammars>\n{includes}</grammars></application>'


# --- recovery ---------------------------------------------------------------------------------------

BROKEN = {
    "text before the declaration": (f'Do not edit.\n<?xml version="1.0"?>\n{ITEM}', "1:1", "text before the first tag", ["item"]),
    "a comment before the declaration": (
        f'<!-- <b> -->\n<?xml version="1.0"?>\n{ITEM}', "2:1", "the XML declaration must come first in the file", ["item"]
    ),
    "an element that is not closed": (
        SCHEMA % '\n<xs:element name="a">\n<xs:complexType>\n</xs:element>\n<xs:element name="b"/>',
        "4:3", "</xs:element> does not match <xs:complexType> on line 3", ["a", "b"],
    ),
    "an end tag too many": (
        SCHEMA % '<xs:element name="a"/></xs:element\n></b><xs:element name="b"/>', "1:107", "</xs:element> does not match", ["a", "b"]
    ),
    "the end is missing": (ITEM.removesuffix("</xs:schema>"), "1:113", "the file ends inside the element 'schema'", ["item"]),
    "a stray ampersand": (SCHEMA % '<xs:element name="a&b"/><xs:element name="c"/>', "1:93", "stray '&'", ["a", "c"]),
    "an entity that is not declared": (
        SCHEMA % '<xs:annotation>&nbsp;x</xs:annotation><xs:element name="c"/>', "1:99", "the entity &nbsp; is not declared", ["c"]
    ),
    "bytes that are no text": (
        (SCHEMA % '<xs:element name="a"/><xs:documentation>\xe9</xs:documentation>').encode("latin-1"),
        "1:131", "byte 0xE9 is not UTF-8", ["a"],
    ),
    "a control character": (SCHEMA % '\x01<xs:element name="a"/>', "1:86", "control character U+0001", ["a"]),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_case_24_a_schema_that_is_not_well_formed_is_read_in_recovery(kind: str, write: Write) -> None:
    """What can be read of it is there, and one warning says what is broken, with file and line."""
    data, place, words, found = BROKEN[kind]
    write("api.wadl", wadl("api.xsd", "api.xsd"))
    write("api.xsd", data)
    reading = Reading()
    assert names(reading.schema()) == found
    document = reading.schema()
    assert document is not None
    assert [element.get("name") for element in document.root.elements() if element.name == "element"] == found
    assert reading.schema(1) is reading.schema()
    (said,) = reading.said
    assert (said.code, said.severity) == (MessageCode.BROKEN_GRAMMAR, Severity.WARNING)
    assert str(said.location).startswith(f"api.xsd:{place.partition(':')[0]}:"), said
    assert said.text.startswith(f"not well-formed: {words}") and said.text.endswith("; the rest is read as far as possible"), said


def test_wrong_children_and_stray_text_are_kept(write: Write) -> None:
    """A well-formed schema is not changed, whatever stands in it: what is wrong there is for who reads its components."""
    write("api.wadl", wadl("api.xsd"))
    write("api.xsd", SCHEMA % 'stray<xs:elemnt name="a"/><b/>')
    document = Reading().schema()
    assert document is not None and [child if isinstance(child, str) else child.name for child in document.root.children] == [
        "stray", "elemnt", "b",
    ]  # fmt: skip


def test_elements_in_recovery_know_their_lines_and_prefixes(write: Write) -> None:
    """The lines are those of the file, also after text that was passed over; prefixes mean what they mean at their place."""
    write("api.wadl", wadl("api.xsd"))
    inner = f'\n<xs:element name="a" type="p:b" xmlns:p="urn:p"/>\n<q:element xmlns:q="{XS}" name="c" type="p:b" q:x="1">t<b/>u</q:element>'
    write("api.xsd", f"\n\nText\n{SCHEMA % inner}")
    document = Reading().schema()
    assert document is not None
    first, second = document.root.elements()
    assert [str(element.location) for element in (document.root, first, second)] == ["api.xsd:4", "api.xsd:5", "api.xsd:6"]
    assert (first.qualified("p:b"), second.qualified("p:b"), second.qualified("xs:int")) == (
        QName("urn:p", "b"), QName(None, "b"), QName(XS, "int"),
    )  # fmt: skip
    assert second.attributes == {"name": "c", "type": "p:b", f"{XS}}}x": "1"}
    assert [child if isinstance(child, str) else child.name for child in second.children] == ["t", "b", "u"]


UNREADABLE = {
    "an empty file": ("", "api.xsd:1:1: warning: the file is empty; it is not read"),
    "an archive": (b"PK\x03\x04" + ITEM.encode(), "warning: the file is a zip archive; unpack it and pass the WADL inside; it is not read"),
    "JSON": ('{"a": "<b/>"}', "warning: this is JSON, not a schema; it is not read"),
    "a page": ("<html><br></html>", "the root element is 'html', not a schema; this is a web page; it is not read"),
    "prefixes that are not declared": ("<xs:schema/>", "the prefix 'xs' is not declared"),
    "entities in what is broken": (f'<!DOCTYPE a [<!ENTITY x "y">]>{ITEM}</b>', "not well-formed: "),
    "an open comment": (f"<!-- {ITEM}", "not well-formed: the file ends inside a comment: it is truncated; it is not read"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_cannot_be_recovered_is_a_warning(kind: str, write: Write) -> None:
    """Where nothing can be read, there is no schema, and one warning says so."""
    data, words = UNREADABLE[kind]
    write("api.wadl", wadl("api.xsd", "api.xsd"))
    write("api.xsd", data)
    reading = Reading()
    assert reading.schema() is None and reading.schema(1) is None
    assert reading.text.count("[broken-grammar]") == 1 and words in reading.text, reading.text


def test_wadls_are_not_recovered(write: Write) -> None:
    """A WADL that is not well-formed is an error, as ever."""
    write("api.wadl", f'<application xmlns="{NS}"><grammars></application>')
    said: list[Diagnostic] = []
    assert Library(said.append).document("api.wadl") is None
    assert [item.code for item in said] == [MessageCode.NOT_XML]


@pytest.mark.parametrize("limit", ["depth", "parts", "text", "token"])
def test_limits_hold_in_recovery(limit: str, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Depth, number, text and tags of what stands after the fault are limited as in any other document."""
    inner = {
        "depth": "<a>" * 300,
        "parts": "<a/>" * 2000,
        "text": "x" * 5000,
        "token": f'<a b="{"x" * 5000}"/>',
    }[limit]
    monkeypatch.setattr(limits, "MIN_PARTS", 2000)
    monkeypatch.setattr(limits, "MAX_DEPTH", 100)
    monkeypatch.setattr(limits, "MAX_TEXT", 4000 if limit == "text" else 1 << 20)
    monkeypatch.setattr(limits, "MAX_TOKEN", 4000 if limit == "token" else 1 << 20)
    write("api.wadl", wadl("api.xsd"))
    write("api.xsd", SCHEMA % f'<xs:element name="a"/></b>{inner}')
    reading = Reading()
    assert reading.schema() is None
    assert len(reading.said) == 1


# --- where schemas are found ------------------------------------------------------------------------


def test_a_missing_schema_is_said_once(write: Write) -> None:
    """The words are those that the command has for a grammar that is not there."""
    write("api.wadl", wadl("api.xsd", "api.xsd"))
    reading = Reading()
    assert reading.schema() is None and reading.schema(1) is None
    assert reading.text == "api.wadl:2: warning: grammar api.xsd not found [missing-grammar]"


def test_a_schema_on_the_network_is_not_fetched(write: Write) -> None:
    """Hard case 8: nothing is asked, and nothing is reported, but how to serve a copy is there to be told."""
    write("api.wadl", wadl("http://127.0.0.1:9/api.xsd"))
    reading = Reading()
    assert reading.schema() is None and reading.schema() is None
    assert reading.said == []
    (unread,) = reading.library.unread_grammars
    assert unread.text.endswith("is on the network and is not fetched; save a copy and use --grammar-map http://127.0.0.1:9/api.xsd=FILE")
    assert (unread.code, str(unread.location)) == (MessageCode.MISSING_GRAMMAR, "api.wadl:2")


@pytest.mark.parametrize("way", ["a path", "a link"])
def test_a_schema_outside_the_root_is_not_read(way: str, write: Write) -> None:
    """Hard case 31: neither a path nor a link leads out of the root; no build fails for it."""
    write("in/api.wadl", wadl("../out.xsd" if way == "a path" else "link.xsd"))
    out = write("out.xsd", ITEM)
    (out.parent / "in/link.xsd").symlink_to(out)
    reading = Reading("in/api.wadl", root=Path("in"))
    assert reading.schema() is None
    assert reading.said == []
    (unread,) = reading.library.unread_grammars
    assert "is outside the root in; to allow it, use --root ." in unread.text
    assert str(out) not in reading.library.files
    assert names(Reading("in/api.wadl", root=Path()).schema()) == ["item"]


def test_a_map_serves_an_address(write: Write, tmp_path: Path) -> None:
    """The grammar map has addresses on the network and addresses as the WADL writes them; its files may lie anywhere."""
    address = "https://example.org/a/api.xsd"
    write("api/api.wadl", wadl(address, "application.wadl/xsd0.xsd", " gone.xsd "))
    write("copies/api.xsd", ITEM)
    mapping = {address: "copies/api.xsd", "application.wadl/xsd0.xsd": "copies/api.xsd", "gone.xsd": "copies/no.xsd"}
    reading = Reading("api/api.wadl", root=Path("api"), grammar_map=mapping)
    assert names(reading.schema()) == ["item"]
    assert reading.schema(1) is reading.schema()
    assert reading.said == [] and all(reading.library.exists(include.get("href"), include) for include in reading.includes)
    assert str(tmp_path / "copies/api.xsd") in reading.library.files
    assert reading.schema(2) is None
    assert reading.text.startswith("api/api.wadl:4: warning: grammar gone.xsd ") and reading.text.endswith(" [missing-grammar]")


def test_a_map_serves_what_schemas_import(write: Write) -> None:
    """An address in a schema is mapped as well: as it is written, and resolved against the address of the schema that has it."""
    base = "https://example.org/a/"
    write("api.wadl", wadl(base + "api.xsd"))
    write("copies/api.xsd", SCHEMA % f'<xs:import schemaLocation="{base}b/b.xsd"/><xs:include schemaLocation="../c.xsd"/>')
    write("copies/b.xsd", SCHEMA % '<xs:element name="b"/>')
    write("copies/c.xsd", SCHEMA % '<xs:element name="c"/>')
    mapping = {base + "api.xsd": "copies/api.xsd", base + "b/b.xsd": "copies/b.xsd", "https://example.org/c.xsd": "copies/c.xsd"}
    reading = Reading(grammar_map=mapping)
    document = reading.schema()
    assert document is not None
    found = [reading.library.schema(child.get("schemaLocation"), child) for child in document.root.elements()]
    assert [names(schema) for schema in found] == [["b"], ["c"]]
    assert reading.said == []


def test_a_mapped_text_is_a_schema_too(write: Write) -> None:
    """JSON schemas are mapped as XML schemas are."""
    write("api.wadl", wadl("http://127.0.0.1:9/s.json"))
    write("s.json", '{"type": "object"}')
    reading = Reading(grammar_map={"http://127.0.0.1:9/s.json": "s.json"})
    found = reading.library.schema_text("http://127.0.0.1:9/s.json", reading.includes[0])
    assert found is not None and (found.place.shown, found.text) == ("s.json", '{"type": "object"}')
    assert reading.library.schema_text("gone.json", found.place) is None
    assert reading.text == "s.json: warning: grammar gone.json not found [missing-grammar]"


# --- beside the WADL --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["application.wadl", "api.wadl", "saved"])
def test_a_schema_of_jersey_is_found_beside_the_wadl(name: str, write: Write) -> None:
    """Hard case 7: below an address with the name of the WADL, or of any, Jersey serves what was saved beside; nothing is said."""
    folder = "saved" if name == "saved" else "application.wadl"
    write(f"api/{name}", wadl(f"{folder}/xsd0.xsd", f"http://localhost/{folder}/xsd1.xsd", "other/xsd0.xsd"))
    write("api/xsd0.xsd", ITEM)
    reading = Reading(f"api/{name}")
    assert names(reading.beside()) == ["item"]
    assert reading.beside(2) is None
    assert reading.said == []


def test_nothing_beside_where_the_address_leads_somewhere(write: Write) -> None:
    """A schema that is where the WADL says, one that is broken, and one that is not there are not looked for twice."""
    write("api.wadl", wadl("a.wadl/xsd0.xsd", "b.wadl/xsd1.xsd", "b.wadl/xsd2.xsd"))
    for name in ("a.wadl/xsd0.xsd", "xsd0.xsd"):
        write(name, ITEM)
    write("xsd1.xsd", ITEM + "<")
    reading = Reading()
    assert [reading.beside(number) for number in range(3)] == [None, None, None]
    assert reading.said == []


# --- what is recorded -------------------------------------------------------------------------------


def _ask(reading: Reading, beside: Element) -> None:
    library = reading.library
    for include in reading.includes[:3]:
        library.schema(include.get("href"), include)
    library.schema_text("s.json", beside)
    library.schema_beside(beside.get("href"), beside)


def test_schemas_are_recorded(write: Write, tmp_path: Path) -> None:
    """Every schema that was read, and every one that is missing, is a file on which the pages depend, and is compared by the cache."""
    write("api.wadl", wadl("api.xsd", "http://127.0.0.1:9/m.xsd", "gone.xsd", "application.wadl/xsd0.xsd"))
    files = {name: write(name, ITEM) for name in ("api.xsd", "m.xsd", "xsd0.xsd")} | {"s.json": write("s.json", "{}")}
    settings = {"grammar_map": {"http://127.0.0.1:9/m.xsd": "m.xsd"}, "traced": True}
    reading = Reading(**settings)
    _ask(reading, reading.includes[3])
    assert {str(path) for path in files.values()} <= set(reading.library.files)
    assert {str(tmp_path / name) for name in ("gone.xsd", "application.wadl/xsd0.xsd")} <= set(reading.library.missing)
    trace = reading.library.trace
    assert trace is not None

    def is_same() -> bool:
        library = Library(lambda _: None, **settings)  # type: ignore[arg-type]
        same = library.repeats("api.wadl", trace)
        assert not same or set(library.files) == set(reading.library.files)
        return same

    assert is_same()
    for path in files.values():
        before = path.read_bytes()
        path.write_bytes(before + b" ")
        assert not is_same(), path
        path.write_bytes(before)
    assert is_same()
    for name in ("gone.xsd", "application.wadl/xsd0.xsd"):
        made = write(name, ITEM)
        assert not is_same(), name
        made.unlink()
