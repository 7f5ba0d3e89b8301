"""The elements of a schema document that count, and what is said of those that do not."""

from __future__ import annotations

from difflib import get_close_matches

from wadl2rst.diagnostics import Diagnostic, MessageCode, Report
from wadl2rst.grammar.xsd_names import SCHEMA_NAMESPACES, VERSIONING
from wadl2rst.source.files import folded
from wadl2rst.source.tree import Element

MAX_UNKNOWN = 100
"""The number of unknown elements that are reported, because looking for the name that was meant takes time."""

_VERSION = 1.1
_MIN_VERSION = VERSIONING + "}minVersion"
_MAX_VERSION = VERSIONING + "}maxVersion"

_CONTENT = {"annotation", "group", "all", "choice", "sequence", "attribute", "attributeGroup", "anyAttribute", "assert", "openContent"}
_FACETS = {
    "enumeration", "pattern", "length", "minLength", "maxLength", "minInclusive", "maxInclusive", "minExclusive", "maxExclusive",
    "totalDigits", "fractionDigits", "whiteSpace", "explicitTimezone", "assertion",
    "precision", "scale", "encoding", "period", "duration",  # of the drafts
}  # fmt: skip
_PARTICLES = frozenset({"annotation", "element", "group", "all", "choice", "sequence", "any"})
_DERIVATION = frozenset({*_CONTENT, *_FACETS, "simpleType"})
_GLOBAL = {"element", "complexType", "simpleType", "group", "attributeGroup", "attribute", "annotation"}

_CHILDREN: dict[str, frozenset[str]] = {
    "schema": frozenset({*_GLOBAL, "include", "import", "redefine", "override", "notation", "defaultOpenContent"}),
    "redefine": frozenset(_GLOBAL),
    "override": frozenset({*_GLOBAL, "notation"}),
    "element": frozenset({"annotation", "complexType", "simpleType", "unique", "key", "keyref", "alternative"}),
    "complexType": frozenset({*_CONTENT, "simpleContent", "complexContent"}),
    "simpleContent": frozenset({"annotation", "extension", "restriction"}),
    "complexContent": frozenset({"annotation", "extension", "restriction"}),
    "extension": _DERIVATION,
    "restriction": _DERIVATION,
    "sequence": _PARTICLES,
    "choice": _PARTICLES,
    "all": _PARTICLES,
    "group": frozenset({"annotation", "all", "choice", "sequence"}),
    "attributeGroup": frozenset({"annotation", "attribute", "attributeGroup", "anyAttribute"}),
    "attribute": frozenset({"annotation", "simpleType"}),
    "simpleType": frozenset({"annotation", "restriction", "list", "union"}),
    "list": frozenset({"annotation", "simpleType"}),
    "union": frozenset({"annotation", "simpleType"}),
}
"""The elements that may stand in each element (part 1, section 3; those of XML Schema 1.1 included)."""


def is_schema(element: Element) -> bool:
    """Whether an element is a schema document (part 1, section 3.15.2)."""
    return element.name == "schema" and element.namespace in SCHEMA_NAMESPACES


def raw_children(element: Element) -> list[Element]:
    """The children in the namespace of XML Schema that a processor of version 1.1 reads, of whatever name; nothing is reported."""
    return [
        child
        for child in element.children
        if not isinstance(child, str) and child.namespace in SCHEMA_NAMESPACES and (len(child.attributes) == 0 or _is_included(child))
    ]


def _is_included(element: Element) -> bool:
    """Whether conditional inclusion keeps an element (XML Schema 1.1, part 1, section 4.2.2)."""
    attributes = element.attributes
    low, high = attributes.get(_MIN_VERSION), attributes.get(_MAX_VERSION)
    return not (low is not None and _number(low, 0) > _VERSION) and not (high is not None and _number(high, 2) <= _VERSION)


def _number(text: str, default: float) -> float:
    try:
        return float(text)
    except ValueError:
        return default


class Parts:
    """Gives the children of the elements of schemas, and reports what is ignored: once for each file and kind of fault."""

    def __init__(self, report: Report) -> None:
        """Faults are passed to ``report``."""
        self._report = report
        self._reported: set[tuple[str, ...]] = set()
        self._unknown_kinds = 0

    def of(self, element: Element) -> list[Element]:
        """The children that may stand in ``element`` (part 1, section 3), without annotations."""
        found = []
        allowed = _CHILDREN.get(element.name, frozenset())
        for child in element.children:
            if isinstance(child, str):
                if not child.isspace():
                    self._tell(element, f"text between the elements of '{element.name}' is ignored", "text", element.name)
            elif child.namespace not in SCHEMA_NAMESPACES:
                text = f"'{folded(child.name)}' in '{element.name}' is not in the namespace of XML Schema; it is ignored"
                self._tell(child, text, "foreign", child.namespace, child.name, element.name)
            elif child.name not in allowed:
                self._unknown(child, element, allowed)
            elif child.name != "annotation" and (not child.attributes or _is_included(child)):
                found.append(child)
        return found

    def _unknown(self, child: Element, parent: Element, allowed: frozenset[str]) -> None:
        """Reports an element that XML Schema does not have at this place."""
        key = (child.location.file, "unknown", child.name, parent.name)
        if key in self._reported or self._unknown_kinds >= MAX_UNKNOWN:
            return
        self._unknown_kinds += 1
        near = get_close_matches(child.name[:50], allowed, 1)
        meant = f"; did you mean '{near[0]}'?" if near else "; it is ignored"
        self._tell(child, f"XML Schema has no element '{folded(child.name)}' in '{parent.name}'{meant}", *key[1:])

    def fault(self, element: Element, text: str, *kind: str) -> None:
        """Reports a fault of ``element``, unless one of this ``kind`` was reported for its file."""
        self._tell(element, text, *(kind or (text,)))

    def _tell(self, element: Element, text: str, *kind: str) -> None:
        location = element.location
        key = (location.file, *kind)
        if key not in self._reported:
            self._reported.add(key)
            self._report(Diagnostic(MessageCode.BAD_SCHEMA, text, location))
