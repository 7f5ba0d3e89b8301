"""The responses of an operation one by one: each with its headers, its bodies and its samples, successful ones first."""

from __future__ import annotations

from dataclasses import replace

from wadl2rst.page.bodies import bodies, describes_body, names_body
from wadl2rst.page.docs import doc_texts
from wadl2rst.page.options import PageContext, Say
from wadl2rst.page.params import param_row, styled_tables
from wadl2rst.page.statuses import BODILESS, REASON_PHRASES
from wadl2rst.page.values import Body, Line, ParamTable, ResponseBlock
from wadl2rst.wadl.facts import first_title, is_success, shown_docs
from wadl2rst.wadl.model import Method, Response
from wadl2rst.wadl.operations import RESPONSE_STYLES, is_apart, response_params, united_responses

_ORDER = {"success": 0, "redirect": 1, "default": 2, "error": 3}


def response_blocks(method: Method, context: PageContext) -> tuple[ResponseBlock, ...]:
    """The responses of a method: successes, redirections, the default response, errors; those of a kind by their first status."""
    found = [_block(response, method, context) for response in united_responses(method)]
    return tuple(sorted([block for block in found if block.statuses], key=lambda block: (_ORDER[block.kind], block.statuses[:3])))


def _block(response: Response, method: Method, context: PageContext) -> ResponseBlock:
    docs = shown_docs(response.docs, context.language)
    title = first_title(docs)
    named = title
    if set(title.replace(",", " ").split()) <= set(response.statuses):
        named = ""  # it only repeats the statuses
    phrases = ", ".join(dict.fromkeys(phrase for status in response.statuses if (phrase := REASON_PHRASES.get(status))))
    statuses = status_codes(response, context.say)
    bodiless = bool(response.statuses) and all(status in BODILESS for status in response.statuses)
    shown, media, is_named = _bodies(response, context, statuses, bodiless=bodiless)
    is_known = not (response.incomplete or method.incomplete or is_named or bodiless)
    return ResponseBlock(
        statuses=statuses,
        name=named or phrases,
        kind=_kind(response),
        docs=doc_texts(docs, first_title=False),
        tables=styled_tables(response_params(response), context),
        bodies=shown,
        media=media,
        has_no_body=is_known and is_success(response) and not shown and not media,
        location=response.location,
    )


def status_codes(response: Response, say: Say) -> str:
    """The statuses of a response in one text, or the word for the default response."""
    return " ".join(response.statuses) or say("default")


def _kind(response: Response) -> str:
    if not response.statuses:
        return "error" if response.fault else "default"
    first = response.statuses[0][:1]
    return "redirect" if first == "3" else "success" if is_success(response) else "error"


def _bodies(response: Response, context: PageContext, statuses: str, *, bodiless: bool) -> tuple[tuple[Body, ...], Line, bool]:
    """The bodies of a response, the media types of a body of which nothing else is known, and whether the WADL speaks of a body."""
    representations = response.representations
    params = [param for param in response.params if param.style and not is_apart(param.style, RESPONSE_STYLES)]
    described = bool(params) or any(describes_body(representation) for representation in representations)
    carries = described or (not bodiless and any(names_body(known) or known.unresolved for known in representations))
    found, rest = bodies(
        representations,
        context,
        status=statuses,
        bodiless=bodiless,
        shows_media=carries,
        own=RESPONSE_STYLES,
    )
    if params:
        rows = tuple([param_row(param, context, style=param.style) for param in params])
        found = (Body(table=ParamTable(kind="body", rows=rows)), *found)
    return tuple([replace(body, statuses="") if body.statuses else body for body in found]), rest if carries else (), carries
