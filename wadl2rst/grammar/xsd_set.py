"""All schema documents behind a WADL, and the global components that they declare."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Report
from wadl2rst.grammar.xsd_equality import same_content
from wadl2rst.grammar.xsd_names import BUILT_IN, NOT_READ, SCHEMA_NAMESPACES
from wadl2rst.grammar.xsd_parts import Parts, is_schema
from wadl2rst.source.documents import Document
from wadl2rst.source.files import folded
from wadl2rst.source.library import Library
from wadl2rst.source.tree import XML_LANG, Element, QName

MAX_REDEFINITIONS = 32
"""The number of redefinitions of one component that count."""

_KINDS = {
    "element": "element",
    "complexType": "type",
    "simpleType": "type",
    "group": "group",
    "attributeGroup": "attributeGroup",
    "attribute": "attribute",
}
"""The symbol space of each global component (part 1, section 2.5)."""

WORDS = {"attributeGroup": "attribute group"}
"""What a kind of component is called in messages, if not by its name."""


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """A schema document, for one namespace: a document without a target namespace may be included into several."""

    document: Document
    """The document; for a schema in a WADL, the WADL."""
    root: Element = field(repr=False)
    """Its ``schema`` element."""
    target: str
    """The namespace of its components; empty for none."""
    is_chameleon: bool = False
    """Whether it has the namespace of the schema that includes it (part 1, section 4.2.1)."""
    qualifies_elements: bool = False
    """Whether the names of local elements are qualified."""
    qualifies_attributes: bool = False
    """Whether the names of local attributes are qualified."""
    language: str = ""
    """The language of its documentation (``xml:lang``)."""


@dataclass(frozen=True, slots=True, eq=False)
class Declaration:
    """A global component as declared in a schema document."""

    kind: str
    """``element``, ``type``, ``group``, ``attributeGroup`` or ``attribute``."""
    name: QName
    element: Element = field(repr=False)
    schema: Schema = field(repr=False)

    @property
    def location(self) -> Location:
        """Where it is declared."""
        return self.element.location

    @property
    def is_complex(self) -> bool:
        """Whether it is a complex type."""
        return self.element.name == "complexType"


class Found(NamedTuple):
    """What a reference leads to."""

    name: QName
    """The expanded name."""
    declaration: Declaration | None = None
    """The component; None if it is built in, or no schema declares it."""
    is_built_in: bool = False
    """Whether it is a built-in type."""


class SchemaSet:
    """The schemas of a WADL.  Add them, then call :meth:`complete`; after that, it does not change."""

    def __init__(self, library: Library, parts: Parts, report: Report) -> None:
        """Other documents are read with ``library``; faults are passed to ``report``."""
        self._library = library
        self._parts = parts
        self._report = report
        self._declared: dict[str, dict[QName, Declaration]] = {kind: {} for kind in _KINDS.values()}
        self._redefined: dict[tuple[str, QName], list[Declaration]] = {}
        """The redefinitions of components, the outermost first."""
        self._schemas: dict[tuple[str, str], Schema] = {}
        self._inline: list[Schema] = []
        self._imports: deque[Element] = deque()
        self._namespaces: set[str] = set()
        self._incomplete: set[str] = set()
        """Namespaces of which a document could not be read: what seems to be undefined may be in it."""
        self._reported: set[tuple[str, QName]] = set()

    # --- what is declared -----------------------------------------------------------------------------

    @property
    def elements(self) -> Mapping[QName, Declaration]:
        """The global elements by expanded name, in document order."""
        return self._declared["element"]

    @property
    def types(self) -> Mapping[QName, Declaration]:
        """The global types by expanded name, in document order."""
        return self._declared["type"]

    @property
    def schemas(self) -> tuple[Schema, ...]:
        """The schema documents that were read, each once for each namespace."""
        return (*self._inline, *self._schemas.values())

    @property
    def namespaces(self) -> frozenset[str]:
        """The target namespaces of the schemas."""
        return frozenset(self._namespaces)

    @property
    def incomplete(self) -> frozenset[str]:
        """The namespaces of which a schema document could not be read."""
        return frozenset(self._incomplete)

    def is_complete(self, namespace: str) -> bool:
        """Whether all schema documents of a namespace could be read, as far as is known."""
        return namespace not in self._incomplete

    # --- reading --------------------------------------------------------------------------------------

    def add(self, root: Element, document: Document) -> None:
        """Adds the schema that a WADL contains, or that is ``document``, and those that it includes (part 1, section 4.2)."""
        if root is document.root:
            schema = self._open(root, document, root.get("targetNamespace").strip())
        else:
            schema = _schema(root, document, root.get("targetNamespace").strip())
            self._inline.append(schema)
            self._namespaces.add(schema.target)
        if schema is not None:
            self._read(schema)

    def complete(self) -> None:
        """Reads what the schemas import (part 1, section 4.2.3): after all others, which may have the namespace already."""
        while self._imports:
            element = self._imports.popleft()
            namespace = element.get("namespace").strip()
            href = without_fragment(element.get("schemaLocation"))
            if namespace in NOT_READ or not href or (namespace in self._namespaces and not self._library.exists(href, element)):
                continue
            document = self._schema_document(href, element, namespace)
            if document is not None:
                self.add(document.root, document)

    def _open(self, root: Element, document: Document, target: str, is_chameleon: bool = False) -> Schema | None:
        """The schema document for a target namespace; None if it was read for that namespace already."""
        key = (document.key, target)
        if key in self._schemas:
            return None
        schema = self._schemas[key] = _schema(root, document, target, is_chameleon)
        self._namespaces.add(target)
        return schema

    def _read(self, schema: Schema) -> None:
        """Registers the components of a schema document, and of those that it includes, in document order."""
        pending: list[tuple[Schema, Iterator[Element]]] = [(schema, iter(self._parts.of(schema.root)))]
        while pending:
            current, children = pending[-1]
            for child in children:
                if child.name == "import":
                    self._imports.append(child)
                elif child.name in ("include", "redefine", "override"):
                    self._redefine(child, current)
                    included = self._included(child, current)
                    if included is not None:
                        pending.append((included, iter(self._parts.of(included.root))))
                        break
                elif child.name in _KINDS:
                    self._register(child, current)
            else:
                pending.pop()

    def _included(self, element: Element, schema: Schema) -> Schema | None:
        """The schema document that ``include`` or ``redefine`` names; None if it cannot be read, or was read already."""
        href = without_fragment(element.get("schemaLocation"))
        if not href:
            return None
        document = self._schema_document(href, element, schema.target)
        if document is None:
            return None
        own = document.root.get("targetNamespace").strip()
        if own and own != schema.target:
            text = f"the included schema {folded(href)} has the target namespace {folded(own)}, which is kept; import it instead"
            self._report(Diagnostic(MessageCode.BAD_SCHEMA, text, element.location))
        return self._open(document.root, document, own or schema.target, is_chameleon=not own and bool(schema.target))

    def _schema_document(self, href: str, element: Element, namespace: str) -> Document | None:
        """The schema document at ``href``, which ``element`` refers to; None if it cannot be read."""
        document = self._library.schema(href, element)
        if document is None:
            self._incomplete.add(namespace)
            return None
        if not is_schema(document.root):
            text = f"{folded(href)} is not an XML Schema: its root is '{folded(document.root.name)}'; it is ignored"
            self._parts.fault(element, text)
            return None
        return document

    def _register(self, element: Element, schema: Schema) -> None:
        """Registers a global component."""
        name = self._name(element, schema)
        if name is None:
            return
        kind = _KINDS[element.name]
        table = self._declared[kind]
        first = table.setdefault(name, declaration := Declaration(kind, name, element, schema))
        if first is not declaration and not same_content(first.element, element):
            place = first.location
            text = f"{_told(kind, name)} is declared twice, in different ways; the first declaration counts ({place})"
            self._report(
                Diagnostic(MessageCode.BAD_SCHEMA, text, element.location, f"declared in {place.file} and {element.location.file}")
            )

    def _redefine(self, element: Element, schema: Schema) -> None:
        """Registers the components in ``redefine`` or ``override``, which replace those of the schema that it names."""
        for child in self._parts.of(element) if element.name != "include" else ():
            name = self._name(child, schema)
            if name is not None and child.name in _KINDS:
                kind = _KINDS[child.name]
                redefinitions = self._redefined.setdefault((kind, name), [])
                if len(redefinitions) < MAX_REDEFINITIONS:
                    redefinitions.append(Declaration(kind, name, child, schema))

    def _name(self, element: Element, schema: Schema) -> QName | None:
        name = element.get("name").strip()
        if not name:
            self._parts.fault(element, f"this '{element.name}' has no name; it is ignored", "name", element.name)
            return None
        return QName(schema.target, name)

    # --- references -----------------------------------------------------------------------------------

    def find(self, kind: str, written: str, element: Element, owner: Declaration) -> Found:
        """What a qualified name in an attribute of ``element`` leads to, a component of ``kind`` (part 1, section 3.15.3).

        ``owner`` is the global component that contains ``element``.  A name without a prefix is also looked for in the target
        namespace, and a name of a built-in type under a prefix of XML Schema is built in, whatever namespace the prefix has.
        Reports a name that nothing declares, unless its namespace is not at hand.
        """
        schema = owner.schema
        name = element.qualified(written)
        prefix = written.strip().rpartition(":")[0]
        if not name.namespace and schema.is_chameleon and not prefix:
            name = QName(schema.target, name.name)
        is_type = kind == "type"
        if is_type and name.namespace in SCHEMA_NAMESPACES and name.name in BUILT_IN:
            return Found(name, None, True)
        declaration = self._lookup(kind, name, owner)
        if declaration is None and not prefix:
            declaration = self._lookup(kind, QName(schema.target, name.name), owner)
        if declaration is not None:
            return Found(declaration.name, declaration)
        if is_type and prefix in ("xs", "xsd", "") and name.name in BUILT_IN:
            return Found(name, None, True)
        self._undefined(kind, name, written, element)
        return Found(name)

    def _lookup(self, kind: str, name: QName, owner: Declaration) -> Declaration | None:
        """The component; within a redefinition, its own name means what it redefines (part 1, section 4.2.2)."""
        original = self._declared[kind].get(name)
        redefinitions = self._redefined.get((kind, name))
        if not redefinitions:
            return original
        if owner in redefinitions:
            after = redefinitions.index(owner) + 1
            return redefinitions[after] if after < len(redefinitions) else original
        return redefinitions[0]

    def component(self, kind: str, name: QName) -> Declaration | None:
        """The global component of exactly this name, redefined or not."""
        redefinitions = self._redefined.get((kind, name))
        return redefinitions[0] if redefinitions else self._declared[kind].get(name)

    def expanded(self, kind: str, written: str, declaration: Declaration) -> QName:
        """The expanded name of a reference in the element of ``declaration`` as :meth:`find` gives it, but nothing is reported."""
        name = declaration.element.qualified(written)
        target = QName(declaration.schema.target, name.name)
        return target if ":" not in written and name not in self._declared[kind] else name

    def _undefined(self, kind: str, name: QName, written: str, element: Element) -> None:
        """Reports, once for each name, that nothing declares it, if its namespace was read completely."""
        namespace = name.namespace
        key = (kind, name)
        if key in self._reported or namespace in NOT_READ - SCHEMA_NAMESPACES:
            return
        word = WORDS.get(kind, kind)
        if namespace is None:
            text = f"the prefix of {word} {folded(written)} is not declared"
        elif namespace in self._incomplete or not (namespace in SCHEMA_NAMESPACES or namespace in self._namespaces):
            return
        else:
            text = f"no {word} has the name {folded(name.name)} in {_namespace(namespace)}"
        self._reported.add(key)
        self._report(Diagnostic(MessageCode.DANGLING, text, element.location))


def without_fragment(href: str) -> str:
    """A reference without its fragment."""
    return href.partition("#")[0].strip()


def _schema(root: Element, document: Document, target: str, is_chameleon: bool = False) -> Schema:
    return Schema(
        document,
        root,
        target,
        is_chameleon,
        root.get("elementFormDefault").strip() == "qualified",
        root.get("attributeFormDefault").strip() == "qualified",
        root.get(XML_LANG),
    )


def _told(kind: str, name: QName) -> str:
    return f"{WORDS.get(kind, kind)} {folded(name.name)} of {_namespace(name.namespace)}"


def _namespace(namespace: str | None) -> str:
    return f"namespace {folded(namespace)}" if namespace else "no namespace"
