"""Operations that several WADLs of one API describe: with the same content, which one page shows, or in different ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wadl2rst.page.fingerprint import fingerprint
from wadl2rst.wadl.operations import Operation


class Placed(NamedTuple):
    """An operation of one of several WADLs."""

    part: int
    """The number of the WADL."""
    operation: Operation


class Pair(NamedTuple):
    """Two operations with the same verb, path and base address."""

    first: Placed
    """That of the first WADL; of operations with the same content, the one that is shown."""
    other: Placed


@dataclass(frozen=True, slots=True)
class Repeats:
    """What was found in the operations of several WADLs."""

    same: tuple[Pair, ...] = ()
    """The operations with the same content as another, each with that one."""
    different: tuple[Pair, ...] = ()
    """The operations that an earlier one describes in another way, each with the first."""
    shown_as: dict[int, Placed] = field(default_factory=dict)
    """The operation that is shown instead of one with the same content, by the ``id()`` of the latter."""


def repeats(
    operations: Sequence[Placed], is_shown: Callable[[Operation], bool], says_the_same: Callable[[Placed, Placed], bool]
) -> Repeats:
    """The repeated ones of ``operations``.

    ``is_shown`` says whether filters let an operation through, which is then preferred to others.  ``says_the_same`` compares what the
    grammars of two operations with the same text say.
    """
    same: list[Pair] = []
    different: list[Pair] = []
    shown_as: dict[int, Placed] = {}
    for repeated in _by_request_line(operations):
        definitions: list[list[Placed]] = []
        for alike in _by_content(repeated):
            found: list[list[Placed]] = []
            for placed in alike:
                known = next((one for one in found if says_the_same(one[0], placed)), None)
                if known is None:
                    found.append([placed])
                else:
                    known.append(placed)
            definitions += found
        firsts = []
        for definition in definitions:
            chosen = next((placed for placed in definition if is_shown(placed.operation)), definition[0])
            firsts.append(chosen)
            for placed in definition:
                if placed is not chosen:
                    same.append(Pair(chosen, placed))
                    shown_as[id(placed.operation)] = chosen
        different += [Pair(firsts[0], other) for other in firsts[1:]]
    return Repeats(tuple(same), tuple(different), shown_as)


def _by_request_line(operations: Sequence[Placed]) -> Iterator[list[Placed]]:
    """The operations with the same verb, path and base address, where there are several."""
    found: dict[tuple[str, str, str], list[Placed]] = {}
    for placed in operations:
        operation = placed.operation
        base = operation.resources.base if operation.resources is not None else ""
        # Two methods without a path have nothing in common but their verb.
        place = operation.raw_path or f"\0{operation.method.id}"
        found.setdefault((operation.verb, place, base), []).append(placed)
    return (same for same in found.values() if len(same) > 1)


def _by_content(operations: Sequence[Placed]) -> Iterator[list[Placed]]:
    """The operations with the same text, in the order of the first of each."""
    found: dict[str, list[Placed]] = {}
    for placed in operations:
        found.setdefault(_text(placed.operation), []).append(placed)
    return iter(found.values())


def _text(operation: Operation) -> str:
    """All that a page shows of an operation."""
    content = (operation.method, operation.params, operation.declared, operation.roles, operation.query_type, operation.extended)
    return fingerprint(content)
