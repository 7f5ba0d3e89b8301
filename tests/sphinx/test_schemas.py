"""Types of schemas under Sphinx: objects, roles, labels, builders, translations, and which pages a change reads again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sphinx.schema_projects import KINDS_XSD, RECORDS_XSD, SCHEMAS, records
from tests.sphinx_projects import Built, build, method, project, wadl

INDEX = "Top\n===\n\n.. wadl:: api.wadl\n{}\n"


def with_schemas(folder: Path, **files: str) -> Path:
    """A project with the schemas and their WADL."""
    project(folder, **{"api_wadl": records(), **files})
    for name, text in SCHEMAS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def pages_of(**pages: str) -> dict[str, str]:
    """Pages with these directives, and an index of them."""
    toctree = "".join(f"   {name}\n" for name in pages)
    return {"index": f"Top\n===\n\n.. toctree::\n\n{toctree}", **{name: f"{name}\n========\n\n{text}\n" for name, text in pages.items()}}


def types_in(built: Built) -> set[str]:
    """The full names of the objects of kind datatype."""
    return {line.split(" wadl:")[0] for line in built.inventory if line.startswith("api:") and " wadl:datatype " in line}


TYPES = {"api:error", "api:Kind", "api:Record (urn:records)", "api:Record (urn:other)"}


# --- objects ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", ["sphinx", "classic"])
def test_types_stand_after_the_operations(style: str, tmp_path: Path) -> None:
    """After all operations of a WADL come its types, in the style sphinx as objects; ids and labels are unique, whatever the style."""
    built = build(with_schemas(tmp_path / "p", index=INDEX.format(f"   :style: {style}\n")))
    assert built.warnings == ()
    assert types_in(built) == (TYPES if style == "sphinx" else set())
    html = built.text("index.html")
    ids = re.findall(r'<[^<>]* id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    titles = re.findall(r"<h[1-6]>([^<]+)<", html)
    assert titles.index("change") < titles.index("Types") < titles.index("error") < titles.index("Kind")
    assert titles.count("Record") == 2 and html.count("This table shows the body of the 400 response") == 0
    assert set(re.findall(r'href="#(api-(?:type|element)-[^"]+)"', html)) <= set(ids)


@pytest.mark.parametrize("style", ["sphinx", "classic"])
@pytest.mark.parametrize("split", ["method", "resource", "single"])
def test_types_on_pages_made_before_the_build(split: str, style: str, tmp_path: Path) -> None:
    """However pages are split, their types are found, and nothing is warned of."""
    conf = 'wadl2rst_sources = [{"path": "api.wadl", "destination": "reference"}]\n'
    conf += f'wadl2rst_split = "{split}"\nwadl2rst_style = "{style}"'
    index = "Top\n===\n\n.. toctree::\n\n   reference/index\n\n:ref:`api-type-kind`\n"
    built = build(with_schemas(tmp_path / "p", conf=conf, index=index))
    assert built.warnings == ()
    page = "reference/index.html" if split == "single" else "reference/types.html"
    assert f'href="{page}#api-type-kind"' in built.text("index.html")
    places = {match[1] for line in built.inventory if (match := re.search(r" wadl:datatype -?\d (\S+)#", line))}
    assert places == ({page} if style == "sphinx" else set())


ROLES = {
    ":wadl:datatype:`Kind`": "kind",
    ":wadl:datatype:`api:Record (urn:other)`": "record-urn-other",
    ":wadl:datatype:`Record (urn:records)`": "record-urn-records",
    ":wadl:type:`the kind <Kind>`": "kind",
    ":wadl:type:`error`": "error",
    ":any:`Kind`": "kind",
    ":any:`Record (urn:other)`": "record-urn-other",
}


def test_roles_lead_to_types(tmp_path: Path) -> None:
    """Roles find a type by its name, with its namespace where several have the name; ``wadl:type`` finds those of schemas, too."""
    built = build(with_schemas(tmp_path / "p", **pages_of(api=".. wadl:: api.wadl", links="\n\n".join(ROLES))))
    assert built.warnings == ()
    assert re.findall(r'href="api\.html#wadl-datatype-api-([^"]+)"', built.text("links.html")) == list(ROLES.values())


def test_a_name_of_several_types_names_the_choices(tmp_path: Path) -> None:
    """A role with a name that types of two namespaces have warns, and names both."""
    built = build(with_schemas(tmp_path / "p", **pages_of(api=".. wadl:: api.wadl", links=":wadl:datatype:`Record`")), "dummy")
    assert len(built.warnings) == 1
    assert "Record is ambiguous; use one of api:Record (urn:other), api:Record (urn:records) [wadl.ambiguous]" in built.warnings[0]


def test_a_resource_type_goes_before_a_type_of_a_schema(tmp_path: Path) -> None:
    """``wadl:type`` finds the resource type where both have the name, and ``wadl:datatype`` only the type of the schema."""
    api = records().replace("<resources", '<resource_type id="Kind"><method id="look" name="GET"/></resource_type><resources', 1)
    links = ":wadl:type:`Kind` :wadl:datatype:`Kind`"
    built = build(with_schemas(tmp_path / "p", api_wadl=api, **pages_of(api=".. wadl:: api.wadl", links=links)))
    assert built.warnings == ()
    assert re.findall(r'href="api\.html#([^"]+)"', built.text("links.html"))[-2:] == ["wadl-type-api-kind", "wadl-datatype-api-kind"]


def test_types_are_in_the_search_and_the_general_index(tmp_path: Path) -> None:
    """The search of the pages finds a type as an object, and the general index has it."""
    built = build(with_schemas(tmp_path / "p", index=INDEX.format("")))
    search = built.text("searchindex.js")
    assert '"wadl:datatype"' in search and "type of a schema" in search
    assert "Kind (type)" in built.text("genindex.html")


def test_another_project_links_to_a_type(tmp_path: Path) -> None:
    """A second project links to a type of the first by its name through intersphinx, without a warning."""
    xsd = RECORDS_XSD.replace("o:Record", "Record")
    folder = with_schemas(tmp_path / "first", index=INDEX.format(""))
    (folder / "records.xsd").write_text(xsd, encoding="utf-8")
    first = build(folder)
    assert first.warnings == () and "api:Record" in types_in(first)
    conf = 'extensions.append("sphinx.ext.intersphinx")\n'
    conf += f'intersphinx_mapping = {{"api": ("https://api.example.org/", "{first.out}/objects.inv")}}'
    index = "Top\n===\n\n:wadl:datatype:`Record` :wadl:type:`Record` :external+api:wadl:datatype:`api:Record` :any:`Record`\n"
    second = build(project(tmp_path / "second", conf=conf, index=index))
    assert second.warnings == ()
    links = re.findall(r'href="https://api\.example\.org/([^"]*)"', second.text("index.html"))
    assert links == ["index.html#wadl-datatype-api-record"] * 4


def test_two_wadls_have_types_of_one_name(tmp_path: Path) -> None:
    """Types of one name in two WADLs on one page have ids, labels and objects of their own."""
    index = INDEX.format("\n.. wadl:: shop.wadl\n\n:wadl:type:`shop:Kind`")
    built = build(with_schemas(tmp_path / "p", shop_wadl=records(path="shop"), index=index))
    assert built.warnings == ()
    ids = re.findall(r'<[^<>]* id="([^"]+)"', built.text("index.html"))
    assert len(ids) == len(set(ids)) and {"api-type-kind", "shop-type-kind"} <= set(ids)
    assert {line.split(" wadl:")[0] for line in built.inventory if "Kind wadl:datatype" in line} == {"api:Kind", "shop:Kind"}


# --- where the types are not ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "directive",
    [
        ".. wadl:: api.wadl\n   :methods: POST",
        ".. wadl:: api.wadl\n   :no-index:",
        ".. wadl:: api.wadl\n   :methods: POST\n   :group: resource",
        ".. wadl:automethod:: api.wadl#add",
    ],
)
def test_operations_without_the_types_tell_all_themselves(directive: str, tmp_path: Path) -> None:
    """Where the types are not shown, errors stand with their operations, and what would link to a type is its name, without a warning."""
    built = build(with_schemas(tmp_path / "p", index=f"Top\n===\n\n{directive}\n"))
    html = built.text("index.html")
    assert built.warnings == () and types_in(built) == set()
    assert ">400 " in html and re.search('id="wadl-param-api-add-400-body-error-code"', html)
    assert "Types" not in re.findall(r"<h[1-6]>([^<]+)<", html)
    assert "api-type" not in html and re.search(r">Kind</span>(</span>)?<span[^>]*><em>required", html)


@pytest.mark.parametrize("directive", [".. wadl:: api.wadl\n   :no-typesetting:", ".. wadl:operations:: api.wadl"])
def test_directives_without_text_have_no_types(directive: str, tmp_path: Path) -> None:
    """A list of the operations, and operations that are only targets, have no types after them."""
    built = build(with_schemas(tmp_path / "p", **pages_of(a=directive, b=".. wadl:: api.wadl\n   :no-index:")))
    assert [line for line in built.warnings if "wadl.dangling" not in line] == []
    assert types_in(built) == set() and ">Types<" not in built.text("a.html")


def test_part_of_a_wadl_links_to_the_page_with_the_types(tmp_path: Path) -> None:
    """Where one page has the whole WADL and another a part, the part links to the types of the whole; no label is there twice."""
    part, whole = ".. wadl:: api.wadl\n   :methods: POST\n   :no-index:", ".. wadl:: api.wadl"
    folder = with_schemas(tmp_path / "p", **pages_of(a=part, b=whole, c=":ref:`api-type-kind` :ref:`api-element-error`"))
    found = [build(folder, jobs=jobs, out=tmp_path / f"out{jobs}") for jobs in (1, 2)]
    for built in found:
        assert built.warnings == ()
        targets = set(re.findall(r'href="([^"#]+)#api-type-([^"]+)"', built.text("a.html")))
        assert {page for page, _name in targets} == {"b.html"} and ("b.html", "kind") in targets
        assert re.findall(r'href="(b\.html#api-[^"]+)"', built.text("c.html")) == ["b.html#api-type-kind", "b.html#api-element-error"]
    assert (found[0].out / "objects.inv").read_bytes() == (found[1].out / "objects.inv").read_bytes()


def test_the_first_page_with_the_types_has_their_labels(tmp_path: Path) -> None:
    """With the whole WADL on two pages, only operations are reported, and labels of types lead to the first page by name."""
    folder = with_schemas(tmp_path / "p", **pages_of(c=".. wadl:: api.wadl", b=".. wadl:: api.wadl"))
    for jobs in (1, 2):
        built = build(folder, "dummy", jobs=jobs, out=tmp_path / f"out{jobs}")
        assert len(built.warnings) == 2 and all("duplicate description of operation" in line for line in built.warnings)
        labels = built.app.env.domains["std"].anonlabels
        assert {page for label, (page, _id) in labels.items() if label.startswith(("api-type", "api-element"))} == {"b"}


def test_the_whole_twice_on_a_page_has_the_types_once(tmp_path: Path) -> None:
    """The second directive reports the operations; its operations stand alone, and the types are not repeated."""
    built = build(with_schemas(tmp_path / "p", index=INDEX.format("\n.. wadl:: api.wadl")))
    assert len(built.warnings) == 2 and all("duplicate description of operation" in line for line in built.warnings)
    assert re.findall(r"<h[1-6]>([^<]+)<", built.text("index.html")).count("Types") == 1


# --- builders, languages and events -----------------------------------------------------------------


@pytest.mark.parametrize(
    "builder", ["html", "latex", "text", *(pytest.param(name, marks=pytest.mark.slow) for name in ("singlehtml", "man", "epub", "texinfo"))]
)
def test_types_are_built_without_a_warning(builder: str, tmp_path: Path) -> None:
    """Each builder shows directive and generated pages with types without a warning, nitpicky."""
    conf = 'wadl2rst_sources = [{"path": "shop.wadl", "destination": "shop"}]\nversion = "1"\ncopyright = "2026"'
    conf += '\nman_pages = [("index", "api", "API", [], 1)]'
    index = "Top\n===\n\n.. toctree::\n\n   shop/index\n\n.. wadl:: api.wadl\n\n:wadl:type:`api:Kind`\n"
    built = build(with_schemas(tmp_path / "p", conf=conf, index=index, shop_wadl=records(path="shop")), builder)
    assert built.warnings == ()
    assert any(built.out.iterdir())


def test_words_of_schemas_are_extracted_and_words_of_the_page_are_not(tmp_path: Path) -> None:
    """The gettext builder has the documentation of the schema, and no fixed text; a translation of it is shown in a build."""
    folder = with_schemas(tmp_path / "p", conf='locale_dirs = ["locale"]\ngettext_compact = False', index=INDEX.format(""))
    pot = build(folder, "gettext").text("index.pot")
    assert 'msgid "What is known of a person."' in pot and 'msgid "The sort of a person."' in pot
    assert not {f'msgid "{word}"' for word in ("Types", "Name", "Type", "Description", "Request")} & set(pot.splitlines())
    assert "This table shows" not in pot
    catalogue = folder / "locale" / "de" / "LC_MESSAGES"
    catalogue.mkdir(parents=True)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (catalogue / "index.po").write_text(f'{header}msgid "The sort of a person."\nmsgstr "Die Art der Person."\n', "utf-8")
    text = build(folder, "text", out=tmp_path / "de", settings={"language": "de"}).text("index.txt")
    assert "Die Art der Person." in text and "The sort of a person." not in text


def test_a_handler_changes_the_page_of_types(tmp_path: Path) -> None:
    """``wadl-process-doc`` is emitted for the types with the kind ``schemas`` and the name of their page, also for pages before a build."""
    conf = (
        "def change(app, what, name, value, lines):\n"
        "    if what == 'schemas':\n        lines += ['', f'{what} {name}: {len(value.sections)}.', '']\n"
        "def setup(app):\n    app.connect('wadl-process-doc', change)\n"
        'wadl2rst_sources = [{"path": "shop.wadl", "destination": "shop"}]\n'
    )
    index = "Top\n===\n\n.. toctree::\n\n   shop/index\n\n.. wadl:: api.wadl\n"
    built = build(with_schemas(tmp_path / "p", conf=conf, index=index, shop_wadl=records(path="shop")), "text")
    assert built.warnings == ()
    assert built.text("index.txt").count("schemas types: 4.") == 1 and built.text("shop/types.txt").count("schemas types: 4.") == 1


# --- what a change reads again ----------------------------------------------------------------------

ALL = "index api mapped json plain"
"""The pages of the project."""

JSON_WADL = wadl(
    method("list", "POST", inside='<request><representation mediaType="application/json" j:describedby="list.json"/></request>')
).replace("<application", '<application xmlns:j="http://wadl.dev.java.net/2009/02/json-schema"', 1)


def _places(folder: Path) -> Path:
    """A project with pages of four WADLs: with schemas, with a mapped address, with JSON Schemas, without any."""
    pages = pages_of(**{name: f".. wadl:: {name}.wadl" for name in ("api", "mapped", "json", "plain")})
    conf = 'wadl2rst_grammar_map = ["https://schemas.example/records.xsd=copy.xsd"]'
    mapped = records(path="mapped", grammar="https://schemas.example/records.xsd")
    with_schemas(folder, conf=conf, mapped_wadl=mapped, json_wadl=JSON_WADL, plain_wadl=wadl(method("plain"), path="plain"), **pages)
    (folder / "list.json").write_text('{"type": "object", "properties": {"item": {"$ref": "item.json"}}}', "utf-8")
    (folder / "item.json").write_text('{"type": "object", "properties": {"size": {"type": "integer"}}}', "utf-8")
    (folder / "copy.xsd").write_text(re.sub("<xs:(import|include) .*/>|<xs:element name=.(copy|kind).*/>", "", RECORDS_XSD), "utf-8")
    return folder


def test_a_changed_schema_reads_its_pages_again(tmp_path: Path) -> None:
    """A schema, one that it includes or imports, and one that the grammar map names: a change reads the pages of its WADLs, no other."""
    folder = _places(tmp_path / "p")
    first = build(folder, "text")
    assert first.warnings == () and first.docs == {*ALL.split()}
    assert build(folder, "text").docs == set()
    shown = {
        "api": ("records.xsd", "other.xsd", "kinds.xsd"),
        "json": ("list.json", "item.json"),
        "mapped": ("copy.xsd",),
        "": ("unused.xsd",),
    }
    for read, files in shown.items():
        for file in files:
            path = folder / file
            text = path.read_text("utf-8") if path.exists() else ""
            path.write_text(f"{text}\n", encoding="utf-8")
            changed = build(folder, "text")
            assert (file, changed.docs, changed.warnings) == (file, {read} if read else set(), ())


def test_a_change_of_a_schema_is_shown(tmp_path: Path) -> None:
    """The page shows what the schema says now, though the WADL has not changed."""
    folder = _places(tmp_path / "p")
    assert "visitor" not in build(folder, "text").text("api.txt")
    (folder / "kinds.xsd").write_text(KINDS_XSD.replace("guest", "visitor"), encoding="utf-8")
    assert "visitor" in build(folder, "text").text("api.txt")


@pytest.mark.parametrize(
    ("file", "read", "code"),
    [
        ("kinds.xsd", "api", "missing-grammar"),
        ("records.xsd", "api", "missing-grammar"),
        ("list.json", "json", "missing-grammar"),
        ("item.json", "json", "missing-grammar"),
        ("copy.xsd", ALL, "config"),
    ],
)
def test_a_schema_that_appears_reads_its_pages_again(file: str, read: str, code: str, tmp_path: Path) -> None:
    """When a schema that was looked for in vain is there, the pages of its WADLs are read; for a file of the grammar map, all are.

    (A map that names a missing file counts as none, so that the file changes the configuration.)
    """
    folder = _places(tmp_path / "p")
    text = (folder / file).read_text("utf-8")
    (folder / file).unlink()
    first = build(folder, "text")
    assert first.warnings and all(f"[wadl.{code}]" in line for line in first.warnings), first.warnings
    assert build(folder, "text").docs == set()
    (folder / file).write_text(text, encoding="utf-8")
    second = build(folder, "text")
    assert (second.docs, second.warnings) == ({*read.split()}, ())


def test_another_grammar_map_reads_the_schemas_anew(tmp_path: Path) -> None:
    """One process that builds twice, with two grammar maps, shows what each maps to."""
    folder = _places(tmp_path / "p")
    (folder / "second.xsd").write_text((folder / "copy.xsd").read_text("utf-8").replace("of a person", "of a company"), "utf-8")
    first = build(folder, "text").text("mapped.txt")
    settings = {"wadl2rst_grammar_map": ["https://schemas.example/records.xsd=second.xsd"]}
    second = build(folder, "text", settings=settings).text("mapped.txt")
    assert ("of a person" in first, "of a company" in first) == (True, False)
    assert ("of a person" in second, "of a company" in second) == (False, True)
