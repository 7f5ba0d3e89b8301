"""What the project says of itself in several places is the same in all of them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from wadl2rst import __version__


@pytest.fixture
def project(root: Path) -> dict[str, Any]:
    """The table ``[project]`` of pyproject.toml."""
    with (root / "pyproject.toml").open("rb") as file:
        found: dict[str, Any] = tomllib.load(file)["project"]
    return found


@pytest.fixture
def workflow(root: Path) -> str:
    """The workflow that runs the tests; an sdist has none."""
    file = root / ".github/workflows/ci.yml"
    if not file.is_file():
        pytest.skip("not in a checkout")
    return file.read_text(encoding="utf-8")


def listed(pattern: str, text: str) -> list[str]:
    """The quoted or bare words of the first list that the pattern leads to."""
    found = re.search(pattern + r"\s*[\[(]([^\])]*)[\])]", text)
    assert found, pattern
    return [word.strip(" \"'") for word in found[1].split(",") if word.strip()]


def test_the_supported_pythons_are_tested(root: Path, project: dict[str, Any], workflow: str) -> None:
    """The Pythons of the classifiers are those of nox and of CI, and the first is the one that is required."""
    prefix = "Programming Language :: Python :: 3."
    pythons = [name.removeprefix("Programming Language :: Python :: ") for name in project["classifiers"] if name.startswith(prefix)]
    assert listed("python=", (root / "noxfile.py").read_text(encoding="utf-8")) == pythons
    assert listed("python:", workflow) == pythons
    assert project["requires-python"] == f">={pythons[0]}"


def test_the_supported_sphinxes_are_tested(root: Path, project: dict[str, Any], workflow: str) -> None:
    """The versions of Sphinx in nox are those of CI, and the first is the floor of the extras."""
    versions = listed("SPHINX =", (root / "noxfile.py").read_text(encoding="utf-8"))
    assert listed("sphinx:", workflow) == versions
    extras = project["optional-dependencies"]
    assert all(f"sphinx>={versions[0]}" in extras[name] for name in ("sphinx", "site"))


def test_the_command_needs_three_libraries(project: dict[str, Any]) -> None:
    """An installation without extras brings five libraries, and nothing that has to be compiled for it."""
    assert {re.split(r"[<>=~]", name)[0] for name in project["dependencies"]} == {
        "jinja2",
        "click",
        "lxml",
        "markdown-it-py",
        "platformdirs",
    }


def test_the_version_is_the_same_everywhere(root: Path) -> None:
    """The citation and the first session of the documentation have the version of the package."""
    assert f"\nversion: {__version__}\n" in (root / "CITATION.cff").read_text(encoding="utf-8")
    assert f"   wadl2rst {__version__}\n" in (root / "docs/get-started.rst").read_text(encoding="utf-8")


def test_the_changelog_has_the_form_of_keep_a_changelog(root: Path) -> None:
    """The changelog begins with what is unreleased, each version has a date and a link, and each section a standard name."""
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert versions[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", version) for version in versions[1:])
    assert set(re.findall(r"^\[([^\]]+)\]: ", text, re.MULTILINE)) == {version.strip("[").partition("]")[0] for version in versions}
    assert set(re.findall(r"^### (.*)$", text, re.MULTILINE)) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_the_documentation_installs_what_there_is(root: Path) -> None:
    """Where wadl2rst is not installed yet, pages name its repository until there is a release, and its name alone from then on."""
    is_released = len(re.findall(r"^## \[", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)) > 1
    # These two say which extra an environment that has wadl2rst lacks; that installs the libraries of the extra alone.
    pages = [page for page in (root / "docs").rglob("*.rst") if page.stem not in ("schemas", "many-operations")]
    wrong, seen = [], 0
    for page in pages:
        for requirement, rest in re.findall(r"((?<![/\w])wadl2rst\[[a-z,]+\]|(?<=deps = )wadl2rst)(.*)", page.read_text(encoding="utf-8")):
            seen += 1
            if rest.startswith(" @ git+https://github.com/wadl2rst/wadl2rst") is is_released:
                wrong.append(f"{page.name}: {requirement}{rest}")
    assert seen >= 5
    assert wrong == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_readme_has_a_picture_for_each_theme(root: Path, theme: str) -> None:
    """The picture of a page beside its WADL is there for light and for dark, and small enough for a README."""
    picture = root / f"docs/images/page-{theme}.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size < 300_000
    assert f"docs/images/page-{theme}.png" in (root / "README.md").read_text(encoding="utf-8")


OWN = (
    (r"https://raw\.githubusercontent\.com/wadl2rst/wadl2rst/main/(.+)", r"\1"),
    (r"https://github\.com/wadl2rst/wadl2rst/blob/main/(.+)", r"\1"),
    (r"https://wadl2rst\.readthedocs\.io/en/latest/(?:(.+)\.html)", r"docs/\1.rst"),
    (r"https://wadl2rst\.readthedocs\.io/en/latest/((?:.+/)?)", r"docs/\1index.rst"),
)
"""The addresses of files of the project, and the files that stand there."""


def test_the_readme_can_be_read_elsewhere(root: Path) -> None:
    """On a package index, where it is the description, the README has no files beside it: it names pictures and pages by address."""
    text = (root / "README.md").read_text(encoding="utf-8")
    links = [first or second for first, second in re.findall(r"\]\(([^)#\s]+)\)|(?:src|srcset)=\"([^\"]+)\"", text)]
    assert len(links) > 15
    assert [link for link in links if not link.startswith("https://")] == []
    files = [re.sub(pattern, file, link) for link in links for pattern, file in OWN if re.fullmatch(pattern, link)]
    assert {"docs/images/page-light.png", "docs/index.rst", "docs/get-started.rst", "SECURITY.md"} <= set(files)
    assert [file for file in files if not (root / file).is_file()] == []


def test_the_links_of_the_readme_lead_to_files(root: Path) -> None:
    """Every link of README, CONTRIBUTING and the READMEs of folders within the repository leads to a file."""
    broken = []
    for name in ("README.md", "CONTRIBUTING.md", "templates/README.md", "samples/README.md"):
        file = root / name
        for link in re.findall(r"\]\(([^)#\s]+)\)|(?:src|srcset)=\"([^\"]+)\"", file.read_text(encoding="utf-8")):
            target = link[0] or link[1]
            if "://" not in target and not (file.parent / target).exists():
                broken.append(f"{name}: {target}")
    assert broken == []
