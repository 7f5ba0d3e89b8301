"""Values of simple types for examples: plain ones, that say no more than the schema does."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal, DecimalException
from itertools import islice

from wadl2rst.grammar import example_lexical as lexical
from wadl2rst.grammar.example_patterns import matches, texts
from wadl2rst.grammar.plain_values import INTEGERS, NUMBERS, STRINGS, format_value, plain_values, value_by_name
from wadl2rst.wadl.components import Facets, Grammar, SimpleType, TypeName, TypeUse

_DEEPEST = 12
"""The deepest nesting of lists and unions."""
_LONGEST = 200
"""The longest text, and _MOST_ITEMS the longest list, that is made because a facet requires it."""
_MOST_ITEMS = 20
_MOST_VALUES = 20
"""How many values of an enumeration are tried."""
_MOST_MEMBERS = 20
_WORDS = (
    "string", "a", "1", "name", "A", "ABC", "abc", "123", "1.0", "true", "en", "2026-01-31", "2026-01-31T12:00:00Z", "12:00:00",
    "https://example.org/", "http://example.org/", "/", "user@example.org", "example.org", "192.0.2.1", "192.0.2.0/24", "2001:db8::1",
    "123e4567-e89b-12d3-a456-426614174000",
)  # fmt: skip
"""What is tried before a text is made from a pattern."""


class Values:
    """Makes and checks values of simple types."""

    def __init__(self, grammar: Grammar, *, is_json: bool = False, has_ids: bool = True) -> None:
        """``is_json`` applies the rules of JSON Schema; without ``has_ids``, ``IDREF`` has no value, as in a document without IDs."""
        self._grammar = grammar
        self._is_json = is_json
        self._has_ids = has_ids
        self._made: dict[TypeName, str | None] = {}

    def value(self, use: TypeUse) -> str | None:
        """A valid value of a simple type; None if there is none, none is found, or it is no simple type."""
        return self._value(use, 0)

    def value_by_name(self, use: TypeUse, name: str) -> str | None:
        """A valid value that the name of an element or property says, such as ``email``; None for other names and types."""
        simple = self._grammar.type(use)
        if not isinstance(simple, SimpleType) or simple.facets.values or simple.format:
            return None
        text = value_by_name(name, simple.builtin)
        return text if text and self._fits(simple, text, 0) else None

    def fits(self, use: TypeUse, text: str) -> bool:
        """Whether the text is a valid value of a simple type, as far as can be told: for values that a schema names itself."""
        return self._fits(use, text, 0, is_trusted=True)

    def builtin(self, use: TypeUse) -> str:
        """The built-in type that a simple type is derived from; for a union, that of its first member with a value."""
        for _ in range(_DEEPEST):
            simple = self._grammar.type(use)
            if not isinstance(simple, SimpleType):
                break
            if not simple.members:
                return f"{self.builtin(simple.item)}S" if simple.item is not None and simple.item != use else simple.builtin
            use = next((member for member in simple.members[:_MOST_MEMBERS] if self.value(member) is not None), simple.members[0])
        return ""

    def item(self, use: TypeUse) -> TypeUse | None:
        """The type of the items of a list; None for other types."""
        simple = self._grammar.type(use)
        return _item(simple) if isinstance(simple, SimpleType) else None

    def _value(self, use: TypeUse, depth: int) -> str | None:
        if depth > _DEEPEST:
            return None
        if not isinstance(use, TypeName):
            return next(self._good(use, depth), None) if isinstance(use, SimpleType) else None
        if use not in self._made:
            self._made[use] = None  # for a type that contains itself
            simple = self._grammar.type(use)
            self._made[use] = next(self._good(simple, depth), None) if isinstance(simple, SimpleType) else None
        return self._made[use]

    def _good(self, simple: SimpleType, depth: int) -> Iterator[str]:
        """Yields valid values, the best first."""
        for text in self._candidates(simple, depth):
            if self._fits(simple, text, depth):
                yield text

    # --- candidates ---

    def _candidates(self, simple: SimpleType, depth: int) -> Iterator[str]:
        facets = simple.facets
        if facets.values:
            names = [value.value for value in facets.values[:_MOST_VALUES]]
            yield from [name for name in names if name.strip()]
            yield from [name for name in names if not name.strip()]
            return
        if simple.members:
            for member in simple.members[:_MOST_MEMBERS]:
                if (text := self._value(member, depth + 1)) is not None:
                    yield text
        elif (item := _item(simple)) is not None:
            yield from self._lists(facets, item, depth)
        elif simple.builtin in NUMBERS:
            yield from plain_values(simple.builtin)
            yield from _numbers(facets, is_whole=simple.builtin in INTEGERS)
        elif simple.builtin == "IDREF" and not self._has_ids:
            return
        elif plain := plain_values(simple.builtin):
            if self._is_json and simple.format:
                yield format_value(simple.format) or plain[0]
            yield plain[0]
            if simple.builtin != "anyURI":
                yield from _of_length(simple.builtin, facets)
            yield from plain[1:]
            yield from _bounds(simple.builtin, facets)
            yield from _of_length(simple.builtin, facets)
        else:
            return
        yield from self._from_patterns(facets)

    def _lists(self, facets: Facets, item: TypeUse, depth: int) -> Iterator[str]:
        simple = self._grammar.type(item)
        if depth > _DEEPEST or not isinstance(simple, SimpleType):
            return
        good = list(islice(self._good(simple, depth + 1), 2))
        if simple.builtin not in NUMBERS and not simple.facets.values:
            good = good[:1]  # another text or time says nothing more
        # as many as must be, else two to show that there may be several, if they differ
        least = facets.length if facets.length is not None else facets.min_length or 0
        if good and least <= _MOST_ITEMS:
            for count in (max(least, len(good)), max(least, 1), least):
                yield " ".join(good[at % len(good)] for at in range(count))

    def _from_patterns(self, facets: Facets) -> Iterator[str]:
        if not facets.patterns:
            return
        yield from _WORDS
        wanted = (facets.length, facets.min_length, facets.max_length)
        lengths = tuple(length for length in wanted if length is not None and length <= _LONGEST)
        for pattern in facets.patterns[:4]:
            yield from texts(pattern, is_json=self._is_json, lengths=lengths)

    # --- checks ---

    def _fits(self, use: TypeUse, text: str, depth: int, *, is_trusted: bool = False) -> bool:
        """Whether a text is valid; ``is_trusted`` if what can not be decided counts as valid."""
        simple = self._grammar.type(use)
        if depth > _DEEPEST or not isinstance(simple, SimpleType):
            return False
        facets = simple.facets
        if not self._is_json and simple.builtin not in ("string", "normalizedString"):
            text = " ".join(text.split())
        if facets.values and text not in [value.value for value in facets.values[:1000]]:
            return False
        for pattern in facets.patterns:
            matched = matches(pattern, text, is_json=self._is_json)
            if not (is_trusted if matched is None else matched):
                return False
        if simple.members:
            return any(self._fits(member, text, depth + 1, is_trusted=is_trusted) for member in simple.members[:_MOST_MEMBERS])
        if (item := _item(simple)) is not None:
            items = text.split()
            return _has_length(facets, len(items)) and all(
                self._fits(item, one, depth + 1, is_trusted=is_trusted) for one in items[:_MOST_ITEMS]
            )
        if simple.builtin == "IDREF" and not self._has_ids:
            return False
        if not simple.builtin:
            return is_trusted or bool(facets.values)
        if is_trusted and simple.builtin == "QName":
            return ":" not in text  # the prefix is that of another document
        return (
            lexical.is_lexical(simple.builtin, text)
            and _has_length(facets, _length(simple.builtin, text))
            and _is_within(simple.builtin, facets, text)
            and (is_trusted or not format_value(simple.format) or self._has_format(simple, text))
        )

    def _has_format(self, simple: SimpleType, text: str) -> bool:
        """Whether a made text has the format of its type: the plain value for it has, and so have values of an enumeration."""
        return not self._is_json or bool(simple.facets.values) or text == format_value(simple.format)


def _item(simple: SimpleType) -> TypeUse | None:
    """The type of the items of a list; None for other types."""
    if simple.item is None and simple.builtin in lexical.LISTS:
        return SimpleType(builtin=lexical.LISTS[simple.builtin])
    return simple.item


def _length(builtin: str, text: str) -> int | None:
    """What the facets for lengths count (part 2, section 4.3.1); None for types that have no length."""
    if builtin == "hexBinary":
        return len(text) // 2
    if builtin == "base64Binary":
        return len(text) * 3 // 4 - text.count("=")
    if builtin in STRINGS or builtin == "anyURI" or builtin == "language":
        return len(text)
    return len(text) if lexical.is_name_type(builtin) and builtin != "QName" else None


def _has_length(facets: Facets, length: int | None) -> bool:
    if length is None:
        return True
    return (
        (facets.length is None or length == facets.length)
        and (facets.min_length is None or length >= facets.min_length)
        and (facets.max_length is None or length <= facets.max_length)
    )


def _is_within(builtin: str, facets: Facets, text: str) -> bool:
    """Whether a value is within its bounds, and has not too many digits."""
    bounds = (facets.minimum, facets.maximum, facets.above, facets.below)
    if any(bound is not None for bound in bounds):
        value = lexical.moment(builtin, text)
        known = [None if bound is None else lexical.moment(builtin, bound) for bound in bounds]
        if value is None or any(one is None for one, bound in zip(known, bounds, strict=True) if bound is not None):
            return text in (facets.minimum, facets.maximum)  # nothing to compare by
        minimum, maximum, above, below = known
        if not (_is_ordered(minimum, value) and _is_ordered(value, maximum)):
            return False
        if value in (above, below) or not (_is_ordered(above, value) and _is_ordered(value, below)):
            return False
    return builtin not in NUMBERS or _has_digits(facets, text)


def _is_ordered(low: object, high: object) -> bool:
    return low is None or high is None or low <= high  # type: ignore[operator]  # values of one type


def _has_digits(facets: Facets, text: str) -> bool:
    value = lexical.number(text)
    if value is None:
        return False
    _sign, digits, exponent = value.as_tuple()
    if isinstance(exponent, str):  # infinity
        return facets.total_digits is None and facets.fraction_digits is None
    if facets.total_digits is not None and max(len(digits), -exponent) > facets.total_digits:
        return False
    if facets.fraction_digits is not None and -exponent > facets.fraction_digits:
        return False
    if facets.multiple_of is not None:
        step = lexical.number(facets.multiple_of)
        try:
            return step is None or value % step == 0
        except DecimalException:
            return False
    return True


# --- candidates from facets -----------------------------------------------------------------------


def _numbers(facets: Facets, *, is_whole: bool) -> Iterator[str]:
    """Yields numbers near the bounds."""
    known = [lexical.number(bound) for bound in (facets.minimum, facets.above, facets.maximum, facets.below) if bound is not None]
    bounds = [bound for bound in known if bound is not None and bound.is_finite() and abs(bound.adjusted()) <= 40]
    steps = [Decimal(0), Decimal(1), Decimal(-1)] if is_whole else [Decimal(0), *map(Decimal, ("1", "0.5", "0.1", "0.01", "-0.5", "-1"))]
    made = [bound + step for bound in bounds for step in steps]
    if len(bounds) > 1 and not is_whole:
        made.append((min(bounds) + max(bounds)) / 2)
    step = lexical.number(facets.multiple_of) if facets.multiple_of is not None else None
    if step is not None and step.is_finite() and step > 0 and abs(step.adjusted()) <= 40:
        made.append(step)
        with suppress(DecimalException):  # too many digits
            made += [(bound // step + more) * step for bound in bounds for more in (0, 1, -1)]
    for value in made:
        if is_whole and value == value.to_integral_value():
            yield format(value.to_integral_value(), "f")
        elif not is_whole:
            yield format(value, "f")


def _bounds(builtin: str, facets: Facets) -> Iterator[str]:
    """Yields the bounds of a type whose values have an order, and values a year beyond those that are excluded."""
    for bound in (facets.minimum, facets.maximum):
        if bound is not None:
            yield bound
    if builtin in ("date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth"):
        for bound, years in ((facets.above, 1), (facets.below, -1)):
            if bound is not None and bound[:4].isascii() and bound[:4].isdigit():
                yield f"{int(bound[:4]) + years:04d}{bound[4:]}"


def _of_length(builtin: str, facets: Facets) -> Iterator[str]:
    """Yields texts that are as long as they must, and as near to the plain value as that allows."""
    wanted = (facets.length, facets.max_length, facets.min_length)
    for length in wanted:
        if length is None or length > _LONGEST:
            continue
        match builtin:
            case "hexBinary":
                yield "0F" * length
            case "base64Binary":
                yield base64.b64encode((b"string" * (length // 6 + 1))[:length]).decode("ascii")
            case "anyURI":
                yield "https://example.org/".ljust(length, "a") if length >= 20 else "a" * length
            case "language":
                yield "abcdefgh"[:length]
            case _:
                word = plain_values(builtin)[0]
                yield (word * (length // len(word) + 1))[:length]
