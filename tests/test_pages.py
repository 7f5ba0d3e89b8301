"""What the pages show of a WADL, read as text: one test for each rule that a golden would not explain."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import wadl2rst

NAMESPACE = "http://wadl.dev.java.net/2009/02"

Pages = Callable[..., dict[str, str]]


@pytest.fixture(name="pages")
def _pages(tmp_path: Path) -> Pages:
    """Writes the inside of an application into a file, and gives the text of each page by its name."""

    def pages(inside: str, *, attributes: str = "", **settings: object) -> dict[str, str]:
        path = tmp_path / "api.wadl"
        path.write_text(f'<application xmlns="{NAMESPACE}" {attributes}>{inside}</application>', encoding="utf-8")
        config = wadl2rst.Config(root=tmp_path, **settings)  # type: ignore[arg-type]
        return {page.path.removesuffix(".rst"): page.text for page in wadl2rst.render(wadl2rst.load(path, config), config)}

    return pages


def post(request: str) -> str:
    """A WADL with one operation, of this request, on the page ``post-a``."""
    return f'<resources base="http://x/"><resource path="a"><method name="POST" id="p"><request>{request}</request></method></resource></resources>'


def get(responses: str) -> str:
    """A WADL with one operation, of these responses, on the page ``get-a``."""
    return f'<resources base="http://x/"><resource path="a"><method name="GET" id="g">{responses}</method></resource></resources>'


def lines(text: str, start: str) -> list[str]:
    """The lines of a page that begin so."""
    return [line for line in text.splitlines() if line.startswith(start)]


PARAM = '<param name="n" style="plain"/>'


@pytest.mark.parametrize(
    ("representations", "shown"),
    [
        (f'<representation mediaType="a/x"/><representation mediaType="a/y">{PARAM}</representation>', ["``a/x``, ``a/y``"]),
        (f'<representation mediaType="a/y">{PARAM}</representation><representation mediaType="a/x"/>', ["``a/y``, ``a/x``"]),
        (
            f'<representation mediaType="a/x" element="item"/><representation mediaType="a/y">{PARAM}</representation>',
            ["``a/x`` (element ``item``)", "``a/y``"],
        ),
        (
            '<representation mediaType="a/y"><doc>Only of y.</doc></representation><representation mediaType="a/x"/>',
            ["``a/y``", "``a/x``"],
        ),
        (
            f'<representation mediaType="a/x"/><representation mediaType="multipart/form-data">{PARAM}</representation>'
            '<representation mediaType="a/z"/>',
            ["``a/x``", "``multipart/form-data``", "``a/z``"],
        ),
        (
            f'<representation mediaType="application/x-www-form-urlencoded"/><representation mediaType="a/y">{PARAM}</representation>',
            ["``application/x-www-form-urlencoded``", "``a/y``"],
        ),
    ],
)
def test_media_that_share_a_body(pages: Pages, representations: str, shown: list[str]) -> None:
    """A media type joins the body that is described only where that description can be of it too; else it has a line of its own, in order."""
    for page in (pages(post(representations))["post-a"], pages(get(f'<response status="200">{representations}</response>'))["get-a"]):
        assert [line.removeprefix("Media type: ") for line in lines(page, "Media type:")] == shown
