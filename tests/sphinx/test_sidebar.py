"""The sidebar ``wadl-sidebar.html``: what it shows, and that it costs and holds the same on each page however many there are."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import pytest

from tests.sphinx_projects import Built, build, method, project, wadl
from wadl2rst.sphinx.navigation import Entry, NavigationPart, ShownOperation
from wadl2rst.sphinx.sidebar import WINDOW, Sidebar
from wadl2rst.wadl.model import Resources

SIDEBARS = 'html_sidebars = {"**": ["wadl-sidebar.html"]}\n'
SOURCES = 'wadl2rst_sources = [{"path": "api.wadl", "destination": "api", "style": "STYLE"}]\n'
INDEX = """\
Top
===

.. toctree::
   :caption: Guides & more

   guide
   Elsewhere <https://example.com/?a=1&b=2>

.. toctree::
   :caption: Reference
   :hidden:

   api/index
   genindex
"""
GUIDE = "A ``guide`` <&>\n===============\n\n.. toctree::\n\n   deep/part\n\nSection\n-------\n\nText.\n"
RESOURCES = ("images", "limits")


class _Links(HTMLParser):
    """The links of a sidebar: text and address; and how its lists are nested."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.current: list[str] = []
        self.open_tags: list[str] = []
        self._address: str | None = None
        self.feed(html)
        assert not self.open_tags, "the elements are not closed"

    def handle_starttag(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        self.open_tags.append(tag)
        if tag == "a":
            self._address = dict(attributes)["href"]
            self.links.append(("", self._address or ""))
            if "aria-current" in dict(attributes):
                self.current.append(self._address or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open_tags.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open_tags and "a" in self.open_tags:
            text, address = self.links[-1]
            self.links[-1] = text + data, address


def sidebar(html: str) -> str:
    """The sidebar of a page."""
    found = re.findall(r'<nav class="wadl-sidebar.*?</nav>', html, re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def _api(**titles: str) -> str:
    """A WADL with two resources of two operations each; ``titles`` replaces the title of some."""
    parts = []
    for resource in RESOURCES:
        inside = "".join(
            method(f"{verb.lower()}{resource}", verb).replace(
                f"Title of {verb.lower()}{resource}", titles.get(f"{verb.lower()}{resource}", f"{verb} of {resource}")
            )
            for verb in ("GET", "PUT")
        )
        parts.append(f'<resource path="{resource}">{inside}</resource>')
    text = wadl(path="-")
    return re.sub(r"<resource path.*</resource>", "".join(parts), text, flags=re.DOTALL)


def _project(folder: Path, style: str = "sphinx", conf: str = "") -> Path:
    conf = SIDEBARS + SOURCES.replace("STYLE", style) + conf
    project(folder, conf=conf, index=INDEX, guide=GUIDE, api_wadl=_api())
    (folder / "deep").mkdir()
    (folder / "deep" / "part.rst").write_text("Part\n====\n\nText.\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=["sphinx", "classic"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A project with a WADL of two groups, a page below a page, a link and an index, in each style."""
    built = build(_project(tmp_path_factory.mktemp(f"sidebar-{request.param}") / "p", request.param))
    assert built.warnings == ()
    return built


def test_a_page_shows_its_group_open_and_the_others_as_links(built: Built) -> None:
    """On the page of an operation, its group lists verbs and titles; the other group is a link to its section of the index."""
    html = sidebar(built.text("api/get-images.html"))
    shown = _Links(html)
    slash = "/" if "classic" in str(built.out) else ""
    assert shown.links == [
        ("A guide <&>", "../guide.html"),
        ("Part", "../deep/part.html"),
        ("Elsewhere", "https://example.com/?a=1&b=2"),
        ("api", "../api/index.html"),
        ("GET GET of images", "../api/get-images.html"),
        ("PUT PUT of images", "../api/put-images.html"),
        (f"{slash}limits", "../api/index.html#limits"),
        ("Index", "../genindex.html"),
    ]
    assert shown.current == ["../api/get-images.html"]
    assert f"<details open><summary>{slash}images</summary>" in html and html.count("<details") == 3 and html.count(" open>") == 2
    assert ">Guides &amp; more<" in html and ">Reference<" in html


def test_an_operation_without_a_title_has_its_verb_once(tmp_path: Path) -> None:
    """Where the title of an operation is its request line, the sidebar shows the verb and the path."""
    folder = tmp_path / "p"
    api = wadl('<method name="GET"/>', path="things")
    project(folder, conf=SIDEBARS + SOURCES.replace("STYLE", "classic"), index=INDEX.replace("   guide\n", ""), api_wadl=api)
    links = _Links(sidebar(build(folder).text("api/get-things.html"))).links
    assert ("GET /things", "../api/get-things.html") in links


def test_pages_outside_of_the_api_show_no_operation(built: Built) -> None:
    """Elsewhere the WADL is one link; the pages below a page are folded, and open on that page."""
    top, guide = sidebar(built.text("index.html")), sidebar(built.text("guide.html"))
    assert [address for _text, address in _Links(top).links if address.startswith("api/")] == ["api/index.html"]
    assert _Links(top).current == [] and _Links(guide).current == ["guide.html"]
    assert 'class="wadl-below">' in top and 'class="wadl-below" open>' in guide
    assert "<a class" in sidebar(built.text("genindex.html")) and _Links(sidebar(built.text("genindex.html"))).current == ["genindex.html"]


def test_every_link_leads_to_a_page(built: Built) -> None:
    """All links of all sidebars name files of the site, and sections that they have."""
    seen = 0
    for page in built.out.rglob("*.html"):
        for _text, address in _Links(sidebar(page.read_text("utf-8"))).links:
            if "://" not in address:
                file, anchor = urldefrag(address)
                target = Path(os.path.normpath(page.parent / unquote(file)))
                assert target.is_file() and (not anchor or f'id="{anchor}"' in target.read_text("utf-8"))
                seen += 1
    assert seen > 40


@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml"])
def test_other_builders_of_html(builder: str, tmp_path: Path) -> None:
    """The links suit the addresses of dirhtml; singlehtml shows its own table of contents in the same place."""
    built = build(_project(tmp_path / "p"), builder)
    # Sphinx does not know the general index in this builder.
    assert [line for line in built.warnings if "genindex" not in line] == []
    if builder == "dirhtml":
        shown = _Links(sidebar(built.text("api/get-images/index.html")))
        assert ("limits", "../../api/#limits") in shown.links and shown.current == ["../../api/get-images/"]
    else:
        assert "GET of images" in sidebar(built.text("index.html"))


def _pages(built: Built) -> dict[str, bytes]:
    return {str(path.relative_to(built.out)): path.read_bytes() for path in sorted(built.out.rglob("*.html"))}


def test_several_processes_write_the_same_bytes(tmp_path: Path) -> None:
    """Pages written by two processes are those that one writes."""
    one, two = (build(_project(tmp_path / name / "p"), jobs=jobs) for name, jobs in (("one", 1), ("two", 2)))
    assert _pages(one) == _pages(two) and len(_pages(one)) > 8


def test_a_changed_sample_is_read_and_written_alone(tmp_path: Path) -> None:
    """After a change of one operation's text, a build reads and writes its page, and no other that does not list it."""
    folder = _project(tmp_path / "p")
    first = build(folder)
    times = {path: path.stat().st_mtime_ns for path in first.out.rglob("*.html")}
    api = folder / "api.wadl"
    api.write_text(api.read_text("utf-8").replace("Text of putlimits.", "Text of putlimits. Other text."), encoding="utf-8")
    again = build(folder)
    assert again.docs == {"api/put-limits"} and "Other text" in again.text("api/put-limits.html")
    assert "has changed" not in again.status
    written = {path.stem for path, time in times.items() if path.stat().st_mtime_ns != time}
    assert "put-limits" in written and not written & {"get-images", "put-images", "get-limits", "guide"}


def test_a_changed_title_is_written_to_every_sidebar_that_shows_it(tmp_path: Path) -> None:
    """After a change of a title, the pages of its group are written again, those of other groups are not."""
    folder = _project(tmp_path / "p")
    first = build(folder)
    times = {path.stem: path.stat().st_mtime_ns for path in first.out.rglob("*.html")}
    (folder / "api.wadl").write_text(_api(putlimits="Raise a limit"), encoding="utf-8")
    again = build(folder)
    assert "Raise a limit" in sidebar(again.text("api/get-limits.html")) and "api/get-limits" not in again.docs
    assert all((again.out / "api" / f"{page}.html").stat().st_mtime_ns == times[page] for page in ("get-images", "put-images"))


EAGER = """
def _eager(app, pagename, templatename, context, doctree):
    context["eager"] = context["toctree"](collapse=False, titles_only=True, maxdepth=-1, includehidden=True)

def _late(app, pagename, templatename, context, doctree):
    if pagename == "guide":
        assert "GET of images" in context["toctree"](collapse=False, includehidden=True)

def setup(app):
    app.connect("html-page-context", _eager)
    app.connect("html-page-context", _late, priority=950)
"""


@pytest.mark.parametrize(("sidebars", "resolved"), [(SIDEBARS, 1), ("", 9)])
def test_the_tree_of_sphinx_is_not_resolved_for_each_page(
    sidebars: str, resolved: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A theme that asks Sphinx for its tree for each page, as furo does, costs nothing where the sidebar is shown; templates get it."""
    from sphinx.builders import html

    asked: list[str] = []
    resolve = html.global_toctree_for_doc

    def counting(env: Any, docname: str, *arguments: Any, **options: Any) -> Any:
        asked.append(docname)
        return resolve(env, docname, *arguments, **options)

    monkeypatch.setattr(html, "global_toctree_for_doc", counting)
    folder = _project(tmp_path / "p", conf=EAGER)
    conf = folder / "conf.py"
    conf.write_text(conf.read_text("utf-8").replace(SIDEBARS, sidebars), encoding="utf-8")
    assert build(folder).warnings == ()
    assert "guide" in asked and (len(asked) == resolved if sidebars else len(asked) >= resolved)


def test_furo_resolves_no_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In furo, the sidebar takes the place of the navigation, which is computed only where it is listed, too."""
    if find_spec("furo") is None:
        pytest.skip("furo is not installed")
    from sphinx.builders import html

    monkeypatch.setattr(html, "global_toctree_for_doc", lambda *about, **options: pytest.fail("the tree of Sphinx was resolved"))
    built = build(_project(tmp_path / "p", conf='html_theme = "furo"\n'))
    assert "GET of images" in sidebar(built.text("api/get-images.html"))


LISTENER = """
def setup(app):
    app.seen = []
    app.connect("wadl-skip", lambda app, what, name, operation, skip: app.seen.append(repr(operation)))
"""


@pytest.mark.parametrize("handler", [False, True])
def test_events_make_no_text_of_the_model(handler: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sphinx makes a repr of what an event is given; that of an operation is short and leads nowhere, whether or not anybody listens."""
    monkeypatch.setattr(Resources, "__repr__", lambda self: pytest.fail("the model was made a text"))
    built = build(_project(tmp_path / "p", conf=LISTENER if handler else ""), "dummy")
    assert built.warnings == ()
    if handler:
        paths = [f"<Operation {verb} /{resource}>" for resource in RESOURCES for verb in ("GET", "PUT")]
        assert built.app.seen == paths  # type: ignore[attr-defined]


def _site(groups: int, operations: int) -> Sidebar:
    """A sidebar of so many groups of so many operations."""
    parts = [
        NavigationPart(
            "",
            [
                Entry(
                    f"/group-{group}",
                    f"index.html#group-{group}",
                    children=[
                        Entry(
                            f"Operation {number}",
                            f"{group}-{number}.html",
                            f"{group}-{number}",
                            ShownOperation("GET", f"/{group}/{number}"),
                        )
                        for number in range(operations)
                    ],
                )
            ],
        )
        for group in range(groups)
    ]
    return Sidebar(parts)


@pytest.mark.parametrize(("groups", "operations"), [(1, 5000), (5000, 1), (50, 100), (3, 20), (1000, 5)])
def test_a_page_does_not_grow_with_the_api(groups: int, operations: int) -> None:
    """However many operations and groups there are, a page lists a bounded number of them: all of a small group, its own in each case."""
    made = _site(groups, operations)
    for group in (0, groups // 2, groups - 1):
        for number in (0, operations // 2, operations - 1):
            html = made.html(f"{group}-{number}", "../")
            shown = _Links(html)
            assert html.count("<li") <= 2 * WINDOW + 4
            assert shown.current == [f"../{group}-{number}.html"]
            own = [address for _text, address in shown.links if address.startswith(f"../{group}-")]
            assert len(own) == min(operations, WINDOW)
            left_out = [int(found) for found in re.findall(r"… [^<]* \((\d+)\)", html)]
            assert sum(left_out) == max(operations - WINDOW, 0) + max(groups - WINDOW, 0)
            assert all(address.startswith("../index.html") for text, address in shown.links if text.startswith("…"))


def test_entries_are_visited_once_a_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page visits the entries that it shows, not all; all are visited when the sidebar is made."""
    visited = 0
    link = Entry.has_operations.fget  # type: ignore[attr-defined]

    def counting(entry: Entry) -> bool:
        nonlocal visited
        visited += 1
        return bool(link(entry))

    counts = []
    for groups in (10, 1000):
        made = _site(groups, 10)
        monkeypatch.setattr(Entry, "has_operations", property(counting))
        visited = 0
        made.html("5-5", "")
        monkeypatch.undo()
        counts.append(visited)
    assert counts[1] <= counts[0] + WINDOW + 4
