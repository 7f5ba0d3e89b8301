"""Which pages a WADL becomes: their names, titles, labels and order, and what stands on the index.

Nothing is rendered here, and the content of an operation is worked out only when its page is asked
for, so that a run never holds more than one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property

from wadl2rst import names
from wadl2rst.frozen import dataclass
from wadl2rst.page.content import (
    BodyPart,
    OperationContent,
    ParamTable,
    Say,
    Settings,
    body_content,
    doc_blocks,
    media_line,
    operation_content,
    param_tables,
)
from wadl2rst.page.fingerprint import fingerprint
from wadl2rst.prose import Block, Code, Inline, Reference, Text
from wadl2rst.wadl import paths
from wadl2rst.wadl.facts import first_title
from wadl2rst.wadl.model import Application, Doc, Param, Representation, Resource, ResourceType
from wadl2rst.wadl.operations import Group, Operation


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NamedOperation:
    """An operation with its names."""

    operation: Operation
    """The operation: its ``verb``, ``path``, ``params`` and ``method``, of the model."""
    title: str
    """The operation's title."""
    page: str
    """Name of its own page, without ending; where operations share a page, still its unique name."""
    label: str
    """The label that references lead to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupContent:
    """What stands on a resource or a resource type itself."""

    path: str
    """The path of the resource, or the id of the resource type; empty for methods that no resource has."""
    docs: tuple[Block, ...]
    """Its documentation."""
    tables: tuple[ParamTable, ...]
    """The parameters that stand on it."""
    facts: tuple[tuple[str, tuple[Inline, ...]], ...]
    """What else is known of it: a name and a line."""
    operations: tuple[NamedOperation, ...]
    """Its operations, in order."""

    @property
    def says_something(self) -> bool:
        """Whether there is more to show of it than its operations."""
        return bool(self.docs or self.tables or self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSection:
    """A part of the index: a resource directly below ``resources`` with all below it, or a resource type."""

    kind: str
    """``resource``, ``type`` or ``unattached``."""
    title: str
    """The heading: a path, the id of a type, or words for the unattached."""
    label: str
    """Its label; empty for a resource."""
    path: str = ""
    """The path, or the id, of what the section is of; empty for the unattached."""
    groups: tuple[GroupContent, ...]
    """The resource, or the type, and all that stand below it."""

    @property
    def operations(self) -> tuple[NamedOperation, ...]:
        """All operations of the section, in order."""
        return tuple(named for group in self.groups for named in group.operations)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationContent:
    """A representation that stands for itself."""

    id: str
    """Its id in the WADL; may be empty."""
    title: str
    """Its title; else its id, its element or its media type."""
    page: str
    """Name of its page, without ending."""
    label: str
    """The label that references lead to."""
    media: tuple[Inline, ...]
    """Its media type, profiles and schema, as a line."""
    docs: tuple[Block, ...]
    """Its documentation, up to the table."""
    table: ParamTable | None
    """Its parameters; None where it has none."""
    parts: tuple[BodyPart, ...]
    """Its samples, and the text around them, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexContent:
    """What stands on the index of a WADL."""

    title: str
    """The title of the WADL, or the name of its file."""
    label: str
    """The label of the page."""
    docs: tuple[Block, ...]
    """The documentation of the application."""
    bases: tuple[tuple[str, tuple[Block, ...]], ...]
    """Each base address with the documentation of its ``resources``."""
    tables: tuple[ParamTable, ...]
    """Parameters that stand on ``resources`` itself, or that nothing refers to."""
    grammars: tuple[tuple[tuple[Inline, ...], tuple[Block, ...]], ...]
    """Each grammar and its documentation."""
    grammar_docs: tuple[Block, ...]
    """The documentation of the grammars as a whole."""
    generator: str
    """The program that wrote the WADL; empty where it does not say so."""
    sections: tuple[IndexSection, ...]
    """The operations, by resource."""
    types: tuple[IndexSection, ...]
    """The resource types that resources are of, with what stands on them."""
    representations: tuple[RepresentationContent, ...]
    """The representations that have a place of their own."""
    children: tuple[str, ...]
    """Names of the pages below the index, for its table of contents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: its name, the template it is made with, and what that template is given."""

    name: str
    """Its name, without ending."""
    template: str
    """The template, without ``.rst.jinja``."""
    variables: Callable[[], Mapping[str, object]]
    """Gives what the template is given."""


_UNATTACHED = "unattached"


@dataclass(frozen=True, kw_only=True, eq=False)
class SitePlan:
    """The plan of a WADL's pages."""

    application: Application
    """The model of the WADL."""
    groups: tuple[Group, ...]
    """The groups to show; filters have been applied."""
    unfiltered: tuple[Group, ...] = ()
    """All groups of the WADL, where ``groups`` are some of them: names are those of the whole WADL; empty for the same."""
    prefix: str
    """What every label starts with."""
    fallback_title: str
    """The title of the index where the WADL has none."""
    own_title: str = ""
    """The title of the index instead of the WADL's; empty for that."""
    index: str = "index"
    """Name of the index page."""
    split: str = "method"
    """What gets a page: ``method``, ``resource`` or ``single``."""
    language: str = ""
    """The language of the documentation to show; empty for all."""
    nested_names: bool = True
    """Whether body parameters are named with their parents."""
    samples: bool = True
    """Whether samples are shown."""
    facts_apart: bool = False
    """Whether what the page says of a parameter never shares a paragraph with what the WADL says."""
    say: Say = field(default=str)
    """Translates the words of the page."""

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
        pages = names.page_names(named, (self.index,))
        labels = names.labels(self.prefix, pages, [operation.method.id for operation in operations], self._reserved)
        return tuple(
            NamedOperation(operation=operation, title=title, page=page, label=label)
            for operation, title, page, label in zip(operations, self._titles(operations), pages, labels, strict=True)
        )

    @property
    def _all_groups(self) -> tuple[Group, ...]:
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
            titles.append(first_title(method.docs, self.language) or method.display_name or own or operation.request_line)
        return titles

    @cached_property
    def _by_group(self) -> tuple[tuple[NamedOperation, ...], ...]:
        """The operations of each group."""
        found = []
        start = 0
        for group in self.groups:
            end = start + len(group.operations)
            found.append(self.operations[start:end])
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
    def _labels(self) -> dict[int, str]:
        """The labels of resource types and representations that have an id, by their ``id()``: unique, whatever their case."""
        taken = {named.label.lower() for named in self._named}
        counts: dict[str, int] = {}
        found: dict[int, str] = {}
        types = [("type", id(kind), kind.id) for kind in self.application.resource_types]
        representations = [("representation", id(known), known.id) for known in self._shown_representations]
        for word, key, identifier in (*types, *representations):
            if identifier:
                base = label = f"{self.prefix}-{word}{names.SEPARATOR}{names.label_part(identifier)}"
                while label.lower() in taken:
                    counts[base.lower()] = number = counts.get(base.lower(), 1) + 1
                    label = f"{base}{names.SEPARATOR}{number}"
                taken.add(label.lower())
                found[key] = label
        return found

    @property
    def _reserved(self) -> tuple[str, ...]:
        """What no operation's label may end in: the label of the index, and of what is attached to nothing."""
        return (names.slug(self.index) or "index", _UNATTACHED)

    def groups_of(self, shown: Sequence[NamedOperation]) -> Iterator[GroupContent]:
        """What stands on the resources of these operations, with those of them alone, in the order given."""
        for group, own in zip(self.groups, self._by_group, strict=True):
            wanted = {id(named) for named in own}
            kept = tuple(named for named in shown if id(named) in wanted)
            if kept:
                yield self._group(group, kept)

    @property
    def label(self) -> str:
        """The label of the index."""
        return f"{self.prefix}-{names.slug(self.index) or 'index'}" if self.prefix else self.index

    @cached_property
    def settings(self) -> Settings:
        """What the content of operations depends on."""
        return Settings(
            nested_names=self.nested_names,
            language=self.language,
            say=self.say,
            samples=self.samples,
            facts_apart=self.facts_apart,
            known=frozenset(self.references),
        )

    def content(self, named: NamedOperation) -> OperationContent:
        """All that is shown of an operation."""
        operation = named.operation
        base = operation.resources.base if operation.resources and (operation.verb, operation.path) in self._on_several_bases else ""
        return operation_content(operation, named.title, self.settings, base=base)

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

    @property
    def title(self) -> str:
        """The title of the index."""
        return self.own_title or first_title(self.application.docs, self.language) or self.fallback_title

    # --- pages ----------------------------------------------------------------------------------

    def pages(self) -> Iterator[Page]:
        """The pages, the index last."""
        if self.split == "method":
            for named in self.operations:
                yield Page(name=named.page, template="operation", variables=lambda named=named: {"named": named})  # type: ignore[misc]
        elif self.split == "resource":
            for name, group in self._resource_pages:
                yield Page(name=name, template="resource", variables=lambda group=group: {"group": group})  # type: ignore[misc]
        if self.split != "single":
            for known in self.representations:
                yield Page(name=known.page, template="representation", variables=lambda known=known: {"representation": known})  # type: ignore[misc]
        template = "single" if self.split == "single" else "index"
        yield Page(name=self.index, template=template, variables=lambda: {"index": self.index_content})

    @cached_property
    def _resource_pages(self) -> tuple[tuple[str, GroupContent], ...]:
        """With a page for each resource: its name and what stands on it."""
        groups = [group for group in self._all_groups if group.operations]
        stated = _stated(groups)
        found = {id(group.operations[0]): name for group, name in zip(groups, names.page_names(stated, (self.index,)), strict=True)}
        # A group that lost operations to a filter is another object; the operations that it keeps are the same.
        first = {id(operation): id(group.operations[0]) for group in groups for operation in group.operations}
        return tuple(
            (found[first[id(own[0].operation)]], self._group(group, own))
            for group, own in zip(self.groups, self._by_group, strict=True)
            if own
        )

    @cached_property
    def representations(self) -> tuple[RepresentationContent, ...]:
        """The representations that have a page, or a part of the single one, to themselves."""
        found = []
        named = [
            names.Named("representation", known.id or known.element or known.media_type, "", "", "", fingerprint(known))
            for known in self._shown_representations
        ]
        for known, page in zip(self._shown_representations, names.page_names(named, (self.index,)), strict=True):
            body = body_content(known, self.settings)
            title = first_title(known.docs, self.language)
            found.append(
                RepresentationContent(
                    id=known.id,
                    title=title or known.id or known.element or known.media_type or page,
                    page=page,
                    label=self._labels.get(id(known)) or f"{self.prefix}-{page}",
                    media=media_line(known, Settings(say=self.say)),
                    docs=body.introduction,
                    table=body.table,
                    parts=body.parts,
                )
            )
        return tuple(found)

    # --- index ----------------------------------------------------------------------------------

    @cached_property
    def index_content(self) -> IndexContent:
        """What stands on the index."""
        application = self.application
        title = first_title(application.docs, self.language)
        loose: list[Param] = [param for resources in application.resources for param in resources.params]
        grammars: list[tuple[tuple[Inline, ...], tuple[Block, ...]]] = []
        for known in application.grammars:
            for include in known.includes:
                grammars.append(((Code(include.href),) if include.href else (), self._docs(include.docs)))
            for schema in known.schemas:
                grammars.append(((Text(self.say("Schema in the WADL:") + " "), Code(schema)), ()))
        if self.split == "method":
            children = [named.page for named in self.operations]
        elif self.split == "resource":
            children = [name for name, _group in self._resource_pages]
        else:
            children = []
        if self.split != "single":
            children += [known.page for known in self.representations]
        return IndexContent(
            title=self.title,
            label=self.label,
            docs=doc_blocks(application.docs, self.language, first_title=not title),
            bases=tuple((resources.base, self._docs(resources.docs)) for resources in application.resources),
            tables=param_tables(
                [*loose, *application.unused_params], self.settings, " ".join(known.base for known in application.resources)
            ),
            grammars=tuple(grammars),
            grammar_docs=tuple(block for known in application.grammars for block in self._docs(known.docs)),
            generator=application.generator,
            sections=self._sections,
            types=self._types,
            representations=self.representations,
            children=tuple(children),
        )

    def _docs(self, docs: Sequence[Doc]) -> tuple[Block, ...]:
        return doc_blocks(docs, self.language)

    @cached_property
    def _sections(self) -> tuple[IndexSection, ...]:
        # The heading is that of the top itself, which is the first of its groups, even where it is not shown.
        first: dict[int, Group] = {}
        for group in self._all_groups:
            first.setdefault(group.top, group)
        tops: dict[int, list[GroupContent]] = {}
        for group, own in zip(self.groups, self._by_group, strict=True):
            content = self._group(group, own)
            if own or content.says_something:
                tops.setdefault(group.top, []).append(content)
        sections = []
        for top, contents in tops.items():
            group = first[top]
            if group.resource is None:
                kind, title, label, path = "unattached", self.say("Not attached to a resource"), f"{self.prefix}-{_UNATTACHED}", ""
            elif group.resources is None:
                identifier = group.resource.id or "resource_type"
                kind, title, label, path = "type", identifier, self._labels.get(id(group.resource), ""), group.path
            else:
                kind, title, label, path = "resource", _path(group), "", _path(group)
            section = IndexSection(kind=kind, title=title, label=label, path=path, groups=tuple(contents))
            sections.append((section, group.resources.base if group.resources else ""))
        return tuple(_same_titles_joined(sections))

    @cached_property
    def _types(self) -> tuple[IndexSection, ...]:
        """Used resource types: they have a label, because links lead to them."""
        unused = {id(kind) for kind in self.application.unused_types}
        users: dict[int, list[str]] = {}
        for group in self.groups:
            if isinstance(group.resource, Resource):
                for kind in group.resource.types:
                    users.setdefault(id(kind), []).append(group.path)
        found = []
        for kind in self.application.resource_types:
            if id(kind) in unused:
                continue
            line: list[Inline] = []
            for path in users.get(id(kind), ()):
                line += [Text(", "), Code(path)] if line else [Code(path)]
            facts = [(self.say("Resources of this type"), tuple(line))] if line else []
            if kind.query_type:
                facts.append((self.say("Query type"), (Code(kind.query_type),)))
            title = first_title(kind.docs, self.language)
            group_content = GroupContent(
                path=kind.id,
                docs=doc_blocks(kind.docs, self.language, first_title=not title or title == kind.id),
                tables=param_tables(kind.params, self.settings),
                facts=tuple(facts),
                operations=(),
            )
            shown = title or kind.id
            label = self._labels.get(id(kind), "")
            found.append(IndexSection(kind="type", title=shown, label=label, path=kind.id, groups=(group_content,)))
        return tuple(found)

    def _group(self, group: Group, own: tuple[NamedOperation, ...]) -> GroupContent:
        resource = group.resource
        if resource is None:
            return GroupContent(path="", docs=(), tables=(), facts=(), operations=own)
        facts: list[tuple[str, tuple[Inline, ...]]] = []
        if isinstance(resource, Resource):
            if group.is_top and group.resources is not None and group.resources.base and len(self.application.resources) > 1:
                facts.append((self.say("Base address"), (Code(group.resources.base),)))
            if resource.types:
                line: list[Inline] = []
                for kind in resource.types:
                    line += [Text(", ")] if line else []
                    line.append(Reference(kind.id, (Text(kind.id),)))
                facts.append((self.say("Resource type"), tuple(line)))
            if resource.roles:
                roles: list[Inline] = []
                for role in resource.roles:
                    roles += [Text(", "), Code(role)] if roles else [Code(role)]
                facts.append((self.say("Roles"), tuple(roles)))
        if resource.query_type:
            facts.append((self.say("Query type"), (Code(resource.query_type),)))
        path = group.path if isinstance(resource, ResourceType) else _path(group)
        return GroupContent(
            path=path,
            docs=self._docs(resource.docs),
            tables=param_tables(resource.params, self.settings, path=group.path),
            facts=tuple(facts),
            operations=own,
        )


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
        path = paths.without_patterns(group.path) or _UNATTACHED
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


def _path(group: Group) -> str:
    return paths.without_patterns(group.path)


def _same_titles_joined(sections: Sequence[tuple[IndexSection, str]]) -> Iterator[IndexSection]:
    """Sections in order, those of resources with the same path and base as one: generated WADLs repeat them."""
    joined: dict[object, IndexSection] = {}
    for number, (section, base) in enumerate(sections):
        key: object = (section.title, base) if section.kind == "resource" else number
        known = joined.get(key)
        joined[key] = replace(known, groups=(*known.groups, *section.groups)) if known else section
    yield from joined.values()
