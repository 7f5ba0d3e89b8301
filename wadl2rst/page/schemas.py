"""Bodies and types of a grammar as table rows and lines of text.  ``docs/explanation/schemas.rst`` states the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wadl2rst.diagnostics import Location
from wadl2rst.frozen import dataclass
from wadl2rst.grammar.rows import Choice, Row, Rows, body_rows
from wadl2rst.page import facets
from wadl2rst.page.docs import cell_text, doc_blocks, in_one_language, one_paragraph, series, value_inline
from wadl2rst.page.options import PageContext
from wadl2rst.page.schema_types import MOST_NAMES, listed_names, one_of, type_cell, type_facts, type_line
from wadl2rst.page.values import Line, ParamRow
from wadl2rst.prose import Block, Code, Inline, Paragraph, Reference, Text
from wadl2rst.source.tree import QName
from wadl2rst.wadl.components import (
    Alternatives,
    Attribute,
    ComplexType,
    ElementUse,
    SchemaBody,
    TypeName,
    Wildcard,
)
from wadl2rst.wadl.model import Representation

_NOWHERE = Location("")


@dataclass(frozen=True, slots=True)
class SchemaTable:
    """The table of a body."""

    rows: tuple[ParamRow, ...]
    notes: tuple[Block, ...]
    """What else there is to say, below the table."""


# --- bodies ---------------------------------------------------------------------------------------


def body_of(representation: Representation, context: PageContext) -> SchemaBody | None:
    """What the grammar says about a representation; None if nothing."""
    return context.grammar.body(representation.element_name, representation.schema)


def home(body: SchemaBody, context: PageContext) -> str:
    """The label of the section about the root element of a body, or about its type; empty for none."""
    root = body.root
    if root.reference is not None and root.reference in context.schema_links.elements:
        return context.schema_links.elements[root.reference]
    return context.schema_links.types.get(root.type, "") if isinstance(root.type, TypeName) else ""


def is_shared(body: SchemaBody, context: PageContext) -> bool:
    """Whether only its own section shows a body."""
    return body.root.reference is not None and body.root.reference in context.schema_links.shared


def root_line(body: SchemaBody, context: PageContext) -> Line:
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
        name = root.type.name if isinstance(root.type, TypeName) and context.schema_links.types.get(root.type) == label else root.name
        details.append((Text(say("see") + " "), Reference(label, (Text(name),))))
    return series(details)


def schema_table(body: SchemaBody, context: PageContext, *, most: int = 0) -> SchemaTable:
    """The table of a body, made once a site; ``most`` is the largest number of rows, if not that of the settings."""
    options = context.options
    if not most and (known := context.tables.get(id(body))) is not None:
        assert isinstance(known, SchemaTable)
        return known
    if not options.schema_depth:
        return SchemaTable((), ())
    found = body_rows(body, context.grammar, depth=options.schema_depth, most=most or options.schema_rows)
    table = SchemaTable(
        tuple([schema_row(row, context, is_json=body.is_json) for row in found.rows]),
        notes(found, context, home(body, context), body.root.name, is_json=body.is_json),
    )
    if not most:
        context.tables[id(body)] = table
    return table


def united_rows(
    params: tuple[ParamRow, ...], paths: Sequence[str], rows: tuple[ParamRow, ...], context: PageContext
) -> tuple[ParamRow, ...]:
    """The rows of the parameters of a body, and those of its schema that they lack.

    ``paths`` has the name of each parameter with the names of its parents.  Where both have a row, what the WADL says goes before; the
    schema adds what it does not say: the type, whether it is required, documentation, and restrictions.  Parameters that the schema
    lacks come first, the others where the schema has them, below their parent.
    """
    known = {_plain_name(row.name): row for row in rows}
    known.update({name.partition(".")[2]: row for name, row in known.items() if "." in name and name.partition(".")[2] not in known})
    first: list[ParamRow] = []
    united: dict[int, list[ParamRow]] = {id(row): [] for row in rows}
    for param, path in zip(params, paths, strict=True):
        row = known.get(_plain_name(path))
        if row is None:
            first.append(param)
            continue
        typed = param if param.is_typed or not row.type else row
        required = row.required if param.required is None else param.required
        blocks = param.blocks or row.blocks
        facts = param.facts or row.facts
        united[id(row)].append(
            replace(
                param,
                type=typed.type,
                type_line=typed.type_line,
                type_cell=type_cell(typed.type_line, required, context.say),
                required=required,
                blocks=blocks,
                facts=facts,
                default=param.default if param.default is not None else row.default,
                description=cell_text(blocks, facts, apart=context.options.facts_apart),
            )
        )
    return (*first, *(shown for row in rows for shown in united[id(row)] or (row,)))


def _plain_name(name: str) -> str:
    return name.replace("[]", "").replace("@", "")


def notes(rows: Rows, context: PageContext, label: str, name: str, *, is_json: bool = False) -> tuple[Block, ...]:
    """What stands below a table: that rows are left out, and that more may stand in the body."""
    say = context.say
    found: list[Block] = []
    if rows.more:
        line: list[Inline] = [Text(say("%(number)s more rows are not shown here.") % {"number": rows.more})]
        if label:
            line += [Text(" " + say("See") + " "), Reference(label, (Text(name),)), Text(".")]
        found.append(Paragraph(tuple(line)))
    if rows.is_open:
        text = say("Other members are allowed.") if is_json else say("Other elements and attributes are allowed.")
        found.append(Paragraph((Text(text),)))
    return tuple(found)


# --- rows -----------------------------------------------------------------------------------------


def schema_row(row: Row, context: PageContext, *, is_json: bool = False) -> ParamRow:
    """The table row of an element, attribute, text or property."""
    use = row.use
    docs = use.docs if use is not None else ()
    known = context.grammar.type(row.type) if row.type is not None else None
    if not docs and known is not None and not (isinstance(row.type, TypeName) and row.type in context.schema_links.types):
        docs = known.docs
    name, shown = type_line(row.type, context, is_json=is_json)
    blocks = doc_blocks(in_one_language(docs, context.language), context.language)
    generated = _facts(row, context, is_json=is_json)
    return ParamRow(
        name=row.name,
        type=name,
        required=row.required,
        type_line=shown,
        type_cell=type_cell(shown, row.required, context.say),
        blocks=blocks,
        facts=generated,
        default=_default(row) if context.options.is_reference else None,
        description=cell_text(blocks, generated, apart=context.options.facts_apart),
        location=use.location if use is not None else _NOWHERE,
    )


def _default(row: Row) -> str | None:
    use = row.use
    return use.default if isinstance(use, ElementUse | Attribute) and use.fixed is None else None


def _facts(row: Row, context: PageContext, *, is_json: bool) -> tuple[Block, ...]:
    say = context.say
    use = row.use
    lines: list[Line] = []
    listed: tuple[Block, ...] = ()
    lines += [_choice(choice, context) for choice in row.choices]
    if row.namespace:
        lines.append((Text(say("Namespace:") + " "), Code(row.namespace), Text(".")))
    known = context.grammar.type(row.type) if row.type is not None else None
    if isinstance(use, ElementUse):
        lines += _substitutes(use, context)
    if isinstance(known, Alternatives):
        lines += one_of(known.types, context, is_json=is_json)
    elif isinstance(known, ComplexType):
        if row.is_again:
            lines.append((Text(say("As above.")),))
        if known.is_abstract and known.derived and not (isinstance(use, ElementUse) and use.is_abstract):
            names = [type_line(derived, context)[1] for derived in known.derived[:MOST_NAMES]]
            words = say("One of these types (xsi:type):")
            lines.append((Text(words + " "), *listed_names(names, context, len(known.derived)), Text(".")))
        if known.is_mixed:
            lines.append((Text(say("Text is allowed between its elements.") if known.content else say("Contains text.")),))
    elif known is not None:
        more, listed = type_facts(known, row.type, context)
        lines += more
    lines += _occurrences(row, context)
    if isinstance(use, ElementUse | Attribute):
        if use.fixed is not None:
            lines.append((Text(say("Always:") + " "), value_inline(use.fixed, say), Text(".")))
        elif use.default is not None and not context.options.is_reference:
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
    if isinstance(use, Wildcard):
        lines += _wildcard(use, context, is_json=is_json)
    return (*one_paragraph(lines), *listed)


def _wildcard(use: Wildcard, context: PageContext, *, is_json: bool) -> list[Line]:
    """What names stand for ``*``."""
    say = context.say
    if use.pattern:
        return [(Text(say("Names match") + " "), Code(use.pattern), Text("."))]
    if is_json:
        return [(Text(say("Any name.")),)]
    if use.type is not None:
        return []
    if use.namespaces == "##any":
        return [(Text(say("Any element.")),)]
    if use.namespaces == "##other":
        return [(Text(say("Any element of another namespace.")),)]
    words = {"##local": (Text(say("no namespace")),), "##targetNamespace": (Text(say("the same namespace")),)}
    names = [words.get(name, (Code(name),)) for name in use.namespaces.split()]
    return [(Text(say("Any element of:") + " "), *listed_names(names, context), Text("."))]


def _choice(choice: Choice, context: PageContext) -> Line:
    say = context.say
    shown: list[Line] = []
    for names in choice.alternatives[:MOST_NAMES]:
        if len(names) > 1:
            few = names if len(names) <= 4 else (*names[:3], "…")
            shown.append((*series([(Code(name),) for name in few[:-1]]), Text(" " + say("and") + " "), Code(few[-1])))
        else:
            shown.append((Code(names[0]),))
    if len(choice.alternatives) > MOST_NAMES:
        shown.append((Text(say("and %(number)s more") % {"number": len(choice.alternatives) - MOST_NAMES}),))
    if choice.most is None:
        words = say("One or more of these, in any order:") if choice.needed else say("Any number of these, in any order:")
    elif choice.most > 1:
        words = say("1 to %(number)s of these, in any order:") if choice.needed else say("At most %(number)s of these, in any order:")
        words %= {"number": choice.most}
    else:
        words = say("One of:") if choice.needed else say("At most one of:")
    has_groups = any(len(names) > 1 for names in choice.alternatives[:MOST_NAMES])
    return (Text(words + " "), *series(shown, "; " if has_groups else ", "), Text("."))


def _substitutes(use: ElementUse, context: PageContext) -> list[Line]:
    if not use.substitutes:
        return []
    say = context.say
    names = [element_line(name, context) for name in use.substitutes[:MOST_NAMES]]
    count = len(use.substitutes)
    if use.is_abstract:
        return [(Text(say("One of these elements is used instead:") + " "), *listed_names(names, context, count), Text("."))]
    return [(Text(say("Can be replaced by one of these elements:") + " "), *listed_names(names, context, count), Text("."))]


def element_line(name: QName, context: PageContext) -> Line:
    """The name of a global element, with a link to the section about it or its type."""
    label = context.schema_links.elements.get(name, "")
    if not label and (element := context.grammar.elements.get(name)) is not None and isinstance(element.type, TypeName):
        label = context.schema_links.types.get(element.type, "")
    return (Reference(label, (Text(name.name),)),) if label else (Code(name.name),)


def _occurrences(row: Row, context: PageContext) -> list[Line]:
    """How often a repeating element occurs, or how many items an array has, if that is limited."""
    least, most = row.occurrences
    say = context.say
    if row.is_array:
        text = facets.items(least, most, say)
        return [(Text(text),)] if text else []
    if most is not None:
        if least > 1 and least == most:
            return [(Text(say("Exactly %(number)s times.") % {"number": most}),)]
        if least > 1:
            return [(Text(say("%(least)s to %(most)s times.") % {"least": least, "most": most}),)]
        return [(Text(say("At most %(number)s times.") % {"number": most}),)] if most > 1 else []
    return [(Text(say("At least %(number)s times.") % {"number": least}),)] if least > 1 else []
