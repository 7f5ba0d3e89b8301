"""The setting ``base``: pages show another base address than the WADL has, and names and labels stay."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import wadl2rst
from tests.small_wadls import NAMESPACE, Pages
from wadl2rst.cli import main


def _wadl(*bases: str, path: str = "a", inside: str = "") -> str:
    """A WADL with the same operation at each of the base addresses."""
    method = '<method name="GET" id="list"/>'
    return "".join(f'<resources base="{base}">{inside}<resource path="{path}">{method}</resource></resources>' for base in bases)


def _shown(pages: Pages, wadl: str, base: str, **settings: Any) -> list[str]:
    """The base addresses on the index, each once."""
    found = re.findall(r"Base address: ``(.*?)``", pages(wadl, base=base, **settings)["index"])
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    ("bases", "base", "shown"),
    [
        (["http://localhost:8080/"], "https://api.example.com/v1/", ["https://api.example.com/v1/"]),
        (["http://localhost:8080/x/y"], "https://api.example.com", ["https://api.example.com"]),
        ([""], "https://api.example.com", ["https://api.example.com"]),
        (["http://h/api/v1/", "http://h/api/v2"], "https://x.org", ["https://x.org/v1/", "https://x.org/v2"]),
        (["http://h/api/v1/", "http://h/api/v10/"], "https://x.org/", ["https://x.org/v1/", "https://x.org/v10/"]),
        (["http://h/api/", "http://h/api/v2/"], "https://x.org/", ["https://x.org/", "https://x.org/v2/"]),
        (["http://compute/v2/", "http://volume/v1/"], "https://x.org/", ["https://x.org/v2/", "https://x.org/v1/"]),
        (["http://h/v2/", "https://h:8443/v2/"], "https://x.org/v2", ["https://x.org/v2"]),
        (["%s/v1/", "http://h/"], "https://x.org", ["https://x.org/%s/v1/", "https://x.org"]),
        (["http://h/{tenant}/"], "https://{region}.x.org/{tenant}", ["https://{region}.x.org/{tenant}"]),
    ],
)
def test_what_base_addresses_have_in_common_is_replaced(pages: Pages, bases: list[str], base: str, shown: list[str]) -> None:
    """By whole segments, whatever the hosts; the rest of each follows the published address, with or without a last slash."""
    assert _shown(pages, _wadl(*bases), base) == shown
    assert _shown(pages, _wadl(*bases), base, style="sphinx") == shown


@pytest.mark.parametrize("split", ["method", "resource", "single"])
@pytest.mark.parametrize("style", ["classic", "sphinx"])
def test_the_address_of_the_wadl_is_nowhere_and_names_stay(pages: Pages, style: str, split: str) -> None:
    """Index, operations and request samples have the published address; names, labels and links are those without it."""
    wadl = _wadl("http://localhost:8080/api/v1/", "http://localhost:8080/api/v2/") + _wadl("http://localhost:8080/api/v1/", path="../up")
    settings: dict[str, Any] = {"style": style, "split": split, "request_samples": ("curl", "python")}
    before, after = pages(wadl, **settings), pages(wadl, base="https://x.org/", **settings)
    assert list(before) == list(after)
    assert "localhost" not in "".join(after.values()) and "localhost:8080/api/up" in "".join(before.values())
    names = [re.findall(r"^\.\. _.*|<api-.*?>", "\n".join(found.values()), re.MULTILINE) for found in (before, after)]
    assert names[0] == names[1]
    text = "".join(after.values())
    assert "https://x.org/v1/a" in text and "https://x.org/v2/a" in text and "https://x.org/up" in text


def test_one_address_for_several_stands_once(pages: Pages) -> None:
    """Two hosts with the same path have one published address, with the documentation of both."""
    wadl = "".join(_wadl(f"http://{host}/", inside=f"<doc>On {host}.</doc>") for host in ("one", "two"))
    text = pages(wadl, base="https://x.org/")["index"]
    before = text.partition('"""')[0]
    assert before.count("Base address: ``https://x.org/``") == 1 and "On one." in text and "On two." in text


def test_a_parameter_that_is_not_in_the_published_address_is_left_out(pages: Pages) -> None:
    """A template parameter of the WADL's base address is shown only if the published one has it; others stay."""
    params = "".join(
        f'<param name="{name}" style="{style}"/>' for name, style in (("region", "template"), ("id", "template"), ("q", "query"))
    )
    wadl = _wadl("http://{region}.h/{id}/", path="{id}", inside=params)
    for style in ("classic", "sphinx"):
        for base, is_shown in (("https://x.org/", False), ("https://{region}.x.org/", True)):
            made = pages(wadl, base=base, style=style)
            assert ("region" in made["index"].replace(base, "")) is is_shown
            assert ("region" in made["get-id"].replace(base.rstrip("/"), "")) is is_shown
            assert "``id``" in made["get-id"] or "{id}  " in made["get-id"]


def _linted(folder: Path, wadl: str, *options: str) -> list[str]:
    (folder / "api.wadl").write_text(f'<application xmlns="{NAMESPACE}">{wadl}</application>', encoding="utf-8")
    done = CliRunner().invoke(main, ["api.wadl", "--lint", *options], catch_exceptions=False)
    return [line.partition("warning: ")[2] for line in done.output.splitlines() if "base" in line]


def test_lint_looks_at_the_address_that_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --base it names the option; with it, the address given there counts, and parameters that get lost are told."""
    monkeypatch.chdir(tmp_path)
    wadl = _wadl("http://localhost:8080/{tenant}/")
    own = "is the reader's own computer; to publish another, use --base URL [unusable-base]"
    assert _linted(tmp_path, wadl) == [f"base address http://localhost:8080/{{tenant}}/ {own}"]
    assert _linted(tmp_path, wadl, "--base", "http://127.0.0.1/{tenant}") == [f"base address http://127.0.0.1/{{tenant}} {own}"]
    assert _linted(tmp_path, wadl, "--base", "https://x.org/") == [
        "template parameter {tenant} of the base address is not in https://x.org/, so pages leave it out [template-unused]"
    ]


def test_the_model_keeps_the_address_of_the_wadl(tmp_path: Path) -> None:
    """``load`` gives what the WADL says; ``render`` shows what the settings say."""
    path = tmp_path / "api.wadl"
    path.write_text(f'<application xmlns="{NAMESPACE}">{_wadl("http://localhost/")}</application>', encoding="utf-8")
    config = wadl2rst.Config(base="https://x.org/")
    application = wadl2rst.load(path, config)
    assert [resources.address for resources in application.resources] == ["http://localhost/"]
    assert any("https://x.org/" in page.text for page in wadl2rst.render(application, config))
