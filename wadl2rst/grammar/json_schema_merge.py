"""What a JSON Schema says together with those that it includes by ``allOf``, ``extends`` and ``$ref``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Report
from wadl2rst.grammar.json_schema_files import Place, SchemaFiles
from wadl2rst.grammar.json_schema_text import Number, scalar_text

MAX_COMPONENTS = 100_000
"""The number of schemas and properties that the schemas of one WADL may expand to."""

ANNOTATIONS = frozenset(
    {"title", "description", "default", "deprecated", "readOnly", "readonly", "writeOnly", "example", "examples", "nullable"}
)
"""Keywords that say something about a value but restrict it in nothing; beside a ``$ref`` they count in each draft, as authors mean it."""
_WITHOUT_MEANING = ANNOTATIONS | {
    "$ref", "$dynamicRef", "$recursiveRef", "$id", "id", "$schema", "$comment", "$anchor", "$dynamicAnchor", "$recursiveAnchor",
    "$vocabulary", "$defs", "definitions", "discriminator", "xml", "externalDocs", "name", "links", "required",
}  # fmt: skip
"""Keywords that do not turn a reference into a type of its own."""
_PASSED_OVER = _WITHOUT_MEANING | {
    "not", "disallow", "if", "then", "else", "dependencies", "dependentRequired", "dependentSchemas", "minProperties", "maxProperties",
    "unevaluatedProperties", "unevaluatedItems", "propertyNames", "contains", "minContains", "maxContains", "uniqueItems",
}  # fmt: skip
"""Keywords that a table does not show."""


class TooMany(Exception):
    """The schemas include each other so often that reading them has no end in sight."""


class Budget:
    """Counts what is read, so that schemas that include each other many times cost a limited time."""

    def __init__(self, report: Report) -> None:
        """Creates a full budget."""
        self._left = MAX_COMPONENTS
        self._report = report

    def spend(self, count: int, location: Location) -> None:
        """Takes off ``count``; raises :class:`TooMany` if nothing is left, which is reported once."""
        if self._left < 0:
            raise TooMany
        self._left -= count
        if self._left < 0:
            text = f"the JSON Schemas expand to more than {MAX_COMPONENTS:,} parts; the rest is not shown"
            self._report(Diagnostic(MessageCode.TOO_LARGE, text, location))
            raise TooMany


def reference_of(node: object) -> str:
    """The ``$ref`` of a schema, or the like of newer drafts; empty if it has none."""
    if isinstance(node, dict):
        for keyword in ("$ref", "$dynamicRef", "$recursiveRef"):
            if isinstance(found := node.get(keyword), str):
                return found
    return ""


def is_meaningful(node: object) -> bool:
    """Whether a schema says something that a table shows."""
    return isinstance(node, dict) and (bool(reference_of(node)) or any(key not in _PASSED_OVER and key[:2] != "x-" for key in node))


class Merged(NamedTuple):
    """A schema with all that it includes."""

    own: tuple[Place, ...]
    """The schemas, each before those that it includes."""
    based: tuple[Place, ...]
    """The schemas, each after those that it includes."""

    def first(self, *keywords: str) -> tuple[Place, object] | None:
        """The first value of a keyword, with the schema that has it."""
        return next(self.every(*keywords), None)

    def every(self, *keywords: str) -> Iterator[tuple[Place, object]]:
        """Each value of the keywords."""
        for place in self.own:
            for keyword in keywords:
                if isinstance(place.node, dict) and keyword in place.node:
                    yield place, place.node[keyword]

    def has(self, *keywords: str) -> bool:
        """Whether it has one of the keywords."""
        return self.first(*keywords) is not None

    def is_set(self, *keywords: str) -> bool:
        """Whether a keyword is true."""
        return any(value is True for _place, value in self.every(*keywords))

    def text(self, *keywords: str) -> tuple[Place, str] | None:
        """The first value that is a string and is not blank."""
        return next(((place, value) for place, value in self.every(*keywords) if isinstance(value, str) and value.strip()), None)

    def integer(self, keyword: str, among: Callable[[Sequence[int]], int]) -> int | None:
        """The value of a keyword that is a number of things: of several, the one that ``among`` picks."""
        found = [
            int(value.text)
            for _place, value in self.every(keyword)
            if isinstance(value, Number) and value.text.isdigit() and len(value.text) < 16
        ]
        return among(found) if found else None

    def parts(self, *keywords: str) -> list[Place]:
        """The schemas that are the value of a keyword."""
        return [place.inner(value) for place, value in self.every(*keywords) if isinstance(value, dict | bool)]

    def properties(self) -> dict[str, list[Place]]:
        """The schemas of each property, in order; those of included schemas first."""
        found: dict[str, list[Place]] = {}
        for place in self.based:
            own = place.node.get("properties") if isinstance(place.node, dict) else None
            if isinstance(own, dict):
                for name, node in own.items():
                    found.setdefault(name, []).insert(0, place.inner(node))
        return {name: places for name, places in found.items() if not any(place.node is False for place in places)}

    def required(self) -> frozenset[str]:
        """The names of the properties that are required: by an array, or by ``required: true`` in the property (draft 3)."""
        names: set[str] = set()
        for place in self.own:
            node = place.node if isinstance(place.node, dict) else {}
            listed, own = node.get("required"), node.get("properties")
            if isinstance(listed, list):
                names.update(name for name in listed if isinstance(name, str))
            if isinstance(own, dict):
                names.update(name for name, inner in own.items() if isinstance(inner, dict) and inner.get("required") is True)
        return frozenset(names)

    def values(self) -> list[object] | None:
        """The values of ``enum``, or of ``const``, that all the schemas allow; None if there is no restriction."""
        found: list[object] | None = None
        for place in self.own:
            node = place.node if isinstance(place.node, dict) else {}
            listed = [node["const"]] if "const" in node else node.get("enum")
            if isinstance(listed, list) and listed:
                allowed = {(isinstance(value, str), scalar_text(value)) for value in listed}
                found = listed if found is None else [value for value in found if (isinstance(value, str), scalar_text(value)) in allowed]
        return found

    def types(self) -> list[str] | None:
        """The types that all the schemas allow, without ``any``; None if there is no restriction."""
        found: list[str] | None = None
        for _place, value in self.every("type"):
            listed = value if isinstance(value, list) else [value]
            names = [name for name in listed if isinstance(name, str) and name != "any"]
            if names and len(names) == len(listed):
                found = list(dict.fromkeys(names)) if found is None else _common(found, names)
        return found


def _common(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """The types that are in both lists; an integer is a number."""
    both = [name for name in one if name in other or (name == "integer" and "number" in other)]
    return both + ["integer"] * ("number" in one and "integer" in other and "integer" not in one)


class SchemaMerger:
    """Merges schemas.  References that form a cycle are reported once."""

    def __init__(self, files: SchemaFiles, report: Report) -> None:
        """Creates a merger for the references in ``files``."""
        self._files = files
        self._report = report
        self._finals: dict[int, Place | None] = {}
        self._cycles: set[int] = set()
        self._annotations: dict[int, dict[str, object]] = {}
        self.budget = Budget(report)

    def merged(self, places: Sequence[Place]) -> Merged:
        """What the schemas say together.  Raises :class:`TooMany`."""
        own: list[Place] = []
        based: list[Place] = []
        state: dict[int, bool] = {}
        pending = [(place, False) for place in reversed(places)]
        while pending:
            place, is_done = pending.pop()
            node = place.node
            if not isinstance(node, dict):
                continue
            if is_done:
                state[id(node)] = True
                based.append(self._counted(place))
                continue
            if id(node) in state:
                if not state[id(node)]:
                    self._cycle(place)
                continue
            state[id(node)] = False
            self.budget.spend(1, place.location)
            own.append(self._counted(place))
            pending.append((place, True))
            pending += [(inner, False) for inner in reversed(self._included(place, node))]
        return Merged(tuple(own), tuple(based))

    def final(self, place: Place) -> Place | None:
        """The schema that a schema stands for which is no more than a reference; itself, if it is more.

        None if that does not resolve or is circular, which is reported.
        """
        seen: dict[int, None] = {}
        current: Place | None = place
        while current is not None and id(current.node) not in self._finals:
            reference = self.alias(current)
            if not reference:
                break
            if id(current.node) in seen:
                self._cycle(current)
                current = None
                break
            seen[id(current.node)] = None
            current = self._files.referred(reference, current)
        if current is not None and id(current.node) in self._finals:
            current = self._finals[id(current.node)]
        for key in seen:
            self._finals[key] = current
        return current

    def alias(self, place: Place) -> str:
        """The reference, if a schema is no more than one, alone or as the only part of ``allOf``; empty if it is more."""
        node = place.node
        if not isinstance(node, dict):
            return ""
        reference = reference_of(node)
        if reference:
            if not place.file.has_siblings:
                return reference
            return "" if any(key not in _WITHOUT_MEANING and key[:2] != "x-" for key in node) else reference
        for keyword in ("allOf", "extends"):
            inner = node.get(keyword)
            if isinstance(inner, list) and len(inner) == 1:
                inner = inner[0]
            if (
                isinstance(inner, dict)
                and reference_of(inner)
                and all(key in ANNOTATIONS or key[:2] == "x-" or key == keyword for key in node)
            ):
                return reference_of(inner) if set(inner) <= {"$ref"} | ANNOTATIONS else ""
        return ""

    def _included(self, place: Place, node: dict[str, object]) -> list[Place]:
        reference = reference_of(node)
        target = self._files.referred(reference, place) if reference else None
        found = [target] if target is not None else []
        if not reference or place.file.has_siblings:
            for keyword in ("extends", "allOf"):
                inner = node.get(keyword)
                found += [place.inner(item) for item in (inner if isinstance(inner, list) else [inner]) if isinstance(item, dict)]
        return found

    def _counted(self, place: Place) -> Place:
        """The schema with the keywords that count: beside a ``$ref`` of an older draft, those that restrict nothing."""
        node = place.node
        if not isinstance(node, dict) or not reference_of(node) or place.file.has_siblings:
            return place
        kept = self._annotations.get(id(node))
        if kept is None:
            # Kept, because schemas are told apart by their identity; what is kept refers to the original for the same reason.
            kept = self._annotations[id(node)] = {key: value for key, value in node.items() if key in ANNOTATIONS}
        return place._replace(node=kept)

    def _cycle(self, place: Place) -> None:
        if id(place.node) not in self._cycles:
            self._cycles.add(id(place.node))
            text = "this schema includes itself ($ref, allOf); it is read once"
            self._report(Diagnostic(MessageCode.CYCLE, text, place.location))
