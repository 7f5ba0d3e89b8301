"""What ``--lint`` finds, each once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.running import application
from wadl2rst.cli import main

Lint = Callable[[str], list[str]]


@pytest.fixture(name="lint")
def _lint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lint:
    """Gives what ``--lint`` finds in the inside of an application, without its place."""
    monkeypatch.chdir(tmp_path)

    def lint(inside: str) -> list[str]:
        Path("api.wadl").write_text(application(inside), encoding="utf-8")
        found = CliRunner().invoke(main, ["api.wadl", "--lint"], catch_exceptions=False).stdout
        return [line.partition(" warning: ")[2] for line in found.splitlines()]

    return lint


SHARED = (
    '<method id="m" name="GET"><request><param name="q" style="query"/><representation mediaType="a/b"><param name="f" style="plain"/>'
    '</representation></request><response status="404"/></method>'
)


def test_a_shared_method_is_looked_at_once(lint: Lint) -> None:
    """What is wrong with a method that several resources refer to is said once, with the first of them."""
    found = lint(
        '<resources><resource path="a"><method href="#m"/></resource><resource path="b"><method href="#m"/></resource></resources>' + SHARED
    )
    assert sorted(found) == [
        "GET /a documents no successful response [no-success]",
        "GET /a has no documentation [undocumented]",
        "parameter f of GET /a has no documentation [undocumented]",
        "parameter q of GET /a has no documentation [undocumented]",
        "response 404 of GET /a has no documentation [undocumented]",
    ]


def test_a_parameter_of_a_resource_is_looked_at_once(lint: Lint) -> None:
    """A parameter that several operations have from their resource is named once, with the first of them."""
    documented = '<doc>Text.</doc><response status="200"><doc>Text.</doc></response></method>'
    found = lint(
        '<resources><resource path="{id}"><param name="id" style="template"/>'
        f'<method name="GET">{documented}<method name="PUT">{documented}'
        f'<resource path="b"><method name="GET">{documented}</resource></resource></resources>'
    )
    assert found == ["parameter id of GET /{id} has no documentation [undocumented]"]


def test_contradictory_parameters(lint: Lint) -> None:
    """Two parameters of one name and style that differ are reported, once however many operations have them."""
    two = '<param name="q" style="query" type="xs:int"/><param name="q" style="query" type="xs:string"/>'
    found = lint(
        '<resources><resource path="{id}"><param name="id" style="template" type="xs:int"/><method name="GET"><request>'
        f'<param name="id" style="template" type="xs:string"/>{two}</request></method><method href="#m"/></resource>'
        '<resource path="b"><method href="#m"/></resource></resources>'
        '\n<method id="m" name="PUT"><request><param name="q" style="query" type="xs:int"/><param name="q" style="header"/></request>'
        f'<response status="200">{two.replace("query", "header")}</response></method>'
    )
    assert [text.removesuffix(" [contradiction]") for text in found if "[contradiction]" in text] == [
        "parameter id of GET /{id} is declared twice, in different ways; the one nearer to the request counts",
        "parameter q of GET /{id} is declared twice, in different ways; both are shown",
        "parameter q of PUT /{id} is declared twice, in different ways; both are shown",
    ]


def test_docs_behind_parameters(lint: Lint) -> None:
    """A doc that stands behind a parameter, and may be about it, is named."""
    found = lint(
        '<resources><resource path="a"><method name="GET"><request><param name="a" style="query"/><doc>One.</doc>'
        '<param name="b" style="query"/></request></method></resource></resources>'
    )
    assert "this doc is after parameter a, not inside it; it is shown with the enclosing element [misplaced]" in found


@pytest.mark.parametrize(
    ("base", "said"),
    [
        ("%s", "base address %s contains the placeholder %s"),
        ("{{base_url}}/v1", "base address {{base_url}}/v1 contains the placeholder {{base_url}}"),
        ("https://${host}/", "base address https://${host}/ contains the placeholder ${host}"),
        ("http://localhost:8080/", "base address http://localhost:8080/ is the reader's own computer"),
        ("https://127.0.0.1", "base address https://127.0.0.1 is the reader's own computer"),
        ("localhost/api", "base address localhost/api is the reader's own computer"),
        ("http://localhost.example.com/", ""),
        ("http://x/localhost", ""),
        ("http://x/a%20b/{version}", ""),
    ],
)
def test_base_addresses_that_nobody_can_use(lint: Lint, base: str, said: str) -> None:
    """``--lint`` names base addresses with placeholders, and those that lead to the reader's own computer."""
    found = lint(f'<resources base="{base}"/>')
    advice = "; to publish another, use --base URL [unusable-base]"
    assert [line for line in found if "[unusable-base]" in line] == ([said + advice] if said else [])


def test_a_dollar_in_the_path(lint: Lint) -> None:
    """A variable that is declared without the dollar that the path has is one message, which names the dollar."""
    found = lint('<resources><resource path="{$name}"><param name="name" style="template"/><method name="GET"/></resource></resources>')
    assert [line for line in found if "template-" in line] == [
        "template parameter {$name} of {$name} is not declared; parameter name is, without the $ [template-undeclared]"
    ]
