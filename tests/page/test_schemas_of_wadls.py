"""Pages of whole WADLs with schemas: what schemas declare is on them, docutils reads them, and the samples made are valid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from docutils import nodes

import wadl2rst
from tests.page_reading import read_page
from wadl2rst.grammar import read
from wadl2rst.grammar.examples import Examples
from wadl2rst.grammar.read import ReadSchemas
from wadl2rst.grammar.validation_xml import NotChecked, XmlValidator
from wadl2rst.source.tree import QName
from wadl2rst.wadl.components import NO_SCHEMAS, ComplexType, ElementUse, Grammar, ModelGroup, Particle, SchemaBody

SAMPLES = Path(__file__).resolve().parent.parent.parent / "samples"


class Figures(NamedTuple):
    """What is on the pages of a WADL."""

    names: int = 0
    """The elements directly below the roots of bodies."""
    lost: tuple[str, ...] = ()
    """Those that no page names."""
    made: int = 0
    """The samples in XML that can be made and checked."""
    invalid: tuple[str, ...] = ()
    unmade: tuple[str, ...] = ()
    """The roots of which no sample can be made."""


def _direct(particle: Particle | None) -> Iterator[ElementUse]:
    """The elements of a content that can occur."""
    if particle is None or particle.maximum == 0:
        return
    if isinstance(particle, ElementUse):
        yield particle
    elif isinstance(particle, ModelGroup):
        for child in particle.children:
            yield from _direct(child)


def _row_names(page: nodes.document) -> Iterator[str]:
    """The names in the first cells of tables, without brackets."""
    for row in page.findall(nodes.row):
        yield "".join(row[0].astext().split()).replace("[]", "")


def _below_root(body: SchemaBody, grammar: Grammar) -> set[str]:
    known = grammar.type(body.root.type)
    return {element.name for element in _direct(known.content)} if isinstance(known, ComplexType) else set()


def _read(path: Path, config: wadl2rst.Config, monkeypatch: pytest.MonkeyPatch) -> tuple[wadl2rst.Application, ReadSchemas]:
    """A WADL, and its schemas."""
    found: list[ReadSchemas] = []

    def schemas(*arguments: Any) -> ReadSchemas:
        found.append(original(*arguments))
        return found[-1]

    original = read.read_schemas
    with monkeypatch.context() as patched:
        patched.setattr(read, "read_schemas", schemas)
        return wadl2rst.load(path, config), next(iter(found), ReadSchemas(NO_SCHEMAS))


def figures(path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Figures | None:
    """The figures of a WADL; None if it has no bodies with a schema in XML.  Fails for a page that docutils complains of."""
    config = wadl2rst.Config(root=root)
    try:
        application, schemas = _read(path, config, monkeypatch)
    except wadl2rst.LoadError:
        return None
    if not schemas.grammar.bodies:
        return None
    grammar = schemas.grammar
    pages = list(wadl2rst.render(application, config))
    named = {name for page in pages for name in _row_names(read_page(page.text))}
    wanted = {(body.root.name, name) for body in grammar.bodies.values() for name in _below_root(body, grammar)}
    lost = sorted(f"{root}.{name}" for root, name in wanted if f"{root}.{name}" not in named and name not in named)
    invalid: list[str] = []
    unmade: list[str] = []
    made = 0
    try:
        validator = XmlValidator(schemas.documents)
    except NotChecked:
        return Figures(len(wanted), tuple(lost))
    examples = Examples(grammar)
    for body in {id(body): body for body in grammar.bodies.values()}.values():
        example = examples.xml(body)
        if example is None:
            unmade.append(body.root.name)
            continue
        if body.is_of_type:
            continue  # no schema declares this element
        names = [QName(body.root.namespace, body.root.name), *body.root.substitutes]
        try:
            faults = list(validator.findings(example, names))
        except NotChecked:
            continue
        made += 1
        invalid += [f"{body.root.name}: {fault.text}" for fault in faults[:1]]
    return Figures(len(wanted), tuple(lost), made, tuple(invalid), tuple(unmade))


@pytest.mark.parametrize(
    "sample",
    [
        "cxf-observatory/observatory.wadl",
        "harbour/harbour.wadl",
        "jersey-bookstore/application.wadl",
        "jersey-parcels/application.wadl",
        "producers/cxf/served/cxf-4.2.3/tools.wadl",
        "producers/enunciate/served/enunciate-2.18.1/garden.wadl",
    ],
)
def test_samples(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bodies of the samples are on their pages, and what is made from their schemas is valid."""
    pytest.importorskip("xmlschema")
    found = figures(SAMPLES / sample, SAMPLES, monkeypatch)
    assert found is not None
    assert found.names > 0
    assert (found.lost, found.invalid, found.unmade) == ((), (), ())
    assert found.made > 0 or sample.startswith("harbour")  # has xs:redefine, which the validator of --lint does not check


def test_a_sample_with_redefinitions(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made from the schema of the harbour, and its own sample, are valid for a validator that reads the files itself."""
    xmlschema = pytest.importorskip("xmlschema")
    grammar = _read(SAMPLES / "harbour" / "harbour.wadl", wadl2rst.Config(), monkeypatch)[1].grammar
    schema = xmlschema.XMLSchema11(str(SAMPLES / "harbour" / "harbour.xsd"), allow="local")
    examples = Examples(grammar)
    roots = {body.root.name: body for body in grammar.bodies.values() if not body.is_of_type}
    assert len(roots) == 7
    made = [examples.xml(body) for body in roots.values()]
    own = [sample.text for body in roots.values() for sample in body.root.samples]
    assert len(own) == 1
    for text in (*made, *own):
        assert text is not None
        assert [str(error.reason) for error in schema.iter_errors(text)] == [], text


def test_json_of_samples() -> None:
    """The JSON that is made from the JSON Schemas of the samples is valid."""
    pytest.importorskip("jsonschema")
    from wadl2rst.grammar.validation_json import JsonValidator

    with pytest.MonkeyPatch.context() as patch:
        found = _read(SAMPLES / "recipes" / "recipes.wadl", wadl2rst.Config(), patch)[1]
    assert found.json is not None
    assert found.json.files is not None
    assert len(found.json.bodies) == 4
    for address, body in found.json.bodies.items():
        for is_request in (False, True):
            made = Examples(found.grammar).json(body, is_request=is_request)
            assert made is not None
            assert list(JsonValidator(found.json.places[address], found.json.files).findings(made)) == []


@pytest.mark.corpus
def test_real_wadls(corpus: Path, corpus_wadls: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """In real WADLs, each element directly below the root of a body is on a page, docutils reads the pages, and samples are valid."""
    pytest.importorskip("xmlschema")
    found = {path: known for path in corpus_wadls if (known := figures(path, corpus, monkeypatch)) is not None}
    assert found
    wrong = {str(path): (known.lost, known.invalid) for path, known in found.items() if known.lost or known.invalid}
    made, names = sum(known.made for known in found.values()), sum(known.names for known in found.values())
    print(f"{len(found)} WADLs, {names} names, {made} samples; none for {[known.unmade for known in found.values() if known.unmade]}")
    assert wrong == {}
