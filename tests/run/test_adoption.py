"""``--adopt``: what was added to pages by hand is moved into additions, or the page stays as it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.run.test_additions import API
from tests.running import tree
from wadl2rst.cli import main


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a WADL."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WADL2RST_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "api.wadl").write_text(API, encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["api.wadl", "-o", "docs", *arguments], catch_exceptions=False)


def adopt(*arguments: str) -> Result:
    return run("--adopt", "--additions", "additions", *arguments)


def edit(name: str, old: str, new: str) -> str:
    """Replaces a text of a page, and returns the page."""
    page = Path(f"docs/{name}.rst")
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new, 1), encoding="utf-8")
    return page.read_text(encoding="utf-8")


def append(name: str, text: str) -> str:
    page = Path(f"docs/{name}.rst")
    page.write_text(page.read_text(encoding="utf-8") + text, encoding="utf-8")
    return page.read_text(encoding="utf-8")


def additions() -> dict[str, str]:
    return {name: text.decode() for name, text in tree(Path("additions")).items()}


@pytest.mark.parametrize("style", ["classic", "sphinx"])
@pytest.mark.parametrize("split", ["method", "resource", "single"])
def test_edits_become_additions(style: str, split: str) -> None:
    """What was added at places for additions is moved into a file for each; the page includes it, and the next run changes nothing."""
    look = ("--style", style, "--split", split)
    run(*look)
    page = {"method": "get-items", "resource": "items", "single": "index"}[split]
    edit(page, "\nLists them.\n", "\nMine before.\n\nLists them.\n\nMine after the description.\n\n.. note::\n\n   Mine.\n")
    edit("index", "Sells things.\n", "Mine on the index.\n\nSells things.\n")
    append("index", "\nThe end.\n")
    done = adopt(*look)
    assert done.exit_code == 0, done.stderr
    assert additions() == {
        "listItems.before.rst": "Mine before.\n",
        "listItems.description.rst": "Mine after the description.\n\n.. note::\n\n   Mine.\n",
        "index.before.rst": "Mine on the index.\n",
        "index.after.rst": "The end.\n",
    }
    text = Path(f"docs/{page}.rst").read_text(encoding="utf-8")
    assert "Mine" not in text and "/additions/listItems.description.rst\n" in text
    assert ": 0 written" not in done.stderr and "moved to additions/listItems.before.rst" in done.stderr
    again = run("--additions", "additions", *look)
    assert again.exit_code == 0 and "written" not in again.stderr and "left as is" not in again.stderr


def test_sections_and_the_end_of_a_page() -> None:
    """What was added below the headings of request and response, and at the end, goes there."""
    run()
    edit("get-items", 'Request\n"""""""\n', 'Request\n"""""""\n\n- Mine\n')
    edit("get-items", 'Response\n""""""""\n', 'Response\n""""""""\n\nMine, too.\n')
    append("get-items", '\nLimits\n""""""\n\nTen.\n')
    assert adopt().exit_code == 0
    assert additions() == {
        "listItems.request.rst": "- Mine\n",
        "listItems.response.rst": "Mine, too.\n",
        "listItems.after.rst": 'Limits\n""""""\n\nTen.\n',
    }
    assert "Notes" not in Path("docs/get-items.rst").read_text(encoding="utf-8")


def test_groups_have_additions() -> None:
    """What was added below the heading of a group goes into an addition to the group."""
    run("--style", "sphinx")
    edit("index", ".. wadl:methods::", "Mine.\n\n.. wadl:methods::")
    assert adopt("--style", "sphinx").exit_code == 0
    assert list(additions()) == ["group-items.before.rst"]


def test_check_writes_nothing(folder: Path) -> None:
    """With --check, it says what would be moved, exits with 1, and writes nothing."""
    run()
    edit("get-items", "Lists them.\n", "Mine.\n\nLists them.\n")
    before = tree(folder)
    done = adopt("--check")
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        "docs/get-items.rst: line 14 would be moved to additions/listItems.before.rst",
        "docs/: 3 operations, 4 pages: 1 would be written, 3 unchanged",
    ]
    assert tree(folder) == before


def test_changes_of_generated_text_stay() -> None:
    """A page with changes of generated text stays as it is, whole, and the lines are named; the others are taken over."""
    run()
    edit("get-items", "Lists them.\n", "Mine.\n\nLists them.\n")
    kept = edit("get-items", "Lists them.", "Lists all of them.")
    edit("post-items", "Adds one.\n", "Mine.\n\nAdds one.\n")
    done = adopt()
    assert done.exit_code == 1
    assert (
        "docs/get-items.rst:14: error: edited since it was written; not replaced: lines 14-16 were changed within generated text, which "
        "cannot become an addition [edited]"
    ) in done.stderr
    assert Path("docs/get-items.rst").read_text(encoding="utf-8") == kept
    assert list(additions()) == ["addItem.before.rst"]


def test_the_wadl_changed_since(folder: Path) -> None:
    """If the WADL changed since, what was added is taken over if the page was written without it; a page that is not certain stays."""
    run()
    edit("get-items", "Lists them.\n", "Mine.\n\nLists them.\n")
    kept = edit("post-items", "Adds one.\n", "Adds one or two.\n")
    (folder / "api.wadl").write_text(API.replace("Adds one.", "Adds 1.").replace('name="q"', 'name="query"'), encoding="utf-8")
    done = adopt()
    said = "docs/post-items.rst:14: error: edited since it was written; not replaced: the WADL or the settings have changed since"
    assert said in done.stderr
    assert Path("docs/post-items.rst").read_text(encoding="utf-8") == kept
    assert additions() == {"listItems.before.rst": "Mine.\n"}
    text = Path("docs/get-items.rst").read_text(encoding="utf-8")
    assert "Mine" not in text and "|query" in text


def test_existing_additions_are_continued() -> None:
    """What belongs to an addition that is there already is put below it, whatever its file is called."""
    Path("additions").mkdir()
    Path("additions/get-items.rst").write_text("Old end.\n\n.. before\n\nOld before.\n\n.. request\n\nOld request.\n", encoding="utf-8")
    run("--additions", "additions")
    edit("get-items", "Lists them.\n", "New before.\n\nLists them.\n")
    append("get-items", "\nNew end.\n")
    assert adopt().exit_code == 0
    assert additions() == {
        "get-items.rst": "Old end.\n\nNew end.\n\n.. before\n\nOld before.\n\nNew before.\n\n.. request\n\nOld request.\n",
    }


def test_names_of_new_files(folder: Path) -> None:
    """A new file is called after the id, or after the page where several operations have the id, or a file cannot be called so."""
    second = '<resource path="more"><method name="GET" id="listItems"/><method name="PUT" id="a/b"/></resource>'
    (folder / "api.wadl").write_text(API.replace("</resources>", f"{second}</resources>"), encoding="utf-8")
    run()
    for name in ("get-items", "get-orders", "put-more"):
        append(name, "\nMine.\n")
    assert adopt().exit_code == 0
    assert sorted(additions()) == ["get-items.after.rst", "listOrders.after.rst", "put-more.after.rst"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder that cannot be written")
def test_a_page_stays_if_its_addition_cannot_be_written(folder: Path) -> None:
    """If the folder of the additions cannot be written, the page stays as it is."""
    run()
    kept = append("get-items", "\nMine.\n")
    (folder / "additions").mkdir(mode=0o500)
    done = adopt()
    assert done.exit_code == 1 and "[not-written]" in done.stderr
    assert Path("docs/get-items.rst").read_text(encoding="utf-8") == kept


def test_a_page_stays_if_a_folder_is_in_the_way(folder: Path) -> None:
    """If the file of the addition cannot be written, the page stays as it is, and both are told."""
    run()
    kept = append("get-items", "\nMine.\n")
    (folder / "additions/listItems.after.rst").mkdir(parents=True)
    done = adopt()
    assert done.exit_code == 1
    assert "additions/listItems.after.rst: error: is a folder; docs/get-items.rst stays as it is [not-written]" in done.stderr
    assert "docs/get-items.rst: error: edited since it was written; not replaced [edited]" in done.stderr
    assert Path("docs/get-items.rst").read_text(encoding="utf-8") == kept


def test_an_interrupted_run_is_continued(folder: Path) -> None:
    """An addition that has the words already, because a run ended before it wrote the page, does not get them again."""
    run()
    append("get-items", "\nMine.\n")
    (folder / "additions").mkdir()
    (folder / "additions/listItems.after.rst").write_text("Mine.\n", encoding="utf-8")
    assert adopt().exit_code == 0
    assert additions() == {"listItems.after.rst": "Mine.\n"}
    assert "Mine" not in Path("docs/get-items.rst").read_text(encoding="utf-8")


def test_several_wadls(folder: Path) -> None:
    """With several WADLs, the additions go into the folder of each, and those of the index above them into the folder itself."""
    (folder / "wadls").mkdir()
    for name in ("one", "two"):
        (folder / f"wadls/{name}.wadl").write_text(API, encoding="utf-8")
    CliRunner().invoke(main, ["wadls", "-o", "docs"])
    for page in ("one/get-items", "two/index", "index"):
        append(page, "\nMine.\n")
    done = CliRunner().invoke(main, ["wadls", "-o", "docs", "--adopt", "--additions", "additions", "-j", "2"])
    assert done.exit_code == 0, done.stderr
    assert sorted(additions()) == ["index.after.rst", "one/listItems.after.rst", "two/index.after.rst"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--adopt",), "--adopt moves edits into files: specify their folder with --additions DIR."),
        (("--adopt", "--additions", "x", "--force"), "--adopt keeps edits, --force replaces them: use one of them."),
    ],
)
def test_what_cannot_be_combined(options: tuple[str, ...], said: str) -> None:
    """--adopt needs a folder for additions, and no --force."""
    done = run(*options)
    assert done.exit_code == 2 and said in done.stderr


def test_the_message_about_an_edited_page_names_it() -> None:
    """Without --adopt, the message about an edited page says what it does."""
    run()
    append("get-items", "\nMine.\n")
    said = (
        "docs/get-items.rst: error: edited since it was written; not replaced; --adopt moves what was added into files of its own [edited]"
    )
    assert said in run().stderr


def test_wadls_that_are_one_api(folder: Path) -> None:
    """With --merge, what was added to pages and to the index of the API is taken over."""
    (folder / "wadls").mkdir()
    (folder / "wadls/one.wadl").write_text(API, encoding="utf-8")
    (folder / "wadls/two.wadl").write_text(API.replace("tems", "deas").replace("tem", "dea").replace("orders", "polls"), encoding="utf-8")
    arguments = ["wadls", "--merge", "-o", "docs"]
    CliRunner().invoke(main, arguments)
    for name in ("get-ideas", "get-polls", "index"):
        append(name, "\nMine.\n")
    done = CliRunner().invoke(main, [*arguments, "--adopt", "--additions", "additions"], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    assert sorted(additions()) == ["get-polls.after.rst", "index.after.rst", "listIdeas.after.rst"]


def test_apis_of_the_settings_file(folder: Path) -> None:
    """With several APIs in the settings file, what was added to pages of each goes into its own additions."""
    entry = '[[apis]]\nsources = ["api.wadl"]\noutput = "%s"\nprefix = "%s"\nadditions = "mine-%s"\n'
    (folder / "wadl2rst.toml").write_text('output = "docs"\n' + entry % ("one", "one", "one") + entry % ("two", "two", "two"))
    for name in ("one", "two"):
        (folder / f"mine-{name}").mkdir()
    CliRunner().invoke(main, [])
    append("two/get-items", "\nMine.\n")
    done = CliRunner().invoke(main, ["--adopt"], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    assert "docs/two/get-items.rst: line 50 moved to mine-two/listItems.after.rst" in done.stderr
    assert [path.name for path in (folder / "mine-two").iterdir()] == ["listItems.after.rst"]


def test_the_index_above_several_apis(folder: Path) -> None:
    """What was added to the index above several APIs goes into the folder itself; what was changed in it is told with its line."""
    entry = '[[apis]]\nsources = ["api.wadl"]\noutput = "%s"\nprefix = "%s"\n'
    (folder / "wadl2rst.toml").write_text('output = "docs"\nadditions = "additions"\n' + entry % ("one", "one") + entry % ("two", "two"))
    (folder / "additions").mkdir(exist_ok=True)
    CliRunner().invoke(main, [])
    append("index", "\nMine.\n")
    append("two/get-items", "\nMine, too.\n")
    assert "index.rst: error: edited since it was written; not replaced; --adopt moves" in CliRunner().invoke(main, []).stderr
    before = tree(folder)
    checked = CliRunner().invoke(main, ["--adopt", "--check"], catch_exceptions=False)
    assert checked.exit_code == 1
    assert "would be moved to additions/index.after.rst" in checked.stderr
    assert tree(folder) == before
    done = CliRunner().invoke(main, ["--adopt"], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    assert (folder / "additions/index.after.rst").read_text(encoding="utf-8") == "Mine.\n"
    assert (folder / "additions/two/listItems.after.rst").read_text(encoding="utf-8") == "Mine, too.\n"
    assert ".. include:: ../additions/index.after.rst" in (folder / "docs/index.rst").read_text(encoding="utf-8")
    assert CliRunner().invoke(main, ["--adopt", "--check"]).exit_code == 0


def test_words_that_are_within_others_are_not_lost(folder: Path) -> None:
    """A paragraph that is only a part of one in the addition is new, and is taken over like any other."""
    Path("additions").mkdir()
    Path("additions/listItems.after.rst").write_text("At most ten items a minute.\n", encoding="utf-8")
    run("--additions", "additions")
    append("get-items", "\nten items\n")
    assert adopt().exit_code == 0
    assert Path("additions/listItems.after.rst").read_text(encoding="utf-8") == "At most ten items a minute.\n\nten items\n"


def test_a_comment_that_is_called_like_a_place() -> None:
    """Words with a comment that would begin a part go into a file with a place in its name, where it begins none."""
    Path("additions").mkdir()
    Path("additions/get-items.rst").write_text("Old end.\n", encoding="utf-8")
    run("--additions", "additions")
    append("get-items", "\n.. before\n\nNew end.\n")
    assert adopt().exit_code == 0
    assert additions() == {"get-items.rst": "Old end.\n", "listItems.after.rst": ".. before\n\nNew end.\n"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"caf\xe9\n", "is not UTF-8; docs/get-items.rst stays as it is"),
        ("link", "is a link; docs/get-items.rst stays as it is"),
    ],
)
def test_a_file_that_is_not_shown_gets_no_words(folder: Path, data: bytes | str, said: str) -> None:
    """Words are not moved into a file that no page shows: the page and the file stay as they are, and both are told."""
    Path("additions").mkdir()
    file, outside = Path("additions/listItems.after.rst"), folder / "outside.rst"
    outside.write_text("Outside.\n", encoding="utf-8")
    if isinstance(data, bytes):
        file.write_bytes(data)
    else:
        file.symlink_to(outside)
    run()
    edited = append("get-items", "\nMine.\n")
    before = file.read_bytes()
    done = adopt()
    assert done.exit_code == 1
    assert f"additions/listItems.after.rst: error: {said}" in " ".join(done.stderr.split())
    assert Path("docs/get-items.rst").read_text(encoding="utf-8") == edited
    assert (file.read_bytes(), outside.read_text(encoding="utf-8")) == (before, "Outside.\n")


def test_lines_that_end_as_on_old_computers() -> None:
    """In a file whose lines end in CR alone, words go into the part of their place, too."""
    Path("additions").mkdir()
    Path("additions/get-items.rst").write_bytes(b".. before\r\rFirst.\r\r.. after\r\rLast.\r")
    run("--additions", "additions")
    edit("get-items", "Lists them.\n", "New.\n\nLists them.\n")
    assert adopt().exit_code == 0
    assert additions() == {"get-items.rst": ".. before\n\nFirst.\n\nNew.\n\n.. after\n\nLast.\n"}
