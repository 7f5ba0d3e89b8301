"""The templates keep to what is escaped by construction."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import nodes

import wadl2rst
from wadl2rst.rst.text import escape
from wadl2rst.templating.environment import builtin_templates, environment
from wadl2rst.templating.escaping import Rst, joined, output

TEMPLATES = sorted(path.relative_to(builtin_templates()) for path in builtin_templates().rglob("*.jinja"))


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_no_construct_that_leaks_html_escaping(template: Path) -> None:
    """No ``~``, ``+``, ``join``, ``escape`` or ``safe``, and no string constant is printed: all these get past RST's escaping."""
    env = environment(None, template.parts[0])
    tree = env.parse((builtin_templates() / template).read_text("utf-8"))
    assert not list(tree.find_all(nodes.Concat))
    assert not [
        node for node in tree.find_all(nodes.Add) if not isinstance(node.right, nodes.Const) or not isinstance(node.right.value, int)
    ]
    filters = {node.name for node in tree.find_all(nodes.Filter)}
    assert not filters & {"join", "safe", "escape", "e", "forceescape", "urlize", "xmlattr", "tojson", "replace"}
    for printing in tree.find_all(nodes.Output):
        assert not [node for node in printing.nodes if isinstance(node, nodes.Const)]


def test_there_are_templates() -> None:
    """The test above has something to look at."""
    assert Path("classic/operation.rst.jinja") in TEMPLATES


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("op.nothing", "'wadl2rst.page.values.OperationPage object' has no attribute 'nothing'"),
        ("op.request.tables[0].rows[0].nothing", "'wadl2rst.page.values.ParamRow object' has no attribute 'nothing'"),
        ("op.nothing | blocks", "has no attribute 'nothing'"),
        ("op.nothing | heading", "has no attribute 'nothing'"),
        ("op.title | blocks", "the filter blocks cannot take a str"),
        ("op.statuses | blocks", "the filter blocks takes documentation text, not a StatusRow in it"),
        ("op.docs | inline", "the filter inline takes a line of documentation text, not a DocText in it"),
        ("op.title | table", "the filter table cannot take a str"),
        ("[[op.statuses]] | table", "the filter table takes texts and blocks as cells, not a tuple"),
        ("op.docs | heading", "the filter heading takes text, not a tuple"),
        ("op.docs | literal", "the filter literal takes text, not a tuple"),
        ("op.title | sample", "the filter sample takes a Sample, not a str"),
        ("op.docs", "cannot print a tuple; a filter such as blocks, inline or table can"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, fault: str, said: str) -> None:
    """What is not there, and a filter over the wrong thing, is told with file and line, and never printed as nothing."""
    template = tmp_path / "operation.rst.jinja"
    template.write_text(f"{{# a remark #}}\n\n{{{{ {fault} }}}}\n", encoding="utf-8")
    application = wadl2rst.load(Path(__file__).parent.parent.parent / "samples/image-service/image-service.wadl")
    with pytest.raises(wadl2rst.RenderError) as caught:
        list(wadl2rst.render(application, wadl2rst.Config(templates=tmp_path, ids=("showImage",))))
    diagnostic = caught.value.diagnostic
    assert said in diagnostic.text
    assert diagnostic.location is not None and (diagnostic.location.file, diagnostic.location.line) == (str(template), 3)


SAMPLE = Path(__file__).parent.parent.parent / "samples/image-service/image-service.wadl"


def _pages(**settings: object) -> dict[str, str]:
    config = wadl2rst.Config(**settings)  # type: ignore[arg-type]
    return {page.path: page.text for page in wadl2rst.render(wadl2rst.load(SAMPLE, config), config)}


@pytest.mark.parametrize("style", ["classic", "sphinx"])
@pytest.mark.parametrize("split", ["method", "resource", "single"])
@pytest.mark.parametrize("form", ["\n{{ super() }}\n", "{{ super() }}", "\n{{ super() }}\n\n"], ids=repr)
def test_the_inherited_block_keeps_its_blank_line(tmp_path: Path, split: str, style: str, form: str) -> None:
    """A block that only prints the inherited one, with a blank line after it or without, changes nothing on the page."""
    for name in ("operation", "resource", "index", "single", "representation"):
        text = (builtin_templates() / "classic" / f"{name}.rst.jinja").read_text("utf-8")
        blocks = [block for block in environment(None, "classic").parse(text).find_all(nodes.Block) if not block.scoped]
        made = "".join(f"{{% block {block.name} %}}{form}{{% endblock %}}\n" for block in blocks)
        (tmp_path / f"{name}.rst.jinja").write_text(f'{{% extends "default/{name}.rst.jinja" %}}\n{made}', encoding="utf-8")

    def lines(pages: dict[str, str]) -> dict[str, list[str]]:
        """The lines, with one blank line for several."""
        return {path: re.sub(r"\n{3,}", "\n\n", text).split("\n") for path, text in pages.items()}

    assert lines(_pages(templates=tmp_path, split=split, style=style)) == lines(_pages(split=split, style=style))


@pytest.mark.parametrize(
    ("block", "made"),
    [
        ("{{ super() }}", "Show limits\n^^^^^^^^^^^\n\n.. code:: text"),
        ("\n{{ super() }}\nText.\n\n", "Show limits\n^^^^^^^^^^^\n\nText.\n\n.. code:: text"),
        ("\nText.\n\n{{ super() }}\n", "Text.\n\nShow limits\n^^^^^^^^^^^\n\n.. code:: text"),
        ("{{ super.super() }}", "Show limits\n^^^^^^^^^^^\n\n.. code:: text"),
    ],
)
def test_text_before_and_after_the_inherited_block(tmp_path: Path, block: str, made: str) -> None:
    """Text next to the inherited block is a paragraph of its own."""
    (tmp_path / "mid.rst.jinja").write_text('{% extends "default/operation.rst.jinja" %}{% block title %}{{ super() }}{% endblock %}')
    base = "mid" if "super.super" in block else "default/operation"
    (tmp_path / "operation.rst.jinja").write_text(f'{{% extends "{base}.rst.jinja" %}}\n{{% block title %}}{block}{{% endblock %}}\n')
    assert made in _pages(templates=tmp_path)["get-limits.rst"]


def test_text_on_the_line_of_the_inherited_block(tmp_path: Path) -> None:
    """Text that follows on the same line stays there."""
    (tmp_path / "operation.rst.jinja").write_text(
        '{% extends "default/operation.rst.jinja" %}\n{% block id %}\n{{ super() }} (internal)\n\n{% endblock %}\n'
    )
    assert "Method ID: ``showLimits`` (internal)\n" in _pages(templates=tmp_path)["get-limits.rst"]


@pytest.mark.parametrize(
    ("expression", "printed"),
    [
        ("'a*b'", r"a\*b"),
        ("('<&>' ~ '*')", r"<&>\*"),
        ("(op.title ~ ': ' ~ (op.verb | literal))", "Show limits: ``GET``"),
        ("('*' ~ (op.verb | strong) ~ '<')", r"\***GET**<"),
        ("((op.verb | strong) + ' *, ')", r"**GET** \*, "),
        ("('* ' + (op.verb | strong))", r"\* **GET**"),
        ("((op.verb | literal) ~ '- ')", "``GET``- "),
        ("('- ' ~ (op.verb | literal))", r"\- ``GET``"),
        ("([op.verb, '*'] | map('literal') | join(', '))", "``GET``, ``*``"),
        ("(['<', op.verb | literal] | join(' * '))", r"\< \* ``GET``"),
        ("(['*', '<'] | join(', '))", r"\*, <"),
        ("([op, op] | join(', ', attribute='verb'))", "GET, GET"),
        ("(op.verb | literal | replace('GET', 'PUT'))", "``PUT``"),
        ("('x' | replace('x', op.verb | literal))", "``GET``"),
        ("('x-x' | replace('x', '*', 1))", r"\*-x"),
        ("('**x**' | safe)", "**x**"),
        ("(_('Name') | upper)", "NAME"),
        ("_(op.verb)", "GET"),
        ("own('*')", r"(\*)"),
        ("own(*['a'])", "(a)"),
        ("own(text=1)", "(1)"),
        ("((own('a') | trim) ~ '*')", r"(a)\*"),
        ("kept", r"(\*) kept"),
    ],
)
def test_what_templates_join_is_escaped(tmp_path: Path, expression: str, printed: str) -> None:
    """Texts are escaped as RST however a template joins them, and what is RST already is not escaped again."""
    (tmp_path / "operation.rst.jinja").write_text(
        "{% macro own(text) %}\n({{ text }})\n{% endmacro %}\n"
        "{% set kept %}\n{{ own('*') }} kept\n{% endset %}\n"
        f"<<{{{{ {expression} }}}}>>\n",
        encoding="utf-8",
    )
    assert f"<<{printed}>>\n" in _pages(templates=tmp_path)["get-limits.rst"]


def test_a_block_of_text_for_a_macro(tmp_path: Path) -> None:
    """A macro gets the text of a ``call`` block as RST, and a ``filter`` block filters RST."""
    (tmp_path / "operation.rst.jinja").write_text(
        "{% macro framed(char) %}\n{{ char }}{{ caller(op.verb) }}{{ char }}\n{% endmacro %}\n"
        "<<{% call(verb) framed(_('Name')) %}\n{{ verb | literal }} *\n{% endcall %}>>\n\n"
        "<<{% filter replace('G', 'S') %}{{ op.verb | literal }} *{% endfilter %}>>\n",
        encoding="utf-8",
    )
    text = _pages(templates=tmp_path)["get-limits.rst"]
    assert "<<Name``GET`` *Name\n>>\n" in text
    assert "<<``SET`` *>>\n" in text


def test_words_of_templates_follow_the_language_of_each_renderer(tmp_path: Path) -> None:
    """Templates are compiled once for all runs of a process, but not with the words of one language in them."""
    (tmp_path / "operation.rst.jinja").write_text("{{ _('Method ID:') | upper }} {{ _('Request') | heading(1) }}\n", encoding="utf-8")
    texts = [_pages(templates=tmp_path, lang=lang)["get-limits.rst"] for lang in ("en", "de", "en")]
    assert texts[0] == texts[2] != texts[1]
    assert texts[0].startswith("METHOD ID:")


def test_a_macro_called_in_a_wrong_way_is_told(tmp_path: Path) -> None:
    """Arguments that a macro does not take are told with the place of the call."""
    (tmp_path / "operation.rst.jinja").write_text("{% macro own(text) %}{{ text }}{% endmacro %}\n\n{{ own(1, 2) }}\n", encoding="utf-8")
    with pytest.raises(wadl2rst.RenderError, match="macro 'own' takes not more than 1 argument") as caught:
        _pages(templates=tmp_path)
    location = caught.value.diagnostic.location
    assert location is not None and location.line == 3


_PARTS = st.tuples(st.sampled_from(["text", "rst", "macro"]), st.text(st.sampled_from("a *_`|\\<&:.-\u00e9"), max_size=6))


@given(st.lists(_PARTS, max_size=6))
def test_joined_texts_stay_texts(parts: list[tuple[str, str]]) -> None:
    """Whatever texts and RST are joined, the RST stays as it is, and each text is escaped by itself, unless all are text."""
    kinds = {"text": str, "rst": Rst, "macro": lambda text: output([text])}
    found = joined([kinds[kind](text) for kind, text in parts])
    if all(kind == "text" for kind, _text in parts):
        assert type(found) is str and found == "".join(text for _kind, text in parts)
    else:
        starts = ["".join(text for _kind, text in parts[:number]) == "" for number in range(len(parts))]
        expected = [escape(text, start) if kind == "text" else text for (kind, text), start in zip(parts, starts, strict=True)]
        assert found == "".join(expected)
        assert type(found) is Rst


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{% for item in api.found if item.name.size > 1 %}{{ item.name.size }}{% endfor %}", "2"),
        ("{% macro shown(item, size=item.size) %}{{ size }}{% endmacro %}{{ shown(api.found[1].name) }}", "2"),
        ("{% for item in api.found recursive %}{{ item.name.size }}{{ loop(item.below) }}{% endfor %}", "12"),
        ("{{ api.nothing is defined }}{{ api.found[0].name.nothing is defined }}", "FalseFalse"),
        ("{{ api.found.index is defined }}", "True"),
    ],
)
def test_a_dot_finds_items_and_attributes(template: str, text: str) -> None:
    """In templates, a dot finds an attribute, else an item, wherever Jinja allows an expression."""
    found = [{"name": {"size": size}, "below": []} for size in (1, 2)]
    assert environment(None, "classic").from_string(template).render(api={"found": found}) == text
