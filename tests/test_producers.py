"""Services of others, installed and asked: nothing of theirs is kept here.

Marked ``producers``, and skipped unless WADL_PRODUCERS says that pip may install them: ``WADL_PRODUCERS=pip pytest -m producers``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sphinx.cmd.build import main as sphinx

from tests.running import run

pytestmark = [
    pytest.mark.producers,
    pytest.mark.skipif(os.environ.get("WADL_PRODUCERS") != "pip", reason="WADL_PRODUCERS does not say that pip may install services"),
]
LAZR = "lazr.restful==4.0.0"
SERVE = """
import sys
from lazr.restful.wsgi import WSGIApplication
server = WSGIApplication.make_server("127.0.0.1", 0, sys.argv[1])
WSGIApplication.configure_server("127.0.0.1", server.server_port, sys.argv[1])
print(server.server_port, flush=True)
server.serve_forever()
"""


@pytest.fixture(scope="module")
def lazr(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has lazr.restful."""
    folder = tmp_path_factory.mktemp("lazr")
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", LAZR], check=True, timeout=600)
    return python


@contextmanager
def _serving(python: Path, package: str) -> Iterator[int]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [python, "-c", SERVE, package]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    assert process.stdout
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize(
    ("package", "version"),
    [("lazr.restful.example.wsgi", "1.0"), ("lazr.restful.example.multiversion", "beta"), ("lazr.restful.example.multiversion", "2.0")],
)
def test_pages_of_lazr_restful(lazr: Path, package: str, version: str, tmp_path: Path) -> None:
    """The examples of lazr.restful become pages from their address, which Sphinx builds without a warning."""
    with _serving(lazr, package) as port:
        address = f"http://127.0.0.1:{port}/{version}/?ws.accept=application/vnd.sun.wadl%2Bxml"
        done = run(address, "-o", "pages", "--prefix", "lazr", folder=tmp_path)
        again = run(address, "-o", "pages", "--prefix", "lazr", "--check", folder=tmp_path)
    assert (done.status, again.status) == (0, 0), done.stderr + again.stderr
    assert "error" not in done.stderr
    pages = {path.name: path.read_text("utf-8") for path in (tmp_path / "pages").glob("*.rst")}
    assert any("PATCH" in text for text in pages.values())
    (tmp_path / "conf.py").write_text('project = "lazr"\n', encoding="utf-8")
    assert sphinx(["-n", "-W", "--keep-going", "-q", "-c", str(tmp_path), str(tmp_path / "pages"), str(tmp_path / "site")]) == 0
