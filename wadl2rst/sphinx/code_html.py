"""Makes the formatter that highlights code once per build; Sphinx makes one, with all styles, for each block of code."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.highlighting import PygmentsBridge


class Formatters:
    """Makes formatters of a class, each once for its options."""

    def __init__(self, make: Any) -> None:
        """``make`` is the class."""
        self._make = make
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def __call__(self, **options: Any) -> Any:
        """The formatter for ``options``."""
        key = tuple(sorted(options.items()))
        try:
            found = self._made.get(key)
        except TypeError:  # a list of lines to emphasise, which few blocks have
            return self._make(**options)
        if found is None:
            found = self._made[key] = self._make(**options)
        return found


def keep_formatters(app: Sphinx) -> None:
    """Has the builder keep its formatters, unless an extension has its own way to highlight.  Called when the builder is known."""
    bridge = getattr(app.builder, "highlighter", None)
    if type(bridge) is PygmentsBridge and bridge.formatter is PygmentsBridge.html_formatter:
        bridge.formatter = Formatters(bridge.formatter)  # type: ignore[assignment]
