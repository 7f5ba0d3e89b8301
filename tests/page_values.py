"""What the values of a page hold for a reader, to look for it in pages of any format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from wadl2rst.page.values import IndexPage, OperationPage, ParamRow, RequestSample, Sample
from wadl2rst.prose import Code, CodeBlock, Hyperlink, Reference, Text

_SHOWN = frozenset({"title", "statuses", "name", "id", "request_line", "address", "generator"})
"""The fields of type ``str`` that pages show."""

_HIDDEN = frozenset(
    {
        *("method", "params", "location", "left_out"),  # of the model, and of the run
        *("type", "type_cell", "operations", "media_types"),  # other fields hold it, too
        "children",  # names of pages
    }
)


def texts(value: Any) -> Iterator[str]:
    """The texts that a reader is to find: names, statuses, types, documentation, samples, in no particular order."""
    if isinstance(value, ParamRow):
        yield value.name
        yield value.default or ""
        yield from texts((value.type_line, value.description))
    elif isinstance(value, Text | Code):
        yield value.text
    elif isinstance(value, CodeBlock):
        yield from value.text.split("\n")
        yield from texts(value.title)
    elif isinstance(value, Sample):
        yield value.status
        yield from texts(value.block)
    elif isinstance(value, Hyperlink | Reference):
        yield from texts(value.children)
    elif isinstance(value, tuple) and not hasattr(value, "_fields"):
        for item in value:
            yield from texts(item)
    elif isinstance(value, RequestSample):
        yield from value.text.split("\n")
    elif isinstance(value, tuple) or is_dataclass(value):
        names = list(value._fields) if isinstance(value, tuple) else [item.name for item in fields(value)]
        if isinstance(value, OperationPage) and not value.responses:
            names += ["statuses", "response"]  # made on demand; where there are responses, they are the same in another form
        if isinstance(value, IndexPage) and value.groups:
            names = [name for name in names if name != "sections"]
        for name in names:
            part = getattr(value, name)
            if isinstance(part, str):
                if name in _SHOWN:
                    yield part
            elif name not in _HIDDEN or name == "children" and not _is_page(value):
                yield from texts(part)


def _is_page(value: Any) -> bool:
    """Whether the children of a value are names of pages, not prose."""
    return hasattr(value, "operations") or hasattr(value, "has_resources")
