"""How Sphinx builds the documentation of wadl2rst."""

import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE.parent), str(_HERE / "_ext")]

from wadl2rst import __version__  # noqa: E402 (the checkout's own, which need not be installed)

project = "wadl2rst"
author = "wadl2rst contributors"
project_copyright = "2026, wadl2rst contributors"
release = version = __version__

# myst_parser only for the changelog, which is Markdown.
extensions = ["myst_parser", "sphinx_design", "sphinx_copybutton", "catalogue"]
source_suffix = {".rst": "restructuredtext"}
exclude_patterns = ["_build"]
nitpicky = True
smartquotes = False

html_theme = "furo"
html_title = f"wadl2rst {release}"
html_copy_source = False
