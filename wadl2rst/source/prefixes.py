"""Qualified names with a prefix that a generator invented (``ns2:plants``): the prefix becomes the namespace it stands for.

Such a prefix means nothing, and is another one in the next run.  A prefix that somebody chose stays.
"""

from __future__ import annotations

import re

GENERATED = r"(?:ns|n|p|q|a|ext|pre|prefix|d[0-9]+p)_?[0-9]+"
"""The pattern of prefixes that JAXB, .NET, lxml, libxml2 and similar invent."""

_GENERATED = re.compile(GENERATED + r"\Z")

_QNAME = re.compile(rf"\s*({GENERATED}):([^\s:]+)\s*\Z")

ATTRIBUTES = ("element", "type")
"""The attributes with qualified names: ``element`` of ``representation`` and ``type`` of ``param``."""

ELEMENTS = ("representation", "fault", "param")
"""The elements with these attributes."""

LONGEST_NAMESPACE = 200
"""Maximum length of a namespace that replaces its prefix, because every name repeats it; a longer one is left out."""


class Prefixes:
    """The generated prefixes that are declared at a place of a document."""

    def __init__(self) -> None:
        self._declared: dict[str, list[str]] = {}
        self._names: dict[str, str] = {}

    def begin(self, prefix: str | None, namespace: str | None) -> None:
        """Notes a declaration; those of other prefixes are ignored."""
        if prefix and _GENERATED.match(prefix):
            self._declared.setdefault(prefix, []).append(namespace or "")

    def end(self, prefix: str | None) -> None:
        """Forgets the innermost declaration of a prefix."""
        if prefix and (namespaces := self._declared.get(prefix)):
            namespaces.pop()

    def expand(self, attributes: dict[str, str]) -> None:
        """Replaces the prefixes in the attributes of an element: ``ns2:plants`` becomes ``{http://garden.example/}plants``."""
        for key in ATTRIBUTES:
            value = attributes.get(key)
            if value and (name := _QNAME.match(value)):
                namespace = (self._declared.get(name[1]) or [""])[-1]
                full = f"{{{namespace}}}{name[2]}" if 0 < len(namespace) <= LONGEST_NAMESPACE else name[2]
                attributes[key] = self._names.setdefault(full, full)
