"""Whole projects: the example in every builder, generated pages, and real WADLs."""

from __future__ import annotations

import re
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from lxml import etree

from tests.sphinx_projects import IMAGES, ROOT, SAMPLES, build, build_elsewhere, method, project, wadl
from wadl2rst.page.translations import translator

QUICK = ("html", "latex", "text")
BUILDERS = [
    *QUICK,
    *(pytest.param(name, marks=pytest.mark.slow) for name in ("dirhtml", "singlehtml", "man", "texinfo", "epub", "gettext")),
]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example project, beside the samples that it shows."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("docs/example", "samples/image-service", "samples/jersey-bookstore"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("_build", "reference"))
    return folder / "docs" / "example"


@pytest.mark.parametrize("builder", BUILDERS)
def test_the_example_is_built_without_a_warning(builder: str, example: Path) -> None:
    """The example project, which uses directive, roles, objects by hand and generated pages, is clean in every builder, nitpicky."""
    built = build(example, builder, out=example.with_name(f"built-{builder}"))
    assert built.warnings == ()
    assert any(built.out.iterdir())


def test_tabs_where_sphinx_design_is_loaded(tmp_path: Path) -> None:
    """Samples next to each other are tabs where sphinx-design is loaded, and plain blocks where it is not."""
    if find_spec("sphinx_design") is None:
        pytest.skip("sphinx-design is not installed")
    index = f"Top\n===\n\n.. wadl:automethod:: {IMAGES}#setMetadataItem\n   :request-samples: none\n"
    plain = build(project(tmp_path / "plain", index=index))
    tabbed = build(project(tmp_path / "tabbed", index=index, conf='extensions.append("sphinx_design")'))
    assert (plain.warnings, tabbed.warnings) == ((), ())
    assert 'class="sd-tab-set' not in plain.text("index.html") and tabbed.text("index.html").count('class="sd-tab-set') == 2
    sets = tabbed.text("index.html").split('class="sd-tab-set')[1:]
    assert all(re.findall(r'<input (checked="checked" )?', tabs).count('checked="checked" ') == 1 for tabs in sets)
    assert all(re.search(r"<input checked.*?<label[^>]*>\s*(\w+)", tabs, re.DOTALL)[1] == "JSON" for tabs in sets)  # type: ignore[index]
    never = build(project(tmp_path / "never", index=index, conf='extensions.append("sphinx_design")\nwadl2rst_tabs = "never"'))
    assert 'class="sd-tab-set' not in never.text("index.html")


@pytest.fixture(scope="module")
def tabbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose samples are in tabs, beside tabs that a person wrote."""
    pytest.importorskip("sphinx_design")
    own = ".. tab-set::\n\n   .. tab-item:: Mine\n\n      Text of mine.\n"
    uncaptioned = (
        ".. tab-set::\n   :sync-group: wadl-more\n\n   .. _in-a-tab:\n\n   .. tab-item:: Label\n      :sync: label\n\n"
        "      Text of the tab.\n"
    )
    shown = f".. wadl:automethod:: {IMAGES}#setMetadataItem\n   :request-samples: none\n"
    index = f"Top\n===\n\n{shown}\nMore\n====\n\nTo :ref:`it <in-a-tab>`.\n\n{uncaptioned}"
    conf = 'extensions.append("sphinx_design")\nepub_show_urls = "no"\nversion = "1"\nproject_copyright = "2026"'
    return project(tmp_path_factory.mktemp("tabbed") / "p", index=index, own=f":orphan:\n\nOwn\n===\n\n{own}", conf=conf)


@pytest.mark.parametrize(("builder", "page"), [("epub", "index.xhtml"), ("latex", "test.tex"), ("text", "index.txt")])
def test_tabs_are_samples_one_below_the_other_where_no_one_can_switch(builder: str, page: str, tabbed: Path) -> None:
    """Outside HTML sites, all samples of tabs are shown one below the other, each below the label of its tab."""
    built = build(tabbed, builder)
    text = built.text(page)
    assert built.warnings == () and "sd-tab" not in text
    shown = re.findall(r"(?:<p><strong>|\\sphinxstylestrong{|\*\*)((?:Request|Response) example|HTTP|JSON|XML|Label)\b", text)
    assert shown == ["Request example", "HTTP", "JSON", "Request example", "Response example", "HTTP", "JSON", "Label"]
    assert "Text of the tab." in text


def test_pages_with_tabs_are_well_formed_in_an_epub(tabbed: Path) -> None:
    """Each page of an EPUB with our tabs is well-formed XML, and links into the tabs lead somewhere."""
    out = build(tabbed, "epub").out
    page = etree.parse(out / "index.xhtml").getroot()
    ids = set(page.xpath("//@id"))
    assert {link.removeprefix("#") for link in page.xpath("//@href") if link.startswith("#")} <= ids


def test_tabs_that_are_not_selected_are_printed(tabbed: Path) -> None:
    """On paper, the style sheet shows all of our tabs, whose labels it finds by their group, and leaves those of others alone."""
    built = build(tabbed)
    rules = built.text("_static/wadl2rst.css").partition("@media print {")[2]
    shown = re.findall(r'> label\[data-sync-group\^="([^"]+)"\] \+ \.sd-tab-content \{[^}]*display: block', rules)
    groups = re.findall(r'data-sync-group="([^"]+)"', built.text("index.html"))
    assert len(groups) == 5 and len(shown) == 1 and all(group.startswith(shown[0]) for group in groups)
    assert "data-sync-group" not in built.text("own.html")


@pytest.mark.parametrize("theme", ["alabaster", "furo"])
def test_pages_have_each_id_once(theme: str, tmp_path: Path) -> None:
    """No id stands twice on a page, whatever the theme puts around tables; the anchors of resources exist."""
    if find_spec(theme) is None:
        pytest.skip(f"{theme} is not installed")
    folder = _generating(tmp_path / "p")
    with (folder / "index.rst").open("a", encoding="utf-8") as index:
        index.write("\n:wadl:resource:`/things`\n\n.. wadl:resource:: /by/hand\n   :no-typesetting:\n\n====  ====\nA     B\n====  ====\n")
    built = build(folder, settings={"html_theme": theme})
    assert built.warnings == ()
    for page in built.out.rglob("*.html"):
        ids = re.findall(r'\sid="([^"]+)"', page.read_text("utf-8"))
        assert {name: ids.count(name) for name in ids if ids.count(name) > 1} == {}, page.name
    assert ' id="wadl-resource-api-things"' in built.text("reference/index.html")
    assert 'href="reference/index.html#wadl-resource-api-things"' in built.text("index.html")
    assert ' id="wadl-resource-by-hand"' in built.text("index.html")


def _generating(folder: Path) -> Path:
    conf = 'wadl2rst_sources = [{"path": "wadls/api.wadl", "destination": "reference"}]'
    project(folder, conf=conf, index="Top\n===\n\n.. toctree::\n\n   reference/index\n")
    (folder / "wadls").mkdir()
    (folder / "wadls" / "api.wadl").write_text(wadl(method("a"), method("b", "POST"), method("c", "PUT")), encoding="utf-8")
    return folder


def test_linkcheck_names_the_wadl_of_a_link(tmp_path: Path) -> None:
    """A broken link in a WADL that a directive shows is reported with the file and line of the WADL, in each output."""
    link = '<doc xmlns:h="http://www.w3.org/1999/xhtml">\n\n<h:a href="http://127.0.0.1:9/gone">Gone</h:a></doc>'
    index = "Top\n===\n\n`Mine <http://127.0.0.1:9/mine>`__\n\n.. wadl:: api.wadl\n"
    source = project(tmp_path / "p", index=index, api_wadl=wadl(method("a", inside=link)), conf="linkcheck_retries = 1")
    built = build(source, "linkcheck")
    places = re.findall(r"^(\S+): \[broken\] (\S+):", built.text("output.txt"), re.MULTILINE)
    assert sorted(places) == [("api.wadl:5", "http://127.0.0.1:9/gone"), ("index.rst:4", "http://127.0.0.1:9/mine")]
    assert '"filename": "api.wadl", "lineno": 5' in built.text("output.json")
    assert re.search(r"\( *api\.wadl: line +5\)", built.status)


def test_pages_are_generated_before_the_build(tmp_path: Path) -> None:
    """Pages are written into the folder of the sources; no change reads none, and a change one, unless the index shows it."""
    folder = _generating(tmp_path / "p")
    first = build(folder)
    assert first.warnings == ()
    assert first.docs == {"index", *(f"reference/{name}" for name in ("index", "get-things", "post-things", "put-things"))}
    again = build(folder)
    assert again.docs == set() and "0 added, 0 changed, 0 removed" in again.status and "no changes" in again.status
    api = folder / "wadls" / "api.wadl"
    api.write_text(api.read_text("utf-8").replace("Text of b.", "Text of b. More text."), encoding="utf-8")
    assert build(folder).docs == {"reference/post-things"}


def test_files_beside_the_sources_come_before_those_of_conf_py(tmp_path: Path) -> None:
    """One conf.py for several sources: each has its own WADL, templates and files; what it lacks is that beside conf.py."""
    conf = 'wadl2rst_template_dir = "mine"\nwadl2rst_root = ".."\nwadl2rst_grammar_map = ["a.xsd=maps/a.xsd", "b.xsd=maps/b.xsd"]\n'
    conf += 'wadl2rst_sources = [{"path": "../api.wadl", "destination": "api"}, {"path": "other.wadl", "destination": "other"}]\n'
    page = "Top\n===\n\n.. toctree::\n\n   api/index\n   other/index\n"
    include = '<grammars><include href="a.xsd"/><include href="b.xsd"/></grammars>'
    (tmp_path / "today").mkdir()
    today = project(tmp_path / "today" / "docs", conf=conf, index=page, other_wadl=wadl(method("otherOfToday")))
    (tmp_path / "today" / "api.wadl").write_text(wadl(method("today")), encoding="utf-8")
    old = tmp_path / "old" / "docs"
    for folder, words in ((today, "today"), (old, "old")):
        for name in ("mine", "maps"):
            (folder / name).mkdir(parents=True)
        (folder / "maps" / "a.xsd").write_text("<schema/>", encoding="utf-8")
        template = f'{{% extends "default/operation.rst.jinja" %}}\n{{% block id %}}\nTemplate of {words}.\n\n{{% endblock %}}\n'
        (folder / "mine" / "operation.rst.jinja").write_text(template, encoding="utf-8")
    (today / "maps" / "b.xsd").write_text("<schema/>", encoding="utf-8")
    (old / "index.rst").write_text(page, encoding="utf-8")
    (tmp_path / "old" / "api.wadl").write_text(wadl(method("old")).replace("<resources", f"{include}<resources", 1), encoding="utf-8")
    out, said = build_elsewhere(old, today)
    text = (out / "api" / "get-things.txt").read_text("utf-8")
    assert "Title of old" in text and "Template of old." in text
    assert "Title of otherOfToday" in (out / "other" / "get-things.txt").read_text("utf-8")
    assert said == ""


def test_a_removed_method_takes_its_page_and_its_objects_along(tmp_path: Path) -> None:
    """A method that is no longer in the WADL has no page and no objects; what a person put beside the pages stays."""
    folder = _generating(tmp_path / "p")
    before = build(folder).inventory
    own = folder / "reference" / "own.rst"
    own.write_text(":orphan:\n\nOwn\n===\n", encoding="utf-8")
    api = folder / "wadls" / "api.wadl"
    api.write_text(wadl(method("a"), method("b", "POST")), encoding="utf-8")
    after = build(folder)
    assert after.warnings == () and own.is_file() and not (folder / "reference" / "put-things.rst").exists()
    assert any("#c" in line for line in before) and not any("#c " in line for line in after.inventory)


def test_an_edited_page_is_left_alone_and_reported(tmp_path: Path) -> None:
    """A generated page that someone edited is not overwritten."""
    folder = _generating(tmp_path / "p")
    build(folder, "dummy")
    page = folder / "reference" / "get-things.rst"
    page.write_text(page.read_text("utf-8").replace("Text of a", "My text"), encoding="utf-8")
    built = build(folder, "dummy")
    assert "My text" in page.read_text("utf-8")
    assert len(built.warnings) == 1 and "[wadl.edited]" in built.warnings[0]


def _sources(folder: Path, *entries: tuple[str, str]) -> None:
    """Gives the project other entries of wadl2rst_sources: path and destination."""
    conf = (folder / "conf.py").read_text("utf-8").partition("wadl2rst_sources")[0]
    listed = [{"path": path, "destination": destination} for path, destination in entries]
    (folder / "conf.py").write_text(f"{conf}wadl2rst_sources = {listed!r}\n", encoding="utf-8")


def test_pages_that_are_no_longer_asked_for_go(tmp_path: Path) -> None:
    """An entry that gets another destination, another WADL, or goes takes its pages along, but not what a person wrote or edited."""
    folder = _generating(tmp_path / "p")
    (folder / "wadls" / "more.wadl").write_text(wadl(method("d"), path="other"), encoding="utf-8")
    build(folder, "dummy")
    own = folder / "reference" / "own.rst"
    own.write_text(":orphan:\n\nOwn\n===\n", encoding="utf-8")
    _sources(folder, ("wadls/more.wadl", "reference"))
    assert build(folder, "dummy").warnings == ()
    assert {path.name for path in (folder / "reference").glob("*.rst")} == {"index.rst", "get-other.rst", "own.rst"}
    _sources(folder, ("wadls/more.wadl", "elsewhere"))
    build(folder, "dummy")
    assert {path.name for path in (folder / "reference").iterdir()} == {"own.rst"}
    page = folder / "elsewhere" / "get-other.rst"
    page.write_text(page.read_text("utf-8").replace("Text of d", "My text"), encoding="utf-8")
    _sources(folder)
    last = build(folder, "dummy")
    assert {path.name for path in (folder / "elsewhere").glob("*.rst")} == {"get-other.rst"}
    assert any("[wadl.edited]" in line for line in last.warnings)


def test_a_folder_of_wadls_that_becomes_one_wadl_leaves_its_pages(tmp_path: Path) -> None:
    """Where an entry names one WADL of the folder that it named before, the pages of the others go."""
    folder = _generating(tmp_path / "p")
    (folder / "wadls" / "more.wadl").write_text(wadl(method("d"), path="other"), encoding="utf-8")
    _sources(folder, ("wadls", "reference"))
    build(folder, "dummy")
    assert (folder / "reference" / "more" / "get-other.rst").is_file()
    _sources(folder, ("wadls/api.wadl", "reference"))
    build(folder, "dummy")
    assert not (folder / "reference" / "more").exists() and (folder / "reference" / "get-things.rst").is_file()


def test_every_sample_can_be_generated(tmp_path: Path) -> None:
    """All samples in one project, by generated pages, give no warning but those on what is odd in the WADLs."""
    names = ["image-service/image-service.wadl", "jersey-bookstore/application.wadl", "every-construct/every-construct.wadl", "two-files"]
    sources = [{"path": str(SAMPLES / name), "destination": f"part{number}"} for number, name in enumerate(names)]
    toctree = "".join(f"   part{number}/index\n" for number in range(len(names)))
    built = build(project(tmp_path / "p", conf=f"wadl2rst_sources = {sources!r}", index=f"Top\n===\n\n.. toctree::\n\n{toctree}"), "dummy")
    assert [line for line in built.warnings if not re.search(r"\[wadl\.(unattached|inapplicable)\]$", line)] == []


@pytest.mark.parametrize("language", ["de", "ja"])
def test_the_catalogues_have_every_word(language: str) -> None:
    """Each word of the templates and of the code has a translation."""
    texts = [path.read_text("utf-8") for path in [*(ROOT / "templates").rglob("*.jinja"), *(ROOT / "wadl2rst").rglob("*.py")]]
    marked = {word for text in texts for word in re.findall(r'\b(?:_|say)\("([^"]+)"\)', text)}
    assert len(marked) > 60
    translate = translator(language)
    # Some words are the same in both.
    same = {"API", "%s (API)", "Format:", "Header", "Name", "Operation", "element", "operation", "optional", "parameter"}
    assert {word for word in marked - same if translate(word) == word} - {"Operation", "Element", "Parameter"} == set()


# Resources of that version of the API are of two types that its files define nowhere, and two files have another namespace for their
# prefix than the schema that they include.
SAID = {
    *((f"{name}-v2.1.wadl", line, "ServerMetadataDetails") for name, line in (("images", 232), ("images", 241), ("metadata", 22))),
    *((f"os-{name}-v2.1.wadl", line, "VersionDetails") for name, line in (("agents", 16), ("fixed-ips", 16), ("interface", 17))),
    *((f"os-{name}-v2.1.wadl", line, "VersionDetails") for name, line in (("services", 17), ("volume-attachments", 28))),
    *((f"{name}-v2.1.wadl", line, "csapi") for name, line in (("images", 33), ("os-volume-attachments", 30))),
}


def _at_wadl(warning: str) -> tuple[str, int, str] | str:
    """The WADL, the line and the id of what is said to dangle, or the prefix that is misnamed; any other warning as it is."""
    found = re.search(r"([^/]+):(\d+): WARNING: no resource type has the id (\S+) \[wadl\.dangling\]$", warning)
    found = found or re.search(r"/([^/]+):(\d+): WARNING: the prefix (\S+) stands for .*\[wadl\.misnamed\]$", warning)
    return (found[1], int(found[2]), found[3]) if found else warning


@pytest.mark.corpus
@pytest.mark.parametrize("generated", [False, True])
def test_openstack_compute(generated: bool, tmp_path: Path, corpus: Path) -> None:
    """The WADLs of OpenStack's compute API make one project; what is said is true of them, and the index lists every operation."""
    folder = corpus / "openstack" / "wadls" / "compute-api"
    wadls = sorted(folder.rglob("*.wadl"))
    if not wadls:
        pytest.skip("the corpus has no WADLs of OpenStack's compute API")
    conf = f'wadl2rst_root = "{folder.parent.parent}"\n'
    if generated:
        conf += f'wadl2rst_sources = [{{"path": "{folder}", "destination": "api"}}]\n'
        source = project(tmp_path / "p", conf=conf, index="Top\n===\n\n.. toctree::\n\n   api/index\n")
    else:
        pages = {path.stem: f"{path.stem}\n{'=' * 60}\n\n.. wadl:: {path}\n" for path in wadls}
        toctree = "".join(f"   {name}\n" for name in pages)
        source = project(tmp_path / "p", conf=conf, index=f"Top\n===\n\n.. toctree::\n\n{toctree}", **pages)
    built = build(source, jobs=2)
    assert {_at_wadl(line) for line in built.warnings} == SAID and len(built.warnings) == len(SAID)
    methods = [line.split(" wadl:method ")[0] for line in built.inventory if " wadl:method 0 " in line]
    assert len(methods) > 150 and built.text("wadl-operations.html").count('<code class="xref">') == len(methods)
    (source / "roles.rst").write_text(
        ":orphan:\n\nRoles\n=====\n\n" + "".join(f"* :wadl:method:`{name}`\n" for name in methods), encoding="utf-8"
    )
    again = build(source)
    # Generated pages are made, and their WADLs read, by each build.
    assert {_at_wadl(line) for line in again.warnings} == (SAID if generated else set()) and again.docs == {"roles"}
    assert again.text("roles.html").count('class="reference internal" href=') >= len(methods)
