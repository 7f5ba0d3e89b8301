"""Tries the example project with themes, builders and extensions of others, and writes what each does into the documentation.

    python docs/make_surroundings.py                # all
    python docs/make_surroundings.py furo epub      # these
    python docs/make_surroundings.py --packages     # what it can use, for pip
    python docs/make_surroundings.py --names        # what there is to try

What was seen is kept in ``build/surroundings``, and written to ``docs/explanation/surroundings.rst`` when all has been tried.
What is not installed is left out, and said to be.  Exits with 1 if anything is not as it is known to be, better or worse.  With
playwright and a Chromium (the variable CHROMIUM, or ``chromium``), pages are also looked at as wide as a phone; a page that is
wider is kept as a picture in ``build/surroundings``.  ``nox -s surroundings`` installs everything and runs this.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "explanation" / "surroundings.rst"
KEPT = ROOT / "build" / "surroundings"
RECORD = KEPT / "seen.json"
PHONE = 390
"""Width of a small phone in CSS pixels."""
OPERATION = "reference/get-books-isbn"
"""A page of the example project that is generated."""
LONGEST = 300
"""Characters of what is shown of an error."""
LIMIT = 600
"""Seconds after which a build is given up."""

Files = dict[str, str]


@dataclass(frozen=True)
class Tried:
    """Something of others that the example project is built with."""

    name: str
    """The distribution, or the builder."""
    packages: tuple[str, ...] = ()
    """What to install; the first one has the version."""
    conf: str = ""
    """What is added to ``conf.py``."""
    builder: str = "html"
    files: Files = field(default_factory=dict)
    """Files that are added to the project; their pages are in the table of contents."""
    check: Callable[[Path], str] = lambda _out: ""
    """What can be said of the output; an empty text if nothing.  Raises AssertionError, with what is wrong."""
    known: str = ""
    """A part of what is said where it does not work, if it is known not to."""
    note: str = ""
    """What a reader has to know."""


# --- what can be seen in the output -----------------------------------------------------------------


def in_navigation(out: Path) -> str:
    """How many pages of the API the theme shows beside the page of an operation."""
    from lxml import html

    document = html.fromstring((out / f"{OPERATION}.html").read_bytes())
    for main in document.xpath("//*[@role='main'] | //main | //article"):
        if main.getparent() is not None and not main.xpath(".//*[contains(@class, 'sidebar')]"):
            main.drop_tree()
    pages = {page.name for page in (out / "reference").glob("*.html")} - {"index.html", f"{Path(OPERATION).name}.html"}
    linked = {Path(link.partition("#")[0]).name for link in document.xpath("//a/@href") if "://" not in link}
    shown = len(pages & linked)
    text = f"{shown} of the {len(pages)} other pages of the API in the navigation of an operation"
    return text + (f"; on a screen of {PHONE} pixels, {wide}" if (wide := at_phone_width(out)) else "")


def at_phone_width(out: Path) -> str:
    """Whether a page is wider than a phone; empty where there is no browser."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    if not chromium or importlib.util.find_spec("playwright") is None:
        return ""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": PHONE, "height": 800})
        # Some themes ask for fonts and scripts of others, which would have the browser wait.
        page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
        page.goto((out / f"{OPERATION}.html").as_uri(), wait_until="domcontentloaded")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE:
            KEPT.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=KEPT / f"{out.parent.name}.png")
        browser.close()
    return "no wider than the screen" if width <= PHONE else f"{width} pixels wide"


TITLES = ("Show image details", "List images", "getCover")
"""Titles of operations, shown by the directive and on generated pages."""


def has_titles(pattern: str) -> Callable[[Path], str]:
    """A check: the files of the output have the titles of operations."""

    def check(out: Path) -> str:
        files = sorted(out.rglob(pattern))
        text = " ".join(" ".join(file.read_text("utf-8", "replace").split()) for file in files)
        found = [title for title in TITLES if title in text]
        assert found == list(TITLES), f"no {sorted(set(TITLES) - set(found))} in {len(files)} files"
        return f"{len(files)} file{'s' if len(files) > 1 else ''}"

    return check


def epub(out: Path) -> str:
    """Every page of the book is well-formed, and has been packed."""
    from lxml import etree

    pages = sorted(out.rglob("*.xhtml"))
    broken = []
    for page in pages:
        try:
            etree.parse(page)
        except etree.XMLSyntaxError as error:
            broken.append(f"{page.name}: {error}")
    assert not broken, f"{len(broken)} of {len(pages)} pages are not well-formed, such as {broken[0]}"
    assert list(out.glob("*.epub")), "no book"
    return f"{has_titles('*.xhtml')(out)}, all well-formed"


def links(out: Path) -> str:
    """Every link was found."""
    lines = [json.loads(line) for line in (out / "output.json").read_text("utf-8").splitlines()]
    broken = [line["uri"] for line in lines if line["status"] not in ("working", "unchecked", "redirected", "ignored")]
    assert not broken, f"{broken} not found"
    working = sum(line["status"] == "working" for line in lines)
    assert working, "no link was visited"
    return f"{working} link{'s' if working > 1 else ''} to a server of this machine visited, none broken"


def has(file: str, *texts: str) -> Callable[[Path], str]:
    """A check: a file of the output has these texts."""

    def check(out: Path) -> str:
        content = (out / file).read_text("utf-8")
        absent = [text for text in texts if text not in content]
        assert not absent, f"no {absent} in {file}"
        return ""

    return check


def intl(out: Path) -> str:
    """The catalogues that sphinx-intl makes from those of the gettext builder have the texts of the WADLs."""
    locale = out.parent / "locale"
    command = [sys.executable, "-m", "sphinx_intl", "update", "-p", str(out), "-d", str(locale), "-l", "de"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT)
    assert done.returncode == 0, done.stderr[-300:]
    catalogues = sorted(locale.rglob("*.po"))
    assert any("Lists your images" in file.read_text("utf-8") for file in catalogues), "no text of a WADL"
    return f"makes {len(catalogues)} catalogues, with the texts of the WADLs"


def _touch(file: Path) -> None:
    file.write_text(file.read_text("utf-8") + "\n", encoding="utf-8")


def autobuild(out: Path) -> str:
    """A change to the WADL builds once: generated pages that are written again do not start a build of their own."""
    source = out.parent / "docs" / "example"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "sphinx_autobuild", "--port", str(port), "--watch", str(out.parent / "samples"), str(source), str(out)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")
    assert process.stdout is not None
    # Long enough for a second build to begin, were there one.
    timer = threading.Timer(60, process.terminate)
    timer.start()
    wadl = out.parent / "samples" / "jersey-bookstore" / "application.wadl"
    builds = 0
    try:
        for line in process.stdout:
            if "build succeeded" in line or "build finished" in line:
                builds += 1
                if builds == 1:
                    threading.Timer(8, _touch, (wadl,)).start()
    finally:
        timer.cancel()
        process.terminate()
        process.wait()
    assert builds, "nothing was built"
    assert builds <= 3, f"{builds} builds in a minute for one change"
    return f"{builds} builds in a minute, in which the WADL changed once"


# --- what is tried ----------------------------------------------------------------------------------


def _theme(name: str, theme: str, conf: str = "", **more: object) -> Tried:
    packages = (name,) if name != "classic" else ()
    return Tried(name, packages, f"html_theme = {theme!r}\n{conf}", check=in_navigation, **more)  # type: ignore[arg-type]


# Without the option, the theme asks a server of others for its fonts.
IMMATERIAL = "extensions.append('sphinx_immaterial')\nhtml_theme_options = {'font': False}\n"
WITHOUT_CONTENTS = "object_description_options = [('wadl:.*', {'include_fields_in_toc': False, 'include_rubrics_in_toc': False})]\n"

THEMES = (
    _theme("alabaster", "alabaster"),
    _theme("furo", "furo"),
    _theme("sphinx-rtd-theme", "sphinx_rtd_theme"),
    _theme("pydata-sphinx-theme", "pydata_sphinx_theme"),
    _theme("sphinx-book-theme", "sphinx_book_theme"),
    _theme("shibuya", "shibuya"),
    _theme("piccolo-theme", "piccolo_theme"),
    _theme("classic", "classic"),
    _theme("sphinx-immaterial", "sphinx_immaterial", IMMATERIAL, known="AssertionError", note="See :ref:`immaterial`."),
    Tried(
        "sphinx-immaterial with options",
        ("sphinx-immaterial",),
        f"html_theme = 'sphinx_immaterial'\n{IMMATERIAL}{WITHOUT_CONTENTS}",
        check=in_navigation,
        known="Unable to determine anchor",
        note="With the options of :ref:`immaterial`. Its search leads to the page of an operation described by hand, not to the operation.",
    ),
)

BUILDERS = (
    Tried("html", check=has_titles("*.html")),
    Tried("dirhtml", builder="dirhtml", check=has_titles("*.html")),
    Tried("singlehtml", builder="singlehtml", check=has_titles("*.html")),
    Tried("epub", builder="epub", check=epub),
    Tried("latex", builder="latex", check=has_titles("*.tex"), note="The PDF itself is not made here."),
    Tried("man", builder="man", check=has_titles("*.1"), note="Cells that span columns or rows: see :doc:`../sphinx`."),
    Tried("text", builder="text", check=has_titles("*.txt")),
    Tried("texinfo", builder="texinfo", check=has_titles("*.texi")),
    Tried("gettext", builder="gettext", check=has_titles("*.pot")),
    Tried(
        "linkcheck",
        builder="linkcheck",
        conf="linkcheck_ignore = [r'https?://(?!127\\.0\\.0\\.1)']\n",
        files={"linked.rst": "Linked\n======\n\n{server}\n"},
        check=links,
    ),
    Tried(
        "confluence",
        ("sphinxcontrib-confluencebuilder",),
        "extensions.append('sphinxcontrib.confluencebuilder')\nconfluence_publish = False\nconfluence_space_key = 'KEY'\n"
        "suppress_warnings = ['confluence.unsupported_code_lang']\nconfluence_domain_indices = True\n",
        builder="confluence",
        check=has_titles("*.conf"),
        note="Publishing is off, and so is the warning ``confluence.unsupported_code_lang``: Confluence does not colour HTTP. "
        "``confluence_domain_indices`` adds the index of operations.",
    ),
    Tried(
        "markdown",
        ("sphinx-markdown-builder",),
        "extensions.append('sphinx_markdown_builder')\n",
        builder="markdown",
        check=has_titles("*.md"),
        known="unknown node type: <classifier",
        note="See :ref:`markdown-builder`.",
    ),
)

_API = """\
openapi: 3.0.0
info: {title: Other, version: "1"}
paths:
  /other:
    get: {summary: Other operation, responses: {"200": {description: Fine.}}}
"""

EXTENSIONS = (
    Tried(
        "myst-parser",
        ("myst-parser",),
        "extensions.append('myst_parser')\n",
        files={
            "more.md": "# More\n\n```{wadl:operations} ../../samples/image-service/image-service.wadl\n```\n\n{wadl:method}`showImage`\n"
        },
        check=has("more.html", "Show image details", 'href="images.html#showImage"'),
        note="Pages in Markdown show WADLs, too: :ref:`sphinx-markdown`.",
    ),
    Tried("sphinx-design", ("sphinx-design",), check=has("reference/get-books-isbn.html", "sd-tab-set"), note="Samples are tabs."),
    Tried(
        "sphinx-tabs",
        ("sphinx-tabs",),
        "extensions.append('sphinx_tabs.tabs')\n",
        files={"more.rst": "More\n====\n\n.. tabs::\n\n   .. tab:: One\n\n      Text of one.\n"},
        check=has("more.html", "sphinx-tabs-tab"),
    ),
    Tried(
        "sphinx-inline-tabs",
        ("sphinx-inline-tabs",),
        "extensions.append('sphinx_inline_tabs')\n",
        files={"more.rst": "More\n====\n\n.. tab:: One\n\n   Text of one.\n"},
        check=has("more.html", "tab-content"),
        note="It and sphinx-tabs have a directive ``tab`` each, so load one of them.",
    ),
    Tried(
        "sphinx-copybutton",
        ("sphinx-copybutton",),
        "extensions.append('sphinx_copybutton')\n",
        check=has("reference/get-books-isbn.html", "copybutton.js"),
        note="Samples get a button that copies them.",
    ),
    Tried(
        "sphinx-needs",
        ("sphinx-needs",),
        "extensions.append('sphinx_needs')\n",
        files={"more.rst": "More\n====\n\n.. req:: Show images\n   :id: REQ_1\n\n   Done by :wadl:method:`showImage`.\n"},
        check=has("more.html", "REQ_1", "#showImage"),
    ),
    Tried(
        "sphinxcontrib-httpdomain",
        ("sphinxcontrib-httpdomain",),
        "extensions.append('sphinxcontrib.httpdomain')\n",
        files={"more.rst": "More\n====\n\n.. http:get:: /images\n\n   Other text.\n\n:http:get:`/images` :wadl:method:`GET /images`\n"},
        check=has("more.html", "#get--images", 'href="images.html#listImages"'),
        note="Its objects and roles are in the domain ``http``, ours in ``wadl``.",
    ),
    Tried(
        "sphinxcontrib-openapi",
        ("sphinxcontrib-openapi", "sphinxcontrib-httpdomain"),
        "extensions.append('sphinxcontrib.openapi')\n",
        files={"more.rst": "More\n====\n\n.. openapi:: other.yaml\n", "other.yaml": _API},
        check=has("more.html", "/other"),
    ),
    Tried(
        "sphinx-autoapi",
        ("sphinx-autoapi",),
        "extensions.append('autoapi.extension')\nautoapi_dirs = ['package']\n",
        files={"package/darkroom.py": '"""A module."""\n\n\ndef develop() -> None:\n    """Develops.  See :wadl:method:`showImage`."""\n'},
        check=has("autoapi/darkroom/index.html", "develop", "#showImage"),
    ),
    Tried("sphinx-notfound-page", ("sphinx-notfound-page",), "extensions.append('notfound.extension')\n", check=has("404.html", "<h1>")),
    Tried(
        "sphinx-sitemap",
        ("sphinx-sitemap",),
        "extensions.append('sphinx_sitemap')\nhtml_baseurl = 'https://docs.example.org/'\n",
        check=has("sitemap.xml", f"{OPERATION}.html"),
        note="Lists generated pages.",
    ),
    Tried(
        "sphinxext-opengraph",
        ("sphinxext-opengraph",),
        "extensions.append('sphinxext.opengraph')\nogp_site_url = 'https://docs.example.org/'\nogp_social_cards = {'enable': False}\n",
        check=has(f"{OPERATION}.html", 'property="og:title"', 'property="og:description"'),
    ),
    Tried("sphinx-intl", ("sphinx-intl",), builder="gettext", check=intl),
    Tried(
        "sphinx-autobuild",
        ("sphinx-autobuild",),
        check=autobuild,
        note="Add ``--watch`` with the folder of the WADL if it is not below the sources.",
    ),
    Tried(
        "sphinx-llms-txt",
        ("sphinx-llms-txt",),
        "extensions.append('sphinx_llms_txt')\nhtml_baseurl = 'https://docs.example.org/'\n",
        check=has("llms.txt", OPERATION),
        note="Lists generated pages.",
    ),
)

KINDS = {"Themes": THEMES, "Builders": BUILDERS, "Extensions": EXTENSIONS}
ALL = tuple(tried for kind in KINDS.values() for tried in kind)


# --- trying -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """What one of them did."""

    version: str
    text: str
    """In words; empty if it is not installed."""
    as_known: bool
    works: bool


class _Answering(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        """Any page is there."""
        self.send_response(200)
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *_about: object) -> None:
        """Nothing."""


@cache
def server() -> str:
    """The address of a server on this machine, the only one that is visited."""
    found = ThreadingHTTPServer(("127.0.0.1", 0), _Answering)
    threading.Thread(target=found.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{found.server_port}/"


def version_of(tried: Tried) -> str | None:
    """The version of what is tried, that of Sphinx for what belongs to it; None if it is not installed."""
    try:
        return importlib.metadata.version(tried.packages[0]) if tried.packages else importlib.metadata.version("sphinx")
    except importlib.metadata.PackageNotFoundError:
        return None


def attempt(tried: Tried) -> Seen:
    """Builds the example project with it."""
    version = version_of(tried)
    if version is None:
        return Seen("", "", True, False)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, tried.name)
        for name in ("docs/example", "samples/image-service", "samples/jersey-bookstore"):
            shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("_build", "reference"))
        source, out = place / "docs" / "example", place / "out"
        added = []
        for name, text in tried.files.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text(text.replace("{server}", server()), encoding="utf-8")
            if name.endswith((".rst", ".md")):
                added.append(name.rpartition(".")[0])
        conf, index = source / "conf.py", source / "index.rst"
        conf.write_text(f"{conf.read_text('utf-8')}\n{tried.conf}", encoding="utf-8")
        index.write_text(index.read_text("utf-8") + "".join(f"   {name}\n" for name in added), encoding="utf-8")
        text, works = build(tried, source, out)
    known = tried.known in text if tried.known else works
    return Seen(version, text, known, works)


def build(tried: Tried, source: Path, out: Path) -> tuple[str, bool]:
    """What a build did, in words, and whether it did all that it should."""
    command = [sys.executable, "-m", "sphinx", "-q", "-n", "-b", tried.builder, "-d", str(out.parent / "doctrees"), str(source), str(out)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "PYTHONWARNINGS": "ignore"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return f"did not end within {LIMIT // 60} minutes", False
    warnings = [line for line in done.stderr.splitlines() if re.search(r"WARNING|ERROR|CRITICAL", line)]
    if done.returncode:
        errors = re.findall(r"^ *(\w+(?:\.\w+)*(?:Error|Exception)\b.*)$", done.stderr, re.MULTILINE)
        last = errors[-1] if errors else (done.stderr.strip().splitlines() or ["without a word"])[-1]
        return f"fails: {last}", False
    try:
        found = tried.check(out)
    except (AssertionError, OSError) as fault:
        return f"wrong: {fault}", False
    clean = (
        "without a warning"
        if not warnings
        else f"{len(warnings)} warning{'s' if len(warnings) > 1 else ''}, such as: {shortened(warnings[0], source)}"
    )
    return "; ".join(filter(None, (clean, found))), not warnings


def shortened(line: str, source: Path) -> str:
    """A line without the folder of the project."""
    return line.replace(f"{source}{os.sep}", "").replace(str(source.parents[1]) + os.sep, "")


# --- the page ---------------------------------------------------------------------------------------

HEAD = """\
Surroundings
============

*How the extension fares with themes, builders and extensions of others.*

This page is written by ``docs/make_surroundings.py``, which builds the example project, ``docs/example``, with each of them, in nitpicky
mode. It was run with Python {python}, Sphinx {sphinx} and docutils {docutils} on {date}. :doc:`../guides/other-tools` has what to do
about those that do not work, and about formatters, linters and converters.
"""


def page(seen: dict[str, Seen]) -> Iterator[str]:
    """The page, in pieces."""
    about = {"python": platform.python_version(), "date": f"{datetime.now(UTC):%Y-%m-%d}"}
    yield HEAD.format(**about, **{name: importlib.metadata.version(name) for name in ("sphinx", "docutils")})
    for kind, members in KINDS.items():
        yield f"\n{kind}\n{'-' * len(kind)}\n\n.. list-table::\n   :header-rows: 1\n   :widths: 24 12 64\n\n"
        yield f"   * - {kind.rstrip('s')}\n     - Version\n     - What it does\n"
        for tried in members:
            found = seen[tried.name]
            if found.text:
                text = f"{'' if found.works else '**Not clean.** '}{sentence(found.text)}{' ' + tried.note if tried.note else ''}"
                yield f"   * - {tried.name}\n     - {found.version}\n     - {text}\n"
        absent = [tried.name for tried in members if not seen[tried.name].text]
        if absent:
            yield f"\nNot tried, because it could not be installed: {', '.join(absent)}.\n"


def sentence(text: str) -> str:
    """Words of others as a sentence of RST."""
    cut = text if len(text) <= LONGEST else f"{text[:LONGEST]} ..."
    escaped = re.sub(r"([\\*`|_])", r"\\\1", cut)
    return f"{escaped[0].upper()}{escaped[1:].rstrip('.')}."


def main(arguments: list[str]) -> int:
    """Tries what is named, or all."""
    if arguments == ["--packages"]:
        print(*dict.fromkeys(package for tried in ALL for package in tried.packages), sep="\n")
        return 0
    if arguments == ["--names"]:
        print(*(tried.name for tried in ALL), sep="\n")
        return 0
    unknown = set(arguments) - {tried.name for tried in ALL}
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))}; --names lists what there is", file=sys.stderr)
        return 2
    KEPT.mkdir(parents=True, exist_ok=True)
    seen = {name: Seen(**found) for name, found in (json.loads(RECORD.read_text("utf-8")) if RECORD.is_file() else {}).items()}
    names = [tried.name for tried in ALL if not arguments or tried.name in arguments]
    for tried in ALL:
        if tried.name in names:
            found = seen[tried.name] = attempt(tried)
            sign = "as known" if found.as_known else "NOT as known"
            print(f"{tried.name} {found.version}: {found.text or 'not installed'} ({sign})", flush=True)
            RECORD.write_text(json.dumps({name: asdict(found) for name, found in seen.items()}, indent=1), encoding="utf-8")
    if all(tried.name in seen for tried in ALL):
        PAGE.write_text("".join(page(seen)), encoding="utf-8")
    return int(not all(seen[name].as_known for name in names))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
