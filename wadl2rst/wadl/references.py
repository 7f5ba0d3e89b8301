"""Resolves references: ``#id``, ``other.wadl#id``, and URLs of the document itself.

If several elements of one kind have the same id, a reference takes the *nearest*: in the
target document, the definition with the fewest elements between it and
the reference (for a reference from another document: the first).  An element that is itself a
reference is taken only if no definition has the id.  Generated files repeat ids,
and an author who copies a block means the copy next to the reference.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urldefrag

from wadl2rst.diagnostics import Diagnostic, MessageCode, Report
from wadl2rst.source.documents import Document
from wadl2rst.source.library import Library
from wadl2rst.source.tree import WADL_NAMESPACES, XML_ID, Element

KINDS = frozenset({"method", "param", "representation", "fault", "resource_type", "resource"})
"""Elements that can be the target of a reference (section 2.1 of the specification)."""

_OTHER_KIND = {"representation": "fault", "fault": "representation"}
"""A reference to one of these kinds may resolve to the other, if no element of its own kind has the id."""


@dataclass(frozen=True, slots=True)
class ReferenceTarget:
    """The target of a reference, and the document that contains it."""

    element: Element
    document: Document


@dataclass(slots=True)
class _Index:
    """The elements of a document that have an id, by (kind, id), each with its position in document order."""

    definitions: dict[tuple[str, str], list[tuple[int, Element]]] = field(default_factory=dict)
    references: dict[tuple[str, str], list[tuple[int, Element]]] = field(default_factory=dict)
    """The elements that are references themselves."""
    kinds: dict[str, str] = field(default_factory=dict)
    orders: dict[int, tuple[int, Element]] = field(default_factory=dict)
    """The position in document order of each element, and the element, by its ``id()``; filled only if an id is not unique."""


class Resolver:
    """Looks up definitions in the documents of one library."""

    def __init__(self, library: Library, report: Report) -> None:
        """Other documents are read with ``library``; problems are passed to ``report``."""
        self._library = library
        self._report = report
        self._indexes: dict[str, _Index] = {}
        self._reported: set[tuple[str, str, str]] = set()

    def follow(self, href: str, element: Element, document: Document, kind: str) -> ReferenceTarget | None:
        """The target of ``href`` on ``element`` of ``document``: an element named ``kind``, or None (section 2.1).

        None is reported, by DANGLING here or by the library (for example MISSING_WADL).
        """
        href = href.strip()
        address, fragment = urldefrag(href)
        identifier = _identifier(href)
        target: Document | None = document
        if address and fragment and not self._is_own_address(address, document):
            target = self._library.referenced(address, element)
            if target is None:
                return None
        assert target is not None
        target_element = self._find(identifier, kind, target, element)
        if target_element is None and "://" in address and target is not document:
            target_element = self._find(identifier, kind, document, element)
            target = document
        if target_element is None:
            self._report_dangling(href, identifier, kind, target, element)
            return None
        return ReferenceTarget(target_element, target)

    def find(self, identifier: str, kind: str, document: Document) -> Element | None:
        """The first element of ``kind`` with the id ``identifier`` in ``document``; None, without a message, if there is none."""
        entries = self._entries(identifier, kind, document)
        return entries[0][1] if entries else None

    def _entries(self, identifier: str, kind: str, document: Document) -> list[tuple[int, Element]]:
        index = self._index(document)
        keys = [(kind, identifier)] if kind not in _OTHER_KIND else [(kind, identifier), (_OTHER_KIND[kind], identifier)]
        return next((table[key] for table in (index.definitions, index.references) for key in keys if key in table), [])

    def duplicates(self, document: Document) -> None:
        """Reports each id that several elements of one kind have, if a reference in the document names it."""
        index = self._index(document)
        repeated = {key: entries for key, entries in index.definitions.items() if len(entries) > 1}
        if not repeated:
            return
        named = {key for _order, element in index.orders.values() for key in _named(element)}
        for (kind, identifier), entries in repeated.items():
            if (kind, identifier) in named or (_OTHER_KIND.get(kind, ""), identifier) in named:
                text = f"{len(entries)} '{kind}' elements have the id {identifier}; a reference takes the nearest"
                self._report(Diagnostic(MessageCode.DUPLICATE_ID, text, entries[1][1].location))

    def _is_own_address(self, address: str, document: Document) -> bool:
        """Whether a URL is that of the document itself.

        Services write references within their WADL with the URL at which it is served (Launchpad
        has 1,800 of these).  For a local file, that URL is unknown, so every HTTP URL
        is assumed to be it; a fetched WADL is compared with its own URL and base URIs.
        """
        if "://" not in address:
            return False
        if document.key.startswith(("http://", "https://")):
            return address.rstrip("/") == document.key.rstrip("/") or address.split("?")[0] in self._bases(document)
        return address.startswith(("http://", "https://"))

    def _bases(self, document: Document) -> set[str]:
        return {child.get("base") for child in document.root.elements() if child.name == "resources"}

    def _find(self, identifier: str, kind: str, document: Document, reference: Element) -> Element | None:
        entries = self._entries(identifier, kind, document)
        if not entries:
            return None
        if len(entries) > 1:
            entry = self._index(document).orders.get(id(reference))
            if entry is not None:
                order = entry[0]
                after = bisect_left(entries, order, key=lambda entry: entry[0])
                near = entries[max(0, after - 1) : after + 1]
                return min(near, key=lambda entry: (abs(entry[0] - order), entry[0]))[1]
        return entries[0][1]

    def _index(self, document: Document) -> _Index:
        index = self._indexes.get(document.key)
        if index is None:
            index = self._indexes[document.key] = _Index()
            elements = _wadl_elements(document.root)
            for order, element in enumerate(elements):
                attributes = element.attributes
                if "id" not in attributes and XML_ID not in attributes:
                    continue
                identifier = attributes.get("id") or attributes.get(XML_ID)
                if identifier and element.name in KINDS:
                    table = index.references if is_reference(element) else index.definitions
                    table.setdefault((element.name, identifier), []).append((order, element))
                    index.kinds.setdefault(identifier, element.name)
            if any(len(entries) > 1 for table in (index.definitions, index.references) for entries in table.values()):
                # Recorded now, because the parser consumes the tree.
                index.orders = {id(element): (order, element) for order, element in enumerate(elements)}
        return index

    def _report_dangling(self, href: str, identifier: str, kind: str, document: Document, element: Element) -> None:
        location = element.location
        key = (location.file, str(location.line), href)
        if key in self._reported:
            return
        self._reported.add(key)
        other = self._index(document).kinds.get(identifier)
        noun = kind.replace("_", " ")
        text = (
            f"no {noun} has the id {identifier}"
            if other is None
            else f"{identifier} is the id of a {other.replace('_', ' ')}, not of a {noun}"
        )
        if document.shown != location.file and "://" not in href and not href.startswith("#"):
            text += f" in {document.shown}"
        self._report(Diagnostic(MessageCode.DANGLING, text, location))


def is_reference(element: Element) -> bool:
    """Whether an element is a reference to another; the ``href`` of a representation can also be the URL of a schema."""
    href = element.attributes.get("href")
    return href is not None and href != "" and (element.name not in _OTHER_KIND or "#" in href)


def _named(element: Element) -> Iterator[tuple[str, str]]:
    """The kind and the id of each element that ``element`` refers to."""
    attributes = element.attributes
    if is_reference(element):
        yield element.name, _identifier(attributes["href"])
    if element.name == "resource":
        for reference in attributes.get("type", "").split():
            yield "resource_type", _identifier(reference)
    elif element.name == "link":
        yield "resource_type", _identifier(attributes.get("resource_type") or attributes.get("href") or "")


def _identifier(href: str) -> str:
    """The id in a reference: its fragment, or all of it if it has none."""
    address, fragment = urldefrag(href.strip())
    return unquote(fragment) or unquote(address)


def _wadl_elements(root: Element) -> list[Element]:
    """The WADL elements in document order, without those inside documentation."""
    found = []
    pending = [root]
    while pending:
        element = pending.pop()
        found.append(element)
        for child in reversed(element.children):
            if not isinstance(child, str) and child.name != "doc" and child.namespace in WADL_NAMESPACES:
                pending.append(child)  # noqa: PERF401 (a comprehension for each element takes longer)
    return found
