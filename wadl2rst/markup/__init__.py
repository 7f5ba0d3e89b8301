"""Documentation markup: the content of ``doc`` elements -> :mod:`wadl2rst.prose`.

:class:`Markup` is the entry point.  The rest of the package, from the bottom up: ``parts``, ``inline`` and ``flow``
(inline and block parts of a text, and how they are combined into paragraphs), ``parsed``, ``escaped``, ``javadoc``,
``markdown`` and ``plain`` (markup found in plain text), ``converter`` (one pass over the elements), ``links``, ``common``, ``lists``,
``listings``, ``media`` and ``tables`` (handlers that several vocabularies share), ``docbook``, ``xhtml`` and ``extensions`` (a table
of handlers each), ``vocabulary`` (selects the table for a tag).
"""

from wadl2rst.markup.document import Markup

__all__ = ["Markup"]
