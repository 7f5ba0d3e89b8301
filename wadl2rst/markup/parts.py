"""What a text is while it is read: inline nodes, blocks, and a few things that become blocks together with their neighbours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeGuard

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
    """A heading that stands beside its text, as in HTML: it takes what follows, to the next of its level."""

    level: int
    title: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list."""

    children: tuple[Block, ...]
    number: int | None = None
    """The number that the author gives it."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a list of definitions."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of the terms before it."""

    children: tuple[Block, ...]


Loose = Heading | Item | Term | Description
Part = Inline | Block | Loose

Make = Callable[[tuple[Inline, ...]], Sequence[Inline]]
"""What puts markup around a run of inline nodes."""

SPACE = Text(" ")
BREAK = Paragraph(())
"""Ends a paragraph, and shows nothing."""

BLOCKS = frozenset(
    {
        Paragraph, BulletList, NumberedList, DefinitionList, Table, Admonition, CodeBlock, LineBlock, Quote, Image, Section, Transition,
        Heading, Item, Term, Description,
    }
)  # fmt: skip
LOOSE = frozenset({Heading, Item, Term, Description})


def is_block(part: Part) -> TypeGuard[Block | Loose]:
    """Whether the part stands in lines of its own."""
    return type(part) in BLOCKS


def is_inline(part: Part) -> TypeGuard[Inline]:
    """Whether the part stands within a line."""
    return type(part) not in BLOCKS


def is_blank(part: Part) -> bool:
    """Whether the part is text that shows nothing."""
    return type(part) is Text and not part.text.strip()
