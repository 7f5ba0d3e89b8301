"""The groups that the settings list: which operation belongs to which, and which of their entries match nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wadl2rst.config.groups import GroupRule
from wadl2rst.config.suggestions import similar
from wadl2rst.wadl.filters import pattern
from wadl2rst.wadl.operations import Group, Operation

MOST_NAMED = 3
"""A message names at most this many operations."""


class GroupEntry(NamedTuple):
    """One of the patterns, ids, tags and methods of a group."""

    rule: int
    """The number of the group, from 0."""
    kind: str
    """Its key in the settings, such as ``include``."""
    value: str


class GroupingReport(NamedTuple):
    """What a run reports about the groups of a WADL."""

    matched: tuple[GroupEntry, ...] = ()
    """The entries that match one of its operations, shown or not."""
    nearest: tuple[tuple[GroupEntry, str], ...] = ()
    """For the others, a suggestion if something similar exists."""
    ungrouped: tuple[str, ...] = ()
    """The first operations that no group takes, as verb and path."""
    number: int = 0
    """How many operations no group takes."""


NO_GROUPING = GroupingReport()
"""Nothing to report."""


class Grouping:
    """Finds the group of each operation of a WADL, which must exist as long as this: the first of the list that takes it."""

    def __init__(self, rules: Sequence[GroupRule]) -> None:
        """Takes the groups of the settings."""
        self._rules = rules
        self._patterns = {text: (_beginning(text), pattern(text)) for rule in rules for text in (*rule.include, *rule.exclude)}
        self._found: dict[int, int | None] = {}
        """The group of each operation by its ``id()``."""
        self._matching: dict[str, frozenset[str]] = {}
        """The patterns that match each path: many operations share one, and each is looked at several times."""

    def of(self, operation: Operation) -> int | None:
        """The number of the group of an operation, from 0; None if no group takes it."""
        key = id(operation)
        if key not in self._found:
            self._found[key] = next((number for number, rule in enumerate(self._rules) if self._takes(rule, operation)), None)
        return self._found[key]

    def of_path(self, path: str) -> int | None:
        """The number of the first group whose patterns take a path, as that of a resource without operations."""
        rules = enumerate(self._rules)
        matching = self._patterns_of(path)
        return next((number for number, rule in rules if not matching.isdisjoint(rule.include) and matching.isdisjoint(rule.exclude)), None)

    def report(self, groups: Iterable[Group], ungrouped: Sequence[Operation]) -> GroupingReport:
        """What to report about the operations of a WADL; ``groups`` are all, and ``ungrouped`` the shown ones that no group takes."""
        operations = [operation for group in groups for operation in group.operations]
        paths = {operation.path for operation in operations}
        patterns = frozenset().union(*map(self._patterns_of, paths))
        found = {
            "ids": {operation.method.id for operation in operations},
            "tags": {tag for operation in operations for tag in operation.method.tags},
            "methods": {operation.verb for operation in operations},
        }
        matched: list[GroupEntry] = []
        nearest: list[tuple[GroupEntry, str]] = []
        for number, rule in enumerate(self._rules):
            for kind in ("include", "exclude", "ids", "tags", "methods"):
                is_pattern = kind in ("include", "exclude")
                known = paths if is_pattern else found[kind]
                for value in getattr(rule, kind):
                    entry = GroupEntry(number, kind, value)
                    if value in (patterns if is_pattern else known):
                        matched.append(entry)
                    elif question := similar(value, known - {""}):
                        nearest.append((entry, question))
        named = tuple(operation.request_line for operation in ungrouped[:MOST_NAMED])
        return GroupingReport(tuple(matched), tuple(nearest), named, len(ungrouped))

    def _takes(self, rule: GroupRule, operation: Operation) -> bool:
        method = operation.method
        matching = self._patterns_of(operation.path)
        is_named = (
            not matching.isdisjoint(rule.include)
            or method.id in rule.ids
            or any(tag in rule.tags for tag in method.tags)
            or not (rule.include or rule.ids or rule.tags)
        )
        return is_named and (not rule.methods or operation.verb in rule.methods) and matching.isdisjoint(rule.exclude)

    def _patterns_of(self, path: str) -> frozenset[str]:
        found = self._matching.get(path)
        if found is None:
            known = self._patterns.items()
            matching = (text for text, (start, compiled) in known if path.startswith(start) and compiled.fullmatch(path))
            found = self._matching[path] = frozenset(matching)
        return found


def _beginning(text: str) -> str:
    """What the paths that a pattern matches begin with: to compare that first takes a tenth of the time."""
    literal = re.split(r"[*?]", text.strip())[0]
    return (literal if literal.startswith("{") else "/" + literal.lstrip("/")).rstrip("/")


def entries(rules: Sequence[GroupRule]) -> list[GroupEntry]:
    """All entries of the groups, in order."""
    kinds = ("include", "exclude", "ids", "tags", "methods")
    return [GroupEntry(number, kind, value) for number, rule in enumerate(rules) for kind in kinds for value in getattr(rule, kind)]
