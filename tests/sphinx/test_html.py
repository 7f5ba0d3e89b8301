"""What HTML pages hold for those who do not see them, and for those who wait for them."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

import wadl2rst
from tests.browser.workshop import WORKSHOP
from tests.sphinx_projects import IMAGES, SAMPLES, Built, build, project


class Ids(HTMLParser):
    """The ids of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.update(value for name, value in attrs if name == "id" and value)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Pages of both styles, and of operations that share a page, in one project, in the theme of ``--html``."""
    pytest.importorskip("furo", reason="furo is not installed")
    source = tmp_path_factory.mktemp("html") / "source"
    wadl = source / "workshop.wadl"
    project(source, index="Pages\n=====\n\n.. toctree::\n   :glob:\n\n   */index\n", conf="suppress_warnings = ['ref.ref']")
    wadl.write_text(WORKSHOP, encoding="utf-8")
    for name, file, settings in (
        ("classic", IMAGES, {"style": "classic"}),
        ("resources", SAMPLES / "every-construct/every-construct.wadl", {"split": "resource"}),
        ("single", SAMPLES / "harbour/harbour.wadl", {"split": "single"}),
        ("workshop", wadl, {}),
    ):
        wadl2rst.generate(file, source / name, wadl2rst.Config(**{"style": "sphinx", "prefix": name, **settings}))
    return build(source, settings={"html_theme": "furo", "html_sidebars": {"**": []}})


def test_no_id_is_there_twice(site: Built) -> None:
    """Each id is on a page once, so links lead to what they name: in both styles, and if operations share a page."""
    twice = {}
    for page in sorted(site.out.rglob("*.html")):
        found = Ids(page.read_text(encoding="utf-8")).found
        if repeated := [name for name, number in found.items() if number > 1]:
            twice[page.relative_to(site.out).as_posix()] = repeated
    assert twice == {}


def test_header_cells_have_a_scope(site: Built) -> None:
    """Each header cell of a table says that it is about its column."""
    heads = [cell for page in (site.out / "classic").rglob("*.html") for cell in re.findall(r"<th\b[^>]*>", page.read_text("utf-8"))]
    assert heads
    assert [cell for cell in heads if 'scope="col"' not in cell] == []


def test_the_sentence_before_a_table_is_its_caption(site: Built) -> None:
    """On a classic page the sentence that introduces a table is its caption, and is there once."""
    text = site.text("classic/get-images.html")
    sentence = "This table shows the query parameters for the request:"
    assert re.search(rf"<table [^>]*>\s*<caption [^>]*>{sentence}</caption>", text)
    assert text.count(sentence) == 1


def test_a_page_of_forty_parameters_is_small(site: Built) -> None:
    """The content of the page of an operation with 40 parameters has less than 60 KB, each with an id and a permalink."""
    text = site.text("workshop/post-orders.html")
    content = text[text.index('<section class="wadl-operation"') : text.index("<footer")] if "<footer" in text else text
    assert content.count('class="headerlink" href="#wadl-param-') == 40
    assert len(content.encode()) < 60_000


def test_long_lines_of_code_can_be_reached_with_keys(site: Built) -> None:
    """Code that may have to be scrolled can be focused; short code is no stop on the way."""
    text = site.text("resources/samples.html")
    blocks = re.findall(r'<pre( tabindex="0")?>(.*?)</pre>', text, re.DOTALL)
    is_long = {bool(focus): max(len(re.sub("<[^>]*>", "", line)) for line in code.splitlines()) for focus, code in blocks}
    assert set(is_long) == {True, False}
    assert is_long[False] < is_long[True]


def test_samples_are_beside_the_text_in_html_only(site: Built, tmp_path: Path) -> None:
    """In HTML the samples of an operation and of a response have a box beside the text; an id of a section is still that of its heading."""
    text = site.text("workshop/" + next(path.name for path in (site.out / "workshop").glob("patch-*.html")))
    assert text.count('<div class="wadl-columns">') == 3  # the operation, and the responses that say something
    assert text.count('<div class="wadl-samples"') == 2
    assert '<section class="wadl-request" id="request">' in text


def test_tables_of_the_text_scroll_in_a_box(site: Built) -> None:
    """A table in a description is in a box of its own, in which it scrolls."""
    text = site.text("resources/markup.html")
    assert re.search(r'<div class="wadl-scroll"[^>]*>\s*(?:<div[^>]*>\s*)?<table', text)
