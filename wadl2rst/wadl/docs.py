"""Documentation as the elements of WADL and of schemas have it."""

from __future__ import annotations

from dataclasses import field

from wadl2rst.diagnostics import Location
from wadl2rst.frozen import dataclass
from wadl2rst.prose import Block

_NOWHERE = Location("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doc:
    """Documentation of an element (section 2.3)."""

    title: str = ""
    """The title attribute, with white space collapsed."""
    language: str = ""
    """Its ``xml:lang``, as written; empty for none."""
    blocks: tuple[Block, ...] = ()
    """The content; samples are :class:`~wadl2rst.prose.CodeBlock`."""
    url: str = ""
    """The URL of further documentation (Apigee's ``url``)."""
    behind: str = field(default="", compare=False)
    """The name of the parameter without documentation that it stands behind, and may be about; empty for none."""
    location: Location = field(default=_NOWHERE, compare=False, repr=False)
