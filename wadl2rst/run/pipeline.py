"""The way of one WADL: read, planned as pages, rendered.  The run over all of them, the Python API and the extension take these steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from wadl2rst.config.options import Config, FormatSetting, as_option, entity_files
from wadl2rst.diagnostics import Diagnostic, LoadError, MessageCode, Report
from wadl2rst.markup.document import Markup
from wadl2rst.page.options import PageOptions, Say
from wadl2rst.page.plan import SitePlan
from wadl2rst.page.translations import translator
from wadl2rst.run.inputs import Input
from wadl2rst.source.files import folded
from wadl2rst.source.library import Library
from wadl2rst.source.trace import Trace
from wadl2rst.templating.environment import Lookups
from wadl2rst.templating.origins import RenderedText
from wadl2rst.templating.renderer import Edit, Renderer
from wadl2rst.wadl import lint, operations
from wadl2rst.wadl.filters import Filters
from wadl2rst.wadl.model import Application
from wadl2rst.wadl.parse import parse_application
from wadl2rst.wadl.references import Resolver


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontEnd:
    """What a front end brings along: Sphinx has a language, extensions and events of its own."""

    say: Say | None = None
    """Translates the words of the page; None: into the language of the configuration."""
    tabs: bool = False
    """Whether what shows tabs is there."""
    keep: Callable[[operations.Operation], bool] | None = None
    """Whether an operation is to be shown."""
    edit: Edit | None = None
    """Is handed the text of every page, or part of one, and gives the text to use."""
    format_setting: FormatSetting = as_option
    """Writes settings in messages as the user does."""


COMMAND = FrontEnd()
"""The command line, which brings nothing."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A WADL as a model, and the files that it was made from."""

    application: Application | None
    """None where it could not be read."""
    files: tuple[str, ...]
    """All files that were read for it."""
    missing: tuple[str, ...] = ()
    """Absolute paths that were looked for in vain: what it is made of changes if one of them appears."""
    trace: Trace | None = None
    """What was asked of the disk, where that was to be kept."""


def load(source: str, config: Config, report: Report, format_setting: FormatSetting = as_option, *, traced: bool = False) -> Loaded:
    """Reads one WADL with all that it names.

    ``source`` is its path or address.  Of ``config``, the settings on what may be read and on profiles count.  What is
    wrong goes to ``report``, and raises nothing; where nothing can be read, the application of the result is None.
    Messages write settings with ``format_setting``.  With ``traced``, the result has what was asked of the disk.
    """
    library = library_of(config, report, format_setting, traced=traced)
    document = library.document(source)
    if document is None:
        return Loaded(None, library.files, library.missing)
    markup = Markup(report, sample=library.sample, shown_path=library.shown_path, profile=config.profile)
    resolver = Resolver(library, report)
    try:
        application = parse_application(document, resolver, markup, report)
    except LoadError as broken:
        report(broken.diagnostic)
        return Loaded(None, library.files, library.missing)
    for grammars in application.grammars:
        for include in grammars.includes:
            if include.href and not library.exists(include.href, document.root):
                report(Diagnostic(MessageCode.MISSING_GRAMMAR, f"grammar {folded(include.href)} not found", include.location))
    return Loaded(application, library.files, library.missing, library.trace)


def library_of(config: Config, report: Report, format_setting: FormatSetting = as_option, *, traced: bool = False) -> Library:
    """A library for one WADL with the settings on what may be read."""
    return Library(
        report,
        root=config.root,
        max_size=config.max_size * 1024 * 1024,
        entity_map={address: str(file) for address, file in entity_files(config).items()},
        format_setting=format_setting,
        traced=traced,
    )


def filters_of(config: Config, *, paths: Sequence[str] = ()) -> Filters:
    """The filters that the configuration asks for; ``paths`` are included too, and hold no patterns."""
    return Filters(
        include=config.include,
        exclude=config.exclude,
        methods=config.methods,
        ids=config.ids,
        skip_extended=config.skip_extended,
        paths=paths,
    )


def planned(
    application: Application, known: Input, config: Config, report: Report, several: bool = False, host: FrontEnd = COMMAND
) -> tuple[SitePlan, Filters]:
    """The pages that ``config`` wants of ``application``, and its filters, which remember what they matched.

    ``known`` tells what the WADL is called, and ``several`` whether it is one of several; ``host`` is what the front end
    brings along.  What is odd goes to ``report``.  Raises :class:`~wadl2rst.diagnostics.LoadError` as :func:`checked` does.
    """
    filters = filters_of(config)
    groups = checked(application, config, report)
    return plan(application, known, config, several, _kept(filters.apply(groups), host), host, unfiltered=groups), filters


def texts(
    site: SitePlan, config: Config, host: FrontEnd = COMMAND, *, looked_for: Lookups | None = None
) -> Iterator[tuple[str, RenderedText]]:
    """Name and text of each page of ``site``, one at a time, as ``config`` and ``host`` want them.

    In ``looked_for``, it is noted which templates of the user's were looked for.
    Raises :class:`~wadl2rst.diagnostics.RenderError`.
    """
    made = renderer(config, host, looked_for=looked_for)
    for page in site.pages():
        yield page.name, made.render(page)


def say_unmatched(filters: Filters, report: Report, format_setting: FormatSetting = as_option) -> None:
    """Reports each filter that matched no operation."""
    for name, value in filters.unmatched():
        report(Diagnostic(MessageCode.UNMATCHED_FILTER, f"{format_setting(name, value)} matches no operation"))


def checked(application: Application, config: Config, report: Report) -> tuple[operations.Group, ...]:
    """The groups of an application; what is wrong with it goes to ``report``.

    With ``lint`` in ``config``, that is also what is undocumented.
    Raises :class:`~wadl2rst.diagnostics.LoadError` where resource types bring more operations than could be written.
    """
    groups = operations.groups(application)
    for rule in (*lint.CHECKS, *(lint.RULES if config.lint else ())):
        for diagnostic in rule(application, groups):
            report(diagnostic)
    return groups


def _kept(groups: tuple[operations.Group, ...], host: FrontEnd) -> tuple[operations.Group, ...]:
    """The groups without the operations that the front end skips; one that loses all of them goes too."""
    if host.keep is None:
        return groups
    kept = []
    for group in groups:
        shown = tuple(filter(host.keep, group.operations))
        if shown or not group.operations:
            kept.append(group if len(shown) == len(group.operations) else replace(group, operations=shown))
    return tuple(kept)


def _say(config: Config, host: FrontEnd) -> Say:
    return translator(config.lang) if host.say is None else host.say


def renderer(
    config: Config,
    host: FrontEnd = COMMAND,
    *,
    object_options: tuple[str, ...] = (),
    looked_for: Lookups | None = None,
) -> Renderer:
    """What renders pages, or parts of them, as ``config`` and ``host`` want them.

    ``object_options`` are options for each object of the style ``sphinx``, such as ``no-index``.  In ``looked_for``, it is
    noted which templates of the user's are looked for.
    """
    return Renderer(
        templates=config.templates,
        style=config.style,
        heading_chars=config.heading_chars,
        say=_say(config, host),
        tabs=config.tabs == "always" or (config.tabs == "auto" and host.tabs),
        edit=host.edit,
        object_options=object_options,
        looked_for=looked_for,
    )


def plan(
    application: Application,
    known: Input,
    config: Config,
    several: bool,
    groups: tuple[operations.Group, ...],
    host: FrontEnd = COMMAND,
    *,
    unfiltered: tuple[operations.Group, ...] = (),
) -> SitePlan:
    """The plan of the pages of ``application``: of ``groups``, which are some of the ``unfiltered``, or all where that is empty.

    ``known`` tells what the WADL is called: with ``several`` of them, its labels begin with that even where ``config`` has a
    prefix.  ``host`` brings the words of the page.
    """
    prefix = known.name
    if config.prefix is not None:
        prefix = "-".join(part for part in (config.prefix, known.name if several else "") if part)
    return SitePlan(
        application=application,
        groups=groups,
        unfiltered=() if groups == unfiltered else unfiltered,
        options=PageOptions(
            prefix=prefix,
            own_title="" if several else config.title,
            fallback_title=known.title,
            index=config.index,
            split=config.split,
            language=config.lang,
            nested_names=config.param_names == "path",
            samples=not config.without_examples,
            facts_apart=config.style == "sphinx",
            say=_say(config, host),
        ),
    )
