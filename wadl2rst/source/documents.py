"""What a library reads: documents, and the text of schemas that are not XML."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from wadl2rst.source.files import SourceFile
from wadl2rst.source.tree import Element


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A WADL or a schema that was read."""

    key: str
    """Its identity: the absolute path with symbolic links resolved, or the URL."""
    shown: str
    """The name for messages: as the user typed it, or relative to what they typed."""
    root: Element = field(repr=False)
    """Its ``application`` element; in a document that another refers to, it may be any WADL element, in a schema any at all."""


class SchemaText(NamedTuple):
    """The text of a schema."""

    place: SourceFile
    """The file; its ``shown`` is the name for messages."""
    text: str
