"""The values that templates print: immutable, complete before rendering, and with their location in the WADL.

Text is :mod:`~wadl2rst.prose`, never RST; the sentences that introduce tables are in the templates.  Fields named
``location`` are ignored by ``==``, so that values with the same content are equal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import NamedTuple

from wadl2rst.diagnostics import Location
from wadl2rst.frozen import dataclass
from wadl2rst.prose import Block, CellContent, Code, CodeBlock, Inline, Paragraph, Reference, Text
from wadl2rst.source.additions import Addition
from wadl2rst.wadl.facts import REQUESTS_WITHOUT_BODY
from wadl2rst.wadl.model import Method, Param

Line = tuple[Inline, ...]
"""Inline text."""

_NOWHERE = Location("")


# --- text and facts -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DocText:
    """The text of one ``doc``, including its title if it is shown."""

    blocks: tuple[Block, ...]
    """Paragraphs, lists, tables and so on."""
    location: Location = field(default=_NOWHERE, compare=False)
    """The location of the ``doc``."""


Docs = tuple[DocText, ...]
"""The documentation of an element, in order; may be empty.  The filter ``blocks`` prints it."""


class Fact(NamedTuple):
    """A named property of an operation or resource, such as its base address."""

    name: str
    """Its name, in the language of the page."""
    line: Line
    """Its value."""


class ExampleAddress(NamedTuple):
    """An example URL of an operation."""

    line: Line
    """The URL, followed by the first paragraph of its documentation."""
    docs: Docs
    """The rest of its documentation."""


class BaseAddress(NamedTuple):
    """A base URL of the API."""

    address: str
    """The URL as written in the WADL; may be empty."""
    docs: Docs
    """The documentation of its ``resources``."""


class GrammarEntry(NamedTuple):
    """A grammar that the WADL includes or contains."""

    name: Line
    """Its URL or namespace; empty if the WADL gives none."""
    docs: Docs
    """Its documentation."""


class OtherBody(NamedTuple):
    """Bodies of which only the media types are known."""

    statuses: str
    """The statuses of the responses with these bodies."""
    media: Line
    """Their media types."""


# --- parameters -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ParamRow:
    """A parameter as a table row."""

    name: str
    """Its name; for a body parameter, its path (``image.links.href``) or the last part, as set by ``param-names``."""
    is_template: bool = False
    """Whether it is a template parameter of the path; tables show its name in braces."""
    type: str
    """The display name of its type, such as ``String``."""
    is_typed: bool = True
    """Whether the WADL or its schema specifies the type."""
    required: bool | None
    """Whether it is required; None if the WADL does not say."""
    type_line: Line = ()
    """Its type as text, with a link if it has a section."""
    type_cell: CellContent
    """Its type and whether it is required, in the language of the page."""
    blocks: tuple[Block, ...]
    """Its documentation in the WADL."""
    facts: tuple[Block, ...]
    """Generated text: its path if that ends in another name, its values, its links."""
    default: str | None = None
    """Its default value, if that is not in ``facts`` (style ``sphinx``); None if it has none."""
    description: tuple[Block, ...]
    """Both, as shown in a table cell."""
    id: str = ""
    """Its id in the WADL; may be empty."""
    location: Location = field(default=_NOWHERE, compare=False)
    """Its location in the WADL."""

    @property
    def cells(self) -> tuple[CellContent, ...]:
        """Name, type and description."""
        return ("{" + self.name + "}" if self.is_template else self.name, self.type_cell, self.description)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParamTable:
    """A table of parameters."""

    kind: str
    """``uri``, ``query``, ``header``, ``matrix``, ``other``, ``body``, or ``schema`` for a body that only a schema describes."""
    style: str = ""
    """For the kind ``other``, the style of its parameters in the WADL."""
    statuses: str = ""
    """The statuses of its response, if the page must state them; else empty."""
    rows: tuple[ParamRow, ...]
    """The parameters."""


class ParamNode(NamedTuple):
    """A parameter in a list with nested parameters."""

    name: str
    """Its name, without those of its parents (``href`` of ``links.href``)."""
    row: ParamRow | None
    """The parameter; None for a parent that is only named in the paths of others."""
    children: tuple[ParamNode, ...] = ()
    """The parameters inside it."""


# --- request and response -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """A response as a row of the table of response codes."""

    statuses: str
    """Its statuses, or the word for the default response."""
    name: str
    """Its title, or the reason phrases of its statuses."""
    description: tuple[Block, ...]
    """Its documentation."""
    location: Location = field(default=_NOWHERE, compare=False)
    """Its location in the WADL."""

    @property
    def cells(self) -> tuple[CellContent, ...]:
        """Statuses, name and description."""
        return (self.statuses, self.name, self.description)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A sample with its own caption."""

    kind: str
    """``JSON``, ``XML``, ``HTTP`` and so on, or empty."""
    status: str = ""
    """The status that the caption must state; empty for a request or the only successful response."""
    bodiless: bool = False
    """Whether it shows a response without a body."""
    is_made: bool = False
    """Whether it was made, because the WADL has none: from a schema, unless ``is_from_params``."""
    is_from_params: bool = False
    """Whether it was made from parameters and their paths."""
    block: CodeBlock
    """The sample itself."""
    location: Location = field(default=_NOWHERE, compare=False)
    """The location of the ``doc`` that contains or references it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Text between samples."""

    docs: Docs
    """The text."""


BodyPart = Remark | Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A request or response body: media types, parameters, documentation and samples."""

    statuses: str = ""
    """The statuses of its response, if the page must state them; else empty."""
    media: Line = ()
    """Its media types, elements and profiles; empty if they are shown elsewhere."""
    root: Line = ()
    """The root element that a schema declares, and where to read about it; empty if no schema does."""
    table: ParamTable | None = None
    """Its parameters, or what the schema says is in it; None if neither says anything."""
    notes: tuple[Block, ...] = ()
    """What the schema says besides, below the table."""
    introduction: Docs = ()
    """Its documentation before the table."""
    parts: tuple[BodyPart, ...] = ()
    """Its samples and the text around them, in order."""
    media_types: tuple[str, ...] = ()
    """Its media types as written in the WADL, whether or not ``media`` shows them; may be empty."""
    params: tuple[Param, ...] = field(default=(), repr=False)
    """Its parameters in the model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSample:
    """A request for a program or library that sends it, made from the WADL."""

    language: str
    """``curl``, ``httpie``, ``python`` or ``javascript``."""
    name: str
    """The name of the program or library to show: ``curl``, ``HTTPie``, ``Python`` or ``JavaScript``."""
    lexer: str
    """The Pygments lexer for it."""
    text: str
    """The command or program."""
    is_body_made: bool = False
    """Whether its body was made, because the WADL has no sample of one."""


class LeftOut(NamedTuple):
    """A request sample that could not be made."""

    language: str
    """``curl``, ``httpie``, ``python`` or ``javascript``."""
    reason: str
    """Why, in a word such as ``media-type``; the guide about samples has them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpMessage:
    """The request or the responses of an operation."""

    docs: Docs = ()
    """The documentation of the request; empty for responses, whose documentation is in the table of response codes."""
    tables: tuple[ParamTable, ...] = ()
    """Parameters outside the body, in one table per kind."""
    bodies: tuple[Body, ...] = ()
    """The bodies."""
    has_body: bool = False
    """Whether the message has a body, or may have one, because the WADL has something there that was not understood."""
    errors_have_body: bool = False
    """Whether responses other than the successful ones have a body, or may have one; always False for a request."""
    described: bool = True
    """Whether the WADL describes the responses, or whether the request has a body; if not, the page must not claim that there is none."""
    others: tuple[OtherBody, ...] = ()
    """Bodies of which only the media types are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseBlock:
    """A response with all that belongs to it, for pages that show responses one by one."""

    statuses: str
    """Its statuses, or the word for the default response."""
    name: str
    """Its title, or the reason phrases of its statuses; may be empty."""
    kind: str
    """``success``, ``redirect``, ``error`` or ``default``."""
    docs: Docs
    """Its documentation, without the title that is its name."""
    tables: tuple[ParamTable, ...]
    """Its headers and other parameters outside the body, in one table per kind."""
    bodies: tuple[Body, ...]
    """Its bodies."""
    media: Line = ()
    """The media types of bodies of which nothing else is known."""
    has_no_body: bool = False
    """Whether it is known to have no body, although responses with its status can have one."""
    location: Location = field(default=_NOWHERE, compare=False)
    """Its location in the WADL."""

    @property
    def says_more(self) -> bool:
        """Whether there is more to say about it than its statuses and name."""
        return bool(self.docs or self.tables or self.bodies or self.media)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The additions to an operation, an index or a group, by their place; the filter ``additions`` includes them."""

    before: tuple[Addition, ...] = ()
    """Those before the description."""
    description: tuple[Addition, ...] = ()
    """Those after the description."""
    request: tuple[Addition, ...] = ()
    """Those at the beginning of the section about the request."""
    response: tuple[Addition, ...] = ()
    """Those at the beginning of the section about the responses."""
    after: tuple[Addition, ...] = ()
    """Those at the end."""

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.before or self.description or self.request or self.response or self.after)


NO_PLACES = Places()


# --- pages ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationLink:
    """An operation as shown in lists of operations."""

    verb: str
    """The HTTP method, such as ``GET``."""
    path: str
    """The path, without regular expressions; empty for a method that is not attached to a resource."""
    title: str
    """The operation's title."""
    label: str
    """The label that references point to."""
    page: str
    """The name of its own page, without extension; unique even if operations share a page."""
    summary: str = ""
    """The first sentence of its description, if that says more than the title (style ``sphinx``)."""
    is_deprecated: bool = False
    """Whether it is deprecated (style ``sphinx``)."""
    location: Location = field(default=_NOWHERE, compare=False)
    """The location of its method in the WADL."""

    @property
    def cells(self) -> tuple[CellContent, ...]:
        """Verb, path and linked title."""
        path = (Paragraph((Code(self.path),)),) if self.path else ()
        return (self.verb, path, (Paragraph((Reference(self.label, (Text(self.title),)),)),))


Answers = Callable[[], tuple[tuple[StatusRow, ...], HttpMessage]]
"""Makes the rows of response codes and the responses as one message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationPage:
    """The content of an operation's page."""

    title: str
    """The operation's title."""
    label: str
    """The label that references point to."""
    has_target: bool = True
    """Whether to print the label; false if the document already contains it."""
    page: str
    """The name of its own page, without extension; unique even if operations share a page."""
    verb: str
    """The HTTP method, such as ``GET``."""
    path: str
    """The path, without regular expressions; empty for a method that is not attached to a resource."""
    request_line: str
    """Verb and path."""
    id: str
    """The id of the method, if it differs from the title; ``method.id`` always has it."""
    docs: Docs
    """The description."""
    facts: tuple[Fact, ...]
    """Other properties of it."""
    examples: tuple[ExampleAddress, ...]
    """Its example URLs."""
    request: HttpMessage
    """The request."""
    answers: Answers = field(repr=False, compare=False)
    """Makes ``statuses`` and ``response``, once: they take a quarter of the time of a page, and those of the style ``sphinx`` show
    ``responses`` alone."""
    responses: tuple[ResponseBlock, ...] = ()
    """The responses one by one, successful ones first; empty in the style ``classic``."""
    base: str = ""
    """The base address of its resource; empty if the WADL gives none."""
    request_samples: tuple[RequestSample, ...] = ()
    """Requests to send, one for each language of the setting ``request-samples``; those that cannot be made are missing."""
    left_out: tuple[LeftOut, ...] = ()
    """The request samples that are missing."""
    authentication: Line = ()
    """How requests are authenticated, with a link to the section of the index; empty if the WADL says nothing, or if it is in ``facts``."""
    additions: Places = NO_PLACES
    """The user's additions."""
    method: Method = field(repr=False)
    """The method of the model."""
    versions: Line = ()
    """Where the operation is in other versions of the API; empty if there are none."""
    location: Location = field(default=_NOWHERE, compare=False)
    """The location of the method in the WADL."""

    @property
    def statuses(self) -> tuple[StatusRow, ...]:
        """Its responses, for the table of response codes."""
        return self.answers()[0]

    @property
    def response(self) -> HttpMessage:
        """The responses."""
        return self.answers()[1]

    @property
    def has_usual_body(self) -> bool:
        """Whether requests with its HTTP method usually have a body, so that it is worth saying that they have none."""
        return self.verb not in REQUESTS_WITHOUT_BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceContent:
    """The content of a resource or resource type."""

    path: str
    """The path of the resource, or the id of the resource type; empty for methods that are not attached to a resource."""
    docs: Docs
    """Its documentation."""
    tables: tuple[ParamTable, ...]
    """Its own parameters."""
    facts: tuple[Fact, ...]
    """Other properties of it."""
    operations: tuple[OperationLink, ...]
    """Its operations, in order."""
    title: str = ""
    """Its title, if that is not in ``docs`` (groups of the index in the style ``sphinx``)."""
    location: Location = field(default=_NOWHERE, compare=False)
    """Its location in the WADL."""

    @property
    def says_something(self) -> bool:
        """Whether it has content besides its operations."""
        return bool(self.docs or self.tables or self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourcePage(ResourceContent):
    """A resource with its operations, shown on one page."""

    pages: tuple[OperationPage, ...]
    """The content of its operations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSection:
    """A section of the index: a resource directly below ``resources`` with all its descendants, a resource type, or another group."""

    kind: str
    """``resource``, ``type`` or ``unattached``; with the setting ``groups``, also the other kinds of groups in the style ``sphinx``."""
    title: str
    """The heading: a path, the id of a type, the heading for unattached methods, or the title of another group."""
    label: str
    """Its label; empty for a resource, unless that is asked for in the setting ``groups``."""
    slug: str = ""
    """Its path, title or name as part of a file name; unique on the index, and independent of order and language."""
    path: str = ""
    """The path of the resource or the id of the type; empty for unattached methods and groups without a resource of their name."""
    groups: tuple[ResourceContent, ...]
    """The resource and its descendants, the type, or the resources that a group describes."""
    operations: tuple[OperationLink, ...] = ()
    """All operations of the section, in order."""
    children: tuple[str, ...] = ()
    """Names of the pages of its operations, for its table of contents."""
    additions: Places = NO_PLACES
    """The user's additions."""

    @property
    def location(self) -> Location:
        """The location of the first resource or type in the WADL."""
        return self.groups[0].location if self.groups else _NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationGroup:
    """A section of the index in the style ``sphinx``: operations that belong together, with their resources."""

    kind: str
    """``tag``, ``path`` or ``resource``; ``list`` for one from the settings; ``all`` for all operations, ``other`` for the rest of them;
    ``type`` for a resource type that no resource uses; or ``unattached``."""
    title: str
    """The heading: a tag, the title of the resource that the group is named after, else a segment of the path, or as in the settings."""
    label: str
    """The label that references point to."""
    slug: str = ""
    """Its title or name as part of a file name; unique on the index, and independent of order and language."""
    path: str = ""
    """The path of the resource, or the id of the type, that the group is named after; empty if there is none."""
    facts: tuple[Fact, ...] = ()
    """What is true of all its resources."""
    resources: tuple[ResourceContent, ...]
    """The resources, or the type, whose operations or documentation are in it; their parameters are in ``tables``, too."""
    operations: tuple[OperationLink, ...]
    """Its operations, in order."""
    tables: tuple[ParamTable, ...]
    """The parameters of its resources, each once, in one table per kind."""
    children: tuple[str, ...]
    """Names of the pages of its operations, for its table of contents."""
    additions: Places = NO_PLACES
    """The user's additions."""
    location: Location = field(default=_NOWHERE, compare=False)
    """The location of its first resource in the WADL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationPage:
    """A representation with its own page or section."""

    id: str
    """Its id in the WADL; may be empty."""
    title: str
    """Its title, else its id, element or media type."""
    page: str
    """The name of its page, without extension."""
    label: str
    """The label that references point to."""
    media: Line
    """Its media type, profiles and schema."""
    docs: Docs
    """Its documentation before the table."""
    table: ParamTable | None
    """Its parameters; None if it has none."""
    root: Line = ()
    """The root element that a schema declares; empty if no schema does."""
    notes: tuple[Block, ...] = ()
    """What the schema says besides, below the table."""
    parts: tuple[BodyPart, ...]
    """Its samples, and the text around them, in order."""
    location: Location = field(default=_NOWHERE, compare=False)
    """Its location in the WADL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaSection:
    """A type or element of the grammar."""

    kind: str
    """``type`` or ``element``."""
    name: str
    """Its name; with its namespace, or the word for an element, where the page has several of this name."""
    title: str
    """The heading."""
    label: str
    """The label that references point to."""
    docs: Docs
    """Its documentation in the schema."""
    facts: tuple[Fact, ...]
    """Its namespace, its users and so on."""
    blocks: tuple[Block, ...] = ()
    """What it says about its values."""
    table: ParamTable | None
    """What is in it; None if nothing."""
    notes: tuple[Block, ...] = ()
    """What stands below the table."""
    parts: tuple[BodyPart, ...] = ()
    """Samples."""
    location: Location = field(default=_NOWHERE, compare=False)
    """Its location in the schema."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaPage:
    """The types and elements of the grammar that operations share."""

    title: str
    """The heading."""
    page: str
    """The name of the page, without extension."""
    label: str
    """The label that references point to."""
    sections: tuple[SchemaSection, ...]
    """The elements and types."""
    location: Location = field(default=_NOWHERE, compare=False)
    """The location of the application in the WADL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authentication:
    """The section of the index about authentication."""

    title: str
    """The heading."""
    label: str
    """The label that references point to."""
    facts: tuple[Fact, ...]
    """What is required, and for which operations."""
    tables: tuple[ParamTable, ...]
    """The headers with the documentation that the pages of operations do not repeat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """The content of the index page of a WADL."""

    title: str
    """The title of the WADL, or the name of its file."""
    label: str
    """The label of the page."""
    docs: Docs
    """The documentation of the application."""
    bases: tuple[BaseAddress, ...]
    """The base URLs."""
    tables: tuple[ParamTable, ...]
    """Parameters of ``resources``, and top-level parameters that nothing refers to."""
    grammars: tuple[GrammarEntry, ...]
    """The grammars."""
    grammar_docs: Docs
    """The documentation of the grammars as a whole."""
    generator: str
    """The program that generated the WADL; empty if the WADL does not name it."""
    sections: tuple[IndexSection, ...]
    """The operations, by resource."""
    groups: tuple[OperationGroup, ...] = ()
    """The operations, by tag or by path; empty in the style ``classic``."""
    types: tuple[IndexSection, ...]
    """The resource types used by resources, with their content."""
    representations: tuple[RepresentationPage, ...]
    """The representations that have their own page or section."""
    schemas: SchemaPage | None = None
    """The types and elements of the grammar; None if there are none."""
    children: tuple[str, ...]
    """Names of the pages below the index that belong to none of its sections of operations, for its table of contents."""
    authentication: Authentication | None = None
    """What the WADL says about authentication; None if nothing, or if the pages of the operations say it."""
    has_resources: bool
    """Whether the index describes the resources; false if each resource has its own page."""
    pages: tuple[OperationPage, ...] = ()
    """The content of the operations, if the index is the only page."""
    versions: Line = ()
    """The other versions of the API; empty if there are none."""
    additions: Places = NO_PLACES
    """The user's additions."""
    location: Location = field(default=_NOWHERE, compare=False)
    """The location of the application in the WADL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSummary:
    """A WADL as the top-level index of several shows it."""

    title: str
    """Its title."""
    page: str
    """The page name of its index."""
    summary: str = ""
    """The first sentence of its documentation."""
    operations: tuple[OperationLink, ...] = ()
    """Its operations, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesPage:
    """The top-level index of several WADLs."""

    title: str
    """Its title."""
    children: tuple[str, ...]
    """The page names of the indexes of the WADLs."""
    sources: tuple[SourceSummary, ...] = ()
    """The WADLs; empty in the style ``classic``."""
    label: str = ""
    """The label of the page; empty if nothing refers to it."""
    versions: Line = ()
    """The other versions of the API, if all WADLs are one; empty if there are none."""
    additions: Places = NO_PLACES
    """The user's additions."""
    location: Location = _NOWHERE
    """Always empty: the page has no location of its own."""


PageValue = OperationPage | ResourcePage | RepresentationPage | SchemaPage | IndexPage | SourcesPage


@dataclass(frozen=True, slots=True)
class SiteLinks:
    """The data shared by all pages of a WADL."""

    application: str = ""
    """The name of the WADL: the prefix of its labels, and the application that Sphinx domain objects belong to."""
    references: Mapping[str, str] = field(default_factory=dict)
    """The labels of all reference targets, by id (of operations, resource types, representations) and by label."""


class PageTarget(NamedTuple):
    """What a label leads to."""

    page: str
    """The name of the page, without extension."""
    title: str
    """The title of the page or section."""
    is_page: bool = False
    """Whether it is the page as a whole, not a section of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page, before it is rendered."""

    name: str
    """Its name, without extension."""
    template: str
    """The name of the template, without ``.rst.jinja``."""
    value: PageValue
    """The value to print."""
    links: SiteLinks
    """The reference targets and the application."""
