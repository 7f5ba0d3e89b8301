"""JSON Schema -> components: drafts 3, 4, 6 and 7, 2019-09 and 2020-12, and what drafts have in common where a schema names none.

The specifications are those of json-schema.org, *JSON Schema Core* and *JSON Schema Validation*.  What a table of properties cannot
show (``not``, ``if``, dependencies, ``discriminator``) is ignored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wadl2rst.diagnostics import Location, Report
from wadl2rst.grammar.json_schema_files import Place, SchemaFiles, is_remote
from wadl2rst.grammar.json_schema_types import SchemaConverter, ToDocs
from wadl2rst.markup.document import Markup
from wadl2rst.source.library import Library
from wadl2rst.source.tree import Element
from wadl2rst.wadl.components import SchemaBody, Type, TypeName
from wadl2rst.wadl.model import Doc


@dataclass(frozen=True, slots=True)
class JsonSchemas:
    """The JSON Schemas that a WADL names."""

    bodies: Mapping[str, SchemaBody]
    """The bodies by the address in the WADL, as written: a part of :attr:`~wadl2rst.wadl.components.Grammar.json_bodies`."""
    types: Mapping[TypeName, Type]
    """All types that they refer to."""
    places: Mapping[str, Place] = field(default_factory=dict, repr=False)
    """For each address, the schema as it stands in its file, for a validator."""
    files: SchemaFiles | None = field(default=None, repr=False)
    """The files that were read, for a validator."""


def read_json_schemas(addresses: Mapping[str, Location], library: Library, report: Report, to_docs: ToDocs) -> JsonSchemas:
    """Reads the JSON Schemas that representations name (:attr:`~wadl2rst.wadl.model.Representation.schema`).

    ``addresses`` has each address as written, with the location of the first representation that names it; ``to_docs`` turns a
    description into documentation (see :func:`documentation`).  Schemas are read through ``library``, which has read the WADL.
    An address on the network has no body if the WADL is a file, and neither has one that leads to XML, such as an XML Schema.
    Problems are passed to ``report``; nothing is raised.
    """
    files = SchemaFiles(library, report)
    converter = SchemaConverter(files, report, to_docs)
    roots = {document.shown: document.root for document in reversed(library.documents)}
    main = next((document.root for document in library.documents), None)
    bodies: dict[str, SchemaBody] = {}
    places: dict[str, Place] = {}
    for address, location in addresses.items():
        near = roots.get(location.file, main)
        if near is None or is_remote(address, near):
            continue
        place = files.named(address, near, location)
        if place is not None:
            bodies[address] = SchemaBody(root=converter.root(place), is_json=True)
            places[address] = place
    converter.finish()
    return JsonSchemas(bodies, converter.types, places, files)


class _Origin:
    """The file that a description comes from; see :class:`~wadl2rst.source.tree.ElementOrigin`."""

    def __init__(self, file: str) -> None:
        self._file = file

    def locate(self, line: int) -> Location:
        return Location(self._file, line)


def documentation(markup: Markup) -> ToDocs:
    """A function that converts descriptions, which are plain text or Markdown, with ``markup``."""

    def to_docs(text: str, location: Location) -> tuple[Doc, ...]:
        holder = Element("", "doc", {}, location.line, _Origin(location.file))
        holder.children.append(text)
        blocks = markup.blocks(holder)
        return (Doc(blocks=blocks, location=location),) if blocks else ()

    return to_docs
