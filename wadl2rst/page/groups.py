"""The groups of operations on an index in the style ``sphinx``: by tag, else by the first word of their path.

A group has what its resources say, and each parameter of its paths once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from wadl2rst import names
from wadl2rst.diagnostics import Location
from wadl2rst.page.docs import doc_texts, series
from wadl2rst.page.index import IndexParts
from wadl2rst.page.options import PageContext
from wadl2rst.page.values import Fact, OperationGroup, OperationLink, ParamRow, ParamTable, ResourceContent
from wadl2rst.prose import Code, Paragraph, Text
from wadl2rst.wadl.facts import first_title
from wadl2rst.wadl.operations import Group, Operation
from wadl2rst.wadl.paths import first_word, without_patterns


class GroupKey(NamedTuple):
    """What the operations of a group have in common."""

    kind: str
    """As in :class:`~wadl2rst.page.values.OperationGroup`."""
    name: str
    """The tag, the word of the path, or the number of the resource type."""
    base: str = ""
    """The base address of a group by path; empty if the WADL has just one."""


def group_key(operation: Operation, group: Group, *, several_bases: bool) -> GroupKey:
    """The group of an operation of the resource ``group``; ``several_bases`` says whether the WADL has several base addresses."""
    if operation.method.tags and group.resources is not None:
        return GroupKey("tag", operation.method.tags[0])
    return _key_of_resource(group, several_bases)


def _key_of_resource(group: Group, several_bases: bool) -> GroupKey:
    """The group of the operations of a resource without tags."""
    if group.resource is None:
        return GroupKey("unattached", "")
    if group.resources is None:
        return GroupKey("type", str(group.top))
    return GroupKey("path", first_word(without_patterns(group.path)), group.resources.base if several_bases else "")


def operation_groups(parts: IndexParts, context: PageContext, prefix: str) -> tuple[OperationGroup, ...]:
    """The groups of an index in the order of their first operations, those of resource types and unattached methods last.

    ``prefix`` is that of labels.
    """
    titles: set[str] = set()
    labels: dict[str, int] = {}
    groups = []
    for key, found in _collected(parts).items():
        made = _group(key, found, parts, context)
        if made.title in titles and key.kind == "path":
            made = replace(made, title=key.name if key.name not in titles else f"{key.name} ({key.base})")
        titles.add(made.title)
        groups.append(made if made.label else replace(made, label=_label(prefix, key, labels)))
    return tuple(groups)


@dataclass(slots=True)
class _Collected:
    """A group in the making."""

    resources: list[tuple[Group, ResourceContent]] = field(default_factory=list)
    operations: list[OperationLink] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)


class _Keys:
    """The groups of the operations and resources of a WADL."""

    def __init__(self, parts: IndexParts) -> None:
        bases = {group.resources.base for group, _content, _pages in parts.groups if group.resources is not None}
        self._several = len(bases) > 1
        self._tags: dict[str, GroupKey] = {}
        for group, _content, _pages in parts.groups:
            for operation in group.operations:
                key = self.of(operation, group)
                if key.kind == "tag":
                    self._tags.setdefault(key.name.casefold(), key)

    def of(self, operation: Operation, group: Group) -> GroupKey:
        """The group of an operation."""
        return self._named(group_key(operation, group, several_bases=self._several))

    def of_resource(self, group: Group) -> GroupKey:
        """The group of a resource without operations."""
        return self._named(_key_of_resource(group, self._several))

    def _named(self, key: GroupKey) -> GroupKey:
        """The tag of the same name, if there is one: part of the operations of an API may have tags."""
        return self._tags.get(key.name.casefold(), key) if key.kind == "path" else key


def _collected(parts: IndexParts) -> dict[GroupKey, _Collected]:
    keys = _Keys(parts)
    found: dict[GroupKey, _Collected] = {}
    placed: set[str] = set()
    for (group, content, pages), home in zip(parts.groups, _homes(parts, keys), strict=True):
        if not content.operations and not content.says_something:
            continue
        found.setdefault(home, _Collected()).resources.append((group, content))
        for number, (operation, link) in enumerate(zip(group.operations, content.operations, strict=True)):
            part = found.setdefault(keys.of(operation, group), _Collected())
            part.operations.append(link)
            page = pages[min(number, len(pages) - 1)] if pages else ""
            if page and page not in placed:
                placed.add(page)
                part.pages.append(page)
    return found


def _homes(parts: IndexParts, keys: _Keys) -> list[GroupKey]:
    """The group in which each resource is described: that of its first operation, else that of the first resource below it."""
    homes: list[GroupKey] = []
    below: Group | None = None
    for group, _content, _pages in reversed(parts.groups):
        if group.operations:
            homes.append(keys.of(group.operations[0], group))
        elif below is not None and below.top == group.top and below.path.startswith(group.path.rstrip("/") + "/"):
            homes.append(homes[-1])
        else:
            homes.append(keys.of_resource(group))
        below = group
    return homes[::-1]


def _group(key: GroupKey, found: _Collected, parts: IndexParts, context: PageContext) -> OperationGroup:
    title, label, path = key.name, "", ""
    resources = [_titled(content, group, context) for group, content in found.resources]
    first = found.resources[0][0] if found.resources else None
    if key.kind == "unattached":
        title, label = context.say("Not attached to a resource"), parts.unattached_label
    elif key.kind == "type" and first is not None:
        kind = parts.tops[first.top]
        assert kind.resource is not None, "a group of this kind has a resource type"
        title, label, path = kind.resource.id or "resource_type", parts.labels.get(id(kind.resource), ""), kind.path
    elif key.kind == "path":
        named = (number for number, (group, _content) in enumerate(found.resources) if _last(group) == key.name)
        number = next(named, -1)
        if number >= 0:
            path = resources[number].path
            title = resources[number].title or title
    facts = _shared_facts(resources, context) if key.base else ()
    return OperationGroup(
        kind=key.kind,
        title=title,
        label=label,
        path=path,
        facts=facts,
        resources=tuple([_without(content, facts) for content in resources] if facts else resources),
        operations=tuple(found.operations),
        tables=tuple(_united(resources, context)),
        children=tuple(found.pages),
        location=resources[0].location if resources else Location(""),
    )


def _titled(content: ResourceContent, group: Group, context: PageContext) -> ResourceContent:
    """The content of a resource with its title apart from its docs."""
    title = first_title(group.resource.docs, context.language) if group.resource is not None else ""
    if not title or group.resource is None:
        return content
    return replace(content, title=title, docs=doc_texts(group.resource.docs, context.language, first_title=False))


def _last(group: Group) -> str:
    return without_patterns(group.path).rstrip("/").rpartition("/")[2]


def _label(prefix: str, key: GroupKey, labels: dict[str, int]) -> str:
    label = f"{prefix}-group{names.SEPARATOR}{names.label_part(key.name)}"
    labels[label.lower()] = number = labels.get(label.lower(), 0) + 1
    return label if number == 1 else f"{label}{names.SEPARATOR}{number}"


def _shared_facts(resources: Sequence[ResourceContent], context: PageContext) -> tuple[Fact, ...]:
    """The base address of the resources, which is the same for all."""
    word = context.say("Base address")
    return tuple(dict.fromkeys(fact for content in resources for fact in content.facts if fact.name == word))


def _without(content: ResourceContent, facts: tuple[Fact, ...]) -> ResourceContent:
    return replace(content, facts=tuple(fact for fact in content.facts if fact not in facts))


def _united(resources: Sequence[ResourceContent], context: PageContext) -> Iterator[ParamTable]:
    """The parameters of all resources, equal ones once; one that does not apply to all says to which."""
    found: dict[tuple[str, str], dict[ParamRow, list[str]]] = {}
    for content in resources:
        for table in content.tables:
            rows = found.setdefault((table.kind, table.style), {})
            for row in table.rows:
                rows.setdefault(row, []).append(content.path)
    for (kind, style), by_row in found.items():
        names_of = [row.name for row in by_row]
        rows_shown = []
        for row, paths in by_row.items():
            # Which paths a template parameter is part of can be seen in them.
            is_clear = names_of.count(row.name) == 1 and (kind == "uri" or len(paths) == len(resources))
            rows_shown.append(row if is_clear else _told(row, paths, context))
        yield ParamTable(kind=kind, style=style, rows=tuple(rows_shown))


def _told(row: ParamRow, paths: Sequence[str], context: PageContext) -> ParamRow:
    """The row with the paths that it applies to."""
    shown = series([(Code(path),) for path in dict.fromkeys(paths)])
    told = Paragraph((Text(context.say("Only for") + " "), *shown, Text(".")))
    return replace(row, facts=(*row.facts, told), description=(*row.description, told))
