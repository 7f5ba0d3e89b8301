"""The line about other versions of an API, on the page of an operation and on the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wadl2rst.page.options import OtherVersion, Say
from wadl2rst.page.values import Line, PageTarget
from wadl2rst.prose import Code, Inline, Reference, Text


def versions_line(versions: Sequence[OtherVersion], say: Say) -> Line:
    """The versions that have the operation, linked, then those that do not; empty if there are none."""
    there = [version for version in versions if version.label]
    missing = [version.title for version in versions if not version.label]
    found: list[Inline] = []
    if there:
        before, _mark, after = say("Other versions: %(versions)s.").partition("%(versions)s")
        found.append(Text(before))
        for number, version in enumerate(there):
            if number:
                found.append(Text(", "))
            found.append(Reference(version.label, (Text(version.title),)))
            if version.request_line:
                found += [Text(" ("), Code(version.request_line), Text(")")]
        found.append(Text(after))
    if missing:
        found.append(Text((" " if there else "") + say("Not in %(versions)s.") % {"versions": ", ".join(missing)}))
    return tuple(found)


def version_targets(versions: Mapping[str, Sequence[OtherVersion]]) -> dict[str, PageTarget]:
    """What the labels of other versions lead to."""
    return {
        version.label: PageTarget(version.page, version.section or version.title, not version.section)
        for found in versions.values()
        for version in found
        if version.label
    }
