"""What the pages hold: no text of a WADL becomes a directive, a role, raw HTML, a target or a link that runs something.

Every attribute and every text of the sample that has each construct is filled with hostile text; the command makes pages, and
docutils reads them with everything on that a careless site could have on.
"""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docutils import nodes

from tests.page_reading import check_folder, read_page
from wadl2rst.cli import main

SECRET = "the text of a secret file"
STRUCTURE = {"href", "type", "resource_type", "style", "name", "status", "required", "repeating", "linkend", "cols", "rowspan", "colspan"}
"""Attributes that hold the sample together: they are filled in a run of their own."""

HOSTILE = {
    "directive": ".. raw:: html\n\n   <script>alert(1)</script>\n\n",
    "directive in line": "x .. raw:: html <script>alert(1)</script>",
    "include": ".. include:: SECRET\n",
    "literal include": "\n\n.. literalinclude:: SECRET\n\n.. csv-table::\n   :file: SECRET\n\n",
    "role": "a :raw-html:`<script>alert(1)</script>` b :download:`SECRET` :doc:`index` :math:`x`",
    "target": ".. _evil: javascript:alert(1)\n\n`evil`_ evil_ __ `a <javascript:alert(1)>`_ `b <javascript:alert(1)>`__",
    "inline target": "_`evil` |evil| [#evil]_ [1]_ [CIT2002]_ evil__",
    "substitution": "\n\n.. |evil| raw:: html\n\n   <script>alert(1)</script>\n\n|evil|",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:alert(1)'>x</a>",
    "escaped link": '<a href="javascript:alert(1)">x</a> <a href=" java\tscript:alert(1)">y</a> <a href="data:text/html,x">z</a>',
    "addresses": "javascript:alert(1) data:text/html;base64,AAAA file:///etc/passwd vbscript:x tel:1 gopher://x",
    "backquotes": "`` ` ``` ` `x`` ```` \\` `\\",
    "underlines": "Title\n=====\n\nTitle\n-----\n\n====\nOver\n====\n\n----\n",
    "lists": "1. a\n\n#. b\n\nA) c\n\n- d\n\n:field: e\n\n-o  option\n\n>>> doctest\n\n| line\n\n::\n\n   literal",
    "tables": "+---+\n| a |\n+---+\n\n=== ===\n a   b\n=== ===\n",
    "comment": "..\n   hidden\n\n.. hidden",
    "options": "x\n   :file: SECRET\n   :url: http://evil.example/\n   :name: evil",
    "line ends": "a\u2028.. raw:: html\u2029\x85   <script>alert(1)</script>",
    "toctree": "evil <SECRET>\n   ../../SECRET\n   https://evil.example/",
    "templates": "{{ 7 * 7 }}{% include 'x' %}{# x #}{{ ''.__class__ }} %(x)s {0} ${x}",
    "backslashes": "\\\\\\ \\x \\",
    "names": "../../../etc/passwd",
    "device": "con",
    "unicode": "\u202e\u200b\ufeff\u0301e\u0301 \U0001f600 \u4e2d\u6587",
    "long": "x" * 12_000,
    "stars": "*" * 300 + " **a *b `c |d" + "_" * 300,
}


class _Site(HTMLParser):
    """Looks for what could run in a browser and is not Sphinx's own."""

    script = False

    def handle_data(self, data: str) -> None:
        assert not (self.script and "alert" in data), data

    def handle_endtag(self, tag: str) -> None:
        self.script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        assert not any(name.startswith("on") for name in given), given
        assert tag not in ("iframe", "object", "embed")
        assert tag != "script" or not given.get("src") or given["src"].startswith(("_static/", "searchindex.js")), given
        self.script = tag == "script"
        for name in ("href", "src"):
            match = re.match(r"\s*([A-Za-z][\w.+-]*):", given.get(name, ""))
            assert match is None or match[1].lower() in ("http", "https", "mailto", "ftp"), given


def _text(kind: str) -> str:
    return HOSTILE[kind].replace("SECRET", "../secret.txt")


def _allowed(text: str) -> str:
    """Text that XML can hold."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)


def _fill(samples: Path, folder: Path, text: str, *, structure: bool) -> Path:
    """The sample of every construct with each text, and each attribute, filled with ``text``."""
    folder.mkdir(exist_ok=True)
    (folder.parent / "secret.txt").write_text(SECRET)
    tree = ET.parse(samples / "every-construct" / "every-construct.wadl")
    for element in tree.iter():
        for name in element.attrib:
            local = name.rpartition("}")[2]
            if (local in STRUCTURE) == structure:
                element.set(name, text if structure else f"{text} {local}" if local in ("id", "path") else text)
        if not structure and (element.text or "").strip():
            element.text = text
        if not structure and (element.tail or "").strip():
            element.tail = text
    for sample in (samples / "every-construct" / "samples").iterdir():
        (folder / "samples").mkdir(exist_ok=True)
        (folder / "samples" / sample.name).write_text(text, encoding="utf-8")
    path = folder / "evil.wadl"
    tree.write(path, encoding="utf-8", xml_declaration=True)
    return path


def _run(path: Path, *options: str) -> Result:
    done = CliRunner().invoke(main, [str(path), "-o", str(path.parent / "out"), *options], catch_exceptions=False)
    assert "internal error" not in done.stderr
    assert done.exit_code in (0, 1), done.stderr
    return done


@pytest.mark.parametrize("structure", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["texts", "structure"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_stays_text(kind: str, structure: bool, samples: Path, tmp_path: Path) -> None:
    """Whatever stands in an attribute or a text of a WADL, its pages hold it as text; docutils complains of nothing."""
    path = _fill(samples, tmp_path / "in", _allowed(_text(kind)), structure=structure)
    _run(path)
    assert SECRET not in check_folder(tmp_path / "in" / "out")


@pytest.mark.parametrize(
    ("structure", "options"),
    [
        pytest.param(True, (), id="structure"),
        *(
            pytest.param(False, options, id=" ".join(options), marks=pytest.mark.slow)
            for options in (("--split", "single"), ("--split", "resource"), ("--param-names", "leaf"), ("--lang", "de"))
        ),
    ],
)
def test_hostile_text_stays_text_however_pages_are_made(structure: bool, options: tuple[str, ...], samples: Path, tmp_path: Path) -> None:
    """The same holds for all of it together, in the attributes that hold a WADL together, and for the other ways to make pages."""
    text = _allowed(" ".join(_text(kind) for kind in HOSTILE if kind != "long"))
    path = _fill(samples, tmp_path / "in", text, structure=structure)
    _run(path, *options)
    assert SECRET not in check_folder(tmp_path / "in" / "out")


@pytest.mark.parametrize(
    "name", ["evil`_ <x>.wadl", ".. raw:: html.wadl", "a|b|*c*.wadl", "javascript:alert(1).wadl", "\u202e.wadl", "-.wadl"]
)
def test_hostile_names_of_files(name: str, tmp_path: Path) -> None:
    """The name of the WADL's file, which can become a title, a label and a folder, is text too, and a safe name."""
    folder = tmp_path / "in"
    folder.mkdir()
    wadl = '<application xmlns="http://wadl.dev.java.net/2009/02"><resources><resource path="a"><method name="GET"/></resource></resources>'
    for each in (name, "other.wadl"):
        (folder / each).write_text(wadl + "</application>", encoding="utf-8")
    for number, source in enumerate((folder / name, folder)):
        out = tmp_path / f"out{number}"
        done = CliRunner().invoke(main, [str(source), "-o", str(out)], catch_exceptions=False)
        assert done.exit_code == 0, done.stderr
        assert check_folder(out)


@pytest.mark.parametrize("prefix", ["a`b", "../x", ".. raw::", "A B", "x\ny"])
def test_a_prefix_that_is_no_slug_is_wrong_usage(prefix: str, samples: Path, tmp_path: Path) -> None:
    """``--prefix`` takes only what is safe in a label."""
    path = samples / "image-service" / "image-service.wadl"
    done = CliRunner().invoke(main, [str(path), "-o", str(tmp_path / "out"), "--prefix", prefix])
    assert done.exit_code == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_no_script_reaches_the_site(samples: Path, tmp_path: Path) -> None:
    """In the site that Sphinx builds from hostile text, no script, no handler of events and no address is the WADL's."""
    text = _allowed(" ".join(_text(kind) for kind in HOSTILE if kind not in ("long", "stars", "names")))
    path = _fill(samples, tmp_path / "in", text, structure=False)
    _run(path)
    out = tmp_path / "in" / "out"
    (out / "conf.py").write_text('project = "evil"\nhtml_theme = "basic"\nhtml_copy_source = False\n')
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", str(out), str(tmp_path / "site")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    for page in (tmp_path / "site").glob("*.html"):
        html = page.read_text(encoding="utf-8")
        _Site().feed(html)
        assert SECRET not in html


SCHEMES = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#9;script:alert(1)", "java&#10;script:alert(1)", "&#9; javascript:alert(1)",
    "&#x85;javascript:alert(1)", "&#x9f;javascript:alert(1)", "javascript&#13;:alert(1)", "java\\script:alert(1)", "javascript://a/%0aalert(1)",
    "javascript:alert(1)#a", "&#xfeff;javascript:alert(1)", "vbscript:x", "data:text/html,x", "file:///etc/passwd", "blob:x",
    "view-source:x", "feed:javascript:alert(1)", "tel:1", "x y:z", "&amp;#1;javascript:alert(1)",
]  # fmt: skip
LINKS = (
    '<p xmlns="http://www.w3.org/1999/xhtml"><a href="@">text0</a> <img src="@" alt="text1"/> &lt;a href="@"&gt;text2&lt;/a&gt;</p>'
    '<para xmlns="http://docbook.org/ns/docbook"><link xlink:href="@" xmlns:xlink="http://www.w3.org/1999/xlink">text3</link> '
    '<ulink url="@">text4</ulink> <xref linkend="@"/></para>'
)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_links_lead_nowhere_but_to_pages_and_mail(scheme: str, tmp_path: Path) -> None:
    """Links keep http, https, mailto, ftp and relative addresses; one of another scheme, however it is hidden, becomes text."""
    wadl = (
        '<application xmlns="http://wadl.dev.java.net/2009/02"><grammars><include href="@"/></grammars><resources base="@">'
        f'<resource path="a"><method name="GET"><doc>{LINKS}</doc><doc>&lt;a href="@"&gt;text5&lt;/a&gt; {{@link @ text6}}</doc>'
        '<request><param name="p" style="query" type="@"><link rel="@" resource_type="@"/></param></request></method></resource>'
        "</resources></application>"
    )
    (tmp_path / "api.wadl").write_text(wadl.replace("@link", "\0").replace("@", scheme).replace("\0", "@link"), encoding="utf-8")
    _run(tmp_path / "api.wadl")
    text = check_folder(tmp_path / "out")
    assert all(f"text{number}" in text for number in range(6))
    for page in (tmp_path / "out").glob("*.rst"):
        document = read_page(page.read_text(encoding="utf-8"))
        for node in document.findall(nodes.Element):
            for name in ("refuri", "uri"):
                # What a browser does before it looks for the scheme: the URL Standard, "basic URL parser".
                address = re.sub("[\t\n\r]", "", str(node.get(name, ""))).strip("".join(map(chr, range(33))))
                found = re.match("[A-Za-z][A-Za-z0-9+.-]*:", address)
                assert found is None or found[0].lower() in ("http:", "https:", "mailto:", "ftp:"), node
