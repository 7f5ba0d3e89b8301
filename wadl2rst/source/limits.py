"""What one document may hold: a file of a few kilobytes can ask for gigabytes.  Real WADLs stay far below."""

from __future__ import annotations

MAX_DEPTH = 256
"""How deep elements may be nested in each other; real WADLs stay below 40."""
MAX_TOKEN = 1 << 20
"""Bytes of one tag, attribute, comment or declaration."""
MAX_TEXT = 4 << 20
"""Characters of text between two tags."""
MIN_EXPANSION = 10 << 20
"""What entities may always expand to: characters, with a price for each element."""
MAX_EXPANSION = 100
"""How many times what was read entities may expand to; real ones stay below 9."""
MIN_PARTS = 1_000_000
"""How many parts a document may always have: an element counts two, an attribute one, after what they take of memory."""
PART_BYTES = 8
"""For each so many bytes that were read, a document may have one part more; real ones have one for 20 or more."""
MAX_REFERRING = 1000
"""How many entities may refer to others: before expat 2.7, each level of a chain of them takes a piece of the C stack."""
MAX_NESTED_FILES = 32
"""How deep entity files may bring in each other."""


def most_parts(read: int) -> int:
    """How many parts a document may have of which ``read`` bytes were read."""
    return MIN_PARTS + read // PART_BYTES


def most_expansion(read: int) -> int:
    """How many characters a document may come to of which ``read`` bytes were read."""
    return max(MIN_EXPANSION, min(MAX_EXPANSION * read, (64 << 20) + 20 * read))
