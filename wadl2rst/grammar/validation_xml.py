"""Checks XML samples against XML Schemas, with the library xmlschema (``wadl2rst[schemas]``).

It gets text alone: one document for each namespace, written from the trees that were read through the gate, without the addresses of
other documents.  It is told to open nothing, in addition.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple, Protocol
from xml.etree.ElementTree import Element as XmlElement
from xml.etree.ElementTree import TreeBuilder
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from wadl2rst.grammar.xsd_names import VERSIONING
from wadl2rst.source.tree import XML_NAMESPACE, Element, QName

SCHEMA_NAMESPACE = "http://www.w3.org/2001/XMLSchema"
MAX_SCHEMA_ELEMENTS = 20_000
"""The number of elements of all schemas up to which samples are checked: building the validator takes many seconds beyond it."""
MAX_GROUP = 500
"""The same for the elements of one sequence or choice, each pair of which the library compares."""
MAX_FINDINGS = 5
"""The number of findings in one sample."""

_QNAMES = frozenset({"type", "ref", "base", "itemType", "memberTypes", "substitutionGroup"})
"""The attributes whose values are qualified names."""
_GLOBAL = {
    "element": "element", "complexType": "type", "simpleType": "type", "group": "group", "attributeGroup": "attributeGroup",
    "attribute": "attribute", "notation": "notation",
}  # fmt: skip
"""The symbol space of each global component (part 1, section 2.5)."""
_LEFT_OUT = frozenset({"annotation", "assert", "assertion", "alternative", "unique", "key", "keyref"})
"""What is not checked: expressions.  The library evaluates those of assertions on text alone, so that they fail for numbers."""
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[*+]|\{\d*,\d*\}|[(|)]", re.DOTALL)
"""The parts of a regular expression that make groups, alternatives and repetitions; and what else may hold such characters."""


class SchemaDocument(Protocol):
    """A schema document, for one namespace."""

    @property
    def root(self) -> Element:
        """Its ``schema`` element."""

    @property
    def target(self) -> str:
        """The namespace of its components; for a document without one that is included, that of the schema that includes it."""


class Finding(NamedTuple):
    """What is wrong in a sample."""

    text: str
    line: int
    """The line in the sample, from 1."""


class NotChecked(Exception):
    """The samples cannot be checked; the text says why."""


def is_safe(pattern: str) -> bool:
    """Whether a regular expression takes a short time for each text: no group is repeated that repeats or has alternatives inside."""
    if len(pattern) > 2000:
        return False
    groups = [False]  # whether an enclosing group, or the whole, repeats or has alternatives
    closed: bool | None = None  # the same for the group that ended just before
    end = 0
    for match in _TOKEN.finditer(pattern):
        token = match[0]
        follows = closed if match.start() == end else None
        closed = None
        if token == "(":
            groups.append(False)
        elif token == ")":
            closed = groups.pop() if len(groups) > 1 else False
            groups[-1] = groups[-1] or closed
        elif token[0] in "*+{|":
            if follows and token != "|":
                return False
            groups[-1] = True
        end = match.end()
    return True


class XmlValidator:
    """Checks XML samples against schemas."""

    def __init__(self, schemas: Sequence[SchemaDocument]) -> None:
        """Builds the validator.  Raises ImportError without the library, and :class:`NotChecked`."""
        import xmlschema

        texts = schema_texts(schemas)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._schema: Any = xmlschema.XMLSchema11(texts, validation="lax", allow="none", defuse="always")
        except Exception as error:  # the library raises many kinds for schemas that are not as it expects
            raise NotChecked(f"the schemas cannot be used: {type(error).__name__}") from error

    def findings(self, text: str, expected: Sequence[QName]) -> Iterator[Finding]:
        """What is wrong with a sample whose root element should be one of ``expected``.  Raises :class:`NotChecked`."""
        try:
            root, lines, namespaces = parsed_sample(text)
        except expat.ExpatError as error:
            yield Finding(f"not valid XML: {expat.ErrorString(error.code)}", error.lineno)
            return
        names = [f"{{{name.namespace}}}{name.name}" if name.namespace else name.name for name in expected]
        if root.tag not in names:
            yield Finding(f"the root element is {_told(root.tag)}, but the WADL says {_told(names[0])}", lines[root])
            return
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = list(islice(self._schema.iter_errors(root, namespaces=namespaces), MAX_FINDINGS))
        except Exception as error:  # as above; a RecursionError is one of them
            raise NotChecked(f"the sample cannot be checked: {type(error).__name__}") from error
        for fault in found:
            element = fault.elem if isinstance(fault.elem, XmlElement) else root
            reason = " ".join(str(fault.reason or "it does not match").split())
            reason = re.sub(r"\{[^{}]*\}(?=[\w.-])", "", reason).rstrip(".")
            reason = _OWN_PREFIX.sub(lambda match: match[0] if match[1] in namespaces else "", reason)
            reason = re.sub(r"invalid literal for int\(\) with base 10: (.*)", r"\1 is not a whole number", reason)
            text = f"not valid against its schema: in {_local(element.tag)}: {reason[:1].lower()}{reason[1:]}"
            yield Finding(text, lines.get(element, lines[root]))


_OWN_PREFIX = re.compile(r"(?<![\w.-])(n[0-9]+):(?=\w)")
"""A prefix of a name in the schemas as they are written here, which nobody else knows."""


def _told(tag: str) -> str:
    namespace, _, name = tag.rpartition("}")
    return f"{name} in {namespace.removeprefix('{')}" if namespace else f"{name} without a namespace"


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def parsed_sample(text: str) -> tuple[XmlElement, dict[XmlElement, int], dict[str, str]]:
    """The tree of an XML text, the line of each element, and the prefixes.  Raises ExpatError; a DOCTYPE is an error as well."""
    parser = expat.ParserCreate(namespace_separator="}")
    builder = TreeBuilder()
    lines: dict[XmlElement, int] = {}
    namespaces: dict[str, str] = {}

    def name(written: str) -> str:
        return "{" + written if "}" in written else written

    def start(tag: str, attributes: dict[str, str]) -> None:
        lines[builder.start(name(tag), {name(key): value for key, value in attributes.items()})] = parser.CurrentLineNumber

    def end(tag: str) -> None:
        builder.end(name(tag))

    def declare(prefix: str | None, namespace: str | None) -> None:
        namespaces.setdefault(prefix or "", namespace or "")

    def refuse(*_declaration: object) -> None:
        error = expat.ExpatError("it has a DOCTYPE")
        error.code, error.lineno, error.offset = 0, parser.CurrentLineNumber, 0
        raise error

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartNamespaceDeclHandler = declare
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(text.encode(), True)
    return builder.close(), lines, namespaces


# --- schemas as text ------------------------------------------------------------------------------


def schema_texts(schemas: Sequence[SchemaDocument]) -> list[str]:
    """The schema documents as text, one for each namespace, which import each other by namespace alone.

    Each component is written once, annotations and what is not of XML Schema are left out.  Raises :class:`NotChecked` for what
    cannot be written so.
    """
    by_target: dict[str, list[Element]] = {}
    for schema in schemas:
        if schema.target in (XML_NAMESPACE, SCHEMA_NAMESPACE):
            continue  # the library has its own
        by_target.setdefault(schema.target, []).append(schema.root)
    if not by_target:
        raise NotChecked("there is no schema")
    writer = _Writer(tuple(by_target))
    return [writer.document(target, roots) for target, roots in by_target.items()]


class _Writer:
    """Writes schemas.  Names get prefixes of its own, declared on the root: the library reads no others."""

    def __init__(self, targets: Sequence[str]) -> None:
        self._written = 0
        self._prefixes = {SCHEMA_NAMESPACE: "xs:", XML_NAMESPACE: "xml:", "": ""}
        for namespace in targets:
            self._prefix(namespace)

    def document(self, target: str, roots: Sequence[Element]) -> str:
        """The documents of a namespace as one."""
        out: list[str] = []
        seen: set[tuple[str, ...]] = set()
        for root in roots:
            forms = {kind: root.get(f"{kind}FormDefault").strip() or "unqualified" for kind in ("element", "attribute")}
            chameleon = "" if root.get("targetNamespace") else target
            for child in root.elements():
                if child.name in ("redefine", "override"):
                    raise NotChecked(f"a schema contains {child.name}, which cannot be checked")
                versions = (child.get(f"{VERSIONING}}}{name}") for name in ("minVersion", "maxVersion"))
                key = (_GLOBAL.get(child.name, ""), child.get("name").strip(), *versions)
                if key[0] and key[1] and key not in seen:
                    seen.add(key)
                    self._element(child, out, forms, chameleon, is_global=True)
        imports = [name for name in self._prefixes if name not in (SCHEMA_NAMESPACE, target)]
        head = f'<xs:schema xmlns:xs="{SCHEMA_NAMESPACE}" xmlns:vc="{VERSIONING}"'
        head += "".join(f" xmlns:{prefix[:-1]}={quoteattr(name)}" for name, prefix in self._prefixes.items() if prefix[:1] == "n")
        head += f" targetNamespace={quoteattr(target)}>" if target else ">"
        head += "".join(f"<xs:import namespace={quoteattr(name)}/>" if name else "<xs:import/>" for name in imports)
        return "".join((head, *out, "</xs:schema>"))

    def _element(self, element: Element, out: list[str], forms: dict[str, str], chameleon: str, *, is_global: bool = False) -> None:
        """Appends a component; recursion is bounded, because trees are not deeper than a limit."""
        self._written += 1
        if self._written > MAX_SCHEMA_ELEMENTS:
            raise NotChecked(f"the schemas have more than {MAX_SCHEMA_ELEMENTS:,} elements")
        if element.name in ("sequence", "choice", "all") and len(element.children) > MAX_GROUP and len(element.elements()) > MAX_GROUP:
            raise NotChecked(f"a {element.name} has more than {MAX_GROUP:,} elements")
        out.append(f"<xs:{element.name}")
        for name, value in element.attributes.items():
            namespace, _, local = name.rpartition("}")
            if namespace == VERSIONING:
                out.append(f" vc:{local}={quoteattr(value)}")
            elif not namespace:
                names = local in _QNAMES
                out.append(f" {local}={quoteattr(self._qnames(value, element, chameleon) if names else value)}")
        if not is_global and element.name in forms and "form" not in element.attributes and "ref" not in element.attributes:
            out.append(f' form="{"qualified" if forms[element.name] == "qualified" else "unqualified"}"')
        out.append(">")
        for child in element.elements():
            if child.namespace != element.namespace or child.name in _LEFT_OUT:
                continue
            if child.name != "pattern" or is_safe(child.get("value")):
                self._element(child, out, forms, chameleon)
        out.append(f"</xs:{element.name}>")

    def _qnames(self, value: str, element: Element, chameleon: str) -> str:
        """A qualified name, or a list of them, with own prefixes."""
        return " ".join(self._qname(name, element, chameleon) for name in value.split())

    def _qname(self, written: str, element: Element, chameleon: str) -> str:
        name = element.qualified(written)
        prefix = written.rpartition(":")[0]
        namespace = name.namespace or ""
        if not namespace and not prefix:
            namespace = chameleon  # the document takes the namespace of the one that includes it (part 1, section 4.2.1)
        elif prefix in ("xs", "xsd") and namespace not in self._prefixes:
            namespace = SCHEMA_NAMESPACE  # a slip: the prefix is bound to another namespace, or to none
        return self._prefix(namespace) + name.name

    def _prefix(self, namespace: str) -> str:
        return self._prefixes.setdefault(namespace, f"n{len(self._prefixes)}:")
