"""Finds which operation of the old version is which of the new one: the same, a moved one, or none.

An operation is the same if HTTP method and path are, whatever the template parameters of the path are called.  Of what is left, an
operation has moved if its method has the same id, or its path is alike (:func:`_likeness`); where that is ambiguous, it has not.
No step depends on the order of the operations, and none on which version is the new one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from wadl2rst.changes.values import ApiOperation, ComparedApi
from wadl2rst.wadl import paths
from wadl2rst.wadl.facts import first_title, representations_of
from wadl2rst.wadl.model import Param

MAX_ALIKE = 64
"""How many operations that share the ends of their path are compared with each other; more are too many to be told apart."""

_VERSION = re.compile(r"v?\d+(?:[._]\d+)*", re.IGNORECASE)
_TEMPLATE = "{}"
_ANY_VERSION = "v#"


class MatchedOperation(NamedTuple):
    """An operation in both versions."""

    old: ApiOperation
    new: ApiOperation
    has_moved: bool = False
    """Whether its path has changed, not only the names of its template parameters."""
    has_same_address: bool = False
    """If it has moved: whether base address and path together are the same as before."""


class Matches(NamedTuple):
    """The operations of two versions."""

    pairs: tuple[MatchedOperation, ...]
    removed: tuple[ApiOperation, ...]
    added: tuple[ApiOperation, ...]


def match(old: ComparedApi, new: ComparedApi) -> Matches:
    """Matches the operations of two versions."""
    matching = _Matching(_distinct(old.operations), _distinct(new.operations))
    matching.run(old, new)
    return Matches(tuple(matching.pairs), tuple(matching.old), tuple(matching.new))


def stand_ins(items: Sequence[ApiOperation]) -> dict[int, ApiOperation]:
    """For operations that :func:`match` leaves out because another one says the same: that one, by the ``id()`` of the operation."""
    kept = _distinct(items)
    if len(kept) == len(items):
        return {}
    found = {_content(item): item for item in kept}
    return {id(item.operation): found[_content(item)] for item in items if found[_content(item)] is not item}


def _content(item: ApiOperation) -> Hashable:
    return item.operation.verb, _path_key(item.operation.raw_path), _sketch(item)


def only_version_differs(one: ApiOperation, other: ApiOperation) -> bool:
    """Whether HTTP method and path are the same, but for the number of a version and the names of template parameters."""
    return one.operation.verb == other.operation.verb and _steps(one) == _steps(other)


class _Matching:
    """The operations that are left, and the pairs so far."""

    def __init__(self, old: list[ApiOperation], new: list[ApiOperation]) -> None:
        self.old, self.new = old, new
        self.pairs: list[MatchedOperation] = []

    def run(self, old: ComparedApi, new: ComparedApi) -> None:
        self._same()
        if not (self.old and self.new):
            return
        self._take(self._unique(_address), has_same_address=True)
        ids = [Counter(item.operation.method.id for item in api.operations) for api in (old, new)]
        self._take(self._unique(lambda item: _unique_id(item, ids)))
        self._take(_best(self._rewritten()))
        self._take(_best(self._alike()))
        self._take(self._unique(_described))

    def _same(self) -> None:
        """Takes the operations with the same HTTP method and path."""
        groups: defaultdict[Hashable, tuple[list[ApiOperation], list[ApiOperation]]] = defaultdict(lambda: ([], []))
        for side, items in enumerate((self.old, self.new)):
            for item in items:
                groups[item.operation.verb, _path_key(item.operation.raw_path)][side].append(item)
        self.old, self.new = [], []
        for before, after in groups.values():
            if len(before) == 1 and len(after) == 1:
                self.pairs.append(MatchedOperation(before[0], after[0]))
            else:
                self.pairs += (MatchedOperation(one, other) for one, other in _paired(before, after))
                self.old += before
                self.new += after

    def _take(self, found: Iterable[tuple[ApiOperation, ApiOperation]], *, has_same_address: bool = False) -> None:
        """Takes pairs of operations that have moved."""
        pairs = [MatchedOperation(one, other, True, has_same_address) for one, other in found]
        if pairs:
            self.pairs += pairs
            taken = {id(item) for pair in pairs for item in pair[:2]}
            self.old = [item for item in self.old if id(item) not in taken]
            self.new = [item for item in self.new if id(item) not in taken]

    def _unique(self, key: Callable[[ApiOperation], Hashable | None]) -> list[tuple[ApiOperation, ApiOperation]]:
        """The pairs with a key that no other operation of their version has."""
        sides: list[dict[Hashable, ApiOperation | None]] = []
        for items in (self.old, self.new):
            by_key: dict[Hashable, ApiOperation | None] = {}
            for item in items:
                found = key(item)
                if found is not None:
                    by_key[found] = None if found in by_key else item
            sides.append(by_key)
        return [(one, other) for found, one in sides[0].items() if one is not None and (other := sides[1].get(found)) is not None]

    def _rewritten(self) -> Iterator[tuple[ApiOperation, ApiOperation, float]]:
        """The pairs of which one path is the other with steps before it, or with another version number.

        What counts is how many operations have the same steps before: an API moves as a whole.
        """
        found: list[tuple[ApiOperation, ApiOperation, tuple[tuple[str, ...], tuple[str, ...]]]] = []
        by_path: defaultdict[Hashable, list[ApiOperation]] = defaultdict(list)
        by_end: defaultdict[Hashable, list[ApiOperation]] = defaultdict(list)
        for item in self.new:
            steps = _steps(item)
            by_path[item.operation.verb, steps].append(item)
            for start in range(1, len(steps)):
                by_end[item.operation.verb, steps[start:]].append(item)
        for item in self.old:
            steps = _steps(item)
            verb = item.operation.verb
            candidates = [*by_path.get((verb, steps), ())] if _has_name(steps) or _ANY_VERSION in steps else []
            candidates += by_end.get((verb, steps), ()) if _has_name(steps) else ()
            for start in range(1, len(steps)):
                if _has_name(steps[start:]):
                    candidates += by_path.get((verb, steps[start:]), ())
            if len(candidates) > MAX_ALIKE:
                continue
            for other in candidates:
                found.append((item, other, _prefixes(item, other)))
        votes = Counter(prefixes for _one, _other, prefixes in found)
        for one, other, prefixes in found:
            # What is below a resource and what is not are different things, unless more has moved like that.
            if votes[prefixes] > 1 or _TEMPLATE not in {step for prefix in prefixes for step in prefix}:
                yield one, other, votes[prefixes]

    def _alike(self) -> Iterator[tuple[ApiOperation, ApiOperation, float]]:
        """The pairs whose paths begin and end alike, where one has steps in the middle that the other has not."""
        groups: defaultdict[Hashable, tuple[list[ApiOperation], list[ApiOperation]]] = defaultdict(lambda: ([], []))
        for side, items in enumerate((self.old, self.new)):
            for item in items:
                steps = _steps(item)
                if len(steps) > 1:
                    groups[item.operation.verb, steps[0], steps[-1]][side].append(item)
        for before, after in groups.values():
            if max(len(before), len(after)) > MAX_ALIKE:
                continue
            for one in before:
                for other in after:
                    likeness = _likeness(_steps(one), _steps(other))
                    if likeness:
                        yield one, other, likeness


def _best(found: Iterable[tuple[ApiOperation, ApiOperation, float]]) -> list[tuple[ApiOperation, ApiOperation]]:
    """The pairs that are the best for both of their operations, and the only ones as good."""
    listed = list(found)
    best: dict[int, float] = {}
    for one, other, score in listed:
        for item in (one, other):
            best[id(item)] = max(score, best.get(id(item), score))
    top = [(one, other) for one, other, score in listed if score == best[id(one)] == best[id(other)]]
    counted = Counter(id(item) for pair in top for item in pair)
    return [(one, other) for one, other in top if counted[id(one)] == 1 and counted[id(other)] == 1]


# --- what operations are compared by ------------------------------------------------------------------


@lru_cache(maxsize=20_000)
def _path_key(raw_path: str) -> str:
    """A path whose template parameters have no names; a slash at its end does not count."""
    names = paths.template_names(raw_path)
    path = paths.without_patterns(raw_path)
    for name in names:
        path = path.replace("{" + name + "}", _TEMPLATE)
    return path.rstrip("/") or "/"


@lru_cache(maxsize=20_000)
def _steps_of(raw_path: str) -> tuple[str, ...]:
    steps = (step for step in _path_key(raw_path).split("/") if step)
    return tuple(_ANY_VERSION if _VERSION.fullmatch(step) else step for step in steps)


def _steps(item: ApiOperation) -> tuple[str, ...]:
    """The steps of a path, without the names of template parameters and the numbers of versions."""
    return _steps_of(item.operation.raw_path)


def _has_name(steps: Sequence[str]) -> bool:
    """Whether a step says what the path is about."""
    return any(step not in (_TEMPLATE, _ANY_VERSION) for step in steps)


def _prefixes(one: ApiOperation, other: ApiOperation) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What stands before the steps that two paths have in common at their end, as written."""
    steps = [[step for step in _path_key(item.operation.raw_path).split("/") if step] for item in (one, other)]
    while steps[0] and steps[1] and steps[0][-1] == steps[1][-1]:
        steps[0].pop()
        steps[1].pop()
    return tuple(steps[0]), tuple(steps[1])


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """How much of a path the other one has, if it has all its steps in this order, and at least two thirds of its own; else 0."""
    short, long = sorted((one, other), key=len)
    if len(short) * 3 < len(long) * 2 or len(short) == len(long):
        return 0
    steps = iter(long)
    return len(short) / len(long) if all(step in steps for step in short) and _has_name(short[-1:]) else 0


def _address(item: ApiOperation) -> Hashable | None:
    """HTTP method, host and whole path, if the base address has a path or host."""
    base = split_address(item.base)
    if base is None or not base.netloc:
        return None
    path = _path_key(paths.join(base.path or "/", item.operation.raw_path))
    return item.operation.verb, base.scheme.lower(), base.netloc.lower(), path


def split_address(address: str) -> SplitResult | None:
    """The parts of an address; None for one that cannot be read."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _unique_id(item: ApiOperation, ids: Sequence[Counter[str]]) -> Hashable | None:
    """HTTP method and id, if no other operation of either version has the id."""
    identifier = item.operation.method.id
    return (item.operation.verb, identifier) if identifier and all(counter[identifier] < 2 for counter in ids) else None


def _described(item: ApiOperation) -> Hashable | None:
    """HTTP method, title and last step of the path: what an operation with another path in between is recognised by."""
    title = first_title(item.operation.method.docs) or item.operation.method.display_name
    steps = _steps(item)
    return (item.operation.verb, title, steps[-1:]) if title and _has_name(steps[-1:]) else None


# --- several operations with the same method and path ---------------------------------------------------


def _distinct(items: Sequence[ApiOperation]) -> list[ApiOperation]:
    """The operations without those that are the same in all that counts but the base address; sorted, so that order does not matter."""
    groups: defaultdict[Hashable, list[ApiOperation]] = defaultdict(list)
    for item in items:
        groups[item.operation.verb, _path_key(item.operation.raw_path)].append(item)
    found: list[ApiOperation] = []
    for _key, group in sorted(groups.items(), key=lambda entry: entry[0]):  # type: ignore[arg-type,return-value]
        if len(group) == 1:
            found += group
            continue
        kept: dict[tuple[str, ...], ApiOperation] = {}
        for item in group:
            sketch = _sketch(item)
            if sketch not in kept or item.base < kept[sketch].base:
                kept[sketch] = item
        found += (item for _sketch_of, item in sorted(kept.items(), key=lambda entry: entry[0]))
    return found


def _sketch(item: ApiOperation) -> tuple[str, ...]:
    """What an operation is recognised by among others with its method and path."""
    method = item.operation.method
    found = {f"id {method.id}", f"title {first_title(method.docs)}", f"name {method.display_name}"}
    found.update(map(_param_sketch, (*item.operation.params, *method.params)))
    if method.request is not None:
        found.update(map(_param_sketch, method.request.params))
    for response in method.responses:
        found.update(f"status {status}" for status in response.statuses)
        found.update(f"{' '.join(response.statuses)} {_param_sketch(param)}" for param in response.params)
    for representation in representations_of(method):
        found.add(f"body {representation.id} {representation.media_type} {representation.element}")
        found.update(f"{representation.media_type} {_param_sketch(param)}" for param in representation.params)
    return tuple(sorted(found))


def _param_sketch(param: Param) -> str:
    values = sorted(option.value for option in param.options)
    stated = (param.required, param.repeating, param.default, param.fixed, *values)
    return f"{param.style} {param.name} {param.path} {param.type} {stated}"


MAX_PAIRED = 10_000
"""How many pairs of operations with the same method and path are compared; more are just taken in order."""


def _paired(before: list[ApiOperation], after: list[ApiOperation]) -> Iterator[tuple[ApiOperation, ApiOperation]]:
    """Pairs operations with the same method and path: those that are most alike first.  Removes them from both lists."""
    if not before or not after:
        return
    sketches = {id(item): frozenset(_sketch(item)) for item in (*before, *after)}
    ids = {id(item): item.operation.method.id for item in (*before, *after)}
    scored: list[tuple[float, tuple[tuple[str, ...], ...], ApiOperation, ApiOperation]] = []
    if len(before) * len(after) > MAX_PAIRED:
        listed = list(zip(before, after, strict=False))  # both are sorted
        scored += [(0.0, (), one, other) for one, other in listed]
    else:
        for one in before:
            for other in after:
                mine, others = sketches[id(one)], sketches[id(other)]
                same_id = bool(ids[id(one)]) and ids[id(one)] == ids[id(other)]
                score = (2.0 if same_id else 0.0) + len(mine & others) / len(mine | others)
                order = tuple(sorted((tuple(sorted(mine)), tuple(sorted(others)))))
                scored.append((-score, order, one, other))
        scored.sort(key=lambda entry: entry[:2])
    taken: set[int] = set()
    for _score, _order, one, other in scored:
        if id(one) not in taken and id(other) not in taken:
            taken |= {id(one), id(other)}
            yield one, other
    before[:] = [item for item in before if id(item) not in taken]
    after[:] = [item for item in after if id(item) not in taken]
