"""The setting ``groups``: the groups of operations on the index, by a rule with a name or as a list of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from wadl2rst.config.suggestions import similar

METHOD = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""An HTTP method, which is a token (RFC 9110, section 5.6.2)."""

NAMED_RULES = ("auto", "tag", "path", "resource", "none")
"""The rules with a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRule:
    """One of a list of groups: which operations it takes.

    It takes the operations that ``include``, ``ids`` or ``tags`` name (all, if there are none of these), with one of the ``methods``,
    and without those of ``exclude``.
    """

    title: str
    """Its heading on the index."""
    include: tuple[str, ...] = ()
    """Patterns of paths, as in the setting ``include``."""
    exclude: tuple[str, ...] = ()
    """Patterns of paths that it does not take."""
    ids: tuple[str, ...] = ()
    """The ids of methods."""
    tags: tuple[str, ...] = ()
    """Tags."""
    methods: tuple[str, ...] = ()
    """HTTP methods, in upper case."""


Groups = str | tuple[GroupRule, ...]
"""The value of the setting."""

_LISTS = tuple(item.name for item in fields(GroupRule) if item.name != "title")


def group_rules(tables: Sequence[Any]) -> tuple[Any, ...]:
    """The rules of a list of tables; an invalid table is returned unchanged, for :func:`group_problems`."""
    known = [_as_table(rule) if isinstance(rule, GroupRule) else rule for rule in tables]
    return tuple(_rule(table) if not any(_table_problems(table)) else table for table in known)


def _as_table(rule: GroupRule) -> dict[str, Any]:
    return {item.name: value for item in fields(rule) if (value := getattr(rule, item.name)) or item.name == "title"}


def _rule(table: Mapping[str, Any]) -> GroupRule:
    lists = {name: tuple([table[name]] if isinstance(table[name], str) else table[name]) for name in _LISTS if name in table}
    if "methods" in lists:
        lists["methods"] = tuple(method.upper() for method in lists["methods"])
    return GroupRule(title=" ".join(table["title"].split()), **lists)


def group_problems(rules: Sequence[Any]) -> Iterator[str]:
    """What is wrong with a list of groups from :func:`group_rules`, in one line each."""
    from wadl2rst.names import group_slug  # only needed for lists; importing it slows down --version

    if not rules:
        yield f"the list is empty; use one of {', '.join(NAMED_RULES)}, or tables such as {_EXAMPLE}"
    known: dict[str, tuple[int, str]] = {}
    for number, rule in enumerate(rules, start=1):
        if not isinstance(rule, GroupRule):
            for text in _table_problems(rule):
                yield f"{_named(number, rule)}: {text}"
            continue
        earlier, title = known.setdefault(group_slug(rule.title), (number, rule.title))
        if earlier != number:
            is_same = title == rule.title
            what = f"both have the title '{title}'" if is_same else f"the titles '{title}' and '{rule.title}' give the same label"
            yield f"groups {earlier} and {number}: {what}"


_EXAMPLE = '{ title = "Images", include = ["/images/**"] }'


def _named(number: int, table: object) -> str:
    title = table.get("title") if isinstance(table, Mapping) else None
    return f"group {number} ('{title}')" if isinstance(title, str) and title.strip() else f"group {number}"


def _table_problems(table: object) -> Iterator[str]:
    """The mistakes in the table of a group."""
    if not isinstance(table, Mapping):
        yield f"must be a table such as {_EXAMPLE}, not {table!r}"
        return
    for name, value in table.items():
        if name != "title" and name not in _LISTS:
            yield f"unknown key '{name}'{similar(str(name), ('title', *_LISTS))}"
        elif name == "title":
            if not isinstance(value, str) or not value.strip():
                yield f"'title' must be a string, not {value!r}"
        elif not isinstance(value, str | list | tuple) or not all(isinstance(entry, str) for entry in value):
            yield f"'{name}' must be a list of strings, not {value!r}"
        elif not value or not all(entry.strip() for entry in ([value] if isinstance(value, str) else value)):
            yield f"'{name}' is empty"
        elif name == "methods":
            for method in [value] if isinstance(value, str) else value:
                if not METHOD.fullmatch(method):
                    yield f"'{method}' is not an HTTP method such as GET or PUT"
    if "title" not in table:
        yield f"has no title, as in {_EXAMPLE}"
    if set(table) <= {"title"}:
        yield f"selects no operations: use {', '.join(_LISTS[:-1])} or {_LISTS[-1]}"
