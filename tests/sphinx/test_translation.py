"""Projects in another language: what translators get, and where a build shows what they wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from tests.sphinx_projects import Built, build, project, wadl
from wadl2rst.page.translations import translator
from wadl2rst.sphinx.page_text import catalogued_words

LIST = """\
<method id="listThings" name="GET">
<doc title="List things">Lists things. See <code xmlns="http://www.w3.org/1999/xhtml">listThings</code>.</doc>
<request>
<param name="limit" style="query" type="xsd:int" default="20" required="true">
<doc>How many to return</doc></param>
<param name="name" style="query" type="xsd:string">
<doc>Name</doc></param>
<param name="place" style="query"><link resource_type="#shelf" rel="item" rev="collection"><doc>Where it is</doc></link></param>
</request>
<response status="200">
<doc title="Fine">The things follow.</doc>
<representation mediaType="application/json"><doc xmlns:xsdxt="http://docs.rackspacecloud.com/xsd-ext/v1.0">
<xsdxt:code>{"a": 1}</xsdxt:code></doc></representation>
</response>
<response status="404 410"/>
</method>
"""
MAKE = '<method id="makeThing" name="POST">\n<doc title="Make a thing">Makes one.</doc>\n</method>\n'
OTHER = '<method id="dropOther" name="DELETE">\n<doc title="Drop it">Drops it.</doc>\n</method>\n'

SOLO = '<method id="alone" name="PATCH"><doc title="Alone">Does it alone.</doc></method>'

INDEX = """\
Top
===

.. wadl:: api.wadl

Links
=====

:wadl:method:`listThings`, :ref:`api-makeThing`, :any:`dropOther`

.. wadl:operations:: api.wadl

.. toctree::

   reference/index
   solo
"""
OF_INDEX = {"Top", "Links", ":wadl:method:`listThings`, :ref:`api-makeThing`, :any:`dropOther`"}
OF_API = {"List things", "Lists things. See ``listThings``.", "How many to return", "Name", "Where it is", "200 Fine", "The things follow."}
OF_API |= {":wadl:status:`404 410 Not Found, Gone`", "Make a thing", "Makes one.", "Lists things."}


@dataclass
class Translated:
    """A project in German, in which each text of the catalogues begins with ``ZZ``."""

    catalogues: dict[str, Catalog]
    """What the builder gettext extracted, by the name of the catalogue."""
    german: Built


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Translated:
    """A project with a WADL by the directive and one by generated pages, each text of which has been translated."""
    folder = tmp_path_factory.mktemp("translated")
    conf = 'locale_dirs = ["locale"]\nwadl2rst_sources = [{"path": "other.wadl", "destination": "reference"}]\n'
    conf += 'html_sidebars = {"**": ["wadl-sidebar.html"]}\ngettext_uuid = False'
    wadls = {
        "api_wadl": wadl(LIST, MAKE, before='<resource_type id="shelf"/>'),
        "other_wadl": wadl(OTHER, path="other"),
        "solo_wadl": wadl(SOLO, path="solo"),
    }
    source = project(folder / "p", conf=conf, index=INDEX, solo=".. wadl:automethod:: solo.wadl#alone\n", **wadls)
    extracted = build(source, "gettext")
    assert extracted.warnings == ()
    catalogues = {}
    for file in extracted.out.glob("*.pot"):
        with file.open("rb") as stream:
            catalogues[file.stem] = read_po(stream)
    target = source / "locale/de/LC_MESSAGES"
    target.mkdir(parents=True)
    for name, catalogue in catalogues.items():
        german = Catalog(locale="de")
        for message in catalogue:
            if message.id:
                german.add(message.id, f"ZZ {message.id}")
        with (target / f"{name}.po").open("wb") as stream:
            write_po(stream, german)
    built = build(source, out=folder / "de", settings={"language": "de"})
    assert built.warnings == ()
    return Translated(catalogues, built)


def _places(catalogue: Catalog) -> dict[str, list[tuple[str, int]]]:
    return {str(message.id): [(Path(file).name, line) for file, line in message.locations] for message in catalogue if message.id}


def _text(built: Built, page: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", built.text(page).partition("<body>")[2]).split())


def test_translators_get_the_text_of_the_wadl_and_nothing_else(translated: Translated) -> None:
    """Of a WADL that a directive shows, the catalogue has the documentation; no words of the page, names, types, codes or captions."""
    assert set(_places(translated.catalogues["index"])) == OF_INDEX | OF_API


def test_the_catalogue_of_generated_pages_has_the_text_of_the_wadl_as_well(translated: Translated) -> None:
    """Of generated pages, the catalogue has the documentation, with the lines of the WADL, and no other catalogue is made."""
    places = {"Drop it": [("other.wadl", 5)], "Drops it.": [("other.wadl", 5), ("other.wadl", 6)], "other": [("other.wadl", 2)]}
    assert _places(translated.catalogues["reference"]) == places
    assert set(translated.catalogues) == {"index", "reference", "solo"}


def test_lists_and_links_have_the_translated_titles(translated: Translated) -> None:
    """The operations index, the general index, the table of operations and links by role show translated titles."""
    page = _text(translated.german, "index.html")
    assert "ZZ ZZ List things , ZZ Make a thing , ZZ Drop it" in page
    assert "GET /things ZZ List things ZZ Lists things. POST /things ZZ Make a thing ZZ Makes one." in page
    assert {"ZZ List things", "ZZ Drop it"} <= set(
        re.findall("ZZ (?:List things|Drop it)", _text(translated.german, "wadl-operations.html"))
    )
    index = _text(translated.german, "genindex.html")
    assert "ZZ List things (GET /things)" in index and "ZZ Make a thing (POST /things)" in index
    assert "DELETE /other ZZ Drop it" in _text(translated.german, "reference/index.html")
    pages = "\n".join(
        translated.german.text(name) for name in ("index.html", "wadl-operations.html", "genindex.html", "reference/index.html")
    )
    assert re.findall(r"(?<!ZZ )(?:List things|Make a thing|Drop it)", re.sub(r"<[^>]+>", "", pages)) == []


def test_no_word_of_the_page_stays_in_english(translated: Translated) -> None:
    """A German build shows no word or sentence of pages in English."""
    say = translator("de")
    english = [re.escape(word) for word in catalogued_words() if "%" not in word and len(word) > 3 and say(word) != word]
    shown = re.sub("ZZ [^<]*", "", translated.german.text("index.html") + translated.german.text("reference/delete-other.html"))
    assert re.findall(rf"<(?:p|h\d|strong|em|li)>({'|'.join(english)})[<.:]", shown) == []


def test_the_sidebar_knows_operations_by_their_translated_titles(translated: Translated) -> None:
    """An operation whose title is translated has its verb in the sidebar."""
    marked = r'<span class="wadl-verb wadl-verb-{}">[A-Z]+</span> <span class="wadl-title" title="/{}">ZZ {}</span>'
    assert re.search(marked.format("delete", "other", "Drop it"), translated.german.text("reference/delete-other.html"))
    assert re.search(marked.format("patch", "solo", "Alone"), translated.german.text("solo.html"))


def test_text_of_a_custom_template_can_be_translated(tmp_path: Path) -> None:
    """What a template of the project adds of its own is extracted, and what it adds of our words is not."""
    folder = tmp_path / "p"
    (folder / "mine").mkdir(parents=True)
    text = '{% extends "default/operation.rst.jinja" %}\n{% block id %}\nAsk for an account.\n\n{{ _("Request") }}\n\n{% endblock %}\n'
    (folder / "mine/operation.rst.jinja").write_text(text, encoding="utf-8")
    conf = 'wadl2rst_templates = "mine"'
    built = build(project(folder, conf=conf, index="Top\n===\n\n.. wadl:: api.wadl\n", api_wadl=wadl(MAKE)), "gettext")
    pot = built.text("index.pot")
    assert 'msgid "Ask for an account."' in pot and 'msgid "Request"' not in pot
