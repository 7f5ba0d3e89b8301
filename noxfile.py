"""What is run in several environments: ``nox`` runs the tests on each Sphinx that is supported, ``nox -s lint docs`` the rest."""

import sys
from pathlib import Path

import nox

sys.path.insert(0, str(Path(__file__).resolve().parent / "docs"))
from make_surroundings import ALL  # noqa: E402 (the themes, builders and extensions that are tried)

nox.options.sessions = ["tests"]
nox.options.default_venv_backend = "uv|virtualenv"

SPHINX = ("8.1", "8.2", "newest")
"""The oldest Sphinx that is supported, those between, and the newest that the Python takes."""


@nox.session(python=["3.11", "3.12", "3.13", "3.14"])
@nox.parametrize("sphinx", SPHINX)
def tests(session: nox.Session, sphinx: str) -> None:
    """The tests; ``nox -s tests -- -k sphinx`` for those of the extension alone."""
    session.install("-e", ".[dev]", *([] if sphinx == "newest" else [f"sphinx~={sphinx}.0"]))
    session.run("pytest", "-m", "not install", *session.posargs)


@nox.session
def versions(session: nox.Session) -> None:
    """The guide to several versions of one API, with the tools that it names; the last of them needs Sphinx 8."""
    session.install("-e", ".[dev]", "sphinx<9", "sphinx-polyversion", "sphinx-multiversion")
    session.run("pytest", "tests/test_docs.py", "-k", "versions")


@nox.session
def surroundings(session: nox.Session) -> None:
    """The example project with every theme, builder and extension in one environment; writes the page of the documentation."""
    session.install("-e", ".[site]", "playwright", *dict.fromkeys(package for tried in ALL for package in tried.packages))
    session.run("python", "docs/make_surroundings.py", *session.posargs)


@nox.session
@nox.parametrize("name", [tried.name for tried in ALL])
def beside(session: nox.Session, name: str) -> None:
    """The example project with one of them in an environment of its own, in which it may have the newest of everything."""
    session.install("-e", ".[site]", *next(tried.packages for tried in ALL if tried.name == name))
    session.run("python", "docs/make_surroundings.py", name)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, layout and types."""
    session.install("-e", ".[dev]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy", "--strict", "wadl2rst")


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation and the example project, without a warning."""
    session.install("-e", ".[dev]")
    for source in ("docs", "docs/example"):
        session.run("sphinx-build", "-n", "-W", "--keep-going", "-b", "html", source, f"build/{source}")


@nox.session
def translations(session: nox.Session) -> None:
    """The catalogues of the words of the page, front_end up to date and compiled."""
    session.install("babel", "jinja2")
    folder, domain = "wadl2rst/locale", "wadl2rst"
    pot = f"{folder}/{domain}.pot"
    plain = ("--no-location", "--sort-output")
    session.run("pybabel", "extract", "-F", "babel.cfg", "-k", "say", "-k", "self.say", "--omit-header", *plain, "-o", pot, ".")
    session.run("pybabel", "update", "-i", pot, "-d", folder, "-D", domain, "--no-fuzzy-matching")
    session.run("pybabel", "compile", "-d", folder, "-D", domain)
