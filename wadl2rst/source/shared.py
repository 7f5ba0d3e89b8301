"""Schemas that several WADLs of a run include, parsed once."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256

from wadl2rst.source.files import SourceFile
from wadl2rst.source.tree import Element

MAX_SHARED = 4 << 20
"""Limit for the total size of the schemas that are kept, in bytes of their files; their trees take about ten times as much."""


class SharedSchemas:
    """The trees of schemas, for the libraries of all WADLs of a run.

    A tree is given only for the very bytes from which it was made, and for the same place, which its messages name: each library still
    asks its gate, reads the file, and records that.
    """

    def __init__(self, limit: int = MAX_SHARED) -> None:
        """Creates an empty collection; ``limit`` is that for the total size of the files whose trees are kept."""
        self._limit = limit
        self._size = 0
        self._trees: OrderedDict[tuple[SourceFile, bytes], tuple[Element, int]] = OrderedDict()
        """The trees with the sizes of their files, by place and digest; that which was not asked for for the longest time is first."""

    def get(self, place: SourceFile, data: bytes) -> Element | None:
        """The root of the tree that was made from ``data``, the content of ``place``; None if it is not kept.

        The caller must not change it.
        """
        if not self._trees:
            return None
        key = _key(place, data)
        if key not in self._trees:
            return None
        self._trees.move_to_end(key)
        return self._trees[key][0]

    def put(self, place: SourceFile, data: bytes, root: Element) -> None:
        """Keeps a tree that depends on nothing but ``place`` and ``data``, in whose parsing nothing was reported."""
        if len(data) > self._limit:
            return
        key = _key(place, data)
        if key in self._trees:
            return
        self._trees[key] = root, len(data)
        self._size += len(data)
        while self._size > self._limit:
            _oldest, (_root, size) = self._trees.popitem(last=False)
            self._size -= size


def _key(place: SourceFile, data: bytes) -> tuple[SourceFile, bytes]:
    return place, sha256(data).digest()
