"""Samples against the schemas of their bodies, for ``--lint``.

The libraries that know all of XML Schema and JSON Schema come with ``wadl2rst[schemas]``; they open nothing themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from wadl2rst import formats
from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Report
from wadl2rst.grammar.json_schema import JsonSchemas
from wadl2rst.grammar.validation_json import JsonValidator
from wadl2rst.grammar.validation_xml import Finding, NotChecked, SchemaDocument, XmlValidator
from wadl2rst.prose import CodeBlock
from wadl2rst.source.tree import QName
from wadl2rst.wadl.components import Grammar, SchemaBody
from wadl2rst.wadl.facts import code_blocks, representations_of
from wadl2rst.wadl.model import Representation
from wadl2rst.wadl.operations import Group

MAX_CHECKED_SAMPLE = 1 << 20
"""Limit for the length of a sample that is checked, in characters."""


class _Sample(NamedTuple):
    """A sample of a body."""

    block: CodeBlock
    begin: int
    """Where the body begins in its text: after the head of an HTTP message."""
    text: str
    """The body."""
    format: str
    """``JSON`` or ``XML``."""
    fallback: Location
    """The location of the documentation that it is in."""

    def location(self, line: int) -> Location:
        """The location of a line of the body."""
        if not self.block.path:
            return self.fallback
        return Location(self.block.path, self.block.line + self.block.text.count("\n", 0, self.begin) + line - 1)


def check_samples(
    groups: Sequence[Group],
    grammar: Grammar,
    report: Report,
    *,
    xml_schemas: Sequence[SchemaDocument] = (),
    json_schemas: JsonSchemas | None = None,
) -> None:
    """Checks the samples of the operations against the schemas of their bodies, and reports what is wrong.

    An XML sample is checked if ``grammar`` has the element of its body, against ``xml_schemas``, the documents that the grammar was
    read from; a JSON sample if ``json_schemas`` has the schema of its body.  Samples that are not well-formed are skipped, which
    another rule reports.  Nothing is raised; without the libraries, one message says how to get them, if there is a sample.
    """
    checker = _Checker(grammar, report, xml_schemas, json_schemas)
    try:
        for group in groups:
            for operation in group.operations:
                for representation in representations_of(operation.method):
                    checker.check(representation)
    except ImportError:
        text = 'samples are not checked against their schemas: install the libraries with: pip install "wadl2rst[schemas]"'
        report(Diagnostic(MessageCode.NOT_CHECKED, text))


class _Checker:
    def __init__(self, grammar: Grammar, report: Report, xml_schemas: Sequence[SchemaDocument], json_schemas: JsonSchemas | None) -> None:
        self._grammar = grammar
        self._report = report
        self._xml_schemas = xml_schemas
        self._json_schemas = json_schemas
        self._seen: set[tuple[object, str, str]] = set()
        self._xml: XmlValidator | None = None
        self._is_xml_faulty = not xml_schemas
        self._json: dict[str, JsonValidator | None] = {}

    def check(self, representation: Representation) -> None:
        """Checks the samples of a representation.  Raises ImportError if a library is missing."""
        name, schema = representation.element_name, representation.schema
        body = self._grammar.bodies.get(name) if name is not None else None
        place = self._json_schemas.places.get(schema) if self._json_schemas is not None and schema else None
        if body is None and place is None:
            return
        for sample in _samples(representation):
            if sample.format == "XML" and body is not None and not body.is_json and not body.is_of_type:
                self._xml_sample(sample, body, name)
            elif sample.format == "JSON" and place is not None:
                self._json_sample(sample, schema)

    def _xml_sample(self, sample: _Sample, body: SchemaBody, name: QName | None) -> None:
        if self._is_xml_faulty or not self._is_new(name, sample) or formats.xml_fault(sample.text):
            return
        if self._xml is None:
            self._is_xml_faulty = True
            try:
                self._xml = XmlValidator(self._xml_schemas)
            except NotChecked as fault:
                location = self._xml_schemas[0].root.location
                self._report(Diagnostic(MessageCode.NOT_CHECKED, f"samples are not checked against the schemas: {fault}", location))
                return
            self._is_xml_faulty = False
        validator = self._xml
        names = [QName(body.root.namespace, body.root.name), *body.root.substitutes]
        self._tell(sample, lambda: validator.findings(sample.text, names))

    def _json_sample(self, sample: _Sample, schema: str) -> None:
        if self._json_schemas is None or self._json_schemas.files is None or not self._is_new(schema, sample):
            return
        if formats.json_fault(sample.text):
            return
        if schema not in self._json:
            self._json[schema] = None
            place = self._json_schemas.places[schema]
            try:
                self._json[schema] = JsonValidator(place, self._json_schemas.files)
            except NotChecked as fault:
                location = Location(place.file.place.shown, place.line)
                self._report(Diagnostic(MessageCode.NOT_CHECKED, f"samples are not checked against this schema: {fault}", location))
        validator = self._json[schema]
        if validator is not None:
            self._tell(sample, lambda: validator.findings(sample.text))

    def _is_new(self, schema: object, sample: _Sample) -> bool:
        """Whether a sample has not been checked against a schema yet."""
        key = (schema, sample.format, sample.text)
        is_new = key not in self._seen
        self._seen.add(key)
        return is_new

    def _tell(self, sample: _Sample, findings: Callable[[], Iterator[Finding]]) -> None:
        subject = "" if sample.block.file else "this sample is "
        try:
            for finding in findings():
                # What is wrong may be a whole sentence: "the root element is ...".
                text = finding.text if finding.text.startswith("the ") else subject + finding.text
                self._report(Diagnostic(MessageCode.INVALID_SAMPLE, text, sample.location(finding.line)))
        except NotChecked as fault:
            self._report(Diagnostic(MessageCode.NOT_CHECKED, str(fault), sample.location(1)))


def _samples(representation: Representation) -> Iterator[_Sample]:
    """The samples in the documentation of a body whose format is known, without the heads of HTTP messages."""
    for doc in representation.docs:
        for block in code_blocks(doc.blocks):
            expected = formats.declared_format(block.language or block.file or representation.media_type)
            if not expected or len(block.text) > MAX_CHECKED_SAMPLE:
                continue
            begin = formats.http_head_end(block.text)
            text = block.text[begin:].strip()
            if text:
                yield _Sample(block, block.text.index(text, begin), text, expected, doc.location)
