"""The HTML site that --html builds."""

from __future__ import annotations

import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.running import resources, run
from wadl2rst.cli import main
from wadl2rst.diagnostics import Diagnostic, Location, MessageCode
from wadl2rst.run import html


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with two pages in ``pages``."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)  # "." in it would mean this folder
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "index.rst").write_text("Images\n======\n\n.. toctree::\n\n   list\n", encoding="utf-8")
    (pages / "list.rst").write_text("List images\n===========\n\nSay ``--all`` or --all.\n", encoding="utf-8")
    return tmp_path


def build(**changes: object) -> tuple[bool, list[Diagnostic]]:
    """Builds the site of the pages in ``pages`` into ``html``, both named from the current folder."""
    said: list[Diagnostic] = []
    options = {"title": "Image Service", **changes}
    return html.build_site(Path("pages"), Path("html"), report=said.append, **options), said  # type: ignore[arg-type]


def test_builds_a_page_for_each_page(folder: Path) -> None:
    """The site has an HTML page for each RST page, under the title, nothing is said, and beside the pages stands conf.py."""
    built, said = build()
    assert (built, said) == (True, [])
    html = (folder / "html/list.html").read_text(encoding="utf-8")
    assert "Image Service" in html
    assert "List images" in html
    assert "or --all" in html
    assert sorted(path.name for path in (folder / "pages").iterdir()) == [".doctrees", "conf.py", "index.rst", "list.rst"]


def test_a_site_holds_only_what_is_published(folder: Path) -> None:
    """What Sphinx keeps for the next build is beside the pages, where Git ignores it, not in the site."""
    build()
    assert not any(path.suffix in {".doctree", ".pickle"} for path in (folder / "html").rglob("*"))
    assert (folder / "pages/.doctrees/list.doctree").is_file()
    assert (folder / "pages/.doctrees/.gitignore").read_text("utf-8") == "*\n"


def test_a_conf_py_is_written_once(folder: Path) -> None:
    """A conf.py is written where there is none; one that is there is left as it is."""
    build()
    conf = folder / "pages/conf.py"
    assert "Image Service" in conf.read_text(encoding="utf-8")
    conf.write_text("project = 'Mine'\nhtml_theme = 'alabaster'\n", encoding="utf-8")
    built, _ = build(title="Other")
    assert built
    assert conf.read_text(encoding="utf-8") == "project = 'Mine'\nhtml_theme = 'alabaster'\n"
    assert "Mine" in (folder / "html/index.html").read_text(encoding="utf-8")


def test_a_conf_py_that_cannot_be_written_is_one_message(folder: Path) -> None:
    """Where no conf.py can be made, that is told in the words of the system, and no site is built."""
    (folder / "pages").rename(folder / "elsewhere")
    conf = str(Path("pages/conf.py"))
    assert build() == (
        False,
        [Diagnostic(MessageCode.NOT_WRITTEN, "cannot be written: no such file or directory", Location(conf))],
    )


@pytest.mark.parametrize("title", ['It\'s "quoted" {braces} \\', "two\nlines", "图像 ☃", "'''", ""])
def test_a_title_is_always_text(title: str) -> None:
    """Whatever the WADL's title holds, conf.py is Python that says it, in one line."""
    values: dict[str, object] = {}
    exec(compile(html.conf_py(title), "conf.py", "exec"), values)
    assert values["project"] == (" ".join(title.split()) or "API")
    assert values["root_doc"] == "index"


def test_another_index_is_the_root(folder: Path) -> None:
    """With another name for the index, the site starts there."""
    (folder / "pages/index.rst").rename(folder / "pages/api.rst")
    built, said = build(index="api")
    assert (built, said) == (True, [])
    assert (folder / "html/api.html").is_file()


def test_the_style_sphinx_brings_its_extension(root: Path, tmp_path: Path) -> None:
    """With --style sphinx, the conf.py that is written names the extension: nothing is said, and the inventory has the operations."""
    done = run(root / "samples/two-files/library.wadl", "-o", "pages", "--style", "sphinx", "--html", "html", folder=tmp_path)
    assert done.status == 0
    assert "warning" not in done.stderr
    inventory = zlib.decompress((tmp_path / "html/objects.inv").read_bytes().split(b"\n", 4)[4])
    assert b" wadl:method " in inventory


def test_a_conf_py_without_the_extension_is_one_message(root: Path, tmp_path: Path) -> None:
    """Where the conf.py that is there lacks the extension that the style needs, one message says what to add to which file."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/conf.py").write_text("project = 'x'\n", encoding="utf-8")
    done = run(root / "samples/two-files/library.wadl", "-o", "pages", "--style", "sphinx", "--html", "html", folder=tmp_path)
    said = [line for line in done.lines if "warning" in line]
    conf = Path("pages/conf.py")
    text = 'pages of the sphinx style require an extension: add "wadl2rst.sphinx" to extensions'
    assert said == [f"{conf}: warning: {text} [sphinx]", "1 warning"]


def test_warnings_name_the_page_as_the_person_did(folder: Path) -> None:
    """A warning of Sphinx is a message with the page and its line, the folder spelled as it was given."""
    (folder / "pages/list.rst").write_text("List\n====\n\n:ref:`gone`\n", encoding="utf-8")
    built, said = build()
    assert built
    assert [(message.code, message.location) for message in said] == [(MessageCode.SPHINX, Location(str(Path("pages/list.rst")), 4))]
    assert "undefined label: 'gone'" in said[0].text


@pytest.mark.parametrize(
    ("conf", "place", "words"),
    [
        ("project = 'x'\nnot_a_name\n", Location(str(Path("pages/conf.py")), 2), "name 'not_a_name' is not defined"),
        ("project = 'x\n", Location(str(Path("pages/conf.py")), 1), "syntax error"),
        ("extensions = ['no_such_extension']\n", Location("html"), "no_such_extension"),
        ("html_theme = 'no_such_theme'\n", Location("html"), "no_such_theme"),
    ],
)
def test_a_failure_is_one_line_that_says_why(folder: Path, conf: str, place: Location, words: str) -> None:
    """When Sphinx fails, one message says why and where, without a traceback."""
    (folder / "pages/conf.py").write_text(conf, encoding="utf-8")
    built, said = build()
    assert not built
    assert [(message.code, message.location) for message in said] == [(MessageCode.SITE, place)]
    assert words in said[0].text
    assert "\n" not in said[0].text
    assert "Traceback" not in said[0].text


def test_the_progress_is_told_page_by_page(folder: Path) -> None:
    """Each page that is read and written is told, with how many there are; a second build tells only what it does."""
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int, what: str) -> None:
        assert what
        told.append((done, total))

    build(progress=progress)
    assert told == [(1, 2), (2, 2), (1, 2), (2, 2)]
    told.clear()
    build(progress=progress)
    assert told == []
    (folder / "pages/list.rst").write_text("List images\n===========\n\nChanged.\n", encoding="utf-8")
    build(progress=progress)
    assert told[0] == (1, 1)


def test_tabs_bring_their_extension_and_are_missed_once(folder: Path) -> None:
    """With tabs, conf.py names the extension for tabs, if it is installed; a conf.py that lacks it gives one message."""
    (folder / "pages/list.rst").write_text("List\n====\n\n.. tab-set::\n\n   .. tab-item:: A\n\n      Text.\n", encoding="utf-8")
    _, said = build()
    missing = [message.text for message in said]
    assert missing == ['tabs require an extension: add "sphinx_design" to extensions']
    (folder / "pages/conf.py").unlink()
    assert build(tabs=True) == (True, [])
    assert "sd-tab-set" in (folder / "html/list.html").read_text(encoding="utf-8")


TWO_SAMPLES = resources(
    '<resource path="a"><method name="GET" id="a"><response status="200"><representation mediaType="application/json"><doc>'
    '<xsdxt:code>{"a": 1}</xsdxt:code><xsdxt:code>&lt;a/></xsdxt:code></doc></representation></response></method></resource>'
)


@pytest.mark.parametrize(
    ("conf", "options", "tabbed"),
    [
        ('extensions = ["wadl2rst.sphinx", "sphinx_design"]', ["--style", "sphinx"], True),
        ('extensions = ["wadl2rst.sphinx"]  # no "sphinx_design"', ["--style", "sphinx"], False),
        ('# extensions.append("sphinx_design")', ["--style", "sphinx"], False),
        ("", ["--style", "sphinx", "--tabs", "always"], True),
        ('extensions = ["sphinx_design"]', ["--style", "sphinx", "--tabs", "never"], False),
        ('extensions = ["sphinx_design"]', ["--style", "classic"], False),
        ('extensions = ["sphinx_design"]', ["--style", "classic", "--tabs", "always"], False),
    ],
)
@pytest.mark.parametrize("place", ["docs/api", "docs"])
def test_the_command_writes_tabs_if_conf_py_loads_them(
    conf: str, options: list[str], tabbed: bool, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the style sphinx, samples are in tabs if the conf.py for the pages loads sphinx-design, in the classic style never."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs/api").mkdir(parents=True)
    (tmp_path / place / "conf.py").write_text(f"{conf}\n", encoding="utf-8")
    (tmp_path / "api.wadl").write_text(TWO_SAMPLES, encoding="utf-8")
    said = CliRunner().invoke(main, ["api.wadl", "-o", "docs/api", "--no-cache", *options])
    assert said.exit_code == 0, said.output
    assert (".. tab-set::" in (tmp_path / "docs/api/get-a.rst").read_text("utf-8")) is tabbed


def test_a_conf_py_that_changes_changes_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that the cache knows are made anew when conf.py begins to load sphinx-design."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "api.wadl").write_text(TWO_SAMPLES, encoding="utf-8")
    command = ["api.wadl", "-o", "docs", "--style", "sphinx"]
    CliRunner().invoke(main, command)
    (tmp_path / "docs/conf.py").write_text('extensions = ["wadl2rst.sphinx", "sphinx_design"]\n', encoding="utf-8")
    CliRunner().invoke(main, command)
    assert ".. tab-set::" in (tmp_path / "docs/get-a.rst").read_text("utf-8")


def test_without_sphinx_it_says_how_to_get_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Sphinx is not installed, one message names the command that installs it, and nothing is written."""
    monkeypatch.setattr(html, "find_spec", lambda name: None)
    built, said = build()
    assert not built
    assert [message.code for message in said] == [MessageCode.SITE]
    assert 'pip install "wadl2rst[site]"' in said[0].text
    assert not (folder / "pages/conf.py").exists()


def test_modules_in_the_current_folder_are_not_taken_for_sphinx(folder: Path) -> None:
    """A file or a folder of the person's that is called like a library does no harm."""
    (folder / "docutils.py").write_text("raise SystemExit('not this one')\n", encoding="utf-8")
    (folder / "sphinx").mkdir()
    built, said = build()
    assert (built, said) == (True, [])


def test_a_folder_that_is_not_there_is_reported(folder: Path) -> None:
    """Where conf.py cannot be written, a message says so."""
    said: list[Diagnostic] = []
    assert not html.build_site(Path("gone"), Path("html"), title="x", report=said.append)
    assert [(message.code, message.location) for message in said] == [(MessageCode.NOT_WRITTEN, Location(str(Path("gone/conf.py"))))]


def test_importing_it_does_not_import_sphinx(root: Path) -> None:
    """The module itself needs no Sphinx."""
    program = "import sys, wadl2rst.run.html; sys.exit('sphinx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0


def test_later_runs_keep_the_style_of_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run without --html into the folder of a site, such as with --check, writes pages of its style, unless another is asked for."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "api.wadl").write_text(TWO_SAMPLES, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/conf.py").write_text(html.conf_py("API"), encoding="utf-8")
    for options, style in (([], "sphinx"), (["--style", "classic"], "classic")):
        said = CliRunner().invoke(main, ["api.wadl", "-o", "docs", "--no-cache", *options])
        assert said.exit_code == 0, said.output
        assert (".. wadl:method::" in (tmp_path / "docs/get-a.rst").read_text("utf-8")) is (style == "sphinx")
