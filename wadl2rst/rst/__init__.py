"""All syntax of reStructuredText: characters, inline markup, columns, and prose as a whole."""

from wadl2rst.rst.elements import code_block, comment, directive, heading, label
from wadl2rst.rst.inline import inline, reference
from wadl2rst.rst.layout import columns
from wadl2rst.rst.text import address, escape, literal
from wadl2rst.rst.writer import RstWriter, row_starts, table

__all__ = [
    "RstWriter",
    "address",
    "code_block",
    "columns",
    "comment",
    "directive",
    "escape",
    "heading",
    "inline",
    "label",
    "literal",
    "reference",
    "row_starts",
    "table",
]
