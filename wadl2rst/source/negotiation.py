"""Recognises a response that is JSON or HTML instead of a WADL, and finds the address at which the service has the WADL."""

from __future__ import annotations

import html
import re
from urllib.parse import quote, urljoin, urlsplit

from wadl2rst.source.encoding import decode
from wadl2rst.source.files import folded
from wadl2rst.source.malformed import HTML_START, TEMPLATE

WADL_TYPE = "application/vnd.sun.wadl+xml"
"""The media type of WADL, registered with IANA."""
MAX_HEAD = 64 << 10
"""The number of bytes of a response that are examined."""

_LAZR = re.compile(r"\"resource_type_link\"\s*:\s*\"[^\"#]*#[^\"]*\"")
_LINK = re.compile(r"\bhref\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')", re.IGNORECASE)
# The addresses of Jersey and Enunciate (application.wadl), CXF and other services with Apache's query parameter.
_WADL_ADDRESS = re.compile(r"[^?#]*\.wadl(?:[?#].*)?|[^?#]*\?(?:[^#]*&)?_?wadl\b.*", re.IGNORECASE)


def format_of(head: bytes) -> str:
    """``JSON`` or ``HTML`` if a response that begins with ``head`` is that; empty for any other."""
    text = decode(head).lstrip()
    if text[:1] in ("{", "["):
        return "" if TEMPLATE.match(text) else "JSON"
    return "HTML" if HTML_START.match(text) else ""


def wadl_address(head: bytes, format_: str, address: str) -> str:
    """Where the service has its WADL, in words for a message; empty if unknown.

    ``head`` is the beginning of its response at ``address``, and ``format_`` the format of that.
    """
    text = decode(head)
    if format_ == "JSON" and _LAZR.search(text):
        # lazr.restful reads this query parameter before the Accept header.
        base, _, query = address.partition("#")[0].partition("?")
        kept = "".join(f"{part}&" for part in query.split("&") if part and not part.startswith("ws.accept="))
        return f"lazr.restful serves the WADL at {folded(base)}?{kept}ws.accept={quote(WADL_TYPE, safe='/')}"
    if format_ == "HTML":
        for match in _LINK.finditer(text):
            link = html.unescape(match[1] or match[2] or "").strip()
            if _WADL_ADDRESS.fullmatch(link):
                try:
                    found = urljoin(address, link)
                    is_web = urlsplit(found).scheme in ("http", "https")
                except ValueError:
                    continue
                if is_web:
                    return f"the page links to a WADL at {folded(found)}"
    return ""
