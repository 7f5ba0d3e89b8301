"""The enumerators of numbered lists: Arabic numbers, letters and Roman numerals."""

from __future__ import annotations

from wadl2rst.prose import NumberedList

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def enumerators(block: NumberedList) -> list[str]:
    """The marker of each item, such as ``1. ``; letters or Roman numerals only if docutils recognises them as such."""
    start = max(0, block.start)
    numbers = range(start, start + len(block.items))
    texts = list(map(str, numbers))
    # docutils reads a first "i" as a Roman numeral, and any other single letter as a letter.
    if block.numbering.endswith("alpha") and start >= 1 and start != 9 and numbers[-1:] and numbers[-1] <= 26:
        texts = [chr(ord("a") - 1 + number) for number in numbers]
    elif (
        block.numbering.endswith("roman") and start >= 1 and numbers[-1:] and numbers[-1] < 4000 and (start == 1 or len(_roman(start)) > 1)
    ):
        texts = [_roman(number) for number in numbers]
    return [(text.upper() if block.numbering.startswith("upper") else text) + ". " for text in texts]
