"""The bytes of an XML document to a tree, with lxml.

lxml calls a function for each tag and text that it has read, and keeps nothing itself: a tree of its own would take twice as
long to go through as to parse, and stay in memory until the last element of it is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat
from typing import Any

from lxml import etree

from wadl2rst.diagnostics import Diagnostic, LoadError, Location, MessageCode, Report
from wadl2rst.source import limits
from wadl2rst.source.doctype import Flattening, LoadEntityFile, has_doctype, prepared
from wadl2rst.source.encoding import plain_text
from wadl2rst.source.entities import FileOrigin
from wadl2rst.source.files import SourceFile, folded
from wadl2rst.source.lines import may_exceed, start_lines
from wadl2rst.source.tree import WADL_NAMESPACES, WITHOUT_TEXT, XINCLUDE, Element, Origin, Tree

_PIECE = 1 << 20


class _Refused(Exception):
    """lxml does not read the document, or expat might read it otherwise; the text is that of libxml2."""


def read_xml(data: bytes, place: SourceFile, *, report: Report, load: LoadEntityFile) -> Tree:
    """The tree of an XML document.

    ``place`` tells where ``data`` is from; external parameter entities and an external DTD come from
    ``load``, external general entities are skipped.  What is odd goes to ``report``, and raises nothing;
    :class:`LoadError` is raised where nothing can be read: not well-formed, or beyond a limit.
    """
    encoded = prepared(data, place)
    plain = plain_text(encoded)
    if plain is not None and _is_simple(*plain, len(data)):
        try:
            return _read_simple(_Simple(plain[0], place), *plain)
        except _Refused:
            pass  # expat says why, or reads it after all
    flattening = Flattening(encoded, place, len(data), report=report, load=load)
    reading = _Reading(flattening)
    try:
        flattening.run(reading.feed)
        return reading.close()
    except _Refused as fault:
        raise LoadError(Diagnostic(MessageCode.NOT_XML, f"not well-formed: {folded(str(fault))}", Location(place.shown, 1, 1))) from None


def _is_simple(text: bytes, begin: int, size: int) -> bool:
    """Whether a document has no DOCTYPE, and stays within the limits that can be seen without reading it."""
    if has_doctype(text, begin) or may_exceed(text, limits.MAX_TOKEN):
        return False
    return 2 * (text.count(b"<") - text.count(b"</")) + text.count(b"=") <= limits.most_parts(size)


class _Simple:
    """A document without a DOCTYPE, which lxml reads as it is."""

    has_doctype = False

    def __init__(self, text: bytes, place: SourceFile) -> None:
        """``text`` in UTF-8, which is at ``place``."""
        self.next_place: Callable[[], tuple[Origin, int]] = zip(repeat(FileOrigin(place)), start_lines(text), strict=False).__next__

    def split(self, name: str) -> tuple[str, str]:
        """Namespace and local name for lxml's ``{namespace}name``."""
        namespace, _, local = name.rpartition("}")
        _require_ascii(local)
        return namespace.removeprefix("{"), local


def _require_ascii(name: str) -> None:
    """Raises :class:`_Refused` for a name that libxml2 may take and expat not: it knows the letters of an older Unicode."""
    if not name.isascii():
        raise _Refused


def _read_simple(document: _Simple, text: bytes, begin: int) -> Tree:
    """The tree of a document without a DOCTYPE; raises :class:`_Refused` where expat has to look at it."""
    reading = _Reading(document)
    for index in range(begin, len(text), _PIECE):
        reading.feed(text[index : index + _PIECE])
    return reading.close()


class _ElementNames(dict[str, tuple[str, str, bool]]):
    """lxml's ``{namespace}name`` to namespace, local name, and whether the element can hold text that means something."""

    def __init__(self, document: _Simple | Flattening) -> None:
        super().__init__()
        self._document = document

    def __missing__(self, name: str) -> tuple[str, str, bool]:
        namespace, local = self._document.split(name)
        holds_text = self._document.has_doctype or local not in WITHOUT_TEXT or namespace not in WADL_NAMESPACES
        self[name] = found = namespace, local, holds_text
        return found


class _AttributeNames(dict[tuple[str, ...], tuple[str, ...]]):
    """The names of an element's attributes, as lxml has them, to those of the tree: each is kept once, not for every element."""

    def __init__(self, document: _Simple | Flattening) -> None:
        super().__init__()
        self._document = document
        self._names: dict[str, str] = {}

    def __missing__(self, names: tuple[str, ...]) -> tuple[str, ...]:
        self[names] = found = tuple(self._names.get(name) or self._name(name) for name in names)
        return found

    def _name(self, name: str) -> str:
        namespace, local = self._document.split(name)
        self._names[name] = found = f"{namespace}}}{local}" if namespace else local
        return found


class _Reading:
    """One reading of a document with lxml."""

    def __init__(self, document: _Simple | Flattening) -> None:
        """Nothing is read yet of the ``document``, which tells the places and the names of its elements."""
        self._names = _ElementNames(document)
        self._top: list[Element | str] = []
        self._measure: Callable[[], None]
        self._parser = _parser(self._target(document))

    def feed(self, piece: bytes) -> None:
        """Reads on; raises :class:`_Refused`, and :class:`LoadError` for a text that is too long."""
        try:
            self._parser.feed(piece)
        except etree.LxmlError as error:
            raise _Refused(str(error)) from None
        self._look()
        self._measure()

    def close(self) -> Tree:
        """The tree; raises as :meth:`feed`."""
        try:
            self._parser.close()
        except etree.LxmlError as error:
            raise _Refused(str(error)) from None
        self._look()
        root = next(child for child in self._top if not isinstance(child, str))
        return Tree(root, any(namespace == XINCLUDE for namespace, _local, _text in self._names.values()))

    def _look(self) -> None:
        """Raises :class:`_Refused` for what lxml does not call an error: prefixes that are not declared, and the like."""
        errors = self._parser.feed_error_log.filter_from_errors()
        if errors:
            raise _Refused(errors[0].message)

    def _target(self, document: _Simple | Flattening) -> _Target:
        """What lxml calls.  Those for elements and text are closures: they run for every tag."""
        top = self._top
        children = top
        stack: list[list[Element | str]] = []
        texts: list[str] = []
        names, attribute_names = self._names, _AttributeNames(document)
        next_place = document.next_place
        max_depth, max_text = limits.MAX_DEPTH, limits.MAX_TEXT
        # How deep the element stands whose text is kept, 0 for none: the white space between tags is most of all text.
        text_depth = 0
        new = Element.__new__

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal children, text_depth
            if texts:
                if text_depth:
                    keep()
                else:
                    texts.clear()
            element = new(Element)  # and what its constructor does, which would take a call more
            element.namespace, element.name, holds_text = names[name]
            element.attributes = dict(zip(attribute_names[tuple(attributes)], attributes.values(), strict=True)) if attributes else {}
            element.origin, element.line = next_place()
            children.append(element)
            stack.append(children)
            children = element.children = []
            if len(stack) > max_depth:
                raise _Refused
            if holds_text and not text_depth:
                text_depth = len(stack)

        def end(_name: str) -> None:
            nonlocal children, text_depth
            if texts:
                if text_depth:
                    keep()
                else:
                    texts.clear()
            children = stack.pop()
            if len(stack) < text_depth:
                text_depth = 0

        def keep() -> None:
            text = "".join(texts)
            children.append(text)
            if len(text) > max_text:
                raise too_long()
            texts.clear()

        def measure() -> None:
            if text_depth and sum(map(len, texts)) > max_text:
                raise too_long()
            if not text_depth:
                texts.clear()

        def too_long() -> LoadError:
            element = next(
                element for child in top if not isinstance(child, str) for element in child.walk() if element.children is children
            )
            text = f"the element '{element.name}' holds a text of more than {max_text >> 20} million characters"
            return LoadError(Diagnostic(MessageCode.TOO_LARGE, text, element.location))

        def instruction(target: str, _data: str | None = None) -> None:
            _require_ascii(target)

        def namespace(prefix: str, uri: str) -> None:
            _require_ascii(prefix)
            if "}" in uri:
                raise _Refused  # expat has none of these

        self._measure = measure
        return _Target(start, end, texts.append, instruction, namespace)


class _Target:
    """The functions that lxml calls, by the names that it asks for."""

    def __init__(
        self,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None],
        data: Callable[[str], None],
        pi: Callable[[str, str | None], None],
        start_ns: Callable[[str, str], None],
    ) -> None:
        self.start = start
        self.end = end
        self.data = data
        self.pi = pi
        self.start_ns = start_ns

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """Raises :class:`_Refused`: a document with a DOCTYPE is for expat to flatten."""
        raise _Refused

    def close(self) -> None:
        """Says that the document has ended."""


def _parser(target: _Target) -> Any:
    """A parser of lxml that opens nothing, and has no limits but ours.

    What it is fed declares no entities: :meth:`_Target.doctype` sees to that.  It must resolve those of XML itself all the
    same: told not to, libxml2 2.14 hands on ``&#38;`` for ``&amp;`` in the value of an attribute.
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
