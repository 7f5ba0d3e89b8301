"""The documents of one WADL: itself, and everything that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urldefrag, urljoin

from wadl2rst.config.options import FormatSetting, as_option, is_url
from wadl2rst.diagnostics import Diagnostic, LoadError, Location, MessageCode, Report
from wadl2rst.source.encoding import decode
from wadl2rst.source.entities import EntityReference, FileOrigin
from wadl2rst.source.files import FolderGate, Gate, OnNetwork, Oversize, SourceFile, Unavailable, folded, size, trusted, unavailable
from wadl2rst.source.malformed import root_fault
from wadl2rst.source.trace import Trace, Traced
from wadl2rst.source.tree import WADL_NAMESPACES, Element, Tree
from wadl2rst.source.xinclude import IncludeSources, include

MAX_SIZE = 256 << 20
"""The largest file that is read, in bytes, where nothing else is said."""
MAX_SAMPLE = 10 << 20
"""The largest sample, in bytes: no reader looks through a megabyte."""
MAX_SAMPLES = 64 << 20
"""What the samples of a WADL may come to, in characters, each as often as it is named; those up to SMALL_SAMPLE do not count."""
SMALL_SAMPLE = 16 << 10
"""Characters of a sample that costs nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A WADL that was read."""

    key: str
    """What tells it from all others: the absolute path without links, or the address."""
    shown: str
    """How to show it: as the person typed it, or relative to what they typed."""
    root: Element = field(repr=False)
    """Its ``application``; in a document that another refers to, it may be another element of WADL."""


class Library:
    """Reads one WADL, and what it names.

    One library serves one WADL that a person named.  :meth:`document` comes first; everything is
    read once, and every fault is reported once.  Nothing here raises for what a file holds or
    where a reference leads.
    """

    def __init__(
        self,
        report: Report,
        *,
        root: Path | None = None,
        max_size: int = MAX_SIZE,
        entity_map: Mapping[str, str] = MappingProxyType({}),
        format_setting: FormatSetting = as_option,
        traced: bool = False,
    ) -> None:
        """A library without documents.

        ``root`` is the folder that fences reading (None: see :meth:`Folder.of`), ``max_size`` the largest
        file in bytes, and ``entity_map`` gives for the address of an entity file the file to read instead.
        ``format_setting`` writes the names of these settings in messages, and with ``traced`` the library keeps its :attr:`trace`.
        """
        self._report = report
        self._root = root
        self._max_size = max_size
        self._entity_map = entity_map
        self._format_setting = format_setting
        self._gate: Gate | None = None
        self._folder: FolderGate | None = None
        """The gate where the WADL lies on the disk, also where it is traced."""
        self._is_traced = traced
        self._traced: Traced | None = None
        self._main: SourceFile | None = None
        self._documents: dict[str, Document | None] = {}
        self._references: dict[tuple[str, tuple[SourceFile, ...], int | None], SourceFile | Unavailable] = {}
        self._samples: dict[str, str | Unavailable] = {}
        self._sampled = 0
        self._mapped: dict[str, None] = {}
        self._said: set[tuple[str, ...]] = set()

    @property
    def files(self) -> tuple[str, ...]:
        """Absolute paths of all files that were read, in order, each once."""
        own = self._folder.files if self._folder else ()
        return tuple(dict.fromkeys((*own, *self._mapped)))

    @property
    def missing(self) -> tuple[str, ...]:
        """Absolute paths that were looked for and are no files, in order, each once."""
        return self._folder.missing if self._folder else ()

    @property
    def trace(self) -> Trace | None:
        """What was asked of the disk until now, and the answers; None for what was not to be traced, and for an address."""
        return self._traced.trace if self._traced else None

    def repeats(self, source: str, trace: Trace) -> bool:
        """Whether reading ``source`` would get the answers of ``trace``, which a library with the same settings kept of it.

        Then :attr:`files` and :attr:`missing` are those of that library.  It is called instead of :meth:`document`, asks every
        question once more, and reads every file, for what counts is their content.  Raises IndexError for what is no whole trace.
        """
        try:
            place = self._open(source, trace.places)
        except Unavailable:
            return False
        if place != trace.places[0]:
            return False
        assert self._traced is not None, "a library that keeps its trace, and no address"
        self._traced.ask(trace, self._entity_map.values())
        if self._traced.trace != trace:
            return False
        self._mapped = {trace.places[number].key: None for _path, number, _digest in trace.mapped if number is not None}
        return True

    def document(self, source: str) -> Document | None:
        """The WADL that a person named: a path or an address.  None where it cannot be read, which is reported."""
        try:
            place = self._open(source)
            if place.key not in self._documents:
                self._documents[place.key] = None
                self._documents[place.key] = self._parse(place, main=True)
        except Unavailable as fault:
            code = MessageCode.TOO_LARGE if isinstance(fault, Oversize) else MessageCode.FETCH if is_url(source) else MessageCode.UNREADABLE
            self._report(Diagnostic(code, fault.text, Location(source if len(source) <= 300 else folded(source))))
            return None
        return self._documents[place.key]

    def referenced(self, href: str, element: Element) -> Document | None:
        """Another WADL that ``element`` refers to; ``href`` has no fragment.

        It is looked for beside the file in which the element stands, then beside the WADL that the person
        named, then beside the file that declares the entity from which the element came.
        None where it is missing, refused or broken, which is reported once.
        """
        try:
            place = self._find(href, element)
            if place.key not in self._documents:
                self._documents[place.key] = None
                self._documents[place.key] = self._parse(place, main=False)
        except Unavailable as fault:
            code = unavailable(fault, MessageCode.MISSING_WADL, MessageCode.MISSING_WADL)
            self._say(("wadl", href, self._bases(element)[0].key), code, f"WADL {folded(href)} {fault.text}", element, fault.cause)
            return None
        return self._documents[place.key]

    def sample(self, href: str, element: Element) -> str | None:
        """The text of a sample file; None where it cannot be read, which is reported for each place that names it.

        It is looked for as :meth:`referenced` says.
        """
        try:
            place = self._find(href, element, MAX_SAMPLE)
            text = self._samples.get(place.key)
            if text is None:
                text = self._samples[place.key] = self._text(place)
            if not isinstance(text, str):
                raise text.with_traceback(None)
            if len(text) > SMALL_SAMPLE:
                self._sampled += len(text)
                if self._sampled > MAX_SAMPLES:
                    # It will not be shown again, either: what was read need not be kept.
                    fault = self._samples[place.key] = Oversize(
                        f"is not shown: the samples of the WADL exceed {size(MAX_SAMPLES)} in total"
                    )
                    raise fault
        except Unavailable as fault:
            code = unavailable(fault, MessageCode.MISSING_SAMPLE, MessageCode.MISSING_SAMPLE)
            location = element.location
            spot = (location.entity_file, str(location.entity_line)) if location.entity else (location.file, str(location.line))
            self._say(("sample", href, *spot), code, f"sample {folded(href)} {fault.text}", element, fault.cause)
            return None
        return text

    def spelled(self, href: str, element: Element) -> str:
        """How messages name a sample file that :meth:`sample` read."""
        return self._find(href, element, MAX_SAMPLE).shown

    def exists(self, href: str, element: Element) -> bool:
        """Whether a file is there that ``element`` names, such as a grammar; it is not read, and nothing is reported.

        False only where one can tell that it is missing: not for what lies on the network or outside the root.
        """
        return self._present_gate().exists(href, self._bases(element))

    def _open(self, source: str, places: Sequence[SourceFile] = ()) -> SourceFile:
        """Puts the gate up, and gives the place of the WADL; ``places`` begin its trace.  Raises :class:`Unavailable`."""
        if is_url(source):
            from wadl2rst.source.fetch import WebGate  # brings in a good part of the standard library, which few runs need

            site = WebGate(source, self._max_size, format_setting=self._format_setting)
            self._gate, self._main = site, site.find(source, [SourceFile(source, source, source)])
            return self._main
        folder, place = FolderGate.of(source, self._root, self._max_size, self._format_setting)
        self._gate, self._folder, self._main = folder, folder, place
        if self._is_traced:
            self._gate = self._traced = Traced(folder, places or (place,), self._max_size, self._format_setting)
        return place

    def _parse(self, place: SourceFile, *, main: bool) -> Document | None:
        """Reads a WADL; faults of the file itself are reported, what cannot be opened raises :class:`Unavailable`."""
        try:
            tree = self._tree(place)
            root = tree.root
            if tree.includes:
                sources = IncludeSources(find=self._find, xml=self._tree, text=self._included_text)
                included = include(root, place, sources, self._report)
                root = included or root
            if not (_is_application(root) or (not main and _is_fragment(root))):
                raise LoadError(Diagnostic(MessageCode.NOT_WADL, root_fault(root), root.location))
        except LoadError as broken:
            self._report(broken.diagnostic)
            return None
        return Document(place.key, place.shown, root)

    def _tree(self, place: SourceFile) -> Tree:
        from wadl2rst.source.reader import read_xml  # brings in lxml, which a run in which nothing changed does not need

        data = self._present_gate().read(place)
        return read_xml(data, place, report=self._report, load=self._entity_file)

    def _entity_file(self, system: str, base: SourceFile) -> tuple[SourceFile, bytes]:
        """The entity file that a system identifier names; raises :class:`Unavailable`."""
        mapped = self._entity_map.get(system)
        if mapped is None and is_url(base.path):
            mapped = self._entity_map.get(_joined(base.path, system))
        if mapped is not None:
            place, data = self._traced.trusted(mapped) if self._traced else trusted(mapped, self._max_size, self._format_setting)
            self._mapped[place.key] = None
            return place, data
        gate = self._present_gate()
        try:
            place = gate.find(system, [base])
        except OnNetwork as fault:
            name = self._format_setting("entity-map", f"{folded(system)}=FILE")
            raise OnNetwork(f"{fault.text}; save a copy and use {name}") from fault
        return place, gate.read(place)

    def _text(self, place: SourceFile) -> str | Unavailable:
        try:
            return decode(self._present_gate().read(place, MAX_SAMPLE))
        except Unavailable as fault:
            return fault

    def _included_text(self, place: SourceFile) -> str:
        return decode(self._present_gate().read(place))

    def _find(self, href: str, element: Element, limit: int | None = None) -> SourceFile:
        """What ``href`` names; raises :class:`Unavailable`."""
        bases = self._bases(element)
        found = self._references.get((href, bases, limit))
        if found is None:
            try:
                found = self._present_gate().find(href.strip(), bases, limit)
            except Unavailable as fault:
                found = fault
            self._references[href, bases, limit] = found
        if isinstance(found, Unavailable):
            # Raised many times: each must start without the trace of the last.
            raise found.with_traceback(None)
        return found

    def _bases(self, element: Element) -> tuple[SourceFile, ...]:
        """The files beside which a reference on ``element`` is looked for."""
        assert self._main is not None, "document() comes first"
        origin = element.origin
        if isinstance(origin, EntityReference):
            return origin.place, self._main, origin.declared_in(element.line)
        if isinstance(origin, FileOrigin) and origin.place is not self._main:
            return origin.place, self._main
        return (self._main,)

    def _present_gate(self) -> Gate:
        assert self._gate is not None, "document() comes first"
        return self._gate

    def _say(self, key: tuple[str, ...], code: MessageCode, text: str, element: Element, cause: str) -> None:
        if key not in self._said:
            self._said.add(key)
            self._report(Diagnostic(code, text, element.location, cause))


def _is_application(root: Element) -> bool:
    return root.name == "application" and root.namespace in WADL_NAMESPACES


def _is_fragment(root: Element) -> bool:
    """Whether a document holds a part of a WADL alone, such as one method: others may refer into it."""
    return root.namespace != "" and root.namespace in WADL_NAMESPACES


def _joined(base: str, reference: str) -> str:
    try:
        return urldefrag(urljoin(base, reference)).url
    except ValueError:
        return reference
