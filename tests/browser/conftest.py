"""A browser, a site to look at with it, and pictures of what failed.

The browser is Chromium: what the variable CHROMIUM names, else the command, else that of Playwright.  Where there is none, or no
Playwright, the tests are skipped.  If SCREENSHOTS names a folder, the page of a test that fails is kept there as a picture.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import wadl2rst
from tests.browser.workshop import WORKSHOP
from tests.sphinx_projects import SAMPLES, build

Open = Callable[..., Any]
"""Opens a page of a site, by its name, in a window of a width."""

CONF = """\
project = "Pages"
extensions = ["wadl2rst.sphinx", "sphinx_design", "sphinx_copybutton"]
smartquotes = False
html_show_copyright = False
"""
FURO = {
    "html_theme": "furo",
    "html_sidebars": {"**": ["sidebar/brand.html", "sidebar/scroll-start.html", "wadl-sidebar.html", "sidebar/scroll-end.html"]},
}


@pytest.hookimpl(tryfirst=True)  # before -m selects
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests of this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")
            item.add_marker("slow")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install playwright")
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with playwright.sync_playwright() as started:
        if chromium is None and not Path(started.chromium.executable_path).exists():
            pytest.skip("there is no Chromium; CHROMIUM may name one")
        # No request may leave the machine, and one as root is no reason not to run.
        arguments = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"]
        running = started.chromium.launch(executable_path=chromium, args=arguments)
        yield running
        running.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source of the sites: pages of four WADLs."""
    for name in ("furo", "sphinx_design", "sphinx_copybutton"):
        if find_spec(name) is None:
            pytest.skip(f"{name} is not installed")
    source = tmp_path_factory.mktemp("pages")
    (source / "conf.py").write_text(CONF, encoding="utf-8")
    (source / "workshop.wadl").write_text(WORKSHOP, encoding="utf-8")
    wadls = {
        "images": (SAMPLES / "image-service/image-service.wadl", {"tabs": "always"}),
        "constructs": (SAMPLES / "every-construct/every-construct.wadl", {"split": "single"}),
        "harbour": (SAMPLES / "harbour/harbour.wadl", {}),
        "workshop": (source / "workshop.wadl", {"tabs": "always"}),
    }
    for name, (wadl, settings) in wadls.items():
        wadl2rst.generate(wadl, source / name, wadl2rst.Config(style="sphinx", prefix=name, **settings))
    lines = ["Pages", "=====", "", ".. toctree::", "", *(f"   {name}/index" for name in wadls)]
    (source / "index.rst").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return source


@pytest.fixture(scope="session")
def site(pages: Path) -> Path:
    """The site in the theme of ``--html``."""
    return build(pages, settings=FURO).out


@pytest.fixture
def open_page(browser: Any, site: Path, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Opens pages; keeps a picture of those that are open when the test fails."""
    opened = []

    def open_page(name: str, width: int = 1280, *, folder: Path = site, height: int = 900, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(60_000)  # machines are slow
        page = context.new_page()
        opened.append(page)
        page.goto((folder / f"{name}.html").as_uri())
        return page

    yield open_page
    folder = os.environ.get("SCREENSHOTS")
    for number, page in enumerate(opened):
        if folder and request.node.stash.get(_FAILED, False):
            name = re.sub(r"\W+", "-", request.node.name)
            page.screenshot(path=Path(folder) / f"{name}-{number}.png", full_page=True)
        page.context.close()


_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Notes that a test failed, for the fixture."""
    report = yield
    if report.when == "call" and report.failed:
        item.stash[_FAILED] = True
    return report
