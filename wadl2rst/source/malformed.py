"""Explains expat's errors: what is wrong with the XML, and how to fix it.

The error codes are those of ``XML_Error`` in expat.h.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from html.entities import name2codepoint
from typing import NamedTuple

from wadl2rst.diagnostics import MessageCode
from wadl2rst.source.encoding import DECLARED, Encoded
from wadl2rst.source.files import folded
from wadl2rst.source.tree import Element

_NAME = re.compile(r"[^\s<>/=\"'&;]+")
_PREFIXED = re.compile(r"(?:<|\s)([^\s<>/=\"'&:]+):[^\s<>/=\"'&:]+")
_REFERENCE = re.compile(r"&([^#;&<\s][^;&<\s]*);")
_TAG_START = re.compile(r"</?[^\s<>/=\"'!?]+")


class XmlFault(NamedTuple):
    """A fault in an XML file: the message code and text."""

    code: MessageCode
    text: str
    whole_file: bool = False
    """Whether the fault concerns the file as a whole rather than a line."""


def explain(
    number: int, index: int, encoded: Encoded, opened: Sequence[Element], *, is_part: bool = False, in_doctype: bool = False
) -> XmlFault:
    """The fault behind an error of expat.

    ``number`` and ``index`` are expat's error code and byte index, ``opened`` the elements that are open
    there, outermost first.  ``is_part`` tells whether the file is an entity file or a DTD, ``in_doctype`` whether a DOCTYPE is open.
    """
    data = encoded.data
    index = min(max(index, 0), len(data))
    fault = _not_xml(data, encoded)
    if is_part:
        if fault is not None and not is_binary(data):
            return XmlFault(MessageCode.NOT_XML, f"not an entity file: {_DECLARATIONS}", True)
        words = _in_entity_file(number, index, encoded)
        if words:
            return XmlFault(MessageCode.NOT_XML, f"not well-formed: {words}")
    if fault is not None:
        return fault
    words = _in_prolog(number, index, encoded, in_doctype) if not opened else ""
    if words:
        return XmlFault(MessageCode.NOT_XML, f"not well-formed: {words}")
    words = _specific(number, index, encoded, opened) or _OTHER.get(number, "syntax error")
    return XmlFault(MessageCode.NOT_XML, f"not well-formed: {words}")


def text_at(encoded: Encoded, index: int, length: int = 200) -> str:
    """The text of ``encoded`` that begins at the byte ``index``, decoded from at most ``length`` bytes."""
    return encoded.data[index : index + length].decode(encoded.codec, "replace")


def reference_at(encoded: Encoded, index: int) -> str:
    """The name in the entity reference at the byte ``index``; empty if there is none."""
    match = _REFERENCE.match(text_at(encoded, index, 1000))
    return match[1] if match else ""


def root_fault(root: Element) -> str:
    """The message text for a document whose root element is not a WADL ``application``."""
    if root.name == "application":
        return f"the root element 'application' is in the namespace {folded(root.namespace)}, which is not a WADL namespace"
    if root.namespace == _XINCLUDE:
        content = "text" if root.get("parse") == "text" else "no element"
        return f"the root element is an xi:include that yields {content}, not a WADL 'application'"
    hint = _VOCABULARIES.get((root.namespace, root.name)) or _VOCABULARIES.get(("", root.name))
    return f"the root element is '{root.name}', not a WADL 'application'{f': {hint}' if hint else ''}"


def schema_fault(text: str, *, is_read: bool) -> str:
    """The message text for a schema with the fault ``text``, in the words for a WADL; ``is_read`` says whether a part of it can be read."""
    if is_read:
        known = text if text.startswith(_NOT_WELL_FORMED) else f"{_NOT_WELL_FORMED}text before the first tag"
        return f"{known}; the rest is read as far as possible"
    text = text.replace("not a WADL 'application'", "not a schema").replace("not a WADL", "not a schema")
    return text.removesuffix(f": {_PAGE}") + ("; this is a web page" if text.endswith(_PAGE) else "") + "; it is not read"


_NOT_WELL_FORMED = "not well-formed: "
_XINCLUDE = "http://www.w3.org/2001/XInclude"
_PAGE = "this is a web page; does the service require a login, or serve the WADL at another URL?"
_WSDL = "this is a WSDL, which describes a SOAP service"
_VOCABULARIES = {
    ("", "html"): _PAGE,
    ("", "definitions"): _WSDL,
    ("http://www.w3.org/ns/wsdl", "description"): _WSDL,
    ("http://www.w3.org/2001/XMLSchema", "schema"): "this is an XML Schema; pass the WADL whose grammars include it",
    ("http://docs.oasis-open.org/odata/ns/edmx", "Edmx"): "this is OData metadata",
    ("http://schemas.microsoft.com/ado/2007/06/edmx", "Edmx"): "this is OData metadata",
}

_MAGIC = (
    (b"\x1f\x8b", "the file is compressed with gzip; unpack it first"),
    (b"PK\x03\x04", "the file is a zip archive; unpack it and pass the WADL inside"),
    (b"BZh", "the file is compressed with bzip2; unpack it first"),
    (b"\xfd7zXZ", "the file is compressed with xz; unpack it first"),
    (b"%PDF", "the file is a PDF, not a WADL"),
    (b"\x89PNG", "the file is an image, not a WADL"),
)
_DESCRIPTION = re.compile(r"""["']?(openapi|swagger)["']?\s*:""", re.IGNORECASE)
_YAML = re.compile(r"(?:---|%YAML|(?:[A-Za-z_][\w-]*|\"[^\"\n]*\"):(?:\s|$))")
TEMPLATE = re.compile(r"(?P<jinja>\{[%#])|\{\{(?P<go>-?\s*(?:/\*|(?:define|block|template|range|with|if|end)\b)|\s*[.$])?")
"""The beginning of a template; that of a value is Go's if it is a field or a variable (``{{.Name}}``).  No JSON begins so."""
HTML_START = re.compile(r"(?:(?><!--.*?-->)|(?><\?.*?\?>)|\s)*+<(?:!doctype\s+)?html\b", re.IGNORECASE | re.DOTALL)
"""The beginning of an HTML file."""


def is_binary(data: bytes) -> bool:
    """Whether a file is an archive, a picture or the like, by its first bytes."""
    return data.startswith(tuple(magic for magic, _ in _MAGIC))


def _not_xml(data: bytes, encoded: Encoded) -> XmlFault | None:
    """The fault of a file that is not XML at all, or is HTML; None for any other."""
    for magic, words in _MAGIC:
        if data.startswith(magic):
            return XmlFault(MessageCode.NOT_XML, words, True)
    head = text_at(encoded, 0, 4096).lstrip("\ufeff").lstrip()
    if not head:
        blank = len(data) <= 4096 or not data.strip()
        return XmlFault(MessageCode.NOT_XML, "the file is empty", True) if blank else None
    if head.startswith("<"):
        if HTML_START.match(head):
            return XmlFault(MessageCode.NOT_WADL, f"the root element is 'html', not a WADL 'application': {_PAGE}")
        return None
    described = _DESCRIPTION.search(head)
    name = {"openapi": "an OpenAPI", "swagger": "a Swagger"}[described[1].lower()] if described else ""
    if template := TEMPLATE.match(head):
        of = " of Go" if template["go"] else " of Jinja or a similar language" if template["jinja"] else ""
        return XmlFault(MessageCode.NOT_XML, f"this is a template{of}, not a WADL; render it first", True)
    if head[0] in "{[":
        return XmlFault(
            MessageCode.NOT_XML, f"this is {name} description in JSON, not a WADL" if name else "this is JSON, not a WADL", True
        )
    if "\0" in head:
        return XmlFault(
            MessageCode.NOT_XML, "not XML: the file contains NUL bytes (UTF-16 without a byte order mark, or binary data)", True
        )
    if _YAML.match(head):
        return XmlFault(
            MessageCode.NOT_XML, f"this is {name} description in YAML, not a WADL" if name else "not XML; the file looks like YAML", True
        )
    return XmlFault(MessageCode.NOT_XML, "not XML: the first character is not '<'", True)


_DECLARATIONS = 'expected declarations such as <!ENTITY name "text">'


def _in_entity_file(number: int, index: int, encoded: Encoded) -> str:
    """Explains faults specific to entity files and DTDs; empty for any other."""
    text = text_at(encoded, index)
    if number in (2, 4) and text.startswith("<!DOCTYPE"):
        return f"an entity file cannot have a DOCTYPE: {_DECLARATIONS}"
    if number in (2, 4) and _TAG_START.match(text):
        return f"an entity file cannot contain elements: {_DECLARATIONS}"
    if number in (5, 29):
        return "the file ends inside a declaration: it is truncated, or a quote or '>' is missing"
    return ""


def _in_prolog(number: int, index: int, encoded: Encoded, in_doctype: bool) -> str:
    """Explains faults before the root element; empty for any other."""
    start = text_at(encoded, 0, index).rfind("<!DOCTYPE")
    if start < 0:
        return ""
    before = text_at(encoded, 0, index)
    line = before.count("\n", 0, start) + 1
    if number in (3, 5) and (in_doctype or ">" not in before[start:]):
        return f"the file ends inside the DOCTYPE opened on line {line}: it is truncated, or ']>' is missing"
    text = text_at(encoded, index)
    if number not in (2, 4) or _IN_TAG.search(before[-4000:]):
        return ""
    if text.startswith("<!DOCTYPE"):
        return f"second DOCTYPE; the first is on line {line}"
    if _TAG_START.match(text):
        return f"element inside the DOCTYPE opened on line {line}; is ']>' or '>' missing before it?"
    if in_doctype and text[:1].isprintable() and text[:1] not in ("", "&", "%"):
        return f"unexpected {text[0]!r} in the DOCTYPE; is a quote or '>' missing?"
    return ""


_IN_TAG = re.compile(r"<[^<>!?\s][^<>]*$")


def _specific(number: int, index: int, encoded: Encoded, opened: Sequence[Element]) -> str:
    """Explains the errors for which the text at the position tells more than expat's error code; empty for any other."""
    match number:
        case 2 | 4 | 6:
            return _bad_character(number, index, encoded)
        case 3 | 5 | 20:
            return _truncated(number, index, encoded, opened)
        case 7:
            return _mismatch(index, encoded, opened)
        case 8:
            found = _NAME.match(text_at(encoded, index))
            return f"duplicate attribute '{found[0]}'" if found else ""
        case 11:
            return _undeclared(reference_at(encoded, index))
        case 14:
            reference = re.match(r"&#[^;\s]*;?", text_at(encoded, index))
            return f"{reference[0] if reference else 'a character reference'} refers to a character that XML does not allow; remove it"
        case 15 | 16:
            name = reference_at(encoded, index)
            return f"the entity &{name}; is external, which is not allowed here" if name else ""
        case 18 | 19:
            return _wrong_encoding(encoded)
        case 27:
            return _unbound(index, encoded)
    return ""


def _bad_character(number: int, index: int, encoded: Encoded) -> str:
    data = encoded.data
    if encoded.codec == "utf-8":
        fault = _not_utf8(index, number, encoded)
        if fault:
            return fault
    char = text_at(encoded, index, 8)[:1]
    before = data[max(0, index - 400) : index].decode(encoded.codec, "replace")
    if char and (ord(char) < 32 and char not in "\t\n\r" or char in "\ufffe\uffff" or 0xD800 <= ord(char) <= 0xDFFF):
        name = "NUL byte" if char == "\0" else f"control character U+{ord(char):04X}"
        return f"{name}, which XML does not allow; remove it"
    if char.isspace() and not char.isascii():
        return f"U+{ord(char):04X} is not white space in XML; write a plain space"
    if re.search("<!DOCTYPE$", before + text_at(encoded, index, 7)):
        return "DOCTYPE inside an element; move it before the root element"
    if re.search(r"<!\[?[A-Za-z]*$", before):
        return "'<!' starts neither a comment (<!--) nor a CDATA section (<![CDATA[)"
    if re.search(r"&[^\s;&<\"']*$", before) or char == "&":
        return "stray '&'; write &amp;"
    if number == 2 and re.match(r"<[^<>]*\sxmlns[^<>]*}", text_at(encoded, index, 4000)):
        return "the namespace declared here contains '}'; is it an unfilled placeholder?"
    if char == "<":
        return "'<' in an attribute value; write &lt; (or is a quote missing before it?)"
    if before.endswith("<") and char == "/":
        return "end tag without a start tag"
    if before.endswith("<"):
        return "stray '<'; write &lt;"
    if before.endswith("--"):
        return "'--' is not allowed in a comment"
    if before.endswith("]]"):
        return "']]>' is not allowed in text; write ]]&gt;"
    if re.search(r"<[^<>!?]*=\s*$", before):
        return "attribute value without quotes"
    if re.search(r"<[^<>!?]*[\"']$", before):
        return "missing space between two attributes"
    if re.search(r"</[^<>]*$", before):
        return "an end tag can contain only a name"
    if re.search(r"<[^<>=\"'!?]*\s[^<>=\"'\s]+\s*$", before) and char in (">", "/", " ", "\n"):
        return "attribute without a value"
    return f"unexpected {char!r}" if char.isprintable() and char else ""


def _not_utf8(index: int, number: int, encoded: Encoded) -> str:
    """Explains that the bytes at ``index`` are not UTF-8; empty if they are."""
    data = encoded.data
    try:
        codecs.lookup("utf-8").incrementaldecoder().decode(data[index : index + 4], False)
        # Expat reports a partial character if the file ends within it.
        return "the file ends in the middle of a character: it is truncated" if number == 6 else ""
    except UnicodeDecodeError as error:
        if error.start:
            return ""
        if index + 4 >= len(data) and number == 6:
            return "the file ends in the middle of a character: it is truncated"
        rest = data[index : index + 65536]
    declared = DECLARED.match(data, 3 if data.startswith(codecs.BOM_UTF8) else 0)
    fix = "correct the encoding in the first line" if declared or data.startswith(b"<?xml") else "declare it in the first line"
    line = '<?xml version="1.0" encoding="windows-1252"?>'
    guess = "damaged UTF-16" if b"\0" in rest else "Latin-1 (windows-1252)"
    return f"byte 0x{data[index]:02X} is not UTF-8; the file is probably {guess}: {fix}: {line}"


def _truncated(number: int, index: int, encoded: Encoded, opened: Sequence[Element]) -> str:
    if number == 5:
        text = text_at(encoded, index)
        start = _TAG_START.match(text)
        what = f"the tag '{start[0]}'" if start else "a comment" if text.startswith("<!--") else "a tag"
        return f"the file ends inside {what}: it is truncated"
    if not opened:
        return "the file ends before the root element"
    within = f" inside the element '{opened[-1].name}' opened on line {opened[-1].location.line}"
    if number == 20:
        return f"the file ends in a CDATA section{within}: it is truncated, or ']]>' is missing"
    return f"the file ends{within}: it is truncated, or an end tag is missing"


def _mismatch(index: int, encoded: Encoded, opened: Sequence[Element]) -> str:
    closing = _NAME.match(text_at(encoded, index))
    if closing is None or not opened:
        return ""
    element = opened[-1]
    location = element.location
    name = element.name
    if not location.entity:
        # The elements have no prefixes; without them, <db:para> closed by </para> could not be explained.
        lines = encoded.data.decode(encoded.codec, "replace").split("\n")
        line = lines[location.line - 1] if location.line <= len(lines) else ""
        found = re.search(rf"<((?:[^\s<>/=\"':]+:)?{re.escape(name)})(?=[\s/>])", line + "\n")
        name = found[1] if found else name
    return f"</{closing[0]}> does not match <{name}> on line {location.line}"


def _undeclared(name: str) -> str:
    if not name:
        return ""
    code = name2codepoint.get(name)
    fix = f"write &#{code}; instead" if code else "declare it in a DOCTYPE, or write &amp; for a literal '&'"
    return f"the entity &{name}; is not declared; {fix}"


def _wrong_encoding(encoded: Encoded) -> str:
    declared = DECLARED.match(encoded.data, 3 if encoded.data.startswith(codecs.BOM_UTF8) else 0)
    name = declared[1].decode("ascii") if declared else "an encoding"
    return f"the first line declares {name}, but the file is not in that encoding; correct the first line (most files are UTF-8)"


def _unbound(index: int, encoded: Encoded) -> str:
    tag = text_at(encoded, index, 4000).partition(">")[0]
    before = encoded.data[: index + 4000].decode(encoded.codec, "replace")
    for prefix in _PREFIXED.findall(tag):
        if prefix not in ("xml", "xmlns") and not re.search(rf"\sxmlns:{re.escape(prefix)}\s*=", before):
            return f"the prefix '{prefix}' is not declared; add xmlns:{prefix}=\"...\" to this element or one above it"
    return "a prefix is not declared; add its xmlns attribute to this element or one above it"


_OTHER = {
    1: "not enough memory to read it",
    2: "this is not XML",
    9: "content after the end of the root element",
    10: "a parameter entity reference is not allowed here",
    13: "an entity does not close every element that it opens",
    17: "the XML declaration must come first in the file; remove the space, line or comment before it",
    22: 'the file declares standalone="yes", but needs its DTD',
    23: "invalid attribute in the XML declaration",
    28: 'a prefix is bound to an empty namespace (xmlns:p="")',
    29: "a parameter entity ends in the middle of a declaration",
    30: "malformed XML declaration in the first line",
    31: 'the XML declaration of an entity file requires an encoding, as in <?xml encoding="utf-8"?>; add it or remove the declaration',
    38: "the prefix xml cannot be redeclared",
    39: "the prefix xmlns cannot be declared",
    40: "the namespace of xml or xmlns cannot be bound to another prefix",
}
