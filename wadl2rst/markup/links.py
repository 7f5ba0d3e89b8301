"""Links: which addresses may be linked to, and which refer to a part of the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import unquote

from wadl2rst.markup.inline import wrap
from wadl2rst.markup.parts import Part, is_blank
from wadl2rst.prose import Emphasis, Hyperlink, Inline, Reference, Strong, Text

_SCHEMES = frozenset({"http", "https", "mailto", "ftp"})
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_IGNORED = re.compile(r"[\x00-\x1f\x7f]")


def allowed(address: str) -> str:
    """The address if it is http, https, mailto, ftp or relative, otherwise an empty string.

    Control characters are removed, because browsers ignore them and they could hide a scheme; white space becomes ``%20``.
    """
    address = _IGNORED.sub("", address).strip()
    scheme = _SCHEME.match(address)
    if scheme is not None and scheme[1].lower() not in _SCHEMES:
        return ""
    return "%20".join(address.split())


def add(address: str, parts: Sequence[Part], out: list[Part]) -> None:
    """Appends ``parts`` to ``out`` as a link to ``address``; unchanged, if the address is not allowed.

    An address with a fragment becomes a :class:`~wadl2rst.prose.Reference`: the id may be one of the site.
    """
    target = allowed(address)
    base, _, fragment = target.partition("#")
    if fragment and not base.lower().startswith(("mailto:", "ftp:")):
        refer(fragment, target if base else "", parts, out)
    elif base:
        _add(lambda children: Hyperlink(target, children), parts, out)
    else:
        out.extend(parts)


def refer(name: str, address: str, parts: Sequence[Part], out: list[Part]) -> None:
    """Appends ``parts`` to ``out`` as a reference to the id ``name``; ``address`` is its target if the site does not have the id."""
    name = unquote(name).strip()
    if not name:
        out.extend(parts)
        return
    _add(lambda children: Reference(name, children, address), parts, out)


def _add(node: Callable[[tuple[Inline, ...]], Inline], parts: Sequence[Part], out: list[Part]) -> None:
    if all(is_blank(part) for part in parts):
        out.extend(parts[:1])
        out.append(node(()))
        return
    wrap(lambda children: (node(_unlinked(children)),), parts, out)


def _unlinked(children: Sequence[Inline]) -> tuple[Inline, ...]:
    """The children with links replaced by their content, because links cannot be nested."""
    out: list[Inline] = []
    for child in children:
        match child:
            case Hyperlink(target, inner) | Reference(target, inner, _):
                out.extend(inner or (Text(target),))
            case Emphasis(inner):
                out.append(Emphasis(_unlinked(inner)))
            case Strong(inner):
                out.append(Strong(_unlinked(inner)))
            case _:
                out.append(child)
    return tuple(out)
