"""Translations of the text that pages add, such as "Request" and "This table shows ..."; text of the WADL is not translated.

The gettext catalogues are in ``locale``, one folder per language.  ``CONTRIBUTING.md`` describes how to update them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

TEXT_DOMAIN = "wadl2rst"
"""The name of the catalogues: ``locale/de/LC_MESSAGES/wadl2rst.mo``."""

LOCALES = Path(__file__).resolve().parent.parent / "locale"
"""The folder of the catalogues included with wadl2rst."""


def translator(language: str, folders: Sequence[Path] = ()) -> Callable[[str], str]:
    """The function that translates words and sentences of the page.

    ``language`` is a tag such as ``de`` or ``pt-BR``; without a language, or without a catalogue for it, the text stays
    English.  Catalogues in ``folders`` (as in Sphinx's ``locale_dirs``) take precedence over the included ones.
    """
    if not language:
        return str
    import gettext  # only when needed; importing it slows down every start

    translations: gettext.NullTranslations | None = None
    for folder in (*folders, LOCALES):
        try:
            catalogue = gettext.translation(TEXT_DOMAIN, folder, [language.replace("-", "_")])
        except (OSError, ValueError, UnicodeError):
            continue  # missing or unreadable
        if translations is None:
            translations = catalogue
        else:
            translations.add_fallback(catalogue)
    return str if translations is None else translations.gettext
