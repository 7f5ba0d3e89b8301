"""Small inputs that ask for much: each ends after little work and within 500 MB, with a clear error or with pages.

The command runs in a process of its own, whose memory is measured, and which the system ends when it has computed for a minute: at
most a few seconds are needed, and hours without the limits.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.running import application, method, resources, run

MEGABYTES = 500.0

XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
HTML = 'xmlns="http://www.w3.org/1999/xhtml"'


def _laughs(use: str) -> str:
    entities = "".join(f'<!ENTITY l{number} "' + f"&l{number - 1};" * 10 + '">' for number in range(1, 10))
    return application(use, f'<!DOCTYPE application [<!ENTITY l0 "lol">{entities}]>')


def _each(count: int, text: str) -> str:
    """The text so many times, with a number in the place of each ``@``."""
    return "".join(text.replace("@", str(number)) for number in range(count))


def _declared(text: str) -> str:
    return f'<!DOCTYPE application [<!ENTITY a "{text}">]>'


def _doc(text: str) -> str:
    return resources(method(f"<doc>{text}</doc>"))


def _sample(name: str = "s.json") -> str:
    return f'<response><representation mediaType="application/json"><doc><xsdxt:code href="{name}"/></doc></representation></response>'


def _types(depth: int, wide: int, last: str) -> str:
    types = "".join(
        f'<resource_type id="t{level}">'
        + "".join(f'<resource path="p{n}" type="#t{level + 1}"/>' for n in range(wide))
        + "</resource_type>"
        for level in range(depth)
    )
    return application(
        f'<resources base="/"><resource path="x" type="#t0"/></resources>{types}<resource_type id="t{depth}">{last}</resource_type>'
    )


REFUSED: dict[str, tuple[str, Callable[[], str]]] = {
    "billion laughs": ("too-large", lambda: _laughs("<doc>&l9;</doc>")),
    "billion laughs in an attribute": ("too-large", lambda: _laughs('<doc title="&l9;"/>')),
    "quadratic blow-up": (
        "too-large", lambda: application(f"<doc>{'&a;' * 50_000}</doc>", _declared("a" * 50_000))
    ),
    "quadratic blow-up of elements": (
        "too-large", lambda: application("&a;" * 50_000, _declared("<a/>" * 3_000))
    ),
    "an entity that refers to itself": (
        "not-xml",
        lambda: application("&a;", '<!DOCTYPE application [<!ENTITY a "&b;"><!ENTITY b "&a;">]>'),
    ),
    "an entity that refers to itself, with unclosed markup": (
        "not-xml", lambda: application("&a;", _declared("&b;").replace("]>", f"<!ENTITY b '&a;{'<?x ' * 200_000}'>]>"))
    ),
    "a chain of entities": (
        "too-deep",
        lambda: application(
            "&e99999;",
            '<!DOCTYPE application [<!ENTITY e0 "x">' + "".join(f'<!ENTITY e{n} "&e{n - 1};">' for n in range(1, 100_000)) + "]>",
        ),
    ),
    "10,000 nested elements": ("too-deep", lambda: resources('<resource path="a">' * 10_000 + "</resource>" * 10_000)),
    "10,000 nested elements of documentation": ("too-deep", lambda: _doc("<b>" * 10_000 + "</b>" * 10_000)),
    "an attribute of 100 MB": ("too-large", lambda: application('<doc title="' + "a" * (100 << 20) + '"/>')),
    "a comment of 100 MB": ("too-large", lambda: application(f"<!--{'a' * (100 << 20)}-->")),
    "a text of 100 MB": ("too-large", lambda: _doc("word " * (20 << 20))),
    "more than a million elements": ("too-large", lambda: application("<a/>" * 1_100_000)),
    "a million elements of documentation": ("too-large", lambda: _doc("<b/>" * 1_000_000)),
    "a million elements, with a DOCTYPE": ("too-large", lambda: application("<a/>" * 1_000_000, _declared("x"))),
    "more than a million attributes": ("too-large", lambda: application('<a a="" b="" c="1" d="" e="" f=""/>' * 300_000)),
    "25 million default attributes": (
        "too-large",
        lambda: application("<a/>" * 50_000, "<!DOCTYPE application [<!ATTLIST a " + _each(500, 'x@ CDATA "" ') + ">]>"),
    ),
    "types that fan out": ("too-large", lambda: _types(9, 10, '<method name="GET"/>')),
    "types that fan out, without methods": ("too-large", lambda: _types(9, 10, "")),
    "a chain of types": ("too-deep", lambda: _types(2_000, 1, '<method name="GET"/>')),
    "a type of many methods on many resources": (
        "too-large",
        lambda: application(
            "<resources>" + _each(3_000, '<resource path="x@" type="#t"/>') + '</resources><resource_type id="t">'
            + _each(1_000, '<method name="GET" id="m@"/>') + "</resource_type>"
        ),
    ),
    "a long text that many resources share": (
        "too-large",
        lambda: application(
            "<resources>" + _each(10_000, '<resource path="x@"><method href="#m"/></resource>') + "</resources>"
            '<method name="GET" id="m"><doc>' + "word " * 20_000 + "</doc></method>"
        ),
    ),
    "a long body that many responses share": (
        "too-large",
        lambda: application(
            "<resources>" + method(_each(10_000, '<response status="@"><representation href="#r"/></response>')) + "</resources>"
            '<representation id="r" mediaType="a/b"><doc>' + "word " * 20_000 + "</doc></representation>"
        ),
    ),
    "a path of 100,000 braces": (
        "too-large",
        lambda: resources('<resource path="' + "{a:" * 100_000 + '"><method name="GET"/></resource>'),
    ),
    "a path of 100,000 templates": (
        "too-large", lambda: resources('<resource path="' + _each(100_000, "{a@}") + '"><method name="GET"/></resource>')
    ),
    "a long path above many resources": (
        "too-large",
        lambda: resources(
            '<resource path="' + "a" * 900_000 + '">' + _each(3_000, '<resource path="x@"><method name="GET"/></resource>') + "</resource>"
        ),
    ),
}  # fmt: skip

PAGES: dict[str, Callable[[int], str]] = {
    "a hostile title": lambda part: resources(method('<doc title="' + "*|`_ :" * (150_000 // part) + '"/>')),
    "a long word": lambda part: _doc("x" * (3_000_000 // part)),
    "many underscores": lambda part: _doc("_" * (1_000_000 // part) + "a"),
    "many words before a colon": lambda part: _doc("a" * (1_000_000 // part) + " b:c"),
    "many hyphens before a colon": lambda part: _doc("a-" * (500_000 // part) + ":c"),
    "one at sign": lambda part: _doc("@" + "a" * (1_000_000 // part)),
    "many addresses": lambda part: _doc("http://" * (200_000 // part)),
    "many less-than signs": lambda part: _doc("&lt;" * (500_000 // part)),
    "open tags": lambda part: _doc("&lt;div&gt;&lt;b&gt;&lt;ul&gt;&lt;li&gt;" * (25_000 // part)),
    "open quotes in tags": lambda part: _doc("&lt;a href=\"&lt;b x='" * (100_000 // part)),
    "open comments": lambda part: _doc("&lt;!--" * (300_000 // part)),
    "open braces": lambda part: _doc("{@link " * (200_000 // part)),
    "many tags of Javadoc": lambda part: _doc("\n@param x " * (50_000 // part)),
    "a long name for Javadoc": lambda part: _doc("\n@see " + "A" * (300_000 // part) + "!"),
    "blank lines": lambda part: _doc("a\n \n" * (100_000 // part)),
    "white space": lambda part: _doc("a" + " \t\n" * (1_000_000 // part) + "b"),
    "nested documentation": lambda part: _doc(f"<ul {HTML}>{'<li><ul>' * 120}x{'</ul></li>' * 120}</ul>"),
    "nested tables": lambda part: _doc(
        f"<table {HTML}>{'<tr><td>a</td><td>b<table>' * 60}<tr><td>x</td></tr>{'</table></td></tr>' * 60}</table>"
    ),
    "a table of 30,000 rows": lambda part: _doc(f"<table {HTML}>{'<tr><td>a</td><td>b c d</td></tr>' * (30_000 // part)}</table>"),
    "a table of 30,000 columns": lambda part: _doc(f"<table {HTML}><tr>{'<td>a</td>' * (30_000 // part)}</tr></table>"),
    "a cell that spans a billion": lambda part: _doc(
        f'<table {HTML}><tr><td colspan="1000000000" rowspan="1000000000">a</td></tr></table>'
    ),
    "cells that span many rows": lambda part: _doc(
        f"<table {HTML}>" + ("<tr>" + '<td rowspan="65534">a</td>' * 10 + "</tr>") * (1_000 // part) + "</table>"
    ),
    "cells that span all": lambda part: _doc(
        f"<table {HTML}>" + '<tr><td colspan="1000" rowspan="1000">a</td></tr>' * (1_000 // part) + "</table>"
    ),
    "a list that starts at a huge number": lambda part: _doc(f'<ol {HTML} start="' + "9" * (4_000 // part) + '"><li>a</li></ol>'),
    "a path of open brackets": lambda part: resources(
        method(
            '<response><representation mediaType="a/b"><param name="a" style="plain" path="$'
            + "[" * (200_000 // part)
            + '"/></representation></response>'
        )
    ),
    "a path of blanks": lambda part: resources(
        method(
            '<response><representation mediaType="a/b"><param name="a" style="plain" path="$['
            + " " * (200_000 // part)
            + 'x"/></representation></response>'
        )
    ),
    "many parameters of one name": lambda part: resources(
        method("<request>" + _each(10_000 // part, '<param name="p" style="query" default="@"/>') + "</request>")
    ),
    "many bodies": lambda part: resources(
        method("<response>" + _each(5_000 // part, '<representation mediaType="a/@"><doc>x@</doc></representation>') + "</response>")
    ),
    "many responses": lambda part: resources(method(_each(5_000 // part, '<response status="@"><doc>x@</doc></response>'))),
    "a type 100,000 times": lambda part: application(
        '<resources><resource path="x" type="'
        + "#t " * (100_000 // part)
        + '"/></resources><resource_type id="t"><method name="GET"/></resource_type>'
    ),
    "an id 3,000 times": lambda part: application(
        '<resources><resource path="x">'
        + '<method href="#m"/>' * (3_000 // part)
        + "</resource></resources>"
        + '<method id="m" name="GET"/>' * (3_000 // part)
    ),
    "an open bracket many times in a sample": lambda part: resources(
        method(
            '<response><representation mediaType="application/json"><doc><code>'
            + "[" * (1_000_000 // part)
            + "</code></doc></representation></response>"
        )
    ),
}
"""Each takes what part of the input to make: 1 for all of it."""


SLOW = {
    "25 million default attributes",
    "a long path above many resources",
    "more than a million attributes",
    "a million elements of documentation",
    "a million elements, with a DOCTYPE",
    "more than a million elements",
    "quadratic blow-up of elements",
}
"""What takes seconds to refuse; ``test_low_limits`` has the limits that refuse them with small documents."""


def _bounded(tmp_path: Path, *, status: int, code: str = "") -> str:
    done = run("api.wadl", "-o", "out", folder=tmp_path)
    assert "internal error" not in done.stderr and "Traceback" not in done.stderr, done.stderr[-2_000:]
    assert done.status == status, done.stderr[-2_000:]
    assert f"[{code}]" in done.stderr, done.stderr[-2_000:]
    assert all(len(line) < 2_000 for line in done.lines), "a message is as long as the bomb"
    assert done.megabytes < MEGABYTES
    return done.stderr


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in REFUSED])
def test_bombs_are_refused(name: str, tmp_path: Path) -> None:
    """What is out of all proportion is a clear error with a place."""
    code, make = REFUSED[name]
    (tmp_path / "api.wadl").write_text(make(), encoding="utf-8")
    said = _bounded(tmp_path, status=1, code=code)
    assert said.startswith("api.wadl:1"), said[:300]


@pytest.mark.parametrize("part", [pytest.param(1, id="whole", marks=pytest.mark.slow), pytest.param(10, id="a tenth")])
@pytest.mark.parametrize("name", PAGES)
def test_odd_input_is_written(name: str, part: int, tmp_path: Path) -> None:
    """What is odd and not out of proportion becomes pages, in time that grows with the input and no faster."""
    (tmp_path / "api.wadl").write_text(PAGES[name](part), encoding="utf-8")
    done = run("api.wadl", "-o", "out", folder=tmp_path)
    assert "internal error" not in done.stderr and "Traceback" not in done.stderr, done.stderr[-2_000:]
    assert done.status == 0, done.stderr[-2_000:]
    assert done.megabytes < MEGABYTES
    assert list((tmp_path / "out").glob("get*.rst"))


@pytest.mark.parametrize("size", [1, pytest.param(5, marks=pytest.mark.slow), 50])
def test_large_samples(size: int, tmp_path: Path) -> None:
    """A sample of 5 MB is shown; one of 50 MB is an error, and its page is written without it."""
    (tmp_path / "s.json").write_text("[" + ",".join(['{"a": 1, "b": "ccccccccccc"}'] * (size * 36_000)) + "]")
    (tmp_path / "api.wadl").write_text(resources(method(_sample())))
    done = run("api.wadl", "-o", "out", folder=tmp_path)
    assert (done.status, "[too-large]" in done.stderr) == ((0, False) if size < 10 else (1, True)), done.stderr
    assert done.megabytes < MEGABYTES
    assert (tmp_path / "out" / "get-a.rst").is_file()


@pytest.mark.slow
def test_a_sample_again_and_again(tmp_path: Path) -> None:
    """Twenty samples of 9 MB are too much together: what is over the limit is left out, and said."""
    for number in range(20):
        (tmp_path / f"s{number}.json").write_text('{"a": "' + "x" * (9 << 20) + '"}')
    (tmp_path / "api.wadl").write_text(resources("".join(method(_sample(f"s{number}.json")) for number in range(20))))
    _bounded(tmp_path, status=1, code="too-large")


@pytest.mark.slow
def test_one_sample_again_and_again(tmp_path: Path) -> None:
    """A sample of 5 MB that a hundred operations name is too much: each page would repeat it."""
    (tmp_path / "s.json").write_text('{"a": "' + "x" * (5 << 20) + '"}')
    (tmp_path / "api.wadl").write_text(resources(method(_sample()) * 100))
    _bounded(tmp_path, status=1, code="too-large")
    assert sum(page.stat().st_size for page in (tmp_path / "out").iterdir()) < 100 << 20


@pytest.mark.slow
def test_includes_that_fan_out(tmp_path: Path) -> None:
    """Ten files of which each includes the next ten times would be ten billion elements."""
    for number in range(12):
        (tmp_path / f"x{number}.xml").write_text(f"<d {XI}>" + f'<xi:include href="x{number + 1}.xml"/>' * 10 + "</d>")
    (tmp_path / "x12.xml").write_text("<p>x</p>")
    (tmp_path / "api.wadl").write_text(_doc(f'<xi:include {XI} href="x0.xml"/>'))
    _bounded(tmp_path, status=1, code="too-large")


def test_a_text_that_is_included_again_and_again(tmp_path: Path) -> None:
    """A hundred times a text of 3 MB is too much."""
    (tmp_path / "t.txt").write_text("y" * (3 << 20))
    (tmp_path / "api.wadl").write_text(_doc(f'<xi:include {XI} href="t.txt" parse="text"/>' * 100))
    _bounded(tmp_path, status=1, code="too-large")


def test_a_long_text_that_is_included_again_and_again(tmp_path: Path) -> None:
    """Thirty times an element that holds a text of 3 MB is too much."""
    (tmp_path / "t.xml").write_text(f"<p {HTML}>" + "word " * 600_000 + "</p>")
    (tmp_path / "api.wadl").write_text(_doc(f'<xi:include {XI} href="t.xml"/>' * 30))
    assert "64 million characters" in _bounded(tmp_path, status=1, code="too-large")


def test_includes_that_nest(tmp_path: Path) -> None:
    """Two files that each nest as deep as one may are too deep together."""
    (tmp_path / "a.xml").write_text(f"<d {XI}>" * 200 + '<xi:include href="b.xml"/>' + "</d>" * 200)
    (tmp_path / "b.xml").write_text("<d>" * 200 + "x" + "</d>" * 200)
    (tmp_path / "api.wadl").write_text(_doc(f'<xi:include {XI} href="a.xml"/>'))
    assert "counting included files" in _bounded(tmp_path, status=1, code="too-deep")


def test_a_chain_of_includes(tmp_path: Path) -> None:
    """Forty files of which each includes the next are too many; what was read is shown."""
    for number in range(40):
        (tmp_path / f"x{number}.xml").write_text(
            f'<p xmlns="http://www.w3.org/1999/xhtml" {XI}>n{number} <xi:include href="x{number + 1}.xml"/></p>'
        )
    (tmp_path / "x40.xml").write_text("<p>x</p>")
    (tmp_path / "api.wadl").write_text(_doc(f'<xi:include {XI} href="x0.xml"/>'))
    said = _bounded(tmp_path, status=1, code="too-deep")
    assert "x31.xml:1: error: includes are nested more than 32 files deep [too-deep]" in said, said
    assert "n31" in (tmp_path / "out" / "get-a.rst").read_text()


def test_references_that_go_round(tmp_path: Path) -> None:
    """Methods, parameters, representations, types, WADLs and includes that lead back to themselves end with a message."""
    (tmp_path / "a.xml").write_text(f'<d {XI}><xi:include href="b.xml"/></d>')
    (tmp_path / "b.xml").write_text(f'<d {XI}><xi:include href="a.xml"/></d>')
    (tmp_path / "other.wadl").write_text(
        application(
            '<method id="m" href="api.wadl#m"/><param id="p" href="api.wadl#p"/><representation id="r" href="api.wadl#r"/>'
            '<resource_type id="t"><resource path="p" type="api.wadl#t"/></resource_type>'
        )
    )
    (tmp_path / "api.wadl").write_text(
        application(
            '<resources><resource path="x" type="#t"><method href="other.wadl#m"/><method name="GET">'
            f'<doc><xi:include {XI} href="a.xml"/><xi:include {XI} href="api.wadl"/></doc>'
            '<request><param href="other.wadl#p"/><representation href="other.wadl#r"/></request></method></resource></resources>'
            '<method id="m" href="other.wadl#m"/><param id="p" href="other.wadl#p"/><representation id="r" href="other.wadl#r"/>'
            '<resource_type id="t"><resource path="p" type="other.wadl#t"/></resource_type>'
        )
    )
    done = run("api.wadl", "-o", "out", folder=tmp_path)
    assert done.stderr.count("[cycle]") >= 3, done.stderr
    assert done.status == 0


def test_comments_before_what_is_no_wadl(tmp_path: Path) -> None:
    """Telling a web page from a WADL takes no longer for all the comments before it."""
    (tmp_path / "api.wadl").write_text("<!-- x -->" * 300 + "<p")
    _bounded(tmp_path, status=1, code="not-xml")
