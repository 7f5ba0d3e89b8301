"""Namespace prefixes: those in scope, and those that a generator invented.

A generated prefix (``ns2:plants``) means nothing, and is another one in the next run: in names, the namespace it stands for
replaces it.  A prefix that somebody chose stays.
"""

from __future__ import annotations

import re

from wadl2rst.source.tree import Element, Namespaces

GENERATED_PREFIX = r"(?:ns|n|p|q|a|ext|pre|prefix|d[0-9]+p)_?[0-9]+"
"""The pattern of prefixes that JAXB, .NET, lxml, libxml2 and similar invent."""

_QNAME = re.compile(rf"\s*({GENERATED_PREFIX}):([^\s:]+)\s*\Z")

LONGEST_NAMESPACE = 200
"""Maximum length of a namespace that replaces its prefix, because every name repeats it; a longer one is left out."""


class Prefixes:
    """The namespace declarations in scope while a document is parsed."""

    def __init__(self) -> None:
        self.current = Namespaces()
        """Those of the current element."""
        self.is_new = False
        """Whether no element has them yet; set it to False when one gets them."""
        self._outer: list[Namespaces] = []

    def begin(self, prefix: str | None, namespace: str | None) -> None:
        """A declaration of the next element."""
        self._outer.append(self.current)
        if not self.is_new:
            self.current = Namespaces(self.current)
            self.is_new = True
        self.current.declare(prefix or "", namespace or "")

    def end(self, _prefix: str | None) -> None:
        """The end of the scope of the latest declaration that is still in scope."""
        self.current = self._outer.pop()
        self.is_new = False


def without_generated(name: str, element: Element) -> str:
    """A qualified name in an attribute of ``element``: as written, but ``{namespace}name`` if a generator invented its prefix.

    If the prefix is not declared, or the namespace is very long, the local name alone.
    """
    found = _QNAME.match(name)
    if found is None:
        return name
    namespace = element.namespaces.get(found[1]) or ""
    return f"{{{namespace}}}{found[2]}" if 0 < len(namespace) <= LONGEST_NAMESPACE else found[2]
