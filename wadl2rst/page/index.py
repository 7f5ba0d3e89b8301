"""The content of the index page, and of resources, resource types and representations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from wadl2rst.frozen import dataclass
from wadl2rst.page.bodies import body_alone, media_line
from wadl2rst.page.docs import doc_texts, series
from wadl2rst.page.options import PageContext
from wadl2rst.page.params import param_tables
from wadl2rst.page.schemas import body_of
from wadl2rst.page.values import (
    Authentication,
    BaseAddress,
    Fact,
    GrammarEntry,
    IndexPage,
    IndexSection,
    OperationLink,
    OperationPage,
    RepresentationPage,
    ResourceContent,
    SchemaPage,
)
from wadl2rst.prose import Code, Reference, Text
from wadl2rst.wadl import paths
from wadl2rst.wadl.facts import first_title, qualified
from wadl2rst.wadl.model import Application, Representation, Resource, ResourceType
from wadl2rst.wadl.operations import Group


def representation_page(representation: Representation, page: str, label: str, context: PageContext) -> RepresentationPage:
    """The content of the page ``page`` of a representation."""
    body = body_alone(representation, context)
    return RepresentationPage(
        id=representation.id,
        title=first_title(representation.docs, context.language)
        or representation.id
        or qualified(representation.element)[1]
        or representation.media_type
        or page,
        page=page,
        label=label,
        media=media_line(representation, replace(context, linkable=()), body_of(representation, context)),  # without a link to itself
        docs=body.introduction,
        root=body.root,
        table=body.table,
        notes=body.notes,
        parts=body.parts,
        location=representation.location,
    )


def resource_content(group: Group, operations: tuple[OperationLink, ...], context: PageContext, *, shows_base: bool) -> ResourceContent:
    """The content of a resource or resource type; ``shows_base`` says whether it states the base address."""
    resource = group.resource
    if resource is None:
        return ResourceContent(path="", docs=(), tables=(), facts=(), operations=operations)
    say = context.say
    facts: list[Fact] = []
    if isinstance(resource, Resource):
        if shows_base and group.resources is not None and group.resources.base:
            facts.append(Fact(say("Base address"), (Code(group.resources.base),)))
        if resource.types:
            facts.append(Fact(say("Resource type"), series([(Reference(kind.id, (Text(kind.id),)),) for kind in resource.types])))
        if resource.roles:
            facts.append(Fact(say("Roles"), series([(Code(role),) for role in resource.roles])))
    if resource.query_type:
        facts.append(Fact(say("Query type"), (Code(resource.query_type),)))
    return ResourceContent(
        path=group.path if isinstance(resource, ResourceType) else paths.without_patterns(group.path),
        docs=doc_texts(resource.docs, context.language),
        tables=param_tables(resource.params, context, path=group.path),
        facts=tuple(facts),
        operations=operations,
        location=resource.location,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexParts:
    """The parts of the index that :class:`~wadl2rst.page.plan.SitePlan` provides."""

    title: str
    """The title of the index."""
    label: str
    """Its label."""
    unattached_label: str
    """The label of the section of methods that are not attached to a resource."""
    groups: Sequence[tuple[Group, ResourceContent, tuple[str, ...]]]
    """The groups to show, with their content and the names of the pages of their operations."""
    tops: Mapping[int, Group]
    """The group of each top-level resource or type by its number, shown or not: it names the section."""
    labels: Mapping[int, str]
    """The labels of resource types, by their ``id()``."""
    representations: tuple[RepresentationPage, ...]
    """The representations that have their own page or section."""
    schemas: SchemaPage | None
    """The types and elements of the grammar; None if there are none."""
    children: tuple[str, ...]
    """Names of the other pages below the index."""
    pages: tuple[OperationPage, ...]
    """The operations, if the index is the only page."""
    authentication: Authentication | None = None
    """The section about authentication."""


def index_page(application: Application, parts: IndexParts, context: PageContext) -> IndexPage:
    """The content of the index page of a WADL."""
    title = first_title(application.docs, context.language)
    language = context.language
    shared = [param for resources in application.resources for param in resources.params]
    bases = " ".join(resources.base for resources in application.resources)
    return IndexPage(
        title=parts.title,
        label=parts.label,
        docs=doc_texts(application.docs, language, first_title=not title),
        bases=tuple(BaseAddress(resources.base, doc_texts(resources.docs, language)) for resources in application.resources),
        tables=param_tables([*shared, *application.unused_params], context, bases),
        grammars=tuple(_grammars(application, context)),
        grammar_docs=tuple(text for grammars in application.grammars for text in doc_texts(grammars.docs, language)),
        generator=application.generator,
        sections=tuple(_sections(parts, context)),
        types=tuple(_types(application, parts, context)),
        representations=parts.representations,
        schemas=parts.schemas,
        children=parts.children,
        authentication=parts.authentication,
        has_resources=context.options.split != "resource",
        pages=parts.pages,
        location=application.location,
    )


def _grammars(application: Application, context: PageContext) -> Iterator[GrammarEntry]:
    for grammars in application.grammars:
        for include in grammars.includes:
            yield GrammarEntry((Code(include.href),) if include.href else (), doc_texts(include.docs, context.language))
        for schema in grammars.schemas:
            yield GrammarEntry((Text(context.say("Schema in the WADL:") + " "), Code(schema)), ())


def _sections(parts: IndexParts, context: PageContext) -> Iterator[IndexSection]:
    """The sections in order; resources with the same path and base are merged, because generated WADLs repeat them."""
    tops: dict[int, list[ResourceContent]] = {}
    children: dict[int, list[str]] = {}
    for group, content, pages in parts.groups:
        if content.operations or content.says_something:
            tops.setdefault(group.top, []).append(content)
            children.setdefault(group.top, []).extend(pages)
    joined: dict[object, IndexSection] = {}
    for top, contents in tops.items():
        # The heading is that of the top-level group, which is the first of the section even if it is not shown.
        group = parts.tops[top]
        section = replace(_heading(group, parts, context), groups=tuple(contents), children=tuple(children[top]))
        key: object = (section.title, group.resources.base) if group.resources is not None else top
        earlier = joined.get(key)
        if earlier:
            section = replace(earlier, groups=(*earlier.groups, *section.groups), children=(*earlier.children, *section.children))
        joined[key] = section
    yield from joined.values()


def _heading(group: Group, parts: IndexParts, context: PageContext) -> IndexSection:
    """The section of a top-level group, without its groups."""
    if group.resource is None:
        title = context.say("Not attached to a resource")
        return IndexSection(kind="unattached", title=title, label=parts.unattached_label, groups=())
    if group.resources is None:
        title = group.resource.id or "resource_type"
        return IndexSection(kind="type", title=title, label=parts.labels.get(id(group.resource), ""), path=group.path, groups=())
    path = paths.without_patterns(group.path)
    return IndexSection(kind="resource", title=path, label="", path=path, groups=())


def _types(application: Application, parts: IndexParts, context: PageContext) -> Iterator[IndexSection]:
    """The resource types that are used; they have labels, because resources link to them."""
    unused = {id(kind) for kind in application.unused_types}
    users: dict[int, list[str]] = {}
    for group, _content, _pages in parts.groups:
        if isinstance(group.resource, Resource):
            for kind in group.resource.types:
                users.setdefault(id(kind), []).append(group.path)
    for kind in application.resource_types:
        if id(kind) in unused:
            continue
        facts = []
        if found := users.get(id(kind)):
            facts.append(Fact(context.say("Resources of this type"), series([(Code(path),) for path in found])))
        if kind.query_type:
            facts.append(Fact(context.say("Query type"), (Code(kind.query_type),)))
        title = first_title(kind.docs, context.language)
        content = ResourceContent(
            path=kind.id,
            docs=doc_texts(kind.docs, context.language, first_title=not title or title == kind.id),
            tables=param_tables(kind.params, context),
            facts=tuple(facts),
            operations=(),
            location=kind.location,
        )
        yield IndexSection(kind="type", title=title or kind.id, label=parts.labels.get(id(kind), ""), path=kind.id, groups=(content,))
