"""The Jinja environment: where templates are looked for, and the escaping of all that they print.

Escaping is the default: whatever a template prints is escaped for RST unless a filter made it :class:`Rst`.  Jinja's own escaping (for
HTML) is never reached, but by what ``tests/templating/test_templates.py`` bans from the built-in templates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import CodeType
from typing import Self

import jinja2
import markupsafe
from jinja2.runtime import Context
from markupsafe import Markup

from wadl2rst import rst

Lookups = MutableMapping[str, str | None]
"""The names of templates that were looked for in the user's folder, and the SHA-256 of each; None for one that is not there."""


class Rst(Markup):
    """Text that is RST already: printed as it is."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """``text`` as it is; Markup would look for what it can be converted by."""
        return str.__new__(cls, text)

    def __html__(self) -> str:
        """The text as a plain string: Markup would ask what it made of a Rst once more how to convert it."""
        return str.__str__(self)


@jinja2.pass_context
def printed(_context: Context, value: object) -> Rst:
    """What a template prints, made safe: plain text is escaped, RST passes.

    It is handed the context, of which it has no need, so that Jinja does not apply it to constants before HTML's escaping.

    Raises:
        UndefinedError: the value is not there.
        TypeError: it is neither text nor a number.
    """
    if isinstance(value, Rst):
        return value
    if isinstance(value, Markup):  # what macros and set blocks give: made of safe parts
        return Rst(str.strip(value, "\n"))
    if isinstance(value, str):
        return _escaped(value)
    if value is None:
        return Rst("")
    if isinstance(value, jinja2.Undefined | int | float):
        return _escaped(str(value))
    raise TypeError(f"cannot print {described(value)}; a filter such as blocks, inline or table can")


def described(value: object) -> str:
    """What a value is, for a message: ``a tuple``, ``a ParamTable``."""
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


@lru_cache(maxsize=512)
def _escaped(text: str) -> Rst:
    """Plain text as RST; most of it are the words of the page, again and again."""
    return Rst(rst.escape(text))


class _Compiled(jinja2.BytecodeCache):
    """The templates of this process as code: a run of many WADLs compiles each once, however many environments it has."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


class _UserTemplates(jinja2.FileSystemLoader):
    """The folder of the user's templates, which notes what is looked for in it."""

    def __init__(self, folder: Path, looked_for: Lookups) -> None:
        super().__init__(folder)
        self._looked_for = looked_for

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            found = super().get_source(environment, template)
        except jinja2.TemplateNotFound:
            self._looked_for[template] = None
            raise
        self._looked_for[template] = sha256(found[0].encode("utf-8", "surrogatepass")).hexdigest()
        return found


def finds(templates: Path | None, looked_for: Mapping[str, str | None]) -> bool:
    """Whether looking for the same templates in the user's folder finds the same as it did."""
    found: dict[str, str | None] = {}
    if templates is not None:
        folder, unused = _UserTemplates(templates, found), jinja2.Environment()
        for name in looked_for:
            with suppress(jinja2.TemplateNotFound, OSError, ValueError):
                folder.get_source(unused, name)
    return found == looked_for


def program() -> tuple[Path, ...]:
    """The folders of the libraries that pages are made with."""
    return tuple(Path(str(module.__file__)).parent for module in (jinja2, markupsafe))


def builtin_templates() -> Path:
    """The folder of the templates that come with wadl2rst.

    In an installed package it lies in the package; in a checkout, installed with
    ``pip install -e`` or not at all, it lies beside it.

    Raises:
        FileNotFoundError: Neither is there: the installation is broken.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "templates", package.parent / "templates"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the templates of wadl2rst are missing: there is no {package / 'templates'}")


def environment(templates: Path | None, style: str, looked_for: Lookups | None = None) -> jinja2.Environment:
    """The environment that templates are rendered in.

    A name is looked for in ``templates``, then among those of the style, then among the classic ones;
    ``default/NAME`` is always the built-in one, so that a template of the user's can extend the one it replaces;
    ``classic/NAME`` is that of the classic style, which the other styles extend.  What is looked for in ``templates`` is
    noted in ``looked_for``.
    """
    builtin = builtin_templates()
    styles = [builtin / style] if style == "classic" else [builtin / style, builtin / "classic"]
    folders: list[jinja2.BaseLoader] = [_UserTemplates(templates, {} if looked_for is None else looked_for)] if templates else []
    default = jinja2.FileSystemLoader(styles)
    prefixed = jinja2.PrefixLoader({"default": default, "classic": jinja2.FileSystemLoader(builtin / "classic")})
    return jinja2.Environment(
        loader=jinja2.ChoiceLoader([*folders, default, prefixed]),
        autoescape=True,
        finalize=printed,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        bytecode_cache=_COMPILED,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
