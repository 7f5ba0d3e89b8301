"""Texts that match a regular expression, and whether a text does, in time that is bounded for every expression.

The expressions are those of XML Schema (part 2, appendix F) and, with ``is_json``, the common part of ECMA-262 that JSON Schema
recommends.  Python's ``re`` differs from both, and takes exponential time for some expressions.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

_DEEPEST = 20
"""The deepest nesting of groups that is read."""
_MOST_STEPS = 20_000
_LONGEST = 400
"""The longest text that is made."""
_COUNTS = (1, 0, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 36, 40, 64)
"""How often a repeated part is written, one after the other, within its limits."""
_PREFERRED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890-_.:/@ "
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
_NAME_PUNCTUATION = "-.:_\u00b7"


class _UnsupportedError(Exception):
    """The expression is invalid, or not among those that are read here."""


class _Class(NamedTuple):
    r"""A class that an escape such as ``\d`` or ``\p{Lu}`` stands for."""

    kind: str
    is_negated: bool

    def accepts(self, character: str, is_json: bool) -> bool:
        return _is_of_class(self.kind, character, is_json) is not self.is_negated


class _Characters(NamedTuple):
    r"""One character of a set: ``[a-z\d-[aeiou]]``."""

    ranges: tuple[tuple[str, str], ...] = ()
    classes: tuple[_Class, ...] = ()
    is_negated: bool = False
    without: _Characters | None = None
    is_json: bool = False

    def accepts(self, character: str) -> bool:
        found = any(first <= character <= last for first, last in self.ranges)
        found = found or any(one.accepts(character, self.is_json) for one in self.classes)
        return found is not self.is_negated and not (self.without and self.without.accepts(character))


class _Sequence(NamedTuple):
    parts: tuple[_Expression, ...]


class _Choice(NamedTuple):
    options: tuple[_Expression, ...]


class _Repeat(NamedTuple):
    part: _Expression
    low: int
    high: int | None


_Expression = _Characters | _Sequence | _Choice | _Repeat


def matches(pattern: str, text: str, *, is_json: bool = False) -> bool | None:
    """Whether the text matches the expression: all of it, or with ``is_json``, some part of it.

    None if the expression is not understood, or deciding takes too long.
    """
    expression = _parsed(pattern, is_json)
    if expression is None or len(text) > _LONGEST:
        return None
    try:
        return len(text) in _ends(expression, text, frozenset([0]), [_MOST_STEPS])
    except _UnsupportedError:
        return None


def texts(pattern: str, *, is_json: bool = False, lengths: tuple[int, ...] = ()) -> Iterator[str]:
    """Yields different texts made from the expression, the plainest first; none if it is not understood.

    ``lengths`` are further numbers to try for repeated parts.
    """
    expression = _parsed(pattern, is_json)
    if expression is None:
        return
    seen = set()
    for option in range(3):
        for count in (*_COUNTS, *lengths):
            try:
                text = _written(expression, count, option)
            except _UnsupportedError:
                continue
            if text not in seen:
                seen.add(text)
                yield text


# --- matching and writing -------------------------------------------------------------------------


def _ends(expression: _Expression, text: str, starts: frozenset[int], steps: list[int]) -> frozenset[int]:
    """Where a match that begins at one of ``starts`` can end.  Sets of places instead of backtracking keep this polynomial."""
    steps[0] -= 1 + len(starts)
    if steps[0] < 0:
        raise _UnsupportedError
    match expression:
        case _Characters():
            return frozenset(at + 1 for at in starts if at < len(text) and expression.accepts(text[at]))
        case _Sequence(parts):
            for part in parts:
                if not starts:
                    break
                starts = _ends(part, text, starts, steps)
            return starts
        case _Choice(options):
            return frozenset().union(*(_ends(option, text, starts, steps) for option in options))
        case _Repeat(part, low, high):
            return _repeated_ends(part, low, high, text, starts, steps)


def _repeated_ends(part: _Expression, low: int, high: int | None, text: str, starts: frozenset[int], steps: list[int]) -> frozenset[int]:
    found: frozenset[int] = starts if low == 0 else frozenset()
    count = 0
    while starts and (high is None or count < high):
        count += 1
        after = _ends(part, text, starts, steps)
        if after == starts or (count >= low and after <= found):  # further repetitions lead nowhere else
            return found | after
        starts = after
        if count >= low:
            found |= after
    return found


def _written(expression: _Expression, count: int, option: int) -> str:
    match expression:
        case _Characters():
            return _character(expression)
        case _Sequence(parts):
            text = ""
            for part in parts:
                text += _written(part, count, option)
                if len(text) > _LONGEST:
                    raise _UnsupportedError
            return text
        case _Choice(options):
            return _written(options[min(option, len(options) - 1)], count, option)
        case _Repeat(part, low, high):
            times = max(low, count if high is None else min(count, high))
            one = _written(part, count, option) if times else ""
            if len(one) * times > _LONGEST:
                raise _UnsupportedError
            return one * times


@lru_cache(maxsize=512)
def _character(characters: _Characters) -> str:
    """The first of the preferred characters in the set, else the first of its own."""
    for character in chain(_PREFERRED, (first for first, _last in characters.ranges), map(chr, range(0x21, 0x250))):
        if characters.accepts(character):
            return character
    raise _UnsupportedError


def _is_of_class(kind: str, character: str, is_json: bool) -> bool:
    category = unicodedata.category(character)
    match kind:
        case "d":
            return character in "0123456789" if is_json else category == "Nd"
        case "w" if is_json:
            return character.isascii() and (character.isalnum() or character == "_")
        case "w":
            return category[0] not in "PZC"
        case "s":
            return character.isspace() if is_json else character in " \t\n\r"
        case "i":
            return category[0] == "L" or character in "_:"
        case "c":
            return category[0] in "LM" or category == "Nd" or character in _NAME_PUNCTUATION
        case "IsBasicLatin":
            return character.isascii()
        case _:
            return category.startswith(kind)


# --- reading --------------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def _parsed(pattern: str, is_json: bool) -> _Expression | None:
    try:
        return _Parser(pattern, is_json).parse()
    except _UnsupportedError:
        return None


class _Parser:
    def __init__(self, pattern: str, is_json: bool) -> None:
        self._pattern = pattern
        self._is_json = is_json
        self._at = 0

    def parse(self) -> _Expression:
        if len(self._pattern) > 2000:
            raise _UnsupportedError
        if not self._is_json:
            expression = self._choice(0)
        else:
            anything = _Repeat(_Characters(is_negated=True), 0, 0 if self._take("^") else None)
            inner = self._sequence(0)
            if self._next() == "|":
                options = [inner]
                while self._take("|"):
                    options.append(self._sequence(0))
                inner = _Choice(tuple(options))
                if anything.high == 0 or self._next() == "$":
                    raise _UnsupportedError  # the anchor belongs to one of the options only
            end = _Repeat(_Characters(is_negated=True), 0, 0 if self._take("$") else None)
            expression = _Sequence((_quiet(anything), inner, _quiet(end)))
        if self._at < len(self._pattern):
            raise _UnsupportedError
        return expression

    def _next(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _take(self, text: str) -> bool:
        if self._pattern.startswith(text, self._at):
            self._at += len(text)
            return True
        return False

    def _one(self) -> str:
        character = self._next()
        if not character:
            raise _UnsupportedError
        self._at += 1
        return character

    def _choice(self, depth: int) -> _Expression:
        if depth > _DEEPEST:
            raise _UnsupportedError
        options = [self._sequence(depth)]
        while self._take("|"):
            options.append(self._sequence(depth))
        return options[0] if len(options) == 1 else _Choice(tuple(options))

    def _sequence(self, depth: int) -> _Expression:
        parts = []
        while (character := self._next()) and character not in "|)":
            if character == "$" and self._is_json:
                break
            parts.append(self._quantified(self._atom(depth)))
        return parts[0] if len(parts) == 1 else _Sequence(tuple(parts))

    def _quantified(self, atom: _Expression) -> _Expression:
        if self._take("?"):
            repeat = _Repeat(atom, 0, 1)
        elif self._take("*"):
            repeat = _Repeat(atom, 0, None)
        elif self._take("+"):
            repeat = _Repeat(atom, 1, None)
        elif self._take("{"):
            low = self._number()
            high: int | None = low
            if self._take(","):
                high = None if self._next() == "}" else self._number()
            if not self._take("}") or (high is not None and high < low):
                raise _UnsupportedError
            repeat = _Repeat(atom, low, high)
        else:
            return atom
        if self._is_json:
            self._take("?")  # lazy: it matches the same texts
        return repeat

    def _number(self) -> int:
        start = self._at
        while self._next().isascii() and self._next().isdigit():
            self._at += 1
        digits = self._pattern[start : self._at]
        if not 1 <= len(digits) <= 6:
            raise _UnsupportedError
        return int(digits)

    def _atom(self, depth: int) -> _Expression:
        character = self._one()
        match character:
            case "(":
                if self._is_json and self._take("?") and not self._take(":"):
                    raise _UnsupportedError
                inner = self._choice(depth + 1)
                if not self._take(")"):
                    raise _UnsupportedError
                return inner
            case "[":
                return self._set(depth)
            case ".":
                return _Characters(ranges=(("\n", "\n"), ("\r", "\r")), is_negated=True)
            case "\\":
                return self._characters(self._escape())
            case "^" | "$" if self._is_json:
                raise _UnsupportedError
            case "?" | "*" | "+" | "{" | "}" | "]" | ")":
                raise _UnsupportedError
            case _:
                return _Characters(ranges=((character, character),))

    def _characters(self, item: str | _Class) -> _Characters:
        if isinstance(item, str):
            return _Characters(ranges=((item, item),))
        return _Characters(classes=(item,), is_json=self._is_json)

    def _escape(self) -> str | _Class:
        character = self._one()
        if character in _ESCAPED:
            return _ESCAPED[character]
        if character in "pP":
            end = self._pattern.find("}", self._at)
            if not self._take("{") or end < 0:
                raise _UnsupportedError
            kind = self._pattern[self._at : end]
            self._at = end + 1
            if kind != "IsBasicLatin" and not (1 <= len(kind) <= 2 and kind[0] in "LMNPZSC"):
                raise _UnsupportedError
            return _Class(kind, character == "P")
        if character.lower() in ("dws" if self._is_json else "dwsic"):
            return _Class(character.lower(), character.isupper())
        if character.isalnum():
            raise _UnsupportedError
        return character

    def _set(self, depth: int) -> _Characters:
        if depth > _DEEPEST:
            raise _UnsupportedError
        is_negated = self._take("^")
        ranges: list[tuple[str, str]] = []
        classes: list[_Class] = []
        without = None
        while not self._take("]"):
            if not self._is_json and self._take("-["):
                without = self._set(depth + 1)
                if not self._take("]"):
                    raise _UnsupportedError
                break
            first = self._set_item()
            if isinstance(first, _Class):
                classes.append(first)
                continue
            last: str | _Class = first
            if self._next() == "-" and self._pattern[self._at + 1 : self._at + 2] not in ("]", "[", ""):
                self._at += 1
                last = self._set_item()
            if isinstance(last, _Class) or last < first:
                raise _UnsupportedError
            ranges.append((first, last))
        return _Characters(tuple(ranges), tuple(classes), is_negated, without, self._is_json)

    def _set_item(self) -> str | _Class:
        character = self._one()
        return self._escape() if character == "\\" else character


def _quiet(repeat: _Repeat) -> _Expression:
    """What stands before or after an expression without anchors: it matches anything, but nothing is written for it."""
    return _Choice((_Sequence(()), repeat)) if repeat.high is None else _Sequence(())
