"""Runs of the command as a whole: killed at any point, and in any surroundings."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.running import ROOT, environment, run, tree
from wadl2rst.output.manifest import JOURNAL

SOURCE = ROOT / "samples" / "every-construct"
LARGE = (
    '<resource path="large"><method name="PUT"><response status="200"><representation mediaType="application/json">'
    '<doc><xsdxt:code xmlns:xsdxt="http://docs.rackspacecloud.com/xsd-ext/v1.0" href="samples/large.json"/></doc>'
    "</representation></response></method></resource></resources>"
)
KILLS = int(os.environ.get("WADL2RST_KILLS", "20"))
"""How often a run is killed; 200 by hand."""


@pytest.fixture
def api(tmp_path: Path) -> Path:
    """A folder with a WADL and what it names."""
    shutil.copytree(SOURCE, tmp_path / "in")
    return tmp_path


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_at_any_point(api: Path) -> None:
    """A run that is killed leaves each page old or new; the next run mends the rest, and takes nothing for edited."""
    wadl = api / "in" / "every-construct.wadl"
    texts = [wadl.read_text("utf-8").replace("This text", f"{word} text") for word in ("This", "That")]
    # A page of several MB takes long enough to write for whoever looks to see it half written, if it ever is.
    sample = api / "in" / "samples" / "large.json"
    sized = ["[" + f'"{word}",\n' * 200_000 + "1]" for word in ("old", "newer")]
    large = "put-large.rst"
    texts = [text.replace("</resources>", LARGE, 1) for text in texts]
    pages = []
    for number, text in enumerate(texts):
        wadl.write_text(text, encoding="utf-8")
        sample.write_text(sized[number])
        assert run(wadl, "-o", api / f"fresh{number}", folder=api).status == 0
        pages.append(tree(api / f"fresh{number}"))
    command = [sys.executable, "-m", "wadl2rst", str(wadl), "-o", str(api / "out")]
    start = time.monotonic()
    shutil.copytree(api / "fresh1", api / "timed")
    subprocess.run([*command[:-1], str(api / "timed")], env=environment(), capture_output=True, check=True)
    whole = time.monotonic() - start
    writing = 0.1 * whole
    sizes = {len(found[large]) for found in pages}
    assert min(sizes) > 1 << 20 and len(sizes) == 2
    shutil.copytree(api / "fresh0", api / "out")
    killed = 0
    for number in range(KILLS):
        wadl.write_text(texts[(number + 1) % 2], encoding="utf-8")
        sample.write_text(sized[(number + 1) % 2])
        process = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        chance = random.Random(number)
        if number % 4 == 0:
            time.sleep(chance.uniform(0.1, 1.1) * whole)
        elif number % 4 == 1:
            # At the first sign that the large page changes: were it written in place, hardly any of it would be there.
            before = _state(api / "out" / large)
            while process.poll() is None and (state := _state(api / "out" / large)) == before:
                pass
            assert state[1] in sizes, "a page is seen half written"
        else:
            # Most of a run is reading; what matters more is that it is killed while it writes.
            while process.poll() is None and not (api / "out" / JOURNAL).exists():
                time.sleep(0.0005)
            time.sleep(chance.uniform(0, writing))
        if process.poll() is None:
            process.kill()
            killed += 1
        _out, said = process.communicate()
        assert "[edited]" not in said and "[occupied]" not in said, said
        found = tree(api / "out")
        for name in pages[0].keys() & pages[1].keys():
            if name.endswith(".rst"):
                assert found.get(name) in (pages[0][name], pages[1][name]), f"{name} is neither old nor new"
    assert killed > KILLS // 4, "hardly any run was killed: the test shows nothing"
    for number in (1, 0):
        wadl.write_text(texts[number], encoding="utf-8")
        sample.write_text(sized[number])
        done = run(wadl, "-o", api / "out", folder=api)
        assert (done.status, "[edited]" in done.stderr) == (0, False), done.stderr
        assert _without_keys(tree(api / "out")) == _without_keys(pages[number])


def _state(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def _without_keys(found: dict[str, bytes]) -> dict[str, bytes]:
    assert not [name for name in found if "tmp" in name or "journal" in name]
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit on the size of a file")
def test_a_disk_that_is_full(api: Path) -> None:
    """Where a page cannot be written to its end, one line says so, exit 1; the old page stays whole, and the others are written.

    A limit on the size of a file stands for the disk.
    """
    import resource

    wadl = api / "in" / "every-construct.wadl"
    text = wadl.read_text("utf-8").replace("</resources>", LARGE, 1)
    (api / "in" / "samples" / "large.json").write_text("[1]")
    wadl.write_text(text, encoding="utf-8")
    assert run(wadl, "-o", api / "out", folder=api).status == 0
    before = tree(api / "out")
    (api / "in" / "samples" / "large.json").write_text("[" + "1,\n" * 100_000 + "1]")
    wadl.write_text(text.replace("This text", "That text"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "wadl2rst", str(wadl), "-o", "out"],
        cwd=api, env=environment(), capture_output=True, text=True, timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000)),
    )  # fmt: skip
    said = [line for line in done.stderr.splitlines() if ": error: " in line]
    assert (done.returncode, said) == (1, ["out/put-large.rst: error: file too large [not-written]"]), done.stderr
    after = tree(api / "out")
    assert after["put-large.rst"] == before["put-large.rst"]
    assert not [name for name in after if "tmp" in name]
    assert any(after[name] != before[name] for name in before if name.endswith(".rst"))
    assert run(wadl, "-o", api / "out", folder=api).status == 0
    assert (api / "out" / "put-large.rst").stat().st_size > 300_000


SURROUNDINGS: dict[str, dict[str, str | None]] = {
    "hash seed 1, locale C, time zone east, narrow terminal": {
        "PYTHONHASHSEED": "1", "LC_ALL": "C", "LANG": None, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "Pacific/Kiritimati",
        "COLUMNS": "20", "TERM": "dumb",
    },
    "hash seed 4711, locale Turkish, time zone west, in CI": {
        "PYTHONHASHSEED": "4711", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Etc/GMT+12", "CI": "true",
        "GITHUB_ACTIONS": "true", "NO_COLOR": "1",
    },
    "locale Latin-1, optimised": {"LC_ALL": "de_DE.ISO-8859-1", "PYTHONIOENCODING": "latin-1", "PYTHONOPTIMIZE": "2"},
}  # fmt: skip
"""What has nothing to do with each other, a few at a time: each run starts a Python of its own."""


Left = tuple[int, str, dict[str, bytes]]
"""What a run left: its exit status, what it said, and the files."""


def _left(folder: Path, changes: dict[str, str | None]) -> Left:
    done = run("in/every-construct.wadl", "-o", "out", folder=folder, changes=changes)
    return done.status, done.stderr, tree(folder / "out")


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Left:
    """What a run leaves in the surroundings of the tests."""
    folder = tmp_path_factory.mktemp("usual")
    shutil.copytree(SOURCE, folder / "in")
    return _left(folder, {"PYTHONHASHSEED": "0"})


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_the_same_bytes_in_any_surroundings(name: str, api: Path, usual: Left) -> None:
    """Pages, manifest and messages do not depend on the hash seed, the locale, the time zone or the terminal."""
    assert usual[0] == 0
    assert _left(api, SURROUNDINGS[name]) == usual


def test_the_same_bytes_in_any_folder(api: Path) -> None:
    """Pages and manifest do not depend on where the checkout lies, on the working folder, or on how the paths are typed."""
    elsewhere = api / "some where" / "deeper é"
    shutil.copytree(api / "in", elsewhere / "in")
    results = []
    for folder, source, out in [
        (api, "in/every-construct.wadl", "out"),
        (elsewhere, "in/every-construct.wadl", "out"),
        (elsewhere / "in", "every-construct.wadl", "../out2"),
        (api / "in", str(elsewhere / "in" / "every-construct.wadl"), str(elsewhere / "out3")),
    ]:
        assert run(source, "-o", out, folder=folder).status == 0
        results.append(tree((folder / out).resolve()))
    assert all(result == results[0] for result in results)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no umask")
@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_the_same_bytes_under_any_umask(umask: int, api: Path) -> None:
    """The umask decides who may read the pages, and nothing else."""
    command = [sys.executable, "-m", "wadl2rst", "in/every-construct.wadl", "-o", "out"]
    subprocess.run(command, cwd=api, env=environment(), check=True, capture_output=True, umask=umask)
    assert run("in/every-construct.wadl", "-o", "plain", folder=api).status == 0
    assert tree(api / "out") == tree(api / "plain")
    assert all(path.stat().st_mode & 0o777 & umask == 0 for path in (api / "out").rglob("*"))


def test_the_same_bytes_side_by_side(tmp_path: Path) -> None:
    """Several processes write what one does, and say it in the same order."""
    shutil.copytree(ROOT / "samples" / "two-files", tmp_path / "in")
    results = []
    for jobs in ("1", "2"):
        done = run("in", "-o", "out", "-j", jobs, folder=tmp_path)
        results.append((done.status, done.stderr, tree(tmp_path / "out")))
        shutil.rmtree(tmp_path / "out")
    assert results[0] == results[1]


# --- streams ----------------------------------------------------------------------------------------

BAD = '<application xmlns="http://wadl.dev.java.net/2009/02"><resources><resource path="a"><method name="GET"/></resource></resources><'
GOOD = BAD[:-1] + "</application>"
REDIRECTIONS = [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-", ">/dev/full", "2>/dev/full", ">/dev/full 2>/dev/full"]
SAID = {
    "api.wadl nowhere.wadl -o out": (2, 1),
    "bad.wadl -o bad": (2, 1),
    "api.wadl --lint": (1, 0),
    "api.wadl -o out --check": (1, 1),
    "--help": (1, 0),
    "--nope": (2, 2),
}
"""What is run, the stream to which it has something to say, and its exit status where that takes it."""
QUICK = set(zip(REDIRECTIONS, itertools.cycle(SAID), strict=False))
"""Each redirection and each command once; all of them with each other are run where there is time for it."""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no sh")
@pytest.mark.parametrize(
    ("redirection", "arguments"),
    [pytest.param(*pair, marks=[pytest.mark.slow] * (pair not in QUICK)) for pair in itertools.product(REDIRECTIONS, SAID)],
)
def test_streams_that_take_nothing(redirection: str, arguments: str, tmp_path: Path) -> None:
    """With a closed or full stream there is no traceback, pages are written all the same, and what cannot be said is exit 1."""
    if "/dev/full" in redirection and not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    (tmp_path / "api.wadl").write_text(GOOD)
    (tmp_path / "bad.wadl").write_text(BAD)
    command = f'"{sys.executable}" -m wadl2rst {arguments} {redirection}'
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr and "internal" not in done.stderr, done.stderr
    stream, status = SAID[arguments]
    lost = any(part.startswith("2>" if stream == 2 else ">") for part in redirection.split())
    assert done.returncode == status or (lost and done.returncode == 1), done.stderr
    assert done.returncode or not lost
    if " -o out" in arguments and "--check" not in arguments:
        assert sorted(tree(tmp_path / "out" / "api")) == ["get-a.rst", "index.rst"]
        assert not any(b"error" in data for data in tree(tmp_path / "out").values())


@pytest.mark.skipif(sys.platform == "win32", reason="there is no sh")
@pytest.mark.parametrize("redirection", REDIRECTIONS)
def test_streams_that_are_not_needed(redirection: str, tmp_path: Path) -> None:
    """Where there is nothing to say but how it went, a closed or full stream is no fault."""
    if "/dev/full" in redirection and not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    (tmp_path / "api.wadl").write_text(GOOD)
    command = f'"{sys.executable}" -m wadl2rst api.wadl -o out {redirection}'
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=60)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert (tmp_path / "out" / "get-a.rst").is_file()
