"""Additions: prose of the user's own, which pages include (``--additions``)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.running import HEAD, tree
from wadl2rst.cli import main

API = (
    f'{HEAD}<doc title="Shop">Sells things.</doc><resources base="http://api.example/">\n'
    '<resource path="items"><method name="GET" id="listItems"><doc title="List items">Lists them.</doc>'
    '<request><param name="q" style="query"/></request>'
    '<response status="200"><representation mediaType="a/json"><param name="id" style="plain"/></representation></response></method>'
    '<method name="POST" id="addItem"><doc title="Add an item">Adds one.</doc></method></resource>'
    '<resource path="orders"><method name="GET" id="listOrders"><doc title="List orders"/></method></resource>'
    "</resources></application>"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a WADL and an empty folder for additions."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "additions").mkdir()
    (tmp_path / "api.wadl").write_text(API, encoding="utf-8")
    return tmp_path


def add(**texts: str) -> None:
    """Writes additions: ``listItems__before`` is ``listItems.before.rst``."""
    for name, text in texts.items():
        Path("additions", name.replace("__", ".").replace("_", "-") + ".rst").write_text(text, encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["api.wadl", "-o", "docs", "--additions", "additions", *arguments], catch_exceptions=False)


def page(name: str) -> list[str]:
    """The lines of a page that are not blank."""
    return [line for line in Path(f"docs/{name}.rst").read_text(encoding="utf-8").split("\n") if line.strip()]


def around(lines: list[str], line: str) -> tuple[str, str]:
    """The lines before and after one; an empty text at the end."""
    position = lines.index(line)
    return lines[position - 1], [*lines, ""][position + 1]


@pytest.mark.parametrize(("style", "directive"), [("classic", "include"), ("sphinx", "wadl:addition")])
def test_each_place_of_an_operation(style: str, directive: str) -> None:
    """An operation includes additions before and after its description, first in request and response, and at the end under a heading."""
    places = ("before", "description", "request", "response", "after")
    add(**{f"listItems__{place}": f"Mine in {place}." for place in places})
    assert run("--style", style).exit_code == 0
    lines = page("get-items")
    found = {place: around(lines, f".. {directive}:: ../additions/listItems.{place}.rst") for place in places}
    assert found["before"] == ("Method ID: ``listItems``", "Lists them.")
    assert found["description"][0] == "Lists them."
    assert found["request"][0] == found["response"][0][: len('"""""""')] == '"""""""'
    assert lines[lines.index(f".. {directive}:: ../additions/listItems.after.rst") - 2 :][:2] == ["Notes", '"""""']
    assert found["after"][1] == ""
    assert "Mine" not in "".join(lines)


@pytest.mark.parametrize("style", ["classic", "sphinx"])
def test_the_places_of_index_and_groups(style: str) -> None:
    """An index and its groups include additions before and after what the WADL says of them, and at the end."""
    names = [f"{what}.{place}" for what in ("index", "group-items") for place in ("before", "description", "after")]
    for name in names:
        Path(f"additions/{name}.rst").write_text("Mine.", encoding="utf-8")
    assert run("--style", style).stderr == "docs/: 3 operations, 4 pages: 4 written\n"
    directive = "include" if style == "classic" else "wadl:addition"
    shown = [line.rpartition("/")[2].removesuffix(".rst") for line in page("index") if line.startswith(f".. {directive}::")]
    assert shown == ["index.before", "index.description", *names[3:], "index.after"]
    lines = page("index")
    assert around(lines, f".. {directive}:: ../additions/index.before.rst")[1] == "Sells things."
    assert around(lines, f".. {directive}:: ../additions/index.description.rst")[0] == "Base address: ``http://api.example/``"


def test_a_section_that_says_nothing_else() -> None:
    """In the style ``sphinx``, an addition gets its heading where the operation has nothing to say on request or responses."""
    add(listOrders__request="Mine.", listOrders__response="Mine.")
    run("--style", "sphinx", "--request-samples", "none")
    headings = [lines for lines in page("get-orders") if lines in ("Request", "Responses")]
    assert headings == ["Request", "Responses"]


def test_the_parts_of_a_file() -> None:
    """A file without a place in its name holds a part for each; what precedes the first comment is for the end."""
    add(listItems="The end.\n\n.. before\n\nFirst.\n\n.. a comment of two words\n\nSecond.\n\n.. request\n\n\n.. response\nLast.\n")
    assert run().exit_code == 0
    text = Path("docs/get-items.rst").read_text(encoding="utf-8")
    include = ".. include:: ../additions/listItems.rst\n"
    assert f"{include}   :start-line: 4\n   :end-line: 9\n\nLists them." in text
    assert text.count(include) == 3, "a part without words is none"
    assert text.endswith(f'Notes\n"""""\n\n{include}   :end-line: 1\n')
    assert f'Response\n""""""""\n\n{include}   :start-line: 14\n\n' in text


def test_a_name_without_a_place() -> None:
    """Without a place, an addition to the index or a group stands before the operations, and one to an operation at the end."""
    add(index="On all.", group_items="On items.", listItems="On this.")
    run("--groups", "path")
    index = page("index")
    places = [index.index(f".. include:: ../additions/{name}.rst") for name in ("index", "group-items")]
    items, last = index.index("items"), len(index) - 1 - index[::-1].index(next(line for line in index if "listItems" in line))
    assert places[0] < items < places[1] < last
    assert page("get-items")[-1] == ".. include:: ../additions/listItems.rst"


def test_an_addition_with_a_heading_of_its_own() -> None:
    """The end of a page has no heading for additions that begin with a section of the page; with another underline, it has."""
    add(listItems__after='Limits\n""""""\n\nTen a minute.\n', listOrders__after="Limits\n======\n\nTen a minute.\n")
    run()
    assert "Notes" not in page("get-items")
    assert "Notes" in page("get-orders")


def test_names_of_pages_and_ids() -> None:
    """An addition is named by the page or by the id; where there are both, that of the id comes first."""
    add(listItems__before="By id.", get_items__before="By page.", get_orders__before="By page.")
    assert "warning" not in run().stderr
    found = [line for line in page("get-items") if "additions" in line]
    assert found == [".. include:: ../additions/listItems.before.rst", ".. include:: ../additions/get-items.before.rst"]
    assert ".. include:: ../additions/get-orders.before.rst" in page("get-orders")


def test_an_addition_follows_the_id(folder: Path) -> None:
    """An addition that is named by the id is found again when verb and path change; one named by the page is told."""
    add(listItems__before="By id.", get_orders__before="By page.")
    run()
    (folder / "api.wadl").write_text(API.replace("items", "goods").replace("orders", "purchases"), encoding="utf-8")
    done = run()
    assert ".. include:: ../additions/listItems.before.rst" in page("get-goods")
    assert done.stderr.startswith(
        "additions/get-orders.before.rst: warning: not used: no page, id or group is called 'get-orders'; did you mean"
    )


def test_an_id_of_several_operations(folder: Path) -> None:
    """All operations with an id have its additions; a name that is that of a page means this page alone."""
    second = '<resource path="more"><method name="GET" id="listItems"/><method name="PUT" id="get-items"/></resource>'
    (folder / "api.wadl").write_text(API.replace("</resources>", f"{second}</resources>"), encoding="utf-8")
    add(listItems__before="Both.", get_items__after="One.")
    assert run().exit_code == 0
    shown = {name: [line for line in page(name) if "additions/" in line] for name in ("get-items", "get-more", "put-more")}
    assert [len(lines) for lines in shown.values()] == [2, 1, 0]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"listItem.rst": "x"}, "listItem.rst: warning: not used: no page, id or group is called 'listItem'; did you"),
        ({"group-itms.rst": "x"}, "no page, id or group is called 'group-itms'; did you mean 'group-items'? [addition-unmatched]"),
        ({"listItems.bfore.rst": "x"}, "'bfore' is not one of before, description, request, response, after; did you mean 'before'?"),
        ({"index.request.rst": "x"}, "index.request.rst: error: the index has no place 'request'; its places are before,"),
        ({"group-items.rst": ".. before\n\nx\n\n.. response\n\ny"}, "group-items.rst:7: error: a group has no place 'response';"),
        ({"listItems.rst": ".. before\n\nx\n\n.. before\n\ny"}, "rst:5: warning: a second part 'before'; the first is on line 1;"),
        ({"listItems.rst": "x\n\n.. requst\n\ny"}, "rst:3: warning: the comment 'requst' is not the name of a place, so no part"),
        ({"listItems.md": "<!-- requst -->\n\ny"}, "listItems.md:1: warning: the comment 'requst' is not the name of a place"),
        ({"listItems.rst": "x", "listItems.after.rst": "y"}, "there is also additions/listItems.after.rst for the place 'after'"),
        ({"listItems.before.rst": b"one\ntw\xff"}, "rst:2: error: is not UTF-8; it is not shown; save it as UTF-8 [addition]"),
        ({"v1/listItems.rst": "x"}, "additions/v1: warning: the additions of a single WADL are not in a folder of their own"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_told(files: dict[str, str | bytes], said: str) -> None:
    """What is wrong with an addition is told with its file and line, and the nearest name."""
    for name, text in files.items():
        file = Path("additions", name)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    done = run()
    assert said in done.stderr
    assert len([line for line in done.stderr.splitlines() if line.startswith("additions/")]) == 1, done.stderr
    assert done.exit_code == (1 if ": error: " in done.stderr else 0)


def test_two_files_for_one_place_are_both_shown() -> None:
    """Where two files are for one place, the page includes both."""
    add(listItems__before="One.")
    Path("additions/listItems.before.md").write_text("Two.", encoding="utf-8")
    assert "[addition-twice]" in run().stderr
    assert sum("additions/listItems.before" in line for line in page("get-items")) == 2


def test_markdown_in_the_classic_style() -> None:
    """An addition in Markdown is included with its parser; a comment in a fence begins no part."""
    Path("additions/listItems.md").write_text("One\n\n```\n<!-- before -->\n```\n\n<!-- before -->\nTwo\n", encoding="utf-8")
    assert run().exit_code == 0
    text = Path("docs/get-items.rst").read_text(encoding="utf-8")
    assert ".. include:: ../additions/listItems.md\n   :start-line: 7\n   :parser: myst_parser.sphinx_\n" in text
    assert ".. include:: ../additions/listItems.md\n   :end-line: 5\n   :parser: myst_parser.sphinx_\n" in text


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_links_out_of_the_folder_are_refused(folder: Path) -> None:
    """A link to a file outside the folder or to a hidden one is refused, others are followed, and the folder may be a link itself."""
    (folder / "secret.rst").write_text("Secret.", encoding="utf-8")
    (folder / "additions/listItems.before.rst").symlink_to("../secret.rst")
    for name in (".hidden", "shared.txt"):
        (folder / "additions" / name).write_text("x", encoding="utf-8")
    (folder / "additions/listItems.request.rst").symlink_to(".hidden")
    (folder / "additions/listItems.after.rst").symlink_to("shared.txt")
    (folder / "real").mkdir()
    (folder / "additions").rename(folder / "real/additions")
    (folder / "additions").symlink_to("real/additions")
    done = run()
    assert done.exit_code == 1
    assert (
        "additions/listItems.before.rst: error: is a symbolic link to a file outside the folder additions; it is not shown [refused]"
        in done.stderr
    )
    assert "listItems.request.rst: error: is a symbolic link to a hidden file; it is not shown [refused]" in done.stderr
    assert [line for line in page("get-items") if "include::" in line] == [".. include:: ../real/additions/listItems.after.rst"]


def test_a_missing_folder_is_a_usage_error() -> None:
    """A folder that does not exist is told, with its line in a settings file."""
    done = run("--additions", "addition")
    assert done.exit_code == 2 and "no such folder: addition" in done.stderr
    Path("wadl2rst.toml").write_text('output = "docs"\nadditions = "mine"\n', encoding="utf-8")
    done = CliRunner().invoke(main, ["api.wadl"])
    assert done.exit_code == 2 and "wadl2rst.toml:2: error: 'additions': no such folder: mine [config]" in done.stderr


def test_the_folder_of_the_pages_is_no_folder_of_additions(folder: Path) -> None:
    """Pages would include themselves if their folder were that of the additions."""
    (folder / "link").symlink_to("additions")
    done = CliRunner().invoke(main, ["api.wadl", "-o", "link", "--additions", "additions"])
    assert done.exit_code == 2 and "additions is also the folder of the pages; additions require their own" in done.stderr


def test_other_files_are_left_alone() -> None:
    """Pictures, a README and hidden files may be in the folder."""
    for name in ("map.png", "README.md", ".draft.rst", "notes.txt"):
        Path("additions", name).write_text("x", encoding="utf-8")
    assert run().stderr == "docs/: 3 operations, 4 pages: 4 written\n"


def test_check_and_cache_see_additions(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An addition that comes, goes or gets other lines makes a page outdated; an edit of its words does not."""
    monkeypatch.setenv("WADL2RST_CACHE_DIR", str(folder / "cache"))
    assert run().exit_code == 0
    assert run().stderr == "docs/: 3 operations, 4 pages: 4 unchanged\n"
    add(listItems="One.\n")
    checked = run("--check")
    assert checked.exit_code == 1 and "+.. include:: ../additions/listItems.rst\n" in checked.stdout
    assert run().stderr == "docs/: 3 operations, 4 pages: 1 written, 3 unchanged\n"
    add(listItems="Other words.\n")
    assert run("--check").exit_code == 0
    add(listItems="One.\n\n.. before\n\nTwo.\n")
    assert run().stderr == "docs/: 3 operations, 4 pages: 1 written, 3 unchanged\n"
    add(listItem="Unmatched.\n")
    assert "[addition-unmatched]" in run().stderr and "[addition-unmatched]" in run().stderr, "from the cache, too"
    for file in (folder / "additions").iterdir():
        file.unlink()
    assert run().stderr == "docs/: 3 operations, 4 pages: 1 written, 3 unchanged\n"
    assert not any("additions" in line for line in page("get-items"))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_several_wadls_have_folders_of_their_own(folder: Path, jobs: str) -> None:
    """With several WADLs, each has its additions in a folder of its name; the index above them has those in the folder itself."""
    (folder / "wadls").mkdir()
    for name in ("one", "two"):
        (folder / f"wadls/{name}.wadl").write_text(API, encoding="utf-8")
        (folder / f"additions/{name}").mkdir()
    (folder / "additions/one/listItems.before.rst").write_text("Mine.", encoding="utf-8")
    (folder / "additions/one/index.before.rst").write_text("Mine.", encoding="utf-8")
    add(index__before="Mine.", listItems="Nowhere.")
    (folder / "additions/tow").mkdir()
    (folder / "additions/tow/listItems.rst").write_text("Nowhere.", encoding="utf-8")
    done = CliRunner().invoke(main, ["wadls", "-o", "docs", "--additions", "additions", "-j", jobs])
    assert ".. include:: ../../additions/one/listItems.before.rst" in page("one/get-items")
    assert not any("additions" in line for line in page("two/get-items"))
    assert ".. include:: ../../additions/one/index.before.rst" in page("one/index")
    assert ".. include:: ../additions/index.before.rst" in page("index")
    told = [line for line in done.stderr.splitlines() if "[addition" in line]
    assert told == [
        "additions/tow: warning: no WADL has a folder of this name, so the additions in it are not shown; did you mean 'two'? "
        "[addition-unmatched]",
        "additions/listItems.rst: warning: not used: additions to the pages of a WADL belong in a folder of that name, such as "
        "additions/one/ [addition-unmatched]",
    ]


def test_hidden_operations_keep_their_additions() -> None:
    """An addition to an operation that is filtered out is not reported as unused."""
    add(listOrders="Mine.")
    assert "addition" not in run("--exclude", "/orders").stderr


def test_lint_tells_of_additions() -> None:
    """Additions are checked without pages, too."""
    add(listItem="Mine.")
    done = CliRunner().invoke(main, ["api.wadl", "--lint", "--additions", "additions"])
    assert "did you mean 'listItems'? [addition-unmatched]" in done.stdout


def test_templates_place_additions(folder: Path) -> None:
    """A template of the user can put additions elsewhere, and one that replaces the page can leave them out."""
    (folder / "mine").mkdir()
    template = '{% extends "default/operation.rst.jinja" %}{% block before %}{% endblock %}'
    template += '{% block after %}{{ op.additions.before | additions("Own", level + 1) }}\n\n{% endblock %}'
    (folder / "mine/operation.rst.jinja").write_text(template, encoding="utf-8")
    add(listItems__before="Mine.")
    assert run("--templates", "mine").exit_code == 0
    assert page("get-items")[-3:] == ["Own", '"""', ".. include:: ../additions/listItems.before.rst"]


def test_nothing_changes_without_additions(folder: Path) -> None:
    """An empty folder of additions changes no page."""
    CliRunner().invoke(main, ["api.wadl", "-o", "plain"])
    run()
    assert {name: text for name, text in tree(folder / "docs").items() if name.endswith(".rst")} == {
        name: text for name, text in tree(folder / "plain").items() if name.endswith(".rst")
    }


@pytest.mark.parametrize("style", ["classic", "sphinx"])
def test_wadls_that_are_one_api(folder: Path, style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --merge, all WADLs have the additions in the folder itself; what belongs to none of them is told once."""
    monkeypatch.setenv("WADL2RST_CACHE_DIR", str(folder / "cache"))
    (folder / "wadls").mkdir()
    (folder / "wadls/one.wadl").write_text(API, encoding="utf-8")
    (folder / "wadls/two.wadl").write_text(API.replace("tems", "deas").replace("tem", "dea").replace("orders", "polls"), encoding="utf-8")
    add(listItems__before="One.", listIdeas__before="Two.", index__after="Both.", group_ideas__before="Group.", listIdes="Nowhere.")
    arguments = ["wadls", "--merge", "-o", "docs", "--style", style, "--additions", "additions"]
    said = "additions/listIdes.rst: warning: not used: no page, id or group is called 'listIdes'; did you mean 'listIdeas'? ["
    for _run in range(2):  # the second from the cache
        done = CliRunner().invoke(main, arguments, catch_exceptions=False)
        assert done.exit_code == 0 and done.stderr.count("[addition") == 1 and said in done.stderr
    found = {path.stem: [line for line in page(path.stem) if "additions/" in line] for path in Path("docs").glob("*.rst")}
    names = {name: [line.rpartition("/")[2] for line in lines] for name, lines in found.items() if lines}
    assert names == {
        "get-items": ["listItems.before.rst"],
        "get-ideas": ["listIdeas.before.rst"],
        "index": ["group-ideas.before.rst", "index.after.rst"],
    }
    add(listItems__after="More.")
    assert "written" in CliRunner().invoke(main, arguments).stderr
    assert ".. " in page("get-items")[-1] and "listItems.after.rst" in page("get-items")[-1]


def test_apis_of_the_settings_file(folder: Path) -> None:
    """Each API of the settings file has additions of its own, by a path from the file."""
    (folder / "mine").mkdir()
    (folder / "mine/listItems.before.rst").write_text("Mine.", encoding="utf-8")
    entry = '[[apis]]\nsources = ["api.wadl"]\noutput = "%s"\nprefix = "%s"\nadditions = "%s"\n'
    (folder / "wadl2rst.toml").write_text('output = "docs"\n' + entry % ("one", "one", "mine") + entry % ("two", "two", "additions"))
    assert CliRunner().invoke(main, [], catch_exceptions=False).exit_code == 0
    assert ".. include:: ../../mine/listItems.before.rst" in page("one/get-items")
    assert not any("mine" in line for line in page("two/get-items"))


def test_the_conf_py_of_several_apis_knows_their_additions(folder: Path) -> None:
    """The ``conf.py`` for a site of several APIs reads Markdown if one has any, and keeps folders below its own from becoming pages."""
    pytest.importorskip("sphinx")
    entry = '[[apis]]\nsources = ["api.wadl"]\noutput = "%s"\nprefix = "%s"\nadditions = "%s"\n'
    (folder / "docs/mine").mkdir(parents=True)
    (folder / "docs/mine/listItems.md").write_text("*Mine.*\n", encoding="utf-8")
    (folder / "docs/mine/README.rst").write_text("No page.\n", encoding="utf-8")
    head = 'output = "docs"\nhtml = "site"\nstyle = "sphinx"\n'
    (folder / "wadl2rst.toml").write_text(head + entry % ("one", "one", "docs/mine") + entry % ("two", "two", "additions"))
    done = CliRunner().invoke(main, [], catch_exceptions=False)
    conf = (folder / "docs/conf.py").read_text(encoding="utf-8")
    assert '"myst_parser"' in conf
    assert 'exclude_patterns = ["_build", "Thumbs.db", ".DS_Store", \'mine\']' in conf
    assert "README" not in done.stderr
    assert "toctree" not in done.stderr


@pytest.mark.parametrize("style", ["classic", "sphinx"])
def test_the_index_above_several_apis(folder: Path, style: str) -> None:
    """A folder for all APIs has the additions to the index above them, and those to each in a folder of its name."""
    entry = '[[apis]]\nsources = ["api.wadl"]\noutput = "%s"\nprefix = "%s"\n'
    head = f'output = "docs"\nstyle = "{style}"\nadditions = "additions"\n'
    (folder / "wadl2rst.toml").write_text(head + entry % ("one", "one") + entry % ("two", "two"))
    add(index__before="Above all.", index__after="At the end.", listItems="Nowhere.")
    for name in ("one", "tow"):
        (folder / "additions" / name).mkdir()
        (folder / "additions" / name / "index.before.rst").write_text("Of one.", encoding="utf-8")
    done = CliRunner().invoke(main, [], catch_exceptions=False)
    above = [line for line in page("index") if "additions/" in line]
    assert [line.rpartition(" ")[2] for line in above] == ["../additions/index.before.rst", "../additions/index.after.rst"]
    assert any(line.endswith(" ../../additions/one/index.before.rst") for line in page("one/index"))
    assert not any("additions" in line for line in page("two/index"))
    said = [line for line in done.stderr.split("\n") if "addition-unmatched" in line]
    assert said == [
        "additions/tow: warning: no API has an output of this name, so the additions in it are not shown; did you mean 'two'? "
        "[addition-unmatched]",
        "additions/listItems.rst: warning: not used: additions to the pages of an API belong in a folder of that name, such as "
        "additions/one/ [addition-unmatched]",
    ]
    assert CliRunner().invoke(main, ["--check"]).exit_code == 0


def test_an_entry_can_have_the_additions_of_the_folder_for_all(folder: Path) -> None:
    """Where an entry names the common folder as its own, the additions to its index are not those to the index above."""
    entry = '[[apis]]\nsources = ["api.wadl"]\noutput = "one"\nadditions = "additions"\n'
    (folder / "wadl2rst.toml").write_text('output = "docs"\nadditions = "additions"\n' + entry)
    add(index__before="Mine.", listItems="Mine.")
    done = CliRunner().invoke(main, [], catch_exceptions=False)
    assert "warning" not in done.stderr
    assert not any("additions" in line for line in page("index"))
    assert ".. include:: ../../additions/index.before.rst" in page("one/index")


def test_the_nearest_name_is_looked_for_a_few_times(folder: Path) -> None:
    """Of many unused additions, only the first are reported with the nearest name, because the search takes long."""
    for number in range(60):
        (folder / f"additions/listItem{number:02}.rst").write_text("Mine.", encoding="utf-8")
    said = [line for line in run("-v").stderr.split("\n") if "not used" in line]
    assert ["did you mean 'listItems'?" in line for line in said] == [True] * 50 + [False] * 10
