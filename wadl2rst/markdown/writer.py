"""Writes prose as Markdown.

Parsers of CommonMark read the output as the same text and the same structure.  What Markdown lacks is written as what
is closest: a definition as an item with a bold term, a table with blocks in its cells as a list of its rows, an admonition as a
quotation that begins with its title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wadl2rst.markdown import inline
from wadl2rst.markdown.inline import Links, no_links
from wadl2rst.markdown.text import code_block, escape
from wadl2rst.page.options import Say
from wadl2rst.prose import (
    Admonition,
    Block,
    BulletList,
    CodeBlock,
    DefinitionList,
    Image,
    Inline,
    InlineImage,
    LineBlock,
    NumberedList,
    Paragraph,
    Quote,
    Reference,
    Section,
    Strong,
    Table,
    Text,
    Transition,
)
from wadl2rst.rst.enumerators import enumerators
from wadl2rst.rst.inline import words_of
from wadl2rst.spans import Span, place_cells

__all__ = ["Links", "MarkdownWriter", "joined"]

_Chunk = tuple[str, list[str]]
"""The kind of a block, as far as it affects the next one, and its lines."""

LARGEST_NUMBER = 999_999_999
"""The largest number of an item that parsers take."""

MAX_INDENT = 20
"""Indentation of the lines of a line block is limited to this number of columns."""


def admonition_titles(say: Say) -> dict[str, str]:
    """The titles of the kinds of admonitions."""
    return {
        "note": say("Note"),
        "tip": say("Tip"),
        "hint": say("Hint"),
        "important": say("Important"),
        "attention": say("Attention"),
        "warning": say("Warning"),
        "caution": say("Caution"),
        "danger": say("Danger"),
        "error": say("Error"),
    }


class MarkdownWriter:
    """Writes blocks and lines as Markdown."""

    def __init__(self, links: Links = no_links, say: Say = str) -> None:
        """``links`` finds the target of a reference; references without one are not linked.  ``say`` translates words that are added."""
        self._links = links
        self._titles = admonition_titles(say)

    # --- lines --------------------------------------------------------------------------------------

    def line(self, children: Sequence[Inline]) -> str:
        """Inline nodes as one line."""
        return inline.line(children, self._links)

    def text_line(self, children: Sequence[Inline]) -> str:
        """Inline nodes as one line, to follow other text."""
        return inline.text_line(children, self._links)

    def cell(self, children: Sequence[Inline]) -> str:
        """Inline nodes for a cell of a table."""
        return inline.cell(children, self._links)

    def reference(self, target: str, text: str) -> str:
        """A link to a label with a text, or the text if there is no target."""
        return self.text_line((Reference(target, (Text(text),)),))

    # --- blocks -------------------------------------------------------------------------------------

    def blocks(self, blocks: Sequence[Block]) -> list[str]:
        """Blocks as lines, with blank lines between them."""
        return _join_chunks(self._chunks(blocks))

    def item(self, head: str, blocks: Sequence[Block], *, marker: str = "- ") -> list[str]:
        """An item of a list: ``head``, which is Markdown, and the blocks, the first of which continues it if it is a paragraph."""
        lines = [head] if head else []
        rest = blocks
        if blocks and head and isinstance(first := blocks[0], Paragraph):
            text = inline.lines(first.children, self._links)
            lines = [f"{head}: {text[0]}", *text[1:]] if text else [head]
            rest = blocks[1:]
        below = self.blocks(rest) if rest else ()
        if below and lines:
            lines = [*lines, "", *below]
        return _item(marker, lines or below)

    def _chunks(self, blocks: Iterable[Block]) -> Iterator[_Chunk]:
        for block in blocks:
            if isinstance(block, Paragraph):
                lines = inline.lines(block.children, self._links)
                if lines:
                    yield "other", lines
            else:
                for kind, lines in self._block_chunks(block):
                    if lines:
                        yield kind, lines

    def _block_chunks(self, block: Block) -> Iterator[_Chunk]:
        match block:
            case BulletList(items):
                # An item without text says nothing, and could make a rule of the marks of nested lists.
                yield "bullets", [line for item in items if (lines := self.blocks(item)) for line in _item("- ", lines)]
            case NumberedList():
                yield from self._numbered(block)
            case DefinitionList(definitions):
                yield "bullets", [line for one in definitions for line in self._definition(one.terms, one.children)]
            case Table():
                yield from self._table(block)
            case Admonition():
                yield "other", self._admonition(block)
            case CodeBlock(text, language, title):
                lines = code_block(text, language)
                if lines:
                    yield from self._title(title)
                    yield "other", lines
            case LineBlock():
                yield "other", self._line_block(block)
            case Quote(children):
                yield "other", _quoted(self.blocks(children))
            case Image(source, alt, title):
                yield from self._title(title)
                yield "other", inline.lines((InlineImage(source, alt),), self._links)
            case Section(title, children):
                yield from self._title(title)
                yield from self._chunks(children)
            case Transition():
                yield "other", ["***"]

    def _title(self, title: Sequence[Inline]) -> Iterator[_Chunk]:
        """The title of a block as a bold paragraph."""
        lines = inline.lines((Strong(tuple(title)),), self._links) if title else []
        if lines:
            yield "other", lines

    def _numbered(self, block: NumberedList) -> Iterator[_Chunk]:
        start = max(0, block.start)
        if block.numbering == "arabic" and start + len(block.items) <= LARGEST_NUMBER:
            markers = [f"{number}. " for number in range(start, start + len(block.items))]
            yield (
                "numbers",
                [line for marker, item in zip(markers, block.items, strict=True) for line in _item(marker, self.blocks(item))],
            )
            return
        # Markdown has no letters and Roman numerals, which the text may refer to.
        found = []
        for marker, item in zip(enumerators(block), block.items, strict=True):
            found += self.item(f"({marker.strip(' .')})", item)
        yield "bullets", found

    def _definition(self, terms: Sequence[Sequence[Inline]], children: Sequence[Block]) -> list[str]:
        heads = [head for term in terms if (head := self.text_line((Strong(tuple(term)),)))]
        return self.item(", ".join(heads), children)

    def _admonition(self, block: Admonition) -> list[str]:
        content = self.blocks(block.children)
        title = self.text_line((Strong(block.title),)) if block.title else ""
        if not content:
            return [title] if title else []
        named = title or f"**{escape(self._titles.get(block.kind, self._titles['note']))}**"
        return _quoted([named, "", *content])

    def _line_block(self, block: LineBlock) -> list[str]:
        margins = block.margins or (0,) * len(block.lines)
        found = []
        for children, margin in zip(block.lines, margins, strict=True):
            text = self.line(children)
            found.append("&nbsp;" * min(margin, MAX_INDENT) + text if text else "")
        while found and not found[-1]:
            del found[-1]
        while found and not found[0]:
            del found[0]
        return [f"{text}\\" for text in found[:-1]] + found[-1:]

    # --- tables -------------------------------------------------------------------------------------

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        """A table of cells, which are Markdown of one line each, from :meth:`cell`."""
        return [_row(header), _row(["---"] * len(header)), *map(_row, rows)]

    def _table(self, block: Table) -> Iterator[_Chunk]:
        yield from self._title(block.title)
        table = place_cells(
            [[[Span(cell.children, cell.rows, cell.columns) for cell in row] for row in section] for section in (block.header, block.body)],
            (),
        )
        if not table.is_full or len(block.header) > 1 or not all(_is_line(cell.content) for cell in table.cells):
            yield from self._chunks([_as_list(block)])
            return
        if not table.cells:
            return
        rows = [[""] * table.width for _row in range(table.height)]
        for cell in table.cells:
            rows[cell.row][cell.column] = self.cell(tuple(words_of(cell.content)))
        head = rows.pop(0) if table.header == 1 and table.height > 1 else [""] * table.width
        yield "other", self.table(head, rows)


def _is_line(blocks: Sequence[Block]) -> bool:
    """Whether the content of a cell fits into one line without loss."""
    return not blocks or (len(blocks) == 1 and isinstance(blocks[0], Paragraph))


def _as_list(block: Table) -> BulletList:
    """A table as a list of its rows, with each cell labelled by the header of its column."""
    heads: list[tuple[Inline, ...]] = [tuple(words_of(cell.children)) for cell in block.header[0]] if len(block.header) == 1 else []
    rows = (*block.header, *block.body)
    if heads and block.body and all(len(row) == len(heads) and all(cell.columns == cell.rows == 1 for cell in row) for row in rows):
        items = [[part for head, cell in zip(heads, row, strict=True) for part in _labelled(head, cell.children)] for row in block.body]
        return BulletList(tuple(map(tuple, items)))
    return BulletList(tuple(tuple(part for cell in row for part in cell.children) for row in rows))


def _labelled(head: tuple[Inline, ...], blocks: Sequence[Block]) -> Sequence[Block]:
    if not any(not isinstance(node, Text) or node.text.strip() for node in head):
        return blocks
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph):
        return [Paragraph((Strong(head), Text(": "), *first.children)), *blocks[1:]]
    return [Paragraph((Strong(head), Text(":"))), *blocks]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _item(marker: str, lines: Sequence[str]) -> list[str]:
    """An item of a list; its lines are indented by the width of its marker."""
    indent = " " * len(marker)
    return [marker + lines[0], *(indent + line if line else "" for line in lines[1:])] if lines else [marker.rstrip()]


def _quoted(lines: Sequence[str]) -> list[str]:
    return [f"> {line}" if line else ">" for line in lines]


def joined(parts: Iterable[Sequence[str]]) -> list[str]:
    """The lines of all parts that are not empty, with blank lines between them."""
    found: list[str] = []
    for part in parts:
        if part:
            found += ["", *part] if found else part
    return found


def _join_chunks(chunks: Iterable[_Chunk]) -> list[str]:
    """The lines of all chunks, with blank lines between them; of two lists, the second gets other marks, or they would be one."""
    found: list[str] = []
    previous, is_other = "", False
    for kind, lines in chunks:
        is_other = kind == previous != "other" and not is_other
        if is_other:
            lines = [_remarked(line, kind) for line in lines]
        if found:
            found.append("")
        found += lines
        previous = kind
    return found


def _remarked(line: str, kind: str) -> str:
    """A line of a list with the other mark: ``+`` for ``-``, ``1)`` for ``1.``."""
    if kind == "bullets":
        return f"+{line[1:]}" if line.startswith("-") else line
    number, dot, rest = line.partition(".")
    return f"{number}){rest}" if dot and number.isdigit() and number.isascii() else line
