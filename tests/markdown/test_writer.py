"""Prose as Markdown: read back with markdown-it-py, whatever the text is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.markdown_reading import code_blocks, destinations, kinds, words
from tests.prose_strategies import Numbering, any_text, p, some_text, wild_blocks, wild_line
from tests.rst_reading import FORBIDDEN, fold
from wadl2rst.markdown.inline import LinkTarget
from wadl2rst.markdown.text import code_block, code_span, escape, heading
from wadl2rst.markdown.writer import MarkdownWriter
from wadl2rst.prose import (
    Admonition,
    Block,
    BulletList,
    Cell,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Emphasis,
    Footnote,
    Hyperlink,
    Image,
    LineBlock,
    LineBreak,
    NumberedList,
    Paragraph,
    Quote,
    Reference,
    Section,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Transition,
)

WRITER = MarkdownWriter(lambda target: LinkTarget("page.md", "Its title") if target == "known" else None)


def written(*blocks: Block) -> str:
    return "\n".join(WRITER.blocks(blocks))


@given(some_text)
def test_text_comes_back_as_text(text: str) -> None:
    """Whatever a text contains, a paragraph of it is a paragraph of the same text, without markup."""
    markdown = written(p(text))
    assert words(markdown) == fold(text), markdown
    assert kinds(markdown) == ["paragraph_open", "paragraph_close"], markdown


@given(some_text, some_text)
def test_text_after_a_line_break_starts_no_block(first: str, second: str) -> None:
    """The second line of a paragraph starts no list, heading, quotation or table."""
    markdown = written(Paragraph((Text(first), LineBreak(), Text(second))))
    assert words(markdown) == f"{fold(first)} {fold(second)}", markdown
    assert kinds(markdown) == ["paragraph_open", "paragraph_close"], markdown


@given(some_text, st.integers(0, 8))
def test_a_heading_holds_its_text(text: str, level: int) -> None:
    """A title is one heading of the same text; below the sixth level there is none deeper."""
    markdown = heading(escape(" ".join(text.split())), level)
    assert words(markdown) == fold(text), markdown
    assert kinds(markdown) == ["heading_open", "heading_close"], markdown
    assert len(markdown) - len(markdown.lstrip("#")) == min(level + 1, 6)


@given(any_text.filter(fold), some_text)
def test_code_comes_back_as_code(code: str, after: str) -> None:
    """Code within a line is read as code, with all of its characters."""
    markdown = written(Paragraph((Text("See "), Code(code), Text(after))))
    assert words(markdown) == fold(f"See {code}{after}"), markdown
    assert "code_inline" in kinds(markdown), markdown


@given(st.text(st.sampled_from("a `~\n\t{}<&*"), min_size=1))
def test_a_block_of_code_comes_back(text: str) -> None:
    """A block of code keeps its lines, even in a list and in a quotation, and whatever fences it contains."""
    lines = [line.expandtabs(8).rstrip() for line in text.split("\n")]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    margin = min((len(line) - len(line.lstrip()) for line in lines if line), default=0) if lines and lines[0][:1] == " " else 0
    expected = ["\n".join(line[margin:] for line in lines)] if lines else []
    block = CodeBlock(text)
    assert code_blocks(written(block)) == expected
    assert code_blocks(written(BulletList(((p("x"), block), (block,))))) == expected * 2
    assert code_blocks(written(Quote((block,)))) == expected


@given(wild_blocks)
def test_no_text_is_lost_and_none_becomes_html(blocks: tuple[Block, ...]) -> None:
    """Of any tree of prose, each text is read back once, in its order, and no HTML but the tags of the writer."""
    numbering = Numbering()
    numbering.check(words(written(*numbering.all(blocks, "t"))))


@given(wild_line)
def test_a_line_is_one_paragraph(children: tuple[Text, ...]) -> None:
    """A line of any inline nodes is at most one paragraph."""
    markdown = WRITER.line(children)
    assert "\n" not in markdown
    assert set(kinds(markdown)) <= {
        *("paragraph_open", "paragraph_close", "code_inline", "link_open", "link_close", "html_inline"),
        *("em_open", "em_close", "strong_open", "strong_close"),
    }


@given(st.lists(st.lists(any_text, min_size=2, max_size=2), min_size=1, max_size=3))
def test_cells_of_a_table_hold_their_text(rows: list[list[str]]) -> None:
    """Bars, backslashes and code in cells neither add nor join cells."""
    table = Table(((Cell((p("A"),)), Cell((p("B"),))),), tuple((Cell((p(one),)), Cell((Paragraph((Code(two),)),))) for one, two in rows))
    markdown = written(table)
    assert words(markdown) == fold("A B " + " ".join(f"{one} {two}" for one, two in rows)), markdown
    assert kinds(markdown).count("td_open") == 2 * len(rows), markdown


@given(st.text(st.characters(exclude_characters=FORBIDDEN)))
def test_a_hyperlink_leads_to_allowed_addresses_only(target: str) -> None:
    """A link has the scheme http, https, ftp or mailto, or none; without an allowed address, the text remains."""
    markdown = written(p(Hyperlink(target, (Text("here"),))))
    assert words(markdown) == "here"
    for found in destinations(markdown):
        scheme, colon, _rest = re.split("[/?#]", found)[0].partition(":")
        assert not colon or scheme.lower() in ("http", "https", "ftp", "mailto"), found


@pytest.mark.parametrize(
    ("block", "markdown"),
    [
        (p("a ", Emphasis((Text("b"),)), " ", Strong((Text("c"),))), "a *b* **c**"),
        # An asterisk between a letter and a quotation mark opens nothing.
        (p("a", Strong((Text('"b"'),)), "c"), 'a"b"c'),
        (p(Strong((Text("a"),)), Emphasis((Text("b"),))), "**a**b"),
        (p("H", Subscript((Text("2"),)), "O, x", Superscript((Text("2"),))), "H<sub>2</sub>O, x<sup>2</sup>"),
        (p(Hyperlink("http://x.org/?a=1&copy=2", (Text("x [1]"),))), r"[x \[1\]](http://x.org/?a=1&amp;copy=2)"),
        (p(Hyperlink("http://x.org/(a)", ())), "[http://x.org/(a)](<http://x.org/(a)>)"),
        (p(Hyperlink("http://x.org/a", ())), "<http://x.org/a>"),
        (p(Reference("known", ()), " ", Reference("known", (Code("x"),))), "[Its title](page.md) [x](page.md)"),
        (p(Reference("unknown", (Text("x"),))), "x"),
        (p("a", Footnote((p("b"),))), r"a \[b\]"),
        (p("a_b _c_ 1. d"), r"a_b \_c\_ 1. d"),
        (p("1. d"), r"1\. d"),
        (p("\ufffe #"), r"\#"),
        (p("- d"), r"\- d"),
        (Paragraph((Text("a"), LineBreak(), Text("b"))), "a\\\nb"),
        (BulletList(((p("a"), p("b")), (p("c"),), ())), "- a\n\n  b\n- c"),
        (NumberedList(((p("a"),), (p("b"),)), "arabic", 9), "9. a\n10. b"),
        (NumberedList(((p("a"),), (p("b"),)), "upperroman", 3), "- (III): a\n- (IV): b"),
        (DefinitionList((Definition(((Text("a"),), (Text("b"),)), (p("c"), p("d"))),)), "- **a**, **b**: c\n\n  d"),
        (Admonition("warning", (p("a"),)), "> **Warning**\n>\n> a"),
        (Admonition("note", (p("a"),), (Text("T"),)), "> **T**\n>\n> a"),
        (CodeBlock('{"a": 1}', "json", (Text("T"),)), '**T**\n\n```json\n{"a": 1}\n```'),
        (LineBlock(((Text("a"),), (Text("- b"),)), (0, 2)), "a\\\n&nbsp;&nbsp;\\- b"),
        (Quote((p("a"),)), "> a"),
        (Section((Text("T"),), (p("a"),)), "**T**\n\na"),
        (Transition(), "***"),
        (Image("http://x.org/a.png", "alt"), r"[\[picture: alt\]](http://x.org/a.png)"),
        (
            Table(((Cell((p("A"),)), Cell((p("B"),))),), ((Cell((p("a|b"),)), Cell(())),)),
            "| A | B |\n| --- | --- |\n| a\\|b |  |",
        ),
        (
            Table(((Cell((p("A"),)), Cell((p("B"),))),), ((Cell((p("a"),)), Cell((p("b"), p("c")))),)),
            "- **A**: a\n\n  **B**: b\n\n  c",
        ),
        (
            Table((), ((Cell((p("a"),), columns=2),), (Cell((p("b"),)), Cell((p("c"),))))),
            "|  |  |\n| --- | --- |\n| a |  |\n| b | c |",
        ),
    ],
)
def test_blocks_and_lines(block: Block, markdown: str) -> None:
    """Each node is written in the form of Markdown that is closest to it."""
    assert written(block) == markdown


def test_lists_that_follow_each_other_stay_apart() -> None:
    """A list after a list has other marks, so that they are not read as one."""
    bullets, numbers = BulletList(((p("a"),),)), NumberedList(((p("b"),),))
    assert written(bullets, bullets, bullets, numbers, numbers) == "- a\n\n+ a\n\n- a\n\n1. b\n\n1) b"
    assert kinds(written(bullets, bullets)).count("bullet_list_open") == 2


def test_words_that_are_added_are_translated() -> None:
    """The title of an admonition is in the language of the page."""
    writer = MarkdownWriter(say=lambda word: {"Warning": "Warnung"}.get(word, word))
    assert writer.blocks([Admonition("warning", (p("a"),))])[0] == "> **Warnung**"


def test_fences_are_longer_than_what_they_hold() -> None:
    """The marks around code are longer than any run of them in it, and a language is one word."""
    assert code_block("````", "x y") == ["`````", "````", "`````"]
    assert code_span("a`b") == "``a`b``"
    assert code_span("`` ` a") == "``` `` ` a ```"


def test_a_heading_may_end_with_a_hash_sign() -> None:
    """A hash sign at the end of a title is part of it."""
    assert words(heading("C#", 0)) == "C#"
    assert words(heading("C #", 0)) == "C #"
