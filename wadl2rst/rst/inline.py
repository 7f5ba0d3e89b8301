"""Writes inline nodes of prose as lines of RST.

Inline markup cannot be nested in RST, and is recognised only between certain characters ("Inline Markup
Recognition Rules").  So the tree is flattened to runs of one style each, and an escaped space, which produces no output, is
inserted where a run would touch a word or another run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from wadl2rst.prose import (
    Admonition,
    Block,
    BulletList,
    Code,
    CodeBlock,
    DefinitionList,
    Emphasis,
    Footnote,
    Hyperlink,
    Image,
    Inline,
    InlineImage,
    LineBlock,
    LineBreak,
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
from wadl2rst.rst.runs import (
    BREAK,
    CODE,
    EMPHASIS,
    LINK,
    NOTE,
    REFERENCE,
    RUN_STYLES,
    STRONG,
    SUB,
    SUP,
    TEXT,
    Run,
    image_text,
    merged,
    unbroken,
)
from wadl2rst.rst.text import address, clean, escape, is_bare_address, is_plain, literal

FindLabel = Callable[[str], str | None]
"""Takes an id of the WADL; returns the label on the site, or None if the site has no target for it."""


def no_references(_target: str) -> None:
    """The :data:`FindLabel` of a site without labels."""
    return None


# Characters that may directly precede and directly follow inline markup.  docutils allows more; a
# colon before a backquote could turn the preceding word into a role.
_BEFORE = frozenset(" ([{<\"'-/")
_AFTER = frozenset(" .,;!?)]}>\"'-/\\")
_CLOSERS = frozenset(")]}>\"'")


def _runs(children: Iterable[Inline], references: FindLabel, notes: list[Footnote] | None, style: int, target: str) -> Iterator[Run]:
    """Flattens the inline tree; footnotes are appended to ``notes``, or put in brackets in place if it is None."""
    previous: Inline | None = None
    for node in children:
        if isinstance(node, Text):
            yield style, clean(node.text), target
        elif isinstance(node, Code):
            yield (style if style in (LINK, REFERENCE) else CODE), clean(node.text), target
        elif isinstance(node, (Emphasis, Strong, Subscript, Superscript)):  # noqa: UP038 (runs for every node)
            yield from _runs(node.children, references, notes, style or RUN_STYLES[type(node)], target)
        elif isinstance(node, LineBreak):
            yield (style, " ", target) if style in (LINK, REFERENCE) else (BREAK, "", "")
        elif isinstance(node, Footnote):
            content = list(words_of(node.children))
            if _has_text(_runs(content, references, None, TEXT, "")):
                if notes is not None and style not in (LINK, REFERENCE):
                    notes.append(node)
                    yield NOTE, "", ""
                else:
                    spaced = type(previous) is Text and previous.text[-1:].isspace()
                    yield style, "[" if spaced else " [", target
                    yield from _runs(content, references, None, style, target)
                    yield style, "]", target
        elif style in (LINK, REFERENCE):
            yield from _within_link(node, references, style, target)
        else:
            yield from _links(node, references, style)
        previous = node


def _within_link(node: Hyperlink | Reference | InlineImage, references: FindLabel, style: int, target: str) -> Iterator[Run]:
    """A link within a link is reduced to its text."""
    if isinstance(node, InlineImage):
        yield style, image_text(node.source, node.alt), target
        return
    inner = list(_runs(node.children, references, None, style, target))
    yield from inner if _has_text(inner) else [(style, clean(node.target), target)]


def _links(node: Hyperlink | Reference | InlineImage, references: FindLabel, style: int) -> Iterator[Run]:
    if isinstance(node, InlineImage):
        url = address(node.source)
        if not url.lower().startswith(("http://", "https://")):
            url = ""  # the file is not next to the page, so a link to it would be broken
        yield (LINK if url else style), image_text(node.source, node.alt), url
        return
    form, target = LINK, ""
    label = references(node.target) if isinstance(node, Reference) else None
    if label:
        form, target = REFERENCE, label
    else:
        target = address(node.address if isinstance(node, Reference) else node.target)
    inner = list(_runs(node.children, references, None, form if target else style, target))
    if _has_text(inner):
        yield from inner
    elif form == REFERENCE:
        yield form, "", target
    elif isinstance(node, Reference) and not target:
        # The author gave no text, and the id of another document would read as a word of the sentence.
        yield style, "\N{HORIZONTAL ELLIPSIS}", ""
    else:
        yield (form if target else style), clean(node.target), target


def _has_text(runs: Iterable[Run]) -> bool:
    return any(style == REFERENCE or text.strip() for style, text, _ in runs)


def words_of(blocks: Iterable[Block]) -> Iterator[Inline]:
    """The content of blocks as inline nodes, for places that cannot contain blocks."""
    for index, block in enumerate(blocks):
        if index:
            yield Text(" ")
        yield from _words(block)


def _words(block: Block) -> Iterator[Inline]:
    match block:
        case Paragraph(children):
            yield from children
        case BulletList(items) | NumberedList(items):
            for item in items:
                yield from (*words_of(item), Text(" "))
        case DefinitionList(definitions):
            for definition in definitions:
                for term in definition.terms:
                    yield from (*term, Text(" "))
                yield from (*words_of(definition.children), Text(" "))
        case Table(header, body, title):
            yield from (*title, Text(" "))
            for row in (*header, *body):
                for cell in row:
                    yield from (*words_of(cell.children), Text(" "))
        case LineBlock(lines):
            for line in lines:
                yield from (*line, Text(" "))
        case CodeBlock(text, title=title):
            yield from (*title, Text(" "), Code(text))
        case Image(source, alt, title):
            yield from (*title, Text(" "), InlineImage(source, alt))
        case Admonition(_, children, title) | Section(title, children):
            yield from (*title, Text(" "))
            yield from words_of(children)
        case Quote(children):
            yield from words_of(children)


def _write(runs: Sequence[Run], is_term: bool = False) -> str:
    """Writes runs as one line of RST.  In a term, a colon between spaces is escaped, because it would start a classifier."""
    line, after_markup, role = "", False, False
    for index, (style, text, target) in enumerate(runs):
        if style == TEXT:
            raw = escape(text if line else text.lstrip(), not line)
            if is_term:
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
            after_markup, role = True, raw[0] == ":"
        line += raw
    return line.rstrip()


def _marked(style: int, text: str, target: str, before: Sequence[Run], after: Sequence[Run]) -> tuple[str, str]:
    """The RST of a styled run, and the content after its start-string."""
    if style == CODE:
        return literal(text), text
    if style == NOTE:
        return "[#]_", ""
    if style == REFERENCE:
        return reference(target, text), ""
    content = escape(text, False)
    if style == EMPHASIS:
        return f"*{content}*", content
    if style == STRONG:
        return f"**{content}**", content
    if style == SUB:
        return f":sub:`{content}`", ""
    if style == SUP:
        return f":sup:`{content}`", ""
    if text == target and is_bare_address(text) and _is_delimited(before, after):
        return content, ""
    end = "\\_" if target.endswith("_") else target[-1]  # a trailing underscore would make it a target name
    return f"`{content} <{target[:-1]}{end}>`__", content


def _is_delimited(before: Sequence[Run], after: Sequence[Run]) -> bool:
    """Whether the run is surrounded by white space, or followed by the end of a sentence."""
    starts = not before or before[0][0] == TEXT and before[0][1][-1:].isspace()
    return starts and (not after or after[0][0] == TEXT and re.match(r"[.,;]?(\s|\Z)", after[0][1]) is not None)


def _lone_node(node: Inline, references: FindLabel) -> str | None:
    """Like :func:`_simple_line`, for a line of one node."""
    if isinstance(node, Text):
        return escape(node.text.strip())
    if isinstance(node, Reference) and len(node.children) == 1 and type(only := node.children[0]) is Text and only.text.strip():
        label = references(node.target)
        if label:
            return reference(label, only.text)
    return _simple_line((node,))


def _simple_line(children: Iterable[Inline]) -> str | None:
    """Fast path for most lines: the RST of plain text with code and emphasis between spaces; None for anything else."""
    line = ""
    follows = None
    for node in children:
        kind = type(node)
        if kind is Text:
            text = node.text  # type: ignore[union-attr]
            if follows is Text or not is_plain(text, not line) or (line and text[0] not in _AFTER):
                return None
            line += text
        else:
            if line and line[-1] != " ":
                return None
            if kind is Code:
                text = literal(node.text)  # type: ignore[union-attr]
                if text[:2] != "``":
                    return None
                line += text
            elif (kind is Emphasis or kind is Strong) and len(inner := node.children) == 1 and type(inner[0]) is Text:  # type: ignore[union-attr]
                text = inner[0].text
                if not is_plain(text, False) or text != text.strip():
                    return None
                line += f"*{text}*" if kind is Emphasis else f"**{text}**"
            else:
                return None
        follows = kind
    return line.rstrip()


# --- lines --------------------------------------------------------------------------------------


def inline(children: Sequence[Inline], references: FindLabel = no_references) -> str:
    """Inline nodes as one line of RST; ``references`` finds the labels of the site.

    Line breaks become spaces, and footnotes are put in brackets in place.
    """
    line = _lone_node(children[0], references) if len(children) == 1 else _simple_line(children)
    return _write(merged(unbroken(_runs(children, references, None, TEXT, "")))) if line is None else line


def inline_lines(children: Sequence[Inline], references: FindLabel, notes: list[Footnote] | None) -> list[str]:
    """Inline nodes ``children`` as one line of RST for each of their lines, without leading and trailing empty lines.

    ``references`` finds the labels of the site.
    The footnotes are appended to ``notes``, in order; if it is None, they are put in brackets in place.
    """
    line = _lone_node(children[0], references) if len(children) == 1 else _simple_line(children)
    if line is not None:
        return [line] if line else []
    lines: list[list[Run]] = [[]]
    for run in merged(_runs(children, references, notes, TEXT, "")):
        if run[0] == BREAK:
            lines.append([])
        else:
            lines[-1].append(run)
    texts = [_write(runs) for runs in lines]
    while texts and not texts[-1]:
        del texts[-1]
    while texts and not texts[0]:
        del texts[0]
    return texts


def term(terms: Iterable[Sequence[Inline]], references: FindLabel) -> str:
    """The terms of a definition as one line of RST, separated by commas."""
    runs: list[Run] = []
    for children in terms:
        found = list(_runs(children, references, None, TEXT, ""))
        if _has_text(found):
            runs += [(TEXT, ", ", "")] if runs else []
            runs += found
    return _write(merged(unbroken(runs)), is_term=True)


def reference(label: str, text: str = "", role: str = "ref") -> str:
    """A ``ref`` role for a label of the site, or a ``doc`` role for a page; without a text it shows the title of the target."""
    text = clean(text).strip()
    if not text:
        return f":{role}:`{label}`"
    content = escape(text, False).replace("<", "\\<")
    mark = "\\" if content.startswith("!") else ""  # Sphinx would not create a link
    return f":{role}:`{mark}{content} <{label}>`"
