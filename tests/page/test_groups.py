"""The groups of operations on the index in the style ``sphinx``, and what they say of their resources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import wadl2rst
from tests.small_wadls import NAMESPACE, Pages
from wadl2rst.page.options import PageOptions
from wadl2rst.page.plan import SitePlan
from wadl2rst.page.values import IndexPage, OperationGroup
from wadl2rst.wadl.operations import groups

APIGEE = 'xmlns:apigee="http://api.apigee.com/wadl/2010/07/"'


class _Index:
    """Makes the index of the inside of an application."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, inside: str, **options: object) -> IndexPage:
        path = self._folder / "api.wadl"
        path.write_text(f'<application xmlns="{NAMESPACE}" {APIGEE}>{inside}</application>', encoding="utf-8")
        application = wadl2rst.load(path)
        given = PageOptions(prefix="api", fallback_title="api", **{"is_reference": True, **options})  # type: ignore[arg-type]
        return SitePlan(application=application, groups=groups(application), options=given).index()


@pytest.fixture(name="index")
def _index(tmp_path: Path) -> _Index:
    return _Index(tmp_path)


def _under(*resources: str, base: str = "http://x/") -> str:
    return f'<resources base="{base}">{"".join(resources)}</resources>'


def _resource(path: str, inside: str = '<method name="GET"/>', docs: str = "") -> str:
    return f'<resource path="{path}">{docs}{inside}</resource>'


def _tagged(tag: str) -> str:
    return f'<method name="GET"><apigee:tags><apigee:tag primary="true">{tag}</apigee:tag></apigee:tags></method>'


def _listed(page: IndexPage) -> list[tuple[str, list[str]]]:
    return [(group.title, [link.path for link in group.operations]) for group in page.groups]


def _rows(group: OperationGroup) -> Iterator[tuple[str, str, str]]:
    """Kind of table, name, and what is said of the paths, of each parameter."""
    for table in group.tables:
        for row in table.rows:
            yield table.kind, row.name, " ".join(part.text for fact in row.facts for part in fact.children)  # type: ignore[union-attr]


def test_operations_are_grouped_by_the_first_word_of_their_path(index: _Index) -> None:
    """Versions and parameters are no words; a path without a word is named by its first segment; the order is that of the WADL."""
    paths = ["v2/{tenant}/servers", "v2/images", "v2/{tenant}/servers/{id}", "1.0/images/{id}", "v2", "/", "{key}"]
    assert _listed(index(_under(*map(_resource, paths)))) == [
        ("servers", ["/v2/{tenant}/servers", "/v2/{tenant}/servers/{id}"]),
        ("images", ["/v2/images", "/1.0/images/{id}"]),
        ("v2", ["/v2"]),
        ("/", ["/"]),
        ("{key}", ["/{key}"]),
    ]


def test_a_tag_is_a_group_of_its_own(index: _Index) -> None:
    """An operation with a tag is in the group of its first tag, beside those that have none."""
    page = index(_under(_resource("users", _tagged("Accounts") + '<method name="POST"/>'), _resource("teams", _tagged("Accounts"))))
    assert _listed(page) == [("Accounts", ["/users", "/teams"]), ("users", ["/users"])]
    assert [group.kind for group in page.groups] == ["tag", "path"]


def test_a_tag_and_a_path_of_one_name_are_one_group(index: _Index) -> None:
    """Where only part of the operations have tags, those whose path has the name of a tag are in its group, in whatever case."""
    page = index(_under(_resource("users", '<method name="GET"/>' + _resource("{id}", _tagged("Users")))))
    assert _listed(page) == [("Users", ["/users", "/users/{id}"])]


def test_types_and_unattached_methods_come_last(index: _Index) -> None:
    """Resource types that nothing uses and methods that nothing refers to keep the sections and labels that links lead to."""
    page = index(
        '<resource_type id="paged"><doc>In pages.</doc><method name="GET"/></resource_type>'
        + _under(_resource("a"))
        + '<method id="lost"/>'
    )
    assert [(group.kind, group.title, group.label) for group in page.groups] == [
        ("path", "a", "api-group--a"),
        ("type", "paged", "api-type--paged"),
        ("unattached", "Not attached to a resource", "api-unattached"),
    ]


def test_a_group_has_the_title_of_the_resource_that_it_is_named_after(index: _Index) -> None:
    """The title stands as the heading, and not once more in the text; other resources keep theirs beside the path."""
    users = _resource(
        "users", '<method name="GET"/>' + _resource("{id}", docs='<doc title="One user">Text.</doc>'), '<doc title="Users">All.</doc>'
    )
    (group,) = index(_under(users)).groups
    assert (group.title, group.path) == ("Users", "/users")
    assert [(part.path, part.title, len(part.docs[0].blocks)) for part in group.resources] == [
        ("/users", "Users", 1),
        ("/users/{id}", "One user", 1),
    ]


def test_two_groups_never_have_one_heading_or_label(index: _Index) -> None:
    """Of two base addresses, each has its groups; where the headings would be the same, they say which."""
    page = index(_under(_resource("users"), _resource("Users")) + _under(_resource("users"), base="http://y/"))
    assert [group.title for group in page.groups] == ["users", "Users", "users (http://y/)"]
    assert [group.label for group in page.groups] == ["api-group--users", "api-group--Users--2", "api-group--users--3"]
    assert [[fact.name for fact in group.facts] for group in page.groups] == [["Base address"]] * 3
    assert not any(part.facts for group in page.groups for part in group.resources)


def test_a_resource_without_operations_is_described_where_those_below_it_are(index: _Index) -> None:
    """A path that is only the beginning of others is described in the group of the first of them; one without any has its own."""
    version = f'<resource path="v1"><doc>The version.</doc>{_resource("users")}</resource>'
    page = index(_under(version, '<resource path="notes"><doc>None yet.</doc></resource>'))
    assert [(group.title, [part.path for part in group.resources]) for group in page.groups] == [
        ("users", ["/v1", "/v1/users"]),
        ("notes", ["/notes"]),
    ]


def _param(name: str, style: str, text: str = "") -> str:
    return f'<param name="{name}" style="{style}"><doc>{text}</doc></param>'


def test_equal_parameters_of_several_paths_stand_once(index: _Index) -> None:
    """A parameter of the path stands once; one that differs, and a query parameter of some paths alone, say what they are for."""
    same = _param("id", "template", "Same.")
    page = index(
        _under(
            _resource("users/{id}", same + '<method name="GET"/>'),
            _resource("users/{id}/roles", same + _param("limit", "query") + _param("X-Key", "header") + '<method name="GET"/>'),
            _resource("users/{id}/keys/{key}", _param("key", "template") + _param("limit", "query") + '<method name="GET"/>'),
        )
    )
    assert list(_rows(page.groups[0])) == [
        ("uri", "id", ""),
        ("uri", "key", ""),
        ("header", "X-Key", "Only for  /users/{id}/roles ."),
        ("query", "limit", "Only for  /users/{id}/roles ,  /users/{id}/keys/{key} ."),
    ]
    other = index(_under(_resource("a/{id}", same), _resource("a/b/{id}", _param("id", "template", "Another."))))
    assert list(_rows(other.groups[0])) == [("uri", "id", "Only for  /a/{id} ."), ("uri", "id", "Only for  /a/b/{id} .")]


@pytest.mark.parametrize(
    ("split", "pages"), [("method", [["get-a", "get-a-id"], ["get-b"]]), ("resource", [["a", "a-id"], ["b"]]), ("single", [[], []])]
)
def test_each_page_is_below_one_group(index: _Index, split: str, pages: list[list[str]]) -> None:
    """The table of contents of a group has the pages of its operations, however they are split."""
    page = index(_under(_resource("a", '<method name="GET"/>' + _resource("{id}")), _resource("b")), split=split)
    assert [list(group.children) for group in page.groups] == pages


def test_a_page_with_operations_of_two_groups_is_below_the_first(index: _Index) -> None:
    """The page of a resource whose operations have different tags is in one table of contents."""
    page = index(_under(_resource("a", _tagged("One") + _tagged("Two"))), split="resource")
    assert [(group.title, group.children) for group in page.groups] == [("One", ("a",)), ("Two", ())]


def test_the_style_classic_has_no_groups(index: _Index) -> None:
    """Groups and first sentences are made for the style that shows them."""
    page = index(_under(_resource("a", '<method name="GET"><doc>Text.</doc></method>')), is_reference=False)
    assert page.groups == () and page.sections[0].operations[0].summary == ""


def test_an_operation_is_listed_with_its_first_sentence(pages: Pages) -> None:
    """The list has verb, path, linked title, whether it is deprecated, and the first sentence, unless that is the title."""
    wadl = _under(
        '<resource path="a"><method name="GET" id="one"><doc title="First : one">Does it. And more.</doc></method>'
        '<method name="PUT" id="two" apigee:x="y"><doc title="Two.">Two</doc></method><method name="POST"/></resource>'
    )
    text = pages(wadl, style="sphinx", attributes=APIGEE)["index"]
    assert text.partition(".. wadl:methods::\n")[2].partition(".. toctree")[0].strip().split("\n") == [
        "GET ``/a`` : :ref:`First : one <api-one>`",
        "      Does it.",
        "",
        "   PUT ``/a`` : :ref:`Two. <api-two>`",
        "      ..",
        "",
        "   :ref:`POST /a <api-post-a>`",
        "      ..",
    ]
