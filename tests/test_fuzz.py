"""Random WADLs and damaged ones, through the command: no traceback, no hang, and pages that docutils reads without a message.

A few cases run with the other tests; ``HYPOTHESIS_PROFILE=ci`` makes thousands of them, ``thorough`` many more, and
``fuzz`` goes on for hours (see CONTRIBUTING.md).
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.page_reading import check_folder
from wadl2rst.cli import main

ROOT = Path(__file__).resolve().parent.parent
CASES = {"quick": 60, "ci": 1_500, "thorough": 10_000, "fuzz": 500_000}.get(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else ""), 30
)
SEEDS = st.integers(0, 2**64)
FUZZ = settings(
    max_examples=CASES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
)

# --- what is put in ---------------------------------------------------------------------------------

WORDS = [
    "", "a", "image", "The image.", "*", "**", "`", "``", "|", "_", "__", "a_", "`a`_", "::", ":", ".. raw:: html", ".. _x:", "\\", "\\ ",
    "-", "- a", "1. a", "i. a", "A) x", "(1) y", ":a: b", "-o x", "--opt", "/x", ">>> 1", "====", "----", "+--+", "| a", "{", "}", "{id}",
    "{id: [0-9]+}", "{{ x }}", "{% x %}", "%(x)s", "<b>", "</b>", "<p>", "<li>", "<td>", "<table>", "<a href='javascript:x'>",
    "<!--", "-->",
    "]]>", "&amp;", "&#0;", "&lt;", "http://a.example/b_c*d", "a@b.example", "javascript:alert(1)", "data:x", "{@link a#b c}", "{@code",
    "@param x y", "@return", "@see", "\n", "\n\n", "\n   ", "\n\n- a\n- b\n", "\t", "  ", "\u00a0", "\u200b", "\u2028", "\u0301", "\u202e",
    "\u4e2d\u6587", "\U0001f600", "\x85", "é", "x" * 300, "x" * 6000, "con", "../..", "/", "//", "200", "404 500", "abc", "-1", "1e9",
    '{"a": [1]}', "HTTP/1.1 200 OK\nX: y", "<x/>", "true", "application/json", "text/xml; charset=utf-8", "template", "query", "plain",
    "header", "matrix", "$.a.b", "$['a'][*]", "/a/b/@c", "[[[[", "GET", "get", "POST", "xs:int", "#a", "#b", "b", "other.wadl#a",
    "#", "%23a",
    "http://x.example/#a", "2", "0", "99999999999999999999",
]  # fmt: skip
IDS = ["a", "b", "c", "A", "a b", ".. x::", "é"]
ATTRIBUTES = [
    "id", "name", "href", "path", "type", "style", "status", "mediaType", "element", "profile", "value", "default", "fixed", "required",
    "repeating", "resource_type", "rel", "rev", "title", "base", "queryType", "xml:lang", "xml:id", "deprecated", "uri", "role", "linkend",
    "url", "colspan", "rowspan", "start", "type", "class", "src", "alt", "language", "numeration", "cols", "namest", "nameend", "morerows",
    "rax:roles", "rax:id", "apigee:displayName", "jersey:generatedBy", "xlink:href", "unknown", "condition", "security",
]  # fmt: skip
BELOW = {
    "application": ["doc", "grammars", "resources", "method", "resource_type", "representation", "param", "fault", "resource"],
    "resources": ["doc", "resource", "param", "method"],
    "resource": ["doc", "param", "method", "resource", "query_variable"],
    "resource_type": ["doc", "param", "method", "resource"],
    "method": ["doc", "request", "response", "param", "representation", "apigee:tags", "apigee:example"],
    "request": ["doc", "param", "representation"],
    "response": ["doc", "param", "representation", "fault"],
    "representation": ["doc", "param", "representation", "apigee:payload"],
    "fault": ["doc", "param"],
    "param": ["doc", "option", "link"],
    "option": ["doc"],
    "link": ["doc"],
    "grammars": ["doc", "include", "xs:schema"],
    "include": ["doc"],
    "apigee:tags": ["apigee:tag"],
    "apigee:payload": ["apigee:content", "doc"],
    "apigee:example": ["doc"],
}
HTML = [
    f"html:{name}"
    for name in [
        "p",
        "b",
        "i",
        "em",
        "strong",
        "code",
        "tt",
        "pre",
        "a",
        "br",
        "hr",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "caption",
        "h1",
        "h3",
        "div",
        "span",
        "blockquote",
        "img",
        "sub",
        "sup",
        "script",
        "font",
        "q",
        "address",
        "center",
        "unknown",
    ]
]
DOCBOOK = [
    f"db:{name}"
    for name in [
        "para",
        "simpara",
        "emphasis",
        "code",
        "literal",
        "link",
        "xref",
        "ulink",
        "itemizedlist",
        "orderedlist",
        "listitem",
        "variablelist",
        "varlistentry",
        "term",
        "note",
        "warning",
        "tip",
        "title",
        "example",
        "programlisting",
        "screen",
        "literallayout",
        "table",
        "informaltable",
        "tgroup",
        "colspec",
        "thead",
        "tbody",
        "row",
        "entry",
        "section",
        "footnote",
        "footnoteref",
        "remark",
        "subscript",
        "superscript",
        "mediaobject",
        "imageobject",
        "imagedata",
        "textobject",
        "phrase",
        "quote",
        "procedure",
        "step",
        "segmentedlist",
        "simplelist",
        "member",
        "abbrev",
        "blockquote",
        "attribution",
        "replaceable",
        "caption",
        "bridgehead",
        "sidebar",
    ]
]
MARKUP = [*HTML, *HTML, *DOCBOOK, *DOCBOOK, "xsdxt:code", "xsdxt:sample", "own:thing", "unknown"]
SPACES = (
    'xmlns="http://wadl.dev.java.net/2009/02" xmlns:db="http://docbook.org/ns/docbook" xmlns:html="http://www.w3.org/1999/xhtml" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:apigee="http://api.apigee.com/wadl/2010/07/" '
    'xmlns:rax="http://docs.rackspace.com/api" '
    'xmlns:jersey="http://jersey.java.net/" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:own="urn:own" '
    'xmlns:xsdxt="http://docs.rackspacecloud.com/xsd-ext/v1.0" xmlns:xi="http://www.w3.org/2001/XInclude"'
)


class _Maker:
    """Makes WADL-ish XML from a random generator: a seed is quick for hypothesis, and enough to make a case anew."""

    def __init__(self, seed: random.Random) -> None:
        self.random = seed
        self.left = seed.choice([5, 20, 60, 150])

    def text(self) -> str:
        pieces = [self.random.choice(WORDS) for _ in range(self.random.choice([0, 1, 1, 2, 3, 6]))]
        return self.random.choice(["", " "]).join(pieces)

    def attributes(self, name: str) -> str:
        chosen: dict[str, str] = {}
        for _ in range(self.random.choice([0, 1, 2, 4])):
            chosen[self.random.choice(ATTRIBUTES)] = self.text()
        usual = {"resource": "path", "method": "name", "param": "name", "response": "status", "doc": "title"}.get(name)
        if usual and self.random.random() < 0.8:
            chosen[usual] = self.text()
        if self.random.random() < 0.4:
            chosen["id"] = self.random.choice(IDS)
        if self.random.random() < 0.2:
            chosen[self.random.choice(["href", "type", "resource_type", "linkend"])] = "#" + self.random.choice(IDS)
        return "".join(f" {key}={quoteattr(self.clean(value))}" for key, value in chosen.items())

    def clean(self, text: str) -> str:
        return "".join(char for char in text if char in "\t\n" or char >= " ")

    def content(self, name: str, depth: int) -> Iterator[str]:
        for _ in range(self.random.choice([0, 1, 1, 2, 3, 5])):
            self.left -= 1
            if self.left < 0 or depth > 40:
                return
            kind = self.random.random()
            if name not in BELOW and kind < 0.5:
                yield escape(self.clean(self.text()))
            elif name not in BELOW:
                yield self.element(self.random.choice(MARKUP), depth + 1)
            elif kind < 0.95:
                yield self.element(self.random.choice(BELOW[name]), depth + 1)
            else:
                yield self.element(self.random.choice([*BELOW, *MARKUP]), depth + 1)

    def element(self, name: str, depth: int = 0) -> str:
        spaces = f" {SPACES}" if depth == 0 else ""
        return f"<{name}{spaces}{self.attributes(name)}>{''.join(self.content(name, depth))}</{name}>"

    def wadl(self) -> str:
        self.left += 20
        text = self.element("application")
        if self.random.random() < 0.3:
            text = text.replace(
                "</application>", f"<resources>{self.element('resource', 1)}{self.element('resource', 1)}</resources></application>"
            )
        if self.random.random() < 0.2:
            inner = self.element("response", 1).replace("&", "&#38;").replace("'", "&#39;")
            text = f"<!DOCTYPE application [<!ENTITY e '{inner.replace('%', '&#37;')}'>]>\n" + text.replace("</method>", "&e;</method>")
        return text


# --- what has to hold -------------------------------------------------------------------------------

OPTIONS = [
    (), (), (), ("--split", "single"), ("--split", "resource"), ("--param-names", "leaf"), ("--lang", "de"), ("--lint",), ("-W",),
    ("--format", "json"), ("--without-examples",),
]  # fmt: skip


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="wadl2rst-fuzz-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _holds(folder: Path, options: tuple[str, ...]) -> None:
    """Runs the command on ``folder/api.wadl``, and reads its pages back."""
    arguments = [str(folder / "api.wadl"), "-o", str(folder / "out"), *options]
    begin = time.process_time()
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert "internal error" not in done.stderr, done.stderr
    assert "Traceback" not in done.output
    assert done.exit_code in (0, 1), (done.exit_code, done.stderr)
    assert time.process_time() - begin < 20, "a case takes a fraction of a second"
    check_folder(folder / "out")
    again = CliRunner().invoke(main, [*arguments, "--check"], catch_exceptions=False)
    assert "out of date" not in again.stderr and again.exit_code == done.exit_code, again.output


@FUZZ
@given(SEEDS, st.sampled_from(OPTIONS))
def test_random_wadls(seed: int, options: tuple[str, ...]) -> None:
    """Whatever elements, attributes, references and markup a WADL holds, the command copes, and its pages are sound."""
    text = _Maker(random.Random(seed)).wadl()
    with _folder() as folder:
        (folder / "api.wadl").write_text(text, encoding="utf-8")
        (folder / "other.wadl").write_text(text, encoding="utf-8")
        _holds(folder, options)


def _sources() -> list[Path]:
    found = [
        path
        for path in sorted((ROOT / "samples").rglob("*"))
        if path.is_file() and path.suffix in (".wadl", ".ent") and path.stat().st_size < 60_000
    ]
    assert found
    return found


def _damage(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """The bytes with a few of them flipped, cut out, doubled, or replaced by a piece of another file."""
    for _ in range(chance.choice([1, 1, 2, 4, 12])):
        if not data:
            break
        begin = chance.randrange(len(data))
        end = min(len(data), begin + chance.choice([1, 1, 2, 8, 64, 1000]))
        match chance.randrange(7):
            case 0:
                data = data[:begin] + bytes([data[begin] ^ (1 << chance.randrange(8))]) + data[begin + 1 :]
            case 1:
                data = data[:begin] + data[end:]
            case 2:
                data = data[:end] + data[begin:end] * chance.choice([1, 2, 20]) + data[end:]
            case 3:
                other = chance.choice(others)
                start = chance.randrange(max(1, len(other)))
                data = data[:begin] + other[start : start + (end - begin) * 4] + data[end:]
            case 4:
                data = data[:begin] + bytes(chance.randrange(256) for _ in range(end - begin)) + data[end:]
            case 5:
                data = data[:begin]
            case 6:
                # Damage that leaves the XML sound tells more: words and markup in the place of a word.
                word = chance.choice(WORDS)
                place = data.find(b" ", begin)
                insert = escape(word).replace('"', "'").encode()
                data = data[:place] + b" " + insert + data[place:] if place >= 0 else data + insert
    return data


@FUZZ
@given(SEEDS, st.sampled_from(OPTIONS))
def test_damaged_files(seed: int, options: tuple[str, ...]) -> None:
    """Whatever is wrong with the bytes of a WADL or of a file that it names, the command says so or copes."""
    chance = random.Random(seed)
    sources = _sources()
    others = [path.read_bytes() for path in sources]
    source = chance.choice(sources)
    with _folder() as folder:
        for path in source.parent.rglob("*"):
            if path.is_file() and path.suffix != ".wadl":
                target = folder / path.relative_to(source.parent)
                target.parent.mkdir(parents=True, exist_ok=True)
                data = path.read_bytes()
                target.write_bytes(_damage(data, chance, others) if chance.random() < 0.2 else data)
        (folder / "api.wadl").write_bytes(_damage(source.read_bytes(), chance, others))
        _holds(folder, options)


@pytest.mark.parametrize("text", ["", "<", "\ufeff", "<application", "<?xml", "&", "\0" * 9, "<!DOCTYPE a [", "<a>" * 5000, "<!--" * 99])
def test_short_files(text: str, tmp_path: Path) -> None:
    """The smallest files are told from a WADL, with a place."""
    (tmp_path / "api.wadl").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, [str(tmp_path / "api.wadl"), "-o", str(tmp_path / "out")], catch_exceptions=False)
    assert done.exit_code == 1
    assert done.stderr.startswith(str(tmp_path / "api.wadl") + ":1:"), done.stderr
    assert not (tmp_path / "out").exists()
