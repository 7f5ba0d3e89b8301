"""The directives that show a WADL: ``.. wadl:: api.wadl``, and ``.. wadl:automethod:: api.wadl#showImage`` for one operation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective, switch_source_input
from sphinx.util.parsing import nested_parse_to_nodes
from sphinx.util.typing import OptionSpec

from wadl2rst.config.options import Config, is_url, similar
from wadl2rst.diagnostics import Location, Origin, RenderError
from wadl2rst.page.plan import NamedOperation, SitePlan
from wadl2rst.page.values import OperationPage
from wadl2rst.run import pipeline
from wadl2rst.sphinx import front_end
from wadl2rst.sphinx.collectors import page_notes, store_of
from wadl2rst.sphinx.labels import own_labels
from wadl2rst.sphinx.objects import shown_at
from wadl2rst.sphinx.reading import READER, ReadWadl, with_root
from wadl2rst.sphinx.values import own_settings, warn
from wadl2rst.templating.environment import builtin_templates
from wadl2rst.templating.origins import RenderedText
from wadl2rst.templating.renderer import Renderer
from wadl2rst.wadl.filters import exactly
from wadl2rst.wadl.model import ResourceType
from wadl2rst.wadl.paths import without_patterns


def _words(argument: str | None) -> list[str]:
    """Values apart by white space."""
    found = (argument or "").split()
    if not found:
        raise ValueError("it is empty")
    return found


def _listed(argument: str | None) -> list[str]:
    """Values apart by commas or white space."""
    return _words((argument or "").replace(",", " "))


def _one_of(*choices: str) -> Callable[[str | None], str]:
    def convert(argument: str | None) -> str:
        return directives.choice(argument or "", choices)

    return convert


def _switch(argument: str | None) -> bool:
    directives.flag(argument)
    return True


OBJECT_FLAGS = ("no-index", "no-index-entry", "no-contents-entry")
"""Flags of the standard that the objects of the domain take."""

_PAGE_OPTIONS = {
    "style": ("style", directives.unchanged_required),
    "param-names": ("param_names", _one_of("path", "leaf")),
    "lang": ("lang", directives.unchanged_required),
    "prefix": ("prefix", directives.unchanged_required),
    "tabs": ("tabs", _one_of("auto", "always", "never")),
}
"""Options that set for this directive what a value of ``conf.py`` sets for all."""

_FLAGS = {
    "examples": _switch,
    "no-examples": _switch,
    "name": directives.unchanged,
    **dict.fromkeys((*OBJECT_FLAGS, "no-typesetting", "noindex", "noindexentry", "nocontentsentry"), _switch),
}

Line = tuple[str, Origin]
"""A line of RST, and where it comes from."""


class _PageSource(str):
    """The file that lines count as, of which the words are those of the page, not of the file.

    docutils hands it on to the nodes that it makes of the lines, so that they tell whose words they hold.
    """

    __slots__ = ()


class _Lines(StringList):
    """Lines that know the place of what docutils says of the line after the last one: it is that of the last one."""

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Lines:
        """The lines, each with the file and the line, from 0, that it counts as."""
        places = []
        for _text, origin in lines:
            file, line = origin.location[:2]
            places.append((_PageSource(file) if origin.of_page else file, max(line, 1) - 1))
        return cls([text for text, _origin in lines], items=places)

    def info(self, i: int) -> tuple[str, int]:
        """The file and the line, from 0, of a line."""
        return self.items[min(i, len(self.items) - 1)]


class WadlDirective(SphinxDirective):
    """What shows operations of a WADL."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = False
    describes = True
    """Whether the operations are described here, rather than listed."""
    option_spec: ClassVar[OptionSpec] = {**{name: convert for name, (_field, convert) in _PAGE_OPTIONS.items()}, **_FLAGS}

    def source(self) -> str:
        """The WADL as it is named."""
        return str(self.arguments[0]).strip()

    def filters(self) -> Mapping[str, tuple[str, ...]]:
        """The filters that go before those of ``conf.py``, by their names in :class:`Config`."""
        return {}

    def run(self) -> list[nodes.Node]:
        """The nodes of the operations."""
        if is_url(self.source()):
            return self._nothing(f"{self.source()} is an address; save the WADL, and name the file", "network")
        path = self._path()
        if not path.is_file():
            self.env.note_reread()
            return self._nothing(f"there is no file {self.source()} (looked for at {path})", "unreadable")
        self.env.note_dependency(str(path))
        config = with_root(self._settings, path, Path(self.env.srcdir))
        known = READER.read(path, config)
        notes = page_notes(self.env)
        notes.messages.extend(known.diagnostics)
        notes.missing_files.update(known.missing)
        if config.templates is not None:
            notes.note_templates(config.templates)
        if known.application is None:
            # Each build says so, until it can be read.
            self.env.note_reread()
            for file in known.files:
                self.env.note_dependency(file)
            return []
        try:
            return self._nodes(known, config)
        except RenderError as fault:
            self.env.note_reread()
            front_end.say(fault.diagnostic)
            return []

    def _path(self) -> Path:
        """The file: beside the page; with a slash in front, below the folder of the sources, or else where it says."""
        _relative, absolute = self.env.relfn2path(self.source())
        given = Path(self.source())
        return given if given.is_absolute() and given.is_file() and not Path(absolute).is_file() else Path(absolute)

    # --- what is shown --------------------------------------------------------------------------

    @cached_property
    def _settings(self) -> Config:
        """The settings of ``conf.py``, and those of the directive over them."""
        given: dict[str, Any] = {field: self.options[name] for name, (field, _convert) in _PAGE_OPTIONS.items() if name in self.options}
        if "no-examples" in self.options or "examples" in self.options:
            given["without_examples"] = "examples" not in self.options
        given.update(self.filters())
        return own_settings(self.config, given, self._complain)

    def _nothing(self, text: str, subtype: str) -> list[nodes.Node]:
        warn(text, subtype, self.get_location())
        return []

    def _complain(self, text: str) -> None:
        warn(f"{self.name}: {text}", "config", self.get_location())

    def _nodes(self, known: ReadWadl, config: Config) -> list[nodes.Node]:
        provided = front_end.of(self.config, self.env.events, Path(self.env.srcdir), tabs=store_of(self.env).tabs)
        site = known.site(config, provided, self.config.language or "")
        shown = self.chosen(site, config, provided)
        notes = page_notes(self.env)
        notes.note_label_titles(_titles(site))
        notes.application_titles[site.options.prefix] = site.title
        for file in (*known.files_of(shown), *_templates(config)):
            self.env.note_dependency(file)
        flags = self._flags
        renderer = pipeline.make_renderer(config, provided, object_options=flags)
        lines = list(self._lines(site, shown, renderer, config))
        if self.describes and "no-index" not in flags:
            own_labels(self.env).update(named.label.lower() for named in shown)
        return self._parsed(lines)

    @property
    def _flags(self) -> tuple[str, ...]:
        """The flags for the objects of the domain."""
        return tuple(flag for flag in OBJECT_FLAGS if flag in self.options or flag.replace("-", "") in self.options)

    def chosen(self, site: SitePlan, config: Config, provided: pipeline.FrontEnd) -> list[NamedOperation]:
        """The operations to show, in order; what chooses nothing is reported."""
        raise NotImplementedError

    def _lines(self, site: SitePlan, shown: Sequence[NamedOperation], renderer: Renderer, config: Config) -> Iterator[Line]:
        """The RST of the operations, each line with its origin."""
        has_objects = config.style != "classic"
        prints = "no-typesetting" not in self.options
        whole = len(shown) == len(site.operations)
        if has_objects and whole:
            prefix, location = site.options.prefix, site.application.location
            yield from _apart(renderer.wadl_object("application", prefix, location, site.links, title=site.title))
        if "application" in self.options and prints:
            yield from _apart(renderer.application(site.index(), site.links))
        before = objects_before(site, shown, whole=whole) if has_objects else {}
        for kind, name, location in before.get(None, ()):
            yield from _apart(renderer.wadl_object(kind, name, location, site.links))
        if self.options.get("group", "none") == "resource" and prints:
            for own, resource in site.resource_pages(shown):
                for kind, name, location in before.get(id(own[0].operation), ()):
                    # The template of a resource writes that of the resource itself.
                    if kind != "resource":
                        yield from _apart(renderer.wadl_object(kind, name, location, site.links))
                pages = tuple(self._with_target(op, has_objects) for op in resource.pages)
                yield from _apart(renderer.resource(replace(resource, pages=pages), site.links))
            return
        for named in shown:
            for kind, name, location in before.get(id(named.operation), ()):
                yield from _apart(renderer.wadl_object(kind, name, location, site.links))
            if prints:
                yield from _apart(renderer.operation(self._with_target(site.operation_page(named), has_objects), site.links))
            elif has_objects:
                yield from _apart(renderer.method_object(site.operation_page(named), site.links))

    def _with_target(self, op: OperationPage, has_objects: bool) -> OperationPage:
        """The page of an operation, without a label where it is to have none, or the document has it already.

        (An operation that is shown twice is reported by the domain; docutils need not do it again.)
        """
        is_hidden = has_objects and "no-index" in self._flags
        return replace(op, has_target=False) if is_hidden or op.label.lower() in self.state.document.nameids else op

    def _parsed(self, lines: Sequence[Line]) -> list[nodes.Node]:
        """The nodes of the lines.  docutils says the place of each, so that its messages name the WADL."""
        content = _Lines.of(lines)
        with switch_source_input(self.state, content), shown_at(self.env, self.get_location()):
            found = nested_parse_to_nodes(self.state, content, allow_section_headings=True)
        self._keep_from_translators(found)
        first = next((node for node in found if isinstance(node, nodes.section if self.describes else nodes.table)), None)
        if first is not None:
            self.add_name(first)
        return found

    def _keep_from_translators(self, found: Sequence[nodes.Node]) -> None:
        """Marks what holds nothing but words of the page: they have catalogues of their own, and are translated already."""
        say = front_end.of(self.config, self.env.events, Path(self.env.srcdir), tabs=False).say
        assert isinstance(say, front_end.PageWords)
        for top in found:
            for node in top.findall():
                if isinstance(node, nodes.TextElement) and node.astext() in say.given:
                    holder = node if node.source is not None or node.parent is None else node.parent
                    if isinstance(holder.source, _PageSource):
                        node["translatable"] = False
        for top in found:
            for node in top.findall():
                if isinstance(node.source, _PageSource):
                    node.source = str(node.source)  # documents are kept, and need no more than the name


class Wadl(WadlDirective):
    """``.. wadl:: api.wadl``: the operations of a WADL, where the directive stands."""

    option_spec: ClassVar[OptionSpec] = {
        **WadlDirective.option_spec,
        "include": _words,
        "exclude": _words,
        "paths": _words,
        "methods": _listed,
        "ids": _listed,
        "group": _one_of("none", "resource"),
        "order": _one_of("document", "path", "method"),
        "application": _switch,
    }

    def filters(self) -> Mapping[str, tuple[str, ...]]:
        """Those that the directive has; without any, those of ``conf.py`` hold."""
        if not self._own_filters:
            return {}
        return {name: tuple(self.options.get(name, ())) for name in ("include", "exclude", "methods", "ids")}

    @property
    def _own_filters(self) -> bool:
        return any(name in self.options for name in ("include", "exclude", "methods", "ids", "paths"))

    def chosen(self, site: SitePlan, config: Config, provided: pipeline.FrontEnd) -> list[NamedOperation]:
        """The operations to show, in the order that was asked for."""
        filters = pipeline.make_filters(config, paths=self.options.get("paths", ()))
        kept = {id(operation) for group in filters.apply(site.groups) for operation in group.operations}
        if self._own_filters:
            unmatched = filters.unmatched()
            for option, value in unmatched:
                self._nothing(f":{option}: {value} matches no operation of {self.source()}", "unmatched-filter")
            if not kept and not unmatched and site.operations:
                self._nothing(f"the options together leave no operation of {self.source()}", "unmatched-filter")
        shown = [named for named in site.operations if id(named.operation) in kept]
        if provided.keep is not None:
            shown = [named for named in shown if provided.keep(named.operation)]
        order = self.options.get("order", "document")
        if order == "path":
            shown.sort(key=lambda named: (named.operation.path, named.operation.verb))
        elif order == "method":
            shown.sort(key=lambda named: (named.operation.verb, named.operation.path))
        return shown


class Operations(Wadl):
    """``.. wadl:operations:: api.wadl``: a table of the operations, each linked to where the project describes it."""

    describes = False
    option_spec: ClassVar[OptionSpec] = {
        name: Wadl.option_spec[name] for name in ("include", "exclude", "paths", "methods", "ids", "order", "lang", "prefix", "name")
    }

    def _lines(self, site: SitePlan, shown: Sequence[NamedOperation], renderer: Renderer, config: Config) -> Iterator[Line]:
        """The RST of the table."""
        if shown:
            yield from _apart(renderer.operations([named.link for named in shown], site.application.location, site.links))


class AutoMethod(WadlDirective):
    """``.. wadl:automethod:: api.wadl#showImageDetails``: one operation, by its id, its label or as ``api.wadl#GET /images``."""

    def source(self) -> str:
        """What stands before the number sign."""
        return super().source().partition("#")[0].strip()

    def chosen(self, site: SitePlan, config: Config, provided: pipeline.FrontEnd) -> list[NamedOperation]:
        """The operation alone; none where the name is that of several."""
        name = self._operation
        found = [named for named in site.operations if named.operation.method.id == name]
        found = found or [named for named in site.operations if named.label == name]
        verb, blank, path = name.partition(" ")
        if blank and not found:
            is_path = exactly(path).fullmatch
            found = [named for named in site.operations if named.operation.verb == verb.upper() and is_path(named.operation.path)]
        where = f"{self.source()}#{name}"
        if not found:
            known = {text for named in site.operations for text in (named.operation.method.id, named.label, named.operation.request_line)}
            self._nothing(f"{where} is no operation{similar(name, known - {''})}", "unmatched-filter")
        elif len(found) > 1:
            choices = ", ".join(named.label for named in found)
            self._nothing(f"{where} can mean any of {choices}; use one of these names", "ambiguous")
        elif provided.keep is not None and not provided.keep(found[0].operation):
            self._nothing(f"{where} is left out by a handler of wadl-skip", "unmatched-filter")
        else:
            return found
        return []

    def run(self) -> list[nodes.Node]:
        """The nodes of the operation."""
        if not self._operation:
            return self._nothing(f"{self.name} needs the id of a method: {self.source()}#showImageDetails", "config")
        return super().run()

    @property
    def _operation(self) -> str:
        return " ".join(str(self.arguments[0]).partition("#")[2].split())


def objects_before(site: SitePlan, shown: Sequence[NamedOperation], *, whole: bool) -> dict[int | None, list[tuple[str, str, Location]]]:
    """The objects of resources, resource types and representations: kind, name and place.

    By the ``id()`` of the operation before which each stands: the first one shown of a resource of which all operations
    are shown.  Under None stands what belongs to no operation; that is there only for the ``whole`` WADL.
    """
    order = {id(named.operation): position for position, named in enumerate(shown)}
    found: dict[int | None, list[tuple[str, str, Location]]] = {}
    done: set[tuple[str, str]] = set()

    def note(first: int | None, kind: str, name: str, location: Location) -> None:
        if name and (kind, name) not in done:
            done.add((kind, name))
            found.setdefault(first, []).append((kind, name, location))

    for group in site.groups:
        resource, keys = group.resource, [id(operation) for operation in group.operations]
        if resource is None or not (keys or whole) or not all(key in order for key in keys):
            continue
        first = min(keys, key=order.__getitem__) if keys else None
        if isinstance(resource, ResourceType):
            note(first, "type", resource.id, resource.location)
        else:
            note(first, "resource", without_patterns(group.path), resource.location)
            for kind in resource.types:
                note(first, "type", kind.id, kind.location)
    if whole:
        for kind in site.application.resource_types:
            note(None, "type", kind.id, kind.location)
        for known in site.application.representations:
            note(None, "representation", known.id, known.location)
    return found


def _apart(rendered: RenderedText) -> Iterator[Line]:
    """The lines of a text, and a blank one behind it."""
    origin = None
    for line, origin in rendered.lines():
        yield line, origin
    assert origin is not None, "a text has a line"
    yield "", origin


def _titles(site: SitePlan) -> dict[str, str]:
    """What is shown for each label that texts of the WADL can refer to, where no page has it."""
    titles = {label: name for name, label in site.references.items() if name != label}
    titles.update((named.label, named.title) for named in site.operations)
    return titles


def _templates(config: Config) -> Iterator[str]:
    """The templates that can have a part in a page."""
    builtin = builtin_templates()
    for folder in dict.fromkeys((config.templates, builtin / config.style, builtin / "classic")):
        if folder is not None:
            yield from sorted(str(file) for file in folder.glob("*.jinja"))
