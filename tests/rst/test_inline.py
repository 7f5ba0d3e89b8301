"""Inline nodes as lines of RST."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.prose_strategies import PROFILE, Numbering, label_of, p, wild_line
from tests.rst_reading import read
from wadl2rst import prose, rst
from wadl2rst.prose import BulletList, Emphasis, Footnote, Inline, Text


def test_inline_has_no_lines() -> None:
    """Line breaks and footnotes find room in a line."""
    children = (Text("a"), prose.LineBreak(), Emphasis((Text("b"),)), Footnote((p("c"), BulletList(((p("d"),),)))))
    assert rst.inline(children) == "a *b* [c d ]"


@pytest.mark.parametrize("text", ["a", "a ", ""])
def test_a_footnote_in_brackets_has_one_blank_before_it(text: str) -> None:
    """Where a footnote stands in brackets, one blank is before it, whether or not the text has one."""
    assert rst.inline((Text(text), Footnote((p("b"),)), Text(" c"))) == f"{text.strip()} [b] c".strip()


@settings(PROFILE)
@given(wild_line)
def test_inline_is_one_line(children: tuple[Inline, ...]) -> None:
    """inline() gives one line without a message, and no word is lost or moved."""
    numbering = Numbering()
    line = rst.inline(numbering.all(children, "n"), label_of)  # footnotes stand in place
    assert "\n" not in line
    numbering.check(read([line]).astext())
