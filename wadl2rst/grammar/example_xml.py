"""Examples written as XML."""

from __future__ import annotations

import re

from wadl2rst.grammar.example_instance import Node, nodes
from wadl2rst.source.tree import XML_NAMESPACE

XSI = "http://www.w3.org/2001/XMLSchema-instance"
_XMLNS = "http://www.w3.org/2000/xmlns/"
_WIDEST = 100
"""Attributes that would make a line wider than this stand below those before them."""
_USUAL = {
    XML_NAMESPACE: "xml",
    XSI: "xsi",
    "http://www.w3.org/2005/Atom": "atom",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/1999/xhtml": "html",
}
"""The prefixes that namespaces have everywhere."""
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_ATTRIBUTE_ESCAPES = _ESCAPES | {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class ExamplePrefixes:
    """The prefixes of the namespaces in an example; all are declared on its root.

    Where every element is in the namespace of the root, that is the default namespace.  Where some are in none, it has the prefix
    ``ns``: local elements of many schemas are unqualified (part 1, ``elementFormDefault``), and this shows which they are.
    """

    def __init__(self, root: Node) -> None:
        """Finds the prefixes for a document."""
        self._prefixes: dict[str, str] = {}
        main = root.element.namespace
        found: list[str] = []  # in document order
        needs_prefix = False
        for node in nodes(root):
            found.append(node.element.namespace)
            attributes = [attribute.namespace for attribute, _text in node.attributes]
            types = [] if node.type_name is None else [XSI, node.type_name.namespace]
            found += [namespace for namespace in attributes if namespace]
            found += [XSI] if node.is_nil else []
            found += types
            needs_prefix = needs_prefix or not node.element.namespace or main in attributes or "" in types
        others = 0
        for namespace in dict.fromkeys(found):
            if not namespace:
                continue
            if namespace == XML_NAMESPACE:
                self._prefixes[namespace] = "xml"
            elif namespace == main and not needs_prefix:
                self._prefixes[namespace] = ""
            elif namespace in _USUAL:
                self._prefixes[namespace] = _USUAL[namespace]
            else:
                others += namespace != main
                self._prefixes[namespace] = "ns" if namespace == main else f"ns{others}"

    @property
    def declared(self) -> dict[str, str]:
        """The namespaces by the prefixes that must be declared, in document order."""
        return {prefix: namespace for namespace, prefix in self._prefixes.items() if namespace != XML_NAMESPACE}

    def name(self, namespace: str, name: str) -> str:
        """The qualified name of an element, a type, or an attribute with a namespace."""
        prefix = self._prefixes.get(namespace, "") if namespace else ""
        return f"{prefix}:{name}" if prefix else name


def attributes_of(node: Node, prefixes: ExamplePrefixes) -> list[tuple[str, str]]:
    """The attributes of an element by their qualified names, without declarations of namespaces."""
    found = []
    if node.type_name is not None:
        found.append(("xsi:type", prefixes.name(*node.type_name)))
    if node.is_nil:
        found.append(("xsi:nil", "true"))
    for attribute, text in node.attributes:
        found.append((attribute.name if ":" in attribute.name else prefixes.name(attribute.namespace, attribute.name), text))
    return found


def written(root: Node) -> str | None:
    """The document as indented XML, without a line end after it; None if XML can not express it."""
    prefixes = ExamplePrefixes(root)
    if _XMLNS in prefixes.declared.values():
        return None
    declarations = [(f"xmlns:{prefix}" if prefix else "xmlns", namespace) for prefix, namespace in prefixes.declared.items()]
    lines: list[str] = []
    pending: list[tuple[Node, bool]] = [(root, False)]
    while pending:
        node, is_end = pending.pop()
        indent = "  " * node.depth
        name = prefixes.name(node.element.namespace, node.element.name)
        if is_end:
            lines.append(f"{indent}</{name}>")
            continue
        start = _start_tag(f"{indent}<{name}", (declarations if node is root else []) + attributes_of(node, prefixes))
        if node.children:
            lines.append(start + ">")
            pending.append((node, True))
            pending.extend((child, False) for child in reversed(node.children))
        elif node.text:
            lines.append(f"{start}>{_escaped(node.text, _ESCAPES)}</{name}>")
        else:
            lines.append(start + "/>")
    text = "\n".join(lines)
    return None if _NOT_XML.search(text) else text


def _start_tag(start: str, attributes: list[tuple[str, str]]) -> str:
    parts = [f'{name}="{_escaped(text, _ATTRIBUTE_ESCAPES)}"' for name, text in attributes]
    lines = [start]
    indent = " " * len(start)
    for part in parts:
        if len(lines[-1]) + 1 + len(part) > _WIDEST and lines[-1] not in (start, indent):
            lines.append(indent)
        lines[-1] += f" {part}"
    return "\n".join(lines)


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in text)
