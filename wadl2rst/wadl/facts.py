"""Small queries on the model for pages, lint and the Sphinx extension."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wadl2rst.prose import Block, CodeBlock, Paragraph
from wadl2rst.wadl.model import Application, Doc, Method, Representation, Resource, ResourceType, Response

REQUESTS_WITHOUT_BODY = frozenset({"GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "CONNECT"})
"""HTTP methods whose requests have no body unless the WADL describes one (RFC 9110, section 9.3)."""


def shown_docs(docs: Sequence[Doc], language: str) -> Sequence[Doc]:
    """The docs to show: those in ``language`` and those without a language; all if ``language`` is empty or no doc is in it."""
    if not language or not docs:
        return docs
    wanted = language.lower()
    primary = wanted.split("-")[0]
    matching = [doc for doc in docs if doc.language.lower() == wanted] or [
        doc for doc in docs if doc.language.lower().split("-")[0] == primary
    ]
    if not matching:
        return docs
    return [doc for doc in docs if not doc.language or doc in matching]


def first_title(docs: Sequence[Doc], language: str = "") -> str:
    """The first title of the docs, or an empty string."""
    for doc in shown_docs(docs, language):
        if doc.title:
            return doc.title
    return ""


def qualified(name: str) -> tuple[str, str]:
    """The namespace and the name to show of an element: ``{http://garden.example/}plants`` has both, ``g:plants`` the name alone."""
    namespace, brace, local = name.rpartition("}")
    return (namespace.removeprefix("{"), local) if brace else ("", name)


def representations_of(method: Method) -> Iterator[Representation]:
    """Yields the representations of the request of a method, then those of its responses."""
    if method.request is not None:
        yield from method.request.representations
    for response in method.responses:
        yield from response.representations


def representations(application: Application) -> Iterator[Representation]:
    """Yields the representations of all methods, each method once: much faster than a walk over the whole model."""
    seen: set[int] = set()
    pending: list[Resource | ResourceType | Method] = [*reversed(application.unattached), *reversed(application.resource_types)]
    for resources in reversed(application.resources):
        pending += reversed(resources.resources)
    while pending:
        value = pending.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, Method):
            yield from representations_of(value)
        else:
            pending += (*reversed(value.resources), *reversed(value.methods))


def code_blocks(blocks: Iterable[Block]) -> Iterator[CodeBlock]:
    """Yields the code blocks among ``blocks`` and in their descendants."""
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
    """Whether a response is successful: its first status is 1xx to 3xx, or it has no status and is not a fault."""
    if not response.statuses:
        return not response.fault
    return response.statuses[0][:1] in ("1", "2", "3")
