"""The address of a request, percent-encoded (RFC 3986)."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from wadl2rst.clients.request import ClientRequest, RequestText

_QUERY_SAFE = "-._~:/,@"
"""What stands in queries as it is, because it is read more easily, and means nothing there."""


@lru_cache(maxsize=1024)
def in_query(text: str) -> str:
    """A name or value as it stands in a query."""
    return quote(text, safe=_QUERY_SAFE)


def address(request: ClientRequest) -> list[RequestText]:
    """The pieces of the whole address: base address, path and query; a variable in the query stands for a value that is encoded."""
    pieces: list[RequestText] = [request.base, request.path]
    mark = "&" if "?" in request.path else "?"
    for name, value in request.query:
        if isinstance(value, str):
            pieces.append(f"{mark}{in_query(name)}={in_query(value)}")
        else:
            pieces += (f"{mark}{in_query(name)}=", value)
        mark = "&"
    return pieces


def cookie_pieces(request: ClientRequest) -> list[RequestText]:
    """The pieces of the header ``Cookie``; empty for none."""
    pieces: list[RequestText] = []
    for name, value in request.cookies:
        pieces += (f"; {name}=" if pieces else f"{name}=", value)
    return pieces
