"""Titles, labels, directives and literal blocks."""

from __future__ import annotations

import pytest
from docutils import nodes
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.prose_strategies import PROFILE, any_text, outline_of, some_text
from tests.rst_reading import BLANK, FORBIDDEN, fold, read, words
from wadl2rst import rst


@settings(PROFILE)
@given(some_text, st.sampled_from("^\"=~#'"))
@example("1. x", "^")
@example("....", "^")
@example("a", "=")
@example("中文", "=")
@example("\u0301", "=")
@example("word " * 3000, "=")
@example("中" * 9000, "=")
def test_a_heading_keeps_its_text(text: str, char: str) -> None:
    """A heading is a section of that title; one of more than 9,000 characters is cut."""
    document = read([*rst.heading(text, char), "", "Text."])
    (section,) = document.children
    title = words(section.children[0])
    assert title == fold(text) if len(fold(text)) < 4000 else title.endswith(" ...") and fold(text).startswith(title[:-4])


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


def test_a_directive() -> None:
    """Options stand below the argument, content is set in, and blank lines stay blank."""
    expected = [".. toctree:: x", "   :maxdepth: 1", "   :hidden:", "", "   a", "", "   b"]
    assert rst.directive("toctree", "x", {"maxdepth": "1", "hidden": ""}, ["a", "", "b"]) == expected


DROPPED = FORBIDDEN - BLANK


def visible(line: str) -> str:
    """A line of code as it is to be read back."""
    kept = (" " if char in BLANK else char for char in line if char not in DROPPED)
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in kept).rstrip()


@settings(PROFILE)
@given(any_text)
@example("    a\n  b")
@example("\n\n a\n\n\n b\n")
@example(":class: x\n\n:name: y")
@example("\ta\n        b")
@example("\u00a0a\n\u00a0 b")
@example("x" * 30000)
def test_code_keeps_its_lines(text: str) -> None:
    """A code block keeps its lines and their indentation, but for the margin that all share and what is blank at the ends."""
    lines = rst.code_block(text)
    kept = [visible(line) for line in text.expandtabs().replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    if not any(kept):
        assert lines == []
        return
    (block,) = outline_of(lines)
    found = block[1].split("\n")
    while not kept[0]:
        del kept[0]
    while not kept[-1]:
        del kept[-1]
    margin = min(len(line) - len(line.lstrip()) for line in kept if line)
    assert "".join(found) == "".join(line[margin:] for line in kept)
    assert len(found) == len(kept) or max(map(len, kept)) > 5000


def test_a_program_begins_at_the_margin() -> None:
    """The lines of a program are not indented by what its directive is: a reader can paste them."""
    program = "if a:\n    b()\n\nc()"
    (block,) = read(rst.listing(program, "text")).findall(nodes.literal_block)
    assert block.astext() == program
