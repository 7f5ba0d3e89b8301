"""Other versions of an API in ``wadl2rst_sources``."""

from __future__ import annotations

import re
from pathlib import Path

from tests.sphinx_projects import build, method, project, wadl

INDEX = "Top\n===\n\n.. toctree::\n\n   v1/index\n   v2/index\n"
V1 = wadl(method("show"), method("drop", "DELETE"))
V2 = wadl(method("show"), path="v2/things")


def _conf(more: str = "", first: str = "'prefix': 'v1'") -> str:
    return (
        "wadl2rst_sources = [\n"
        f"    {{'sources': 'one.wadl', 'output': 'v1', {first}, 'also': {{'API 2': 'v2/'}}}},\n"
        f"    {{'path': ['two.wadl'], 'destination': 'v2', 'prefix': 'v2', 'also': {{'API 1': './v1'{more}}}}},\n]\n"
    )


def _line(page: str) -> str:
    """The line about other versions, in HTML."""
    return page.partition("Other versions:")[2].partition("</p>")[0]


def test_pages_of_two_versions_lead_to_each_other(tmp_path: Path) -> None:
    """Each operation links to itself in the other version; the line is not what search engines are told of the page."""
    built = build(project(tmp_path / "p", conf=_conf(), index=INDEX, one_wadl=V1, two_wadl=V2), "html")
    assert built.warnings == ()
    first = built.text("v1/get-things.html")
    lines = [_line(built.text(name)) for name in ("v1/get-things.html", "v2/get-v2-things.html", "v1/index.html")]
    assert [
        'href="../v2/get-v2-things.html' in lines[0],
        'href="../v1/get-things.html' in lines[1],
        'href="../v2/index.html' in lines[2],
    ] == [True] * 3, lines
    assert re.search(r"<code [^>]*>.*GET.*/v2/things.*</code>", lines[0]), "its path there is another one"
    assert "<p>Not in API 2.</p>" in built.text("v1/delete-things.html")
    assert re.findall('<meta name="description" content="(.*?)"', first) == ["Text of show."]


def test_mistakes_are_told_with_the_entry(tmp_path: Path) -> None:
    """A version that does not exist, and labels that would lead to the wrong version, are warnings; the rest is built."""
    conf = _conf(", 'API 3': 'v11'", first="'prefix': 'v2'")
    built = build(project(tmp_path / "p", conf=conf, index=INDEX, one_wadl=V1, two_wadl=V2), "dummy")
    assert [line.partition(": ")[2] for line in built.warnings if "wadl.config" in line] == [
        "wadl2rst_sources, entry 2: 'also': 'API 3' leads to 'v11', which is not the 'destination' of another entry; did you mean 'v1'? "
        "[wadl.config]",
        "wadl2rst_sources, entry 2: entry 1 has the same label prefix, 'v2': set another 'prefix' [wadl.config]",
    ]
    assert (tmp_path / "p" / "v1" / "get-things.rst").exists() and (tmp_path / "p" / "v2" / "get-v2-things.rst").exists()
