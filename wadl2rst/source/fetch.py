"""A WADL that is given as an address: it and what it names on the same origin are fetched.

Nothing else in the product opens a connection.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Sequence
from email.message import Message
from http.client import HTTPException
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urldefrag, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from wadl2rst import __version__
from wadl2rst.source.files import Missing, OnNetwork, Oversize, Place, Unavailable, folded, size

TIMEOUT = 20.0
"""Seconds that an answer may take."""

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def is_address(source: str) -> bool:
    """Whether what a person typed is an address rather than a path."""
    return bool(_ADDRESS.match(source))


class Site:
    """The gate of a WADL that was given as an address: that address, and its origin.

    The origin is scheme, host and port (RFC 6454).  A redirect that leaves it is not followed.
    """

    files: tuple[str, ...] = ()
    """No file of the disk is read through this gate."""

    def __init__(self, address: str, max_size: int, *, timeout: float = TIMEOUT) -> None:
        """``address`` is what the person typed, ``max_size`` the largest answer in bytes, ``timeout`` the seconds that it may take.

        Raises :class:`Missing` where it is malformed.
        """
        try:
            self._origin = _origin(address)
        except ValueError as error:
            raise Missing("can not be fetched: the address is malformed") from error
        self._max_size = max_size
        self._timeout = timeout
        self._answers: dict[str, tuple[bytes, str] | Missing | Oversize] = {}

    def find(self, href: str, bases: Sequence[Place]) -> Place:
        """What ``href`` names, fetched; ``bases`` are the addresses to which it may be relative.

        Raises :class:`OnNetwork` where it leaves the origin, else :class:`Missing` or :class:`Oversize`.
        """
        fault: Unavailable = Missing("is missing")
        for address in self._addresses(href, bases):
            answer = self._fetch(address)
            if not isinstance(answer, Unavailable):
                return Place(address, answer[1], address)
            fault = answer
        raise fault

    def exists(self, href: str, bases: Sequence[Place]) -> bool:
        """True: one can not tell without fetching."""
        return bool(href)

    def read(self, place: Place) -> bytes:
        """The bytes of what :meth:`find` gave."""
        answer = self._fetch(place.key)
        if isinstance(answer, Unavailable):
            raise answer
        return answer[0]

    def _addresses(self, href: str, bases: Sequence[Place]) -> list[str]:
        found: dict[str, None] = {}
        for base in bases:
            try:
                address = urldefrag(urljoin(base.path, href)).url
                same = _origin(address) == self._origin
            except ValueError:
                continue
            if same:
                found[address] = None
            elif is_address(address):
                raise OnNetwork("is on another origin: it is not fetched")
        return list(found)

    def _fetch(self, address: str) -> tuple[bytes, str] | Missing | Oversize:
        if address not in self._answers:
            try:
                self._answers[address] = _get(address, self._max_size, self._timeout)
            except (Missing, Oversize) as fault:
                self._answers[address] = fault
        return self._answers[address]


class _SameOrigin(HTTPRedirectHandler):
    """Follows a redirect only where it stays on the origin."""

    def redirect_request(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str) -> Request | None:
        if _origin(newurl) != _origin(req.full_url):
            raise Missing(f"can not be fetched: it redirects to {folded(newurl)}, which is another origin")
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _get(address: str, max_size: int, timeout: float) -> tuple[bytes, str]:
    """What an address answers, and the address that answered after redirects."""
    try:
        parts = urlsplit(address)
        if "@" in parts.netloc:
            raise Missing("can not be fetched: a user name in the address is not supported; save the file and name that")
        host = parts.hostname or ""
        spelled = quote(address, safe="%/:=&?~#+!$,;'@()*[]")
        request = Request(spelled, headers={"User-Agent": f"wadl2rst/{__version__}", "Accept": "*/*"})
        # A proxy of the environment does not reach a service on this computer.
        opener = build_opener(_SameOrigin, *([ProxyHandler({})] if _is_local(host) else []))
        end = time.monotonic() + timeout
        with opener.open(request, timeout=timeout) as answer:
            pieces: list[bytes] = []
            total = 0
            while piece := answer.read1(1 << 16):
                total += len(piece)
                if total > max_size:
                    raise Oversize(f"is larger than {size(max_size)} (--max-size)")
                if time.monotonic() > end:
                    raise Missing(f"can not be fetched: the answer takes more than {timeout:g} seconds")
                pieces.append(piece)
            length = answer.headers.get("Content-Length", "")
            if length.isdecimal() and total < int(length):
                raise Missing(f"can not be fetched: the answer is cut short after {total:,} of {int(length):,} bytes")
            return b"".join(pieces), answer.geturl()
    except HTTPError as error:
        error.close()
        words = folded(f"{error.code} {error.reason}")
        login = "; it needs a login: save the file and name that" if error.code in (401, 403, 407) else ""
        raise Missing(f"can not be fetched: the server answers {words}{login}") from error
    except (OSError, HTTPException, ValueError) as error:
        raise Missing(f"can not be fetched: {_words(error, timeout)}") from error


def _words(error: Exception, timeout: float) -> str:
    cause = error.reason if isinstance(error, URLError) and isinstance(error.reason, Exception) else error
    if isinstance(cause, TimeoutError):
        return f"no answer within {timeout:g} seconds"
    if isinstance(cause, ConnectionRefusedError):
        return "connection refused: does the service run, and is the port right?"
    if isinstance(cause, socket.gaierror):
        return "there is no such host"
    if isinstance(cause, ssl.SSLError):
        return f"no secure connection: {getattr(cause, 'verify_message', '') or cause.reason or 'TLS failed'}"
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror.lower()
    if isinstance(cause, HTTPException):
        return "this is no address, or the answer is not HTTP"
    return folded(str(cause)) or "the connection was lost"


def _origin(address: str) -> tuple[str, str, int | None]:
    parts = urlsplit(address)
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").lower(), parts.port or {"http": 80, "https": 443}.get(scheme)


def _is_local(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
