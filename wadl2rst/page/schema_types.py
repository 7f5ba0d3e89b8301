"""Types of a grammar in words: their names, with links to their sections, and what they say about values."""

from __future__ import annotations

from collections.abc import Sequence

from wadl2rst.page import facets
from wadl2rst.page.docs import series
from wadl2rst.page.options import PageContext, Say
from wadl2rst.page.values import Line
from wadl2rst.prose import Block, CellContent, Code, Emphasis, Paragraph, Reference, Text
from wadl2rst.wadl.components import ComplexType, Grammar, SimpleType, Type, TypeName, TypeUse, Value
from wadl2rst.wadl.model import Param

_ANYTHING = {"anyType": "anything", "anySimpleType": "", "anyAtomicType": ""}
"""What to show for the types that are those of an element and of an attribute without a type."""

MOST_NAMES = 30
"""The largest number of names that a sentence about a choice lists."""


def type_cell(shown: Line, required: bool | None, say: Say) -> CellContent:
    """The cell of a type, and of whether the parameter is required."""
    if required is None:
        return (Paragraph(shown),) if shown else ""
    mark = Emphasis((Text(say("(Required)") if required else say("(Optional)")),))
    return (Paragraph((*shown, Text(" "), mark) if shown else (mark,)),)


def type_line(use: TypeUse | None, context: PageContext, *, is_json: bool = False) -> tuple[str, Line]:
    """The name of a type, and the name as text with a link to its section, if it has one."""
    if use is None:
        text = context.say("anything")
        return text, (Text(text),)
    links = context.schema_links
    label = links.types.get(use) or links.elsewhere.get(use, "") if isinstance(use, TypeName) else ""
    name = type_name(use, context, is_json=is_json)
    if not name:
        return "", ()
    if name == _ANYTHING["anyType"] and not isinstance(use, TypeName):
        name = context.say("anything")
    return name, ((Reference(label, (Text(name),)),) if label else (Text(name),))


def type_name(use: TypeUse, context: PageContext, *, is_json: bool = False) -> str:
    """The name of a type to show: as written for a named type, otherwise that of a built-in type; empty for none."""
    if isinstance(use, TypeName):
        return use.name.rpartition("/")[2]
    if isinstance(use, SimpleType):
        if use.item is not None or use.members:
            return ""
        return _ANYTHING.get(use.builtin, builtin_name(use.builtin, context))
    return builtin_name("object", context) if is_json and isinstance(use, ComplexType) else ""


def builtin_name(name: str, context: PageContext) -> str:
    """The name of a built-in type to show: as its specification writes it in the style ``sphinx``, else capitalised."""
    return name if context.options.is_reference else name.capitalize()


def type_facts(known: Type, use: TypeUse | None, context: PageContext, *, whole: bool = False) -> tuple[list[Line], tuple[Block, ...]]:
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
        lines.append((Text(say("A space-separated list:") + " "), *shown, Text(".")) if shown else (Text(say("A space-separated list.")),))
        more, listed = type_facts(item, known.item, context, whole=whole)
        lines += more
    others, values = _union(known, context.grammar)
    if known.members and not values:
        lines += one_of(known.members, context)
    values = values or known.facets.values
    has_section = isinstance(use, TypeName) and use in context.schema_links.types
    if values and (whole or len(values) <= facets.FEW_VALUES or not has_section):
        line, found = facets.shown_values(values, context, other=_other(others, context))
        lines += [line] if line else []
        listed += found
    lines += facets.sentences(known, say)
    if known.format:
        lines.append((Text(say("Format:") + " "), Code(known.format), Text(".")))
    return lines, listed


def type_and_facts(use: TypeUse, context: PageContext, *, is_json: bool = False) -> Line:
    """The name of one type of several; if it has no section, with what it says about values in parentheses.  Empty if there is nothing."""
    shown = type_line(use, context, is_json=is_json)[1]
    known = context.grammar.type(use)
    if not isinstance(known, SimpleType) or known.members or known.item is not None:
        return shown  # a union or list may contain itself
    if isinstance(use, TypeName) and use in context.schema_links.types:
        return shown
    facts = [_unended(line) for line in type_facts(known, use, context)[0]]
    if not facts:
        return shown
    return (*shown, Text(" ("), *series(facts), Text(")")) if shown else series(facts)


def one_of(uses: Sequence[TypeUse], context: PageContext, *, is_json: bool = False, whole: bool = False) -> list[Line]:
    """The sentence that names several types of which a value has one; a long list is cut, unless ``whole``.  None without names."""
    names = [shown for use in uses if (shown := type_and_facts(use, context, is_json=is_json))]
    listed = series(names) if whole else listed_names(names, context)
    return [(Text(context.say("One of:") + " "), *listed, Text("."))] if names else []


def _unended(line: Line) -> Line:
    """A sentence without its full stop."""
    *before, last = line
    if not isinstance(last, Text):
        return line
    text = last.text.removesuffix(".")
    return (*before, Text(text)) if text else tuple(before)


def _union(known: SimpleType, grammar: Grammar) -> tuple[list[TypeUse], tuple[Value, ...]]:
    """The types that a union allows besides the values of its enumerations, and these values."""
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
    return others, tuple(values)


def _other(others: Sequence[TypeUse], context: PageContext) -> Line | None:
    """What else may stand in place of listed values: any other value, or one of these types; None for nothing."""
    if not others:
        return None
    words = context.say("or another value")
    names = [type_and_facts(other, context) for other in others]
    if not all(names) or (Text("String"),) in names:
        return (Text(words),)
    return (Text(f"{words} ("), *listed_names(names, context), Text(")"))


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
