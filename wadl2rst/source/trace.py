"""Records the queries to the file system for a WADL and their results: if a later run gets the same results, it reads the same.

The output for a WADL depends only on the results of its gate.  So a later run repeats the queries on a gate with the same
rules, instead of comparing names and modification times of files.  This detects a link with a new target, a new file that
takes precedence over the one found before, and a root that now is another folder.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import Any, NamedTuple

from wadl2rst.config.options import FormatSetting
from wadl2rst.source.files import Gate, SourceFile, Unavailable, trusted

_CHANGED = "the answer changed while the WADL was read"


class Trace(NamedTuple):
    """Queries with their results.  A place is given by its index in ``places``; the result of a failed query is the fault as text."""

    places: tuple[SourceFile, ...]
    """All places in queries and results; the first is the WADL."""
    found: tuple[tuple[str, tuple[int, ...], int | None, int | str], ...]
    """For :meth:`Gate.find`: reference, bases and limit, and the resulting place or the fault."""
    existing: tuple[tuple[str, tuple[int, ...], bool | str], ...]
    """For :meth:`Gate.exists`: reference and bases, and the result."""
    read: tuple[tuple[int, int | None, str], ...]
    """For :meth:`Gate.read`: place and limit, and the SHA-256 of the bytes or the fault."""
    mapped: tuple[tuple[str, int | None, str], ...]
    """For :func:`~wadl2rst.source.files.trusted`: the path, and the place with the SHA-256 of the bytes, or None and the fault."""


class Traced:
    """A gate that records its queries and their results.

    A query with two different results is recorded with a result that never recurs: the trace must not match a later run.
    """

    def __init__(self, gate: Gate, places: Sequence[SourceFile], max_size: int, format_setting: FormatSetting) -> None:
        """Starts the trace with ``places``; the first is the WADL.  ``max_size`` and ``format_setting`` are for :meth:`trusted`."""
        self._gate = gate
        self._max_size = max_size
        self._format_setting = format_setting
        self._places = {place: number for number, place in enumerate(places)}
        self._found: dict[tuple[str, tuple[int, ...], int | None], int | str] = {}
        self._existing: dict[tuple[str, tuple[int, ...]], bool | str] = {}
        self._read: dict[tuple[int, int | None], str] = {}
        self._mapped: dict[str, tuple[int | None, str]] = {}

    @property
    def trace(self) -> Trace:
        """All queries so far, with their results."""
        return Trace(
            places=tuple(self._places),
            found=tuple((*question, answer) for question, answer in self._found.items()),
            existing=tuple((*question, answer) for question, answer in self._existing.items()),
            read=tuple((*question, answer) for question, answer in self._read.items()),
            mapped=tuple((path, *answer) for path, answer in self._mapped.items()),
        )

    def find(self, href: str, bases: Sequence[SourceFile], limit: int | None = None) -> SourceFile:
        """Like the method of the gate, and records the query."""
        question = (href, self._numbers(bases), limit)
        try:
            place = self._gate.find(href, bases, limit)
        except Unavailable as fault:
            _record(self._found, question, _fault(fault))
            raise
        _record(self._found, question, self._number(place))
        return place

    def exists(self, href: str, bases: Sequence[SourceFile]) -> bool:
        """Like the method of the gate, and records the query."""
        answer = self._gate.exists(href, bases)
        _record(self._existing, (href, self._numbers(bases)), answer)
        return answer

    def read(self, place: SourceFile, limit: int | None = None) -> bytes:
        """Like the method of the gate, and records the query."""
        question = (self._number(place), limit)
        try:
            data = self._gate.read(place, limit)
        except Unavailable as fault:
            _record(self._read, question, _fault(fault))
            raise
        _record(self._read, question, sha256(data).hexdigest())
        return data

    def trusted(self, path: str) -> tuple[SourceFile, bytes]:
        """Like :func:`~wadl2rst.source.files.trusted`, and records the query: such files are not read through the gate."""
        try:
            place, data = trusted(path, self._max_size, self._format_setting)
        except Unavailable as fault:
            _record(self._mapped, path, (None, _fault(fault)), (None, _CHANGED))
            raise
        _record(self._mapped, path, (self._number(place), sha256(data).hexdigest()), (None, _CHANGED))
        return place, data

    def replay(self, trace: Trace, mapped: Collection[str]) -> None:
        """Repeats the queries of a trace, ignoring faults.

        As in a library, only places that were found are read; of :attr:`Trace.mapped`, only the paths in ``mapped``.
        """
        places = trace.places
        for href, bases, limit, _answer in trace.found:
            with suppress(Unavailable):
                self.find(href, [places[base] for base in bases], limit)
        for href, bases, _present in trace.existing:
            self.exists(href, [places[base] for base in bases])
        found = {0, *self._found.values()}
        for number, limit, _digest in trace.read:
            if number in found:
                with suppress(Unavailable):
                    self.read(places[number], limit)
        for path, _place, _digest in trace.mapped:
            if path in mapped:
                with suppress(Unavailable):
                    self.trusted(path)

    def _number(self, place: SourceFile) -> int:
        return self._places.setdefault(place, len(self._places))

    def _numbers(self, places: Sequence[SourceFile]) -> tuple[int, ...]:
        return tuple(map(self._number, places))


def _record(answers: dict[Any, Any], question: object, answer: object, changed: object = _CHANGED) -> None:
    if answers.setdefault(question, answer) != answer:
        answers[question] = changed


def _fault(fault: Unavailable) -> str:
    return f"{type(fault).__name__}: {fault.text}"
