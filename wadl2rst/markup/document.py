"""The entry point: the content of a ``doc`` element -> prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from wadl2rst.diagnostics import Report
from wadl2rst.markup import escaped, javadoc, markdown, plain
from wadl2rst.markup.converter import Converter, Profile, ReadSample
from wadl2rst.markup.flow import nest, split
from wadl2rst.markup.inline import fold, fold_line, tidy
from wadl2rst.markup.parts import BREAK, Part, is_block
from wadl2rst.markup.vocabulary import find
from wadl2rst.prose import Block, BulletList, Code, Definition, DefinitionList, Paragraph, Text
from wadl2rst.source.tree import Element

MAX_MARKDOWN = 2_000_000
"""The number of characters of a WADL that are read as Markdown, which takes longer than other text."""
_LABELS = frozenset(javadoc.LABELS.values())
_BLANK_LINES = re.compile(r"\n[ \t\r]*\n")
_Layout = Callable[[Sequence[Element | str], Element], tuple[Block, ...]]
"""Reads text mixed with elements, in one of the formats."""
_PLACEHOLDER = "\0"  # replaces an inline part while the text around it is split into lines; XML cannot contain this character


class Markup:
    """Converts documentation to prose: DocBook, XHTML, escaped HTML, Javadoc, Markdown, xsd-ext samples, plain text.

    All text is kept, in order, except DocBook's ``remark`` and ``indexterm``, comments, scripts and styles; tags are
    converted to structure.
    """

    def __init__(
        self,
        report: Report,
        *,
        sample: ReadSample,
        shown_path: Callable[[str, Element], str] | None = None,
        profile: Sequence[str] = (),
        text_format: str = "auto",
        reported: set[str] | None = None,
    ) -> None:
        """Creates a converter.

        Args:
            report: receives a message for each unknown tag, once per tag name.
            sample: returns the text of the sample file that an address refers to; None if it is missing, which it reports itself.
            shown_path: returns the name for messages of a sample file that was read; None: the address in the text.
            profile: conditions on profiling attributes, ``key=value`` or ``key!=value``; all must hold.
            text_format: the format of text that is not in elements, ``plain``, ``markdown`` or ``html``; ``auto`` detects it.
            reported: the unknown tags reported so far; share it between the instances of one run.

        Raises:
            ValueError: a condition of the profile has another form.
        """
        self._converter = converter = Converter(find, report, sample, Profile(profile), set() if reported is None else reported)
        if shown_path is not None:
            converter.shown_path = shown_path
        self._format = text_format
        self._remaining = MAX_MARKDOWN
        self.shows: Callable[[Element], bool] = converter.shows
        """Whether the profile shows a ``doc`` element; if not, neither its title nor its content belongs on a page."""

    def blocks(self, doc: Element) -> tuple[Block, ...]:
        """The content of a ``doc`` element that the profile shows, as blocks, without its title."""
        children: Sequence[Element | str] = doc.children
        if not children:
            return ()
        converter = self._converter
        converter.reset(doc)
        if len(children) == 1 and type(text := children[0]) is str:
            if self._format == "auto" and markdown.is_markdown(text):
                return self._markdown_text(children, doc)
            if not (
                "<" in text
                or "@" in text
                or "&" in text
                or "\0" in text
                or ("\n" in text and plain.has_layout(text))
                or self._format == "markdown"
            ):
                text = fold_line(text)
                return (Paragraph((Text(text),)),) if text else ()
            return self._formatted(children, doc)
        children = converter.children(doc)
        elements: list[Element] = []
        for child in children:
            if not isinstance(child, str):
                elements.append(child)
            elif not child.isspace():
                return self._formatted(children, doc)
        parts: list[Part] = []
        if len(elements) == 1:
            converter.handle(elements[0], parts)
        else:
            parts = converter.parts(children)
        if len(parts) == 1 and type(only := parts[0]) is Paragraph:
            return (only,) if only.children else ()
        return nest(split(parts))

    def _formatted(self, children: Sequence[Element | str], near: Element) -> tuple[Block, ...]:
        """Content with text directly in the ``doc``, in the format of the settings."""
        match self._format:
            case "plain":
                return self._layout([_without_nul(child) for child in children], near)
            case "markdown":
                return self._markdown_text(children, near)
        return self._text([_without_nul(child) for child in children], near, self._layout)

    def _markdown_text(self, children: Sequence[Element | str], near: Element) -> tuple[Block, ...]:
        """Markdown, which may contain Javadoc tags, as in comments of Java since version 23."""
        return self._text([markdown.hide(child) if isinstance(child, str) else child for child in children], near, self._markdown)

    def _text(self, children: Sequence[Element | str], near: Element, layout: _Layout) -> tuple[Block, ...]:
        """Content with text directly in the ``doc``, and its Javadoc tags."""
        if any(isinstance(child, str) and "{@" in child for child in children):
            children = javadoc.expand(children, near)
        tags: list[tuple[str, list[Element | str]]] = []
        if any(isinstance(child, str) and "@" in child for child in children):
            children, tags = javadoc.split(children)
        return (*layout(children, near), *self._tags(tags, near, layout))

    def _markdown(self, children: Sequence[Element | str], near: Element) -> tuple[Block, ...]:
        """Markdown mixed with elements."""
        self._remaining -= sum(len(child) for child in children if isinstance(child, str))
        found = markdown.parse(children, near) if self._remaining >= 0 else None
        if found is None:
            return self._layout([markdown.show(child) for child in children], near)
        return nest(split(self._converter.parts(self._converter.shown(found))))

    def _layout(self, children: Sequence[Element | str], near: Element) -> tuple[Block, ...]:
        """Text mixed with elements.  Blank lines and list markers in the text are significant, as no element marks the paragraphs."""
        lone = children[0] if len(children) == 1 else None
        if self._format != "plain" and any(isinstance(child, str) and "<" in child for child in children):
            children = self._converter.shown(escaped.parse(children, near))
        is_plain = isinstance(lone, str) and len(children) == 1 and children[0] is lone
        if is_plain and isinstance(lone, str) and self._format != "plain":
            children = [escaped.decode(lone)]
        out: list[Part] = []
        texts: list[str] = []
        inlines: list[Part] = []

        def close() -> None:
            if texts:
                out.extend(_split_layout("".join(texts), inlines, self._format, code=is_plain))
                texts.clear()
                inlines.clear()

        for child in children:
            if isinstance(child, str):
                texts.append(child)
                continue
            parts: list[Part] = []
            self._converter.handle(child, parts)
            for part in parts:
                if is_block(part):
                    close()
                    out.append(part)
                elif type(part) is Text:
                    texts.append(part.text)
                else:
                    texts.append(_PLACEHOLDER)
                    inlines.append(part)
        close()
        return nest(split(out))

    def _tags(self, tags: list[tuple[str, list[Element | str]]], near: Element, layout: _Layout) -> tuple[Block, ...]:
        """Javadoc's block tags: a definition list, with one entry for each run of tags of the same kind."""
        entries: list[tuple[str, list[tuple[Block, ...]]]] = []
        for name, content in tags:
            label = javadoc.LABELS.get(name, name)
            blocks = self._tag(label, content, near, layout)
            if blocks and entries and entries[-1][0] == label:
                entries[-1][1].append(blocks)
            elif blocks:
                entries.append((label, [blocks]))
            elif name == "deprecated":
                entries.append((label, [(Paragraph((Text("Yes."),)),)]))
            elif name not in javadoc.LABELS:
                entries.append((label, [()]))
        if not entries:
            return ()
        definitions = (
            Definition(
                ((Text(label) if label in _LABELS else Code(label),),),
                contents[0] if len(contents) == 1 else (BulletList(tuple(contents)),),
            )
            for label, contents in entries
        )
        return (DefinitionList(tuple(definitions)),)

    def _tag(self, label: str, content: list[Element | str], near: Element, layout: _Layout) -> tuple[Block, ...]:
        name = ""
        if label in ("Parameters", "Throws"):
            name, content = javadoc.named(content)
        elif label == "See also":
            name, content = javadoc.target(content)
        blocks = layout(content, near)
        if not name:
            return blocks
        code = Code(javadoc.dotted(name))
        if blocks and type(first := blocks[0]) is Paragraph:
            return (Paragraph(tidy((code, Text(": "), *first.children))), *blocks[1:])
        return (Paragraph((code,)), *blocks)


def _without_nul(child: Element | str) -> Element | str:
    """The child without NUL characters, which stand for elements."""
    return child.replace("\0", "") if isinstance(child, str) else child


def _split_layout(text: str, inlines: list[Part], text_format: str, *, code: bool) -> list[Part]:
    """The parts of a text in which each placeholder is replaced by the next of ``inlines``; ``code``: see :func:`plain.blocks`."""
    remaining: Iterator[Part] = iter(inlines)

    def parts(piece: str) -> Iterator[Part]:
        for index, words in enumerate(piece.split(_PLACEHOLDER)):
            if index:
                yield next(remaining)
            if words:
                yield Text(fold(words))

    if text_format == "plain":
        return [part for piece in _BLANK_LINES.split(text) for part in (BREAK, *parts(piece), BREAK)]
    if text_format == "html" or "\n" not in text or not plain.has_layout(text):
        return list(parts(text))
    return list(plain.blocks(text, lambda piece: nest(split(parts(piece))), code=code))
