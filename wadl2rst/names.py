"""Names of pages and labels: unique, stable and portable.

A name depends only on the operation and those with the same slug, so that adding, removing or
moving other operations never changes it, and external links keep working.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from wadl2rst.frozen import dataclass

MAX_LENGTH = 100
"""Maximum length of a name in characters; even with parent folders well below the limits of file systems."""

SEPARATOR = "--"
"""Separates a slug from a suffix that makes it unique.  No slug contains it, so no name with a suffix equals a slug."""

DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))})
"""Names that Windows reserves for devices, with any file name extension."""

_NOT_PORTABLE = re.compile(r"[^a-z0-9]+")
_NOT_LABEL = re.compile(r"[^A-Za-z0-9_.]+")


def slug(text: str) -> str:
    """The text reduced to the characters ``a-z0-9-``, without accents; empty if nothing is left."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return _NOT_PORTABLE.sub("-", text.lower()).strip("-")


def group_slug(title: str) -> str:
    """The slug of a group of operations with this title or name; where letters are lost, a hash of the title tells it apart."""
    found = cut(slug(title), MAX_LENGTH - 7)
    is_lost = any(letter.isalnum() and not letter.isascii() for letter in unicodedata.normalize("NFKD", title))
    if found and not is_lost:
        return found
    digest = hashlib.sha256(title.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{found}-{digest}" if found else digest


def cut(name: str, length: int = MAX_LENGTH) -> str:
    """The name truncated to at most ``length`` characters."""
    return name if len(name) <= length else name[:length].strip("-")


def portable(name: str, reserved: Sequence[str] = ()) -> str:
    """Makes a slug valid as a file name on every system: not empty, not a device name, not one of ``reserved``."""
    name = cut(name) or "page"
    return f"{name}{SEPARATOR}page" if name in DEVICES or name in reserved else name


@dataclass(frozen=True, slots=True)
class Named:
    """The properties of an operation from which its name is derived."""

    verb: str
    path: str
    """Path for display, without regular expressions."""
    raw_path: str
    id: str
    title: str
    """The title given in the WADL; never a substitute, which can depend on other operations."""
    request: str
    """Its request as text: distinguishes operations for which the fields above are equal."""
    rest: str = ""
    """Its remaining content as text: distinguishes operations for which the fields above are equal."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The pages of an earlier run, by name."""

    kept: frozenset[str] = frozenset()
    """Those of operations that nobody knows now, because their WADLs cannot be read."""
    others: frozenset[str] = frozenset()
    """The other ones."""


NO_PAGES = Earlier()


def page_names(operations: Sequence[Named], reserved: Sequence[str] = (), earlier: Earlier = NO_PAGES) -> tuple[str, ...]:
    """The name of the page of each operation, in order.

    The name is the slug of verb and path.  If several operations have the same, the id is added to each; if that does
    not make them unique, six digits of a hash of the fields before ``rest``; if that does not either, of a
    hash of all fields; identical operations are numbered.  ``reserved`` names (of the index) are not used.  Operations of the
    same verb and path as a page of ``earlier`` that is kept are told apart from it, as they were when its operation was known.
    """
    bases = _bases(operations, reserved)
    return _disambiguated(bases, operations, earlier)


def beside_kept(operations: Sequence[Named], reserved: Sequence[str], earlier: Earlier) -> frozenset[int]:
    """The positions of the operations with the verb and path of a page of ``earlier`` that is kept."""
    return _beside(_bases(operations, reserved), earlier) if earlier.kept else frozenset()


def _bases(operations: Sequence[Named], reserved: Sequence[str]) -> list[str]:
    return [portable(slug(f"{named.verb} {named.path}"), reserved) for named in operations]


def _beside(bases: Sequence[str], earlier: Earlier) -> frozenset[int]:
    # The beginning alone decides for most, and is quick to compare.
    return frozenset(
        i for i, base in enumerate(bases) if any(name.startswith(base[:40]) and _is_named_after(name, base) for name in earlier.kept)
    )


def _disambiguated(bases: Sequence[str], operations: Sequence[Named], earlier: Earlier) -> tuple[str, ...]:
    names = list(bases)
    groups = dict(_groups(bases))
    beside = _beside(bases, earlier) if earlier.kept else frozenset()
    for i in beside:
        groups.setdefault(bases[i], [i])
    for base, group in groups.items():
        with_id = [cut_with(base, slug(operations[i].id)) for i in group]
        counted = Counter(with_id)
        for i, name in zip(group, with_id, strict=True):
            names[i] = name if counted[name] == 1 and slug(operations[i].id) else cut_with(base, _digest(operations[i]))
        for same in _groups([names[i] for i in group]).values():
            for position in same:
                i = group[position]
                names[i] = cut_with(base, _digest(operations[i], operations[i].rest))
        for i in beside.intersection(group):
            names[i] = _name_beside_kept(base, operations[i], names[i], earlier)
        for same in _groups([names[i] for i in group]).values():
            for ordinal, position in enumerate(same[1:], start=2):
                i = group[position]
                names[i] = cut_with(names[i], str(ordinal))
    return tuple(names)


def _name_beside_kept(base: str, named: Named, name: str, earlier: Earlier) -> str:
    """The name of a page next to one that is kept: the one it had, else ``name`` unless that is the one that is kept."""
    choice = (name, cut_with(base, _digest(named)), cut_with(base, _digest(named, named.rest)))
    return next((one for one in choice if one in earlier.others), next((one for one in choice if one not in earlier.kept), name))


def _is_named_after(name: str, base: str) -> bool:
    """Whether a page has the name ``base``, with or without what tells it apart."""
    stem, _separator, suffix = name.rpartition(SEPARATOR)
    return name == base or (bool(stem) and cut_with(base, suffix.rpartition("-")[0] if stem != base else suffix) == name)


def cut_with(base: str, suffix: str) -> str:
    """``base--suffix``, truncated to MAX_LENGTH; ``base`` if there is no suffix."""
    if not suffix:
        return base
    suffix = suffix[:40].strip("-")
    room = MAX_LENGTH - len(suffix) - len(SEPARATOR)
    if len(base) > room:
        # Bases that differ only in the truncated part must stay different.
        suffix += "-" + hashlib.sha256(base.encode()).hexdigest()[:6]
        room -= 7
    return cut(base, room) + SEPARATOR + suffix


def _groups(names: Sequence[str]) -> Mapping[str, list[int]]:
    """The indexes of each name that occurs more than once, in order."""
    positions: dict[str, list[int]] = defaultdict(list)
    for position, name in enumerate(names):
        positions[name].append(position)
    return {name: found for name, found in positions.items() if len(found) > 1}


def _digest(named: Named, *rest: str) -> str:
    text = "\0".join((named.verb, named.raw_path, named.id, named.title, named.request, *rest))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def labels(prefix: str, names: Sequence[str], ids: Sequence[str], reserved: Sequence[str] = ()) -> tuple[str, ...]:
    """The label of each operation: its id if it is unique, otherwise the name of its page; each begins with ``prefix``.

    ``names`` are those of the pages, and ``ids`` those of the methods, in the same order.  Labels are case-insensitive in
    docutils, and an id must not equal the label of another operation's page; so ids are compared by their slugs.
    ``reserved`` slugs are used for other labels.
    """
    counted = Counter(slug(identifier) for identifier in ids if identifier)
    pages = {*names, *reserved}
    found = []
    for name, identifier in zip(names, ids, strict=True):
        key = slug(identifier)
        is_unique = bool(key) and counted[key] == 1 and key not in pages
        found.append(f"{prefix}-{label_part(identifier) if is_unique else name}")
    return tuple(found)


def label_part(identifier: str) -> str:
    """An id as part of a label, with characters that are not allowed in a label replaced by hyphens."""
    part = _NOT_LABEL.sub("-", identifier).strip("-.") or "id"
    return part if len(part) <= MAX_LENGTH else f"{part[: MAX_LENGTH - 7].strip('-.')}-{hashlib.sha256(part.encode()).hexdigest()[:6]}"
