"""How the tests run the command in a process of its own: what it says, its memory, and what stands in a folder afterwards."""

from __future__ import annotations

import atexit
import functools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
HEAD = '<application xmlns="http://wadl.dev.java.net/2009/02" xmlns:xsdxt="http://docs.rackspacecloud.com/xsd-ext/v1.0">'

CPU_SECONDS = 60
"""The time for which a run may compute: several times what the longest takes.  Beyond it, the system ends it with a signal.

Time on the clock says nothing on a busy machine."""

_NEEDS_A_START = ("PYTHON", "LC_", "LANG", "TZ")
"""How the names of variables begin that Python reads when it starts."""


class Done(NamedTuple):
    """What a run of the command left."""

    status: int
    stdout: str
    stderr: str
    megabytes: float
    """The largest memory; 0 where it is not known."""

    @property
    def lines(self) -> list[str]:
        """What was said."""
        return self.stderr.splitlines()


def environment(changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """The environment of the tests, with the checkout on the path."""
    changed: dict[str, str | None] = {**os.environ, "PYTHONPATH": str(ROOT), **(changes or {})}
    return {name: value for name, value in changed.items() if value is not None}


class _Server:
    """The process of ``tests/command_server.py``; one for each process of the tests, started when it is first needed."""

    def __init__(self) -> None:
        self._scratch = tempfile.TemporaryDirectory(prefix="wadl2rst-runs-")
        self._process = subprocess.Popen(
            [sys.executable, "-P", ROOT / "tests" / "command_server.py"],
            env=environment({"PYTHONIOENCODING": "utf-8"}), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="ascii",
        )  # fmt: skip
        atexit.register(self._close)

    def run(self, arguments: Sequence[str], folder: Path, variables: Mapping[str, str]) -> Done:
        assert self._process.stdin is not None and self._process.stdout is not None
        streams = [Path(self._scratch.name, name) for name in ("stdout", "stderr")]
        for stream in streams:
            stream.write_bytes(b"")
        wanted = {
            "arguments": arguments,
            "folder": os.path.abspath(folder),  # noqa: PTH100 (a link stays one)
            "environment": dict(variables),
            "stdout": str(streams[0]),
            "stderr": str(streams[1]),
            "seconds": CPU_SECONDS,
        }
        self._process.stdin.write(json.dumps(wanted) + "\n")
        self._process.stdin.flush()
        status, kilobytes = json.loads(self._process.stdout.readline())
        out, said = (stream.read_text(encoding="utf-8") for stream in streams)
        return Done(status, out, said, kilobytes / 1024 if sys.platform.startswith("linux") else 0)

    def _close(self) -> None:
        self._process.communicate()
        self._scratch.cleanup()


_server = functools.cache(_Server)


def run(*arguments: str | Path, folder: Path, changes: Mapping[str, str | None] | None = None) -> Done:
    """Runs the command in ``folder``, in a process of its own."""
    words, variables = [str(argument) for argument in arguments], environment(changes)
    if hasattr(os, "fork") and not any(name.startswith(_NEEDS_A_START) for name in changes or ()):
        return _server().run(words, folder, variables)
    done = subprocess.run(
        [sys.executable, "-m", "wadl2rst", *words],
        cwd=folder, env=variables, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr, 0)


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
