"""Selects the operations to show: by path, HTTP method, id, and whether the framework added them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from wadl2rst.wadl.operations import Group, Operation


def pattern(text: str) -> re.Pattern[str]:
    """The regular expression for a path pattern.

    ``*`` matches any characters within a path segment, ``**`` any number of segments, ``?`` one character; all
    other characters, including braces, are literal.  The leading slash is optional, and ``/images/**`` also
    matches ``/images``.
    """
    text = "/" + text.strip().lstrip("/") if not text.startswith("{") else text
    parts = []
    for part in re.split(r"(/\*\*|\*\*/?|\*|\?)", text):
        if part == "/**":
            parts.append("(/.*)?")
        elif part.startswith("**"):
            parts.append(".*")
        elif part == "*":
            parts.append("[^/]*")
        elif part == "?":
            parts.append("[^/]")
        else:
            parts.append(re.escape(part))
    return re.compile("".join(parts) + "/?")


def exactly(text: str) -> re.Pattern[str]:
    """The regular expression for a path in which every character is literal; the leading slash is optional."""
    text = text.strip().rstrip("/")
    return re.compile(re.escape(text if text.startswith(("/", "{")) else f"/{text}") + "/?")


class Filters:
    """The filters of a run; records which of them matched an operation."""

    def __init__(
        self,
        *,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        methods: Sequence[str] = (),
        ids: Sequence[str] = (),
        skip_extended: bool = False,
        paths: Sequence[str] = (),
    ) -> None:
        """Takes the filters of the configuration; without any, all operations are shown.

        ``include`` and ``exclude`` are path patterns, ``methods`` HTTP methods, ``ids`` the ids of methods, and
        ``skip_extended`` omits operations that a framework added.  ``paths`` are also included; they are literal paths.
        """
        self._include = [("include", text, pattern(text)) for text in include]
        self._include += [("paths", text, exactly(text)) for text in paths]
        self._exclude = [("exclude", text, pattern(text)) for text in exclude]
        self._methods = {verb.upper() for verb in methods}
        self._ids = set(ids)
        self._skip_extended = skip_extended
        self._wanted = [
            *((name, text) for name, text, _pattern in (*self._include, *self._exclude)),
            *(("methods", verb.upper()) for verb in methods),
            *(("ids", identifier) for identifier in ids),
        ]
        self.matched: set[tuple[str, str]] = set()
        """The filters that matched an operation, as (name of the setting, value)."""

    @property
    def active(self) -> bool:
        """Whether any filter is set."""
        return bool(self._wanted or self._skip_extended)

    def unmatched(self) -> Iterable[tuple[str, str]]:
        """The filters that matched nothing, as (name of the setting, value), in order."""
        return [wanted for wanted in dict.fromkeys(self._wanted) if wanted not in self.matched]

    def apply(self, groups: Sequence[Group]) -> tuple[Group, ...]:
        """The groups with only the operations to show; a group that loses all its operations is removed."""
        if not self.active:
            return tuple(groups)
        kept = []
        for group in groups:
            operations = tuple(operation for operation in group.operations if self._shows(operation))
            if operations or not group.operations and not self._wanted:
                kept.append(replace(group, operations=operations))
        return tuple(kept)

    def _shows(self, operation: Operation) -> bool:
        included = self._matches(self._include, operation.path)
        excluded = self._matches(self._exclude, operation.path)
        wanted = True
        if self._methods:
            wanted = operation.verb in self._methods
            if wanted:
                self.matched.add(("methods", operation.verb))
        if self._ids:
            if operation.method.id in self._ids:
                self.matched.add(("ids", operation.method.id))
            else:
                wanted = False
        if self._skip_extended and operation.extended:
            return False
        return wanted and (included or not self._include) and not excluded

    def _matches(self, patterns: Sequence[tuple[str, str, re.Pattern[str]]], path: str) -> bool:
        found = [(name, text) for name, text, compiled in patterns if compiled.fullmatch(path)]
        self.matched.update(found)
        return bool(found)
