"""An example: a site of which two APIs are part, one by the directive and one by generated pages."""

import sys
from pathlib import Path

# Only because this example lies in the checkout: an installed wadl2rst needs no path.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

project = "Darkroom"
author = "Darkroom"
project_copyright = "2026, Darkroom"
version = release = "1"
extensions = ["wadl2rst.sphinx"]
try:
    import sphinx_design  # noqa: F401 (with it, samples are shown as tabs)
except ImportError:
    pass
else:
    extensions.append("sphinx_design")

# Written before the build, into reference/: a page for each operation of the bookstore, and an index.
wadl2rst_sources = [
    {
        "path": "../../samples/jersey-bookstore/application.wadl",
        "destination": "reference",
        "prefix": "bookstore",
        "skip_extended": True,
    },
]

exclude_patterns = ["_build"]
nitpicky = True
smartquotes = False
epub_show_urls = "no"
