"""Which operations are shown."""

import pytest

from wadl2rst.wadl.filters import Filters, pattern
from wadl2rst.wadl.model import Application, Method, Resource, Resources
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


def test_filters_that_match_nothing_are_told() -> None:
    """Each filter that matches no operation is named with its option."""
    filters = Filters(include=["/images", "/image"], methods=["PATCH"], ids=["list", "lost"])
    filters.apply(groups(api()))
    assert filters.unmatched() == [("include", "/image"), ("methods", "PATCH"), ("ids", "lost")]
