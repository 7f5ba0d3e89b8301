"""One API of many WADLs in Sphinx projects: ``merge`` in ``wadl2rst_sources``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sphinx_projects import SAMPLES, build, project

LIGHTHOUSE = SAMPLES / "lighthouse"
CONF = f"""
wadl2rst_sources = [{{
    "path": {str(LIGHTHOUSE)!r}, "destination": "api", "merge": True, "prefix": "lh", "title": "Lighthouse API", "style": "sphinx",
}}]
wadl2rst_markdown = "always"
suppress_warnings = ["wadl.repeated-operation"]
"""
INDEX = "Home\n====\n\n.. toctree::\n\n   api/index\n\n:ref:`lh-sound`, :wadl:method:`light`, :wadl:method:`GET /status`\n"


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_merged_api_is_one_application(tmp_path: Path, jobs: int) -> None:
    """All WADLs are one application of the domain, without a warning, however many processes read the pages."""
    built = build(project(tmp_path / "docs", index=INDEX, conf=CONF), jobs=jobs)
    assert built.warnings == ()
    pages = {page.relative_to(built.out).as_posix() for page in built.out.rglob("*.html")}
    assert {"api/index.html", "api/types.html", "api/get-status.html", "api/post-beacons-beacon-action--sound.html"} <= pages
    assert not [page for page in pages if page.count("/") > 1]
    applications = [line for line in built.inventory if " wadl:application " in line]
    assert [line.partition(" wadl:")[0] for line in applications] == ["Lighthouse API", "lh"]  # by its title, and by its name
    assert {line.split("#")[-1].split()[0] for line in built.inventory if " wadl:datatype " in line} == {"wadl-datatype-lh-beacon"}
    text = built.text("api/index.html")
    assert text.index("List beacons") < text.index("Sound horn") < text.index("Show keeper")


@pytest.mark.slow
def test_a_merged_api_is_one_list_for_programs(tmp_path: Path) -> None:
    """``llms.txt`` and the pages in Markdown are of one API, and each link leads to the operation that its text means."""
    built = build(project(tmp_path / "docs", index=INDEX, conf=CONF))
    listed = built.text("llms.txt")
    assert listed.count("List beacons") == listed.count("List keepers") == listed.count("Show status") == 1
    assert "api/post-beacons-beacon-action--sound.md" in listed
    assert "(get-keepers-keeper.md)" in built.text("api/get-keepers.md")
    assert "(get-beacons-beacon.md)" in built.text("api/get-beacons.md")
    assert "(post-beacons-beacon-action--light.md)" in built.text("api/index.md")
