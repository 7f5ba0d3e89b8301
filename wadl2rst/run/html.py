"""Builds the HTML site from the pages with Sphinx, in a separate process.

Sphinx is not imported, so that wadl2rst works without it, and so that a ``conf.py`` cannot affect
the process that writes the pages.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Report, reason

EXTENSION = "wadl2rst.sphinx"
"""The Sphinx extension that pages of the style ``sphinx`` require."""

_CONF = """\
# How Sphinx builds the site from the pages in this folder.
# wadl2rst created this file because there was none. It is yours to edit: it is never overwritten.
# All settings: https://www.sphinx-doc.org/en/master/usage/configuration.html

from importlib.util import find_spec

project = {title!r}
html_title = project
root_doc = {root!r}
exclude_patterns = ["_build", "Thumbs.db", ".DS_Store"]

# Show the text as it is in the WADL: no curly quotes, and no dash for "--".
smartquotes = False

# Warn about broken references.
nitpicky = True

# Used if installed; to install all of them: pip install "wadl2rst[site]"
extensions = {extensions}
html_theme = "furo" if find_spec("furo") else "alabaster"

# The pages are generated, so their source is of no use to readers.
html_copy_source = False
html_show_copyright = False
"""

# "/abs/page.rst:12: WARNING: text"; the line or the whole location may be missing.
_MESSAGE = re.compile(r"^(?:(?P<file>.+?)(?::(?P<line>\d+))?: )?(?:WARNING|ERROR|SEVERE|CRITICAL): (?P<text>.+)$", re.MULTILINE)
# What Sphinx reports, twice for each directive, for pages of the style "sphinx" without the extension.
_NO_EXTENSION = re.compile(r'unknown directive (?:name: |type ")wadl:', re.IGNORECASE)
_IN_CONF = re.compile(r'File ".*conf\.py", line (\d+)|\(conf\.py, line (\d+)\)')


def build_site(pages: Path, html: Path, *, title: str, report: Report, quiet: bool, index: str = "index", style: str = "classic") -> bool:
    """Builds the HTML site of the RST pages in the folder ``pages`` into the folder ``html``.

    If ``pages`` has no ``conf.py``, one is written, with ``title`` as the project name, the page ``index`` as the
    root document, and the extension that pages of ``style`` require; an existing one is not changed.  The doctrees for
    incremental builds are stored in ``html/.doctrees``.  On a terminal, and unless ``quiet``, Sphinx shows its
    progress on standard error.

    Each warning of Sphinx is reported as :attr:`MessageCode.SPHINX`, a failure as :attr:`MessageCode.SITE`.  Warnings about
    directives of the extension, if ``conf.py`` does not load it, are combined into one message.

    Returns:
        Whether the site was built.
    """
    if not _sphinx_is_installed():
        report(Diagnostic(MessageCode.SITE, 'Sphinx is not installed; install it with: pip install "wadl2rst[site]"', Location(str(html))))
        return False
    conf = pages / "conf.py"
    try:
        with conf.open("xb") as file:
            file.write(conf_py(title, index, style).encode())
    except FileExistsError:
        pass
    except OSError as error:
        report(Diagnostic(MessageCode.NOT_WRITTEN, f"cannot be written: {reason(error)}", Location(str(conf))))
        return False

    # -P: a file or folder of the user with the name of a module is not imported in its place.
    command = [sys.executable, "-P", "-m", "sphinx", "-b", "html", "-d", str(html / ".doctrees"), "--no-color"]
    progress = not quiet and sys.stderr is not None and sys.stderr.isatty()
    if not progress:
        command.append("-q")
    result = subprocess.run(
        [*command, str(pages), str(html)],
        stdin=subprocess.DEVNULL,
        stdout=2 if progress else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": "utf-8:replace"},
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    lacks_extension = False
    for message in _MESSAGE.finditer(result.stderr):
        if _NO_EXTENSION.match(message["text"]):
            lacks_extension = True
            continue
        report(Diagnostic(MessageCode.SPHINX, f"Sphinx: {message['text']}", _message_location(message, pages)))
    if lacks_extension:
        text = f'pages of the sphinx style require an extension: add "{EXTENSION}" to extensions'
        report(Diagnostic(MessageCode.SPHINX, text, Location(str(conf))))
    if result.returncode == 0:
        return True
    in_conf = _IN_CONF.search(result.stderr)
    where = Location(str(conf), int(in_conf[1] or in_conf[2])) if in_conf else Location(str(html))
    report(Diagnostic(MessageCode.SITE, f"Sphinx failed: {_last_line(result.stderr) or f'exit status {result.returncode}'}", where))
    return False


def conf_py(title: str, index: str = "index", style: str = "classic") -> str:
    """The text of ``conf.py`` for a folder of pages; it depends only on the arguments, not on the machine."""
    installed = 'name for name in ("sphinx_design", "sphinx_copybutton") if find_spec(name)'
    extensions = f'["{EXTENSION}", *({installed})]' if style == "sphinx" else f"[{installed}]"
    return _CONF.format(title=" ".join(title.split()) or "API", root=index, extensions=extensions)


def _sphinx_is_installed() -> bool:
    """Whether ``python -m sphinx`` would start; a folder named sphinx (a namespace package) does not count."""
    spec = find_spec("sphinx")
    return spec is not None and spec.origin is not None


def _message_location(message: re.Match[str], pages: Path) -> Location | None:
    """The location of a warning, with its path starting with ``pages`` as the user spelled it, or None."""
    if not message["file"]:
        return None
    file = Path(message["file"])
    root = pages.resolve()
    if file.is_relative_to(root):
        file = pages / file.relative_to(root)
    return Location(str(file), int(message["line"] or 0))


def _last_line(stderr: str) -> str:
    """Why Sphinx failed: the last line of its output before the note where the traceback was saved."""
    lines = stderr.partition("The full traceback has been saved in")[0].split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return last.removeprefix("sphinx.errors.").partition("Error: ")[2] if last.startswith("sphinx.errors.") else last
