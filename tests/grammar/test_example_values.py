"""Values of simple types in examples."""

import pytest

from wadl2rst.grammar.example_values import Values
from wadl2rst.grammar.plain_values import plain_values
from wadl2rst.wadl.components import NO_SCHEMAS, Facets, Grammar, SimpleType, TypeName, TypeUse, Value

STRING = SimpleType(builtin="string")
INT = SimpleType(builtin="int")


def value(use: TypeUse, grammar: Grammar = NO_SCHEMAS) -> str | None:
    return Values(grammar).value(use)


def of(builtin: str, **facets: object) -> str | None:
    return value(SimpleType(builtin=builtin, facets=Facets(**facets)))  # type: ignore[arg-type]


def enumeration(*values: str) -> tuple[Value, ...]:
    return tuple(Value(value=one) for one in values)


@pytest.mark.parametrize(
    ("builtin", "expected"),
    [
        ("string", "string"),
        ("token", "string"),
        ("anySimpleType", "string"),
        ("int", "1"),
        ("positiveInteger", "1"),
        ("negativeInteger", "-1"),
        ("nonPositiveInteger", "0"),
        ("unsignedByte", "1"),
        ("decimal", "1.5"),
        ("double", "1.5"),
        ("boolean", "true"),
        ("dateTime", "2026-01-31T12:00:00Z"),
        ("date", "2026-01-31"),
        ("time", "12:00:00"),
        ("duration", "P1D"),
        ("gYear", "2026"),
        ("gMonthDay", "--01-31"),
        ("anyURI", "https://example.org/"),
        ("language", "en"),
        ("ID", "id1"),
        ("IDREFS", "id1"),
        ("NMTOKEN", "token"),
        ("NMTOKENS", "token"),
        ("QName", "name"),
        ("hexBinary", "0F"),
        ("base64Binary", "c3RyaW5n"),
        ("ENTITY", None),
        ("NOTATION", None),
        ("", None),
    ],
)
def test_a_built_in_type_has_a_plain_value(builtin: str, expected: str | None) -> None:
    """Each built-in type has a plain value, except those that need a DTD."""
    assert of(builtin) == expected


@pytest.mark.parametrize(
    ("builtin", "facets", "expected"),
    [
        ("string", {"max_length": 3}, "str"),
        ("string", {"length": 8}, "stringst"),
        ("string", {"min_length": 8, "max_length": 9}, "stringstr"),
        ("string", {"max_length": 0}, ""),
        ("string", {"min_length": 100_000}, None),
        ("hexBinary", {"length": 4}, "0F0F0F0F"),
        ("base64Binary", {"length": 2}, "c3Q="),
        ("anyURI", {"max_length": 5}, "/"),
        ("anyURI", {"length": 3}, "aaa"),
        ("int", {"minimum": "100", "maximum": "200"}, "100"),
        ("int", {"above": "100"}, "101"),
        ("int", {"below": "0"}, "-1"),
        ("int", {"minimum": "9", "maximum": "8"}, None),
        ("byte", {"minimum": "1000"}, None),
        ("decimal", {"above": "0", "below": "0.5"}, "0.1"),
        ("decimal", {"fraction_digits": 0}, "1"),
        ("decimal", {"minimum": "10.25", "total_digits": 4, "fraction_digits": 2}, "10.25"),
        ("decimal", {"minimum": "nonsense"}, None),
        ("integer", {"multiple_of": "7", "minimum": "10"}, "14"),
        ("date", {"minimum": "2030-01-01"}, "2030-01-01"),
        ("date", {"below": "2000-06-01"}, "1999-06-01"),
        ("dateTime", {"maximum": "2000-01-01T00:00:00Z"}, "2000-01-01T00:00:00Z"),
        ("duration", {"maximum": "PT1M"}, "PT1M"),
        ("dateTime", {"patterns": (r".*[+\-]\d\d:\d\d",)}, "2026-01-31T12:00:00+01:00"),
        ("string", {"patterns": (r"[0-9a-f\-]{36}",)}, "123e4567-e89b-12d3-a456-426614174000"),
        ("string", {"patterns": (r"[A-Z]{3}-\d+",)}, "AAA-1"),
        ("string", {"patterns": (r"\S+",), "min_length": 30}, "stringstringstringstringstring"),
        ("string", {"patterns": ("x.*", ".*y")}, None),
        ("string", {"patterns": ("x*",), "length": 33}, "x" * 33),
        ("string", {"patterns": ("(",)}, None),
        ("token", {"values": enumeration("red", "blue")}, "red"),
        ("string", {"values": enumeration("", "blue")}, "blue"),
        ("string", {"values": enumeration("")}, ""),
        ("string", {"values": enumeration("red", "blue"), "patterns": ("b.*",)}, "blue"),
        ("QName", {"values": enumeration("p:a")}, None),
    ],
)
def test_values_keep_to_the_facets(builtin: str, facets: dict[str, object], expected: str | None) -> None:
    """A value keeps to every facet (part 2, section 4.3), or there is none."""
    assert of(builtin, **facets) == expected


def test_union_has_the_value_of_its_first_member_that_has_one() -> None:
    """Hard case 21: an enumeration or any other value has the first value of the enumeration."""
    colour = SimpleType(builtin="string", facets=Facets(values=enumeration("red")))
    assert value(SimpleType(members=(colour, STRING))) == "red"
    assert value(SimpleType(members=(SimpleType(builtin="ENTITY"), INT))) == "1"
    assert value(SimpleType(members=(INT, STRING), facets=Facets(patterns=("s.*",)))) == "string"


def test_list_has_items_separated_by_spaces() -> None:
    """Hard case 21: a list has two items, or as many as it must have; strings that would say nothing stand once."""
    assert value(SimpleType(item=INT)) == "1 2"
    assert value(SimpleType(item=STRING)) == "string"
    assert value(SimpleType(item=STRING, facets=Facets(length=3))) == "string string string"
    assert value(SimpleType(item=INT, facets=Facets(max_length=1))) == "1"
    colour = SimpleType(builtin="string", facets=Facets(values=enumeration("red", "blue", "green")))
    assert value(SimpleType(item=colour)) == "red blue"
    assert value(SimpleType(item=SimpleType(builtin="ENTITY"))) is None


def test_named_types_that_contain_themselves_have_no_value() -> None:
    """A union or list that contains only itself has no value, and one with another member has that."""
    name = TypeName("urn:a", "loop")

    def grammar(simple: SimpleType) -> Grammar:
        return Grammar(bodies={}, json_bodies={}, params={}, elements={}, types={name: simple})

    assert value(name, grammar(SimpleType(name=name, members=(name,)))) is None
    assert value(name, grammar(SimpleType(name=name, item=name))) is None
    assert value(name, grammar(SimpleType(name=name, members=(name, INT)))) == "1"
    assert value(TypeName("urn:a", "missing"), NO_SCHEMAS) is None


@pytest.mark.parametrize(
    ("use", "text", "expected"),
    [
        (INT, "7", True),
        (INT, " 7 ", True),
        (INT, "seven", False),
        (SimpleType(builtin="string", facets=Facets(max_length=3)), "four", False),
        (SimpleType(builtin="string", facets=Facets(patterns=("(",))), "any", True),
        (SimpleType(item=INT), "1 2", True),
        (SimpleType(item=INT), "1 b", False),
        (SimpleType(builtin="date"), "2026-02-31", False),
        (SimpleType(builtin="boolean"), "yes", False),
    ],
)
def test_values_of_the_schema_are_checked(use: SimpleType, text: str, expected: bool) -> None:
    """A default that is not valid is told from one that is; what can not be decided counts as valid."""
    assert Values(NO_SCHEMAS).fits(use, text) is expected


@pytest.mark.parametrize("builtin", ["date", "dateTime", "float", "anyURI", "duration", "gDay", "language", "NCName", "hexBinary", "time"])
def test_plain_values_are_valid(builtin: str) -> None:
    """All plain values of a type are valid for it."""
    for text in plain_values(builtin):
        assert Values(NO_SCHEMAS).fits(SimpleType(builtin=builtin), text)


def test_a_name_says_a_value() -> None:
    """A name that says what it holds gives a value, if the type allows it and has no values or format of its own."""
    values = Values(NO_SCHEMAS)
    assert values.value_by_name(STRING, "contactEmail") == "user@example.org"
    assert values.value_by_name(INT, "limit") == "10"
    assert values.value_by_name(SimpleType(builtin="int", facets=Facets(maximum="5")), "limit") is None
    assert values.value_by_name(SimpleType(builtin="string", facets=Facets(max_length=5)), "email") is None
    assert values.value_by_name(SimpleType(builtin="string", facets=Facets(values=enumeration("a"))), "email") is None
    assert values.value_by_name(SimpleType(builtin="string", format="date"), "email") is None
    assert values.value_by_name(STRING, "title") is None
