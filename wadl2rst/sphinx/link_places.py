"""The places of links in a WADL, for the builder ``linkcheck``.

The builder names the file of a page with the line of the link.  The line of a link that a directive shows is one of the WADL, so
the file must be that of the WADL as well.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.nodes import get_node_line


class _File(str):
    """The path of a file in place of a page's name: Sphinx appends the extension of pages to names that it does not know."""

    __slots__ = ()

    def __add__(self, _extension: str) -> str:
        return str(self)


class _Places:
    """The file of each link that is in another file than its page: by page, address and line."""

    def __init__(self, srcdir: Path) -> None:
        self._srcdir = srcdir
        self._files: dict[tuple[str, str, int], str] = {}

    def collect(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Records the links of a page."""
        page = Path(app.env.doc2path(docname))
        for link in doctree.findall(nodes.reference):
            holder: nodes.Node | None = link
            while holder is not None and holder.line is None:
                holder = holder.parent
            file = holder.source if holder is not None else None
            if "refuri" in link and file and Path(file) != page:
                self._files[docname, link["refuri"], get_node_line(link)] = file

    def wrapped(self, process: Callable[[Any], None]) -> Callable[[Any], None]:
        """The function that reports a result, for results whose page is replaced by the file of the link."""

        def report(result: Any) -> None:
            file = self._files.get((result.docname, result.uri, result.lineno))
            if file is not None:
                path = Path(file)
                shown = path.relative_to(self._srcdir).as_posix() if path.is_relative_to(self._srcdir) else file
                result = result._replace(docname=_File(shown))
            process(result)

        return report


def name_wadls(app: Sphinx) -> None:
    """Makes the builder ``linkcheck`` name the WADL for links in it.  Called when the builder is known."""
    process = getattr(app.builder, "process_result", None)
    if app.builder.name == "linkcheck" and process is not None:
        places = _Places(Path(app.srcdir))
        app.connect("doctree-resolved", places.collect)
        app.builder.process_result = places.wrapped(process)  # type: ignore[attr-defined]
