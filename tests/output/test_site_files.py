"""Files in the folder of a site: only ours are written and removed, and only if they change."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from wadl2rst.diagnostics import Diagnostic, MessageCode
from wadl2rst.output.files import FileReplacer
from wadl2rst.output.site_files import SiteFiles, recorded_paths


class Site:
    """A site and its record."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "site"
        self.record = folder / "record.json"
        self.said: list[Diagnostic] = []

    def files(self) -> SiteFiles:
        return SiteFiles(self.folder, self.record, self.said.append)

    def update(self, **texts: str) -> SiteFiles:
        """A run that writes these files; their names have underscores for slashes."""
        files = self.files()
        for name, text in texts.items():
            files.write(f"{name.replace('_', '/')}.md", text)
        files.finish()
        return files

    def tree(self) -> dict[str, str]:
        return {path.relative_to(self.folder).as_posix(): path.read_text() for path in self.folder.rglob("*") if path.is_file()}


@pytest.fixture(name="site")
def _site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_only_changed_files_are_written(site: Site) -> None:
    """A file whose content is the same is not touched; others are replaced."""
    assert site.update(a="1", b_c="2").written == 2
    before = {path: path.stat().st_ino for path in site.folder.rglob("*.md")}
    assert site.update(a="1", b_c="3").written == 1
    after = {path: path.stat().st_ino for path in site.folder.rglob("*.md")}
    assert [path.name for path in before if before[path] != after[path]] == ["c.md"]
    assert site.tree() == {"a.md": "1", "b/c.md": "3"}
    assert site.said == []


def test_a_run_without_changes_does_not_touch_the_record(site: Site) -> None:
    """The record is only written if it changes."""
    site.update(a="1")
    before = site.record.stat().st_ino
    site.update(a="1")
    assert site.record.stat().st_ino == before


def test_files_that_are_no_longer_written_are_removed(site: Site) -> None:
    """A file of an earlier run that this one did not write is removed, unless it is wanted."""
    site.update(a="1", b="2", c="3")
    files = site.files()
    files.write("a.md", "1")
    files.finish(lambda path: path == "b.md")
    assert site.tree() == {"a.md": "1", "b.md": "2"}
    assert sorted(recorded_paths(site.record)) == ["a.md", "b.md"]


def test_files_of_others_are_left(site: Site) -> None:
    """A file that was there before, or was changed since, is neither replaced nor removed."""
    site.folder.mkdir()
    (site.folder / "a.md").write_text("mine")
    files = site.update(a="1", b="2")
    assert files.left == ["a.md"]
    (site.folder / "b.md").write_text("changed")
    assert site.update(b="3").left == ["b.md"]
    site.update()
    assert site.tree() == {"a.md": "mine", "b.md": "changed"}
    assert site.said == []


def test_a_link_or_a_folder_is_left(site: Site, tmp_path: Path) -> None:
    """A link at the place of a file is not followed, and a folder not replaced."""
    site.folder.mkdir()
    (tmp_path / "outside").write_text("mine")
    (site.folder / "a.md").symlink_to(tmp_path / "outside")
    (site.folder / "b.md").mkdir()
    assert site.update(a="1", b="2").left == ["a.md", "b.md"]
    assert (tmp_path / "outside").read_text() == "mine"


def test_the_same_content_is_taken_over(site: Site) -> None:
    """A file with the content that would be written is ours, even if the record was lost."""
    site.update(a="1")
    site.record.unlink()
    assert site.update(a="1").left == []
    assert site.update(a="2").written == 1


def test_a_killed_run_leaves_no_foreign_files(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a killed run wrote is known to the next one, and so are files that it was about to write."""
    site.update(a="1")
    files = site.files()
    files.write("a.md", "2")
    files.write("b.md", "2")
    del files  # killed: the record is that of the first run
    assert site.update(a="3", b="3").left == []
    assert site.tree() == {"a.md": "3", "b.md": "3"}
    assert not site.record.with_suffix(".journal").exists()


def test_temporary_files_of_a_killed_run_are_removed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that was killed while it wrote leaves no temporary file behind after the next one."""

    def killed(self: FileReplacer, target: str, data: bytes, old: os.stat_result | None) -> None:
        site.folder.mkdir()
        (site.folder / f"{self._prefix}1.tmp").write_bytes(data)
        raise KeyboardInterrupt

    files = site.files()
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(FileReplacer, "put", killed)
        files.write("a.md", "1")
    site.update(a="1")
    assert [path.name for path in site.folder.iterdir()] == ["a.md"]


@pytest.mark.parametrize(
    "path", ["../a.md", "/a.md", "a/../../b.md", ".git/a.md", "a.html", "conf.py", "a\\b.md", "con.md", "x/llms.txt", ""]
)
def test_paths_outside_are_refused(site: Site, path: str) -> None:
    """Neither a run nor a record can name a file outside of the site, or one of another kind."""
    digest = "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"  # of "1"
    victim = site.folder / path
    site.folder.mkdir()
    if path and not path.startswith("/"):
        victim.parent.mkdir(parents=True, exist_ok=True)
        victim.write_text("1")
    site.record.write_text(json.dumps({"version": 1, "files": {path: digest}, "notes": {}}))
    site.record.with_suffix(".journal").write_text(f"{digest} {path}\n")
    files = site.files()
    files.write(path, "2")
    files.finish()
    assert not victim.is_file() or victim.read_text() == "1"
    assert files.written == 0


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 2}', '{"version": 1, "files": [], "notes": {}}', '{"version": 1, "files": {}}']
)
def test_a_damaged_record_counts_as_empty(site: Site, text: str) -> None:
    """A record that cannot be read does not stop a run."""
    site.record.write_text(text)
    assert site.files().is_empty
    assert site.update(a="1").written == 1


def test_notes_are_kept(site: Site) -> None:
    """Notes are there again in the next run."""
    files = site.files()
    files.notes["x"] = [1]
    files.finish()
    assert site.files().notes == {"x": [1]}


def test_files_that_are_kept_must_be_unchanged(site: Site) -> None:
    """Files can be kept without writing them, if all are as they were."""
    site.update(a="1", b="2")
    files = site.files()
    assert not files.keep(["a.md", "c.md"])
    assert files.keep(["a.md"])
    files.finish()
    assert site.tree() == {"a.md": "1"}
    (site.folder / "a.md").write_text("changed")
    assert not site.files().keep(["a.md"])


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs permissions that hold")
def test_a_folder_that_cannot_be_written(site: Site) -> None:
    """That no file can be written is reported once."""
    site.folder.mkdir(mode=0o500)
    site.update(a="1", b="2")
    assert [one.code for one in site.said] == [MessageCode.NOT_WRITTEN]


def test_a_file_in_the_place_of_a_folder(site: Site) -> None:
    """A file where a folder must be is an error with its path, reported once."""
    site.folder.write_text("a file")
    site.update(a="1", b="2")
    assert [one.code for one in site.said] == [MessageCode.NOT_WRITTEN]
    assert site.said[0].location is not None
    assert site.said[0].location.file == f"{site.folder}/a.md"
