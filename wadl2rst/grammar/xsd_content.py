"""The content of complex types, and elements (part 1, sections 3.3, 3.7 and 3.8).

Values that contain anonymous types or groups know their height: how many of these are within each other.  What would become too
high for those who walk over it is cut, or gets a name; schemas that need it are not written by people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from wadl2rst.diagnostics import Diagnostic, MessageCode, Report
from wadl2rst.grammar.xsd_attributes import Attributes
from wadl2rst.grammar.xsd_docs import Annotations
from wadl2rst.grammar.xsd_hierarchy import Hierarchy
from wadl2rst.grammar.xsd_names import ANY_TYPE
from wadl2rst.grammar.xsd_parts import Parts
from wadl2rst.grammar.xsd_pending import MAX_NESTED, Pending
from wadl2rst.grammar.xsd_set import Declaration, SchemaSet
from wadl2rst.grammar.xsd_simple import SimpleTypes
from wadl2rst.grammar.xsd_values import is_true, occurrences
from wadl2rst.source.files import folded
from wadl2rst.source.tree import Element, QName
from wadl2rst.wadl.components import ElementUse, ModelGroup, Particle, TypeUse

MAX_GROUPS = 2 * MAX_NESTED
"""The number of model groups within each other, counted with the anonymous types that hold them."""
MAX_HEADS = 32
"""The number of heads of substitution groups that are asked for the type of an element without one."""

_MODEL_GROUPS = frozenset({"sequence", "choice", "all"})


MadeParticle = tuple[Particle, int]
"""A particle, and its height."""
MadeUse = tuple[TypeUse, int]
"""A type, and its height: 0 if it is used by name."""


class Contents:
    """Expands elements, groups and wildcards."""

    def __init__(
        self,
        schemas: SchemaSet,
        hierarchy: Hierarchy,
        parts: Parts,
        annotations: Annotations,
        pending: Pending,
        simple: SimpleTypes,
        attributes: Attributes,
        anonymous: Callable[[Element, Declaration, str, int], MadeUse],
        report: Report,
    ) -> None:
        """``anonymous`` expands an anonymous complex type, given the name of its element and its depth; faults go to ``report``."""
        self._schemas = schemas
        self._hierarchy = hierarchy
        self._parts = parts
        self._annotations = annotations
        self._pending = pending
        self._simple = simple
        self._attributes = attributes
        self._anonymous = anonymous
        self._report = report
        self._groups: dict[Declaration, MadeParticle | None] = {}
        self._declared: dict[Declaration, tuple[ElementUse, int]] = {}

    # --- content --------------------------------------------------------------------------------------

    def of(self, children: list[Element], owner: Declaration, depth: int, within: tuple[Declaration, ...] = ()) -> MadeParticle | None:
        """The content that these children of a type, or of a group, describe; None for none.

        ``owner`` is the global component that contains them, ``depth`` the number of types around them, and ``within`` are the groups.
        """
        found = [
            made
            for child in children
            if (child.name in _MODEL_GROUPS or child.name == "group") and (made := self._particle(child, owner, depth, within)) is not None
        ]
        if len(found) <= 1:
            return found[0] if found else None
        group = ModelGroup(kind="sequence", children=tuple(particle for particle, _height in found), location=children[0].location)
        return group, 1 + max(height for _particle, height in found)

    def _particle(self, element: Element, owner: Declaration, depth: int, within: tuple[Declaration, ...]) -> MadeParticle | None:
        """A particle (part 1, section 3.9); None if it may not occur.  ``within`` are the groups that it is in, within its type."""
        if element.get("maxOccurs").strip() == "0":
            return None
        if element.name == "element":
            return self._element(element, owner, depth)
        if element.name == "any":
            return self._attributes.wildcard(element, owner), 0
        if depth > MAX_GROUPS:
            self._too_deep(element)
            return None
        if element.name == "group":
            return self._group_reference(element, owner, depth, within)
        return self._model_group(element, owner, depth, within)

    def _model_group(self, element: Element, owner: Declaration, depth: int, within: tuple[Declaration, ...]) -> MadeParticle | None:
        """A sequence, a choice, or elements in any order (part 1, section 3.8)."""
        children: list[Particle] = []
        height = 0
        is_emptiable = False
        for child in self._parts.of(element):
            made = self._particle(child, owner, depth + 1, within)
            if made is None:
                is_emptiable = is_emptiable or child.get("maxOccurs").strip() != "0"
                continue
            if made[1] >= MAX_GROUPS:
                self._too_deep(child)
                continue
            children.append(made[0])
            height = max(height, made[1])
        if not children:
            return None
        minimum, maximum = occurrences(element, self._parts)
        if element.name == "choice" and is_emptiable:
            minimum = 0
        group = ModelGroup(kind=element.name, children=tuple(children), minimum=minimum, maximum=maximum, location=element.location)
        return group, height + 1

    def _group_reference(self, element: Element, owner: Declaration, depth: int, within: tuple[Declaration, ...]) -> MadeParticle | None:
        """The content of the group that ``element`` refers to, with the occurrences of the reference (part 1, section 3.7)."""
        if "ref" not in element.attributes:
            self._parts.fault(element, "this 'group' has no 'ref'; it is ignored", "ref", "group")
            return None
        declaration = self._schemas.find("group", element.get("ref"), element, owner).declaration
        if declaration is None:
            return None
        if declaration in within:
            text = f"group {folded(declaration.name.name)} refers back to itself; that reference is ignored"
            self._report(Diagnostic(MessageCode.CYCLE, text, element.location))
            return None
        if declaration not in self._groups:
            children = self._parts.of(declaration.element)
            self._groups[declaration] = self.of(children, declaration, depth + 1, (*within, declaration))
        found = self._groups[declaration]
        if found is None:
            return None
        particle, height = found
        minimum, maximum = occurrences(element, self._parts)
        if (minimum, maximum) == (1, 1):
            return found
        if isinstance(particle, ModelGroup) and (particle.minimum, particle.maximum) == (1, 1):
            return replace(particle, minimum=minimum, maximum=maximum, location=element.location), height
        return ModelGroup(kind="sequence", children=(particle,), minimum=minimum, maximum=maximum, location=element.location), height + 1

    def _too_deep(self, element: Element) -> None:
        self._parts.fault(element, f"more than {MAX_GROUPS} groups are nested in each other; their content is ignored", "depth")

    # --- elements -------------------------------------------------------------------------------------

    def declared(self, declaration: Declaration, depth: int = 0) -> tuple[ElementUse, int]:
        """A global element (part 1, section 3.3), and its height."""
        known = self._declared.get(declaration)
        if known is not None:
            return known
        element = declaration.element
        kind, height = self._type(element, declaration, depth)
        name = QName(declaration.schema.target, declaration.name.name)
        blocked = (element.attributes.get("block") or declaration.schema.root.get("blockDefault")).split()
        members = [] if "substitution" in blocked or "#all" in blocked else self._hierarchy.substitutes(name)
        substitutes = [member.name for member in members if not is_true(member.element, "abstract")]
        for member in (name, *substitutes):
            self._pending.element(member)
        made = ElementUse(
            name=name.name,
            namespace=declaration.schema.target,
            type=kind,
            is_nillable=is_true(element, "nillable"),
            is_abstract=is_true(element, "abstract"),
            default=element.attributes.get("default"),
            fixed=element.attributes.get("fixed"),
            reference=name,
            substitutes=tuple(substitutes),
            samples=self._annotations.samples(element),
            docs=self._annotations.docs(element, declaration),
            location=element.location,
        )
        self._declared[declaration] = made, height
        return made, height

    def _element(self, element: Element, owner: Declaration, depth: int) -> MadeParticle | None:
        """A local element, or a reference to a global one; None if it has no name, which is reported."""
        minimum, maximum = occurrences(element, self._parts)
        if "ref" in element.attributes:
            return self._referenced(element, owner, depth, minimum, maximum)
        name = element.get("name").strip()
        if not name:
            self._parts.fault(element, "this 'element' has neither 'name' nor 'ref'; it is ignored", "name", "element")
            return None
        kind, height = self._type(element, owner, depth)
        made = ElementUse(
            name=name,
            namespace=_namespace(element, owner),
            type=kind,
            minimum=minimum,
            maximum=maximum,
            is_nillable=is_true(element, "nillable"),
            default=element.attributes.get("default"),
            fixed=element.attributes.get("fixed"),
            samples=self._annotations.samples(element),
            docs=self._annotations.docs(element, owner),
            location=element.location,
        )
        return made, height

    def _referenced(self, element: Element, owner: Declaration, depth: int, minimum: int, maximum: int | None) -> MadeParticle:
        """The global element that a reference names; its documentation and samples are those of the reference, if it has any."""
        docs = self._annotations.docs(element, owner)
        found = self._schemas.find("element", element.get("ref"), element, owner)
        if found.declaration is None:
            made = ElementUse(
                name=found.name.name,
                namespace=found.name.namespace or "",
                type=ANY_TYPE,
                minimum=minimum,
                maximum=maximum,
                docs=docs,
                location=element.location,
            )
            return made, 0
        use, height = self.declared(found.declaration, depth)
        samples = self._annotations.samples(element) or use.samples
        return replace(use, minimum=minimum, maximum=maximum, docs=docs or use.docs, samples=samples, location=element.location), height

    def _type(self, element: Element, owner: Declaration, depth: int) -> MadeUse:
        """The type of an element: that it names or contains, or that of the head of its substitution group (part 1, section 3.3.2)."""
        for _step in range(MAX_HEADS):
            written = element.get("type").strip()
            if written:
                return self._simple.use(written, element, owner), 0
            for child in self._parts.of(element):
                if child.name == "complexType":
                    return self._anonymous(child, owner, element.get("name").strip(), depth + 1)
                if child.name == "simpleType":
                    return self._simple.anonymous(child, owner, element.get("name").strip()), 0
            heads = element.get("substitutionGroup").split() if element is owner.element else []
            head = self._schemas.find("element", heads[0], element, owner).declaration if heads else None
            if head is None:
                break
            element, owner = head.element, head
        return ANY_TYPE, 0


def _namespace(element: Element, owner: Declaration) -> str:
    """The namespace of a local element (part 1, section 3.3.2)."""
    form = element.get("form").strip()
    qualified = form == "qualified" if form else owner.schema.qualifies_elements
    return element.get("targetNamespace").strip() or (owner.schema.target if qualified else "")
