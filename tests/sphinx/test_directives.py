"""The directives: which operations they show, what they depend on, and where their messages point."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docutils import nodes
from sphinx.events import EventManager

from tests.sphinx_projects import IMAGES, SAMPLES, Built, build, method, project, wadl
from wadl2rst.cli import main

THREE = wadl(method("listThings"), method("addThing", "POST"), method("wipeThings", "DELETE"))


def titles(built: Built, page: str = "index") -> list[str]:
    doctree = built.app.env.get_doctree(page)
    return [
        section.next_node(nodes.title).astext()
        for section in doctree.findall(nodes.section)
        if "Title of" in section.next_node(nodes.title).astext()
    ]


def shown(tmp_path: Path, options: str, conf: str = "") -> Built:
    lines = "".join(f"   {line}\n" for line in options.splitlines())
    folder = project(tmp_path / "p", conf=conf, index=f"Top\n===\n\n.. wadl:: api.wadl\n{lines}", api_wadl=THREE)
    return build(folder, "dummy")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", ["listThings", "addThing", "wipeThings"]),
        (":methods: get, POST", ["listThings", "addThing"]),
        (":ids: wipeThings listThings", ["listThings", "wipeThings"]),
        (":include: /th*\n:methods: DELETE", ["wipeThings"]),
        (":paths: /things", ["listThings", "addThing", "wipeThings"]),
        (":order: method", ["listThings", "addThing", "wipeThings"]),
        (":group: resource\n:ids: addThing", ["addThing"]),
    ],
)
def test_options_choose_operations(options: str, expected: list[str], tmp_path: Path) -> None:
    """The options choose which operations are shown, and in which order."""
    built = shown(tmp_path, options)
    assert built.warnings == ()
    assert titles(built) == [f"Title of {name}" for name in expected]


def test_exclude_beats_include(tmp_path: Path) -> None:
    """What :exclude: matches is not shown, whatever :include: says; where nothing is left, that is reported."""
    built = shown(tmp_path, ":include: /**\n:exclude: /things")
    assert titles(built) == []
    assert len(built.warnings) == 1
    assert "index.rst:4: WARNING: the filters together match no operation of api.wadl [wadl.unmatched-filter]" in built.warnings[0]


@pytest.mark.parametrize("option", [":include: /other", ":exclude: /other", ":methods: PATCH", ":ids: other", ":paths: /other"])
def test_an_option_that_matches_nothing_warns(option: str, tmp_path: Path) -> None:
    """An option that matches nothing is reported, with the line of the directive."""
    built = shown(tmp_path, option)
    assert len(built.warnings) == 1
    assert f"index.rst:4: WARNING: {option} matches no operation of api.wadl [wadl.unmatched-filter]" in built.warnings[0]


def test_a_missing_wadl_is_reported_where_it_is_named(tmp_path: Path) -> None:
    """A WADL that is not there is reported with the line of the directive, and the page is built."""
    built = build(project(tmp_path / "p", index="Top\n===\n\n.. wadl:: none.wadl\n"), "dummy")
    assert len(built.warnings) == 1
    assert "index.rst:4: WARNING: none.wadl not found (looked for " in built.warnings[0] and "[wadl.unreadable]" in built.warnings[0]


@pytest.mark.parametrize("target", ["addThing", "api-addThing", "POST /things", "post  things/"])
def test_automethod_shows_one_operation(target: str, tmp_path: Path) -> None:
    """One operation is shown by its id, or by verb and path."""
    built = build(project(tmp_path / "p", index=f"Top\n===\n\n.. wadl:automethod:: api.wadl#{target}\n", api_wadl=THREE), "dummy")
    assert built.warnings == ()
    assert titles(built) == ["Title of addThing"]


def _auto(tmp_path: Path, target: str, conf: str = "") -> Built:
    """A page that shows one operation of a WADL with patterns for names, and with an id of two operations."""
    api = wadl(method("addThing"), method("plus", "POST"), method("plus", "PUT"), path="a*b")
    return build(project(tmp_path / "p", conf=conf, index=f"Top\n===\n\n.. wadl:automethod:: api.wadl#{target}\n", api_wadl=api), "dummy")


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("addThin", "there is no operation api.wadl#addThin; did you mean 'addThing'? [wadl.unmatched-filter]"),
        ("GET /a?b", "there is no operation api.wadl#GET /a?b; did you mean 'GET /a*b'? [wadl.unmatched-filter]"),
        ("plus", "api.wadl#plus is ambiguous; use one of api-post-a-b, api-put-a-b [wadl.ambiguous]"),
    ],
)
def test_automethod_that_names_no_single_operation_warns(target: str, text: str, tmp_path: Path) -> None:
    """A name that no operation or more than one has is reported with what is similar or the choices; nothing is shown."""
    built = _auto(tmp_path, target)
    assert titles(built) == [] and len(built.warnings) <= 2
    assert f"index.rst:4: WARNING: {text}" in built.warnings[0]


def test_characters_of_a_path_stand_for_themselves(tmp_path: Path) -> None:
    """``*`` in the path of automethod and in :paths: is no pattern."""
    assert titles(_auto(tmp_path / "auto", "GET /a*b")) == ["Title of addThing"]
    built = shown(tmp_path, ":paths: /thin*")
    assert titles(built) == [] and ":paths: /thin* matches no operation" in built.warnings[0]


def test_automethod_of_a_skipped_operation_warns(tmp_path: Path) -> None:
    """Where wadl-skip leaves out the operation that a page asks for, that is reported."""
    handler = "def setup(app):\n    app.connect('wadl-skip', lambda *_: True)\n"
    assert any("api.wadl#addThing is skipped by a wadl-skip handler" in line for line in _auto(tmp_path, "addThing", handler).warnings)


def test_messages_name_settings_of_conf_py(tmp_path: Path) -> None:
    """Messages name what stands in conf.py, not options of the command line."""
    sample = '<doc><xsdxt:code xmlns:xsdxt="http://docs.rackspacecloud.com/xsd-ext/v1.0" href="../a.json"/></doc>'
    api = wadl(method("a", inside=f'<request><representation mediaType="application/json">{sample}</representation></request>'))
    api = api.replace("<application", '<!DOCTYPE application [<!ENTITY % x SYSTEM "https://a.example/x.ent"> %x;]>\n<application', 1)
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    conf = 'wadl2rst_sources = [{"path": "api.wadl", "destination": "d", "include": "/none"}]\nexclude_patterns = ["d"]'
    said = "\n".join(build(project(tmp_path / "p", conf=conf, index="Top\n===\n\n.. wadl:: api.wadl\n", api_wadl=api), "dummy").warnings)
    assert f'; to allow it, use wadl2rst_root = "{tmp_path}"' in said
    assert 'save a copy and use wadl2rst_entity_map = ["https://a.example/x.ent=FILE"]' in said
    assert 'wadl2rst_include = ["/none"] matches no operation' in said
    assert not re.search(r" --\w", said)


def test_grammars_are_mapped_to_files_beside_conf_py(tmp_path: Path) -> None:
    """The files of ``wadl2rst_grammar_map`` start from the folder of conf.py; a grammar that is mapped is not missing."""
    included = '<grammars><include href="application.wadl/xsd0.xsd"/></grammars>'
    api = wadl(method("a")).replace("<resources", f"{included}<resources", 1)
    index = "Top\n===\n\n.. wadl:: api.wadl\n"
    said = build(project(tmp_path / "p", index=index, api_wadl=api), "dummy").warnings
    assert any("grammar application.wadl/xsd0.xsd not found" in line for line in said), said
    (tmp_path / "p" / "xsd0.xsd").write_text("<schema/>", encoding="utf-8")
    conf = 'wadl2rst_grammar_map = ["application.wadl/xsd0.xsd=xsd0.xsd"]'
    said = build(project(tmp_path / "p", conf=conf, index=index, api_wadl=api), "dummy").warnings
    assert said == ()
    conf = 'wadl2rst_grammar_map = ["application.wadl/xsd0.xsd=no.xsd"]'
    said = build(project(tmp_path / "p", conf=conf, index=index, api_wadl=api), "dummy").warnings
    assert any(f"no such file: {tmp_path / 'p' / 'no.xsd'}" in line for line in said), said


def test_a_place_without_a_line_is_the_file_alone(tmp_path: Path) -> None:
    """A WADL that is not there has no line."""
    conf = 'wadl2rst_sources = [{"path": "none.wadl", "destination": "d"}]'
    assert "none.wadl: not found [wadl.unreadable]" in build(project(tmp_path / "p", conf=conf, index="Top\n===\n"), "dummy").warnings[0]


def test_name_can_be_referred_to(tmp_path: Path) -> None:
    """:name: gives the first operation a name for :ref:."""
    built = shown(tmp_path, ":name: the things")
    assert "the things" in built.app.env.domains["std"].anonlabels


def test_no_examples(tmp_path: Path) -> None:
    """Samples are left out with :no-examples:, and shown with :examples: where conf.py leaves them out."""
    texts = []
    for number, (option, conf) in enumerate([("", ""), (":no-examples:", ""), (":examples:", "wadl2rst_without_examples = True")]):
        folder = project(tmp_path / f"p{number}", conf=conf, index=f"Top\n===\n\n.. wadl:automethod:: {IMAGES}#rotateImage\n   {option}\n")
        texts.append(build(folder, "text").text("index.txt"))
    assert "Request example" in texts[0] and "Request example" not in texts[1]
    assert texts[2] == texts[0]


def test_no_index_allows_a_second_description(tmp_path: Path) -> None:
    """With :no-index: an operation can be shown twice: no labels, no objects, no message."""
    index = "Top\n===\n\n.. wadl:: api.wadl\n\nAgain\n-----\n\n.. wadl:: api.wadl\n   :no-index:\n"
    built = build(project(tmp_path / "p", index=index, api_wadl=THREE))
    assert built.warnings == ()
    assert sum(" wadl:method " in line and line.startswith("api-") for line in built.inventory) == 3


def test_no_typesetting_leaves_targets_alone(tmp_path: Path) -> None:
    """With :no-typesetting: nothing is printed, and roles still lead there."""
    folder = project(
        tmp_path / "p", index="Top\n===\n\n.. wadl:: api.wadl\n   :no-typesetting:\n\n:wadl:method:`addThing`\n", api_wadl=THREE
    )
    built = build(folder)
    assert built.warnings == ()
    assert "Text of" not in built.text("index.html") and 'href="#addThing"' in built.text("index.html")


def test_the_directive_gives_the_lines_of_the_command(tmp_path: Path) -> None:
    """The directive parses exactly the lines that the command writes in the style "sphinx", but for the remark at the top."""
    seen: dict[str, list[str]] = {}
    books = SAMPLES / "jersey-bookstore" / "application.wadl"  # says nothing of authentication, for which the command has an index
    folder = project(tmp_path / "p", index=f"Top\n===\n\n.. wadl:: {books}\n", conf=f'wadl2rst_root = "{SAMPLES}"')
    conf = (folder / "conf.py").read_text(encoding="utf-8")
    (folder / "conf.py").write_text(
        conf + "\nseen = []\ndef keep(app, what, name, obj, lines):\n    app.seen = getattr(app, 'seen', {})\n"
        "    app.seen[obj.page] = list(lines)\n"
        "def setup(app):\n    app.connect('wadl-process-doc', keep)\n",
        encoding="utf-8",
    )
    seen = build(folder, "dummy").app.seen  # type: ignore[attr-defined]
    done = CliRunner().invoke(main, [str(books), "-o", str(tmp_path / "out"), "--style", "sphinx", "--root", str(SAMPLES)])
    assert done.exit_code == 0, done.output
    written = {
        path.stem: path.read_text("utf-8").rstrip("\n").split("\n") for path in (tmp_path / "out").glob("*.rst") if path.stem != "index"
    }
    assert seen == {name: lines[2:] for name, lines in written.items()}
    assert all(lines[0].startswith(".. THIS OUTPUT IS GENERATED") for lines in written.values())


def test_bad_rst_of_a_template_is_reported_at_the_line_of_the_wadl(tmp_path: Path) -> None:
    """What docutils says of a line comes with the file and the line of the WADL that it was made from."""
    folder = project(tmp_path / "p", conf='wadl2rst_templates = "mine"', index="Top\n===\n\n.. wadl:: api.wadl\n", api_wadl=THREE)
    (folder / "mine").mkdir()
    (folder / "mine" / "operation.rst.jinja").write_text(
        '{% extends "default/operation.rst.jinja" %}\n{% block id %}\nBad *emphasis.\n\n{% endblock %}\n', encoding="utf-8"
    )
    built = build(folder, "dummy")
    places = [re.search(r"api\.wadl:(\d+): WARNING: Inline emphasis", line) for line in built.warnings]
    assert [int(place[1]) for place in places if place] == [5, 6, 7]


def test_what_is_said_of_the_last_paragraph_names_the_wadl(tmp_path: Path) -> None:
    """Docutils reports some faults at the line after a paragraph; after the last one of an operation that is the WADL's line too."""
    page = "Top\n===\n\n.. wadl:automethod:: api.wadl#listThings\n\n.. wadl:automethod:: api.wadl#addThing\n"
    folder = project(tmp_path / "p", conf='wadl2rst_templates = "mine"', index=page, api_wadl=THREE)
    (folder / "mine").mkdir()
    (folder / "mine" / "operation.rst.jinja").write_text(
        '{% extends "default/operation.rst.jinja" %}\n{% block response %}\n* Bad\nlist::\n{% endblock %}\n', encoding="utf-8"
    )
    warnings = build(folder, "dummy").warnings
    assert len(warnings) > 1 and all(re.search(r"api\.wadl:[56]: (WARNING|ERROR): ", line) for line in warnings if line[0] != " ")


def test_objects_of_parameters_have_the_lines_of_their_own(tmp_path: Path) -> None:
    """Each object of a parameter has the line of its parameter in the WADL, nested and template parameters too."""
    api = wadl(
        '<method name="POST" id="a"><request>\n<param name="first" style="query"/>\n<param name="under_score_" style="query"/>\n'
        '<param name="X-Last" style="header"/>\n<representation mediaType="application/json">\n'
        '<param name="name" style="plain" path="$.thing.name"/>\n</representation></request></method>',
        path="things/{first}",
    )
    page = "Top\n===\n\n.. wadl:: api.wadl\n"
    built = build(project(tmp_path / "p", index=page, api_wadl=api), "dummy")
    terms = [(term.astext(), term.line) for term in built.app.env.get_doctree("index").findall(nodes.term)]
    assert sorted(terms) == [("X-Last", 8), ("first", 6), ("thing.name", 10), ("under_score_", 7)]


def test_prose_is_translated_with_the_line_of_the_wadl(tmp_path: Path) -> None:
    """The gettext builder names the WADL and the line for what it says."""
    api = wadl(
        '<method name="GET" id="get">\n<doc title="T">First words of it.\n\n</doc>\n<request>\n'
        '<param name="limit" style="query">\n<doc>How many there are.</doc></param>\n</request></method>'
    )
    built = build(project(tmp_path / "p", index="Top\n===\n\n.. wadl:: api.wadl\n", api_wadl=api), "gettext")
    pot = built.text("index.pot")
    assert re.search(r'api\.wadl:6\nmsgid "First words of it\."', pot)
    assert re.search(r'api\.wadl:10\nmsgid "How many there are\."', pot)


def test_messages_name_the_wadl_and_can_be_suppressed(tmp_path: Path) -> None:
    """What is wrong with a WADL is a warning with its place and a type; it is said once, however many directives show it."""
    index = "Top\n===\n\n.. wadl:automethod:: api.wadl#a\n\n.. wadl:automethod:: api.wadl#b\n"
    api = wadl(method("a"), '<method name="POST" id="b"/>')
    folder = project(tmp_path / "p", conf="wadl2rst_lint = True", index=index, api_wadl=api)
    built = build(folder, "dummy")
    assert built.warnings and all(re.search(r"api\.wadl:6: WARNING: .*\[wadl\.undocumented\]$", line) for line in built.warnings)
    assert len(set(built.warnings)) == len(built.warnings)
    quiet = build(folder, "dummy", out=tmp_path / "q", settings={"suppress_warnings": ["wadl.undocumented"]})
    assert quiet.warnings == ()


def test_a_changed_sample_reads_only_its_pages(tmp_path: Path) -> None:
    """A build without a change reads nothing; a changed sample reads the pages that show it, a changed WADL all of its pages."""
    folder = project(
        tmp_path / "p",
        index="Top\n===\n\n.. toctree::\n\n   one\n   two\n",
        one="One\n===\n\n.. wadl:automethod:: image-service/image-service.wadl#showImage\n",
        two="Two\n===\n\n.. wadl:automethod:: image-service/image-service.wadl#showLimits\n",
    )
    shutil.copytree(IMAGES.parent, folder / "image-service")
    assert build(folder).docs == {"index", "one", "two"}
    again = build(folder)
    assert again.docs == set() and "0 added, 0 changed, 0 removed" in again.status
    sample = folder / "image-service" / "samples" / "show-limits-response.json"
    sample.write_text(sample.read_text("utf-8").replace("{", "{ ", 1), encoding="utf-8")
    assert build(folder).docs == {"two"}
    entities = folder / "image-service" / "entities" / "common.ent"
    entities.write_bytes(entities.read_bytes() + b"\n")
    assert build(folder).docs == {"one", "two"}


def test_references_to_what_no_page_shows_are_text(tmp_path: Path) -> None:
    """A WADL can be shown in parts: what refers to an operation that is nowhere shown is its title, without a warning."""
    built = build(project(tmp_path / "p", index=f"Top\n===\n\n.. wadl:automethod:: {IMAGES}#createImage\n"))
    assert built.warnings == ()
    assert "Show image details" in built.text("index.html")


def test_handlers_change_and_skip(tmp_path: Path) -> None:
    """wadl-skip leaves operations out, and wadl-process-doc changes lines."""
    handlers = (
        "def skip(app, what, name, obj, skip):\n    return name.startswith('DELETE') or None\n"
        "def change(app, what, name, obj, lines):\n    lines += ['', f'{what} {name}']\n"
        "def setup(app):\n    app.connect('wadl-skip', skip)\n    app.connect('wadl-process-doc', change)\n"
    )
    folder = project(tmp_path / "p", conf=handlers, index="Top\n===\n\n.. wadl:: api.wadl\n", api_wadl=THREE)
    built = build(folder, "text")
    assert built.warnings == ()
    text = built.text("index.txt")
    assert "Title of wipeThings" not in text and "method api-addThing" in text


def test_events_without_a_handler_are_not_emitted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing handles an event of ours, it is not emitted: Sphinx would write out the whole operation for its log."""
    emitted: list[str] = []
    emit = EventManager.emit

    def noted(self: EventManager, name: str, *args: object, **options: Any) -> list[Any]:
        emitted.append(name)
        return emit(self, name, *args, **options)

    monkeypatch.setattr(EventManager, "emit", noted)
    files = {"index": "Top\n===\n\n.. wadl:: api.wadl\n", "api_wadl": THREE}
    conf = 'wadl2rst_sources = [{"path": "api.wadl", "destination": "pages"}]\n'
    build(project(tmp_path / "p", conf=conf, **files), "dummy")
    assert "env-updated" in emitted and [name for name in emitted if name.startswith("wadl-")] == []
    handler = "def setup(app):\n    app.connect('wadl-skip', lambda *_about: None)\n"
    build(project(tmp_path / "p2", conf=handler, **files), "dummy")
    assert {name for name in emitted if name.startswith("wadl-")} == {"wadl-skip"}


@pytest.mark.parametrize(("language", "word"), [("de", "ID der Methode"), ("ja", "メソッド ID"), ("en", "Method ID")])
def test_the_words_of_the_page_are_translated(language: str, word: str, tmp_path: Path) -> None:
    """The words of the page are in the language of the project, where there is a catalogue."""
    folder = project(tmp_path / "p", conf=f'language = "{language}"', index="Top\n===\n\n.. wadl:: api.wadl\n", api_wadl=THREE)
    assert word in build(folder, "text").text("index.txt")


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        ('wadl2rst_style = "sphynx"', "wadl2rst_style: 'sphynx' is not one of classic, sphinx; did you mean 'sphinx'?"),
        ('wadl2rst_heading_chars = "a"', "wadl2rst_heading_chars:"),
        ("wadl2rst_templates = 'none'", "wadl2rst_templates: no such folder:"),
        ("wadl2rst_template_dir = 'none'", "wadl2rst_template_dir: no such folder:"),
        ("wadl2rst_sources = [{'path': 'api.wadl'}]", "'destination' must be a folder"),
        ("wadl2rst_sources = [{'path': 'api.wadl', 'destination': '../out'}]", "'destination' must be a folder"),
        ("wadl2rst_sources = [{'path': 'api.wadl', 'destination': 'o', 'splitt': 1}]", "unknown setting 'splitt'; did you mean 'split'?"),
        ("wadl2rst_sources = [{'path': 'api.wadl', 'destination': 'o', 'split': 'x'}]", "'split': 'x' is not one of"),
        ("wadl2rst_sources = ['api.wadl']", "must be a dictionary with 'sources' and 'output'"),
        ("wadl2rst_sources = [{'sources': 'api.wadl'}]", "wadl2rst_sources, entry 1: 'output' must be a folder below the source directory"),
        ("wadl2rst_sources = [{'output': 'o'}]", "wadl2rst_sources, entry 1: 'sources' must name a WADL"),
        (
            "wadl2rst_sources = [{'sources': 'api.wadl', 'path': 'api.wadl', 'output': 'o'}]",
            "wadl2rst_sources, entry 1: 'path' is another name of 'sources': use one of them",
        ),
        (
            "wadl2rst_sources = [{'sources': 'api.wadl', 'output': 'o'}, {'path': 'api.wadl', 'destination': 'x/../o/', 'prefix': 'b'}]",
            "wadl2rst_sources, entry 2: 'destination' is already used by entry 1: choose another folder",
        ),
        (
            "wadl2rst_sources = [{'sources': ['api.wadl'], 'output': p, 'prefix': 'x'} for p in 'ab']",
            "wadl2rst_sources, entry 2: entry 1 has the same label prefix, 'x': set another 'prefix'",
        ),
    ],
)
def test_settings_are_checked(setting: str, text: str, tmp_path: Path) -> None:
    """A value that cannot be used is a warning of the type wadl.config, and the build goes on."""
    built = build(project(tmp_path / "p", conf=setting, index="Top\n===\n\n.. wadl:: api.wadl\n", api_wadl=THREE), "dummy")
    found = [line for line in built.warnings if "[wadl.config]" in line]
    assert len(found) == 1 and text in found[0]


@pytest.mark.parametrize("option", [":group: all", ":order: size", ":style: loud", ":param-names: x"])
def test_a_wrong_option_is_reported(option: str, tmp_path: Path) -> None:
    """An option with a value that it does not know is reported, and nothing breaks."""
    assert any(option.split()[-1] in line for line in shown(tmp_path, option).warnings)


@pytest.mark.parametrize(
    "conf",
    [
        'wadl2rst_templates = "mine"',
        'wadl2rst_template_dir = "mine"',
        'wadl2rst_templates = "mine"\nwadl2rst_template_dir = "other"',
        'wadl2rst_sources = [{"path": "api.wadl", "destination": "api", "templates": "mine"}]',
        'wadl2rst_sources = [{"path": "api.wadl", "destination": "api", "template_dir": "mine"}]',
    ],
)
def test_templates_are_named_as_on_the_command_line(conf: str, tmp_path: Path) -> None:
    """The folder of templates has the name that the command has, and the former name is accepted, too."""
    for name in ("mine", "other"):
        (tmp_path / "p" / name).mkdir(parents=True)
        text = f'{{% extends "default/operation.rst.jinja" %}}\n{{% block description %}}\nText of {name}.\n\n{{% endblock %}}\n'
        (tmp_path / "p" / name / "operation.rst.jinja").write_text(text, encoding="utf-8")
    index = "Top\n===\n\n" + (".. toctree::\n\n   api/index\n" if "sources" in conf else ".. wadl:: api.wadl\n")
    built = build(project(tmp_path / "p", conf=conf, index=index, api_wadl=wadl(method("a"))), "text")
    assert built.warnings == ()
    assert "Text of mine." in built.text("api/get-things.txt" if "sources" in conf else "index.txt")


def _with_missing(folder: Path) -> Path:
    """A project whose WADL names a sample and an entity file that are not there."""
    sample = '<doc xml:lang="en"><xsdxt:code xmlns:xsdxt="http://docs.rackspacecloud.com/xsd-ext/v1.0" href="samples/a.json"/></doc>'
    api = wadl(method("a", inside=f'<request><representation mediaType="application/json">{sample}</representation></request>'))
    api = api.replace("<application", '<!DOCTYPE application [<!ENTITY % more SYSTEM "more.ent"> %more;]>\n<application', 1)
    pages = {"one": "One\n===\n\n.. wadl:: api.wadl\n", "two": "Two\n===\n\n.. wadl:: other.wadl\n", "rest": "Rest\n====\n"}
    toctree = "".join(f"   {name}\n" for name in pages)
    return project(
        folder,
        conf='wadl2rst_templates = "mine"',
        index=f"Top\n===\n\n.. toctree::\n\n{toctree}",
        api_wadl=api,
        other_wadl=THREE,
        **pages,
    )


def test_a_file_that_appears_reads_its_pages_again(tmp_path: Path) -> None:
    """A page for which a file was looked for in vain is read again when the file is there: a sample, an entity file, a template."""
    folder = _with_missing(tmp_path / "p")
    (folder / "mine").mkdir()
    first = build(folder, "dummy")
    assert {line.rpartition("[")[2] for line in first.warnings} == {"wadl.missing-sample]", "wadl.unreadable]"}
    assert build(folder, "dummy").docs == set()
    (folder / "samples").mkdir()
    (folder / "samples" / "a.json").write_text('{"a": 1}\n', encoding="utf-8")
    second = build(folder, "dummy")
    assert second.docs == {"one"} and all("more.ent" in line for line in second.warnings)
    (folder / "more.ent").write_text("<!-- nothing -->\n", encoding="utf-8")
    third = build(folder, "dummy")
    assert third.docs == {"one"} and third.warnings == ()
    (folder / "mine" / "resource.rst.jinja").write_text('{% extends "default/resource.rst.jinja" %}\n', encoding="utf-8")
    assert build(folder, "dummy").docs == {"one", "two"}
    assert build(folder, "dummy", jobs=2).docs == set()


def test_a_missing_wadl_is_reported_by_each_build(tmp_path: Path) -> None:
    """As long as a WADL is missing or cannot be read, each build says so; when it is there, its page is read."""
    folder = project(tmp_path / "p", index="Top\n===\n\n.. wadl:: api.wadl\n")
    assert [len(build(folder, "dummy").warnings) for _build in range(2)] == [1, 1]
    (folder / "api.wadl").write_text("<application", encoding="utf-8")
    broken = [build(folder, "dummy").warnings for _build in range(2)]
    assert broken[0] == broken[1] and len(broken[0]) == 1 and "api.wadl:1: WARNING" in broken[0][0]
    (folder / "api.wadl").write_text(THREE, encoding="utf-8")
    assert build(folder, "dummy").warnings == ()
    assert build(folder, "dummy").docs == set()


def test_text_of_the_wadl_is_found_in_a_translated_build(tmp_path: Path) -> None:
    """What gettext extracts of a WADL is found again in a build in another language; words of the page alone are not extracted."""
    parameter = (
        '<request><param name="limit" style="query" default="10" repeating="true"><doc>How many.</doc>'
        '<option value="10"/><option value="20"/></param></request>'
    )
    folder = project(
        tmp_path / "p",
        conf='locale_dirs = ["locale"]\ngettext_compact = False',
        index="Top\n===\n\n.. wadl:: api.wadl\n",
        api_wadl=wadl(method("a", inside=parameter)),
    )
    pot = build(folder, "gettext").text("index.pot")
    assert 'msgid "How many."' in pot
    assert not {'msgid "Request"', 'msgid "Description"'} & set(pot.splitlines()) and "This table shows" not in pot
    catalogue = folder / "locale" / "de" / "LC_MESSAGES"
    catalogue.mkdir(parents=True)
    (catalogue / "index.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "How many."\nmsgstr "Wie viele."\n', "utf-8"
    )
    text = build(folder, "text", out=tmp_path / "de", settings={"language": "de"}).text("index.txt")
    assert "Wie viele." in text and "How many" not in text and "Anfrage" in text


WHOLE = (
    '<doc title="The API">What it is for.</doc>'
    '<resource_type id="paged"><method id="page" name="PATCH"><doc title="Page">Pages.</doc></method></resource_type>'
    '<representation id="thing" mediaType="application/json"><doc>A thing.</doc></representation>'
)


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("", {"resource", "type", "representation"}),
        (":group: resource", {"resource", "type", "representation"}),
        (":no-typesetting:", {"resource", "type", "representation"}),
        (":include: /things", {"resource", "type"}),
        (":include: /things\n:group: resource", {"resource", "type"}),
        (":methods: GET", set()),
        (":style: classic", set()),
    ],
)
def test_resources_types_and_representations_are_objects(options: str, found: set[str], tmp_path: Path) -> None:
    """Roles lead to a resource of which all operations are shown, to its type, and of a whole WADL to its representations."""
    api = wadl(method("a"), method("b", "POST"), before=WHOLE).replace('path="things"', 'path="things" type="#paged"')
    api = api.replace("</resources>", f'<resource path="rest">{method("c")}</resource></resources>')
    lines = "".join(f"   {line}\n" for line in options.splitlines())
    built = build(project(tmp_path / "p", index=f"Top\n===\n\n.. wadl:: api.wadl\n{lines}", api_wadl=api))
    names = {"resource": "/things", "type": "paged", "representation": "thing"}
    assert {kind for kind, name in names.items() if any(line.startswith(f"api:{name} wadl:{kind} ") for line in built.inventory)} == found
    assert built.warnings == ()


def test_application_shows_what_stands_on_the_whole(tmp_path: Path) -> None:
    """With :application:, the docs of the WADL and its base addresses stand before the operations; else they do not."""
    texts = []
    for number, option in enumerate(("", "   :application:\n")):
        index = f"Top\n===\n\n.. wadl:: api.wadl\n{option}"
        built = build(project(tmp_path / f"p{number}", index=index, api_wadl=wadl(method("a"), before=WHOLE)), "text")
        assert built.warnings == ()
        texts.append(built.text("index.txt"))
    assert "What it is for." not in texts[0] and "Base address" not in texts[0]
    assert re.search(r"What it is for\.\n\nBase address: .https://api\.example\.org/.*Title of a", texts[1], re.DOTALL)


def test_operations_are_listed_in_a_table(tmp_path: Path) -> None:
    """wadl:operations lists verb, path and title of what the options choose, linked to where it is described, and makes no objects."""
    index = "Top\n===\n\n.. wadl:operations:: api.wadl\n   :methods: POST, DELETE\n   :order: method\n\n.. toctree::\n\n   one\n"
    one = "One\n===\n\n.. wadl:automethod:: api.wadl#addThing\n"
    conf = 'wadl2rst_style = "classic"\n'
    built = build(project(tmp_path / "p", conf=conf, index=index, one=one, api_wadl=THREE))
    assert built.warnings == ()
    rows = [
        [cell.astext() for cell in row.findall(nodes.entry)]
        for row in built.app.env.get_doctree("index").next_node(nodes.tbody).findall(nodes.row)  # type: ignore[union-attr]
    ]
    assert [row[:2] for row in rows] == [["POST", "/things"], ["DELETE", "/things"]]
    html = " ".join(built.text("index.html").split())
    assert 'href="one.html#api-addthing"' in html and "Title of wipeThings" in html and "Title of listThings" not in html
    assert not any(line.startswith("api-") for line in built.inventory)


def test_a_fault_of_a_template_is_reported_by_each_build(tmp_path: Path) -> None:
    """As long as a template of the user's has a fault, each build says so."""
    folder = project(tmp_path / "p", conf='wadl2rst_templates = "mine"', index="Top\n===\n\n.. wadl:: api.wadl\n", api_wadl=THREE)
    (folder / "mine").mkdir()
    (folder / "mine" / "operation.rst.jinja").write_text("{{ op.titel }}\n", encoding="utf-8")
    first, second = build(folder, "dummy"), build(folder, "dummy")
    assert first.warnings == second.warnings and len(first.warnings) == 1 and "[wadl.template]" in first.warnings[0]
