"""The configuration file: ``[tool.wadl2rst]`` of a ``pyproject.toml``, or a ``wadl2rst.toml``."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, fields
from pathlib import Path
from typing import Any

from wadl2rst.config.kinds import Kind, kind
from wadl2rst.config.options import FILE_MAPS, Config, is_url, key, relative_to, similar
from wadl2rst.diagnostics import Diagnostic, Error, Location, MessageCode, why_unreadable

PROJECT_FILE = "pyproject.toml"
OWN_FILE = "wadl2rst.toml"

_TABLE = "tool.wadl2rst"
_TOML_POSITION = re.compile(r"(?P<text>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)\Z", re.DOTALL)
_KEY_LINE = re.compile(r"""\s*(?P<key>(?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_TABLE_LINE = re.compile(r"\s*\[{1,2}\s*(?P<name>[^\[\]]+?)\s*\]")


class SettingsError(Error):
    """The configuration file, or a setting in it, cannot be used."""

    def __init__(self, location: Location, text: str) -> None:
        """``location`` is the file and, if known, the line."""
        super().__init__(Diagnostic(MessageCode.CONFIG, text, location))


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """The contents of a configuration file."""

    file: str
    """The path of the file as shown in messages."""
    values: Mapping[str, Any]
    """Values by field name of ``Config``; paths are relative to the current folder."""
    lines: Mapping[str, int]
    """The line of each value, by field name; a value whose line was not found is missing here."""

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
    prefix = f"{_TABLE}." if in_project else ""
    table: Any = document
    if in_project:
        for part in _TABLE.split("."):
            table = table.get(part, {}) if isinstance(table, dict) else None
        if not isinstance(table, dict):
            raise SettingsError(Location(shown), f"[{_TABLE}] is not a table")
    key_lines = _key_lines(source)
    settings = {item.name: item for item in fields(Config) if item.metadata["in_file"]}
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for spelling, value in table.items():
        name = spelling.replace("-", "_")
        line = key_lines.get(prefix + spelling) or key_lines.get(prefix + key(name)) or 0
        location = Location(shown, line)
        if name not in settings:
            raise SettingsError(location, _unknown_setting(spelling, settings))
        if name in values:
            raise SettingsError(location, f"'{key(name)}' is set twice, with - and with _")
        values[name] = _value(settings[name], value, location, folder)
        if line:
            lines[name] = line
    return SettingsFile(shown, values, lines)


def _has_table(project: Path) -> bool:
    """Whether a ``pyproject.toml`` has settings for wadl2rst; also true if it is not valid TOML but mentions wadl2rst."""
    try:
        source = project.read_bytes()
        # Searching for the name first avoids parsing most files, and avoids reporting errors in
        # the files of projects that do not use wadl2rst.
        return b"wadl2rst" in source and "wadl2rst" in tomllib.loads(source.decode("utf-8-sig")).get("tool", {})
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


def _unknown_setting(spelling: str, settings: Mapping[str, Field[Any]]) -> str:
    """The error text for a key that is not one of ``settings``."""
    name = spelling.replace("-", "_")
    if name in {item.name for item in fields(Config)}:
        return f"'{spelling}' is only available on the command line"
    if name == "tool":
        return f"[{_TABLE}] is for {PROJECT_FILE}; in this file, put the settings at the top level, outside any table"
    return f"unknown setting '{spelling}'{similar(key(name), map(key, settings))}"


def _value(item: Field[Any], value: Any, location: Location, folder: str) -> Any:
    """The value of a setting, with its type checked and its paths made relative to the current folder."""
    value_kind = kind(item)
    if not value_kind.accepts(value) or (value_kind is Kind.PATH and not value):
        raise SettingsError(location, f"'{key(item.name)}' must be {value_kind.in_toml}, not {_abbreviated(value)}")
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


def _key_lines(source: str) -> dict[str, int]:
    """The line of each key that begins a line, by its full dotted name.

    A table counts as a key of the document, at its first line.  The parser gives no positions, so this scans the lines.
    Inside a multi-line string, a line that looks like a key can yield a wrong line number, but never a wrong value.
    """
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(source.split("\n"), start=1):
        if header := _TABLE_LINE.match(line):
            name = _dotted(header["name"])
            table = name + "."
            for known in (name.partition(".")[0], name):
                lines.setdefault(known, number)
        elif match := _KEY_LINE.match(line):
            lines.setdefault(table + _dotted(match["key"]), number)
    return lines


def _dotted(name: str) -> str:
    """A dotted name without quotes and surrounding blanks."""
    return ".".join(part.strip().strip("\"'") for part in name.split("."))
