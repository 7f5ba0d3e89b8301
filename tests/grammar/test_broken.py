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
    assert found["b.*"] == "Names match ^x-."


def _linted(folder: Path, bodies: str, *, more: str = "") -> list[str]:
    """What ``--lint`` says about the grammars and samples of a WADL with the schema ``s.xsd``, which has an element ``a``."""
    (folder / "s.xsd").write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:g" elementFormDefault="qualified">'
        '<xs:element name="a"><xs:complexType><xs:sequence><xs:element name="b"/></xs:sequence></xs:complexType></xs:element></xs:schema>',
        encoding="utf-8",
    )
    (folder / "api.wadl").write_text(
        '<application xmlns="http://wadl.dev.java.net/2009/02" xmlns:g="urn:g" xmlns:h="urn:h" '
        'xmlns:e="http://docs.rackspacecloud.com/xsd-ext/v1.0">'
        f'<grammars><include href="s.xsd"/>{more}</grammars><resources base="http://x/"><resource path="a"><method name="PUT">'
        f'<doc>Puts.</doc><request>{bodies}</request><response status="204"><doc>Done.</doc></response></method></resource>'
        "</resources></application>",
        encoding="utf-8",
    )
    result = CliRunner().invoke(main, [str(folder / "api.wadl"), "--lint"], catch_exceptions=False)
    return [line.partition("warning: ")[2] for line in result.stdout.splitlines() if "warning: " in line]


def test_a_grammar_that_a_name_may_mean_is_not_called_unused(tmp_path: Path) -> None:
    """While another grammar is missing, names are not followed, so that nothing is said of the grammar that they may lead to."""
    bodies = '<representation mediaType="application/xml" element="h:a"/>'
    assert _linted(tmp_path, bodies, more='<include href="gone.xsd"/>') == ["grammar gone.xsd not found [missing-grammar]"]
    bodies = '<representation mediaType="application/xml" element="h:x"/>'
    assert _linted(tmp_path, bodies, more='<include href="gone.xsd"/>') == [
        "grammar gone.xsd not found [missing-grammar]",
        "nothing refers to an element or a type of grammar s.xsd [unused]",
    ]


def test_messages_on_samples_have_no_prefixes_of_the_checker(tmp_path: Path) -> None:
    """Names in messages have no prefixes that are neither in the sample nor in the schema; those of the sample stay."""
    for sample, found in (('<a xmlns="urn:g"><c/></a>', "'b'"), ('<n3:a xmlns:n3="urn:g"><n3:c/></n3:a>', "'n3:b'")):
        bodies = (
            f'<representation mediaType="application/xml" element="g:a"><doc><e:code><![CDATA[{sample}]]></e:code></doc></representation>'
        )
        (said,) = _linted(tmp_path, bodies)
        assert said.endswith(f"Tag {found} expected [invalid-sample]")
