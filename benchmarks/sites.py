"""Measures what a site costs: WADL to HTML, against a site of as many pages of a title and a paragraph.

    python benchmarks/sites.py                                        # 100, 400 and 1,000 operations: about ten minutes
    python benchmarks/sites.py --operations 100                       # small
    python benchmarks/sites.py --before ../other-checkout             # and the command of another checkout, on the smallest size
    python benchmarks/sites.py --operations 200 --only themes         # what the sidebars of themes cost

The floor is Sphinx with the theme "basic" and no sidebar.  What counts is CPU time in one process, with its peak of memory and the size
of the site: machines differ, so compare ratios of one run only.  ``--json FILE`` writes them.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from make_wadl import make  # noqa: E402 (a script's own folder)

ROOT = Path(__file__).resolve().parent.parent
SIZES = (100, 400, 1000)
MEGABYTE = 1024 * 1024

FLOOR_CONF = """\
project = "floor"
html_theme = "basic"
html_sidebars = {"**": []}
html_copy_source = False
smartquotes = False
"""
SITE_CONF = """\
project = "site"
extensions = ["wadl2rst.sphinx"]
html_theme = "furo"
html_copy_source = False
smartquotes = False
above = ["sidebar/brand.html", "sidebar/search.html", "sidebar/scroll-start.html"]
html_sidebars = {"**": [*above, "wadl-sidebar.html", "sidebar/scroll-end.html"]}
"""
THEMES: Mapping[str, tuple[str, str]] = {
    "furo, with wadl-sidebar.html": ("furo", SITE_CONF[SITE_CONF.index("above") :]),
    "alabaster, with wadl-sidebar.html": ("alabaster", 'html_sidebars = {"**": ["about.html", "searchfield.html", "wadl-sidebar.html"]}'),
    "furo": ("furo", ""),
    "alabaster": ("alabaster", ""),
    "sphinx_rtd_theme": ("sphinx_rtd_theme", ""),
    "pydata_sphinx_theme": ("pydata_sphinx_theme", ""),
}
"""Name, theme, and settings."""


@dataclass(frozen=True)
class Measured:
    """What one build took."""

    what: str
    operations: int
    seconds: float
    """CPU time of the build and of the processes that it started."""
    megabytes: float
    """Peak memory of the largest process."""
    site: float
    """Size of the site in megabytes, without doctrees."""
    page: float
    """Size of the first page of an operation in kilobytes; 0 for sites without one."""


class Builds:
    """Builds sites in a folder, and keeps what each took."""

    def __init__(self, folder: Path, rounds: int) -> None:
        """``folder`` is for the files; the fastest of ``rounds`` builds counts."""
        self._folder = folder
        self._rounds = rounds
        self.measured: list[Measured] = []

    def wadl(self, operations: int) -> Path:
        """The synthetic WADL of so many operations."""
        path = self._folder / f"{operations}.wadl"
        if not path.exists():
            make(path, operations)
        return path

    def run(self, what: str, operations: int, prepare: Callable[[Path], Sequence[str]], checkout: Path = ROOT) -> Measured:
        """Builds the site that the command from ``prepare`` writes into the folder ``html`` of the folder that it is given."""
        found = []
        for _round in range(self._rounds):
            folder = Path(tempfile.mkdtemp(dir=self._folder))
            found.append(self._once(what, operations, folder, prepare(folder), checkout))
            shutil.rmtree(folder)
        best = min(found, key=lambda measured: measured.seconds)
        self.measured.append(best)
        print(
            f"{what:34} {operations:6} {best.seconds:8.1f} s {best.megabytes:7.0f} MB {best.site:7.1f} MB {best.page:5.0f} kB", flush=True
        )
        return best

    def _once(self, what: str, operations: int, folder: Path, command: Sequence[str], checkout: Path) -> Measured:
        environment = {**os.environ, "PYTHONPATH": str(checkout)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{what}, {operations} operations: exit status {process.returncode}")
        unit = 1 if sys.platform == "darwin" else 1024
        files = [file for file in (folder / "html").rglob("*") if file.is_file() and ".doctrees" not in file.parts]
        page = next((file for file in sorted(files) if file.name.startswith("get-group-") and file.suffix == ".html"), None)
        return Measured(
            what=what,
            operations=operations,
            seconds=usage.ru_utime + usage.ru_stime,
            megabytes=usage.ru_maxrss * unit / MEGABYTE,
            site=sum(file.stat().st_size for file in files) / MEGABYTE,
            page=page.stat().st_size / 1024 if page else 0,
        )


def _sphinx(folder: Path, conf: str, index: str) -> list[str]:
    """A project in ``folder``, and the command that builds it."""
    (folder / "conf.py").write_text(conf, encoding="utf-8")
    (folder / "index.rst").write_text(index, encoding="utf-8")
    return [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-d", "doctrees", ".", "html"]


def floor(builds: Builds, operations: int) -> Measured:
    """A site of as many pages of a title and a paragraph."""

    def prepare(folder: Path) -> list[str]:
        for number in range(operations):
            text = f"Page {number}\n==========\n\nA paragraph of page {number}, with a word of its own, word{number}.\n"
            (folder / f"page-{number}.rst").write_text(text, encoding="utf-8")
        pages = "".join(f"   page-{number}\n" for number in range(operations))
        return _sphinx(folder, FLOOR_CONF, f"Floor\n=====\n\n.. toctree::\n   :hidden:\n\n{pages}")

    return builds.run("floor", operations, prepare)


def command(builds: Builds, operations: int, checkout: Path = ROOT, what: str = "wadl2rst --html") -> Measured:
    """The command with ``--html``."""
    wadl = builds.wadl(operations)
    program = [sys.executable, "-m", "wadl2rst", str(wadl), "-o", "pages", "--html", "html", "-q", "--no-cache"]
    return builds.run(what, operations, lambda _folder: program, checkout)


def directive(builds: Builds, operations: int) -> Measured:
    """All operations on one page."""
    wadl = builds.wadl(operations)

    def prepare(folder: Path) -> list[str]:
        shutil.copy(wadl, folder / "api.wadl")
        return _sphinx(folder, SITE_CONF, "API\n===\n\n.. wadl:: api.wadl\n")

    return builds.run("directive, one page", operations, prepare)


def generated(builds: Builds, operations: int, name: str = "wadl2rst_sources", conf: str = SITE_CONF) -> Measured:
    """Pages generated before the build."""
    wadl = builds.wadl(operations)

    def prepare(folder: Path) -> list[str]:
        shutil.copy(wadl, folder / "api.wadl")
        sources = 'wadl2rst_sources = [{"path": "api.wadl", "destination": "api"}]\n'
        return _sphinx(folder, conf + sources, "API\n===\n\n.. toctree::\n\n   api/index\n")

    return builds.run(name, operations, prepare)


def themes(builds: Builds, operations: int) -> Iterator[Measured]:
    """Generated pages in each theme that is installed."""
    for name, (theme, settings) in THEMES.items():
        if find_spec(theme) is None:
            print(f"{name}: not installed")
            continue
        conf = f'project = "site"\nextensions = ["wadl2rst.sphinx"]\nhtml_theme = "{theme}"\nhtml_copy_source = False\n{settings}\n'
        yield generated(builds, operations, name, conf)


def ratios(measured: Sequence[Measured]) -> Iterator[tuple[str, float, float]]:
    """The ratios that matter, each with its limit."""
    seconds = {(one.what, one.operations): one.seconds for one in measured}
    base = seconds.get(("floor", 1000))
    for what, operations, limit in (("wadl2rst --html", 1000, 5.0), ("directive, one page", 400, 4.0), ("wadl2rst_sources", 1000, 6.0)):
        if base and (what, operations) in seconds:
            yield f"{what}, {operations} operations, to the floor of 1000 pages", seconds[what, operations] / base, limit
    for what in ("wadl2rst --html", "wadl2rst_sources"):
        for small, large, limit in ((100, 400, 4.5), (1000, 2000, 2.2)):
            if (what, small) in seconds and (what, large) in seconds:
                yield f"{what}, {large} operations to {small}", seconds[what, large] / seconds[what, small], limit


def main() -> None:
    """Measures what is asked for, and prints the ratios; exits with status 1 if one is above its limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--operations", type=int, nargs="+", default=list(SIZES), help="how many operations [default: 100 400 1000]")
    parser.add_argument("--only", action="append", choices=("floor", "command", "directive", "generated", "themes"), help="what to measure")
    parser.add_argument("--before", type=Path, help="another checkout, whose command is measured with the smallest number of operations")
    parser.add_argument("--rounds", type=int, default=1, help="how often each is built; the fastest counts [default: 1]")
    parser.add_argument("--json", type=Path, help="the file to write what was measured")
    options = parser.parse_args()
    chosen = options.only or ["floor", "command", "directive", "generated"]
    with tempfile.TemporaryDirectory() as folder:
        builds = Builds(Path(folder), options.rounds)
        print(f"{'':34} {'pages':>6} {'CPU':>10} {'memory':>10} {'site':>10} {'page':>9}")
        for operations in sorted(options.operations):
            if "floor" in chosen:
                floor(builds, operations)
            if "command" in chosen:
                command(builds, operations)
            if "directive" in chosen:
                directive(builds, operations)
            if "generated" in chosen:
                generated(builds, operations)
            if "themes" in chosen:
                list(themes(builds, operations))
        if options.before is not None:
            command(builds, min(options.operations), options.before.resolve(), "wadl2rst --html, before")
    print()
    missed = False
    for name, value, limit in ratios(builds.measured):
        missed |= value > limit
        print(f"{name:60} {value:6.2f}  at most {limit:g}{'  MISSED' if value > limit else ''}")
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(one) for one in builds.measured], indent=1) + "\n", encoding="utf-8")
    sys.exit(missed)


if __name__ == "__main__":
    main()
