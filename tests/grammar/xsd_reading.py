"""Reads a WADL with schemas for the tests, and shows components in a short form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wadl2rst.config.options import Config
from wadl2rst.diagnostics import Diagnostic
from wadl2rst.run.pipeline import load_wadl
from wadl2rst.source.tree import QName
from wadl2rst.wadl.components import ComplexType, ElementUse, Grammar, ModelGroup, Particle, SimpleType, TypeName, TypeUse, Wildcard

XS = "http://www.w3.org/2001/XMLSchema"
SHOP = "urn:example:shop"


class Read:
    """What was read, and what was said."""

    def __init__(self, wadl: Path) -> None:
        self.said: list[Diagnostic] = []
        loaded = load_wadl(str(wadl), Config(), self.said.append)
        assert loaded.application is not None, self.said
        self.grammar: Grammar = loaded.application.schemas
        self.files = [Path(file).name for file in loaded.files]

    @property
    def lines(self) -> list[str]:
        """The messages, with the name of the file and the line."""
        return [f"{Path(item.location.file).name}:{item.location.line}: {item.text}" for item in self.said if item.location]

    def root(self, name: str = "order", namespace: str = SHOP) -> ElementUse:
        """The root of a body."""
        return self.grammar.bodies[QName(namespace, name)].root

    def below(self, name: str = "order", namespace: str = SHOP) -> list[str]:
        """The names directly below the root of a body: of elements, then ``@name`` of attributes."""
        return below(self.grammar, self.root(name, namespace).type)

    def complex(self, name: str, namespace: str = SHOP) -> ComplexType:
        """A named complex type."""
        found = self.grammar.types[TypeName(namespace, name)]
        assert isinstance(found, ComplexType)
        return found

    def simple(self, name: str, namespace: str = SHOP) -> SimpleType:
        """A named simple type."""
        found = self.grammar.types[TypeName(namespace, name)]
        assert isinstance(found, SimpleType)
        return found

    def child(self, child: str, name: str = "order") -> ElementUse:
        """An element in the content of the root of a body."""
        kind = self.grammar.type(self.root(name).type)
        assert isinstance(kind, ComplexType)
        return next(use for use in elements(kind.content) if use.name == child)

    def attribute_type(self, attribute: str, name: str = "order") -> SimpleType:
        """The type of an attribute of the root of a body."""
        kind = self.grammar.type(self.root(name).type)
        assert isinstance(kind, ComplexType)
        found = self.grammar.type(next(use for use in kind.attributes if use.name == attribute).type)
        assert isinstance(found, SimpleType)
        return found


def elements(content: Particle | None) -> Iterator[ElementUse]:
    """The elements directly in a content, also in its groups."""
    if isinstance(content, ElementUse):
        yield content
    elif isinstance(content, ModelGroup):
        for child in content.children:
            yield from elements(child)


def below(grammar: Grammar, use: TypeUse) -> list[str]:
    """The names directly below an element of this type."""
    kind = grammar.type(use)
    if not isinstance(kind, ComplexType):
        return []
    return [item.name for item in elements(kind.content)] + [f"@{item.name}" for item in kind.attributes]


def shape(particle: Particle | None) -> str:
    """A content model in the notation of DTDs: ``(a, b?, (c | d)*)``; numbers of other occurrences in braces."""
    if particle is None:
        return ""
    if isinstance(particle, ModelGroup):
        inner = {"sequence": ", ", "choice": " | ", "all": " & "}[particle.kind].join(map(shape, particle.children))
        text = f"({inner})"
    else:
        text = "any" if isinstance(particle, Wildcard) else particle.name
    signs = {(1, 1): "", (0, 1): "?", (0, None): "*", (1, None): "+"}
    return text + signs.get((particle.minimum, particle.maximum), f"{{{particle.minimum},{particle.maximum}}}")


def schema(content: str, attributes: str = f'targetNamespace="{SHOP}" xmlns="{SHOP}" elementFormDefault="qualified"') -> str:
    """A schema document, by default of the namespace of the shop, whose names need no prefix; each top-level element on a line."""
    return f'<xs:schema xmlns:xs="{XS}" {attributes}>\n{content}\n</xs:schema>'


def wadl(grammars: str = '<include href="shop.xsd"/>', bodies: tuple[str, ...] = ("s:order",), params: str = "") -> str:
    """A WADL with these grammars, and an operation with these bodies and parameters."""
    representations = "".join(f'<representation mediaType="application/xml" element="{name}"/>' for name in bodies)
    return (
        f'<application xmlns="http://wadl.dev.java.net/2009/02" xmlns:s="{SHOP}" xmlns:xs="{XS}">\n<grammars>{grammars}</grammars>\n'
        f'<resources base="http://x/"><resource path="a"><method name="POST" id="p"><request>{params}{representations}</request></method>'
        "</resource></resources></application>"
    )


class Folder:
    """The current folder, with a WADL and schemas."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, content: str = "", /, *, document: str = "", files: dict[str, str] | None = None) -> Read:
        """Reads a WADL with the schema ``shop.xsd`` of this content, or ``document``, a WADL with these ``files``."""
        if content:
            (self.path / "shop.xsd").write_text(schema(content))
        for name, text in (files or {}).items():
            (self.path / name).write_text(text)
        (self.path / "api.wadl").write_text(document or wadl())
        return Read(Path("api.wadl"))
