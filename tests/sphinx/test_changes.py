"""The directive that shows what has changed: its content, its links, its dependencies and its messages."""

from __future__ import annotations

from pathlib import Path

import pytest
from docutils import nodes

from tests.changes_reading import application, operation
from tests.sphinx_projects import Built, build, project

OLD = application(operation(path="plants", attributes='id="listPlants"') + operation(path="trees", attributes='id="listTrees"'))
LIMIT = '<request><param name="limit" style="query" required="true"/></request>'
NEW = application(operation(LIMIT, path="plants", attributes='id="listPlants"') + operation(path="seeds", attributes='id="listSeeds"'))

INDEX = """\
Top
===

.. toctree::

   changes
   plants
   folders

Below
-----

Text.
"""
PLANTS = """\
Plants
======

.. wadl:automethod:: new.wadl#listPlants
"""
CHANGES = """\
News
====

.. wadl:changes:: new.wadl
   :since: old.wadl
   :name: news
"""
FOLDERS = """\
Folders
=======

.. wadl:changes:: v2
   :since: v1
   :exclude: /seeds
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that shows changes, of files and of folders."""
    place = tmp_path_factory.mktemp("changes")
    folder = project(place / "p", index=INDEX, changes=CHANGES, plants=PLANTS, folders=FOLDERS, old_wadl=OLD, new_wadl=NEW)
    for name, text in (("v1", OLD), ("v2", NEW)):
        (folder / name).mkdir()
        (folder / name / "api.wadl").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(folder: Path) -> Built:
    """The project, built."""
    return build(folder)


def headings(built: Built, page: str) -> list[str]:
    """The headings of a page."""
    return [section.next_node(nodes.title).astext() for section in built.app.env.get_doctree(page).findall(nodes.section)]


def test_the_changes_are_sections_of_the_page(built: Built) -> None:
    """The directive shows what the command writes, below the heading of the page, without a warning."""
    assert built.warnings == ()
    assert headings(built, "changes") == ["News", "Removed operations", "Changed operations", "New operations"]
    text = built.app.env.get_doctree("changes").astext()
    assert "Old version: old.wadl. New version: new.wadl." in text
    assert "Breaking: Query parameter limit: new and required" in text


def test_operations_are_linked_where_the_project_shows_them(built: Built) -> None:
    """An operation that a page shows is a link to it; another one is text."""
    html = built.text("changes.html")
    assert 'href="plants.html#new-listplants"' in html
    assert "listSeeds" in html and "#new-listseeds" not in html


def test_folders_stand_for_apis(built: Built) -> None:
    """Folders are compared as one API each; filters are options."""
    assert headings(built, "folders") == ["Folders", "Removed operations", "Changed operations"]


def test_the_page_is_read_again_when_a_version_changes(built: Built, folder: Path) -> None:
    """Either WADL is a dependency of the page, and so is a file that is added to a folder."""
    assert build(folder).docs == frozenset()
    (folder / "old.wadl").write_text(NEW, encoding="utf-8")
    again = build(folder)
    assert again.docs == {"changes"} and "Nothing has changed." in again.text("changes.html")
    (folder / "v1/more.wadl").write_text(application(operation(path="more")), encoding="utf-8")
    again = build(folder)
    assert again.docs == {"folders"} and "/more" in again.text("folders.html")
    (folder / "new.wadl").write_text(OLD, encoding="utf-8")
    again = build(folder)
    assert "changes" in again.docs and "/trees" in again.text("changes.html")


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ("new.wadl", "wadl:changes requires the older version: give its WADL, or a folder of WADLs, with :since: [wadl.config]"),
        ("new.wadl\n   :since: none.wadl", "none.wadl not found (looked for "),
        ("none.wadl\n   :since: old.wadl", "none.wadl not found (looked for "),
        ("new.wadl\n   :since: https://a.example/a.wadl", "https://a.example/a.wadl is a URL; save the WADL and specify the file"),
        ("new.wadl\n   :since: empty", "no WADL in this folder"),
        ("new.wadl\n   :since: broken.wadl", "broken.wadl:1: WARNING: "),
        ("new.wadl\n   :since: old.wadl\n   :include: /none", ":include: /none matches no operation of old.wadl and new.wadl"),
    ],
)
def test_what_cannot_be_compared_is_said(options: str, text: str, tmp_path: Path) -> None:
    """A version that is missing or broken is one warning, and shows no changes."""
    folder = project(tmp_path / "p", index=f"Top\n===\n\n.. wadl:changes:: {options}\n", old_wadl=OLD, new_wadl=NEW, broken_wadl="<a")
    (folder / "empty").mkdir()
    found = build(folder, "dummy")
    assert len(found.warnings) == 1 and text in found.warnings[0], found.warnings
    assert not list(found.app.env.get_doctree("index").findall(nodes.table))


def test_operations_that_a_handler_leaves_out_make_no_change(tmp_path: Path) -> None:
    """wadl-skip applies to both versions."""
    conf = "def setup(app):\n    app.connect('wadl-skip', lambda app, what, name, operation, skip: operation.path != '/plants')\n"
    folder = project(
        tmp_path / "p", conf=conf, index="Top\n===\n\n.. wadl:changes:: new.wadl\n   :since: old.wadl\n", old_wadl=OLD, new_wadl=NEW
    )
    assert headings(build(folder, "dummy"), "index") == ["Top", "Changed operations"]
