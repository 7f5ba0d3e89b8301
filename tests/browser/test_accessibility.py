"""No violation of the Web Content Accessibility Guidelines 2.2, level AA, that axe-core finds, in three themes, light and dark.

The variable AXE_CORE names the file ``axe.min.js`` of the npm package ``axe-core``.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.browser.conftest import FURO, Open
from tests.browser.test_reference_page import WIDE
from tests.sphinx_projects import build

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGES = ("images/index", "images/post-images", WIDE, "harbour/types")
"""The index, an operation with tabs, one with deep parameters, and the types of schemas."""
THEMES = {"furo": FURO, "sphinx_rtd_theme": {"html_theme": "sphinx_rtd_theme"}, "alabaster": {"html_theme": "alabaster"}}


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core."""
    file = os.environ.get("AXE_CORE")
    if not file:
        pytest.skip("AXE_CORE does not name axe.min.js of the npm package axe-core")
    return Path(file).read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=THEMES)
def themed(request: pytest.FixtureRequest, pages: Path) -> Path:
    """The four pages in a theme."""
    theme = request.param
    if find_spec(theme) is None:
        pytest.skip(f"{theme} is not installed")
    if theme == "furo":
        site: Path = request.getfixturevalue("site")
        return site
    others = ["constructs/*", "images/get*", "images/put*", "images/delete*", "images/post-images-*", "harbour/[gp]*"]
    settings = {**THEMES[theme], "exclude_patterns": others, "suppress_warnings": ["toc.excluded"]}
    return build(pages, settings=settings, out=pages.with_name(theme)).out


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: Open, themed: Path, axe: str, scheme: str) -> None:
    """The content and the sidebar of each page are accessible."""
    found = []
    for name in PAGES:
        page = open_page(name, 1440, folder=themed, color_scheme=scheme)
        page.evaluate(axe)
        result = page.evaluate("tags => axe.run({ runOnly: tags })", TAGS)
        found += [
            f"{name}: {violation['id']}: {violation['help']}: {node['html'][:200]} {node['any'][:1] and node['any'][0]['message']}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]
    assert found == []
