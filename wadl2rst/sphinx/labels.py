"""The labels of operations that directives show: ``:ref:`` and the WADL's own links lead to them.

Sphinx gives a label to the page that is read last, and warns of the second one; which that is depends on the number of
processes.  So these labels are kept back while pages are read, and given to Sphinx when all are read: each to the first page
that shows the operation, by the names of the pages.  (That it is shown twice is reported by the domain.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from sphinx.domains.std import StandardDomain

    from wadl2rst.sphinx.domain import WadlDomain

_OWN = "wadl:labels"


def own_labels(env: BuildEnvironment) -> set[str]:
    """The labels of operations that directives show on the page that is being read; to be added to."""
    return env.ref_context.setdefault(_OWN, set())  # type: ignore[no-any-return]


class KeepTargets(SphinxTransform):
    """Keeps where the labels of operations lead to, and keeps them from Sphinx."""

    default_priority = 840  # right before SphinxDomains, with which Sphinx takes the labels of the page

    def apply(self, **_kwargs: object) -> None:
        """Tells the domain."""
        targets: dict[str, tuple[str, str]] = {}
        for label in own_labels(self.env):
            identifier = self.document.nameids.get(label)
            if identifier is None or not self.document.nametypes.pop(label, False):
                continue
            node = self.document.ids[identifier]
            if isinstance(node, nodes.target) and "refid" in node:
                identifier = node["refid"]
                node = self.document.ids[identifier]
            title = node.next_node(nodes.title) if isinstance(node, nodes.section) else None
            targets[label] = (identifier, title.astext() if title is not None else "")
        if targets:
            _domain(self.env).note_targets(targets)


def take_labels(_app: Sphinx, env: BuildEnvironment, _docnames: Sequence[str]) -> None:
    """Takes back what was given when the pages were last read: a page may have such a label itself now."""
    standard = _standard(env)
    for label, (docname, identifier, _title) in _domain(env).targets().items():
        if standard.anonlabels.get(label) == (docname, identifier):
            standard.anonlabels.pop(label)
            standard.labels.pop(label, None)


def give_labels(_app: Sphinx, env: BuildEnvironment) -> None:
    """Gives each label the first page that shows its operation, unless a page has that label itself."""
    standard = _standard(env)
    for label, (docname, identifier, title) in sorted(_domain(env).targets().items()):
        if label in standard.anonlabels:
            continue
        standard.anonlabels[label] = docname, identifier
        if title:
            standard.labels[label] = docname, identifier, title


def _domain(env: BuildEnvironment) -> WadlDomain:
    return env.domains["wadl"]  # type: ignore[return-value]


def _standard(env: BuildEnvironment) -> StandardDomain:
    return env.domains["std"]
