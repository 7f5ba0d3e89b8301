"""Request and response bodies: media types, parameters and samples; representations that differ only in their media are merged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wadl2rst import formats
from wadl2rst.page.docs import doc_texts, series
from wadl2rst.page.examples import body_samples
from wadl2rst.page.made_bodies import made_samples
from wadl2rst.page.options import PageContext
from wadl2rst.page.params import param_row
from wadl2rst.page.schemas import body_of, is_shared, root_line, schema_table, united_rows
from wadl2rst.page.values import Body, BodyPart, Docs, DocText, Line, ParamTable, Remark, Sample
from wadl2rst.prose import Block, Code, CodeBlock, Inline, Reference, Text
from wadl2rst.wadl.components import SchemaBody
from wadl2rst.wadl.facts import code_blocks, qualified, shown_docs
from wadl2rst.wadl.model import Doc, Param, Representation
from wadl2rst.wadl.operations import BODY_STYLES, is_apart
from wadl2rst.wadl.paths import nested_name

FEW = 16
"""Below this number of representations, comparing them pairwise is faster than hashing them, which visits all their content."""


def describes_body(representation: Representation) -> bool:
    """Whether the WADL describes a body, rather than only naming a media type or showing a dump of HTTP headers."""
    if representation.element or any(param.style in BODY_STYLES for param in representation.params):
        return True
    return any(not formats.is_http_head(block.text) for doc in representation.docs for block in code_blocks(doc.blocks))


def is_bare(representation: Representation) -> bool:
    """Whether only the media of a body are known: it has no parameters and no documentation."""
    return not representation.params and not any(doc.blocks or doc.title for doc in representation.docs)


def has_table(representation: Representation, context: PageContext) -> bool:
    """Whether a table shows what the grammar says about a body."""
    root = body_of(representation, context)
    return root is not None and not is_shared(root, context) and bool(schema_table(root, context).rows)


def names_body(representation: Representation) -> bool:
    """Whether a body is named without being described: by its media type alone, or with text but without parameters and samples."""
    if is_bare(representation):
        return True
    if not representation.media_type or representation.params:
        return False
    return not any(True for doc in representation.docs for _block in code_blocks(doc.blocks))


def media_line(representation: Representation, context: PageContext, root: SchemaBody | None = None) -> Line:
    """Media type, element, profiles and schema of a body, and a link to its own page if it has one.

    The element is left out if it is that of ``root``, which is shown elsewhere.
    """
    say = context.say
    line: list[Inline] = [Code(representation.media_type)] if representation.media_type else []
    details: list[Sequence[Inline]] = []
    if representation.element and (found := body_of(representation, context)) is not None and not found.is_json:
        if root is None:
            details.append(root_line(found, context))
    elif representation.element:
        namespace, name = qualified(representation.element)
        details.append((Text(say("element") + " "), Code(name)))
        if namespace:
            details.append((Text(say("namespace") + " "), Code(namespace)))
    if representation.id and representation.id in context.linkable:
        details.append((Text(say("see") + " "), Reference(representation.id, (Text(representation.id),))))
    details += [(Text(say("profile") + " "), Code(profile)) for profile in representation.profiles]
    if representation.schema:
        details.append((Text(say("schema") + " "), Code(representation.schema)))
    if details:
        if line:
            line += [Text(" ("), *series(details), Text(")")]
        else:
            line += series(details)
    return tuple(line)


@dataclass(slots=True)
class _MergedBody:
    """Representations that differ only in their media."""

    media: dict[Line, int]
    """The media, each with the position of its representation in the document."""
    params: tuple[Param, ...] = ()
    docs: tuple[Doc, ...] = ()
    is_bare: bool = False
    """Whether only the media are known."""
    root: SchemaBody | None = None
    """What the grammar says about it; None if nothing."""
    media_types: tuple[str, ...] = ()
    """The media types, in document order."""
    is_shared: bool = True
    """Whether the content may also apply to other media: no text says which media it is about, and it is not an HTML form."""


def _merged(representations: Sequence[Representation], context: PageContext) -> list[_MergedBody]:
    """The bodies, in document order; adjacent bodies of which only the media are known are merged.

    If exactly one body is described and its content may apply to other media, such media are merged into it.
    """
    merged: list[_MergedBody] = []
    described: list[_MergedBody] = []
    undescribed: dict[Line, int] = {}
    shown: set[Line] = set()
    index: dict[tuple[object, ...], _MergedBody] = {}
    for place, representation in enumerate(representations):
        root = body_of(representation, context)
        if root is not None and is_shared(root, context):
            root = None  # a link leads to it
        media = media_line(representation, context, root)
        if is_bare(representation) and root is None:
            if media and media not in shown:
                shown.add(media)
                if not merged or not merged[-1].is_bare:
                    merged.append(_MergedBody({}, is_bare=True))
                merged[-1].media[media] = place
                if not (representation.element or representation.profiles or representation.schema or _is_html_form(representation)):
                    undescribed[media] = place
            continue
        body = None
        if root is not None:
            body = next((body for body in described if body.root is root and body.params == representation.params), None)
            if body is not None and body.docs != representation.docs:
                if _has_words(body.docs) or _has_words(representation.docs):
                    body = None
                else:
                    body.docs += tuple(doc for doc in representation.docs if doc not in body.docs)
        elif len(representations) < FEW:
            body = next((body for body in described if _has_content(body, representation)), None)
        else:
            body = index.get((representation.params, representation.docs))
        if body is None:
            body = _MergedBody({}, representation.params, representation.docs, root=root)
            body.is_shared = root is None and not _has_words(representation.docs)
            merged.append(body)
            described.append(body)
            if len(representations) >= FEW and root is None:
                index[representation.params, representation.docs] = body
        body.media.setdefault(media, place)
        body.media_types += (representation.media_type,)
        body.is_shared = body.is_shared and not _is_html_form(representation)
    if len(described) == 1 and described[0].is_shared and undescribed:
        body = described[0]
        body.media = dict(sorted({**undescribed, **body.media}.items(), key=lambda item: item[1]))
        for bare in merged:
            if bare.is_bare:
                bare.media = {media: place for media, place in bare.media.items() if media not in undescribed}
        merged = [body for body in merged if body.media or not body.is_bare]
    return merged


def _has_content(body: _MergedBody, representation: Representation) -> bool:
    return body.root is None and body.params == representation.params and body.docs == representation.docs


def _is_html_form(representation: Representation) -> bool:
    """Whether a body is an HTML form, whose fields no other media type has."""
    return representation.media_type.lower().startswith(("multipart/", "application/x-www-form-urlencoded"))


def _has_words(docs: Sequence[Doc]) -> bool:
    """Whether docs contain anything besides samples."""
    return any(doc.title or not all(isinstance(block, CodeBlock) for block in doc.blocks) for doc in docs)


def _body(
    body: _MergedBody,
    media: Iterable[Line],
    context: PageContext,
    *,
    media_types: tuple[str, ...],
    status: str,
    table_status: str,
    bodiless: bool,
    own: frozenset[str],
    first_title: bool = True,
    shows_table: bool = True,
    is_request: bool = False,
) -> Body:
    params = [param for param in body.params if not is_apart(param.style, own)]
    rows = tuple([param_row(param, context, style="plain") for param in params])
    kind = "body" if rows else "schema"
    notes: tuple[Block, ...] = ()
    if body.root is not None and shows_table:
        table = schema_table(body.root, context)
        paths = [nested_name(param.name, param.path)[0] for param in params]
        rows = united_rows(rows, paths, table.rows, context) if rows else table.rows
        notes = table.notes
    docs = doc_texts(shown_docs(body.docs, context.language), first_title=first_title)
    parts, rest = _parts(docs, context, status=status, bodiless=bodiless)
    introduction: Docs = () if parts else rest  # text beside samples of the WADL is about them
    if parts and rest:
        parts = (*parts, Remark(docs=rest))
    if body.root is not None and shows_table and not any(isinstance(part, Sample) for part in parts):
        parts += body_samples(body.root, body.media_types, context, status=status, is_request=is_request)
    if body.root is None and context.options.made_bodies and not any(isinstance(part, Sample) for part in parts):
        parts += made_samples(params, media_types, context, status=status)
    return Body(
        media=series([item for item in media if item]),
        root=root_line(body.root, context) if body.root is not None else (),
        table=ParamTable(kind=kind, statuses=table_status, rows=rows) if rows else None,
        notes=notes,
        introduction=introduction,
        parts=parts,
        media_types=media_types,
        params=tuple(params),
    )


def _parts(docs: Docs, context: PageContext, *, status: str, bodiless: bool) -> tuple[tuple[BodyPart, ...], Docs]:
    """The samples of docs, each preceded by its text, and the text after the last sample."""
    parts: list[BodyPart] = []
    pending: list[DocText] = []
    for doc in docs:
        blocks: list[Block] = []
        for block in doc.blocks:
            if not isinstance(block, CodeBlock):
                blocks.append(block)
                continue
            if not context.options.samples:
                continue
            if blocks:
                pending.append(DocText(tuple(blocks), doc.location))
                blocks = []
            if pending:
                parts.append(Remark(docs=tuple(pending)))
                pending = []
            kind = formats.caption(block.text, block.language or block.file)
            parts.append(Sample(kind=kind, status=status, bodiless=bodiless and kind == "HTTP", block=block, location=doc.location))
        if blocks:
            pending.append(DocText(tuple(blocks), doc.location))
    return tuple(parts), tuple(pending)


def bodies(
    representations: Sequence[Representation],
    context: PageContext,
    *,
    status: str = "",
    table_status: str = "",
    bodiless: bool = False,
    shows_media: bool = True,
    own: frozenset[str],
    is_request: bool = False,
) -> tuple[tuple[Body, ...], Line]:
    """The bodies to show, and an empty line; if only media are known, no bodies, and the media as a line.

    ``status`` and ``table_status`` are the statuses that captions of samples and parameter tables must name, ``bodiless``
    says that the response has no body, ``shows_media`` that media are listed, and ``own`` are the parameter styles that
    have tables of their own.
    """
    if not representations:
        return (), ()
    merged = _merged(representations, context)
    if all(body.is_bare for body in merged):
        return (), series([media for body in merged for media in body.media])
    shown: list[Body] = []
    roots: set[int] = set()
    for body in merged:
        if body.is_bare and not shows_media:
            continue
        shown.append(
            _body(
                body,
                body.media if shows_media else (),
                context,
                media_types=tuple([representations[place].media_type for place in body.media.values()]),
                status=status,
                table_status=table_status,
                bodiless=bodiless,
                own=own,
                shows_table=id(body.root) not in roots,  # bodies with different texts can have one element
                is_request=is_request,
            )
        )
        roots.add(id(body.root))
    return tuple(shown), ()


def body_alone(representation: Representation, context: PageContext) -> Body:
    """The body of a representation with its own page: all its parameters, and its docs without the first title."""
    body = _MergedBody({}, representation.params, representation.docs, root=body_of(representation, context))
    body.media_types = (representation.media_type,)
    return _body(
        body, (), context, media_types=body.media_types, status="", table_status="", bodiless=False, own=frozenset(), first_title=False
    )
