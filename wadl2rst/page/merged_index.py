"""The index of several WADLs that are one API, and the pages of resources that several of them describe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from wadl2rst.diagnostics import Location
from wadl2rst.page.docs import doc_texts
from wadl2rst.page.groups import operation_groups, operation_sections
from wadl2rst.page.index import IndexParts, index_page
from wadl2rst.page.plan import SitePlan
from wadl2rst.page.resolved import resolved
from wadl2rst.page.values import (
    Authentication,
    BaseAddress,
    Docs,
    DocText,
    Fact,
    IndexPage,
    IndexSection,
    OperationGroup,
    OperationPage,
    ParamTable,
    ResourceContent,
    ResourcePage,
    SchemaPage,
)
from wadl2rst.prose import Code, Inline, Paragraph, Strong, Text
from wadl2rst.wadl.facts import first_title
from wadl2rst.wadl.operations import Group

_Item = TypeVar("_Item", bound=Hashable)
_Section = TypeVar("_Section", IndexSection, OperationGroup)


def joint_parts(
    parts: Sequence[SitePlan], conflicts: Collection[int], resource_pages: Mapping[int, str] | None, *, title: str, label: str
) -> IndexParts:
    """What the groups and sections of the index are made of.

    ``conflicts`` are the numbers of the WADLs with an id that means something else in another one.  ``resource_pages`` are the names
    of the pages of resources by the ``id()`` of their group, if each resource has its own page.
    """
    groups: list[tuple[Group, ResourceContent, tuple[str, ...]]] = []
    tops: dict[int, Group] = {}
    labels: dict[int, str] = {}
    for number, part in enumerate(parts):
        own = _with_resource_pages(part.index_parts, resource_pages)
        if number in conflicts:
            references = part.references
            groups += [(_resolved_group(group, part), resolved(content, references), pages) for group, content, pages in own.groups]
        else:
            groups += own.groups
        for top, group in own.tops.items():
            # One that is below the resource of another WADL is in the section of that.
            if top not in tops or len(group.path) < len(tops[top].path):
                tops[top] = group
        labels.update(own.labels)
    return replace(parts[0].index_parts, title=title, label=label, groups=groups, tops=tops, labels=labels)


def merged_index(
    parts: Sequence[SitePlan],
    conflicts: Collection[int],
    joint: IndexParts,
    operations: Sequence[OperationPage],
    *,
    schemas: SchemaPage | None,
    authentication: Authentication | None,
) -> IndexPage:
    """The content of the index; ``joint`` are the parts of all WADLs, ``operations`` those of a single page.

    ``conflicts`` are the numbers of the WADLs with an id that means something else in another one.
    """
    pages = [index_page(part.application, part.index_parts, part.context, (), ()) for part in parts]
    pages = [resolved(page, parts[number].references) if number in conflicts else page for number, page in enumerate(pages)]
    first = parts[0]
    context, prefix = first.context, first.options.prefix
    docs = _Docs(parts, pages, joint.title)
    sections = operation_sections(joint, context, prefix)
    groups: tuple[OperationGroup, ...] = ()
    if first.options.is_reference:
        usual = Fact(context.say("Base address"), (Code(_usual_base(parts)),))
        tidied = [_tidied(group, usual) for group in operation_groups(joint, context, prefix)]
        for number, added in docs.placed(tidied).items():
            tidied[number] = replace(
                tidied[number], resources=_with_docs(tidied[number].path, tidied[number].title, tidied[number].resources, added)
            )
        groups = tuple(tidied)
    else:
        changed = list(sections)
        for number, added in docs.placed(sections).items():
            changed[number] = replace(
                changed[number], groups=_with_docs(changed[number].path, changed[number].title, changed[number].groups, added)
            )
        sections = tuple(changed)
    index = index_page(first.application, joint, context, sections, tuple(operations))
    return replace(
        index,
        groups=groups,
        docs=docs.left,
        bases=tuple(_bases(pages)),
        tables=_united_tables(table for page in pages for table in page.tables),
        grammars=_once(entry for page in pages for entry in page.grammars),
        grammar_docs=_once(text for page in pages for text in page.grammar_docs),
        generator=", ".join(dict.fromkeys(page.generator for page in pages if page.generator)),
        types=tuple(_united_types(section for page in pages for section in page.types)),
        representations=tuple([one for page in pages for one in page.representations]),
        schemas=schemas,
        children=_once(name for page in pages for name in page.children),
        authentication=authentication,
    )


def _with_docs(path: str, heading: str, known: Sequence[ResourceContent], added: Sequence[_Own]) -> tuple[ResourceContent, ...]:
    """The resources of a section, given by its path and heading, with the documentation of WADLs.

    It stands with that of the resource that the section is named after: before it, if the WADL has all operations of the section.
    """
    contents = list(known)
    place = next((number for number, content in enumerate(contents) if path and content.path == path), None)
    first = contents[place] if place is not None else None
    title: Docs = ()
    if first is not None and first.title and first.title != heading:
        title = (DocText((Paragraph((Strong((Text(first.title),)),)),), first.location),)
    before = [text for one in added if one.has_all for text in one.docs]
    after = [text for one in added if not one.has_all for text in one.docs]
    docs = (*before, *title, *(first.docs if first is not None else ()), *after)
    if first is not None and place is not None:
        contents[place] = replace(first, docs=docs, title="" if title else first.title)
    else:
        whole = ResourceContent(path=path, docs=docs, tables=(), facts=(), operations=(), location=added[0].location)
        contents.insert(0, whole)
    return tuple(contents)


def _usual_base(parts: Sequence[SitePlan]) -> str:
    """The base address of most operations."""
    counted = Counter(named.operation.resources.address for part in parts for named in part.operations if named.operation.resources)
    return max(counted, key=counted.__getitem__, default="")


def _tidied(group: OperationGroup, usual: Fact) -> OperationGroup:
    """A group with its base address once, if that is not the ``usual`` one, and without resources that another one says all of."""
    stated = (*group.facts, *(fact for content in group.resources for fact in content.facts))
    bases = dict.fromkeys(fact for fact in stated if fact.name == usual.name)
    resources = list(group.resources)
    facts = group.facts
    if len(bases) == 1:
        resources = [replace(content, facts=tuple([fact for fact in content.facts if fact not in bases])) for content in resources]
        facts = (*(fact for fact in facts if fact not in bases), *(fact for fact in bases if fact != usual))
    by_path: dict[str, list[ResourceContent]] = {}
    for content in resources:
        by_path.setdefault(content.path, []).append(content)
    kept: list[ResourceContent] = []
    for same in by_path.values():
        kept += [content for content in same if content.title or content.says_something] or same[:1]
    return replace(group, facts=facts, resources=tuple(kept))


def merged_resources(
    parts: Sequence[SitePlan], pages: Sequence[tuple[int, ResourcePage]], conflicts: Collection[int], labels: Sequence[str]
) -> ResourcePage:
    """The page of a resource from those of the WADLs that describe it, each with the number of its WADL.

    ``labels`` are those of its operations, in order.
    """
    own = [resolved(page, parts[part].references) if part in conflicts else page for part, page in pages]
    if len(own) == 1:
        return own[0]
    place = {label: number for number, label in enumerate(labels)}
    return replace(
        own[0],
        docs=_once(text for page in own for text in page.docs),
        tables=_united_tables(table for page in own for table in page.tables),
        facts=_once(fact for page in own for fact in page.facts),
        operations=tuple(sorted((link for page in own for link in page.operations), key=lambda link: place[link.label])),
        pages=tuple(sorted((one for page in own for one in page.pages), key=lambda one: place[one.label])),
    )


def _with_resource_pages(parts: IndexParts, pages: Mapping[int, str] | None) -> IndexParts:
    if pages is None:
        return parts
    groups = [(group, content, (pages[id(group)],) if id(group) in pages else ()) for group, content, _names in parts.groups]
    return replace(parts, groups=groups)


def _resolved_group(group: Group, part: SitePlan) -> Group:
    """The group with the references of its documentation resolved: the index has the titles of resources from there."""
    if group.resource is None or not group.resource.docs:
        return group
    docs = resolved(group.resource.docs, part.references)
    return replace(group, resource=replace(group.resource, docs=docs))


class _Own(NamedTuple):
    """The documentation of a WADL in a section."""

    docs: Docs
    has_all: bool
    """Whether the WADL has all operations of the section."""
    location: Location


class _Docs:
    """The documentation of the WADLs: in the section that has all their operations, else at the top of the index."""

    def __init__(self, parts: Sequence[SitePlan], pages: Sequence[IndexPage], title: str) -> None:
        self._parts = parts
        self._pages = pages
        self._title = title
        self._placed: set[int] = set()
        texts = [self._text(part) for part in range(len(parts))]
        self._repeated = {text for text, number in Counter(texts).items() if number > 1}

    def placed(self, sections: Sequence[_Section]) -> dict[int, list[_Own]]:
        """The documentation that belongs to one of the ``sections`` alone, by the number of the section."""
        place = {link.label: number for number, section in enumerate(sections) for link in section.operations}
        added: dict[int, list[_Own]] = {}
        for number, part in enumerate(self._parts):
            title, docs = self._text(number)
            places = {place.get(named.label) for named in part.operations}
            if not (title or docs) or len(places) != 1 or (title, docs) in self._repeated:
                continue
            (only,) = places
            if only is None or len(sections) < 2:
                continue
            self._placed.add(number)
            shown = docs if title == sections[only].title else self._whole(number)
            has_all = len(part.operations) == len(sections[only].operations)
            added.setdefault(only, []).append(_Own(shown, has_all, part.application.location))
        return added

    @property
    def left(self) -> Docs:
        """The documentation that is in no section, equal texts once."""
        return _once(text for number in range(len(self._parts)) if number not in self._placed for text in self._whole(number))

    def _text(self, number: int) -> tuple[str, Docs]:
        """The title of a WADL, unless the index has it, and the rest of its documentation."""
        part = self._parts[number]
        title = first_title(part.application.docs, part.options.language)
        return "" if title == self._title else title, self._pages[number].docs

    def _whole(self, number: int) -> Docs:
        """The documentation with its title."""
        part = self._parts[number]
        title, docs = self._text(number)
        if not title:
            return docs
        whole = doc_texts(part.application.docs, part.options.language)
        return resolved(whole, part.references)


def _bases(pages: Sequence[IndexPage]) -> Iterator[BaseAddress]:
    """The base addresses, each once, with all that is said of it."""
    found: dict[str, list[DocText]] = {}
    for page in pages:
        for base in page.bases:
            found.setdefault(base.address, []).extend(base.docs)
    for address, docs in found.items():
        yield BaseAddress(address, _once(docs))


def _once(items: Iterable[_Item]) -> tuple[_Item, ...]:
    """The items, equal ones once."""
    return tuple(dict.fromkeys(items))


def _united_tables(tables: Iterable[ParamTable]) -> tuple[ParamTable, ...]:
    """The tables with equal parameters once, one table for each kind."""
    found: dict[tuple[str, str, str], list[ParamTable]] = {}
    for table in tables:
        found.setdefault((table.kind, table.style, table.statuses), []).append(table)
    return tuple([replace(same[0], rows=_once(row for table in same for row in table.rows)) for same in found.values()])


def _united_types(sections: Iterable[IndexSection]) -> Iterator[IndexSection]:
    """The resource types, each once, with the resources of all WADLs that have it."""
    found: dict[str, list[IndexSection]] = {}
    for number, section in enumerate(sections):
        found.setdefault(section.label or str(number), []).append(section)
    for same in found.values():
        first = same[0]
        content = first.groups[0]
        facts: dict[str, list[Inline]] = {}
        for section in same:
            for fact in section.groups[0].facts:
                known = facts.setdefault(fact.name, [])
                known += [one for one in fact.line if one not in known and isinstance(one, Code)]
        united = tuple([Fact(name, _listed(codes)) for name, codes in facts.items()])
        yield replace(first, groups=(replace(content, facts=united), *first.groups[1:])) if len(same) > 1 else first


def _listed(codes: Sequence[Inline]) -> tuple[Inline, ...]:
    line: list[Inline] = []
    for code in codes:
        line += [Text(", "), code] if line else [code]
    return tuple(line)
