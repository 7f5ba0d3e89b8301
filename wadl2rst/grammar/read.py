"""The entry: the grammars of a WADL -> what the WADL needs of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Report
from wadl2rst.grammar.beside import declared_names, read_beside
from wadl2rst.grammar.names import expanded
from wadl2rst.grammar.references import Meaning, References
from wadl2rst.grammar.xsd_components import Components
from wadl2rst.grammar.xsd_parts import Parts, is_schema
from wadl2rst.grammar.xsd_set import Schema, SchemaSet, without_fragment
from wadl2rst.markup.document import Markup
from wadl2rst.source.documents import Document
from wadl2rst.source.files import folded
from wadl2rst.source.library import Library
from wadl2rst.source.tree import Element, QName
from wadl2rst.wadl.components import NO_SCHEMAS, ElementUse, Grammar, SchemaBody, Type, TypeName, TypeUse
from wadl2rst.wadl.facts import representations
from wadl2rst.wadl.model import Application, Doc, Param, Representation
from wadl2rst.wadl.walk import walk

if TYPE_CHECKING:
    from wadl2rst.grammar.json_schema import JsonSchemas

_OTHER_LANGUAGES = (".rnc", ".json", ".yaml", ".yml", ".proto", ".avsc")
"""The ends of the names of grammars that are not XML: they are named on the page, but not read here."""


class ReadSchemas(NamedTuple):
    """The schemas of a WADL."""

    grammar: Grammar
    """What the WADL needs of them."""
    documents: tuple[Schema, ...] = ()
    """The documents of XML Schema, for a validator."""
    json: JsonSchemas | None = None
    """The JSON Schemas, for a validator; None if the WADL names none."""
    includes: tuple[Element, ...] = ()
    """The ``include`` elements, for ``--lint``."""
    references: References | None = None
    """What the names in the WADL mean; None if it has no schemas in XML."""


def read_grammar(application: Application, document: Document, library: Library, markup: Markup, report: Report) -> Grammar:
    """Reads the grammars of a WADL, and gives what its bodies and parameters name in them, and all that this refers to.

    ``application`` is the model of ``document``; ``library`` has read it, and reads the schemas (section 2.4 of the WADL
    specification).  ``markup`` converts the documentation in them.  Faults are passed to ``report``; nothing is raised.
    A grammar on the network or outside the root is ignored, as is one in another language than XML Schema.
    """
    return read_schemas(application, document, library, markup, report).grammar


def read_schemas(application: Application, document: Document, library: Library, markup: Markup, report: Report) -> ReadSchemas:
    """As :func:`read_grammar`, with the schemas themselves."""
    json = _json_schemas(application, library, markup, report)
    parts = Parts(report)
    schemas = SchemaSet(library, parts, report)
    includes: list[Element] = []
    missing: list[Element] = []
    is_complete = True
    for owner, element in library.grammars():
        if is_schema(element):
            schemas.add(element, owner)
        elif element.is_wadl and element.name == "include":
            includes.append(element)
            is_complete &= _include(element, schemas, library, report, missing)
    schemas.complete()
    if missing:
        wanted = {
            expanded(representation.element_name, representation.element)
            for representation in representations(application)
            if representation.element_name is not None
        }
        is_complete &= read_beside(missing, wanted, schemas, library, report)
    if not schemas.schemas:  # without a walk over the whole model
        grammar = Grammar(bodies={}, json_bodies=json.bodies, params={}, elements={}, types=json.types) if json else NO_SCHEMAS
        return ReadSchemas(grammar, (), json)
    components = Components(schemas, parts, markup, report)
    references = References(declared_names(schemas, is_complete=is_complete))
    bodies: dict[QName, SchemaBody] = {}
    params: dict[QName, TypeUse] = {}
    for value in walk(application, closed=(Doc,)):
        if isinstance(value, Representation) and value.element_name is not None:
            meaning = references.element(value.element_name, value.element, value.location)
            body = _body(meaning, schemas, components) if meaning and value.element_name not in bodies else None
            if body is not None:
                bodies[value.element_name] = body
        elif isinstance(value, Param) and value.type_name is not None:
            name = references.type(value.type_name, value.type, value.location)
            type_declaration = schemas.component("type", name) if name and value.type_name not in params else None
            if type_declaration is not None:
                params[value.type_name] = components.type(type_declaration)
    components.complete()
    for diagnostic in references.warnings():
        report(diagnostic)
    types: dict[TypeName, Type] = {**components.types, **(json.types if json else {})}
    json_bodies = json.bodies if json else {}
    grammar = Grammar(bodies=bodies, json_bodies=json_bodies, params=params, elements=components.elements, types=types)
    return ReadSchemas(grammar, schemas.schemas, json, tuple(includes), references)


def _json_schemas(application: Application, library: Library, markup: Markup, report: Report) -> JsonSchemas | None:
    """The JSON Schemas that representations name; None if none does."""
    addresses: dict[str, Location] = {}
    for representation in representations(application):
        if representation.schema:
            addresses.setdefault(representation.schema, representation.location)
    if not addresses:
        return None
    from wadl2rst.grammar.json_schema import documentation, read_json_schemas  # few WADLs need it

    return read_json_schemas(addresses, library, report, documentation(markup))


def _body(meaning: Meaning, schemas: SchemaSet, components: Components) -> SchemaBody | None:
    """The body that a name means; for a type that is named as an element, the root has its name and type."""
    declaration = schemas.component("type" if meaning.is_type else "element", meaning.name)
    if declaration is None:
        return None
    if not meaning.is_type:
        return SchemaBody(root=components.element(declaration))
    name = declaration.name
    root = ElementUse(name=name.name, namespace=name.namespace or "", type=components.type(declaration), location=declaration.location)
    return SchemaBody(root=root, is_of_type=True)


def _include(element: Element, schemas: SchemaSet, library: Library, report: Report, missing: list[Element]) -> bool:
    """Adds the schema that ``include`` names, if it is one; adds ``element`` to ``missing`` if there is none, and may be one beside.

    False if a schema is there, but was not read.
    """
    href = without_fragment(element.get("href"))
    if not href:
        return True
    is_missing = not library.exists(href, element)
    if href.lower().endswith(_OTHER_LANGUAGES):
        if is_missing:
            report(Diagnostic(MessageCode.MISSING_GRAMMAR, f"grammar {folded(href)} not found", element.location))
    elif is_missing:
        missing.append(element)
    else:
        found = library.schema(href, element)
        if found is None:
            return False
        if is_schema(found.root):
            schemas.add(found.root, found)
    return True
