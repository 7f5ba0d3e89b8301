"""What a person names: folders with links, odd names, what is none, and a source that fails among others; through the command."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.running import method, resources, run, tree
from wadl2rst.cli import main
from wadl2rst.run import one_source

SECRET = "the text of a secret"
GOOD = resources(method("<doc>Good.</doc>"))
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="no links, pipes, or names that are not Unicode")


def invoke(*arguments: str | Path) -> Result:
    done = CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)
    assert "internal error" not in done.stderr, done.stderr
    return done


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "here" / "in").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


# --- folders ----------------------------------------------------------------------------------------


@POSIX
def test_links_out_of_a_folder_of_wadls_are_not_followed(here: Path) -> None:
    """What is found in a folder, and is a link that leads out of it or to what is hidden, is refused; the others are written."""
    (here.parent / "secret.wadl").write_text(resources(method(f"<doc>{SECRET}</doc>")))
    (here / "in" / "good.wadl").write_text(GOOD)
    (here / "in" / ".git").mkdir()
    (here / "in" / ".git" / "hidden.wadl").write_text(resources(method(f"<doc>{SECRET}</doc>")))
    (here / "in" / "out.wadl").symlink_to("../../secret.wadl")
    (here / "in" / "absolute.wadl").symlink_to(here.parent / "secret.wadl")
    (here / "in" / "dot.wadl").symlink_to(".git/hidden.wadl")
    (here / "in" / "environ.wadl").symlink_to("/proc/self/environ")
    (here / "in" / "below").symlink_to("../..")
    (here / "in" / "same.wadl").symlink_to("good.wadl")
    done = invoke("in", "-o", "out")
    assert done.exit_code == 1 and done.stderr.count("[refused]") == 4, done.stderr
    assert "in/out.wadl: error: is a symbolic link to a file outside the folder in; to read it, pass it explicitly" in done.stderr
    pages = tree(here / "out")
    assert {"good/get-a.rst", "same/get-a.rst"} <= pages.keys()
    assert not any(SECRET.encode() in data for data in pages.values())
    named = invoke("in/out.wadl", "-o", "named")
    assert named.exit_code == 0 and SECRET in (here / "named" / "get-a.rst").read_text()


@POSIX
def test_a_folder_that_is_reached_through_a_link(here: Path) -> None:
    """The folder itself may be a link, or lie where it is hidden: the person named it."""
    (here / ".real").mkdir()
    (here / ".real" / "a.wadl").write_text(GOOD)
    (here / "linked").symlink_to(".real")
    for source in (".real", "linked"):
        assert invoke(source, "-o", f"out{source}").exit_code == 0


@POSIX
def test_what_is_no_regular_file_in_a_folder(here: Path) -> None:
    """A pipe that is called as a WADL is an error, and does not hold the run up."""
    (here / "in" / "good.wadl").write_text(GOOD)
    os.mkfifo(here / "in" / "pipe.wadl")
    done = invoke("in", "-o", "out")
    assert done.exit_code == 1 and "in/pipe.wadl: error: is not a regular file [unreadable]" in done.stderr
    assert (here / "out" / "good" / "get-a.rst").is_file()


# --- names ------------------------------------------------------------------------------------------


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the system has no such names")
@pytest.mark.parametrize("source", ["b\udcff/d\udce9.wadl", "b\udcff", "."])
def test_names_that_are_not_unicode(source: str, here: Path) -> None:
    """A WADL in a folder whose name is not UTF-8 is read, with what it names, and written; messages have its name, escaped."""
    folder = here / "b\udcff"
    folder.mkdir()
    head = '<!DOCTYPE application [<!ENTITY % c SYSTEM "c.ent"> %c; <!ENTITY % gone SYSTEM "gone.ent"> %gone;]>'
    sample = '<response><representation mediaType="a/b"><doc>&word;<xsdxt:code href="s.txt"/></doc></representation></response>'
    (folder / "d\udce9.wadl").write_text(head + resources(method(sample)))
    (folder / "c.ent").write_text('<!ENTITY word "a word">')
    (folder / "s.txt").write_text("a sample")
    done = run(os.fsencode(source).decode("utf-8", "surrogateescape"), "-o", "out", folder=here)
    assert "internal error" not in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert done.status == 1 and done.stderr.count("error: the entity file gone.ent not found [unreadable]") == 1, done.stderr
    assert "\\udce9.wadl:1: error" in done.stderr
    text = b"".join(tree(here / "out").values())
    assert b"a word" in text and b"a sample" in text
    assert run(source, "-o", "out", "--check", folder=here).stdout == ""


LONG = "x" * 5_000


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("http://[::1", "cannot be fetched: malformed URL [fetch]"),
        ("http://", "cannot be fetched: the URL has no host [fetch]"),
        ("https:///api.wadl", "cannot be fetched: the URL has no host [fetch]"),
        ("http://127.0.0.1:x/", "cannot be fetched: malformed URL [fetch]"),
        (f"http://127.0.0.1:9/{LONG}", "[fetch]"),
        (f"http://{LONG}/", "[fetch]"),
        (LONG, "cannot be read: file name too long [unreadable]"),
        (f"{LONG}/a.wadl", "cannot be read: file name too long [unreadable]"),
        (f"{LONG}.wadl", "cannot be read: file name too long [unreadable]"),
    ],
    ids=lambda text: text[:20],
)
def test_names_of_nothing(source: str, said: str, here: Path) -> None:
    """What is no address or no name is one message with the name, cut where it is long, and costs only itself."""
    (here / "good.wadl").write_text(GOOD)
    alone = invoke(source, "-o", "alone")
    assert alone.exit_code == 1 and not (here / "alone").exists()
    done = invoke("good.wadl", source, "-o", "out")
    assert done.exit_code == 1
    for each in (alone, done):
        (line,) = [line for line in each.stderr.splitlines() if ": error: " in line]
        assert line.startswith(source[:20]) and said in line and len(line) < 800, line
        assert "1 source could not be read" in each.stderr
    assert (here / "out" / "good" / "get-a.rst").is_file()


@POSIX
def test_links_in_a_circle(here: Path) -> None:
    """A link that leads back to itself is told in the same words on every Python."""
    (here / "loop.wadl").symlink_to("loop.wadl")
    told = invoke("loop.wadl", "-o", "out").stderr
    assert told.startswith("loop.wadl: error: cannot be read: symbolic link loop [unreadable]\n")


@pytest.mark.parametrize("source", ["-", "/dev/stdin"])
def test_standard_input_is_not_read(source: str, here: Path) -> None:
    """``-`` is no file: the message says so and what to do; nothing waits for input."""
    if sys.platform == "win32" and source != "-":
        pytest.skip("there is no such name")
    done = invoke(source, "-o", "out")
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{source}: error: standard input is not supported; save it to a file and pass that [unreadable]")
    (here / "-").write_text(GOOD)
    assert invoke("-", "-o", "out").exit_code == 0


# --- one among others -------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [KeyError("x"), RecursionError(), MemoryError(), OSError(5, "Input/output error")], ids=repr)
def test_a_fault_of_the_tool_costs_one_source(fault: Exception, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the tool itself does wrong on one WADL is a message on it, and exit 1; the others are written, earlier pages stay."""
    for name in ("bad", "good"):
        (here / "in" / f"{name}.wadl").write_text(GOOD)
    assert invoke("in", "-o", "out").exit_code == 0
    before = tree(here / "out")
    for name in ("bad", "good"):
        (here / "in" / f"{name}.wadl").write_text(GOOD.replace("Good", "Better"))
    real = one_source.load_wadl

    def load(source: str, *rest: Any, **options: Any) -> object:
        if "bad" in source:
            raise fault
        return real(source, *rest, **options)

    monkeypatch.setattr(one_source, "load_wadl", load)
    done = CliRunner().invoke(main, ["in", "-o", "out"], catch_exceptions=False)
    assert done.exit_code == 1
    said = [line for line in done.stderr.splitlines() if ": error: " in line]
    assert len(said) == 1 and said[0].startswith("in/bad.wadl: error: "), done.stderr
    if isinstance(fault, KeyError):
        assert "internal error: KeyError: 'x' (test_root.py:" in said[0] and said[0].endswith("[internal]"), said
    after = tree(here / "out")
    assert after["bad/get-a.rst"] == before["bad/get-a.rst"]
    assert b"Better" in after["good/get-a.rst"] and after["index.rst"] == before["index.rst"]
    shown = CliRunner().invoke(main, ["in", "-o", "out", "-v"], catch_exceptions=False)
    assert ("Traceback" in shown.stderr) == isinstance(fault, KeyError | RecursionError), shown.stderr
