"""Code blocks: listings, screens, samples."""

from __future__ import annotations

import re
import textwrap
from pathlib import PurePosixPath

from wadl2rst.markup.converter import Converter
from wadl2rst.markup.parts import Part
from wadl2rst.prose import CodeBlock, Inline, Text
from wadl2rst.source.tree import Element

_LANGUAGES_BY_EXTENSION = {
    "json": "json", "xml": "xml", "atom": "xml", "xsd": "xml", "wadl": "xml", "xsl": "xml", "html": "html", "htm": "html",
    "http": "http", "js": "javascript", "py": "python", "sh": "bash", "curl": "bash", "yaml": "yaml", "yml": "yaml", "java": "java",
    "rb": "ruby", "php": "php", "csv": "text",
}  # fmt: skip
_LANGUAGE = re.compile(r"[a-z][a-z0-9+#._-]*")
_CLASS = re.compile(r"(?:^|\s)(?:lang(?:uage)?-|brush:\s*)([\w+#-]+)")
_PLAIN = {"plain": "text", "txt": "text", "x-www-form-urlencoded": "text", "octet-stream": "text"}


def trim(text: str, *, dedent: bool) -> str:
    """The text without leading and trailing blank lines, with LF as line end; with ``dedent``, without common indentation."""
    lines = text.splitlines()
    first, last = 0, len(lines)
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    trimmed = "\n".join(lines[first:last])
    # Without indentation, textwrap.dedent would only strip lines of white space.
    if dedent and (trimmed[:1] in (" ", "\t", "\n") or " \n" in trimmed or "\t\n" in trimmed):
        return textwrap.dedent(trimmed)
    return trimmed


def language_of(element: Element) -> str:
    """The language of a listing, in lower case, from an attribute or from a class as in HTML; empty if the author gives none."""
    attributes = element.attributes
    specified = attributes.get("language") or attributes.get("mediaType") or attributes.get("type") or ""
    if not specified and (classes := attributes.get("class")) and (match := _CLASS.search(classes)):
        specified = match[1]
    word = specified.strip().lower().partition(";")[0].rpartition("/")[2].strip()
    word = word.rpartition("+")[2] if "+" in word and not word.endswith("+") else word
    word = _PLAIN.get(word, word)
    return word if _LANGUAGE.fullmatch(word) else ""


def language_of_file(name: str) -> str:
    """The language for the extension of a file name; empty if unknown."""
    return _LANGUAGES_BY_EXTENSION.get(PurePosixPath(name.partition("?")[0].partition("#")[0]).suffix[1:].lower(), "")


def listing(converter: Converter, element: Element, out: list[Part]) -> None:
    """An inline listing, and any sample files that it refers to."""
    language = language_of(element)
    texts: list[str] = []
    before = len(out)

    def close() -> None:
        text = "".join(texts)
        trimmed = trim(text, dedent=True)
        texts.clear()
        if trimmed:
            # A listing from escaped HTML has the location of the documentation element, not its own.
            place = _place(element, text) if "docbook" in element.namespace and len(out) == before else ("", 0)
            out.append(CodeBlock(trimmed, language, (), "", *place))

    children = converter.children(element)
    elements = [child for child in children if not isinstance(child, str)]
    if len(elements) == 1 and elements[0].name == "code" and all(child.isspace() for child in children if isinstance(child, str)):
        children = [elements[0]]  # the white space around it belongs to the XML, not to the listing
    for child in children:
        if isinstance(child, str):
            texts.append(child)
        elif "xsd-ext" in child.namespace:
            close()
            converter.handle(child, out)
        else:
            if not language and child.name == "code":
                language = language_of(child)
            texts.append(converter.text(child))
    close()


def sample(converter: Converter, element: Element, out: list[Part]) -> None:
    """The sample file that ``href`` refers to, and an inline sample."""
    language = language_of(element)
    title: tuple[Inline, ...] = ()
    if folded := " ".join(element.get("title").split()):
        title = (Text(folded),)
    href = element.get("href").strip()
    if href:
        text = converter.sample(href, element)
        if text is not None and (trimmed := trim(text, dedent=False)):
            path = converter.shown_path(href, element)
            out.append(CodeBlock(trimmed, language or language_of_file(href), title, href, path, 1 + _blank_lines(text)))
            title = ()
    text = converter.text(element)
    inner = trim(text, dedent=True)
    if inner:
        out.append(CodeBlock(inner, language, title, "", *_place(element, text)))


def _place(element: Element, text: str) -> tuple[str, int]:
    """The file and the line at which the text of an element begins; ``("", 0)`` if it comes from an entity."""
    location = element.location
    return ("", 0) if location.entity else (location.file, location.line + _blank_lines(text))


def _blank_lines(text: str) -> int:
    """The number of blank lines before the first non-blank one."""
    return text.count("\n", 0, len(text) - len(text.lstrip()))
