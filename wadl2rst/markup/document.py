"""The door: the content of a ``doc`` element -> prose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from wadl2rst.diagnostics import Report
from wadl2rst.markup import escaped, javadoc, plain
from wadl2rst.markup.converter import Converter, Profile, ReadSample
from wadl2rst.markup.flow import nest, split
from wadl2rst.markup.inline import fold, fold_line, tidy
from wadl2rst.markup.parts import Part, is_block
from wadl2rst.markup.vocabulary import find
from wadl2rst.prose import Block, BulletList, Code, Definition, DefinitionList, Paragraph, Text
from wadl2rst.source.tree import Element

_LABELS = frozenset(javadoc.LABELS.values())
_PLACE = "\0"  # stands for an inline part while the text around it is cut into lines; XML cannot hold it


class Markup:
    """Turns documentation into prose: DocBook, XHTML, escaped HTML, Javadoc, xsd-ext's samples, plain text.

    Nothing that the text says is lost and its order is kept; only DocBook's ``remark`` and ``indexterm``, comments,
    scripts and styles are left out, and tags become structure.
    """

    def __init__(
        self,
        report: Report,
        *,
        sample: ReadSample,
        shown_path: Callable[[str, Element], str] | None = None,
        profile: Sequence[str] = (),
        said: set[str] | None = None,
    ) -> None:
        """Prepares a run.

        Args:
            report: is told of each tag that is not known, once.
            sample: reads the sample file that an address names; None if it is missing, which it reports itself.
            shown_path: how messages name a sample file that was read; None: as the text spells it.
            profile: conditions on profiling attributes, ``key=value`` or ``key!=value``; all must hold.
            said: the unknown tags reported so far; to be shared where several of these make up one run.

        Raises:
            ValueError: a condition of the profile has another form.
        """
        self._converter = converter = Converter(find, report, sample, Profile(profile), set() if said is None else said)
        if shown_path is not None:
            converter.shown_path = shown_path
        self.shows: Callable[[Element], bool] = converter.shows
        """Whether the profile shows a ``doc`` element; if not, neither its title nor its content belongs on a page."""

    def blocks(self, doc: Element) -> tuple[Block, ...]:
        """The content of a ``doc`` element that is shown; its title is not part of it."""
        children: Sequence[Element | str] = doc.children
        if not children:
            return ()
        converter = self._converter
        converter.reset(doc)
        if len(children) == 1 and type(text := children[0]) is str:
            if not ("<" in text or "@" in text or "&" in text or "\0" in text or ("\n" in text and plain.has_layout(text))):
                text = fold_line(text)
                return (Paragraph((Text(text),)),) if text else ()
            return self._text(children, doc)
        children = converter.children(doc)
        elements: list[Element] = []
        for child in children:
            if not isinstance(child, str):
                elements.append(child)
            elif not child.isspace():
                return self._text(children, doc)
        parts: list[Part] = []
        if len(elements) == 1:
            converter.handle(elements[0], parts)
        else:
            parts = converter.parts(children)
        if len(parts) == 1 and type(only := parts[0]) is Paragraph:
            return (only,) if only.children else ()
        return nest(split(parts))

    def _text(self, children: Sequence[Element | str], near: Element) -> tuple[Block, ...]:
        """Content with text that stands in the ``doc`` itself: what it is has to be read from the text."""
        if any(isinstance(child, str) and "\0" in child for child in children):
            children = [child.replace("\0", "") if isinstance(child, str) else child for child in children]
        if any(isinstance(child, str) and "{@" in child for child in children):
            children = javadoc.expand(children, near)
        tags: list[tuple[str, list[Element | str]]] = []
        if any(isinstance(child, str) and "@" in child for child in children):
            children, tags = javadoc.split(children)
        return (*self._layout(children, near), *self._tags(tags, near))

    def _layout(self, children: Sequence[Element | str], near: Element) -> tuple[Block, ...]:
        """Text with elements in it.  Blank lines and lists count in the text, for no element says where paragraphs are."""
        lone = children[0] if len(children) == 1 else None
        if any(isinstance(child, str) and "<" in child for child in children):
            children = self._converter.shown(escaped.parse(children, near))
        is_plain = isinstance(lone, str) and len(children) == 1 and children[0] is lone
        if is_plain and isinstance(lone, str):
            children = [escaped.decode(lone)]
        out: list[Part] = []
        texts: list[str] = []
        inlines: list[Part] = []

        def close() -> None:
            if texts:
                out.extend(_cut("".join(texts), inlines, code=is_plain))
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
                    texts.append(_PLACE)
                    inlines.append(part)
        close()
        return nest(split(out))

    def _tags(self, tags: list[tuple[str, list[Element | str]]], near: Element) -> tuple[Block, ...]:
        """Javadoc's tags at the end: a list of definitions, a run of tags of one kind in each."""
        entries: list[tuple[str, list[tuple[Block, ...]]]] = []
        for name, content in tags:
            label = javadoc.LABELS.get(name, name)
            blocks = self._tag(label, content, near)
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

    def _tag(self, label: str, content: list[Element | str], near: Element) -> tuple[Block, ...]:
        name = ""
        if label in ("Parameters", "Throws"):
            name, content = javadoc.named(content)
        elif label == "See also":
            name, content = javadoc.target(content)
        blocks = self._layout(content, near)
        if not name:
            return blocks
        code = Code(javadoc.dotted(name))
        if blocks and type(first := blocks[0]) is Paragraph:
            return (Paragraph(tidy((code, Text(": "), *first.children))), *blocks[1:])
        return (Paragraph((code,)), *blocks)


def _cut(text: str, inlines: list[Part], *, code: bool) -> list[Part]:
    """The blocks of a text in which ``inlines`` stand at the places marked for them."""
    remaining: Iterator[Part] = iter(inlines)

    def parts(piece: str) -> Iterator[Part]:
        for index, words in enumerate(piece.split(_PLACE)):
            if index:
                yield next(remaining)
            if words:
                yield Text(fold(words))

    if "\n" not in text or not plain.has_layout(text):
        return list(parts(text))
    return list(plain.blocks(text, lambda piece: nest(split(parts(piece))), code=code))
