"""Writes RST: the only module, with its parts ``rst_text`` and ``rst_layout``, that knows the syntax.

What it writes docutils (0.21 to 0.23) and Sphinx read without a message, and give back with the same words and the same
structure.  Lines have no white space at their ends; there is one blank line between blocks, and none first or last.
A paragraph is one line, however long, except in the cells of tables.

Where RST has no form for something, its words are kept in the nearest form:

* Inline markup does not nest: the outermost wins, but code and links keep their own form and split what is around them.
* A paragraph with line breaks becomes a line block.
* Pictures are shown as links, for a builder must neither miss a file nor ask the network: ``[picture: alt]``.
* Sections within documentation get a rubric, in lists and cells a bold paragraph; lines across are left out.
* A table within a cell becomes a list of its rows.
* Footnotes become numbered footnotes right below their block; in cells, terms and titles they stand in brackets in place.
* Several terms of a definition are written as one, with commas.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from wadl2rst.code_language import code_language
from wadl2rst.prose import (
    Admonition,
    Block,
    BulletList,
    Code,
    CodeBlock,
    DefinitionList,
    Emphasis,
    Footnote,
    Image,
    Inline,
    InlineImage,
    LineBlock,
    LineBreak,
    Link,
    NumberedList,
    Paragraph,
    Quote,
    Reference,
    Section,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from wadl2rst.rst_layout import Content, columns, grid, spanned_grid, squared, tile, wrap
from wadl2rst.rst_text import LONGEST_LINE, address, clean, escape, is_bare_address, literal

__all__ = [
    "Writer",
    "address",
    "code_block",
    "code_language",
    "columns",
    "comment",
    "directive",
    "escape",
    "heading",
    "inline",
    "label",
    "literal",
    "reference",
    "table",
]

References = Callable[[str], str | None]
"""Finds the label of the site for an id of the WADL; None where the site has no such place."""

LONGEST_TITLE: Final = 1000
"""A longer title of a part is written as a paragraph; a heading is cut at nine times as many characters."""

ADMONITIONS = frozenset({"attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning"})


def _nowhere(_target: str) -> None:
    return None


# --- inline -------------------------------------------------------------------------------------

_TEXT, _CODE, _EMPHASIS, _STRONG, _SUB, _SUP, _LINK, _REFERENCE, _NOTE, _BREAK = range(10)

_STYLES: Mapping[type, int] = {Emphasis: _EMPHASIS, Strong: _STRONG, Subscript: _SUB, Superscript: _SUP}

_JOINED = frozenset({_TEXT, _EMPHASIS, _STRONG, _SUB, _SUP, _LINK, _REFERENCE})

_Run = tuple[int, str, str]
"""Style, plain text, and the address or label that it leads to."""

# Characters that inline markup may stand directly after and directly before.  docutils allows more; a
# colon before a backquote could make a role of the word before it.
_BEFORE = frozenset(" ([{<\"'-/")
_AFTER = frozenset(" .,;!?)]}>\"'-/\\")
_CLOSERS = frozenset(")]}>\"'")


def _runs(children: Iterable[Inline], references: References, notes: list[Footnote] | None, style: int, target: str) -> Iterator[_Run]:
    """The inline tree flattened; ``notes`` collects footnotes, None puts them in brackets."""
    for node in children:
        if isinstance(node, Text):
            yield style, clean(node.text), target
        elif isinstance(node, Code):
            yield (style if style in (_LINK, _REFERENCE) else _CODE), clean(node.text), target
        elif isinstance(node, (Emphasis, Strong, Subscript, Superscript)):  # noqa: UP038 (this runs for each node)
            yield from _runs(node.children, references, notes, style or _STYLES[type(node)], target)
        elif isinstance(node, LineBreak):
            yield (style, " ", target) if style in (_LINK, _REFERENCE) else (_BREAK, "", "")
        elif isinstance(node, Footnote):
            content = list(_spaced(node.children))
            if _has_text(_runs(content, references, None, _TEXT, "")):
                if notes is not None and style not in (_LINK, _REFERENCE):
                    notes.append(node)
                    yield _NOTE, "", ""
                else:
                    yield style, " [", target
                    yield from _runs(content, references, None, style, target)
                    yield style, "]", target
        elif style in (_LINK, _REFERENCE):
            yield from _within_link(node, references, style, target)
        else:
            yield from _links(node, references, style)


def _within_link(node: Link | Reference | InlineImage, references: References, style: int, target: str) -> Iterator[_Run]:
    """A link within a link is its text alone."""
    if isinstance(node, InlineImage):
        yield style, _picture(node.source, node.alt), target
        return
    inner = list(_runs(node.children, references, None, style, target))
    yield from inner if _has_text(inner) else [(style, clean(node.target), target)]


def _links(node: Link | Reference | InlineImage, references: References, style: int) -> Iterator[_Run]:
    if isinstance(node, InlineImage):
        url = address(node.source)
        yield (_LINK if url else style), _picture(node.source, node.alt), url
        return
    form, target = _LINK, ""
    label = references(node.target) if isinstance(node, Reference) else None
    if label:
        form, target = _REFERENCE, label
    else:
        target = address(node.address if isinstance(node, Reference) else node.target)
    inner = list(_runs(node.children, references, None, form if target else style, target))
    if _has_text(inner):
        yield from inner
    elif form == _REFERENCE:
        yield form, "", target
    elif isinstance(node, Reference) and not target:
        yield _CODE, clean(node.target), ""
    else:
        yield (form if target else style), clean(node.target), target


def _has_text(runs: Iterable[_Run]) -> bool:
    return any(style == _REFERENCE or text.strip() for style, text, _ in runs)


def _picture(source: str, alt: str) -> str:
    return f"[picture: {clean(alt).strip() or clean(source).rstrip('/').rpartition('/')[2]}]"


def _spaced(blocks: Iterable[Block]) -> Iterator[Inline]:
    """The words of blocks as one run of text, for places that hold no blocks."""
    for block in blocks:
        yield from _words(block)
        yield Text(" ")


def _words(block: Block) -> Iterator[Inline]:
    match block:
        case Paragraph(children):
            yield from children
        case BulletList(items) | NumberedList(items):
            for item in items:
                yield from _spaced(item)
        case DefinitionList(definitions):
            for definition in definitions:
                for term in definition.terms:
                    yield from (*term, Text(" "))
                yield from _spaced(definition.children)
        case Table(header, body, title):
            yield from (*title, Text(" "))
            for row in (*header, *body):
                for cell in row:
                    yield from _spaced(cell.children)
        case LineBlock(lines):
            for line in lines:
                yield from (*line, Text(" "))
        case CodeBlock(text, title=title):
            yield from (*title, Text(" "), Code(text))
        case Image(source, alt, title):
            yield from (*title, Text(" "), InlineImage(source, alt))
        case Admonition(_, children, title) | Section(title, children):
            yield from (*title, Text(" "))
            yield from _spaced(children)
        case Quote(children):
            yield from _spaced(children)


def _merged(runs: Iterable[_Run]) -> list[_Run]:
    """Adjacent runs of one form joined, and the blanks at the ends of marked ones moved out, where markup must not have them."""
    merged: list[_Run] = []
    for style, text, target in runs:
        if merged and style in _JOINED and merged[-1][0] == style and merged[-1][2] == target:
            merged[-1] = (style, merged[-1][1] + text, target)
        else:
            merged.append((style, text, target))
    moved: list[_Run] = []

    def add(text: str) -> None:
        if moved and moved[-1][0] == _TEXT:
            moved[-1] = (_TEXT, moved[-1][1] + text, "")
        elif text:
            moved.append((_TEXT, text, ""))

    for style, text, target in merged:
        if style == _TEXT:
            add(text)
        elif style in (_CODE, _NOTE, _BREAK) or not text and style == _REFERENCE:
            if text or style != _CODE:
                moved.append((style, text, target))
        else:
            stripped = text.strip()
            if not stripped:
                add(" " if text else "")
                continue
            add(" " if text[0].isspace() else "")
            moved.append((style, stripped, target))
            add(" " if text[-1].isspace() else "")
    return moved


def _write(runs: Sequence[_Run], term: bool = False) -> str:
    """One line of RST.  In a term, a colon between blanks is escaped: a classifier would follow it."""
    line, after_markup, role = "", False, False
    for index, (style, text, target) in enumerate(runs):
        if style == _TEXT:
            raw = escape(text if line else text.lstrip(), not line)
            if term:
                raw = ("\\" + raw if raw.startswith(":") else raw).replace(" :", " \\:")
            if not raw:
                continue
            if after_markup and raw[0] not in _AFTER and not raw[0].isspace() and (role or raw[0] != ":"):
                line += "\\ "
            after_markup = False
        else:
            raw, content = _marked(style, text, target, runs[index - 1 : index] if line else (), runs[index + 1 : index + 2])
            if line and not line[-1].isspace() and (after_markup or line[-1] not in _BEFORE or content[:1] in _CLOSERS):
                line += "\\ "
            after_markup, role = True, raw[-1] == "`" and raw[-2:] != "``"
        line += raw
    return line.rstrip()


def _marked(style: int, text: str, target: str, before: Sequence[_Run], after: Sequence[_Run]) -> tuple[str, str]:
    """The RST of a marked run, and the content that stands after its start."""
    if style == _CODE:
        return literal(text), text
    if style == _NOTE:
        return "[#]_", ""
    if style == _REFERENCE:
        return reference(target, text), ""
    content = escape(text, False)
    if style == _EMPHASIS:
        return f"*{content}*", content
    if style == _STRONG:
        return f"**{content}**", content
    if style == _SUB:
        return f":sub:`{content}`", ""
    if style == _SUP:
        return f":sup:`{content}`", ""
    if text == target and is_bare_address(text) and _is_apart(before, after):
        return content, ""
    end = "\\_" if target.endswith("_") else target[-1]  # a name of a target would end in an underscore
    return f"`{content} <{target[:-1]}{end}>`__", content


def _is_apart(before: Sequence[_Run], after: Sequence[_Run]) -> bool:
    """Whether blanks stand around, or the end of the sentence."""
    starts = not before or before[0][0] == _TEXT and before[0][1][-1:].isspace()
    return starts and (not after or after[0][0] == _TEXT and re.match(r"[.,;]?(\s|\Z)", after[0][1]) is not None)


def inline(children: Sequence[Inline], references: References = _nowhere) -> str:
    """Inline nodes as one line of RST; ``references`` finds the labels of the site.

    Line breaks become blanks, and footnotes stand in brackets in place.
    """
    if len(children) == 1 and isinstance(children[0], Text):
        return escape(children[0].text.strip())
    return _write(_merged((_TEXT, " ", "") if run[0] == _BREAK else run for run in _runs(children, references, None, _TEXT, "")))


def reference(label: str, text: str = "") -> str:
    """A link to a label of the site; without a text it shows the title that the label stands above."""
    text = clean(text).strip()
    if not text:
        return f":ref:`{label}`"
    content = escape(text, False).replace("<", "\\<")
    mark = "\\" if content.startswith("!") else ""  # Sphinx would not link it
    return f":ref:`{mark}{content} <{label}>`"


# --- lines of their own -------------------------------------------------------------------------


def heading(text: str, char: str) -> list[str]:
    """A title underlined with ``char``; nothing for a title without a visible character.

    ``char`` is any of ASCII's punctuation.
    """
    title = escape(" ".join(clean(text).split()))
    if len(title) > 9 * LONGEST_TITLE:
        title = escape(" ".join(clean(text).split())[: 4 * LONGEST_TITLE].rstrip() + " ...")
    return [title, char * max(1, columns(title))] if title else []


def label(name: str) -> str:
    """A label, which has to stand before a title."""
    if re.fullmatch(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*", name):
        return f".. _{name}:"
    return f".. _`{escape(clean(name), False)}`:"


def comment(text: str) -> list[str]:
    """A comment, which no reader sees."""
    lines = [line.rstrip() for line in map(clean, text.split("\n"))]
    if re.match(r"[A-Za-z]", lines[0]) and "::" not in lines[0]:
        return [f".. {lines[0]}", *_indented(lines[1:], 3)]
    return ["..", *_indented([line for line in lines if line], 3)] if any(lines) else [".."]


def directive(name: str, argument: str = "", options: Mapping[str, str] | None = None, content: Sequence[str] = ()) -> list[str]:
    """A directive of RST that is given as such: argument, options and content are RST already."""
    lines = [f".. {name}:: {argument}".rstrip()]
    lines += [f"   :{key}: {value}".rstrip() for key, value in (options or {}).items()]
    return [*lines, "", *_indented(content, 3)] if content else lines


def code_block(text: str, language: str = "") -> list[str]:
    """Literal text in lines of its own; nothing for blank text.

    ``language`` is what somebody says it is; the page names only what :func:`code_language` finds.  Tabs are
    expanded to eight columns, indentation that all lines share and blank lines at the ends are dropped, and lines of
    more than LONGEST_LINE characters are broken.
    """
    lines = [clean(line).rstrip() for line in text.expandtabs(8).replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    while lines and not lines[-1]:
        del lines[-1]
    start = next((index for index, line in enumerate(lines) if line), 0)
    lines = lines[start:]
    if not lines:
        return []
    margin = min(len(line) - len(line.lstrip()) for line in lines if line)
    lines = [line[margin:] for line in lines]
    if any(len(line) > LONGEST_LINE for line in lines):
        lines = [line[at : at + LONGEST_LINE].rstrip() for line in lines for at in range(0, len(line) or 1, LONGEST_LINE)]
    return [".. code:: " + code_language("\n".join(lines), language), "", *_indented(lines, 4)]


def _indented(lines: Iterable[str], width: int) -> list[str]:
    margin = " " * width
    return [margin + line if line else "" for line in lines]


# --- blocks -------------------------------------------------------------------------------------

_TOP, _NESTED, _FOOT, _CELL = range(4)

_Chunk = tuple[str, list[str]]
"""What a block is, as far as the next one has to know, and its lines."""

_JOINING = frozenset({"bullets", "numbers", "terms", "quote"})
"""Two of a kind, one after the other, would be read as one."""


class Writer:
    """Writes blocks as RST; holds nothing but where references lead."""

    def __init__(self, references: References = _nowhere) -> None:
        """A writer that links the ids that ``references`` finds a label of the site for."""
        self._references = references

    def blocks(self, blocks: Sequence[Block]) -> list[str]:
        """The blocks as lines."""
        return self._blocks(blocks, 0, _TOP)

    def inline(self, children: Sequence[Inline]) -> str:
        """As the function :func:`inline`, with the writer's references."""
        return inline(children, self._references)

    def table(self, rows: Sequence[Sequence[Sequence[Block]]], *, header: int = 1) -> list[str]:
        """A table of rows of cells, ``header`` of them above the double line; rows may have fewer cells than others.

        It is a grid of 80 columns, or as many as its words need, or a ``list-table`` where a grid can not be trusted.
        """
        width = max(map(len, rows), default=0)
        if not width:
            return []
        contents = [[self._content(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
        header = header if 0 <= header < len(rows) else 0
        return grid(contents, header) or self._list_table(contents, header)

    # --- blocks, one after the other ------------------------------------------------------------

    def _blocks(self, blocks: Sequence[Block], width: int, place: int) -> list[str]:
        lines: list[str] = []
        previous = ""
        for kind, chunk in self._chunks(blocks, width, place):
            if lines:
                lines.append("")
            if (kind == "quote" and previous != "paragraph") or (kind == previous and kind in _JOINING):
                lines += ("..", "")
            lines += chunk
            previous = kind
        return lines

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
                yield "note", [".. [#] " + lines[0]] if len(lines) == 1 else [".. [#]", *_indented(lines, 3)]

    def _other(self, block: Block, width: int, place: int, notes: list[Footnote] | None) -> Iterator[_Chunk]:
        match block:
            case BulletList(items):
                yield from self._list("bullets", ["* "] * len(items), items, width, place)
            case NumberedList(items):
                yield from self._list("numbers", _enumerators(block), items, width, place)
            case DefinitionList():
                yield from self._definitions(block, width, place)
            case Table():
                yield from self._table(block, width, place)
            case Admonition():
                yield from self._admonition(block, width, place)
            case CodeBlock(text, language, title):
                lines = code_block(text, language)
                if lines:
                    yield from self._title(title, width)
                    yield "other", lines
            case LineBlock():
                parts = [_merged(_runs(content, self._references, notes, _TEXT, "")) for content in block.lines]
                lines = _line_block([line for part in parts for line in _split(part) or [[]]], width)
                if any(line != "|" for line in lines):
                    yield "other", lines
            case Quote(children):
                lines = self._blocks(children, width and max(1, width - 3), max(place, _NESTED))
                if lines:
                    yield "quote", _indented(lines, 3)
            case Image(source, alt, title):
                yield from self._title(title, width)
                yield from self._chunks([Paragraph((InlineImage(source, alt),))], width, place)
            case Section(title, children):
                yield from self._title(title, width, rubric=place == _TOP)
                yield from self._chunks(children, width, place)

    def _title(self, title: Sequence[Inline], width: int, rubric: bool = False) -> Iterator[_Chunk]:
        """The title of a part of the documentation, in a line of its own."""
        text = self.inline(title)
        if rubric and text and len(text) < LONGEST_TITLE and text.lower() != "footnotes":  # Sphinx drops that rubric from PDF
            yield "other", [f".. rubric:: {text}"]
        elif text:
            yield "paragraph", wrap(self.inline([Strong(tuple(title))]), width, LONGEST_LINE)

    def _paragraph(self, children: Sequence[Inline], width: int, notes: list[Footnote] | None) -> _Chunk:
        if len(children) == 1 and isinstance(children[0], Text):
            text = escape(children[0].text.strip())
        else:
            runs = _merged(_runs(children, self._references, notes, _TEXT, ""))
            lines = _split(runs)
            if len(lines) > 1:
                return "other", _line_block(lines, width)
            text = _write(lines[0]) if lines else ""
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
            yield kind, _joined(parts, apart)

    def _definitions(self, block: DefinitionList, width: int, place: int) -> Iterator[_Chunk]:
        parts: list[list[str]] = []
        for definition in block.items:
            term = self._term(definition.terms)
            content = self._blocks(definition.children, width and max(1, width - 4), max(place, _NESTED))
            if term and len(term) <= LONGEST_LINE:
                parts.append([term, *_indented(content or [".."], 4)])
                continue
            # What can not be a term stands before its definition as a paragraph.
            if parts:
                yield "terms", _joined(parts, True)
                parts = []
            if term:
                yield "paragraph", wrap(term, width, LONGEST_LINE)
            if content:
                yield "quote", _indented(content, 4)
        if parts:
            yield "terms", _joined(parts, True)

    def _term(self, terms: Iterable[Sequence[Inline]]) -> str:
        runs: list[_Run] = []
        for term in terms:
            found = list(_runs(term, self._references, None, _TEXT, ""))
            if _has_text(found):
                runs += [(_TEXT, ", ", "")] if runs else []
                runs += found
        return _write(_merged((_TEXT, " ", "") if run[0] == _BREAK else run for run in runs), term=True)

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

    def _content(self, blocks: Sequence[Block]) -> Content:
        """A cell for the layout: the text of its only paragraph, or what lays its blocks out."""
        if not blocks:
            return ""
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            kind, lines = self._paragraph(blocks[0].children, 0, None)
            if kind == "paragraph" and len(lines) <= 1:
                return lines[0] if lines else ""
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
                lines = content(0) if not isinstance(content, str) else wrap(content, 0, LONGEST_LINE) if content else []
                cells.append(_item("- ", lines))
            parts.append(_item("* ", [line for cell in cells for line in cell]))
        options = {"header-rows": str(header)} if header else {}
        return directive("list-table", options=options, content=[line for part in parts for line in part])

    def _table(self, block: Table, width: int, place: int) -> Iterator[_Chunk]:
        if place == _CELL:
            yield from self._title(block.title, width)
            yield from self._chunks([_as_list(block)], width, place)
            return
        sections = [
            [[(self._content(cell.children), cell.rows, cell.columns) for cell in row] for row in section]
            for section in (block.header, block.body)
        ]
        cells, rows, columns, header = tile(sections)
        if not cells:
            return
        yield from self._title(block.title, width)
        header = header if header < rows else 0
        if all(cell.rows == cell.columns == 1 for cell in cells):
            plain = squared(cells, rows, columns)
            yield "other", grid(plain, header) or self._list_table(plain, header)
        else:
            yield "other", spanned_grid(cells, rows, columns, header) or self._list_table(squared(cells, rows, columns), header)


def table(rows: Sequence[Sequence[Sequence[Block]]], *, header: int = 1, references: References = _nowhere) -> list[str]:
    """As :meth:`Writer.table`."""
    return Writer(references).table(rows, header=header)


def _as_list(block: Table) -> BulletList:
    """A table as a list of its rows, each cell named by the head of its column."""
    heads: list[tuple[Inline, ...]] = [tuple(_spaced(cell.children))[:-1] for cell in block.header[0]] if len(block.header) == 1 else []
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
    return [marker + lines[0], *_indented(lines[1:], len(marker))] if lines else [marker.rstrip()]


def _joined(parts: Sequence[Sequence[str]], apart: bool) -> list[str]:
    """The lines of all parts, with a blank line between parts that have to stand apart."""
    lines: list[str] = []
    for part in parts:
        if lines and apart:
            lines.append("")
        lines += part
    return lines


def _split(runs: Sequence[_Run]) -> list[list[_Run]]:
    """The runs of each line, without empty lines first and last."""
    lines: list[list[_Run]] = [[]]
    for run in runs:
        if run[0] == _BREAK:
            lines.append([])
        else:
            lines[-1].append(run)
    words = [index for index, line in enumerate(lines) if any(style in (_NOTE, _REFERENCE) or text.strip() for style, text, _ in line)]
    return lines[words[0] : words[-1] + 1] if words else []


def _line_block(lines: Iterable[Sequence[_Run]], width: int) -> list[str]:
    block = []
    for runs in lines:
        text = _write(runs)
        block += _item("| ", wrap(text, width and max(1, width - 2), LONGEST_LINE) if text else [])
    return block


_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _enumerators(block: NumberedList) -> list[str]:
    """The marker of each item: ``1. ``; letters or Roman numerals where docutils reads them as what they are."""
    start = max(0, block.start)
    numbers = range(start, start + len(block.items))
    texts = list(map(str, numbers))
    # A lone "i" is a Roman one, any other single letter is a letter.
    if block.numbering.endswith("alpha") and start >= 1 and start != 9 and numbers[-1:] and numbers[-1] <= 26:
        texts = [chr(ord("a") - 1 + number) for number in numbers]
    elif (
        block.numbering.endswith("roman") and start >= 1 and numbers[-1:] and numbers[-1] < 4000 and (start == 1 or len(_roman(start)) > 1)
    ):
        texts = [_roman(number) for number in numbers]
    return [(text.upper() if block.numbering.startswith("upper") else text) + ". " for text in texts]
