"""Code blocks: listings, screens, samples."""

from __future__ import annotations

import re
import textwrap
from pathlib import PurePosixPath

from wadl2rst.markup.converter import Converter, text_of
from wadl2rst.markup.parts import Part
from wadl2rst.prose import CodeBlock, Inline, Text
from wadl2rst.tree import Element

_ENDINGS = {
    "json": "json", "xml": "xml", "atom": "xml", "xsd": "xml", "wadl": "xml", "xsl": "xml", "html": "html", "htm": "html",
    "http": "http", "js": "javascript", "py": "python", "sh": "bash", "curl": "bash", "yaml": "yaml", "yml": "yaml", "java": "java",
    "rb": "ruby", "php": "php", "csv": "text",
}  # fmt: skip
_LANGUAGE = re.compile(r"[a-z][a-z0-9+#._-]*")
_CLASS = re.compile(r"(?:^|\s)(?:lang(?:uage)?-|brush:\s*)([\w+#-]+)")
_PLAIN = {"plain": "text", "txt": "text", "x-www-form-urlencoded": "text", "octet-stream": "text"}


def trim(text: str, *, dedent: bool) -> str:
    """The text without blank lines first and last, its lines ended by a line feed; without the indentation that all lines share."""
    lines = text.splitlines()
    first, last = 0, len(lines)
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    trimmed = "\n".join(lines[first:last])
    return textwrap.dedent(trimmed) if dedent else trimmed


def language_of(element: Element) -> str:
    """The language that the author gives a listing, as a word: an attribute says it, or a class as HTML has it."""
    attributes = element.attributes
    said = attributes.get("language") or attributes.get("mediaType") or attributes.get("type") or ""
    if not said and (classes := attributes.get("class")) and (match := _CLASS.search(classes)):
        said = match[1]
    word = said.strip().lower().partition(";")[0].rpartition("/")[2].strip()
    word = word.rpartition("+")[2] if "+" in word and not word.endswith("+") else word
    word = _PLAIN.get(word, word)
    return word if _LANGUAGE.fullmatch(word) else ""


def of_file(name: str) -> str:
    """The language that the ending of a file's name tells."""
    return _ENDINGS.get(PurePosixPath(name.partition("?")[0].partition("#")[0]).suffix[1:].lower(), "")


def listing(converter: Converter, element: Element, out: list[Part]) -> None:
    """A listing in the text itself, and any sample files that it names."""
    language = language_of(element)
    texts: list[str] = []

    def close() -> None:
        text = trim("".join(texts), dedent=True)
        texts.clear()
        if text:
            out.append(CodeBlock(text, language))

    children = converter.children(element)
    elements = [child for child in children if not isinstance(child, str)]
    if len(elements) == 1 and elements[0].name == "code" and all(child.isspace() for child in children if isinstance(child, str)):
        children = [elements[0]]  # the white space around it is the XML's, not the listing's
    for child in children:
        if isinstance(child, str):
            texts.append(child)
        elif "xsd-ext" in child.namespace:
            close()
            converter.handle(child, out)
        else:
            if not language and child.name == "code":
                language = language_of(child)
            texts.append(text_of(child))
    close()


def sample(converter: Converter, element: Element, out: list[Part]) -> None:
    """A sample file that ``href`` names, and a sample in the text itself."""
    language = language_of(element)
    title: tuple[Inline, ...] = ()
    if folded := " ".join(element.get("title").split()):
        title = (Text(folded),)
    href = element.get("href").strip()
    if href:
        text = converter.sample(href, element)
        if text is not None and (text := trim(text, dedent=False)):
            out.append(CodeBlock(text, language or of_file(href), title, href))
            title = ()
    inner = trim(text_of(element), dedent=True)
    if inner:
        out.append(CodeBlock(inner, language, title))
