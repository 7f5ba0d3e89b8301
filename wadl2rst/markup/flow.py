"""The parts of a text while it is read, and how they become paragraphs, lists and sections.

Handlers append *parts* to a list: inline nodes, blocks, and a few things that become blocks
only together with their neighbours (a heading takes what follows it, a list item joins the items beside it).
Inline parts may still have a blank at their ends, and neighbours may both have one; :func:`tidy` settles that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from wadl2rst.prose import (
    Admonition,
    Block,
    BulletList,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Emphasis,
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
    Rule,
    Section,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
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

SPACE = Text(" ")
BREAK = Paragraph(())
"""Ends a paragraph, and shows nothing."""
_BLOCKS = frozenset(
    {
        Paragraph, BulletList, NumberedList, DefinitionList, Table, Admonition, CodeBlock, LineBlock, Quote, Image, Section, Rule,
        Heading, Item, Term, Description,
    }
)  # fmt: skip
_LOOSE = frozenset({Heading, Item, Term, Description})

# White space as XML has it, and what else ends a line somewhere: docutils cuts lines wherever str.splitlines does.
# A no-break space is none.
_RUN = re.compile("[ \t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
_EDGE = frozenset(" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")


def fold(text: str) -> str:
    """The text with each run of white space as one blank, also at the ends; no-break spaces are kept."""
    if not text.isascii():
        return _RUN.sub(" ", text)
    folded = " ".join(text.split())
    if not folded:
        return " " if text else ""
    if text[0] in _EDGE:
        folded = " " + folded
    if text[-1] in _EDGE:
        folded += " "
    return folded


def is_block(part: Part) -> TypeGuard[Block | Loose]:
    """Whether the part stands in lines of its own."""
    return type(part) in _BLOCKS


def is_inline(part: Part) -> TypeGuard[Inline]:
    """Whether the part stands within a line."""
    return type(part) not in _BLOCKS


def is_blank(part: Part) -> bool:
    """Whether the part is text that shows nothing."""
    return type(part) is Text and not part.text.strip()


def tidy(parts: Sequence[Inline]) -> tuple[Inline, ...]:
    """Inline parts as a line has them: texts joined, one blank between words, none at the ends; empty if they show nothing."""
    if len(parts) == 1 and type(parts[0]) is Text:
        text = parts[0].text
        return (Text(text.strip(" ")),) if text.strip() else ()
    out: list[Inline] = []
    texts: list[str] = []
    blank = True  # whether the line so far ends in a blank; one more would be too many
    for part in parts:
        if type(part) is Text:
            text = part.text
            if blank and text.startswith(" "):
                text = text[1:]
            if text:
                texts.append(text)
                blank = text[-1] == " "
            continue
        broken = type(part) is LineBreak
        if texts:
            text = "".join(texts)
            texts.clear()
            if broken:
                text = text.rstrip(" ")
            if text:
                out.append(Text(text))
        out.append(part)
        blank = broken
    if texts:
        text = "".join(texts).rstrip(" ")
        if text:
            out.append(Text(text))
    while out and type(out[-1]) is LineBreak:
        out.pop()
        if out:
            before = out[-1]
            if isinstance(before, Text):
                out[-1] = Text(before.text.rstrip(" "))
    start = 0
    while start < len(out) and type(out[start]) is LineBreak:
        start += 1
    if start:
        del out[:start]
    if len(out) == 1 and is_blank(out[0]):
        return ()
    return tuple(out)


def wrap(make: Make, parts: Iterable[Part], out: list[Part]) -> None:
    """Appends the parts to ``out``, each run of inline ones replaced by what ``make`` makes of it; blocks pass through.

    Blanks and line breaks at the ends of a run stay outside.
    """
    run: list[Inline] = []
    for part in parts:
        if is_inline(part):
            run.append(part)
            continue
        _close(make, run, out)
        run = []
        if type(part) is Paragraph:
            inner: list[Part] = []
            _close(make, list(part.children), inner)
            part = Paragraph(tuple(piece for piece in inner if is_inline(piece)))
        out.append(part)
    _close(make, run, out)


def _close(make: Make, run: list[Inline], out: list[Part]) -> None:
    if not run:
        return
    first, last = 0, len(run)
    while first < last and (type(run[first]) is LineBreak or is_blank(run[first])):
        first += 1
    while last > first and (type(run[last - 1]) is LineBreak or is_blank(run[last - 1])):
        last -= 1
    out.extend(run[:first])
    inner = run[first:last]
    if inner:
        start, end = inner[0], inner[-1]
        if type(start) is Text and start.text[0] == " ":
            out.append(SPACE)
        out.extend(make(tidy(inner)))
        if type(end) is Text and end.text[-1] == " ":
            out.append(SPACE)
    out.extend(run[last:])


def literal(inlines: Iterable[Inline]) -> list[Inline]:
    """The same in code font: texts become :class:`Code`; links and breaks stay what they are."""
    out: list[Inline] = []

    def add(text: str) -> None:
        if out and type(last := out[-1]) is Code:
            text = last.text + text
            out.pop()
        if text:
            out.append(Code(text))

    for part in inlines:
        match part:
            case Text(text) | Code(text):
                add(text)
            case Emphasis(children) | Strong(children) | Subscript(children) | Superscript(children):
                for inner in literal(children):
                    if type(inner) is Code:
                        add(inner.text)
                    else:
                        out.append(inner)
            case Link(target, children):
                out.append(Link(target, tuple(literal(children))))
            case Reference(target, children, address):
                out.append(Reference(target, tuple(literal(children)), address))
            case _:
                out.append(part)
    # Blanks beside a link are outside of the literal text: RST can not have them at its ends.
    spaced: list[Inline] = []
    for part in out:
        if type(part) is Code and part.text != (core := part.text.strip(" ")):
            if part.text[0] == " ":
                spaced.append(SPACE)
            if core:
                spaced.append(Code(core))
                if part.text[-1] == " ":
                    spaced.append(SPACE)
        else:
            spaced.append(part)
    return spaced


def split(parts: Iterable[Part]) -> list[Block | Heading]:
    """Blocks: a paragraph for each run of inline parts, a list for each run of items or of terms."""
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
        elif type(part) not in _LOOSE or type(part) is Heading:
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
        items = tuple(part.children for part in loose if type(part) is Item and part.children)
        if items:
            out.append(BulletList(items))
    else:
        out.extend(definitions(loose))
    loose.clear()


def _paragraphs(run: list[Inline], out: list[Block | Heading]) -> None:
    """One paragraph; or several, where two line breaks follow each other."""
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
    """The blocks, with headings and what follows them as sections."""
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


def items(parts: Iterable[Part]) -> tuple[list[Block], list[tuple[Block, ...]]]:
    """What stands before the first item of a list, and its items; what stands between items belongs to the one before."""
    before: list[Block] = []
    found: list[list[Block]] = []
    stray: list[Part] = []

    def settle() -> None:
        if stray:
            (found[-1] if found else before).extend(nest(split(stray)))
            stray.clear()

    for part in parts:
        if type(part) is Item:
            settle()
            found.append(list(part.children))
        else:
            stray.append(part)
    settle()
    return before, [tuple(item) for item in found if item]


def definitions(parts: Iterable[Part]) -> list[Block]:
    """Lists of definitions, made of terms and descriptions; a term of which nothing is said is a paragraph."""
    out: list[Block] = []
    done: list[Definition] = []
    terms: list[tuple[Inline, ...]] = []
    children: list[Block] = []
    stray: list[Part] = []

    def define() -> None:
        if children and terms:
            done.append(Definition(tuple(terms), tuple(children)))
        else:
            if done and (children or terms):
                out.append(DefinitionList(tuple(done)))
                done.clear()
            out.extend(Paragraph(term) for term in terms)
            out.extend(children)
        terms.clear()
        children.clear()

    def settle() -> None:
        if stray:
            say(nest(split(stray)))
            stray.clear()

    def say(blocks: Sequence[Block]) -> None:
        for block in blocks:
            if type(block) is DefinitionList and not terms:  # a part of the list that some container held
                done.extend(block.items)
            else:
                children.append(block)

    for part in parts:
        if type(part) is Term:
            settle()
            if children:
                define()
            if part.children:
                terms.append(part.children)
        elif type(part) is Description:
            settle()
            say(part.children)
        else:
            stray.append(part)
    settle()
    define()
    if done:
        out.append(DefinitionList(tuple(done)))
    return out


def flatten(blocks: Iterable[Block | Heading]) -> tuple[Inline, ...]:
    """The text of blocks in one line: for a title, a caption or a term, where no block can stand."""
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
            case Rule():
                pass
    return tidy(out)


def strong(title: tuple[Inline, ...]) -> Paragraph:
    """A paragraph that stands for a title where the tree has no room for one."""
    return Paragraph((Strong(title),))
