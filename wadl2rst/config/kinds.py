"""The value types of settings, in one table that the settings, the configuration file, Sphinx and the docs share."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import Field
from enum import Enum
from pathlib import Path
from typing import Any

from wadl2rst.config.groups import group_rules


def _same(value: Any) -> Any:
    return value


def _as_tuple(value: Any) -> tuple[Any, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _as_groups(value: Any) -> Any:
    return value if isinstance(value, str) else group_rules(value)


Pairs = tuple[str, ...]
"""A table of texts, as entries ``KEY=VALUE``."""


def _as_pairs(value: Any) -> tuple[Any, ...]:
    return tuple(f"{name}={text}" for name, text in value.items()) if isinstance(value, Mapping) else _as_tuple(value)


class Kind(Enum):
    """The type of a setting's value.

    Each member is ``(name, annotations, stored, accepted, convert, in_python, in_toml, in_docs)``.
    """

    annotations: tuple[str, ...]
    """The annotations of :class:`~wadl2rst.config.options.Config` fields of this kind; fields whose default is None also allow None."""
    stored: type
    """The type that is stored in the field."""
    accepted: tuple[type, ...]
    """The types accepted from users; :attr:`convert` turns them into the stored one."""
    convert: Callable[[Any], Any]
    in_python: str
    """The expected type in error messages of the Python API, such as ``an int``."""
    in_toml: str
    """The expected type in error messages about the configuration file, such as ``an integer``."""
    in_docs: str
    """The type in the reference, such as ``integer``."""

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
    GROUPS = (
        "groups",
        ("Groups",),
        tuple,
        (str, list, tuple),
        _as_groups,
        "a str or a list of dicts",
        "a string or a list of tables",
        "list of tables",
    )

    PAIRS = ("pairs", ("Pairs",), tuple, (dict, list, tuple), _as_pairs, "a tuple of str", "a table of strings", "table of strings")

    def __new__(
        cls,
        name: str,
        annotations: tuple[str, ...],
        stored: type,
        accepted: tuple[type, ...],
        convert: Callable[[Any], Any],
        in_python: str,
        in_toml: str,
        in_docs: str,
    ) -> Kind:
        """Creates a member whose value is ``name``."""
        member = object.__new__(cls)
        member._value_ = name
        member.annotations = annotations
        member.stored = stored
        member.accepted = accepted
        member.convert = convert
        member.in_python = in_python
        member.in_toml = in_toml
        member.in_docs = in_docs
        return member

    def stores(self, value: object) -> bool:
        """Whether a field can store ``value`` as it is."""
        return isinstance(value, str | tuple) if self is Kind.GROUPS else _is_instance(value, (self.stored,))

    def accepts(self, value: object) -> bool:
        """Whether a user may specify ``value``, so that :attr:`convert` turns it into a value that a field can store."""
        # What is in a list of groups is checked with its values.
        return isinstance(value, self.accepted) if self is Kind.GROUPS else _is_instance(value, self.accepted)


def _is_instance(value: object, types: tuple[type, ...]) -> bool:
    """Whether a value has one of the types; a bool is not a number, and the items of a list must be strings."""
    if isinstance(value, bool):
        return bool in types
    if not isinstance(value, types):
        return False
    if isinstance(value, Mapping):
        value = [*value, *value.values()]
    return not isinstance(value, list | tuple) or all(isinstance(entry, str) for entry in value)


_BY_ANNOTATION = {annotation: kind for kind in Kind for annotation in kind.annotations}


def kind(item: Field[Any]) -> Kind:
    """The kind of a field of :class:`~wadl2rst.config.options.Config`."""
    return _BY_ANNOTATION[str(item.type)]
