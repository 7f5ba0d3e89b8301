"""The configuration file, and what settings may be."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

from wadl2rst.cli import main
from wadl2rst.config.file import SettingsError, find_settings, load_settings
from wadl2rst.config.groups import GroupRule
from wadl2rst.config.kinds import Kind, kind
from wadl2rst.config.options import Config, make, mapped_files, missing, problems


def settings_file(folder: Path, text: str, name: str = "wadl2rst.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, in a repository of its own."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- the look-up ------------------------------------------------------------------------


def test_the_nearest_file_is_found(tmp_path: Path) -> None:
    """The file in the folder goes before those above it."""
    above = settings_file(tmp_path, "")
    assert find_settings(tmp_path / "a" / "b") == above
    nearer = settings_file(tmp_path / "a", "")
    assert find_settings(tmp_path / "a" / "b") == nearer


def test_a_project_without_settings_is_passed_by(tmp_path: Path) -> None:
    """A pyproject.toml counts only if it has a table for wadl2rst."""
    above = settings_file(tmp_path, "[tool.wadl2rst]\n", "pyproject.toml")
    settings_file(tmp_path / "a", '[project]\ndependencies = ["wadl2rst"]\n', "pyproject.toml")
    assert find_settings(tmp_path / "a") == above


def test_a_broken_project_of_somebody_else_is_passed_by(tmp_path: Path) -> None:
    """A pyproject.toml that is no TOML and has nothing to do with wadl2rst is no concern of ours."""
    settings_file(tmp_path, "[project\n", "pyproject.toml")
    assert find_settings(tmp_path, home=tmp_path) is None


def test_the_own_file_goes_before_the_project(tmp_path: Path) -> None:
    """Where both are in a folder, wadl2rst.toml is taken."""
    settings_file(tmp_path, "[tool.wadl2rst]\n", "pyproject.toml")
    own = settings_file(tmp_path, "")
    assert find_settings(tmp_path) == own


@pytest.mark.parametrize("marker", [".git", "home"])
def test_the_search_ends_at_the_repository_and_at_home(tmp_path: Path, marker: str) -> None:
    """A file above the top of the repository or the home folder is not found, one in it is."""
    settings_file(tmp_path, "")
    top = tmp_path / "top"
    (top / "below").mkdir(parents=True)
    home = top if marker == "home" else None
    if home is None:
        (top / ".git").mkdir()
    assert find_settings(top / "below", home) is None
    inside = settings_file(top, "")
    assert find_settings(top / "below", home) == inside


# --- values -----------------------------------------------------------------------------


def test_all_kinds_of_values_are_read(here: Path) -> None:
    """Texts, numbers, switches, lists and paths are read, with - or _ in the names."""
    file = settings_file(
        here,
        'sources = ["a.wadl"]\noutput = "docs"\nparam_names = "leaf"\nheading-chars = "=-"\nmax-size = 3\nskip-extended = true\n',
    )
    assert load_settings(file).values == {
        "sources": ("a.wadl",),
        "output": Path("docs"),
        "param_names": "leaf",
        "heading_chars": "=-",
        "max_size": 3,
        "skip_extended": True,
    }


def test_a_list_may_be_a_single_text(here: Path) -> None:
    """``ignore = "unused"`` is the same as ``ignore = ["unused"]``."""
    assert load_settings(settings_file(here, 'ignore = "unused"')).values == {"ignore": ("unused",)}


def test_the_table_of_a_project_is_read(here: Path) -> None:
    """Of a pyproject.toml only [tool.wadl2rst] is read."""
    file = settings_file(here, '[project]\nname = "x"\n[tool.wadl2rst]\nindex = "home"\n', "pyproject.toml")
    settings = load_settings(file)
    assert settings.values == {"index": "home"}
    assert settings.location("index") == ("pyproject.toml", 4, 0, "", "", 0)


def test_paths_are_relative_to_the_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths start from the folder of the file, wherever the command runs; addresses stay as they are."""
    file = settings_file(
        here,
        'sources = ["api.wadl", "http://localhost/a.wadl"]\noutput = "docs"\nentity-map = ["http://x/?a=b=common.ent"]\n'
        'grammar-map = ["application.wadl/xsd0.xsd=x/xsd0.xsd"]\n',
    )
    below = here / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    values = load_settings(file).values
    assert values["sources"] == (str(Path("..", "api.wadl")), "http://localhost/a.wadl")
    assert values["output"] == Path("..", "docs")
    assert mapped_files(values["entity_map"]) == {"http://x/?a=b": Path("..", "common.ent")}
    assert mapped_files(values["grammar_map"]) == {"application.wadl/xsd0.xsd": Path("..", "x", "xsd0.xsd")}


def test_a_named_file_is_shown_as_it_was_typed(here: Path) -> None:
    """Paths of ``--config conf/wadl.toml`` start with ``conf/``, as typed, and so do its messages."""
    settings_file(here / "conf", 'root = "."\nroott = "x"\n', "wadl.toml")
    with pytest.raises(SettingsError, match=r"\Aconf.wadl\.toml:2: unknown setting 'roott'; did you mean 'root'\?\Z"):
        load_settings(Path("conf/wadl.toml"))


# --- mistakes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('\nouput = "docs"', ":2: error: unknown setting 'ouput'; did you mean 'output'?"),
        ('heading_char = "=-"', ":1: error: unknown setting 'heading_char'; did you mean 'heading-chars'?"),
        ("qqq = 1", ":1: error: unknown setting 'qqq'"),
        ("check = true", ":1: error: 'check' is only available on the command line"),
        (
            '\n[tool.wadl2rst]\nindex = "x"',
            ":2: error: [tool.wadl2rst] is for pyproject.toml; in this file, put the settings at the top level, outside any table",
        ),
        ("jobs = true", ":1: error: 'jobs' must be an integer, not true"),
        ('jobs = "4"', ":1: error: 'jobs' must be an integer, not '4'"),
        ("jobs = 1.5", ":1: error: 'jobs' must be an integer, not 1.5"),
        ("skip-extended = 1", ":1: error: 'skip-extended' must be true or false, not 1"),
        ('index = ["a"]', ":1: error: 'index' must be a string, not a list"),
        ('output = ""', ":1: error: 'output' must be a string, not ''"),
        ("ignore = [1]", ":1: error: 'ignore' must be a list of strings, not a list of other types"),
        ("ignore = {a = 1}", ":1: error: 'ignore' must be a list of strings, not a table"),
        ('max-size = 1\nmax_size = 2', ":2: error: 'max-size' is set twice, with - and with _"),
        ('lang = "en"\nindex = \n', ":2:9: error: invalid TOML: Invalid value"),
        ('lang = "en"\nindex = [1,\n\n', ":2: error: invalid TOML: Invalid value"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_line(here: Path, text: str, message: str) -> None:
    """A mistake in the file is one line that starts with the file and the line, and says what would be right."""
    with pytest.raises(SettingsError) as caught:
        load_settings(settings_file(here, text))
    assert str(caught.value.diagnostic) == f"wadl2rst.toml{message} [config]"


def test_a_text_that_looks_like_a_key_does_not_mislead(here: Path) -> None:
    """The line of a key is that of its own table, not of the same word elsewhere."""
    text = '[project]\nindex = 1\n# index = 2\n[tool.other]\nindex = 3\n[tool.wadl2rst]\n"index" = 4\n'
    with pytest.raises(SettingsError, match=r"\Apyproject\.toml:7: 'index' must be a string"):
        load_settings(settings_file(here, text, "pyproject.toml"))


def test_a_file_that_is_not_utf8_is_told_with_its_line(here: Path) -> None:
    """A file in another encoding is refused in one line."""
    (here / "wadl2rst.toml").write_bytes(b'index = "a"\nlang = "\xfc"\n')
    with pytest.raises(SettingsError, match=r"\Awadl2rst\.toml:2: not UTF-8\Z"):
        load_settings(Path("wadl2rst.toml"))


def test_a_table_of_the_wrong_kind_is_told(here: Path) -> None:
    """``tool.wadl2rst = 1`` in a pyproject.toml is a mistake, not a crash."""
    file = settings_file(here, "[tool]\nwadl2rst = 1\n", "pyproject.toml")
    assert find_settings(here) == file
    with pytest.raises(SettingsError, match=r"\Apyproject\.toml: \[tool\.wadl2rst\] is not a table\Z"):
        load_settings(file)


# --- Config -----------------------------------------------------------------------------


def test_every_setting_is_described() -> None:
    """Each field of Config has help that is a sentence, a group, and a type that all front ends know."""
    for item in fields(Config):
        assert item.metadata["help"].endswith("."), item.name
        assert item.metadata["group"] or item.name == "sources", item.name
        assert kind(item) in Kind
        assert item.default is None or kind(item).stores(item.default), item.name


def test_the_defaults_are_without_problems() -> None:
    """A Config with nothing set has no problem, but a run of the command lacks a source."""
    assert list(problems(Config())) == []
    assert missing(Config()) != ""
    assert missing(Config(sources=("a.wadl",), output=Path("docs"))) == ""


def test_lists_given_as_one_text_are_taken_apart() -> None:
    """Methods, ids and codes may be given with commas; methods are put in capitals; patterns are left alone."""
    config = make({"methods": ("get, put", "Delete"), "ids": ("a,b",), "ignore": ("unused,",), "include": ("/a,b",)})
    assert config.methods == ("GET", "PUT", "DELETE")
    assert config.ids == ("a", "b")
    assert config.ignore == ("unused",)
    assert config.include == ("/a,b",)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("heading_chars", "=", "requires at least two distinct characters, one per level, not '='"),
        ("heading_chars", "==", "requires at least two distinct characters, one per level, not '=='"),
        ("heading_chars", "=a", "'a' cannot underline a heading; use ASCII punctuation such as = - ~ ^ \""),
        ("heading_chars", "=—", "'—' cannot underline a heading; use ASCII punctuation such as = - ~ ^ \""),
        ("index", "index.rst", "'index.rst' must not have an extension: try 'index'"),
        ("index", "../index", "'../index' is not a plain file name of letters, digits, - and _"),
        ("index", "", "'' is not a plain file name of letters, digits, - and _"),
        ("index", "NUL", "'NUL' is a device name on Windows"),
        ("prefix", "Images API", "'Images API' must be lower-case letters and digits joined by hyphens: try 'images-api'"),
        ("prefix", "", "'' must be lower-case letters and digits joined by hyphens"),
        ("base", "api.example.com", "'api.example.com' is not an http(s) URL such as https://api.example.com/v1/"),
        ("base", "https://{region/", "'https://{region/' is not an http(s) URL such as https://api.example.com/v1/"),
        ("base", "https://me@x/", "'https://me@x/' must not have a query, a fragment or a user name"),
        ("base", "https://x/?a=b", "'https://x/?a=b' must not have a query, a fragment or a user name"),
        ("order", "paths", "'paths' is not one of wadl, path, title, method; did you mean 'path'?"),
        ("deprecated", "hidden", "'hidden' is not one of show, mark-last, hide; did you mean 'hide'?"),
        ("groups", "tags", "'tags' is not one of auto, tag, path, resource, none; did you mean 'tag'?"),
        ("groups", [{"title": "A", "includ": ["/a"]}], "group 1 ('A'): unknown key 'includ'; did you mean 'include'?"),
        ("groups", [{"title": "A", "ids": [1]}], "group 1 ('A'): 'ids' must be a list of strings, not [1]"),
        ("groups", [{"title": "A", "ids": []}], "group 1 ('A'): 'ids' is empty"),
        ("groups", [{"title": "A", "tags": ["x", " "]}], "group 1 ('A'): 'tags' is empty"),
        ("groups", [{"title": "A", "methods": "GET PUT"}], "group 1 ('A'): 'GET PUT' is not an HTTP method such as GET or PUT"),
        ("groups", [{"title": "A"}], "group 1 ('A'): selects no operations: use include, exclude, ids, tags or methods"),
        ("groups", [{"title": 2, "ids": ["a"]}], "group 1: 'title' must be a string, not 2"),
        ("groups", [{"ids": ["a"]}], 'group 1: has no title, as in { title = "Images", include = ["/images/**"] }'),
        ("groups", (GroupRule(title=" ", ids=("a",)),), "group 1: 'title' must be a string, not ' '"),
        ("groups", (GroupRule(title="A"),), "group 1 ('A'): selects no operations: use include, exclude, ids, tags or methods"),
        ("groups", ["A"], """group 1: must be a table such as { title = "Images", include = ["/images/**"] }, not 'A'"""),
        (
            "groups",
            [{"title": "A", "ids": ["a"]}, {"title": "B", "ids": ["b"]}, {"title": "A", "ids": ["c"]}],
            "groups 1 and 3: both have the title 'A'",
        ),
        (
            "groups",
            [{"title": "My servers", "ids": ["a"]}, {"title": "my-servers", "ids": ["b"]}],
            "groups 1 and 2: the titles 'My servers' and 'my-servers' give the same label",
        ),
        ("lang", "en_GB", "'en_GB' is not a language tag such as en or pt-BR"),
        ("split", "methods", "'methods' is not one of method, resource, single; did you mean 'method'?"),
        ("jobs", 0, "must be at least 1, not 0"),
        ("max_size", -1, "must be at least 1, not -1"),
        ("ids", ("a", " "), "empty value"),
        ("methods", ("GET POST",), "'GET POST' is not an HTTP method such as GET or PUT"),
        ("profile", ("public",), "'public' is neither KEY=VALUE nor KEY!=VALUE, such as audience=public"),
        ("entity_map", ("common.ent",), "'common.ent' is not URL=FILE, such as https://example.org/common.ent=common.ent"),
        ("entity_map", ("https://x/c.ent=",), "'https://x/c.ent=' is not URL=FILE, such as https://example.org/common.ent=common.ent"),
        ("entity_map", ("https://x/c.ent=no-such.ent",), "no such file: no-such.ent"),
        ("grammar_map", ("api.xsd",), "'api.xsd' is not ADDRESS=FILE, such as https://example.org/api.xsd=api.xsd"),
        ("grammar_map", ("=api.xsd",), "'=api.xsd' is not ADDRESS=FILE, such as https://example.org/api.xsd=api.xsd"),
        ("grammar_map", ("xsd0.xsd=no-such.xsd",), "no such file: no-such.xsd"),
        ("ignore", ("undocumentd",), "unknown message code 'undocumentd'; did you mean 'undocumented'?"),
        ("ignore", ("qqq",), "unknown message code 'qqq'"),
        ("ignore", ("refused",), "'refused' is an error; only warnings can be ignored"),
        ("root", Path("no-such-folder"), "no such folder: no-such-folder"),
        ("templates", Path("file.txt"), "file.txt is not a folder"),
        ("html", Path("file.txt"), "file.txt is a file, not a folder"),
    ],
)
def test_problems_are_told_in_words(here: Path, name: str, value: object, text: str) -> None:
    """A value that cannot be used is told with the setting's name, and with what would be right."""
    (here / "file.txt").touch()
    assert list(problems(Config(**{name: value}))) == [(name, text)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("heading_chars", '#*=-^"'),
        ("index", "api_Index-2"),
        ("prefix", "images-v2"),
        ("lang", "zh-Hant-TW"),
        ("base", "http://localhost:8080"),
        ("base", "HTTPS://{region}.example.com/v1/{tenant}/@me/"),
        ("groups", "none"),
        ("groups", [{"title": "画像", "ids": "a"}, {"title": "映像", "exclude": ["/a/**"], "methods": ["get"]}]),
        ("methods", ("GET", "X-PURGE")),
        ("profile", ("audience=public", "os!=windows", "audience=a=b")),
        ("entity_map", ("https://x/?a=b=file.txt",)),
        ("grammar_map", ("https://x/?a=b=file.txt", "a.wadl/xsd0.xsd=file.txt")),
        ("ignore", ("undocumented", "unused")),
        ("root", Path()),
        ("output", Path("new/folder")),
    ],
)
def test_good_values_are_no_problems(here: Path, name: str, value: object) -> None:
    """Values as they are used in earnest pass."""
    (here / "file.txt").touch()
    assert list(problems(Config(**{name: value}))) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('lang = "en"\n[[groups]]\ntitle = "A"\nids = ["a"]\n\n[[groups]]\ntitle = "B"\nid = ["b"]\n', 2),
        ('lang = "en"\n\ngroups = [\n  { title = "A", ids = ["a"] },\n  { title = "B", id = ["b"] },\n]\n', 3),
    ],
)
def test_a_mistake_in_a_listed_group_is_told_with_its_line(here: Path, text: str, line: int) -> None:
    """Groups can be tables or a list; a wrong key names the group, and the line where the groups begin."""
    settings_file(here, text)
    done = CliRunner().invoke(main, ["api.wadl", "-o", "docs"])
    assert done.exit_code == 2
    assert done.output == (f"wadl2rst.toml:{line}: error: 'groups': group 2 ('B'): unknown key 'id'; did you mean 'ids'? [config]\n")


def test_the_site_needs_a_folder_of_its_own(here: Path) -> None:
    """Pages and site do not go into the same folder, however it is spelled."""
    assert [name for name, _ in problems(Config(output=Path("docs"), html=here / "docs"))] == ["html"]
