"""Qualified names in a WADL, and the built-in types of XML Schema that they name."""

from __future__ import annotations

from wadl2rst.source.tree import WADL_NAMESPACES, QName

XSD_NAMESPACES = frozenset(
    {
        "http://www.w3.org/2001/XMLSchema",
        "http://www.w3.org/2001/XMLSchema-datatypes",
        "http://www.w3.org/2000/10/XMLSchema",
        "http://www.w3.org/1999/XMLSchema",
    }
)
"""The namespace of XML Schema, that of its types alone (part 2, section 3.1), and those of its drafts."""

BUILTIN_TYPES = frozenset(
    {
        "anyType", "anySimpleType", "anyAtomicType", "string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN",
        "NMTOKENS", "ID", "IDREF", "IDREFS", "ENTITY", "ENTITIES", "QName", "NOTATION", "boolean", "base64Binary", "hexBinary", "float",
        "double", "decimal", "integer", "nonPositiveInteger", "negativeInteger", "long", "int", "short", "byte", "nonNegativeInteger",
        "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte", "positiveInteger", "duration", "dateTime", "time", "date",
        "gYearMonth", "gYear", "gMonthDay", "gDay", "gMonth", "anyURI", "dateTimeStamp", "dayTimeDuration", "yearMonthDuration",
    }
)  # fmt: skip
"""The local names of the built-in types (part 2, section 3), and those that version 1.1 adds."""


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
    if name.name not in BUILTIN_TYPES:
        return ""
    is_plain = expanded(name, written).namespace == ""
    return name.name if name.namespace in XSD_NAMESPACES or prefix_of(written) in ("xs", "xsd") or is_plain else ""
