"""Moves what was added to pages by hand into additions (``--adopt``).

A run finds the edits first, writing nothing; then the additions are written, and then the pages anew, which include them.  A page is
replaced only if all that was added to it is in the additions that it includes, and if it is still as it was when it was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from wadl2rst import frozen
from wadl2rst.config.options import Config
from wadl2rst.diagnostics import Diagnostic, Location, MessageCode, Report, reason
from wadl2rst.output.edits import Edits, Insertion, Spot, page_edits, spot_positions
from wadl2rst.output.files import CannotCreateFile, FileReplacer, NotRegularFile, read_regular
from wadl2rst.output.writer import RenderedPage, records_in
from wadl2rst.page.additions import group_names
from wadl2rst.page.plan import SitePlan
from wadl2rst.page.values import (
    IndexPage,
    IndexSection,
    OperationGroup,
    OperationPage,
    Page,
    PageValue,
    Places,
    ResourcePage,
    SourcesPage,
)
from wadl2rst.run.pipeline import FrontEnd, make_renderer
from wadl2rst.source.additions import INDEX, OUTER_PLACES, PLACES, Addition, AdditionFolder, has_places, read_additions
from wadl2rst.templating.renderer import Renderer

if TYPE_CHECKING:
    from wadl2rst.page.merged import MergedPlan

_MARK = "wadl2rst-spot-"


@frozen.dataclass(frozen=True, slots=True, kw_only=True)
class SpottedPage(RenderedPage):
    """A rendered page with the places for additions on it."""

    spots: tuple[Spot, ...] = field(compare=False, repr=False)
    """The places."""


@dataclass(slots=True)
class Adopted:
    """What a run moved into additions."""

    edits: dict[str, Edits] = field(default_factory=dict)
    """What was done to each page that was edited, by its path."""
    files: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The names of the additions that each of these pages must include now, by its path."""
    lines: list[str] = field(default_factory=list)
    """What was moved where, for the user."""


# --- the places on a page ---------------------------------------------------------------------------


class Spots:
    """Finds the places for additions on pages, by rendering each with a mark at every place."""

    def __init__(self, renderer: Renderer, folder: Path, site: SitePlan | MergedPlan | None) -> None:
        """``folder`` is that of the additions to the pages; ``site`` has the operations, None for the index above several WADLs."""
        self._renderer = renderer
        self._folder = folder.as_posix()
        self._site = site
        self._made: list[Spot] = []

    def of(self, page: Page, text: str) -> tuple[Spot, ...]:
        """The places on a page, whose text is ``text``."""
        self._made = []
        marked = self._renderer.render(replace(page, value=self._marked(page.value))).text
        lines = {line: number for line in marked.split("\n") for number in _numbers(line)}
        found = [replace(self._made[number], position=position) for number, position in spot_positions(text, marked, lines)]
        return tuple(found)

    def _marked(self, value: PageValue) -> PageValue:
        match value:
            case OperationPage():
                return self._operation(value)
            case ResourcePage():
                return replace(value, pages=tuple(map(self._operation, value.pages)))
            case IndexPage():
                of_group, of_section = group_names(value.groups), group_names(value.sections)
                return replace(
                    value,
                    additions=self._places(value.additions, (INDEX,), OUTER_PLACES),
                    sections=tuple(replace(one, additions=self._of_group(one, of_section[one.slug])) for one in value.sections),
                    groups=tuple(replace(one, additions=self._of_group(one, of_group[one.slug])) for one in value.groups),
                    pages=tuple(map(self._operation, value.pages)),
                )
            case SourcesPage():
                return replace(value, additions=self._places(value.additions, (INDEX,), OUTER_PLACES))
            case _:
                return value

    def _operation(self, op: OperationPage) -> OperationPage:
        assert self._site is not None, "only the pages of a WADL have operations"
        return replace(op, additions=self._places(op.additions, self._site.addition_file_names(op.page), PLACES))

    def _of_group(self, group: IndexSection | OperationGroup, names: tuple[str, ...]) -> Places:
        return self._places(group.additions, names, OUTER_PLACES)

    def _places(self, present: Places, names: tuple[str, ...], places: tuple[str, ...]) -> Places:
        """The additions with a mark after those of each place."""
        marked = {place: (*getattr(present, place), self._mark(names, place)) for place in places}
        return replace(present, **marked)

    def _mark(self, names: tuple[str, ...], place: str) -> Addition:
        self._made.append(Spot(0, self._folder, names, place))
        name = f"{_MARK}{len(self._made) - 1}"
        return Addition(file=name, target=f"/{name}", place=place)


def outer_page(page: Page, sources: tuple[str, ...], config: Config, front_end: FrontEnd) -> RenderedPage:
    """The index above several WADLs or APIs, made from ``sources``; with its places for additions with ``--adopt``.

    Raises RenderError.
    """
    renderer = make_renderer(config, front_end, origins=False, pages=config.output)
    path, text = f"{page.name}.rst", renderer.render(page).text
    if config.adopt and config.additions is not None:
        return SpottedPage(path=path, sources=sources, text=text, spots=Spots(renderer, config.additions, None).of(page, text))
    return RenderedPage(path=path, sources=sources, text=text)


def _numbers(line: str) -> Iterator[int]:
    number = line.rpartition(_MARK)[2]
    if _MARK in line and number.isdecimal():
        yield int(number)


# --- the edits --------------------------------------------------------------------------------------


def find_edits(config: Config, make_pages: Callable[[Callable[[RenderedPage], None]], None]) -> Adopted:
    """What was done to the pages in the output folder; ``make_pages`` passes the pages that would be written, with their spots."""
    adopted = Adopted()
    assert config.output is not None, "only pages in a folder can be edited"
    output = config.output
    records = records_in(output)
    if not records:
        return adopted

    def compare(page: RenderedPage) -> None:
        record = records.get(page.path)
        if record is None:
            return
        try:
            found = read_regular(output / page.path)
        except (OSError, NotRegularFile):
            return
        if found is None or found.data == page.text.encode("utf-8", "replace") or sha256(found.data).hexdigest() == record.sha256:
            return
        adopted.edits[page.path] = page_edits(found.data, page.text, record.sha256, page.spots if isinstance(page, SpottedPage) else ())

    make_pages(compare)
    return adopted


def write_additions(config: Config, adopted: Adopted, report: Report) -> None:
    """Writes what was added to pages into files; with ``check``, only says which.

    A page whose additions cannot be written is left out of :attr:`Adopted.files`, so that it stays as it is.
    """
    assert config.output is not None, "only pages in a folder can be edited"
    writer = _Writer(check=config.check)
    for path, edits in adopted.edits.items():
        if edits.refusal:
            continue
        names = []
        for insertion in edits.insertions:
            target = writer.target(insertion)
            try:
                writer.add(target, insertion)
            except (OSError, CannotCreateFile, NotRegularFile, UnicodeDecodeError) as error:
                failure = error.error if isinstance(error, CannotCreateFile) else error
                text = reason(failure) if isinstance(failure, OSError) else str(failure)
                if isinstance(failure, UnicodeDecodeError):
                    text = "is not UTF-8"
                report(Diagnostic(MessageCode.NOT_WRITTEN, f"{text}; {config.output / path} stays as it is", Location(target.file)))
                break
            names.append(Path(target.file).name)
            adopted.lines.append(_line(config, path, insertion, target.file))
        else:
            adopted.files[path] = tuple(names)


def _line(config: Config, path: str, insertion: Insertion, file: str) -> str:
    lines = f"line {insertion.first}" if insertion.first == insertion.last else f"lines {insertion.first} to {insertion.last}"
    assert config.output is not None, "only pages in a folder can be edited"
    what = "would be moved to" if config.check else "moved to"
    return f"{(config.output / path).as_posix()}: {lines} {what} {file}"


@dataclass(frozen=True, slots=True)
class _Target:
    """The file for what was added."""

    file: str
    """Its path."""
    part: Addition | None
    """The part of an existing file that it follows; None for a new file."""


class _Writer:
    """Writes additions."""

    def __init__(self, *, check: bool) -> None:
        self._check = check
        self._replacer = FileReplacer()
        self._folders: dict[str, AdditionFolder] = {}

    def target(self, insertion: Insertion) -> _Target:
        """The file for an insertion: one that has additions for this place already, else one of its own."""
        spot = insertion.spot
        needs_own = has_places(insertion.text)  # among several parts, the words below a comment would get another place
        for file in self._folder(spot.folder).files:
            if file.name in spot.names and not (needs_own and file.name == file.stem):
                parts = [part for part in file.parts if part.place == spot.place and not part.is_markdown]
                if parts:
                    return _Target(file.file, parts[-1])
        return _Target(f"{spot.folder}/{spot.names[0]}.{spot.place}.rst", None)

    def add(self, target: _Target, insertion: Insertion) -> None:
        """Adds the text to the file; raises OSError, CannotCreateFile, NotRegularFile or UnicodeDecodeError if it cannot be written."""
        present = target.part
        if present is not None and f"\n\n{insertion.text}\n\n" in f"\n\n{present.text}\n\n":
            return  # an earlier run was interrupted between the additions and the page
        path = Path(target.file)
        found = read_regular(path)
        # As read_additions counts lines.
        text = "" if found is None else found.data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        if self._check:
            return
        own = insertion.text.split("\n")
        if present is None or found is None:
            lines = [*text.rstrip("\n").split("\n"), "", *own] if text.strip() else own
        else:
            old = text.removesuffix("\n").split("\n")
            end = present.end or len(old)
            while end and not old[end - 1].strip():
                end -= 1
            rest = old[end:]
            lines = [*old[:end], "", *own, *([] if not rest or not rest[0].strip() else [""]), *rest]
        path.parent.mkdir(parents=True, exist_ok=True)
        self._replacer.put(path.as_posix(), ("\n".join(lines) + "\n").encode(), found.status if found is not None else None)
        self._folders.pop(insertion.spot.folder, None)

    def _folder(self, folder: str) -> AdditionFolder:
        found = self._folders.get(folder)
        if found is None:
            found = self._folders[folder] = read_additions(Path(folder), lambda _problem: None)
        return found
