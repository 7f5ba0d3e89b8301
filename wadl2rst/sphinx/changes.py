"""The directive ``.. wadl:changes:: new.wadl``: what has changed since an older version of the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.typing import OptionSpec

from wadl2rst.changes.compare import compare
from wadl2rst.config.options import is_url
from wadl2rst.diagnostics import Diagnostic, LoadError, RenderError
from wadl2rst.page.changes import links_of
from wadl2rst.page.plan import SitePlan
from wadl2rst.run import pipeline
from wadl2rst.run.changes import ApiWadl, Version, page_of
from wadl2rst.run.inputs import find_inputs
from wadl2rst.sphinx import front_end
from wadl2rst.sphinx.collectors import page_notes
from wadl2rst.sphinx.directives import Wadl, WadlDirective, template_files, with_blank_line
from wadl2rst.sphinx.reading import READER, with_root
from wadl2rst.wadl.filters import Filters


class Changes(WadlDirective):
    """``.. wadl:changes:: new.wadl`` with the option ``:since: old.wadl``: the changes between two WADLs, or two folders of them."""

    describes = False
    option_spec: ClassVar[OptionSpec] = {
        "since": directives.unchanged_required,
        **{name: Wadl.option_spec[name] for name in ("include", "exclude", "methods", "ids", "lang", "prefix", "name")},
    }

    def filters(self) -> Mapping[str, tuple[str, ...]]:
        """The filters of the directive; for those that it lacks, those of ``conf.py`` apply."""
        return {name: tuple(self.options[name]) for name in ("include", "exclude", "methods", "ids") if name in self.options}

    def run(self) -> list[nodes.Node]:
        """The nodes of the changes."""
        sources = [str(self.options.get("since", "")).strip(), self.source()]
        if not sources[0]:
            return self._warn(f"{self.name} requires the older version: give its WADL, or a folder of WADLs, with :since:", "config")
        filters = pipeline.make_filters(self._settings)
        versions: list[Version] = []
        for source in sources:
            version = self._version(source, filters)
            if isinstance(version, str):
                if version:
                    self._warn(version, "network" if is_url(source) else "unreadable")
                # Repeat the error in each build until the WADLs can be read.
                self.env.note_reread()
                return []
            versions.append(version)
        for option, value in filters.unmatched():
            self._warn(f":{option}: {value} matches no operation of {sources[0]} and {sources[1]}", "unmatched-filter")
        try:
            return self._shown(*versions)
        except (LoadError, RenderError) as fault:
            self.env.note_reread()
            front_end.report_diagnostic(fault.diagnostic)
            return []

    def _version(self, source: str, filters: Filters) -> Version | str:
        """The WADLs of one version; if they cannot be read, what is to be said of that, or an empty text if it was said."""
        if is_url(source):
            return f"{source} is a URL; save the WADL and specify the file"
        path = self._path(source)
        if not path.exists():
            return f"{source} not found (looked for {path})"
        notes = page_notes(self.env)
        if path.is_dir():
            notes.note_wadls(path)
        problems: list[Diagnostic] = []
        found, _folders = find_inputs([str(path)], None, problems.append)
        problems += [wadl.fault for wadl in found if wadl.fault is not None]
        notes.messages.append(tuple(problems))
        wadls: list[ApiWadl] = []
        for wadl in found:
            read = READER.read(Path(wadl.source), with_root(self._settings, Path(wadl.source), Path(self.env.srcdir)))
            notes.messages.append(read.diagnostics)
            notes.missing_files.update(read.missing)
            for file in read.files:
                self.env.note_dependency(file)
            if read.application is not None:
                shown = filters.apply(read.groups)
                wadls.append(ApiWadl(input=wadl, application=read.application, groups=read.groups, shown=shown))
        return Version(source, tuple(wadls), path.is_dir()) if wadls and len(wadls) == len(found) and not problems else ""

    def _shown(self, old: Version, new: Version) -> list[nodes.Node]:
        config = self._settings
        provided = front_end.front_end_of(self.config, self.env.events, Path(self.env.srcdir), tabs=False)
        old, new = (_kept(version, provided.keep) for version in (old, new))
        comparison = compare(old.api, new.api)
        titles: dict[str, str] = {}

        def label(_wadl: ApiWadl, plan: SitePlan, position: int) -> str:
            named = plan.operations[position]
            titles[named.label.lower()] = named.title
            return named.label

        page = page_of(comparison, old, new, config, label_of=label, front_end=provided)
        page_notes(self.env).note_label_titles(titles)  # those that no page has are shown as text
        if config.templates is not None:
            page_notes(self.env).note_templates(config.templates)
        for file in template_files(config):
            self.env.note_dependency(file)
        renderer = pipeline.make_renderer(config, provided)
        return self._parsed(list(with_blank_line(renderer.changes(page, links_of(page, page.label), standalone=False))))


def _kept(version: Version, keep: Callable[..., bool] | None) -> Version:
    """A version without the operations that a handler of ``wadl-skip`` leaves out."""
    if keep is None:
        return version
    wadls = (
        replace(wadl, shown=tuple(replace(group, operations=tuple(filter(keep, group.operations))) for group in wadl.shown))
        for wadl in version.wadls
    )
    return Version(version.name, tuple(wadls), version.is_several)
