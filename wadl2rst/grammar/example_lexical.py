"""The built-in types of XML Schema (part 2, section 3): which texts are valid, and what their values are compared by."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation

from wadl2rst.grammar.plain_values import INTEGER_RANGES, NUMBERS, STRINGS

_DATE = r"-?\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_TIME = r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?"
_ZONE = r"(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_NAME_START = r"A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u3001-\uD7FF"
_NAME = _NAME_START + r"\-.0-9\u00B7\u0300-\u036F"
_NCNAME = f"[{_NAME_START}][{_NAME}]*"

LISTS = {"NMTOKENS": "NMTOKEN", "IDREFS": "IDREF", "ENTITIES": "ENTITY"}
"""The built-in list types with the type of their items."""

_LEXICAL = {
    name: re.compile(pattern)
    for name, pattern in {
        "boolean": "true|false|1|0",
        "decimal": r"[+-]?(\d+(\.\d*)?|\.\d+)",
        "number": r"-?\d+(\.\d+)?([eE][+-]?\d+)?",
        "float": r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|-?INF|NaN",
        "double": r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|-?INF|NaN",
        "dateTime": f"{_DATE}T{_TIME}{_ZONE}",
        "dateTimeStamp": f"{_DATE}T{_TIME}{_ZONE[:-1]}",
        "date": _DATE + _ZONE,
        "time": _TIME + _ZONE,
        "duration": r"-?P(?=[\dT])(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?",
        "dayTimeDuration": r"-?P(?=[\dT])(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?",
        "yearMonthDuration": r"-?P(?=\d)(\d+Y)?(\d+M)?",
        "gYear": r"-?\d{4,}" + _ZONE,
        "gYearMonth": r"-?\d{4,}-(0[1-9]|1[0-2])" + _ZONE,
        "gMonth": "--(0[1-9]|1[0-2])" + _ZONE,
        "gMonthDay": r"--(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])" + _ZONE,
        "gDay": r"---(0[1-9]|[12]\d|3[01])" + _ZONE,
        "anyURI": r"[A-Za-z0-9\-._~:/?@!$&'()*+,;=]*",
        "language": "[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*",
        "Name": f"[:{_NAME_START}][:{_NAME}]*",
        "NCName": _NCNAME,
        "ID": _NCNAME,
        "IDREF": _NCNAME,
        "QName": _NCNAME,
        "NMTOKEN": f"[:{_NAME}]+",
        "hexBinary": "([0-9A-Fa-f]{2})*",
        "base64Binary": "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
        "null": "null",
        "normalizedString": r"[^\t\n\r]*",
        "token": r"([^\s]+( [^\s]+)*)?",
    }.items()
}
_INTEGER = re.compile(r"[+-]?\d+")


def is_name(text: str) -> bool:
    """Whether it can be the local name of an element or attribute (*NCName*)."""
    return _LEXICAL["NCName"].fullmatch(text) is not None


def is_lexical(builtin: str, text: str) -> bool:
    """Whether a text without white space around it is in the lexical space of a built-in type that ``plain_values`` knows."""
    if builtin in INTEGER_RANGES:
        low, high = INTEGER_RANGES[builtin]
        if not _INTEGER.fullmatch(text):
            return False
        number = Decimal(text)
        return (low is None or number >= low) and (high is None or number <= high)
    pattern = _LEXICAL.get(builtin)
    if pattern is not None and not (text.isascii() or builtin in STRINGS or is_name_type(builtin)):
        return False  # \d is any digit
    if builtin in ("date", "dateTime", "dateTimeStamp") and moment(builtin, text) is None:
        return False
    return pattern is None or pattern.fullmatch(text) is not None


def is_name_type(builtin: str) -> bool:
    """Whether the values are names."""
    return builtin in ("Name", "NCName", "ID", "IDREF", "QName", "NMTOKEN")


def number(text: str) -> Decimal | None:
    """The number that a text stands for; None if it is none, or not a number."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return None if value.is_nan() else value


def moment(builtin: str, text: str) -> Decimal | datetime | time | None:
    """What values of a type are compared by: numbers and times; None for other types and values."""
    if builtin in NUMBERS:
        return number(text)
    try:
        if builtin in ("dateTime", "dateTimeStamp"):
            value = datetime.fromisoformat(text)
            return value if value.tzinfo else value.replace(tzinfo=UTC)
        if builtin == "date":
            day = date.fromisoformat(text[:10])
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        if builtin == "time":
            hour = time.fromisoformat(text)
            return hour if hour.tzinfo else hour.replace(tzinfo=UTC)
        if builtin == "gYear":
            return number(text[:4])
        if builtin == "gYearMonth":
            return number(text[:4] + text[5:7])
    except ValueError:
        return None
    return None
