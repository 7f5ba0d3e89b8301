"""Samples of bodies that the WADL has none of: those that the schema itself has, else some made from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from wadl2rst import formats
from wadl2rst.page.options import PageContext
from wadl2rst.page.values import Sample
from wadl2rst.prose import CodeBlock
from wadl2rst.wadl.components import ComplexType, SchemaBody, Type

if TYPE_CHECKING:
    from wadl2rst.grammar.examples import Examples


def body_samples(
    body: SchemaBody, media_types: Sequence[str], context: PageContext, *, status: str = "", is_request: bool = False
) -> tuple[Sample, ...]:
    """The samples of a body in its media types: those of the schema, else one made for XML and one for JSON.

    JSON is made of an XML Schema only in the shape of the settings.  ``status`` is what captions must name.
    """
    if not context.options.samples or context.examples is None:
        return ()
    own = body.root.samples or schema_blocks(context.grammar.type(body.root.type))
    if own:
        samples = [_sample(block, status) for block in own]
        kinds = {"XML": _is_in(media_types, "xml", "*/*"), "JSON": _is_in(media_types, "json", "*/*")}
        return tuple([sample for sample in samples if kinds.get(sample.kind, True)] or samples)
    return tuple(_made(body, media_types, context, context.examples, status, is_request=is_request))


def _is_in(media_types: Sequence[str], *names: str) -> bool:
    """Whether a body may have a media type with one of these names in it; any, if none is known."""
    known = [media_type.lower() for media_type in media_types if media_type]
    return not known or any(name in media_type for media_type in known for name in names)


def schema_blocks(known: Type) -> tuple[CodeBlock, ...]:
    """The samples that the schema has for a type itself."""
    return known.samples if isinstance(known, ComplexType) else ()


def schema_samples(known: Type, context: PageContext) -> tuple[Sample, ...]:
    """The samples that the schema has for a type, for its section."""
    return tuple([_sample(block, "") for block in schema_blocks(known)]) if context.options.samples else ()


def _sample(block: CodeBlock, status: str) -> Sample:
    return Sample(kind=formats.caption(block.text, block.language or block.file), status=status, block=block)


def _made(
    body: SchemaBody, media_types: Sequence[str], context: PageContext, examples: Examples, status: str, *, is_request: bool
) -> Iterator[Sample]:
    options = context.options
    if body.is_json:
        text = examples.json(body, is_request=is_request)
        if text is not None:
            yield Sample(kind="JSON", status=status, is_made=True, block=CodeBlock(text, "json"))
        return
    if _is_in(media_types, "xml", "*/*") and (text := examples.xml(body)) is not None:
        yield Sample(kind="XML", status=status, is_made=True, block=CodeBlock(text, "xml"))
    if options.json_shape and any(media_types) and _is_in(media_types, "json"):
        text = examples.json(body, shape=options.json_shape, drops_root=options.json_drops_root)
        if text is not None:
            yield Sample(kind="JSON", status=status, is_made=True, block=CodeBlock(text, "json"))
