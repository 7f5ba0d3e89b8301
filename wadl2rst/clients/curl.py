"""Requests for curl."""

from __future__ import annotations

from wadl2rst.clients.addresses import address, cookie_pieces, in_query
from wadl2rst.clients.request import ClientRequest, FileBody, FormBody, MultipartBody, TextBody
from wadl2rst.clients.shell import command, quoted, word


def curl(request: ClientRequest) -> str:
    """The command that sends the request."""
    body = request.body
    target = word(address(request))
    if request.verb == "GET" and body is None:
        words = [f"curl {target}"]
    elif request.verb == "HEAD":
        words = [f"curl --head {target}"]
    else:
        words = [f"curl --request {request.verb} {target}"]
    for name, value in request.headers:
        # "Name:" would leave the header out.
        words.append("--header " + (quoted(f"{name};") if value == "" else word((f"{name}: ", value))))
    if request.cookies:
        words.append("--header " + word(("Cookie: ", *cookie_pieces(request))))
    match body:
        case TextBody():
            words.append("--data-raw " + quoted(body.text))
        case FileBody():
            words.append(f"--data-binary @{body.name}")
        case FormBody():
            words += ["--data-urlencode " + word((f"{in_query(name)}=", value)) for name, value in body.fields]
        case MultipartBody():
            for name, value, is_file in body.parts:
                words.append(f"--form {quoted(f'{name}=@{value}')}" if is_file else "--form-string " + word((f"{name}=", value)))
    return command(words)
