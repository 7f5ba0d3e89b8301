"""Which vocabulary a tag belongs to, and so which handler it has."""

from __future__ import annotations

from wadl2rst.markup import docbook, extensions, xhtml
from wadl2rst.markup.common import container
from wadl2rst.markup.converter import Handler
from wadl2rst.source.tree import WADL_NAMESPACES

_DOCBOOK_FIRST = (docbook.HANDLERS, xhtml.HANDLERS)
_XHTML_FIRST = (xhtml.HANDLERS, docbook.HANDLERS)
# A word of the namespace, for there are several of each (and one that real files misspell).
_VOCABULARIES: tuple[tuple[str, tuple[dict[str, Handler], ...]], ...] = (
    ("xsd-ext", (extensions.XSD_EXT,)),
    ("docbook", _DOCBOOK_FIRST),
    ("html", _XHTML_FIRST),
)
# Of their elements nothing but the content counts.
_CONTAINERS = ("apigee.com", "/XInclude")


def find(namespace: str, name: str) -> Handler | None:
    """The handler of a tag; None if it is not known.

    DocBook's tags are found in XHTML's namespace too and the reverse, for authors mix them.  Without a namespace, or
    with WADL's (where the default namespace was not set back), a tag is DocBook's if there is such a one, else XHTML's.
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
