"""References to operations of other projects via intersphinx."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.domains import Domain

from wadl2rst.sphinx.values import warn


def warn_ambiguous(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Warns about a request line that matches several operations of other projects, whose inventories then do not contain it.

    Returns True after such a warning, to suppress Sphinx's warning about a missing target, else None.
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
    """The names of the operations of other projects that have this request line as display name."""
    inventory = getattr(app.env, "intersphinx_inventory", {})
    for name, item in inventory.get("wadl:method", {}).items():
        # Before Sphinx 8.2, an item is a tuple.
        shown = getattr(item, "display_name", None) or item[3]
        if shown == request_line and name != request_line:
            yield name
