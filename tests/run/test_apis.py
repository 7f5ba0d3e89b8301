"""Several APIs in one run, as the settings file lists them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.running import Done, run, tree
from tests.small_wadls import NAMESPACE

API = """\
<application xmlns="{ns}"><doc title="{title}">About {title}: what it is. More.</doc><resources base="http://x/">
<resource path="things"><method name="GET" id="list"><doc title="List things">Lists all. More.</doc><response status="204"/></method>
<method name="POST" id="make"><doc title="Make">Makes one.</doc><response status="204"/></method></resource>
</resources></application>
"""


def write(folder: Path, files: dict[str, str]) -> None:
    """Writes files below a folder; a WADL by its title alone."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(API.format(ns=NAMESPACE, title=text) if name.endswith(".wadl") and "<" not in text else text, encoding="utf-8")


def entry(output: str, sources: str = "", more: str = "") -> str:
    """An entry of the settings file."""
    return f'[[apis]]\nsources = ["wadl/{sources or output}.wadl"]\noutput = "{output}"\n{more}\n'


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    write(tmp_path, {"wadl/v1.wadl": "One", "wadl/v2.wadl": "Two", "wadl/more/a.wadl": "A", "wadl/more/b.wadl": "B"})
    return tmp_path


def settings(folder: Path, *entries: str, before: str = 'output = "docs"\n') -> None:
    """Writes the settings file."""
    write(folder, {"wadl2rst.toml": before + "".join(entries)})


def built(folder: Path, *arguments: str, status: int = 0) -> Done:
    """A run that ends as expected."""
    done = run(*arguments, folder=folder)
    assert done.status == status, done.stderr
    return done


def labels(folder: Path) -> list[str]:
    """All labels of the pages in a folder."""
    return sorted(
        label for path in folder.rglob("*.rst") for label in re.findall(r"^\.\. _([^:]+):$", path.read_text("utf-8"), re.MULTILINE)
    )


# --- what is written --------------------------------------------------------------------


def test_each_api_has_its_folder_and_an_index_lists_them(folder: Path) -> None:
    """Each API has its pages in its folder, with its title and prefix; the index above lists the APIs in their order."""
    more = '[[apis]]\nsources = ["wadl/more"]\noutput = "more"\n'
    settings(
        folder,
        entry("v2", more='title = "The second"\nprefix = "second"'),
        entry("v1", "v1"),
        more,
        before='output = "docs"\ntitle = "All"\n',
    )
    done = built(folder)
    assert done.stderr == "docs/: 8 operations, 14 pages: 14 written\n"
    assert (
        (folder / "docs/index.rst")
        .read_text("utf-8")
        .endswith("All\n^^^\n\n.. toctree::\n   :maxdepth: 1\n\n   v2/index\n   v1/index\n   more/index\n")
    )
    assert "\nThe second\n^^^^" in (folder / "docs/v2/index.rst").read_text("utf-8")
    assert "\nOne\n^^^" in (folder / "docs/v1/index.rst").read_text("utf-8")
    assert "\nmore\n^^^^" in (folder / "docs/more/index.rst").read_text("utf-8")
    assert labels(folder / "docs") == sorted(
        f"{prefix}-{name}" for prefix in ("second", "v1", "more-a", "more-b") for name in ("index", "list", "make")
    )
    assert built(folder).stderr == "docs/: 8 operations, 14 pages: 14 unchanged\n"
    assert built(folder, "--check").stdout == ""


def test_entries_overrule_the_file_and_the_command_line_overrules_entries(folder: Path) -> None:
    """A setting outside is a default; in an entry it is that of the API; an option is for all."""
    settings(folder, entry("v1", more='heading-chars = "~."'), entry("v2"), before='output = "docs"\nheading-chars = "=-"\nprefix = "x"\n')
    built(folder)
    assert "One\n~~~\n" in (folder / "docs/v1/index.rst").read_text("utf-8")
    assert "Two\n===\n" in (folder / "docs/v2/index.rst").read_text("utf-8") and "APIs\n====\n" in (folder / "docs/index.rst").read_text(
        "utf-8"
    )
    assert labels(folder / "docs")[0] == "x-v1-index"
    built(folder, "--heading-chars", "*#", "--title", "Both", "-o", "other")
    texts = [(folder / "other" / name).read_text("utf-8") for name in ("v1/index.rst", "v2/index.rst", "index.rst")]
    assert [title in text for title, text in zip(("One\n***\n", "Two\n***\n", "Both\n****\n"), texts, strict=True)] == [True] * 3


def test_one_api_alone_has_the_same_places(folder: Path) -> None:
    """A second API changes no page of the first: even one alone has its folder, and an index above it."""
    settings(folder, entry("v1"))
    built(folder)
    alone = tree(folder / "docs/v1")
    assert "   v1/index\n" in (folder / "docs/index.rst").read_text("utf-8")
    settings(folder, entry("v2"), entry("v1"))
    built(folder)
    assert tree(folder / "docs/v1") == alone


def test_paths_are_relative_to_the_file_and_inline_entries_are_read(folder: Path) -> None:
    """A pyproject.toml works from a folder below, and entries can be inline tables."""
    entries = '{sources = "wadl/v1.wadl", output = "./one/"},\n  {sources = ["wadl/v2.wadl"], output = "two"},'
    text = f'[tool.wadl2rst]\noutput = "docs"\napis = [\n  {entries}\n]\n'
    write(folder, {"pyproject.toml": text})
    done = run(folder=folder / "wadl")
    assert (done.status, done.stderr) == (0, "../docs/: 4 operations, 7 pages: 7 written\n")
    assert labels(folder / "docs/one") == ["one-index", "one-list", "one-make"]


def test_the_index_above_lists_operations_in_the_style_for_sites(folder: Path) -> None:
    """In the style ``sphinx``, it says of each API its title, first sentence and operations, with the cache and with processes, too."""
    settings(
        folder,
        entry("v1"),
        '[[apis]]\nsources = "wadl/more"\noutput = "more"\ntitle = "More"\n',
        before='output = "docs"\nstyle = "sphinx"\n',
    )
    built(folder)
    index = (folder / "docs/index.rst").read_text("utf-8")
    assert ":doc:`One <v1/index>`\n" in index and "About One: what it is.\n" in index and ":doc:`More <more/index>`\n" in index
    assert re.findall(r":ref:`[^<]*<([^>]*)>`", index) == [
        *("v1-list", "v1-make", "more-a-list", "more-a-make", "more-b-list", "more-b-make"),
    ]
    built(folder)
    assert (folder / "docs/index.rst").read_text("utf-8") == index
    built(folder, "-o", "parallel", "-j", "2", "--no-cache")
    assert tree(folder / "parallel") == tree(folder / "docs")


def test_an_api_can_be_linted_without_output(folder: Path) -> None:
    """``--lint`` without an output folder checks all APIs."""
    settings(folder, entry("v1"), entry("v2"), before="")
    done = built(folder, "--lint")
    assert "wadl/v1.wadl:" in done.stdout and "wadl/v2.wadl:" in done.stdout and "4 operations\n" in done.stderr
    assert "Specify an output folder with -o DIR" in built(folder, status=2).stderr


def test_sources_on_the_command_line_are_one_api(folder: Path) -> None:
    """The entries are not used then, which -v says."""
    settings(folder, entry("v1"), entry("v2"))
    done = built(folder, "wadl/v1.wadl", "-o", "alone", "-v")
    assert "its APIs are not used, because the command line names sources" in done.stderr
    assert sorted(tree(folder / "alone")) == [".wadl2rst.json", "get-things.rst", "index.rst", "post-things.rst"]
    assert "\nNothing has changed.\n" in built(folder, "wadl/v2.wadl", "--changes-since", "wadl/v1.wadl").stdout


def test_a_comparison_links_to_the_pages_of_an_api(folder: Path) -> None:
    """``--changes-since`` finds the pages in the folders of the APIs."""
    settings(folder, entry("v2"))
    built(folder)
    write(folder, {"wadl/v1.wadl": API.format(ns=NAMESPACE, title="One").replace("204", "200")})
    assert ":ref:`POST /things <v2-make>`" in built(folder, "wadl/v2.wadl", "--changes-since", "wadl/v1.wadl").stdout


def test_filters_that_match_nothing_are_told_where_they_are_set(folder: Path) -> None:
    """A filter of an entry is told with its line; one for all APIs is told once, if it matches in none."""
    write(folder, {"wadl/v2.wadl": API.format(ns=NAMESPACE, title="Two").replace('"things"', '"images"')})
    settings(
        folder, entry("v1", more='exclude = ["/none"]'), entry("v2"), before='output = "docs"\ninclude = ["/things", "/images", "/no"]\n'
    )
    assert [line for line in built(folder).lines if "matches" in line] == [
        "wadl2rst.toml:6: warning: --exclude /none matches no operation [unmatched-filter]",
        "wadl2rst: warning: --include /no matches no operation [unmatched-filter]",
    ]


def test_a_site_has_all_apis(folder: Path) -> None:
    """``--html`` builds one site, with Markdown pages and one list of them."""
    pytest.importorskip("sphinx")
    settings(folder, entry("v1"), entry("v2"))
    built(folder, "--html", "site")
    site = tree(folder / "site")
    assert {"index.html", "v1/get-things.html", "v2/get-things.html", "index.md", "v1/get-things.md", "llms.txt"} <= set(site)
    assert (
        site["index.md"].decode()
        == "# APIs\n\n- [One](v1/index.md): About One: what it is.\n- [Two](v2/index.md): About Two: what it is.\n"
    )
    assert "(v2/get-things.md)" in site["llms.txt"].decode()
    settings(folder, entry("v2"))
    built(folder, "--html", "site")
    assert not (folder / "site/v1/get-things.md").exists() and "v1/" not in (folder / "site/llms.txt").read_text("utf-8")


# --- runs one after the other -----------------------------------------------------------


def test_an_api_that_is_not_listed_any_more_goes(folder: Path) -> None:
    """Its pages are removed with its folder, unless somebody edited one: that is told in every run, until the person decides."""
    settings(folder, entry("v1"), entry("v2"))
    built(folder)
    settings(folder, entry("v2"))
    done = built(folder, "--check", status=1)
    assert "--- docs/v1/get-things.rst" in done.stdout and (folder / "docs/v1/index.rst").exists()
    assert built(folder).stderr == "docs/: 2 operations, 4 pages: 1 written, 3 unchanged, 3 removed\n"
    assert sorted(path.name for path in (folder / "docs").iterdir()) == [".wadl2rst.json", "index.rst", "v2"]
    settings(folder, entry("v1"), entry("v2"))
    built(folder)
    (folder / "docs/v1/get-things.rst").write_text("mine", encoding="utf-8")
    settings(folder, entry("v2"))
    for _run in range(2):
        said = built(folder, status=1).stderr
        assert (
            "docs/v1/get-things.rst: error: edited since it was written; no longer generated from the WADL, but not removed [edited]"
            in said
        )
    assert (folder / "docs/v1/get-things.rst").read_text("utf-8") == "mine" and not (folder / "docs/v1/index.rst").exists()
    built(folder, "--force")
    assert not (folder / "docs/v1").exists()


def test_pages_of_several_sources_become_those_of_apis(folder: Path) -> None:
    """What a run without a list wrote from the same WADLs stays where it is if it is still generated, and goes if it is not."""
    write(folder, {"wadl2rst.toml": 'sources = ["wadl/v1.wadl", "wadl/v2.wadl"]\noutput = "docs"\n'})
    built(folder)
    (folder / "docs/v1/post-things.rst").write_text("mine", encoding="utf-8")
    settings(folder, entry("v1"), entry("second", "v2"))
    assert "would be" in built(folder, "--check", status=1).stderr
    done = built(folder, status=1)
    assert "docs/v1/post-things.rst: error: edited since it was written; not replaced; --adopt moves" in done.stderr
    assert "not written by wadl2rst" not in done.stderr and not (folder / "docs/v2").exists()
    assert list(json.loads((folder / "docs/.wadl2rst.json").read_text("utf-8"))["pages"]) == ["index.rst"]
    assert built(folder, "--force").stderr == "docs/: 4 operations, 7 pages: 1 written, 6 unchanged\n"


def test_pages_of_an_api_that_cannot_be_read_stay(folder: Path) -> None:
    """They are kept, and listed, until the WADL can be read again."""
    settings(folder, entry("v1"), entry("v2"))
    built(folder)
    before = tree(folder / "docs")
    write(folder, {"wadl/v1.wadl": "<application"})
    assert "1 source could not be read" in built(folder, status=1).stderr
    assert tree(folder / "docs") == before
    settings(folder, entry("v1"), entry("v2"), before='output = "fresh"\n')
    built(folder, status=1)
    assert "v1" not in (folder / "fresh/index.rst").read_text("utf-8")


def test_a_manifest_of_others_removes_nothing(folder: Path) -> None:
    """Folders that a manifest names outside the output are not looked at."""
    settings(folder, entry("v1"))
    built(folder)
    (folder / "docs").rename(folder / "victim")
    manifest = {
        "wadl2rst": 1,
        "pages": {"index.rst": {"sha256": "0" * 64, "sources": ["../victim/v1/.wadl2rst.json", "/v1/.wadl2rst.json"]}},
    }
    write(folder, {"docs/.wadl2rst.json": json.dumps(manifest)})
    before = tree(folder / "victim")
    assert "docs/index.rst: error: was written from ../victim/v1/.wadl2rst.json" in built(folder, status=1).stderr
    assert tree(folder / "victim") == before


def test_each_api_has_additions(folder: Path) -> None:
    """Those of an entry are in its folder, else in that of its output below the common one, where those of the index above are."""
    pages = {"more/index.before.rst": "Above all.", "more/v2/make.after.rst": "On making.", "own/list.before.rst": "On listing."}
    write(folder, {name: f"{text}\n" for name, text in pages.items()} | {"more/v3/make.rst": "Nowhere.\n"})
    settings(folder, entry("v1", more='additions = "own"'), entry("v2"), before='output = "docs"\nadditions = "more"\n')
    done = built(folder)
    assert "more/v3: warning: no API has an output of this name, so the additions in it are not shown" in done.stderr
    assert ".. include:: ../more/index.before.rst" in (folder / "docs/index.rst").read_text("utf-8")
    assert ".. include:: ../../own/list.before.rst" in (folder / "docs/v1/get-things.rst").read_text("utf-8")
    assert ".. include:: ../../more/v2/make.after.rst" in (folder / "docs/v2/post-things.rst").read_text("utf-8")
    assert "include" not in (folder / "docs/v2/get-things.rst").read_text("utf-8")


def test_edits_of_each_api_are_adopted(folder: Path) -> None:
    """``--adopt`` moves what was added to pages into the additions of their API; an API without additions keeps its edits."""
    settings(folder, entry("v1", more='additions = "own"'), entry("v2"))
    (folder / "own").mkdir()
    built(folder)
    for name in ("v1", "v2"):
        page = folder / "docs" / name / "get-things.rst"
        page.write_text(page.read_text("utf-8") + "\nAdded by hand.\n", encoding="utf-8")
    said = built(folder, "--adopt", status=1).stderr
    assert (
        "docs/v2/get-things.rst: error: edited since it was written; not replaced" in said and "docs/v1/get-things.rst: error" not in said
    )
    assert [path.read_text("utf-8") for path in (folder / "own").iterdir()] == ["Added by hand.\n"]
    assert ".. include:: ../../own/" in (folder / "docs/v1/get-things.rst").read_text("utf-8")


# --- mistakes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("apis = []", ":1: error: 'apis' lists no API: add one with [[apis]], or remove 'apis'"),
        ("apis = 1", ":1: error: 'apis' must be a list of tables, each of which begins with [[apis]], not 1"),
        ("[apis]\nv1 = 1", ":1: error: 'apis' must be a list of tables, each of which begins with [[apis]], not a table"),
        ('apis = [\n"v1"]',
         ":2: error: entry 1 of 'apis' must be a table, such as { sources = [\"api.wadl\"], output = \"api\" }, not 'v1'"),
        ('[[api]]\noutput = "x"', ":1: error: unknown setting 'api'; did you mean 'apis'?"),
        (entry("v1", more='titel = "x"'), ":4: error: unknown setting 'titel'; did you mean 'title'?"),
        (entry("v1") + entry("v2", more='format = "json"'),
         ":8: error: 'format' applies to the whole run: set it outside the entries of 'apis'"),
        (entry("v1", more="jobs = 2"), ":4: error: 'jobs' applies to the whole run: set it outside the entries of 'apis'"),
        (entry("v1", more="check = true"), ":4: error: 'check' is only available on the command line"),
        (entry("v1", more="split = 1"), ":4: error: 'split' must be a string, not 1"),
        (entry("v1") + entry("v2", more='split = "one"'), ":8: error: 'split': 'one' is not one of method, resource, single"),
        ('[[apis]]\noutput = "v1"', ":1: error: entry 1 of 'apis' lacks 'sources': the WADLs of the API"),
        ('[[apis]]\noutput = "v1"\nsources = []', ":3: error: entry 1 of 'apis' lacks 'sources': the WADLs of the API"),
        ('apis = [\n{sources = "wadl/v1.wadl"}]',
         ":2: error: entry 1 of 'apis' lacks 'output': the folder of its pages, below the output folder"),
        (entry("../v1"), ":3: error: 'output' must be a folder below the output folder, such as v1, not '../v1'"),
        (entry("."), ":3: error: 'output' must be a folder below the output folder, such as v1, not '.'"),
        (entry("/v1"), ":3: error: 'output' must be a folder below the output folder, such as v1, not '/v1'"),
        (entry(".v1"), ":3: error: 'output' must be a folder below the output folder, such as v1, not '.v1'"),
        (entry("nul.x"), ":3: error: 'output' must be a folder below the output folder, such as v1, not 'nul.x'"),
        (entry("v1") + entry("x/../v1/", "v2"), ":7: error: 'output' is already used by entry 1: choose another folder"),
        (entry("v1") + entry("V1", "v2"), ":7: error: 'output' is already used by entry 1: choose another folder"),
        (entry("v1") + entry("v1/old", "v2"), ":7: error: 'output' and that of entry 1 are nested: choose another folder"),
        (entry("v1/old", "v2") + entry("v1"), ":7: error: 'output' and that of entry 1 are nested: choose another folder"),
        (entry("index", "v1"), ":3: error: 'output' is the name of the index above all APIs: choose another folder"),
        (entry("v 1", "v1") + entry("v-1", "v1"), ":5: error: entry 1 has the same label prefix, 'v-1': set another 'prefix'"),
        (entry("v1", more='prefix = "x"') + entry("v2", more='prefix = "x"'),
         ":8: error: entry 1 has the same label prefix, 'x': set another 'prefix'"),
        ('sources = ["a.wadl"]\n' + entry("v1"),
         ":1: error: 'sources' belongs in an entry of 'apis': move it there, with its own 'output'"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_line_and_nothing_is_written(folder: Path, text: str, message: str) -> None:
    """A mistake in an entry is one line with the place in the file, and no page is written."""
    write(folder, {"wadl2rst.toml": text})
    done = built(folder, "-o", "docs", status=2)
    assert done.stderr.startswith(f"wadl2rst.toml{message}") and done.stderr.count("\n") == 1, done.stderr
    assert not (folder / "docs").exists()


@pytest.mark.parametrize("more", ["", "merge = true"])
def test_apis_can_change_their_folders(folder: Path, more: str) -> None:
    """Two APIs that swap their folders replace each other's pages, and leave none behind; edited ones stay."""
    entries = [f'[[apis]]\nsources = ["wadl/{name}"]\noutput = "{{}}"\n{more}\n' for name in ("more", "other")]
    write(folder, {"wadl/other/c.wadl": "C", "wadl/other/d.wadl": "D"})
    settings(folder, *(text.format(output) for text, output in zip(entries, ("x", "y"), strict=True)))
    built(folder)
    before = tree(folder / "docs")
    settings(folder, *(text.format(output) for text, output in zip(entries, ("y", "x"), strict=True)))
    built(folder)
    assert tree(folder / "docs") != before
    assert re.search(r": \d+ unchanged$", built(folder, "--check").stderr, re.MULTILINE)
    settings(folder, *(text.format(output) for text, output in zip(entries, ("x", "y"), strict=True)))
    edited = next((folder / "docs" / "x").rglob("get-things.rst"))
    edited.write_text("Mine", encoding="utf-8")
    assert "[edited]" in built(folder, status=1).stderr
    assert edited.read_text("utf-8") == "Mine"
    edited.unlink()
    built(folder)
    assert tree(folder / "docs") == before
