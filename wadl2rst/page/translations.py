"""The words of the page in other languages: "Request", "This table shows ..."; the WADL's own words stay as they are.

The catalogues lie in ``locale``, a folder for each language, as gettext has them.  ``CONTRIBUTING.md``
says how they are brought up to date.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

TEXT_DOMAIN = "wadl2rst"
"""The name of the catalogues: ``locale/de/LC_MESSAGES/wadl2rst.mo``."""

LOCALES = Path(__file__).resolve().parent.parent / "locale"
"""The folder of the catalogues that come with wadl2rst."""


def translator(language: str, folders: Sequence[Path] = ()) -> Callable[[str], str]:
    """The function that translates the words of the page.

    ``language`` is a tag such as ``de`` or ``pt-BR``; without one, or without a catalogue for it, the words stay
    English.  A catalogue in one of ``folders`` (as ``locale_dirs`` of Sphinx has them) goes before our own.
    """
    if not language:
        return str
    import gettext  # only where it is needed: it would make every start slower

    found: gettext.NullTranslations | None = None
    for folder in (*folders, LOCALES):
        try:
            known = gettext.translation(TEXT_DOMAIN, folder, [language.replace("-", "_")])
        except (OSError, ValueError, UnicodeError):
            continue  # there is none, or none that can be read
        if found is None:
            found = known
        else:
            found.add_fallback(known)
    return str if found is None else found.gettext
