"""The content of the index page, and of resources, resource types and representations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

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
from wadl2rst.page.versions import versions_line
from wadl2rst.prose import Code, Reference, Text
from wadl2rst.wadl import paths
from wadl2rst.wadl.facts import first_title, qualified
from wadl2rst.wadl.grouping import Grouping
from wadl2rst.wadl.model import Application, Representation, Resource, ResourceType
from wadl2rst.wadl.operations import Group
from wadl2rst.wadl.published import is_published


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
        if shows_base and group.resources is not None and group.resources.address:
            facts.append(Fact(say("Base address"), (Code(group.resources.address),)))
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
    authentication: Authentication | None = None
    """The section about authentication."""
    grouping: Grouping | None = None
    """The groups that the settings list; None if they do not."""


def index_page(
    application: Application, parts: IndexParts, context: PageContext, sections: tuple[IndexSection, ...], pages: tuple[OperationPage, ...]
) -> IndexPage:
    """The content of the index page of a WADL, with its ``sections``; with ``pages``, the operations are on it, too."""
    title = first_title(application.docs, context.language)
    language = context.language
    shared = [param for resources in application.resources for param in resources.params if is_published(param, resources)]
    bases = " ".join(resources.base for resources in application.resources)
    return IndexPage(
        title=parts.title,
        label=parts.label,
        docs=doc_texts(application.docs, language, first_title=not title),
        bases=tuple(_bases(application, language)),
        tables=param_tables([*shared, *application.unused_params], context, bases),
        grammars=tuple(_grammars(application, context)),
        grammar_docs=tuple(text for grammars in application.grammars for text in doc_texts(grammars.docs, language)),
        generator=application.generator,
        sections=sections,
        types=tuple(_types(application, parts, context)),
        representations=parts.representations,
        schemas=parts.schemas,
        children=parts.children,
        authentication=parts.authentication,
        has_resources=context.options.split != "resource",
        pages=pages,
        versions=versions_line(context.options.versions.get(parts.label, ()), context.say),
        location=application.location,
    )


def _bases(application: Application, language: str) -> Iterator[BaseAddress]:
    """The base addresses; one that is published for several of the WADL stands once."""
    known: set[str] = set()
    for resources in application.resources:
        is_known = bool(resources.published) and resources.published in known
        known.add(resources.published)
        yield BaseAddress("" if is_known else resources.address, doc_texts(resources.docs, language))


def _grammars(application: Application, context: PageContext) -> Iterator[GrammarEntry]:
    for grammars in application.grammars:
        for include in grammars.includes:
            yield GrammarEntry((Code(include.href),) if include.href else (), doc_texts(include.docs, context.language))
        for schema in grammars.schemas:
            yield GrammarEntry((Text(context.say("Schema in the WADL:") + " "), Code(schema)), ())


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
