"""How the tests read Markdown back: with markdown-it-py, CommonMark with tables and strikethrough, as GitHub reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

OUR_HTML = frozenset({"<sub>", "</sub>", "<sup>", "</sup>"})
"""The tags that are written; all else is text."""


def tokens(text: str) -> Iterator[Token]:
    """All tokens of a text, those of lines within it too; HTML other than that of the writer is an error."""
    for token in PARSER.parse(text):
        assert token.type != "html_block", token.content
        yield token
        for child in token.children or ():
            assert child.type != "html_inline" or child.content in OUR_HTML, child.content
            yield child


def kinds(text: str) -> list[str]:
    """The kinds of the tokens of a text, without those that only hold text."""
    return [token.type for token in tokens(text) if token.type not in ("inline", "text", "softbreak", "hardbreak")]


def shown(text: str) -> str:
    """What a reader sees of a text, and the addresses of links."""
    parts: list[str] = []
    for token in tokens(text):
        if token.type in ("text", "code_inline", "fence"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak") or token.type.endswith("_close") and token.block:
            parts.append(" ")
    return "".join(parts)


def words(text: str) -> str:
    """What a reader sees of a text, white space folded."""
    return " ".join(shown(text).split())


def destinations(text: str) -> list[Any]:
    """The addresses that the links of a text lead to."""
    return [token.attrGet("href") for token in tokens(text) if token.type == "link_open"]


def code_blocks(text: str) -> list[str]:
    """The content of the fenced code blocks, without the line end of the last line."""
    return [token.content.removesuffix("\n") for token in tokens(text) if token.type == "fence"]


def squeezed(text: str) -> str:
    """A text without white space."""
    return re.sub(r"\s+", "", text)
