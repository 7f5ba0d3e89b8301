"""What a schema says about a value, in words."""

from __future__ import annotations

from collections.abc import Iterator

from wadl2rst.page.docs import compact, doc_blocks, filled_sentence, in_one_language, series, value_inline
from wadl2rst.page.options import PageContext, Say
from wadl2rst.page.values import Line
from wadl2rst.prose import Block, BulletList, Code, Paragraph, Text
from wadl2rst.wadl.components import SimpleType, Value

FEW_VALUES = 10
"""Up to this number of values, an enumeration is listed wherever it is used; a longer one only in the section of its type."""


def sentences(known: SimpleType, say: Say) -> Iterator[Line]:
    """The restrictions of a simple type other than its enumeration, one sentence each."""
    facets = known.facets
    least, most = (facets.min_length, facets.max_length) if facets.length is None else (facets.length, facets.length)
    if length := _length(known, least, most, say):
        yield (Text(length),)
    if facets.minimum is not None and facets.maximum is not None and facets.above is None and facets.below is None:
        yield filled_sentence(say("%(least)s to %(most)s."), least=Code(facets.minimum), most=Code(facets.maximum))
    else:
        limits = (
            (say("At least %(value)s."), facets.minimum),
            (say("More than %(value)s."), facets.above),
            (say("At most %(value)s."), facets.maximum),
            (say("Less than %(value)s."), facets.below),
        )
        for words, limit in limits:
            if limit is not None:
                yield filled_sentence(words, value=Code(limit))
    if facets.total_digits is not None:
        yield (Text(say("At most %(number)s digits.") % {"number": facets.total_digits}),)
    if facets.fraction_digits is not None:
        yield (Text(say("At most %(number)s decimal places.") % {"number": facets.fraction_digits}),)
    if facets.multiple_of is not None:
        yield filled_sentence(say("A multiple of %(value)s."), value=Code(facets.multiple_of))
    for pattern in facets.patterns:
        yield (Text(say("Pattern:") + " "), Code(pattern), Text("."))


def _length(known: SimpleType, least: int | None, most: int | None, say: Say) -> str:
    """The limits on the length of the values of a type in its unit (part 2, section 4.3.1); empty for none."""
    if known.item is not None:
        return items(least, most, say)
    if known.builtin in ("hexBinary", "base64Binary"):
        one = say("Exactly one byte."), say("At least one byte."), say("At most one byte.")
        more = say("Exactly %(number)s bytes."), say("At least %(number)s bytes."), say("At most %(number)s bytes.")
        return _limits(least, most, one, more, say("%(least)s to %(most)s bytes."))
    one = say("Exactly one character."), say("At least one character."), say("At most one character.")
    more = say("Exactly %(number)s characters."), say("At least %(number)s characters."), say("At most %(number)s characters.")
    return _limits(least, most, one, more, say("%(least)s to %(most)s characters."))


def items(least: int | None, most: int | None, say: Say) -> str:
    """The limits on the length of a list or an array; empty for none."""
    one = say("Exactly one item."), say("At least one item."), say("At most one item.")
    more = say("Exactly %(number)s items."), say("At least %(number)s items."), say("At most %(number)s items.")
    return _limits(least, most, one, more, say("%(least)s to %(most)s items."))


def _limits(least: int | None, most: int | None, one: tuple[str, str, str], more: tuple[str, str, str], between: str) -> str:
    """Limits in words: ``one`` and ``more`` say exactly, at least and at most so many, ``between`` gives a range."""
    if least and most is not None and least != most:
        return between % {"least": least, "most": most}
    kind, number = (0, least) if least and most is not None else (1, least) if least else (2, most)
    return "" if number is None else one[kind] if number == 1 else more[kind] % {"number": number}


def shown_values(values: tuple[Value, ...], context: PageContext, *, other: Line | None = None) -> tuple[Line, tuple[Block, ...]]:
    """An enumeration as a sentence, or, if a value has documentation, as blocks; the other one is empty.

    ``other`` are the words for other values that are allowed, too; None for none.
    """
    say = context.say
    if not any(value.docs for value in values):
        shown: list[Line] = [(value_inline(value.value, say),) for value in values]
        if other is not None:
            shown.append(other)
        return (Text(say("Allowed values:") + " "), *series(shown), Text(".")), ()
    items: list[tuple[Block, ...]] = []
    for value in values:
        name = value_inline(value.value, say)
        blocks = compact(doc_blocks(in_one_language(value.docs, context.language), context.language))
        if blocks and isinstance(blocks[0], Paragraph):
            items.append((Paragraph((name, Text(": "), *blocks[0].children)), *blocks[1:]))
        else:
            items.append((Paragraph((name,)), *blocks))
    if other is not None:
        items.append((Paragraph(other),))
    return (), (Paragraph((Text(say("Allowed values:")),)), BulletList(tuple(items)))
