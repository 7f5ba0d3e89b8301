"""Which of the languages that can be coloured without a complaint a sample is written in.

Sphinx warns where a sample does not fit the language that a page names, so a language is named only where the sample
is known to fit: JSON and XML that parse, and HTTP messages of nothing but lines that Pygments' lexer reads.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import NoReturn
from xml.parsers import expat

_XML_NAME = re.compile(r"[\w:.-]+\Z")
_START_LINE = re.compile(
    r"(?:(?:GET|POST|PUT|DELETE|HEAD|OPTIONS|TRACE|PATCH|CONNECT) +[^ ]+ +HTTP/(?:1\.[01]|2(?:\.0)?|3)"
    r"|HTTP/(?:1\.[01]|2(?:\.0)?|3) +[0-9]{3}(?: +.*)?)\Z"
)
_FIELD = re.compile(r"([^\s:]+) *: *(.*)\Z")
_JSON_TYPE = re.compile(r"application/(?:[^;]*\+)?json\Z", re.IGNORECASE)
_XML_TYPE = re.compile(r"(?:application/(?:[^;]*\+)?|text/)xml\Z", re.IGNORECASE)


@lru_cache(maxsize=64)
def code_language(text: str, hint: str = "") -> str:
    """``json``, ``xml`` or ``http`` where ``text`` is that, else ``text``.

    ``hint`` is what somebody says it is, such as ``json``; it matters only for a lone number, string or constant, which is JSON if
    the hint says so.
    """
    start = text.lstrip()[:1]
    if start in ("{", "["):
        return "json" if is_json(text) else "text"
    if start == "<":
        return "xml" if _is_xml(text) else "text"
    if _is_http(text):
        return "http"
    return "json" if start and hint.lower() in ("json", "application/json") and is_json(text) else "text"


def _reject(_text: str) -> NoReturn:
    raise ValueError


_JSON = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_reject)


@lru_cache(maxsize=4)  # a sample is looked at for its caption and for its language
def is_json(text: str) -> bool:
    """Whether the text is JSON as its standard has it: without ``NaN`` and the like, which Python takes, too."""
    try:
        _JSON.decode(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_xml(text: str) -> bool:
    parser = expat.ParserCreate()
    parser.StartElementHandler = _check_names
    parser.EntityDeclHandler = _refuse_entities
    try:
        parser.Parse(text.strip(), True)
    except (expat.ExpatError, ValueError):
        return False
    return True


def _check_names(name: str, attributes: dict[str, str]) -> None:
    """Pygments reads fewer names than XML allows."""
    if not all(map(_XML_NAME.match, (name, *attributes))):
        raise ValueError


def _refuse_entities(*_declaration: object) -> None:
    raise ValueError


def _is_http(text: str) -> bool:
    head, _, body = text.partition("\n\n")
    first, *fields = head.split("\n")
    if not _START_LINE.match(first):
        return False
    media_type = ""
    for line in fields:
        field = _FIELD.match(line)
        if field is None:
            return False
        if field[1].lower() == "content-type":
            media_type = field[2].partition(";")[0].strip()
    if not body.strip() or not media_type:
        return True
    # Pygments colours the body by its media type.
    if _JSON_TYPE.match(media_type):
        return is_json(body)
    if _XML_TYPE.match(media_type):
        return _is_xml(body)
    return media_type.lower() == "text/plain"
