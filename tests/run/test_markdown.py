"""The Markdown files that a run writes next to a site: which there are, and when they are written again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.small_wadls import NAMESPACE
from wadl2rst.config.options import Config
from wadl2rst.diagnostics import Diagnostic
from wadl2rst.run.build import build
from wadl2rst.run.cache import VARIABLE
from wadl2rst.run.markdown import CommandMarkdown, wants_markdown
from wadl2rst.run.result import Result


def wadl(*names: str, title: str = "Lights") -> str:
    """A WADL with a resource and an operation for each name."""
    resources = "".join(
        f'<resource path="{name}"><method name="GET" id="{name}"><doc title="Show {name}">Shows it. All of it.</doc></method></resource>'
        for name in names
    )
    return f'<application xmlns="{NAMESPACE}"><doc title="{title}">Lamps.</doc><resources base="http://x">{resources}</resources></application>'


class Runs:
    """Runs in a folder, with a cache of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "site"

    def write(self, name: str, text: str) -> None:
        """Writes a file; as a new one, so that its state differs even if its size does not."""
        file = self.folder / name
        file.unlink(missing_ok=True)
        file.write_text(text, encoding="utf-8")

    def run(self, *sources: str, **settings: Any) -> Result:
        """A run of the command, without Sphinx."""
        said: list[Diagnostic] = []
        config = Config(sources=sources or ("a.wadl",), output=Path("pages"), html=Path("site"), **settings)
        markdown = CommandMarkdown(config, said.append)
        result = build(config, said.append, markdown=markdown)
        markdown.finish(result.title)
        assert said == []
        return result

    @property
    def names(self) -> set[str]:
        """The published files."""
        return {
            path.relative_to(self.site).as_posix() for path in self.site.rglob("*.*") if ".doctrees" not in path.parts and path.is_file()
        }

    def text(self, name: str) -> str:
        return (self.site / name).read_text(encoding="utf-8")

    def state(self) -> dict[str, int]:
        """A number for each published file that changes when it is written again."""
        return {name: (self.site / name).stat().st_ino for name in self.names}


@pytest.fixture(name="runs")
def _runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runs:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    runs = Runs(tmp_path)
    runs.write("a.wadl", wadl("one", "two"))
    return runs


def test_each_page_and_a_list(runs: Runs) -> None:
    """Every page has a file of its name, and llms.txt lists the operations with their first sentences."""
    runs.run()
    assert runs.names == {"get-one.md", "get-two.md", "index.md", "llms.txt"}
    assert runs.text("llms.txt").endswith("## /two\n\n- [GET /two: Show two](get-two.md): Shows it.\n")
    assert runs.text("index.md").startswith("# Lights\n\nLamps.\n")


@pytest.mark.parametrize("split", ["resource", "single"])
def test_other_splits(runs: Runs, split: str) -> None:
    """With several operations on a page, the list links to their headings."""
    runs.run(split=split)
    page = "one.md" if split == "resource" else "index.md"
    assert page in runs.names
    assert f"({page}#show-one): Shows it." in runs.text("llms.txt")


def test_only_what_changed_is_written(runs: Runs) -> None:
    """A run writes the files that differ, and removes those of operations that are gone."""
    runs.run()
    before = runs.state()
    runs.write("a.wadl", wadl("one", "three"))
    runs.run()
    assert runs.names == {"get-one.md", "get-three.md", "index.md", "llms.txt"}
    assert runs.state()["get-one.md"] == before["get-one.md"]


def test_a_wadl_that_did_not_change_is_not_read_again(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second run takes pages and Markdown as they are; one whose Markdown is missing or changed reads the WADL."""
    runs.run()
    before = runs.state()
    with monkeypatch.context() as patch:
        patch.setattr("wadl2rst.run.one_source.load_wadl", None)
        assert runs.run().unchanged == 3
    assert runs.state() == before
    (runs.site / "get-one.md").unlink()
    runs.run()
    assert "get-one.md" in runs.names


def test_markdown_follows_runs_without_a_site(runs: Runs) -> None:
    """After a run that only wrote pages, the next site has Markdown of the pages as they are then."""
    runs.run()
    runs.write("a.wadl", wadl("one", "two", title="Lamps"))
    build(Config(sources=("a.wadl",), output=Path("pages")), lambda _diagnostic: None)
    runs.run()
    assert runs.text("index.md").startswith("# Lamps\n")
    assert runs.text("llms.txt").startswith("# Lamps\n")


@pytest.mark.parametrize("jobs", [1, 2])
def test_several_wadls(runs: Runs, jobs: int) -> None:
    """Each WADL has a folder, the index above them lists them, and so does the one llms.txt; also after a run that reads only one."""
    runs.write("b.wadl", wadl("three", title="Boats"))
    runs.run("a.wadl", "b.wadl", jobs=jobs)
    expected = {"a/get-one.md", "a/get-two.md", "a/index.md", "b/get-three.md", "b/index.md", "index.md", "llms.txt"}
    assert runs.names == expected
    assert runs.text("index.md") == "# APIs\n\n- [Lights](a/index.md): Lamps.\n- [Boats](b/index.md): Lamps.\n"
    text = runs.text("llms.txt")
    assert "## Boats: /three\n\n- [GET /three: Show three](b/get-three.md): Shows it.\n" in text
    runs.write("b.wadl", wadl("four", title="Boats"))
    runs.run("a.wadl", "b.wadl", jobs=jobs)
    assert runs.names == (expected - {"b/get-three.md"}) | {"b/get-four.md"}
    assert runs.text("llms.txt") == text.replace("three", "four")


def test_pages_of_other_runs_stay(runs: Runs) -> None:
    """A run of one WADL leaves the Markdown of others whose pages are still there, and keeps them in the list."""
    runs.write("b.wadl", wadl("three", title="Boats"))
    runs.run("a.wadl", "b.wadl")
    runs.write("c.wadl", wadl("five", title="Cars"))
    runs.run("c.wadl", index="cars")
    assert {"a/get-one.md", "b/get-three.md", "get-five.md"} <= runs.names
    assert "Boats: /three" in runs.text("llms.txt")


def test_a_wadl_that_cannot_be_read_keeps_its_markdown(runs: Runs) -> None:
    """If a WADL is broken for a while, its pages stay, and so does their Markdown."""
    runs.run()
    before = runs.state()
    runs.write("a.wadl", "<application")
    config = Config(sources=("a.wadl",), output=Path("pages"), html=Path("site"))
    markdown = CommandMarkdown(config, lambda _diagnostic: None)
    markdown.finish(build(config, lambda _diagnostic: None, markdown=markdown).title)
    assert runs.state() == before


def test_markdown_can_be_turned_off(runs: Runs) -> None:
    """The files of earlier runs are removed if they are no longer wanted; a damaged record is no obstacle."""
    runs.run()
    config = Config(sources=("a.wadl",), output=Path("pages"), html=Path("site"), markdown="never")
    CommandMarkdown(config, lambda _diagnostic: None).remove()
    assert runs.names == set()
    for record in (runs.site / ".doctrees").glob("*.json"):
        record.write_text('{"version": 1, "files": {}, "notes": {"apis": {"\\na.wadl": {"folder": 1}}}}')
    runs.run()
    assert "llms.txt" in runs.names


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ({}, True),
        ({"markdown": "always", "templates": Path()}, True),
        ({"templates": Path()}, False),
        ({"markdown": "never"}, False),
    ],
)
def test_own_templates_need_an_explicit_wish(settings: dict[str, Any], wanted: bool) -> None:
    """Templates may leave out what Markdown would show, so with them it is only written if asked for."""
    assert wants_markdown(Config(**settings)) == wanted
