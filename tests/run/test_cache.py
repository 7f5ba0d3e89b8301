"""What a run remembers for the next one: when it is gone by, and above all when it is not."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import fields
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

import wadl2rst
from tests.running import run, tree
from wadl2rst.config.options import Config
from wadl2rst.run.cache import NO_INPUT, VARIABLE
from wadl2rst.source.files import FolderGate
from wadl2rst.templating import environment

posix = pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")

API = """<?xml version="1.0"?>
<!DOCTYPE application [<!ENTITY % common SYSTEM "common.ent"> %common;]>
<application xmlns="http://wadl.dev.java.net/2009/02" xmlns:xsdxt="http://docs.rackspacecloud.com/xsd-ext/v1.0">
  <grammars><include href="api.xsd"/></grammars>
  <resources base="http://api.example/">
    <resource path="images" type="other.wadl#paged">
      <method name="GET"><doc title="List">&about;</doc>
        <response status="200"><representation mediaType="application/json">
          <doc><xsdxt:code href="samples/list.json"/></doc></representation></response></method>
      <method name="DELETE"/>
    </resource>
  </resources>
</application>
"""
OTHER = """<application xmlns="http://wadl.dev.java.net/2009/02">
  <resource_type id="paged"><param name="page" style="query"><doc>WORDS</doc></param></resource_type></application>
"""
FILES = {
    "api.wadl": API,
    "common.ent": '<!ENTITY about "All images.">',
    "other.wadl": OTHER,
    "api.xsd": "<schema/>",
    "samples/list.json": '{"images": []}',
    "additions/list.before.rst": "Ask often.\n",
    "templates/operation.rst.jinja": '{% extends "default/operation.rst.jinja" %}',
}
HIT = 77
"""Operations that no WADL here has, which a poisoned entry tells of."""


class Place:
    """A folder with a WADL, all that it names, and a cache of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cache = folder / "cache"
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        file.write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def generate(self, *sources: str, output: str = "out", **settings: Any) -> tuple[Any, list[str]]:
        """The result of a run, or the text of its exception, and what was said."""
        said: list[str] = []
        try:
            result = wadl2rst.generate(
                sources or ["api.wadl"], output, Config(**settings), report=lambda diagnostic: said.append(str(diagnostic))
            )
        except wadl2rst.Error as error:
            return str(error), said
        return result, said

    def poison(self) -> None:
        """Makes every entry tell of more operations than there are, which shows whether a run goes by it."""
        for file in self.cache.iterdir():
            content = json.loads(file.read_bytes())
            content["entry"]["operations"] = HIT
            file.write_text(json.dumps(content), encoding="ascii")

    def hits(self, *sources: str, **settings: Any) -> bool:
        """Whether a run goes by what the last one remembers."""
        self.poison()
        result, _said = self.generate(*sources, **settings)
        return not isinstance(result, str) and result.operations >= HIT


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    return Place(tmp_path)


# --- when it is gone by -----------------------------------------------------------------


def test_what_has_not_changed_is_not_read_again(place: Place) -> None:
    """A second run goes by what the first one remembers, and leaves the same pages, files and counts."""
    first, said = place.generate()
    pages = tree(place.folder / "out")
    assert (first.operations, first.written, said) == (2, 3, [])
    second, _ = place.generate()
    assert (second.operations, second.written, second.unchanged, second.title) == (2, 0, 3, first.title)
    assert (second.files, second.missing) == (first.files, first.missing)
    assert tree(place.folder / "out") == pages
    assert place.hits()


@pytest.mark.parametrize("name", sorted(NO_INPUT - {"sources", "output", "check", "no_cache", "changes_since", "fail_on_breaking", "also"}))
def test_what_changes_no_page_costs_no_reading(place: Place, name: str) -> None:
    """Settings on messages, jobs and the site leave what is remembered as it is."""
    values: dict[str, object] = {
        "html": "site",
        "ignore": ("missing-grammar",),
        "format": "json",
        "color": "never",
        "jobs": 2,
        "markdown": "always",
    }
    place.generate()
    assert place.hits(**{name: values.get(name, True)})


def test_of_many_only_what_changed_is_read(place: Place) -> None:
    """Of several WADLs, the one whose sample changed is read, and the others are not."""
    place.write("v2/api.wadl", API.replace("images", "flavors"))
    for name in ("common.ent", "api.xsd", "other.wadl", "samples/list.json"):
        place.write(f"v2/{name}", FILES[name])
    shutil.rmtree(place.folder / "templates")
    sources = ["api.wadl", "v2/api.wadl"]
    first, _ = place.generate(*sources)
    assert first.operations == 4
    place.write("v2/samples/list.json", "[]")
    place.poison()
    second, _ = place.generate(*sources)
    assert (second.operations, second.written) == (HIT + 2, 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_order_of_pages_and_messages_stays(place: Place, jobs: int) -> None:
    """With what is remembered of some WADLs, and others read, everything is said in the order of the sources, with -j too."""
    for number in range(5):
        place.write(f"apis/{number}.wadl", OTHER.replace("paged", f"unused{number}"))
    _, said = place.generate("apis", lint=True, no_cache=True)
    assert len(said) == 10
    assert place.generate("apis", lint=True, jobs=jobs)[1] == said
    for changed in (0, 3):
        place.change(f"apis/{changed}.wadl", "WORDS", "<!-- --> WORDS")
    assert place.generate("apis", lint=True, jobs=jobs)[1] == said


def test_warnings_are_said_each_time(place: Place) -> None:
    """What was odd in the WADL is said again by a run that does not read it, with its place, and counts for -W."""
    place.change("api.wadl", '<method name="DELETE"/>', '<method name="DELETE"><oops/></method>')
    place.write("common.ent", "<!ENTITY about \"<oops xmlns='http://wadl.dev.java.net/2009/02'/>\">")
    first, said = place.generate()
    assert said and first.warnings == len(said)
    assert place.hits()
    second, again = place.generate()
    assert (again, second.warnings) == (said, first.warnings)
    assert run("api.wadl", "-o", "out", "-W", folder=place.folder).status == 1


# --- when it is not ---------------------------------------------------------------------

CHANGES: dict[str, Callable[[Place], object]] = {
    "the WADL": lambda place: place.change("api.wadl", "List", "Show"),
    "the entity file": lambda place: place.change("common.ent", "All", "Some"),
    "the sample": lambda place: place.change("samples/list.json", "[]", "[1]"),
    "another WADL": lambda place: place.change("other.wadl", "WORDS", "Which page."),
    "a sample is gone": lambda place: (place.folder / "samples/list.json").unlink(),
    "an entity file is gone": lambda place: (place.folder / "common.ent").unlink(),
    "a grammar is gone": lambda place: (place.folder / "api.xsd").unlink(),
    "a sample is a folder": lambda place: place.folder.joinpath("samples").rename("elsewhere") and place.write("samples/list.json/x", ""),
    "a template": lambda place: place.write("templates/operation.rst.jinja", "{{ op.title }}"),
    "a template is gone": lambda place: (place.folder / "templates/operation.rst.jinja").unlink(),
    "a template is new": lambda place: place.write("templates/index.rst.jinja", "{{ site.title }}"),
    "a template hides a built-in one": lambda place: place.write("templates/default/operation.rst.jinja", "{{ op.title }}"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_seen(place: Place, what: str) -> None:
    """After any change of what the pages are made from, the WADL is read, and pages and messages are those of a new run."""
    settings = {"templates": "templates"}
    place.generate(**settings)
    place.generate(output="new", **settings)
    assert place.hits(**settings)
    CHANGES[what](place)
    assert not place.hits(**settings)
    _, said = place.generate(**settings)
    assert said == place.generate(output="new", no_cache=True, **settings)[1]
    assert tree(place.folder / "out") == tree(place.folder / "new")


def test_what_was_missing_and_appears_is_seen(place: Place) -> None:
    """A file that the WADL named in vain, with a mere warning, is shown as soon as it is there."""
    (place.folder / "api.xsd").unlink()
    _, said = place.generate()
    assert [message.rpartition(" ")[2] for message in said] == ["[missing-grammar]"]
    assert place.hits()
    place.write("api.xsd", "<schema/>")
    assert not place.hits()
    assert place.generate()[1] == []


def test_a_file_that_goes_before_another_is_seen(place: Place) -> None:
    """A sample that appears where the WADL looks first is shown, though the one that was found is as it was."""
    place.write("common/names.ent", '<!ENTITY about "All images."><!ENTITY s \'<xsdxt:code href="deep.json"/>\'>')
    place.change("api.wadl", '"common.ent"', '"common/names.ent"')
    place.change("api.wadl", '<doc><xsdxt:code href="samples/list.json"/></doc>', "<doc>&s;</doc>")
    place.write("common/deep.json", '{"of": "the entity file"}')
    place.generate()
    assert place.hits()
    place.write("deep.json", '{"of": "the WADL"}')
    assert not place.hits()
    place.generate()
    assert b"the WADL" in (place.folder / "out/get-images.rst").read_bytes()


@posix
@pytest.mark.parametrize("outside", [False, True])
def test_a_link_that_leads_elsewhere_is_seen(place: Place, outside: bool, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A link on the way to a sample that leads to the same text elsewhere is followed anew, out of the root it is refused."""
    for name in ("one", "two"):
        place.write(f"{name}/list.json", "{}")
    target = tmp_path_factory.mktemp("outside")
    (target / "list.json").write_text("{}", encoding="utf-8")
    shutil.rmtree(place.folder / "samples")
    (place.folder / "samples").symlink_to("one")
    place.generate()
    assert place.hits()
    (place.folder / "samples").unlink()
    (place.folder / "samples").symlink_to(target if outside else "two")
    assert not place.hits()
    assert bool(place.generate()[1]) is outside


@posix
def test_a_wadl_that_is_a_link_is_looked_at(place: Place) -> None:
    """Where the WADL is a link that leads to the same text elsewhere, the files of the run are others."""
    for name in ("one", "two"):
        place.write(f"{name}/api.wadl", API)
    (place.folder / "api.wadl").unlink()
    (place.folder / "api.wadl").symlink_to("one/api.wadl")
    place.generate()
    assert place.hits()
    (place.folder / "api.wadl").unlink()
    (place.folder / "api.wadl").symlink_to("two/api.wadl")
    assert not place.hits()


@posix
def test_a_root_that_leads_elsewhere_is_seen(place: Place, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where --root is a link, what it leads to counts: a narrower one refuses what was read before."""
    apart = tmp_path_factory.mktemp("apart")
    (apart / "root").symlink_to(place.folder)
    place.generate(root=apart / "root")
    assert place.hits(root=apart / "root")
    (apart / "root").unlink()
    (apart / "root").symlink_to(place.folder / "samples")
    assert not place.hits(root=apart / "root")
    assert place.generate(root=apart / "root")[1]


def test_a_mapped_entity_file_is_looked_at(place: Place) -> None:
    """A file that --entity-map names counts like one that the WADL names."""
    place.change("api.wadl", '"common.ent"', '"https://example.org/common.ent"')
    settings = {"entity_map": ("https://example.org/common.ent=common.ent",)}
    first, said = place.generate(**settings)
    assert (first.operations, said) == (2, [])
    assert place.hits(**settings)
    second, _ = place.generate(**settings)
    assert second.files == first.files
    place.change("common.ent", "All", "Some")
    assert not place.hits(**settings)


XSD = (
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{}<xs:element name="image"><xs:complexType><xs:sequence>'
    '<xs:element name="{}" type="xs:string"/></xs:sequence></xs:complexType></xs:element></xs:schema>'
)
BODY = '<request><representation mediaType="application/xml" element="image"/></request>'
JSON_BODY = (
    '<request><representation mediaType="application/json" xmlns:j="http://wadl.dev.java.net/2009/02/json-schema"'
    ' j:describedby="image.json"/></request>'
)
SCHEMA_FILES = {
    "api.xsd": XSD.format('<xs:include schemaLocation="part.xsd"/>', "size"),
    "part.xsd": XSD.format("", "part").replace('"image"', '"part"'),
    "image.json": '{"properties": {"of": {"$ref": "part.json"}}}',
    "part.json": '{"properties": {"length": {"type": "integer"}}}',
}


def with_schemas(place: Place, include: str = "api.xsd") -> None:
    """Makes the WADL one with bodies of both kinds of schemas, each of which refers to another file."""
    for name, text in SCHEMA_FILES.items():
        place.write(name, text)
    place.change("api.wadl", 'href="api.xsd"', f'href="{include}"')
    place.change("api.wadl", '<method name="DELETE"/>', f'<method name="POST">{BODY}</method><method name="PUT">{JSON_BODY}</method>')


@pytest.mark.parametrize("name", SCHEMA_FILES)
def test_a_changed_schema_is_seen(place: Place, name: str) -> None:
    """Schemas count like the WADL: those that it names, and those that these refer to; without a change, nothing is read again."""
    with_schemas(place)
    first, said = place.generate()
    assert (first.operations, said) == (3, []) and str(place.folder / name) in first.files
    assert place.hits()
    old, new = {"image.json": ("of", "for"), "part.json": ("length", "width")}.get(name, ("xs:string", "xs:int"))
    place.change(name, old, new)
    assert not place.hits()
    _, said = place.generate()
    assert said == place.generate(output="new", no_cache=True)[1]
    assert tree(place.folder / "out") == tree(place.folder / "new")


@pytest.mark.parametrize("name", SCHEMA_FILES)
def test_a_schema_that_appears_is_seen(place: Place, name: str) -> None:
    """A schema that was missing, whoever refers to it, is shown as soon as it is there."""
    with_schemas(place)
    (place.folder / name).unlink()
    first, said = place.generate()
    assert [message.rpartition(" ")[2] for message in said] == ["[missing-grammar]"] and str(place.folder / name) in first.missing
    assert place.hits()
    place.write(name, SCHEMA_FILES[name])
    assert not place.hits()
    assert place.generate()[1] == []


def test_a_mapped_schema_is_looked_at(place: Place) -> None:
    """A schema that --grammar-map names counts like one that the WADL names."""
    with_schemas(place, "https://schemas.example/api.xsd")
    place.write("copy.xsd", XSD.format("", "size"))
    settings = {"grammar_map": ("https://schemas.example/api.xsd=copy.xsd",)}
    assert place.generate(**settings)[1] == []
    assert place.hits(**settings)
    place.change("copy.xsd", "size", "width")
    assert not place.hits(**settings)
    assert any(b"image.width" in page for page in tree(place.folder / "out").values())


def test_what_checks_samples_is_looked_at(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --lint, findings depend on the libraries that validate: installed later, or of another version, they are asked."""
    with_schemas(place)
    place.generate(lint=True)
    assert place.hits(lint=True)
    place.generate(output="other")
    real = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "0" if name == "xmlschema" else real(name))
    assert not place.hits(lint=True)
    assert place.hits(output="other")


def test_check_sees_a_changed_schema(place: Place) -> None:
    """--check tells of the pages that a schema changed, and of no other."""
    with_schemas(place)
    place.generate()
    assert place.generate(check=True)[0].written == 0
    place.change("api.xsd", '"size"', '"width"')
    result, _ = place.generate(check=True)
    assert result.written == 1 and "image.width" in result.changes[0]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_schema_of_several_wadls_counts_for_each(place: Place, jobs: int) -> None:
    """WADLs that share a schema are each read again when it changes, in one process or in several; one without it is not."""
    with_schemas(place)
    for number in range(3):
        place.write(f"apis/{number}.wadl", (place.folder / "api.wadl").read_text("utf-8").replace('"api.xsd"', '"../api.xsd"'))
    settings = {"root": place.folder, "jobs": jobs}
    place.write("apis/3.wadl", OTHER)
    place.generate("apis", **settings)
    place.poison()
    place.change("api.xsd", '"size"', '"width"')
    result, _ = place.generate("apis", **settings)
    assert (result.operations, result.written) == (HIT + 9, 3)
    assert sum(b"image.width" in page for page in tree(place.folder / "out").values()) == 3


SETTINGS: dict[str, object] = {
    "lint": True,
    "split": "single",
    "style": "sphinx",
    "tabs": "always",
    "request_samples": ("curl",),
    "without_examples": True,
    "templates": "templates",
    "additions": "additions",
    "param_names": "leaf",
    "heading_chars": "=-",
    "lang": "de",
    "title": "Another",
    "merge": True,
    "prefix": "other",
    "base": "https://other.example.com/",
    "groups": [{"title": "Listed", "ids": ["list"]}],
    "order": "path",
    "deprecated": "hide",
    "index": "contents",
    "include": ("/images",),
    "exclude": ("/flavors",),
    "methods": ("GET",),
    "ids": ("list",),
    "skip_extended": True,
    "profile": ("audience=public",),
    "root": "..",
    "schema_depth": 2,
    "schema_rows": 5,
    "json_from_xsd": "natural",
    "entity_map": ("https://example.org/x=api.xsd",),
    "grammar_map": ("https://example.org/x=api.xsd",),
    "max_size": 1,
    "doc_format": "markdown",
}


def test_every_setting_is_looked_at() -> None:
    """Each setting either makes a run read anew, or is known to change no page."""
    assert set(SETTINGS) | NO_INPUT == {item.name for item in fields(Config)}
    assert set(SETTINGS) & NO_INPUT == set()


@pytest.mark.parametrize("name", SETTINGS)
def test_other_settings_read_anew(place: Place, name: str) -> None:
    """A run with another value of a setting does not go by what was remembered with the first."""
    place.generate()
    assert not place.hits(**{name: SETTINGS[name]})
    assert tree(place.folder / "out") == tree_of_a_new_run(place, **{name: SETTINGS[name]})


def test_one_of_several_is_another_wadl(place: Place) -> None:
    """The same WADL, alone or with others, has other labels and titles, and is read anew."""
    place.generate()
    assert not place.hits("api.wadl", "other.wadl")


def test_another_name_is_another_wadl(place: Place) -> None:
    """A WADL whose folder of pages has another name, for it stands beside others, is read anew."""
    for name in ("v1/api.wadl", "v1/other.wadl", "v2/api.wadl"):
        place.write(name, OTHER)
    place.generate("v1/api.wadl", "v2/api.wadl")
    assert (place.folder / "out/v1-api").is_dir()
    assert not place.hits("v1/api.wadl", "v1/other.wadl")
    assert (place.folder / "out/api/index.rst").is_file()


def test_another_current_folder_reads_anew(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the current folder is another, so is the root, and what messages call a file."""
    place.generate(str(place.folder / "api.wadl"), output=str(place.folder / "out"))
    monkeypatch.chdir(place.folder / "samples")
    place.poison()
    result, _ = place.generate(str(place.folder / "api.wadl"), output=str(place.folder / "out"))
    assert result.operations == 2


def test_another_program_reads_anew(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another version remembers counts for nothing, were it only a changed line of a library."""
    place.write("library/code.py", "1")
    place.write("library/__pycache__/code.pyc", "1")
    monkeypatch.setattr(environment, "library_folders", lambda: (place.folder / "library",))
    place.generate()
    place.write("library/__pycache__/code.pyc", "2")
    assert place.hits()
    place.write("library/code.py", "2")
    assert not place.hits()


def test_after_an_error_all_is_read_again(place: Place) -> None:
    """A WADL with an error is not remembered: its cause may have gone in a way that nothing shows."""
    (place.folder / "common.ent").unlink()
    _, said = place.generate()
    assert any(" error: " in message for message in said)
    assert not place.cache.exists()


# --- the pages on the disk --------------------------------------------------------------


def test_a_file_that_changes_while_it_is_read_is_read_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file gave two texts in one run, the next run does not go by it, whichever of them the file has then."""
    place.write("notes.txt", "One.")
    include = '<doc xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="notes.txt" parse="text"/></doc>'
    place.change("api.wadl", '<method name="DELETE"/>', f'<method name="DELETE">{include}</method><method name="PUT">{include}</method>')
    real = FolderGate.read

    def read(self: FolderGate, where: Any, limit: int | None = None) -> bytes:
        data = real(self, where, limit)
        if where.key.endswith("notes.txt"):
            place.write("notes.txt", "Two.")
        return data

    with monkeypatch.context() as patch:
        patch.setattr(FolderGate, "read", read)
        place.generate()
    pages = [place.folder / "out" / name for name in ("delete-images.rst", "put-images.rst")]
    assert sorted(word for page in pages for word in (b"One.", b"Two.") if word in page.read_bytes()) == [b"One.", b"Two."]
    assert not place.hits()
    place.generate()
    assert all(b"Two." in page.read_bytes() for page in pages)


def test_an_edited_page_is_reported(place: Place) -> None:
    """A page that someone edited is found, told of and left, as in a run that reads the WADL; --force replaces it."""
    place.generate()
    page = place.folder / "out/get-images.rst"
    made = page.read_bytes()
    page.write_text("mine\n", encoding="utf-8")
    for _ in range(2):
        result, said = place.generate()
        assert (result.kept, result.unchanged, result.operations) == (1, 2, 2)
        assert [message.rpartition(" ")[2] for message in said] == ["[edited]"]
        assert page.read_text(encoding="utf-8") == "mine\n"
    result, said = place.generate(force=True)
    assert (result.written, said, page.read_bytes()) == (1, [], made)


@pytest.mark.parametrize("name", ["delete-images.rst", "get-images.rst", "index.rst"])
def test_a_page_that_is_gone_is_written(place: Place, name: str) -> None:
    """Whichever page is missing is made again, and the others are left."""
    place.generate()
    pages = tree(place.folder / "out")
    (place.folder / "out" / name).unlink()
    result, said = place.generate()
    assert (result.written, result.unchanged, said) == (1, 2, [])
    assert tree(place.folder / "out") == pages


def test_a_manifest_that_is_gone_is_written(place: Place) -> None:
    """Pages that are as they should be are ours again when the manifest was removed."""
    place.generate()
    pages = tree(place.folder / "out")
    (place.folder / "out/.wadl2rst.json").unlink()
    result, said = place.generate()
    assert (result.unchanged, said) == (3, [])
    assert tree(place.folder / "out") == pages


@posix
def test_a_page_that_is_a_pipe_is_not_waited_for(place: Place) -> None:
    """A pipe in the place of a page is told of, not read."""
    place.generate()
    page = place.folder / "out/index.rst"
    page.unlink()
    os.mkfifo(page)
    _, said = place.generate()
    assert [message.rpartition(" ")[2] for message in said] == ["[occupied]"]


def test_a_page_of_a_removed_operation_goes(place: Place) -> None:
    """Pages of operations that are gone are removed, and stay so."""
    place.generate()
    place.change("api.wadl", '<method name="DELETE"/>', "")
    result, _ = place.generate()
    assert (result.removed, result.operations) == (1, 1)
    place.write("api.wadl", API)
    result, _ = place.generate()
    assert (result.written, result.operations) == (2, 2)


def test_two_folders_of_pages_have_entries_of_their_own(place: Place) -> None:
    """What is remembered of the pages in one folder says nothing of those in another."""
    place.generate()
    place.poison()
    other, _ = place.generate(output="other")
    assert (other.operations, other.written) == (2, 3)
    assert len(list(place.cache.iterdir())) == 2


# --- the entries ------------------------------------------------------------------------


@pytest.mark.parametrize("setting", ["check", "no_cache"])
def test_a_run_that_must_look_itself_does(place: Place, setting: str) -> None:
    """--check and --no-cache neither go by what is remembered nor remember anything."""
    place.generate(**{setting: True})
    assert not place.cache.exists()
    place.generate()
    entries = tree(place.cache)
    assert not place.hits(**{setting: True})
    place.generate()
    assert tree(place.cache).keys() == entries.keys()


def test_the_command_says_how_to_do_without(place: Place) -> None:
    """The command takes --no-cache, which no file can set, and the folder of the entries from the environment."""
    done = run("api.wadl", "-o", "out", "--no-cache", folder=place.folder)
    assert (done.status, place.cache.exists()) == (0, False)
    done = run("api.wadl", "-o", "out", folder=place.folder, changes={VARIABLE: "mine"})
    assert done.status == 0 and len(list((place.folder / "mine").iterdir())) == 1


@posix
def test_the_entries_lie_in_the_cache_of_the_user(place: Place) -> None:
    """Where no variable names a folder, entries lie where the system keeps such things, below the home folder."""
    (place.folder / "home").mkdir()
    changes = {VARIABLE: None, "HOME": str(place.folder / "home"), "XDG_CACHE_HOME": None}
    assert run("api.wadl", "-o", "out", folder=place.folder, changes=changes).status == 0
    (entry,) = (file for file in (place.folder / "home").rglob("*") if file.is_file())
    assert entry.parent.name == "wadl2rst" and entry.suffix == ".json"


@posix
@pytest.mark.parametrize("home", ["api.wadl", "none"])
def test_without_a_home_nothing_is_remembered(place: Place, home: str) -> None:
    """A run whose home is no folder, or is not there, is like any other, and makes no folder."""
    changes = {VARIABLE: None, "HOME": str(place.folder / home), "XDG_CACHE_HOME": None}
    before = {path.name for path in place.folder.iterdir()}
    for _ in range(2):
        done = run("api.wadl", "-o", "out", folder=place.folder, changes=changes)
        assert (done.status, "error" in done.stderr) == (0, False)
    assert {path.name for path in place.folder.iterdir()} == before | {"out"}


def test_where_the_home_is_not_known_nothing_is_remembered(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system cannot tell the home folder, no folder called ~ is made."""
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_names, **_options: Path("~/.cache/wadl2rst"))
    result, said = place.generate()
    assert (result.written, said, (place.folder / "~").exists()) == (3, [], False)


def test_a_cache_that_can_not_be_written_costs_nothing_but_time(place: Place) -> None:
    """A file in the place of the cache's folder changes neither pages nor messages."""
    place.cache.write_text("mine", encoding="utf-8")
    result, said = place.generate()
    assert (result.written, said, place.cache.read_text(encoding="utf-8")) == (3, [], "mine")


def test_entries_are_for_the_user_alone(place: Place) -> None:
    """Others cannot read which files were read, where the system knows others."""
    place.generate()
    if sys.platform != "win32":
        assert place.cache.stat().st_mode & 0o077 == 0


def test_entries_that_nobody_asks_for_go(place: Place) -> None:
    """What no run has asked for in a month is removed, what is in use and what is not ours stays."""
    place.generate()
    (used,) = place.cache.iterdir()
    old = place.cache / f"{'0' * 64}.json"
    torn = place.cache / f"{'1' * 64}.json.123.tmp"
    strange = place.cache / "mine.json"
    for file in (used, old, torn, strange):
        file.touch()
        os.utime(file, (time.time() - 40 * 24 * 60 * 60,) * 2)
    place.generate()
    place.generate(output="other")
    assert used.exists() and strange.exists() and not old.exists() and not torn.exists()


DAMAGE: dict[str, Callable[[Any], object]] = {
    "no entry": lambda content: content.pop("entry"),
    "no trace": lambda content: content["entry"].pop("trace"),
    "no places": lambda content: content["entry"]["trace"].__setitem__(0, []),
    "a place that is none": lambda content: content["entry"]["trace"][3].append([99, None, ""]),
    "questions of another form": lambda content: content["entry"]["trace"].__setitem__(1, [[1]]),
    "places that are numbers": lambda content: content["entry"]["trace"].__setitem__(0, [[1, 2, 3]]),
    "a list for the pages": lambda content: content["entry"].__setitem__("pages", ["index.rst"]),
    "pages outside": lambda content: content["entry"].__setitem__("pages", {"../api.wadl": sha256(API.encode()).hexdigest()}),
    "a message of another version": lambda content: content["entry"].__setitem__("diagnostics", [["strange", "", None, ""]]),
    "messages that are none": lambda content: content["entry"].__setitem__("diagnostics", 1),
    "templates that are none": lambda content: content["entry"].__setitem__("templates", 1),
    "a digest of no text": lambda content: content["entry"]["pages"].__setitem__("index.rst", None),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_entry_is_none(place: Place, what: str) -> None:
    """An entry that is not whole is as good as none: the pages and messages are those of a run without it."""
    place.generate()
    place.poison()
    (file,) = place.cache.iterdir()
    content = json.loads(file.read_bytes())
    DAMAGE[what](content)
    file.write_text(json.dumps(content), encoding="ascii")
    result, said = place.generate()
    assert (result.operations, result.unchanged, said) == (2, 3, [])


@pytest.mark.parametrize("kind", ["read", "mapped"])
def test_an_entry_names_no_other_files(place: Place, kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Of what an entry says was read, only what the WADL and the settings lead to is looked at, were the rest as it says."""
    secret = tmp_path_factory.mktemp("outside") / "secret.json"
    secret.write_text("{}", encoding="utf-8")
    digest = sha256(b"{}").hexdigest()
    place.generate()
    place.poison()
    (file,) = place.cache.iterdir()
    content = json.loads(file.read_bytes())
    trace = content["entry"]["trace"]
    trace[0].append([str(secret)] * 3)
    number = len(trace[0]) - 1
    trace[{"read": 3, "mapped": 4}[kind]].append([number, None, digest] if kind == "read" else [str(secret), number, digest])
    file.write_text(json.dumps(content), encoding="ascii")
    result, said = place.generate()
    assert (result.operations, said) == (2, [])
    assert str(secret) not in result.files


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"1", b"null", b"\xff", b"[" * 100_000])
def test_a_file_that_is_no_entry_is_none(place: Place, data: bytes) -> None:
    """Whatever else lies in the place of an entry, the run is as without it."""
    place.generate()
    (file,) = place.cache.iterdir()
    file.write_bytes(data)
    result, said = place.generate()
    assert (result.operations, result.unchanged, said) == (2, 3, [])


def tree_of_a_new_run(place: Place, **settings: Any) -> dict[str, bytes]:
    """The pages of a run without a cache, in a folder of the same name elsewhere."""
    place.generate(output="other/out", **{**settings, "no_cache": True})
    found = tree(place.folder / "other/out")
    shutil.rmtree(place.folder / "other")
    return {name: data.replace(b"../../api.wadl", b"../api.wadl") for name, data in found.items()}


# --- and all of it at once --------------------------------------------------------------

_TEXTS = st.sampled_from(
    sorted({*FILES.values(), OTHER.replace("WORDS", "Page."), "<broken", "", '<!ENTITY about "Few &lt; many.">', "[1, 2]"})
)
_STEPS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(sorted(FILES)), _TEXTS),
    st.tuples(st.just("restore"), st.sampled_from(sorted(FILES))),
    st.tuples(st.just("remove"), st.sampled_from(sorted(FILES))),
    st.tuples(st.just("link"), st.sampled_from(sorted(FILES)), st.sampled_from(["other.wadl", "common.ent", "../outside.json", ".hidden"])),
    st.tuples(st.just("page"), st.sampled_from(["index.rst", "get-images.rst", ".wadl2rst.json"]), st.sampled_from(["mine\n", ""])),
    st.tuples(st.just("no page"), st.sampled_from(["index.rst", "get-images.rst", "delete-images.rst", ".wadl2rst.json"])),
)
_CHOICES = st.sampled_from(
    [{}, {}, {"lint": True}, {"templates": "templates"}, {"split": "single"}, {"style": "sphinx"}, {"methods": ("GET",)}, {"force": True}]
)


@effort(max_examples=effort.default.max_examples // 3)  # each is up to 28 runs
@given(st.lists(st.tuples(_STEPS, _CHOICES, st.booleans()), min_size=1, max_size=6))
def test_a_run_that_remembers_is_as_one_that_does_not(
    tmp_path_factory: pytest.TempPathFactory, story: list[tuple[tuple[str, ...], dict[str, Any], bool]]
) -> None:
    """Whatever happens to files and pages between runs: pages and messages are those of runs that read all anew."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("story") / "work"
        folder.mkdir()
        (folder.parent / "outside.json").write_text("{}", encoding="utf-8")
        patch.chdir(folder)
        patch.setenv(VARIABLE, str(folder / "cache"))
        place = Place(folder)
        place.write(".hidden", "{}")
        for step, settings, several in [(("start",), {}, False), *story]:
            happen(place, *step)
            sources = ["api.wadl", "other.wadl"] if several else ["api.wadl"]
            for _ in range(2):
                result, said = place.generate(*sources, output="with", **settings)
                expected, said_anew = place.generate(*sources, output="anew", **settings, no_cache=True)
                assert [message.replace("with/", "anew/") for message in said] == said_anew
                assert str(result).replace("with/", "anew/") == str(expected)
                assert tree(folder / "with") == tree(folder / "anew")


def happen(place: Place, what: str, name: str = "", text: str = "") -> None:
    """A step of the story."""
    file = place.folder / name
    if what == "write":
        place.write(name, text)
    elif what == "restore":
        place.write(name, FILES[name])
    elif what == "remove":
        file.unlink(missing_ok=True)
    elif what == "link":
        if sys.platform != "win32":
            file.unlink(missing_ok=True)
            file.symlink_to(place.folder / text)
    elif what in ("page", "no page"):
        for output in ("with", "anew"):
            page = place.folder / output / name
            page.unlink(missing_ok=True)
            if what == "page" and page.parent.is_dir():
                page.write_text(text, encoding="utf-8")
