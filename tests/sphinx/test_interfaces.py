"""What the extension uses of Sphinx and docutils without their promise: each is tried by itself, without the extension."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes
from sphinx import addnodes
from sphinx.testing.util import SphinxTestApp

from tests.conftest import ROOT

PAGE = """\
.. _above:

Title
=====

.. _nowhere:

Text.
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SphinxTestApp]:
    """A project that was built, without our extension."""
    source = tmp_path_factory.mktemp("plain")
    (source / "conf.py").write_text('extensions = ["sphinx.ext.intersphinx"]\n', encoding="utf-8")
    (source / "index.rst").write_text(PAGE, encoding="utf-8")
    app = SphinxTestApp("dummy", srcdir=source, status=io.StringIO(), warning=io.StringIO())
    app.build()
    yield app
    app.cleanup()


def _ref_context(app: SphinxTestApp) -> bool:
    from sphinx.roles import XRefRole

    seen: list[dict[str, Any]] = []

    class Role(XRefRole):
        def process_link(self, env: Any, refnode: Any, *about: Any) -> tuple[str, str]:
            seen.append(dict(env.ref_context))
            env.ref_context["wadl:test"] = True
            return "", ""

    app.add_role("look", Role(), override=True)
    for page in ("a", "b"):
        (app.srcdir / f"{page}.rst").write_text(f":orphan:\n\n{page}\n=\n\n:look:`1` :look:`2`\n", encoding="utf-8")
    app.build()
    return [context.get("wadl:test", False) for context in seen] == [False, True, False, True]


def _inventory(app: SphinxTestApp) -> bool:
    from sphinx.ext.intersphinx import InventoryAdapter

    inventory = InventoryAdapter(app.env).main_inventory
    return isinstance(inventory, dict) and inventory is app.env.intersphinx_inventory  # type: ignore[attr-defined]


def _tocs(app: SphinxTestApp) -> bool:
    links = list(app.env.tocs["index"].findall(nodes.reference))
    return [(link["refuri"], link["anchorname"], link.astext()) for link in links] == [("index", "", "Title")]


def _setitem(app: SphinxTestApp) -> bool:
    app.config["author"] = "someone"
    return app.config.author == "someone" == app.config["author"]


def _listeners(app: SphinxTestApp) -> bool:
    app.add_event("wadl-test")
    before = bool(app.events.listeners.get("wadl-test"))
    app.connect("wadl-test", lambda *_about: None)
    return not before and bool(app.events.listeners.get("wadl-test"))


def _labels(app: SphinxTestApp) -> bool:
    labels = app.env.domains.standard_domain.labels
    labels["given"] = "index", "title", "Given"
    found = app.env.domains.standard_domain.labels.pop("given", None)
    return found == ("index", "title", "Given") and labels["above"] == ("index", "above", "Title")


def _anonlabels(app: SphinxTestApp) -> bool:
    labels = app.env.domains.standard_domain.anonlabels
    labels["given"] = "index", "title"
    found = app.env.domains.standard_domain.anonlabels.pop("given", None)
    return found == ("index", "title") and labels["nowhere"] == ("index", "nowhere")


def _priority(app: SphinxTestApp) -> bool:
    from sphinx.transforms.references import SphinxDomains

    return SphinxDomains.default_priority == 850


def _document() -> nodes.document:
    from docutils.core import publish_doctree

    return publish_doctree(".. _above:\n\nTitle\n=====\n\nText.\n", settings_overrides={"doctitle_xform": False})


def _nametypes(app: SphinxTestApp) -> bool:
    return dict(_document().nametypes) == {"above": True, "title": False}


def _nameids(app: SphinxTestApp) -> bool:
    return _document().nameids["above"] == "above"


def _ids(app: SphinxTestApp) -> bool:
    return isinstance(_document().ids["title"], nodes.section)


def _asked(app: SphinxTestApp, hook: str, answer: object = None) -> list[str]:
    """The signatures for which an object description calls ``hook``, in order."""
    from sphinx.directives import ObjectDescription

    asked: list[str] = []

    class Described(ObjectDescription[str]):
        def handle_signature(self, sig: str, signode: addnodes.desc_signature) -> str:
            return sig

    def answered(_self: Described, node: nodes.Element) -> object:
        if isinstance(node, addnodes.desc_signature):
            asked.append(node.rawsource)
        return answer

    setattr(Described, hook, answered)
    app.add_directive("described", Described, override=True)
    page = f":orphan:\n\n{hook}\n=====\n\n.. described:: first\n               second\n"
    (app.srcdir / "described.rst").write_text(page, encoding="utf-8")
    app.build(force_all=True)
    return asked


def _run(app: SphinxTestApp) -> bool:
    return _asked(app, "set_source_info") == ["first", "second"]


def _parts(app: SphinxTestApp) -> bool:
    return _asked(app, "_object_hierarchy_parts", ("part",)) == ["first", "second"]


def _entry_name(app: SphinxTestApp) -> bool:
    return _asked(app, "_toc_entry_name", "entry") == ["first", "second"]


def _typed_field(app: SphinxTestApp) -> bool:
    from sphinx.util.docfields import TypedField

    field = TypedField("parameter", label="Parameters", names=("param",), typenames=("type",))
    return field.is_typed and field.typenames == ("type",)


def _grouped_field(app: SphinxTestApp) -> bool:
    from sphinx.util.docfields import GroupedField

    field = GroupedField("code", label="Codes", names=("status", "code"))
    return field.is_grouped and field.names == ("status", "code")


def _items(app: SphinxTestApp) -> bool:
    from docutils.statemachine import StringList

    lines = StringList(["a", "b"], items=[("api.wadl", 3), ("api.wadl", 8)])
    return lines.items[1] == lines.info(1) == ("api.wadl", 8)


def _node_source(app: SphinxTestApp) -> bool:
    from docutils.frontend import get_default_settings
    from docutils.parsers.rst import Parser, states
    from docutils.statemachine import StringList
    from docutils.utils import new_document

    class Own(str):
        __slots__ = ()

    lines = ["Text.", "", "+-----+", "|a    |", "+-----+"]
    document = new_document("page.rst", get_default_settings(Parser))
    machine = states.RSTStateMachine(state_classes=states.state_classes, initial_state="Body")
    machine.run(StringList(lines, items=[(Own("api.wadl"), number) for number in range(len(lines))]), document, inliner=states.Inliner())
    sources = [paragraph.source for paragraph in document.findall(nodes.paragraph)]
    return len(sources) == 2 and all(isinstance(source, Own) for source in sources)


def _read_tables(split: object = None) -> list[str]:
    """What a subclass of the state for body elements is asked, for a table on a page and for one nested in a quotation."""
    from docutils.frontend import get_default_settings
    from docutils.parsers.rst import Parser, states, tableparser
    from docutils.utils import new_document

    asked: list[str] = []

    class Splitter(tableparser.GridTableParser):
        def parse(self, block: Any) -> Any:
            found = super().parse(block)
            if split is None or found == split:
                asked.append("parse")
            return found

    class Body(states.Body):
        nested_sm_cache: list[Any] = []

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self.nested_sm_kwargs = {"state_classes": classes, "initial_state": "Body"}

        def grid_table_top(self, match: Any, context: Any, next_state: Any) -> Any:
            return self.table_top(match, context, next_state, self.isolate_grid_table, Splitter)

        def isolate_grid_table(self) -> Any:
            asked.append("isolate")
            return super().isolate_grid_table()

    classes = (Body, *(state for state in states.state_classes if state is not states.Body))
    parser = Parser()
    parser.state_classes = classes
    parser.parse("+---+\n|a  |\n+---+\n\n  +---+\n  |a  |\n  +---+\n", new_document("page.rst", get_default_settings(Parser)))
    return asked


def _translatable(app: SphinxTestApp) -> bool:
    from sphinx.util.nodes import is_translatable

    paragraph = nodes.paragraph("Text.", "Text.")
    paragraph.source, paragraph.line = "index.rst", 1
    before = is_translatable(paragraph)
    paragraph["translatable"] = False
    return before and not is_translatable(paragraph)


def _process_result(app: SphinxTestApp) -> bool:
    from sphinx.builders.linkcheck import CheckExternalLinksBuilder, CheckResult

    return callable(CheckExternalLinksBuilder.process_result) and {"docname", "uri", "lineno"} <= set(CheckResult._fields)


def _memo(app: SphinxTestApp) -> bool:
    from docutils.frontend import get_default_settings
    from docutils.parsers.rst import Parser, languages, states
    from docutils.statemachine import StringList
    from docutils.utils import new_document

    document = new_document("page.md", get_default_settings(Parser))
    machine: Any = states.RSTStateMachine(states.state_classes, "Body")
    machine.document, machine.reporter, machine.node, machine.match_titles = document, document.reporter, document, True
    inliner = states.Inliner()
    inliner.init_customizations(document.settings)
    machine.language = languages.get_language("en", document.reporter)
    machine.memo = SimpleNamespace(
        document=document,
        reporter=document.reporter,
        language=machine.language,
        title_styles=[],
        section_level=0,
        section_bubble_up_kludge=False,
        inliner=inliner,
    )
    state = states.Body(machine)
    state.runtime_init()
    found = nodes.Element()
    state.nested_parse(StringList(["A", "=", "", "*b*", "", "C", "-", "", "d"], "api.wadl"), 0, found, match_titles=True)
    return [type(node) for node in found] == [nodes.section] and [node.line for node in found.findall(nodes.paragraph)] == [4, 9]


def _locale(app: SphinxTestApp) -> bool:
    from sphinx.transforms.i18n import Locale
    from sphinx.util import get_filetype

    names = set(Locale.apply.__code__.co_names)
    return {"extract_messages", "config"} <= names and get_filetype({"": "restructuredtext"}, "page.md") == "restructuredtext"


def _nested_states(app: SphinxTestApp) -> list[str]:
    """The states that are asked for where a list is nested in a quotation, of machines that do not make them before."""
    from docutils.frontend import get_default_settings
    from docutils.parsers.rst import Parser, states
    from docutils.utils import new_document

    asked: list[str] = []

    class States(dict[str, Any]):
        def __missing__(self, name: str) -> Any:
            asked.append(name)
            self[name] = state = {kind.__name__: kind for kind in kinds}[name](self.machine)  # type: ignore[attr-defined]
            if getattr(self.machine, "memo", None) is not None:  # type: ignore[attr-defined]
                state.runtime_init()
            return state

    class Machine(states.NestedStateMachine):
        def add_states(self, _classes: Any) -> None:
            self.states = States()
            self.states.machine = self

    class Own:
        nested_sm = Machine
        nested_sm_cache: list[Any] = []

    kinds = [type(state.__name__, (Own, state), {}) for state in states.state_classes]
    parser = Parser()
    parser.state_classes = kinds
    document = new_document("page.rst", get_default_settings(Parser))
    parser.parse("Text.\n\n  a\n    b\n\n  c\n    d\n", document)
    return asked if len(list(document.findall(nodes.definition_list_item))) == 2 else []


def _setup(app: SphinxTestApp) -> bool:
    from sphinx.config import Config

    return app.config.setup is None and Config({"setup": _setup}).setup is _setup


def _html(app: SphinxTestApp) -> Any:
    """A builder for HTML of the project."""
    from sphinx.builders.html import StandaloneHTMLBuilder

    builder = StandaloneHTMLBuilder(app, app.env)
    builder.init()
    return builder


def _translator(app: SphinxTestApp) -> Any:
    from docutils.frontend import get_default_settings
    from docutils.utils import new_document
    from sphinx.writers.html import HTMLWriter
    from sphinx.writers.html5 import HTML5Translator

    builder = _html(app)
    return HTML5Translator(new_document("", get_default_settings(HTMLWriter(builder))), builder)


def _tags(app: SphinxTestApp) -> list[str]:
    translator = _translator(app)
    tag = translator.starttag(nodes.Element(classes=["a"], ids=["b"]), "span", "", CLASS="c")
    return [tag, translator.encode("<&>")]


def _code(app: SphinxTestApp) -> bool:
    translator = _translator(app)
    block = nodes.literal_block("{}", "{}", language="json")
    with suppress(nodes.SkipNode):
        translator.visit_literal_block(block)
    return "".join(translator.body).startswith('<div class="highlight-json notranslate">')


def _post_transforms(app: SphinxTestApp) -> bool:
    from sphinx.transforms.post_transforms import ReferencesResolver

    return ReferencesResolver in app.registry.get_post_transforms()


def _languages(app: SphinxTestApp) -> bool:
    from sphinx.search import languages

    return {"de", "en", "ja", "zh"} <= set(languages)


def _asked_of_body(hook: str) -> list[Any]:
    """With what a method of the state for body elements is called, while it reads two directives and a paragraph."""
    from docutils.frontend import get_default_settings
    from docutils.parsers.rst import Parser, states
    from docutils.utils import new_document

    asked: list[Any] = []

    def called(self: Any, *arguments: Any) -> Any:
        asked.append(arguments)
        return getattr(states.Body, hook)(self, *arguments)

    own = type("Body", (states.Body,), {hook: called})
    parser = Parser()
    parser.state_classes = [own, *(state for state in states.state_classes if state is not states.Body)]
    document = new_document("page.rst", get_default_settings(Parser))
    parser.parse(".. container:: a\n\n   Text.\n\n.. container:: b\n\n   Text.\n\nText.\n", document)
    return asked


def _run_directive(app: SphinxTestApp) -> bool:
    from docutils.parsers.rst.directives.body import Container

    ((directive, match, name, _presets),) = _asked_of_body("run_directive")
    return directive is Container and match.string == ".. container:: a" and name == "container"


def _formatter(app: SphinxTestApp) -> bool:
    from sphinx.highlighting import PygmentsBridge

    bridge, made = _html(app).highlighter, []

    def make(**options: Any) -> Any:
        made.append(options)
        return PygmentsBridge.html_formatter(**options)

    bridge.formatter = make
    return type(bridge) is PygmentsBridge and "<pre>" in bridge.highlight_block("{}", "json") and len(made) == 1


INTERFACES: dict[str, Callable[[SphinxTestApp], bool]] = {
    "BuildEnvironment.ref_context": _ref_context,
    "BuildEnvironment.intersphinx_inventory": _inventory,
    "BuildEnvironment.tocs": _tocs,
    "BuildEnvironment.titles": lambda app: app.env.titles["index"].astext() == "Title",
    "CheckExternalLinksBuilder.process_result": _process_result,
    "Project.doc2path": lambda app: app.env.doc2path("none", False) == Path("none.rst") and app.env.doc2path("/none") == Path("/none.rst"),
    "Config.__setitem__": _setitem,
    "Config.setup": _setup,
    "EventManager.listeners": _listeners,
    "HTMLTranslator.starttag": lambda app: _tags(app)[0] == '<span class="a c" id="b">',
    "HTMLTranslator.encode": lambda app: _tags(app)[1] == "&lt;&amp;&gt;",
    "HTMLTranslator.visit_literal_block": _code,
    "PygmentsBridge.formatter": _formatter,
    "StandaloneHTMLBuilder.highlighter": _formatter,
    "SphinxComponentRegistry.get_post_transforms": _post_transforms,
    "search.languages": _languages,
    "Sphinx.extensions": lambda app: "sphinx.ext.intersphinx" in app.extensions and "sphinx_design" not in app.extensions,
    "StandardDomain.labels": _labels,
    "StandardDomain.anonlabels": _anonlabels,
    "SphinxDomains.default_priority": _priority,
    "document.nametypes": _nametypes,
    "document.nameids": _nameids,
    "document.ids": _ids,
    "ObjectDescription.run": _run,
    "ObjectDescription._object_hierarchy_parts": _parts,
    "ObjectDescription._toc_entry_name": _entry_name,
    "TypedField": _typed_field,
    "GroupedField": _grouped_field,
    "StringList.items": _items,
    "states.state_classes": lambda app: "isolate" in _read_tables(),
    "RSTState.nested_sm_kwargs": lambda app: _read_tables().count("isolate") == 2,
    "RSTState.nested_sm": lambda app: "DefinitionList" in _nested_states(app),
    "StateMachine.states": lambda app: not {"BulletList", "FieldList"} & set(_nested_states(app)),
    "Body.isolate_grid_table": lambda app: _read_tables() == ["isolate", "parse"] * 2,
    "GridTableParser.parse": lambda app: _read_tables(split=([3], [], [[(0, 0, 1, ["a"])]])) == ["isolate", "parse"] * 2,
    "Body.run_directive": _run_directive,
    "Body.explicit_list": lambda app: _asked_of_body("explicit_list") == [(True,)],
    "State.add_initial_transitions": lambda app: _asked_of_body("add_initial_transitions") == [()],
    "RSTStateMachine.memo": _memo,
    "Locale.apply": _locale,
    "Node.source": _node_source,
    'Element.attributes["translatable"]': _translatable,
}


@pytest.mark.parametrize("name", INTERFACES)
def test_the_interface_is_there(name: str, app: SphinxTestApp) -> None:
    """The extension works with this Sphinx: an interface that no documentation promises is there, and does what it did."""
    try:
        is_there = INTERFACES[name](app)
    except (ImportError, AttributeError, KeyError, TypeError) as missing:
        pytest.fail(f"{name} is gone: {missing!r}")
    assert is_there, f"{name} does not do what it did"


def test_the_extension_lists_what_it_uses() -> None:
    """The docstring of the extension lists each of these interfaces, and no other."""
    module = ast.parse(Path(ROOT, "wadl2rst/sphinx/__init__.py").read_text(encoding="utf-8"))
    listed = [re.split(r" \(\w", line)[0] for line in (ast.get_docstring(module) or "").splitlines() if line.startswith("* ")]
    assert [name for line in listed for name in re.findall("``(.+?)``", line)] == list(INTERFACES)
