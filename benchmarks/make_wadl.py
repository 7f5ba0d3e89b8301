"""Makes a synthetic WADL of as many operations as asked for, with what a page of a real one shows.

Each operation has 2 template, 3 query, 1 header, 6 request body and 6 response body parameters with DocBook documentation and
JSONPaths, 3 responses and 2 inline samples.  No two texts are the same, so that nothing gains from having seen one before.

    python benchmarks/make_wadl.py 5000 -o api.wadl
    python benchmarks/make_wadl.py 5000 -o api.wadl --doctype
    python benchmarks/make_wadl.py 1000 -o api.wadl --shape one-resource
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

SHAPES = ("nested", "one-resource", "deep", "type")
"""Operations on nested resources, all on one, on 200 resources within each other, and on one resource type that all are of."""

ENTITY_FILE = "common.ent"
GROUP = 20
"""Operations of one resource below ``resources``."""
DEPTH = 200

_VERBS = ("GET", "POST", "PUT", "DELETE", "PATCH")
_TYPES = ("xsd:string", "xsd:int", "xsd:boolean", "csapi:UUID", "xsd:dateTime", "xsd:anyURI")
_FIELDS = ("id", "name", "status", "links", "created_at", "size")
_SENTENCES = (
    "The UUID of the {other}.",
    "The name of the {noun}, at most 255 characters.",
    "The {noun} that the request is about, as the service knows it.",
    "Shows the {noun} of the {other}; without it, all are listed.",
    "How many entries a page holds at most, between 0 and {number}.",
    "Set this to <code>true</code> to stop the {noun} before the {other} is changed.",
    "The date and time when the {noun} was last changed, in UTC.",
    "An identifier that the caller may choose. Made from the {noun} if left out.",
    "The state of the {noun}. It is <code>ACTIVE</code> as soon as the {other} can be used.",
    "Whether the {noun} keeps its <emphasis>address</emphasis> when the {other} is started again.",
)
_NOUNS = ("server", "volume", "image", "network", "router", "snapshot", "key pair", "security group", "quota", "flavor", "tenant", "port")

_HEAD = """\
<application xmlns="http://wadl.dev.java.net/2009/02" xmlns:xsd="http://www.w3.org/2001/XMLSchema"
             xmlns:csapi="http://example.org/api/v2" xmlns:d="http://docbook.org/ns/docbook">
  <doc title="Synthetic API"><d:para>An API of {count} operations.</d:para></doc>
  <resources base="https://api.example.org/v2">
"""
_DOCTYPE = f"""\
<!DOCTYPE application [
  <!ENTITY % common SYSTEM "{ENTITY_FILE}">
  %common;
]>
"""
_ENTITIES = """\
<!ENTITY dates "in the form <d:code>CCYY-MM-DDThh:mm:ssZ</d:code>">
<!ENTITY unauthorized '<response status="401">
      <doc title="Unauthorized"><d:para>The token is missing or has expired.</d:para></doc>
    </response>'>
"""
_UNAUTHORIZED = (
    '<response status="401"><doc title="Unauthorized"><d:para>The token is missing or has expired, says operation {number}.'
    "</d:para></doc></response>"
)


class Maker:
    """Makes the lines of one WADL."""

    def __init__(self, *, doctype: bool = False) -> None:
        """``doctype`` asks for entity references, and needs the entity file beside the WADL."""
        self._doctype = doctype

    def lines(self, count: int, shape: str = "nested") -> Iterator[str]:
        """The WADL, in pieces."""
        yield '<?xml version="1.0" encoding="UTF-8"?>\n'
        if self._doctype:
            yield _DOCTYPE
        yield _HEAD.format(count=count)
        yield from {"nested": self._nested, "one-resource": self._one_resource, "deep": self._deep, "type": self._type}[shape](count)
        yield "</application>\n"

    def _nested(self, count: int) -> Iterator[str]:
        for first in range(0, count, GROUP):
            yield f'    <resource path="group-{first // GROUP}">\n'
            for number in range(first, min(first + GROUP, count)):
                yield f'    <resource path="items-{number}/{{itemId}}/parts/{{partId}}">\n'
                yield from self._template_params(number)
                yield from self._method(number)
                yield "    </resource>\n"
            yield "    </resource>\n"
        yield "  </resources>\n"

    def _one_resource(self, count: int) -> Iterator[str]:
        yield '    <resource path="items/{itemId}/parts/{partId}">\n'
        yield from self._template_params(0)
        for number in range(count):
            yield from self._method(number)
        yield "    </resource>\n  </resources>\n"

    def _deep(self, count: int) -> Iterator[str]:
        depth = min(DEPTH, count)
        for level in range(depth):
            yield f'    <resource path="{"{itemId}/{partId}" if level == 0 else f"level-{level}"}">\n'
            yield from self._template_params(0) if level == 0 else ()
            for number in range(level, count, depth):
                yield from self._method(number)
        yield "    </resource>\n" * depth + "  </resources>\n"

    def _type(self, count: int) -> Iterator[str]:
        for number in range(count):
            yield f'    <resource path="items-{number}/{{itemId}}/parts/{{partId}}" type="#common">\n'
            yield from self._template_params(number)
            yield "    </resource>\n"
        yield '  </resources>\n  <resource_type id="common">\n'
        yield from self._method(0)
        yield "  </resource_type>\n"

    def _method(self, number: int) -> Iterator[str]:
        random = Random(number)
        yield f'      <method name="{_VERBS[number % 5]}" id="operation{number}">\n'
        yield f'        <doc title="Operation number {number}">{self._prose(random, number, 2)}</doc>\n        <request>\n'
        for name in ("limit", "marker", "changes-since"):
            yield self._param(random, number, name, "query")
        yield self._param(random, number, "X-Auth-Token", "header")
        yield from self._representation(random, number, "request")
        yield "        </request>\n"
        yield '        <response status="200">\n          <doc title="OK"/>\n'
        yield from self._representation(random, number, "response")
        yield "        </response>\n"
        yield f'        <response status="404"><doc title="Not found">{self._prose(random, number, 1)}</doc></response>\n'
        yield "        &unauthorized;\n" if self._doctype else f"        {_UNAUTHORIZED.format(number=number)}\n"
        yield "      </method>\n"

    def _representation(self, random: Random, number: int, side: str) -> Iterator[str]:
        yield '          <representation mediaType="application/json">\n'
        for index, name in enumerate(_FIELDS):
            parent = f"item{number}" if index % 2 else f"item{number}.{side}"
            yield self._param(random, number, name, "plain", f' path="$.{parent}.{name}"')
        members = ",\n".join(f'        "{name}_{number}": "{random.choice(_NOUNS)} {random.randrange(10_000)}"' for name in _FIELDS)
        yield f'          <doc xml:lang="EN">\n            <d:programlisting language="json">{{\n    "item{number}": {{\n'
        yield f'{members},\n        "{side}": [{number}, true, null]\n    }}\n}}</d:programlisting>\n          </doc>\n'
        yield "          </representation>\n"

    def _template_params(self, number: int) -> Iterator[str]:
        random = Random(-1 - number)
        for name in ("itemId", "partId"):
            yield self._param(random, number, name, "template")

    def _param(self, random: Random, number: int, name: str, style: str, more: str = "") -> str:
        required = "true" if random.random() < 0.5 or style == "template" else "false"
        return (
            f'        <param name="{name}" style="{style}" type="{random.choice(_TYPES)}" required="{required}"{more}>\n'
            f"          <doc>{self._prose(random, number, 1 + (random.random() < 0.1))}</doc>\n        </param>\n"
        )

    def _prose(self, random: Random, number: int, paragraphs: int) -> str:
        """Paragraphs that no other operation has."""
        return "".join(f"<d:para>{self._sentence(random, number)}</d:para>" for _ in range(paragraphs))

    def _sentence(self, random: Random, number: int) -> str:
        noun, other = random.choice(_NOUNS), f"{random.choice(_NOUNS)} {number}"
        text = random.choice(_SENTENCES).format(noun=noun, other=other, number=number)
        text = text.replace("<", "<d:").replace("<d:/", "</d:")
        if str(number) not in text:
            text += f" See {other}."
        return text.replace(", in UTC", ", &dates;") if self._doctype else text


def make_rows(path: Path, rows: int, *, is_named: bool = True) -> Path:
    """Writes a WADL with one body, whose element opens into as many rows; every third element is of another type of the schema.

    Without ``is_named``, the body does not name the element.  Returns ``path``.
    """
    types = max(rows // 100, 1)
    lines = [
        '<application xmlns="http://wadl.dev.java.net/2009/02" xmlns:b="urn:b"><grammars>',
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:b" xmlns="urn:b">',
        '<xs:element name="root" type="T0"/>',
    ]
    for number in range(types):
        lines.append(f'<xs:complexType name="T{number}"><xs:sequence>')
        for field in range(100):
            kind = f"T{(number * 7 + field) % types}" if field % 3 == 0 else "xs:string"
            lines.append(f'<xs:element name="e{number}-{field}" type="{kind}" minOccurs="0"/>')
        lines.append("</xs:sequence></xs:complexType>")
    element = ' element="b:root"' if is_named else ""
    lines += [
        '</xs:schema></grammars><resources base="/"><resource path="a"><method name="GET"><response status="200">',
        f'<representation mediaType="application/xml"{element}/></response></method></resource></resources></application>',
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def make(file: Path, count: int, *, shape: str = "nested", doctype: bool = False) -> Path:
    """Writes a WADL of ``count`` operations to ``file``, and beside it the entity file that one with a DOCTYPE needs."""
    if doctype:
        (file.parent / ENTITY_FILE).write_text(_ENTITIES, encoding="utf-8")
    _write(file, Maker(doctype=doctype).lines(count, shape))
    return file


def _write(file: Path, lines: Iterable[str]) -> None:
    with file.open("w", encoding="utf-8") as stream:
        stream.writelines(lines)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Makes a synthetic WADL.")
    parser.add_argument("operations", type=int, help="how many operations")
    parser.add_argument("-o", "--output", type=Path, default=Path("synthetic.wadl"), help="the file to write [default: synthetic.wadl]")
    parser.add_argument("--shape", choices=SHAPES, default="nested", help="where the operations stand [default: nested]")
    parser.add_argument("--doctype", action="store_true", help="with a DOCTYPE, an external parameter entity and entity references")
    given = parser.parse_args()
    make(given.output, given.operations, shape=given.shape, doctype=given.doctype)
    print(f"{given.output}: {given.output.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
