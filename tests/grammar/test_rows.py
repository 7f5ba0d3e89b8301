"""Rows of bodies and types, made of components as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wadl2rst.grammar.rows import MAX_ROWS, Choice, Row, Rows, body_rows, type_rows
from wadl2rst.source.tree import QName
from wadl2rst.wadl.components import (
    Alternatives,
    ArrayType,
    Attribute,
    ComplexType,
    ElementUse,
    Grammar,
    ModelGroup,
    Particle,
    SchemaBody,
    SimpleType,
    Type,
    TypeName,
    TypeUse,
    Wildcard,
)

STRING = SimpleType(builtin="string")


def named(name: str) -> TypeName:
    """The name of a type."""
    return TypeName("urn:a", name)


def element(name: str, type_: TypeUse = STRING, minimum: int = 1, maximum: int | None = 1, **more: QName) -> ElementUse:
    """An element of a content."""
    return ElementUse(name=name, type=type_, minimum=minimum, maximum=maximum, **more)


def group(kind: str, *children: Particle, minimum: int = 1, maximum: int | None = 1) -> ModelGroup:
    """A sequence, choice or all."""
    return ModelGroup(kind=kind, children=children, minimum=minimum, maximum=maximum)


def of(*children: Particle, attributes: tuple[Attribute, ...] = (), name: TypeName | None = None) -> ComplexType:
    """A complex type with a sequence of elements."""
    return ComplexType(name=name, content=group("sequence", *children), attributes=attributes)


def grammar(types: dict[str, Type] | None = None) -> Grammar:
    """A grammar of named types."""
    return Grammar(bodies={}, json_bodies={}, params={}, elements={}, types={named(name): known for name, known in (types or {}).items()})


def opened(type_: TypeUse, types: dict[str, Type] | None = None, *, depth: int = 4, most: int = 100, is_json: bool = False) -> Rows:
    """The rows of a body of a type, with the root ``r``."""
    return body_rows(SchemaBody(root=element("" if is_json else "r", type_), is_json=is_json), grammar(types), depth=depth, most=most)


def shown(rows: Rows) -> list[str]:
    """The rows as text: the name, ``!`` if it is required, ``=`` if it was opened before."""
    return [row.name + ("!" if row.required else "") + ("=" if row.is_again else "") for row in rows.rows]


# --- depth and number ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("depth", "expected", "closed"),
    [
        (0, ["r!", "r.a!"], True),
        (1, ["r!", "r.a!"], True),
        (2, ["r!", "r.a!", "r.a.b!"], True),
        (3, ["r!", "r.a!", "r.a.b!", "r.a.b.c!"], False),
        (9, ["r!", "r.a!", "r.a.b!", "r.a.b.c!"], False),
    ],
)
def test_depth(depth: int, expected: list[str], closed: bool) -> None:
    """Levels below the root are opened up to the depth, at least the first; the rows say whether something is closed."""
    rows = opened(of(element("a", of(element("b", of(element("c")))))), depth=depth)
    assert (shown(rows), rows.closed, rows.more) == (expected, closed, 0)


def test_the_deepest_levels_are_left_out_first() -> None:
    """If rows are too many, whole levels are closed; if the first level alone has too many, it is cut, and the rest is counted."""
    inner = of(*[element(f"x{n}") for n in range(5)])
    type_ = of(element("a", inner), element("b", inner))
    assert shown(opened(type_, most=13))[-1] == "r.b.x4!"
    closed = opened(type_, most=12)
    assert (shown(closed), closed.more, closed.closed) == (["r!", "r.a!", "r.b!"], 0, True)
    cut = opened(type_, most=2)
    assert (shown(cut), cut.more, cut.closed) == (["r!", "r.a!"], 1, True)


def test_rows_are_counted_up_to_a_limit() -> None:
    """A content of very many elements costs no more than the largest number of rows that are counted."""
    many = of(*[element(f"x{n}") for n in range(MAX_ROWS + 50)])
    rows = opened(many, most=10)
    assert (len(rows.rows), rows.more) == (10, MAX_ROWS - 10)


def test_the_rows_of_a_type_do_not_open_named_types() -> None:
    """In the section of a type, what is anonymous in it is opened however deep, and what has a section of its own is not."""
    deep = of(element("a", of(element("b", of(element("c", of(element("d", named("T")))))))))
    rows = type_rows(deep, grammar({"T": of(element("x"))}), most=100)
    assert shown(rows) == ["a!", "a.b!", "a.b.c!", "a.b.c.d!"]
    assert rows.closed
    assert type_rows(deep, grammar({"T": of(element("x"))}), most=3).more == 1


# --- what must be there -------------------------------------------------------------------------------


def test_nested_choices() -> None:
    """The alternatives of a choice in a choice are alternatives of the outer one, unless the inner one repeats by itself."""
    inner = group("choice", element("b"), element("c", maximum=None))
    rows = opened(of(group("choice", inner, element("d"), maximum=None), element("e")))
    assert shown(rows) == ["r!", "r.b[]", "r.c[]", "r.d[]", "r.e!"]
    assert rows.rows[1].choices == (Choice((("b",), ("c",), ("d",)), None),)
    assert not any(row.choices for row in (*rows.rows[:1], *rows.rows[2:]))


@pytest.mark.parametrize("kind", ["sequence", "choice", "all"])
def test_an_optional_group_makes_its_elements_optional(kind: str) -> None:
    """What stands in a group that may be missing is optional; so is what stands in groups below."""
    inner = group(kind, group("sequence", element("a")), minimum=0)
    assert shown(opened(of(inner, element("z")))) == ["r!", "r.a", "r.z!"]


def test_a_choice_of_one() -> None:
    """A choice with a single alternative is none; alternatives that cannot occur do not count."""
    rows = opened(of(group("choice", element("a"), element("b", minimum=0, maximum=0))))
    assert shown(rows) == ["r!", "r.a!"]
    assert not rows.rows[1].choices


def test_occurrences() -> None:
    """Brackets mark what repeats, itself or with its group; numbers are those of both together."""
    type_ = of(element("a", minimum=2, maximum=5), group("sequence", element("b", minimum=1, maximum=3), maximum=None))
    rows = opened(type_).rows
    assert [(row.name, row.occurrences) for row in rows[1:]] == [("r.a[]", (2, 5)), ("r.b[]", (1, None))]


def test_attributes_come_before_elements_and_text_before_attributes() -> None:
    """The text of an element, its attributes, and its elements come in that order."""
    attribute = Attribute(name="id", type=STRING, is_required=True)
    assert shown(opened(of(element("a"), attributes=(attribute,)))) == ["r!", "r.@id!", "r.a!"]
    assert shown(opened(ComplexType(text=STRING, attributes=(attribute,)))) == ["r!", "r.text", "r.@id!"]


# --- recursion ----------------------------------------------------------------------------------------


def test_case_14_direct_recursion() -> None:
    """Hard case 14: a type within itself is a row that says so."""
    assert shown(opened(named("T"), {"T": of(element("a", named("T"), minimum=0))})) == ["r!", "r.a="]


def test_case_14_recursion_through_another_type() -> None:
    """Hard case 14: and so is a type within another one within itself, however much depth there is."""
    types: dict[str, Type] = {"T": of(element("u", named("U"))), "U": of(element("t", named("T")), element("u", named("U")))}
    assert shown(opened(named("T"), types, depth=50)) == ["r!", "r.u!", "r.u.t!=", "r.u.u!="]


def test_case_14_recursion_through_an_array_of_objects() -> None:
    """Hard case 14: a named array of objects without a name that have such an array is opened once, wherever it begins."""
    known = grammar({"T": ArrayType(name=named("T"), item=of(element("x"), element("t", named("T"))))})
    body = SchemaBody(root=element("", of(element("t", named("T")))), is_json=True)
    assert shown(body_rows(body, known, depth=9, most=100)) == ["t[]!", "t[].x!", "t[].t[]!="]
    assert shown(type_rows(known.types[named("T")], known, most=100, is_json=True)) == ["[]", "[].x!", "[].t[]!="]
    assert shown(type_rows(of(element("u", named("T"))), known, most=100, is_json=True)) == ["u[]!", "u[].x!", "u[].t[]!="]
    other = of(Wildcard(type=named("T")), element("v", named("T")))
    assert shown(type_rows(other, known, most=100, is_json=True)) == ["*[]", "*[].x!", "*[].t[]!=", "v[]!="]


def test_case_14_recursion_through_a_global_element() -> None:
    """Hard case 14: an element whose anonymous type contains the element ends, too."""
    reference = QName("urn:a", "e")
    again = element("e", of(), reference=reference)
    once = element("e", of(again), reference=reference)
    rows = body_rows(SchemaBody(root=once), grammar(), depth=9, most=100)
    assert shown(rows) == ["e!", "e.e!="]


@pytest.mark.parametrize(
    "type_",
    [
        ArrayType(item=named("T")),
        Alternatives(types=(named("T"), STRING)),
        Alternatives(types=(Alternatives(types=(named("T"),)), ArrayType(item=named("T")))),
        ComplexType(content=Wildcard(type=named("T"), minimum=0, maximum=None)),
        ComplexType(content=group("choice", element("a", ArrayType(item=Alternatives(types=(named("T"),)))))),
        SimpleType(item=named("T")),
        SimpleType(members=(named("T"),)),
    ],
)
def test_case_14_recursion_of_every_kind_ends(type_: Type) -> None:
    """Hard case 14: arrays, alternatives, further properties, lists and unions of themselves end."""
    for is_json in (False, True):
        assert len(opened(named("T"), {"T": type_}, depth=30, is_json=is_json).rows) < 10
    assert len(type_rows(type_, grammar({"T": type_}), most=100).rows) < 10


def test_a_type_is_opened_once_in_a_table() -> None:
    """Where a type comes again beside the first time, its row says so, unless there is nothing in it."""
    types: dict[str, Type] = {"T": of(element("x")), "S": STRING}
    type_ = of(element("a", named("T")), element("b", named("T")), element("c", named("S")), element("d", named("S")))
    assert shown(opened(type_, types)) == ["r!", "r.a!", "r.a.x!", "r.b!=", "r.c!", "r.d!"]


# --- JSON ---------------------------------------------------------------------------------------------


def test_the_root_of_json() -> None:
    """An object as document has no row of its own; any other value has one, and an array has brackets alone."""
    assert shown(opened(of(element("a")), is_json=True)) == ["a!"]
    assert shown(opened(STRING, is_json=True)) == ["!"]
    assert shown(opened(ArrayType(item=of(element("a"))), is_json=True)) == ["[]!", "[].a!"]


def test_arrays_of_arrays() -> None:
    """Each array has brackets; the type and the number of items are those of the innermost one."""
    inner = ArrayType(item=STRING, minimum=1, maximum=3)
    (row,) = opened(of(element("a", ArrayType(item=ArrayType(item=inner), maximum=9))), is_json=True).rows
    assert row == Row("a[][][]", row.use, STRING, True, (1, 3), is_array=True)


def test_alternatives() -> None:
    """The members of each alternative are there, all optional; what is below them is required as it is there."""
    either = Alternatives(types=(of(element("a"), element("b", of(element("c")))), STRING, of(element("x.y"))))
    attributes = (Attribute(name="d", type=STRING, is_required=True),)
    assert shown(opened(of(element("e", either)), is_json=True)) == ["e!", "e.a", "e.b", "e.b.c!", "e.x.y"]
    assert shown(opened(Alternatives(types=(of(attributes=attributes),)))) == ["r!", "r.@d"]


def test_further_properties() -> None:
    """Properties of any name are a row, with what is in them; without a type they are only allowed."""
    typed = ComplexType(content=Wildcard(type=of(element("a")), minimum=0, maximum=None))
    assert shown(opened(of(element("m", typed)), is_json=True)) == ["m!", "m.*", "m.*.a!"]
    anything = opened(ComplexType(content=Wildcard(minimum=0, maximum=None)), is_json=True)
    assert (shown(anything), anything.is_open) == ([], True)
    array = ComplexType(content=Wildcard(type=ArrayType(item=STRING), minimum=0, maximum=None))
    assert shown(opened(of(element("m", array)), is_json=True)) == ["m!", "m.*[]"]


def test_a_dot_in_a_name_is_no_level() -> None:
    """Levels are counted, not read from names, which may have dots."""
    deep = of(element("a.b.c", ComplexType(content=Wildcard(type=of(element("x")), minimum=0, maximum=None))))
    assert shown(opened(deep, is_json=True, depth=3)) == ["a.b.c!", "a.b.c.*", "a.b.c.*.x!"]


# --- wildcards ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wildcard", "expected"),
    [
        (Wildcard(), ["r!", "r.*"]),
        (Wildcard(maximum=None), ["r!", "r.*[]"]),
        (Wildcard(minimum=0), ["r!"]),
        (Wildcard(namespaces="##other"), ["r!"]),
        (Wildcard(minimum=0, maximum=0), ["r!"]),
    ],
)
def test_wildcards(wildcard: Wildcard, expected: list[str]) -> None:
    """An element that must be there, whatever it is, is a row; any other wildcard makes the table open, unless it allows nothing."""
    rows = opened(of(wildcard))
    assert shown(rows) == expected
    assert rows.is_open is (len(expected) == 1 and wildcard.maximum != 0)


# --- any grammar --------------------------------------------------------------------------------------

TYPES = ("T0", "T1", "T2", "T3")


class _Maker:
    """Makes types of a grammar; each element has a name of its own, so that what a row stands for is known."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._number = 0

    def use(self, depth: int) -> TypeUse:
        """A type in use."""
        if depth <= 0 or self._draw(st.booleans()):
            return self._draw(st.sampled_from([STRING, *map(named, TYPES), named("missing")]))
        return self.type(depth - 1)

    def type(self, depth: int) -> Type:
        """A type itself."""
        kind = self._draw(st.sampled_from(["complex", "complex", "complex", "array", "alternatives", "union"]))
        if kind == "array":
            return ArrayType(item=self.use(depth))
        if kind == "alternatives":
            return Alternatives(types=tuple(self.use(depth) for _ in range(self._draw(st.integers(0, 3)))))
        if kind == "union":
            return SimpleType(members=(self.use(0),))
        attributes = tuple(
            Attribute(name=self._name(), type=STRING, is_required=self._draw(st.booleans())) for _ in range(self._draw(st.integers(0, 2)))
        )
        return ComplexType(attributes=attributes, content=self._particle(depth) if self._draw(st.integers(0, 3)) else None)

    def _name(self) -> str:
        self._number += 1
        return f"n{self._number}"

    def _particle(self, depth: int) -> Particle:
        minimum, maximum = self._draw(st.sampled_from([(1, 1), (0, 1), (0, None), (1, None), (2, 5), (0, 0)]))
        kind = self._draw(st.sampled_from(["element", "element", "wildcard", "sequence", "choice", "choice", "all"]))
        if kind == "element" or depth <= 0:
            return element(self._name(), self.use(depth), minimum, maximum)
        if kind == "wildcard":
            return Wildcard(minimum=minimum, maximum=maximum, type=self.use(depth) if self._draw(st.booleans()) else None)
        return group(kind, *[self._particle(depth - 1) for _ in range(self._draw(st.integers(0, 4)))], minimum=minimum, maximum=maximum)


@st.composite
def grammars(draw: st.DrawFn) -> Grammar:
    """Grammars of small types that contain one another."""
    maker = _Maker(draw)
    return grammar({name: maker.type(3) for name in TYPES})


def _elements(particle: Particle, *, needed: bool) -> Iterator[tuple[str, bool]]:
    """The names of the elements of a content, and whether each must be there."""
    if isinstance(particle, ElementUse):
        yield particle.name, needed and particle.minimum > 0
    elif isinstance(particle, ModelGroup):
        possible = [child for child in particle.children if child.maximum != 0]
        below = needed and particle.minimum > 0 and not (particle.kind == "choice" and len(possible) > 1)
        for child in particle.children:
            yield from _elements(child, needed=below)


def _contents(use: TypeUse) -> Iterator[ComplexType]:
    """The complex types in a type, itself included, but for those that it names."""
    if isinstance(use, ArrayType):
        yield from _contents(use.item)
    elif isinstance(use, Alternatives):
        for one in use.types:
            yield from _contents(one)
    elif isinstance(use, ComplexType):
        yield use
        pending: list[Particle] = [use.content] if use.content is not None else []
        while pending:
            particle = pending.pop()
            if isinstance(particle, ModelGroup):
                pending += particle.children
            elif particle.type is not None:
                yield from _contents(particle.type)


@given(grammars(), st.sampled_from(TYPES), st.integers(1, 6), st.integers(1, 40), st.booleans())
def test_any_grammar(known: Grammar, root: str, depth: int, most: int, is_json: bool) -> None:
    """Whatever a grammar is, its tables end within their limits, no name is there twice, and only what must be there is required."""
    body = SchemaBody(root=element("" if is_json else "r", named(root)), is_json=is_json)
    tables = [body_rows(body, known, depth=depth, most=most), type_rows(known.types[named(root)], known, most=most, is_json=is_json)]
    required = {"r": True, "": True}
    for type_ in known.types.values():
        for content in _contents(type_):
            required.update((attribute.name, attribute.is_required) for attribute in content.attributes)
            if content.content is not None:
                required.update(_elements(content.content, needed=True))
    for rows in tables:
        assert len(rows.rows) <= most
        assert not rows.more or len(rows.rows) == most
        assert not rows.more or rows.closed
        declared = [row.name for row in rows.rows if isinstance(row.use, ElementUse | Attribute)]
        assert [name for name, number in Counter(declared).items() if number > 1] == []
        for row in rows.rows:
            if isinstance(row.use, ElementUse | Attribute) and row.required:
                assert required[row.use.name], row.name
    assert all(row.name.count(".") <= depth for row in tables[0].rows)
