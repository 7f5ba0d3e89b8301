"""Qualified names in a WADL, and the built-in types of XML Schema that they name."""

from __future__ import annotations

from wadl2rst.grammar.xsd_names import BUILT_IN, SCHEMA_NAMESPACES
from wadl2rst.source.tree import WADL_NAMESPACES, QName


def prefix_of(written: str) -> str | None:
    """The prefix of a qualified name as written; empty for none, None if a generated prefix was replaced (``{namespace}name``)."""
    return None if written.startswith("{") else written.strip().rpartition(":")[0]


def expanded(name: QName, written: str) -> QName:
    """The expanded name that a schema can declare, for the expanded name and the name as a WADL has it.

    Without a prefix, the default namespace applies, but nobody means that of WADL: then the name has none.
    """
    return QName("", name.name) if prefix_of(written) == "" and name.namespace in WADL_NAMESPACES else name


def builtin(name: QName, written: str) -> str:
    """The local name of the built-in type of XML Schema that is meant; empty for none.

    Under the prefixes ``xs`` and ``xsd``, which often are bound to something else or not declared, it counts as built-in, and so it
    does without a prefix, unless the default namespace is another one than that of WADL.
    """
    if name.name not in BUILT_IN:
        return ""
    is_plain = expanded(name, written).namespace == ""
    return name.name if name.namespace in SCHEMA_NAMESPACES or prefix_of(written) in ("xs", "xsd") or is_plain else ""
