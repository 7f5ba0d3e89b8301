"""The index above several WADLs that have a folder each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wadl2rst.config.options import Config
from wadl2rst.diagnostics import Report
from wadl2rst.output.writer import RenderedPage
from wadl2rst.page.additions import outer_problems, unmatched_folders
from wadl2rst.page.values import Page, Places, SiteLinks, SourcesPage, SourceSummary
from wadl2rst.page.versions import version_targets, versions_line
from wadl2rst.run.adoption import outer_page
from wadl2rst.run.inputs import Input
from wadl2rst.run.pipeline import FrontEnd, say_of
from wadl2rst.run.source_result import SourceResult
from wadl2rst.run.versions import ApiVersions
from wadl2rst.source.additions import NO_ADDITIONS, AdditionFolder, read_additions


def outer_additions(config: Config, found: Sequence[Input], several: bool, report: Report) -> AdditionFolder:
    """The additions to the index above several WADLs; those that are not used are passed to ``report``."""
    folder = config.additions
    if folder is None:
        return NO_ADDITIONS
    names = [wadl.name for wadl in found] if several else []
    text = "the additions of a single WADL are not in a folder of their own; those in it are not shown"
    if several:
        text = "no WADL has a folder of this name, so the additions in it are not shown"
    for diagnostic in unmatched_folders(folder, names.__contains__, text, names):
        report(diagnostic)
    if not several:
        return NO_ADDITIONS
    additions = read_additions(folder, report)
    for diagnostic in outer_problems(additions, (folder / (names[0] if names else "api")).as_posix() + "/"):
        report(diagnostic)
    return additions


def top_index(
    config: Config, front_end: FrontEnd, title: str, listed: Mapping[Input, SourceResult], versions: ApiVersions, additions: Places
) -> RenderedPage:
    """The index with this title, which lists the WADLs with their results.  Raises :class:`RenderError`.

    A WADL that cannot be read now is listed, too, if pages of an earlier run are there; the index then names only its page.
    """
    indexes = {wadl: f"{wadl.name}/{config.index}" for wadl in listed}
    summaries: list[SourceSummary] = []
    if config.style == "sphinx":
        summaries = [result.summary or SourceSummary(title=wadl.title, page=indexes[wadl]) for wadl, result in listed.items()]
    value = SourcesPage(
        title=title,
        children=tuple(indexes.values()),
        sources=tuple(summaries),
        label=versions.label,
        versions=versions_line(versions.versions.get(versions.label, ()), say_of(config, front_end)),
        additions=additions,
    )
    links = SiteLinks(references={target: target for target in version_targets(versions.versions)})
    page = Page(name=config.index, template="sources", value=value, links=links)
    return outer_page(page, tuple([wadl.key for wadl in listed]), config, front_end)
