"""The labels of operations that directives show: ``:ref:`` and the WADL's own links lead to them.

Sphinx gives a label to the page that is read last, and warns of the second one; which that is depends on the number of
processes.  So these labels are kept back while pages are read, and given to Sphinx when all are read: each to the first page
that shows the operation, by the names of the pages.  (That it is shown twice is reported by the domain.)
"""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

from wadl2rst.sphinx.collectors import page_notes, store_of
from wadl2rst.sphinx.store import LabelTarget

_OWN = "wadl:labels"


def own_labels(env: BuildEnvironment) -> set[str]:
    """The labels of operations that directives show on the page that is being read; to be added to."""
    return env.ref_context.setdefault(_OWN, set())  # type: ignore[no-any-return]


class KeepTargets(SphinxTransform):
    """Keeps where the labels of operations lead to, and keeps them from Sphinx."""

    default_priority = 840  # right before SphinxDomains, with which Sphinx takes the labels of the page

    def apply(self, **_kwargs: object) -> None:
        """Notes them."""
        for label in sorted(own_labels(self.env)):
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


def take_labels(_app: Sphinx, env: BuildEnvironment, _docnames: Sequence[str]) -> None:
    """Takes back what was given when the pages were last read: a page may have such a label itself now."""
    standard = _standard(env)
    for label, target in store_of(env).targets().items():
        if standard.anonlabels.get(label) == (target.docname, target.node_id):
            standard.anonlabels.pop(label)
            standard.labels.pop(label, None)


def give_labels(_app: Sphinx, env: BuildEnvironment) -> None:
    """Gives each label the first page that shows its operation, unless a page has that label itself."""
    standard = _standard(env)
    for label, target in sorted(store_of(env).targets().items(), key=lambda item: item[0]):
        if label in standard.anonlabels:
            continue
        standard.anonlabels[label] = target.docname, target.node_id
        if target.title:
            standard.labels[label] = target.docname, target.node_id, target.title


def _standard(env: BuildEnvironment) -> StandardDomain:
    return env.domains.standard_domain
