"""The settings that pages depend on, derived once from the configuration."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass

Say = Callable[[str], str]
"""Translates a word or sentence of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """The page settings of one WADL."""

    prefix: str
    """The prefix of every label."""
    fallback_title: str
    """The title of the index if the WADL has none."""
    own_title: str = ""
    """The title of the index, overriding the WADL's; empty to use the WADL's."""
    index: str = "index"
    """Name of the index page."""
    split: str = "method"
    """How operations are split into pages: ``method``, ``resource`` or ``single``."""
    language: str = ""
    """The language of the docs to show; empty for all."""
    nested_names: bool = True
    """Whether body parameters are named by their full path (``image.links.href``)."""
    samples: bool = True
    """Whether samples are shown."""
    facts_apart: bool = False
    """Whether generated text about a parameter gets its own paragraph, apart from text of the WADL: translation works by paragraph."""
    say: Say = str
    """Translates the words of the page."""


@dataclass(frozen=True, slots=True)
class PageContext:
    """The page settings, and the ids that pages can link to."""

    options: PageOptions
    linkable: Container[str] = frozenset()
    """Ids of operations, representations and resource types that have their own page or section on the site."""

    @property
    def say(self) -> Say:
        """Translates the words of the page."""
        return self.options.say

    @property
    def language(self) -> str:
        """The language of the docs to show; empty for all."""
        return self.options.language
