"""Requests as the clients send them: a server receives what the request says."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.loopback import Loopback, differences, run_node, run_python, run_shell
from wadl2rst.clients.curl import curl
from wadl2rst.clients.httpie import httpie
from wadl2rst.clients.javascript import javascript
from wadl2rst.clients.python import python
from wadl2rst.clients.request import ClientRequest, FileBody, FormBody, FormPart, MultipartBody, TextBody, Variable
from wadl2rst.clients.shell import word

HOST = "https://api.example"
NASTY = "a 'b' \"c\" $HOME `id` \\ ! \\n % & = + # ; , é 木 ${x}"
JSON = '{\n  "name": "' + NASTY.replace("\\", "\\\\").replace('"', '\\"') + '",\n  "on": true, "off": false,\n  "none": null\n}'
REQUESTS = {
    "get": ClientRequest(verb="GET", base=HOST, path="/plants/1"),
    "root": ClientRequest(verb="GET", base=HOST, path=""),
    "query": ClientRequest(verb="GET", base=HOST, path="/plants", query=(("q", NASTY), ("a[b]", "1"), ("a[b]", "2"))),
    "query in the path": ClientRequest(verb="GET", base=HOST, path="/plants?kind=tree", query=(("q", "1"), ("key", Variable("API_KEY")))),
    "matrix": ClientRequest(verb="DELETE", base=HOST, path="/plants;colour=red%20and%20blue;old/it's"),
    "head": ClientRequest(verb="HEAD", base=HOST, path="/plants"),
    "relative": ClientRequest(verb="GET", base=Variable("BASE_URL"), path="/plants", headers=(("Accept", "text/plain"),)),
    "headers": ClientRequest(
        verb="PUT",
        base=HOST,
        path="/plants",
        headers=(("Accept", "application/json"), ("X-Auth-Token", Variable("X_AUTH_TOKEN")), ("X-Odd", "=a:b;c=\"d\" 'e' $f !")),
    ),
    "cookies": ClientRequest(verb="GET", base=HOST, path="/plants", cookies=(("session", Variable("SESSION")), ("theme", "dark"))),
    "JSON": ClientRequest(
        verb="POST",
        base=HOST,
        path="/plants",
        headers=(("Content-Type", "application/json"),),
        body=TextBody(JSON, "application/json", is_json=True),
    ),
    "other JSON": ClientRequest(
        verb="PATCH",
        base=HOST,
        path="/plants",
        headers=(("Content-Type", "application/merge-patch+json"),),
        body=TextBody('{"n": 1e400, "a": 1, "a": 2}', "application/merge-patch+json"),
    ),
    "text": ClientRequest(
        verb="POST",
        base=HOST,
        path="/plants",
        headers=(("Content-Type", "text/plain"),),
        body=TextBody(f'@{NASTY}\n"""{NASTY}\'\'\'\n  ends in "', "text/plain"),
    ),
    "file": ClientRequest(
        verb="PUT", base=HOST, path="/plants/1/picture", headers=(("Content-Type", "image/png"),), body=FileBody("body.png", "image/png")
    ),
    "form": ClientRequest(
        verb="POST",
        base=HOST,
        path="/plants",
        body=FormBody((("name", NASTY), ("a=b@c", "@x"), ("password", Variable("PASSWORD")), ("name", "="))),
    ),
    "multipart": ClientRequest(
        verb="POST",
        base=HOST,
        path="/plants",
        body=MultipartBody(
            (FormPart("name", "@a <b; c='d'"), FormPart("secret", Variable("SECRET")), FormPart("picture", "file.bin", True))
        ),
    ),
}


@pytest.fixture(scope="module", name="server")
def _server() -> Iterator[Loopback]:
    server = Loopback()
    yield server
    server.close()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("name", REQUESTS)
def test_curl_sends_the_request(server: Loopback, tmp_path: Path, name: str) -> None:
    """What curl sends is the request: verb, path, query, headers, cookies and body."""
    request = REQUESTS[name]
    assert list(differences(run_shell(curl(request), server, request, tmp_path), request)) == []


@pytest.mark.parametrize("name", REQUESTS)
def test_python_sends_the_request(server: Loopback, tmp_path: Path, name: str) -> None:
    """What a Python program with ``requests`` sends is the request."""
    pytest.importorskip("requests", reason="requests is not installed")
    request = REQUESTS[name]
    assert list(differences(run_python(python(request), server, request, tmp_path), request)) == []


@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed")
@pytest.mark.parametrize("name", [name for name, request in REQUESTS.items() if javascript(request)])
def test_fetch_sends_the_request(server: Loopback, tmp_path: Path, name: str) -> None:
    """What ``fetch`` sends is the request."""
    request = REQUESTS[name]
    sample = javascript(request)
    assert sample is not None
    assert list(differences(run_node(sample, server, request, tmp_path), request)) == []


@pytest.mark.skipif(shutil.which("http") is None, reason="HTTPie is not installed")
@pytest.mark.parametrize("name", REQUESTS)
def test_httpie_sends_the_request(server: Loopback, tmp_path: Path, name: str) -> None:
    """What HTTPie sends is the request."""
    request = REQUESTS[name]
    sample = httpie(request)
    assert sample is not None
    alone = sample.replace("http ", "http --ignore-stdin ", 1)  # the tests have no terminal
    assert list(differences(run_shell(alone, server, request, tmp_path), request)) == []


def test_httpie_items() -> None:
    """HTTPie's items escape what would be a separator; a value that its syntax cannot hold has no sample."""
    request = ClientRequest(verb="GET", base=HOST, path="/", headers=(("X-A", "=1"), ("X-B", ""), ("X-C", "a:b=c")))
    command = httpie(request)
    assert command is not None
    assert shlex.split(command.replace("\\\n", "")) == ["http", "GET", HOST + "/", "X-A:\\=1", "X-B;", "X-C:a:b=c"]
    assert httpie(replace(request, headers=(("X-A", "C:\\:x"),))) is None
    assert httpie(replace(request, headers=(("-a", ""),))) is None  # an option
    dashes = httpie(replace(request, headers=(), body=TextBody("-a", "text/plain")))
    assert dashes is not None and dashes.endswith("--raw='-a'")


@pytest.mark.parametrize(
    "request_",
    [
        ClientRequest(verb="TRACE", base=HOST, path="/"),
        ClientRequest(verb="GET", base=HOST, path="/", body=TextBody("a", "text/plain")),
        ClientRequest(verb="GET", base=HOST, path="/", cookies=(("a", "b"),)),
        ClientRequest(verb="GET", base=HOST, path="/", headers=(("Referer", "x"),)),
    ],
)
def test_what_fetch_refuses(request_: ClientRequest) -> None:
    """There is no sample for ``fetch`` of what it does not send: TRACE, bodies of GET, cookies and forbidden headers."""
    assert javascript(request_) is None


_TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)
_LINES = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=60)


@settings(max_examples=25)
@given(st.lists(_TEXTS | st.just("$A") | st.just("it's"), min_size=1, max_size=4))
def test_words_of_the_shell(texts: list[str]) -> None:
    """A text is one word for the shell, which is that text, and a variable among texts is its value."""
    pieces = [text if at % 2 == 0 else Variable("VALUE") for at, text in enumerate(texts)]
    expected = "".join(text if at % 2 == 0 else "v$v'" for at, text in enumerate(texts))
    command = ["sh", "-c", f"printf %s {word(pieces)}"]
    done = subprocess.run(command, capture_output=True, check=True, env={"VALUE": "v$v'", "PATH": "/usr/bin:/bin"})
    assert done.stdout.decode() == expected


@given(
    _TEXTS,
    st.lists(st.tuples(_TEXTS, _TEXTS), max_size=3),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=60),
)
def test_programs_of_python(path: str, query: list[tuple[str, str]], text: str) -> None:
    """Whatever the texts are, a Python program hands exactly them to ``requests``."""
    calls: list[dict[str, object]] = []
    request = ClientRequest(verb="POST", base=HOST, path=path, query=tuple(query), body=TextBody(text, "text/plain"))
    program = python(request).replace("import requests\n", "")

    class Library:
        def post(self, address: str, **named: object) -> Library:
            calls.append({"address": address, **named})
            return self

        status_code = text = 0

    exec(program, {"requests": Library(), "print": lambda *_values: None})
    params = calls[0].pop("params", [])
    assert list(params.items() if isinstance(params, dict) else params) == query  # type: ignore[call-overload]
    assert calls == [{"address": HOST + path, "data": text.encode()}]
