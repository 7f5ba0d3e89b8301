"""Requests for JavaScript's ``fetch``, as modules that Node.js runs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from wadl2rst.clients.addresses import address
from wadl2rst.clients.request import ClientRequest, FileBody, FormBody, MultipartBody, RequestText, TextBody, Variable

FORBIDDEN_VERBS = frozenset({"CONNECT", "TRACE", "TRACK"})
"""What ``fetch`` refuses to send (Fetch Standard, section 2.2.1)."""
FORBIDDEN_HEADERS = frozenset(
    {
        "accept-charset", "accept-encoding", "access-control-request-headers", "access-control-request-method", "connection",
        "content-length", "cookie", "cookie2", "date", "dnt", "expect", "host", "keep-alive", "origin", "referer", "set-cookie", "te",
        "trailer", "transfer-encoding", "upgrade", "via",
    }
)  # fmt: skip
"""The headers that scripts cannot set in browsers (Fetch Standard, section 2.2.2), in lower case."""


def javascript(request: ClientRequest) -> str | None:
    """The module that sends the request and prints the answer; None if ``fetch`` does not send such a request."""
    body = request.body
    names = [name.lower() for name, _value in request.headers]
    if (
        request.verb in FORBIDDEN_VERBS
        or (body is not None and request.verb in ("GET", "HEAD"))
        or request.cookies
        or not FORBIDDEN_HEADERS.isdisjoint(names)
        or any(name.startswith(("proxy-", "sec-")) for name in names)
    ):
        return None
    before: list[str] = []
    options = [] if request.verb == "GET" else [f'method: "{request.verb}"']
    if request.headers:
        headers = [f"{string(name)}: {_value(value)}" for name, value in request.headers]
        one = len(headers) == 1
        options.append(
            f"headers: {{ {headers[0]} }}" if one else "\n    ".join(["headers: {", *(f"{item}," for item in headers)]) + "\n  }"
        )
    match body:
        case TextBody(is_json=True):
            options.append("body: JSON.stringify(" + body.text.replace("\n", "\n  ") + ")")
        case TextBody():
            before += [f"const body = {_long_string(body.text)};", ""]
            options.append("body")
        case FileBody():
            before += ['import { readFile } from "node:fs/promises";', ""]
            options.append(f'body: await readFile("{body.name}")')
        case FormBody():
            fields = [f"  [{string(name)}, {_value(value)}]," for name, value in body.fields]
            before += ["const form = new URLSearchParams([", *fields, "]);", ""]
            options.append("body: form")
        case MultipartBody():
            if any(part.is_file for part in body.parts):
                before += ['import { readFile } from "node:fs/promises";', ""]
            before.append("const form = new FormData();")
            for name, value, is_file in body.parts:
                if is_file:
                    before.append(f'form.append({string(name)}, new Blob([await readFile("{value}")]), "{value}");')
                else:
                    before.append(f"form.append({string(name)}, {_value(value)});")
            before.append("")
            options.append("body: form")
    target = _template(address(request))
    if options:
        lines = [*before, f"const response = await fetch({target}, {{", *(f"  {option}," for option in options), "});"]
    else:
        lines = [*before, f"const response = await fetch({target});"]
    shown = "response.headers" if request.verb == "HEAD" else "await response.text()"
    return "\n".join([*lines, f"console.log(response.status, {shown});"])


def string(text: str) -> str:
    """A literal of a string."""
    return json.dumps(text, ensure_ascii=not text.isprintable())


def _value(value: RequestText) -> str:
    return string(value) if isinstance(value, str) else f"process.env.{value.name}"


def _template(pieces: Sequence[RequestText]) -> str:
    """The pieces of an address as a string; values in the query are encoded."""
    if not any(isinstance(piece, Variable) for piece in pieces):
        return string("".join(pieces))  # type: ignore[arg-type]  # all are str
    shown = []
    for at, piece in enumerate(pieces):
        if isinstance(piece, str):
            shown.append(_escaped(piece))
        else:
            shown.append(f"${{encodeURIComponent(process.env.{piece.name})}}" if at else f"${{process.env.{piece.name}}}")
    return "`" + "".join(shown) + "`"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")


def _long_string(text: str) -> str:
    """A literal of a text that may have several lines."""
    return "`" + _escaped(text) + "`" if "\n" in text else string(text)
