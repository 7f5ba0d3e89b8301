"""The configuration file: ``[tool.wadl2rst]`` of a ``pyproject.toml``, or a ``wadl2rst.toml``."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import Field, dataclass, fields
from pathlib import Path
from typing import Any

from wadl2rst.config.key_lines import KeyPath, key_lines
from wadl2rst.config.kinds import Kind, kind
from wadl2rst.config.options import FILE_MAPS, Config, is_url, key, relative_to
from wadl2rst.config.suggestions import similar
from wadl2rst.diagnostics import Diagnostic, Error, Location, MessageCode, why_unreadable

PROJECT_FILE = "pyproject.toml"
OWN_FILE = "wadl2rst.toml"

APIS = "apis"
"""The list of APIs with settings of their own."""

_TABLE = "tool.wadl2rst"
_TOML_POSITION = re.compile(r"(?P<text>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)\Z", re.DOTALL)


class SettingsError(Error):
    """The configuration file, or a setting in it, cannot be used."""

    def __init__(self, location: Location, text: str) -> None:
        """``location`` is the file and, if known, the line."""
        super().__init__(Diagnostic(MessageCode.CONFIG, text, location))


@dataclass(frozen=True, slots=True)
class ApiEntry:
    """An entry of ``apis``: an API with settings of its own."""

    file: str
    """The path of the file as shown in messages."""
    line: int
    """The first line of the entry; 0 if unknown."""
    values: Mapping[str, Any]
    """Values by field name of ``Config``; ``output`` is relative to the output folder of the run, other paths to the current folder."""
    lines: Mapping[str, int]
    """The line of each value, by field name, and of each key of a table, after the name of the field and a dot."""

    def location(self, name: str, part: str = "") -> Location:
        """The location of a field's value, or of the entry if it does not have the field.

        ``part`` is a key of a value that is a table.
        """
        return Location(self.file, self.lines.get(f"{name}.{part}") or self.lines.get(name, self.line))


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """The contents of a configuration file."""

    file: str
    """The path of the file as shown in messages."""
    values: Mapping[str, Any]
    """Values by field name of ``Config``; paths are relative to the current folder."""
    lines: Mapping[str, int]
    """The line of each value, by field name; a value whose line was not found is missing here."""
    apis: tuple[ApiEntry, ...] = ()
    """The APIs that it lists, in order; empty if it lists none."""

    def location(self, name: str) -> Location:
        """The location of a field's value, for messages; line 0 if the line is unknown."""
        return Location(self.file, self.lines.get(name, 0))


def find_settings(folder: Path, home: Path | None = None) -> Path | None:
    """The nearest configuration file in ``folder`` or a parent folder, or None.

    A ``wadl2rst.toml`` takes precedence over a ``pyproject.toml`` in the same folder; a ``pyproject.toml`` without
    settings for wadl2rst is skipped.  The search stops after the root of a Git repository and after ``home``.
    """
    for directory in (folder, *folder.parents):
        own = directory / OWN_FILE
        if own.is_file():
            return own
        project = directory / PROJECT_FILE
        if project.is_file() and _has_table(project):
            return project
        if directory == home or (directory / ".git").exists():
            break
    return None


def load_settings(file: Path) -> SettingsFile:
    """Reads a configuration file.

    Settings are read from the table ``[tool.wadl2rst]`` of a ``pyproject.toml``, and from the top level of any other file.

    Raises:
        SettingsError: The file cannot be read, is not TOML, or has an unknown key or a value of the wrong type.
    """
    import tomllib  # only needed with a file; importing it slows down every start

    shown, folder = _relative_to_here(file)
    try:
        source = file.read_bytes().decode("utf-8-sig")
        document = tomllib.loads(source)
    except OSError as error:
        raise SettingsError(Location(shown), why_unreadable(error)) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SettingsError(Location(shown, line), "not UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _syntax_error(shown, source, str(error)) from None
    return _settings(source, document, shown, folder, in_project=file.name == PROJECT_FILE)


def _settings(source: str, document: dict[str, Any], shown: str, folder: str, *, in_project: bool) -> SettingsFile:
    table: Any = document
    above: KeyPath = tuple(_TABLE.split(".")) if in_project else ()
    for part in above:
        table = table.get(part, {}) if isinstance(table, dict) else None
    if not isinstance(table, dict):
        raise SettingsError(Location(shown), f"[{_TABLE}] is not a table")
    reader = _Reader(shown, folder, key_lines(source))
    entries = reader.entries(table[APIS], (*above, APIS)) if APIS in table else ()
    values, lines = reader.settings({spelling: value for spelling, value in table.items() if spelling != APIS}, above, "in_file")
    if entries and "sources" in values:
        text = "'sources' belongs in an entry of 'apis': move it there, with its own 'output'"
        raise SettingsError(Location(shown, lines.get("sources", 0)), text)
    return SettingsFile(shown, values, lines, entries)


class _Reader:
    """Reads tables of settings."""

    def __init__(self, file: str, folder: str, positions: Mapping[KeyPath, int]) -> None:
        """``file`` is the file as shown in messages, ``folder`` what paths are relative to; ``positions`` has the lines of keys."""
        self._file = file
        self._folder = folder
        self._positions = positions

    def settings(self, table: Mapping[str, Any], path: KeyPath, where: str) -> tuple[dict[str, Any], dict[str, int]]:
        """The values of the table at ``path``, and their lines, by field name.

        ``where`` is the metadata of a field that says whether it can be there.  Raises SettingsError.
        """
        settings = {item.name: item for item in fields(Config) if item.metadata[where]}
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for spelling, value in table.items():
            name = spelling.replace("-", "_")
            line = self._positions.get((*path, spelling), 0)
            location = Location(self._file, line)
            if name not in settings:
                raise SettingsError(location, _unknown_setting(spelling, settings, in_entry=where == "in_entry"))
            if name in values:
                raise SettingsError(location, f"'{key(name)}' is set twice, with - and with _")
            folder = "" if where == "in_entry" and name == "output" else self._folder
            values[name] = _value(settings[name], value, location, folder)
            if line:
                lines[name] = line
            if isinstance(value, dict):
                found = ((text, self._positions.get((*path, spelling, text))) for text in value)
                lines.update({f"{name}.{text}": at for text, at in found if at is not None})
        return values, lines

    def entries(self, listed: Any, path: KeyPath) -> tuple[ApiEntry, ...]:
        """The entries of ``apis``.  Raises SettingsError."""
        header = f"[[{'.'.join(map(str, path))}]]"
        location = Location(self._file, self._positions.get(path, 0))
        if not isinstance(listed, list):
            raise SettingsError(
                location, f"'{APIS}' must be a list of tables, each of which begins with {header}, not {_abbreviated(listed)}"
            )
        if not listed:
            raise SettingsError(location, f"'{APIS}' lists no API: add one with {header}, or remove '{APIS}'")
        found = []
        for number, table in enumerate(listed):
            line = self._positions.get((*path, number), location.line)
            if not isinstance(table, dict):
                text = f'entry {number + 1} of \'{APIS}\' must be a table, such as {{ sources = ["api.wadl"], output = "api" }}'
                raise SettingsError(Location(self._file, line), f"{text}, not {_abbreviated(table)}")
            values, lines = self.settings(table, (*path, number), "in_entry")
            for name in ("sources", "output"):
                if not values.get(name):
                    what = "the WADLs of the API" if name == "sources" else "the folder of its pages, below the output folder"
                    text = f"entry {number + 1} of '{APIS}' lacks '{name}': {what}"
                    raise SettingsError(Location(self._file, lines.get(name, line)), text)
            found.append(ApiEntry(self._file, line, values, lines))
        return tuple(found)


def _has_table(project: Path) -> bool:
    """Whether a ``pyproject.toml`` has settings for wadl2rst; also true if it is not valid TOML but mentions wadl2rst."""
    try:
        source = project.read_bytes()
        # Searching for the name first avoids parsing most files, and avoids reporting errors in
        # the files of projects that do not use wadl2rst.
        if b"wadl2rst" not in source:
            return False
        import tomllib  # only needed then; importing it slows down every start

        return "wadl2rst" in tomllib.loads(source.decode("utf-8-sig")).get("tool", {})
    except OSError:
        return False
    except (ValueError, RecursionError, AttributeError, TypeError):
        return True


def _relative_to_here(file: Path) -> tuple[str, str]:
    """The path of a file for messages, and the path of its folder relative to the current one (empty for the current folder)."""
    if not file.is_absolute():
        return str(file), str(file.parent) if str(file.parent) != "." else ""
    try:
        shown = os.path.relpath(file)
    except ValueError:  # on another Windows drive
        return str(file), str(file.parent)
    return shown, os.path.dirname(shown)  # noqa: PTH120 (a Path would drop a leading "..")


def _unknown_setting(spelling: str, settings: Mapping[str, Field[Any]], *, in_entry: bool) -> str:
    """The error text for a key that is not one of ``settings``; ``in_entry`` says whether it is in an entry of ``apis``."""
    name = spelling.replace("-", "_")
    item = next((item for item in fields(Config) if item.name == name), None)
    if item is not None and in_entry and item.metadata["in_file"]:
        return f"'{spelling}' applies to the whole run: set it outside the entries of '{APIS}'"
    if item is not None and not in_entry and item.metadata["in_entry"]:
        return f"'{spelling}' is about one API: set it in an entry of '{APIS}'"
    if item is not None:
        return f"'{spelling}' is only available on the command line"
    if name == "tool":
        return f"[{_TABLE}] is for {PROJECT_FILE}; in this file, put the settings at the top level, outside any table"
    return f"unknown setting '{spelling}'{similar(key(name), map(key, (*settings, *(() if in_entry else (APIS,)))))}"


def _value(item: Field[Any], value: Any, location: Location, folder: str) -> Any:
    """The value of a setting, with its type checked and its paths made relative to the current folder."""
    value_kind = kind(item)
    if not value_kind.accepts(value) or (value_kind is Kind.PATH and not value):
        given = "a table of other types" if value_kind is Kind.PAIRS and isinstance(value, dict) else _abbreviated(value)
        raise SettingsError(location, f"'{key(item.name)}' must be {value_kind.in_toml}, not {given}")
    if value_kind is Kind.PATH:
        return value_kind.convert(_path(value, folder))
    converted = value_kind.convert(value)
    if item.name == "sources":
        return tuple(text if is_url(text) or not text else _path(text, folder) for text in converted)
    if item.name in FILE_MAPS:
        return tuple(relative_to(folder, text) for text in converted)
    return converted


def _path(path: str, folder: str) -> str:
    return os.path.join(folder, path)  # noqa: PTH118 (a Path would drop the user's leading "./")


def _abbreviated(value: Any) -> str:
    """A TOML value in at most 40 characters, for messages."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list" if all(isinstance(entry, str) for entry in value) else "a list of other types"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _syntax_error(shown: str, source: str, error: str) -> SettingsError:
    """The error for a message of the TOML parser."""
    match = _TOML_POSITION.match(error)
    if match is None:
        return SettingsError(Location(shown), f"invalid TOML: {' '.join(error.split())}")
    # Report an error at the end of the document on its last line.
    line = int(match["line"]) if match["line"] else source.rstrip().count("\n") + 1
    return SettingsError(Location(shown, line, int(match["column"] or 0)), f"invalid TOML: {' '.join(match['text'].split())}")
