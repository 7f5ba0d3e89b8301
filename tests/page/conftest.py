"""How the tests of pages make those of a WADL."""

from __future__ import annotations

from pathlib import Path

import pytest

import wadl2rst
from tests.small_wadls import NAMESPACE, Pages


@pytest.fixture(name="pages")
def _pages(tmp_path: Path) -> Pages:
    """Writes the inside of an application into a file, and gives the text of each page by its name."""

    def pages(inside: str, *, attributes: str = "", **settings: object) -> dict[str, str]:
        path = tmp_path / "api.wadl"
        path.write_text(f'<application xmlns="{NAMESPACE}" {attributes}>{inside}</application>', encoding="utf-8")
        config = wadl2rst.Config(root=tmp_path, **settings)  # type: ignore[arg-type]
        return {page.path.removesuffix(".rst"): page.text for page in wadl2rst.render(wadl2rst.load(path, config), config)}

    return pages
