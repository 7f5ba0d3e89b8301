"""The table of message codes: each code is given by the command for some input, in the form that its example shows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.running import application, method, resources
from wadl2rst.cli import main
from wadl2rst.diagnostics import MessageCode, Severity

LINE = re.compile(r"(?P<place>.+?)(?P<line>(?::\d+){0,2}): (?P<severity>error|warning|info): (?P<text>.+) \[(?P<code>[a-z-]+)\]")
GOOD = resources(method('<response status="200"><doc>ok</doc></response>'))
LOCAL = "http://127.0.0.1:9/application.wadl"


def _rep(content: str, media: str = "application/json") -> str:
    return method(f'<response status="200"><representation mediaType="{media}">{content}</representation></response>')


def _sample(name: str) -> str:
    return _rep(f'<doc><xsdxt:code href="{name}"/></doc>')


def _edited(folder: Path) -> None:
    (folder / "api.wadl").write_text(GOOD)
    CliRunner().invoke(main, ["api.wadl", "-o", "out"])
    (folder / "out" / "get-a.rst").write_text("mine")
    (folder / "api.wadl").write_text(GOOD.replace("ok", "better"))


def _outdated(folder: Path) -> None:
    (folder / "api.wadl").write_text(GOOD)
    CliRunner().invoke(main, ["api.wadl", "-o", "out"])
    (folder / "api.wadl").write_text(GOOD.replace("ok", "better"))


def _file(name: str, text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "api.wadl").write_text(GOOD)
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)

    return write


def _with_schema(folder: Path) -> None:
    element = '<xs:element name="a"><xs:complexType><xs:atribute name="b"/></xs:complexType></xs:element>'
    (folder / "api.xsd").write_text(f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a">{element}</xs:schema>')
    body = '<representation mediaType="a/b" element="v:a" xmlns:v="urn:a"/>'
    wadl = resources(method(f'<response status="200">{body}</response>'))
    (folder / "api.wadl").write_text(wadl.replace("<resources", '<grammars><include href="api.xsd"/></grammars><resources', 1))


def _sampled(text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "api.wadl").write_text(resources(_sample("list.json")))
        (folder / "list.json").write_text(text)

    return write


def _schema(content: str, end: str = "</xs:schema>") -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "api.wadl").write_text(application('<grammars><include href="api.xsd"/></grammars>'))
        (folder / "api.xsd").write_text(f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{content}{end}')

    return write


def _added(name: str, text: str = "mine", *others: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "api.wadl").write_text(resources('<resource path="a"><method name="GET" id="listImages"/></resource>'))
        (folder / "additions").mkdir()
        for file in (name, *others):
            (folder / "additions" / file).write_text(text)

    return write


def _named(*names: str) -> Callable[[Path], None]:
    """A WADL that names elements; the grammar declares ``order`` and ``item`` in ``urn:v1``."""

    def write(folder: Path) -> None:
        bodies = "".join(f'<representation mediaType="text/xml" element="{name}"/>' for name in names)
        grammars = '<grammars><include href="api.xsd"/></grammars>'
        wadl = resources(method(f'<response status="200">{bodies}</response>')).replace("<resources", f"{grammars}<resources", 1)
        (folder / "api.wadl").write_text(wadl.replace("<application", '<application xmlns:v1="urn:v1" xmlns:v2="urn:v2"', 1))
        declared = '<xs:element name="order"/><xs:element name="item"/>'
        schema = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:v1">{declared}</xs:schema>'
        (folder / "api.xsd").write_text(schema)

    return write


def _named(*names: str) -> Callable[[Path], None]:
    """A WADL that names elements; the grammar declares ``order`` and ``item`` in ``urn:v1``."""

    def write(folder: Path) -> None:
        bodies = "".join(f'<representation mediaType="text/xml" element="{name}"/>' for name in names)
        grammars = '<grammars><include href="api.xsd"/></grammars>'
        wadl = resources(method(f'<response status="200">{bodies}</response>')).replace("<resources", f"{grammars}<resources", 1)
        (folder / "api.wadl").write_text(wadl.replace("<application", '<application xmlns:v1="urn:v1" xmlns:v2="urn:v2"', 1))
        declared = '<xs:element name="order"/><xs:element name="item"/>'
        schema = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:v1">{declared}</xs:schema>'
        (folder / "api.xsd").write_text(schema)

    return write


def _not_checked(folder: Path) -> None:
    described = 'xmlns:j="http://wadl.dev.java.net/2009/02/json-schema" j:describedby="plant.json"'
    sample = f'<representation mediaType="application/json" {described}><doc><xsdxt:code>{{"a": 1}}</xsdxt:code></doc></representation>'
    (folder / "api.wadl").write_text(resources(method(f'<response status="200">{sample}</response>')))
    (folder / "plant.json").write_text(
        json.dumps({"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"a": {"type": "text"}}})
    )


def _twice(doc: str) -> Callable[[Path], None]:
    """Two WADLs with the same verb and path, and what the second one says of them."""

    def write(folder: Path) -> None:
        (folder / "api.wadl").write_text(resources('<resource path="z"/>' + method("<doc>x</doc>")))
        (folder / "other.wadl").write_text(resources(method(doc)))

    return write


INPUT: dict[MessageCode, str | Callable[[Path], None]] = {
    MessageCode.NOT_XML: "<application><a></b></application>",
    MessageCode.NOT_WADL: "<project/>",
    MessageCode.UNREADABLE: application("", '<!DOCTYPE application [<!ENTITY % c SYSTEM "common.ent"> %c;]>'),
    MessageCode.REFUSED: resources(_sample("../x.json")),
    MessageCode.TOO_LARGE: _sampled("x" * (11 << 20)),
    MessageCode.TOO_DEEP: "<a>" * 300,
    MessageCode.EXTERNAL_ENTITY: application("&b;", '<!DOCTYPE application [<!ENTITY b SYSTEM "b.txt">]>'),
    MessageCode.NETWORK: application("", '<!DOCTYPE application [<!ENTITY % c SYSTEM "https://a.example/c.ent"> %c;]>'),
    MessageCode.FETCH: "",
    MessageCode.NOT_WRITTEN: _file("out", "a file"),
    MessageCode.EDITED: _edited,
    MessageCode.OUTDATED: _outdated,
    MessageCode.OCCUPIED: _file("out/index.rst", "mine"),
    MessageCode.MANIFEST: _file("out/.wadl2rst.json", "{"),
    MessageCode.CONFIG: _file("wadl2rst.toml", '\nouput = "docs"\n'),
    MessageCode.TEMPLATE: _file("mine/operation.rst.jinja", "{{ titel }}"),
    MessageCode.ADDITION: _added("listImages.befor.rst"),
    MessageCode.ADDITION_UNMATCHED: _added("listImage.rst"),
    MessageCode.ADDITION_TWICE: _added("listImages.before.rst", "mine", "listImages.before.md"),
    MessageCode.ADDITION_PLACE: _added("listImages.rst", "mine\n\n.. befor\n\nmine"),
    MessageCode.MISSING_SAMPLE: resources(_sample("list.json")),
    MessageCode.MISSING_GRAMMAR: application('<grammars><include href="api.xsd"/></grammars>'),
    MessageCode.BROKEN_GRAMMAR: _schema("<xs:element>\n<xs:sequence>\n</xs:element>"),
    MessageCode.BAD_SCHEMA: _with_schema,
    MessageCode.NOT_CHECKED: _not_checked,
    MessageCode.MISNAMED: _named("v2:order", "v2:item"),
    MessageCode.UNDEFINED_NAME: _named("v1:ordr"),
    MessageCode.MISSING_WADL: resources('<resource path="a"><method href="types.wadl#list"/></resource>'),
    MessageCode.MISSING_INCLUDE: application('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="parts.xml"/>'),
    MessageCode.UNDEFINED_ENTITY: application("&x;", '<!DOCTYPE application SYSTEM "api.dtd">'),
    MessageCode.DANGLING: resources('<resource path="a"><method href="#listImages"/></resource>'),
    MessageCode.CYCLE: application('<resource_type id="tree"><resource path="a" type="#tree"/></resource_type>'),
    MessageCode.DUPLICATE_ID: resources(
        method("") + '<resource path="b"><method id="list" name="GET"/><method id="list" name="PUT"/><method href="#list"/></resource>'
    ),
    MessageCode.UNKNOWN_ELEMENT: resources(method("<request><query/></request>")),
    MessageCode.MISPLACED: resources('<resource path="a"><request/><method name="GET"/></resource>'),
    MessageCode.FOREIGN_DOC: resources(method('<doc xmlns="http://www.w3.org/1999/xhtml"><p>x</p></doc>')),
    MessageCode.UNKNOWN_MARKUP: resources(method('<doc><blink xmlns="http://www.w3.org/1999/xhtml">x</blink></doc>')),
    MessageCode.NO_NAME: resources(method("<request><param/></request>")),
    MessageCode.BAD_VALUE: resources(method('<request><param name="a" style="form"/></request>')),
    MessageCode.TEMPLATE_UNDECLARED: resources('<resource path="{id}"><method name="GET"/></resource>'),
    MessageCode.TEMPLATE_UNUSED: resources('<resource path="a"><param style="template" name="id"/><method name="GET"/></resource>'),
    MessageCode.INAPPLICABLE: resources('<resource path="a"><param style="query" name="limit"/></resource>'),
    MessageCode.CONTRADICTION: resources(
        '<resource path="{id}"><param style="template" name="id" type="a"/><method name="GET"><request>'
        '<param style="template" name="id" type="b"/></request></method></resource>'
    ),
    MessageCode.UNATTACHED: application('<method id="listVersions" name="GET"/>'),
    MessageCode.REPEATED: _twice("<doc>x</doc>"),
    MessageCode.AMBIGUOUS: _twice("<doc>y</doc>"),
    MessageCode.NO_OPERATION: application(""),
    MessageCode.UNMATCHED_FILTER: GOOD,
    MessageCode.UNGROUPED: resources("".join(f'<resource path="{name}"><method name="GET"/></resource>' for name in "abcde")),
    MessageCode.UNDOCUMENTED: resources(method('<response status="404"/>')),
    MessageCode.UNUSED: application('<representation id="image" mediaType="a/b"/>'),
    MessageCode.UNUSABLE_BASE: application('<resources base="http://localhost:8080/"/>'),
    MessageCode.NO_SUCCESS: resources(method('<response status="404"/>')),
    MessageCode.INVALID_SAMPLE: _sampled('{\n "a": 1,\n "b": 2 "c": 3}'),
}
OPTIONS = {
    MessageCode.OUTDATED: ["--check", "-q"],
    MessageCode.TEMPLATE: ["--templates", "mine"],
    **dict.fromkeys(
        (MessageCode.ADDITION, MessageCode.ADDITION_UNMATCHED, MessageCode.ADDITION_TWICE, MessageCode.ADDITION_PLACE),
        ["--additions", "additions"],
    ),
    MessageCode.UNMATCHED_FILTER: ["--include", "/image/*"],
    MessageCode.UNGROUPED: ["--groups", "tag"],
    MessageCode.REPEATED: ["other.wadl", "--merge"],
    MessageCode.AMBIGUOUS: ["other.wadl", "--merge"],
}
BY_SPHINX = {MessageCode.SITE, MessageCode.SPHINX}
"""Given by ``--html`` alone, and tested in run/test_html.py."""
BY_FAULTS = {MessageCode.INTERNAL}
"""Given where the tool has a fault, and tested in source/test_root.py."""


def _shape(match: re.Match[str]) -> tuple[int, str]:
    """How exact the place of a message is, and its words without names, addresses and numbers."""
    text = re.sub(r"'[^']*'|\([^)]*\)", "'x'", match["text"])
    words = ["x" if re.search(r"[^a-z,:;-]", word.strip("'")) or word == "'x'" else word for word in text.split()]
    return match["line"].count(":"), " ".join(words)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "x.json").write_text("{}")
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    return tmp_path / "in"


def test_every_code_has_an_input() -> None:
    """Every code in the table is given for some input."""
    assert set(MessageCode) == set(INPUT) | BY_SPHINX | BY_FAULTS


@pytest.mark.parametrize("code", INPUT, ids=lambda code: code.value)
def test_the_command_gives_each_code_as_its_example_has_it(code: MessageCode, folder: Path) -> None:
    """A message has the place, the severity and the code that its example has; an error means exit 1, one in the settings 2."""
    made = INPUT[code]
    if callable(made):
        made(folder)
    else:
        (folder / "api.wadl").write_text(made)
    source = LOCAL if code is MessageCode.FETCH else "api.wadl"
    done = CliRunner().invoke(main, [source, "-o", "out", "--lint", *OPTIONS.get(code, [])], catch_exceptions=False)
    said = [match for line in done.output.splitlines() if (match := LINE.fullmatch(line)) and match["code"] == code.value]
    assert said, done.output
    example = LINE.fullmatch(code.example)
    assert example is not None, code.example
    assert example["severity"] == said[0]["severity"] == code.severity.value
    assert _shape(example) in {_shape(match) for match in said}, (code.example, [match[0] for match in said])
    assert example["code"] == code.value
    assert code.meaning.endswith(".") and code.fix
    assert done.exit_code == (2 if code is MessageCode.CONFIG else 1) or code.severity is not Severity.ERROR


def test_each_is_said_once_and_fifty_of_a_kind(folder: Path) -> None:
    """The same message is said once; of one code fifty are said, then the number of the others; JSON has all."""
    body = "".join(f'<resource path="{{id{n}}}"><method name="GET"/></resource>' for n in range(60))
    (folder / "api.wadl").write_text(resources(body))
    done = CliRunner().invoke(main, ["api.wadl", "-o", "out"])
    lines = [line for line in done.stderr.splitlines() if line.endswith("[template-undeclared]")]
    assert len(lines) == len(set(lines)) == 50
    assert "wadl2rst: 10 more [template-undeclared]" in done.stderr
    found = CliRunner().invoke(main, ["api.wadl", "-o", "out", "--format", "json"]).stderr.splitlines()
    assert len([json.loads(line) for line in found]) == 60
    github = CliRunner().invoke(main, ["api.wadl", "-o", "out", "--format", "github"]).stderr.splitlines()
    assert github[0].startswith("::warning file=api.wadl,line=1,title=template-undeclared::")


def test_long_names_are_cut_in_every_format(folder: Path) -> None:
    """A part of a hostile file that a message names is cut, for programs and annotations as for people."""
    (folder / "api.wadl").write_text(application(f'<grammars><include href="{"g" * 100_000}"/></grammars><{"e" * 100_000}/>'))
    for form in ("text", "json", "github"):
        lines = CliRunner().invoke(main, ["api.wadl", "--lint", "--format", form]).output.splitlines()
        assert sum("missing-grammar" in line or "unknown-element" in line for line in lines) == 2
        assert all(len(line) < 2_000 for line in lines), form


def test_what_two_wadls_bring_in_is_said_once(folder: Path) -> None:
    """A fault of a WADL that two others refer to is one message."""
    (folder / "types.wadl").write_text(application('<method id="list" name="GET"><request><query/></request></method>'))
    for name in ("one", "two"):
        (folder / f"{name}.wadl").write_text(resources('<resource path="a"><method href="types.wadl#list"/></resource>'))
    done = CliRunner().invoke(main, ["one.wadl", "two.wadl", "-o", "out"])
    assert done.stderr.count("[unknown-element]") == 1


def test_warnings_can_fail_and_be_ignored(folder: Path) -> None:
    """``-W`` makes a warning fail, ``--ignore`` silences its code, and no error can be silenced."""
    (folder / "api.wadl").write_text(INPUT[MessageCode.TEMPLATE_UNDECLARED])  # type: ignore[arg-type]
    assert CliRunner().invoke(main, ["api.wadl", "-o", "out"]).exit_code == 0
    assert CliRunner().invoke(main, ["api.wadl", "-o", "out", "-W"]).exit_code == 1
    quiet = CliRunner().invoke(main, ["api.wadl", "-o", "out", "-W", "--ignore", "template-undeclared"])
    assert quiet.exit_code == 0 and "template-undeclared" not in quiet.stderr


def test_lint_knows_dead_cross_references(folder: Path) -> None:
    """``--lint`` tells a cross-reference to an id that nothing has, and is silent on one that leads somewhere."""
    links = "".join(f'<link xmlns="http://docbook.org/ns/docbook" linkend="{name}">x</link>' for name in ("gone", "there"))
    operation = f'<method name="GET" id="there"><doc>{links}</doc><response status="200"><doc>k</doc></response></method>'
    (folder / "api.wadl").write_text(resources(f'<resource path="a">{operation}</resource>'))
    done = CliRunner().invoke(main, ["api.wadl", "--lint"])
    assert "api.wadl:1: warning: the documentation refers to gone, but no operation or type has that id" in done.output
    assert done.output.count("[dangling]") == 1


SAMPLE_PLACES = {
    # The sample as it stands in the WADL or in the file, and where the fault is said to be.
    "a file": ('<doc><xsdxt:code href="s.json"/></doc>', "\n\n{\n  1}\n", "s.json:4:3: warning: not valid JSON: Expecting property name"),
    "a file with a head": (
        '<doc><xsdxt:code href="s.json"/></doc>', "HTTP/1.1 200 OK\nDate: x\n\n  {,}", "s.json:4:4: warning: not valid JSON: Expecting"
    ),
    "a file of XML": ('<doc><xsdxt:code href="s.xml"/></doc>', "<a>\n</b>", "s.xml:2:3: warning: not valid XML: mismatched tag"),
    "a file in a folder": ('<doc><xsdxt:code href="b/../s.json"/></doc>', "[1,]", "s.json:1:4: warning: not valid JSON: "),
    "text of the WADL": (
        "<doc>\n\n<xsdxt:code>\n\n   {\n     1}\n</xsdxt:code></doc>", "", "api.wadl:6: warning: this sample is not valid JSON: Expecting"
    ),
    "a listing": (
        '<doc><d:programlisting xmlns:d="http://docbook.org/ns/docbook">{\n1}</d:programlisting></doc>', "",
        "api.wadl:2: warning: this sample is not valid JSON: Expecting",
    ),
    "text of an entity": ("&e;", "", "api.wadl:2: warning: this sample is not valid JSON: Expecting"),
    "escaped HTML": ("<doc>\n&lt;pre&gt;{\n,}&lt;/pre&gt;</doc>", "", "api.wadl:1: warning: this sample is not valid JSON: Expecting"),
}  # fmt: skip


@pytest.mark.parametrize("kind", SAMPLE_PLACES)
def test_an_invalid_sample_is_told_where_it_is_invalid(kind: str, folder: Path) -> None:
    """``--lint`` gives file, line and column of a fault in a sample file, and the line of one in the text, as far as they are known."""
    content, sample, said = SAMPLE_PLACES[kind]
    (folder / "b").mkdir()
    for name in ("s.json", "s.xml"):
        (folder / name).write_text(sample)
    head = "<!DOCTYPE application [<!ENTITY e '<doc>\n<xsdxt:code>{,}</xsdxt:code></doc>'>]>" if "&e;" in content else ""
    media = "application/xml" if "s.xml" in content else "application/json"
    (folder / "api.wadl").write_text(head + resources(_rep(content, media)))
    done = CliRunner().invoke(main, ["api.wadl", "--lint"], catch_exceptions=False)
    (line,) = [line for line in done.output.splitlines() if "[invalid-sample]" in line]
    assert line.startswith(said) and "(char" not in line, line
