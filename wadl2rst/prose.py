"""Documentation text as a tree that knows neither DocBook, HTML nor RST.

``markup`` makes it and ``rst`` writes it.  Two kinds of node: *inline* ones make up a line of
text, *block* ones stand below each other.  All are frozen; sequences are tuples.  White space
in inline text is already folded: runs are one blank, and a paragraph neither starts nor
ends with one.  The text of :class:`Code` and :class:`CodeBlock` is kept as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

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
    """Text that leads to an address."""

    target: str
    """Address: http, https, mailto, ftp or relative; never anything else."""
    children: tuple[Inline, ...]
    """What is shown; empty: the address itself."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Text that leads to another part of the same site, if the site has it."""

    target: str
    """An id of the WADL, such as ``createKeypair``, or a resource type's."""
    children: tuple[Inline, ...]
    """What is shown; empty: the title of the target, or an ellipsis where the site does not have it."""
    address: str = ""
    """Where to link to if the site does not have the id; empty: show the text alone."""


@dataclass(frozen=True, slots=True)
class LineBreak:
    """The line ends here, the paragraph does not."""


@dataclass(frozen=True, slots=True)
class InlineImage:
    """A picture within a line."""

    source: str
    alt: str


@dataclass(frozen=True, slots=True)
class Footnote:
    """A remark that stands at the foot of the page or, where that cannot be, in brackets in place."""

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
    """Number of the first item."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A term, or several, and what is said of it."""

    terms: tuple[tuple[Inline, ...], ...]
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """A list of terms and what is said of them."""

    items: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    children: tuple[Block, ...]
    columns: int = 1
    """How many columns it spans."""
    rows: int = 1
    """How many rows it spans."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table.  Rows hold only the cells that start in them, as in HTML."""

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
    """Literal text in lines of its own: a sample, a listing, a screen."""

    text: str
    """The text, lines ended by ``\\n``, no blank line first or last."""
    language: str = ""
    """What the author says it is, in lower case (``json``); empty where nobody says."""
    title: tuple[Inline, ...] = ()
    """Its title, if the author gave one."""
    file: str = ""
    """The name of the file it was read from, as the WADL spells it; empty for inline text."""
    path: str = field(default="", compare=False, repr=False)
    """The file in which it stands, as messages name it; empty where that is not known."""
    line: int = field(default=0, compare=False, repr=False)
    """The line of that file on which it begins; 0 where that is not known."""


@dataclass(frozen=True, slots=True)
class LineBlock:
    """Lines that stay lines: an address, a verse."""

    lines: tuple[tuple[Inline, ...], ...]
    margins: tuple[int, ...] = ()
    """By how many columns each line is set in; empty: none is."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation, set in."""

    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture."""

    source: str
    alt: str = ""
    title: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part with a title of its own, within the documentation of something."""

    title: tuple[Inline, ...]
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Transition:
    """A line across."""


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
"""What stands in a cell of a table on a page: blocks, or plain text."""
