"""The registry of the domain objects of a project, and the lookup of names."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from sphinx.environment import BuildEnvironment

DOMAIN = "wadl"
"""The name of the domain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectEntry:
    """One description of an object."""

    docname: str
    node_id: str
    place: str
    """File and line of its description, or of the directive that shows the WADL."""
    aliases: tuple[str, ...]
    """Other names by which roles find the object, if they are unambiguous."""
    shown: str
    """The name shown in search results and links."""
    title: str
    application: str
    """The WADL that it belongs to; empty for hand-written objects."""
    deprecated: bool


class NamedEntry(NamedTuple):
    """An entry with its kind and full name."""

    kind: str
    full_name: str
    entry: ObjectEntry


@dataclass(slots=True)
class ObjectRegistry:
    """All objects, by kind and full name."""

    _entries: dict[tuple[str, str], list[ObjectEntry]] = field(default_factory=dict)
    """The descriptions of each object; several descriptions are reported as duplicates."""
    _by_page: dict[str, dict[tuple[str, str], None]] = field(default_factory=dict)
    """The objects described on each page, in order: Sphinx clears each page before it reads it, so that must not visit all objects."""
    _by_alias: dict[tuple[str, str], list[NamedEntry]] | None = None
    """The objects for each alias; None if it has to be recomputed."""

    # --- changes --------------------------------------------------------------------

    def note(self, kind: str, full_name: str, entry: ObjectEntry) -> None:
        """Adds a description of the object with this ``kind`` and ``full_name``."""
        entries = self._entries.setdefault((kind, full_name), [])
        # Generated WADLs repeat resources; only the first description is registered.
        if kind != "method" and entry.application and any(other.docname == entry.docname for other in entries):
            return
        entries.append(entry)
        self._by_page.setdefault(entry.docname, {})[kind, full_name] = None
        self._by_alias = None

    def forget(self, docname: str) -> None:
        """Removes the descriptions on a page."""
        for key in self._by_page.pop(docname, ()):
            kept = [entry for entry in self._entries[key] if entry.docname != docname]
            if kept:
                self._entries[key] = kept
            else:
                del self._entries[key]
            self._by_alias = None

    def merge(self, docnames: Set[str], other: ObjectRegistry) -> None:
        """Merges the descriptions on the pages ``docnames`` from the registry of another process."""
        for docname in sorted(docnames):
            for key in other._by_page.get(docname, ()):
                new = [entry for entry in other._entries[key] if entry.docname == docname]
                self._entries.setdefault(key, []).extend(new)
                self._by_page.setdefault(docname, {})[key] = None
        self._by_alias = None

    # --- contents --------------------------------------------------------------------------

    def descriptions(self, kind: str, full_name: str) -> list[ObjectEntry]:
        """All descriptions of an object, in an order independent of the reading order of pages."""
        return _in_order(self._entries.get((kind, full_name), []))

    def on_page(self, kind: str, full_name: str, docname: str) -> ObjectEntry | None:
        """The first description of an object on a page."""
        return next((entry for entry in self._entries.get((kind, full_name), ()) if entry.docname == docname), None)

    def entries_on(self, docname: str, *kinds: str) -> Iterator[ObjectEntry]:
        """The descriptions on a page, of these kinds or of all."""
        keys = (key for key in self._by_page.get(docname, ()) if not kinds or key[0] in kinds)
        return (entry for key in keys for entry in self._entries[key] if entry.docname == docname)

    def titled_on(self, docname: str) -> Iterator[tuple[str, ObjectEntry]]:
        """The operations on a page that have a title of their own, each with its full name, which is its label."""
        for key in self._by_page.get(docname, ()):
            entry = self.on_page(*key, docname) if key[0] == "method" else None
            if entry is not None and entry.title:
                yield key[1], entry

    def title_on(self, docname: str, label: str) -> str:
        """The title in the WADL of the operation on a page whose label, in lower case, is ``label``; empty if there is none."""
        return next((entry.title for name, entry in self.titled_on(docname) if name.lower() == label), "")

    def type_names_on(self, docname: str) -> set[str]:
        """The names of the types and elements of schemas on a page."""
        return {alias for entry in self.entries_on(docname, "datatype") for alias in entry.aliases}

    def objects(self) -> Iterator[NamedEntry]:
        """Each object once, sorted by kind and name."""
        for (kind, full_name), entries in sorted(self._entries.items()):
            yield NamedEntry(kind, full_name, _in_order(entries)[0])

    def of_kind(self, kind: str) -> Iterator[NamedEntry]:
        """Each object of a kind once, sorted by name."""
        return (named for named in self.objects() if named.kind == kind)

    def repeated(self) -> Iterator[tuple[str, str, list[ObjectEntry]]]:
        """Kind, full name and descriptions of each object with several descriptions, sorted by kind and name."""
        for (kind, full_name), entries in sorted(self._entries.items()):
            if len(entries) > 1:
                yield kind, full_name, _in_order(entries)

    def unique_aliases(self) -> Iterator[tuple[str, NamedEntry]]:
        """Each alias of exactly one object that is not the full name of any object."""
        for (kind, alias), found in self._aliases().items():
            if len(found) == 1 and (kind, alias) not in self._entries:
                yield alias, found[0]

    def names(self, *kinds: str) -> set[str]:
        """All names by which roles find objects of these kinds."""
        return {name for kind, name in (*self._entries, *self._aliases()) if kind in kinds}

    # --- lookup -----------------------------------------------------------------------------

    def find(self, kind: str, target: str, docname: str = "", method: str = "") -> list[NamedEntry]:
        """The objects of ``kind`` that match ``target``: by full name, else by alias.

        If several match, those of WADLs shown on the page ``docname`` take precedence.  ``method`` is the operation that
        encloses a reference to a parameter.
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
                found = [named for named in found if named.entry.application in applications] or found
            if found:
                return found
        return []

    def _aliases(self) -> dict[tuple[str, str], list[NamedEntry]]:
        if self._by_alias is None:
            self._by_alias = {}
            for named in self.objects():
                for alias in dict.fromkeys(named.entry.aliases):
                    if alias != named.full_name:
                        self._by_alias.setdefault((named.kind, alias), []).append(named)
        return self._by_alias

    def _applications_of(self, docname: str) -> set[str]:
        return {entry.application for entry in self.entries_on(docname)}


def registry_of(env: BuildEnvironment) -> ObjectRegistry:
    """The registry of an environment, which is stored in the domain data."""
    return env.domaindata[DOMAIN]["registry"]  # type: ignore[no-any-return]


def request_line(text: str) -> str:
    """A normalised request line: the verb in upper case, and one space before the path."""
    verb, _blank, path = " ".join(text.split()).partition(" ")
    return f"{verb.upper()} {path}".strip()


def _in_order(entries: list[ObjectEntry]) -> list[ObjectEntry]:
    """The entries sorted by page, and in document order within a page."""
    return sorted(entries, key=lambda entry: entry.docname) if len(entries) > 1 else entries
