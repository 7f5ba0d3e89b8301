"""Request samples are made anew in each build, in the language of the page, so nobody needs to translate them."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

CSS_CLASS = "wadl-request-samples"
"""The class of the container that holds the request samples of an operation."""


class ExcludeRequestSamples(SphinxTransform):
    """Leaves request samples out of message catalogues."""

    default_priority = 15
    """After that of Sphinx that marks further nodes as translatable (10), before that which translates (20)."""

    def apply(self, **_options: Any) -> None:
        """Marks all texts in the containers as not translatable."""
        for container in self.document.findall(nodes.container):
            if CSS_CLASS in container["classes"]:
                for node in container.findall(nodes.TextElement):
                    node["translatable"] = False
