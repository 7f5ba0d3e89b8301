"""What a person added to a page is told from what was generated, or the page is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from wadl2rst.output.edits import Edits, Spot, page_edits

LINES = st.lists(st.sampled_from(["", "", "a", "b", "Request", '"""""""', ".. note::", "   x", "ä"]), max_size=14)
"""Few different lines, so that it is hard to say which of them are new."""


def _sha(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _told(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line.strip()]


def _spots(lines: Sequence[str]) -> list[Spot]:
    """A spot everywhere."""
    return [Spot(position, "additions", (f"n{position}",), "before") for position in range(len(_told(lines)) + 1)]


def _is_safe(edits: Edits, found: Sequence[str], written: Sequence[str]) -> bool:
    """Whether the page is left alone, or what is taken from it and what was written are all that it has."""
    if edits.refusal:
        return not edits.insertions
    taken = {line for one in edits.insertions for line in range(one.first - 1, one.last)}
    words = [word for one in edits.insertions for word in _told(one.text.split("\n"))]
    rest = [line for number, line in enumerate(found) if number not in taken]
    return _told(rest) == _told(written) and words == _told([found[number] for number in sorted(taken)])


@given(LINES, LINES)
def test_no_word_is_lost_whatever_was_done(written: list[str], found: list[str]) -> None:
    """Whatever a page has become, it is left alone, or all that it has besides what was written is taken from it."""
    text = "\n".join(written)
    edits = page_edits("\n".join(found).encode(), text, _sha(text), _spots(written))
    assert _is_safe(edits, found, written)
    assert edits.sha256 == _sha("\n".join(found))


@given(LINES, LINES, LINES)
def test_no_generated_line_is_taken_for_an_edit(written: list[str], found: list[str], generated: list[str]) -> None:
    """If the pages are made differently by now, only what was certainly not on the page when it was written is taken."""
    edits = page_edits("\n".join(found).encode(), "\n".join(generated), _sha("\n".join(written)), _spots(generated))
    assert _is_safe(edits, found, written)


@given(st.lists(st.sampled_from(["One.", "Two.", "Three."]), min_size=1, max_size=6, unique=True), st.data())
def test_blocks_are_taken_where_they_stand(blocks: list[str], data: st.DataObject) -> None:
    """Blocks that were inserted at places for additions are taken, each for its place."""
    written = [line for block in blocks for line in (block, "")]
    places = data.draw(st.lists(st.integers(0, len(blocks)), min_size=1, unique=True).map(sorted))
    found: list[str] = []
    for number in range(len(blocks) + 1):
        found += [f"Mine {number}.", "", "* a", ""] if number in places else []
        found += [blocks[number], ""] if number < len(blocks) else []
    text = "\n".join(written)
    edits = page_edits("\n".join(found).encode(), text, _sha(text), _spots(written))
    assert [(one.text, one.spot.position) for one in edits.insertions] == [(f"Mine {number}.\n\n* a", number) for number in places]


def _edits(found: str, written: str = "Title\n\nText.\n\nMore.\n", spots: Sequence[int] = (1, 2, 3)) -> Edits:
    return page_edits(found.encode(), written, _sha(written), [Spot(position, "x", ("a",), "before") for position in spots])


def test_why_a_page_is_left_alone() -> None:
    """The reason says which lines, and what is with them."""
    assert _edits("Title\n\nOther.\n\nMore.\n")[1:] == ((), "line 3 was changed within generated text, which cannot become an addition", 3)
    assert _edits("Title\n\nText.\n")[2:] == ("line 4 was changed within generated text, which cannot become an addition", 4)
    assert _edits("Title\n\nText.\nMine.\n\nMore.\n")[2:] == ("line 4 was added where the page has no place for additions", 4)
    assert (
        _edits("Title\n\nText.\n\nMine.\nMine.\n\nMore.\n", spots=[3])[2]
        == "lines 5-6 were added where the page has no place for additions"
    )
    assert _edits("Title\n\n  Mine.\n\nText.\n\nMore.\n")[2] == "line 3 was added where the page has no place for additions"
    changed = page_edits(b"Title\n\nMine.\n\nOld.\n", "Title\n\nNew.\n", _sha("Title\n\nOther.\n"), [])
    assert changed[2:] == ("the WADL or the settings have changed since, so what was added cannot be determined", 3)
    assert page_edits(b"a\n\xff", "a\n", _sha("a\n"), [])[2:] == ("it is not UTF-8", 2)


def test_what_is_certain_after_a_change_is_taken() -> None:
    """If the page without the inserted blocks is the one that was written, they are taken although other lines changed since."""
    edits = page_edits(b"Title\n\nMine.\n\nText.\n", "Title\n\nText.\n\nNew.\n", _sha("Title\n\nText.\n"), [Spot(1, "x", ("a",), "before")])
    assert [one.text for one in edits.insertions] == ["Mine."]


def test_other_line_ends_are_no_edit() -> None:
    """A page whose line ends were converted has nothing to take over, and can be replaced."""
    assert _edits("Title\r\n\r\nText.\r\n\r\nMore.\r\n")[1:] == ((), "", 0)
