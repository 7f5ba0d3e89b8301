"""Directives that generate the reference from the code: messages, settings, templates, the Python API, the Sphinx extension.

The reference is therefore always up to date.  ``tests/test_docs.py`` checks that the built pages have every entry.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import click
from docutils import nodes
from docutils.statemachine import StringList
from jinja2 import nodes as jinja
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from wadl2rst import api, prose
from wadl2rst.changes.rules import RULES
from wadl2rst.cli import main
from wadl2rst.config.kinds import Kind, kind
from wadl2rst.config.options import Config, key
from wadl2rst.diagnostics import Location, MessageCode, Severity
from wadl2rst.markup import docbook, extensions, xhtml
from wadl2rst.output import writer
from wadl2rst.page import changes as page_changes
from wadl2rst.page import values as page
from wadl2rst.run import result
from wadl2rst.source import additions
from wadl2rst.sphinx import values
from wadl2rst.sphinx.directives import Wadl
from wadl2rst.templating import renderer
from wadl2rst.templating.environment import builtin_templates, environment
from wadl2rst.wadl import components, model

HEADINGS = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.INFO: "Information"}

TEMPLATES = {
    "operation": "An operation: a page, or a part of one.",
    "index": "The index of a WADL.",
    "resource": "A resource with its operations, for ``--split resource``.",
    "single": "The one page of ``--split single``; extends the index.",
    "representation": "A top-level representation with more information than a media type.",
    "schemas": "The types of a WADL: the page of the types and elements that bodies and parameters use.",
    "sources": "The top-level index of several WADLs.",
    "changes": "The changes between two versions of an API: a page, or a part of one.",
    "macros": "No page: macros that the other templates import.",
}
"""Every template and what it renders."""

VARIABLES = {
    "op": ("OperationPage", "An operation, with everything that its page shows."),
    "index": ("IndexPage", "The content of the index."),
    "group": ("ResourcePage", "A resource with its operations."),
    "representation": ("RepresentationPage", "A representation."),
    "schemas": ("SchemaPage", "The types and elements of the schemas of a WADL."),
    "sources": ("SourcesPage", "The content of the top-level index of several WADLs."),
    "changes": ("ChangesPage", "The changes between two versions of an API."),
    "level": ("int", "Level of the outermost heading of the template, from 0."),
    "standalone": ("bool", "Whether the template renders a page of its own."),
    "operation": ("(op, level)", "Function: an operation as part of a page, with headings from ``level`` down."),
    "_": ("(text)", "Function: the translation of a fixed text of the page."),
    "has_tabs": ("bool", "Whether samples are shown as tabs."),
    "application_object": ("(index)", "Style ``sphinx``, function: the object of the application, which prints nothing."),
    "method_object": ("(op)", "Style ``sphinx``, function: the object of an operation."),
    "operation_list": (
        "(operations)",
        "Style ``sphinx``, function: a list of operations, each with verb, path, linked title and first sentence.",
    ),
    "params": (
        "(owner, table, statuses)",
        "Style ``sphinx``, function: the list of the parameters of a table; ``owner`` is what they belong to, such as ``op``, "
        "``statuses`` are those of the response, if any.",
    ),
    "response_object": ("(op, response)", "Style ``sphinx``, function: what marks the section about a response."),
    "wadl_object": (
        "(kind, name, location)",
        "Style ``sphinx``, function: the object of a resource, a type, a representation or a datatype.",
    ),
}
"""Every variable of the templates, with its type and description."""

GIVEN = {
    "operation": ("op", "level", "standalone"),
    "index": ("index", "level", "standalone"),
    "single": ("index", "level", "standalone"),
    "resource": ("group", "level", "standalone"),
    "representation": ("representation", "level", "standalone"),
    "schemas": ("schemas", "level", "standalone"),
    "sources": ("sources", "level", "standalone"),
    "changes": ("changes", "level", "standalone"),
    "macros": (),
}
"""The variables that each template receives, besides those that all templates receive."""

FIELD_CLASSES = (
    page.OperationPage,
    page.DocText,
    page.Fact,
    page.ExampleAddress,
    page.StatusRow,
    page.HttpMessage,
    page.ResponseBlock,
    page.ParamTable,
    page.ParamRow,
    page.Body,
    page.Sample,
    page.Remark,
    page.OtherBody,
    page.Places,
    additions.Addition,
    page.RequestSample,
    page.LeftOut,
    prose.CodeBlock,
    page.IndexPage,
    page.Authentication,
    page.BaseAddress,
    page.GrammarEntry,
    page.IndexSection,
    page.OperationGroup,
    page.ResourceContent,
    page.OperationLink,
    page.ResourcePage,
    page.RepresentationPage,
    page.SchemaPage,
    page.SchemaSection,
    page.SourcesPage,
    page.SourceSummary,
    page_changes.ChangesPage,
    page_changes.ChangedOperation,
    page_changes.NamedChange,
    page_changes.SharedChange,
    Location,
)
"""The classes of the values that templates receive, except those of the model and of documentation text, which have their own page."""

TYPE_NAMES = {
    "Docs": ("Documentation: a tuple of ``DocText``.", "blocks"),
    "Block": ("A paragraph, a list, a table and so on; see the documentation text.", "blocks"),
    "Line": ("Text with inline markup: a tuple of ``Inline``.", "inline"),
    "Inline": ("A piece of text, code, a link and so on; see the documentation text.", "inline"),
    "CellContent": ("The content of a table cell: plain text, or a tuple of ``Block``.", "table"),
    "BodyPart": ("``Remark`` or ``Sample``; only a ``Sample`` has the field ``block``.", "sample"),
    "Method": ("The method in the model, with all that the WADL says of it.", ""),
    "Answers": ("A function without parameters; ``op.statuses`` and ``op.response`` call it.", ""),
}
"""The names in the types of fields that are no classes of the templates: what they stand for, and the filter that prints them."""

COMMON = {
    "docs": "Its documentation.",
    "location": "Its location in the WADL; ignored in comparisons.",
    "id": "Its id; may be empty.",
    "params": "Its parameters.",
    "children": "Its child nodes.",
    "items": "Its items.",
    "text": "The text.",
    "title": "Its title; may be empty.",
    "source": "The address of the image.",
    "alt": "The alternative text of the image.",
    "terms": "The terms that are defined.",
    "header": "The header rows.",
    "body": "The other rows.",
    "kind": "The name of the docutils directive: ``note``, ``warning`` and so on.",
    "lines": "The lines.",
    "media": "Its media types.",
    "name": "Its name; None for an anonymous type.",
    "type": "Its type.",
    "types": "The types.",
    "attributes": "Its attributes.",
    "facets": "The restrictions on its values.",
    "length": "The exact length; None for no restriction.",
    "min_length": "The smallest length; None for no restriction.",
    "max_length": "The largest length; None for no restriction.",
    "total_digits": "The largest number of digits; None for no restriction.",
    "fraction_digits": "The largest number of decimal places; None for no restriction.",
    "minimum": "The smallest number of occurrences.",
    "maximum": "The largest number of occurrences; None for no limit.",
    "is_required": "Whether it is required.",
    "default": "Its default value; None for none.",
    "fixed": "Its only possible value; None for none.",
}
"""Descriptions of fields by name, for fields without a docstring."""


# --- reading the code ---------------------------------------------------------------------------


def field_docs(cls: type) -> dict[str, str]:
    """The docstrings below the fields of a dataclass, by field name."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(cls))).body[0]
    assert isinstance(tree, ast.ClassDef)
    found: dict[str, str] = {}
    for base in filter(is_dataclass, cls.__bases__):
        found |= field_docs(base)
    for node, after in zip(tree.body, [*tree.body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            said = after.value.value if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) else ""
            found[node.target.id] = " ".join(str(said).split()) or COMMON.get(node.target.id, "")
        elif isinstance(node, ast.FunctionDef) and any("property" in ast.unparse(known) for known in node.decorator_list):
            said = ast.get_docstring(node) or ""
            if not node.name.startswith("_"):
                found[node.name] = " ".join(said.split())
    return found


def field_types(cls: type) -> dict[str, str]:
    """The types of the fields and properties of a dataclass, as written."""
    annotated = {name: kind for base in reversed(cls.__mro__) for name, kind in inspect.get_annotations(base).items()}
    types = {name: str(getattr(kind, "__forward_arg__", kind)) for name, kind in annotated.items()}
    for name, member in vars(cls).items():
        function = getattr(member, "fget", None) or getattr(member, "func", None)
        if function is not None and not name.startswith("_"):
            types[name] = str(function.__annotations__.get("return", ""))
    return types


def template_filters() -> dict[str, tuple[str, str]]:
    """The filters in addition to Jinja's own: signature and description."""
    made = renderer.Renderer()
    plain = environment(None, "classic").filters
    found = {}
    for name, function in sorted(made._environment.filters.items()):
        if name not in plain:
            bare = getattr(function, "func", function)
            given = list(inspect.signature(function).parameters.values())[1:]
            shown = ", ".join(str(part.replace(annotation=inspect.Parameter.empty)) for part in given if part.name != "tabs")
            found[name] = (f"({shown})" if shown else "", " ".join((inspect.getdoc(bare) or "").split("\n\n")[0].split()))
    return found


def template_blocks(name: str) -> list[str]:
    """The blocks of a classic template, in order."""
    return [found.name for found in _template(name).find_all(jinja.Block)]


def template_macros() -> dict[str, str]:
    """The macros and their arguments."""
    return {found.name: ", ".join(argument.name for argument in found.args) for found in _template("macros").find_all(jinja.Macro)}


def _template(name: str) -> jinja.Template:
    text = (builtin_templates() / "classic" / f"{name}.rst.jinja").read_text(encoding="utf-8")
    return environment(None, "classic").parse(text)


def model_classes() -> list[type]:
    """The classes of the model: documentation, then the others in the order of the file."""
    return [model.Doc, *_classes(model)]


def component_classes() -> list[type]:
    """The classes of the components of schemas, and those of names."""
    return [components.QName, *_classes(components)]


def prose_classes() -> list[type]:
    """The classes of documentation text."""
    return _classes(prose)


def _classes(module: Any) -> list[type]:
    return [
        known
        for known in vars(module).values()
        if isinstance(known, type) and (is_dataclass(known) or hasattr(known, "_fields")) and known.__module__ == module.__name__
    ]


def settings() -> dict[str, list[Field[Any]]]:
    """The settings by group."""
    groups: dict[str, list[Field[Any]]] = {}
    for item in fields(Config):
        if item.metadata["group"] and item.metadata["in_command"]:
            groups.setdefault(item.metadata["group"], []).append(item)
    return groups


# --- writing RST ----------------------------------------------------------------------------------


def escaped(text: str) -> str:
    """The text, escaped for RST."""
    return re.sub(r"([*`|_\\])", r"\\\1", text)


def marked(text: str) -> str:
    """The text of a docstring, escaped except for literals and roles."""
    parts = re.split(r"(``.+?``|:\w+:`[^`]+`)", text)
    return "".join(part if number % 2 else escaped(part) for number, part in enumerate(parts))


def table(header: tuple[str, ...], widths: str, rows: Iterator[tuple[str, ...]] | list[tuple[str, ...]]) -> list[str]:
    """A list table."""
    lines = [".. list-table::", "   :header-rows: 1", f"   :widths: {widths}", ""]
    for row in [header, *rows]:
        lines += [f"   {'* -' if not number else '  -'} {cell}".rstrip() for number, cell in enumerate(row)]
    return [*lines, ""]


def literal(text: str) -> str:
    """Literal text; empty for empty text."""
    return f"``{text}``" if text else ""


class _Written(SphinxDirective):
    """A directive whose content is generated by :meth:`lines`."""

    optional_arguments = 1

    def lines(self) -> list[str]:
        """The RST that replaces the directive."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Parses the lines in the context of the directive."""
        source, line = self.get_source_info()
        text = self.lines()
        self.env.note_dependency(__file__)
        return self.parse_text_to_nodes(StringList(text, items=[(source, line)] * len(text)), allow_section_headings=True)


class Messages(_Written):
    """Every message, by severity: its meaning, an example, and the fix."""

    def lines(self) -> list[str]:
        """A section for each severity, and in it one for each code."""
        lines: list[str] = []
        for severity, heading in HEADINGS.items():
            codes = [code for code in MessageCode if code.severity is severity]
            if not codes:
                continue
            lines += [heading, "-" * len(heading), ""]
            for code in codes:
                title = literal(code.value)
                lines += [f".. _message-{code.value}:", "", title, "~" * len(title), "", marked(code.meaning), ""]
                lines += [".. code-block:: text", "   :class: wrapped", "", f"   {code.example}", ""]
                lines += [marked(code.fix), ""]
        return lines


class Help(_Written):
    """What ``wadl2rst --help`` prints."""

    def lines(self) -> list[str]:
        """The help text as a code block, 80 columns wide."""
        context = click.Context(main, info_name="wadl2rst", max_content_width=80, terminal_width=80)
        return [".. code-block:: text", "", *(f"   {line}".rstrip() for line in main.get_help(context).splitlines()), ""]


class Settings(_Written):
    """Every setting of the command line, by group: option, default, description."""

    def lines(self) -> list[str]:
        """A heading and a list table for each group."""
        lines: list[str] = []
        for group, items in settings().items():
            rows = []
            for item in items:
                about = item.metadata
                flags = about["flags"] or (f"--{key(item.name)}",)
                value = about["metavar"] or "|".join(about["choices"])
                shown = ", ".join(literal(flag) for flag in flags) + (f" ``{value}``" if value else "")
                rows.append((shown, _default(item), escaped(about["help"])))
            lines += [group, "~" * len(group), "", *table(("Option", "Default", "Description"), "auto", rows)]
        rows = [
            ("``--config`` ``FILE``", "", escaped("Read settings from FILE instead of pyproject.toml or wadl2rst.toml.")),
            ("``--version``", "", "Print the version."),
            ("``-h``, ``--help``", "", "Print the help text."),
        ]
        return [*lines, "Other", "~~~~~", "", *table(("Option", "Default", "Description"), "auto", rows)]


class Configuration(_Written):
    """Every setting of the configuration file: name, type, default, description."""

    def lines(self) -> list[str]:
        """One table."""
        rows = []
        for item in fields(Config):
            about = item.metadata
            if about["in_file"]:
                choices = [literal(choice) for choice in about["choices"]]
                holds = " or ".join([*choices, kind(item).in_docs] if kind(item) is Kind.GROUPS or not choices else choices)
                rows.append((literal(key(item.name)), holds, _default(item), escaped(about["help"])))
        return table(("Setting", "Type", "Default", "Description"), "auto", rows)


class ApiSettings(_Written):
    """Every setting of an entry of ``apis``: name, type, description."""

    def lines(self) -> list[str]:
        """One table."""
        rows = []
        for item in fields(Config):
            about = item.metadata
            if about["in_entry"]:
                holds = " or ".join(literal(choice) for choice in about["choices"]) or kind(item).in_docs
                rows.append((literal(key(item.name)), holds, OF_ENTRIES.get(item.name) or escaped(about["help"])))
        return table(("Setting", "Type", "Description"), "auto", rows)


OF_ENTRIES = {
    "output": "The folder of the pages, below the common output folder.",
    "title": "Title of the index of the API, instead of the WADL's.",
    "prefix": "The beginning of its labels; by default, its output folder.",
}
"""Descriptions of settings that differ in entries of ``apis``."""


def _default(item: Field[Any]) -> str:
    return "" if item.default in (None, "", (), False) else literal(str(item.default))


class Templates(_Written):
    """Every template: what it renders, its variables, and its blocks."""

    def lines(self) -> list[str]:
        """A table."""
        rows = [
            (
                f"``{name}.rst.jinja``",
                about,
                ", ".join(literal(variable) for variable in GIVEN[name]),
                ", ".join(literal(block) for block in template_blocks(name)),
            )
            for name, about in TEMPLATES.items()
        ]
        return table(("Template", "Renders", "Variables", "Blocks"), "auto", rows)


class TemplateVariables(_Written):
    """Every variable, and the fields of their values."""

    def lines(self) -> list[str]:
        """A table of variables, then a section for each class."""
        rows = [(literal(name), literal(kind), about) for name, (kind, about) in VARIABLES.items()]
        lines = table(("Variable", "Type", "Description"), "auto", rows)
        rows = [(literal(name), marked(said), literal(used) if used else "") for name, (said, used) in TYPE_NAMES.items()]
        lines += ["The types of the fields use these names:", "", *table(("Name", "Meaning", "Filter"), "auto", rows)]
        for cls in FIELD_CLASSES:
            types = field_types(cls)
            rows = [(literal(name), literal(types.get(name, "")), marked(said)) for name, said in field_docs(cls).items()]
            heading = f"``{cls.__name__}``"
            lines += [heading, "~" * len(heading), "", marked(" ".join((cls.__doc__ or "").split())), ""]
            lines += table(("Field", "Type", "Description"), "auto", rows)
        return lines


class TemplateFilters(_Written):
    """Every filter."""

    def lines(self) -> list[str]:
        """A table of filters."""
        rows = [(literal(name + signature), marked(said)) for name, (signature, said) in template_filters().items()]
        return table(("Filter", "Result"), "auto", rows)


class TemplateMacros(_Written):
    """Every macro."""

    def lines(self) -> list[str]:
        """A list of the macros and their arguments."""
        return [*(f"* ``{name}({arguments})``" for name, arguments in template_macros().items()), ""]


class Python(_Written):
    """The functions, exceptions and results of the Python API."""

    def lines(self) -> list[str]:
        """A directive of Sphinx's Python domain for each."""
        lines = [".. py:module:: wadl2rst", ""]
        for name in ("load", "render", "generate"):
            function = getattr(api, name)
            signature = inspect.signature(function)
            shown = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(signature))
            lines += [f".. py:function:: {name}{shown}", "", *_indented(_google(inspect.getdoc(function) or "")), ""]
        for name in ("Error", "LoadError", "RenderError", "WriteError"):
            lines += [f".. py:exception:: {name}", "", *_indented([marked(inspect.getdoc(getattr(api, name)) or "")]), ""]
            if name == "Error":
                lines += ["   .. py:attribute:: diagnostics", "      :type: tuple[Diagnostic, ...]", ""]
                lines += ["      All messages of the call, including warnings.", ""]
        for cls in (result.Result, writer.RenderedPage):
            lines += _described(cls)
        return lines


class PythonModel(_Written):
    """The classes of a module of values: ``model``, ``components`` or ``prose``."""

    required_arguments = 1
    optional_arguments = 0

    def lines(self) -> list[str]:
        """A description of each class with its fields."""
        parts = {"model": (model, model_classes()), "components": (components, component_classes()), "prose": (prose, prose_classes())}
        module, classes = parts.pop(self.arguments[0])
        elsewhere = {cls.__name__: f"~{other.__name__}.{cls.__name__}" for other, known in parts.values() for cls in known}
        lines = [f".. py:module:: {module.__name__}", ""]
        for cls in classes:
            lines += _described(cls, elsewhere)
        return [*lines, ".. py:currentmodule:: wadl2rst", ""]


def _described(cls: type, elsewhere: Mapping[str, str] | None = None) -> list[str]:
    """A class with its fields; ``elsewhere`` has the references to use for names of classes in other modules."""
    types = {name: re.sub(r"\w+", lambda found: (elsewhere or {}).get(found[0], found[0]), kind) for name, kind in field_types(cls).items()}
    lines = [f".. py:class:: {cls.__name__}", "", *_indented([marked(" ".join((cls.__doc__ or "").split()))]), ""]
    for name, said in field_docs(cls).items():
        lines += [
            f"   .. py:attribute:: {name}",
            f"      :type: {types[name]}",
            "      :no-index-entry:",
            "      :no-contents-entry:",
            "",
            f"      {marked(said)}",
            "",
        ]
    return lines


def _indented(lines: list[str]) -> list[str]:
    return [f"   {line}".rstrip() for line in lines]


def _google(doc: str) -> list[str]:
    """A docstring with ``Args:`` and the like, as fields that hold definitions."""
    kinds = {"Args": "Parameters", "Returns": "Returns", "Yields": "Yields", "Raises": "Raises"}
    lines: list[str] = []
    section = ""
    for line in doc.splitlines():
        head = re.fullmatch(r"(\w+):", line)
        if head and head[1] in kinds:
            section = kinds[head[1]]
            lines.append(f":{section}:")
            continue
        named = re.fullmatch(r"    (\w+): (.*)", line) if section in ("Parameters", "Raises") else None
        if named:
            name = f":py:exc:`{named[1]}`" if named[1].endswith("Error") and named[1] in api.__all__ else f"``{named[1]}``"
            lines += [f"   {name}", f"      {marked(named[2])}"]
        elif not section:
            lines.append(marked(line))
        elif line.strip():
            lines.append(f"{'      ' if section in ('Parameters', 'Raises') else '   '}{marked(line.strip())}")
    return lines


def markup_tags() -> dict[str, list[str]]:
    """The tags that documentation can have, by vocabulary."""
    return {
        "DocBook": sorted(docbook.HANDLERS),
        "XHTML": sorted(xhtml.HANDLERS),
        "Rackspace xsd-ext": sorted(extensions.XSD_EXT),
    }


class MarkupTags(_Written):
    """The tags that documentation can have."""

    def lines(self) -> list[str]:
        """A paragraph for each vocabulary."""
        return [line for name, tags in markup_tags().items() for line in (f"**{name}**: " + ", ".join(map(literal, tags)) + ".", "")]


PACKAGE = Path(api.__file__).parent


def modules(folder: str) -> dict[str, str]:
    """The modules of a subpackage, with the first paragraph of their docstrings."""
    found = {}
    for file in sorted((PACKAGE / folder).glob("*.py")):
        if file.stem != "__init__":
            said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
            found[f"{folder}.{file.stem}"] = re.sub(r":\w+:`~?([^`]+)`", r"``\1``", " ".join(said.split("\n\n")[0].split()))
    return found


class Modules(_Written):
    """The modules of a subpackage."""

    required_arguments = 1
    optional_arguments = 0

    def lines(self) -> list[str]:
        """A table."""
        rows = [(literal(name), marked(said)) for name, said in modules(self.arguments[0]).items()]
        return table(("Module", "Description"), "25 75", rows)


@dataclass(frozen=True)
class Documented:
    """A directive of the extension."""

    name: str
    options: tuple[str, ...]


def sphinx_directives() -> list[Documented]:
    """The directives of the extension with their options."""
    from wadl2rst.sphinx.domain import WadlDomain

    found = [Documented("wadl", tuple(Wadl.option_spec))]
    for name, directive in WadlDomain.directives.items():
        found.append(Documented(f"wadl:{name}", tuple(directive.option_spec or ())))
    return found


def sphinx_roles() -> list[str]:
    """The roles of the domain."""
    from wadl2rst.sphinx.domain import WadlDomain

    return [f"wadl:{name}" for name in WadlDomain.roles]


class SphinxValues(_Written):
    """Every configuration value of the extension."""

    def lines(self) -> list[str]:
        """A ``confval`` directive for each."""
        lines = [".. confval:: wadl2rst_sources", "", f"   {escaped(values.SOURCES_HELP)}", ""]
        for value in values.VALUES:
            lines += [f".. confval:: {value.full_name}", f"   :default: ``{value.default!r}``", ""]
            lines += [f"   {escaped(value.field.metadata['help'])}", ""]
        return lines


class ChangeRules(_Written):
    """The rules for changes whose ids begin with one of the arguments."""

    required_arguments = 1
    optional_arguments = 9

    def lines(self) -> list[str]:
        """A table, with a target for each rule."""
        prefixes = tuple(self.arguments)
        rows = [
            (f"_`{rule.id}`", "breaking" if rule.breaking else "no", rule.example, rule.reason)
            for rule in RULES.values()
            if rule.id.startswith(prefixes)
        ]
        return table(("Rule", "Breaking", "Example", "Reason"), "22 10 34 34", rows)


BY_HAND = ("wadl", "wadl:automethod")
"""The directives whose options are documented by hand."""


class SphinxDirectives(_Written):
    """The object directives: their common options, and the additional options of each."""

    def lines(self) -> list[str]:
        """A sentence, and a table."""
        flags = {option for known in sphinx_directives() if known.name in BY_HAND for option in known.options}
        objects = {known.name: known.options for known in sphinx_directives() if known.name not in BY_HAND}
        shared = [option for option in objects["wadl:method"] if option not in flags and all(option in own for own in objects.values())]
        rows = []
        for name, options in objects.items():
            own = [option for option in options if option not in flags and option not in shared]
            rows.append((f"``.. {name}::``", ", ".join(f"``:{option}:``" for option in own)))
        common = ", ".join(f"``:{option}:``" for option in shared)
        sentence = f"All of these directives take {common}, and the options of every domain (above)."
        return [sentence, "", *table(("Directive", "Additional options"), "auto", rows)]


class SphinxRoles(_Written):
    """Every role of the domain."""

    def lines(self) -> list[str]:
        """A list."""
        return [", ".join(f"``:{name}:``" for name in sphinx_roles()) + ".", ""]


DIRECTIVES: dict[str, type[_Written]] = {
    "messages": Messages,
    "help": Help,
    "settings": Settings,
    "configuration": Configuration,
    "api-settings": ApiSettings,
    "templates": Templates,
    "template-variables": TemplateVariables,
    "template-filters": TemplateFilters,
    "template-macros": TemplateMacros,
    "python": Python,
    "python-model": PythonModel,
    "sphinx-values": SphinxValues,
    "sphinx-directives": SphinxDirectives,
    "sphinx-roles": SphinxRoles,
    "markup-tags": MarkupTags,
    "modules": Modules,
    "change-rules": ChangeRules,
}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Adds the directives."""
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
