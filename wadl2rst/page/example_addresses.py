"""The values in an example address of an operation (Apigee's extension): the WADL's own, so they come first in request samples."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

from wadl2rst.wadl.operations import Operation


class AddressValues(NamedTuple):
    """The values of parameters in an example address."""

    path: dict[str, str]
    """Those of template parameters."""
    query: dict[str, str]
    """Those of query parameters."""


def address_values(operation: Operation) -> AddressValues:
    """The values in the first example address that has the path of the operation; without values if there is none."""
    for example in operation.method.examples:
        path, _mark, query = example.url.strip().partition("#")[0].partition("?")
        values = _path_values(operation.path.split("/"), path.split("/"))
        if values is not None:
            pairs = [(name, value) for name, value in parse_qsl(query) if _is_value(value)] if len(query) < 2_000 else []
            return AddressValues(values, dict(reversed(pairs)))
    return AddressValues({}, {})


def _path_values(steps: list[str], own: list[str]) -> dict[str, str] | None:
    """The values of template parameters in the last steps of an address; None if it has another path."""
    steps = [step for step in steps if step]
    own = [step for step in own if step]
    if len(own) < len(steps):
        return None
    values: dict[str, str] = {}
    for step, text in zip(reversed(steps), reversed(own), strict=False):
        before, brace, rest = step.partition("{")
        name, _brace, after = rest.partition("}")
        if not brace:
            if step != text and step != unquote(text):
                return None
        elif "{" in after or len(text) < len(before) + len(after) or not (text.startswith(before) and text.endswith(after)):
            return None
        elif _is_value(value := unquote(text[len(before) : len(text) - len(after)])):
            values[name] = value
    return values


def _is_value(text: str) -> bool:
    """Whether it is a value, and not a parameter's name in braces or after a colon."""
    return bool(text.strip()) and text.isprintable() and "{" not in text and not text.startswith(":")
