"""Reads the containers of samples of generated pages faster than docutils, with the same result.

What is read is what the templates write: captions, paragraphs of plain text, code, and tabs of sphinx-design.  Anything else is
left to docutils, with the container it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from wadl2rst.sphinx.quick_blocks import UNDERLINE, BeginsText, is_text
from wadl2rst.sphinx.request_samples import CSS_CLASS
from wadl2rst.sphinx.samples import Caption, Plain, Requests, SampleCode, SamplePart, Samples, SamplesLayout, Tab, Tabs

_CAPTION = re.compile(r"\*\*([^*\\\x00\s](?:[^*\\\x00]*[^*\\\x00\s])?)\*\*")
_CODE = re.compile(r"\.\. code:: ([\w.+-]+)")
_REQUESTS = f".. container:: {CSS_CLASS}"
_TABS = ".. tab-set::"
_GROUP = re.compile(r":sync-group: ([\w-]+)")
_TAB = re.compile(r"\.\. tab-item:: (\S(?:.*\S)?)")
_SYNC = re.compile(r":sync: ([\w.+-]+(?: [\w.+-]+)*)")
_SELECTED = ":selected:"
_INDENT = 3


class _UnknownError(Exception):
    """There is something that only docutils can read."""


def end_of_block(lines: Sequence[str], number: int, indent: int = 0) -> int:
    """The first line after ``number`` that is indented by ``indent`` characters or fewer; blank lines are not."""
    end, total = number + 1, len(lines)
    inside = " " * (indent + 1)
    while end < total and (not lines[end] or lines[end].startswith(inside)):
        end += 1
    return end


def read_samples(
    lines: Sequence[str],
    items: Sequence[tuple[Any, Any]],
    start: int,
    end: int,
    begins_text: BeginsText,
    *,
    is_request: bool,
    has_tabs: bool,
) -> list[Samples | range] | None:
    """The samples in the lines from ``start`` to before ``end``, the content of a container; None if only docutils can read it.

    The numbers of the lines of paragraphs with inline markup are between them.  ``items`` are the places of all ``lines``, counted from
    0.  In a container of requests, there is no other one.
    """
    found: list[Samples | range] = []
    reader = _Reader(lines, begins_text, has_tabs=has_tabs)
    try:
        for layout in reader.runs(start, end, _INDENT, is_request=is_request):
            if isinstance(layout, range):
                found.append(layout)
                continue
            places = tuple((items[number][0], items[number][1] + 1) for number in reader.numbers)
            found.append(Samples(layout, tuple(reader.texts), places, is_request))
            reader.texts, reader.numbers = [], []
    except _UnknownError:
        return None
    return found if any(isinstance(one, Samples) for one in found) else None


class _Reader:
    """Reads lines, and collects the texts, and the numbers of the lines that parts begin on."""

    def __init__(self, lines: Sequence[str], begins_text: BeginsText, *, has_tabs: bool) -> None:
        self._lines, self._begins_text, self._has_tabs = lines, begins_text, has_tabs
        self.texts: list[str] = []
        self.numbers: list[int] = []

    def parts(self, number: int, end: int, indent: int, *, is_request: bool) -> SamplesLayout:
        """The layout of the lines from ``number`` to before ``end``, which are indented."""
        found = list(self.runs(number, end, indent, is_request=is_request))
        if len(found) != 1 or isinstance(found[0], range):
            raise _UnknownError
        return found[0]

    def runs(self, number: int, end: int, indent: int, *, is_request: bool) -> Iterator[SamplesLayout | range]:
        """The same, and the numbers of the lines of paragraphs that have inline markup."""
        found: list[SamplePart] = []
        lines, margin = self._lines, " " * indent
        while number < end:
            line = lines[number]
            if not line:
                number += 1
                continue
            text = line[indent:]
            if not line.startswith(margin) or text[:1] == " ":
                raise _UnknownError
            stop = number
            if text.startswith(".. "):
                stop = self._end(number, end, indent)
                self.numbers.append(number)
                found.append(self._directive(text, number, stop, indent, is_request=is_request))
            else:
                while stop < end and lines[stop]:
                    stop += 1
                part = self._paragraph([line[indent:] for line in lines[number:stop]], lines[number:stop], margin)
                if part is not None:
                    self.numbers.append(number)
                    found.append(part)
                else:
                    if found:
                        yield tuple(found)
                        found = []
                    yield range(number, stop)
            number = stop
        if found:
            yield tuple(found)

    def _end(self, number: int, end: int, indent: int) -> int:
        """The first line after a directive, which a blank line precedes."""
        stop = min(end_of_block(self._lines, number, indent), end)
        if stop < end and self._lines[stop - 1]:
            raise _UnknownError
        return stop

    def _paragraph(self, texts: Sequence[str], lines: Sequence[str], margin: str) -> SamplePart | None:
        """A paragraph; None if it has inline markup."""
        caption = _CAPTION.fullmatch(texts[0])
        if caption is not None and len(texts) == 1:
            self.texts.append(caption[1])
            return Caption()
        text = "\n".join(texts)
        if (
            not all(line.startswith(margin) and not line[len(margin)].isspace() and line == line.rstrip() for line in lines)
            or text.endswith("::")
            or not self._begins_text(texts[0])
            or (len(texts) > 1 and UNDERLINE.match(texts[1]))
        ):
            raise _UnknownError
        if not is_text(text):
            return None
        self.texts.append(text)
        return Plain()

    def _directive(self, text: str, number: int, stop: int, indent: int, *, is_request: bool) -> SamplePart:
        """A directive whose content ends before ``stop``."""
        code = _CODE.fullmatch(text)
        if code is not None:
            self._blank(number + 1, stop)
            self.texts.append(self._code(number + 2, stop, code[1]))
            return SampleCode(code[1])
        if text == _REQUESTS and not is_request:
            self._blank(number + 1, stop)
            return Requests(self.parts(number + 2, stop, indent + _INDENT, is_request=True))
        if text == _TABS and self._has_tabs:
            return self._tabs(number + 1, stop, indent + _INDENT, is_request=is_request)
        raise _UnknownError

    def _blank(self, number: int, stop: int) -> None:
        if number >= stop or self._lines[number]:
            raise _UnknownError

    def _code(self, number: int, stop: int, language: str) -> str:
        lines = self._lines[number:stop]
        indents = []
        for line in lines:
            stripped = line.lstrip()
            if stripped:
                indents.append(len(line) - len(stripped))
            elif line:
                raise _UnknownError
        if not indents:
            raise _UnknownError
        indent = min(indents)
        code = "\n".join([line[indent:] for line in lines]).strip("\n")
        # Sphinx removes marks of doctest.
        if language in ("pycon", "pycon3", "guess") or code.startswith(">>>"):
            raise _UnknownError
        return code

    def _tabs(self, number: int, stop: int, indent: int, *, is_request: bool) -> Tabs:
        lines, margin = self._lines, " " * indent
        group = _GROUP.fullmatch(lines[number][indent:]) if number < stop else None
        if group is None or not lines[number].startswith(margin):
            raise _UnknownError
        self._blank(number + 1, stop)
        number += 2
        found = []
        while number < stop:
            line = lines[number]
            if not line:
                number += 1
                continue
            head = _TAB.fullmatch(line[indent:])
            if head is None or not line.startswith(margin) or not is_text(head[1]):
                raise _UnknownError
            end = self._end(number, stop, indent)
            found.append(self._tab(head[1], number + 1, end, indent + _INDENT, is_request=is_request))
            number = end
        if not found or sum(tab.is_selected for tab in found) > 1:
            raise _UnknownError
        return Tabs(group[1], tuple(found))

    def _tab(self, label: str, number: int, stop: int, indent: int, *, is_request: bool) -> Tab:
        lines, margin = self._lines, " " * indent
        options = []
        while number < stop and lines[number]:
            if not lines[number].startswith(margin):
                raise _UnknownError
            options.append(lines[number][indent:])
            number += 1
        sync = _SYNC.fullmatch(options[0]) if options else None
        if sync is None or options[1:] not in ([], [_SELECTED]):
            raise _UnknownError
        return Tab(label, sync[1], len(options) > 1, self.parts(number, stop, indent, is_request=is_request))
