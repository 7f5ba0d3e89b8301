"""XInclude: replaces ``xi:include`` elements by the content that they refer to (W3C XInclude 1.0)."""

from __future__ import annotations

import re
from collections.abc import Callable

from wadl2rst.diagnostics import Diagnostic, LoadError, MessageCode, Report
from wadl2rst.frozen import dataclass
from wadl2rst.source import limits
from wadl2rst.source.files import Refused, SourceFile, Unavailable, folded, unavailable
from wadl2rst.source.tree import XINCLUDE, XML_ID, Element, Tree

MAX_ELEMENTS = 2_000_000
"""Maximum number of elements of a document with all included content: files can include each other many times."""
MAX_CHARACTERS = 64 << 20
"""Maximum number of characters of a document with all included content."""
MAX_CHAIN = 32
"""Maximum nesting depth of included files."""

_SHORTHAND = re.compile(r"[^\s()/\[\]'\"]+")
_BY_ID = re.compile(r"""xpointer\(\s*(?:id\(|//\*\[\s*@(?:xml:)?id\s*=)\s*["']([^"']+)["']\s*[\])]\s*\)""")
_ELEMENT = re.compile(r"element\(([^\s()/]+)\)")


@dataclass(frozen=True, slots=True)
class IncludeSources:
    """Functions that find and read included files."""

    find: Callable[[str, Element], SourceFile]
    """Takes a reference and the element that contains it; returns the file.  Raises :class:`Unavailable`."""
    xml: Callable[[SourceFile], Tree]
    """Returns a new tree of a file; raises :class:`Unavailable` and :class:`LoadError`."""
    text: Callable[[SourceFile], str]
    """Returns the text of a file; raises :class:`Unavailable`."""


def include(root: Element, place: SourceFile, sources: IncludeSources, report: Report) -> Element | None:
    """Replaces every ``xi:include`` of a document in place, and returns the root element.

    ``root`` is the root of the document ``place``; ``sources`` finds and reads included files.  If the root itself is an
    ``xi:include``, the result is the included element, or None if there is none.  An include that fails is replaced by its
    fallback; if it has none, it is passed to ``report``.  Raises :class:`LoadError` if the resulting document exceeds a limit.
    """
    top = _Includer(sources, report).replace([root], {place.key: root})
    found = next((child for child in top if not isinstance(child, str)), None)
    if found is not None:
        _check_size(found)
    return found


class _Includer:
    def __init__(self, sources: IncludeSources, report: Report) -> None:
        self._sources = sources
        self._report = report
        self._roots: dict[str, Element | None] = {}
        self._active: set[int] = set()
        self._text_length = 0

    def replace(self, children: list[Element | str], chain: dict[str, Element]) -> list[Element | str]:
        """The children with each ``xi:include`` replaced, at any depth.

        ``chain`` maps the keys of the documents that are being processed to their roots; each includes the next.
        """
        result: list[Element | str] = []
        pending: list[Element] = []
        for child in children:
            if isinstance(child, str) or child.namespace != XINCLUDE or child.name != "include":
                _append(result, child)
                if not isinstance(child, str):
                    pending.append(child)
            else:
                for found in self._included(child, chain):
                    _append(result, found)
        while pending:
            element = pending.pop()
            nested = element.children
            if any(not isinstance(child, str) and child.namespace == XINCLUDE for child in nested):
                element.children = self.replace(nested, chain)
            else:
                pending.extend(child for child in nested if not isinstance(child, str))
        return result

    def _included(self, element: Element, chain: dict[str, Element]) -> list[Element | str]:
        """The nodes that replace an ``xi:include``: what it includes, or its fallback."""
        try:
            return self._resolve(element, chain)
        except Unavailable as fault:
            fallback = next((child for child in element.elements() if child.namespace == XINCLUDE and child.name == "fallback"), None)
            if fallback is None or isinstance(fault, Refused):
                code = unavailable(fault, MessageCode.MISSING_INCLUDE, MessageCode.MISSING_INCLUDE)
                self._report_at(code, f"included file {folded(element.get('href'))} {fault.text}", element, fault.cause)
            return [] if fallback is None else self.replace(fallback.children, chain)

    def _resolve(self, element: Element, chain: dict[str, Element]) -> list[Element | str]:
        """The nodes that an ``xi:include`` refers to; raises :class:`Unavailable`."""
        href = element.get("href")
        pointer = element.get("xpointer").strip()
        place = self._sources.find(href, element) if href else None
        if element.get("parse") == "text":
            text = self._sources.text(place) if place is not None else ""
            self._text_length += len(text)
            if self._text_length > limits.MAX_TEXT:
                message = f"included text exceeds {limits.MAX_TEXT >> 20} million characters"
                raise LoadError(Diagnostic(MessageCode.TOO_LARGE, message, element.location))
            return [text]
        self._active.add(id(element))
        try:
            root = next(reversed(chain.values())) if place is None else self._root(place, chain, element)
        finally:
            self._active.discard(id(element))
        if root is None:
            return []
        shown = folded(href) or "this file"
        chosen = self._select(root, pointer, element)
        if chosen is None:
            self._report_at(MessageCode.MISSING_INCLUDE, f'no element in {shown} has the id given by xpointer="{pointer}"', element)
            return []
        # The included element may be part of a document that is still being processed: check for a cycle.
        active = self._active | {id(element)}
        if any(root is open_root for open_root in chain.values()) and any(id(inner) in active for inner in chosen.walk()):
            self._report_at(MessageCode.CYCLE, f"circular include of {shown}", element)
            return []
        return [chosen]

    def _root(self, place: SourceFile, chain: dict[str, Element], element: Element) -> Element | None:
        """The root of a document with its includes replaced; read once.  None if it cannot be parsed, which is reported."""
        if place.key in chain:
            return chain[place.key]
        if place.key in self._roots:
            return self._roots[place.key]
        if len(chain) > MAX_CHAIN:
            self._report_at(MessageCode.TOO_DEEP, f"includes are nested more than {MAX_CHAIN} files deep", element)
            return None
        root: Element | None = None
        try:
            tree = self._sources.xml(place)
            root = tree.root
            if tree.includes:
                replaced = self.replace([root], {**chain, place.key: root})
                root = next((child for child in replaced if not isinstance(child, str)), None)
        except LoadError as broken:
            self._report(broken.diagnostic)
        self._roots[place.key] = root
        return root

    def _select(self, root: Element, pointer: str, element: Element) -> Element | None:
        """The element that an XPointer refers to by id, None if there is none; the root if the XPointer has any other form."""
        if not pointer:
            return root
        match = _BY_ID.fullmatch(pointer) or _ELEMENT.fullmatch(pointer)
        identifier = match[1] if match else pointer if _SHORTHAND.fullmatch(pointer) else None
        if identifier is None:
            text = f'xpointer="{folded(pointer)}" is not supported (only ids are); the whole file is included'
            self._report_at(MessageCode.MISSING_INCLUDE, text, element)
            return root
        return next((found for found in root.walk() if identifier in (found.get("id"), found.get(XML_ID))), None)

    def _report_at(self, code: MessageCode, text: str, element: Element, cause: str = "") -> None:
        self._report(Diagnostic(code, text, element.location, cause))


def _append(children: list[Element | str], child: Element | str) -> None:
    """Appends a child; joins adjacent texts."""
    if isinstance(child, str) and children and isinstance(children[-1], str):
        children[-1] += child
    else:
        children.append(child)


def _check_size(root: Element) -> None:
    """Raises :class:`LoadError` if the tree, whose subtrees may be shared, is too deep or too large to walk."""
    count = characters = 0
    pending = [(root, 1)]
    while pending:
        element, depth = pending.pop()
        count += 1
        if depth > limits.MAX_DEPTH:
            text = f"elements are nested more than {limits.MAX_DEPTH} deep, counting included files"
            raise LoadError(Diagnostic(MessageCode.TOO_DEEP, text, root.location))
        if count > MAX_ELEMENTS:
            raise LoadError(
                Diagnostic(MessageCode.TOO_LARGE, f"more than {MAX_ELEMENTS:,} elements, counting included files", root.location)
            )
        characters += sum(len(child) for child in element.children if isinstance(child, str)) + sum(map(len, element.attributes.values()))
        if characters > MAX_CHARACTERS:
            text = f"more than {MAX_CHARACTERS >> 20} million characters, counting included files"
            raise LoadError(Diagnostic(MessageCode.TOO_LARGE, text, root.location))
        pending.extend((child, depth + 1) for child in element.children if not isinstance(child, str))
