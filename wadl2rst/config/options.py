"""The single definition of all settings, from which the command line, the configuration file, Sphinx and the docs are derived."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple

from wadl2rst.config.groups import METHOD, NAMED_RULES, Groups, group_problems
from wadl2rst.config.kinds import Kind, Pairs, kind
from wadl2rst.config.suggestions import similar

_HEADING_CHARS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
"""The characters that docutils accepts in section underlines ("Sections" in its specification)."""


REQUEST_LANGUAGES = ("curl", "httpie", "python", "javascript")
"""The languages of request samples."""

ENTRY_GROUPS = ("Pages", "Filters", "Reading")
"""The groups of the settings that each API can have of its own."""


def setting(
    default: Any,
    help: str,  # noqa: A002 (the standard name for it, as in click)
    *,
    group: str,
    flags: tuple[str, ...] = (),
    metavar: str = "",
    choices: tuple[str, ...] = (),
    separator: str = "",
    least: int = 1,
    in_file: bool = True,
    in_sphinx: bool = True,
    in_entry: bool | None = None,
    in_command: bool = True,
) -> Any:
    """A dataclass field for :class:`Config`.

    ``group`` is the section of the help text, ``flags`` are the command-line options (default: derived from
    the name), ``metavar`` names the value in the help text, ``choices`` are the allowed values, ``separator``
    separates several values in one string, ``least`` is the smallest value of a number, and ``in_file`` and
    ``in_sphinx`` say whether the setting is also available in the configuration file and in Sphinx's ``conf.py``.
    ``in_entry`` says whether an entry of ``apis`` in the configuration file can have it; by default, depending on the group.
    ``in_command`` says whether it is an option of the command.
    """
    metadata = {
        "help": help,
        "group": group,
        "flags": flags,
        "metavar": metavar,
        "choices": choices,
        "separator": separator,
        "least": least,
        "in_file": in_file,
        "in_sphinx": in_sphinx,
        "in_command": in_command,
        "in_entry": group in ENTRY_GROUPS if in_entry is None else in_entry,
    }
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of a run.

    Paths may be passed as ``str`` or any ``os.PathLike``, and tuples as lists: they are converted to ``Path`` and ``tuple``.
    Values are not checked here, but by :func:`problems`.
    """

    sources: tuple[str, ...] = setting(
        (), "WADL files, folders of them, or http(s) URLs.", group="", metavar="SOURCE...", in_sphinx=False, in_entry=True
    )
    # What to create.
    output: Path | None = setting(
        None, "Write the pages to DIR.", group="Results", flags=("-o", "--output"), metavar="DIR", in_sphinx=False, in_entry=True
    )
    html: Path | None = setting(None, "Also build the HTML site into DIR, with Sphinx.", group="Results", metavar="DIR", in_sphinx=False)
    markdown: str = setting(
        "auto",
        "Write the pages of the HTML site as Markdown, too, and a list of them, llms.txt; auto: with --html, unless --templates is used.",
        group="Results",
        choices=("auto", "always", "never"),
    )
    check: bool = setting(
        False,
        "Write nothing; show what would change as a diff, and exit with 1 if anything would.",
        group="Results",
        in_file=False,
        in_sphinx=False,
    )
    lint: bool = setting(False, "Report mistakes and missing documentation in the WADL.", group="Results", in_file=False)
    changes_since: tuple[str, ...] = setting(
        (),
        "Instead of pages, print what has changed since this older version of the API, or write it with -o FILE.rst.",
        group="Results",
        metavar="WADL",
        in_file=False,
        in_sphinx=False,
    )
    fail_on_breaking: bool = setting(
        False, "With --changes-since: exit with 1 if a change can break a client.", group="Results", in_file=False, in_sphinx=False
    )
    adopt: bool = setting(
        False,
        "Move what was added to pages by hand into the folder of --additions.",
        group="Results",
        in_file=False,
        in_sphinx=False,
    )
    force: bool = setting(False, "Replace and remove pages even if they were edited.", group="Results", in_file=False, in_sphinx=False)
    no_cache: bool = setting(False, "Neither use nor update the cache.", group="Results", in_file=False, in_sphinx=False)
    # What the pages look like.
    split: str = setting(
        "method",
        "Write a page per method, a page per resource, or a single page.",
        group="Pages",
        choices=("method", "resource", "single"),
    )
    style: str = setting(
        "classic",
        "Style of the pages; sphinx: with directives of the extension wadl2rst.sphinx, the default for --html and its pages.",
        group="Pages",
        choices=("classic", "sphinx"),
    )
    tabs: str = setting(
        "auto",
        "In the sphinx style, show the samples of a body in tabs; auto: if conf.py loads sphinx-design.",
        group="Pages",
        choices=("auto", "always", "never"),
    )
    without_examples: bool = setting(False, "Omit the samples.", group="Pages")
    request_samples: tuple[str, ...] = setting(
        (),
        "Show request samples in these languages: curl, httpie, python, javascript, or none; by default all in the sphinx style.",
        group="Pages",
        metavar="LANGUAGE,...",
        separator=",",
    )
    templates: Path | None = setting(None, "Look for templates in DIR first.", group="Pages", metavar="DIR")
    additions: Path | None = setting(None, "Include your own texts from DIR in the pages.", group="Pages", metavar="DIR")
    param_names: str = setting(
        "path",
        "Name body parameters by their path (image.links.href) or its last part (href).",
        group="Pages",
        choices=("path", "leaf"),
    )
    schema_depth: int = setting(
        4,
        "Show this many levels below the root of a body that only a schema describes; 0: none.",
        group="Pages",
        metavar="N",
        least=0,
    )
    schema_rows: int = setting(100, "Show at most this many rows of such a body on a page.", group="Pages", metavar="N")
    json_from_xsd: str = setting(
        "auto",
        "Make JSON examples from XML schemas, in this shape; auto: natural if Jersey generated the WADL, else none.",
        group="Pages",
        choices=("auto", "none", "natural", "mapped", "badgerfish"),
    )
    heading_chars: str = setting('^"', "Characters that underline headings, outermost first.", group="Pages", metavar="CHARS")
    lang: str = setting("", "Language of the documentation and of the fixed texts, where available.", group="Pages", metavar="LANG")
    title: str = setting(
        "",
        "Title of the site and its index, instead of the WADL's.",
        group="Pages",
        metavar="TEXT",
    )
    merge: bool = setting(False, "Document all WADLs as one API: one index, and common names, labels and types.", group="Pages")
    base: str = setting("", "Show URL as the base address, instead of the WADL's.", group="Pages", metavar="URL")
    prefix: str | None = setting(None, "Start every label with TEXT instead of the WADL's name.", group="Pages", metavar="TEXT")
    index: str = setting("index", "Name of the index page.", group="Pages", metavar="NAME")
    groups: Groups = setting(
        "auto",
        "Group the operations on the index; auto: by tag, else by path, in the classic style by resource. Settings files can list groups.",
        group="Pages",
        choices=NAMED_RULES,
    )
    order: str = setting(
        "wadl",
        "Order of the operations in their groups, and of the pages.",
        group="Pages",
        choices=("wadl", "path", "title", "method"),
    )
    deprecated: str = setting(
        "show",
        "Deprecated operations: mark-last puts them last in their group, hide omits them.",
        group="Pages",
        choices=("show", "mark-last", "hide"),
    )
    also: Pairs = setting(
        (),
        "Other versions of the API, to which each operation links: a table with the title of each and its output.",
        group="Pages",
        in_file=False,
        in_sphinx=False,
        in_command=False,
    )
    # What to document.
    include: tuple[str, ...] = setting(
        (), "Include only operations whose path matches PATTERN (*, ** and ?).", group="Filters", metavar="PATTERN"
    )
    exclude: tuple[str, ...] = setting((), "Exclude operations whose path matches PATTERN.", group="Filters", metavar="PATTERN")
    methods: tuple[str, ...] = setting(
        (), "Include only operations with this HTTP method.", group="Filters", metavar="METHOD,...", separator=","
    )
    ids: tuple[str, ...] = setting(
        (), "Include only operations whose method has this id.", group="Filters", metavar="ID,...", separator=","
    )
    skip_extended: bool = setting(False, "Omit the operations that Jersey adds: OPTIONS and the WADL.", group="Filters")
    profile: tuple[str, ...] = setting(
        (),
        "For profiled text, KEY=VALUE shows only that value, KEY!=VALUE hides it.",
        group="Filters",
        metavar="KEY=VALUE",
    )
    # What to read, and how.
    doc_format: str = setting(
        "auto",
        "Format of documentation text; auto: detect Markdown and HTML.",
        group="Reading",
        choices=("auto", "plain", "markdown", "html"),
    )
    root: Path | None = setting(None, "Read only files below DIR.", group="Reading", metavar="DIR")
    entity_map: tuple[str, ...] = setting((), "Read FILE instead of the entity file at URL.", group="Reading", metavar="URL=FILE")
    grammar_map: tuple[str, ...] = setting((), "Read FILE instead of the grammar at ADDRESS.", group="Reading", metavar="ADDRESS=FILE")
    max_size: int = setting(256, "Refuse files larger than this many MiB.", group="Reading", metavar="MIB")
    jobs: int = setting(
        1, "Process this many WADLs in parallel.", group="Reading", flags=("-j", "--jobs"), metavar="N", in_sphinx=False, in_entry=False
    )
    # What to report.
    fail_on_warning: bool = setting(
        False, "Exit with 1 if there are warnings.", group="Messages", flags=("-W", "--fail-on-warning"), in_sphinx=False
    )
    ignore: tuple[str, ...] = setting(
        (),
        "Suppress warnings with this code, such as template-undeclared.",
        group="Messages",
        metavar="CODE,...",
        separator=",",
        in_sphinx=False,
    )
    format: str = setting(
        "text",
        "Format of messages; json: one object per line, github: annotations for GitHub Actions.",
        group="Messages",
        choices=("text", "json", "github"),
        in_sphinx=False,
    )
    color: str = setting(
        "auto",
        "Colour messages; auto: on a terminal, unless NO_COLOR is set.",
        group="Messages",
        choices=("auto", "always", "never"),
        in_file=False,
        in_sphinx=False,
    )
    quiet: bool = setting(
        False,
        "Print problems only: no summary, no progress.",
        group="Messages",
        flags=("-q", "--quiet"),
        in_file=False,
        in_sphinx=False,
    )
    verbose: bool = setting(
        False,
        "Print more details, and all messages of each kind.",
        group="Messages",
        flags=("-v", "--verbose"),
        in_file=False,
        in_sphinx=False,
    )

    def __post_init__(self) -> None:
        """Converts paths and lists to the types that the fields store."""
        for item in fields(self):
            value, value_kind = getattr(self, item.name), kind(item)
            # A single string is not converted to a list: it is usually a mistake, which problems() reports.
            is_list = isinstance(value, list) or (value_kind is Kind.GROUPS and isinstance(value, tuple))
            is_list = is_list or (value_kind is Kind.PAIRS and isinstance(value, dict))
            if (value_kind is Kind.PATH and value and value_kind.accepts(value)) or (
                value_kind in (Kind.LIST, Kind.GROUPS, Kind.PAIRS) and is_list
            ):
                object.__setattr__(self, item.name, value_kind.convert(value))


FormatSetting = Callable[[str, str], str]
"""How a front end spells a setting in messages: takes its name as from :func:`key` and a value; an empty value gives the name alone."""


def as_option(name: str, value: str = "") -> str:
    """A setting as a command-line option: ``--root ..``."""
    return f"--{name} {value}" if value else f"--{name}"


class Problem(NamedTuple):
    """An invalid setting."""

    name: str
    """The field of :class:`Config`."""
    text: str
    """What is wrong with its value, in one line for the user."""


def key(name: str) -> str:
    """A field's name as spelled on the command line and in the configuration file: ``heading-chars``."""
    return name.replace("_", "-")


def make(values: Mapping[str, Any]) -> Config:
    """Creates a :class:`Config` from ``values``, which maps field names to values.

    Lists passed as one string (``--methods get,put``) are split, and HTTP methods are converted to upper case.  If ``values`` has
    a folder for the site but no style, the style is that for sites.
    """
    normalized = dict(values)
    if normalized.get("html") is not None:
        normalized.setdefault("style", "sphinx")
    for item in fields(Config):
        separator = item.metadata["separator"]
        if separator and item.name in normalized:
            parts = (part.strip() for value in normalized[item.name] for part in value.split(separator))
            normalized[item.name] = tuple(part for part in parts if part)
    if "methods" in normalized:
        normalized["methods"] = tuple(method.upper() for method in normalized["methods"])
    return Config(**normalized)


FILE_MAPS = ("entity_map", "grammar_map")
"""The settings that map addresses to files, as entries ``ADDRESS=FILE``."""


def mapped_files(entries: Iterable[str]) -> dict[str, Path]:
    """The addresses of one of :data:`FILE_MAPS`, mapped to the files to read instead.

    Entries are split at the last ``=``, because URLs may contain one in their query.
    """
    pairs = (entry.rpartition("=") for entry in entries)
    return {address.strip(): Path(file.strip()) for address, _, file in pairs}


def relative_to(folder: str, entry: str) -> str:
    """An entry of one of :data:`FILE_MAPS`, with its file taken relative to ``folder``; malformed entries are returned unchanged."""
    address, equals, file = entry.rpartition("=")
    # A Path would drop the user's leading "./".
    return f"{address}={os.path.join(folder, file.strip())}" if equals and file.strip() else entry  # noqa: PTH118


def is_same_folder(one: Path, other: Path) -> bool:
    """Whether two paths lead to the same folder."""
    return os.path.realpath(one) == os.path.realpath(other)


def is_url(source: str) -> bool:
    """Whether a source is an http(s) URL rather than a path."""
    return re.match(r"https?://", source, re.IGNORECASE) is not None


def problems(config: Config) -> Iterator[Problem]:
    """The invalid settings in ``config``, whatever front end they come from.

    Accesses the disk only to check the folders and files that settings name.  What a run of the command
    requires in addition is checked by :func:`missing`.
    """
    type_problems = [problem for item in fields(Config) for problem in _type_problems(item, getattr(config, item.name))]
    if type_problems:
        yield from type_problems
        return
    for item in fields(Config):
        value, choices = getattr(config, item.name), item.metadata["choices"]
        if choices and isinstance(value, str) and value not in choices:
            yield Problem(item.name, f"'{value}' is not one of {', '.join(choices)}{similar(str(value), choices)}")
        if kind(item) is Kind.LIST and not all(entry.strip() for entry in value):
            yield Problem(item.name, "empty value")
        if kind(item) is Kind.NUMBER and value < (least := item.metadata["least"]):
            yield Problem(item.name, f"must be at least {least}, not {value}")
    yield from _page_problems(config)
    yield from _choice_problems(config)
    yield from _folder_problems(config)
    if config.ignore:
        yield from _ignore_problems(config.ignore)


def missing(config: Config) -> str:
    """The error message for settings that a run of the command lacks or cannot combine; empty if there is no such error."""
    if not config.sources:
        return "Missing source: pass a WADL file, a folder or an http(s) URL, as in: wadl2rst api.wadl -o docs/"
    if config.changes_since:
        return _missing_for_changes(config)
    if config.fail_on_breaking:
        return "--fail-on-breaking is about the changes since an older version: specify that with --changes-since WADL."
    if config.output is None:
        for name, reason in (
            ("check", "--check compares with the pages in a folder"),
            ("html", "--html builds the site from the pages in a folder"),
            ("adopt", "--adopt looks for edits of the pages in a folder"),
            ("force", "--force replaces pages in a folder"),
        ):
            if getattr(config, name):
                return f"{reason}: specify it with -o DIR."
        if not config.lint:
            return "Specify an output folder with -o DIR, or use --lint to check only the WADL."
    if config.quiet and config.verbose:
        return _QUIET_AND_VERBOSE
    if config.adopt and config.additions is None:
        return "--adopt moves edits into files: specify their folder with --additions DIR."
    if config.adopt and config.force:
        return "--adopt keeps edits, --force replaces them: use one of them."
    if config.check and config.html is not None:
        return "--check writes nothing, so it cannot build a site: omit --check or --html."
    return ""


_QUIET_AND_VERBOSE = "Use either -q or -v, not both."


def _missing_for_changes(config: Config) -> str:
    """The error message of :func:`missing` for a comparison of two versions."""
    for name, reason in (
        ("lint", "--lint checks one version of an API, --changes-since compares two: run them one after the other."),
        ("html", "--changes-since writes one page, and no site: omit --html."),
        ("adopt", "--adopt is about the pages of operations, --changes-since writes none: omit one of them."),
    ):
        if getattr(config, name):
            return reason
    if config.output is None:
        for name, reason in (
            ("check", "--check compares the changes with a page: specify it with -o FILE.rst."),
            ("force", "--force replaces a page: specify it with -o FILE.rst."),
        ):
            if getattr(config, name):
                return reason
    elif config.output.suffix != ".rst":
        return f"--changes-since writes one page: specify a file with -o FILE.rst, not {config.output}."
    if config.quiet and config.verbose:
        return _QUIET_AND_VERBOSE
    return ""


def _type_problems(item: Field[Any], value: object) -> Iterator[Problem]:
    """The problem of a value of the wrong type.  Only the Python API can pass one: the other front ends check types themselves."""
    value_kind = kind(item)
    if value_kind.stores(value) or (value is None and item.default is None):
        return
    advice = f': use {item.name}=("{value}",)' if value_kind is Kind.LIST and isinstance(value, str) else ""
    yield Problem(item.name, f"must be {value_kind.in_python}, not {value!r}{advice}")


def _page_problems(config: Config) -> Iterator[Problem]:
    """Problems of the settings for pages and their names."""
    from wadl2rst.names import DEVICES, slug  # only needed for a run; importing it slows down --version

    chars = config.heading_chars
    invalid = [char for char in chars if char not in _HEADING_CHARS]
    if invalid:
        yield Problem("heading_chars", f'{invalid[0]!r} cannot underline a heading; use ASCII punctuation such as = - ~ ^ "')
    elif len(chars) < 2 or len(set(chars)) < len(chars):
        yield Problem("heading_chars", f"requires at least two distinct characters, one per level, not '{chars}'")
    for language in config.request_samples:
        if language != "none" and language not in REQUEST_LANGUAGES:
            advice = similar(language, (*REQUEST_LANGUAGES, "none"))
            yield Problem("request_samples", f"'{language}' is not one of {', '.join(REQUEST_LANGUAGES)}, none{advice}")
    if "none" in config.request_samples and len(config.request_samples) > 1:
        yield Problem("request_samples", "use either 'none' or languages, not both")
    if not isinstance(config.groups, str):
        yield from (Problem("groups", text) for text in group_problems(config.groups))
    for entry in config.also:
        if not all(pair_of(entry)):
            yield Problem("also", f'\'{entry}\' is not the title of another version and its output, such as "API v1" = "v1"')
    if config.title and not config.title.strip():
        yield Problem("title", "the title is blank")
    if config.base:
        yield from _base_problems(config.base)
    if config.lang and not re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", config.lang):
        yield Problem("lang", f"'{config.lang}' is not a language tag such as en or pt-BR")
    if config.prefix is not None and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", config.prefix):
        slugged = slug(config.prefix)
        advice = f": try '{slugged}'" if slugged else ""
        yield Problem("prefix", f"'{config.prefix}' must be lower-case letters and digits joined by hyphens{advice}")
    name = config.index
    if name.lower().endswith(".rst"):
        yield Problem("index", f"'{name}' must not have an extension: try '{name[:-4]}'")
    elif not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}", name):
        yield Problem("index", f"'{name}' is not a plain file name of letters, digits, - and _")
    elif name.lower() in DEVICES:
        yield Problem("index", f"'{name}' is a device name on Windows")


def _base_problems(base: str) -> Iterator[Problem]:
    """Problems of the base address: it must be an http(s) URL, in which template parameters such as ``{region}`` are allowed."""
    without_templates = re.sub(r"\{[^{}/?#\s]+\}", "x", base)
    if re.fullmatch(r"""https?://[^\s/?#@{}<>"`\\]+(?:/[^\s?#{}<>"`\\]*)?""", without_templates, re.IGNORECASE):
        return
    if re.search(r"[?#@]", base):
        yield Problem("base", f"'{base}' must not have a query, a fragment or a user name")
    else:
        yield Problem("base", f"'{base}' is not an http(s) URL such as https://api.example.com/v1/")


def pair_of(entry: str) -> tuple[str, str]:
    """The key and the value of an entry of a setting that is a table of strings."""
    name, _equals, text = entry.rpartition("=")
    return name.strip(), text.strip()


def _choice_problems(config: Config) -> Iterator[Problem]:
    """Problems of the settings that select operations, text, entity files and grammars."""
    for method in config.methods:
        if not METHOD.fullmatch(method):
            yield Problem("methods", f"'{method}' is not an HTTP method such as GET or PUT")
    for entry in config.profile:
        if not re.fullmatch(r"[^!=\s]+!?=[^=].*", entry.strip()):
            yield Problem("profile", f"'{entry}' is neither KEY=VALUE nor KEY!=VALUE, such as audience=public")
    for entry in config.entity_map:
        url, _, file = entry.rpartition("=")
        if not re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", url.strip()) or not file.strip():
            yield Problem("entity_map", f"'{entry}' is not URL=FILE, such as https://example.org/common.ent=common.ent")
        elif not Path(file.strip()).is_file():
            yield Problem("entity_map", f"no such file: {file.strip()}")
    for entry in config.grammar_map:
        address, _, file = entry.rpartition("=")
        if not address.strip() or not file.strip():
            yield Problem("grammar_map", f"'{entry}' is not ADDRESS=FILE, such as https://example.org/api.xsd=api.xsd")
        elif not Path(file.strip()).is_file():
            yield Problem("grammar_map", f"no such file: {file.strip()}")


def _folder_problems(config: Config) -> Iterator[Problem]:
    """Problems of the folders to read from and write to."""
    for name in ("templates", "additions", "root"):
        folder: Path | None = getattr(config, name)
        if name == "additions" and config.adopt and folder is not None and not folder.exists():
            continue  # it will be made
        if folder is not None and not folder.is_dir():
            yield Problem(name, f"{folder} is not a folder" if folder.exists() else f"no such folder: {folder}")
    if config.additions is not None and config.output is not None and is_same_folder(config.additions, config.output):
        yield Problem("additions", f"{config.additions} is also the folder of the pages; additions require their own")
    if config.html is not None and config.html.exists() and not config.html.is_dir():
        yield Problem("html", f"{config.html} is a file, not a folder")
    if config.output is not None and config.html is not None and config.output.absolute() == config.html.absolute():
        yield Problem("html", f"{config.html} is also the folder of the pages; the site requires its own")


def _ignore_problems(codes: tuple[str, ...]) -> Iterator[Problem]:
    """Problems of the codes to ignore: they must exist and must not be errors."""
    from wadl2rst.diagnostics import MessageCode, Severity

    severities = {str(code.value): code.severity for code in MessageCode}
    for code in codes:
        if code not in severities:
            yield Problem("ignore", f"unknown message code '{code}'{similar(code, severities)}")
        elif severities[code] is Severity.ERROR:
            yield Problem("ignore", f"'{code}' is an error; only warnings can be ignored")
