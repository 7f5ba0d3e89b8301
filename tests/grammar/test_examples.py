"""Examples of bodies, as XML and as JSON in the conventions for XML."""

import json
from dataclasses import replace
from textwrap import dedent

import pytest

from wadl2rst.grammar.examples import Examples, json_example, xml_example
from wadl2rst.source.tree import XML_NAMESPACE, QName
from wadl2rst.wadl.components import (
    NO_SCHEMAS,
    Attribute,
    ComplexType,
    ElementUse,
    Facets,
    Grammar,
    ModelGroup,
    Particle,
    SchemaBody,
    SimpleType,
    Type,
    TypeName,
    TypeUse,
    Value,
    Wildcard,
)

NS = "urn:shop"
STRING = SimpleType(builtin="string")
INT = SimpleType(builtin="int")
ANY = SimpleType(builtin="anyType")


def sequence(*children: Particle, minimum: int = 1, maximum: int | None = 1) -> ModelGroup:
    return ModelGroup(kind="sequence", children=children, minimum=minimum, maximum=maximum)


def choice(*children: Particle, minimum: int = 1, maximum: int | None = 1) -> ModelGroup:
    return ModelGroup(kind="choice", children=children, minimum=minimum, maximum=maximum)


def local(name: str, use: TypeUse = STRING, minimum: int = 1, maximum: int | None = 1, **more: object) -> ElementUse:
    return ElementUse(name=name, type=use, minimum=minimum, maximum=maximum, **more)  # type: ignore[arg-type]


def optional(name: str, use: TypeUse = STRING, **more: object) -> ElementUse:
    return local(name, use, 0, **more)


def record(*children: Particle, **more: object) -> ComplexType:
    return ComplexType(content=sequence(*children) if children else None, **more)  # type: ignore[arg-type]


def root(use: TypeUse, name: str = "order", namespace: str = NS, **more: object) -> SchemaBody:
    return SchemaBody(root=ElementUse(name=name, namespace=namespace, type=use, **more))  # type: ignore[arg-type]


def grammar(types: dict[str, Type] | None = None, elements: tuple[ElementUse, ...] = ()) -> Grammar:
    named = {TypeName(NS, name): replace(one, name=TypeName(NS, name)) for name, one in (types or {}).items()}
    return replace(NO_SCHEMAS, types=named, elements={QName(one.namespace, one.name): one for one in elements})


def named(name: str) -> TypeName:
    return TypeName(NS, name)


def assert_xml(body: SchemaBody, schema: Grammar, expected: str) -> None:
    assert xml_example(body, schema) == dedent(expected).strip("\n")


def as_json(body: SchemaBody, schema: Grammar = NO_SCHEMAS, **options: object) -> object:
    made = json_example(body, schema, **options)  # type: ignore[arg-type]
    return None if made is None else json.loads(made)


# --- names ----------------------------------------------------------------------------------------


def test_hard_case_19_unqualified_local_elements_are_written_without_a_prefix() -> None:
    """Local elements of a schema that does not qualify them have no prefix, and the root element has one."""
    body = root(record(local("name"), local("count", INT)))
    assert_xml(
        body,
        NO_SCHEMAS,
        """
        <ns:order xmlns:ns="urn:shop">
          <name>string</name>
          <count>1</count>
        </ns:order>
        """,
    )


def test_hard_case_19_qualified_local_elements_share_the_default_namespace() -> None:
    """Where all elements are in one namespace, it is the default."""
    body = root(record(local("name", namespace=NS), attributes=(Attribute(name="id", type=INT),)))
    assert_xml(
        body,
        NO_SCHEMAS,
        """
        <order xmlns="urn:shop" id="1">
          <name>string</name>
        </order>
        """,
    )


def test_hard_case_19_one_qualified_among_unqualified_elements_has_a_prefix() -> None:
    """Where only some elements are qualified, these have a prefix."""
    body = root(record(local("name", namespace=NS), local("count", INT)))
    assert_xml(
        body,
        NO_SCHEMAS,
        """
        <ns:order xmlns:ns="urn:shop">
          <ns:name>string</ns:name>
          <count>1</count>
        </ns:order>
        """,
    )


def test_other_namespaces_have_numbered_or_usual_prefixes() -> None:
    """Elements and attributes of other namespaces have prefixes, declared on the root in the order of the document."""
    link = record(
        attributes=(
            Attribute(name="xml:lang", namespace=XML_NAMESPACE, type=STRING, is_required=True),
            Attribute(name="h", namespace="urn:a", type=INT),
        )
    )
    body = root(record(local("link", link, namespace="http://www.w3.org/2005/Atom"), local("b", namespace="urn:b")))
    assert_xml(
        body,
        NO_SCHEMAS,
        """
        <order xmlns="urn:shop" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:ns1="urn:a" xmlns:ns2="urn:b">
          <atom:link xml:lang="string" ns1:h="1"/>
          <ns2:b>string</ns2:b>
        </order>
        """,
    )


def test_no_namespace_needs_no_declaration() -> None:
    """A document in no namespace declares none."""
    assert xml_example(root(record(local("name")), namespace=""), NO_SCHEMAS) == "<order>\n  <name>string</name>\n</order>"


def test_attribute_in_the_namespace_of_the_root_has_its_prefix() -> None:
    """A default namespace does not reach attributes, so the namespace gets a prefix if one is in it."""
    body = root(record(attributes=(Attribute(name="id", namespace=NS, type=INT),)))
    assert xml_example(body, NO_SCHEMAS) == '<ns:order xmlns:ns="urn:shop" ns:id="1"/>'


def test_names_that_xml_does_not_allow_are_left_out() -> None:
    """A part with an impossible name is left out if it is optional; if it is required, there is no example."""
    assert xml_example(root(record(optional("a b"), local("c"))), NO_SCHEMAS) is not None
    assert "a b" not in (xml_example(root(record(optional("a b"), local("c"))), NO_SCHEMAS) or "")
    assert xml_example(root(record(local("a b"))), NO_SCHEMAS) is None


def test_special_characters_are_escaped() -> None:
    """Defaults and names of namespaces may hold any character."""
    body = root(record(local("a", default="<&>"), attributes=(Attribute(name="b", type=STRING, default='"<\n'),)), namespace="urn:a&b")
    assert xml_example(body, NO_SCHEMAS) == ('<ns:order xmlns:ns="urn:a&amp;b" b="&quot;&lt;&#10;">\n  <a>&lt;&amp;&gt;</a>\n</ns:order>')


def test_many_attributes_fill_several_lines() -> None:
    """A start tag that would be too wide goes on in the next line."""
    attributes = tuple(Attribute(name=f"attribute{number}", type=STRING) for number in range(5))
    assert xml_example(root(record(attributes=attributes), namespace=""), NO_SCHEMAS) == (
        '<order attribute0="string" attribute1="string" attribute2="string" attribute3="string"\n       attribute4="string"/>'
    )


def test_optional_attributes_that_tell_nothing_are_left_out() -> None:
    """Optional attributes such as ``xml:lang``, and those that are empty by default, are left out."""
    attributes = (
        Attribute(name="xml:lang", namespace=XML_NAMESPACE, type=STRING),
        Attribute(name="xml:space", namespace=XML_NAMESPACE, type=STRING, is_required=True),
        Attribute(name="note", type=STRING, default=""),
    )
    assert xml_example(root(record(attributes=attributes), namespace=""), NO_SCHEMAS) == '<order xml:space="string"/>'


# --- content --------------------------------------------------------------------------------------


def test_optional_parts_stand_once_and_required_ones_as_often_as_they_must() -> None:
    """An element stands once, whether it is optional or may repeat, unless several are required."""
    body = root(record(optional("a"), local("b", STRING, 0, None), local("c", STRING, 2, 5), local("d", STRING, 0, 0)), namespace="")
    assert_xml(
        body,
        NO_SCHEMAS,
        """
        <order>
          <a>string</a>
          <b>string</b>
          <c>string</c>
          <c>string</c>
        </order>
        """,
    )


def test_choice_has_its_first_alternative() -> None:
    """A choice has its first alternative, unless that can not be made."""
    assert as_json(root(record(choice(local("a"), local("b")))), drops_root=True) == {"a": "string"}
    impossible = local("a", TypeName("urn:none", "missing"))
    assert as_json(root(record(choice(impossible, local("b")))), drops_root=True) == {"b": "string"}
    assert as_json(root(record(choice(impossible))), drops_root=True) is None


def test_hard_case_17_repeated_choice_shows_each_alternative_once() -> None:
    """A choice that may occur any number of times has each alternative once, and no more than it may have."""
    names = [local(name) for name in "abc"]
    assert as_json(root(record(choice(*names, maximum=None))), drops_root=True) == dict.fromkeys("abc", ["string"])
    assert as_json(root(record(choice(*names, minimum=0, maximum=2))), drops_root=True) == dict.fromkeys("ab", ["string"])


def test_fixed_values_and_defaults_come_first() -> None:
    """What is fixed, and a default that is valid, stand for a made value."""
    attributes = (Attribute(name="v", type=STRING, fixed="2.0"), Attribute(name="w", type=INT, default="many"))
    body = root(record(local("a", INT, default="7"), local("b", INT, default="seven"), attributes=attributes), namespace="")
    assert xml_example(body, NO_SCHEMAS) == '<order v="2.0" w="1">\n  <a>7</a>\n  <b>1</b>\n</order>'


def test_hard_case_27_simple_content_with_attributes() -> None:
    """The text of an element with attributes stands in it; in JSON, it is the member ``value``, ``$`` or ``$``."""
    price = ComplexType(text=SimpleType(builtin="decimal"), attributes=(Attribute(name="currency", type=STRING, is_required=True),))
    body = root(record(local("price", price)), namespace="")
    assert xml_example(body, NO_SCHEMAS) == '<order>\n  <price currency="EUR">1.5</price>\n</order>'
    assert as_json(body) == {"order": {"price": {"currency": "EUR", "value": 1.5}}}
    assert as_json(body, shape="mapped") == {"order": {"price": {"@currency": "EUR", "$": "1.5"}}}
    assert as_json(body, shape="badgerfish") == {"order": {"price": {"@currency": "EUR", "$": "1.5"}}}


def test_hard_case_18_abstract_head_is_replaced_by_its_first_substitute() -> None:
    """For an abstract element, the first element of its group that can be made stands, in its own namespace."""
    head = ElementUse(
        name="shape",
        namespace=NS,
        type=ANY,
        is_abstract=True,
        reference=QName(NS, "shape"),
        substitutes=(QName("", "x"), QName("urn:s", "circle")),
    )
    circle = ElementUse(name="circle", namespace="urn:s", type=record(local("radius", INT)))
    body = root(record(head), "drawing")
    assert_xml(
        body,
        grammar(elements=(circle,)),
        """
        <ns:drawing xmlns:ns="urn:shop" xmlns:ns1="urn:s">
          <ns1:circle>
            <radius>1</radius>
          </ns1:circle>
        </ns:drawing>
        """,
    )
    assert xml_example(body, NO_SCHEMAS) is None
    assert xml_example(root(record(replace(head, minimum=0)), "drawing"), NO_SCHEMAS) == '<drawing xmlns="urn:shop"/>'


def test_hard_case_18_head_that_is_not_abstract_stands_itself() -> None:
    """A head that is not abstract stands itself."""
    head = ElementUse(name="shape", namespace=NS, type=STRING, substitutes=(QName(NS, "circle"),))
    circle = ElementUse(name="circle", namespace=NS, type=STRING)
    assert "<shape>string</shape>" in (xml_example(root(record(head)), grammar(elements=(circle,))) or "")


def test_abstract_type_is_replaced_by_its_first_derived_type() -> None:
    """An element of an abstract type says with ``xsi:type`` which derived type it has."""
    schema = grammar(
        {
            "Shape": ComplexType(is_abstract=True, derived=(named("Loop"), named("Circle"))),
            "Loop": record(local("again", named("Loop"))),
            "Circle": record(local("radius", INT)),
        }
    )
    body = root(record(local("shape", named("Shape"))), "drawing")
    assert_xml(
        body,
        schema,
        """
        <ns:drawing xmlns:ns="urn:shop" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
          <shape xsi:type="ns:Circle">
            <radius>1</radius>
          </shape>
        </ns:drawing>
        """,
    )
    assert as_json(body, schema, drops_root=True) == {"shape": {"type": "Circle", "radius": 1}}
    nothing = grammar({"Shape": ComplexType(is_abstract=True)})
    assert xml_example(body, nothing) is None


def test_nillable_element_is_nil_only_if_nothing_else_can_be_made() -> None:
    """A nillable element has a value, or is nil where there is none."""
    assert as_json(root(record(local("a", is_nillable=True))), drops_root=True) == {"a": "string"}
    body = root(record(local("a", TypeName("urn:none", "missing"), is_nillable=True)), namespace="")
    assert xml_example(body, NO_SCHEMAS) == (
        '<order xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n  <a xsi:nil="true"/>\n</order>'
    )
    assert as_json(body, drops_root=True) == {"a": None}


def test_mixed_content_without_elements_is_text() -> None:
    """Text stands in mixed content that has no elements; beside elements it would say nothing."""
    assert xml_example(root(record(is_mixed=True), namespace=""), NO_SCHEMAS) == "<order>string</order>"
    assert xml_example(root(record(local("b"), is_mixed=True), namespace=""), NO_SCHEMAS) == "<order>\n  <b>string</b>\n</order>"


def test_wildcards_are_left_out_unless_they_are_required() -> None:
    """Any element stands only where one is required, and can be known to be valid."""
    assert xml_example(root(record(local("a"), Wildcard(minimum=0, maximum=None)), namespace=""), NO_SCHEMAS) == (
        "<order>\n  <a>string</a>\n</order>"
    )
    lax = root(record(Wildcard(namespaces="##other", process="lax")), namespace="")
    assert xml_example(lax, NO_SCHEMAS) == '<order xmlns:ns1="https://example.org/">\n  <ns1:any/>\n</order>'
    assert (
        xml_example(root(record(Wildcard(namespaces="##local", process="skip")), namespace=""), NO_SCHEMAS) == "<order>\n  <any/>\n</order>"
    )
    strict = root(record(Wildcard()))
    assert xml_example(strict, NO_SCHEMAS) is None
    assert "<item>1</item>" in (xml_example(strict, grammar(elements=(ElementUse(name="item", namespace=NS, type=INT),))) or "")


def test_ids_are_unique_and_references_lead_to_them() -> None:
    """Each ID has its own number, and each IDREF the first of them, or is left out where there is none."""
    item = record(attributes=(Attribute(name="id", type=SimpleType(builtin="ID")),))
    reference = Attribute(name="ref", type=SimpleType(builtin="IDREF"))
    body = root(record(local("item", item, 2, 2), attributes=(reference,)), namespace="")
    assert xml_example(body, NO_SCHEMAS) == '<order ref="id1">\n  <item id="id1"/>\n  <item id="id2"/>\n</order>'
    assert xml_example(root(record(attributes=(reference,)), namespace=""), NO_SCHEMAS) == "<order/>"
    assert xml_example(root(record(attributes=(replace(reference, is_required=True),)), namespace=""), NO_SCHEMAS) is None


def test_a_part_whose_value_can_not_be_made_is_left_out() -> None:
    """An optional element or attribute without a possible value is left out; if it is required, there is no example."""
    entity = SimpleType(builtin="ENTITY")
    body = root(record(optional("a", entity), local("b"), attributes=(Attribute(name="c", type=entity),)), namespace="")
    assert xml_example(body, NO_SCHEMAS) == "<order>\n  <b>string</b>\n</order>"
    assert xml_example(root(record(local("a", entity))), NO_SCHEMAS) is None
    assert xml_example(root(record(attributes=(Attribute(name="c", type=entity, is_required=True),))), NO_SCHEMAS) is None


@pytest.mark.parametrize("use", [ANY, TypeName("urn:none", "missing"), SimpleType()])
def test_root_that_may_be_anything_has_no_example(use: TypeUse) -> None:
    """There is no example where the root may hold anything, or its type is not known."""
    assert xml_example(root(use), NO_SCHEMAS) is None
    assert json_example(root(use), NO_SCHEMAS) is None


def test_root_of_a_simple_type_is_text() -> None:
    """A root may have a simple type."""
    colour = SimpleType(builtin="string", facets=Facets(values=(Value(value="red"),)))
    assert xml_example(root(colour), NO_SCHEMAS) == '<order xmlns="urn:shop">red</order>'
    assert json_example(root(colour), NO_SCHEMAS) == '{\n  "order": "red"\n}'
    assert json_example(root(colour), NO_SCHEMAS, drops_root=True) == '"red"'


# --- recursion and size ---------------------------------------------------------------------------


def test_hard_case_14_optional_recursion_is_left_out() -> None:
    """A type that is around an optional element is not opened again, directly or through others."""
    schema = grammar(
        {
            "Image": record(local("id", INT), optional("server", named("Server"))),
            "Server": record(local("name"), optional("image", named("Image")), optional("server", named("Server"))),
        }
    )
    assert as_json(root(named("Image"), "image"), schema, drops_root=True) == {"id": 1, "server": {"name": "string"}}


def test_hard_case_14_required_recursion_ends_in_the_smallest_way() -> None:
    """Where a type must contain itself, the way out that needs the fewest elements is taken."""
    operand = choice(local("and", named("Pair")), local("not", named("Expression")), local("leaf", INT))
    schema = grammar(
        {"Expression": record(operand), "Pair": record(local("left", named("Expression")), local("right", named("Expression")))}
    )
    leaf = {"leaf": 1}
    assert as_json(root(named("Expression")), schema, drops_root=True) == {"and": {"left": leaf, "right": leaf}}


def test_hard_case_14_recursion_through_a_substitution_group_ends() -> None:
    """A substitute that contains the head of its group is left for one that does not."""
    head = ElementUse(
        name="node",
        namespace=NS,
        type=ANY,
        is_abstract=True,
        reference=QName(NS, "node"),
        substitutes=(QName(NS, "branch"), QName(NS, "leaf")),
    )
    branch = ElementUse(name="branch", namespace=NS, type=named("Branch"))
    leaf = ElementUse(name="leaf", namespace=NS, type=INT)
    schema = grammar({"Branch": record(replace(head, minimum=2, maximum=None))}, (branch, leaf))
    assert as_json(root(record(head)), schema, drops_root=True) == {"branch": {"leaf": [1, 1]}}


def test_hard_case_14_type_that_never_ends_has_no_example() -> None:
    """A type that must contain itself without end has none, and neither has one that is an abstract type of its own."""
    schema = grammar(
        {
            "Endless": record(local("again", named("Other"))),
            "Other": record(local("more", named("Endless"))),
            "Abstract": ComplexType(is_abstract=True, derived=(named("Abstract"),)),
        }
    )
    assert xml_example(root(named("Endless")), schema) is None
    assert xml_example(root(named("Abstract")), schema) is None
    assert (
        xml_example(root(record(local("a"), optional("b", named("Endless"))), namespace=""), schema) == "<order>\n  <a>string</a>\n</order>"
    )


def test_hard_case_14_nillable_recursion_ends_with_nil() -> None:
    """Where only nil ends a recursion, the inner element is nil."""
    schema = grammar({"Node": record(local("next", named("Node"), is_nillable=True))})
    assert as_json(root(named("Node")), schema, drops_root=True) == {"next": None}


def test_hard_case_15_large_bodies_are_cut_with_outer_elements_first() -> None:
    """An example has about sixty elements: all that are required, and the outer ones of the others."""
    inner = record(*(optional(f"c{number}") for number in range(30)))
    outer = record(*(optional(f"b{number}", inner) for number in range(30)), local("last"))
    made = xml_example(root(outer, namespace=""), NO_SCHEMAS) or ""
    assert made.count("<") - made.count("</") <= 60
    assert all(f"<b{number}" in made for number in range(30))
    assert "<last>string</last>" in made


def test_hard_case_15_body_that_opens_into_many_thousand_elements_costs_little() -> None:
    """The work goes with the size of the schema, not with what it opens into: groups and types that double at each level."""
    group: Particle = sequence(optional("x"), optional("y"))
    for _ in range(30):
        group = sequence(group, group)
    types: dict[str, Type] = {
        f"T{level}": record(optional("a", named(f"T{level + 1}")), optional("b", named(f"T{level + 1}")), group) for level in range(30)
    }
    schema = grammar(types | {"T30": record(local("end"))})
    made = xml_example(root(named("T0")), schema) or ""
    assert 30 < made.count("<") - made.count("</") <= 60


def test_hard_case_15_more_required_elements_than_a_page_can_show_give_no_example() -> None:
    """Where hundreds of elements are required, there is no example, however they come about."""
    assert xml_example(root(record(local("a", STRING, 10**9, None))), NO_SCHEMAS) is None
    types: dict[str, Type] = {f"T{level}": record(*[local("a", named(f"T{level + 1}"))] * 2) for level in range(60)}
    assert xml_example(root(named("T0")), grammar(types | {"T60": record()})) is None
    many = xml_example(root(record(*(local(f"a{number}") for number in range(100)), optional("b")), namespace=""), NO_SCHEMAS) or ""
    assert many.count("</a") == 100
    assert "<b" not in many


def test_deep_nesting_ends() -> None:
    """Types nested in each other, named or not, and groups in groups are followed to a limited depth."""
    deep: ComplexType = record()
    group: Particle = optional("x")
    for _ in range(400):
        deep = record(optional("a", deep))
        group = sequence(group)
    made = xml_example(root(deep, namespace=""), NO_SCHEMAS) or ""
    assert made.count("<a") == 6
    assert xml_example(root(ComplexType(content=group), namespace=""), NO_SCHEMAS) is None
    assert xml_example(root(ComplexType(content=sequence(group, minimum=0)), namespace=""), NO_SCHEMAS) == "<order/>"
    chain: dict[str, Type] = {f"T{level}": record(local("a", named(f"T{level + 1}"))) for level in range(2_000)}
    assert xml_example(root(named("T0")), grammar(chain | {"T2000": record()})) is None


def test_elements_that_repeat_with_nothing_required_in_them_stand_once() -> None:
    """A group that must occur many times, but may be empty, does not."""
    assert xml_example(root(record(sequence(optional("a"), minimum=10**9, maximum=None)), namespace=""), NO_SCHEMAS) == (
        "<order>\n  <a>string</a>\n</order>"
    )


def test_huge_sets_of_attributes_are_cut() -> None:
    """An element has all attributes that are required, and others up to a dozen."""
    attributes = tuple(Attribute(name=f"a{number}", type=INT, is_required=number == 29) for number in range(30))
    made = xml_example(root(record(attributes=attributes)), NO_SCHEMAS) or ""
    assert made.count('="1"') == 12
    assert 'a29="1"' in made


def test_examples_are_the_same_each_time() -> None:
    """One maker gives the same example again, and the same as another."""
    schema = grammar({"T": record(optional("a", named("T")), local("b", SimpleType(builtin="ID")))})
    body = root(named("T"))
    examples = Examples(schema)
    assert examples.xml(body) == examples.xml(body) == xml_example(body, schema)


# --- JSON in the conventions for XML --------------------------------------------------------------

_ITEM = record(
    local("name"),
    local("count", INT),
    attributes=(Attribute(name="id", type=INT), Attribute(name="ok", type=SimpleType(builtin="boolean"))),
)
_LIST = root(record(local("item", _ITEM, 1, None, namespace=NS), optional("tags", SimpleType(item=INT))))


def test_natural_json_has_numbers_and_arrays() -> None:
    """In the natural shape, attributes are members, numbers and booleans are such, and what may repeat is an array."""
    item = {"id": 1, "ok": True, "name": "string", "count": 1}
    assert as_json(_LIST) == {"order": {"item": [item], "tags": [1, 2]}}
    assert as_json(_LIST, drops_root=True) == {"item": [item], "tags": [1, 2]}


def test_mapped_json_has_strings_and_no_arrays_of_one() -> None:
    """In the mapped shape, values are strings, attributes have ``@``, and one element is an object."""
    item = {"@id": "1", "@ok": "true", "name": "string", "count": "1"}
    assert as_json(_LIST, shape="mapped") == {"ns1.order": {"ns1.item": item, "tags": "1 2"}}
    assert as_json(_LIST, shape="mapped", drops_root=True) == {"item": item, "tags": "1 2"}
    two = root(record(local("a", INT, 2, 2)), namespace="")
    assert as_json(two, shape="mapped") == {"order": {"a": ["1", "1"]}}


def test_badgerfish_json_has_objects_with_text_and_namespaces() -> None:
    """In the BadgerFish shape, each element is an object with its text in ``$``, and namespaces are declared."""
    item = {"@id": "1", "@ok": "true", "name": {"$": "string"}, "count": {"$": "1"}}
    assert as_json(_LIST, shape="badgerfish") == {"ns:order": {"@xmlns": {"ns": NS}, "ns:item": item, "tags": {"$": "1 2"}}}
    qualified = root(record(local("a", namespace=NS)))
    assert as_json(qualified, shape="badgerfish") == {"order": {"@xmlns": {"$": NS}, "a": {"$": "string"}}}


def test_json_of_empty_elements() -> None:
    """An empty object, a text that is empty, or what each convention has for it."""
    body = root(record(local("a", record())), namespace="")
    assert as_json(body) == {"order": {"a": {}}}
    assert as_json(body, shape="mapped") == {"order": {"a": ""}}
    assert as_json(body, shape="badgerfish") == {"order": {"a": {}}}


def test_attribute_and_element_of_one_name_do_not_collide() -> None:
    """Where an attribute and an element have the same name, the element is the member in the natural shape."""
    body = root(record(local("id"), attributes=(Attribute(name="id", type=INT),)))
    assert as_json(body, drops_root=True) == {"id": "1"}


def test_numbers_that_json_does_not_know_are_strings() -> None:
    """A value such as ``INF`` or ``+1`` is written as JSON can."""
    body = root(
        record(local("a", SimpleType(builtin="double"), default="INF"), local("b", INT, default="+1"), local("c", INT, default="007"))
    )
    assert as_json(body, drops_root=True) == {"a": "INF", "b": 1, "c": "007"}
