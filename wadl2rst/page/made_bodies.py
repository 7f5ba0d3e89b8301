"""Bodies made from parameters with paths: nested objects and arrays as the paths say, with values by type."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wadl2rst import formats
from wadl2rst.grammar import plain_values as plain
from wadl2rst.page.example_values import example_value, has_secret_value
from wadl2rst.page.options import PageContext
from wadl2rst.page.values import Sample
from wadl2rst.prose import CodeBlock
from wadl2rst.wadl.model import Param
from wadl2rst.wadl.paths import BodyStep, json_steps, xml_steps

MOST_PARAMS = 200
"""The largest number of parameters of a body that is made."""
_DEEPEST = 20
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")


class _NotMadeError(Exception):
    """The paths or types do not say what the body looks like."""


@dataclass(slots=True, eq=False)
class _Node:
    """A property or element of a body."""

    is_array: bool = False
    param: Param | None = None
    children: dict[str, _Node] = field(default_factory=dict)


def made_samples(params: Sequence[Param], media_types: Sequence[str], context: PageContext, *, status: str = "") -> tuple[Sample, ...]:
    """The sample of a body made from its parameters, in JSON if they have JSONPaths, in XML if they have XPaths; empty for none.

    None is made if a parameter has no path, or a path or a type does not say what to write.  ``status`` is what captions must name.
    """
    if not params or len(params) > MOST_PARAMS or not all(param.path for param in params):
        return ()
    try:
        if all(param.path.lstrip().startswith("$") for param in params) and _may_be("JSON", media_types):
            return (_sample("JSON", json.dumps(_json(_tree(params, json_steps), context, 0), indent=2, ensure_ascii=False), status),)
        if all(param.path.lstrip().startswith("/") for param in params) and _may_be("XML", media_types):
            return (_sample("XML", "\n".join(_xml(_tree(params, xml_steps), context)), status),)
    except _NotMadeError:
        pass
    return ()


def _sample(kind: str, text: str, status: str) -> Sample:
    return Sample(kind=kind, status=status, is_made=True, is_from_params=True, block=CodeBlock(text, kind.lower()))


def _may_be(kind: str, media_types: Sequence[str]) -> bool:
    """Whether a body in that format may have one of the media types; any, if none is known."""
    known = [media_type for media_type in media_types if media_type and "*" not in media_type]
    return not known or any(formats.declared_format(media_type) == kind for media_type in known)


def _tree(params: Sequence[Param], steps_of: object) -> _Node:
    """The root of the body, with what the paths of the parameters say is in it."""
    root = _Node()
    for param in params:
        steps: tuple[BodyStep, ...] | None = steps_of(param.path)  # type: ignore[operator]
        if not steps or len(steps) > _DEEPEST:
            raise _NotMadeError
        node = root
        for step in steps:
            if step.name:
                node = node.children.setdefault(step.name, _Node())
            node.is_array = node.is_array or step.is_array
        last = steps[-1].name.lstrip("@")
        if not param.links and param.name and last and param.name not in (last, f"xml:{last}") and param.name.rpartition(":")[2] != last:
            raise _NotMadeError  # the path leads to another thing than what the parameter is called
        node.is_array = node.is_array or bool(param.repeating)
        node.param = node.param or param
    return root


def _json(node: _Node, context: PageContext, depth: int) -> object:
    """A value of JSON."""
    if node.children:
        value: object = {name: _json(child, context, depth + 1) for name, child in node.children.items()}
        is_list = node.param is not None and plain.built_in_of(node.param.type) == "array"
        return [value] if node.is_array or is_list else value
    param = node.param
    if param is None:
        raise _NotMadeError
    builtin = plain.built_in_of(param.type)
    if builtin == "array":
        return []
    value = _json_leaf(param, builtin, context)
    return [value] if node.is_array else value


def _json_leaf(param: Param, builtin: str, context: PageContext) -> object:
    text = _text(param, builtin, context)
    if builtin == "object" and not text:
        return {}
    if builtin == "boolean" and text in ("true", "false"):
        return text == "true"
    if builtin in plain.NUMBERS and _NUMBER.fullmatch(text):
        try:
            value = json.loads(text)
        except ValueError:  # more digits than Python reads
            return text
        return value if abs(value) < 1e300 else text
    return text


def _text(param: Param, builtin: str, context: PageContext) -> str:
    """The value of a parameter in a body; the word ``string`` for any text, and a placeholder for a secret."""
    if has_secret_value(param):
        return f"${plain.variable(param.name)}"
    value = example_value(param, context)
    if value:
        return value
    if builtin in plain.STRINGS:
        return "string"
    if builtin == "object":
        return ""
    raise _NotMadeError  # a type of the API's own


def _xml(root: _Node, context: PageContext) -> Iterator[str]:
    """The lines of a document."""
    if len(root.children) != 1:
        raise _NotMadeError
    (name, node), *_rest = root.children.items()
    if name.startswith("@") or node.is_array:
        raise _NotMadeError
    yield from _element(name, node, context, "")


def _element(name: str, node: _Node, context: PageContext, indent: str) -> Iterator[str]:
    attributes = ""
    for key, child in node.children.items():
        if key[0] == "@":
            value = _escaped(_leaf(child, context)).replace('"', "&quot;")
            attributes += f' {key[1:]}="{value}"'
    children = [(key, child) for key, child in node.children.items() if key[0] != "@"]
    if children:
        yield f"{indent}<{name}{attributes}>"
        for key, child in children:
            yield from _element(key, child, context, indent + "  ")
        yield f"{indent}</{name}>"
    elif node.param is None:
        yield f"{indent}<{name}{attributes}/>"
    elif text := _leaf(node, context):
        yield f"{indent}<{name}{attributes}>{_escaped(text)}</{name}>"
    else:
        yield f"{indent}<{name}{attributes}/>"


def _leaf(node: _Node, context: PageContext) -> str:
    if node.param is None or node.param.type.lower().endswith(("array", "list")):
        raise _NotMadeError
    return _text(node.param, plain.built_in_of(node.param.type), context)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
