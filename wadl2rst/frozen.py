"""Frozen dataclasses with a fast constructor, for values of which one run creates hundreds of thousands.

The constructor of a frozen dataclass looks up ``object.__setattr__`` for every field, which takes several times as long as
setting an attribute (about 1,350 instead of 60 instructions with Python 3.11).  Here, the constructor sets the slots through
their descriptors.  Everything else is as in :mod:`dataclasses`; instances are as frozen as any.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(**options: Any) -> Callable[[type], type]:
        """As :func:`dataclasses.dataclass`, whose options it takes; ``frozen`` and ``slots`` must be among them."""

        def make(cls: type) -> type:
            made = dataclasses.dataclass(**options)(cls)
            special = any(not field.init or field.default_factory is not dataclasses.MISSING for field in dataclasses.fields(made))
            if not special and not hasattr(made, "__post_init__"):
                made.__init__ = _constructor(made)
            return made

        return make


def _constructor(made: Any) -> Callable[..., None]:
    """A replacement for the constructor of a frozen dataclass with slots, with the same parameters and defaults."""
    original = made.__init__
    code = original.__code__
    own, *names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    parameters = [own, *names]
    if code.co_kwonlyargcount:
        parameters.insert(code.co_argcount, "*")
    lines = [f"def __init__({', '.join(parameters)}):", "    pass", *(f"    _set_{name}({own}, {name})" for name in names)]
    namespace: dict[str, Any] = {f"_set_{name}": getattr(made, name).__set__ for name in names}
    exec("\n".join(lines), namespace)  # noqa: S102 (the names of fields, from our own source)
    constructor: Callable[..., None] = namespace["__init__"]
    for name in ("__defaults__", "__kwdefaults__", "__annotations__", "__qualname__", "__module__", "__doc__"):
        setattr(constructor, name, getattr(original, name))
    return constructor


__all__ = ["dataclass"]
