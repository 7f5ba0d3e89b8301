"""The templates keep to what is escaped by construction."""

from pathlib import Path

import pytest
from jinja2 import nodes

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
