"""Request samples in Sphinx: chosen by directives and settings, and no part of message catalogues."""

from __future__ import annotations

from pathlib import Path

import pytest
from docutils import nodes

from tests.sphinx_projects import Built, build, project

WADL = (
    '<application xmlns="http://wadl.dev.java.net/2009/02"><resources base="https://garden.example/">'
    '<resource path="plants"><method name="POST" id="add"><request><param name="X-Auth-Token" style="header" required="true"/>'
    '<representation mediaType="application/json"><param name="name" style="plain" path="$.name"/></representation>'
    "</request></method></resource></resources></application>"
)
INDEX = """Top
===

.. wadl:: api.wadl

.. toctree::

   one
   none
   generated/index
"""
OTHER = "{0}\n====\n\n.. wadl:: api.wadl\n   :prefix: {0}\n   :request-samples: {1}\n"


@pytest.fixture(scope="module", name="built")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A project with all samples, some and none by directives, and generated pages; its catalogues have literal blocks, too."""
    folder = project(
        tmp_path_factory.mktemp("request-samples") / "p",
        conf='gettext_compact = False\ngettext_additional_targets = ["literal-block"]\nsuppress_warnings = ["wadl.duplicate"]\n'
        'wadl2rst_sources = [{"path": "api.wadl", "destination": "generated", "prefix": "generated"}]',
        index=INDEX,
        one=OTHER.format("one", "curl, python"),
        none=OTHER.format("none", "none"),
        api_wadl=WADL,
    )
    return build(folder, "gettext")


def samples(built: Built, page: str) -> list[str]:
    """The captions of the request samples on a page."""
    text = built.app.env.get_doctree(page).astext()
    return [line for line in text.splitlines() if line.startswith("Request with")]


def test_directives_choose_languages(built: Built) -> None:
    """The option ``request-samples`` chooses languages or none; without it, there are four."""
    assert len(samples(built, "index")) == 4
    assert samples(built, "one") == ["Request with curl, made from the WADL", "Request with Python, made from the WADL"]
    assert samples(built, "none") == []


def test_request_samples_are_not_translated(built: Built) -> None:
    """Neither captions nor commands are in message catalogues, wherever the page comes from; samples of bodies may be."""
    for page in ("index", "one", "generated/post-plants"):
        catalogue = built.text(f"{page}.pot")
        assert samples(built, page)
        assert "Request with" not in catalogue
        assert "curl" not in catalogue
        blocks = [block for block in built.app.env.get_doctree(page).findall(nodes.literal_block) if block["language"] == "json"]
        assert blocks and all(block["translatable"] for block in blocks)


def test_a_wrong_language_is_a_warning(tmp_path: Path) -> None:
    """A language that does not exist is reported with the file and line of the directive."""
    folder = project(tmp_path / "p", index="Top\n===\n\n.. wadl:: api.wadl\n   :request-samples: pyton\n", api_wadl=WADL)
    (warning,) = build(folder, "dummy").warnings
    assert "index.rst:4: WARNING: wadl: 'request_samples': 'pyton' is not one of curl, httpie, python, javascript, none" in warning
