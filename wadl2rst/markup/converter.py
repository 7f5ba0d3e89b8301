"""One walk over the elements of a documentation text: each tag's handler turns it into parts."""

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
"""Reads the sample that an address names, for the element that names it; None if that cannot be (and was reported)."""

# Deeper than any text that a person would read: what is below keeps its text and loses its structure.  It
# keeps every stage that walks the tree far from Python's limit.
_DEEPEST = 50
_DROPPED = frozenset({"remark", "indexterm", "script", "style"})


class Profile:
    """Which elements of profiled text to show: DocBook's ``security``, ``os``, ``audience`` and so on."""

    def __init__(self, conditions: Sequence[str]) -> None:
        """From ``key=value`` (elements that have the attribute need the value) and ``key!=value`` (those that have it go).

        Raises:
            ValueError: a condition has another form.
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
        """Whether there is any condition."""
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
    """Hands each element to its handler, and gives handlers what they need."""

    def __init__(
        self, find: Callable[[str, str], Handler | None], report: Report, sample: ReadSample, profile: Profile, said: set[str]
    ) -> None:
        """``find`` looks a handler up by namespace and name; ``said`` holds the unknown tags that went to ``report``.

        ``sample`` gives the text of a sample file, and ``profile`` tells which elements are shown.
        """
        self._find = find
        self._report = report
        self._profile = profile if profile else None  # asked for every element, and most texts have none
        self._said = said
        self.handlers: dict[tuple[str, str], Handler] = {}
        """The handlers that were looked up so far."""
        self.sample = sample
        """Reads a sample file."""
        self.shown_path: Callable[[str, Element], str] = lambda href, _element: href
        """How messages name a sample file that was read."""
        self.depth = 0
        self.verbatim = 0
        """More than 0 within code, where what looks like HTML is text."""
        self.quotes = 0
        """How many quotations are open."""
        self.numbered = 0
        """The number that the last ordered list ended with, for the list that continues it."""
        self.doc: Element | None = None
        """The text as a whole."""
        self.titles: dict[str, str] | None = None
        """The titles of the parts of the text by their ids, once somebody asked for one."""

    def reset(self, doc: Element) -> None:
        """Start of another text."""
        self.depth = self.verbatim = self.quotes = self.numbered = 0
        self.doc = doc
        self.titles = None

    def shows(self, element: Element) -> bool:
        """Whether the profile shows the element."""
        return self._profile is None or self._profile.shows(element)

    def shown(self, children: Sequence[Element | str]) -> Sequence[Element | str]:
        """Texts and elements, without those that the profile hides; the same sequence if it hides none of any."""
        if self._profile is None:
            return children
        return [child for child in children if isinstance(child, str) or self._profile.shows(child)]

    def children(self, element: Element) -> Sequence[Element | str]:
        """The children, without those that the profile hides."""
        return element.children if self._profile is None else self.shown(element.children)

    def text(self, element: Element) -> str:
        """All text in an element as it stands, but for what is never shown and what the profile hides; a break is a new line."""
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
        """The children, with the HTML and the Javadoc tags in their text as elements."""
        children = self.children(element)
        if self.verbatim or type(element) is Parsed:
            return children
        for child in children:
            if type(child) is str and ("<" in child or "{@" in child):
                return self.expand(children, element)
        return children

    def expand(self, children: Sequence[Element | str], near: Element) -> Sequence[Element | str]:
        """The children with the HTML and the Javadoc tags in their text as elements; the same sequence if there are none."""
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
        if self.depth >= _DEEPEST:
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
        """The content of an element as blocks, complete in itself."""
        return nest(split(self.flow(element)))

    def inlines(self, element: Element) -> tuple[Inline, ...]:
        """The content of an element as one line, whatever it is."""
        return flatten(split(self.flow(element)))

    def report_unknown(self, element: Element) -> None:
        """Says, once for each tag, that it is not known."""
        if element.name not in self._said:
            self._said.add(element.name)
            text = f"the tag '{element.name}' is not known; its text is kept"
            self._report(Diagnostic(MessageCode.UNKNOWN_MARKUP, text, element.location))


Handler = Callable[[Converter, Element, list[Part]], None]
"""Appends the parts of an element to a list."""


def unknown(converter: Converter, element: Element, out: list[Part]) -> None:
    """Keeps what is in a tag that no table has."""
    converter.report_unknown(element)
    out.extend(converter.flow(element))
