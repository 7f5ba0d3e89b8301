"""What a sample is taken for."""

from __future__ import annotations

import json

import pytest

from wadl2rst import formats

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
def test_a_dump_of_headers_is_known(text: str, only_headers: bool) -> None:
    """A dump of headers begins as HTTP does, or names a header that HTTP knows, and has no body."""
    assert formats.is_http_head(text) is only_headers


@pytest.mark.parametrize(
    ("text", "hint", "caption"),
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
def test_a_caption_names_the_format(text: str, hint: str, caption: str) -> None:
    """The content goes first, then what somebody says it is, then what it looks like."""
    assert formats.caption(text, hint) == caption


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        ('{"a": NaN}', "json", "text"),
        ("[" * 100_000, "json", "text"),
        ("12", "", "text"),
        ("12", "json", "json"),
        ("<a><b></a>", "xml", "text"),
        ('<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "a.dtd"><a/>', "", "xml"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "xml", "text"),
        ("GET /a HTTP/1.1\nHost: x", "", "http"),
        ("GET /a HTTP/1.1\nHost:x", "", "http"),
        ("\nGET /a HTTP/1.1", "", "text"),
        ("GET /a HTTP/1.1\nHost: x\n \nbody", "", "text"),
        ("GET /a", "http", "text"),
        ("HTTP/1.1 200 OK\nnonsense", "http", "text"),
        ("HTTP/1.1 200 OK\nContent-Type: application/json\n\n{...}", "http", "text"),
        ("HTTP/1.1 200 OK\nContent-Type: application/vnd.x+xml; v=1\n\n<a/>", "http", "http"),
        ("HTTP/1.1 200 OK\nContent-Type: text/html\n\n<p>", "http", "text"),
        ("print(1)", "python", "text"),
        ("", "json", "text"),
    ],
)
def test_a_language_is_named_only_where_the_text_is_in_it(text: str, hint: str, language: str) -> None:
    """A language stands on the page only if Pygments reads the whole text as that."""
    assert formats.highlight_language(text, hint) == language


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"a": [1, -2.5e9, "\u00e9", null]}', None),
        ("1" * 5000, None),
        ("[1 2]", ("Expecting ',' delimiter", 1, 4)),
        ("[1,\n ]", ("Expecting value", 2, 2)),
        ('{"a": 1, }', ("Expecting property name enclosed in double quotes", 1, 10)),
        ('{"a": NaN}', ("NaN is not allowed", 1, 7)),
        ('{"a" 1}', ("Expecting ':' delimiter", 1, 6)),
        ('["a', ("Unterminated string", 1, 2)),
        ('["a\tb"]', ("Unescaped control character", 1, 4)),
        ('["\\x"]', ("Invalid escape", 1, 3)),
        ('{"a": []}\n}', ("Text after the end", 2, 1)),
        ("", ("Expecting value", 1, 1)),
        pytest.param("[" * 300 + "]" * 300, None, id="deep"),
        pytest.param("[" * 301 + "]" * 301, ("nested too deeply", 0, 0), id="too deep"),
        pytest.param('["' + "[" * 400 + '"]', None, id="brackets in a string"),
        ("[" * 100_000, ("nested too deeply", 0, 0)),
    ],
)
def test_a_fault_in_json_has_its_place(text: str, fault: tuple[str, int, int] | None) -> None:
    """What is not JSON by its standard is told with line and column, where they are known."""
    assert formats.json_fault(text) == fault


@pytest.mark.parametrize("text", ["[1,\n ]", '{"a": 1, }', "[1 2]", '{"a": NaN}'])
def test_faults_in_json_have_the_same_words_in_every_python(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words and place of a fault do not depend on what Python's json says, which changes between versions."""
    usual = formats.json_fault.__wrapped__(text)

    class Newer(json.JSONDecoder):
        def decode(self, text: str) -> object:  # type: ignore[override]
            raise json.JSONDecodeError("Other words", text, 0)

    monkeypatch.setattr(formats, "_JSON", Newer())
    assert formats.json_fault.__wrapped__(text) == usual
