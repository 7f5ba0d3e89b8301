"""Messages: said once, not too often, in the form that was asked for."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Severity, printable
from wadl2rst.messages import LIMIT, Messages, as_github, as_json, as_text, counted

PLACE = Location("docs/api.wadl", 12)
IN_ENTITY = Location("api.wadl", 295, 3, "commonFaults", "common.ent", 2)


def warning(text: str = "odd", location: Location | None = PLACE, code: MessageCode = MessageCode.UNDOCUMENTED) -> Diagnostic:
    return Diagnostic(code, text, location)


def said(*diagnostics: Diagnostic, **options: object) -> tuple[list[Diagnostic], Messages]:
    shown: list[Diagnostic] = []
    messages = Messages(shown.append, **options)  # type: ignore[arg-type]
    for diagnostic in diagnostics:
        messages.report(diagnostic)
    return shown, messages


def test_each_message_is_said_once() -> None:
    """The same text at the same place is said and counted once; at another place it is another message."""
    again = Location("docs/api.wadl", 13)
    shown, messages = said(warning(), warning(), warning(location=again))
    assert shown == [warning(), warning(location=again)]
    assert messages.warnings == 2


def test_errors_and_warnings_are_counted_apart() -> None:
    """Errors and warnings have a count each."""
    _, messages = said(warning(), warning(code=MessageCode.NOT_XML), warning("more"), warning(code=MessageCode.DANGLING))
    assert (messages.errors, messages.warnings) == (1, 3)


def test_many_of_a_code_are_held_back() -> None:
    """Of one code 50 are said; the rest is counted, and other codes are still said."""
    many = [warning(f"number {n}") for n in range(LIMIT + 7)]
    shown, messages = said(*many, warning(code=MessageCode.DANGLING))
    assert shown == [*many[:LIMIT], warning(code=MessageCode.DANGLING)]
    assert list(messages.held_back()) == [(MessageCode.UNDOCUMENTED, 7)]
    assert messages.warnings == LIMIT + 8


def test_of_one_cause_the_first_is_said() -> None:
    """Of the messages of a code that one fix would clear, the first is said; the others are counted, and so held back."""
    same = [Diagnostic(MessageCode.REFUSED, f"{name} lies outside", PLACE, "a wider root") for name in "abc"]
    other = Diagnostic(MessageCode.REFUSED, "d lies outside", PLACE, "a still wider root")
    shown, messages = said(*same, other, warning(), warning("odd too"))
    assert shown == [same[0], other, warning(), warning("odd too")]
    assert messages.errors == 4
    assert list(messages.held_back()) == [(MessageCode.REFUSED, 2)]
    assert said(*same, limit=None)[0] == same


def test_exactly_the_limit_holds_nothing_back() -> None:
    """Fifty messages of a code are all said, and no count follows."""
    shown, messages = said(*(warning(f"number {n}") for n in range(LIMIT)))
    assert len(shown) == LIMIT
    assert list(messages.held_back()) == []


def test_without_a_limit_all_are_said() -> None:
    """With no limit nothing is held back."""
    shown, messages = said(*(warning(f"number {n}") for n in range(3 * LIMIT)), limit=None)
    assert len(shown) == 3 * LIMIT
    assert list(messages.held_back()) == []


def test_ignored_warnings_are_neither_said_nor_counted() -> None:
    """A warning whose code is ignored leaves no trace; others stay."""
    shown, messages = said(warning(), warning(code=MessageCode.DANGLING), ignore=["undocumented"])
    assert shown == [warning(code=MessageCode.DANGLING)]
    assert messages.warnings == 1


def test_errors_can_not_be_ignored() -> None:
    """An error is said even if its code is among those to ignore."""
    shown, messages = said(warning(code=MessageCode.REFUSED), ignore=["refused"])
    assert len(shown) == messages.errors == 1


def test_text_names_place_severity_and_code() -> None:
    """A message for people is ``file:line: severity: text [code]``."""
    assert as_text(warning("response 404 has no documentation")) == (
        "docs/api.wadl:12: warning: response 404 has no documentation [undocumented]"
    )


def test_text_names_the_entity_before_the_code() -> None:
    """Where the text came from an entity, its name, file and line stand before the code."""
    assert as_text(warning(location=IN_ENTITY)) == "api.wadl:295:3: warning: odd (in &commonFaults;, common.ent:2) [undocumented]"


def test_text_without_a_place_is_said_by_the_tool() -> None:
    """A message about no file starts with the name of the tool."""
    assert as_text(Diagnostic(MessageCode.UNMATCHED_FILTER, "no path")) == "wadl2rst: warning: no path [unmatched-filter]"


def test_text_colours_the_severity_alone() -> None:
    """Only the word for the severity is painted."""

    def paint(word: str, severity: Severity) -> str:
        return f"<{severity.value}|{word}>"

    assert as_text(warning(), paint) == "docs/api.wadl:12: <warning|warning>: odd [undocumented]"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines\tand tab", "two lines and tab"),
        ("red \x1b[31m", "red \\x1b[31m"),
        ("turned \u202e around", "turned \\u202e around"),
        ("Bücher, 図書館 and a no-break\xa0blank", "Bücher, 図書館 and a no-break\xa0blank"),
    ],
)
def test_text_can_not_drive_the_terminal(text: str, shown: str) -> None:
    """What the WADL says is shown in one line, and control characters as escapes; other letters stay."""
    assert printable(text) == shown
    assert as_text(warning(text)) == f"docs/api.wadl:12: warning: {shown} [undocumented]"


def test_json_tells_everything() -> None:
    """The JSON form has the place, the entity, the severity and the code."""
    assert json.loads(as_json(warning(location=IN_ENTITY))) == {
        "file": "api.wadl",
        "line": 295,
        "column": 3,
        "severity": "warning",
        "code": "undocumented",
        "text": "odd",
        "entity": {"name": "commonFaults", "file": "common.ent", "line": 2},
    }


def test_json_has_null_for_what_is_not_known() -> None:
    """No place, line, column or entity: the keys are there all the same, with null."""
    nowhere = json.loads(as_json(Diagnostic(MessageCode.UNMATCHED_FILTER, "no path")))
    assert [nowhere[name] for name in ("file", "line", "column", "entity")] == [None] * 4
    whole_file = json.loads(as_json(warning(location=Location("api.wadl"))))
    assert [whole_file[name] for name in ("file", "line", "column", "entity")] == ["api.wadl", None, None, None]


@given(st.text(), st.text())
def test_json_is_one_line_of_ascii(text: str, file: str) -> None:
    """Whatever the text and the file's name, JSON is one line of ASCII that reads back as they were."""
    line = as_json(warning(text, Location(file, 1)))
    assert line.isascii()
    assert line.isprintable()
    read = json.loads(line)
    assert (read["text"], read["file"]) == (text, file)


@pytest.mark.parametrize(
    ("diagnostic", "annotation"),
    [
        (warning(location=IN_ENTITY), "::warning file=api.wadl,line=295,col=3,title=undocumented::odd (in &commonFaults;, common.ent:2)"),
        (warning(code=MessageCode.NOT_XML), "::error file=docs/api.wadl,line=12,title=not-xml::odd"),
        (Diagnostic(MessageCode.UNMATCHED_FILTER, "no path"), "::warning title=unmatched-filter::no path"),
        (warning("100% of a: b, c", Location("C:/a,b%.wadl")), "::warning file=C%3A/a%2Cb%25.wadl,title=undocumented::100%25 of a: b, c"),
        (warning(location=Location("a\r\nb", 1)), "::warning file=a%0D%0Ab,line=1,title=undocumented::odd"),
    ],
)
def test_github_annotations(diagnostic: Diagnostic, annotation: str) -> None:
    """An annotation has file, line and title as properties, with what would end them escaped."""
    assert as_github(diagnostic) == annotation


@given(st.text(), st.text(min_size=1))
def test_github_annotations_can_not_be_broken_out_of(text: str, file: str) -> None:
    """Whatever the text and the file's name, an annotation is one line with the properties that were meant."""
    line = as_github(warning(text, Location(file, 1)))
    assert "\n" not in line
    assert "\r" not in line
    properties = line.removeprefix("::warning ").partition("::")[0].split(",")
    assert [entry.partition("=")[0] for entry in properties] == ["file", "line", "title"]


def test_counts_are_words() -> None:
    """One thing is singular, none and several are plural."""
    assert [counted(number, "page") for number in (0, 1, 2)] == ["0 pages", "1 page", "2 pages"]
