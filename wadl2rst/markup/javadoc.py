"""Javadoc's tags: ``{@link X#y label}`` within a text, ``@param name text`` at its end.

The tags are those of the *Documentation Comment Specification for the Standard Doclet*.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from wadl2rst.markup import escaped
from wadl2rst.markup.parsed import parsed
from wadl2rst.source.tree import Element

_INLINE = re.compile(r"\{@([A-Za-z]+)(?![\w-])")
_BRACE = re.compile(r"[{}]")
# A class, a member of one, or both; a member's parameters may have blanks.
_TARGET = re.compile(r"\s*([^\s(<\"]+(?:\([^()]*\))?)\s*(.*)", re.DOTALL)
_DEEPEST = 8
_LONGEST_NAME = 500

LABELS = {
    "param": "Parameters",
    "return": "Returns",
    "returns": "Returns",
    "throws": "Throws",
    "exception": "Throws",
    "see": "See also",
    "since": "Since",
    "deprecated": "Deprecated",
    "author": "Author",
    "version": "Version",
    "apiNote": "API note",
    "implNote": "Implementation note",
    "implSpec": "Implementation requirements",
}
"""The tags that end a comment, and what stands for each on the page."""

# Tags of other tools too: those with a dot, where a text follows, and any after a tag that counts.
_BLOCK = re.compile(rf"^[ \t]*@(?:({'|'.join(LABELS)})(?![\w.@-])|([a-z][\w-]*(?:\.[\w-]+)*)(?=\s|\Z))[ \t]*", re.MULTILINE)


def expand(children: Sequence[Element | str], near: Element) -> list[Element | str]:
    """The children with Javadoc's tags in braces as elements; braces that are not closed, and unknown tags, stay text."""
    out: list[Element | str] = []
    for child in children:
        if isinstance(child, str) and "{@" in child:
            out.extend(_inline(child, near, 0))
        else:
            out.append(child)
    return out


def _inline(text: str, near: Element, depth: int) -> list[Element | str]:
    closing: dict[int, int] = {}
    pending: list[int] = []
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            pending.append(brace.start())
        elif pending:
            closing[pending.pop()] = brace.start()
    out: list[Element | str] = []
    position = 0
    for match in _INLINE.finditer(text):
        if match.start() < position or match.start() not in closing:
            continue
        end = closing[match.start()]
        replacement = _replace(match[1], text[match.end() : end], near, depth)
        if replacement is None:
            continue
        if match.start() > position:
            out.append(text[position : match.start()])
        out.extend(replacement)
        position = end + 1
    if position < len(text):
        out.append(text[position:])
    return out


def _replace(name: str, content: str, near: Element, depth: int) -> list[Element | str] | None:
    """What stands for the tag; None: it is not known."""
    if name == "code":
        return [parsed("code", near, [content.strip("\n") if "\n" in content else content.strip()])]  # lines may be a listing
    if name == "literal":
        return [parsed("span", near, [content.strip()])]
    if name == "snippet":
        return [parsed("pre", near, [content.partition(":")[2] or content])]
    if name in ("inheritDoc", "docRoot"):
        return []
    if name in ("link", "linkplain", "value", "systemProperty"):
        match = _TARGET.fullmatch(content)
        if match is None:
            return _text("", content, near, depth)
        label = match[2].strip()
        if label:
            return _text("code" if name == "link" else "", label, near, depth)
        return [parsed("span" if name == "linkplain" else "code", near, [dotted(match[1])])]
    if name in ("summary", "index"):
        return _text("", content.strip(), near, depth)
    if name == "return":
        return _text("", f"Returns {content.strip()}", near, depth)
    return None


def _text(tag: str, text: str, near: Element, depth: int) -> list[Element | str]:
    """Text that may hold HTML and further tags in braces."""
    inner = _inline(text, near, depth + 1) if "{@" in text and depth < _DEEPEST else [text]
    return [parsed(tag or "span", near, escaped.parse(inner, near))]


def dotted(target: str) -> str:
    """``Image.size`` for ``Image#size``, ``size`` for ``#size``."""
    return target.replace("#", ".").lstrip(".") or target


def split(children: Sequence[Element | str]) -> tuple[list[Element | str], list[tuple[str, list[Element | str]]]]:
    """The description, and the tags that end it with the content of each; no tags unless one starts a line."""
    main: list[Element | str] = []
    tags: list[tuple[str, list[Element | str]]] = []
    listings = 0  # how many a "pre" is open: what looks like a tag there is a line of the listing
    for index, child in enumerate(children):
        into = tags[-1][1] if tags else main
        if not isinstance(child, str):
            into.append(child)
            continue
        position = counted = 0
        for match in _BLOCK.finditer(child) if "@" in child else ():
            if index and child.find("\n", 0, match.start() + 1) < 0:
                continue  # after an element, in the line that it ends in
            if match[2] and not tags and ("." not in match[2] or child[match.end() : match.end() + 1] in ("", "\r", "\n")):
                continue
            if not tags:
                listings += _listings(child[counted : match.start()])
                counted = match.start()
                if listings > 0:
                    continue
            if match.start() > position:
                into.append(child[position : match.start()])
            tags.append((match[1] or match[2], []))
            into = tags[-1][1]
            position = match.end()
        if position < len(child):
            into.append(child[position:])
        if not tags:
            listings += _listings(child[counted:])
    return main, tags


def _listings(text: str) -> int:
    text = text.lower()
    return text.count("<pre") - text.count("</pre")


def named(content: Sequence[Element | str]) -> tuple[str, list[Element | str]]:
    """The name that ``@param`` and ``@throws`` start with, and what is said of it."""
    first = content[0] if content else ""
    if not isinstance(first, str):
        return "", list(content)
    pieces = first.split(None, 1)
    name, rest = (pieces[0], pieces[1] if len(pieces) > 1 else "") if pieces else ("", "")
    return name, [*([rest] if rest else []), *content[1:]]


def target(content: Sequence[Element | str]) -> tuple[str, list[Element | str]]:
    """The class or member that ``@see`` starts with, and what follows; no name if it starts with something else."""
    name, rest = named(content)
    if not name or not re.fullmatch(r"[\w.$]*(?:#[\w$]+|\.[\w$]+|[A-Z][\w$]*)(?:\([^()]*\))?", name[:_LONGEST_NAME]):
        return "", list(content)
    if rest and "#" not in name and "." not in name:
        return "", list(content)
    return name, rest
