"""What settings can hold: the one table of their types, for the settings themselves, their file, Sphinx and the docs."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import Field
from enum import Enum
from pathlib import Path
from typing import Any


def _same(value: Any) -> Any:
    return value


def _as_tuple(value: Any) -> tuple[Any, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


class Kind(Enum):
    """What a setting holds.

    Each member is ``(name, annotations, kept, given, convert, in_python, in_toml, in_docs)``.
    """

    annotations: tuple[str, ...]
    """How a field of :class:`~wadl2rst.config.options.Config` of this kind is annotated; None is allowed by its default."""
    kept: type
    """The type that a field has."""
    given: tuple[type, ...]
    """The types that a person may give, which :attr:`convert` makes the kept one of."""
    convert: Callable[[Any], Any]
    in_python: str
    """What it takes, in a message to a program."""
    in_toml: str
    """What it takes, in a message on the configuration file."""
    in_docs: str
    """What it holds, in the reference."""

    SWITCH = ("switch", ("bool",), bool, (bool,), _same, "True or False", "true or false", "true or false")
    NUMBER = ("number", ("int",), int, (int,), _same, "an int", "an integer", "integer")
    TEXT = ("text", ("str", "str | None"), str, (str,), _same, "a str", "a string", "string")
    PATH = ("path", ("Path | None",), Path, (str, os.PathLike), Path, "a path", "a string", "path")
    LIST = (
        "list",
        ("tuple[str, ...]",),
        tuple,
        (list, tuple, str),
        _as_tuple,
        "a tuple of str",
        "a list of strings",
        "list of strings",
    )

    def __new__(
        cls,
        name: str,
        annotations: tuple[str, ...],
        kept: type,
        given: tuple[type, ...],
        convert: Callable[[Any], Any],
        in_python: str,
        in_toml: str,
        in_docs: str,
    ) -> Kind:
        """Makes a member whose value is ``name``."""
        member = object.__new__(cls)
        member._value_ = name
        member.annotations = annotations
        member.kept = kept
        member.given = given
        member.convert = convert
        member.in_python = in_python
        member.in_toml = in_toml
        member.in_docs = in_docs
        return member

    def keeps(self, value: object) -> bool:
        """Whether a field may have the value."""
        return _is_one(value, (self.kept,))

    def accepts(self, value: object) -> bool:
        """Whether a person may give the value: :attr:`convert` then makes of it what a field may have."""
        return _is_one(value, self.given)


def _is_one(value: object, types: tuple[type, ...]) -> bool:
    """Whether a value is of one of the types: a bool is no number, and a list has nothing but texts."""
    if isinstance(value, bool):
        return bool in types
    return isinstance(value, types) and (not isinstance(value, list | tuple) or all(isinstance(entry, str) for entry in value))


_BY_ANNOTATION = {annotation: kind for kind in Kind for annotation in kind.annotations}


def kind(item: Field[Any]) -> Kind:
    """What a field of :class:`~wadl2rst.config.options.Config` holds."""
    return _BY_ANNOTATION[str(item.type)]
