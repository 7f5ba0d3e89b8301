"""The stages for one WADL: read, plan pages, render.  Shared by the command, the Python API and the Sphinx extension."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wadl2rst.config.groups import Groups
from wadl2rst.config.options import REQUEST_LANGUAGES, Config, FormatSetting, as_option, mapped_files
from wadl2rst.diagnostics import Diagnostic, LoadError, MessageCode, Report
from wadl2rst.frozen import dataclass
from wadl2rst.markup.document import Markup
from wadl2rst.page.options import OtherVersion, PageOptions, Say
from wadl2rst.page.plan import SitePlan
from wadl2rst.page.translations import translator
from wadl2rst.page.values import Page
from wadl2rst.run.inputs import Input
from wadl2rst.source.additions import NO_ADDITIONS, AdditionFolder, read_additions
from wadl2rst.source.documents import Document
from wadl2rst.source.library import Library
from wadl2rst.source.shared import SharedSchemas
from wadl2rst.source.trace import Trace
from wadl2rst.templating.environment import Lookups
from wadl2rst.templating.origins import RenderedText
from wadl2rst.templating.renderer import Edit, Renderer
from wadl2rst.wadl import lint, operations
from wadl2rst.wadl.facts import representations
from wadl2rst.wadl.filters import Filters
from wadl2rst.wadl.grouping import MOST_NAMED, GroupingReport, entries
from wadl2rst.wadl.model import Application
from wadl2rst.wadl.parse import parse_application
from wadl2rst.wadl.published import with_published_base
from wadl2rst.wadl.references import Resolver

if TYPE_CHECKING:
    from wadl2rst.grammar.read import ReadSchemas


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontEnd:
    """What a front end customises; Sphinx provides its own language, extensions and events."""

    say: Say | None = None
    """Translates text of the page; None to translate into the configured language."""
    tabs: bool = False
    """Whether tabs are available."""
    markdown: bool = True
    """Whether the directive ``include`` can read Markdown; additions that need it are left out otherwise."""
    keep: Callable[[operations.Operation], bool] | None = None
    """Whether to show an operation; None to show all."""
    edit: Edit | None = None
    """Post-processes the text of every page or part of a page."""
    format_setting: FormatSetting = as_option
    """Spells settings in messages as the user writes them."""
    needs_origins: bool = False
    """Whether rendered pages are to have the origins of their lines, which takes longer."""


COMMAND = FrontEnd()
"""The command line, which customises nothing."""


@dataclass(frozen=True, slots=True)
class LoadedWadl:
    """A WADL as a model, and the files it was read from."""

    application: Application | None
    """The model; None if the WADL could not be read."""
    files: tuple[str, ...]
    """All files that were read."""
    missing: tuple[str, ...] = ()
    """Absolute paths of files that were not found; the result may change if one of them is created."""
    trace: Trace | None = None
    """The file system queries, if ``traced``."""


def load_wadl(
    source: str,
    config: Config,
    report: Report,
    format_setting: FormatSetting = as_option,
    *,
    traced: bool = False,
    shared: SharedSchemas | None = None,
) -> LoadedWadl:
    """Reads one WADL, including all files that it refers to.

    ``source`` is its path or URL.  Only the settings of ``config`` for reading and profiles apply.  Errors are passed to
    ``report``, not raised; if the WADL cannot be read, the application of the result is None.  Messages spell settings
    with ``format_setting``.  With ``traced``, the result includes the file system queries.  ``shared`` has the schemas that
    the WADLs of a run have in common.
    """
    library = make_library(config, report, format_setting, traced=traced, shared=shared)
    document = library.document(source)
    if document is None:
        return LoadedWadl(None, library.files, library.missing)
    markup = Markup(report, sample=library.sample, shown_path=library.shown_path, profile=config.profile, text_format=config.doc_format)
    resolver = Resolver(library, report)
    try:
        application = parse_application(document, resolver, markup, report)
    except LoadError as error:
        report(error.diagnostic)
        return LoadedWadl(None, library.files, library.missing)
    if any(True for _ in library.grammars()) or any(representation.schema for representation in representations(application)):
        from wadl2rst.grammar.read import read_schemas  # takes a quarter of the start, and many WADLs have no schema

        schemas = read_schemas(application, document, library, markup, report)
        application = replace(application, schemas=schemas.grammar)
        if config.lint:
            _check_grammars(document, schemas, library, report)
            _check_samples(application, schemas, report)
    return LoadedWadl(application, library.files, library.missing, library.trace)


def _check_grammars(document: Document, schemas: ReadSchemas, library: Library, report: Report) -> None:
    """Checks the grammars and the names in the WADL."""
    from wadl2rst.grammar.lint import check_grammars  # only needed for --lint

    for diagnostic in check_grammars(document, schemas.grammar, schemas.includes, schemas.references, library):
        report(diagnostic)


def _check_samples(application: Application, schemas: ReadSchemas, report: Report) -> None:
    """Checks the samples against the schemas of their bodies."""
    from wadl2rst.grammar.validation import check_samples  # only needed for --lint

    try:
        groups = operations.groups(application)
    except LoadError:
        return  # reported by check_groups
    check_samples(groups, schemas.grammar, report, xml_schemas=schemas.documents, json_schemas=schemas.json)


def make_library(
    config: Config,
    report: Report,
    format_setting: FormatSetting = as_option,
    *,
    traced: bool = False,
    shared: SharedSchemas | None = None,
) -> Library:
    """Creates the library of files for one WADL, with the settings for reading; ``shared`` as in :func:`load_wadl`."""
    return Library(
        report,
        root=config.root,
        max_size=config.max_size * 1024 * 1024,
        entity_map={url: str(file) for url, file in mapped_files(config.entity_map).items()},
        grammar_map={address: str(file) for address, file in mapped_files(config.grammar_map).items()},
        format_setting=format_setting,
        traced=traced,
        shared=shared,
    )


def make_filters(config: Config, *, paths: Sequence[str] = ()) -> Filters:
    """Creates the filters of the configuration; ``paths`` are additional paths to include, without patterns."""
    return Filters(
        include=config.include,
        exclude=config.exclude,
        methods=config.methods,
        ids=config.ids,
        skip_extended=config.skip_extended,
        paths=paths,
    )


def plan_filtered(
    application: Application,
    wadl: Input,
    config: Config,
    report: Report,
    several: bool = False,
    front_end: FrontEnd = COMMAND,
    *,
    versions: Mapping[str, tuple[OtherVersion, ...]] | None = None,
) -> tuple[SitePlan, Filters]:
    """The plan of the pages of ``application`` that pass the filters of ``config``, and the filters, with their matches.

    ``wadl`` has the name of the WADL; ``several`` says whether the run has several WADLs.  Problems are passed to ``report``.
    ``versions`` are the other versions of its operations, by label.
    Raises :class:`~wadl2rst.diagnostics.LoadError` as :func:`check_groups` does.
    """
    filters = make_filters(config)
    application = with_published_base(application, config.base)
    groups = check_groups(application, config, report, front_end.format_setting)
    shown = not_skipped(filters.apply(groups), config, front_end)
    folder = additions_folder(config, wadl, several)
    additions = NO_ADDITIONS if folder is None else read_additions(folder, report)
    site = plan_pages(application, wadl, config, several, shown, front_end, unfiltered=groups, versions=versions, additions=additions)
    for diagnostic in site.addition_problems():
        report(diagnostic)
    return site, filters


def additions_folder(config: Config, wadl: Input, several: bool) -> Path | None:
    """The folder of the additions to the pages of a WADL: if there are ``several`` WADLs, each has one of its name."""
    if config.additions is None:
        return None
    return config.additions / wadl.name if several else config.additions


def render_pages(
    site: SitePlan,
    config: Config,
    front_end: FrontEnd = COMMAND,
    *,
    looked_for: Lookups | None = None,
    origins: bool = True,
    folder: str = "",
) -> Iterator[tuple[Page, RenderedText]]:
    """Renders the pages of ``site`` one at a time, and yields each with its text.

    Lookups of user templates are recorded in ``looked_for``.  Without ``origins``, the texts have no origins, which is faster.
    ``folder`` is that of the pages below the output folder.
    Raises :class:`~wadl2rst.diagnostics.RenderError`.
    """
    pages = Path(config.output or "", folder)
    page_renderer = make_renderer(config, front_end, looked_for=looked_for, origins=origins, pages=pages)
    for page in site.pages():
        yield page, page_renderer.render(page)


def report_unmatched(filters: Filters, report: Report, format_setting: FormatSetting = as_option) -> None:
    """Reports each filter that matched no operation."""
    for name, value in filters.unmatched():
        report(Diagnostic(MessageCode.UNMATCHED_FILTER, f"{format_setting(name, value)} matches no operation"))


def report_groups(groups: Groups, found: Iterable[GroupingReport], report: Report, format_setting: FormatSetting = as_option) -> None:
    """Reports the entries of listed ``groups`` that match no operation of any WADL, and how many operations no group takes.

    ``found`` has what was found in each WADL.
    """
    reports = list(found)
    if not isinstance(groups, str):
        matched = {entry for one in reports for entry in one.matched}
        nearest = {entry: question for one in reversed(reports) for entry, question in one.nearest}
        for entry in dict.fromkeys(entries(groups)):
            if entry not in matched:
                where = f"{format_setting('groups', '').lstrip('-')}: {entry.kind} '{entry.value}' of group '{groups[entry.rule].title}'"
                report(Diagnostic(MessageCode.UNMATCHED_FILTER, f"{where} matches no operation{nearest.get(entry, '')}"))
    number = sum(one.number for one in reports)
    if number:
        named = [name for one in reports for name in one.ungrouped][:MOST_NAMED]
        more = f" and {number - len(named):,} more" if number > len(named) else ""
        one = number == 1
        if groups == "tag":
            what = "operation has no tag, so it is in no group" if one else "operations have no tag, so they are in no group"
        else:
            what = "operation is in no group" if one else "operations are in no group"
        text = f"{number:,} {what}: {', '.join(named)}{more}"
        report(Diagnostic(MessageCode.UNGROUPED, text))


def check_groups(
    application: Application, config: Config, report: Report, format_setting: FormatSetting = as_option
) -> tuple[operations.Group, ...]:
    """The groups of operations of an application; problems are passed to ``report``, with ``config.lint`` including those of lint rules.

    Messages spell settings with ``format_setting``.

    Raises :class:`~wadl2rst.diagnostics.LoadError` if resource types expand to more operations than the limit.
    """
    groups = operations.groups(application)
    check(application, groups, config, report, format_setting)
    return groups


def check(
    application: Application,
    groups: Sequence[operations.Group],
    config: Config,
    report: Report,
    format_setting: FormatSetting = as_option,
    others: Container[str] = (),
) -> None:
    """Passes the problems of an application to ``report``, with ``config.lint`` including those of lint rules.

    ``groups`` are all of its groups, ``others`` has ids of other WADLs that its documentation can refer to.
    """
    for rule in (*lint.CHECKS, *(lint.LINT_RULES if config.lint else ())):
        found = lint.dead_references(application, groups, others) if rule is lint.dead_references else rule(application, groups)
        for diagnostic in found:
            if diagnostic.code is MessageCode.UNUSABLE_BASE:
                advice = f"; to publish another, use {format_setting('base', 'URL')}"
                diagnostic = replace(diagnostic, text=diagnostic.text + advice)  # noqa: PLW2901
            report(diagnostic)


def not_skipped(groups: tuple[operations.Group, ...], config: Config, front_end: FrontEnd) -> tuple[operations.Group, ...]:
    """The groups without the operations that are hidden or that the front end skips; groups that lose all theirs are dropped."""
    if front_end.keep is None and config.deprecated != "hide":
        return groups
    kept = []
    for group in groups:
        shown = tuple(operation for operation in group.operations if is_shown(operation, config, front_end))
        if shown or not group.operations:
            kept.append(group if len(shown) == len(group.operations) else replace(group, operations=shown))
    return tuple(kept)


def is_shown(operation: operations.Operation, config: Config, front_end: FrontEnd) -> bool:
    """Whether an operation that passes the filters is shown: neither hidden as deprecated nor skipped by the front end."""
    is_hidden = config.deprecated == "hide" and operation.method.deprecated
    return not is_hidden and (front_end.keep is None or front_end.keep(operation))


def say_of(config: Config, front_end: FrontEnd) -> Say:
    """The function that translates the words of pages."""
    return translator(config.lang) if front_end.say is None else front_end.say


def make_renderer(
    config: Config,
    front_end: FrontEnd = COMMAND,
    *,
    object_options: tuple[str, ...] = (),
    looked_for: Lookups | None = None,
    origins: bool = True,
    pages: Path | None = None,
    embeds: bool = False,
) -> Renderer:
    """Creates a renderer with the settings of ``config`` and ``front_end``.

    ``object_options`` are flag options for every object of the style ``sphinx``, such as ``no-index``.  Lookups of user
    templates are recorded in ``looked_for``.  Without ``origins``, its texts have no origins.  ``pages`` is the folder of the pages,
    from which additions are included.  ``embeds`` says whether the texts are for a directive of the extension.
    """
    return Renderer(
        templates=config.templates,
        style=config.style,
        heading_chars=config.heading_chars,
        say=say_of(config, front_end),
        tabs=config.style != "classic" and (config.tabs == "always" or (config.tabs == "auto" and front_end.tabs)),
        edit=front_end.edit,
        object_options=object_options,
        looked_for=looked_for,
        origins=origins,
        pages=pages,
        embeds=embeds,
        markdown=front_end.markdown,
    )


def request_languages(config: Config) -> tuple[str, ...]:
    """The languages of request samples: those of the settings, else all in the style ``sphinx``; none without samples."""
    if config.without_examples or config.request_samples == ("none",):
        return ()
    return tuple(dict.fromkeys(config.request_samples)) or (REQUEST_LANGUAGES if config.style == "sphinx" else ())


def _json_shape(application: Application, config: Config) -> str:
    """The shape of JSON that is made from XML schemas, empty for none.

    Without the setting, JSON is made only where it is known what writes it: a guess was right for a third of the
    hand-written APIs that were looked at.
    """
    if config.json_from_xsd == "auto":
        return "natural" if application.generator.lower().startswith("jersey") else ""
    return "" if config.json_from_xsd == "none" else config.json_from_xsd


def plan_pages(
    application: Application,
    wadl: Input,
    config: Config,
    several: bool,
    groups: tuple[operations.Group, ...],
    front_end: FrontEnd = COMMAND,
    *,
    unfiltered: tuple[operations.Group, ...] = (),
    has_index: bool = True,
    versions: Mapping[str, tuple[OtherVersion, ...]] | None = None,
    additions: AdditionFolder = NO_ADDITIONS,
) -> SitePlan:
    """The plan of the pages of ``application`` for ``groups``, a subset of the groups ``unfiltered`` (empty means the same).

    ``wadl`` has the name of the WADL, which is part of the label prefix even if ``config`` sets one when there are ``several``
    WADLs.  ``front_end`` translates the text of the page.  ``has_index`` says whether there is an index that pages can link to.
    ``versions`` are the other versions of its operations, by label.
    ``additions`` are the user's.
    """
    prefix = wadl.name
    if config.prefix is not None:
        prefix = "-".join(part for part in (config.prefix, wadl.name if several else "") if part)
    return SitePlan(
        application=application,
        groups=groups,
        unfiltered=() if groups == unfiltered else unfiltered,
        additions=additions,
        options=PageOptions(
            prefix=prefix,
            own_title="" if several else config.title,
            fallback_title=wadl.title,
            index=config.index,
            split=config.split,
            language=config.lang,
            nested_names=config.param_names == "path",
            samples=not config.without_examples,
            schema_depth=config.schema_depth,
            schema_rows=config.schema_rows,
            json_shape=_json_shape(application, config),
            json_drops_root=application.generator.lower().startswith("jersey"),
            made_bodies=config.style == "sphinx" and not config.without_examples,
            request_samples=request_languages(config),
            facts_apart=config.style == "sphinx",
            is_reference=config.style == "sphinx",
            authentication=config.style == "sphinx",
            groups=config.groups,
            order=config.order,
            marks_deprecated=config.deprecated == "mark-last",
            has_index=has_index,
            versions=versions or {},
            say=say_of(config, front_end),
        ),
    )
