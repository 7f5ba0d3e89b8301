"""The command line: options, messages and exit status.

The options are derived from the fields of :class:`~wadl2rst.config.options.Config`.  Most modules are imported only when they
are needed, so that ``--version`` and ``--help`` are fast.
"""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import Field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click
from click.core import ParameterSource

from wadl2rst import __version__
from wadl2rst.config.kinds import Kind, kind
from wadl2rst.config.options import Config, key, make, missing, problems

if TYPE_CHECKING:
    from wadl2rst.config.apis import Api
    from wadl2rst.config.file import SettingsFile
    from wadl2rst.diagnostics import Diagnostic, Severity
    from wadl2rst.messages import Messages
    from wadl2rst.run.markdown import CommandMarkdown
    from wadl2rst.run.result import Result

DONE = 0
FAILED = 1
"""An error, a warning under ``-W``, or pages out of date under ``--check``."""
USAGE_ERROR = 2
INTERRUPTED = 130
"""The exit status that shells report after Ctrl-C: 128 + SIGINT."""

_EXAMPLES = (
    ("wadl2rst api.wadl -o docs/", "one page per operation and an index"),
    ("wadl2rst v1.wadl v2.wadl -o docs/", "one folder per WADL and an index"),
    ("wadl2rst wadls/ -o docs/", "every WADL below a folder"),
    ("wadl2rst api.wadl -o docs/ --html site/", "the pages, and the site from them"),
    ("wadl2rst api.wadl -o docs/ --check", "check that the pages are up to date"),
    ("wadl2rst api.wadl --lint", "report mistakes and missing docs"),
    ("wadl2rst 2.wadl --changes-since 1.wadl", "what changed between versions"),
)
_EXIT_STATUS = (
    ("0", "success"),
    ("1", "an error, a warning with -W, outdated pages with --check, or a breaking change with --fail-on-breaking"),
    ("2", "usage error"),
)

_OPTION_COLUMN = 28
"""The width of the option column in the help, the same in every section."""

_PROGRESS_AFTER = 0.7
"""Seconds after which progress is shown; shorter runs show none."""
_PROGRESS_EVERY = 0.1
"""Seconds between updates of the progress."""
_LINE_EVERY = 10
"""Seconds between lines about the progress, where standard error is no terminal."""


class _FolderPath(click.Path):
    """A folder; rejects an empty string, so that ``-o "$DOCS"`` with an unset variable does not write into the current folder."""

    name = "folder"

    def __init__(self) -> None:
        super().__init__(path_type=Path, readable=False)  # an unreadable folder is an error of the run, not a usage error

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Converts ``value`` to a path; fails if it is empty."""
        if not str(value):
            self.fail("the path is empty", param, ctx)
        return super().convert(value, param, ctx)


_CLICK_TYPES = {Kind.NUMBER: click.INT, Kind.PATH: _FolderPath(), Kind.TEXT: click.STRING, Kind.LIST: click.STRING}


class _ClosedStream(io.TextIOBase):
    """A stand-in for a standard stream that was closed before the command started; writing to it fails."""

    def write(self, text: str) -> int:
        """Raises OSError."""
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


class _SectionedCommand(click.Command):
    """A command whose help groups the options into sections."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Runs the command; exits with status 1 if click cannot write to a stream, for example the help."""
        _replace_closed_streams()
        try:
            return super().main(*args, **extra)
        except BrokenPipeError:
            raise
        except OSError:
            for stream in (sys.stdout, sys.stderr):
                _silence(stream)
            sys.exit(FAILED)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes a section for each group of settings, in the order of ``Config``."""
        groups = {item.name: item.metadata["group"] for item in fields(Config)}
        sections: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx) if isinstance(parameter, click.Option) else None
            if record is not None:
                # For switches with a --no- variant, only show the variant that turns them on.
                flags = record[0].partition(" / ")[0]
                sections.setdefault(groups.get(str(parameter.name), "Other"), []).append((flags.ljust(_OPTION_COLUMN), record[1]))
        for title, rows in sections.items():
            with formatter.section(title):
                formatter.write_dl(rows, col_max=_OPTION_COLUMN)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the examples and the exit status."""
        with formatter.section("Examples"):
            formatter.write_dl(_EXAMPLES, col_max=40)
        with formatter.section("Exit status"):
            formatter.write_dl(_EXIT_STATUS)


def _parameters() -> Iterator[click.Parameter]:
    """An option for each setting, and an argument for the sources."""
    for item in fields(Config):
        if not item.metadata["in_command"]:
            continue
        if item.name == "sources":
            yield click.Argument(["sources"], nargs=-1, metavar=item.metadata["metavar"])
        else:
            yield _option(item)


def _option(item: Field[Any]) -> click.Option:
    """The option for a setting."""
    metadata, value_kind = item.metadata, kind(item)
    flags = list(metadata["flags"] or [f"--{key(item.name)}"])
    if value_kind is Kind.SWITCH:
        # A switch that can be turned on in the configuration file also needs an option to turn it off.
        flags[-1] += f"/--no-{key(item.name)}" if metadata["in_file"] else ""
        return click.Option([item.name, *flags], is_flag=True, default=False, help=metadata["help"])
    return click.Option(
        [item.name, *flags],
        type=click.Choice(metadata["choices"]) if metadata["choices"] else _CLICK_TYPES[value_kind],
        multiple=value_kind is Kind.LIST,
        metavar=metadata["metavar"] or None,
        help=metadata["help"] + _help_suffix(item),
    )


def _help_suffix(item: Field[Any]) -> str:
    """The end of the help text: the default value, or that the option can be repeated."""
    if kind(item) is Kind.LIST:
        return " Repeatable."
    return f" [default: {item.default}]" if item.default not in (None, "") else ""


@click.command(
    cls=_SectionedCommand,
    params=list(_parameters()),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    help="""Convert WADL to reStructuredText: a page for each operation of an HTTP API, ready for Sphinx.

    SOURCE is a WADL file, a folder of them or an http(s) URL. Settings can also go into [tool.wadl2rst] in
    pyproject.toml or into wadl2rst.toml. The command line takes precedence; --no-NAME turns off a switch set there.""",
)
@click.option(
    "--config",
    "config_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Read settings from FILE instead of pyproject.toml or wadl2rst.toml.",
)
@click.version_option(__version__, message="%(prog)s %(version)s", help="Show the version.")
@click.pass_context
def main(ctx: click.Context, /, config_file: Path | None, **values: Any) -> None:
    """The command ``wadl2rst``."""
    _escape_unencodable()
    from wadl2rst.config.file import SettingsError

    given = {name: value for name, value in values.items() if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE}
    settings: SettingsFile | None = None
    try:
        settings = _load_settings(config_file)
        config = _config(ctx, given, settings)
        apis = _apis(config, given, settings)
    except SettingsError as error:
        _Screen(_message_settings(given, settings)).message(error.diagnostic)
        ctx.exit(USAGE_ERROR)
    ctx.exit(_run(config, settings, apis))


# --- settings ---------------------------------------------------------------------------


def _load_settings(file: Path | None) -> SettingsFile | None:
    """The contents of the configuration file: of ``file``, or of the nearest one; None if there is none.  Raises SettingsError."""
    from wadl2rst.config.file import find_settings, load_settings

    try:
        if file is None:
            file = find_settings(Path.cwd(), Path(os.path.expanduser("~")))  # noqa: PTH111 (Path.home() raises if there is none)
        return None if file is None else load_settings(file)
    except FileNotFoundError:  # the current folder was removed
        return None


def _config(ctx: click.Context, given: Mapping[str, Any], settings: SettingsFile | None) -> Config:
    """The validated settings of this run; the command line takes precedence over the configuration file.

    Raises SettingsError for an invalid value in the file, and click's UsageError for one on the command line.
    """
    from wadl2rst.config.file import SettingsError

    values = dict(settings.values) if settings else {}
    if settings is not None and _lists_apis(settings, given):
        values["sources"] = tuple(source for entry in settings.apis for source in entry.values["sources"])
    if "changes_since" in given:
        # In the file, these are about the pages; the changes go into a file, and are part of no site.
        for name in ("output", "html", "lint"):
            values.pop(name, None)
    values.update(given)
    if "style" not in values and isinstance(output := values.get("output"), Path) and (output / "conf.py").is_file():
        from wadl2rst.run.html import is_site

        if is_site(output):  # made by an earlier run with --html, whose pages keep their style
            values["style"] = "sphinx"
    config = make(values)
    for name, text in problems(config):
        if settings is not None and name in settings.values and name not in given:
            raise SettingsError(settings.location(name), f"'{key(name)}': {text}")
        parameter = next(parameter for parameter in ctx.command.params if parameter.name == name)
        raise click.BadParameter(text, ctx, parameter)
    checked = config
    if config.adopt and config.additions is None and settings is not None and _lists_apis(settings, given):
        own = [entry.values["additions"] for entry in settings.apis if "additions" in entry.values]
        checked = replace(config, additions=own[0]) if own else config
    error_text = missing(checked)
    if error_text:
        raise click.UsageError(error_text, ctx)
    return config


def _lists_apis(settings: SettingsFile, given: Mapping[str, Any]) -> bool:
    """Whether the run is over the APIs that the configuration file lists: not if sources are ``given``, which are one API."""
    return bool(settings.apis) and "sources" not in given and "changes_since" not in given


def _apis(config: Config, given: Mapping[str, Any], settings: SettingsFile | None) -> tuple[Api, ...]:
    """The APIs of a run over those that the configuration file lists, else none.  Raises SettingsError for invalid entries."""
    if settings is None or not _lists_apis(settings, given):
        return ()
    from wadl2rst.config.apis import EntryPlace, faults, make_apis, normalized
    from wadl2rst.config.file import SettingsError

    entries = settings.apis
    for entry in entries:
        if normalized(str(entry.values["output"])) is None:
            text = f"'output' must be a folder below the output folder, such as v1, not '{entry.values['output']}'"
            raise SettingsError(entry.location("output"), text)
    apis = make_apis(config, entries, given)
    for api in apis:
        for name, text in problems(api.config):
            if name in api.entry.values:
                raise SettingsError(api.entry.location(name), f"'{key(name)}': {text}")
    places = [EntryPlace(api.folder, api.config.prefix, also=api.config.also) for api in apis]
    for number, name, text, part in faults(places, index=config.index):
        raise SettingsError(entries[number].location(name, part), text)
    return apis


def _message_settings(given: Mapping[str, Any], settings: SettingsFile | None) -> Config:
    """The settings for the format of messages, with which invalid settings are reported.

    If the configuration file cannot be read, or specifies an invalid format, only the command line is used.
    """
    merged = {**(settings.values if settings else {}), **given}
    config = Config(**{name: merged[name] for name in ("format", "color") if name in merged})
    return replace(config, format=Config().format) if any(problems(config)) else config


def _escape_unencodable() -> None:
    """Makes the standard streams escape characters that their encoding lacks, instead of raising an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _replace_closed_streams() -> None:
    """Replaces each standard stream that is closed.

    Python sets it to None, which much code cannot handle; and the next file that is opened, such as a page, would get its
    file descriptor, and with it anything that a library writes to standard error.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            with suppress(OSError):
                # open() returns the lowest free descriptor, which is this one, because the lower ones are in use.
                if os.open(os.devnull, os.O_RDWR) > number:
                    continue
            setattr(sys, name, _ClosedStream())


def _silence(stream: TextIO) -> None:
    """Redirects a stream that cannot be written to the null device, so that flushing its buffer at exit does not fail again."""
    with suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)


# --- the run ----------------------------------------------------------------------------


def _run(config: Config, settings: SettingsFile | None, apis: Sequence[Api] = ()) -> int:
    """Runs with ``config``, over ``apis`` if there are any, and returns the exit status.

    Tracebacks are only shown on request, whatever error occurs.
    """
    screen = _Screen(config)
    if config.verbose or os.environ.get("WADL2RST_DEBUG"):
        _show_tracebacks()
    if config.verbose and settings is not None and config.format != "json":
        screen.note(f"wadl2rst: using settings from {settings.file}")
        if settings.apis and not apis:
            screen.note("wadl2rst: its APIs are not used, because the command line names sources")
    try:
        status = _compare(config, settings, screen) if config.changes_since else _build(config, screen, apis)
        return FAILED if screen.lost else status
    except KeyboardInterrupt:
        screen.note("wadl2rst: interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        raise  # the reader of the output has closed the pipe; click exits quietly
    except Exception as error:
        if config.verbose or os.environ.get("WADL2RST_DEBUG"):
            import traceback

            screen.note(traceback.format_exc().rstrip())
        if isinstance(error, OSError):
            from wadl2rst.diagnostics import printable, reason

            where = f"{error.filename}: " if error.filename else ""
            screen.note(printable(f"wadl2rst: error: {where}{reason(error)}"))
        elif isinstance(error, MemoryError):
            screen.note("wadl2rst: error: not enough memory for this input")
        else:
            what = " ".join(f"{type(error).__name__}: {error}".split())
            screen.note(f"wadl2rst: internal error: {what}; please report it with the WADL (-v shows a traceback)")
        return FAILED


def _show_tracebacks() -> None:
    """Shows the tracebacks of internal errors that affect only one source, which are logged at debug level."""
    import logging

    logger = logging.getLogger("wadl2rst")
    logger.handlers = [logging.StreamHandler(sys.stderr)]
    logger.setLevel(logging.DEBUG)
    logger.propagate = False


def _build(config: Config, screen: _Screen, apis: Sequence[Api] = ()) -> int:
    """Builds the pages, of ``apis`` if there are any, and the site, prints a summary, and returns the exit status."""
    from wadl2rst.messages import LIMIT, Messages, outdated
    from wadl2rst.run.build import build

    limit = None if config.verbose or config.format == "json" else LIMIT
    messages = Messages(screen.message, ignore=config.ignore, limit=limit, verbose=config.verbose)
    markdown = _markdown(config, messages)
    # A WADL is a tree of hundreds of thousands of objects without cycles, which are freed by reference counting; collecting is useless.
    enabled = gc.isenabled()
    gc.disable()
    try:
        if apis:
            from wadl2rst.run.apis import build_apis

            result = build_apis(config, apis, messages.report, screen.progress, markdown=markdown)
        else:
            result = build(config, messages.report, screen.progress, markdown=markdown)
        if markdown is not None:
            markdown.finish(result.title)
    finally:
        if enabled:
            gc.freeze()  # spares the last collection, at the end of the process, a look at all that is left
            gc.enable()
    site = _site(config, apis, result, messages, screen)
    screen.clear()
    for line in result.adopted if not config.quiet and config.format != "json" else ():
        screen.note(line)
    for change in result.changes:
        if config.quiet or config.format != "text":
            screen.message(outdated(change))
        if not config.quiet:
            screen.change(change)
    for code, more in messages.held_back():
        screen.remark(f"wadl2rst: {more} more [{code.value}]; use -v to show all")
    # In JSON output, print nothing but messages.
    if not config.quiet and config.format != "json":
        for line in _summary(config, result, messages, site):
            screen.note(line)
    stale = config.check and bool(result.changes or result.written or result.removed)
    failed = messages.errors or result.failed or site is False or stale or (config.fail_on_warning and messages.warnings)
    return FAILED if failed else DONE


def _compare(config: Config, settings: SettingsFile | None, screen: _Screen) -> int:
    """Compares two versions, prints or writes the changes, and returns the exit status."""
    from wadl2rst.messages import LIMIT, Messages, counted
    from wadl2rst.run.changes import change_as_json, make_changes

    limit = None if config.verbose or config.format == "json" else LIMIT
    messages = Messages(screen.message, ignore=config.ignore, limit=limit, verbose=config.verbose)
    pages = []
    if settings is not None and "output" in settings.values:
        output = settings.values["output"]
        pages = [output, *(output / entry.values["output"] for entry in settings.apis)]
    enabled = gc.isenabled()
    gc.disable()  # see _build
    try:
        result = make_changes(config, messages.report, pages)
    finally:
        if enabled:
            gc.enable()
    for code, more in messages.held_back():
        screen.remark(f"wadl2rst: {more} more [{code.value}]; use -v to show all")
    comparison, outcome = result.comparison, result.outcome
    if comparison is None:
        return FAILED
    for written in outcome.changes if outcome is not None else ():
        screen.change(written.diff)
    if config.format == "json":
        for change in comparison.changes:
            screen.result(change_as_json(change))
    elif config.output is None:
        screen.result(result.text.rstrip("\n"))
    breaking = sum(change.breaking for change in comparison.changes)
    if config.output is not None and not config.quiet and config.format != "json":
        changes = counted(len(comparison.changes), "change")
        screen.note(f"{config.output.as_posix()}: {changes}{f', {breaking} of them breaking' if breaking else ''}")
    if config.fail_on_breaking and breaking and config.output is None and not config.quiet:
        screen.note(f"wadl2rst: {counted(breaking, 'change')} can break clients")
    stale = config.check and outcome is not None and bool(outcome.written)
    failed = messages.errors or stale or (config.fail_on_warning and messages.warnings) or (config.fail_on_breaking and breaking)
    return FAILED if failed else DONE


def _markdown(config: Config, messages: Messages) -> CommandMarkdown | None:
    """The Markdown pages of the site, if there is a site and they are wanted; those of an earlier run are removed if they are not."""
    if config.html is None or config.output is None or config.check:
        return None
    from wadl2rst.run.html import sphinx_is_installed
    from wadl2rst.run.markdown import CommandMarkdown, wants_markdown

    if not sphinx_is_installed():
        return None  # there will be no site
    markdown = CommandMarkdown(config, messages.report)
    if wants_markdown(config):
        return markdown
    markdown.remove()
    return None


def _site(config: Config, apis: Sequence[Api], result: Result, messages: Messages, screen: _Screen) -> bool | None:
    """Builds the site if requested and if there are pages.  Returns whether it succeeded; None if it was not attempted."""
    if config.html is None or config.output is None or not result.written + result.unchanged + result.kept:
        return None
    from wadl2rst.run.html import build_site, loads_tabs

    screen.clear()
    return build_site(
        config.output,
        config.html,
        title=result.title,
        report=messages.report,
        progress=None if config.quiet else screen.site_progress,
        verbose=config.verbose,
        index=config.index,
        additions=[folder for one in (config, *(api.config for api in apis)) if (folder := one.additions) is not None],
        tabs=config.style != "classic"
        and (config.tabs == "always" or (config.tabs == "auto" and loads_tabs(config.output, makes_conf=True))),
    )


def _summary(config: Config, result: Result, messages: Messages, site: bool | None) -> Iterator[str]:
    """The lines of the summary: the pages, the location of the site, and the numbers of errors and warnings."""
    from wadl2rst.messages import counted

    done = counted(result.operations, "operation")
    if config.output is not None:
        conditional = " would be" if config.check else ""
        numbers = (
            (result.written, f"{conditional} written"),
            (result.unchanged, " unchanged"),
            (result.kept, " left as is"),
            (result.removed, f"{conditional} removed"),
        )
        pages = counted(result.written + result.unchanged + result.kept, "page")
        details = ", ".join(f"{number}{what}" for number, what in numbers if number)
        done = f"{config.output.as_posix().rstrip('/')}/: {done}, {pages}{': ' if details else ''}{details}"
    yield done
    if site and config.html is not None:
        yield f"{(config.html / config.index).as_posix()}.html: the HTML site"
    failures = [counted(number, noun) for number, noun in ((messages.errors, "error"), (messages.warnings, "warning")) if number]
    if result.failed:
        failures.append(f"{counted(result.failed, 'source')} could not be read")
    if failures:
        yield ", ".join(failures)
    elif config.lint:
        yield "no problems found"


# --- the terminal -----------------------------------------------------------------------


class _Screen:
    """Output to the terminal: the streams, their colours, and a progress line that does not mix with other output.

    Standard output gets the result: the diff of ``--check``, or else the messages of ``--lint``.  Everything
    else goes to standard error.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        self._start = self._shown = time.monotonic()
        self._width = 0  # of the current progress line
        self._animated = not config.quiet and config.format != "json" and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._stream: TextIO = sys.stdout if config.lint and not config.check else sys.stderr
        self._format = self._formatter()
        self._silenced: set[int] = set()
        self.lost = False
        """Whether a message or a diff could not be printed, because the stream is closed or its disk is full."""

    def message(self, diagnostic: Diagnostic) -> None:
        """Prints a diagnostic."""
        self._print_result(self._format(diagnostic), self._stream)

    def remark(self, text: str) -> None:
        """Prints a remark about the messages, to the same stream."""
        self._print_result(text, self._stream)

    def result(self, text: str) -> None:
        """Prints a part of the result, to standard output."""
        self._print_result(text, sys.stdout)

    def note(self, text: str) -> None:
        """Prints a note that is not part of the result, to standard error."""
        self._print(text, sys.stderr)

    def change(self, diff: str) -> None:
        """Prints the unified diff of an outdated page."""
        lines = diff.rstrip("\n").split("\n")
        if _colored(self._config.color, sys.stdout):
            colors = {"+": "green", "-": "red", "@": "cyan"}
            lines = [click.style(line, fg=colors[line[0]]) if line[:1] in colors else line for line in lines]
        self._print_result("\n".join(lines), sys.stdout)

    def progress(self, done: int, total: int, what: str) -> None:
        """Updates the progress line, if the run takes long and standard error is a terminal."""
        now = time.monotonic()
        if not self._animated or now - self._start < _PROGRESS_AFTER or now - self._shown < _PROGRESS_EVERY:
            return
        import shutil

        from wadl2rst.diagnostics import printable

        self._shown = now
        filled = 20 * done // max(total, 1)
        # Keep the last column free: some terminals wrap the line when it is written to.
        room = shutil.get_terminal_size().columns - 1
        line = f"[{'#' * filled:<20}] {done}/{total} {printable(what)}".rstrip()[:room]
        click.echo("\r" + line.ljust(self._width), nl=False, file=sys.stderr)
        self._width = len(line)

    def site_progress(self, done: int, total: int, what: str) -> None:
        """Updates the progress line with the pages of the site; where standard error is no terminal, prints a line now and then."""
        if self._animated:
            self.progress(done, total, what)
        elif self._config.format != "json" and time.monotonic() - self._shown >= _LINE_EVERY:
            from wadl2rst.diagnostics import printable

            self._shown = time.monotonic()
            self.note(printable(f"{what}: {done} of {total} pages"))

    def clear(self) -> None:
        """Erases the progress line."""
        if self._width:
            click.echo(f"\r{' ' * self._width}\r", nl=False, file=sys.stderr)
            self._width = 0

    def _print_result(self, text: str, stream: TextIO) -> None:
        """Prints output that must not be lost; sets :attr:`lost` on failure."""
        if not self._print(text, stream):
            self.lost = True

    def _print(self, text: str, stream: TextIO) -> bool:
        """Prints text; returns False if the stream cannot be written, which is not a reason to stop writing pages."""
        self.clear()
        try:
            click.echo(text, file=stream, color=True)  # colours are decided here, not by click
        except BrokenPipeError:
            raise
        except OSError:
            if not isinstance(stream, _ClosedStream):
                _silence(stream)
                self._silenced.add(id(stream))
            return False
        return id(stream) not in self._silenced

    def _formatter(self) -> Callable[[Diagnostic], str]:
        from wadl2rst.messages import as_github, as_json, as_text

        if self._config.format == "json":
            return as_json
        if self._config.format == "github":
            return as_github
        paint = _paint if _colored(self._config.color, self._stream) else None
        return lambda diagnostic: as_text(diagnostic, paint)


def _paint(word: str, severity: Severity) -> str:
    """The word for a severity, in colour."""
    return click.style(word, fg={"error": "red", "warning": "yellow"}.get(severity.value, "cyan"), bold=True)


def _colored(choice: str, stream: TextIO) -> bool:
    """Whether to use colours: from ``--color``, else from NO_COLOR (no-color.org) and FORCE_COLOR (force-color.org), else on a terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
