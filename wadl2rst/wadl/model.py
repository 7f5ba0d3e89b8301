"""The model of a WADL as frozen dataclasses: the only view of a WADL for pages, lint and the front ends.

References are resolved: a definition with several references is one shared object, or a modified copy for
a reference that adds to it.  Constructs of older WADL versions are converted to 2009/02, and documentation is
:mod:`wadl2rst.prose`.  Names are those of the specification (W3C member submission of 31 August 2009), whose
sections the docstrings cite.  ``location`` is not compared: the same WADL in another file is equal.
"""

from __future__ import annotations

from dataclasses import field

from wadl2rst.diagnostics import Location
from wadl2rst.frozen import dataclass
from wadl2rst.source.tree import QName
from wadl2rst.wadl.components import NO_SCHEMAS, Grammar
from wadl2rst.wadl.docs import Doc as Doc  # part of the model; the components of schemas need it, too

_NOWHERE = Location("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Include:
    """A grammar that the WADL includes (section 2.4.1)."""

    href: str
    """Its URL, as written."""
    docs: tuple[Doc, ...] = ()
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammars:
    """The definitions of data formats (section 2.4)."""

    docs: tuple[Doc, ...] = ()
    includes: tuple[Include, ...] = ()
    """The included grammars."""
    schemas: tuple[str, ...] = ()
    """Target namespaces (or names of the root elements) of the inline schemas."""
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of the possible values of a parameter (section 2.12.3)."""

    value: str
    """The value."""
    media_type: str = ""
    """The media type that the value selects."""
    docs: tuple[Doc, ...] = ()
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Declares that the value of a parameter is the URI of a resource (section 2.12.4)."""

    resource_type: str = ""
    """The reference to the type of that resource, as written."""
    target: str = ""
    """The id of that resource type, if this WADL or one that it refers to defines it."""
    relation: str = ""
    """The ``rel`` attribute: how the resource relates to this one."""
    reverse: str = ""
    """The ``rev`` attribute: how this one relates to the resource."""
    docs: tuple[Doc, ...] = ()
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """A parameter (section 2.12)."""

    name: str
    """Its name; empty if the WADL does not specify it."""
    style: str = ""
    """``template``, ``matrix``, ``query``, ``header``, ``plain``, or any other value in the WADL, in lower case; empty for none."""
    id: str = ""
    type: str = "xsd:string"
    """Its type as written (``{namespace}name`` for a generated prefix); ``xsd:string``, the default, if the WADL does not specify it."""
    type_name: QName | None = field(default=None, compare=False, repr=False)
    """Its expanded name; None if the WADL does not specify the type."""
    typed: bool = False
    """Whether the WADL specifies the type."""
    path: str = ""
    """The position of a plain parameter in the body: XPath or JSONPath, as written."""
    required: bool | None = None
    """Whether it is required; None if the WADL does not specify it."""
    repeating: bool | None = None
    """Whether it may occur more than once; None if the WADL does not specify it."""
    default: str | None = None
    """The default value; None if the WADL does not specify it."""
    fixed: str | None = None
    """The fixed value; None if the WADL does not specify it."""
    options: tuple[Option, ...] = ()
    """The possible values; empty if there is no restriction."""
    links: tuple[Link, ...] = ()
    """The links that its value, a URI, represents."""
    docs: tuple[Doc, ...] = ()
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """A representation, that is, a request or response body (section 2.11)."""

    id: str = ""
    media_type: str = ""
    """The media type as written, with white space collapsed; may be empty."""
    element: str = ""
    """The qualified name of the XML root element, as written; a generated prefix (``ns2``) is replaced: ``{namespace}name``."""
    element_name: QName | None = field(default=None, compare=False, repr=False)
    """Its expanded name; None if the WADL does not specify an element."""
    profiles: tuple[str, ...] = ()
    """URIs of the metadata profiles that describe how to interpret it."""
    schema: str = ""
    """The URL of its schema, if an attribute of the generator specifies it (a JSON schema, or an XSD by href)."""
    params: tuple[Param, ...] = ()
    docs: tuple[Doc, ...] = ()
    unresolved: bool = False
    """Whether it is a dangling reference: it has what the reference itself says, and what else it has is unknown."""
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The request of a method (section 2.9).  Several ``request`` elements of a method are merged into one."""

    docs: tuple[Doc, ...] = ()
    params: tuple[Param, ...] = ()
    representations: tuple[Representation, ...] = ()
    """The alternative bodies."""
    incomplete: bool = False
    """Whether it has an element that was not understood, which may describe a body."""
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A response of a method (section 2.10)."""

    statuses: tuple[str, ...] = ()
    """HTTP statuses, in document order; empty if the WADL does not specify any."""
    fault: bool = False
    """Whether it was a ``fault`` of an older WADL."""
    docs: tuple[Doc, ...] = ()
    params: tuple[Param, ...] = ()
    """Its headers, and any other parameters declared on it."""
    representations: tuple[Representation, ...] = ()
    """The alternative bodies."""
    incomplete: bool = False
    """Whether it has an element that was not understood, which may describe a body."""
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An example URL of a method, from Apigee's extension."""

    url: str
    """The URL."""
    docs: tuple[Doc, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method of a resource (section 2.8)."""

    name: str
    """The HTTP method, in upper case; ``GET`` if the WADL does not specify it."""
    id: str = ""
    docs: tuple[Doc, ...] = ()
    params: tuple[Param, ...] = ()
    """Parameters declared on the method itself, which the schema does not allow."""
    request: Request | None = None
    """The request; None if the WADL does not describe it."""
    responses: tuple[Response, ...] = ()
    """The responses, in document order."""
    incomplete: bool = False
    """Whether it has an element that was not understood, which may describe its request or a response."""
    display_name: str = ""
    """Apigee's display name, or that of the Rackspace normaliser (``rax:id``)."""
    tags: tuple[str, ...] = ()
    """Apigee's tags, the primary one first."""
    roles: tuple[str, ...] = ()
    """Roles that may call it (``rax:roles``)."""
    authentication: str = ""
    """Apigee's authentication flag, as written."""
    examples: tuple[Example, ...] = ()
    """Example URLs (Apigee's extension)."""
    extended: bool = False
    """Whether Jersey added it (``OPTIONS``): it is marked as such, or has the same form."""
    deprecated: bool = False
    """Whether it has the attribute ``deprecated="true"``."""
    experimental: bool = False
    """Whether it has the attribute ``experimental="true"``."""
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceType:
    """Methods and parameters that several resources share (section 2.7)."""

    id: str = ""
    query_type: str = ""
    """Media type of the query; empty for the default."""
    docs: tuple[Doc, ...] = ()
    params: tuple[Param, ...] = ()
    methods: tuple[Method, ...] = ()
    """Its methods."""
    resources: tuple[Resource, ...] = ()
    """Its sub-resources."""
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A resource (section 2.6)."""

    id: str = ""
    path: str = ""
    """Its path relative to the enclosing resource, as written; may be empty."""
    query_type: str = ""
    """Media type of the query; empty for the default, ``application/x-www-form-urlencoded``."""
    types: tuple[ResourceType, ...] = ()
    """Its resource types: it also has their methods, resources and parameters."""
    docs: tuple[Doc, ...] = ()
    params: tuple[Param, ...] = ()
    methods: tuple[Method, ...] = ()
    """Its own methods, without those of its types."""
    resources: tuple[Resource, ...] = ()
    """Its sub-resources."""
    roles: tuple[str, ...] = ()
    """Roles that may call its methods (``rax:roles``)."""
    extended: bool = False
    """Whether Jersey added it: it is marked as such, or is the resource of the WADL itself."""
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """A base URI and the resources below it (section 2.5)."""

    base: str = ""
    """The base URI, as written."""
    published: str = ""
    """The base URI that pages show instead, from the setting ``base``; empty to show that of the WADL."""
    docs: tuple[Doc, ...] = ()
    params: tuple[Param, ...] = ()
    """Parameters declared here, which the schema does not allow."""
    resources: tuple[Resource, ...] = ()
    """The resources below the base URI."""
    location: Location = field(default=_NOWHERE, compare=False, repr=False)

    @property
    def address(self) -> str:
        """The base URI that pages show."""
        return self.published or self.base


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A WADL (section 2.2)."""

    docs: tuple[Doc, ...] = ()
    generator: str = ""
    """The program that generated it, if specified (``jersey:generatedBy``)."""
    grammars: tuple[Grammars, ...] = ()
    """The grammars; a valid WADL has at most one such element."""
    resources: tuple[Resources, ...] = ()
    """The base URIs with their resources."""
    resource_types: tuple[ResourceType, ...] = ()
    """All resource types defined in the file, in order; then those of other WADLs that resources use."""
    unused_types: tuple[ResourceType, ...] = ()
    """Those of :attr:`resource_types` that no resource uses."""
    unattached: tuple[Method, ...] = ()
    """Methods defined directly in the application that no resource refers to."""
    representations: tuple[Representation, ...] = ()
    """Representations defined directly in the application."""
    unused_representations: tuple[Representation, ...] = ()
    """Those of :attr:`representations` that nothing refers to."""
    unused_params: tuple[Param, ...] = ()
    """Parameters defined directly in the application that nothing refers to."""
    schemas: Grammar = field(default=NO_SCHEMAS, repr=False)
    """What its schemas say about bodies and parameters."""
    location: Location = field(default=_NOWHERE, compare=False, repr=False)
