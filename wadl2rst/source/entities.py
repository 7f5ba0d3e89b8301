"""Internal general entities, and where in their text an element stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wadl2rst.diagnostics import Location
from wadl2rst.source.files import SourceFile

# What a walk over the text of an entity has to tell apart.  No start tag and no reference to an entity
# that holds one can stand in an attribute value: a "<" there is not well-formed.
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
    """Line on which its text begins in that file."""
    literal: bool
    """Whether the text stands there, line for line; else a parameter entity brought it, and ``line`` is all that is known."""


class Spot(NamedTuple):
    """A start tag in the text of an entity."""

    entity: Entity
    """The innermost entity: the one whose own text holds the tag."""
    line: int
    """Line in the file that declares it."""


class Entities:
    """The entities of one document."""

    def __init__(self) -> None:
        """None so far."""
        self._entities: dict[str, Entity] = {}
        self._spots: dict[str, list[Spot]] = {}

    def add(self, entity: Entity) -> None:
        """Adds an entity."""
        self._entities[entity.name] = entity

    def get(self, name: str) -> Entity | None:
        """The entity of that name, or None."""
        return self._entities.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self._entities

    def spots(self, name: str) -> list[Spot]:
        """All start tags that a reference to the entity brings, in order; entities that it refers to are followed.

        There are as many as expat made elements of, which the limit on expansion bounds.
        """
        spots = self._spots.get(name)
        if spots is None:
            spots = self._spots[name] = list(self._walk(name))
        return spots

    def circle(self, name: str) -> str:
        """The name of an entity that ``name`` leads to and that leads back to itself; ``name`` if none is found."""
        path: list[str] = []
        pending = [(name, 0)]
        done: set[str] = set()
        while pending:
            name_, depth = pending.pop()
            del path[depth:]
            if name_ in path:
                return name_
            entity = self._entities.get(name_)
            if entity is None or name_ in done:
                continue
            done.add(name_)
            path.append(name_)
            inner = (match["entity"] for match in _MARKUP.finditer(entity.text) if match["entity"])
            pending.extend((found, depth + 1) for found in inner)
        return name

    def _walk(self, name: str) -> Iterator[Spot]:
        pending = [self._own(name)]
        while pending:
            for found in pending[-1]:
                if isinstance(found, str):
                    pending.append(self._own(found))
                    break
                yield found
            else:
                pending.pop()

    def _own(self, name: str) -> Iterator[Spot | str]:
        """The start tags in an entity's own text, and the names of the entities it refers to."""
        entity = self._entities.get(name)
        if entity is None:
            return
        line, counted = entity.line, 0
        for match in _MARKUP.finditer(entity.text):
            if match["tag"]:
                if entity.literal:
                    line += entity.text.count("\n", counted, match.start())
                    counted = match.start()
                yield Spot(entity, line)
            elif match["entity"]:
                yield match["entity"]


_location = tuple.__new__  # one for each element of the document: the constructor of a NamedTuple takes twice as long


class FileOrigin:
    """Origin of the elements that stand in a file itself."""

    __slots__ = ("_shown", "place")

    def __init__(self, place: SourceFile) -> None:
        """The file."""
        self.place = place
        self._shown = place.shown

    def locate(self, line: int) -> Location:
        """The place of an element that starts on ``line``."""
        return _location(Location, (self._shown, line, 0, "", "", 0))


class EntityReference:
    """Origin of the elements that one reference to an entity brings: ``&commonFaults;``."""

    __slots__ = ("_entities", "_line", "_name", "place")

    def __init__(self, place: SourceFile, line: int, name: str, entities: Entities) -> None:
        """``place`` and ``line`` of the reference, the entity's ``name``, and the ``entities`` of the document."""
        self.place = place
        self._line = line
        self._name = name
        self._entities = entities

    def locate(self, ordinal: int) -> Location:
        """The place of the ``ordinal``-th element, from 0, that the reference brings."""
        spot = self._spot(ordinal)
        if spot is None:
            return Location(self.place.shown, self._line)
        return Location(self.place.shown, self._line, 0, spot.entity.name, spot.entity.place.shown, spot.line)

    def declared_in(self, ordinal: int) -> SourceFile:
        """The file that declares the innermost entity whose text holds the element."""
        spot = self._spot(ordinal)
        return self.place if spot is None else spot.entity.place

    def _spot(self, ordinal: int) -> Spot | None:
        spots = self._entities.spots(self._name)
        return spots[ordinal] if ordinal < len(spots) else None
