"""The documentation and the samples in the annotations of schemas."""

from __future__ import annotations

from collections.abc import Iterator

from wadl2rst.grammar.xsd_names import SCHEMA_NAMESPACES
from wadl2rst.grammar.xsd_set import Declaration
from wadl2rst.markup.document import Markup
from wadl2rst.prose import Block, CodeBlock
from wadl2rst.source.tree import XML_LANG, Element
from wadl2rst.wadl.model import Doc

_WEB = ("http://", "https://")


class Annotations:
    """Converts the annotations of components (part 1, section 3.13)."""

    def __init__(self, markup: Markup) -> None:
        """``markup`` converts the documentation, and reads the samples."""
        self._markup = markup

    def docs(self, element: Element, owner: Declaration) -> tuple[Doc, ...]:
        """The documentation of a component: its ``documentation`` elements that are not empty.

        ``owner`` is the global component that contains ``element``, or is it; its language and that of the schema are inherited.
        """
        found = []
        for annotation in _annotations(element):
            for part in annotation.elements():
                if part.name == "documentation" and part.namespace in SCHEMA_NAMESPACES and self._markup.shows(part):
                    blocks = self._markup.blocks(_readable(part))
                    source = part.get("source").strip()
                    url = source if source.startswith(_WEB) else ""
                    if blocks or url:
                        found.append(
                            Doc(language=_language(part, annotation, element, owner), blocks=blocks, url=url, location=part.location)
                        )
        return tuple(found)

    def samples(self, element: Element) -> tuple[CodeBlock, ...]:
        """The samples of a component: those in the ``appinfo`` elements (``xsd-ext:code``)."""
        found: list[CodeBlock] = []
        for annotation in _annotations(element):
            for part in annotation.elements():
                if part.name == "appinfo":
                    codes = [code for code in part.walk() if code.name == "code" and "xsd-ext" in code.namespace]
                    if codes:
                        found += _code_blocks(self._markup.blocks(_holder(part, codes)))
        return tuple(found)


def _annotations(element: Element) -> Iterator[Element]:
    for child in element.children:
        if not isinstance(child, str) and child.name == "annotation" and child.namespace in SCHEMA_NAMESPACES:
            yield child


def _language(part: Element, annotation: Element, element: Element, owner: Declaration) -> str:
    """The language of a ``documentation`` element, its own or inherited; empty for none."""
    for holder in (part, annotation, element, owner.element):
        if XML_LANG in holder.attributes:
            return holder.attributes[XML_LANG]
    return owner.schema.language


def _holder(near: Element, children: list[Element]) -> Element:
    """A new element with these children."""
    holder = Element("", "doc", {}, near.line, near.origin)
    holder.children = list(children)
    return holder


def _readable(element: Element) -> Element:
    """The element; with tags in the namespace of XML Schema, where that is the default namespace, a copy in which they have none."""
    if not any(inner.namespace in SCHEMA_NAMESPACES for inner in element.walk() if inner is not element):
        return element
    copy = _copied(element)
    pending = [(element, copy)]
    while pending:
        original, made = pending.pop()
        for child in original.children:
            if isinstance(child, str):
                made.children.append(child)
            else:
                inner = _copied(child)
                made.children.append(inner)
                pending.append((child, inner))
    return copy


def _copied(element: Element) -> Element:
    """A copy of an element without its children, which has no namespace if its own is that of XML Schema."""
    namespace = "" if element.namespace in SCHEMA_NAMESPACES else element.namespace
    copy = Element(namespace, element.name, element.attributes, element.line, element.origin)
    copy.namespaces = element.namespaces
    return copy


def _code_blocks(blocks: tuple[Block, ...]) -> list[CodeBlock]:
    return [block for block in blocks if isinstance(block, CodeBlock)]
