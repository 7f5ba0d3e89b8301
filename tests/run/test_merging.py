"""One API of many WADLs: what a run with the setting merge writes and says."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wadl2rst
from tests.page_reading import check_folder, labels_of
from tests.running import run, tree
from tests.small_wadls import NAMESPACE, headings
from wadl2rst.config.groups import GroupRule
from wadl2rst.config.options import Config
from wadl2rst.diagnostics import Diagnostic, LoadError

ROOT = Path(__file__).resolve().parents[2]
DOCBOOK = 'xmlns:db="http://docbook.org/ns/docbook"'


def method(identifier: str, text: str = "", *, verb: str = "GET", title: str = "", inside: str = "") -> str:
    """A method with documentation."""
    shown = f' title="{title}"' if title else ""
    return f'<method name="{verb}" id="{identifier}"><doc{shown}>{text or f"Text of {identifier}."}</doc>{inside}</method>'


def resource(path: str, *inside: str) -> str:
    """A resource."""
    return f'<resource path="{path}">{"".join(inside)}</resource>'


def wadl(*inside: str, base: str = "https://api.example/", title: str = "", text: str = "", more: str = "") -> str:
    """A WADL of resources."""
    doc = f'<doc title="{title}">{text}</doc>' if title else f"<doc>{text}</doc>" if text else ""
    resources = f'<resources base="{base}">{"".join(inside)}</resources>'
    return f'<application xmlns="{NAMESPACE}" {DOCBOOK} xmlns:tns="urn:t">{doc}{more}{resources}</application>'


@dataclass
class Merged:
    """The folder of a run."""

    folder: Path
    said: list[str]
    result: wadl2rst.Result

    @property
    def pages(self) -> dict[str, str]:
        """The text of each page by its path."""
        return {
            page.relative_to(self.folder / "pages").as_posix(): page.read_text("utf-8")
            for page in sorted((self.folder / "pages").rglob("*.rst"))
        }

    @property
    def index(self) -> str:
        """The text of the index."""
        return self.pages["index.rst"]

    def sources(self, page: str) -> list[str]:
        """The WADLs that a page was made from, as the manifest says."""
        known = json.loads((self.folder / "pages" / ".wadl2rst.json").read_text("utf-8"))["pages"][page]
        return [source.rpartition("/")[2] for source in known["sources"]]


def merge(folder: Path, files: Mapping[str, str], **settings: object) -> Merged:
    """Writes WADLs into the folder ``wadls``, and merges those that there are."""
    wadls = folder / "wadls"
    wadls.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (wadls / name).write_text(text, encoding="utf-8")
    said: list[Diagnostic] = []
    config = Config(merge=True, **settings)  # type: ignore[arg-type]
    try:
        result = wadl2rst.generate(wadls, folder / "pages", config, report=said.append)
    except LoadError:
        result = wadl2rst.Result()
    places = [f"{Path(one.location.file).name}:{one.location.line}: " if one.location else "" for one in said]
    return Merged(folder, [f"{place}{one.text} [{one.code.value}]" for place, one in zip(places, said, strict=True)], result)


def test_many_wadls_become_one_index(tmp_path: Path) -> None:
    """All operations are on one index, and their pages beside it, whichever file they come from."""
    made = merge(
        tmp_path,
        {"a.wadl": wadl(resource("lamps", method("listLamps"))), "b.wadl": wadl(resource("lamps/{id}", method("showLamp")))},
        prefix="light",
        style="sphinx",
    )
    assert sorted(made.pages) == ["get-lamps-id.rst", "get-lamps.rst", "index.rst"]
    assert re.findall(r":ref:`(\w+) <([\w-]+)>`", made.index) == [("listLamps", "light-listLamps"), ("showLamp", "light-showLamp")]
    assert made.index.count("Base address: ") == 1
    assert headings(made.index) == ["pages", "lamps"]
    assert made.result.operations == 2 and made.result.title == "pages"


@pytest.mark.parametrize("style", ["classic", "sphinx"])
def test_an_id_that_two_files_define_means_its_own_in_each(tmp_path: Path, style: str) -> None:
    """Text refers to the operation of its own file where two have the same id, on the index too."""
    said = 'See <db:xref linkend="show"/> of {0}.'

    def one(name: str) -> str:
        inside = resource(name, f"<doc>{said.format(name)}</doc>", method("show", said.format(name), title=f"Show {name}"))
        return wadl(inside, title=f"About {name}", text=said.format(name))

    made = merge(tmp_path, {"a.wadl": one("lamps"), "b.wadl": one("doors")}, style=style, prefix="x")
    for name in ("lamps", "doors"):
        link = rf":ref:`(Show \w+ <)?x-get-{name}>?` of\s+{name}\."
        assert re.search(link, made.pages[f"get-{name}.rst"]), made.pages[f"get-{name}.rst"]
        assert len(re.findall(link, made.index)) == 2, made.index
    single = merge(tmp_path, {}, style=style, prefix="x", split="single")
    for name in ("lamps", "doors"):
        assert len(re.findall(rf":ref:`(Show \w+ <)?x-get-{name}>?` of\s+{name}\.", single.index)) == 3
    check_folder(tmp_path / "pages") if style == "classic" else None


def test_text_refers_to_operations_of_other_files(tmp_path: Path) -> None:
    """An id that only another file defines leads there, and --lint does not miss it."""
    files = {
        "a.wadl": wadl(resource("lamps", method("listLamps", 'See <db:xref linkend="showLamp"/>.'))),
        "b.wadl": wadl(resource("lamps/{id}", '<param name="id" style="template"><doc>Id.</doc></param>', method("showLamp"))),
    }
    made = merge(tmp_path, files, lint=True, prefix="x")
    assert ":ref:`x-showLamp`" in made.pages["get-lamps.rst"]
    assert [text for text in made.said if "dangling" in text] == []


def test_the_same_operation_in_two_files_has_one_page(tmp_path: Path) -> None:
    """What two files say in the same words is shown once, and told with both files and lines."""
    same = resource("lamps", method("listLamps"))
    made = merge(tmp_path, {"a.wadl": wadl("\n", same), "b.wadl": wadl("\n\n", same, resource("doors", method("listDoors")))})
    assert sorted(made.pages) == ["get-doors.rst", "get-lamps.rst", "index.rst"]
    (told,) = made.said
    assert re.fullmatch(
        r"b.wadl:3: GET /lamps is also at .*a.wadl:2, with the same content; one page shows both \[repeated-operation\]", told
    )
    assert made.sources("get-lamps.rst") == ["a.wadl", "b.wadl"]
    before = made.pages["get-lamps.rst"]
    (tmp_path / "wadls/a.wadl").unlink()
    again = merge(tmp_path, {})
    assert again.said == [] and again.pages["get-lamps.rst"] == before


def test_two_descriptions_of_one_path_both_stay(tmp_path: Path) -> None:
    """The same verb and path with other content has two pages; only --lint tells, because action paths are meant so."""
    files = {name: wadl(resource("action", method(name[0], verb="POST", title=f"Do {name[0]}"))) for name in ("a.wadl", "b.wadl")}
    made = merge(tmp_path, files)
    assert sorted(made.pages) == ["index.rst", "post-action--a.rst", "post-action--b.rst"]
    assert made.said == []
    told = [text for text in merge(tmp_path, {}, lint=True).said if "ambiguous" in text]
    assert len(told) == 1 and re.match(r"b.wadl:1: POST /action is also at .*a.wadl:1, with other content; each has a page", told[0])


def test_operations_with_the_same_words_and_other_schemas_differ(tmp_path: Path) -> None:
    """Two operations are the same only if the grammars of their files say the same of their bodies."""

    def one(kind: str) -> str:
        schema = (
            '<grammars><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t" xmlns="urn:t">'
            f'<xs:element name="lamp" type="Lamp"/><xs:complexType name="Lamp"><xs:sequence><xs:element name="on" type="{kind}"/>'
            '</xs:sequence></xs:complexType><xs:simpleType name="Watt"><xs:annotation><xs:documentation>Power.</xs:documentation>'
            '</xs:annotation><xs:restriction base="xs:int"/></xs:simpleType></xs:schema></grammars>'
        )
        body = '<response status="200"><representation mediaType="application/xml" element="tns:lamp"/></response>'
        return wadl(resource("lamp", method("showLamp", inside=body)), more=schema)

    same = merge(tmp_path / "same", {"a.wadl": one("Watt"), "b.wadl": one("Watt")}, prefix="x")
    assert sorted(same.pages) == ["get-lamp.rst", "index.rst", "types.rst"]
    assert [label for label in labels_of(same.pages["types.rst"]) if "type-" in label] == ["x-type-lamp", "x-type-watt"]
    other = merge(tmp_path / "other", {"a.wadl": one("Watt"), "b.wadl": one("xs:string")}, prefix="x")
    assert len([page for page in other.pages if page.startswith("get-lamp--")]) == 2
    labels = sorted(label for label in labels_of(other.pages["types.rst"]) if "type-" in label)
    assert len(labels) == 3 and labels[-1] == "x-type-watt" and all(re.fullmatch("x-type-lamp--[0-9a-f]{6}", one) for one in labels[:2])
    for page in ("same", "other"):
        check_folder(tmp_path / page / "pages")


def test_a_type_that_two_files_share_names_the_users_in_both(tmp_path: Path) -> None:
    """A schema that two WADLs include is shown once, with the operations of both as its users."""
    (tmp_path / "wadls").mkdir()
    (tmp_path / "wadls/t.xsd").write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t" xmlns="urn:t"><xs:element name="lamp" type="Lamp"/>'
        '<xs:complexType name="Lamp"><xs:sequence><xs:element name="on" type="xs:string"/></xs:sequence></xs:complexType></xs:schema>',
        encoding="utf-8",
    )
    body = '<response status="200"><representation mediaType="application/xml" element="tns:lamp"/></response>'
    grammars = '<grammars><include href="t.xsd"/></grammars>'
    files = {
        f"{name}.wadl": wadl(resource(name, method(f"list-{name}", title=f"List {name}", inside=body)), more=grammars)
        for name in ("lamps", "doors")
    }
    made = merge(tmp_path, files, prefix="x", style="sphinx")
    assert made.pages["types.rst"].count("Used by") == 1
    assert "Used by: :ref:`List doors <x-list-doors>`, :ref:`List lamps <x-list-lamps>`" in made.pages["types.rst"]
    assert made.index.count("``t.xsd``") == 1


def test_definitions_that_another_file_uses_are_not_unused() -> None:
    """A file of shared definitions is no API of its own: what others refer to is neither told nor shown as unused."""
    with tempfile.TemporaryDirectory() as scratch:
        said: list[Diagnostic] = []
        wadl2rst.generate(ROOT / "samples/two-files", scratch, Config(merge=True, lint=True), report=said.append)
        assert [one.text for one in said] == ["no resource uses resource type book"]
        assert "Not attached" not in Path(scratch, "index.rst").read_text("utf-8")


def test_base_addresses_that_differ_in_a_slash_are_one(tmp_path: Path) -> None:
    """A slash at the end of a base address makes no second one."""
    files = {
        name: wadl(resource(name, method(name)), base=base)
        for name, base in (("a", "https://api.example/v1"), ("b", "https://api.example/v1/"), ("c", "https://other.example"))
    }
    made = merge(tmp_path, {f"{name}.wadl": text for name, text in files.items()}, style="sphinx")
    head, *groups = re.split(r"^\.\. _`.*group--.*$", made.index, flags=re.MULTILINE)
    assert re.findall("Base address: ``(.*)``", head) == ["https://api.example/v1", "https://other.example"]
    assert [re.findall("Base address: ``(.*)``", group) for group in groups] == [
        [],
        [],
        ["https://other.example"],
    ]
    published = merge(tmp_path, {}, style="sphinx", base="https://public.example/x/")
    assert set(re.findall("Base address: ``(.*)``", published.index)) == {"https://public.example/x/v1", "https://public.example/x/"}


def test_the_title_is_what_all_files_call_the_api(tmp_path: Path) -> None:
    """The index has the title of the settings, else the one that the WADLs share, else the name of the folder."""
    lamps, doors = resource("lamps", method("lamps")), resource("doors", method("doors"))
    files = {"a.wadl": wadl(lamps, title="House", text="Of lamps."), "b.wadl": wadl(doors, title="House", text="Of doors.")}
    made = merge(tmp_path, files, style="sphinx")
    assert headings(made.index)[0] == "House"
    assert "Of lamps." in made.index and "Of doors." in made.index and made.index.count("House") == 2  # the heading, and the object
    named = merge(tmp_path, {"b.wadl": wadl(doors, title="Doors", text="Of doors.")}, style="sphinx")
    assert headings(named.index)[0] == "pages"
    assert re.search(r"\ndoors\n\"+\n.*\n\*\*Doors\*\*\n\nOf doors\.\n", named.index, re.DOTALL)
    assert headings(merge(tmp_path, {}, title="Home").index)[0] == "Home"


@pytest.mark.parametrize("split", ["method", "resource", "single"])
@pytest.mark.parametrize("style", ["classic", "sphinx"])
def test_nothing_that_the_files_say_is_lost(tmp_path: Path, style: str, split: str) -> None:
    """Each word of the pages of each WADL alone is on the pages of all together, apart from labels."""
    for sample in ("two-files", "lighthouse"):
        folder = tmp_path / sample
        config = Config(style=style, split=split)
        wadl2rst.generate(ROOT / "samples" / sample, folder / "merged", wadl2rst.Config(merge=True, style=style, split=split))
        merged = words(folder / "merged")
        wadls = sorted((ROOT / "samples" / sample).rglob("*.wadl"))
        assert len(wadls) > 1
        for number, wadl_file in enumerate(wadls):
            wadl2rst.generate(wadl_file, folder / str(number), config)
            assert words(folder / str(number)) - merged - {wadl_file.stem} - OWN_WORDS == set(), wadl_file


@pytest.mark.corpus
@pytest.mark.parametrize("api", ["compute-api/src/v2.1", "volume-api/src", "dataprocessing-api/src"])
def test_nothing_that_real_files_say_is_lost(tmp_path: Path, corpus: Path, api: str) -> None:
    """All that the pages of real WADLs say apart is on their pages as one API, but for the names of the files."""
    folder = corpus / "openstack/wadls" / api
    if not folder.is_dir():
        pytest.skip("the corpus has no such API")
    for made, is_merged in (("apart", False), ("merged", True)):
        wadl2rst.generate(folder, tmp_path / made, Config(style="sphinx", root=folder, merge=is_merged))
    files = {word for file in folder.rglob("*.wadl") for word in re.findall(r"[^\W_]+", file.relative_to(folder).as_posix())}
    lost = {word for word in words(tmp_path / "apart") - words(tmp_path / "merged") - OWN_WORDS if word not in files}
    assert {word for word in lost if not word.endswith("/index")} <= {"APIs"}


OWN_WORDS = set(re.findall(r"\w+", (ROOT / "wadl2rst/locale/wadl2rst.pot").read_text("utf-8")))
"""The words that pages add: those about a file of definitions alone are missing where others use these."""


def words(folder: Path) -> set[str]:
    """The words of the text of all pages: not of labels and of what is for Sphinx alone."""
    found: set[str] = set()
    for page in folder.rglob("*.rst"):
        text = re.sub(
            r"<#?[\w.-]+>`|^ +:[\w-]+:.*$|^ *\.\. .*$|^   [a-z0-9-]+$|`[\w.-]+--[\w.-]+`|:ref:", " ", page.read_text("utf-8"), flags=re.M
        )
        found |= set(re.findall(r"\w[\w{}/.]*\w", text))
    return found


def test_a_resource_of_two_files_is_described_once(tmp_path: Path) -> None:
    """With a page for each resource, one of two files has one page; the index does not repeat what both say of it."""
    common = '<doc>The lamps.</doc><param name="room" style="query"><doc>In which room.</doc></param>'
    files = {
        "a.wadl": wadl(resource("lamps", common, method("listLamps"))),
        "b.wadl": wadl(resource("lamps", common, "<doc>All of them.</doc>", method("addLamp", verb="POST"))),
    }
    made = merge(tmp_path, files, split="resource")
    assert sorted(made.pages) == ["index.rst", "lamps.rst"]
    assert made.sources("lamps.rst") == ["a.wadl", "b.wadl"]
    for text in (made.pages["lamps.rst"], merge(tmp_path, {}).index):
        assert text.count("The lamps.") == 1 and text.count("All of them.") == 1


def test_an_unreadable_wadl_loses_nothing(tmp_path: Path) -> None:
    """The pages of a WADL that cannot be read stay, the index leads to them, and all is as before once it is mended."""
    files = {name: wadl(resource(name, method(f"list{name}"))) for name in ("a.wadl", "b.wadl")}
    before = merge(tmp_path, files).pages
    broken = merge(
        tmp_path, {"b.wadl": "<application", "a.wadl": wadl(resource("a.wadl", method("lista.wadl"), method("new", verb="PUT")))}
    )
    assert [text for text in broken.said if "not-xml" in text]
    assert sorted(broken.pages) == sorted([*before, "put-a-wadl.rst"])
    assert broken.pages["get-b-wadl.rst"] == before["get-b-wadl.rst"]
    assert "\n   get-b-wadl\n" in broken.index and "\n   put-a-wadl\n" in broken.index
    assert merge(tmp_path, files).pages == before


@pytest.mark.parametrize("path", ["lamps/{id}/action", "a" * 60 + "/b-b-b-b/" + "c" * 60, "con"])
@pytest.mark.parametrize("has_id", [True, False])
def test_the_names_of_the_others_stay_while_a_wadl_is_unreadable(tmp_path: Path, path: str, has_id: bool) -> None:
    """An operation with verb and path of one of an unreadable WADL keeps its page, and a new one does not take that of the other."""
    files = {f"{one}.wadl": wadl(resource(path, method(one if has_id else "", f"Of {one}.", verb="POST"))) for one in ("a", "b")}
    before = merge(tmp_path, files).pages
    broken = merge(tmp_path, {"b.wadl": "<application"}).pages
    del before["index.rst"], broken["index.rst"]
    assert broken == before
    alone = merge(tmp_path / "alone", {"a.wadl": wadl(), "b.wadl": files["b.wadl"]}).pages
    late = merge(tmp_path / "alone", {"a.wadl": files["a.wadl"], "b.wadl": "<application"}).pages
    assert len(late) == 3 and alone.items() - late.items() == {("index.rst", alone["index.rst"])}


@pytest.mark.parametrize("split", ["resource", "single"])
def test_a_page_of_several_wadls_stays_if_one_is_unreadable(tmp_path: Path, split: str) -> None:
    """A page that shows several WADLs is not written without what one of them said."""
    files = {name: wadl(resource("lamps", method(f"x{name[0]}", verb=name[0]))) for name in ("a.wadl", "b.wadl")}
    before = merge(tmp_path, files, split=split).pages
    page = "lamps.rst" if split == "resource" else "index.rst"
    assert merge(tmp_path, {"b.wadl": "<application"}, split=split).pages[page] == before[page]


def test_no_readable_wadl_writes_nothing(tmp_path: Path) -> None:
    """If no WADL can be read, the pages of the last run stay as they are."""
    before = merge(tmp_path, {"a.wadl": wadl(resource("a", method("a")))}).pages
    made = merge(tmp_path, {"a.wadl": "<application"})
    assert made.pages == before and len(made.said) == 1


def test_wadls_of_too_many_operations_cost_only_themselves(tmp_path: Path) -> None:
    """A WADL that expands beyond the limit is told; the others are one API."""
    types = "".join(
        f'<resource_type id="t{n}">'
        + "".join(resource(f"r{m}", "").replace("<resource ", f'<resource type="#t{n + 1}" ') for m in range(9))
        + "</resource_type>"
        for n in range(8)
    )
    big = wadl('<resource path="x" type="#t0"/>', more=types + '<resource_type id="t8"><method name="GET" id="m"/></resource_type>')
    made = merge(tmp_path, {"a.wadl": wadl(resource("a", method("a"))), "b.wadl": big})
    assert "get-a.rst" in made.pages
    assert [text for text in made.said if text.endswith("[too-large]")]


# --- the command ----------------------------------------------------------------------------------


def test_an_unchanged_run_reads_nothing(tmp_path: Path) -> None:
    """The second run takes all pages and messages from the cache; a new WADL makes the pages anew that it changes."""
    folder = tmp_path / "wadls"
    folder.mkdir()
    (folder / "a.wadl").write_text(wadl(resource("lamps", method("a", title="Show"), method("a", title="Show"))), encoding="utf-8")
    (folder / "b.wadl").write_text(wadl(resource("{door}", method("b", title="Show"))), encoding="utf-8")
    changes = {"WADL2RST_CACHE_DIR": str(tmp_path / "cache")}
    arguments = ("wadls", "-o", "pages", "--merge", "-v")
    first = run(*arguments, folder=tmp_path, changes=changes)
    assert first.status == 0 and "repeated-operation" in first.stderr and "template-undeclared" in first.stderr
    for entry in (tmp_path / "cache").glob("*.json"):  # what only an entry can say
        entry.write_text(entry.read_text("ascii").replace("one page shows both", "REMEMBERED"), encoding="ascii")
    before = tree(tmp_path / "pages")
    second = run(*arguments, folder=tmp_path, changes=changes)
    assert "REMEMBERED" in second.stderr and "unchanged" in second.stderr
    assert tree(tmp_path / "pages") == before
    (folder / "c.wadl").write_text(wadl(resource("keys", method("c", title="Show"))), encoding="utf-8")
    third = run(*arguments, folder=tmp_path, changes=changes)
    assert "REMEMBERED" not in third.stderr
    assert "get-keys.rst" in tree(tmp_path / "pages") and b"c>`" in tree(tmp_path / "pages")["index.rst"]
    (tmp_path / "pages" / "get-keys.rst").unlink()
    fourth = run(*arguments, folder=tmp_path, changes=changes)
    assert fourth.status == 0 and "get-keys.rst" in tree(tmp_path / "pages")


def test_check_and_jobs_give_the_same_pages(tmp_path: Path) -> None:
    """--check finds pages of the same WADLs up to date, and -j changes nothing."""
    wadls = ROOT / "samples/two-files"
    assert run(wadls, "-o", "one", "--merge", "--prefix", "x", "--title", "x", folder=tmp_path).status == 0
    assert run(wadls, "-o", "one", "--merge", "--prefix", "x", "--title", "x", "--check", folder=tmp_path).status == 0
    assert run(wadls, "-o", "two", "--merge", "--prefix", "x", "--title", "x", "-j", "3", "--no-cache", folder=tmp_path).status == 0
    pages = [{name: text for name, text in tree(tmp_path / made).items() if name.endswith(".rst")} for made in ("one", "two")]
    assert pages[0] == pages[1]


def test_merging_replaces_the_pages_of_a_folder_each(tmp_path: Path) -> None:
    """The pages that a run without merge wrote into a folder for each WADL are removed, and come back without it."""
    wadls = ROOT / "samples/two-files"
    assert run(wadls, "-o", "docs", "-q", folder=tmp_path).status == 0
    before = tree(tmp_path / "docs")
    assert run(wadls, "-o", "docs", "-q", "--merge", folder=tmp_path).status == 0
    assert not [name for name in tree(tmp_path / "docs") if "/" in name]
    assert run(wadls, "-o", "docs", "-q", folder=tmp_path).status == 0
    assert tree(tmp_path / "docs") == before


def test_lint_alone_tells_what_merging_would(tmp_path: Path) -> None:
    """Without an output folder, the messages about all files together are the same."""
    (tmp_path / "a.wadl").write_text(wadl(resource("lamps", method("a"))), encoding="utf-8")
    (tmp_path / "b.wadl").write_text(wadl(resource("lamps", method("a"))), encoding="utf-8")
    said = run("a.wadl", "b.wadl", "--lint", "--merge", folder=tmp_path).stdout
    assert "b.wadl:1: warning: GET /lamps is also at a.wadl:1, with the same content" in said


# --- names ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Described:
    """An operation, which its text tells from all others."""

    number: int
    verb: str
    path: str
    identifier: str
    title: str

    @property
    def text(self) -> str:
        title = f' title="{self.title}"' if self.title else ""
        identifier = f' id="{self.identifier}"' if self.identifier else ""
        doc = f"<doc{title}>Words{self.number}.</doc>"
        return resource(self.path, f'<method name="{self.verb}"{identifier}>{doc}</method>')


_VERBS = st.sampled_from(["GET", "POST", "get"])
_PATHS = st.sampled_from(["a", "a/b", "a-b", "{a}", "{a: .*}", "a/{b}", "", "con", "index", "types"])
_IDS = st.sampled_from(["", "list", "List", "show", "get-a", "index", "unattached", "types"])
_TITLES = st.sampled_from(["", "A title", "Another"])


@st.composite
def _described(draw: st.DrawFn) -> list[_Described]:
    count = draw(st.integers(1, 8))
    return [_Described(number, draw(_VERBS), draw(_PATHS), draw(_IDS), draw(_TITLES)) for number in range(count)]


def _names(files: Sequence[Sequence[_Described]]) -> dict[int, tuple[str, str]]:
    """The page and the label of each operation."""
    with tempfile.TemporaryDirectory() as scratch:
        texts = {f"f{number}.wadl": wadl(*(one.text for one in own)) for number, own in enumerate(files)}
        made = merge(Path(scratch), texts, prefix="x")
        found: dict[int, tuple[str, str]] = {}
        for page, text in made.pages.items():
            if page != "index.rst":
                for number in re.findall(r"Words(\d+)\.", text):
                    label = re.search(r"^\.\. _`?(.*?)`?:$", text, re.MULTILINE)
                    assert label is not None
                    found[int(number)] = page, label[1]
        return found


def _slug(text: str) -> str:
    return re.sub("[^a-z0-9]+", "-", re.sub(r"\{(\w+)\s*:[^}]*\}", r"{\1}", text).lower()).strip("-")


@given(_described(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_names_do_not_depend_on_the_files(operations: list[_Described], random: object, files: int) -> None:
    """Splitting an API over files, shuffling it, and removing operations leave the names and labels of the others."""
    before = _names([operations])
    assert len(before) == len(operations) and len(set(before.values())) == len(operations)
    shuffled = list(operations)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    split: list[list[_Described]] = [[] for _number in range(files)]
    for one in shuffled:
        split[random.randrange(files)].append(one)  # type: ignore[attr-defined]
    assert _names(split) == before
    gone = shuffled[0]

    def shares(one: _Described) -> bool:
        same_id = bool(gone.identifier) and _slug(one.identifier) == _slug(gone.identifier)
        return (
            same_id
            or _slug(f"{one.verb} {one.path}") == _slug(f"{gone.verb} {gone.path}")
            or _slug(one.identifier) in before[gone.number][0]
        )

    left = _names([[one for one in own if one is not gone] for own in split])
    for one in shuffled[1:]:
        if not shares(one):
            assert left[one.number] == before[one.number]


# --- with other settings --------------------------------------------------------------------------


def test_merged_apis_are_versions_of_each_other(tmp_path: Path) -> None:
    """Operations of a merged API lead to themselves in another merged one, whichever file they are in there."""
    for version, names in (("v1", ("lamps", "doors")), ("v2", ("doors", "keys"))):
        (tmp_path / version).mkdir()
        for number, name in enumerate(names):
            (tmp_path / version / f"{number}.wadl").write_text(wadl(resource(name, method(f"list-{name}"))), encoding="utf-8")
    (tmp_path / "wadl2rst.toml").write_text(
        'output = "docs"\n'
        + "".join(
            f'[[apis]]\nsources = ["{own}"]\nmerge = true\noutput = "{own}"\ntitle = "{own}"\nalso = {{ "{other}" = "{other}" }}\n'
            for own, other in (("v1", "v2"), ("v2", "v1"))
        ),
        encoding="utf-8",
    )
    assert run(folder=tmp_path).status == 0
    pages = {name: text.decode() for name, text in tree(tmp_path / "docs").items() if name.endswith(".rst")}
    assert sorted(pages) == [
        "index.rst",
        *("v1/get-doors.rst", "v1/get-lamps.rst", "v1/index.rst"),
        *("v2/get-doors.rst", "v2/get-keys.rst", "v2/index.rst"),
    ]
    assert ":ref:`v2 <v2-list-doors>`" in pages["v1/get-doors.rst"] and ":ref:`v1 <v1-list-doors>`" in pages["v2/get-doors.rst"]
    assert "Not in v2" in pages["v1/get-lamps.rst"] and "Not in v1" in pages["v2/get-keys.rst"]
    assert ":ref:`v2 <v2-index>`" in pages["v1/index.rst"]
    before = tree(tmp_path / "docs")
    again = run(folder=tmp_path)
    assert again.status == 0 and tree(tmp_path / "docs") == before


@pytest.mark.parametrize("split", ["method", "resource", "single"])
def test_groups_and_order_are_those_of_all_files(tmp_path: Path, split: str) -> None:
    """Groups of the settings take operations of all files, and their order is one."""
    files = {
        "a.wadl": wadl(resource("lamps", method("c", title="Cut")), resource("doors", method("b", title="Bar"))),
        "b.wadl": wadl(resource("lamps/{id}", method("a", title="Add")), resource("old", method("old", title="Zero"))),
    }
    groups = (GroupRule(title="Light", include=("/lamps", "/lamps/**")),)
    made = merge(tmp_path, files, split=split, groups=groups, order="title", style="sphinx", prefix="x")
    assert re.findall(r":ref:`(\w+) <x-\w+>`", made.index)[:4] == ["Add", "Cut", "Bar", "Zero"]
    assert [text for text in made.said if "in no group" in text] == [
        "2 operations are in no group: GET /doors, GET /old [ungrouped]"
    ]  # fmt: skip
    if split == "single":
        assert [title for title in headings(made.index) if title in ("Add", "Cut", "Bar", "Zero")] == ["Add", "Cut", "Bar", "Zero"]


def test_labels_do_not_depend_on_where_the_checkout_is(tmp_path: Path) -> None:
    """An output folder without a name of its own, such as the current one, gives labels that are the same on every machine."""
    (tmp_path / "a.wadl").write_text(wadl(resource("lamps", method("a"))), encoding="utf-8")
    assert run("a.wadl", "-o", ".", "--merge", folder=tmp_path).status == 0
    assert (tmp_path / "index.rst").read_text("utf-8").splitlines()[2] == ".. _api-index:"
