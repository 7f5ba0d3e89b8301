"""The suggestions of messages: what a misspelled name may mean."""

from __future__ import annotations

from collections.abc import Iterable


def similar(word: str, words: Iterable[str]) -> str:
    """``; did you mean 'x'?`` with the closest match for ``word`` in ``words``, ignoring case, or an empty string."""
    import difflib  # only needed for errors; importing it slows down every start

    by_lower_case = {candidate.lower(): candidate for candidate in words}
    matches = difflib.get_close_matches(word.lower(), sorted(by_lower_case), n=1)
    return f"; did you mean '{by_lower_case[matches[0]]}'?" if matches else ""
