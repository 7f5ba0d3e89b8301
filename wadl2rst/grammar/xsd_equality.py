"""Whether two declarations say the same."""

from __future__ import annotations

from wadl2rst.source.tree import Element

_QNAMES = frozenset({"type", "ref", "base", "itemType", "substitutionGroup"})
"""The attributes whose value is a qualified name, which means the same under another prefix."""


def same_content(first: Element, second: Element) -> bool:
    """Whether two elements of schemas have the same names, attributes and content, apart from documentation and white space."""
    pending = [(first, second)]
    while pending:
        one, other = pending.pop()
        if one is other:
            continue
        if one.name != other.name or one.namespace != other.namespace or not _same_attributes(one, other):
            return False
        ones, others = _children(one), _children(other)
        if len(ones) != len(others):
            return False
        pending.extend(zip(ones, others, strict=True))
    return True


def _same_attributes(one: Element, other: Element) -> bool:
    attributes, others = one.attributes, other.attributes
    if attributes.keys() != others.keys():
        return False
    for name, value in attributes.items():
        if name in _QNAMES:
            if one.qualified(value) != other.qualified(others[name]):
                return False
        elif value != others[name]:
            return False
    return True


def _children(element: Element) -> list[Element]:
    return [child for child in element.elements() if child.name != "annotation"]
