"""The package as people install it: from a wheel, from an sdist, editable, or not at all."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.install, pytest.mark.slow]

SAMPLE = Path("samples/image-service/image-service.wadl")


def run(*command: str | Path, cwd: Path | str = "/", **environment: str) -> str:
    """Runs a command away from the checkout and gives its standard output; what it says is in the failure."""
    clean = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    result = subprocess.run(command, cwd=cwd, env={**clean, **environment}, capture_output=True, text=True, check=False)
    assert result.returncode == 0, f"{' '.join(map(str, command))}\n{result.stdout}\n{result.stderr}"
    return result.stdout


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def install(folder: Path, *what: str | Path) -> Path:
    """Makes a virtual environment, installs into it, and gives the folder of its commands."""
    venv.create(folder)  # without pip, which takes longer to install than the package
    commands = folder / ("Scripts" if os.name == "nt" else "bin")
    pip = (sys.executable, "-m", "pip", "--python", commands / "python")
    run(*pip, "install", "--quiet", "--disable-pip-version-check", *what)
    return commands


@pytest.fixture
def checkout(root: Path, tmp_path: Path) -> Path:
    """A copy of what the package is made from, so that building leaves nothing in the checkout."""
    copy = tmp_path / "checkout"
    copy.mkdir()
    for name in ("wadl2rst", "templates", "samples", "tests", "docs", ".ci"):
        shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "_build"))
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE", "CITATION.cff", "noxfile.py"):
        shutil.copy(root / name, copy / name)
    for name in (".gitignore", ".gitattributes", ".pre-commit-config.yaml"):
        shutil.copy(root / name, copy / name)
    return copy


@pytest.fixture
def expected(root: Path, tmp_path: Path) -> dict[str, bytes]:
    """What the checkout, not installed, writes for the sample when it runs elsewhere."""
    out = tmp_path / "expected"
    run(sys.executable, "-m", "wadl2rst", root / SAMPLE, "-o", out, PYTHONPATH=str(root))
    pages = tree(out)
    assert "index.rst" in pages
    assert len(pages) > 3
    return pages


def test_sdist_and_wheel_give_the_same_pages(checkout: Path, root: Path, tmp_path: Path, expected: dict[str, bytes]) -> None:
    """The sdist holds what the tests and the docs need; a wheel built from it writes the pages that the checkout writes."""
    dist = tmp_path / "dist"
    run(sys.executable, "-m", "build", "--outdir", dist, checkout)
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "SECURITY.md", ".ci/run", ".gitattributes"}
    wanted |= {".pre-commit-config.yaml", SAMPLE.as_posix(), "docs/conf.py", "tests/conftest.py"}
    assert wanted - names == set()

    (wheel,) = dist.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
    templates = {f"wadl2rst/{path.relative_to(root).as_posix()}" for path in (root / "templates").rglob("*.jinja")}
    assert templates
    assert templates <= inside
    assert "wadl2rst/py.typed" in inside
    package = {f"{path.relative_to(root).as_posix()}" for path in (root / "wadl2rst").rglob("*") if path.is_file()}
    # What only work on wadl2rst needs: the sources of the catalogues of words.
    assert inside == templates | {name for name in package if "__pycache__" not in name and not name.endswith((".po", ".pot"))}

    commands = install(tmp_path / "venv", wheel)
    run(commands / "wadl2rst", root / SAMPLE, "-o", tmp_path / "out")
    assert tree(tmp_path / "out") == expected
    run(commands / "python", "-Im", "wadl2rst", root / SAMPLE, "-o", tmp_path / "isolated")
    assert tree(tmp_path / "isolated") == expected
    assert run(commands / "python", "-Ic", "import importlib.util as u; print(u.find_spec('sphinx'))").strip() == "None"


def test_an_editable_install_gives_the_same_pages(checkout: Path, root: Path, tmp_path: Path, expected: dict[str, bytes]) -> None:
    """An editable install writes the pages that the checkout writes, with the templates of the checkout."""
    commands = install(tmp_path / "venv", "-e", checkout)
    run(commands / "wadl2rst", root / SAMPLE, "-o", tmp_path / "out")
    assert tree(tmp_path / "out") == expected
    where = run(commands / "python", "-Ic", "from wadl2rst.templating.environment import builtin_templates; print(builtin_templates())")
    assert Path(where.strip()) == (checkout / "templates").resolve()


@pytest.mark.skipif(os.name == "nt", reason="the commands are those of a POSIX shell")
def test_the_commands_of_getting_started_install(checkout: Path) -> None:
    """The commands that *Get started* shows for a clone, as they stand there, give the command and Sphinx."""
    text = (checkout / "docs/get-started.rst").read_text(encoding="utf-8")
    (block,) = re.findall(r"   :class: install\n\n((?:   \$ .*\n)+)", text)
    lines = [line.removeprefix("   $ ") for line in block.splitlines()]
    said = run("/bin/sh", "-ec", "\n".join([*lines, "wadl2rst --version", "sphinx-build --version"]), cwd=checkout)
    assert re.search(r"^wadl2rst \d", said, re.MULTILINE)
    assert re.search(r"^sphinx-build \d", said, re.MULTILINE)


def test_the_version_is_that_of_the_package(root: Path) -> None:
    """``--version`` of an uninstalled checkout says the version that the package has."""
    from wadl2rst import __version__

    assert __version__ in run(sys.executable, "-m", "wadl2rst", "--version", PYTHONPATH=str(root))
