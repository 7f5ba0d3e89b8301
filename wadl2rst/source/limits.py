"""Limits for one document, because a file of a few kilobytes can expand to gigabytes.  Real WADLs stay far below them."""

from __future__ import annotations

MAX_DEPTH = 256
"""Maximum nesting depth of elements; real WADLs stay below 40."""
MAX_TOKEN = 1 << 20
"""Maximum size of a tag, attribute, comment or declaration, in bytes."""
MAX_TEXT = 4 << 20
"""Maximum length of the text between two tags, in characters."""
MIN_EXPANSION = 10 << 20
"""Expansion of entities that is always allowed, in characters, with a fixed cost for each element."""
MAX_EXPANSION = 100
"""Maximum ratio of the expansion of entities to the bytes read; real WADLs stay below 9."""
MIN_PARTS = 1_000_000
"""Number of parts that is always allowed.  An element counts as two parts and an attribute as one, according to their memory."""
PART_BYTES = 8
"""A document may have one more part for every this many bytes read; real WADLs have one for 20 or more."""
MAX_REFERRING = 1000
"""Maximum number of entities that refer to other entities: before expat 2.7, a chain of them uses the C stack at each level."""
MAX_NESTED_FILES = 32
"""Maximum nesting depth of entity files."""


def max_parts(size: int) -> int:
    """Maximum number of parts of a document of ``size`` bytes, including its entity files."""
    return MIN_PARTS + size // PART_BYTES


def max_expansion(size: int) -> int:
    """Maximum expansion, in characters, of a document of ``size`` bytes, including its entity files."""
    return max(MIN_EXPANSION, min(MAX_EXPANSION * size, (64 << 20) + 20 * size))
