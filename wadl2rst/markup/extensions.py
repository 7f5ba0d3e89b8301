"""What toolchains for WADL add to DocBook and XHTML: Rackspace's xsd-ext."""

from __future__ import annotations

from wadl2rst.markup.common import take_title, titled
from wadl2rst.markup.converter import Converter, Handler
from wadl2rst.markup.flow import nest, split
from wadl2rst.markup.listings import sample
from wadl2rst.markup.parts import Part
from wadl2rst.prose import Inline, Text
from wadl2rst.source.tree import Element


def _samples(converter: Converter, element: Element, out: list[Part]) -> None:
    """Samples with what is said of them, under the title that holds for all."""
    said, parts = take_title(converter, element)
    folded = " ".join(element.get("title").split())
    title: tuple[Inline, ...] = (Text(folded),) if folded else ()
    blocks = nest(split(parts))
    out.extend(titled(title, titled(said, blocks)))


XSD_EXT: dict[str, Handler] = {"code": sample, "sample": _samples, "samples": _samples}
"""The tags of ``http://docs.rackspacecloud.com/xsd-ext/v1.0`` that show something."""
