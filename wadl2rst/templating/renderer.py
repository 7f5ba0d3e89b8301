"""Pages -> text, with Jinja: the environment, the filters, and where templates are looked for.

Escaping is the default: whatever a template prints is escaped for RST unless a filter made it
:class:`Rst`.  Jinja's own escaping (for HTML) is never reached; ``tests/templating/test_templates.py`` bans the
constructs that would lead to it.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from types import CodeType
from typing import Any, Self

import jinja2
import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from wadl2rst import rst
from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, RenderError
from wadl2rst.page.content import BodyPart, OperationContent, ParamTable, Row, Sample, Say
from wadl2rst.page.plan import GroupContent, NamedOperation, Page, SitePlan
from wadl2rst.prose import Block, Code, Inline, Paragraph, Reference, Strong, Text
from wadl2rst.rst.inline import nowhere
from wadl2rst.rst.layout import wrap
from wadl2rst.rst.text import LONGEST_LINE, clean
from wadl2rst.templating.builtin import builtin_templates

FALLBACK_CHARS = "^\"~-'`=+:#*."
"""Characters for headings deeper than those that were asked for."""


Edit = Callable[[str, str, object, str], str]
"""Is handed what a text is of (``method``, ``application`` ...), its name, the value that it shows, and the text; gives the text to use."""

_KINDS = {"operation": "method", "index": "application", "single": "application"}
"""What the texts of templates are of, where it is not what the template is called by."""


class Rst(Markup):
    """Text that is RST already: printed as it is."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """``text`` as it is; Markup would look for what it can be converted by."""
        return str.__new__(cls, text)


def _finalize(value: object) -> Rst:
    """What a template prints, made safe: plain text is escaped, RST passes; raises UndefinedError for what is not there."""
    if isinstance(value, Rst):
        return value
    if isinstance(value, Markup):  # what macros and set blocks give: made of safe parts
        return Rst(str.strip(value, "\n"))
    return _escaped("" if value is None else str(value))


@lru_cache(maxsize=512)
def _escaped(text: str) -> Rst:
    """Plain text as RST; most of it are the words of the page, again and again."""
    return Rst(rst.escape(text))


class Renderer:
    """Renders the pages of one site."""

    def __init__(
        self,
        site: SitePlan | None,
        *,
        templates: Path | None = None,
        style: str = "classic",
        heading_chars: str = '^"',
        say: Say = str,
        tabs: bool = False,
        edit: Edit | None = None,
        object_options: Sequence[str] = (),
        looked_for: Lookups | None = None,
    ) -> None:
        """A renderer that takes templates from the folder ``templates`` first, then from those of ``style``.

        ``site`` is None for what belongs to no single WADL: the index above several.  ``heading_chars`` underline the headings,
        ``say`` translates the words of the page, and ``edit`` changes each text.  ``tabs`` and ``object_options``
        (options of the directives for the objects, such as ``no-index``) are for the style ``sphinx``.  In ``looked_for``, the
        renderer notes which templates of the user's it looks for.
        """
        self._site = site
        self._edit = edit
        self._object_options = tuple(object_options)
        self._references: Callable[[str], str | None] = site.references.get if site else nowhere
        self._heading_chars = heading_chars + "".join(char for char in FALLBACK_CHARS if char not in heading_chars)
        self._writer = rst.RstWriter(self._references)
        self._environment = environment(templates, style, looked_for)
        self._environment.filters.update(
            heading=self._heading,
            blocks=self._blocks,
            inline=self._inline,
            table=self._table,
            code=_code,
            sample=_sample,
            label=_label,
            literal=_literal,
            strong=_strong,
            reference=_reference,
            indent_rst=_indent,
            operation_rows=_operation_rows,
            in_tabs=partial(_in_tabs, tabs=tabs),
            tab_label=_tab_label,
        )
        self._environment.globals.update(
            _=say,
            site=site and weakref.proxy(site),  # see release()
            operation=self._operation,
            has_objects=style == "sphinx",
            object_options=self._object_options,
            method_object=self._method_object,
            param_objects=self._param_objects,
            wadl_object=self._object,
        )

    def render(self, page: Page) -> str:
        """The text of a page of the site.  Raises :class:`RenderError`."""
        variables = page.variables()
        if page.template == "operation":
            named = variables["named"]
            assert isinstance(named, NamedOperation)
            text = _finish(self._run("operation", {"named": named, "op": self._content(named), "level": 0, "standalone": True}))
            return self._edited("operation", named.label, named, text)
        text = _finish(self._run(page.template, {**variables, "level": 0, "standalone": True}))
        return self._edited(page.template, page.name, next(iter(variables.values())), text)

    def part(self, named: NamedOperation) -> str:
        """The text of an operation as a part of something else: its page without the remark at its top.  Raises :class:`RenderError`."""
        text = _finish(self._run("operation", {"named": named, "op": self._content(named), "level": 0, "standalone": False}))
        return self._edited("operation", named.label, named, text)

    def group(self, group: GroupContent) -> str:
        """The text of a resource with its operations, as a part of something else.  Raises :class:`RenderError`."""
        text = _finish(self._run("resource", {"group": group, "level": 0, "standalone": False}))
        return self._edited("resource", group.path, group, text)

    def application(self) -> str:
        """What stands on the application itself: its docs, and its base addresses.  Raises :class:`RenderError`."""
        assert self._site is not None, "only a site has an application"
        index = self._site.index_content
        return self._edited("index", self._site.prefix, index, _finish(self._macro("application", index)))

    def operations(self, operations: Sequence[NamedOperation]) -> str:
        """A table of operations, each linked.  Raises :class:`RenderError`."""
        return _finish(self._macro("operations", operations))

    def application_object(self) -> str:
        """The object of the application alone, which prints nothing."""
        assert self._site is not None, "only a site has an application"
        return str(self._object("application", self._site.prefix, title=self._site.title))

    def wadl_object(self, kind: str, name: str) -> str:
        """The object of a ``resource``, ``type`` or ``representation`` alone, which prints nothing."""
        return str(self._object(kind, name))

    def method_object(self, named: NamedOperation) -> str:
        """The object of an operation alone, which prints nothing."""
        return str(self._method_object(named))

    def render_sources(self, title: str, children: Sequence[str]) -> str:
        """The text of the index above several WADLs, whose index pages are ``children``.  Raises :class:`RenderError`."""
        return _finish(self._run("sources", {"title": title, "children": children}))

    def prepare(self) -> None:
        """Compiles the templates for all renderers of this process, and of those that it forks."""
        for name in ("macros", "operation", "index"):
            with suppress(jinja2.TemplateError, OSError, ValueError, RecursionError):  # is said where the template is used
                self._environment.get_template(f"{name}.rst.jinja")

    def release(self) -> None:
        """Lets go of the site, after which nothing can be rendered.

        The templates and the renderer hold each other: without this, the model would stay until the cyclic collector comes, which is
        late where :mod:`wadl2rst.collector` sets it aside.
        """
        self._site = None
        self._references = nowhere
        self._writer = rst.RstWriter()

    def _content(self, named: NamedOperation) -> OperationContent:
        assert self._site is not None, "only a site has operations"
        return self._site.content(named)

    def _operation(self, named: NamedOperation, level: int) -> Rst:
        """An operation as a part of a page that holds several; headings from ``level`` down."""
        text = self._run("operation", {"named": named, "op": self._content(named), "level": level, "standalone": False})
        return Rst(self._edited("operation", named.label, named, text.strip("\n")))

    def _edited(self, template: str, name: str, value: object, text: str) -> str:
        return text if self._edit is None else self._edit(_KINDS.get(template, template), name, value, text)

    def _run(self, name: str, variables: Mapping[str, object]) -> str:
        return self._guarded(name, lambda: self._environment.get_template(f"{name}.rst.jinja").render(variables))

    def _macro(self, name: str, *values: object) -> str:
        """What a macro of ``macros.rst.jinja`` gives, the user's before the built-in one."""
        return self._guarded("macros", lambda: str(getattr(self._environment.get_template("macros.rst.jinja").module, name)(*values)))

    def _guarded(self, name: str, render: Callable[[], str]) -> str:
        """What ``render`` gives; faults of templates are raised as :class:`RenderError`."""
        try:
            return render()
        except RenderError:
            raise
        except jinja2.TemplateSyntaxError as error:
            raise RenderError(_fault(error.message or "syntax error", error.filename or error.name or name, error.lineno)) from error
        except jinja2.TemplateNotFound as error:
            raise RenderError(_fault(f"there is no template {error.name}", f"{name}.rst.jinja", 0)) from error
        except RecursionError as error:
            text = f'it extends or includes itself; the built-in one is called "default/{name}.rst.jinja"'
            raise RenderError(_fault(text, *(_template_place(error) or (f"{name}.rst.jinja", 0)))) from error
        except Exception as error:
            place = _template_place(error)
            if place is None and not isinstance(error, jinja2.TemplateError):
                raise
            raise RenderError(_fault(str(error) or type(error).__name__, *(place or (f"{name}.rst.jinja", 0)))) from error

    # --- objects of the extension ---------------------------------------------------------------

    def _method_object(self, named: NamedOperation) -> Rst:
        """The object of an operation."""
        method = named.operation.method
        return self._object(
            "method", named.operation.request_line, key=named.label, id=method.id, title=named.title, deprecated=method.deprecated
        )

    def _param_objects(self, named: NamedOperation, table: ParamTable) -> Rst:
        """The objects of the parameters of a table."""
        found = []
        for name, _kind, _description in table.rows:
            if isinstance(name, str) and name:
                found.append(name[1:-1] if table.kind == "uri" and name[:1] == "{" else name)
        if not found:
            return Rst("")
        return self._object("param", *found, method=named.label)

    def _object(self, kind: str, *names: str, **options: str | bool) -> Rst:
        """Objects that print nothing: targets, entries of the indexes and of the search."""
        shown = {"no-typesetting": "", **dict.fromkeys(self._object_options, "")}
        if self._site is not None and self._site.prefix:
            shown["application"] = self._site.prefix
        for option, value in options.items():
            if value:
                shown[option] = "" if value is True else _signature(str(value))
        # What begins with a colon would be taken for an option.
        signatures = [f"\\{name}" if name.startswith((":", "\\")) else name for name in map(_signature, names)]
        return Rst("\n".join(rst.directive(f"wadl:{kind}", "\n   ".join(filter(None, signatures)), shown)))

    # --- filters --------------------------------------------------------------------------------

    def _heading(self, text: str, level: int = 0) -> Rst:
        """The text as a heading, underlined as long as it is; ``level`` 0 is the outermost."""
        return Rst("\n".join(rst.heading(str(text), self._heading_chars[level])))

    def _blocks(self, blocks: Sequence[Block]) -> Rst:
        """Documentation text: paragraphs, lists, tables and so on."""
        return Rst("\n".join(self._writer.blocks(blocks)))

    def _inline(self, children: Sequence[Inline]) -> Rst:
        """A line of documentation text with its markup."""
        return Rst(rst.inline(children, self._references))

    def _table(self, rows: Iterable[Sequence[Sequence[Block] | str]], header: Sequence[str] = ()) -> Rst:
        """A table of rows whose cells are blocks, or plain text; under a header row."""
        head = [header] if header else []
        return Rst("\n".join(self._writer.table([*head, *rows], header=len(head))))


def _finish(text: str) -> str:
    text = text.strip("\n") + "\n"
    begin = 0
    while len(text) - begin > _MOST:  # from one line end to the last that is near enough
        end = text.rfind("\n", begin, begin + _MOST + 1)
        if end < 0:
            return "\n".join(piece for line in text.split("\n") for piece in _broken(line))
        begin = end + 1
    return text


def _broken(line: str) -> Iterator[str]:
    """A line in pieces that docutils takes, those after the first set in as the text of the first is."""
    if len(line) <= _MOST:
        yield line
        return
    marker = _MARKER.match(line)
    assert marker is not None
    for index, piece in enumerate(wrap(line[marker.end() :], 0, LONGEST_LINE)):
        yield (" " * marker.end() if index else marker[0]) + piece


_MOST = 9_900  # docutils refuses lines of more than 10,000 characters
_MARKER = re.compile(r" *(?:[*-] +)*")


def _signature(text: str) -> str:
    """Text for the argument or an option of a directive, which is not RST: in one line."""
    return " ".join(clean(text).split())


def _code(text: str, language: str = "") -> Rst:
    """Literal text; ``language`` is what somebody says it is, checked against the text."""
    return Rst("\n".join(rst.code_block(str(text), language)))


def _sample(sample: Sample) -> Rst:
    """The literal block of a sample, in the language that it is."""
    return Rst("\n".join(rst.code_block(sample.block.text, sample.block.language or sample.kind.lower())))


def _label(name: str) -> Rst:
    """A label, to stand before a heading."""
    return Rst(rst.label(name))


def _literal(text: str) -> Rst:
    """Literal text within a line."""
    return Rst(rst.literal(str(text)))


def _strong(text: str) -> Rst:
    """Strong text within a line."""
    return Rst(rst.inline((Strong((Text(str(text)),)),), lambda _name: None))


def _reference(label: str, text: str = "") -> Rst:
    """A link to a label of the site."""
    return Rst(rst.reference(label, text))


def _operation_rows(operations: Iterable[NamedOperation]) -> list[Row]:
    """Verb, path and linked title of each operation, for a table."""
    return [
        (
            named.operation.verb,
            (Paragraph((Code(named.operation.path),)),) if named.operation.path else (),
            (Paragraph((Reference(named.label, (Text(named.title),)),)),),
        )
        for named in operations
    ]


def _in_tabs(parts: Sequence[BodyPart], tabs: bool) -> Iterator[tuple[bool, tuple[BodyPart, ...]]]:
    """The parts of a body in runs, and of each run whether it is shown as tabs: samples next to each other, each of its own kind."""
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
    """What stands on the tab of a sample: its kind, and the status where that must be named."""
    return f"{sample.kind} ({sample.status})" if sample.status else sample.kind


def _indent(text: str, width: int = 3) -> Rst:
    """The text set in, blank lines left empty."""
    return Rst("\n".join(" " * width + line if line else "" for line in str(text).split("\n")))


class _CodeGenerator(CodeGenerator):
    """Leaves out Jinja's own escaping: :func:`_finalize` has made safe all that is printed, and HTML's rules would copy it twice more."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(f"({finalize.src or ''}")

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible  # a constant is printed as all else is
        return super()._output_child_to_const(node, frame, finalize)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """As Jinja's, which hands on what loops and blocks define, for functions that ask for the context; there are none here."""
        if isinstance(node.node, nodes.Name) and node.node.name == "_" and not (node.kwargs or node.dyn_args or node.dyn_kwargs):
            self.visit(node.node, frame)  # a word of the page
            self.write("(")
            for argument in node.args:
                self.visit(argument, frame)
                self.write(", ")
        else:
            self.write("context.call(")
            self.visit(node.node, frame)
            self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")


class _Context(Context):
    def call(self, callee: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
        """As Jinja's, which makes much of finding out what a callee wants of the context: macros are called often."""
        if type(callee) is not Macro:
            return super().call(callee, *args, **named)
        if named or len(args) != len(callee.arguments) or callee.caller or callee.catch_kwargs or callee.catch_varargs:
            return callee(self.eval_ctx, *args, **named)
        return str.__new__(Markup, callee._func(*args))


class _Environment(jinja2.Environment):
    code_generator_class = _CodeGenerator
    context_class = _Context

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._found: dict[tuple[object, str | None], jinja2.Template] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """As Jinja's, in one dictionary: each page copies it.  What is added to the globals later is not in it."""
        return {**self.globals, **(d or {})}

    def get_template(
        self, name: str | jinja2.Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> jinja2.Template:
        """As Jinja's, which makes much of looking up what it has: each page takes its template, and that the macros."""
        known = self._found.get((name, parent)) if globals is None else None
        if known is None:
            known = super().get_template(name, parent, globals)
            if globals is None:
                self._found[name, parent] = known
        return known


class _Compiled(jinja2.BytecodeCache):
    """The templates of this process as code: a run of many WADLs compiles each once, though each WADL has an environment of its own."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


Lookups = MutableMapping[str, str | None]
"""The names of templates that were looked for in the user's folder, and the SHA-256 of each; None for one that is not there."""


class _UserTemplates(jinja2.FileSystemLoader):
    """The folder of the user's templates, which notes what is looked for in it."""

    def __init__(self, folder: Path, looked_for: Lookups) -> None:
        super().__init__(folder)
        self._looked_for = looked_for

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            found = super().get_source(environment, template)
        except jinja2.TemplateNotFound:
            self._looked_for[template] = None
            raise
        self._looked_for[template] = sha256(found[0].encode("utf-8", "surrogatepass")).hexdigest()
        return found


def finds(templates: Path | None, looked_for: Mapping[str, str | None]) -> bool:
    """Whether looking for the same templates in the user's folder finds the same as it did."""
    found: dict[str, str | None] = {}
    if templates is not None:
        folder, unused = _UserTemplates(templates, found), jinja2.Environment()
        for name in looked_for:
            with suppress(jinja2.TemplateNotFound, OSError, ValueError):
                folder.get_source(unused, name)
    return found == looked_for


def program() -> tuple[Path, ...]:
    """The folders of the libraries that pages are made with."""
    return tuple(Path(str(module.__file__)).parent for module in (jinja2, markupsafe))


def environment(templates: Path | None, style: str, looked_for: Lookups | None = None) -> jinja2.Environment:
    """The environment that templates are rendered in.

    A name is looked for in ``templates``, then among those of the style, then among the classic ones;
    ``default/NAME`` is always the built-in one, so that a template of the user's can extend the one it replaces;
    ``classic/NAME`` is that of the classic style, which the other styles extend.  What is looked for in ``templates`` is
    noted in ``looked_for``.
    """
    builtin = builtin_templates()
    styles = [builtin / style] if style == "classic" else [builtin / style, builtin / "classic"]
    folders: list[jinja2.BaseLoader] = [_UserTemplates(templates, {} if looked_for is None else looked_for)] if templates else []
    default = jinja2.FileSystemLoader(styles)
    prefixed = jinja2.PrefixLoader({"default": default, "classic": jinja2.FileSystemLoader(builtin / "classic")})
    return _Environment(
        loader=jinja2.ChoiceLoader([*folders, default, prefixed]),
        autoescape=True,
        finalize=_finalize,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        bytecode_cache=_COMPILED,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )


def _fault(text: str, file: str, line: int | None) -> Diagnostic:
    return Diagnostic(MessageCode.TEMPLATE, text, Location(file, line or 0))


def _template_place(error: BaseException) -> tuple[str, int] | None:
    """The innermost place in a template that an exception passed through."""
    place = None
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith((".jinja", ".rst")):
            place = (file, trace.tb_lineno)
        trace = trace.tb_next
    return place
