"""Lists of parameters that are read without nodes are those that docutils reads."""

from __future__ import annotations

import copy
import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes, utils
from docutils.parsers.rst import Parser
from hypothesis import given
from hypothesis import strategies as st

from tests import rst_reading
from tests.sphinx_projects import ROOT, Built, build, project
from wadl2rst.sphinx import params, quick_params
from wadl2rst.sphinx.collectors import GENERATED
from wadl2rst.sphinx.grid_tables import page_state
from wadl2rst.sphinx.quick_params import packed_list, read_params
from wadl2rst.sphinx.registry import registry_of
from wadl2rst.sphinx.set_aside import Packed, pack, set_aside

PLAIN = """\
``name``
   ..

``limit`` : int : *optional* : default: ``2 0`` and *so*
   At most: ``a\\b``, (``c``) or ``x_y``; *two words* and **three** snake_case words: they
   go on (*here*).

   Another.

   ``inside`` : string : x : y
      ..

   ``other`` : *required*
      ``deep``
         Text

Text
"""

PIECES = (
    *(
        "``a``",
        "``b_c``",
        "*d*",
        "**e**",
        "*required*",
        "text",
        "a_b",
        "c_",
        "default: ",
        ": ",
        ":",
        " ",
        "(",
        ")",
        ".",
        ",",
        "'",
        '"',
        "é",
    ),
    *("`f`", "``", "*", "**", "\\", "|", "_", "[1]_", "a@b.org", "https://e.org", "x:y", "PEP 8", "RFC 1", "1.", "-", "..", "::", "pep-1"),
)


_STATE = page_state(SimpleNamespace(document=utils.new_document("p", copy.copy(rst_reading.SETTINGS))))
"""A state that reads a page."""


def _of_docutils(text: str) -> Packed | None:
    """The list that docutils reads; None if there is anything else, or if it has anything to say."""
    document = utils.new_document("p", copy.copy(rst_reading.SETTINGS))
    said = io.StringIO()
    document.reporter.stream.destination = said
    Parser().parse(text, document)
    listed = document.children[0] if len(document.children) == 1 else None
    return _bare(pack(listed)) if isinstance(listed, nodes.definition_list) and not said.getvalue() else None


def _bare(packed: Any) -> Any:
    """An element without what the directive adds."""
    if not isinstance(packed, Packed):
        return packed
    return packed._replace(classes=(), ids=(), others=None, children=tuple(map(_bare, packed.children)))


def _quick(text: str) -> Packed | None:
    found = read_params(text.rstrip("\n").split("\n"), _STATE.begins_text, ("optional",))
    return None if found is None else _bare(packed_list(found, (), ""))


def test_the_form_of_templates_is_read() -> None:
    """A list of names, classifiers, words, code, emphasis and nested lists is read quickly, as docutils reads it."""
    text = PLAIN.removesuffix("\nText\n")
    assert _quick(text) == _of_docutils(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "``a``\n   b\n``c``\n   d",
        "``a``\n   b\n  c",
        "``a``\n     b\n   c",
        "``a`` : :ref:`b`\n   c",
        "name\n   b",
        "``a``\n   b::\n\n      c",
        "``a``\n   * b",
        "``a``\n   b\n   ===",
        "``a``\n   ..\n\n   b",
        "``a``\n   .. b",
        "``a``\n   b c_ d",
        "``a``\n   x:y",
        "``a``\n   (*)",
        "``a``\n   b\\*",
        "``a``",
        "",
        "``a``\n   b\n\n\xa0c\n   d",
    ],
)
def test_whatever_else_there_is_is_left_to_docutils(text: str) -> None:
    """Any other text is not read quickly."""
    assert _quick(text) is None


@given(st.lists(st.tuples(st.integers(0, 2), st.lists(st.sampled_from(PIECES), max_size=6).map("".join)), min_size=1, max_size=6))
def test_lines_of_any_form_are_read_as_docutils_does_or_left_to_it(lines: list[tuple[int, str]]) -> None:
    """Whatever the lines are: if they are read quickly, docutils gives the same list, and says nothing."""
    text = "``a`` : b\n" + "".join(f"{' ' * (3 * indent)}{line}".rstrip() + "\n" for indent, line in lines)
    quick = _quick(text)
    assert quick is None or quick == _of_docutils(text)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_any_inline_markup_is_read_as_docutils_does_or_left_to_it(classifier: str, text: str) -> None:
    """So it is with any markup in a classifier and in a paragraph."""
    text = f"``a`` : {classifier}".rstrip() + f"\n   x {text}".rstrip() + "\n"
    quick = _quick(text)
    assert quick is None or quick == _of_docutils(text)


PAGE = f"""\
.. {GENERATED}

Page
====

.. wadl:method:: GET /a
   :key: a

.. wadl:params:: query
   :method: a
   :class: mine

   ``b`` : string : *required*
      ..

   ``b`` : string
      ``b`` : *optional*
         Text.

      ``ä`` : x
         ..

   ``c``
      ``c`` : y
         ..

.. wadl:params:: query
   :method: a
   :no-index:

   ``b``
      ..

.. wadl:params:: header
   :method: a

   ``d``
      .. wadl:params:: query

         ``e``
            ..

   ``f`` : :doc:`index`
      ..

   ``ok``
      ..

.. wadl:params:: matrix
   :method: a

   ``g`` : :doc:`index` : *required*
      ``h`` : *optional*
         ``i``
            Text and :doc:`index`.

            ``j``
               ..

         ``i`` : string
            Text.

      ``h`` : string
         * a

      ``k``
         ``b``
            ..

      Text.

      ``l``
         :doc:`index`

         ``m``
            Text.

      ``n``
         ``o`` : *required*
            ..

   ``b``
      ``b``
         ..

   ``p`` : :doc:`index`
      ``q`` : *required*
         ..

      ``r``
         Text :doc:`index`.

Text.
"""


def _built(folder: Path, conf: str = "", builder: str = "dummy") -> Built:
    wadls = ("every-construct/every-construct.wadl", "harbour/harbour.wadl", "image-service/image-service.wadl")
    sources = "".join(f'{{"path": {str(ROOT / "samples" / path)!r}, "destination": "api{n}"}}, ' for n, path in enumerate(wadls))
    index = "Top\n===\n\n.. toctree::\n   :glob:\n\n   page\n   api*/index\n"
    return build(
        project(folder / "p", conf=f"smartquotes = False\nwadl2rst_sources = [{sources}]\n{conf}", index=index, page=PAGE), builder
    )


def _result(built: Built) -> list[object]:
    """What a build has read: pages, what is set aside in them, ids and objects."""
    found: list[object] = [built.warnings, list(registry_of(built.app.env).objects())]
    for docname in sorted(built.app.env.found_docs):
        page = built.app.env.get_doctree(docname)
        found.append((docname, page.pformat(), [holder.packed for holder in page.findall(set_aside)]))
        found += [(type(node), node.source, node.line) for node in page.findall() if not isinstance(node, set_aside)]
    return found


def test_a_build_reads_the_same_pages_and_objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages, ids and objects are the same as those of a build that reads nodes, with parameters of the same name, too."""
    calls: list[bool] = []

    def noting(*given: Any) -> Any:
        found = read_params(*given)
        calls.append(found is not None)
        return found

    monkeypatch.setattr(quick_params, "read_params", noting)
    quick = _result(_built(tmp_path / "one"))
    assert sum(calls) * 2 > len(calls) > 50
    monkeypatch.setattr(params, "is_active", lambda *_given: False)
    (tmp_path / "one").rename(tmp_path / "before")
    assert quick == _result(_built(tmp_path / "one"))


@pytest.mark.parametrize("first", ["", "   ``link`` : :doc:`index` : *required*\n      ..\n\n"])
def test_reading_plain_parameters_makes_no_node_of_them(first: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many parameters of the usual form a page has, the nodes made for it are as many, also beside one that has a link."""
    made: list[object] = []
    make = nodes.Element.__init__
    monkeypatch.setattr(nodes.Element, "__init__", lambda *given, **named: (made.append(given[0]), make(*given, **named))[1])
    counts = []
    for number in (1, 2, 50):
        listed = "".join(f"   ``a{place}`` : string : *required*\n      Text with ``code``.\n\n" for place in range(number))
        page = f".. {GENERATED}\n\nPage\n====\n\n.. wadl:params:: query\n\n{first}{listed}"
        folder = project(tmp_path / str(number), conf="smartquotes = False", index=page)
        made.clear()
        build(folder)
        counts.append(sum(not isinstance(node, set_aside) for node in made))
    assert counts[1] == counts[2]
