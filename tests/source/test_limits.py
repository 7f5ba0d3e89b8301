"""What may be read, what is told of broken input, and what a fault leaves of an earlier output; through the command."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.running import ROOT, application, method, resources, tree
from wadl2rst.cli import main

SECRET = "the text of a secret"


def invoke(*arguments: str | Path) -> Result:
    done = CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)
    assert "internal error" not in done.stderr
    return done


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with secrets around it."""
    folder = tmp_path / "home" / "api"
    folder.mkdir(parents=True)
    (tmp_path / "home" / "secret.txt").write_text(SECRET)
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "secret.txt").write_text(SECRET)
    (folder / ".secret.txt").write_text(SECRET)
    if sys.platform != "win32":
        (folder / "link.txt").symlink_to("../secret.txt")
        (folder / "linked").symlink_to("..")
        os.mkfifo(folder / "pipe.txt")
    monkeypatch.chdir(folder)
    return folder


NAMES = {
    "outside": ("../secret.txt", "refused"),
    "outside, escaped": ("%2e%2e/secret.txt", "refused"),
    "outside, escaped twice": ("%252e%252e/secret.txt", "missing"),
    "outside by way of a folder": ("x/../../secret.txt", "refused"),
    "outside, absolute": ("/etc/hostname", "refused"),
    "outside, as an address": ("file:///etc/hostname", "refused"),
    "through a link": ("link.txt", "refused"),
    "through a linked folder": ("linked/secret.txt", "refused"),
    "hidden": (".secret.txt", "refused"),
    "in a hidden folder": (".hidden/secret.txt", "refused"),
    "a pipe": ("pipe.txt", "missing"),
    "a folder": (".", "missing"),
    "a device": ("file:///dev/zero", "refused"),
    "on the network": ("http://127.0.0.1:9/x", "missing"),
    "on a share": ("//server/share/x", "missing"),
}
WAYS = {
    "sample": '<response><representation mediaType="a/b"><doc><xsdxt:code href="NAME"/></doc></representation></response>',
    "include": '<doc><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="NAME" parse="text"/></doc>',
    "entity file": "<doc>x</doc>",
    "DTD": "<doc>x</doc>",
    "other WADL": '<request><param href="NAME#p"/></request>',
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", NAMES)
def test_what_may_not_be_read_is_not(name: str, way: str, api: Path) -> None:
    """Whatever names a file, and however: outside the root, hidden, through a link, no regular file or on the network is not read."""
    href, expected = NAMES[name]
    if sys.platform == "win32" and ("link" in name or "pipe" in name):
        pytest.skip("no links or pipes")
    before = {
        "entity file": f'<!DOCTYPE application [<!ENTITY % x SYSTEM "{href}"> %x;]>',
        "DTD": f'<!DOCTYPE application SYSTEM "{href}">',
    }.get(way, "")
    body = resources(method(WAYS[way].replace("NAME", href)))
    (api / "api.wadl").write_text(before + body)
    done = invoke("api.wadl", "-o", "out")
    assert f"api.wadl:1: {'error' if expected == 'refused' else ''}" in done.stderr, done.stderr
    assert ("[refused]" in done.stderr) == (expected == "refused"), done.stderr
    assert SECRET not in done.stderr
    assert not any(SECRET.encode() in data for data in tree(api / "out").values())


def test_external_general_entities_are_off(api: Path) -> None:
    """``<!ENTITY x SYSTEM …>`` brings nothing in, not even a file beside the WADL; parameter entities do."""
    (api / "body.txt").write_text(SECRET)
    (api / "common.ent").write_text('<!ENTITY word "a word of an entity file">')
    before = '<!DOCTYPE application [<!ENTITY body SYSTEM "body.txt"><!ENTITY % common SYSTEM "common.ent"> %common;]>'
    (api / "api.wadl").write_text(before + resources(method("<doc>&body; &word;</doc>")))
    done = invoke("api.wadl", "-o", "out")
    assert done.exit_code == 1 and "[external-entity]" in done.stderr
    text = (api / "out" / "get-a.rst").read_text()
    assert SECRET not in text and "a word of an entity file" in text


def test_grammar_map(api: Path) -> None:
    """``--grammar-map`` serves a grammar that the WADL names at another address; without it, the grammar is missing."""
    (api / "api.wadl").write_text(application('<grammars><include href="application.wadl/xsd0.xsd"/></grammars>'))
    (api / "copy.xsd").write_text("<schema/>")
    assert "grammar application.wadl/xsd0.xsd not found [missing-grammar]" in invoke("api.wadl", "-o", "out").stderr
    done = invoke("api.wadl", "-o", "out", "--grammar-map", "application.wadl/xsd0.xsd=copy.xsd")
    assert done.exit_code == 0 and "[missing-grammar]" not in done.stderr


def test_entity_map(api: Path) -> None:
    """An entity file at an address is not fetched; the message says how to give a copy, and that works."""
    (api / "copy.ent").write_text('<!ENTITY word "a word of the copy">')
    address = "https://wadl.example/common.ent"
    before = f'<!DOCTYPE application [<!ENTITY % common SYSTEM "{address}"> %common;]>'
    (api / "api.wadl").write_text(before + resources(method("<doc>&word;</doc>")))
    done = invoke("api.wadl", "-o", "out")
    assert done.exit_code == 1 and "[network]" in done.stderr and f"--entity-map {address}=FILE" in done.stderr
    assert invoke("api.wadl", "-o", "out", "--entity-map", f"{address}=copy.ent").exit_code == 0
    assert "a word of the copy" in (api / "out" / "get-a.rst").read_text()


def test_root(api: Path) -> None:
    """``--root`` widens what may be read; the message that says so names no folder above the current one in full."""
    (api / "api.wadl").write_text(resources(method(WAYS["sample"].replace("NAME", "../secret.txt"))))
    done = invoke("api.wadl", "-o", "out")
    assert "; to allow it, use --root .. [" in done.stderr and str(api) not in done.stderr
    assert invoke("api.wadl", "-o", "out", "--root", "..").exit_code == 0
    assert SECRET in (api / "out" / "get-a.rst").read_text()


def test_max_size(api: Path) -> None:
    """A file above ``--max-size`` is not read, be it the WADL or what it names."""
    (api / "s.txt").write_text("x" * (2 << 20))
    (api / "api.wadl").write_text(resources(method(WAYS["sample"].replace("NAME", "s.txt"))))
    assert invoke("api.wadl", "-o", "out").exit_code == 0
    done = invoke("api.wadl", "-o", "out", "--max-size", "1")
    assert done.exit_code == 1 and "is larger than 1 MiB (--max-size) [too-large]" in done.stderr
    (api / "api.wadl").write_text(application("<doc>" + "x " * (1 << 20) + "</doc>"))
    done = invoke("api.wadl", "-o", "out", "--max-size", "1")
    assert done.exit_code == 1 and "[too-large]" in done.stderr


# --- broken input -----------------------------------------------------------------------------------

FATAL = (
    "another-vocabulary.xml", "billion-laughs.wadl", "comment-before-declaration.wadl", "cut-short.wadl", "empty.wadl", "not-xml.wadl",
    "undeclared-entity-without-doctype.wadl", "wrong-encoding.wadl", "wrong-end-tag.wadl",
)  # fmt: skip
GOOD = resources(method("<doc>Good.</doc>"))


def _broken(kind: str) -> bytes:
    if kind in FATAL:
        return (ROOT / "samples" / "broken" / kind).read_bytes()
    return {
        "gzip": gzip.compress(GOOD.encode()),
        "binary": bytes(range(256)) * 9,
        "UTF-16 cut in two": GOOD.encode("utf-16")[:301],
        "Latin-1 bytes": GOOD.replace("Good", "Gut fÜr").encode("latin-1"),
        "nothing but a declaration": b'<?xml version="1.0"?>',
        "JSON": b'{"openapi": "3.0.0"}',
    }[kind]


@pytest.mark.parametrize("kind", [*FATAL, "gzip", "binary", "UTF-16 cut in two", "Latin-1 bytes", "nothing but a declaration", "JSON"])
def test_broken_input(kind: str, api: Path) -> None:
    """What is no WADL is one error with a place, exit 1; nothing is written, and an earlier output stays as it was."""
    (api / "api.wadl").write_bytes(_broken(kind))
    done = invoke("api.wadl", "-o", "new")
    said = [line for line in done.stderr.splitlines() if ": error: " in line]
    assert done.exit_code == 1
    assert len(said) == 1 and said[0].startswith("api.wadl:") and said[0].split(":")[1].isdigit(), said
    assert not (api / "new").exists()
    (api / "api.wadl").write_text(GOOD)
    assert invoke("api.wadl", "-o", "out").exit_code == 0
    before = tree(api / "out")
    (api / "api.wadl").write_bytes(_broken(kind))
    assert invoke("api.wadl", "-o", "out").exit_code == 1
    assert tree(api / "out") == before


def test_a_folder_and_a_missing_file(api: Path) -> None:
    """A folder without WADLs and a file that is not there are errors that name them; nothing is written."""
    (api / "empty").mkdir()
    for source in ("empty", "nowhere.wadl"):
        done = invoke(source, "-o", "out")
        assert done.exit_code == 1 and done.stderr.startswith(f"{source}: error: "), done.stderr
        assert not (api / "out").exists()


def test_types_that_are_too_many_leave_earlier_output(api: Path) -> None:
    """A WADL that asks for too many operations counts as one that could not be read: its earlier pages stay."""
    (api / "api.wadl").write_text(GOOD)
    assert invoke("api.wadl", "-o", "out").exit_code == 0
    before = tree(api / "out")
    types = "".join(f'<resource_type id="t{n}">' + f'<resource path="p" type="#t{n + 1}"/>' * 10 + "</resource_type>" for n in range(7))
    body = f'<resources><resource path="x" type="#t0"/></resources>{types}<resource_type id="t7"/>'
    (api / "api.wadl").write_text(application(body))
    assert invoke("api.wadl", "-o", "out").exit_code == 1
    assert tree(api / "out") == before


# --- what is written --------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="no links")
def test_links_below_the_output_folder_are_not_followed(api: Path) -> None:
    """A page is never written through a link, and the file that it leads to stays."""
    (api / "api.wadl").write_text(GOOD)
    (api / "victim.txt").write_text(SECRET)
    (api / "out").mkdir()
    (api / "out" / "get-a.rst").symlink_to("../victim.txt")
    done = invoke("api.wadl", "-o", "out", "--force")
    assert done.exit_code == 1 and "get-a.rst" in done.stderr and "[occupied]" in done.stderr
    assert (api / "victim.txt").read_text() == SECRET


@pytest.mark.skipif(sys.platform == "win32", reason="no links")
def test_a_page_that_became_a_link(api: Path) -> None:
    """A page in whose place there is a link, even to what was written, is no longer ours: it stays, and the file that it leads to."""
    (api / "api.wadl").write_text(GOOD)
    assert invoke("api.wadl", "-o", "out").exit_code == 0
    (api / "out" / "get-a.rst").rename(api / "moved.rst")
    (api / "out" / "get-a.rst").symlink_to("../moved.rst")
    before = (api / "moved.rst").read_bytes()
    (api / "api.wadl").write_text(GOOD.replace("Good", "Better"))
    done = invoke("api.wadl", "-o", "out", "--force")
    assert done.exit_code == 1 and "out/get-a.rst: error: is a link; no page is written there [occupied]" in done.stderr, done.stderr
    assert (api / "out" / "get-a.rst").is_symlink() and (api / "moved.rst").read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="no links")
def test_linked_folders_below_the_output_folder_are_not_followed(api: Path) -> None:
    """No page is written into, or removed from, a folder that a link below the output folder leads to."""
    for name in ("one", "two"):
        (api / f"{name}.wadl").write_text(GOOD)
    (api / "victim").mkdir()
    (api / "out").mkdir()
    (api / "out" / "one").symlink_to("../victim")
    done = invoke("one.wadl", "two.wadl", "-o", "out", "--force")
    assert done.exit_code == 1 and "out/one: error: is a link" in done.stderr, done.stderr
    assert list((api / "victim").iterdir()) == []
    assert (api / "out" / "two" / "get-a.rst").is_file()


def test_files_of_others_and_edited_pages_stay(api: Path) -> None:
    """A file that is not ours, and a page that someone edited, are errors that name them, and stay."""
    (api / "api.wadl").write_text(GOOD)
    (api / "out").mkdir()
    (api / "out" / "index.rst").write_text("Mine")
    done = invoke("api.wadl", "-o", "out")
    assert done.exit_code == 1 and "out/index.rst: error: " in done.stderr and "[occupied]" in done.stderr
    (api / "out" / "get-a.rst").write_text("Edited")
    (api / "api.wadl").write_text(GOOD.replace("Good", "Better"))
    done = invoke("api.wadl", "-o", "out")
    assert done.exit_code == 1 and "out/get-a.rst: error: " in done.stderr and "[edited]" in done.stderr
    assert (api / "out" / "index.rst").read_text() == "Mine" and (api / "out" / "get-a.rst").read_text() == "Edited"


def test_an_output_path_that_is_a_file(api: Path) -> None:
    """One line, exit 1."""
    (api / "api.wadl").write_text(GOOD)
    (api / "out").write_text("Mine")
    done = invoke("api.wadl", "-o", "out")
    assert done.exit_code == 1 and done.stderr.startswith("out: error: "), done.stderr
    assert (api / "out").read_text() == "Mine"


TAMPERED = [
    "conf.py",
    "Makefile",
    "_static/site.css",
    "../victim.rst",
    "../api.wadl",
    ".hidden.rst",
    ".git/x.rst",
    "/etc/hostname",
    "a.rst/../conf.py",
]


@pytest.mark.parametrize("name", [".wadl2rst.json", ".wadl2rst.journal"])
@pytest.mark.parametrize("path", TAMPERED)
def test_a_manifest_of_a_stranger_removes_nothing_but_pages(path: str, name: str, api: Path) -> None:
    """Whatever a manifest or a journal that came with the folder names, even with its right hash, only pages below are removed."""
    (api / "api.wadl").write_text(GOOD)
    assert invoke("api.wadl", "-o", "out").exit_code == 0
    for victim in TAMPERED:
        if not victim.startswith(("/", "../api", "a.rst/")):
            (api / "out" / victim).parent.mkdir(exist_ok=True)
            (api / "out" / victim).write_text("mine")
    (api / "out" / "gone.rst").write_text("mine")
    digest = hashlib.sha256(b"mine").hexdigest()
    entry = {"sha256": digest, "sources": ["../api.wadl"]}
    lines = [path, "gone.rst"]
    if name.endswith(".json"):
        (api / "out" / name).write_text(json.dumps({"wadl2rst": 1, "pages": dict.fromkeys(lines, entry)}))
    else:
        (api / "out" / name).write_text("".join(f"\n{json.dumps([line, entry])}\n" for line in lines))
    before = {file: data for file, data in tree(api).items() if data == b"mine"}
    assert before.keys() >= {"out/conf.py", "out/gone.rst", "victim.rst"}
    invoke("api.wadl", "-o", "out", "--force")
    after = {file: data for file, data in tree(api).items() if data == b"mine"}
    assert before.keys() - after.keys() == {"out/gone.rst"}, "what a manifest may remove is a page"


needs_modes = pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="modes do not bind root, nor Windows")


@needs_modes
@pytest.mark.parametrize("mode", [0o500, 0o000])
def test_a_folder_without_permission(mode: int, api: Path) -> None:
    """An output folder, or one above it, that may not be written or looked into is one line and exit 1; what is there stays."""
    (api / "api.wadl").write_text(GOOD)
    assert invoke("api.wadl", "-o", "out").exit_code == 0
    before = tree(api / "out")
    (api / "api.wadl").write_text(GOOD.replace("Good", "Better"))
    for folder in ("out", "out/new"):
        (api / "out").chmod(mode)
        try:
            done = invoke("api.wadl", "-o", folder)
        finally:
            (api / "out").chmod(0o700)
        said = [line for line in done.stderr.splitlines() if ": error: " in line]
        assert done.exit_code == 1 and len(said) == 1 and "permission denied" in said[0], done.stderr
        assert tree(api / "out") == before


@needs_modes
def test_a_page_and_a_source_without_permission(api: Path) -> None:
    """A WADL and a page that may not be read are one line each; the other pages are written."""
    (api / "api.wadl").write_text(GOOD)
    assert invoke("api.wadl", "-o", "out").exit_code == 0
    (api / "out" / "index.rst").chmod(0)
    (api / "api.wadl").write_text(GOOD.replace("Good", "Better"))
    done = invoke("api.wadl", "-o", "out")
    assert done.exit_code == 1 and "out/index.rst: error: permission denied [not-written]" in done.stderr
    assert "Better" in (api / "out" / "get-a.rst").read_text()
    (api / "api.wadl").chmod(0)
    done = invoke("api.wadl", "-o", "out")
    assert done.exit_code == 1 and "api.wadl: error: cannot be read: permission denied [unreadable]" in done.stderr


NO_FOLDERS = {
    "file": "out: error: is a file, not a folder",
    "file/below": "out/below: error: lies below a file, not a folder",
    "link": "out: error: is a broken symbolic link; fix the link, or",
    "link/below": "out/below: error: lies below out, a broken symbolic link; fix the link, or",
    "/proc/wadl2rst/below": "no page can be written to /proc/wadl2rst/below;",
}


@pytest.mark.parametrize("path", NO_FOLDERS)
def test_output_paths_that_can_be_no_folder(path: str, api: Path) -> None:
    """Where the output folder cannot be made, one line says why and what to do, exit 1."""
    if path.startswith("/proc") and not Path("/proc/self").exists() or "link" in path and sys.platform == "win32":
        pytest.skip("there is no such thing on this system")
    (api / "api.wadl").write_text(GOOD)
    if path.startswith("link"):
        (api / "out").symlink_to("nowhere")
    else:
        (api / "out").write_text("Mine")
    done = invoke("api.wadl", "-o", path if path.startswith("/") else path.replace("file", "out").replace("link", "out"))
    said = [line for line in done.stderr.splitlines() if ": error: " in line]
    assert done.exit_code == 1 and len(said) == 1 and NO_FOLDERS[path] in said[0], done.stderr
    assert said[0].endswith("specify another folder with -o [not-written]")


def test_nothing_but_the_output_folder_is_written(api: Path) -> None:
    """Whatever ids and paths a WADL has, all that appears is below the output folder."""
    evil = "../../evil"
    shutil.rmtree(api / ".hidden")
    (api / "api.wadl").write_text(
        application(
            f'<resources><resource path="{evil}"><method name="{evil}" id="{evil}"><doc title="{evil}"/></method></resource></resources>'
            f'<resource_type id="{evil}"><method name="GET"/></resource_type><representation id="{evil}"><doc>x</doc></representation>'
        )
    )
    before = {path for path in api.parent.parent.rglob("*") if not path.is_symlink()}
    assert invoke("api.wadl", "-o", "out").exit_code == 0
    after = {path for path in api.parent.parent.rglob("*") if not path.is_symlink()}
    assert all(path.is_relative_to(api / "out") for path in after - before)
