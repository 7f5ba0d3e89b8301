"""The origins of page lines: filters put marks around their output, and the marks are removed when the page is complete.

Users can override any block of a template, so the origin of a line cannot be derived from the rendered text.  But each filter
or domain object that prints a part of the WADL knows its location.  It writes a mark before the first line and another after the
last.  Marks begin with a control character, which XML cannot contain and no filter lets through.  All begin with the same one,
because splitting a page at one character is much faster than searching for several.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from wadl2rst.diagnostics import Location, Origin
from wadl2rst.frozen import dataclass

_MARK = "\x01"
_CLOSE = "\x02"  # after the number in a mark
_END = "."
_PART, _PART_END = "(", ")"
_HERE, _OWN = "-", "="


@dataclass(frozen=True, slots=True)
class RenderedText:
    """Rendered text with the origins of its lines."""

    text: str
    """Lines of RST, each ending with a newline."""
    origins: tuple[Origin, ...]
    """The origins of the lines, in order; the first begins at line 0."""

    def lines(self) -> Iterator[tuple[str, Origin]]:
        """Each line, without its newline, with its origin."""
        number = 0
        for position, line in enumerate(self.text.rstrip("\n").split("\n")):
            while number + 1 < len(self.origins) and self.origins[number + 1].line <= position:
                number += 1
            yield line, self.origins[number]

    def origin(self, line: int) -> Origin:
        """The origin of a line, counted from 0."""
        return self.origins[bisect_right(self.origins, line, key=lambda origin: origin.line) - 1]


class Marks:
    """The marks of one page."""

    used = True
    """Whether there are marks at all."""
    end = _MARK + _END
    """The mark after the last line of marked text."""

    def __init__(self) -> None:
        """Starts without marks."""
        self._locations: list[Location] = []

    def start(self, location: Location | None) -> str:
        """The mark before the first line of text of the WADL; without a ``location``, the enclosing location applies."""
        return f"{_MARK}{_HERE if location is None else self._number(location)}{_CLOSE}"

    def around(self, text: str, location: Location | None) -> str:
        """Text of the WADL between marks; empty text stays empty."""
        return f"{self.start(location)}{text}{self.end}" if text else text

    def part(self, text: str, location: Location) -> str:
        """Template output embedded in other output; ``location`` applies to everything in it without a mark."""
        return f"{_MARK}{_PART}{self._number(location)}{_CLOSE}{text}{_MARK}{_PART_END}"

    def taken_out(self, text: str, location: Location) -> RenderedText:
        """The text without marks, with the origins from the marks; ``location`` applies to everything without a mark."""
        first, *marked = text.split(_MARK)
        pieces = [first]
        line = first.count("\n")
        origins = [Origin(0, location, True)]
        parts = [location]
        locations = self._locations
        pending: Location | None = None  # the location that applies from the next line on
        for mark in marked:
            kind = mark[0]
            if kind in (_END, _PART_END):
                if kind == _PART_END and len(parts) > 1:
                    parts.pop()
                pending = parts[-1]
                piece = mark[1:]
            else:
                pending = None
                number, _, piece = mark.partition(_CLOSE)
                if kind == _PART:
                    parts.append(locations[int(number[1:])])
                    _add(origins, line, parts[-1], True)
                elif kind == _OWN:
                    _add(origins, line, parts[-1], True)
                else:
                    _add(origins, line, parts[-1] if kind == _HERE else locations[int(number)], False)
            if piece:
                pieces.append(piece)
                breaks = piece.count("\n")
                if breaks and pending is not None:
                    _add(origins, line + 1, pending, True)
                    pending = None
                line += breaks
        return RenderedText("".join(pieces), tuple(origins))

    def put_in(self, rendered: RenderedText) -> str:
        """The text with marks reinserted from its origins."""
        lines = rendered.text.split("\n")
        for origin in rendered.origins:
            if origin.line < len(lines):
                mark = f"{_MARK}{_OWN}{_CLOSE}" if origin.of_page else self.start(origin.location)
                lines[origin.line] = mark + lines[origin.line]
        return "\n".join(lines)

    def _number(self, location: Location) -> int:
        self._locations.append(location)
        return len(self._locations) - 1


class NoMarks(Marks):
    """No marks, for pages whose origins nobody needs: they take a tenth of the time of a page."""

    used = False
    end = ""

    def start(self, location: Location | None) -> str:
        """An empty text."""
        return ""

    def around(self, text: str, location: Location | None) -> str:
        """``text`` as it is."""
        return text

    def part(self, text: str, location: Location) -> str:
        """``text`` as it is."""
        return text

    def taken_out(self, text: str, location: Location) -> RenderedText:
        """``text`` as it is, with ``location`` as the origin of all lines."""
        return RenderedText(text, (Origin(0, location, True),))

    def put_in(self, rendered: RenderedText) -> str:
        """The text as it is."""
        return rendered.text


def changed(before: RenderedText, text: str) -> RenderedText:
    """``text`` as a replacement of ``before``: unchanged lines keep their origin, new lines get that of the line above."""
    if text == before.text:
        return before
    from difflib import SequenceMatcher  # only needed when a handler changes the text

    old, new = before.text.split("\n"), text.split("\n")
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    kept = {block.b + number: block.a + number for block in matcher.get_matching_blocks() for number in range(block.size)}
    origins: list[Origin] = []
    current = before.origins[0]
    for position in range(len(new)):
        if position in kept:
            current = before.origin(kept[position])
        _add(origins, position, current.location, current.of_page)
    return RenderedText(text, tuple(origins))


def moved(origins: Sequence[Origin], places: Sequence[int]) -> tuple[Origin, ...]:
    """The origins after lines moved; ``places`` has the new line number of each old line."""
    return tuple(origin._replace(line=places[min(origin.line, len(places) - 1)]) for origin in origins)


def _add(origins: list[Origin], line: int, location: Location, of_page: bool) -> None:
    """Appends an origin; it replaces the last one if both begin on the same line."""
    if origins and origins[-1].line == line:
        origins.pop()
    if origins:
        _line, last, last_of_page = origins[-1]
        if last_of_page is of_page and (last is location or last == location):
            return
    origins.append(Origin(line, location, of_page))
