"""What is rare in schemas, or goes wrong in them, as readers of the pages see it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from docutils import nodes

from tests.page_reading import read_page
from wadl2rst.cli import main


def _json_rows(folder: Path, properties: dict[str, object]) -> dict[str, str]:
    """The descriptions of the rows for a JSON Schema with these properties, by name."""
    (folder / "a.json").write_text(json.dumps({"type": "object", "properties": properties}), encoding="utf-8")
    (folder / "api.wadl").write_text(
        '<application xmlns="http://wadl.dev.java.net/2009/02" xmlns:j="http://wadl.dev.java.net/2009/02/json-schema">'
        '<resources base="http://x/"><resource path="a"><method name="PUT"><request><representation mediaType="application/json" '
        'j:describedby="a.json"/></request></method></resource></resources></application>',
        encoding="utf-8",
    )
    result = CliRunner().invoke(main, [str(folder / "api.wadl"), "-o", str(folder / "out")], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    document = read_page((folder / "out" / "put-a.rst").read_text("utf-8"))
    cells = [[cell.astext() for cell in row.findall(nodes.entry)] for row in document.findall(nodes.row)]
    return {row[0]: " ".join(row[2].split()) for row in cells if len(row) == 3}


@pytest.mark.parametrize(
    ("limits", "shown"),
    [
        ({"minItems": 1, "maxItems": 5}, "1 to 5 items."),
        ({"minItems": 1}, "At least one item."),
        ({"maxItems": 1}, "At most one item."),
        ({"minItems": 2, "maxItems": 2}, "Exactly 2 items."),
    ],
)
def test_how_many_items_an_array_has(tmp_path: Path, limits: dict[str, int], shown: str) -> None:
    """Limits on the length of an array are shown, a least length of one, too."""
    assert _json_rows(tmp_path, {"b": {"type": "array", "items": {"type": "string"}, **limits}})["b[]"] == shown


def test_the_names_of_pattern_properties(tmp_path: Path) -> None:
    """The pattern of the names of further properties is shown."""
    found = _json_rows(tmp_path, {"b": {"type": "object", "patternProperties": {"^x-": {"type": "string"}}}})
    assert found["b.*"] == "Pattern of the names: ^x-."
