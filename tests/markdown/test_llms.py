"""The list of operations for programs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.markdown_reading import destinations, kinds, words
from tests.prose_strategies import some_text
from tests.rst_reading import fold
from wadl2rst.markdown.llms import ApiSummary, EntryGroup, PageEntry, from_json, llms_txt, operation_name, to_json

LAMPS = ApiSummary(
    title="Lights",
    sentence="Turns lights on and off.",
    address="index.md",
    groups=(
        EntryGroup(
            "/lamps",
            (
                PageEntry("GET /lamps: List lamps", "get-lamps.md", "Lists them."),
                PageEntry(operation_name("PUT", "/lamps/{id}", "PUT /lamps/{id}"), "put-lamps-id.md", ""),
            ),
        ),
    ),
    others=(PageEntry("Types", "types.md", ""),),
)


def test_one_api() -> None:
    """The title and a sentence of the API, its pages, and a list for each group of operations."""
    assert (
        llms_txt("Site", [("", LAMPS)])
        == """\
# Lights

> Turns lights on and off.

## Overview

- [Overview](index.md)
- [Types](types.md)

## /lamps

- [GET /lamps: List lamps](get-lamps.md): Lists them.
- [PUT /lamps/{id}](put-lamps-id.md)
"""
    )


def test_several_apis_and_absolute_addresses() -> None:
    """With several APIs, the site has its own title, groups name their API, and addresses have the folder."""
    text = llms_txt("Site", [("a/", LAMPS), ("b/", LAMPS)], base="https://x.org/docs")
    assert text.startswith(
        "# Site\n\n## Lights\n\n- [Lights](https://x.org/docs/a/index.md): Turns lights on and off.\n"
        "- [Types](https://x.org/docs/a/types.md)\n\n## Lights: /lamps\n"
    )
    assert "(https://x.org/docs/b/get-lamps.md)" in text


def test_operations_of_a_page_without_groups() -> None:
    """Operations on one page are listed below it."""
    page = ApiSummary(title="Page", sentence="", address="page.md", groups=(EntryGroup("", (PageEntry("GET /a", "page.md#get-a", ""),)),))
    assert llms_txt("Site", [("", page), ("", page)]).count("## Page\n\n- [Page](page.md)\n- [GET /a](page.md#get-a)\n") == 2


@settings(max_examples=25)
@given(some_text, some_text, some_text)
def test_text_stays_text(title: str, name: str, sentence: str) -> None:
    """Whatever titles and sentences contain, they are read back as text."""
    api = ApiSummary(title=title, sentence=sentence, address="index.md", groups=(EntryGroup(title, (PageEntry(name, "a.md", sentence),)),))
    text = llms_txt("Site", [("", api)])
    assert words(text) == " ".join(map(fold, (title, sentence, "Overview Overview", title, f"{fold(name)}: {fold(sentence)}")))
    assert destinations(text) == ["index.md", "a.md"]
    assert "code_inline" not in kinds(text)


def test_a_summary_comes_back_from_json() -> None:
    """A summary survives the record of a site."""
    assert from_json(json.loads(json.dumps(to_json(LAMPS)))) == LAMPS


@given(st.recursive(st.none() | st.integers() | st.text(max_size=3), lambda inner: st.lists(inner, max_size=3), max_leaves=5))
def test_other_json_is_refused(value: Any) -> None:
    """A damaged record raises one of three errors, and never gives a summary that is none."""
    for name in ("title", "address", "groups", "others"):
        damaged = {**to_json(LAMPS), name: value}
        try:
            found = from_json(damaged)
        except (KeyError, TypeError, ValueError):
            continue
        assert llms_txt("Site", [("", found)])
    with pytest.raises(KeyError):
        from_json({"title": "Lights"})
