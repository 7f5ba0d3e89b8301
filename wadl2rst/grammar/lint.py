"""Rules for ``--lint`` about grammars: those that nothing uses, prefixes bound to another version, names that nothing declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import is_dataclass
from typing import NamedTuple

from wadl2rst.diagnostics import Diagnostic, Location, MessageCode
from wadl2rst.grammar.references import References
from wadl2rst.grammar.xsd_parts import is_schema, raw_children
from wadl2rst.grammar.xsd_set import without_fragment
from wadl2rst.prose import CodeBlock
from wadl2rst.source.documents import Document
from wadl2rst.source.files import folded
from wadl2rst.source.library import Library
from wadl2rst.source.tree import Element
from wadl2rst.wadl.components import Grammar
from wadl2rst.wadl.model import Doc
from wadl2rst.wadl.walk import walk


def check_grammars(
    document: Document, grammar: Grammar, includes: Sequence[Element], references: References | None, library: Library
) -> Iterator[Diagnostic]:
    """All findings on the grammars of a WADL.

    ``grammar`` is what the WADL ``document`` needs of them, ``includes`` are its ``include`` elements, ``references`` what its names
    mean, None if no schema was read, and ``library`` has read them.
    """
    if references is not None:
        # What nothing seems to use may be what a name means that is not followed, because another grammar was not read.
        sources = (source for source in _sources(includes, library) if source.namespaces.isdisjoint(references.open_namespaces))
        yield from unused_grammars(sources, used_files(grammar))
        yield from other_versions(document.root.namespaces.declared, document.root.location, references)
        yield from undefined_names(references)
    yield from library.unread_grammars


class GrammarSource(NamedTuple):
    """A grammar that the WADL includes, and that was read."""

    href: str
    """Its address, as written."""
    location: Location
    """The location of the ``include``."""
    files: Set[str]
    """The names for messages of its file, and of those that it includes or imports, directly or not."""
    namespaces: Set[str] = frozenset()
    """The target namespaces of these."""


def used_files(grammar: Grammar) -> frozenset[str]:
    """The names for messages of the files that contain a component of ``grammar``, which is one that the WADL uses."""
    maps = (grammar.bodies, grammar.json_bodies, grammar.params, grammar.elements, grammar.types)
    values = (value for values in maps for value in values.values() if is_dataclass(value))
    components = (value for value in walk(*values, closed=(Doc, CodeBlock)) if not isinstance(value, Doc | CodeBlock))
    return frozenset(value.location.file for value in components if hasattr(value, "location"))


def unused_grammars(sources: Iterable[GrammarSource], used: Set[str]) -> Iterator[Diagnostic]:
    """A grammar is included, but neither the WADL nor another grammar uses a component of it; ``used`` is from :func:`used_files`."""
    for source in sources:
        if used.isdisjoint(source.files):
            text = f"nothing refers to an element or a type of grammar {folded(source.href)}"
            yield Diagnostic(MessageCode.UNUSED, text, source.location)


def _sources(includes: Sequence[Element], library: Library) -> Iterator[GrammarSource]:
    """The grammars that are schemas in XML and were read, with what they include and import."""
    for include in includes:
        href = without_fragment(include.get("href"))
        pending = [_schema(href, include, library)]
        files: set[str] = set()
        namespaces: set[str] = set()
        while pending:
            document = pending.pop()
            if document is not None and document.shown not in files:
                files.add(document.shown)
                namespaces.add(document.root.get("targetNamespace").strip())
                named = [child for child in raw_children(document.root) if child.name in _NAMING]
                pending += [_schema(without_fragment(child.get("schemaLocation")), child, library) for child in named]
        if files:
            yield GrammarSource(href, include.location, files, namespaces)


_NAMING = ("include", "import", "redefine", "override")


def _schema(href: str, element: Element, library: Library) -> Document | None:
    """The schema document that ``element`` names, if it can be read."""
    document = library.schema(href, element) if href and library.exists(href, element) else None
    return document if document is not None and is_schema(document.root) else None


_VERSION = re.compile(r"v?[0-9]+(?:[._-][0-9]+)*", re.IGNORECASE)


def other_versions(prefixes: Mapping[str, str], location: Location, references: References) -> Iterator[Diagnostic]:
    """A prefix is bound to another version of the namespace of a grammar.

    ``prefixes`` are the namespaces by prefix that are declared at ``location``.  If ``references`` have a message on names with that
    namespace, there is none here.
    """
    by_name: dict[str, set[str]] = {}
    for name in (*references.declared.elements, *references.declared.types):
        by_name.setdefault(_without_version(name.namespace or ""), set()).add(name.namespace or "")
    for prefix, namespace in prefixes.items():
        same = by_name.get(_without_version(namespace), set())
        if same and namespace not in same and namespace not in references.missed_namespaces:
            known = " and ".join(folded(one) for one in sorted(same)[:3])
            subject = f"the prefix {folded(prefix)} stands for" if prefix else "the default namespace is"
            text = f"{subject} {folded(namespace)}, but the grammars declare elements and types in {known}, another version"
            yield Diagnostic(MessageCode.MISNAMED, text, location)


def _without_version(namespace: str) -> str:
    """A namespace without its versions, the scheme and a slash at the end, in which versions differ as well."""
    return _VERSION.sub("#", re.sub(r"\Ahttps?:", "", namespace.rstrip("/"), flags=re.IGNORECASE))


def undefined_names(references: References) -> Iterator[Diagnostic]:
    """The WADL names an element or a type that its grammars do not declare, or that could be several."""
    yield from references.findings()
