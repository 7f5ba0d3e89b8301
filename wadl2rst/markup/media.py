"""Images."""

from __future__ import annotations

from wadl2rst.markup.converter import Converter
from wadl2rst.markup.flow import nest, split
from wadl2rst.markup.inline import fold
from wadl2rst.markup.links import allowed
from wadl2rst.markup.parts import Part
from wadl2rst.prose import Image, InlineImage, Text
from wadl2rst.source.tree import Element

_DATA = frozenset({"imagedata", "videodata", "audiodata"})
_OBJECTS = frozenset({"imageobject", "videoobject", "audioobject", "imageobjectco"})
_ALTERNATIVES = frozenset({"textobject", "alt"})


def image(converter: Converter, element: Element, out: list[Part]) -> None:
    """An inline image, such as HTML's ``img``; its alternative text if its address is not allowed."""
    _show(element.get("src") or element.get("fileref"), element.get("alt"), out)
    out.extend(converter.flow(element))


def _show(address: str, alternative: str, out: list[Part]) -> None:
    source = allowed(address)
    text = fold(alternative).strip(" ")
    if source:
        out.append(InlineImage(source, text))
    elif text:
        out.append(Text(text))


def media(converter: Converter, element: Element, out: list[Part]) -> None:
    """DocBook's ``mediaobject``: the image for HTML, otherwise the first one, with its alternative text and caption."""
    parts = _media(converter, element)
    first = parts[0] if parts else None
    if type(first) is InlineImage:
        parts[0] = Image(first.source, first.alt)
    out.extend(nest(split(parts)))


def inline_media(converter: Converter, element: Element, out: list[Part]) -> None:
    """DocBook's ``inlinemediaobject``."""
    out.extend(_media(converter, element))


def _address(converter: Converter, element: Element) -> str:
    """The address of the first image in an element; empty if there is none."""
    pending = [element]
    while pending:
        child = pending.pop()
        if child.name in _DATA and child.get("fileref"):
            return child.get("fileref")
        pending.extend(inner for inner in reversed(converter.children(child)) if not isinstance(inner, str))
    return ""


def _media(converter: Converter, element: Element) -> list[Part]:
    pictures: list[tuple[str, str]] = []
    alternatives: list[Element] = []
    rest: list[Element | str] = []
    for child in converter.content(element):
        if isinstance(child, str):
            rest.append(child)
        elif child.name in _OBJECTS:
            pictures.append((child.get("role"), _address(converter, child)))
            rest.append(converter.text(child))
        elif child.name in _ALTERNATIVES:
            alternatives.append(child)
        else:
            rest.append(child)
    # Several objects are the same image in several formats; the one for print may have a format that browsers do not support.
    addresses = [address for role, address in pictures if address and role.lower() == "html"] or [address for _role, address in pictures]
    address = next(filter(None, addresses), "")
    out: list[Part] = []
    if allowed(address):
        _show(address, " ".join(converter.text(alternative) for alternative in alternatives), out)
    else:
        for alternative in alternatives:
            out.extend(converter.flow(alternative))
    out.extend(converter.parts(rest))
    return out
