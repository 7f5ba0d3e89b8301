"""Flattens a document with expat: DOCTYPE removed, entities expanded, default attributes added, start tags located.

libxml2 does not bind namespaces in the replacement text of entities as *Namespaces in XML* requires, and does not give the
position of an element within that text.  expat does both.  It also reports what is wrong with a document, and where, so
documents that lxml rejects are parsed again here.
"""

from __future__ import annotations

import re
import sys
from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple
from xml.parsers import expat

from wadl2rst.diagnostics import Diagnostic, LoadError, Location, MessageCode, Report
from wadl2rst.source import limits, prefixes
from wadl2rst.source.encoding import Encoded, EncodingFault, prepare
from wadl2rst.source.entities import Entities, Entity, EntityReference, FileOrigin
from wadl2rst.source.files import SourceFile, Unavailable, folded, unavailable
from wadl2rst.source.malformed import explain, reference_at, text_at
from wadl2rst.source.tree import XML_NAMESPACE, Element, ElementOrigin, Namespaces

_ELEMENT_COST = 64
_AMPERSAND = ord("&")
_QUOTES = b"\"'"
_PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
_AMPLIFICATION = 43
_RECURSION = 12
_MAIN_TOKEN = "0"
_MAX_PIECES = 512

_PROLOG = re.compile(rb"(?:\s++|<!--.*?-->|<\?.*?\?>)*+<!DOCTYPE", re.DOTALL)
_REFERENCE = re.compile(r"&([^#;&<\s][^;&<\s]*);")
_NO_REFERENCES = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_SPECIAL = re.compile('[&<>"\t\n\r]')

LoadEntityFile = Callable[[str, SourceFile], tuple[SourceFile, bytes]]
"""Takes a system identifier and the file that contains it; returns the entity file and its bytes.  Raises :class:`Unavailable`."""


def prepared(data: bytes, place: SourceFile) -> Encoded:
    """Like :func:`prepare`, but raises :class:`LoadError` if the encoding is unknown or the bytes are not valid in it."""
    try:
        return prepare(data)
    except EncodingFault as fault:
        raise LoadError(Diagnostic(MessageCode.NOT_XML, fault.text, Location(place.shown, 1, 1))) from None


def has_doctype(text: bytes, begin: int = 0) -> bool:
    """Whether ``text`` (XML in UTF-8) has a DOCTYPE in the prolog that starts at ``begin``."""
    return _PROLOG.match(text, begin) is not None


class _ParsedFile(NamedTuple):
    """A file that is being parsed: the document, or an entity file that it includes."""

    place: SourceFile
    encoded: Encoded
    parser: expat.XMLParserType

    @property
    def location(self) -> Location:
        """The current location of the parser."""
        return Location(self.place.shown, self.parser.CurrentLineNumber)

    @property
    def byte(self) -> int:
        """The byte at which the current event begins."""
        data = self.encoded.data
        index = self.parser.CurrentByteIndex + self.encoded.low
        return data[index] if 0 <= index < len(data) else 0


class _FlatTag(NamedTuple):
    """The flattened start and end tags of an element, without its attributes."""

    namespace: str | None
    """The default namespace that it requires; None if any will do."""
    start: str
    end: str


class Flattening:
    """One pass over a document with expat."""

    def __init__(self, encoded: Encoded, place: SourceFile, size: int, *, report: Report, load: LoadEntityFile) -> None:
        """``place`` is the file of the document, ``size`` its size in bytes.

        External parameter entities and an external DTD are read with ``load``; external general entities are skipped.
        Problems that do not prevent parsing are passed to ``report``.
        """
        self.has_doctype = False
        """Whether the document has a DOCTYPE; set before anything is fed."""
        self.max_attributes = sys.maxsize
        """The limit for the attributes that are fed; none, because they are counted here."""
        self._origins: deque[tuple[ElementOrigin, int, Namespaces]] = deque()
        self.next_place = self._origins.popleft
        """Returns, for each start tag that was fed, in order, the origin and the line (or ordinal) of its element."""
        self._namespaces: dict[str, str] = {}
        self._flat_namespaces: dict[str, str] = {}
        self._tags: dict[str, _FlatTag] = {}
        self._encoded = encoded
        self._place = place
        self._report = report
        self._load = load
        self._entities = Entities()
        self._files: list[_ParsedFile] = []
        self._tokens: dict[SourceFile, str] = {}
        self._places: dict[str, SourceFile] = {}
        self._external: dict[tuple[str, str], str] = {}
        self._skipped: dict[str, list[Location]] = {}
        self._reported: set[str] = set()
        self._unread: list[str] = []
        self._read = {place.key: size}
        self._fed = 0
        self._referring = 0
        self._content = 0
        self._has_external_parts = False
        self._check_limits: Callable[[], None] = _nothing
        self._open: list[tuple[str, tuple[ElementOrigin, int]]] = []
        """The open elements: their names, as expat gives them, and their origins."""

    def split(self, name: str) -> tuple[str, str]:
        """The namespace and local name for ``{namespace}name`` as it was fed, in which each namespace is replaced by a short name."""
        namespace, _, local = name.rpartition("}")
        namespace = namespace.removeprefix("{")
        return self._namespaces.get(namespace, namespace), local

    def run(self, feed: Callable[[bytes], object]) -> None:
        """Parses the document and passes its root element to ``feed``, in chunks of UTF-8.

        Raises :class:`LoadError` if the document is not well-formed or exceeds a limit, and whatever ``feed`` raises.
        """
        encoded = self._encoded
        parser = expat.ParserCreate(encoded.override, "}")
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.SetBase(self._token(self._place))
        parser.UseForeignDTD(False)
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
        file = _ParsedFile(self._place, encoded, parser)
        self._files.append(file)
        try:
            self._install(file, feed)
            self._parse(file)
        except expat.ExpatError as error:
            raise self._syntax_error(error, file, self._opened()) from None
        finally:
            # Handlers and parser refer to each other, and to the data: break the cycle rather than wait for the garbage collector.
            parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
            parser.StartNamespaceDeclHandler = parser.EndNamespaceDeclHandler = None
            parser.StartDoctypeDeclHandler = parser.EndDoctypeDeclHandler = parser.EntityDeclHandler = None
            parser.ExternalEntityRefHandler = parser.SkippedEntityHandler = None
            self._check_limits = _nothing
            self._files.clear()
        self._report_undeclared()

    def _install(self, file: _ParsedFile, feed: Callable[[bytes], object]) -> None:
        """Sets the handlers.  Those for elements and text are closures for speed: they run for every tag."""
        parser, encoded = file.parser, file.encoded
        data, low = encoded.data, encoded.low
        origin = FileOrigin(self._place)
        reference: ElementOrigin = origin
        reference_index = -1
        ordinal = 0
        # The remaining expansion, and the limit on parts.  Both are set at the end of the DOCTYPE: without one there are no entities.
        left = most = float("inf")
        parts = 0
        pieces: list[str] = []
        write = pieces.append
        tags = self._tags
        opened, origins = self._open, self._origins
        # The default namespace in the flattened text: the current one, and those of the enclosing elements.
        default = ""
        defaults: list[str] = []

        def flush() -> None:
            if pieces:
                feed("".join(pieces).encode())
                pieces.clear()

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal reference, reference_index, ordinal, left, parts, default
            place: tuple[ElementOrigin, int]
            index = parser.CurrentByteIndex
            if data[index + low] == _AMPERSAND:
                # Within the replacement text of an entity, expat's index stays at the reference.
                if index != reference_index:
                    reference = EntityReference(self._place, parser.CurrentLineNumber, reference_at(encoded, index), self._entities)
                    reference_index = index
                    ordinal = 0
                place = reference, ordinal
                ordinal += 1
            else:
                place = origin, parser.CurrentLineNumber
            opened.append((name, place))
            left -= _ELEMENT_COST + sum(map(len, attributes.values()))
            if left < 0:
                raise self._expansion_error(file)
            parts += 2 + len(attributes)
            if parts > most:
                raise self._size_error(file)
            if len(opened) > limits.MAX_DEPTH:
                location = place[0].locate(place[1])
                raise LoadError(
                    Diagnostic(MessageCode.TOO_DEEP, f"more than {limits.MAX_DEPTH} elements are nested in each other", location)
                )
            origins.append((*place, declared.current))
            declared.is_new = False
            tag = tags.get(name) or self._tag(name)
            write(tag.start)
            defaults.append(default)
            if tag.namespace is not None and tag.namespace != default:
                default = tag.namespace
                write(f' xmlns="{default}"')
            for key, value in attributes.items():
                if "}" in key:
                    write(self._attribute(key, len(pieces)))
                else:
                    write(f" {key}")
                write(f'="{_escaped(value)}"')
            write(">")

        def end(name: str) -> None:
            nonlocal default
            opened.pop()
            default = defaults.pop()
            write(tags[name].end)
            if len(pieces) > _MAX_PIECES:
                flush()

        def text(data: str) -> None:
            nonlocal left
            left -= len(data)
            if left < 0:
                raise self._expansion_error(file)
            write(_escaped(data))
            if len(pieces) > _MAX_PIECES:
                flush()

        def doctype(_name: str, _system: str | None, _public: str | None, _internal: bool) -> None:
            self.has_doctype = True

        def end_doctype() -> None:
            nonlocal left, most
            self._content = parser.CurrentByteIndex
            left = limits.max_expansion(self._size)
            most = limits.max_parts(self._size)

        def check_limits() -> None:
            # Called between two chunks of the file, which are short.
            if parts > limits.max_parts(self._size):
                raise self._size_error(file)
            flush()

        declared = prefixes.Prefixes()
        parser.StartNamespaceDeclHandler = declared.begin
        parser.EndNamespaceDeclHandler = declared.end
        self._check_limits = check_limits
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = doctype
        parser.EndDoctypeDeclHandler = end_doctype
        parser.EntityDeclHandler = self._declare
        parser.ExternalEntityRefHandler = self._load_external
        parser.SkippedEntityHandler = self._skip

    def _tag(self, name: str) -> _FlatTag:
        """The flattened tags for the element name ``name``, as expat gives it."""
        namespace, _, local = name.rpartition("}")
        if namespace == XML_NAMESPACE:
            tag = _FlatTag(None, f"<xml:{local}", f"</xml:{local}>")
        else:
            tag = _FlatTag(self._flat_namespace(namespace), f"<{local}", f"</{local}>")
        self._tags[name] = tag
        return tag

    def _attribute(self, name: str, number: int) -> str:
        """The flattened name of an attribute in a namespace; ``number`` must be unique among the attributes of the element."""
        namespace, _, local = name.rpartition("}")
        if namespace == XML_NAMESPACE:
            return f" xml:{local}"
        return f' xmlns:a{number}="{self._flat_namespace(namespace)}" a{number}:{local}'

    def _flat_namespace(self, namespace: str) -> str:
        """A short name for a namespace: libxml2 does not accept every namespace that expat accepts and WADLs use."""
        if not namespace:
            return ""
        flat = self._flat_namespaces.get(namespace)
        if flat is None:
            flat = self._flat_namespaces[namespace] = f"n:{len(self._namespaces)}"
            self._namespaces[flat] = namespace
        return flat

    def _parse(self, file: _ParsedFile) -> None:
        """Feeds a file to its parser in chunks, to bound the size of a single tag."""
        data = memoryview(file.encoded.data)
        parser = file.parser
        for begin in range(0, len(data), limits.MAX_TOKEN):
            piece = data[begin : begin + limits.MAX_TOKEN]
            try:
                parser.Parse(piece, False)
            except (LookupError, ValueError):
                if begin:
                    raise
                # Raised by Python for an encoding that is unknown or multi-byte.
                raise LoadError(Diagnostic(MessageCode.NOT_XML, "unknown encoding in the first line", file.location)) from None
            self._check_limits()
            if begin + len(piece) - max(parser.CurrentByteIndex, 0) > limits.MAX_TOKEN:
                text = f"a tag, comment or declaration is longer than {limits.MAX_TOKEN >> 20} MiB"
                raise LoadError(Diagnostic(MessageCode.TOO_LARGE, text, file.location))
        parser.Parse(b"", True)
        self._check_limits()

    def _declare(
        self,
        name: str,
        is_parameter: bool,
        value: str | None,
        base: str | None,
        system: str | None,
        _public: str | None,
        notation: str | None,
    ) -> None:
        file = self._files[-1]
        if value is None:
            if not is_parameter and notation is None:
                self._external[base or "", system or ""] = name
            return
        self._referring += ("%" if is_parameter else "&") in value
        if self._referring > limits.MAX_REFERRING:
            text = f"more than {limits.MAX_REFERRING:,} entities refer to other entities"
            raise LoadError(Diagnostic(MessageCode.TOO_DEEP, text, file.location))
        if not is_parameter:
            self._entities.add(Entity(name, value, file.place, file.parser.CurrentLineNumber, file.byte in _QUOTES))

    def _load_external(self, context: str | None, base: str | None, system: str | None, _public: str | None) -> int:
        """Parses an external entity file; reports and skips an entity that is not read.  Returns 1, so that expat continues."""
        file = self._files[-1]
        if context is not None:
            name = self._external.get((base or "", system or ""), "")
            text = f"the entity &{name}; is external ({folded(system or '')}); it is not read"
            self._report_once(f"&{name}", MessageCode.EXTERNAL_ENTITY, text, file.location)
            return 1
        self._has_external_parts = True
        try:
            place, data = self._load(system or "", self._places[base or _MAIN_TOKEN])
        except Unavailable as fault:
            code = unavailable(fault, MessageCode.UNREADABLE, MessageCode.NETWORK)
            text = f"the entity file {folded(system or '')} {fault.text}"
            self._report_once(f"%{base}:{system}", code, text, file.location, fault.cause)
            self._unread.append(folded(system or ""))
            # Treated as empty: if an entity file is not parsed at all, expat drops the declarations that follow.
            file.parser.ExternalEntityParserCreate(context).Parse(b" ", True)
            return 1
        if len(self._files) > limits.MAX_NESTED_FILES:
            text = f"entity files are nested more than {limits.MAX_NESTED_FILES} deep"
            raise LoadError(Diagnostic(MessageCode.TOO_DEEP, text, file.location))
        self._read[place.key] = len(data)
        self._fed += len(data)
        if self._fed > limits.max_expansion(self._size):
            raise LoadError(Diagnostic(MessageCode.TOO_LARGE, "its entity files are included too many times", file.location))
        encoded = prepared(data, place)
        override = (encoded.override,) if encoded.override else ()
        inner = _ParsedFile(place, encoded, file.parser.ExternalEntityParserCreate(context, *override))
        inner.parser.SetBase(self._token(place))
        self._files.append(inner)
        try:
            self._parse(inner)
        except expat.ExpatError as error:
            raise self._syntax_error(error, inner, []) from None
        finally:
            self._files.pop()
        return 1

    def _token(self, place: SourceFile) -> str:
        """The base of a file for expat: a number, because a path may contain bytes that are not text."""
        token = self._tokens.setdefault(place, str(len(self._tokens)))
        self._places[token] = place
        return token

    def _skip(self, name: str, is_parameter: bool) -> None:
        self._skipped.setdefault(f"%{name};" if is_parameter else f"&{name};", []).append(self._files[-1].location)

    @property
    def _size(self) -> int:
        """Total size in bytes of the files that were read, each counted once."""
        return sum(self._read.values())

    def _expansion_error(self, file: _ParsedFile) -> LoadError:
        text = (
            f"entities and default attributes expand to more than {limits.max_expansion(self._size) >> 20} MiB, "
            "the limit for a document of this size"
        )
        return LoadError(Diagnostic(MessageCode.TOO_LARGE, text, file.location))

    def _size_error(self, file: _ParsedFile) -> LoadError:
        text = (
            f"too many elements and attributes for a document of this size; the limit is half a million elements plus one for every "
            f"{2 * limits.PART_BYTES} bytes, and an attribute counts as half an element"
        )
        return LoadError(Diagnostic(MessageCode.TOO_LARGE, text, file.location))

    def _opened(self) -> list[Element]:
        """The open elements, outermost first."""
        found = ((name.rpartition("}"), place) for name, place in self._open)
        return [Element(namespace, local, {}, line, origin) for (namespace, _, local), (origin, line) in found]

    def _syntax_error(self, error: expat.ExpatError, file: _ParsedFile, opened: Sequence[Element]) -> LoadError:
        """The error to raise for an error of expat."""
        location = Location(file.place.shown, error.lineno, error.offset + 1)
        if error.code == _AMPLIFICATION:
            return LoadError(Diagnostic(MessageCode.TOO_LARGE, "entities expand to far more text than the file contains", location))
        index = file.parser.ErrorByteIndex
        name = reference_at(file.encoded, index) if index >= 0 else ""
        if error.code == _RECURSION:
            # In an attribute, expat before 2.7 gives the position of the tag.
            found = re.search(r"&[^#;&<\s][^;&<\s]*;|%[^;\s]+;", text_at(file.encoded, max(index, 0), 1000))
            reference = found[0] if found else ""
            if reference.startswith("&"):
                reference = f"&{self._entities.find_cycle(reference[1:-1])};"
            subject = f"the entity {reference}" if reference else "an entity"
            return LoadError(Diagnostic(MessageCode.NOT_XML, f"not well-formed: {subject} refers to itself", location))
        entity = self._entities.get(name)
        if entity is not None:
            location = Location(location.file, location.line, location.column, name, entity.place.shown, entity.line)
            return LoadError(
                Diagnostic(MessageCode.NOT_XML, f"not well-formed: in the text of &{name};: {_in_entity(error.code)}", location)
            )
        is_part = file.place is not self._place
        fault = explain(error.code, index, file.encoded, opened, is_part=is_part, in_doctype=self.has_doctype and not self._content)
        return LoadError(Diagnostic(fault.code, fault.text, Location(location.file, 1, 1) if fault.whole_file else location))

    def _report_once(self, key: str, code: MessageCode, text: str, location: Location, cause: str = "") -> None:
        if key not in self._reported:
            self._reported.add(key)
            self._report(Diagnostic(code, text, location, cause))

    def _report_undeclared(self) -> None:
        if self.has_doctype and self._has_external_parts:
            self._find_undeclared_in_attributes(self._encoded)
        unread = list(dict.fromkeys(self._unread))
        cause = ""
        if unread:
            # An unread entity file may declare the missing entities, so all these messages share it as their cause.
            cause = f"perhaps it is in {unread[0]}" + (" or another entity file" if len(unread) > 1 else "") + ", which was not read"
        for name, places in self._skipped.items():
            more = f" (used {len(places)} times)" if len(places) > 1 else ""
            text = f"the entity {name} is not declared{more}" + (f"; {cause}" if cause else "")
            self._report(Diagnostic(MessageCode.UNDEFINED_ENTITY, text, places[0], cause))

    def _find_undeclared_in_attributes(self, encoded: Encoded) -> None:
        """Finds undeclared entities in attribute values, which expat drops silently."""
        text = encoded.data[self._content :].decode(encoded.codec, "replace")
        plain = ""
        for name in dict.fromkeys(_REFERENCE.findall(text)):
            if name in self._entities or name in _PREDEFINED or f"&{name};" in self._skipped or name in self._external.values():
                continue
            plain = plain or _NO_REFERENCES.sub(lambda match: "\n" * match[0].count("\n"), text)
            index = plain.find(f"&{name};")
            if index >= 0:
                first = encoded.data[: self._content].decode(encoded.codec, "replace").count("\n")
                place = Location(self._place.shown, 1 + first + plain.count("\n", 0, index))
                self._skipped[f"&{name};"] = [place] * plain.count(f"&{name};")


def _nothing() -> None:
    """Checks nothing."""


def _escaped(text: str) -> str:
    """Escapes text for an element or an attribute value, so that parsing returns it unchanged."""
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", text) if _SPECIAL.search(text) else text


def _in_entity(code: int) -> str:
    return _ENTITY_FAULTS.get(code, expat.ErrorString(code) or "it is malformed")


_ENTITY_FAULTS: dict[int, str] = {
    3: "it ends too early",
    4: "invalid character (perhaps a stray '&' or '<')",
    5: "it ends inside a tag",
    7: "mismatched end tag",
    8: "duplicate attribute",
    11: "it refers to an undeclared entity",
    13: "it does not close every element that it opens",
    27: "a prefix is not declared",
}
