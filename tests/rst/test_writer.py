"""What prose looks like as RST: the cases of ``fixtures/rst``, and what the functions for templates give."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes

from tests.rst_reading import outline, read, words
from wadl2rst import prose, rst
from wadl2rst.prose import (
    BulletList,
    Cell,
    Code,
    Definition,
    DefinitionList,
    Emphasis,
    Footnote,
    Inline,
    NumberedList,
    Paragraph,
    Quote,
    Table,
    Text,
)

HERE = Path(__file__).parent.parent
SEED = HERE.parent.parent / "shared/seed/page.rst"

CASE = re.compile(r"^## (?P<title>.+)\n\n```python\n(?P<input>(?s:.+?))\n```\n\n```rst\n(?P<output>(?s:.*?))\n?```$", re.MULTILINE)


def p(*children: str | Inline) -> Paragraph:
    """A paragraph; strings are text."""
    return Paragraph(tuple(Text(child) if isinstance(child, str) else child for child in children))


def evaluate(source: str) -> tuple[prose.Block, ...]:
    """The blocks that an expression of a fixture stands for."""
    value = eval(source, {**vars(prose), "p": p})
    return value if isinstance(value, tuple) else (value,)


def write(blocks: tuple[prose.Block, ...]) -> list[str]:
    """The blocks as RST, on a site that has one operation."""
    return rst.RstWriter({"createServer": "api-create-server"}.get).blocks(blocks)


def cases() -> Iterator[Any]:
    for file in sorted((HERE / "fixtures/rst").glob("*.md")):
        for case in CASE.finditer(file.read_text(encoding="utf-8")):
            yield pytest.param(case["input"], case["output"], id=f"{file.stem}: {case['title']}")


@pytest.mark.parametrize(("source", "expected"), list(cases()))
def test_prose_is_written_as_in_the_fixtures(source: str, expected: str) -> None:
    """Each case of the fixtures gives the RST that stands below it, which docutils reads without a message."""
    lines = write(evaluate(source))
    assert "\n".join(lines) == expected
    read(lines)


def test_all_cases_of_the_fixtures_are_found() -> None:
    """No case is skipped because its form is not understood."""
    titles = sum(file.read_text(encoding="utf-8").count("\n## ") for file in (HERE / "fixtures/rst").glob("*.md"))
    assert titles == len(list(cases())) > 50


def seed_tables() -> list[list[str]]:
    """The lines of each table of the seed."""
    text = SEED.read_text(encoding="utf-8") if SEED.exists() else ""
    return [match[0].splitlines() for match in re.finditer(r"(?m)(?:^[+|].*\n)+", text)]


def cells_of(lines: list[str]) -> list[list[str]]:
    """The text of each cell of a plain grid, row by row."""
    rows: list[list[str]] = []
    for line in lines:
        if line.startswith("+"):
            rows.append([""] * (line.count("+") - 1))
        else:
            rows[-1] = [f"{old} {new.strip()}".strip() for old, new in zip(rows[-1], line.strip("|").split("|"), strict=True)]
    return rows[:-1]


def marked(text: str) -> Paragraph:
    """A paragraph whose double backquotes are code."""
    return p(*(Code(part) if index % 2 else part for index, part in enumerate(text.split("``")) if part))


@pytest.mark.skipif(not SEED.exists(), reason="the page of the old tool is not here")
def test_tables_are_laid_out_as_in_the_seed() -> None:
    """The tables of the page that the project started from come out byte for byte from the text of their cells."""
    tables = seed_tables()
    assert sum(map(len, tables)) == 93
    for lines in tables:
        rows = [[(marked(text),) for text in row] for row in cells_of(lines)]
        assert rst.table(rows) == lines


def test_a_table_without_a_body_has_no_head() -> None:
    """Docutils wants a row below the double line; words of the head stay."""
    lines = rst.table([[(p("a"),), (p("b"),)]])
    assert outline(read(lines)) == [("table", [], [[(1, 1, [("paragraph", [("text", "a")])]), (1, 1, [("paragraph", [("text", "b")])])]])]


@pytest.mark.parametrize("rows", [[], [[]], [[], []]])
def test_a_table_without_cells_is_nothing(rows: list[list[tuple[prose.Block, ...]]]) -> None:
    """No cells, no lines."""
    assert rst.table(rows) == []


def test_cells_may_be_empty() -> None:
    """A table of empty cells alone is still a table."""
    assert outline(read(rst.table([[(), ()], [(), ()]]))) == [("table", [[(1, 1, []), (1, 1, [])]], [[(1, 1, []), (1, 1, [])]])]


def test_a_wide_table_is_a_list_table() -> None:
    """A word that would make lines too long for docutils is kept in a table without columns to count."""
    lines = rst.table([[(p("Head"),)], [(p("x" * 20_000),)]])
    assert lines[:2] == [".. list-table::", "   :header-rows: 1"]
    assert "x" * 20_000 in words(read(lines))


def test_a_huge_span_costs_nothing() -> None:
    """A cell that claims millions of columns or rows spans what there is."""
    table = Table((), ((Cell((p("a"),), 10**9, 10**9),), (Cell((p("b"),)),)))
    assert words(read(write((table,)))) == "a b"


def test_a_narrow_cell_beside_spans_keeps_its_text() -> None:
    """A column of one character has that character, also where the words of others leave it no more room."""
    rows = ((Cell((p("word"),), 2), Cell((p("a"),), 1, 2)), (Cell((p("b" * 40),)), Cell((p("c" * 40),))))
    assert words(read(write((Table((), rows),)))) == f"word a {'b' * 40} {'c' * 40}"


def test_text_in_a_spanning_cell_is_no_border() -> None:
    """Bars that stand where a column of other rows ends make a list of the table, not another table."""
    spanning = Cell((p(*"| " * 38),), 2)
    table = Table((), ((Cell((p("a"),)), Cell((p("b"),))), (spanning,)))
    assert words(read(write((table,)))).count("|") == 38


@pytest.mark.parametrize("count", [1, 26, 27, 40])
@pytest.mark.parametrize("numbering", ["arabic", "loweralpha", "upperalpha", "lowerroman", "upperroman"])
def test_long_lists_count_on(numbering: str, count: int) -> None:
    """A list has all its items, in letters only as far as the alphabet goes."""
    (found,) = outline(read(write((NumberedList(tuple((p("x"),) for _ in range(count)), numbering),))))
    assert found[1] == ("arabic" if "alpha" in numbering and count > 26 else numbering)
    assert len(found[3]) == count


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Servers", ["Servers", "^^^^^^^"]), ("状态", ["状态", "^^^^"]), ("*", ["\\*", "^^"]), ("\x00", [])],
)
def test_a_heading_is_as_long_as_its_title(title: str, expected: list[str]) -> None:
    """The line below a title has its width in columns; without a visible character there is no title."""
    assert rst.heading(title, "^") == expected


@pytest.mark.parametrize("name", ["api-create-server", "a_b", "a--b", "x:y", "-", "a b", "`a`", "Ä"])
def test_a_label_can_be_referred_to(name: str) -> None:
    """Any name makes a label of that name."""
    document = read([rst.label(name), "", "Title", "=====", "", "Text."])
    (section,) = document.findall(nodes.section)
    assert " ".join(name.lower().split()) in section["names"]


def test_a_comment_of_one_line() -> None:
    """The remark on top of a page stands beside the dots."""
    assert rst.comment("DO NOT EDIT.") == [".. DO NOT EDIT."]


def test_a_directive() -> None:
    """Options stand below the argument, content is set in, and blank lines stay blank."""
    expected = [".. toctree:: x", "   :maxdepth: 1", "   :hidden:", "", "   a", "", "   b"]
    assert rst.directive("toctree", "x", {"maxdepth": "1", "hidden": ""}, ["a", "", "b"]) == expected


def test_inline_has_no_lines() -> None:
    """Line breaks and footnotes find room in a line."""
    children = (Text("a"), prose.LineBreak(), Emphasis((Text("b"),)), Footnote((p("c"), BulletList(((p("d"),),)))))
    assert rst.inline(children) == "a *b* [c d ]"


@pytest.mark.parametrize("text", ["a", "a ", ""])
def test_a_footnote_in_brackets_has_one_blank_before_it(text: str) -> None:
    """Where a footnote stands in brackets, one blank is before it, whether or not the text has one."""
    assert rst.inline((Text(text), Footnote((p("b"),)), Text(" c"))) == f"{text.strip()} [b] c".strip()


def test_a_footnote_has_its_own_number() -> None:
    """Each mark leads to the remark that was made there, in whatever block it stands."""
    note = [Footnote((p(f"note {number}", Footnote((p("inner"),))),)) for number in range(4)]
    blocks = (
        BulletList(((p("a", note[0], "b", note[1]),), (Quote((p("c", note[2]),)),))),
        DefinitionList((Definition(((Text("t"), note[3]),), (p("d", note[3]),)),)),
    )
    document = read(write(blocks))
    bodies = {body["ids"][0]: words(body.children[1]) for body in document.findall(nodes.footnote)}
    assert [bodies[mark["refid"]][:6] for mark in document.findall(nodes.footnote_reference)] == ["note 0", "note 1", "note 2", "note 3"]


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        ('{"a": NaN}', "json", "text"),
        ("[" * 100_000, "json", "text"),
        ("12", "", "text"),
        ("12", "json", "json"),
        ("<a><b></a>", "xml", "text"),
        ('<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "a.dtd"><a/>', "", "xml"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "xml", "text"),
        ("GET /a HTTP/1.1\nHost: x", "", "http"),
        ("GET /a", "http", "text"),
        ("HTTP/1.1 200 OK\nnonsense", "http", "text"),
        ("HTTP/1.1 200 OK\nContent-Type: application/json\n\n{...}", "http", "text"),
        ("HTTP/1.1 200 OK\nContent-Type: application/vnd.x+xml; v=1\n\n<a/>", "http", "http"),
        ("HTTP/1.1 200 OK\nContent-Type: text/html\n\n<p>", "http", "text"),
        ("print(1)", "python", "text"),
        ("", "json", "text"),
    ],
)
def test_a_language_is_named_only_where_the_text_is_in_it(text: str, hint: str, language: str) -> None:
    """A language stands on the page only if Pygments reads the whole text as that."""
    assert rst.code_language(text, hint) == language


@pytest.mark.slow
def test_every_builder_of_sphinx_takes_it(tmp_path: Path) -> None:
    """A page with all the fixtures builds in every format without a warning, but for spans, which manual pages do not have."""
    pytest.importorskip("sphinx")
    writer = rst.RstWriter({"createServer": "api-create-server"}.get)
    lines = [rst.label("api-create-server"), "", *rst.heading("Create a server", "="), ""]
    for case in cases():
        lines += [*writer.blocks(evaluate(case.values[0])), ""] if not str(case.id).endswith(": Spans") else []
    source = tmp_path / "source"
    source.mkdir()
    (source / "index.rst").write_text("\n".join(lines), encoding="utf-8")
    settings = ["project = author = copyright = version = 'x'", "man_pages = [('index', 'x', 'x', ['x'], 1)]", "epub_show_urls = 'no'"]
    (source / "conf.py").write_text("\n".join(settings), encoding="utf-8")
    for builder in ("html", "text", "man", "gettext", "latex", "texinfo", "epub"):
        doctrees = tmp_path / "doctrees" / builder
        command = [sys.executable, "-m", "sphinx", "-b", builder, "-n", "-W", "-q", "-d", doctrees, source, tmp_path / builder]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (result.returncode, result.stderr) == (0, ""), f"{builder}: {result.stderr}"
