"""What prose looks like as RST: the cases of ``fixtures/rst``, and trees of any kind."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from hypothesis import given, settings

from tests.prose_strategies import PROFILE, Numbering, everything, expected, label_of, p, wild_blocks, written
from tests.rst_reading import read, words
from wadl2rst import prose, rst
from wadl2rst.prose import Block, BulletList, Definition, DefinitionList, Footnote, Quote, Text

HERE = Path(__file__).parent.parent
CASE = re.compile(r"^## (?P<title>.+)\n\n```python\n(?P<input>(?s:.+?))\n```\n\n```rst\n(?P<output>(?s:.*?))\n?```$", re.MULTILINE)


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


@settings(PROFILE, max_examples=PROFILE.max_examples // 2)
@given(everything)
def test_any_tree_is_read_back(blocks: tuple[Block, ...]) -> None:
    """Blocks nested in any way keep their structure."""
    assert written(*blocks) == expected(blocks, outermost=True)


@settings(PROFILE, max_examples=PROFILE.max_examples // 2)
@given(wild_blocks)
def test_no_word_is_lost(blocks: tuple[Block, ...]) -> None:
    """Whatever RST has no form for: there is no message, and the words are on the page once and in order, footnotes below."""
    numbering = Numbering()
    lines = rst.RstWriter(label_of).blocks(numbering.all(blocks, "t"))
    numbering.check(read(lines).astext())


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
    # One process for all of them: to start it takes longer than what it does.
    builders = ("html", "text", "man", "gettext", "latex", "texinfo", "epub")
    each = "sphinx.cmd.build.main(['-b', builder, '-n', '-W', '-q', '-d', 'trees-' + builder, 'source', builder])"
    program = f"import sphinx.cmd.build\nfor builder in {builders}:\n    assert {each} == 0, builder\n"
    result = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, ""), result.stderr
    assert all(any((tmp_path / builder).iterdir()) for builder in builders)
