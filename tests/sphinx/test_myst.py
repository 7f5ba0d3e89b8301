"""The directives on pages in Markdown (MyST) do what they do on pages in RST."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docutils import nodes

from tests.sphinx_projects import IMAGES, Built, build, method, project, wadl

pytest.importorskip("myst_parser", reason="myst-parser is not installed")

CONF = 'extensions.append("myst_parser")\nlocale_dirs = ["locale"]\ngettext_compact = False\n'
LINKED = method("listThings").replace("Text of listThings.", 'Text of <code>a</code>, <a href="https://example.org/b">the link</a>.')
API = wadl(LINKED, method("addThing", "POST"), method("wipeThings", "DELETE"))

MARKDOWN = """\
# Top

## Things

```{wadl} api.wadl
:methods: GET, POST
:group: resource
```

After.

## One

:::{wadl:automethod} api.wadl#DELETE /things
:name: wiping
:::

```{wadl:automethod} api.wadl#addThing
:no-index:
```

- In a list:

  ```{wadl:operations} api.wadl
  :order: method
  ```

{wadl:method}`addThing`, {ref}`wiping`, {any}`api-listThings` and [](#api-wipeThings).
"""
RST = """\
Top
===

Things
------

.. wadl:: api.wadl
   :methods: GET, POST
   :group: resource

After.

One
---

.. wadl:automethod:: api.wadl#DELETE /things
   :name: wiping

.. wadl:automethod:: api.wadl#addThing
   :no-index:

* In a list:

  .. wadl:operations:: api.wadl
     :order: method

:wadl:method:`addThing`, :ref:`wiping`, :any:`api-listThings` and :any:`api-wipeThings`.
"""


def markdown(folder: Path, text: str, conf: str = "", **wadls: str) -> Path:
    """A project whose only page is in Markdown."""
    project(folder, conf=CONF + conf, **wadls)
    (folder / "index.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, Built]:
    """The same page in Markdown and in RST."""
    folder = tmp_path_factory.mktemp("markdown")
    conf = 'myst_enable_extensions = ["colon_fence"]\n'
    return build(markdown(folder / "md", MARKDOWN, conf, api_wadl=API)), build(project(folder / "rst", conf=CONF, index=RST, api_wadl=API))


def outline(built: Built) -> list[str]:
    """The elements before the list without what the two languages name differently: a line for each, by depth."""
    lines: list[str] = []
    for line in built.app.env.get_doctree("index").pformat().splitlines():
        name = line.strip()
        if name.startswith("<bullet_list bullet"):
            break
        shown = re.match(r"<(\w+)", name)
        lines.append(line[: len(line) - len(name)] + (shown[1] if shown else name))
    return lines


def test_a_page_in_markdown_has_the_nodes_of_one_in_rst(pages: tuple[Built, Built]) -> None:
    """Sections, tables, roles and names are parsed as RST on a page in Markdown, at the same level, and what follows is Markdown."""
    assert pages[0].warnings == pages[1].warnings == ()
    in_markdown, in_rst = map(outline, pages)
    assert in_markdown == in_rst
    assert len(in_rst) > 100


def test_objects_and_dependencies_are_those_of_rst(pages: tuple[Built, Built]) -> None:
    """Operations on a page in Markdown are objects, and the page depends on the WADL; with :no-index: there is no second object."""
    in_markdown, in_rst = pages
    assert [line for line in in_markdown.inventory if " wadl:method " in line] == [
        line for line in in_rst.inventory if " wadl:method " in line
    ]
    assert {Path(name).name for name in in_markdown.app.env.dependencies["index"]} >= {"api.wadl"}


def test_nodes_have_the_lines_of_the_wadl(pages: tuple[Built, Built]) -> None:
    """Text from the WADL has its file and line, that of the page the file and line of the page."""
    found = [(Path(str(node.source)).name, node.line) for node in pages[0].app.env.get_doctree("index").findall(nodes.paragraph)]
    expected = [(Path(str(node.source)).name, node.line) for node in pages[1].app.env.get_doctree("index").findall(nodes.paragraph)]
    assert [place for place in found if place[0] == "api.wadl"] == [place for place in expected if place[0] == "api.wadl"] != []
    assert ("index.md", 10) in found


def test_messages_name_the_page_and_the_wadl(tmp_path: Path) -> None:
    """What is wrong with the directive names the page and its line; what is wrong with the RST, the WADL and its line."""
    folder = markdown(
        tmp_path / "p",
        "# Top\n\n```{wadl} api.wadl\n:ids: none\n```\n\n```{wadl} api.wadl\n```\n",
        'wadl2rst_template_dir = "mine"',
        api_wadl=API,
    )
    (folder / "mine").mkdir()
    (folder / "mine" / "operation.rst.jinja").write_text(
        '{% extends "default/operation.rst.jinja" %}\n{% block id %}\nBad *emphasis.\n\n{% endblock %}\n', encoding="utf-8"
    )
    warnings = build(folder, "dummy").warnings
    assert [line for line in warnings if "index.md:3: WARNING: :ids: none matches no operation of api.wadl" in line]
    places = [re.search(r"api\.wadl:(\d+): WARNING: Inline emphasis", line) for line in warnings]
    assert [int(place[1]) for place in places if place] == [5, 6, 7]


def test_translations_are_rst_as_the_texts_are(tmp_path: Path) -> None:
    """The gettext builder extracts the text of the WADL with its line, and its translation is RST; that of the page is Markdown."""
    folder = markdown(tmp_path / "p", "# Top\n\n```{wadl:automethod} api.wadl#listThings\n```\n\nAfter.\n", api_wadl=API)
    pot = build(folder, "gettext").text("index.pot")
    message = "Text of ``a``, `the link <https://example.org/b>`__."
    assert re.search(rf'api\.wadl:5\nmsgid "{re.escape(message)}"', pot) and re.search(r'index\.md:6\nmsgid "After\."', pot)
    assert "This table shows" not in pot
    catalogue = folder / "locale" / "de" / "LC_MESSAGES"
    catalogue.mkdir(parents=True)
    (catalogue / "index.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        f'msgid "{message}"\nmsgstr "`Der Verweis <https://example.org/b>`__ und ``a``."\n\n'
        'msgid "After."\nmsgstr "[Danach](https://example.org/c)."\n',
        "utf-8",
    )
    built = build(folder, out=tmp_path / "de", settings={"language": "de"})
    assert built.warnings == ()
    assert 'href="https://example.org/b">Der Verweis</a>' in built.text("index.html")
    assert 'href="https://example.org/c">Danach</a>' in built.text("index.html")


@pytest.mark.parametrize("suffixes", ['{".md": "markdown"}', '".md"', '{".md": "markdown", ".rst": "markdown"}'])
def test_a_project_that_reads_no_rst_is_told_so(suffixes: str, tmp_path: Path) -> None:
    """Pages that are generated, and that Sphinx would not read as RST, are reported with what to write into conf.py."""
    conf = f'source_suffix = {suffixes}\nwadl2rst_sources = [{{"path": "api.wadl", "destination": "api"}}]\n'
    folder = markdown(tmp_path / "p", "# Top\n", conf + 'exclude_patterns = ["api"]\n', api_wadl=API)
    warnings = build(folder, "dummy").warnings
    expected = "WARNING: wadl2rst_sources: Sphinx does not read the pages as RST; "
    expected += 'add ".rst": "restructuredtext" to source_suffix in conf.py [wadl.config]'
    assert [line for line in warnings if "wadl2rst_sources" in line] == [expected]


def test_the_directives_need_no_page_in_rst(tmp_path: Path) -> None:
    """The directives work in a project whose pages are all in Markdown."""
    folder = markdown(tmp_path / "p", "# Top\n\n```{wadl} api.wadl\n```\n", 'source_suffix = {".md": "markdown"}\n', api_wadl=API)
    built = build(folder, "text", settings={"language": "de"})
    assert built.warnings == ()
    assert "Title of wipeThings" in built.text("index.txt")


def test_a_whole_wadl_can_be_shown_in_markdown(tmp_path: Path) -> None:
    """A real WADL, with tables, lists and samples, gives no message on a page in Markdown."""
    folder = markdown(tmp_path / "p", f"# Top\n\n```{{wadl}} {IMAGES}\n:application:\n```\n", f'wadl2rst_root = "{IMAGES.parent}"')
    assert build(folder, "dummy").warnings == ()
