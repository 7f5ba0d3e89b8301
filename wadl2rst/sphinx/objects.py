"""The directives of the domain: ``.. wadl:method:: GET /images/{image_id}`` and those of the other objects.

People write them by hand where they have no WADL; the style ``sphinx`` writes them with ``:no-typesetting:``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.directives import ObjectDescription
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translation
from sphinx.util.docfields import GroupedField, TypedField
from sphinx.util.typing import OptionSpec

from wadl2rst import names
from wadl2rst.page.translations import TEXT_DOMAIN
from wadl2rst.sphinx.registry import ObjectEntry, registry_of, request_line
from wadl2rst.sphinx.values import warn

_ = get_translation(TEXT_DOMAIN)

_NODE_ID = re.compile(r"[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?")
"""Ids that HTML, LaTeX and EPUB take as they are."""


_REQUEST_LINE = re.compile(r"[!#$%&'*+.^_`|~0-9A-Z-]+ /\S*")
"""A verb, which is a token (RFC 9110, section 5.6.2), and a path."""

SHOWN_AT = "wadl:shown-at"
"""In the context of the environment: where the directive stands that shows a WADL."""


@contextmanager
def shown_at(env: BuildEnvironment, place: str) -> Iterator[None]:
    """Objects that are described meanwhile are shown by the directive at ``place``."""
    env.ref_context[SHOWN_AT] = place
    try:
        yield
    finally:
        env.ref_context.pop(SHOWN_AT, None)


class WadlObject(ObjectDescription[str]):
    """An object of the domain: its name in the argument, one in each line."""

    option_spec: ClassVar[OptionSpec] = {
        **ObjectDescription.option_spec,
        "application": directives.unchanged,
        "title": directives.unchanged,
    }
    in_index = True
    """Whether it stands in the general index."""
    _signatures = 0

    def get_signatures(self) -> list[str]:
        """One in each line; a backslash in front protects what would be an option."""
        lines = (line.strip() for line in self.arguments[0].split("\n"))
        return [line[1:] if line.startswith("\\") else line for line in lines if line]

    def handle_signature(self, sig: str, signode: addnodes.desc_signature) -> str:
        """Shows the name, and gives it."""
        signode["wadl_name"] = sig
        signode += addnodes.desc_name(sig, sig)
        self.add_title(signode)
        return sig

    def set_source_info(self, node: nodes.Node) -> None:
        """Gives a name the line that it stands on; Sphinx gives all names of a directive the first line."""
        super().set_source_info(node)
        if isinstance(node, addnodes.desc_signature):
            lines = [position for position, line in enumerate(self.arguments[0].split("\n")) if line.strip()]
            self._signatures += 1
            node.source, node.line = self.state_machine.get_source_and_line(self.lineno + lines[self._signatures - 1])

    def add_title(self, signode: addnodes.desc_signature) -> None:
        """Shows the title after the name."""
        title = self.options.get("title", "")
        if title:
            signode += addnodes.desc_annotation(f" {title}", "", addnodes.desc_sig_space(), addnodes.desc_sig_name("", title))

    def full_name(self, name: str) -> str:
        """The name that no other object of its kind has in the project."""
        application = self.options.get("application", "")
        return name if not application or self.objtype == "application" else f"{application}:{name}"

    def add_target_and_index(self, name: str, sig: str, signode: addnodes.desc_signature) -> None:
        """Makes the target, registers the object, and adds to the general index."""
        full_name = self.full_name(name)
        node_id = self.make_node_id(name, full_name)
        signode["ids"].append(node_id)
        self.state.document.note_explicit_target(signode)
        self.note(name, full_name, node_id, signode)
        if self.in_index and "no-index-entry" not in self.options:
            self.indexnode["entries"] += [("single", text, node_id, "", None) for text in self.index_texts(name)]

    def note(self, name: str, full_name: str, node_id: str, signode: addnodes.desc_signature) -> None:
        """Registers the object."""
        entry = ObjectEntry(
            docname=self.env.docname,
            node_id=node_id,
            place=self.env.ref_context.get(SHOWN_AT) or f"{signode.source}:{signode.line}",
            aliases=self.aliases(name),
            shown=self.shown_name(name),
            title=self.options.get("title", ""),
            application=self.options.get("application", ""),
            deprecated="deprecated" in self.options,
        )
        registry_of(self.env).note(self.objtype, full_name, entry)

    def aliases(self, name: str) -> tuple[str, ...]:
        """Names under which roles find it too, where only one object has them."""
        return (name,)

    def shown_name(self, name: str) -> str:
        """What the search and links show."""
        return name

    def index_texts(self, name: str) -> list[str]:
        """Its entries in the general index."""
        kind = {
            "application": _("%s (API)"),
            "type": _("%s (resource type)"),
            "representation": _("%s (representation)"),
        }.get(self.objtype)
        return [str(kind) % name] if kind else []

    def make_node_id(self, name: str, full_name: str) -> str:
        """The id of the target: stable, whatever else stands on the page, unless that has it already."""
        taken = self.state.document.ids
        wanted = self.options.get("id", "")
        if _NODE_ID.fullmatch(wanted) and wanted not in taken:
            return str(wanted)
        base = f"wadl-{self.objtype}-{names.cut(names.slug(full_name))}"
        if full_name.isascii() and base not in taken and len(base) < names.MAX_LENGTH:
            return base
        # The slug has lost what tells it from others.
        digest = hashlib.sha256(full_name.encode("utf-8", "surrogatepass")).hexdigest()
        digits = 8
        while f"{base}-{digest[:digits]}" in taken and digits < len(digest):
            digits += 1
        return f"{base}-{digest[:digits]}"

    def _object_hierarchy_parts(self, sig_node: addnodes.desc_signature) -> tuple[str, ...]:
        name = str(sig_node["wadl_name"])
        parent = self.env.ref_context.get("wadl:method") if self.objtype == "param" else None
        return (str(parent), name) if parent else (self.full_name(name),)

    def _toc_entry_name(self, sig_node: addnodes.desc_signature) -> str:
        if self.config.toc_object_entries_show_parents == "all":
            return ".".join(self._object_hierarchy_parts(sig_node))
        return str(sig_node["wadl_name"])


class WadlMethod(WadlObject):
    """An operation: ``GET /images/{image_id}``.  Its fields are those of sphinxcontrib-httpdomain."""

    doc_field_types = [  # noqa: RUF012 (so does Sphinx declare it)
        TypedField("parameter", label=_("Parameters"), names=("param", "parameter", "arg", "argument"), typenames=("paramtype", "type")),
        TypedField(
            "queryparameter",
            label=_("Query parameters"),
            names=("query", "queryparam", "queryparameter", "qparam"),
            typenames=("querytype", "queryparamtype", "qparamtype"),
        ),
        TypedField(
            "formparameter",
            label=_("Form parameters"),
            names=("form", "formparam", "formparameter", "fparam"),
            typenames=("formtype", "formparamtype", "fparamtype"),
        ),
        TypedField(
            "requestjson",
            label=_("JSON of the request"),
            names=("<json", "reqjson", "reqjsonobj", "<jsonobj", "json", "jsonparam", "jsonparameter"),
            typenames=("reqjsontype", "<jsontype", "jsontype", "jsonparamtype"),
        ),
        TypedField(
            "responsejson",
            label=_("JSON of the response"),
            names=(">json", "resjson", "resjsonobj", ">jsonobj"),
            typenames=("resjsontype", ">jsontype"),
        ),
        GroupedField("requestheader", label=_("Request headers"), names=("reqheader", "requestheader", "<header")),
        GroupedField("responseheader", label=_("Response headers"), names=("resheader", "responseheader", ">header")),
        GroupedField("statuscode", label=_("Status codes"), names=("statuscode", "status", "code")),
    ]

    option_spec: ClassVar[OptionSpec] = {
        **WadlObject.option_spec,
        "key": directives.unchanged,
        "id": directives.unchanged,
        "deprecated": directives.flag,
    }

    def handle_signature(self, sig: str, signode: addnodes.desc_signature) -> str:
        """Shows the verb and the path."""
        name = request_line(sig)
        verb, _blank, path = name.partition(" ")
        signode["wadl_name"] = name
        # What comes from a WADL has a key, and may have no path: a method that is attached to no resource.
        if "key" not in self.options and not _REQUEST_LINE.fullmatch(name):
            text = f"{self.name}: '{sig}' must be a verb and a path that starts with a slash, such as GET /images/{{image_id}}"
            warn(text, "config", f"{signode.source}:{signode.line}")
            raise ValueError(text)
        signode += addnodes.desc_annotation(verb, "", addnodes.desc_sig_keyword(verb, verb))
        if path:
            signode += addnodes.desc_sig_space()
            signode += addnodes.desc_name(path, path)
        self.add_title(signode)
        if "deprecated" in self.options:
            word = str(_("Deprecated"))
            signode += addnodes.desc_annotation(f" {word}", "", addnodes.desc_sig_space(), addnodes.desc_sig_name("", word))
        return name

    def full_name(self, name: str) -> str:
        """The key; by hand, the id or the request line."""
        return str(self.options.get("key") or self.options.get("id") or super().full_name(name))

    def aliases(self, name: str) -> tuple[str, ...]:
        """The id, and the request line."""
        return tuple(filter(None, (self.options.get("id"), name)))

    def index_texts(self, name: str) -> list[str]:
        """By its path with the verb below, and by its title; without a path by one of the two."""
        verb, _blank, path = name.partition(" ")
        title = self.options.get("title", "")
        # What parts an entry of the index from the one below is no part of a name.
        texts = [f"{path.replace(';', ',')}; {verb}"] if path else [] if title else [verb]
        if title:
            texts.append(f"{title} ({name})".replace(";", ","))
        return [text.replace("!", "") for text in texts]

    def before_content(self) -> None:
        """What stands within belongs to the operation."""
        if self.names:
            self.env.ref_context["wadl:method"] = self.full_name(self.names[0])

    def after_content(self) -> None:
        """What follows does not."""
        self.env.ref_context.pop("wadl:method", None)


class WadlParam(WadlObject):
    """A parameter of an operation."""

    option_spec: ClassVar[OptionSpec] = {**WadlObject.option_spec, "method": directives.unchanged}
    in_index = False

    def full_name(self, name: str) -> str:
        """The key of the operation, a dot, and the name."""
        method = self.options.get("method") or self.env.ref_context.get("wadl:method", "")
        return f"{method}.{name}" if method else name

    def note(self, name: str, full_name: str, node_id: str, signode: addnodes.desc_signature) -> None:
        """Registers the first parameter of a name: request and response of an operation can have the same."""
        method = self.options.get("method")
        if not (method and registry_of(self.env).on_page("param", full_name, self.env.docname)):
            super().note(name, full_name, node_id, signode)

    def aliases(self, name: str) -> tuple[str, ...]:
        """The id of the operation, or its request line, and the name."""
        method = self.options.get("method") or self.env.ref_context.get("wadl:method", "")
        operation = registry_of(self.env).on_page("method", method, self.env.docname)
        return tuple(f"{alias}.{name}" for alias in operation.aliases) if operation else ()


class WadlResource(WadlObject):
    """A resource: its path."""

    def index_texts(self, name: str) -> list[str]:
        """The entry below which its verbs stand."""
        return [name.replace(";", ",").replace("!", "")]


class WadlType(WadlObject):
    """A resource type: its id."""


class WadlRepresentation(WadlObject):
    """A representation: its id."""


class WadlApplication(WadlObject):
    """An API as a whole."""

    def full_name(self, name: str) -> str:
        """The name itself."""
        return name

    def aliases(self, name: str) -> tuple[str, ...]:
        """Its title."""
        return tuple(filter(None, (self.options.get("title"),)))
