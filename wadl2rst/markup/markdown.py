"""Markdown, as newer generators copy it from comments: recognises it, and parses it to elements, with markdown-it-py.

The dialect is CommonMark with the tables of GitHub.  Nothing is dropped that CommonMark drops: definitions of links that are not
used, titles of links, and cells beyond the width of a table are text.  HTML within Markdown is read like other escaped HTML.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from wadl2rst.markup import escaped
from wadl2rst.markup.links import allowed
from wadl2rst.markup.parsed import Parsed, parsed
from wadl2rst.source.tree import Element

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

# Characters that XML cannot contain stand for what is not Markdown.
_AT = "\uffff"  # an "@" in code, which starts no Javadoc tag
_EMBEDDED = "\ufffe"  # followed by a character for the number of an element that stands in the text
_FIRST = 0x4E00  # the character for number 0: a letter, so that the place of an element looks like a word
_MAX_EMBEDDED = 20_000
_PLACE = re.compile(f"{_EMBEDDED}(.)", re.DOTALL)
_RESERVED = re.compile("[\0\ufffe\uffff]")

_MAX_NESTING = 40
"""The depth of lists and quotations below which markdown-it drops text; such a text is not read as Markdown."""

_MAX_LENGTH = 100_000
"""Characters beyond which a text is not read as Markdown: longer than any real one, and parsing may take quadratic time."""

_MAY_BE = re.compile(r"`|\*\*|__|\]\(|~~~|\||^[ \t]*(?:#|>|=+[ \t]*$|-+[ \t]*$)", re.MULTILINE)
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})([^`\n]*)$")
_UNREAD = re.compile(r"<(/?)(pre|code)\b[^<>]*>|<!--|\{@(?:code|literal|snippet)\b[^{}]*\}", re.IGNORECASE)
_DELIMITERS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_MARKS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^[ \t]*#{1,6}[ \t]+[^\s#]",
        r"^[ \t]*\w[^\n|]*\n[ \t]*(?:={3,}|-{3,})[ \t]*$",
        r"(?<![\w\]])!?\[[^\[\]\n]+\]\((?:[a-z][a-z0-9+.-]*:|[/#.]|[^\s()]*[/.#])[^\s()]*(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)",
        r"(?<![\w*\\/])\*\*(?=[^\s*])[^*\n]*[^\s*]\*\*(?![\w*/])|(?<![\w\\])__(?=[^\s_])[^_\n]{0,200}?\s[^_\n]{0,200}(?<=[^\s_])__(?!\w)",
        r"(?<![`\w\\])(`{1,2})(?![`\s])[^`\n]*(?<=[^`\s])\1(?![`\w])",
        r"^([ \t]*)(?:[-*+]|\d{1,4}[.)])[ \t]+\S[^\n]*\n(?:[^\n]*\n){0,4}?\1[ \t]+(?:[-*+]|\d{1,4}[.)])[ \t]+\S",
        r"^[ \t]*>[ \t]+[A-Za-z*_`\[]",
    )
)
"""A heading, an underlined heading, a link or image, bold text, code, a nested list, a quotation.

A list that is not nested, and text in single asterisks, are as usual in plain text.
"""
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n).){1,2000}?(?<!`)\1(?!`)", re.DOTALL)


def is_markdown(text: str) -> bool:
    """Whether a text is clearly Markdown: it has a fence around code, a table, or two kinds of other marks."""
    if len(text) > _MAX_LENGTH or _MAY_BE.search(text) is None:
        return False
    visible = _without_code(text)
    lines = visible.split("\n")
    fence = ""
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if match is None:
            if "|" in line and number + 1 < len(lines) and _is_table(line, lines[number + 1]):
                return True
        elif fence and match[1].startswith(fence) and not match[2].strip():
            return True
        elif not fence and (match[1][0] == "`" or number == 0 or not lines[number - 1].strip()):
            # A line of ~ after another is the underline of a heading in reStructuredText.
            fence = match[1]
    return sum(pattern.search(visible) is not None for pattern in _MARKS) > 1


def _without_code(text: str) -> str:
    """The text without code in HTML or Javadoc, and without comments, whose characters are no marks."""
    out: list[str] = []
    lower = text.lower()
    last = {name: lower.rfind(f"</{name}") for name in ("pre", "code")}
    position = 0
    for match in _UNREAD.finditer(text):
        if match.start() < position:
            continue
        end = match.end()
        if match[2] and not match[1] and match.start() < last[match[2].lower()]:
            end = lower.find(f"</{match[2].lower()}", end)
        elif match[0] == "<!--":
            end = text.find("-->", end)
            if end < 0:
                break
        out.append(text[position : match.start()])
        position = end
    return " ".join([*out, text[position:]])


def _is_table(header: str, delimiters: str) -> bool:
    return "|" in delimiters and _DELIMITERS.fullmatch(delimiters.strip()) is not None and len(_cells(header)) == len(_cells(delimiters))


def _cells(line: str) -> list[str]:
    """The cells of a row, without the pipes at its ends."""
    cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip())]
    return cells[not cells[0] : len(cells) - (len(cells) > 1 and not cells[-1])]


def hide(text: str) -> str:
    """The text for :func:`parse`, in which Javadoc tags can be looked for: they do not start in code."""
    text = _RESERVED.sub("", text)
    if "@" not in text:
        return text
    out: list[str] = []
    prose: list[str] = []
    fence = ""

    def close() -> None:
        if prose:
            out.append(_CODE_SPAN.sub(lambda match: match[0].replace("@", _AT), "\n".join(prose)))
            prose.clear()

    for line in text.split("\n"):
        match = _FENCE.match(line)
        if fence:
            out.append(line.replace("@", _AT))
            if match and match[1].startswith(fence) and not match[2].strip():
                fence = ""
        elif match:
            close()
            fence = match[1]
            out.append(line)
        else:
            prose.append(line)
    close()
    return "\n".join(out)


def show(child: Element | str) -> Element | str:
    """The child with what :func:`hide` did undone."""
    return child.replace(_AT, "@") if isinstance(child, str) else child


def parse(children: Sequence[Element | str], near: Element) -> list[Element | str] | None:
    """The elements for Markdown: XHTML's, at the location of ``near``.  Elements among the children stay in place.

    None if the text cannot be read as Markdown without losing anything.
    """
    elements = [child for child in children if not isinstance(child, str)]
    if len(elements) > _MAX_EMBEDDED:
        return None
    numbers = iter(range(len(elements)))
    text = "".join(child if isinstance(child, str) else f"{_EMBEDDED}{chr(_FIRST + next(numbers))}" for child in children)
    for element in elements:
        if type(element) is Parsed:
            for inner in element.walk():
                inner.children[:] = [child.replace(_AT, "@") if isinstance(child, str) else child for child in inner.children]
    if len(text) > _MAX_LENGTH:
        return None
    tokens = _reader().parse(_without_margin(text))
    if any(token.level >= _MAX_NESTING - 1 for token in tokens):
        return None
    return _Builder(near, elements, tokens).build()


def _without_margin(text: str) -> str:
    """The text without the indentation that it has from the XML around it: what all lines outside code have, but the first."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    fence = ""
    margin = -1
    runs: list[list[int]] = [[]]  # the numbers of the lines outside code, and of those of each code
    code: list[int] = []
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if fence and not (match and match[1].startswith(fence) and not match[2].strip()):
            code.append(number)
            continue
        if match:
            fence = "" if fence else match[1]
            code = []
            runs.append(code)
        core = line.lstrip(" \t")
        indent = line[: len(line) - len(core)].expandtabs(4)
        lines[number] = indent + core if number else core
        if number and core:
            margin = len(indent) if margin < 0 else min(margin, len(indent))
        if number:
            runs[0].append(number)
    if margin <= 0:
        return "\n".join(lines)
    for run in runs:  # code may be indented less than the text
        least = min((len(lines[number]) - len(lines[number].lstrip(" ")) for number in run if lines[number].strip()), default=0)
        for number in run:
            lines[number] = lines[number][min(margin, least) :]
    return "\n".join(lines)


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt  # only few WADLs have Markdown

    # Without "text_join", escaped characters stay apart from the text around them, and are not read as HTML.
    options = {"html": True, "store_labels": True, "inline_definitions": True, "maxNesting": _MAX_NESTING}
    reader = MarkdownIt("commonmark", options).enable("table").disable(["entity", "text_join"])
    rule = next(rule for rule in reader.block.ruler.__rules__ if rule.name == "table").fn

    def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        before = len(state.tokens)
        found = rule(state, start, end, silent)
        if found and not silent:
            _keep_cells(state, before)
        return found

    reader.block.ruler.at("table", table, {"alt": ["paragraph", "reference"]})
    reader.normalizeLink = lambda url: url  # type: ignore[method-assign]
    reader.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    reader.validateLink = lambda url: bool(allowed(url))  # type: ignore[method-assign]
    return reader


def _keep_cells(state: StateBlock, begin: int) -> None:
    """Adds the cells that a row of a table has beyond those of the header to its last cell; GitHub drops them."""
    width = surplus = 0
    extra: list[str] = []
    for token in state.tokens[begin:]:
        if token.type == "th_open":
            width += 1
        elif token.type == "tr_open" and token.map and width:
            line = token.map[0]
            cells = _cells(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]])
            extra, surplus = cells[width:], width
        elif token.type == "inline" and width and surplus:
            surplus -= 1
            if not surplus and extra:
                token.content = " | ".join([token.content, *extra])


class _Builder:
    """Turns the tokens of markdown-it into elements."""

    def __init__(self, near: Element, elements: Sequence[Element], tokens: Sequence[Token]) -> None:
        self._near = near
        self._elements = elements
        self._tokens = tokens
        self._used = {child.meta["label"] for token in tokens for child in token.children or () if "label" in child.meta}
        self._defined: set[str] = set()

    def build(self) -> list[Element | str]:
        root = self._element("div")
        stack = [root]
        for token in self._tokens:
            if token.nesting > 0:
                element = self._element(token.tag, {"start": str(token.attrs["start"])} if "start" in token.attrs else {})
                stack[-1].children.append(element)
                stack.append(element)
            elif token.nesting < 0:
                self._read_html(stack.pop())
            else:
                stack[-1].children.extend(self._block(token))
        self._read_html(root)
        return root.children

    def _block(self, token: Token) -> list[Element | str]:
        match token.type:
            case "inline":
                return self._inline(token.children or [])
            case "fence" | "code_block":
                return [self._listing(token)]
            case "hr":
                return [self._element("hr")]
            case "definition":
                return self._definition(token)
        return self._place(token.content)

    def _listing(self, token: Token) -> Element:
        listing = self._element("pre", children=[self._plain(token.content)])
        info = self._plain(token.info).strip()
        if info and not token.content.strip():
            return self._element("p", children=[f"{token.markup}{info}"])
        language, _, rest = info.partition(" ")
        if re.fullmatch(r"[A-Za-z][\w+#./-]*", language):
            listing.attributes["language"] = language
            info = rest.strip()
        if not info:
            return listing
        return self._element("figure", children=[self._element("figcaption", children=[info]), listing])

    def _definition(self, token: Token) -> list[Element | str]:
        """The address of a link that stands apart from it: text if no link uses it."""
        meta = token.meta
        if meta["id"] in self._used and meta["id"] not in self._defined:
            self._defined.add(meta["id"])
            return []
        title = f' "{meta["title"]}"' if meta["title"] else ""
        return [self._element("p", children=[self._plain(f"[{meta['label']}]: {meta['url']}{title}")])]

    def _inline(self, tokens: Sequence[Token]) -> list[Element | str]:
        root = self._element("span")
        stack = [root]
        for token in tokens:
            children = stack[-1].children
            if token.nesting > 0:
                attributes = {"href": self._plain(str(token.attrs["href"]))} if token.type == "link_open" else {}
                element = self._element(token.tag, attributes)
                children.append(element)
                stack.append(element)
                if token.type == "link_open" and (title := token.attrs.get("title")):
                    element.attributes["title"] = self._plain(str(title))
            elif token.nesting < 0:
                element = stack.pop()
                self._read_html(element)
                stack[-1].children.extend(self._title(element.attributes.get("title", "")))
            elif token.type == "code_inline":
                children.append(self._element("code", children=self._place(token.content)))
            elif token.type == "image":
                alternative = "".join(child.content or " " for child in token.children or ())
                source = self._plain(str(token.attrs["src"]))
                children.append(self._element("img", {"src": source, "alt": self._plain(alternative)}))
                children.extend(self._title(self._plain(str(token.attrs.get("title", "")))))
            elif token.type == "hardbreak":
                children.append(self._element("br"))
            elif token.type == "softbreak":
                children.append("\n")
            elif token.type == "text_special" and token.content in "<&":
                children.append(self._element("span", children=[token.content]))
            else:
                children.extend(self._place(token.content))
        self._read_html(root)
        return root.children

    def _title(self, title: str) -> list[Element | str]:
        """The title of a link or an image, which a page cannot show otherwise."""
        return [self._element("span", children=[f" ({title})"])] if title.strip() else []

    def _place(self, text: str) -> list[Element | str]:
        """A text, and the elements that stand in it."""
        out: list[Element | str] = []
        for number, piece in enumerate(_PLACE.split(text.replace(_AT, "@"))):
            if number % 2:
                out.append(self._elements[ord(piece) - _FIRST])
            elif piece:
                out.append(piece)
        return out

    def _plain(self, text: str) -> str:
        """A text where no element can stand: their text takes their place."""
        return _PLACE.sub(lambda match: self._elements[ord(match[1]) - _FIRST].text(), text.replace(_AT, "@"))

    def _read_html(self, element: Element) -> None:
        """Reads the HTML in the text of an element that is complete."""
        joined: list[Element | str] = []
        for child in element.children:
            if isinstance(child, str) and joined and isinstance(joined[-1], str):
                joined[-1] += child
            else:
                joined.append(child)
        found = escaped.parse(joined, self._near) if any(isinstance(child, str) and "<" in child for child in joined) else joined
        if found is joined:
            found = [escaped.decode(child) if isinstance(child, str) else child for child in joined]
        element.children[:] = found

    def _element(self, name: str, attributes: dict[str, str] | None = None, children: Sequence[Element | str] = ()) -> Parsed:
        return parsed(name, self._near, children, dict(attributes or {}))
