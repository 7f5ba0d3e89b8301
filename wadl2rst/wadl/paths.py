"""Paths of resources in URIs, and of parameters in bodies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from wadl2rst.source.prefixes import GENERATED_PREFIX

MAX_BODY_PATH = 2_000
"""Maximum length of a body path that is parsed, in characters; real ones are not a tenth as long."""

_STEP = re.compile(r"""\[\s*+(?:'([^']*+)'|"([^"]*+)"|([^\]'"]*+))\s*+\]|([^.\[\]]+)""")

_GENERATED_PREFIX = re.compile(rf"(?<![\w.:-]){GENERATED_PREFIX}:(?=[^\W\d])")

_DOTS = re.compile(r"(?:^|/)\.\.?(?:/|$)")

_HOST = re.compile(r"(?:[A-Za-z][\w+.-]*:)?//[^/]*/?|/")
"""The part of an address that no step leads above."""

_BARE = re.compile(r"[.@]*+([\w:.-]*\w)")
"""A path that is a name alone, as Jersey writes for cookies."""

_EXPRESSION = re.compile(r"\\.|\[\^?+\]?+(?:[^\[\]\\]|\\.)*+\]|[{}]")
"""Tokens of a regular expression: escapes, character classes (up to an inner bracket, so that matching is linear), braces."""


_VERSION = re.compile(r"v?[0-9]+(\.[0-9x]+)*", re.IGNORECASE)


class Template(NamedTuple):
    """A template parameter in a path."""

    name: str
    """Its name: ``id`` for ``{id: [0-9]+}``."""
    pattern: str
    """Its regular expression, or an empty string."""


def join(base: str, segment: str) -> str:
    """The path of a resource with the path ``segment`` below the one at ``base``; repeated slashes become one.

    Section 2.6.1 of the specification: the two are joined with a slash,
    whether either has one or not; a resource without a path has the path ``base``.  ``.`` and ``..`` are resolved, see :func:`climb`.
    """
    if not segment:
        return base
    joined = base.rstrip("/") + "/" + segment.lstrip("/")
    while "//" in joined:
        joined = joined.replace("//", "/")
    return _without_dots(joined)[0] if _DOTS.search(segment) else joined


def climb(base: str, segment: str) -> int:
    """The number of steps that a ``segment`` such as ``../cities`` below ``base`` leads above the base address."""
    return _without_dots(base.rstrip("/") + "/" + segment)[1] if _DOTS.search(segment) else 0


def above(address: str, steps: int) -> str:
    """The base address ``steps`` above another one; that of the host if there are not as many."""
    host = _HOST.match(address)
    if host is None and len(address.strip("/").split("/")) <= steps:
        return (address.rstrip("/") + "/" if address else "") + "../" * steps  # relative, so what is above is unknown
    start = host.end() if host else 0
    kept = address[start:].strip("/").split("/")[:-steps]
    return address[:start].rstrip("/") + "/" * bool(host) + "".join(f"{step}/" for step in kept)


def _without_dots(path: str) -> tuple[str, int]:
    """A path with its steps ``.`` and ``..`` resolved as in RFC 3986, section 5.2.4, and the number of ``..`` above its start."""
    hidden = list(path)
    for start, end, _template in _templates(path):
        hidden[start:end] = "x" * (end - start)  # a pattern may contain slashes
    steps: list[str] = []
    excess = after = 0
    for step in "".join(hidden).split("/"):
        end = after + len(step)
        if step == "..":
            if steps[1:]:
                steps.pop()
            else:
                excess += 1
        elif step != ".":
            steps.append(path[after:end])
        after = end + 1
    return "/".join(steps) or "/", excess


@lru_cache(maxsize=8192)  # several steps look at the paths of all operations, one step after the other
def template_names(path: str) -> tuple[str, ...]:
    """The names of the template parameters in a path, in order: ``id`` for ``{id: [0-9]+}``."""
    return tuple(template.name for template in templates(path))


@lru_cache(maxsize=8192)
def templates(path: str) -> tuple[Template, ...]:
    """The template parameters in a path, in order."""
    return tuple(template for _start, _end, template in _templates(path) if template.name)


def with_uniform_patterns(path: str) -> str:
    """The path with the regular expressions of its template parameters, each as ``{id: [0-9]+}``, whatever its white space."""
    parts = []
    after = 0
    for start, end, (name, pattern) in _templates(path):
        parts.append(path[after:start] + "{" + (f"{name}: {pattern}" if pattern else name) + "}")
        after = end
    return "".join(parts) + path[after:]


def without_patterns(path: str) -> str:
    """The path without the regular expressions of its template parameters: ``{id: [0-9]{1,3}}`` becomes ``{id}``."""
    if ":" not in path and " " not in path:
        return path
    parts = []
    after = 0
    for start, end, template in _templates(path):
        parts.append(path[after:start] + "{" + template.name + "}")
        after = end
    return "".join(parts) + path[after:]


def filled_path(path: str, value: Callable[[Template], str], literal: Callable[[str], str] = str) -> str:
    """The path with a value in place of each template parameter; ``literal`` changes the text between them."""
    parts: list[str] = []
    after = 0
    for start, end, template in _templates(path):
        parts += (literal(path[after:start]), value(template))
        after = end
    return "".join([*parts, literal(path[after:])])


def _templates(path: str) -> Iterator[tuple[int, int, Template]]:
    """Yields start, end and content of each ``{…}``; braces may be nested in the regular expression, but not in its character classes."""
    start = path.find("{")
    end_of = _end_of_expression
    while start >= 0:
        end = end_of(path, start)
        if end < 0 and end_of is _end_of_expression:
            end_of = _end_of_braces  # not a regular expression
            end = end_of(path, start)
        if end < 0:
            return
        name, _colon, pattern = path[start + 1 : end].partition(":")
        yield start, end + 1, Template(name.strip(), pattern.strip())
        start = path.find("{", end)


def _end_of_braces(path: str, start: int) -> int:
    """The index of the brace that closes the one at ``start``; -1 for none."""
    close = path.find("}", start)
    if path.find("{", start + 1, close if close >= 0 else len(path)) < 0:
        return close  # the usual case: nothing is nested
    depth = 0
    for end in range(start, len(path)):
        if path[end] == "{":
            depth += 1
        elif path[end] == "}":
            depth -= 1
            if depth == 0:
                return end
    return -1


def _end_of_expression(path: str, start: int) -> int:
    """Like :func:`_end_of_braces`, but ignores braces that are escaped or in a character class: ``{c:[^}]+}`` is one template."""
    close, colon = path.find("}", start), path.find(":", start)
    if not 0 <= colon < close:
        return _end_of_braces(path, start)
    depth = 0
    for match in _EXPRESSION.finditer(path, start):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
            if depth == 0:
                return match.start()
    return -1


def first_word(path: str) -> str:
    """The first segment of a path that is neither a version nor a template parameter, else the first segment, else the path."""
    segments = [segment for segment in path.split("/") if segment]
    words = (segment for segment in segments if not segment.startswith("{") and not _VERSION.fullmatch(segment))
    return next(words, segments[0] if segments else path)


def body_steps(path: str) -> tuple[str, ...]:
    """The names in the path of a parameter: JSONPath, bracketed JSONPath or XPath.

    ``$.image.links[*].href``, ``$['image']['links'][*]['href']`` and ``/image/links/@href`` all give
    ``("image", "links", "href")``.  A first step ``parameters`` of a JSONPath is dropped: a family of
    WADLs begins every path with it.  A path longer than :data:`MAX_BODY_PATH` gives no names.
    """
    path = path.strip()
    if len(path) > MAX_BODY_PATH:
        return ()
    if path.startswith("$"):
        if "[" in path or "]" in path:
            steps = [quoted or double or bare or plain for quoted, double, bare, plain in _STEP.findall(path[1:])]
        else:
            steps = path[1:].split(".")
        names = [step for step in map(str.strip, steps) if step and (step[0].isalpha() or not _is_index(step))]
        return tuple(names[1:] if names[:1] == ["parameters"] else names)
    if "/" in path:
        steps = [re.sub(r"\[.*?\]", "", step).strip().lstrip("@") for step in path.split("/")]
        return tuple(step.rpartition(":")[2] for step in steps if step and step not in (".", "..", "text()", "*"))
    return ()


class BodyStep(NamedTuple):
    """A step of the path of a body parameter."""

    name: str
    """The name of a property or element; for an attribute, with ``@`` before it; empty for the root of a JSONPath."""
    is_array: bool = False
    """Whether there may be several of it: a JSONPath goes on with an index."""


def json_steps(path: str) -> tuple[BodyStep, ...] | None:
    """The steps of a JSONPath (``$.image.links[*].href``), without the step ``parameters`` as in :func:`body_steps`; the root first.

    None for any other path, and for one that has more than names and indexes, such as ``..`` or a filter.
    """
    path = path.strip()
    if not path.startswith("$") or len(path) > MAX_BODY_PATH:
        return None
    steps = [BodyStep("")]
    at = 1
    while at < len(path):
        match = _JSON_STEP.match(path, at)
        if match is None:
            return None
        name = match["quoted"] or match["double"] or match["plain"]
        if name and name != "*":
            steps.append(BodyStep(name))
        elif steps[-1].is_array:
            return None  # an array of arrays
        else:
            steps[-1] = BodyStep(steps[-1].name, True)
        at = match.end()
    if len(steps) > 1 and steps[1].name == "parameters":
        del steps[1]
    return tuple(steps)


_JSON_STEP = re.compile(
    r"""\.?\[\s*(?:'(?P<quoted>[^']+)'|"(?P<double>[^"]+)"|\*?|\d+)\s*\]|"""
    r"""\.?(?P<plain>[^\s.\[\]'"()?*@,:$]+|(?<=\.)\*)"""
)


def xml_steps(path: str) -> tuple[BodyStep, ...] | None:
    """The steps of an XPath from the root (``/image/links/@href``); None for any other path, and for one with prefixes or conditions."""
    path = path.strip()
    if len(path) > MAX_BODY_PATH or not _XPATH.fullmatch(path):
        return None
    return tuple([BodyStep(step) for step in path.removesuffix("/text()").split("/")[1:]])


_XPATH = re.compile(r"(?:/[^\W\d][\w.-]*)+(?:/@[^\W\d][\w.-]*|/text\(\))?")


def without_generated_prefixes(path: str) -> str:
    """An XPath without the prefixes that a generator invented: ``/ns2:image/@id`` becomes ``/image/@id``."""
    return _GENERATED_PREFIX.sub("", path) if ":" in path else path


def _is_index(step: str) -> bool:
    return step in ("*", "@") or step.startswith("?") or re.fullmatch(r"-?\d*(:-?\d*)*", step) is not None


def nested_name(name: str, path: str) -> tuple[str, bool]:
    """The name of a body parameter with the names of its parents, and whether its path ends in another name.

    ``href`` at ``$.image.links[*].href`` gives ``image.links.href``: the parents come from the path, the last part is always
    ``name``, whatever the path ends in.
    """
    if not path:
        return name, False
    steps = body_steps(path)
    if not steps:
        named = _BARE.fullmatch(path.strip()) if len(path) <= MAX_BODY_PATH else None
        steps = (named[1] if named else name,)
    *parents, last = steps
    ends_otherwise = len(path) > MAX_BODY_PATH or (last != name and last != name.rpartition(":")[2])
    return (".".join((*parents, name)) if parents else name), ends_otherwise
