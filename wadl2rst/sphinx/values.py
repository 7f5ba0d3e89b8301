"""The configuration values of the extension, made from the fields of :class:`~wadl2rst.config.options.Config`.

Each setting that Sphinx has is ``wadl2rst_`` and its name in ``conf.py``.  An entry of ``wadl2rst_sources`` and
the options of a directive set the same for themselves.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import Field, dataclass, fields
from pathlib import Path
from types import NoneType
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config as SphinxConfig
from sphinx.util import logging

from wadl2rst.config.kinds import Kind, kind
from wadl2rst.config.options import Config, is_url, make, problems, similar

logger = logging.getLogger(__name__)

NAMES = {"templates": "template_dir"}
"""Settings that have another name in Sphinx, as extensions call it there."""

DEFAULTS = {"style": "sphinx"}
"""Settings that have another default in Sphinx."""

SOURCES_HELP = "WADLs to write pages from before the build: a list of {'path': ..., 'destination': ...}, each with optional settings."


@dataclass(frozen=True, slots=True)
class Value:
    """A setting, as ``conf.py`` has it."""

    field: Field[Any]
    """The field of :class:`Config`."""
    name: str
    """Its name in an entry of ``wadl2rst_sources``; in ``conf.py`` with ``wadl2rst_`` before it."""
    default: Any
    types: tuple[type, ...]

    @property
    def full_name(self) -> str:
        """The name in ``conf.py``."""
        return f"wadl2rst_{self.name}"

    def accepts(self, value: object) -> bool:
        """Whether the value is of a type that the setting can have."""
        return kind(self.field).accepts(value) or (value is None and NoneType in self.types)


def values() -> Iterator[Value]:
    """All settings that Sphinx has."""
    for item in fields(Config):
        if item.metadata["in_sphinx"]:
            default = DEFAULTS.get(item.name, item.default)
            types = kind(item).accepted
            if default is None:
                types = (*types, NoneType)
            yield Value(item, NAMES.get(item.name, item.name), list(default) if isinstance(default, tuple) else default, types)


VALUES = tuple(values())


def add_values(app: Sphinx) -> None:
    """Adds the configuration values to Sphinx."""
    app.add_config_value("wadl2rst_sources", [], "env", (list, tuple), description=SOURCES_HELP)
    for value in VALUES:
        app.add_config_value(value.full_name, value.default, "env", value.types, description=value.field.metadata["help"])


def check(app: Sphinx, config: SphinxConfig) -> None:
    """Warns of each value that cannot be used, and goes on with its default; takes paths from the folder of ``conf.py``."""
    for value in VALUES:
        given = _from_confdir(app.confdir, value, config[value.full_name])
        problem = "" if value.accepts(given) else f"has the wrong type {type(given).__name__}"
        if not problem:
            settings = _made({value.field.name: given})
            problem = next((problem.text for problem in problems(settings) if problem.name == value.field.name), "")
        if problem:
            warn(f"{value.full_name}: {problem}", "config")
            given = value.default
        config[value.full_name] = given


def settings(config: SphinxConfig, own: Mapping[str, Any] | None = None) -> Config:
    """The settings of ``conf.py``, and over them ``own``, by the names of the fields of :class:`Config`."""
    given = {value.field.name: config[value.full_name] for value in VALUES}
    return _made({**given, **(own or {})})


def own_settings(config: SphinxConfig, given: Mapping[str, Any], complain: Callable[[str], None], confdir: Path | None = None) -> Config:
    """The settings of ``config``, which is ``conf.py``, with those ``given`` for one thing alone, by their names in Sphinx.

    What cannot be used is told to ``complain``, and left out.  Paths are taken from ``confdir``.
    """
    known = {value.name: value for value in VALUES}
    own: dict[str, Any] = {}
    for name, item in given.items():
        if name not in known:
            complain(f"unknown setting '{name}'{similar(name, known)}")
        elif not known[name].accepts(item):
            complain(f"'{name}' has the wrong type {type(item).__name__}")
        else:
            value = known[name]
            own[value.field.name] = item if confdir is None else _from_confdir(confdir, value, item)
    made = settings(config, own)
    wrong = [problem for problem in problems(made) if problem.name in own]
    for problem in wrong:
        complain(f"'{NAMES.get(problem.name, problem.name)}': {problem.text}")
        own.pop(problem.name, None)
    return settings(config, own) if wrong else made


def _from_confdir(confdir: str | os.PathLike[str], value: Value, given: Any) -> Any:
    """The value, with paths taken from the folder of ``conf.py``; as text, which is what Sphinx keeps and compares."""
    if kind(value.field) is Kind.PATH and value.accepts(given) and given is not None:
        return str(Path(confdir, given))
    if value.field.name == "entity_map" and value.accepts(given):
        entries = [given] if isinstance(given, str) else given
        return [_mapped(Path(confdir), entry) for entry in entries]
    return given


def _made(given: Mapping[str, Any]) -> Config:
    """The settings, each in the type that it has in :class:`Config`."""
    tidied: dict[str, Any] = {}
    for value in VALUES:
        name = value.field.name
        if name not in given:
            continue
        item = given[name]
        tidied[name] = None if item is None else kind(value.field).convert(item)
    return make(tidied)


def _mapped(confdir: Path, entry: str) -> str:
    url, equals, file = entry.rpartition("=")
    return f"{url}={confdir / file.strip()}" if equals and file.strip() and not is_url(file) else entry


def warn(text: str, subtype: str, location: Any = None) -> None:
    """Warns with ``text`` at ``location``, so that ``suppress_warnings`` can name it: ``wadl`` and its ``subtype``."""
    logger.warning("%s", text, type="wadl", subtype=subtype, location=location)
