"""Schemas that Jersey serves below the WADL, and that were saved beside it."""

from __future__ import annotations

from collections.abc import Sequence, Set

from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Report
from wadl2rst.grammar.references import DeclaredNames
from wadl2rst.grammar.xsd_parts import is_schema, raw_children
from wadl2rst.grammar.xsd_set import SchemaSet, without_fragment
from wadl2rst.source.documents import Document
from wadl2rst.source.files import folded
from wadl2rst.source.library import Library
from wadl2rst.source.tree import Element, QName


def declared_names(schemas: SchemaSet, *, is_complete: bool) -> DeclaredNames:
    """The names that the schemas declare; ``is_complete`` says whether every grammar that the WADL names is among them."""
    return DeclaredNames(elements=schemas.elements.keys(), types=schemas.types.keys(), is_complete=is_complete, unread=schemas.incomplete)


def read_beside(missing: Sequence[Element], wanted: Set[QName], schemas: SchemaSet, library: Library, report: Report) -> bool:
    """Adds the schemas that lie beside the WADL for ``missing``, the ``include`` elements whose schemas are not there.

    ``wanted`` are the elements that the WADL names (see :func:`~wadl2rst.grammar.names.expanded`), ``schemas`` those of its other
    grammars.  A schema beside is added only as :func:`fitting` allows.  Each of ``missing`` is reported once, with the
    file that is read instead.  Returns whether there is one for each.
    """
    by_href: dict[tuple[str, str], Element] = {}
    for element in missing:
        by_href.setdefault((without_fragment(element.get("href")), element.location.file), element)
    found = [library.schema_beside(href, element) for (href, _), element in by_href.items()]
    names = [_elements(document) if document is not None else frozenset() for document in found]
    chosen = fitting(wanted, schemas.elements.keys(), names)
    for index, ((href, _), element) in enumerate(by_href.items()):
        document = found[index]
        if document is not None and index in chosen:
            schemas.add(document.root, document)
            report(message(href, document.shown, element.location))
        else:
            report(Diagnostic(MessageCode.MISSING_GRAMMAR, f"grammar {folded(href)} not found", element.location))
    if chosen:
        schemas.complete()
    return len(chosen) == len(by_href)


def fitting(wanted: Set[QName], present: Set[QName], candidates: Sequence[Set[QName]]) -> tuple[int, ...]:
    """Which of the schemas that lie beside the WADL are those that it names but are missing, by their index in ``candidates``.

    ``wanted`` are the elements that the WADL names, ``present`` those that its other grammars declare, and ``candidates`` the
    elements that each schema beside declares.  A file of the right name may be that of another WADL, so all elements that the
    others do not declare must be in them, each by its exact name.
    """
    missing = wanted - present
    if not missing <= set().union(*candidates):
        return ()
    return tuple(index for index, names in enumerate(candidates) if not missing.isdisjoint(names))


def message(href: str, shown: str, location: Location) -> Diagnostic:
    """The message that the schema ``shown`` is read for the missing ``href``; it replaces that on the missing one."""
    text = f"grammar {folded(href)} not found; {folded(shown)}, which declares the elements named in the WADL, is read instead"
    return Diagnostic(MessageCode.MISSING_GRAMMAR, text, location)


def _elements(document: Document) -> frozenset[QName]:
    """The global elements of a schema document itself."""
    if not is_schema(document.root):
        return frozenset()
    target = document.root.get("targetNamespace").strip()
    return frozenset(QName(target, child.get("name").strip()) for child in raw_children(document.root) if child.name == "element")
