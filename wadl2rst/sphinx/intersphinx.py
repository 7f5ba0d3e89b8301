"""References to operations of other projects, through intersphinx."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.domains import Domain

from wadl2rst.sphinx.values import warn


def name_choices(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Says which operations of other projects a request line can mean, where it means several: no inventory has it then.

    True where that was said, so that Sphinx does not say that there is none.
    """
    if domain is None or domain.name != "wadl" or node["reftype"] != "method":
        return None
    target = node["reftarget"]
    choices = sorted(set(_called(app, target)))
    if not choices:
        return None
    warn(f"{target} of another project is ambiguous; use one of {', '.join(choices)}", "ambiguous", node)
    return True


def _called(app: Sphinx, request_line: str) -> Iterator[str]:
    """The names of the operations of other projects that show this request line."""
    inventory = getattr(app.env, "intersphinx_inventory", {})
    for name, item in inventory.get("wadl:method", {}).items():
        # Before Sphinx 8.2, an item is a tuple.
        shown = getattr(item, "display_name", None) or item[3]
        if shown == request_line and name != request_line:
            yield name
