"""Small WADLs, and what the tests of the model and of the pages ask of them."""

from __future__ import annotations

from collections.abc import Callable

from wadl2rst.diagnostics import Diagnostic
from wadl2rst.wadl import model
from wadl2rst.wadl.operations import Operation, groups

NAMESPACE = "http://wadl.dev.java.net/2009/02"

Read = Callable[..., tuple[model.Application, list[Diagnostic]]]
"""Loads the inside of an application: the model, and what is said of it."""

Pages = Callable[..., dict[str, str]]
"""Gives the text of each page of the inside of an application, by its name."""

PARAM = '<param name="n" style="plain"/>'


def operations(application: model.Application) -> list[Operation]:
    """All operations of an application."""
    return [operation for group in groups(application) for operation in group.operations]


def codes(diagnostics: list[Diagnostic]) -> list[str]:
    """The codes of messages, sorted."""
    return sorted(diagnostic.code.value for diagnostic in diagnostics)


def post(request: str) -> str:
    """A WADL with one operation, of this request, on the page ``post-a``."""
    method = f'<method name="POST" id="p"><request>{request}</request></method>'
    return f'<resources base="http://x/"><resource path="a">{method}</resource></resources>'


def get(responses: str) -> str:
    """A WADL with one operation, of these responses, on the page ``get-a``."""
    return f'<resources base="http://x/"><resource path="a"><method name="GET" id="g">{responses}</method></resource></resources>'


def lines(text: str, start: str) -> list[str]:
    """The lines of a page that begin so."""
    return [line for line in text.splitlines() if line.startswith(start)]


def headings(text: str) -> list[str]:
    """The headings of a page."""
    found = text.splitlines()
    return [
        line.lstrip("\\")
        for line, below in zip(found, found[1:], strict=False)
        if below and set(below) <= set('^"~') and len(below) >= len(line)
    ]
