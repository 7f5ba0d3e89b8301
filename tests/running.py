"""How the tests run the command in a process of its own: its time, its memory, and what stands in a folder afterwards."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
HEAD = '<application xmlns="http://wadl.dev.java.net/2009/02" xmlns:xsdxt="http://docs.rackspacecloud.com/xsd-ext/v1.0">'

# The largest memory that was resident is asked of the process itself: what a child of the tests tells has their own in it.
_MEASURED = """
import atexit, re, sys
def tell():
    try:
        found = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())
    except OSError:
        found = None
    sys.stderr.write(f"\\npeak {found[1] if found else 0}\\n")
atexit.register(tell)
sys.argv[0] = "wadl2rst"
from wadl2rst.cli import main
main()
"""


class Done(NamedTuple):
    """What a run of the command left."""

    status: int
    stdout: str
    stderr: str
    seconds: float
    megabytes: float

    @property
    def lines(self) -> list[str]:
        """What was said."""
        return self.stderr.splitlines()


def environment(changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """The environment of the tests, with the checkout on the path."""
    changed: dict[str, str | None] = {**os.environ, "PYTHONPATH": str(ROOT), **(changes or {})}
    return {name: value for name, value in changed.items() if value is not None}


def run(*arguments: str | Path, folder: Path, changes: Mapping[str, str | None] | None = None, timeout: float = 120) -> Done:
    """Runs the command in ``folder``."""
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *map(str, arguments)],
        cwd=folder, env=environment(changes), capture_output=True, text=True, encoding="utf-8", timeout=timeout,
    )  # fmt: skip
    said, _, peak = done.stderr.rpartition("\npeak ")
    kilobytes = int(found[0]) if (found := re.match(r"\d+", peak)) else 0
    return Done(done.returncode, done.stdout, said, time.monotonic() - start, kilobytes / 1024)


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def application(body: str, before: str = "") -> str:
    """A WADL."""
    return f"{before}{HEAD}{body}</application>"


def resources(body: str) -> str:
    """A WADL of these resources."""
    return application(f'<resources base="http://api.example/">{body}</resources>')


def method(content: str) -> str:
    """A resource with one method."""
    return f'<resource path="a"><method name="GET">{content}</method></resource>'
