"""The files of JSON Schemas, and what a ``$ref`` in them leads to.

A file is read through the library alone: below the root, or from the origin of a WADL that was fetched.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from wadl2rst.config.options import is_url
from wadl2rst.config.suggestions import similar
from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Report
from wadl2rst.formats import SyntaxFault
from wadl2rst.grammar.json_schema_text import read_json
from wadl2rst.source.files import SourceFile, folded, size
from wadl2rst.source.library import Library
from wadl2rst.source.tree import Element

MAX_SCHEMA = 10 << 20
"""Limit for the length of a JSON Schema, in characters."""
MAX_SCHEMAS = 64 << 20
"""Limit for the length of all JSON Schemas of a WADL, in characters."""
MAX_NEAR = 50
"""The number of references for which a similar name is looked for."""

_DRAFT = re.compile(r"json-schema\.org/(?:draft/)?(?:draft-0?(\d)\b|(20\d\d)-\d\d)")
_META_SCHEMAS = re.compile(r"https?://json-schema\.org/")
_DATA = frozenset({"enum", "const", "default", "example", "examples", "required", "x-enum-descriptions"})
"""Keywords whose values are data, in which ``id`` is not the name of a schema."""


@dataclass(eq=False, slots=True)
class SchemaFile:
    """A JSON Schema that was read."""

    place: SourceFile
    """The file."""
    text: str = field(repr=False)
    root: object = field(repr=False)
    """Its value; see :class:`~wadl2rst.grammar.json_schema_text.JsonText`."""
    lines: dict[int, int] = field(repr=False)
    draft: int | None
    """3, 4, 6, 7, 2019 or 2020; None if it names none that is known."""
    resources: dict[str, Place] = field(default_factory=dict, repr=False)
    """The subschemas that have an identifier or an anchor, by their URI as far as the file tells it, with the fragment."""

    @property
    def has_siblings(self) -> bool:
        """Whether keywords beside a ``$ref`` count: since 2019-09 (core, section 8.2.3.1).  Without a draft, they are meant."""
        return self.draft is None or self.draft >= 2019

    @property
    def top(self) -> Place:
        """The whole schema."""
        return Place(self, None, "", 1).inner(self.root)

    @property
    def stem(self) -> str:
        """The name of the file without its extension."""
        return PurePosixPath(unquote(urlsplit(self.place.shown).path) or self.place.shown).name.partition(".")[0] or "schema"


class Place(NamedTuple):
    """A schema at its place in a file."""

    file: SchemaFile
    node: object
    """The schema: an object, or a boolean."""
    base: str
    """The base of its references, relative to the file; empty for the file itself."""
    line: int = 0
    pointer: tuple[str, ...] = ()
    """The JSON pointer, for a schema that a reference leads to."""

    @property
    def location(self) -> Location:
        """Its file and line."""
        return Location(self.file.place.shown, self.line)

    def inner(self, node: object) -> Place:
        """A schema within this one."""
        if not isinstance(node, dict):
            return Place(self.file, node, self.base, self.line)
        line = self.file.lines.get(id(node), self.line)
        return Place(self.file, node, _based(self.base, node, self.file.draft), line)


class SchemaFiles:
    """Reads the JSON Schemas of a WADL, each once, and resolves references.  Problems are reported; nothing is raised."""

    def __init__(self, library: Library, report: Report) -> None:
        """Creates a reader without files."""
        self._library = library
        self._report = report
        self._by_name: dict[tuple[str, str], SchemaFile | None] = {}
        self._by_key: dict[str, SchemaFile | None] = {}
        self._resources: dict[str, Place] = {}
        """The subschemas with an absolute identifier, whichever file has them."""
        self._resolved: dict[tuple[str, str, str], Place | None] = {}
        self._read = 0
        self._dangled = 0

    def named(self, address: str, near: Element, location: Location) -> Place | None:
        """The schema that a WADL names: a file, and perhaps a fragment.  None if it cannot be read, or is not JSON but XML."""
        href, fragment = urldefrag(address)
        file = self._file(href, near, location, is_named=True)
        if file is None:
            return None
        found = self._in_file(file, "", unquote(fragment))
        if found is None:
            self._dangling(f"the schema {folded(address)}", file, unquote(fragment), location)
        return found

    def referred(self, reference: str, origin: Place) -> Place | None:
        """The schema that the ``$ref`` in ``origin`` leads to; None if there is none, which is reported once."""
        key = (origin.file.place.key, origin.base, reference)
        if key not in self._resolved:
            self._resolved[key] = self._referred(reference, origin)
        return self._resolved[key]

    def resolved(self, reference: str, origin: Place) -> Place | None:
        """As :meth:`referred`, for a reference that was followed before; None for any other: nothing is read or reported."""
        return self._resolved.get((origin.file.place.key, origin.base, reference))

    def _referred(self, reference: str, origin: Place) -> Place | None:
        href, fragment = urldefrag(reference.strip())
        fragment = unquote(fragment)
        if _META_SCHEMAS.match(href):
            return None  # a schema of schemas, which says nothing about a body
        target = _joined(origin.base, href) if href else origin.base
        file = origin.file
        if target == origin.base or target in file.resources:
            found = self._in_file(file, target, fragment)
        elif target in self._resources:
            file = self._resources[target].file
            found = self._in_file(file, target, fragment)
        else:
            opened = self._file(_local(target, _identifier(file.root, file.draft)), file.place, origin.location)
            if opened is None:
                return None
            file = opened
            found = self._in_file(file, "", fragment)
        if found is None:
            self._dangling(f"the $ref {folded(reference)}", file, fragment, origin.location)
        return found

    def _in_file(self, file: SchemaFile, base: str, fragment: str) -> Place | None:
        """The schema with a fragment, in the part of the file that has the identifier ``base``."""
        start = file.resources.get(base) or file.top
        if not fragment:
            return start
        if not fragment.startswith("/"):
            return file.resources.get(f"{start.base}#{fragment}") or file.resources.get(f"#{fragment}")
        place = start
        pointer = (*start.pointer, *fragment[1:].split("/"))
        for token in fragment[1:].split("/"):
            node = _member(place.node, token.replace("~1", "/").replace("~0", "~"))
            if node is _NONE:
                return None
            place = place.inner(node)
        return place._replace(pointer=tuple(token.replace("~1", "/").replace("~0", "~") for token in pointer))

    def _file(self, href: str, near: Element | SourceFile, location: Location, *, is_named: bool = False) -> SchemaFile | None:
        key = (href, near.key if isinstance(near, SourceFile) else location.file)
        if key not in self._by_name:
            found = self._library.schema_text(href, near, location)
            if found is not None and found.place.key not in self._by_key:
                self._by_key[found.place.key] = self._parsed(found.place, found.text, is_named)
            self._by_name[key] = self._by_key[found.place.key] if found is not None else None
        return self._by_name[key]

    def _parsed(self, place: SourceFile, text: str, is_named: bool) -> SchemaFile | None:
        self._read += len(text)
        if len(text) > MAX_SCHEMA or self._read > MAX_SCHEMAS:
            limit = size(MAX_SCHEMA) if len(text) > MAX_SCHEMA else f"{size(MAX_SCHEMAS)} together with the others of the WADL"
            self._report(Diagnostic(MessageCode.TOO_LARGE, f"this schema is larger than {limit}; it is not read", Location(place.shown)))
            return None
        if is_named and text.lstrip()[:1] == "<":
            return None  # an XML Schema, or a page about the schema
        parsed = read_json(text)
        if isinstance(parsed, SyntaxFault):
            words = f"not valid JSON: {parsed.text}"
            if place.shown.lower().endswith((".yaml", ".yml")):
                words = "YAML is not read; save the schema as JSON"
            location = Location(place.shown, parsed.line, parsed.column)
            self._report(Diagnostic(MessageCode.BAD_SCHEMA, f"{words}; this schema is not shown", location))
            return None
        declared = parsed.value.get("$schema") if isinstance(parsed.value, dict) else None
        match = _DRAFT.search(declared) if isinstance(declared, str) else None
        file = SchemaFile(place, text, parsed.value, parsed.lines, int(match[1] or match[2]) if match else None)
        self._index(file)
        return file

    def _index(self, file: SchemaFile) -> None:
        """Notes the subschemas of a file that have identifiers or anchors."""
        Trail = tuple["Trail", str] | None  # type: ignore[misc]
        pending: list[tuple[Place, Trail]] = [(file.top, None)]
        while pending:
            place, trail = pending.pop()
            node = place.node
            if isinstance(node, dict):
                identifier = _identifier(node, file.draft)
                names = [node.get("$anchor"), node.get("$dynamicAnchor"), identifier[1:] if identifier.startswith("#") else None]
                named = place._replace(pointer=_pointer(trail))
                for name in names:
                    if isinstance(name, str) and name:
                        file.resources.setdefault(f"{place.base}#{name}", named)
                if identifier and not identifier.startswith("#"):
                    file.resources.setdefault(place.base, named)
                    if _is_absolute(place.base):
                        self._resources.setdefault(place.base, named)
                members = ((key, value) for key, value in node.items() if key not in _DATA)
            elif isinstance(node, list):
                members = ((str(number), value) for number, value in enumerate(node))
            else:
                continue
            for key, value in members:
                if isinstance(value, dict | list):
                    pending.append((place.inner(value), (trail, key)))

    def _dangling(self, what: str, file: SchemaFile, fragment: str, location: Location) -> None:
        shown = folded(fragment)
        near = ""
        self._dangled += 1
        if fragment.startswith("/") and self._dangled <= MAX_NEAR:
            folder, _, name = fragment.rpartition("/")
            around = self._in_file(file, "", folder)
            if around is not None and isinstance(around.node, dict) and len(name) <= 100:
                near = similar(name, [key for key in list(around.node)[:1000] if len(key) <= 100])
        text = f"{what} does not resolve: {file.place.shown} has no #{shown}{near}"
        self._report(Diagnostic(MessageCode.DANGLING, text, location))


_NONE = object()


def _member(node: object, token: str) -> object:
    """The member or item of a value that a token of a JSON pointer names (RFC 6901); ``_NONE`` if there is none."""
    if isinstance(node, dict):
        return node.get(token, _NONE)
    if isinstance(node, list) and token.isascii() and token.isdigit() and len(token) < 9 and int(token) < len(node):
        item: object = node[int(token)]
        return item
    return _NONE


def _identifier(node: object, draft: int | None) -> str:
    """The ``$id`` of a schema, or the ``id`` of drafts 3 and 4."""
    if not isinstance(node, dict):
        return ""
    found = node.get("$id")
    if not isinstance(found, str) and (draft is None or draft <= 4):
        found = node.get("id")
    return found if isinstance(found, str) else ""


def _based(base: str, node: dict[str, object], draft: int | None) -> str:
    identifier = urldefrag(_identifier(node, draft))[0]
    return _joined(base, identifier) if identifier else base


def _joined(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def _is_absolute(reference: str) -> bool:
    return reference.startswith("/") or bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", reference))


def _local(target: str, identifier: str) -> str:
    """Where a target lies from the file: beside it, as it would lie beside the address that the file calls itself by."""
    if not (_is_absolute(target) and _is_absolute(identifier)):
        return target
    try:
        wanted, own = urlsplit(target), urlsplit(identifier)
    except ValueError:
        return target
    if wanted[:2] != own[:2] or not wanted.path.startswith("/"):
        return target
    return posixpath.relpath(wanted.path, posixpath.dirname(own.path) or "/")


def _pointer(trail: object) -> tuple[str, ...]:
    tokens: list[str] = []
    while isinstance(trail, tuple):
        trail, token = trail
        tokens.append(token)
    return tuple(reversed(tokens))


def is_remote(address: str, near: Element) -> bool:
    """Whether an address is on another origin than the WADL, or on the network while the WADL is a file: it is only shown as a link."""
    try:
        return is_url(address) and urlsplit(address)[:2] != urlsplit(near.location.file)[:2]
    except ValueError:
        return True
