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


MAX_JSON_DEPTH = 300
"""Maximum nesting depth of JSON; real samples are not a tenth as deep, and Python's own limit depends on its version."""


def _refuse_constant(text: str) -> NoReturn:
    """Rejects ``NaN`` and the like, which Python accepts, but RFC 8259 does not."""
    raise ValueError(f"{text} is not allowed")


# Numbers stay text: Python refuses to convert numbers with very many digits.
_JSON = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_refuse_constant)


@lru_cache(maxsize=4)  # a sample is checked for its caption and for its language
def json_fault(text: str) -> SyntaxFault | None:
    """Why the text is not valid JSON (RFC 8259); None if it is.

    Words and positions are our own, because those of Python's ``json`` differ between versions.
    """
    if _is_deep(text):
        return SyntaxFault("nested too deeply")
    try:
        _JSON.decode(text)
    except ValueError:
        return _JsonScanner(text).fault() or SyntaxFault("it cannot be parsed")
    except RecursionError:
        return SyntaxFault("nested too deeply")
    return None


_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
"""A string (closed or not), or a bracket outside of strings."""


def _is_deep(text: str) -> bool:
    """Whether brackets are nested deeper than :data:`MAX_JSON_DEPTH`."""
    if text.count("[") + text.count("{") <= MAX_JSON_DEPTH:
        return False
    depth = 0
    for match in _BRACKET.finditer(text):
        if match[0] in "[{":
            depth += 1
            if depth > MAX_JSON_DEPTH:
                return True
        elif match[0] in "]}":
            depth -= 1
    return False


_SPACE = re.compile(r"[ \t\n\r]*+")
_SCALAR = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null")
_CONSTANT = re.compile(r"NaN|-?Infinity")
_STRING_PART = re.compile(r'[^"\\\x00-\x1f]*+')
_ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})')


class _JsonScanner:
    """Finds the first fault of a JSON text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def fault(self) -> SyntaxFault | None:
        """The first fault, or None."""
        open_brackets: list[str] = []
        words = self._value(open_brackets)
        while not words and open_brackets:
            words = self._after_value(open_brackets)
        if not words:
            self._skip_space()
            words = "Text after the end" if self._at < len(self._text) else ""
        if not words:
            return None
        before = self._text[: self._at]
        return SyntaxFault(words, before.count("\n") + 1, self._at - before.rfind("\n"))

    def _after_value(self, open_brackets: list[str]) -> str:
        """Reads a comma and the next item, or the closing bracket; returns what is wrong, or an empty string."""
        closing = open_brackets[-1]
        char = self._next()
        if char == closing:
            self._at += 1
            open_brackets.pop()
            return ""
        if char != ",":
            return "Expecting ',' delimiter"
        self._at += 1
        return self._member(open_brackets) if closing == "}" else self._value(open_brackets)

    def _member(self, open_brackets: list[str]) -> str:
        """Reads the name and the beginning of the value of an object's member."""
        if self._next() != '"':
            return "Expecting property name enclosed in double quotes"
        if words := self._string():
            return words
        if self._next() != ":":
            return "Expecting ':' delimiter"
        self._at += 1
        return self._value(open_brackets)

    def _value(self, open_brackets: list[str]) -> str:
        """Reads a value; of an array or object, only up to the end of the first value in it."""
        while True:
            char = self._next()
            if char == '"':
                return self._string()
            if char not in ("{", "["):
                if constant := _CONSTANT.match(self._text, self._at):
                    return f"{constant[0]} is not allowed"
                scalar = _SCALAR.match(self._text, self._at)
                if not scalar:
                    return "Expecting value"
                self._at = scalar.end()
                return ""
            self._at += 1
            closing = "}" if char == "{" else "]"
            if self._next() == closing:
                self._at += 1
                return ""
            open_brackets.append(closing)
            if char == "{":
                return self._member(open_brackets)

    def _string(self) -> str:
        """Reads a string."""
        text, start = self._text, self._at
        at = start + 1
        while True:
            part = _STRING_PART.match(text, at)
            at = part.end() if part else at
            if at == len(text):
                self._at = start
                return "Unterminated string"
            if text[at] == '"':
                self._at = at + 1
                return ""
            escape = _ESCAPE.match(text, at)
            if not escape:
                self._at = at
                return "Invalid escape" if text[at] == "\\" else "Unescaped control character"
            at = escape.end()

    def _next(self) -> str:
        """The next character that is not white space; empty at the end."""
        self._skip_space()
        return self._text[self._at : self._at + 1]

    def _skip_space(self) -> None:
        space = _SPACE.match(self._text, self._at)
        self._at = space.end() if space else self._at


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
    start = text.lstrip()[:1]
    if not (start.isascii() and start.isalpha()):  # most samples are JSON or XML, whose lines need not be looked at
        return 0
    before = len(text) - len(text.lstrip("\n"))
    lines = _head_lines(text[before:])
    if not lines:
        return 0
    first = 1 if _FIRST_LINE.match(lines[0].strip()) else 0
    for index, line in enumerate(lines[first:], first):
        if not _HEADER.match(line.strip()) and not (index > first and line[:1] in " \t"):
            return 0
    head = "\n".join(lines)
    if not first and not _KNOWN_HEADER.search(head):
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
