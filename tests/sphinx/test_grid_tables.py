"""The quick reading of grid tables gives the nodes that docutils gives."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes, utils
from docutils.parsers.rst import Parser, roles
from hypothesis import given
from hypothesis import strategies as st

from tests import rst_reading
from tests.conftest import ROOT
from tests.sphinx_projects import IMAGES, Built, build, project
from wadl2rst import Config, LoadError, load, render
from wadl2rst.sphinx import grid_tables

GOLDENS = ROOT / "tests/goldens/samples"
QUICK = ("every-construct", "harbour-sphinx", "markdown")
"""The runs of the samples whose pages have most kinds of tables."""

SPANS = """\
+---+---+
|a  |b  |
+===+===+
|c      |
+---+---+
|d  |e  |
|   +---+
|   |f  |
+---+---+
"""
NESTED = """\
+-------------------+-----+
|* a list           |     |
|                   |     |
|  with a paragraph |     |
+-------------------+-----+
|term               |1. n |
|  definition       |     |
+-------------------+-----+
|literal::          |=====|
|                   |=====|
|  block            |     |
+-------------------+-----+
|::                 |  in |
+-------------------+-----+
|+-+                |A    |
||x|                |---  |
|+-+                |     |
+-------------------+-----+
|*never closed      |`a`__|
+-------------------+-----+
|two                |     |
|                   |.. _a|
|paragraphs         |     |
+-------------------+-----+
"""
TABLES = {
    "spans": SPANS,
    "nested": NESTED,
    "one head": "+---+\n|a  |\n+===+\n|b  |\n+---+\n",
    "head alone": "+---+\n|a  |\n+===+\n",
    "two heads": "+---+\n|a  |\n+===+\n|b  |\n+===+\n|c  |\n+---+\n",
    "narrow head": "+-+\n|a|\n+=+\n|b|\n+-+\n",
    "wide": "+----+---+\n|図像|b  |\n+----+---+\n",
    "combining": "+---+---+\n|e\u0301  |b  |\n+---+---+\n",
    "accents": "+----+---+\n|Zoé |«b»|\n+----+---+\n",
    "empty rows": "+---+\n+---+\n|a  |\n+---+\n",
    "text below": "+---+\n|a  |\n+---+\ntext\n",
    "text inside": "+---+\n|a  |\ntext\n+---+\n",
    "indented below": "+---+\n|a  |\n+---+\n  text\n",
    "not closed": "+---+---+\n|a  |b  |\n",
    "ragged": "+---+---+\n|a  |b |\n+---+---+\n",
    "border in a cell": "+----+----+\n|+--+|b   |\n+----+----+\n",
    "quoted": "  +---+\n  |a  |\n  +---+\n\nafter\n",
    "after a list": "* item\n\n+---+\n|a  |\n+---+\n\n.. _a:\n\n+---+\n|a  |\n+---+\n\n1. item\n\n+---+\n|a  |\n+---+\n",
    "in a list": "* item\n\n  +---+---+\n  |a  |b  |\n  +---+---+\n\n* item\n",
}


LISTS = {
    "terms": "a\n   text\n\nb : c : *d*\n   text\n   and more\n\n   two\n",
    "heads": "``a`` : String : *required*\n   a\n\n``b`` : *optional* : x\n   b\n\n``c``\n   c\n``d`` : e : f\n   d\n",
    "defaults": "``a`` : Int : *optional* : default: ``5``\n   a\n\n``b`` : https://example.org/ : default: x\n   b\n",
    "roles": "``a`` : :emphasis:`b` : [c]_\n   a |b| c_ https://example.org a@example.org\n",
    "references": "``a`` : RFC 2822 : x\n   PEP 8\n",
    "faulty heads": "``a : b\n   c\n\n*a : ``b``\n   `d`__\n\n``a`` : *b* c : **d**\n   e\n\n``a``x : b\n   c\n",
    "spaces": "``a``  :  b : c \n   d\n\na :b\n   c\n\n:a: b\n   c\n",
    "escapes": "``a\\b`` : c\\ d\n   e\\ f \\* g\n",
    "nested": "``a``\n   ``b``\n      ``c``\n         text\n\n   text below\n\n   ``d`` : x\n      ..\n",
    "widths": "a\n     b\n   c\n\nd\n e\n",
    "colons": "a::\n   b\n\nc\n   d::\n\n      e\n\nf\n   g::\n   h\n",
    "not finished": "a\n   b\nc\n   d\ne\nf\n",
    "between": "a\n   b\n\ntext\n\nc\n   d\n\n..\n\ne\n   f\n\n* g\n",
    "enumerators": "a. b\n   c\n\n   d\n\nA. name\n\nI\n   e\n\n(a)\n   f\n",
    "marks": "a\n   ===\n\n   b\n   ---\n\n   -a  b\n\n   >>> c\n\n   | d\n\n   --- ---\n   e   f\n   --- ---\n",
    "table": "a\n   +---+\n   |b  |\n   +---+\n",
    "blank": "a\n   \n   b\n\n   c\n",
    "directives": ".. note::\n\n   a\n      b\n\n.. container:: x\n\n   a : b\n      c\n\n   d\n\n* a\n     b\n\n* c\n\n  d\n",
}

EXPLICIT = {
    "in turn": ".. rubric:: a\n\n.. rubric:: b\n.. rubric:: c\n\n\n.. _d:\n\n.. _e: https://example.org/\n\ntext\n",
    "sections": ".. _a:\n\nTitle\n-----\n\n.. rubric:: b\n\n.. _c:\n.. _d:\n\nOther\n-----\n\n__ e_\n\n`f`__\n",
    "not finished": ".. rubric:: a\ntext\n\n.. note:: b\n   c\nd\n\n.. comment\n\n   more\ntext\n\n.. rubric:: e\n.. comment\ntext\n",
    "notes": ".. [1] a\n.. [2] b\n\n   c\n\n.. [#d] e\n\n__ https://example.org/\n.. __: https://example.org/\n\n[1]_ a__ b__ [#d]_\n",
    "nothing follows": ".. container:: a\n\n   .. rubric:: b\n\n.. container:: c\n\n   .. rubric:: d\n\n   .. comment\n\n..\n",
    "in items": "* .. rubric:: a\n\n  .. rubric:: b\n\n* c\n\n  .. d\n\n  text\n\n|x|\n\n.. |x| replace:: y\n\n.. rubric:: `z\n",
    "classes": ".. class:: a\n\n.. class:: b\n\n.. rubric:: c\n\n.. class:: d\n\n   e\n\n.. class:: f\n\n..\n\ntext\n",
    "unknown": ".. unknown:: a\n\n.. rubric::\n\n.. note::\n\n.. rubric:: a\n   :unknown: b\n\n.. rubric:: d\n   :class: e\n\n   f\n",
}


def _read(text: str, classes: Any) -> tuple[list[object], str]:
    """All nodes that are read from a text, with their places, and what docutils says."""
    settings = copy.copy(rst_reading.SETTINGS)
    document = utils.new_document("page.rst", settings)
    messages = io.StringIO()
    document.reporter.stream.destination = messages
    parser = Parser()
    parser.state_classes = classes
    roles.register_local_role("ref", rst_reading._ref)
    parser.parse(text, document)
    return list(_outline(document)), messages.getvalue()


def _outline(document: nodes.document) -> Iterator[object]:
    for node in document.findall():
        is_element = isinstance(node, nodes.Element)
        yield type(node), node.source, node.line, (node.rawsource, node.attributes) if is_element else node.astext()  # type: ignore[attr-defined]


def _same(text: str) -> None:
    from docutils.parsers.rst import states

    assert _read(text, grid_tables.STATE_CLASSES) == _read(text, states.state_classes)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_read_as_docutils_does(name: str) -> None:
    """Plain tables, those with spans, with any markup in cells, and broken ones give the same nodes, places and messages."""
    _same(f"Before.\n\n{TABLES[name]}\nLast.\n")


@pytest.mark.parametrize("name", LISTS)
def test_every_list_of_terms_is_read_as_docutils_does(name: str) -> None:
    """Definition lists of any kind, and text between them, give the same nodes, places and messages, also where they are nested."""
    text = LISTS[name]
    _same(f"Before.\n\n{text}\nLast.\n")
    inside = "".join(f"      {line}\n" if line else "\n" for line in text.split("\n"))
    _same(f".. container:: c\n\n   term\n{inside}\nLast `open.\n")


@pytest.mark.parametrize("name", EXPLICIT)
def test_explicit_markup_after_such_is_read_as_docutils_does(name: str) -> None:
    """Directives, targets, notes and comments in turn give the same nodes, places and messages, also where they are nested."""
    text = EXPLICIT[name]
    _same(f"Before.\n\n{text}\nLast.\n")
    _same(text)
    _same(".. container:: c\n\n" + "".join(f"   {line}\n" if line else "\n" for line in text.split("\n")))


_EXPLICIT = (
    ".. rubric:: a",
    "   :class: b",
    "   text",
    "text",
    "",
    ".. note::",
    ".. [#] c",
    ".. _d:",
    "__ e_",
    "..",
    ".. f",
    "* g",
    "-----",
)


@given(st.lists(st.sampled_from(_EXPLICIT), max_size=9))
def test_explicit_markup_in_any_order_is_read_as_docutils_does(lines: list[str]) -> None:
    """Explicit markup between other lines, with blank lines or without, gives the same nodes, places and messages."""
    _same("\n".join(lines) + "\n")


_PIECES = ("``a``", "*b*", "b", " : ", ": ", " ", "`c`", "default:", "\\", "|", "[d]_", "a@b.org", "https://e.org", "RFC 1", "1.", "é")


@given(st.lists(st.tuples(st.integers(0, 3), st.lists(st.sampled_from(_PIECES), max_size=5).map("".join)), max_size=8))
def test_lines_of_any_form_are_read_as_docutils_does(lines: list[tuple[int, str]]) -> None:
    """Lines with any indentation and any inline markup, blank lines between them, give the same nodes, places and messages."""
    _same(".. container::\n\n" + "".join(f"   {' ' * (3 * indent)}{text}".rstrip() + "\n" for indent, text in lines))


def test_a_page_makes_few_states(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is nested in a page is read by machines that make only the states that they reach."""
    made = []

    make = grid_tables.states.RSTState.__init__
    monkeypatch.setattr(grid_tables.states.RSTState, "__init__", lambda *given, **named: (made.append(given[0]), make(*given, **named))[1])
    for classes in (grid_tables.STATE_CLASSES, grid_tables.states.state_classes):
        made.clear()
        _read("* a\n\n  1. b\n\n     c\n        d\n" * 20, classes)
        if classes is grid_tables.STATE_CLASSES:
            quick = len(made)
    assert quick * 4 < len(made)


def test_explicit_markup_in_turn_takes_no_machine_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of directives, with text between them or not, is read by one machine."""
    runs: list[object] = []
    run = grid_tables.states.NestedStateMachine.run
    monkeypatch.setattr(
        grid_tables.states.NestedStateMachine, "run", lambda *given, **named: (runs.append(given[0]), run(*given, **named))[1]
    )
    _read(".. rubric:: a\n\n.. rubric:: b\n   :class: c\n\ntext\n\n" * 20, grid_tables.STATE_CLASSES)
    assert len(runs) == 0


def test_most_tables_are_plain() -> None:
    """What is read quickly are tables without spans: of the pages of the samples, nearly all."""
    assert grid_tables.is_plain(TABLES["accents"].splitlines()) and grid_tables.is_plain(TABLES["one head"].splitlines())
    assert not any(grid_tables.is_plain(TABLES[name].splitlines()) for name in ("spans", "wide", "combining", "ragged", "two heads"))


@pytest.mark.parametrize(
    "run",
    [pytest.param(path.name, marks=[pytest.mark.slow] * (path.name not in QUICK)) for path in sorted(GOLDENS.iterdir()) if path.is_dir()],
)
def test_the_pages_of_the_samples_are_read_as_docutils_does(run: str) -> None:
    """Each generated page of the samples gives the same nodes, places and messages."""
    pages = sorted((GOLDENS / run).rglob("*.rst"))
    assert pages or run == "broken"
    for page in pages:
        _same(page.read_text("utf-8"))


@pytest.mark.corpus
def test_pages_of_real_wadls_are_read_as_docutils_does(corpus: Path, corpus_wadls: list[Path]) -> None:
    """So does each page of every tenth real WADL."""
    seen = 0
    for wadl in corpus_wadls[::10]:
        config = Config(root=corpus)
        try:
            pages = list(render(load(wadl, config), config))
        except LoadError:  # a WADL that cannot be read has no pages
            continue
        for page in pages:
            _same(page.text)
            seen += 1
    assert seen > 100


def test_sphinx_reads_generated_pages_and_directives_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Generated pages and directives are read quickly, other pages are not, and the doctrees are the same."""
    is_plain = grid_tables.is_plain
    read: list[str] = []

    def noting(block: Any) -> bool:
        read.append("\n".join(block))
        return is_plain(block)

    def built(name: str) -> Built:
        table = "+------+\n|other |\n+------+\n"
        conf = f'wadl2rst_sources = [{{"path": {str(IMAGES)!r}, "destination": "api", "style": "classic"}}]'
        index = f"Top\n===\n\n.. toctree::\n\n   api/index\n\n{table}\n.. wadl:: {IMAGES}\n"
        return build(project(tmp_path / name / "p", conf=conf, index=index), "dummy")

    monkeypatch.setattr(grid_tables, "is_plain", noting)
    quick = built("quick")
    assert len(read) > 50 and not any("|other |" in table for table in read)
    monkeypatch.setattr(grid_tables, "is_plain", lambda block: False)
    monkeypatch.setattr(grid_tables, "parts_of", lambda block, begins_text: [])
    slow = built("slow")
    assert quick.warnings == slow.warnings == ()
    for docname in ("index", "api/index", "api/get-images"):
        outlines = [str(list(_outline(one.app.env.get_doctree(docname)))) for one in (quick, slow)]
        assert outlines[0].replace("/quick/", "/slow/") == outlines[1]
