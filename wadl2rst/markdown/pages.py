"""Writes pages as Markdown, from the same values as the pages in reStructuredText.

Everything that a page shows is in it.  Parameters and responses are lists, not tables: their descriptions have paragraphs, lists
and code, which a table of Markdown cannot hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from wadl2rst.markdown.inline import Links, LinkTarget
from wadl2rst.markdown.text import code_span, escape, fenced, heading, link
from wadl2rst.markdown.writer import MarkdownWriter, joined
from wadl2rst.page.docs import value_inline
from wadl2rst.page.options import Say
from wadl2rst.page.values import (
    NO_PLACES,
    Body,
    BodyPart,
    Docs,
    Fact,
    IndexPage,
    IndexSection,
    OperationGroup,
    OperationLink,
    OperationPage,
    Page,
    PageTarget,
    ParamRow,
    ParamTable,
    Places,
    RepresentationPage,
    ResourceContent,
    ResourcePage,
    ResponseBlock,
    Sample,
    SchemaPage,
    SchemaSection,
    SourcesPage,
    StatusRow,
)
from wadl2rst.prose import Code, CodeBlock, Inline, Paragraph, Strong, Text
from wadl2rst.source.additions import Addition

Lines = list[str]

_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")


def page_links(references: Mapping[str, str], targets: Mapping[str, PageTarget], page: str) -> Links:
    """The links of the page ``page``.  ``references`` has the labels by id and by label, ``targets`` what the labels lead to."""

    def found(target: str) -> LinkTarget | None:
        place = targets.get(references.get(target, target))
        if place is None:
            return None
        fragment = "" if place.is_page else f"#{anchor(place.title)}"
        if place.page == page:
            return LinkTarget(fragment, place.title)
        return LinkTarget(f"{place.page}.md{fragment}", place.title)

    return found


def anchor(title: str) -> str:
    """The anchor that sites give to a heading, as GitHub does."""
    return _NOT_IN_ANCHOR.sub("", title.lower()).replace(" ", "-")


class MarkdownPages:
    """Writes pages, or parts of pages."""

    def __init__(self, links: Links, say: Say = str) -> None:
        """``links`` finds the targets of references, ``say`` translates the words of the page."""
        self._writer = MarkdownWriter(links, say)
        self.say = say
        """Translates the words of the page."""

    def page(self, page: Page) -> str:
        """The text of a page; an index is followed by its operations if it is the only page."""
        value = page.value
        match value:
            case OperationPage():
                lines = self.operation(value)
            case ResourcePage():
                lines = self.resource(value)
            case RepresentationPage():
                lines = self.representation(value)
            case SchemaPage():
                lines = self.schemas(value)
            case IndexPage():
                lines = self.index(value, is_single=page.template == "single")
            case SourcesPage():
                lines = self.sources(value.title, [(child, f"{child}.md", "") for child in value.children], value.additions)
            case _:
                assert_never(value)
        return text_of(lines)

    # --- pages ----------------------------------------------------------------------------------

    def operation(self, op: OperationPage, level: int = 0) -> Lines:
        """An operation; ``level`` is that of its heading, 0 the outermost."""
        return joined(self._operation(op, level))

    def resource(self, resource: ResourcePage, level: int = 0) -> Lines:
        """A resource with all its operations."""
        return joined(
            (
                [self._heading(resource.path or self.say("Not attached to a resource"), level)],
                *self._content(resource, level),
                *(self.operation(op, level + 1) for op in resource.pages),
            )
        )

    def representation(self, page: RepresentationPage, level: int = 0) -> Lines:
        """A representation with its own page or section."""
        identified = page.id and page.id != page.title
        return joined(
            (
                [self._heading(page.title, level)],
                [f"{escape(self.say('Representation ID:'))} {code_span(page.id)}"] if identified else [],
                self._media(page.media, page.root),
                self._docs(page.docs),
                self._table(page.table, level + 1),
                self._writer.blocks(page.notes),
                *self._parts(page.parts),
            )
        )

    def schemas(self, page: SchemaPage, level: int = 0) -> Lines:
        """The types and elements of the grammar."""
        return joined(([self._heading(page.title, level)], *(self._schema(section, level + 1) for section in page.sections)))

    def index(self, index: IndexPage, *, is_single: bool = False) -> Lines:
        """The index; with ``is_single``, it is followed by all that has pages of its own otherwise."""
        return joined(self._index(index, is_single))

    def application(self, index: IndexPage) -> Lines:
        """The documentation and base addresses of the application, without its title."""
        return joined(self._application(index))

    def sources(self, title: str, entries: Sequence[tuple[str, str, str]], additions: Places = NO_PLACES) -> Lines:
        """The index of several APIs: the title of each, the address of its page, and a sentence about it, which may be empty."""
        items = [self._entry(link(escape(name), address), escape(sentence)) for name, address, sentence in entries]
        before = self._additions((*additions.before, *additions.description))
        return joined(([self._heading(title, 0)], before, items, *self._notes(additions, 1)))

    # --- operations -----------------------------------------------------------------------------

    def _operation(self, op: OperationPage, level: int) -> Iterator[Lines]:
        say = self.say
        yield [self._heading(op.title, level)]
        yield [code_span(op.request_line)]
        yield self._line(op.versions)
        yield self._additions(op.additions.before)
        yield self._docs(op.docs)
        yield self._titled(self.say("Method ID:"), (Code(op.id),) if op.id else ())
        yield self._facts(op.facts)
        for line, docs in op.examples:
            yield self._named(say("Example address"), line)
            yield self._docs(docs)
        yield self._named(say("Authentication"), op.authentication)
        yield self._additions(op.additions.description)
        yield [self._heading(say("Request"), level + 1)]
        yield self._additions(op.additions.request)
        yield self._docs(op.request.docs)
        yield from self._tables(op.request.tables, level + 2, "request")
        if not op.request.described:
            yield [escape(say("The WADL does not describe a request body."))]
        elif not op.request.has_body and op.has_usual_body:
            yield [escape(say("This operation does not accept a request body."))]
        yield from self._bodies(op.request.bodies, level + 2, "request", has_body=op.request.has_body)
        yield from self._request_samples(op)
        if op.responses:
            yield from self._responses(op.responses, level + 1, op.additions.response)
        else:
            yield from self._response(op, level)
        yield from self._notes(op.additions, level + 1)

    def _response(self, op: OperationPage, level: int) -> Iterator[Lines]:
        """The responses together, in the style ``classic``."""
        say = self.say
        yield [self._heading(say("Response"), level + 1)]
        yield self._additions(op.additions.response)
        yield [line for row in op.statuses for line in self._status(row)]
        yield from self._tables(op.response.tables, level + 2, "response")
        if not op.response.described:
            yield [escape(say("The WADL does not describe the response."))]
        elif not op.response.has_body and op.response.errors_have_body:
            yield [escape(say("A successful response has no body."))]
        elif not op.response.has_body:
            yield [escape(say("This operation does not return a response body."))]
        yield from self._bodies(op.response.bodies, level + 2, "response", has_body=op.response.has_body)
        if op.response.others:
            yield [
                escape(say("These responses carry a body, too:") if op.response.bodies else say("These responses carry a body:")),
                "",
                *(self._entry(code_span(codes), self._writer.text_line(media)) for codes, media in op.response.others),
            ]

    def _request_samples(self, op: OperationPage) -> Iterator[Lines]:
        """The requests to send, each marked as made."""
        say = self.say
        captions = {
            "curl": say("Request with curl, made from the WADL"),
            "httpie": say("Request with HTTPie, made from the WADL"),
            "python": say("Request with Python, made from the WADL"),
            "javascript": say("Request with JavaScript, made from the WADL"),
        }
        for sample in op.request_samples:
            yield self._bold(captions.get(sample.language, sample.name))
            yield fenced(sample.text.split("\n"), sample.lexer)

    def _responses(self, responses: Sequence[ResponseBlock], level: int, additions: Sequence[Addition]) -> Iterator[Lines]:
        """The statuses as a list, then each response that has more to it."""
        yield [self._heading(self.say("Responses"), level)]
        yield self._additions(additions)
        yield [self._entry(f"{code_span(one.statuses)} {escape(one.name)}".rstrip(), "") for one in responses]
        for one in responses:
            if not one.says_more and not one.has_no_body:
                continue
            yield [self._heading(f"{one.statuses} {one.name}".rstrip(), level + 1)]
            yield self._docs(one.docs)
            yield from self._tables(one.tables, level + 2, "response")
            yield self._titled(self.say("Media type:"), one.media)
            if one.has_no_body:
                yield [escape(self.say("The response has no body."))]
            # The heading has the status.
            bodies = [replace(body, parts=tuple(map(_without_status, body.parts))) for body in one.bodies]
            yield from self._bodies(bodies, level + 2, "response", has_body=True)

    def _status(self, row: StatusRow) -> Lines:
        name = f" {escape(row.name)}" if row.name else ""
        return self._writer.item(code_span(row.statuses) + name, row.description)

    def _bodies(self, bodies: Sequence[Body], level: int, side: str, *, has_body: bool) -> Iterator[Lines]:
        for body in bodies:
            if title := self._body_title(body, side, has_body):
                yield [self._heading(title, level)]
            yield self._media(body.media, body.root)
            yield self._docs(body.introduction)
            yield self._table(body.table, level + 1, side)
            yield self._writer.blocks(body.notes)
            yield from self._parts(body.parts)

    def _body_title(self, body: Body, side: str, has_body: bool) -> str:
        """The heading of a body; for what only shows the head of a message, that of the message, or none."""
        say = self.say
        if side == "request":
            return say("Request body") if has_body else ""
        if body.parts and not (body.media or body.table) and all(isinstance(part, Sample) and part.bodiless for part in body.parts):
            return say("Response %(statuses)s") % {"statuses": body.statuses} if body.statuses else ""
        return say("Response body (%(statuses)s)") % {"statuses": body.statuses} if body.statuses else say("Response body")

    # --- parts of pages -------------------------------------------------------------------------

    def _heading(self, title: str, level: int) -> str:
        return heading(escape(" ".join(title.split())), level)

    def _line(self, line: Sequence[Inline]) -> Lines:
        """A paragraph; nothing for an empty line."""
        text = self._writer.text_line(line)
        return [text] if text else []

    def _named(self, name: str, line: Sequence[Inline]) -> Lines:
        """A line with its name before it; nothing for an empty line."""
        text = self._writer.text_line(line)
        return [f"{self._writer.line((Text(name),))}: {text}"] if text else []

    def _entry(self, head: str, text: str) -> str:
        return f"- {head}: {text}" if text else f"- {head}"

    def _facts(self, facts: Sequence[Fact]) -> Lines:
        return joined(self._named(name, line) for name, line in facts)

    def _docs(self, docs: Docs) -> Lines:
        return joined(self._writer.blocks(text.blocks) for text in docs)

    def _additions(self, additions: Sequence[Addition]) -> Lines:
        """The user's own words: Markdown as it is, reStructuredText as a block of code."""
        return joined(
            addition.text.split("\n") if addition.is_markdown else fenced(addition.text.split("\n"), "rst") for addition in additions
        )

    def _notes(self, additions: Places, level: int) -> Iterator[Lines]:
        """The user's own words at the end, below the heading that they have on the page."""
        if additions.after:
            yield [self._heading(self.say("Notes"), level)]
            yield self._additions(additions.after)

    def _media(self, media: Sequence[Inline], root: Sequence[Inline]) -> Lines:
        return joined((self._titled(self.say("Media type:"), media), self._titled(self.say("Body:"), root)))

    def _titled(self, title: str, line: Sequence[Inline]) -> Lines:
        return [f"{escape(title)} {self._writer.text_line(line)}"] if line else []

    def _tables(self, tables: Sequence[ParamTable], level: int, side: str = "") -> Iterator[Lines]:
        for table in tables:
            yield self._table(table, level, side)

    def _table(self, table: ParamTable | None, level: int, side: str = "") -> Lines:
        if table is None or not table.rows:
            return []
        title = self._table_title(table, side)
        statuses = f" ({table.statuses})" if table.statuses else ""
        rows = [line for row in table.rows for line in self._row(row)]
        return [self._heading(title + statuses, level), "", *rows]

    def _table_title(self, table: ParamTable, side: str) -> str:
        say = self.say
        if table.kind == "other":
            return say("Parameters (%(style)s)") % {"style": table.style}
        if table.kind == "header":
            return {"request": say("Request headers"), "response": say("Response headers")}.get(side, say("Headers"))
        return {
            "uri": say("Path parameters"),
            "query": say("Query parameters"),
            "matrix": say("Matrix parameters"),
            "body": say("Body parameters"),
            "schema": say("Content"),
        }.get(table.kind, say("Parameters"))

    def _row(self, row: ParamRow) -> Lines:
        """A parameter as an item: its name, type, whether it is required, and its description."""
        details = self._writer.text_line(row.type_line) if row.type_line else ""
        if row.required is not None:
            word = escape(self.say("required") if row.required else self.say("optional"))
            details = f"{details}, {word}" if details else word
        head = f"{code_span(row.name)} ({details})".lstrip() if details else code_span(row.name)
        description = row.description
        if row.default is not None:
            default = (Text(self.say("Default:") + " "), value_inline(row.default, self.say), Text("."))
            description = (*description, Paragraph(default))
        return self._writer.item(head, description)

    def _parts(self, parts: Sequence[BodyPart]) -> Iterator[Lines]:
        for part in parts:
            if isinstance(part, Sample):
                yield self._sample(part)
            else:
                yield self._docs(part.docs)

    def _sample(self, sample: Sample) -> Lines:
        say = self.say
        made = say("made from the parameters") if sample.is_from_params else say("made from the schema") if sample.is_made else ""
        details = [sample.kind, sample.status, made]
        shown = ", ".join(filter(None, details))
        caption = f"{say('Example')} ({shown})" if shown else say("Example")
        block = sample.block
        title = self._writer.line(block.title) if block.title else ""
        code = self._writer.blocks((CodeBlock(block.text, block.language or sample.kind.lower()),))
        return joined((self._bold(caption), [title] if title else [], code))

    def _content(self, content: ResourceContent, level: int) -> Iterator[Lines]:
        """The documentation and parameters of a resource itself."""
        yield self._docs(content.docs)
        yield self._facts(content.facts)
        yield from self._tables(content.tables, level + 1)

    def _operations(self, operations: Sequence[OperationLink]) -> Lines:
        """The list of operations: verb and path, the linked title, and the first sentence where it is known."""
        return [self._operation_entry(operation) for operation in operations]

    def _operation_entry(self, operation: OperationLink) -> str:
        text = self._writer.reference(operation.label, operation.title)
        if operation.is_deprecated:
            text += f" ({escape(self.say('Deprecated'))})"
        if operation.summary:
            text += f": {escape(operation.summary)}"
        return self._entry(code_span(f"{operation.verb} {operation.path}".strip()), text)

    def _bold(self, text: str) -> Lines:
        return [self._writer.line((Strong((Text(text),)),))]

    # --- the index ------------------------------------------------------------------------------

    def _index(self, index: IndexPage, is_single: bool) -> Iterator[Lines]:
        say = self.say
        yield [self._heading(index.title, 0)]
        yield self._line(index.versions)
        yield self._additions(index.additions.before)
        yield from self._application(index)
        yield self._additions(index.additions.description)
        if index.authentication is not None:
            yield [self._heading(index.authentication.title, 1)]
            yield self._facts(index.authentication.facts)
            yield from self._tables(index.authentication.tables, 2)
        for section in () if index.groups else index.sections:
            yield from self._section(section)
        for group in index.groups:
            yield from self._group(group)
        if is_single:
            for op in index.pages:
                yield self.operation(op, 1)
        if index.types:
            yield [self._heading(say("Resource types"), 1)]
            for section in index.types:
                yield from self._type(section)
        if index.representations:
            yield [self._heading(say("Representations"), 1)]
            if is_single:
                yield from (self.representation(page, 2) for page in index.representations)
            else:
                yield [f"- {self._writer.reference(page.label, page.title)}" for page in index.representations]
        if index.schemas is not None:
            if is_single:
                yield self.schemas(index.schemas, 1)
            else:
                yield [self._heading(index.schemas.title, 1)]
                linked = self._writer.reference(index.schemas.label, say("the types of the bodies"))
                yield [f"{escape(say('See'))} {linked}."]
        if index.grammars or index.grammar_docs:
            yield [self._heading(say("Grammars"), 1)]
            yield self._docs(index.grammar_docs)
            for name, docs in index.grammars:
                yield [self._writer.line(name)] if name else []
                yield self._docs(docs)
        if index.generator:
            yield [f"{escape(say('The WADL was written by:'))} {escape(index.generator)}"]
        yield from self._notes(index.additions, 1)

    def _application(self, index: IndexPage) -> Iterator[Lines]:
        yield self._docs(index.docs)
        for base, docs in index.bases:
            yield self._titled(self.say("Base address:"), (Code(base),) if base else ())
            yield self._docs(docs)
        yield from self._tables(index.tables, 1)

    def _section(self, section: IndexSection) -> Iterator[Lines]:
        say = self.say
        yield [self._heading(section.title, 1)]
        yield self._additions(section.additions.before)
        own = [part for part in section.groups if part.path == section.path]
        for part in own:
            yield self._docs(part.docs)
            yield self._facts(part.facts)
        yield self._additions(section.additions.description)
        if section.operations and (section.additions or any(part.docs or part.facts for part in own)):
            yield self._bold(say("Operations"))  # a list of the text above may precede
        yield self._operations(section.operations)
        for part in section.groups:
            if part.path == section.path:
                yield from self._tables(part.tables, 2)
            elif part.says_something:
                yield [self._heading(part.path, 2)]
                yield from self._content(part, 2)
        yield self._additions(section.additions.after)

    def _group(self, group: OperationGroup) -> Iterator[Lines]:
        """A group of operations, with what is said of its resources."""
        yield [self._heading(group.title, 1)]
        yield self._additions(group.additions.before)
        yield self._facts(group.facts)
        own = [part for part in group.resources if part.path == group.path]
        for part in own:
            yield self._bold(part.title) if part.title and part.title != group.title else []
            yield self._docs(part.docs)
            yield self._facts(part.facts)
        yield self._additions(group.additions.description)
        if group.operations and (group.additions or any(part.docs for part in own)):
            yield self._bold(self.say("Operations"))  # a list of the text above may precede
        yield self._operations(group.operations)
        for part in group.resources:
            if part.path != group.path and (part.docs or part.facts or part.title):
                yield [self._heading(f"{part.path}: {part.title}" if part.title else part.path, 2)]
                yield self._docs(part.docs)
                yield self._facts(part.facts)
        yield from self._tables(group.tables, 2)
        yield self._additions(group.additions.after)

    def _type(self, section: IndexSection) -> Iterator[Lines]:
        yield [self._heading(section.title, 2)]
        for part in section.groups:
            if part.path and part.path != section.title:
                yield self._titled(self.say("Resource type ID:"), (Code(part.path),))
            yield from self._content(part, 2)

    def _schema(self, section: SchemaSection, level: int) -> Lines:
        rows = [line for row in section.table.rows for line in self._row(row)] if section.table is not None else []
        return joined(
            (
                [self._heading(section.title, level)],
                self._facts(section.facts),
                self._docs(section.docs),
                self._writer.blocks(section.blocks),
                self._bold(self.say("Content")) if rows else [],
                rows,
                self._writer.blocks(section.notes),
                *self._parts(section.parts),
            )
        )


def _without_status(part: BodyPart) -> BodyPart:
    return replace(part, status="") if isinstance(part, Sample) and part.status else part


def text_of(lines: Sequence[str]) -> str:
    """The text of the lines of a page."""
    return "\n".join(lines) + "\n"
