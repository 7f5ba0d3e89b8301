"""The schemas of one WADL: found, mapped to files by a setting, and read as far as possible."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin

from wadl2rst.config.options import FormatSetting, is_url
from wadl2rst.diagnostics import Diagnostic, LoadError, Location, MessageCode, Report, recording
from wadl2rst.source.doctype import LoadEntityFile
from wadl2rst.source.documents import Document, SchemaText
from wadl2rst.source.encoding import decode
from wadl2rst.source.files import OnNetwork, Refused, SourceFile, Unavailable, folded, unavailable
from wadl2rst.source.malformed import schema_fault
from wadl2rst.source.shared import SharedSchemas


class Access(NamedTuple):
    """How schemas are found and read; all functions raise :class:`~wadl2rst.source.files.Unavailable`."""

    find: Callable[[str, tuple[SourceFile, ...]], SourceFile]
    """The place that an address refers to, resolved against each of the files in turn."""
    read: Callable[[SourceFile], bytes]
    """The bytes of a place."""
    trusted: Callable[[str], tuple[SourceFile, bytes]]
    """A file that the user names, which may be anywhere, and its bytes."""
    entity: LoadEntityFile
    """An entity file of a schema."""


class Schemas:
    """Reads schemas: each file once, and each fault is reported once."""

    def __init__(
        self,
        access: Access,
        report: Report,
        grammar_map: Mapping[str, str],
        format_setting: FormatSetting,
        shared: SharedSchemas | None = None,
    ) -> None:
        """``grammar_map`` maps addresses of grammars to files; ``format_setting`` formats the name of that setting in messages.

        ``shared`` has the schemas that other WADLs include too.
        """
        self._access = access
        self._report = report
        self._map = grammar_map
        self._format_setting = format_setting
        self._shared = SharedSchemas(0) if shared is None else shared
        self._documents: dict[str, Document | None] = {}
        self._places: dict[str, SourceFile] = {}
        """The places of the files of the map that were read."""
        self._addresses: dict[str, str] = {}
        """The URLs for which these files were read, by the key of the file."""
        self._unread: dict[tuple[str, str], Diagnostic] = {}
        self._reported: set[tuple[str, str]] = set()

    @property
    def unread(self) -> tuple[Diagnostic, ...]:
        """Why schemas are not read that may exist: they are on the network, or outside the root."""
        return tuple(self._unread.values())

    def document(self, href: str, bases: tuple[SourceFile, ...], location: Location) -> Document | None:
        """The XML document of the schema ``href``; None if there is none, which is reported for ``location``, or is in :attr:`unread`.

        ``href`` is looked up in the map, then resolved against ``bases``.
        """
        try:
            place, read = self._find(href, bases)
            if place.key not in self._documents:
                self._documents[place.key] = None
                self._documents[place.key] = self._parsed(place, read(), self._report)
        except Unavailable as fault:
            self._report_unavailable(fault, href, bases[0], location)
            return None
        return self._documents[place.key]

    def silent(self, href: str, base: SourceFile) -> Document | None:
        """The XML document of the schema ``href``, if it exists and is well-formed; reports nothing."""
        try:
            place = self._access.find(href, (base,))
            if place.key not in self._documents:
                faults: list[Diagnostic] = []
                document = self._parsed(place, self._access.read(place), faults.append)
                if faults:
                    return None
                self._documents[place.key] = document
        except Unavailable:
            return None
        return self._documents[place.key]

    def text(self, href: str, bases: tuple[SourceFile, ...], location: Location) -> SchemaText | None:
        """The text of the schema ``href``; otherwise as :meth:`document`."""
        try:
            place, read = self._find(href, bases)
            return SchemaText(place, decode(read()))
        except Unavailable as fault:
            self._report_unavailable(fault, href, bases[0], location)
            return None

    def is_mapped(self, href: str, bases: Sequence[SourceFile]) -> bool:
        """Whether the map has a file for ``href``."""
        return self._mapped(href.strip(), bases)[0] is not None

    def _find(self, href: str, bases: tuple[SourceFile, ...]) -> tuple[SourceFile, Callable[[], bytes]]:
        """The place of a schema, and what reads it; raises :class:`Unavailable`, as that does."""
        path, address = self._mapped(href.strip(), bases)
        if path is None:
            place = self._access.find(href.strip(), bases)
            return place, lambda: self._access.read(place)
        known = self._places.get(path)
        if known is not None:
            return known, lambda: self._access.trusted(path)[1]
        place, data = self._access.trusted(path)
        self._places[path] = place
        if is_url(address):
            self._addresses[place.key] = address
        return place, lambda: data

    def _mapped(self, href: str, bases: Sequence[SourceFile]) -> tuple[str | None, str]:
        """The file that the grammar map has for ``href``, None for none, and the address under which it has it."""
        if not self._map:
            return None, ""
        joined = (absolute(address, href) for base in bases if is_url(address := self._addresses.get(base.key, base.path)))
        for address in (href, *joined):
            if address in self._map:
                return self._map[address], address
        return None, ""

    def _parsed(self, place: SourceFile, data: bytes, report: Report) -> Document | None:
        """Parses a schema; faults in its content are passed to ``report``.  None if nothing of it can be read."""
        from wadl2rst.source.reader import read_xml  # imports lxml, which a run without changes does not need
        from wadl2rst.source.recovery import recovered

        known = self._shared.get(place, data)
        if known is not None:
            return Document(place.key, place.shown, known)
        said: list[Diagnostic] = []
        try:
            root = read_xml(data, place, report=recording(said, report), load=self._access.entity).root
            if not said and _stands_alone(data):
                self._shared.put(place, data, root)
            return Document(place.key, place.shown, root)
        except LoadError as broken:
            fault = broken.diagnostic
        if fault.code not in (MessageCode.NOT_XML, MessageCode.NOT_WADL):
            report(fault)
            return None
        try:
            rest = recovered(data, place)
        except LoadError as broken:
            report(broken.diagnostic)
            return None
        report(replace(fault, code=MessageCode.BROKEN_GRAMMAR, text=schema_fault(fault.text, is_read=rest is not None)))
        return None if rest is None else Document(place.key, place.shown, rest)

    def _report_unavailable(self, fault: Unavailable, href: str, base: SourceFile, location: Location) -> None:
        """Reports once that the grammar ``href`` of the file ``base`` cannot be read, or notes it in :attr:`unread`."""
        text = f"grammar {folded(href)} {fault.text}"
        if isinstance(fault, OnNetwork):
            text += f"; save a copy and use {self._format_setting('grammar-map', f'{folded(href)}=FILE')}"
        if isinstance(fault, OnNetwork | Refused):
            self._unread.setdefault((href, base.key), Diagnostic(MessageCode.MISSING_GRAMMAR, text, location, fault.cause))
        elif (href, base.key) not in self._reported:
            self._reported.add((href, base.key))
            code = unavailable(fault, MessageCode.MISSING_GRAMMAR, MessageCode.MISSING_GRAMMAR)
            self._report(Diagnostic(code, text, location, fault.cause))


def _stands_alone(data: bytes) -> bool:
    """Whether a document certainly has no DOCTYPE: neither other files nor entities make its tree something else, or larger.

    In an encoding such as UTF-16, the word would not be found.
    """
    return b"<!DOCTYPE" not in data and data.startswith((b"<", codecs.BOM_UTF8)) and b"\0" not in data


def absolute(base: str, reference: str) -> str:
    """A reference resolved against a URL, without fragment; unchanged if that is impossible."""
    try:
        return urldefrag(urljoin(base, reference)).url
    except ValueError:
        return reference
