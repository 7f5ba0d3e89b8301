"""Names of pages and labels."""

import re

from hypothesis import given
from hypothesis import strategies as st

from wadl2rst import names

VERBS = st.sampled_from(["GET", "POST", "PUT", "DELETE", "get", "CON"])
STEPS = st.text("abcAB-/{}é漢 .", max_size=12)
IDS = st.sampled_from(["", "list", "List", "getThing", "con", "x" * 200])


@st.composite
def named(draw: st.DrawFn) -> names.Named:
    """An operation with what it is named by."""
    path = "/" + draw(STEPS)
    return names.Named(draw(VERBS), path, path, draw(IDS), draw(st.sampled_from(["", "A title"])), draw(st.sampled_from(["", "a", "b"])))


@given(st.lists(named(), max_size=12))
def test_names_are_unique_and_portable(operations: list[names.Named]) -> None:
    """Names are of a-z, 0-9 and dashes, at most 100 characters, no device's, and each is given once."""
    found = names.page_names(operations, ("index",))
    assert len(set(found)) == len(operations)
    for name in found:
        assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", name)
        assert len(name) <= names.MAX_LENGTH
        assert name not in names.DEVICES
        assert name != "index"


@given(st.lists(named(), min_size=1, max_size=8, unique=True), st.lists(named(), max_size=8), st.randoms())
def test_other_operations_change_no_name(operations: list[names.Named], others: list[names.Named], random: object) -> None:
    """Shuffling operations, and inserting ones of other slugs, changes neither names nor labels."""
    slugs = {names.slug(f"{known.verb} {known.path}") for known in operations}
    ids = {names.slug(known.id) for known in operations}
    before = dict(zip(operations, names.page_names(operations), strict=True))
    labels = dict(zip(operations, names.labels("p", list(before.values()), [known.id for known in operations]), strict=True))
    others = [
        other
        for other in others
        if names.slug(f"{other.verb} {other.path}") not in slugs and (not other.id or names.slug(other.id) not in ids)
    ]
    together = [*others, *operations]
    random.shuffle(together)  # type: ignore[attr-defined]
    page_names = names.page_names(together)
    for known, name, label in zip(together, page_names, names.labels("p", page_names, [known.id for known in together]), strict=True):
        if known in before:
            assert name == before[known]
            assert label == labels[known]


def test_equal_slugs_take_the_id() -> None:
    """Operations with one slug are told apart by their ids."""
    operations = [names.Named("POST", "/servers/action", "/servers/action", identifier, "", "") for identifier in ("reboot", "resize")]
    assert names.page_names(operations) == ("post-servers-action--reboot", "post-servers-action--resize")


def test_equal_slugs_and_ids_take_a_hash() -> None:
    """Where the id does not tell them apart, a hash of the operation does, which does not depend on the others."""
    one = names.Named("GET", "/a/{b}", "/a/{b}", "list", "", "")
    two = names.Named("GET", "/a/b", "/a/b", "list", "", "")
    three = names.Named("GET", "/a-b", "/a-b", "list", "", "")
    found = names.page_names([one, two])
    assert all(re.fullmatch(r"get-a-b--[0-9a-f]{6}", name) for name in found)
    assert names.page_names([three, two, one])[1:] == (found[1], found[0])


def test_wholly_equal_operations_are_numbered() -> None:
    """The second of two wholly equal operations takes an ordinal."""
    one = names.Named("GET", "/a", "/a", "list", "", "")
    first, second = names.page_names([one, one])
    assert second == f"{first}--2"


def test_labels_take_the_id_that_one_operation_alone_has() -> None:
    """A label is made of the id as written; of the page's name where the id is shared, missing, or names another page."""
    found = names.labels("api", ["get-a", "get-b", "get-c", "get-d"], ["listA", "same", "SAME", "get-a"])
    assert found == ("api-listA", "api-get-b", "api-get-c", "api-get-d")


def test_a_long_path_is_cut_and_still_told_apart() -> None:
    """Two paths that differ after the hundredth character have different names."""
    long = "/" + "a" * 150
    found = names.page_names([names.Named("GET", long + end, long + end, "", "", "") for end in ("/x", "/y")])
    assert len(set(found)) == 2
    assert max(map(len, found)) <= 100


def test_a_name_that_is_cut_keeps_what_was_cut_off_as_a_hash() -> None:
    """Paths that differ only in what makes room for an id have different names, which do not depend on each other."""
    long = "/" + "a" * 92
    pairs = [[names.Named("GET", long + end, long + end, identifier, "", "") for identifier in ("list", "show")] for end in ("/x", "/y")]
    together = names.page_names([*pairs[0], *pairs[1]])
    assert together == (*names.page_names(pairs[0]), *names.page_names(pairs[1]))
    assert len(set(together)) == 4
    assert all(re.fullmatch(r"get-a{80,}--(list|show)-[0-9a-f]{6}", name) and len(name) <= names.MAX_LENGTH for name in together)
