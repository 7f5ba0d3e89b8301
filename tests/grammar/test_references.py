"""Names in a WADL: what they mean in its grammars, and what is said of those that miss."""

from __future__ import annotations

import pytest

from wadl2rst.diagnostics import Location, MessageCode, Severity
from wadl2rst.grammar.names import builtin, expanded
from wadl2rst.grammar.references import DeclaredNames, Meaning, References
from wadl2rst.source.tree import QName

WADL = "http://wadl.dev.java.net/2009/02"
XSD = "http://www.w3.org/2001/XMLSchema"
HERE = Location("api.wadl", 7)
ORDER = QName("urn:a", "order")


def names(*written: str) -> frozenset[QName]:
    """Expanded names from ``{namespace}name``."""
    found = (name.rpartition("}") for name in written)
    return frozenset(QName(namespace.removeprefix("{"), local) for namespace, _, local in found)


def references(elements: tuple[str, ...] = ("{urn:a}order",), types: tuple[str, ...] = (), **options: object) -> References:
    """The references to grammars that declare these elements and types."""
    return References(DeclaredNames(elements=names(*elements), types=names(*types), **options))  # type: ignore[arg-type]


def warned(found: References) -> list[str]:
    return [diagnostic.text for diagnostic in found.warnings()]


def linted(found: References) -> list[str]:
    return [diagnostic.text for diagnostic in found.findings()]


# --- elements ---------------------------------------------------------------------------------------


def test_an_exact_name_means_what_it_says() -> None:
    """A declared element is taken without a word, whatever else has its local name."""
    found = references(("{urn:a}order", "{urn:b}order", "order"), ("{urn:a}order",))
    for name, written in ((ORDER, "a:order"), (QName("urn:b", "order"), "{urn:b}order"), (QName("", "order"), "order")):
        assert found.element(name, written, HERE) == Meaning(name, is_type=False, is_exact=True)
    assert warned(found) == linted(found) == []


def test_case_1_a_prefix_of_another_version() -> None:
    """Hard case 1: where one namespace alone has the local name, that is meant; one message for the prefix, however many names."""
    found = references(("{urn:v1}order", "{urn:v1}item", "{urn:v1}fault", "{urn:v1}list", "{urn:v1}note"))
    for line, local in enumerate(("order", "item", "order", "fault", "list", "note"), start=3):
        meaning = found.element(QName("urn:v2", local), f"v2:{local}", Location("api.wadl", line))
        assert meaning == Meaning(QName("urn:v1", local), is_type=False, is_exact=False)
    (said,) = found.warnings()
    assert said.text == (
        "the prefix v2 stands for urn:v2, but the grammars declare the elements order, item, fault and 2 more in urn:v1; "
        "they are taken from there; change the prefix"
    )
    assert (said.code, said.severity, said.location) == (MessageCode.MISNAMED, Severity.WARNING, Location("api.wadl", 3))
    assert linted(found) == []


def test_one_message_for_each_prefix_and_file() -> None:
    """Two prefixes, and the same one in two files, are different mistakes; elements and types under one prefix are one."""
    found = references(("{urn:v1}order", "{urn:v1}item"), ("{urn:v1}Id",))
    for written, file in (("v2:order", "a.wadl"), ("v3:order", "a.wadl"), ("v2:item", "b.wadl"), ("v2:order", "a.wadl")):
        prefix, _, local = written.partition(":")
        found.element(QName(f"urn:{prefix}", local), written, Location(file, 1))
    assert found.type(QName("urn:v2", "Id"), "v2:Id", Location("a.wadl", 1)) == QName("urn:v1", "Id")
    assert [(said.location.file, said.text[:13]) for said in found.warnings()] == [
        ("a.wadl", "the prefix v2"), ("a.wadl", "the prefix v3"), ("b.wadl", "the prefix v2"),
    ]  # fmt: skip
    assert "declare the elements and types order and Id in urn:v1" in warned(found)[0]


@pytest.mark.parametrize("default", ["", WADL])
def test_case_2_no_prefix(default: str) -> None:
    """Hard case 2: nobody means the namespace of WADL, so a name without a prefix has none; one namespace alone can be meant."""
    found = references()
    assert found.element(QName(default, "order"), "order", HERE) == Meaning(ORDER, is_type=False, is_exact=False)
    assert warned(found) == [
        "the grammars declare the element order in urn:a, but the WADL has no prefix for it; it is taken from there; add one"
    ]
    plain = references(("order", "{urn:a}order"))
    assert plain.element(QName(default, "order"), "order", HERE) == Meaning(QName("", "order"), is_type=False, is_exact=True)
    assert warned(plain) == []


def test_case_3_a_type_is_named_as_an_element() -> None:
    """Hard case 3: the type is taken, with a message that says that it is one; also from the only other namespace that has it."""
    found = references((), ("{urn:a}Order", "{urn:a}Item"))
    assert found.element(QName("urn:a", "Order"), "a:Order", HERE) == Meaning(QName("urn:a", "Order"), is_type=True, is_exact=False)
    assert found.element(QName("urn:b", "Item"), "b:Item", HERE) == Meaning(QName("urn:a", "Item"), is_type=True, is_exact=False)
    assert warned(found) == [
        "the grammars declare the element Order of the WADL as a type; the type is shown as the element; name an element instead",
        "the prefix b stands for urn:b, but the grammars declare the element Item of the WADL as a type in urn:a; it is taken from there; "
        "change the prefix",
    ]


def test_an_element_is_meant_before_a_type() -> None:
    """Where the only other namespace has both an element and a type of a name, the element is meant."""
    found = references(("{urn:a}order",), ("{urn:a}order", "{urn:c}order"))
    assert found.element(QName("urn:b", "order"), "b:order", HERE) == Meaning(ORDER, is_type=False, is_exact=False)


@pytest.mark.parametrize(
    ("elements", "types"),
    [
        (("{urn:a}order", "{urn:b}order"), ()),
        (("{urn:a}order", "order"), ()),
        ((), ("{urn:a}order", "{urn:b}order")),
        (("{urn:a}order",), ("{urn:x}order",)),
    ],
)
def test_nothing_is_guessed_where_two_could_be_meant(elements: tuple[str, ...], types: tuple[str, ...]) -> None:
    """Two namespaces, or a type of that name and an element of another: nothing is taken, and lint says why."""
    found = references(elements, types)
    assert found.element(QName("urn:x", "order"), "x:order", HERE) is None
    assert warned(found) == []
    (said,) = linted(found)
    assert said.startswith("the grammars declare the element order ") and said.endswith(
        "it is not clear which the WADL means, so none is shown"
    )


def test_case_4_only_case_differs() -> None:
    """Hard case 4: case is significant, so there is no match, but the message names the near one."""
    found = references(("{urn:a}restart", "{urn:a}reboot"))
    for local in ("Restart", "Reboot"):
        assert found.element(QName("urn:a", local), f"a:{local}", HERE) is None
    assert warned(found) == [
        "the grammars do not declare the elements Restart (did you mean restart?) and Reboot (did you mean reboot?); "
        "upper and lower case differ"
    ]
    assert linted(found) == []


def test_case_5_a_prefix_that_is_not_declared() -> None:
    """Hard case 5: the prefix means nothing, so the only namespace with the local name is meant."""
    found = references()
    assert found.element(QName(None, "order"), "p:order", HERE) == Meaning(ORDER, is_type=False, is_exact=False)
    assert found.element(QName(None, "bill"), "p:bill", HERE) is None
    assert warned(found) == [
        'the prefix p is not declared; the grammars declare the element order in urn:a, and it is taken from there; add xmlns:p="urn:a"'
    ]
    assert linted(found) == ["the grammars do not declare the element bill; the prefix p is not declared"]


def test_case_5_a_generated_prefix_that_is_not_declared() -> None:
    """Enunciate never declares its prefixes, which are left out of names: the name is found, and only lint says so."""
    found = references()
    assert found.element(QName(None, "order"), "order", HERE) == Meaning(ORDER, is_type=False, is_exact=False)
    assert found.element(QName(None, "bill"), "bill", HERE) is None
    assert warned(found) == []
    assert linted(found) == [
        "the prefix is not declared, but the grammars declare the element order in urn:a; it is taken from there; declare it",
        "the grammars do not declare the element bill; the prefix is not declared",
    ]


def test_case_6_generated_prefixes_are_not_shown() -> None:
    """Hard case 6: names under generated prefixes mean the same; a message names the namespace, because the prefixes mean nothing."""
    found = references()
    for _prefix in ("ns8", "ns9"):
        assert found.element(QName("urn:b", "order"), "{urn:b}order", HERE) == Meaning(ORDER, is_type=False, is_exact=False)
    assert warned(found) == [
        "the WADL says urn:b, but the grammars declare the element order in urn:a; it is taken from there; change the namespace"
    ]


def test_a_namespace_where_the_schema_has_none() -> None:
    """A schema without a target namespace declares names without one."""
    found = references(("order",))
    assert found.element(ORDER, "a:order", HERE) == Meaning(QName("", "order"), is_type=False, is_exact=False)
    assert warned(found) == [
        "the prefix a stands for urn:a, but the grammars declare the element order without a namespace; it is taken from there; "
        "remove the prefix"
    ]


def test_a_name_that_is_not_defined() -> None:
    """Lint says what nothing declares, one message a prefix, and the nearest names; a build says nothing."""
    found = references(("{urn:a}order", "{urn:a}invoice"))
    for local in ("oder", "invoce", "xyz", "abc", "def"):
        assert found.element(QName("urn:a", local), f"a:{local}", HERE) is None
    assert warned(found) == []
    (said,) = found.findings()
    assert said.text == (
        "the grammars do not declare the elements oder (did you mean order?), invoce (did you mean invoice?), xyz and 2 more in urn:a"
    )
    assert (said.code, said.location) == (MessageCode.UNDEFINED_NAME, HERE)


# --- what is not known ------------------------------------------------------------------------------


def test_case_7_a_missing_grammar_may_declare_it() -> None:
    """Hard case 7: while a grammar is missing, only exact names are taken, and nothing is said: the others may be in it."""
    found = references(types=("{urn:a}Order",), is_complete=False)
    assert found.element(ORDER, "a:order", HERE) == Meaning(ORDER, is_type=False, is_exact=True)
    assert found.element(QName("urn:b", "order"), "b:order", HERE) is None
    assert found.element(QName("urn:a", "Order"), "a:Order", HERE) is None
    assert found.element(QName("urn:a", "gone"), "a:gone", HERE) is None
    assert found.type(QName("urn:b", "Order"), "b:Order", HERE) is None
    assert warned(found) == linted(found) == []


def test_case_8_an_import_on_the_network_leaves_its_namespace_open() -> None:
    """Hard case 8: where a schema of one namespace was not read, only names of that namespace are not known."""
    found = references(unread=frozenset({"urn:atom"}))
    assert found.element(QName("urn:atom", "order"), "atom:order", HERE) is None
    assert warned(found) == linted(found) == []
    assert found.element(QName("urn:b", "order"), "b:order", HERE) == Meaning(ORDER, is_type=False, is_exact=False)


def test_without_grammars_nothing_is_said() -> None:
    """A WADL without any readable grammar gets no message, whatever it names."""
    found = references(())
    for namespace, written in (("urn:a", "a:order"), (None, "p:order"), (WADL, "order"), (XSD, "xs:order")):
        assert found.element(QName(namespace, "order"), written, HERE) is None
        assert found.type(QName(namespace, "order"), written, HERE) is None
    assert warned(found) == linted(found) == []


# --- types of parameters ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("namespace", "written"),
    [
        (XSD, "xsd:string"),
        (XSD, "{http://www.w3.org/2001/XMLSchema}string"),
        ("http://www.w3.org/1999/XMLSchema", "x:string"),
        ("http://www.w3.org/2000/10/XMLSchema", "x:string"),
        ("http://www.w3.org/2001/XMLSchema-datatypes", "x:string"),
        ("urn:a", "xsd:string"),
        ("urn:a", "xs:string"),
        ("http://www.w3.org/2001/XMLSchema#", "xsd:string"),
        (None, "xs:string"),
        (WADL, "string"),
        ("", "string"),
    ],
)
def test_case_26_built_in_types(namespace: str | None, written: str) -> None:
    """Hard case 26: a name of XML Schema is built-in under the prefixes xs and xsd, whatever they stand for, and without a prefix."""
    assert builtin(QName(namespace, "string"), written) == "string"
    found = references(types=("{urn:b}string",))
    assert found.type(QName(namespace, "string"), written, HERE) is None
    assert warned(found) == linted(found) == []


@pytest.mark.parametrize(
    ("namespace", "written"), [("urn:a", "a:string"), ("urn:a", "string"), (XSD, "xsd:String"), (None, "xs:dict"), (None, "p:string")]
)
def test_other_names_are_not_built_in(namespace: str | None, written: str) -> None:
    """Neither is a name under another prefix, or with another default namespace, nor one that XML Schema does not have."""
    assert builtin(QName(namespace, written.rpartition(":")[2]), written) == ""


def test_a_declared_type_is_meant_before_a_built_in_one() -> None:
    """A grammar may declare a type with the name of a built-in one in the namespace to which xsd is bound."""
    found = references(types=("{urn:a}date", "date"))
    assert found.type(QName("urn:a", "date"), "xsd:date", HERE) == QName("urn:a", "date")
    assert found.type(QName(WADL, "date"), "date", HERE) == QName("", "date")
    assert warned(found) == []


def test_types_are_meant_as_elements_are() -> None:
    """A type is taken from its namespace, else from the only other one; an element is not taken for a type."""
    found = references(("{urn:a}order",), ("{urn:a}Id", "{urn:a}Two", "{urn:b}Two", "{urn:a}UUID"))
    assert found.type(QName("urn:a", "Id"), "a:Id", HERE) == QName("urn:a", "Id")
    assert found.type(QName("urn:b", "Id"), "b:Id", HERE) == QName("urn:a", "Id")
    assert found.type(QName(WADL, "Id"), "Id", HERE) == QName("urn:a", "Id")
    assert found.type(QName(None, "UUID"), "p:UUID", HERE) == QName("urn:a", "UUID")
    assert found.type(QName("urn:x", "Two"), "x:Two", HERE) is None
    assert found.type(QName("urn:a", "order"), "a:order", HERE) is None
    assert len(warned(found)) == 3
    assert linted(found)[1] == "the grammars do not declare the type order (which is an element) in urn:a"
    assert "the prefix b stands for urn:b, but the grammars declare the type Id in urn:a" in warned(found)[0]


def test_undefined_types_are_for_lint_alone() -> None:
    """Words without a prefix are not meant for a schema; a name with one that nothing declares is a finding."""
    found = references(types=("{urn:a}UUID",))
    for namespace, written in ((WADL, "String"), ("", "object"), ("urn:a", "a:string"), (XSD, "xsd:dict"), ("urn:a", "a:UUDI")):
        assert found.type(QName(namespace, written.rpartition(":")[2]), written, HERE) is None
    assert warned(found) == []
    assert linted(found) == [
        "the grammars do not declare the types string (did you mean xsd:string?) and UUDI (did you mean UUID?) in urn:a",
        "XML Schema has no type dict",
    ]


# --- cost -------------------------------------------------------------------------------------------


def test_names_without_end_cost_no_more() -> None:
    """Thousands of names that miss, and names of any length, are looked up at once and folded into one short message."""
    found = references(tuple(f"{{urn:a}}element{number}" for number in range(20_000)))
    for number in range(20_000):
        assert found.element(QName("urn:a", f"missing{number}"), f"a:missing{number}", HERE) is None
    assert found.element(QName("urn:b", "x" * 1_000_000), "b:x", HERE) is None
    many, long = linted(found)
    assert many.endswith("and 19997 more in urn:a") and len(many) < 1000 and len(long) < 1000


def test_the_default_namespace_of_wadl_is_none() -> None:
    """It is that of the elements of the WADL; a prefix that is bound to it, and another default namespace, are meant."""
    assert expanded(QName(WADL, "a"), "a") == QName("", "a")
    assert expanded(QName(WADL, "a"), "wadl:a") == QName(WADL, "a")
    assert expanded(QName("urn:a", "a"), "a") == QName("urn:a", "a")
