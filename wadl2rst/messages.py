"""Selects and formats messages for users: each message once, with a limit per code, in the requested format.

Nothing is printed here: :class:`Messages` passes the messages to show to a function.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator

from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Severity, shorten

LIMIT = 50
"""The number of messages shown per code; the rest are only counted."""


class Messages:
    """Collects the messages of a run.  :meth:`report` is the ``Report`` for every stage."""

    def __init__(
        self, show: Callable[[Diagnostic], None], *, ignore: Collection[str] = (), limit: int | None = LIMIT, verbose: bool = False
    ) -> None:
        """Calls ``show`` immediately with each message to show.

        ``ignore`` are the codes of warnings to drop.  ``limit`` is the number of messages to show per code, of
        which only the first with the same cause is shown; None shows all.  ``verbose`` also shows messages of
        :attr:`Severity.INFO`.
        """
        self._show = show
        self._ignored = frozenset(ignore)
        self._limit = limit
        self._verbose = verbose
        self._seen: set[Diagnostic] = set()
        self._counts: Counter[MessageCode] = Counter()
        self._shown: Counter[MessageCode] = Counter()
        self._causes: set[tuple[MessageCode, str]] = set()

    def report(self, diagnostic: Diagnostic) -> None:
        """Shows a message, unless it is a duplicate, is ignored, has the same cause as an earlier one, or exceeds the limit of its code."""
        severity = diagnostic.severity
        if severity is Severity.INFO and not self._verbose:
            return
        if diagnostic in self._seen or (severity is not Severity.ERROR and diagnostic.code.value in self._ignored):
            return
        self._seen.add(diagnostic)
        self._counts[diagnostic.code] += 1
        if self._limit is None or (self._shown[diagnostic.code] < self._limit and self._has_new_cause(diagnostic)):
            self._shown[diagnostic.code] += 1
            self._show(diagnostic)

    @property
    def errors(self) -> int:
        """The number of errors, including those held back."""
        return self._count(Severity.ERROR)

    @property
    def warnings(self) -> int:
        """The number of warnings, including those held back, excluding ignored ones."""
        return self._count(Severity.WARNING)

    def held_back(self) -> Iterator[tuple[MessageCode, int]]:
        """The codes with messages that were held back, with their number, in order of first occurrence."""
        for code, count in self._counts.items():
            if count > self._shown[code]:
                yield code, count - self._shown[code]

    def _has_new_cause(self, diagnostic: Diagnostic) -> bool:
        """Whether no earlier message of the code had the same cause."""
        cause = (diagnostic.code, diagnostic.cause)
        if not diagnostic.cause or cause not in self._causes:
            self._causes.add(cause)
            return True
        return False

    def _count(self, severity: Severity) -> int:
        return sum(count for code, count in self._counts.items() if code.severity is severity)


def as_text(diagnostic: Diagnostic, paint: Callable[[str, Severity], str] | None = None) -> str:
    """A message as plain text: ``api.wadl:12: warning: text (in &name;, common.ent:2) [code]``.

    Messages without a location start with ``wadl2rst``.  ``paint`` colours the word for the severity.
    """
    word = diagnostic.severity.value
    return diagnostic.line(word if paint is None else paint(word, diagnostic.severity))


def as_json(diagnostic: Diagnostic) -> str:
    """A message as a JSON object, in one line of ASCII; unknown values are null."""
    location = diagnostic.location
    entity = None
    if location and location.entity:
        entity = {"name": location.entity, "file": location.entity_file or None, "line": location.entity_line or None}
    return json.dumps(
        {
            "file": location.file if location else None,
            "line": (location.line if location else 0) or None,
            "column": (location.column if location else 0) or None,
            "severity": diagnostic.severity.value,
            "code": diagnostic.code.value,
            "text": shorten(diagnostic.text),
            "entity": entity,
        }
    )


def as_github(diagnostic: Diagnostic) -> str:
    """A message as a workflow command, which GitHub shows as an annotation of the line.

    See "Workflow commands for GitHub Actions" in its documentation; the escaping is that of ``@actions/core``.
    """
    location = diagnostic.location
    properties = {"file": "", "line": "", "col": "", "title": diagnostic.code.value}
    if location:
        properties.update(file=location.file, line=str(location.line or ""), col=str(location.column or ""))
    parameters = ",".join(f"{name}={_github_property(value)}" for name, value in properties.items() if value)
    command = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}[diagnostic.severity]
    return f"::{command} {parameters}::{_github_data(diagnostic.told)}"


def outdated(diff: str) -> Diagnostic:
    """The message about an outdated page, at the first line that would change, from its unified diff."""
    lines = diff.split("\n")
    old, new = lines[0].removeprefix("--- "), lines[1].removeprefix("+++ ") if len(lines) > 1 else ""
    what = {old: "missing", new: "no longer generated"}.get("/dev/null", "out of date")
    action = "remove" if new == "/dev/null" else "write" if old == "/dev/null" else "update"
    first = 0
    if what == "out of date" and len(lines) > 2 and (start := _HUNK.match(lines[2])):
        unchanged = next((number for number, line in enumerate(lines[3:]) if not line.startswith(" ")), 0)
        first = max(int(start[1]) + unchanged, 1)
    text = f"{what}; run wadl2rst without --check to {action} it"
    return Diagnostic(MessageCode.OUTDATED, text, Location(old if old != "/dev/null" else new, first))


_HUNK = re.compile(r"@@ -(\d+)")


def counted(number: int, noun: str) -> str:
    """A number with its noun: ``1 page``, ``2 pages``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _github_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _github_property(text: str) -> str:
    return _github_data(text).replace(":", "%3A").replace(",", "%2C")
