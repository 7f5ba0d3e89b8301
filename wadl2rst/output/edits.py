"""Tells what a person added to a page from what was generated, and where on the page it is.

Only whole blocks that were inserted at a place for additions can be moved into a file of their own.  What was changed or removed
within generated text, and what stands anywhere else, cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import product
from typing import NamedTuple

_MOST_BLOCKS = 6
"""The most blocks of which all combinations are tried."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for additions on a page."""

    position: int
    """The number of lines of the generated page before it that are not blank."""
    folder: str
    """The folder of the additions to the page."""
    names: tuple[str, ...]
    """The names that the files of these additions can have; the first is that of a new file."""
    place: str
    """The place, one of :data:`~wadl2rst.source.additions.PLACES`."""


class Insertion(NamedTuple):
    """A block that was inserted."""

    first: int
    """Its first line on the edited page, from 1."""
    last: int
    """Its last line."""
    text: str
    """Its text, without blank lines around it."""
    spot: Spot
    """Where it is."""


class Edits(NamedTuple):
    """What was done to a page."""

    sha256: str
    """The SHA-256 of the edited page."""
    insertions: tuple[Insertion, ...]
    """What can be moved into additions: all of it, or nothing."""
    refusal: str = ""
    """Why nothing can be moved; empty if all can."""
    line: int = 0
    """The line of the edited page that the refusal is about; 0 for none."""


NO_EDITS: Mapping[str, Edits] = {}
NO_FILES: Mapping[str, tuple[str, ...]] = {}


def page_edits(found: bytes, generated: str, written: str, spots: Sequence[Spot]) -> Edits:
    """What was done to the page ``found`` since it was written with the SHA-256 ``written``.

    ``generated`` is what the page would be now, and ``spots`` are the places on it.
    """
    digest = sha256(found).hexdigest()
    try:
        lines = found.decode("utf-8").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as error:
        return Edits(digest, (), "it is not UTF-8", found.count(b"\n", 0, error.start) + 1)
    blocks, changed = _blocks(generated.split("\n"), lines)
    if _digest(generated) == written:
        if changed:
            text = f"{_lines(changed)} changed within generated text, which cannot become an addition"
            return Edits(digest, (), text, changed[0].first)
        own = blocks
    else:
        # The WADL, the settings or wadl2rst changed as well: what is not generated now may have been then.
        candidates = [*blocks, *(block for block in changed if block.has_words)]
        certain = _own_blocks(lines, sorted(candidates), written)
        if certain is None:
            first = min((block.first for block in (*blocks, *changed)), default=0)
            return Edits(digest, (), "the WADL or the settings have changed since, so what was added cannot be determined", first)
        own = certain
    insertions = []
    for block in own:
        insertion = _insertion(block, lines, spots)
        if insertion is None:
            return Edits(digest, (), f"{_lines([block])} added where the page has no place for additions", block.first)
        insertions.append(insertion)
    return Edits(digest, tuple(insertions))


class _Block(NamedTuple):
    """Lines of the edited page, without blank lines around them."""

    first: int
    """The first, from 1."""
    last: int
    """The last."""
    position: int
    """The number of lines of the generated page before them that are not blank."""
    until: int
    """The same, including the lines in place of which they stand."""
    has_words: bool
    """False if lines were only removed here."""


def _blocks(generated: Sequence[str], lines: Sequence[str]) -> tuple[list[_Block], list[_Block]]:
    """The blocks that the edited page has in addition to the generated one, and those with other changes.

    Blank lines are not compared: it does not matter how many there are, and there are too many to tell which is which.
    """
    places = [number for number, line in enumerate(lines) if line.strip()]
    inserted: list[_Block] = []
    changed: list[_Block] = []
    words = [line for line in generated if line.strip()], [lines[number] for number in places]
    for kind, position, until, start, end in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        if kind == "delete":
            here = places[start] + 1 if start < len(places) else len(lines)
            changed.append(_Block(here, here, position, until, has_words=False))
        elif kind != "equal":
            block = _Block(places[start] + 1, places[end - 1] + 1, position, until, has_words=True)
            (inserted if kind == "insert" else changed).append(block)
    return inserted, changed


def _own_blocks(lines: Sequence[str], blocks: Sequence[_Block], written: str) -> list[_Block] | None:
    """The blocks without which the page is as it was written: these are surely the person's.  None if there are no such blocks."""
    ranges = [list(_ranges(block, lines)) for block in blocks]
    if len(blocks) > _MOST_BLOCKS:  # do not try all combinations, but only that all of them are
        choices: Iterable[Sequence[range | None]] = zip(*ranges, strict=True)
    else:
        choices = product(*([*own, None] for own in ranges))
    for choice in choices:
        removed = {line for own in choice if own is not None for line in own}
        if removed and _digest("\n".join(line for number, line in enumerate(lines) if number not in removed)) == written:
            return [block for block, own in zip(blocks, choice, strict=True) if own is not None]
    return None


def _ranges(block: _Block, lines: Sequence[str]) -> Iterator[range]:
    """The lines that were added with a block: it is not certain which of the blank lines around it are among them."""
    first, last = block.first - 1, block.last
    while first > 0 and not lines[first - 1].strip():
        first -= 1
    yield range(first, last)
    yield range(block.first - 1, last)
    while last < len(lines) and not lines[last].strip():
        last += 1
    yield range(block.first - 1, last)


def _insertion(block: _Block, lines: Sequence[str], spots: Sequence[Spot]) -> Insertion | None:
    """The block as an insertion; None if it is not at a place for additions, or is part of the block above or below it."""
    before, after = block.first - 2, block.last
    is_apart = (before < 0 or not lines[before].strip()) and (after >= len(lines) or not lines[after].strip())
    if not is_apart or lines[block.first - 1][0].isspace():
        return None
    here = [spot for spot in spots if block.position <= spot.position <= block.until]
    if not here:
        return None
    # At the end of a page without responses, several places are one.
    spot = here[-1] if not any(map(str.strip, lines[block.last :])) else here[0]
    return Insertion(block.first, block.last, "\n".join(lines[block.first - 1 : block.last]), spot)


def _lines(blocks: Sequence[_Block]) -> str:
    """The lines of blocks in words."""
    shown = ", ".join(f"{block.first}-{block.last}" if block.last > block.first else str(block.first) for block in blocks[:5])
    more = " and others" if len(blocks) > 5 else ""
    is_one = len(blocks) == 1 and blocks[0].last <= blocks[0].first
    return f"line{'' if is_one else 's'} {shown}{more}{' was' if is_one else ' were'}" if shown else ""


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def spot_positions(generated: str, marked: str, is_spot: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    """The number and position of each spot in ``marked``, which is ``generated`` with a line for each spot.

    ``is_spot`` has the numbers of the lines for spots; other lines of ``marked`` that ``generated`` lacks are headings for them.
    """
    plain = [line for line in generated.split("\n") if line.strip()]
    position = 0
    for line in filter(str.strip, marked.split("\n")):
        if line in is_spot:
            yield is_spot[line], position
        elif position < len(plain) and line == plain[position]:
            position += 1
