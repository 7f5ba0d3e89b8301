"""Reads what can be read of a document that is not well-formed, with lxml's recovery.

Only schemas are read so: a schema that was damaged by hand usually still says most of what it said, while pages made from half
a WADL would be wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from wadl2rst.diagnostics import Diagnostic, LoadError, MessageCode
from wadl2rst.source import limits, prefixes
from wadl2rst.source.encoding import EncodingFault, prepare
from wadl2rst.source.entities import FileOrigin
from wadl2rst.source.files import SourceFile
from wadl2rst.source.lines import may_exceed
from wadl2rst.source.malformed import is_binary
from wadl2rst.source.tree import Element

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|(?P<tag><[A-Za-z_])", re.DOTALL)
_PART = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)|</(?P<end>[^\s<>/=\"'!?&]++)[^<>]*+>"
    r"|<(?P<start>[^\s<>/=\"'!?&]++)(?:[^<>\"'/]|\"[^\"<]*\"|'[^'<]*'|/(?!>))*+(?P<empty>/)?>",
    re.DOTALL,
)
_NOT_ALLOWED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def recovered(data: bytes, place: SourceFile) -> Element | None:
    """The root element of a document that is not well-formed, with all that could be read; None if that is not worth using.

    ``place`` is the file that contains ``data``.  A document with a DOCTYPE is not recovered, because its entities are not known
    if it cannot be parsed; nor is one without a namespace, which is no schema.  The line of an element is that on which its start
    tag ends.  Raises :class:`LoadError` if the document exceeds a limit.
    """
    text = _cleaned(data)
    if not text or may_exceed(text, limits.MAX_TOKEN) or 2 * text.count(b"<") + text.count(b"=") > limits.max_parts(len(data)):
        return None
    try:
        # Without huge_tree, libxml2 has limits of its own, and stops at a depth of 256.
        parser = etree.XMLParser(
            encoding="utf-8",
            recover=True,
            no_network=True,
            load_dtd=False,
            resolve_entities=False,
            collect_ids=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        parsed = etree.fromstring(text, parser)
    except etree.LxmlError:
        return None
    return None if parsed is None or not parsed.tag.startswith("{") else _converted(parsed, place)


def _cleaned(data: bytes) -> bytes:
    """The document in UTF-8 from its first tag on, after as many line ends as stand before that; empty for none that can be recovered."""
    if is_binary(data):
        return b""
    try:
        encoded = prepare(data)
    except EncodingFault:
        return b""
    text = encoded.data.decode(encoded.codec, "replace").removeprefix("\ufeff")
    # Before the root element, only its line ends are kept: libxml2 gives up on text, and on an XML declaration after a comment.
    tag = next((match.start() for match in _TAG.finditer(text) if match["tag"]), -1)
    if tag < 0 or "<!DOCTYPE" in text:
        return b""
    balanced = "".join(_balanced(text[tag:]))
    return _NOT_ALLOWED.sub(" ", "\n" * text.count("\n", 0, tag) + balanced).encode("utf-8", "replace")


def _balanced(text: str) -> Iterator[str]:
    """The parts of a document in which every element is closed by an end tag of its own name, and nothing else is.

    libxml2 takes any end tag for that of the innermost element, so that all which follows would be in the wrong one.
    """
    opened: list[str] = []
    number = Counter[str]()
    done = 0
    for match in _PART.finditer(text):
        name = match["start"]
        if name:
            if not match["empty"]:
                opened.append(name)
                number[name] += 1
        elif name := match["end"]:
            yield text[done : match.start()]
            done = match.end()
            if not number[name]:
                yield "\n" * match[0].count("\n")
                continue
            while (inner := opened.pop()) != name:
                number[inner] -= 1
                yield f"</{inner}>"
            number[name] -= 1
            yield match[0]
    yield text[done:]


def _converted(parsed: etree._Element, place: SourceFile) -> Element:
    """The tree of lxml's tree."""
    origin = FileOrigin(place)
    declared = prefixes.Prefixes()
    opened: list[Element] = []
    root: Element | None = None
    for event, item in etree.iterwalk(parsed, events=("start", "end", "start-ns", "end-ns")):
        if event == "start-ns":
            declared.begin(*item)
        elif event == "end-ns":
            declared.end(None)
        elif not isinstance(item.tag, str):  # a reference to an entity, which is not declared
            if event == "end" and opened:
                _add_text(opened[-1], item.tail)
        elif event == "start":
            namespace, name = _split(item.tag)
            attributes = {"}".join(filter(None, _split(key))): value for key, value in item.attrib.items()}
            element = Element(namespace, name, attributes, item.sourceline or 0, origin)
            element.namespaces = declared.current
            declared.is_new = False
            if opened:
                opened[-1].children.append(element)
            root = root or element
            opened.append(element)
            if len(opened) > limits.MAX_DEPTH:
                words = f"more than {limits.MAX_DEPTH} elements are nested in each other"
                raise LoadError(Diagnostic(MessageCode.TOO_DEEP, words, element.location))
            _add_text(element, item.text)
        else:
            opened.pop()
            if opened:
                _add_text(opened[-1], item.tail)
    assert root is not None, "lxml's root is an element"
    return root


def _split(name: str) -> tuple[str, str]:
    """The namespace and the local name of lxml's ``{namespace}name``."""
    namespace, _, local = name.rpartition("}")
    return namespace.removeprefix("{"), local


def _add_text(element: Element, text: str | None) -> None:
    if not text:
        return
    if len(text) > limits.MAX_TEXT:
        words = f"the text of the element '{element.name}' exceeds {limits.MAX_TEXT >> 20} million characters"
        raise LoadError(Diagnostic(MessageCode.TOO_LARGE, words, element.location))
    if element.children and isinstance(element.children[-1], str):
        text = element.children.pop() + text  # type: ignore[operator]
    element.children.append(text)
