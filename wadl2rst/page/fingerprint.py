"""Stable text representations of model values, from which the hashes in page names are computed.

The fields, and their order, are listed here explicitly, so that adding a field to the model does not change any
page name.  Each value is prefixed with its length or number of items, so that different values never give the same text.
"""

from __future__ import annotations

from collections.abc import Mapping

from wadl2rst import prose
from wadl2rst.wadl import model

_FIELDS: Mapping[type, tuple[str, ...]] = {
    model.Doc: ("title", "language", "blocks", "url"),
    model.Option: ("value", "media_type", "docs"),
    model.Link: ("resource_type", "relation", "reverse", "docs"),
    model.Param: ("name", "style", "type", "path", "required", "repeating", "default", "fixed", "options", "links", "docs"),
    model.Representation: ("id", "media_type", "element", "profiles", "schema", "params", "docs"),
    model.Request: ("docs", "params", "representations"),
    model.Response: ("statuses", "fault", "docs", "params", "representations"),
    model.Example: ("url", "docs"),
    model.Method: (
        "name", "id", "docs", "params", "request", "responses", "display_name", "tags", "roles", "authentication", "examples",
        "extended", "deprecated", "experimental",
    ),
    prose.Text: ("text",),
    prose.Code: ("text",),
    prose.Emphasis: ("children",),
    prose.Strong: ("children",),
    prose.Subscript: ("children",),
    prose.Superscript: ("children",),
    prose.Hyperlink: ("target", "children"),
    prose.Reference: ("target", "children", "address"),
    prose.LineBreak: (),
    prose.InlineImage: ("source", "alt"),
    prose.Footnote: ("children",),
    prose.Paragraph: ("children",),
    prose.BulletList: ("items",),
    prose.NumberedList: ("items", "numbering", "start"),
    prose.Definition: ("terms", "children"),
    prose.DefinitionList: ("items",),
    prose.Cell: ("children", "columns", "rows"),
    prose.Table: ("header", "body", "title"),
    prose.Admonition: ("kind", "children", "title"),
    prose.CodeBlock: ("text", "language", "title", "file"),
    prose.LineBlock: ("lines",),
    prose.Quote: ("children",),
    prose.Image: ("source", "alt", "title"),
    prose.Section: ("title", "children"),
    prose.Transition: (),
}  # fmt: skip


def fingerprint(value: object) -> str:
    """The stable text of a value: a model or prose object, a str, an int, a bool, None, or a tuple of these."""
    parts: list[str] = []
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            parts.append(f"{len(item)}:{item}")
        elif isinstance(item, tuple):
            parts.append(f"({len(item)}")
            pending += reversed(item)
        elif item is None or isinstance(item, int):
            parts.append(f"{item}.")
        else:
            kind = type(item)
            parts.append(f"<{kind.__name__}>")
            pending += [getattr(item, name) for name in reversed(_FIELDS[kind])]
    return "".join(parts)
