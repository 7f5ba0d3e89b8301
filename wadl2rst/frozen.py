"""Frozen dataclasses with a fast constructor, for values of which one run creates hundreds of thousands.

The constructor of a frozen dataclass looks up ``object.__setattr__`` for every field, which takes ten times as long as setting an
attribute.  Here, the instance is of a twin class without the lock while the constructor sets its attributes; a class with few
fields, for which changing the class twice would take longer, sets them through the descriptors of its slots.  Everything
else is as in :mod:`dataclasses`; instances are as frozen as any.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

_FEW = 3
"""Maximum number of fields that are set through the descriptors of the slots."""

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(**options: Any) -> Callable[[type], type]:
        """As :func:`dataclasses.dataclass`, whose options it takes; ``frozen`` and ``slots`` must be among them."""

        def make(cls: type) -> type:
            inherited = getattr(cls, "__dataclass_fields__", {})
            if hasattr(cls, "__post_init__") or any(map(_is_special, [*inherited.values(), *vars(cls).values()])):
                return dataclasses.dataclass(**options)(cls)
            made = dataclasses.dataclass(init=False, **options)(cls)
            made.__init__ = _constructor(made, dataclasses.fields(made))
            return made

        return make


def _is_special(value: object) -> bool:
    """Whether an attribute of a class describes a field that is no mere parameter of the constructor."""
    return isinstance(value, dataclasses.Field) and (not value.init or value.default_factory is not dataclasses.MISSING)


def _constructor(made: Any, fields: Sequence[dataclasses.Field[Any]]) -> Callable[..., None]:
    """The constructor of a frozen dataclass with slots, with the parameters and defaults that :mod:`dataclasses` gives it."""
    positional, keywords = ([field for field in fields if bool(field.kw_only) is kw_only] for kw_only in (False, True))
    names = [field.name for field in fields]
    star = ["*"] if keywords else []
    lines = [f"def __init__({', '.join(['self', *(field.name for field in positional), *star, *(field.name for field in keywords)])}):"]
    namespace: dict[str, Any] = {}
    if len(names) <= _FEW:
        lines += ["    pass", *(f"    _set_{name}(self, {name})" for name in names)]
        namespace.update({f"_set_{name}": getattr(made, name).__set__ for name in names})
    else:
        lines += ["    _unlock(self, _Unlocked)", *(f"    self.{name} = {name}" for name in names), "    self.__class__ = _Locked"]
        unlocked = type(made.__name__, made.__bases__, {"__slots__": made.__slots__, "__setattr__": object.__setattr__})
        namespace.update(_unlock=_set_class, _Unlocked=unlocked, _Locked=made)
    exec("\n".join(lines), namespace)  # noqa: S102 (the names of fields, from our own source)
    constructor: Any = namespace["__init__"]
    constructor.__defaults__ = tuple(field.default for field in positional if field.default is not dataclasses.MISSING)
    constructor.__kwdefaults__ = {field.name: field.default for field in keywords if field.default is not dataclasses.MISSING}
    constructor.__annotations__ = {**{field.name: field.type for field in fields}, "return": None}
    constructor.__qualname__, constructor.__module__ = f"{made.__qualname__}.__init__", made.__module__
    return constructor  # type: ignore[no-any-return]


_set_class: Callable[[object, type], None] = vars(object)["__class__"].__set__

__all__ = ["dataclass"]
