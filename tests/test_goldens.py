"""Each sample against its goldens: the model as text, every page, and the messages.

What is compared comes from the folders' listings: a missing golden fails, and so does one too many.  To rewrite
them all, and then read the difference, run ``python tests/test_goldens.py``.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from wadl2rst.cli import main
from wadl2rst.config.options import Config
from wadl2rst.diagnostics import Location
from wadl2rst.run.pipeline import load_wadl

ROOT = Path(__file__).resolve().parent.parent
GOLDENS = ROOT / "tests" / "goldens" / "samples"
REGENERATE = "python tests/test_goldens.py"

RUNS: dict[str, list[str]] = {
    "image-service": ["samples/image-service/image-service.wadl"],
    "image-service-leaf-resource": ["samples/image-service/image-service.wadl", "--param-names", "leaf", "--split", "resource"],
    "image-service-sphinx": ["samples/image-service/image-service.wadl", "--style", "sphinx"],
    "image-service-single": ["samples/image-service/image-service.wadl", "--split", "single", "--prefix", "darkroom"],
    "image-service-groups": [
        *("samples/image-service/image-service.wadl", "--config", "samples/image-service/groups.toml"),
        *("--split", "resource", "--without-examples"),
    ],
    "jersey-bookstore": ["samples/jersey-bookstore/application.wadl"],
    "every-construct": ["samples/every-construct/every-construct.wadl"],
    "every-construct-sphinx": ["samples/every-construct/every-construct.wadl", "--style", "sphinx"],
    "every-construct-german": ["samples/every-construct/every-construct.wadl", "--lang", "de"],
    "older": ["samples/every-construct/older.wadl"],
    "two-files": ["samples/two-files"],
    "jersey-4.0.2": ["samples/producers/jersey/served/jersey-4.0.2/garden.wadl"],
    "jersey-4.0.2-detail": ["samples/producers/jersey/served/jersey-4.0.2/garden-detail.wadl", "--split", "resource"],
    "jersey-4.0.2-documented": ["samples/producers/jersey/served/jersey-4.0.2-documented/garden.wadl"],
    "jersey-4.0.2-options": ["samples/producers/jersey/served/jersey-4.0.2/options.wadl"],
    "jersey-3.1.12": ["samples/producers/jersey/served/jersey-3.1.12/garden.wadl", "--split", "single"],
    "cxf-4.2.3": ["samples/producers/cxf/served/cxf-4.2.3/garden.wadl"],
    "cxf-4.2.3-tools": ["samples/producers/cxf/served/cxf-4.2.3/tools.wadl"],
    "cxf-4.2.3-ids": ["samples/producers/cxf/served/cxf-4.2.3-ids/garden.wadl", "--split", "resource"],
    "cxf-4.2.3-javadoc": ["samples/producers/cxf/served/cxf-4.2.3-javadoc/garden.wadl", "--split", "resource"],
    "resteasy-6.2.16": ["samples/producers/resteasy/served/resteasy-6.2.16/garden.wadl", "--split", "resource"],
    "resteasy-6.2.16-schemas": ["samples/producers/resteasy/served/resteasy-6.2.16-schemas/garden.wadl"],
    "enunciate-2.18.1": ["samples/producers/enunciate/served/enunciate-2.18.1/garden.wadl"],
    "jersey-2.48": ["samples/producers/jersey/served/jersey-2.48/garden.wadl", "--split", "single"],
    "jersey-parcels": ["samples/jersey-parcels/application.wadl"],
    "cxf-observatory": ["samples/cxf-observatory/observatory.wadl"],
    "harbour": ["samples/harbour/harbour.wadl"],
    "harbour-single": ["samples/harbour/harbour.wadl", "--split", "single", "--lang", "en"],
    "harbour-sphinx": ["samples/harbour/harbour.wadl", "--style", "sphinx"],
    "recipes": ["samples/recipes/recipes.wadl"],
    "recipes-sphinx": ["samples/recipes/recipes.wadl", "--style", "sphinx"],
    "recipes-additions": ["samples/recipes/recipes.wadl", "--additions", "samples/recipes/additions"],
    "recipes-additions-sphinx": [
        *("samples/recipes/recipes.wadl", "--style", "sphinx", "--split", "single", "--additions", "samples/recipes/additions"),
    ],
    "markdown": ["samples/markdown/notes.wadl"],
    "lighthouse": ["samples/lighthouse", "--merge", "--prefix", "lighthouse", "--title", "Lighthouse API"],
    "lighthouse-sphinx": ["samples/lighthouse", "--merge", "--prefix", "lighthouse", "--title", "Lighthouse API", "--style", "sphinx"],
    "two-versions": ["samples/two-versions/garden-2.wadl", "--changes-since", "samples/two-versions/garden-1.wadl"],
    "two-versions-german": ["samples/two-versions/garden-2.wadl", "--changes-since", "samples/two-versions/garden-1.wadl", "--lang", "de"],
    "two-versions-groups": [
        *("samples/two-versions/garden-2.wadl", "--config", "samples/two-versions/groups.toml"),
        *("--style", "sphinx", "--split", "single"),
    ],
    "markdown-plain": ["samples/markdown/notes.wadl", "--doc-format", "plain", "--split", "single"],
}
"""The runs: a name, and the arguments of the command in the root of the checkout."""


def _broken() -> list[Path]:
    return sorted(path for path in (ROOT / "samples" / "broken").iterdir() if path.suffix in (".wadl", ".xml"))


def outline(value: object, indent: int = 0, name: str = "") -> Iterator[str]:
    """The model as an indented tree: what is empty or as by default is left out."""
    head = "  " * indent + (f"{name}: " if name else "")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [field for field in dataclasses.fields(value) if field.name != "location" and field.compare]
        shown = [(field, getattr(value, field.name)) for field in fields]
        shown = [(field, known) for field, known in shown if known not in ((), "", None, {}) and known != field.default]
        plain = [(field, known) for field, known in shown if isinstance(known, (str, bool, int))]
        yield head + " ".join([type(value).__name__, *(f"{field.name}={known!r}" for field, known in plain)])
        for field, known in shown:
            if not isinstance(known, (str, bool, int)):
                yield from outline(known, indent + 1, field.name)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from outline(item, indent, f"{name} {' '.join(map(str, key)) if isinstance(key, tuple) else key}")
    elif isinstance(value, tuple) and not isinstance(value, Location):
        if value and all(isinstance(item, str) for item in value):
            yield head + repr(value)
        else:
            for item in value:
                yield from outline(item, indent, name)
    else:
        yield head + repr(value)


def _produce(name: str, arguments: list[str], folder: Path) -> None:
    """Runs the command and the loader, and writes what they give below ``folder``."""
    output = folder / "pages" / "changes.rst" if "--changes-since" in arguments else folder / "pages"
    if "--additions" in arguments:
        # Pages include them by their path from the page.
        shutil.copytree(arguments[-1], folder / "additions")
        arguments = [*arguments[:-1], str(folder / "additions")]
    done = CliRunner().invoke(main, [*arguments, "-o", str(output)])
    shutil.rmtree(folder / "additions", ignore_errors=True)
    (folder / "messages.txt").write_text(done.stderr.replace(str(folder), "OUT") + f"exit {done.exit_code}\n", encoding="utf-8")
    (folder / "pages" / ".wadl2rst.json").unlink(missing_ok=True)
    if {"--split", "--lang", "--style", "--changes-since"} & set(arguments):
        return
    sources = [Path(arguments[0])] if Path(arguments[0]).is_file() else sorted(Path(arguments[0]).rglob("*.wadl"))
    lines = [line for source in sources for line in outline(load_wadl(str(source), Config(), lambda _diagnostic: None).application)]
    (folder / "model.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _produce_broken(path: Path, folder: Path) -> None:
    source = path.relative_to(ROOT).as_posix()
    done = CliRunner().invoke(main, [source, "-o", str(folder / "pages"), "--root", "samples/broken"])
    shutil.rmtree(folder / "pages", ignore_errors=True)
    text = done.stderr.replace(str(folder), "OUT") + f"exit {done.exit_code}\n"
    (folder / f"{path.name}.txt").write_text(text, encoding="utf-8")


def _compare(produced: Path, golden: Path) -> None:
    made = {path.relative_to(produced).as_posix() for path in produced.rglob("*") if path.is_file()}
    kept = {path.relative_to(golden).as_posix() for path in golden.rglob("*") if path.is_file()}
    assert sorted(made) == sorted(kept), f"missing or surplus goldens in {golden.name}; to rewrite them: {REGENERATE}"
    for name in sorted(made):
        assert (produced / name).read_text("utf-8") == (golden / name).read_text("utf-8"), (
            f"{golden.name}/{name} differs; to rewrite: {REGENERATE}"
        )


@pytest.mark.parametrize("name", RUNS)
def test_sample(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model, the pages and the messages of a sample are those of its goldens."""
    monkeypatch.chdir(ROOT)
    _produce(name, RUNS[name], tmp_path)
    _compare(tmp_path, GOLDENS / name)


def test_every_golden_has_a_run() -> None:
    """There is no folder of goldens that nothing compares with."""
    assert sorted(path.name for path in GOLDENS.iterdir()) == sorted([*RUNS, "broken"])


def test_every_sample_has_a_run() -> None:
    """Every folder of samples is run."""
    folders = {path.name for path in (ROOT / "samples").iterdir() if path.is_dir()}
    run = {Path(arguments[0]).relative_to("samples").parts[0] for arguments in RUNS.values()}
    assert folders == run | {"broken"}


def test_every_kept_wadl_of_a_producer_has_a_run() -> None:
    """Each WADL that a service of ``samples/producers`` served is run."""
    kept = {path.relative_to(ROOT).as_posix() for path in (ROOT / "samples/producers").rglob("*.wadl") if path.is_file()}
    assert kept and kept <= {arguments[0] for arguments in RUNS.values()}


def test_broken_samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each broken sample gives the messages of its golden, and no traceback."""
    monkeypatch.chdir(ROOT)
    for path in _broken():
        _produce_broken(path, tmp_path)
    assert not any("Traceback" in path.read_text("utf-8") or "internal error" in path.read_text("utf-8") for path in tmp_path.iterdir())
    _compare(tmp_path, GOLDENS / "broken")


@pytest.mark.slow
def test_goldens_can_be_written_anew(tmp_path: Path) -> None:
    """The command that rewrites the goldens gives those that there are, and leaves nothing in the user's cache."""
    from tests.running import environment, tree  # here, for the command has no folder "tests" on its path

    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    shutil.copytree(GOLDENS, tmp_path / GOLDENS.relative_to(ROOT))
    script = shutil.copy(__file__, tmp_path / "tests")
    before = tree(tmp_path / "tests" / "goldens")
    (tmp_path / "tests/goldens/samples/older/pages/index.rst").write_text("Old.", encoding="utf-8")
    (tmp_path / "tests/goldens/samples/older/pages/surplus.rst").touch()
    (tmp_path / "home").mkdir()
    changes = {"HOME": str(tmp_path / "home"), "XDG_CACHE_HOME": None, "WADL2RST_CACHE_DIR": None}
    subprocess.run([sys.executable, script], env=environment(changes), check=True, timeout=120)
    assert tree(tmp_path / "tests" / "goldens") == before
    assert tree(tmp_path / "home") == {}


def _regenerate() -> None:
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["WADL2RST_CACHE_DIR"] = str(Path(scratch) / "cache")  # what runs remember is no business of the user's cache
        made = Path(scratch) / "goldens"
        for name, arguments in RUNS.items():
            (made / name).mkdir(parents=True)
            _produce(name, arguments, made / name)
        (made / "broken").mkdir()
        for path in _broken():
            _produce_broken(path, made / "broken")
        shutil.rmtree(GOLDENS, ignore_errors=True)
        shutil.copytree(made, GOLDENS)


if __name__ == "__main__":
    sys.exit(_regenerate())
