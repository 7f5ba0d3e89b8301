"""The labels of operations shown by directives, the targets of ``:ref:`` and of links within the WADL.

If several pages have a label, Sphinx uses the page read last, which depends on the number of processes, and warns.
Therefore these labels are hidden from Sphinx while pages are read, and added when all pages have been read: each label for the
first page by name that shows the operation.  (The domain warns about operations that are shown twice.)
"""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

from wadl2rst.sphinx.collectors import page_notes, store_of
from wadl2rst.sphinx.registry import NamedEntry, registry_of
from wadl2rst.sphinx.store import LabelTarget

_LABELS_KEY = "wadl:labels"


def page_labels(env: BuildEnvironment) -> set[str]:
    """The labels of operations shown on the page being read, to be updated by the caller."""
    return env.ref_context.setdefault(_LABELS_KEY, set())  # type: ignore[no-any-return]


class KeepTargetsOutOfTables(SphinxTransform):
    """Moves the ids of objects without visible output from the table that follows them to an element before it.

    docutils gives the ids of such targets to the next element.  Themes wrap tables in another element that gets all ids of the
    table as well (furo), so the page would have them twice.
    """

    default_priority = 261  # right after PropagateTargets

    def apply(self, **_kwargs: object) -> None:
        """Moves the ids."""
        registry = registry_of(self.env)
        own = {entry.node_id for entry in registry.entries_on(self.env.docname)}
        for table in list(self.document.findall(nodes.table)) if own else ():
            ids = [identifier for identifier in table["ids"] if identifier in own]
            if not ids or table.parent is None:
                continue
            table["ids"] = [identifier for identifier in table["ids"] if identifier not in own]
            target = nodes.target("", "", ids=ids)
            table.parent.insert(table.parent.index(table), target)
            self.document.ids.update(dict.fromkeys(ids, target))


class CollectTargets(SphinxTransform):
    """Records the targets of the labels of operations, and hides the labels from Sphinx."""

    default_priority = 840  # right before SphinxDomains, which collects the labels of the page

    def apply(self, **_kwargs: object) -> None:
        """Records the targets in the notes of the page."""
        for label in sorted(page_labels(self.env)):
            identifier = self.document.nameids.get(label)
            if identifier is None or not self.document.nametypes.pop(label, False):
                continue
            node = self.document.ids[identifier]
            if isinstance(node, nodes.target) and "refid" in node:
                identifier = node["refid"]
                node = self.document.ids[identifier]
            title = node.next_node(nodes.title) if isinstance(node, nodes.section) else None
            target = LabelTarget(self.env.docname, identifier, title.astext() if title is not None else "")
            page_notes(self.env).targets[label] = target


def remove_labels(_app: Sphinx, env: BuildEnvironment, _docnames: Sequence[str]) -> None:
    """Removes the labels added by the last build: a page may define such a label itself now."""
    standard = _standard(env)
    for label, target in store_of(env).targets().items():
        if standard.anonlabels.get(label) == (target.docname, target.node_id):
            standard.anonlabels.pop(label)
            standard.labels.pop(label, None)


def add_labels(_app: Sphinx, env: BuildEnvironment) -> None:
    """Adds each label for the first page that shows its operation, unless a page defines the label itself."""
    standard = _standard(env)
    for label, target in sorted(store_of(env).targets().items(), key=lambda item: item[0]):
        if label in standard.anonlabels:
            continue
        standard.anonlabels[label] = target.docname, target.node_id
        if target.title:
            standard.labels[label] = target.docname, target.node_id, target.title


def title_of_object(env: BuildEnvironment, named: NamedEntry) -> str:
    """The title of an object in the language of the project: that of the section with its label, else its own; may be empty."""
    entry = named.entry
    if not (entry.title and entry.application):
        return entry.title
    docname, _node_id, title = _standard(env).labels.get(named.full_name.lower(), ("", "", ""))
    return str(title) if docname == entry.docname and title else entry.title


def _standard(env: BuildEnvironment) -> StandardDomain:
    return env.domains.standard_domain
