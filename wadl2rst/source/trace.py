"""What was asked of the disk for a WADL, and what the answers were: where a later run gets the same, it would read the same.

All that is made of a WADL follows from the answers of its gate.  So the questions are asked again, of a gate with the same
rules, rather than guessed from the names and times of files: a link that leads elsewhere now, a file that appeared where
another was found after it, and a root that means another folder all show themselves.
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
    """Questions with their answers.  A place is the number of one of ``places``; what could not be read has the fault for its answer."""

    places: tuple[SourceFile, ...]
    """All places that questions and answers name; the first is the WADL."""
    found: tuple[tuple[str, tuple[int, ...], int | None, int | str], ...]
    """For :meth:`Gate.find`: reference, bases and limit, and the place."""
    existing: tuple[tuple[str, tuple[int, ...], bool | str], ...]
    """For :meth:`Gate.exists`: reference and bases, and the answer."""
    read: tuple[tuple[int, int | None, str], ...]
    """For :meth:`Gate.read`: place and limit, and the SHA-256 of the bytes or the fault."""
    mapped: tuple[tuple[str, int | None, str], ...]
    """For :func:`~wadl2rst.source.files.trusted`: the path, and the place with the SHA-256 of the bytes, or None and the fault."""


class Traced:
    """A gate that keeps what it is asked and what it answers.

    A question that got two answers has one that never comes again: what was made with the first must not be gone by.
    """

    def __init__(self, gate: Gate, places: Sequence[SourceFile], max_size: int, format_setting: FormatSetting) -> None:
        """``places`` begin the trace, the first is that of the WADL.  ``max_size`` and ``format_setting`` are for :meth:`trusted`."""
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
        """All that was asked until now."""
        return Trace(
            places=tuple(self._places),
            found=tuple((*question, answer) for question, answer in self._found.items()),
            existing=tuple((*question, answer) for question, answer in self._existing.items()),
            read=tuple((*question, answer) for question, answer in self._read.items()),
            mapped=tuple((path, *answer) for path, answer in self._mapped.items()),
        )

    def find(self, href: str, bases: Sequence[SourceFile], limit: int | None = None) -> SourceFile:
        """As that of the gate."""
        question = (href, self._numbers(bases), limit)
        try:
            place = self._gate.find(href, bases, limit)
        except Unavailable as fault:
            _note(self._found, question, _fault(fault))
            raise
        _note(self._found, question, self._number(place))
        return place

    def exists(self, href: str, bases: Sequence[SourceFile]) -> bool:
        """As that of the gate."""
        answer = self._gate.exists(href, bases)
        _note(self._existing, (href, self._numbers(bases)), answer)
        return answer

    def read(self, place: SourceFile, limit: int | None = None) -> bytes:
        """As that of the gate."""
        question = (self._number(place), limit)
        try:
            data = self._gate.read(place, limit)
        except Unavailable as fault:
            _note(self._read, question, _fault(fault))
            raise
        _note(self._read, question, sha256(data).hexdigest())
        return data

    def trusted(self, path: str) -> tuple[SourceFile, bytes]:
        """As the function of :mod:`~wadl2rst.source.files`, for what no gate stands before."""
        try:
            place, data = trusted(path, self._max_size, self._format_setting)
        except Unavailable as fault:
            _note(self._mapped, path, (None, _fault(fault)), (None, _CHANGED))
            raise
        _note(self._mapped, path, (self._number(place), sha256(data).hexdigest()), (None, _CHANGED))
        return place, data

    def ask(self, trace: Trace, mapped: Collection[str]) -> None:
        """Asks the questions of a trace once more, whatever comes of it.

        Read is what was found, as a library would, and of :attr:`Trace.mapped` only what is in ``mapped``.
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


def _note(answers: dict[Any, Any], question: object, answer: object, changed: object = _CHANGED) -> None:
    if answers.setdefault(question, answer) != answer:
        answers[question] = changed


def _fault(fault: Unavailable) -> str:
    return f"{type(fault).__name__}: {fault.text}"
