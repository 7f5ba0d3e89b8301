"""A WADL that is given as an address: what is asked, of whom, for how long and how much; through the command.

Each test has a server of its own on this computer, and stops it.
"""

from __future__ import annotations

import gc
import socket
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.running import application, method, resources, run, tree
from wadl2rst.cli import main
from wadl2rst.diagnostics import Diagnostic
from wadl2rst.source import Document, Library, fetch

Answer = Callable[[socket.socket], None]


def ok(body: bytes | str, media: str = "") -> Answer:
    """A good answer, of a media type."""
    data = body.encode() if isinstance(body, str) else body
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(data)}\r\nConnection: close\r\n"
    head += f"Content-Type: {media}\r\n" if media else ""
    return lambda client: client.sendall(f"{head}\r\n".encode() + data)


def redirect(address: str) -> Answer:
    """A redirect."""
    return lambda client: client.sendall(f"HTTP/1.1 302 Found\r\nLocation: {address}\r\nContent-Length: 0\r\n\r\n".encode())


def drip(start: bytes, drop: bytes, every: float = 0.02) -> Answer:
    """An answer that never ends, and comes so slowly that no read waits long."""

    def answer(client: socket.socket) -> None:
        client.sendall(start)
        while True:
            client.sendall(drop)
            time.sleep(every)

    return answer


class Server:
    """Answers each path as it is told, and notes what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.accepted: dict[str, str] = {}
        """The ``Accept`` header of the last request for each path."""
        self.negotiated: dict[tuple[str, str], Answer] = {}
        """The answers for a path to a client that names a media type first."""
        self._clients: list[socket.socket] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Ends it, with all that is being answered."""
        for each in (self._socket, *self._clients):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._socket.accept()
                self._clients.append(client)
                threading.Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        with suppress(OSError), client:
            head = client.recv(10_000).decode()
            path = head.split()[1]
            self.asked.append(path)
            accept = next(line.partition(": ")[2] for line in head.split("\r\n") if line.lower().startswith("accept:"))
            self.accepted[path] = accept
            default = ok("found") if path != "/api.wadl" else drip(b"", b"")
            answer = self.negotiated.get((path, accept.split(",")[0]))
            (answer or self.answers.get(path, default))(client)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.chdir(tmp_path)
    server = Server()
    yield server
    server.close()


@pytest.fixture
def other() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


def invoke(server: Server, *options: str) -> Result:
    done = CliRunner().invoke(main, [f"{server.address}/api.wadl", "-o", "out", *options], catch_exceptions=False)
    assert "internal error" not in done.stderr, done.stderr
    return done


def sampled(*hrefs: str) -> str:
    """A WADL with a response for each sample."""
    return resources(
        method(
            "".join(
                f'<response status="{200 + number}"><representation mediaType="a/b"><doc><xsdxt:code href="{href}"/></doc>'
                "</representation></response>"
                for number, href in enumerate(hrefs)
            )
        )
    )


# --- what is asked ----------------------------------------------------------------------------------

WADL_TYPE = "application/vnd.sun.wadl+xml"


def test_a_wadl_is_asked_for_by_name(server: Server) -> None:
    """A service that serves JSON unless WADL is asked for, as lazr.restful does, serves WADL; a sample is asked for as anything."""
    server.answers = {"/api.wadl": ok('{"a": 1}', "application/json"), "/s.txt": ok("a sample")}
    server.negotiated = {("/api.wadl", WADL_TYPE): ok(sampled("s.txt"), WADL_TYPE)}
    done = invoke(server)
    assert done.exit_code == 0, done.stderr
    assert server.accepted == {
        "/api.wadl": f"{WADL_TYPE}, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.8",
        "/s.txt": "*/*",
    }


def test_what_is_asked_survives_a_redirect(server: Server) -> None:
    """The address that a server redirects to is asked for a WADL, too."""
    server.answers = {"/api.wadl": redirect("/v2/api.wadl"), "/v2/api.wadl": ok(sampled())}
    invoke(server)
    assert server.accepted["/v2/api.wadl"] == server.accepted["/api.wadl"]


@pytest.mark.parametrize(
    ("body", "media", "message"),
    [
        (
            '{"a": 1}',
            "application/json; charset=utf-8",
            "this is JSON, not a WADL; asked for {type}, the server sent application/json [not-xml]",
        ),
        ('{"a": 1}', "", "this is JSON, not a WADL; asked for {type}, the server sent a response without a media type [not-xml]"),
        (
            '{"resource_type_link": "http://{host}/#service-root", "a": 1}',
            "application/json",
            "the server sent application/json; lazr.restful serves the WADL at {at}?ws.accept=application/vnd.sun.wadl%2Bxml [not-xml]",
        ),
        (
            "<!DOCTYPE html><html><body><br></body></html>",
            "text/html",
            "serve the WADL at another URL? Asked for {type}, the server sent text/html [not-wadl]",
        ),
        (
            '<html><a href="/">Home</a><a href="shop?_wadl&amp;type=xml">WADL</a></html>',
            "text/html",
            "the server sent text/html; the page links to a WADL at http://{host}/shop?_wadl&type=xml [not-wadl]",
        ),
        (
            "<html><a href='/rest/application.wadl'>WADL</a></html>",
            "text/html",
            "the page links to a WADL at http://{host}/rest/application.wadl [not-wadl]",
        ),
        ("<html><a href='http://[/a.wadl'>WADL</a></html>", "text/html", "the server sent text/html [not-wadl]"),
        ("<project/>", "text/xml", "the root element is 'project', not a WADL 'application' [not-wadl]"),
    ],
)
def test_an_answer_that_is_no_wadl(body: str, media: str, message: str, server: Server) -> None:
    """Of JSON and HTML, the message says what was asked and what came, and the address of the WADL where it is known."""
    host = f"127.0.0.1:{server.port}"
    server.answers = {"/api.wadl": ok(body.replace("{host}", host), media)}
    done = invoke(server)
    expected = message.replace("{host}", host).replace("{at}", f"{server.address}/api.wadl").replace("{type}", WADL_TYPE)
    assert done.exit_code == 1 and expected in " ".join(done.stderr.split()), done.stderr


# --- of whom ----------------------------------------------------------------------------------------


def test_what_is_on_the_origin_is_fetched(server: Server) -> None:
    """The WADL, what it names beside it, and a redirect that stays on the server are asked for, and nothing else."""
    server.answers = {"/api.wadl": redirect("/v2/api.wadl"), "/v2/api.wadl": ok(sampled("s.txt")), "/v2/s.txt": ok("a sample")}
    done = invoke(server)
    assert done.exit_code == 0, done.stderr
    assert "a sample" in Path("out/get-a.rst").read_text()
    assert server.asked == ["/api.wadl", "/v2/api.wadl", "/v2/s.txt"]


@pytest.mark.parametrize(
    "scheme", ["http://127.0.0.1:{port}/x", "http://localhost:{port}/x", "//127.0.0.1:{port}/x", "file:///etc/hostname"]
)
def test_a_redirect_to_another_origin_is_not_followed(scheme: str, server: Server, other: Server) -> None:
    """A server cannot send the tool elsewhere, neither for the WADL nor for what it names."""
    away = redirect(scheme.format(port=other.port))
    server.answers = {"/api.wadl": away}
    done = invoke(server)
    assert done.exit_code == 1 and "[fetch]" in done.stderr, done.stderr
    server.answers = {"/api.wadl": ok(sampled("s.txt")), "/s.txt": away}
    assert "[missing-sample]" in invoke(server).stderr
    assert other.asked == []


def test_a_redirect_that_is_not_followed_leaves_nothing_open(server: Server, other: Server) -> None:
    """The connection over which a refused redirect came is closed."""
    server.answers = {"/api.wadl": redirect(f"http://127.0.0.1:{other.port}/x")}
    gc.collect()
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        invoke(server)
        gc.collect()
    assert [str(warning.message) for warning in warned if warning.category is ResourceWarning] == []


@pytest.mark.parametrize(
    "href",
    [
        "http://127.0.0.1:{port}/x", "//127.0.0.1:{port}/x", "HTTP://127.0.0.1:{port}/x", "http://localhost:{own}/x",
        "https://127.0.0.1:{own}/x", "http://127.0.0.1:{own}@127.0.0.1:{port}/x", "file:///etc/hostname", "ftp://127.0.0.1:{port}/x",
    ],
)  # fmt: skip
def test_references_stay_on_the_origin(href: str, server: Server, other: Server) -> None:
    """Samples, entity files, DTDs, includes and other WADLs are not asked of another host, port or scheme, nor of the disk."""
    href = href.format(port=other.port, own=server.port)
    before = f'<!DOCTYPE application SYSTEM "{href}" [<!ENTITY % p SYSTEM "{href}"> %p;]>'
    content = (
        f'<doc><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{href}" parse="text"/><xsdxt:code href="{href}"/></doc>'
        f'<request><param href="{href}#p"/></request>'
    )
    server.answers = {"/api.wadl": ok(application(f'<resources base="/">{method(content)}</resources>', before))}
    done = invoke(server)
    assert "[missing-sample]" in done.stderr, done.stderr
    assert other.asked == []
    assert server.asked == ["/api.wadl"]


# --- for how long -----------------------------------------------------------------------------------

SLOW: dict[str, Answer] = {
    "silent": lambda client: time.sleep(60),
    "a header without end": drip(b"HTTP/1.1 200 OK\r\nX: ", b"a"),
    "continue without end": drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "a chunk extension without end": drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;", b"a"),
    "a body without end": drip(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b" "),
    "trailers without end": drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n"),
}


@pytest.mark.parametrize("kind", SLOW)
def test_an_answer_has_a_time(kind: str, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """However a server draws out its answer, the command gives up in time, and says so."""
    monkeypatch.setattr(fetch, "TIMEOUT", 0.5)
    server.answers = {"/api.wadl": SLOW[kind]}
    done = invoke(server)  # the server never comes to an end
    assert done.exit_code == 1 and "0.5 seconds [fetch]" in done.stderr, done.stderr
    assert not Path("out").exists()


def test_the_thread_of_a_fetch_ends(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was given up does not go on in the background: the connection is shut."""
    monkeypatch.setattr(fetch, "TIMEOUT", 0.3)
    server.answers = {"/api.wadl": SLOW["a header without end"]}
    before = set(threading.enumerate())
    invoke(server)
    started = set(threading.enumerate()) - before
    for thread in started:
        thread.join(5)
    assert sum(thread.is_alive() for thread in started) <= 1  # the server's own may be among them


def test_all_answers_have_a_time(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty samples that each come just in time do not add up: what is left is not fetched, and said; the page is written."""
    monkeypatch.setattr(fetch, "TOTAL_TIMEOUT", 0.5)
    names = [f"s{number}.txt" for number in range(50)]

    def late(client: socket.socket) -> None:
        time.sleep(0.2)
        ok("late")(client)

    server.answers = {"/api.wadl": ok(sampled(*names)), **{f"/{name}": late for name in names}}
    done = invoke(server, "-v")
    assert done.stderr.count("is not fetched: the limit of 0.5 seconds for all fetches of one WADL is reached") > 40, done.stderr
    assert len(server.asked) < 6
    assert "late" in Path("out/get-a.rst").read_text()


# --- how much ---------------------------------------------------------------------------------------


def test_the_size_of_an_answer(server: Server) -> None:
    """A WADL above ``--max-size`` is not taken, whether the server says how large it is or sends without end."""
    for answer in (ok(b" " * (2 << 20)), drip(b"HTTP/1.1 200 OK\r\n\r\n", b" " * 65536, 0)):
        server.answers = {"/api.wadl": answer}
        done = invoke(server, "--max-size", "1")
        assert done.exit_code == 1 and "is larger than 1 MiB (--max-size) [too-large]" in done.stderr, done.stderr


def test_many_large_samples(server: Server, tmp_path: Path) -> None:
    """Twelve samples of 50 MB cost no memory: no more is taken of each than a sample may have."""
    names = [f"s{number}.txt" for number in range(12)]
    server.answers = {"/api.wadl": ok(sampled(*names)), **{f"/{name}": ok(b"x" * (50 << 20)) for name in names}}
    done = run(f"{server.address}/api.wadl", "-o", "out", folder=tmp_path)
    assert done.status == 1 and done.stderr.count("is larger than 10 MiB [too-large]") == 12, done.stderr
    assert done.megabytes < 300


def test_many_samples_that_send_without_end(server: Server, tmp_path: Path) -> None:
    """The same where the server does not say how large they are."""
    endless = drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * (1 << 20), 0)
    names = [f"s{number}.txt" for number in range(8)]
    server.answers = {"/api.wadl": ok(sampled(*names)), **{f"/{name}": endless for name in names}}
    done = run(f"{server.address}/api.wadl", "-o", "out", folder=tmp_path)
    assert done.status == 1 and done.stderr.count("is larger than 10 MiB [too-large]") == 8, done.stderr
    assert done.megabytes < 300


def test_all_answers_have_a_size(server: Server) -> None:
    """All that is fetched for one WADL stays below ``--max-size``, too; the page is written with what came."""
    names = [f"s{number}.txt" for number in range(5)]
    server.answers = {"/api.wadl": ok(sampled(*names)), **{f"/{name}": ok(b"word " * 80_000) for name in names}}
    done = invoke(server, "--max-size", "1")
    assert done.exit_code == 1
    assert "exceeds the limit of 1 MiB for all fetches of one WADL (--max-size) [too-large]" in done.stderr, done.stderr
    assert "word word" in Path("out/get-a.rst").read_text()


# --- what is no address -----------------------------------------------------------------------------


def test_an_answer_that_is_not_http(server: Server) -> None:
    """Whatever bytes come, the command says one line."""
    for data in (b"\x00\xff" * 4_000, b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n<a", b"HTTP/1.1 401 \x1b[31mEVIL\r\n\r\n", b""):
        server.answers = {"/api.wadl": lambda client, data=data: client.sendall(data)}  # type: ignore[misc]
        done = invoke(server)
        assert done.exit_code == 1 and f"{server.address}/api.wadl" in done.stderr and "\x1b" not in done.stderr, done.stderr
        assert tree(Path()) == {}


# --- grammars ---------------------------------------------------------------------------------------

SCHEMA = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">%s</xs:schema>'


def _schemas(source: str, *hrefs: str, **options: object) -> tuple[Library, list[Document | None], list[str]]:
    """The library of a WADL, the schemas that it has for addresses in the WADL, and what was said."""
    said: list[Diagnostic] = []
    library = Library(said.append, **options)  # type: ignore[arg-type]
    document = library.document(source)
    assert document is not None, said
    found = [library.schema(href, document.root) for href in hrefs]
    return library, found, [diagnostic.text for diagnostic in said]


def test_grammars_are_fetched_from_the_origin_of_the_wadl(server: Server) -> None:
    """A grammar is fetched once, also through a redirect, and so is what it imports, resolved against its own address."""
    server.answers = {
        "/api.wadl": ok(sampled()),
        "/api.wadl/xsd0.xsd": redirect("/x/xsd0.xsd"),
        "/x/xsd0.xsd": ok(SCHEMA % '<xs:import schemaLocation="b.xsd"/>', "application/xml"),
        "/x/b.xsd": ok(SCHEMA % ""),
    }
    library, (first, again), said = _schemas(f"{server.address}/api.wadl", "api.wadl/xsd0.xsd", "/api.wadl/xsd0.xsd")
    assert first is not None and first is again and first.shown == f"{server.address}/api.wadl/xsd0.xsd"
    (element,) = first.root.elements()
    assert library.schema("b.xsd", element) is not None
    assert said == []
    assert server.asked == ["/api.wadl", "/api.wadl/xsd0.xsd", "/x/xsd0.xsd", "/x/b.xsd"]
    assert "application/xml" in server.accepted["/x/xsd0.xsd"]


def test_grammars_of_other_origins_are_mapped_or_not_fetched(server: Server, other: Server) -> None:
    """Nobody but the service itself is asked; a copy on the disk can serve any address, also one of the service."""
    Path("copy.xsd").write_text(SCHEMA % "")
    server.answers = {"/api.wadl": ok(sampled()), "/away.xsd": redirect(f"{other.address}/a.xsd")}
    mapping = {f"{other.address}/b.xsd": "copy.xsd", f"{server.address}/c.xsd": "copy.xsd"}
    library, found, said = _schemas(
        f"{server.address}/api.wadl", f"{other.address}/a.xsd", "away.xsd", f"{other.address}/b.xsd", "c.xsd", grammar_map=mapping
    )
    assert [schema and schema.shown for schema in found] == [None, None, "copy.xsd", "copy.xsd"]
    assert said == [f"grammar away.xsd cannot be fetched: it redirects to another origin, {other.address}/a.xsd"]
    (unread,) = library.unread_grammars
    assert unread.text.endswith(f"is on another origin and is not fetched; save a copy and use --grammar-map {other.address}/a.xsd=FILE")
    assert other.asked == [] and server.asked == ["/api.wadl", "/away.xsd"]


def test_grammars_have_the_limits_of_the_wadl(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A grammar that is not there, is too large or never ends costs that grammar, and a message."""
    monkeypatch.setattr(fetch, "TIMEOUT", 0.3)
    server.answers = {
        "/api.wadl": ok(sampled()),
        "/gone.xsd": lambda client: client.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
        "/slow.xsd": drip(b"HTTP/1.1 200 OK\r\n\r\n<", b"x"),
        "/large.xsd": ok(SCHEMA % (" " * 5000)),
    }
    _, found, said = _schemas(f"{server.address}/api.wadl", "gone.xsd", "slow.xsd", "large.xsd", max_size=3000)
    assert found == [None, None, None]
    assert said[0] == "grammar gone.xsd cannot be fetched: the server responded 404 Not Found"
    assert said[1] == "grammar slow.xsd cannot be fetched: the response took more than 0.3 seconds"
    assert said[2].startswith("grammar large.xsd ") and "the limit" in said[2]


def test_nothing_beside_a_live_wadl(server: Server) -> None:
    """Jersey serves its schemas below the WADL, so a service is not asked for them beside it."""
    server.answers = {"/api.wadl": ok(sampled())}
    library, _, said = _schemas(f"{server.address}/api.wadl")
    assert library.schema_beside("api.wadl/xsd0.xsd", library.documents[0].root) is None
    assert (server.asked, said) == (["/api.wadl"], [])
