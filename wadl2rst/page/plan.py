"""The plan of the pages of a WADL: their names, titles, labels and order.

The content of a page is computed only when it is requested, so that a run holds one page at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from wadl2rst import names
from wadl2rst.diagnostics import Diagnostic, Location
from wadl2rst.page.additions import (
    PlacedAdditions,
    addition_problems,
    file_names,
    index_names,
    known_names,
    operation_names,
    with_additions,
)
from wadl2rst.page.authentication import authentication_facts, authentication_plan
from wadl2rst.page.docs import doc_texts
from wadl2rst.page.fingerprint import fingerprint
from wadl2rst.page.groups import operation_groups, operation_sections, ungrouped
from wadl2rst.page.index import IndexParts, index_page, representation_page, resource_content
from wadl2rst.page.operation import operation_page
from wadl2rst.page.options import AuthenticationPlan, PageContext, PageOptions, SchemaLinks
from wadl2rst.page.params import styled_tables
from wadl2rst.page.schema_plan import SchemaPlan, schema_plan
from wadl2rst.page.schema_sections import schema_sections
from wadl2rst.page.summaries import first_sentence
from wadl2rst.page.titles import distinct_titles
from wadl2rst.page.values import (
    Authentication,
    IndexPage,
    OperationLink,
    OperationPage,
    Page,
    PageTarget,
    RepresentationPage,
    ResourceContent,
    ResourcePage,
    SchemaPage,
    SiteLinks,
    SourceSummary,
)
from wadl2rst.page.versions import version_targets
from wadl2rst.source.additions import NO_ADDITIONS, AdditionFolder
from wadl2rst.wadl import paths
from wadl2rst.wadl.facts import first_title, qualified
from wadl2rst.wadl.grouping import NO_GROUPING, Grouping, GroupingReport
from wadl2rst.wadl.model import Application, Representation, Resources
from wadl2rst.wadl.operations import Group, Operation
from wadl2rst.wadl.order import order_key

_NOWHERE = Location("")

SCHEMAS = "types"
"""The name of the page about the grammar, and the last part of its label."""
UNATTACHED = "unattached"
"""The last part of the label of the index section for methods that are not attached to a resource."""


@dataclass(frozen=True, slots=True, eq=False)
class NamedOperation:
    """An operation with its title, page name and label."""

    operation: Operation
    """The operation of the model, with ``verb``, ``path``, ``params`` and ``method``."""
    link: OperationLink
    """The operation as lists show it, with title, page and label."""
    own_title: str
    """Its title without what tells it apart from other operations with this title."""

    @property
    def title(self) -> str:
        """The operation's title."""
        return self.link.title

    @property
    def page(self) -> str:
        """The name of its own page, without extension; unique even if operations share a page."""
        return self.link.page

    @property
    def label(self) -> str:
        """The label that references point to."""
        return self.link.label


@dataclass(frozen=True, kw_only=True, eq=False)
class SharedPlan:
    """What the plans of several WADLs of one API have in common (:mod:`~wadl2rst.page.merged`)."""

    operations: tuple[NamedOperation, ...]
    """The operations of this WADL, shown or not, with names that no other operation of the API has."""
    labels: Mapping[int, str]
    """The labels of its resource types and representations that have an id, by their ``id()``."""
    representations: tuple[tuple[Representation, str], ...]
    """The representations that have their own page, without those that another WADL shows, each with the name of its page."""
    schema_plan: SchemaPlan
    """Its sections about the grammar, with labels that no other section of the API has."""
    authentication: AuthenticationPlan | None
    """What no operation of the API repeats about authentication."""
    references: Mapping[str, str]
    """The labels of all targets that its text can refer to: its own, and those of the other WADLs."""
    has_several_bases: bool
    """Whether the API has several base addresses."""
    on_several_bases: frozenset[tuple[str, str]]
    """Verb and path of the operations that exist at several of them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SitePlan:
    """The plan of a WADL's pages."""

    application: Application
    """The model of the WADL."""
    groups: tuple[Group, ...]
    """The groups to show; filters have been applied."""
    unfiltered: tuple[Group, ...] = ()
    """All groups of the WADL, from which names are computed; empty if no group or operation was filtered out."""
    options: PageOptions
    """The page settings."""
    additions: AdditionFolder = NO_ADDITIONS
    """The user's additions."""
    shared: SharedPlan | None = field(default=None, repr=False)
    """What it has in common with other WADLs of the same API; None if it is the only one."""

    # --- names ----------------------------------------------------------------------------------

    @cached_property
    def operations(self) -> tuple[NamedOperation, ...]:
        """The operations to show, with their names, in order."""
        if not self.unfiltered:
            return self._named_operations
        shown = {id(operation) for group in self.groups for operation in group.operations}
        return tuple(named for named in self._named_operations if id(named.operation) in shown)

    @cached_property
    def _named_operations(self) -> tuple[NamedOperation, ...]:
        """All operations of the WADL, with their names, in order; filters do not change names."""
        if self.shared is not None:
            return self.shared.operations
        return named_operations([operation for group in self._all_groups for operation in group.operations], self.options)

    @property
    def _all_groups(self) -> tuple[Group, ...]:
        """All groups of the WADL, including those that are not shown."""
        return self.unfiltered or self.groups

    @cached_property
    def by_group(self) -> tuple[tuple[Group, tuple[NamedOperation, ...]], ...]:
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
        """Top-level representations that are documented, or that are unused and contain more than a media type."""
        if self.shared is not None:
            return tuple([representation for representation, _page in self.shared.representations])
        return self.own_representations

    @property
    def own_representations(self) -> tuple[Representation, ...]:
        """Those of this WADL, whatever others show."""
        unused = set(map(id, self.application.unused_representations))
        return tuple(
            representation
            for representation in self.application.representations
            if representation.docs
            or any(param.docs for param in representation.params)
            or (id(representation) in unused and (representation.params or representation.element or representation.profiles))
        )

    @cached_property
    def references(self) -> Mapping[str, str]:
        """The labels of all reference targets, by id (of operations, resource types, representations) and by label."""
        if self.shared is not None:
            return self.shared.references
        return self.own_references

    @cached_property
    def own_references(self) -> dict[str, str]:
        """Those of this WADL alone."""
        found: dict[str, str] = {}
        for kind in self.application.resource_types:
            if kind.id:
                found.setdefault(kind.id, self._labels[id(kind)])
        for representation in self._shown_representations:
            if representation.id:
                found.setdefault(representation.id, self._labels[id(representation)])
        for named in self.operations:
            if named.operation.method.id:
                found.setdefault(named.operation.method.id, named.label)
        for named in self.operations:
            found.setdefault(named.label, named.label)
        for label in (*self._schema_plan.links.elements.values(), *self._schema_plan.links.types.values()):
            found.setdefault(label, label)
        if self._authentication_plan is not None and self._authentication_plan.label:
            found.setdefault(self._authentication_plan.label, self._authentication_plan.label)
        for label in version_targets(self.options.versions):
            found.setdefault(label, label)
        return found

    @cached_property
    def _schema_plan(self) -> SchemaPlan:
        """The sections about the grammar, and who uses them."""
        if self.shared is not None:
            return self.shared.schema_plan
        taken = {named.label.lower() for named in self._named_operations}
        taken.update(label.lower() for label in self._labels.values())
        operations = [named.operation for named in self.operations]
        source = self.application.location.file
        return schema_plan(self.application.schemas, operations, self._shown_representations, self.options, taken, source=source)

    @property
    def schema_label(self) -> str:
        """The label of the page about the grammar."""
        return label_of_schemas(self.options)

    @cached_property
    def schemas(self) -> SchemaPage | None:
        """The page about the types and elements of the grammar; None if there are none, or if several WADLs share it."""
        if self.shared is not None:
            return None
        plan = self._schema_plan
        if not (plan.elements or plan.types):
            return None
        operations = [named.link for named in self.operations]
        sections = tuple(schema_sections(plan, operations, self.context, source=self.application.location.file))
        return SchemaPage(
            title=self.context.say("Types"),
            page=self._schema_page,
            label=self.schema_label,
            sections=sections,
            location=self.application.location,
        )

    @cached_property
    def _schema_page(self) -> str:
        """The name of the page about the grammar, which no other page has."""
        split = self.options.split
        taken = {named.page for named in self.operations} if split == "method" else {name for name, _, _ in self._resource_pages}
        taken.update(representation.page for representation in self.representations)
        return page_of_schemas(taken, self.options)

    @cached_property
    def _authentication_plan(self) -> AuthenticationPlan | None:
        """What operations do not repeat about authentication; None if each says all of it, or if there is nothing to say."""
        if self.shared is not None:
            return self.shared.authentication
        return authentication_of([named.operation for named in self.operations], self.options)

    @cached_property
    def authentication(self) -> Authentication | None:
        """The section of the index about authentication; None if there is nothing to say, or if several WADLs share it."""
        plan = self._authentication_plan
        if plan is None or self.shared is not None:
            return None
        context = self.context
        operations = [named.operation for named in self.operations]
        return authentication_section(operations, [named.link for named in self.operations], plan, context)

    @cached_property
    def links(self) -> SiteLinks:
        """The data shared by all pages: the reference targets, and the application that domain objects belong to."""
        return SiteLinks(self.options.prefix, self.references)

    @cached_property
    def targets(self) -> dict[str, PageTarget]:
        """What each label leads to, for pages in a format that does not have labels."""
        index, split = self.options.index, self.options.split
        found = {self.label: PageTarget(index, self.title, True)}
        for kind in self.application.resource_types:
            if kind.id:
                found[self._labels[id(kind)]] = PageTarget(index, kind.id)
        for representation in self.representations:
            is_page = split != "single"
            found[representation.label] = PageTarget(representation.page if is_page else index, representation.title, is_page)
        if self.schemas is not None:
            page = index if split == "single" else self.schemas.page
            found[self.schemas.label] = PageTarget(page, self.schemas.title, split != "single")
            found.update((section.label, PageTarget(page, section.title)) for section in self.schemas.sections)
        if self.authentication is not None:
            found[self.authentication.label] = PageTarget(index, self.authentication.title)
        shared = {id(named): name for name, _group, own in self._resource_pages for named in own} if split == "resource" else {}
        for named in self.operations:
            page = named.page if split == "method" else shared.get(id(named), index)
            found[named.label] = PageTarget(page, named.title, split == "method")
        return {**version_targets(self.options.versions), **found}

    @cached_property
    def context(self) -> PageContext:
        """The context from which page values are computed."""
        grammar = self.application.schemas
        linkable = frozenset(self.references) if self.shared is None else self.references
        context = PageContext(self.options, linkable, grammar, self._schema_plan.links, authentication=self._authentication_plan)
        if not (grammar.bodies or grammar.json_bodies or (grammar.params and self.options.request_samples)):
            return context
        from wadl2rst.grammar.examples import Examples  # takes an eighth of the start, and many WADLs have no schema

        return replace(context, examples=Examples(grammar))

    @cached_property
    def _context_alone(self) -> PageContext:
        """The context if the page about the grammar may not be there: all that it would show is on the pages of the operations."""
        return replace(self.context, schema_links=SchemaLinks(elsewhere=self._schema_plan.links.types), tables={})

    @cached_property
    def _labels(self) -> Mapping[int, str]:
        """The labels of resource types and representations that have an id, by their ``id()``; unique ignoring case."""
        if self.shared is not None:
            return self.shared.labels
        taken = {named.label.lower() for named in self._named_operations}
        counts: dict[str, int] = {}
        found: dict[int, str] = {}
        types = [("type", id(kind), kind.id) for kind in self.application.resource_types]
        representations = [("representation", id(item), item.id) for item in self._shown_representations]
        for word, key, identifier in (*types, *representations):
            if identifier:
                base = label = label_of_definition(self.options.prefix, word, identifier)
                while label.lower() in taken:
                    counts[base.lower()] = number = counts.get(base.lower(), 1) + 1
                    label = f"{base}{names.SEPARATOR}{number}"
                taken.add(label.lower())
                found[key] = label
        return found

    @property
    def label(self) -> str:
        """The label of the index."""
        return label_of_index(self.options)

    @property
    def title(self) -> str:
        """The title of the index."""
        return self.options.own_title or first_title(self.application.docs, self.options.language) or self.options.fallback_title

    # --- pages ----------------------------------------------------------------------------------

    def pages(self) -> Iterator[Page]:
        """The pages, the index last."""
        options = self.options
        if options.split == "method":
            for named in self.listed:
                yield Page(name=named.page, template="operation", value=self.operation_page(named), links=self.links)
        elif options.split == "resource":
            for name, group, own in self._resource_pages:
                yield Page(name=name, template="resource", value=self.resource_page(group, own), links=self.links)
        if options.split != "single":
            for representation in self.representations:
                yield Page(name=representation.page, template="representation", value=representation, links=self.links)
            if self.schemas is not None:
                yield Page(name=self.schemas.page, template="schemas", value=self.schemas, links=self.links)
        template = "single" if options.split == "single" else "index"
        yield Page(name=options.index, template=template, value=self.index(), links=self.links)

    def operation_page(self, named: NamedOperation, *, alone: bool = False) -> OperationPage:
        """The content of an operation's page; ``alone`` says that the page about the grammar may not be there."""
        operation = named.operation
        is_ambiguous = (operation.verb, operation.path) in self._on_several_bases or self._has_own_base(operation.resources)
        base = operation.resources.address if operation.resources and is_ambiguous else ""
        context = self._context_alone if alone else self.context
        page = operation_page(operation, named.link, context, base=base, own_title=named.own_title)
        return replace(page, additions=self._placed.of_names(self.names_of(named))) if self._placed else page

    def _has_own_base(self, resources: Resources | None) -> bool:
        """Whether the base address is not one of the WADL, because a path such as ``../cities`` leads above that."""
        return resources is not None and not any(resources is known for known in self.application.resources)

    def resource_pages(
        self, shown: Sequence[NamedOperation], *, alone: bool = False
    ) -> Iterator[tuple[tuple[NamedOperation, ...], ResourcePage]]:
        """The operations in ``shown`` by resource, in their order, each with the content of a resource page for them.

        ``alone`` says that the page about the grammar may not be there.
        """
        for group, own in self.by_group:
            own_ids = set(map(id, own))
            kept = tuple(named for named in shown if id(named) in own_ids)
            if kept:
                yield kept, self.resource_page(group, kept, alone=alone)

    def index(self) -> IndexPage:
        """The content of the index page, including all operations if it is the only page."""
        parts, prefix = self.index_parts, self.options.prefix
        pages = tuple(map(self.operation_page, self.listed)) if self.options.split == "single" else ()
        page = index_page(self.application, parts, self.context, operation_sections(parts, self.context, prefix), pages)
        if self.options.is_reference:
            page = replace(page, groups=operation_groups(parts, self.context, prefix))
        return with_additions(page, self._placed) if self._placed else page

    @property
    def index_parts(self) -> IndexParts:
        """What the groups and sections of the index are made of."""
        tops: dict[int, Group] = {}
        for group in self._all_groups:
            tops.setdefault(group.top, group)
        return IndexParts(
            title=self.title,
            label=self.label,
            unattached_label=f"{self.options.prefix}-{UNATTACHED}",
            groups=[(group, self._content(group, own), self._pages_of(group, own)) for group, own in self.by_group],
            tops=tops,
            labels=self._labels,
            representations=self.representations,
            schemas=self.schemas,
            children=() if self.options.split == "single" else tuple(representation.page for representation in self.representations),
            authentication=self.authentication,
            grouping=self._grouping,
        )

    # --- additions ------------------------------------------------------------------------------

    @cached_property
    def _placed(self) -> PlacedAdditions:
        return PlacedAdditions(self.additions)

    @cached_property
    def _page_names(self) -> frozenset[str]:
        return frozenset(named.page for named in self._named_operations)

    def names_of(self, named: NamedOperation) -> tuple[str, ...]:
        """The names that additions to an operation can have."""
        return operation_names(named.page, named.operation.method.id, self._page_names)

    def addition_file_names(self, page: str) -> tuple[str, ...]:
        """The names that files of additions to the operation with this page can have; the first is the best for a new file."""
        named = next(named for named in self._named_operations if named.page == page)
        ids = [other.operation.method.id for other in self._named_operations]
        return file_names(page, named.operation.method.id, self.names_of(named), ids)

    @cached_property
    def operation_addition_names(self) -> dict[str, tuple[str, ...]]:
        """The names that additions to operations can have, each with its places."""
        return known_names(map(self.names_of, self._named_operations), (), has_index=False)

    @cached_property
    def addition_names(self) -> dict[str, tuple[str, ...]]:
        """The names that additions can have, each with its places; those of operations that are not shown are among them."""
        groups: list[str] = []
        if self._placed.has_groups and self.options.has_index:
            groups = index_names(self.index())
        return known_names(map(self.names_of, self._named_operations), groups, has_index=self.options.has_index)

    def addition_problems(self) -> Iterator[Diagnostic]:
        """What is wrong with the names of the additions."""
        return addition_problems(self.additions, self.addition_names) if self.additions.files else iter(())

    @cached_property
    def listed(self) -> tuple[NamedOperation, ...]:
        """The operations to show, in the order of the index if the settings say how that is, else in that of the WADL."""
        if not self.options.reorders:
            return self.operations
        parts, prefix = self.index_parts, self.options.prefix
        shown = operation_groups if self.options.is_reference else operation_sections
        by_label = {named.label: named for named in self.operations}
        return tuple(by_label[link.label] for group in shown(parts, self.context, prefix) for link in group.operations)

    def grouping(self) -> GroupingReport:
        """What to tell of the setting ``groups``."""
        rule = self.options.groups
        if isinstance(rule, str) and rule != "tag":
            return NO_GROUPING
        found = ungrouped(self.groups, rule, self._grouping)
        return (self._grouping or Grouping(())).report(self._all_groups, found)

    @cached_property
    def _grouping(self) -> Grouping | None:
        """The groups that the settings list; None if they do not."""
        return None if isinstance(self.options.groups, str) else Grouping(self.options.groups)

    def summary(self, page: str) -> SourceSummary:
        """The WADL for the index above several; ``page`` is the name that its own index has there."""
        docs = doc_texts(self.application.docs, self.options.language, first_title=False)
        links = tuple([replace(named.link, location=_NOWHERE) for named in self.listed])
        return SourceSummary(title=self.title, page=page, summary=first_sentence(docs), operations=links)

    def _content(self, group: Group, own: Sequence[NamedOperation]) -> ResourceContent:
        """The content of a resource, with links to its operations."""
        several = len(self.application.resources) > 1 or (self.shared is not None and self.shared.has_several_bases)
        # Groups by path have resources of several WADLs, and state the address themselves.
        is_in_group = self.shared is not None and self.options.is_reference and bool(own)
        shows_base = (several and (group.is_top or is_in_group)) or (bool(own) and self._has_own_base(group.resources))
        return resource_content(group, tuple(named.link for named in own), self.context, shows_base=shows_base)

    def resource_page(self, group: Group, own: Sequence[NamedOperation], *, alone: bool = False) -> ResourcePage:
        """The content of the page of a resource with the operations ``own``; ``alone`` as for :meth:`operation_page`."""
        own = sorted_operations(own, self.options.order, marks_deprecated=self.options.marks_deprecated)
        content = self._content(group, own)
        return ResourcePage(
            path=content.path,
            docs=content.docs,
            tables=content.tables,
            facts=content.facts,
            operations=content.operations,
            location=content.location,
            pages=tuple(self.operation_page(named, alone=alone) for named in own),
        )

    @cached_property
    def _on_several_bases(self) -> frozenset[tuple[str, str]]:
        """Verb and path of the operations that exist at several base addresses; their pages state the base address."""
        if self.shared is not None:
            return self.shared.on_several_bases
        if len(self.application.resources) < 2:
            return frozenset()
        return on_several_bases([named.operation for named in self._named_operations])

    @cached_property
    def _resource_pages(self) -> tuple[tuple[str, Group, tuple[NamedOperation, ...]], ...]:
        """The name, resource and operations of each page, if each resource has its own page."""
        groups = [group for group in self._all_groups if group.operations]
        pages = names.page_names(_resource_names(groups), (self.options.index,))
        found = {id(group.operations[0]): name for group, name in zip(groups, pages, strict=True)}
        # A filtered group is a new object, but its operations are the same objects.
        first = {id(operation): id(group.operations[0]) for group in groups for operation in group.operations}
        return tuple((found[first[id(own[0].operation)]], group, own) for group, own in self.by_group if own)

    def _pages_of(self, group: Group, own: Sequence[NamedOperation]) -> tuple[str, ...]:
        """The names of the pages of the operations of a group."""
        if self.options.split == "method":
            return tuple(named.page for named in own)
        return tuple(name for name in (self._resource_page_names.get(id(group)),) if name is not None)

    @cached_property
    def _resource_page_names(self) -> dict[int, str]:
        """The names of the pages of resources by the ``id()`` of their groups, if each resource has its own page."""
        return {id(group): name for name, group, _own in self._resource_pages} if self.options.split == "resource" else {}

    @cached_property
    def representations(self) -> tuple[RepresentationPage, ...]:
        """The representations that have their own page, or their own section of a single page."""
        shown = self._shown_representations
        pages = representation_names(shown, self.options) if self.shared is None else [page for _item, page in self.shared.representations]
        return tuple(
            representation_page(item, page, self._labels.get(id(item)) or f"{self.options.prefix}-{page}", self.context)
            for item, page in zip(shown, pages, strict=True)
        )


def named_operations(
    operations: Sequence[Operation], options: PageOptions, earlier: names.Earlier = names.NO_PAGES
) -> tuple[NamedOperation, ...]:
    """All operations of an API with their names, in order; ``earlier`` are the pages of the last run."""
    pages = names.page_names(_operation_names(operations, options.index, earlier), (options.index,), earlier)
    labels = names.labels(options.prefix, pages, [operation.method.id for operation in operations], reserved_endings(options))
    own_titles = _own_titles(operations, options)
    titles = distinct_titles(operations, own_titles)
    return tuple(
        NamedOperation(operation, _operation_link(operation, title, page, label, options), own_title)
        for operation, title, page, label, own_title in zip(operations, titles, pages, labels, own_titles, strict=True)
    )


def label_of_index(options: PageOptions) -> str:
    """The label of the index."""
    return f"{options.prefix}-{names.slug(options.index) or 'index'}" if options.prefix else options.index


def label_of_schemas(options: PageOptions) -> str:
    """The label of the page about the grammar."""
    return f"{options.prefix}-{SCHEMAS}{names.SEPARATOR}schema"


def page_of_schemas(taken: Container[str], options: PageOptions) -> str:
    """The name of the page about the grammar, which no other page has; ``taken`` are the names of the others."""
    return SCHEMAS if SCHEMAS not in taken and options.index != SCHEMAS else f"{SCHEMAS}{names.SEPARATOR}schema"


def label_of_definition(prefix: str, word: str, identifier: str) -> str:
    """The label of a resource type or representation, which ``word`` names, with an id, if nothing else has it."""
    return f"{prefix}-{word}{names.SEPARATOR}{names.label_part(identifier)}"


def reserved_endings(options: PageOptions) -> tuple[str, ...]:
    """The label endings that operations may not use: those of the index and of its section for unattached methods."""
    return (names.slug(options.index) or "index", UNATTACHED)


def _own_titles(operations: Sequence[Operation], options: PageOptions) -> list[str]:
    """The own title of each operation: the first title of its docs, else its display name, its id if unique, or its verb and path."""
    definitions: dict[str, set[int]] = {}
    for operation in operations:
        definitions.setdefault(operation.method.id, set()).add(id(operation.method))
    titles = []
    for operation in operations:
        method = operation.method
        own = method.id if len(definitions[method.id]) == 1 else ""
        titles.append(first_title(method.docs, options.language) or method.display_name or own or operation.request_line)
    return titles


def representation_names(shown: Sequence[Representation], options: PageOptions) -> tuple[str, ...]:
    """The names of the pages of representations, in order."""
    named = [
        names.Named("representation", item.id or qualified(item.element)[1] or item.media_type, "", "", "", fingerprint(item))
        for item in shown
    ]
    return names.page_names(named, (options.index,))


def authentication_of(operations: Sequence[Operation], options: PageOptions) -> AuthenticationPlan | None:
    """What the ``operations`` of an API do not repeat about authentication; None if each says all of it, or if there is nothing to say."""
    if not options.authentication:
        return None
    label = f"{options.prefix}-authentication{names.SEPARATOR}section" if options.has_index else ""
    return authentication_plan(operations, label)


def authentication_section(
    operations: Sequence[Operation], links: Sequence[OperationLink], plan: AuthenticationPlan, context: PageContext
) -> Authentication:
    """The section of the index about authentication; ``links`` are those of the ``operations``."""
    facts = authentication_facts(operations, links, plan, context.say)
    tables = styled_tables([(param, "header") for param in plan.headers.values()], context)
    return Authentication(title=context.say("Authentication"), label=plan.label, facts=facts, tables=tables)


def on_several_bases(operations: Sequence[Operation]) -> frozenset[tuple[str, str]]:
    """Verb and path of the operations that exist at several base addresses."""
    bases: dict[tuple[str, str], set[str]] = {}
    for operation in operations:
        if operation.resources is not None:
            bases.setdefault((operation.verb, operation.path), set()).add(operation.resources.base)
    return frozenset(key for key, found in bases.items() if len(found) > 1)


def sorted_operations(shown: Sequence[NamedOperation], order: str, *, marks_deprecated: bool) -> Sequence[NamedOperation]:
    """The operations in an ``order`` of the settings; ``marks_deprecated`` says whether deprecated ones come last."""
    key = order_key(order)
    if key is not None:
        shown = sorted(shown, key=lambda named: key(named.operation, named.title))
    return sorted(shown, key=lambda named: named.operation.method.deprecated) if marks_deprecated else shown


def _operation_link(operation: Operation, title: str, page: str, label: str, options: PageOptions) -> OperationLink:
    method = operation.method
    summary = ""
    if options.is_reference:
        summary = first_sentence(doc_texts(method.docs, options.language, first_title=False))
        if summary.rstrip(".").casefold() == title.rstrip(".").casefold():
            summary = ""
    return OperationLink(
        verb=operation.verb,
        path=operation.path,
        title=title,
        label=label,
        page=page,
        summary=summary,
        is_deprecated=options.is_reference and method.deprecated,
        location=method.location,
    )


def _operation_names(operations: Sequence[Operation], index: str, earlier: names.Earlier) -> list[names.Named]:
    """The inputs for the names of operations; fingerprints are computed only where other inputs are equal, or can have been."""
    named = [
        names.Named(operation.verb, operation.path, operation.raw_path, operation.method.id, _stated_title(operation), "")
        for operation in operations
    ]
    requests: dict[int, str] = {}
    slugs = [(names.slug(f"{item.verb} {item.path}"), names.slug(item.id)) for item in named]
    beside_kept = names.beside_kept(named, (index,), earlier)
    for i in beside_kept.union(_repeated(slugs)):
        request = operations[i].method.request
        request_text = requests.get(id(request)) or requests.setdefault(id(request), fingerprint(request))
        named[i] = replace(named[i], request=request_text)
    methods: dict[int, str] = {}
    for i in beside_kept.union(_repeated(named)):
        operation = operations[i]
        method = methods.get(id(operation.method)) or methods.setdefault(id(operation.method), fingerprint(operation.method))
        base = operation.resources.base if operation.resources else ""
        others = fingerprint((operation.params, base, operation.roles, operation.query_type, operation.extended))
        named[i] = replace(named[i], rest=method + others)
    return named


def _resource_names(groups: Sequence[Group]) -> list[names.Named]:
    """The inputs for the names of resource pages: the path, then the first operation, then the whole content if still ambiguous."""
    named = []
    for group in groups:
        identifier = group.resource.id if group.resource is not None else ""
        path = paths.without_patterns(group.path) or UNATTACHED
        first = group.operations[0]
        request = fingerprint((first.verb, first.method.id))
        named.append(names.Named("", path if path != "/" else "root", group.path, identifier, _stated_title(first), request))
    for i in _repeated(named):
        group = groups[i]
        docs = group.resource.docs if group.resource is not None else ()
        base = group.resources.base if group.resources else ""
        methods = tuple(operation.method for operation in group.operations)
        named[i] = replace(named[i], rest=fingerprint((docs, group.params, base, methods)))
    return named


def _stated_title(operation: Operation) -> str:
    """The title given by the WADL, in any language, or an empty string."""
    return first_title(operation.method.docs) or operation.method.display_name


def _repeated(items: Sequence[Hashable]) -> list[int]:
    """The positions of the items that occur more than once."""
    counted = Counter(items)
    return [position for position, item in enumerate(items) if counted[item] > 1]
