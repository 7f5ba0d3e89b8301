"""What a sample is: JSON, XML, or a dump of HTTP headers."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import NamedTuple
from xml.parsers import expat

from wadl2rst import code_language


class SyntaxFault(NamedTuple):
    """Why a text is not what it is said to be."""

    text: str
    line: int = 0
    """Where in the text, from 1; 0 where that is not known."""
    column: int = 0


_HEADER = re.compile(r"[A-Za-z][\w .-]*:(\s.*)?$")
_FIRST_LINE = re.compile(r"(HTTP/\d(\.\d)?\s+\d{3}\b|[A-Z]{3,10}\s+\S+(\s+HTTP/\d(\.\d)?)?\s*$)", re.ASCII)
_KNOWN = re.compile(
    r"(?im)^\s*(accept|accept-\w+|allow|authorization|cache-control|connection|content-\w+|cookie|date|etag|expires|host|"
    r"if-[\w-]+|last-modified|location|pragma|range|referer|retry-after|server|set-cookie|status code|transfer-encoding|"
    r"user-agent|vary|via|www-authenticate|x-[\w-]+)\s*:"
)


@lru_cache(maxsize=64)
def headers_end(text: str) -> int:
    """Where the HTTP head at the start of ``text`` ends; 0 where the text does not start with one.

    A head is a request or status line, or lines of ``Name: value`` of which one is a
    header that HTTP knows, up to a blank line or the end.
    """
    lines = text.strip("\n").splitlines()
    if not lines:
        return 0
    start = 1 if _FIRST_LINE.match(lines[0].strip()) else 0
    count = start
    for line in lines[start:]:
        if not line.strip():
            break
        if not _HEADER.match(line.strip()) and not (count > start and line[:1] in " \t"):
            return 0
        count += 1
    head = "\n".join(lines[:count])
    if not start and not _KNOWN.search(head):
        return 0
    return len(head) + (len(text) - len(text.lstrip("\n")))


def is_headers_only(text: str) -> bool:
    """Whether a sample is a dump of HTTP headers and nothing more."""
    end = headers_end(text)
    return end > 0 and not text[end:].strip()


@lru_cache(maxsize=64)
def kind(text: str, hint: str = "") -> str:
    """What a sample is, for its caption: ``HTTP``, ``JSON``, ``XML``, the hint's kind, or an empty string.

    ``hint`` is a media type, a file name or a language; the content goes first.
    """
    if headers_end(text):
        return "HTTP"
    start = text.lstrip()[:1]
    # The stricter rule first: the page asks it again, for the language of the sample, and it remembers.
    if start in ("{", "[") and (code_language.is_json(text) or is_json(text)):
        return "JSON"
    if start == "<" and is_xml(text):
        return "XML"
    hint = hint.lower()
    for name in ("json", "xml", "html", "yaml", "csv"):
        if name in hint:
            return name.upper()
    if start in ("{", "["):
        return "JSON"
    return "XML" if start == "<" else ""


def is_json(text: str) -> bool:
    """Whether the text is JSON."""
    return not json_fault(text)


def json_fault(text: str) -> SyntaxFault | None:
    """Why the text is not JSON; None where it is."""
    try:
        json.loads(text, parse_int=str)  # Python refuses to make numbers of very many digits
    except json.JSONDecodeError as error:
        return SyntaxFault(error.msg, error.lineno, error.colno)
    except ValueError as error:
        return SyntaxFault(str(error))
    except RecursionError:
        return SyntaxFault("nested too deep")
    return None


def is_xml(text: str) -> bool:
    """Whether the text is well-formed XML; one with a DOCTYPE is not looked at."""
    return not xml_fault(text)


def xml_fault(text: str) -> SyntaxFault | None:
    """Why the text is not XML; None where it is."""
    if "<!DOCTYPE" in text:
        return SyntaxFault("it has a DOCTYPE")
    try:
        expat.ParserCreate().Parse(text.strip(), True)
    except expat.ExpatError as error:
        return SyntaxFault(expat.ErrorString(error.code) or str(error), error.lineno, error.offset + 1)
    except ValueError as error:
        return SyntaxFault(str(error))
    return None
