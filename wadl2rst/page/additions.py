"""Which additions belong to which operation, index or group, and the messages about those that are not used."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from wadl2rst import names
from wadl2rst.config.suggestions import similar
from wadl2rst.diagnostics import Diagnostic, Location, MessageCode
from wadl2rst.page.values import NO_PLACES, IndexPage, IndexSection, OperationGroup, Places
from wadl2rst.source.additions import GROUP, INDEX, OUTER_PLACES, PLACES, Addition, AdditionFile, AdditionFolder, addition_names, subfolders


class PlacedAdditions:
    """The additions of one API, by what they belong to."""

    def __init__(self, folder: AdditionFolder) -> None:
        """``folder`` has the additions."""
        self._files: dict[str, list[AdditionFile]] = {}
        for file in folder.files:
            self._files.setdefault(file.name, []).append(file)

    def __bool__(self) -> bool:
        return bool(self._files)

    def of_names(self, wanted: Iterable[str]) -> Places:
        """The additions to what has these names: those of the first name come first."""
        found = [part for name in dict.fromkeys(wanted) for part in self._of(name)]
        return Places(**{place: tuple(part for part in found if part.place == place) for place in PLACES}) if found else NO_PLACES

    def of_index(self) -> Places:
        """The additions to the index."""
        return self.of_names((INDEX,)) if self._files else NO_PLACES

    @cached_property
    def has_groups(self) -> bool:
        """Whether a file may belong to a group."""
        return any(name.startswith(GROUP) for name in self._files)

    def _of(self, name: str) -> Iterator[Addition]:
        for file in sorted(self._files.get(name, ()), key=lambda file: (bool(file.parts) and file.parts[0].is_markdown, file.file)):
            yield from file.parts


def outer_problems(folder: AdditionFolder, inner: str, what: str = "a WADL") -> Iterator[Diagnostic]:
    """What is wrong with the additions to the index above several WADLs or APIs.

    ``inner`` is the folder for the additions to one of them, as an example; ``what`` names one in words.
    """
    for file in folder.files:
        if file.name == INDEX:
            continue
        text = f"not used: additions to the pages of {what} belong in a folder of that name, such as {inner}"
        yield Diagnostic(MessageCode.ADDITION_UNMATCHED, text, Location(file.file))
    of_index = AdditionFolder(files=tuple(file for file in folder.files if file.name == INDEX))
    yield from addition_problems(of_index, {INDEX: OUTER_PLACES})


def unmatched_folders(folder: Path, is_known: Callable[[str], bool], text: str, known: Sequence[str]) -> Iterator[Diagnostic]:
    """The messages about folders of additions in ``folder`` that are not used.

    ``is_known`` says whether a folder of this name is used; ``text`` is the message about the others, and ``known`` are the possible names.
    """
    for name in subfolders(folder):
        if addition_names(folder / name) and not is_known(name):
            location = Location((folder / name).as_posix())
            yield Diagnostic(MessageCode.ADDITION_UNMATCHED, f"{text}{similar(name, known)}", location)


def group_names(groups: Sequence[OperationGroup | IndexSection]) -> dict[str, tuple[str, ...]]:
    """The names that additions to groups can have, by the slugs of the groups: from the slug, and from the title, if that is another's."""
    slugs = {group.slug for group in groups}
    found = {}
    for group in groups:
        titled = names.group_slug(group.title)
        found[group.slug] = (f"{GROUP}{group.slug}", *([] if titled in slugs else [f"{GROUP}{titled}"]))
    return found


def index_names(index: IndexPage) -> list[str]:
    """The names that additions to the groups of an index can have."""
    return [name for of_group in group_names(index.groups or index.sections).values() for name in of_group]


def operation_names(page: str, identifier: str, pages: Set[str]) -> tuple[str, ...]:
    """The names that additions to an operation can have: the id of its method, also as in labels, then the name of its page.

    ``pages`` are the names of the pages of all operations, which come before ids: an id that is such a name means that page.
    """
    own = (identifier, names.label_part(identifier)) if identifier else ()
    return (*(name for name in dict.fromkeys(own) if name not in pages and name != INDEX), page)


def file_names(page: str, identifier: str, names_of: tuple[str, ...], ids: Sequence[str]) -> tuple[str, ...]:
    """The names ``names_of`` that files of additions to an operation can have, with the best one for a new file first.

    That is the id of the method, if it is in ``ids``, those of all operations, just once, and a file can be called so: pages are
    renamed with their paths.
    """
    is_plain = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}", names_of[0]) is not None and names_of[0].lower() not in names.DEVICES
    if is_plain and ids.count(identifier) == 1:
        return names_of
    return (page, *(name for name in names_of if name != page))


def with_additions(index: IndexPage, placed: PlacedAdditions) -> IndexPage:
    """The index with the additions to it and to its groups."""
    index = replace(index, additions=placed.of_index())
    if not placed.has_groups:
        return index
    # The style shows one or the other.
    of_group, of_section = group_names(index.groups), group_names(index.sections)
    groups = tuple(replace(group, additions=placed.of_names(of_group[group.slug])) for group in index.groups)
    sections = tuple(replace(section, additions=placed.of_names(of_section[section.slug])) for section in index.sections)
    return replace(index, groups=groups, sections=sections)


def addition_problems(folder: AdditionFolder, known: Mapping[str, Sequence[str]]) -> Iterator[Diagnostic]:
    """What is wrong with the names of additions.  ``known`` has the names that exist, each with its places."""
    first: dict[tuple[str, str], str] = {}
    unmatched = 0
    for file in folder.files:
        places = known.get(file.name)
        if places is None:
            unmatched += 1
            yield _unmatched(file, known, known if unmatched <= _MOST_LOOKED_FOR else ())
            continue
        for place in dict.fromkeys(part.place for part in file.parts):
            line = next(part.start + 1 for part in file.parts if part.place == place)
            if place not in places:
                what = "the index has" if file.name == INDEX else "a group has"
                text = f"{what} no place '{place}'; its places are {_listed(places)}"
                yield Diagnostic(MessageCode.ADDITION, text, Location(file.file, line if line > 1 else 0))
            elif (other := first.setdefault((file.name, place), file.file)) != file.file:
                text = f"there is also {other} for the place '{place}'; both are shown"
                yield Diagnostic(MessageCode.ADDITION_TWICE, text, Location(file.file, line if line > 1 else 0))


_MOST_LOOKED_FOR = 50
"""For at most this many unknown names, messages suggest the nearest one: with thousands of names, the search takes long."""


def _unmatched(file: AdditionFile, known: Mapping[str, Sequence[str]], near: Collection[str]) -> Diagnostic:
    """The message about a file whose name does not exist, with the nearest of the names ``near``."""
    name, dot, place = file.stem.rpartition(".")
    if dot and name in known and place not in PLACES:
        text = f"'{place}' is not one of {', '.join(known[name])}{similar(place, known[name])}"
        return Diagnostic(MessageCode.ADDITION, text, Location(file.file))
    text = f"not used: no page, id or group is called '{file.name}'{similar(file.name, near)}"
    return Diagnostic(MessageCode.ADDITION_UNMATCHED, text, Location(file.file))


def _listed(places: Sequence[str]) -> str:
    return f"{', '.join(places[:-1])} and {places[-1]}"


def known_names(operations: Iterable[Iterable[str]], groups: Iterable[str], *, has_index: bool = True) -> dict[str, tuple[str, ...]]:
    """The names that additions can have, each with its places; ``groups`` are those of additions to groups."""
    known: dict[str, tuple[str, ...]] = {name: PLACES for names_of in operations for name in names_of}
    if has_index:
        known[INDEX] = OUTER_PLACES
        known.update(dict.fromkeys(groups, OUTER_PLACES))
    return known
