"""How the tests read JSON Schemas, and write the types down as lines."""

from __future__ import annotations

import json
from pathlib import Path

from wadl2rst.diagnostics import Diagnostic, Location
from wadl2rst.grammar.json_schema import JsonSchemas, read_json_schemas
from wadl2rst.prose import Paragraph, Text
from wadl2rst.source.library import Library
from wadl2rst.wadl.components import Alternatives, ArrayType, ComplexType, ElementUse, Particle, SchemaBody, SimpleType, TypeUse, Wildcard
from wadl2rst.wadl.model import Doc

WADL = '<application xmlns="http://wadl.dev.java.net/2009/02"/>'


def to_docs(text: str, location: Location) -> tuple[Doc, ...]:
    """The text as one paragraph."""
    return (Doc(blocks=(Paragraph((Text(text),)),), location=location),)


def words(docs: tuple[Doc, ...]) -> str:
    """The text of documentation, with its title."""
    found = []
    for doc in docs:
        texts = [child.text for block in doc.blocks if isinstance(block, Paragraph) for child in block.children if isinstance(child, Text)]
        found.append(": ".join(filter(None, (doc.title, " ".join(texts)))))
    return " / ".join(found)


class Schemas:
    """The JSON Schemas that a WADL in ``folder`` names, with what was said."""

    def __init__(self, folder: Path, *addresses: str) -> None:
        (folder / "api.wadl").write_text(WADL, encoding="utf-8")
        self.said: list[Diagnostic] = []
        self.library = Library(self.said.append)
        assert self.library.document(str(folder / "api.wadl")) is not None
        location = Location(str(folder / "api.wadl"), 7)
        self.read: JsonSchemas = read_json_schemas(dict.fromkeys(addresses, location), self.library, self.said.append, to_docs)
        self.folder = folder

    @property
    def lines(self) -> list[str]:
        """What was said, with the files named relative to the folder."""
        return [str(diagnostic).replace(f"{self.folder}/", "") for diagnostic in self.said]

    @property
    def body(self) -> SchemaBody:
        """The only body."""
        assert not self.said, self.lines
        (body,) = self.read.bodies.values()
        return body

    @property
    def outline(self) -> list[str]:
        """The root and the named types, a line for each part."""
        made: list[str] = []
        for body in self.read.bodies.values():
            made.append("root: " + self._word(body.root.type) + (" nillable" if body.root.is_nillable else ""))
        for name, found in self.read.types.items():
            head = f"type {name.name}"
            self._write(head, found, made, "")
        return made

    def _word(self, use: TypeUse) -> str:
        if isinstance(use, tuple):
            return use.name
        if isinstance(use, ComplexType):
            return "object"
        if isinstance(use, ArrayType):
            limits = "" if (use.minimum, use.maximum) == (0, None) else f" {use.minimum}..{'' if use.maximum is None else use.maximum}"
            return f"array{limits} of {self._word(use.item)}"
        if isinstance(use, Alternatives):
            return "one of " + ", ".join(map(self._word, use.types))
        assert isinstance(use, SimpleType)
        if use.members:
            return " or ".join(map(self._word, use.members))
        facets = {name: value for name in use.facets.__slots__ if (value := getattr(use.facets, name)) not in (None, ())}
        values = facets.pop("values", ())
        told = [f"{value.value}" + (f" ({words(value.docs)})" if value.docs else "") for value in values]
        parts = [
            use.builtin or "?",
            use.format,
            f"[{', '.join(told)}]" if told else "",
            *(f"{name}={value}" for name, value in facets.items()),
        ]
        return " ".join(filter(None, parts))

    def _write(self, head: str, use: TypeUse, made: list[str], indent: str) -> None:
        docs = "" if isinstance(use, tuple) else words(use.docs)
        made.append(f"{indent}{head}: {self._word(use)}" + (f" # {docs}" if docs else ""))
        if isinstance(use, tuple):
            return
        if isinstance(use, ComplexType):
            self._content(use.content, made, indent + "  ")
        elif isinstance(use, ArrayType) and isinstance(use.item, ComplexType):
            self._content(use.item.content, made, indent + "  ")
        elif isinstance(use, Alternatives):
            for item in use.types:
                if isinstance(item, ComplexType):
                    self._write("-", item, made, indent + "  ")

    def _content(self, part: Particle | None, made: list[str], indent: str) -> None:
        if part is None:
            return
        if isinstance(part, ElementUse):
            flags = [
                "required" if part.minimum else "",
                "nillable" if part.is_nillable else "",
                "read-only" if part.is_read_only else "",
                "write-only" if part.is_write_only else "",
                "deprecated" if part.is_deprecated else "",
                f"default={part.default}" if part.default is not None else "",
                f"fixed={part.fixed}" if part.fixed is not None else "",
            ]
            before = len(made)
            self._write(" ".join(filter(None, (part.name, *flags))), part.type, made, indent)
            if part.docs:
                made[before] += f" # {words(part.docs)}"
        elif isinstance(part, Wildcard):
            made.append(f"{indent}*{part.pattern}: {self._word(part.type) if part.type else 'anything'}")
            if isinstance(part.type, ComplexType):
                self._content(part.type.content, made, indent + "  ")
        else:
            if part.kind != "all":
                made.append(f"{indent}{part.kind} {part.minimum}")
            elif indent.endswith("| "):
                made.append(f"{indent}all")
            for child in part.children:
                self._content(child, made, indent + ("| " if part.kind == "choice" else ""))


def schema(folder: Path, value: object, name: str = "plant.json") -> Schemas:
    """A schema as the only one of the WADL."""
    (folder / name).write_text(value if isinstance(value, str) else json.dumps(value, indent=1), encoding="utf-8")
    return Schemas(folder, name)
