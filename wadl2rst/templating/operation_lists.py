"""Operations as definition lists: verb and path, then the linked title as a classifier; below it the first sentence."""

from __future__ import annotations

from collections.abc import Sequence

from wadl2rst import rst
from wadl2rst.page.options import Say
from wadl2rst.page.values import OperationLink
from wadl2rst.prose import Paragraph, Text
from wadl2rst.rst.text import clean
from wadl2rst.templating.origins import Marks

_INDENT = "   "
_LONGEST = 1000
"""The largest number of characters of a title or path: docutils takes no term of several lines."""


class OperationLists:
    """Writes the operations of a list."""

    def __init__(self, writer: rst.RstWriter, marks: Marks, say: Say) -> None:
        """``say`` translates the words of the page."""
        self._writer = writer
        self._marks = marks
        self._say = say

    def lines(self, operations: Sequence[OperationLink]) -> list[str]:
        """The lines of the directive ``wadl:methods`` with a list; none if there are no operations."""
        content: list[str] = []
        for link in operations:
            if content:
                content.append("")
            content.append(self._marks.start(link.location) + self._head(link))
            summary = self._writer.blocks((Paragraph((Text(link.summary),)),)) if link.summary else [".."]
            content += [_INDENT + line if line else "" for line in summary]
        return rst.directive("wadl:methods", "", {}, content) if content else []

    def _head(self, link: OperationLink) -> str:
        """The line of an operation; one without a title is itself the link."""
        path = rst.literal(_cut(link.path))
        title = _cut(link.title)
        if title == f"{link.verb} {link.path}".strip():
            parts = [rst.reference(link.label, title)]
        else:
            # Outside of literals and links, " : " would begin another classifier.
            verb = rst.escape(" ".join(clean(link.verb).split())).replace(" : ", " \\: ")
            parts = [f"{verb} {path}".strip(), rst.reference(link.label, title)]
        if link.is_deprecated:
            say = self._say
            word = say("deprecated")
            parts.append(f"*{word}*")
        return " : ".join(filter(None, parts))


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 2] + " …"
