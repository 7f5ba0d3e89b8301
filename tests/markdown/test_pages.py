"""Pages as Markdown: all that the values of a page hold is in it, and nothing of a WADL becomes markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.markdown_reading import code_blocks, destinations, kinds, shown, squeezed, words
from tests.page_values import texts
from tests.rst_reading import fold
from tests.small_wadls import NAMESPACE
from wadl2rst.config.options import Config
from wadl2rst.diagnostics import Diagnostic
from wadl2rst.markdown.inline import no_links
from wadl2rst.markdown.pages import MarkdownPages, anchor, page_links
from wadl2rst.page.plan import SitePlan
from wadl2rst.page.values import IndexPage, OperationPage, Page
from wadl2rst.run import pipeline
from wadl2rst.run.inputs import find_inputs
from wadl2rst.wadl.operations import groups


def ignore(_diagnostic: Diagnostic) -> None:
    """Drops a message."""


def plan(file: Path, **settings: object) -> SitePlan | None:
    """The plan of the pages of a WADL; None if it cannot be read."""
    config = Config(**{"root": file.parent, **settings})  # type: ignore[arg-type]
    application = pipeline.load_wadl(str(file), config, ignore).application
    if application is None:
        return None
    inputs, _folders = find_inputs([str(file)], None, ignore)
    return pipeline.plan_pages(application, inputs[0], config, False, groups(application))


def written(site: SitePlan) -> Iterator[tuple[Page, str]]:
    """Each page with its Markdown."""
    for page in site.pages():
        yield page, MarkdownPages(page_links(site.references, site.targets, page.name)).page(page)


def lost(page: Page, markdown: str) -> list[str]:
    """The texts of a page that its Markdown does not show."""
    found = squeezed(shown(markdown))
    value = page.value
    if page.template == "index":
        assert isinstance(value, IndexPage)
        value = replace(value, representations=(), schemas=None)  # they have pages of their own
    return [text for text in texts(value) if squeezed(fold(text)) not in found]


SAMPLES = [
    "every-construct/every-construct.wadl",
    "image-service/image-service.wadl",
    "jersey-bookstore/application.wadl",
    "recipes/recipes.wadl",
    "markdown/notes.wadl",
    "two-files/common/types.wadl",
]


@pytest.mark.parametrize("style", ["classic", "sphinx"])
@pytest.mark.parametrize("split", ["method", "resource", "single"])
@pytest.mark.parametrize("name", SAMPLES)
def test_all_that_a_page_holds_is_in_its_markdown(samples: Path, name: str, split: str, style: str) -> None:
    """Names, types, statuses, documentation and samples of every page are read back from its Markdown."""
    site = plan(samples / name, split=split, style=style)
    assert site is not None
    found = {(page.name, text) for page, markdown in written(site) for text in lost(page, markdown)}
    assert found == set()


@pytest.mark.corpus
def test_nothing_of_the_corpus_is_lost(corpus: Path, corpus_wadls: list[Path]) -> None:
    """Of real WADLs, every name, status, sample and word of documentation is read back from the Markdown of its page."""
    missing: list[tuple[Path, str, str]] = []
    operations = 0
    for file in corpus_wadls:
        site = plan(file, style="sphinx", root=corpus)
        for page, markdown in written(site) if site is not None else ():
            operations += isinstance(page.value, OperationPage)
            missing += [(file, page.name, text) for text in lost(page, markdown)]
    assert missing == []
    assert operations > 0


WADL = f"""
<application xmlns="{NAMESPACE}"><doc title="Lights"/><resources base="http://x/v1/"><resource path="lamps/{{id}}">
<param name="id" style="template" required="true"><doc>Which lamp.</doc></param>
<method name="PUT" id="setLamp"><doc title="Set lamp">Sets a lamp. Like <b xmlns="http://www.w3.org/1999/xhtml">this</b>.</doc>
<request><param name="dim" style="query" type="xsd:int" default="1" xmlns:xsd="http://www.w3.org/2001/XMLSchema"/>
<representation mediaType="application/json"><param name="on" style="plain" required="false"/></representation></request>
<response status="204"/><response status="404"><doc title="No lamp">It is <i xmlns="http://www.w3.org/1999/xhtml">dark</i>.</doc></response>
</method></resource></resources></application>
"""


def test_the_page_of_an_operation(tmp_path: Path) -> None:
    """A page has a heading for each part, lists of parameters and responses, and sentences for what there is not."""
    file = tmp_path / "lights.wadl"
    file.write_text(WADL)
    site = plan(file)
    assert site is not None
    pages = {page.name: markdown for page, markdown in written(site)}
    assert (
        pages["put-lamps-id"]
        == """\
# Set lamp

`PUT /lamps/{id}`

Sets a lamp. Like **this**.

Method ID: `setLamp`

## Request

### Path parameters

- `id` (String, required): Which lamp.

### Query parameters

- `dim` (Int): Default: `1`.

### Request body

Media type: `application/json`

#### Body parameters

- `on` (String, optional)

## Response

- `204` No Content
- `404` No lamp: It is *dark*.

This operation does not return a response body.
"""
    )
    assert (
        pages["index"]
        == """\
# Lights

Base address: `http://x/v1/`

## /lamps/{id}

- `PUT /lamps/{id}`: [Set lamp](put-lamps-id.md)

### Path parameters

- `id` (String, required): Which lamp.
"""
    )


def test_links_lead_to_pages_and_sections(samples: Path) -> None:
    """A link leads to the Markdown of another page, and to the heading of a section where the target has no page of its own."""
    for split in ("method", "resource", "single"):
        site = plan(samples / "jersey-bookstore" / "application.wadl", split=split)
        assert site is not None
        pages = {f"{page.name}.md": markdown for page, markdown in written(site)}
        links = [(name, target) for name, markdown in pages.items() for target in destinations(markdown)]
        assert len(links) > 10
        for name, target in links:
            page, _hash, fragment = target.partition("#")
            text = pages[page or name]
            anchors = {anchor(line.lstrip("# ").replace("\\", "")) for line in text.splitlines() if line.startswith("#")}
            assert not fragment or fragment in anchors, (name, target)


HOSTILE = [
    "</p><script>x</script>",
    "[x](javascript:x)",
    "# x",
    "- x\n\n1. y",
    "`x",
    "![](http://x)",
    "<!-- x",
    "| a |\n|---|",
    "~~~",
    "***",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(tmp_path: Path, text: str) -> None:
    """Markup in titles, names, types, statuses and documentation is shown as it is written."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("\n", "&#10;")
    file = tmp_path / "api.wadl"
    param = f'<param name="{escaped}" style="query" type="{escaped}" default="{escaped}"><doc>{escaped}</doc></param>'
    file.write_text(
        f'<application xmlns="{NAMESPACE}"><doc title="{escaped}"/><resources base="{escaped}"><resource path="a"><method name="GET" '
        f'id="{escaped}"><doc title="{escaped}"/><request>{param}</request><response status="{escaped}"><doc title="{escaped}"/>'
        f'<representation mediaType="{escaped}" element="{escaped}">{param}</representation></response></method></resource></resources>'
        "</application>"
    )
    site = plan(file, doc_format="plain")
    assert site is not None
    for page, markdown in written(site):
        assert lost(page, markdown) == []
        assert not {"image", "hr", "html_inline", "fence", "s_open"} & set(kinds(markdown)), markdown
        assert all(target.endswith(".md") for target in destinations(markdown)), markdown


def test_an_index_of_several_apis() -> None:
    """The index above several APIs lists them with a sentence about each."""
    lines = MarkdownPages(no_links).sources("APIs", [("One", "one/index.md", "It is *one*."), ("Two", "two/index.md", "")])
    assert lines == ["# APIs", "", "- [One](one/index.md): It is \\*one\\*.", "- [Two](two/index.md)"]


def test_words_of_the_page_are_translated(samples: Path) -> None:
    """Headings and sentences are in the language of the page."""
    from wadl2rst.page.translations import translator

    say = translator("de")
    site = plan(samples / "image-service" / "image-service.wadl", lang="de")
    assert site is not None
    page = next(page for page in site.pages() if page.name == "get-images")
    text = words(MarkdownPages(no_links, say).page(page))
    assert "Header der Anfrage" in text
    assert "Auch diese Antworten haben einen Rumpf:" in text
    assert not {"Request", "Response", "required", "Example"} & set(text.split())


def test_samples_keep_their_lines(samples: Path) -> None:
    """A sample is a block of code with its language, as it is in its file."""
    site = plan(samples / "image-service" / "image-service.wadl")
    assert site is not None
    text = next(markdown for page, markdown in written(site) if page.name == "post-images")
    sample = samples / "image-service" / "samples" / "create-image-request.json"
    assert "```json" in text
    assert sample.read_text(encoding="utf-8").strip() in code_blocks(text)
