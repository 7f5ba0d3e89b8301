"""What a sample is taken for."""

import pytest

from wadl2rst import examples

HEAD = "HTTP/1.1 200 OK\nContent-Type: application/json\n"


@pytest.mark.parametrize(
    ("text", "only_headers"),
    [
        (HEAD, True),
        ("GET /images HTTP/1.1\nAccept: */*", True),
        ("Status Code: 200 OK\nContent-Length: 12", True),
        ("X-Auth-Token: abc", True),
        (HEAD + '\n{"a": 1}', False),
        ('{"Accept": 1}', False),
        ("heat_template_version: 2013\nresources: x", False),
        ("DELETE", False),
        ("", False),
        ("A sentence: with a colon\nand more", False),
    ],
)
def test_headers_only(text: str, only_headers: bool) -> None:
    """A dump of headers begins as HTTP does, or names a header that HTTP knows, and has no body."""
    assert examples.is_headers_only(text) is only_headers


@pytest.mark.parametrize(
    ("text", "hint", "kind"),
    [
        (HEAD, "application/json", "HTTP"),
        ('{"a": 1}', "", "JSON"),
        ("[1]", "text/plain", "JSON"),
        ("<a/>", "", "XML"),
        ('{"a": 1, ...}', "", "JSON"),
        ("<a>", "x.json", "JSON"),
        ("hello", "application/json", "JSON"),
        ("hello", "", ""),
        ("a: b", "template.yaml", "YAML"),
    ],
)
def test_kind(text: str, hint: str, kind: str) -> None:
    """The content goes first, then what somebody says it is, then what it looks like."""
    assert examples.kind(text, hint) == kind
