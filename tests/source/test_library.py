"""Reading: WADLs and what they name, to trees whose elements know their places."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.counting import within
from wadl2rst.diagnostics import Diagnostic, MessageCode
from wadl2rst.source import Document, Library, limits, xinclude
from wadl2rst.source.tree import Element

NAMESPACE = "http://wadl.dev.java.net/2009/02"
WADL = f'<application xmlns="{NAMESPACE}">%s</application>'
DOCTYPE = "<!DOCTYPE application [%s]>\n"
COMMON = '<!ENTITY % common SYSTEM "common.ent"> %common;'


class Reading:
    """A WADL that was read, with the library and what was said."""

    def __init__(self, source: str | Path, **options: object) -> None:
        self.said: list[Diagnostic] = []
        self.library = Library(self.said.append, **options)  # type: ignore[arg-type]
        self.document = self.library.document(str(source))

    @property
    def root(self) -> Element:
        assert self.document is not None, self.said
        return self.document.root

    @property
    def codes(self) -> list[MessageCode]:
        return [diagnostic.code for diagnostic in self.said]

    @property
    def text(self) -> str:
        return "\n".join(f"{diagnostic.location}: {diagnostic.text}" for diagnostic in self.said)

    def find(self, name: str) -> Element:
        return next(element for element in self.root.walk() if element.name == name)


Write = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes files, by name, into the current folder, which is a new one."""
    monkeypatch.chdir(tmp_path)

    def write_files(**files: str | bytes) -> None:
        for name, data in files.items():
            path = Path(name.replace("__", "/").replace("_", "."))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())

    return write_files


def shape(element: Element) -> list[object]:
    """An element as nested lists, for comparisons."""
    children = [child if isinstance(child, str) else shape(child) for child in element.children]
    return [element.namespace, element.name, element.attributes, *children]


# The tree.


def test_names_attributes_and_text(write: Write) -> None:
    """Namespaces are bound, attributes keep their namespace, comments and instructions leave no trace in the text."""
    write(
        api_wadl="<?xml version='1.0'?>\n<w:application xmlns:w='http://wadl.dev.java.net/2009/02' xmlns='d' x='1' w:y='2' xml:lang='EN'>"
        "<w:doc>a<!-- c -->b<?pi?>c<![CDATA[<d>]]>&amp;&#101;<p/>f</w:doc></w:application>"
    )
    xml = "http://www.w3.org/XML/1998/namespace"
    attributes = {"x": "1", f"{NAMESPACE}}}y": "2", f"{xml}}}lang": "EN"}
    doc = [NAMESPACE, "doc", {}, "abc<d>&e", ["d", "p", {}], "f"]
    assert shape(Reading("api.wadl").root) == [NAMESPACE, "application", attributes, doc]


def test_white_space_of_structure_is_no_text(write: Write) -> None:
    """Text is kept in documentation and in what is not known; between the elements that WADL's structure is made of, there is none."""
    write(api_wadl=WADL % '\n<method>\n<doc>a <b/>\n</doc>\n<param name="x"/>\n<my> t <option/>\n</my>\n</method>\n')
    doc = [NAMESPACE, "doc", {}, "a ", [NAMESPACE, "b", {}], "\n"]
    my = [NAMESPACE, "my", {}, " t ", [NAMESPACE, "option", {}], "\n"]
    method = [NAMESPACE, "method", {}, doc, [NAMESPACE, "param", {"name": "x"}], my]
    assert shape(Reading("api.wadl").root)[3:] == [method]


def test_attributes_keep_their_order(write: Write) -> None:
    """Attributes come in the order of the file."""
    write(api_wadl=WADL % '<a z="1" b="2" y="3" a="4"/>')
    assert list(Reading("api.wadl").find("a").attributes) == ["z", "b", "y", "a"]


@pytest.mark.parametrize("doctype", ["", DOCTYPE % "<!ENTITY x 'y'>"])
def test_long_text_is_one_text(write: Write, doctype: str) -> None:
    """Text longer than any buffer, with lines and references in it, is one child."""
    text = "x" * 70_000 + "\n" + "ä" * 40_000 + "\nab\n" * 30_000
    write(api_wadl=doctype + WADL % f"<doc>{text}&lt;{text}</doc><doc>a</doc>")
    first, second = Reading("api.wadl").root.elements()
    assert first.children == [f"{text}<{text}"]
    assert second.children == ["a"]


def test_lines(write: Write) -> None:
    """An element's line is that of its start tag; the file is shown as typed."""
    write(v1__api_wadl='\n<application\n xmlns=""\n><a\n/>\r\n<b>\n</b\n></application>')
    reading = Reading("v1/../v1/api.wadl")
    assert [str(element.location) for element in reading.root.walk()] == [f"v1/../v1/api.wadl:{line}" for line in (2, 4, 6)]


def test_the_document(write: Write, tmp_path: Path) -> None:
    """A document has a key that is the same however it was named, and is shown as it was named."""
    write(api_wadl=WADL % "")
    (tmp_path / "link.wadl").symlink_to("api.wadl")
    for name in ("api.wadl", "./api.wadl", "link.wadl", str(tmp_path / "api.wadl")):
        document = Reading(name).document
        assert isinstance(document, Document)
        assert (document.key, document.shown) == (str(tmp_path / "api.wadl"), name)


@pytest.mark.parametrize(
    "namespace",
    [NAMESPACE, "http://research.sun.com/wadl/2006/10", "http://research.sun.com/wadl/2006/07", "http://research.sun.com/wadl", ""],
)
def test_namespaces_of_wadl(write: Write, namespace: str) -> None:
    """The specification's namespace, the older ones, and none are read."""
    write(api_wadl=f'<application xmlns="{namespace}"/>')
    assert Reading("api.wadl").root.is_wadl


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("UTF-8", "utf-8"),
        ("utf8", "utf-8"),
        ("", "utf-16"),
        ("UTF-16", "utf-16"),
        ("utf16", "utf-16"),
        ("", "utf-16-le"),
        ("", "utf-16-be"),
        ("", "utf-32"),
        ("", "utf-32-le"),
        ("", "utf-32-be"),
        ("ISO-8859-1", "latin-1"),
        ("latin1", "latin-1"),
        ("windows-1252", "windows-1252"),
        ("ISO-8859-15", "iso-8859-15"),
        ("GB18030", "gb18030"),
        ("Big5-HKSCS", "big5hkscs"),
    ],
)
@pytest.mark.parametrize("entity", [False, True])
def test_encodings(write: Write, declared: str, codec: str, entity: bool) -> None:
    """XML in any encoding that it declares, or that can be told, is read: the WADL and an entity file."""
    version = ' version="1.0"' if not entity else ""
    head = f'<?xml{version} encoding="{declared}"?>' if declared else ""
    doctype = DOCTYPE % "<!ENTITY x '<a/>'>"
    files = {"common_ent": head + "<!ENTITY x \"\n<doc t='é'>é</doc>\">", "api_wadl": DOCTYPE % COMMON + WADL % "&x;"}
    if not entity:
        files["api_wadl"] = head + doctype + WADL % "<doc t='é'>é</doc>&x;"
    coded = files["common_ent" if entity else "api_wadl"].encode(codec)
    if codec == "utf-16-le" and entity:
        coded = b"\xff\xfe" + coded
    write(**files | {"common_ent" if entity else "api_wadl": coded})
    reading = Reading("api.wadl")
    doc = reading.find("doc")
    assert (doc.attributes, doc.children) == ({"t": "é"}, ["é"])
    assert doc.location[3:] == (("x", "common.ent", 2) if entity else ("", "", 0))
    assert entity or reading.find("a").location[3:] == ("x", "api.wadl", 1)
    assert reading.said == []


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_more_than_the_declaration(write: Write, codec: str) -> None:
    """A file that was recoded, and still declares its old encoding, is read as what its mark says."""
    for declared in ("ISO-8859-1", "UTF-8", "UTF-16", "nonsense"):
        write(api_wadl=(f'<?xml version="1.0" encoding="{declared}"?>' + WADL % "<doc>é</doc>").encode(codec))
        assert Reading("api.wadl").find("doc").children == ["é"]


def test_windows_characters_in_latin_1(write: Write) -> None:
    """What says ISO-8859-1 and has bytes that only windows-1252 uses is read as that, as browsers do."""
    write(api_wadl=('<?xml version="1.0" encoding="ISO-8859-1"?>' + WADL % "<doc>it’s</doc>").encode("windows-1252"))
    assert Reading("api.wadl").find("doc").children == ["it’s"]


def test_the_collector_is_left_alone(write: Write) -> None:
    """Reading as a library neither switches the garbage collector off nor on: that is for the program that reads."""
    write(api_wadl=WADL % "", bad_wadl="<a>")
    assert gc.isenabled()
    Reading("api.wadl")
    Reading("bad.wadl")
    assert gc.isenabled()
    gc.disable()
    try:
        Reading("api.wadl")
        assert not gc.isenabled()
    finally:
        gc.enable()


# Entities.


@pytest.mark.parametrize("before", ["", "<!DOCTYPE application [<!ENTITY x 'y'>]>\n"])
def test_what_xml_escapes_is_the_character_itself(write: Write, before: str) -> None:
    """An ampersand and all else that XML escapes is the character itself, in attributes as in text, with a DOCTYPE or without."""
    escaped = "&amp;&lt;&gt;&quot;&apos;&#38;&#x26;lt;"
    write(api_wadl=f'{before}<application xmlns="{NAMESPACE}"><doc title="{escaped}">{escaped}</doc></application>')
    doc = Reading("api.wadl").root.elements()[0]
    assert doc.get("title") == doc.text() == "&<>\"'&&lt;"


def test_entity_text_is_bound_where_it_is_used(write: Write) -> None:
    """Prefixes and the default namespace in an entity's text are those of the element that refers to it."""
    write(
        common_ent="<!ENTITY faults \"<response status='404'><w:doc>no</w:doc></response>\">",
        api_wadl=DOCTYPE % COMMON + f'<application xmlns="{NAMESPACE}" xmlns:w="{NAMESPACE}">&faults;</application>',
    )
    assert [element.namespace for element in Reading("api.wadl").root.walk()] == [NAMESPACE] * 3


def test_places_in_entities(write: Write) -> None:
    """An element from an entity has the line of the reference, and the line inside the entity's text, for nested entities too."""
    write(
        ents__common_ent="\n".join(
            [
                "<!-- <no/> -->",
                '<!ENTITY outer "<a>',
                "<!-- <no/> &inner; --> <![CDATA[<no>]]> <?no <no/> ?>",
                "<b x='&word;'/>&inner;</a>",
                '  <c/>">',
                "<!ENTITY word 'w'><!ENTITY inner",
                "'",
                '<d/><e y=">"/>&own;\'>',
            ]
        ),
        api_wadl="<!DOCTYPE application [\n<!ENTITY % common SYSTEM 'ents/common.ent'> %common;\n<!ENTITY own '\n\n<f/>'>\n]>\n"
        + WADL % "\n<x/>&outer;<y/>\n&own;&inner;",
    )
    reading = Reading("api.wadl")
    places = [(element.name, str(element.location), element.location.origin) for element in reading.root.walk()][1:]
    assert places == [
        ("x", "api.wadl:8", ""),
        ("a", "api.wadl:8", "in &outer;, ents/common.ent:2"),
        ("b", "api.wadl:8", "in &outer;, ents/common.ent:4"),
        ("d", "api.wadl:8", "in &inner;, ents/common.ent:8"),
        ("e", "api.wadl:8", "in &inner;, ents/common.ent:8"),
        ("f", "api.wadl:8", "in &own;, api.wadl:5"),
        ("c", "api.wadl:8", "in &outer;, ents/common.ent:5"),
        ("y", "api.wadl:8", ""),
        ("f", "api.wadl:9", "in &own;, api.wadl:5"),
        ("d", "api.wadl:9", "in &inner;, ents/common.ent:8"),
        ("e", "api.wadl:9", "in &inner;, ents/common.ent:8"),
        ("f", "api.wadl:9", "in &own;, api.wadl:5"),
    ]
    assert reading.find("b").get("x") == "w"


_ITEMS = st.lists(
    st.one_of(st.sampled_from(["<t/>", "\n", "<t\n>x</t>", "<!--<t/>-->", "text", "&#38;lt;"]), st.integers(0, 4)), max_size=6
)


@given(bodies=st.lists(_ITEMS, min_size=1, max_size=5), uses=st.lists(st.integers(0, 4), max_size=4))
def test_every_place_in_an_entity_holds_the_tag(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[list[str | int]], uses: list[int]
) -> None:
    """However entities are nested, the named line of the named file holds the start tag."""
    texts = [
        # An entity refers to later ones alone, so that none refers to itself.
        "".join(item if isinstance(item, str) else f"&e{item};" if number < item < len(bodies) else "" for item in body)
        .replace("<t", f"<t{number}")
        .replace("</t>", f"</t{number}>")
        for number, body in enumerate(bodies)
    ]
    lines = "".join(f"<!ENTITY e{number} '{text}'>\n" for number, text in enumerate(texts))
    folder = tmp_path_factory.getbasetemp()
    (folder / "places.ent").write_text(lines)
    references = "".join(f"<u/>\n&e{use};" for use in uses if use < len(bodies))
    (folder / "places.wadl").write_text(DOCTYPE % COMMON.replace("common.ent", "places.ent") + WADL % references)
    reading = Reading(folder / "places.wadl")
    files = {str(folder / name): (folder / name).read_text().split("\n") for name in ("places.ent", "places.wadl")}
    for element in reading.root.walk():
        place = element.location
        if place.entity:
            assert f"<{element.name}" in files[place.entity_file][place.entity_line - 1]
            assert place.entity == element.name.replace("t", "e")
            assert "&e" in files[place.file][place.line - 1]
        else:
            assert f"<{element.name}" in files[place.file][place.line - 1]


def test_an_entity_that_a_parameter_entity_declares(write: Write) -> None:
    """Where the declaration itself comes from a parameter entity, the place is that of the reference to it."""
    write(common_ent="\n<!ENTITY % all \"\n<!ENTITY x '\n<a/>'>\">\n\n%all;", api_wadl=DOCTYPE % COMMON + WADL % "&x;")
    assert Reading("api.wadl").find("a").location.origin == "in &x;, common.ent:6"


def test_the_first_declaration_binds(write: Write) -> None:
    """Of two declarations of an entity, the first is used, for text and place."""
    write(common_ent='\n<!ENTITY x "<b/>">', api_wadl=DOCTYPE % ('<!ENTITY x "<a/>">' + COMMON) + WADL % "&x;")
    assert Reading("api.wadl").find("a").location.origin == "in &x;, api.wadl:1"


def test_entity_files_bring_in_others(write: Write, tmp_path: Path) -> None:
    """An entity file names others relative to itself; all files that were read are listed, each once."""
    write(
        ents__common_ent='<!ENTITY % deep SYSTEM "deep/er.ent">\n%deep;',
        ents__deep__er_ent='<!ENTITY x "<a/>">',
        api_wadl=DOCTYPE % COMMON.replace("common.ent", "ents/common.ent") + WADL % "&x;",
    )
    reading = Reading("api.wadl")
    assert reading.find("a").location.origin == "in &x;, ents/deep/er.ent:1"
    assert reading.library.files == tuple(str(tmp_path / name) for name in ("api.wadl", "ents/common.ent", "ents/deep/er.ent"))


def test_an_external_subset(write: Write) -> None:
    """A DTD that the DOCTYPE names is read: entities and default attributes."""
    write(x_dtd="<!ENTITY x '<a/>'><!ATTLIST a b CDATA 'c'>", api_wadl='<!DOCTYPE application SYSTEM "x.dtd">' + WADL % "&x;")
    assert Reading("api.wadl").find("a").attributes == {"b": "c"}


def test_a_missing_entity_file(write: Write) -> None:
    """A missing entity file is an error, its entities are warnings, each told once, and the rest is read."""
    write(
        api_wadl=DOCTYPE % (COMMON + '<!ENTITY later "<a/>">')
        + WADL % "\n&x;&later;\n&x;<doc>p&y;q</doc><b c='&z;'/>\n<!-- &no; --><![CDATA[&no;]]><d e='&z;'/>"
    )
    reading = Reading("api.wadl")
    assert reading.find("doc").children == ["pq"]
    assert reading.find("a").location.origin == "in &later;, api.wadl:1"
    assert reading.text.split("\n") == [
        "api.wadl:1: the entity file common.ent not found",
        "api.wadl:3: the entity &x; is not declared (used 2 times); perhaps it is in common.ent, which was not read",
        "api.wadl:4: the entity &y; is not declared; perhaps it is in common.ent, which was not read",
        "api.wadl:4: the entity &z; is not declared (used 2 times); perhaps it is in common.ent, which was not read",
    ]
    assert reading.codes == [MessageCode.UNREADABLE, *[MessageCode.UNDEFINED_ENTITY] * 3]


def test_an_entity_file_outside_the_root(write: Write) -> None:
    """An entity file outside the root is refused, and read with a wider root."""
    write(
        common_ent='<!ENTITY x "<a/>">',
        api__api_wadl=DOCTYPE % COMMON.replace("common", "../common", 2).replace("% ../", "% ").replace("%../", "%") + WADL % "&x;",
    )
    assert Reading("api/api.wadl").find("a").location.origin == "in &x;, common.ent:1"
    refused = Reading("api/api.wadl", root=Path("api"))
    assert refused.codes == [MessageCode.REFUSED, MessageCode.UNDEFINED_ENTITY]
    assert "; to allow it, use --root ." in refused.text


def test_an_entity_file_on_the_network(write: Write, tmp_path: Path) -> None:
    """An entity file on the network is not fetched; --entity-map names the copy, which may lie anywhere."""
    url = "https://example.org/v1/common.ent"
    write(api__api_wadl=DOCTYPE % f'<!ENTITY % c SYSTEM "{url}"> %c;' + WADL % "&x;", copies__c_ent="<!ENTITY x '<a/>'>")
    reading = Reading("api/api.wadl", root=Path("api"))
    assert reading.codes == [MessageCode.NETWORK, MessageCode.UNDEFINED_ENTITY]
    assert f"--entity-map {url}=FILE" in reading.text
    mapped = Reading("api/api.wadl", root=Path("api"), entity_map={url: "copies/c.ent"})
    assert mapped.find("a").location.origin == "in &x;, copies/c.ent:1"
    assert str(tmp_path / "copies/c.ent") in mapped.library.files
    assert mapped.said == []
    assert Reading("api/api.wadl", entity_map={url: "copies/no.ent"}).codes == [MessageCode.UNREADABLE, MessageCode.UNDEFINED_ENTITY]


def test_external_general_entities_are_not_read(write: Write) -> None:
    """A general entity whose text is a file is skipped, and reported once."""
    write(
        secret_xml="<secret/>", api_wadl=DOCTYPE % '<!ENTITY x SYSTEM "secret.xml"><!ENTITY unused SYSTEM "u.xml">' + WADL % "&x;\n&x;<a/>"
    )
    reading = Reading("api.wadl")
    assert [element.name for element in reading.root.walk()] == ["application", "a"]
    assert reading.text == "api.wadl:2: the entity &x; is external (secret.xml); it is not read"
    assert reading.codes == [MessageCode.EXTERNAL_ENTITY]
    assert len(reading.library.files) == 1


def test_an_undeclared_parameter_entity(write: Write) -> None:
    """A parameter entity that nothing declares is a warning."""
    write(api_wadl=DOCTYPE % "%x;" + WADL % "<a/>")
    assert Reading("api.wadl").text == "api.wadl:1: the entity %x; is not declared"


# Limits.


def _laughs(first: str, kind: str = "") -> str:
    start = f"<!ENTITY {kind}e0 '{first}'>"
    mark = "%" if kind else "&"
    return start + "".join(f"<!ENTITY {kind}e{n} '{f'{mark}e{n - 1};' * 10}'>" for n in range(1, 10))


_HUGE = "x" * 100_000
BOMBS = {
    "text": DOCTYPE % _laughs("lol") + WADL % "&e9;",
    "elements": DOCTYPE % _laughs("<a/>") + WADL % "&e9;",
    "nothing": DOCTYPE % _laughs("") + WADL % "&e9;",
    "in an attribute": DOCTYPE % _laughs("lol") + WADL % "<a b='&e9;'/>",
    "quadratic": DOCTYPE % f"<!ENTITY e '{_HUGE}'>" + WADL % ("&e;" * 20_000),
    "quadratic in attributes": DOCTYPE % f"<!ENTITY e '{_HUGE}'>" + WADL % ("<a b='&e;'/>" * 20_000),
    "default attributes": DOCTYPE % f"<!ATTLIST a b CDATA '{_HUGE}'>" + WADL % ("<a/>" * 20_000),
    "attribute": WADL % f"<a b='{'x' * 30_000_000}'/>",
    "name": WADL % f"<{'x' * 12_000_000}/>",
    "comment": WADL % f"<!--{'x' * 12_000_000}-->",
    "comment before the root": f"<!--{'x' * 12_000_000}-->" + WADL % "",
    "entity": DOCTYPE % f"<!ENTITY e '{'x' * 12_000_000}'>" + WADL % "",
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_grows_too_large(write: Write, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Text that grows beyond all bounds, or a single huge tag, is one error, before much is done with it."""
    monkeypatch.setattr(limits, "MIN_PARTS", 50_000)  # a tenth and less of what they are: the calls are counted, which takes time
    write(api_wadl=BOMBS[name])
    reading = within(1_000_000, lambda: Reading("api.wadl"))
    assert reading.document is None
    assert reading.codes == [MessageCode.TOO_LARGE]


@pytest.mark.parametrize(
    "common",
    [_laughs("<!---->", "% ") + "%e9;", _laughs("lol", "% ") + '<!ENTITY z "%e9;">', f"<!-- {_HUGE} -->"],
)
def test_parameter_entities_that_grow_too_large(write: Write, common: str) -> None:
    """Parameter entities that multiply each other, or a file front_end in thousands of times, are an error."""
    write(common_ent=common, api_wadl=DOCTYPE % ('<!ENTITY % c SYSTEM "common.ent">' + "%c;" * 2000) + WADL % "")
    assert Reading("api.wadl").codes[0] in (MessageCode.TOO_LARGE, MessageCode.NOT_XML)
    assert Reading("api.wadl").document is None


def test_large_files_without_tricks_are_read(write: Write) -> None:
    """Long text, long CDATA, many attributes and many uses of an entity are no bombs."""
    entity = "<response status='404'><doc>Not found</doc></response>"
    attributes = " ".join(f"a{number}='1'" for number in range(9_000))
    body = f"<a>{'x' * 3_000_000}</a><b><![CDATA[{'y' * 3_000_000}]]></b>{'&e;' * 30_000}<c {attributes}/>"
    write(api_wadl=DOCTYPE % f'<!ENTITY e "{entity}">' + WADL % body)
    reading = Reading("api.wadl")
    assert sum(1 for _ in reading.root.walk()) == 1 + 3 + 60_000
    assert len(reading.find("b").text()) == 3_000_000


@pytest.mark.parametrize("text", ["%s", "&e;", "<a>" * 100 + "&e;" + "</a>" * 100])
def test_depth(write: Write, text: str) -> None:
    """256 elements may be nested in each other and no more, wherever they come from."""
    inside = 100 if "<a>" in text else 0
    for depth in (255, 256):
        nested = "<a>" * (depth - inside) + "</a>" * (depth - inside)
        write(api_wadl=DOCTYPE % f"<!ENTITY e '{nested}'>" + WADL % text.replace("%s", nested))
        reading = Reading("api.wadl")
        assert reading.codes == ([] if depth == 255 else [MessageCode.TOO_DEEP])


def test_chains_of_entities(write: Write) -> None:
    """Entities that refer to entities by the thousand are an error, before they can overflow a stack."""
    for count, codes in ((900, []), (30_000, [MessageCode.TOO_DEEP])):
        chain = "".join(f"<!ENTITY e{n} '&e{n + 1};'>" for n in range(count)) + f"<!ENTITY e{count} '<a/>'>"
        write(api_wadl=DOCTYPE % chain + WADL % "&e0;")
        reading = Reading("api.wadl")
        assert reading.codes == codes
    write(api_wadl=DOCTYPE % (chain.replace("<a/>", "x") + "<!ATTLIST a b CDATA '&e0;'>") + WADL % "<a/>")
    assert Reading("api.wadl").codes == [MessageCode.TOO_DEEP]


def test_entity_files_that_bring_in_each_other(write: Write) -> None:
    """A long chain of entity files is an error."""
    write(**{f"f{n}_ent": f'<!ENTITY % f{n + 1} SYSTEM "f{n + 1}.ent"> %f{n + 1};' for n in range(60)})
    write(api_wadl=DOCTYPE % '<!ENTITY % f0 SYSTEM "f0.ent"> %f0;' + WADL % "")
    assert Reading("api.wadl").codes == [MessageCode.TOO_DEEP]


# Other WADLs and samples.


def test_another_wadl(write: Write, tmp_path: Path) -> None:
    """Another WADL is found beside the file that refers to it, else beside the main one, and is read once."""
    write(
        api_wadl=WADL % "<a/>",
        sub__b_wadl=WADL % "<b/>",
        sub__c_wadl=WADL % "<c/>",
        d_wadl=WADL % "<d/>",
    )
    reading = Reading("api.wadl")
    b = reading.library.referenced("sub/b.wadl", reading.root)
    assert b is not None
    c = reading.library.referenced("c.wadl", b.root)
    d = reading.library.referenced("d.wadl", b.root)
    assert c is not None
    assert d is not None
    assert (b.shown, c.shown, d.shown) == ("sub/b.wadl", "sub/c.wadl", "d.wadl")
    assert c.key == str(tmp_path / "sub" / "c.wadl")
    assert reading.library.referenced("../api.wadl", b.root) is reading.document
    assert reading.library.referenced("sub/../sub/b.wadl", reading.root) is b
    assert len(reading.library.files) == 4


def test_another_wadl_that_can_not_be_read(write: Write) -> None:
    """A missing WADL is a warning, a refused or a broken one an error; each is told once."""
    write(api_wadl=WADL % "<a/>\n<b/>", bad_wadl="<a>", other_xml="<project/>")
    reading = Reading("api.wadl")
    for element in reading.root.elements():
        for href in ("no.wadl", "../up.wadl", "bad.wadl", "other.xml"):
            assert reading.library.referenced(href, element) is None
    assert reading.codes == [MessageCode.MISSING_WADL, MessageCode.REFUSED, MessageCode.NOT_XML, MessageCode.NOT_WADL]
    assert reading.text.startswith("api.wadl:1: WADL no.wadl not found\n")


def test_a_part_of_a_wadl_can_be_referred_to(write: Write) -> None:
    """A document that holds one method may be referred to, but is no WADL to start from."""
    write(api_wadl=WADL % "", method_xml=f'<method xmlns="{NAMESPACE}" id="m"/>')
    reading = Reading("api.wadl")
    document = reading.library.referenced("method.xml", reading.root)
    assert document is not None
    assert document.root.name == "method"
    assert Reading("method.xml").codes == [MessageCode.NOT_WADL]


def test_a_sample_beside_the_entity_file(write: Write) -> None:
    """A sample that an element from an entity names is found beside the WADL, else beside the file that declares the entity."""
    write(
        ents__common_ent="<!ENTITY x \"<code href='s.json'/><code href='t.json'/>\">",
        ents__s_json="entity",
        ents__t_json="entity",
        api_wadl=DOCTYPE % COMMON.replace('"common', '"ents/common') + WADL % "&x;",
        t_json="main",
    )
    reading = Reading("api.wadl")
    assert [reading.library.sample(code.get("href"), code) for code in reading.root.elements()] == ["entity", "main"]


def test_a_missing_sample_in_an_entity_is_told_once(write: Write) -> None:
    """A sample that an entity names is missing once, however often the entity is used."""
    write(common_ent="<!ENTITY x \"\n<code href='s.json'/>\">", api_wadl=DOCTYPE % COMMON + WADL % "&x;\n&x;\n&x;")
    reading = Reading("api.wadl")
    for code in reading.root.elements():
        reading.library.sample("s.json", code)
    assert len(reading.said) == 1
    assert reading.said[0].location is not None
    assert reading.said[0].location.origin == "in &x;, common.ent:2"


# XInclude.

XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'


def test_xinclude(write: Write, tmp_path: Path) -> None:
    """An include is replaced by the root of the file, by the element with an id, or by text; places are those of the file."""
    write(
        api_wadl=WADL
        % (
            f'<a {XI}>t<xi:include href="sub/m.xml"/>u<xi:include href="sub/m.xml" xpointer="two"/>'
            '<xi:include href="t.txt" parse="text"/>v</a>'
        ),
        sub__m_xml=f'<method xmlns="{NAMESPACE}" {XI}>\n<doc id="one"/><doc id="two">2</doc><xi:include href="n.xml"/></method>',
        sub__n_xml="\n<n/>",
        t_txt="<text>",
    )
    reading = Reading("api.wadl")
    two = [NAMESPACE, "doc", {"id": "two"}, "2"]
    method = [NAMESPACE, "method", {}, [NAMESPACE, "doc", {"id": "one"}], two, ["", "n", {}]]
    assert shape(reading.find("a")) == [NAMESPACE, "a", {}, "t", method, "u", two, "<text>v"]
    assert str(reading.find("n").location) == "sub/n.xml:2"
    assert reading.library.files == tuple(str(tmp_path / name) for name in ("api.wadl", "sub/m.xml", "sub/n.xml", "t.txt"))
    assert reading.said == []


@pytest.mark.parametrize("pointer", ["x", "xpointer(id('x'))", "xpointer(//*[@id='x'])", 'xpointer(//*[@xml:id="x"])', "element(x)"])
def test_xpointers(write: Write, pointer: str) -> None:
    """The forms of XPointer that name an id are known."""
    quoted = pointer.replace('"', "&quot;")
    write(api_wadl=WADL % f'<xi:include {XI} href="m.xml" xpointer="{quoted}"/>', m_xml="<m><n xml:id='x'/></m>")
    assert [element.name for element in Reading("api.wadl").root.walk()] == ["application", "n"]


def test_an_xpointer_that_is_not_known(write: Write) -> None:
    """Another XPointer brings the whole file, with a warning; an id that is not there brings nothing, with a warning."""
    write(
        api_wadl=WADL % f'<xi:include {XI} href="m.xml" xpointer="xpointer(/m/n[1])"/><xi:include {XI} href="m.xml" xpointer="no"/>',
        m_xml="<m/>",
    )
    reading = Reading("api.wadl")
    assert [element.name for element in reading.root.walk()] == ["application", "m"]
    assert reading.codes == [MessageCode.MISSING_INCLUDE] * 2


def test_includes_that_can_not_be_read(write: Write) -> None:
    """A missing include is a warning or its fallback; a refused or broken one an error."""
    fallback = '<xi:fallback>a<b/><xi:include href="n.xml"/></xi:fallback>'
    write(
        api_wadl=WADL % f'<a {XI}><xi:include href="no.xml"/>\n<xi:include href="no.xml">{fallback}</xi:include>'
        f'<xi:include href="../up.xml"/><xi:include href="bad.xml"/><xi:include href="http://e.org/x"/></a>',
        n_xml="<n/>",
        bad_xml="<a>",
    )
    reading = Reading("api.wadl")
    assert shape(reading.find("a"))[3:] == ["\na", [NAMESPACE, "b", {}], ["", "n", {}]]
    assert reading.codes == [MessageCode.MISSING_INCLUDE, MessageCode.REFUSED, MessageCode.NOT_XML, MessageCode.MISSING_INCLUDE]
    assert reading.text.startswith("api.wadl:1: included file no.xml not found\n")


@pytest.mark.parametrize(
    "files",
    [
        {"api_wadl": '<xi:include href="api.wadl"/>'},
        {"api_wadl": '<xi:include href="m.wadl"/>', "m_wadl": '<xi:include href="api.wadl"/>'},
        {"api_wadl": '<b id="x"><xi:include href="" xpointer="x"/></b>'},
        {"api_wadl": '<b id="x"><xi:include xpointer="y"/></b><b id="y"><xi:include xpointer="x"/></b>'},
        {
            "api_wadl": '<xi:include href="m.wadl"/>',
            "m_wadl": '<b id="x"><xi:include href="n.wadl"/></b>',
            "n_wadl": '<xi:include href="m.wadl" xpointer="x"/>',
        },
    ],
)
def test_includes_that_lead_back(write: Write, files: dict[str, str]) -> None:
    """Includes that lead back to themselves are a warning, and the tree stays finite."""
    write(**{name: WADL.replace(">", f" {XI}>", 1) % body for name, body in files.items()})
    reading = Reading("api.wadl")
    assert sum(1 for _ in reading.root.walk()) < 10
    assert reading.codes == [MessageCode.CYCLE]


def test_includes_that_multiply(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that include each other many times over are an error as soon as there are too many elements; so is a long chain."""
    monkeypatch.setattr(xinclude, "MAX_ELEMENTS", 50_000)
    write(**{f"f{n}_xml": f"<m {XI}>" + f'<xi:include href="f{n + 1}.xml"/>' * 20 + "</m>" for n in range(8)}, f8_xml="<m/>")
    write(api_wadl=WADL % f'<xi:include {XI} href="f0.xml"/>')
    assert Reading("api.wadl").codes == [MessageCode.TOO_LARGE]
    write(**{f"f{n}_xml": f'<m {XI}><xi:include href="f{n + 1}.xml"/></m>' for n in range(60)})
    assert Reading("api.wadl").codes == [MessageCode.TOO_DEEP]
    deep = "<m>" * 200 + "%s" + "</m>" * 200
    write(f0_xml=deep % f'<xi:include {XI} href="f1.xml"/>', f1_xml=deep % "")
    assert Reading("api.wadl").codes == [MessageCode.TOO_DEEP]


def test_a_root_that_is_an_include(write: Write) -> None:
    """A WADL may be nothing but an include of another."""
    write(api_wadl=f'<xi:include {XI} href="m.wadl"/>', m_wadl=WADL % "<a/>")
    assert Reading("api.wadl").find("a").location.file == "m.wadl"
    write(api_wadl=f'<xi:include {XI} href="no.wadl"/>')
    assert Reading("api.wadl").codes == [MessageCode.MISSING_INCLUDE, MessageCode.NOT_WADL]


# Real WADLs.


@pytest.mark.corpus
def test_real_wadls(corpus: Path, corpus_wadls: list[Path]) -> None:
    """Every real WADL is read or told to be broken, and every element stands where its place says."""
    lines: dict[str, list[str]] = {}
    for path in corpus_wadls:
        reading = Reading(path, root=corpus)
        if reading.document is None:
            assert len(reading.said) == 1
            continue
        for element in reading.root.walk():
            place = element.location
            file, line = (place.entity_file, place.entity_line) if place.entity else (place.file, place.line)
            if file not in lines:
                data = Path(file).read_bytes()
                lines[file] = data.decode("utf-16" if data[:2] == b"\xff\xfe" else "utf-8").split("\n")
            assert re.search(rf"<([\w.-]+:)?{re.escape(element.name)}(?=[\s/>]|$)", lines[file][line - 1]), place
