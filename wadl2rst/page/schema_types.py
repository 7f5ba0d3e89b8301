"""Types of a grammar in words: their names, with links to their sections, and what they say about values."""

from __future__ import annotations

from collections.abc import Sequence

from wadl2rst.page import facets
from wadl2rst.page.docs import series
from wadl2rst.page.options import PageContext
from wadl2rst.page.values import Line
from wadl2rst.prose import Block, CellContent, Code, Emphasis, Inline, Paragraph, Reference, Text
from wadl2rst.wadl.components import ComplexType, Grammar, SimpleType, TypeName, TypeUse, Value
from wadl2rst.wadl.model import Param

_ANYTHING = {"anyType": "anything", "anySimpleType": "", "anyAtomicType": ""}
"""What to show for the types that are those of an element and of an attribute without a type."""

MOST_NAMES = 30
"""The largest number of names that a sentence about a choice lists."""


def type_cell(shown: Line, required: bool | None, context: PageContext) -> CellContent:
    """The cell of a type, and of whether the parameter is required."""
    if required is None:
        return (Paragraph(shown),) if shown else ""
    say = context.say
    mark = Emphasis((Text(say("(Required)") if required else say("(Optional)")),))
    return (Paragraph((*shown, Text(" "), mark) if shown else (mark,)),)


def type_line(use: TypeUse | None, context: PageContext, *, is_json: bool = False) -> tuple[str, Line]:
    """The name of a type, and the name as text with a link to its section, if it has one."""
    if use is None:
        text = context.say("anything")
        return text, (Text(text),)
    label = context.schema_links.types.get(use, "") if isinstance(use, TypeName) else ""
    name = type_name(use, context.grammar, is_json=is_json)
    if not name:
        return "", ()
    if name == _ANYTHING["anyType"] and not isinstance(use, TypeName):
        name = context.say("anything")
    return name, ((Reference(label, (Text(name),)),) if label else (Text(name),))


def type_name(use: TypeUse, grammar: Grammar, *, is_json: bool = False) -> str:
    """The name of a type to show: as written for a named type, otherwise that of a built-in type; empty for none."""
    if isinstance(use, TypeName):
        return use.name.rpartition("/")[2]
    if isinstance(use, SimpleType):
        if use.item is not None or use.members:
            return ""
        return _ANYTHING.get(use.builtin, use.builtin.capitalize())
    return "Object" if is_json and isinstance(use, ComplexType) else ""


def type_facts(
    known: SimpleType | ComplexType | object, use: TypeUse | None, context: PageContext, *, whole: bool = False
) -> tuple[list[Line], tuple[Block, ...]]:
    """What a simple type says about its values: sentences, and a list of values.

    ``use`` is the type as it is used.  A long enumeration is left out where a link leads to the section of its type, unless ``whole``.
    """
    say = context.say
    if not isinstance(known, SimpleType):
        return [], ()
    lines: list[Line] = []
    listed: tuple[Block, ...] = ()
    if known.item is not None:
        item = context.grammar.type(known.item)
        shown = type_line(known.item, context)[1]
        lines.append(
            (Text(say("A list, separated by spaces:") + " "), *shown, Text(".")) if shown else (Text(say("A list, separated by spaces.")),)
        )
        more, listed = type_facts(item, known.item, context, whole=whole)
        lines += more
    others, values = _union(known, context.grammar)
    if known.members and not values:
        names = [shown for member in known.members if (shown := type_line(member, context)[1])]
        if names:
            lines.append((Text(say("One of:") + " "), *listed_names(names, context), Text(".")))
    values = values or known.facets.values
    has_section = isinstance(use, TypeName) and use in context.schema_links.types
    if values and (whole or len(values) <= facets.FEW_VALUES or not has_section):
        line, found = facets.listed_values(values, context, is_open=bool(others))
        lines += [line] if line else []
        listed += found
    lines += _restrictions(others, context)
    lines += facets.sentences(known, say)
    if known.format:
        lines.append((Text(say("Format:") + " "), Code(known.format), Text(".")))
    return lines, listed


def _restrictions(members: Sequence[TypeUse], context: PageContext) -> list[Line]:
    """What the member types of a union say about their values, if these have no section: a sentence for each."""
    found: list[Line] = []
    for member in members[:MOST_NAMES]:
        known = context.grammar.type(member)
        if isinstance(known, SimpleType) and not (isinstance(member, TypeName) and member in context.schema_links.types):
            sentences = list(facets.sentences(known, context.say))
            shown = type_line(member, context)[1]
            if sentences and shown:
                line: list[Inline] = [*shown, Text(":")]
                for sentence in sentences:
                    line += [Text(" "), *sentence]
                found.append(tuple(line))
    return found


def _union(known: SimpleType, grammar: Grammar) -> tuple[tuple[TypeUse, ...], tuple[Value, ...]]:
    """The member types of a union without an enumeration, and the values of the others."""
    values: list[Value] = []
    others: list[TypeUse] = []
    pending = list(reversed(known.members))
    seen: set[TypeName] = set()
    while pending:
        member = pending.pop()
        if isinstance(member, TypeName):
            if member in seen:
                continue
            seen.add(member)
        found = grammar.type(member)
        if isinstance(found, SimpleType) and found.members:
            pending += reversed(found.members)
        elif isinstance(found, SimpleType) and found.facets.values:
            values += found.facets.values
        else:
            others.append(member)
    return tuple(others), tuple(values)


def listed_names(names: Sequence[Line], context: PageContext, count: int = 0) -> Line:
    """Names as a list, cut where it gets too long; ``count`` is how many there are, if ``names`` are only the first."""
    shown = list(names[:MOST_NAMES])
    if max(count, len(names)) > MOST_NAMES:
        shown.append((Text(context.say("and %(number)s more") % {"number": max(count, len(names)) - MOST_NAMES}),))
    return series(shown)


def param_type(param: Param, context: PageContext) -> TypeUse | None:
    """The type of a parameter that the grammar declares; None for any other."""
    params = context.grammar.params
    return params.get(param.type_name) if params and param.type_name is not None else None
