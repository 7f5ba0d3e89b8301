"""What pages note of their WADLs: kept from build to build, cleared and merged page by page, and asked what is outdated."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from tests.sphinx_projects import Built, build, method, project, wadl
from wadl2rst.diagnostics import Diagnostic, MessageCode
from wadl2rst.sphinx.collectors import store_of
from wadl2rst.sphinx.store import LabelTarget, PageStore


def _message(text: str) -> Diagnostic:
    return Diagnostic(MessageCode.DANGLING, text)


def _store(*docnames: str) -> PageStore:
    """Each page notes something of every kind, which names the page."""
    store = PageStore()
    for docname in docnames:
        notes = store.page(docname)
        notes.messages.append((_message(docname),))
        notes.missing_files.add(f"/nowhere/{docname}")
        notes.note_label_titles({f"api-{docname}": f"Label of {docname}"})
        notes.targets[f"api-{docname}"] = LabelTarget(docname, docname, docname.title())
        notes.application_titles[f"api-{docname}"] = f"API of {docname}"
    return store


def test_another_process_gives_its_own_pages_alone() -> None:
    """Of what another process knows, the notes of the pages that it read are taken over, and nothing of other pages."""
    store, other = _store("a"), _store("a", "b", "c")
    other.page("a").note_label_titles({"api-old": "Old"})
    store.merge({"b"}, other)
    assert [diagnostic.text for diagnostic in store.take_messages()] == ["a", "b"]
    assert set(store.targets()) == {"api-a", "api-b"}
    assert [store.title_of_label(label) for label in ("api-b", "api-c", "api-old")] == ["Label of b", None, None]
    assert [store.title_of_application(name) for name in ("api-b", "api-c")] == ["API of b", ""]


def test_a_page_that_is_forgotten_leaves_nothing() -> None:
    """A page that is gone, or to be read again, leaves no message, no file, no label and no title."""
    store = _store("a", "b")
    store.forget("b")
    store.forget("unknown")
    assert store == _store("a")


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_the_first_page_by_name_counts(order: tuple[str, str]) -> None:
    """Where pages differ in what a label or a WADL is called, the first by name counts, whichever was read first."""
    store = PageStore()
    for docname in order:
        notes = store.page(docname)
        notes.note_label_titles({"api-get": f"Label of {docname}"})
        notes.targets["api-get"] = LabelTarget(docname, docname, "")
        notes.application_titles["api"] = f"API of {docname}"
    assert store.title_of_label("api-get") == "Label of a" and store.title_of_application("api") == "API of a"
    assert store.targets()["api-get"].docname == "a"


def test_messages_are_said_once() -> None:
    """Messages come in the order of the pages, and are not kept for the next build; the rest is."""
    store = _store("b", "a")
    assert [diagnostic.text for diagnostic in store.take_messages()] == ["a", "b"]
    assert store.take_messages() == [] and set(store.targets()) == {"api-a", "api-b"}


def test_a_file_that_appears_makes_its_pages_outdated(tmp_path: Path) -> None:
    """Outdated is a page for which a missing file is there now, or whose folder of templates has others; also from a pickled store."""
    store = PageStore()
    store.page("missing").missing_files.add(str(tmp_path / "sample.json"))
    store.page("templates").note_templates(tmp_path / "mine")
    store.page("neither").missing_files.add(str(tmp_path / "other.json"))
    store = pickle.loads(pickle.dumps(store))
    assert store.outdated() == []
    (tmp_path / "sample.json").write_text("{}", encoding="utf-8")
    assert store.outdated() == ["missing"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "page.rst.jinja").write_text("", encoding="utf-8")
    (tmp_path / "mine" / "notes.txt").write_text("", encoding="utf-8")
    assert store.outdated() == ["missing", "templates"]


def _pages(folder: Path, names: str) -> Path:
    """A project with a page for each letter, each of which shows a WADL of its own that has a dangling reference."""
    files = {f"{name}_wadl": wadl(method(f"get{name}"), '<method href="#none"/>', path=name) for name in names}
    pages = {name: f"{name}\n=\n\n.. wadl:: {name}.wadl\n" for name in names}
    index = "Top\n===\n\n.. toctree::\n   :glob:\n\n   [a-z]\n\n:ref:`wadl-operations`\n"
    return project(folder, index=index, **files, **pages)


def test_sphinx_merges_the_pages_that_a_process_read(tmp_path: Path) -> None:
    """Sphinx merges a process's environment: objects and notes of the pages that the process read come, those of other pages do not."""
    mine = build(_pages(tmp_path / "mine", "a"), "dummy").app
    other = build(_pages(tmp_path / "other", "abc"), "dummy").app
    for name in "bc":
        store_of(other.env).page(name).messages.append((_message(name),))
    mine.env.merge_info_from({"b"}, other.env, mine)
    assert {entry[3] for entry in mine.env.domains["wadl"].get_objects()} == {"a", "b"}
    assert [entry[0] for entry in mine.env.domains["wadl"].get_objects()].count("a-geta") == 1
    assert set(store_of(mine.env).pages) == {"a", "b"}
    assert [diagnostic.text for diagnostic in store_of(mine.env).take_messages()] == ["b"]


def test_sphinx_forgets_the_notes_of_a_page_that_is_gone(tmp_path: Path) -> None:
    """The notes of a page go when Sphinx purges it, also in a build that got them from the build before."""
    folder = _pages(tmp_path / "p", "ab")
    assert set(store_of(build(folder, "dummy").app.env).pages) == {"a", "b"}
    (folder / "b.rst").unlink()
    built = build(folder, "dummy")
    assert "a" not in built.docs and set(store_of(built.app.env).pages) == {"a"}


def _said(built: Built) -> list[str]:
    return sorted(line for line in built.warnings if "[wadl." in line)


def test_pages_read_anew_by_several_processes_give_what_one_gives(tmp_path: Path) -> None:
    """Two processes that read most pages again leave the rest as it was: the same objects, labels and messages as one process."""
    names = "abcdefghij"
    found = []
    for jobs in (1, 2):
        folder = _pages(tmp_path / f"p{jobs}", names)
        assert len(_said(build(folder, jobs=jobs))) == len(names)
        for name in names[2:]:
            (folder / f"{name}.wadl").write_text(wadl(method(f"put{name}", "PUT"), '<method href="#gone"/>', path=name), encoding="utf-8")
        built = build(folder, jobs=jobs)
        assert built.docs == set(names[2:])
        messages = [line.replace(str(folder), "") for line in _said(built)]
        assert len(messages) == len(names) - 2 and all("gone" in line for line in messages)
        labels = {name: place for name, place in built.app.env.domains["std"].anonlabels.items() if "-get" in name or "-put" in name}
        found.append((built.inventory, messages, labels, built.text("wadl-operations.html")))
    assert found[0] == found[1] and len(found[0][2]) == len(names)
