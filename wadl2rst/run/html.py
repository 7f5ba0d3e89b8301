"""Builds the HTML site from the pages with Sphinx, in a separate process.

Sphinx is not imported, so that wadl2rst works without it, and so that a ``conf.py`` cannot affect
the process that writes the pages.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Report, reason
from wadl2rst.source.additions import markdown_additions

SPHINX_EXTENSION = "wadl2rst.sphinx"
"""The Sphinx extension with the directives of the style ``sphinx``, and the sidebar."""

DOCTREES = ".doctrees"
"""The folder, below that of the pages, in which Sphinx keeps what it has read for the next build."""

PageProgress = Callable[[int, int, str], None]
"""Called with the number of finished pages, the number of all pages, and what Sphinx does with them."""

# A build makes millions of objects that are kept, so collecting garbage finds little and visits them again and again.  New objects are
# visited while the processor has them at hand; those that were kept once, seldom.
# The folder of this package is where an extension is found if the package is not installed.
_PROGRAM = """\
import gc, runpy, sys
gc.set_threshold(5_000, 100, 100)
sys.path.append({path!r})
runpy.run_module("sphinx", run_name="__main__", alter_sys=True)
"""

_CONF = """\
# How Sphinx builds the site from the pages in this folder.
# wadl2rst created this file because there was none. It is yours to edit: it is never overwritten.
# All settings: https://www.sphinx-doc.org/en/master/usage/configuration.html

from importlib.util import find_spec

project = {title!r}
html_title = project
root_doc = {root!r}
exclude_patterns = [{excluded}]

# Show the text as it is in the WADL: no curly quotes, and no dash for "--".
smartquotes = False

# Warn about broken references.
nitpicky = True

# Used if installed; to install all of them: pip install "wadl2rst[site]"
extensions = ["{own}", *(name for name in {others} if find_spec(name))]
html_theme = "furo" if find_spec("furo") else "alabaster"

# The sidebar of wadl2rst is made once, whereas themes make theirs anew for each page. For that of the theme, remove html_sidebars.
html_sidebars = {{"**": ["about.html", "searchfield.html", "wadl-sidebar.html"]}}
if html_theme == "furo":
    above = ["sidebar/brand.html", "sidebar/search.html", "sidebar/scroll-start.html"]
    html_sidebars = {{"**": [*above, "wadl-sidebar.html", "sidebar/scroll-end.html"]}}

# The pages are generated, so their source is of no use to readers.
html_copy_source = False
html_show_copyright = False
"""

# "/abs/page.rst:12: WARNING: text"; the line or the whole location may be missing.
_MESSAGE = re.compile(r"^(?:(?P<file>.+?)(?::(?P<line>\d+))?: )?(?:WARNING|ERROR|SEVERE|CRITICAL): (?P<text>.+)$", re.MULTILINE)
# What Sphinx reports, twice for each directive, for pages of the style "sphinx" without the extension.
_NO_EXTENSION = re.compile(r'unknown directive (?:name: |type ")wadl:', re.IGNORECASE)
_NO_TABS = re.compile(r'unknown directive (?:name: |type ")tab-(?:set|item)', re.IGNORECASE)
# "reading sources... [ 12%] index", in the language of the person.
_PROGRESS = re.compile(r"^(?P<what>.+?)\.\.\. \[ *(?P<percent>\d+)%\] ")
_ESCAPE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_IN_CONF = re.compile(r'File ".*conf\.py", line (\d+)|\(conf\.py, line (\d+)\)')


def build_site(
    pages: Path,
    html: Path,
    *,
    title: str,
    report: Report,
    progress: PageProgress | None = None,
    verbose: bool = False,
    index: str = "index",
    tabs: bool = False,
    additions: Sequence[Path] = (),
) -> bool:
    """Builds the HTML site of the RST pages in the folder ``pages`` into the folder ``html``.

    If ``pages`` has no ``conf.py``, one is written, with ``title`` as the project name, the page ``index`` as the
    root document, and the extensions that the pages require, with ``tabs`` including that for tabs, and with Markdown in one of the
    folders ``additions`` that for Markdown; an existing one is
    not changed.  The doctrees for incremental builds are stored beside the pages, in :data:`DOCTREES`, so that the site holds only
    what is to be published.  ``progress`` is called for each page that is read or written.  With ``verbose``, Sphinx writes its own
    messages to standard error instead.

    Each warning of Sphinx is reported as :attr:`MessageCode.SPHINX`, a failure as :attr:`MessageCode.SITE`.  Warnings about
    directives of an extension, if ``conf.py`` does not load it, are combined into one message.

    Returns:
        Whether the site was built.
    """
    if not sphinx_is_installed():
        report(Diagnostic(MessageCode.SITE, 'Sphinx is not installed; install it with: pip install "wadl2rst[site]"', Location(str(html))))
        return False
    conf = pages / "conf.py"
    markdown = [file for folder in additions for file in markdown_additions(folder)]
    try:
        with conf.open("xb") as file:
            below = dict.fromkeys(path for path in (_path_below(folder, pages) for folder in additions) if path)
            file.write(conf_py(title, index, tabs=tabs, markdown=bool(markdown), excluded=[*below]).encode())
    except FileExistsError:
        pass
    except OSError as error:
        report(Diagnostic(MessageCode.NOT_WRITTEN, f"cannot be written: {reason(error)}", Location(str(conf))))
        return False

    if markdown and not _reads_markdown(conf):
        text = (
            'is Markdown, which Sphinx reads with myst-parser: install that and add "myst_parser" to extensions in '
            f"{conf}, or write reStructuredText (.rst)"
        )
        report(Diagnostic(MessageCode.ADDITION, text, Location(markdown[0].as_posix())))
    status, messages = _run_sphinx(pages, html, progress, verbose=verbose)
    missing: dict[str, None] = {}
    for message in _MESSAGE.finditer(messages):
        if _NO_EXTENSION.match(message["text"]):
            missing[f'pages of the sphinx style require an extension: add "{SPHINX_EXTENSION}" to extensions'] = None
        elif _NO_TABS.match(message["text"]):
            missing['tabs require an extension: add "sphinx_design" to extensions'] = None
        else:
            report(Diagnostic(MessageCode.SPHINX, f"Sphinx: {message['text']}", _message_location(message, pages, additions)))
    for text in missing:
        report(Diagnostic(MessageCode.SPHINX, text, Location(str(conf))))
    if status == 0:
        return True
    in_conf = _IN_CONF.search(messages)
    where = Location(str(conf), int(in_conf[1] or in_conf[2])) if in_conf else Location(str(html))
    report(Diagnostic(MessageCode.SITE, f"Sphinx failed: {_last_line(messages) or f'exit status {status}'}", where))
    return False


def _run_sphinx(pages: Path, html: Path, progress: PageProgress | None, *, verbose: bool) -> tuple[int, str]:
    """Runs Sphinx in a new process; returns its exit status and what it wrote to standard error."""
    # -P: a file or folder of the user with the name of a module is not imported in its place.
    program = _PROGRAM.format(path=str(Path(__file__).resolve().parents[2]))
    command = [sys.executable, "-P", "-c", program, "-b", "html", "-d", str(_doctrees(pages)), "--no-color"]
    if not verbose and progress is None:
        command.append("-q")
    # A file, not a pipe, which would be full while the progress is read.
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [*command, str(pages), str(html)],
            stdin=subprocess.DEVNULL,
            stdout=2 if verbose else subprocess.DEVNULL if progress is None else subprocess.PIPE,
            stderr=errors,
            env={**os.environ, "PYTHONIOENCODING": "utf-8:replace"},
            encoding="utf-8",
            errors="replace",
        )
        with process:
            try:
                if process.stdout is not None and progress is not None:
                    _follow(process.stdout, sum(1 for _page in pages.rglob("*.rst")), progress)
                process.wait()
            except BaseException:
                process.kill()
                raise
        return process.returncode, _text_of(errors)


def _doctrees(pages: Path) -> Path:
    """The folder for the doctrees of the pages, created so that Git ignores it."""
    folder = pages / DOCTREES
    with suppress(OSError):  # Sphinx reports it
        folder.mkdir(exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    return folder


def _follow(lines: Iterable[str], pages: int, progress: PageProgress) -> None:
    """Calls ``progress`` for each line that names a page that was read or written; ``pages`` is how many the folder has."""
    doing, done = "", 0
    for line in lines:
        found = _PROGRESS.match(_ESCAPE.sub("", line))
        if found is None:
            continue
        done = done + 1 if found["what"] == doing else 1
        doing = found["what"]
        percent = int(found["percent"])
        # Only some pages may be out of date; Sphinx tells the percentage, but not the number.
        total = pages if not percent or abs(100 * done / max(pages, 1) - percent) <= 1 else round(100 * done / percent)
        progress(done, max(total, done), doing)


def _text_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace").replace("\r\n", "\n")


def conf_py(title: str, index: str = "index", *, tabs: bool = False, markdown: bool = False, excluded: Sequence[str] = ()) -> str:
    """The text of ``conf.py`` for a folder of pages; it depends only on the arguments, not on the machine.

    ``markdown`` says whether additions are in Markdown; ``excluded`` has the paths of their folders that are below that of the
    pages.
    """
    names = [*(["sphinx_design"] if tabs else []), "sphinx_copybutton", *(["myst_parser"] if markdown else [])]
    listed = ", ".join(f'"{name}"' for name in names)
    others = f"({listed})" if len(names) > 1 else f"[{listed}]"
    patterns = ['"_build"', '"Thumbs.db"', '".DS_Store"', *map(repr, excluded)]
    return _CONF.format(
        title=" ".join(title.split()) or "API", root=index, own=SPHINX_EXTENSION, others=others, excluded=", ".join(patterns)
    )


def _path_below(folder: Path, pages: Path) -> str:
    """The path of a folder below that of the pages, with slashes; empty if it is elsewhere."""
    try:
        return Path(os.path.realpath(folder)).relative_to(os.path.realpath(pages)).as_posix()
    except ValueError:
        return ""


def loads_tabs(pages: Path, *, makes_conf: bool = False) -> bool:
    """Whether the ``conf.py`` for a folder of pages names sphinx-design: the nearest one, in it or above it in its repository.

    It is not executed, so that what is written depends only on files.  Where there is none, and one will be written (``makes_conf``),
    that names it if it is installed.
    """
    if makes_conf and not (pages / "conf.py").exists():
        return find_spec("sphinx_design") is not None
    folder = pages.absolute()
    for directory in (folder, *folder.parents):
        with suppress(OSError), (directory / "conf.py").open("rb") as file:
            return _LOADS_TABS.search(file.read(_MOST_CONF)) is not None
        if (directory / ".git").exists():
            break
    return False


def is_site(pages: Path) -> bool:
    """Whether the ``conf.py`` in a folder of pages names the extension, as that of a site does; it is not executed."""
    with suppress(OSError), (pages / "conf.py").open("rb") as file:
        return _LOADS_EXTENSION.search(file.read(_MOST_CONF)) is not None
    return False


def _reads_markdown(conf: Path) -> bool:
    """Whether ``conf.py`` names myst-parser, and that is installed."""
    with suppress(OSError), conf.open("rb") as file:
        return find_spec("myst_parser") is not None and _LOADS_MARKDOWN.search(file.read(_MOST_CONF)) is not None
    return False


_LOADS_MARKDOWN = re.compile(rb"""^[^#\n]*["']myst_parser["']""", re.MULTILINE)
_LOADS_EXTENSION = re.compile(rb"""^[^#\n]*["']wadl2rst\.sphinx["']""", re.MULTILINE)
_LOADS_TABS = re.compile(rb"""^[^#\n]*["']sphinx_design["']""", re.MULTILINE)
_MOST_CONF = 1_000_000
"""The bytes of a ``conf.py`` to look at."""


def sphinx_is_installed() -> bool:
    """Whether ``python -m sphinx`` would start; a folder named sphinx (a namespace package) does not count."""
    spec = find_spec("sphinx")
    return spec is not None and spec.origin is not None


def _message_location(message: re.Match[str], pages: Path, additions: Sequence[Path]) -> Location | None:
    """The location of a warning, with its path starting with ``pages`` or one of ``additions`` as the user spelled it, or None."""
    if not message["file"]:
        return None
    file = Path(message["file"])
    for folder in (*additions, pages):
        if file.is_relative_to(folder.resolve()):
            file = folder / file.relative_to(folder.resolve())
            break
    return Location(str(file), int(message["line"] or 0))


def _last_line(stderr: str) -> str:
    """Why Sphinx failed: the last line of its output before the note where the traceback was saved."""
    lines = stderr.partition("The full traceback has been saved in")[0].split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return last.removeprefix("sphinx.errors.").partition("Error: ")[2] if last.startswith("sphinx.errors.") else last
