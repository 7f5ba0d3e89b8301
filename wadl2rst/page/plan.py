"""Which pages a WADL becomes: their names, titles, labels and order.

The value of a page is worked out only when its turn comes, so that a run never holds more than one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from wadl2rst import names
from wadl2rst.page.fingerprint import fingerprint
from wadl2rst.page.index import IndexParts, index_page, representation_page, resource_content
from wadl2rst.page.operation import operation_page
from wadl2rst.page.options import PageContext, PageOptions
from wadl2rst.page.values import IndexPage, OperationLink, OperationPage, Page, RepresentationPage, ResourceContent, ResourcePage, SiteLinks
from wadl2rst.wadl import paths
from wadl2rst.wadl.facts import first_title
from wadl2rst.wadl.model import Application, Representation
from wadl2rst.wadl.operations import Group, Operation

UNATTACHED = "unattached"
"""What the label of the part of the index ends in that lists what is attached to no resource."""


@dataclass(frozen=True, slots=True, eq=False)
class NamedOperation:
    """An operation with its names."""

    operation: Operation
    """The operation: its ``verb``, ``path``, ``params`` and ``method``, of the model."""
    link: OperationLink
    """How lists show it: its title, its page and its label."""

    @property
    def title(self) -> str:
        """The operation's title."""
        return self.link.title

    @property
    def page(self) -> str:
        """Name of its own page, without ending; where operations share a page, still its unique name."""
        return self.link.page

    @property
    def label(self) -> str:
        """The label that references lead to."""
        return self.link.label


@dataclass(frozen=True, kw_only=True, eq=False)
class SitePlan:
    """The plan of a WADL's pages."""

    application: Application
    """The model of the WADL."""
    groups: tuple[Group, ...]
    """The groups to show; filters have been applied."""
    unfiltered: tuple[Group, ...] = ()
    """All groups of the WADL, where ``groups`` are some of them: names are those of the whole WADL; empty for the same."""
    options: PageOptions
    """What the pages are to be like."""

    # --- names ----------------------------------------------------------------------------------

    @cached_property
    def operations(self) -> tuple[NamedOperation, ...]:
        """The operations to show with their names, in order."""
        if not self.unfiltered:
            return self._named
        shown = {id(operation) for group in self.groups for operation in group.operations}
        return tuple(named for named in self._named if id(named.operation) in shown)

    @cached_property
    def _named(self) -> tuple[NamedOperation, ...]:
        """All operations of the WADL with their names, in order: no filter changes a name."""
        operations = [operation for group in self._all_groups for operation in group.operations]
        named = _named(operations)
        pages = names.page_names(named, (self.options.index,))
        labels = names.labels(self.options.prefix, pages, [operation.method.id for operation in operations], self._reserved)
        return tuple(
            NamedOperation(operation, _link(operation, title, page, label))
            for operation, title, page, label in zip(operations, self._titles(operations), pages, labels, strict=True)
        )

    @property
    def _all_groups(self) -> tuple[Group, ...]:
        """All groups of the WADL, those that are not shown, too."""
        return self.unfiltered or self.groups

    def _titles(self, operations: Sequence[Operation]) -> list[str]:
        """The first title of the docs, else the display name, the id where it is no duplicate, verb and path."""
        definitions: dict[str, set[int]] = {}
        for operation in operations:
            definitions.setdefault(operation.method.id, set()).add(id(operation.method))
        titles = []
        for operation in operations:
            method = operation.method
            own = method.id if len(definitions[method.id]) == 1 else ""
            titles.append(first_title(method.docs, self.options.language) or method.display_name or own or operation.request_line)
        return titles

    @cached_property
    def _by_group(self) -> tuple[tuple[Group, tuple[NamedOperation, ...]], ...]:
        """Each group to show, with its operations."""
        found = []
        start = 0
        for group in self.groups:
            end = start + len(group.operations)
            found.append((group, self.operations[start:end]))
            start = end
        return tuple(found)

    @cached_property
    def _shown_representations(self) -> tuple[Representation, ...]:
        """Top-level representations that are documented, and those that nothing else shows and that say more than a media type."""
        unused = set(map(id, self.application.unused_representations))
        return tuple(
            known
            for known in self.application.representations
            if known.docs
            or any(param.docs for param in known.params)
            or (id(known) in unused and (known.params or known.element or known.profiles))
        )

    @cached_property
    def references(self) -> dict[str, str]:
        """The labels of what can be referred to, by id (operations, resource types, representations) and by label."""
        found: dict[str, str] = {}
        for kind in self.application.resource_types:
            if kind.id:
                found.setdefault(kind.id, self._labels[id(kind)])
        for known in self._shown_representations:
            if known.id:
                found.setdefault(known.id, self._labels[id(known)])
        for named in self.operations:
            if named.operation.method.id:
                found.setdefault(named.operation.method.id, named.label)
        for named in self.operations:
            found.setdefault(named.label, named.label)
        return found

    @cached_property
    def links(self) -> SiteLinks:
        """What all pages have in common: where references lead, and the application that objects belong to."""
        return SiteLinks(self.options.prefix, self.references)

    @cached_property
    def _context(self) -> PageContext:
        """What the values of pages depend on."""
        return PageContext(self.options, frozenset(self.references))

    @cached_property
    def _labels(self) -> dict[int, str]:
        """The labels of resource types and representations that have an id, by their ``id()``: unique, whatever their case."""
        taken = {named.label.lower() for named in self._named}
        counts: dict[str, int] = {}
        found: dict[int, str] = {}
        types = [("type", id(kind), kind.id) for kind in self.application.resource_types]
        representations = [("representation", id(known), known.id) for known in self._shown_representations]
        for word, key, identifier in (*types, *representations):
            if identifier:
                base = label = f"{self.options.prefix}-{word}{names.SEPARATOR}{names.label_part(identifier)}"
                while label.lower() in taken:
                    counts[base.lower()] = number = counts.get(base.lower(), 1) + 1
                    label = f"{base}{names.SEPARATOR}{number}"
                taken.add(label.lower())
                found[key] = label
        return found

    @property
    def _reserved(self) -> tuple[str, ...]:
        """What no operation's label may end in: the label of the index, and of what is attached to nothing."""
        return (names.slug(self.options.index) or "index", UNATTACHED)

    @property
    def label(self) -> str:
        """The label of the index."""
        prefix, index = self.options.prefix, self.options.index
        return f"{prefix}-{names.slug(index) or 'index'}" if prefix else index

    @property
    def title(self) -> str:
        """The title of the index."""
        return self.options.own_title or first_title(self.application.docs, self.options.language) or self.options.fallback_title

    # --- pages ----------------------------------------------------------------------------------

    def pages(self) -> Iterator[Page]:
        """The pages, the index last."""
        options = self.options
        if options.split == "method":
            for named in self.operations:
                yield Page(name=named.page, template="operation", value=self.operation_page(named), links=self.links)
        elif options.split == "resource":
            for name, group, own in self._resource_pages:
                yield Page(name=name, template="resource", value=self._resource_page(group, own), links=self.links)
        if options.split != "single":
            for known in self.representations:
                yield Page(name=known.page, template="representation", value=known, links=self.links)
        template = "single" if options.split == "single" else "index"
        yield Page(name=options.index, template=template, value=self.index(), links=self.links)

    def operation_page(self, named: NamedOperation) -> OperationPage:
        """All that is shown of an operation."""
        operation = named.operation
        base = operation.resources.base if operation.resources and (operation.verb, operation.path) in self._on_several_bases else ""
        return operation_page(operation, named.link, self._context, base=base)

    def resource_pages(self, shown: Sequence[NamedOperation]) -> Iterator[tuple[tuple[NamedOperation, ...], ResourcePage]]:
        """The operations of each resource, of these and in their order, and what a page shows of the resource with them."""
        for group, own in self._by_group:
            wanted = set(map(id, own))
            kept = tuple(named for named in shown if id(named) in wanted)
            if kept:
                yield kept, self._resource_page(group, kept)

    def index(self) -> IndexPage:
        """What stands on the index; with everything on one page, the operations, too."""
        tops: dict[int, Group] = {}
        for group in self._all_groups:
            tops.setdefault(group.top, group)
        parts = IndexParts(
            title=self.title,
            label=self.label,
            unattached_label=f"{self.options.prefix}-{UNATTACHED}",
            groups=[(group, self._content(group, own)) for group, own in self._by_group],
            tops=tops,
            labels=self._labels,
            representations=self.representations,
            children=self._children,
            pages=tuple(map(self.operation_page, self.operations)) if self.options.split == "single" else (),
        )
        return index_page(self.application, parts, self._context)

    def _content(self, group: Group, own: Sequence[NamedOperation]) -> ResourceContent:
        """What stands on a resource itself, with the links of its operations."""
        several_bases = len(self.application.resources) > 1
        return resource_content(group, tuple(named.link for named in own), self._context, several_bases=several_bases)

    def _resource_page(self, group: Group, own: Sequence[NamedOperation]) -> ResourcePage:
        known = self._content(group, own)
        return ResourcePage(
            path=known.path,
            docs=known.docs,
            tables=known.tables,
            facts=known.facts,
            operations=known.operations,
            location=known.location,
            pages=tuple(map(self.operation_page, own)),
        )

    @cached_property
    def _on_several_bases(self) -> frozenset[tuple[str, str]]:
        """Verb and path of the operations that are there at more than one base address: their pages say at which."""
        if len(self.application.resources) < 2:
            return frozenset()
        bases: dict[tuple[str, str], set[str]] = {}
        for named in self._named:
            if named.operation.resources is not None:
                bases.setdefault((named.operation.verb, named.operation.path), set()).add(named.operation.resources.base)
        return frozenset(key for key, found in bases.items() if len(found) > 1)

    @cached_property
    def _resource_pages(self) -> tuple[tuple[str, Group, tuple[NamedOperation, ...]], ...]:
        """With a page for each resource: the name of each, the resource and its operations."""
        groups = [group for group in self._all_groups if group.operations]
        pages = names.page_names(_stated(groups), (self.options.index,))
        found = {id(group.operations[0]): name for group, name in zip(groups, pages, strict=True)}
        # A group that lost operations to a filter is another object; the operations that it keeps are the same.
        first = {id(operation): id(group.operations[0]) for group in groups for operation in group.operations}
        return tuple((found[first[id(own[0].operation)]], group, own) for group, own in self._by_group if own)

    @property
    def _children(self) -> tuple[str, ...]:
        """Names of the pages below the index."""
        split = self.options.split
        if split == "single":
            return ()
        above = [named.page for named in self.operations] if split == "method" else [name for name, _group, _own in self._resource_pages]
        return (*above, *(known.page for known in self.representations))

    @cached_property
    def representations(self) -> tuple[RepresentationPage, ...]:
        """The representations that have a page, or a part of the single one, to themselves."""
        shown = self._shown_representations
        named = [
            names.Named("representation", known.id or known.element or known.media_type, "", "", "", fingerprint(known)) for known in shown
        ]
        pages = names.page_names(named, (self.options.index,))
        return tuple(
            representation_page(known, page, self._labels.get(id(known)) or f"{self.options.prefix}-{page}", self._context)
            for known, page in zip(shown, pages, strict=True)
        )


def _link(operation: Operation, title: str, page: str, label: str) -> OperationLink:
    return OperationLink(verb=operation.verb, path=operation.path, title=title, label=label, page=page, location=operation.method.location)


def _named(operations: Sequence[Operation]) -> list[names.Named]:
    """What operations are named by; the texts that only tell equal ones apart are made for those alone."""
    named = [
        names.Named(operation.verb, operation.path, operation.raw_path, operation.method.id, _stated_title(operation), "")
        for operation in operations
    ]
    requests: dict[int, str] = {}
    slugs = [(names.slug(f"{item.verb} {item.path}"), names.slug(item.id)) for item in named]
    for i in _repeated(slugs):
        known = operations[i].method.request
        request = requests.get(id(known)) or requests.setdefault(id(known), fingerprint(known))
        named[i] = replace(named[i], request=request)
    methods: dict[int, str] = {}
    for i in _repeated(named):
        operation = operations[i]
        method = methods.get(id(operation.method)) or methods.setdefault(id(operation.method), fingerprint(operation.method))
        base = operation.resources.base if operation.resources else ""
        others = fingerprint((operation.params, base, operation.roles, operation.query_type, operation.extended))
        named[i] = replace(named[i], rest=method + others)
    return named


def _stated(groups: Sequence[Group]) -> list[names.Named]:
    """What the pages of resources are named by: those with one path by their first operation, then by all that they have."""
    named = []
    for group in groups:
        identifier = group.resource.id if group.resource is not None else ""
        path = paths.without_patterns(group.path) or UNATTACHED
        first = group.operations[0]
        known = fingerprint((first.verb, first.method.id))
        named.append(names.Named("", path if path != "/" else "root", group.path, identifier, _stated_title(first), known))
    for i in _repeated(named):
        group = groups[i]
        docs = group.resource.docs if group.resource is not None else ()
        base = group.resources.base if group.resources else ""
        methods = tuple(operation.method for operation in group.operations)
        named[i] = replace(named[i], rest=fingerprint((docs, group.params, base, methods)))
    return named


def _stated_title(operation: Operation) -> str:
    """The title that the WADL states, in whatever language, or an empty string."""
    return first_title(operation.method.docs) or operation.method.display_name


def _repeated(items: Sequence[Hashable]) -> list[int]:
    """The positions of the items that occur more than once."""
    counted = Counter(items)
    return [position for position, item in enumerate(items) if counted[item] > 1]
