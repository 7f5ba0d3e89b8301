"""Javadoc tags: inline tags such as ``{@link X#y label}``, and block tags such as ``@param name text`` at the end of a text.

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
# A class, a member, or both; the parameters of a member may contain white space.
_TARGET = re.compile(r"\s*([^\s(<\"]+(?:\([^()]*\))?)\s*(.*)", re.DOTALL)
_MAX_DEPTH = 8
_MAX_NAME = 500

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
"""The block tags, and the label of each on the page."""

# Block tags of other tools too: with a dot and followed by text, or of any form after a recognised block tag.
_BLOCK = re.compile(rf"^[ \t]*@(?:({'|'.join(LABELS)})(?![\w.@-])|([a-z][\w-]*(?:\.[\w-]+)*)(?=\s|\Z))[ \t]*", re.MULTILINE)


def expand(children: Sequence[Element | str], near: Element) -> list[Element | str]:
    """The children with Javadoc's inline tags converted to elements; unclosed braces and unknown tags stay text."""
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
    """The replacement for an inline tag; None if the tag is unknown."""
    if name == "code":
        return [parsed("code", near, [content.strip("\n") if "\n" in content else content.strip()])]  # several lines may be a listing
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
    """The element ``tag`` (default ``span``) with text that may contain HTML and further inline tags."""
    inner = _inline(text, near, depth + 1) if "{@" in text and depth < _MAX_DEPTH else [text]
    return [parsed(tag or "span", near, escaped.parse(inner, near))]


def dotted(target: str) -> str:
    """``Image.size`` for ``Image#size``, ``size`` for ``#size``."""
    return target.replace("#", ".").lstrip(".") or target


def split(children: Sequence[Element | str]) -> tuple[list[Element | str], list[tuple[str, list[Element | str]]]]:
    """Returns the description, and the block tags after it as (name, content).  A block tag must be at the start of a line."""
    main: list[Element | str] = []
    tags: list[tuple[str, list[Element | str]]] = []
    listings = 0  # number of open "pre" tags: within them, an apparent block tag is part of the listing
    for index, child in enumerate(children):
        into = tags[-1][1] if tags else main
        if not isinstance(child, str):
            into.append(child)
            continue
        position = counted = 0
        for match in _BLOCK.finditer(child) if "@" in child else ():
            if index and child.find("\n", 0, match.start() + 1) < 0:
                continue  # follows an element on the same line
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
    """Splits the content of ``@param`` or ``@throws`` into the name and its description."""
    first = content[0] if content else ""
    if not isinstance(first, str):
        return "", list(content)
    pieces = first.split(None, 1)
    name, rest = (pieces[0], pieces[1] if len(pieces) > 1 else "") if pieces else ("", "")
    return name, [*([rest] if rest else []), *content[1:]]


def target(content: Sequence[Element | str]) -> tuple[str, list[Element | str]]:
    """Splits the content of ``@see`` into the class or member and what follows; the name is empty if it starts with anything else."""
    name, rest = named(content)
    if not name or not re.fullmatch(r"[\w.$]*(?:#[\w$]+|\.[\w$]+|[A-Z][\w$]*)(?:\([^()]*\))?", name[:_MAX_NAME]):
        return "", list(content)
    if rest and "#" not in name and "." not in name:
        return "", list(content)
    return name, rest
