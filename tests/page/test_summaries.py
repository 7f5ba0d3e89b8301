"""The first sentence of documentation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wadl2rst.page.summaries import MAX_SENTENCE, first_sentence, sentence
from wadl2rst.page.values import DocText
from wadl2rst.prose import Block, BulletList, Code, Emphasis, Footnote, Hyperlink, LineBreak, Paragraph, Section, Strong, Text


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Lists images. Newest first.", "Lists images."),
        ("Lists images", "Lists images"),
        ("Lists images (e.g. those of a user). More.", "Lists images (e.g. those of a user)."),
        ("Takes formats, i.e. PNG, JPEG etc. Others fail.", "Takes formats, i.e. PNG, JPEG etc."),
        ("See No. 5 of the list. More.", "See No. 5 of the list."),
        ("Since version 2.1.0 only. More.", "Since version 2.1.0 only."),
        ("Since version 2. More.", "Since version 2."),
        ("Is it there? Tells.", "Is it there?"),
        ("Stop! Now.", "Stop!"),
        ('Says "no." Then stops.', 'Says "no."'),
        ("Says what (as is.) More.", "Says what (as is.)"),
        ("A. B. Smith wrote it. More.", "A. B. Smith wrote it."),
        ("J. Smith wrote it. More.", "J. Smith wrote it."),
        ("Takes plan B. Then ends.", "Takes plan B."),
        ("Text of b. More.", "Text of b."),
        ("1. First step. Second.", "1. First step."),
        ("Gilt z. B. für Bilder, d. h. für alles. Mehr.", "Gilt z. B. für Bilder, d. h. für alles."),
        ("ends. in lower case. Then", "ends. in lower case."),
        ("一覧を返す。次の文。", "一覧を返す。"),
        ("「一覧。」を返す", "「一覧。」"),
        ("Wait ... Now? Yes.", "Wait ... Now?"),
        ("Über alles. Ändert nichts.", "Über alles."),
        ("", ""),
        ("...", "..."),
    ],
)
def test_where_a_sentence_ends(text: str, first: str) -> None:
    """A sentence ends at a full stop, a question or exclamation mark; not after an abbreviation, in a number or before a small letter."""
    assert sentence(text) == first


def _first(*blocks: Block) -> str:
    return first_sentence((DocText(blocks),))


def test_markup_becomes_plain_text() -> None:
    """Of markup the text is left; a full stop in code ends no sentence; a footnote and a bold title are no part of it."""
    line = (Text("Sets "), Code("a.b. C"), Text(" to "), Emphasis((Text("x"),)), LineBreak(), Hyperlink("http://x.example/", ()))
    note = Footnote((Paragraph((Text("Not this. "),)),))
    title = Paragraph((Strong((Text("Title."),)),))
    assert _first(title, Paragraph((*line, note, Text(". Then.")))) == "Sets a.b. C to x http://x.example/."
    assert _first(BulletList(((Paragraph((Text("Item."),)),),)), Section((Text("T"),), (Paragraph((Text("In it. More."),)),))) == "In it."
    assert _first() == first_sentence(()) == _first(Paragraph((Text("  "),))) == ""


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_a_sentence_is_the_beginning_of_the_text_and_bounded(text: str) -> None:
    """Whatever the text, what is taken is its beginning, and of bounded length."""
    first = sentence(text)
    whole = " ".join(text.split())
    assert len(first) <= MAX_SENTENCE and (whole.startswith(first) or (first.endswith("…") and whole.startswith(first[:-1])))
    assert bool(first) is bool(whole)


def test_a_long_text_is_cut_at_a_word() -> None:
    """Without an end for long, the beginning is taken up to a word, in time that does not grow with the rest."""
    assert sentence("word, " * 100_000) == "word, " * 38 + "word…"
    assert len(sentence("." * 1_000_000)) <= MAX_SENTENCE and len(sentence("a." * 500_000)) <= MAX_SENTENCE
