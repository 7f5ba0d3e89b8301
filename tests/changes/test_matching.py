"""Which operation of the old version is which of the new one."""

from __future__ import annotations

import pytest

from tests.changes_reading import Versions, application, operation, shown
from wadl2rst.changes.compare import compare


def lines(*paths: str, verb: str = "GET") -> str:
    """A WADL with an operation on each path; an id may follow the path."""
    resources = []
    for path in paths:
        place, _, identifier = path.partition(" ")
        resources.append(operation(path=place, verb=verb, attributes=f'id="{identifier}"' if identifier else ""))
    return application("".join(resources))


def moves(versions: Versions, old: str, new: str) -> dict[str | None, str | None]:
    """The operations that have moved, were removed or added: old and new path."""
    changes = [change for change in versions.changes(old, new) if change.kind == "operation"]
    return {change.old and change.old[4:]: change.new and change.new[4:] for change in changes}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # the same id, once in each version
        ("a/b showB", "x/y showB"),
        # another version number, other steps before it, or steps in between
        ("v1/plants", "v2/plants"),
        ("v1", "v2"),
        ("v1/{garden}", "v2/{garden}"),
        ("api/garden/plants/{id}", "plants/{plant}"),
        ("plants", "garden/plants"),
        ("gardens/plants/leaves", "gardens/{id}/plants/leaves"),
    ],
)
def test_an_operation_that_moved_is_found(old: str, new: str, versions: Versions) -> None:
    """An operation with another path is the same if its id is, or its path is alike."""
    before, after = (f"/{text.partition(' ')[0]}" for text in (old, new))
    assert moves(versions, lines("kept", old), lines("kept", new)) == {before: after}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # something else of the same form
        (["plants/{id}"], ["trees/{id}"]),
        (["plants/{id}/tags"], ["trees/{id}/tags"]),
        (["plants"], ["plants/{id}"]),
        # what is below a resource is not what is above it
        (["plants/{id}/tags"], ["tags"]),
        # ambiguous: the one or the other
        (["tags"], ["a/tags", "b/tags"]),
        # an id that several operations have says nothing
        (["a get", "kept get"], ["x get", "kept get"]),
    ],
)
def test_what_is_not_alike_has_not_moved(old: list[str], new: list[str], versions: Versions) -> None:
    """Operations that are not surely the same are removed and added."""
    found = moves(versions, lines(*old), lines(*new))
    assert None in found and all(change is None for path, change in found.items() if path)


def test_another_method_is_another_operation(versions: Versions) -> None:
    """Operations with different HTTP methods are never the same."""
    assert moves(versions, lines("a x"), lines("a x", verb="PUT")) == {"/a": None, None: "/a"}


def test_a_whole_api_moves_together(versions: Versions) -> None:
    """Where a path alone could be two, what the other operations did decides."""
    old = lines("api/x/plants", "api/x/trees", "api/x/tags")
    new = lines("plants", "trees", "tags", "other/tags")
    assert moves(versions, old, new) == {"/api/x/plants": "/plants", "/api/x/trees": "/trees", "/api/x/tags": "/tags", None: "/other/tags"}


def test_template_parameters_are_known_by_their_place(versions: Versions) -> None:
    """Another name of a template parameter makes no other path; what is declared of it is compared."""
    number = '<param name="{}" style="template" type="xs:{}"/>'
    old = application(f'<resource path="a/{{x}}">{number.format("x", "int")}<method name="GET"/></resource>')
    new = application(f'<resource path="a/{{y}}">{number.format("y", "long")}<method name="GET"/></resource>')
    assert versions.shown(old, new) == [
        "changed parameter template y: x -> y [input-renamed]",
        "changed parameter template y: int -> long [input-type-widened]",
    ]


def test_the_pattern_of_a_template_parameter_is_a_limit(versions: Versions) -> None:
    """A regular expression in a path is a restriction of the parameter."""
    old, new = (application(operation(path=path)) for path in ("a/{x}", "a/{x: [0-9]+}"))
    assert versions.shown(old, new) == ["! changed parameter template x: None -> pattern [0-9]+ [input-limit-tightened]"]


def test_a_path_that_names_a_parameter_twice_is_compared_place_by_place(versions: Versions) -> None:
    """Of two parameters with one name, the one that got another name is renamed."""
    old, new = (application(operation(path=path)) for path in ("{a}/x/{a}", "{b}/x/{a}"))
    assert versions.shown(old, new) == ["changed parameter template b: a -> b [input-renamed]"]


def test_headers_have_the_same_name_in_any_case(versions: Versions) -> None:
    """The names of headers are case-insensitive; those of other parameters are not."""
    param = '<request><param name="{}" style="{}"/></request>'
    for style, rules in (("header", []), ("query", ["input-removed", "input-added"])):
        old, new = (application(operation(param.format(name, style))) for name in ("X-Id", "x-id"))
        assert [change.rule for change in versions.changes(old, new)] == rules


def action(name: str, param: str, identifier: str = "") -> str:
    """One of several operations with the same method and path."""
    body = f'<request><representation mediaType="application/xml" element="g:{name}"><param name="{param}" style="plain"/>'
    return f'<method name="POST" id="{identifier}">{body}</representation></request></method>'


def actions(*methods: str) -> str:
    """A WADL with these methods on one resource."""
    return application(f'<resource path="plants/{{id}}/action">{"".join(methods)}</resource>')


def test_operations_with_the_same_path_are_told_apart(versions: Versions) -> None:
    """Of several operations with one method and path, those that are most alike are the same, in whatever order they stand."""
    old = actions(action("water", "litres"), action("cut", "length"), action("move", "place"))
    new = actions(action("move", "place"), action("water", "amount"), action("cut", "length"), action("feed", "grams"))
    assert versions.shown(old, new) == [
        "added operation: None -> POST /plants/{id}/action [operation-added]",
        "added parameter body amount: None -> string [input-added]",
        "! removed parameter body litres: string -> None [input-removed]",
    ]


def test_operations_with_the_same_path_are_known_by_their_id(versions: Versions) -> None:
    """The id counts more than what an operation contains."""
    old = actions(action("water", "a", "one"), action("cut", "b", "two"))
    new = actions(action("water", "a", "two"), action("cut", "b", "one"))
    assert {line.rpartition("[")[2] for line in versions.shown(old, new)} >= {"body-element-changed]"}


def test_one_operation_on_two_bases_is_one(versions: Versions) -> None:
    """An API that gets a second base address has no new operations."""
    second = application(operation(), base="https://eu.example/")
    found = compare(versions.api(application(operation())), versions.api(application(operation()), second)).changes
    assert [shown(change) for change in found] == ["added base: None -> https://eu.example/ [base-added]"]


def test_types_of_resources_and_loose_methods_are_no_operations(versions: Versions) -> None:
    """What no resource has cannot be called, so it makes no change."""
    old = application(operation())
    new = old.replace(
        "</application>", '<resource_type id="t"><method name="GET"/></resource_type><method id="m" name="PUT"/></application>'
    )
    assert versions.shown(old, new) == []


def test_many_operations_that_are_all_alike_end_soon(versions: Versions) -> None:
    """Thousands of operations that could each be any other are compared in a time that does not explode; none has moved."""
    old = application("".join(operation(path=f"a{number}/list/x") for number in range(300)))
    new = application("".join(operation(path=f"b{number}/list/x") for number in range(300)))
    found = versions.changes(old, new)
    assert [change.change for change in found].count("moved") == 0 and len(found) == 600
    same = actions(*(action(f"a{number}", "p") for number in range(150)))
    other = actions(*(action(f"b{number}", "p") for number in range(150)))
    assert {change.rule for change in versions.changes(same, other)} == {"body-element-changed"}
