"""Every setting, once: the command line, the configuration file, Sphinx and the docs are fed from here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple

from wadl2rst.config.kinds import Kind, kind

_HEADING_CHARS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
"""What docutils takes for the underline of a heading ("Sections" in its specification)."""


def setting(
    default: Any,
    help: str,  # noqa: A002 (the standard name for it, as in click)
    *,
    group: str,
    flags: tuple[str, ...] = (),
    metavar: str = "",
    choices: tuple[str, ...] = (),
    separator: str = "",
    in_file: bool = True,
    in_sphinx: bool = True,
) -> Any:
    """A field of :class:`Config`.

    ``group`` is the section of the help that it stands in, ``flags`` are the options of the command
    line (made from the name where none are given), ``metavar`` names the value in the help, ``choices``
    are the values it can have, ``separator`` divides several values given as one, and ``in_file``
    and ``in_sphinx`` tell whether the configuration file and Sphinx's ``conf.py`` have it too.
    """
    metadata = {
        "help": help,
        "group": group,
        "flags": flags,
        "metavar": metavar,
        "choices": choices,
        "separator": separator,
        "in_file": in_file,
        "in_sphinx": in_sphinx,
    }
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of a run.

    A path may be given as a text or any ``os.PathLike``, a list as a list: they are kept as ``Path`` and tuple.
    Values are not checked here, but by :func:`problems`.
    """

    sources: tuple[str, ...] = setting((), "WADL files, folders of them, or http(s) URLs.", group="", metavar="SOURCE...", in_sphinx=False)
    # What is made.
    output: Path | None = setting(
        None, "Write the pages to DIR.", group="Results", flags=("-o", "--output"), metavar="DIR", in_sphinx=False
    )
    html: Path | None = setting(None, "Also build the HTML site into DIR, with Sphinx.", group="Results", metavar="DIR", in_sphinx=False)
    check: bool = setting(
        False,
        "Write nothing; show what would change as a diff, and exit with 1 if anything would.",
        group="Results",
        in_file=False,
        in_sphinx=False,
    )
    lint: bool = setting(False, "Report mistakes and missing documentation in the WADL.", group="Results", in_file=False)
    force: bool = setting(False, "Replace and remove pages even if they were edited.", group="Results", in_file=False, in_sphinx=False)
    no_cache: bool = setting(False, "Neither use nor update the cache.", group="Results", in_file=False, in_sphinx=False)
    # How the pages look.
    split: str = setting(
        "method",
        "Write a page per method, a page per resource, or a single page.",
        group="Pages",
        choices=("method", "resource", "single"),
    )
    style: str = setting(
        "classic",
        "Style of the pages; sphinx: with directives of the extension wadl2rst.sphinx.",
        group="Pages",
        choices=("classic", "sphinx"),
    )
    tabs: str = setting(
        "auto",
        "In the sphinx style, show the samples of a body in tabs; auto: if sphinx-design is loaded.",
        group="Pages",
        choices=("auto", "always", "never"),
    )
    without_examples: bool = setting(False, "Omit the samples.", group="Pages")
    templates: Path | None = setting(None, "Look for templates in DIR first.", group="Pages", metavar="DIR")
    param_names: str = setting(
        "path",
        "Name body parameters by their path (image.links.href) or its last part (href).",
        group="Pages",
        choices=("path", "leaf"),
    )
    heading_chars: str = setting('^"', "Characters that underline headings, outermost first.", group="Pages", metavar="CHARS")
    lang: str = setting("", "Language of the documentation and of the page's own words, where available.", group="Pages", metavar="LANG")
    title: str = setting(
        "",
        "Title of the site and its index, instead of the WADL's.",
        group="Pages",
        metavar="TEXT",
    )
    prefix: str | None = setting(None, "Start every label with TEXT instead of the WADL's name.", group="Pages", metavar="TEXT")
    index: str = setting("index", "Name of the index page.", group="Pages", metavar="NAME")
    # What is documented.
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
    skip_extended: bool = setting(False, "Omit what Jersey adds itself: OPTIONS and the WADL.", group="Filters")
    profile: tuple[str, ...] = setting(
        (),
        "For profiled text, KEY=VALUE shows only that value, KEY!=VALUE hides it.",
        group="Filters",
        metavar="KEY=VALUE",
    )
    # What may be read.
    root: Path | None = setting(None, "Read only files below DIR.", group="Reading", metavar="DIR")
    entity_map: tuple[str, ...] = setting((), "Read FILE instead of the entity file at URL.", group="Reading", metavar="URL=FILE")
    max_size: int = setting(256, "Refuse files larger than this many MiB.", group="Reading", metavar="MIB")
    jobs: int = setting(1, "Process this many WADLs in parallel.", group="Reading", flags=("-j", "--jobs"), metavar="N", in_sphinx=False)
    # What is said.
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
        "Print only what is wrong: no summary and no progress.",
        group="Messages",
        flags=("-q", "--quiet"),
        in_file=False,
        in_sphinx=False,
    )
    verbose: bool = setting(
        False,
        "Print more details, and every message, however many of a kind.",
        group="Messages",
        flags=("-v", "--verbose"),
        in_file=False,
        in_sphinx=False,
    )

    def __post_init__(self) -> None:
        """Puts paths and lists into the types that the fields have."""
        for item in fields(self):
            value, holds = getattr(self, item.name), kind(item)
            # A single text is no list here: that is mostly a mistake, which problems() tells.
            if (holds is Kind.PATH and value and holds.accepts(value)) or (holds is Kind.LIST and isinstance(value, list)):
                object.__setattr__(self, item.name, holds.convert(value))


FormatSetting = Callable[[str, str], str]
"""How a front end writes a setting in a message: is given its name as in :func:`key` and a value, or an empty text for the name alone."""


def as_option(name: str, value: str = "") -> str:
    """A setting as the command line has it: ``--root ..``."""
    return f"--{name} {value}" if value else f"--{name}"


class Problem(NamedTuple):
    """Why a setting cannot be used."""

    name: str
    """The field of :class:`Config`."""
    text: str
    """What is wrong with its value, in the user's words, in one line."""


def key(name: str) -> str:
    """A field's name as the user spells it, on the command line and in the file: ``heading-chars``."""
    return name.replace("_", "-")


def make(values: Mapping[str, Any]) -> Config:
    """The :class:`Config` of ``values``, by the names of its fields.

    Lists given as one text (``--methods get,put``) are taken apart, and HTTP methods are put in capitals.
    """
    tidied = dict(values)
    for item in fields(Config):
        separator = item.metadata["separator"]
        if separator and item.name in tidied:
            parts = (part.strip() for value in tidied[item.name] for part in value.split(separator))
            tidied[item.name] = tuple(part for part in parts if part)
    if "methods" in tidied:
        tidied["methods"] = tuple(method.upper() for method in tidied["methods"])
    return Config(**tidied)


def entity_files(config: Config) -> dict[str, Path]:
    """The addresses of ``entity_map`` and the file to read for each.

    The last ``=`` divides them, for addresses may hold one in their query.
    """
    pairs = (entry.rpartition("=") for entry in config.entity_map)
    return {url.strip(): Path(file.strip()) for url, _, file in pairs}


def is_address(source: str) -> bool:
    """Whether a source is an http(s) address, not a path."""
    return re.match(r"https?://", source, re.IGNORECASE) is not None


def similar(word: str, words: Iterable[str]) -> str:
    """``; did you mean 'x'?`` for the word that is most like ``word``, whatever the case of both, or an empty string."""
    import difflib  # only when something is wrong: it would make every start slower

    spelled = {known.lower(): known for known in words}
    found = difflib.get_close_matches(word.lower(), sorted(spelled), n=1)
    return f"; did you mean '{spelled[found[0]]}'?" if found else ""


def problems(config: Config) -> Iterator[Problem]:
    """What is wrong with the values of ``config``, whoever gave them.

    Looks at the disk only to see that the folders it is to read from are there.  What a
    run of the command needs besides is told by :func:`missing`.
    """
    strange = [problem for item in fields(Config) for problem in _type_problems(item, getattr(config, item.name))]
    if strange:
        yield from strange
        return
    for item in fields(Config):
        value, choices = getattr(config, item.name), item.metadata["choices"]
        if choices and value not in choices:
            yield Problem(item.name, f"'{value}' is not one of {', '.join(choices)}{similar(str(value), choices)}")
        if kind(item) is Kind.LIST and not all(entry.strip() for entry in value):
            yield Problem(item.name, "empty value")
        if kind(item) is Kind.NUMBER and value < 1:
            yield Problem(item.name, f"must be at least 1, not {value}")
    yield from _page_problems(config)
    yield from _choice_problems(config)
    yield from _folder_problems(config)
    if config.ignore:
        yield from _ignore_problems(config.ignore)


def missing(config: Config) -> str:
    """What a run of the command lacks, in a sentence; empty where it has all it needs."""
    if not config.sources:
        return "Missing source: pass a WADL file, a folder or an http(s) URL, as in: wadl2rst api.wadl -o docs/"
    if config.output is None:
        for name, reason in (
            ("check", "--check compares with the pages in a folder"),
            ("html", "--html builds the site from the pages in a folder"),
            ("force", "--force replaces pages in a folder"),
        ):
            if getattr(config, name):
                return f"{reason}: specify it with -o DIR."
        if not config.lint:
            return "Specify an output folder with -o DIR, or use --lint to check only the WADL."
    if config.quiet and config.verbose:
        return "Use either -q or -v, not both."
    if config.check and config.html is not None:
        return "--check writes nothing, so it cannot build a site: omit --check or --html."
    return ""


def _type_problems(item: Field[Any], value: object) -> Iterator[Problem]:
    """The problem of a value of another type than its field has.  Only programs can give one: the front ends check theirs."""
    holds = kind(item)
    if holds.keeps(value) or (value is None and item.default is None):
        return
    advice = f': use {item.name}=("{value}",)' if holds is Kind.LIST and isinstance(value, str) else ""
    yield Problem(item.name, f"must be {holds.in_python}, not {value!r}{advice}")


def _page_problems(config: Config) -> Iterator[Problem]:
    """Problems of the settings that shape pages and their names."""
    from wadl2rst.names import DEVICES, slug  # only for a run: the start of --version has no time for it

    chars = config.heading_chars
    strange = [char for char in chars if char not in _HEADING_CHARS]
    if strange:
        yield Problem("heading_chars", f'{strange[0]!r} cannot underline a heading; use ASCII punctuation such as = - ~ ^ "')
    elif len(chars) < 2 or len(set(chars)) < len(chars):
        yield Problem("heading_chars", f"requires at least two distinct characters, one per level, not '{chars}'")
    if config.title and not config.title.strip():
        yield Problem("title", "the title is blank")
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


def _choice_problems(config: Config) -> Iterator[Problem]:
    """Problems of the settings that choose operations, text and entity files."""
    for method in config.methods:
        if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", method):  # a token: RFC 9110, section 5.6.2
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


def _folder_problems(config: Config) -> Iterator[Problem]:
    """Problems of the folders that are read from and written to."""
    for name in ("templates", "root"):
        folder: Path | None = getattr(config, name)
        if folder is not None and not folder.is_dir():
            yield Problem(name, f"{folder} is not a folder" if folder.exists() else f"no such folder: {folder}")
    if config.html is not None and config.html.exists() and not config.html.is_dir():
        yield Problem("html", f"{config.html} is a file, not a folder")
    if config.output is not None and config.html is not None and config.output.absolute() == config.html.absolute():
        yield Problem("html", f"{config.html} is also the folder of the pages; the site requires its own")


def _ignore_problems(codes: tuple[str, ...]) -> Iterator[Problem]:
    """Problems of the codes that are to be ignored: they must exist, and be no errors."""
    from wadl2rst.diagnostics import MessageCode, Severity

    severities = {str(code.value): code.severity for code in MessageCode}
    for code in codes:
        if code not in severities:
            yield Problem("ignore", f"unknown message code '{code}'{similar(code, severities)}")
        elif severities[code] is Severity.ERROR:
            yield Problem("ignore", f"'{code}' is an error; only warnings can be ignored")
