"""Sets the plain parts of lists of parameters aside while Sphinx transforms a page, and keeps them small until it is written.

A page of an operation is mostly parameters, and each of the transforms of docutils, Sphinx and extensions, about sixty a page, visits all
of their nodes; Sphinx also keeps the nodes of all pages in memory until it has read the last.  Names, types and plain text hold nothing
that a transform changes, so one node stands for all of them.  That is done only in projects whose extensions are known to ask for
nothing there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from weakref import WeakSet

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

PARAMS = "wadl-params"
"""The class of a list of parameters."""
CHILDREN = "wadl-children"
"""The class of a list of parameters inside a parameter."""

PLAIN: tuple[type[nodes.Element], ...] = (
    *(nodes.definition_list, nodes.definition_list_item, nodes.term, nodes.classifier, nodes.definition),
    *(nodes.paragraph, nodes.bullet_list, nodes.enumerated_list, nodes.list_item),
    *(nodes.literal, nodes.emphasis, nodes.strong, nodes.comment, nodes.rubric),
)
"""The elements that no known transform changes; comments only if they are empty, as in definitions of parameters without a text."""

NUMBERS = {kind: number for number, kind in enumerate(PLAIN)}
"""The positions in it."""
_CHANGES = ("strip_classes", "strip_elements_with_classes", "strip_comments", "expose_internals")
"""The settings of docutils that ask for a change of all nodes."""
_LISTS = frozenset(nodes.Element.list_attributes)

KNOWN_EXTENSIONS = re.compile(
    r"sphinx\..+|sphinxcontrib\.(?:applehelp|devhelp|htmlhelp|jquery|jsmath|qthelp|serializinghtml)"
    r"|alabaster|furo|sphinx_basic_ng|sphinx_copybutton|sphinx_design|sphinx_rtd_theme|wadl2rst\.sphinx"
)
"""The extensions whose transforms and event handlers change nothing in plain text."""


class Packed(NamedTuple):
    """An element, its attributes and what is in it; text is ``str``."""

    number: int
    """Its position in :data:`PLAIN`."""
    classes: tuple[str, ...]
    ids: tuple[str, ...]
    others: dict[str, Any] | None
    children: tuple[Packed | str, ...]

    @property
    def kind(self) -> type[nodes.Element]:
        """Its class."""
        return PLAIN[self.number]

    def astext(self) -> str:
        """Its text, without what docutils puts between blocks."""
        return "".join(self.texts())

    def texts(self) -> list[str]:
        """The texts in it."""
        found: list[str] = []
        _collect(self.children, found)
        return found

    def node(self) -> nodes.Element:
        """The element."""
        found = self.kind("", classes=list(self.classes), ids=list(self.ids), **(self.others or {}))
        found.extend(nodes.Text(child) if isinstance(child, str) else child.node() for child in self.children)
        return found


def _collect(children: tuple[Packed | str, ...], found: list[str]) -> None:
    for child in children:
        if isinstance(child, str):
            found.append(child)
        else:
            _collect(child.children, found)


def pack(node: nodes.Element) -> Packed | None:
    """A plain element, packed; None if there is anything in it that is not plain."""
    number = NUMBERS.get(type(node))
    if number is None:
        return node.packed if isinstance(node, set_aside) else None
    if type(node) is nodes.comment:
        return None if node.children else Packed(number, (), (), None, ())
    children: list[Packed | str] = []
    for child in node.children:
        if type(child) is nodes.Text:
            children.append(child.astext())  # without the marks of escaped characters
        else:
            packed = pack(child) if isinstance(child, nodes.Element) else None
            if packed is None:
                return None
            children.append(packed)
    classes, ids, others = tuple(node["classes"]), tuple(node["ids"]), None
    for name, value in node.attributes.items():
        if name not in _LISTS:
            others = others or {}
            others[name] = value
        elif value and name not in ("classes", "ids"):
            return None
    return Packed(number, classes, ids, others, tuple(children))


class set_aside(nodes.General, nodes.Element):  # noqa: N801 (so docutils names nodes)
    """Stands for a list of parameters, or for an item of one."""

    packed: Packed
    level = 1
    """The level of the list, or of the list of the item; set before HTML is written."""

    def astext(self) -> str:
        """The text of the element."""
        return self.packed.node().astext()

    def copy(self) -> set_aside:
        """A copy without the texts."""
        found = set_aside()
        found.packed, found.level = self.packed, self.level
        return found


class unrelated(nodes.Invisible):  # noqa: N801
    """An invisible element that has nothing to do with what follows it."""


class SetAside(SphinxTransform):
    """Sets the plain parts of the page aside."""

    default_priority = 1

    def apply(self, **_kwargs: object) -> None:
        """Sets them aside, unless the settings ask for a change of all nodes."""
        if not is_active(self.config, self.document.settings):
            return
        for listed in list(self.document.findall(nodes.definition_list)):
            if PARAMS in listed["classes"]:
                assert listed.parent is not None
                if is_free(listed.parent.children, listed.parent.index(listed)):
                    self._set_aside(listed)

    def _set_aside(self, node: nodes.Element) -> None:
        """Sets a list or an item aside, or what is plain in it."""
        packed = pack(node)
        if packed is not None:
            assert node.parent is not None
            holder = set_aside()
            holder.packed = packed
            node.parent.replace(node, holder)
            self.document.ids.update((name, holder) for name in _ids(packed))
        elif isinstance(node, nodes.definition_list):
            # Whether docutils writes a list as a compact one may depend on what is in it.
            for item in list(node.children) if _is_open(node) else ():
                if isinstance(item, nodes.definition_list_item):
                    self._set_aside(item)
        else:
            definition = node.children[-1]
            for child in list(definition.children):
                if isinstance(child, nodes.definition_list):
                    self._set_aside(child)


def is_free(siblings: Sequence[nodes.Node], place: int) -> bool:
    """Whether nothing before the sibling at ``place`` gives it an id, a name or a class."""
    while place and isinstance(siblings[place - 1], unrelated):
        place -= 1
    if not place:
        return True
    before = siblings[place - 1]
    while not isinstance(before, nodes.Invisible):
        if not before.children:
            return True
        before = before.children[-1]
    return False


def _is_open(listed: nodes.definition_list) -> bool:
    """Whether a list cannot be compact, because a classifier in it has an emphasised word; what was set aside before is in such a list."""
    return any(isinstance(item, set_aside) for item in listed.children) or any(
        isinstance(part, nodes.classifier) and any(isinstance(word, nodes.emphasis) for word in part.children)
        for item in listed.children
        for part in item.children
    )


def _ids(packed: Packed) -> Iterator[str]:
    yield from packed.ids
    for child in packed.children:
        if isinstance(child, Packed):
            yield from _ids(child)


class Reveal(SphinxPostTransform):
    """Puts back what was set aside, before anything else, for all formats but HTML."""

    default_priority = 1

    def run(self, **_kwargs: Any) -> None:
        """Puts it back."""
        for holder in list(self.document.findall(set_aside)):
            assert holder.parent is not None
            holder.parent.replace(holder, holder.packed.node())


def add_set_aside(app: Sphinx) -> None:
    """Adds the transforms, and decides about the project at the event after which all extensions are known."""
    app.add_transform(SetAside)
    app.connect("builder-inited", _decide)


def _decide(app: Sphinx) -> None:
    if app.builder.name != "gettext" and is_possible(app):
        _ACTIVE.add(app.config)
    if app.builder.format != "html":  # for which it is written as it is
        app.add_post_transform(Reveal)


_ACTIVE: WeakSet[Config] = WeakSet()
"""The configurations of the projects in which parameters are set aside."""


def is_active(config: Config, settings: Any) -> bool:
    """Whether the parameters of a page are set aside: not if its ``settings`` ask for a change of all nodes."""
    return config in _ACTIVE and not any(getattr(settings, name, None) for name in _CHANGES)


def is_possible(app: Sphinx) -> bool:
    """Whether no extension and no setting of the project has to do with plain text while a page is transformed."""
    config = app.config
    if config.setup is not None or config.smartquotes or config.translation_progress_classes:
        return False
    if any(Path(app.srcdir, folder, config.language).is_dir() for folder in config.locale_dirs):
        return False
    return all(map(KNOWN_EXTENSIONS.fullmatch, app.extensions))
