"""Finds the vocabulary of a tag, and its handler."""

from __future__ import annotations

from wadl2rst.markup import docbook, extensions, xhtml
from wadl2rst.markup.common import container
from wadl2rst.markup.converter import Handler
from wadl2rst.source.tree import WADL_NAMESPACES

_DOCBOOK_FIRST = (docbook.HANDLERS, xhtml.HANDLERS)
_XHTML_FIRST = (xhtml.HANDLERS, docbook.HANDLERS)
# Identified by a part of the namespace: each vocabulary has several (and one that real files misspell).
_VOCABULARIES: tuple[tuple[str, tuple[dict[str, Handler], ...]], ...] = (
    ("xsd-ext", (extensions.XSD_EXT,)),
    ("docbook", _DOCBOOK_FIRST),
    ("html", _XHTML_FIRST),
)
# Namespaces whose elements are transparent: only their content is shown.
_CONTAINERS = ("apigee.com", "/XInclude")


def find(namespace: str, name: str) -> Handler | None:
    """The handler of a tag; None if the tag is unknown.

    DocBook tags are also accepted in XHTML's namespace and vice versa, because authors mix them.  Without a namespace, or
    in WADL's (if the default namespace was not changed), a tag is DocBook's if DocBook has one of that name, otherwise XHTML's.
    """
    if any(word in namespace for word in _CONTAINERS):
        return container
    for table in _tables(namespace):
        handler = table.get(name) or table.get(name.lower())
        if handler is not None:
            return handler
    return None


def _tables(namespace: str) -> tuple[dict[str, Handler], ...]:
    for word, tables in _VOCABULARIES:
        if word in namespace:
            return tables
    return _DOCBOOK_FIRST if namespace in WADL_NAMESPACES else ()
