"""Texts made from regular expressions."""

import re
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wadl2rst.grammar.example_patterns import matches, texts


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"[A-Z]{2}\d{3}", "AA111"),
        (r"\d{3}-\d{4}", "111-1111"),
        (r"(abc|b)?c+", "abcc"),
        (r"[a-z-[aeiou]]+", "b"),
        (r"\p{Lu}\p{Ll}*", "Aa"),
        (r"[^@]+@[^@]+\.[a-z]{2,}", "a@a.aa"),
        (r"\i\c*", "aa"),
        (r"[\-x]\s", "x "),
        (r"^$", "^$"),
        (r".{5,10}", "aaaaa"),
        ("", ""),
    ],
)
def test_the_first_text_made_from_an_expression(pattern: str, expected: str) -> None:
    """The first text repeats each part once, or as often as it must be, with the plainest characters."""
    assert next(texts(pattern)) == expected
    assert matches(pattern, expected) is True


@pytest.mark.parametrize("pattern", ["(", "[a", "a{2", "a{3,1}", "*", r"\q", r"\p{Nonsense}", "(" * 30 + ")" * 30, "a)b"])
def test_what_is_no_expression_gives_no_text(pattern: str) -> None:
    """An expression that is invalid or too deep gives no text, and whether a text matches is unknown."""
    assert list(texts(pattern)) == []
    assert matches(pattern, "a") is None


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("a|bc", "bc", True),
        ("a|bc", "b", False),
        ("(a{2}){2,3}", "aaaaa", False),
        ("(a{2}){2,3}", "aaaaaa", True),
        ("(a|aa)*b", "aaaab", True),
        (r"\d", "\u0663", True),
        (r"\w", "_", False),
        ("^a", "a", False),
        (".", "\n", False),
        ("[^a]", "a", False),
        ("(a?){3,}", "aa", True),
    ],
)
def test_expressions_match_whole_texts_as_in_xml_schema(pattern: str, text: str, expected: bool) -> None:
    """An expression of XML Schema matches the whole text, and has no anchors (part 2, appendix F)."""
    assert matches(pattern, text) is expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("^a$", "a", True),
        ("a", "bab", True),
        ("^a", "ba", False),
        ("a$", "ab", False),
        (r"^\d$", "\u0663", False),
        (r"^(?:a|b)+?$", "ab", True),
        ("(?=a)", "a", None),
        ("^a|b", "b", None),
        ("a|b$", "b", None),
        ("^(?:a|b)$", "b", True),
        ("^(a|b)$", "ab", False),
    ],
)
def test_expressions_of_json_schema_match_parts_of_texts(pattern: str, text: str, expected: bool | None) -> None:
    """An expression of JSON Schema matches anywhere, unless it has anchors; what is beyond regular expressions is unknown."""
    assert matches(pattern, text, is_json=True) is expected


@pytest.mark.parametrize("pattern", ["(a+)+b", "((a*)*)*b", "(a|a)*b", "(a?){99999}", "(((a{9}){9}){9}){9}"])
def test_no_expression_takes_exponential_time(pattern: str) -> None:
    """An expression that makes other engines backtrack is decided at once, or given up."""
    assert matches(pattern, "a" * 60 + "c") in (False, None)
    assert all(len(text) <= 400 for text in texts(pattern))


_atoms = st.sampled_from(["a", "b", "[a-c]", "[^x]", r"\d", ".", "[0-9A-F]"])
_expressions = st.recursive(
    _atoms,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda options: f"({'|'.join(options)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{1,3}"])).map(lambda pair: f"({pair[0]}){pair[1]}"),
    ),
    max_leaves=8,
)


@given(_expressions)
def test_texts_match_the_expression_that_they_are_made_from(pattern: str) -> None:
    """Texts made from an expression match it, here and in Python, whose syntax is the same for these."""
    made = list(islice(texts(pattern), 5))
    assert made
    for text in made:
        assert re.fullmatch(pattern, text)
        assert matches(pattern, text)


@given(_expressions, st.text("abx1F", max_size=6))
def test_matching_agrees_with_python(pattern: str, text: str) -> None:
    """Whether a text matches is as in Python, where the syntax is the same."""
    assert matches(pattern, text) is bool(re.fullmatch(pattern, text))
