"""Several APIs in one run: checks the entries of the list of APIs, and makes the settings of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from wadl2rst.config.file import ApiEntry
from wadl2rst.config.options import Config, make, pair_of
from wadl2rst.config.suggestions import similar

OF_LIST = ("title", "prefix")
"""Settings that, outside the entries, are those of the list as a whole: not defaults for the entries.

``additions`` is a folder there with a folder for each entry."""

_FOLDER = re.compile(r'(?!\.)[^/\\:*?"<>|`\x00-\x1f\x7f]+(?<![. ])')


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """An API of a run over several."""

    config: Config
    """Its settings; ``output`` is its own folder."""
    folder: str
    """That folder, relative to the common one, with slashes."""
    entry: ApiEntry
    """What the settings file says of it alone."""


class EntryPlace(NamedTuple):
    """Where the pages of an API go."""

    folder: str | None
    """The normalized path of its folder (see :func:`normalized`); None if that is invalid."""
    prefix: str | None
    """The prefix of all its labels; None if it is not known yet."""
    output: str = "output"
    """The name of the setting of its folder."""
    also: tuple[str, ...] = ()
    """Its other versions, as in the settings."""


class Fault(NamedTuple):
    """What is wrong with an entry in view of the others."""

    number: int
    """The number of the entry, from 0."""
    name: str
    """The setting."""
    text: str
    """What is wrong with its value, in one line."""
    part: str = ""
    """The key, if the value is a table."""


def normalized(folder: str) -> str | None:
    """A path of a folder below the common output folder, with slashes and without ``.`` and ``..``; None if it is not below it.

    Also None for names that Windows does not allow, and for hidden folders.
    """
    from wadl2rst.names import DEVICES  # only needed for several APIs

    if folder.startswith("/"):
        return None
    parts: list[str] = []
    for part in folder.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    valid = all(_FOLDER.fullmatch(part) and part.partition(".")[0].rstrip().lower() not in DEVICES for part in parts)
    return "/".join(parts) if parts and valid else None


def faults(places: Sequence[EntryPlace], *, index: str = "", nested: bool = False) -> Iterator[Fault]:
    """The folders, prefixes and other versions that entries cannot have because of other entries.

    ``index`` is the name of the index above all.  Unless ``nested``, no folder can be in that of another API.
    """
    for number, place in enumerate(places):
        if place.folder is not None:
            folder = PurePosixPath(place.folder.casefold())
            output = place.output
            if index and str(folder) == index.casefold():
                yield Fault(number, "output", f"'{output}' is the name of the index above all APIs: choose another folder")
            for before, other in enumerate(places[:number]):
                if other.folder is None:
                    continue
                folders = (folder, PurePosixPath(other.folder.casefold()))
                if folders[0] == folders[1]:
                    yield Fault(number, "output", f"'{output}' is already used by entry {before + 1}: choose another folder")
                    break
                if not nested and (folders[0] in folders[1].parents or folders[1] in folders[0].parents):
                    yield Fault(number, "output", f"'{output}' and that of entry {before + 1} are nested: choose another folder")
                    break
        yield from _unknown_links(number, places)
        if place.prefix is not None:
            for before, other in enumerate(places[:number]):
                if other.prefix == place.prefix:
                    text = f"entry {before + 1} has the same label prefix, '{place.prefix}': set another 'prefix'"
                    yield Fault(number, "prefix", text)
                    break


def _unknown_links(number: int, places: Sequence[EntryPlace]) -> Iterator[Fault]:
    """What is wrong with the other versions of an entry: they must be other entries."""
    place = places[number]
    folders = [other.folder for other in places if other.folder is not None and other is not place]
    for entry in place.also:
        title, folder = pair_of(entry)
        if normalized(folder) == place.folder:
            yield Fault(number, "also", f"'also': '{title}' leads to this entry itself", title)
        elif normalized(folder) not in folders:
            text = f"'also': '{title}' leads to '{folder}', which is not the '{place.output}' of another entry{similar(folder, folders)}"
            yield Fault(number, "also", text, title)


def make_apis(config: Config, entries: Sequence[ApiEntry], given: Mapping[str, Any]) -> tuple[Api, ...]:
    """The settings of each API.

    ``config`` has the settings of the run, which are the defaults; ``given`` are those of the command line, which overrule the entries.
    Folders must have been checked with :func:`normalized`.
    """
    apis = []
    for entry in entries:
        own = make(entry.values)
        names = entry.values.keys() - ({*given} - {"sources", "output", *OF_LIST})
        values = {item.name: getattr(own, item.name) for item in fields(Config) if item.name in names}
        folder = normalized(str(entry.values["output"])) or ""
        values["output"] = None if config.output is None else config.output / folder
        if "additions" not in values and config.additions is not None:
            # As with several WADLs, each has a folder of its own there.
            own_additions = config.additions / folder
            values["additions"] = own_additions if own_additions.is_dir() or config.adopt else None
        values["adopt"] = config.adopt and values.get("additions") is not None
        values.setdefault("title", "")
        values.setdefault("prefix", default_prefix(folder, config.prefix))
        apis.append(Api(config=replace(config, html=None, **values), folder=folder, entry=entry))
    return tuple(apis)


def default_prefix(folder: str, common: str | None) -> str:
    """The prefix of the labels of an API without one of its own: the slug of its folder, after the prefix of all."""
    from wadl2rst import names  # only needed for several APIs

    slug = names.portable(names.slug(folder))
    return f"{common}-{slug}" if common else slug
