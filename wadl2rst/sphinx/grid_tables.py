"""The states of docutils that read generated pages, which do so faster, with the same result.

They read paragraphs, definition lists and samples without state machines (see ``quick_blocks`` and ``quick_samples``), and grid tables,
of which docutils looks for cells that span columns and rows, and runs a state machine for each cell.  Nearly all tables of generated pages
have no such cells, and nearly all cells are one paragraph.  Whatever else there is, is left to docutils.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, Protocol

from docutils import nodes
from docutils.parsers.rst import directives, languages, states, tableparser
from docutils.parsers.rst.directives.body import Container
from docutils.statemachine import StringList, UnexpectedIndentationError
from docutils.utils import ExtensionOptionError, assemble_option_dict
from sphinx.directives.patches import Code
from sphinx.parsers import RSTParser

from wadl2rst.sphinx.collectors import GENERATED
from wadl2rst.sphinx.layout import SAMPLES
from wadl2rst.sphinx.quick_blocks import BeginsText, BlockPart, definition_item, is_text, paragraph, parts_of, place_of
from wadl2rst.sphinx.quick_samples import end_of_block, read_samples
from wadl2rst.sphinx.request_samples import CSS_CLASS
from wadl2rst.sphinx.samples import Samples, samples
from wadl2rst.sphinx.set_aside import is_active

_COMMENT = f".. {GENERATED}"
_OPTION = re.compile(r":([a-z]+(?:-[a-z]+)*):(?: +(\S(?:.*\S)?))?")
_HOLDERS = (nodes.entry, nodes.definition, nodes.list_item, nodes.container)
"""What may hold paragraphs and lists, but no sections."""

ParsedCell = tuple[int, int, int, StringList]
"""A cell as docutils represents it: more rows, more columns, the offset of its first line, and its lines."""


class AsideReader(Protocol):
    """Reads items of definition lists of which nothing is to be seen while a page is transformed."""

    def items(self, block: StringList, parts: Sequence[BlockPart], begins_text: BeginsText) -> Mapping[int, nodes.Element] | None:
        """The items in place of those at some offsets of a block; None if it and what is in it are to be read as any other text."""


class _States(dict[str, states.RSTState]):
    """The states of a machine, each made when it is asked for: of the 15 states, most machines reach two."""

    def __init__(self, machine: NestedMachine, classes: Iterable[type[states.RSTState]]) -> None:
        super().__init__()
        self._machine = machine
        self._classes = {state.__name__: state for state in classes}

    def __missing__(self, name: str) -> states.RSTState:
        state = self._classes[name](self._machine, self._machine.debug)
        if self._machine.memo is not None:  # the machine is running, and has prepared the states that it had
            state.runtime_init()
        self[name] = state
        return state


class NestedMachine(states.NestedStateMachine):
    """The machine that reads what is nested in something else; a page needs dozens, and docutils makes all states of each."""

    memo: Any = None

    def add_states(self, state_classes: Iterable[type[Any]]) -> None:
        """Notes the classes of the states."""
        self.states = _States(self, state_classes)  # type: ignore[assignment]


class Nesting(states.RSTState):
    """A state that has the states of this module read what is nested in it; in docutils 0.21, sections are, too."""

    nested_sm = NestedMachine
    nested_sm_cache: list[Any] = []  # noqa: RUF012 (its own, so that machines with other states are not reused)

    def __init__(self, state_machine: states.RSTStateMachine, debug: bool = False) -> None:
        super().__init__(state_machine, debug)
        self.nested_sm_kwargs = {"state_classes": STATE_CLASSES, "initial_state": "Body"}

    aside: AsideReader | None = None
    """What reads the items of the definition lists that this state reads, before it does."""

    def add_initial_transitions(self) -> None:
        """Leaves the transitions until a line is looked at in this state: of the 15 states of a page, most are never reached."""
        del self.transitions, self.transition_order

    def __getattr__(self, name: str) -> Any:
        """Makes the transitions."""
        if name not in ("transitions", "transition_order"):
            raise AttributeError(name)
        self.transitions, self.transition_order = {}, []
        super().add_initial_transitions()
        return getattr(self, name)

    def nested_parse(self, block: StringList, input_offset: int, node: nodes.Element | None = None, *arguments: Any, **options: Any) -> Any:
        """Reads the lines ``block`` into ``node``; without a state machine, if they are paragraphs and definition lists."""
        parts = parts_of(block, self.begins_text) if isinstance(node, _HOLDERS) or type(node) is nodes.Element else []
        if not parts:
            return super().nested_parse(block, input_offset, node, *arguments, **options)
        assert node is not None
        read_inline = partial(self._read_inline, node)
        listed: nodes.definition_list | None = None
        aside, self.aside = self.aside, None
        held = aside.items(block, parts, self.begins_text) if aside is not None else None
        for start, definition in parts:
            lineno = input_offset + start + 1
            if definition is None:
                end = next((number for number in range(start, len(block)) if not block.data[number]), len(block))
                node += paragraph(block.data[start:end], lineno, block.info(start), read_inline)
                listed = None
                continue
            if listed is None:
                listed = nodes.definition_list()
                listed.source, listed.line = place_of(block.info(start))
                node += listed
            if held is not None and start in held:
                listed += held[start]
                continue
            places = block.info(start), block.info(start + 1)
            item = definition_item(block.data[start], definition, lineno, places, read_inline)
            self.aside = aside if held is not None else None
            self.nested_parse(definition, lineno, item.children[-1])  # type: ignore[arg-type]
            self.aside = None
            listed += item
        self.aside = aside
        # As a state machine does at the end of its lines, of which it goes one beyond after a definition list.
        try:
            place = block.info(len(block) + (listed is not None))
        except IndexError:
            place = (None, None)  # type: ignore[assignment]
        self.document.note_source(*place)  # type: ignore[arg-type]
        return input_offset + len(block)

    def _read_inline(self, holder: nodes.Element, text: str, lineno: int) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        if is_text(text):
            return [nodes.Text(text)], []
        return self.inliner.parse(text, lineno, self.memo, holder)

    def begins_text(self, line: str) -> bool:
        """Whether a line begins neither a list nor any other block markup."""
        transitions = self.state_machine.states["Body"].transitions
        if line[0].isalpha():  # most lines do, and nothing but an enumerator does
            return transitions["enumerator"][0].match(line) is None
        return not any(pattern.match(line) for name, (pattern, _method, _state) in transitions.items() if name != "text")


class _OptionReader(Nesting, states.Body):
    """What the states of docutils that read directives do faster: those that read body elements, and explicit markup after such."""

    def parse_extension_options(self, option_spec: Any, datalines: Any) -> Any:
        """Reads the options of a directive; without a state machine if each is on a line of its own."""
        found = [_OPTION.fullmatch(line) for line in datalines]
        if None not in found:
            # A fault is worded by docutils.
            with suppress(KeyError, ValueError, TypeError, ExtensionOptionError):
                options = assemble_option_dict([(match[1], match[2]) for match in found if match is not None], option_spec)
                self.document.note_source(*datalines.info(len(datalines)))  # as a state machine does at the end of its lines
                return 1, options
        return super().parse_extension_options(option_spec, datalines)  # type: ignore[no-untyped-call]

    def run_directive(self, directive: Any, match: Any, type_name: str, option_presets: Any) -> Any:
        """The nodes of a directive, and whether a blank line follows; those of samples without state machines."""
        found = self._samples(match) if directive is Container else None
        if found is not None:
            return [found], True
        return super().run_directive(directive, match, type_name, option_presets)  # type: ignore[no-untyped-call]

    def _samples(self, match: Any) -> nodes.Element | None:
        """The container of samples that begins here; None if it is another, or has what only docutils can read."""
        name = match.string[match.end() :]
        env = getattr(self.document.settings, "env", None)
        machine = self.state_machine
        if name not in (SAMPLES, CSS_CLASS) or env is None or machine.input_lines is None:
            return None
        lines, items, start = machine.input_lines.data, machine.input_lines.items, machine.line_offset
        end = end_of_block(lines, start)
        is_separate = start + 1 < end and not lines[start + 1] and (end == len(lines) or not lines[end - 1])
        if not is_separate or not self._is_directive("code", Code):
            return None
        has_tabs = (
            self._is_directive("tab-set") and self._is_directive("tab-item") and not getattr(env.config, "sd_custom_directives", None)
        )
        found = read_samples(lines, items, start + 1, end, self.begins_text, is_request=name == CSS_CLASS, has_tabs=has_tabs)
        if found is None:
            return None
        machine.next_line(end - start - 1)
        # What directives show is looked through for text to translate.
        is_page = items[start][0] == str(env.doc2path(env.docname))
        is_aside = is_page and is_active(env.config, self.document.settings)
        container: nodes.Element = nodes.container(classes=[name])
        container.source, container.line = items[start][0], items[start][1] + 1
        for one in found:
            if isinstance(one, Samples):
                container += [samples.of(one)] if is_aside else one.nodes()
            else:
                texts = [line.lstrip() for line in lines[one.start : one.stop]]
                lineno = machine.input_offset + one.start + 1
                container += paragraph(texts, lineno, items[one.start], partial(self._read_inline, container))
        return container

    def _is_directive(self, name: str, kind: type | None = None) -> bool:
        """Whether a name is that of a directive of a class, or by default of one of sphinx-design."""
        found, _messages = directives.directive(name, self.memo.language, self.document)
        return found is kind if kind is not None else getattr(found, "__module__", "") == "sphinx_design.tabs"


class Body(_OptionReader):
    """The state of docutils that reads the body elements of a page."""

    def explicit_list(self, blank_finish: bool) -> None:
        """Reads the explicit markup that follows such, for which docutils starts a machine that has a copy of all lines.

        This state reads it as well, unless there is something to say about the end of the first, or nothing follows.
        """
        machine = self.state_machine
        assert machine.input_lines is not None, "a state machine that is running has lines"
        lines = machine.input_lines.data
        if not blank_finish or not any(lines[number].strip() for number in range(machine.line_offset + 1, len(lines))):
            super().explicit_list(blank_finish)

    def grid_table_top(self, match: Any, context: list[str], next_state: Any) -> Any:
        """Reads a grid table; called for its upper border."""
        return self.table_top(match, context, next_state, self.isolate_grid_table, PlainTableParser)  # type: ignore[no-untyped-call]

    def isolate_grid_table(self) -> Any:
        """The lines of a table, the messages about them, and whether a blank line follows."""
        machine = self.state_machine
        assert machine.input_lines is not None, "a state machine that is running has lines"
        try:
            block = machine.input_lines.get_text_block(machine.line_offset, flush_left=True)
        except UnexpectedIndentationError:
            return super().isolate_grid_table()  # type: ignore[no-untyped-call]
        if not is_plain(block.data):
            return super().isolate_grid_table()  # type: ignore[no-untyped-call]
        machine.next_line(len(block) - 1)
        block.disconnect()
        return block, [], True


def _nesting(state: type[states.RSTState]) -> type[states.RSTState]:
    """A subclass of a state of docutils, of the same name, by which the state machine identifies it."""
    if state is states.Body:
        return Body
    return type(state.__name__, (_OptionReader, state) if issubclass(state, states.Body) else (Nesting, state), {})


STATE_CLASSES: tuple[type[states.RSTState], ...] = tuple(map(_nesting, states.state_classes))
"""The states of docutils, with this :class:`Body`, also for what is nested in them."""


class PlainTableParser(tableparser.GridTableParser):
    """Splits a grid table into cells."""

    def parse(self, block: StringList) -> Any:
        """The widths of the columns, the head rows and the body rows, each a list of cells."""
        if not is_plain(block.data):
            return super().parse(block)
        lines = block.data
        columns = list(pairwise(position for position, character in enumerate(lines[0]) if character == "+"))
        rows: list[list[ParsedCell]] = []
        head = start = 0
        for number in range(1, len(lines)):
            if lines[number][0] == "+":
                rows.append([(0, 0, start + 1, _cell(block, start + 1, number, left + 1, right)) for left, right in columns])
                head = len(rows) if lines[number][1] == "=" else head
                start = number
        return [right - left - 1 for left, right in columns], rows[:head], rows[head:]


class PageParser(RSTParser):
    """The parser of Sphinx, which reads the tables of generated pages faster."""

    def parse(self, inputstring: str | StringList, document: nodes.document) -> None:
        """Parses a page into ``document``."""
        first = inputstring if isinstance(inputstring, str) else "".join(inputstring[:1])
        # Before Sphinx 8.2, one parser reads all pages.
        self.state_classes = STATE_CLASSES if first.startswith(_COMMENT) else states.state_classes
        super().parse(inputstring, document)


def page_state(state: Any) -> Body:
    """A state for parsing generated text within a page that ``state`` is reading.

    The page itself may be in another language, such as Markdown, whose ``state`` only imitates those of docutils.
    """
    machine: Any = state.state_machine if isinstance(state, states.RSTState) else _machine_of(state.document)
    found = Body(machine)
    found.runtime_init()
    return found


def _machine_of(document: nodes.document) -> Any:
    """A state machine that has read nothing of ``document`` yet."""
    machine: Any = states.RSTStateMachine(state_classes=STATE_CLASSES, initial_state="Body")
    machine.document, machine.reporter, machine.node = document, document.reporter, document
    machine.language = languages.get_language(document.settings.language_code, document.reporter)
    machine.match_titles = True
    inliner = states.Inliner()
    inliner.init_customizations(document.settings)
    # As in RSTStateMachine.run(), which would parse at once.
    machine.memo = SimpleNamespace(
        document=document,
        reporter=document.reporter,
        language=machine.language,
        title_styles=[],
        section_level=0,
        section_bubble_up_kludge=False,
        inliner=inliner,
    )
    return machine


def is_plain(block: Sequence[str]) -> bool:
    """Whether the lines are a table without cells that span columns or rows, and without wide or combining characters."""
    border = block[0]
    if len(block) < 3 or block[-1] != border or not states.Body.grid_table_top_pat.match(border) or border.strip() != border:
        return False
    head = border.replace("-", "=")
    corners = [position for position, character in enumerate(border) if character == "+"]
    width, heads, after_border = len(border), 0, False
    for line in block:
        if line in (border, head):
            if after_border:
                return False
            heads += line == head
            after_border = True
        elif len(line) != width or any(line[corner] != "|" for corner in corners):
            return False
        else:
            after_border = False
    if heads > 1 or (heads and not tableparser.GridTableParser.head_body_separator_pat.match(head)):
        return False
    text = "".join(block)
    return text.isascii() or not any(
        unicodedata.combining(character) or unicodedata.east_asian_width(character) in "WF" for character in set(text)
    )


def _cell(block: StringList, top: int, bottom: int, left: int, right: int) -> StringList:
    lines = [line[left:right].rstrip() for line in block.data[top:bottom]]
    indent = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    # The lines of a directive have a class of their own.
    return type(block)([line[indent:] for line in lines], items=block.items[top:bottom])
