"""Documentation text as a tree that is independent of DocBook, HTML and RST.

``markup`` builds it and ``rst`` writes it.  There are two kinds of nodes: *inline* nodes make up a line of
text, *block* nodes are arranged vertically.  All are frozen; sequences are tuples.  White space
in inline text is already collapsed: runs are one space, and a paragraph neither starts nor
ends with one.  The text of :class:`Code` and :class:`CodeBlock` is unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from wadl2rst.frozen import dataclass

# --- inline -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Literal text within a line: a name, a value, a command."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Emphasised text."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """Strongly emphasised text."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Subscript:
    """Text below the line."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Superscript:
    """Text above the line."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Hyperlink:
    """A link to an address."""

    target: str
    """The address: http, https, mailto, ftp or relative; never anything else."""
    children: tuple[Inline, ...]
    """The link text; if empty, the address is shown."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to another part of the same site, if the site has it."""

    target: str
    """The id of a method, such as ``createKeypair``, or of a resource type or another element of the WADL."""
    children: tuple[Inline, ...]
    """The link text; if empty, the title of the target is shown, or an ellipsis if the site does not have it."""
    address: str = ""
    """The link target if the site does not have the id; if empty, only the text is shown."""


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line break within a paragraph."""


@dataclass(frozen=True, slots=True)
class InlineImage:
    """An inline image."""

    source: str
    alt: str


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote; where RST does not allow one, it is shown in brackets in place."""

    children: tuple[Block, ...]


Inline = Text | Code | Emphasis | Strong | Subscript | Superscript | Hyperlink | Reference | LineBreak | InlineImage | Footnote

# --- blocks -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class BulletList:
    """An unordered list."""

    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class NumberedList:
    """An ordered list."""

    items: tuple[tuple[Block, ...], ...]
    numbering: str = "arabic"
    """``arabic``, ``loweralpha``, ``upperalpha``, ``lowerroman`` or ``upperroman``."""
    start: int = 1
    """The number of the first item."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One or more terms, and their description."""

    terms: tuple[tuple[Inline, ...], ...]
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """A list of terms and their descriptions."""

    items: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    children: tuple[Block, ...]
    columns: int = 1
    """The number of columns that it spans."""
    rows: int = 1
    """The number of rows that it spans."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table.  Rows contain only the cells that start in them, as in HTML."""

    header: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]
    title: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Admonition:
    """A note, tip, hint, important, warning, caution or danger; or, with a title, any of these."""

    kind: str
    children: tuple[Block, ...]
    title: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A block of literal text: a sample, a listing, a screen."""

    text: str
    """The text, with ``\\n`` as line end, without leading and trailing blank lines."""
    language: str = ""
    """The language declared by the author, in lower case (``json``); empty for none."""
    title: tuple[Inline, ...] = ()
    """The title, if the author gave one."""
    file: str = ""
    """The name of the file that it was read from, as written in the WADL; empty for inline text."""
    path: str = field(default="", compare=False, repr=False)
    """The name for messages of the file that contains it; empty if unknown."""
    line: int = field(default=0, compare=False, repr=False)
    """The line of that file on which it begins; 0 if unknown."""


@dataclass(frozen=True, slots=True)
class LineBlock:
    """Text whose line breaks are kept: an address, a verse."""

    lines: tuple[tuple[Inline, ...], ...]
    margins: tuple[int, ...] = ()
    """The indentation of each line in columns; empty if no line is indented."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quotation."""

    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """An image."""

    source: str
    alt: str = ""
    title: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section with a title, within the documentation of an element."""

    title: tuple[Inline, ...]
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Transition:
    """A horizontal rule."""


Block = (
    Paragraph
    | BulletList
    | NumberedList
    | DefinitionList
    | Table
    | Admonition
    | CodeBlock
    | LineBlock
    | Quote
    | Image
    | Section
    | Transition
)

CellContent = Sequence[Block] | str
"""The content of a table cell on a page: blocks, or plain text."""
