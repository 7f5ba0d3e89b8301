"""The Markdown files of an HTML build: those of generated pages, those of pages with directives, and ``llms.txt``.

Generated pages are written as Markdown by the run that generates them.  What directives show is kept as Markdown with the notes of its
page, because Sphinx does not read pages again that have not changed; their links are completed when all pages are read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from html import escape as html_escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from wadl2rst.config.options import Config
from wadl2rst.markdown.inline import Links, LinkTarget
from wadl2rst.markdown.llms import ApiSummary, EntryGroup, PageEntry, operation_name
from wadl2rst.markdown.pages import MarkdownPages, anchor, text_of
from wadl2rst.markdown.text import destination, escape, heading, link
from wadl2rst.markdown.writer import joined
from wadl2rst.output.site_files import SiteFiles, recorded_paths
from wadl2rst.page.options import Say
from wadl2rst.page.plan import SitePlan
from wadl2rst.page.summaries import first_sentence
from wadl2rst.page.values import IndexPage, OperationPage, ResourcePage, SchemaPage
from wadl2rst.run.markdown import OF_COMMAND, OF_EXTENSION, MarkdownSite, finish, record_file
from wadl2rst.sphinx import front_end
from wadl2rst.sphinx.collectors import page_notes, store_of
from wadl2rst.sphinx.store import PageNotes

logger = logging.getLogger(__name__)

BUILDERS = ("html", "dirhtml")
"""The builders that write a file for each page."""

_MARK = "\0"
# A link whose address is a label between marks. Brackets in its text are escaped.
_OPEN_LINK = re.compile(rf"\[((?:[^\]\\]|\\.)*)\]\({_MARK}([^{_MARK}]*){_MARK}\)", re.DOTALL)


def project_wants_markdown(config: Config) -> bool:
    """Whether Markdown is written: in a project of one's own, only if ``wadl2rst_markdown`` asks for it."""
    return config.markdown == "always"


# --- while pages are read ---------------------------------------------------------------------------


class DirectiveMarkdown:
    """What a directive shows, as Markdown."""

    def __init__(self, env: BuildEnvironment, site: SitePlan, say: Say) -> None:
        """``env`` is that of the page being read; ``site`` has the operations, and ``say`` translates the words of the page."""
        self._env = env
        self._pages = MarkdownPages(_open_links(site), say)
        self._parts: list[list[str]] = []
        self._listed: list[tuple[str, str, str]] = []

    def application(self, index: IndexPage) -> None:
        """Adds the documentation and base addresses of the application."""
        self._parts.append(self._pages.application(index))

    def operation(self, op: OperationPage) -> None:
        """Adds an operation."""
        self._parts.append(self._pages.operation(op, 1))
        self._list(op)

    def resource(self, resource: ResourcePage) -> None:
        """Adds a resource with its operations."""
        self._parts.append(self._pages.resource(resource, 1))
        for op in resource.pages:
            self._list(op)

    def schemas(self, schemas: SchemaPage) -> None:
        """Adds the types and elements of the grammar."""
        self._parts.append(self._pages.schemas(schemas, 1))

    def note(self) -> None:
        """Adds all of it to the notes of the page."""
        notes = page_notes(self._env)
        notes.markdown.append("\n".join(joined(self._parts)))
        notes.listed += self._listed

    def _list(self, op: OperationPage) -> None:
        self._listed.append((operation_name(op.verb, op.path, op.title), anchor(op.title), first_sentence(op.docs)))


def _open_links(site: SitePlan) -> Links:
    """Links whose addresses are labels: which page has a label is only known when all pages are read."""

    def found(target: str) -> LinkTarget | None:
        label = site.references.get(target, target)
        place = site.targets.get(label)
        return None if place is None else LinkTarget(f"{_MARK}{label.lower()}{_MARK}", place.title)

    return found


# --- the files --------------------------------------------------------------------------------------


class MarkdownBuild:
    """The Markdown files of one build."""

    def __init__(self) -> None:
        self._files: SiteFiles | None = None
        self._sites: list[tuple[str, MarkdownSite]] = []
        self._of_command: frozenset[str] = frozenset()

    def connect(self, app: Sphinx) -> None:
        """Connects the handlers to the events of Sphinx; :meth:`start` must come before pages are generated."""
        app.connect("builder-inited", self.start, priority=100)
        app.connect("html-page-context", self.show)
        app.connect("build-finished", self.finish)

    def start(self, app: Sphinx) -> None:
        """Prepares the files, if the builder writes HTML pages."""
        self._files, self._sites, self._of_command = None, [], frozenset()
        if app.builder.name not in BUILDERS:
            return
        report = front_end.sphinx_messages().report
        out, doctrees = Path(app.outdir), Path(app.doctreedir)
        self._files = SiteFiles(out, record_file(out, doctrees, OF_EXTENSION), report)
        self._of_command = frozenset(recorded_paths(record_file(out, doctrees, OF_COMMAND)))

    def site(self, config: Config, srcdir: Path) -> MarkdownSite | None:
        """Where the run with ``config`` writes Markdown; None if it does not."""
        if self._files is None or not project_wants_markdown(config) or config.output is None:
            return None
        prefix = os.path.relpath(config.output, srcdir).replace(os.sep, "/")
        prefix = "" if prefix == "." else f"{prefix}/"
        site = MarkdownSite(self._files, prefix=prefix)
        self._sites.append((prefix, site))
        return site

    def show(self, app: Sphinx, pagename: str, _templatename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
        """Links a page to its Markdown."""
        path = f"{pagename}.md"
        if doctree is None or self._files is None or not self._has(app, path, store_of(app.env).pages.get(pagename)):
            return
        address = html_escape(_relative(path, app.builder.get_target_uri(pagename)), quote=True)
        context["metatags"] = context.get("metatags", "") + f'\n<link rel="alternate" type="text/markdown" href="{address}" />'

    def _has(self, app: Sphinx, path: str, notes: PageNotes | None) -> bool:
        assert self._files is not None, "there are files"
        return path in self._of_command or path in self._files.paths or (notes is not None and bool(notes.markdown))

    def finish(self, app: Sphinx, exception: Exception | None) -> None:
        """Writes the pages with directives and ``llms.txt``, and removes what is no longer there."""
        files = self._files
        pages = {docname: notes for docname, notes in sorted(store_of(app.env).pages.items()) if notes.markdown} if files else {}
        if files is None or exception is not None or not (self._sites or pages or not files.is_empty):
            return
        writer = _PageWriter(app, files, pages)
        more = [("", writer.write(docname, notes)) for docname, notes in pages.items()]
        prefixes = tuple(prefix for prefix, _site in self._sites)

        def is_there(path: str) -> bool:
            return path.startswith(prefixes) and path.removesuffix(".md") in app.env.found_docs if prefixes else False

        finish(
            files,
            app.config.project,
            [key for _prefix, site in self._sites for key in site.keys],
            is_there,
            _say(app),
            more=more,
            base=app.config.html_baseurl or "",
        )
        for path in files.left:
            logger.info("wadl2rst: %s: was not written by wadl2rst; not replaced", path)


class _PageWriter:
    """Writes the pages with directives."""

    def __init__(self, app: Sphinx, files: SiteFiles, pages: dict[str, PageNotes]) -> None:
        self._app = app
        self._files = files
        self._pages = pages
        self._targets = store_of(app.env).targets()
        self.say = _say(app)

    def write(self, docname: str, notes: PageNotes) -> ApiSummary:
        """Writes a page, and returns what the list says about it."""
        title = self._app.env.titles[docname].astext() if docname in self._app.env.titles else docname
        path = f"{docname}.md"
        uri = self._app.builder.get_target_uri(docname)
        # What the directives show is not all of the page: the rest is in HTML only.
        see = f"{escape(self.say('See'))} {link(escape(title), _relative(uri or 'index.html', path))}."
        parts = [_OPEN_LINK.sub(self._completed(docname), text).split("\n") for text in notes.markdown]
        self._files.write(path, text_of(joined(([heading(escape(title), 0)], [see], *parts))))
        entries = tuple(PageEntry(name, f"{path}#{fragment}", sentence) for name, fragment, sentence in notes.listed)
        return ApiSummary(title=title, sentence="", address=path, groups=(EntryGroup("", entries),))

    def _completed(self, docname: str) -> Callable[[re.Match[str]], str]:
        """Completes the links of a page: a link to a label that no page has becomes its text."""

        def completed(match: re.Match[str]) -> str:
            address = self._address(match[2], docname)
            return f"[{match[1]}]({destination(address)})" if address else match[1]

        return completed

    def _address(self, label: str, docname: str) -> str:
        """The address of a label from a page; empty if no page has it."""
        target = self._targets.get(label)
        standard = self._app.env.domains.standard_domain
        if target is not None:
            page, node_id, title = target.docname, target.node_id, target.title
        elif label in standard.labels:
            page, node_id, title = standard.labels[label]
        else:
            return ""
        if page in self._pages:
            fragment = f"#{anchor(title)}" if title else ""
            return fragment if page == docname else _relative(f"{page}.md", f"{docname}.md") + fragment
        if f"{page}.md" in self._files.paths:
            return _relative(f"{page}.md", f"{docname}.md")
        return _relative(self._app.builder.get_target_uri(page), f"{docname}.md") + (f"#{node_id}" if node_id else "")


def _say(app: Sphinx) -> Say:
    return front_end.front_end_of(app.config, app.events, Path(app.srcdir), tabs=False).say or str


def _relative(path: str, start: str) -> str:
    """The address of ``path`` from the file ``start``; both are relative to the root of the site."""
    folder, _slash, _name = start.rpartition("/")
    return os.path.relpath(path, folder or ".").replace(os.sep, "/") + ("/" if path.endswith("/") else "")
