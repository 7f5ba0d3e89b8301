"""The objects that the pages of a project describe: their entries, and how names lead to them."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from sphinx.environment import BuildEnvironment

DOMAIN = "wadl"
"""The name of the domain whose objects these are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectEntry:
    """One description of an object."""

    docname: str
    node_id: str
    place: str
    """File and line of the page where it is described, or of the directive there that shows the WADL."""
    aliases: tuple[str, ...]
    """Names under which roles find it too, where only one object has them."""
    shown: str
    """What the search and links show."""
    title: str
    application: str
    """The WADL that it belongs to; empty where it is written by hand."""
    deprecated: bool


class NamedEntry(NamedTuple):
    """An entry, with what it is registered by."""

    kind: str
    full_name: str
    entry: ObjectEntry


@dataclass(slots=True)
class ObjectRegistry:
    """All objects, each by its kind and full name."""

    _entries: dict[tuple[str, str], list[ObjectEntry]] = field(default_factory=dict)
    """All descriptions of each object; more than one is a mistake, which is reported."""
    _by_alias: dict[tuple[str, str], list[NamedEntry]] | None = None
    """What each alias can mean; None until it is asked for, and after each change."""

    # --- what pages describe --------------------------------------------------------------------

    def note(self, kind: str, full_name: str, entry: ObjectEntry) -> None:
        """Adds a description of the object that ``kind`` and ``full_name`` name."""
        entries = self._entries.setdefault((kind, full_name), [])
        # Generated WADLs repeat a resource; its first description stands for all.
        if kind != "method" and entry.application and any(known.docname == entry.docname for known in entries):
            return
        entries.append(entry)
        self._by_alias = None

    def forget(self, docname: str) -> None:
        """Drops what a page described."""
        for key, entries in list(self._entries.items()):
            kept = [entry for entry in entries if entry.docname != docname]
            if len(kept) == len(entries):
                continue
            if kept:
                self._entries[key] = kept
            else:
                del self._entries[key]
        self._by_alias = None

    def merge(self, docnames: Set[str], other: ObjectRegistry) -> None:
        """Takes over what the pages ``docnames`` describe, which another process read, and nothing of other pages."""
        for key, entries in other._entries.items():
            new = [entry for entry in entries if entry.docname in docnames]
            if new:
                self._entries.setdefault(key, []).extend(new)
        self._by_alias = None

    # --- what is known --------------------------------------------------------------------------

    def descriptions(self, kind: str, full_name: str) -> list[ObjectEntry]:
        """All descriptions of an object, in an order that does not depend on which page was read first."""
        return _in_order(self._entries.get((kind, full_name), []))

    def on_page(self, kind: str, full_name: str, docname: str) -> ObjectEntry | None:
        """The first description of an object on a page."""
        return next((entry for entry in self._entries.get((kind, full_name), ()) if entry.docname == docname), None)

    def objects(self) -> Iterator[NamedEntry]:
        """Each object once, in the order of kinds and names."""
        for (kind, full_name), entries in sorted(self._entries.items()):
            yield NamedEntry(kind, full_name, _in_order(entries)[0])

    def of_kind(self, kind: str) -> Iterator[NamedEntry]:
        """The objects of a kind, each once, in the order of their names."""
        return (known for known in self.objects() if known.kind == kind)

    def repeated(self) -> Iterator[tuple[str, str, list[ObjectEntry]]]:
        """Kind, full name and descriptions of each object that has several, in the order of kinds and names."""
        for (kind, full_name), entries in sorted(self._entries.items()):
            if len(entries) > 1:
                yield kind, full_name, _in_order(entries)

    def unique_aliases(self) -> Iterator[tuple[str, NamedEntry]]:
        """Each alias that means one object alone, and is the full name of none."""
        for (kind, alias), found in self._aliases().items():
            if len(found) == 1 and (kind, alias) not in self._entries:
                yield alias, found[0]

    # --- looking up -----------------------------------------------------------------------------

    def find(self, kind: str, target: str, docname: str = "", method: str = "") -> list[NamedEntry]:
        """The objects of ``kind`` that ``target`` can mean: by full name, else by an alias.

        Those of the WADLs that the page ``docname`` shows come alone, where there are some.  ``method`` is the operation within
        which a parameter is named.
        """
        names = [target, request_line(target)] if kind == "method" else [target]
        if kind == "param" and method:
            names.insert(0, f"{method}.{target}")
        for name in names:
            entries = self._entries.get((kind, name))
            if entries:
                return [NamedEntry(kind, name, _in_order(entries)[0])]
            found = self._aliases().get((kind, name), [])
            if len(found) > 1:
                applications = self._applications_of(docname)
                found = [known for known in found if known.entry.application in applications] or found
            if found:
                return found
        return []

    def _aliases(self) -> dict[tuple[str, str], list[NamedEntry]]:
        if self._by_alias is None:
            self._by_alias = {}
            for known in self.objects():
                for alias in dict.fromkeys(known.entry.aliases):
                    if alias != known.full_name:
                        self._by_alias.setdefault((known.kind, alias), []).append(known)
        return self._by_alias

    def _applications_of(self, docname: str) -> set[str]:
        return {entry.application for entries in self._entries.values() for entry in entries if entry.docname == docname}


def registry_of(env: BuildEnvironment) -> ObjectRegistry:
    """The registry of an environment: what the domain keeps there."""
    return env.domaindata[DOMAIN]["registry"]  # type: ignore[no-any-return]


def request_line(text: str) -> str:
    """A request line as it is compared: the verb in capitals, one blank before the path."""
    verb, _blank, path = " ".join(text.split()).partition(" ")
    return f"{verb.upper()} {path}".strip()


def _in_order(entries: list[ObjectEntry]) -> list[ObjectEntry]:
    """By page; on one page, as they follow each other."""
    return sorted(entries, key=lambda entry: entry.docname) if len(entries) > 1 else entries
