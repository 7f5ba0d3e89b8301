"""Internal general entities, and the positions of start tags in their replacement text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wadl2rst.diagnostics import Location
from wadl2rst.source.files import SourceFile

# The tokens of an entity's text that matter here.  An attribute value can contain neither a start tag nor a
# reference to an entity that contains one: a "<" there is not well-formed.
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)|<(?P<tag>[^/!?])|&(?P<entity>[^#;&<\s][^;&<\s]*);", re.DOTALL
)


class Entity(NamedTuple):
    """An internal general entity."""

    name: str
    text: str
    """Its replacement text."""
    place: SourceFile
    """The file that declares it."""
    line: int
    """The line of that file on which its text begins."""
    literal: bool
    """Whether the text is written there, line by line; otherwise it comes from a parameter entity, and only ``line`` is known."""


class EntityTag(NamedTuple):
    """A start tag in the text of an entity."""

    entity: Entity
    """The innermost entity: its own text contains the tag."""
    line: int
    """The line in the file that declares the entity."""


class Entities:
    """The internal general entities of one document, by name."""

    def __init__(self) -> None:
        """An empty collection."""
        self._entities: dict[str, Entity] = {}
        self._spots: dict[str, list[EntityTag]] = {}

    def add(self, entity: Entity) -> None:
        """Adds an entity; replaces one with the same name."""
        self._entities[entity.name] = entity

    def get(self, name: str) -> Entity | None:
        """The entity with that name, or None."""
        return self._entities.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self._entities

    def spots(self, name: str) -> list[EntityTag]:
        """All start tags in the expansion of the entity, in order, including those of entities that it refers to.

        Their number equals that of the elements that expat reported, which the limit on expansion bounds.
        """
        spots = self._spots.get(name)
        if spots is None:
            spots = self._spots[name] = list(self._walk(name))
        return spots

    def find_cycle(self, name: str) -> str:
        """The name of an entity, reachable from ``name``, that refers to itself directly or indirectly; ``name`` if none is found."""
        path: list[str] = []
        pending = [(name, 0)]
        done: set[str] = set()
        while pending:
            current, depth = pending.pop()
            del path[depth:]
            if current in path:
                return current
            entity = self._entities.get(current)
            if entity is None or current in done:
                continue
            done.add(current)
            path.append(current)
            inner = (match["entity"] for match in _MARKUP.finditer(entity.text) if match["entity"])
            pending.extend((found, depth + 1) for found in inner)
        return name

    def _walk(self, name: str) -> Iterator[EntityTag]:
        pending = [self._own(name)]
        while pending:
            for found in pending[-1]:
                if isinstance(found, str):
                    pending.append(self._own(found))
                    break
                yield found
            else:
                pending.pop()

    def _own(self, name: str) -> Iterator[EntityTag | str]:
        """The start tags in an entity's own text, and the names of the entities that it refers to, in order."""
        entity = self._entities.get(name)
        if entity is None:
            return
        line, counted = entity.line, 0
        for match in _MARKUP.finditer(entity.text):
            if match["tag"]:
                if entity.literal:
                    line += entity.text.count("\n", counted, match.start())
                    counted = match.start()
                yield EntityTag(entity, line)
            elif match["entity"]:
                yield match["entity"]


_location = tuple.__new__  # called for every element of the document: the constructor of a NamedTuple takes twice as long


class FileOrigin:
    """Origin of elements in the text of a file itself, not of an entity."""

    __slots__ = ("_shown", "place")

    def __init__(self, place: SourceFile) -> None:
        """``place`` is the file."""
        self.place = place
        self._shown = place.shown

    def locate(self, line: int) -> Location:
        """The location of an element that starts on ``line``."""
        return _location(Location, (self._shown, line, 0, "", "", 0))


class EntityReference:
    """Origin of the elements in the expansion of one entity reference, such as ``&commonFaults;``."""

    __slots__ = ("_entities", "_line", "_name", "place")

    def __init__(self, place: SourceFile, line: int, name: str, entities: Entities) -> None:
        """Takes the file ``place`` and the ``line`` of the reference, the entity's ``name``, and the ``entities`` of the document."""
        self.place = place
        self._line = line
        self._name = name
        self._entities = entities

    def locate(self, ordinal: int) -> Location:
        """The location of the ``ordinal``-th element, from 0, in the expansion of the reference."""
        spot = self._spot(ordinal)
        if spot is None:
            return Location(self.place.shown, self._line)
        return Location(self.place.shown, self._line, 0, spot.entity.name, spot.entity.place.shown, spot.line)

    def declared_in(self, ordinal: int) -> SourceFile:
        """The file that declares the innermost entity whose text contains the element."""
        spot = self._spot(ordinal)
        return self.place if spot is None else spot.entity.place

    def _spot(self, ordinal: int) -> EntityTag | None:
        spots = self._entities.spots(self._name)
        return spots[ordinal] if ordinal < len(spots) else None
