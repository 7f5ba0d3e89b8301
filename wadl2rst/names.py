"""Names of pages and labels: unique, stable and portable.

A name depends on nothing but the operation and those of the same slug, so that adding, removing or
moving others never changes it: links from elsewhere keep working.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MAX_LENGTH = 100
"""Characters of a name; with the folders above it still far from what file systems allow."""

SEPARATOR = "--"
"""Stands before what tells equal slugs apart.  No slug holds it, so that no such name equals a slug."""

DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))})
"""Names that Windows keeps for devices, whatever their ending."""

_NOT_PORTABLE = re.compile(r"[^a-z0-9]+")
_NOT_LABEL = re.compile(r"[^A-Za-z0-9_.]+")


def slug(text: str) -> str:
    """The text in ``a-z0-9-``, accents taken off; empty where nothing is left."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return _NOT_PORTABLE.sub("-", text.lower()).strip("-")


def cut(name: str, length: int = MAX_LENGTH) -> str:
    """The name in at most ``length`` characters."""
    return name if len(name) <= length else name[:length].strip("-")


def portable(name: str, reserved: Sequence[str] = ()) -> str:
    """A slug that can be a file's name on every system: never empty, never a device's, never reserved."""
    name = cut(name) or "page"
    return f"{name}{SEPARATOR}page" if name in DEVICES or name in reserved else name


@dataclass(frozen=True, slots=True)
class Named:
    """What an operation is named by."""

    verb: str
    path: str
    """Path for people."""
    raw_path: str
    id: str
    title: str
    """The title that the WADL states; never one that stands in for it, which can depend on other operations."""
    request: str
    """Its request, as text: tells apart what nothing before does."""
    rest: str = ""
    """All else of it, as text: tells apart what nothing before does."""


def page_names(operations: Sequence[Named], reserved: Sequence[str] = ()) -> tuple[str, ...]:
    """A name for the page of each operation, in order.

    The slug of verb and path; where several have the same, each takes its id too, and where that does
    not tell them apart, six digits of a hash of what stands before ``rest``; those that this does not
    tell apart, of a hash of all; wholly equal ones are numbered.  ``reserved`` names (of the index) are not given.
    """
    bases = [portable(slug(f"{named.verb} {named.path}"), reserved) for named in operations]
    return _told_apart(bases, operations)


def _told_apart(bases: Sequence[str], operations: Sequence[Named]) -> tuple[str, ...]:
    names = list(bases)
    for group in _groups(bases).values():
        with_id = [cut_with(names[i], slug(operations[i].id)) for i in group]
        counted = Counter(with_id)
        for i, name in zip(group, with_id, strict=True):
            names[i] = name if counted[name] == 1 and slug(operations[i].id) else cut_with(bases[i], _digest(operations[i]))
        for same in _groups([names[i] for i in group]).values():
            for position in same:
                i = group[position]
                names[i] = cut_with(bases[i], _digest(operations[i], operations[i].rest))
        for same in _groups([names[i] for i in group]).values():
            for ordinal, position in enumerate(same[1:], start=2):
                i = group[position]
                names[i] = cut_with(names[i], str(ordinal))
    return tuple(names)


def cut_with(base: str, suffix: str) -> str:
    """``base--suffix`` in at most the length of a name; ``base`` where there is no suffix."""
    if not suffix:
        return base
    suffix = suffix[:40].strip("-")
    room = MAX_LENGTH - len(suffix) - len(SEPARATOR)
    if len(base) > room:
        # What is cut off must go on telling bases apart.
        suffix += "-" + hashlib.sha256(base.encode()).hexdigest()[:6]
        room -= 7
    return cut(base, room) + SEPARATOR + suffix


def _groups(names: Sequence[str]) -> Mapping[str, list[int]]:
    """The positions of the names that occur more than once, in order."""
    positions: dict[str, list[int]] = defaultdict(list)
    for position, name in enumerate(names):
        positions[name].append(position)
    return {name: found for name, found in positions.items() if len(found) > 1}


def _digest(named: Named, *rest: str) -> str:
    text = "\0".join((named.verb, named.raw_path, named.id, named.title, named.request, *rest))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def labels(prefix: str, names: Sequence[str], ids: Sequence[str], reserved: Sequence[str] = ()) -> tuple[str, ...]:
    """A label for each operation: its id where it alone has it, else the name of its page; each begins with ``prefix``.

    ``names`` are those of the pages, and ``ids`` those of the methods, in the same order.  Labels are the same to docutils
    whatever the case, and an id must not take the label of another operation's page; so ids are compared by their slugs.
    ``reserved`` slugs are labels of something else.
    """
    counted = Counter(slug(identifier) for identifier in ids if identifier)
    pages = {*names, *reserved}
    found = []
    for name, identifier in zip(names, ids, strict=True):
        key = slug(identifier)
        own = bool(key) and counted[key] == 1 and key not in pages
        found.append(f"{prefix}-{label_part(identifier) if own else name}")
    return tuple(found)


def label_part(identifier: str) -> str:
    """An id as part of a label: as written, but for what a label cannot hold."""
    part = _NOT_LABEL.sub("-", identifier).strip("-.") or "id"
    return part if len(part) <= MAX_LENGTH else f"{part[: MAX_LENGTH - 7].strip('-.')}-{hashlib.sha256(part.encode()).hexdigest()[:6]}"
