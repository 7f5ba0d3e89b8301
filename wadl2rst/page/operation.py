"""The content of an operation's page: request, responses and other facts.  ``docs/explanation/page.rst`` states the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from wadl2rst.page.authentication import operation_line, without_common_docs
from wadl2rst.page.bodies import bodies, describes_body, has_table, names_body
from wadl2rst.page.docs import compact, doc_blocks, doc_texts, series
from wadl2rst.page.made_bodies import made_samples
from wadl2rst.page.options import PageContext
from wadl2rst.page.params import param_row, styled_tables, with_undeclared
from wadl2rst.page.responses import response_blocks, status_codes
from wadl2rst.page.statuses import BODILESS, REASON_PHRASES
from wadl2rst.page.values import (
    Body,
    Docs,
    DocText,
    ExampleAddress,
    Fact,
    HttpMessage,
    LeftOut,
    Line,
    OperationLink,
    OperationPage,
    OtherBody,
    ParamRow,
    ParamTable,
    RequestSample,
    StatusRow,
)
from wadl2rst.page.versions import versions_line
from wadl2rst.prose import Admonition, Block, Code, Paragraph, Text
from wadl2rst.wadl.completion import StyledParam
from wadl2rst.wadl.facts import REQUESTS_WITHOUT_BODY, first_title, is_success, shown_docs
from wadl2rst.wadl.model import Example, Method, Response
from wadl2rst.wadl.operations import REQUEST_STYLES, RESPONSE_STYLES, Operation, is_apart, request_params, response_params, united_responses
from wadl2rst.wadl.published import is_published


def operation_page(operation: Operation, link: OperationLink, context: PageContext, *, base: str = "", own_title: str) -> OperationPage:
    """The content of an operation's page, with the names in ``link``.

    ``base`` is the base address, if the page must state it; ``own_title`` is the title without what tells it apart from others.
    """
    method = operation.method
    title = own_title
    request = _request(operation, context)
    samples, left_out = _request_samples(operation, request, context) if context.options.request_samples else ((), ())
    return OperationPage(
        title=link.title,
        label=link.label,
        page=link.page,
        verb=operation.verb,
        path=operation.path,
        request_line=operation.request_line,
        id=method.id if method.id != title else "",
        docs=_method_docs(method, title, context),
        facts=tuple(_facts(operation, title, context, base)),
        examples=tuple([_example(example, context) for example in method.examples]),
        request=request,
        answers=cache(lambda: (_status_rows(method, context), _response(operation, context))),
        responses=response_blocks(method, context) if context.options.is_reference else (),
        base=operation.resources.address if operation.resources is not None else "",
        request_samples=samples,
        left_out=left_out,
        authentication=operation_line(operation, context.authentication, context.say) if context.authentication is not None else (),
        method=method,
        versions=versions_line(context.options.versions.get(link.label, ()), context.say),
        location=method.location,
    )


def _request_samples(
    operation: Operation, request: HttpMessage, context: PageContext
) -> tuple[tuple[RequestSample, ...], tuple[LeftOut, ...]]:
    from wadl2rst.page.request_samples import request_samples  # takes a twentieth of the start, and many sites have none

    return request_samples(operation, request, context)


# --- request and response -----------------------------------------------------------------------------


def _request(operation: Operation, context: PageContext) -> HttpMessage:
    method = operation.method
    request = method.request
    representations = request.representations if request else ()
    styled = request_params(operation)
    apart = [pair for pair in styled if pair[1] not in ("plain", "form") and _is_in_address(pair, operation)]
    if context.authentication is not None:
        apart = without_common_docs(apart, context.authentication)
    tables = styled_tables(with_undeclared(apart, operation), context, path=operation.raw_path)
    in_body = tuple([param_row(param, context, style="plain") for param, style in styled if style in ("plain", "form")])
    has_body = bool(in_body) or any(describes_body(known) or known.unresolved for known in representations)
    if not has_body and operation.verb not in REQUESTS_WITHOUT_BODY:
        has_body = any(names_body(representation) for representation in representations)
    found, rest = bodies(representations, context, shows_media=has_body, own=REQUEST_STYLES, is_request=True)
    if in_body:
        found = (_body_of_params(operation, styled, in_body, context), *found)
    if rest and has_body:
        found = (*found, Body(media=rest))
    usual = operation.verb not in REQUESTS_WITHOUT_BODY
    is_unknown = bool(request and request.incomplete) or (usual and method.incomplete)
    return HttpMessage(
        docs=doc_texts(request.docs, context.language) if request else (),
        tables=tables,
        bodies=found,
        has_body=has_body or is_unknown,
        described=has_body or is_unknown or request is not None or not usual,
    )


def _is_in_address(styled: StyledParam, operation: Operation) -> bool:
    """Whether a parameter is not one of the base address of the WADL that the published one does not have."""
    return styled[1] != "template" or is_published(styled[0], operation.resources, operation.raw_path)


def _body_of_params(operation: Operation, styled: Sequence[StyledParam], rows: tuple[ParamRow, ...], context: PageContext) -> Body:
    """The body whose parameters stand in the request itself."""
    request = operation.method.request
    params = tuple([param for param, style in styled if style in ("plain", "form")])
    media_types = tuple([representation.media_type for representation in request.representations]) if request else ()
    parts = made_samples(params, media_types, context) if context.options.made_bodies else ()
    return Body(table=ParamTable(kind="body", rows=rows), parts=parts, media_types=media_types, params=params)


def _response(operation: Operation, context: PageContext) -> HttpMessage:
    method = operation.method
    responses = united_responses(method)
    main = [response for response in responses if is_success(response)] or list(responses[:1])
    of_main = set(map(id, main))
    is_one = len(main) == 1
    headers = [(response, response_params(response)) for response in responses]
    with_headers = sum(bool(params) for _response, params in headers)
    tables: list[ParamTable] = []
    for response, params in headers:
        plain = is_one and with_headers == 1 and id(response) in of_main
        tables += styled_tables(params, context, "" if plain or not params else status_codes(response, context.say))
    with_table = sum(_has_rows(response, context) for response in main)
    found: list[Body] = []
    others: dict[Line, list[str]] = {}
    has_body = errors_have_body = False
    for response in responses:
        in_main = id(response) in of_main
        codes = status_codes(response, context.say)
        statuses = "" if in_main and is_one else codes
        bodiless = bool(response.statuses) and all(status in BODILESS for status in response.statuses)
        in_body = [param for param in response.params if param.style and not is_apart(param.style, RESPONSE_STYLES)]
        described = any(describes_body(representation) for representation in response.representations) or bool(in_body)
        carries = described or (not bodiless and any(names_body(known) or known.unresolved for known in response.representations))
        may_carry = carries or (response.incomplete and not bodiless)
        has_body = has_body or (in_main and may_carry)
        errors_have_body = errors_have_body or (not in_main and may_carry)
        table_status = "" if in_main and is_one and with_table == 1 else codes
        if in_body:
            rows = tuple([param_row(param, context, style=param.style) for param in in_body])
            found.append(Body(statuses=statuses, table=ParamTable(kind="body", statuses=table_status, rows=rows)))
        described_bodies, rest = bodies(
            response.representations,
            context,
            status="" if in_main and is_one and not bodiless else codes,
            table_status=table_status,
            bodiless=bodiless,
            shows_media=carries,
            own=RESPONSE_STYLES,
        )
        found += [replace(body, statuses=statuses) for body in described_bodies] if statuses else described_bodies
        if rest and carries:
            if in_main and not described_bodies and is_one:
                found.append(Body(media=rest))
            elif codes not in others.setdefault(rest, []):
                others[rest].append(codes)
    return HttpMessage(
        tables=tuple(tables),
        bodies=tuple(_with_statuses(found, status_codes(main[0], context.say) if main else "")),
        has_body=has_body or method.incomplete or (errors_have_body and not is_success(main[0])),
        errors_have_body=errors_have_body,
        described=bool(responses) or method.incomplete,
        others=tuple([OtherBody(", ".join(codes), media) for media, codes in others.items()]),
    )


def _with_statuses(all_bodies: Sequence[Body], codes: str) -> Iterator[Body]:
    """The bodies; those without statuses get ``codes`` if they follow a body with statuses, to which they would seem to belong.

    Bodies without statuses belong to the one main response.  Of successive bodies of one response, only the first names it.
    """
    before = ""
    for body in all_bodies:
        statuses = body.statuses or (codes if before else "")
        shown = statuses if statuses != before else ""
        yield body if body.statuses == shown else replace(body, statuses=shown)
        before = statuses


def _has_rows(response: Response, context: PageContext) -> bool:
    if any(has_table(representation, context) for representation in response.representations):
        return True
    return any(
        not is_apart(param.style, RESPONSE_STYLES) for representation in response.representations for param in representation.params
    ) or any(param.style and not is_apart(param.style, RESPONSE_STYLES) for param in response.params)


def _status_rows(method: Method, context: PageContext) -> tuple[StatusRow, ...]:
    """A row for each response; identical rows are merged."""
    rows: list[StatusRow] = []
    for response in method.responses:
        if not response.statuses and not response.docs:
            continue
        docs = shown_docs(response.docs, context.language)
        title = first_title(docs)
        if set(title.replace(",", " ").split()) <= set(response.statuses):
            title = ""  # it only repeats the statuses
        name = title or ", ".join([phrase for status in response.statuses if (phrase := REASON_PHRASES.get(status))])
        rows.append(
            StatusRow(
                statuses=status_codes(response, context.say),
                name=name,
                description=compact(doc_blocks(docs, first_title=False)),
                location=response.location,
            )
        )
    # Removing duplicates hashes the whole content of the rows, so do it only if two rows have the same statuses, which is rare.
    return tuple(rows) if len({row.statuses for row in rows}) == len(rows) else tuple(dict.fromkeys(rows))


# --- the operation itself -------------------------------------------------------------------------------


def _method_docs(method: Method, title: str, context: PageContext) -> Docs:
    docs = doc_texts(method.docs, context.language, first_title=first_title(method.docs, context.language) != title)
    say = context.say
    notes: list[Block] = []
    if method.experimental:
        notes.append(Admonition("note", (Paragraph((Text(say("This operation is experimental.")),)),)))
    if method.deprecated:
        notes.append(Admonition("warning", (Paragraph((Text(say("This operation is deprecated.")),)),)))
    return (DocText(tuple(notes), method.location), *docs) if notes else docs


def _facts(operation: Operation, title: str, context: PageContext, base: str) -> Iterator[Fact]:
    method = operation.method
    say = context.say
    if base:
        yield Fact(say("Base address"), (Code(base),))
    if method.display_name and method.display_name not in (title, method.id):
        yield Fact(say("Name"), (Text(method.display_name),))
    if method.tags:
        yield Fact(say("Tags"), series([(Text(tag),) for tag in method.tags]))
    if operation.roles and context.authentication is None:
        yield Fact(say("Roles"), series([(Code(role),) for role in operation.roles]))
    if method.authentication and context.authentication is None:
        required = {"true": say("required"), "false": say("not required")}.get(method.authentication, method.authentication)
        yield Fact(say("Authentication"), (Text(required),))
    if operation.extended:
        yield Fact(say("Added by"), (Text(say("the framework (extended WADL)")),))
    if operation.declared:
        own = {(style, param.name) for param, style in request_params(operation)}
        for path, params in operation.declared:
            # Apart from headers, the style is named: a reader could not tell what kind of parameter it is.
            line = series(
                [
                    (Code(param.name), *((Text(f" ({param.style})"),) if param.style != "header" else ()))
                    for param in params
                    if param.name and (param.style, param.name) not in own
                ]
            )
            if line:
                yield Fact(say("Declared for %(path)s") % {"path": path}, line)
    if operation.query_type:
        yield Fact(say("Query type"), (Code(operation.query_type),))


def _example(example: Example, context: PageContext) -> ExampleAddress:
    """The URL followed by the first paragraph of its documentation, and the rest of the documentation."""
    docs = doc_texts(example.docs, context.language)
    line: Line = (Code(example.url),) if example.url else ()
    if docs and isinstance(first := docs[0].blocks[0], Paragraph):
        rest = DocText(docs[0].blocks[1:], docs[0].location)
        return ExampleAddress((*line, *((Text(" "),) if line else ()), *first.children), (rest, *docs[1:]) if rest.blocks else docs[1:])
    return ExampleAddress(line, docs)
