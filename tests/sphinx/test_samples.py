"""Samples that are read without state machines and written without nodes are on the page as Sphinx and sphinx-design write them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes, statemachine
from hypothesis import given
from hypothesis import strategies as st
from sphinx.parsers import RSTParser
from sphinx.testing import restructuredtext
from sphinx.testing.util import SphinxTestApp

from tests.sphinx_projects import ROOT, Built, build, project
from wadl2rst.sphinx import grid_tables, samples_html, set_aside
from wadl2rst.sphinx.collectors import GENERATED
from wadl2rst.sphinx.samples import samples

DESIGN = 'extensions += ["sphinx_design"]\nsmartquotes = False\n'
WADLS = ("samples/every-construct/every-construct.wadl", "samples/harbour/harbour.wadl")

REQUESTS = """\
   .. container:: wadl-request-samples

      .. tab-set::
         :sync-group: wadl-request-language

         .. tab-item:: curl
            :sync: curl

            **Request with curl, made from the WADL**

            .. code:: bash

                curl --request GET 'https://api.example.org/onlyinarequest?a=<b>&c=d'

         .. tab-item:: Python
            :sync: python
            :selected:

            **Request with Python, made from the WADL**

            .. code:: python

                import os

                print("<a>")

"""
SAMPLE = """\
   **Request example: JSON**

   .. code:: json

       {
           "onlyinasample": ["&", "<", 1]
       }

"""
STACKED = f"""\
.. container:: wadl-samples

   .. container:: wadl-request-samples

      **curl**

      .. code:: bash

          curl a

{SAMPLE}
"""
WHOLE = f".. container:: wadl-samples\n\n{REQUESTS}{SAMPLE}"

PAGES = {
    "usual": f"{WHOLE}Sub\n---\n\n{WHOLE}After.\n",
    "stacked": STACKED,
    "text": f".. container:: wadl-samples\n\n   Made from the schema.\n   Two lines & more.\n\n{SAMPLE}   Last.\n\nAfter.\n",
    "narrow and wide": ".. container:: wadl-samples\n\n   .. code:: json\n\n       {}\n\n   .. code:: xml\n\n       <a>"
    + "&amp;" * 12
    + "</a>\n\n   .. code:: text\n\n       "
    + "x" * 40
    + "\n",
    "code that has errors": ".. container:: wadl-samples\n\n   .. code:: json\n\n       {'a' }\n\n   .. code:: unknown\n\n       a\n",
    "tabs with text": WHOLE.replace("**Request with curl, made from the WADL**", "Made from the schema."),
    "markup in text": WHOLE.replace("**Request example: JSON**", "Sent to ``x`` as *y*, see https://example.org/."),
    "a note between": WHOLE.replace("   **Request example: JSON**\n", "   .. note:: Mine.\n\n   **Request example: JSON**\n"),
    "a note in a tab": WHOLE.replace("            **Request with curl", "            .. note:: Mine.\n\n            **Request with curl"),
    "caption of a user": WHOLE.replace("   .. code:: json\n", "   .. code-block:: json\n      :caption: Mine\n"),
    "numbered lines": WHOLE.replace("   .. code:: json\n", "   .. code:: json\n      :number-lines:\n"),
    "highlight": f".. highlight:: text\n   :linenothreshold: 2\n\n{WHOLE}After::\n\n   a\n   b\n",
    "highlight below": f"{WHOLE}.. highlight:: text\n   :linenothreshold: 2\n\n::\n\n   a\n   b\n\nSub\n---\n\n{WHOLE}",
    "tabs of a user": f"{WHOLE}.. tab-set::\n\n   .. tab-item:: Mine\n\n      Text.\n\nSub\n---\n\n{WHOLE}",
    "another class": WHOLE.replace("wadl-samples", "wadl-samples mine"),
    "a name": WHOLE.replace("wadl-samples\n", "wadl-samples\n   :name: mine\n"),
    "in a list": "* a\n\n" + "".join(f"  {line}\n" if line else "\n" for line in WHOLE.split("\n")) + "\n* b\n",
    "in a quote": "".join(f"  {line}\n" if line else "\n" for line in WHOLE.split("\n")),
    "sessions of Python": WHOLE.replace("import os\n", ">>> import os  # doctest: +SKIP\n"),
    "a label": WHOLE.replace("   **Request example", "   .. _mine:\n\n   **Request example") + "See :ref:`this <mine>`.\n",
    "a text alone": ".. container:: wadl-samples\n\n   Text.\n",
    "no content": ".. container:: wadl-samples\n\nAfter.\n",
    "not finished": WHOLE.rstrip("\n") + "\nAfter.\n",
    "other indentation": WHOLE.replace("\n   ", "\n     "),
    "selected twice": WHOLE.replace("            :sync: curl\n", "            :sync: curl\n            :selected:\n"),
    "without options": WHOLE.replace("            :sync: curl\n", ""),
    "other options": WHOLE.replace("            :sync: curl\n", "            :sync: curl\n            :class-label: mine\n"),
}
"""Pages that the templates write, and such pages edited in every way that users think of."""


def _page(text: str) -> str:
    return f".. {GENERATED}\n\nTop\n===\n\nText.\n\n{text}"


def _files(built: Built) -> dict[str, bytes]:
    return {
        path.relative_to(built.out).as_posix(): path.read_bytes()
        for path in sorted(built.out.rglob("*"))
        if path.suffix in (".html", ".js", ".inv", ".txt", ".xml", ".tex", ".1", ".xhtml", ".pot") and path.is_file()
    }


def _outline(document: nodes.document) -> list[object]:
    """All nodes with their places, and the markup of text, which is read again for translations.

    Before docutils 0.22, the line of a container is that of its end.
    """
    return [
        (
            type(node),
            *((node.source, node.line) if type(node) is not nodes.container else ()),
            node.attributes if isinstance(node, nodes.Element) else node.astext(),
            node.rawsource if isinstance(node, nodes.TextElement) else "",
        )
        for node in document.findall()
    ]


def _unread(patch: pytest.MonkeyPatch) -> None:
    """Leaves samples to docutils."""
    patch.setattr(grid_tables, "read_samples", lambda *_arguments, **_options: None)


def _held(built: Built, name: str) -> int:
    return len(list(built.app.env.get_doctree(name).findall(samples)))


def _calls(patch: pytest.MonkeyPatch, owner: type, name: str, work: Callable[[], object]) -> int:
    calls, method = 0, getattr(owner, name)

    def counting(*given: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        return method(*given, **options)

    with patch.context() as patched:
        patched.setattr(owner, name, counting)
        work()
    return calls


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, Built]:
    """A site of all the pages, built quickly, and as docutils and Sphinx do."""
    folder = tmp_path_factory.mktemp("sites")
    files = {name.replace(" ", "-"): _page(text) for name, text in PAGES.items()}
    index = f"Top\n===\n\n.. toctree::\n   :glob:\n\n   *\n\n{WHOLE}"
    quick = build(project(folder / "p", conf=DESIGN, index=index, **files), out=folder / "quick")
    with pytest.MonkeyPatch.context() as patch:
        _unread(patch)
        usual = build(folder / "p", out=folder / "usual")
    return quick, usual


@pytest.mark.parametrize("name", PAGES)
def test_every_page_with_samples_is_as_sphinx_writes_it(name: str, sites: tuple[Built, Built]) -> None:
    """Whatever is on a page beside samples or in them, its HTML is the same, byte for byte."""
    quick, usual = sites
    file = f"{name.replace(' ', '-')}.html"
    assert quick.text(file) == usual.text(file)


def test_samples_give_the_same_messages_and_search(sites: tuple[Built, Built]) -> None:
    """What Sphinx says about code and tabs, with the lines, and the words that a search finds, are the same."""
    quick, usual = sites
    assert quick.warnings == usual.warnings
    assert any("code-that-has-errors.rst:10" in line for line in quick.warnings)
    assert quick.text("searchindex.js") == usual.text("searchindex.js")


@pytest.mark.parametrize(
    ("name", "held"),
    [("usual", 2), ("stacked", 1), ("text", 1), ("narrow and wide", 1), ("a note between", 1), ("markup in text", 2), ("index", 0)],
)
def test_samples_of_generated_pages_are_not_made_to_nodes(name: str, held: int, sites: tuple[Built, Built]) -> None:
    """Samples of pages that are generated are set aside, and of a container with an addition those that are in one of their own."""
    quick, usual = sites
    assert _held(quick, name.replace(" ", "-")) == held
    assert _held(usual, name.replace(" ", "-")) == 0


def test_a_search_finds_samples_but_no_requests_that_are_made(sites: tuple[Built, Built]) -> None:
    """The words of a WADL's samples are found; requests, which say the same on each page, are left out."""
    index = sites[0].text("searchindex.js")
    assert "onlyinasampl" in index
    assert "onlyinarequest" not in index


@pytest.mark.parametrize(
    "conf",
    [
        "",
        DESIGN,
        f'{DESIGN}html_theme = "furo"',
        f'{DESIGN}html_theme = "pydata_sphinx_theme"',
        f'{DESIGN}sd_custom_directives = {{"tab-item": {{"inherit": "tab-item", "options": {{"class-label": "mine"}}}}}}',
    ],
)
def test_a_page_is_the_same_in_every_project(conf: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With and without sphinx-design, and with themes that write pages differently, pages are the same."""
    if "html_theme" in conf:
        pytest.importorskip(conf.rpartition('= "')[2][:-1])
    text = PAGES["usual"] if "sphinx_design" in conf else PAGES["stacked"]
    folder = project(tmp_path / "p", conf=f"smartquotes = False\n{conf}", index=_page(text))
    quick = build(folder, out=tmp_path / "quick")
    _unread(monkeypatch)
    usual = build(folder, out=tmp_path / "usual")
    assert quick.text("index.html") == usual.text("index.html")
    assert quick.warnings == usual.warnings


def test_two_processes_write_the_same_pages(sites: tuple[Built, Built], tmp_path: Path) -> None:
    """Pages that several processes read and write are those of one."""
    quick = sites[0]
    both = build(Path(quick.app.srcdir), jobs=2, out=tmp_path / "both")
    assert _files(both) == _files(quick)


@pytest.mark.parametrize("builder", ["text", "xml", "latex", "singlehtml", "epub", "dirhtml", "man"])
def test_other_builders_give_what_they_give(builder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builders of other formats find the nodes of samples, also on pages that were read for HTML."""
    files = {name.replace(" ", "-"): _page(PAGES[name]) for name in ("usual", "text", "a note between", "highlight")}
    folder = project(tmp_path / "p", conf=DESIGN, index="Top\n===\n\n.. toctree::\n   :glob:\n\n   *\n", **files)
    build(folder, out=tmp_path / "quick")
    quick = build(folder, builder, out=tmp_path / "quick")
    assert not quick.docs
    first = _files(quick)
    _unread(monkeypatch)
    usual = build(folder, builder, out=tmp_path / "usual")
    assert first == _files(usual)


@pytest.mark.parametrize("builder", ["xml", "gettext"])
def test_directives_show_samples_as_docutils_reads_them(builder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ``wadl`` shows has the same nodes, with the same marks for translators."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    folder = project(tmp_path / "p", conf=DESIGN, index=f"Top\n===\n\n.. wadl:: {ROOT / WADLS[0]}\n")
    runs: list[int] = []
    sites: list[Built] = []
    for name in ("quick", "usual"):
        runs.append(
            _calls(monkeypatch, statemachine.StateMachine, "run", lambda: sites.append(build(folder, builder, out=tmp_path / name)))  # noqa: B023
        )
        _unread(monkeypatch)
    quick, usual = sites
    assert runs[0] * 2 < runs[1]
    assert quick.warnings == usual.warnings
    assert _files(quick) == _files(usual)
    outlines = [_outline(built.app.env.get_doctree("index")) for built in (quick, usual)]
    assert outlines[0] == outlines[1]


@pytest.mark.slow
@pytest.mark.parametrize("conf", ["smartquotes = False\n", DESIGN])
def test_samples_that_are_set_aside_change_no_page_of_a_wadl(conf: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages of WADLs with samples of every kind are the same."""
    sources = "".join(f'{{"path": {str(ROOT / sample)!r}, "destination": "api{number}"}}, ' for number, sample in enumerate(WADLS))
    folder = project(
        tmp_path / "p", conf=f"{conf}wadl2rst_sources = [{sources}]", index="Top\n===\n\n.. toctree::\n   :glob:\n\n   api*/index\n"
    )
    quick = build(folder, out=tmp_path / "quick")
    _unread(monkeypatch)
    usual = build(folder, out=tmp_path / "usual")
    assert quick.warnings == usual.warnings
    assert _files(quick) == _files(usual)


@pytest.mark.parametrize(("owner", "name", "share"), [(nodes.Node, "_fast_findall", 4), (statemachine.StateMachine, "run", 5)])
def test_samples_cost_neither_nodes_nor_state_machines(
    owner: type, name: str, share: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a page of samples, transforms visit a fraction of the nodes, and a fraction of the state machines is run."""
    text = "".join(f"Sub {number}\n-----------\n\n{WHOLE}" for number in range(20))
    folder = project(tmp_path / "p", conf=DESIGN, index=_page(text))
    quick = _calls(monkeypatch, owner, name, lambda: build(folder, out=tmp_path / "quick"))
    _unread(monkeypatch)
    usual = _calls(monkeypatch, owner, name, lambda: build(folder, out=tmp_path / "usual"))
    assert quick * share < usual


def test_the_html_of_a_layout_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many operations have the same layout of samples, the visitor of Sphinx writes it once."""
    text = "".join(f"Sub {number}\n-----------\n\n{WHOLE}" for number in range(20))
    folder = project(tmp_path / "p", conf=DESIGN, index=_page(text))
    assert _calls(monkeypatch, samples_html.SamplesWriter, "_written", lambda: build(folder)) == 1


def test_the_handlers_of_an_extension_see_samples(tmp_path: Path) -> None:
    """A handler of ``doctree-read`` in conf.py finds the code of samples, and what it changes is on the page."""
    conf = (
        f"{DESIGN}from docutils import nodes\ndef change(app, doctree):\n    for block in doctree.findall(nodes.literal_block):\n"
        '        block["classes"].append("mine")\ndef setup(app):\n    app.connect("doctree-read", change)\n'
    )
    assert build(project(tmp_path / "p", conf=conf, index=_page(WHOLE))).text("index.html").count("mine") == 3


_LINES = (
    *(
        "**a**",
        "**a* b**",
        "**a\\** b**",
        "**é & `b`**",
        "****",
        "Text.",
        "A. text",
        "text ``a``",
        "a",
        "===",
        "::",
        "a::",
        ">>> a",
        "* a",
        "",
    ),
    *(".. code:: json", ".. code::", ".. code:: a b", ".. code-block:: json", ".. note:: a", ".. tab-set::", ".. tab-item:: A b"),
    *(":sync-group: g", ":sync: a", ":selected:", ":class: x", ".. container:: wadl-request-samples", "{}", "  {}", ".. _a:", "|a|"),
)
_EDITS = st.lists(
    st.tuples(st.integers(2, WHOLE.count("\n")), st.integers(0, 2), st.sampled_from((0, 3, 6, 9, 12)), st.sampled_from(_LINES)), max_size=4
)
"""Where lines are edited, how many lines go, and the indentation and the text of the line that comes."""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], list[object]]]:
    """Reads text as a page, with and without state machines for samples, into outlines."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(set_aside, "is_possible", lambda app: False)
        folder = project(tmp_path_factory.mktemp("reader") / "p", conf=DESIGN, index="Top\n===\n")
        app = SphinxTestApp("dummy", srcdir=folder, builddir=folder / "built", warning=io.StringIO())

    def read(text: str) -> list[object]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(RSTParser, "state_classes", grid_tables.STATE_CLASSES, raising=False)
            patch.setattr(restructuredtext, "RSTParser", grid_tables.PageParser)
            return _outline(restructuredtext.parse(app, text))

    runs = [0, 0]
    for number in (0, 1):
        with pytest.MonkeyPatch.context() as patch:
            if number:
                _unread(patch)
            runs[number] = _calls(patch, statemachine.StateMachine, "run", lambda: read(_page(WHOLE)))
    assert runs[0] * 3 < runs[1], "what is compared is read in two ways"
    yield read
    app.cleanup()


def _same(text: str, read: Callable[[str], list[object]]) -> None:
    quick = read(_page(text))
    with pytest.MonkeyPatch.context() as patch:
        _unread(patch)
        assert quick == read(_page(text))


@pytest.mark.parametrize("name", PAGES)
def test_samples_are_read_as_docutils_does(name: str, reader: Callable[[str], list[object]]) -> None:
    """The nodes of samples, with their attributes and places, are those that docutils and sphinx-design make."""
    _same(PAGES[name], reader)


@given(_EDITS)
def test_containers_that_are_edited_are_read_as_docutils_does(
    reader: Callable[[str], list[object]], edits: list[tuple[int, int, int, str]]
) -> None:
    """Whatever lines are put into samples or taken away from them, the same nodes are made of them."""
    lines = WHOLE.split("\n")
    for number, removed, indent, line in edits:
        lines[number : number + removed] = [f"   {' ' * indent}{line}"] if line else [""]
    _same("\n".join(lines) + "\nAfter.\n", reader)
