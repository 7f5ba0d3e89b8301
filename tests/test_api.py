"""The Python API: ``wadl2rst.load``, ``render`` and ``generate``."""

from __future__ import annotations

import gc
import re
import subprocess
import sys
import weakref
from pathlib import Path

import pytest

import wadl2rst
from tests.running import application, run
from wadl2rst import api
from wadl2rst.cli import main


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_everything_public_can_be_taken_from_the_package() -> None:
    """Each name of the API is the same whether it is taken from ``wadl2rst`` or from ``wadl2rst.api``."""
    assert wadl2rst.__all__ == api.__all__
    for name in api.__all__:
        assert getattr(wadl2rst, name) is getattr(api, name)
    with pytest.raises(AttributeError, match="has no attribute 'lode'"):
        wadl2rst.lode  # noqa: B018


def test_the_package_lists_its_names() -> None:
    """``dir(wadl2rst)`` has each name of the API, as completion in an interpreter wants it."""
    assert {*api.__all__, "__version__"} <= set(dir(wadl2rst))


def test_importing_the_package_imports_nothing_else(root: Path) -> None:
    """``import wadl2rst`` costs itself and the version; the rest is imported when the API is first used, and hides none of its names."""
    program = (
        "import sys, wadl2rst; assert [name for name in sys.modules if name.startswith('wadl2rst.')] == ['wadl2rst.version'];"
        "wadl2rst.generate; assert callable(wadl2rst.load) and callable(wadl2rst.render)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=root, check=True)


def test_load_gives_the_model(root: Path) -> None:
    """``load`` gives the application, with what the WADL says and the place of it."""
    application = wadl2rst.load(root / "samples/image-service/image-service.wadl")
    assert isinstance(application, wadl2rst.Application)
    assert application.docs[0].title == "Darkroom image service"
    assert [resource.path for resource in application.resources[0].resources] == ["images", "limits"]
    assert application.location.line == 11


def test_load_hands_each_warning_to_report(root: Path) -> None:
    """What is odd is handed to ``report``, and the application is there all the same."""
    messages: list[wadl2rst.Diagnostic] = []
    application = wadl2rst.load(root / "samples/broken/missing-sample.wadl", report=messages.append)
    assert application.resources
    assert [message.code.value for message in messages] == ["missing-sample"]
    assert messages[0].severity is wadl2rst.Severity.WARNING
    assert messages[0].location is not None
    assert messages[0].location.line > 1


def test_load_raises_where_there_is_nothing_to_return(root: Path) -> None:
    """A WADL that cannot be read is a LoadError, which says place and reason and has all messages."""
    messages: list[wadl2rst.Diagnostic] = []
    with pytest.raises(wadl2rst.LoadError, match=r"cut-short\.wadl:\d+:\d+: ") as caught:
        wadl2rst.load(root / "samples/broken/cut-short.wadl", report=messages.append)
    assert caught.value.diagnostics == tuple(messages)
    assert isinstance(caught.value, wadl2rst.Error)
    for name, reason in (("no-such.wadl", "not found"), ("samples", "is a folder, not a file"), ("a\0", "invalid file name")):
        with pytest.raises(wadl2rst.LoadError, match=reason):
            wadl2rst.load(root / name)


def test_load_obeys_the_root(root: Path) -> None:
    """``root`` fences what may be read, as ``--root`` does: what lies outside is refused, and the rest is read."""
    messages: list[wadl2rst.Diagnostic] = []
    wadl2rst.load(root / "samples/broken/outside-root.wadl", wadl2rst.Config(root=root / "samples/broken"), report=messages.append)
    assert {message.code.value for message in messages if message.severity is wadl2rst.Severity.ERROR} == {"refused"}


def test_render_gives_the_pages_of_the_command(root: Path, tmp_path: Path) -> None:
    """``render`` gives the pages that the command writes, byte for byte, and writes nothing."""
    source = root / "samples/jersey-bookstore/application.wadl"
    with pytest.raises(SystemExit):
        main([str(source), "-o", str(tmp_path / "out"), "-q"])
    written = {name: data for name, data in tree(tmp_path / "out").items() if name.endswith(".rst")}
    pages = {page.path: page.text.encode() for page in wadl2rst.render(wadl2rst.load(source), name="application")}
    assert pages == written
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def test_render_obeys_the_settings(root: Path) -> None:
    """The settings on pages and on operations hold, and a filter that matches nothing is reported."""
    application = wadl2rst.load(root / "samples/image-service/image-service.wadl")
    config = wadl2rst.Config(split="single", include=("/limits", "/nowhere"), index="reference")
    messages: list[wadl2rst.Diagnostic] = []
    (page,) = wadl2rst.render(application, config, name="darkroom", report=messages.append)
    assert page.path == "reference.rst"
    assert ".. _darkroom-showLimits:" in page.text
    assert "createImage" not in page.text
    assert [message.text for message in messages] == ["--include /nowhere matches no operation"]


def test_render_gives_pages_one_at_a_time(root: Path) -> None:
    """A page is made when it is asked for, so that a large API needs no more room than its largest page."""
    pages = wadl2rst.render(wadl2rst.load(root / "samples/image-service/image-service.wadl"))
    assert iter(pages) is pages
    assert next(pages).path == "get-images.rst"


def test_a_faulty_template_is_a_render_error(root: Path, tmp_path: Path) -> None:
    """A fault in a template raises RenderError with its file and line, from ``render`` and from ``generate``."""
    (tmp_path / "operation.rst.jinja").write_text("\n{{ op.titel }}\n")
    source, config = root / "samples/image-service/image-service.wadl", wadl2rst.Config(templates=tmp_path)
    with pytest.raises(wadl2rst.RenderError, match=r"operation\.rst\.jinja:2: .*titel"):
        list(wadl2rst.render(wadl2rst.load(source), config))
    with pytest.raises(wadl2rst.RenderError, match="titel"):
        wadl2rst.generate(source, tmp_path / "out", config)


def test_a_faulty_template_is_not_a_source_that_could_not_be_read(root: Path, tmp_path: Path) -> None:
    """A fault in a template is counted as an error, and no WADL as unreadable; the pages of an earlier run stay."""
    source = root / "samples/image-service/image-service.wadl"
    wadl2rst.generate(source, tmp_path / "out")
    before = tree(tmp_path / "out")
    (tmp_path / "operation.rst.jinja").write_text("{{ op.titel }}")
    done = run(source, "-o", "out", "--templates", ".", folder=tmp_path)
    assert (done.status, done.lines[-1]) == (1, "1 error")
    assert tree(tmp_path / "out") == before


def test_too_many_operations_are_a_load_error(tmp_path: Path) -> None:
    """Resource types that bring more operations than could be written raise LoadError, from ``render`` and from ``generate``."""
    types = "".join(f'<resource_type id="t{n}">' + f'<resource path="p" type="#t{n + 1}"/>' * 10 + "</resource_type>" for n in range(7))
    wadl = tmp_path / "api.wadl"
    wadl.write_text(application(f'<resources><resource path="x" type="#t0"/></resources>{types}<resource_type id="t7"/>'))
    with pytest.raises(wadl2rst.LoadError, match=r"api\.wadl:1: ") as rendered:
        list(wadl2rst.render(wadl2rst.load(wadl)))
    with pytest.raises(wadl2rst.LoadError, match=r"api\.wadl:1: ") as generated:
        wadl2rst.generate(wadl, tmp_path / "out")
    assert rendered.value.diagnostic == generated.value.diagnostic
    assert rendered.value.diagnostic.code.value == "too-large"


@pytest.mark.parametrize("call", ["load", "render", "generate"])
def test_a_wrong_setting_is_a_value_error(root: Path, tmp_path: Path, call: str) -> None:
    """A setting with a value that cannot be used raises ValueError at once, and names the setting."""
    source, config = root / "samples/image-service/image-service.wadl", wadl2rst.Config(split="methods")
    calls = {
        "load": lambda: wadl2rst.load(source, config),
        "render": lambda: wadl2rst.render(wadl2rst.Application(), config),
        "generate": lambda: wadl2rst.generate(source, tmp_path / "out", config),
    }
    with pytest.raises(ValueError, match="^split: 'methods' is not one of method, resource, single"):
        calls[call]()


def test_generate_writes_what_the_command_writes(root: Path, tmp_path: Path) -> None:
    """``generate`` writes the same files as the command, and says how many pages, and what was read."""
    source = root / "samples/two-files"
    with pytest.raises(SystemExit):
        main([str(source), "-o", str(tmp_path / "command"), "-q"])
    result = wadl2rst.generate(source, tmp_path / "api")
    assert tree(tmp_path / "command").keys() == tree(tmp_path / "api").keys()
    assert tree(tmp_path / "command") == tree(tmp_path / "api")
    assert (result.sources, result.failed, result.removed, result.unchanged) == (3, 0, 0, 0)
    assert result.written == len(list((tmp_path / "api").rglob("*.rst")))
    assert {Path(file).name for file in result.files} == {"library.wadl", "lending.wadl", "types.wadl"}


def test_generate_again_writes_nothing(root: Path, tmp_path: Path) -> None:
    """A second run leaves each page as it is, and with ``check`` a run says what it would change."""
    source = str(root / "samples/jersey-bookstore/application.wadl")
    first = wadl2rst.generate(source, tmp_path)
    assert wadl2rst.generate([source], tmp_path).unchanged == first.written
    stale = wadl2rst.generate(source, tmp_path, wadl2rst.Config(check=True, split="single"))
    assert stale.changes
    assert wadl2rst.generate(source, tmp_path, wadl2rst.Config(check=True)).changes == ()


def test_generate_does_what_it_can(root: Path, tmp_path: Path) -> None:
    """One WADL of several that cannot be read is reported and counted; only if none can be read is there a LoadError."""
    good, bad = root / "samples/image-service/image-service.wadl", root / "samples/broken/not-xml.wadl"
    messages: list[wadl2rst.Diagnostic] = []
    result = wadl2rst.generate([good, bad], tmp_path / "out", report=messages.append)
    assert (result.sources, result.failed, result.operations) == (2, 1, 10)
    assert [message.code.value for message in messages] == ["not-xml"]
    with pytest.raises(wadl2rst.LoadError, match="not-xml"):
        wadl2rst.generate(bad, tmp_path / "none")
    (tmp_path / "empty").mkdir()
    with pytest.raises(wadl2rst.LoadError, match="no WADL"):
        wadl2rst.generate(tmp_path / "empty", tmp_path / "neither")


def test_templates_may_do_what_those_of_jinja_may(root: Path, tmp_path: Path) -> None:
    """Macros with defaults, arguments by name, callers and loops; what they print is escaped once, and what is not text is printed."""
    (tmp_path / "operation.rst.jinja").write_text(
        """{% macro one(a, _b="*", c=none) %}{{ a }}-{{ _b }}-{{ c }}{% endmacro %}
{% macro two() %}<{{ caller(3) }}>{% endmacro %}
{{ one("x_", _b="y*") }} {{ one(1, c="``") }}
{% call(number) two() %}{{ number }}&{% endcall %}
{% for item in ["`", 5] %}{% block item scoped %}{{ one(item) }}{% endblock %}|{% endfor %}
{% set text %}{{ "|" }}{% endset %}{{ text }}{{ "<&" }}"""
    )
    application = wadl2rst.load(root / "samples/image-service/image-service.wadl")
    page = next(wadl2rst.render(application, wadl2rst.Config(templates=tmp_path)))
    assert page.text == "x\\_-y\\*- 1-\\*-\\`\\`\n<3&>\\`-\\*-|5-\\*-|\\|<&\n"


def test_a_template_that_extends_itself_is_told_what_to_extend(root: Path, tmp_path: Path) -> None:
    """A template that names itself where it means the built-in one gets an error that says how that one is called."""
    (tmp_path / "operation.rst.jinja").write_text('{% extends "operation.rst.jinja" %}\n')
    application = wadl2rst.load(root / "samples/image-service/image-service.wadl")
    with pytest.raises(wadl2rst.RenderError, match='the built-in one is called "default/operation.rst.jinja"'):
        list(wadl2rst.render(application, wadl2rst.Config(templates=tmp_path)))


def test_errors_that_cost_a_part_are_counted(root: Path, tmp_path: Path) -> None:
    """Without ``report``, the result still tells that there were errors and warnings: a part of the pages is missing."""
    messages: list[wadl2rst.Diagnostic] = []
    config = wadl2rst.Config(root=root / "samples/broken")
    result = wadl2rst.generate(root / "samples/broken/outside-root.wadl", tmp_path / "out", config, report=messages.append)
    errors = [message for message in messages if message.severity is wadl2rst.Severity.ERROR]
    assert result.errors == len(errors) > 0
    assert result.warnings == len(messages) - len(errors)
    clean = wadl2rst.generate(root / "samples/image-service/image-service.wadl", tmp_path / "clean")
    assert (clean.errors, clean.warnings) == (0, 0)


def test_output_that_can_not_be_written_is_a_write_error(root: Path, tmp_path: Path) -> None:
    """Where the output is a file, or its record is damaged, ``generate`` raises WriteError with place and reason."""
    source = root / "samples/image-service/image-service.wadl"
    (tmp_path / "file").touch()
    with pytest.raises(wadl2rst.WriteError, match="file: is a file, not a folder"):
        wadl2rst.generate(source, tmp_path / "file")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/.wadl2rst.json").write_text("{")
    with pytest.raises(wadl2rst.WriteError, match="is damaged") as caught:
        wadl2rst.generate(source, tmp_path / "out")
    assert isinstance(caught.value, wadl2rst.Error)


def test_the_title_can_be_set(root: Path, tmp_path: Path) -> None:
    """``title`` stands on the index instead of the WADL's own; with several WADLs, on the index above them, and each keeps its own."""
    source, config = root / "samples/image-service/image-service.wadl", wadl2rst.Config(title="Pictures & *more*")
    result = wadl2rst.generate(source, tmp_path / "one", config)
    assert result.title == "Pictures & *more*"
    index = (tmp_path / "one/index.rst").read_text(encoding="utf-8")
    assert "\nPictures & \\*more\\*\n^^^^" in index
    assert "Darkroom image service" not in index

    several = wadl2rst.generate([source, root / "samples/two-files/library.wadl"], tmp_path / "two", config)
    assert several.title == "Pictures & *more*"
    assert "Pictures & \\*more\\*" in (tmp_path / "two/index.rst").read_text(encoding="utf-8")
    below = (tmp_path / "two/image-service-image-service/index.rst").read_text(encoding="utf-8")
    assert "Darkroom image service" in below and "Pictures" not in below
    with pytest.raises(ValueError, match="title: the title is blank"):
        wadl2rst.generate(source, tmp_path / "none", wadl2rst.Config(title=" "))


def test_no_source_is_a_value_error(tmp_path: Path) -> None:
    """A call without a source is a mistake of the program, not of a WADL."""
    with pytest.raises(ValueError, match="^sources: pass at least one WADL"):
        wadl2rst.generate([], tmp_path)


def test_paths_and_lists_may_be_given_as_they_are_at_hand(root: Path, tmp_path: Path) -> None:
    """A path may be a str or any PathLike, a list a list, and a method written small."""
    config = wadl2rst.Config(root=str(root), templates=tmp_path, methods=["get"])  # type: ignore[arg-type]
    assert config.root == root
    assert config.methods == ("get",)
    source = root / "samples/image-service/image-service.wadl"
    pages = [page.path for page in wadl2rst.render(wadl2rst.load(source, config), config)]
    assert pages[0] == "get-images.rst"
    assert all(path.startswith(("get-", "index")) for path in pages)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"include": "/images/**"}, "include: must be a tuple of str, not '/images/**': use include=(\"/images/**\",)"),
        ({"ids": (1,)}, "ids: must be a tuple of str, not (1,)"),
        ({"max_size": "3"}, "max_size: must be an int, not '3'"),
        ({"jobs": 1.5}, "jobs: must be an int, not 1.5"),
        ({"jobs": True}, "jobs: must be an int, not True"),
        ({"lang": None}, "lang: must be a str, not None"),
        ({"root": ""}, "root: must be a path, not ''"),
        ({"templates": 3}, "templates: must be a path, not 3"),
        ({"lint": "yes"}, "lint: must be True or False, not 'yes'"),
        ({"split": 1}, "split: must be a str, not 1"),
    ],
)
def test_a_value_of_another_type_is_a_value_error(root: Path, values: dict[str, object], text: str) -> None:
    """A value of a wrong type raises ValueError that names the setting, what it takes, and how a single text is given."""
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        wadl2rst.load(root / "samples/two-files/library.wadl", wadl2rst.Config(**values))  # type: ignore[arg-type]


def test_a_message_as_text_is_the_line_of_the_command(root: Path, tmp_path: Path) -> None:
    """``str`` of a message is what the command prints for it."""
    messages: list[wadl2rst.Diagnostic] = []
    source = root / "samples/broken/missing-sample.wadl"
    wadl2rst.load(source, report=messages.append)
    done = run(source, "-o", "out", folder=tmp_path)
    assert [str(message) for message in messages] == [line for line in done.lines if line.endswith("[missing-sample]")]


def test_nothing_of_a_wadl_stays_after_its_pages(root: Path, tmp_path: Path) -> None:
    """A program that makes the pages of many WADLs holds one model at a time: none waits for the cyclic collector."""
    gc.collect()
    gc.disable()
    before = {id(known) for known in gc.get_objects() if type(known) is wadl2rst.Application}  # what other tests still hold
    try:
        wadl2rst.generate(root / "samples/image-service/image-service.wadl", tmp_path)
        assert [known for known in gc.get_objects() if type(known) is wadl2rst.Application and id(known) not in before] == []
    finally:
        gc.enable()


def test_a_process_that_reads_many_wadls_keeps_no_garbage(tmp_path: Path) -> None:
    """What others leave in cycles between two calls is collected in the end: reading must not put it off for ever."""

    class Left(list[object]):
        pass

    wadl = tmp_path / "api.wadl"
    wadl.write_text('<application xmlns="http://wadl.dev.java.net/2009/02"><resources><resource path="a"/></resources></application>')
    left = []
    gc.freeze()  # a collection need not visit what other tests left
    for _ in range(60):
        circle = Left([number] for number in range(25_000))
        circle.append(circle)
        left.append(weakref.ref(circle))
        del circle
        for _page in wadl2rst.render(wadl2rst.load(wadl)):
            pass
    assert sum(known() is not None for known in left) < 45
