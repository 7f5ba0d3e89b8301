"""The directives of the parts of an operation: lists of parameters and responses.

``.. wadl:params:: query`` has a definition list: the term is the name of a parameter, classifiers are its type, whether it is required,
and its default.  A definition list in a definition has the parameters inside the parameter, unless it has a class.  Each parameter becomes
an object of the domain with an id of its own.  ``.. wadl:response:: 200`` marks the section about a response.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.locale import get_translation
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.typing import OptionSpec

from wadl2rst.page.translations import TEXT_DOMAIN
from wadl2rst.sphinx.grid_tables import Nesting
from wadl2rst.sphinx.objects import SHOWN_AT, free_id
from wadl2rst.sphinx.quick_blocks import place_of
from wadl2rst.sphinx.quick_params import ItemReader, ReadParam, classifier_class, packed_list
from wadl2rst.sphinx.registry import ObjectEntry, registry_of
from wadl2rst.sphinx.set_aside import CHILDREN, PARAMS, is_active, is_free, set_aside, unrelated
from wadl2rst.sphinx.values import warn

_ = get_translation(TEXT_DOMAIN)

_Held = Sequence[tuple[ReadParam, set_aside]]
"""Parameters that were read without nodes, each with what stands for it on the page."""

_NO_INDEX = ("no-index", "noindex")


class WadlParams(SphinxDirective):
    """A list of parameters."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[OptionSpec] = {
        "method": directives.unchanged,
        "owner": directives.unchanged,
        "application": directives.unchanged,
        "statuses": directives.unchanged,
        "class": directives.class_option,
        **dict.fromkeys((*_NO_INDEX, "no-index-entry", "no-contents-entry"), directives.flag),
    }

    def run(self) -> list[nodes.Node]:
        """The list, with an id for each parameter."""
        self._key = self.options.get("owner") or self.options.get("method") or self.env.ref_context.get("wadl:method", "")
        self._operation = registry_of(self.env).on_page("method", self._key, self.env.docname) if self._key else None
        reader = self._reader()
        holder = self._set_aside(reader) if reader is not None else None
        if holder is not None:
            return [holder]
        found = self._parsed(reader)
        lists = [node for node in found if isinstance(node, nodes.definition_list)]
        if not lists:
            warn(f"{self.name}: a definition list with a parameter in each item is missing", "config", self.get_location())
        for node in lists:
            node["classes"] += [PARAMS, *self.options.get("class", ())]
            self._read(node, {} if reader is None else reader.found)
        return found

    def _reader(self) -> ItemReader | None:
        """What reads parameters without nodes; None if nodes are needed for all of them."""
        state, document = self.state, self.state.document
        # The directive that shows a WADL looks at the nodes and at their places.
        if not isinstance(state, Nesting) or SHOWN_AT in self.env.ref_context or not is_active(self.config, document.settings):
            return None
        if document.settings.character_level_inline_markup or _is_in_item(state.parent):
            return None
        if not is_free(state.parent.children, len(state.parent.children)):
            return None
        return ItemReader(_optional_words())

    def _set_aside(self, reader: ItemReader) -> set_aside | None:
        """The list, set aside; None if nodes are needed for it."""
        state, document = self.state, self.state.document
        assert isinstance(state, Nesting)
        params = reader.whole(self.content, state.begins_text)
        if params is None:
            return None
        holder = set_aside()
        holder.source, holder.line = place_of(self.content.info(params[0].line))
        self._read([(param, holder) for param in params], {})
        holder.packed = packed_list(params, (PARAMS, *self.options.get("class", ())), CHILDREN)
        document.note_source(None, None)  # type: ignore[arg-type]  # as after any text that ends with a definition list
        return holder

    def _parsed(self, reader: ItemReader | None) -> list[nodes.Node]:
        """The nodes of the content; with a reader, what it reads is set aside."""
        state = self.state
        if reader is None or not isinstance(state, Nesting):
            return self.parse_content_to_nodes()
        state.aside = reader
        try:
            return self.parse_content_to_nodes()
        finally:
            state.aside = None

    def _read(self, listed: nodes.definition_list | _Held, read: Mapping[set_aside, ReadParam]) -> None:
        """Makes the objects of a list in which there are nodes, and parameters that were ``read`` without nodes."""
        waiting: list[tuple[nodes.definition_list | _Held, str]] = [(listed, "")]
        held: list[set_aside] = []
        while waiting:
            node, above = waiting.pop(0)
            for item in node.children if isinstance(node, nodes.definition_list) else node:
                if isinstance(item, nodes.definition_list_item):
                    waiting += self._read_item(item, above)
                elif isinstance(item, set_aside):
                    held.append(item)
                    waiting += self._note_read(read[item], item, above)
                elif isinstance(item, tuple):
                    waiting += self._note_read(*item, above)
        for holder in held:
            holder.packed = read[holder].packed(CHILDREN)

    def _note_read(self, param: ReadParam, holder: set_aside, above: str) -> list[tuple[_Held, str]]:
        """Makes the object of a parameter that was read without nodes; the lists of those inside it, each with its full name."""
        path = f"{above}.{param.name}" if above else param.name
        param.node_id = self._free_id(path)
        self.state.document.ids[param.node_id] = holder
        self._note(param.node_id, path, param.place)
        return [([(inner, holder) for inner in block], path) for block in param.blocks if isinstance(block, list)]

    def _read_item(self, item: nodes.definition_list_item, above: str) -> list[tuple[nodes.definition_list, str]]:
        """Makes the object of a parameter; the lists of those inside it, each with the full name of the parameter."""
        term = item.children[0]
        assert isinstance(term, nodes.term), "a term begins each item"
        name = term.astext()
        path = f"{above}.{name}" if above else name
        term["translatable"] = False
        if name:
            self._make_object(term, path)
        inside: list[tuple[nodes.definition_list, str]] = []
        for child in item.children[1:]:
            if isinstance(child, nodes.classifier):
                child["translatable"] = False
                # Sphinx would add these to each classifier, and print it for its log to do so.
                child.source, child.line, child.rawsource = item.source, item.line, child.astext()
                is_word = isinstance(child.children[0] if child.children else None, nodes.emphasis)
                child["classes"].append(classifier_class(child.astext(), _optional_words(), is_word=is_word))
            elif isinstance(child, nodes.definition):
                before: nodes.Node | None = None
                for part in child.children:
                    if isinstance(part, nodes.definition_list) and not isinstance(before, nodes.pending):
                        part["classes"].append(CHILDREN)
                        inside.append((part, path))
                    before = part
        return inside

    def _make_object(self, term: nodes.term, path: str) -> None:
        node_id = self._free_id(path)
        term["ids"].append(node_id)
        self.state.document.note_explicit_target(term, term)
        self._note(node_id, path, f"{term.source}:{term.line}")

    def _free_id(self, path: str) -> str:
        """The id of a parameter."""
        # The key names the operation in the project, so an id does not depend on other parameters of the page.
        place = " ".join(filter(None, (self._key, self.options.get("statuses"), self.arguments[0])))
        return free_id("param", f"{place} {path}", self.state.document.ids)

    def _note(self, node_id: str, path: str, place: str) -> None:
        """Registers a parameter."""
        full_name = f"{self._key}.{path}" if self._key else path
        if any(option in self.options for option in _NO_INDEX) or self._is_known(full_name):
            return
        operation = self._operation
        entry = ObjectEntry(
            docname=self.env.docname,
            node_id=node_id,
            place=self.env.ref_context.get(SHOWN_AT) or place,
            aliases=tuple(f"{alias}.{path}" for alias in operation.aliases) if operation is not None else (),
            shown=path,
            title="",
            application=operation.application if operation is not None else self.options.get("application", ""),
            deprecated=False,
        )
        registry_of(self.env).note("param", full_name, entry)

    def _is_known(self, full_name: str) -> bool:
        return registry_of(self.env).on_page("param", full_name, self.env.docname) is not None


def _optional_words() -> tuple[str, str]:
    """The words for an optional parameter, in English and in the language of the project."""
    return "optional", str(_("optional"))


def _is_in_item(node: nodes.Node | None) -> bool:
    """Whether a node is in an item of a definition list, which may be a parameter."""
    while node is not None and not isinstance(node, nodes.definition_list_item):
        node = node.parent
    return node is not None


class response_mark(unrelated, nodes.Element):  # noqa: N801 (so docutils names nodes)
    """Stands in the section about a response until that is marked."""


class WadlResponse(SphinxDirective):
    """Marks the section about a response: with an id that does not depend on its title, and with the kind of the response."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "method": directives.unchanged,
        "kind": lambda argument: directives.choice(argument, ("success", "redirect", "error", "default")),
    }

    def run(self) -> list[nodes.Node]:
        """The mark."""
        statuses = " ".join(self.arguments[0].split())
        mark = response_mark(statuses=statuses, key=self.options.get("method", ""), kind=self.options.get("kind") or kind_of(statuses))
        self.set_source_info(mark)
        return [mark]


def kind_of(statuses: str) -> str:
    """The kind of a response by its first status."""
    return {"1": "success", "2": "success", "3": "redirect", "4": "error", "5": "error"}.get(statuses[:1], "default")


class StatusRole(SphinxRole):
    """A status with its name, such as ``404 Not Found``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The text, with the classes of its kind."""
        return [nodes.inline(self.rawtext, self.text, classes=["wadl-status", f"wadl-{kind_of(self.text)}"])], []


class MarkSections(SphinxTransform):
    """Gives the sections of operations and responses their classes and stable ids."""

    default_priority = 270  # after PropagateTargets, which gives sections the ids of the labels before them

    def apply(self, **_kwargs: object) -> None:
        """Marks the sections."""
        for description in self.document.findall(addnodes.desc):
            section = description.parent
            if description.get("domain") == "wadl" and description.get("objtype") == "method" and isinstance(section, nodes.section):
                section["classes"].append("wadl-operation")
                # The first id is the one that is shown: that of the label, not that of the title.
                section["ids"] = [*section["ids"][1:], *section["ids"][:1]]
        for mark in list(self.document.findall(response_mark)):
            section = mark.parent
            if isinstance(section, nodes.section):
                section["classes"] += ["wadl-response", f"wadl-{mark['kind']}"]
                full_name = f"{mark['key']} {mark['statuses']}".strip()
                node_id = free_id("response", full_name, self.document.ids)
                section["ids"].insert(0, node_id)
                self.document.ids[node_id] = section
            section.remove(mark)
