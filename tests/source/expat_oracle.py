"""The bytes of an XML document to a tree, with expat alone: what reading with lxml is held against.

expat binds namespaces inside the text of entities as *Namespaces in XML* asks, and tells the line of every start tag, so that
nothing has to be flattened or counted here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from xml.parsers import expat

from wadl2rst.diagnostics import Diagnostic, LoadError, Location, MessageCode, Report
from wadl2rst.source import prefixes
from wadl2rst.source.encoding import Encoded, EncodingFault, prepare
from wadl2rst.source.entities import Entities, Entity, EntityReference, FileOrigin
from wadl2rst.source.files import OnNetwork, Oversize, Refused, SourceFile, Unavailable, folded
from wadl2rst.source.malformed import explain, reference_at, text_at
from wadl2rst.source.tree import WADL_NAMESPACES, WITHOUT_TEXT, Element, ElementOrigin

MAX_DEPTH = 256
"""How deep elements may be nested in each other; real WADLs stay below 40."""
MAX_TOKEN = 1 << 20
"""Bytes of one tag, attribute, comment or declaration."""
MAX_TEXT = 4 << 20
"""Characters of text between two tags."""
MIN_EXPANSION = 10 << 20
"""What entities may always expand to: characters, with a price for each element."""
MAX_EXPANSION = 100
"""How many times what was read entities may expand to; real ones stay below 9."""
MIN_PARTS = 1_000_000
"""How many parts a document may always have: an element counts two, an attribute one, after what they take of memory."""
PART_BYTES = 8
"""For each so many bytes that were read, a document may have one part more; real ones have one for 20 or more."""
MAX_REFERRING = 1000
"""How many entities may refer to others: before expat 2.7, each level of a chain of them takes a piece of the C stack."""
MAX_NESTED_FILES = 32
"""How deep entity files may bring in each other."""

_CHUNK = 1 << 20
_ELEMENT_PRICE = 64
_AMPERSAND = ord("&")
_QUOTES = b"\"'"
_PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
_AMPLIFICATION = 43
_RECURSION = 12
_FIRST = "0"

_REFERENCE = re.compile(r"&([^#;&<\s][^;&<\s]*);")
_NO_REFERENCES = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)

XINCLUDE = "http://www.w3.org/2001/XInclude"


class Tree(NamedTuple):
    """A document that was read."""

    root: Element
    includes: bool
    """Whether it has elements of XInclude."""


LoadEntityFile = Callable[[str, SourceFile], tuple[SourceFile, bytes]]
"""Reads the entity file that a system identifier names, for the file that names it; raises :class:`Unavailable`."""


def read_xml(data: bytes, place: SourceFile, *, report: Report, load: LoadEntityFile) -> Tree:
    """The tree of an XML document.

    ``place`` tells where ``data`` is from; external parameter entities and an external DTD come from
    ``load``, external general entities are skipped.  What is odd goes to ``report``, and raises nothing;
    :class:`LoadError` is raised where nothing can be read: not well-formed, or beyond a limit.
    """
    return _Reader(place, report, load).read(data)


def unavailable(fault: Unavailable, missing: MessageCode, network: MessageCode) -> MessageCode:
    """The code of the message on ``fault``: ``missing`` for what is not there, ``network`` for what lies on the network."""
    if isinstance(fault, Refused):
        return MessageCode.REFUSED
    if isinstance(fault, Oversize):
        return MessageCode.TOO_LARGE
    return network if isinstance(fault, OnNetwork) else missing


class _Names(dict[str, tuple[str, str, bool]]):
    """expat's ``namespace}name`` to namespace, local name, and whether the element can hold text that means something."""

    def __missing__(self, name: str) -> tuple[str, str, bool]:
        namespace, _, local = name.rpartition("}")
        self[name] = found = (namespace, local, local not in WITHOUT_TEXT or namespace not in WADL_NAMESPACES)
        return found


class _File(NamedTuple):
    """A file that is being parsed: the document, or an entity file that it front_end in."""

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


class _Reader:
    """Reads one document."""

    def __init__(self, place: SourceFile, report: Report, load: LoadEntityFile) -> None:
        self._place = place
        self._report = report
        self._load = load
        self._entities = Entities()
        self._files: list[_File] = []
        self._places: dict[str, SourceFile] = {}
        self._tokens: dict[SourceFile, str] = {}
        self._external: dict[tuple[str, str], str] = {}
        self._skipped: dict[str, list[Location]] = {}
        self._said: set[str] = set()
        self._unread: list[str] = []
        self._read: dict[str, int] = {}
        self._fed = 0
        self._referring = 0
        self._content = 0
        self._measure: Callable[[], None] = _nothing
        self._has_doctype = False
        self._has_parts = False

    def read(self, data: bytes) -> Tree:
        encoded = self._prepare(data, self._place)
        parser = expat.ParserCreate(encoded.override, "}")
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.SetBase(self._token(self._place))
        parser.UseForeignDTD(False)
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
        self._read[self._place.key] = len(data)
        file = _File(self._place, encoded, parser)
        self._files.append(file)
        top: list[Element | str] = []
        names = _Names()
        stack: list[list[Element | str]] = []
        torn: list[list[Element | str]] = []
        try:
            self._install(file, top, names, stack, torn)
            self._feed(file)
        except expat.ExpatError as error:
            raise self._broken(error, file, _opened(top, len(stack))) from None
        finally:
            # Handlers and parser hold each other, and the data: the collector would let them lie.
            parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
            parser.StartDoctypeDeclHandler = parser.EndDoctypeDeclHandler = parser.EntityDeclHandler = None
            parser.ExternalEntityRefHandler = parser.SkippedEntityHandler = None
            self._measure = _nothing
            self._files.clear()
        for children in torn:
            _join(children)
        root = next(child for child in top if not isinstance(child, str))
        if torn:
            _measure_texts(root, torn)
        self._say_skipped(encoded)
        return Tree(root, any(namespace == XINCLUDE for namespace, _local, _text in names.values()))

    def _install(
        self,
        file: _File,
        top: list[Element | str],
        names: _Names,
        stack: list[list[Element | str]],
        torn: list[list[Element | str]],
    ) -> None:
        """Sets the handlers.  Those of elements and text are closures: they run for every tag."""
        parser = file.parser
        origin: ElementOrigin = FileOrigin(self._place)
        children = top
        parts = 0
        # How deep the element stands whose text is listened to, 0 for none: the white space between tags is most of all text.
        text_depth = 0
        new = Element.__new__

        declared = prefixes.Prefixes()
        parser.StartNamespaceDeclHandler = declared.begin
        parser.EndNamespaceDeclHandler = declared.end

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal children, parts, text_depth
            parts += 2 + len(attributes)
            element = new(Element)  # and what its constructor does, which would take a call more
            element.namespace, element.name, holds_text = names[name]
            element.namespaces = declared.current
            declared.is_new = False
            element.attributes = attributes
            element.line = parser.CurrentLineNumber
            element.origin = origin
            children.append(element)
            stack.append(children)
            children = element.children = []
            if len(stack) > MAX_DEPTH:
                raise self._too_deep(element)
            if holds_text and not text_depth:
                text_depth = len(stack)
                parser.CharacterDataHandler = text

        def end(_name: str) -> None:
            nonlocal children, text_depth
            children = stack.pop()
            if len(stack) < text_depth:
                text_depth = 0
                parser.CharacterDataHandler = None

        def text(data: str) -> None:
            if children and isinstance(children[-1], str):
                torn.append(children)
            children.append(data)

        # A document with a DOCTYPE may have entities: they need places, and a limit.
        data, low = file.encoded.data, file.encoded.low
        reference: ElementOrigin = origin
        reference_index = -1
        ordinal = 0
        left = 0
        most = 0

        def start_in_entities(name: str, attributes: dict[str, str]) -> None:
            nonlocal children, reference, reference_index, ordinal, left, parts
            parts += 2 + len(attributes)
            namespace, local, _holds_text = names[name]
            index = parser.CurrentByteIndex
            if data[index + low] == _AMPERSAND:
                # In the text of an entity, expat stays at the reference.
                if index != reference_index:
                    reference = EntityReference(self._place, parser.CurrentLineNumber, reference_at(file.encoded, index), self._entities)
                    reference_index = index
                    ordinal = 0
                element = Element(namespace, local, attributes, ordinal, reference)
                ordinal += 1
            else:
                element = Element(namespace, local, attributes, parser.CurrentLineNumber, origin)
            element.namespaces = declared.current
            declared.is_new = False
            children.append(element)
            stack.append(children)
            children = element.children
            left -= _ELEMENT_PRICE + sum(map(len, attributes.values()))
            if left < 0:
                raise self._too_much(file)
            if parts > most:
                raise self._too_many(file)
            if len(stack) > MAX_DEPTH:
                raise self._too_deep(element)

        def text_in_entities(data: str) -> None:
            nonlocal left
            left -= len(data)
            if left < 0:
                raise self._too_much(file)
            text(data)

        def doctype(_name: str, _system: str | None, _public: str | None, _internal: bool) -> None:
            self._has_doctype = True
            parser.StartElementHandler = start_in_entities
            parser.CharacterDataHandler = text_in_entities

        def end_doctype() -> None:
            nonlocal left, most
            self._content = parser.CurrentByteIndex
            left = self._expansion
            most = self._most_parts

        def measure() -> None:
            # Between two pieces of the file, which are not long: for each element, it would cost more than it saves.
            if parts > MIN_PARTS and parts > self._most_parts:
                raise self._too_many(file)

        self._measure = measure
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.StartDoctypeDeclHandler = doctype
        parser.EndDoctypeDeclHandler = end_doctype
        parser.EntityDeclHandler = self._declare
        parser.ExternalEntityRefHandler = self._bring_in
        parser.SkippedEntityHandler = self._skip

    def _feed(self, file: _File) -> None:
        """Gives a file to its parser, in pieces: what one tag may hold has to be bounded."""
        data = memoryview(file.encoded.data)
        parser = file.parser
        for begin in range(0, len(data), _CHUNK):
            piece = data[begin : begin + _CHUNK]
            try:
                parser.Parse(piece, False)
            except (LookupError, ValueError):
                if begin:
                    raise
                # What Python raises for an encoding that it does not know, or that has characters of several bytes.
                raise LoadError(Diagnostic(MessageCode.NOT_XML, "unknown encoding in the first line", file.location)) from None
            self._measure()
            if begin + len(piece) - max(parser.CurrentByteIndex, 0) > MAX_TOKEN:
                raise LoadError(
                    Diagnostic(MessageCode.TOO_LARGE, f"a tag, comment or declaration is longer than {MAX_TOKEN >> 20} MiB", file.location)
                )
        parser.Parse(b"", True)

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
        if self._referring > MAX_REFERRING:
            raise LoadError(
                Diagnostic(MessageCode.TOO_DEEP, f"more than {MAX_REFERRING:,} entities refer to other entities", file.location)
            )
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
        if len(self._files) > MAX_NESTED_FILES:
            raise LoadError(Diagnostic(MessageCode.TOO_DEEP, f"entity files are nested more than {MAX_NESTED_FILES} deep", file.location))
        self._read[place.key] = len(data)
        self._fed += len(data)
        if self._fed > self._expansion:
            raise LoadError(Diagnostic(MessageCode.TOO_LARGE, "its entity files are included too many times", file.location))
        encoded = self._prepare(data, place)
        override = (encoded.override,) if encoded.override else ()
        inner = _File(place, encoded, file.parser.ExternalEntityParserCreate(context, *override))
        inner.parser.SetBase(self._token(place))
        self._files.append(inner)
        try:
            self._feed(inner)
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
    def _expansion(self) -> int:
        """How many characters the document may come to."""
        read = sum(self._read.values())
        return max(MIN_EXPANSION, min(MAX_EXPANSION * read, (64 << 20) + 20 * read))

    @property
    def _most_parts(self) -> int:
        """How many parts the document may have."""
        return MIN_PARTS + sum(self._read.values()) // PART_BYTES

    def _prepare(self, data: bytes, place: SourceFile) -> Encoded:
        try:
            return prepare(data)
        except EncodingFault as fault:
            raise LoadError(Diagnostic(MessageCode.NOT_XML, fault.text, Location(place.shown, 1, 1))) from None

    def _too_deep(self, element: Element) -> LoadError:
        return LoadError(Diagnostic(MessageCode.TOO_DEEP, f"more than {MAX_DEPTH} elements are nested in each other", element.location))

    def _too_much(self, file: _File) -> LoadError:
        text = f"entities and default attributes expand to more than {self._expansion >> 20} MiB, the limit for a document of this size"
        return LoadError(Diagnostic(MessageCode.TOO_LARGE, text, file.location))

    def _too_many(self, file: _File) -> LoadError:
        text = (
            f"too many elements and attributes for a document of this size; the limit is half a million elements plus one for every "
            f"{2 * PART_BYTES} bytes, and an attribute counts as half an element"
        )
        return LoadError(Diagnostic(MessageCode.TOO_LARGE, text, file.location))

    def _broken(self, error: expat.ExpatError, file: _File, opened: list[Element]) -> LoadError:
        """What expat found, for people."""
        location = Location(file.place.shown, error.lineno, error.offset + 1)
        if error.code == _AMPLIFICATION:
            return LoadError(Diagnostic(MessageCode.TOO_LARGE, "entities expand to far more text than the file contains", location))
        index = file.parser.ErrorByteIndex
        name = reference_at(file.encoded, index) if index >= 0 else ""
        if error.code == _RECURSION:
            # In an attribute, expat before 2.7 gives the place of the tag.
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
        fault = explain(error.code, index, file.encoded, opened, is_part=is_part, in_doctype=self._has_doctype and not self._content)
        return LoadError(Diagnostic(fault.code, fault.text, Location(location.file, 1, 1) if fault.whole_file else location))

    def _say(self, key: str, code: MessageCode, text: str, location: Location, cause: str = "") -> None:
        if key not in self._said:
            self._said.add(key)
            self._report(Diagnostic(code, text, location, cause))

    def _say_skipped(self, encoded: Encoded) -> None:
        if self._has_doctype and self._has_parts:
            self._find_in_attributes(encoded)
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


def _opened(top: list[Element | str], depth: int) -> list[Element]:
    """The elements that are open at the end of a tree that was begun: the last of each level."""
    opened: list[Element] = []
    children = top
    for _ in range(depth):
        element = next(child for child in reversed(children) if not isinstance(child, str))
        opened.append(element)
        children = element.children
    return opened


def _join(children: list[Element | str]) -> None:
    """Makes one text of texts that follow each other."""
    joined: list[Element | str] = []
    texts: list[str] = []
    for child in children:
        if isinstance(child, str):
            texts.append(child)
            continue
        if texts:
            joined.append("".join(texts))
            texts = []
        joined.append(child)
    if texts:
        joined.append("".join(texts))
    children[:] = joined


def _measure_texts(root: Element, torn: list[list[Element | str]]) -> None:
    """Raises :class:`LoadError` for an element with a text that is too long; ``torn`` holds all that came in pieces."""
    long = next((children for children in torn if any(isinstance(child, str) and len(child) > MAX_TEXT for child in children)), None)
    if long is not None:
        element = next((element for element in root.walk() if element.children is long), root)
        text = f"the text of the element '{element.name}' exceeds {MAX_TEXT >> 20} million characters"
        raise LoadError(Diagnostic(MessageCode.TOO_LARGE, text, element.location))


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
