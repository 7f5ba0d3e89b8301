"""Each limit of reading, set low, with a small document that goes just beyond it: a message, and nothing of the document."""

from __future__ import annotations

from pathlib import Path

import pytest

from wadl2rst.source import Library, limits, xinclude

HEAD = '<application xmlns="http://wadl.dev.java.net/2009/02" xmlns:xi="http://www.w3.org/2001/XInclude">'
ENTITY = '<!DOCTYPE application [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;"><!ENTITY c "&b;">]>'
PLAIN = "<!DOCTYPE application []>"


def said_of(folder: Path, document: str, **files: str) -> list[str]:
    """The codes of what is said of a document that cannot be read; fails where it can."""
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    (folder / "api.wadl").write_text(document, encoding="utf-8")
    said: list[str] = []
    read = Library(lambda diagnostic: said.append(str(diagnostic.code.value)), root=folder).document(str(folder / "api.wadl"))
    assert read is None
    return said


def is_read(folder: Path, document: str, **files: str) -> bool:
    """Whether a document is read, without a word."""
    try:
        said_of(folder, document, **files)
    except AssertionError:
        return True
    return False


def nested(depth: int) -> str:
    """Elements in each other, with the application that is around them."""
    return HEAD + "<doc>" * (depth - 1) + "</doc>" * (depth - 1) + "</application>"


@pytest.mark.parametrize("before", ["", PLAIN])
@pytest.mark.parametrize(
    ("limit", "most", "within", "beyond", "code"),
    [
        ("MAX_DEPTH", 5, nested(5), nested(6), "too-deep"),
        ("MAX_TEXT", 20, f"{HEAD}<doc>{'x' * 20}</doc></application>", f"{HEAD}<doc>{'x' * 21}</doc></application>", "too-large"),
    ],
)
def test_depth_and_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, limit: str, most: int, within: str, beyond: str, code: str
) -> None:
    """Elements may be nested as deep, and a text may be as long, as the limit says, with a DOCTYPE and without, and no more."""
    monkeypatch.setattr(limits, limit, most)
    assert is_read(tmp_path, before + within)
    assert said_of(tmp_path, before + beyond) == [code]


@pytest.mark.parametrize("before", ["", PLAIN])
def test_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str) -> None:
    """A document has no more elements and attributes than its limit and its size allow."""
    monkeypatch.setattr(limits, "MIN_PARTS", 10)
    monkeypatch.setattr(limits, "PART_BYTES", 1000)
    assert is_read(tmp_path, f"{before}{HEAD}<doc/></application>")
    assert said_of(tmp_path, f"{before}{HEAD}{'<doc/>' * 10}</application>") == ["too-large"]
    attributes = [f'a{number}=""' for number in range(7)]  # the two elements are four parts
    assert is_read(tmp_path, f"{before}{HEAD}<doc {' '.join(attributes[:6])}/></application>")
    assert said_of(tmp_path, f"{before}{HEAD}<doc {' '.join(attributes)}/></application>") == ["too-large"]


@pytest.mark.parametrize("part", ['<doc title="{}"/>', "<!--{}-->", "<?a {}?>"])
def test_a_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    """A tag, a comment or an instruction is not much longer than the limit."""
    monkeypatch.setattr(limits, "MAX_TOKEN", 1000)
    assert is_read(tmp_path, f"{HEAD}{part.format('x' * 100)}</application>")
    assert said_of(tmp_path, f"{HEAD}{part.format('x' * 2000)}</application>") == ["too-large"]


def test_expansion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entities expand to no more than the limit."""
    document = f"{ENTITY}{HEAD}<doc>&c;&c;</doc></application>"
    assert is_read(tmp_path, document)
    monkeypatch.setattr(limits, "MIN_EXPANSION", 150)
    monkeypatch.setattr(limits, "MAX_EXPANSION", 0)
    assert said_of(tmp_path, document) == ["too-large"]


def test_chains_of_entities(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more entities refer to others than the limit says."""
    document = f"{ENTITY}{HEAD}</application>"
    monkeypatch.setattr(limits, "MAX_REFERRING", 2)
    assert is_read(tmp_path, document)
    monkeypatch.setattr(limits, "MAX_REFERRING", 1)
    assert said_of(tmp_path, document) == ["too-deep"]


def test_entity_files_in_entity_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entity files bring in each other no deeper than the limit says."""
    document = f'<!DOCTYPE application [<!ENTITY % a SYSTEM "a.ent"> %a;]>{HEAD}</application>'
    files = {"a_ent": '<!ENTITY % b SYSTEM "b.ent"> %b;', "b_ent": '<!ENTITY c "c">'}
    monkeypatch.setattr(limits, "MAX_NESTED_FILES", 2)
    assert is_read(tmp_path, document, **files)
    monkeypatch.setattr(limits, "MAX_NESTED_FILES", 1)
    assert said_of(tmp_path, document, **files) == ["too-deep"]


@pytest.mark.parametrize(
    ("limit", "most", "within", "beyond", "code"),
    [
        ("MAX_ELEMENTS", 3, 2, 3, "too-large"),
        ("MAX_CHARACTERS", 150, 1, 2, "too-large"),
    ],
)
def test_what_includes_multiply(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int, within: int, beyond: int, code: str
) -> None:
    """With all that it includes, a document comes to no more elements and characters than the limits say."""
    include = '<xi:include href="part.xml"/>'
    part = f'<doc xmlns="http://wadl.dev.java.net/2009/02" title="{"x" * 80}"/>'
    monkeypatch.setattr(xinclude, limit, most)
    assert is_read(tmp_path, f"{HEAD}{include * within}</application>", part_xml=part)
    assert said_of(tmp_path, f"{HEAD}{include * beyond}</application>", part_xml=part) == [code]


def test_files_that_include_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files include each other no deeper than the limit says; what lies deeper is left out, which is said."""
    for number in range(4):
        inside = f'<xi:include href="{number + 1}.xml"/>' if number < 3 else ""
        text = f'<doc xmlns="http://wadl.dev.java.net/2009/02" xmlns:xi="http://www.w3.org/2001/XInclude">{inside}</doc>'
        (tmp_path / f"{number}.xml").write_text(text, encoding="utf-8")
    (tmp_path / "api.wadl").write_text(f'{HEAD}<xi:include href="0.xml"/></application>', encoding="utf-8")
    depths = []
    for most in (2, 10):
        monkeypatch.setattr(xinclude, "MAX_CHAIN", most)
        said: list[str] = []
        document = Library(lambda diagnostic, said=said: said.append(str(diagnostic.code.value)), root=tmp_path).document(  # type: ignore[misc]
            str(tmp_path / "api.wadl")
        )
        assert document is not None
        depths.append((len(list(document.root.walk())), said))
    assert depths == [(3, ["too-deep"]), (5, [])]
