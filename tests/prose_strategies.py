"""Documentation text of any kind for property tests of ``rst``, and what is to be read back of it."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.rst_reading import Outline, fold, outline, read, targets, tidy
from wadl2rst import rst
from wadl2rst.prose import (
    Admonition,
    Block,
    BulletList,
    Cell,
    Code,
    CodeBlock,
    Definition,
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
    Transition,
)

settings.register_profile("rst", max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
settings.register_profile("rst-thorough", max_examples=5000, deadline=None, suppress_health_check=list(HealthCheck))
settings.register_profile("rst-brief", max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
PROFILE = settings.get_profile(
    {"thorough": "rst-thorough", "quick": "rst", "ci": "rst"}.get(
        os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else ""), "rst-brief"
    )
)
ALLOWED = ("http:", "https:", "ftp:", "mailto:")
MARKUP = r"""
* ` `` _ __ | || \ \\ : :: .. ... - -- --- ---- + += = == # #. $ % & ( ) [ ] { } < > ' " ! ? , . ; ~ ^ / @ ** a b A I i v 1 2 1. a. iv) (i)
x_ x__ `x` [1]_ [#]_ |x| :x: :sub: <x> http://x.org/ http://x_ https://a.b/c?d=e#f ftp: mailto:a@b.c a@b.c javascript:x data:x,y
-o --opt --opt=x /opt /V >>> +---+ === ==== |---| word words • ‣ — – é 中 文 ａ 𝒳 😀
"""
PIECES = [*MARKUP.split(), *"\u0301\ufeff\u200b\u00a0\u3000\u2003\x85\u2028\x00\x0b\x1c\x1f\t\n\ud800\ufffe", " ", " ", " "]
any_text = st.text(st.characters()) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
some_text = any_text.filter(fold)


def outline_of(lines: Sequence[str]) -> list[Outline]:
    document = read(lines)
    for target in targets(document):
        assert target.lower().startswith(ALLOWED) or ":" not in re.split("[/?#]", target)[0], target
    return outline(document)


def written(*blocks: Block) -> list[Outline]:
    return outline_of(rst.RstWriter(label_of).blocks(blocks))


def label_of(target: str) -> str | None:
    return "a-label" if target == "known" else None


def paragraph(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def p(*children: str | Inline) -> Paragraph:
    """A paragraph; strings are text."""
    return Paragraph(tuple(Text(child) if isinstance(child, str) else child for child in children))


def plain(text: str) -> list[tuple[str, str]]:
    return [("text", fold(text))]


WORDS = r"word a 1. - x_ * `` (i) :: 中文 été {id} | http://x.org/a longlonglonglonglonglonglonglonglong +--+ I. \ = --"
word = st.sampled_from(WORDS.split())
line = st.lists(word, min_size=1, max_size=9).map(" ".join)
leaf = line.map(lambda text: (Text(text),))
flat: st.SearchStrategy[Inline] = st.one_of(
    line.map(Text),
    line.map(Text),
    line.map(Code),
    leaf.map(Emphasis),
    leaf.map(Strong),
    leaf.map(Subscript),
    leaf.map(Superscript),
    leaf.map(lambda children: Hyperlink("http://x.org/?a=b_", children)),
    leaf.map(lambda children: Reference("known", children)),
    leaf.map(lambda children: Reference("unknown", children)),
)
inlines = st.lists(flat, min_size=1, max_size=4).map(tuple)


def nested_inline(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    children = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        *(children.map(node) for node in (Emphasis, Strong, Subscript, Superscript)),
        children.map(lambda nodes: Hyperlink("http://x.org/?a=b_", nodes)),
        children.map(lambda nodes: Reference("known", nodes)),
    )


nested_inlines = st.lists(st.recursive(flat, nested_inline, max_leaves=5), min_size=1, max_size=3).map(tuple)
FORMS = {Emphasis: "em", Strong: "strong", Subscript: "sub", Superscript: "sup"}


def marked(children: Sequence[Inline], form: str = "") -> Iterator[tuple[str, str]]:
    """Form and text of each part, flattened: the outermost form counts, but code and links keep theirs."""
    linked = form.startswith(("link", "ref"))
    for node in children:
        match node:
            case Text(text):
                yield form or "text", text
            case Code(text):
                yield form if linked else "code", text
            case Hyperlink(target, inner):
                yield from marked(inner, form if linked else f"link {target}")
            case Reference("known", inner):
                yield from marked(inner, form if linked else "ref a-label")
            case Reference(_, inner):
                yield from marked(inner, form)
            case Emphasis(inner) | Strong(inner) | Subscript(inner) | Superscript(inner):
                yield from marked(inner, form or FORMS[type(node)])
            case Footnote():
                yield "note", ""
            case _:
                raise AssertionError(node)


def line_outline(children: Sequence[Inline]) -> list[tuple[str, str]]:
    parts: list[tuple[str, str]] = []
    for form, text in marked(children):
        if parts and parts[-1][0] == form and form not in ("code", "note"):
            parts[-1] = (form, parts[-1][1] + text)
        else:
            parts.append((form, text))
    return tidy(parts)


code_line = st.sampled_from(["a", "  b", "", ":x: y", "{", "- c", "+---+", "| d |", "..", "x::"])
code_text = st.lists(code_line, min_size=1, max_size=5).map("\n".join)
NUMBERINGS = ["arabic", "loweralpha", "upperalpha", "lowerroman", "upperroman"]


def blocks_of(children: st.SearchStrategy[tuple[Block, ...]]) -> st.SearchStrategy[Block]:
    items = st.lists(children | st.just(()), min_size=1, max_size=4).map(tuple)
    definition = st.builds(Definition, st.lists(leaf, min_size=1, max_size=3).map(tuple), children | st.just(()))
    return st.one_of(
        items.map(BulletList),
        st.builds(NumberedList, items, st.sampled_from(NUMBERINGS), st.integers(0, 30)),
        st.lists(definition, min_size=1, max_size=3).map(tuple).map(DefinitionList),
        st.builds(Admonition, st.sampled_from(["note", "warning", "danger"]), children, st.just(()) | leaf),
        children.map(Quote),
        st.just(Transition()),
    )


simple: st.SearchStrategy[Block] = st.one_of(
    inlines.map(Paragraph),
    inlines.map(Paragraph),
    code_text.filter(str.strip).map(CodeBlock),
    st.lists(inlines, min_size=1, max_size=3).map(tuple).map(LineBlock),
    st.lists(st.tuples(inlines, st.integers(0, 9)), min_size=1, max_size=5).map(
        lambda lines: LineBlock(*map(tuple, zip(*lines, strict=True)))
    ),
)
several = st.recursive(
    st.lists(simple, min_size=1, max_size=3).map(tuple),
    lambda inner: st.lists(simple | blocks_of(inner), min_size=1, max_size=4).map(tuple),
    max_leaves=8,
)


def noted(children: tuple[Inline, ...], remark: tuple[Inline, ...]) -> Paragraph:
    return Paragraph((*children, Footnote((Paragraph(remark),))))


@st.composite
def tables(draw: st.DrawFn, cells: st.SearchStrategy[tuple[Block, ...]]) -> Table:
    width = draw(st.integers(1, 3))
    rows = draw(st.lists(st.lists(st.builds(Cell, cells | st.just(())), min_size=width, max_size=width).map(tuple), min_size=1, max_size=3))
    header = draw(st.integers(0, len(rows) - 1))
    return Table(tuple(rows[:header]), tuple(rows[header:]))


# What may stand anywhere but in a cell.
top = st.one_of(
    simple,
    nested_inlines.map(Paragraph),
    st.builds(noted, nested_inlines, inlines),
    st.builds(Image, st.just("http://x.org/a.png"), line),
    tables(several),
)
everything = st.recursive(
    st.lists(top, min_size=1, max_size=3).map(tuple),
    lambda inner: st.lists(top | blocks_of(inner) | st.builds(Section, leaf, inner), min_size=1, max_size=4).map(tuple),
    max_leaves=8,
)


def expected(blocks: Sequence[Block], outermost: bool = False) -> list[Outline]:
    """What is to be read back; ``outermost`` where a section is not within anything."""
    found: list[Outline] = []
    for block in blocks:
        match block:
            case Paragraph(children):
                found.append(("paragraph", line_outline(children)))
                found += [("footnote", expected(node.children)) for node in children if isinstance(node, Footnote)]
            case Image(source, alt):
                found.append(("paragraph", [(f"link {source}", f"[picture: {alt}]")]))
            case Section(title, children):
                found.append(("rubric", line_outline(title)) if outermost else ("paragraph", line_outline([Strong(title)])))
                found += expected(children)
            case CodeBlock(text):
                lines = text.split("\n")
                while not lines[0].strip():
                    del lines[0]
                while not lines[-1].strip():
                    del lines[-1]
                margin = min(len(line) - len(line.lstrip()) for line in lines if line)
                found.append(("code", "\n".join(line[margin:] for line in lines)))
            case LineBlock(lines, margins):
                found.append(lines_outline(lines, margins or (0,) * len(lines)))
            case BulletList(items):
                found.append(("bullets", [expected(item) for item in items]))
            case NumberedList(items, numbering, start):
                kind = numbering if _is_told_apart(numbering, start, len(items)) else "arabic"
                found.append(("numbers", kind, start, [expected(item) for item in items]))
            case DefinitionList(definitions):
                found.append(("terms", [(line_outline(joined(one.terms)), expected(one.children)) for one in definitions]))
            case Quote(children):
                found += [("quote", expected(children))] if expected(children) else []
            case Admonition(kind, children, title):
                content = expected(children)
                if content:
                    found.append(("admonition", kind, line_outline(title), content))
                elif title:
                    found.append(("paragraph", [("strong", line_outline(title)[0][1])]))
            case Table(header, body):
                found.append(
                    (
                        "table",
                        [[(cell.rows, cell.columns, expected(cell.children)) for cell in row] for row in header],
                        [[(cell.rows, cell.columns, expected(cell.children)) for cell in row] for row in body],
                    )
                )
            case Transition():
                pass
            case _:
                raise AssertionError(block)
    return found


def joined(terms: Sequence[tuple[Inline, ...]]) -> list[Inline]:
    """The terms as one line."""
    return [node for number, term in enumerate(terms) for node in ((Text(", "),) if number else ()) + term]


def lines_outline(lines: Sequence[tuple[Inline, ...]], margins: Sequence[int]) -> Outline:
    """Lines as a line block; those that are set in, each run of them, as a line block within."""
    found: list[object] = []
    for deeper, run in itertools.groupby(zip(lines, margins, strict=True), lambda pair: pair[1] > min(margins)):
        inner, own = zip(*run, strict=True)
        found += [lines_outline(inner, own)] if deeper else map(line_outline, inner)
    return ("lines", found)


def _is_told_apart(numbering: str, start: int, count: int) -> bool:
    if numbering.endswith("alpha"):
        return start not in (0, 9) and start + count - 1 <= 26
    return numbering.endswith("roman") and start != 0 and start not in (5, 10)


def nested(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    children = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        *(children.map(node) for node in (Emphasis, Strong, Subscript, Superscript)),
        st.builds(Hyperlink, st.sampled_from(["http://x", "a b", "javascript:x", ""]), children),
        st.builds(Reference, st.sampled_from(["known", "unknown"]), children, st.sampled_from(["", "http://y", "data:x"])),
        children.map(lambda nodes: Footnote((Paragraph(nodes),))),
    )


wild = st.recursive(flat | st.just(LineBreak()) | st.builds(InlineImage, line, line), nested, max_leaves=6)
wild_line = st.lists(wild, max_size=4).map(tuple)


def nested_blocks(inner: st.SearchStrategy[tuple[Block, ...]]) -> st.SearchStrategy[tuple[Block, ...]]:
    definition = st.builds(Definition, st.lists(wild_line, max_size=3).map(tuple), inner)
    row = st.lists(st.builds(Cell, inner, st.integers(0, 4), st.integers(0, 3)), max_size=3).map(tuple)
    block = st.one_of(
        wild_line.map(Paragraph),
        st.lists(inner, max_size=3).map(tuple).map(BulletList),
        st.lists(definition, max_size=2).map(tuple).map(DefinitionList),
        st.builds(Section, wild_line, inner),
        st.builds(Admonition, st.sampled_from(["note", "sidebar"]), inner, wild_line),
        st.builds(Image, line, line, wild_line),
        st.builds(CodeBlock, code_text, title=wild_line),
        st.lists(wild_line, max_size=3).map(tuple).map(LineBlock),
        inner.map(Quote),
        st.builds(Table, st.lists(row, max_size=2).map(tuple), st.lists(row, max_size=3).map(tuple), wild_line),
    )
    return st.lists(block, max_size=3).map(tuple)


wild_blocks = st.recursive(st.lists(wild_line.map(Paragraph), max_size=2).map(tuple), nested_blocks, max_leaves=6)


class Numbering:
    """Puts a word of its own, numbered in the order of the tree, before each text.

    Numbered apart are footnotes, which stand below their block, and the heads of tables in cells, which are repeated with each row.
    Where no block can stand below (cells, terms, titles, links, footnotes), footnotes stand in place.
    """

    def __init__(self) -> None:
        self.counts = dict.fromkeys("tnh", 0)

    def word(self, kind: str) -> str:
        self.counts[kind] += 1
        return f"{kind}{self.counts[kind]}q"

    def text(self, text: str, kind: str) -> str:
        return f"{' ' * text.startswith(' ')}{self.word(kind)} {text}"

    def all(self, nodes: Sequence[Any], kind: str, in_place: bool = False) -> tuple[Any, ...]:
        return tuple(self.all(node, kind, in_place) if isinstance(node, tuple) else self.one(node, kind, in_place) for node in nodes)

    def one(self, node: Any, kind: str, in_place: bool) -> Any:
        match node:
            case Text(text) | Code(text):
                return type(node)(self.text(text, kind))
            case InlineImage(source, alt):
                return InlineImage(source, self.text(alt, kind))
            case CodeBlock(text, title=title):
                title = self.all(title, kind, True)
                return CodeBlock(f"{self.word(kind)}\n{text}", title=title)
            case Image(source, alt, title):
                title = self.all(title, kind, True)
                return Image(source, self.text(alt, kind), title)
            case Table(header, body, title):
                title = self.all(title, kind, True)
                header = self.all(header, "h" if in_place else kind, True)
                return Table(header, self.all(body, kind, True), title)
            case Footnote(children):
                return Footnote(self.all(children, "n" if kind == "t" and not in_place else kind, True))
            case LineBreak() | Transition():
                return node
        values = {name: getattr(node, name) for name in node.__dataclass_fields__}
        for name in sorted(values, key=lambda name: name not in ("title", "terms")):  # what stands first on the page
            if isinstance(values[name], tuple) and name != "margins":
                values[name] = self.all(
                    values[name], kind, in_place or name in ("title", "terms") or isinstance(node, Hyperlink | Reference)
                )
        return type(node)(**values)

    def check(self, text: str) -> None:
        """Each word is in the text, and all of a kind are in order."""
        for kind, count in self.counts.items():
            found = [int(number) for number in re.findall(rf"{kind}(\d+)q", text)]
            assert (sorted(set(found)) if kind == "h" else found) == list(range(1, count + 1)), text
