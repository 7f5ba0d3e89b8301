"""The directives ``.. wadl:: api.wadl`` and ``.. wadl:automethod:: api.wadl#showImage`` (one operation), and the list of operations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.states import RSTState
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective, switch_source_input
from sphinx.util.parsing import nested_parse_to_nodes
from sphinx.util.typing import OptionSpec

from wadl2rst.config.options import Config, is_url
from wadl2rst.config.suggestions import similar
from wadl2rst.diagnostics import Location, Origin, RenderError
from wadl2rst.page.plan import NamedOperation, SitePlan, sorted_operations
from wadl2rst.page.values import OperationPage, SchemaPage
from wadl2rst.run import pipeline
from wadl2rst.source.additions import NO_ADDITIONS
from wadl2rst.sphinx import front_end
from wadl2rst.sphinx.addition_folders import FOLDERS
from wadl2rst.sphinx.collectors import page_notes, store_of
from wadl2rst.sphinx.grid_tables import page_state
from wadl2rst.sphinx.labels import page_labels
from wadl2rst.sphinx.markdown import DirectiveMarkdown, project_wants_markdown
from wadl2rst.sphinx.objects import shown_at
from wadl2rst.sphinx.page_text import exclude
from wadl2rst.sphinx.reading import READER, ReadWadl, with_root
from wadl2rst.sphinx.registry import registry_of
from wadl2rst.sphinx.translated import note_shown
from wadl2rst.sphinx.values import own_settings, warn
from wadl2rst.templating.environment import builtin_templates
from wadl2rst.templating.origins import RenderedText
from wadl2rst.templating.renderer import Renderer
from wadl2rst.wadl.filters import exactly
from wadl2rst.wadl.model import ResourceType
from wadl2rst.wadl.paths import without_patterns


def _words(argument: str | None) -> list[str]:
    """An option converter: values separated by white space.  Raises ValueError if there are none."""
    found = (argument or "").split()
    if not found:
        raise ValueError("the value is empty")
    return found


def _listed(argument: str | None) -> list[str]:
    """An option converter: values separated by commas or white space.  Raises ValueError if there are none."""
    return _words((argument or "").replace(",", " "))


def _one_of(*choices: str) -> Callable[[str | None], str]:
    def convert(argument: str | None) -> str:
        return directives.choice(argument or "", choices)

    return convert


def _switch(argument: str | None) -> bool:
    directives.flag(argument)
    return True


OBJECT_FLAGS = ("no-index", "no-index-entry", "no-contents-entry")
"""Standard flag options of objects of the domain."""

_PAGE_OPTIONS = {
    "style": ("style", directives.unchanged_required),
    "param-names": ("param_names", _one_of("path", "leaf")),
    "lang": ("lang", directives.unchanged_required),
    "prefix": ("prefix", directives.unchanged_required),
    "tabs": ("tabs", _one_of("auto", "always", "never")),
    "base": ("base", directives.unchanged_required),
    "deprecated": ("deprecated", _one_of("show", "mark-last", "hide")),
    "request-samples": ("request_samples", _listed),
    "additions": ("additions", directives.unchanged_required),
}
"""Options that override a value of ``conf.py`` for this directive: the field of Config and the converter."""

_FLAGS = {
    "examples": _switch,
    "no-examples": _switch,
    "name": directives.unchanged,
    **dict.fromkeys((*OBJECT_FLAGS, "no-typesetting", "noindex", "noindexentry", "nocontentsentry"), _switch),
}

SourceLine = tuple[str, Origin]
"""A line of RST and its origin."""


class _PageSource(str):
    """The source file of lines whose text was generated for the page, rather than taken from the file.

    docutils passes it on to the nodes of these lines, so that generated text can be recognised.
    """

    __slots__ = ()


class _Lines(StringList):
    """Lines that give the location of the last line for messages about the line after it."""

    @classmethod
    def of(cls, lines: Sequence[SourceLine]) -> _Lines:
        """The lines, each with its source file and line number, counted from 0."""
        places = []
        for _text, origin in lines:
            file, line = origin.location[:2]
            places.append((_PageSource(file) if origin.of_page else file, max(line, 1) - 1))
        return cls([text for text, _origin in lines], items=places)

    def info(self, i: int) -> tuple[str, int]:
        """The file and line number, counted from 0, of a line."""
        return self.items[min(i, len(self.items) - 1)]


class WadlDirective(SphinxDirective):
    """The base class of directives that show operations of a WADL."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = False
    describes = True
    """Whether the operations are described here, rather than only listed."""
    option_spec: ClassVar[OptionSpec] = {**{name: convert for name, (_field, convert) in _PAGE_OPTIONS.items()}, **_FLAGS}

    def source(self) -> str:
        """The path of the WADL as written."""
        return str(self.arguments[0]).strip()

    def filters(self) -> Mapping[str, tuple[str, ...]]:
        """The filters that override those of ``conf.py``, by field name of :class:`Config`."""
        return {}

    def run(self) -> list[nodes.Node]:
        """The nodes of the operations."""
        if is_url(self.source()):
            return self._warn(f"{self.source()} is a URL; save the WADL and specify the file", "network")
        path = self._path(self.source())
        if not path.is_file():
            self.env.note_reread()
            return self._warn(f"{self.source()} not found (looked for {path})", "unreadable")
        self.env.note_dependency(str(path))
        config = with_root(self._settings, path, Path(self.env.srcdir))
        wadl = READER.read(path, config)
        notes = page_notes(self.env)
        notes.messages.append(wadl.diagnostics)
        notes.missing_files.update(wadl.missing)
        if config.templates is not None:
            notes.note_templates(config.templates)
        if wadl.application is None:
            # Repeat the error in each build until the WADL can be read.
            self.env.note_reread()
            for file in wadl.files:
                self.env.note_dependency(file)
            return []
        try:
            return self._nodes(wadl, config)
        except RenderError as fault:
            self.env.note_reread()
            front_end.report_diagnostic(fault.diagnostic)
            return []

    def _path(self, source: str) -> Path:
        """The file: relative to the page, or, with a leading slash, relative to the source directory, else an absolute path."""
        _relative, absolute = self.env.relfn2path(source)
        given = Path(source)
        return given if given.is_absolute() and given.is_file() and not Path(absolute).is_file() else Path(absolute)

    # --- selection and rendering --------------------------------------------------------------------------

    @cached_property
    def _settings(self) -> Config:
        """The settings of ``conf.py``, overridden by the options of the directive."""
        given: dict[str, Any] = {field: self.options[name] for name, (field, _convert) in _PAGE_OPTIONS.items() if name in self.options}
        if "additions" in given:
            given["additions"] = str(self._path(given["additions"]))
        if "no-examples" in self.options or "examples" in self.options:
            given["without_examples"] = "examples" not in self.options
        given.update(self.filters())
        return own_settings(self.config, given, self._complain)

    def _warn(self, text: str, subtype: str) -> list[nodes.Node]:
        warn(text, subtype, self.get_location())
        return []

    def _complain(self, text: str) -> None:
        warn(f"{self.name}: {text}", "config", self.get_location())

    def _nodes(self, wadl: ReadWadl, config: Config) -> list[nodes.Node]:
        provided = front_end.front_end_of(self.config, self.env.events, Path(self.env.srcdir), tabs=store_of(self.env).tabs)
        additions = NO_ADDITIONS if config.additions is None else FOLDERS.read(config.additions)
        site = wadl.site(config, provided, self.config.language or "", additions)
        shown = self.selected(site, config, provided)
        notes = page_notes(self.env)
        if config.additions is not None and self.describes:
            keys = frozenset(name for named in shown for name in site.names_of(named))
            for file in notes.note_additions(config.additions, keys, site.addition_names):
                self.env.note_dependency(file)
        notes.note_label_titles(wadl.label_titles(site))
        notes.application_titles[site.options.prefix] = site.title
        for file in (*wadl.files_of(shown), *template_files(config)):
            self.env.note_dependency(file)
        flags = self._flags
        folder = Path(self.env.doc2path(self.env.docname)).parent
        renderer = pipeline.make_renderer(config, provided, object_options=flags, pages=folder, embeds=True)
        lines = list(self._lines(site, shown, renderer, config))
        if self.describes and "no-typesetting" not in self.options and project_wants_markdown(config):
            self._note_markdown(site, shown, provided)
        if self.describes and "no-index" not in flags:
            page_labels(self.env).update(named.label.lower() for named in shown)
            if (schemas := self._schemas(site, shown)) is not None:
                page_labels(self.env).update(label.lower() for label in (schemas.label, *(part.label for part in schemas.sections)))
        return self._parsed(lines)

    def _note_markdown(self, site: SitePlan, shown: Sequence[NamedOperation], provided: pipeline.FrontEnd) -> None:
        """Notes what is shown as Markdown."""
        markdown = DirectiveMarkdown(self.env, site, provided.say or str)
        schemas = self._schemas(site, shown)
        if "application" in self.options:
            markdown.application(site.index())
        if self.options.get("group", "none") == "resource":
            for _own, resource in site.resource_pages(shown, alone=schemas is None):
                markdown.resource(resource)
        else:
            for named in shown:
                markdown.operation(site.operation_page(named, alone=schemas is None))
        if schemas is not None:
            markdown.schemas(schemas)
        markdown.note()

    def _schemas(self, site: SitePlan, shown: Sequence[NamedOperation]) -> SchemaPage | None:
        """The types to show after the operations: only after all operations of a WADL, of which they are."""
        is_whole = len(shown) == len(site.operations) and self.describes and type(self) is Wadl
        if not is_whole or "no-typesetting" in self.options or "no-index" in self._flags or site.schemas is None:
            return None
        return None if site.schemas.label.lower() in self._earlier_labels else site.schemas

    @cached_property
    def _earlier_labels(self) -> frozenset[str]:
        """The labels that the document has before this directive."""
        return frozenset(self.state.document.nameids)

    @property
    def _flags(self) -> tuple[str, ...]:
        """The flag options for objects of the domain."""
        return tuple(flag for flag in OBJECT_FLAGS if flag in self.options or flag.replace("-", "") in self.options)

    def selected(self, site: SitePlan, config: Config, provided: pipeline.FrontEnd) -> list[NamedOperation]:
        """The operations to show, in order; options that match nothing are reported."""
        raise NotImplementedError

    def _lines(self, site: SitePlan, shown: Sequence[NamedOperation], renderer: Renderer, config: Config) -> Iterator[SourceLine]:
        """The RST of the operations, each line with its origin."""
        has_objects = config.style != "classic"
        prints = "no-typesetting" not in self.options
        whole = len(shown) == len(site.operations)
        schemas = self._schemas(site, shown)
        if has_objects and whole:
            prefix, location = site.options.prefix, site.application.location
            yield from with_blank_line(renderer.wadl_object("application", prefix, location, site.links, title=site.title))
        if "application" in self.options and prints:
            yield from with_blank_line(renderer.application(site.index(), site.links))
        before = objects_before(site, shown, whole=whole) if has_objects else {}
        for kind, name, location in before.get(None, ()):
            yield from with_blank_line(renderer.wadl_object(kind, name, location, site.links))
        if self.options.get("group", "none") == "resource" and prints:
            for own, resource in site.resource_pages(shown, alone=schemas is None):
                for kind, name, location in before.get(id(own[0].operation), ()):
                    # The resource template itself writes the object of the resource.
                    if kind != "resource":
                        yield from with_blank_line(renderer.wadl_object(kind, name, location, site.links))
                pages = tuple(self._with_target(op, has_objects) for op in resource.pages)
                yield from with_blank_line(renderer.resource(replace(resource, pages=pages), site.links))
            if schemas is not None:
                yield from with_blank_line(renderer.schemas(schemas, site.links))
            return
        for named in shown:
            for kind, name, location in before.get(id(named.operation), ()):
                yield from with_blank_line(renderer.wadl_object(kind, name, location, site.links))
            if prints:
                page = site.operation_page(named, alone=schemas is None)
                yield from with_blank_line(renderer.operation(self._with_target(page, has_objects), site.links))
            elif has_objects:
                yield from with_blank_line(renderer.method_object(site.operation_page(named), site.links))
        if schemas is not None:
            yield from with_blank_line(renderer.schemas(schemas, site.links))

    def _with_target(self, op: OperationPage, has_objects: bool) -> OperationPage:
        """The page of an operation; without its label with ``:no-index:``, or if the document already has the label.

        (The domain reports operations that are shown twice, so docutils need not report the label.)
        """
        is_hidden = has_objects and "no-index" in self._flags
        return replace(op, has_target=False) if is_hidden or op.label.lower() in self.state.document.nameids else op

    def _parsed(self, lines: Sequence[SourceLine]) -> list[nodes.Node]:
        """The nodes parsed from the lines, with their locations, so that messages of docutils refer to the WADL."""
        content, state, document = _Lines.of(lines), page_state(self.state), self.state.document
        current = document.current_source, document.current_line
        with switch_source_input(state, content), shown_at(self.env, self.get_location()):
            found = nested_parse_to_nodes(state, content, allow_section_headings=True)
        # Nodes that follow are on the page itself; a parser of Markdown does not say so by itself, as that of RST does.
        document.current_source, document.current_line = current
        self._exclude_from_translation(found)
        if not isinstance(self.state, RSTState):
            note_shown(self.env, found)
        kinds = nodes.section if self.describes else (nodes.table, nodes.definition_list)
        first = next((node for node in found if isinstance(node, kinds)), None)
        if first is not None:
            self.add_name(first)
        return found

    def _exclude_from_translation(self, found: Sequence[nodes.Node]) -> None:
        """Marks nodes without text of the WADL as not translatable: text of the page has its own catalogues, and is already translated."""
        names = registry_of(self.env).type_names_on(self.env.docname)
        exclude(found, front_end.page_words_of(self.config, Path(self.env.srcdir)).terms(), _is_of_page, names)
        for top in found:
            for node in top.findall():
                if isinstance(node.source, _PageSource):
                    node.source = str(node.source)  # doctrees are pickled, and only need the name


def _is_of_page(node: nodes.Node) -> bool:
    """Whether a node is on generated lines."""
    holder = node if node.source is not None or node.parent is None else node.parent
    return isinstance(holder.source, _PageSource)


class Wadl(WadlDirective):
    """``.. wadl:: api.wadl``: the operations of a WADL at this place."""

    option_spec: ClassVar[OptionSpec] = {
        **WadlDirective.option_spec,
        "include": _words,
        "exclude": _words,
        "paths": _words,
        "methods": _listed,
        "ids": _listed,
        "group": _one_of("none", "resource"),
        "order": _one_of("wadl", "path", "title", "method", "document"),
        "application": _switch,
    }

    def filters(self) -> Mapping[str, tuple[str, ...]]:
        """The filters of the directive; without any, those of ``conf.py`` apply."""
        if not self._own_filters:
            return {}
        return {name: tuple(self.options.get(name, ())) for name in ("include", "exclude", "methods", "ids")}

    @property
    def _own_filters(self) -> bool:
        return any(name in self.options for name in ("include", "exclude", "methods", "ids", "paths"))

    def selected(self, site: SitePlan, config: Config, provided: pipeline.FrontEnd) -> list[NamedOperation]:
        """The operations that match the filters, in the order of the ``order`` option."""
        filters = pipeline.make_filters(config, paths=self.options.get("paths", ()))
        kept = {id(operation) for group in filters.apply(site.groups) for operation in group.operations}
        if self._own_filters:
            unmatched = filters.unmatched()
            for option, value in unmatched:
                self._warn(f":{option}: {value} matches no operation of {self.source()}", "unmatched-filter")
            if not kept and not unmatched and site.operations:
                self._warn(f"the filters together match no operation of {self.source()}", "unmatched-filter")
        shown = [named for named in site.operations if id(named.operation) in kept and pipeline.is_shown(named.operation, config, provided)]
        order = self.options.get("order", config.order)
        # The former name of the order of the WADL is still accepted.
        order = "wadl" if order == "document" else order
        return list(sorted_operations(shown, order, marks_deprecated=config.deprecated == "mark-last"))


class Operations(Wadl):
    """``.. wadl:operations:: api.wadl``: a list of the operations, each linked to its description in the project."""

    describes = False
    option_spec: ClassVar[OptionSpec] = {
        name: Wadl.option_spec[name]
        for name in ("include", "exclude", "paths", "methods", "ids", "order", "deprecated", "lang", "prefix", "name")
    }

    def _lines(self, site: SitePlan, shown: Sequence[NamedOperation], renderer: Renderer, config: Config) -> Iterator[SourceLine]:
        """The RST of the list, or in the style ``classic`` of the table."""
        if shown:
            yield from with_blank_line(renderer.operations([named.link for named in shown], site.application.location, site.links))


class AutoMethod(WadlDirective):
    """``.. wadl:automethod:: api.wadl#showImageDetails``: one operation, by its id, its label or as ``api.wadl#GET /images``."""

    def source(self) -> str:
        """The path of the WADL: the part of the argument before ``#``."""
        return super().source().partition("#")[0].strip()

    def selected(self, site: SitePlan, config: Config, provided: pipeline.FrontEnd) -> list[NamedOperation]:
        """The named operation; empty, with a warning, if the name matches none or several."""
        name = self._operation
        found = [named for named in site.operations if named.operation.method.id == name]
        found = found or [named for named in site.operations if named.label == name]
        verb, blank, path = name.partition(" ")
        if blank and not found:
            is_path = exactly(path).fullmatch
            found = [named for named in site.operations if named.operation.verb == verb.upper() and is_path(named.operation.path)]
        where = f"{self.source()}#{name}"
        if not found:
            candidates = {
                text for named in site.operations for text in (named.operation.method.id, named.label, named.operation.request_line)
            }
            self._warn(f"there is no operation {where}{similar(name, candidates - {''})}", "unmatched-filter")
        elif len(found) > 1:
            choices = ", ".join(named.label for named in found)
            self._warn(f"{where} is ambiguous; use one of {choices}", "ambiguous")
        elif config.deprecated == "hide" and found[0].operation.method.deprecated:
            self._warn(f"{where} is deprecated, and deprecated operations are hidden", "unmatched-filter")
        elif provided.keep is not None and not provided.keep(found[0].operation):
            self._warn(f"{where} is skipped by a wadl-skip handler", "unmatched-filter")
        else:
            return found
        return []

    def run(self) -> list[nodes.Node]:
        """The nodes of the operation."""
        if not self._operation:
            return self._warn(f"{self.name} requires the id of a method, such as {self.source()}#showImageDetails", "config")
        return super().run()

    @property
    def _operation(self) -> str:
        return " ".join(str(self.arguments[0]).partition("#")[2].split())


def objects_before(site: SitePlan, shown: Sequence[NamedOperation], *, whole: bool) -> dict[int | None, list[tuple[str, str, Location]]]:
    """The objects of resources, resource types and representations: kind, name and location.

    The keys are the ``id()`` of the operation that each object precedes: the first shown operation of a resource whose
    operations are all shown.  The key None has the objects without operations, which are included only for the ``whole`` WADL.
    """
    order = {id(named.operation): position for position, named in enumerate(shown)}
    found: dict[int | None, list[tuple[str, str, Location]]] = {}
    done: set[tuple[str, str]] = set()

    def add(first: int | None, kind: str, name: str, location: Location) -> None:
        if name and (kind, name) not in done:
            done.add((kind, name))
            found.setdefault(first, []).append((kind, name, location))

    for group in site.groups:
        resource, keys = group.resource, [id(operation) for operation in group.operations]
        if resource is None or not (keys or whole) or not all(key in order for key in keys):
            continue
        first = min(keys, key=order.__getitem__) if keys else None
        if isinstance(resource, ResourceType):
            add(first, "type", resource.id, resource.location)
        else:
            add(first, "resource", without_patterns(group.path), resource.location)
            for kind in resource.types:
                add(first, "type", kind.id, kind.location)
    if whole:
        for kind in site.application.resource_types:
            add(None, "type", kind.id, kind.location)
        for representation in site.application.representations:
            add(None, "representation", representation.id, representation.location)
    return found


def with_blank_line(rendered: RenderedText) -> Iterator[SourceLine]:
    """The lines of a text, followed by a blank line."""
    origin = None
    for line, origin in rendered.lines():
        yield line, origin
    assert origin is not None, "a text has a line"
    yield "", origin


def template_files(config: Config) -> Iterator[str]:
    """The template files that can affect a page."""
    builtin = builtin_templates()
    for folder in dict.fromkeys((config.templates, builtin / config.style, builtin / "classic")):
        if folder is not None:
            yield from sorted(str(file) for file in folder.glob("*.jinja"))
