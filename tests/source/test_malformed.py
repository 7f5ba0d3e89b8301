"""LoadError input: one clear error, with the place, what is wrong, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wadl2rst.diagnostics import Diagnostic, MessageCode
from wadl2rst.source import Library

WADL = '<application xmlns="http://wadl.dev.java.net/2009/02">\n%s</application>'
DOCTYPE = "<!DOCTYPE application [%s]>\n"
XI = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" %s/>'
COMMON = DOCTYPE % '<!ENTITY % c SYSTEM "common.ent"> %c;'


def read(folder: Path, data: str | bytes, common: str | bytes | None = None) -> list[Diagnostic]:
    """What is said of a WADL that cannot be read."""
    for name, content in (("api.wadl", data), ("common.ent", common)):
        if content is not None:
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    said: list[Diagnostic] = []
    assert Library(said.append).document("api.wadl") is None
    return said


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b" \r\n\t", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"\xff\xfe", "the file is empty"),
        (b"hello", "not XML: the first character is not '<'"),
        (b"\x1f\x8b\x08\0\0\0", "the file is compressed with gzip; unpack it first"),
        (b"PK\x03\x04\x14\0", "the file is a zip archive; unpack it and pass the WADL inside"),
        (b"%PDF-1.4", "the file is a PDF, not a WADL"),
        (b'{"openapi": "3.0.0"}', "this is an OpenAPI description in JSON, not a WADL"),
        (b'\n{\n  "swagger": "2.0"}', "this is a Swagger description in JSON, not a WADL"),
        (b'[{"a": 1}]', "this is JSON, not a WADL"),
        (b'{{define "api"}}<application/>{{end}}', "this is a template of Go, not a WADL; render it first"),
        (b'{{- template "a" . -}}\n<application/>', "this is a template of Go, not a WADL; render it first"),
        (b"\n{% extends 'base.xml' %}", "this is a template of Jinja or a similar language, not a WADL; render it first"),
        (b"{#- a comment -#}\n<application/>", "this is a template of Jinja or a similar language, not a WADL; render it first"),
        (b"{{> head}}<application/>", "this is a template, not a WADL; render it first"),
        (b"{{ wadl }}", "this is a template, not a WADL; render it first"),
        (b"openapi: 3.1.0\ninfo:\n", "this is an OpenAPI description in YAML, not a WADL"),
        (b"---\nswagger: '2.0'\n", "this is a Swagger description in YAML, not a WADL"),
        (b"title: x\nbody: y\n", "not XML; the file looks like YAML"),
        (b"\0\0\0\0\0", "not XML: the file contains NUL bytes (UTF-16 without a byte order mark, or binary data)"),
    ],
)
def test_files_that_are_no_xml(folder: Path, data: bytes, message: str) -> None:
    """A file of another kind is told by what it is, at its first line."""
    assert [(said.code, str(said.location), said.text) for said in read(folder, data)] == [(MessageCode.NOT_XML, "api.wadl:1:1", message)]


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        ("<project/>", "1", "the root element is 'project', not a WADL 'application'"),
        ("\n<html><p/></html>", "2", "'html', not a WADL 'application': this is a web page"),
        ("<!DOCTYPE html>\n<html><br></html>", "2:13", "'html', not a WADL 'application': this is a web page"),
        ('<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"/>', "1", "this is a WSDL"),
        ('<description xmlns="http://www.w3.org/ns/wsdl"/>', "1", "this is a WSDL"),
        ('<schema xmlns="http://www.w3.org/2001/XMLSchema"/>', "1", "this is an XML Schema"),
        ('<application xmlns="urn:x"/>', "1", "the root element 'application' is in the namespace urn:x, which is not a WADL namespace"),
        ('<resources xmlns="http://wadl.dev.java.net/2009/02"/>', "1", "the root element is 'resources'"),
        (
            XI % 'parse="text" href="api.wadl"',
            "1",
            "the root element is an xi:include that yields text, not a WADL 'application'",
        ),
    ],
)
def test_xml_that_is_no_wadl(folder: Path, data: str, place: str, message: str) -> None:
    """XML of another vocabulary names its root."""
    (said,) = read(folder, data)
    assert (said.code, str(said.location)) == (MessageCode.NOT_WADL, f"api.wadl:{place}")
    assert message in said.text


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (WADL % "<resource>\n<method>\n</resource>", "4:3", "</resource> does not match <method> on line 3"),
        (WADL % '<db:para xmlns:db="d">\n</para>', "3:3", "</para> does not match <db:para> on line 2"),
        (WADL % "<a>x</a></b>", "2:11", "</b> does not match <application> on line 1"),
        ("</a>", "1:2", "end tag without a start tag"),
        (
            "<application>\n<resources>\n<a/>",
            "3:5",
            "the file ends inside the element 'resources' opened on line 2: it is truncated, or an end tag is missing",
        ),
        ("<application>\n<resources base='x", "2:1", "the file ends inside the tag '<resources': it is truncated"),
        ("<application>\n</applica", "2:1", "the file ends inside the tag '</applica': it is truncated"),
        ("<application>\n<!-- a", "2:1", "the file ends inside a comment: it is truncated"),
        (
            "<application>\n<![CDATA[ a",
            "2:12",
            "the file ends in a CDATA section inside the element 'application' opened on line 1: it is truncated, or ']]>' is missing",
        ),
        ("<!-- a -->\n", "2:1", "the file ends before the root element"),
        ("<application>\né".encode()[:-1], "2:1", "the file ends in the middle of a character: it is truncated"),
        (WADL % "a & b", "2:4", "stray '&'; write &amp;"),
        (WADL % "<a href='?a=1&b=2'/>", "2:16", "stray '&'; write &amp;"),
        (WADL % "a && b", "2:4", "stray '&'; write &amp;"),
        (WADL % "a < b", "2:4", "stray '<'; write &lt;"),
        (WADL % "<a b='<c>'/>", "2:7", "'<' in an attribute value; write &lt; (or is a quote missing before it?)"),
        (WADL % "<a b=1/>", "2:6", "attribute value without quotes"),
        (WADL % "<a b='1'c='2'/>", "2:9", "missing space between two attributes"),
        (WADL % "<a b/>", "2:5", "attribute without a value"),
        (WADL % "<a b='1' b='2'/>", "2:10", "duplicate attribute 'b'"),
        (WADL % "<a></a b>", "2:8", "an end tag can contain only a name"),
        (WADL % "<a\u00a0b='1'/>", "2:3", "U+00A0 is not white space in XML; write a plain space"),
        (WADL % "<!-- a -- b -->", "2:10", "'--' is not allowed in a comment"),
        (WADL % "a ]]> b", "2:5", "']]>' is not allowed in text; write ]]&gt;"),
        (WADL % "<![CDAT[a]]>", "2:8", "'<!' starts neither a comment (<!--) nor a CDATA section (<![CDATA[)"),
        (WADL % "a\0b", "2:2", "NUL byte, which XML does not allow; remove it"),
        (WADL % "a\x1bb", "2:2", "control character U+001B, which XML does not allow; remove it"),
        (WADL % "a&#0;", "2:2", "&#0; refers to a character that XML does not allow; remove it"),
        (WADL % "a&nbsp;b", "2:2", "the entity &nbsp; is not declared; write &#160; instead"),
        (WADL % "a&common;b", "2:2", "the entity &common; is not declared; declare it in a DOCTYPE, or write &amp; for a literal '&'"),
        (WADL % "<db:para/>", "2:1", "the prefix 'db' is not declared; add xmlns:db=\"...\" to this element or one above it"),
        (
            WADL % "<a xlink:href='x'/>",
            "2:1",
            "the prefix 'xlink' is not declared; add xmlns:xlink=\"...\" to this element or one above it",
        ),
        (WADL % "<a xmlns:b=''/>", "2:1", 'a prefix is bound to an empty namespace (xmlns:p="")'),
        ("<application xmlns='{{ns}}'/>", "1:1", "the namespace declared here contains '}'; is it an unfilled placeholder?"),
        (WADL % "" + "\n<a/>", "3:1", "content after the end of the root element"),
        ("\n<?xml version='1.0'?><application/>", "2:1", "the XML declaration must come first in the file"),
        ("<!-- a --><?xml version='1.0'?><application/>", "1:11", "the XML declaration must come first in the file"),
        ("<?xml version=1.0?><application/>", "1:15", "malformed XML declaration in the first line"),
        (
            "<?xml version='1.0' encoding='UTF-16'?><application/>",
            "1:31",
            "the first line declares UTF-16, but the file is not in that encoding; correct the first line (most files are UTF-8)",
        ),
        (DOCTYPE % "<!ENTITY a '&b;'><!ENTITY b '&c;'><!ENTITY c '&b;'>" + WADL % "&a;", "3:1", "the entity &b; refers to itself"),
        (DOCTYPE % "<!ENTITY a '&a;'>" + WADL % "<b c='&a;'/>", "3:1", "the entity &a; refers to itself"),
        (
            DOCTYPE % "<!ENTITY a SYSTEM 'a.xml'>" + WADL % "<b c='&a;'/>",
            "3:7",
            "the entity &a; is external, which is not allowed here",
        ),
        (
            "<!-- a -->\n<!DOCTYPE a [\n" + WADL % "",
            "3:1",
            "element inside the DOCTYPE opened on line 2; is ']>' or '>' missing before it?",
        ),
        (
            "<!DOCTYPE a SYSTEM 'x'\n" + WADL % "",
            "2:1",
            "element inside the DOCTYPE opened on line 1; is ']>' or '>' missing before it?",
        ),
        ("<!DOCTYPE a [<!ENTITY b 'c'>\n", "2:1", "the file ends inside the DOCTYPE opened on line 1: it is truncated, or ']>' is missing"),
        ("<!DOCTYPE a", "1:12", "the file ends inside the DOCTYPE opened on line 1: it is truncated"),
        (DOCTYPE % "<!ENTITY a b>" + WADL % "", "1:35", "unexpected 'b' in the DOCTYPE; is a quote or '>' missing?"),
        (DOCTYPE % "\n<!DOCTYPE b>" + WADL % "", "2:1", "second DOCTYPE; the first is on line 1"),
        (DOCTYPE % "" + DOCTYPE % "" + WADL % "", "2:1", "second DOCTYPE; the first is on line 1"),
        (WADL % "<!DOCTYPE b>", "2:3", "DOCTYPE inside an element; move it before the root element"),
        (DOCTYPE % "" + "<application a='<'/>", "2:17", "'<' in an attribute value; write &lt;"),
        (DOCTYPE % "", "2:1", "the file ends before the root element"),
    ],
)
def test_xml_that_is_not_well_formed(folder: Path, data: str | bytes, place: str, message: str) -> None:
    """Each fault has its line and column, and words for it."""
    (said,) = read(folder, data)
    assert (said.code, str(said.location)) == (MessageCode.NOT_XML, f"api.wadl:{place}")
    assert said.text.startswith(f"not well-formed: {message}")


@pytest.mark.parametrize(
    ("head", "mend"),
    [("<?xml version='1.0' encoding='UTF-8'?>\n", "correct the encoding in the first line"), ("\n", "declare it in the first line")],
)
def test_latin_1_that_says_utf_8(folder: Path, head: str, mend: str) -> None:
    """Bytes that are not UTF-8 are named, with the encoding that the file probably has, and the line to write."""
    (said,) = read(folder, (head + WADL % "Tyypillisiä").encode("latin-1"))
    assert str(said.location) == "api.wadl:3:11"
    assert said.text == (
        "not well-formed: byte 0xE4 is not UTF-8; the file is probably Latin-1 (windows-1252): "
        f'{mend}: <?xml version="1.0" encoding="windows-1252"?>'
    )


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ("UTF-9", "unknown encoding UTF-9 in the first line"),
        ("idna", "unknown encoding idna in the first line"),
        ("rot13", "unknown encoding rot13 in the first line"),
        ("Shift_JIS", "byte 0x85 at offset "),
    ],
)
def test_encodings_that_are_wrong(folder: Path, declared: str, message: str) -> None:
    """An encoding that nobody knows, or that the bytes are not in, is told."""
    (said,) = read(folder, f'<?xml version="1.0" encoding="{declared}"?>'.encode() + b"<application>\x85\x1f</application>")
    assert said.code is MessageCode.NOT_XML
    assert said.text.startswith(message)


def test_a_declaration_that_hides_its_encoding(folder: Path) -> None:
    """An encoding of several bytes that stands where only expat sees it is an error, not a traceback."""
    (said,) = read(folder, b'<?xml version="1.0"' + b" " * 500 + b'encoding="Shift_JIS"?><application/>')
    assert (said.code, said.text) == (MessageCode.NOT_XML, "unknown encoding in the first line")


@pytest.mark.parametrize(
    ("common", "place", "message"),
    [
        ("<!ENTITY a 'x'>\n<!ENTITY b >", "common.ent:2:12", "not well-formed"),
        (b"\n<!ENTITY a '\xe4'>", "common.ent:2:13", "byte 0xE4 is not UTF-8"),
        ("<!ENTITY a 'x'", "common.ent:1:15", "the file ends inside a declaration: it is truncated, or a quote or '>' is missing"),
        ("<!ENTITY % c SYSTEM 'common.ent'> %c;", "common.ent:1:35", "the entity %c; refers to itself"),
        ("\n<response/>", "common.ent:2:1", "an entity file cannot contain elements: expected declarations such as <!ENTITY name"),
        ("<!DOCTYPE a []>", "common.ent:1:1", "an entity file cannot have a DOCTYPE: expected declarations"),
        ("<!DOCTYPE html><html/>", "common.ent:1:1", "not an entity file: expected declarations"),
        ("hello", "common.ent:1:1", "not an entity file: expected declarations"),
        ('<?xml version="1.0"?>', "common.ent:1:20", "the XML declaration of an entity file requires an encoding"),
        ('<?xml encoding="nonsense"?>', "common.ent:1:1", "unknown encoding nonsense in the first line"),
    ],
)
def test_a_broken_entity_file(folder: Path, common: str | bytes, place: str, message: str) -> None:
    """A fault in an entity file is told with the place there."""
    (said,) = read(folder, COMMON + WADL % "", common)
    assert (said.code, str(said.location)) == (MessageCode.NOT_XML, place)
    assert message in said.text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<a></b>", "mismatched end tag"),
        ("<a>", "it does not close every element that it opens"),
        ("<a>&no;</a>", "it refers to an undeclared entity"),
        ("<p:a/>", "a prefix is not declared"),
        ("<a b='1' b='2'/>", "duplicate attribute"),
    ],
)
def test_a_fault_in_the_text_of_an_entity(folder: Path, text: str, message: str) -> None:
    """A fault in an entity's text names the entity, the reference, and the file that declares it."""
    (said,) = read(folder, f'<!DOCTYPE application [\n<!ENTITY a "{text}">]>' + WADL % "\n&a;")
    assert said.location is not None
    assert (str(said.location), said.location.origin) == ("api.wadl:4:1", "in &a;, api.wadl:2")
    assert said.text == f"not well-formed: in the text of &a;: {message}"


_PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "<application>",
                "</application>",
                "<a b='c'>",
                "</a>",
                "<a",
                "b='",
                "'",
                '"',
                ">",
                "/>",
                "&",
                "&e;",
                "&x;",
                "%p;",
                ";",
                "<!--",
                "-->",
            ),
            *(
                "<![CDATA[",
                "]]>",
                "<?xml version='1.0' encoding='",
                "UTF-16",
                "?>",
                "<!DOCTYPE application [",
                "<!ENTITY e '",
                "<!ENTITY % p '",
            ),
            *(
                "<!ENTITY x SYSTEM 'api.wadl'>",
                "]>",
                "&#1;",
                "\0",
                "é",
                "\ud7ff",
                "\n",
                "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='api.wadl'/>",
            ),
        ]
    ),
    max_size=25,
)


@given(
    st.one_of(
        st.binary(max_size=80),
        st.tuples(_PIECES.map("".join), st.sampled_from(["utf-8", "utf-16", "utf-32-be"])).map(lambda pair: pair[0].encode(pair[1])),
    )
)
@example(b"<?xml version='1.0' encoding='punycode'?><application/>")
@example(b"<?xml version='1.0' encoding='unicode_escape'?><application>\\x")
@example(b"<")
@example(b"\xff")
@example(b"\xfe\xff\0")
@example(b"\0<")
def test_nothing_raises(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Whatever a file holds, reading it gives a document, or at least one message of one line."""
    path = tmp_path_factory.getbasetemp() / "api.wadl"
    path.write_bytes(data)
    said: list[Diagnostic] = []
    document = Library(said.append).document(str(path))
    assert document is not None or any(diagnostic.severity.value == "error" for diagnostic in said)
    assert all("\n" not in diagnostic.text for diagnostic in said)
    if document is not None:
        assert all(str(element.location) for element in document.root.walk())
