"""Parameters as rows of tables."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from wadl2rst.page.docs import compact, doc_blocks, series
from wadl2rst.page.options import PageContext, Say
from wadl2rst.page.values import CellContent, ParamRow, ParamTable
from wadl2rst.prose import Block, BulletList, Code, Emphasis, Inline, Paragraph, Reference, Text
from wadl2rst.wadl import paths
from wadl2rst.wadl.model import Link, Option, Param

BODY_STYLES = frozenset({"plain", "query", "form", ""})
"""Styles of the parameters that a body has; ``query`` are the fields of a form (section 2.12.1)."""

STYLES = BODY_STYLES | {"template", "matrix", "header"}
"""All styles that have a table of their own or stand in a body; the rest are made up."""

_KINDS = {"template": "uri", "header": "header", "query": "query", "matrix": "matrix"}
"""The tables of the styles that WADL has, in order."""


def type_name(written: str) -> str:
    """The type as the page names it: the local name, capitalised (``csapi:UUID`` is ``Uuid``)."""
    return written.rpartition(":")[2].rpartition("}")[2].capitalize()


def param_row(param: Param, context: PageContext, *, style: str) -> ParamRow:
    """The row of ``param``, whose style, in force, is ``style``."""
    name = param.name
    ends_otherwise = False
    if context.options.nested_names and param.path:
        nested, ends_otherwise = paths.nested_name(name, param.path)
        name = nested if style != "template" else name
    blocks, facts = doc_blocks(param.docs, context.language), _facts(param, context, ends_otherwise)
    return ParamRow(
        name=name,
        is_template=style == "template",
        type=type_name(param.type),
        required=param.required,
        type_cell=_type_cell(param.type, param.required, context.say),
        blocks=blocks,
        facts=facts,
        description=(*compact(blocks), *facts) if context.options.facts_apart else compact(blocks + facts),
        id=param.id,
        location=param.location,
    )


@lru_cache(maxsize=256)
def _type_cell(written: str, required: bool | None, say: Say) -> CellContent:
    """The type of a parameter, and whether it must be given; a WADL has few of these."""
    name = type_name(written)
    if required is None:
        return (Paragraph((Text(name),)),)
    return (Paragraph((Text(name + " "), Emphasis((Text(say("(Required)") if required else say("(Optional)")),)))),)


def _facts(param: Param, context: PageContext, ends_otherwise: bool) -> tuple[Block, ...]:
    """Path (where it ends in another name), values and links of a parameter, in one fixed form."""
    if not (ends_otherwise or param.options or param.links or param.repeating or param.default is not None or param.fixed is not None):
        return ()
    say = context.say
    sentences: list[tuple[Inline, ...]] = []
    if ends_otherwise:
        sentences.append((Text(say("Path:") + " "), Code(param.path), Text(".")))
    if param.fixed is not None:
        sentences.append((Text(say("Always:") + " "), _value(param.fixed, say), Text(".")))
    if param.default is not None:
        sentences.append((Text(say("Default:") + " "), _value(param.default, say), Text(".")))
    listed: tuple[Block, ...] = ()
    if param.options:
        if any(option.docs for option in param.options):
            listed = (
                Paragraph((Text(say("Allowed values:")),)),
                BulletList(tuple(_option_item(option, context) for option in param.options)),
            )
        else:
            sentences.append((Text(say("Allowed values:") + " "), *series([_option(option, say) for option in param.options]), Text(".")))
    if param.repeating:
        sentences.append((Text(say("Can be repeated.")),))
    blocks: list[Block] = []
    if sentences:
        line: list[Inline] = []
        for sentence in sentences:
            if line:
                line.append(Text(" "))
            line += sentence
        blocks.append(Paragraph(tuple(line)))
    blocks += listed
    for link in param.links:
        blocks += _link(link, context)
    return tuple(blocks)


def _value(value: str, say: Say) -> Inline:
    return Code(value) if value.strip() else Emphasis((Text(say("empty")),))


def _option(option: Option, say: Say) -> tuple[Inline, ...]:
    if option.media_type:
        return (_value(option.value, say), Text(" ("), Code(option.media_type), Text(")"))
    return (_value(option.value, say),)


def _option_item(option: Option, context: PageContext) -> tuple[Block, ...]:
    """An allowed value and what is said of it."""
    head = _option(option, context.say)
    docs = doc_blocks(option.docs, context.language)
    if docs and isinstance(docs[0], Paragraph):
        return (Paragraph((*head, Text(": "), *docs[0].children)), *docs[1:])
    return (Paragraph(head), *docs)


def _link(link: Link, context: PageContext) -> tuple[Block, ...]:
    say = context.say
    line: list[Inline] = [Text(say("Link"))]
    if link.resource_type:
        shown = link.target or link.resource_type
        line += [Text(" " + say("to") + " "), Reference(shown, (Text(shown),)) if link.target in context.known else Code(shown)]
    relations = [(say("relation"), link.relation), (say("reverse relation"), link.reverse)]
    for name, value in relations:
        if value:
            line += [Text(f", {name} "), Code(value)]
    if len(line) == 1 and not link.docs:
        return ()
    line.append(Text("."))
    return (Paragraph(tuple(line)), *doc_blocks(link.docs, context.language))


def style_in_force(param: Param, path: str, default: str) -> str:
    """The style of a parameter; one without a style is a template parameter where ``path`` has its name, else ``default``."""
    if param.style:
        return param.style
    return "template" if param.name in paths.template_names(path) else default


def param_tables(params: Sequence[Param], context: PageContext, path: str = "") -> tuple[ParamTable, ...]:
    """Tables of the ``params`` of a resource; one without a style is a template parameter where ``path`` has its name."""
    return styled_tables([(param, style_in_force(param, path, "query")) for param in params], context)


def styled_tables(params: Sequence[tuple[Param, str]], context: PageContext, statuses: str = "") -> tuple[ParamTable, ...]:
    """A table for each style of ``params``, which come with their styles in force; ``statuses`` are those of their response."""
    rows: dict[str, list[ParamRow]] = {}
    for param, style in params:
        rows.setdefault(style, []).append(param_row(param, context, style=style))
    known = [ParamTable(kind=kind, statuses=statuses, rows=tuple(rows.pop(style))) for style, kind in _KINDS.items() if style in rows]
    others = [ParamTable(kind="other", style=style, statuses=statuses, rows=tuple(found)) for style, found in rows.items()]
    return (*known, *others)


def is_apart(style: str, own: frozenset[str]) -> bool:
    """Whether parameters of a body stand in a table of their own: those of a style in ``own``, and made-up ones such as ``cookie``."""
    return style in own or style not in STYLES
