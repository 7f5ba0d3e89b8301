"""Operations: inheritance, resource types, and what no resource has."""

from __future__ import annotations

from tests.small_wadls import Read, codes, operations


def test_nested_resources(read: Read) -> None:
    """The path of an operation is that of all resources around it."""
    application, _ = read(
        '<resources base="http://x/"><resource path="/a/"><resource path="//b"><resource>'
        '<method name="GET"/></resource></resource></resource></resources>'
    )
    assert [operation.request_line for operation in operations(application)] == ["GET /a/b"]


def test_a_top_resource_without_a_path(read: Read) -> None:
    """A resource without a path is at the base itself: its path is the slash alone, and no empty step in those below it."""
    application, _ = read(
        '<resources><resource><method name="GET"/><resource path="b"><method name="PUT"/></resource></resource></resources>'
    )
    assert [operation.request_line for operation in operations(application)] == ["GET /", "PUT /b"]


def test_inherited_parameters(read: Read) -> None:
    """Template and matrix parameters go down to sub-resources; query and header parameters do not (section 2.6)."""
    application, _ = read(
        '<resources><resource path="{a}">'
        '<param name="a" style="template"/><param name="m" style="matrix"/><param name="q" style="query"/><param name="h" style="header"/>'
        '<method name="GET"/><resource path="b"><method name="PUT"/></resource></resource></resources>'
    )
    get, put = operations(application)
    assert [param.name for param in get.params] == ["a", "m", "q", "h"]
    assert [param.name for param in put.params] == ["a", "m"]


def test_resource_types(read: Read) -> None:
    """A resource has the methods, parameters and sub-resources of its types, after its own."""
    application, diagnostics = read(
        '<resources><resource path="a" type="#one #two"><method name="GET"/></resource></resources>'
        '<resource_type id="one"><param name="q" style="query"/><method name="PUT"/></resource_type>'
        '<resource_type id="two"><method name="POST"/><resource path="b"><method name="HEAD"/></resource></resource_type>'
    )
    assert [operation.request_line for operation in operations(application)] == ["GET /a", "PUT /a", "POST /a", "HEAD /a/b"]
    assert not application.unused_types
    assert not diagnostics


def test_parameters_of_resource_types(read: Read) -> None:
    """Query and header parameters of a type apply to its methods alone, those of the resource to its own; the others to all."""
    application, _ = read(
        '<resources><resource path="a/{t}" type="#one #two"><param name="own" style="query"/><param name="m" style="matrix"/>'
        '<method name="GET"/></resource></resources>'
        '<resource_type id="one"><param name="t"/><param name="q" style="query"/><method name="PUT"/></resource_type>'
        '<resource_type id="two"><param name="h" style="header"/><param name="loose"/><method name="POST"/>'
        '<resource path="b"><method name="HEAD"/></resource></resource_type>'
    )
    assert [{param.name for param in known.params if param.name != "loose"} for known in operations(application)] == [
        {"own", "m", "t"},
        {"m", "t", "q"},
        {"m", "t", "h"},
        {"m", "t"},
    ]
    assert ["loose" in {param.name for param in known.params} for known in operations(application)[:3]] == [False, False, True]


def test_a_method_of_a_resource_and_its_type(read: Read) -> None:
    """A method that a resource and its types refer to is one operation, with the parameters of all of them."""
    application, _ = read(
        '<resources><resource path="a" type="#one #two"><param name="own" style="query"/><method href="#m"/></resource></resources>'
        '<resource_type id="one"><param name="q" style="query"/><method href="#m"/></resource_type>'
        '<resource_type id="two"><param name="h" style="header"/><method href="#m"/></resource_type><method id="m" name="GET"/>'
    )
    (operation,) = operations(application)
    assert [param.name for param in operation.params] == ["own", "q", "h"]


def test_parameters_of_the_base(read: Read) -> None:
    """Template and matrix parameters of the base address are those of all operations below it; query and header parameters are not."""
    application, _ = read(
        '<resources base="http://x/{ver}"><param name="ver"/><param name="m" style="matrix"/><param name="q" style="query"/>'
        '<param name="h" style="header"/><param name="other"/><resource path="a"><method name="GET"/>'
        '<resource path="b"><method name="PUT"/></resource></resource></resources>'
    )
    for operation in operations(application):
        assert [(param.name, param.style) for param in operation.params] == [("ver", "template"), ("m", "matrix")]


def test_the_query_type_of_a_resource_type(read: Read) -> None:
    """The query type of a resource is its own, else that of the first of its types that has one; a type without a resource has its own."""
    application, _ = read(
        '<resources><resource path="a" type="#none #form #json"><method name="GET"/></resource>'
        '<resource path="b" type="#form" queryType="own"><method name="GET"/></resource><resource path="c"><method name="GET"/></resource>'
        '</resources><resource_type id="none"/><resource_type id="form" queryType="a/form"/>'
        '<resource_type id="json" queryType="a/json"/><resource_type id="idle" queryType="a/idle"><method name="GET"/></resource_type>'
    )
    assert {known.path: known.query_type for known in operations(application)} == {
        "/a": "a/form",
        "/b": "own",
        "/c": "",
        "{idle}": "a/idle",
    }


def test_unused_resource_type(read: Read) -> None:
    """A resource type that no resource is of has operations under its id in braces."""
    application, _ = read('<resource_type id="list"><method name="GET"/><resource path="b"><method name="PUT"/></resource></resource_type>')
    assert [operation.request_line for operation in operations(application)] == ["GET {list}", "PUT {list}/b"]


def test_resource_type_that_leads_back_to_itself(read: Read) -> None:
    """A cycle of resource types ends, and is reported once."""
    application, diagnostics = read(
        '<resources><resource path="a" type="#t"/></resources>'
        '<resource_type id="t"><method name="GET"/><resource path="b" type="#t"/></resource_type>'
    )
    assert [operation.request_line for operation in operations(application)] == ["GET /a"]
    assert codes(diagnostics) == ["cycle"]


def test_unattached_method(read: Read) -> None:
    """A method that nothing refers to is an operation without a path, and reported."""
    application, diagnostics = read('<method id="m" name="GET"/>')
    assert [operation.request_line for operation in operations(application)] == ["GET"]
    assert codes(diagnostics) == ["unattached"]
