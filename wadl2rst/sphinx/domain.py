"""The domain ``wadl``: what is known of every object of the project, the roles that lead to them, and the operations index."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.domains import Domain, Index, IndexEntry, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translation
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from wadl2rst.diagnostics import Diagnostic
from wadl2rst.page.translations import TEXT_DOMAIN
from wadl2rst.sphinx.directives import AutoMethod, Operations
from wadl2rst.sphinx.objects import (
    WadlApplication,
    WadlMethod,
    WadlParam,
    WadlRepresentation,
    WadlResource,
    WadlType,
    request_line,
)
from wadl2rst.sphinx.values import warn

if TYPE_CHECKING:
    from docutils.nodes import Element

_ = get_translation(TEXT_DOMAIN)

SEARCHED = {"application": 1, "resource": 2, "type": 2, "representation": 2, "method": 0, "param": -1}
"""How the search ranks the objects: 0 before the pages, 2 after them, -1 not at all (every page would have dozens)."""

KINDS = {
    "application": ObjType(_("API"), "application"),
    "resource": ObjType(_("resource"), "resource"),
    "method": ObjType(_("operation"), "method"),
    "param": ObjType(_("parameter"), "param"),
    "representation": ObjType(_("representation"), "representation"),
    "type": ObjType(_("resource type"), "type"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectEntry:
    """An object, as the environment keeps it."""

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


@dataclass(slots=True)
class Sought:
    """What was looked for while a page was read, and was not there: if it appears, the page is out of date."""

    missing: set[str] = field(default_factory=set)
    """Absolute paths."""
    templates: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The names of the templates in each folder of the user's: one that is new may replace a built-in one."""


def template_names(folder: Path) -> tuple[str, ...]:
    """The names of the templates in a folder."""
    return tuple(sorted(file.name for file in folder.glob("*.jinja")))


_DOT = re.compile("[.]")
_VERSION = re.compile(r"v?[0-9]+(\.[0-9x]+)*", re.IGNORECASE)

Found = tuple[str, str, ObjectEntry]
"""The kind of an object, its full name, and the rest."""


class OperationsIndex(Index):
    """All operations by path: ``:ref:`wadl-operations```."""

    name = "operations"
    localname = _("Operations")
    shortname = _("operations")

    def generate(self, docnames: Iterable[str] | None = None) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """The operations, a group for each first step of a path that tells something."""
        domain: WadlDomain = self.domain  # type: ignore[assignment]
        only = None if docnames is None else set(docnames)
        groups: dict[str, list[tuple[str, str, IndexEntry]]] = {}
        entries = [entry for _kind, _full_name, entry in domain.entries("method")]
        has_several = len({entry.application for entry in entries}) > 1
        for entry in entries:
            if only is not None and entry.docname not in only:
                continue
            verb, _blank, path = entry.shown.partition(" ")
            qualifier = str(_("Deprecated")) if entry.deprecated else ""
            api = domain.title_of_application(entry.application) if has_several else ""
            line = IndexEntry(entry.shown, 0, entry.docname, entry.node_id, api, qualifier, entry.title)
            groups.setdefault(_group(path), []).append((path, verb, line))
        unattached = groups.pop("", [])
        ordered = sorted(groups.items())
        if unattached:
            ordered.append((str(_("Not attached to a resource")), unattached))
        content = [
            (group, [line for _path, _verb, line in sorted(lines, key=lambda item: (item[0], item[1], item[2].anchor))])
            for group, lines in ordered
        ]
        return content, False


class WadlRole(XRefRole):
    """A role that leads to an object, and knows to which WADL the page belongs."""

    def process_link(self, env: BuildEnvironment, refnode: Element, has_explicit_title: bool, title: str, target: str) -> tuple[str, str]:
        """Keeps the operation within which the role stands, for parameters; ``~`` in front shows the last part of the name alone."""
        refnode["wadl:method"] = env.ref_context.get("wadl:method", "")
        target = " ".join(target.split())
        if not has_explicit_title and target.startswith("~"):
            target = target[1:].lstrip()
            title = _last_part(refnode["reftype"], target)
        # In capitals already here: other projects are searched for what stands here.
        return title, request_line(target) if refnode["reftype"] == "method" and " " in target else target


class WadlDomain(Domain):
    """The domain of HTTP APIs that are described in WADL."""

    name = "wadl"
    label = "WADL"
    object_types = KINDS
    directives: ClassVar[dict[str, Any]] = {
        "application": WadlApplication,
        "resource": WadlResource,
        "method": WadlMethod,
        "param": WadlParam,
        "representation": WadlRepresentation,
        "type": WadlType,
        "automethod": AutoMethod,
        "operations": Operations,
    }
    roles: ClassVar[dict[str, Any]] = {kind: WadlRole(warn_dangling=True) for kind in KINDS}
    indices: ClassVar[list[type[Index]]] = [OperationsIndex]
    initial_data: ClassVar[dict[str, Any]] = {"objects": {}, "messages": {}, "labels": {}, "sought": {}, "targets": {}, "titles": {}}
    data_version = 2
    dangling_warnings: ClassVar[dict[str, str]] = {
        kind: str(f"no {what} named %(target)s in this project")
        for kind, what in (
            ("application", "API"),
            ("resource", "resource"),
            ("method", "operation"),
            ("param", "parameter"),
            ("representation", "representation"),
            ("type", "resource type"),
        )
    }

    tabs = False
    """Whether an extension is loaded that shows tabs."""

    # --- what is known --------------------------------------------------------------------------

    @property
    def objects(self) -> dict[tuple[str, str], list[ObjectEntry]]:
        """All descriptions of each object, by kind and full name; more than one is a mistake, which is reported."""
        return self.data["objects"]  # type: ignore[no-any-return]

    def note_object(self, kind: str, full_name: str, node_id: str, **about: Any) -> None:
        """Keeps an object that the page which is being read describes.

        ``kind`` and ``full_name`` are what roles find it by, ``node_id`` is its anchor, and ``about`` are the other fields of its entry.
        """
        entries = self.objects.setdefault((kind, full_name), [])
        docname = self.env.docname
        # Generated WADLs repeat a resource; its first description stands for all.
        if kind != "method" and about["application"] and any(entry.docname == docname for entry in entries):
            return
        entries.append(ObjectEntry(docname=docname, node_id=node_id, **about))
        self.__dict__.pop("_by_alias", None)

    def is_known(self, kind: str, full_name: str, docname: str) -> bool:
        """Whether the page ``docname`` describes the object of that ``kind`` and ``full_name`` already."""
        return any(entry.docname == docname for entry in self.objects.get((kind, full_name), ()))

    def aliases_of(self, kind: str, full_name: str) -> tuple[str, ...]:
        """The other names of an object of the page that is being read."""
        entries = self.objects.get((kind, full_name), ())
        return next((entry.aliases for entry in entries if entry.docname == self.env.docname), ())

    def note_messages(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Keeps what is wrong with a WADL until all pages are read: many pages, and processes, can show the same one."""
        self.data["messages"].setdefault(self.env.docname, []).extend(diagnostics)

    def note_labels(self, titles: Mapping[str, str]) -> None:
        """Keeps the labels that texts of a WADL can refer to, with titles, whether or not a page of the project has them."""
        known = self.data["labels"].setdefault(self.env.docname, {})
        known.update((label.lower(), title) for label, title in titles.items())

    def note_application(self, name: str, title: str) -> None:
        """Keeps the title of a WADL of which the page shows a part."""
        self.data["titles"].setdefault(self.env.docname, {})[name] = title

    def title_of_application(self, name: str) -> str:
        """The title of a WADL, or of an API by hand; its name where it has none."""
        entries = _in_order(self.objects.get(("application", name), []))
        titles = [entry.title for entry in entries]
        titles += [known[name] for _docname, known in sorted(self.data["titles"].items()) if name in known]
        return next(filter(None, titles), name)

    def note_targets(self, targets: Mapping[str, tuple[str, str]]) -> None:
        """Keeps, for labels of operations that the page shows, the id and the title that they lead to."""
        self.data["targets"][self.env.docname] = dict(targets)

    def targets(self) -> dict[str, tuple[str, str, str]]:
        """For each label of an operation that a directive shows, the page, the id and the title that it leads to.

        Where several pages show the operation, that is the first by name, whichever was read first.
        """
        found: dict[str, tuple[str, str, str]] = {}
        for docname, targets in sorted(self.data["targets"].items()):
            for label, (node_id, title) in targets.items():
                found.setdefault(label, (docname, node_id, title))
        return found

    def note_sought(self, missing: Sequence[str], templates: Path | None) -> None:
        """Keeps what was looked for and is not there: files of a WADL, and templates in a folder of the user's."""
        known = self.data["sought"].setdefault(self.env.docname, Sought())
        known.missing.update(missing)
        if templates is not None:
            known.templates[str(templates)] = template_names(templates)

    def with_new_files(self) -> list[str]:
        """The pages for which a file was looked for in vain that is there now, and those with a new template."""
        is_there = cache(os.path.isfile)
        names = cache(template_names)
        return [
            docname
            for docname, sought in self.data["sought"].items()
            if any(map(is_there, sought.missing)) or any(names(Path(folder)) != known for folder, known in sought.templates.items())
        ]

    def take_messages(self) -> list[Diagnostic]:
        """What was noted of the pages that were read, in the order of their names; then it is forgotten."""
        messages: dict[str, list[Diagnostic]] = self.data["messages"]
        found = [diagnostic for _docname, diagnostics in sorted(messages.items()) for diagnostic in diagnostics]
        messages.clear()
        return found

    def title_of(self, label: str) -> str | None:
        """The title of what texts of a WADL can refer to by the label; None for any other label."""
        return next((titles[label] for titles in self.data["labels"].values() if label in titles), None)

    def clear_doc(self, docname: str) -> None:
        """Forgets what a page described."""
        for key, entries in list(self.objects.items()):
            kept = [entry for entry in entries if entry.docname != docname]
            if len(kept) == len(entries):
                continue
            if kept:
                self.objects[key] = kept
            else:
                del self.objects[key]
        self.data["messages"].pop(docname, None)
        self.data["labels"].pop(docname, None)
        self.data["sought"].pop(docname, None)
        self.data["targets"].pop(docname, None)
        self.data["titles"].pop(docname, None)
        self.__dict__.pop("_by_alias", None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Takes over what another process read."""
        for key, entries in otherdata["objects"].items():
            new = [entry for entry in entries if entry.docname in docnames]
            if new:
                self.objects.setdefault(key, []).extend(new)
        for name in ("messages", "labels", "sought", "targets", "titles"):
            self.data[name].update({docname: item for docname, item in otherdata[name].items() if docname in docnames})
        self.__dict__.pop("_by_alias", None)

    def check_consistency(self) -> None:
        """Warns of each operation, or object by hand, that is described more than once, whether one process read the pages or several."""
        twice = {full_name for (kind, full_name), entries in self.objects.items() if kind == "method" and len(entries) > 1}
        for (kind, full_name), entries in sorted(self.objects.items()):
            # Of a WADL operations alone: several pages can show different operations of one resource.
            if len(entries) == 1 or (kind != "method" and entries[0].application):
                continue
            if kind == "param" and any(full_name[: dot.start()] in twice for dot in _DOT.finditer(full_name)):
                continue
            first, *others = _in_order(entries)
            what, where = str(KINDS[kind].lname), self._on_page(first.place)
            for entry in others:
                text = f"duplicate description of {what} {entry.shown} ({full_name}), also at {where}; add :no-index: to one of them"
                warn(text, "duplicate", entry.place)

    def _on_page(self, place: str) -> str:
        """A place as messages name it: from the folder of the sources, where it lies in it."""
        file, _colon, line = place.rpartition(":")
        path = Path(file)
        srcdir = Path(self.env.srcdir)
        return f"{path.relative_to(srcdir).as_posix()}:{line}" if path.is_relative_to(srcdir) else place

    # --- looking up -----------------------------------------------------------------------------

    def entries(self, kind: str) -> Iterator[Found]:
        """The objects of a kind, each once, in the order of their names."""
        for (known, full_name), entries in sorted(self.objects.items()):
            if known == kind:
                yield known, full_name, _in_order(entries)[0]

    def _aliases(self) -> dict[tuple[str, str], list[Found]]:
        """The objects of each alias."""
        found: dict[tuple[str, str], list[Found]] | None = self.__dict__.get("_by_alias")
        if found is None:
            found = {}
            for (kind, full_name), entries in sorted(self.objects.items()):
                entry = _in_order(entries)[0]
                for alias in dict.fromkeys(entry.aliases):
                    if alias != full_name:
                        found.setdefault((kind, alias), []).append((kind, full_name, entry))
            self.__dict__["_by_alias"] = found
        return found

    def find(self, kind: str, target: str, docname: str = "", method: str = "") -> list[Found]:
        """The objects of ``kind`` that ``target`` can mean: by full name, else by an alias.

        Those of the WADLs that the page ``docname`` shows come alone, where there are some.  ``method`` is the operation within
        which a parameter is named.
        """
        names = [target, request_line(target)] if kind == "method" else [target]
        if kind == "param" and method:
            names.insert(0, f"{method}.{target}")
        for name in names:
            entries = self.objects.get((kind, name))
            if entries:
                return [(kind, name, _in_order(entries)[0])]
            found = self._aliases().get((kind, name), [])
            if len(found) > 1:
                applications = {entry.application for _kind, _name, entry in self._of_page(docname)}
                found = [item for item in found if item[2].application in applications] or found
            if found:
                return found
        return []

    def _of_page(self, docname: str) -> Iterator[Found]:
        for (kind, full_name), entries in self.objects.items():
            for entry in entries:
                if entry.docname == docname:
                    yield kind, full_name, entry

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """The link for a role; where a name means several objects, to the first, with a warning.  Called by Sphinx."""
        found = self.find(typ, target, fromdocname, node.get("wadl:method", ""))
        if not found:
            return None
        if len(found) > 1:
            names = ", ".join(full_name for _kind, full_name, _entry in found)
            warn(f"{target} is ambiguous; use one of {names}", "ambiguous", node)
        return _link(builder, fromdocname, found[0][2], contnode)

    def resolve_any_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, target: str, node: pending_xref, contnode: Element
    ) -> list[tuple[str, nodes.reference]]:
        """The links that ``:any:`` can mean.  Called by Sphinx."""
        return [
            (f"wadl:{kind}", _link(builder, fromdocname, entry, contnode))
            for kind in KINDS
            for _kind, _name, entry in self.find(kind, " ".join(target.split()), fromdocname)
        ]

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """What the search and the inventory for other projects have: each object by its full name, and by what it alone is called."""
        for (kind, full_name), entries in sorted(self.objects.items()):
            entry = _in_order(entries)[0]
            yield full_name, entry.shown, kind, entry.docname, entry.node_id, SEARCHED[kind]
        for (kind, alias), found in self._aliases().items():
            if len(found) == 1 and (kind, alias) not in self.objects:
                entry = found[0][2]
                yield alias, alias, kind, entry.docname, entry.node_id, -1


def _last_part(kind: str, name: str) -> str:
    """What ``~`` shows: of an operation the path, of a parameter the name, of a resource the last step."""
    separator = {"method": " ", "param": ".", "resource": "/"}.get(kind)
    return name.rstrip(separator).rpartition(separator)[2] or name if separator else name


def _group(path: str) -> str:
    """The first step of a path that is neither a version nor a template parameter; the first, where all are."""
    steps = [step for step in path.split("/") if step]
    telling = (step for step in steps if not step.startswith("{") and not _VERSION.fullmatch(step))
    return next(telling, steps[0] if steps else path)


def _in_order(entries: list[ObjectEntry]) -> list[ObjectEntry]:
    """The descriptions of an object in an order that does not depend on which was read first."""
    if len(entries) == 1:
        return entries
    return sorted(entries, key=lambda entry: (entry.docname, entries.index(entry)))


def _link(builder: Builder, fromdocname: str, entry: ObjectEntry, contnode: Element) -> nodes.reference:
    return make_refnode(builder, fromdocname, entry.docname, entry.node_id, contnode, entry.title or entry.shown)
