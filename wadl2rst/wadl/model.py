"""What a WADL says, as frozen values: the only thing that pages, lint and the front ends see.

References are resolved (a definition that several places refer to is one shared object, a copy of
it where a reference says more than where it leads), older
forms of WADL are brought to that of 2009/02, and documentation is :mod:`wadl2rst.prose`.
Names are those of the specification (W3C submission of 31 August 2009), whose sections the
docstrings name.  ``location`` takes no part in equality: the same WADL in another file is equal.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wadl2rst.diagnostics import Location
from wadl2rst.prose import Block

_NOWHERE = Location("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doc:
    """Documentation of an element (section 2.3)."""

    title: str = ""
    """The title attribute, white space folded."""
    language: str = ""
    """Its ``xml:lang``, as written; empty for none."""
    blocks: tuple[Block, ...] = ()
    """The content; samples are :class:`~wadl2rst.prose.CodeBlock`."""
    url: str = ""
    """Where there is more to read (Apigee's ``url``)."""
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Include:
    """A grammar that the WADL includes (section 2.4.1)."""

    href: str
    """Its address, as written."""
    docs: tuple[Doc, ...] = ()
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammars:
    """The definitions of data formats (section 2.4)."""

    docs: tuple[Doc, ...] = ()
    includes: tuple[Include, ...] = ()
    """The grammars that it includes."""
    schemas: tuple[str, ...] = ()
    """Target namespaces (or names of the root elements) of the schemas that stand in the WADL."""
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of the values that a parameter may have (section 2.12.3)."""

    value: str
    """The value."""
    media_type: str = ""
    """The media type that the value asks for."""
    docs: tuple[Doc, ...] = ()
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Says that a parameter's value is the address of a resource (section 2.12.4)."""

    resource_type: str = ""
    """The reference to the type of that resource, as written."""
    target: str = ""
    """The id of that resource type, where this WADL or one it refers to has it."""
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
    """Its name; empty where the WADL forgot it."""
    style: str = ""
    """``template``, ``matrix``, ``query``, ``header``, ``plain``, or what else the WADL has there, in small letters; empty for none."""
    id: str = ""
    type: str = "xsd:string"
    """Its type as written; ``xsd:string`` where the WADL says none, as the specification has it."""
    typed: bool = False
    """Whether the WADL says the type."""
    path: str = ""
    """Where a plain parameter stands in the body: XPath or JSONPath, as written."""
    required: bool | None = None
    """Whether it must be given; None where the WADL does not say."""
    repeating: bool | None = None
    """Whether it may be given more than once; None where the WADL does not say."""
    default: str | None = None
    """The value in force where it is not given; None where the WADL does not say."""
    fixed: str | None = None
    """The one value that it can have; None where the WADL does not say."""
    options: tuple[Option, ...] = ()
    """The values that it may have; empty where any will do."""
    links: tuple[Link, ...] = ()
    """What its value, an address, leads to."""
    docs: tuple[Doc, ...] = ()
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """A body (section 2.11)."""

    id: str = ""
    media_type: str = ""
    """The media type, as written; may be empty."""
    element: str = ""
    """The XML element at its root, a qualified name as written."""
    profiles: tuple[str, ...] = ()
    """Addresses of the profiles that say how to read it."""
    schema: str = ""
    """Where its schema is, when an attribute of the generator says so (JSON schema, an XSD by href)."""
    params: tuple[Param, ...] = ()
    docs: tuple[Doc, ...] = ()
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a method takes (section 2.9).  Several ``request`` elements of one method are one of these."""

    docs: tuple[Doc, ...] = ()
    params: tuple[Param, ...] = ()
    representations: tuple[Representation, ...] = ()
    """The bodies that it may have."""
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a method answers (section 2.10)."""

    statuses: tuple[str, ...] = ()
    """HTTP statuses, in the order of the document; empty where the WADL says none."""
    fault: bool = False
    """Whether it was a ``fault`` of an older WADL."""
    docs: tuple[Doc, ...] = ()
    params: tuple[Param, ...] = ()
    """Its headers (and whatever else stands there)."""
    representations: tuple[Representation, ...] = ()
    """The bodies that it may have."""
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An example address of a method, from Apigee's extension."""

    url: str
    """The address."""
    docs: tuple[Doc, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """What can be done with a resource (section 2.8)."""

    name: str
    """The HTTP method, in capitals; ``GET`` where the WADL forgot it."""
    id: str = ""
    docs: tuple[Doc, ...] = ()
    params: tuple[Param, ...] = ()
    """Parameters that the WADL has on the method itself, against the schema."""
    request: Request | None = None
    """What it takes; None where the WADL does not say."""
    responses: tuple[Response, ...] = ()
    """What it answers, in document order."""
    display_name: str = ""
    """Apigee's display name, or the normaliser's (``rax:id``)."""
    tags: tuple[str, ...] = ()
    """Apigee's tags, the primary one first."""
    roles: tuple[str, ...] = ()
    """Roles that may call it (``rax:roles``)."""
    authentication: str = ""
    """Apigee's authentication flag, as written."""
    examples: tuple[Example, ...] = ()
    """Example addresses (Apigee's extension)."""
    extended: bool = False
    """Whether it is one that Jersey added itself (``OPTIONS``): it is marked, or has the form of these."""
    deprecated: bool = False
    """Whether it says ``deprecated="true"``."""
    experimental: bool = False
    """Whether it says ``experimental="true"``."""
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
    """Its path below the one that holds it, as written; may be empty."""
    query_type: str = ""
    """Media type of the query; empty for the default, ``application/x-www-form-urlencoded``."""
    types: tuple[ResourceType, ...] = ()
    """The types it is of: it has their methods, resources and parameters too."""
    docs: tuple[Doc, ...] = ()
    params: tuple[Param, ...] = ()
    methods: tuple[Method, ...] = ()
    """Its own methods, without those of its types."""
    resources: tuple[Resource, ...] = ()
    """Its sub-resources."""
    roles: tuple[str, ...] = ()
    """Roles that may call its methods (``rax:roles``)."""
    extended: bool = False
    """Whether it is one that Jersey added itself: it is marked, or that of the WADL."""
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """A base address and the resources below it (section 2.5)."""

    base: str = ""
    """The base address, as written."""
    docs: tuple[Doc, ...] = ()
    params: tuple[Param, ...] = ()
    """Parameters that the WADL has here, against the schema."""
    resources: tuple[Resource, ...] = ()
    """The resources below it."""
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A WADL (section 2.2)."""

    docs: tuple[Doc, ...] = ()
    generator: str = ""
    """The program that wrote it, if it says so (``jersey:generatedBy``)."""
    grammars: tuple[Grammars, ...] = ()
    """The grammars; a valid WADL has one such element at most."""
    resources: tuple[Resources, ...] = ()
    """The base addresses with their resources."""
    resource_types: tuple[ResourceType, ...] = ()
    """All resource types that the file defines, in order; then those of other WADLs that resources are of."""
    unused_types: tuple[ResourceType, ...] = ()
    """Those of :attr:`resource_types` that no resource is of."""
    unattached: tuple[Method, ...] = ()
    """Methods that the file defines and no resource refers to."""
    representations: tuple[Representation, ...] = ()
    """Representations that stand directly below the application."""
    unused_representations: tuple[Representation, ...] = ()
    """Those of :attr:`representations` that nothing refers to."""
    unused_params: tuple[Param, ...] = ()
    """Parameters that stand directly below the application and that nothing refers to."""
    location: Location = field(default=_NOWHERE, compare=False, repr=False)
