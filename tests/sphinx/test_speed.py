"""What makes a build faster leaves no trace in what it gives, and saves the work that it is there to save."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
from docutils import nodes
from pygments.formatters import HtmlFormatter
from pygments.style import Style
from pygments.styles import get_style_by_name
from pygments.token import Whitespace
from sphinx import highlighting
from sphinx.search.en import SearchEnglish
from sphinx.writers.html5 import HTML5Translator

from tests.sphinx_projects import ROOT, Built, build, project
from wadl2rst.sphinx import params_html, set_aside

SAMPLES = (
    "samples/every-construct/every-construct.wadl",
    "samples/harbour/harbour.wadl",
)
"""WADLs whose parameters have plain text, links, lists, tables and code."""

HAND_WRITTEN = """\
Top
===

.. wadl:method:: GET /things

.. wadl:params:: query

   ``a`` : Integer : *required*
      Text with ``code``, ``two words``, *emphasis* & **more**, <tags> and https://example.org/.

      * a list
      * of two

   ``b`` : :ref:`type <target>`
      .. note:: A note.

      ``c`` : String : default: ``x``
         ``d``
            ``e``
               ``f``
                  text

   g
      ..

.. _target:

Section
-------

.. wadl:params:: header
   :class: details

   ``X``
      text
"""

BLOCKS = """\
GET /blocks
===========

.. wadl:method:: GET /blocks

   Text of the object.

A text with *emphasis*, ``code``, ``two words`` & **more**.

* a list

  1. in *it*
* of two

.. rubric:: A caption
   :heading-level: 3

.. _labelled:

A labelled text, and a text of a class:

.. class:: mine

A text.

.. _caption:

.. rubric:: A labelled caption

.. rubric:: A named caption
   :name: named

A text of :ref:`labelled <labelled>`, :ref:`caption` and :ref:`list`.

.. _list:

.. wadl:params:: query

   ``own`` : Integer
      A text.

A sentence before a table:

=== ===
A   B
=== ===
1   2
=== ===

* a list

  .. _in-list:

A text below a target, and one below a class:

* a list

  .. class:: in-list

A text.

.. container:: no-search

   Unsearched.

   .. wadl:params:: query

      ``unsearched``
         As well.

Responses
---------

200 OK
~~~~~~

.. wadl:response:: 200

The *answer*.

404
~~~

.. class:: answer

.. wadl:response:: 404

Nothing.

Not an operation
================

A text.
"""
"""What may stand between the parameters of an operation."""

BODIES = (
    "..",
    "text",
    "text\n\ntext",
    "text ``a  b c`` **more** & *more*",
    r"\*escaped\* *e\ x* ``\d``",
    "* a\n* b",
    "text\n\n* a\n* b",
    "text\n\n1. a\n\n   * b",
    "* a\n\n  a\n* b",
    "text\n\ntext\n\n* a",
    "* a\n\ntext",
    "t\n   ..",
    "text\n\nt\n   text",
    "* a\n\n  t\n     text",
    "t\n   t\n      t\n         text",
    "t\n   t\n      t : *required*\n         text",
    "> ",
)
"""What a definition may have, simple and not."""


def _lists() -> str:
    """Lists of parameters of each body, with classifiers and classes; some of them are compact in HTML."""
    found: list[str] = []
    for option in ("", "compact", "open", "mine simple"):
        for classifier in ("", " : String", " : *required*", " : default: ``x``"):
            for body in BODIES:
                name = f"a{len(found)}"  # of its own, so that ids do not clash
                lines = f"{name}{classifier}\n{indent(body, '   ')}\n\n{name}-other\n   text".splitlines()
                options = f"   :class: {option}\n" if option else ""
                found.append(f".. wadl:params:: query\n{options}\n" + "".join(f"   {line}\n" for line in lines))
    return "Lists\n=====\n\n" + "\n".join(found)


def _pages(folder: Path, conf: str = "", builder: str = "html") -> Built:
    """A project of all samples and of parameters that are written by hand."""
    sources = "".join(f'{{"path": {str(ROOT / sample)!r}, "destination": "api{number}"}}, ' for number, sample in enumerate(SAMPLES))
    conf = f"smartquotes = False\nwadl2rst_sources = [{sources}]\n{conf}"
    index = f"{HAND_WRITTEN}\n.. toctree::\n   :glob:\n\n   lists\n   blocks\n   api*/index\n"
    return build(project(folder / "p", conf=conf, index=index, lists=_lists(), blocks=BLOCKS), builder)


def _files(built: Built) -> dict[str, bytes]:
    return {
        path.relative_to(built.out).as_posix(): path.read_bytes()
        for path in sorted(built.out.rglob("*"))
        if path.suffix in (".html", ".js", ".inv", ".txt", ".xml", ".tex") and path.is_file()
    }


def _calls(patch: pytest.MonkeyPatch, owner: type, name: str, work: Callable[[], Built]) -> tuple[int, Built]:
    """How often a method is called by some work, and what that returns."""
    calls, method = 0, getattr(owner, name)

    def counting(*given: Any) -> Any:
        nonlocal calls
        calls += 1
        return method(*given)

    with patch.context() as patched:
        patched.setattr(owner, name, counting)
        return (built := work(), calls)[1], built


def _many(folder: Path) -> Path:
    """A project with a page of many parameters."""
    params = "".join(f"   ``a{number}`` : Integer : *required*\n      Text with ``code``.\n\n" for number in range(80))
    index = f"Top\n===\n\n.. wadl:params:: query\n\n{params}   b : :doc:`index`\n      text\n"
    return project(folder / "p", conf="smartquotes = False", index=index)


@pytest.mark.slow
def test_setting_parameters_aside_changes_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parameters that are set aside give the same HTML, search index, inventory and warnings."""
    quick = _pages(tmp_path / "quick")
    monkeypatch.setattr(set_aside, "is_possible", lambda app: False)
    usual = _pages(tmp_path / "usual")
    assert quick.warnings == usual.warnings
    assert _files(quick) == _files(usual)


def test_escaped_characters_of_parameters_leave_no_mark(tmp_path: Path) -> None:
    """What is escaped in the description of a parameter is on the page, and a backslash or a control character is not."""
    index = "Top\n===\n\n.. wadl:params:: query\n\n   ``a`` : Integer\n      \\*escaped\\* *e\\ x* ``\\d``\n"
    page = build(project(tmp_path / "p", conf="smartquotes = False", index=index)).text("index.html")
    assert '<p>*escaped* <em>ex</em> <code class="docutils literal notranslate"><span class="pre">\\d</span></code></p>' in page


def test_transforms_do_not_visit_plain_parameters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of many parameters takes a third of the visits to nodes, although some of the parameters have links."""
    folder = _many(tmp_path)
    quick_visits, _quick = _calls(monkeypatch, nodes.Node, "_fast_findall", lambda: build(folder, out=tmp_path / "quick"))
    monkeypatch.setattr(set_aside, "is_possible", lambda app: False)
    visits, _usual = _calls(monkeypatch, nodes.Node, "_fast_findall", lambda: build(folder, out=tmp_path / "usual"))
    assert quick_visits * 3 < visits


def test_transforms_do_not_visit_plain_text_of_operations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paragraphs and captions that follow each other in an operation are one node, whatever their number."""
    text = "A *text*.\n\n.. rubric:: A caption\n\n"
    index = f"Top\n===\n\n.. wadl:method:: GET /a\n\n{text * 20}Answers\n-------\n\n.. wadl:response:: 200\n\n{text * 20}"
    folder = project(tmp_path / "p", conf="smartquotes = False", index=index)

    def count(out: str) -> int:
        return sum(1 for _node in build(folder, "dummy", out=tmp_path / out).app.env.get_doctree("index").findall())

    aside = count("aside")
    monkeypatch.setattr(set_aside, "is_possible", lambda app: False)
    assert count("usual") == aside - 2 + 40 * 7


def test_the_search_index_gets_each_word_of_parameters_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of many parameters are looked at once, and found."""
    words: list[str] = []
    split = SearchEnglish.split

    def noting(self: Any, text: str) -> list[str]:
        words.extend(found := split(self, text))
        return found

    monkeypatch.setattr(SearchEnglish, "split", noting)
    built = build(_many(tmp_path))
    assert words.count("required") == 1 and words.count("Integer") == 1
    assert {"a7", "text", "code"} <= set(words)
    assert '"integ":0' in built.text("searchindex.js")


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_languages_without_blanks_are_searched_as_before(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text whose words depend on what is around them is given to Sphinx as it is."""
    index = "Top\n===\n\n.. wadl:params:: query\n\n   ``a`` : Integer\n      東京 京都 and more.\n\n   b\n      京都 東京 京都\n"
    folder = project(tmp_path / "p", conf=f'smartquotes = False\nhtml_search_language = "{language}"', index=index)
    aside = build(folder, out=tmp_path / "aside").text("searchindex.js")
    monkeypatch.setattr(set_aside, "is_possible", lambda app: False)
    assert build(folder, out=tmp_path / "usual").text("searchindex.js") == aside


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["text", "xml", "latex", "singlehtml"])
def test_setting_parameters_aside_changes_no_other_output(builder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is there a difference for builders of other formats, which read what was read for HTML."""
    quick = _pages(tmp_path, builder="html")
    quick = build(tmp_path / "p", builder)
    assert not quick.docs
    first = _files(quick)
    monkeypatch.setattr(set_aside, "is_possible", lambda app: False)
    assert first == _files(build(tmp_path / "p", builder, out=tmp_path / "usual"))


@pytest.mark.parametrize(
    ("conf", "aside"),
    [
        ("", True),
        ('extensions += ["sphinx.ext.todo"]', True),
        ("def setup(app):\n    pass", False),
        ('import sys\nsys.path.append(".")\nsys.modules["mine"] = sys\nextensions += ["mine"]\nsys.setup = lambda app: {}', False),
        ("smartquotes = True", False),
        ("translation_progress_classes = True", False),
    ],
)
def test_only_known_extensions_do_not_see_parameters(conf: str, aside: bool, tmp_path: Path) -> None:
    """Nothing is set aside in a project with an extension, or a setting, that may want to see or to change the text of parameters."""
    index = "Top\n===\n\n.. wadl:params:: query\n\n   ``a`` : Integer\n      Text.\n"
    built = build(project(tmp_path / "p", conf=f"smartquotes = False\n{conf}", index=index), "dummy")
    held = list(built.app.env.get_doctree("index").findall(set_aside.set_aside))
    assert bool(held) == aside
    assert [holder.astext() for holder in held] == (["a\n\nInteger\n\nText."] if aside else [])


def test_the_handlers_of_an_extension_see_the_parameters(tmp_path: Path) -> None:
    """A handler of ``doctree-read`` in conf.py finds the parameters, and what it changes is on the page."""
    conf = (
        "smartquotes = False\nfrom docutils import nodes\ndef change(app, doctree):\n    for text in list(doctree.findall(nodes.Text)):\n"
        '        if text == "Text.":\n            text.parent.replace(text, nodes.Text("Other."))\n'
        'def setup(app):\n    app.connect("doctree-read", change)\n'
    )
    index = "Top\n===\n\n.. wadl:params:: query\n\n   ``a`` : Integer\n      Text.\n"
    assert "<p>Other.</p>" in build(project(tmp_path / "p", conf=conf, index=index)).text("index.html")


def test_a_catalogue_of_the_project_translates_parameters(tmp_path: Path) -> None:
    """Nothing is set aside where Sphinx translates the project."""
    index = "Top\n===\n\n.. wadl:params:: query\n\n   ``a`` : Integer\n      Text.\n"
    folder = project(tmp_path / "p", conf='smartquotes = False\nlanguage = "de"\n', index=index)
    catalogue = folder / "locales/de/LC_MESSAGES/index.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Text."\nmsgstr "Wort."\n')
    assert "<p>Wort.</p>" in build(folder).text("index.html")


def test_writing_parameters_quickly_changes_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parameters that are written without nodes give the same HTML as those that the visitor of Sphinx writes."""
    quick = _pages(tmp_path / "quick")
    monkeypatch.setattr(params_html, "is_usual", lambda translator: False)
    assert _files(quick) == _files(_pages(tmp_path / "usual"))


def test_plain_parameters_are_written_without_nodes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of many parameters takes a tenth of the calls of the visitor."""
    folder = _many(tmp_path)
    quick_visits, _quick = _calls(monkeypatch, HTML5Translator, "dispatch_visit", lambda: build(folder, out=tmp_path / "quick"))
    monkeypatch.setattr(params_html, "is_usual", lambda translator: False)
    visits, _usual = _calls(monkeypatch, HTML5Translator, "dispatch_visit", lambda: build(folder, out=tmp_path / "usual"))
    assert quick_visits * 10 < visits


def test_a_list_is_written_without_nodes_whether_it_is_compact_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names alone, with a type or with nested parameters make no node when the page is written."""
    index = "Top\n===\n\n.. wadl:params:: query\n\n   a\n      ..\n\n   b : String\n      c : ``x``\n         d\n            ``e f``\n"
    folder = project(tmp_path / "p", conf="smartquotes = False", index=index)
    none = project(tmp_path / "none", conf="smartquotes = False", index="Top\n===\n")
    visits, _built = _calls(monkeypatch, HTML5Translator, "dispatch_visit", lambda: build(folder))
    assert visits == _calls(monkeypatch, HTML5Translator, "dispatch_visit", lambda: build(none))[0] + 1


@pytest.mark.parametrize("kind", ["translator", "method"])
def test_an_extension_that_writes_nodes_differently_writes_those_of_parameters(kind: str, tmp_path: Path) -> None:
    """A translator, or a method for a node, that an extension sets is used for parameters, too."""
    conf = {
        "translator": (
            "from sphinx.writers.html5 import HTML5Translator\nclass Mine(HTML5Translator):\n    def visit_emphasis(self, node):\n"
            '        self.body.append("<em data-mine>")\ndef setup(app):\n    app.set_translator("html", Mine)\n'
        ),
        "method": (
            'from docutils import nodes\ndef visit(self, node):\n    self.body.append("<em data-mine>")\ndef depart(self, node):\n'
            '    self.body.append("</em>")\ndef setup(app):\n    app.add_node(nodes.emphasis, override=True, html=(visit, depart))\n'
        ),
    }[kind]
    index = "Top\n===\n\n.. wadl:params:: query\n\n   ``a`` : Integer : *required*\n      Text.\n"
    assert "<em data-mine>required</em>" in build(project(tmp_path / "p", conf=conf, index=index)).text("index.html")


def test_code_is_highlighted_with_one_formatter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much code there is, a build makes one formatter for it, and lines that are emphasised or numbered are so."""
    made: list[dict[str, Any]] = []
    make = HtmlFormatter.__init__

    def noting(self: Any, **options: Any) -> None:
        made.append(options)
        make(self, **options)

    monkeypatch.setattr(HtmlFormatter, "__init__", noting)
    code = ".. code-block:: json\n\n   {}\n\n"
    other = ".. code-block:: json\n   :emphasize-lines: 1\n   :linenos:\n\n   {}\n"
    page = build(project(tmp_path / "p", index=f"Top\n===\n\n{code * 20}{other}")).text("index.html")
    assert len(made) <= 4
    assert page.count('<div class="highlight">') == 21 and page.count("hll") == 1 and page.count("linenos") >= 1


@pytest.mark.parametrize(("style", "tags"), [("default", 0), ("marked", 2)])
def test_blanks_in_code_have_tags_only_where_they_are_seen(style: str, tags: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Code has no tags for blanks, unless the style gives them a background."""
    marked = type("Marked", (Style,), {"styles": {Whitespace: "bg:#ff0000"}})
    monkeypatch.setattr(highlighting, "get_style_by_name", lambda name: marked if name == "marked" else get_style_by_name(name))
    index = 'Top\n===\n\n.. code-block:: json\n\n   {"a":   1,   "b":1}\n'
    page = build(project(tmp_path / "p", conf=f'pygments_style = "{style}"', index=index)).text("index.html")
    assert page.count('<span class="w">   </span>') == tags
    assert page.count("<pre>") == 1 and page.count('<span class="nt">') == 2
