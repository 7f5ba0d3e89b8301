"""Documentation markup: DocBook, XHTML, escaped HTML, Javadoc, samples and plain text become prose.

The cases stand in ``fixtures/markup/*.md``: a title, the content of a ``doc`` element, and an outline of what becomes of it.
``UPDATE_FIXTURES=1`` writes the outlines anew; read the difference.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wadl2rst import prose
from wadl2rst.diagnostics import Diagnostic, Location, MessageCode
from wadl2rst.markup import Markup, docbook, xhtml
from wadl2rst.prose import Block, Inline
from wadl2rst.source.tree import Element

FIXTURES = Path(__file__).parent.parent / "fixtures" / "markup"
NAMESPACES = {
    "docbook": "http://docbook.org/ns/docbook",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "wadl": "http://wadl.dev.java.net/2009/02",
    "none": "",
}
PREFIXES = {
    "db": NAMESPACES["docbook"],
    "h": NAMESPACES["xhtml"],
    "xlink": "http://www.w3.org/1999/xlink",
    "xsdxt": "http://docs.rackspacecloud.com/xsd-ext/v1.0",
    "apigee": "http://api.apigee.com/wadl/2010/07/",
    "mine": "urn:example:mine",
}
SAMPLES = {
    "samples/image.json": '\n\n  {\n    "id": 7\n  }\n\n',
    "samples/image-http.txt": "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n",
    "samples/empty.json": " \n",
}


class Place:
    """Where the elements of these tests come from."""

    def locate(self, line: int) -> Location:
        return Location("test.wadl", line)


def element(source: str) -> Element:
    """The tree of an XML document."""
    root = Element("", "", {}, 0, Place())
    stack = [root]
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition("}")
        child = Element(namespace, local, attributes, parser.CurrentLineNumber, Place())
        stack[-1].children.append(child)
        stack.append(child)

    def text(data: str) -> None:
        siblings = stack[-1].children
        if siblings and isinstance(last := siblings[-1], str):
            siblings[-1] = last + data
        else:
            siblings.append(data)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: stack.pop()
    parser.CharacterDataHandler = text
    parser.Parse(source, True)
    (document,) = root.elements()
    return document


def doc(content: str, vocabulary: str = "docbook") -> Element:
    """A ``doc`` element in which elements without a prefix are of the vocabulary."""
    prefixes = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in PREFIXES.items())
    return element(f'<doc xmlns="{NAMESPACES[vocabulary]}"{prefixes}>{content}</doc>')


def text_doc(text: str) -> Element:
    """A ``doc`` element that holds nothing but text."""
    made = Element(NAMESPACES["wadl"], "doc", {}, 1, Place())
    made.children.append(text)
    return made


def nested(content: str, depth: int) -> str:
    """Content within as many tags."""
    return "<phrase>" * depth + content + "</phrase>" * depth


def blocks(
    tree: Element, *, profile: tuple[str, ...] = (), text_format: str = "auto", said: list[Diagnostic] | None = None
) -> tuple[Block, ...]:
    report = (lambda _diagnostic: None) if said is None else said.append
    return Markup(report, sample=lambda href, _element: SAMPLES.get(href), profile=profile, text_format=text_format).blocks(tree)


# --- outlines ---------------------------------------------------------------------------------


def line(inlines: tuple[Inline, ...]) -> str:
    """Inline nodes in a notation that shows where each begins and ends."""
    out = []
    for node in inlines:
        match node:
            case prose.Text(text):
                out.append(text.replace("\N{NO-BREAK SPACE}", "~"))
            case prose.Code(text):
                out.append(f"`{text}`")
            case prose.Emphasis(children):
                out.append(f"*{line(children)}*")
            case prose.Strong(children):
                out.append(f"**{line(children)}**")
            case prose.Subscript(children):
                out.append(f"_({line(children)})")
            case prose.Superscript(children):
                out.append(f"^({line(children)})")
            case prose.Hyperlink(target, children):
                out.append(f"[{line(children)}]<{target}>")
            case prose.Reference(target, children, address):
                out.append(f"[{line(children)}]#{target}" + (f"<{address}>" if address else ""))
            case prose.LineBreak():
                out.append(" // ")
            case prose.InlineImage(source, alt):
                out.append(f"!{source}({alt})")
            case prose.Footnote(children):
                out.append("[note: " + " ".join(part.strip() for part in outline(children)) + "]")
    return "".join(out)


def outline(nodes: tuple[Block, ...]) -> Iterator[str]:
    """Blocks, one a line, what is in them set in."""

    def inner(children: tuple[Block, ...], first: str = "  ") -> Iterator[str]:
        for number, row in enumerate(outline(children)):
            yield (first if number == 0 else " " * len(first)) + row

    for node in nodes:
        match node:
            case prose.Paragraph(children):
                yield line(children)
            case prose.BulletList(items):
                for item in items:
                    yield from inner(item, "- ")
            case prose.NumberedList(items, numbering, start):
                for number, item in enumerate(items, start):
                    yield from inner(item, f"{number}. " if numbering == "arabic" else f"{number} ({numbering}). ")
            case prose.DefinitionList(items):
                for definition in items:
                    yield " ; ".join(line(term) for term in definition.terms) + " ::"
                    yield from inner(definition.children)
            case prose.Table(header, body, title):
                yield f"table {line(title)}".rstrip()
                for kind, rows in (("head", header), ("row", body)):
                    for row in rows:
                        yield f"  {kind} | " + " | ".join(cell(each) for each in row)
            case prose.Admonition(kind, children, title):
                yield f"{kind}: {line(title)}".rstrip()
                yield from inner(children)
            case prose.CodeBlock(text, language, title, file):
                yield "code" + (language and f" {language}") + (f' "{line(title)}"' if title else "") + (file and f" <{file}>")
                for row in text.split("\n"):
                    yield f"  |{row}"
            case prose.LineBlock(lines, margins):
                for row, margin in zip(lines, margins or [0] * len(lines), strict=True):
                    yield f"/ {' ' * margin}{line(row)}".rstrip()
            case prose.Quote(children):
                yield from inner(children, "> ")
            case prose.Image(source, alt, title):
                yield f"image {source} ({alt}) {line(title)}".rstrip()
            case prose.Section(title, children):
                yield f"section {line(title)}"
                yield from inner(children)
            case prose.Transition():
                yield "----"


def cell(node: prose.Cell) -> str:
    span = f"{{{node.columns}x{node.rows}}} " if (node.columns, node.rows) != (1, 1) else ""
    return span + " / ".join(row.strip() for row in outline(node.children))


def shown(nodes: tuple[Block, ...]) -> str:
    return "\n".join(outline(nodes))


# --- the cases --------------------------------------------------------------------------------

_CASE = re.compile(r"^## ([^\n]+)\n+```xml (\w+)((?: \S+=\S+)*)\n(.*?)\n```\n+```text\n(.*?)\n?```$", re.MULTILINE | re.DOTALL)


def cases() -> list[object]:
    return [
        pytest.param(file, match, id=f"{file.stem}: {match[1]}")
        for file in sorted(FIXTURES.glob("*.md"))
        for match in _CASE.finditer(file.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("file", "case"), cases())
def test_the_content_of_a_doc_becomes_prose(file: Path, case: re.Match[str]) -> None:
    """Each case of the fixtures gives the outline that stands under it."""
    title, vocabulary, conditions, content, expected = case.groups()
    result = shown(blocks(doc(content, vocabulary), profile=tuple(conditions.split())))
    if os.environ.get("UPDATE_FIXTURES"):
        start, end = file.read_text(encoding="utf-8").split(f"## {title}\n", 1)
        head, _, rest = end.partition("```text\n")
        rest = rest.partition("```")[2]
        file.write_text(f"{start}## {title}\n{head}```text\n{result}\n```{rest}", encoding="utf-8")
        return
    assert result == expected


def test_every_case_of_the_fixtures_is_read() -> None:
    """A case that is written wrong is not passed over in silence."""
    for file in FIXTURES.glob("*.md"):
        text = file.read_text(encoding="utf-8")
        assert len(_CASE.findall(text)) == len(re.findall(r"^## ", text, re.MULTILINE)), file.name


# --- messages, samples, settings --------------------------------------------------------------


def test_an_unknown_tag_is_reported_once() -> None:
    """However often an unknown tag occurs, one message names it and the place where it occurs first."""
    said: list[Diagnostic] = []
    tree = doc("<para>a</para>\n<mine:blink>b</mine:blink>\n<mine:blink>c <mine:wave>d</mine:wave></mine:blink>")
    assert shown(blocks(tree, said=said)) == "a\nb c d"
    assert [(each.code, each.text, each.location) for each in said] == [
        (MessageCode.UNKNOWN_MARKUP, "unknown tag 'blink'; its text is kept", Location("test.wadl", 2)),
        (MessageCode.UNKNOWN_MARKUP, "unknown tag 'wave'; its text is kept", Location("test.wadl", 3)),
    ]


def test_unknown_tags_are_reported_once_a_run() -> None:
    """Where a run reads several files, a tag that one of them reported is not reported for the next."""
    said: list[Diagnostic] = []
    shared: set[str] = set()
    for _ in range(2):
        Markup(said.append, sample=lambda _href, _element: None, reported=shared).blocks(doc("<mine:blink>b</mine:blink>"))
    assert len(said) == 1


def test_known_tags_are_not_reported() -> None:
    """Tags of DocBook and XHTML are silent, also in each other's namespace."""
    said: list[Diagnostic] = []
    blocks(doc("<p>a <i>b</i></p><h:para><h:emphasis>c</h:emphasis></h:para>"), said=said)
    assert said == []


def test_a_sample_is_asked_for_with_its_element() -> None:
    """What reads a sample is told the address and the element, so that it can look beside the right file."""
    asked: list[tuple[str, int]] = []

    def sample(href: str, tag: Element) -> str | None:
        asked.append((href, tag.location.line))
        return None

    tree = doc('\n<xsdxt:code href="a.json"/>\n<para><xsdxt:code href=" b.json "/></para>')
    assert Markup(lambda _diagnostic: None, sample=sample).blocks(tree) == ()
    assert asked == [("a.json", 2), ("b.json", 3)]


@pytest.mark.parametrize("condition", ["security", "=internal", "!=internal", ""])
def test_a_profile_that_is_no_condition_is_refused(condition: str) -> None:
    """A condition that is neither key=value nor key!=value is an error of the caller's, with the condition in it."""
    with pytest.raises(ValueError, match=re.escape(repr(condition))):
        Markup(lambda _diagnostic: None, sample=lambda _href, _element: None, profile=(condition,))


@pytest.mark.parametrize(
    "content",
    [
        "<para>{}</para>",
        "<programlisting>a <emphasis>b {}</emphasis></programlisting>",
        "<screen>a {}</screen>",
        "<literallayout>a {}</literallayout>",
        '<xsdxt:code href="none"><emphasis>{}</emphasis></xsdxt:code>',
        "<mediaobject><imageobject><caption>a {}</caption></imageobject></mediaobject>",
        '<mediaobject><imageobject><imagedata fileref="http://x/y.png"/></imageobject><textobject>a {}</textobject></mediaobject>',
        '<para><code>a<replaceable>{}</replaceable></code> <tag class="starttag">a{}</tag> <email>a@b.c{}</email></para>',
        "<para><uri>http://x/{}</uri> <uri>{}</uri></para>",
        "<section><title>a{}</title><para>b</para></section><note><title>{}</title><para>c</para></note>",
        "<variablelist><varlistentry><term>a{}</term><listitem>b{}</listitem></varlistentry></variablelist>",
        "<simplelist type='inline'><member>a</member><member>{}</member></simplelist><formalpara><title>a {}</title></formalpara>",
        "<table><title>a{}</title><tr><td>b{}</td></tr></table><orderedlist><listitem>{}</listitem></orderedlist>",
        "<para>a<footnote>b {}</footnote> <quote>{}</quote> <keycombo>{}</keycombo></para>",
        nested("{}", 60),
    ],
)
def test_nothing_shows_what_the_profile_hides(content: str) -> None:
    """Whatever stands around a hidden element shows neither its text nor any address of it."""
    hidden = '<phrase security="internal" xlink:href="http://secret/">secret<imagedata fileref="secret.png"/></phrase>'
    assert "secret" in str(blocks(doc(content.replace("{}", hidden))))
    assert "secret" not in str(blocks(doc(content.replace("{}", hidden)), profile=("security!=internal",)))


def test_the_first_picture_that_is_shown() -> None:
    """A picture that the profile hides makes room for the next one."""
    pictures = '<imageobject{}><imagedata{} fileref="http://x/{}.png"/></imageobject>'
    for hidden in ((' os="a"', ""), ("", ' os="a"')):
        content = pictures.format(*hidden, 1) + pictures.format("", "", 2)
        assert shown(blocks(doc(f"<mediaobject>{content}</mediaobject>"), profile=("os!=a",))) == "image http://x/2.png ()"


def test_one_markup_serves_many_docs() -> None:
    """Nothing of one doc is left for the next: a list that continues another starts anew."""
    markup = Markup(lambda _diagnostic: None, sample=lambda _href, _element: None)
    markup.blocks(doc("<orderedlist><listitem>a</listitem></orderedlist>"))
    after = markup.blocks(doc('<orderedlist continuation="continues"><listitem>b</listitem></orderedlist>'))
    assert shown(after) == "1. b"


# --- nothing is lost --------------------------------------------------------------------------

_WORD = re.compile(r"\w+")
_LOSES = {"script", "style", "remark", "indexterm"}
# Tags whose words may stand in another order: a title comes first, a foot last, what a picture shows beside the picture.
_MOVES = {
    "title", "caption", "figcaption", "legend", "info", "blockinfo", "sectioninfo", "objectinfo", "tfoot", "thead", "alt", "textobject",
    "mediaobject", "inlinemediaobject",
}  # fmt: skip
_TAGS = sorted((set(docbook.HANDLERS) | set(xhtml.HANDLERS)) - _LOSES)
_ATTRIBUTES = ("role", "class", "href", "linkend", "colspan", "rowspan", "morerows", "type", "numeration", "fileref", "src", "url")
_VALUES = ("bold", "2", "0", "inline", "http://example.org/", "#id", "javascript:x", "monospaced", "A")


def words(nodes: object) -> list[str]:
    """All words that a tree shows, in order."""
    if isinstance(nodes, str):
        return _WORD.findall(nodes)
    if isinstance(nodes, tuple):
        return [word for node in nodes for word in words(node)]
    match nodes:
        case prose.Text(text) | prose.Code(text):
            return words(text)
        case prose.InlineImage(_, alt):
            return words(alt)
        case prose.Image(_, alt, title):
            return [*words(alt), *words(title)]
        case prose.CodeBlock(text, _, title, _):
            return [*words(title), *words(text)]
        case prose.Table(header, body, title):
            return [*words(title), *words(header), *words(body)]
        case prose.BulletList(items) | prose.NumberedList(items) | prose.DefinitionList(items):
            return words(items)
        case prose.Definition(terms, children):
            return [*words(terms), *words(children)]
        case prose.Section(title, children) | prose.Admonition(_, children, title):
            return [*words(title), *words(children)]
        case prose.LineBlock(lines):
            return words(lines)
        case prose.LineBreak() | prose.Transition():
            return []
        case _:
            return words(nodes.children)  # type: ignore[attr-defined]


def trees(names: list[str]) -> st.SearchStrategy[Element]:
    """Docs in which tags are nested in any way, with a word of its own in each place."""
    kind = st.tuples(
        st.sampled_from(names),
        st.sampled_from(list(NAMESPACES.values())),
        st.none() | st.tuples(st.sampled_from(_ATTRIBUTES), st.sampled_from(_VALUES)),
    )
    nested = st.recursive(st.just(()), lambda inner: st.lists(st.tuples(kind, inner, st.booleans()), max_size=4), max_leaves=12)

    def build(shape: object) -> Element:
        numbers = iter(range(1000))

        def fill(parent: Element, children: Iterable[Any]) -> None:
            for (name, namespace, attribute), inner, text in children:
                if text:
                    parent.children.append(f" w{next(numbers)} ")
                made = Element(namespace, name, dict([attribute] if attribute else []), 1, Place())
                fill(made, inner)
                parent.children.append(made)
            parent.children.append(f" w{next(numbers)}\n")

        top = Element(NAMESPACES["wadl"], "doc", {}, 1, Place())
        fill(top, shape)  # type: ignore[arg-type]
        return top

    return nested.map(build)


def numbered(nodes: object) -> list[str]:
    """The words of the trees above; what stands in no text (signs, addresses) is none of them."""
    return [word for word in words(nodes) if re.fullmatch(r"w\d+", word)]


@given(trees(_TAGS))
def test_no_word_is_lost_however_tags_are_nested(tree: Element) -> None:
    """Known tags in any order and depth: no exception, and each word is shown once."""
    assert Counter(numbered(blocks(tree))) == Counter(_WORD.findall(tree.text()))


@given(trees([name for name in _TAGS if name not in _MOVES]))
def test_words_keep_their_order(tree: Element) -> None:
    """But for titles, feet of tables and what pictures show, the words are shown in the order of the document."""
    assert numbered(blocks(tree)) == _WORD.findall(tree.text())


@given(trees(_TAGS))
def test_inline_text_is_folded(tree: Element) -> None:
    """No line starts or ends with a blank, has two in a row, or has two texts beside each other."""

    def check(nodes: object) -> None:
        if isinstance(nodes, tuple):
            if nodes and isinstance(nodes[0], Inline):
                assert not any(isinstance(a, prose.Text) and isinstance(b, prose.Text) for a, b in zip(nodes, nodes[1:], strict=False))
                for node, edge in ((nodes[0], 0), (nodes[-1], -1)):
                    assert not isinstance(node, prose.LineBreak)
                    assert not isinstance(node, prose.Text) or node.text[edge] != " "
            for node in nodes:
                check(node)
        elif isinstance(nodes, prose.Text):
            assert nodes.text and "  " not in nodes.text and "\n" not in nodes.text
        elif not isinstance(nodes, str | int):
            for name in nodes.__dataclass_fields__:  # type: ignore[attr-defined]
                check(getattr(nodes, name))

    check(blocks(tree))


@given(trees(["table", "informaltable", "tgroup", "thead", "tbody", "tr", "row", "td", "th", "entry"]))
def test_tables_are_grids(tree: Element) -> None:
    """Whatever cells span, each row of a table covers as many columns as the others, and none overlap."""

    def check(nodes: object) -> None:
        if isinstance(nodes, prose.Table):
            assert nodes.body
            width = None
            for rows in (nodes.header, nodes.body):
                taken: Counter[int] = Counter()
                for number, row in enumerate(rows):
                    column = 0
                    for each in row:
                        while taken[column]:
                            column += 1
                        assert number + each.rows <= len(rows)
                        for covered in range(column, column + each.columns):
                            assert not taken[covered]
                            taken[covered] = each.rows
                        column += each.columns
                    covered_columns = sum(1 for count in taken.values() if count)
                    assert width in (None, covered_columns)
                    width = covered_columns
                    taken = Counter({key: count - 1 for key, count in taken.items() if count > 1})
        if isinstance(nodes, tuple):
            for node in nodes:
                check(node)
        elif hasattr(nodes, "__dataclass_fields__"):
            for name in nodes.__dataclass_fields__:
                check(getattr(nodes, name))

    check(blocks(tree))


_PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<b>", "</b>", "<b/>", "<ul>", "</ul>", "<li>", "</li>", "<br/>", "<pre>", "</pre>", "<h2>", "</h2>", "<dl><dt>",
        "<dd>", "</dl>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<a href='x'>", "</a>", "<code>", "</code>", "<host>", "</host>",
        "<imageId>", " < ", "<!--", "&amp;", "{@code ", "{@link X#y ", "{", "}", "\n@param ", "\n@see ", "\n\n", "\n  - ", "\n 1. ",
        "\n      ", ":\n", "\na) ", "\nb) ", "\n {", "\n]",
    ]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=25))
def test_text_that_looks_like_markup_loses_no_word(pieces: list[str]) -> None:
    """HTML tags, Javadoc and lists in text, closed or not: no exception, and the words between them are kept in order."""
    text = "".join(f"{piece} w{number} " for number, piece in enumerate(pieces))
    assert numbered(blocks(text_doc(text))) == [f"w{number}" for number in range(len(pieces))]


_CHARACTERS = st.characters(exclude_characters="<@&{\0", exclude_categories=["Cs"])


@given(st.text(_CHARACTERS, max_size=200) | st.lists(_CHARACTERS | st.sampled_from(["\n", ":\n", "\n a. ", "\n b. ", "\n  "])).map("".join))
def test_plain_text_keeps_its_characters(text: str) -> None:
    """All that plain text has is shown but for white space and the marks of lists."""
    shown_characters = Counter(re.sub(r"\s", "", "".join(_characters(blocks(text_doc(text))))))
    given_characters = Counter(re.sub(r"\s", "", text))
    assert not shown_characters - given_characters
    assert set(given_characters - shown_characters) <= set("-*+\u2022.)0123456789")


def _characters(nodes: object) -> Iterator[str]:
    if isinstance(nodes, prose.Text | prose.Code | prose.CodeBlock):
        yield nodes.text
    elif isinstance(nodes, tuple):
        for node in nodes:
            yield from _characters(node)
    elif isinstance(nodes, prose.BulletList | prose.NumberedList):
        if isinstance(nodes, prose.NumberedList) and nodes.numbering == "loweralpha":
            yield "abcdefghijklmnopqrstuvwxyz"[: len(nodes.items)]
        yield from _characters(nodes.items)
    elif isinstance(nodes, prose.LineBlock):
        yield from _characters(nodes.lines)
    else:
        yield from _characters(nodes.children)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["itemizedlist", "b", "div", "table", "blink", "code", "tbody", "note"])
def test_deep_nesting_keeps_the_words(name: str) -> None:
    """Tags nested as deeply as a file may have them are no danger: the words are kept, the deepest structure is not."""
    tree = doc("".join(f"<{name}> w{number} " for number in range(250)) + f"</{name}>" * 250)
    assert numbered(blocks(tree)) == [f"w{number}" for number in range(250)]


@pytest.mark.parametrize(
    "tag", ["<b>{} </b>", "<ul><li>{}</ul>", "<table><tr><td>{}</table>", "{{@code {}}}", "{{@link a {}}}", "<blockquote>{}</blockquote>"]
)
def test_deep_nesting_in_text_keeps_the_words(tag: str) -> None:
    """HTML in text has no limit of depth: the words are kept, within Python's own limits."""
    text = "w1"
    for _ in range(3 * sys.getrecursionlimit()):
        text = tag.format(text)
    assert numbered(blocks(text_doc(f"w0 {text} w2"))) == ["w0", "w1", "w2"]


@pytest.mark.corpus
def test_no_word_of_the_corpus_is_lost(corpus_wadls: list[Path]) -> None:
    """In real WADLs all words of the documentation are kept in order, but for tags, list numbers and character references."""
    said: list[Diagnostic] = []
    markup = Markup(said.append, sample=lambda _href, _element: None)
    lost: list[str] = []
    seen = 0
    for file in corpus_wadls:
        try:
            root = element(file.read_text(encoding="utf-8"))
        except (expat.ExpatError, UnicodeDecodeError):
            continue  # entities in other files are another module's
        for each in root.walk():
            if each.name == "doc" and each.is_wadl:
                wanted = " ".join(_texts(each))
                plain = re.sub(r"</?\w+[^<>]*>|\{@\w+|&\w+;|^\s*(\d+\.|@\w+)", " ", wanted, flags=re.MULTILINE)
                found = "".join(words(markup.blocks(each)))  # an element may end within a word, so words cannot be told apart
                position = 0
                for word in _WORD.findall(plain):
                    position = found.find(word, position)
                    if position < 0:
                        lost.append(f"{each.location}: {word}")
                        break
                    position += len(word)
                seen += 1
    assert seen > 0
    assert lost == []


def _texts(tag: Element) -> Iterator[str]:
    for child in tag.children:
        if isinstance(child, str):
            yield child
        elif child.name not in _LOSES:
            yield from _texts(child)
