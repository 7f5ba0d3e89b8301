"""The lines of the keys of a TOML document, which ``tomllib`` does not provide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

KeyPath = tuple[str | int, ...]
"""The path of a value: the names of keys, and the position in an array, from 0: ``("apis", 1, "output")``."""

_TOKEN = re.compile(
    r'''
      (?P<skipped> [ \t\r]+ | \#[^\n]* )
    | (?P<newline> \n )
    | (?P<text>
        """ (?: \\[\s\S] | "{1,2}(?!") | [^"\\] )* "{3,5}
      | \'\'\' (?: '{1,2}(?!') | [^'] )* '{3,5}
      | " (?: \\. | [^"\\\n] )* "
      | ' [^'\n]* ' )
    | (?P<sign> [][{}=,.] )
    | (?P<bare> [^][{}=,.\s"'\#]+ )
    ''',
    re.VERBOSE,
)


def key_lines(source: str) -> dict[KeyPath, int]:
    """The first line of each key, table and item of an array in ``source``, which must be valid TOML."""
    return _Scanner(source).run()


@dataclass(slots=True)
class _Container:
    """An array or inline table that is being read."""

    path: KeyPath
    is_array: bool
    items: int = 0
    """The number of items before the current one."""


class _Scanner:
    """Reads a document from its first to its last token.  Its form is not checked: the parser has done that."""

    def __init__(self, source: str) -> None:
        self._tokens = list(_tokens(source))
        self._at = 0
        self._lines: dict[KeyPath, int] = {}
        self._items: dict[KeyPath, int] = {}
        """The number of tables in each array of tables so far."""

    def run(self) -> dict[KeyPath, int]:
        table: KeyPath = ()
        while self._at < len(self._tokens):
            kind, text, _line = self._tokens[self._at]
            if kind == "newline":
                self._at += 1
            elif text == "[" and kind == "sign":
                table = self._header()
            else:
                self._value(self._key(table))
        return self._lines

    def _header(self) -> KeyPath:
        """The path of a table from its header, ``[a.b]`` or ``[[a.b]]``."""
        line = self._tokens[self._at][2]
        self._at += 1
        is_item = self._is_sign("[")
        self._at += is_item
        path: KeyPath = ()
        names = self._names()
        for number, (name, _line) in enumerate(names, start=1):
            path = (*path, name)
            self._note(path, line)
            if is_item and number == len(names):
                self._items[path] = self._items.get(path, 0) + 1
            if path in self._items:
                path = (*path, self._items[path] - 1)
                self._note(path, line)
        self._at += 2 if is_item else 1  # the closing brackets
        return path

    def _key(self, table: KeyPath) -> KeyPath:
        """The path of a key of ``table``; leaves its value as the next token."""
        path = table
        for name, line in self._names():
            path = (*path, name)
            self._note(path, line)
        self._at += 1  # the equals sign
        return path

    def _names(self) -> list[tuple[str, int]]:
        """The parts of a key with dots."""
        names = []
        while self._at < len(self._tokens):
            kind, text, line = self._tokens[self._at]
            if kind not in ("text", "bare"):
                break
            names.append((_unquoted(text) if kind == "text" else text, line))
            self._at += 1
            if not self._is_sign("."):
                break
            self._at += 1
        return names

    def _value(self, path: KeyPath) -> None:
        """Reads the value at ``path`` to its end."""
        around: list[_Container] = []
        is_start = False
        """Whether the next token begins an item or a key of the innermost array or inline table."""
        while self._at < len(self._tokens):
            kind, text, line = self._tokens[self._at]
            sign = text if kind == "sign" else ""
            if kind == "newline" and not around:
                return
            if is_start and kind != "newline" and sign not in ("]", "}"):
                path = around[-1].path
                if around[-1].is_array:
                    path = (*path, around[-1].items)
                    self._note(path, line)
                else:
                    path = self._key(path)
                is_start = False
                continue
            if sign == "[" or sign == "{":
                around.append(_Container(path, sign == "["))
            elif sign == "]" or sign == "}":
                around.pop()
            elif sign == ",":
                around[-1].items += 1
            if kind != "newline":
                is_start = sign in ("[", "{", ",") and bool(sign)
            self._at += 1

    def _is_sign(self, sign: str) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at][:2] == ("sign", sign)

    def _note(self, path: KeyPath, line: int) -> None:
        self._lines.setdefault(path, line)


def _tokens(source: str) -> Iterator[tuple[str, str, int]]:
    """The kind, text and line of each token, without blanks and comments."""
    line = 1
    for match in _TOKEN.finditer(source):
        kind, text = match.lastgroup or "", match[0]
        if kind != "skipped":
            yield kind, text, line
        line += text.count("\n")


def _unquoted(text: str) -> str:
    if text.startswith('"') and "\\" in text:
        import tomllib  # only needed here; importing it slows down every start

        return str(tomllib.loads(f"key = {text}")["key"])
    return text[1:-1]
