"""The settings ``groups``, ``order`` and ``deprecated``: what an index shows where, in both styles and however pages are split."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import wadl2rst
from tests.small_wadls import NAMESPACE, Pages, headings
from wadl2rst.cli import main
from wadl2rst.diagnostics import Diagnostic
from wadl2rst.page.options import PageOptions
from wadl2rst.page.plan import SitePlan
from wadl2rst.wadl.operations import groups as groups_of

APIGEE = 'xmlns:apigee="http://api.apigee.com/wadl/2010/07/"'

STYLES = ("classic", "sphinx")


def _method(verb: str, name: str, inside: str = "", *, deprecated: bool = False) -> str:
    mark = ' deprecated="true"' if deprecated else ""
    return f'<method name="{verb}" id="{name}"{mark}><doc title="T {name}"/>{inside}</method>'


def _resource(path: str, *inside: str) -> str:
    return f'<resource path="{path}">{"".join(inside)}</resource>'


def _tag(*tags: str) -> str:
    return "<apigee:tags>" + "".join(f"<apigee:tag>{tag}</apigee:tag>" for tag in tags) + "</apigee:tags>"


SERVERS = (
    '<resource_type id="paged"><doc>Pages of a list.</doc><method name="GET" id="page"/></resource_type>'
    '<resources base="http://x/">'
    + _resource(
        "v1",
        "<doc>The version.</doc>",
        _resource(
            "servers",
            "<doc>All servers.</doc>",
            _method("POST", "create", _tag("Servers")),
            _method("GET", "list", _tag("Servers")),
            _resource("{id}", '<param name="id" style="template"/>', _method("DELETE", "remove"), _method("GET", "show")),
            _resource("all", _method("GET", "old", deprecated=True)),
        ),
        _resource("images", "<doc>All images.</doc>", _method("GET", "images", _tag("Images", "Servers"))),
        _resource("notes", "<doc>Nothing yet.</doc>"),
    )
    + '</resources><method id="lost"/>'
)

LISTED = [
    {"title": "Images", "include": ["/v1/images/**"]},
    {"title": "One server", "include": ["/v1/servers/**"], "exclude": ["/v1/servers"]},
    {"title": "Paged", "ids": ["page", "create"]},
]


def _listed(text: str) -> list[tuple[str, list[str]]]:
    """The sections of an index, each with the ids of the operations that its list links to; the sections of operations follow."""
    names = headings(text)[1:]
    heading = "|".join(rf"^\\?{re.escape(name)}\n[\"~]+$" for name in names)
    parts = re.split(heading, text, flags=re.MULTILINE)[1:]
    return [(name, re.findall(r":ref:`[^`]*<api-(\w+)>`", part)) for name, part in zip(names, parts, strict=True)]


def _toctrees(text: str) -> list[list[str]]:
    """The entries of the tables of contents."""
    return [re.findall(r"^   ([\w-]+)$", part.partition("\n\n")[2], re.MULTILINE) for part in text.split(".. toctree::")[1:]]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ("tag", [("Servers", "create list"), ("Images", "images"), ("Other operations", "remove show old")]),
        ("path", [("servers", "create list remove show old"), ("images", "images"), ("notes", "")]),
        ("resource", [("/v1", "create list remove show old images")]),
        ("none", [("Operations", "create list remove show old images")]),
        (
            LISTED,
            [("Images", "images"), ("One server", "remove show old"), ("Paged", "create page"), ("Other operations", "list")],
        ),
    ],
)
def test_the_operations_are_in_the_groups_of_the_settings(pages: Pages, style: str, groups: Any, expected: list[tuple[str, str]]) -> None:
    """Each rule makes the same groups in both styles; types and unattached methods follow, unless a list takes them."""
    found = _listed(pages(SERVERS, attributes=APIGEE, style=style, groups=groups)["index"])
    last = [("paged", [] if groups is LISTED else ["page"]), ("Not attached to a resource", ["lost"])]
    assert found == [*((name, ids.split()) for name, ids in expected), *last]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("groups", ["tag", "path", "resource", "none", LISTED])
@pytest.mark.parametrize("split", ["method", "resource", "single"])
def test_what_resources_say_stands_once(pages: Pages, style: str, groups: Any, split: str) -> None:
    """The documentation of each resource and type is on one place of the index, whatever the groups."""
    text = pages(SERVERS, attributes=APIGEE, style=style, groups=groups, split=split)["index"]
    for said in ("The version.", "All servers.", "All images.", "Nothing yet.", "Pages of a list."):
        assert text.count(said) == 1, said


@pytest.mark.parametrize("style", STYLES)
def test_each_page_is_in_one_table_of_contents(pages: Pages, style: str) -> None:
    """The pages of a group are in its table of contents, in the order of its list; a page of a resource is below its first operation."""
    made = pages(SERVERS, attributes=APIGEE, style=style, groups=LISTED, order="title")
    assert _toctrees(made["index"]) == [
        ["get-v1-images"],
        ["get-v1-servers-all", "delete-v1-servers-id", "get-v1-servers-id"],
        ["get-paged", "post-v1-servers"],
        ["get-v1-servers"],
        ["get"],
    ]
    by_resource = pages(SERVERS, attributes=APIGEE, style=style, groups=LISTED, split="resource")
    assert _toctrees(by_resource["index"])[:3] == [["v1-images"], ["v1-servers-id", "v1-servers-all"], ["v1-servers", "paged"]]


@pytest.mark.parametrize("style", STYLES)
def test_a_single_page_has_the_operations_in_the_order_of_its_groups(pages: Pages, style: str) -> None:
    """Below the lists of groups, the operations follow in the same order."""
    text = pages(SERVERS, attributes=APIGEE, style=style, groups=LISTED, split="single")["index"]
    assert re.findall(r"^T (\w+)\n\"", text, re.MULTILINE) == ["images", "remove", "show", "old", "create", "list"]


@pytest.mark.parametrize(
    ("order", "servers", "groups"),
    [
        ("wadl", "create list remove show old", ["servers", "images"]),
        ("path", "list create old show remove", ["images", "servers"]),
        ("title", "create list old remove show", ["servers", "images"]),
        ("method", "list old show create remove", ["images", "servers"]),
    ],
)
@pytest.mark.parametrize("style", STYLES)
def test_operations_and_groups_have_the_order_of_the_settings(
    pages: Pages, style: str, order: str, servers: str, groups: list[str]
) -> None:
    """Operations are ordered within their group; groups follow in the order of their first operation, and types stay last."""
    text = pages(SERVERS, attributes=APIGEE, style=style, groups="path", order=order)["index"]
    found = [(name, ids) for name, ids in _listed(text) if ids]
    assert [name for name, _ids in found] == [*groups, "paged", "Not attached to a resource"]
    assert dict(found)["servers"] == servers.split()


def test_template_segments_come_after_literal_ones(pages: Pages) -> None:
    """Paths are compared segment by segment: a longer path follows that which it begins with, and {id} follows every word."""
    paths = ["b-c", "b/{id}", "b/{id}/x", "b/zoo", "B", "b", "a/{id}", "{key}", "é"]
    wadl = '<resources base="http://x/">' + "".join(_resource(path, '<method name="GET"/>') for path in paths) + "</resources>"
    text = pages(wadl, order="path", groups="none")["index"]
    assert re.findall(r"``/(.*?)``", text) == ["a/{id}", "B", "b", "b/zoo", "b/{id}", "b/{id}/x", "b-c", "é", "{key}"]


def test_other_methods_come_last(pages: Pages) -> None:
    """Methods have the order GET, HEAD, POST, PUT, PATCH, DELETE; others follow by name."""
    verbs = ["OPTIONS", "DELETE", "PATCH", "COPY", "PUT", "POST", "HEAD", "GET"]
    wadl = f'<resources base="http://x/">{_resource("a", *(f"""<method name="{verb}"/>""" for verb in verbs))}</resources>'
    text = pages(wadl, order="method")["index"]
    assert re.findall(r"^\|(\w+) *\|``", text, re.MULTILINE) == ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "COPY", "OPTIONS"]


@pytest.mark.parametrize("style", STYLES)
def test_deprecated_operations_can_come_last_in_their_group(pages: Pages, style: str) -> None:
    """``mark-last`` moves them behind the others, in the list, in the table of contents and on a page of the resource."""
    first = _resource("a", _method("PUT", "old", deprecated=True), _method("GET", "new"))
    wadl = f'<resources base="http://x/">{first}{_resource("b", _method("GET", "other", deprecated=True))}</resources>'
    text = pages(wadl, style=style, deprecated="mark-last", groups="path")["index"]
    assert [ids for _name, ids in _listed(text)] == [["new", "old"], ["other"]]
    assert _toctrees(text) == [["get-a", "put-a"], ["get-b"]]
    page = pages(wadl, style=style, deprecated="mark-last", split="resource")["a"]
    assert re.findall(r"^T (\w+)$", page, re.MULTILINE) == ["new", "old"]


@pytest.mark.parametrize("style", STYLES)
def test_hidden_operations_are_nowhere(pages: Pages, style: str) -> None:
    """``hide`` leaves deprecated operations out of pages and lists; references to them are text, and the names of others stay."""
    see = 'See <a xmlns="http://www.w3.org/1999/xhtml" href="#old">the old one</a>.'
    methods = _method("GET", "old", deprecated=True) + f'<method name="GET" id="new"><doc>{see}</doc></method>'
    wadl = f'<resources base="http://x/">{_resource("a", methods)}</resources>'
    shown, hidden = pages(wadl, style=style), pages(wadl, style=style, deprecated="hide")
    assert set(shown) - set(hidden) == {"get-a--old"}
    assert ":ref:`the old one <api-old>`" in shown["get-a--new"]
    assert "api-old" not in "".join(hidden.values()) and "See the old one." in hidden["get-a--new"]


def _said(folder: Path, wadl: str, *options: str, settings: str = "", several: Sequence[str] = ()) -> list[str]:
    """What the command says of a WADL without its path, and of others."""
    (folder / "wadl2rst.toml").write_text(settings, encoding="utf-8")
    for name, text in (("api", wadl), *((f"more{number}", text) for number, text in enumerate(several))):
        (folder / f"{name}.wadl").write_text(f'<application xmlns="{NAMESPACE}" {APIGEE}>{text}</application>', encoding="utf-8")
    names = ["api.wadl", *(f"more{number}.wadl" for number in range(len(several)))]
    done = CliRunner().invoke(main, [*names, "-o", "docs", *options], catch_exceptions=False)
    return [line.removeprefix("wadl2rst: warning: ") for line in done.output.splitlines() if "group" in line]


GROUPS_FILE = """
[[groups]]
title = "Servers"
include = ["/v1/server/**", "/v1/servers/**"]
exclude = ["/v1/server/old"]

[[groups]]
title = "Images"
ids = ["image", "page"]
tags = ["Image", "Images"]
methods = ["GET", "PUT"]
"""


def test_what_matches_nothing_is_told_with_what_is_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each entry of a group that matches no operation is told, with the nearest; so it is in the next run, from the cache."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WADL2RST_CACHE_DIR", str(tmp_path / "cache"))
    expected = [
        "groups: include '/v1/server/**' of group 'Servers' matches no operation; did you mean '/v1/servers'? [unmatched-filter]",
        "groups: exclude '/v1/server/old' of group 'Servers' matches no operation; did you mean '/v1/servers/all'? [unmatched-filter]",
        "groups: ids 'image' of group 'Images' matches no operation; did you mean 'images'? [unmatched-filter]",
        "groups: tags 'Image' of group 'Images' matches no operation; did you mean 'Images'? [unmatched-filter]",
        "groups: methods 'PUT' of group 'Images' matches no operation [unmatched-filter]",
    ]
    assert _said(tmp_path, SERVERS, settings=GROUPS_FILE) == expected
    assert _said(tmp_path, SERVERS, settings=GROUPS_FILE) == expected
    put = '<resources base="http://x/">' + _resource("v1/server/old", _method("PUT", "image", _tag("Image"))) + "</resources>"
    assert _said(tmp_path, SERVERS, settings=GROUPS_FILE, several=[put]) == []


def test_operations_without_a_group_are_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One message names some of them, of all WADLs; types, unattached methods, and what is hidden or filtered are not among them."""
    monkeypatch.chdir(tmp_path)
    listed = '[[groups]]\ntitle = "Servers"\nids = ["create", "list"]\n'
    assert _said(tmp_path, SERVERS, settings=listed) == [
        "4 operations are in no group: DELETE /v1/servers/{id}, GET /v1/servers/{id}, GET /v1/servers/all and 1 more [ungrouped]"
    ]
    assert _said(tmp_path, SERVERS, "--deprecated", "hide", "--exclude", "/v1/images", settings=listed) == [
        "2 operations are in no group: DELETE /v1/servers/{id}, GET /v1/servers/{id} [ungrouped]"
    ]
    assert _said(tmp_path, SERVERS, "--ignore", "ungrouped", settings=listed) == []
    other = '<resources base="http://x/">' + _resource("other", _method("PUT", "other")) + "</resources>"
    assert _said(tmp_path, SERVERS, "--groups", "tag", several=[other]) == [
        "4 operations have no tag, so they are in no group: DELETE /v1/servers/{id}, GET /v1/servers/{id}, GET /v1/servers/all and 1 more "
        "[ungrouped]"
    ]
    assert _said(tmp_path, other, "--groups", "tag") == ["1 operation has no tag, so it is in no group: PUT /other [ungrouped]"]


def test_the_label_of_a_group_is_that_of_its_title(pages: Pages) -> None:
    """Links to a group stay where it is moved in the list, or operations are ordered; a title in other letters has a label, too."""
    groups = [{"title": title, "include": [f"/v1/{path}/**"]} for title, path in (("The images", "images"), ("サーバー", "servers"))]
    labels = []
    for listed, order in ((groups, "wadl"), (groups[::-1], "title")):
        text = pages(SERVERS, attributes=APIGEE, groups=listed, order=order)["index"]
        labels.append(re.findall(r"^\.\. _`?(api-group[^`:]*)`?:\n\n(.*)", text, re.MULTILINE))
    assert labels[0] == labels[1][1::-1] + labels[1][2:]
    assert labels[0][0] == ("api-group--The-images", "The images")
    assert re.fullmatch(r"api-group--[0-9a-f]{6}", labels[0][1][0])


def test_the_slug_of_a_group_is_that_of_its_title_or_name(tmp_path: Path) -> None:
    """It is unique, and the same in another order, in another language and in both styles; for letters that are lost, it has a hash."""
    paths = ["v1/servers", "v1/Servers", "画像", "/"]
    resources = "".join(_resource(path, _method("GET", f"m{9 - number}")) for number, path in enumerate(paths))
    path = tmp_path / "api.wadl"
    inside = f'<resources base="http://x/">{resources}</resources><method id="lost"/>'
    path.write_text(f'<application xmlns="{NAMESPACE}">{inside}</application>', encoding="utf-8")
    application = wadl2rst.load(path)
    found = []
    for settings in ({"is_reference": True}, {"order": "title"}, {"say": str.upper}):
        options: Any = {"prefix": "api", "fallback_title": "API", "groups": "path", **settings}
        index = SitePlan(application=application, groups=groups_of(application), options=PageOptions(**options)).index()
        found.append({section.operations[0].label: section.slug for section in index.groups or index.sections})
    assert found[0] == found[1] == found[2]
    assert re.fullmatch(r"[0-9a-f]{6}", found[0].pop("api-m7"))
    assert list(found[0].values()) == ["servers", "servers--2", "root", "unattached"]
    assert list(found[1])[0] == "api-m6"


def test_api_calls_tell_what_is_in_no_group(tmp_path: Path) -> None:
    """``render`` reports as the command does."""
    path = tmp_path / "api.wadl"
    path.write_text(f'<application xmlns="{NAMESPACE}" {APIGEE}>{SERVERS}</application>', encoding="utf-8")
    said: list[Diagnostic] = []
    config = wadl2rst.Config(groups=(wadl2rst.GroupRule(title="A", ids=("creat",)),))
    list(wadl2rst.render(wadl2rst.load(path), config, report=said.append))
    assert [one.code.value for one in said if "group" in one.text] == ["unmatched-filter", "ungrouped"]


PATHS = ["a", "a/{b}", "a/b", "c/{d}/e", "{f}", "v1/a"]
RESOURCES = st.fixed_dictionaries(
    {
        "path": st.sampled_from(PATHS),
        "base": st.sampled_from(["http://x/", "http://y/v1/"]),
        "docs": st.booleans(),
        "methods": st.lists(
            st.tuples(st.sampled_from(["GET", "PUT", "COPY"]), st.sampled_from(["", "One", "two"]), st.booleans()), max_size=3
        ),
    }
)
RULES = st.lists(
    st.fixed_dictionaries(
        {"title": st.sampled_from(["One", "Two", "Дом", "Other operations"])},
        optional={
            "include": st.lists(st.sampled_from(["/a/**", "/*", "/c/**", "/none"]), min_size=1),
            "exclude": st.lists(st.sampled_from(["/a", "/v1/**"]), min_size=1),
            "tags": st.lists(st.sampled_from(["One", "two"]), min_size=1),
            "methods": st.lists(st.sampled_from(["GET", "PUT"]), min_size=1),
        },
    ).filter(lambda rule: len(rule) > 1),
    min_size=1,
    max_size=3,
    unique_by=lambda rule: rule["title"],
)


def _rendered(folder: Path, **settings: Any) -> dict[str, str]:
    config = wadl2rst.Config(root=folder, **settings)
    return {page.path: page.text for page in wadl2rst.render(wadl2rst.load(folder / "api.wadl", config), config)}


def _labels(page: str) -> list[str]:
    return re.findall(r"^\.\. _`?(api-[^`:]+)`?:$", page, re.MULTILINE)


@given(
    st.lists(RESOURCES, min_size=1, max_size=6),
    st.sampled_from(["auto", "tag", "path", "resource", "none"]) | RULES,
    st.sampled_from(["wadl", "path", "title", "method"]),
    st.sampled_from(["show", "mark-last", "hide"]),
    st.sampled_from(STYLES),
)
def test_every_operation_is_listed_once_under_its_name(
    resources: list[dict[str, Any]], groups: Any, order: str, deprecated: str, style: str
) -> None:
    """Whatever the settings: each operation is on the index once, below it once, and has its name; hidden ones are not there."""
    inside = ""
    number = hidden = 0
    for known in resources:
        methods = ""
        for verb, tag, is_deprecated in known["methods"]:
            number += 1
            hidden += is_deprecated
            methods += _method(verb, f"m{number}{'old' * is_deprecated}", _tag(tag) if tag else "", deprecated=is_deprecated)
        docs = "<doc>Said.</doc>" if known["docs"] else ""
        inside += f'<resources base="{known["base"]}">{_resource(known["path"], docs, methods)}</resources>'
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "api.wadl").write_text(f'<application xmlns="{NAMESPACE}" {APIGEE}>{inside}</application>', encoding="utf-8")
        plain = _rendered(folder, style=style)
        made = _rendered(folder, style=style, groups=groups, order=order, deprecated=deprecated)
    kept = {path: text for path, text in plain.items() if path != "index.rst" and not (deprecated == "hide" and "old" in _labels(text)[0])}
    assert {path: _labels(text) for path, text in made.items() if path != "index.rst"} == {
        path: _labels(text) for path, text in kept.items()
    }
    index = made["index.rst"]
    listed = re.findall(r":ref:`[^`]*<(api-[\w-]+)>`", index)
    assert sorted(listed) == sorted(_labels(text)[0] for text in kept.values())
    assert sorted(entry for entries in _toctrees(index) for entry in entries) == sorted(path.removesuffix(".rst") for path in kept)
    assert len(set(_labels(index))) == len(_labels(index))
    if deprecated != "hide":
        assert index.count("Said.") == sum(known["docs"] for known in resources)
