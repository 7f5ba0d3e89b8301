"""Reading with lxml gives what reading with expat alone gives: names, attributes, text, places and messages."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.source import expat_oracle
from wadl2rst.source import Library, reader
from wadl2rst.source.tree import Element

NAMESPACE = "http://wadl.dev.java.net/2009/02"


def outline(element: Element) -> list[object]:
    """All of a tree: each element with its namespace, name, attributes and place, and each text."""
    found: list[object] = []
    pending: list[Element | str] = [element]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            found.append(item)
        else:
            found.append((item.namespace, item.name, dict(item.attributes), item.location, len(item.children)))
            pending.extend(reversed(item.children))
    return found


def reading(path: str, root: Path, read: Callable[..., object] | None = None) -> tuple[list[object] | None, list[str]]:
    """What is read of a file, and what is said; with ``read`` in the place of the product's own reading."""
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        if read is not None:
            patch.setattr(reader, "read_xml", read)
        document = Library(lambda diagnostic: said.append(str(diagnostic)), root=root).document(path)
    return (None if document is None else outline(document.root)), said


@pytest.mark.corpus
@pytest.mark.slow
def test_real_wadls_are_read_as_expat_reads_them(corpus: Path, corpus_wadls: list[Path]) -> None:
    """Every real WADL gives the same tree, with the same places, and the same messages; what one cannot read, the other cannot."""
    assert len(corpus_wadls) > 0
    differing = []
    read = 0
    for path in corpus_wadls:
        tree, said = reading(os.path.relpath(path), corpus)
        expected, expected_said = reading(os.path.relpath(path), corpus, expat_oracle.read_xml)
        read += tree is not None
        if tree != expected or said != expected_said:
            differing.append(path.relative_to(corpus).as_posix())
    assert differing == []
    assert read > len(corpus_wadls) // 2


BLANKS = st.sampled_from(["", " ", "\n", "\r\n", "\r", "\n\n  ", "\t"])
VALUES = st.sampled_from(["", "a", "a b", "line\nline", "a\r\nb", "&amp;&lt;", "&#10;x", "&one;", "ü", "'", "{id: [0-9]+}"])
NAMES = st.sampled_from(["resource", "method", "doc", "param", "d:para", "d:note", "other"])


@st.composite
def attributes(draw: st.DrawFn) -> str:
    """Attributes over one or several lines."""
    names = draw(st.lists(st.sampled_from(["path", "id", "name", "title", "d:role", "xml:lang"]), max_size=3, unique=True))
    return "".join(f'{draw(st.sampled_from([" ", chr(10), chr(13) + chr(10), chr(10) * 3]))}{name}="{draw(VALUES)}"' for name in names)


LEAVES = st.one_of(
    BLANKS,
    VALUES,
    st.sampled_from(
        ["<!-- <method> \n -->", "<![CDATA[<resource>\n &one;]]>", "<?pi <a>\n?>", "&one;", "&two;", "&three;", "&#252;", "text\n", "]] >"]
    ),
)


def _element(content: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, given, inside, before: f"<{name}{given}{before}>{''.join(inside)}</{name}{before}>",
        NAMES, attributes(), st.lists(content, max_size=4), st.sampled_from(["", " ", "\n"]),
    )  # fmt: skip


CONTENT = st.recursive(LEAVES, _element, max_leaves=15)
ENTITIES = st.sampled_from(
    ["one", "one &amp; more", "<method/>one", "<d:para>x\n<method id='a'/></d:para>\n", "<doc xmlns='urn:x'><p/></doc>"]
)
HEAD = f'<application xmlns="{NAMESPACE}" xmlns:d="http://docbook.org/ns/docbook">'


@given(st.lists(CONTENT, max_size=6), st.none() | st.tuples(ENTITIES, ENTITIES, ENTITIES), st.sampled_from(["", "\n", "<!-- a -->\n\n"]))
@example(["\n" * 66_000, "<method\nid='a'/>", "\r" * 10, "<doc>é</doc>"], None, "")
@example(["<doc>&two;</doc>\n<param\n\nname='&one;'/>"], ("x", "<method/>&one;\n<method/>", "&two;&two;"), "\n")
def test_documents_are_read_as_expat_reads_them(content: list[str], entities: tuple[str, str, str] | None, before: str) -> None:
    """Entities, comments, CDATA, tags over several lines and any ends of lines: trees, places and messages are those of expat."""
    doctype = ""
    if entities is not None:
        one, two, three = (text.replace("%", "&#37;").replace('"', "&#34;") for text in entities)
        three = three if "&" in three else f"{three}&two;"
        two = two if "&" in two else f"{two}&one;"
        declared = "\n".join(f'<!ENTITY {name} "{text}">' for name, text in (("one", one), ("two", two), ("three", three)))
        doctype = f"<!DOCTYPE application [\n{declared}\n]>\n"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "api.wadl")
        path.write_bytes(f"{before}{doctype}{HEAD}{''.join(content)}</application>".encode())
        assert reading(str(path), Path(folder)) == reading(str(path), Path(folder), expat_oracle.read_xml)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings_are_read_as_expat_reads_them(codec: str, tmp_path: Path) -> None:
    """Whatever the encoding of a file, its tree and its places are those of expat."""
    declaration = f'<?xml version="1.0" encoding="{codec.removesuffix("-sig")}"?>\r\n'
    text = f'{declaration}{HEAD}\r\n<doc\r\ntitle="é">é\r\n<d:para/></doc>\r\r<resources/></application>'
    path = tmp_path / "api.wadl"
    path.write_bytes(text.encode(codec))
    found = reading(str(path), tmp_path)
    assert found == reading(str(path), tmp_path, expat_oracle.read_xml)
    assert found[0] is not None and "é\n" in found[0]


@pytest.mark.parametrize("content", ["<![CDATA[]]>", "a<![CDATA[]]>b", '<param xmlns:ns2="urn:x" type="ns2:a"/><param type="ns2:a"/>'])
@pytest.mark.parametrize("doctype", ["", "<!DOCTYPE application>"])
def test_small_documents_are_read_as_expat_reads_them(content: str, doctype: str, tmp_path: Path) -> None:
    """An empty CDATA section is no text, and a generated prefix is resolved where it is declared."""
    path = tmp_path / "api.wadl"
    path.write_text(f'{doctype}<application xmlns="http://wadl.dev.java.net/2009/02"><doc>{content}</doc></application>')
    assert reading(str(path), tmp_path) == reading(str(path), tmp_path, expat_oracle.read_xml)
