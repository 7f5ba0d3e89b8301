"""The values that templates print: complete before rendering begins, frozen, and each with its place in the WADL.

Text is still prose, never RST; sentences that introduce tables are the templates' own.  Fields called ``location`` take no
part in equality, so that values made of the same words are equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from wadl2rst.diagnostics import Location
from wadl2rst.prose import Block, Code, CodeBlock, Inline, Paragraph, Reference, Text
from wadl2rst.wadl.model import Method

CellContent = tuple[Block, ...] | str
"""The content of a cell of a table; plain text where that is all."""

Line = tuple[Inline, ...]
"""Text within a line."""

_NOWHERE = Location("")


# --- text and facts -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DocText:
    """The text of one ``doc``, with its title where that is shown."""

    blocks: tuple[Block, ...]
    """Paragraphs, lists, tables and so on."""
    location: Location = field(default=_NOWHERE, compare=False)
    """Where the ``doc`` stands."""


Docs = tuple[DocText, ...]
"""Documentation of an element, in order; empty where there is none.  The filter ``blocks`` prints it."""


class Fact(NamedTuple):
    """Something else that is known: a name and a line."""

    name: str
    """What it is, in the words of the page."""
    line: Line
    """What is known."""


class ExampleAddress(NamedTuple):
    """An example address of an operation."""

    line: Line
    """The address, and the first paragraph of what is said of it."""
    docs: Docs
    """What else is said of it."""


class BaseAddress(NamedTuple):
    """A base address of the API."""

    address: str
    """The address, as written; may be empty."""
    docs: Docs
    """The documentation of its ``resources``."""


class GrammarEntry(NamedTuple):
    """A definition of data formats that the WADL includes or holds."""

    name: Line
    """Its address or namespace; empty where the WADL gives none."""
    docs: Docs
    """Its documentation."""


class OtherBody(NamedTuple):
    """Bodies of which nothing but the media types is known."""

    statuses: str
    """The statuses of the responses that carry them."""
    media: Line
    """Their media types."""


# --- parameters -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ParamRow:
    """A parameter, as a row of a table."""

    name: str
    """Its name; of a body parameter, with its parents (``image.links.href``) where the settings ask for that."""
    is_template: bool = False
    """Whether it is a part of the path: tables show its name in braces."""
    type: str
    """Its type, as the page names it: ``String``."""
    required: bool | None
    """Whether it must be given; None where the WADL does not say."""
    type_cell: CellContent
    """Its type, and whether it must be given, in the words of the page."""
    blocks: tuple[Block, ...]
    """What the WADL says of it."""
    facts: tuple[Block, ...]
    """What the page adds: its path where that ends in another name, its values, its links."""
    description: tuple[Block, ...]
    """Both, as the cell of a table shows them."""
    id: str = ""
    """Its id in the WADL; may be empty."""
    location: Location = field(default=_NOWHERE, compare=False)
    """Where it stands in the WADL."""

    @property
    def cells(self) -> tuple[CellContent, ...]:
        """Name, type and description."""
        return ("{" + self.name + "}" if self.is_template else self.name, self.type_cell, self.description)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParamTable:
    """A table of parameters."""

    kind: str
    """``uri``, ``query``, ``header``, ``matrix``, ``other`` or ``body``."""
    style: str = ""
    """Of ``other``: the style that its parameters have in the WADL."""
    statuses: str = ""
    """The statuses of the response it belongs to, where the page must say them."""
    rows: tuple[ParamRow, ...]
    """The parameters."""


# --- request and response -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """A response, as a row of the table of response codes."""

    statuses: str
    """Its statuses, or the word for the default one."""
    name: str
    """Its title, or the reason phrases of its statuses."""
    description: tuple[Block, ...]
    """Its documentation."""
    location: Location = field(default=_NOWHERE, compare=False)
    """Where it stands in the WADL."""

    @property
    def cells(self) -> tuple[CellContent, ...]:
        """Statuses, name and description."""
        return (self.statuses, self.name, self.description)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A sample with a caption of its own."""

    kind: str
    """``JSON``, ``XML``, ``HTTP`` and so on, or empty."""
    status: str = ""
    """The status that the caption must name; empty for a request or a plain success."""
    bodiless: bool = False
    """Whether it shows a response that has no body."""
    block: CodeBlock
    """The sample itself."""
    location: Location = field(default=_NOWHERE, compare=False)
    """Where the ``doc`` stands that holds or names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Text between samples."""

    docs: Docs
    """The text."""


BodyPart = Remark | Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body: what media it comes in, its parameters, what is said of it, and samples."""

    statuses: str = ""
    """The statuses of the response it belongs to, where the page must say them; else empty."""
    media: Line = ()
    """Its media types, elements and profiles; empty where that line stands elsewhere."""
    table: ParamTable | None = None
    """Its parameters; None where it has none."""
    introduction: Docs = ()
    """What is said of it before the table."""
    parts: tuple[BodyPart, ...] = ()
    """What is said of it around its samples, and the samples, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpMessage:
    """The request or the responses of an operation."""

    docs: Docs = ()
    """Documentation of the request itself; empty for the response, whose table of codes shows it."""
    tables: tuple[ParamTable, ...] = ()
    """Parameters outside the body, a table for each kind."""
    bodies: tuple[Body, ...] = ()
    """The bodies, each with all that is known of it."""
    has_body: bool = False
    """Whether there is a body."""
    described: bool = True
    """Whether the WADL says anything of it: what it is silent about is not claimed to be empty."""
    others: tuple[OtherBody, ...] = ()
    """Bodies of which nothing but the media is known."""


# --- pages ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationLink:
    """An operation, as a list of operations shows it."""

    verb: str
    """The HTTP method, such as ``GET``."""
    path: str
    """The path, without regular expressions; empty for a method that no resource has."""
    title: str
    """The operation's title."""
    label: str
    """The label that references lead to."""
    page: str
    """Name of its own page, without ending; where operations share a page, still its unique name."""
    location: Location = field(default=_NOWHERE, compare=False)
    """Where its method stands in the WADL."""

    @property
    def cells(self) -> tuple[CellContent, ...]:
        """Verb, path and linked title."""
        path = (Paragraph((Code(self.path),)),) if self.path else ()
        return (self.verb, path, (Paragraph((Reference(self.label, (Text(self.title),)),)),))


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationPage:
    """An operation, with all that its page shows."""

    title: str
    """The operation's title."""
    label: str
    """The label that references lead to."""
    has_target: bool = True
    """Whether the label is to be printed: not where the document has it already."""
    page: str
    """Name of its own page, without ending; where operations share a page, still its unique name."""
    verb: str
    """The HTTP method, such as ``GET``."""
    path: str
    """The path, without regular expressions; empty for a method that no resource has."""
    request_line: str
    """Verb and path."""
    id: str
    """The method's id, where it is not the title; ``method.id`` always has it."""
    docs: Docs
    """The description."""
    facts: tuple[Fact, ...]
    """What else is known of it."""
    examples: tuple[ExampleAddress, ...]
    """Its example addresses."""
    statuses: tuple[StatusRow, ...]
    """Its responses, for the table of response codes."""
    request: HttpMessage
    """The request."""
    response: HttpMessage
    """The responses."""
    method: Method = field(repr=False)
    """The method, as the model has it."""
    location: Location = field(default=_NOWHERE, compare=False)
    """Where the method stands in the WADL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceContent:
    """What stands on a resource or a resource type itself."""

    path: str
    """The path of the resource, or the id of the resource type; empty for methods that no resource has."""
    docs: Docs
    """Its documentation."""
    tables: tuple[ParamTable, ...]
    """The parameters that stand on it."""
    facts: tuple[Fact, ...]
    """What else is known of it."""
    operations: tuple[OperationLink, ...]
    """Its operations, in order."""
    location: Location = field(default=_NOWHERE, compare=False)
    """Where it stands in the WADL."""

    @property
    def says_something(self) -> bool:
        """Whether there is more to show of it than its operations."""
        return bool(self.docs or self.tables or self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourcePage(ResourceContent):
    """A resource with its operations, as a page shows them together."""

    pages: tuple[OperationPage, ...]
    """Its operations, each with all that is shown of it."""


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
    groups: tuple[ResourceContent, ...]
    """The resource, or the type, and all that stand below it."""

    @property
    def location(self) -> Location:
        """Where the resource or the type stands in the WADL."""
        return self.groups[0].location

    @property
    def operations(self) -> tuple[OperationLink, ...]:
        """All operations of the section, in order."""
        return tuple(link for group in self.groups for link in group.operations)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationPage:
    """A representation that stands for itself."""

    id: str
    """Its id in the WADL; may be empty."""
    title: str
    """Its title; else its id, its element or its media type."""
    page: str
    """Name of its page, without ending."""
    label: str
    """The label that references lead to."""
    media: Line
    """Its media type, profiles and schema."""
    docs: Docs
    """Its documentation, up to the table."""
    table: ParamTable | None
    """Its parameters; None where it has none."""
    parts: tuple[BodyPart, ...]
    """Its samples, and the text around them, in order."""
    location: Location = field(default=_NOWHERE, compare=False)
    """Where it stands in the WADL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """What stands on the index of a WADL."""

    title: str
    """The title of the WADL, or the name of its file."""
    label: str
    """The label of the page."""
    docs: Docs
    """The documentation of the application."""
    bases: tuple[BaseAddress, ...]
    """The base addresses."""
    tables: tuple[ParamTable, ...]
    """Parameters that stand on ``resources`` itself, or that nothing refers to."""
    grammars: tuple[GrammarEntry, ...]
    """The grammars."""
    grammar_docs: Docs
    """The documentation of the grammars as a whole."""
    generator: str
    """The program that wrote the WADL; empty where it does not say so."""
    sections: tuple[IndexSection, ...]
    """The operations, by resource."""
    types: tuple[IndexSection, ...]
    """The resource types that resources are of, with what stands on them."""
    representations: tuple[RepresentationPage, ...]
    """The representations that have a place of their own."""
    children: tuple[str, ...]
    """Names of the pages below the index, for its table of contents."""
    has_resources: bool
    """Whether it is the index that describes the resources: with a page for each, these do."""
    pages: tuple[OperationPage, ...] = ()
    """The operations, each with all that is shown of it, where the index is the only page."""
    location: Location = field(default=_NOWHERE, compare=False)
    """Where the application stands in the WADL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesPage:
    """The index above several WADLs."""

    title: str
    """Its title."""
    children: tuple[str, ...]
    """The indexes below it, as names of pages."""
    location: Location = _NOWHERE
    """None of its own."""


PageValue = OperationPage | ResourcePage | RepresentationPage | IndexPage | SourcesPage


@dataclass(frozen=True, slots=True)
class SiteLinks:
    """What the pages of one WADL have in common."""

    application: str = ""
    """The name of the WADL, which its labels start with: objects of the Sphinx domain belong to it."""
    references: Mapping[str, str] = field(default_factory=dict)
    """The labels of what can be referred to, by id (operations, resource types, representations) and by label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page, before it is rendered."""

    name: str
    """Its name, without ending."""
    template: str
    """The template, without ``.rst.jinja``."""
    value: PageValue
    """What the template prints."""
    links: SiteLinks
    """Where references lead."""
