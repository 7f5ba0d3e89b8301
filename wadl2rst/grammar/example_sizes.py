"""How small a valid document can be: the smallest number of elements for each type, which also tells how recursion ends.

The sizes are the least fixed point over the types of a grammar.  A type that requires itself has none; of the ways to end a
recursion, the smallest one always leads to smaller types, so that making it ends.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

from wadl2rst.grammar.example_lexical import is_name
from wadl2rst.grammar.example_values import Values
from wadl2rst.source.tree import XML_NAMESPACE
from wadl2rst.wadl.components import (
    Alternatives,
    ArrayType,
    Attribute,
    ComplexType,
    ElementUse,
    Grammar,
    ModelGroup,
    Particle,
    SimpleType,
    Type,
    TypeName,
    TypeUse,
    Wildcard,
)

IMPOSSIBLE = 1_000
"""The size of what can not be made, or is larger than any example."""
_ROUNDS = 40
"""How often the sizes are refined at most; every second time in reverse order, so that one or two are enough for real schemas."""
_DEEPEST = 32
"""The deepest nesting of anonymous types and groups that is followed."""
_MOST_CHOICES = 20
"""How many substitutes, derived types and alternatives are tried."""


class NamedValue(NamedTuple):
    """A value of JSON that the schema names itself."""

    value: object


class ContentOption(NamedTuple):
    """One way to make an element."""

    element: ElementUse
    """The element, or one of its substitution group."""
    type: Type
    type_name: TypeName | None
    """The name of the type for ``xsi:type``; None if it is the declared type."""
    is_nil: bool
    size: int
    """The number of elements in it, with itself."""
    named: NamedValue | None = None
    """The value that the schema names, for JSON; there is then nothing else to make."""


class Sizes:
    """The smallest sizes of the types and particles of a grammar."""

    def __init__(
        self, grammar: Grammar, values: Values, *, is_json: bool, named: Callable[[ElementUse], NamedValue | None] | None = None
    ) -> None:
        """Computes the sizes of all types of the grammar; ``named`` finds the values that the schema names, for JSON."""
        self._named = named or _no_name
        self._grammar = grammar
        self._values = values
        self._is_json = is_json
        self._types: dict[TypeName, int] = {}
        # by the identity of the part, which is kept so that no other gets it: groups may share their parts
        self._seen: dict[int, tuple[Type | ModelGroup, int]] = {}
        self._options: dict[int, tuple[ElementUse, list[ContentOption]]] = {}
        self._items: dict[int, tuple[ArrayType, ElementUse]] = {}
        self._foreign: dict[str, list[ElementUse]] = {}
        self._depth = 0
        self._compute()

    def _compute(self) -> None:
        names = [name for name, type_ in self._grammar.types.items() if not isinstance(type_, SimpleType)]
        for _ in range(_ROUNDS):
            is_changed = False
            names.reverse()
            for name in names:
                self._seen.clear()
                self._options.clear()
                size = self._size(self._grammar.types[name])
                if size < self._types.get(name, IMPOSSIBLE):
                    self._types[name] = size
                    is_changed = True
            if not is_changed:
                break
        self._seen.clear()
        self._options.clear()

    # --- types ---

    def text(self, element: ElementUse | Attribute, use: TypeUse) -> str | None:
        """The text of an element or attribute of a simple type: what is fixed, the default, one that its name says, or a plain one.

        None if none can be made.
        """
        if element.fixed is not None:
            return element.fixed if self._values.fits(use, element.fixed) else None
        if element.default is not None and self._values.fits(use, element.default):
            return element.default
        return self._values.value_by_name(use, element.name) or self._values.value(use)

    def has_attributes(self, type_: ComplexType) -> bool:
        """Whether all required attributes can be made."""
        return all(self.is_possible(attribute) for attribute in type_.attributes if attribute.is_required)

    def is_possible(self, attribute: Attribute) -> bool:
        """Whether the attribute can be made."""
        prefix, _, local = attribute.name.rpartition(":")
        named = (
            is_name(local)
            and attribute.name != "xmlns"
            and (not prefix or (prefix == "xml" and attribute.namespace in ("", XML_NAMESPACE)))
        )
        return named and self.text(attribute, attribute.type) is not None

    def _of_element_type(self, element: ElementUse, use: TypeUse) -> int:
        type_ = self._grammar.type(use)
        if isinstance(type_, SimpleType):
            return 0 if is_any(type_) or self.text(element, use) is not None else IMPOSSIBLE
        if isinstance(type_, ComplexType) and type_.text is not None:
            return 0 if self.has_attributes(type_) and self.text(element, type_.text) is not None else IMPOSSIBLE
        return self._types.get(use, IMPOSSIBLE) if isinstance(use, TypeName) else self._once(use)

    def _once(self, part: Type | ModelGroup) -> int:
        """The size of a type or group, which is computed only once for each object."""
        if id(part) not in self._seen:
            if self._depth > _DEEPEST:
                return IMPOSSIBLE
            self._seen[id(part)] = part, IMPOSSIBLE  # for a part that contains itself
            self._depth += 1
            size = self._of_group(part) if isinstance(part, ModelGroup) else self._size(part)
            self._depth -= 1
            self._seen[id(part)] = part, min(size, IMPOSSIBLE)
        return self._seen[id(part)][1]

    def _size(self, type_: Type) -> int:
        if isinstance(type_, SimpleType):
            return 0 if is_any(type_) or self._values.value(type_) is not None else IMPOSSIBLE
        if isinstance(type_, ComplexType):
            # What assertions demand is unknown, and an example must be valid.
            if type_.is_abstract or type_.has_assertions or not self.has_attributes(type_):
                return IMPOSSIBLE
            return 0 if type_.content is None else self.required(type_.content)
        if isinstance(type_, ArrayType):
            return min(type_.minimum * self.once(self.item(type_)), IMPOSSIBLE) if type_.minimum > 0 else 0
        return IMPOSSIBLE  # alternatives are options of the element

    # --- particles ---

    def required(self, particle: Particle) -> int:
        """The size of the occurrences that are required."""
        if particle.minimum <= 0 or particle.maximum == 0:
            return 0
        return min(particle.minimum * self.once(particle), IMPOSSIBLE)

    def once(self, particle: Particle) -> int:
        """The size of one occurrence."""
        if isinstance(particle, ElementUse):
            return min((option.size for option in self.options(particle)), default=IMPOSSIBLE)
        if isinstance(particle, ModelGroup):
            return self._once(particle)
        if self._is_json:
            return 0
        return min((self.once(element) for element in self.wildcard_elements(particle)), default=IMPOSSIBLE)

    def _of_group(self, group: ModelGroup) -> int:
        if group.kind != "choice":
            size = 0
            for child in group.children:
                if child.minimum > 0:
                    size += self.required(child)
                    if size >= IMPOSSIBLE:
                        return IMPOSSIBLE
            return size
        smallest = IMPOSSIBLE
        for child in group.children:
            if child.maximum != 0:
                smallest = min(smallest, self.required(child))
                if smallest == 0:
                    break
        return smallest

    def item(self, array: ArrayType) -> ElementUse:
        """The items of an array as if they were elements."""
        key = id(array)
        if key not in self._items:
            self._items[key] = array, ElementUse(name="", type=array.item)
        return self._items[key][1]

    def wildcard_elements(self, wildcard: Wildcard) -> list[ElementUse]:
        """Elements that a wildcard accepts; empty if none is known."""
        allowed = wildcard.namespaces.split()
        if wildcard.process == "strict":  # it must be declared
            declared = self._grammar.elements.values()
            fits = (element for element in declared if "##any" in allowed or (element.namespace or "##local") in allowed)
            return [element for element in islice(fits, _MOST_CHOICES) if not element.is_abstract]
        if "##any" in allowed or "##other" in allowed:
            return [_FOREIGN]
        if "##local" in allowed:
            return [_LOCAL]
        return self._foreign.get(wildcard.namespaces) or self._make_foreign(wildcard.namespaces)

    def _make_foreign(self, namespaces: str) -> list[ElementUse]:
        named = [one for one in namespaces.split() if not one.startswith("##")]
        self._foreign[namespaces] = [ElementUse(name="any", namespace=one, type=_ANYTHING) for one in named[:1]]
        return self._foreign[namespaces]

    def options(self, element: ElementUse) -> list[ContentOption]:
        """The ways to make an element, in the order in which a reader would expect them."""
        key = id(element)
        if key not in self._options:
            self._options[key] = element, []  # for an element that contains itself
            self._options[key] = element, self._all_options(element)
        return self._options[key][1]

    def _all_options(self, element: ElementUse) -> list[ContentOption]:
        if not self._is_json and not is_name(element.name):
            return []
        found = [] if element.is_abstract else self._own_options(element)
        if not found:
            for name in element.substitutes[:_MOST_CHOICES]:
                substitute = self._grammar.elements.get(name)
                if substitute is not None and not substitute.is_abstract and is_name(substitute.name):
                    found += self._own_options(substitute)
        return found

    def _own_options(self, element: ElementUse) -> list[ContentOption]:
        found = []
        if (named := self._named(element)) is not None:
            return [ContentOption(element, self._grammar.type(element.type), None, False, 1, named)]
        for use, name in self._concrete(element.type):
            size = self._of_element_type(element, use)
            if size < IMPOSSIBLE:
                found.append(ContentOption(element, self._grammar.type(use), name, False, 1 + size))
        if element.is_nillable and element.fixed is None:
            type_ = self._grammar.type(element.type)
            complex_ = type_ if isinstance(type_, ComplexType) else None
            if self._is_json or complex_ is None or (not complex_.is_abstract and self.has_attributes(complex_)):
                found.insert(0 if self._is_json and is_any(type_) else len(found), ContentOption(element, type_, None, True, 1))
        return found

    def _concrete(self, use: TypeUse) -> list[tuple[TypeUse, TypeName | None]]:
        """The types that an element of the type can have, with their name if that must be said."""
        type_ = self._grammar.type(use)
        if isinstance(type_, ComplexType) and type_.is_abstract:
            return [(name, name) for name in type_.derived[:_MOST_CHOICES] if is_name(name.name)]
        if not isinstance(type_, Alternatives):
            return [(use, None)]
        found: list[tuple[TypeUse, TypeName | None]] = []
        pending = [use]
        seen: set[TypeName] = set()
        while pending and len(found) < _MOST_CHOICES:
            one = pending.pop()
            if isinstance(one, TypeName):
                if one in seen:
                    continue
                seen.add(one)
            type_ = self._grammar.type(one)
            if isinstance(type_, Alternatives):
                pending.extend(reversed(type_.types[:_MOST_CHOICES]))
            else:
                found.append((one, None))
        return found


def _no_name(_element: ElementUse) -> None:
    return None


def is_any(type_: Type) -> bool:
    """Whether it is the type of anything."""
    return isinstance(type_, SimpleType) and type_.builtin == "anyType" and not type_.facets.values


_ANYTHING = SimpleType(builtin="anyType")
_FOREIGN = ElementUse(name="any", namespace="https://example.org/", type=_ANYTHING)
_LOCAL = ElementUse(name="any", type=_ANYTHING)
