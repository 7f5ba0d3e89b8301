"""The format of documentation text: what is taken for Markdown, and what the setting says instead."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.markup.test_fixtures import blocks, doc, shown, text_doc
from wadl2rst import prose
from wadl2rst.markup import Markup
from wadl2rst.prose import Block

ROOT = Path(__file__).resolve().parents[2]

TEXT = "# Title\n\n- `a` <b>c</b> &lt;\n- **d**\n\n    e {@code f}\n@param g h"


@pytest.mark.parametrize(
    ("text_format", "expected"),
    [
        ("auto", "section Title\n  - `a` **c** <\n  - **d**\n    e `f`\nParameters ::\n  `g`: h"),
        ("markdown", "section Title\n  - `a` **c** <\n  - **d**\n    e `f`\nParameters ::\n  `g`: h"),
        ("html", "# Title - `a` **c** < - **d** e `f`\nParameters ::\n  `g`: h"),
        ("plain", "# Title\n- `a` <b>c</b> &lt; - **d**\ne {@code f} @param g h"),
    ],
)
def test_the_setting_says_the_format(text_format: str, expected: str) -> None:
    """A text is read as the setting says: ``plain`` gives paragraphs only, ``html`` ignores its lines."""
    assert shown(blocks(text_doc(TEXT), text_format=text_format)) == expected


@pytest.mark.parametrize("text_format", ["auto", "markdown", "html", "plain"])
@pytest.mark.parametrize("text", ["a * b * c", "__init__", "#5", "a  *  b\n#5 __init__", "snake_case_name", "2**3", ""])
def test_signs_stay_text(text: str, text_format: str) -> None:
    """What is no mark of Markdown stays text, whatever the setting; but ``__init__`` is bold where the setting says Markdown."""
    expected = " ".join(text.split())
    if text_format == "markdown":
        expected = expected.replace("__init__", "**init**")
    assert shown(blocks(text_doc(text), text_format=text_format)) == expected


@pytest.mark.parametrize("text_format", ["auto", "markdown", "html", "plain"])
def test_elements_are_read_as_ever(text_format: str) -> None:
    """A doc of DocBook or XHTML elements is the same with every setting."""
    tree = "<para>The **name** of `it` <emphasis>x</emphasis></para>\n<itemizedlist><listitem># a</listitem></itemizedlist>"
    assert shown(blocks(doc(tree), text_format=text_format)) == "The **name** of `it` *x*\n- # a"


def test_text_beside_elements() -> None:
    """Where the setting says Markdown, text beside elements is that, too, and each element keeps its place."""
    tree = 'The **name** <emphasis>x</emphasis>\n\n- a `b`\n- <xsdxt:code href="samples/image.json"/> c'
    assert shown(blocks(doc(tree), text_format="markdown")) == (
        'The **name** *x*\n- a `b`\n- code json <samples/image.json>\n    |  {\n    |    "id": 7\n    |  }\n  c'
    )


@pytest.mark.parametrize(
    ("text", "is_markdown"),
    [
        ("```\na\n```", True),
        ("```\na", False),
        ("a ``` b\n```", False),
        ("| a | b |\n|---|---|\n| c | d |", True),
        ("a | b\n-----\nc | d", False),
        ("**a** b", False),
        ("**a** `b`", True),
        ("**a** **b**", False),
        ("[a](b.md) `c`", True),
        ("[a](b) `c`", False),
        ("# a\n\n**b**", True),
        ("# of items\n# of others", False),
        ("- a\n- b", False),
        ("- a\n- b\n\n`c`", False),
        ("1. a\n2. b\n   - c\n3. `d`", True),
        ("- a\n  - b `c`\n- d", True),
        ("a - b\n- c `d`", False),
        ("> a\n\n`b`", True),
        ("if a > b then `c`", False),
        ("Title\n=====\n\n`a`", True),
        ("<code>`a`</code> **b**", False),
        ("<pre>```\na\n```</pre>", False),
        ("<code> **a** `b`", True),
        ("{@code `a`} **b**", False),
        ("the `a' and ``b'' of **c**", False),
        ("2**3**4 and `a`", False),
        ("/a/**/b **/*.txt `a`", False),
    ],
)
def test_what_is_markdown(text: str, is_markdown: bool) -> None:
    """A text is Markdown if it has a fence or a table, or two kinds of other marks."""
    assert ("Emphasis" in str(blocks(text_doc(f"{text}\n\n*probe*")))) is is_markdown


def test_quotations_too_deep_for_the_parser() -> None:
    """Markdown that is nested deeper than any real text is read as plain text, so that nothing is lost."""
    result = str(blocks(text_doc("`a` **b** \n" + "> " * 200 + "deep"), text_format="markdown"))
    assert "deep" in result and "Quote" not in result


def test_a_text_too_long_for_the_parser() -> None:
    """A text of more than 100,000 characters is read as plain text, and so is what exceeds 2 million in all."""
    text = "`a` **b**\n\n" + "word " * 100
    assert "Strong" in str(blocks(text_doc(text)))
    assert "Strong" not in str(blocks(text_doc(text + "c" * 100_000)))
    markup = Markup(lambda _diagnostic: None, sample=lambda _href, _element: None)
    long = text_doc(text + "c " * 45_000)
    assert ["Strong" in str(markup.blocks(long)) for _ in range(23)] == [True] * 22 + [False]


def test_the_parser_is_imported_on_first_use() -> None:
    """A run without Markdown does not wait for markdown-it-py."""
    code = (
        "import sys\nfrom tests.markup.test_formats import blocks, text_doc\nblocks(text_doc('a * b'))\n"
        "print('markdown_it' in sys.modules)\nblocks(text_doc('`a` **b**'))\nprint('markdown_it' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


_MARKS = (
    *("*", "**", "_", "__", "`", "``", "```", "~~~", "#", "# ", "## ", "- ", "* ", "1. ", "2) ", "> ", "---", "===", "|", "|---|"),
    *("[", "](", ")", "](http://", "<http://", ">", "!", "\\", "<b>", "</b>", "<pre>", "</pre>", "<p>", "<table>", "<", "&amp;", "&"),
    *("\n", "\n\n", "\n    ", "  \n", "\t", " ", " ", " ", "\n```\n", "\n```js ", '"', "'", "@", "\r\n", "\ufffe", "{@code ", "}"),
    "\n|---|\n",
)  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Words, each different, between marks of Markdown in any order."""
    pieces = draw(st.lists(st.sampled_from((*_MARKS, *("word",) * 20)), max_size=40))
    return "".join(f"w{number}z" if piece == "word" else piece for number, piece in enumerate(pieces))


def words(nodes: Any) -> list[str]:
    """All words of a tree, in order, with the addresses of links and the languages of code."""
    if isinstance(nodes, str):
        return re.findall(r"w\d+z", nodes)
    if isinstance(nodes, tuple):
        return [word for node in nodes for word in words(node)]
    match nodes:
        case prose.Hyperlink(target, children) | prose.Reference(target, children, _):
            inner, address = words(children), words(target)
            return inner if inner == address else inner + address
        case prose.InlineImage(source, alt) | prose.Image(source, alt, _):
            return words(alt) + words(source)
        case prose.CodeBlock(text, language, title):
            return words(language) + words(title) + words(text)
        case prose.Table(header, body, _):
            return words(header) + words(body)
        case prose.Definition(terms, children):
            return words(terms) + words(children)
        case prose.Section(title, children):
            return words(title) + words(children)
        case prose.LineBlock(lines):
            return words(lines)
        case prose.BulletList(items) | prose.NumberedList(items) | prose.DefinitionList(items):
            return words(items)
        case prose.LineBreak() | prose.Transition():
            return []
        case prose.Text(text) | prose.Code(text):
            return words(text)
    return words(nodes.children)


@given(texts(), st.sampled_from(["auto", "markdown", "plain", "html"]))
@example("`w1z` **w2z**\n|w3z|\n|---|\n|w4z|w5z|w6z|", "auto")
@example("[w1z](http://w2z 'w3z') `w4z`", "auto")
@example("[w1z]: http://w2z 'w3z'", "markdown")
@example("```w1z", "markdown")
def test_no_word_is_lost(text: str, text_format: str) -> None:
    """Whatever a text has, and whatever the setting, all its words are shown in their order."""
    assert words(blocks(text_doc(text), text_format=text_format)) == re.findall(r"w\d+z", text)


@pytest.mark.parametrize(
    "piece",
    ["[", "![", "*a ", "**a", "_a ", "`", "` `` ", "<code>", "<pre>", "<!--", "> ", "- ", "  - a\n", "1. a\n", "|", "|---|\n", "[a](b ", 
     "{@code ", "\\", "&", "__a b", "a b ", "    ", "~~~\n", "# a\n", "[a]: b\n", "<a ", "]("],
)  # fmt: skip
def test_no_text_takes_long(piece: str) -> None:
    """The time for a text grows with its length, whatever is repeated in it."""
    begin = time.process_time()
    result: tuple[Block, ...] = blocks(text_doc("`a` **b** " + piece * 3_000))
    assert result
    assert time.process_time() - begin < 10
