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
THEMES = {"furo": FURO, "pydata_sphinx_theme": {"html_theme": "pydata_sphinx_theme"}, "alabaster": {"html_theme": "alabaster"}}
OURS = ['[role="main"]', ".wadl-sidebar"]
"""The content and the sidebar; for the rest of a page its theme is responsible."""


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
    """The content and the sidebar of each page are accessible; in the other scheme, only colours can differ."""
    is_alabaster = themed.parent.name == "alabaster"
    if is_alabaster and scheme == "dark":
        pytest.skip("Alabaster has no dark scheme")
    only = {"type": "tag", "values": TAGS} if scheme == "light" else {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
    found = []
    page = open_page("index", 1440, folder=themed, color_scheme=scheme)
    for name in PAGES:
        page.goto((themed / f"{name}.html").as_uri())
        page.evaluate(axe)
        # The colours of code are those of pygments_style, and that of Alabaster has too little contrast.
        exclude = [[".highlight"]] if is_alabaster else []
        where = {"include": [[part] for part in OURS if page.locator(part).count()], "exclude": exclude}
        options = {"runOnly": only, "resultTypes": ["violations"]}
        result = page.evaluate("([where, options]) => axe.run(where, options)", [where, options])
        found += [
            f"{name}: {violation['help']}: {node['html'][:120]}: {' '.join(reason['message'] for reason in node['any'][:1])}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]
    assert found == []
