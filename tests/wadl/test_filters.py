"""Which operations are shown."""

import pytest

from wadl2rst.wadl.filters import Filters, pattern
from wadl2rst.wadl.model import Application, Doc, Method, Resource, Resources
from wadl2rst.wadl.operations import groups


def api() -> Application:
    """Four operations on three paths."""
    get = Method(name="GET", id="list")
    post = Method(name="POST", id="create")
    options = Method(name="OPTIONS", id="apply", extended=True)
    inner = Resource(path="{id}", methods=(Method(name="GET", id="show"),))
    images = Resource(path="images", methods=(get, post, options), resources=(inner,))
    return Application(resources=(Resources(resources=(images, Resource(path="limits", methods=(get,)))),))


def shown(**arguments: object) -> list[str]:
    """The request lines that filters leave."""
    kept = Filters(**arguments).apply(groups(api()))  # type: ignore[arg-type]
    return [operation.request_line for group in kept for operation in group.operations]


@pytest.mark.parametrize(
    ("text", "path", "matches"),
    [
        ("/images", "/images", True),
        ("images", "/images", True),
        ("/images", "/images/{id}", False),
        ("/images/*", "/images/{id}", True),
        ("/images/*", "/images/{id}/tags", False),
        ("/images/**", "/images/{id}/tags", True),
        ("/images/**", "/images", True),
        ("**/tags", "/images/{id}/tags", True),
        ("/image?", "/images", True),
        ("/images/{id}", "/images/{id}", True),
        ("/images/{id}", "/images/{key}", False),
        ("/a.b", "/axb", False),
    ],
)
def test_patterns(text: str, path: str, matches: bool) -> None:
    """A star stays within a step, two cross steps, braces and dots are themselves."""
    assert bool(pattern(text).fullmatch(path)) is matches


def test_include_and_exclude() -> None:
    """Exclude wins over include."""
    assert shown(include=["/images/**"], exclude=["/images/*"]) == ["GET /images", "POST /images", "OPTIONS /images"]


def test_methods_and_ids() -> None:
    """Both must match; methods in any case."""
    assert shown(methods=["get"], ids=["list", "create"]) == ["GET /images", "GET /limits"]


def test_extended_operations_can_be_skipped() -> None:
    """What the framework added is left out, and nothing else."""
    assert "OPTIONS /images" not in shown(skip_extended=True)
    assert len(shown(skip_extended=True)) == 4


def paths(**arguments: object) -> list[str]:
    """The paths of the resources that filters leave, of an API that has one without operations, too."""
    about = Resource(path="about", docs=(Doc(title="About"),))
    application = Application(resources=(*api().resources, Resources(resources=(about,))))
    return [group.path for group in Filters(**arguments).apply(groups(application))]  # type: ignore[arg-type]


def test_a_resource_goes_with_its_operations() -> None:
    """A resource of which no operation is left is left out, and so is one that has none where certain ones are asked for."""
    assert paths() == ["/images", "/images/{id}", "/limits", "/about"]
    assert paths(include=["/limits"]) == ["/limits"]
    assert paths(exclude=["/images/**"]) == ["/limits"]
    assert paths(methods=["POST"]) == ["/images"]
    assert paths(ids=["show"]) == ["/images/{id}"]


def test_a_resource_of_the_framework_goes_with_its_operations() -> None:
    """Where only what the framework added is left out, resources stay that never had an operation, and no others without one."""
    wadl = Resource(path="application.wadl", methods=(Method(name="GET", extended=True),))
    about = Resource(path="about", docs=(Doc(title="About"),))
    application = Application(resources=(Resources(resources=(wadl, about, Resource(path="limits", methods=(Method(name="GET"),)))),))
    kept = Filters(skip_extended=True).apply(groups(application))
    assert [group.path for group in kept] == ["/about", "/limits"]


def test_filters_that_match_nothing_are_told() -> None:
    """Each filter that matches no operation is named with its option."""
    filters = Filters(include=["/images", "/image"], methods=["PATCH"], ids=["list", "lost"])
    filters.apply(groups(api()))
    assert filters.unmatched() == [("include", "/image"), ("methods", "PATCH"), ("ids", "lost")]
