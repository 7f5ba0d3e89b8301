"""The HTML site: the pages, built with Sphinx in a process of its own.

Sphinx is not imported, so that wadl2rst works without it, and so that nothing that a
``conf.py`` does can reach the process that writes the pages.
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
"""What pages of the style ``sphinx`` need."""

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

# "/abs/page.rst:12: WARNING: text", with the line or the whole place left out where there is none.
_MESSAGE = re.compile(r"^(?:(?P<file>.+?)(?::(?P<line>\d+))?: )?(?:WARNING|ERROR|SEVERE|CRITICAL): (?P<text>.+)$", re.MULTILINE)
# What Sphinx says, twice for each directive, of the style "sphinx" without its extension.
_NO_EXTENSION = re.compile(r'unknown directive (?:name: |type ")wadl:', re.IGNORECASE)
_IN_CONF = re.compile(r'File ".*conf\.py", line (\d+)|\(conf\.py, line (\d+)\)')


def build_site(pages: Path, html: Path, *, title: str, report: Report, quiet: bool, index: str = "index", style: str = "classic") -> bool:
    """Builds the HTML site of the RST pages in ``pages`` into the folder ``html``.

    Where ``pages`` has no ``conf.py``, one is written, with ``title`` as the project's name, the page ``index``
    as the first one, and the extension that pages of ``style`` need; one that is there is left alone.  What Sphinx
    needs to build only what changed the next time lies in ``html/.doctrees``.  On a terminal, and unless ``quiet``,
    Sphinx shows its progress on standard error.

    Each warning of Sphinx is reported as :attr:`Code.SPHINX`, a failure as :attr:`Code.SITE`.  Those of pages
    that need the extension where ``conf.py`` does not name it are one message.

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

    # -P: a folder or file of the user's that is named like a module of Sphinx's is not taken for it.
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
    lacking = False
    for message in _MESSAGE.finditer(result.stderr):
        if _NO_EXTENSION.match(message["text"]):
            lacking = True
            continue
        report(Diagnostic(MessageCode.SPHINX, f"Sphinx: {message['text']}", _location(message, pages)))
    if lacking:
        text = f'pages of the sphinx style require an extension: add "{EXTENSION}" to extensions'
        report(Diagnostic(MessageCode.SPHINX, text, Location(str(conf))))
    if result.returncode == 0:
        return True
    in_conf = _IN_CONF.search(result.stderr)
    where = Location(str(conf), int(in_conf[1] or in_conf[2])) if in_conf else Location(str(html))
    report(Diagnostic(MessageCode.SITE, f"Sphinx failed: {_last_line(result.stderr) or f'exit status {result.returncode}'}", where))
    return False


def conf_py(title: str, index: str = "index", style: str = "classic") -> str:
    """The ``conf.py`` for a folder of pages: the same text on every machine, for the same title, index and style."""
    installed = 'name for name in ("sphinx_design", "sphinx_copybutton") if find_spec(name)'
    extensions = f'["{EXTENSION}", *({installed})]' if style == "sphinx" else f"[{installed}]"
    return _CONF.format(title=" ".join(title.split()) or "API", root=index, extensions=extensions)


def _sphinx_is_installed() -> bool:
    """Whether ``python -m sphinx`` would start; a mere folder called sphinx does not count."""
    spec = find_spec("sphinx")
    return spec is not None and spec.origin is not None


def _location(message: re.Match[str], pages: Path) -> Location | None:
    """The place of a warning, its file spelled as the person spelled the folder."""
    if not message["file"]:
        return None
    file = Path(message["file"])
    root = pages.resolve()
    if file.is_relative_to(root):
        file = pages / file.relative_to(root)
    return Location(str(file), int(message["line"] or 0))


def _last_line(stderr: str) -> str:
    """Why Sphinx failed: the last line of what it says before it tells where the traceback was saved."""
    lines = stderr.partition("The full traceback has been saved in")[0].split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return last.removeprefix("sphinx.errors.").partition("Error: ")[2] if last.startswith("sphinx.errors.") else last
