"""JSON Schemas on pages and with ``--lint``: from the attribute of the WADL to what readers see."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wadl2rst.cli import main

NAMESPACES = (
    'xmlns="http://wadl.dev.java.net/2009/02" xmlns:jersey="http://wadl.dev.java.net/2009/02/json-schema" '
    'xmlns:json="http://json-schema.org/schema#" xmlns:xsdxt="http://docs.rackspacecloud.com/xsd-ext/v1.0"'
)
PLANT = {
    "title": "Plant",
    "properties": {"name": {"type": "string", "description": "What gardeners call it."}, "bed": {"$ref": "bed.json"}},
    "required": ["name"],
}
BED = {"title": "Bed", "properties": {"size": {"type": "integer"}}}


def _run(folder: Path, attribute: str, *options: str, sample: str = "") -> Result:
    """Runs the command on a WADL whose only body has an attribute, and perhaps a sample."""
    content = f"<doc><xsdxt:code>{sample}</xsdxt:code></doc>" if sample else ""
    (folder / "api.wadl").write_text(
        f'<application {NAMESPACES}><resources base="https://garden.example/"><resource path="plants"><method name="PUT"><doc>Puts.</doc>\n'
        f'<request><representation mediaType="application/json" {attribute}>{content}</representation></request>\n'
        '<response status="200"><doc>Done.</doc></response></method></resource></resources></application>',
        encoding="utf-8",
    )
    (folder / "plant.json").write_text(json.dumps(PLANT), encoding="utf-8")
    (folder / "bed.json").write_text(json.dumps(BED), encoding="utf-8")
    return CliRunner().invoke(main, ["api.wadl", *options], catch_exceptions=False)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("attribute", ['jersey:describedby="plant.json"', 'json:ref="plant.json"', 'href="plant.json"'])
def test_the_schema_that_an_attribute_names_is_on_the_page(tmp_path: Path, attribute: str) -> None:
    """Whichever attribute names the schema, its properties are on the pages, and those of what it refers to."""
    done = _run(tmp_path, attribute, "-o", "out")
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((tmp_path / "out").rglob("*.rst")))
    assert "What gardeners call it." in " ".join(text.replace("|", " ").split())
    assert "size" in text
    assert "warning" not in done.output and done.exit_code == 0


def test_an_address_on_the_network_is_on_the_page_as_before(tmp_path: Path) -> None:
    """An address with a fragment is a link, and nothing is said."""
    done = _run(tmp_path, 'json:ref="http://garden.example/schemas#plant"', "-o", "out")
    assert "http://garden.example/schemas#plant" in (tmp_path / "out" / "put-plants.rst").read_text(encoding="utf-8")
    assert "warning" not in done.output and done.exit_code == 0


def test_a_sample_that_does_not_fit_is_found_by_lint(tmp_path: Path) -> None:
    """``--lint`` checks the samples of a body; a build does not."""
    done = _run(tmp_path, 'jersey:describedby="plant.json"', "--lint", sample='{"bed": {"size": 1}}')
    assert [line for line in done.stdout.splitlines() if "sample" in line] == [
        "api.wadl:2: warning: this sample is not valid against its schema: 'name' is a required property [invalid-sample]"
    ]
    assert "invalid-sample" not in _run(tmp_path, 'jersey:describedby="plant.json"', "-o", "out", sample="{}").output


def test_a_schema_that_changed_is_read_again(tmp_path: Path) -> None:
    """``--check`` sees a change in a file that a schema refers to."""
    assert _run(tmp_path, 'jersey:describedby="plant.json"', "-o", "out").exit_code == 0
    assert CliRunner().invoke(main, ["api.wadl", "-o", "out", "--check"]).exit_code == 0
    (tmp_path / "bed.json").write_text(json.dumps({**BED, "properties": {"length": {"type": "integer"}}}), encoding="utf-8")
    assert CliRunner().invoke(main, ["api.wadl", "-o", "out", "--check"]).exit_code == 1
