"""Samples of all kinds, broken ones too, and hostile sizes: a comparison ends, and says when it is too much."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.changes_reading import Versions, application, operation, shown
from wadl2rst.changes import bodies
from wadl2rst.changes import compare as comparing
from wadl2rst.changes.compare import compare
from wadl2rst.changes.values import ComparedApi, api_of
from wadl2rst.config.options import Config
from wadl2rst.diagnostics import LoadError
from wadl2rst.run.pipeline import load_wadl
from wadl2rst.wadl.operations import groups

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = sorted(path for path in (ROOT / "samples").rglob("*") if path.suffix == ".wadl")


def read(path: Path) -> ComparedApi | None:
    """The API of a file; None if it cannot be read."""
    application = load_wadl(str(path), Config(), lambda _message: None).application
    try:
        return None if application is None else api_of([(application, groups(application))])
    except LoadError:
        return None


def test_every_sample_is_the_same_as_itself_and_can_be_compared_with_the_next() -> None:
    """A WADL that is read twice has no changes, and any two can be compared."""
    before: ComparedApi | None = None
    compared = 0
    for path in SAMPLES:
        once, again = read(path), read(path)
        if once is None or again is None:
            continue
        assert [shown(change) for change in compare(once, again).changes] == [], path
        if before is not None:
            compare(before, once)
        before = once
        compared += 1
    assert compared > 40


def test_too_many_changes_are_an_error(versions: Versions, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two APIs that have nothing in common make an error, instead of a list that nobody reads."""
    monkeypatch.setattr(comparing, "MAX_CHANGES", 5)
    old, new = (application("".join(operation(path=f"{name}{number}") for number in range(3))) for name in "ab")
    with pytest.raises(LoadError) as caught:
        versions.changes(old, new)
    assert "differ in more than 5 places; compare a part of them with --include" in str(caught.value)
    assert len(versions.changes(old, application(operation(path="a0")))) == 2


def test_a_body_that_changes_without_end_is_cut(versions: Versions) -> None:
    """Of one body, only so many changes are listed."""
    schema = '<grammars><xs:schema targetNamespace="urn:garden">{}</xs:schema></grammars>'
    body = '<request><representation mediaType="application/xml" element="g:a"/></request>'

    def api(kind: str) -> str:
        fields = "".join(f'<xs:element name="e{number}" type="xs:{kind}"/>' for number in range(bodies.MAX_BODY_CHANGES + 5))
        element = f'<xs:element name="a"><xs:complexType><xs:sequence>{fields}</xs:sequence></xs:complexType></xs:element>'
        return application(operation(body, verb="PUT"), grammars=schema.format(element))

    assert len(versions.changes(api("int"), api("date"))) == bodies.MAX_BODY_CHANGES


@pytest.mark.parametrize("base", ["http://[", "://", "http://a:b:c/", " ", "%", "http://ä.example/ö"])
def test_base_addresses_can_be_anything(base: str, versions: Versions) -> None:
    """A base address that is none is compared as text."""
    strange, usual = application(operation(), base=base), application(operation())
    assert versions.shown(strange, strange) == []
    assert {change.kind for change in versions.changes(strange, usual)} == {"base"}
    assert {change.kind for change in versions.changes(usual, strange)} == {"base"}


def test_paths_can_be_anything(versions: Versions) -> None:
    """Paths with braces that do not match, and very long ones, are compared."""
    strange = ["{", "}", "{a{b}c}", "{}", "a//b/../c", "x/" * 3000, "{a}" * 500, "v1/v2/3"]
    old, new = (application("".join(operation(path=path) for path in paths)) for paths in (strange, reversed(strange)))
    assert versions.shown(old, new) == []
    assert versions.changes(old, application(operation(path="other")))
