"""The filter of lists of operations: a script for the pages that have a list of several."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import get_translation

from wadl2rst.page.translations import TEXT_DOMAIN
from wadl2rst.sphinx.collectors import store_of

_ = get_translation(TEXT_DOMAIN)

FILTER_SCRIPT = "wadl2rst-filter.js"
FEWEST_FILTERED = 6
"""A page with fewer operations has no filter."""


def add_filter(app: Sphinx, pagename: str, _templatename: str, _context: dict[str, Any], _doctree: nodes.document | None) -> None:
    """Adds the script to a page with enough operations; the script gets the words that it shows."""
    notes = store_of(app.env).pages.get(pagename)
    if notes is None or notes.listed_count < FEWEST_FILTERED:
        return
    words: dict[str, Any] = {
        "data-label": str(_("Filter the operations")),
        "data-none": str(_("No operation matches.")),
        "data-one": str(_("1 operation matches.")),
        "data-several": str(_("%(number)s operations match.")),
    }
    app.add_js_file(FILTER_SCRIPT, loading_method="defer", **words)
