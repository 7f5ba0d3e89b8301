"""Renders page values to text: the filters and functions of the templates, and the rendering of each page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import jinja2

from wadl2rst import prose, rst
from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, RenderError
from wadl2rst.page.options import Say
from wadl2rst.page.param_tree import param_tree
from wadl2rst.page.values import (
    BodyPart,
    DocText,
    IndexPage,
    OperationLink,
    OperationPage,
    Page,
    ParamRow,
    ParamTable,
    RepresentationPage,
    RequestSample,
    ResourcePage,
    ResponseBlock,
    Sample,
    SchemaPage,
    SchemaSection,
    SiteLinks,
    SourceSummary,
    StatusRow,
)
from wadl2rst.prose import Block, Inline, Strong, Text
from wadl2rst.rst.elements import LONGEST_TITLE
from wadl2rst.rst.layout import wrap
from wadl2rst.rst.text import LONGEST_LINE
from wadl2rst.source.additions import Addition
from wadl2rst.templating.environment import Lookups, environment
from wadl2rst.templating.escaping import PageWord, Rst, described, separated
from wadl2rst.templating.includes import Includes
from wadl2rst.templating.objects import Objects
from wadl2rst.templating.operation_lists import OperationLists
from wadl2rst.templating.origins import Marks, NoMarks, RenderedText, changed, moved
from wadl2rst.templating.param_lists import ParamLists

if TYPE_CHECKING:
    from wadl2rst.page.changes import ChangesPage

FALLBACK_CHARS = "^\"~-'`=+:#*."
"""Underline characters for headings deeper than the configured ones."""

Edit = Callable[[str, str, object, str], str]
"""Edits rendered text: takes the kind of object (``method``, ``application`` ...), its name, value and text; returns the new text."""

_KINDS = {"operation": "method", "index": "application", "single": "application"}
"""The kind of object that a template renders, if it differs from the name of the template."""

_VARIABLES = {
    "operation": "op",
    "resource": "group",
    "representation": "representation",
    "schemas": "schemas",
    "index": "index",
    "single": "index",
    "sources": "sources",
    "changes": "changes",
}
"""The name of the variable that holds the value in each template."""

_BLOCKS, _INLINE = get_args(prose.Block), get_args(prose.Inline)
_ROWS, _TEXTS = (ParamRow, StatusRow, OperationLink), (str, int)  # an expression "A | B" would make a union anew in each check


class Renderer:
    """Renders pages, or parts of pages, one at a time."""

    def __init__(
        self,
        *,
        templates: Path | None = None,
        style: str = "classic",
        heading_chars: str = '^"',
        say: Say = str,
        tabs: bool = False,
        edit: Edit | None = None,
        object_options: Sequence[str] = (),
        looked_for: Lookups | None = None,
        origins: bool = True,
        pages: Path | None = None,
        embeds: bool = False,
        markdown: bool = True,
    ) -> None:
        """A renderer that looks up templates in the folder ``templates`` first, then in those of ``style``.

        ``heading_chars`` underline the headings, ``say`` translates text of the page, and ``edit`` post-processes each
        text.  ``tabs`` and ``object_options`` (flag options of the object directives, such as ``no-index``) are for the style
        ``sphinx``.  The renderer records in ``looked_for`` which of the user's templates it looks up.
        Without ``origins``, texts do not tell where their lines come from, which is faster.  ``pages`` is the folder of the pages,
        from which additions are included; by default, the current one.  With ``embeds``, the text is for a directive of the extension.
        Without ``markdown``, the directive ``include`` cannot read additions in Markdown, and pages leave them out.
        """
        is_plain = style == "classic" and not embeds
        self._includes = Includes(pages or Path(), "include" if is_plain else "wadl:addition")
        self._shows_markdown = markdown or not is_plain
        self._edit = edit
        # The macros for what directives show of a WADL as a whole.
        self._parts = "listing" if style == "sphinx" else "macros"
        self._object_options = tuple(object_options)
        self._heading_chars = heading_chars + "".join(char for char in FALLBACK_CHARS if char not in heading_chars)
        self._links = SiteLinks()
        self._writer = rst.RstWriter()
        self._say = say
        self._make_marks = Marks if origins else NoMarks
        self._marks = self._make_marks()
        self._objects = Objects(self._marks, "", self._object_options)
        self._environment = environment(templates, style, looked_for, say)
        self._environment.filters.update(
            heading=self._heading,
            additions=self._additions,
            blocks=self._blocks,
            inline=self._inline,
            table=self._table,
            code=_code,
            sample=self._sample,
            request_sample=_request_sample,
            label=_label,
            literal=_literal,
            strong=_strong,
            reference=_reference,
            indent_rst=_indent,
            in_tabs=partial(_in_tabs, tabs=tabs),
            status_heading=self._status_heading,
            linked_title=_linked_title,
            other_statuses=_other_statuses,
            tab_label=_tab_label,
        )
        self._environment.globals.update(
            operation=self._operation,
            has_tabs=tabs,
            method_object=self._method_object,
            params=self._params,
            operation_list=self._operation_list,
            response_object=self._response_object,
            application_object=self._application_object,
            wadl_object=self._wadl_object,
        )

    def prepare(self) -> None:
        """Compiles the templates for all renderers of this process and of the processes forked from it."""
        for name in ("macros", "operation", "index"):
            with suppress(jinja2.TemplateError, OSError, ValueError, RecursionError):  # reported when the template is used
                self._environment.get_template(f"{name}.rst.jinja")

    # --- texts ----------------------------------------------------------------------------------

    def render(self, page: Page) -> RenderedText:
        """Renders a page.  Raises :class:`RenderError` if a template has an error."""
        self._begin(page.links)
        value = page.value
        name = value.label if isinstance(value, OperationPage) else page.name
        return self._finished(page.template, name, value, standalone=True)

    def operation(self, op: OperationPage, links: SiteLinks) -> RenderedText:
        """Renders an operation for embedding: its page without the comment at the top.  Raises :class:`RenderError`."""
        self._begin(links)
        return self._finished("operation", op.label, op, standalone=False)

    def resource(self, resource: ResourcePage, links: SiteLinks) -> RenderedText:
        """Renders a resource with its operations for embedding.  Raises :class:`RenderError`."""
        self._begin(links)
        return self._finished("resource", resource.path, resource, standalone=False)

    def schemas(self, schemas: SchemaPage, links: SiteLinks) -> RenderedText:
        """Renders the types and elements of the grammar for embedding.  Raises :class:`RenderError`."""
        self._begin(links)
        return self._finished("schemas", schemas.page, schemas, standalone=False)

    def changes(self, changes: ChangesPage, links: SiteLinks, *, standalone: bool = True) -> RenderedText:
        """Renders the changes between two versions: as a page, or without label and title for embedding.  Raises :class:`RenderError`."""
        self._begin(links)
        return self._finished("changes", changes.label, changes, standalone=standalone)

    def application(self, index: IndexPage, links: SiteLinks) -> RenderedText:
        """Renders the documentation and base addresses of the application.  Raises :class:`RenderError`."""
        self._begin(links)
        text = self._macro(self._parts, "application", index)
        return self._edited("index", links.application, index, _finish(self._marks.taken_out(text.strip("\n"), index.location)))

    def operations(self, operations: Sequence[OperationLink], location: Location, links: SiteLinks) -> RenderedText:
        """Renders a table or list of linked operations; ``location`` is that of the application.  Raises :class:`RenderError`."""
        self._begin(links)
        return _finish(self._marks.taken_out(self._macro(self._parts, "operations", operations).strip("\n"), location))

    def wadl_object(self, kind: str, name: str, location: Location, links: SiteLinks, *, title: str = "") -> RenderedText:
        """Renders the domain object of an ``application``, ``resource``, ``type`` or ``representation``, without visible output."""
        self._begin(links)
        return _finish(self._marks.taken_out(self._objects.other(kind, name, location, title), location))

    def method_object(self, op: OperationPage, links: SiteLinks) -> RenderedText:
        """Renders the domain object of an operation, without visible output."""
        self._begin(links)
        return _finish(self._marks.taken_out(self._objects.method(op, is_shown=False), op.location))

    # --- rendering ------------------------------------------------------------------------------

    def _begin(self, links: SiteLinks) -> None:
        """Resets the state for the next text, of the WADL with these ``links``."""
        if links is not self._links:
            self._links = links
            self._writer = rst.RstWriter(links.references.get)
        self._marks = self._make_marks()
        self._objects = Objects(self._marks, links.application, self._object_options)

    def _finished(self, template: str, name: str, value: Any, *, standalone: bool) -> RenderedText:
        text = self._run(template, {_VARIABLES[template]: value, "level": 0, "standalone": standalone})
        return self._edited(template, name, value, _finish(self._marks.taken_out(text.strip("\n"), value.location)))

    def _operation(self, op: OperationPage, level: int) -> Rst:
        """An operation on a page of several operations, with headings from ``level`` down."""
        text = self._run("operation", {"op": op, "level": level, "standalone": False}).strip("\n")
        if self._edit is not None:
            before = self._marks.taken_out(text, op.location)
            after = self._edited("operation", op.label, op, before)
            text = text if after is before else self._marks.put_in(after).strip("\n")
        return Rst(self._marks.part(text, op.location))

    def _edited(self, template: str, name: str, value: object, rendered: RenderedText) -> RenderedText:
        if self._edit is None:
            return rendered
        return changed(rendered, self._edit(_KINDS.get(template, template), name, value, rendered.text))

    def _run(self, name: str, variables: Mapping[str, object]) -> str:
        return separated(self._guarded(name, lambda: str(self._environment.get_template(f"{name}.rst.jinja").render(variables))))

    def _macro(self, template: str, name: str, *values: object) -> str:
        """The output of a macro in a template, the user's if it exists, else the built-in one."""
        return self._guarded(template, lambda: str(getattr(self._environment.get_template(f"{template}.rst.jinja").module, name)(*values)))

    def _guarded(self, name: str, render: Callable[[], str]) -> str:
        """The result of ``render``; errors in templates are raised as :class:`RenderError`."""
        try:
            return render()
        except RenderError:
            raise
        except jinja2.TemplateSyntaxError as error:
            raise _fault(error.message or "syntax error", error.filename or error.name or name, error.lineno) from error
        except jinja2.TemplateNotFound as error:
            raise _fault(f"there is no template {error.name}", f"{name}.rst.jinja", 0) from error
        except RecursionError as error:
            text = f'it extends or includes itself; the built-in one is called "default/{name}.rst.jinja"'
            raise _fault(text, *(_template_place(error) or (f"{name}.rst.jinja", 0))) from error
        except Exception as error:
            place = _template_place(error)
            if place is None and not isinstance(error, jinja2.TemplateError):
                raise
            raise _fault(str(error) or type(error).__name__, *(place or (f"{name}.rst.jinja", 0))) from error

    # --- functions of the templates -------------------------------------------------------------

    def _application_object(self, index: IndexPage) -> Rst:
        return Rst(self._objects.other("application", self._links.application, index.location, index.title))

    def _method_object(self, op: OperationPage) -> Rst:
        return Rst(self._objects.method(op))

    def _operation_list(self, operations: Sequence[OperationLink]) -> Rst:
        """The operations as a list, each a link."""
        lines = OperationLists(self._writer, self._marks, self._say).lines(operations)
        return Rst("\n".join(lines) + self._marks.end if lines else "")

    def _params(self, owner: OperationPage | RepresentationPage | SchemaSection, table: ParamTable, statuses: str = "") -> Rst:
        """The parameters of a table as a list; ``owner`` is what they belong to, ``statuses`` are those of their response."""
        lists = ParamLists(self._writer, self._marks, self._say)
        style = "body" if table.kind == "schema" else table.style if table.kind == "other" else table.kind
        lines = lists.lines(param_tree(table))
        return Rst(self._objects.param_list(owner.label, style, statuses, lines, is_of_operation=isinstance(owner, OperationPage)))

    def _response_object(self, op: OperationPage, response: ResponseBlock) -> Rst:
        """The object of a response, which marks the section that it stands in."""
        return Rst(self._objects.response(op.label, response))

    def _wadl_object(self, kind: str, name: str, location: Location | None = None) -> Rst:
        return Rst(self._objects.other(kind, _text(name, "wadl_object"), location))

    # --- filters --------------------------------------------------------------------------------

    def _heading(self, text: str, level: int = 0) -> Rst:
        """The text as a heading with a matching underline; ``level`` 0 is the outermost."""
        lines = "\n".join(rst.heading(_text(text, "heading"), self._heading_chars[level]))
        return Rst(lines if isinstance(text, PageWord) else self._marks.around(lines, None))

    def _additions(self, additions: Sequence[Addition], title: str = "", level: int = 0) -> Rst:
        """Directives that include additions.

        With a ``title``, they get a heading, unless the first begins with one of this ``level`` itself: what follows the last
        response would be part of it otherwise.
        """
        found = [one for one in _items(additions, "additions") if self._shows_markdown or not one.is_markdown]
        lines = self._includes.lines(found)
        if title and lines and found[0].heading != self._heading_chars[level]:
            return Rst(f"{self._heading(title, level)}\n\n" + "\n".join(lines))
        return Rst("\n".join(lines))

    def _status_heading(self, response: ResponseBlock, level: int = 0) -> Rst:
        """The statuses of a response and their name as a heading."""
        return self._heading(f"{response.statuses} {response.name}".strip(), level)

    def _blocks(self, blocks: Sequence[DocText | Block]) -> Rst:
        """Documentation text: paragraphs, lists, tables and so on."""
        texts: list[tuple[str, Sequence[Block]]] = []
        for item in _items(blocks, "blocks"):
            if isinstance(item, DocText):
                texts.append((self._marks.start(item.location), item.blocks))
            elif isinstance(item, _BLOCKS):
                texts.append(("" if texts else self._marks.start(None), (item,)))
            else:
                raise TypeError(f"the filter blocks takes documentation text, not {described(item)} in it")
        text = "\n".join(self._writer.texts(texts))
        return Rst(text + self._marks.end if text else text)

    def _inline(self, children: Sequence[Inline]) -> Rst:
        """Inline documentation text with its markup."""
        for item in _items(children, "inline"):
            if not isinstance(item, _INLINE):
                raise TypeError(f"the filter inline takes a line of documentation text, not {described(item)} in it")
        return Rst(self._writer.inline(children))

    def _table(self, rows: Iterable[Any], header: Sequence[str] = ()) -> Rst:
        """A table of ``rows``, which are values with ``cells`` or sequences of texts and blocks, with an optional ``header`` row."""
        listed = list(_items(rows, "table"))
        cells = [row.cells if isinstance(row, _ROWS) else _cells(row) for row in listed]  # the cells of these types are always valid
        lines = self._writer.table([[_cell(text) for text in header], *cells] if header else cells, header=1 if header else 0)
        if not self._marks.used:
            return Rst("\n".join(lines))
        starts = rst.row_starts(lines)[1 if header else 0 :]
        for row, start in zip(listed, starts, strict=False):
            lines[start] = self._marks.start(getattr(row, "location", None)) + lines[start]
        return Rst("\n".join(lines) + (self._marks.end if starts else ""))

    def _sample(self, sample: Sample) -> Rst:
        """A sample as a literal block with its language."""
        if not isinstance(sample, Sample):
            raise TypeError(f"the filter sample takes a Sample, not {described(sample)}")
        text = "\n".join(rst.code_block(sample.block.text, sample.block.language or sample.kind.lower()))
        return Rst(self._marks.around(text, sample.location))


def _items(values: Iterable[Any], name: str) -> Iterable[Any]:
    """The items passed to a filter; raises TypeError if the value is a string or not iterable."""
    if type(values) is tuple:
        return values  # the usual case
    if isinstance(values, jinja2.Undefined):
        return iter(values)  # raises an error that names the undefined variable
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise TypeError(f"the filter {name} cannot take {described(values)}")
    return values


def _text(value: object, name: str) -> str:
    """The text passed to a filter; raises TypeError if it is neither a str nor an int."""
    if isinstance(value, jinja2.Undefined):
        return str(value)  # raises an error that names the undefined variable
    if not isinstance(value, _TEXTS):
        raise TypeError(f"the filter {name} takes text, not {described(value)}")
    return str(value)


def _cells(row: Any) -> Sequence[Any]:
    """The cells of a row that a template made."""
    cells = row.cells if hasattr(row, "cells") else row
    return [_cell(cell) for cell in _items(cells, "table")]


def _cell(cell: Any) -> Any:
    """A cell, unchanged; raises TypeError if it is neither text nor blocks."""
    if isinstance(cell, jinja2.Undefined):
        return str(cell)
    if not isinstance(cell, str) and not (isinstance(cell, tuple | list) and all(isinstance(block, _BLOCKS) for block in cell)):
        raise TypeError(f"the filter table takes texts and blocks as cells, not {described(cell)}")
    return cell


def _shortened(title: str) -> str:
    """A title of bounded length: a heading is one line."""
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 2].rstrip()} …"


def _linked_title(source: SourceSummary) -> Rst:
    """The title of a WADL as a link to its index, in one line."""
    return Rst(rst.reference(source.page, _shortened(source.title), "doc"))


def _finish(rendered: RenderedText) -> RenderedText:
    """The text with exactly one trailing newline, and with lines too long for docutils wrapped."""
    text = rendered.text.strip("\n") + "\n"
    if not _has_long_line(text):
        return RenderedText(text, rendered.origins)
    lines: list[str] = []
    places: list[int] = []
    for line in text.split("\n"):
        places.append(len(lines))
        lines += _broken(line)
    return RenderedText("\n".join(lines), moved(rendered.origins, places))


def _has_long_line(text: str) -> bool:
    """Whether a line is longer than docutils takes.  Looks at a few places only: all lines of all pages would take long."""
    begin = 0
    while len(text) - begin > _MOST:
        begin = text.rfind("\n", begin, begin + _MOST + 1) + 1
        if not begin:
            return True
    return False


def _broken(line: str) -> Iterator[str]:
    """A line split into pieces short enough for docutils; continuation lines are indented like the text of the first."""
    if len(line) <= _MOST:
        yield line
        return
    marker = _MARKER.match(line)
    assert marker is not None
    for index, piece in enumerate(wrap(line[marker.end() :], 0, LONGEST_LINE)):
        yield (" " * marker.end() if index else marker[0]) + piece


_MOST = 9_900  # docutils rejects lines of more than 10,000 characters
_MARKER = re.compile(r" *(?:[*-] +)*")


def _code(text: str, language: str = "") -> Rst:
    """Literal text as a block; ``language`` is the declared language, which is checked against the text."""
    return Rst("\n".join(rst.code_block(_text(text, "code"), language)))


def _request_sample(sample: RequestSample) -> Rst:
    """A request sample as a literal block with its language."""
    if not isinstance(sample, RequestSample):
        raise TypeError(f"the filter request_sample takes a RequestSample, not {described(sample)}")
    return Rst("\n".join(rst.listing(sample.text, sample.lexer)))


def _label(name: str) -> Rst:
    """A label, for use before a heading."""
    return Rst(rst.label(_text(name, "label")))


def _literal(text: str) -> Rst:
    """Inline literal text."""
    return Rst(rst.literal(_text(text, "literal")))


def _other_statuses(responses: Sequence[ResponseBlock]) -> Rst:
    """The responses of which nothing more than their statuses and names is known, in one line."""
    shown = [f"{response.statuses} {response.name}".strip() for response in responses if not response.says_more]
    return Rst(", ".join([rst.role("wadl:status", text) for text in shown]))


def _strong(text: str) -> Rst:
    """Inline strong text."""
    return Rst(rst.inline((Strong((Text(_text(text, "strong")),)),), lambda _name: None))


def _reference(label: str, text: str = "") -> Rst:
    """A link to a label on the site."""
    return Rst(rst.reference(_text(label, "reference"), _text(text, "reference")))


def _in_tabs(parts: Sequence[BodyPart], tabs: bool) -> Iterator[tuple[bool, tuple[BodyPart, ...]]]:
    """Groups the parts of a body, each group with whether to show it as tabs: adjacent samples whose tab labels all differ."""
    run: list[Sample] = []
    for part in (*parts, None):
        if tabs and isinstance(part, Sample) and part.kind and not part.bodiless:
            run.append(part)
            continue
        if run:
            labels = {_tab_label(sample) for sample in run}
            yield len(run) > 1 and len(labels) == len(run), tuple(run)
            run = []
        if part is not None:
            yield False, (part,)


def _tab_label(sample: Sample) -> str:
    """The label of a sample's tab: its kind, and its status if it must be stated."""
    return f"{sample.kind} ({sample.status})" if sample.status else sample.kind


def _indent(text: str, width: int = 3) -> Rst:
    """The text indented by ``width`` spaces, with blank lines left empty."""
    return Rst("\n".join(" " * width + line if line else "" for line in _text(text, "indent_rst").split("\n")))


def _fault(text: str, file: str, line: int | None) -> RenderError:
    return RenderError(Diagnostic(MessageCode.TEMPLATE, text, Location(file, line or 0)))


def _template_place(error: BaseException) -> tuple[str, int] | None:
    """The file and line of the innermost template frame in an exception's traceback, or None."""
    place = None
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith((".jinja", ".rst")):
            place = (file, trace.tb_lineno)
        trace = trace.tb_next
    return place
