"""Each line of a page knows where it comes from in the WADL."""

from __future__ import annotations

from pathlib import Path

import pytest

import wadl2rst
from wadl2rst.diagnostics import Location, Origin
from wadl2rst.templating.origins import Marks, RenderedText, changed

WADL = """\
<application xmlns="http://wadl.dev.java.net/2009/02" xmlns:h="http://www.w3.org/1999/xhtml">
<resources base="http://x/"><resource path="things">
<param name="X-Key" style="header"/>
<method name="GET" id="list">
<doc title="List things">Things, by pages.</doc>
<doc>
<h:table><h:tr><h:td>limit</h:td><h:td>how many</h:td></h:tr><h:tr><h:td>X-Key</h:td><h:td>who asks</h:td></h:tr></h:table></doc>
<request>
<param name="limit" style="query"><doc>How many on a page.</doc></param>
</request>
<response status="200">
<representation mediaType="application/json"><doc>
<h:pre>{"things": []}</h:pre></doc>
<param name="limit" style="plain"/></representation></response>
<response status="404"/>
</method></resource></resources></application>
"""


def origins(page: wadl2rst.RenderedPage) -> list[tuple[str, Origin]]:
    """Each line of a page with its origin."""
    return list(RenderedText(page.text, page.origins).lines())


def rendered(folder: Path, wadl: str, **settings: object) -> dict[str, wadl2rst.RenderedPage]:
    """The pages of a WADL by their names."""
    path = folder / "api.wadl"
    path.write_text(wadl, encoding="utf-8")
    config = wadl2rst.Config(root=folder, **settings)  # type: ignore[arg-type]
    return {page.path.removesuffix(".rst"): page for page in wadl2rst.render(wadl2rst.load(path, config), config)}


def test_a_row_of_a_description_is_not_taken_for_a_parameter(tmp_path: Path) -> None:
    """A table in a description has the place of the description, also where its rows are named like parameters, which have theirs."""
    lines = origins(rendered(tmp_path, WADL)["get-things"])
    rows = [(line.split("|")[1].strip(), origin.location.line) for line, origin in lines if line.startswith("|")]
    assert [row for row in rows if row[0] in ("limit", "X-Key")] == [("limit", 6), ("X-Key", 6), ("X-Key", 3), ("limit", 9), ("limit", 14)]
    assert [row for row in rows if row[0] in ("200", "404")] == [("200", 11), ("404", 15)]


def test_the_parameters_of_a_list_have_their_places(tmp_path: Path) -> None:
    """In the lists of the style sphinx, each parameter has its place, and so have its text and the heading of each response."""
    lines = origins(rendered(tmp_path, WADL, style="sphinx")["get-things"])
    terms = [(line.split("``")[1], origin.location.line) for line, origin in lines if line.startswith("   ``")]
    assert terms == [("X-Key", 3), ("limit", 9), ("limit", 14)]
    marks = [(line.partition(":: ")[2], origin.location.line) for line, origin in lines if line.startswith(".. wadl:response::")]
    assert marks == [("200", 11)]
    assert [origin.location.line for line, origin in lines if line.startswith("|")][:1] == [6]


def test_each_doc_has_the_place_of_its_own(tmp_path: Path) -> None:
    """Of several docs of one element, each has its place; so have samples; words of the page have that of the operation, and say so."""
    lines = dict(origins(rendered(tmp_path, WADL)["get-things"]))
    assert lines["Things, by pages."][1:] == (Location(str(tmp_path / "api.wadl"), 5), False)
    assert lines['    {"things": []}'].location.line == 12
    assert lines["This table shows the query parameters for the request:"][1:] == (Location(str(tmp_path / "api.wadl"), 4), True)
    assert lines["Request"].of_page
    assert not lines["List things"].of_page


@pytest.mark.parametrize("split", ["resource", "single"])
def test_operations_on_one_page_have_their_places(tmp_path: Path, split: str) -> None:
    """Where several operations share a page, words of the page between their texts have the place of the operation that they are of."""
    wadl = WADL.replace("</method>", '</method>\n<method name="PUT" id="put"><doc>Puts.</doc></method>')
    page = next(page for page in rendered(tmp_path, wadl, split=split).values() if "Puts." in page.text)
    headings = [origin.location.line for line, origin in origins(page) if line == "Response"]
    assert headings == [4, 17]


def test_the_first_origin_begins_at_the_first_line(tmp_path: Path) -> None:
    """The origins of every page begin at its first line and go down in order, the index too."""
    for page in rendered(tmp_path, WADL).values():
        starts = [origin.line for origin in page.origins]
        assert starts[0] == 0 and starts == sorted(set(starts))
        assert "\x01" not in page.text and "\x02" not in page.text


def test_text_that_a_handler_changes_keeps_its_places() -> None:
    """Lines that were there keep their origin, new ones have that of the line above, and marks can be put in and taken out again."""
    marks = Marks()
    top, inner = Location("a.wadl", 1), Location("a.wadl", 7)
    before = marks.taken_out("own\n" + marks.around("of\nthe WADL", inner) + "\nown again\n", top)
    assert before.text == "own\nof\nthe WADL\nown again\n"
    assert before.origins == (Origin(0, top, True), Origin(1, inner, False), Origin(3, top, True))
    after = changed(before, "new\nown\nof\nnew, too\nthe WADL\nown again\n")
    assert [(line, origin.location.line) for line, origin in after.lines()] == [
        ("new", 1), ("own", 1), ("of", 7), ("new, too", 7), ("the WADL", 7), ("own again", 1)
    ]  # fmt: skip
    assert marks.taken_out(marks.put_in(after), top) == after
