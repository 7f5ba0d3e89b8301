"""Converts the elements of a documentation text in one pass: the handler of each tag converts it to parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wadl2rst.diagnostics import Diagnostic, MessageCode, Report
from wadl2rst.markup import escaped, javadoc
from wadl2rst.markup.flow import flatten, nest, split
from wadl2rst.markup.inline import fold
from wadl2rst.markup.parsed import Parsed
from wadl2rst.markup.parts import SPACE, Part
from wadl2rst.prose import Block, Inline, Text
from wadl2rst.source.tree import Element

ReadSample = Callable[[str, Element], str | None]
"""Takes the address of a sample and the element that refers to it; returns its text, or None if unreadable (and reported)."""

# Deeper than any real text.  Content below this depth keeps its text and loses its structure, so that every stage that
# walks the tree stays well below Python's recursion limit.
_MAX_DEPTH = 50
_DROPPED = frozenset({"remark", "indexterm", "script", "style"})


class Profile:
    """Which elements of profiled text to show: DocBook's ``security``, ``os``, ``audience`` and so on."""

    def __init__(self, conditions: Sequence[str]) -> None:
        """Parses conditions: ``key=value`` hides elements whose attribute lacks the value, ``key!=value`` those that have it.

        Raises:
            ValueError: a condition does not have one of these forms.
        """
        self._wanted: dict[str, set[str]] = {}
        self._unwanted: dict[str, set[str]] = {}
        for condition in conditions:
            key, equals, value = condition.partition("=")
            if not equals or not key.strip("! "):
                raise ValueError(f"{condition!r} is not of the form key=value or key!=value")
            into = self._unwanted if key.endswith("!") else self._wanted
            into.setdefault(key.rstrip("!").strip(), set()).add(value.strip())

    def __bool__(self) -> bool:
        """Whether there are any conditions."""
        return bool(self._wanted or self._unwanted)

    def shows(self, element: Element) -> bool:
        """Whether the element meets all conditions."""
        for key, values in self._wanted.items():
            if key in element.attributes and not values & _values(element.attributes[key]):
                return False
        return not any(key in element.attributes and values & _values(element.attributes[key]) for key, values in self._unwanted.items())


def _values(attribute: str) -> set[str]:
    return set(attribute.replace(";", " ").replace(",", " ").split())


class Converter:
    """Passes each element to its handler, and holds the state that handlers share."""

    def __init__(
        self, find: Callable[[str, str], Handler | None], report: Report, sample: ReadSample, profile: Profile, reported: set[str]
    ) -> None:
        """``find`` looks up a handler by namespace and name; ``reported`` is the set of unknown tags already passed to ``report``.

        ``sample`` returns the text of a sample file, and ``profile`` decides which elements are shown.
        """
        self._find = find
        self._report = report
        self._profile = profile if profile else None  # checked for every element, and most runs have no profile
        self._reported = reported
        self.handlers: dict[tuple[str, str], Handler] = {}
        """The handlers looked up so far, by namespace and name."""
        self.sample = sample
        """Reads a sample file."""
        self.shown_path: Callable[[str, Element], str] = lambda href, _element: href
        """Returns the name for messages of a sample file that was read."""
        self.depth = 0
        self.verbatim = 0
        """Greater than 0 within code, where apparent HTML tags are text."""
        self.quotes = 0
        """The number of open quotations."""
        self.numbered = 0
        """The last number of the previous ordered list, for a list that continues it."""
        self.doc: Element | None = None
        """The ``doc`` element that is being converted."""
        self.titles: dict[str, str] | None = None
        """The titles of the elements with an id, by id; None until first needed."""

    def reset(self, doc: Element) -> None:
        """Resets the state for another ``doc`` element."""
        self.depth = self.verbatim = self.quotes = self.numbered = 0
        self.doc = doc
        self.titles = None

    def shows(self, element: Element) -> bool:
        """Whether the profile shows the element."""
        return self._profile is None or self._profile.shows(element)

    def shown(self, children: Sequence[Element | str]) -> Sequence[Element | str]:
        """The children without the elements that the profile hides; the same sequence if there is no profile."""
        if self._profile is None:
            return children
        return [child for child in children if isinstance(child, str) or self._profile.shows(child)]

    def children(self, element: Element) -> Sequence[Element | str]:
        """The children of an element, without those that the profile hides."""
        return element.children if self._profile is None else self.shown(element.children)

    def text(self, element: Element) -> str:
        """All text in an element, unchanged, without elements that are never shown or hidden by the profile; ``br`` is a newline."""
        texts: list[str] = []
        pending: list[Element | str] = [element]
        while pending:
            child = pending.pop()
            if isinstance(child, str):
                texts.append(child)
            elif child.name not in _DROPPED:
                if child.name == "br":
                    texts.append("\n")
                pending.extend(reversed(self.children(child)))
        return "".join(texts)

    def content(self, element: Element) -> Sequence[Element | str]:
        """The children of an element, with HTML and Javadoc tags in their text converted to elements."""
        children = self.children(element)
        if self.verbatim or type(element) is Parsed:
            return children
        for child in children:
            if type(child) is str and ("<" in child or "{@" in child):
                return self.expand(children, element)
        return children

    def expand(self, children: Sequence[Element | str], near: Element) -> Sequence[Element | str]:
        """The children with HTML and Javadoc tags in their text converted to elements; the same sequence if there are none."""
        if any(isinstance(child, str) and "{@" in child for child in children):
            children = javadoc.expand(children, near)
        if any(isinstance(child, str) and "<" in child for child in children):
            return self.shown(escaped.parse(children, near))
        return children

    def flow(self, element: Element) -> list[Part]:
        """The parts of an element's content."""
        return self.parts(self.content(element))

    def parts(self, children: Sequence[Element | str]) -> list[Part]:
        """The parts of a sequence of texts and elements."""
        out: list[Part] = []
        if self.depth >= _MAX_DEPTH:
            text = "".join(child if isinstance(child, str) else f" {self.text(child)} " for child in children)
            return [Text(fold(text))] if text else out
        self.depth += 1
        handlers = self.handlers
        for child in children:
            if isinstance(child, str):
                if child.isspace():
                    out.append(SPACE if child.isascii() else Text(fold(child)))
                elif child:
                    out.append(Text(fold(child)))
            else:
                (handlers.get((child.namespace, child.name)) or self.handler(child))(self, child, out)
        self.depth -= 1
        return out

    def handle(self, element: Element, out: list[Part]) -> None:
        """Appends the parts of one element."""
        (self.handlers.get((element.namespace, element.name)) or self.handler(element))(self, element, out)

    def handler(self, element: Element) -> Handler:
        """The handler of an element's tag."""
        key = (element.namespace, element.name)
        handler = self.handlers.get(key)
        if handler is None:
            handler = self.handlers[key] = self._find(*key) or unknown
        return handler

    def blocks(self, element: Element) -> tuple[Block, ...]:
        """The content of an element as blocks, with list items and headings grouped into lists and sections."""
        return nest(split(self.flow(element)))

    def inlines(self, element: Element) -> tuple[Inline, ...]:
        """The content of an element as inline nodes, whatever it contains."""
        return flatten(split(self.flow(element)))

    def report_unknown(self, element: Element) -> None:
        """Reports an unknown tag, once for each name."""
        if element.name not in self._reported:
            self._reported.add(element.name)
            text = f"unknown tag '{element.name}'; its text is kept"
            self._report(Diagnostic(MessageCode.UNKNOWN_MARKUP, text, element.location))


Handler = Callable[[Converter, Element, list[Part]], None]
"""Takes the converter, an element and a list; appends the parts of the element to the list."""


def unknown(converter: Converter, element: Element, out: list[Part]) -> None:
    """Reports an unknown tag, and keeps its content."""
    converter.report_unknown(element)
    out.extend(converter.flow(element))
