"""Markdown files, llms.txt and descriptions of pages in builds with Sphinx."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from tests.markdown_reading import destinations
from tests.small_wadls import NAMESPACE
from tests.sphinx_projects import Built, build, project
from wadl2rst.output.site_files import SiteFiles
from wadl2rst.run.markdown import OF_COMMAND, record_file

WADL = f"""<application xmlns="{NAMESPACE}"><doc title="Lights">Lamps and "more" &lt;all&gt;. Of the house.</doc>
<resources base="http://x"><resource path="lamps"><method name="GET" id="list"><doc title="List lamps">Lists &amp; sorts them. Fast.</doc>
</method><method name="PUT" id="set"><doc title="Set lamp">See <a xmlns="http://www.w3.org/1999/xhtml" href="#list">the list</a>.</doc>
</method></resource></resources></application>
"""
INDEX = "Home\n====\n\n.. toctree::\n\n   api/index\n   direct\n   plain\n   own\n"
DIRECT = "Direct\n======\n\nMy own words.\n\n.. wadl:automethod:: other.wadl#set\n"
OWN = "Own\n===\n\n.. meta::\n   :description: My description.\n\n.. wadl:automethod:: other.wadl#list\n"
CONF = 'wadl2rst_sources = [{"path": "api.wadl", "destination": "api", "prefix": "api"}]\nwadl2rst_prefix = "direct"\nsmartquotes = False\n'


def files(**changes: str) -> dict[str, str]:
    return {"index": INDEX, "direct": DIRECT, "own": OWN, "plain": "Plain\n=====\n", "api_wadl": WADL, "other_wadl": WADL, **changes}


@pytest.fixture(name="built", scope="module")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = project(tmp_path_factory.mktemp("markdown") / "src", conf=f'{CONF}wadl2rst_markdown = "always"', **files())
    return build(folder)


def meta(html: str) -> list[str]:
    """The descriptions in the head of a page."""
    return [
        unescape(text)
        for text in re.findall(r'<meta (?:content="([^"]*)" )?name="description"(?: content="([^"]*)")?', html)
        for text in text
        if text
    ]


def test_generated_pages(built: Built) -> None:
    """Each generated page has a Markdown file beside its HTML, to which the page links."""
    assert built.warnings == ()
    assert sorted(path.name for path in (built.out / "api").glob("*.md")) == ["get-lamps.md", "index.md", "put-lamps.md"]
    assert "See [the list](get-lamps.md)." in built.text("api/put-lamps.md")
    assert '<link rel="alternate" type="text/markdown" href="put-lamps.md" />' in built.text("api/put-lamps.html")


def test_pages_with_directives(built: Built) -> None:
    """A page with a directive has the operations as Markdown, with links to where they are described, and to the page itself."""
    text = built.text("direct.md")
    assert text.startswith("# Direct\n\nSee [Direct](direct.html).\n\n## Set lamp\n\n`PUT /lamps`\n")
    assert destinations(text) == ["direct.html", "own.md#list-lamps"]
    assert '<link rel="alternate" type="text/markdown" href="direct.md" />' in built.text("direct.html")
    assert not (built.out / "plain.md").exists()
    assert "text/markdown" not in built.text("plain.html")


def test_the_list(built: Built) -> None:
    """llms.txt lists generated pages, then those with directives."""
    assert built.text("llms.txt") == (
        '# test\n\n## Lights\n\n- [Lights](api/index.md): Lamps and "more" \\<all>.\n\n'
        "## Lights: lamps\n\n- [GET /lamps: List lamps](api/get-lamps.md): Lists & sorts them.\n"
        "- [PUT /lamps: Set lamp](api/put-lamps.md): See the list.\n\n"
        "## Direct\n\n- [Direct](direct.md)\n- [PUT /lamps: Set lamp](direct.md#set-lamp): See the list.\n\n"
        "## Own\n\n- [Own](own.md)\n- [GET /lamps: List lamps](own.md#list-lamps): Lists & sorts them.\n"
    )


def test_descriptions(built: Built) -> None:
    """Pages of operations and indexes have their first sentence as description, others none, and a description of one's own is kept."""
    assert meta(built.text("api/get-lamps.html")) == ["Lists & sorts them."]
    assert meta(built.text("api/index.html")) == ['Lamps and "more" <all>.']
    assert meta(built.text("plain.html")) == []
    assert meta(built.text("own.html")) == ["My description."]


def test_a_second_build(built: Built, tmp_path: Path) -> None:
    """A build after a change writes the Markdown of what changed, also of pages that are not read again; what is gone is removed."""
    source = Path(built.app.srcdir)
    out = source.with_name("src-built")

    def state() -> dict[str, int]:
        found = [*built.out.rglob("*.md"), built.out / "llms.txt"]
        return {path.relative_to(built.out).as_posix(): path.stat().st_ino for path in found}

    before = state()
    again = build(source, out=out)
    assert again.docs == frozenset()
    assert state() == before
    original = (source / "api.wadl").read_text()
    (source / "api.wadl").write_text(original.replace("Lists &amp; sorts", "Prints all of"))
    (source / "own.rst").write_text("Own\n===\n")
    build(source, out=out)
    after = state()
    assert "Prints all of them." in built.text("api/get-lamps.md")
    assert "Prints all of them." in built.text("llms.txt")
    assert set(before) - set(after) == {"own.md"}
    assert {name for name in after if after[name] != before[name]} == {"direct.md", "api/get-lamps.md", "api/index.md", "llms.txt"}
    assert "own" not in built.text("direct.md")
    (source / "own.rst").write_text(OWN)
    (source / "api.wadl").write_text(original)
    build(source, out=out)
    assert set(state()) == set(before)
    assert build(source, out=out, settings={"wadl2rst_markdown": "never"}).warnings == ()
    assert list(built.out.rglob("*.md")) == []
    assert not (built.out / "llms.txt").exists()
    build(source, out=out)


def test_several_processes_and_other_builders(built: Built, tmp_path: Path) -> None:
    """Two processes write the same files, dirhtml writes them beside its folders, and other builders write none."""
    source = Path(built.app.srcdir)
    same = build(source, jobs=2, out=tmp_path / "two")
    for name in ("llms.txt", "direct.md", "own.md", "api/get-lamps.md"):
        assert same.text(name) == built.text(name)
    folders = build(source, "dirhtml", out=tmp_path / "folders", settings={"html_baseurl": "https://x.org/docs/"})
    assert folders.text("direct.md").startswith("# Direct\n\nSee [Direct](direct/).")
    assert "](https://x.org/docs/api/get-lamps.md)" in folders.text("llms.txt")
    assert 'href="../get-lamps.md"' in folders.text("api/get-lamps/index.html")
    assert meta(folders.text("api/get-lamps/index.html")) == ["Lists & sorts them."]
    assert list(build(source, "text", out=tmp_path / "text").out.rglob("*.md")) == []


def test_off_unless_asked_for_and_in_the_language_of_the_page(tmp_path: Path) -> None:
    """Without the setting there is no Markdown; descriptions are translated with the page, and say verb and path where there is no text."""
    wadl = WADL.replace('<doc title="Set lamp">See <a xmlns="http://www.w3.org/1999/xhtml" href="#list">the list</a>.</doc>', "")
    conf = f'{CONF}language = "de"\nlocale_dirs = ["locale"]\ngettext_compact = False\n'
    source = project(tmp_path / "src", conf=conf, **files(api_wadl=wadl))
    catalogue = source / "locale" / "de" / "LC_MESSAGES" / "api"
    catalogue.mkdir(parents=True)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (catalogue / "get-lamps.po").write_text(f'{header}msgid "Lists & sorts them. Fast."\nmsgstr "Listet alle. Schnell."\n')
    built = build(source)
    assert meta(built.text("api/get-lamps.html")) == ["Listet alle."]
    assert meta(built.text("api/put-lamps.html")) == ["PUT /lamps"]
    assert list(built.out.rglob("*.md")) == []
    assert not (built.out / "llms.txt").exists()


def test_a_list_of_ones_own_is_kept(tmp_path: Path) -> None:
    """An llms.txt that the project brings is published in place of ours, in every build, without a warning."""
    conf = f'{CONF}wadl2rst_markdown = "always"\nhtml_extra_path = ["extra"]'
    source = project(tmp_path / "src", conf=conf, **files())
    (source / "extra").mkdir()
    (source / "extra" / "llms.txt").write_text("Mine.\n")
    for _build in range(2):
        built = build(source)
        assert built.text("llms.txt") == "Mine.\n"
        assert built.warnings == ()


def test_pages_link_to_the_markdown_of_the_command(tmp_path: Path) -> None:
    """Where the command wrote Markdown for the site, the extension links pages to it, and removes none of it."""
    source = project(tmp_path / "src", conf=CONF, **files(index="Home\n====\n\n.. toctree::\n\n   get-lamps\n"))
    (source / "get-lamps.rst").write_text("List lamps\n==========\n")
    out = tmp_path / "src-built"
    record = record_file(out / "html", out / "doctrees", OF_COMMAND)
    written = SiteFiles(out / "html", record, lambda _diagnostic: None)
    written.write("get-lamps.md", "# List lamps\n")
    written.finish()
    built = build(source)
    assert '<link rel="alternate" type="text/markdown" href="get-lamps.md" />' in built.text("get-lamps.html")
    assert "text/markdown" not in built.text("index.html")
    assert built.text("get-lamps.md") == "# List lamps\n"
