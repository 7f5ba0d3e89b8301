"""A run over several APIs, each with settings and a folder of its own, and the index above them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from wadl2rst.config.apis import Api, normalized
from wadl2rst.config.options import Config, as_option, is_same_folder
from wadl2rst.diagnostics import Diagnostic, MessageCode, RenderError, Report, WriteError, drop_message
from wadl2rst.output.manifest import MANIFEST, Record, moved_key
from wadl2rst.output.writer import Outcome, PageWriter, RenderedPage, records_in
from wadl2rst.page.additions import PlacedAdditions, outer_problems, unmatched_folders
from wadl2rst.page.values import Page, SiteLinks, SourcesPage, SourceSummary
from wadl2rst.run import inputs
from wadl2rst.run.adoption import Adopted, find_edits, outer_page, write_additions
from wadl2rst.run.build import ADVICE, SEVERAL_TITLE, Listing, build_api, with_tabs
from wadl2rst.run.markdown import MarkdownSite
from wadl2rst.run.pipeline import COMMAND, say_of
from wadl2rst.run.result import Built, Result, SourceProgress
from wadl2rst.run.stale import remove_pages
from wadl2rst.run.versions import NO_VERSIONS, ApiVersions
from wadl2rst.source.additions import NO_ADDITIONS, AdditionFolder, read_additions


def build_apis(
    config: Config, apis: Sequence[Api], report: Report, progress: SourceProgress | None = None, *, markdown: MarkdownSite | None = None
) -> Result:
    """Builds each of ``apis`` into its folder, and the index above them into the output folder of ``config``, the settings of the run.

    Pages of APIs that an earlier run had are removed unless they were edited.  Errors are passed to ``report``, and ``progress`` is called
    as by :func:`~wadl2rst.run.build.build`.
    """
    return _Run(config, apis, report, progress, markdown).run()


class _Run:
    """A run over several APIs."""

    def __init__(
        self, config: Config, apis: Sequence[Api], report: Report, progress: SourceProgress | None, markdown: MarkdownSite | None
    ) -> None:
        self._config = config
        self._apis = [replace(api, config=with_tabs(api.config, config)) for api in apis]
        self._messages = _Messages(apis, report)
        self._report = report
        self._progress = progress or (lambda _done, _total, _what: None)
        self._markdown = markdown
        self._versions = _versions(config, apis)
        self._adopted = Adopted()
        """What was moved from the index above into additions."""
        self._found = [inputs.find_inputs(api.config.sources, config.output, drop_message) for api in apis]

    def run(self) -> Result:
        """Builds the APIs and the index above them."""
        output = self._config.output
        if output is None:
            built = [self._build(number, {}) for number in range(len(self._apis))]
            self._messages.finish()
            self._outer_additions(self._report)
            return self._result(built, Outcome())
        records = records_in(output)
        former = _former_folders(records)
        current = [api.folder for api in self._apis]
        stale = [folder for folder in former if folder not in current]
        keys = [wadl.key for found, _folders in self._found for wadl in found]
        entrance = PageWriter(
            output,
            # Pages of these WADLs from a run without a list of APIs are stale, too.
            sources=[*keys, *map(_manifest_of, (*former, *current))],
            folders=[folder for _found, folders in self._found for folder in folders],
            force=self._config.force,
            check=self._config.check,
            report=self._report,
            edits=self._adopted.edits,
            moved=self._adopted.files,
            advice="" if self._config.adopt else ADVICE,
        )
        built = []
        removed: list[Outcome] = []
        try:
            with entrance:
                for number, api in enumerate(self._apis):
                    built.append(self._build(number, _known_pages(records, api.folder, output)))
                    if built[-1].was_written:
                        entrance.hand_over(api.folder)
                    for key in built[-1].incomplete:
                        entrance.failed(moved_key(key, output / api.folder, output))
                self._messages.finish()
                removed = [self._remove(output / folder) for folder in stale]
                left = [folder for folder in stale if (output / folder / MANIFEST).is_file()]
                self._write_entrance(built, [*current, *left], entrance)
                entrance.finish()
        except WriteError as error:
            self._report(error.diagnostic)
        return self._result(built, entrance.outcome, *removed)

    def _build(self, number: int, known: Mapping[str, Record]) -> Built:
        """Builds an API."""
        api = self._apis[number]
        before = sum(len(found) for found, _folders in self._found[:number])
        total = sum(len(found) for found, _folders in self._found)
        listing = Listing(
            name=api.folder.rpartition("/")[2],
            with_summary=self._config.style == "sphinx",
            elsewhere=self._keys_elsewhere(number),
            known=known,
        )
        part = None if self._markdown is None else self._markdown.part(api.folder)
        built = build_api(
            api.config,
            self._messages.of(number),
            lambda done, _total, what: self._progress(before + done, total, what),
            markdown=part,
            listing=listing,
            versions=self._versions[number],
        )
        self._versions[number] = NO_VERSIONS  # frees the WADLs that were read for it
        if self._markdown is not None and part is not None:
            self._markdown.keys += part.keys
        return built

    def _keys_elsewhere(self, number: int) -> tuple[str, ...]:
        """The keys that the WADLs of the other APIs have in the folder of an API."""
        output = self._config.output
        if output is None:
            return ()
        return tuple(
            [
                moved_key(wadl.key, output, output / self._apis[number].folder)
                for other, (found, _folders) in enumerate(self._found)
                if other != number
                for wadl in found
            ]
        )

    def _remove(self, folder: Path) -> Outcome:
        """Removes the pages of an API that is not listed any more."""
        return remove_pages(folder, lambda _source: True, self._report, force=self._config.force, check=self._config.check)

    def _write_entrance(self, built: Sequence[Built], folders: Sequence[str], entrance: PageWriter) -> None:
        """Writes the index above the APIs, unless none has pages; it is made from the manifests in ``folders``."""
        config = self._config
        listed = [(api, done) for api, done in zip(self._apis, built, strict=True) if done.has_index]
        if not listed:
            self._outer_additions(self._report)
            return
        pages = [f"{api.folder}/{api.config.index}" for api, _done in listed]
        summaries = [_summary(api, done, page) for (api, done), page in zip(listed, pages, strict=True)]
        shown = tuple(summaries) if config.style == "sphinx" else ()
        value = SourcesPage(title=self._title, children=tuple(pages), sources=shown)
        sources = tuple(map(_manifest_of, folders))
        try:
            if config.adopt and config.additions is not None:
                looked_at = replace(value, additions=PlacedAdditions(self._outer_additions(drop_message)).of_index())
                found = find_edits(config, lambda compare: compare(self._entrance_page(looked_at, sources)))
                write_additions(config, found, self._report)
                self._adopted.edits.update(found.edits)
                self._adopted.files.update(found.files)
                self._adopted.lines += found.lines
            value = replace(value, additions=PlacedAdditions(self._outer_additions(self._report)).of_index())
            entrance.page(self._entrance_page(value, sources))
        except RenderError as fault:
            self._report(fault.diagnostic)
            return
        if self._markdown is not None:
            entries = [(summary.title, f"{summary.page}.md", summary.summary) for summary in summaries]
            self._markdown.entrance(f"{config.index}.md", self._title, entries, say_of(config, COMMAND), value.additions)

    def _entrance_page(self, value: SourcesPage, sources: tuple[str, ...]) -> RenderedPage:
        """The index above the APIs, made from ``sources``."""
        page = Page(name=self._config.index, template="sources", value=value, links=SiteLinks())
        return outer_page(page, sources, self._config, COMMAND)

    def _outer_additions(self, report: Report) -> AdditionFolder:
        """The additions to the index above the APIs; those that are not used are passed to ``report``."""
        folder = self._config.additions
        if folder is None:
            return NO_ADDITIONS
        used = [api.config.additions for api in self._apis if api.config.additions is not None]
        used_or_above = {path for one in used for path in (one, *one.parents)}
        text = "no API has an output of this name, so the additions in it are not shown"
        names = [api.folder for api in self._apis]
        for diagnostic in unmatched_folders(folder, lambda name: folder / name in used_or_above, text, names):
            report(diagnostic)
        if any(is_same_folder(folder, one) for one in used):
            return NO_ADDITIONS  # an entry names it as that of its own
        additions = read_additions(folder, report)
        for diagnostic in outer_problems(additions, (folder / self._apis[0].folder).as_posix() + "/", "an API"):
            report(diagnostic)
        return additions

    @property
    def _title(self) -> str:
        """The title of the index above the APIs."""
        return self._config.title or SEVERAL_TITLE

    def _result(self, built: Sequence[Built], *outcomes: Outcome) -> Result:
        """The sum of all results, and of the ``outcomes`` of the pages that belong to no API."""
        results = [done.result for done in built]
        counted: list[Result | Outcome] = [*results, *outcomes]
        return Result(
            operations=sum(result.operations for result in results),
            written=sum(result.written for result in counted),
            unchanged=sum(result.unchanged for result in counted),
            removed=sum(result.removed for result in counted),
            kept=sum(result.kept for result in counted),
            changes=(
                *(change for result in results for change in result.changes),
                *(change.diff for outcome in outcomes for change in outcome.changes),
            ),
            adopted=(*(line for result in results for line in result.adopted), *self._adopted.lines),
            title=self._title,
            sources=sum(result.sources for result in results),
            failed=sum(result.failed for result in results),
            files=tuple(dict.fromkeys(file for result in results for file in result.files)),
            missing=tuple(dict.fromkeys(file for result in results for file in result.missing)),
        )


class _Messages:
    """The messages of the APIs.

    A filter of an entry that matches nothing is reported with the line of the entry; one for all APIs only if it matches in none.
    """

    def __init__(self, apis: Sequence[Api], report: Report) -> None:
        self._apis = apis
        self._report = report
        self._unmatched: Counter[Diagnostic] = Counter()
        self._common: dict[Diagnostic, str] = {}

    def of(self, number: int) -> Callable[[Diagnostic], None]:
        """Receives the messages of an API."""

        def report(diagnostic: Diagnostic) -> None:
            entry = self._apis[number].entry
            if diagnostic.code is MessageCode.UNGROUPED:
                diagnostic = replace(diagnostic, location=entry.location("groups"))
            if diagnostic.code is not MessageCode.UNMATCHED_FILTER:
                self._report(diagnostic)
                return
            name = _setting_of(diagnostic)
            if name in entry.values:
                self._report(replace(diagnostic, location=entry.location(name)))
            else:
                self._unmatched[diagnostic] += 1
                self._common[diagnostic] = name

        return report

    def finish(self) -> None:
        """Reports the filters for all APIs that matched in none."""
        for diagnostic, count in self._unmatched.items():
            if count == sum(self._common[diagnostic] not in api.entry.values for api in self._apis):
                self._report(diagnostic)


def _setting_of(diagnostic: Diagnostic) -> str:
    """The setting that a message about a filter names."""
    names = ("include", "exclude", "methods", "ids")
    if diagnostic.text.startswith("groups: "):
        return "groups"
    return next((name for name in names if diagnostic.text.startswith(as_option(name, "x")[:-1])), "")


def _versions(config: Config, apis: Sequence[Api]) -> list[ApiVersions]:
    """The other versions of each API."""
    if not any(api.config.also for api in apis):
        return [NO_VERSIONS] * len(apis)
    from wadl2rst.run.find_versions import find_versions  # only needed for versions

    is_traced = config.output is not None and not config.check and not config.no_cache
    return find_versions([(api.folder, api.config) for api in apis], COMMAND, traced=is_traced)


def _summary(api: Api, built: Built, page: str) -> SourceSummary:
    """What the index above says about an API; of one that cannot be read now, only where its pages are."""
    title = built.result.title or api.config.title or api.folder.rpartition("/")[2]
    summary = built.summary or SourceSummary(title=title, page=page)
    return replace(summary, page=page)


def _manifest_of(folder: str) -> str:
    """What the index above is made from: the manifest of an API, by its path below the output folder."""
    return f"{folder}/{MANIFEST}"


def _former_folders(records: Mapping[str, Record]) -> list[str]:
    """The folders of the APIs that earlier runs listed."""
    keys = sorted({source for path, record in records.items() if "/" not in path for source in record.sources})
    folders = [key.removesuffix(f"/{MANIFEST}") for key in keys if key.endswith(f"/{MANIFEST}")]
    return [folder for folder in folders if normalized(folder) == folder]


def _known_pages(records: Mapping[str, Record], folder: str, output: Path) -> dict[str, Record]:
    """The records of pages in the folder of an API that are in the manifest above, from a run without a list of APIs."""
    below = f"{folder}/"
    return {
        path.removeprefix(below): Record(tuple(sorted(moved_key(key, output, output / folder) for key in record.sources)), record.sha256)
        for path, record in records.items()
        if path.startswith(below)
    }
