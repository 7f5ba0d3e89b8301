"""Examples for elements of an XML Schema written as JSON, in the conventions that Java frameworks have for it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from enum import StrEnum

from wadl2rst.grammar.example_instance import Node
from wadl2rst.grammar.example_values import Values
from wadl2rst.grammar.example_xml import ExamplePrefixes, attributes_of
from wadl2rst.grammar.plain_values import INTEGERS
from wadl2rst.wadl.components import ComplexType, SimpleType, TypeUse

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,200})(\.[0-9]{1,200})?([eE][+-]?[0-9]{1,2})?")


class JsonShape(StrEnum):
    """A convention for writing XML as JSON."""

    NATURAL = "natural"
    """Numbers and booleans are such, repeated elements arrays, attributes members as elements are; text beside them is ``value``
    (Jackson with JAXB annotations, MOXy, Jersey's *natural*)."""
    MAPPED = "mapped"
    """All values are strings, an element becomes an array only where there are several, attributes begin with ``@``, and text beside
    them is ``$`` (Jettison; Jersey's *mapped*)."""
    BADGERFISH = "badgerfish"
    """As the BadgerFish convention: every element is an object, its text ``$``, an attribute ``@name``; ``@xmlns`` has namespaces."""


def shaped(root: Node, shape: JsonShape, values: Values, *, drops_root: bool) -> object:
    """A made document as a value of JSON; ``drops_root`` leaves out the name of the root element, where the convention can."""
    prefixes = ExamplePrefixes(root)
    if shape is JsonShape.BADGERFISH:
        value = _badgerfish(root, prefixes)
        declared = {prefix or "$": namespace for prefix, namespace in prefixes.declared.items()}
        if declared:
            value = {"@xmlns": declared, **value}
        return {prefixes.name(root.element.namespace, root.element.name): value}
    if shape is JsonShape.MAPPED:
        numbers: dict[str, str] = {}

        def name(node: Node) -> str:
            """The name of an element, with a prefix and a dot if it has a namespace and the names are not those of Jersey."""
            namespace = node.element.namespace
            if not namespace or drops_root:
                return node.element.name
            return f"{numbers.setdefault(namespace, f'ns{len(numbers) + 1}')}.{node.element.name}"

        root_name = name(root)
        mapped = _mapped(root, name, prefixes)
        return mapped if drops_root else {root_name: mapped}
    natural = _natural(root, values)
    return natural if drops_root else {root.element.name: natural}


def _natural(node: Node, values: Values) -> object:
    if node.is_nil and not node.attributes:
        return None
    type_ = node.type.text if isinstance(node.type, ComplexType) and node.type.text is not None else node.type
    text = None if node.text is None else typed(node.text, type_, values)
    if isinstance(node.type, SimpleType) and node.type_name is None:
        return {} if text is None else text
    members = _collected((child.element.name, _natural(child, values), child.repeats) for child in node.children)
    attributes: dict[str, object] = {}
    if node.type_name is not None:
        attributes["type"] = node.type_name.name
    for attribute, value in node.attributes:
        attributes[attribute.name.rpartition(":")[2]] = typed(value, attribute.type, values)
    found = {name: value for name, value in attributes.items() if name not in members} | members
    if text is None:
        return found
    return found | {"value": text} if found else text


def _mapped(node: Node, name: Callable[[Node], str], prefixes: ExamplePrefixes) -> object:
    attributes = {f"@{key.replace(':', '.')}": value for key, value in attributes_of(node, prefixes)}
    members = _collected((name(child), _mapped(child, name, prefixes), False) for child in node.children)
    found = attributes | members
    if found:
        return found | {"$": node.text} if node.text else found
    return node.text or ""


def _badgerfish(node: Node, prefixes: ExamplePrefixes) -> dict[str, object]:
    found: dict[str, object] = {f"@{key}": value for key, value in attributes_of(node, prefixes)}
    if node.text:
        found["$"] = node.text
    return found | _collected(
        (prefixes.name(child.element.namespace, child.element.name), _badgerfish(child, prefixes), False) for child in node.children
    )


def _collected(members: Iterable[tuple[str, object, bool]]) -> dict[str, object]:
    """The members of an object from names and values; several of one name, or one that may be several, become an array."""
    found: dict[str, list[object]] = {}
    arrays = set()
    for name, value, is_array in members:
        found.setdefault(name, []).append(value)
        if is_array:
            arrays.add(name)
    return {name: listed if name in arrays or len(listed) > 1 else listed[0] for name, listed in found.items()}


def typed(text: str, use: TypeUse, values: Values) -> object:
    """The value of JSON for a value of XML: a number, ``true`` or ``false``, an array for a list, else a string."""
    item = values.item(use)
    if item is not None:
        return [typed(one, item, values) for one in text.split()]
    builtin = values.builtin(use)
    bare = text.strip()
    if builtin == "boolean":
        return bare in ("true", "1")
    if builtin in INTEGERS or builtin in ("decimal", "float", "double"):
        bare = bare.removeprefix("+")
        if _NUMBER.fullmatch(bare):
            return json.loads(bare)
    return text
