"""Parses HTML that is escaped, or in a CDATA section, as generators write it for Javadoc.

``a < b``, ``List<String>`` and ``<imageId>`` are text, not tags.  A tag is recognised only if HTML defines its
name, its attributes are well formed, and it is closed if it has to be.  An HTML parser would treat every ``<name>``
as a tag, and drop or move unexpected content; so the tags are parsed here, with HTML's rules for optional end
tags (HTML, section 13.1.2.4).
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from html.entities import html5

from wadl2rst.markup.parsed import Parsed, parsed
from wadl2rst.source.tree import Element

_VOID = frozenset({"br", "hr", "img", "wbr", "col"})
# Elements whose end tag is optional in HTML.  For each: the elements that its start tag closes,
# and the barriers at which the search for them stops.
_CELL = frozenset({"td", "th"})
_ROWS = frozenset({"thead", "tbody", "tfoot"})
_TABLE = frozenset({"table"})
_IMPLIED = {
    "p": (frozenset({"p"}), frozenset({"li", "dd", "dt", "td", "th", "div", "blockquote", "center", "table", "ul", "ol", "dl"})),
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "table"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl", "table"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl", "table"})),
    "tr": (frozenset({"tr"}), _TABLE),
    "td": (_CELL, _TABLE | {"tr"}),
    "th": (_CELL, _TABLE | {"tr"}),
    "thead": (_ROWS, _TABLE),
    "tbody": (_ROWS, _TABLE),
    "tfoot": (_ROWS, _TABLE),
}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ENDS_PARAGRAPH = _HEADINGS | {"p", "ul", "ol", "dl", "table", "pre", "blockquote", "div", "hr", "center", "address", "li", "dt", "dd"}
_NEVER_PLACEHOLDERS = frozenset({"ul", "ol", "dl", "table"})  # always tags, even if the end tag is missing
# The elements that may contain each part of a list or a table.
_CONTAINERS_OF = {
    "li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",),
    **dict.fromkeys(("tr", "td", "th", "thead", "tbody", "tfoot"), ("table",)),
}  # fmt: skip
_SCOPES = frozenset({"table", "td", "th", "li", "dd", "dt", "ul", "ol", "dl"})  # an end tag of another element does not close these
_CERTAIN_TAGS = (
    frozenset(
        {"b", "i", "em", "strong", "tt", "code", "u", "small", "big", "a", "pre", "div", "span", "sub", "sup", "blockquote", "kbd", "samp",
         "font", "center", "strike", "del", "ins", "abbr", "acronym", "br", "hr", "img", "wbr"}
    )
    | _HEADINGS
    | _NEVER_PLACEHOLDERS
    | frozenset(_IMPLIED)
)  # fmt: skip
# Names that XML samples also use: tags only if HTML defines all other tags of the text.
_AMBIGUOUS_TAGS = frozenset({"address", "cite", "var", "q", "s", "dfn", "caption", "col", "colgroup", "html", "body", "mark"})

_NAME = r"[A-Za-z_:][\w:.-]*+"
_VALUE = r"""(?:"[^"<]*+"|'[^'<]*+'|[^\s"'<>=]++)"""
_TAG = re.compile(rf"<(/?)([A-Za-z][\w:.-]*+)((?:\s++{_NAME}(?:\s*+=\s*+{_VALUE})?+)*+)\s*+(/?)>")
_ATTRIBUTE = re.compile(rf"({_NAME})(?:\s*+=\s*+({_VALUE}))?+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_MAX_DEPTH = 100
_MAX_INDENT = 200

# Characters after a placeholder that continue a URL, or end the sentence.
_CONTINUES_URL = re.compile(r"[/?&=.,;:)\]}]")
# A placeholder named "p" within a sentence: no paragraph starts with a lower-case letter in the middle of a line.
_WITHIN_SENTENCE = re.compile(r"(?<=[\w,)]) <[pP]> (?=[a-z])|<[pP]>[.,;:)]|\(<[pP]>")

_TEXT, _OPEN, _CLOSE, _EMPTY = range(4)


def decode(text: str) -> str:
    """The text with HTML character references replaced; only those that end in a semicolon, because ``&param=`` is not one."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    reference = match[0]
    if reference[1] != "#" and reference[1:] not in html5:
        return reference
    return _CONTROLS.sub("", html.unescape(reference))


def parse(children: Sequence[Element | str], near: Element) -> Sequence[Element | str]:
    """The children with HTML in their text converted to elements; the identical sequence if there is none.

    Elements among the children stay in place, even within HTML that starts before and ends after them.  New elements have the
    location of ``near``.
    """
    mark = ""
    elements: list[Element] = []
    if len(children) == 1 and isinstance(children[0], str):
        text = children[0]
    else:
        texts = [child for child in children if isinstance(child, str)]
        mark = next((chr(code) for code in range(0xE000, 0xF8FF) if not any(chr(code) in text for text in texts)), "")
        if not mark:
            return children
        elements = [child for child in children if not isinstance(child, str)]
        text = "".join(child if isinstance(child, str) else mark for child in children)
    if "<!--" in text:
        text = _without_comments(text)
    tags = list(_TAG.finditer(text))
    kinds = _kinds(tags, text)
    if not any(kinds):
        return children
    return _Builder(text, mark, elements, near).build(tags, kinds)


def _without_comments(text: str) -> str:
    out = []
    position = 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        out.append(text[position:start])
        position = end + 3
    out.append(text[position:])
    return "".join(out)


def _kinds(tags: list[re.Match[str]], text: str) -> list[int]:
    """Classifies each tag candidate as text, a start tag, an end tag, or an empty element."""
    kinds = [_TEXT] * len(tags)
    names = [tag[2].lower() for tag in tags]
    known = (
        _CERTAIN_TAGS
        if any(name not in _CERTAIN_TAGS and name not in _AMBIGUOUS_TAGS for name in names)
        else _CERTAIN_TAGS | _AMBIGUOUS_TAGS
    )
    pending: dict[str, list[int]] = {}
    for index, (tag, name) in enumerate(zip(tags, names, strict=True)):
        if name not in known:
            continue
        if _CONTINUES_URL.match(text, tag.end()) and _follows(tag, text, "=?&/"):
            continue
        if name in _VOID:
            if (name != "img" or tag[3]) and not (_follows(tag, text, "=?&") and not _starts_sentence(tag, text)):
                kinds[index] = _EMPTY
        elif tag[1] or (tag[4] and pending.get(name)):  # <b>text<b/> is a typo for <b>text</b>
            if pending.get(name):
                kinds[pending[name].pop()] = _OPEN
                kinds[index] = _CLOSE
            elif name in _IMPLIED:
                kinds[index] = _CLOSE
        elif tag[4]:
            if name in _IMPLIED or (name == "a" and tag[3]):
                kinds[index] = _EMPTY
        elif name != "a" or tag[3]:
            pending.setdefault(name, []).append(index)
    unclosed = sorted(index for name, indexes in pending.items() if name in _IMPLIED or name in _NEVER_PLACEHOLDERS for index in indexes)
    if unclosed:
        _read_unclosed(unclosed, tags, names, kinds, text)
    return kinds


def _read_unclosed(unclosed: Sequence[int], tags: list[re.Match[str]], names: list[str], kinds: list[int], text: str) -> None:
    """Classifies each unclosed tag as a start tag, unless it appears to be a placeholder, as in ``/images/<p>``."""
    opened = dict.fromkeys(_NEVER_PLACEHOLDERS, 0)
    waiting = set(unclosed)
    for index, name in enumerate(names):
        if index in waiting and _is_start(tags[index], name, opened, text):
            kinds[index] = _OPEN
        if name in opened:
            opened[name] += (kinds[index] == _OPEN) - (kinds[index] == _CLOSE)


def _is_start(tag: re.Match[str], name: str, opened: dict[str, int], text: str) -> bool:
    if _follows(tag, text, "=?&/") and not _starts_sentence(tag, text):
        return False
    if name == "p":
        return _WITHIN_SENTENCE.search(text, max(0, tag.start() - 2), tag.end() + 2) is None
    containers = _CONTAINERS_OF.get(name)
    if containers is None or any(opened[container] > 0 for container in containers):
        return True
    line = text[max(0, tag.start() - _MAX_INDENT) : tag.start()].rpartition("\n")[2]
    return "table" not in containers and not line.strip()  # an item at the start of a line


def _follows(tag: re.Match[str], text: str, characters: str) -> bool:
    return tag.start() > 0 and text[tag.start() - 1] in characters


def _starts_sentence(tag: re.Match[str], text: str) -> bool:
    """Whether a sentence or another tag starts after the tag."""
    rest = text[tag.end() : tag.end() + 20].lstrip()
    return rest[:1].isupper() or rest[:1] == "<"


class _Builder:
    """Builds the elements as a browser does: some start tags close preceding elements."""

    def __init__(self, text: str, mark: str, elements: list[Element], near: Element) -> None:
        self.text = text
        self.mark = mark
        self.elements = iter(elements)
        self.near = near
        self.root: list[Element | str] = []
        self.stack: list[Parsed] = []

    def build(self, tags: list[re.Match[str]], kinds: list[int]) -> list[Element | str]:
        position = 0
        for tag, kind in zip(tags, kinds, strict=True):
            if kind == _TEXT:
                continue
            self.add_text(self.text[position : tag.start()])
            position = tag.end()
            name = tag[2].lower()
            if kind == _CLOSE:
                self.close(name)
            else:
                self.open(name, tag[3], kind == _EMPTY)
        self.add_text(self.text[position:])
        return self.root

    def add_text(self, text: str) -> None:
        if not text:
            return
        into = self.stack[-1].children if self.stack else self.root
        if not self.mark or self.mark not in text:
            into.append(decode(text))
            return
        for index, piece in enumerate(text.split(self.mark)):
            if index:
                into.append(next(self.elements))
            if piece:
                into.append(decode(piece))

    def open(self, name: str, attributes: str, empty: bool) -> None:
        if name in _ENDS_PARAGRAPH:
            self.end(*_IMPLIED["p"])
        if name in _IMPLIED and name != "p":
            self.end(*_IMPLIED[name])
        if len(self.stack) >= _MAX_DEPTH:
            return
        element = parsed(name, self.near, (), _attributes(attributes))
        (self.stack[-1].children if self.stack else self.root).append(element)
        if not empty:
            self.stack.append(element)

    def end(self, names: frozenset[str], barriers: frozenset[str]) -> bool:
        """Closes the innermost open element with one of the names, unless a barrier is nearer; returns whether it did."""
        for depth in range(len(self.stack) - 1, -1, -1):
            name = self.stack[depth].name
            if name in names:
                del self.stack[depth:]
                return True
            if name in barriers:
                return False
        return False

    def close(self, name: str) -> None:
        barriers = frozenset() if name in _SCOPES or name in _IMPLIED or name in _ENDS_PARAGRAPH else _SCOPES
        if not self.end(frozenset({name}), barriers) and name in _IMPLIED:
            self.open("p", "", True)  # as a browser does, so that the tag still separates paragraphs


def _attributes(source: str) -> dict[str, str]:
    if not source:
        return {}
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(source):
        value = match[2] or ""
        if value[:1] in ("'", '"'):
            value = value[1:-1]
        found.setdefault(match[1].lower(), decode(value))
    return found
