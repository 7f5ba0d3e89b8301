"""Messages on their way to a person: said once, not too often, and in the form that was asked for.

Nothing here prints: :class:`Messages` hands what is to be said to the function that it was given.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator

from wadl2rst.diagnostics import Diagnostic, MessageCode, Severity, cut

LIMIT = 50
"""How many messages of one code are said; of the others the number is told."""


class Messages:
    """Collects the messages of a run.  :meth:`report` is the ``Report`` for every stage."""

    def __init__(
        self, show: Callable[[Diagnostic], None], *, ignore: Collection[str] = (), limit: int | None = LIMIT, verbose: bool = False
    ) -> None:
        """Messages that are said with ``show``, as they come.

        ``ignore`` are the codes of warnings that are dropped, ``limit`` is the number of messages of one
        code that are said, and of those with the same cause the first alone (None: all of them), and
        ``verbose`` asks for those of :attr:`Severity.INFO` too.
        """
        self._show = show
        self._ignored = frozenset(ignore)
        self._limit = limit
        self._verbose = verbose
        self._seen: set[Diagnostic] = set()
        self._counts: Counter[MessageCode] = Counter()
        self._said: Counter[MessageCode] = Counter()
        self._causes: set[tuple[MessageCode, str]] = set()

    def report(self, diagnostic: Diagnostic) -> None:
        """Says a message, unless it was said already, is ignored, has the cause of another, or too many of its code were said."""
        severity = diagnostic.severity
        if severity is Severity.INFO and not self._verbose:
            return
        if diagnostic in self._seen or (severity is not Severity.ERROR and diagnostic.code.value in self._ignored):
            return
        self._seen.add(diagnostic)
        self._counts[diagnostic.code] += 1
        if self._limit is None or (self._said[diagnostic.code] < self._limit and self._is_news(diagnostic)):
            self._said[diagnostic.code] += 1
            self._show(diagnostic)

    @property
    def errors(self) -> int:
        """How many errors there were, with those that were held back."""
        return self._count(Severity.ERROR)

    @property
    def warnings(self) -> int:
        """How many warnings there were, with those that were held back, without those ignored."""
        return self._count(Severity.WARNING)

    def held_back(self) -> Iterator[tuple[MessageCode, int]]:
        """The codes of which more was reported than said, and how much more, in the order in which they came up."""
        for code, count in self._counts.items():
            if count > self._said[code]:
                yield code, count - self._said[code]

    def _is_news(self, diagnostic: Diagnostic) -> bool:
        """Whether no message of the code had the same cause."""
        cause = (diagnostic.code, diagnostic.cause)
        if not diagnostic.cause or cause not in self._causes:
            self._causes.add(cause)
            return True
        return False

    def _count(self, severity: Severity) -> int:
        return sum(count for code, count in self._counts.items() if code.severity is severity)


def as_text(diagnostic: Diagnostic, paint: Callable[[str, Severity], str] | None = None) -> str:
    """A message for people: ``api.wadl:12: warning: text (in &name;, common.ent:2) [code]``.

    What has no place is said by ``wadl2rst``.  ``paint`` colours the word for the severity.
    """
    word = diagnostic.severity.value
    return diagnostic.line(word if paint is None else paint(word, diagnostic.severity))


def as_json(diagnostic: Diagnostic) -> str:
    """A message for programs: a JSON object in one line of ASCII.  What is not known is null."""
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
            "text": cut(diagnostic.text),
            "entity": entity,
        }
    )


def as_github(diagnostic: Diagnostic) -> str:
    """A message as an annotation that GitHub shows beside the line: a workflow command.

    See "Workflow commands for GitHub Actions" in its documentation; the escaping is that of ``@actions/core``.
    """
    location = diagnostic.location
    properties = {"file": "", "line": "", "col": "", "title": diagnostic.code.value}
    if location:
        properties.update(file=location.file, line=str(location.line or ""), col=str(location.column or ""))
    told = ",".join(f"{name}={_github_property(value)}" for name, value in properties.items() if value)
    command = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}[diagnostic.severity]
    return f"::{command} {told}::{_github_data(diagnostic.told)}"


def counted(number: int, noun: str) -> str:
    """``1 page``, ``2 pages``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _github_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _github_property(text: str) -> str:
    return _github_data(text).replace(":", "%3A").replace(",", "%2C")
