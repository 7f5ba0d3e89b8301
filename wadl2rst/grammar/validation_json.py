"""Checks JSON samples against JSON Schemas, with the library jsonschema (``wadl2rst[schemas]``).

It gets one document, made of the schemas that were read through the gate: references are rewritten to lead within it, and
identifiers are left out.  A registry that knows nothing else refuses, in addition.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NoReturn
from urllib.parse import quote

from wadl2rst.grammar.json_schema_files import Place, SchemaFile, SchemaFiles
from wadl2rst.grammar.json_schema_merge import reference_of
from wadl2rst.grammar.json_schema_text import JsonText, Number, read_json
from wadl2rst.grammar.validation_xml import MAX_FINDINGS, Finding, NotChecked, is_safe

_REFERENCES = frozenset({"$ref", "$dynamicRef", "$recursiveRef"})
_IDENTIFIERS = frozenset({"$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$schema", "$vocabulary"})
_DATA = frozenset({"enum", "const", "default", "example", "examples"})
_NAMED = frozenset({"properties", "patternProperties", "definitions", "$defs", "dependencies", "dependentSchemas", "dependentRequired"})
"""Keywords whose members are named by the author: their names are not keywords."""


class JsonValidator:
    """Checks JSON samples against one schema."""

    def __init__(self, root: Place, files: SchemaFiles) -> None:
        """Builds the validator.  Raises ImportError without the library, and :class:`NotChecked` with where, if the schema is faulty."""
        import jsonschema
        import referencing
        import referencing.exceptions

        def refuse(uri: str) -> NoReturn:
            raise referencing.exceptions.NoSuchResource(ref=uri)

        bundle = _Bundle(files)
        contents = bundle.contents(root)
        drafts = {
            3: jsonschema.Draft3Validator, 4: jsonschema.Draft4Validator, 6: jsonschema.Draft6Validator, 7: jsonschema.Draft7Validator,
            2019: jsonschema.Draft201909Validator, 2020: jsonschema.Draft202012Validator,
        }  # fmt: skip
        named = root.file.draft
        candidates = [drafts[named]] if named in drafts else [drafts[2020], drafts[4], drafts[3]]
        fault: Exception | None = None
        for candidate in candidates:
            try:
                for schema in bundle.parts:
                    candidate.check_schema(schema)
                self._validator: Any = candidate(contents, registry=referencing.Registry(retrieve=refuse))
                return
            except Exception as error:  # the library raises many kinds for schemas that are not as it expects
                fault = fault or error
        reason = str(getattr(fault, "message", "") or type(fault).__name__)
        raise NotChecked(f"not a valid JSON Schema: {shortened(reason)}")

    def findings(self, text: str) -> Iterator[Finding]:
        """What is wrong with a sample.  Raises :class:`NotChecked`."""
        placed = read_json(text)
        if not isinstance(placed, JsonText):
            return  # told by another rule
        try:
            sample = plain(placed.value)
            found = sorted(islice(self._validator.iter_errors(sample), 100), key=lambda error: len(error.absolute_path))[:MAX_FINDINGS]
        except Exception as error:  # as above; a RecursionError is one of them
            raise NotChecked(f"the sample cannot be checked: {type(error).__name__}") from error
        for fault in found:
            path = list(fault.absolute_path)
            where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
            place = f"in {shortened(where)}: " if where else ""
            yield Finding(f"not valid against its schema: {place}{shortened(fault.message)}", line_of(placed, path))


def shortened(text: str) -> str:
    """A text on one line, with the middle left out if it is long: messages of the library quote whole values."""
    text = " ".join(text.split())
    return text if len(text) <= 200 else f"{text[:90]} \u2026 {text[-100:]}"


def line_of(text: JsonText, path: Sequence[str | int]) -> int:
    """The line of the innermost object on a path."""
    value = text.value
    line = text.lines.get(id(value), 1)
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step]
        line = text.lines.get(id(value), line)
    return line


def plain(value: object) -> Any:
    """A value with the numbers as Python has them; those that no computer uses become 0."""
    if isinstance(value, Number):
        try:
            return json.loads(value.text) if len(value.text) < 400 else 0
        except ValueError:
            return 0
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


class _Bundle:
    """Schemas as one document, in which each file is a member of ``files``."""

    def __init__(self, files: SchemaFiles) -> None:
        self._files = files
        self._numbers: dict[str, int] = {}
        self._pending: list[SchemaFile] = []
        self.parts: list[Any] = []
        """The content of each file."""

    def contents(self, root: Place) -> dict[str, Any]:
        """The document for a schema."""
        made = {"$ref": self._address(root), "files": self.parts}
        while self._pending:
            file = self._pending.pop(0)
            self.parts.append(self._rewritten(file.root, file.top))
        return made

    def _address(self, target: Place) -> str:
        key = target.file.place.key
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers)
            self._pending.append(target.file)
        tokens = ("files", str(self._numbers[key]), *target.pointer)
        return "#" + "".join("/" + _escaped(token) for token in tokens)

    def _rewritten(self, node: object, place: Place, *, is_schema: bool = True) -> Any:
        """A schema whose references lead within the document; recursion is bounded, because JSON is not deeper than a limit."""
        if isinstance(node, list):
            return [self._rewritten(item, place.inner(item)) for item in node]
        if not isinstance(node, dict):
            return plain(node)
        made: dict[str, Any] = {}
        for key, value in node.items():
            if not is_schema:
                made[key] = self._rewritten(value, place.inner(value))
            elif key in _DATA:
                made[key] = plain(value)
            elif key in _REFERENCES and isinstance(value, str):
                target = self._files.resolved(value, place)
                if value == reference_of(node) and target is not None:
                    made["$ref"] = self._address(target)
            elif key in _IDENTIFIERS and isinstance(value, str | bool):
                continue
            elif key == "pattern" and isinstance(value, str):
                if _is_usable(value):
                    made[key] = value
            elif key in _NAMED and isinstance(value, dict):
                made[key] = self._rewritten(value, place, is_schema=False)
            else:
                made[key] = self._rewritten(value, place.inner(value))
        patterns = made.get("patternProperties")
        if is_schema and isinstance(patterns, dict) and not all(map(_is_usable, patterns)):
            made["patternProperties"] = {pattern: inner for pattern, inner in patterns.items() if _is_usable(pattern)}
            made.pop("additionalProperties", None)
        return made


def _escaped(token: str) -> str:
    return quote(token.replace("~", "~0").replace("/", "~1"), safe="~")


def _is_usable(pattern: str) -> bool:
    """Whether Python can use a regular expression of ECMAScript, in a short time."""
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return False
    return is_safe(pattern)
