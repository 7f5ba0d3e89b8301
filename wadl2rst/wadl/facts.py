"""Small facts of the model that pages, lint and the extension ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wadl2rst.prose import Block, CodeBlock, Paragraph
from wadl2rst.wadl.model import Doc, Response


def shown_docs(docs: Sequence[Doc], language: str) -> Sequence[Doc]:
    """The docs to show: without a language all; else those in it or in none, or all where there is none in it."""
    if not language or not docs:
        return docs
    wanted = language.lower()
    primary = wanted.split("-")[0]
    own = [doc for doc in docs if doc.language.lower() == wanted] or [doc for doc in docs if doc.language.lower().split("-")[0] == primary]
    if not own:
        return docs
    return [doc for doc in docs if not doc.language or doc in own]


def first_title(docs: Sequence[Doc], language: str = "") -> str:
    """The first title of the docs, or an empty string."""
    return next((doc.title for doc in shown_docs(docs, language) if doc.title), "")


def code_blocks(blocks: Iterable[Block]) -> Iterator[CodeBlock]:
    """The code blocks among blocks and in what can hold them."""
    for block in blocks:
        if isinstance(block, CodeBlock):
            yield block
        elif not isinstance(block, Paragraph):
            children = getattr(block, "children", None)
            if children:
                yield from code_blocks(children)
            for item in getattr(block, "items", ()):
                yield from code_blocks(item if isinstance(item, tuple) else item.children)


def is_success(response: Response) -> bool:
    """Whether a response is one of success: 1xx to 3xx, or no status said and no fault."""
    if not response.statuses:
        return not response.fault
    return response.statuses[0][:1] in ("1", "2", "3")
