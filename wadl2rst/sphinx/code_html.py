"""Makes the formatter that highlights code once per build; Sphinx makes one, with all styles, for each block of code.

The formatter writes blanks as they are.  Pygments writes tags around most of them, to give them a colour, which nobody sees: a quarter of
the tags of samples.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_origin

from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.token import Text, Whitespace  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.highlighting import PygmentsBridge

_SEEN = ("bgcolor", "border", "underline")
"""What a style may give to blanks that is seen."""


class CodeFormatter(HtmlFormatter):  # type: ignore[misc]
    """Writes code with tags for what is not blank."""

    def __init__(self, **options: Any) -> None:
        """``options`` are those of Pygments."""
        super().__init__(**options)
        style = self.style.style_for_token(Whitespace)
        self._hides_blanks = not any(style[name] for name in _SEEN)

    def format_unencoded(self, tokensource: Iterable[tuple[object, str]], outfile: Any) -> None:
        """Writes tokens to a file."""
        if self._hides_blanks:
            tokensource = ((Text if kind is Whitespace else kind, text) for kind, text in tokensource)
        super().format_unencoded(tokensource, outfile)


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
        make = bridge.formatter
        if HtmlFormatter in (make, get_origin(make)):
            make = CodeFormatter
        bridge.formatter = Formatters(make)  # type: ignore[assignment]
