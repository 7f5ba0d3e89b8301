"""Fetches a WADL given as a URL, and the files on the same origin that it refers to.

No other part of wadl2rst opens a network connection.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urldefrag, urljoin, urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from wadl2rst.config.options import FormatSetting, as_option, is_url
from wadl2rst.diagnostics import reason
from wadl2rst.source import negotiation
from wadl2rst.source.files import Missing, OnNetwork, Oversize, SourceFile, Unavailable, folded, oversize, size
from wadl2rst.version import __version__

TIMEOUT = 20.0
"""Seconds for one fetch, from resolving the host name to the last byte of the response."""
TOTAL_TIMEOUT = 120.0
"""Seconds for all fetches for one WADL together."""
_ACCEPT_WADL = f"{negotiation.WADL_TYPE}, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.8"
"""The ``Accept`` header for a WADL: services that also have another format, such as JSON, may send that for ``*/*``."""
_ACCEPT_ANY = "*/*"
MAX_CACHED = 32 << 20
"""Bytes of responses that are cached for further reads; responses beyond this limit are fetched again."""


class WebGate:
    """The gate of a WADL given as a URL: allows that URL, and others on its origin.

    The origin is scheme, host and port (RFC 6454).  Redirects to another origin are not followed.  Time and size are
    limited for each fetch, and for all fetches together.
    """

    files: tuple[str, ...] = ()
    """Empty: this gate reads no local files."""

    def __init__(self, address: str, max_size: int, *, format_setting: FormatSetting = as_option, timeout: float | None = None) -> None:
        """``address`` is the URL as the user typed it, ``max_size`` the limit in bytes for each response and for all together.

        ``format_setting`` formats the name of that setting in messages; ``timeout`` is in seconds for one fetch (None: :data:`TIMEOUT`).
        Raises :class:`Missing` if the URL is malformed or has no host.
        """
        try:
            self._origin = _origin(address)
        except ValueError as error:
            raise Missing("cannot be fetched: malformed URL") from error
        if not self._origin[1]:
            raise Missing("cannot be fetched: the URL has no host")
        self._max_size = max_size
        self._format_setting = format_setting
        self._timeout = TIMEOUT if timeout is None else timeout
        self._seconds = TOTAL_TIMEOUT
        self._bytes = max_size
        self._cached_bytes = 0
        self._answers: dict[tuple[str, int | None], _Answer | Unavailable] = {}

    def find(self, href: str, bases: Sequence[SourceFile], limit: int | None = None) -> SourceFile:
        """Fetches what ``href`` refers to, resolved against each of ``bases`` in turn, and returns its place.

        Raises :class:`OnNetwork` if it is on another origin, otherwise :class:`Missing` or :class:`Oversize`.
        """
        fault: Unavailable = Missing("not found")
        for address in self._addresses(href, bases):
            answer = self._fetch(address, limit)
            if not isinstance(answer, Unavailable):
                return SourceFile(address, answer.address, address)
            fault = answer
        raise fault

    def exists(self, href: str, bases: Sequence[SourceFile]) -> bool:
        """True unless ``href`` is empty: existence cannot be checked without fetching."""
        return bool(href)

    def read(self, place: SourceFile, limit: int | None = None) -> bytes:
        """The bytes of a place that :meth:`find` returned for the same ``limit``; raises :class:`Unavailable`."""
        key = place.key, limit
        answer = self._fetch(*key)
        if isinstance(answer, _Answer) and answer.data is None:
            del self._answers[key]
            answer = self._fetch(*key)
        if isinstance(answer, Unavailable):
            raise answer
        data = answer.data
        assert data is not None, "data that was just fetched is present"
        if not answer.cached and self._cached_bytes + len(data) <= MAX_CACHED:
            answer.cached = True
            self._cached_bytes += len(data)
        if not answer.cached:
            answer.data = None
        return data

    def explained(self, place: SourceFile, text: str) -> str:
        """``text``, the message for a WADL that :meth:`read` returned, with what was asked for and what came, if that is JSON or HTML."""
        answer = self._answers.get((place.key, None))
        format_ = negotiation.format_of(answer.head) if isinstance(answer, _Answer) else ""
        if not format_ or not isinstance(answer, _Answer):
            return text
        came = answer.media_type or "a response without a media type"
        asked = f"sked for {negotiation.WADL_TYPE}, the server sent {came}"
        text += f" A{asked}" if text.endswith("?") else f"; a{asked}"
        hint = negotiation.wadl_address(answer.head, format_, answer.address)
        return f"{text}; {hint}" if hint else text

    def _limit(self, limit: int | None) -> int:
        return self._max_size if limit is None else min(limit, self._max_size)

    def _addresses(self, href: str, bases: Sequence[SourceFile]) -> list[str]:
        found: dict[str, None] = {}
        for base in bases:
            try:
                address = urldefrag(urljoin(base.path, href)).url
                same = _origin(address) == self._origin
            except ValueError:
                continue
            if same:
                found[address] = None
            elif is_url(address):
                raise OnNetwork("is on another origin and is not fetched")
        return list(found)

    def _fetch(self, address: str, limit: int | None) -> _Answer | Unavailable:
        """The response of an address, or why there is none; requested once for each limit.

        A file with a limit of its own is a sample, which may have any format; any other is asked for as a WADL.
        """
        found = self._answers.get((address, limit))
        if found is None:
            try:
                found = self._request(address, self._limit(limit), _ACCEPT_WADL if limit is None else _ACCEPT_ANY)
            except Unavailable as fault:
                found = fault
            self._answers[address, limit] = found
        return found

    def _request(self, address: str, limit: int, accept: str) -> _Answer:
        """Fetches an address and deducts the time and the bytes from the remaining budget; raises :class:`Unavailable`."""
        if self._seconds <= 0:
            raise Missing(f"is not fetched: the limit of {TOTAL_TIMEOUT:g} seconds for all fetches of one WADL is reached")
        if self._bytes <= 0:
            setting = self._format_setting("max-size", "")
            raise Oversize(f"is not fetched: the limit of {size(self._max_size)} for all fetches of one WADL is reached ({setting})")
        fetch = _Fetch(address, accept, min(limit, self._bytes), min(self._timeout, self._seconds))
        begin = time.monotonic()
        try:
            return fetch.answer()
        except Oversize:
            if self._bytes < limit:
                setting = self._format_setting("max-size", "")
                raise Oversize(f"exceeds the limit of {size(self._max_size)} for all fetches of one WADL ({setting})") from None
            raise oversize(limit, self._max_size, self._format_setting) from None
        finally:
            self._seconds -= time.monotonic() - begin
            self._bytes -= fetch.received


class _Answer:
    """The response of an address."""

    __slots__ = ("address", "cached", "data", "head", "media_type")

    def __init__(self, data: bytes, address: str, media_type: str) -> None:
        self.data: bytes | None = data
        """The body; None after it was read, if it was too large to cache."""
        self.address = address
        """The address that sent the response, after redirects."""
        self.media_type = media_type
        """The media type without parameters; empty if the response states none."""
        self.head = data[: negotiation.MAX_HEAD]
        """The beginning of the body, for messages."""
        self.cached = False
        """Whether the body is kept for further reads."""


class _SameOrigin(HTTPRedirectHandler):
    """Follows redirects only within the same origin."""

    def redirect_request(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str) -> Request | None:
        if _origin(newurl) != _origin(req.full_url):
            fp.close()
            raise Missing(f"cannot be fetched: it redirects to another origin, {folded(newurl)}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


class _Fetch:
    """One fetch, in its own thread, so that it ends at the timeout whatever the server does.

    A socket timeout limits only the wait for each chunk of data, and nothing limits the lookup of the host name.
    """

    def __init__(self, address: str, accept: str, limit: int, timeout: float) -> None:
        self._address = address
        self._accept = accept
        self._limit = limit
        self._timeout = timeout
        self._is_over = False
        self._sockets: list[socket.socket] = []
        self._result: _Answer | Exception | None = None
        self.received = 0
        """Bytes of the response received so far."""

    def answer(self) -> _Answer:
        """The response of the address; raises :class:`Missing` or :class:`Oversize`."""
        thread = threading.Thread(target=self._work, daemon=True)
        thread.start()
        thread.join(self._timeout)
        self._is_over = True
        result = self._result
        # The thread may be blocked in a read: closing the connection ends it.
        for connection in self._sockets:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        if isinstance(result, _Answer):
            return result
        if result is None and self.received:
            raise Missing(f"cannot be fetched: the response took more than {self._timeout:.2g} seconds")
        if isinstance(result, Unavailable):
            raise result
        if isinstance(result, HTTPError):
            status = folded(f"{result.code} {result.reason}")
            login = "; it requires a login: save the file and pass that instead" if result.code in (401, 403, 407) else ""
            raise Missing(f"cannot be fetched: the server responded {status}{login}") from result
        raise Missing(f"cannot be fetched: {_describe(result or TimeoutError(), self._timeout)}") from result

    def _work(self) -> None:
        try:
            self._result = self._get()
        except HTTPError as error:
            error.close()
            self._result = error
        except (Unavailable, OSError, HTTPException, ValueError) as error:
            self._result = error
        except Exception as error:  # an exception caused by a hostile response must not be lost with the thread
            self._result = HTTPException(str(error))

    def _register(self, connection: socket.socket) -> None:
        """Records a new connection; raises TimeoutError if the time is over."""
        if self._is_over:
            raise TimeoutError
        self._sockets.append(connection.dup())

    def _get(self) -> _Answer:
        parts = urlsplit(self._address)
        if "@" in parts.netloc:
            raise Missing("cannot be fetched: user names in URLs are not supported; save the file and pass that instead")
        spelled = quote(self._address, safe="%/:=&?~#+!$,;'@()*[]")
        request = Request(spelled, headers={"User-Agent": f"wadl2rst/{__version__}", "Accept": self._accept})
        # A proxy from the environment cannot reach a service on this computer.
        proxies = [ProxyHandler({})] if _is_local(parts.hostname or "") else []
        opener = build_opener(_SameOrigin, _HttpHandler(self._register), _HttpsHandler(self._register), *proxies)
        with opener.open(request, timeout=self._timeout) as answer:
            length = answer.headers.get("Content-Length", "")
            if length.isdecimal() and int(length) > self._limit:
                raise Oversize("is too large")
            pieces: list[bytes] = []
            while not self._is_over and (piece := answer.read1(1 << 16)):
                self.received += len(piece)
                if self.received > self._limit:
                    raise Oversize("is too large")
                pieces.append(piece)
            if length.isdecimal() and self.received < int(length):
                raise Missing(f"cannot be fetched: the response ended after {self.received:,} of {int(length):,} bytes")
            media_type = folded(answer.headers.get("Content-Type", "").partition(";")[0].strip().lower())
            return _Answer(b"".join(pieces), answer.geturl(), media_type)


class _TrackedConnection(HTTPConnection):
    """A connection that another thread can shut down, even during the TLS handshake."""

    register: Callable[[socket.socket], None]

    def connect(self) -> None:
        super().connect()
        self.register(self.sock)


class _TrackedSecureConnection(HTTPSConnection, _TrackedConnection):
    """The same with TLS: ``super().connect()`` in HTTPSConnection is that of the plain connection, before the handshake."""


class _HttpHandler(HTTPHandler):
    def __init__(self, register: Callable[[socket.socket], None]) -> None:
        super().__init__()
        self._register = register

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(self._connection, req)

    def _connection(self, host: str, **options: Any) -> HTTPConnection:
        connection = _TrackedConnection(host, **options)
        connection.register = self._register
        return connection


class _HttpsHandler(HTTPSHandler):
    def __init__(self, register: Callable[[socket.socket], None]) -> None:
        super().__init__()
        self._register = register

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(self._connection, req)

    def _connection(self, host: str, **options: Any) -> HTTPConnection:
        connection = _TrackedSecureConnection(host, **options)
        connection.register = self._register
        return connection


def _describe(error: Exception, timeout: float) -> str:
    cause = error.reason if isinstance(error, URLError) and isinstance(error.reason, Exception) else error
    if isinstance(cause, TimeoutError):
        return f"no response within {timeout:.2g} seconds"
    if isinstance(cause, ConnectionRefusedError):
        return "connection refused; is the service running, and is the port right?"
    if isinstance(cause, socket.gaierror):
        return "unknown host"
    if isinstance(cause, ssl.SSLError):
        return f"TLS error: {getattr(cause, 'verify_message', '') or cause.reason or 'the connection failed'}"
    if isinstance(cause, OSError) and cause.strerror:
        return reason(cause)
    if isinstance(cause, UnicodeError):
        return "malformed URL"
    if isinstance(cause, HTTPException):
        return "malformed URL, or the response is not HTTP"
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
