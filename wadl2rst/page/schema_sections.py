"""The sections about the types and elements of the grammar: what is in them, and who uses them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from wadl2rst.grammar.rows import type_rows
from wadl2rst.page.docs import doc_texts, in_one_language, one_paragraph, series
from wadl2rst.page.examples import body_samples, schema_samples
from wadl2rst.page.options import PageContext
from wadl2rst.page.schema_plan import SchemaPlan, near
from wadl2rst.page.schema_types import builtin_name, one_of, type_facts, type_line, type_name
from wadl2rst.page.schemas import notes, schema_row, schema_table
from wadl2rst.page.values import Fact, Line, OperationLink, ParamRow, ParamTable, SchemaSection
from wadl2rst.prose import Block, Code, Reference, Text
from wadl2rst.wadl.components import Alternatives, ComplexType, SchemaBody, SimpleType, Type, TypeName

MOST_ROWS = 1000
"""The largest number of rows of the table in a section."""

MOST_USERS = 12
"""The largest number of users that a section lists."""


def schema_sections(
    plan: SchemaPlan, operations: Sequence[OperationLink], context: PageContext, *, source: str = ""
) -> Iterator[SchemaSection]:
    """The sections, those of elements first; ``operations`` are those of the site, as in the plan, ``source`` is the file of the WADL."""
    counted = Counter(type_name(name, context) for name in plan.types)
    for body in plan.elements:
        section = _element(body, plan.users.get(id(body), ()), operations, context)
        if section.name in counted:
            title = f"{section.name} ({context.say('element')})"
            section = replace(section, name=title, title=title)
        yield section
    for name in plan.types:
        place = near(name.namespace, source) if name in plan.json_types else name.namespace
        known = context.grammar.types[name]
        section = _type(
            name,
            place,
            known,
            plan.type_users.get(name, ()),
            plan.containers.get(name, ()),
            operations,
            context,
            is_json=name in plan.json_types,
        )
        yield replace(section, name=f"{section.name} ({place})") if counted[section.name] > 1 and place else section


def _users(positions: Sequence[int], operations: Sequence[OperationLink], context: PageContext) -> Iterator[Fact]:
    if positions:
        shown: list[Line] = [(Reference(operations[i].label, (Text(operations[i].title),)),) for i in positions[:MOST_USERS]]
        if len(positions) > MOST_USERS:
            shown.append((Text(context.say("and %(number)s more") % {"number": len(positions) - MOST_USERS}),))
        yield Fact(context.say("Used by"), series(shown))


def _element(body: SchemaBody, users: Sequence[int], operations: Sequence[OperationLink], context: PageContext) -> SchemaSection:
    root = body.root
    assert root.reference is not None, "only global elements have a section"
    say = context.say
    facts = []
    if root.namespace:
        facts.append(Fact(say("Namespace"), (Code(root.namespace),)))
    _name, shown = type_line(root.type, context)
    known = context.grammar.type(root.type)
    if shown:
        facts.append(Fact(say("Type"), shown))
    if root.type not in context.schema_links.types and isinstance(known, ComplexType) and known.base is not None:
        facts.append(Fact(say("Derived from"), type_line(known.base, context)[1]))
    facts += _users(users, operations, context)
    table = schema_table(body, context, most=MOST_ROWS)
    rows = table.rows
    if rows and not rows[0].facts and (len(rows) > 1 or shown):
        rows = rows[1:]  # the heading and the facts say it
    docs = root.docs or (() if root.type in context.schema_links.types else known.docs)
    return SchemaSection(
        kind="element",
        name=root.name,
        title=root.name,
        label=context.schema_links.elements[root.reference],
        docs=doc_texts(in_one_language(docs, context.language), context.language),
        facts=tuple(facts),
        table=ParamTable(kind="schema", rows=rows) if rows else None,
        notes=table.notes,
        parts=body_samples(body, ("application/xml",), context),
        location=root.location,
    )


def _type(
    name: TypeName,
    place: str,
    known: Type,
    users: Sequence[int],
    containers: Sequence[TypeName],
    operations: Sequence[OperationLink],
    context: PageContext,
    *,
    is_json: bool,
) -> SchemaSection:
    say = context.say
    facts: list[Fact] = []
    if place:
        facts.append(Fact(say("File") if is_json else say("Namespace"), (Code(place),)))
    if isinstance(known, ComplexType) and known.base is not None:
        facts.append(Fact(say("Derived from"), type_line(known.base, context)[1]))
    facts += _users(users, operations, context)
    inside = [container for container in containers if container in context.schema_links.types]
    if inside:
        facts.append(Fact(say("Part of"), series([type_line(container, context)[1] for container in inside[:MOST_USERS]])))
    blocks, rows, below = _content(name, known, context, is_json=is_json)
    title = type_name(name, context)
    return SchemaSection(
        kind="type",
        name=title,
        title=title,
        label=context.schema_links.types[name],
        docs=doc_texts(in_one_language(known.docs, context.language), context.language),
        facts=tuple(facts),
        blocks=blocks,
        table=ParamTable(kind="schema", rows=rows) if rows else None,
        notes=below,
        parts=schema_samples(known, context),
        location=known.location,
    )


def _content(
    name: TypeName, known: Type, context: PageContext, *, is_json: bool
) -> tuple[tuple[Block, ...], tuple[ParamRow, ...], tuple[Block, ...]]:
    """What a type says about its values, the rows of its content, and what stands below these."""
    say = context.say
    if isinstance(known, SimpleType):
        lines, listed = type_facts(known, name, context, whole=True)
        builtin: list[Line] = [(Text(builtin_name(known.builtin, context) + "."),)] if known.builtin else []
        return (*one_paragraph([*builtin, *lines]), *listed), (), ()
    lines = []
    if isinstance(known, ComplexType):
        if known.is_abstract and known.derived:
            names = [type_line(derived, context)[1] for derived in known.derived]
            lines.append((Text(say("It is abstract. Types derived from it:") + " "), *series(names), Text(".")))
        if known.is_mixed:
            lines.append((Text(say("Text is allowed between its elements.") if known.content else say("Contains text.")),))
        elif not is_json and not (known.content or known.attributes or known.any_attribute or known.text):
            lines.append((Text(say("It is empty.")),))
    elif isinstance(known, Alternatives):
        lines += one_of(known.types, context, is_json=is_json, whole=True)
    rows = type_rows(known, context.grammar, most=MOST_ROWS, is_json=is_json)
    shown_rows = tuple([schema_row(row, context, is_json=is_json) for row in rows.rows])
    return one_paragraph(lines), shown_rows, notes(rows, context, "", "", is_json=is_json)
