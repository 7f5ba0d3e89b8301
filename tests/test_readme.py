"""The two commands of the README."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


def commands(root: Path) -> dict[str, list[str]]:
    """The lines of the code block after each ``<!-- command: NAME -->``."""
    text = (root / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"^<!-- command: (\w+) -->\n+```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return {name: block.splitlines() for name, block in found}


def test_the_two_commands_are_one_line_each(root: Path) -> None:
    """The README has a command that makes a site and one that runs the tests, each a single line to paste."""
    found = commands(root)
    assert list(found) == ["site", "tests"]
    for lines in found.values():
        assert len(lines) == 1
        assert not lines[0].endswith("\\")


@pytest.mark.parametrize(("name", "extra"), [("site", "site"), ("tests", "dev")])
def test_each_command_works_alone(root: Path, name: str, extra: str) -> None:
    """Each command sets up the virtual environment itself and uses nothing but what it installed there."""
    (line,) = commands(root)[name]
    first, second, *rest = line.split(" && ")
    assert first == "python3 -m venv .venv"
    assert second == f'.venv/bin/pip install -q -e ".[{extra}]"'
    assert rest
    assert all(step.startswith(".venv/bin/") for step in rest)


def test_the_first_command_reads_a_sample_that_is_there(root: Path) -> None:
    """The WADL that the first command reads is in the checkout, and the README says where the site lies."""
    (line,) = commands(root)["site"]
    (wadl,) = re.findall(r"\S+\.wadl", line)
    assert (root / wadl).is_file()
    (html,) = re.findall(r"--html (\S+)", line)
    assert f"`{html}/index.html`" in (root / "README.md").read_text(encoding="utf-8")


def test_ci_runs_the_commands_of_the_readme(root: Path) -> None:
    """.ci/run takes both commands from the README, so that what it runs is what a person pastes."""
    script = (root / ".ci/run").read_text(encoding="utf-8")
    assert "$(readme_command tests)" in script
    assert "$(readme_command site)" in script
    assert "pip install -q -e" not in script


def test_prose_is_80_columns_wide(root: Path) -> None:
    """The README reads well in a terminal: only code and links are wider than 80 columns."""
    text = re.sub(r"^```.*?^```$", "", (root / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert [line for line in text.splitlines() if len(line) > 80 and "http" not in line] == []
