"""Frozen dataclasses with a fast constructor behave as those of the standard library."""

from __future__ import annotations

import dataclasses
import inspect
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from wadl2rst import frozen, prose
from wadl2rst.page import values
from wadl2rst.wadl import model


def _plain() -> type:
    class Plain:
        first: int
        second: tuple[str, ...] = ()
        third: str = dataclasses.field(default="x", compare=False)

    return Plain


def _with_factory() -> type:
    class WithFactory:
        first: int
        second: list[str] = dataclasses.field(default_factory=list)

    return WithFactory


def _checked() -> type:
    class Checked:
        first: int

        def __post_init__(self) -> None:
            if self.first < 0:
                raise ValueError(self.first)

    return Checked


@pytest.mark.parametrize("options", [{}, {"kw_only": True}, {"eq": False}])
@pytest.mark.parametrize("make", [_plain, _with_factory, _checked])
def test_the_constructor_takes_the_same_arguments(make: Callable[[], type], options: dict[str, bool]) -> None:
    """Names, order, defaults and kinds of parameters are those that the standard library gives."""
    ours: Any = frozen.dataclass(frozen=True, slots=True, **options)(make())
    theirs: Any = dataclasses.dataclass(frozen=True, slots=True, **options)(make())
    assert inspect.signature(ours) == inspect.signature(theirs)
    assert repr(ours(first=1)) == repr(theirs(first=1))
    with pytest.raises(TypeError, match="first"):
        ours()


@pytest.mark.parametrize("number", [1, 2, 3, 4, 8])
def test_values_of_any_number_of_fields(number: int) -> None:
    """Fields of a class and of one that inherits them are set, and cannot be set again; nor can the class of an instance be another."""
    names = [f"field{index}" for index in range(number)]
    base: Any = frozen.dataclass(frozen=True, slots=True)(type("Base", (), {"__annotations__": dict.fromkeys(names, int)}))
    derived: Any = frozen.dataclass(frozen=True, slots=True)(type("Derived", (base,), {"__annotations__": {"own": int}}))
    for kind in (base, derived):
        value = kind(*range(number + (kind is derived)))
        assert type(value) is kind
        assert [getattr(value, name) for name in names] == list(range(number))
        for name in (*names, "__class__"):
            with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
                setattr(value, name, 7)
    assert derived(*range(number + 1)).own == number
    assert base(*range(number)) == base(*range(number))


def test_fields_cannot_be_set() -> None:
    """Values are frozen at run time too, in whatever way they were made."""
    for text in (prose.Text("a"), dataclasses.replace(prose.Text("b"), text="a"), pickle.loads(pickle.dumps(prose.Text("a")))):
        with pytest.raises(dataclasses.FrozenInstanceError):
            text.text = "b"  # type: ignore[misc]
        assert text == prose.Text("a")
        assert hash(text) == hash(prose.Text("a"))


def test_checks_after_the_constructor_are_made() -> None:
    """A class with __post_init__ keeps the constructor that calls it."""
    checked: Any = frozen.dataclass(frozen=True, slots=True)(_checked())
    with pytest.raises(ValueError, match="-1"):
        checked(-1)


@pytest.mark.parametrize("module", [prose, model, values])
def test_all_values_are_frozen(module: object) -> None:
    """Every value of prose, the model and the pages is a frozen dataclass with slots."""
    classes = [kind for _name, kind in inspect.getmembers(module, inspect.isclass) if kind.__module__ == module.__name__]  # type: ignore[attr-defined]
    kinds: list[Any] = list(filter(dataclasses.is_dataclass, classes))
    assert len(kinds) > 10
    for kind in kinds:
        value = kind.__new__(kind)
        for name in [field.name for field in dataclasses.fields(kind)]:
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(value, name, 7)
            with pytest.raises(dataclasses.FrozenInstanceError):
                delattr(value, name)
        assert "__slots__" in vars(kind), kind


@pytest.mark.parametrize("names", [("first",), ("first", "second"), ("first", "second", "third", "fourth", "fifth")])
def test_comparison_is_that_of_the_standard_library(names: tuple[str, ...]) -> None:
    """Values are equal if they are of one class and their fields are, and equal values have one hash."""
    ours, theirs = (
        make(frozen=True, slots=True)(type("Kind", (), {"__annotations__": dict.fromkeys(names, object)}))
        for make in (frozen.dataclass, dataclasses.dataclass)
    )
    samples = [(1,) * len(names), (1.0,) * len(names), (2,) * len(names), ((),) * len(names)]
    for one in samples:
        for other in samples:
            assert (ours(*one) == ours(*other)) is (theirs(*one) == theirs(*other))
        assert hash(ours(*one)) == hash(ours(*one))
        assert ours(*one) != theirs(*one)
        assert ours(*one) != one
    with pytest.raises(TypeError, match="unhashable"):
        hash(ours(*([],) * len(names)))


def test_a_value_that_contains_itself_has_a_representation() -> None:
    """The representation of a value names the fields that are shown, and ends where it would repeat itself."""
    values: list[object] = []
    text: Any = prose.Emphasis(values)  # type: ignore[arg-type]
    values.append(text)
    assert repr(text) == "Emphasis(children=[...])"


@pytest.mark.parametrize("options", [{}, {"kw_only": True}])
@pytest.mark.parametrize("number", [1, 3, 4, 8])
def test_a_maker_makes_what_the_class_makes(number: int, options: dict[str, bool]) -> None:
    """A maker takes the arguments of the class, has its defaults, and gives values of the class, which are frozen."""
    names = [f"field{index}" for index in range(number)]
    kind: Any = frozen.dataclass(frozen=True, slots=True, **options)(
        type("Kind", (), {"__annotations__": dict.fromkeys(names, int), names[-1]: 7})
    )
    make = frozen.maker(kind)
    assert inspect.signature(make).parameters == inspect.signature(kind).parameters
    given = dict(zip(names[:-1], range(number), strict=False))
    assert make(**given) == kind(**given)
    assert type(make(**given)) is kind
    with pytest.raises(dataclasses.FrozenInstanceError):
        make(**given).field0 = 1
    with pytest.raises(TypeError, match="other"):
        make(**given, other=1)
