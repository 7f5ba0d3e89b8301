"""The documents of one WADL: the WADL itself, and all files that it refers to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from types import MappingProxyType

from wadl2rst.config.options import FormatSetting, as_option, is_url
from wadl2rst.diagnostics import Diagnostic, LoadError, Location, MessageCode, Report
from wadl2rst.source.documents import Document, SchemaText
from wadl2rst.source.encoding import decode
from wadl2rst.source.entities import EntityReference, FileOrigin
from wadl2rst.source.files import (
    FolderGate,
    Gate,
    OnNetwork,
    Oversize,
    SourceFile,
    Unavailable,
    folded,
    size,
    trusted,
    unavailable,
)
from wadl2rst.source.malformed import root_fault
from wadl2rst.source.schemas import Access, Schemas, absolute
from wadl2rst.source.shared import SharedSchemas
from wadl2rst.source.trace import Trace, Traced
from wadl2rst.source.tree import WADL_NAMESPACES, Element, Tree
from wadl2rst.source.xinclude import IncludeSources, include

MAX_SIZE = 256 << 20
"""Default limit for the size of a file, in bytes."""
MAX_SAMPLE = 10 << 20
"""Limit for the size of a sample, in bytes: no reader looks through megabytes."""
MAX_SAMPLES = 64 << 20
"""Limit for the total size of the samples of a WADL, in characters.

Each counts as often as it is referred to; those up to SMALL_SAMPLE do not count.
"""
SMALL_SAMPLE = 16 << 10
"""Samples up to this size, in characters, do not count towards MAX_SAMPLES."""


class Library:
    """Reads one WADL, and the files that it refers to.

    One library serves one WADL given by the user.  Call :meth:`document` first.  Each file is
    read once, and each fault is reported once.  No method raises because of the content of a file or
    the target of a reference.
    """

    def __init__(
        self,
        report: Report,
        *,
        root: Path | None = None,
        max_size: int = MAX_SIZE,
        entity_map: Mapping[str, str] = MappingProxyType({}),
        grammar_map: Mapping[str, str] = MappingProxyType({}),
        format_setting: FormatSetting = as_option,
        traced: bool = False,
        shared: SharedSchemas | None = None,
    ) -> None:
        """Creates a library without documents.

        ``root`` is the folder outside which nothing is read (None: see :meth:`FolderGate.of`), ``max_size`` the limit for the size of
        a file in bytes, and ``entity_map`` maps system identifiers of entity files to the files to read instead.  ``grammar_map``
        does the same for the addresses of grammars, as a WADL or a schema has them, or resolved against its URL.
        ``format_setting`` formats the names of these settings in messages; if ``traced``, the library records its :attr:`trace`.
        ``shared`` has the schemas that the WADLs of the run have in common, of which each is then parsed once; None to share none.
        """
        self._report = report
        self._root = root
        self._max_size = max_size
        self._entity_map = entity_map
        self._grammar_map = grammar_map
        self._format_setting = format_setting
        self._gate: Gate | None = None
        self._folder: FolderGate | None = None
        """The gate of a local WADL, whether it is traced or not."""
        self._is_traced = traced
        self._traced: Traced | None = None
        self._main: SourceFile | None = None
        self._documents: dict[str, Document | None] = {}
        self._references: dict[tuple[str, tuple[SourceFile, ...], int | None], SourceFile | Unavailable] = {}
        access = Access(self._find_from, self._read, self._trusted, self._entity_file)
        self._schemas = Schemas(access, report, grammar_map, format_setting, shared)
        self._samples: dict[str, str | Unavailable] = {}
        self._sampled = 0
        self._mapped: dict[str, None] = {}
        self._reported: set[tuple[str, ...]] = set()

    @property
    def files(self) -> tuple[str, ...]:
        """Absolute paths of all files that were read, in order, without duplicates."""
        own = self._folder.files if self._folder else ()
        return tuple(dict.fromkeys((*own, *self._mapped)))

    @property
    def missing(self) -> tuple[str, ...]:
        """Absolute paths that were looked up but do not exist, in order, without duplicates."""
        return self._folder.missing if self._folder else ()

    @property
    def trace(self) -> Trace | None:
        """The queries to the file system so far, with their results; None for a library that is not traced, and for a URL."""
        return self._traced.trace if self._traced else None

    def repeats(self, source: str, trace: Trace) -> bool:
        """Whether reading ``source`` would give the results of ``trace``, recorded for it by a library with the same settings.

        If so, :attr:`files` and :attr:`missing` are those of that library.  Call it instead of :meth:`document`.  It repeats every
        query and reads every file, because their content is compared.  Raises IndexError if the trace is incomplete.
        """
        try:
            place = self._open(source, trace.places)
        except Unavailable:
            return False
        if place != trace.places[0]:
            return False
        assert self._traced is not None, "the library is traced, and the source is not a URL"
        self._traced.replay(trace, {*self._entity_map.values(), *self._grammar_map.values()})
        if self._traced.trace != trace:
            return False
        self._mapped = {trace.places[number].key: None for _path, number, _digest in trace.mapped if number is not None}
        return True

    def document(self, source: str) -> Document | None:
        """The WADL given by the user, a path or a URL; None if it cannot be read, which is reported."""
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

        ``href`` is resolved relative to the file that contains the element, then to the WADL given by the user,
        then to the file that declares the entity from which the element comes.
        Returns None if the WADL is missing, refused or not well-formed, which is reported once.
        """
        try:
            place = self._find(href, element)
            if place.key not in self._documents:
                self._documents[place.key] = None
                self._documents[place.key] = self._parse(place, main=False)
        except Unavailable as fault:
            code = unavailable(fault, MessageCode.MISSING_WADL, MessageCode.MISSING_WADL)
            self._report_once(("wadl", href, self._bases(element)[0].key), code, f"WADL {folded(href)} {fault.text}", element, fault.cause)
            return None
        return self._documents[place.key]

    def sample(self, href: str, element: Element) -> str | None:
        """The text of a sample file; None if it cannot be read, which is reported for each place that refers to it.

        ``href`` is resolved as in :meth:`referenced`.
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
                    # It will not be shown elsewhere either, so its text need not be kept.
                    fault = self._samples[place.key] = Oversize(
                        f"is not shown: the samples of the WADL exceed {size(MAX_SAMPLES)} in total"
                    )
                    raise fault
        except Unavailable as fault:
            code = unavailable(fault, MessageCode.MISSING_SAMPLE, MessageCode.MISSING_SAMPLE)
            location = element.location
            position = (location.entity_file, str(location.entity_line)) if location.entity else (location.file, str(location.line))
            self._report_once(("sample", href, *position), code, f"sample {folded(href)} {fault.text}", element, fault.cause)
            return None
        return text

    def shown_path(self, href: str, element: Element) -> str:
        """The name for messages of a sample file that :meth:`sample` read."""
        return self._find(href, element, MAX_SAMPLE).shown

    @property
    def documents(self) -> tuple[Document, ...]:
        """The WADLs that were read, that given by the user first."""
        return tuple(document for document in self._documents.values() if document is not None)

    @property
    def unread_grammars(self) -> tuple[Diagnostic, ...]:
        """Why grammars that :meth:`schema` and :meth:`schema_text` were asked for are not read, although they may exist.

        They are on the network, or outside the root.  That is no fault of the WADL, so it is not reported.
        """
        return self._schemas.unread

    def grammars(self) -> Iterator[tuple[Document, Element]]:
        """Yields the children of all ``grammars`` elements, of the WADL and then of those that it refers to, with their document."""
        for owner in self.documents:
            for child in owner.root.elements():
                if child.name == "grammars" and child.is_wadl:
                    for grammar in child.elements():
                        yield owner, grammar

    def schema(self, href: str, element: Element) -> Document | None:
        """The XML document of a schema that ``element`` refers to, whatever its root is; ``href`` has no fragment.

        ``href`` is looked up in the grammar map, then resolved as in :meth:`referenced`.  Of a schema that is not well-formed,
        the document has what can be read.  Returns None if the schema is missing, refused, or cannot be read at all.  Both are
        reported once; :attr:`unread_grammars` has those on the network or outside the root.
        """
        return self._schemas.document(href, self._bases(element), element.location)

    def schema_beside(self, href: str, element: Element) -> Document | None:
        """The document of a schema beside the WADL that may be the missing ``href`` to which ``element`` refers; reports nothing.

        Jersey serves the schemas of ``application.wadl`` below that address, as ``application.wadl/xsd0.xsd``, and people save
        them beside it.  So if the folder in ``href`` has the name of the WADL, or of any, it is the file of the same base name
        beside the WADL given by the user.  None if there is no such file, or it is not well-formed, and for a URL.
        """
        main = self._main
        folder, _, name = href.strip().partition("?")[0].rpartition("/")
        folder = folder.rpartition("/")[2]
        if main is None or self._folder is None or not name or self.exists(href, element):
            return None
        is_served = folder.lower().endswith(".wadl") or folder == PurePath(main.path).name
        return self._schemas.silent(name, main) if is_served else None

    def schema_text(self, href: str, near: Element | SourceFile, location: Location | None = None) -> SchemaText | None:
        """The text of a schema that is not XML; ``near`` is the element, or the schema, that refers to it.

        ``href`` has no fragment, and is looked up in the grammar map, then resolved as in :meth:`referenced`, or relative to
        ``near``.  Returns None if the schema is missing or refused, which is reported as in :meth:`schema`, with ``location`` if
        the caller knows better than ``near`` where it is named.
        """
        if isinstance(near, Element):
            return self._schemas.text(href, self._bases(near), location or near.location)
        return self._schemas.text(href, (near,), location or Location(near.shown))

    def exists(self, href: str, element: Element) -> bool:
        """Whether a file that ``element`` refers to exists, such as a grammar; it is not read, and nothing is reported.

        False only if it is known to be missing: files on the network, outside the root or in the grammar map count as existing.
        """
        bases = self._bases(element)
        return self._schemas.is_mapped(href, bases) or self._opened_gate().exists(href, bases)

    def _open(self, source: str, places: Sequence[SourceFile] = ()) -> SourceFile:
        """Creates the gate, and returns the place of the WADL; ``places`` are the first of its trace.  Raises :class:`Unavailable`."""
        if is_url(source):
            from wadl2rst.source.fetch import WebGate  # imports a good part of the standard library, which few runs need

            site = WebGate(source, self._max_size, format_setting=self._format_setting)
            self._gate, self._main = site, site.find(source, [SourceFile(source, source, source)])
            return self._main
        folder, place = FolderGate.of(source, self._root, self._max_size, self._format_setting)
        self._gate, self._folder, self._main = folder, folder, place
        if self._is_traced:
            self._gate = self._traced = Traced(folder, places or (place,), self._max_size, self._format_setting)
        return place

    def _parse(self, place: SourceFile, *, main: bool) -> Document | None:
        """Reads a WADL; reports faults in its content and returns None.  Raises :class:`Unavailable` if it cannot be opened."""
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
            self._report(self._explained(broken.diagnostic, place))
            return None
        return Document(place.key, place.shown, root)

    def _explained(self, diagnostic: Diagnostic, place: SourceFile) -> Diagnostic:
        """The message for a file that is not a WADL; if it was fetched, with what was asked for and what came."""
        if diagnostic.code not in (MessageCode.NOT_XML, MessageCode.NOT_WADL) or not is_url(place.path):
            return diagnostic
        from wadl2rst.source.fetch import WebGate  # already imported, because the file was fetched

        gate = self._opened_gate()
        return replace(diagnostic, text=gate.explained(place, diagnostic.text)) if isinstance(gate, WebGate) else diagnostic

    def _tree(self, place: SourceFile) -> Tree:
        from wadl2rst.source.reader import read_xml  # imports lxml, which a run without changes does not need

        data = self._opened_gate().read(place)
        return read_xml(data, place, report=self._report, load=self._entity_file)

    def _entity_file(self, system: str, base: SourceFile) -> tuple[SourceFile, bytes]:
        """The entity file for a system identifier in the file ``base``, and its bytes; raises :class:`Unavailable`."""
        mapped = self._entity_map.get(system)
        if mapped is None and is_url(base.path):
            mapped = self._entity_map.get(absolute(base.path, system))
        if mapped is not None:
            return self._trusted(mapped)
        gate = self._opened_gate()
        try:
            place = gate.find(system, [base])
        except OnNetwork as fault:
            name = self._format_setting("entity-map", f"{folded(system)}=FILE")
            raise OnNetwork(f"{fault.text}; save a copy and use {name}") from fault
        return place, gate.read(place)

    def _read(self, place: SourceFile) -> bytes:
        return self._opened_gate().read(place)

    def _trusted(self, path: str) -> tuple[SourceFile, bytes]:
        """A file that a setting names, and its bytes; raises :class:`Unavailable`."""
        place, data = self._traced.trusted(path) if self._traced else trusted(path, self._max_size, self._format_setting)
        self._mapped[place.key] = None
        return place, data

    def _text(self, place: SourceFile) -> str | Unavailable:
        try:
            return decode(self._opened_gate().read(place, MAX_SAMPLE))
        except Unavailable as fault:
            return fault

    def _included_text(self, place: SourceFile) -> str:
        return decode(self._opened_gate().read(place))

    def _find(self, href: str, element: Element, limit: int | None = None) -> SourceFile:
        """The place that ``href`` refers to; raises :class:`Unavailable`."""
        return self._find_from(href, self._bases(element), limit)

    def _find_from(self, href: str, bases: tuple[SourceFile, ...], limit: int | None = None) -> SourceFile:
        """The place that ``href`` refers to, resolved against each of ``bases``; raises :class:`Unavailable`."""
        found = self._references.get((href, bases, limit))
        if found is None:
            try:
                found = self._opened_gate().find(href.strip(), bases, limit)
            except Unavailable as fault:
                found = fault
            self._references[href, bases, limit] = found
        if isinstance(found, Unavailable):
            # The same exception is raised repeatedly: each time without the previous traceback.
            raise found.with_traceback(None)
        return found

    def _bases(self, element: Element) -> tuple[SourceFile, ...]:
        """The files against which a reference in ``element`` is resolved, in order."""
        assert self._main is not None, "document() must be called first"
        origin = element.origin
        if isinstance(origin, EntityReference):
            return origin.place, self._main, origin.declared_in(element.line)
        if isinstance(origin, FileOrigin) and origin.place is not self._main:
            return origin.place, self._main
        return (self._main,)

    def _opened_gate(self) -> Gate:
        assert self._gate is not None, "document() must be called first"
        return self._gate

    def _report_once(self, key: tuple[str, ...], code: MessageCode, text: str, element: Element, cause: str) -> None:
        if key not in self._reported:
            self._reported.add(key)
            self._report(Diagnostic(code, text, element.location, cause))


def _is_application(root: Element) -> bool:
    return root.name == "application" and root.namespace in WADL_NAMESPACES


def _is_fragment(root: Element) -> bool:
    """Whether a document is a part of a WADL, such as a single method, that other documents may refer to."""
    return root.namespace != "" and root.namespace in WADL_NAMESPACES
