"""The architecture, held by reading the imports of every module.

Run as a script, it prints each package with the packages that it imports, lowest layer first::

    python tests/test_layers.py
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "wadl2rst"

# Each module of the package, lowest row first. A module may import what stands in rows below its own, and
# nothing of its own row or above it, so there can be no cycle. A subpackage counts as one module.
LAYERS = (
    ("formats", "frozen", "spans", "version"),
    ("clients", "diagnostics", "prose", "names"),
    ("config", "messages"),
    ("source", "rst", "output"),
    ("markup",),
    ("wadl",),
    ("grammar",),
    ("changes",),
    ("page",),
    ("markdown", "templating"),
    ("run",),
    ("api", "cli", "sphinx"),
    ("__main__",),
)

# Where each library lives; the standard library may be used anywhere, and nothing else at all.
LIBRARIES = {
    "lxml": {"source"},
    "markdown_it": {"markup"},
    "pygments": {"sphinx"},
    "jinja2": {"templating"},
    "markupsafe": {"templating"},
    "click": {"cli"},
    "platformdirs": {"run"},
    "xmlschema": {"grammar"},
    "jsonschema": {"grammar"},
    "referencing": {"grammar"},
    "sphinx": {"sphinx"},
    "docutils": {"sphinx"},
    "babel": {"sphinx"},
}

ROW = {module: row for row, modules in enumerate(LAYERS) for module in modules}
FILES = sorted(PACKAGE.rglob("*.py"))


def module_of(file: Path) -> str:
    """``rst`` for ``wadl2rst/rst.py``, ``sphinx`` for ``wadl2rst/sphinx/domain.py``, "" for the package itself."""
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return "" if parts == ("__init__",) else parts[0]


def imports_of(file: Path) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything that the file imports, wherever in the file."""
    package = ("wadl2rst", *file.relative_to(PACKAGE).parent.parts)
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"), str(file))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*above, *(node.module.split(".") if node.module else ())))
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}"


def ids(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


def test_every_module_has_a_layer() -> None:
    """A new module has to be given a row in LAYERS before it can be used."""
    found = {module_of(file) for file in FILES} - {""}
    assert found - set(ROW) == set()


def test_the_documentation_names_every_module() -> None:
    """The table in docs/explanation/architecture.rst has each module of the package once, and no other."""
    table = (ROOT / "docs/explanation/architecture.rst").read_text(encoding="utf-8")
    named = [name for row in re.findall(r"^   \* - (``.*)$", table, re.MULTILINE) for name in re.findall(r"``(\w+)``", row)]
    assert sorted(named) == sorted({module_of(file) for file in FILES} - {""})


@pytest.mark.parametrize("file", FILES, ids=ids)
def test_imports_point_downwards(file: Path) -> None:
    """A module imports only modules in rows below its own."""
    module = module_of(file)
    wrong = []
    for line, name in imports_of(file):
        top, _, rest = name.partition(".")
        target = rest.partition(".")[0]
        if top != "wadl2rst" or target not in ROW or target == module:
            continue
        # The package itself re-exports the API and the version, and knows nothing else.
        if target not in ("api", "version") if module == "" else ROW[target] >= ROW.get(module, -1):
            wrong.append(f"{ids(file)}:{line} imports {name}")
    assert wrong == []


def dotted(file: Path) -> str:
    """``wadl2rst.sphinx.domain`` for ``wadl2rst/sphinx/domain.py``, ``wadl2rst.sphinx`` for the package."""
    parts = ("wadl2rst", *file.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_no_modules_import_each_other_in_a_circle() -> None:
    """No module imports itself by way of others, inside a package or across packages; imports for type checkers alone count."""
    modules = {dotted(file): file for file in FILES}
    graph: dict[str, set[str]] = {}
    for module, file in modules.items():
        graph[module] = set()
        for _line, name in imports_of(file):
            # ``wadl2rst.rst.text.Line`` is of the module ``wadl2rst.rst.text``.
            while name and name not in modules:
                name = name.rpartition(".")[0]
            if name:
                graph[module].add(name)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" is imported by ".join(circle.args[1]))


@pytest.mark.parametrize("file", FILES, ids=ids)
def test_each_library_lives_in_its_module(file: Path) -> None:
    """Libraries are imported where LIBRARIES says, and no other library anywhere."""
    module = module_of(file)
    wrong = []
    for line, name in imports_of(file):
        top = name.partition(".")[0]
        if top == "wadl2rst" or top in sys.stdlib_module_names:
            continue
        if module not in LIBRARIES.get(top, set()):
            wrong.append(f"{ids(file)}:{line} imports {name}")
    assert wrong == []


# How a name of the API is imported once it is asked for, so that ``wadl2rst --version`` does not wait for it.
LAZY = '''
def __getattr__(name: str) -> object:
    """A name of the API, imported on first use (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from wadl2rst import api
    return getattr(api, name)

def __dir__() -> list[str]:
    """All names, including those of the API that are not imported yet."""
    return sorted({*globals(), *__all__})
'''


def is_lazy_export(node: ast.stmt) -> bool:
    """Whether a statement is one of these functions, or the same imports for type checkers."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING" and not node.orelse:
        return all(isinstance(inner, ast.ImportFrom) for inner in node.body)
    return ast.unparse(node) in map(ast.unparse, ast.parse(LAZY).body)


def test_packages_hold_no_code() -> None:
    """An ``__init__.py`` holds a docstring, imports, ``__version__`` and ``__all__``; the package alone has lazy imports, too."""
    wrong = []
    for file in PACKAGE.rglob("__init__.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                continue
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                continue
            if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] in (["__version__"], ["__all__"]):
                continue
            if file == PACKAGE / "__init__.py" and is_lazy_export(node):
                continue
            wrong.append(f"{ids(file)}:{node.lineno}")
    assert wrong == []


# docutils finds the states of a parser by the names of their classes.
NAMED_BY_OTHERS = {"Body"}


def defined_types(file: Path) -> Iterator[str]:
    """The public classes and type aliases of a module."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        names = [node.name] if isinstance(node, ast.ClassDef) else []
        if isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        yield from (name for name in names if name[:1].isupper() and not name.isupper())


def test_types_have_names_of_their_own() -> None:
    """No two modules define public classes or type aliases with the same name."""
    modules: dict[str, list[str]] = {}
    for file in FILES:
        for name in defined_types(file):
            modules.setdefault(name, []).append(ids(file))
    assert {name: found for name, found in modules.items() if len(found) > 1 and name not in NAMED_BY_OTHERS} == {}


def test_the_root_has_few_modules() -> None:
    """At most a dozen modules are at the root of the package; the others are in the package of their step."""
    assert len(list(PACKAGE.glob("*.py"))) <= 12


def test_templates_hold_no_python() -> None:
    """An editable install cannot move Python files, so the templates have none."""
    assert list((ROOT / "templates").rglob("*.py")) == []


def test_the_command_works_without_sphinx() -> None:
    """The command line starts where neither Sphinx nor docutils is installed."""
    program = "import sys; sys.modules.update(sphinx=None, docutils=None); import wadl2rst.cli; wadl2rst.cli.main(['--version'])"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_every_test_states_its_behaviour() -> None:
    """Each test has a docstring, which says in a sentence what the product does."""
    bare = [
        f"{file.name}:{node.lineno} {node.name}"
        for file in sorted(Path(__file__).parent.rglob("test_*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert bare == []


def _print_graph() -> None:
    """Prints a line for each package or module at the root, with those that it imports, in the order of LAYERS."""
    imported: dict[str, set[str]] = {module: set() for module in ROW}
    for file in FILES:
        if module := module_of(file):
            names = (name.split(".") for _line, name in imports_of(file) if name.startswith("wadl2rst."))
            imported[module] |= {parts[1] for parts in names if parts[1] in ROW} - {module}
    for row, modules in enumerate(LAYERS, 1):
        for module in modules:
            print(f"{row:2}  {module:12} {' '.join(sorted(imported[module], key=list(ROW).index)) or '-'}")


if __name__ == "__main__":
    _print_graph()
