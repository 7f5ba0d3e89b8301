"""Whatever the text and wherever it stands: docutils reads it back, without a message."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import assume, example, given, settings

from tests.prose_strategies import PROFILE, any_text, label_of, outline_of, paragraph, plain, some_text, written
from tests.rst_reading import Outline, fold, read, tidy
from wadl2rst import rst
from wadl2rst.prose import (
    Admonition,
    Block,
    BulletList,
    Cell,
    Code,
    Definition,
    DefinitionList,
    Emphasis,
    Hyperlink,
    LineBlock,
    NumberedList,
    Paragraph,
    Quote,
    Reference,
    Strong,
    Subscript,
    Table,
    Text,
)
from wadl2rst.rst.text import address

PLACES: dict[str, tuple[Callable[[str], Sequence[Block]], Callable[[str], list[Outline]]]] = {
    "paragraph": (lambda text: [paragraph(text)], lambda text: [("paragraph", plain(text))]),
    "item": (
        lambda text: [BulletList(((paragraph(text),), (paragraph(text),)))],
        lambda text: [("bullets", [[("paragraph", plain(text))]] * 2)],
    ),
    "number": (
        lambda text: [NumberedList(((paragraph(text),), (paragraph(text),)))],
        lambda text: [("numbers", "arabic", 1, [[("paragraph", plain(text))]] * 2)],
    ),
    "term": (
        lambda text: [DefinitionList((Definition(((Text(text),),), (paragraph(text),)),))],
        lambda text: [("terms", [(plain(text), [("paragraph", plain(text))])])],
    ),
    "quote": (lambda text: [Quote((paragraph(text), paragraph(text)))], lambda text: [("quote", [("paragraph", plain(text))] * 2)]),
    "before a quote": (
        lambda text: [paragraph(text), Quote((paragraph("x"),))],
        lambda text: [("paragraph", plain(text)), ("quote", [("paragraph", plain("x"))])],
    ),
    "line": (lambda text: [LineBlock(((Text(text),), (Text(text),)))], lambda text: [("lines", [plain(text)] * 2)]),
    "admonition": (
        lambda text: [Admonition("tip", (paragraph(text),), (Text(text),))],
        lambda text: [("admonition", "tip", plain(text), [("paragraph", plain(text))])],
    ),
    "cell": (
        lambda text: [Table(((Cell((paragraph(text),)), Cell(())),), ((Cell(()), Cell((paragraph(text),))),))],
        lambda text: [
            ("table", [[(1, 1, [("paragraph", plain(text))]), (1, 1, [])]], [[(1, 1, []), (1, 1, [("paragraph", plain(text))])]]),
        ],
    ),
    "cell with a list": (
        lambda text: [Table((), ((Cell((BulletList(((paragraph(text),),)),)),),))],
        lambda text: [("table", [], [[(1, 1, [("bullets", [[("paragraph", plain(text))]])])]])],
    ),
    "strong": (lambda text: [Paragraph((Strong((Text(text),)),))], lambda text: [("paragraph", [("strong", fold(text))])]),
    "emphasis": (lambda text: [Paragraph((Emphasis((Text(text),)),))], lambda text: [("paragraph", [("em", fold(text))])]),
    "subscript": (lambda text: [Paragraph((Subscript((Text(text),)),))], lambda text: [("paragraph", [("sub", fold(text))])]),
    "literal": (lambda text: [Paragraph((Code(text),))], lambda text: [("paragraph", [("code", fold(text))])]),
    "literal between words": (
        lambda text: [Paragraph((Text("a"), Code(text), Text("b")))],
        lambda text: [("paragraph", [("text", "a"), ("code", fold(text)), ("text", "b")])],
    ),
    "link": (
        lambda text: [Paragraph((Hyperlink("http://x/_", (Text(text),)),))],
        lambda text: [("paragraph", [("link http://x/_", fold(text))])],
    ),
    "reference": (
        lambda text: [Paragraph((Reference("known", (Text(text),)),))],
        lambda text: [("paragraph", [("ref a-label", fold(text))])],
    ),
    "before markup": (
        lambda text: [Paragraph((Text(text), Strong((Text("x"),))))],
        lambda text: [("paragraph", tidy([("text", fold(text + "x")[:-1]), ("strong", "x")]))],
    ),
    "after a role": (
        lambda text: [Paragraph((Code("`"), Text(text)))],
        lambda text: [("paragraph", tidy([("code", "`"), ("text", fold("x" + text)[1:])]))],
    ),
    "after markup": (
        lambda text: [Paragraph((Hyperlink("http://x", (Text("x"),)), Text(text)))],
        lambda text: [("paragraph", tidy([("link http://x", "x"), ("text", fold("x" + text)[1:])]))],
    ),
}


@settings(PROFILE)
@given(some_text)
@example("1. foo")
@example("A. foo")
@example("• a")
@example("a :: ::")
@example("a : b")
@example(": b")
@example("`")
@example("\\")
@example("\\ a \\")
@example("_")
@example("=== ===")
@example("- " * 30)
@example("word " * 8 + "-- " + "word " * 20)
@example("/opt")
@example("1.\xa0")
@example("__ x")
def test_any_text_is_read_back(text: str) -> None:
    """Any text keeps its characters wherever it stands, white space folded and what XML forbids left out."""
    blocks = [block for write, _ in PLACES.values() for block in write(text)]
    found = written(*blocks)
    wanted = [block for _, expect in PLACES.values() for block in expect(text)]
    for got, want in zip(found, wanted, strict=True):
        assert got == want


@pytest.mark.parametrize("text", ["x" * 10001, ";" * 10001, "\\" * 7000, "*_" * 6000, "word " * 3000, "x" * 5100 + " -- " + "中" * 6000])
@pytest.mark.parametrize("place", ["paragraph", "term", "cell", "literal", "link"])
def test_text_longer_than_lines_may_be_is_read_back(place: str, text: str) -> None:
    """Text of more characters than docutils allows in a line is broken without a trace."""
    write, expect = PLACES[place]
    document = read(rst.RstWriter(label_of).blocks(write(text)))
    times = repr(expect("WORD")).count("WORD")
    assert "".join(document.astext().split()).count("".join(text.split())) == times


@settings(PROFILE)
@given(any_text)
def test_escaped_text_is_text(text: str) -> None:
    """What escape() gives makes one paragraph of that text, or nothing, at the start of a document."""
    assume(text == text.strip())
    assert outline_of([rst.escape(text)]) == ([("paragraph", plain(text))] if fold(text) else [])


@settings(PROFILE)
@given(any_text)
def test_an_address_is_read_back(target: str) -> None:
    """A link leads to its address, escaped as addresses are; what is not allowed is no link, and its text stays."""
    assume(target.strip() != "text")
    url = address(target)
    found = written(Paragraph((Text("a "), Hyperlink(target, (Text("text"),)), Text(" b"))))
    form = f"link {url}" if url else "text"
    merged = [("text", "a text b")] if not url else [("text", "a "), (form, "text"), ("text", " b")]
    assert found == [("paragraph", merged)]
