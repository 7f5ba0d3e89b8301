"""The components of schemas as frozen dataclasses, whichever language they are written in.

They are *effective*: a complex type has the content and the attributes of the types that it extends or restricts, references to
groups are replaced by the content of the groups, and references to global elements and attributes by their declarations.  Only
named types are referred to by name (:class:`TypeName`), because they may contain themselves; :class:`Grammar` has them all.

The terms are those of *XML Schema* (W3C Recommendation of 28 October 2004, parts 1 and 2).  JSON Schema is expressed in them: an
object is a complex type whose content is an ``all`` of its properties, and only :class:`ArrayType` and :class:`Alternatives` are
its own.  ``location`` is not compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import NamedTuple

from wadl2rst.diagnostics import Location
from wadl2rst.frozen import dataclass
from wadl2rst.prose import CodeBlock
from wadl2rst.source.tree import QName
from wadl2rst.wadl.docs import Doc

_NOWHERE = Location("")


# --- types ----------------------------------------------------------------------------------------


class TypeName(NamedTuple):
    """The name of a type in :attr:`Grammar.types`."""

    namespace: str
    """For XML Schema, the target namespace, which may be empty; for JSON Schema, the name for messages of the file."""
    name: str
    """For XML Schema, the local name; for JSON Schema, the name or JSON pointer of the subschema, unique within the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A possible value of an enumeration."""

    value: str
    """The value as it stands in a document: for JSON, a string without quotes, anything else as JSON."""
    docs: tuple[Doc, ...] = ()
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """The restrictions on a simple type, including those of the types it is derived from (part 2, section 4.3)."""

    values: tuple[Value, ...] = ()
    """The enumeration; empty for no restriction."""
    patterns: tuple[str, ...] = ()
    """Regular expressions; those of one derivation step are joined with ``|``, and all must match."""
    length: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    minimum: str | None = None
    """The smallest value (``minInclusive``)."""
    maximum: str | None = None
    """The largest value (``maxInclusive``)."""
    above: str | None = None
    """What the value must be larger than (``minExclusive``)."""
    below: str | None = None
    """What the value must be smaller than (``maxExclusive``)."""
    total_digits: int | None = None
    fraction_digits: int | None = None
    multiple_of: str | None = None
    """JSON Schema's ``multipleOf``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimpleType:
    """A type without elements and attributes."""

    name: TypeName | None = None
    """Its name; None for an anonymous type, and for a built-in type."""
    builtin: str = ""
    """The built-in type that it is, or is derived from: ``string``, ``dateTime``, ``anyType``, ``anySimpleType``; for JSON Schema
    ``string``, ``integer``, ``number``, ``boolean``, ``null``; empty for a union, a list, and where the type is unknown."""
    format: str = ""
    """JSON Schema's ``format``, such as ``date-time``."""
    item: TypeUse | None = None
    """The type of the items, if its values are lists separated by white space."""
    members: tuple[TypeUse, ...] = ()
    """The member types, if it is a union."""
    facets: Facets = Facets()
    docs: tuple[Doc, ...] = ()
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplexType:
    """A type with elements or attributes, or a JSON object."""

    name: TypeName | None = None
    """Its name; None for an anonymous type."""
    base: TypeName | None = None
    """The type that it extends or restricts, if that is in a grammar."""
    is_abstract: bool = False
    """Whether documents must use a type derived from it (``xsi:type``)."""
    derived: tuple[TypeName, ...] = ()
    """If abstract: the types that are not, derived from it directly or not, in document order."""
    is_mixed: bool = False
    """Whether text may stand between the elements."""
    attributes: tuple[Attribute, ...] = ()
    any_attribute: Wildcard | None = None
    """The attributes of other kinds that are allowed; None for none."""
    content: Particle | None = None
    """The elements; None for none."""
    text: TypeUse | None = None
    """The type of the text, if its content is simple; ``content`` is then None."""
    has_assertions: bool = False
    """Whether XPath expressions restrict it further (``assert`` of XML Schema 1.1), which are not evaluated."""
    samples: tuple[CodeBlock, ...] = ()
    """Samples that the schema names itself."""
    docs: tuple[Doc, ...] = ()
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrayType:
    """An array of JSON."""

    name: TypeName | None = None
    item: TypeUse
    """The type of its items."""
    minimum: int = 0
    maximum: int | None = None
    """The largest number of items; None for no limit."""
    docs: tuple[Doc, ...] = ()
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternatives:
    """JSON Schema's ``oneOf`` and ``anyOf``: a value of one of several types."""

    name: TypeName | None = None
    types: tuple[TypeUse, ...]
    docs: tuple[Doc, ...] = ()
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


Type = SimpleType | ComplexType | ArrayType | Alternatives
TypeUse = TypeName | Type
"""A type where it is used: the name of one in :attr:`Grammar.types`, or an anonymous or built-in type itself."""


# --- content --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """An attribute of a complex type; none that is prohibited."""

    name: str
    """Its local name; ``xml:lang`` and the like keep their prefix."""
    namespace: str = ""
    """Its namespace in a document; empty if its name is unqualified."""
    type: TypeUse
    is_required: bool = False
    default: str | None = None
    fixed: str | None = None
    docs: tuple[Doc, ...] = ()
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementUse:
    """An element, or a JSON property, in the content of a type; or a global element."""

    name: str
    """Its local name, or the name of the property."""
    namespace: str = ""
    """Its namespace in a document; empty if its name is unqualified, and for JSON."""
    type: TypeUse
    minimum: int = 1
    maximum: int | None = 1
    """The largest number of occurrences; None for no limit."""
    is_nillable: bool = False
    """Whether it may be empty with ``xsi:nil``, or the property may be ``null``."""
    is_abstract: bool = False
    """Whether documents must have an element of its substitution group instead."""
    default: str | None = None
    fixed: str | None = None
    reference: QName | None = None
    """The name of the global element that it is or refers to; None for a local element, and for JSON."""
    substitutes: tuple[QName, ...] = ()
    """The elements of its substitution group that are not abstract, in document order; without itself."""
    is_read_only: bool = False
    """JSON Schema's ``readOnly``."""
    is_write_only: bool = False
    """JSON Schema's ``writeOnly``."""
    is_deprecated: bool = False
    """JSON Schema's ``deprecated``."""
    samples: tuple[CodeBlock, ...] = ()
    """Samples that the schema names itself."""
    docs: tuple[Doc, ...] = ()
    """Its own documentation, else that of the element that it refers to; not that of its type."""
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wildcard:
    """Any element, or any attribute."""

    namespaces: str = "##any"
    """``##any``, ``##other``, or a list of namespaces, as in the attribute ``namespace``."""
    process: str = "strict"
    """``strict``, ``lax`` or ``skip``."""
    minimum: int = 1
    maximum: int | None = 1
    type: TypeUse | None = None
    """The type of further JSON properties (``additionalProperties``), if the schema restricts it."""
    pattern: str = ""
    """The regular expression that their names match (``patternProperties``); empty for any name."""
    docs: tuple[Doc, ...] = ()
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelGroup:
    """A sequence, a choice, or elements in any order."""

    kind: str
    """``sequence``, ``choice`` or ``all``."""
    children: tuple[Particle, ...]
    minimum: int = 1
    maximum: int | None = 1
    location: Location = field(default=_NOWHERE, compare=False, repr=False)


Particle = ElementUse | Wildcard | ModelGroup


# --- the whole ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaBody:
    """What the grammar says about a body."""

    root: ElementUse
    """Its root element.  For JSON, the name is empty, and the type is that of the document."""
    is_json: bool = False
    """Whether the schema is a JSON Schema."""
    is_of_type: bool = False
    """Whether the WADL names a type where it should name an element: the root has the name and type of that type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """What the WADL needs of its schemas: its bodies, the types of its parameters, and all that these refer to."""

    bodies: Mapping[QName, SchemaBody]
    """The bodies by the expanded name that the WADL has in ``element``."""
    json_bodies: Mapping[str, SchemaBody]
    """The bodies by the address of a JSON Schema that the WADL has, as written."""
    params: Mapping[QName, TypeUse]
    """The types of parameters, by the expanded name that the WADL has in ``type``; without the built-in ones."""
    elements: Mapping[QName, ElementUse]
    """The global elements that :attr:`ElementUse.reference` and :attr:`ElementUse.substitutes` refer to."""
    types: Mapping[TypeName, Type]
    """The named types that a :class:`TypeName` refers to."""

    def body(self, element: QName | None, schema: str) -> SchemaBody | None:
        """The body that a representation names by its element, else by the address of its JSON Schema; None if neither is there."""
        found = self.bodies.get(element) if element is not None else None
        return found or (self.json_bodies.get(schema) if schema else None)

    def type(self, use: TypeUse) -> Type:
        """The type itself for a use of it; a type that no grammar has is a simple type of unknown kind."""
        if isinstance(use, TypeName):
            return self.types.get(use) or SimpleType(name=use)
        return use


NO_SCHEMAS = Grammar(bodies={}, json_bodies={}, params={}, elements={}, types={})
"""The grammar of a WADL without schemas."""
