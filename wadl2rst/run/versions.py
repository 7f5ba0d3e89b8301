"""What the run of an API knows about its other versions, found by :mod:`wadl2rst.run.find_versions`."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from wadl2rst.diagnostics import Diagnostic
from wadl2rst.page.options import OtherVersion
from wadl2rst.run.pipeline import LoadedWadl

Versions = Mapping[str, tuple[OtherVersion, ...]]
"""The other versions of operations, by label, and of the API, by the label of its index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiVersions:
    """What the run of an API knows about its other versions."""

    versions: Versions = field(default_factory=dict)
    """The other versions; pages are relative to the folder of all APIs."""
    label: str = ""
    """The label of the index of the API, if another version leads to it."""
    folder: str = ""
    """The folder of the API, relative to that of all APIs, with slashes."""
    loaded: Mapping[str, tuple[LoadedWadl, tuple[Diagnostic, ...]]] = field(default_factory=dict)
    """WADLs that have been read for this, with the messages about them, by their source."""

    def seen_from(self, folder: str) -> Versions:
        """The other versions, with pages relative to ``folder``, a folder of the API."""
        start = posixpath.join(self.folder, folder)
        return {
            label: tuple([replace(one, page=posixpath.relpath(one.page, start)) if one.page else one for one in found])
            for label, found in self.versions.items()
        }


NO_VERSIONS = ApiVersions()
"""An API without other versions."""
