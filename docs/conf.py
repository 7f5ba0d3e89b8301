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
extensions = ["myst_parser", "sphinx_design", "sphinx_copybutton", "reference_tables", "wadl2rst.sphinx"]
source_suffix = {".rst": "restructuredtext"}
# example/ is a Sphinx project of its own.
exclude_patterns = ["_build", "example"]
nitpicky = True
# Types of the standard library in the signatures of the Python API: no inventory is fetched, so that the build needs no network.
nitpick_ignore_regex = [
    ("py:class", r"(str|int|bool|object|None|tuple|list|os\.PathLike|Path|Iterable|Iterator|Block|Inline|Source|Report|Callable)(\[.*)?"),
    # Unions, which the page explains.
    ("py:class", r"Mapping|Type|TypeUse|Particle"),
    ("py:exc", "ValueError"),
]
smartquotes = False

copybutton_prompt_text = "$ "
copybutton_only_copy_prompt_lines = True

html_theme = "furo"
html_title = f"wadl2rst {release}"
html_static_path = ["_static"]
html_css_files = ["wadl2rst-docs.css"]
html_copy_source = False
