"""Examples of bodies made from their grammar: XML and JSON, always the same for the same grammar, and valid."""

from __future__ import annotations

import json

from wadl2rst.grammar.example_instance import Node, make_document, number_ids
from wadl2rst.grammar.example_json import JsonShape, shaped
from wadl2rst.grammar.example_json_schema import NamedValues, value_of
from wadl2rst.grammar.example_sizes import Sizes, is_any
from wadl2rst.grammar.example_values import Values
from wadl2rst.grammar.example_xml import written
from wadl2rst.wadl.components import Grammar, SchemaBody, TypeUse


class Examples:
    """Makes the examples for one grammar; what is found out about its types is kept from one to the next."""

    def __init__(self, grammar: Grammar) -> None:
        """Nothing is made before it is asked for."""
        self._grammar = grammar
        self._tools: dict[tuple[bool, bool], tuple[Values, Sizes]] = {}

    def xml(self, body: SchemaBody) -> str | None:
        """See :func:`xml_example`."""
        made = None if body.is_json else self._document(body)
        return None if made is None else written(made[0])

    def json(
        self, body: SchemaBody, *, is_request: bool = False, shape: JsonShape | str = JsonShape.NATURAL, drops_root: bool = False
    ) -> str | None:
        """See :func:`json_example`."""
        if body.is_json:
            values, sizes = self._made_tools(is_json=True, has_ids=True)
            node = make_document(body.root, self._grammar, sizes, values, is_json=True, is_request=is_request)
            if node is None or (node.named is None and is_any(node.type)):
                return None
            return _dumped(value_of(node, values))
        made = self._document(body)
        return None if made is None else _dumped(shaped(made[0], JsonShape(shape), made[1], drops_root=drops_root))

    def simple_value(self, use: TypeUse) -> str | None:
        """A valid value of a simple type; None if there is none, none is found, or it is no simple type."""
        return self._made_tools(is_json=False, has_ids=False)[0].value(use)

    def _document(self, body: SchemaBody) -> tuple[Node, Values] | None:
        """A document of XML; None if none can be made, or the root may hold anything."""
        for has_ids in (True, False):
            values, sizes = self._made_tools(is_json=False, has_ids=has_ids)
            root = make_document(body.root, self._grammar, sizes, values, is_json=False, is_request=False)
            if root is None or is_any(root.type):
                return None
            if number_ids(root, values):
                return root, values
        return None

    def _made_tools(self, *, is_json: bool, has_ids: bool) -> tuple[Values, Sizes]:
        key = is_json, has_ids
        if key not in self._tools:
            values = Values(self._grammar, is_json=is_json, has_ids=has_ids)
            named = NamedValues(self._grammar, values).of if is_json else None
            self._tools[key] = values, Sizes(self._grammar, values, is_json=is_json, named=named)
        return self._tools[key]


def xml_example(body: SchemaBody, grammar: Grammar) -> str | None:
    """An indented XML document that is valid for a body of an XML Schema, without a line end after it.

    It has all that is required and, as far as an example of readable size can, each optional element and attribute once.  Values
    are those that the schema names (fixed, default, enumeration), else plain ones of their type.  None if no valid document is
    found, the body is that of a JSON Schema, or its root may hold anything.  Nothing is raised.
    """
    return Examples(grammar).xml(body)


def json_example(
    body: SchemaBody, grammar: Grammar, *, is_request: bool = False, shape: JsonShape | str = JsonShape.NATURAL, drops_root: bool = False
) -> str | None:
    """An indented JSON document for a body, without a line end after it; None as for :func:`xml_example`.

    For a JSON Schema, it is valid; optional properties that are read-only are left out of requests, and those that are write-only
    out of responses.  For an XML Schema, it is the document of :func:`xml_example` in the convention ``shape``, without the name of
    the root element if ``drops_root`` (BadgerFish always has it).
    """
    return Examples(grammar).json(body, is_request=is_request, shape=shape, drops_root=drops_root)


def _dumped(value: object) -> str | None:
    try:
        return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
    except (ValueError, RecursionError):
        return None
