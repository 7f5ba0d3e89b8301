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
    """What is said of a WADL that can not be read."""
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
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\xff\xfe", "is empty"),
        (b"hello", "is not XML: its first character is not '<'"),
        (b"\x1f\x8b\x08\0\0\0", "is compressed with gzip: unpack it first"),
        (b"PK\x03\x04\x14\0", "is a zip archive: unpack it first, and give the WADL in it"),
        (b"%PDF-1.4", "is a PDF, not a WADL"),
        (b'{"openapi": "3.0.0"}', "is an OpenAPI description in JSON, not a WADL"),
        (b'\n{\n  "swagger": "2.0"}', "is a Swagger description in JSON, not a WADL"),
        (b'[{"a": 1}]', "is JSON, not a WADL"),
        (b"openapi: 3.1.0\ninfo:\n", "is an OpenAPI description in YAML, not a WADL"),
        (b"---\nswagger: '2.0'\n", "is a Swagger description in YAML, not a WADL"),
        (b"title: x\nbody: y\n", "is not XML; it looks like YAML"),
        (b"\0\0\0\0\0", "is not XML: it has NUL bytes (UTF-16 without a byte order mark, or no text at all)"),
    ],
)
def test_files_that_are_no_xml(folder: Path, data: bytes, message: str) -> None:
    """A file of another kind is told by what it is, at its first line."""
    assert [(said.code, str(said.location), said.text) for said in read(folder, data)] == [(MessageCode.NOT_XML, "api.wadl:1:1", message)]


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        ("<project/>", "1", "the root element is 'project', not the 'application' of a WADL"),
        ("\n<html><p/></html>", "2", "'html', not the 'application' of a WADL: this is a web page"),
        ("<!DOCTYPE html>\n<html><br></html>", "2:13", "'html', not the 'application' of a WADL: this is a web page"),
        ('<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"/>', "1", "this is a WSDL"),
        ('<description xmlns="http://www.w3.org/ns/wsdl"/>', "1", "this is a WSDL"),
        ('<schema xmlns="http://www.w3.org/2001/XMLSchema"/>', "1", "this is an XML Schema"),
        ('<application xmlns="urn:x"/>', "1", "the root element 'application' is in the namespace urn:x, which is none of WADL's"),
        ('<resources xmlns="http://wadl.dev.java.net/2009/02"/>', "1", "the root element is 'resources'"),
        (
            XI % 'parse="text" href="api.wadl"',
            "1",
            "the root element is an xi:include, which brings in text, not the 'application' of a WADL",
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
        (WADL % "<resource>\n<method>\n</resource>", "4:3", "the tag 'method' of line 3 is closed by 'resource'"),
        (WADL % '<db:para xmlns:db="d">\n</para>', "3:3", "the tag 'db:para' of line 2 is closed by 'para'"),
        (WADL % "<a>x</a></b>", "2:11", "the tag 'application' of line 1 is closed by 'b'"),
        ("</a>", "1:2", "an end tag stands here that closes nothing"),
        (
            "<application>\n<resources>\n<a/>",
            "3:5",
            "the file ends within the element 'resources' of line 2: it is cut short, or an end tag is missing",
        ),
        ("<application>\n<resources base='x", "2:1", "the file ends within the tag '<resources': it is cut short"),
        ("<application>\n</applica", "2:1", "the file ends within the tag '</applica': it is cut short"),
        ("<application>\n<!-- a", "2:1", "the file ends within a comment: it is cut short"),
        (
            "<application>\n<![CDATA[ a",
            "2:12",
            "the file ends in a CDATA section within the element 'application' of line 1: it is cut short, or ']]>' is missing",
        ),
        ("<!-- a -->\n", "2:1", "the file ends before its root element"),
        ("<application>\né".encode()[:-1], "2:1", "the file ends in the middle of a character: it is cut short"),
        (WADL % "a & b", "2:4", "an '&' stands here that begins no entity; write &amp;"),
        (WADL % "<a href='?a=1&b=2'/>", "2:16", "an '&' stands here that begins no entity; write &amp;"),
        (WADL % "a && b", "2:4", "an '&' stands here that begins no entity; write &amp;"),
        (WADL % "a < b", "2:4", "a '<' stands here that begins no tag; write &lt;"),
        (WADL % "<a b='<c>'/>", "2:7", "a '<' stands in the value of an attribute; write &lt; (or a quote is missing before it)"),
        (WADL % "<a b=1/>", "2:6", "the value of an attribute stands without quotes"),
        (WADL % "<a b='1'c='2'/>", "2:9", "a blank is missing between two attributes"),
        (WADL % "<a b/>", "2:5", "an attribute without a value stands here"),
        (WADL % "<a b='1' b='2'/>", "2:10", "the attribute 'b' is given twice"),
        (WADL % "<a></a b>", "2:8", "an end tag may hold nothing but its name"),
        (WADL % "<a\u00a0b='1'/>", "2:3", "a blank that is none for XML (U+00A0) stands here; write a plain one"),
        (WADL % "<!-- a -- b -->", "2:10", "a comment may not hold '--'"),
        (WADL % "a ]]> b", "2:5", "']]>' may not stand in text; write ]]&gt;"),
        (WADL % "<![CDAT[a]]>", "2:8", "'<!' begins neither a comment (<!--) nor a CDATA section (<![CDATA[) here"),
        (WADL % "a\0b", "2:2", "a NUL byte stands here, which XML does not allow; take it out"),
        (WADL % "a\x1bb", "2:2", "the control character U+001B stands here, which XML does not allow; take it out"),
        (WADL % "a&#0;", "2:2", "&#0; stands for no character that XML allows; take it out"),
        (WADL % "a&nbsp;b", "2:2", "the entity &nbsp; is not declared: write &#160; instead"),
        (WADL % "a&common;b", "2:2", "the entity &common; is not declared: declare it in a DOCTYPE, or write &amp; for an '&'"),
        (WADL % "<db:para/>", "2:1", "the prefix 'db' is not declared: xmlns:db=\"...\" is missing on the element or above it"),
        (
            WADL % "<a xlink:href='x'/>",
            "2:1",
            "the prefix 'xlink' is not declared: xmlns:xlink=\"...\" is missing on the element or above it",
        ),
        (WADL % "<a xmlns:b=''/>", "2:1", 'a prefix is declared with an empty namespace (xmlns:p="")'),
        ("<application xmlns='{{ns}}'/>", "1:1", "a namespace with a '}' is declared here: is it a placeholder that was not filled in?"),
        (WADL % "" + "\n<a/>", "3:1", "something stands after the end of the root element"),
        ("\n<?xml version='1.0'?><application/>", "2:1", "the XML declaration must be the very first in the file"),
        ("<!-- a --><?xml version='1.0'?><application/>", "1:11", "the XML declaration must be the very first in the file"),
        ("<?xml version=1.0?><application/>", "1:15", "the XML declaration in the first line is malformed"),
        (
            "<?xml version='1.0' encoding='UTF-16'?><application/>",
            "1:31",
            "the first line says UTF-16, but the file is not in it; most files are UTF-8",
        ),
        (DOCTYPE % "<!ENTITY a '&b;'><!ENTITY b '&c;'><!ENTITY c '&b;'>" + WADL % "&a;", "3:1", "the entity &b; refers to itself"),
        (DOCTYPE % "<!ENTITY a '&a;'>" + WADL % "<b c='&a;'/>", "3:1", "the entity &a; refers to itself"),
        (
            DOCTYPE % "<!ENTITY a SYSTEM 'a.xml'>" + WADL % "<b c='&a;'/>",
            "3:7",
            "the text of &a; would come from a file, which can not stand here",
        ),
        ("<!-- a -->\n<!DOCTYPE a [\n" + WADL % "", "3:1", "an element stands within the DOCTYPE of line 2: ']>' is missing before it"),
        (
            "<!DOCTYPE a SYSTEM 'x'\n" + WADL % "",
            "2:1",
            "an element stands within the DOCTYPE of line 1: ']>' is missing before it, or a '>'",
        ),
        ("<!DOCTYPE a [<!ENTITY b 'c'>\n", "2:1", "the file ends within the DOCTYPE of line 1: it is cut short, or ']>' is missing"),
        ("<!DOCTYPE a", "1:12", "the file ends within the DOCTYPE of line 1: it is cut short"),
        (DOCTYPE % "<!ENTITY a b>" + WADL % "", "1:35", "'b' may not stand here in the DOCTYPE; is a quote missing, or a '>'?"),
        (DOCTYPE % "\n<!DOCTYPE b>" + WADL % "", "2:1", "a second DOCTYPE stands here, after that of line 1; a file may have one"),
        (DOCTYPE % "" + DOCTYPE % "" + WADL % "", "2:1", "a second DOCTYPE stands here, after that of line 1; a file may have one"),
        (WADL % "<!DOCTYPE b>", "2:3", "a DOCTYPE stands within an element; it belongs before the root element"),
        (DOCTYPE % "" + "<application a='<'/>", "2:17", "a '<' stands in the value of an attribute; write &lt;"),
        (DOCTYPE % "", "2:1", "the file ends before its root element"),
    ],
)
def test_xml_that_is_not_well_formed(folder: Path, data: str | bytes, place: str, message: str) -> None:
    """Each fault has its line and column, and words for it."""
    (said,) = read(folder, data)
    assert (said.code, str(said.location)) == (MessageCode.NOT_XML, f"api.wadl:{place}")
    assert said.text.startswith(f"not well-formed: {message}")


@pytest.mark.parametrize(
    ("head", "mend"),
    [("<?xml version='1.0' encoding='UTF-8'?>\n", "mend the encoding in its first line"), ("\n", "say so in its first line")],
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
        ("UTF-9", "the encoding UTF-9 in the first line is not known"),
        ("idna", "the encoding idna in the first line is not known"),
        ("rot13", "the encoding rot13 in the first line is not known"),
        ("Shift_JIS", "byte 0x85 at "),
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
    assert (said.code, said.text) == (MessageCode.NOT_XML, "the encoding in the first line is not known")


@pytest.mark.parametrize(
    ("common", "place", "message"),
    [
        ("<!ENTITY a 'x'>\n<!ENTITY b >", "common.ent:2:12", "not well-formed"),
        (b"\n<!ENTITY a '\xe4'>", "common.ent:2:13", "byte 0xE4 is not UTF-8"),
        ("<!ENTITY a 'x'", "common.ent:1:15", "the file ends within a declaration: it is cut short, or a quote or '>' is missing"),
        ("<!ENTITY % c SYSTEM 'common.ent'> %c;", "common.ent:1:35", "the entity %c; refers to itself"),
        ("\n<response/>", "common.ent:2:1", "an element stands in an entity file: it has to hold declarations, such as <!ENTITY name"),
        ("<!DOCTYPE a []>", "common.ent:1:1", "an entity file may have no DOCTYPE: it has to hold declarations"),
        ("<!DOCTYPE html><html/>", "common.ent:1:1", "this is no entity file: it has to hold declarations"),
        ("hello", "common.ent:1:1", "this is no entity file: it has to hold declarations"),
        ('<?xml version="1.0"?>', "common.ent:1:20", "the XML declaration of an entity file needs an encoding"),
        ('<?xml encoding="nonsense"?>', "common.ent:1:1", "the encoding nonsense in the first line is not known"),
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
        ("<a></b>", "a tag is closed by another"),
        ("<a>", "it does not close all that it opens"),
        ("<a>&no;</a>", "it refers to an entity that is not declared"),
        ("<p:a/>", "a prefix is not declared"),
        ("<a b='1' b='2'/>", "an attribute is given twice"),
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
