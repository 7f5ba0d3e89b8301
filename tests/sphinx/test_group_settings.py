"""``wadl2rst_groups``, ``wadl2rst_order``, ``wadl2rst_deprecated`` and ``wadl2rst_base``, and the options of directives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sphinx_projects import Built, build, method, project, wadl

PARTS = wadl(
    method("getNuts"),
    method(
        "putNuts", "PUT", '<request><doc>Unlike <a xmlns="http://www.w3.org/1999/xhtml" href="#dropNuts">dropping them</a>.</doc></request>'
    ),
    method("dropNuts", "DELETE").replace('name="DELETE"', 'name="DELETE" deprecated="true"'),
    method("addNuts", "POST"),
)
INDEX = "Top\n===\n\n.. toctree::\n\n   api/index\n"
GENERATED = (
    'wadl2rst_markdown = "always"\nhtml_sidebars = {"**": ["wadl-sidebar.html"]}\n'
    'wadl2rst_sources = [{"path": "parts.wadl", "destination": "api"%s}]\n'
)
GROUPS = '[{"title": "Reading", "methods": ["GET"]}, {"title": "Writing", "methods": ["POST", "PUT", "DELETE"]}]'


def _generated(folder: Path, entry: str, conf: str = "") -> Built:
    return build(project(folder / "p", conf=GENERATED % entry + conf, index=INDEX, parts_wadl=PARTS))


@pytest.mark.parametrize(
    ("entry", "conf"),
    [
        (f', "groups": {GROUPS}, "order": "title", "deprecated": "hide", "base": "https://x.org"', ""),
        (
            "",
            f'wadl2rst_groups = {GROUPS}\nwadl2rst_order = "title"\nwadl2rst_deprecated = "hide"\nwadl2rst_base = "https://x.org"\n',
        ),
    ],
)
def test_generated_pages_have_the_groups_of_the_settings(tmp_path: Path, entry: str, conf: str) -> None:
    """Index, sidebar, links to the next page, Markdown and llms.txt have groups and order; what is hidden is in none of them."""
    built = _generated(tmp_path, entry, conf)
    assert built.warnings == ()
    index = built.text("api/index.html")
    assert re.findall(r"<h2>(\w+)<", index) == ["Reading", "Writing"]
    order = ["get-things", "post-things", "put-things"]
    assert list(dict.fromkeys(re.findall(r'href="(\w+-things)\.html', index))) == order
    page = built.text("api/put-things.html")
    assert page.index(">Reading<") < page.index(">Writing<")
    assert built.app.env.collect_relations()["api/post-things"] == ["api/index", "api/get-things", "api/put-things"]
    llms = built.text("llms.txt")
    assert re.findall(r"^## (.*)|\]\(api/(\w+)-", llms, re.MULTILINE)[1:] == [
        ("Reading", ""),
        ("", "get"),
        ("Writing", ""),
        ("", "post"),
        ("", "put"),
    ]
    assert "Unlike dropping them." in page
    for file in built.out.rglob("*"):
        if file.suffix in (".html", ".md", ".txt", ".js"):
            text = file.read_text("utf-8")
            assert "dropNuts" not in text and "api.example.org" not in text, file
    assert not [line for line in built.inventory if "dropNuts" in line]


def test_a_group_that_is_wrong_is_told(tmp_path: Path) -> None:
    """A wrong key is told with the entry, and the default counts; so is an operation without a group, once, with the folder."""
    built = _generated(tmp_path, ', "groups": [{"title": "Reading", "method": ["GET"]}]')
    assert [line.partition("WARNING: ")[2] for line in built.warnings] == [
        "wadl2rst_sources, entry 1: 'groups': group 1 ('Reading'): unknown key 'method'; did you mean 'methods'? [wadl.config]"
    ]
    assert ">things<" in built.text("api/index.html")
    other = _generated(tmp_path / "other", "", 'wadl2rst_groups = [{"title": "Reading", "ids": ["getNuts", "getNut"]}]\n')
    assert [line.partition("WARNING: ")[2] for line in other.warnings] == [
        "wadl2rst_groups: ids 'getNut' of group 'Reading' matches no operation; did you mean 'getNuts'? [wadl.unmatched-filter]",
        "api/: 3 operations are in no group: PUT /things, DELETE /things, POST /things [wadl.ungrouped]",
    ]


def _directive(folder: Path, options: str, conf: str = "", name: str = "wadl") -> Built:
    lines = "".join(f"   {line}\n" for line in options.splitlines())
    return build(project(folder / "p", conf=conf, index=f"Top\n===\n\n.. {name}:: parts.wadl\n{lines}", parts_wadl=PARTS), "text")


@pytest.mark.parametrize(
    ("options", "conf", "expected"),
    [
        ("", "", "get put drop add"),
        (":order: wadl", 'wadl2rst_order = "title"', "get put drop add"),
        (":order: document", 'wadl2rst_order = "title"', "get put drop add"),
        (":order: title", "", "add drop get put"),
        ("", 'wadl2rst_order = "method"', "get add put drop"),
        (":order: title\n:deprecated: mark-last", "", "add get put drop"),
        (":deprecated: hide", "", "get put add"),
        ("", 'wadl2rst_deprecated = "hide"', "get put add"),
        (":deprecated: show", 'wadl2rst_deprecated = "hide"', "get put drop add"),
    ],
)
@pytest.mark.parametrize("name", ["wadl", "wadl:operations"])
def test_directives_have_the_order_of_the_settings(tmp_path: Path, options: str, conf: str, expected: str, name: str) -> None:
    """Order and deprecated operations are as the directive says, else as ``conf.py`` says."""
    built = _directive(tmp_path, options, conf, name)
    found = re.findall(r"Title of (\w+)Nuts", built.text("index.txt"))
    assert list(dict.fromkeys(found)) == expected.split()


def test_a_directive_shows_the_base_address_of_the_settings(tmp_path: Path) -> None:
    """The option goes before the value of ``conf.py``; two directives with different ones do not disturb each other."""
    index = "Top\n===\n\n.. wadl:: parts.wadl\n   :ids: getNuts\n\n"
    index += ".. wadl:: parts.wadl\n   :ids: addNuts\n   :base: https://own.example.org/\n"
    built = build(project(tmp_path / "p", conf='wadl2rst_base = "https://conf.example.org/"', index=index, parts_wadl=PARTS), "text")
    text = built.text("index.txt")
    first, second = text.split("Title of addNuts", 1)
    assert "conf.example.org" in first and "own.example.org" in second and "conf.example.org" not in second
    assert "api.example.org" not in text


def test_a_hidden_operation_that_is_named_is_told(tmp_path: Path) -> None:
    """``wadl:automethod`` of a deprecated operation says why it is not there."""
    conf = 'wadl2rst_deprecated = "hide"'
    folder = project(tmp_path / "p", conf=conf, index="Top\n===\n\n.. wadl:automethod:: parts.wadl#dropNuts\n", parts_wadl=PARTS)
    built = build(folder, "text")
    assert [line.partition("WARNING: ")[2] for line in built.warnings] == [
        "parts.wadl#dropNuts is deprecated, and deprecated operations are hidden [wadl.unmatched-filter]"
    ]
