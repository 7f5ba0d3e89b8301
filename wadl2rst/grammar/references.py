"""What the names of elements and types in a WADL mean in its grammars.

A WADL has them in ``element`` (section 2.11.2) and in ``type`` (section 2.12).  Many miss: the prefix is bound to another version
of the namespace, or there is none, or the name is that of a type.  Where only one thing can be meant, that is taken, and said; where
two could be, or a grammar that might declare the name was not read, nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import NamedTuple

from wadl2rst.diagnostics import Diagnostic, Location
from wadl2rst.frozen import dataclass
from wadl2rst.grammar.misses import Miss, Misses, Name, Slip
from wadl2rst.grammar.names import builtin, expanded, prefix_of
from wadl2rst.source.tree import QName


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredNames:
    """The global elements and types that the grammars of a WADL declare."""

    elements: Set[QName] = frozenset()
    """The expanded names of the elements; a namespace is empty for none."""
    types: Set[QName] = frozenset()
    """The expanded names of the types, simple and complex."""
    is_complete: bool = True
    """Whether all grammars that the WADL names were read, so that what is not here is nowhere."""
    unread: Set[str] = frozenset()
    """Namespaces of which a schema that another one includes or imports was not read."""


class Meaning(NamedTuple):
    """What a name means."""

    name: QName
    """The name of the declaration."""
    is_type: bool
    """Whether the declaration is that of a type."""
    is_exact: bool
    """Whether it is what the WADL says; otherwise it is what only can be meant."""


class References:
    """Finds what names mean, and collects what is to be said about them."""

    def __init__(self, declared: DeclaredNames) -> None:
        """``declared`` are the names that the grammars declare."""
        self._declared = declared
        self._elements = _by_local_name(declared.elements)
        self._types = _by_local_name(declared.types)
        self._misses = Misses({**self._elements, **self._types})
        self._open: set[str] = set()
        self._is_silent = not (declared.elements or declared.types)

    def element(self, name: QName, written: str, location: Location) -> Meaning | None:
        """What ``element`` of a body means: an element, or a type; None if that is unknown.

        ``name`` is the expanded name, ``written`` the name as the WADL has it, ``location`` that of the body.
        """
        wanted, declared = expanded(name, written), self._declared
        if wanted in declared.elements:
            return Meaning(wanted, False, True)
        if self._is_silent or self._may_be_unread(wanted):
            self._leave_open(wanted)
            return None
        is_type = wanted in declared.types
        elements, types = self._elements.get(wanted.name, ()), self._types.get(wanted.name, ())
        found = (*elements, wanted) if is_type and elements else elements or ((wanted,) if is_type else types)
        return self._meaning(wanted, written, location, found, is_type=not elements, asks_type=False)

    def type(self, name: QName, written: str, location: Location) -> QName | None:
        """The type in the grammars that ``type`` of a parameter means; None for a built-in type, and for one that is unknown.

        The arguments are those of :meth:`element`.
        """
        wanted, declared = expanded(name, written), self._declared
        if wanted in declared.types:
            return wanted
        if builtin(name, written):
            return None
        if self._is_silent or self._may_be_unread(wanted):
            self._leave_open(wanted)
            return None
        found = self._types.get(wanted.name, ())
        if not found and prefix_of(written) == "":
            return None  # a word such as String or object, which is not meant for a schema
        meaning = self._meaning(wanted, written, location, found, is_type=True, asks_type=True)
        return meaning.name if meaning else None

    def warnings(self) -> tuple[Diagnostic, ...]:
        """The messages about names that miss and what was taken for them: one for each prefix and file, in the order of the first use.

        They are for every run, because the pages depend on what was taken.
        """
        return self._misses.messages(guessed=True)

    def findings(self) -> tuple[Diagnostic, ...]:
        """The messages for ``--lint``: about names that no grammar declares, and names whose generated prefix is not declared.

        There is one for each prefix and file.
        """
        return self._misses.messages(guessed=False)

    @property
    def declared(self) -> DeclaredNames:
        """The names that the grammars declare."""
        return self._declared

    @property
    def missed_namespaces(self) -> frozenset[str]:
        """The namespaces, as the WADL has them, of the names about which there is a message."""
        return self._misses.namespaces

    @property
    def open_namespaces(self) -> frozenset[str]:
        """The namespaces that may have been meant by names about which nothing is known, because a grammar was not read."""
        return frozenset(self._open)

    def _leave_open(self, wanted: QName) -> None:
        alike = (*self._elements.get(wanted.name, ()), *self._types.get(wanted.name, ()))
        self._open.update(name.namespace or "" for name in (wanted, *alike))

    def _may_be_unread(self, wanted: QName) -> bool:
        return not self._declared.is_complete or wanted.namespace in self._declared.unread

    def _meaning(
        self, wanted: QName, written: str, location: Location, found: Sequence[QName], *, is_type: bool, asks_type: bool
    ) -> Meaning | None:
        """The only one of ``found``, which is recorded with what is wrong; None if there is none or more than one."""
        prefix = prefix_of(written) or ("" if wanted.namespace is not None and not written.startswith("{") else None)
        target = found[0] if len(found) == 1 else None
        if len(found) > 1:
            slip = Slip.AMBIGUOUS
        elif target == wanted:
            slip = Slip.KIND
        elif wanted.namespace is None:
            slip = Slip.UNDECLARED_PREFIX if target else Slip.UNDEFINED
        elif target:
            slip = Slip.NO_PREFIX if prefix == "" and not wanted.namespace else Slip.NAMESPACE
        else:
            slip = Slip.UNDEFINED
        declared = tuple(one.namespace or "" for one in found)
        miss = Miss(slip, prefix, wanted.namespace, declared, is_type and not asks_type, location.file)
        self._misses.add(miss, Name("type" if asks_type else "element", wanted.name), location)
        return Meaning(target, is_type, False) if target else None


def _by_local_name(names: Iterable[QName]) -> dict[str, tuple[QName, ...]]:
    found: dict[str, list[QName]] = {}
    for name in names:
        found.setdefault(name.name, []).append(name)
    return {local: tuple(sorted(group, key=lambda name: name.namespace or "")) for local, group in found.items()}
