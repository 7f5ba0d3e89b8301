"""Words of a command for a POSIX shell."""

from __future__ import annotations

from collections.abc import Sequence

from wadl2rst.clients.request import RequestText, Variable

_SPECIAL = frozenset('\\"$`!')
"""What means something between double quotes, ``!`` in interactive shells."""


def quoted(text: str) -> str:
    """A text as one word, in single quotes, in which nothing is special."""
    return "'" + (text.replace("'", "'\\''") if "'" in text else text) + "'"


def word(pieces: Sequence[RequestText]) -> str:
    """Texts and variables as one word."""
    if not any(isinstance(piece, Variable) for piece in pieces):
        return quoted("".join(pieces))  # type: ignore[arg-type]  # all are str
    if all(isinstance(piece, Variable) or _SPECIAL.isdisjoint(piece) for piece in pieces):
        shown = [
            piece if isinstance(piece, str) else _variable(piece, after) for piece, after in zip(pieces, (*pieces[1:], ""), strict=True)
        ]
        return '"' + "".join(shown) + '"'
    return "".join([quoted(piece) if isinstance(piece, str) else f'"${piece.name}"' for piece in pieces if piece])


def _variable(piece: Variable, after: RequestText) -> str:
    """A variable between double quotes; in braces where the text after it could belong to its name."""
    continues = isinstance(after, str) and (after[:1].isalnum() or after[:1] == "_")
    return f"${{{piece.name}}}" if continues else f"${piece.name}"


def command(words: Sequence[str]) -> str:
    """The lines of a command: each of ``words`` on a line, which may be an option with its value."""
    return " \\\n  ".join(words)
