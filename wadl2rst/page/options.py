"""The settings that pages depend on, derived once from the configuration."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wadl2rst.config.groups import Groups
from wadl2rst.source.tree import QName
from wadl2rst.wadl.components import NO_SCHEMAS, Grammar, TypeName
from wadl2rst.wadl.model import Param

if TYPE_CHECKING:
    from wadl2rst.grammar.examples import Examples


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherVersion:
    """Another version of an API, as the page of an operation, or the index, shows it."""

    title: str
    """The title of the version."""
    label: str = ""
    """The label of the same operation there; empty if there is none."""
    request_line: str = ""
    """HTTP method and path of the operation there, if they differ."""
    page: str = ""
    """The name of its page there, relative to the folder of this page."""
    section: str = ""
    """The title of its section there, if it has no page of its own."""


Say = Callable[[str], str]
"""Translates a word or sentence of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """The page settings of one WADL."""

    prefix: str
    """The prefix of every label."""
    fallback_title: str
    """The title of the index if the WADL has none."""
    own_title: str = ""
    """The title of the index, overriding the WADL's; empty to use the WADL's."""
    index: str = "index"
    """Name of the index page."""
    split: str = "method"
    """How operations are split into pages: ``method``, ``resource`` or ``single``."""
    language: str = ""
    """The language of the docs to show; empty for all."""
    nested_names: bool = True
    """Whether body parameters are named by their full path (``image.links.href``)."""
    samples: bool = True
    """Whether samples are shown."""
    schema_depth: int = 4
    """The number of levels below the root of a body that tables made from a schema show; 0 for no such tables."""
    schema_rows: int = 100
    """The largest number of rows of such a table on the page of an operation."""
    json_shape: str = ""
    """How JSON is made of an XML Schema: ``natural``, ``mapped`` or ``badgerfish``; empty for none."""
    json_drops_root: bool = False
    """Whether JSON in the shape ``natural`` leaves out the root element."""
    made_bodies: bool = False
    """Whether bodies without a sample and a schema have one that is made from their parameters."""
    request_samples: tuple[str, ...] = ()
    """The languages of request samples; empty for none."""
    facts_apart: bool = False
    """Whether generated text about a parameter gets its own paragraph, apart from text of the WADL: translation works by paragraph."""
    is_reference: bool = False
    """Whether pages have the form of the style ``sphinx``: responses one by one, default values beside the type."""
    authentication: bool = False
    """Whether what operations say about authentication is collected: a line on each, and the rest on the index."""
    groups: Groups = "auto"
    """How operations are grouped on the index, as in the settings."""
    order: str = "wadl"
    """The order of operations in their groups: ``wadl``, ``path``, ``title`` or ``method``."""
    marks_deprecated: bool = False
    """Whether deprecated operations are the last of their group."""
    has_index: bool = True
    """Whether there is an index, which the pages of operations can link to."""
    versions: Mapping[str, tuple[OtherVersion, ...]] = field(default_factory=dict)
    """The other versions of operations, by label, and of the API, by the label of its index."""
    say: Say = str
    """Translates the words of the page."""

    @property
    def reorders(self) -> bool:
        """Whether the settings change the order in which an index shows the operations."""
        return self.groups != "auto" or self.order != "wadl" or self.marks_deprecated


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaLinks:
    """The sections about types and elements of the grammar."""

    types: Mapping[TypeName, str] = field(default_factory=dict)
    """The labels of types that have a section."""
    elements: Mapping[QName, str] = field(default_factory=dict)
    """The labels of elements that have a section."""
    elsewhere: Mapping[TypeName, str] = field(default_factory=dict)
    """The labels of types whose section may be on another page of the project: all that it says is here, too."""
    shared: Container[QName] = frozenset()
    """The elements that only their section shows, because many error responses have them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticationPlan:
    """What is said once, on the index."""

    label: str = ""
    """The label of the section of the index; empty if there is no index."""
    headers: Mapping[str, Param] = field(default_factory=dict)
    """The headers that carry credentials, by name in lower case: for each, the parameter that most operations have."""


@dataclass(frozen=True, slots=True)
class PageContext:
    """The page settings, the grammar, and what pages can link to."""

    options: PageOptions
    linkable: Container[str] = frozenset()
    """Ids of operations, representations and resource types that have their own page or section on the site."""
    grammar: Grammar = NO_SCHEMAS
    """The schemas of the WADL."""
    schema_links: SchemaLinks = field(default_factory=SchemaLinks)
    """The sections about its types and elements."""
    examples: Examples | None = field(default=None, compare=False, repr=False)
    """Makes samples from the schemas; None if there are none."""
    authentication: AuthenticationPlan | None = None
    """What the index says about authentication; None if the pages of operations say all of it."""
    tables: dict[int, Any] = field(default_factory=dict, compare=False, repr=False)
    """The tables made so far, by the ``id()`` of their body: operations share bodies."""

    @property
    def say(self) -> Say:
        """Translates the words of the page."""
        return self.options.say

    @property
    def language(self) -> str:
        """The language of the docs to show; empty for all."""
        return self.options.language
