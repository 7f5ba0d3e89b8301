"""Parses the bytes of an XML document into a tree, with lxml.

The target interface of lxml calls a function for each tag and text, and builds no tree: walking lxml's own tree would take
twice as long as parsing, and the tree would stay in memory until its last element is released.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat
from typing import Any

from lxml import etree

from wadl2rst.diagnostics import Diagnostic, LoadError, Location, MessageCode, Report
from wadl2rst.source import limits, prefixes
from wadl2rst.source.doctype import Flattening, LoadEntityFile, has_doctype, prepared
from wadl2rst.source.encoding import plain_text
from wadl2rst.source.entities import FileOrigin
from wadl2rst.source.files import SourceFile, folded
from wadl2rst.source.lines import may_exceed, start_lines, tag_outline
from wadl2rst.source.tree import WADL_NAMESPACES, WITHOUT_TEXT, XINCLUDE, Element, ElementOrigin, Tree

_PIECE = 1 << 20


class _Refused(Exception):
    """lxml rejects the document, or expat might parse it differently; the text is the message of libxml2."""


def read_xml(data: bytes, place: SourceFile, *, report: Report, load: LoadEntityFile) -> Tree:
    """Parses an XML document.

    ``place`` is the file that contains ``data``.  External parameter entities and an external DTD are read with
    ``load``; external general entities are skipped.  Problems that do not prevent parsing are passed to ``report``.
    Raises :class:`LoadError` if the document is not well-formed or exceeds a limit.
    """
    encoded = prepared(data, place)
    plain = plain_text(encoded)
    if plain is not None and _is_simple(*plain):
        try:
            return _read_simple(_Simple(plain[0], place, limits.max_parts(len(data))), *plain)
        except _Refused:
            pass  # expat explains the fault, or accepts the document
    flattening = Flattening(encoded, place, len(data), report=report, load=load)
    reading = _Reading(flattening)
    try:
        flattening.run(reading.feed)
        return reading.close()
    except _Refused as fault:
        raise LoadError(Diagnostic(MessageCode.NOT_XML, f"not well-formed: {folded(str(fault))}", Location(place.shown, 1, 1))) from None


def _is_simple(text: bytes, begin: int) -> bool:
    """Whether a document has no DOCTYPE, and surely no token that is too long."""
    return not has_doctype(text, begin) and not may_exceed(text, limits.MAX_TOKEN)


class _Simple:
    """A document without a DOCTYPE, which lxml parses directly."""

    has_doctype = False

    def __init__(self, text: bytes, place: SourceFile, max_parts: int) -> None:
        """``text`` is the document in UTF-8, ``place`` its file.  Raises :class:`_Refused` if it has more than ``max_parts`` parts.

        Only elements are counted here; :attr:`max_attributes` is the limit that they leave.
        """
        outline = tag_outline(text)
        self.max_attributes = max_parts - 2 * outline.count(b"<")
        if self.max_attributes < 0:
            raise _Refused
        # The parser itself knows the namespaces, so there are none here.
        places = zip(repeat(FileOrigin(place)), start_lines(outline), repeat(None), strict=False)
        self.next_place: Callable[[], tuple[ElementOrigin, int, None]] = places.__next__

    def split(self, name: str) -> tuple[str, str]:
        """The namespace and local name for lxml's ``{namespace}name``."""
        namespace, _, local = name.rpartition("}")
        _require_ascii(local)
        return namespace.removeprefix("{"), local


def _require_ascii(name: str) -> None:
    """Raises :class:`_Refused` for a non-ASCII name: expat, based on an older Unicode, may reject names that libxml2 accepts."""
    if not name.isascii():
        raise _Refused


def _read_simple(document: _Simple, text: bytes, begin: int) -> Tree:
    """Parses a document without a DOCTYPE; raises :class:`_Refused` if it has to be parsed by expat."""
    reading = _Reading(document)
    for index in range(begin, len(text), _PIECE):
        reading.feed(text[index : index + _PIECE])
    return reading.close()


class _ElementNames(dict[str, tuple[str, str, bool]]):
    """Maps lxml's ``{namespace}name`` to namespace, local name, and whether the element can contain significant text."""

    def __init__(self, document: _Simple | Flattening) -> None:
        super().__init__()
        self._document = document

    def __missing__(self, name: str) -> tuple[str, str, bool]:
        namespace, local = self._document.split(name)
        holds_text = self._document.has_doctype or local not in WITHOUT_TEXT or namespace not in WADL_NAMESPACES
        self[name] = found = namespace, local, holds_text
        return found


class _AttributeNames(dict[str, str]):
    """Maps lxml's name of an attribute to that of the tree.  Caching saves a copy of each name for every element."""

    def __init__(self, document: _Simple | Flattening) -> None:
        super().__init__()
        self._document = document

    def __missing__(self, name: str) -> str:
        namespace, local = self._document.split(name)
        self[name] = found = f"{namespace}}}{local}" if namespace else local
        return found


class _Reading:
    """One pass over a document with lxml."""

    def __init__(self, document: _Simple | Flattening) -> None:
        """``document`` supplies the origins and the names of the elements."""
        self._names = _ElementNames(document)
        self._top: list[Element | str] = []
        self._check_limits: Callable[[], None]
        self._parser = _parser(self._target(document))

    def feed(self, piece: bytes) -> None:
        """Parses the next chunk; raises :class:`_Refused`, and :class:`LoadError` for a text that is too long."""
        try:
            self._parser.feed(piece)
        except etree.LxmlError as error:
            raise _Refused(str(error)) from None
        self._check_errors()
        self._check_limits()

    def close(self) -> Tree:
        """Ends parsing and returns the tree; raises :class:`_Refused`."""
        try:
            self._parser.close()
        except etree.LxmlError as error:
            raise _Refused(str(error)) from None
        self._check_errors()
        root = next(child for child in self._top if not isinstance(child, str))
        return Tree(root, any(name[0] == XINCLUDE for name in self._names.values()))

    def _check_errors(self) -> None:
        """Raises :class:`_Refused` for errors that lxml only logs, such as undeclared prefixes."""
        errors = self._parser.feed_error_log.filter_from_errors()
        if errors:
            raise _Refused(errors[0].message)

    def _target(self, document: _Simple | Flattening) -> _Target:
        """The target for lxml's parser.  Its functions are closures for speed: they run for every tag."""
        top = self._top
        children = top
        stack: list[list[Element | str]] = []
        texts: list[str] = []
        names, attribute_names = self._names, _AttributeNames(document)
        next_place = document.next_place
        max_depth, max_text, max_attributes = limits.MAX_DEPTH, limits.MAX_TEXT, document.max_attributes
        attribute_count = 0
        # Depth of the outermost open element whose text is kept; 0 for none.  Most text is white space between tags, and is dropped.
        text_depth = 0
        new = Element.__new__
        declared = prefixes.Prefixes()
        begin_prefix = declared.begin

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal children, text_depth, attribute_count
            if text_depth and texts:
                keep()
            element = new(Element)  # sets the fields inline, which saves the call of the constructor
            element.namespace, element.name, holds_text = names[name]
            element.attributes = own = {}
            if attributes:
                attribute_count += len(attributes)
                for attribute, value in attributes.items():
                    own[attribute_names[attribute]] = value
            element.origin, element.line, namespaces = next_place()
            element.namespaces = namespaces or declared.current
            declared.is_new = False
            children.append(element)
            stack.append(children)
            children = element.children = []
            if len(stack) > max_depth:
                raise _Refused
            if holds_text and not text_depth:
                text_depth = len(stack)
                texts.clear()  # what came before it is dropped only now, because clearing the list at every tag would take longer

        def end(_name: str) -> None:
            nonlocal children, text_depth
            if text_depth:
                if texts:
                    keep()
                if len(stack) == text_depth:
                    text_depth = 0
            children = stack.pop()

        def keep() -> None:
            text = "".join(texts)
            if text:  # not for an empty CDATA section
                children.append(text)
            if len(text) > max_text:
                raise too_long()
            texts.clear()

        def check_limits() -> None:
            if attribute_count > max_attributes:
                raise _Refused
            if text_depth and sum(map(len, texts)) > max_text:
                raise too_long()
            if not text_depth:
                texts.clear()

        def too_long() -> LoadError:
            element = next(
                element for child in top if not isinstance(child, str) for element in child.walk() if element.children is children
            )
            text = f"the text of the element '{element.name}' exceeds {max_text >> 20} million characters"
            return LoadError(Diagnostic(MessageCode.TOO_LARGE, text, element.location))

        def instruction(target: str, _data: str | None = None) -> None:
            _require_ascii(target)

        def namespace(prefix: str, uri: str) -> None:
            _require_ascii(prefix)
            if "}" in uri:
                raise _Refused  # expat does not accept such a namespace: "}" separates it from the local name
            begin_prefix(prefix, uri)

        self._check_limits = check_limits
        return _Target(start, end, texts.append, instruction, namespace, declared.end)


class _Target:
    """The parser target of lxml, with the attribute names that lxml requires."""

    def __init__(
        self,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None],
        data: Callable[[str], None],
        pi: Callable[[str, str | None], None],
        start_ns: Callable[[str, str], None],
        end_ns: Callable[[str], None],
    ) -> None:
        self.start = start
        self.end = end
        self.data = data
        self.pi = pi
        self.start_ns = start_ns
        self.end_ns = end_ns

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """Raises :class:`_Refused`: a document with a DOCTYPE has to be flattened by expat."""
        raise _Refused

    def close(self) -> None:
        """Called at the end of the document."""


def _parser(target: _Target) -> Any:
    """An lxml parser that opens no files, and has no limits of its own.

    Its input declares no entities: :meth:`_Target.doctype` ensures that.  It must resolve the predefined entities nevertheless:
    with ``resolve_entities=False``, libxml2 2.14 passes on ``&#38;`` for ``&amp;`` in attribute values.
    """
    return etree.XMLParser(
        target=target,
        encoding="utf-8",
        no_network=True,
        load_dtd=False,
        resolve_entities="internal",
        collect_ids=False,
        huge_tree=True,
    )
