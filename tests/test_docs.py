"""The documentation: its sessions print what they show, it is built without a warning, and it lists all that there is."""

from __future__ import annotations

import ast
import functools
import html.parser
import http.server
import importlib.util
import os
import re
import shutil
import stat
import subprocess
import sys
import threading
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
from click.testing import CliRunner

from tests.page_reading import read_page
from wadl2rst.cli import main
from wadl2rst.config.options import Config, key
from wadl2rst.diagnostics import MessageCode

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"

# --- sessions -----------------------------------------------------------------------------------

_BLOCK = re.compile(
    r"^\.\. code-block:: (?P<language>\S+)\n(?P<options>(?:   :\w+:.*\n)+)\n(?P<body>(?:(?:   .*)?\n)+)",
    re.MULTILINE,
)

# What a run says that takes long, as it may on a busy machine.
_PROGRESS = re.compile(r"^.+: \d+ of \d+ pages\n", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """A file to write, or a command to run with what it prints."""

    path: str = ""
    text: str = ""
    command: str = ""
    needs: str = ""
    """The program or the module that the command runs, and that not every environment has."""


def steps(page: Path) -> Iterator[Step]:
    """What a page has marked: blocks of the class ``file`` are written, those of the class ``run`` are run."""
    for block in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        options = dict(re.findall(r":(\w+): *(.*)", block["options"]))
        lines = [line[3:] for line in block["body"].rstrip("\n").split("\n")]
        if options.get("class") == "file":
            yield Step(path=options["caption"], text="\n".join(lines) + "\n")
        elif options.get("class", "").split()[:1] == ["run"]:
            needs = options["class"].partition("needs-")[2]
            commands = [position for position, line in enumerate(lines) if line.startswith("$ ")]
            assert commands[0] == 0
            for start, end in zip(commands, [*commands[1:], len(lines)], strict=True):
                yield Step(command=lines[start][2:], text="\n".join(lines[start + 1 : end]).strip("\n"), needs=needs)


TOOLS = ("sphinx_multiversion", "sphinx_polyversion")
"""Tools of sessions that the tests do not require; ``nox -s versions`` installs them."""


def missing(tool: str) -> str:
    """Why a tool cannot be run here; empty if it can."""
    if shutil.which(tool) is None if tool == "git" else importlib.util.find_spec(tool) is None:
        return f"{tool} is not installed"
    from sphinx import version_info

    return "sphinx_multiversion does not start with Sphinx 9" if tool == "sphinx_multiversion" and version_info >= (9,) else ""


def sessions() -> list[Path]:
    return [page for page in sorted(DOCS.rglob("*.rst")) if "example" not in page.parts and any(step.command for step in steps(page))]


def by_cost(page: Path) -> Any:
    """A page with a session, as a parameter: those that build a site with Sphinx take seconds."""
    builds = any("--html" in step.command or "sphinx-build" in step.command for step in steps(page))
    return pytest.param(page, id=page.relative_to(DOCS).as_posix(), marks=[pytest.mark.slow] * builds)


def as_pattern(shown: str) -> str:
    """What is shown, as a regular expression: ``...`` on a line of its own stands for any lines."""
    return "\n".join(r"(?:.*\n)*.*" if line == "..." else re.escape(line) for line in shown.split("\n"))


@pytest.fixture
def commands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the commands that an installation has."""
    folder = tmp_path_factory.mktemp("bin")
    tools = {"wadl2rst": "wadl2rst", "sphinx-build": "sphinx"}
    tools |= {name.replace("_", "-"): name for name in TOOLS if not missing(name)}
    for name, module in (("python", ""), *((name, f"-m {module}") for name, module in tools.items())):
        file = folder / name
        file.write_text(f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n')
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return folder


@pytest.fixture(scope="module")
def bookstore() -> Iterator[str]:
    """The address of the service that the documentation has at ``http://localhost:8080``: it serves the sample of Jersey."""
    handler = functools.partial(_Silent, directory=str(ROOT / "samples/jersey-bookstore"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name that the base class gives it)
        """Nothing: what a test prints is what matters."""


@pytest.mark.skipif(os.name == "nt", reason="the sessions are those of a POSIX shell")
@pytest.mark.parametrize("page", [by_cost(page) for page in sessions()])
def test_each_command_prints_what_the_page_shows(page: Path, commands: Path, bookstore: str, tmp_path: Path) -> None:
    """The commands of a page, run one after the other beside the samples, print what the page shows."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WADL2RST", "FORCE_COLOR", "GITHUB_"))}
    cache = str(commands / "cache")  # not that of the user
    path = f"{commands}{os.pathsep}{kept['PATH']}"
    environment = {**kept, "PATH": path, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "WADL2RST_CACHE_DIR": cache}
    # Whoever runs the tests may sign commits.
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for role in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{role}_NAME": "Reader", f"GIT_{role}_EMAIL": "reader@example.org"}
    left_out = set()
    for step in steps(page):
        if step.needs and missing(step.needs):
            left_out.add(missing(step.needs))
            continue
        if step.path:
            (tmp_path / step.path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / step.path).write_text(step.text, encoding="utf-8")
            continue
        command = step.command.replace("http://localhost:8080", bookstore)
        run = subprocess.run(
            ["/bin/sh", "-c", command], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        said = _PROGRESS.sub("", run.stdout).strip("\n")
        assert re.fullmatch(as_pattern(step.text), said), f"$ {step.command}\n{run.stdout}"
    if left_out:
        pytest.skip(f"all other commands were run: {'; '.join(sorted(left_out))}")


def test_getting_started_shows_no_command_that_is_not_run() -> None:
    """Each command of the page is in a session, or in the block that tests/test_install.py runs."""
    blocks = re.findall(
        r"^\.\. code-block:: (console|sh)\n((?:   :\w+:.*\n)*)", (DOCS / "get-started.rst").read_text("utf-8"), re.MULTILINE
    )
    assert [options.strip() for _language, options in blocks] == [":class: install", *[":class: run"] * (len(blocks) - 1)]


def test_the_sessions_are_found() -> None:
    """The pages with sessions that must stay tested are among those that are."""
    found = {page.relative_to(DOCS).as_posix() for page in sessions()}
    assert {"get-started.rst", "guides/templates.rst", "guides/links.rst", "guides/jersey.rst"} <= found
    assert len([step for step in steps(DOCS / "get-started.rst") if step.command]) >= 10


# --- the built site -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation, built with every warning an error."""
    for module in ("sphinx", "furo", "sphinx_design", "sphinx_copybutton", "myst_parser"):
        pytest.importorskip(module)
    folder = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "sphinx", "-n", "-W", "--keep-going", "-q", "-d", folder / "trees", DOCS, folder / "html"]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert run.returncode == 0, run.stderr
    return folder / "html"


@pytest.fixture(scope="session")
def reference_tables() -> ModuleType:
    """The directives that write the reference, with the lists that they write."""
    pytest.importorskip("sphinx")
    spec = importlib.util.spec_from_file_location("docs_reference_tables", DOCS / "_ext/reference_tables.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


class _Page(html.parser.HTMLParser):
    def __init__(self, file: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.words: list[str] = []
        self.codes: set[str] = set()
        self._code: list[str] | None = None
        self.feed(file.read_text(encoding="utf-8"))
        self.text = " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.add(str(found["id"]))
        for name in ("href", "src"):
            if found.get(name) and tag in ("a", "img", "link", "script"):
                self.links.append(str(found[name]))
        if tag == "code":
            self._code = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "code" and self._code is not None:
            self.codes.add("".join(self._code))
            self._code = None

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._code is not None:
            self._code.append(data)


def page(site: Path, name: str) -> _Page:
    return _Page(site / f"{name}.html")


def test_every_internal_link_leads_somewhere(site: Path) -> None:
    """Every link of the built site within itself leads to a file, and to an anchor that this file has."""
    pages = {file.resolve(): _Page(file) for file in site.rglob("*.html")}
    broken = []
    for file, found in pages.items():
        for link in found.links:
            parts = urllib.parse.urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (file.parent / urllib.parse.unquote(parts.path)).resolve() if parts.path else file
            anchor = urllib.parse.unquote(parts.fragment)
            if not target.exists() or (anchor and target in pages and anchor not in pages[target].ids):
                broken.append(f"{file.name}: {link}")
    assert len(pages) > 25
    assert broken == []


def test_the_site_has_the_four_parts(site: Path) -> None:
    """The first page leads to getting started, the guides, the reference and the explanation, and shows the picture."""
    links = page(site, "index").links
    assert {"get-started.html", "guides/index.html", "reference/index.html", "explanation/index.html"} <= set(links)
    assert {"_images/page-light.png", "_images/page-dark.png"} <= set(links)


# --- nothing is left out --------------------------------------------------------------------------


def test_every_option_is_documented(site: Path) -> None:
    """The reference of the command line has every option that the command knows, and its help text."""
    found = page(site, "reference/command-line")
    context = click.Context(main)
    names = {name for option in main.get_params(context) if isinstance(option, click.Option) for name in option.opts}
    assert {name for name in names if name not in found.codes} == set()
    for item in fields(Config):
        assert item.name == "sources" or not item.metadata["in_command"] or " ".join(item.metadata["help"].split()) in found.text


def test_every_setting_is_documented(site: Path) -> None:
    """The reference of the configuration has every setting of the file, and of an entry of ``apis``, under its name."""
    found = page(site, "reference/configuration").codes
    assert {key(item.name) for item in fields(Config) if item.metadata["in_file"] or item.metadata["in_entry"]} - found == set()


def test_every_message_is_documented(site: Path) -> None:
    """The message reference has every code with its meaning and what to do, at an anchor of its own."""
    found = page(site, "reference/messages")
    assert {code.value for code in MessageCode} - found.codes == set()
    assert {f"message-{code.value}" for code in MessageCode} - found.ids == set()
    fixes = [re.sub(r":doc:`([^<`]+) <[^>`]+>`", r"\1", code.fix).replace("``", "") for code in MessageCode]
    assert [fix for fix in fixes if fix not in found.text] == []
    assert {f"#{code.value}" for code in MessageCode} - set(found.links) == set(), "not in the contents of the page"
    assert not [link for link in found.links if "example.org" in link]


def test_every_directive_role_and_value_of_the_extension_is_documented(site: Path, reference_tables: ModuleType) -> None:
    """The page of the extension has every directive with its options, every role and every value of ``conf.py``."""
    from wadl2rst.sphinx.values import VALUES

    found = page(site, "sphinx")
    for directive in reference_tables.sphinx_directives():
        assert f".. {directive.name}::" in found.codes
        assert {f":{option}:" for option in directive.options} - found.codes == set()
    assert {f":{role}:" for role in reference_tables.sphinx_roles()} - found.codes == set()
    assert {f"confval-{value.full_name}" for value in VALUES} | {"confval-wadl2rst_sources"} <= found.ids


def test_every_filter_block_and_macro_is_documented(site: Path, reference_tables: ModuleType) -> None:
    """The reference of the templates has every filter with what it gives, every template, block and macro."""
    found = page(site, "reference/templates")
    filters = reference_tables.template_filters()
    assert len(filters) > 10
    for name, (signature, said) in filters.items():
        assert name + signature in found.codes
        assert said, f"the filter {name} has no docstring"
    files = {file.name.removesuffix(".rst.jinja") for file in (ROOT / "templates/classic").glob("*.jinja")}
    assert files == set(reference_tables.TEMPLATES)
    assert {f"{name}.rst.jinja" for name in files} - found.codes == set()
    assert {block for name in files for block in reference_tables.template_blocks(name)} - found.codes == set()
    assert {f"{name}({arguments})" for name, arguments in reference_tables.template_macros().items()} - found.codes == set()


def test_the_readme_of_the_templates_has_every_block(reference_tables: ModuleType) -> None:
    """Beside the templates, the README has each of them with all its blocks."""
    rows = re.findall(r"^\| `(\w+)\.rst\.jinja` \| .* \| (.*)\|$", (ROOT / "templates/README.md").read_text("utf-8"), re.MULTILINE)
    named = {name: set(re.findall(r"`(\w+)`", blocks)) for name, blocks in rows}
    inherited = {"single": named["index"]}
    assert {name: blocks | inherited.get(name, set()) for name, blocks in named.items()} == {
        name: set(reference_tables.template_blocks(name)) | inherited.get(name, set()) for name in reference_tables.TEMPLATES
    }


def test_every_rule_for_changes_is_documented(site: Path) -> None:
    """The page about changes has each rule once, with a target to link to."""
    from wadl2rst.changes.rules import RULES

    text = (site / "explanation" / "changes.html").read_text(encoding="utf-8")
    assert [text.count(f'id="{rule}"') for rule in RULES] == [1] * len(RULES)


def test_every_variable_of_templates_is_documented(
    site: Path, reference_tables: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The reference has every variable that a template is given, under the template that is given it, with all fields of its value."""
    import wadl2rst
    from wadl2rst.templating.renderer import Renderer

    given: dict[str, set[str]] = {}
    run = Renderer._run

    def noting(self: Renderer, name: str, variables: dict[str, object]) -> str:
        given.setdefault(name, set()).update(variables)
        given.setdefault("all", set()).update(set(self._environment.globals) - plain)
        return run(self, name, variables)

    plain = set(__import__("jinja2").Environment().globals)
    monkeypatch.setattr(Renderer, "_run", noting)
    for split in ("method", "resource", "single"):
        config = wadl2rst.Config(split=split)
        samples = [ROOT / "samples" / name for name in ("every-construct", "image-service", "jersey-bookstore")]
        wadl2rst.generate(samples, tmp_path / split, config)
    versions = [str(ROOT / "samples" / "two-versions" / name) for name in ("garden-2.wadl", "garden-1.wadl")]
    assert CliRunner().invoke(main, [versions[0], "--changes-since", versions[1]]).exit_code == 0

    found = page(site, "reference/templates").codes
    everywhere = given.pop("all")
    assert given == {name: set(names) for name, names in reference_tables.GIVEN.items() if name != "macros"}
    assert everywhere <= set(reference_tables.VARIABLES)
    assert set(reference_tables.VARIABLES) - found == set()
    shown = {cls.__name__ for cls in reference_tables.FIELD_CLASSES}
    assert {kind for kind, _about in reference_tables.VARIABLES.values() if kind[0].isupper()} <= shown
    for cls in reference_tables.FIELD_CLASSES:
        docs = reference_tables.field_docs(cls)
        names = [item.name for item in fields(cls)] if is_dataclass(cls) else cls._fields
        assert set(names) - set(docs) == set()
        assert [name for name, said in docs.items() if not said] == []
        assert set(docs) - found == set()


def test_every_value_that_templates_reach_is_documented(site: Path, reference_tables: ModuleType) -> None:
    """Each class in the types of the fields, and in theirs, is in the reference; each other name of a type is explained."""
    from wadl2rst import diagnostics, prose
    from wadl2rst.page import values
    from wadl2rst.wadl import model

    names = {**vars(prose), **vars(model), **vars(values), "Location": diagnostics.Location}
    known = {cls.__name__: cls for cls in reference_tables.FIELD_CLASSES}
    described = (*reference_tables.model_classes(), *reference_tables.component_classes(), *reference_tables.prose_classes())
    elsewhere = {cls.__name__ for cls in described}
    pending, reached, other = list(known.values()), set(known), set()
    while pending:
        for kind in reference_tables.field_types(pending.pop()).values():
            for name in re.findall(r"[A-Z]\w+", kind):
                if name in reached | elsewhere or name == "None":
                    continue
                if isinstance(names[name], type):
                    reached.add(name)
                    pending.append(names[name])
                else:
                    other.add(name)
    assert reached == set(known)
    assert other <= set(reference_tables.TYPE_NAMES)
    assert {*reached, *reference_tables.TYPE_NAMES} <= page(site, "reference/templates").codes


def test_the_python_api_is_documented(site: Path, reference_tables: ModuleType) -> None:
    """The reference of Python has every name of the API, and every class of the model with all its fields, each with a sentence."""
    from wadl2rst import api

    found = page(site, "reference/python").ids
    assert {f"wadl2rst.{name}" for name in api.__all__} - found == set()
    classes = {
        "wadl.model": reference_tables.model_classes(),
        "wadl.components": reference_tables.component_classes(),
        "prose": reference_tables.prose_classes(),
    }
    assert min(map(len, classes.values())) > 10
    for module, known in classes.items():
        for cls in known:
            docs: dict[str, Any] = reference_tables.field_docs(cls)
            assert [name for name, said in docs.items() if not said] == [], cls
            names = [item.name for item in fields(cls)] if is_dataclass(cls) else cls._fields
            assert {f"wadl2rst.{module}.{cls.__name__}.{name}" for name in names} - found == set()


# Elements and attributes of WADL 2009/02.
SPECIFIED = set(
    re.findall(
        r"\w+",
        """application doc grammars include resources resource resource_type method request response representation param option link
        title href base path id type queryType name style status mediaType element profile required repeating default fixed value rel
        rev""",
    )
)


def names_that_are_read() -> set[str]:
    """The names of elements and attributes that ``parse.py`` handles."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / "wadl2rst/wadl/parse.py").read_text(encoding="utf-8"))):
        texts: list[ast.AST] = []
        if isinstance(node, ast.Compare):
            texts = list(ast.walk(node))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            texts = [known for argument in node.args[:1] for known in ast.walk(argument)]
        elif isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple):
            texts = list(ast.walk(node.iter))
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and "frozenset" in ast.unparse(node.value.func):
            texts = list(ast.walk(node.value))
        found |= {known.value for known in texts if isinstance(known, ast.Constant) and isinstance(known.value, str)}
    names = {name.lstrip("}") for name in found}
    return {name for name in names if re.fullmatch(r"[A-Za-z_.]+", name)} - {"true", "false", "xsd-ext", "query"}


def test_every_construct_is_documented(site: Path) -> None:
    """The table of constructs has every element and attribute that the reader handles, and all of WADL 2009/02."""
    found = page(site, "reference/constructs").codes
    names = names_that_are_read()
    assert len(names) > 50
    assert (names | SPECIFIED) - found == set()


def test_what_constructs_become_stands_on_pages() -> None:
    """What the table of constructs says that a page shows, in italics, is shown by the pages of the samples, in these words."""
    said = re.findall(r"\*([A-Za-z(][^*`]*)\*", (DOCS / "reference/constructs.rst").read_text("utf-8").partition("\nTags in the")[0])
    assert len(said) > 20
    # docutils alone does not know the directives of the style sphinx; these runs show the same words.
    files = [file for file in (ROOT / "tests/goldens/samples").rglob("*.rst") if not file.parts[-3].endswith("-sphinx")]
    missing = said
    # Reading them takes long: those first that have most of it.
    for file in sorted(files, key=lambda file: (not file.parts[-3].startswith("every-construct"), file)):
        if not missing:
            break
        shown = " ".join(read_page(file.read_text("utf-8")).astext().split()).lower()
        missing = [words for words in missing if words.lower() not in shown]
    assert missing == []


PACKAGES = sorted(file.parent.name for file in (ROOT / "wadl2rst").glob("*/__init__.py"))


def test_every_module_of_a_package_is_documented(site: Path, reference_tables: ModuleType) -> None:
    """The architecture names each module of the subpackages with its one job."""
    found = page(site, "explanation/architecture")
    files = [file for folder in PACKAGES for file in (ROOT / "wadl2rst" / folder).glob("*.py")]
    names = {f"{file.parent.name}.{file.stem}" for file in files if file.stem != "__init__"}
    assert names - found.codes == set()
    assert all(said for folder in PACKAGES for said in reference_tables.modules(folder).values())


def test_every_known_tag_is_documented(site: Path, reference_tables: ModuleType) -> None:
    """The reference has every tag of documentation text that is known."""
    found = page(site, "reference/constructs").codes
    tags = {tag for known in reference_tables.markup_tags().values() for tag in known}
    assert len(tags) > 100
    assert tags - found == set()


def test_the_page_of_the_old_tool_has_its_options() -> None:
    """The guide for movers has every key of the old configuration, and names only options that there are."""
    text = (DOCS / "guides/old-wadl2rst.rst").read_text(encoding="utf-8")
    assert all(f"``{name}``" in text for name in ("title", "output_directory", "output_file", "preamble"))
    known = {name for option in main.params if isinstance(option, click.Option) for name in (*option.opts, *option.secondary_opts)}
    assert set(re.findall(r"``(--?[a-z][a-z-]*)", text)) - known - {"--version", "-h", "--help", "--noent"} == set()


def test_guides_name_options_that_there_are() -> None:
    """Every option of wadl2rst in a command of the documentation is one that the command has."""
    options = [option for option in main.get_params(click.Context(main)) if isinstance(option, click.Option)]
    known = {name for option in options for name in (*option.opts, *option.secondary_opts)}
    wrong = []
    for file in [ROOT / "README.md", *DOCS.rglob("*.rst")]:
        for line in re.findall(r"^\s*(?:\$ |- run: |- )?(wadl2rst [^#\n]*)", file.read_text(encoding="utf-8"), re.MULTILINE):
            named = re.findall(r"(?<=\s)(--[a-z][a-z-]*|-[a-zA-Z])(?=[\s=]|$)", line)
            wrong += [f"{file.name}: {name}" for name in named if name not in known]
    assert wrong == []
