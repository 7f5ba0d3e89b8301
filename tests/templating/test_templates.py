"""The templates keep to what is escaped by construction."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import nodes

import wadl2rst
from wadl2rst.templating.environment import builtin_templates, environment

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
    for output in tree.find_all(nodes.Output):
        assert not [node for node in output.nodes if isinstance(node, nodes.Const)]


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
