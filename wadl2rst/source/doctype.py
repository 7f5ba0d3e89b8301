"""A document without its DOCTYPE: its entities expanded, its default attributes written out, and the place of every start tag.

libxml2 does not bind namespaces in the text of entities as *Namespaces in XML* asks, and does not say where in that text an
element stands.  expat does both.  It also says what is wrong with a document, and where, so a document that lxml
refuses is read here once more.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple
from xml.parsers import expat

from wadl2rst.diagnostics import Diagnostic, LoadError, Location, MessageCode, Report
from wadl2rst.source import limits
from wadl2rst.source.encoding import Encoded, EncodingFault, prepare
from wadl2rst.source.entities import Entities, Entity, EntityReference, FileOrigin
from wadl2rst.source.files import SourceFile, Unavailable, folded, unavailable
from wadl2rst.source.malformed import explain, reference_at, text_at
from wadl2rst.source.tree import XML_NAMESPACE, Element, Origin

_ELEMENT_PRICE = 64
_AMPERSAND = ord("&")
_QUOTES = b"\"'"
_PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
_AMPLIFICATION = 43
_RECURSION = 12
_FIRST = "0"
_PIECES = 512

_PROLOG = re.compile(rb"(?:\s++|<!--.*?-->|<\?.*?\?>)*+<!DOCTYPE", re.DOTALL)
_REFERENCE = re.compile(r"&([^#;&<\s][^;&<\s]*);")
_NO_REFERENCES = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_SPECIAL = re.compile('[&<>"\t\n\r]')

LoadEntityFile = Callable[[str, SourceFile], tuple[SourceFile, bytes]]
"""Reads the entity file that a system identifier names, for the file that names it; raises :class:`Unavailable`."""


def prepared(data: bytes, place: SourceFile) -> Encoded:
    """As :func:`prepare`; raises :class:`LoadError` for an encoding that is not known or not true."""
    try:
        return prepare(data)
    except EncodingFault as fault:
        raise LoadError(Diagnostic(MessageCode.NOT_XML, fault.text, Location(place.shown, 1, 1))) from None


def has_doctype(text: bytes, begin: int = 0) -> bool:
    """Whether ``text``, XML in UTF-8, has a DOCTYPE after ``begin``."""
    return _PROLOG.match(text, begin) is not None


class _ParsedFile(NamedTuple):
    """A file that is being parsed: the document, or an entity file that it brings in."""

    place: SourceFile
    encoded: Encoded
    parser: expat.XMLParserType

    @property
    def location(self) -> Location:
        """Where the parser is."""
        return Location(self.place.shown, self.parser.CurrentLineNumber)

    @property
    def byte(self) -> int:
        """The byte at which the present event begins."""
        data = self.encoded.data
        index = self.parser.CurrentByteIndex + self.encoded.low
        return data[index] if 0 <= index < len(data) else 0


class _FlatTag(NamedTuple):
    """How the tags of an element are written, but for its attributes."""

    namespace: str | None
    """The default namespace that it needs; None for any."""
    start: str
    end: str


class Flattening:
    """One reading of a document with expat."""

    def __init__(self, encoded: Encoded, place: SourceFile, size: int, *, report: Report, load: LoadEntityFile) -> None:
        """``place`` tells where the document is from, ``size`` how many bytes it has there.

        External parameter entities and an external DTD come from ``load``, external general entities are skipped.
        What is odd goes to ``report``, and raises nothing.
        """
        self.has_doctype = False
        """Whether it has a DOCTYPE; known before anything is fed."""
        self._origins: deque[tuple[Origin, int]] = deque()
        self.next_place = self._origins.popleft
        """Gives for each start tag that was fed, in turn, what an element needs to tell its place."""
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
        self._said: set[str] = set()
        self._unread: list[str] = []
        self._read = {place.key: size}
        self._fed = 0
        self._referring = 0
        self._content = 0
        self._has_parts = False
        self._measure: Callable[[], None] = _nothing
        self._open: list[tuple[str, tuple[Origin, int]]] = []
        """The elements that are open: their names, as expat gives them, and their places."""

    def split(self, name: str) -> tuple[str, str]:
        """Namespace and local name for ``{namespace}name`` as it was fed, where every namespace has another name."""
        namespace, _, local = name.rpartition("}")
        namespace = namespace.removeprefix("{")
        return self._namespaces.get(namespace, namespace), local

    def run(self, feed: Callable[[bytes], object]) -> None:
        """Reads the document and hands it to ``feed``, piece by piece: the root element, in UTF-8.

        Raises :class:`LoadError` where it is not well-formed or goes beyond a limit, and whatever ``feed`` raises.
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
            raise self._broken(error, file, self._opened()) from None
        finally:
            # Handlers and parser hold each other, and the data: the collector would let them lie.
            parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
            parser.StartDoctypeDeclHandler = parser.EndDoctypeDeclHandler = parser.EntityDeclHandler = None
            parser.ExternalEntityRefHandler = parser.SkippedEntityHandler = None
            self._measure = _nothing
            self._files.clear()
        self._say_skipped()

    def _install(self, file: _ParsedFile, feed: Callable[[bytes], object]) -> None:
        """Sets the handlers.  Those of elements and text are closures: they run for every tag."""
        parser, encoded = file.parser, file.encoded
        data, low = encoded.data, encoded.low
        origin = FileOrigin(self._place)
        reference: Origin = origin
        reference_index = -1
        ordinal = 0
        # What is left of what entities may expand to, and how many parts there may be: at once only where there may be entities.
        left = most = float("inf")
        parts = 0
        pieces: list[str] = []
        write = pieces.append
        tags = self._tags
        opened, origins = self._open, self._origins
        # The default namespace in the flat text, here and for the elements around.
        default = ""
        defaults: list[str] = []

        def flush() -> None:
            if pieces:
                feed("".join(pieces).encode())
                pieces.clear()

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal reference, reference_index, ordinal, left, parts, default
            place: tuple[Origin, int]
            index = parser.CurrentByteIndex
            if data[index + low] == _AMPERSAND:
                # In the text of an entity, expat stays at the reference.
                if index != reference_index:
                    reference = EntityReference(self._place, parser.CurrentLineNumber, reference_at(encoded, index), self._entities)
                    reference_index = index
                    ordinal = 0
                place = reference, ordinal
                ordinal += 1
            else:
                place = origin, parser.CurrentLineNumber
            opened.append((name, place))
            left -= _ELEMENT_PRICE + sum(map(len, attributes.values()))
            if left < 0:
                raise self._too_much(file)
            parts += 2 + len(attributes)
            if parts > most:
                raise self._too_many(file)
            if len(opened) > limits.MAX_DEPTH:
                location = place[0].locate(place[1])
                raise LoadError(
                    Diagnostic(MessageCode.TOO_DEEP, f"more than {limits.MAX_DEPTH} elements are nested in each other", location)
                )
            origins.append(place)
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
            if len(pieces) > _PIECES:
                flush()

        def text(data: str) -> None:
            nonlocal left
            left -= len(data)
            if left < 0:
                raise self._too_much(file)
            write(_escaped(data))
            if len(pieces) > _PIECES:
                flush()

        def doctype(_name: str, _system: str | None, _public: str | None, _internal: bool) -> None:
            self.has_doctype = True

        def end_doctype() -> None:
            nonlocal left, most
            self._content = parser.CurrentByteIndex
            left = limits.most_expansion(self._size)
            most = limits.most_parts(self._size)

        def measure() -> None:
            # Between two pieces of the file, which are not long.
            if parts > limits.most_parts(self._size):
                raise self._too_many(file)
            flush()

        self._measure = measure
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = doctype
        parser.EndDoctypeDeclHandler = end_doctype
        parser.EntityDeclHandler = self._declare
        parser.ExternalEntityRefHandler = self._bring_in
        parser.SkippedEntityHandler = self._skip

    def _tag(self, name: str) -> _FlatTag:
        """How the tags of an element are written that expat calls ``name``."""
        namespace, _, local = name.rpartition("}")
        if namespace == XML_NAMESPACE:
            tag = _FlatTag(None, f"<xml:{local}", f"</xml:{local}>")
        else:
            tag = _FlatTag(self._flat_namespace(namespace), f"<{local}", f"</{local}>")
        self._tags[name] = tag
        return tag

    def _attribute(self, name: str, number: int) -> str:
        """How the name of an attribute in a namespace is written; no other attribute of the element may have the ``number``."""
        namespace, _, local = name.rpartition("}")
        if namespace == XML_NAMESPACE:
            return f" xml:{local}"
        return f' xmlns:a{number}="{self._flat_namespace(namespace)}" a{number}:{local}'

    def _flat_namespace(self, namespace: str) -> str:
        """What stands for a namespace: for libxml2, not everything is one that is one for expat, and for WADLs."""
        if not namespace:
            return ""
        flat = self._flat_namespaces.get(namespace)
        if flat is None:
            flat = self._flat_namespaces[namespace] = f"n:{len(self._namespaces)}"
            self._namespaces[flat] = namespace
        return flat

    def _parse(self, file: _ParsedFile) -> None:
        """Gives a file to its parser, in pieces: what one tag may hold has to be bounded."""
        data = memoryview(file.encoded.data)
        parser = file.parser
        for begin in range(0, len(data), limits.MAX_TOKEN):
            piece = data[begin : begin + limits.MAX_TOKEN]
            try:
                parser.Parse(piece, False)
            except (LookupError, ValueError):
                if begin:
                    raise
                # What Python raises for an encoding that it does not know, or that has characters of several bytes.
                raise LoadError(Diagnostic(MessageCode.NOT_XML, "the encoding in the first line is not known", file.location)) from None
            self._measure()
            if begin + len(piece) - max(parser.CurrentByteIndex, 0) > limits.MAX_TOKEN:
                text = f"a tag, comment or declaration is longer than {limits.MAX_TOKEN >> 20} MiB"
                raise LoadError(Diagnostic(MessageCode.TOO_LARGE, text, file.location))
        parser.Parse(b"", True)
        self._measure()

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

    def _bring_in(self, context: str | None, base: str | None, system: str | None, _public: str | None) -> int:
        """Reads an entity file, or skips what may not be read; expat goes on in any case."""
        file = self._files[-1]
        if context is not None:
            name = self._external.get((base or "", system or ""), "")
            text = f"the entity &{name}; is external ({folded(system or '')}); it is not read"
            self._say(f"&{name}", MessageCode.EXTERNAL_ENTITY, text, file.location)
            return 1
        self._has_parts = True
        try:
            place, data = self._load(system or "", self._places[base or _FIRST])
        except Unavailable as fault:
            code = unavailable(fault, MessageCode.UNREADABLE, MessageCode.NETWORK)
            text = f"the entity file {folded(system or '')} {fault.text}"
            self._say(f"%{base}:{system}", code, text, file.location, fault.cause)
            self._unread.append(folded(system or ""))
            # Read as empty: where an entity file is not read at all, expat drops the declarations that follow.
            file.parser.ExternalEntityParserCreate(context).Parse(b" ", True)
            return 1
        if len(self._files) > limits.MAX_NESTED_FILES:
            text = f"more than {limits.MAX_NESTED_FILES} entity files bring in each other"
            raise LoadError(Diagnostic(MessageCode.TOO_DEEP, text, file.location))
        self._read[place.key] = len(data)
        self._fed += len(data)
        if self._fed > limits.most_expansion(self._size):
            raise LoadError(Diagnostic(MessageCode.TOO_LARGE, "it brings in its entity files again and again", file.location))
        encoded = prepared(data, place)
        override = (encoded.override,) if encoded.override else ()
        inner = _ParsedFile(place, encoded, file.parser.ExternalEntityParserCreate(context, *override))
        inner.parser.SetBase(self._token(place))
        self._files.append(inner)
        try:
            self._parse(inner)
        except expat.ExpatError as error:
            raise self._broken(error, inner, []) from None
        finally:
            self._files.pop()
        return 1

    def _token(self, place: SourceFile) -> str:
        """What expat is told as the base of a file: its path may have bytes that are no text."""
        token = self._tokens.setdefault(place, str(len(self._tokens)))
        self._places[token] = place
        return token

    def _skip(self, name: str, is_parameter: bool) -> None:
        self._skipped.setdefault(f"%{name};" if is_parameter else f"&{name};", []).append(self._files[-1].location)

    @property
    def _size(self) -> int:
        """How many bytes were read, each file once."""
        return sum(self._read.values())

    def _too_much(self, file: _ParsedFile) -> LoadError:
        text = (
            f"its entities and default attributes come to more than {limits.most_expansion(self._size) >> 20} MiB; "
            f"{limits.MAX_EXPANSION} times the file is too much"
        )
        return LoadError(Diagnostic(MessageCode.TOO_LARGE, text, file.location))

    def _too_many(self, file: _ParsedFile) -> LoadError:
        text = (
            f"it has more elements and attributes than a file of its size may have: half a million elements, and one for each "
            f"{2 * limits.PART_BYTES} bytes; attributes count half"
        )
        return LoadError(Diagnostic(MessageCode.TOO_LARGE, text, file.location))

    def _opened(self) -> list[Element]:
        """The elements that are open, outermost first."""
        found = ((name.rpartition("}"), place) for name, place in self._open)
        return [Element(namespace, local, {}, line, origin) for (namespace, _, local), (origin, line) in found]

    def _broken(self, error: expat.ExpatError, file: _ParsedFile, opened: Sequence[Element]) -> LoadError:
        """What expat found, for people."""
        location = Location(file.place.shown, error.lineno, error.offset + 1)
        if error.code == _AMPLIFICATION:
            return LoadError(Diagnostic(MessageCode.TOO_LARGE, "its entities expand to far more than what was read", location))
        index = file.parser.ErrorByteIndex
        name = reference_at(file.encoded, index) if index >= 0 else ""
        if error.code == _RECURSION:
            # In an attribute, expat before 2.7 gives the place of the tag.
            found = re.search(r"&[^#;&<\s][^;&<\s]*;|%[^;\s]+;", text_at(file.encoded, max(index, 0), 1000))
            culprit = f"&{self._entities.circle(found[0][1:-1])};" if found and found[0][0] == "&" else found[0] if found else "there"
            return LoadError(Diagnostic(MessageCode.NOT_XML, f"not well-formed: the entity {culprit} refers to itself", location))
        entity = self._entities.get(name)
        if entity is not None:
            location = Location(location.file, location.line, location.column, name, entity.place.shown, entity.line)
            return LoadError(
                Diagnostic(MessageCode.NOT_XML, f"not well-formed: in the text of &{name};: {_in_entity(error.code)}", location)
            )
        is_part = file.place is not self._place
        fault = explain(error.code, index, file.encoded, opened, is_part=is_part, in_doctype=self.has_doctype and not self._content)
        return LoadError(Diagnostic(fault.code, fault.text, Location(location.file, 1, 1) if fault.whole else location))

    def _say(self, key: str, code: MessageCode, text: str, location: Location, cause: str = "") -> None:
        if key not in self._said:
            self._said.add(key)
            self._report(Diagnostic(code, text, location, cause))

    def _say_skipped(self) -> None:
        if self.has_doctype and self._has_parts:
            self._find_in_attributes(self._encoded)
        unread = list(dict.fromkeys(self._unread))
        cause = ""
        if unread:
            # What an entity file would have declared, nobody knows without it; once it is there, these are gone or said again.
            cause = f"perhaps it is in {unread[0]}" + (" or another entity file" if len(unread) > 1 else "") + ", which was not read"
        for name, places in self._skipped.items():
            more = f" (used {len(places)} times)" if len(places) > 1 else ""
            text = f"the entity {name} is not declared{more}" + (f"; {cause}" if cause else "")
            self._report(Diagnostic(MessageCode.UNDEFINED_ENTITY, text, places[0], cause))

    def _find_in_attributes(self, encoded: Encoded) -> None:
        """Looks for undeclared entities in attribute values: those expat drops without a word."""
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
    """Measures nothing."""


def _escaped(text: str) -> str:
    """Text for an element or an attribute, so that it comes back as it is."""
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", text) if _SPECIAL.search(text) else text


def _in_entity(code: int) -> str:
    return _ENTITY_FAULTS.get(code, expat.ErrorString(code) or "it is malformed")


_ENTITY_FAULTS: dict[int, str] = {
    3: "it ends too early",
    4: "a character that may not stand there (perhaps an '&' or a '<' for itself)",
    5: "it ends within a tag",
    7: "a tag is closed by another",
    8: "an attribute is given twice",
    11: "it refers to an entity that is not declared",
    13: "it does not close all that it opens",
    27: "a prefix is not declared",
}
