"""A server on the loopback interface that keeps what arrives, and how request samples are run against it."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

from wadl2rst.clients.request import ClientRequest, FileBody, FormBody, MultipartBody, RequestText, TextBody, Variable

FILE = b"what the file holds\n"
"""What every file holds that a sample reads."""


class Arrived(NamedTuple):
    """A request as it arrived."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


class Loopback:
    """The server; it answers every request with ``{}``."""

    def __init__(self) -> None:
        arrived = self._arrived = list[Arrived]()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                headers = {name.lower(): value for name, value in self.headers.items()}
                arrived.append(Arrived(self.command, self.path, headers, self.rfile.read(length)))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.send_header("Connection", "close")
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(b"{}")
                self.close_connection = True

            def __getattr__(self, name: str) -> object:
                if name.startswith("do_"):
                    return self._answer
                raise AttributeError(name)

            def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 (its name there)
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=functools.partial(self._server.serve_forever, poll_interval=0.01), daemon=True).start()

    @property
    def address(self) -> str:
        """Its base address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        """Ends it."""
        self._server.shutdown()
        self._server.server_close()

    def take(self) -> Arrived:
        """The one request that arrived since the last call."""
        (found,) = self._arrived
        self._arrived.clear()
        return found

    def here(self, sample: str, host: RequestText) -> str:
        """A sample that is sent here instead of to its host."""
        return sample if isinstance(host, Variable) else sample.replace(host, self.address, 1)

    def environment(self) -> dict[str, str]:
        """The environment for a sample that is sent here, with a value for every variable that a sample may have."""
        return {**os.environ, "BASE_URL": self.address, "NO_PROXY": "*"}


def secrets(request: ClientRequest) -> dict[str, str]:
    """A value for each environment variable of a request."""
    values: list[RequestText] = [value for _name, value in (*request.query, *request.headers, *request.cookies)]
    if isinstance(request.body, FormBody):
        values += [value for _name, value in request.body.fields]
    elif isinstance(request.body, MultipartBody):
        values += [part.value for part in request.body.parts]
    return {value.name: f"s-{value.name}" for value in values if isinstance(value, Variable)}


def files(request: ClientRequest, folder: Path) -> None:
    """Writes the files that a request sends."""
    names = [request.body.name] if isinstance(request.body, FileBody) else []
    if isinstance(request.body, MultipartBody):
        names += [str(part.value) for part in request.body.parts if part.is_file]
    for name in names:
        (folder / name).write_bytes(FILE)


def run_shell(command: str, server: Loopback, request: ClientRequest, folder: Path) -> Arrived:
    """Runs a command of a sample in ``folder``, and gives what arrived."""
    files(request, folder)
    done = subprocess.run(
        ["sh", "-c", server.here(command, request.base)],
        cwd=folder,
        env={**server.environment(), **secrets(request)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (command, done.stderr)
    return server.take()


def run_python(program: str, server: Loopback, request: ClientRequest, folder: Path) -> Arrived:
    """Runs the Python of a sample in this process, and gives what arrived."""
    files(request, folder)
    added = {"BASE_URL": server.address, "NO_PROXY": "*", **secrets(request)}
    before = dict(os.environ)
    os.environ.update(added)
    try:
        with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
            exec(compile(server.here(program, request.base), "sample.py", "exec"), {})
    finally:
        os.environ.clear()
        os.environ.update(before)
    return server.take()


def run_node(program: str, server: Loopback, request: ClientRequest, folder: Path) -> Arrived:
    """Runs the JavaScript of a sample with Node.js, and gives what arrived."""
    files(request, folder)
    (folder / "sample.mjs").write_text(server.here(program, request.base), encoding="utf-8")
    done = subprocess.run(
        ["node", "sample.mjs"],
        cwd=folder,
        env={**server.environment(), **secrets(request)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (program, done.stderr)
    return server.take()


def differences(arrived: Arrived, request: ClientRequest) -> Iterator[str]:
    """Where what arrived is not what the request says."""
    held = secrets(request)

    def text(value: RequestText) -> str:
        return value if isinstance(value, str) else held[value.name]

    path, _mark, query = arrived.target.partition("?")
    own_path, _mark, own_query = request.path.partition("?")
    expected_query = [*parse_qsl(own_query, keep_blank_values=True), *((name, text(value)) for name, value in request.query)]
    if arrived.method != request.verb:
        yield f"method {arrived.method}"
    if unquote(path) != unquote(own_path or "/"):
        yield f"path {path}, not {own_path}"
    if parse_qsl(query, keep_blank_values=True) != expected_query:
        yield f"query {query}, not {expected_query}"
    for name, value in request.headers:
        if arrived.headers.get(name.lower()) != text(value).strip():
            yield f"header {name}: {arrived.headers.get(name.lower())}"
    if "; ".join(f"{name}={text(value)}" for name, value in request.cookies) != arrived.headers.get("cookie", ""):
        yield f"cookies {arrived.headers.get('cookie')}"
    yield from _body_differences(arrived, request, text)


def _body_differences(arrived: Arrived, request: ClientRequest, text: Callable[[RequestText], str]) -> Iterator[str]:
    body = request.body
    kind = arrived.headers.get("content-type", "")
    match body:
        case None:
            if arrived.body:
                yield f"a body: {arrived.body!r}"
        case TextBody(is_json=True):
            if json.loads(arrived.body) != json.loads(body.text) or kind != body.media_type:
                yield f"JSON {arrived.body!r}, {kind}"
        case TextBody():
            if arrived.body.decode() != body.text or kind != body.media_type:
                yield f"text {arrived.body!r}, {kind}"
        case FileBody():
            if arrived.body != FILE or kind != body.media_type:
                yield f"file {arrived.body!r}, {kind}"
        case FormBody():
            fields = parse_qsl(arrived.body.decode(), keep_blank_values=True)
            if sorted(fields) != sorted((name, text(value)) for name, value in body.fields):  # HTTPie joins those of one name
                yield f"form {arrived.body!r}"
            if not kind.startswith("application/x-www-form-urlencoded"):
                yield f"form as {kind}"
        case MultipartBody():
            message = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + arrived.body)
            found = [
                (part.get_param("name", header="content-disposition"), part.get_payload(decode=True)) for part in message.get_payload()
            ]
            expected = [(part.name, FILE if part.is_file else text(part.value).encode()) for part in body.parts]
            if found != expected:
                yield f"parts {found}, not {expected}"
