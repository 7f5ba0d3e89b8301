"""The Markdown pages of an HTML site: written by a run into the folder of the site, next to the pages in HTML.

The record of :class:`~wadl2rst.output.site_files.SiteFiles` also has the summary of each API for ``llms.txt``, and the digest of the
pages in reStructuredText that the Markdown belongs to: a WADL that the cache knows is not read again for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wadl2rst.config.options import Config
from wadl2rst.diagnostics import Report
from wadl2rst.markdown.inline import Links, no_links
from wadl2rst.markdown.llms import ApiSummary, Sentences, from_json, llms_txt, summary_of, to_json
from wadl2rst.markdown.pages import MarkdownPages, page_links, text_of
from wadl2rst.output.site_files import SiteFiles
from wadl2rst.page.options import Say
from wadl2rst.page.plan import SitePlan
from wadl2rst.page.values import NO_PLACES, IndexPage, Page, Places
from wadl2rst.run.html import DOCTREES
from wadl2rst.run.pipeline import COMMAND, say_of

if TYPE_CHECKING:
    from wadl2rst.page.merged import MergedPlan

LLMS = "llms.txt"
"""The name of the file that lists the operations."""

OF_COMMAND, OF_EXTENSION = "command", "extension"
"""Who writes Markdown: each has a record of its own, as the extension runs in the builds of the command, too."""

WriteText = Callable[[str, str], None]
"""Called with the path of each file, relative to the output folder, and its text."""


def wants_markdown(config: Config) -> bool:
    """Whether the command writes Markdown: with a site, unless it has templates, which may leave out what Markdown would show."""
    return config.markdown == "always" or (config.markdown == "auto" and config.templates is None)


def record_file(site: Path, doctrees: Path, who: str) -> Path:
    """The record of the Markdown of a ``site``, next to the doctrees of Sphinx, which several sites can share."""
    place = os.path.relpath(os.path.realpath(site), os.path.realpath(doctrees)).replace(os.sep, "/")
    return doctrees / f"wadl2rst-markdown-{who}-{sha256(place.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}.json"


class MarkdownSource:
    """Writes the Markdown pages of one API."""

    def __init__(self, site: SitePlan | MergedPlan, say: Say, folder: str, write: WriteText) -> None:
        """``folder`` is the path of its pages, which is empty or ends with a slash."""
        self._site = site
        self._say = say
        self._folder = folder
        self._write = write
        self._sentences = Sentences()
        self.summary: ApiSummary | None = None
        """The summary for ``llms.txt``, after the index."""

    def page(self, page: Page) -> None:
        """Writes a page; the index comes last."""
        references = page.links.references
        self._write(f"{self._folder}{page.name}.md", MarkdownPages(self._links(references, page.name), self._say).page(page))
        self._sentences.note(page)
        if isinstance(page.value, IndexPage):
            self.summary = summary_of(page.value, page.name, self._sentences, self._links(references, ""))

    def _links(self, references: Mapping[str, str], page: str) -> Links:
        return page_links(references, self._site.targets, page)


class MarkdownSite:
    """The Markdown pages of the WADLs of a run, which writes pages into one folder."""

    def __init__(self, files: SiteFiles, *, prefix: str = "") -> None:
        """``prefix`` is the path of the output folder on the site, which is empty or ends with a slash."""
        self._files = files
        self._prefix = prefix
        self.keys: list[str] = []
        """The keys in the record of the WADLs of the run, in order."""

    def write(self, path: str, text: str) -> None:
        """Writes a file; ``path`` is relative to the output folder."""
        self._files.write(self._prefix + path, text)

    def expect(self, keys: Sequence[str]) -> None:
        """Tells the WADLs of the run, in order, by their keys in the manifest."""
        self.keys = [self._key(key) for key in keys]

    def is_current(self, key: str, pages: Mapping[str, str]) -> bool:
        """Whether the site has the Markdown of the WADL ``key``, unchanged; ``pages`` has the SHA-256 of its pages by path."""
        try:
            known = self._apis[self._key(key)]
            is_same = known["pages"] == _digest(pages) and from_json(known["summary"]) is not None
        except (KeyError, TypeError, ValueError):
            return False
        return is_same and self._files.keep([self._prefix + path.removesuffix(".rst") + ".md" for path in pages])

    def note(self, key: str, folder: str, summary: ApiSummary, pages: Mapping[str, str]) -> None:
        """Records the summary of the WADL ``key``, whose pages are in ``folder``, instead of any that had the same index before."""
        place = self._prefix + folder, summary.address
        for other in list(self._apis):
            found = _recorded(self._apis, other)
            if found is not None and (found[0], found[1].address) == place:
                del self._apis[other]
        self._apis[self._key(key)] = {"folder": self._prefix + folder, "summary": to_json(summary), "pages": _digest(pages)}

    def sources(self, path: str, title: str, keys: Sequence[str], say: Say, additions: Places = NO_PLACES) -> None:
        """Writes the index of the WADLs ``keys``, with the ``additions`` to it."""
        entries = []
        for key in keys:
            found = _recorded(self._apis, self._key(key))
            if found is not None:
                folder, api = found
                entries.append((api.title, folder.removeprefix(self._prefix) + api.address, api.sentence))
        self.entrance(path, title, entries, say, additions)

    def entrance(self, path: str, title: str, entries: Sequence[tuple[str, str, str]], say: Say, additions: Places = NO_PLACES) -> None:
        """Writes an index of APIs: the title of each, the address of its index, and a sentence about it, which may be empty."""
        self.write(path, text_of(MarkdownPages(no_links, say).sources(title, entries, additions)))

    def part(self, folder: str) -> MarkdownSite:
        """The pages below a folder, which has a run of its own."""
        return MarkdownSite(self._files, prefix=f"{self._prefix}{folder}/")

    def _key(self, key: str) -> str:
        """The key in the record: one WADL can have pages in several folders."""
        return f"{self._prefix}\n{key}"

    @property
    def _apis(self) -> dict[str, Any]:
        return _apis(self._files)


def finish(
    files: SiteFiles,
    title: str,
    keys: Sequence[str],
    is_there: Callable[[str], bool],
    say: Say,
    *,
    more: Sequence[tuple[str, ApiSummary]] = (),
    base: str = "",
) -> None:
    """Writes ``llms.txt`` and removes what belongs to pages that are no longer there.

    ``keys`` are the WADLs of the runs, in order, from :attr:`MarkdownSite.keys`; WADLs of other runs follow.  ``is_there`` says whether
    the page of a path is still there.  ``more`` are other parts of the site, each with its folder.  ``base`` is the address of the
    site, if links must be absolute.
    """
    apis = _apis(files)
    position = {key: number for number, key in enumerate(keys)}
    listed: list[tuple[str, ApiSummary]] = []
    for key in sorted(apis, key=lambda key: (position.get(key, len(position)), key)):
        found = _recorded(apis, key)
        if found is not None and is_there("".join((found[0], found[1].address))):
            listed.append(found)
        else:
            del apis[key]
    listed += more
    if listed:
        files.write(LLMS, llms_txt(title, listed, say, base=base))
    files.finish(lambda path: path != LLMS and is_there(path))


def _apis(files: SiteFiles) -> dict[str, Any]:
    """The recorded APIs by key."""
    found = files.notes.get("apis")
    if not isinstance(found, dict):
        found = files.notes["apis"] = {}
    return found


def _recorded(apis: Mapping[str, Any], key: str) -> tuple[str, ApiSummary] | None:
    """The folder and summary of a recorded API; None if there is none, or if the record is damaged."""
    try:
        return str(apis[key]["folder"]), from_json(apis[key]["summary"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


class CommandMarkdown(MarkdownSite):
    """The Markdown pages of the site of the command."""

    def __init__(self, config: Config, report: Report) -> None:
        """``config`` has the folders of the pages and of the site; errors are passed to ``report``."""
        assert config.html is not None and config.output is not None, "only sites have Markdown"
        super().__init__(SiteFiles(config.html, record_file(config.html, config.output / DOCTREES, OF_COMMAND), report))
        self._config = config
        self._output = config.output

    def finish(self, title: str) -> None:
        """Writes ``llms.txt``, and removes files of pages that are no longer there; ``title`` is that of the site."""
        finish(self._files, title, self.keys, page_exists(self._output), say_of(self._config, COMMAND))

    def remove(self) -> None:
        """Removes the files of earlier runs, if Markdown is no longer wanted."""
        if not self._files.is_empty:
            self._files.notes.clear()
            self._files.finish()


def page_exists(output: Path) -> Callable[[str], bool]:
    """Says whether the folder ``output`` has the page of a file in Markdown."""
    return lambda path: path.endswith(".md") and (output / f"{path.removesuffix('.md')}.rst").is_file()


def _digest(pages: Mapping[str, str]) -> str:
    return sha256(repr(sorted(pages.items())).encode()).hexdigest()
