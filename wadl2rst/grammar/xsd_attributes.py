"""The attributes of complex types: their own, those of attribute groups, and those that they inherit."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from wadl2rst.diagnostics import Diagnostic, MessageCode, Report
from wadl2rst.grammar.xsd_docs import Annotations
from wadl2rst.grammar.xsd_names import ANY_SIMPLE_TYPE, XML_ATTRIBUTES
from wadl2rst.grammar.xsd_parts import Parts
from wadl2rst.grammar.xsd_pending import MAX_NESTED
from wadl2rst.grammar.xsd_set import Declaration, SchemaSet
from wadl2rst.grammar.xsd_simple import SimpleTypes, built_in
from wadl2rst.grammar.xsd_values import occurrences
from wadl2rst.source.files import folded
from wadl2rst.source.tree import XML_NAMESPACE, Element, QName
from wadl2rst.wadl.components import Attribute, TypeUse, Wildcard
from wadl2rst.wadl.model import Doc

MAX_ATTRIBUTES = 1_000_000
"""The number of attributes of all types together, with those that they inherit: few kilobytes could make them gigabytes."""


class AttributeUses(NamedTuple):
    """The attributes of a type, or of an attribute group."""

    uses: tuple[Attribute, ...] = ()
    prohibited: frozenset[tuple[str, str]] = frozenset()
    """The namespaces and names of the attributes that may not occur."""
    wildcard: Wildcard | None = None


class Attributes:
    """Expands attributes (part 1, sections 3.2, 3.4.2 and 3.6)."""

    def __init__(self, schemas: SchemaSet, parts: Parts, annotations: Annotations, simple: SimpleTypes, report: Report) -> None:
        """The types are those of ``simple``; faults are passed to ``report``."""
        self._schemas = schemas
        self._parts = parts
        self._annotations = annotations
        self._simple = simple
        self._report = report
        self._groups: dict[Declaration, AttributeUses] = {}
        self._open: set[Declaration] = set()
        self._global: dict[Declaration, Attribute] = {}
        self._left = MAX_ATTRIBUTES

    def of(self, children: list[Element], owner: Declaration, depth: int = 0) -> AttributeUses:
        """The attributes that are declared by these children of a type or a group; ``depth`` is the number of groups around them."""
        found: dict[tuple[str, str], Attribute] = {}
        prohibited: set[tuple[str, str]] = set()
        wildcard = None
        for child in children:
            if child.name == "attribute":
                attribute = self._attribute(child, owner)
                if attribute is None:
                    continue
                key = (attribute.namespace, attribute.name)
                if child.get("use").strip() == "prohibited":
                    prohibited.add(key)
                else:
                    found.setdefault(key, attribute)
            elif child.name == "attributeGroup":
                group = self._group(child, owner, depth)
                if len(found) + len(group.uses) > self._left:
                    self._too_many(child)
                    continue
                self._left -= len(group.uses)
                for attribute in group.uses:
                    found.setdefault((attribute.namespace, attribute.name), attribute)
                wildcard = wildcard or group.wildcard
            elif child.name == "anyAttribute":
                wildcard = self.wildcard(child, owner)
        for key in prohibited:
            found.pop(key, None)
        return AttributeUses(tuple(found.values()), frozenset(prohibited), wildcard)

    def inherited(self, base: tuple[Attribute, ...], own: AttributeUses, element: Element) -> tuple[Attribute, ...]:
        """The attributes of a type at ``element`` derived from one with the attributes ``base``: those come first, changed or removed."""
        if not own.uses and not own.prohibited:
            return base
        if not base:
            return own.uses
        if len(base) + len(own.uses) > self._left:
            self._too_many(element)
            return own.uses
        self._left -= len(base) + len(own.uses)
        found = {(attribute.namespace, attribute.name): attribute for attribute in base}
        found.update(((attribute.namespace, attribute.name), attribute) for attribute in own.uses)
        for key in own.prohibited:
            found.pop(key, None)
        return tuple(found.values())

    def wildcard(self, element: Element, owner: Declaration) -> Wildcard:
        """``any`` or ``anyAttribute`` (part 1, section 3.10)."""
        minimum, maximum = occurrences(element, self._parts)
        return Wildcard(
            namespaces=" ".join(element.get("namespace").split()) or "##any",
            process=element.get("processContents").strip() or "strict",
            minimum=minimum,
            maximum=maximum,
            docs=self._annotations.docs(element, owner),
            location=element.location,
        )

    def _group(self, element: Element, owner: Declaration, depth: int) -> AttributeUses:
        """The attributes of the attribute group that ``element`` refers to."""
        found = self._schemas.find("attributeGroup", element.get("ref"), element, owner)
        group = found.declaration
        if group is None:
            if found.name == QName(XML_NAMESPACE, "specialAttrs"):
                return AttributeUses(tuple(_xml_attribute(name, (), element) for name in XML_ATTRIBUTES))
            return AttributeUses()
        if group in self._groups:
            return self._groups[group]
        name = folded(group.name.name)
        if group in self._open:
            text = f"attribute group {name} refers back to itself; that reference is ignored"
            self._report(Diagnostic(MessageCode.CYCLE, text, element.location))
            return AttributeUses()
        if depth > MAX_NESTED:
            self._parts.fault(element, f"attribute group {name} is nested too deeply; it is ignored", "depth")
            return AttributeUses()
        self._open.add(group)
        uses = self._groups[group] = self.of(self._parts.of(group.element), group, depth + 1)
        self._open.discard(group)
        return uses

    def _attribute(self, element: Element, owner: Declaration) -> Attribute | None:
        """An attribute, or a reference to a global one; None if it has no name, which is reported."""
        if "ref" in element.attributes:
            attribute = self._referenced(element, owner)
        elif not (name := element.get("name").strip()):
            self._parts.fault(element, "this 'attribute' has neither 'name' nor 'ref'; it is ignored", "name", "attribute")
            return None
        else:
            attribute = Attribute(
                name=name,
                namespace=_namespace(element, owner),
                type=self._type(element, owner, name),
                docs=self._annotations.docs(element, owner),
                location=element.location,
            )
        default, fixed = element.attributes.get("default"), element.attributes.get("fixed")
        is_required = element.get("use").strip() == "required"
        if default is not None or fixed is not None:
            return replace(attribute, is_required=is_required, default=default, fixed=fixed)
        return replace(attribute, is_required=True) if is_required else attribute

    def _referenced(self, element: Element, owner: Declaration) -> Attribute:
        """The global attribute that a reference names, with the documentation of the reference, if it has any."""
        docs = self._annotations.docs(element, owner)
        written = element.get("ref").strip()
        name = element.qualified(written)
        if name.namespace == XML_NAMESPACE:
            return _xml_attribute(name.name, docs, element)
        found = self._schemas.find("attribute", written, element, owner)
        declaration = found.declaration
        if declaration is None:
            return Attribute(
                name=found.name.name, namespace=found.name.namespace or "", type=ANY_SIMPLE_TYPE, docs=docs, location=element.location
            )
        attribute = self._global.get(declaration)
        if attribute is None:
            declared = declaration.element
            attribute = self._global[declaration] = Attribute(
                name=declaration.name.name,
                namespace=declaration.schema.target,
                type=self._type(declared, declaration, declaration.name.name),
                default=declared.attributes.get("default"),
                fixed=declared.attributes.get("fixed"),
                docs=self._annotations.docs(declared, declaration),
            )
        return replace(attribute, docs=docs or attribute.docs, location=element.location)

    def _type(self, element: Element, owner: Declaration, name: str) -> TypeUse:
        written = element.get("type").strip()
        if written:
            return self._simple.simple_use(written, element, owner)
        inner = next((child for child in self._parts.of(element) if child.name == "simpleType"), None)
        return ANY_SIMPLE_TYPE if inner is None else self._simple.anonymous(inner, owner, name)

    def _too_many(self, element: Element) -> None:
        text = f"the types of the schemas have more than {MAX_ATTRIBUTES:,} attributes; those that this one inherits are ignored"
        self._parts.fault(element, text)


def _xml_attribute(name: str, docs: tuple[Doc, ...], element: Element) -> Attribute:
    """An attribute of the namespace ``xml``, whose schema is rarely at hand."""
    kind = built_in(XML_ATTRIBUTES.get(name, "anySimpleType"))
    return Attribute(name=f"xml:{name}", namespace=XML_NAMESPACE, type=kind, docs=docs, location=element.location)


def _namespace(element: Element, owner: Declaration) -> str:
    """The namespace of a local attribute (part 1, section 3.2.2)."""
    form = element.get("form").strip()
    qualified = form == "qualified" if form else owner.schema.qualifies_attributes
    return element.get("targetNamespace").strip() or (owner.schema.target if qualified else "")
