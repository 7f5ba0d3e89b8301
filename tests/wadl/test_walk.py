"""The walk over the model and the prose in it."""

from __future__ import annotations

from wadl2rst.diagnostics import Location
from wadl2rst.prose import CodeBlock, Emphasis, LineBlock, Paragraph, Text
from wadl2rst.wadl.model import Doc, Method, Option, Param, Request, Response
from wadl2rst.wadl.walk import contents_of, docs_of, values_in, walk

WORD = Text("a")
FIRST, SECOND, THIRD = (Doc(title=title, blocks=(Paragraph((Emphasis((WORD,)),)),)) for title in "123")
PARAM = Param(name="p", options=(Option(value="v", docs=(FIRST,)),), docs=(SECOND,))
METHOD = Method(name="GET", docs=(THIRD,), request=Request(params=(PARAM,)), responses=(Response(params=(PARAM,)),))


def test_a_walk_has_each_value_once_and_in_order() -> None:
    """A walk goes through a method in the order of its fields, meets what is shared once, and a value before its parts."""
    found = list(walk(METHOD, PARAM))
    assert len({id(value) for value in found}) == len(found)
    assert [value for value in found if not isinstance(value, Paragraph | Emphasis | Text)] == [
        METHOD, THIRD, METHOD.request, PARAM, PARAM.options[0], FIRST, SECOND, METHOD.responses[0],
    ]  # fmt: skip
    assert found[:5] == [METHOD, THIRD, THIRD.blocks[0], Emphasis((WORD,)), WORD]
    assert found.count(WORD) == 1


def test_docs_are_found_wherever_they_stand() -> None:
    """All documentation of the values is found, that of the options of parameters too, each once."""
    assert list(docs_of(PARAM, METHOD)) == [FIRST, SECOND, THIRD]
    assert list(docs_of(THIRD, THIRD)) == [THIRD]
    assert list(docs_of()) == []


def test_contents_are_those_of_all_fields_but_places() -> None:
    """The contents of a value are what its fields hold, tuples item by item, and never where it stands."""
    here = Location("api.wadl", 3)
    assert list(contents_of(Option(value="v", docs=(FIRST, SECOND), location=here))) == ["v", "", FIRST, SECOND]
    assert list(contents_of(CodeBlock("x", path="a.wadl", line=7))) == ["x", "", ""]
    assert list(contents_of(LineBlock(((WORD, WORD), (WORD,)), (0, 1)))) == [WORD, WORD, WORD, 0, 1]
    assert list(values_in(PARAM)) == [PARAM.options[0], SECOND]
