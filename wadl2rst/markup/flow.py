"""Combines the parts of a text into paragraphs, lists and sections.

Handlers append *parts* to a list: inline nodes, blocks, and parts that become blocks
only together with their neighbours (a heading with what follows it, a list item with adjacent items).
Inline parts may still begin or end with a space, and adjacent ones may both have one; ``inline.tidy`` normalises that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wadl2rst.markup.inline import fold, tidy
from wadl2rst.markup.parts import LOOSE, SPACE, Description, Heading, Item, Part, Term, is_blank, is_inline
from wadl2rst.prose import (
    Admonition,
    Block,
    BulletList,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Image,
    Inline,
    InlineImage,
    LineBlock,
    LineBreak,
    NumberedList,
    Paragraph,
    Quote,
    Section,
    Strong,
    Table,
    Transition,
)


def split(parts: Iterable[Part]) -> list[Block | Heading]:
    """Groups parts into blocks: a paragraph for each run of inline parts, a list for each run of items or terms."""
    out: list[Block | Heading] = []
    run: list[Inline] = []
    loose: list[Part] = []
    for part in parts:
        if is_inline(part):
            if part is SPACE and not run:
                continue
            if not (loose and is_blank(part)):
                if loose:
                    _join(loose, out)
                run.append(part)
            continue
        if run:
            _paragraphs(run, out)
            run = []
        if type(part) is Paragraph and not part.children:
            if loose:
                _join(loose, out)
        elif type(part) not in LOOSE or type(part) is Heading:
            if loose:
                _join(loose, out)
            out.append(part)  # type: ignore[arg-type]
        else:
            if loose and (type(part) is Item) != (type(loose[0]) is Item):
                _join(loose, out)
            loose.append(part)
    if run:
        _paragraphs(run, out)
    if loose:
        _join(loose, out)
    return out


def _join(loose: list[Part], out: list[Block | Heading]) -> None:
    if type(loose[0]) is Item:
        list_items = tuple(part.children for part in loose if type(part) is Item and part.children)
        if list_items:
            out.append(BulletList(list_items))
    else:
        out.extend(definitions(loose))
    loose.clear()


def _paragraphs(run: list[Inline], out: list[Block | Heading]) -> None:
    """Appends a paragraph; several, if there are two line breaks in a row."""
    pieces = [run]
    if len(run) > 1 and LineBreak in map(type, run):
        pieces = [[]]
        broken = False
        for part in run:
            if type(part) is LineBreak:
                if broken:
                    pieces.append([])
                broken = True
            elif not is_blank(part):
                broken = False
            pieces[-1].append(part)
    for piece in pieces:
        inlines = tidy(piece)
        if len(inlines) == 1 and type(image := inlines[0]) is InlineImage:
            out.append(Image(image.source, image.alt))
        elif inlines:
            out.append(Paragraph(inlines))


def nest(blocks: list[Block | Heading]) -> tuple[Block, ...]:
    """The blocks, with each heading and the blocks after it combined into a section."""
    if Heading not in map(type, blocks):
        return tuple(blocks)  # type: ignore[arg-type]
    stack: list[tuple[int, tuple[Inline, ...], list[Block]]] = [(-1, (), [])]

    def close(level: int) -> None:
        while stack[-1][0] >= level:
            _level, title, children = stack.pop()
            stack[-1][2].append(Section(title, tuple(children)))

    for block in blocks:
        if type(block) is Heading:
            close(block.level)
            if block.title:
                stack.append((block.level, block.title, []))
        else:
            stack[-1][2].append(block)  # type: ignore[arg-type]
    close(0)
    return tuple(stack[0][2])


def list_items(parts: Iterable[Part]) -> tuple[list[Block], list[Item]]:
    """Returns the blocks before the first item of a list, and its items, including empty ones.

    Content between two items is added to the first of them.
    """
    before: list[Block] = []
    found: list[list[Block]] = []
    numbers: list[int | None] = []
    stray: list[Part] = []

    def settle() -> None:
        if stray:
            (found[-1] if found else before).extend(nest(split(stray)))
            stray.clear()

    for part in parts:
        if type(part) is Item:
            settle()
            found.append(list(part.children))
            numbers.append(part.number)
        else:
            stray.append(part)
    settle()
    return before, [Item(tuple(children), number) for children, number in zip(found, numbers, strict=True)]


def definitions(parts: Iterable[Part]) -> list[Block]:
    """Groups terms and descriptions into definition lists; a term without a description becomes a paragraph."""
    out: list[Block] = []
    done: list[Definition] = []
    terms: list[tuple[Inline, ...]] = []
    children: list[Block] = []
    stray: list[Part] = []
    described = False  # whether a description, possibly empty, follows the terms

    def define() -> None:
        nonlocal described
        if terms and (children or described):
            done.append(Definition(tuple(terms), tuple(children)))
        else:
            if done and (children or terms):
                out.append(DefinitionList(tuple(done)))
                done.clear()
            out.extend(Paragraph(term) for term in terms)
            out.extend(children)
        terms.clear()
        children.clear()
        described = False

    def settle() -> None:
        for block in nest(split(stray)):
            if type(block) is DefinitionList and (children or described or not terms):  # a part of the list, from a container element
                define()
                done.extend(block.items)
            else:
                children.append(block)
        stray.clear()

    for part in parts:
        if type(part) is Term:
            settle()
            if children or described:
                define()
            if part.children:
                terms.append(part.children)
        elif type(part) is Description:
            settle()
            children.extend(part.children)
            described = True
        else:
            stray.append(part)
    settle()
    define()
    if done:
        out.append(DefinitionList(tuple(done)))
    return out


def flatten(blocks: Iterable[Block | Heading]) -> tuple[Inline, ...]:
    """The content of blocks as inline nodes: for a title, a caption or a term, which cannot contain blocks."""
    out: list[Inline] = []
    for block in blocks:
        out.append(SPACE)
        match block:
            case Paragraph(children):
                out.extend(children)
            case CodeBlock(text, _, title, _):
                out += [*title, SPACE, Code(fold(text).strip(" "))]
            case Image(source, alt, title):
                out += [InlineImage(source, alt), SPACE, *title]
            case BulletList(items=entries) | NumberedList(items=entries):
                for entry in entries:
                    out += [*flatten(entry), SPACE]
            case DefinitionList(entries):
                for definition in entries:
                    for term in definition.terms:
                        out += [*term, SPACE]
                    out += [*flatten(definition.children), SPACE]
            case Table(header, body, title):
                out += [*title, SPACE]
                for row in (*header, *body):
                    for cell in row:
                        out += [*flatten(cell.children), SPACE]
            case Admonition(_, inner, title) | Section(title, inner):
                out += [*title, SPACE, *flatten(inner)]
            case Quote(inner):
                out.extend(flatten(inner))
            case LineBlock(lines):
                for line in lines:
                    out += [*line, SPACE]
            case Heading(_, title):
                out.extend(title)
            case Transition():
                pass
    return tidy(out)


def line_block(lines: Sequence[tuple[Inline, ...]], margins: Sequence[int]) -> LineBlock:
    """A line block; each line is indented relative to the one with the smallest margin."""
    least = min((margin for line, margin in zip(lines, margins, strict=True) if line), default=0)
    own = tuple(max(0, margin - least) if line else 0 for line, margin in zip(lines, margins, strict=True))
    return LineBlock(tuple(lines), own if any(own) else ())


def strong(title: tuple[Inline, ...]) -> Paragraph:
    """A paragraph in bold, for a title where the prose tree cannot hold one."""
    return Paragraph((Strong(title),))
