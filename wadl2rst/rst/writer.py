"""Writes prose as RST.

docutils (0.21 to 0.23) and Sphinx parse the output without messages, to the same text and the same
structure.  Lines have no trailing white space; there is one blank line between blocks, and none at the start or end.
A paragraph is one line, however long, except in table cells.

If RST has no equivalent for something, the text is kept in the closest form:

* Inline markup cannot be nested: the outermost takes precedence, but code and links keep their own style and split the markup around them.
* A paragraph with line breaks becomes a line block.
* Images are shown as text, ``[picture: alt]``, because builders must not require a file or the network; those on the web are links.
* Sections within documentation become a rubric, those in sections, lists and cells a bold paragraph; transitions are omitted.
* A ``list-table`` has no spans: a header is repeated in each column, other cells are followed by empty ones.
* A table within a cell becomes a list of its rows.
* Footnotes become numbered footnotes directly below their block; in cells, terms and titles they are put in brackets in place.
* Several terms of a definition are written as one, separated by commas.
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
from wadl2rst.rst.inline import FindLabel, inline, inline_lines, no_references, term, words_of
from wadl2rst.rst.layout import indented, joined, paragraphs, wrap
from wadl2rst.rst.tables import CellText, grid, spanned_grid, without_spans
from wadl2rst.rst.text import LONGEST_LINE, escape
from wadl2rst.spans import Grid, Span, place_cells

MAX_CACHED_CELLS: Final = 200
"""Maximum number of cells that a writer caches: those of a page or two."""

MAX_INDENT_STEPS: Final = 10
"""Maximum number of indentation steps of a line in a line block."""

ADMONITIONS = frozenset({"attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning"})


# --- blocks -------------------------------------------------------------------------------------

_TOP, _NESTED, _FOOT, _CELL = range(4)

_Chunk = tuple[str, list[str]]
"""The kind of a block, as far as it affects the next one, and its lines."""

_MERGEABLE = frozenset({"bullets", "numbers", "terms", "quote"})
"""Kinds of which docutils reads two adjacent blocks as one."""


class RstWriter:
    """Writes blocks as RST; its only settings are the labels that references link to."""

    def __init__(self, references: FindLabel = no_references) -> None:
        """``references`` finds the label of the site for an id; ids without a label are not linked."""
        self._references = references
        self._contents: dict[int, tuple[CellContent, CellText]] = {}
        """A cache of converted cells, by their ``id()``: pages share many of them, such as those of types."""

    def blocks(self, blocks: Sequence[Block]) -> list[str]:
        """The blocks as lines."""
        return self._blocks(blocks, 0, _TOP)

    def texts(self, texts: Iterable[tuple[str, Sequence[Block]]]) -> list[str]:
        """The blocks of several texts as the lines of one; each text comes with a mark, which is put before its first line."""
        return _join_chunks(chunk for mark, blocks in texts for chunk in self._marked(mark, blocks))

    def _marked(self, mark: str, blocks: Sequence[Block]) -> Iterator[_Chunk]:
        for kind, lines in self._chunks(blocks, 0, _TOP):
            yield kind, [mark + lines[0], *lines[1:]]
            mark = ""

    def inline(self, children: Sequence[Inline]) -> str:
        """Like the function :func:`inline`, with the references of the writer."""
        return inline(children, self._references)

    def table(self, rows: Sequence[Sequence[CellContent]], *, header: int = 1) -> list[str]:
        """A table of rows of cells, the first ``header`` of which are the header; short rows are padded with empty cells.

        A cell contains blocks, or plain text.
        The table is a grid of 80 columns, or more if its words need them, or a ``list-table`` if a grid might not be parsed correctly.
        """
        width = max(map(len, rows), default=0)
        if not width:
            return []
        contents = [[*map(self._content, row), *[""] * (width - len(row))] for row in rows]
        header = header if 0 <= header < len(rows) else 0
        return grid(contents, header) or self._list_table(contents, header)

    # --- sequences of blocks --------------------------------------------------------------------

    def _blocks(self, blocks: Sequence[Block], width: int, place: int) -> list[str]:
        return _join_chunks(self._chunks(blocks, width, place))

    def _chunks(self, blocks: Iterable[Block], width: int, place: int) -> Iterator[_Chunk]:
        notes: list[Footnote] | None = None if place >= _FOOT else []
        for block in blocks:
            if isinstance(block, Paragraph):
                kind, lines = self._paragraph(block.children, width, notes)
                if lines:
                    yield kind, lines
            else:
                yield from self._block_chunks(block, width, place, notes)
            while notes:
                lines = self._blocks(notes.pop(0).children, width and max(1, width - 3), _FOOT)
                yield "note", [".. [#] " + lines[0]] if len(lines) == 1 else [".. [#]", *indented(lines, 3)]

    def _block_chunks(self, block: Block, width: int, place: int, notes: list[Footnote] | None) -> Iterator[_Chunk]:
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
        """The title of a part of the documentation, as a rubric or a bold paragraph."""
        text = self.inline(title)
        if rubric and text and len(text) < LONGEST_TITLE and text.lower() != "footnotes":  # Sphinx omits a rubric with that title in PDF
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
        """A list, with blank lines between its items unless each is one line."""
        parts = []
        for marker, item in zip(markers, items, strict=True):
            content = self._blocks(item, width and max(1, width - len(marker)), max(place, _NESTED))
            parts.append(_item(marker, content))
        if parts:
            # docutils recognises an enumerator by the one on the next line, which must be followed by text.
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
            # A head that cannot be a term becomes a paragraph before its definition.
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

    def _content(self, cell: CellContent) -> CellText:
        """A cell for the layout: the RST of its paragraphs, or a function that lays out its blocks."""
        if isinstance(cell, str):
            return _escaped_cell(cell) if cell else ""
        entry = self._contents.get(id(cell))
        if entry is None:
            if not cell:
                return ""
            if len(cell) == 1 and type(only := cell[0]) is Paragraph and len(children := only.children) == 1:
                child = children[0]
                if type(child) is Text and len(child.text) < LONGEST_LINE // 2:
                    return escape(child.text.strip())
            if len(self._contents) >= MAX_CACHED_CELLS:
                self._contents.clear()
            entry = self._contents[id(cell)] = (cell, self._convert_cell(cell))
        return entry[1]

    def _convert_cell(self, blocks: Sequence[Block]) -> CellText:
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

    def _list_table(self, rows: Sequence[Sequence[CellText]], header: int) -> list[str]:
        """The table as a ``list-table`` directive, which does not depend on column widths."""
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
        table: Grid[CellText] = place_cells(
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
                plain = without_spans(table, header)
                yield "other", grid(plain, header) or self._list_table(plain, header)
            else:
                yield "other", spanned_grid(table, header) or self._list_table(without_spans(table, header), header)


def _join_chunks(chunks: Iterable[_Chunk]) -> list[str]:
    """The lines of all chunks, separated by blank lines, and by an empty comment where two would be read as one."""
    lines: list[str] = []
    previous = ""
    for kind, chunk in chunks:
        if lines:
            lines.append("")
        if (kind == "quote" and previous != "paragraph") or (kind == previous and kind in _MERGEABLE):
            lines += ("..", "")
        lines += chunk
        previous = kind
    return lines


@lru_cache(maxsize=256)
def _escaped_cell(text: str) -> CellText:
    """A cell of plain text.  Cached, because column headers occur many times on a site."""
    escaped = escape(text.strip())
    return escaped if len(escaped) <= LONGEST_LINE else partial(wrap, escaped, limit=LONGEST_LINE)


def row_starts(lines: Sequence[str]) -> list[int]:
    """The index of the first line of each row, including header rows, in the result ``lines`` of :meth:`RstWriter.table`."""
    if lines[:1] == [".. list-table::"]:
        return [number for number, line in enumerate(lines) if line.startswith("   * -")]
    # All other lines of a grid begin with a bar.
    return [number + 1 for number, line in enumerate(lines[:-1]) if line[:1] == "+"]


def _as_list(block: Table) -> BulletList:
    """A table as a list of its rows, with each cell labelled by the header of its column."""
    heads: list[tuple[Inline, ...]] = [tuple(words_of(cell.children)) for cell in block.header[0]] if len(block.header) == 1 else []
    rows = (*block.header, *block.body)
    if heads and all(len(row) == len(heads) and all(cell.columns == cell.rows == 1 for cell in row) for row in rows):
        items = [[part for head, cell in zip(heads, row, strict=True) for part in _labelled(head, cell.children)] for row in block.body]
        if items:
            return BulletList(tuple(map(tuple, items)))
    return BulletList(tuple(tuple(part for cell in row for part in cell.children) for row in rows))


def _labelled(head: tuple[Inline, ...], blocks: Sequence[Block]) -> Sequence[Block]:
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
    """The indentation of each line in columns: two per step, so that deeply indented lines do not widen a table too much."""
    if not any(block.margins):
        return [0] * len(block.lines)
    steps = {margin: number for number, margin in enumerate(sorted(set(block.margins)))}
    return [2 * min(steps[margin], MAX_INDENT_STEPS) for margin in block.margins]
