"""Plain values: by type, by name, and what stands for secrets."""

from __future__ import annotations

import pytest

from wadl2rst.grammar import plain_values


@pytest.mark.parametrize(
    ("written", "builtin", "value"),
    [
        ("xsd:string", "string", ""),
        ("{http://www.w3.org/2001/XMLSchema}int", "int", "1"),
        ("xsd:datetime", "dateTime", "2026-01-31T12:00:00Z"),
        ("csapi:UUID", "string", plain_values.UUID),
        ("bool", "boolean", "true"),
        ("xsd:dict", "object", ""),
        ("csapi:ServerStatus", "", ""),
        ("", "", ""),
    ],
)
def test_values_by_type(written: str, builtin: str, value: str) -> None:
    """A type is known by its local name in any case, and has a plain value unless any text is one."""
    assert plain_values.built_in_of(written) == builtin
    assert plain_values.value_by_type(written) == value


@pytest.mark.parametrize(
    ("name", "builtin", "value"),
    [
        ("limit", "int", "10"),
        ("pageSize", "string", "10"),
        ("page_size", "unsignedByte", "10"),
        ("port", "byte", ""),
        ("id", "string", "1"),
        ("imageId", "string", ""),
        ("contactEmail", "string", "user@example.org"),
        ("callback-url", "string", "https://example.org/"),
        ("limit", "boolean", ""),
        ("ünïcode", "string", ""),
        ("", "string", ""),
    ],
)
def test_values_by_name(name: str, builtin: str, value: str) -> None:
    """A name that says what it holds gives a value, one that the type allows."""
    assert plain_values.value_by_name(name, builtin) == value


@pytest.mark.parametrize(
    "name", ["Authorization", "X-Auth-Token", "apiKey", "api_key", "adminPass", "PASSWORD", "JSESSIONID", "clientSecret"]
)
def test_secrets(name: str) -> None:
    """Passwords, keys, tokens and sessions are secrets, however their words are joined."""
    assert plain_values.is_secret(name)


@pytest.mark.parametrize("name", ["key", "pageToken", "next_page_token", "passenger", "authority", "tokenizer", "compass", ""])
def test_what_is_no_secret(name: str) -> None:
    """A key of metadata, the token of a page and words that only begin alike are no secrets."""
    assert not plain_values.is_secret(name)


@pytest.mark.parametrize(
    ("name", "placeholder", "variable"),
    [
        ("imageId", "IMAGE_ID", "IMAGE_ID"),
        ("X-Auth-Token", "X_AUTH_TOKEN", "X_AUTH_TOKEN"),
        ("pwd", "PWD", "API_PWD"),
        ("2fa", "2_FA", "API_2_FA"),
        ("木", "VALUE", "VALUE"),
    ],
)
def test_placeholders(name: str, placeholder: str, variable: str) -> None:
    """A placeholder is the name in capitals; a variable is one that shells take, and that means nothing else to them."""
    assert plain_values.placeholder(name) == placeholder
    assert plain_values.variable(name) == variable
