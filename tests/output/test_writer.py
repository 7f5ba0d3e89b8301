"""Writing pages into a folder: what is written, what is left alone, and what holds when things go wrong."""

from __future__ import annotations

import errno
import json
import os
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wadl2rst.diagnostics import Diagnostic, MessageCode, WriteError
from wadl2rst.output.manifest import (
    JOURNAL,
    MANIFEST,
    Record,
    is_page_path,
    journal_line,
    manifest_bytes,
    read_journal,
    read_manifest,
    source_key,
)
from wadl2rst.output.writer import Outcome, PageDiff, PageWriter, RenderedPage

API = "../api.wadl"
OTHER = "../other.wadl"

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes, links and signals of POSIX")
not_root = pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")


def page(path: str = "index.rst", text: str = "new\n", *sources: str) -> RenderedPage:
    return RenderedPage(path=path, sources=sources or (API,), text=text)


class Run:
    """What a run gave and said."""

    def __init__(
        self, folder: Path, *pages: RenderedPage, sources: tuple[str, ...] = (API,), failed: tuple[str, ...] = (), **options: Any
    ) -> None:
        self.said: list[Diagnostic] = []
        writer = PageWriter(folder, sources=sources, report=self.said.append, **options)
        try:
            with writer:
                for page in pages:
                    writer.page(page)
                for source in failed:
                    writer.failed(source)
                assert writer.finish() == writer.outcome
        except WriteError as error:
            self.said.append(error.diagnostic)
        self.outcome: Outcome = writer.outcome

    @property
    def codes(self) -> list[MessageCode]:
        return [diagnostic.code for diagnostic in self.said]

    @property
    def text(self) -> str:
        return "\n".join(f"{diagnostic.location}: {diagnostic.text}" for diagnostic in self.said)

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Written, unchanged, removed, kept."""
        return self.outcome.written, self.outcome.unchanged, self.outcome.removed, self.outcome.kept


def tree(folder: Path) -> dict[str, bytes | None]:
    """Every file below the folder with its bytes; folders have None."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """An output folder that is not there yet, beside two WADLs."""
    (tmp_path / "api.wadl").touch()
    (tmp_path / "other.wadl").touch()
    return tmp_path / "docs"


# --- what is written --------------------------------------------------------------------


def test_pages_are_written_as_utf_8_with_lf(docs: Path) -> None:
    """Folders are made as needed; text is UTF-8 with the line ends that it has."""
    run = Run(docs, page("index.rst", "eins\nzwei\n"), page("a/b/get.rst", "Größe 日本\n"))
    assert run.counts == (2, 0, 0, 0)
    assert run.said == []
    assert (docs / "index.rst").read_bytes() == b"eins\nzwei\n"
    assert (docs / "a/b/get.rst").read_bytes() == "Größe 日本\n".encode()


def test_nothing_is_left_but_pages_and_manifest(docs: Path) -> None:
    """No temporary file and no journal stays behind."""
    Run(docs, page("a/get.rst"))
    assert set(tree(docs)) == {MANIFEST, "a", "a/get.rst"}


def test_identical_pages_are_not_touched(docs: Path) -> None:
    """A second run with the same pages writes neither them nor the manifest."""
    pages = [page("index.rst"), page("a/get.rst")]
    Run(docs, *pages)
    for path in docs.rglob("*.*"):
        os.utime(path, ns=(10**18, 10**18))
    before = {path: path.stat() for path in docs.rglob("*.*")}
    run = Run(docs, *pages)
    assert run.counts == (0, 2, 0, 0)
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in docs.rglob("*.*")} == {
        path: (status.st_mtime_ns, status.st_ino) for path, status in before.items()
    }


def test_only_the_changed_page_is_written(docs: Path) -> None:
    """Of two pages the one whose text changed is replaced."""
    Run(docs, page("a.rst", "a\n"), page("b.rst", "b\n"))
    os.utime(docs / "b.rst", ns=(10**18, 10**18))
    run = Run(docs, page("a.rst", "A\n"), page("b.rst", "b\n"))
    assert run.counts == (1, 1, 0, 0)
    assert (docs / "a.rst").read_text() == "A\n"
    assert (docs / "b.rst").stat().st_mtime_ns == 10**18


def test_a_page_that_was_deleted_is_written_again(docs: Path) -> None:
    """Deleting a page by hand does not keep it away, and is no edit."""
    Run(docs, page("a/get.rst"))
    shutil.rmtree(docs / "a")
    run = Run(docs, page("a/get.rst"))
    assert run.counts == (1, 0, 0, 0)
    assert run.said == []
    assert (docs / "a/get.rst").exists()


def test_a_page_is_on_disk_when_the_writer_has_taken_it(docs: Path) -> None:
    """Pages are written one at a time, and none waits for the end of the run."""
    seen = []
    with PageWriter(docs, sources=[API], report=pytest.fail) as writer:
        for number in range(3):
            writer.page(page(f"{number}.rst"))
            seen.append(len(list(docs.glob("*.rst"))))
    assert seen == [1, 2, 3]


def test_a_surrogate_in_the_text_is_no_traceback(docs: Path) -> None:
    """A file name that is not UTF-8 can bring a lone surrogate into a page; it becomes a question mark."""
    Run(docs, page("index.rst", "name: \udce9\n"))
    assert (docs / "index.rst").read_bytes() == b"name: ?\n"


@posix
def test_new_files_get_the_mode_that_the_umask_gives(docs: Path) -> None:
    """Pages and manifest can be read by whoever may read any new file."""
    old = os.umask(0o027)
    try:
        Run(docs, page("a/get.rst"))
    finally:
        os.umask(old)
    assert stat.S_IMODE((docs / "a/get.rst").stat().st_mode) == 0o640
    assert stat.S_IMODE((docs / MANIFEST).stat().st_mode) == 0o640
    assert stat.S_IMODE((docs / "a").stat().st_mode) == 0o750


@posix
def test_a_replaced_page_keeps_its_mode(docs: Path) -> None:
    """A mode that a person gave to a page stays when the page is replaced."""
    Run(docs, page(text="old\n"))
    (docs / "index.rst").chmod(0o664)
    Run(docs, page(text="new\n"))
    assert (docs / "index.rst").read_text() == "new\n"
    assert stat.S_IMODE((docs / "index.rst").stat().st_mode) == 0o664


@posix
def test_the_output_folder_may_be_reached_through_a_link(docs: Path) -> None:
    """A link to the output folder, or on the way to it, is followed."""
    (docs.parent / "real").mkdir()
    docs.symlink_to("real")
    assert Run(docs, page()).counts == (1, 0, 0, 0)
    assert (docs.parent / "real/index.rst").exists()
    assert docs.is_symlink()


def test_no_pages_make_no_folder(docs: Path) -> None:
    """A run without a page leaves nothing at all."""
    assert Run(docs).counts == (0, 0, 0, 0)
    assert not docs.exists()


# --- the manifest -----------------------------------------------------------------------


def test_the_manifest_names_sources_and_hash_a_page_a_line(docs: Path) -> None:
    """The manifest is JSON, sorted, with one line for each page."""
    Run(docs, page("b.rst", "b\n", OTHER, API, API), page("a.rst", "a\n"), sources=(API, OTHER))
    data = (docs / MANIFEST).read_bytes()
    digest_a, digest_b = sha256(b"a\n").hexdigest(), sha256(b"b\n").hexdigest()
    assert json.loads(data) == {
        "wadl2rst": 1,
        "pages": {"a.rst": {"sha256": digest_a, "sources": [API]}, "b.rst": {"sha256": digest_b, "sources": [API, OTHER]}},
    }
    lines = data.decode().splitlines()
    assert [line[:9] for line in lines] == ['{"wadl2rs', '"a.rst": ', '"b.rst": ', "}}"]
    assert data.endswith(b"}}\n")


def test_the_manifest_does_not_depend_on_the_order_of_pages(docs: Path, tmp_path: Path) -> None:
    """The same pages in another order, into another folder of the same place, give the same bytes."""
    pages = [page(f"{number}.rst", f"{number}\n", API, OTHER) for number in range(20)]
    Run(docs, *pages, sources=(API, OTHER))
    Run(tmp_path / "docs2", *(page(p.path, p.text, *reversed(p.sources)) for p in reversed(pages)), sources=(OTHER, API))
    assert (docs / MANIFEST).read_bytes() == (tmp_path / "docs2" / MANIFEST).read_bytes()


sources = st.lists(st.text(), max_size=3).map(lambda keys: tuple(sorted(set(keys))))
digests = st.binary(max_size=4).map(lambda data: sha256(data).hexdigest())
paths = st.from_regex(r"[a-z0-9éß-]{1,5}(/[a-z0-9-]{1,5}){0,2}\.rst", fullmatch=True).filter(is_page_path)


@given(st.dictionaries(paths, st.builds(Record, sources, digests)))
@example({"a.rst": Record(("\udce9.wadl", "a\nb", '"'), "0" * 64)})
def test_the_manifest_gives_back_what_was_recorded(records: dict[str, Record]) -> None:
    """Whatever characters the WADLs' names have, reading gives what was written; so does the journal."""
    assert read_manifest(manifest_bytes(records)) == records
    assert dict(read_journal(b"".join(journal_line(path, record) for path, record in records.items()))) == records


def test_a_line_of_the_journal_that_was_cut_short_costs_no_other() -> None:
    """The next run that is killed adds its lines to the same journal."""
    record = Record((API,), "0" * 64)
    cut = journal_line("a.rst", record)[:-20]
    assert read_journal(cut + journal_line("b.rst", record)) == [("b.rst", record)]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "damaged"),
        (b"{", "damaged"),
        (b"\xff\xfe\xff", "damaged"),
        (b"[" * 100_000, "damaged"),
        (b"9" * 10_000, "damaged"),
        (b'{\n<<<<<<< HEAD\n"a": 1\n', ".json:2: is damaged"),
        (b'{"wadl2rst": 1}', "damaged"),
        (b'{"wadl2rst": 1, "pages": []}', "damaged"),
        (b"[]", "not a wadl2rst manifest"),
        (b"{}", "not a wadl2rst manifest"),
        (b'{"wadl2rst": "1", "pages": {}}', "not a wadl2rst manifest"),
        (b'{"wadl2rst": true, "pages": {}}', "not a wadl2rst manifest"),
        (b'{"wadl2rst": 2, "pages": {}}', "newer version of wadl2rst"),
    ],
)
@pytest.mark.parametrize("check", [False, True])
def test_a_manifest_that_cannot_be_used_stops_the_run(docs: Path, data: bytes, said: str, check: bool) -> None:
    """One error that says what to do, and nothing is written."""
    Run(docs, page(text="old\n"), page("gone.rst"))
    (docs / MANIFEST).write_bytes(data)
    before = tree(docs)
    run = Run(docs, page(), page("more.rst"), check=check, force=True)
    assert run.codes == [MessageCode.MANIFEST]
    assert said in run.text
    assert re.search("restore it|move it|use that version", run.text)
    assert tree(docs) == before
    assert run.counts == (0, 0, 0, 0)


@posix
@pytest.mark.parametrize("name", [MANIFEST, JOURNAL])
@pytest.mark.parametrize("kind", ["folder", "link", "pipe"])
def test_a_manifest_or_journal_that_is_no_file_stops_the_run(docs: Path, name: str, kind: str) -> None:
    """A folder, a link or a pipe in the place of our own files is reported, neither followed nor waited for."""
    docs.mkdir()
    (docs.parent / "elsewhere.json").write_text('{"wadl2rst": 1, "pages": {}}')
    make = {"folder": Path.mkdir, "link": lambda path: path.symlink_to("../elsewhere.json"), "pipe": os.mkfifo}
    make[kind](docs / name)
    run = Run(docs, page())
    assert run.codes == [MessageCode.MANIFEST]
    assert name in run.text
    assert not (docs / "index.rst").exists()


@given(data=st.data())
def test_no_damage_to_manifest_or_journal_is_a_traceback(data: st.DataObject) -> None:
    """Whatever bytes are cut, changed or put in, a run ends in order and a person's file stays."""
    with tempfile.TemporaryDirectory() as name:
        docs = Path(name, "docs")
        Run(docs, page("a/x.rst"), page("b.rst"))
        (docs / "mine.rst").write_text("mine\n")
        (docs / JOURNAL).write_bytes(journal_line("b.rst", Record((API,), "0" * 64)))
        file = docs / data.draw(st.sampled_from([MANIFEST, JOURNAL]))
        old = file.read_bytes()
        start, end = sorted((data.draw(st.integers(0, len(old))), data.draw(st.integers(0, len(old)))))
        file.write_bytes(old[:start] + data.draw(st.binary(max_size=6) | st.sampled_from([b"null", b"[]", b'""', b"{}"])) + old[end:])
        run = Run(docs, page("a/x.rst", "newer\n"))
        assert set(run.codes) <= {MessageCode.MANIFEST, MessageCode.OCCUPIED, MessageCode.EDITED}
        assert (docs / "mine.rst").read_text() == "mine\n"


BAD_PATHS = [
    "", "/etc/passwd", "../x.rst", "a/../x.rst", "a/./x.rst", "a//x.rst", "a/", "a\\x.rst", "..\\x.rst", "C:/x.rst", "c:x.rst", "x.rst:s",
    ".hidden.rst", "a/.git/x.rst", MANIFEST, "x\n.rst", "x\0.rst", "x*.rst", "x.", "x ", "\ud800.rst",
    "con.rst", "a/NUL.rst", "aux/x.rst", "com1", "lpt9.a.b",
]  # fmt: skip


@pytest.mark.parametrize("path", BAD_PATHS)
def test_a_page_outside_the_folder_or_not_portable_is_refused(docs: Path, path: str) -> None:
    """Such a path is a fault of the program; nothing of that page is written, and what came before is recorded."""
    with pytest.raises(ValueError, match="not a path for a page"):
        Run(docs, page("good.rst"), page(path))
    assert set(tree(docs.parent)) == {"api.wadl", "other.wadl", "docs", "docs/good.rst", f"docs/{MANIFEST}"}
    assert Run(docs, page("good.rst", "newer\n")).said == []


@pytest.mark.parametrize("path", ["index.rst", "a/b/c.rst", "console.rst", "a/null.rst", "com.rst", "größe.rst", "a-b_c.d.rst"])
def test_ordinary_names_are_accepted(docs: Path, path: str) -> None:
    """Names that only look like a forbidden one are written."""
    assert Run(docs, page(path)).counts == (1, 0, 0, 0)


def test_one_path_twice_is_refused(docs: Path) -> None:
    """Two pages of one name are a fault of the program; the first one stays."""
    with pytest.raises(ValueError, match="two pages"):
        Run(docs, page("a.rst", "first\n"), page("a.rst", "second\n"))
    assert (docs / "a.rst").read_text() == "first\n"


@pytest.mark.parametrize("name", [MANIFEST, JOURNAL])
@pytest.mark.parametrize("path", [*BAD_PATHS, "x" * 300 + ".rst", "/".join("a" * 2000)])
def test_a_manifest_never_reaches_outside_the_folder(docs: Path, name: str, path: str) -> None:
    """Entries with such paths delete nothing, with --force neither, and are no traceback."""
    docs.mkdir()
    victims = [docs.parent / "x.rst", docs / ".hidden.rst", docs / "a/.git/x.rst", docs / "x.rst"]
    for victim in victims:
        victim.parent.mkdir(parents=True, exist_ok=True)
        victim.write_text("mine\n")
    record = Record((API,), sha256(b"mine\n").hexdigest())
    (docs / name).write_bytes(manifest_bytes({path: record}) if name == MANIFEST else journal_line(path, record))
    Run(docs, page(), force=True)
    assert all(victim.read_text() == "mine\n" for victim in victims)


@pytest.mark.parametrize("entry", [None, [], "x", {}, {"sha256": "x", "sources": []}, {"sha256": "0" * 64, "sources": API}])
def test_an_entry_that_is_none_of_ours_is_left_out(docs: Path, entry: object) -> None:
    """A page with such an entry counts as one that is not recorded."""
    Run(docs, page(text="old\n"))
    (docs / MANIFEST).write_text(json.dumps({"wadl2rst": 1, "pages": {"index.rst": entry}}))
    assert Run(docs, page(), force=True).codes == [MessageCode.OCCUPIED]


# --- what is a person's -----------------------------------------------------------------


def test_an_edited_page_is_left_and_reported(docs: Path) -> None:
    """Until the edit is gone, each run reports it and goes on with the other pages."""
    Run(docs, page(text="old\n"), page("b.rst", "old\n"))
    (docs / "index.rst").write_text("mine\n")
    for _ in range(2):
        run = Run(docs, page(), page("b.rst"))
        assert run.codes == [MessageCode.EDITED]
        assert run.said[0].location is not None
        assert run.said[0].location.file == str(docs / "index.rst")
        assert (docs / "index.rst").read_text() == "mine\n"
        assert run.outcome.kept == 1
    assert (docs / "b.rst").read_text() == "new\n"


def test_force_replaces_an_edited_page(docs: Path) -> None:
    """With force the page is as it should be, and no run complains after."""
    Run(docs, page(text="old\n"))
    (docs / "index.rst").write_text("mine\n")
    run = Run(docs, page(), force=True)
    assert run.counts == (1, 0, 0, 0)
    assert run.said == []
    assert (docs / "index.rst").read_text() == "new\n"
    assert Run(docs, page(text="newer\n")).counts == (1, 0, 0, 0)


def test_an_edit_that_the_wadl_now_has_too_is_taken_over(docs: Path) -> None:
    """Where the edited page equals the new one, it is ours again."""
    Run(docs, page(text="old\n"))
    (docs / "index.rst").write_bytes(b"new\n")
    assert Run(docs, page()).counts == (0, 1, 0, 0)
    assert Run(docs, page(text="newer\n")).counts == (1, 0, 0, 0)


@pytest.mark.parametrize("force", [False, True])
def test_a_file_that_is_not_in_the_manifest_is_never_touched(docs: Path, force: bool) -> None:
    """It is named in an error, force or not; the other pages are written."""
    docs.mkdir()
    (docs / "index.rst").write_text("mine\n")
    run = Run(docs, page(), page("b.rst"), force=force)
    assert run.codes == [MessageCode.OCCUPIED]
    assert "index.rst" in run.text
    assert run.counts == (1, 0, 0, 1)
    assert (docs / "index.rst").read_text() == "mine\n"
    assert "index.rst" not in json.loads((docs / MANIFEST).read_text())["pages"]


def test_a_file_that_equals_the_page_is_taken_over(docs: Path) -> None:
    """A lost manifest comes back where the pages are as they would be written."""
    pages = [page("a.rst", "a\n"), page("b.rst", "b\n")]
    Run(docs, *pages)
    manifest = (docs / MANIFEST).read_bytes()
    (docs / MANIFEST).unlink()
    run = Run(docs, *pages)
    assert run.counts == (0, 2, 0, 0)
    assert (docs / MANIFEST).read_bytes() == manifest


def test_other_files_in_the_folder_stay(docs: Path) -> None:
    """A person's files beside the pages are neither read into the manifest nor removed."""
    docs.mkdir()
    (docs / "conf.py").write_text("mine\n")
    (docs / "a").mkdir()
    (docs / "a/notes.rst").write_text("mine\n")
    Run(docs, page("a/get.rst"))
    Run(docs, page())
    assert set(tree(docs)) == {"conf.py", "a", "a/notes.rst", "index.rst", MANIFEST}


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("recorded", [False, True])
def test_a_folder_in_the_place_of_a_page_is_left(docs: Path, force: bool, recorded: bool) -> None:
    """It is reported as occupied, also where a page of ours was there before."""
    if recorded:
        Run(docs, page(text="old\n"))
        (docs / "index.rst").unlink()
    (docs / "index.rst").mkdir(parents=True)
    run = Run(docs, page(), force=force)
    assert run.codes == [MessageCode.OCCUPIED]
    assert "folder" in run.text
    assert (docs / "index.rst").is_dir()


@posix
@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("recorded", [False, True])
@pytest.mark.parametrize("produced", [False, True])
def test_nothing_is_written_or_removed_through_a_link(docs: Path, force: bool, recorded: bool, produced: bool) -> None:
    """A page that is a link, even to the very bytes we wrote, stays a link to an untouched file."""
    if recorded:
        Run(docs, page(text="old\n"))
        (docs / "index.rst").unlink()
    docs.mkdir(exist_ok=True)
    (docs.parent / "target.rst").write_text("old\n")
    (docs / "index.rst").symlink_to("../target.rst")
    run = Run(docs, page() if produced else page("b.rst"), force=force)
    assert run.codes == ([MessageCode.OCCUPIED] if produced or recorded else [])
    assert (docs / "index.rst").is_symlink()
    assert (docs.parent / "target.rst").read_text() == "old\n"


@posix
def test_a_link_that_leads_nowhere_is_not_written_through(docs: Path) -> None:
    """The file that a dangling link names is not made."""
    docs.mkdir()
    (docs / "index.rst").symlink_to("../target.rst")
    assert Run(docs, page()).codes == [MessageCode.OCCUPIED]
    assert not (docs.parent / "target.rst").exists()


@posix
@pytest.mark.parametrize("force", [False, True])
def test_a_linked_folder_below_the_output_is_not_entered(docs: Path, force: bool) -> None:
    """Neither writing nor pruning goes through a link inside the output folder; that is said once."""
    Run(docs, page("a/1.rst"), page("a/2.rst"), page("a/b/3.rst"))
    (docs / "a").rename(docs.parent / "elsewhere")
    (docs / "a").symlink_to("../elsewhere")
    before = tree(docs.parent / "elsewhere")
    run = Run(docs, page("a/1.rst", "newer\n"), page("a/b/4.rst"), page("c.rst"), force=force)
    assert run.codes == [MessageCode.OCCUPIED]
    assert f"{docs / 'a'}: is a link" in run.text
    assert run.counts == (1, 0, 0, 4)
    assert tree(docs.parent / "elsewhere") == before


def test_a_file_where_a_folder_is_needed_is_left(docs: Path) -> None:
    """It is named once, and the pages elsewhere are written."""
    docs.mkdir()
    (docs / "a").write_text("mine\n")
    run = Run(docs, page("a/1.rst"), page("a/b/2.rst"), page())
    assert run.codes == [MessageCode.OCCUPIED]
    assert f"{docs / 'a'}: is a file" in run.text
    assert run.counts == (1, 0, 0, 2)
    assert (docs / "a").read_text() == "mine\n"


TEXTS = st.sampled_from(["one\n", "two\n"])
NAMES = st.sampled_from(["a.rst", "b.rst", "c/d.rst"])
RUN = st.tuples(st.just("run"), st.sampled_from([API, OTHER]), st.dictionaries(NAMES, TEXTS, max_size=3))
PERSON = st.tuples(st.sampled_from(["edit", "delete"]), st.just(""), NAMES)


@given(st.lists(RUN | PERSON, max_size=8))
@example([("run", API, {"a.rst": "one\n"}), ("edit", "", "a.rst"), ("run", API, {"b.rst": "one\n"})])
def test_whatever_comes_a_persons_bytes_stay(steps: list[tuple[str, str, Any]]) -> None:
    """Runs of two WADLs and a person's edits in any order: no edit is lost, each page is new or reported, a check agrees."""
    with tempfile.TemporaryDirectory() as name:
        docs = Path(name, "docs")
        for key in (API, OTHER):
            (Path(name) / Path(key).name).touch()
        mine: dict[str, bytes] = {}
        for number, (what, source, rest) in enumerate(steps):
            if what == "edit":
                (docs / rest).parent.mkdir(parents=True, exist_ok=True)
                mine[rest] = f"mine {number}\n".encode()
                (docs / rest).write_bytes(mine[rest])
                continue
            if what == "delete":
                (docs / rest).unlink(missing_ok=True)
                mine.pop(rest, None)
                continue
            pages = [page(path, text, source) for path, text in rest.items()]
            before = tree(docs)
            check = Run(docs, *pages, sources=(source,), check=True)
            assert tree(docs) == before
            run = Run(docs, *pages, sources=(source,))
            assert (run.counts, run.text) == (check.counts, check.text)
            assert {path: (docs / path).read_bytes() for path in mine} == mine
            named = {diagnostic.location.file for diagnostic in run.said if diagnostic.location}
            recorded = read_manifest(before[MANIFEST] or b"") if MANIFEST in before else {}
            for path, text in rest.items():
                if str(docs / path) in named:
                    assert path in mine or source not in recorded[path].sources
                else:
                    assert (docs / path).read_bytes() == text.encode()
            assert Run(docs, *pages, sources=(source,), check=True).outcome.changes == ()


# --- runs of several WADLs into one folder ----------------------------------------------


def test_runs_of_two_wadls_leave_each_others_pages_alone(docs: Path) -> None:
    """Neither prunes nor forgets the other's pages."""
    Run(docs, page("a.rst"), page("old-a.rst"))
    Run(docs, page("b.rst", "b\n", OTHER), sources=(OTHER,))
    run = Run(docs, page("a.rst"))
    assert run.counts == (0, 1, 1, 0)
    assert set(tree(docs)) == {"a.rst", "b.rst", MANIFEST}
    assert set(json.loads((docs / MANIFEST).read_text())["pages"]) == {"a.rst", "b.rst"}


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("other", [OTHER, "http://127.0.0.1:8080/application.wadl"])
def test_a_page_of_another_wadl_is_not_replaced(docs: Path, other: str, force: bool) -> None:
    """The error names the other WADL and the way out; an address counts as still there."""
    Run(docs, page("index.rst", "theirs\n", other), sources=(other,))
    run = Run(docs, page(), force=force)
    assert run.codes == [MessageCode.OCCUPIED]
    assert other in run.text
    assert "--index" in run.text
    assert "-o" in run.text
    assert (docs / "index.rst").read_text() == "theirs\n"


def test_a_page_of_a_wadl_that_is_gone_is_taken_over(docs: Path) -> None:
    """After the WADL was renamed, its pages go to the new name."""
    Run(docs, page("index.rst", "old\n"), page("gone.rst"))
    (docs.parent / "api.wadl").rename(docs.parent / "v2.wadl")
    run = Run(docs, page("index.rst", "new\n", "../v2.wadl"), sources=("../v2.wadl",))
    assert run.said == []
    assert run.counts == (1, 0, 0, 0)
    assert json.loads((docs / MANIFEST).read_text())["pages"]["index.rst"]["sources"] == ["../v2.wadl"]


def test_a_page_of_a_wadl_that_is_gone_is_not_taken_over_when_edited(docs: Path) -> None:
    """What a person wrote into it counts for more."""
    Run(docs, page("index.rst", "old\n"))
    (docs / "index.rst").write_text("mine\n")
    (docs.parent / "api.wadl").unlink()
    assert Run(docs, page("index.rst", "new\n", OTHER), sources=(OTHER,)).codes == [MessageCode.EDITED]


@posix
def test_whether_a_wadl_is_gone_is_seen_from_the_real_output_folder(docs: Path) -> None:
    """Keys are relative to where the folder really is, also when it is reached through a link."""
    (docs.parent / "far/away").mkdir(parents=True)
    docs.symlink_to("far/away")
    api, other = (source_key(docs.parent / name, docs) for name in ("api.wadl", "other.wadl"))
    assert api == "../../api.wadl"
    Run(docs, page("index.rst", "theirs\n", other), sources=(other,))
    assert Run(docs, page("index.rst", "new\n", api), sources=(api,)).codes == [MessageCode.OCCUPIED]


def test_a_page_shared_with_another_run_is_replaced_but_not_pruned(docs: Path) -> None:
    """One WADL in common allows to write a page; to remove it, all have to belong to the run."""
    Run(docs, page("index.rst", "both\n", API, OTHER), page("all.rst", "both\n", API, OTHER), sources=(API, OTHER))
    assert Run(docs, page("index.rst", "one\n")).counts == (1, 0, 0, 0)
    assert (docs / "all.rst").exists()


def test_two_runs_at_a_time_keep_each_others_records(docs: Path) -> None:
    """A run that ends while another one writes is not forgotten by it."""
    Run(docs, page("a.rst", "old\n"))
    said: list[Diagnostic] = []
    with PageWriter(docs, sources=[API], report=said.append) as writer:
        writer.page(page("a.rst"))
        Run(docs, page("b.rst", "b\n", OTHER), sources=(OTHER,))
        writer.page(page("c.rst"))
        writer.finish()
    assert Run(docs, page("b.rst", "b2\n", OTHER), sources=(OTHER,)).said == said == []
    assert Run(docs, page("a.rst", "a2\n"), page("c.rst")).said == []
    assert set(json.loads((docs / MANIFEST).read_text())["pages"]) == {"a.rst", "b.rst", "c.rst"}
    assert set(tree(docs)) == {"a.rst", "b.rst", "c.rst", MANIFEST}


def test_keys_are_relative_with_slashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key does not tell where on the machine the folders lie, nor who may read an address."""
    (tmp_path / "wadls").mkdir()
    monkeypatch.chdir(tmp_path)
    assert source_key(Path("api.wadl"), Path("build/docs")) == "../../api.wadl"
    assert source_key("wadls/v1.wadl", tmp_path / "docs") == "../wadls/v1.wadl"
    assert source_key(Path("wadls"), Path("docs")) == "../wadls"
    assert source_key(Path(), Path()) == "."
    assert source_key("http://me:secret@localhost:8080/a.wadl?x=1#y", Path("docs")) == "http://localhost:8080/a.wadl?x=1"


# --- pruning ----------------------------------------------------------------------------


def test_pages_no_longer_produced_are_removed_with_their_empty_folders(docs: Path) -> None:
    """Only folders that this emptied go, and never the output folder."""
    Run(docs, page("a/b/c/1.rst"), page("a/b/2.rst"), page("d/3.rst"), page("e/4.rst"))
    (docs / "e/empty").mkdir()
    (docs / "mine").mkdir()
    assert Run(docs, page("d/3.rst")).counts == (0, 1, 3, 0)
    assert set(tree(docs)) == {"d", "d/3.rst", "e", "e/empty", "mine", MANIFEST}
    assert Run(docs).counts == (0, 0, 1, 0)
    assert docs.is_dir()


def test_an_edited_page_is_not_pruned_unless_forced(docs: Path) -> None:
    """Each run reports it until the person takes it away or forces the run."""
    Run(docs, page("a.rst"), page("b.rst"))
    (docs / "a.rst").write_text("mine\n")
    for _ in range(2):
        run = Run(docs, page("b.rst"))
        assert run.codes == [MessageCode.EDITED]
        assert run.counts == (0, 1, 0, 1)
        assert (docs / "a.rst").read_text() == "mine\n"
    assert Run(docs, page("b.rst"), force=True).counts == (0, 1, 1, 0)
    assert not (docs / "a.rst").exists()


def test_a_page_deleted_by_hand_is_forgotten(docs: Path) -> None:
    """It counts as nothing, and a new file of that name is the person's."""
    Run(docs, page("a.rst"), page("b.rst"))
    (docs / "a.rst").unlink()
    assert Run(docs, page("b.rst")).counts == (0, 1, 0, 0)
    (docs / "a.rst").write_text("new\n")
    assert Run(docs, page("b.rst")).counts == (0, 1, 0, 0)
    assert (docs / "a.rst").exists()


@pytest.mark.parametrize("check", [False, True])
def test_pages_of_a_wadl_that_could_not_be_read_are_left(docs: Path, check: bool) -> None:
    """Its earlier pages stay as they are and are not out of date; the others are pruned."""
    Run(docs, page("a.rst"), page("b.rst", "b\n", OTHER), page("both.rst", "x\n", API, OTHER), sources=(API, OTHER))
    run = Run(docs, sources=(API, OTHER), failed=(OTHER,), check=check)
    assert run.counts == (0, 0, 1, 2)
    assert run.said == []
    assert (docs / "b.rst").exists()
    assert (docs / "both.rst").exists()
    assert (docs / "a.rst").exists() == check


@pytest.mark.parametrize("before", [False, True])
def test_a_source_may_fail_before_or_after_its_first_pages(docs: Path, before: bool) -> None:
    """A caller that reads the WADLs one by one tells of a failed one as it goes; the pages that it had stay."""
    Run(docs, page("a.rst"), page("b.rst"))
    with PageWriter(docs, sources=[API, OTHER], report=pytest.fail) as writer:
        if before:
            writer.failed(API)
        writer.page(page("b.rst", "newer\n"))
        if not before:
            writer.failed(API)
        writer.page(page("c.rst", "c\n", OTHER))
        outcome = writer.finish()
    assert (outcome.written, outcome.kept) == (2, 1)
    assert (docs / "a.rst").exists()


def test_without_an_end_nothing_is_removed(docs: Path) -> None:
    """Where the writer is left before ``finish``, what was written is recorded, and pages that were not made again stay."""
    Run(docs, page("a.rst"), page("b.rst"))
    with PageWriter(docs, sources=[API], report=pytest.fail) as writer:
        writer.page(page("a.rst", "newer\n"))
    assert (docs / "b.rst").exists()
    assert not (docs / JOURNAL).exists()
    assert Run(docs, page("a.rst", "newest\n"), page("b.rst")).counts == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("folder", "key", "belongs"),
    [
        ("../wadls", "../wadls/gone.wadl", True),
        ("../wadls", "../wadls/deep/gone.wadl", True),
        ("../wadls", "../wadls2/gone.wadl", False),
        ("../wadls", "../gone.wadl", False),
        ("..", "../gone.wadl", True),
        ("..", "gone.wadl", True),
        ("..", "../../gone.wadl", False),
        (".", "gone.wadl", True),
        (".", "../gone.wadl", False),
        ("../..", "http://localhost/gone.wadl", False),
        ("../" * 50, "/gone.wadl", True),
    ],
)
def test_pages_of_a_wadl_gone_from_a_given_folder_are_pruned(docs: Path, folder: str, key: str, belongs: bool) -> None:
    """What was made from a WADL below a folder of this run belongs to the run, also when the WADL is gone."""
    Run(docs, page("gone.rst", "x\n", key), sources=(key,))
    Run(docs, page(), folders=(folder,))
    assert (docs / "gone.rst").exists() != belongs


# --- check ------------------------------------------------------------------------------


def test_check_writes_nothing_and_shows_what_would_change(docs: Path) -> None:
    """Changed, added and removed pages are told with unified diffs that patch understands."""
    Run(docs, page("changed.rst", "a\nb\nc\n"), page("old/gone.rst", "bye\n"), page("same.rst"), page("edited.rst"))
    (docs / "edited.rst").write_text("mine\n")
    before = {path: (path.lstat(), path.is_file() and path.read_bytes()) for path in docs.rglob("*")}
    pages = [page("new/added.rst", "hi\n"), page("changed.rst", "a\nB\nc\n"), page("same.rst"), page("edited.rst", "x\n")]
    run = Run(docs, *pages, check=True)
    after = {path: (path.lstat(), path.is_file() and path.read_bytes()) for path in docs.rglob("*")}
    assert [(path, status.st_mtime_ns, data) for path, (status, data) in before.items()] == [
        (path, status.st_mtime_ns, data) for path, (status, data) in after.items()
    ]
    assert run.counts == (2, 1, 1, 1)
    assert run.codes == [MessageCode.EDITED]
    name = docs.as_posix()
    assert run.outcome.changes == (
        PageDiff("new/added.rst", f"--- /dev/null\n+++ {name}/new/added.rst\n@@ -0,0 +1 @@\n+hi\n"),
        PageDiff("changed.rst", f"--- {name}/changed.rst\n+++ {name}/changed.rst\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"),
        PageDiff("old/gone.rst", f"--- {name}/old/gone.rst\n+++ /dev/null\n@@ -1 +0,0 @@\n-bye\n"),
    )


def test_check_does_not_make_the_folder(docs: Path) -> None:
    """With nothing there yet, every page would be added, and still nothing is made."""
    run = Run(docs, page("a/b.rst"), check=True)
    assert run.counts == (1, 0, 0, 0)
    assert not docs.exists()


def test_check_of_an_up_to_date_folder(docs: Path) -> None:
    """Nothing would change."""
    Run(docs, page())
    run = Run(docs, page(), check=True)
    assert run.outcome == Outcome(written=0, unchanged=1, removed=0, kept=0)


def test_check_with_force_shows_that_the_edit_would_go(docs: Path) -> None:
    """What a person wrote stands in the diff, with bytes that are not UTF-8 and without a last line end."""
    Run(docs, page(text="old\n"), page("gone.rst"))
    (docs / "index.rst").write_bytes(b"m\xefne\x0c\r\nlast")
    run = Run(docs, page(), force=True, check=True)
    assert run.said == []
    assert "-m\\xefne\x0c\r\n-last\n\\ No newline at end of file\n+new\n" in run.outcome.changes[0].diff
    assert (docs / "index.rst").read_bytes() == b"m\xefne\x0c\r\nlast"


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch")
@pytest.mark.parametrize(
    ("first", "last", "put"),
    [(0, 6000, 6000), (0, 1, 1), (5999, 6000, 1), (2, 5998, 7000), (1000, 1000, 5), (1000, 1900, 0), (6000, 6000, 3)],
)
def test_the_diff_of_a_very_long_page_can_be_applied(docs: Path, first: int, last: int, put: int) -> None:
    """Above a length the diff is one hunk, made in no time; patch makes the new page of the old one with it."""
    old = [f"line {number}\n" for number in range(6000)]
    new = old[:first] + [f"other {number}\n" for number in range(put)] + old[last:]
    Run(docs, page(text="".join(old)))
    change = Run(docs, page(text="".join(new)), check=True).outcome.changes[0]
    assert change.diff.count("\n@@ ") == 1
    subprocess.run(["patch", "--silent", str(docs / "index.rst")], input=change.diff, text=True, check=True)
    assert (docs / "index.rst").read_text() == "".join(new)


# --- faults -----------------------------------------------------------------------------


def failing(call: Callable[..., Any], code: int, pattern: str, after: int = 0) -> Callable[..., Any]:
    """``call``, but for arguments whose text matches the pattern it raises; the first ``after`` of these go through."""
    met = 0

    def failing_call(*arguments: Any, **named: Any) -> Any:
        nonlocal met
        if re.search(pattern, " ".join(map(str, arguments))):
            met += 1
            if met > after:
                raise OSError(code, os.strerror(code))
        return call(*arguments, **named)

    return failing_call


@pytest.mark.parametrize("check", [False, True])
def test_an_output_path_that_is_a_file_is_one_error(docs: Path, check: bool) -> None:
    """Nothing is written, and the file stays."""
    docs.write_text("mine\n")
    for folder in (docs, docs / "below"):
        run = Run(folder, page("a.rst"), page("b.rst"), check=check)
        assert run.codes == [MessageCode.NOT_WRITTEN]
        assert "file, not a folder" in run.text
    assert docs.read_text() == "mine\n"


@posix
def test_an_output_folder_that_is_a_broken_link_is_one_error(docs: Path) -> None:
    """The link's target is not made."""
    docs.symlink_to("nowhere")
    run = Run(docs, page("a.rst"), page("b.rst"))
    assert run.codes == [MessageCode.NOT_WRITTEN]
    assert "broken symbolic link" in run.text


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO])
@pytest.mark.parametrize("name", ["write", "open", "replace", "mkdir"])
def test_a_full_or_read_only_disk_is_said_once(docs: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: int) -> None:
    """The run ends with one error; pages written before are whole and known to the next run, and no temporary file stays."""
    Run(docs, *(page(f"{number}/x.rst", "old\n") for number in range(30)), page("gone.rst"))
    shutil.rmtree(docs / "9")
    with monkeypatch.context() as patch:
        after = {"write": 11, "open": 5, "replace": 5, "mkdir": 0}[name]
        patch.setattr(os, name, failing(getattr(os, name), code, {"mkdir": "9", "write": ""}.get(name, "tmp"), after))
        run = Run(docs, *(page(f"{number}/x.rst", "new\n") for number in range(30)))
    assert run.codes == [MessageCode.NOT_WRITTEN]
    assert run.said[0].text.startswith(os.strerror(code)[0].lower() + os.strerror(code)[1:])
    assert "remaining pages" in run.text or "no page can be written" in run.text
    assert 0 < run.outcome.written < 30
    assert run.counts[2:] == (0, 1)
    assert not list(docs.rglob("*.tmp"))
    assert {path.read_text() for path in docs.rglob("x.rst")} == {"old\n", "new\n"}
    mended = Run(docs, *(page(f"{number}/x.rst", "newer\n") for number in range(30)))
    assert mended.said == []
    assert mended.counts == (30, 0, 1, 0)
    assert not (docs / JOURNAL).exists()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES])
def test_a_disk_with_no_room_at_all_is_said_once(docs: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """Where not even the journal can be written, the first page is named and nothing is replaced."""
    Run(docs, page("a.rst", "old\n"), page("b.rst", "old\n"))
    before = tree(docs)
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", failing(os.open, code, "wadl2rst"))
        run = Run(docs, page("a.rst"), page("b.rst"))
    assert run.codes == [MessageCode.NOT_WRITTEN]
    assert str(docs / "a.rst") in run.text
    assert tree(docs) == before


def test_a_folder_without_permission_is_said_once(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages elsewhere are written, and those of the folder at the next run."""
    pages = [page(f"{folder}/{number}.rst") for number in range(5) for folder in "ab"]
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", failing(os.open, errno.EACCES, re.escape(f"{docs / 'a'}{os.sep}")))
        run = Run(docs, *pages)
    assert run.codes == [MessageCode.NOT_WRITTEN]
    assert f"{docs / 'a' / '0.rst'}: permission denied; nothing can be written to {docs / 'a'}" in run.text
    assert run.counts == (5, 0, 0, 5)
    assert Run(docs, *pages).counts == (5, 5, 0, 0)


@posix
@not_root
def test_real_modes_give_the_same_errors(docs: Path) -> None:
    """A folder, a page and an output folder that may not be written or read are one line each."""
    Run(docs, page("a/1.rst"), page("a/2.rst"), page("b.rst"), page("c.rst"))
    (docs / "a").chmod(0o500)
    (docs / "b.rst").chmod(0o000)
    run = Run(docs, page("a/1.rst", "x\n"), page("a/2.rst", "x\n"), page("b.rst", "x\n"), page("c.rst", "x\n"))
    assert run.codes == [MessageCode.NOT_WRITTEN] * 2
    assert run.counts == (1, 0, 0, 3)
    (docs / "b.rst").chmod(0o644)
    pruned = Run(docs, page("c.rst", "x\n"))
    (docs / "a").chmod(0o700)
    assert pruned.codes == [MessageCode.NOT_WRITTEN]
    assert pruned.counts == (0, 1, 1, 2)
    docs.chmod(0o500)
    closed = Run(docs, page("c.rst", "y\n"), page("d.rst"))
    docs.chmod(0o700)
    assert closed.codes == [MessageCode.NOT_WRITTEN]
    assert closed.counts == (0, 0, 0, 1)


@pytest.mark.parametrize("name", ["replace", "lstat"])
def test_a_fault_of_one_page_leaves_the_others(docs: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A page that cannot be replaced or looked at is named; the run goes on, and the next one mends it."""
    Run(docs, *(page(f"{name}.rst", "old\n") for name in "abc"))
    with monkeypatch.context() as patch:
        patch.setattr(os, name, failing(getattr(os, name), errno.EACCES, r"\bb\.rst"))
        run = Run(docs, *(page(f"{name}.rst") for name in "abc"))
    assert run.said[0].location is not None
    assert (run.codes, run.said[0].location.file) == ([MessageCode.NOT_WRITTEN], str(docs / "b.rst"))
    assert run.said[0].text == "permission denied"
    assert run.counts == (2, 0, 0, 1)
    assert set(tree(docs)) == {"a.rst", "b.rst", "c.rst", MANIFEST}
    assert (docs / "b.rst").read_text() == "old\n"
    assert Run(docs, *(page(f"{name}.rst") for name in "abc")).counts == (1, 2, 0, 0)


@posix
def test_a_page_larger_than_the_system_allows_is_named(docs: Path) -> None:
    """A real limit on the size of files costs the large page alone, and leaves nothing half."""
    import resource

    Run(docs, page("large.rst", "old\n"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        run = Run(docs, page("large.rst", "x" * 50_000), page("small.rst"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert run.codes == [MessageCode.NOT_WRITTEN]
    assert run.counts == (1, 0, 0, 1)
    assert set(tree(docs)) == {"large.rst", "small.rst", MANIFEST}
    assert (docs / "large.rst").read_text() == "old\n"


def test_a_page_that_cannot_be_removed_is_named(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays in the manifest, so that the next run removes it."""
    Run(docs, page("a.rst"), page("b.rst"))
    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", failing(os.unlink, errno.EPERM, r"a\.rst"))
        run = Run(docs)
    assert run.codes == [MessageCode.NOT_WRITTEN]
    assert run.counts == (0, 0, 1, 1)
    assert Run(docs).counts == (0, 0, 1, 0)


def test_a_manifest_that_cannot_be_written_is_named(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal stays instead, and the next run knows its pages by it."""
    Run(docs, page("a.rst", "old\n"), page("b.rst"))
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", failing(os.replace, errno.EACCES, re.escape(MANIFEST)))
        run = Run(docs, page("a.rst"), page("c.rst"))
    assert run.codes == [MessageCode.NOT_WRITTEN]
    assert MANIFEST in run.text
    assert (docs / JOURNAL).exists()
    mended = Run(docs, page("a.rst", "newer\n"))
    assert mended.said == []
    assert mended.counts == (1, 0, 1, 0)
    assert set(tree(docs)) == {"a.rst", MANIFEST}


def test_a_temporary_file_taken_away_is_made_again(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another run may take it for one that was left behind; the page is written all the same."""
    with monkeypatch.context() as patch:
        replace, taken = os.replace, []

        def after_another_run(source: Path, target: Path) -> None:
            if not taken:
                taken.append(source)
                Path(source).unlink()
            replace(source, target)

        patch.setattr(os, "replace", after_another_run)
        run = Run(docs, page())
    assert taken
    assert run.counts == (1, 0, 0, 0)


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_what_was_written_before_an_exception_is_recorded(docs: Path, error: type[BaseException]) -> None:
    """An exception in the rendering, or Ctrl-C, goes up; nothing is pruned and the next run finds all in order."""
    Run(docs, page("a.rst", "old\n"), page("b.rst", "old\n"))
    with pytest.raises(error), PageWriter(docs, sources=[API], report=pytest.fail) as writer:
        writer.page(page("a.rst"))
        raise error
    assert set(tree(docs)) == {"a.rst", "b.rst", MANIFEST}
    run = Run(docs, page("a.rst", "newer\n"), page("b.rst"))
    assert run.said == []
    assert run.counts == (2, 0, 0, 0)


# --- killed runs ------------------------------------------------------------------------


def test_only_our_own_temporary_files_are_cleared_away(docs: Path) -> None:
    """After a killed run, files of our pattern go from the folders it wrote to; whatever else looks temporary stays."""
    Run(docs, page("a/1.rst"), page("b/2.rst"))
    ours = [docs / ".wadl2rst-0123456789abcdef-7.tmp", docs / "a/.wadl2rst-00000000000000ff-1.tmp"]
    others = [docs / ".wadl2rst-x.tmp", docs / "a/page.tmp", docs / "a/.wadl2rst-00000000000000ff-1.tmp~", docs / "a/.#1.rst"]
    for file in ours + others:
        file.write_text("half")
    (docs / "a/.wadl2rst-0123456789abcdef-8.tmp").mkdir()
    (docs / JOURNAL).write_bytes(journal_line("a/1.rst", Record((API,), "0" * 64)))
    Run(docs, page("a/1.rst"), page("b/2.rst"))
    assert not any(file.exists() for file in ours)
    assert all(file.exists() for file in others)
    assert (docs / "a/.wadl2rst-0123456789abcdef-8.tmp").is_dir()
    assert not (docs / JOURNAL).exists()


def test_a_check_leaves_the_journal_of_a_killed_run(docs: Path) -> None:
    """It reads it, for the pages in it are ours, and changes nothing."""
    Run(docs, page(text="old\n"))
    (docs / "index.rst").write_bytes(b"newer\n")
    (docs / ".wadl2rst-0123456789abcdef-7.tmp").touch()
    record = Record((API,), sha256(b"newer\n").hexdigest())
    (docs / JOURNAL).write_bytes(journal_line("index.rst", record) + journal_line("more.rst", record)[:-20])
    before = tree(docs)
    run = Run(docs, page(), check=True)
    assert run.said == []
    assert run.counts == (1, 0, 0, 0)
    assert tree(docs) == before


def test_a_run_of_another_wadl_keeps_what_a_killed_run_wrote(docs: Path) -> None:
    """The pages that only the journal knows get into the manifest, with their own source."""
    docs.mkdir()
    (docs / "theirs.rst").write_bytes(b"theirs\n")
    (docs / JOURNAL).write_bytes(journal_line("theirs.rst", Record((OTHER,), sha256(b"theirs\n").hexdigest())))
    Run(docs, page())
    run = Run(docs, page("theirs.rst", "new\n", OTHER), sources=(OTHER,))
    assert run.said == []
    assert run.counts == (1, 0, 0, 0)


VICTIM = """
import os, signal, sys
from pathlib import Path
from wadl2rst.output.writer import PageWriter, RenderedPage

folder, version, point = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
calls = {"open", "write", "close", "fchmod", "replace", "unlink", "mkdir", "rmdir"}
count = 0
real_write = os.write

def step(frame, event, function):
    # Before and after each call that touches the disk.
    global count
    if event in ("c_call", "c_return") and function.__name__ in calls:
        count += 1
        if count == point:
            os.kill(os.getpid(), signal.SIGKILL)

def write_in_halves(file, data):
    return real_write(file, data[: (len(data) + 1) // 2])

os.write = write_in_halves
names = eval(sys.stdin.readline())
sys.setprofile(step)
with PageWriter(folder, sources=["../api.wadl"], report=print) as writer:
    for path, text in names:
        writer.page(RenderedPage(path=path, sources=("../api.wadl",), text=text))
    writer.finish()
sys.setprofile(None)
print(count)
"""


def version_pages(version: int, pages: int = 200) -> list[RenderedPage]:
    """The pages of one version: most are changed, some the same, some come and go."""
    return [
        page(f"g{number % 9}/p{number}.rst", f"{number} of {0 if number % 5 == 0 else version}\n" + f"line {version}\n" * (number % 5 * 20))
        for number in range(pages)
        if (number + version) % 7
    ]


def run_victim(docs: Path, version: int, point: int) -> subprocess.CompletedProcess[str]:
    root = str(Path(__file__).resolve().parent.parent.parent)
    pages = repr([(p.path, p.text) for p in version_pages(version)])
    command = [sys.executable, "-c", VICTIM, str(docs), str(version), str(point)]
    environment = {**os.environ, "PYTHONPATH": root}
    return subprocess.run(command, input=f"{pages}\n", capture_output=True, text=True, check=False, env=environment)


def kill_often(docs: Path, kills: int) -> None:
    """Kills runs before and after random calls, two in a row, and looks at what is left each time."""
    texts: dict[str, set[bytes]] = {}
    Run(docs, *version_pages(0))
    total = int(run_victim(docs, 1, 0).stdout)
    assert total > 1000
    choice = random.Random(kills)
    version = 1
    for number in range(0, kills, 2):
        for known in range(version, version + 3):
            for p in version_pages(known):
                texts.setdefault(p.path, set()).add(p.text.encode())
        for killed in (version + 1, version + 2):
            # Every tenth kill falls on the last calls: pruning, manifest, end of the journal.
            point = choice.randrange(total - 80, total) if number % 10 == 0 else choice.randrange(1, total)
            result = run_victim(docs, killed, point)
            assert result.stderr == ""
            assert result.returncode == -signal.SIGKILL or int(result.stdout) < point
            for path in docs.rglob("*.rst"):
                assert path.read_bytes() in texts[path.relative_to(docs).as_posix()]
        version += 2
        clean = Run(docs, *version_pages(version))
        fresh = docs.parent / f"fresh{version}"
        Run(fresh, *version_pages(version))
        assert clean.said == []
        assert tree(docs) == tree(fresh)
        shutil.rmtree(fresh)


@posix
def test_a_killed_run_leaves_whole_pages_and_the_next_one_mends_the_rest(docs: Path) -> None:
    """After SIGKILL anywhere each page is old or new; the next run gives what a fresh one gives and finds no page edited."""
    kill_often(docs, 5)


@posix
@pytest.mark.slow
def test_many_killed_runs(docs: Path) -> None:
    """As above, as many times as WADL2RST_KILLS says."""
    kill_often(docs, int(os.environ.get("WADL2RST_KILLS", "20")))


# --- speed ------------------------------------------------------------------------------


def test_two_thousand_pages_take_little_more_than_their_bytes(docs: Path, tmp_path: Path) -> None:
    """Writing takes about three times as long as writing plain files, and comparing no longer; the limit allows for a busy machine."""
    pages = [page(f"g{number % 40}/p{number}.rst", "A line of text.\n" * 200) for number in range(2000)]
    (tmp_path / "plain").mkdir()
    began = time.process_time()
    for number, known in enumerate(pages):
        (tmp_path / "plain" / str(number)).write_text(known.text)
    plain = time.process_time() - began
    began = time.process_time()
    assert Run(docs, *pages).outcome.written == 2000
    assert Run(docs, *pages).outcome.unchanged == 2000
    assert time.process_time() - began < 30 * plain
