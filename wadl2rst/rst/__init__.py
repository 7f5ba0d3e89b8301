"""Writes reStructuredText: escaped text, inline markup, tables, and complete prose."""

from wadl2rst.rst.elements import code_block, code_lines, directive, heading, label, listing, role
from wadl2rst.rst.inline import inline, reference
from wadl2rst.rst.text import escape, literal
from wadl2rst.rst.writer import RstWriter, row_starts

__all__ = [
    "RstWriter",
    "code_block",
    "code_lines",
    "directive",
    "escape",
    "heading",
    "inline",
    "label",
    "listing",
    "literal",
    "reference",
    "role",
    "row_starts",
]
