"""What a run over many WADLs holds."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from wadl2rst import Config
from wadl2rst.cli import main
from wadl2rst.diagnostics import Diagnostic
from wadl2rst.run import build, one_source

WADL = '<application xmlns="http://wadl.dev.java.net/2009/02"><resources><resource path="a"/></resources></application>'


class Left(list[object]):
    """Something that weak references can follow."""


@pytest.fixture
def collector_off() -> Iterator[None]:
    gc.freeze()  # each collection would visit all that the other tests left
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("collector_off")
def test_what_lies_in_cycles_is_freed_between_wadls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With Python's collector off, as in the command, what WADLs leave in cycles is freed once it is much."""
    monkeypatch.setattr(one_source, "MAX_UNCOLLECTED", 2_000)
    for number in range(20):
        (tmp_path / f"{number}.wadl").write_text(WADL)
    left: list[weakref.ref[Left]] = []

    def leave(_done: int, _total: int, _source: str) -> None:
        cycle = Left([number] for number in range(2_500))
        cycle.append(cycle)
        left.append(weakref.ref(cycle))

    said: list[Diagnostic] = []
    build.build(Config(sources=(str(tmp_path),), output=tmp_path / "out", no_cache=True), said.append, leave)
    assert len(left) == 21
    assert sum(known() is not None for known in left) <= 2


@pytest.mark.parametrize("options", [[], ["--check"], ["--lint", "-W"], ["--template", "nowhere"], ["-j", "2"]])
def test_the_command_leaves_the_collector_on(options: list[str], tmp_path: Path) -> None:
    """A program that calls the command has its collector back afterwards, however the run ended."""
    (tmp_path / "api.wadl").write_text(WADL)
    CliRunner().invoke(main, [str(tmp_path / "api.wadl"), "-o", str(tmp_path / "out"), *options])
    assert gc.isenabled()
