"""What all tests share: where the project's files are, the corpus, and how hard Hypothesis looks."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
CORPUS = os.environ.get("WADL_CORPUS", "")

_SLOW_MACHINE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("brief", max_examples=25, **_SLOW_MACHINE)
settings.register_profile("quick", max_examples=50, **_SLOW_MACHINE)  # of .ci/run
# The same examples each time: a build that fails fails again.
settings.register_profile("ci", max_examples=100, derandomize=True, print_blob=True, **_SLOW_MACHINE)
settings.register_profile("fuzz", max_examples=5000, **_SLOW_MACHINE)
settings.register_profile("thorough", max_examples=5000, **_SLOW_MACHINE)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "brief"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what reads the corpus where there is none; a folder that is named and missing is a mistake, not a skip."""
    if CORPUS:
        if not Path(CORPUS).is_dir():
            raise pytest.UsageError(f"WADL_CORPUS names no folder: {CORPUS}")
        return
    skip = pytest.mark.skip(reason="WADL_CORPUS does not name a folder of real WADLs")
    for item in items:
        if item.get_closest_marker("corpus"):
            item.add_marker(skip)


def pytest_collection_finish() -> None:
    """Keeps the collector from visiting the tests and the modules, which stay, again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What runs remember, those of other processes too, lies in a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WADL2RST_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of the samples."""
    return ROOT / "samples"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder that WADL_CORPUS names. Mark the test ``corpus``, so that it is skipped where there is none."""
    if not CORPUS:
        pytest.skip("WADL_CORPUS does not name a folder of real WADLs")
    return Path(CORPUS).resolve()


@pytest.fixture(scope="session")
def corpus_wadls(corpus: Path) -> list[Path]:
    """The WADLs of the corpus: those that its ``all.txt`` lists, or every ``*.wadl`` where it has no list."""
    listed = corpus / "all.txt"
    if listed.is_file():
        return [corpus / line for line in listed.read_text(encoding="utf-8").splitlines() if line]
    return sorted(corpus.rglob("*.wadl"))
