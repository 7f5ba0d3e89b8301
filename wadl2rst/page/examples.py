"""Samples made from a schema, for bodies of which the WADL has none."""

from __future__ import annotations

from collections.abc import Sequence

from wadl2rst.page.options import PageContext
from wadl2rst.page.values import Sample
from wadl2rst.wadl.components import Body, ElementUse, Type


def made_samples(body: Body, media_types: Sequence[str], context: PageContext, *, status: str, is_request: bool) -> tuple[Sample, ...]:
    """The samples of a body in its media types."""
    return ()


def schema_samples(known: Type | ElementUse, context: PageContext) -> tuple[Sample, ...]:
    """The samples that a schema names for an element or a type."""
    return ()
