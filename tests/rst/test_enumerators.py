"""The numbers of lists."""

from __future__ import annotations

import pytest

from tests.prose_strategies import p
from tests.rst_reading import outline, read
from wadl2rst import rst
from wadl2rst.prose import NumberedList

NUMBERINGS = ["arabic", "loweralpha", "upperalpha", "lowerroman", "upperroman"]


@pytest.mark.parametrize("count", [1, 26, 27, 40])
@pytest.mark.parametrize("numbering", ["arabic", "loweralpha", "upperalpha", "lowerroman", "upperroman"])
def test_long_lists_count_on(numbering: str, count: int) -> None:
    """A list has all its items, in letters only as far as the alphabet goes."""
    (found,) = outline(read(rst.RstWriter().blocks((NumberedList(tuple((p("x"),) for _ in range(count)), numbering),))))
    assert found[1] == ("arabic" if "alpha" in numbering and count > 26 else numbering)
    assert len(found[3]) == count
