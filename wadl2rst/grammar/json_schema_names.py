"""The names of the types of JSON Schemas."""

from __future__ import annotations

from wadl2rst.grammar.json_schema_files import Place
from wadl2rst.wadl.components import TypeName

MAX_TITLE = 60
"""The length up to which a title is a name."""

_FOLDERS = frozenset({"definitions", "$defs", "properties", "patternProperties", "schemas"})
"""Keywords whose members have names that an author chose."""


class FreeNames:
    """Gives types names that are unique within their file."""

    def __init__(self) -> None:
        """Nothing has a name yet."""
        self._taken: set[TypeName] = set()
        self._numbers: dict[TypeName, int] = {}

    def of(self, place: Place, hint: str = "") -> TypeName:
        """A name for a schema: ``hint``, else the name of its definition, its title, or that of the file; else its JSON pointer."""
        file = place.file.place.shown
        first = hint or _definition_name(place)
        for name in (first, "#/" + "/".join(place.pointer) if place.pointer else ""):
            made = TypeName(file, name)
            if name and made not in self._taken:
                self._taken.add(made)
                return made
        base = TypeName(file, first)
        number = self._numbers.get(base, 1) + 1
        while (made := TypeName(file, f"{first}-{number}")) in self._taken:
            number += 1
        self._numbers[base] = number
        self._taken.add(made)
        return made


def is_alike(one: str, other: str) -> bool:
    """Whether two names differ in case, spaces and punctuation at most."""
    return _letters(one) == _letters(other)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()


def _definition_name(place: Place) -> str:
    """The name of the definition or property that a schema is; else its title, if that is short; else the name of the file."""
    pointer = place.pointer
    for before, token in zip(reversed(pointer[:-1]), reversed(pointer[1:]), strict=True):
        if before in _FOLDERS and token:
            return token
    title = place.node.get("title") if isinstance(place.node, dict) else None
    words = " ".join(title.split()) if isinstance(title, str) else ""
    return words if 0 < len(words) <= MAX_TITLE else place.file.stem
