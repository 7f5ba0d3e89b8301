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
    monkeypatch.setattr(grid_tables.Body, "_is_paragraph", lambda self, block: False)
    slow = built("slow")
    assert quick.warnings == slow.warnings == ()
    for docname in ("index", "api/index", "api/get-images"):
        outlines = [str(list(_outline(one.app.env.get_doctree(docname)))) for one in (quick, slow)]
        assert outlines[0].replace("/quick/", "/slow/") == outlines[1]
