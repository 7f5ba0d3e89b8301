"""What stands on a page: the model front_end into the order and the words of the page.

The templates only lay these values out.  Text is still prose, never RST; sentences that introduce
tables are the templates' own.  The rules are those of the page's specification in
``docs/explanation/page.rst``.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from http import HTTPStatus

from wadl2rst import formats
from wadl2rst.frozen import dataclass
from wadl2rst.prose import (
    Admonition,
    Block,
    BulletList,
    Code,
    CodeBlock,
    Emphasis,
    Inline,
    Paragraph,
    Reference,
    Strong,
    Text,
)
from wadl2rst.prose import Hyperlink as ProseLink
from wadl2rst.wadl import paths
from wadl2rst.wadl.facts import code_blocks, first_title, is_success, shown_docs
from wadl2rst.wadl.model import Doc, Example, Link, Method, Option, Param, Representation, Response
from wadl2rst.wadl.operations import Operation, distinct

Cell = tuple[Block, ...] | str
"""The content of a cell of a table; plain text where that is all."""

Row = tuple[Cell, ...]
"""A row of a table."""

Say = Callable[[str], str]
"""Translates words of the page."""

BODILESS = frozenset({"204", "205", "304"})
"""Statuses whose responses have no body (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5)."""

COMPACT = 120
"""Up to so many characters, the paragraphs of a cell are written as one."""

FEW = 16
"""Below so many representations comparing each with each is quicker than their hashes, which look at all of them."""

REQUESTS_WITHOUT_BODY = frozenset({"GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "CONNECT"})
"""Methods whose request has no body unless the WADL describes one (RFC 9110, section 9.3)."""


_BODY_STYLES = frozenset({"plain", "query", "form", ""})
"""Styles of the parameters that a body has; ``query`` are the fields of a form (section 2.12.1)."""
_STYLES = _BODY_STYLES | {"template", "matrix", "header"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What of the configuration the content depends on."""

    nested_names: bool = True
    """Whether body parameters are named with their parents."""
    language: str = ""
    """The language of the docs to show; empty for all."""
    say: Say = str
    """Translates the words of the page."""
    samples: bool = True
    """Whether samples are shown."""
    facts_apart: bool = False
    """Whether what the page says of a parameter never shares a paragraph with what the WADL says: translators work by paragraphs."""
    known: Container[str] = frozenset()
    """Ids of representations and resource types that have a place of their own on the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParamTable:
    """A table of parameters."""

    kind: str
    """``uri``, ``query``, ``header``, ``matrix``, ``other`` or ``body``."""
    style: str = ""
    """Of ``other``: the style that its parameters have in the WADL."""
    statuses: str = ""
    """The statuses of the response it belongs to, where the page must say them."""
    rows: tuple[Row, ...]
    """Name, type and description of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A sample with a caption of its own."""

    kind: str
    """``JSON``, ``XML``, ``HTTP`` and so on, or empty."""
    status: str = ""
    """The status that the caption must name; empty for a request or a plain success."""
    bodiless: bool = False
    """Whether it shows a response that has no body."""
    block: CodeBlock
    """The sample itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """Text between samples."""

    blocks: tuple[Block, ...]
    """The text."""


BodyPart = Prose | Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body: what media it comes in, its parameters, what is said of it, and samples."""

    statuses: str = ""
    """The statuses of the response it belongs to, where the page must say them; else empty."""
    media: tuple[Inline, ...] = ()
    """Its media types, elements and profiles, as a line; empty where that line stands elsewhere."""
    table: ParamTable | None = None
    """Its parameters; None where it has none."""
    introduction: tuple[Block, ...] = ()
    """What is said of it before the table."""
    parts: tuple[BodyPart, ...] = ()
    """What is said of it around its samples, and the samples, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpMessage:
    """A request or the responses of an operation."""

    docs: tuple[Block, ...] = ()
    """Documentation of the request itself; empty for the response, whose table of codes shows it."""
    tables: tuple[ParamTable, ...] = ()
    """Parameters outside the body, a table for each kind."""
    bodies: tuple[Body, ...] = ()
    """The bodies, each with all that is known of it."""
    has_body: bool = False
    """Whether there is a body."""
    described: bool = True
    """Whether the WADL says anything of it: what it is silent about is not claimed to be empty."""
    others: tuple[tuple[str, tuple[Inline, ...]], ...] = ()
    """Bodies of which nothing but the media is known: statuses and media of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationContent:
    """An operation, as its page shows it."""

    title: str
    """The operation's title."""
    id: str
    """The method's id, where it is not the title."""
    verb: str
    """The HTTP method, such as ``GET``."""
    path: str
    """The path, without regular expressions; empty for a method that no resource has."""
    request_line: str
    """Verb and path."""
    docs: tuple[Block, ...]
    """The description."""
    facts: tuple[tuple[str, tuple[Inline, ...]], ...]
    """What else is known of it: a name and a line."""
    examples: tuple[tuple[tuple[Inline, ...], tuple[Block, ...]], ...]
    """Each example address, as a line, and what is said of it."""
    statuses: tuple[Row, ...]
    """Codes, name and description of each response."""
    request: HttpMessage
    """The request."""
    response: HttpMessage
    """The responses."""


# --- documentation ------------------------------------------------------------------------------


def doc_blocks(docs: Sequence[Doc], language: str = "", *, titles: bool = True, first_title: bool = True) -> tuple[Block, ...]:
    """All of ``docs`` in ``language`` as blocks, in order; an empty ``language`` stands for all.

    With ``titles``, titles are paragraphs in bold; ``first_title`` tells whether the first title is, too.
    """
    if not docs:
        return ()
    docs = shown_docs(docs, language)
    if len(docs) == 1 and not docs[0].url and not (docs[0].title and titles and first_title):
        return docs[0].blocks
    blocks: list[Block] = []
    untitled = True
    for doc in docs:
        if doc.title and titles and (first_title or not untitled):
            blocks.append(Paragraph((Strong((Text(doc.title),)),)))
        untitled = untitled and not doc.title
        blocks += doc.blocks
        if doc.url:
            blocks.append(Paragraph((ProseLink(doc.url, ()),)))
    return tuple(blocks)


def compact(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The content of a cell, short paragraphs as one: a blank line between two sentences tears a table apart."""
    if len(blocks) < 2:
        return blocks
    length = 0
    for block in blocks:
        if type(block) is not Paragraph:
            return blocks
        for child in block.children:
            if type(child) is Text or type(child) is Code:
                length += len(child.text)
            else:
                return blocks
    if length > COMPACT:
        return blocks
    children: list[Inline] = []
    for block in blocks:
        assert isinstance(block, Paragraph)
        for child in (Text(" "), *block.children) if children else block.children:
            if type(child) is Text and children and type(before := children[-1]) is Text:
                children[-1] = Text(before.text + child.text)
            else:
                children.append(child)
    return (Paragraph(tuple(children)),)


# --- parameters -----------------------------------------------------------------------------------


def type_name(written: str) -> str:
    """The type as the page names it: the local name, capitalised (``csapi:UUID`` is ``Uuid``)."""
    return written.rpartition(":")[2].rpartition("}")[2].capitalize()


def param_row(param: Param, settings: Settings, *, style: str) -> Row:
    """Name, type and description of ``param``, whose style, in force, is ``style``; ``settings`` say how it is named."""
    name = param.name
    ends_otherwise = False
    if settings.nested_names and param.path:
        nested, ends_otherwise = paths.nested_name(name, param.path)
        name = nested if style != "template" else name
    if style == "template":
        name = "{" + name + "}"
    docs, facts = doc_blocks(param.docs, settings.language), _param_facts(param, settings, ends_otherwise)
    description = (*compact(docs), *facts) if settings.facts_apart else compact(docs + facts)
    return (name, _type_cell(param.type, param.required, settings.say), description)


@lru_cache(maxsize=256)
def _type_cell(written: str, required: bool | None, say: Say) -> Cell:
    """The type of a parameter, and whether it must be given; a WADL has few of these."""
    name = type_name(written)
    if required is None:
        return (Paragraph((Text(name),)),)
    return (Paragraph((Text(name + " "), Emphasis((Text(say("(Required)") if required else say("(Optional)")),)))),)


def _param_facts(param: Param, settings: Settings, ends_otherwise: bool) -> tuple[Block, ...]:
    """Path (where it ends in another name), values and links of a parameter, in one fixed form."""
    if not (ends_otherwise or param.options or param.links or param.repeating or param.default is not None or param.fixed is not None):
        return ()
    say = settings.say
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
                BulletList(tuple(_option_item(option, settings) for option in param.options)),
            )
        else:
            sentences.append((Text(say("Allowed values:") + " "), *_series([_option(option, say) for option in param.options]), Text(".")))
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
        blocks += _link(link, settings)
    return tuple(blocks)


def _value(value: str, say: Say) -> Inline:
    return Code(value) if value.strip() else Emphasis((Text(say("empty")),))


def _option(option: Option, say: Say) -> tuple[Inline, ...]:
    if option.media_type:
        return (_value(option.value, say), Text(" ("), Code(option.media_type), Text(")"))
    return (_value(option.value, say),)


def _option_item(option: Option, settings: Settings) -> tuple[Block, ...]:
    """An allowed value and what is said of it."""
    head = _option(option, settings.say)
    docs = doc_blocks(option.docs, settings.language)
    if docs and isinstance(docs[0], Paragraph):
        return (Paragraph((*head, Text(": "), *docs[0].children)), *docs[1:])
    return (Paragraph(head), *docs)


def _link(link: Link, settings: Settings) -> tuple[Block, ...]:
    say = settings.say
    line: list[Inline] = [Text(say("Link"))]
    if link.resource_type:
        shown = link.target or link.resource_type
        line += [Text(" " + say("to") + " "), Reference(shown, (Text(shown),)) if link.target in settings.known else Code(shown)]
    relations = [(say("relation"), link.relation), (say("reverse relation"), link.reverse)]
    for name, value in relations:
        if value:
            line += [Text(f", {name} "), Code(value)]
    if len(line) == 1 and not link.docs:
        return ()
    line.append(Text("."))
    return (Paragraph(tuple(line)), *doc_blocks(link.docs, settings.language))


def _series(items: Iterable[Sequence[Inline]]) -> Iterator[Inline]:
    """The items with commas between."""
    for number, item in enumerate(items):
        if number:
            yield Text(", ")
        yield from item


# --- bodies -------------------------------------------------------------------------------------------


def describes_body(representation: Representation) -> bool:
    """Whether the WADL describes a body there, not just names a media type or dumps headers."""
    if representation.element or any(param.style in _BODY_STYLES for param in representation.params):
        return True
    return any(not formats.is_http_head(block.text) for doc in representation.docs for block in code_blocks(doc.blocks))


def is_bare(representation: Representation) -> bool:
    """Whether nothing but its media is known of a body."""
    return not representation.params and not any(doc.blocks or doc.title for doc in representation.docs)


def names_body(representation: Representation) -> bool:
    """Whether a body is named without being described: by its media type alone, or with text, but no sample, beside it."""
    if is_bare(representation):
        return True
    if not representation.media_type or representation.params:
        return False
    return not any(True for doc in representation.docs for _block in code_blocks(doc.blocks))


def media_line(representation: Representation, settings: Settings) -> tuple[Inline, ...]:
    """Media type, element, profiles and schema of a body."""
    say = settings.say
    line: list[Inline] = [Code(representation.media_type)] if representation.media_type else []
    details: list[tuple[Inline, ...]] = []
    if representation.element:
        details.append((Text(say("element") + " "), Code(representation.element)))
    if representation.id and representation.id in settings.known:
        details.append((Text(say("see") + " "), Reference(representation.id, (Text(representation.id),))))
    details += [(Text(say("profile") + " "), Code(profile)) for profile in representation.profiles]
    if representation.schema:
        details.append((Text(say("schema") + " "), Code(representation.schema)))
    if details:
        if line:
            line += [Text(" ("), *_series(details), Text(")")]
        else:
            line += _series(details)
    return tuple(line)


@dataclass(slots=True)
class _Form:
    """Representations that differ in nothing but their media."""

    media: dict[tuple[Inline, ...], int]
    """The media, and of each the place of its representation in the document."""
    params: tuple[Param, ...] = ()
    docs: tuple[Doc, ...] = ()
    is_bare: bool = False
    """Whether nothing but the media is known."""
    is_shared: bool = True
    """Whether what is known can be of other media too: no text says what it is of, and it is no form of HTML."""


def _forms(representations: Sequence[Representation], settings: Settings) -> list[_Form]:
    """The bodies, in document order; those next to each other of which nothing but the media is known are one.

    Such media join the one body of which more is known, where that can be of them too.
    """
    forms: list[_Form] = []
    described: list[_Form] = []
    loose: dict[tuple[Inline, ...], int] = {}
    shown: set[tuple[Inline, ...]] = set()
    index: dict[tuple[object, ...], _Form] = {}
    for place, representation in enumerate(representations):
        media = media_line(representation, settings)
        if is_bare(representation):
            if media and media not in shown:
                shown.add(media)
                if not forms or not forms[-1].is_bare:
                    forms.append(_Form({}, is_bare=True))
                forms[-1].media[media] = place
                if not (representation.element or representation.profiles or representation.schema or _is_form(representation)):
                    loose[media] = place
            continue
        form = None
        if len(representations) < FEW:
            form = next((form for form in described if form.params == representation.params and form.docs == representation.docs), None)
        else:
            form = index.get((representation.params, representation.docs))
        if form is None:
            form = _Form({}, representation.params, representation.docs, is_shared=not _has_words(representation.docs))
            forms.append(form)
            described.append(form)
            if len(representations) >= FEW:
                index[representation.params, representation.docs] = form
        form.media.setdefault(media, place)
        form.is_shared = form.is_shared and not _is_form(representation)
    if len(described) == 1 and described[0].is_shared and loose:
        form = described[0]
        form.media = dict(sorted({**loose, **form.media}.items(), key=lambda item: item[1]))
        for bare in forms:
            if bare.is_bare:
                bare.media = {media: place for media, place in bare.media.items() if media not in loose}
        forms = [known for known in forms if known.media or not known.is_bare]
    return forms


def _is_form(representation: Representation) -> bool:
    """Whether a body is a form of HTML, whose fields no other media have."""
    return representation.media_type.lower().startswith(("multipart/", "application/x-www-form-urlencoded"))


def _has_words(docs: Sequence[Doc]) -> bool:
    """Whether docs say more than samples show."""
    return any(doc.title or not all(isinstance(block, CodeBlock) for block in doc.blocks) for doc in docs)


def _body(
    form: _Form,
    media: Iterable[tuple[Inline, ...]],
    settings: Settings,
    *,
    status: str,
    table_status: str,
    bodiless: bool,
    own: frozenset[str],
    first_title: bool = True,
) -> Body:
    rows = tuple(param_row(param, settings, style="plain") for param in form.params if not _is_apart(param.style, own))
    docs = shown_docs(form.docs, settings.language)
    parts: list[BodyPart] = []
    pending: list[Block] = []
    for block in doc_blocks(docs, first_title=first_title):
        if isinstance(block, CodeBlock):
            if not settings.samples:
                continue
            if pending:
                parts.append(Prose(blocks=tuple(pending)))
                pending = []
            hint = block.language or block.file
            kind = formats.caption(block.text, hint)
            parts.append(Sample(kind=kind, status=status, bodiless=bodiless and kind == "HTTP", block=block))
        else:
            pending.append(block)
    introduction: tuple[Block, ...] = ()
    if pending:
        if parts:
            parts.append(Prose(blocks=tuple(pending)))
        else:
            introduction = tuple(pending)
    line = tuple(_series([item for item in media if item]))
    return Body(
        media=line,
        table=ParamTable(kind="body", statuses=table_status, rows=rows) if rows else None,
        introduction=introduction,
        parts=tuple(parts),
    )


def _bodies(
    representations: Sequence[Representation],
    settings: Settings,
    *,
    status: str = "",
    table_status: str = "",
    bodiless: bool = False,
    shows_media: bool = True,
    own: frozenset[str],
) -> tuple[tuple[Body, ...], tuple[Inline, ...]]:
    """The bodies to show; where nothing but their media is known, none, and these media as a line.

    ``own`` are the styles of parameters that stand in tables of their own.
    """
    forms = _forms(representations, settings)
    if all(form.is_bare for form in forms):
        return (), tuple(_series(media for form in forms for media in form.media))
    bodies = tuple(
        _body(form, form.media if shows_media else (), settings, status=status, table_status=table_status, bodiless=bodiless, own=own)
        for form in forms
        if shows_media or not form.is_bare
    )
    return bodies, ()


def body_content(representation: Representation, settings: Settings) -> Body:
    """A representation that stands for itself: all its parameters, and its docs without the first title."""
    form = _Form({}, representation.params, representation.docs)
    return _body(form, (), settings, status="", table_status="", bodiless=False, own=frozenset(), first_title=False)


def param_tables(params: Sequence[Param], settings: Settings, path: str = "") -> tuple[ParamTable, ...]:
    """Tables of the ``params`` of a resource, with ``settings`` on names and words.

    One without a style is a template parameter where ``path`` has its name.
    """
    return _tables([(param, _style(param, path, "query")) for param in params], settings)


# --- request and response -----------------------------------------------------------------------------


_REQUEST_STYLES = frozenset({"template", "matrix", "header"})
_RESPONSE_STYLES = frozenset({"header"})
_KINDS = {"template": "uri", "header": "header", "query": "query", "matrix": "matrix"}
"""The tables of the styles that WADL has, in order."""


def _style(param: Param, path: str, default: str) -> str:
    """The style in force: a parameter without one is a template parameter where the path has its name."""
    if param.style:
        return param.style
    return "template" if param.name in paths.template_names(path) else default


def _tables(params: Sequence[tuple[Param, str]], settings: Settings) -> tuple[ParamTable, ...]:
    rows: dict[str, list[Row]] = {}
    for param, style in params:
        rows.setdefault(style, []).append(param_row(param, settings, style=style))
    known = [ParamTable(kind=kind, rows=tuple(rows.pop(style))) for style, kind in _KINDS.items() if style in rows]
    return (*known, *(ParamTable(kind="other", style=style, rows=tuple(found)) for style, found in rows.items()))


def _is_apart(style: str, own: frozenset[str]) -> bool:
    """Whether parameters of a body stand in a table of their own: those of a style in ``own``, and made-up ones such as ``cookie``."""
    return style in own or style not in _STYLES


def _request(operation: Operation, settings: Settings) -> HttpMessage:
    method = operation.method
    request = method.request
    on_resource = (*operation.params, *method.params) if method.params else operation.params
    of_request = request.params if request else ()
    representations = request.representations if request else ()
    styled = [(param, _style(param, operation.raw_path, "query")) for param in distinct((*on_resource, *of_request))]
    for representation in representations:
        styled += [(param, param.style) for param in representation.params if _is_apart(param.style, _REQUEST_STYLES)]
    tables = _tables(_once([pair for pair in styled if pair[1] not in ("plain", "form")]), settings)
    loose = tuple(param_row(param, settings, style="plain") for param, style in styled if style in ("plain", "form"))
    has_body = bool(loose) or any(describes_body(known) for known in representations)
    if not has_body and operation.verb not in REQUESTS_WITHOUT_BODY:
        has_body = any(names_body(known) for known in representations)
    bodies, rest = _bodies(representations, settings, shows_media=has_body, own=_REQUEST_STYLES)
    if loose:
        bodies = (Body(table=ParamTable(kind="body", rows=loose)), *bodies)
    if rest and has_body:
        bodies = (*bodies, Body(media=rest))
    return HttpMessage(
        docs=doc_blocks(request.docs, settings.language) if request else (),
        tables=tables,
        bodies=bodies,
        has_body=has_body,
    )


def _once(styled: Sequence[tuple[Param, str]]) -> list[tuple[Param, str]]:
    """Without parameters that are equal to an earlier one (several representations repeat their headers)."""
    first = set(map(id, distinct([param for param, _style in styled])))
    kept: list[tuple[Param, str]] = []
    for param, style in styled:
        if id(param) in first:
            first.remove(id(param))
            kept.append((param, style))
    return kept


def _response(operation: Operation, settings: Settings) -> HttpMessage:
    responses = operation.method.responses
    main = [response for response in responses if is_success(response)] or list(responses[:1])
    of_main = set(map(id, main))
    is_one = len(main) == 1
    apart = [(response, _apart(response)) for response in responses]
    with_apart = sum(bool(params) for _response, params in apart)
    tables = []
    for response, params in apart:
        plain = is_one and with_apart == 1 and id(response) in of_main
        statuses = "" if plain or not params else _codes(response, settings.say)
        tables += [replace(table, statuses=statuses) for table in _tables(params, settings)]
    with_table = sum(_has_rows(response) for response in main)
    bodies: list[Body] = []
    others: dict[tuple[Inline, ...], list[str]] = {}
    has_body = False
    for response in responses:
        in_main = id(response) in of_main
        codes = _codes(response, settings.say)
        statuses = "" if in_main and is_one else codes
        bodiless = bool(response.statuses) and all(status in BODILESS for status in response.statuses)
        described = any(describes_body(known) for known in response.representations) or any(
            param.style and not _is_apart(param.style, _RESPONSE_STYLES) for param in response.params
        )
        carries = described or (not bodiless and any(names_body(known) for known in response.representations))
        has_body = has_body or (in_main and carries)
        plain_table = in_main and is_one and with_table == 1
        loose = [param for param in response.params if param.style and not _is_apart(param.style, _RESPONSE_STYLES)]
        if loose:
            rows = tuple(param_row(param, settings, style=param.style) for param in loose)
            bodies.append(Body(statuses=statuses, table=ParamTable(kind="body", statuses="" if plain_table else codes, rows=rows)))
        found, rest = _bodies(
            response.representations,
            settings,
            status="" if in_main and is_one and not bodiless else codes,
            table_status="" if plain_table else codes,
            bodiless=bodiless,
            shows_media=carries,
            own=_RESPONSE_STYLES,
        )
        bodies += [replace(body, statuses=statuses) for body in found] if statuses else found
        if rest and carries:
            if in_main and not found and is_one:
                bodies.append(Body(media=rest))
            elif codes not in others.setdefault(rest, []):
                others[rest].append(codes)
    return HttpMessage(
        tables=tuple(tables),
        bodies=tuple(_told_apart(bodies, _codes(main[0], settings.say) if main else "")),
        has_body=has_body,
        described=bool(responses),
        others=tuple((", ".join(codes), media) for media, codes in others.items()),
    )


def _told_apart(bodies: Sequence[Body], codes: str) -> Iterator[Body]:
    """The bodies, those without statuses below others with ``codes``: they are of the one response that needs no name at the top."""
    named = False
    for body in bodies:
        yield replace(body, statuses=codes) if named and not body.statuses else body
        named = named or bool(body.statuses)


def _apart(response: Response) -> list[tuple[Param, str]]:
    """The headers of a response, and parameters of made-up styles, whether they stand on it or on its representations."""
    styled = [(param, param.style or "header") for param in response.params if not param.style or _is_apart(param.style, _RESPONSE_STYLES)]
    for representation in response.representations:
        styled += [(param, param.style) for param in representation.params if _is_apart(param.style, _RESPONSE_STYLES)]
    return _once(styled)


def _has_rows(response: Response) -> bool:
    return any(not _is_apart(param.style, _RESPONSE_STYLES) for known in response.representations for param in known.params) or any(
        param.style and not _is_apart(param.style, _RESPONSE_STYLES) for param in response.params
    )


def _codes(response: Response, say: Say) -> str:
    return " ".join(response.statuses) or say("default")


def _status_rows(method: Method, settings: Settings) -> tuple[Row, ...]:
    """Codes, name and description of each response; those that are equal in all of it are one."""
    rows: list[Row] = []
    for response in method.responses:
        if not response.statuses and not response.docs:
            continue
        docs = shown_docs(response.docs, settings.language)
        name = first_title(docs) or ", ".join(_phrase(status) for status in response.statuses if _phrase(status))
        rows.append(
            (
                _codes(response, settings.say),
                name,
                compact(doc_blocks(docs, first_title=False)),
            )
        )
    # Only rows of the same codes can be equal, and few have them: to look for them takes hashes of all that stands in the rows.
    return tuple(rows) if len({row[0] for row in rows}) == len(rows) else tuple(dict.fromkeys(rows))


@lru_cache(maxsize=256)
def _phrase(status: str) -> str:
    """The reason phrase that HTTP has for a status, or an empty string."""
    try:
        return HTTPStatus(int(status)).phrase
    except ValueError:
        return ""


# --- the operation --------------------------------------------------------------------------------------


def operation_content(operation: Operation, title: str, settings: Settings, *, base: str = "") -> OperationContent:
    """All that the page of an operation shows, under ``title`` and with ``settings`` on names, language and samples.

    ``base`` is its base address, where the page must say it.
    """
    method = operation.method
    return OperationContent(
        title=title,
        id=method.id if method.id != title else "",
        verb=operation.verb,
        path=operation.path,
        request_line=operation.request_line,
        docs=_method_docs(method, title, settings),
        facts=tuple(_facts(operation, title, settings, base)),
        examples=tuple(_example(example, settings) for example in method.examples),
        statuses=_status_rows(method, settings),
        request=_request(operation, settings),
        response=_response(operation, settings),
    )


def _method_docs(method: Method, title: str, settings: Settings) -> tuple[Block, ...]:
    blocks = doc_blocks(method.docs, settings.language, first_title=first_title(method.docs, settings.language) != title)
    say = settings.say
    if method.deprecated:
        blocks = (Admonition("warning", (Paragraph((Text(say("This operation is deprecated.")),)),)), *blocks)
    if method.experimental:
        blocks = (Admonition("note", (Paragraph((Text(say("This operation is experimental.")),)),)), *blocks)
    return blocks


def _facts(operation: Operation, title: str, settings: Settings, base: str) -> Iterator[tuple[str, tuple[Inline, ...]]]:
    method = operation.method
    say = settings.say
    if base:
        yield say("Base address"), (Code(base),)
    if method.display_name and method.display_name != title:
        yield say("Name"), (Text(method.display_name),)
    if method.tags:
        yield say("Tags"), tuple(_series([(Text(tag),) for tag in method.tags]))
    if operation.roles:
        yield say("Roles"), tuple(_series([(Code(role),) for role in operation.roles]))
    if method.authentication:
        required = {"true": say("required"), "false": say("not required")}.get(method.authentication, method.authentication)
        yield say("Authentication"), (Text(required),)
    if operation.extended:
        yield say("Added by"), (Text(say("the framework (extended WADL)")),)
    if operation.query_type:
        yield say("Query type"), (Code(operation.query_type),)


def _example(example: Example, settings: Settings) -> tuple[tuple[Inline, ...], tuple[Block, ...]]:
    """The address with the first paragraph of its documentation behind it, and the rest."""
    blocks = doc_blocks(example.docs, settings.language)
    line: tuple[Inline, ...] = (Code(example.url),) if example.url else ()
    if blocks and isinstance(blocks[0], Paragraph):
        return (*line, *((Text(" "),) if line else ()), *blocks[0].children), blocks[1:]
    return line, blocks
