"""Global elements and types of schemas -> effective components, each expanded once."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from wadl2rst.diagnostics import Diagnostic, MessageCode, Report
from wadl2rst.grammar.xsd_attributes import Attributes
from wadl2rst.grammar.xsd_content import Contents, MadeUse
from wadl2rst.grammar.xsd_docs import Annotations
from wadl2rst.grammar.xsd_hierarchy import Hierarchy, derivations
from wadl2rst.grammar.xsd_names import ANY_SIMPLE_TYPE
from wadl2rst.grammar.xsd_parts import Parts
from wadl2rst.grammar.xsd_pending import MAX_DERIVATION, MAX_NESTED, Anonymous, Pending
from wadl2rst.grammar.xsd_set import Declaration, Found, SchemaSet
from wadl2rst.grammar.xsd_simple import SimpleTypes, built_in, without_circles
from wadl2rst.grammar.xsd_values import is_true
from wadl2rst.markup.document import Markup
from wadl2rst.source.files import folded
from wadl2rst.source.tree import Element, QName
from wadl2rst.wadl.components import ComplexType, ElementUse, ModelGroup, Type, TypeName, TypeUse


class _Made(NamedTuple):
    """A complex type that was expanded."""

    type: ComplexType
    steps: int = 1
    """The number of its steps of derivation."""
    height: int = 0
    """The number of anonymous types and groups within each other in it."""


class Components:
    """Expands the components that are asked for, and all that they refer to.

    Ask with :meth:`element` and :meth:`type`, then call :meth:`complete`, which fills :attr:`elements` and :attr:`types`.
    """

    def __init__(self, schemas: SchemaSet, parts: Parts, markup: Markup, report: Report) -> None:
        """``schemas`` is complete; ``markup`` converts documentation; faults are passed to ``report``."""
        self._schemas = schemas
        self._parts = parts
        self._report = report
        self._annotations = Annotations(markup)
        self._hierarchy = Hierarchy(schemas)
        self._pending = Pending(schemas)
        self._simple = SimpleTypes(schemas, parts, self._annotations, self._pending, report)
        self._attributes = Attributes(schemas, parts, self._annotations, self._simple, report)
        self._contents = Contents(
            schemas,
            self._hierarchy,
            parts,
            self._annotations,
            self._pending,
            self._simple,
            self._attributes,
            self._anonymous,
            report,
        )
        self._types: dict[Declaration, _Made] = {}
        self._open: set[Declaration] = set()
        """The global types that are being expanded."""
        self._uses: dict[tuple[int, int], MadeUse] = {}
        """The anonymous types that were expanded, by the identities of their element and schema."""
        self._open_uses: dict[tuple[int, int], TypeName | None] = {}
        """Those that are being expanded, with the name that they get because they contain themselves."""
        self.elements: dict[QName, ElementUse] = {}
        """The global elements that were asked for, and those that these refer to."""

    @property
    def types(self) -> dict[TypeName, Type]:
        """The named types that were asked for, and those that are referred to."""
        return self._pending.types

    def element(self, declaration: Declaration) -> ElementUse:
        """The effective global element."""
        return self._contents.declared(declaration)[0]

    def type(self, declaration: Declaration) -> TypeName:
        """The name of a global type, which :attr:`types` has after :meth:`complete`."""
        return self._pending.type(declaration.name)

    def complete(self) -> None:
        """Expands all that was asked for, and what it refers to."""
        types = self._pending.types
        while (item := self._pending.next()) is not None:
            if isinstance(item, Anonymous):
                types[item.name] = self._later(item)
            elif item.kind == "element":
                self.elements[item.name] = self.element(item)
            else:
                name = TypeName(item.schema.target, item.name.name)
                types[name] = self._declared(item).type if item.is_complex else self._simple.declared(item)
        without_circles(types, self._report)

    def _later(self, item: Anonymous) -> Type:
        if item.element.name == "simpleType":
            return self._simple.later(item.element, item.owner, item.name)
        return replace(self._expanded(item.element, item.owner, 0).type, name=item.name)

    # --- complex types ----------------------------------------------------------------------------------

    def _declared(self, declaration: Declaration, depth: int = 0) -> _Made:
        """A global complex type; expands those that it is derived from first, in a loop.  ``depth`` is the number of types around it."""
        steps: list[Declaration] = []
        step: Declaration | None = declaration
        seen: set[Declaration] = set()
        while step is not None and step not in self._types:
            if step in seen or step in self._open:
                last = steps[-1] if steps else step
                text = f"complex type {folded(last.name.name)} is derived from itself; its base is ignored"
                self._report(Diagnostic(MessageCode.CYCLE, text, last.location))
                break
            seen.add(step)
            steps.append(step)
            step = self._complex_base(step.element, step)
        for step in reversed(steps):
            self._open.add(step)
            made = self._complex(step.element, step, depth)
            self._open.discard(step)
            self._types[step] = made
        return self._types[declaration]

    def _base(self, element: Element, owner: Declaration) -> Found | None:
        """What a complex type is derived from; None for nothing."""
        for written, step in derivations(element):
            if written:
                return self._schemas.find("type", written, step, owner)
        return None

    def _complex_base(self, element: Element, owner: Declaration) -> Declaration | None:
        found = self._base(element, owner)
        return found.declaration if found is not None and found.declaration is not None and found.declaration.is_complex else None

    def _anonymous(self, element: Element, owner: Declaration, hint: str, depth: int) -> MadeUse:
        """A ``complexType`` element without a name; it is referred to by a name if it contains itself, or is too deep inside others."""
        key = (id(element), id(owner.schema))
        if key in self._uses:
            return self._uses[key]
        if key in self._open_uses:
            again = self._open_uses[key] = self._open_uses[key] or self._pending.name(owner, hint)
            return again, 0
        if depth > MAX_NESTED or not self._has_known_base(element, owner):
            self._uses[key] = self._pending.later(element, owner, hint), 0
            return self._uses[key]
        self._open_uses[key] = None
        made = self._expanded(element, owner, depth)
        name = self._open_uses.pop(key)
        if name is None and made.height > MAX_NESTED:
            name = self._pending.name(owner, hint)
        if name is not None:
            self._pending.types[name] = replace(made.type, name=name)
        self._uses[key] = (made.type, made.height + 1) if name is None else (name, 0)
        return self._uses[key]

    def _expanded(self, element: Element, owner: Declaration, depth: int) -> _Made:
        """An anonymous type; expands what it is derived from first."""
        base = self._complex_base(element, owner)
        if base is not None and base not in self._types:
            self._declared(base, depth + 1)
        return self._complex(element, owner, depth)

    def _has_known_base(self, element: Element, owner: Declaration) -> bool:
        """Whether all that a type is derived from is expanded, or can be, because it does not contain the type."""
        base = self._complex_base(element, owner)
        for _step in range(MAX_DERIVATION):
            if base is None or base in self._types:
                return True
            if base in self._open:
                return False
            base = self._complex_base(base.element, base)
        return False

    def _complex(self, element: Element, owner: Declaration, depth: int) -> _Made:
        """A complex type (part 1, section 3.4); the one that it is derived from is expanded, unless it is left out."""
        name = TypeName(owner.schema.target, owner.name.name) if element is owner.element else None
        found = self._base(element, owner)
        base = None
        inherited = _Made(ComplexType(), 0)
        if found is not None and found.declaration is not None and found.declaration.is_complex:
            inherited = self._inherited(element, found.declaration)
            # A redefined type is derived from one of the same name, and the one that closes a circle from nothing.
            in_grammar = found.declaration in self._types and TypeName(found.name.namespace or "", found.name.name) != name
            base = self._pending.type(found.name) if in_grammar else None
        content = next((child for child in self._parts.of(element) if child.name in ("complexContent", "simpleContent")), None)
        step = next((child for child in self._parts.of(content) if child.name in ("extension", "restriction")), None) if content else None
        # Attributes that stand beside the content, where XML Schema has no place for them, can only be meant as those of the type.
        beside = [child for child in self._parts.of(element) if child is not content] if step is not None else []
        children = [*self._parts.of(step or element), *beside]
        extends = step is None or step.name == "extension"
        attributes = self._attributes.of(children, owner)
        is_mixed = is_true(content if content is not None and "mixed" in content.attributes else element, "mixed")
        text = self._text(content, step, found, inherited.type, owner)
        particle, height = None, 0
        if text is None:
            own = self._contents.of(children, owner, depth)
            particle, height = own if own is not None else (None, 0)
            before = inherited.type.content
            if extends and before is not None:
                height = max(height, inherited.height)
                if particle is None:
                    particle = before
                else:
                    particle, height = ModelGroup(kind="sequence", children=(before, particle), location=element.location), height + 1
        is_abstract = is_true(element, "abstract") and name is not None
        made = ComplexType(
            name=name,
            base=base,
            is_abstract=is_abstract,
            derived=self._derived(owner.name) if is_abstract else (),
            is_mixed=text is None and (is_mixed or (extends and inherited.type.is_mixed)),
            attributes=self._attributes.inherited(inherited.type.attributes, attributes, element),
            any_attribute=attributes.wildcard or (inherited.type.any_attribute if extends else None),
            content=particle,
            text=text,
            has_assertions=inherited.type.has_assertions or any(child.name == "assert" for child in children),
            samples=self._annotations.samples(element),
            docs=self._annotations.docs(element, owner),
            location=element.location,
        )
        return _Made(made, inherited.steps + 1, height)

    def _inherited(self, element: Element, base: Declaration) -> _Made:
        """The base of a type; nothing, if they form a circle, or there are too many steps of derivation, which is reported."""
        made = self._types.get(base)
        if made is None:
            return _Made(ComplexType(), 0)
        if made.steps >= MAX_DERIVATION:
            text = f"a complex type is derived in more than {MAX_DERIVATION} steps; what it inherits is ignored"
            self._parts.fault(element, text)
            return _Made(ComplexType(), 0)
        return made

    def _text(
        self, content: Element | None, step: Element | None, found: Found | None, base: ComplexType, owner: Declaration
    ) -> TypeUse | None:
        """The type of the text, if the content is simple (part 1, section 3.4.2); None if it is not."""
        if content is None or step is None:
            return None
        if content.name == "complexContent":
            return base.text
        if found is None:
            text: TypeUse = ANY_SIMPLE_TYPE
        elif found.is_built_in:
            text = built_in(found.name.name)
        elif found.declaration is None:
            text = TypeName(found.name.namespace or "", found.name.name)
        elif found.declaration.is_complex:
            text = base.text or ANY_SIMPLE_TYPE
        else:
            text = self._pending.type(found.name)
        return self._simple.restricted(text, step, owner, owner.name.name) if step.name == "restriction" else text

    def _derived(self, name: QName) -> tuple[TypeName, ...]:
        """The names of the types derived from a global type that are not abstract."""
        return tuple(
            self._pending.type(item.name)
            for item in self._hierarchy.derived(name)
            if item.is_complex and not is_true(item.element, "abstract")
        )
