"""An example value for a parameter: what the WADL says, else what its type, format or name says."""

from __future__ import annotations

from wadl2rst.clients.request import RequestText, Variable
from wadl2rst.grammar import plain_values as plain
from wadl2rst.page.options import PageContext
from wadl2rst.page.schema_types import param_type
from wadl2rst.wadl.model import Param


def example_value(param: Param, context: PageContext) -> str:
    """The value of a parameter for an example; empty if none is known.

    In order: the fixed value, the default, the first allowed value, a value of its type in the schema, an address if its value is a link,
    one that its name says, one of its built-in type.  The same WADL always gives the same values.
    """
    if param.fixed and param.fixed.strip():
        return param.fixed
    if param.default and param.default.strip():
        return param.default
    for option in param.options:
        if option.value.strip():
            return option.value
    if context.examples is not None and (declared := param_type(param, context)) is not None:
        found = context.examples.simple_value(declared)
        if found and found not in plain.plain_values("string"):
            return found
    if param.links:
        return plain.ADDRESS
    return plain.value_by_name(param.name, plain.built_in_of(param.type)) or plain.value_by_type(param.type)


def has_secret_value(param: Param) -> bool:
    """Whether the value of a parameter must not be shown: its name says so, and it is a text."""
    return plain.is_secret(param.name) and plain.built_in_of(param.type) in ("", *plain.STRINGS)


def request_value(param: Param, context: PageContext) -> RequestText:
    """The value of a parameter outside of the body of a request.

    A secret is an environment variable, whatever the WADL says.  A value that is not known is the name of the parameter in capitals:
    a word that can be sent as it is, and that a reader sees to be replaced (braces mean something to shells and to curl).  So is an
    identifier of which only the form is known, because several of them in one path would look alike.
    """
    if has_secret_value(param):
        return Variable(plain.variable(param.name))
    value = example_value(param, context)
    return plain.placeholder(param.name) if not value or value == plain.UUID and not _is_stated(param) else value


def _is_stated(param: Param) -> bool:
    """Whether the WADL itself has a value."""
    return bool(param.fixed or param.default or param.options)
