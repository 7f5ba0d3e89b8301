"""How wide text is."""

from __future__ import annotations

from docutils.utils import column_width
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.prose_strategies import PROFILE
from wadl2rst.rst.layout import columns


@settings(PROFILE)
@given(st.text(st.characters()))
@example("中文 ａ ́é")
def test_columns_are_those_of_docutils(text: str) -> None:
    """Text is as wide as docutils says."""
    assert columns(text) == column_width(text)
