"""A request to send, as immutable values that no client's syntax is in."""

from __future__ import annotations

from typing import NamedTuple

from wadl2rst.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Variable:
    """A value that an environment variable holds: a secret, or something that only the reader knows."""

    name: str
    """The name of the variable."""


RequestText = str | Variable
"""A value of a request."""


@dataclass(frozen=True, slots=True)
class TextBody:
    """A body whose text the sample shows."""

    text: str
    media_type: str
    is_json: bool = False
    """Whether the text is JSON that every client can write anew from its values without changing it."""


@dataclass(frozen=True, slots=True)
class FileBody:
    """A body that is read from a file."""

    name: str
    """The name of the file: letters, digits and dots."""
    media_type: str


@dataclass(frozen=True, slots=True)
class FormBody:
    """The fields of an HTML form, ``application/x-www-form-urlencoded``."""

    fields: tuple[tuple[str, RequestText], ...]
    """Their names and values."""


class FormPart(NamedTuple):
    """A part of ``multipart/form-data``."""

    name: str
    value: RequestText
    """Its value; for a file, the name of the file: letters, digits and dots."""
    is_file: bool = False


@dataclass(frozen=True, slots=True)
class MultipartBody:
    """The parts of an HTML form, ``multipart/form-data``."""

    parts: tuple[FormPart, ...]


RequestBody = TextBody | FileBody | FormBody | MultipartBody


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRequest:
    """A request.  What is in it can be sent: names and values of headers and cookies have only the characters that HTTP allows."""

    verb: str
    """The HTTP method."""
    base: RequestText
    """The base address, without a slash at its end."""
    path: str
    """The path below the base address, percent-encoded, with a slash at its start; it may have a query of its own."""
    query: tuple[tuple[str, RequestText], ...] = ()
    """The names and values of query parameters, not encoded."""
    headers: tuple[tuple[str, RequestText], ...] = ()
    """The names and values of header fields, with ``Content-Type`` unless the client writes it (for forms)."""
    cookies: tuple[tuple[str, RequestText], ...] = ()
    """The names and values of cookies."""
    body: RequestBody | None = None
    """The body; None for none."""
