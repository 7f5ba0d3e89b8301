"""The groups of operations on an index, according to the settings: by tag, by path, by resource, all in one, or from a list.

A group has what its resources say, and each parameter of its paths once.  By default, the style ``sphinx`` groups by tag, else by the first
word of the path, and ``classic`` by resource.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from wadl2rst import names
from wadl2rst.config.groups import Groups
from wadl2rst.diagnostics import Location
from wadl2rst.page.docs import doc_texts, series
from wadl2rst.page.index import IndexParts
from wadl2rst.page.options import PageContext
from wadl2rst.page.values import Fact, IndexSection, OperationGroup, OperationLink, ParamRow, ParamTable, ResourceContent
from wadl2rst.prose import Code, Paragraph, Text
from wadl2rst.wadl.facts import first_title
from wadl2rst.wadl.grouping import Grouping
from wadl2rst.wadl.operations import Group, Operation
from wadl2rst.wadl.order import order_key
from wadl2rst.wadl.paths import first_word, without_patterns


class GroupKey(NamedTuple):
    """What the operations of a group have in common."""

    kind: str
    """As in :class:`~wadl2rst.page.values.OperationGroup`."""
    name: str
    """The tag, the word of the path, the path of the resource, the title in the list, or the number of the resource type."""
    base: str = ""
    """The base address of a group by path or resource; empty if the WADL has just one."""


_NOWHERE = Location("")

_ALL = GroupKey("all", "operations")
_OTHER = GroupKey("other", "other")
_UNATTACHED = GroupKey("unattached", "unattached")


def operation_groups(parts: IndexParts, context: PageContext, prefix: str) -> tuple[OperationGroup, ...]:
    """The groups of an index in the style ``sphinx``, those of resource types and unattached methods last.

    ``prefix`` is that of labels.
    """
    return _groups(parts, context, prefix, context.options.groups)


def operation_sections(parts: IndexParts, context: PageContext, prefix: str) -> tuple[IndexSection, ...]:
    """The same as sections of an index in the style ``classic``.

    In the style ``sphinx``, which has groups instead, they are those of the resources.
    """
    rule = "auto" if context.options.is_reference else context.options.groups
    plain = replace(context, options=replace(context.options, is_reference=False))
    return tuple(
        IndexSection(
            kind=group.kind,
            title=group.title,
            label=group.label,
            slug=group.slug,
            path=group.path,
            groups=group.resources,
            operations=group.operations,
            children=group.children,
        )
        for group in _groups(parts, plain, prefix, "resource" if rule == "auto" else rule, with_labels=rule != "auto")
    )


def ungrouped(groups: Iterable[Group], rule: Groups, grouping: Grouping | None) -> tuple[Operation, ...]:
    """The operations that no group takes; there are none in groups by path, by resource and in the default ones.

    ``grouping`` is that of a list of groups.
    """
    if grouping is None and rule != "tag":
        return ()
    operations = (operation for group in groups if group.resources is not None for operation in group.operations)
    if grouping is None:
        return tuple(operation for operation in operations if not operation.method.tags)
    return tuple(operation for operation in operations if grouping.of(operation) is None)


def _groups(parts: IndexParts, context: PageContext, prefix: str, rule: Groups, *, with_labels: bool = True) -> tuple[OperationGroup, ...]:
    """The groups by ``rule``; ``with_labels`` says whether groups have labels of their own."""
    titles: set[str] = set()
    labels: dict[str, int] = {}
    slugs: dict[str, int] = {}
    groups = []
    # Names come first, so that they do not depend on the order.
    for key, found in _collected(parts, context, _Keys(parts, rule)):
        made = _group(key, found, parts, context)
        if made.title in titles and key.kind in ("path", "resource") and context.options.is_reference:
            made = replace(made, title=key.name if key.name not in titles else f"{key.name} ({_address(found)})")
        titles.add(made.title)
        label = made.label or (_label(prefix, key, labels) if with_labels else "")
        name = made.title if key.kind == "type" else key.name if key.name != "/" else "root"
        slug = _numbered(names.group_slug(name), slugs)
        groups.append((found.rank, replace(made, label=label, slug=slug)))
    return tuple(group for _rank, group in sorted(groups, key=lambda ranked: ranked[0]))


@dataclass(slots=True)
class _Collected:
    """A group that is being built."""

    resources: list[tuple[Group, ResourceContent]] = field(default_factory=list)
    operations: list[tuple[OperationLink, bool, str]] = field(default_factory=list)
    """Its operations, each with whether it is deprecated, and the name of its page."""
    pages: set[str] = field(default_factory=set)
    """The names of the pages that its table of contents has."""
    rank: tuple[int, int] = (0, 0)
    """Its place among the groups."""


class _Keys:
    """The groups of the operations and resources of a WADL."""

    def __init__(self, parts: IndexParts, rule: Groups) -> None:
        bases = {group.resources.base for group, _content, _pages in parts.groups if group.resources is not None}
        self._several = len(bases) > 1
        self._tops = parts.tops
        self._rule = rule
        self._grouping = None if isinstance(rule, str) else parts.grouping
        self._titles = [] if isinstance(rule, str) else [listed.title for listed in rule]
        self._tags: dict[str, GroupKey] = {}
        if rule != "auto":
            return
        for group, _content, _pages in parts.groups:
            for operation in group.operations:
                key = self.of(operation, group)
                if key.kind == "tag":
                    self._tags.setdefault(key.name.casefold(), key)

    def of(self, operation: Operation, group: Group) -> GroupKey:
        """The group of an operation of the resource ``group``."""
        if self._grouping is not None:
            return self._listed(self._grouping.of(operation), group)
        if self._rule in ("auto", "tag") and operation.method.tags and group.resources is not None:
            return GroupKey("tag", operation.method.tags[0])
        return self.of_resource(group)

    def of_resource(self, group: Group) -> GroupKey:
        """The group of a resource without operations, and of those of its operations that no tag or list puts into another group."""
        if group.resources is None:
            return self._apart(group)
        if self._grouping is not None:
            return self._listed(self._grouping.of_path(without_patterns(group.path)), group)
        if self._rule == "resource":
            top = self._tops[group.top]
            return GroupKey("resource", without_patterns(top.path), self._base(top))
        if self._rule in ("tag", "none"):
            return _ALL if self._rule == "none" else _OTHER
        key = GroupKey("path", first_word(without_patterns(group.path)), self._base(group))
        # Part of the operations of an API may have tags.
        return self._tags.get(key.name.casefold(), key)

    def rank(self, key: GroupKey, first: int) -> tuple[int, int]:
        """The place of a group whose first operation is the one at ``first``."""
        if key.kind == "list":
            return 0, self._titles.index(key.name)
        return {"other": 1, "type": 2, "unattached": 3}.get(key.kind, 0), first

    def _base(self, group: Group) -> str:
        return group.resources.base if self._several and group.resources is not None else ""

    def _listed(self, number: int | None, group: Group) -> GroupKey:
        if number is None:
            return _OTHER if group.resources is not None else self._apart(group)
        return GroupKey("list", self._titles[number])

    @staticmethod
    def _apart(group: Group) -> GroupKey:
        """The group of what is not below ``resources``."""
        return _UNATTACHED if group.resource is None else GroupKey("type", str(group.top))


def _collected(parts: IndexParts, context: PageContext, keys: _Keys) -> list[tuple[GroupKey, _Collected]]:
    """The groups in the order in which names are given to them."""
    found: dict[GroupKey, _Collected] = {}
    listed: list[tuple[Operation, OperationLink, GroupKey, str]] = []
    for (group, content, pages), home in zip(parts.groups, _homes(parts, keys), strict=True):
        if not content.operations and not content.says_something:
            continue
        own = [keys.of(operation, group) for operation in group.operations]
        if group.resource is not None or home in own:
            found.setdefault(home, _Collected()).resources.append((group, content))
        for number, (operation, link) in enumerate(zip(group.operations, content.operations, strict=True)):
            found.setdefault(own[number], _Collected())
            listed.append((operation, link, own[number], pages[min(number, len(pages) - 1)] if pages else ""))
    sort_key = order_key(context.options.order)
    if sort_key is not None:
        listed.sort(key=lambda item: sort_key(item[0], item[1].title))
    placed: set[str] = set()
    firsts: dict[GroupKey, int] = {}
    for position, (operation, link, key, page) in enumerate(listed):
        firsts.setdefault(key, position)
        part = found[key]
        part.operations.append((link, operation.method.deprecated, page))
        if page and page not in placed:
            placed.add(page)
            part.pages.add(page)
    for key, part in found.items():
        if context.options.marks_deprecated:
            part.operations.sort(key=lambda item: item[1])
        part.rank = keys.rank(key, 0 if sort_key is None else firsts.get(key, len(listed)))
    # The groups of a list do not depend on the WADL.
    return sorted(found.items(), key=lambda item: item[1].rank if item[0].kind == "list" else (item[1].rank[0], 0))


def _homes(parts: IndexParts, keys: _Keys) -> list[GroupKey]:
    """The group in which each resource is described: that of its first operation, else that of the first resource below it.

    A resource type is described in its own section, which references lead to.
    """
    homes: list[GroupKey] = []
    below: Group | None = None
    for group, _content, _pages in reversed(parts.groups):
        if group.operations and group.resources is not None:
            homes.append(keys.of(group.operations[0], group))
        elif below is not None and below.top == group.top and below.path.startswith(group.path.rstrip("/") + "/"):
            homes.append(homes[-1])
        else:
            homes.append(keys.of_resource(group))
        below = group
    return homes[::-1]


def _group(key: GroupKey, found: _Collected, parts: IndexParts, context: PageContext) -> OperationGroup:
    title, label, path = key.name, "", ""
    is_reference = context.options.is_reference
    resources = [_titled(content, group, context) if is_reference else content for group, content in found.resources]
    first = found.resources[0][0] if found.resources else None
    if key.kind == "unattached":
        title, label = context.say("Not attached to a resource"), parts.unattached_label
    elif key.kind == "all":
        title = context.say("Operations")
    elif key.kind == "other":
        title = context.say("Other operations")
    elif key.kind == "type" and first is not None:
        kind = parts.tops[first.top]
        assert kind.resource is not None, "a group of this kind has a resource type"
        title, label, path = kind.resource.id or "resource_type", parts.labels.get(id(kind.resource), ""), kind.path
    elif key.kind == "resource":
        path = key.name
        title = next((content.title for content in resources if content.path == path and content.title), title)
    elif key.kind == "path":
        named = (number for number, (group, _content) in enumerate(found.resources) if _last(group) == key.name)
        number = next(named, -1)
        if number >= 0:
            path = resources[number].path
            title = resources[number].title or title
    facts = _shared_facts(resources, context) if key.base and is_reference else ()
    operations = found.operations
    return OperationGroup(
        kind=key.kind,
        title=title,
        label=label,
        path=path,
        facts=facts,
        resources=tuple([_without(content, facts) for content in resources] if facts else resources),
        operations=tuple([link for link, _is_deprecated, _page in operations]),
        tables=tuple(_united(resources, context)) if is_reference else (),
        children=tuple(dict.fromkeys([page for _link, _is_deprecated, page in operations if page in found.pages])),
        location=resources[0].location if resources else _NOWHERE,
    )


def _titled(content: ResourceContent, group: Group, context: PageContext) -> ResourceContent:
    """The content of a resource with its title apart from its docs."""
    title = first_title(group.resource.docs, context.language) if group.resource is not None else ""
    if not title or group.resource is None:
        return content
    return replace(content, title=title, docs=doc_texts(group.resource.docs, context.language, first_title=False))


def _last(group: Group) -> str:
    return without_patterns(group.path).rstrip("/").rpartition("/")[2]


def _address(found: _Collected) -> str:
    """The base address of a group whose resources have the same."""
    return next((group.resources.address for group, _content in found.resources if group.resources is not None), "")


def _label(prefix: str, key: GroupKey, labels: dict[str, int]) -> str:
    part = names.label_part(key.name)
    if key.kind == "list" and not key.name.isascii():
        part = names.group_slug(key.name)
    return _numbered(f"{prefix}-group{names.SEPARATOR}{part}", labels)


def _numbered(name: str, known: dict[str, int]) -> str:
    """The name, with a number if there are others like it, whatever their case."""
    known[name.lower()] = number = known.get(name.lower(), 0) + 1
    return name if number == 1 else f"{name}{names.SEPARATOR}{number}"


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
