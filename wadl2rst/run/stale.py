"""Removes pages whose WADLs belong to no run any more, as far as the manifest of their folder allows it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from wadl2rst.diagnostics import Report, WriteError
from wadl2rst.output.manifest import MANIFEST, ManifestError, manifest_bytes, read_manifest
from wadl2rst.output.writer import Outcome, PageWriter


def remove_pages(
    folder: Path,
    is_gone: Callable[[str], bool],
    report: Report,
    *,
    is_last: bool = True,
    force: bool = False,
    check: bool = False,
) -> Outcome:
    """Removes the pages in ``folder`` whose sources are all gone; ``is_gone`` is called with the key of each.

    Edited pages are kept and reported, unless ``force``.  With ``is_last``, the manifest and the folder are removed, too, if nothing is
    left in them.  With ``check``, nothing is removed; the outcome has what would be.
    """
    manifest = folder / MANIFEST
    try:
        records = read_manifest(manifest.read_bytes())
    except (OSError, ManifestError):
        return Outcome()  # There are no pages, or a run into the folder reports the invalid manifest.
    gone = {source for page in records.values() for source in page.sources if is_gone(source)}
    writer = PageWriter(folder, sources=gone, force=force, check=check, report=report)
    try:
        with writer:
            writer.finish()
    except WriteError as error:
        report(error.diagnostic)
    if is_last and not check:
        with suppress(OSError):
            if manifest.read_bytes() == manifest_bytes({}):
                manifest.unlink()
                folder.rmdir()
    return writer.outcome
