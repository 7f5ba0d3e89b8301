"""Parameters as table rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from wadl2rst.frozen import maker
from wadl2rst.page.docs import cell_text, doc_blocks, one_paragraph, series, value_inline
from wadl2rst.page.options import PageContext, Say
from wadl2rst.page.schema_types import param_type, type_cell, type_facts, type_line
from wadl2rst.page.values import Line, ParamRow, ParamTable
from wadl2rst.prose import Block, BulletList, CellContent, Code, Inline, Paragraph, Reference, Text
from wadl2rst.wadl import paths
from wadl2rst.wadl.completion import COOKIE_HEADERS
from wadl2rst.wadl.components import TypeUse
from wadl2rst.wadl.model import Link, Option, Param
from wadl2rst.wadl.operations import BODY_STYLES, Operation, effective_style

MAX_UNDECLARED = 100
"""Maximum number of rows for parameters of a path that are not declared; no real path has a tenth as many."""

_TABLE_KINDS = {"template": "uri", "header": "header", "query": "query", "matrix": "matrix"}
"""The table kinds of the styles defined by WADL, in page order."""

_make_row = maker(ParamRow)  # a site has thousands


def param_row(param: Param, context: PageContext, *, style: str, pattern: str = "") -> ParamRow:
    """The table row of ``param``; ``style`` is its effective style, ``pattern`` its regular expression in the path."""
    options, grammar = context.options, context.grammar
    name, written, docs = param.name, param.path, param.docs
    path_differs = False
    if written and (options.nested_names or style not in BODY_STYLES):
        nested, path_differs = paths.nested_name(name, written)
        name = nested if options.nested_names and style != "template" else name
    for doc in docs:
        if doc.title == param.name:  # the cell before says it
            docs = tuple(replace(doc, title="") if doc.title == param.name else doc for doc in docs)
            break
    declared = param_type(param, context) if grammar.params else None
    blocks, facts = doc_blocks(docs, options.language), _facts(param, context, path_differs, pattern, declared)
    is_reference = options.is_reference
    name_of_type, shown, cell = _type_cell(param.type, param.required, is_reference, options.say)
    if declared is not None and (linked := type_line(declared, context)[1]):
        shown, cell = linked, type_cell(linked, param.required, options.say)
    return _make_row(
        name=name,
        is_template=style == "template",
        type=name_of_type,
        is_typed=param.typed,
        required=param.required,
        type_line=shown,
        type_cell=cell,
        blocks=blocks,
        facts=facts,
        default=param.default if is_reference else None,
        description=cell_text(blocks, facts, apart=options.facts_apart) if facts or len(blocks) > 1 else blocks,
        id=param.id,
        location=param.location,
    )


@lru_cache(maxsize=256)
def _type_cell(written: str, required: bool | None, as_written: bool, say: Say) -> tuple[str, Line, CellContent]:
    """The display name of a type, that as a line, and its cell; cached, because a WADL has few combinations."""
    name = written.rpartition(":")[2].rpartition("}")[2]
    name = name if as_written else name.capitalize()  # ``csapi:UUID`` becomes ``Uuid``
    shown = (Text(name),) if name else ()
    return name, shown, type_cell(shown, required, say)


def _facts(param: Param, context: PageContext, path_differs: bool, pattern: str, declared: TypeUse | None) -> tuple[Block, ...]:
    """Path (if it ends in another name), pattern, values and links of a parameter, as sentences in a fixed order."""
    has_values = param.options or param.links or param.repeating or param.default is not None or param.fixed is not None
    if not (path_differs or pattern or has_values or declared is not None):
        return ()
    say = context.say
    sentences: list[tuple[Inline, ...]] = []
    if path_differs:
        is_cookie = param.style == "header" and param.name.lower() in COOKIE_HEADERS
        path = Code(paths.without_generated_prefixes(param.path))
        sentences.append((Text(("Cookie" if is_cookie else say("Path:")) + " "), path, Text(".")))
    if pattern:
        sentences.append((Text(say("Pattern:") + " "), Code(pattern), Text(".")))
    if param.fixed is not None:
        sentences.append((Text(say("Always:") + " "), value_inline(param.fixed, say), Text(".")))
    if param.default is not None and not context.options.is_reference:
        sentences.append((Text(say("Default:") + " "), value_inline(param.default, say), Text(".")))
    listed: tuple[Block, ...] = ()
    if param.options:
        if any(option.docs for option in param.options):
            listed = (
                Paragraph((Text(say("Allowed values:")),)),
                BulletList(tuple(_option_item(option, context) for option in param.options)),
            )
        else:
            sentences.append((Text(say("Allowed values:") + " "), *series([_option(option, say) for option in param.options]), Text(".")))
    elif declared is not None:
        lines, listed = type_facts(context.grammar.type(declared), declared, context)
        sentences += lines
    if param.repeating:
        sentences.append((Text(say("Can be repeated.")),))
    blocks: list[Block] = [*one_paragraph(sentences), *listed]
    for link in param.links:
        blocks += _link(link, context)
    return tuple(blocks)


def _option(option: Option, say: Say) -> tuple[Inline, ...]:
    if option.media_type:
        return (value_inline(option.value, say), Text(" ("), Code(option.media_type), Text(")"))
    return (value_inline(option.value, say),)


def _option_item(option: Option, context: PageContext) -> tuple[Block, ...]:
    """An allowed value and its documentation."""
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
        line += [Text(" " + say("to") + " "), Reference(shown, (Text(shown),)) if link.target in context.linkable else Code(shown)]
    relations = [(say("relation"), link.relation), (say("reverse relation"), link.reverse)]
    for name, value in relations:
        if value:
            line += [Text(f", {name} "), Code(value)]
    if len(line) == 1 and not link.docs:
        return ()
    line.append(Text("."))
    return (Paragraph(tuple(line)), *doc_blocks(link.docs, context.language))


def param_tables(params: Sequence[Param], context: PageContext, path: str = "") -> tuple[ParamTable, ...]:
    """Tables of the ``params`` of a resource; those without a style are template parameters if ``path`` contains their name, else query."""
    return styled_tables([(param, effective_style(param, path, "query")) for param in params], context, path=path)


def with_undeclared(styled: Sequence[tuple[Param, str]], operation: Operation) -> list[tuple[Param, str]]:
    """The parameters of an operation, with those of the path in its order, including those that no ``param`` declares in any style.

    Template parameters of the base URI come first, and those that the path does not contain last.
    """
    path = operation.raw_path
    if "{" not in path:
        return list(styled)
    in_path = paths.template_names(path)
    if operation.resources is None:
        in_path = in_path[1:]  # the path begins with the id of a resource type, in braces
    in_base = paths.template_names(operation.resources.address) if operation.resources else ()
    order = list(dict.fromkeys((*in_base, *in_path)))
    found: dict[str, list[Param]] = {}
    for param, style in styled:
        if style == "template":
            found.setdefault(param.name if param.name in order or "$" + param.name not in order else "$" + param.name, []).append(param)
    listed: list[tuple[Param, str]] = []
    elsewhere = {param.name for param, style in styled if style != "template"}  # declared, if in another style
    undeclared = 0
    for name in order:
        declared = found.pop(name, [])
        if not declared and name in in_path and name not in elsewhere and undeclared < MAX_UNDECLARED:
            undeclared += 1
            declared = [Param(name=name, style="template", type="", location=operation.method.location)]
        listed += [(param, "template") for param in declared]
    listed += [(param, "template") for params in found.values() for param in params]
    return [*listed, *(pair for pair in styled if pair[1] != "template")]


def styled_tables(
    params: Sequence[tuple[Param, str]], context: PageContext, statuses: str = "", *, path: str = ""
) -> tuple[ParamTable, ...]:
    """A table for each style in ``params``, pairs of parameter and effective style.

    ``statuses`` are those of the response; ``path`` is the path of the request, which may contain patterns.
    """
    if not params:
        return ()
    patterns = {name: pattern for name, pattern in paths.templates(path) if pattern} if ":" in path else {}
    rows: dict[str, list[ParamRow]] = {}
    for param, style in params:
        pattern = patterns.get(param.name, "") if style == "template" else ""
        rows.setdefault(style, []).append(param_row(param, context, style=style, pattern=pattern))
    standard = [
        ParamTable(kind=kind, statuses=statuses, rows=tuple(rows.pop(style))) for style, kind in _TABLE_KINDS.items() if style in rows
    ]
    others = [ParamTable(kind="other", style=style, statuses=statuses, rows=tuple(own_rows)) for style, own_rows in rows.items()]
    return (*standard, *others)
