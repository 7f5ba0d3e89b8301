"""Plain values for examples: of the built-in types of XML Schema, of the formats of JSON Schema, and by the name of a parameter.

Examples of bodies and samples of requests take their values from here, so that they agree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

INTEGER_RANGES: Mapping[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
"""The range of each integer type."""
INTEGERS = frozenset(INTEGER_RANGES)
NUMBERS = INTEGERS | {"decimal", "float", "double", "number"}
"""The numeric types, with JSON Schema's ``number``."""
STRINGS = frozenset({"string", "normalizedString", "token", "anySimpleType", "anyAtomicType"})
"""The types whose values are any text."""
ADDRESS = "https://example.org/"
_TIMES = ("12:00:00Z", "12:00:00", "12:00:00.000Z", "12:00:00+01:00", "12:00:00.000", "12:00:00.000+01:00")
_PLAIN: dict[str, tuple[str, ...]] = {
    "boolean": ("true", "false", "1", "0"),
    "decimal": ("1.5", "1", "0.5", "0", "-1.5"),
    "float": ("1.5", "1", "0.5", "0", "-1.5"),
    "double": ("1.5", "1", "0.5", "0", "-1.5"),
    "number": ("1.5", "1", "0.5", "0", "-1.5"),
    "dateTime": tuple(f"2026-01-31T{one}" for one in _TIMES),
    "dateTimeStamp": tuple(f"2026-01-31T{one}" for one in _TIMES),
    "date": ("2026-01-31", "2026-01-31Z", "2026-01-31+01:00"),
    "time": ("12:00:00", *_TIMES),
    "duration": ("P1D", "PT1H", "P1Y", "P1M", "PT1S"),
    "dayTimeDuration": ("P1D", "PT1H", "PT1S"),
    "yearMonthDuration": ("P1Y", "P1M"),
    "gYear": ("2026", "2026Z"),
    "gYearMonth": ("2026-01", "2026-01Z"),
    "gMonth": ("--01", "--01Z"),
    "gMonthDay": ("--01-31", "--01-31Z"),
    "gDay": ("---31", "---31Z"),
    "anyURI": (ADDRESS, "http://example.org/", "/", "a"),
    "language": ("en", "en-GB", "eng"),
    "Name": ("name",),
    "NCName": ("name",),
    "QName": ("name",),
    "NMTOKEN": ("token",),
    "ID": ("id1",),
    "IDREF": ("id1",),
    "hexBinary": ("0F",),
    "base64Binary": ("c3RyaW5n",),
    "null": ("null",),
}
UUID = "123e4567-e89b-12d3-a456-426614174000"
_FORMATS = {
    "date-time": "2026-01-31T12:00:00Z",
    "date": "2026-01-31",
    "time": "12:00:00Z",
    "duration": "P1D",
    "email": "user@example.org",
    "idn-email": "user@example.org",
    "hostname": "example.org",
    "host-name": "example.org",
    "idn-hostname": "example.org",
    "ipv4": "192.0.2.1",
    "ip-address": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": ADDRESS,
    "uri-reference": ADDRESS,
    "iri": ADDRESS,
    "iri-reference": ADDRESS,
    "uri-template": "https://example.org/{id}",
    "uuid": UUID,
    "json-pointer": "/name",
    "relative-json-pointer": "0",
    "regex": "^a$",
    "byte": "c3RyaW5n",
}


def plain_values(builtin: str) -> tuple[str, ...]:
    """Plain values of a built-in type, the plainest first; empty for types that are not known or need a DTD."""
    if builtin in INTEGER_RANGES:
        return ("1", "2", "0", "-1", "-2")
    return ("string", "a", "1") if builtin in STRINGS else _PLAIN.get(builtin, ())


def format_value(name: str) -> str:
    """A value in a ``format`` of JSON Schema; empty for formats that are not known."""
    return _FORMATS.get(name, "")


# --- what is written in a WADL ----------------------------------------------------------------------

_WRITTEN = {
    **{name.lower(): name for name in (*INTEGER_RANGES, *STRINGS, *_PLAIN)},
    "bool": "boolean",
    "str": "string",
    "char": "string",
    "character": "string",
    "text": "string",
    "enum": "string",
    "regexp": "string",
    "uri": "anyURI",
    "url": "anyURI",
    "dict": "object",
    "map": "object",
    "object": "object",
    "array": "array",
    "list": "array",
    "file": "file",
    "inputstream": "file",
}
"""Names of types that authors write, in lower case, and what they mean: ``csapi:UUID`` and ``xsd:dict`` are no types of XML Schema."""
_FORMAT_TYPES = {"uuid": "uuid", "guid": "uuid", "ip": "ipv4", "ipv4": "ipv4", "ipv6": "ipv6", "email": "email", "hostname": "hostname"}
"""Likewise for types that are text in a format of JSON Schema."""


def built_in_of(written: str) -> str:
    """The built-in type that a type means by its local name, whatever its prefix and case; for text in a format, ``string``.

    JSON's ``object`` and ``array`` count, and ``file`` for a file that is sent.  Empty for a type that is not known.
    """
    name = written.rpartition(":")[2].rpartition("}")[2].lower()
    return _WRITTEN.get(name) or ("string" if name in _FORMAT_TYPES else "")


def value_by_type(written: str) -> str:
    """The plainest value of a type by its local name; empty if any text is one, or the type is not known."""
    name = written.rpartition(":")[2].rpartition("}")[2].lower()
    if name in _FORMAT_TYPES:
        return _FORMATS[_FORMAT_TYPES[name]]
    known = _WRITTEN.get(name, "")
    return "" if known in STRINGS else next(iter(plain_values(known)), "")


_WHOLE_NAMES = {
    "id": "1",
    "limit": "10",
    "pagesize": "10",
    "perpage": "10",
    "maxresults": "10",
    "offset": "0",
    "page": "1",
    "pagenumber": "1",
    "port": "8080",
    "year": "2026",
    "currency": "EUR",
    "timezone": "Etc/UTC",
    "lang": "en",
    "language": "en",
    "locale": "en",
}
"""The values of parameters that have such a name, without marks between its words."""
_LAST_WORDS = {
    "email": "user@example.org",
    "url": ADDRESS,
    "uri": ADDRESS,
    "href": ADDRESS,
    "uuid": UUID,
    "guid": UUID,
    "ip": "192.0.2.1",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "hostname": "example.org",
}
"""The values of parameters whose name ends in such a word."""
_WORD = re.compile(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+|[^\W\d_a-zA-Z]+")


@lru_cache(maxsize=1024)
def words_of_name(name: str) -> tuple[str, ...]:
    """The words of a name, in lower case: ``imageId``, ``image-id`` and ``IMAGE_ID`` all have two."""
    return tuple(word.lower() for word in _WORD.findall(name))


@lru_cache(maxsize=1024)
def value_by_name(name: str, builtin: str = "string") -> str:
    """The value of a parameter whose name says what it holds, such as ``limit`` or ``contactEmail``; empty for others.

    ``builtin`` is its built-in type: a text or an integer.
    """
    words = words_of_name(name)
    value = _WHOLE_NAMES.get("".join(words), "")
    if builtin in INTEGERS:
        low, high = INTEGER_RANGES[builtin]
        fits = value.isdigit() and (low is None or int(value) >= low) and (high is None or int(value) <= high)
        return value if fits else ""
    return (value or (_LAST_WORDS.get(words[-1], "") if words else "")) if builtin in STRINGS else ""


# --- secrets and placeholders -----------------------------------------------------------------------

_SECRET_WORDS = frozenset(
    {"authorization", "password", "passwd", "passphrase", "pass", "pwd", "secret", "token", "credential", "credentials", "apikey"}
)
_SECRET_PAIRS = frozenset({("api", "key"), ("access", "key"), ("private", "key"), ("secret", "key"), ("url", "key"), ("auth", "key")})
_SESSIONS = frozenset({"session", "jsessionid", "phpsessid", "sid", "sessionid"})
_CURSORS = frozenset({"page", "next", "continuation", "sync", "cursor", "marker"})
"""What a token is of that only continues a list."""
_TAKEN = frozenset({"HOME", "IFS", "LANG", "PATH", "PWD", "SHELL", "TERM", "TMPDIR", "USER"})
"""Environment variables that mean something else."""


@lru_cache(maxsize=1024)
def is_secret(name: str) -> bool:
    """Whether the name of a parameter says that its value must not be shown: a password, a key, a token, a session."""
    words = words_of_name(name)
    if not words or ("token" in words and not _CURSORS.isdisjoint(words)):
        return False
    pairs = set(zip(words, words[1:], strict=False))
    return not (_SECRET_WORDS.isdisjoint(words) and _SESSIONS.isdisjoint(words) and _SECRET_PAIRS.isdisjoint(pairs))


@lru_cache(maxsize=1024)
def placeholder(name: str) -> str:
    """What stands for a value that a reader must put in, by the name of its parameter: ``IMAGE_ID`` for ``imageId``."""
    found = re.sub(r"[^A-Z0-9]+", "_", "_".join(words_of_name(name)).upper()).strip("_")
    return found or "VALUE"


@lru_cache(maxsize=1024)
def variable(name: str) -> str:
    """The environment variable for a secret, by the name of its parameter: ``X_AUTH_TOKEN`` for ``X-Auth-Token``."""
    found = placeholder(name)
    return f"API_{found}" if found in _TAKEN or found[0].isdigit() else found
