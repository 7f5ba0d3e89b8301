"""Bodies and types of a grammar as table rows and lines of text.  ``docs/explanation/schemas.rst`` states the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wadl2rst.diagnostics import Location
from wadl2rst.grammar.rows import Choice, Row, Rows, body_rows
from wadl2rst.page import facets
from wadl2rst.page.docs import compact, doc_blocks, ended, one_paragraph, series, value_inline
from wadl2rst.page.options import PageContext
from wadl2rst.page.values import Line, ParamRow
from wadl2rst.prose import Block, CellContent, Code, Emphasis, Inline, Paragraph, Reference, Text
from wadl2rst.source.tree import QName
from wadl2rst.wadl.components import (
    Alternatives,
    Attribute,
    Body,
    ComplexType,
    ElementUse,
    Grammar,
    SimpleType,
    TypeName,
    TypeUse,
    Value,
    Wildcard,
)
from wadl2rst.wadl.model import Doc, Param, Representation

_NOWHERE = Location("")

MOST_NAMES = 30
"""The largest number of names that a sentence about a choice lists."""


@dataclass(frozen=True, slots=True)
class SchemaTable:
    """The table of a body."""

    rows: tuple[ParamRow, ...]
    notes: tuple[Block, ...]
    """What else there is to say, below the table."""
    is_cut: bool
    """Whether rows are left out."""


# --- bodies ---------------------------------------------------------------------------------------


def body_of(representation: Representation, context: PageContext) -> Body | None:
    """What the grammar says about a representation; None if nothing."""
    grammar = context.grammar
    if representation.element_name is not None and (found := grammar.bodies.get(representation.element_name)):
        return found
    return grammar.json_bodies.get(representation.schema) if representation.schema else None


def home(body: Body, context: PageContext) -> str:
    """The label of the section about the root element of a body, or about its type; empty for none."""
    root = body.root
    if root.reference is not None and root.reference in context.schema_links.elements:
        return context.schema_links.elements[root.reference]
    return context.schema_links.types.get(root.type, "") if isinstance(root.type, TypeName) else ""


def is_shared(body: Body, context: PageContext) -> bool:
    """Whether only its own section shows a body."""
    return body.root.reference is not None and body.root.reference in context.schema_links.shared


def root_line(body: Body, context: PageContext) -> Line:
    """Which element a body is, and where to read about it."""
    say = context.say
    root = body.root
    label = home(body, context)
    details: list[Sequence[Inline]] = []
    if root.name and not body.is_json:
        details.append((Text(say("element") + " "), Code(root.name)))
        if root.namespace:
            details.append((Text(say("namespace") + " "), Code(root.namespace)))
    if label:
        name = root.type.name if isinstance(root.type, TypeName) and label in context.schema_links.types.values() else root.name
        details.append((Text(say("see") + " "), Reference(label, (Text(name),))))
    return series(details)


def schema_table(body: Body, context: PageContext, *, most: int = 0) -> SchemaTable:
    """The table of a body, made once a site; ``most`` is the largest number of rows, if not that of the settings."""
    options = context.options
    if not most and (known := context.tables.get(id(body))) is not None:
        assert isinstance(known, SchemaTable)
        return known
    if not options.schema_depth:
        return SchemaTable((), (), False)
    found = body_rows(body, context.grammar, depth=options.schema_depth, most=most or options.schema_rows)
    table = SchemaTable(
        tuple([param_row(row, context, is_json=body.is_json) for row in found.rows]),
        notes(found, context, home(body, context), body.root.name, is_json=body.is_json),
        bool(found.more),
    )
    if not most:
        context.tables[id(body)] = table
    return table


def united_rows(params: tuple[ParamRow, ...], rows: tuple[ParamRow, ...], context: PageContext) -> tuple[ParamRow, ...]:
    """The rows of the parameters of a body, and those of its schema that they lack.

    Where both have a row, what the WADL says goes before; the schema adds the type, and whether it is required.
    """
    known = {_plain_name(row.name): row for row in rows}
    known.update({name.partition(".")[2]: row for name, row in known.items() if "." in name and name.partition(".")[2] not in known})
    united: list[ParamRow] = []
    taken: set[int] = set()
    for param in params:
        row = known.get(_plain_name(param.name))
        if row is None:
            united.append(param)
            continue
        taken.add(id(row))
        type_, cell = (param.type, param.type_cell) if param.is_typed or not row.type else (row.type, row.type_cell)
        required = row.required if param.required is None else param.required
        if required != param.required or cell is not param.type_cell:
            cell = type_cell(_shown_type(cell), required, context)
        united.append(
            replace(param, type=type_, type_cell=cell, required=required)
            if param.blocks or param.facts
            else replace(row, name=param.name, type=type_, type_cell=cell, required=required, id=param.id, location=param.location)
        )
    return (*united, *(row for row in rows if id(row) not in taken))


def _plain_name(name: str) -> str:
    return name.replace("[]", "").replace("@", "")


def _shown_type(cell: CellContent) -> Line:
    """The type in a cell, without the word that says whether it is required."""
    if isinstance(cell, str) or not cell or not isinstance(cell[0], Paragraph):
        return ()
    children = tuple(child for child in cell[0].children if not isinstance(child, Emphasis))
    if children and isinstance(last := children[-1], Text):
        text = last.text.rstrip()
        children = (*children[:-1], Text(text)) if text else children[:-1]
    return children


def notes(rows: Rows, context: PageContext, label: str, name: str, *, is_json: bool = False) -> tuple[Block, ...]:
    """What stands below a table: that rows are left out, and that more may stand in the body."""
    say = context.say
    found: list[Block] = []
    if rows.more:
        line: list[Inline] = [Text(say("%(number)s more rows are not shown here.") % {"number": rows.more})]
        if label:
            line += [Text(f" {say('See')} "), Reference(label, (Text(name),)), Text(".")]
        found.append(Paragraph(tuple(line)))
    if rows.is_open:
        text = say("It may have other members, too.") if is_json else say("Other elements and attributes may stand in it, too.")
        found.append(Paragraph((Text(text),)))
    return tuple(found)


# --- rows -----------------------------------------------------------------------------------------


def param_row(row: Row, context: PageContext, *, is_json: bool = False) -> ParamRow:
    """The table row of an element, attribute, text or property."""
    use = row.use
    docs = use.docs if use is not None else ()
    known = context.grammar.type(row.type) if row.type is not None else None
    if not docs and known is not None and not (isinstance(row.type, TypeName) and row.type in context.schema_links.types):
        docs = known.docs
    name, shown = type_line(row.type, context, is_json=is_json)
    blocks = doc_blocks(docs, context.language)
    generated = _facts(row, context, is_json=is_json)
    return ParamRow(
        name=row.name,
        type=name,
        required=row.required,
        type_cell=type_cell(shown, row.required, context),
        blocks=blocks,
        facts=generated,
        description=(*compact(blocks), *generated) if context.options.facts_apart else compact(ended(blocks, generated) + generated),
        location=use.location if use is not None else _NOWHERE,
    )


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
    return name, ((Reference(label, (Text(name),)),) if label else (Text(name),))


def type_name(use: TypeUse, grammar: Grammar, *, is_json: bool = False) -> str:
    """The name of a type to show: as written for a named type, otherwise that of a built-in type; empty for none."""
    if isinstance(use, TypeName):
        return use.name.rpartition("/")[2]
    if isinstance(use, SimpleType):
        if use.item is not None or use.members:
            return ""
        return use.builtin.capitalize()
    return "Object" if is_json and isinstance(use, ComplexType) else ""


def _facts(row: Row, context: PageContext, *, is_json: bool) -> tuple[Block, ...]:
    say = context.say
    use = row.use
    lines: list[Line] = []
    listed: tuple[Block, ...] = ()
    lines += [_choice(choice, context) for choice in row.choices]
    known = context.grammar.type(row.type) if row.type is not None else None
    if isinstance(use, ElementUse):
        lines += _substitutes(use, context)
    if isinstance(known, Alternatives):
        names = [shown for alternative in known.types if (shown := type_line(alternative, context, is_json=is_json)[1])]
        if names:
            lines.append((Text(say("One of:") + " "), *_listed(names, context), Text(".")))
    elif isinstance(known, ComplexType):
        if row.is_again:
            lines.append((Text(say("As above.")),))
        if known.is_abstract and known.derived:
            names = [type_line(derived, context)[1] for derived in known.derived]
            lines.append((Text(say("One of the types (xsi:type):") + " "), *_listed(names, context), Text(".")))
        if known.is_mixed:
            lines.append((Text(say("Text may stand between its elements.") if known.content else say("It has text.")),))
    elif known is not None:
        more, listed = type_facts(known, row.type, context)
        lines += more
    lines += _occurrences(row, context)
    if isinstance(use, ElementUse | Attribute):
        if use.fixed is not None:
            lines.append((Text(say("Always:") + " "), value_inline(use.fixed, say), Text(".")))
        elif use.default is not None:
            lines.append((Text(say("Default:") + " "), value_inline(use.default, say), Text(".")))
    if isinstance(use, ElementUse):
        for holds, text in (
            (use.is_nillable, say("May be null.") if is_json else say("May be nil.")),
            (use.is_read_only, say("Read-only.")),
            (use.is_write_only, say("Write-only.")),
            (use.is_deprecated, say("Deprecated.")),
        ):
            if holds:
                lines.append((Text(text),))
    if isinstance(use, Wildcard) and use.type is None:
        lines.append((Text(say("Any element.") if use.namespaces == "##any" else say("Any element of another namespace.")),))
    return (*one_paragraph(lines), *listed)


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
    is_open, values = _union(known, context.grammar)
    if known.members and not values:
        names = [shown for member in known.members if (shown := type_line(member, context)[1])]
        if names:
            lines.append((Text(say("One of:") + " "), *_listed(names, context), Text(".")))
    values = values or known.facets.values
    has_section = isinstance(use, TypeName) and use in context.schema_links.types
    if values and (whole or len(values) <= facets.FEW_VALUES or not has_section):
        line, found = facets.listed_values(values, context, is_open=is_open)
        lines += [line] if line else []
        listed += found
    lines += facets.sentences(known.facets, say)
    if known.format:
        lines.append((Text(say("Format:") + " "), Code(known.format), Text(".")))
    return lines, listed


def _union(known: SimpleType, grammar: Grammar) -> tuple[bool, tuple[Value, ...]]:
    """Whether a union allows more than the values of its enumerations, and these values."""
    values: list[Value] = []
    is_open = False
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
            is_open = True
    return is_open, tuple(values)


def _choice(choice: Choice, context: PageContext) -> Line:
    say = context.say
    shown: list[Line] = []
    for names in choice.alternatives[:MOST_NAMES]:
        if len(names) > 1:
            few = names if len(names) <= 4 else (*names[:3], "…")
            shown.append((*series([(Code(name),) for name in few[:-1]]), Text(f" {say('and')} "), Code(few[-1])))
        else:
            shown.append((Code(names[0]),))
    if len(choice.alternatives) > MOST_NAMES:
        shown.append((Text(say("and %(number)s more") % {"number": len(choice.alternatives) - MOST_NAMES}),))
    if choice.repeats:
        return (Text(say("Any number of these, in any order:") + " "), *series(shown), Text("."))
    return (Text(say("One of:") + " "), *series(shown), Text("."))


def _listed(names: Sequence[Line], context: PageContext) -> Line:
    """Names as a list, cut where it gets too long."""
    shown = list(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        shown.append((Text(context.say("and %(number)s more") % {"number": len(names) - MOST_NAMES}),))
    return series(shown)


def _substitutes(use: ElementUse, context: PageContext) -> list[Line]:
    if not use.substitutes:
        return []
    say = context.say
    names = [element_line(name, context) for name in use.substitutes]
    if use.is_abstract:
        return [(Text(say("One of these elements stands here:") + " "), *_listed(names, context), Text("."))]
    return [(Text(say("One of these elements may stand in its place:") + " "), *_listed(names, context), Text("."))]


def element_line(name: QName, context: PageContext) -> Line:
    """The name of a global element, with a link to the section about it or its type."""
    label = context.schema_links.elements.get(name, "")
    if not label and (element := context.grammar.elements.get(name)) is not None and isinstance(element.type, TypeName):
        label = context.schema_links.types.get(element.type, "")
    return (Reference(label, (Text(name.name),)),) if label else (Code(name.name),)


def _occurrences(row: Row, context: PageContext) -> list[Line]:
    """How often a repeating element occurs, if that is limited."""
    least, most = row.occurrences
    say = context.say
    if most is not None:
        if least > 1 and least == most:
            return [(Text(say("Exactly %(number)s times.") % {"number": most}),)]
        if least > 1:
            return [(Text(say("%(least)s to %(most)s times.") % {"least": least, "most": most}),)]
        return [(Text(say("At most %(number)s times.") % {"number": most}),)] if most > 1 else []
    return [(Text(say("At least %(number)s times.") % {"number": least}),)] if least > 1 else []


# --- parameters -----------------------------------------------------------------------------------


def param_facts(param: Param, context: PageContext) -> tuple[list[Line], tuple[Block, ...], str]:
    """What the grammar says about the type of a parameter: sentences, a list of values, and the label of its section."""
    if param.type_name is None or not context.grammar.params:
        return [], (), ""
    use = context.grammar.params.get(param.type_name)
    if use is None:
        return [], (), ""
    known = context.grammar.type(use)
    label = context.schema_links.types.get(use, "") if isinstance(use, TypeName) else ""
    lines, listed = type_facts(known, use, context) if not param.options else ([], ())
    return lines, listed, label


def shown_docs_of(use: TypeUse, context: PageContext) -> tuple[Doc, ...]:
    """The documentation of a type."""
    return context.grammar.type(use).docs
