"""Additions in Sphinx projects: at their places, with their own file and line in messages, and read again when they change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sphinx_projects import Built, build, method, project, wadl

API = wadl(method("listThings", inside='<request><param name="q" style="query"/></request>'), method("addThing", "POST"))
CONF = 'wadl2rst_additions = "../additions"\n'
SOURCES = f'{CONF}wadl2rst_sources = [{{"path": "api.wadl", "destination": "api"%s}}]\n'
TOP = "Top\n===\n\n.. toctree::\n\n   api/index\n"


@pytest.fixture
def additions(tmp_path: Path) -> Path:
    """The folder of the additions, beside the source directory ``src``."""
    (tmp_path / "additions").mkdir()
    return tmp_path / "additions"


def _pages(tmp_path: Path, more: str = "", **files: str) -> Path:
    return project(tmp_path / "src", conf=SOURCES % more, api_wadl=API, index=TOP, **files)


def _text(built: Built, name: str) -> str:
    """The words of a page in HTML."""
    body = built.text(f"{name}.html").partition('<div class="body"')[2].partition('<div class="sphinxsidebar"')[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.mark.parametrize("style", ["classic", "sphinx"])
def test_generated_pages_have_additions_at_their_places(tmp_path: Path, additions: Path, style: str) -> None:
    """A page in HTML has the words before and after the description, first in request and response, and at the end."""
    text = "LAST\n\n.. before\n\nFIRST\n\n.. description\n\nSECOND\n\n.. request\n\nTHIRD\n\n.. response\n\nFOURTH\n"
    (additions / "listThings.rst").write_text(text, encoding="utf-8")
    (additions / "index.before.rst").write_text("See :ref:`api-addThing`.\n\n.. _my-label:\n\n.. rubric:: Mine\n", encoding="utf-8")
    (additions / "group-things.after.rst").write_text("GROUP\n", encoding="utf-8")
    built = build(_pages(tmp_path, f', "style": "{style}"'))
    assert built.warnings == ()
    words = _text(built, "api/get-things")
    words = words.replace("Responses ¶", "Response ¶")
    parts = ("FIRST", "Text of listThings.", "SECOND", "Request ¶", "THIRD", "Response ¶", "FOURTH", "Notes ¶", "LAST")
    places = [words.index(part) for part in parts]
    assert places == sorted(places)
    assert "GROUP" in _text(built, "api/index")
    assert 'href="post-things.html' in built.text("api/index.html")


def test_messages_name_file_and_line_of_an_addition(tmp_path: Path, additions: Path) -> None:
    """What is wrong in an addition is told with its own file and line, also in a part of a file."""
    (additions / "listThings.rst").write_text("A\n\nB :bad:`x`\n\n.. before\n\nC\n\nD :worse:`x`\n", encoding="utf-8")
    (additions / "addThing.after.rst").write_text("A\n\n.. nothing::\n", encoding="utf-8")
    built = build(_pages(tmp_path))
    places = {re.sub(r"^.*/additions/", "", line).partition(": ")[0] for line in built.warnings}
    assert {"listThings.rst:3", "listThings.rst:9", "addThing.after.rst:3"} <= places
    assert not any("/src/api/" in line for line in built.warnings)


def test_docutils_alone_counts_from_the_part(tmp_path: Path, additions: Path) -> None:
    """The directive of docutils, on pages of the classic style, counts the lines from the start of a part: ours would not be needed."""
    (additions / "listThings.rst").write_text("A\n\n.. before\n\nC\n\nD :worse:`x`\n", encoding="utf-8")
    built = build(_pages(tmp_path, ', "style": "classic"'))
    assert any("listThings.rst:3:" in line for line in built.warnings), "docutils is right now: use its directive in both styles"


@pytest.mark.slow
def test_a_changed_addition_is_read_again(tmp_path: Path, additions: Path) -> None:
    """When an addition changes, comes or goes, the pages that show it are read again, and no others."""
    (additions / "listThings.before.rst").write_text("ONE\n", encoding="utf-8")
    source = _pages(tmp_path)
    assert "ONE" in _text(build(source), "api/get-things")
    assert build(source).docs == frozenset()
    (additions / "listThings.before.rst").write_text("TWO\n", encoding="utf-8")
    built = build(source)
    assert built.docs == {"api/get-things"} and "TWO" in _text(built, "api/get-things")
    (additions / "addThing.after.rst").write_text("NEW\n", encoding="utf-8")
    built = build(source)
    assert built.docs == {"api/post-things"} and "NEW" in _text(built, "api/post-things")
    (additions / "listThings.before.rst").unlink()
    built = build(source)
    assert built.docs == {"api/get-things"} and "TWO" not in _text(built, "api/get-things")


@pytest.mark.parametrize("folder", ["src/additions", "src/api/additions"])
def test_additions_below_the_sources_are_no_pages(tmp_path: Path, folder: str) -> None:
    """Additions in the source directory do not become pages of their own."""
    (tmp_path / folder).mkdir(parents=True)
    (tmp_path / folder / "listThings.rst").write_text("MINE\n\n.. _here:\n", encoding="utf-8")
    conf = f'wadl2rst_sources = [{{"path": "api.wadl", "destination": "api", "additions": "{folder.removeprefix("src/")}"}}]\n'
    built = build(project(tmp_path / "src", conf=conf, api_wadl=API, index=TOP))
    assert built.warnings == ()
    assert "MINE" in _text(built, "api/get-things")
    assert not any("additions" in name for name in built.docs)


@pytest.mark.parametrize("style", ["classic", "sphinx"])
def test_directives_show_additions(tmp_path: Path, additions: Path, style: str) -> None:
    """Operations that a directive shows have their additions, by paths from the page, and messages name their lines."""
    (additions / "listThings.rst").write_text("LAST\n\n.. before\n\nFIRST :bad:`x`\n", encoding="utf-8")
    (additions / "addThing.after.rst").write_text("MORE\n", encoding="utf-8")
    shown = f".. wadl:automethod:: ../api.wadl#listThings\n   :style: {style}\n"
    source = project(tmp_path / "src", conf=CONF, api_wadl=API, index="Top\n===\n\n.. toctree::\n\n   deep/one\n   all\n")
    (source / "deep").mkdir()
    (source / "deep/one.rst").write_text(f"One\n===\n\n{shown}", encoding="utf-8")
    (source / "all.rst").write_text("All\n===\n\n.. wadl:: api.wadl\n   :no-index:\n   :group: resource\n", encoding="utf-8")
    built = build(source)
    words = _text(built, "deep/one")
    assert words.index("FIRST") < words.index("Text of listThings.") < words.index("Notes") < words.index("LAST")
    assert "MORE" not in words and "MORE" in _text(built, "all")
    assert built.warnings and all("listThings.rst:5: " in line for line in built.warnings)


@pytest.mark.slow
def test_directives_see_new_additions(tmp_path: Path, additions: Path) -> None:
    """A page with a directive is read again when an addition to one of its operations comes, changes or goes; others are not."""
    source = project(
        tmp_path / "src",
        api_wadl=API,
        index="Top\n===\n\n.. toctree::\n\n   one\n   two\n",
        one="One\n===\n\n.. wadl:automethod:: api.wadl#listThings\n   :additions: ../additions\n",
        two="Two\n===\n\n.. wadl:automethod:: api.wadl#addThing\n   :additions: /../additions\n",
    )
    assert build(source).warnings == ()
    (additions / "listThings.before.rst").write_text("ONE\n", encoding="utf-8")
    built = build(source)
    assert built.docs == {"one"} and "ONE" in _text(built, "one")
    (additions / "listThings.before.rst").write_text("TWO\n", encoding="utf-8")
    built = build(source)
    assert built.docs == {"one"} and "TWO" in _text(built, "one")
    (additions / "listThings.before.rst").unlink()
    assert build(source).docs == {"one"}
    assert build(source).docs == frozenset()


def test_what_belongs_to_nothing_is_told_once_for_all_directives(tmp_path: Path, additions: Path) -> None:
    """Directives of several WADLs share a folder: an addition is told only if it belongs to none of them."""
    (additions / "listThings.rst").write_text("A\n", encoding="utf-8")
    (additions / "showOther.rst").write_text("B\n", encoding="utf-8")
    (additions / "showOthr.rst").write_text("C\n", encoding="utf-8")
    source = project(
        tmp_path / "src",
        conf=CONF,
        api_wadl=API,
        other_wadl=wadl(method("showOther"), path="others"),
        index="Top\n===\n\n.. wadl:automethod:: api.wadl#listThings\n\n.. wadl:: other.wadl\n",
    )
    (line,) = build(source).warnings
    assert "showOthr.rst: not used" in line and "did you mean 'showOther'? [wadl.addition-unmatched]" in line


def test_a_folder_that_is_missing(tmp_path: Path) -> None:
    """A folder of additions that does not exist is told, for the setting and for the option of a directive."""
    source = project(
        tmp_path / "src",
        conf='wadl2rst_additions = "gone"\n',
        api_wadl=API,
        index="Top\n===\n\n.. wadl:: api.wadl\n   :additions: mine\n",
    )
    said = "\n".join(build(source).warnings)
    assert "wadl2rst_additions: no such folder: " in said and "index.rst:4: WARNING: wadl: 'additions': no such folder: " in said


def test_the_folder_of_the_pages(tmp_path: Path) -> None:
    """The folder of the pages cannot be that of the additions, too: pages would include themselves."""
    (tmp_path / "src/api").mkdir(parents=True)
    conf = 'wadl2rst_sources = [{"path": "api.wadl", "destination": "api", "additions": "api"}]\n'
    source = project(tmp_path / "src", conf=conf, api_wadl=API, index=TOP)
    build(source)
    (line,) = build(source).warnings
    assert "entry 1: 'additions': is also the folder of the pages; additions require their own" in line


def test_an_addition_that_is_gone(tmp_path: Path) -> None:
    """A page whose addition was removed says so, with the file."""
    page = "Top\n===\n\n.. wadl:addition:: gone.rst\n\nAfter.\n"
    built = build(project(tmp_path / "src", index=page))
    (line,) = built.warnings
    assert "index.rst:4: WARNING: the addition gone.rst not found [wadl.addition]" in line
    assert "After." in _text(built, "index")


def test_words_are_extracted_with_their_place(tmp_path: Path, additions: Path) -> None:
    """The catalogue for translators has the words of an addition, with its file and line, and not the heading of the page."""
    (additions / "listThings.after.rst").write_text("Start.\n\nMy own words.\n", encoding="utf-8")
    built = build(_pages(tmp_path), "gettext")
    catalogue = built.text("api.pot")
    entry = catalogue[: catalogue.index('msgid "My own words."')].rpartition("\n\n")[2]
    assert "additions/listThings.after.rst:3" in entry
    assert 'msgid "Notes"' not in catalogue


MARKDOWN = "Words in *Markdown*.\n\n<!-- before -->\n\n| A | B |\n|---|---|\n| 1 | {bad}`x` |\n"


@pytest.mark.parametrize("style", ["classic", "sphinx"])
def test_markdown_needs_its_extension(tmp_path: Path, additions: Path, style: str) -> None:
    """Without myst-parser, an addition in Markdown is told, with what to do; the page is built nevertheless."""
    (additions / "listThings.md").write_text(MARKDOWN, encoding="utf-8")
    built = build(_pages(tmp_path, f', "style": "{style}"'))
    assert built.warnings
    assert all("listThings.md:" in line and 'add "myst_parser" to extensions in conf.py' in line for line in built.warnings)
    assert "Text of listThings." in _text(built, "api/get-things")


@pytest.mark.parametrize("style", ["classic", "sphinx"])
def test_markdown_is_read_by_its_parser(tmp_path: Path, additions: Path, style: str) -> None:
    """With myst-parser, an addition in Markdown is read as such, at its place; in the style ``sphinx``, messages name it."""
    pytest.importorskip("myst_parser", reason="myst-parser is not installed")
    (additions / "listThings.md").write_text(MARKDOWN, encoding="utf-8")
    source = _pages(tmp_path, f', "style": "{style}"')
    with (source / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('extensions.append("myst_parser")\n')
    built = build(source)
    html = built.text("api/get-things.html").partition("<body>")[2]
    assert html.index("<table") < html.index("Text of listThings.") < html.index("Words in <em>Markdown</em>.")
    (line,) = [line for line in built.warnings if "bad" in line]
    assert ("listThings.md:7: " in line) is (style == "sphinx")


def test_markdown_pages_have_the_words(tmp_path: Path, additions: Path) -> None:
    """The pages in Markdown have the words of the user: Markdown as it is, reStructuredText as code."""
    (additions / "listThings.before.rst").write_text("In :ref:`RST <x>`.\n", encoding="utf-8")
    (additions / "listThings.after.md").write_text("In **Markdown**.\n", encoding="utf-8")
    (additions / "index.after.md").write_text("On the *index*.\n", encoding="utf-8")
    source = _pages(tmp_path, ', "markdown": "always"')
    with (source / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('suppress_warnings = ["wadl.addition", "ref.ref"]\n')
    page = build(source).text("api/get-things.md")
    assert "```rst\nIn :ref:`RST <x>`.\n```\n\nText of listThings." in page
    assert page.endswith("## Notes\n\nIn **Markdown**.\n")
    assert "On the *index*." in (tmp_path / "src-built/html/api/index.md").read_text(encoding="utf-8")


def test_headings_of_an_addition_are_those_of_the_page(tmp_path: Path, additions: Path) -> None:
    """A heading with the underline of the page's sections is a section of the page, as on the page itself."""
    (additions / "listThings.after.rst").write_text('Limits\n""""""\n\nTen a minute.\n', encoding="utf-8")
    (additions / "addThing.after.rst").write_text(".. rubric:: Limits\n\nTen a minute.\n", encoding="utf-8")
    built = build(_pages(tmp_path))
    assert built.warnings == ()
    assert re.search(r'<section id="limits">\s*<h2>Limits', built.text("api/get-things.html"))
    assert re.search(r'<section id="notes">\s*<h2>Notes', built.text("api/post-things.html"))


def test_processes_share_what_is_told(tmp_path: Path, additions: Path) -> None:
    """A build with several processes shows additions and tells of them as one with a single process does."""
    (additions / "listThings.rst").write_text("A\n", encoding="utf-8")
    (additions / "nothing.rst").write_text("A\n", encoding="utf-8")
    pages = {f"page{number}": f"P\n=\n\n.. wadl:: api.wadl\n   :no-index:\n   :prefix: p{number}\n" for number in range(8)}
    index = "Top\n===\n\n.. toctree::\n\n" + "".join(f"   {name}\n" for name in pages)
    built = build(project(tmp_path / "src", conf=CONF, api_wadl=API, index=index, **pages), jobs=2)
    assert len([line for line in built.warnings if "[wadl.addition-unmatched]" in line]) == 1


def test_entries_and_directives_share_a_folder(tmp_path: Path, additions: Path) -> None:
    """An addition is reported once, and only if none of the entries and directives that use the folder shows it."""
    for name in ("index", "listThings", "makeOther", "showThird", "listThing"):
        (additions / f"{name}.rst").write_text("Mine.\n", encoding="utf-8")
    conf = (
        f'{CONF}wadl2rst_sources = [{{"path": "api.wadl", "destination": "api"}}, '
        '{"path": "other.wadl", "destination": "other", "prefix": "other"}]\n'
    )
    other = wadl(method("makeOther", "POST"))
    source = project(tmp_path / "src", conf=conf, api_wadl=API, other_wadl=other, third_wadl=wadl(method("showThird")))
    (source / "index.rst").write_text(f"{TOP}   other/index\n   third\n", encoding="utf-8")
    (source / "third.rst").write_text("Third\n=====\n\n.. wadl:: third.wadl\n   :no-index:\n", encoding="utf-8")
    built = build(source)
    (line,) = built.warnings
    assert "listThing.rst: not used" in line
    assert "Mine." in _text(built, "third")
