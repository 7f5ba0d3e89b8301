"""What Sphinx brings to a run: its language, its extensions and its events."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config as SphinxConfig
from sphinx.events import EventManager
from sphinx.util import logging

from wadl2rst.config.kinds import Kind, kind
from wadl2rst.config.options import key
from wadl2rst.diagnostics import Diagnostic, Severity, printable
from wadl2rst.messages import Messages
from wadl2rst.page.translations import translator
from wadl2rst.run.pipeline import FrontEnd
from wadl2rst.sphinx.values import VALUES, warn
from wadl2rst.wadl.operations import Operation

logger = logging.getLogger(__name__)

TABS = "sphinx_design"
"""The extension that shows tabs."""


def add_events(app: Sphinx) -> None:
    """Adds the events."""
    app.add_event("wadl-process-doc")
    app.add_event("wadl-skip")


def of(config: SphinxConfig, events: EventManager, srcdir: Path, *, tabs: bool) -> FrontEnd:
    """What Sphinx brings to a run: the language of ``config``, and the handlers of ``events``.

    The folders of catalogues are below ``srcdir``; ``tabs`` tells whether it shows tabs.
    """

    def is_handled(event: str) -> bool:
        """Whether an event has handlers: to emit one that has none is not for free, for Sphinx makes a ``repr`` of its arguments."""
        return bool(events.listeners.get(event))

    def keep(operation: Operation) -> bool:
        """What ``wadl-skip`` says: the first handler that gives more than None decides."""
        if not is_handled("wadl-skip"):
            return True
        return not events.emit_firstresult("wadl-skip", "method", operation.request_line, operation, False)

    def edit(what: str, name: str, value: object, text: str) -> str:
        """Lets the handlers of ``wadl-process-doc`` change the lines."""
        if not is_handled("wadl-process-doc"):
            return text
        lines = text.rstrip("\n").split("\n")
        events.emit("wadl-process-doc", what, name, value, lines)
        return "\n".join(lines) + "\n"

    folders = tuple(srcdir / folder for folder in config.locale_dirs)
    return FrontEnd(say=page_words(config.language or "", folders), tabs=tabs, keep=keep, edit=edit, format_setting=as_value)


def as_value(name: str, value: str = "") -> str:
    """A setting as ``conf.py`` has it: ``wadl2rst_root = ".."``."""
    known = next(known for known in VALUES if key(known.field.name) == name)
    if not value:
        return known.full_name
    return f'{known.full_name} = ["{value}"]' if kind(known.field) is Kind.LIST else f'{known.full_name} = "{value}"'


class PageWords:
    """Translates the words of the page, and remembers what it gave."""

    def __init__(self, say: Callable[[str], str]) -> None:
        """Translates with ``say``."""
        self._say = say
        self.given: set[str] = set()
        """All that was given so far."""

    def __call__(self, word: str) -> str:
        """The word in the language of the project."""
        given = self._say(word)
        self.given.add(given)
        return given


@cache
def page_words(language: str, folders: tuple[Path, ...]) -> PageWords:
    """What translates the words of the page; one for all runs of a process, for contents are kept from one run to the next."""
    return PageWords(translator(language, folders))


def say(diagnostic: Diagnostic) -> None:
    """Says a message as Sphinx does: with the place in the WADL, and a type that ``suppress_warnings`` can name."""
    location = diagnostic.location
    text = diagnostic.text
    if location is not None and location.origin:
        text = f"{text} ({location.origin})"
    place = None
    if location is not None and location.line:
        place = f"{location.file}:{location.line}"
    elif location is not None:
        # Sphinx would take a place without a line for the name of a page.
        text = f"{location.file}: {text}"
    if diagnostic.severity is Severity.INFO:
        logger.info("%s", printable(text), location=place)
    else:
        warn(printable(text), diagnostic.code.value, place)


def messages() -> Messages:
    """What says each message once, and not too many of a kind."""
    return Messages(say)


def say_held_back(said: Messages) -> None:
    """Tells how many messages were not said."""
    for code, number in said.held_back():
        warn(f"wadl2rst: {number} more [{code.value}]", code.value)
