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
from wadl2rst.config.options import Config, is_address, key, similar
from wadl2rst.diagnostics import Diagnostic, Error, Location, MessageCode, why_unreadable

PROJECT_FILE = "pyproject.toml"
OWN_FILE = "wadl2rst.toml"

_TABLE = "tool.wadl2rst"
_TOML_PLACE = re.compile(r"(?P<text>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)\Z", re.DOTALL)
_KEY_LINE = re.compile(r"""\s*(?P<key>(?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_TABLE_LINE = re.compile(r"\s*\[\s*(?P<name>[^\[\]]+?)\s*\]")


class SettingsError(Error):
    """The configuration file, or a setting in it, cannot be used."""

    def __init__(self, location: Location, text: str) -> None:
        """``location`` is the file and, where it is known, the line."""
        super().__init__(Diagnostic(MessageCode.CONFIG, text, location))


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """What a configuration file says."""

    file: str
    """The file, as it is shown in messages."""
    values: Mapping[str, Any]
    """Values by the names of the fields of ``Config``; paths start from the current folder."""
    lines: Mapping[str, int]
    """The line of each value; none where it was not found."""

    def location(self, name: str) -> Location:
        """Where the value of a field stands, for messages."""
        return Location(self.file, self.lines.get(name, 0))


def find(folder: Path, home: Path | None = None) -> Path | None:
    """The nearest configuration file, in ``folder`` or above it, or None.

    A ``wadl2rst.toml`` goes before a ``pyproject.toml`` beside it; a ``pyproject.toml`` that has nothing for
    wadl2rst is passed by.  The search ends at the top of a repository and at ``home``.
    """
    for place in (folder, *folder.parents):
        own = place / OWN_FILE
        if own.is_file():
            return own
        project = place / PROJECT_FILE
        if project.is_file() and _has_table(project):
            return project
        if place == home or (place / ".git").exists():
            break
    return None


def load(file: Path) -> SettingsFile:
    """Reads a configuration file.

    In a ``pyproject.toml`` the settings stand in ``[tool.wadl2rst]``, in any other file at its top.

    Raises:
        SettingsError: The file cannot be read, is not TOML, or has an unknown key or a value of the wrong type.
    """
    shown, folder = _seen_from_here(file)
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
    places = _key_lines(source)
    known = {item.name: item for item in fields(Config) if item.metadata["in_file"]}
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for given, value in table.items():
        name = given.replace("-", "_")
        line = places.get(prefix + given) or places.get(prefix + key(name)) or 0
        place = Location(shown, line)
        if name not in known:
            raise SettingsError(place, _unknown(given, known))
        if name in values:
            raise SettingsError(place, f"'{key(name)}' is set twice, with - and with _")
        values[name] = _value(known[name], value, place, folder)
        if line:
            lines[name] = line
    return SettingsFile(shown, values, lines)


def _has_table(project: Path) -> bool:
    """Whether a ``pyproject.toml`` has settings for wadl2rst; true also where that cannot be told."""
    try:
        source = project.read_bytes()
        # The search for the name spares most projects the parsing, and those that have nothing to do
        # with wadl2rst an error about their file.
        return b"wadl2rst" in source and "wadl2rst" in tomllib.loads(source.decode("utf-8-sig")).get("tool", {})
    except OSError:
        return False
    except (ValueError, RecursionError, AttributeError, TypeError):
        return True


def _seen_from_here(file: Path) -> tuple[str, str]:
    """How a file is shown, and the way from the current folder to its folder (empty where it lies here)."""
    if not file.is_absolute():
        return str(file), str(file.parent) if str(file.parent) != "." else ""
    try:
        shown = os.path.relpath(file)
    except ValueError:  # on another drive of Windows
        return str(file), str(file.parent)
    return shown, os.path.dirname(shown)  # noqa: PTH120 (a Path would drop a leading "..")


def _unknown(given: str, known: Mapping[str, Field[Any]]) -> str:
    """Why a key is not one of the settings."""
    name = given.replace("-", "_")
    if name in {item.name for item in fields(Config)}:
        return f"'{given}' is only available on the command line"
    if name == "tool":
        return f"[{_TABLE}] is for {PROJECT_FILE}; in this file, put the settings at the top level, outside any table"
    return f"unknown setting '{given}'{similar(key(name), map(key, known))}"


def _value(item: Field[Any], value: Any, place: Location, folder: str) -> Any:
    """The value of a setting, its type checked, its paths made to start from the current folder."""
    holds = kind(item)
    if not holds.accepts(value) or (holds is Kind.PATH and not value):
        raise SettingsError(place, f"'{key(item.name)}' must be {holds.in_toml}, not {_shown(value)}")
    if holds is Kind.PATH:
        return holds.convert(_path(value, folder))
    kept = holds.convert(value)
    if item.name == "sources":
        return tuple(text if is_address(text) or not text else _path(text, folder) for text in kept)
    if item.name == "entity_map":
        return tuple(_mapped(text, folder) for text in kept)
    return kept


def _path(path: str, folder: str) -> str:
    return os.path.join(folder, path)  # noqa: PTH118 (a Path would take "./" off what the person wrote)


def _mapped(entry: str, folder: str) -> str:
    """An entry of ``entity_map`` whose file starts from the current folder; left as it is where it is malformed."""
    url, divided, file = entry.rpartition("=")
    return f"{url}={_path(file.strip(), folder)}" if divided and file.strip() else entry


def _shown(value: Any) -> str:
    """A TOML value, briefly."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list" if all(isinstance(entry, str) for entry in value) else "a list of other types"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _syntax_error(shown: str, source: str, error: str) -> SettingsError:
    """The error for what the TOML parser says."""
    match = _TOML_PLACE.match(error)
    if match is None:
        return SettingsError(Location(shown), f"invalid TOML: {' '.join(error.split())}")
    # What is wrong at the end of the document is wrong in its last line.
    line = int(match["line"]) if match["line"] else source.rstrip().count("\n") + 1
    return SettingsError(Location(shown, line, int(match["column"] or 0)), f"invalid TOML: {' '.join(match['text'].split())}")


def _key_lines(source: str) -> dict[str, int]:
    """The line of each key that stands first in a line, by its full dotted name.

    A table counts as a key of the document, at its first line.  The parser tells no places, so this reads lines; a
    line that merely looks like a key, within a text over several lines, could mislead it, and then only as to the line.
    """
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(source.split("\n"), start=1):
        if header := _TABLE_LINE.match(line):
            table = _dotted(header["name"]) + "."
            lines.setdefault(table.partition(".")[0], number)
        elif match := _KEY_LINE.match(line):
            lines.setdefault(table + _dotted(match["key"]), number)
    return lines


def _dotted(name: str) -> str:
    """A dotted name without its quotes and blanks."""
    return ".".join(part.strip().strip("\"'") for part in name.split("."))
