"""Prose as RST.

What it writes docutils (0.21 to 0.23) and Sphinx read without a message, and give back with the same words and the same
structure.  Lines have no white space at their ends; there is one blank line between blocks, and none first or last.
A paragraph is one line, however long, except in the cells of tables.

Where RST has no form for something, its words are kept in the nearest form:

* Inline markup does not nest: the outermost wins, but code and links keep their own form and split what is around them.
* A paragraph with line breaks becomes a line block.
* Pictures are shown as text, ``[picture: alt]``, for a builder must neither miss a file nor ask the network; those on the web are links.
* Sections within documentation get a rubric, those in sections, lists and cells a bold paragraph; lines across are left out.
* A ``list-table`` has no spans: a head is repeated in each column, other cells are followed by empty ones.
* A table within a cell becomes a list of its rows.
* Footnotes become numbered footnotes right below their block; in cells, terms and titles they stand in brackets in place.
* Several terms of a definition are written as one, with commas.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Final

from wadl2rst.prose import (
    Admonition,
    Block,
    BulletList,
    CellContent,
    CodeBlock,
    DefinitionList,
    Footnote,
    Image,
    Inline,
    InlineImage,
    LineBlock,
    NumberedList,
    Paragraph,
    Quote,
    Section,
    Strong,
    Table,
    Text,
)
from wadl2rst.rst.elements import LONGEST_TITLE, code_block, directive
from wadl2rst.rst.enumerators import enumerators
from wadl2rst.rst.inline import References, inline, inline_lines, nowhere, term, words_of
from wadl2rst.rst.layout import indented, joined, paragraphs, wrap
from wadl2rst.rst.tables import Content, grid, spanned_grid, squared
from wadl2rst.rst.text import LONGEST_LINE, escape
from wadl2rst.spans import Grid, Span, place_cells

MOST_CONTENTS: Final = 200
"""So many cells a writer remembers: those of a page or two."""

MOST_STEPS: Final = 10
"""Lines of a line block that are set in by more steps are set in by as many."""

ADMONITIONS = frozenset({"attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning"})


# --- blocks -------------------------------------------------------------------------------------

_TOP, _NESTED, _FOOT, _CELL = range(4)

_Chunk = tuple[str, list[str]]
"""What a block is, as far as the next one has to know, and its lines."""

_JOINING = frozenset({"bullets", "numbers", "terms", "quote"})
"""Two of a kind, one after the other, would be read as one."""


class RstWriter:
    """Writes blocks as RST; holds nothing but where references lead."""

    def __init__(self, references: References = nowhere) -> None:
        """A writer that links the ids that ``references`` finds a label of the site for."""
        self._references = references
        self._contents: dict[int, tuple[CellContent, Content]] = {}
        """Cells that were seen, by their ``id()``, with what they come to: pages share many of them, such as those of types."""

    def blocks(self, blocks: Sequence[Block]) -> list[str]:
        """The blocks as lines."""
        return self._blocks(blocks, 0, _TOP)

    def texts(self, texts: Iterable[tuple[str, Sequence[Block]]]) -> list[str]:
        """The blocks of several texts as lines, as those of one; the first line of each text begins with the mark that it comes with."""
        return _one_below_the_other(chunk for mark, blocks in texts for chunk in self._marked(mark, blocks))

    def _marked(self, mark: str, blocks: Sequence[Block]) -> Iterator[_Chunk]:
        for kind, lines in self._chunks(blocks, 0, _TOP):
            yield kind, [mark + lines[0], *lines[1:]]
            mark = ""

    def inline(self, children: Sequence[Inline]) -> str:
        """As the function :func:`inline`, with the writer's references."""
        return inline(children, self._references)

    def table(self, rows: Sequence[Sequence[CellContent]], *, header: int = 1) -> list[str]:
        """A table of rows of cells, ``header`` of them above the double line; rows may have fewer cells than others.

        A cell is blocks, or plain text.
        It is a grid of 80 columns, or as many as its words need, or a ``list-table`` where a grid cannot be trusted.
        """
        width = max(map(len, rows), default=0)
        if not width:
            return []
        contents = [[*map(self._content, row), *[""] * (width - len(row))] for row in rows]
        header = header if 0 <= header < len(rows) else 0
        return grid(contents, header) or self._list_table(contents, header)

    # --- blocks, one after the other ------------------------------------------------------------

    def _blocks(self, blocks: Sequence[Block], width: int, place: int) -> list[str]:
        return _one_below_the_other(self._chunks(blocks, width, place))

    def _chunks(self, blocks: Iterable[Block], width: int, place: int) -> Iterator[_Chunk]:
        notes: list[Footnote] | None = None if place >= _FOOT else []
        for block in blocks:
            if isinstance(block, Paragraph):
                kind, lines = self._paragraph(block.children, width, notes)
                if lines:
                    yield kind, lines
            else:
                yield from self._other(block, width, place, notes)
            while notes:
                lines = self._blocks(notes.pop(0).children, width and max(1, width - 3), _FOOT)
                yield "note", [".. [#] " + lines[0]] if len(lines) == 1 else [".. [#]", *indented(lines, 3)]

    def _other(self, block: Block, width: int, place: int, notes: list[Footnote] | None) -> Iterator[_Chunk]:
        match block:
            case BulletList(items):
                yield from self._list("bullets", ["* "] * len(items), items, width, place)
            case NumberedList(items):
                yield from self._list("numbers", enumerators(block), items, width, place)
            case DefinitionList():
                yield from self._definitions(block, width, place)
            case Table():
                yield from self._table(block, width, place)
            case Admonition():
                yield from self._admonition(block, width, place)
            case CodeBlock(text, language, title):
                yield from self._title(title, width)
                lines = code_block(text, language)
                if lines:
                    yield "other", lines
            case LineBlock():
                margins = _margins(block)
                parts = [inline_lines(content, self._references, notes) or [""] for content in block.lines]
                lines = _line_block(
                    [line for part in parts for line in part], width, [m for m, part in zip(margins, parts, strict=True) for _ in part]
                )
                if any(line != "|" for line in lines):
                    yield "other", lines
            case Quote(children):
                lines = self._blocks(children, width and max(1, width - 3), max(place, _NESTED))
                if lines:
                    yield "quote", indented(lines, 3)
            case Image(source, alt, title):
                yield from self._title(title, width)
                yield from self._chunks([Paragraph((InlineImage(source, alt),))], width, place)
            case Section(title, children):
                yield from self._title(title, width, rubric=place == _TOP)
                yield from self._chunks(children, width, max(place, _NESTED) if title else place)

    def _title(self, title: Sequence[Inline], width: int, rubric: bool = False) -> Iterator[_Chunk]:
        """The title of a part of the documentation, in a line of its own."""
        text = self.inline(title)
        if rubric and text and len(text) < LONGEST_TITLE and text.lower() != "footnotes":  # Sphinx drops that rubric from PDF
            yield "other", [f".. rubric:: {text}"]
        elif text:
            yield "paragraph", wrap(self.inline([Strong(tuple(title))]), width, LONGEST_LINE)

    def _paragraph(self, children: Sequence[Inline], width: int, notes: list[Footnote] | None) -> _Chunk:
        lines = inline_lines(children, self._references, notes)
        if len(lines) > 1:
            return "other", _line_block(lines, width)
        text = lines[0] if lines else ""
        if not text:
            return "paragraph", []
        return "paragraph", wrap(text, width, LONGEST_LINE) if width or len(text) > LONGEST_LINE else [text]

    # --- lists ----------------------------------------------------------------------------------

    def _list(self, kind: str, markers: Sequence[str], items: Sequence[Sequence[Block]], width: int, place: int) -> Iterator[_Chunk]:
        """Items without a blank line between them if each is one line."""
        parts = []
        for marker, item in zip(markers, items, strict=True):
            content = self._blocks(item, width and max(1, width - len(marker)), max(place, _NESTED))
            parts.append(_item(marker, content))
        if parts:
            # docutils knows an enumerator by the one in the next line, which must have a text after it.
            apart = any(len(part) > 1 or part[0] == marker.rstrip() for part, marker in zip(parts, markers, strict=True))
            yield kind, joined(parts, apart)

    def _definitions(self, block: DefinitionList, width: int, place: int) -> Iterator[_Chunk]:
        parts: list[list[str]] = []
        for definition in block.items:
            head = term(definition.terms, self._references)
            content = self._blocks(definition.children, width and max(1, width - 4), max(place, _NESTED))
            if head and len(head) <= LONGEST_LINE:
                parts.append([head, *indented(content or [".."], 4)])
                continue
            # What cannot be a term stands before its definition as a paragraph.
            if parts:
                yield "terms", joined(parts, True)
                parts = []
            if head:
                yield "paragraph", wrap(head, width, LONGEST_LINE)
            if content:
                yield "quote", indented(content, 4)
        if parts:
            yield "terms", joined(parts, True)

    def _admonition(self, block: Admonition, width: int, place: int) -> Iterator[_Chunk]:
        kind = block.kind if block.kind in ADMONITIONS else "note"
        title = self.inline(block.title)
        above: list[_Chunk] = []
        if len(title) > LONGEST_TITLE:
            above, title = list(self._title(block.title, width)), ""
        content = self._blocks(block.children, width and max(1, width - 3), max(place, _NESTED))
        yield from above
        if not content:
            yield from () if above else self._title(block.title, width)
        elif title:
            yield "other", directive("admonition", title, {"class": kind}, content)
        else:
            yield "other", directive(kind, content=content)

    # --- tables ---------------------------------------------------------------------------------

    def _content(self, cell: CellContent) -> Content:
        """A cell for the layout: the text of its only paragraph, or of each, or what lays its blocks out."""
        if isinstance(cell, str):
            return _escaped_cell(cell) if cell else ""
        known = self._contents.get(id(cell))
        if known is None:
            if not cell:
                return ""
            if len(cell) == 1 and type(only := cell[0]) is Paragraph and len(children := only.children) == 1:
                child = children[0]
                if type(child) is Text and len(child.text) < LONGEST_LINE // 2:
                    return escape(child.text.strip())
            if len(self._contents) >= MOST_CONTENTS:
                self._contents.clear()
            known = self._contents[id(cell)] = (cell, self._laid_out(cell))
        return known[1]

    def _laid_out(self, blocks: Sequence[Block]) -> Content:
        if len(blocks) == 1 and type(only := blocks[0]) is Paragraph:
            lines = inline_lines(only.children, self._references, None)
            if not lines or len(lines) == 1 and len(lines[0]) <= LONGEST_LINE:
                return lines[0] if lines else ""
            return partial(self._cell, blocks)
        texts = []
        for block in blocks:
            lines = inline_lines(block.children, self._references, None) if isinstance(block, Paragraph) else ["", ""]
            if len(lines) > 1 or lines and len(lines[0]) > LONGEST_LINE:
                break
            texts += lines
        else:
            return tuple(texts) or ""
        if not self._blocks(blocks, 0, _CELL):
            return ""
        return partial(self._cell, blocks)

    def _cell(self, blocks: Sequence[Block], width: int) -> list[str]:
        return self._blocks(blocks, width, _CELL)

    def _list_table(self, rows: Sequence[Sequence[Content]], header: int) -> list[str]:
        """The table as a list of lists, which needs no columns to be counted."""
        parts = []
        for row in rows:
            cells = []
            for content in row:
                lines = content(0) if callable(content) else paragraphs((content,) if isinstance(content, str) else content, 0)
                cells.append(_item("- ", lines if any(lines) else []))
            parts.append(_item("* ", [line for cell in cells for line in cell]))
        options = {"header-rows": str(header)} if header else {}
        return directive("list-table", options=options, content=[line for part in parts for line in part])

    def _table(self, block: Table, width: int, place: int) -> Iterator[_Chunk]:
        if place == _CELL:
            yield from self._title(block.title, width)
            yield from self._chunks([_as_list(block)], width, place)
            return
        table: Grid[Content] = place_cells(
            [
                [[Span(self._content(cell.children), cell.rows, cell.columns) for cell in row] for row in section]
                for section in (block.header, block.body)
            ],
            "",
        )
        yield from self._title(block.title, width)
        if not table.is_full:
            yield from self._chunks([_as_list(block)], width, place)
        elif table.cells:
            header = table.header if table.header < table.height else 0
            if all(cell.rows == cell.columns == 1 for cell in table.cells):
                plain = squared(table, header)
                yield "other", grid(plain, header) or self._list_table(plain, header)
            else:
                yield "other", spanned_grid(table, header) or self._list_table(squared(table, header), header)


def _one_below_the_other(chunks: Iterable[_Chunk]) -> list[str]:
    """The lines of all chunks, with a blank line between two, and a comment where two would be read as one."""
    lines: list[str] = []
    previous = ""
    for kind, chunk in chunks:
        if lines:
            lines.append("")
        if (kind == "quote" and previous != "paragraph") or (kind == previous and kind in _JOINING):
            lines += ("..", "")
        lines += chunk
        previous = kind
    return lines


@lru_cache(maxsize=256)
def _escaped_cell(text: str) -> Content:
    """A cell of plain text: the head of a column, which a site has many times."""
    escaped = escape(text.strip())
    return escaped if len(escaped) <= LONGEST_LINE else partial(wrap, escaped, limit=LONGEST_LINE)


def row_starts(lines: Sequence[str]) -> list[int]:
    """The first line of each row of a table without spans, that of its head too; ``lines`` are what :meth:`RstWriter.table` gave."""
    if lines[:1] == [".. list-table::"]:
        return [number for number, line in enumerate(lines) if line.startswith("   * -")]
    # Every other line of a grid begins with a bar.
    return [number + 1 for number, line in enumerate(lines[:-1]) if line[:1] == "+"]


def _as_list(block: Table) -> BulletList:
    """A table as a list of its rows, each cell named by the head of its column."""
    heads: list[tuple[Inline, ...]] = [tuple(words_of(cell.children)) for cell in block.header[0]] if len(block.header) == 1 else []
    rows = (*block.header, *block.body)
    if heads and all(len(row) == len(heads) and all(cell.columns == cell.rows == 1 for cell in row) for row in rows):
        items = [[part for head, cell in zip(heads, row, strict=True) for part in _named(head, cell.children)] for row in block.body]
        if items:
            return BulletList(tuple(map(tuple, items)))
    return BulletList(tuple(tuple(part for cell in row for part in cell.children) for row in rows))


def _named(head: tuple[Inline, ...], blocks: Sequence[Block]) -> Sequence[Block]:
    if not any(not isinstance(node, Text) or node.text.strip() for node in head):
        return blocks
    name = (Strong(head), Text(": "))
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph):
        return [Paragraph((*name, *first.children)), *blocks[1:]]
    return [Paragraph(name), *blocks]


def _item(marker: str, lines: Sequence[str]) -> list[str]:
    return [marker + lines[0], *indented(lines[1:], len(marker))] if lines else [marker.rstrip()]


def _line_block(lines: Sequence[str], width: int, margins: Sequence[int] = ()) -> list[str]:
    block = []
    for line, margin in zip(lines, margins or [0] * len(lines), strict=True):
        marker = "| " + " " * margin
        block += _item(marker, wrap(line, width and max(1, width - len(marker)), LONGEST_LINE) if line else [])
    return block


def _margins(block: LineBlock) -> list[int]:
    """By how many columns each line is set in: two for each step, so that deep lines are no danger to a table."""
    if not any(block.margins):
        return [0] * len(block.lines)
    steps = {margin: number for number, margin in enumerate(sorted(set(block.margins)))}
    return [2 * min(steps[margin], MOST_STEPS) for margin in block.margins]
