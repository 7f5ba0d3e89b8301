"""The script that tries themes, builders and extensions of others says what it saw, and the documentation has all of it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT

PAGE = ROOT / "docs/explanation/surroundings.rst"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script, as a module."""
    found = importlib.util.spec_from_file_location("make_surroundings", ROOT / "docs/make_surroundings.py")
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules[found.name] = module
    found.loader.exec_module(module)
    return module


def test_the_page_has_all_that_is_tried(script: ModuleType) -> None:
    """Each theme, builder and extension has a row in the page, or is among those that could not be installed; no other has."""
    text = PAGE.read_text("utf-8")
    rows = [line.removeprefix("   * - ") for line in text.splitlines() if line.startswith("   * - ")]
    absent = [
        name for line in text.splitlines() if line.startswith("Not tried") for name in line.rpartition(": ")[2].rstrip(".").split(", ")
    ]
    assert sorted(rows + absent) == sorted([tried.name for tried in script.ALL] + [kind.rstrip("s") for kind in script.KINDS])


def test_what_does_not_work_has_a_way_out() -> None:
    """Each row that is not clean says where to read on, or what it is about."""
    rows = PAGE.read_text("utf-8").split("\n   * - ")
    assert [row.partition("\n")[0] for row in rows if "**Not clean.**" in row and ":ref:`" not in row and ":doc:`" not in row] == []


def test_linters_can_be_told_every_name() -> None:
    """The settings for rstcheck in the guide name every directive and every role of the extension."""
    from wadl2rst.sphinx.domain import WadlDomain

    text = (ROOT / "docs/guides/other-tools.rst").read_text("utf-8")
    ours = {
        "directives": {"wadl", *(f"wadl:{name}" for name in WadlDomain.directives)},
        "roles": {f"wadl:{name}" for name in WadlDomain.roles},
    }
    for what, names in ours.items():
        listed = text.partition(f"ignore_{what} = ")[2].partition("\n   ignore")[0].partition("\n\n")[0]
        assert {name.strip() for name in listed.split(",")} - {"tab-set", "tab-item"} == names


@pytest.mark.parametrize(
    ("wrong", "known", "text", "as_known"),
    [
        ({"conf": "raise RuntimeError('no')"}, "RuntimeError", "fails: ", True),
        (
            {"files": {"more.rst": "More\n====\n\n:ref:`nowhere`\n"}},
            "AssertionError",
            "1 warning, such as: more.rst:4: WARNING: undefined",
            False,
        ),
    ],
)
def test_each_outcome_is_told_apart(wrong: dict[str, object], known: str, text: str, as_known: bool, script: ModuleType) -> None:
    """A failure and a warning are told apart; what no longer fails as it is known to is reported, like what begins to."""
    seen = script.attempt(replace(script.Tried("text", builder="dummy", known=known), **wrong))
    assert text in seen.text and seen.as_known is as_known


def test_a_check_says_what_is_missing(script: ModuleType, tmp_path: Path) -> None:
    """An output without the titles of the operations, or without a file, is wrong."""
    check: Callable[[Path], str] = script.has_titles("*.txt")
    (tmp_path / "a.txt").write_text("Show image\ndetails, List images", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"no \['getCover'\] in 1 files"):
        check(tmp_path)
    (tmp_path / "b.txt").write_text("getCover", encoding="utf-8")
    assert check(tmp_path) == "2 files"


def test_words_of_others_are_text_on_the_page(script: ModuleType) -> None:
    """What a tool said is shown as it is, not read as markup."""
    assert script.sentence("fails: `a_` *b* \\c.") == r"Fails: \`a\_\` \*b\* \\c."


def test_what_is_not_installed_is_not_tried(script: ModuleType) -> None:
    """A package that is not there has neither version nor outcome, and is no fault."""
    seen = script.attempt(script.Tried("none", ("wadl2rst-has-no-such-package",)))
    assert (seen.version, seen.text, seen.as_known) == ("", "", True)
