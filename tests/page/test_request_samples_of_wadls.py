"""Request samples of real WADLs: all that are made can be read by what they are written for, and many are sent."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import pytest
from pygments.lexers import get_lexer_by_name
from pygments.token import Token

import wadl2rst
from tests.loopback import Arrived, Loopback, differences, run_python, run_shell
from wadl2rst.clients.request import ClientRequest
from wadl2rst.page.request_samples import client_request
from wadl2rst.page.values import OperationPage
from wadl2rst.run import inputs, pipeline

pytestmark = pytest.mark.corpus

SENT = 500
SENT_BY_PYTHON = 50

Runner = Callable[[str, Loopback, ClientRequest, Path], Arrived]
"""Runs a sample, and gives what arrived."""


class Operation(NamedTuple):
    """An operation of a WADL, its page, and its request or why there is none."""

    wadl: Path
    page: OperationPage
    request: ClientRequest | str


def _quiet(_message: object) -> None:
    pass


@pytest.fixture(scope="module", name="found")
def _found(corpus: Path, corpus_wadls: list[Path]) -> list[Operation]:
    return list(_operations(corpus, corpus_wadls))


def _operations(corpus: Path, wadls: list[Path]) -> Iterator[Operation]:
    config = wadl2rst.Config(root=corpus, style="sphinx")
    for wadl in wadls:
        application = pipeline.load_wadl(str(wadl), config, _quiet).application
        if application is None:
            continue
        known = inputs.find_inputs((str(wadl),), None, _quiet)[0][0]
        try:
            site, _filters = pipeline.plan_filtered(application, known, config, _quiet)
        except wadl2rst.Error:
            continue
        for named in site.operations:
            page = site.operation_page(named)
            made = client_request(named.operation, page.request, site.context)
            yield Operation(wadl, page, made if isinstance(made, str) else made[0])


def _text(page: OperationPage, language: str) -> str:
    return next((sample.text for sample in page.request_samples if sample.language == language), "")


def test_every_operation_has_samples_or_a_reason(found: list[Operation]) -> None:
    """Each operation has a sample in each language or a reason for which it has none; nine of ten have one for curl and Python."""
    reasons = Counter((left.language, left.reason) for _wadl, page, _request in found for left in page.left_out)
    print(dict(reasons))
    for _wadl, page, request in found:
        assert len(page.request_samples) + len(page.left_out) == 4
        assert isinstance(request, ClientRequest) is any(sample.language == "curl" for sample in page.request_samples)
    for language in ("curl", "python"):
        assert sum(count for (named, _reason), count in reasons.items() if named == language) < len(found) / 10


def test_every_sample_can_be_read(found: list[Operation]) -> None:
    """The shell splits each command into its words, and Python compiles each program."""
    for wadl, page, request in found:
        if not isinstance(request, ClientRequest):
            continue
        words = shlex.split(_text(page, "curl").replace(" \\\n", " "))
        assert words[0] == "curl", (wadl, page.request_line)
        path = "".join(".+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^{}]*\})", page.path))
        assert re.search(path, unquote(words[-1] if len(words) == 2 else " ".join(words))), (wadl, page.request_line)
        compile(_text(page, "python"), f"{wadl}: {page.request_line}", "exec")


_PARSE = """
import { readFileSync } from "node:fs";
import vm from "node:vm";
for (const text of JSON.parse(readFileSync("samples.json", "utf-8"))) {
  try { new vm.SourceTextModule(text); } catch (error) { console.log(text, error.message); process.exitCode = 1; }
}
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed")
def test_node_parses_every_module(found: list[Operation], tmp_path: Path) -> None:
    """Node.js parses each module."""
    (tmp_path / "samples.json").write_text(json.dumps([_text(page, "javascript") for _wadl, page, _request in found]), encoding="utf-8")
    (tmp_path / "parse.mjs").write_text(_PARSE, encoding="utf-8")
    command = ["node", "--experimental-vm-modules", "parse.mjs"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_samples_are_highlighted(found: list[Operation]) -> None:
    """Pygments knows all tokens of the samples, so Sphinx does not warn; those of every fifth operation are looked at."""
    for wadl, page, _request in found[::5]:
        for sample in page.request_samples:
            tokens = {kind for kind, _text in get_lexer_by_name(sample.lexer).get_tokens(sample.text)}
            assert Token.Error not in tokens, (wadl, page.request_line, sample.language)


def _spread(found: list[Operation], number: int) -> list[Operation]:
    """So many operations of all WADLs: every so many, those with a body first."""
    able = [one for one in found if isinstance(one.request, ClientRequest)]
    able.sort(key=lambda one: isinstance(one.request, ClientRequest) and one.request.body is None)  # stable
    with_body = sum(isinstance(one.request, ClientRequest) and one.request.body is not None for one in able)
    first = able[:with_body][:: max(1, 2 * with_body // number)]
    rest = able[with_body:]
    return first + rest[:: max(1, len(rest) // (number - len(first)))]


def _check_sent(found: list[Operation], language: str, number: int, run: Runner, folder: Path) -> None:
    """Sends the samples of so many operations, and holds what arrives against the page: verb, path, query, headers and body."""
    server = Loopback()
    try:
        chosen = _spread(found, number)
        assert len(chosen) >= number
        for wadl, page, request in chosen:
            assert isinstance(request, ClientRequest)
            arrived = run(_text(page, language), server, request, folder)
            assert list(differences(arrived, request)) == [], (wadl, page.request_line)
    finally:
        server.close()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_what_curl_sends(found: list[Operation], tmp_path: Path) -> None:
    """What arrives of a command is what the page says."""
    _check_sent(found, "curl", SENT, run_shell, tmp_path)


def test_what_python_sends(found: list[Operation], tmp_path: Path) -> None:
    """What arrives of a program is what the page says."""
    pytest.importorskip("requests", reason="requests is not installed")
    _check_sent(found, "python", SENT_BY_PYTHON, run_python, tmp_path)
