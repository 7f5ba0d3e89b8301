"""The settings that pages depend on, made once from the configuration and handed on whole."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass

Say = Callable[[str], str]
"""Translates words of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """What the pages of one WADL are to be like."""

    prefix: str
    """What every label starts with."""
    fallback_title: str
    """The title of the index where the WADL has none."""
    own_title: str = ""
    """The title of the index instead of the WADL's; empty for that."""
    index: str = "index"
    """Name of the index page."""
    split: str = "method"
    """What gets a page: ``method``, ``resource`` or ``single``."""
    language: str = ""
    """The language of the docs to show; empty for all."""
    nested_names: bool = True
    """Whether body parameters are named with their parents."""
    samples: bool = True
    """Whether samples are shown."""
    facts_apart: bool = False
    """Whether what the page says of a parameter never shares a paragraph with what the WADL says: translators work by paragraphs."""
    say: Say = str
    """Translates the words of the page."""


@dataclass(frozen=True, slots=True)
class PageContext:
    """The settings, and what has a place of its own on the site."""

    options: PageOptions
    known: Container[str] = frozenset()
    """Ids of operations, representations and resource types that have a place of their own on the site."""

    @property
    def say(self) -> Say:
        """Translates the words of the page."""
        return self.options.say

    @property
    def language(self) -> str:
        """The language of the docs to show; empty for all."""
        return self.options.language
