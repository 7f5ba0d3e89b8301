"""The front end for runs under Sphinx: language, extensions, events and warnings of Sphinx."""

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
from wadl2rst.sphinx.page_text import PageTerms
from wadl2rst.sphinx.values import VALUES, warn
from wadl2rst.wadl.operations import Operation

logger = logging.getLogger(__name__)

TABS = "sphinx_design"
"""The extension that provides tabs."""


def add_events(app: Sphinx) -> None:
    """Adds the events ``wadl-process-doc`` and ``wadl-skip`` to Sphinx."""
    app.add_event("wadl-process-doc")
    app.add_event("wadl-skip")


def front_end_of(config: SphinxConfig, events: EventManager, srcdir: Path, *, tabs: bool) -> FrontEnd:
    """The front end for the language of ``config`` and the handlers of ``events``.

    ``locale_dirs`` are relative to ``srcdir``; ``tabs`` says whether tabs are available.
    """

    def is_handled(event: str) -> bool:
        """Whether an event has handlers; checked because emitting is expensive even without handlers: Sphinx formats the arguments."""
        return bool(events.listeners.get(event))

    def keep(operation: Operation) -> bool:
        """Whether to show an operation: the first ``wadl-skip`` handler that does not return None decides."""
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

    return FrontEnd(say=page_words_of(config, srcdir), tabs=tabs, keep=keep, edit=edit, format_setting=as_value)


def as_value(name: str, value: str = "") -> str:
    """A setting as written in ``conf.py``: ``wadl2rst_root = ".."``."""
    setting = next(setting for setting in VALUES if key(setting.field.name) == name)
    if not value:
        return setting.full_name
    return f'{setting.full_name} = ["{value}"]' if kind(setting.field) is Kind.LIST else f'{setting.full_name} = "{value}"'


def page_words_of(config: SphinxConfig, srcdir: Path) -> PageWords:
    """The translator for text of the page into the language of ``config``."""
    return page_words(config.language or "", tuple(srcdir / folder for folder in config.locale_dirs))


class PageWords:
    """Translates text of the page, and records the translations."""

    def __init__(self, say: Callable[[str], str]) -> None:
        """``say`` is the function that translates."""
        self._say = say
        self.translations: set[str] = set()
        """All translations returned so far."""
        self._terms: tuple[int, PageTerms] | None = None

    def __call__(self, word: str) -> str:
        """The translation of ``word`` into the language of the project."""
        translation = self._say(word)
        self.translations.add(translation)
        return translation

    def terms(self) -> PageTerms:
        """All words and sentences of pages, including those that only templates of the user have."""
        if self._terms is None or self._terms[0] != len(self.translations):
            self._terms = len(self.translations), PageTerms(self._say, self.translations)
        return self._terms[1]


@cache
def page_words(language: str, folders: tuple[Path, ...]) -> PageWords:
    """The translator for text of the page; shared by all runs of a process, because page contents are cached between runs."""
    return PageWords(translator(language, folders))


def report_diagnostic(diagnostic: Diagnostic) -> None:
    """Logs a diagnostic through Sphinx, with its location in the WADL and a type for ``suppress_warnings``."""
    location = diagnostic.location
    text = diagnostic.text
    if location is not None and location.origin:
        text = f"{text} ({location.origin})"
    place = None
    if location is not None and location.line:
        place = f"{location.file}:{location.line}"
    elif location is not None:
        # Sphinx would interpret a location without a line as the name of a page.
        text = f"{location.file}: {text}"
    if diagnostic.severity is Severity.INFO:
        logger.info("%s", printable(text), location=place)
    else:
        warn(printable(text), diagnostic.code.value, place)


def sphinx_messages() -> Messages:
    """A collector that logs each message once, with a limit per code."""
    return Messages(report_diagnostic)


def report_held_back(messages: Messages) -> None:
    """Warns how many messages were held back."""
    for code, number in messages.held_back():
        warn(f"wadl2rst: {number} more [{code.value}]", code.value)
