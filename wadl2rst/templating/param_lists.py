"""Parameters as definition lists: the name, then type, whether it is required, and default as classifiers; below it the text.

Parameters inside another one are a definition list at the end of its definition.  Any other definition list in a definition is preceded
by a ``rst-class`` directive, so that the directive ``wadl:params`` can tell it from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from wadl2rst import rst
from wadl2rst.page.docs import value_inline
from wadl2rst.page.options import Say
from wadl2rst.page.values import ParamNode, ParamRow
from wadl2rst.prose import Block, DefinitionList, Emphasis, Text
from wadl2rst.rst.layout import wrap
from wadl2rst.rst.text import LONGEST_LINE
from wadl2rst.templating.origins import Marks

_INDENT = "   "
_NO_TEXT = [".."]
"""The definition of a parameter without text: a definition list needs one, and a comment shows nothing."""


class ParamLists:
    """Writes the parameters of a page."""

    def __init__(self, writer: rst.RstWriter, marks: Marks, say: Say) -> None:
        """``say`` translates the words of the page."""
        self._writer = writer
        self._marks = marks
        self.say = say

    def lines(self, nodes: Sequence[ParamNode]) -> list[str]:
        """The lines of a list, which begin with marks of their origin."""
        found: list[str] = []
        for node in nodes:
            if found:
                found.append("")
            found += self._item(node)
        return found

    def _item(self, node: ParamNode) -> Iterator[str]:
        row = node.row
        head = " : ".join(filter(None, [rst.literal(node.name), *(self._classifiers(row) if row is not None else ())]))
        mark = self._marks.start(row.location) if row is not None else ""
        if len(head) > LONGEST_LINE or not rst.literal(node.name):
            # It cannot be a term.
            lines = wrap(head or "..", 0, LONGEST_LINE)
            yield mark + lines[0]
            yield from lines[1:]
            yield ""
        else:
            yield mark + head
        content = self._content((*row.blocks, *row.facts)) if row is not None else []
        if node.children:
            if content:
                content.append("")
            if row is not None and any(isinstance(block, DefinitionList) for block in row.blocks[-1:] if not row.facts):
                content += ["..", ""]
            content += self.lines(node.children)
        for line in content or _NO_TEXT:
            yield _INDENT + line if line else ""

    def _classifiers(self, row: ParamRow) -> Iterator[str]:
        if row.type_line:
            # Outside of literals and links, " : " would begin another classifier; a type has none, but for a name in a hostile schema.
            yield self._writer.inline(row.type_line).replace(" : ", " \\: ")
        if row.required is not None:
            yield self._writer.inline((Emphasis((Text(self.say("required") if row.required else self.say("optional")),)),))
        if row.default is not None:
            yield self._writer.inline((Text(self.say("default:") + " "), value_inline(row.default, self.say)))

    def _content(self, blocks: Sequence[Block]) -> list[str]:
        found: list[str] = []
        for is_list, run in groupby(blocks, lambda block: isinstance(block, DefinitionList)):
            lines = self._writer.blocks(tuple(run))
            if not lines:
                continue
            if found:
                # A comment ends a definition list, which would go on in what follows.
                found += ["", "..", ""] if not is_list else [""]
            found += [".. rst-class:: wadl-terms", "", *lines] if is_list else lines
        return found
