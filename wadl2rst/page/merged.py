"""The plan of the pages of several WADLs that are one API: one index, and names, labels and titles that are computed for all together.

Each WADL keeps a plan of its own, with its grammar and what its references mean, so that the same id can mean different things in two
files.  What no page of one WADL alone can know comes from here (:class:`~wadl2rst.page.plan.SharedPlan`).
"""

from __future__ import annotations

import hashlib
from collections import ChainMap
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from wadl2rst import names
from wadl2rst.diagnostics import Diagnostic, Location
from wadl2rst.page import plan
from wadl2rst.page.additions import PlacedAdditions, addition_problems, file_names, index_names, known_names, with_additions
from wadl2rst.page.docs import doc_texts
from wadl2rst.page.fingerprint import fingerprint
from wadl2rst.page.groups import operation_groups, operation_sections
from wadl2rst.page.index import IndexParts
from wadl2rst.page.merged_index import joint_parts, merged_index, merged_resources
from wadl2rst.page.merged_types import MergedGrammars, MergedTypes
from wadl2rst.page.options import PageContext, PageOptions
from wadl2rst.page.plan import NamedOperation, SharedPlan, SitePlan
from wadl2rst.page.repeats import Placed, Repeats, repeats
from wadl2rst.page.resolved import resolved
from wadl2rst.page.schema_plan import params_of, schema_plan
from wadl2rst.page.summaries import first_sentence
from wadl2rst.page.values import (
    Authentication,
    IndexPage,
    OperationLink,
    Page,
    PageTarget,
    ResourcePage,
    SchemaPage,
    SiteLinks,
    SourceSummary,
)
from wadl2rst.page.versions import version_targets
from wadl2rst.source.tree import QName
from wadl2rst.wadl import paths
from wadl2rst.wadl.facts import first_title, representations_of
from wadl2rst.wadl.model import Representation, Resource, ResourceType
from wadl2rst.wadl.operations import Group, Operation

_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True)
class MergedPage:
    """A page, and the WADLs it was made from."""

    page: Page
    parts: tuple[int, ...]
    """Their numbers."""
    is_shared: bool = False
    """Whether it has content of each of them, so that without one of them something would be missing."""


class MergedPlan:
    """The plan of the pages of several WADLs; has what :class:`~wadl2rst.page.plan.SitePlan` has."""

    def __init__(self, plans: Sequence[SitePlan], earlier: names.Earlier = names.NO_PAGES) -> None:
        """``plans`` are those of the WADLs, in order, each as if it were the only one; at least one, all with the same prefix.

        ``earlier`` are the pages of the last run, if there are some of WADLs that cannot be read now: names stay as they were.
        """
        self._earlier = earlier
        self.options: PageOptions = plans[0].options
        self._grammars = MergedGrammars([one.application.schemas for one in plans])
        numbered = _numbered(plans)
        self.repeats: Repeats = self._repeats(numbered)
        self.parts = self._shared(_contents_once(_without_repeats(numbered, self.repeats)))
        """The plans of the WADLs, with what they have in common."""

    # --- what the WADLs share -------------------------------------------------------------------

    def _repeats(self, plans: Sequence[SitePlan]) -> Repeats:
        shown = {id(operation) for one in plans for group in one.groups for operation in group.operations}
        placed = [
            Placed(part, operation)
            for part, one in enumerate(plans)
            for group in one.unfiltered or one.groups
            for operation in group.operations
        ]
        return repeats(placed, lambda operation: id(operation) in shown, self._says_the_same)

    def _says_the_same(self, first: Placed, other: Placed) -> bool:
        """Whether the grammars say the same of two operations with the same text."""
        bodies, own_bodies = _bodies(first.operation), _bodies(other.operation)
        types, own_types = _param_types(first.operation), _param_types(other.operation)
        if bodies != own_bodies or types != own_types:
            return False
        agree = self._grammars
        return agree.agree_on_bodies(first.part, other.part, bodies) and agree.agree_on_params(first.part, other.part, types)

    def _shared(self, plans: Sequence[SitePlan]) -> tuple[SitePlan, ...]:
        """The plans with names that are unique in the API."""
        options = self.options
        listed = [[operation for group in one.unfiltered or one.groups for operation in group.operations] for one in plans]
        named = plan.named_operations([operation for own in listed for operation in own], options, self._earlier)
        operations: list[tuple[NamedOperation, ...]] = []
        start = 0
        for own in listed:
            operations.append(named[start : start + len(own)])
            start += len(own)
        taken = {one.label.lower() for one in named}
        representations = _representations(plans, options)
        labels = _labels(plans, representations, options.prefix, taken)
        taken.update(label.lower() for own_labels in labels for label in own_labels.values())
        shown = [[operation for group in one.groups for operation in group.operations] for one in plans]
        self._types = MergedTypes(
            self._grammars,
            [
                schema_plan(
                    one.application.schemas,
                    own,
                    [item for item, _page in items],
                    one.options,
                    taken,
                    source=one.application.location.file,
                )
                for one, own, items in zip(plans, shown, representations, strict=True)
            ],
            [one.application.location.file for one in plans],
            options.prefix,
            taken,
        )
        authentication = plan.authentication_of([operation for own in shown for operation in own], options)
        bases = {resources.base for one in plans for resources in one.application.resources}
        on_several = plan.on_several_bases([one.operation for one in named])
        first = [
            replace(
                one,
                shared=SharedPlan(
                    operations=operations[part],
                    labels=labels[part],
                    representations=tuple(representations[part]),
                    schema_plan=self._types.plans[part],
                    authentication=authentication,
                    references={},
                    has_several_bases=len(bases) > 1,
                    on_several_bases=on_several,
                ),
            )
            for part, one in enumerate(plans)
        ]
        self.references, own_references = self._references(first, named)
        return tuple(
            [
                replace(one, shared=replace(one.shared, references=ChainMap(own, dict(self.references))))
                for one, own in zip(first, own_references, strict=True)
                if one.shared is not None
            ]
        )

    def _references(self, plans: Sequence[SitePlan], named: Sequence[NamedOperation]) -> tuple[Mapping[str, str], list[dict[str, str]]]:
        """The labels of the targets that mean the same in all WADLs, and those of each, where its own come first."""
        labels = {id(one.operation): one.label for one in named}
        shown = {id(one.operation) for each in plans for one in each.operations}
        all_own = [dict(one.own_references) for one in plans]
        for own, one in zip(all_own, plans, strict=True):
            if one.shared is None:
                continue
            for item in one.own_representations:  # equal ones are shown once
                if item.id:
                    own.setdefault(item.id, one.shared.labels[id(item)])
            own.update((label, label) for label in one.shared.labels.values())
        for repeated in self.repeats.same:
            identifier = repeated.other.operation.method.id
            if identifier and id(repeated.first.operation) in shown:
                all_own[repeated.other.part].setdefault(identifier, labels[id(repeated.first.operation)])
        found: dict[str, str] = {}
        ambiguous: set[str] = set()
        for own in all_own:
            for identifier, label in own.items():
                if found.setdefault(identifier, label) != label:
                    ambiguous.add(identifier)
        for identifier in ambiguous:
            del found[identifier]
        for label in version_targets(self.options.versions):
            found.setdefault(label, label)
        return found, all_own

    @cached_property
    def _conflicts(self) -> frozenset[int]:
        """The numbers of the WADLs with an id that means something else in another one."""
        return frozenset(
            part
            for part, one in enumerate(self.parts)
            if any(self.references.get(identifier) != label for identifier, label in _own(one).items())
        )

    # --- as SitePlan ----------------------------------------------------------------------------

    @cached_property
    def operations(self) -> tuple[NamedOperation, ...]:
        """The operations to show, with their names, in order."""
        return tuple([named for part in self.parts for named in part.operations])

    @property
    def label(self) -> str:
        """The label of the index."""
        return plan.label_of_index(self.options)

    @cached_property
    def title(self) -> str:
        """The title of the index: the one of the settings, else that of all WADLs that have one, else the name of the API."""
        titles = {first_title(part.application.docs, self.options.language) for part in self.parts} - {""}
        return self.options.own_title or (titles.pop() if len(titles) == 1 else self.options.fallback_title)

    @cached_property
    def links(self) -> SiteLinks:
        """The data of the pages that show several WADLs."""
        return SiteLinks(self.options.prefix, self.references)

    @cached_property
    def targets(self) -> dict[str, PageTarget]:
        """What each label leads to, for pages in a format that does not have labels."""
        index, is_single = self.options.index, self.options.split == "single"
        found: dict[str, PageTarget] = {}
        for part in self.parts:
            found.update(part.targets)
        found[self.label] = PageTarget(index, self.title, True)
        if self.schemas is not None:
            page = index if is_single else self.schemas.page
            found[self.schemas.label] = PageTarget(page, self.schemas.title, not is_single)
            found.update((section.label, PageTarget(page, section.title)) for section in self.schemas.sections)
        if self.authentication is not None:
            found[self.authentication.label] = PageTarget(index, self.authentication.title)
        if self.options.split == "resource":
            for resource in self._resources:
                for _part, _group, own in resource.members:
                    found.update((named.label, PageTarget(resource.page, named.title)) for named in own)
        return found

    def pages(self) -> Iterator[Page]:
        """The pages, the index last."""
        return (merged.page for merged in self.merged_pages())

    def merged_pages(self, *, more: Callable[[], Sequence[str]] = tuple) -> Iterator[MergedPage]:
        """The pages with the WADLs that each is made from, the index last; ``more`` has names of pages for its table of contents."""
        options = self.options
        if options.split == "method":
            copies: dict[int, list[int]] = {}
            for repeated in self.repeats.same:
                copies.setdefault(id(repeated.first.operation), []).append(repeated.other.part)
            for part, one in enumerate(self.parts):
                for named in one.operations:
                    made_from = tuple(dict.fromkeys((part, *copies.get(id(named.operation), ()))))
                    page = Page(name=named.page, template="operation", value=one.operation_page(named), links=one.links)
                    yield MergedPage(page, made_from)
        elif options.split == "resource":
            for resource in self._resources:
                made_from = tuple(dict.fromkeys(part for part, _group, _own in resource.members))
                only = self.parts[made_from[0]]
                links = only.links if len(made_from) == 1 else self.links
                page = Page(name=resource.page, template="resource", value=self._resource_page(resource), links=links)
                yield MergedPage(page, made_from, is_shared=True)
        if options.split != "single":
            for part, one in enumerate(self.parts):
                for representation in one.representations:
                    page = Page(name=representation.page, template="representation", value=representation, links=one.links)
                    yield MergedPage(page, (part,))
            if self.schemas is not None:
                page = Page(name=self.schemas.page, template="schemas", value=self.schemas, links=self.links)
                yield MergedPage(page, self._types.parts, is_shared=True)
        template = "single" if options.split == "single" else "index"
        index = self.index()
        index = replace(index, children=(*index.children, *more()))
        page = Page(name=options.index, template=template, value=index, links=self.links)
        yield MergedPage(page, tuple(range(len(self.parts))), is_shared=options.split == "single")

    def summary(self, page: str) -> SourceSummary:
        """The API for the index above several; ``page`` is the name that its own index has there."""
        # What a WADL with a title of its own says is not about the whole API.
        about = [part.application.docs for part in self.parts]
        docs = [doc for own in about if first_title(own, self.options.language) in ("", self.title) for doc in own]
        links = tuple([replace(named.link, location=Location("")) for named in self.listed])
        return SourceSummary(
            title=self.title, page=page, summary=first_sentence(doc_texts(docs, self.options.language, first_title=False)), operations=links
        )

    def index(self) -> IndexPage:
        """The content of the index page, including all operations if it is the only page."""
        operations = []
        if self.options.split == "single":
            place = {id(named): part for part, one in enumerate(self.parts) for named in one.operations}
            for named in self.listed:
                part = place[id(named)]
                page = self.parts[part].operation_page(named)
                operations.append(resolved(page, self.parts[part].references) if part in self._conflicts else page)
        index = merged_index(
            self.parts, self._conflicts, self._index_parts, operations, schemas=self.schemas, authentication=self.authentication
        )
        return with_additions(index, self._placed) if self._placed else index

    # --- additions ------------------------------------------------------------------------------

    @cached_property
    def _placed(self) -> PlacedAdditions:
        """The user's additions, which are the same for all WADLs."""
        return PlacedAdditions(self.parts[0].additions)

    def addition_file_names(self, page: str) -> tuple[str, ...]:
        """The names that files of additions to the operation with this page can have; the first is the best for a new file."""
        part, named = next((part, named) for part in self.parts for named in part.operations if named.page == page)
        ids = [other.operation.method.id for other in self.operations]
        return file_names(page, named.operation.method.id, part.names_of(named), ids)

    def addition_problems(self) -> Iterator[Diagnostic]:
        """What is wrong with the names of the additions."""
        additions = self.parts[0].additions
        if not additions.files:
            return iter(())
        known = {name: places for part in self.parts for name, places in part.operation_addition_names.items()}
        return addition_problems(additions, {**known, **known_names((), index_names(self.index()))})

    @cached_property
    def _index_parts(self) -> IndexParts:
        """What the groups and sections of the index are made of."""
        pages_of = None
        if self.options.split == "resource":
            pages_of = {id(group): resource.page for resource in self._resources for _part, group, _own in resource.members}
        return joint_parts(self.parts, self._conflicts, pages_of, title=self.title, label=self.label)

    @cached_property
    def listed(self) -> tuple[NamedOperation, ...]:
        """The operations to show, in the order of the index if the settings say how that is, else in that of the WADLs."""
        if not self.options.reorders:
            return self.operations
        shown = operation_groups if self.options.is_reference else operation_sections
        by_label = {named.label: named for named in self.operations}
        groups = shown(self._index_parts, self.parts[0].context, self.options.prefix)
        return tuple(by_label[link.label] for group in groups for link in group.operations)

    @cached_property
    def schemas(self) -> SchemaPage | None:
        """The page about the types and elements of the grammars; None if there are none."""
        if not self._types.parts:
            return None
        starts: list[int] = []
        operations: list[OperationLink] = []
        for part in self.parts:
            starts.append(len(operations))
            operations += [named.link for named in part.operations]
        taken = {named.page for named in self.operations} if self.options.split == "method" else {one.page for one in self._resources}
        taken.update(representation.page for part in self.parts for representation in part.representations)
        return SchemaPage(
            title=self.options.say("Types"),
            page=plan.page_of_schemas(taken, self.options),
            label=plan.label_of_schemas(self.options),
            sections=self._types.sections([part.context for part in self.parts], operations, starts),
            location=self.parts[0].application.location,
        )

    @cached_property
    def authentication(self) -> Authentication | None:
        """The section of the index about authentication; None if there is nothing to say."""
        first = self.parts[0]
        known = first.shared.authentication if first.shared is not None else None
        if known is None:
            return None
        operations = [named.operation for named in self.operations]
        links = [named.link for named in self.operations]
        return plan.authentication_section(operations, links, known, self._context)

    @property
    def _context(self) -> PageContext:
        return replace(self.parts[0].context, linkable=self.references)

    # --- a page for each resource ---------------------------------------------------------------

    @cached_property
    def _resources(self) -> tuple[_Resource, ...]:
        """The resources with operations, each with its page; that of the same path and base address is one in all WADLs."""
        found: dict[tuple[str, str, str], list[tuple[int, Group, tuple[NamedOperation, ...]]]] = {}
        keys = []
        for part, one in enumerate(self.parts):
            all_groups = {_resource_key(group): None for group in one.unfiltered or one.groups if group.operations}
            keys += list(all_groups)
            for group, own in one.by_group:
                if own:
                    found.setdefault(_resource_key(group), []).append((part, group, own))
        unique = tuple(dict.fromkeys(keys))
        named = [names.Named("", _page_path(key[1]), key[1], "", "", "\0".join(key)) for key in unique]
        pages = dict(zip(unique, names.page_names(named, (self.options.index,), self._earlier), strict=True))
        return tuple(_Resource(pages[key], tuple(members)) for key, members in found.items())

    def _resource_page(self, resource: _Resource) -> ResourcePage:
        made = [(part, self.parts[part].resource_page(group, own)) for part, group, own in resource.members]
        named = [one for _part, _group, own in resource.members for one in own]
        in_order = plan.sorted_operations(named, self.options.order, marks_deprecated=self.options.marks_deprecated)
        conflicts = self._conflicts if len({part for part, _page in made}) > 1 else ()
        return merged_resources(self.parts, made, conflicts, [one.label for one in in_order])


@dataclass(frozen=True, slots=True)
class _Resource:
    """A resource that has a page."""

    page: str
    members: tuple[tuple[int, Group, tuple[NamedOperation, ...]], ...]
    """The number of each WADL that describes it, its group there, and the operations."""


def _resource_key(group: Group) -> tuple[str, str, str]:
    kind = "unattached" if group.resource is None else "type" if group.resources is None else "resource"
    return kind, group.path, group.resources.base if group.resources is not None else ""


def _page_path(path: str) -> str:
    shown = paths.without_patterns(path) or plan.UNATTACHED
    return shown if shown != "/" else "root"


def _own(part: SitePlan) -> Mapping[str, str]:
    """The labels of what the text of a WADL means by its own ids."""
    references = part.references
    return references.maps[0] if isinstance(references, ChainMap) else references


def _bodies(operation: Operation) -> list[tuple[QName | None, str]]:
    return [(body.element_name, body.schema) for body in representations_of(operation.method)]


def _param_types(operation: Operation) -> list[QName]:
    return [param.type_name for param in params_of(operation) if param.type_name is not None]


# --- groups and operations ------------------------------------------------------------------------


def _numbered(plans: Sequence[SitePlan]) -> list[SitePlan]:
    """The plans with numbers of top-level resources that no two have, but for what belongs together.

    That is the methods without a resource of all WADLs, and a resource that is below the top-level resource of another WADL.
    """
    starts = []
    start = 0
    tops: dict[tuple[str, str], tuple[int, int]] = {}
    for part, one in enumerate(plans):
        starts.append(start)
        groups = one.unfiltered or one.groups
        for group in groups:
            if group.is_top:
                tops.setdefault(_place(group), (part, start + group.top))
        start += 1 + max((group.top for group in groups), default=-1)
    found = []
    for part, one in enumerate(plans):
        below: dict[int, int] = {}
        for group in one.unfiltered or one.groups:
            if group.is_top:
                base, path = _place(group)
                above = (tops.get((base, path[:end])) for end, char in enumerate(path) if char == "/" and end)
                outer = next((number for known in above if known is not None and known[0] != part for number in known[1:]), None)
                if outer is not None:
                    below[group.top] = outer

        def numbered(group: Group, first: int = starts[part], below: dict[int, int] = below) -> Group:
            return replace(group, top=-1 if group.resource is None else below.get(group.top, group.top + first))

        found.append(replace(one, groups=tuple(map(numbered, one.groups)), unfiltered=tuple(map(numbered, one.unfiltered))))
    return found


def _place(group: Group) -> tuple[str, str]:
    """The base address and path of a resource."""
    return group.resources.base if group.resources is not None else "", group.path.rstrip("/")


def _without_repeats(plans: Sequence[SitePlan], found: Repeats) -> list[SitePlan]:
    """The plans without the operations that another plan shows."""

    def left(groups: tuple[Group, ...]) -> tuple[Group, ...]:
        kept = []
        for group in groups:
            own = tuple([operation for operation in group.operations if id(operation) not in found.shown_as])
            if len(own) == len(group.operations):
                kept.append(group)
            elif own or group.resource is not None:
                kept.append(replace(group, operations=own))
        return tuple(kept)

    return [replace(one, groups=left(one.groups), unfiltered=left(one.unfiltered)) for one in plans]


def _contents_once(plans: Sequence[SitePlan]) -> list[SitePlan]:
    """The plans in which a resource says only what those of the same path and base address before it do not say."""
    said: dict[Hashable, set[Hashable]] = {}

    def shortened(group: Group) -> Group:
        resource = group.resource
        if resource is None:
            return group
        key: Hashable = _resource_key(group)
        if isinstance(resource, ResourceType):
            key = (key, _text(resource))
        if key not in said:
            said[key] = {*resource.docs, *resource.params, resource.query_type}
            if isinstance(resource, Resource):
                said[key].update((*map(_text, resource.types), resource.roles))
            return group
        known = said[key]

        def left(items: tuple[_Part, ...], content: Callable[[_Part], Hashable] = lambda item: item) -> tuple[_Part, ...]:
            found = tuple([item for item in items if content(item) not in known])
            known.update(map(content, found))
            return found

        changes: dict[str, Any] = {"docs": left(resource.docs), "params": left(resource.params)}
        if resource.query_type in known:
            changes["query_type"] = ""
        if isinstance(resource, Resource):
            changes["types"] = left(resource.types, _text)
            if resource.roles in known:
                changes["roles"] = ()
        return replace(group, resource=replace(resource, **changes), is_top=False)

    return [replace(one, groups=tuple(map(shortened, one.groups)), unfiltered=one.unfiltered or one.groups) for one in plans]


# --- resource types and representations -----------------------------------------------------------


def _representations(plans: Sequence[SitePlan], options: PageOptions) -> list[list[tuple[Representation, str]]]:
    """The representations that each WADL shows, with the names of their pages; equal ones once."""
    shown: list[list[Representation]] = []
    seen: set[str] = set()
    for one in plans:
        own = []
        for item in one.own_representations:
            text = fingerprint(item)
            if text not in seen:
                seen.add(text)
                own.append(item)
        shown.append(own)
    pages = iter(plan.representation_names([item for own in shown for item in own], options))
    return [[(item, next(pages)) for item in own] for own in shown]


def _labels(
    plans: Sequence[SitePlan], representations: Sequence[Sequence[tuple[Representation, str]]], prefix: str, taken: set[str]
) -> list[dict[int, str]]:
    """The labels of the resource types and representations of each WADL that have an id, by their ``id()``; equal ones have one label.

    Those with the same id and different content are told apart by that, not by their order.
    """
    listed: list[tuple[int, str, ResourceType | Representation]] = []
    for part, one in enumerate(plans):
        listed += [(part, "type", kind) for kind in one.application.resource_types if kind.id]
        listed += [(part, "representation", item) for item in one.own_representations if item.id]
    texts = {id(item): _text(item) for _part, _word, item in listed}
    contents: dict[str, set[str]] = {}
    for _part, word, item in listed:
        contents.setdefault(plan.label_of_definition(prefix, word, item.id).lower(), set()).add(texts[id(item)])
    found: list[dict[int, str]] = [{} for _one in plans]
    for part, word, item in listed:
        label = plan.label_of_definition(prefix, word, item.id)
        if len(contents[label.lower()]) > 1 or label.lower() in taken:
            digest = hashlib.sha256(texts[id(item)].encode("utf-8", "surrogatepass")).hexdigest()
            label = f"{label}{names.SEPARATOR}{digest[:6]}"
        found[part][id(item)] = label
    return found


def _text(item: ResourceType | Representation) -> str:
    """The content of a resource type or representation."""
    if isinstance(item, Representation):
        return fingerprint(item)
    own = (item.id, item.query_type, item.docs, item.params, item.methods)
    inner = [(child.path, child.docs, child.params, child.methods) for child in _children(item)]
    return fingerprint((own, tuple(inner)))


def _children(kind: ResourceType) -> Iterator[Resource]:
    pending = list(reversed(kind.resources))
    while pending:
        child = pending.pop()
        yield child
        pending += reversed(child.resources)
