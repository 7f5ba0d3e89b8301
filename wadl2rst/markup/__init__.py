"""Documentation markup: the content of ``doc`` elements -> :mod:`wadl2rst.prose`.

:class:`Markup` is the door.  The rest of the package, from the bottom up: ``parts``, ``inline`` and ``flow``
(inline and block parts of a text, and how they become paragraphs), ``parsed``, ``escaped``, ``javadoc`` and ``plain``
(what text alone says), ``converter`` (one walk over the elements), ``links``, ``common``, ``lists``,
``listings``, ``media`` and ``tables`` (what several vocabularies share), ``docbook``, ``xhtml`` and ``extensions`` (a table of
handlers each), ``vocabulary`` (which table a tag is looked up in).
"""

from wadl2rst.markup.document import Markup

__all__ = ["Markup"]
