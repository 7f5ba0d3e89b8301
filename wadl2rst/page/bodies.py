"""Bodies: media types, parameters and samples of representations; those that differ in nothing but their media are one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wadl2rst import formats
from wadl2rst.page.docs import doc_texts, series
from wadl2rst.page.options import PageContext
from wadl2rst.page.params import BODY_STYLES, is_apart, param_row
from wadl2rst.page.values import Body, BodyPart, Docs, DocText, Line, ParamTable, Remark, Sample
from wadl2rst.prose import Block, Code, CodeBlock, Inline, Reference, Text
from wadl2rst.wadl.facts import code_blocks, shown_docs
from wadl2rst.wadl.model import Doc, Param, Representation

FEW = 16
"""Below so many representations comparing each with each is quicker than their hashes, which look at all of them."""


def describes_body(representation: Representation) -> bool:
    """Whether the WADL describes a body there, not just names a media type or dumps headers."""
    if representation.element or any(param.style in BODY_STYLES for param in representation.params):
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


def media_line(representation: Representation, context: PageContext) -> Line:
    """Media type, element, profiles and schema of a body."""
    say = context.say
    line: list[Inline] = [Code(representation.media_type)] if representation.media_type else []
    details: list[tuple[Inline, ...]] = []
    if representation.element:
        details.append((Text(say("element") + " "), Code(representation.element)))
    if representation.id and representation.id in context.known:
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
class _Form:
    """Representations that differ in nothing but their media."""

    media: dict[Line, int]
    """The media, and of each the place of its representation in the document."""
    params: tuple[Param, ...] = ()
    docs: tuple[Doc, ...] = ()
    is_bare: bool = False
    """Whether nothing but the media is known."""
    is_shared: bool = True
    """Whether what is known can be of other media too: no text says what it is of, and it is no form of HTML."""


def _forms(representations: Sequence[Representation], context: PageContext) -> list[_Form]:
    """The bodies, in document order; those next to each other of which nothing but the media is known are one.

    Such media join the one body of which more is known, where that can be of them too.
    """
    forms: list[_Form] = []
    described: list[_Form] = []
    loose: dict[Line, int] = {}
    shown: set[Line] = set()
    index: dict[tuple[object, ...], _Form] = {}
    for place, representation in enumerate(representations):
        media = media_line(representation, context)
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
    media: Iterable[Line],
    context: PageContext,
    *,
    status: str,
    table_status: str,
    bodiless: bool,
    own: frozenset[str],
    first_title: bool = True,
) -> Body:
    rows = tuple([param_row(param, context, style="plain") for param in form.params if not is_apart(param.style, own)])
    docs = doc_texts(shown_docs(form.docs, context.language), first_title=first_title)
    parts, rest = _parts(docs, context, status=status, bodiless=bodiless)
    return Body(
        media=series([item for item in media if item]),
        table=ParamTable(kind="body", statuses=table_status, rows=rows) if rows else None,
        introduction=rest if not parts else (),
        parts=(*parts, Remark(docs=rest)) if parts and rest else parts,
    )


def _parts(docs: Docs, context: PageContext, *, status: str, bodiless: bool) -> tuple[tuple[BodyPart, ...], Docs]:
    """The samples of docs with the text before each; and the text after the last one."""
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
) -> tuple[tuple[Body, ...], Line]:
    """The bodies to show; where nothing but their media is known, none, and these media as a line.

    ``own`` are the styles of parameters that stand in tables of their own.
    """
    forms = _forms(representations, context)
    if all(form.is_bare for form in forms):
        return (), series([media for form in forms for media in form.media])
    found = tuple(
        _body(form, form.media if shows_media else (), context, status=status, table_status=table_status, bodiless=bodiless, own=own)
        for form in forms
        if shows_media or not form.is_bare
    )
    return found, ()


def body_alone(representation: Representation, context: PageContext) -> Body:
    """A representation that stands for itself: all its parameters, and its docs without the first title."""
    form = _Form({}, representation.params, representation.docs)
    return _body(form, (), context, status="", table_status="", bodiless=False, own=frozenset(), first_title=False)
