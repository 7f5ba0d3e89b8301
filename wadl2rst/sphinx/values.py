"""The configuration values of the extension, made from the fields of :class:`~wadl2rst.config.options.Config`.

In ``conf.py``, each setting available in Sphinx has the prefix ``wadl2rst_``.  Entries of ``wadl2rst_sources`` and
options of directives override these values for themselves.
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
from wadl2rst.config.options import FILE_MAPS, Config, is_url, make, problems, relative_to
from wadl2rst.config.suggestions import similar

logger = logging.getLogger(__name__)

FORMER_NAMES = {"template_dir": "templates"}
"""Names that settings had in Sphinx before they were named as on the command line; they are still accepted."""

DEFAULTS = {"style": "sphinx"}
"""Settings that have another default in Sphinx."""

SOURCES_HELP = (
    "APIs to write pages of before the build: a list of {'sources': ..., 'output': ...}, each with optional settings; "
    "'path' and 'destination' are other names of these two."
)


@dataclass(frozen=True, slots=True)
class ConfigValue:
    """A configuration value in ``conf.py``."""

    field: Field[Any]
    """The field of :class:`Config`."""
    name: str
    """Its name in an entry of ``wadl2rst_sources``, without the prefix ``wadl2rst_``."""
    default: Any
    types: tuple[type, ...]

    @property
    def full_name(self) -> str:
        """The name in ``conf.py``."""
        return f"wadl2rst_{self.name}"

    def accepts(self, value: object) -> bool:
        """Whether the setting accepts values of this type."""
        return kind(self.field).accepts(value) or (value is None and NoneType in self.types)


def values(*, of_entries: bool = False) -> Iterator[ConfigValue]:
    """All settings available in Sphinx; ``of_entries`` are those that only entries of ``wadl2rst_sources`` can have."""
    for item in fields(Config):
        is_of_entries = item.metadata["in_entry"] and not item.metadata["in_command"]
        if is_of_entries if of_entries else item.metadata["in_sphinx"]:
            default = DEFAULTS.get(item.name, item.default)
            types = kind(item).accepted
            if default is None:
                types = (*types, NoneType)
            yield ConfigValue(item, item.name, list(default) if isinstance(default, tuple) else default, types)


VALUES = tuple(values())
OF_ENTRIES = tuple(values(of_entries=True))
"""The settings that only entries of ``wadl2rst_sources`` can have."""


def add_values(app: Sphinx) -> None:
    """Adds the configuration values to Sphinx."""
    app.add_config_value("wadl2rst_sources", [], "env", (list, tuple), description=SOURCES_HELP)
    for value in VALUES:
        app.add_config_value(value.full_name, value.default, "env", value.types, description=value.field.metadata["help"])
    for former, name in FORMER_NAMES.items():
        value = next(value for value in VALUES if value.name == name)
        app.add_config_value(f"wadl2rst_{former}", None, "env", (*value.types, NoneType), description=f"Former name of {value.full_name}.")


def check_values(app: Sphinx, config: SphinxConfig) -> None:
    """Warns about invalid values and resets them to their defaults; resolves paths (see :func:`project_path`)."""
    formerly = {name: f"wadl2rst_{former}" for former, name in FORMER_NAMES.items()}
    for value in VALUES:
        shown = value.full_name
        if value.name in formerly and config[shown] == value.default and config[formerly[value.name]] is not None:
            shown = formerly[value.name]
        configured = _resolved(app, value, config[shown])
        problem = "" if value.accepts(configured) else f"has the wrong type {type(configured).__name__}"
        if not problem:
            settings = _make_config({value.field.name: configured})
            problem = next((problem.text for problem in problems(settings) if problem.name == value.field.name), "")
        if problem:
            warn(f"{shown}: {problem}", "config")
            configured = value.default
        config[value.full_name] = configured


def settings(config: SphinxConfig, own: Mapping[str, Any] | None = None) -> Config:
    """The settings of ``conf.py``, overridden by ``own``, which maps field names of :class:`Config` to values."""
    configured = {value.field.name: config[value.full_name] for value in VALUES}
    return _make_config({**configured, **(own or {})})


def own_settings(config: SphinxConfig, options: Mapping[str, Any], complain: Callable[[str], None], app: Sphinx | None = None) -> Config:
    """The settings of ``config`` (``conf.py``), overridden by the ``options`` of an entry or directive, by their names in Sphinx.

    Invalid options are reported to ``complain`` and ignored.  Paths are those of the project of ``app``, which is set for entries.
    """
    by_name = {value.name: value for value in (*VALUES, *(OF_ENTRIES if app is not None else ()))}
    own: dict[str, Any] = {}
    for given, item in options.items():
        name = FORMER_NAMES.get(given, given)
        if name not in by_name:
            complain(f"unknown setting '{name}'{similar(name, by_name)}")
        elif not by_name[name].accepts(item):
            complain(f"'{name}' has the wrong type {type(item).__name__}")
        else:
            value = by_name[name]
            own[value.field.name] = item if app is None else _resolved(app, value, item)
    combined = settings(config, own)
    invalid = [problem for problem in problems(combined) if problem.name in own]
    for problem in invalid:
        complain(f"'{problem.name}': {problem.text}")
        own.pop(problem.name, None)
    return settings(config, own) if invalid else combined


def project_path(app: Sphinx, path: str | os.PathLike[str]) -> str:
    """A path of ``conf.py``: relative to the source directory if it exists there, else to the folder of ``conf.py``.

    The folders differ if one ``conf.py`` is used for several sources (``sphinx-build -c``), such as the versions of a
    project: each then has its own files.
    """
    beside_sources = Path(app.srcdir, path)
    return str(beside_sources if _exists(beside_sources) else Path(app.confdir, path))


def _resolved(app: Sphinx, value: ConfigValue, given: Any) -> Any:
    """The value with its paths resolved; paths are ``str``, which Sphinx can pickle and compare."""
    if kind(value.field) is Kind.PATH and value.accepts(given) and given is not None:
        return project_path(app, given)
    if value.field.name in FILE_MAPS and value.accepts(given):
        entries = [given] if isinstance(given, str) else given
        return [entry if is_url(entry.rpartition("=")[2].strip()) else _resolved_entry(app, entry) for entry in entries]
    return given


def _resolved_entry(app: Sphinx, entry: str) -> str:
    """An entry of one of :data:`FILE_MAPS` with its file resolved."""
    beside_sources = relative_to(str(app.srcdir), entry)
    return beside_sources if _exists(beside_sources.rpartition("=")[2]) else relative_to(str(app.confdir), entry)


def _exists(path: str | os.PathLike[str]) -> bool:
    return os.path.exists(path)  # noqa: PTH110 (Path.exists raises for some names that no file has)


def _make_config(given: Mapping[str, Any]) -> Config:
    """A :class:`Config` from values by field name, converted to the types of its fields."""
    converted: dict[str, Any] = {}
    for value in (*VALUES, *OF_ENTRIES):
        name = value.field.name
        if name not in given:
            continue
        item = given[name]
        converted[name] = None if item is None else kind(value.field).convert(item)
    return make(converted)


def warn(text: str, subtype: str, location: Any = None) -> None:
    """Logs a warning at ``location``, with type ``wadl`` and ``subtype`` for ``suppress_warnings``."""
    logger.warning("%s", text, type="wadl", subtype=subtype, location=location)
