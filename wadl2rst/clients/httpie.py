"""Requests for HTTPie."""

from __future__ import annotations

import re

from wadl2rst.clients.addresses import address, cookie_pieces
from wadl2rst.clients.request import ClientRequest, FileBody, FormBody, MultipartBody, RequestText, TextBody
from wadl2rst.clients.shell import command, quoted, word

_SEPARATORS = re.compile(r"[:;=@\\]")
_ESCAPED = re.compile(r"\\[:;=@]")


def httpie(request: ClientRequest) -> str | None:
    """The command that sends the request; None if its syntax cannot express it."""
    body = request.body
    kind = "--form " if isinstance(body, FormBody) else "--multipart " if isinstance(body, MultipartBody) else ""
    words = [f"http {kind}{request.verb} {word(address(request))}"]
    items: list[str | None] = []
    for name, value in request.headers:
        items.append(quoted(f"{_name(name)};") if value == "" else _item(name, ":", (value,)))
    if request.cookies:
        items.append(_item("Cookie", ":", cookie_pieces(request)))
    match body:
        case TextBody():
            items.append(("--raw=" if body.text.startswith("-") else "--raw ") + quoted(body.text))
        case FileBody():
            items.append(f"@{body.name}")
        case FormBody():
            items += [_item(name, "=", (value,)) for name, value in body.fields]
        case MultipartBody():
            for name, value, is_file in body.parts:
                items.append(quoted(f"{_name(name)}@{value}") if is_file else _item(name, "=", (value,)))
    found = [item for item in items if item is not None and not item.startswith(("'-", '"-'))]  # those would be options
    return command(words + found) if len(found) == len(items) else None


def _name(name: str) -> str:
    return _SEPARATORS.sub(r"\\\g<0>", name)


def _item(name: str, separator: str, value: tuple[RequestText, ...] | list[RequestText]) -> str | None:
    r"""A name and a value as one word; None for a value that cannot be written: ``\:`` and the like always lose the backslash."""
    first = value[0]
    if any(isinstance(piece, str) and _ESCAPED.search(piece) for piece in value) or "\\" in name:
        return None
    if isinstance(first, str) and first[:1] in ("=", "@", ":"):
        value = ("\\" + first, *value[1:])  # else part of the separator
    return word((_name(name) + separator, *value))
