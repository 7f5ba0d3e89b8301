"""The text of a JSON Schema as values that know their lines, and values as text again."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from wadl2rst.formats import MAX_JSON_DEPTH, SyntaxFault, json_fault
from wadl2rst.frozen import dataclass

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}\n]', re.DOTALL)
_ESCAPE = re.compile(
    r"\\(?:u(?P<pair>[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|u(?P<code>[0-9a-fA-F]{4})|(?P<char>.))", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number, as it is written: Python refuses to convert those with very many digits, and readers want ``0.10``."""

    text: str


class JsonText(NamedTuple):
    """A JSON document."""

    value: object
    """The value: dict, list, str, :class:`Number`, bool or None."""
    lines: dict[int, int]
    """The line on which an object of the value begins, by its :func:`id`."""


def read_json(text: str) -> JsonText | SyntaxFault:
    """Reads a JSON text (RFC 8259), or tells why it cannot be read.

    Characters that XML and docutils do not allow are replaced, as in text that is not escaped.
    """
    if "\\" in text:
        text = _ESCAPE.sub(_harmless, text)
    ends = _ends_of_objects(text)
    if ends is None:
        return SyntaxFault("nested too deeply")
    lines: dict[int, int] = {}
    following = iter(ends)

    def with_line(pairs: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(pairs)
        lines[id(made)] = next(following, 0)
        return made

    decoder = json.JSONDecoder(
        object_pairs_hook=with_line, parse_int=Number, parse_float=Number, parse_constant=_refuse_constant, strict=False
    )
    try:
        return JsonText(decoder.decode(text), lines)
    except (ValueError, RecursionError):
        return json_fault(text) or SyntaxFault("it cannot be parsed")


def _refuse_constant(text: str) -> object:
    raise ValueError(text)


def _ends_of_objects(text: str) -> list[int] | None:
    """The line on which each object begins, in the order in which objects end, which is that in which the decoder makes them.

    None if the text is nested deeper than :data:`~wadl2rst.formats.MAX_JSON_DEPTH`.
    """
    line = 1
    ends: list[int] = []
    begun: list[int] = []
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token == "\n":
            line += 1
        elif token in ("{", "["):
            begun.append(line)
            if len(begun) > MAX_JSON_DEPTH:
                return None
        elif token in ("}", "]"):
            begin = begun.pop() if begun else 0
            if token == "}":
                ends.append(begin)
        elif "\n" in token:
            line += token.count("\n")
    return ends


def _harmless(match: re.Match[str]) -> str:
    """An escape, or one of the same length for a character that may stand in text."""
    if match["pair"]:
        return match[0]
    if match["char"]:
        return r"\t" if match["char"] in "bf" else match[0]
    code = int(match["code"], 16)
    if code in (0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029):
        return r"\u000a"
    if (code < 0x20 and code not in (0x09, 0x0A, 0x0D)) or 0xD800 <= code < 0xE000 or code >= 0xFFFE:
        return r"\ufffd"
    return match[0]


def scalar_text(value: object) -> str:
    """A value as it stands in a sentence or a table: a string without quotes, anything else as JSON on one line."""
    if isinstance(value, str):
        return value
    return json_text(value, None)


def json_text(value: object, indent: int | None = 2) -> str:
    """A value as JSON, with the numbers as they were written; on one line if ``indent`` is None."""
    parts: list[str] = []
    _write(value, "" if indent is None else "\n", indent or 0, parts)
    return "".join(parts)


def _write(value: object, newline: str, indent: int, parts: list[str]) -> None:
    """Appends the text of a value; recursion is bounded, because what is read is not nested deeper than a limit."""
    if isinstance(value, Number):
        parts.append(value.text)
    elif isinstance(value, dict | list) and value:
        is_object = isinstance(value, dict)
        inner = newline + " " * indent
        separator = "," if newline else ", "
        parts.append("{" if is_object else "[")
        members = value.items() if isinstance(value, dict) else ((None, item) for item in value)
        for number, (name, item) in enumerate(members):
            parts.append((separator if number else "") + inner)
            if name is not None:
                parts.append(json.dumps(name, ensure_ascii=False) + ": ")
            _write(item, inner, indent, parts)
        parts.append(newline + ("}" if is_object else "]"))
    else:
        parts.append(json.dumps(value, ensure_ascii=False))
