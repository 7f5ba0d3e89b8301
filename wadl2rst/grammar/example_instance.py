"""Documents made from components, before they are written as XML or JSON.

A document holds all that is required, and of what is optional, what helps a reader: each element once, until there are
:data:`MOST_ELEMENTS`.  It is made level by level, so that the outer elements come first, and no recursion goes with its depth.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from wadl2rst.grammar.example_sizes import IMPOSSIBLE, ContentOption, NamedValue, Sizes
from wadl2rst.grammar.example_values import Values
from wadl2rst.source.tree import XML_NAMESPACE
from wadl2rst.wadl.components import (
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
    Wildcard,
)

MOST_ELEMENTS = 60
"""How many elements an example has at most, unless more are required."""
_MOST_REQUIRED = 150
"""How many elements may be required, for an example that is of use."""
_DEEPEST = 6
"""The depth below which only required elements are made."""
_DEEPEST_GROUP = 32
"""The nesting of groups below which only required elements are made."""
_MOST_ATTRIBUTES = 12
"""How many attributes an element has at most, unless more are required."""
_MOST_STEPS = 5_000
"""How many particles are looked at before all that is optional is left out."""


@dataclass(slots=True, kw_only=True, eq=False)
class Node:
    """An element of an example, or a value of JSON, while it is made."""

    element: ElementUse
    type: Type
    type_name: TypeName | None = None
    """The name for ``xsi:type``."""
    is_nil: bool = False
    named: NamedValue | None = None
    """The value of JSON that the schema names."""
    text: str | None = None
    """The text; None if the content is not simple."""
    attributes: list[tuple[Attribute, str]] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    """The elements, the properties of an object, or the items of an array."""
    repeats: bool = False
    """Whether there may be several of it."""
    parent: Node | None = None
    depth: int = 0
    is_minimal: bool = False
    """Whether it repeats a type around it, so that only what is required is in it."""

    @property
    def key(self) -> TypeName | int:
        """What tells its type from others."""
        name = None if isinstance(self.type, SimpleType) else self.type.name
        return name or id(self.type)


def make_document(root: ElementUse, grammar: Grammar, sizes: Sizes, values: Values, *, is_json: bool, is_request: bool) -> Node | None:
    """A document with that root element; None if none can be made."""
    return _Maker(grammar, sizes, values, is_json, is_request).make(root)


def nodes(root: Node) -> list[Node]:
    """The node and all below it, in document order."""
    found = []
    pending = [root]
    while pending:
        node = pending.pop()
        found.append(node)
        pending.extend(reversed(node.children))
    return found


def number_ids(root: Node, values: Values) -> bool:
    """Gives each value of the type ``ID`` a number; whether they are unique then, and each ``IDREF`` refers to one of them."""
    known: set[str] = set()
    references: set[str] = set()
    count = 0
    for node in nodes(root):
        type_ = node.type.text if isinstance(node.type, ComplexType) else node.type
        texts = [(attribute.type, text) for attribute, text in node.attributes]
        if node.text is not None and type_ is not None:
            texts.append((type_, node.text))
        for at, (use, text) in enumerate(texts):
            builtin = values.builtin(use)
            if builtin in ("IDREF", "IDREFS"):
                references.update(text.split())
            if builtin != "ID":
                continue
            count += 1
            new = f"id{count}" if text == "id1" else text
            if new in known or not values.fits(use, new):
                return False
            known.add(new)
            if at < len(node.attributes):
                node.attributes[at] = node.attributes[at][0], new
            else:
                node.text = new
    return references <= known


class _Maker:
    def __init__(self, grammar: Grammar, sizes: Sizes, values: Values, is_json: bool, is_request: bool) -> None:
        self._grammar = grammar
        self._sizes = sizes
        self._values = values
        self._is_json = is_json
        self._is_request = is_request
        self._left = 0
        self._steps = 0
        self._nesting = 0
        self._pending: deque[Node] = deque()

    def make(self, root: ElementUse) -> Node | None:
        required = self._sizes.once(root)
        if required > _MOST_REQUIRED:
            return None
        self._left = max(0, MOST_ELEMENTS - required)
        node = self._add(root, None, False)
        while self._pending:
            self._fill(self._pending.popleft())
        return node

    def _add(self, element: ElementUse, parent: Node | None, repeats: bool) -> Node:
        """Makes an element, whose smallest size has been accounted for, without its content."""
        is_minimal = parent is not None and parent.is_minimal
        option = self._choose(element, parent, is_minimal)
        node = Node(
            element=option.element,
            type=option.type,
            type_name=option.type_name,
            is_nil=option.is_nil,
            named=option.named,
            repeats=repeats,
            parent=parent,
            depth=parent.depth + 1 if parent else 0,
        )
        node.is_minimal = is_minimal or _is_within(node.key, parent)
        if parent is not None:
            parent.children.append(node)
        self._pending.append(node)
        return node

    def _choose(self, element: ElementUse, parent: Node | None, is_minimal: bool) -> ContentOption:
        options = self._sizes.options(element)
        smallest = min(options, key=lambda option: option.size)
        if not is_minimal:
            for option in options:
                extra = option.size - smallest.size
                if extra <= self._left and not _is_within(_key(option.type), parent):
                    self._left -= extra
                    return option
        return smallest

    def _fill(self, node: Node) -> None:
        type_ = node.type
        if isinstance(type_, ComplexType):
            self._fill_attributes(node, type_)
        if node.is_nil or node.named is not None:
            return
        if isinstance(type_, SimpleType):
            node.text = self._sizes.text(node.element, type_)
        elif isinstance(type_, ArrayType):
            self._fill_array(node, type_)
        elif isinstance(type_, ComplexType):
            if type_.text is not None:
                node.text = self._sizes.text(node.element, type_.text)
            elif type_.content is not None:
                self._walk(type_.content, node, False)
            if type_.is_mixed and not node.children:
                node.text = node.element.fixed or node.element.default or "string"

    def _fill_attributes(self, node: Node, type_: ComplexType) -> None:
        left = _MOST_ATTRIBUTES - sum(attribute.is_required for attribute in type_.attributes)
        made: set[tuple[str, str]] = set()
        for attribute in type_.attributes:
            if not attribute.is_required:
                if left <= 0 or node.is_minimal or _is_idle(attribute) or not self._sizes.is_possible(attribute):
                    continue
                left -= 1
            text = self._sizes.text(attribute, attribute.type)
            name = attribute.namespace, attribute.name.removeprefix("xml:")
            if text is not None and name not in made:
                made.add(name)
                node.attributes.append((attribute, text))

    def _fill_array(self, node: Node, array: ArrayType) -> None:
        item = self._sizes.item(array)
        count = max(0, array.minimum)
        if count == 0 and array.maximum != 0 and not node.is_minimal and self._wants(item, node):
            count = 1
        for _ in range(count):
            self._add(item, node, True)

    # --- particles ---

    def _walk(self, particle: Particle, node: Node, repeats: bool) -> None:
        """Adds the occurrences of a particle; those that are required have been accounted for."""
        if particle.maximum == 0:
            return
        self._steps += 1
        repeats = repeats or particle.maximum is None or particle.maximum > 1
        count = max(0, particle.minimum)
        if count == 0 or self._sizes.once(particle) == 0:
            is_left_out = node.is_minimal or self._is_full or self._nesting > _DEEPEST_GROUP
            if is_left_out or (count == 0 and not self._wants(particle, node)):
                return
            count = 1
        self._nesting += 1
        for _ in range(count):
            self._place(particle, node, repeats)
        self._nesting -= 1
        if isinstance(particle, ModelGroup) and particle.kind == "choice" and not node.is_minimal:
            self._place_others(particle, node, count)

    @property
    def _is_full(self) -> bool:
        return self._left <= 0 or self._steps > _MOST_STEPS

    def _wants(self, particle: Particle, node: Node) -> bool:
        """Whether an occurrence that is optional is made; its smallest size is then accounted for."""
        size = self._sizes.once(particle)
        if self._is_full or size > self._left or isinstance(particle, Wildcard):
            return False
        if isinstance(particle, ElementUse):
            is_of_other_side = particle.is_read_only if self._is_request else particle.is_write_only
            if node.depth + 1 > _DEEPEST or particle.is_deprecated or is_of_other_side:
                return False
        if self._repeats_type(particle, node, {}):
            return False
        self._left -= size
        return True

    def _repeats_type(self, particle: Particle, node: Node, known: dict[int, bool]) -> bool:
        """Whether what is required in a particle has a type that is around it."""
        if id(particle) in known:
            return known[id(particle)]
        known[id(particle)] = False
        found = False
        if isinstance(particle, ElementUse):
            options = self._sizes.options(particle)
            found = all(_is_within(_key(option.type), node) for option in options)
        elif isinstance(particle, ModelGroup) and particle.kind == "choice":
            found = all(child.minimum > 0 and self._repeats_type(child, node, known) for child in particle.children)
        elif isinstance(particle, ModelGroup):
            found = any(self._repeats_type(child, node, known) for child in particle.children if child.minimum > 0)
        known[id(particle)] = found
        return found

    def _place(self, particle: Particle, node: Node, repeats: bool) -> None:
        """Adds one occurrence."""
        if isinstance(particle, ElementUse):
            self._add(particle, node, repeats)
        elif isinstance(particle, Wildcard):
            options = [] if self._is_json else self._sizes.wildcard_elements(particle)
            if options:
                self._add(min(options, key=self._sizes.once), node, repeats)
        elif particle.kind == "choice":
            alternative = self._alternative(particle, node)
            if alternative is not None:
                self._walk(alternative, node, repeats)
        else:
            for child in particle.children:
                if child.minimum <= 0 and self._is_full:
                    continue
                self._walk(child, node, repeats)

    def _alternative(self, choice: ModelGroup, node: Node) -> Particle | None:
        """The alternative to make: the first, unless it does not end or is too large."""
        known = {id(child): self._sizes.required(child) for child in choice.children if child.maximum != 0}
        smallest = min(known.values(), default=IMPOSSIBLE)
        if smallest >= IMPOSSIBLE:
            return None
        possible = [child for child in choice.children if known.get(id(child), IMPOSSIBLE) < IMPOSSIBLE]
        if not node.is_minimal:
            for child in possible:
                extra = known[id(child)] - smallest
                if extra <= self._left and self._sizes.once(child) < IMPOSSIBLE and not self._repeats_type(child, node, {}):
                    self._left -= extra
                    return child
        return next(child for child in possible if known[id(child)] == smallest)

    def _place_others(self, choice: ModelGroup, node: Node, count: int) -> None:
        """Adds the other alternatives of a choice that may occur several times, each once, as they may stand side by side."""
        made = {id(child.element) for child in node.children}
        for child in choice.children:
            if self._is_full or (choice.maximum is not None and count >= choice.maximum):
                return
            if not isinstance(child, ElementUse) or child.minimum > 1 or child.maximum == 0 or id(child) in made:
                continue
            if self._wants(child, node):
                self._add(child, node, True)
                count += 1


def _is_idle(attribute: Attribute) -> bool:
    """Whether an optional attribute tells a reader nothing: it is as good as absent, or of those that any XML may have."""
    return attribute.default == "" or attribute.namespace == XML_NAMESPACE or attribute.name.startswith("xml:")


def _key(type_: Type) -> TypeName | int:
    name = None if isinstance(type_, SimpleType) else type_.name
    return name or id(type_)


def _is_within(key: TypeName | int, node: Node | None) -> bool:
    """Whether the type is that of the node or of one around it; simple types do not count."""
    while node is not None:
        if not isinstance(node.type, SimpleType) and node.key == key:
            return True
        node = node.parent
    return False
