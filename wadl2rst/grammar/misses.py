"""The messages about names of elements and types that miss: one for each prefix and file, however many names there are."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from wadl2rst.diagnostics import Diagnostic, Location, MessageCode
from wadl2rst.grammar.xsd_names import BUILT_IN, SCHEMA_NAMESPACES
from wadl2rst.source.files import folded

_EXAMPLES = 3
"""Names that a message gives."""
_SEARCHES = 30
"""Searches for a near name in one WADL: each compares with many names."""
_CANDIDATES = 5000
"""Names with which one search compares."""
_LONGEST = 100
"""Length of names that are compared, in characters: the time is quadratic in it."""
_NEAR = 0.75
"""How similar names must be, as a ratio of equal characters."""


class Slip(Enum):
    """What is wrong with a name."""

    KIND = "kind"
    """It is that of a type."""
    NAMESPACE = "namespace"
    """The grammars declare it in another namespace."""
    NO_PREFIX = "no prefix"
    """It has no namespace, and the grammars declare it in one."""
    UNDECLARED_PREFIX = "undeclared prefix"
    AMBIGUOUS = "ambiguous"
    """The grammars declare it in more than one other namespace."""
    CASE = "case"
    """The grammars declare one that differs in upper and lower case only."""
    UNDEFINED = "undefined"
    """The grammars do not declare it."""


class Miss(NamedTuple):
    """What the names of one message have in common."""

    slip: Slip
    prefix: str | None
    """The prefix; empty for none, None for a generated one, which means nothing."""
    namespace: str | None
    """The namespace in the WADL; None if the prefix is not declared."""
    declared: tuple[str, ...]
    """The namespaces in which the grammars declare the names."""
    as_type: bool
    """Whether the WADL names elements, and the grammars declare types of these names."""
    file: str
    """The file that has the names."""


class Name(NamedTuple):
    """A name that misses."""

    kind: str
    """What the WADL names by it: ``element`` or ``type``."""
    local: str
    """The local name."""

    def __str__(self) -> str:
        """The local name, for a message."""
        return folded(self.local)


class _Uses(NamedTuple):
    location: Location
    names: dict[Name, None]


class Misses:
    """Collects names that miss."""

    def __init__(self, known: Mapping[str, object]) -> None:
        """``known`` are the local names that the grammars declare."""
        self._known = known
        self._folded: dict[str, str] = {}
        self._found: dict[Miss, _Uses] = {}

    def add(self, miss: Miss, name: Name, location: Location) -> None:
        """Records the use of a name at a location."""
        if miss.slip is Slip.UNDEFINED:
            if not self._folded:
                self._folded = {known.casefold(): known for known in sorted(self._known)}
            if name.local not in self._known and name.local.casefold() in self._folded:
                miss = miss._replace(slip=Slip.CASE)
        self._found.setdefault(miss, _Uses(location, {})).names[name] = None

    @property
    def namespaces(self) -> frozenset[str]:
        """The namespaces of the names, as the WADL has them."""
        return frozenset(miss.namespace for miss in self._found if miss.namespace)

    def messages(self, *, guessed: bool) -> tuple[Diagnostic, ...]:
        """The messages, in the order of the first use.

        With ``guessed``, those on names for which another was taken or is meant, for every run; otherwise those for lint.
        """
        searches = iter(range(_SEARCHES))
        found = []
        for miss, (location, uses) in self._found.items():
            names = list(uses)
            code = MessageCode.MISNAMED
            if miss.slip is Slip.CASE:
                text = self._case(names)
            elif miss.slip not in (Slip.UNDEFINED, Slip.AMBIGUOUS):
                text = _taken(miss, names)
            else:
                code = MessageCode.UNDEFINED_NAME
                text = self._undefined(miss, names, searches) if miss.slip is Slip.UNDEFINED else _ambiguous(miss, names)
            # A generator that does not declare its prefixes never does, and nobody can mend what it writes.
            is_for_lint = code is MessageCode.UNDEFINED_NAME or (miss.slip is Slip.UNDECLARED_PREFIX and miss.prefix is None)
            if guessed != is_for_lint:
                found.append(Diagnostic(code, text, location))
        return tuple(found)

    def _case(self, names: Sequence[Name]) -> str:
        """The message on names that differ from declared ones in case only."""
        shown = _list([f"{name} (did you mean {folded(self._folded[name.local.casefold()])}?)" for name in names])
        return f"the grammars do not declare the {_kind(names)} {shown}; upper and lower case differ"

    def _undefined(self, miss: Miss, names: Sequence[Name], searches: Iterator[int]) -> str:
        """The message on names that nothing declares."""
        shown = []
        for name in names[:_EXAMPLES]:
            if name.local in self._known:
                shown.append(f"{name} (which is an element)")
                continue
            near = f"xsd:{name}" if name.kind == "type" and name.local in BUILT_IN else ""
            if not near and next(searches, None) is not None:
                near = self._near(name.local)
            shown.append(f"{name} (did you mean {folded(near)}?)" if near else str(name))
        what = f"{_kind(names)} {_list([*shown, *map(str, names[_EXAMPLES:])])}"
        if miss.namespace in SCHEMA_NAMESPACES:
            return f"XML Schema has no {what}"
        where = f" in {folded(miss.namespace)}" if miss.namespace else ""
        prefix = f"the prefix {folded(miss.prefix)}" if miss.prefix else "the prefix"
        undeclared = f"; {prefix} is not declared" if miss.namespace is None else ""
        return f"the grammars do not declare the {what}{where}{undeclared}"

    def _near(self, name: str) -> str:
        """The most similar declared name; empty if none is near."""
        if len(name) > _LONGEST:
            return ""
        candidates = [known for known in self._known if len(known) <= _LONGEST][:_CANDIDATES]
        return next(iter(difflib.get_close_matches(name, candidates, n=1, cutoff=_NEAR)), "")


def _taken(miss: Miss, names: Sequence[Name]) -> str:
    """The message on names for which the only possible declaration was taken."""
    is_one = len(names) == 1
    taken = "it is taken from there" if is_one else "they are taken from there"
    as_type = f" of the WADL as {'a type' if is_one else 'types'}" if miss.as_type else ""
    declares = f"the grammars declare the {_kind(names)} {_list(list(map(str, names)))}{as_type}"
    if miss.slip is Slip.KIND:
        return f"{declares}; the type is shown as the element; name an element instead"
    target, declares = miss.declared[0], f"{declares} {_namespace(miss.declared[0])}"
    prefix = folded(miss.prefix or "")
    if miss.slip is Slip.UNDECLARED_PREFIX and not prefix:
        return f"the prefix is not declared, but {declares}; {taken}; declare it"
    if miss.slip is Slip.UNDECLARED_PREFIX:
        declare = f'add xmlns:{prefix}="{folded(target)}"' if prefix else "declare it"
        subject = f"the prefix {prefix}" if prefix else "a generated prefix"
        return f"{subject} is not declared; {declares}, and {taken}; {declare if target else 'remove the prefix'}"
    if miss.slip is Slip.NO_PREFIX:
        return f"{declares}, but the WADL has no prefix for {'it' if is_one else 'them'}; {taken}; add one"
    here = folded(miss.namespace or "") or "no namespace"
    subject = f"the prefix {prefix} stands for {here}" if prefix else f"the WADL says {here}"
    fix = f"change {'the prefix' if prefix else 'the namespace'}" if target else "remove the prefix"
    return f"{subject}, but {declares}; {taken}; {fix}"


def _ambiguous(miss: Miss, names: Sequence[Name]) -> str:
    """The message on names that could mean several declarations."""
    where = " and ".join(_namespace(namespace) for namespace in miss.declared[:_EXAMPLES])
    more = " and elsewhere" if len(miss.declared) > _EXAMPLES else ""
    shown = _list(list(map(str, names)))
    return f"the grammars declare the {_kind(names)} {shown} {where}{more}; it is not clear which the WADL means, so none is shown"


def _kind(names: Sequence[Name]) -> str:
    """``element``, ``types``, or ``elements and types``."""
    kinds = dict.fromkeys(name.kind for name in names)
    return " and ".join(f"{kind}s" if len(names) > 1 else kind for kind in sorted(kinds))


def _namespace(namespace: str) -> str:
    return f"in {folded(namespace)}" if namespace else "without a namespace"


def _list(names: list[str]) -> str:
    """``a, b and c``, or ``a, b, c and 2 more``."""
    if len(names) <= 1:
        return "".join(names)
    if len(names) > _EXAMPLES + 1:
        return f"{', '.join(names[:_EXAMPLES])} and {len(names) - _EXAMPLES} more"
    return f"{', '.join(names[:-1])} and {names[-1]}"
