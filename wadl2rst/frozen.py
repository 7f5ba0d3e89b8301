"""Frozen dataclasses that are quick to define and to construct, for values of which one run creates hundreds of thousands.

The constructor of a frozen dataclass looks up ``object.__setattr__`` for every field, which takes ten times as long as setting an
attribute.  Here, the instance is of a twin class without the lock while the constructor sets its attributes; a class with few
fields, for which changing the class twice would take longer, sets them through the descriptors of its slots.

For the other methods, :mod:`dataclasses` compiles code for each class, which is a fifth of the time that the command takes to start.
Here, all classes share functions that do the same.  Everything else is as in :mod:`dataclasses`; instances are as frozen as any.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, TypeVar

_FEW = 3
"""Maximum number of fields that are set through the descriptors of the slots."""

_Arguments = ParamSpec("_Arguments")
_Value = TypeVar("_Value")

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, eq: bool = True, repr: bool = True, **options: Any) -> Callable[[type], type]:  # noqa: A002 (as in dataclasses)
        """As :func:`dataclasses.dataclass`, whose options it takes; ``frozen`` and ``slots`` must be among them."""

        def make(cls: type) -> type:
            inherited = getattr(cls, "__dataclass_fields__", {})
            if hasattr(cls, "__post_init__") or any(map(_is_special, [*inherited.values(), *vars(cls).values()])):
                return dataclasses.dataclass(eq=eq, repr=repr, **options)(cls)
            made = dataclasses.dataclass(init=False, eq=False, repr=False, **{**options, "frozen": False})(cls)
            fields = dataclasses.fields(made)
            made.__init__ = _constructor(made, fields)
            made.__setattr__, made.__delattr__ = _refuse_setting, _refuse_deletion
            made.__getstate__, made.__setstate__ = _state, _set_state
            if repr:
                made.__repr__ = _representation
            if eq:
                made.__eq__, made.__hash__ = _comparison(tuple(field.name for field in fields if field.compare))
            return made

        return make


def maker(cls: Callable[_Arguments, _Value]) -> Callable[_Arguments, _Value]:
    """A function that does what calling the class ``cls`` of this module does; with many arguments, it takes half the time or less.

    In a call of a class, unlike one of a function, Python packs the keyword arguments into a dictionary.
    """
    made: Any = cls
    fields = dataclasses.fields(made)
    lines = ["self = _new(_Unlocked)", *_assignments(fields), "return self"]
    return _compiled(made, "maker", (), fields, lines, {"_new": object.__new__, **_twins(made)})


def _is_special(value: object) -> bool:
    """Whether an attribute of a class describes a field that is no mere parameter of the constructor."""
    return isinstance(value, dataclasses.Field) and (not value.init or value.default_factory is not dataclasses.MISSING)


def _constructor(made: Any, fields: Sequence[dataclasses.Field[Any]]) -> Callable[..., None]:
    """The constructor of a frozen dataclass with slots, with the parameters and defaults that :mod:`dataclasses` gives it."""
    if len(fields) > _FEW:
        lines = ["_unlock(self, _Unlocked)", *_assignments(fields)]
        return _compiled(made, "__init__", ("self",), fields, lines, {"_unlock": _set_class, **_twins(made)})
    lines = ["pass", *(f"_set_{field.name}(self, {field.name})" for field in fields)]
    setters = {f"_set_{field.name}": getattr(made, field.name).__set__ for field in fields}
    return _compiled(made, "__init__", ("self",), fields, lines, setters)


def _assignments(fields: Sequence[dataclasses.Field[Any]]) -> Iterator[str]:
    """The lines of code that set the fields of an instance of the twin class, and lock it."""
    yield from (f"self.{field.name} = {field.name}" for field in fields)
    yield "self.__class__ = _Locked"


def _twins(made: Any) -> dict[str, type]:
    """The class, and its twin without the lock, by their names in the code."""
    unlocked = type(made.__name__, made.__bases__, {"__slots__": made.__slots__, "__setattr__": object.__setattr__})
    return {"_Locked": made, "_Unlocked": unlocked}


def _compiled(
    made: Any, name: str, first: Sequence[str], fields: Sequence[dataclasses.Field[Any]], lines: Sequence[str], namespace: dict[str, Any]
) -> Callable[..., Any]:
    """A function of ``lines`` of code, whose parameters are those in ``first``, and the ``fields`` with their defaults."""
    positional, keywords = ([field for field in fields if bool(field.kw_only) is kw_only] for kw_only in (False, True))
    star = ["*"] if keywords else []
    parameters = [*first, *(field.name for field in positional), *star, *(field.name for field in keywords)]
    exec("\n    ".join([f"def {name}({', '.join(parameters)}):", *lines]), namespace)  # noqa: S102 (the names of fields, from our own source)
    function: Any = namespace[name]
    function.__defaults__ = tuple(field.default for field in positional if field.default is not dataclasses.MISSING)
    function.__kwdefaults__ = {field.name: field.default for field in keywords if field.default is not dataclasses.MISSING}
    function.__annotations__ = {**{field.name: field.type for field in fields}, "return": None}
    function.__qualname__, function.__module__ = f"{made.__qualname__}.{name}", made.__module__
    return function  # type: ignore[no-any-return]


_set_class: Callable[[object, type], None] = vars(object)["__class__"].__set__


# --- the methods that all classes share ---------------------------------------------------------------


def _refuse_setting(_self: object, name: str, _value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deletion(_self: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[object]:
    """What is pickled."""
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: Sequence[object]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


@recursive_repr()
def _representation(self: Any) -> str:
    values = [f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr]
    return f"{type(self).__qualname__}({', '.join(values)})"


def _comparison(names: Sequence[str]) -> tuple[Callable[[Any, object], bool], Callable[[Any], int]]:
    """The methods ``__eq__`` and ``__hash__`` of a class; ``names`` are the fields that are compared."""
    values: Callable[[object], object] = attrgetter(*names) if names else lambda _self: ()

    def equals(self: Any, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    return equals, hashed


__all__ = ["dataclass", "maker"]
