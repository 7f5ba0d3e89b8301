"""What a schema says about a value, in words."""

from __future__ import annotations

from collections.abc import Iterator

from wadl2rst.page.docs import compact, doc_blocks, filled, series, value_inline
from wadl2rst.page.options import PageContext, Say
from wadl2rst.page.values import Line
from wadl2rst.prose import Block, BulletList, Code, Paragraph, Text
from wadl2rst.wadl.components import Facets, Value

FEW_VALUES = 10
"""Up to this number of values, an enumeration is listed wherever it is used; a longer one only in the section of its type."""


def sentences(facets: Facets, say: Say) -> Iterator[Line]:
    """The restrictions other than the enumeration, one sentence each."""
    length = _range(
        facets.min_length,
        facets.max_length,
        say,
        exactly=say("Exactly %(number)s characters."),
        between=say("%(least)s to %(most)s characters."),
        at_least=say("At least %(number)s characters."),
        at_most=say("At most %(number)s characters."),
    )
    if facets.length is not None:
        yield (Text(say("Exactly %(number)s characters.") % {"number": facets.length}),)
    elif length:
        yield (Text(length),)
    if facets.minimum is not None and facets.maximum is not None and facets.above is None and facets.below is None:
        yield filled(say("%(least)s to %(most)s."), least=Code(facets.minimum), most=Code(facets.maximum))
    else:
        limits = (
            (say("At least %(value)s."), facets.minimum),
            (say("More than %(value)s."), facets.above),
            (say("At most %(value)s."), facets.maximum),
            (say("Less than %(value)s."), facets.below),
        )
        for words, limit in limits:
            if limit is not None:
                yield filled(words, value=Code(limit))
    if facets.total_digits is not None:
        yield (Text(say("At most %(number)s digits.") % {"number": facets.total_digits}),)
    if facets.fraction_digits is not None:
        yield (Text(say("At most %(number)s decimal places.") % {"number": facets.fraction_digits}),)
    if facets.multiple_of is not None:
        yield filled(say("A multiple of %(value)s."), value=Code(facets.multiple_of))
    for pattern in facets.patterns:
        yield (Text(say("Pattern:") + " "), Code(pattern), Text("."))


def _range(least: int | None, most: int | None, say: Say, *, exactly: str, between: str, at_least: str, at_most: str) -> str:
    if least is not None and most is not None and least > 0:
        return exactly % {"number": most} if least == most else between % {"least": least, "most": most}
    if least:
        return at_least % {"number": least}
    return at_most % {"number": most} if most is not None else ""


def listed_values(values: tuple[Value, ...], context: PageContext, *, other: Line | None = None) -> tuple[Line, tuple[Block, ...]]:
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
        blocks = compact(doc_blocks(value.docs, context.language))
        if blocks and isinstance(blocks[0], Paragraph):
            items.append((Paragraph((name, Text(": "), *blocks[0].children)), *blocks[1:]))
        else:
            items.append((Paragraph((name,)), *blocks))
    if other is not None:
        items.append((Paragraph(other),))
    return (), (Paragraph((Text(say("Allowed values:")),)), BulletList(tuple(items)))
