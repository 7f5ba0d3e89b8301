"""Other versions of an API: what its pages say of them."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

import wadl2rst
from tests.running import Done, run, tree
from tests.small_wadls import NAMESPACE

Operations = dict[str, str]
"""The paths of operations by their ids; an id that begins with ``-`` is not written."""


def wadl(operations: Operations, base: str = "http://x/") -> str:
    """A WADL of GET operations."""
    resources = ""
    for identifier, path in operations.items():
        own = "" if identifier.startswith("-") else f' id="{identifier}"'
        resources += f'<resource path="{path}"><method name="GET"{own}><response status="204"/></method></resource>\n'
    return f'<application xmlns="{NAMESPACE}"><resources base="{base}">\n{resources}</resources></application>\n'


def settings(folder: Path, *, before: str = 'output = "docs"\n', **entries: str) -> None:
    """Writes the settings file: each entry by its output, with further settings."""
    (folder / ".git").mkdir(exist_ok=True)
    tables = [f'[[apis]]\nsources = ["{name}.wadl"]\noutput = "{name}"\n{more}\n' for name, more in entries.items()]
    (folder / "wadl2rst.toml").write_text(before + "".join(tables), encoding="utf-8")


def both(folder: Path, first: Operations, second: Operations, **more: str) -> None:
    """Two versions that lead to each other."""
    (folder / "v1.wadl").write_text(wadl(first), encoding="utf-8")
    (folder / "v2.wadl").write_text(wadl(second), encoding="utf-8")
    settings(
        folder,
        before=more.pop("before", 'output = "docs"\n'),
        v1='also = { "Second" = "v2" }\n' + more.get("v1", ""),
        v2='also = { "First" = "./v1/" }\n' + more.get("v2", ""),
    )


def built(folder: Path, *arguments: str, status: int = 0) -> Done:
    """A run that ends as expected."""
    done = run(*arguments, folder=folder)
    assert done.status == status, done.stderr
    return done


def lines(folder: Path, pattern: str = r"^(?:Other versions:|Not in ).*") -> dict[str, str]:
    """What each page says of other versions."""
    found = {}
    for path in sorted(folder.rglob("*.rst")):
        said = re.findall(pattern, path.read_text("utf-8"), re.MULTILINE)
        assert len(said) < 2, path
        if said:
            found[path.relative_to(folder).as_posix()] = said[0]
    return found


# --- what pages say ---------------------------------------------------------------------


@pytest.mark.parametrize("style", ["classic", "sphinx"])
def test_an_operation_links_to_itself_in_the_other_version(style: str, tmp_path: Path) -> None:
    """It is found by its path whatever the number of the version, and by its id if the path is another one, which the line then says."""
    both(
        tmp_path,
        {"list": "v1/things", "-show": "v1/things/{id}", "search": "v1/find", "old": "v1/old"},
        {"list": "v2/things", "-show": "v2/things/{thing}", "search": "v2/things/query", "new": "v2/fresh"},
        before=f'output = "docs"\nstyle = "{style}"\n',
    )
    built(tmp_path)
    assert lines(tmp_path / "docs") == {
        "v1/get-v1-find.rst": "Other versions: :ref:`Second <v2-search>` (``GET /v2/things/query``).",
        "v1/get-v1-old.rst": "Not in Second.",
        "v1/get-v1-things.rst": "Other versions: :ref:`Second <v2-list>`.",
        "v1/get-v1-things-id.rst": "Other versions: :ref:`Second <v2-get-v2-things-thing>`.",
        "v1/index.rst": "Other versions: :ref:`Second <v2-index>`.",
        "v2/get-v2-fresh.rst": "Not in First.",
        "v2/get-v2-things.rst": "Other versions: :ref:`First <v1-list>`.",
        "v2/get-v2-things-query.rst": "Other versions: :ref:`First <v1-search>` (``GET /v1/find``).",
        "v2/get-v2-things-thing.rst": "Other versions: :ref:`First <v1-get-v1-things-id>`.",
        "v2/index.rst": "Other versions: :ref:`First <v1-index>`.",
    }


def test_several_other_versions_are_in_one_line(tmp_path: Path) -> None:
    """Those that have the operation come first, in the order of the settings; then those that do not."""
    for name, paths in {"v1": ["a", "b"], "v2": ["a"], "v3": ["b", "a"], "v4": []}.items():
        (tmp_path / f"{name}.wadl").write_text(wadl({path: path for path in paths}), encoding="utf-8")
    settings(tmp_path, v1='also = { "*Four*" = "v4", Three = "v3", "a = b" = "v2" }', v2="", v3="", v4="")
    built(tmp_path)
    assert lines(tmp_path / "docs") == {
        "v1/get-a.rst": r"Other versions: :ref:`Three <v3-a>`, :ref:`a = b <v2-a>`. Not in \*Four\*.",
        "v1/get-b.rst": r"Other versions: :ref:`Three <v3-b>`. Not in \*Four\*, a = b.",
        "v1/index.rst": "Other versions: :ref:`Three <v3-index>`, :ref:`a = b <v2-index>`.",
    }


def test_an_api_of_several_wadls_can_be_a_version(tmp_path: Path) -> None:
    """Operations are found in any of its WADLs, and its index has a label and the line."""
    (tmp_path / "v1.wadl").write_text(wadl({"a": "a", "b": "b", "c": "c"}), encoding="utf-8")
    for name in "ab":
        (tmp_path / f"{name}.wadl").write_text(wadl({name: name}), encoding="utf-8")
    settings(tmp_path, v1='also = { Two = "two/v2" }')
    with (tmp_path / "wadl2rst.toml").open("a", encoding="utf-8") as file:
        file.write('[[apis]]\nsources = ["a.wadl", "b.wadl"]\noutput = "two/v2"\nalso = { One = "v1" }\n')
    built(tmp_path)
    assert lines(tmp_path / "docs") == {
        "two/v2/a/get-a.rst": "Other versions: :ref:`One <v1-a>`.",
        "two/v2/b/get-b.rst": "Other versions: :ref:`One <v1-b>`.",
        "two/v2/index.rst": "Other versions: :ref:`One <v1-index>`.",
        "v1/get-a.rst": "Other versions: :ref:`Two <two-v2-a-a>`.",
        "v1/get-b.rst": "Other versions: :ref:`Two <two-v2-b-b>`.",
        "v1/get-c.rst": "Not in Two.",
        "v1/index.rst": "Other versions: :ref:`Two <two-v2-index>`.",
    }
    assert (tmp_path / "docs/two/v2/index.rst").read_text("utf-8").split("\n\n")[1] == ".. _two-v2-index:"


def test_an_api_can_be_merged(tmp_path: Path) -> None:
    """Of WADLs that are merged, each operation has the line, and so has the one index."""
    (tmp_path / "v1.wadl").write_text(wadl({"a": "a", "b": "b", "c": "c"}), encoding="utf-8")
    (tmp_path / "more").mkdir()
    for name in "abd":
        (tmp_path / "more" / f"{name}.wadl").write_text(wadl({name: name}), encoding="utf-8")
    settings(tmp_path, before='output = "docs"\nstyle = "sphinx"\n', v1='also = { Two = "v2" }')
    with (tmp_path / "wadl2rst.toml").open("a", encoding="utf-8") as file:
        file.write('[[apis]]\nsources = ["more"]\noutput = "v2"\nmerge = true\nalso = { One = "v1" }\n')
    built(tmp_path)
    said = {
        "v1/get-a.rst": "Other versions: :ref:`Two <v2-a>`.",
        "v1/get-b.rst": "Other versions: :ref:`Two <v2-b>`.",
        "v1/get-c.rst": "Not in Two.",
        "v1/index.rst": "Other versions: :ref:`Two <v2-index>`.",
        "v2/get-a.rst": "Other versions: :ref:`One <v1-a>`.",
        "v2/get-b.rst": "Other versions: :ref:`One <v1-b>`.",
        "v2/get-d.rst": "Not in One.",
        "v2/index.rst": "Other versions: :ref:`One <v1-index>`.",
    }
    assert lines(tmp_path / "docs") == said
    entrance = (tmp_path / "docs/index.rst").read_text("utf-8")
    assert re.findall(r":(?:ref|doc):`[^<]*<([^>]*)>`", entrance) == [
        *("v1/index", "v1-a", "v1-b", "v1-c", "v2/index", "v2-a", "v2-b", "v2-d"),
    ]
    assert built(tmp_path).stderr.endswith("9 pages: 9 unchanged\n")
    (tmp_path / "v1.wadl").write_text(wadl({"a": "a"}), encoding="utf-8")
    built(tmp_path)
    assert lines(tmp_path / "docs/v2")["get-b.rst"] == "Not in One."
    assert (tmp_path / "docs/index.rst").read_text("utf-8").count("<v2-") == 3


def test_links_follow_the_names_that_stay_while_a_wadl_is_unreadable(tmp_path: Path) -> None:
    """Two operations of one path without ids, in two WADLs: while one cannot be read, the link leads to the name that the other keeps."""
    for version in ("v1", "v2"):
        for title in ("Start", "Stop"):
            text = wadl({"-": "lamps"}, f"http://x/{version}").replace("<response", f'<doc title="{title}"/><response')
            (tmp_path / version).mkdir(exist_ok=True)
            (tmp_path / version / f"{title}.wadl").write_text(text, encoding="utf-8")
    (tmp_path / "wadl2rst.toml").write_text(
        'output = "docs"\n'
        + "".join(
            f'[[apis]]\nsources = ["{name}"]\noutput = "{name}"\nmerge = true\nalso = {{ "{other}" = "{other}" }}\n'
            for name, other in (("v1", "v2"), ("v2", "v1"))
        ),
        encoding="utf-8",
    )
    built(tmp_path)
    before = lines(tmp_path / "docs")
    (tmp_path / "v1" / "Stop.wadl").write_text("<application", encoding="utf-8")
    built(tmp_path, status=1)
    after = lines(tmp_path / "docs")
    assert len(before) == 6 and len(after) == 5 and after.items() <= before.items()


def test_operations_that_filters_leave_out_are_neither_linked_nor_said_to_be_missing(tmp_path: Path) -> None:
    """What a version has but does not show is nothing to tell; labels are those that its settings give."""
    both(tmp_path, {"a": "a", "b": "b"}, {"a": "a", "b": "b"}, v2='exclude = ["/b"]\nprefix = "second"')
    built(tmp_path)
    assert lines(tmp_path / "docs/v1") == {
        "get-a.rst": "Other versions: :ref:`Second <second-a>`.",
        "index.rst": "Other versions: :ref:`Second <second-index>`.",
    }


def test_of_a_version_that_cannot_be_read_nothing_is_said(tmp_path: Path) -> None:
    """It is reported once; if only some of its WADLs can be read, what these have is linked, and nothing is said to be missing."""
    both(tmp_path, {"a": "a", "b": "b"}, {})
    (tmp_path / "v2.wadl").write_text("<application", encoding="utf-8")
    assert built(tmp_path, status=1).stderr.count("error:") == 1
    assert lines(tmp_path / "docs") == {}
    (tmp_path / "a.wadl").write_text(wadl({"a": "a"}), encoding="utf-8")
    settings(tmp_path, v1='also = { Second = "v2" }')
    with (tmp_path / "wadl2rst.toml").open("a", encoding="utf-8") as file:
        file.write('[[apis]]\nsources = ["a.wadl", "v2.wadl"]\noutput = "v2"\n')
    assert built(tmp_path, status=1).stderr.count("error:") == 1
    assert set(lines(tmp_path / "docs")) == {"v1/get-a.rst", "v1/index.rst"}


@pytest.mark.slow
def test_markdown_leads_to_the_section_of_an_operation(tmp_path: Path) -> None:
    """Markdown pages have the line, too; where several operations share a page, it leads to their heading."""
    pytest.importorskip("sphinx")
    for name in ("v1", "v2", "v3"):
        (tmp_path / f"{name}.wadl").write_text(wadl({"-a": "a", "-b": "b"} if name == "v1" else {"-b": "b"}), encoding="utf-8")
    also = 'also = { Second = "v2", Third = "v3" }'
    settings(tmp_path, before='output = "docs"\nhtml = "site"\n', v1=also, v2='split = "resource"', v3='split = "single"')
    built(tmp_path)
    pages = {path.relative_to(tmp_path / "site").as_posix(): path.read_text("utf-8") for path in (tmp_path / "site").rglob("*.md")}
    assert "\nOther versions: [Second](../v2/b.md#get-b), [Third](../v3/index.md#get-b).\n" in pages["v1/get-b.md"]
    assert "# GET /b\n" in pages["v2/b.md"] and "# GET /b\n" in pages["v3/index.md"]
    assert "\nNot in Second, Third.\n" in pages["v1/get-a.md"]
    assert "\nOther versions: [Second](../v2/index.md), [Third](../v3/index.md).\n" in pages["v1/index.md"]


# --- runs one after the other -----------------------------------------------------------


def test_pages_follow_the_other_version(tmp_path: Path) -> None:
    """A page that has not changed itself is written again if the other version has, whatever is remembered of it."""
    both(tmp_path, {"a": "a", "b": "b"}, {"a": "a"})
    built(tmp_path)
    assert built(tmp_path).stderr == "docs/: 3 operations, 6 pages: 6 unchanged\n"
    both(tmp_path, {"a": "a", "b": "b"}, {"a": "a", "b": "b"})
    assert built(tmp_path, "--check", status=1).stdout.count("+Other versions: :ref:`Second <v2-b>`.") == 1
    assert built(tmp_path).stderr == "docs/: 4 operations, 7 pages: 3 written, 4 unchanged\n"
    remembered = tree(tmp_path / "docs")
    built(tmp_path, "--no-cache", "-o", "docs", "-j", "2")
    assert tree(tmp_path / "docs") == remembered


_IDS = st.sampled_from(["one", "two", "three", "-1", "-2", "-3", "-4"])
_VERSION = st.dictionaries(_IDS, st.sampled_from(["a", "b", "a/b", "a/{x}", "c/a/b", "c/{x}/b"]), max_size=5)


@pytest.mark.slow
@hypothesis.settings(max_examples=15)
@given(_VERSION, _VERSION, st.sampled_from(["", "v"]))
def test_links_go_both_ways_between_the_same_operations(first: Operations, second: Operations, version: str) -> None:
    """Whatever two versions have, an operation that links to another is the one that the other links to; all others are in one only."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = [
            {key: f"{version}{number}/{path}" if version else path for key, path in given.items()}
            for number, given in ((1, first), (2, second))
        ]
        both(folder, *map(_distinct, texts))
        built(folder)
        links: dict[str, str] = {}
        for path in folder.glob("docs/v?/get-*.rst"):
            text = path.read_text("utf-8")
            label = re.search(r"^\.\. _(\S+):$", text, re.MULTILINE)
            said = re.search(r"^(?:Other versions: :ref:`\w+ <(\S+)>`|Not in (?:First|Second)\.$)", text, re.MULTILINE)
            assert label is not None and said is not None, text
            links[label[1]] = said[1] or ""
        assert all(links[target] == label for label, target in links.items() if target), links
        same = [set(found.values()) for found in map(_distinct, texts)]
        if not version:
            assert sum(bool(target) for target in links.values()) >= 2 * len(same[0] & same[1])


def _distinct(operations: Operations) -> Operations:
    """The operations whose path no other one has, whatever template parameters are called."""
    known: set[str] = set()
    return {key: path for key, path in operations.items() if path not in known and not known.add(path)}  # type: ignore[func-returns-value]


# --- mistakes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("also", "message"),
    [
        ('also = { One = "v2" }', ":9: error: 'also': 'One' leads to this entry itself"),
        ('[apis.also]\n"The first" = "v1"\nOne = "./v2"', ":11: error: 'also': 'One' leads to this entry itself"),
        ('[apis.also]\n"The first" = "vv1"',
         ":10: error: 'also': 'The first' leads to 'vv1', which is not the 'output' of another entry; did you mean 'v1'?"),
        ('also = { "The first" = "docs/first" }',
         ":9: error: 'also': 'The first' leads to 'docs/first', which is not the 'output' of another entry"),
        ('also = { "" = "v1" }',
         ":9: error: 'also': '=v1' is not the title of another version and its output, such as \"API v1\" = \"v1\""),
        ("also = { a = 1 }", ":9: error: 'also' must be a table of strings, not a table of other types"),
        ('also = "v1"', ":9: error: 'also' must be a table of strings, not 'v1'"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_line(also: str, message: str, tmp_path: Path) -> None:
    """A version that no entry has is an error with the line of its title, and nothing is written."""
    (tmp_path / "v1.wadl").write_text(wadl({"a": "a"}), encoding="utf-8")
    settings(tmp_path, v1="", v2=also)
    done = built(tmp_path, status=2)
    assert done.stderr.startswith(f"wadl2rst.toml{message}") and done.stderr.count("\n") == 1, done.stderr
    assert not (tmp_path / "docs").exists()


def test_the_python_api_has_no_versions(tmp_path: Path) -> None:
    """It builds one API, which would say nothing of others."""
    with pytest.raises(ValueError, match=r"\Aalso: only the APIs of one run can be versions of each other"):
        wadl2rst.generate(tmp_path / "v1.wadl", tmp_path / "docs", wadl2rst.Config(also=["One=v1"]))


def test_it_is_a_setting_of_entries_only(tmp_path: Path) -> None:
    """Outside the entries, there is no API whose versions it could name."""
    settings(tmp_path, before='output = "docs"\nalso = { One = "v1" }\n', v1="")
    assert built(tmp_path, status=2).stderr == "wadl2rst.toml:2: error: 'also' is about one API: set it in an entry of 'apis' [config]\n"
