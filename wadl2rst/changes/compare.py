"""Compares two versions of an API."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from wadl2rst.changes.matching import Matches, match, split_address
from wadl2rst.changes.messages import OperationComparer
from wadl2rst.changes.rules import RULES
from wadl2rst.changes.values import ApiOperation, Change, ComparedApi, Comparison
from wadl2rst.diagnostics import Diagnostic, LoadError, MessageCode
from wadl2rst.wadl import paths

MAX_CHANGES = 200_000
"""How many changes are listed; APIs that differ in more are not versions of each other."""

_OWN_MACHINE = ("localhost", "127.0.0.1", "0.0.0.0", "[::1]")  # noqa: S104 (addresses that WADLs contain)


def compare(old: ComparedApi, new: ComparedApi) -> Comparison:
    """The changes from ``old`` to ``new``.

    Raises :class:`~wadl2rst.diagnostics.LoadError` if there are more than :data:`MAX_CHANGES`.
    """
    matches = match(old, new)
    found: list[Change] = []
    for change in _operation_changes(matches):
        found.append(change)
        if len(found) > MAX_CHANGES:
            text = f"the two versions differ in more than {MAX_CHANGES:,} places; compare a part of them with --include"
            raise LoadError(Diagnostic(MessageCode.TOO_LARGE, text))
    found.sort(key=_order)
    return Comparison((*_base_changes(old, new, matches), *found))


_CHANGES = ("removed", "moved", "changed", "added")


def _order(change: Change) -> tuple[object, ...]:
    """By path and HTTP method; what happened to the operation itself first."""
    verb, _blank, path = change.operation.partition(" ")
    return path, verb, change.kind != "operation", _CHANGES.index(change.change) if change.kind == "operation" else 0


def _operation_changes(matches: Matches) -> Iterator[Change]:
    for item in matches.removed:
        yield _change("removed", "operation", item, "operation-removed", old=item.operation.request_line)
    for item in matches.added:
        yield _change("added", "operation", item, "operation-added", new=item.operation.request_line)
    comparers: dict[tuple[int, int], OperationComparer] = {}
    for pair in matches.pairs:
        if pair.has_moved:
            rule = "operation-rewritten" if pair.has_same_address else "operation-moved"
            lines = [item.operation.request_line for item in (pair.old, pair.new)]
            yield _change("moved", "operation", pair.new, rule, old=lines[0], new=lines[1])
        key = (id(pair.old.grammar), id(pair.new.grammar))
        comparer = comparers.get(key)
        if comparer is None:
            comparer = comparers[key] = OperationComparer(pair.old.grammar, pair.new.grammar)
        for part in comparer.changes(pair):
            yield _change(part.change, part.kind, pair.new, part.rule, name=part.name, place=part.place, old=part.old, new=part.new)


def _change(
    change: str,
    kind: str,
    item: ApiOperation | None,
    rule: str,
    *,
    name: str = "",
    place: str = "",
    old: str | None = None,
    new: str | None = None,
) -> Change:
    return Change(
        change=change,
        kind=kind,
        operation=item.operation.request_line if item is not None else "",
        name=name,
        place=place,
        old=old,
        new=new,
        breaking=RULES[rule].breaking,
        rule=rule,
        subject=item,
    )


# --- base addresses -------------------------------------------------------------------------------------


def _base_changes(old: ComparedApi, new: ComparedApi, matches: Matches) -> Iterator[Change]:
    """The changes of the base addresses."""
    before, after = {_base_key(base): base for base in sorted(old.bases)}, {_base_key(base): base for base in sorted(new.bases)}
    kept = before.keys() & after.keys()
    changed: dict[tuple[str, str], bool] = {}
    """The base addresses that became another one, and whether an operation has another address by that."""
    for pair in matches.pairs:
        keys = _base_key(pair.old.base), _base_key(pair.new.base)
        if keys[0] and keys[1] and not kept.intersection(keys):
            changed[keys] = changed.get(keys, False) or _address(pair.old) != _address(pair.new)
    for (one, other), has_moved in sorted(changed.items()):
        rule = "base-changed" if has_moved and _is_called(one) else "base-restated"
        yield _change("changed", "base", None, rule, old=before.get(one, one), new=after.get(other, other))
    done = [{keys[side] for keys in changed} for side in (0, 1)]
    for key in sorted(before.keys() - kept - done[0]):
        rule = "base-removed" if _is_called(key) else "base-restated"
        yield _change("removed", "base", None, rule, old=before[key])
    for key in sorted(after.keys() - kept - done[1]):
        yield _change("added", "base", None, "base-added", new=after[key])


@lru_cache(maxsize=1_000)
def _base_key(base: str) -> str:
    """A base address; scheme and host in lower case, and without a slash at its end."""
    parts = split_address(base)
    if parts is None:
        return base
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()).geturl().rstrip("/")


def _is_called(base: str) -> bool:
    """Whether clients can call a base address as it is: it is neither relative nor on the local machine."""
    parts = split_address(base)
    if parts is None or not parts.netloc:
        return False
    host = parts.netloc.rpartition("@")[2].lower()
    return not host.startswith(_OWN_MACHINE)


def _address(pair: ApiOperation) -> str:
    """The whole address of an operation, with the names of its template parameters."""
    return _base_key(pair.base) + paths.join("/", pair.operation.path)
