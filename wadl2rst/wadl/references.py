"""Follows references: ``#id``, ``other.wadl#id``, and addresses that name the document itself.

Where an id is given to several elements of one kind, a reference takes the *nearest*: in the
document that the reference leads to, the definition with the fewest elements between it and
the reference (for a reference from another document: the first).  An element that is itself a
reference is taken only where no definition has the id.  Generated files repeat ids,
and what a person means who copies a block is the copy beside it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from urllib.parse import unquote, urldefrag

from wadl2rst.diagnostics import Diagnostic, MessageCode, Report
from wadl2rst.source.library import Document, Library
from wadl2rst.source.tree import WADL_NAMESPACES, XML_ID, Element

KINDS = frozenset({"method", "param", "representation", "fault", "resource_type", "resource"})
"""Elements that a reference can lead to (section 2.1 of the specification)."""

_OTHER_KIND = {"representation": "fault", "fault": "representation"}
"""Bodies: a reference to either finds the other, where its own kind does not have the id."""


@dataclass(frozen=True, slots=True)
class ReferenceTarget:
    """An element that a reference led to, and the document it stands in."""

    element: Element
    document: Document


@dataclass(slots=True)
class _Index:
    """The elements of a document that have an id."""

    found: dict[tuple[str, str], list[tuple[int, Element]]] = field(default_factory=dict)
    references: dict[tuple[str, str], list[tuple[int, Element]]] = field(default_factory=dict)
    """Those that are references themselves."""
    kinds: dict[str, str] = field(default_factory=dict)
    orders: dict[int, tuple[int, Element]] = field(default_factory=dict)
    """The place of each element, and the element, by its ``id()``; filled where an id is given twice."""


class Resolver:
    """Looks definitions up in the documents of one library."""

    def __init__(self, library: Library, report: Report) -> None:
        """A resolver that reads other documents through ``library`` and says what is wrong to ``report``."""
        self._library = library
        self._report = report
        self._indexes: dict[str, _Index] = {}
        self._said: set[tuple[str, str, str]] = set()

    def follow(self, href: str, element: Element, document: Document, kind: str) -> ReferenceTarget | None:
        """What ``href`` on ``element`` of ``document`` leads to: an element named ``kind``, or None (section 2.1).

        None is reported: DANGLING, MISSING_WADL, or whatever the library said.
        """
        href = href.strip()
        address, fragment = urldefrag(href)
        identifier = unquote(fragment) or unquote(address)
        target: Document | None = document
        if address and fragment and not self._names_itself(address, document):
            target = self._library.referenced(address, element)
            if target is None:
                return None
        assert target is not None
        element_found = self._find(identifier, kind, target, element)
        if element_found is None and "://" in address and target is not document:
            element_found = self._find(identifier, kind, document, element)
            target = document
        if element_found is None:
            self._say_dangling(href, identifier, kind, target, element)
            return None
        return ReferenceTarget(element_found, target)

    def find(self, identifier: str, kind: str, document: Document) -> Element | None:
        """The first element of ``kind`` with the id ``identifier`` in ``document``, without a word if there is none (section 2.1)."""
        entries = self._entries(identifier, kind, document)
        return entries[0][1] if entries else None

    def _entries(self, identifier: str, kind: str, document: Document) -> list[tuple[int, Element]]:
        index = self._index(document)
        keys = [(kind, identifier)] if kind not in _OTHER_KIND else [(kind, identifier), (_OTHER_KIND[kind], identifier)]
        return next((known[key] for known in (index.found, index.references) for key in keys if key in known), [])

    def duplicates(self, document: Document) -> None:
        """Reports each id that elements of one kind share."""
        for (kind, identifier), entries in self._index(document).found.items():
            if len(entries) > 1:
                text = f"{len(entries)} '{kind}' elements have the id {identifier}; a reference takes the nearest"
                self._report(Diagnostic(MessageCode.DUPLICATE_ID, text, entries[1][1].location))

    def _names_itself(self, address: str, document: Document) -> bool:
        """Whether an address is the document's own: its file or URL, or a web address that can only mean it.

        A service writes references to its WADL with the address that it is served at (Launchpad
        has 1,800 of these).  Of a file, that address is not known, so that every web address
        is taken for it; a WADL that was fetched is known by its own.
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
            known = self._index(document).orders.get(id(reference))
            if known is not None:
                place = known[0]
                after = bisect_left(entries, place, key=lambda entry: entry[0])
                near = entries[max(0, after - 1) : after + 1]
                return min(near, key=lambda entry: (abs(entry[0] - place), entry[0]))[1]
        return entries[0][1]

    def _index(self, document: Document) -> _Index:
        index = self._indexes.get(document.key)
        if index is None:
            index = self._indexes[document.key] = _Index()
            elements = _wadl_elements(document.root)
            for order, element in enumerate(elements):
                attributes = element.attributes
                identifier = attributes.get("id") or attributes.get(XML_ID)
                if identifier and element.name in KINDS:
                    known = index.references if is_reference(element) else index.found
                    known.setdefault((element.name, identifier), []).append((order, element))
                    index.kinds.setdefault(identifier, element.name)
            if any(len(entries) > 1 for known in (index.found, index.references) for entries in known.values()):
                # At once, for the parser takes the tree apart.
                index.orders = {id(element): (order, element) for order, element in enumerate(elements)}
        return index

    def _say_dangling(self, href: str, identifier: str, kind: str, document: Document, element: Element) -> None:
        location = element.location
        key = (location.file, str(location.line), href)
        if key in self._said:
            return
        self._said.add(key)
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
    """Whether an element stands for another; the ``href`` of a body can also be the address of a schema."""
    href = element.attributes.get("href")
    return href is not None and href != "" and (element.name not in _OTHER_KIND or "#" in href)


def _wadl_elements(root: Element) -> list[Element]:
    """The elements of WADL in document order, without what stands inside documentation."""
    found = []
    pending = [root]
    while pending:
        element = pending.pop()
        found.append(element)
        for child in reversed(element.children):
            if not isinstance(child, str) and child.name != "doc" and child.namespace in WADL_NAMESPACES:
                pending.append(child)
    return found
