"""The names that XML Schema itself defines: its namespaces, its built-in types, and the attributes of the namespace ``xml``."""

from __future__ import annotations

from wadl2rst.source.tree import XML_NAMESPACE
from wadl2rst.wadl.components import SimpleType

SCHEMA_NAMESPACES = frozenset(
    {
        "http://www.w3.org/2001/XMLSchema",
        "http://www.w3.org/2001/XMLSchema-datatypes",
        "http://www.w3.org/2000/10/XMLSchema",
        "http://www.w3.org/1999/XMLSchema",
    }
)
"""The namespace of XML Schema, that of its types alone (part 2, section 3.1), and those of its drafts."""

VERSIONING = "http://www.w3.org/2007/XMLSchema-versioning"
"""The namespace of conditional inclusion (XML Schema 1.1, part 1, section 4.2.2)."""

RELAX_NG = "http://relaxng.org/ns/structure/1.0"
"""The namespace of RELAX NG."""

NOT_READ = SCHEMA_NAMESPACES | {XML_NAMESPACE}
"""The namespaces whose components are known without a schema."""

BUILT_IN = frozenset(
    {
        "anyType", "anySimpleType", "anyAtomicType", "string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN",
        "NMTOKENS", "ID", "IDREF", "IDREFS", "ENTITY", "ENTITIES", "QName", "NOTATION", "anyURI", "boolean", "decimal", "integer",
        "nonPositiveInteger", "negativeInteger", "nonNegativeInteger", "positiveInteger", "long", "int", "short", "byte", "unsignedLong",
        "unsignedInt", "unsignedShort", "unsignedByte", "float", "double", "duration", "dateTime", "date", "time", "gYear", "gYearMonth",
        "gMonth", "gMonthDay", "gDay", "hexBinary", "base64Binary", "dateTimeStamp", "dayTimeDuration", "yearMonthDuration",
        # of the drafts
        "timeInstant", "timeDuration", "timePeriod", "recurringDuration", "recurringDate", "recurringDay", "uriReference", "CDATA",
        "binary", "month", "year", "century",
    }
)  # fmt: skip
"""The names of the built-in types (part 2, section 3; XML Schema 1.1, part 2, section 3), and of those of the drafts."""

ANY_TYPE = SimpleType(builtin="anyType")
"""The type of an element without a type (part 1, section 3.3.2)."""

ANY_SIMPLE_TYPE = SimpleType(builtin="anySimpleType")
"""The type of an attribute without a type (part 1, section 3.2.2)."""

XML_ATTRIBUTES = {"lang": "language", "space": "NCName", "base": "anyURI", "id": "ID"}
"""The types of the attributes of the namespace ``xml``, whose schema is rarely at hand."""
