"""The domain ``wadl``: its objects, the roles that refer to them, and the operations index."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.nodes import Element
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain, Index, IndexEntry, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translation
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from wadl2rst.config.suggestions import similar
from wadl2rst.page.translations import TEXT_DOMAIN
from wadl2rst.sphinx.additions import WadlAddition
from wadl2rst.sphinx.changes import Changes
from wadl2rst.sphinx.collectors import store_of
from wadl2rst.sphinx.directives import AutoMethod, Operations
from wadl2rst.sphinx.labels import title_of_object
from wadl2rst.sphinx.listing import WadlMethods
from wadl2rst.sphinx.objects import (
    WadlApplication,
    WadlDatatype,
    WadlMethod,
    WadlParam,
    WadlRepresentation,
    WadlResource,
    WadlType,
)
from wadl2rst.sphinx.params import StatusRole, WadlParams, WadlResponse
from wadl2rst.sphinx.registry import DOMAIN, NamedEntry, ObjectRegistry, request_line
from wadl2rst.sphinx.values import warn
from wadl2rst.wadl.paths import first_word

logger = logging.getLogger(__name__)
_ = get_translation(TEXT_DOMAIN)

MANY_NAMES = 2000
"""Above this number of names, the closest one is looked for only among those that begin or end as what was written."""

SEARCH_PRIORITIES = {"application": 1, "resource": 2, "type": 2, "representation": 2, "datatype": 2, "method": 0, "param": 2}
"""The search priority of each kind: 0 before pages, 2 after pages; -1 would hide it."""
MOST_NAMESAKES = 3
"""The most parameters of one name that are search objects: the text of the other pages has the name, too."""

OBJECT_TYPES = {
    "application": ObjType(_("API"), "application"),
    "resource": ObjType(_("resource"), "resource"),
    "method": ObjType(_("operation"), "method"),
    "param": ObjType(_("parameter"), "param"),
    "representation": ObjType(_("representation"), "representation"),
    "type": ObjType(_("resource type"), "type"),
    "datatype": ObjType(_("type of a schema"), "datatype", "type"),
}


_DOT = re.compile("[.]")


class OperationsIndex(Index):
    """All operations by path: ``:ref:`wadl-operations```."""

    name = "operations"
    localname = _("Operations")
    shortname = _("operations")

    def generate(self, docnames: Iterable[str] | None = None) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """The operations, grouped by the first significant segment of their path."""
        domain: WadlDomain = self.domain  # type: ignore[assignment]
        only = None if docnames is None else set(docnames)
        groups: dict[str, list[tuple[str, str, IndexEntry]]] = {}
        operations = list(domain.registry.of_kind("method"))
        has_several = len({named.entry.application for named in operations}) > 1
        for named in operations:
            entry = named.entry
            if only is not None and entry.docname not in only:
                continue
            verb, _blank, path = entry.shown.partition(" ")
            qualifier = str(_("Deprecated")) if entry.deprecated else ""
            api = domain.title_of_application(entry.application) if has_several else ""
            line = IndexEntry(entry.shown, 0, entry.docname, entry.node_id, api, qualifier, title_of_object(domain.env, named))
            groups.setdefault(first_word(path), []).append((path, verb, line))
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
    """A role that refers to a domain object; parameters are looked up within the enclosing operation first."""

    def process_link(self, env: BuildEnvironment, refnode: Element, has_explicit_title: bool, title: str, target: str) -> tuple[str, str]:
        """Stores the enclosing operation, for parameters; a ``~`` prefix shows only the last part of the name."""
        refnode["wadl:method"] = env.ref_context.get("wadl:method", "")
        target = " ".join(target.split())
        if not has_explicit_title and target.startswith("~"):
            target = target[1:].lstrip()
            refnode["wadl:short"] = True
            title = _last_part(refnode["reftype"], target)
        # Normalise here, because intersphinx looks up this target in other projects.
        return title, request_line(target) if refnode["reftype"] == "method" and " " in target else target


class WadlDomain(Domain):
    """The domain of HTTP APIs described in WADL."""

    name = DOMAIN
    label = "WADL"
    object_types = OBJECT_TYPES
    directives: ClassVar[dict[str, Any]] = {
        "addition": WadlAddition,
        "application": WadlApplication,
        "resource": WadlResource,
        "method": WadlMethod,
        "param": WadlParam,
        "representation": WadlRepresentation,
        "type": WadlType,
        "datatype": WadlDatatype,
        "params": WadlParams,
        "methods": WadlMethods,
        "response": WadlResponse,
        "automethod": AutoMethod,
        "operations": Operations,
        "changes": Changes,
    }
    roles: ClassVar[dict[str, Any]] = {**{kind: WadlRole(warn_dangling=True) for kind in OBJECT_TYPES}, "status": StatusRole()}
    indices: ClassVar[list[type[Index]]] = [OperationsIndex]
    initial_data: ClassVar[dict[str, Any]] = {"registry": ObjectRegistry()}
    data_version = 4
    dangling_warnings: ClassVar[dict[str, str]] = {
        kind: f"no {what} named %(target)s in this project"
        for kind, what in (
            ("application", "API"),
            ("resource", "resource"),
            ("method", "operation"),
            ("param", "parameter"),
            ("representation", "representation"),
            ("type", "resource type or type of a schema"),
            ("datatype", "type of a schema"),
        )
    }

    @property
    def registry(self) -> ObjectRegistry:
        """All objects of the project."""
        return self.data["registry"]  # type: ignore[no-any-return]

    def clear_doc(self, docname: str) -> None:
        """Removes the objects of a page.  Called by Sphinx."""
        self.registry.forget(docname)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Merges the objects of the pages ``docnames`` from another process.  Called by Sphinx."""
        self.registry.merge(docnames, otherdata["registry"])

    def title_of_application(self, name: str) -> str:
        """The title of a hand-written API or of a WADL; its name if it has no title."""
        titles = (entry.title for entry in self.registry.descriptions("application", name))
        return next(filter(None, titles), "") or store_of(self.env).title_of_application(name) or name

    def check_consistency(self) -> None:
        """Warns about operations and hand-written objects that are described more than once; also detects this across processes."""
        repeated = list(self.registry.repeated())
        twice = {full_name for kind, full_name, _entries in repeated if kind == "method"}
        for kind, full_name, (first, *others) in repeated:
            # For objects from a WADL, only check operations: several pages can show different operations of the same resource.
            if kind != "method" and first.application:
                continue
            if kind == "param" and any(full_name[: dot.start()] in twice for dot in _DOT.finditer(full_name)):
                continue
            what, where = str(OBJECT_TYPES[kind].lname), self._on_page(first.place)
            for entry in others:
                text = f"duplicate description of {what} {entry.shown} ({full_name}), also at {where}; add :no-index: to one of them"
                warn(text, "duplicate", entry.place)

    def _on_page(self, place: str) -> str:
        """A location for messages, relative to the source directory if it is inside it."""
        file, _colon, line = place.rpartition(":")
        path = Path(file)
        srcdir = Path(self.env.srcdir)
        return f"{path.relative_to(srcdir).as_posix()}:{line}" if path.is_relative_to(srcdir) else place

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
        """The link for a role; an ambiguous name links to the first object, with a warning.  Called by Sphinx."""
        found = self.registry.find(typ, target, fromdocname, node.get("wadl:method", ""))
        if not found and typ == "type":
            found = self.registry.find("datatype", target, fromdocname)
        if not found:
            return None
        if len(found) > 1:
            names = ", ".join(named.full_name for named in found)
            warn(f"{target} is ambiguous; use one of {names}", "ambiguous", node)
        return _link(env, builder, fromdocname, found[0], target, node, contnode)

    def resolve_any_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, target: str, node: pending_xref, contnode: Element
    ) -> list[tuple[str, nodes.reference]]:
        """The possible links for ``:any:``, and for ``[](#...)`` in Markdown.  Called by Sphinx."""
        name = " ".join(target.split())
        # The label of an operation is a target of :ref: too; that is the same place, so not a second possibility.
        by_label = env.domains.standard_domain.anonlabels.get(target.lower(), ("", ""))[0]
        return [
            (f"wadl:{kind}", _link(env, builder, fromdocname, named, name, node, contnode))
            for kind in OBJECT_TYPES
            for named in self.registry.find(kind, name, fromdocname)
            if named.entry.docname != by_label
        ]

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """The objects for the search and the inventory: each by its full name, and by its unambiguous aliases.  Called by Sphinx."""
        objects = list(self.registry.objects())
        priorities = _param_priorities(objects)
        for kind, full_name, entry in objects:
            priority = priorities[full_name] if kind == "param" else SEARCH_PRIORITIES[kind]
            yield full_name, entry.shown, kind, entry.docname, entry.node_id, priority
        for alias, (kind, _full_name, entry) in self.registry.unique_aliases():
            # The search finds a request line by the name that is shown, and an id by this.
            is_id = kind == "method" and " " not in alias and alias != entry.shown
            yield alias, alias, kind, entry.docname, entry.node_id, 1 if is_id else -1


def _param_priorities(objects: Sequence[NamedEntry]) -> dict[str, int]:
    """The search priority of each parameter.

    Those of resources come first, which an index lists for all operations, then those of what creates something.
    """
    verbs = {full_name: entry.shown.partition(" ")[0] for kind, full_name, entry in objects if kind == "method"}
    found: dict[str, int] = {}
    for kind, full_name, entry in objects:
        if kind == "param":
            verb = verbs.get(full_name.removesuffix(f".{entry.shown}"))
            found[full_name] = SEARCH_PRIORITIES["param"] + (-1 if verb is None else 0 if verb == "POST" else 1)
    counts: Counter[str] = Counter()
    for full_name in sorted(found, key=found.__getitem__):
        name = _last_part("param", full_name)
        counts[name] += 1
        if counts[name] > MOST_NAMESAKES:
            found[full_name] = -1
    return found


def suggest_name(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Warns about a dangling reference and suggests the closest name; None if there is none.  Handles an event of Sphinx."""
    if not isinstance(domain, WadlDomain) or node["reftype"] not in domain.dangling_warnings:
        return None
    kind, target = node["reftype"], node["reftarget"]
    names = domain.registry.names(*(("type", "datatype") if kind == "type" else (kind,)))
    if len(names) > MANY_NAMES:
        begin, end = target[:4].lower(), target[-4:].lower()
        names = set(islice((name for name in sorted(names) if name.lower().startswith(begin) or name.lower().endswith(end)), MANY_NAMES))
    suggestion = similar(target, names)
    if not suggestion:
        return None
    text = domain.dangling_warnings[kind] % {"target": target}
    logger.warning("%s%s", text, suggestion, location=node, type="ref", subtype=kind)
    return True


def _last_part(kind: str, name: str) -> str:
    """The text shown for ``~``: the path of an operation, the name of a parameter, the last segment of a resource."""
    separator = {"method": " ", "param": ".", "resource": "/"}.get(kind)
    return name.rstrip(separator).rpartition(separator)[2] or name if separator else name


def _link(
    env: BuildEnvironment, builder: Builder, fromdocname: str, named: NamedEntry, target: str, node: pending_xref, contnode: Element
) -> nodes.reference:
    """The link to an object.

    An operation referred to by its id or label is shown by its title, as ``:ref:`` shows it; one referred to by its request line
    is shown by that.
    """
    entry, title = named.entry, title_of_object(env, named)
    is_written = node.get("refexplicit") or node.get("wadl:short") or request_line(target) == entry.shown
    if named.kind == "method" and title not in ("", entry.shown) and not is_written:
        contnode = nodes.inline("", title, classes=contnode["classes"])
    return make_refnode(builder, fromdocname, entry.docname, entry.node_id, contnode, title or entry.shown)
