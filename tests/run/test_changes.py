"""The command with --changes-since: what it prints and writes, its exit status, and its links."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.changes_reading import application, operation
from wadl2rst.cli import main
from wadl2rst.run.changes import shown_source

OLD = application(operation(path="plants", attributes='id="listPlants"') + operation(path="trees", attributes='id="listTrees"'))
NEW = application(
    operation(
        '<request><param name="limit" style="query" required="true" type="xs:int"/></request>',
        path="plants",
        attributes='id="listPlants"',
    )
    + operation(path="seeds", attributes='id="listSeeds"')
)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder, with two versions of an API."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    Path("old.wadl").write_text(OLD, encoding="utf-8")
    Path("new.wadl").write_text(NEW, encoding="utf-8")


def run(*arguments: str) -> Result:
    """Runs the command."""
    return CliRunner().invoke(main, arguments, prog_name="wadl2rst")


def test_the_page_is_printed() -> None:
    """Without an output, the page is on standard output, and nothing else is; nothing is written."""
    done = run("new.wadl", "--changes-since", "old.wadl")
    assert done.exit_code == 0 and done.stderr == ""
    assert sorted(path.name for path in Path().iterdir()) == [".git", "new.wadl", "old.wadl"]
    assert (
        done.stdout
        == """\
.. THIS OUTPUT IS GENERATED FROM THE WADL. DO NOT EDIT.

.. _`new-changes--page`:

What changed
^^^^^^^^^^^^

Old version: ``old.wadl``. New version: ``new.wadl``.

Changes that can break clients: 2. Other changes: 1.

Removed operations
\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"

Clients that call them fail.

+--------------------------+-------------------------+-------------------------+
|Method                    |Path                     |Operation                |
+==========================+=========================+=========================+
|GET                       |``/trees``               |listTrees                |
+--------------------------+-------------------------+-------------------------+

Changed operations
\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"

``GET /plants``

* **Breaking:** Query parameter ``limit``: new and required

New operations
\"\"\"\"\"\"\"\"\"\"\"\"\"\"

+--------------------------+-------------------------+-------------------------+
|Method                    |Path                     |Operation                |
+==========================+=========================+=========================+
|GET                       |``/seeds``               |listSeeds                |
+--------------------------+-------------------------+-------------------------+
"""
    )


def test_json_has_one_object_a_line() -> None:
    """Tools get each change as an object in a line of its own."""
    done = run("new.wadl", "--changes-since", "old.wadl", "--format", "json")
    assert done.exit_code == 0 and done.stderr == ""
    limit = {"change": "added", "kind": "parameter", "operation": "GET /plants", "name": "limit", "in": "query", "old": None, "new": "int"}
    seeds = {"change": "added", "kind": "operation", "operation": "GET /seeds", "name": "", "in": "", "old": None, "new": "GET /seeds"}
    trees = {"change": "removed", "kind": "operation", "operation": "GET /trees", "name": "", "in": "", "old": "GET /trees", "new": None}
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {**limit, "breaking": True, "rule": "input-added-required"},
        {**seeds, "breaking": False, "rule": "operation-added"},
        {**trees, "breaking": True, "rule": "operation-removed"},
    ]


@pytest.mark.parametrize(("new", "status"), [("new.wadl", 1), ("old.wadl", 0)])
@pytest.mark.parametrize("options", [(), ("--format", "json"), ("-o", "changes.rst"), ("-q",)])
def test_breaking_changes_can_fail_a_build(new: str, status: int, options: tuple[str, ...]) -> None:
    """With --fail-on-breaking, the exit status is 1 if a change can break clients, whatever the output."""
    assert run(new, "--changes-since", "old.wadl", *options).exit_code == 0
    assert run(new, "--changes-since", "old.wadl", *options, "--fail-on-breaking").exit_code == status


def test_the_reason_of_the_exit_status_is_said() -> None:
    """If breaking changes are why the command fails, it says so."""
    assert run("new.wadl", "--changes-since", "old.wadl", "--fail-on-breaking").stderr == "wadl2rst: 2 changes can break clients\n"


def test_the_page_is_written_like_other_pages() -> None:
    """-o FILE.rst writes the page; it is left alone if it was edited, unless forced; --check only compares."""
    write = ("new.wadl", "--changes-since", "old.wadl", "-o", "docs/changes.rst")
    page = Path("docs/changes.rst")
    done = run(*write)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "docs/changes.rst: 3 changes, 2 of them breaking\n")
    assert page.read_text(encoding="utf-8") == run("new.wadl", "--changes-since", "old.wadl").stdout
    assert run(*write, "--check").exit_code == 0
    text = page.read_text(encoding="utf-8")
    page.write_text(text + "\nMine.\n", encoding="utf-8")
    done = run(*write)
    assert done.exit_code == 1 and "docs/changes.rst: error: edited since it was written; not replaced [edited]" in done.stderr
    assert page.read_text(encoding="utf-8").endswith("Mine.\n")
    assert run(*write, "--force").exit_code == 0 and page.read_text(encoding="utf-8") == text
    Path("new.wadl").write_text(OLD, encoding="utf-8")
    done = run(*write, "--check")
    assert done.exit_code == 1 and "+Nothing has changed." in done.stdout and page.read_text(encoding="utf-8") == text
    assert run(*write).exit_code == 0 and "Nothing has changed." in page.read_text(encoding="utf-8")


def test_a_file_of_somebody_else_is_not_replaced() -> None:
    """A file that wadl2rst did not write is left alone, also by force."""
    Path("changes.rst").write_text("Mine.\n", encoding="utf-8")
    done = run("new.wadl", "--changes-since", "old.wadl", "-o", "changes.rst", "--force")
    assert done.exit_code == 1 and "was not written by wadl2rst; not replaced [occupied]" in done.stderr
    assert Path("changes.rst").read_text(encoding="utf-8") == "Mine.\n"


def test_pages_of_operations_and_the_page_about_changes_leave_each_other_alone() -> None:
    """Neither run removes what the other one has written, in one folder; not even if both WADLs are below the folder of the run."""
    assert run(".", "-o", "docs", "-q").exit_code == 0
    pages = sorted(Path("docs").rglob("*.rst"))
    assert run("new.wadl", "--changes-since", "old.wadl", "-o", "docs/changes.rst", "-q").exit_code == 0
    assert run("old.wadl", "--changes-since", "new.wadl", "-o", "docs/back.rst", "-q").exit_code == 0
    assert run(".", "-o", "docs", "-q").exit_code == 0
    assert sorted(Path("docs").rglob("*.rst")) == sorted([*pages, Path("docs/changes.rst"), Path("docs/back.rst")])
    done = run("new.wadl", "--changes-since", "old.wadl", "-o", "docs/index.rst")
    assert done.exit_code == 1 and "[occupied]" in done.stderr


@pytest.mark.parametrize(
    ("pages", "label"),
    [
        (("-o", "docs"), "new-listPlants"),
        (("-o", "docs/api"), "new-listPlants"),
        (("-o", "docs", "--style", "sphinx"), "new-listPlants"),
        (("-o", "docs", "--prefix", "garden"), "garden-listPlants"),
    ],
)
def test_operations_are_linked_where_they_have_a_page(pages: tuple[str, ...], label: str) -> None:
    """Operations are linked to their pages, if there are any beside, above or below the file; those that are gone have none."""
    assert run("new.wadl", *pages, "-q").exit_code == 0
    assert run("new.wadl", "--changes-since", "old.wadl", "-o", "docs/changes.rst", "-q").exit_code == 0
    text = Path("docs/changes.rst").read_text(encoding="utf-8")
    assert f":ref:`GET /plants <{label}>`" in text and label.replace("Plants", "Seeds") in text
    assert "<" not in text.partition("Changed operations")[0].partition("Removed operations")[2]


def test_pages_with_several_operations_are_linked_by_label() -> None:
    """If operations share a page, the label is the one that the page has."""
    assert run("new.wadl", "-o", "docs", "--split", "single", "-q").exit_code == 0
    assert run("new.wadl", "--changes-since", "old.wadl", "-o", "docs/changes.rst", "-q").exit_code == 0
    assert ":ref:`GET /plants <new-listPlants>`" in Path("docs/changes.rst").read_text(encoding="utf-8")


def test_settings_say_where_the_pages_are() -> None:
    """The output in the settings is the folder of the pages: it is linked to, and not written to."""
    Path("wadl2rst.toml").write_text('sources = ["new.wadl"]\noutput = "docs/api"\n', encoding="utf-8")
    assert run("-q").exit_code == 0
    with Path("wadl2rst.toml").open("a", encoding="utf-8") as file:
        file.write('html = "site"\n')
    done = run("--changes-since", "old.wadl")
    assert done.exit_code == 0 and ":ref:`GET /plants <new-listPlants>`" in done.stdout
    assert not Path("docs/api/changes.rst").exists()


def test_a_folder_is_one_api() -> None:
    """The WADLs of a folder are compared as one API, so an operation may go from one file to another."""
    for name, text in (("a/one.wadl", OLD), ("b/one.wadl", application(operation(path="trees"))), ("b/two.wadl", NEW)):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")
    done = run("b", "--changes-since", "a", "--format", "json")
    assert [json.loads(line)["rule"] for line in done.stdout.splitlines()] == ["input-added-required", "operation-added"]
    assert run("b/one.wadl", "b/two.wadl", "--changes-since", "a/one.wadl", "--format", "json").stdout == done.stdout


def test_the_page_names_the_versions_apart() -> None:
    """Folders that both versions have in common are left out; the label is the name of the WADL, or of the folder."""
    for name, text in (("a/x/v1/one.wadl", OLD), ("a/x/v2/one.wadl", NEW), ("a/x/v2/two.wadl", OLD)):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")
    text = run("a/x/v2/", "--changes-since", "a/x/v1").stdout
    assert "Old version: ``v1``. New version: ``v2``." in text and ".. _`v2-changes--page`:" in text
    text = run("a/x/v2/one.wadl", "--changes-since", "a/x/v1/one.wadl").stdout
    assert "Old version: ``v1/one.wadl``. New version: ``v2/one.wadl``." in text and ".. _`one-changes--page`:" in text


def test_a_password_in_an_address_is_not_on_the_page() -> None:
    """The page is published: it names a version by its address without user and password."""
    assert shown_source("https://me:secret@a.example/api.wadl") == "https://a.example/api.wadl"


@pytest.mark.parametrize("name", ["con.rst", "a:b.rst", ".rst", "a?.rst"])
def test_a_name_that_not_every_system_has_is_refused(name: str) -> None:
    """The page gets a name that can be checked out everywhere."""
    done = run("new.wadl", "--changes-since", "old.wadl", "-o", f"docs/{name}")
    assert done.exit_code in (1, 2) and ("not a portable name" in done.stderr or "specify a file" in done.stderr)
    assert not Path("docs").exists()


def test_the_style_of_pages_makes_no_difference() -> None:
    """The page is the same in both styles."""
    pages = {run("new.wadl", "--changes-since", "old.wadl", "--style", style).stdout for style in ("classic", "sphinx")}
    assert len(pages) == 1


@pytest.mark.parametrize("broken", ["old.wadl", "new.wadl"])
def test_a_wadl_that_cannot_be_read_makes_no_page(broken: str) -> None:
    """What a broken WADL lacks would look as if it was removed: there is an error, and nothing else."""
    page = Path("changes.rst")
    write = ("new.wadl", "--changes-since", "old.wadl", "-o", "changes.rst", "-q")
    assert run(*write).exit_code == 0
    before = page.read_bytes()
    Path(broken).write_text("<application", encoding="utf-8")
    done = run(*write)
    assert done.exit_code == 1 and f"{broken}:1" in done.stderr and "[not-xml]" in done.stderr
    assert page.read_bytes() == before
    assert run("new.wadl", "--changes-since", "old.wadl").stdout == ""


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("new.wadl", "--changes-since", "old.wadl", "-o", "docs"), "specify a file with -o FILE.rst, not docs"),
        (("new.wadl", "--changes-since", "old.wadl", "--lint"), "--lint checks one version of an API"),
        (("new.wadl", "--changes-since", "old.wadl", "--html", "site"), "omit --html"),
        (("new.wadl", "--changes-since", "old.wadl", "--check"), "specify it with -o FILE.rst"),
        (("new.wadl", "--changes-since", "old.wadl", "--force"), "specify it with -o FILE.rst"),
        (("new.wadl", "--changes-since", "old.wadl", "-q", "-v"), "Use either -q or -v"),
        (("new.wadl", "--changes-since", ""), "empty value"),
        (("--changes-since", "old.wadl"), "Missing source"),
        (("new.wadl", "-o", "docs", "--fail-on-breaking"), "specify that with --changes-since WADL"),
    ],
)
def test_wrong_usage_is_said(arguments: tuple[str, ...], text: str) -> None:
    """Options that do not go together are a usage error, which says what to do; nothing is written."""
    done = run(*arguments)
    assert done.exit_code == 2 and text in " ".join(done.stderr.split())
    assert not Path("docs").exists()


@pytest.mark.parametrize("source", ["none.wadl", "empty"])
def test_a_version_that_is_not_there_is_said(source: str) -> None:
    """A file that is missing, and a folder without a WADL, are errors."""
    Path("empty").mkdir()
    done = run("new.wadl", "--changes-since", source)
    assert done.exit_code == 1 and done.stdout == "" and f"{source}: error: " in done.stderr


def test_filters_apply_to_both_versions() -> None:
    """Operations that are filtered out make no change; a filter that matches only in one version is no mistake."""
    done = run("new.wadl", "--changes-since", "old.wadl", "--include", "/trees", "--format", "json")
    assert [json.loads(line)["operation"] for line in done.stdout.splitlines()] == ["GET /trees"] and done.stderr == ""
    done = run("new.wadl", "--changes-since", "old.wadl", "--include", "/none")
    assert "--include /none matches no operation [unmatched-filter]" in done.stderr


def test_the_page_is_in_the_language_of_the_settings() -> None:
    """The words of the page are translated."""
    done = run("new.wadl", "--changes-since", "old.wadl", "--lang", "de", "--title", "Neues")
    assert "\nNeues\n^^^^^\n" in done.stdout
    assert "* **Inkompatibel:** Abfrage-Parameter ``limit``: neu und erforderlich" in done.stdout


def test_a_template_of_the_user_renders_the_page() -> None:
    """A template can override a block of the page, and knows the rule of each change."""
    Path("mine").mkdir()
    Path("mine/changes.rst.jinja").write_text(
        '{% extends "default/changes.rst.jinja" %}\n{% block changed %}\n{% for operation in changes.changed %}'
        "{% for change in operation.changes %}\n{{ change.rule | literal }}\n\n{% endfor %}{% endfor %}\n{% endblock %}\n",
        encoding="utf-8",
    )
    done = run("new.wadl", "--changes-since", "old.wadl", "--templates", "mine")
    assert done.exit_code == 0 and "``input-added-required``" in done.stdout and "Changed operations" not in done.stdout
    Path("mine/changes.rst.jinja").write_text("{{ changes.nothing }}\n", encoding="utf-8")
    done = run("new.wadl", "--changes-since", "old.wadl", "--templates", "mine")
    assert done.exit_code == 1 and "mine/changes.rst.jinja:1: error: " in done.stderr and done.stdout == ""
