"""Extensions of DocBook and XHTML by WADL toolchains: Rackspace's xsd-ext."""

from __future__ import annotations

from wadl2rst.markup.common import take_title, titled
from wadl2rst.markup.converter import Converter, Handler
from wadl2rst.markup.flow import nest, split
from wadl2rst.markup.listings import sample
from wadl2rst.markup.parts import Part
from wadl2rst.prose import Inline, Text
from wadl2rst.source.tree import Element


def _samples(converter: Converter, element: Element, out: list[Part]) -> None:
    """A group of samples with their description; the ``title`` attribute is the title of the group."""
    titles, parts = take_title(converter, element)
    folded = " ".join(element.get("title").split())
    title: tuple[Inline, ...] = (Text(folded),) if folded else ()
    blocks = nest(split(parts))
    out.extend(titled(title, titled(titles, blocks)))


XSD_EXT: dict[str, Handler] = {"code": sample, "sample": _samples, "samples": _samples}
"""The handlers for the tags of ``http://docs.rackspacecloud.com/xsd-ext/v1.0`` that have visible content."""
