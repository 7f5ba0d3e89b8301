"""The object directives of the domain, such as ``.. wadl:method:: GET /images/{image_id}``.

They can be written by hand for APIs without a WADL; the style ``sphinx`` generates them with ``:no-typesetting:``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterator
from contextlib import contextmanager
from itertools import count
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
"""Ids that are valid in HTML, LaTeX and EPUB."""


_REQUEST_LINE = re.compile(r"[!#$%&'*+.^_`|~0-9A-Z-]+ /\S*")
"""A verb, which is a token (RFC 9110, section 5.6.2), and a path with a leading slash."""

_PARAMETER = re.compile(r"(\{[^{}]*\})")

SHOWN_AT = "wadl:shown-at"
"""The key in ``ref_context`` for the location of the directive that shows a WADL."""


@contextmanager
def shown_at(env: BuildEnvironment, place: str) -> Iterator[None]:
    """Within this context, objects are registered at ``place``, the location of the directive that shows them."""
    env.ref_context[SHOWN_AT] = place
    try:
        yield
    finally:
        env.ref_context.pop(SHOWN_AT, None)


def free_id(kind: str, full_name: str, taken: Container[str]) -> str:
    """An id for an object that is none of those ``taken``; it depends on nothing else than its kind and its name."""
    base = f"wadl-{kind}-{names.cut(names.slug(full_name))}"
    if full_name.isascii() and base not in taken and len(base) < names.MAX_LENGTH:
        return base
    # The slug may be ambiguous.
    digest = hashlib.sha256(full_name.encode("utf-8", "surrogatepass")).hexdigest()
    digits = 8
    while f"{base}-{digest[:digits]}" in taken and digits < len(digest):
        digits += 1
    found = f"{base}-{digest[:digits]}"
    return next(wanted for number in count(1) if (wanted := f"{found}-{number}" if number > 1 else found) not in taken)


def verb_classes(verb: str) -> list[str]:
    """The classes of the badge of a verb."""
    return ["wadl-verb", f"wadl-verb-{nodes.make_id(verb)}"]


def path_name(path: str) -> addnodes.desc_name:
    """A path in a signature, with its parameters marked."""
    name = addnodes.desc_name(path, "")
    for number, part in enumerate(_PARAMETER.split(path)):
        if part:
            name += addnodes.desc_sig_name("", part, classes=["wadl-path-param"]) if number % 2 else nodes.Text(part)
    return name


class WadlObject(ObjectDescription[str]):
    """The base class of object directives; the argument has one name per line."""

    option_spec: ClassVar[OptionSpec] = {
        **ObjectDescription.option_spec,
        "application": directives.unchanged,
        "title": directives.unchanged,
    }
    in_index = True
    """Whether to add it to the general index."""
    _signatures = 0

    def get_signatures(self) -> list[str]:
        """The names, one per line; a leading backslash escapes a name that would be parsed as an option."""
        lines = (line.strip() for line in self.arguments[0].split("\n"))
        return [line[1:] if line.startswith("\\") else line for line in lines if line]

    def handle_signature(self, sig: str, signode: addnodes.desc_signature) -> str:
        """Adds the name to the signature node, and returns it."""
        signode["wadl_name"] = sig
        signode += addnodes.desc_name(sig, sig)
        self.add_title(signode)
        return sig

    def set_source_info(self, node: nodes.Node) -> None:
        """Sets the line of each name; Sphinx would set the first line for all names of a directive."""
        super().set_source_info(node)
        if isinstance(node, addnodes.desc_signature):
            lines = [position for position, line in enumerate(self.arguments[0].split("\n")) if line.strip()]
            self._signatures += 1
            node.source, node.line = self.state_machine.get_source_and_line(self.lineno + lines[self._signatures - 1])

    def add_title(self, signode: addnodes.desc_signature) -> None:
        """Adds the title after the name."""
        title = self.options.get("title", "")
        if title:
            signode += addnodes.desc_annotation(f" {title}", "", addnodes.desc_sig_space(), addnodes.desc_sig_name("", title))

    def full_name(self, name: str) -> str:
        """The name that identifies the object among those of its kind in the project."""
        application = self.options.get("application", "")
        return name if not application or self.objtype == "application" else f"{application}:{name}"

    def add_target_and_index(self, name: str, sig: str, signode: addnodes.desc_signature) -> None:
        """Creates the target, registers the object, and adds it to the general index."""
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
        """Other names by which roles find the object, if they are unambiguous."""
        return (name,)

    def shown_name(self, name: str) -> str:
        """The name shown in search results and links."""
        return name

    def index_texts(self, name: str) -> list[str]:
        """Its entries in the general index."""
        kind = {
            "application": _("%s (API)"),
            "type": _("%s (resource type)"),
            "datatype": _("%s (type)"),
            "representation": _("%s (representation)"),
        }.get(self.objtype)
        return [str(kind) % name] if kind else []

    def make_node_id(self, name: str, full_name: str) -> str:
        """The id of the target, which does not depend on other content of the page, unless the id is already taken."""
        taken = self.state.document.ids
        wanted = self.options.get("id", "")
        if _NODE_ID.fullmatch(wanted) and wanted not in taken:
            return str(wanted)
        return free_id(self.objtype, full_name, taken)

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
        "base": directives.unchanged,
        "deprecated": directives.flag,
    }

    def handle_signature(self, sig: str, signode: addnodes.desc_signature) -> str:
        """Shows the verb and the path."""
        name = request_line(sig)
        verb, _blank, path = name.partition(" ")
        signode["wadl_name"] = name
        # Operations from a WADL have a key, and have no path if the method is not attached to a resource.
        if "key" not in self.options and not _REQUEST_LINE.fullmatch(name):
            text = f"{self.name}: '{sig}' must be a verb and a path that starts with a slash, such as GET /images/{{image_id}}"
            warn(text, "config", f"{signode.source}:{signode.line}")
            raise ValueError(text)
        signode += addnodes.desc_annotation(verb, "", addnodes.desc_sig_keyword(verb, verb, classes=verb_classes(verb)))
        if path:
            signode += addnodes.desc_sig_space()
            base = self.options.get("base", "").rstrip("/")
            if base:
                signode += addnodes.desc_addname(base, base)
            signode += path_name(path)
        if not self._is_titled():
            self.add_title(signode)
        if "deprecated" in self.options:
            word = str(_("Deprecated"))
            signode += addnodes.desc_annotation(f" {word}", "", addnodes.desc_sig_space(), addnodes.desc_sig_name("", word))
        return name

    def _is_titled(self) -> bool:
        """Whether the section has the title of the operation, so that the signature need not repeat it."""
        section = self.state.parent
        title = section.next_node(nodes.title) if isinstance(section, nodes.section) else None
        return title is not None and title.astext() == " ".join(self.options.get("title", "").split())

    def full_name(self, name: str) -> str:
        """The key; for hand-written operations, the id or the request line."""
        return str(self.options.get("key") or self.options.get("id") or super().full_name(name))

    def aliases(self, name: str) -> tuple[str, ...]:
        """The id and the request line."""
        return tuple(filter(None, (self.options.get("id"), name)))

    def index_texts(self, name: str) -> list[str]:
        """The path with the verb as subentry, and the title; without a path, the title or else the verb."""
        verb, _blank, path = name.partition(" ")
        title = self.options.get("title", "")
        # A semicolon separates an index entry from its subentry, so replace it in names.
        texts = [f"{path.replace(';', ',')}; {verb}"] if path else [] if title else [verb]
        if title:
            texts.append(f"{title} ({name})".replace(";", ","))
        return [text.replace("!", "") for text in texts]

    def before_content(self) -> None:
        """Makes the operation the context of its content."""
        if self.names:
            self.env.ref_context["wadl:method"] = self.full_name(self.names[0])

    def after_content(self) -> None:
        """Ends the context of the operation."""
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
        """Registers only the first parameter of each name, because request and response can have parameters of the same name."""
        method = self.options.get("method")
        if not (method and registry_of(self.env).on_page("param", full_name, self.env.docname)):
            super().note(name, full_name, node_id, signode)

    def aliases(self, name: str) -> tuple[str, ...]:
        """The id and the request line of the operation, each with a dot and the name."""
        method = self.options.get("method") or self.env.ref_context.get("wadl:method", "")
        operation = registry_of(self.env).on_page("method", method, self.env.docname)
        return tuple(f"{alias}.{name}" for alias in operation.aliases) if operation else ()


class WadlResource(WadlObject):
    """A resource: its path."""

    def index_texts(self, name: str) -> list[str]:
        """The path, whose subentries are the verbs of its operations."""
        return [name.replace(";", ",").replace("!", "")]


class WadlType(WadlObject):
    """A resource type: its id."""


class WadlDatatype(WadlObject):
    """A type or an element that a schema declares: its name, with the namespace if several have the name."""

    def aliases(self, name: str) -> tuple[str, ...]:
        """The name, and the name without what tells it apart."""
        return name, name.partition(" (")[0]


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
