"""The gate: what may be read from the disk and from the network, and what is refused."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wadl2rst.diagnostics import Diagnostic, MessageCode
from wadl2rst.source import Document, Library
from wadl2rst.source.encoding import decode
from wadl2rst.source.fetch import WebGate
from wadl2rst.source.files import FolderGate, Missing, Refused, SourceFile, Unavailable

WADL = '<application xmlns="http://wadl.dev.java.net/2009/02">%s</application>'


class Reading:
    """A WADL that was read, with the library and what was said."""

    def __init__(self, source: str | Path, **options: object) -> None:
        self.said: list[Diagnostic] = []
        self.library = Library(self.said.append, **options)  # type: ignore[arg-type]
        self.document = self.library.document(str(source))

    @property
    def main(self) -> Document:
        assert self.document is not None, self.said
        return self.document

    @property
    def codes(self) -> list[MessageCode]:
        return [diagnostic.code for diagnostic in self.said]

    @property
    def text(self) -> str:
        return "\n".join(f"{diagnostic.location}: {diagnostic.text}" for diagnostic in self.said)

    def sample(self, href: str) -> str | None:
        return self.library.sample(href, self.main.root)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder ``top/api`` with a WADL, which is the current one; ``top`` has a file that must not be read."""
    api = tmp_path / "top" / "api"
    (api / "samples").mkdir(parents=True)
    (api / "api.wadl").write_text(WADL % "")
    (api / "samples" / "list.json").write_text("{}\n")
    (tmp_path / "top" / "secret.json").write_text("secret")
    monkeypatch.chdir(api)
    return api


def test_a_sample_is_read_beside_the_wadl(folder: Path) -> None:
    """A relative reference leads to the file beside the WADL, and the file is listed."""
    reading = Reading("api.wadl")
    assert reading.sample("samples/list.json") == "{}\n"
    assert reading.library.files == (str(folder / "api.wadl"), str(folder / "samples/list.json"))
    assert reading.said == []


@pytest.mark.parametrize(
    "href",
    [
        "../secret.json",
        "samples/../../secret.json",
        "%2e%2e/secret.json",
        "..%2Fsecret.json",
        "%2e%2e%2fsecret.json",
        "{top}/secret.json",
        "file://{top}/secret.json",
        "file:{top}/secret.json",
        "file://localhost{top}/secret.json",
        "/dev/zero",
    ],
)
def test_nothing_outside_the_root_is_read(folder: Path, href: str) -> None:
    """Whatever way a reference takes out of the root, it is refused, with the option that would allow it."""
    reading = Reading("api.wadl")
    assert reading.sample(href.format(top=folder.parent)) is None
    assert reading.codes == [MessageCode.REFUSED]
    assert "outside the root .; to allow it, use --root " in reading.text
    assert "secret" not in "".join(reading.library.files)


@pytest.mark.parametrize("first", ["../api", "../api/.", ".", "samples/..", "samples", "samples/list.json"])
def test_what_was_looked_at_before_opens_no_folder(folder: Path, first: str) -> None:
    """That the root, or a file below it, may be read says nothing of what lies beside the root, nor of hidden files."""
    (folder / "samples" / ".hidden.json").write_text("hidden")
    reading = Reading("api.wadl")
    reading.sample(first)
    assert reading.sample("../secret.json") is None
    assert reading.sample("samples/.hidden.json") is None
    assert reading.codes[-2:] == [MessageCode.REFUSED] * 2


def test_a_link_does_not_lead_out_of_the_root(folder: Path) -> None:
    """A link below the root is followed, and refused where it leads out, for a file and for a folder."""
    (folder / "link.json").symlink_to(folder.parent / "secret.json")
    (folder / "up").symlink_to(folder.parent)
    (folder / "inner.json").symlink_to(folder / "samples" / "list.json")
    reading = Reading("api.wadl")
    assert reading.sample("link.json") is None
    assert reading.sample("up/secret.json") is None
    assert reading.codes == [MessageCode.REFUSED, MessageCode.REFUSED]
    assert reading.sample("inner.json") == "{}\n"


def test_the_root_may_be_reached_through_links(folder: Path) -> None:
    """A root that is itself a link fences the folder it leads to."""
    link = folder.parent / "link"
    link.symlink_to(folder)
    reading = Reading(link / "api.wadl", root=link)
    assert reading.sample("samples/list.json") == "{}\n"
    assert reading.sample("../secret.json") is None


def test_a_wider_root_allows_more(folder: Path) -> None:
    """The root that a refusal names allows the file."""
    refused = Reading("api.wadl")
    refused.sample("../secret.json")
    wider = refused.text.partition("--root ")[2].partition(" ")[0]
    assert Reading("api.wadl", root=Path(wider)).sample("../secret.json") == "secret"


@pytest.mark.parametrize("name", [".env", ".git/config", "samples/.hidden/a.json"])
def test_hidden_files_are_not_read(folder: Path, name: str) -> None:
    """No component below the root may begin with a dot, not even behind a link."""
    hidden = folder / name
    hidden.parent.mkdir(parents=True, exist_ok=True)
    hidden.write_text("secret")
    (folder / "plain.json").symlink_to(hidden)
    reading = Reading("api.wadl")
    assert reading.sample(name) is None
    assert reading.sample("plain.json") is None
    assert reading.codes == [MessageCode.REFUSED, MessageCode.REFUSED]


def test_a_hidden_folder_above_the_root_does_not_matter(tmp_path: Path) -> None:
    """Only what lies below the root may not be hidden: a WADL in a hidden folder reads what lies beside it."""
    home = tmp_path / ".cache" / "api"
    home.mkdir(parents=True)
    (home / "api.wadl").write_text(WADL % "")
    (home / "a.json").write_text("{}")
    assert Reading(home / "api.wadl").sample("a.json") == "{}"


def test_the_root_is_the_current_folder_where_the_wadl_lies_in_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A WADL below the current folder may name what lies beside its own folder."""
    monkeypatch.chdir(folder.parent)
    assert Reading("api/api.wadl").sample("../secret.json") == "secret"


def test_the_root_is_the_folder_of_a_wadl_elsewhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A WADL outside the current folder may name what lies below its own folder alone."""
    monkeypatch.chdir(folder / "samples")
    reading = Reading("../api.wadl")
    assert reading.sample("samples/list.json") == "{}\n"
    assert reading.sample("../secret.json") is None


def test_the_wadl_itself_may_lie_outside_the_root(folder: Path) -> None:
    """The WADL that a person names is read wherever it lies."""
    reading = Reading("api.wadl", root=folder / "samples")
    assert reading.main.key == str(folder / "api.wadl")


def test_only_regular_files_are_read(folder: Path) -> None:
    """A folder or a pipe is no sample, and a pipe does not hold the run up."""
    os.mkfifo(folder / "pipe.json")
    reading = Reading("api.wadl")
    assert reading.sample("samples") is None
    assert reading.sample("pipe.json") is None
    assert reading.codes == [MessageCode.MISSING_SAMPLE, MessageCode.MISSING_SAMPLE]
    assert "samples is a folder" in reading.text
    assert "pipe.json is not a regular file" in reading.text


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), os.mkfifo, lambda path: None, lambda path: path.symlink_to(path)])
def test_a_source_that_is_no_file(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """A folder, a pipe, a missing file or a link to itself as source is one error."""
    make(tmp_path / "x.wadl")
    reading = Reading(tmp_path / "x.wadl")
    assert reading.document is None
    assert reading.codes == [MessageCode.UNREADABLE]


@pytest.mark.parametrize("source", ["", "a\0b", "x" * 5000, "file://[", "\udc80"])
def test_a_source_that_is_no_path(source: str) -> None:
    """What cannot be a path is reported, not raised."""
    assert Reading(source).codes == [MessageCode.UNREADABLE]


def test_a_file_url_names_a_file(folder: Path) -> None:
    """A WADL given as a file URL is read from the disk."""
    reading = Reading((folder / "api.wadl").as_uri())
    assert reading.main.key == str(folder / "api.wadl")
    assert reading.sample((folder / "samples" / "list.json").as_uri()) == "{}\n"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission(folder: Path) -> None:
    """A file that the system does not let us read is reported with the reason."""
    (folder / "samples" / "list.json").chmod(0)
    reading = Reading("api.wadl")
    assert reading.sample("samples/list.json") is None
    assert "permission denied" in reading.text


def test_large_files_are_not_read(folder: Path) -> None:
    """A file of more bytes than the limit is an error, and names the option; one of as many is read."""
    (folder / "a.json").write_text("x" * 200)
    (folder / "b.json").write_text("x" * 201)
    reading = Reading("api.wadl", max_size=200)
    assert reading.sample("a.json") == "x" * 200
    assert reading.sample("b.json") is None
    assert reading.codes == [MessageCode.TOO_LARGE]
    assert "--max-size" in reading.text
    assert Reading("b.json", max_size=200).codes == [MessageCode.TOO_LARGE]


@pytest.mark.parametrize(
    "href", ["http://127.0.0.1:9/a.json", "HTTPS://e.org/a", "ftp://e.org/a", "//e.org/a", "\\\\host\\share\\a", "%5C%5Chost/a"]
)
def test_a_wadl_on_the_disk_does_not_reach_the_network(folder: Path, href: str) -> None:
    """A sample on the network, or on another computer's share, is a warning: it is not fetched."""
    reading = Reading("api.wadl")
    assert reading.sample(href) is None
    assert reading.library.referenced(href, reading.main.root) is None
    assert reading.codes == [MessageCode.MISSING_SAMPLE, MessageCode.MISSING_WADL]
    assert reading.text.count("not fetched") == 2


@pytest.mark.parametrize("name", ["a b.json", "100%.json", "a%20b.json", "ä.json", "a:b.json", "#1.json"])
def test_odd_names_of_files(folder: Path, name: str) -> None:
    """A name with blanks, percent signs or letters beyond ASCII is found as it stands."""
    (folder / name).write_text("{}")
    assert Reading("api.wadl").sample(name) == "{}"


def test_percent_escapes_are_resolved(folder: Path) -> None:
    """A name is found with its characters escaped as in a URL."""
    (folder / "a b.json").write_text("{}")
    assert Reading("api.wadl").sample("a%20b.json") == "{}"


@pytest.mark.parametrize("href", ["", " ", "x" * 5000, "a\nb", "\0", "%00", "\ud800", "?", "#", "file:", "file://[", "urn:x", "a\x1b[31m"])
def test_references_that_lead_nowhere(folder: Path, href: str) -> None:
    """Whatever a reference holds, it is one warning on one line that a terminal can show."""
    reading = Reading("api.wadl")
    assert reading.sample(href) is None
    assert len(reading.said) == 1
    assert reading.said[0].code in (MessageCode.MISSING_SAMPLE, MessageCode.REFUSED)
    assert reading.said[0].text.isprintable()


def test_a_missing_sample_is_reported_for_each_place_once(folder: Path) -> None:
    """Asking twice for the sample of one element says so once; two elements that name it are told apart."""
    (folder / "api.wadl").write_text(WADL % "\n<doc/>\n<doc/>")
    reading = Reading("api.wadl")
    first, second = reading.main.root.elements()
    for element in (first, first, second, second):
        assert reading.library.sample("no.json", element) is None
    assert [str(said.location) for said in reading.said] == ["api.wadl:2", "api.wadl:3"]
    assert reading.said[0].text == "sample no.json not found"


def test_samples_are_read_once(folder: Path) -> None:
    """A sample that many elements name is read from the disk once."""
    reading = Reading("api.wadl")
    assert reading.sample("samples/list.json") == "{}\n"
    (folder / "samples" / "list.json").write_text("changed")
    assert reading.sample("samples/../samples/list.json") == "{}\n"


def test_grammars_are_looked_for_and_not_read(folder: Path) -> None:
    """A grammar is missing only where one can tell; it is no file that was read, and nothing is said."""
    (folder / "a.xsd").write_text("")
    reading = Reading("api.wadl")
    root = reading.main.root
    assert reading.library.exists("a.xsd", root)
    assert not reading.library.exists("b.xsd", root)
    assert reading.library.exists("http://e.org/b.xsd", root)
    assert reading.library.exists("../b.xsd", root)
    assert reading.said == []
    assert len(reading.library.files) == 1


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("ä".encode(), "ä"),
        ("ä".encode("utf-8-sig"), "ä"),
        ("ä".encode("utf-16"), "ä"),
        (b"\xfe\xff" + "ä".encode("utf-16-be"), "ä"),
        ("ä".encode("utf-32"), "ä"),
        (b"\xe4\x93", "ä\u201c"),
        (b"\xe4\x81", "ä\x81"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"a\0b\x1bc", "a\ufffdb\ufffdc"),
        (b"a\tb\fc", "a\tb\nc"),
        ("a\u2028b\x85c".encode(), "a\nb\nc"),
        (b"\xff\xfea", "\ufffd"),
        (b"", ""),
    ],
)
def test_encodings_of_samples(data: bytes, text: str) -> None:
    """UTF-16 with a mark, UTF-8, windows-1252, Latin-1, in this order; lines end with a newline."""
    assert decode(data) == text


@given(st.binary(max_size=60))
@settings(max_examples=200)
def test_any_bytes_make_a_sample(data: bytes) -> None:
    """Whatever a sample holds comes out as text that XML and docutils can carry."""
    text = decode(data)
    assert text.split("\n") == [line for part in text.split("\n") for line in (part.splitlines() or [""])]
    assert not any(ord(character) < 32 and character not in "\t\n" for character in text)
    text.encode()


@given(st.text(max_size=20), st.lists(st.sampled_from(["..", ".", "%2e%2e", "a", "link", "/", "%2F", "file:", ".x", "\\"]), max_size=6))
@settings(max_examples=150)
def test_what_the_gate_finds_lies_under_the_root(tmp_path_factory: pytest.TempPathFactory, text: str, parts: list[str]) -> None:
    """No reference, however written, makes the gate name a file outside the root."""
    top = tmp_path_factory.getbasetemp() / "gate"
    if not top.exists():
        (top / "root" / "a").mkdir(parents=True)
        (top / "root" / "link").symlink_to(top)
        for file in (top / "secret", top / "a", top / "root" / "a" / "a"):
            file.write_text("x")
    base = SourceFile(str(top / "root" / "w"), str(top / "root" / "w"), "w")
    for href in ("/".join(parts), "/".join([*parts, "a"]), "".join(parts) + text, text):
        try:
            place = FolderGate(top / "root", 100).find(href, [base])
        except Unavailable:
            continue
        assert Path(place.key).is_relative_to(top / "root")
        assert not any(part.startswith(".") for part in Path(place.key).relative_to(top / "root").parts)


# A WADL that is given as an address.


class Service:
    """An HTTP service on this computer: paths to bodies, statuses and redirects; it notes what it is asked."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | int | str] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # noqa: N802
                service.asked.append(self.path)
                service.headers.append(dict(self.headers))
                page = service.pages.get(self.path, 404)
                if isinstance(page, bytes):
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(page)))
                    self.end_headers()
                    self.wfile.write(page)
                elif isinstance(page, str):
                    self.send_response(302)
                    self.send_header("Location", page)
                    self.end_headers()
                elif page == 0:
                    self.send_response(200)
                    self.send_header("Content-Length", "100")
                    self.end_headers()
                    self.wfile.write(b"<appl")
                else:
                    self.send_error(page)

            def log_message(self, *_args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()
    yield service
    service.close()


def test_a_wadl_from_a_service(service: Service) -> None:
    """A WADL is fetched once, with what it names relative to its address; no file is listed."""
    head = '<!DOCTYPE application [<!ENTITY % c SYSTEM "c.ent"> %c;]>'
    service.pages = {
        "/a/app.wadl?x=1": (head + WADL % "&m;").encode(),
        "/a/c.ent": b'<!ENTITY m "<doc/>">',
        "/a/s.json": b"{}\r\n",
        "/t.wadl": (WADL % "").encode(),
    }
    reading = Reading(f"{service.address}/a/app.wadl?x=1")
    (doc,) = reading.main.root.elements()
    assert doc.location.entity_file == f"{service.address}/a/c.ent"
    assert reading.main.key == f"{service.address}/a/app.wadl?x=1"
    assert reading.sample("s.json") == reading.sample("s.json") == "{}\n"
    other = reading.library.referenced("../t.wadl", doc)
    assert other is not None
    assert other.key == f"{service.address}/t.wadl"
    assert service.asked == ["/a/app.wadl?x=1", "/a/c.ent", "/a/s.json", "/t.wadl"]
    assert service.headers[0]["User-Agent"].startswith("wadl2rst/")
    assert reading.library.files == ()
    assert reading.said == []


def test_other_origins_are_not_fetched(service: Service) -> None:
    """References to another host, port or scheme, or to files, are not followed."""
    other = Service()
    other.pages = {"/s.json": b"{}"}
    service.pages = {"/app.wadl": (WADL % "").encode()}
    reading = Reading(f"{service.address}/app.wadl")
    port = service.address.rpartition(":")[2]
    for href in (f"{other.address}/s.json", f"http://localhost:{port}/s.json", f"https://127.0.0.1:{port}/s.json", "file:///etc/passwd"):
        assert reading.sample(href) is None
    assert set(reading.codes) == {MessageCode.MISSING_SAMPLE}
    assert other.asked == []
    assert service.asked == ["/app.wadl"]
    other.close()


def test_redirects_stay_on_the_origin(service: Service) -> None:
    """A redirect on the origin is followed, and relative references start where it led; one that leaves is an error."""
    other = Service()
    other.pages = {"/app.wadl": (WADL % "").encode()}
    service.pages = {
        "/here": "/v2/app.wadl",
        "/v2/app.wadl": (WADL % "").encode(),
        "/v2/s.json": b"{}",
        "/away": f"{other.address}/app.wadl",
        "/file": "file:///etc/passwd",
        "/round": "/round",
    }
    reading = Reading(f"{service.address}/here")
    assert reading.sample("s.json") == "{}"
    for path in ("/away", "/file", "/round"):
        broken = Reading(service.address + path)
        assert broken.document is None
        assert broken.codes == [MessageCode.FETCH]
    assert other.asked == []
    other.close()


@pytest.mark.parametrize(("page", "words"), [(404, "404 Not Found"), (401, "requires a login"), (500, "500"), (0, "ended after")])
def test_a_service_that_does_not_answer_well(service: Service, page: int, words: str) -> None:
    """What the server answers instead of a WADL is told."""
    service.pages = {"/app.wadl": page}
    reading = Reading(f"{service.address}/app.wadl")
    assert reading.document is None
    assert reading.codes == [MessageCode.FETCH]
    assert words in reading.text


def test_an_answer_that_is_too_large(service: Service) -> None:
    """An answer of more bytes than the limit is not taken."""
    service.pages = {"/app.wadl": b"<a>" * 100_000}
    assert Reading(f"{service.address}/app.wadl", max_size=1000).codes == [MessageCode.TOO_LARGE]


def test_a_missing_sample_of_a_service_is_a_warning(service: Service) -> None:
    """A sample that the server does not have is missing, with its answer."""
    service.pages = {"/app.wadl": (WADL % "").encode()}
    reading = Reading(f"{service.address}/app.wadl")
    assert reading.sample("s.json") is None
    assert reading.codes == [MessageCode.MISSING_SAMPLE]
    assert "404" in reading.text


def test_no_service() -> None:
    """A port without a service, and an answer that does not come, are errors of one line."""
    quiet = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)  # listens, and never answers
    address = f"http://127.0.0.1:{quiet.server_address[1]}/x"
    with pytest.raises(Missing, match="no response within 0.05 seconds"):
        WebGate(address, 1000, timeout=0.05).find(address, [SourceFile(address, address, address)])
    quiet.server_close()
    reading = Reading(address)
    assert reading.codes == [MessageCode.FETCH]
    assert "connection refused" in reading.text


@pytest.mark.parametrize(
    "address", ["http://", "http://127.0.0.1:x/", "http://[", "http://user:pass@127.0.0.1/", "http://127.0.0.1:99999/", "http://a b/"]
)
def test_addresses_that_are_none(address: str) -> None:
    """A malformed address is an error, not a traceback, and nothing is asked."""
    assert Reading(address).codes == [MessageCode.FETCH]


def test_the_gate_alone_raises(folder: Path) -> None:
    """The gate tells a missing file from a refused one."""
    gate, place = FolderGate.of("api.wadl", None, 100)
    with pytest.raises(Missing):
        gate.find("no.json", [place])
    with pytest.raises(Refused):
        gate.find("../no.json", [place])


@pytest.mark.parametrize("typed", ["api.wadl", "../api/api.wadl", "{folder}/api.wadl"])
def test_files_are_shown_as_the_person_would_name_them(folder: Path, typed: str) -> None:
    """A file is shown relative to what was typed, and with an absolute path only where that was typed."""
    (folder / "samples" / "t.wadl").write_text(WADL % "")
    reading = Reading(typed.format(folder=folder))
    other = reading.library.referenced("samples/t.wadl", reading.main.root)
    assert other is not None
    assert other.shown == str(Path(reading.main.shown).parent / "samples" / "t.wadl")
    assert other.root.location.file == other.shown
    assert other.key == str(folder / "samples" / "t.wadl")


def test_an_absolute_reference_is_shown_relative(folder: Path) -> None:
    """An absolute path in a WADL does not make messages absolute."""
    (folder / "t.wadl").write_text(WADL % "")
    reading = Reading("api.wadl")
    other = reading.library.referenced(str(folder / "t.wadl"), reading.main.root)
    assert other is not None
    assert other.shown == "t.wadl"
