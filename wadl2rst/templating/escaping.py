"""The escaping of what templates print, for RST instead of HTML.

Jinja's own escaping is off.  :func:`printed` escapes each value that a template prints, unless it is :class:`Rst`.  What Jinja joins
without asking, :func:`rewritten` passes through functions of this module when a template is compiled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Self

import jinja2
from jinja2 import nodes
from jinja2.filters import make_attrgetter
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from wadl2rst import rst


class Rst(Markup):
    """Text that is already RST, and is printed unchanged.

    What its methods combine with it, as in ``text + other``, is escaped as RST, too.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Wraps ``text`` without the conversions that Markup attempts."""
        return str.__new__(cls, text)

    @classmethod
    def escape(cls, value: Any, /) -> Rst:
        """A value as RST, for a place other than the start of a line.  The methods inherited from Markup call it."""
        return Rst(value if isinstance(value, Markup) else rst.escape(str(value), first=False))

    def __add__(self, value: Any, /) -> Rst:
        """This text and a value after it."""
        return Rst(joined((self, value)))

    def __radd__(self, value: Any, /) -> Rst:
        """A value and this text after it."""
        return Rst(joined((value, self)))


class Output(Rst):
    """The output of a macro, a block or a ``set`` block; it is printed without its leading and trailing line breaks."""

    __slots__ = ()


class PageWord(str):
    """A translated word or sentence that the page adds."""

    __slots__ = ()


class WordTranslator(dict[str, PageWord]):
    """The function ``_`` of the templates, which translates a word or sentence."""

    def __init__(self, say: Callable[[str], str]) -> None:
        """Takes the function that translates."""
        super().__init__()
        self._say = say

    def __missing__(self, word: str) -> PageWord:
        self[word] = found = PageWord(self._say(word))
        return found

    __call__ = dict.__getitem__


@jinja2.pass_context
def printed(_context: Context, value: object) -> str:
    """The ``finalize`` function of the environment: escapes plain text, and returns RST unchanged.

    It takes the context, which it does not use, so that Jinja does not apply it to constants at compile time: compiled templates are
    shared by environments with different filters.

    Raises:
        UndefinedError: The value is undefined.
        TypeError: The value is neither text nor a number.
    """
    if type(value) is Rst:
        return value
    if isinstance(value, Markup):  # output, or what Jinja's filter "safe" and the like give
        return str.strip(value, "\n")
    if isinstance(value, str):
        return _escaped(value)
    if value is None:
        return ""
    if isinstance(value, jinja2.Undefined | int | float):
        return _escaped(str(value))
    raise TypeError(f"cannot print {described(value)}; a filter such as blocks, inline or table can")


@lru_cache(maxsize=512)
def _escaped(text: str) -> str:
    """Plain text escaped as RST; cached, because most of it is repeated text of the templates."""
    return rst.escape(str(text))


def described(value: object) -> str:
    """The type of a value with its article, for messages: ``a tuple``, ``a ParamTable``."""
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


# --- what Jinja joins ---------------------------------------------------------------------------------


def output(printed_parts: Iterable[str]) -> Output:
    """The ``concat`` function of the environment, which joins what a macro, a block or a template printed."""
    return Output("".join(printed_parts))


def joined(values: Iterable[object]) -> str:
    """The values as one text: RST if one of them is, and then the others are escaped."""
    listed = list(values)
    if not any(isinstance(value, Markup) for value in listed):
        return "".join(map(str, listed))
    parts: list[str] = []
    is_first = True
    for value in listed:
        part = str(value) if isinstance(value, Markup) else rst.escape(str(value), is_first)
        parts.append(part)
        is_first = part.endswith("\n") if part else is_first
    return Rst("".join(parts))


@jinja2.pass_environment
def join(environment: jinja2.Environment, value: Iterable[Any], d: str = "", attribute: str | int | None = None) -> str:
    """Jinja's filter of this name, for RST."""
    items = list(value) if attribute is None else list(map(make_attrgetter(environment, attribute), value))
    return joined([part for item in items for part in (d, item)][1:])


def replace(s: Any, old: str, new: str, count: int | None = None) -> str:
    """Jinja's filter of this name, for RST."""
    text = s if isinstance(s, Markup) else Rst.escape(s) if isinstance(new, Markup) else str(s)
    return text.replace(old, new, -1 if count is None else count)


_BLOCK_END = "\x03"
"""Stands after the output of ``super()`` until the template is rendered; like the marks of ``origins``, no text contains it."""
_AFTER_BLOCK = re.compile(_BLOCK_END + r"(?P<text> )?(?P<breaks>\n*)(?P<end>\Z)?")


def inherited(block: str) -> Rst:
    """The output of ``super()``: it ends with a blank line, like the block itself."""
    text = str.strip(block, "\n")
    return Rst(text + _BLOCK_END if text else text)


def separated(text: str) -> str:
    """Rendered text with a blank line after the output of each ``super()``, unless text follows on the same line."""
    return _AFTER_BLOCK.sub(_separator, text) if _BLOCK_END in text else text


def _separator(match: re.Match[str]) -> str:
    breaks = match["breaks"]
    if match["text"] or match["end"] is not None:
        return (match["text"] or "") + breaks
    return breaks if len(breaks) > 1 else "\n\n"


# --- rewriting ----------------------------------------------------------------------------------------

_JOINED, _INHERITED, _CALLED, _WORD = "wadl2rst.joined", "wadl2rst.inherited", "wadl2rst.called", "wadl2rst.word"


def filters(words: WordTranslator) -> dict[str, Callable[..., object]]:
    """The filters that rewritten templates use, and those that replace Jinja's; ``words`` translates."""

    @jinja2.pass_context  # Jinja does not apply it when it compiles a template, as it does with any other filter of a constant
    def word(_context: Context, text: str) -> PageWord:
        return words[text]

    return {"join": join, "replace": replace, _JOINED: joined, _INHERITED: inherited, _CALLED: called, _WORD: word}


@jinja2.pass_context
def called(context: Context, function: Callable[..., object], *args: object, **named: object) -> object:
    """The result of a call in a template.  Macros, which are called most, do not need what Jinja finds out for any other function."""
    return function(*args, **named) if type(function) is Macro else context.call(function, *args, **named)


def rewritten(template: nodes.Template) -> nodes.Template:
    """A parsed template whose ``~`` joins RST, and whose ``super()`` ends with a blank line.

    Filters make calls, too, and translate constant words: what Jinja does for a call takes longer than most macros.
    """
    return _Rewriter().visit(template)  # type: ignore[no-any-return]


class _Rewriter(NodeTransformer):
    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 (the name that Jinja asks for)
        self.generic_visit(node)
        return _filter(_JOINED, nodes.List(node.nodes, lineno=node.lineno))

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802
        self.generic_visit(node.call)  # it stays a call, to which Jinja adds the function "caller"
        node.body = [self.visit(child) for child in node.body]
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        if _is_super(node.node):
            return _filter(_INHERITED, node)
        if isinstance(node.node, nodes.Name) and node.node.name == "_" and len(node.args) == 1 and isinstance(node.args[0], nodes.Const):
            return _filter(_WORD, node.args[0])
        return nodes.Filter(node.node, _CALLED, node.args, node.kwargs, node.dyn_args, node.dyn_kwargs, lineno=node.lineno)


def _is_super(node: nodes.Node) -> bool:
    """Whether an expression is ``super``, ``super.super`` and so on."""
    while isinstance(node, nodes.Getattr) and node.attr == "super":
        node = node.node
    return isinstance(node, nodes.Name) and node.name == "super"


def _filter(name: str, value: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(value, name, [], [], None, None, lineno=value.lineno)
