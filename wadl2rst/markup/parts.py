"""The intermediate form of a text: inline nodes, blocks, and parts that become blocks together with their neighbours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeGuard

from wadl2rst.frozen import dataclass
from wadl2rst.prose import (
    Admonition,
    Block,
    BulletList,
    CodeBlock,
    DefinitionList,
    Image,
    Inline,
    LineBlock,
    NumberedList,
    Paragraph,
    Quote,
    Section,
    Table,
    Text,
    Transition,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that is a sibling of its text, as in HTML: its section extends to the next heading of the same or a higher level."""

    level: int
    title: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A list item."""

    children: tuple[Block, ...]
    number: int | None = None
    """The number given by the author; None if there is none."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a definition list."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """The description of the preceding terms of a definition list."""

    children: tuple[Block, ...]


Loose = Heading | Item | Term | Description
Part = Inline | Block | Loose

WrapInline = Callable[[tuple[Inline, ...]], Sequence[Inline]]
"""Wraps a run of inline nodes in markup."""

SPACE = Text(" ")
BREAK = Paragraph(())
"""Ends a paragraph; has no content."""

BLOCKS = frozenset(
    {
        Paragraph, BulletList, NumberedList, DefinitionList, Table, Admonition, CodeBlock, LineBlock, Quote, Image, Section, Transition,
        Heading, Item, Term, Description,
    }
)  # fmt: skip
LOOSE = frozenset({Heading, Item, Term, Description})


def is_block(part: Part) -> TypeGuard[Block | Loose]:
    """Whether the part is a block, or becomes one together with its neighbours."""
    return type(part) in BLOCKS


def is_inline(part: Part) -> TypeGuard[Inline]:
    """Whether the part is an inline node."""
    return type(part) not in BLOCKS


def is_blank(part: Part) -> bool:
    """Whether the part is text without visible characters."""
    return type(part) is Text and not part.text.strip()
