"""The command line: options, streams, exit status, and what is said."""

from __future__ import annotations

import io
import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from tests import running
from tests.running import Done
from wadl2rst import __version__, cli
from wadl2rst.config.kinds import Kind, kind
from wadl2rst.config.options import Config, key
from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Report

ROOT = Path(__file__).resolve().parent.parent
HELP = Path(__file__).with_name("goldens") / "help.txt"

WADL = """\
<application xmlns="http://wadl.dev.java.net/2009/02">
  <resources base="http://localhost/">
    <resource path="images">
      <method name="GET" id="listImages"><doc title="List images"/><response status="200"/></method>
    </resource>
  </resources>
</application>
"""

UNDOCUMENTED = Diagnostic(MessageCode.UNDOCUMENTED, "'limit' has no documentation", Location("api.wadl", 12))
NOT_XML = Diagnostic(MessageCode.NOT_XML, "not well-formed", Location("api.wadl", 3, 7))

Progress = Callable[[int, int, str], None]


@dataclass
class Fake:
    """Stands in for the work: reports what it is told to, and returns the numbers that it is given."""

    config: Config | None = None
    says: tuple[Diagnostic, ...] = ()
    numbers: dict[str, Any] | None = None
    raises: BaseException | None = None
    steps: tuple[tuple[int, int, str], ...] = ()
    site: dict[str, Any] | None = None
    site_is_built: bool = True

    def build(self, config: Config, report: Report, progress: Progress | None = None, **_more: Any) -> SimpleNamespace:
        self.config = config
        for step in self.steps:
            assert progress is not None
            progress(*step)
        for diagnostic in self.says:
            report(diagnostic)
        if self.raises is not None:
            raise self.raises
        numbers = {"operations": 0, "written": 0, "unchanged": 0, "removed": 0, "kept": 0, "changes": (), "failed": 0, "title": "API"}
        return SimpleNamespace(adopted=(), **{**numbers, **(self.numbers or {})})

    def build_site(self, pages: Path, html: Path, **options: Any) -> bool:
        self.site = {"pages": pages, "html": html, **options}
        if options["progress"] is not None:
            options["progress"](3, 4, "reading sources")
        return self.site_is_built

    @property
    def used(self) -> Config:
        """The settings of the run; fails where there was none."""
        assert self.config is not None
        return self.config


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    stand_in = Fake()
    for name in ("wadl2rst.run.build", "wadl2rst.run.html"):
        module = ModuleType(name)
        more = {"DOCTREES": ".doctrees", "sphinx_is_installed": lambda: False, "loads_tabs": lambda *_arguments, **_options: False}
        module.__dict__.update(build=stand_in.build, build_site=stand_in.build_site, **more)
        monkeypatch.setitem(sys.modules, name, module)
    return stand_in


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a repository of its own with a WADL in it, and no colours asked for."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "api.wadl").write_text(WADL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "WADL2RST_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, arguments, prog_name="wadl2rst", terminal_width=80)


def command(*arguments: str, **environment: str) -> Done:
    """The command in a process of its own."""
    return running.run(*arguments, folder=Path.cwd(), changes=environment)


# --- help and version -------------------------------------------------------------------


def test_version() -> None:
    """``--version`` says name and version, on standard output."""
    result = command("--version")
    assert (result.status, result.stdout, result.stderr) == (0, f"wadl2rst {__version__}\n", "")


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help(flag: str) -> None:
    """The help is the golden text: COLUMNS=80 python -m wadl2rst --help > tests/goldens/help.txt writes it anew."""
    result = command(flag, COLUMNS="80")
    assert (result.status, result.stderr) == (0, "")
    assert result.stdout == HELP.read_text(encoding="utf-8")


def test_help_fits_a_terminal() -> None:
    """No line of the help is wider than 80 columns or ends with a blank."""
    lines = HELP.read_text(encoding="utf-8").splitlines()
    assert max(map(len, lines)) <= 80
    assert [line for line in lines if line != line.rstrip()] == []


def test_a_run_imports_only_what_it_needs(tmp_path: Path) -> None:
    """What Python says of its imports: a plain run needs neither Sphinx, the network nor processes."""
    shutil.copytree(ROOT / "samples" / "jersey-bookstore", tmp_path / "api")
    result = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "wadl2rst", "api", "-o", "out", "-q"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {line.rpartition("|")[2].strip() for line in result.stderr.splitlines() if line.startswith("import time:")}
    assert {"wadl2rst.run.build", "lxml.etree", "jinja2", "click"} <= imported
    unwanted = {"sphinx", "docutils", "babel", "ssl", "urllib.request", "http.client", "multiprocessing", "concurrent.futures"}
    assert {name for name in imported if name.partition(".")[0] in unwanted or name in unwanted} == set()


@pytest.mark.parametrize("flag", ["--version", "--help"])
def test_nothing_is_loaded_for_an_answer(flag: str) -> None:
    """For --version and --help neither the pipeline nor its libraries are imported, so that they answer at once."""
    program = (
        "import sys; from wadl2rst.cli import main\n"
        f"try: main([{flag!r}])\n"
        "except SystemExit: pass\n"
        "print(*sorted(name for name in sys.modules if name.startswith('wadl2rst.')), file=sys.stderr)\n"
        "slow = {'lxml', 'jinja2', 'sphinx', 'docutils', 'tomllib', 'difflib', 'json', 'hashlib'}\n"
        "print(*sorted(slow & set(sys.modules)), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    settings = "wadl2rst.config wadl2rst.config.groups wadl2rst.config.kinds wadl2rst.config.options wadl2rst.config.suggestions"
    assert result.stderr == f"wadl2rst.cli {settings} wadl2rst.version\n\n"


def test_every_setting_has_an_option() -> None:
    """Each field of Config that the command has is an option with its help, or an argument, and each option but three is a field."""
    options = {str(parameter.name): parameter for parameter in cli.main.params}
    of_command = [item for item in fields(Config) if item.metadata["in_command"]]
    assert set(options) - {"config_file", "version"} == {item.name for item in of_command}
    for item in of_command:
        option = options[item.name]
        if item.name == "sources":
            continue
        assert isinstance(option, click.Option)
        assert str(option.help).startswith(item.metadata["help"])
        assert f"--{key(item.name)}" in option.opts
        assert option.multiple is (kind(item) is Kind.LIST)


# --- settings ---------------------------------------------------------------------------


def test_options_reach_the_work(fake: Fake) -> None:
    """What is given on the command line is what the work gets; the rest are the defaults."""
    result = run("api.wadl", "b.wadl", "-o", "docs", "-j", "3", "-W", "--methods", "get,put", "--methods", "delete", "--include", "/a,b")
    assert result.exit_code == 0, result.output
    assert fake.used == Config(
        sources=("api.wadl", "b.wadl"),
        output=Path("docs"),
        jobs=3,
        fail_on_warning=True,
        methods=("GET", "PUT", "DELETE"),
        include=("/a,b",),
    )


def test_the_command_line_wins_over_the_file(fake: Fake, here: Path) -> None:
    """The file gives what the command line does not; lists of the command line replace those of the file."""
    (here / "wadl2rst.toml").write_text(
        'sources = ["c.wadl"]\noutput = "pages"\nindex = "home"\nignore = ["unused"]\nlang = "en"\n', encoding="utf-8"
    )
    assert run("api.wadl", "--index", "start", "--ignore", "dangling").exit_code == 0
    assert fake.used == Config(sources=("api.wadl",), output=Path("pages"), index="start", ignore=("dangling",), lang="en")


def test_everything_can_stand_in_the_file(fake: Fake, here: Path) -> None:
    """With sources and output in the file, ``wadl2rst`` alone does the work, also from a folder below."""
    (here / "pyproject.toml").write_text('[tool.wadl2rst]\nsources = "api.wadl"\noutput = "pages"\n', encoding="utf-8")
    assert run().exit_code == 0
    assert (fake.used.sources, fake.used.output) == (("api.wadl",), Path("pages"))


def test_a_switch_of_the_file_can_be_turned_off(fake: Fake, here: Path) -> None:
    """``--no-fail-on-warning`` undoes what the file says."""
    (here / "wadl2rst.toml").write_text("fail-on-warning = true\nskip-extended = true\n", encoding="utf-8")
    assert run("api.wadl", "--lint", "--no-fail-on-warning").exit_code == 0
    assert (fake.used.fail_on_warning, fake.used.skip_extended) == (False, True)


def test_a_file_can_be_named(fake: Fake, here: Path) -> None:
    """``--config`` takes another file, and the nearest one is not read."""
    (here / "wadl2rst.toml").write_text('lang = "en"\n', encoding="utf-8")
    (here / "other.toml").write_text('index = "home"\n', encoding="utf-8")
    assert run("api.wadl", "--lint", "--config", "other.toml").exit_code == 0
    assert (fake.used.lang, fake.used.index) == ("", "home")


def test_verbose_tells_where_settings_come_from(fake: Fake, here: Path) -> None:
    """``-v`` names the configuration file."""
    (here / "wadl2rst.toml").write_text('lang = "en"\n', encoding="utf-8")
    assert "wadl2rst: using settings from wadl2rst.toml\n" in run("api.wadl", "--lint", "-v").stderr


# --- wrong usage ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("", "Missing source: pass a WADL file, a folder or an http(s) URL, as in: wadl2rst api.wadl -o docs/"),
        ("api.wadl", "Specify an output folder with -o DIR, or use --lint to check only the WADL."),
        ("api.wadl --check", "--check compares with the pages in a folder: specify it with -o DIR."),
        ("api.wadl --check --lint", "--check compares with the pages in a folder: specify it with -o DIR."),
        ("api.wadl --lint --html site", "--html builds the site from the pages in a folder: specify it with -o DIR."),
        ("api.wadl --lint --force", "--force replaces pages in a folder: specify it with -o DIR."),
        ("api.wadl -o a --html b --check", "--check writes nothing, so it cannot build a site: omit --check or --html."),
        ("api.wadl -o a -q -v", "Use either -q or -v, not both."),
        ("api.wadl -o a --split methods", "'methods' is not one of 'method', 'resource', 'single'."),
        ("api.wadl -o a --heading-chars ==", "Invalid value for '--heading-chars': requires at least two distinct characters"),
        ("api.wadl -o a --prefix Images", "Invalid value for '--prefix': 'Images' must be lower-case letters"),
        ("api.wadl -o a --ignore undocumentd", "unknown message code 'undocumentd'; did you mean 'undocumented'?"),
        ("api.wadl -o a --entity-map x", "Invalid value for '--entity-map': 'x' is not URL=FILE"),
        ("api.wadl -o a --grammar-map x", "Invalid value for '--grammar-map': 'x' is not ADDRESS=FILE"),
        ("api.wadl -o a -j 0", "Invalid value for '-j' / '--jobs': must be at least 1, not 0"),
        ("api.wadl -o a --root nowhere", "Invalid value for '--root': no such folder: nowhere"),
        ("api.wadl --outptu a", "No such option"),
        ("api.wadl -o a --config nowhere.toml", "'nowhere.toml' does not exist."),
    ],
)
def test_wrong_usage(fake: Fake, arguments: str, sentence: str) -> None:
    """Wrong usage exits with 2 before any work, shows the usage, and says in a sentence what would be right."""
    result = run(*arguments.split())
    assert (result.exit_code, result.stdout, fake.config) == (2, "", None)
    assert result.stderr.startswith("Usage: wadl2rst [OPTIONS] SOURCE...\nTry 'wadl2rst -")
    assert "\n\nError: " in result.stderr
    assert sentence in result.stderr


@pytest.mark.parametrize("option", ["-o", "--html", "--templates", "--root"])
def test_an_empty_folder_is_not_the_current_one(fake: Fake, option: str) -> None:
    """``-o "$DOCS"`` with an empty variable is a mistake, and writes nothing."""
    result = run("api.wadl", "-o", "docs", option, "")
    assert result.exit_code == 2
    assert "the path is empty" in result.stderr


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('\nouput = "docs"\n', "wadl2rst.toml:2: error: unknown setting 'ouput'; did you mean 'output'? [config]\n"),
        ('lang = "en"\njobs = 0\n', "wadl2rst.toml:2: error: 'jobs': must be at least 1, not 0 [config]\n"),
        (
            'split = "methods"\n',
            "wadl2rst.toml:1: error: 'split': 'methods' is not one of method, resource, single; did you mean 'method'? [config]\n",
        ),
        ("lang = en\n", "wadl2rst.toml:1:8: error: invalid TOML: Invalid value [config]\n"),
    ],
)
def test_mistakes_in_the_file(fake: Fake, here: Path, text: str, line: str) -> None:
    """A mistake in the configuration file exits with 2, and one line says where and what."""
    (here / "wadl2rst.toml").write_text(text, encoding="utf-8")
    result = run("api.wadl", "-o", "docs")
    assert (result.exit_code, result.stdout, result.stderr, fake.config) == (2, "", line, None)


@pytest.mark.parametrize("text", ["lang = en\n", "jobs = 1.5\n", "jobs = 0\n"])
def test_a_mistake_in_the_file_is_told_in_the_form_that_was_asked_for(fake: Fake, here: Path, text: str) -> None:
    """With ``--format`` on the command line, whatever is wrong with the file is an object of JSON, or an annotation; exit status 2."""
    (here / "wadl2rst.toml").write_text(text, encoding="utf-8")
    for lint in ((), ("--lint",)):
        told = run("api.wadl", "-o", "docs", "--format", "json", *lint)
        (line,) = told.stderr.splitlines()
        assert (told.exit_code, told.stdout) == (2, "")
        message = json.loads(line)
        assert (message["file"], message["line"], message["severity"], message["code"]) == ("wadl2rst.toml", 1, "error", "config")
        annotation = run("api.wadl", "-o", "docs", "--format", "github", *lint)
        assert annotation.stderr.startswith("::error file=wadl2rst.toml,line=1,") and "title=config::" in annotation.stderr


@pytest.mark.parametrize(
    ("text", "arguments", "is_json"),
    [
        ('format = "json"\njobs = 0\n', (), True),
        ('format = "json"\njobs = 0\n', ("--format", "text"), False),
        ('format = "yaml"\n', (), False),
        ('format = "yaml"\njobs = 0\n', ("--format", "json"), True),
    ],
)
def test_the_form_that_the_file_asks_for_counts_where_it_can_be_used(
    fake: Fake, here: Path, text: str, arguments: tuple[str, ...], is_json: bool
) -> None:
    """A wrong value is told in the form that the file itself sets, unless the command line sets another or that is what is wrong."""
    (here / "wadl2rst.toml").write_text(text, encoding="utf-8")
    result = run("api.wadl", "-o", "docs", *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("{") == is_json
    assert "wadl2rst.toml" in result.stderr


# --- exit status ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "says", "numbers", "status"),
    [
        ("", (), {}, 0),
        ("", (UNDOCUMENTED,), {}, 0),
        ("-W", (), {}, 0),
        ("-W", (UNDOCUMENTED,), {}, 1),
        ("-W --ignore undocumented", (UNDOCUMENTED,), {}, 0),
        ("", (NOT_XML,), {}, 1),
        ("-q", (NOT_XML,), {}, 1),
        ("", (), {"failed": 1}, 1),
        ("", (), {"written": 3, "removed": 1}, 0),
        ("--check", (), {"unchanged": 3}, 0),
        ("--check", (), {"written": 1, "changes": ("--- a\n+++ b\n",)}, 1),
        ("--check", (), {"removed": 1}, 1),
    ],
)
def test_exit_status(fake: Fake, arguments: str, says: tuple[Diagnostic, ...], numbers: dict[str, Any], status: int) -> None:
    """1 for an error, for a warning under -W unless it is ignored, and for pages out of date under --check; else 0."""
    fake.says, fake.numbers = says, numbers
    assert run("api.wadl", "-o", "docs", *arguments.split()).exit_code == status


def test_an_unforeseen_fault_is_one_line(fake: Fake) -> None:
    """A fault of wadl2rst itself is told in one line, with no traceback, and exits with 1."""
    fake.raises = KeyError("two\nlines")
    result = run("api.wadl", "-o", "docs")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == ("wadl2rst: internal error: KeyError: 'two\\nlines'; please report it with the WADL (-v shows a traceback)\n")


def test_verbose_shows_where_a_fault_happened(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """With -v, or WADL2RST_DEBUG set, the traceback comes before the line."""
    fake.raises = KeyError("x")
    assert run("api.wadl", "-o", "docs", "-v").stderr.startswith("Traceback ")
    monkeypatch.setenv("WADL2RST_DEBUG", "1")
    assert run("api.wadl", "-o", "docs").stderr.startswith("Traceback ")


def test_a_fault_of_the_system_is_no_internal_error(fake: Fake) -> None:
    """A full disk is told as what it is."""
    fake.raises = OSError(28, "No space left on device", "docs/index.rst")
    result = run("api.wadl", "-o", "docs")
    assert (result.exit_code, result.stderr) == (1, "wadl2rst: error: docs/index.rst: no space left on device\n")


def test_an_interrupt_is_one_line(fake: Fake) -> None:
    """Ctrl-C ends the command with 130 and one line."""
    fake.raises = KeyboardInterrupt()
    result = run("api.wadl", "-o", "docs")
    assert (result.exit_code, result.stderr) == (130, "wadl2rst: interrupted\n")


FINDINGS = """\
import sys, types
from wadl2rst.cli import main
from wadl2rst.diagnostics import Diagnostic, Location, MessageCode

def build(config, report, progress, **more):
    for text in {texts}:
        report(Diagnostic(MessageCode.UNUSED, text, Location("api.wadl")))
    return types.SimpleNamespace(
        operations=1, written=0, unchanged=0, removed=0, kept=0, changes=(), failed=0, title="", adopted=()
    )

sys.modules["wadl2rst.run.build"] = types.ModuleType("wadl2rst.run.build")
sys.modules["wadl2rst.run.build"].build = build
main(["api.wadl", "--lint", "-v"])
"""


def findings(texts: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, with ``texts`` as what it finds."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    return subprocess.run([sys.executable, "-c", FINDINGS.format(texts=texts)], env=environment, check=False, **options)


def test_a_reader_that_has_seen_enough_gets_no_traceback() -> None:
    """Where the pipe on standard output is closed, as by ``head``, nothing is said about it."""
    read, write = os.pipe()
    os.close(read)
    result = findings("map(str, range(10000))", stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    assert (result.returncode, result.stderr) == (1, b"")


# --- streams and forms ------------------------------------------------------------------


def test_messages_go_to_standard_error(fake: Fake) -> None:
    """When pages are written, nothing goes to standard output."""
    fake.says, fake.numbers = (UNDOCUMENTED,), {"operations": 18, "written": 3, "unchanged": 16, "removed": 1}
    result = run("api.wadl", "-o", "docs/")
    assert result.stdout == ""
    assert result.stderr == (
        "api.wadl:12: warning: 'limit' has no documentation [undocumented]\n"
        "docs/: 18 operations, 19 pages: 3 written, 16 unchanged, 1 removed\n"
        "1 warning\n"
    )


def test_the_findings_of_lint_are_the_result(fake: Fake) -> None:
    """With --lint the messages go to standard output, and only the summary to standard error."""
    fake.says, fake.numbers = (UNDOCUMENTED, NOT_XML), {"operations": 18}
    result = run("api.wadl", "--lint")
    assert result.stdout == (
        "api.wadl:12: warning: 'limit' has no documentation [undocumented]\napi.wadl:3:7: error: not well-formed [not-xml]\n"
    )
    assert result.stderr == "18 operations\n1 error, 1 warning\n"


def test_lint_says_so_when_all_is_well(fake: Fake) -> None:
    """Without findings, --lint leaves standard output empty and says on standard error that nothing is wrong."""
    result = run("api.wadl", "--lint")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "0 operations\nno problems found\n")


@pytest.mark.parametrize("lint", [(), ("--lint",)])
def test_the_diff_of_check_is_the_result(fake: Fake, lint: tuple[str, ...]) -> None:
    """With --check the diff goes to standard output as it is, so that it can be applied, and all else to standard error."""
    diff = "--- docs/a.rst\n+++ docs/a.rst\n@@ -1 +1 @@\n-old\n+new\n"
    fake.says, fake.numbers = (UNDOCUMENTED,), {"operations": 2, "written": 1, "unchanged": 1, "changes": (diff, diff)}
    result = run("api.wadl", "-o", "docs", "--check", *lint)
    assert result.stdout == diff * 2
    assert "docs/: 2 operations, 2 pages: 1 would be written, 1 unchanged\n" in result.stderr
    assert "[undocumented]" in result.stderr


CHANGED = "--- docs/a.rst\n+++ docs/a.rst\n@@ -3,4 +3,4 @@\n same\n same\n-old\n+new\n same\n"
ADDED = "--- /dev/null\n+++ docs/b.rst\n@@ -0,0 +1 @@\n+new\n"
REMOVED = "--- docs/c.rst\n+++ /dev/null\n@@ -1 +0,0 @@\n-old\n"
SAID = (
    ("docs/a.rst", 5, "out of date; run wadl2rst without --check to update it"),
    ("docs/b.rst", None, "missing; run wadl2rst without --check to write it"),
    ("docs/c.rst", None, "no longer generated; run wadl2rst without --check to remove it"),
)


def test_quiet_check_names_the_pages_instead_of_showing_the_diff(fake: Fake) -> None:
    """With -q, --check says in one line per page what is wrong with it, and nothing else."""
    fake.numbers = {"written": 2, "removed": 1, "changes": (CHANGED, ADDED, REMOVED)}
    result = run("api.wadl", "-o", "docs", "--check", "-q")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [f"{file}{f':{line}' if line else ''}: error: {text} [outdated]" for file, line, text in SAID]


def test_github_gets_an_annotation_for_each_outdated_page(fake: Fake) -> None:
    """With --format github, --check annotates each outdated page at the first line that would change; the diff stays."""
    fake.numbers = {"written": 2, "removed": 1, "changes": (CHANGED, ADDED, REMOVED)}
    result = run("api.wadl", "-o", "docs", "--check", "--format", "github")
    assert result.stdout == CHANGED + ADDED + REMOVED
    said = [line for line in result.stderr.splitlines() if line.startswith("::")]
    assert said == [f"::error file={file},{f'line={line},' if line else ''}title=outdated::{text}" for file, line, text in SAID]


def test_json_has_an_object_for_each_outdated_page(fake: Fake) -> None:
    """With --format json, --check reports each outdated page as an object with file, line and code."""
    fake.numbers = {"written": 2, "removed": 1, "changes": (CHANGED, ADDED, REMOVED)}
    said = [json.loads(line) for line in run("api.wadl", "-o", "docs", "--check", "--format", "json").stderr.splitlines()]
    assert [(one["file"], one["line"], one["text"]) for one in said] == list(SAID) and {one["code"] for one in said} == {"outdated"}


@pytest.mark.parametrize(
    ("numbers", "line"),
    [
        ({"operations": 1, "written": 1}, "docs/: 1 operation, 1 page: 1 written"),
        ({"operations": 2, "unchanged": 3, "kept": 1}, "docs/: 2 operations, 4 pages: 3 unchanged, 1 left as is"),
        ({}, "docs/: 0 operations, 0 pages"),
        ({"failed": 2}, "docs/: 0 operations, 0 pages\n2 sources could not be read"),
    ],
)
def test_the_summary_counts(fake: Fake, numbers: dict[str, Any], line: str) -> None:
    """The summary says in a line how many pages were written, unchanged, left and removed, without what is none."""
    fake.numbers = numbers
    assert run("api.wadl", "-o", "docs").stderr == f"{line}\n"


def test_quiet_says_only_what_is_wrong(fake: Fake) -> None:
    """With -q there is no summary; messages stay."""
    fake.says, fake.numbers = (UNDOCUMENTED,), {"operations": 1, "written": 1}
    assert run("api.wadl", "-o", "docs", "-q").stderr == "api.wadl:12: warning: 'limit' has no documentation [undocumented]\n"


def test_many_messages_of_a_kind_are_summed_up(fake: Fake) -> None:
    """After fifty messages of a code the rest is counted at the end; -v shows all."""
    fake.says = tuple(Diagnostic(MessageCode.UNDOCUMENTED, f"parameter {n}", Location("api.wadl", n)) for n in range(1, 363))
    lines = run("api.wadl", "--lint").stdout.splitlines()
    assert len(lines) == 51
    assert lines[-1] == "wadl2rst: 312 more [undocumented]; use -v to show all"
    assert len(run("api.wadl", "--lint", "-v").stdout.splitlines()) == 362


def test_json_is_nothing_but_json(fake: Fake) -> None:
    """With --format json each line is an object, all of them are there, and no summary stands between them."""
    fake.says = tuple(Diagnostic(MessageCode.UNDOCUMENTED, f"parameter {n}", Location("api.wadl", n)) for n in range(1, 100))
    result = run("api.wadl", "-o", "docs", "--format", "json")
    assert result.stdout == ""
    assert [json.loads(line)["line"] for line in result.stderr.splitlines()] == list(range(1, 100))


def test_github_annotations(fake: Fake) -> None:
    """With --format github messages are annotations."""
    fake.says = (NOT_XML,)
    assert run("api.wadl", "--lint", "--format", "github").stdout == "::error file=api.wadl,line=3,col=7,title=not-xml::not well-formed\n"


def test_what_the_encoding_lacks_is_shown_as_an_escape() -> None:
    """Where the output is not UTF-8, a message is said all the same."""
    result = findings('["caf\\xe9 \\u56f3"]', capture_output=True, env={"PYTHONIOENCODING": "latin-1"})
    assert result.stdout == b"api.wadl: warning: caf\xe9 \\u56f3 [unused]\n"
    assert result.returncode == 0


# --- colour -----------------------------------------------------------------------------


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Runs the command on a terminal, and returns what it shows there, from both streams."""

    def on_terminal(*arguments: str) -> str:
        stream = Terminal()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", stream)
            patch.setattr(sys, "stderr", stream)
            with pytest.raises(SystemExit):
                cli.main(arguments, prog_name="wadl2rst")
        return stream.getvalue()

    monkeypatch.setenv("TERM", "xterm")
    return on_terminal


@pytest.mark.parametrize(
    ("environment", "option", "colored"),
    [
        ({}, "auto", True),
        ({}, "never", False),
        ({"NO_COLOR": "1"}, "auto", False),
        ({"NO_COLOR": ""}, "auto", True),
        ({"NO_COLOR": "1"}, "always", True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, "auto", False),
        ({"TERM": "dumb"}, "auto", False),
    ],
)
def test_colour_on_a_terminal(
    fake: Fake, terminal: Callable[..., str], monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], option: str, colored: bool
) -> None:
    """On a terminal the severity is coloured, unless NO_COLOR or --color says otherwise."""
    fake.says = (UNDOCUMENTED,)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    word = "\x1b[33m\x1b[1mwarning\x1b[0m" if colored else "warning"
    assert terminal("api.wadl", "--lint", "--color", option, "-q") == (
        f"api.wadl:12: {word}: 'limit' has no documentation [undocumented]\n"
    )


@pytest.mark.parametrize(("variable", "colored"), [("", False), ("1", True)])
def test_colour_in_a_pipe(fake: Fake, monkeypatch: pytest.MonkeyPatch, variable: str, colored: bool) -> None:
    """In a pipe there is no colour, unless FORCE_COLOR asks for it."""
    fake.says = (NOT_XML,)
    monkeypatch.setenv("FORCE_COLOR", variable)
    result = CliRunner().invoke(cli.main, ["api.wadl", "--lint"], color=True)
    assert ("\x1b[31m\x1b[1merror\x1b[0m" in result.stdout) is colored


@pytest.mark.parametrize("form", ["json", "github"])
def test_forms_for_programs_are_never_coloured(fake: Fake, form: str) -> None:
    """What programs read has no colours, even where they are asked for."""
    fake.says = (NOT_XML,)
    result = CliRunner().invoke(cli.main, ["api.wadl", "--lint", "--format", form, "--color", "always"], color=True)
    assert "\x1b" not in result.output


def test_the_diff_is_coloured_on_a_terminal(fake: Fake, terminal: Callable[..., str]) -> None:
    """Added lines are green, removed ones red."""
    fake.numbers = {"written": 1, "changes": ("@@ -1 +1 @@\n-old\n+new\n same\n",)}
    shown = terminal("api.wadl", "-o", "docs", "--check")
    assert shown.partition("docs/:")[0] == "\x1b[36m@@ -1 +1 @@\x1b[0m\n\x1b[31m-old\x1b[0m\n\x1b[32m+new\x1b[0m\n same\n"


# --- progress ---------------------------------------------------------------------------


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time in which each look at the clock finds a second gone."""
    monkeypatch.setattr(cli, "time", SimpleNamespace(monotonic=itertools.count(0.0).__next__))


def screen(text: str) -> list[str]:
    """The lines that are left on a terminal after ``text`` was written to it."""
    lines = []
    for line in text.split("\n"):
        cells: list[str] = []
        for part in line.split("\r"):
            cells[: len(part)] = part
        lines.append("".join(cells).rstrip())
    return lines


@pytest.mark.usefixtures("slow")
def test_progress_does_not_mix_with_messages(fake: Fake, terminal: Callable[..., str]) -> None:
    """Long work shows how far it is, in a line that is gone wherever a message or the summary stands."""
    fake.steps = ((1, 4, "a-very-long-name.wadl"), (2, 4, "b.wadl"))
    fake.says = (UNDOCUMENTED,)
    shown = terminal("api.wadl", "-o", "docs", "--color", "never")
    assert "\r[##########          ] 2/4 b.wadl" in shown
    assert screen(shown) == [
        "api.wadl:12: warning: 'limit' has no documentation [undocumented]",
        "docs/: 0 operations, 0 pages",
        "1 warning",
        "",
    ]


@pytest.mark.usefixtures("slow")
def test_progress_fits_into_the_line(fake: Fake, terminal: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    """On a narrow terminal the line of progress is cut, so that it can be taken away again."""
    monkeypatch.setenv("COLUMNS", "40")
    fake.steps = ((1, 4, "a-very-long-name-of-a-file.wadl"),)
    shown = terminal("api.wadl", "-o", "docs", "--color", "never")
    assert max(len(part) for part in shown.replace("\r", "\n").split("\n")) == 39


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("option", ["--quiet", "--format=json"])
def test_no_progress_where_it_is_not_wanted(fake: Fake, terminal: Callable[..., str], option: str) -> None:
    """With -q, and where a program reads the messages, there is no progress."""
    fake.steps = ((1, 4, "a.wadl"),)
    assert terminal("api.wadl", "-o", "docs", option) == ""


@pytest.mark.usefixtures("slow")
def test_no_progress_in_a_pipe(fake: Fake) -> None:
    """Where nobody is looking, no progress is shown."""
    fake.steps = ((1, 4, "a.wadl"),)
    assert run("api.wadl", "-o", "docs").stderr == "docs/: 0 operations, 0 pages\n"


def test_no_progress_for_short_work(fake: Fake, terminal: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that is done at once shows no progress."""
    monkeypatch.setattr(cli, "time", SimpleNamespace(monotonic=lambda: 5.0))
    fake.steps = ((1, 2, "a.wadl"), (2, 2, "b.wadl"))
    assert terminal("api.wadl", "-o", "docs") == "docs/: 0 operations, 0 pages\n"


# --- the site ---------------------------------------------------------------------------


def test_the_site_is_built_from_the_pages(fake: Fake) -> None:
    """After the pages, --html builds the site, and the summary says where it is."""
    fake.numbers = {"operations": 1, "written": 2, "title": "Images"}
    result = run("api.wadl", "-o", "docs", "--html", "site", "--index", "home")
    assert result.exit_code == 0
    assert fake.site is not None
    assert {name: fake.site[name] for name in ("pages", "html", "title", "index", "verbose", "tabs")} == {
        "pages": Path("docs"),
        "html": Path("site"),
        "title": "Images",
        "index": "home",
        "verbose": False,
        "tabs": False,
    }
    assert fake.site["progress"] is not None
    assert result.stderr == "docs/: 1 operation, 2 pages: 2 written\nsite/home.html: the HTML site\n"


def test_the_progress_of_the_site_is_a_line_now_and_then(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where standard error is no terminal, long builds print plain lines about the pages of the site, --quiet and JSON output none."""
    monkeypatch.setattr("wadl2rst.cli._LINE_EVERY", 0)
    fake.numbers = {"operations": 1, "written": 2}
    line = "reading sources: 3 of 4 pages"
    assert line in run("api.wadl", "-o", "docs", "--html", "site").stderr.splitlines()
    assert "reading" not in run("api.wadl", "-o", "docs", "--html", "site", "--format=json").output
    assert "reading" not in run("api.wadl", "-o", "docs", "--html", "site", "--quiet").output
    monkeypatch.setattr("wadl2rst.cli._LINE_EVERY", 3600)
    assert line not in run("api.wadl", "-o", "docs", "--html", "site").stderr


def test_a_site_that_is_not_built_is_a_failure(fake: Fake) -> None:
    """Where Sphinx fails, the command exits with 1 and does not say that there is a site."""
    fake.numbers, fake.site_is_built = {"written": 2}, False
    result = run("api.wadl", "-o", "docs", "--html", "site")
    assert result.exit_code == 1
    assert "site/" not in result.stderr


def test_no_site_without_pages(fake: Fake) -> None:
    """Where no page could be written, no site is built."""
    fake.says, fake.numbers = (NOT_XML,), {"failed": 1}
    assert run("api.wadl", "-o", "docs", "--html", "site").exit_code == 1
    assert fake.site is None


# --- in earnest -------------------------------------------------------------------------


def test_pages_are_written_once(here: Path) -> None:
    """The first run writes the pages, --check then finds them up to date, and a second run leaves them as they are."""
    first = command("api.wadl", "-o", "docs")
    assert (first.status, first.stdout) == (0, ""), first.stderr
    assert "1 operation, 2 pages: 2 written\n" in first.stderr
    assert (here / "docs" / "get-images.rst").is_file()
    check = command("api.wadl", "-o", "docs", "--check")
    assert (check.status, check.stdout) == (0, ""), check.stderr
    assert "2 unchanged\n" in command("api.wadl", "-o", "docs").stderr


def test_check_shows_what_would_change(here: Path) -> None:
    """After a change of the WADL, --check writes nothing, shows the diff and exits with 1."""
    command("api.wadl", "-o", "docs")
    page = here / "docs" / "get-images.rst"
    before = page.read_bytes()
    (here / "api.wadl").write_text(WADL.replace("List images", "List all images"), encoding="utf-8")
    result = command("api.wadl", "-o", "docs", "--check")
    assert result.status == 1
    assert "+List all images\n" in result.stdout
    assert page.read_bytes() == before


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_a_file_that_is_no_xml(here: Path, form: str) -> None:
    """A file that is not XML is told with its place, in every form, and writes nothing."""
    (here / "api.wadl").write_text("<application>\n<resources>\n</application>\n", encoding="utf-8")
    result = command("api.wadl", "-o", "docs", "--format", form)
    assert (result.status, result.stdout) == (1, "")
    start = {"text": "api.wadl:3:", "json": '{"file": "api.wadl", "line": 3,', "github": "::error file=api.wadl,line=3,"}
    assert result.stderr.startswith(start[form])
    assert not (here / "docs" / "index.rst").exists()


def test_one_cause_is_said_once(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Samples and entities that lie outside the root are one error, with a count and the option; -v names each of them."""
    samples = "".join(f'<xsdxt:code href="../common/{name}.json"/>' for name in "abc")
    body = f'<method name="GET"><doc xmlns:xsdxt="http://docs.rackspacecloud.com/xsd-ext/v1.0">&one; &two; {samples}</doc></method>'
    (here / "src").mkdir()
    monkeypatch.chdir(here / "src")
    Path("api.wadl").write_text(
        '<!DOCTYPE application [<!ENTITY % common SYSTEM "../common/a.ent"> %common;]>\n'
        f'<application xmlns="http://wadl.dev.java.net/2009/02"><resources><resource path="a">{body}</resource></resources></application>',
        encoding="utf-8",
    )
    (here / "common").mkdir()
    for name in ("a.ent", "a.json", "b.json", "c.json"):
        (here / "common" / name).touch()
    result = command("api.wadl", "-o", "docs")
    assert [line for line in result.stderr.splitlines() if "docs/" not in line] == [
        "api.wadl:1: error: the entity file ../common/a.ent is outside the root .; to allow it, use --root .. [refused]",
        "api.wadl:2: warning: the entity &one; is not declared; perhaps it is in ../common/a.ent, which was not read [undefined-entity]",
        "wadl2rst: 3 more [refused]; use -v to show all",
        "wadl2rst: 1 more [undefined-entity]; use -v to show all",
        "4 errors, 2 warnings",
    ]
    told = command("api.wadl", "-o", "docs", "-v").stderr
    assert told.count("; to allow it, use --root .. [refused]") == 4
    assert told.count("which was not read [undefined-entity]") == 2


def test_lint_writes_nothing(here: Path) -> None:
    """``--lint`` names what has no documentation on standard output, writes nothing, and exits with 0 without -W."""
    (here / "api.wadl").write_text(WADL.replace('<doc title="List images"/>', ""), encoding="utf-8")
    result = command("api.wadl", "--lint")
    assert "[undocumented]\n" in result.stdout
    assert result.status == 0
    assert command("api.wadl", "--lint", "-W").status == 1
    assert sorted(path.name for path in here.iterdir()) == [".git", "api.wadl"]
