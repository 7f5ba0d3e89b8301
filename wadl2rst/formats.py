"""Detects the format of a sample from its text (JSON, XML or HTTP), for captions, highlighting, and messages on invalid samples."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple, NoReturn
from xml.parsers import expat


class SyntaxFault(NamedTuple):
    """Why a text is not valid in a format: a message and a position."""

    text: str
    line: int = 0
    """Line in the text, from 1; 0 if unknown."""
    column: int = 0
    """Column in that line, from 1; 0 if unknown."""


# --- detection -----------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def caption(text: str, hint: str = "") -> str:
    """The format of a sample, for its caption: ``HTTP``, ``JSON``, ``XML``, the format of the hint, or an empty string.

    ``hint`` is a media type, a file name or a language; the content takes precedence.
    """
    if http_head_end(text):
        return "HTTP"
    start = text.lstrip()[:1]
    if start in ("{", "[") and not json_fault(text):
        return "JSON"
    if start == "<" and not xml_fault(text):
        return "XML"
    hint = hint.lower()
    for name in ("json", "xml", "html", "yaml", "csv"):
        if name in hint:
            return name.upper()
    if start in ("{", "["):
        return "JSON"
    return "XML" if start == "<" else ""


@lru_cache(maxsize=64)
def highlight_language(text: str, hint: str = "") -> str:
    """The Pygments lexer that highlights ``text`` without errors: ``json``, ``xml``, ``http``, or ``text`` for none.

    Sphinx warns if a sample cannot be lexed in the specified language, so one is returned only if the sample is valid in
    it.  ``hint`` is the declared language, such as ``json``; it matters only for a single number, string or constant,
    which is JSON if the hint says so.
    """
    start = text.lstrip()[:1]
    if start in ("{", "["):
        return "text" if json_fault(text) else "json"
    if start == "<":
        return "xml" if _is_colourable_xml(text) else "text"
    if _is_colourable_http(text):
        return "http"
    return "json" if start and hint.lower() in ("json", "application/json") and not json_fault(text) else "text"


def declared_format(hint: str) -> str:
    """``JSON`` or ``XML`` if ``hint`` (a language, a file name or a media type) ends in ``json`` or ``xml``; otherwise empty."""
    hint = hint.lower().partition(";")[0]
    if hint.endswith("json"):
        return "JSON"
    return "XML" if hint.endswith("xml") else ""


# --- JSON ----------------------------------------------------------------------------------------


def _refuse_constant(text: str) -> NoReturn:
    """Rejects ``NaN`` and the like, which Python accepts, but RFC 8259 does not."""
    raise ValueError(f"{text} is not allowed")


# Numbers stay text: Python refuses to convert numbers with very many digits.
_JSON = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_refuse_constant)


@lru_cache(maxsize=4)  # a sample is checked for its caption and for its language
def json_fault(text: str) -> SyntaxFault | None:
    """Why the text is not valid JSON (RFC 8259); None if it is."""
    try:
        _JSON.decode(text)
    except json.JSONDecodeError as error:
        return _json_fault(error)
    except ValueError as error:
        return SyntaxFault(str(error))
    except RecursionError:
        return SyntaxFault("nested too deeply")
    return None


def _json_fault(error: json.JSONDecodeError) -> SyntaxFault:
    """The fault with the same text in every Python version: since 3.13, a trailing comma is reported at the comma."""
    if not error.msg.startswith("Illegal trailing comma"):
        return SyntaxFault(error.msg, error.lineno, error.colno)
    after = error.doc[error.pos + 1 :]
    end = error.pos + 1 + len(after) - len(after.lstrip())
    words = "Expecting property name enclosed in double quotes" if error.msg.endswith("object") else "Expecting value"
    before = json.JSONDecodeError(words, error.doc, end)
    return SyntaxFault(before.msg, before.lineno, before.colno)


# --- XML -----------------------------------------------------------------------------------------

_COLOURED_NAME = re.compile(r"[\w:.-]+\Z")


def xml_fault(text: str) -> SyntaxFault | None:
    """Why the text is not well-formed XML; None if it is.  A text with a DOCTYPE is not parsed, and is a fault."""
    if "<!DOCTYPE" in text:
        return SyntaxFault("it has a DOCTYPE")
    return _parsed(text, expat.ParserCreate())


def _parsed(text: str, parser: expat.XMLParserType) -> SyntaxFault | None:
    try:
        parser.Parse(text.strip(), True)
    except expat.ExpatError as error:
        return SyntaxFault(expat.ErrorString(error.code) or str(error), error.lineno, error.offset + 1)
    except ValueError as error:
        return SyntaxFault(str(error))
    return None


def _is_colourable_xml(text: str) -> bool:
    """Whether Pygments can lex all of the text as XML: including a DOCTYPE, but not all names that XML allows, and no entities."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = _check_names
    parser.EntityDeclHandler = _refuse_entities
    return _parsed(text, parser) is None


def _check_names(name: str, attributes: dict[str, str]) -> None:
    if not all(map(_COLOURED_NAME.match, (name, *attributes))):
        raise ValueError


def _refuse_entities(*_declaration: object) -> None:
    raise ValueError


# --- HTTP ----------------------------------------------------------------------------------------

_FIRST_LINE = re.compile(r"(HTTP/\d(\.\d)?\s+\d{3}\b|[A-Z]{3,10}\s+\S+(\s+HTTP/\d(\.\d)?)?\s*$)", re.ASCII)
_HEADER = re.compile(r"[A-Za-z][\w .-]*:(\s.*)?$")
_KNOWN_HEADER = re.compile(
    r"(?im)^\s*(accept|accept-\w+|allow|authorization|cache-control|connection|content-\w+|cookie|date|etag|expires|host|"
    r"if-[\w-]+|last-modified|location|pragma|range|referer|retry-after|server|set-cookie|status code|transfer-encoding|"
    r"user-agent|vary|via|www-authenticate|x-[\w-]+)\s*:"
)
_COLOURED_FIRST_LINE = re.compile(
    r"(?:(?:GET|POST|PUT|DELETE|HEAD|OPTIONS|TRACE|PATCH|CONNECT) +[^ ]+ +HTTP/(?:1\.[01]|2(?:\.0)?|3)"
    r"|HTTP/(?:1\.[01]|2(?:\.0)?|3) +[0-9]{3}(?: +.*)?)\Z"
)
_FIELD = re.compile(r"([^\s:]+) *: *(.*)\Z")
_JSON_TYPE = re.compile(r"application/(?:[^;]*\+)?json\Z", re.IGNORECASE)
_XML_TYPE = re.compile(r"(?:application/(?:[^;]*\+)?|text/)xml\Z", re.IGNORECASE)


def _head_lines(text: str) -> list[str]:
    """The lines of ``text`` before the first blank one."""
    return list(takewhile(str.strip, text.splitlines()))


@lru_cache(maxsize=64)
def http_head_end(text: str) -> int:
    """The end index of the HTTP head at the start of ``text``; 0 if the text does not start with one.

    A head is a request or status line followed by ``Name: value`` lines, or such lines alone if one is a known HTTP header,
    up to a blank line or the end.  The format is lenient: authors omit the version, or paste the output of a tool.
    """
    before = len(text) - len(text.lstrip("\n"))
    lines = _head_lines(text[before:])
    if not lines:
        return 0
    start = 1 if _FIRST_LINE.match(lines[0].strip()) else 0
    for index, line in enumerate(lines[start:], start):
        if not _HEADER.match(line.strip()) and not (index > start and line[:1] in " \t"):
            return 0
    head = "\n".join(lines)
    if not start and not _KNOWN_HEADER.search(head):
        return 0
    return len(head) + before


def is_http_head(text: str) -> bool:
    """Whether a sample is the head of an HTTP message without a body."""
    end = http_head_end(text)
    return end > 0 and not text[end:].strip()


def _is_colourable_http(text: str) -> bool:
    """Whether Pygments can lex all of the text as an HTTP message.

    Its lexer is stricter than :func:`http_head_end` about the first line, which must have a version, and about the body, which it
    highlights by its media type; but it accepts ``Name:value``, which http_head_end does not, because YAML and prose contain it too.
    """
    first, *fields = _head_lines(text) or [""]
    if not _COLOURED_FIRST_LINE.match(first):
        return False
    media_type = ""
    for line in fields:
        field = _FIELD.match(line)
        if field is None:
            return False
        if field[1].lower() == "content-type":
            media_type = field[2].partition(";")[0].strip()
    body = text[len("\n".join((first, *fields))) :]
    if not body.startswith("\n\n"):
        return not body
    if not body.strip() or not media_type:
        return True
    if _JSON_TYPE.match(media_type):
        return not json_fault(body)
    if _XML_TYPE.match(media_type):
        return _is_colourable_xml(body)
    return media_type.lower() == "text/plain"
