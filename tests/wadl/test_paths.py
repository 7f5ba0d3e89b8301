"""Paths of resources and of parameters in bodies."""

import pytest

from wadl2rst.wadl import paths


@pytest.mark.parametrize(
    ("base", "segment", "expected"),
    [
        ("", "images", "/images"),
        ("", "/images/", "/images/"),
        ("/images/", "{id}", "/images/{id}"),
        ("/images", "/{id}", "/images/{id}"),
        ("", "//v2.1", "/v2.1"),
        ("/a", "b//c", "/a/b/c"),
        ("/a", "", "/a"),
        ("", "", ""),
        ("", "/", "/"),
    ],
)
def test_join(base: str, segment: str, expected: str) -> None:
    """Paths join with one slash, whoever has it; no path means the same place."""
    assert paths.join(base, segment) == expected


@pytest.mark.parametrize(
    ("path", "shown", "names"),
    [
        ("/a/{id}", "/a/{id}", ("id",)),
        ("/a/{id: [0-9]+}/b", "/a/{id}/b", ("id",)),
        (r"/a/{id: \d{1,14}}/{b}", "/a/{id}/{b}", ("id", "b")),
        ("/a/{ id }", "/a/{id}", ("id",)),
        ("/content{path:(/.*)?}", "/content{path}", ("path",)),
        ("/{c:[^}]+}/{d:[]}]}/{e:[[{]}", "/{c}/{d}/{e}", ("c", "d", "e")),
        (r"/{c:\}}/{d:[\]}]}", "/{c}/{d}", ("c", "d")),
        ("/{c:[}/{d:[}/e", "/{c}/{d}/e", ("c", "d")),
        ("/{c}[{d: x}", "/{c}[{d}", ("c", "d")),
        ("/broken/{id", "/broken/{id", ()),
        ("/time:now", "/time:now", ()),
        ("/plain", "/plain", ()),
    ],
)
def test_template_parameters(path: str, shown: str, names: tuple[str, ...]) -> None:
    """Regular expressions are taken out of template parameters, nested braces too."""
    assert paths.without_patterns(path) == shown
    assert paths.template_names(path) == names


@pytest.mark.parametrize(
    ("name", "path", "expected"),
    [
        ("href", "$.image.links.href", "image.links.href"),
        ("href", "$.image.links[*].href", "image.links.href"),
        ("href", "$['image']['links'][*]['href']", "image.links.href"),
        ("self_link", '$["entries"][0]["self_link"]', "entries.self_link"),
        ("id", "$.parameters.image.ID", "image.id"),
        ("parameters", "$.parameters ", "parameters"),
        ("href", "/image/links/@href", "image.links.href"),
        ("href", "/ns:image/ns:links[1]/@href", "image.links.href"),
        ("name", "", "name"),
        ("OS-DCF:diskConfig", "$.image.OS-DCF:diskConfig", "image.OS-DCF:diskConfig"),
        ("name", "name", "name"),
    ],
)
def test_nested_name(name: str, path: str, expected: str) -> None:
    """The parents come from the path in any of its three forms; the last part is the name."""
    assert paths.nested_name(name, path)[0] == expected


def test_a_path_that_ends_in_another_name() -> None:
    """Only a path whose last step is not the name is told."""
    assert paths.nested_name("id", "$.parameters.image.ID") == ("image.id", True)
    assert paths.nested_name("href", "$.image.href") == ("image.href", False)
    assert paths.nested_name("xmin", "$.image.geo:xmin") == ("image.xmin", True)
    assert paths.nested_name("geo:xmin", "/image/xmin") == ("image.geo:xmin", False)
    assert paths.nested_name("href", "") == ("href", False)


@pytest.mark.parametrize(
    ("base", "segment", "joined", "above"),
    [
        ("", "../cities", "/cities", 1),
        ("/a/b", "../c", "/a/c", 0),
        ("/a", "../../c", "/c", 1),
        ("", "a/./b", "/a/b", 0),
        ("/{x: a/b}", "../c", "/c", 0),
        ("", "{x: ../}", "/{x: ../}", 0),
        ("/a", "..", "/", 0),
        ("/a", "..b/c..", "/a/..b/c..", 0),
    ],
)
def test_dots_in_paths_are_resolved(base: str, segment: str, joined: str, above: int) -> None:
    """The steps ``.`` and ``..`` of a path are resolved, but not in the pattern of a template parameter."""
    assert paths.join(base, segment) == joined
    assert paths.climb(base, segment) == above


@pytest.mark.parametrize(
    ("address", "steps", "above"),
    [
        ("http://x/v1/", 1, "http://x/"),
        ("http://x/a/b/c", 2, "http://x/a/"),
        ("http://x/a", 3, "http://x/"),
        ("http://x", 1, "http://x/"),
        ("/api/v1", 1, "/api/"),
        ("/api", 2, "/"),
        ("api/v1/", 1, "api/"),
        ("./", 1, "./../"),
        ("", 1, "../"),
    ],
)
def test_the_address_above_a_base_address(address: str, steps: int, above: str) -> None:
    """What is above the host stays the host; what is above a relative address is not known."""
    assert paths.above(address, steps) == above
